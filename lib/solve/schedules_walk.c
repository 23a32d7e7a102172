/* Building the automaton of one person.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "solve/schedules_walk.h"

#include <math.h>
#include <string.h>

#include "base/error.h"
#include "solve/schedules_lanes.h"

typedef struct builder {
    ipso__walk *walk;
    const ipso__schedules *all;
    const ipso__schedules_person *who;
    ipso__arena *arena;
    int work_cap, off_cap, classes, groups;
    bool tracks_group, tracks_work;
    int *class_of;    /* class -> first class with the same successors */
    int *id_of;       /* state code -> state */
    int *combo_id;    /* (class, group) -> combo */
    int *combo_class; /* combo -> class and group */
    int *combo_group;
    int state_room;
} builder;

static double price_of(int64_t price)
{
    return price == IPSO__NEVER ? INFINITY : (double)price;
}

static int larger(int a, int b)
{
    return a > b ? a : b;
}

static void *room(builder *b, size_t count, size_t size)
{
    return ipso__arena_alloc(b->arena, count, size);
}

/* ---- what the rules look at ---- */

static void choose_caps(builder *b)
{
    const ipso__schedules_runs *runs = &b->who->runs;
    b->work_cap = larger(1, larger(runs->work_max, runs->work_min));
    b->off_cap = larger(1, larger(runs->off_max, runs->off_min));
    b->tracks_work = b->who->work_cost != 0 || b->who->end_group_cost != NULL;
    b->walk->tells_idle = b->tracks_work;
    b->tracks_group =
        b->all->group_count > 0 && (b->who->change_cost != NULL || b->who->end_group_cost != NULL);
    b->classes = b->all->class_count;
    b->groups = b->all->group_count;
}

static bool same_successors(const builder *b, int c, int d)
{
    size_t classes = (size_t)b->classes;
    return memcmp(&b->who->follow[(size_t)c * classes], &b->who->follow[(size_t)d * classes],
                  classes * sizeof *b->who->follow) == 0;
}

static bool merge_classes(builder *b)
{
    b->class_of = room(b, (size_t)b->classes + 1, sizeof *b->class_of);
    if (b->class_of == NULL)
        return false;
    for (int c = 0; c < b->classes; c++) {
        int first = 0;
        while (b->who->follow != NULL && first < c && !same_successors(b, first, c))
            first++;
        b->class_of[c] = first;
    }
    b->class_of[b->classes] = b->who->follow == NULL ? 0 : b->classes;
    return true;
}

static bool list_combos(builder *b)
{
    int groups = b->groups + 1, most = b->classes * groups;
    b->combo_id = room(b, (size_t)most, sizeof *b->combo_id);
    b->combo_class = room(b, (size_t)most, sizeof *b->combo_class);
    b->combo_group = room(b, (size_t)most, sizeof *b->combo_group);
    if (b->combo_id == NULL || b->combo_class == NULL || b->combo_group == NULL)
        return false;
    for (int i = 0; i < most; i++)
        b->combo_id[i] = -1;
    for (int o = 0; o < b->who->first[b->walk->days]; o++) {
        const ipso__schedules_option *option = &b->who->options[o];
        int group = b->tracks_group ? option->group : -1;
        int class_id = b->who->follow != NULL ? option->class_id : 0;
        int *id = &b->combo_id[class_id * groups + group + 1];
        if (*id < 0) {
            *id = b->walk->combo_count++;
            b->combo_class[*id] = class_id;
            b->combo_group[*id] = group;
        }
    }
    return true;
}

static int combo_of(const builder *b, const ipso__schedules_option *option)
{
    int group = b->tracks_group ? option->group : -1;
    int class_id = b->who->follow != NULL ? option->class_id : 0;
    return b->combo_id[class_id * (b->groups + 1) + group + 1];
}

/* ---- states ---- */

static int code_of(const builder *b, const ipso__walk_state *s)
{
    int run =
        s->work > 0 ? 1 + b->off_cap + (s->work - 1) * (b->classes + 1) + s->class_id : s->off;
    return (run * (b->groups + 1) + s->group + 1) * 2 + s->worked;
}

static int code_count(const builder *b)
{
    return (1 + b->off_cap + b->work_cap * (b->classes + 1)) * (b->groups + 1) * 2;
}

/* The state's number, new if need be; -1 when out of room, which code_count rules out. */
static int state_number(builder *b, const ipso__walk_state *s)
{
    int *id = &b->id_of[code_of(b, s)];
    if (*id < 0 && b->walk->state_count < b->state_room) {
        *id = b->walk->state_count++;
        b->walk->states[*id] = *s;
    }
    return *id;
}

static int capped(int value, int cap)
{
    return value < cap ? value : cap;
}

static ipso__walk_state start_of(const builder *b)
{
    const ipso__schedules_history *history = &b->who->history;
    ipso__walk_state s = {.group = b->tracks_group ? history->last_group : -1};
    if (history->known && history->work_run > 0) {
        s.work = capped(history->work_run, b->work_cap);
        s.class_id = b->class_of[history->last_class < 0 ? b->classes : history->last_class];
    } else if (history->known) {
        int run = history->off_run == IPSO__UNLIMITED ? b->off_cap : history->off_run;
        s.off = capped(larger(1, run), b->off_cap);
    }
    return s;
}

static ipso__walk_state after_off(const builder *b, ipso__walk_state s)
{
    if (b->tracks_group && s.group >= 0 && b->who->group_after_off != NULL)
        s.group = b->who->group_after_off[s.group];
    s.off = s.work > 0 ? 1 : capped(s.off + 1, b->off_cap);
    s.work = s.class_id = 0;
    return s;
}

static ipso__walk_state after_work(const builder *b, ipso__walk_state s, int combo)
{
    s.work = capped(s.work + 1, b->work_cap);
    s.off = 0;
    s.class_id = b->class_of[b->combo_class[combo]];
    int group = b->combo_group[combo];
    if (group >= 0 && s.group >= 0 && b->who->group_after != NULL)
        s.group = b->who->group_after[s.group * b->groups + group];
    else if (group >= 0)
        s.group = group;
    s.worked = b->tracks_work;
    return s;
}

static double too_short(int length, int least, int64_t price)
{
    return length < least ? (least - length) * price_of(price) : 0;
}

static double too_long(int length, int most, int64_t price)
{
    return most != IPSO__UNLIMITED && length > most ? price_of(price) : 0;
}

static double cost_of_off(const builder *b, const ipso__walk_state *s, bool is_free)
{
    const ipso__schedules_runs *runs = &b->who->runs;
    if (s->work == 0)
        return too_long(s->off + 1, runs->off_max, runs->off_max_price);
    return (is_free ? 0 : too_short(s->work, runs->work_min, runs->work_min_price)) +
           too_long(1, runs->off_max, runs->off_max_price);
}

static double cost_of_change(const builder *b, const ipso__walk_state *s, int combo)
{
    int group = b->combo_group[combo];
    if (s->group < 0 || group < 0 || b->who->change_cost == NULL)
        return 0;
    return price_of(b->who->change_cost[s->group * b->groups + group]);
}

static double cost_of_work(const builder *b, const ipso__walk_state *s, int combo, bool is_free)
{
    const ipso__schedules_runs *runs = &b->who->runs;
    double cost = too_long(s->work + 1, runs->work_max, runs->work_max_price);
    if (s->off > 0 && !is_free)
        cost += too_short(s->off, runs->off_min, runs->off_min_price);
    if (s->work > 0 && s->class_id < b->classes && b->who->follow != NULL)
        cost += price_of(b->who->follow[s->class_id * b->classes + b->combo_class[combo]]);
    if (b->tracks_work && !s->worked)
        cost += (double)b->who->work_cost;
    return cost + cost_of_change(b, s, combo);
}

/* All states that any days lead to, in the order in which they are found. */
static bool list_states(builder *b)
{
    ipso__walk *walk = b->walk;
    b->state_room = code_count(b);
    b->id_of = room(b, (size_t)b->state_room, sizeof *b->id_of);
    walk->states = room(b, (size_t)b->state_room, sizeof *walk->states);
    if (b->id_of == NULL || walk->states == NULL)
        return false;
    for (int i = 0; i < b->state_room; i++)
        b->id_of[i] = -1;
    ipso__walk_state start = start_of(b);
    walk->start = state_number(b, &start);
    for (int s = 0; s < walk->state_count; s++) {
        ipso__walk_state next = after_off(b, walk->states[s]);
        state_number(b, &next);
        for (int k = 0; k < walk->combo_count; k++) {
            if (cost_of_work(b, &walk->states[s], k, true) < INFINITY) {
                next = after_work(b, walk->states[s], k);
                state_number(b, &next);
            }
        }
    }
    return true;
}

static bool allocate_arcs(builder *b)
{
    ipso__walk *walk = b->walk;
    size_t states = (size_t)walk->state_count, arcs = states * (size_t)walk->combo_count;
    walk->off_to = room(b, states, sizeof *walk->off_to);
    walk->work_to = room(b, arcs, sizeof *walk->work_to);
    walk->end_cost = room(b, states, sizeof *walk->end_cost);
    walk->bucket = room(b, states, sizeof *walk->bucket);
    bool ok = true;
    for (int i = 0; i < 2; i++) {
        walk->off_cost[i] = room(b, states, sizeof *walk->off_cost[i]);
        walk->work_cost[i] = room(b, arcs, sizeof *walk->work_cost[i]);
        ok = ok && walk->off_cost[i] != NULL && walk->work_cost[i] != NULL;
    }
    return ok && walk->off_to != NULL && walk->work_to != NULL && walk->end_cost != NULL &&
           walk->bucket != NULL;
}

static void price_arcs(builder *b, int s)
{
    ipso__walk *walk = b->walk;
    const ipso__walk_state *state = &walk->states[s];
    ipso__walk_state next = after_off(b, *state);
    walk->off_to[s] = state_number(b, &next);
    for (int is_free = 0; is_free < 2; is_free++)
        walk->off_cost[is_free][s] = cost_of_off(b, state, is_free != 0);
    for (int k = 0; k < walk->combo_count; k++) {
        int arc = s * walk->combo_count + k;
        for (int is_free = 0; is_free < 2; is_free++)
            walk->work_cost[is_free][arc] = cost_of_work(b, state, k, is_free != 0);
        next = after_work(b, *state, k);
        walk->work_to[arc] = walk->work_cost[1][arc] < INFINITY ? state_number(b, &next) : -1;
    }
    bool pays_end = state->worked && state->group >= 0 && b->who->end_group_cost != NULL;
    walk->end_cost[s] = pays_end ? price_of(b->who->end_group_cost[state->group]) : 0;
}

/* States that differ in the days worked alone are compared with each other. */
static void number_buckets(builder *b)
{
    ipso__walk *walk = b->walk;
    for (int s = 0; s < walk->state_count; s++) {
        ipso__walk_state alike = walk->states[s];
        walk->bucket[s] = -1;
        for (alike.work = 1; walk->states[s].work > 0 && alike.work <= b->work_cap; alike.work++) {
            int other = b->id_of[code_of(b, &alike)];
            if (other >= 0 && other < s && walk->bucket[s] < 0)
                walk->bucket[s] = walk->bucket[other];
        }
        if (walk->bucket[s] < 0)
            walk->bucket[s] = walk->bucket_count++;
    }
}

/* ---- bundles ---- */

/* Units that an option adds to each lane. */
static void measure_option(const ipso__walk *walk, int day, int o, uint16_t *units)
{
    for (int i = 0; i < walk->lane_count; i++)
        units[i] = (uint16_t)ipso__lane_units(walk, walk->lanes[i].limit, walk->lanes[i].unit, day,
                                              &walk->who->options[o]);
}

static bool same_bundle(const ipso__walk *walk, const ipso__walk_bundle *bundle, int combo,
                        int main, const uint16_t *units)
{
    return bundle->combo == combo && bundle->main == main &&
           memcmp(bundle->units, units, (size_t)walk->lane_count * sizeof *units) == 0;
}

static bool bundle_day(builder *b, int day, int *count)
{
    ipso__walk *walk = b->walk;
    int first = *count;
    for (int o = b->who->first[day]; o < b->who->first[day + 1]; o++) {
        uint16_t *units = room(b, (size_t)walk->lane_count, sizeof *units);
        if (units == NULL)
            return false;
        measure_option(walk, day, o, units);
        int main = ipso__lane_main_units(walk, day, o), combo = combo_of(b, &b->who->options[o]);
        int i = first;
        while (i < *count && !same_bundle(walk, &walk->bundles[i], combo, main, units))
            i++;
        if (i == *count) {
            int *options = room(b, (size_t)(b->who->first[day + 1] - o), sizeof *options);
            if (options == NULL)
                return false;
            walk->bundles[(*count)++] = (ipso__walk_bundle){combo, main, units, options, 0};
        }
        walk->bundles[i].options[walk->bundles[i].option_count++] = o;
    }
    return true;
}

static bool bundle_options(builder *b)
{
    ipso__walk *walk = b->walk;
    int count = 0;
    walk->bundles = room(b, (size_t)b->who->first[walk->days], sizeof *walk->bundles);
    walk->bundle_first = room(b, (size_t)walk->days + 1, sizeof *walk->bundle_first);
    if (walk->bundles == NULL || walk->bundle_first == NULL)
        return false;
    for (int t = 0; t < walk->days; t++) {
        if (!bundle_day(b, t, &count))
            return false;
        walk->bundle_first[t + 1] = count;
    }
    return true;
}

ipso_status ipso__walk_init(ipso__walk *walk, const ipso__schedules *schedules, int person,
                            ipso__arena *arena, ipso_error *err)
{
    *walk = (ipso__walk){
        .all = schedules, .who = &schedules->persons[person], .days = schedules->day_count};
    builder b = {.walk = walk, .all = schedules, .who = walk->who, .arena = arena};
    choose_caps(&b);
    if (!merge_classes(&b) || !list_combos(&b) || !list_states(&b) || !allocate_arcs(&b))
        return ipso__fail_nomem(err);
    for (int s = 0; s < walk->state_count; s++)
        price_arcs(&b, s);
    number_buckets(&b);
    ipso_status status = ipso__lanes_init(walk, person, arena, err);
    if (status != IPSO_OK)
        return status;
    return bundle_options(&b) ? IPSO_OK : ipso__fail_nomem(err);
}
