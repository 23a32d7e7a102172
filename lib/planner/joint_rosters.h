/* The search for whole rosters against cuts (joint_rosters.c). Internal to lib/planner.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_PLANNER_JOINT_ROSTERS_H
#define IPSO_PLANNER_JOINT_ROSTERS_H

#include "planner/joint.h"
#include "planner/roster_search.h"

/* The block of a cut of all. */
#define IPSO__ALL_BLOCKS (-1)

/* Block b of a roster costs at least
 *
 *     least - sum over duties worked of gain[duty]
 *
 * more than the credits say. */
typedef struct ipso__joint_cut {
    int block;
    int64_t least;
    int *gain; /* by roster option */
} ipso__joint_cut;

/* All blocks together cost the sum over blocks of the most that a cut of the block says, 0 at
 * least, or what a cut of all blocks says, if that is more. */
typedef struct ipso__joint_cuts {
    int block_count, option_count;
    ipso__joint_cut *list;
    int count;
    size_t room;
} ipso__joint_cuts;

typedef struct ipso__known_roster {
    bool *chosen;
    double own; /* its cost with the credits */
} ipso__known_roster;

typedef struct ipso__joint_rosters {
    ipso__joint *joint;
    ipso__roster_search search;
    ipso__stage_settings settings; /* of a round */
    ipso__roster *roster;          /* with the credits */
    ipso__roster_program *program;
    ipso__joint_cuts cuts;
    int64_t *credit; /* by roster option */
    double terms;    /* of needs, at the root's prices */
    int *block;      /* by row of the packing: the site that its need is local to, or SHARED */
    int *site;       /* by roster option: its block */
    double *stretch; /* of rows of local needs, 0 elsewhere */
    bool *trial;     /* by roster option */
    ipso__known_roster *known;
    int known_count;
    size_t known_room;
    double round; /* work of the next one */
    ipso__arena arena;
} ipso__joint_rosters;

/* The credits of duties and the blocks of needs, at the root's prices. IPSO_NOMEM. */
ipso_status ipso__joint_cuts_begin(ipso__joint_rosters *s, ipso_error *err);

/* The cuts of a roster, from the present prices, which are best for it; those of blocks climb so
 * many steps more, the first of that length. */
ipso_status ipso__joint_cuts_of(ipso__joint_rosters *s, const ipso__known_roster *one, int steps,
                                double step, ipso_error *err);

/* What the cuts say of a roster, chosen by roster option, and of a block of it. */
int64_t ipso__joint_cuts_cost(const ipso__joint_cuts *cuts, const bool *chosen);
int64_t ipso__joint_cuts_block_cost(const ipso__joint_cuts *cuts, int block, const bool *chosen);
void ipso__joint_cuts_finish(ipso__joint_cuts *cuts);

/* The known roster that the cuts say is cheapest, of those not marked in `but` (NULL: none is), and
 * its cost without the terms of needs; -1, with *cost as it was, when there is none. */
int ipso__joint_cheapest_roster(const ipso__joint_rosters *s, const bool *but, double *cost);

/* One round of branch and cut over the whole program with the cuts, within the limits of the
 * search: its bound, and its roster if that is cheaper. */
ipso_status ipso__joint_rosters_branch(ipso__joint_rosters *s, ipso_error *err);

/* The known roster whose slots are cheapest, of those that promise most (joint_try.c); -1 none is
 * known. plan has been through the roster stage. */
ipso_status ipso__joint_try_rosters(ipso__joint_rosters *s, const ipso_plan *plan, double share,
                                    int *best, ipso_error *err);

#endif
