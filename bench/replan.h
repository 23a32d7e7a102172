/* The suite "replan". Internal to bench.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BENCH_REPLAN_H
#define BENCH_REPLAN_H

#include "bench.h"

/* An agenda to replan. */
typedef struct replan_case {
    ipso_practice *practice;
    ipso_plan *plan;
} replan_case;

/* A scenario, planned, with that share of its open slots booked, those of extended hours left out.
 * Finish it in any case. */
ipso_status replan_case_make(replan_case *made, const char *scenario, double share, uint64_t seed,
                             ipso_error *err);
void replan_case_finish(replan_case *made);

#endif
