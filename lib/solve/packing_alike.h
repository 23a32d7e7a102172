/* A packing with bins that are alike put together. Internal to the packing solver.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_SOLVE_PACKING_ALIKE_H
#define IPSO_SOLVE_PACKING_ALIKE_H

#include "solve/packing_meter.h"
#include "solve/team.h"

#include "base/memory.h"

typedef struct ipso__packing_alike {
    ipso__packing packing; /* rows and their indices are those of the instance */
    /* options of the instance that option o stands for, one of each bin that went into its bin, the
     * bins in the same order for all options: copy[first[o]] .. copy[first[o + 1] - 1] */
    int *first, *copy;
    ipso__arena arena;
} ipso__packing_alike;

/* Puts together what is alike. False when out of memory; finish is needed in any case. */
bool ipso__packing_alike_make(ipso__packing_alike *alike, const ipso__packing *packing);
void ipso__packing_alike_finish(ipso__packing_alike *alike);

typedef struct ipso__packing_alike_descent {
    const double *price; /* by row of the model of the instance: where to start */
    double value;        /* of a point */
    int64_t work;        /* about so much at most */
    int most_sweeps;
    ipso__team *team; /* or NULL */
} ipso__packing_alike_descent;

/* An upper bound (scaled) on any value of the instance, INFINITY where too few bins are alike to
 * make it worth while. False when out of memory. */
bool ipso__packing_alike_bound(const ipso__packing *packing, const ipso__packing_alike_descent *how,
                               ipso__packing_meter *meter, double *bound);

#endif
