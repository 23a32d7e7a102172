/* Roster lines: what is counted over several practitioners at once (R6, R15, R21).
 *
 * A line counts units of the chosen options and prices what is missing below its lower or beyond
 * its upper bound. The program makes one row of it, and a search may keep one sum.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/roster_facts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static bool *who_mask(ipso__roster_maker *m, const ipso_who *who)
{
    ipso__roster *r = m->roster;
    bool *mask = ipso__arena_alloc(&r->arena, (size_t)r->people, sizeof *mask);
    for (int p = 0; mask != NULL && p < r->people; p++)
        mask[p] = ipso_practice_who_matches(m->practice, who, p);
    return mask;
}

static bool add_term(ipso__roster_maker *m, int option, int64_t units)
{
    if (units <= 0)
        return true;
    if (!ipso__grow(&m->terms, &m->term_capacity, m->term_count + 1, sizeof *m->terms))
        return false;
    m->terms[m->term_count++] = (ipso__line_term){option, (int)units};
    return true;
}

/* Ends a line whose terms were added since first. */
static bool add_line(ipso__roster_maker *m, ipso__roster_line line, size_t first)
{
    size_t count = (size_t)m->roster->line_count;
    if (!ipso__grow(&m->lines, &m->line_capacity, count + 1, sizeof *m->lines))
        return false;
    line.first_term = (int)first;
    line.term_count = (int)(m->term_count - first);
    m->lines[count] = line;
    m->roster->line_count++;
    return true;
}

/* ---- cover (R6) ---- */

/* Whether the duty is of a kind that the cover rule counts. */
static bool kind_covers(const ipso_cover *cover, const char *kind)
{
    for (size_t i = 0; i < cover->kind_count; i++) {
        if (strcmp(cover->kinds[i], kind) == 0)
            return true;
    }
    return cover->kind_count == 0;
}

static bool covers(const ipso__roster *r, const ipso_cover *cover,
                   const ipso__roster_option *option)
{
    bool window = cover->start_min < cover->end_min;
    if (window && (option->start_min > cover->start_min || option->end_min < cover->end_min))
        return false;
    if (!kind_covers(cover, r->kind_name[option->kind]))
        return false;
    for (size_t i = 0; i < cover->site_count; i++) {
        if (cover->sites[i] == option->site)
            return true;
    }
    return cover->site_count == 0;
}

static bool make_cover_line(ipso__roster_maker *m, int index, const bool *who, int day)
{
    const ipso__roster *r = m->roster;
    const ipso_cover *cover = ipso_practice_cover(m->practice, index);
    size_t first = m->term_count;
    for (int p = 0; p < r->people; p++) {
        int cell = p * r->days + day;
        for (int o = r->first[cell]; who[p] && o < r->first[cell + 1]; o++) {
            if (covers(r, cover, &r->options[o]) && !add_term(m, o, 1))
                return false;
        }
    }
    int64_t short_points = cover->min > 0 ? cover->short_points : 0;
    int64_t over_points = cover->max < IPSO_NO_MAX ? cover->over_points : 0;
    if (short_points == 0 && over_points == 0) {
        m->term_count = first;
        return true;
    }
    return add_line(m,
                    (ipso__roster_line){.rule = IPSO_RULE_COVER,
                                        .source = index,
                                        .site = IPSO_ANY,
                                        .day = day,
                                        .lower = cover->min,
                                        .upper = cover->max,
                                        .short_points = short_points,
                                        .over_points = over_points},
                    first);
}

static bool make_cover_lines(ipso__roster_maker *m)
{
    for (int i = 0; i < ipso_practice_cover_count(m->practice); i++) {
        const ipso_cover *cover = ipso_practice_cover(m->practice, i);
        const bool *who = who_mask(m, &cover->who);
        if (who == NULL)
            return false;
        for (int t = 0; t < m->roster->days; t++) {
            if (ipso_practice_day_matches(m->practice, &cover->days, t) &&
                !make_cover_line(m, i, who, t))
                return false;
        }
    }
    return true;
}

/* ---- rooms (R15) ---- */

typedef struct room_sweep {
    int site, day;
    int *options; /* those that take a room some time of the day */
    int option_count;
    unsigned char *present; /* [cell * option_count + i] */
} room_sweep;

enum { ROOM_CELL_MIN = 5, ROOM_CELLS = IPSO_DAY_MIN / ROOM_CELL_MIN };

static bool takes_room_at(const ipso__roster_maker *m, int option, int minute)
{
    const ipso__roster_option *o = &m->roster->options[option];
    const ipso_duty *duty = ipso_practice_duty(m->practice, o->duty);
    if (minute < o->start_min || minute >= o->end_min)
        return false;
    for (size_t i = 0; i < duty->break_count; i++) {
        if (duty->breaks[i].start_min <= minute && minute < duty->breaks[i].end_min)
            return false;
    }
    return true;
}

static bool collect_room_options(ipso__roster_maker *m, room_sweep *sweep)
{
    const ipso__roster *r = m->roster;
    for (int p = 0; p < r->people; p++) {
        int cell = p * r->days + sweep->day;
        for (int o = r->first[cell]; o < r->first[cell + 1]; o++) {
            if (r->options[o].site == sweep->site &&
                !ipso_practice_duty(m->practice, r->options[o].duty)->tele)
                sweep->options[sweep->option_count++] = o;
        }
    }
    size_t size = (size_t)ROOM_CELLS * (size_t)sweep->option_count;
    sweep->present = ipso__calloc(size, 1);
    if (sweep->present == NULL)
        return false;
    for (int c = 0; c < ROOM_CELLS; c++) {
        for (int i = 0; i < sweep->option_count; i++)
            sweep->present[c * sweep->option_count + i] =
                takes_room_at(m, sweep->options[i], c * ROOM_CELL_MIN);
    }
    return true;
}

/* Practitioners who may take a room in a cell. */
static int heads_at(const ipso__roster_maker *m, const room_sweep *sweep, int cell)
{
    int heads = 0, last = -1;
    for (int i = 0; i < sweep->option_count; i++) {
        int p = m->roster->options[sweep->options[i]].practitioner;
        if (sweep->present[cell * sweep->option_count + i] && p != last) {
            heads++;
            last = p;
        }
    }
    return heads;
}

static bool same_cell(const room_sweep *sweep, int a, int b)
{
    size_t count = (size_t)sweep->option_count;
    return memcmp(sweep->present + (size_t)a * count, sweep->present + (size_t)b * count, count) ==
           0;
}

/* Whether everybody who may be present in cell a may be so in cell b too. */
static bool inside_cell(const room_sweep *sweep, int a, int b)
{
    if (b < 0 || b >= ROOM_CELLS)
        return false;
    for (int i = 0; i < sweep->option_count; i++) {
        if (sweep->present[a * sweep->option_count + i] &&
            !sweep->present[b * sweep->option_count + i])
            return false;
    }
    return true;
}

static bool make_room_line(ipso__roster_maker *m, const room_sweep *sweep, int cell, int cells)
{
    const ipso_site *site = ipso_practice_site(m->practice, sweep->site);
    size_t first = m->term_count;
    bool hard = site->rooms_points == IPSO_HARD;
    for (int i = 0; i < sweep->option_count; i++) {
        if (sweep->present[cell * sweep->option_count + i] && !add_term(m, sweep->options[i], 1))
            return false;
    }
    return add_line(
        m,
        (ipso__roster_line){.rule = IPSO_RULE_ROOMS,
                            .source = sweep->site,
                            .site = sweep->site,
                            .day = sweep->day,
                            .start_min = cell * ROOM_CELL_MIN,
                            .upper = site->rooms,
                            .over_points = hard ? IPSO_HARD : site->rooms_points * cells},
        first);
}

/* One line for each run of cells with the same people; a hard one only where no neighbour holds
 * all of them. */
static bool make_room_lines_of_day(ipso__roster_maker *m, const room_sweep *sweep)
{
    const ipso_site *site = ipso_practice_site(m->practice, sweep->site);
    for (int c = 0, next; c < ROOM_CELLS; c = next) {
        next = c + 1;
        while (next < ROOM_CELLS && same_cell(sweep, c, next))
            next++;
        if (heads_at(m, sweep, c) <= site->rooms)
            continue;
        if (site->rooms_points == IPSO_HARD &&
            (inside_cell(sweep, c, c - 1) || inside_cell(sweep, c, next)))
            continue;
        if (!make_room_line(m, sweep, c, next - c))
            return false;
    }
    return true;
}

static bool make_room_lines(ipso__roster_maker *m)
{
    bool ok = true;
    size_t room = (size_t)m->roster->option_count;
    int *options = ipso__calloc(room, sizeof *options);
    for (int s = 0; options != NULL && s < ipso_practice_site_count(m->practice); s++) {
        const ipso_site *site = ipso_practice_site(m->practice, s);
        if (site->rooms == IPSO_ANY || site->rooms_points == 0)
            continue;
        for (int t = 0; ok && t < m->roster->days; t++) {
            room_sweep sweep = {.site = s, .day = t, .options = options};
            ok = collect_room_options(m, &sweep) && make_room_lines_of_day(m, &sweep);
            free(sweep.present);
        }
    }
    free(options);
    return ok && options != NULL;
}

/* ---- staffing (R21) ---- */

typedef struct need_set {
    int type;        /* the first type of this set */
    const bool *who; /* per practitioner */
} need_set;

typedef struct need_sets {
    const bool **type_who; /* per type */
    need_set *sets;
    int set_count;
    int64_t *asked; /* thousandths of minutes, per type, day, and site or all sites at the end */
} need_sets;

static int64_t *asked_at(const ipso__roster_maker *m, const need_sets *sets, int type, int day,
                         int place)
{
    int places = ipso_practice_site_count(m->practice) + 1;
    return &sets->asked[((size_t)type * (size_t)m->roster->days + (size_t)day) * (size_t)places +
                        (size_t)place];
}

/* Adds an amount at its site and over all sites; with one site, what may be anywhere is there. */
static void ask(const ipso__roster_maker *m, const need_sets *sets, int type, int day, int site,
                int64_t amount)
{
    int sites = ipso_practice_site_count(m->practice);
    if (site == IPSO_ANY && sites == 1)
        site = 0;
    if (site != IPSO_ANY)
        *asked_at(m, sets, type, day, site) += amount;
    *asked_at(m, sets, type, day, sites) += amount;
}

static bool type_is_asked(const ipso__roster_maker *m, const need_sets *sets, int type)
{
    int all = ipso_practice_site_count(m->practice);
    for (int t = 0; t < m->roster->days; t++) {
        if (*asked_at(m, sets, type, t, all) > 0)
            return true;
    }
    return false;
}

/* The reference length of a type: the shortest that holds its mean service time, else the longest,
 * travel added when it can only be given at home. */
static int reference_length_min(const ipso_practice *practice, int index)
{
    const ipso_type *type = ipso_practice_type(practice, index);
    double factor;
    ipso_law law = ipso_practice_service_law(practice, index, IPSO_ANY, IPSO_ANY, &factor);
    double mean = ipso_law_mean_min(&law, factor);
    bool at_home = (type->modes & IPSO_MODE_HOME) != 0 && (type->modes & IPSO_MODE_SITE) == 0;
    int length = type->lengths_min[type->length_count - 1];
    for (size_t i = type->length_count; i-- > 0;) {
        if (type->lengths_min[i] >= mean)
            length = type->lengths_min[i];
    }
    return length + (at_home ? type->travel_min : 0);
}

static bool is_subset(const bool *inner, const bool *outer, int count)
{
    for (int p = 0; p < count; p++) {
        if (inner[p] && !outer[p])
            return false;
    }
    return true;
}

static void ask_for_demand(const ipso__roster_maker *m, const need_sets *sets)
{
    for (int i = 0; i < ipso_practice_demand_count(m->practice); i++) {
        const ipso_demand *demand = ipso_practice_demand(m->practice, i);
        double minutes = ipso_practice_demand_mean(m->practice, i) *
                         reference_length_min(m->practice, demand->type);
        for (int t = 0; t < m->roster->days; t++) {
            if (ipso_practice_day_matches(m->practice, &demand->days, t))
                ask(m, sets, demand->type, t, demand->site, (int64_t)floor(1000 * minutes + 0.5));
        }
    }
}

static bool site_opens(const ipso_practice *practice, int index, int day)
{
    const ipso_site *site = ipso_practice_site(practice, index);
    ipso_date date = ipso_practice_horizon(practice)->first_day + day;
    bool opens = false;
    for (size_t i = 0; i < site->hours_count; i++) {
        ipso_days days = {.weekdays = site->hours[i].days};
        opens |= ipso_practice_day_matches(practice, &days, day);
    }
    for (size_t i = 0; i < site->closure_count; i++)
        opens &= date < site->closures[i].first || date > site->closures[i].last;
    return opens;
}

/* Whether a request may be seen on a day: in one of its windows, its site (or any) open at all. */
static bool request_may_use(const ipso_practice *practice, const ipso_request *request, int day)
{
    ipso_date date = ipso_practice_horizon(practice)->first_day + day;
    bool wanted = request->window_count == 0, open = false;
    for (size_t i = 0; i < request->window_count && !wanted; i++)
        wanted = request->windows[i].first <= date && date <= request->windows[i].last;
    for (int s = 0; wanted && !open && s < ipso_practice_site_count(practice); s++)
        open = (request->site == IPSO_ANY || request->site == s) && site_opens(practice, s, day);
    return wanted && open;
}

static void ask_for_requests(const ipso__roster_maker *m, const need_sets *sets)
{
    for (int i = 0; i < ipso_practice_request_count(m->practice); i++) {
        const ipso_request *request = ipso_practice_request(m->practice, i);
        double minutes = reference_length_min(m->practice, request->type);
        int days = 0;
        for (int t = 0; t < m->roster->days; t++)
            days += request_may_use(m->practice, request, t);
        for (int t = 0; t < m->roster->days; t++) {
            if (request_may_use(m->practice, request, t))
                ask(m, sets, request->type, t, request->site,
                    (int64_t)floor(1000 * minutes / days + 0.5));
        }
    }
}

/* Minutes asked of set e at a site (IPSO_ANY: all together) on a day. */
static int64_t need_min(const ipso__roster_maker *m, const need_sets *sets, int e, int site,
                        int day)
{
    int place = site == IPSO_ANY ? ipso_practice_site_count(m->practice) : site;
    int64_t thousandths = 0;
    for (int c = 0; c < ipso_practice_type_count(m->practice); c++) {
        if (is_subset(sets->type_who[c], sets->sets[e].who, m->roster->people))
            thousandths += *asked_at(m, sets, c, day, place);
    }
    return (thousandths + 500) / 1000;
}

static bool make_need_sets(ipso__roster_maker *m, need_sets *sets)
{
    ipso__roster *r = m->roster;
    size_t types = (size_t)ipso_practice_type_count(m->practice);
    size_t places = (size_t)ipso_practice_site_count(m->practice) + 1;
    sets->type_who = ipso__arena_alloc(&r->arena, types, sizeof *sets->type_who);
    sets->sets = ipso__arena_alloc(&r->arena, types, sizeof *sets->sets);
    sets->asked =
        ipso__arena_alloc(&r->arena, types * (size_t)r->days * places, sizeof *sets->asked);
    if (sets->type_who == NULL || sets->sets == NULL || sets->asked == NULL)
        return false;
    ask_for_demand(m, sets);
    ask_for_requests(m, sets);
    for (int c = 0; c < (int)types; c++) {
        const bool *who = who_mask(m, &ipso_practice_type(m->practice, c)->who);
        bool known = false;
        sets->type_who[c] = who;
        if (who == NULL)
            return false;
        for (int e = 0; e < sets->set_count; e++)
            known |= memcmp(who, sets->sets[e].who, (size_t)r->people * sizeof *who) == 0;
        if (!known && type_is_asked(m, sets, c))
            sets->sets[sets->set_count++] = (need_set){c, who};
    }
    return true;
}

static bool make_staffing_line(ipso__roster_maker *m, const need_sets *sets, int e, int site,
                               int day)
{
    const ipso__roster *r = m->roster;
    int64_t need = need_min(m, sets, e, site, day);
    bool single = ipso_practice_site_count(m->practice) == 1;
    size_t first = m->term_count;
    if (need == 0)
        return true;
    for (int p = 0; p < r->people; p++) {
        int cell = p * r->days + day;
        for (int o = r->first[cell]; sets->sets[e].who[p] && o < r->first[cell + 1]; o++) {
            const ipso__roster_option *option = &r->options[o];
            int64_t units = option->consulting_min < need ? option->consulting_min : need;
            bool here =
                site == IPSO_ANY || option->site == site || (single && option->site == IPSO_ANY);
            if (here && !add_term(m, o, units))
                return false;
        }
    }
    return add_line(
        m,
        (ipso__roster_line){.rule = IPSO_RULE_STAFFING,
                            .source = sets->sets[e].type,
                            .site = site,
                            .day = day,
                            .lower = need,
                            .upper = INT64_MAX,
                            .short_points = ipso_practice_weights(m->practice)->staffing_points},
        first);
}

static bool make_staffing_lines(ipso__roster_maker *m)
{
    need_sets sets = {0};
    int sites = ipso_practice_site_count(m->practice);
    if (ipso_practice_weights(m->practice)->staffing_points == 0)
        return true;
    if (!make_need_sets(m, &sets))
        return false;
    for (int e = 0; e < sets.set_count; e++) {
        for (int t = 0; t < m->roster->days; t++) {
            for (int s = 0; s < sites; s++) {
                if (!make_staffing_line(m, &sets, e, s, t))
                    return false;
            }
            if (sites != 1 && !make_staffing_line(m, &sets, e, IPSO_ANY, t))
                return false;
        }
    }
    return true;
}

/* ---- all ---- */

/* Per option, the lines it counts in. */
static bool index_lines(ipso__roster_maker *m)
{
    ipso__roster *r = m->roster;
    int *first = ipso__arena_alloc(&r->arena, (size_t)r->option_count + 2, sizeof *first);
    ipso__line_term *lines = ipso__arena_alloc(&r->arena, m->term_count, sizeof *lines);
    if (first == NULL || lines == NULL)
        return false;
    for (size_t i = 0; i < m->term_count; i++)
        first[m->terms[i].option + 2]++;
    for (int o = 0; o < r->option_count; o++)
        first[o + 2] += first[o + 1];
    for (int l = 0; l < r->line_count; l++) {
        for (int i = 0; i < m->lines[l].term_count; i++) {
            const ipso__line_term *term = &m->terms[m->lines[l].first_term + i];
            lines[first[term->option + 1]++] = (ipso__line_term){l, term->units};
        }
    }
    r->option_first_line = first;
    r->option_lines = lines;
    return true;
}

ipso_status ipso__roster_make_lines(ipso__roster_maker *m)
{
    ipso__roster *r = m->roster;
    if (!make_cover_lines(m) || !make_room_lines(m) || !make_staffing_lines(m))
        return IPSO_NOMEM;
    r->lines = ipso__arena_copy(&r->arena, m->lines, (size_t)r->line_count, sizeof *m->lines);
    r->line_terms = ipso__arena_copy(&r->arena, m->terms, m->term_count, sizeof *m->terms);
    return r->lines == NULL || r->line_terms == NULL || !index_lines(m) ? IPSO_NOMEM : IPSO_OK;
}
