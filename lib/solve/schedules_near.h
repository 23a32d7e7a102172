/* Large-neighbourhood search: parts of the best solution are opened and solved by column generation
 * and a dive. Internal to the schedules solver.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_SOLVE_SCHEDULES_NEAR_H
#define IPSO_SOLVE_SCHEDULES_NEAR_H

#include "solve/schedules_generate.h"

enum { IPSO__NEAR_KINDS = 3 };

typedef struct ipso__near {
    double size[IPSO__NEAR_KINDS]; /* share of the whole that a step of the kind opens */
    double merit[IPSO__NEAR_KINDS];
    double budget; /* work of a step: more once the small ones give nothing */
    int failures;  /* steps in a row without gain */
} ipso__near;

void ipso__near_init(ipso__near *near, const ipso__sched *search);

/* Steps until so much work is done, so many failures came in a row, or the search must stop. */
bool ipso__near_run(ipso__near *near, ipso__sched *search, int64_t work, int failures);

#endif
