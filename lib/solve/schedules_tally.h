/* What options bring to joint rows, packed for many small moves. Internal to the schedules solver;
 * read-only once built, so that threads may share it.
 *
 * Rows that every option serves alike are one part, whose cost at each activity stands in a table;
 * rows that cost nothing whatever is done are left out.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_SOLVE_SCHEDULES_TALLY_H
#define IPSO_SOLVE_SCHEDULES_TALLY_H

#include "solve/schedules_search.h"

typedef struct ipso__tally_part {
    int64_t low, high; /* no activity is outside */
    int row;           /* the first of its rows */
} ipso__tally_part;

typedef struct ipso__tally_use {
    int part, units;
} ipso__tally_use;

typedef struct ipso__tally {
    const ipso__sched *search;
    ipso__tally_part *parts;
    double **cost; /* per part: at an activity; NULL = too wide for a table */
    int part_count;
    int *next_row;          /* of the same part, -1 = last */
    ipso__tally_use **uses; /* per person */
    int **first;            /* per person and option, and one more: where its uses begin */
} ipso__tally;

/* Memory from the arena of the search; false when it is out. */
bool ipso__tally_init(ipso__tally *tally, ipso__sched *search);

/* Cost of a part that has no table. */
double ipso__tally_sum(const ipso__tally *tally, const ipso__tally_part *part, int64_t activity);

static inline double ipso__tally_cost(const ipso__tally *tally, int part, int64_t activity)
{
    const double *cost = tally->cost[part];
    return cost != NULL ? cost[activity] : ipso__tally_sum(tally, &tally->parts[part], activity);
}

#endif
