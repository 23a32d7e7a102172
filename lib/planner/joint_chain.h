/* A roster with slots that are annealed together (joint_anneal.c). Internal to lib/planner.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_PLANNER_JOINT_CHAIN_H
#define IPSO_PLANNER_JOINT_CHAIN_H

#include "planner/joint_days.h"
#include "planner/joint_slots.h"

typedef struct ipso__joint_chain {
    ipso__joint_days days;
    ipso__joint_slots slots;
    int *best; /* choices */
    int64_t best_cost;
    ipso__arena arena;
} ipso__joint_chain;

/* Begins at the roster, by roster option, each of its duties filled in turn. False when memory is
 * out; to be finished in any case. worth may change between moves. guide: as
 * in joint_days.h. */
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
