/* Rosters annealed at the linear relaxation of their slots.
 *
 * Each roster is counted with what its slots cost with bins and options in part, a linear program
 * that goes on from the last solution when a few bins change (joint_network.c). A move stands when
 * both costs together fall, or with probability exp(-change / temperature) (Kirkpatrick, Gelatt and
 * Vecchi 1983); after some time the search begins again, less hot, from the best roster there was.
 * Slots themselves are a bad judge of a move: they find their places one by one, so that most
 * rosters look dearer than they are.
 *
 * The relaxation is convex in the bins that are open, so that its prices bound from below what a
 * move does to it: most moves are refused before it is solved. Two lanes try moves from the same
 * roster, on two threads where there are two, until one is made or they have done equal work; both
 * go on from the cheaper one, so that threads change nothing.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/error.h"
#include "planner/joint_days.h"
#include "planner/joint_network.h"
#include "solve/team.h"

#include <math.h>
#include <string.h>

/* Temperatures in points: of the first cycle and of others, and at the end of each. */
#define FIRST_HEAT 200.0
#define OTHER_HEAT 80.0
#define LAST_HEAT  10.0

enum {
    LANES = 2,
    CYCLES = 8,
    FIRST_CYCLE = 2,     /* as long as so many others */
    ROUND_WORK = 400000, /* units of a lane, about two moves on a network of 39 people */
    RECENT = 5,          /* a move is tried again when so many were made after it was refused */
    REFUSED_BITS = 14
};

typedef struct annealing annealing;

/* A roster and the relaxation of its slots. */
typedef struct point {
    ipso__joint_days days;
    ipso__network slots;
} point;

typedef struct lane {
    annealing *of;
    point at;
    ipso__network tried;
    bool made;         /* a move, in the present round */
    int64_t counted;   /* work that was told */
    double *value;     /* by bin that is its own twin: its value when it is closed, */
    int *when_valued;  /* and how many moves were made by then */
    uint64_t *refused; /* numbers of moves that were tried, by their first bits, */
    int *when_refused; /* and how many were made by then */
} lane;

struct annealing {
    ipso__joint *joint;
    ipso__roster_columns columns;
    ipso__joint_network network;
    lane lanes[LANES];
    point best;
    ipso__team team;
    double heat;
    int made; /* moves */
    ipso__arena arena;
};

/* ---- a lane ---- */

static double cost_of(const point *p)
{
    return (double)ipso__joint_days_cost(&p->days) + p->slots.cost;
}

static int64_t work_of(const lane *l)
{
    return l->at.days.work + l->at.slots.work + l->tried.work;
}

static void copy(point *to, const point *from)
{
    ipso__joint_days_copy(&to->days, &from->days);
    ipso__network_copy(&to->slots, &from->slots);
}

/* What a bin is worth at the present prices. */
static double value_of(lane *l, int bin)
{
    const annealing *a = l->of;
    int twin = a->joint->packing.twin[bin];
    if (ipso__network_is_open(&l->at.slots, bin))
        return ipso__network_bin_value(&l->at.slots, bin);
    if (l->when_valued[twin] != a->made) {
        l->value[twin] = ipso__network_bin_value(&l->at.slots, bin);
        l->when_valued[twin] = a->made;
    }
    return l->value[twin];
}

static double worth_of(lane *l, int option)
{
    const ipso__joint_network *n = &l->of->network;
    double worth = 0;
    for (int i = option < 0 ? 0 : n->first_bin[option]; option >= 0 && i < n->first_bin[option + 1];
         i++)
        worth += value_of(l, n->bins_of[i]);
    return worth;
}

/* What the move makes slots cost more, at least. */
static double least_rise(lane *l)
{
    double rise = 0;
    for (int i = 0; i < l->at.days.change_count; i++)
        rise += worth_of(l, ipso__joint_days_before(&l->at.days, i)) -
                worth_of(l, ipso__joint_days_now(&l->at.days, i));
    return rise;
}

/* A number for what the move makes of days. */
static uint64_t number_of(const ipso__joint_days *d)
{
    uint64_t number = 0;
    for (int i = 0; i < d->change_count; i++) {
        int cell = d->changes[i].person * d->joint->roster->days + d->changes[i].day;
        uint64_t x = ((uint64_t)cell << 32) + (uint64_t)(d->choice[cell] + 1);
        x *= UINT64_C(0x9E3779B97F4A7C15);
        number += (x ^ (x >> 29)) * UINT64_C(0xBF58476D1CE4E5B9);
    }
    return number;
}

/* Whether the move was tried lately; notes that it is. */
static bool was_tried(lane *l)
{
    uint64_t number = number_of(&l->at.days), at = number >> (64 - REFUSED_BITS);
    if (l->refused[at] == number && l->when_refused[at] + RECENT > l->of->made)
        return true;
    l->refused[at] = number;
    l->when_refused[at] = l->of->made;
    return false;
}

/* Solves the relaxation of what days are now; whether roster and slots cost at most that. */
static bool stands(lane *l, double most)
{
    const ipso__joint_network *n = &l->of->network;
    ipso__network_copy(&l->tried, &l->at.slots);
    for (int i = 0; i < l->at.days.change_count; i++)
        ipso__joint_network_set(n, &l->tried, ipso__joint_days_before(&l->at.days, i), false);
    for (int i = 0; i < l->at.days.change_count; i++)
        ipso__joint_network_set(n, &l->tried, ipso__joint_days_now(&l->at.days, i), true);
    return ipso__network_solve(&l->tried) &&
           (double)ipso__joint_days_cost(&l->at.days) + l->tried.cost <= most;
}

static void try_move(lane *l)
{
    double unit = ipso__random_unit(&l->at.days.random);
    double most = cost_of(&l->at) - l->of->heat * log(unit + 1e-12);
    ipso__joint_days_draw(&l->at.days);
    if (l->at.days.change_count == 0)
        return;
    l->made = cost_of(&l->at) + least_rise(l) <= most && !was_tried(l) && stands(l, most);
    if (l->made)
        ipso__network_copy(&l->at.slots, &l->tried);
    else
        ipso__joint_days_undo(&l->at.days);
}

static void run_lane(void *user, int i, int thread)
{
    annealing *a = user;
    lane *l = &a->lanes[i];
    int64_t begin = work_of(l);
    (void)thread;
    l->made = false;
    while (!l->made && work_of(l) - begin < ROUND_WORK)
        try_move(l);
}

/* ---- rounds ---- */

static void go_on_from(annealing *a, const point *from)
{
    for (int i = 0; i < LANES; i++)
        if (&a->lanes[i].at != from)
            copy(&a->lanes[i].at, from);
    a->made++;
}

/* All lanes go on from the cheapest of those that made a move. */
static void join(annealing *a)
{
    const point *first = NULL;
    for (int i = 0; i < LANES; i++) {
        lane *l = &a->lanes[i];
        a->joint->work += work_of(l) - l->counted;
        l->counted = work_of(l);
        if (l->made && (first == NULL || cost_of(&l->at) < cost_of(first)))
            first = &l->at;
    }
    if (first == NULL)
        return;
    go_on_from(a, first);
    if (cost_of(first) < cost_of(&a->best))
        copy(&a->best, first);
}

/* The temperature after that part of all work; *cycle: which one it is in. */
static double heat_at(double part, int *cycle)
{
    double at = part * (CYCLES + FIRST_CYCLE - 1);
    if (at < FIRST_CYCLE) {
        *cycle = 0;
        return FIRST_HEAT * pow(LAST_HEAT / FIRST_HEAT, at / FIRST_CYCLE);
    }
    *cycle = (int)at - FIRST_CYCLE + 1;
    return OTHER_HEAT * pow(LAST_HEAT / OTHER_HEAT, at - floor(at));
}

static void search(annealing *a, double share)
{
    const ipso__team_job job = {.task = run_lane, .user = a, .count = LANES};
    double begin = ipso__joint_used(a->joint), used = begin;
    for (int cycle = 0, last = 0; !a->joint->stopped && used < share;
         used = ipso__joint_used(a->joint)) {
        a->heat = heat_at((used - begin) / (share - begin), &cycle);
        if (cycle != last)
            go_on_from(a, &a->best);
        last = cycle;
        ipso__team_run(&a->team, &job);
        join(a);
        ipso__joint_tell(a->joint, 0);
    }
}

static ipso_status run(annealing *a, double share, ipso_error *err)
{
    if (!ipso__team_init(&a->team, a->joint->settings->threads))
        return ipso__fail_nomem(err);
    search(a, share);
    ipso__team_finish(&a->team);
    return IPSO_OK;
}

/* ---- frame ---- */

/* Fair turns told exactly: by ranges of all there may be. */
static ipso_status make_columns(annealing *a, ipso_error *err)
{
    const ipso__roster *roster = a->joint->roster;
    int rules = ipso_practice_fair_count(roster->practice);
    ipso__turn_range *range = ipso__arena_alloc(&a->arena, (size_t)rules + 1, sizeof *range);
    ipso_status status = range != NULL ? IPSO_OK : ipso__fail_nomem(err);
    for (int i = 0; i < rules && status == IPSO_OK; i++) {
        ipso__fair_shares shares;
        status = ipso__roster_fair_shares(&shares, roster, i, &a->arena);
        if (status == IPSO_OK)
            range[i].most = ipso__roster_columns_most_turns(roster, i, shares.share);
    }
    if (status != IPSO_OK)
        return status;
    bool tells = ipso__roster_columns_tell_turns(roster);
    return ipso__roster_columns_make(&a->columns, roster, tells ? range : NULL, err);
}

/* What the relaxation does, or NULL where it is not known. */
static const double *find_guide(const ipso__joint *joint)
{
    for (int o = 0; o < joint->roster->option_count; o++)
        if (joint->guide[o] > 0)
            return joint->guide;
    return NULL;
}

static bool begin_days(annealing *a, point *p, const int *choice, uint64_t stream)
{
    return ipso__joint_days_init(&p->days, a->joint, &a->columns, find_guide(a->joint), choice,
                                 stream);
}

/* At the roster that is the best one so far. */
static bool begin_lane(annealing *a, lane *l, const int *choice, uint64_t stream)
{
    int bins = a->network.instance.bin_count;
    bool ok = true;
    l->of = a;
    l->refused = ipso__arena_room(&a->arena, 1 << REFUSED_BITS, sizeof *l->refused, &ok);
    l->when_refused = ipso__arena_room(&a->arena, 1 << REFUSED_BITS, sizeof(int), &ok);
    l->value = ipso__arena_room(&a->arena, bins, sizeof *l->value, &ok);
    l->when_valued = ipso__arena_room(&a->arena, bins, sizeof *l->when_valued, &ok);
    return ok && begin_days(a, &l->at, choice, stream) &&
           ipso__network_init_like(&l->at.slots, &a->best.slots, &a->arena) &&
           ipso__network_init_like(&l->tried, &a->best.slots, &a->arena);
}

/* Solves for the roster at hand; false when that fails. */
static bool solve_first(annealing *a, const bool *chosen)
{
    ipso__network *slots = &a->best.slots;
    for (int o = 0; o < a->joint->roster->option_count; o++)
        if (chosen[o])
            ipso__joint_network_set(&a->network, slots, o, true);
    bool solved = ipso__network_solve(slots);
    a->joint->work += slots->work;
    if (!solved)
        return false;
    go_on_from(a, &a->best);
    return true;
}

static ipso_status begin(annealing *a, const bool *chosen, ipso_error *err)
{
    const ipso__roster *roster = a->joint->roster;
    bool ok = true;
    ipso_status status = make_columns(a, err);
    if (status != IPSO_OK)
        return status;
    int *choice = ipso__arena_room(&a->arena, roster->people * roster->days, sizeof(int), &ok);
    ok = ok && ipso__joint_network_make(&a->network, a->joint, a->joint->root);
    if (ok)
        ipso__roster_columns_encode(&a->columns, roster, chosen, choice);
    ok = ok && begin_days(a, &a->best, choice, 0) &&
         ipso__network_init(&a->best.slots, &a->network.instance, &a->arena);
    for (int i = 0; ok && i < LANES; i++)
        ok = begin_lane(a, &a->lanes[i], choice, 7 + (uint64_t)i);
    return ok ? IPSO_OK : ipso__fail_nomem(err);
}

static void finish(annealing *a)
{
    for (int i = 0; i < LANES; i++)
        ipso__joint_days_finish(&a->lanes[i].at.days);
    ipso__joint_days_finish(&a->best.days);
    ipso__joint_network_finish(&a->network);
    ipso__roster_columns_finish(&a->columns);
    ipso__arena_finish(&a->arena);
}

/* Takes the roster over if the program of the roster holds it. */
static ipso_status take(annealing *a, bool *chosen, double *value, ipso_error *err)
{
    const ipso__joint *joint = a->joint;
    size_t options = (size_t)joint->roster->option_count;
    bool *found = ipso__arena_alloc(&a->arena, options + 1, sizeof *found), keeps;
    int64_t cost;
    if (found == NULL)
        return ipso__fail_nomem(err);
    ipso__roster_columns_decode(&a->columns, joint->roster, a->best.days.choice, found);
    ipso_status status = ipso__roster_value(joint->program, found, &keeps, &cost, err);
    if (status != IPSO_OK || !keeps)
        return status;
    *value = cost_of(&a->best) + a->network.fixed;
    memcpy(chosen, found, options * sizeof *chosen);
    return IPSO_OK;
}

ipso_status ipso__joint_anneal(ipso__joint *joint, bool *chosen, double *value, double share,
                               ipso_error *err)
{
    annealing a = {.joint = joint};
    ipso_status status = begin(&a, chosen, err);
    if (status == IPSO_OK && solve_first(&a, chosen)) {
        status = run(&a, share, err);
        if (status == IPSO_OK)
            status = take(&a, chosen, value, err);
    }
    finish(&a);
    return status;
}
