/* Listing all schedules of one person within a cost. Internal to the schedules solver.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_SOLVE_SCHEDULES_ALL_H
#define IPSO_SOLVE_SCHEDULES_ALL_H

#include "solve/schedules_price.h"

/* The caller's, free with ipso__all_finish. */
typedef struct ipso__all {
    int *choice; /* [count][day] */
    size_t room;
    int count;
    int64_t *cost; /* under the personal rules */
    size_t cost_room;
    bool whole; /* nothing is left out */
    bool failed;
    int64_t work;
} ipso__all;

void ipso__all_finish(ipso__all *all);

/* Lists every lawful schedule of the question's person that costs at most within at its prices;
 * all->whole is false when there are more than most or it takes too much work. */
void ipso__all_list(ipso__all *all, const ipso__price_question *question, int person,
                    ipso__price_scratch *scratch, double within, int most);

#endif
