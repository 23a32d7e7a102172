/* The suite "times": what its files share.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BENCH_TIMES_H
#define BENCH_TIMES_H

#include "bench.h"

/* How the start times of a plan's slots are set, their order kept. */
typedef enum times_method {
    TIMES_AS_PLANNED = 0,
    TIMES_EQUAL /* at equal intervals over each session */
} times_method;

/* Expected minutes and points of a plan's sessions, added up. */
typedef struct times_value {
    int slots, sessions;
    double wait, idle, overtime;
    double cost;             /* exact */
    double simulated, error; /* mean of the simulations, standard error */
} times_value;

/* Values the sessions of a plan exactly, by models built from the practice and the plan alone, and
 * by so many simulations of each with the laws themselves (home visits: their law on minutes). */
ipso_status times_value_plan(times_value *value, const ipso_plan *plan, times_method method,
                             int64_t simulations, uint64_t seed, ipso_error *err);

#endif
