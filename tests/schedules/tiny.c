/* Tiny instances and their enumeration.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "tiny.h"

#include <stdlib.h>
#include <string.h>

static int draw(tiny *t, int low, int high)
{
    return ipso__random_range(&t->random, low, high);
}

static bool chance(tiny *t, int percent)
{
    return draw(t, 1, 100) <= percent;
}

/* Hard in one case of three. */
static int64_t price(tiny *t)
{
    return chance(t, 33) ? IPSO__NEVER : draw(t, 0, 9);
}

static void make_rows(tiny *t, bool hard_rows)
{
    t->schedules.row_count = draw(t, 1, TINY_ROWS);
    for (int r = 0; r < t->schedules.row_count; r++) {
        ipso__schedules_row *row = &t->rows[r];
        row->lower = chance(t, 15) ? INT64_MIN : draw(t, 0, 2);
        row->upper =
            chance(t, 30) ? IPSO__NEVER : draw(t, 0, 2) + (row->lower > 0 ? row->lower : 0);
        row->under_price = hard_rows ? price(t) : draw(t, 0, 30);
        row->over_price = hard_rows ? price(t) : draw(t, 0, 12);
        row->step = chance(t, 20) ? draw(t, 2, 3) : draw(t, 0, 1);
    }
}

static void make_option(tiny *t, int p, int day, int o)
{
    ipso__schedules_use *uses = t->uses[p][o];
    int count = draw(t, 0, 3), used = 0;
    for (int u = 0; u < count; u++) {
        int row = chance(t, 70) ? (2 * day + u) % t->schedules.row_count
                                : draw(t, 0, t->schedules.row_count - 1);
        bool twice = false;
        for (int v = 0; v < used; v++)
            twice = twice || uses[v].row == row;
        if (!twice)
            uses[used++] = (ipso__schedules_use){row, chance(t, 15) ? draw(t, -1, 3) : 1};
    }
    t->options[p][o] = (ipso__schedules_option){.class_id = draw(t, 0, 1),
                                                .group = draw(t, -1, 1),
                                                .kinds = (unsigned)draw(t, 0, 3),
                                                .minutes = 60 * draw(t, 3, 8),
                                                .cost = chance(t, 50) ? draw(t, -4, 9) : 0,
                                                .uses = uses,
                                                .use_count = used};
}

static void make_limit(tiny *t, int p)
{
    ipso__schedules_person *who = &t->persons[p];
    ipso__schedules_limit *limit = &t->limits[p][who->limit_count++];
    int days = t->schedules.day_count;
    *limit = (ipso__schedules_limit){.measure = (ipso__schedules_measure)draw(t, 0, 2),
                                     .last_day = days - 1,
                                     .kinds = chance(t, 40) ? (unsigned)draw(t, 1, 3) : 0,
                                     .upper = IPSO__NEVER,
                                     .under_price = price(t),
                                     .over_price = price(t)};
    if (chance(t, 50)) {
        limit->first_day = draw(t, 0, days - 1);
        limit->last_day = draw(t, limit->first_day, days - 1);
    }
    int unit = limit->measure == IPSO__MEASURE_MINUTES ? 150 : 1;
    if (chance(t, 60))
        limit->upper = unit * draw(t, 0, 4);
    if (chance(t, 40))
        limit->lower = unit * draw(t, 0, 3);
}

static void make_runs(tiny *t, int p)
{
    ipso__schedules_runs *runs = &t->persons[p].runs;
    ipso__schedules_history *history = &t->persons[p].history;
    *runs = (ipso__schedules_runs){.work_max = chance(t, 50) ? draw(t, 1, 4) : IPSO__UNLIMITED,
                                   .work_min = chance(t, 50) ? draw(t, 1, 3) : 0,
                                   .off_max = chance(t, 25) ? draw(t, 1, 4) : IPSO__UNLIMITED,
                                   .off_min = chance(t, 50) ? draw(t, 1, 3) : 0,
                                   .work_max_price = price(t),
                                   .work_min_price = price(t),
                                   .off_max_price = price(t),
                                   .off_min_price = price(t)};
    *history = (ipso__schedules_history){.known = chance(t, 60), .last_group = draw(t, -1, 1)};
    if (chance(t, 50)) {
        history->work_run = draw(t, 1, 3);
        history->last_class = draw(t, -1, 1);
    } else {
        history->off_run = draw(t, 0, 2) == 0 ? IPSO__UNLIMITED : draw(t, 1, 3);
    }
}

static void make_costs(tiny *t, int p)
{
    ipso__schedules_person *who = &t->persons[p];
    for (int i = 0; i < 4; i++) {
        t->follow[p][i] = chance(t, 60) ? 0 : price(t);
        t->change[p][i] = i % 3 == 0 || chance(t, 40) ? 0 : price(t);
        t->end[p][i / 2] = draw(t, -2, 6);
    }
    for (int d = 0; d < t->schedules.day_count; d++)
        t->off_cost[p][d] = chance(t, 70) ? 0 : chance(t, 20) ? IPSO__NEVER : draw(t, -3, 9);
    who->follow = chance(t, 60) ? t->follow[p] : NULL;
    who->change_cost = chance(t, 40) ? t->change[p] : NULL;
    who->end_group_cost = chance(t, 30) ? t->end[p] : NULL;
    who->off_cost = chance(t, 60) ? t->off_cost[p] : NULL;
    who->work_cost = chance(t, 30) ? draw(t, -5, 20) : 0;
}

static void make_person(tiny *t, int p)
{
    ipso__schedules_person *who = &t->persons[p];
    *who = (ipso__schedules_person){
        .options = t->options[p], .first = t->first[p], .limits = t->limits[p]};
    int count = 0;
    for (int d = 0; d < t->schedules.day_count; d++) {
        for (int o = chance(t, 10) ? TINY_OPTIONS : 0; o < TINY_OPTIONS; o++)
            make_option(t, p, d, count++);
        t->first[p][d + 1] = count;
    }
    make_costs(t, p);
    make_runs(t, p);
    for (int limits = draw(t, 0, 4); limits > 0; limits--)
        make_limit(t, p);
}

void tiny_make(tiny *t, uint64_t seed, bool hard_rows)
{
    memset(t, 0, sizeof *t);
    ipso__random_init(&t->random, seed, 7);
    int persons = draw(t, 2, TINY_PERSONS), days = persons == 2 ? draw(t, 4, 6) : 4;
    t->schedules = (ipso__schedules){.day_count = days,
                                     .class_count = 2,
                                     .group_count = 2,
                                     .rows = t->rows,
                                     .persons = t->persons,
                                     .person_count = persons,
                                     .weekend = t->weekend};
    int pattern = draw(t, 0, 2);
    for (int d = 0; d < days; d++) /* two days, three days, every second day of three */
        t->weekend[d] = pattern == 0 ? (d % 3 > 0 ? d / 3 : -1) : pattern == 1 ? d / 3 : d % 2 - 1;
    make_rows(t, hard_rows);
    for (int p = 0; p < persons; p++)
        make_person(t, p);
}

/* ---- automata, and multiples ---- */

static void make_automaton(tiny *t, int p)
{
    ipso__schedules_person *who = &t->persons[p];
    for (int i = 0; i < 4; i++)
        t->after[p][i] = draw(t, 0, 1);
    for (int i = 0; i < 2; i++) {
        t->after_off[p][i] = draw(t, 0, 1);
        t->end[p][i] = chance(t, 40) ? IPSO__NEVER : draw(t, -2, 6);
    }
    who->group_after = chance(t, 70) ? t->after[p] : NULL;
    who->group_after_off = chance(t, 70) ? t->after_off[p] : NULL;
    who->change_cost = chance(t, 50) ? t->change[p] : NULL;
    who->end_group_cost = chance(t, 70) ? t->end[p] : NULL;
}

static void times_five(int64_t *costs, size_t count)
{
    for (size_t i = 0; i < count; i++)
        costs[i] = costs[i] == IPSO__NEVER ? IPSO__NEVER : 5 * costs[i];
}

static void multiply(tiny *t, int p)
{
    ipso__schedules_runs *runs = &t->persons[p].runs;
    for (int o = 0; o < t->first[p][t->schedules.day_count]; o++)
        times_five(&t->options[p][o].cost, 1);
    for (int i = 0; i < t->persons[p].limit_count; i++) {
        times_five(&t->limits[p][i].under_price, 1);
        times_five(&t->limits[p][i].over_price, 1);
    }
    times_five(t->off_cost[p], (size_t)t->schedules.day_count);
    times_five(t->follow[p], 4);
    times_five(t->change[p], 4);
    times_five(t->end[p], 2);
    times_five(&runs->work_max_price, 1);
    times_five(&runs->work_min_price, 1);
    times_five(&runs->off_max_price, 1);
    times_five(&runs->off_min_price, 1);
    times_five(&t->persons[p].work_cost, 1);
}

void tiny_enrich(tiny *t)
{
    for (int p = 0; p < t->schedules.person_count; p++) {
        make_automaton(t, p);
        multiply(t, p);
    }
    for (int r = 0; r < t->schedules.row_count; r++) {
        times_five(&t->rows[r].under_price, 1);
        times_five(&t->rows[r].over_price, 1);
    }
}

/* ---- enumeration ---- */

/* The next choices in counting order: off, then each option; false after the last. */
static bool next_choices(const tiny *t, int p, int *choice)
{
    for (int d = 0; d < t->schedules.day_count; d++) {
        int first = t->first[p][d], end = t->first[p][d + 1];
        if (choice[d] < 0 && first < end) {
            choice[d] = first;
            return true;
        }
        if (choice[d] >= 0 && choice[d] + 1 < end) {
            choice[d]++;
            return true;
        }
        choice[d] = -1;
    }
    return false;
}

void tiny_make_exact(tiny *t)
{
    for (int r = 0; r < t->schedules.row_count; r++) {
        ipso__schedules_row *row = &t->rows[r];
        row->lower = row->upper = draw(t, 0, 2);
        row->step = draw(t, 0, 1);
        row->under_price = draw(t, 1, 12);
        row->over_price = draw(t, 1, 6);
    }
}

int tiny_list(const tiny *t, int person, int **choices, int64_t **costs)
{
    int days = t->schedules.day_count, count = 0, choice[TINY_DAYS], most = 1;
    for (int d = 0; d < days; d++) {
        choice[d] = -1;
        most *= 1 + TINY_OPTIONS;
    }
    *choices = calloc((size_t)(most * days), sizeof **choices);
    *costs = calloc((size_t)most, sizeof **costs);
    do {
        if (ipso__schedules_person_value(&t->schedules, person, choice, &(*costs)[count]))
            memcpy(&(*choices)[count++ * days], choice, (size_t)days * sizeof *choice);
    } while (next_choices(t, person, choice));
    return count;
}

typedef struct enumeration {
    const tiny *t;
    int *choices[TINY_PERSONS];
    int64_t *costs[TINY_PERSONS];
    int counts[TINY_PERSONS];
    int64_t activity[TINY_ROWS], best;
} enumeration;

static int64_t rows_cost(const enumeration *e)
{
    int64_t cost = 0;
    for (int r = 0; r < e->t->schedules.row_count; r++) {
        const ipso__schedules_row *row = &e->t->rows[r];
        int64_t step = row->step > 1 ? row->step : 1, paid = 0, each = 0;
        if (row->lower != INT64_MIN && e->activity[r] < row->lower) {
            paid = row->lower - e->activity[r];
            each = row->under_price;
        } else if (row->upper != IPSO__NEVER && e->activity[r] > row->upper) {
            paid = e->activity[r] - row->upper;
            each = row->over_price;
        }
        if (paid > 0 && each == IPSO__NEVER)
            return IPSO__NEVER;
        while (paid > 0) {
            cost += each;
            paid -= step;
        }
    }
    return cost;
}

static void add(enumeration *e, int p, const int *choice, int sign)
{
    for (int d = 0; d < e->t->schedules.day_count; d++)
        for (int u = 0; choice[d] >= 0 && u < e->t->options[p][choice[d]].use_count; u++) {
            ipso__schedules_use use = e->t->uses[p][choice[d]][u];
            e->activity[use.row] += sign * use.units;
        }
}

static void combine(enumeration *e, int p, int64_t cost)
{
    if (p == e->t->schedules.person_count || p == TINY_PERSONS) {
        int64_t rows = rows_cost(e);
        if (rows < IPSO__NEVER && cost + rows < e->best)
            e->best = cost + rows;
        return;
    }
    for (int i = 0; i < e->counts[p]; i++) {
        const int *choice = &e->choices[p][i * e->t->schedules.day_count];
        add(e, p, choice, 1);
        combine(e, p + 1, cost + e->costs[p][i]);
        add(e, p, choice, -1);
    }
}

int64_t tiny_optimum(const tiny *t)
{
    enumeration e = {.t = t, .best = IPSO__NEVER};
    for (int p = 0; p < t->schedules.person_count; p++)
        e.counts[p] = tiny_list(t, p, &e.choices[p], &e.costs[p]);
    combine(&e, 0, 0);
    for (int p = 0; p < t->schedules.person_count; p++) {
        free(e.choices[p]);
        free(e.costs[p]);
    }
    return e.best;
}
