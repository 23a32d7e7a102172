/* Large-neighbourhood search.
 *
 * A step opens some persons for all days, all persons for some days, or many persons for more days;
 * the rest stays. The part is solved to its bound: where the bound shows that nothing can be gained
 * it is left at once, else a dive looks for the gain. The master begins with the schedules of the
 * pool that the root's prices do not rule out: a solution that costs less than value is at most
 * value - bound above the root's bound, and so is each of its schedules by itself. Sizes follow the
 * work that a step takes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "solve/schedules_near.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { PERSONS, DAYS, BLOCK };
enum { STEP_WORK = 5000000, STEP_ROUNDS = 60, SEED_COLUMNS = 20, LEAST = 6 };

void ipso__near_init(ipso__near *near, const ipso__sched *search)
{
    double persons = search->persons > 0 ? search->persons : 1;
    *near = (ipso__near){.size = {fmin(1, 8 / persons), fmin(1, 7.0 / search->days), 0.25},
                         .merit = {1, 1, 1},
                         .budget = STEP_WORK};
}

/* ---- what to open ---- */

/* A row that costs something, or any row. */
static int draw_row(ipso__sched *search)
{
    double total = 0;
    memset(search->activity, 0, (size_t)search->rows * sizeof *search->activity);
    for (int p = 0; p < search->persons; p++)
        for (int t = 0; t < search->days; t++) {
            int chosen = search->best[p * search->days + t];
            if (chosen < 0)
                continue;
            const ipso__schedules_option *option = &search->all->persons[p].options[chosen];
            for (int u = 0; u < option->use_count; u++)
                search->activity[option->uses[u].row] += option->uses[u].units;
        }
    for (int r = 0; r < search->rows; r++)
        total += 1e-3 + ipso__sched_row_cost(search, r, search->activity[r]);
    double at = total * ipso__random_unit(&search->random);
    for (int r = 0; r < search->rows; r++) {
        at -= 1e-3 + ipso__sched_row_cost(search, r, search->activity[r]);
        if (at < 0)
            return r;
    }
    return search->rows - 1;
}

/* Day of an option that uses the row, and whether the person has one; -1 = none. */
static int day_of_row(const ipso__sched *search, int person, int row)
{
    const ipso__schedules_person *who = &search->all->persons[person];
    for (int t = 0; t < search->days; t++)
        for (int o = who->first[t]; o < who->first[t + 1]; o++)
            for (int u = 0; u < who->options[o].use_count; u++)
                if (who->options[o].uses[u].row == row)
                    return t;
    return -1;
}

/* Cost of a person's schedule above the least at the root's prices: who is far from it first. */
static double regret(const ipso__sched *search, int person)
{
    const int *choice = &search->best[(size_t)person * (size_t)search->days];
    int64_t cost = 0;
    ipso__schedules_person_value(search->all, person, choice, &cost);
    return ipso__sched_regret(search, person, choice, cost);
}

/* Opens count persons: half of the draw by those that can serve the row or have much regret. */
static void open_persons(ipso__sched *search, int row, int count)
{
    ipso__scope *scope = &search->open;
    double *score = search->below; /* free between pricings */
    for (int p = 0; p < search->persons; p++) {
        bool serves = row >= 0 && day_of_row(search, p, row) >= 0;
        score[p] = ipso__random_unit(&search->random) * (serves ? 2 : 1) *
                   (1 + fmin(1, fmax(0, regret(search, p)) / 4));
    }
    for (int p = 0; p < search->persons; p++)
        scope->active[p] = false;
    for (int i = 0; i < count; i++) {
        int best = -1;
        for (int p = 0; p < search->persons; p++)
            if (!scope->active[p] && (best < 0 || score[p] > score[best]))
                best = p;
        scope->active[best] = true;
    }
}

static int day_near_row(ipso__sched *search, int row)
{
    for (int p = 0; row >= 0 && p < search->persons; p++) {
        int day = day_of_row(search, p, row);
        if (day >= 0)
            return day;
    }
    return (int)ipso__random_below(&search->random, (uint32_t)search->days);
}

/* Outside the window every open person keeps the choice of the best solution. */
static void open_window(ipso__sched *search, int first, int last)
{
    for (int p = 0; p < search->persons; p++) {
        const ipso__schedules_person *who = &search->all->persons[p];
        uint8_t *banned = search->open.banned + search->ban_first[p];
        for (int t = 0; t < search->days; t++) {
            int chosen = search->best[p * search->days + t];
            if (t >= first && t <= last)
                continue;
            for (int o = who->first[t]; o < who->first[t + 1]; o++)
                banned[o] = o != chosen;
            banned[who->first[search->days] + t] = chosen >= 0;
        }
    }
}

static int at_least(double count, int most)
{
    int whole = (int)(count + 0.5);
    whole = whole < LEAST ? LEAST : whole;
    return whole < most ? whole : most;
}

static void open_part(ipso__sched *search, int kind, double size)
{
    int row = search->rows > 0 ? draw_row(search) : -1;
    double persons = kind == DAYS ? 1 : kind == BLOCK ? sqrt(size) : size;
    double days = kind == PERSONS ? 1 : kind == BLOCK ? sqrt(size) : size;
    ipso__scope_open(&search->open, search);
    open_persons(search, row, at_least(persons * search->persons, search->persons));
    int length = at_least(days * search->days, search->days);
    int first =
        day_near_row(search, row) - (int)ipso__random_below(&search->random, (uint32_t)length);
    first = first + length > search->days ? search->days - length : first;
    first = first < 0 ? 0 : first;
    open_window(search, first, first + length - 1);
    ipso__scope_close(&search->open, search, search->best);
}

/* ---- solving it ---- */

static bool add_best(ipso__sched *search)
{
    for (int p = 0; p < search->persons; p++) {
        if (!search->open.active[p])
            continue;
        int column = ipso__pool_add(search, p, &search->best[(size_t)p * (size_t)search->days]);
        if (column < 0 || !ipso__master_add(search->part, column))
            return false;
    }
    return true;
}

/* Lists the schedules of the pool that the part allows and the root's prices do not rule out, the
 * cheapest first; -1 when memory is out. */
static int list_offers(ipso__sched *search)
{
    double most = (double)search->value - (double)search->bound;
    int count = 0;
    if (!ipso__grow(&search->offers, &search->offer_room, (size_t)search->pool.count,
                    sizeof *search->offers)) {
        search->failed = true;
        return -1;
    }
    for (int c = 0; c < search->pool.count; c++) {
        if (!search->open.active[search->pool.columns[c].person] ||
            !ipso__pool_allowed(search, &search->open, c))
            continue;
        double regret = ipso__pool_regret(search, c);
        if (regret <= most)
            search->offers[count++] = (ipso__offer){regret, c};
    }
    qsort(search->offers, (size_t)count, sizeof *search->offers, ipso__offer_compare);
    return count;
}

static bool seed(ipso__sched *search, int persons)
{
    if (!ipso__master_init(search->part, search, &search->open) || !add_best(search))
        return false;
    int count = list_offers(search), most = SEED_COLUMNS * persons;
    for (int i = 0; i < count && i < most; i++)
        if (!ipso__master_add(search->part, search->offers[i].column))
            return false;
    return count >= 0;
}

static int count_active(const ipso__sched *search)
{
    int count = 0;
    for (int p = 0; p < search->persons; p++)
        count += search->open.active[p];
    return count;
}

/* 1 = gained, 0 = not, -1 = must stop. */
static int run_step(ipso__near *near, ipso__sched *search, int kind)
{
    int64_t before = search->value;
    open_part(search, kind, near->size[kind]);
    search->takes_equal = ipso__random_below(&search->random, 3) == 0;
    int64_t cutoff = search->value + search->takes_equal;
    ipso__generation generation = {.rounds = STEP_ROUNDS,
                                   .rough = true,
                                   .warm = true,
                                   .work = (int64_t)(3 * near->budget),
                                   .cutoff = cutoff,
                                   .center = search->dive_center};
    memcpy(search->dive_center, search->root_dual,
           (size_t)search->rows * sizeof *search->dive_center);
    bool ok = seed(search, count_active(search));
    ok = ok && ipso__generate(search->part, &generation);
    if (ok && ipso__sched_round_up(generation.bound) < cutoff)
        ok = ipso__dive(search->part, &search->open, cutoff, IPSO__DIVE_CAREFUL);
    search->takes_equal = false;
    if (search->value < before)
        return 1;
    return ipso__sched_must_stop(search) ? -1 : 0;
}

static int draw_kind(ipso__near *near, ipso__sched *search)
{
    double total = near->merit[PERSONS] + near->merit[DAYS] + near->merit[BLOCK];
    double at = total * ipso__random_unit(&search->random);
    for (int kind = 0; kind < BLOCK; kind++) {
        at -= near->merit[kind];
        if (at < 0)
            return kind;
    }
    return BLOCK;
}

/* A step that failed grows while it is cheap; one that costs too much shrinks. */
static void learn(ipso__near *near, int kind, bool gained, int64_t work)
{
    double *size = &near->size[kind], share = near->budget / fmax(1, (double)work);
    if (share < 1)
        *size *= fmax(0.7, sqrt(share));
    else if (!gained)
        *size = fmin(1, *size * fmin(1.5, pow(share, 0.15)));
    *size = fmax(*size, 1e-3);
    near->merit[kind] = 0.2 + 0.9 * (near->merit[kind] - 0.2) + (gained ? 0.3 : 0);
    near->failures = gained ? 0 : near->failures + 1;
    if (gained)
        near->budget = fmax(STEP_WORK, near->budget / 2);
}

bool ipso__near_run(ipso__near *near, ipso__sched *search, int64_t work, int failures)
{
    int64_t until = search->work + work;
    if (near->failures >= failures)
        near->failures = 0;
    while (search->work < until && near->failures < failures && !ipso__sched_must_stop(search)) {
        int kind = draw_kind(near, search);
        int64_t before = search->work;
        int gained = run_step(near, search, kind);
        learn(near, kind, gained > 0, search->work - before);
    }
    if (near->failures >= failures)
        near->budget *= 2;
    return !ipso__sched_must_stop(search);
}
