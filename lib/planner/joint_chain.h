/* A roster with slots that are annealed together (joint_anneal.c). Internal to lib/planner.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_PLANNER_JOINT_CHAIN_H
#define IPSO_PLANNER_JOINT_CHAIN_H

#include "planner/joint_slots.h"

#include <stdatomic.h>

/* A cost as high breaks a hard rule. */
#define IPSO__TOO_DEAR INT64_C(1000000000000)

enum { IPSO__MOST_CHANGES = 16 };

typedef struct ipso__day_change {
    int person, day, before;
    int64_t personal; /* cost of the person before the move */
} ipso__day_change;

typedef struct ipso__joint_chain {
    const ipso__joint *joint;
    const ipso__roster_columns *columns;
    const double *worth; /* by roster option: of its slots, at prices near the best */
    const double *guide; /* by roster option: how likely it is worked; NULL all alike */
    ipso__joint_slots slots;
    ipso__random random;
    int *choice;        /* [person][day]: option of the person, -1 off */
    int64_t *activity;  /* of joint rows */
    int64_t *personal;  /* cost by person */
    int64_t *taken;     /* [rule of turns][person] */
    int64_t *taken_sum; /* by rule of turns */
    int64_t *turn_cost;
    bool *turned;            /* by rule of turns: its cost is to be counted again */
    int *lines, *first_line; /* lines of S7 that miss slots, by person; and the end */
    int *serving;            /* by line of S7: duties worked that serve it */
    int64_t roster;          /* cost */
    int64_t missing;         /* what the lines of S7 that count cost without slots */
    int64_t work;            /* beside that of the slots */
    ipso__day_change changes[IPSO__MOST_CHANGES];
    int change_count;
    int *best; /* choices */
    int64_t best_cost;
    ipso__arena arena;
} ipso__joint_chain;

/* Begins at the roster, by roster option, each of its duties filled in turn. False when memory is
 * out; to be finished in any case. worth may change between moves. guide: see above. */
bool ipso__joint_chain_init(ipso__joint_chain *chain, const ipso__joint *joint,
                            const ipso__roster_columns *columns, const ipso__slot_tables *tables,
                            const double *worth, const double *guide, const bool *chosen,
                            uint64_t stream);
void ipso__joint_chain_finish(ipso__joint_chain *chain);
/* Of the same roster and tables; random numbers, the best and work stay as they are. */
void ipso__joint_chain_copy(ipso__joint_chain *to, const ipso__joint_chain *from);

/* The cost of roster and slots, less the values of all needs. */
int64_t ipso__joint_chain_cost(const ipso__joint_chain *chain);
int64_t ipso__joint_chain_work(const ipso__joint_chain *chain);

/* One move each, of the roster with its slots and of slots alone, at that temperature in points.
 * False: the roster could not change so, which was seen at once. */
bool ipso__joint_chain_move_roster(ipso__joint_chain *chain, double heat);
void ipso__joint_chain_move_slot(ipso__joint_chain *chain, double heat);

/* Keeps the present roster if it is the cheapest so far. */
void ipso__joint_chain_note(ipso__joint_chain *chain);

#endif
