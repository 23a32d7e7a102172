/* Simulated annealing over the choices of all persons. Internal to the schedules solver.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_SOLVE_SCHEDULES_ANNEAL_H
#define IPSO_SOLVE_SCHEDULES_ANNEAL_H

#include "solve/schedules_search.h"

/* Whether annealing has a chance: there is a solution to begin with, and many moves are lawful. */
bool ipso__anneal_suits(ipso__sched *search);

enum { IPSO__ANNEAL_CHAINS = 2 };

typedef struct ipso__anneal_plan {
    double heat;    /* temperature at the beginning, in costs of a typical move */
    double cooling; /* what is left of it at the end */
    int chains;     /* that share the work, at most IPSO__ANNEAL_CHAINS */
} ipso__anneal_plan;

/* Anneals from the best solution for so much work and offers whatever is better. False when the
 * search must stop. */
bool ipso__anneal_run(ipso__sched *search, int64_t work, const ipso__anneal_plan *plan);

#endif
