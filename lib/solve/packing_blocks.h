/* A packing bounded by blocks of bins rather than by bins. Internal to the packing solver.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_SOLVE_PACKING_BLOCKS_H
#define IPSO_SOLVE_PACKING_BLOCKS_H

#include "solve/packing_meter.h"
#include "solve/packing_model.h"
#include "solve/team.h"

typedef struct ipso__packing_blocks_search {
    const double *price; /* by row of the model */
    int64_t work;        /* about so much at most */
    uint64_t seed;
    ipso__team *team; /* blocks are solved side by side, with the same result; or NULL */
} ipso__packing_blocks_search;

/* An upper bound (scaled) on any value, INFINITY where there is nothing to gain or too little work
 * to do it with. False when out of memory. */
bool ipso__packing_blocks_bound(const ipso__packing_model *model,
                                const ipso__packing_blocks_search *how, ipso__packing_meter *meter,
                                double *bound);

#endif
