/* One chain of annealing: a solution, and moves from it. Internal to the schedules solver.
 *
 * Chains share what does not change (the instance, the pool) and touch nothing else, so that each
 * may run on a thread of its own.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_SOLVE_SCHEDULES_CHAIN_H
#define IPSO_SOLVE_SCHEDULES_CHAIN_H

#include "solve/schedules_search.h"

typedef struct ipso__change {
    int person, day, before;
} ipso__change;

typedef struct ipso__sched_chain {
    const ipso__sched *search;
    uint64_t *const *twin; /* per person and option: equal where a trade gives the like */
    ipso__random random;
    int *choice;
    int64_t *activity;
    int64_t *person_cost, *person_trial;
    double cost;
    int *best; /* the best choices since the beginning */
    double best_cost;
    int64_t work;

    /* the move */
    ipso__change *changes;
    int change_count;
    int *touched; /* rows */
    int touched_count;
    bool *is_touched;
    double *row_cost; /* of touched rows before the move */
    bool rows_moved;

    /* turns, per rule */
    int64_t *taken; /* [rule][person] */
    int64_t *taken_sum;
    double *turn_cost, *turn_trial;
    bool *turn_changed;
} ipso__sched_chain;

/* Arrays live in the arena of the search; false when memory is out. */
bool ipso__sched_chain_init(ipso__sched_chain *chain, ipso__sched *search, uint64_t *const *twin,
                            uint64_t stream);

/* Begins at the best solution of the search. */
void ipso__sched_chain_begin(ipso__sched_chain *chain);

/* Draws a move and makes it: what it costs more; INFINITY when it breaks a hard personal rule, or
 * is none. To be followed by one of these. */
double ipso__sched_chain_move(ipso__sched_chain *chain);
void ipso__sched_chain_keep(ipso__sched_chain *chain, double more);
void ipso__sched_chain_undo(ipso__sched_chain *chain);

#endif
