/* Rosters and slots annealed together.
 *
 * A chain holds a roster and slots for it, both counted as they are: nothing is promised that is
 * not there. Most moves put one slot somewhere, pushing others out; some change the roster
 * (joint_chain.c). A move stands when the cost falls, or with probability exp(-change /
 * temperature) (Kirkpatrick, Gelatt and Vecchi 1983). Moves of the roster have a higher
 * temperature, as the slots of a new duty find their best places only later.
 *
 * Two chains share the work, on two threads where there are two. They go in rounds: after each both
 * go on from the cheaper one, so that threads change nothing.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "planner/joint_chain.h"

#include "base/clock.h"
#include "base/error.h"
#include "solve/worker.h"

#include <math.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

/* Temperatures in points. */
#define FIRST_HEAT      300.0
#define LAST_HEAT       40.0
#define FIRST_SLOT_HEAT 4.0
#define LAST_SLOT_HEAT  0.7

/* Of prices for the present roster. */
#define HOPE 4000.0

/* Share of rounds before a climb, in climbs. */
#define LEAST_CLIMBED 3

enum { STEPS = 50, CHAINS = 2, ROUNDS = 16, SLOT_MOVES = 12, MOVES = 32, TRIES = 30 };

typedef struct annealing annealing;

/* A chain and its part of a round. */
typedef struct runner {
    annealing *of;
    ipso__joint_chain chain;
    int64_t begin, end; /* work; end 0: the time alone ends it */
    double begin_s, end_s;
    bool on_caller; /* it runs on the calling thread */
    atomic_bool done;
} runner;

struct annealing {
    ipso__joint *joint;
    ipso__roster_columns columns;
    ipso__slot_tables tables;
    runner runners[CHAINS];
    int round;
    atomic_bool halted;
    double share;  /* of the limits, at which it ends */
    double part;   /* of the present round */
    double joined; /* share that the climb after a round takes */
    double since;  /* share that rounds have had since the last one, the present one included */
    bool climbs;   /* whether one follows the present round */
    double *worth; /* by roster option, at the prices that tables are sorted for */
    bool *chosen;  /* room for a roster, by roster option */
    int64_t *price;
    ipso__arena arena;
};

/* ---- a round ---- */

/* How much of its part of the round a runner has done. */
static double share_done(const runner *r)
{
    double work = (double)(ipso__joint_chain_work(&r->chain) - r->begin), share = 0;
    if (r->end > 0)
        share = work / fmax(1, (double)(r->end - r->begin));
    if (r->end_s < INFINITY)
        share = fmax(share, (ipso__clock_now_s() - r->begin_s) / fmax(1e-9, r->end_s - r->begin_s));
    return share;
}

static double heat_at(double first, double last, double share)
{
    return first * pow(last / first, share);
}

static bool is_halted(runner *r)
{
    if (r->on_caller &&
        ipso__joint_tell(r->of->joint, ipso__joint_chain_work(&r->chain) - r->begin) != 0)
        atomic_store(&r->of->halted, true);
    return r->chain.slots.failed || atomic_load(&r->of->halted);
}

static void run(runner *r)
{
    for (double done; !is_halted(r) && (done = share_done(r)) < 1;) {
        double share = (r->of->round + done) / ROUNDS;
        double heat = heat_at(FIRST_HEAT, LAST_HEAT, share);
        double slot_heat = heat_at(FIRST_SLOT_HEAT, LAST_SLOT_HEAT, share);
        for (int i = 0; i < MOVES; i++) {
            for (int k = 0; k < SLOT_MOVES; k++)
                ipso__joint_chain_move_slot(&r->chain, slot_heat);
            for (int tries = 0; tries < TRIES; tries++)
                if (ipso__joint_chain_move_roster(&r->chain, heat))
                    break;
        }
        ipso__joint_chain_note(&r->chain);
    }
}

static void *run_other(void *user)
{
    runner *r = user;
    run(r);
    atomic_store(&r->done, true);
    return NULL;
}

/* Asks the caller whether to go on. */
static void ask(void *user)
{
    annealing *a = user;
    if (ipso__joint_tell(a->joint, 0) != 0)
        atomic_store(&a->halted, true);
}

/* Shares out what is left: a climb follows a round when rounds have had a few times as much. */
static void begin_round(annealing *a)
{
    double left = a->share - ipso__joint_used(a->joint);
    a->part = fmax(0, left / (ROUNDS - a->round));
    a->since += a->part;
    a->climbs = a->since >= LEAST_CLIMBED * a->joined;
    if (a->climbs)
        a->part = fmax(0, a->part - a->joined);
}

/* Sets the limits of a runner's part of the round, one of so many that follow one another. */
static void begin_part(annealing *a, runner *r, int parts)
{
    const ipso__stage_settings *settings = a->joint->settings;
    r->begin = ipso__joint_chain_work(&r->chain);
    r->end = 0;
    if (settings->work_limit > 0)
        r->end = r->begin + 1 + (int64_t)(a->part * (double)settings->work_limit / CHAINS);
    r->begin_s = ipso__clock_now_s();
    r->end_s = r->begin_s + a->part * (settings->deadline_s - a->joint->begin_s) / parts;
    atomic_store(&r->done, false);
}

static void run_round(annealing *a)
{
    bool threads = a->joint->settings->threads > 1;
    runner *first = &a->runners[0], *other = &a->runners[1];
    pthread_t thread;
    begin_round(a);
    for (int i = 0; i < CHAINS; i++)
        begin_part(a, &a->runners[i], threads ? 1 : CHAINS);
    other->on_caller = false;
    threads = threads && ipso__worker_start(&thread, run_other, other);
    run(first);
    if (threads) {
        ipso__worker_wait(&other->done, ask, a);
        pthread_join(thread, NULL);
    } else {
        other->on_caller = true;
        begin_part(a, other, CHAINS);
        run(other);
    }
    for (int i = 0; i < CHAINS; i++)
        a->joint->work += ipso__joint_chain_work(&a->runners[i].chain) - a->runners[i].begin;
}

/* Prices that are better for the present roster, from the last ones. */
static ipso_status climb(annealing *a, ipso_error *err)
{
    ipso__joint *joint = a->joint;
    ipso__joint_climb climb = {.steps = STEPS, .until = 1, .hope = HOPE, .step = 1};
    bool keeps;
    int64_t cost;
    ipso__roster_columns_decode(&a->columns, joint->roster, a->runners[0].chain.days.choice,
                                a->chosen);
    ipso_status status = ipso__roster_value(joint->program, a->chosen, &keeps, &cost, err);
    if (status != IPSO_OK)
        return status;
    ipso__joint_set_prices(joint, a->price);
    ipso__joint_take_roster(joint, a->chosen, (double)cost);
    status = ipso__joint_climb_part(joint, &climb, err);
    memcpy(a->price, joint->prices.best, (size_t)joint->prices.count * sizeof *a->price);
    return status;
}

static void take_worth(annealing *a)
{
    size_t options = (size_t)a->joint->roster->option_count;
    ipso__joint_worth(a->joint, a->price);
    memcpy(a->worth, a->joint->worth, options * sizeof *a->worth);
}

/* Slots sorted for prices that are better for the first chain's roster. */
static ipso_status sort_anew(annealing *a, ipso_error *err)
{
    ipso__joint_slots *slots = &a->runners[0].chain.slots;
    double used = ipso__joint_used(a->joint);
    ipso_status status = climb(a, err);
    if (status != IPSO_OK)
        return status;
    a->joined = ipso__joint_used(a->joint) - used;
    a->since = 0;
    take_worth(a);
    ipso__joint_slots_forget(slots);
    ipso__slot_tables_sort(&a->tables, a->price);
    ipso__joint_slots_find(slots);
    return IPSO_OK;
}

/* Both chains go on from the cheaper one. */
static ipso_status join(annealing *a, ipso_error *err)
{
    ipso__joint_chain *first = &a->runners[0].chain, *other = &a->runners[1].chain;
    if (ipso__joint_chain_cost(other) < ipso__joint_chain_cost(first))
        ipso__joint_chain_copy(first, other);
    ipso_status status = a->climbs ? sort_anew(a, err) : IPSO_OK;
    if (status == IPSO_OK)
        ipso__joint_chain_copy(other, first);
    return status;
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

static ipso_status allocate(annealing *a, ipso_error *err)
{
    const ipso__joint *joint = a->joint;
    size_t options = (size_t)joint->roster->option_count + 1, rows = (size_t)joint->prices.count;
    a->worth = ipso__arena_alloc(&a->arena, options, sizeof *a->worth);
    a->chosen = ipso__arena_alloc(&a->arena, options, sizeof *a->chosen);
    a->price = ipso__arena_copy(&a->arena, joint->root, rows, sizeof *a->price);
    return a->worth != NULL && a->chosen != NULL && a->price != NULL ? IPSO_OK
                                                                     : ipso__fail_nomem(err);
}

/* What the relaxation does, or NULL where it is not known. */
static const double *find_guide(const ipso__joint *joint)
{
    for (int o = 0; o < joint->roster->option_count; o++)
        if (joint->guide[o] > 0)
            return joint->guide;
    return NULL;
}

static ipso_status begin(annealing *a, const bool *chosen, ipso_error *err)
{
    const double *guide = find_guide(a->joint);
    ipso_status status = make_columns(a, err);
    if (status == IPSO_OK)
        status = allocate(a, err);
    if (status == IPSO_OK)
        status = ipso__slot_tables_make(&a->tables, a->joint, err);
    if (status == IPSO_OK)
        take_worth(a);
    for (int i = 0; i < CHAINS && status == IPSO_OK; i++) {
        a->runners[i].of = a;
        a->runners[i].on_caller = i == 0;
        if (!ipso__joint_chain_init(&a->runners[i].chain, a->joint, &a->columns, &a->tables,
                                    a->worth, guide, chosen, 7 + (uint64_t)i))
            status = ipso__fail_nomem(err);
    }
    return status;
}

static ipso_status finish(annealing *a, ipso_status status, ipso_error *err)
{
    for (int i = 0; i < CHAINS; i++) {
        if (a->runners[i].chain.slots.failed && status == IPSO_OK)
            status = ipso__fail_nomem(err);
        ipso__joint_chain_finish(&a->runners[i].chain);
    }
    ipso__slot_tables_finish(&a->tables);
    ipso__roster_columns_finish(&a->columns);
    ipso__arena_finish(&a->arena);
    return status;
}

static double values_of_needs(const ipso__joint *joint)
{
    double sum = 0;
    for (int g = 0; g < joint->table.need_count; g++)
        for (int k = 0; k < joint->table.needs[g].value_count; k++)
            sum += (double)joint->table.values[joint->table.needs[g].first_value + k];
    return sum;
}

/* Takes the roster over if the program of the roster holds it. */
static ipso_status take(annealing *a, const ipso__joint_chain *chain, bool *chosen, double *value,
                        ipso_error *err)
{
    const ipso__joint *joint = a->joint;
    size_t options = (size_t)joint->roster->option_count;
    bool *found = ipso__arena_alloc(&a->arena, options + 1, sizeof *found), keeps;
    int64_t cost;
    if (found == NULL)
        return ipso__fail_nomem(err);
    ipso__roster_columns_decode(&a->columns, joint->roster, chain->best, found);
    ipso_status status = ipso__roster_value(joint->program, found, &keeps, &cost, err);
    if (status != IPSO_OK || !keeps)
        return status;
    *value = values_of_needs(joint) + (double)chain->best_cost;
    memcpy(chosen, found, options * sizeof *chosen);
    return IPSO_OK;
}

ipso_status ipso__joint_anneal(ipso__joint *joint, bool *chosen, double *value, double share,
                               ipso_error *err)
{
    annealing a = {.joint = joint, .share = share};
    runner *first = &a.runners[0], *other = &a.runners[1];
    atomic_init(&a.halted, false);
    for (int i = 0; i < CHAINS; i++)
        atomic_init(&a.runners[i].done, true);
    ipso_status status = begin(&a, chosen, err);
    for (; status == IPSO_OK && a.round < ROUNDS && !joint->stopped && !first->chain.slots.failed &&
           !other->chain.slots.failed;
         a.round++) {
        run_round(&a);
        if (a.round < ROUNDS - 1 && !joint->stopped)
            status = join(&a, err);
    }
    if (status == IPSO_OK) {
        bool is_first = first->chain.best_cost <= other->chain.best_cost;
        status = take(&a, is_first ? &first->chain : &other->chain, chosen, value, err);
    }
    return finish(&a, status, err);
}
