/* Column generation on a scope, and the dive that makes whole schedules of its shares. Internal to
 * the schedules solver.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_SOLVE_SCHEDULES_GENERATE_H
#define IPSO_SOLVE_SCHEDULES_GENERATE_H

#include "solve/schedules_master.h"

typedef struct ipso__generation {
    int rounds;      /* at most so many; 0 = until nothing is gained */
    int64_t work;    /* at most about so much; 0 = no such limit */
    int64_t cutoff;  /* stop once no solution of the scope can cost less than this */
    int quits;       /* stop after so many rounds once the LP is below the cutoff; 0 = do not */
    double close;    /* stop once the bound is within so much of the LP's value, a share of it */
    bool rough;      /* begin with rough pricing */
    bool only_rough; /* and end with it */
    bool warm;       /* center holds prices to begin with */
    double doubt;    /* of these, 0 to 1: the weight of the LP's beside them in the first round */
    bool goes_on;    /* center and bound are known of this scope */
    bool whole;      /* the scope is the instance: bounds are the search's */
    double *center;  /* per row: prices of the best bound; NULL = not wanted */
    double *person;  /* per person: its cheapest schedule at these; NULL = not wanted */
    /* out */
    double value; /* of the last LP */
    double bound;
    bool exact; /* no column prices out */
} ipso__generation;

/* False when the search must stop or GLPK failed on the LP; bound is valid all the same. */
bool ipso__generate(ipso__master *master, ipso__generation *generation);

/* QUICK fixes all that is decided at once and never steps back; VARIED is careful, with some chance
 * in what comes first. */
typedef enum ipso__dive_style {
    IPSO__DIVE_QUICK,
    IPSO__DIVE_CAREFUL,
    IPSO__DIVE_VARIED
} ipso__dive_style;

/* schedules_dive.c: fixes day by day what the shares have decided, until schedules are left; a
 * solution found is offered to the search. The scope is narrowed. False: the search must stop. */
bool ipso__dive(ipso__master *master, ipso__scope *scope, int64_t cutoff, ipso__dive_style style);

#endif
