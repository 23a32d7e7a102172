/* Seeded packing instances for measurements, and for the tests of the packing solver.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BENCH_PACKING_INSTANCES_H
#define BENCH_PACKING_INSTANCES_H

#include "base/random.h"
#include "solve/packing.h"

struct instance {
    ipso__packing packing;
    int *capacity;
    ipso__packing_row *rows;
    int64_t (*marginals)[64]; /* by row */
    ipso__packing_option *options;
    size_t option_room;
    int (*conflicts)[2];
};

/* Room for bins, rows and conflicts, all zero; options grow. Exits when memory is out. */
struct instance *instance_new(int bins, int rows, int conflicts);
void instance_free(struct instance *instance);

/* Adds an option without rows and returns it; valid until the next one is added. */
ipso__packing_option *instance_add(struct instance *instance, int bin, int width, int limit,
                                   int64_t cost);
void instance_link(ipso__packing_option *option, int row, int weight);

/* Requests into half-days: doctors x 20 bins of 24 cells, 121 requests a doctor of 2 to 6 cells,
 * each with a window of days, its own doctor and sometimes two others; each asked in `lengths`
 * lengths. */
struct instance *bookings_instance(uint64_t seed, int doctors, int lengths, int noise);

/* Slot mixes: bins of 48 cells in groups of 15 (a practitioner), need rows of 1 to 40 units that
 * reach some practitioners and days, three lengths with rising overrun cost, a target of long slots
 * and a hard limit per practitioner. */
struct instance *slots_instance(uint64_t seed, int bins, int needs);

#endif
