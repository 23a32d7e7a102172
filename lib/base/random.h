/* Seeded random numbers, the same on every machine. Internal.
 *
 * The generator is PCG32 (O'Neill 2014); draws use integers or IEEE arithmetic only, so that a seed
 * gives the same bytes everywhere. Not for secrets. Each stream belongs to one thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_BASE_RANDOM_H
#define IPSO_BASE_RANDOM_H

#include <stdint.h>

typedef struct ipso__random {
    uint64_t state;
    uint64_t increment;
} ipso__random;

/* Starts a stream; two streams of one seed are independent of each other. */
void ipso__random_init(ipso__random *random, uint64_t seed, uint64_t stream);

uint32_t ipso__random_u32(ipso__random *random);

/* Uniform in 0..below-1, without bias; below >= 1. */
uint32_t ipso__random_below(ipso__random *random, uint32_t below);

/* Uniform in low..high, both included. */
int ipso__random_range(ipso__random *random, int low, int high);

/* Uniform in [0,1) with 32 random bits. */
double ipso__random_unit(ipso__random *random);

/* Poisson count of the given mean in [0, 500], by inversion. */
int ipso__random_poisson(ipso__random *random, double mean);

/* Fisher-Yates shuffle of count ints. */
void ipso__random_shuffle(ipso__random *random, int *items, int count);

#endif
