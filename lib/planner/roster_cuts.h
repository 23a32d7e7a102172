/* What a roster costs beyond its own rules, from below. Internal to lib/planner.
 *
 * A cut says that block b of a roster costs at least
 *
 *     least - sum over duties worked of gain[duty],
 *
 * and a roster costs, beside its program, the sum over blocks of the most that a cut of the block
 * says, 0 at least, or what a cut of all blocks together says, if that is more.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_PLANNER_ROSTER_CUTS_H
#define IPSO_PLANNER_ROSTER_CUTS_H

#include "planner/roster_columns.h"

#include <ipsosched/status.h>

/* The block of a cut of all. */
#define IPSO__ALL_BLOCKS (-1)

typedef struct ipso__roster_cut {
    int block;
    int64_t least;
    int *gain; /* by roster option */
} ipso__roster_cut;

typedef struct ipso__roster_cuts {
    int block_count, option_count;
    ipso__roster_cut *list;
    int count;
    size_t room;
} ipso__roster_cuts;

/* Takes over gain. False when memory is out: then it stays the caller's. */
bool ipso__roster_cuts_add(ipso__roster_cuts *cuts, int block, int64_t least, int *gain);
void ipso__roster_cuts_finish(ipso__roster_cuts *cuts);

/* What the cuts say of a roster, chosen by roster option. */
int64_t ipso__roster_cuts_cost(const ipso__roster_cuts *cuts, const bool *chosen);

int64_t ipso__roster_cuts_block_cost(const ipso__roster_cuts *cuts, int block, const bool *chosen);

/* Tells the cuts to the instance: a person more for each block, who costs what it costs, and a row
 * for each cut. What the instance says stays a lower bound. IPSO_NOMEM. */
ipso_status ipso__roster_cuts_tell(ipso__roster_columns *columns, const ipso__roster *roster,
                                   const ipso__roster_cuts *cuts, ipso_error *err);

/* The choices of these persons for a roster: choice is of all persons of the instance. */
void ipso__roster_cuts_encode(const ipso__roster_columns *columns, const ipso__roster *roster,
                              const ipso__roster_cuts *cuts, const bool *chosen, int *choice);

#endif
