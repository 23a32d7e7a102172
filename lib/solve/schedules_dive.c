/* Diving: what the shares of the LP have decided is fixed, day by day, with a few rounds of column
 * generation after each step, until every person has one schedule.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "solve/schedules_generate.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define DECIDED 0.8
#define WHOLE   0.999
#define NOISE   0.2   /* of a share, at most */
#define JUMP    0.002 /* of the cost: a step that costs more is taken back */

enum { DIVE_ROUNDS = 10, EXACT_ROUNDS = 30, PART = 5 };

typedef struct pick {
    int person, day, choice;
    double share;
} pick;

typedef struct diving {
    ipso__master *master;
    ipso__scope *scope;
    ipso__sched *search;
    double *entry; /* sum of shares, laid out as the scope's banned */
    bool *open;    /* schedules of the LP with a share that agree with what is fixed */
    pick *picks;
    uint8_t *before; /* the scope's banned before the step */
    int64_t cutoff;
    double bound;
    int fixed;    /* entries the last step fixed that were not whole */
    pick first;   /* the first of these */
    bool careful; /* fix one entry only */
    ipso__dive_style style;
} diving;

static int off_entry(const diving *d, int person, int day)
{
    const ipso__schedules_person *who = &d->search->all->persons[person];
    return d->search->ban_first[person] + who->first[d->search->days] + day;
}

static int entry_of(const diving *d, int person, int day, int choice)
{
    return choice >= 0 ? d->search->ban_first[person] + choice : off_entry(d, person, day);
}

/* Sums shares into entries; true when every person has one whole schedule. */
static bool sum_entries(diving *d)
{
    bool whole = ipso__master_missing(d->master) < 1 - WHOLE;
    memset(d->entry, 0, (size_t)d->search->ban_first[d->search->persons] * sizeof *d->entry);
    for (int i = 0; i < d->master->count; i++) {
        double share = ipso__master_share(d->master, i);
        d->open[i] = share > 1e-6;
        if (!d->open[i])
            continue;
        whole = whole && share > WHOLE;
        int column = d->master->column[i], p = d->search->pool.columns[column].person;
        const int *choice = ipso__pool_choice(d->search, column);
        for (int t = 0; t < d->search->days; t++)
            d->entry[entry_of(d, p, t, choice[t])] += share;
    }
    return whole;
}

static void offer_whole(diving *d)
{
    ipso__sched *search = d->search;
    size_t days = (size_t)search->days;
    memcpy(search->trial, search->best, (size_t)search->persons * days * sizeof *search->trial);
    for (int i = 0; i < d->master->count; i++)
        if (d->open[i]) {
            int column = d->master->column[i], p = search->pool.columns[column].person;
            memcpy(&search->trial[(size_t)p * days], ipso__pool_choice(search, column),
                   days * sizeof *search->trial);
        }
    ipso__sched_offer(search, search->trial);
}

static int choices_left(const diving *d, int person, int day)
{
    const ipso__schedules_person *who = &d->search->all->persons[person];
    const uint8_t *banned = &d->scope->banned[d->search->ban_first[person]];
    int count = banned[who->first[d->search->days] + day] ? 0 : 1;
    for (int o = who->first[day]; o < who->first[day + 1]; o++)
        count += !banned[o];
    return count;
}

/* True when an open schedule of the person has the choice on the day. */
static bool has_support(const diving *d, int person, int day, int choice)
{
    for (int i = 0; i < d->master->count; i++)
        if (d->open[i] && d->search->pool.columns[d->master->column[i]].person == person &&
            ipso__pool_choice(d->search, d->master->column[i])[day] == choice)
            return true;
    return false;
}

/* Bans all other choices of the day. */
static void fix(diving *d, const pick *k)
{
    const ipso__schedules_person *who = &d->search->all->persons[k->person];
    uint8_t *banned = &d->scope->banned[d->search->ban_first[k->person]];
    for (int o = who->first[k->day]; o < who->first[k->day + 1]; o++)
        banned[o] = banned[o] || o != k->choice;
    if (k->choice >= 0)
        banned[who->first[d->search->days] + k->day] = 1;
}

/* Closes the schedules that disagree with what is fixed. */
static void close_others(diving *d, const pick *k)
{
    for (int i = 0; i < d->master->count; i++) {
        int column = d->master->column[i];
        if (d->open[i] && d->search->pool.columns[column].person == k->person)
            d->open[i] = ipso__pool_choice(d->search, column)[k->day] == k->choice;
    }
}

/* ---- what to fix ---- */

static int compare_picks(const void *a, const void *b)
{
    const pick *p = a, *q = b;
    if (p->share != q->share)
        return p->share > q->share ? -1 : 1;
    return p->person != q->person ? p->person - q->person : p->day - q->day;
}

/* The choice of largest share of each open day, most decided first. */
static int list_picks(diving *d)
{
    int count = 0;
    for (int p = 0; p < d->search->persons; p++)
        for (int t = 0; d->scope->active[p] && t < d->search->days; t++) {
            const ipso__schedules_person *who = &d->search->all->persons[p];
            if (choices_left(d, p, t) < 2)
                continue;
            pick best = {p, t, -1, d->entry[off_entry(d, p, t)]};
            for (int o = who->first[t]; o < who->first[t + 1]; o++)
                if (d->entry[d->search->ban_first[p] + o] > best.share)
                    best = (pick){p, t, o, d->entry[d->search->ban_first[p] + o]};
            if (best.share > 0 && best.share < WHOLE && d->style == IPSO__DIVE_VARIED)
                best.share *= 1 - NOISE * ipso__random_unit(&d->search->random);
            if (best.share > 0)
                d->picks[count++] = best;
        }
    qsort(d->picks, (size_t)count, sizeof *d->picks, compare_picks);
    return count;
}

/* Fixes all whole entries, and of the others the most decided: a part of them, at least one. */
static int fix_decided(diving *d)
{
    int count = list_picks(d), whole = 0, fixed = 0;
    while (whole < count && d->picks[whole].share > WHOLE)
        whole++;
    int most = d->style == IPSO__DIVE_QUICK ? count : d->careful ? 1 : 1 + (count - whole) / PART;
    for (int i = 0; i < count && fixed < most; i++) {
        const pick *k = &d->picks[i];
        if (i >= whole && fixed > 0 && k->share < DECIDED)
            break;
        if (!has_support(d, k->person, k->day, k->choice))
            continue;
        fix(d, k);
        close_others(d, k);
        if (i >= whole && fixed++ == 0)
            d->first = *k;
    }
    d->fixed = fixed;
    return whole + fixed;
}

/* ---- steps ---- */

static void finish(diving *d)
{
    free(d->entry);
    free(d->open);
    free(d->picks);
    free(d->before);
    d->entry = NULL;
    d->open = NULL;
    d->picks = NULL;
    d->before = NULL;
}

static bool allocate(diving *d)
{
    size_t entries = (size_t)d->search->ban_first[d->search->persons];
    size_t cells = (size_t)d->search->persons * (size_t)d->search->days;
    finish(d);
    d->entry = ipso__calloc(entries, sizeof *d->entry);
    d->open = ipso__calloc((size_t)d->master->count, sizeof *d->open);
    d->picks = ipso__calloc(cells, sizeof *d->picks);
    d->before = ipso__calloc(entries, 1);
    bool ok = d->entry != NULL && d->open != NULL && d->picks != NULL && d->before != NULL;
    d->search->failed = d->search->failed || !ok;
    return ok;
}

static bool run_rounds(diving *d, int rounds, bool only_rough)
{
    ipso__generation generation = {.rounds = rounds,
                                   .rough = true,
                                   .only_rough = only_rough,
                                   .warm = true,
                                   .cutoff = d->cutoff,
                                   .center = d->search->dive_center};
    if (!ipso__generate(d->master, &generation) || !ipso__master_solve(d->master))
        return false;
    d->bound = generation.bound;
    return true;
}

static bool has_jumped(const diving *d, double before)
{
    return d->master->objective > before + fmax(1, JUMP * fabs(before));
}

/* A few rounds on what is open now, more and exact ones if the cost has jumped: most jumps are for
 * want of a schedule. False when the dive is over. */
static bool settle(diving *d, double before)
{
    ipso__master_apply_bans(d->master);
    if (!run_rounds(d, DIVE_ROUNDS, true))
        return false;
    if (d->style == IPSO__DIVE_QUICK || !has_jumped(d, before) ||
        ipso__sched_round_up(d->bound) >= d->cutoff)
        return true;
    return run_rounds(d, EXACT_ROUNDS, false);
}

static void restore(diving *d)
{
    memcpy(d->scope->banned, d->before, (size_t)d->search->ban_first[d->search->persons]);
}

/* The step fixed one entry and cost much: forbids the entry instead where that costs less. */
static bool turn_around(diving *d, double before)
{
    double fixed = d->master->objective;
    int entry = entry_of(d, d->first.person, d->first.day, d->first.choice);
    if (ipso__sched_round_up(d->bound) >= d->cutoff)
        fixed = INFINITY;
    restore(d);
    d->scope->banned[entry] = 1;
    if (!settle(d, before) || d->master->objective <= fixed)
        return !ipso__sched_must_stop(d->search);
    restore(d);
    fix(d, &d->first);
    return settle(d, before);
}

/* The step fixed several entries and cost much: one at a time. */
static bool step_back(diving *d, double before)
{
    restore(d);
    d->careful = true;
    return settle(d, before);
}

/* One step; false when the dive is over. */
static bool step(diving *d)
{
    double before = d->master->objective;
    if (!allocate(d))
        return false;
    if (sum_entries(d)) {
        offer_whole(d);
        return false;
    }
    memcpy(d->before, d->scope->banned, (size_t)d->search->ban_first[d->search->persons]);
    if (fix_decided(d) == 0 || !settle(d, before))
        return false;
    d->careful = false;
    if (d->style == IPSO__DIVE_QUICK)
        return ipso__sched_round_up(d->bound) < d->cutoff;
    if (has_jumped(d, before) && d->fixed > 1)
        return step_back(d, before);
    if (has_jumped(d, before) && d->fixed == 1 && !turn_around(d, before))
        return false;
    return ipso__sched_round_up(d->bound) < d->cutoff;
}

bool ipso__dive(ipso__master *master, ipso__scope *scope, int64_t cutoff, ipso__dive_style style)
{
    diving d = {.master = master,
                .scope = scope,
                .search = master->search,
                .cutoff = cutoff,
                .style = style};
    while (step(&d))
        ;
    finish(&d);
    return !ipso__sched_must_stop(d.search);
}
