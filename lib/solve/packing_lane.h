/* Regions one after the other on a copy of a point. Internal to the packing solver.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_SOLVE_PACKING_LANE_H
#define IPSO_SOLVE_PACKING_LANE_H

#include "solve/packing_search.h"

enum { IPSO__PACKING_SIZES = 8 };

/* What regions of each size have brought. */
typedef struct ipso__packing_sizes {
    double gain[IPSO__PACKING_SIZES], work[IPSO__PACKING_SIZES]; /* of late */
    double spent[IPSO__PACKING_SIZES];                           /* work in all */
    int count;                                                   /* sizes worth a trial */
} ipso__packing_sizes;

void ipso__packing_sizes_init(ipso__packing_sizes *sizes, const ipso__packing_state *state);
void ipso__packing_sizes_learn(ipso__packing_sizes *sizes, int size, double gain, double work);

/* What one thread searches with: a copy of the point, and working memory. */
typedef struct ipso__packing_bench {
    ipso__packing_state state;
    ipso__packing_scope scope;
    ipso__packing_ground ground;
} ipso__packing_bench;

/* False when out of memory. */
bool ipso__packing_bench_init(ipso__packing_bench *bench, const ipso__packing_state *state);
void ipso__packing_bench_finish(ipso__packing_bench *bench);

/* A region that was searched: its size, the work it took, and where its changes end. */
typedef struct ipso__packing_step {
    int size;
    int64_t work;
    size_t end;
} ipso__packing_step;

/* So many regions, and what they changed. */
typedef struct ipso__packing_lane {
    ipso__random random;
    ipso__packing_sizes sizes; /* what was learnt before; work goes on being counted */
    ipso__packing_regions how; /* but for the size */
    ipso__packing_meter meter;
    int64_t until;  /* work of the meter from which on it begins no region */
    int64_t enough; /* value to end at */
    int most;       /* regions */
    int lanes;      /* that search at the same time, and are taken to draw the same sizes */
    ipso__packing_step *steps;
    size_t step_count, step_capacity;
    ipso__packing_change *changes; /* by option within a step */
    size_t change_count, change_capacity;
    bool ok; /* memory was enough */
} ipso__packing_lane;

void ipso__packing_lane_finish(ipso__packing_lane *lane);

/* Searches on what is now the best of the bench's point; steps and changes are made anew. */
void ipso__packing_lane_run(ipso__packing_lane *lane, ipso__packing_bench *bench);

#endif
