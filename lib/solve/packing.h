/* Packing options into bins under concave rewards: the domain-free core of slots and bookings.
 *
 *     maximise   sum over rows r of phi_r( sum over options o of weight[r,o] x[o] )
 *                - sum over options o of cost[o] x[o]
 *     subject to sum over options o in bin b of width[o] x[o] <= capacity[b]   for each bin b
 *                0 <= x[o] <= limit[o], integer
 *
 * phi_r is concave on the integers 0, 1, 2, ...: marginal[r][k] is the gain of unit k+1, never
 * rising, and beyond marginal_count units either nothing is gained or nothing more is allowed
 * (hard). Need groups (F(k) = price x E[min(D, k)]), single requests (one unit), targets, priced or
 * hard limits on a set of options are all rows. Values and costs are integer points, widths grid
 * cells. An option has one bin and up to IPSO__PACKING_ROWS rows.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_SOLVE_PACKING_H
#define IPSO_SOLVE_PACKING_H

#include <ipsosched/status.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define IPSO__PACKING_ROWS 4

/* Prices of rows are integers of this many to the point. */
#define IPSO__PACKING_PRICE_UNIT 1024

typedef struct ipso__packing_row {
    const int64_t *marginals; /* gain of each further unit, non-increasing, may be negative */
    int marginal_count;
    bool hard; /* at most marginal_count units; else units beyond gain nothing, and the last
                  marginal may be negative only when no more units are within reach */
} ipso__packing_row;

typedef struct ipso__packing_option {
    int bin;
    int width;    /* cells, >= 1 */
    int limit;    /* most copies, >= 1 */
    int64_t cost; /* points per copy, may be negative */
    int row_count;
    int rows[IPSO__PACKING_ROWS];
    int weights[IPSO__PACKING_ROWS]; /* units per copy, >= 1 */
} ipso__packing_option;

/* The instance is borrowed: arrays stay the caller's and are not changed. Two options of one bin
 * may share rows. conflicts are pairs of options of which at most one may be above zero (one
 * patient in two places at once, linked appointments out of order): the bound knows of those
 * between options that have a hard row of one unit, and relaxes the others. */
typedef struct ipso__packing {
    const int *capacity; /* cells, one per bin */
    int bin_count;
    const ipso__packing_row *rows;
    int row_count;
    const ipso__packing_option *options;
    int option_count;
    const int (*conflicts)[2];
    int conflict_count;
} ipso__packing;

typedef int (*ipso__packing_progress_fn)(void *user, int64_t value, int64_t bound, int64_t work);

typedef struct ipso__packing_settings {
    double time_limit_s; /* wall seconds from the call; INFINITY = none */
    int64_t work_limit;  /* units of work, about 1e8 per core second; 0 = the default effort */
    double gap;          /* stop when (bound - value) <= gap_base * gap */
    double gap_base;     /* what the gap is relative to, in points; <= 0: max(1, |bound|) */
    uint64_t seed;
    int threads;                        /* 1 or more; the result does not depend on it */
    const int *start;                   /* copies per option of a feasible point, or NULL */
    ipso__packing_progress_fn progress; /* nonzero return cancels; on the calling thread */
    void *progress_user;
} ipso__packing_settings;

void ipso__packing_settings_init(ipso__packing_settings *settings);

typedef struct ipso__packing_result {
    ipso_outcome outcome;
    ipso_stop stop;
    int64_t value; /* recounted from x */
    int64_t bound; /* proven upper bound on any value */
    int64_t work;
    int *x;         /* copies per option */
    int64_t *price; /* per row of the instance, of a unit, in 1/IPSO__PACKING_PRICE_UNIT points: at
                       these prices the Lagrangian bound (packing_bound.c) was lowest, of the
                       packing with alike bins as one where that was searched (packing_solve.c) */
} ipso__packing_result;

/* Greedy start, Lagrangian bound over exact bin knapsacks, dive, annealing, region search and, on
 * small instances, branch and bound and GLPK, as the limits allow; packing.c states the phases and
 * the default effort. Where most bins are alike, those are searched as one (packing_solve.c). There
 * is always a feasible x (nothing placed is feasible) unless memory fails. IPSO_INPUT when the
 * instance is malformed: also when a bin has over 10,000 cells, or when the sizes of all marginals,
 * or of all costs times copies, sum to over 2^41. The progress callback is called about every 20
 * ms; a work limit is overrun by no more than a sweep over all bins. */
ipso_status ipso__packing_solve(ipso__packing_result *result, const ipso__packing *packing,
                                const ipso__packing_settings *settings, ipso_error *err);
void ipso__packing_result_finish(ipso__packing_result *result);

/* Values bins at given prices of the rows, many times over: the bin terms of the Lagrangian bound,
 * each by itself. One thread at a time. */
typedef struct ipso__packing_pricer ipso__packing_pricer;

/* packing is borrowed. IPSO_INPUT as ipso__packing_solve. Free with ipso__packing_pricer_free. */
ipso_status ipso__packing_pricer_new(ipso__packing_pricer **pricer, const ipso__packing *packing,
                                     ipso_error *err);
void ipso__packing_pricer_free(ipso__packing_pricer *pricer);

/* Values these bins alone from now on, all of them at first; the others count as empty. */
void ipso__packing_pricer_choose(ipso__packing_pricer *pricer, const int *bins, int count);

/* value[b] becomes, in the unit of the prices, the exact maximum over fillings of bin b of the sum
 * over its options of (price of their units - cost) x copies, conflicts not looked at. Returns the
 * work done. */
int64_t ipso__packing_pricer_fill(ipso__packing_pricer *pricer, const int64_t *price,
                                  int64_t *value);

/* units[r] becomes the units of row r in the last fillings, those of bin b counted weight[b] times.
 */
void ipso__packing_pricer_units(const ipso__packing_pricer *pricer, const double *weight,
                                double *units);

/* Value of x and whether it is feasible, conflicts included; independent of the solver's state. */
bool ipso__packing_value(const ipso__packing *packing, const int *x, int64_t *value);

#endif
