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

enum { DIVE_ROUNDS = 8 };

typedef struct diving {
    ipso__master *master;
    ipso__scope *scope;
    ipso__sched *search;
    double *entry; /* sum of shares, laid out as the scope's banned */
    bool *open;    /* schedules of the LP with a share that agree with what is fixed */
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

/* Bans all other choices of the day and closes the schedules that disagree. */
static void fix(diving *d, int person, int day, int choice)
{
    const ipso__schedules_person *who = &d->search->all->persons[person];
    uint8_t *banned = &d->scope->banned[d->search->ban_first[person]];
    for (int o = who->first[day]; o < who->first[day + 1]; o++)
        banned[o] = banned[o] || o != choice;
    if (choice >= 0)
        banned[who->first[d->search->days] + day] = 1;
    for (int i = 0; i < d->master->count; i++) {
        int column = d->master->column[i];
        if (d->open[i] && d->search->pool.columns[column].person == person)
            d->open[i] = ipso__pool_choice(d->search, column)[day] == choice;
    }
}

typedef struct pick {
    int person, day, choice;
    double share;
} pick;

/* Fixes all decided entries of a day and person; remembers the most decided of the others. */
static int fix_day(diving *d, int person, int day, pick *best)
{
    const ipso__schedules_person *who = &d->search->all->persons[person];
    int fixed = 0;
    for (int o = who->first[day] - 1; o < who->first[day + 1]; o++) {
        int choice = o < who->first[day] ? -1 : o;
        double share = d->entry[entry_of(d, person, day, choice)];
        if (share > best->share)
            *best = (pick){person, day, choice, share};
        if (share > DECIDED && has_support(d, person, day, choice)) {
            fix(d, person, day, choice);
            fixed++;
        }
    }
    return fixed;
}

static int fix_decided(diving *d)
{
    pick best = {.share = 0};
    int fixed = 0;
    for (int p = 0; p < d->search->persons; p++)
        for (int t = 0; d->scope->active[p] && t < d->search->days; t++)
            if (choices_left(d, p, t) > 1)
                fixed += fix_day(d, p, t, &best);
    if (fixed == 0 && best.share > 0) {
        fix(d, best.person, best.day, best.choice);
        fixed = 1;
    }
    return fixed;
}

static bool allocate(diving *d)
{
    free(d->entry);
    free(d->open);
    size_t entries = (size_t)d->search->ban_first[d->search->persons];
    d->entry = ipso__calloc(entries, sizeof *d->entry);
    d->open = ipso__calloc((size_t)d->master->count, sizeof *d->open);
    d->search->failed = d->search->failed || d->entry == NULL || d->open == NULL;
    return d->entry != NULL && d->open != NULL;
}

static void finish(diving *d)
{
    free(d->entry);
    free(d->open);
    d->entry = NULL;
    d->open = NULL;
}

/* One step; false when the dive is over. */
static bool step(diving *d, int64_t cutoff)
{
    bool goes_on = allocate(d);
    if (goes_on && sum_entries(d)) {
        offer_whole(d);
        goes_on = false;
    }
    goes_on = goes_on && fix_decided(d) > 0;
    finish(d);
    if (!goes_on)
        return false;
    ipso__master_apply_bans(d->master);
    ipso__generation generation = {
        .rounds = DIVE_ROUNDS, .cutoff = cutoff, .center = d->search->dive_center};
    if (!ipso__generate(d->master, &generation) || !ipso__master_solve(d->master))
        return false;
    return ipso__sched_round_up(generation.bound) < cutoff;
}

bool ipso__dive(ipso__master *master, ipso__scope *scope, int64_t cutoff)
{
    diving d = {.master = master, .scope = scope, .search = master->search};
    while (step(&d, cutoff))
        ;
    return !ipso__sched_must_stop(d.search);
}
