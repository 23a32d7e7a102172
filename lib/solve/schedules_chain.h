/* One chain of annealing: a solution, and moves from it. Internal to the schedules solver.
 *
 * Chains share what does not change (the instance, the field, the pool) and touch nothing else, so
 * that each may run on a thread of its own.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_SOLVE_SCHEDULES_CHAIN_H
#define IPSO_SOLVE_SCHEDULES_CHAIN_H

#include "solve/schedules_meter.h"
#include "solve/schedules_tally.h"

enum { IPSO__CHAIN_COLUMNS = 64 };

typedef struct ipso__chain_cell {
    int person, day;
} ipso__chain_cell;

/* What all chains look things up in. */
typedef struct ipso__chain_field {
    const ipso__sched *search;
    ipso__tally tally;
    ipso__meter meter;
    int **label;             /* per person and option: equal where one does for the other */
    int **minutes;           /* per person and option, after those of a day off */
    ipso__chain_cell *cells; /* where there are options */
    int cell_count;
    int *days_of, *days_first;       /* per person: days with options */
    int *persons_on, *persons_first; /* per day: persons with options */
    int *columns, *column_count;     /* per person: the last ones of the pool, to be drawn from */
} ipso__chain_field;

/* Memory from the arena of the search; false when it is out. */
bool ipso__chain_field_init(ipso__chain_field *field, ipso__sched *search);
/* To be called when the pool has changed, before chains go on. */
void ipso__chain_field_look(ipso__chain_field *field);

typedef struct ipso__change {
    int person, day, before;
} ipso__change;

enum { IPSO__CHAIN_MOVERS = 2 };

/* A person that a move changes. */
typedef struct ipso__mover {
    int person;
    int64_t cost;
    int *sums; /* of the limits */
} ipso__mover;

typedef struct ipso__sched_chain {
    const ipso__sched *search;
    const ipso__chain_field *field;
    ipso__random random;
    int *choice;
    int64_t *activity; /* per part of the tally */
    int64_t *person_cost;
    int **sums; /* per person: of the limits */
    double cost;
    int *best; /* the best choices since the beginning */
    double best_cost;
    int64_t work;
    double most; /* personal costs that a move may add, INFINITY at the beginning */

    /* the move */
    ipso__change *changes;
    int change_count;
    ipso__mover movers[IPSO__CHAIN_MOVERS];
    int mover_count;
    bool rows_moved;

    /* turns, per rule */
    int64_t *taken; /* [rule][person] */
    int64_t *taken_sum;
    double *turn_cost, *turn_trial;
    bool *turn_changed;
} ipso__sched_chain;

static inline int *ipso__sched_chain_at(const ipso__sched_chain *chain, int person, int day)
{
    return &chain->choice[(size_t)person * (size_t)chain->search->days + (size_t)day];
}

/* Arrays live in the arena of the search; false when memory is out. */
bool ipso__sched_chain_init(ipso__sched_chain *chain, ipso__sched *search,
                            const ipso__chain_field *field, uint64_t stream);

/* Begins at the best solution of the search. */
void ipso__sched_chain_begin(ipso__sched_chain *chain);

/* Draws a move and makes it: what it costs more; INFINITY when it breaks a hard personal rule or
 * costs the persons too much, or is none. To be followed by one of the two below. */
double ipso__sched_chain_move(ipso__sched_chain *chain);
void ipso__sched_chain_keep(ipso__sched_chain *chain, double more);
void ipso__sched_chain_undo(ipso__sched_chain *chain);

/* schedules_moves.c: draws a move of at most two persons and changes the choices. */
void ipso__sched_chain_draw(ipso__sched_chain *chain);

#endif
