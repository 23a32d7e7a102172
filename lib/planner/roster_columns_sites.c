/* Where a person works, as groups of a schedule: R19, R24 and R25.
 *
 * Without a limit on groups of sites (R25) the engine's group is the last site (R19, R24), which
 * remote duties and common sites leave as it was. With it, groups are the states of an automaton:
 * the last site, the set of groups of sites seen so far, and, where it matters, whether a day was
 * off. What is too many is paid for, or forbidden, at the end.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "planner/roster_columns_make.h"

#include "base/error.h"

#include <stdlib.h>

enum { MOST_STATES = 200, MOST_GROUPS = 32 };

typedef struct site_state {
    int last; /* site, or IPSO_ANY */
    uint32_t seen;
    bool was_off;
} site_state;

typedef struct site_walk {
    const ipso__columns_maker *m;
    const ipso_practitioner *person;
    int p, sites;
    const int *bit_of; /* per site: of its group in seen, or -1 */
    site_state states[MOST_STATES];
    int count;
    bool overflows;
} site_walk;

static bool is_limited(const ipso_practitioner *person)
{
    return person->rules.site_groups.max != IPSO_NO_MAX && person->rules.site_groups.points != 0;
}

static int count_bits(uint32_t set)
{
    int count = 0;
    for (; set != 0; set &= set - 1)
        count++;
    return count;
}

/* Groups beyond what the person may see, were the horizon over. */
static int too_many(const site_walk *w, const site_state *s)
{
    int most =
        w->person->rules.site_groups.max + (s->was_off ? 0 : w->person->rules.every_day_groups);
    int over = count_bits(s->seen) - most;
    return over > 0 ? over : 0;
}

static int number_of(site_walk *w, const site_state *s)
{
    for (int i = 0; i < w->count; i++)
        if (w->states[i].last == s->last && w->states[i].seen == s->seen &&
            w->states[i].was_off == s->was_off)
            return i;
    if (w->count == MOST_STATES) {
        w->overflows = true;
        return 0;
    }
    w->states[w->count] = *s;
    return w->count++;
}

static site_state after_site(const site_walk *w, site_state s, int site)
{
    if (w->bit_of[site] >= 0)
        s.seen |= (uint32_t)1 << w->bit_of[site];
    if (!ipso_practice_site(w->m->practice, site)->common)
        s.last = site;
    return s;
}

static site_state after_off(const site_walk *w, site_state s)
{
    s.was_off = s.was_off || w->person->rules.every_day_groups > 0;
    return s;
}

static bool is_forbidden(const site_walk *w, const site_state *s)
{
    return w->person->rules.site_groups.points == IPSO_HARD && too_many(w, s) > 0;
}

/* The states that days lead to, in the order in which they are found; the first is the start. */
static void list_states(site_walk *w)
{
    int site = w->person->history.last_site;
    site_state start = {.last = ipso__roster_known_site(w->m->practice, w->p)};
    if (site != IPSO_ANY && w->bit_of[site] >= 0)
        start.seen = (uint32_t)1 << w->bit_of[site];
    number_of(w, &start);
    for (int i = 0; i < w->count && !w->overflows; i++) {
        site_state next = after_off(w, w->states[i]);
        number_of(w, &next);
        for (int s = 0; s < w->sites; s++) {
            next = after_site(w, w->states[i], s);
            if (!is_forbidden(w, &next))
                number_of(w, &next);
        }
    }
}

static bool walk_states(site_walk *w, const ipso__columns_maker *m, int p, const int *bit_of)
{
    w->m = m;
    w->p = p;
    w->person = ipso_practice_practitioner(m->practice, p);
    w->sites = ipso_practice_site_count(m->practice);
    w->bit_of = bit_of;
    w->count = 0;
    w->overflows = false;
    if (!is_limited(w->person))
        return false;
    list_states(w);
    return !w->overflows;
}

/* ---- tables ---- */

static int64_t change_points(const ipso_practitioner *person, int last, int site)
{
    return last == IPSO_ANY || last == site ? 0 : person->rules.site_change_points;
}

static bool fill_automaton(ipso__columns_maker *m, site_walk *w, ipso__schedules_person *person)
{
    size_t groups = (size_t)m->group_count;
    int64_t *change = ipso__arena_alloc(m->arena, groups * groups, sizeof *change);
    int64_t *end = ipso__arena_alloc(m->arena, groups, sizeof *end);
    int *after = ipso__arena_alloc(m->arena, groups * groups, sizeof *after);
    int *off = ipso__arena_alloc(m->arena, groups, sizeof *off);
    if (change == NULL || end == NULL || after == NULL || off == NULL)
        return false;
    for (int i = 0; i < w->count; i++) {
        const site_state *state = &w->states[i];
        site_state next = after_off(w, *state);
        int over = too_many(w, state);
        off[i] = number_of(w, &next);
        end[i] = ipso__roster_activation_points(m->practice, w->p, state->last);
        if (over > 0)
            end[i] = is_forbidden(w, state) ? IPSO__NEVER
                                            : end[i] + over * w->person->rules.site_groups.points;
        for (int s = 0; s < w->sites; s++) {
            size_t at = (size_t)i * groups + (size_t)s;
            next = after_site(w, *state, s);
            change[at] = is_forbidden(w, &next) ? IPSO__NEVER
                                                : change_points(w->person, state->last, next.last);
            after[at] = change[at] == IPSO__NEVER ? 0 : number_of(w, &next);
        }
    }
    person->change_cost = change;
    person->end_group_cost = end;
    person->group_after = after;
    person->group_after_off = off;
    person->history.last_group = 0;
    return true;
}

/* Without a limit on groups: a change costs the same from any site to any other. */
static bool fill_sites(ipso__columns_maker *m, int p, ipso__schedules_person *person)
{
    const ipso_practitioner *who = ipso_practice_practitioner(m->practice, p);
    size_t groups = (size_t)m->group_count;
    int sites = ipso_practice_site_count(m->practice);
    int64_t *end = ipso__arena_alloc(m->arena, groups, sizeof *end), *change = NULL;
    bool ends = false;
    if (end == NULL)
        return false;
    for (int s = 0; s < sites; s++) {
        end[s] = ipso__roster_activation_points(m->practice, p, s);
        ends |= end[s] != 0;
    }
    if (who->rules.site_change_points != 0) {
        change = ipso__arena_alloc(m->arena, groups * groups, sizeof *change);
        if (change == NULL)
            return false;
        for (int a = 0; a < sites; a++)
            for (int b = 0; b < sites; b++)
                change[(size_t)a * groups + (size_t)b] = change_points(who, a, b);
    }
    person->change_cost = change;
    person->end_group_cost = ends ? end : NULL;
    person->history.last_group = ipso__roster_known_site(m->practice, p);
    return true;
}

/* Numbers the groups of sites; false when they are too many to tell apart. */
static bool number_groups(const ipso__columns_maker *m, int *bit_of)
{
    int bits = 0;
    for (int s = 0; s < ipso_practice_site_count(m->practice); s++) {
        int group = ipso__roster_site_group(m->practice, s);
        bit_of[s] = group < 0 ? -1 : group < s ? bit_of[group] : bits++;
    }
    return bits <= MOST_GROUPS;
}

/* The tables need the number of groups, which is that of the largest automaton: hence two rounds.
 */
void ipso__columns_count_groups(ipso__columns_maker *m)
{
    int sites = ipso_practice_site_count(m->practice);
    site_walk *w = ipso__calloc(1, sizeof *w);
    m->group_count = sites;
    m->walks_sites = ipso__arena_alloc(m->arena, (size_t)m->roster->people, sizeof(bool));
    m->bit_of = ipso__arena_alloc(m->arena, (size_t)sites, sizeof *m->bit_of);
    m->failed |= w == NULL || m->walks_sites == NULL || m->bit_of == NULL;
    bool told_apart = !m->failed && number_groups(m, m->bit_of);
    for (int p = 0; told_apart && p < m->roster->people; p++) {
        m->walks_sites[p] = walk_states(w, m, p, m->bit_of);
        if (m->walks_sites[p] && w->count > m->group_count)
            m->group_count = w->count;
    }
    free(w);
}

int ipso__columns_group_of(const ipso__columns_maker *m, const ipso__roster_option *option)
{
    return m->walks_sites[option->practitioner] ? option->site : option->last_site;
}

void ipso__columns_make_sites(ipso__columns_maker *m, int p, ipso__schedules_person *person)
{
    site_walk *w = ipso__calloc(1, sizeof *w);
    person->work_cost = ipso_practice_practitioner(m->practice, p)->rules.activation_points;
    if (w == NULL)
        m->failed = true;
    else if (m->walks_sites[p])
        m->failed |= !walk_states(w, m, p, m->bit_of) || !fill_automaton(m, w, person);
    else
        m->failed |= !fill_sites(m, p, person);
    free(w);
}
