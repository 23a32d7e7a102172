/* Solving an integer program with GLPK, safely inside a host process. Internal.
 *
 * Each call runs GLPK on a worker thread of its own inside a guard that turns every abort into a
 * status; the calling thread waits, delivers progress and polls for cancel. No GLPK object outlives
 * a call. Any number of threads may call at once. Limits by work are counted and repeat bit for
 * bit; the time limit is read from the monotonic clock.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_SOLVE_SOLVE_H
#define IPSO_SOLVE_SOLVE_H

#include "program/program.h"

/* Progress of a running search. bound is -INFINITY while nothing is proven, best INFINITY while
 * there is no solution. A nonzero return cancels. Called on the thread that called ipso__solve. */
typedef int (*ipso__solve_progress_fn)(void *user, double best, double bound, int64_t work);
typedef void (*ipso__log_fn)(void *user, const char *line);

typedef struct ipso__solve_settings {
    double time_limit_s; /* wall seconds from the call; INFINITY = none */
    int64_t work_limit;  /* simplex iterations + 100 per branch-and-bound node; 0 = none. Ends the
                            root exactly; in branch and cut the last node is finished first */
    double gap;          /* stop when (best - bound) <= gap * max(1, |best|); default 0 */
    double memory_mb;    /* cap on GLPK's memory; 0 = none. Branch and cut stops at four fifths of
                            it as if by work; beyond the cap the call fails with IPSO_NOMEM */
    const double *start; /* a feasible integer point, one value per column, or NULL; it is checked
                            with ipso__program_holds first and ignored when it fails */
    bool relax;          /* solve the LP relaxation alone */
    bool integral_cost;  /* every integer point has an integral cost: bounds round up */
    ipso__solve_progress_fn progress;
    void *progress_user;
    ipso__log_fn log; /* lines of GLPK's own terminal, NULL = silence */
    void *log_user;
} ipso__solve_settings;

void ipso__solve_settings_init(ipso__solve_settings *settings);

typedef struct ipso__solve_result {
    ipso_outcome outcome; /* INFEASIBLE only when proven */
    ipso_stop stop;
    double best;  /* recounted cost of x, constant included; INFINITY without a solution */
    double bound; /* proven lower bound, constant included; -INFINITY when none, INFINITY when
                     infeasible */
    int64_t work;
    int64_t nodes;
    double *x;        /* one value per column, integers exact; NULL without a solution */
    double *row_dual; /* LP only (relax): one per row, else NULL */
} ipso__solve_result;

/* Solves program. IPSO_OK whenever the search ended without a failure of GLPK or of memory,
 * whatever the outcome; free the result with ipso__solve_result_finish. On another status the
 * result is left untouched. Every x returned has passed ipso__program_holds at 1e-6 after rounding.
 */
ipso_status ipso__solve(ipso__solve_result *result, const ipso__program *program,
                        const ipso__solve_settings *settings, ipso_error *err);
void ipso__solve_result_finish(ipso__solve_result *result);

#endif
