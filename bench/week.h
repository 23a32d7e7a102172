/* The suite "week": its rows, and other solvers on the stages' integer programs.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BENCH_WEEK_H
#define BENCH_WEEK_H

#include "bench.h"

/* A row of the table; texts are "" where there is nothing to say. */
typedef struct week_row {
    const char *instance, *method, *stage;
    int64_t rows, columns; /* of the integer program; -1 none */
    double seconds;        /* wall time, negative: not measured */
    double cpu_seconds;    /* of the processor, negative: not measured */
    int64_t work;          /* -1 none */
    const char *outcome, *stop;
    bool has_cost, has_bound;
    double cost, bound;
    double gap; /* negative: none */
    const char *check;
} week_row;

void week_print_head(void);
void week_print_row(const week_row *row, const bench_options *options);

/* Whether every solver of --solvers is known, with a line on standard error. */
bool week_solvers_known(const bench_options *options);

/* Solves each stage of a practice, up to the last, by the planner and by each solver of --solvers,
 * each on the program that the planner's plan leaves, with the time limit of the options for each,
 * and prints a row for each. False, with a line on standard error, when one of them fails. */
bool week_compare(const char *name, const ipso_practice *practice, ipso_stage last,
                  const bench_options *options);

#endif
