/* Seeded random numbers: PCG32 (XSH-RR 64/32), O'Neill, "PCG: A Family of Simple Fast
 * Space-Efficient Statistically Good Algorithms for Random Number Generation", HMC-CS-2014-0905.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/random.h"

#include <assert.h>

void ipso__random_init(ipso__random *random, uint64_t seed, uint64_t stream)
{
    random->state = 0;
    random->increment = (stream << 1) | 1;
    ipso__random_u32(random);
    random->state += seed;
    ipso__random_u32(random);
}

uint32_t ipso__random_u32(ipso__random *random)
{
    uint64_t state = random->state;
    random->state = state * UINT64_C(6364136223846793005) + random->increment;
    uint32_t shifted = (uint32_t)(((state >> 18) ^ state) >> 27);
    uint32_t rotation = (uint32_t)(state >> 59);
    return (shifted >> rotation) | (shifted << ((32 - rotation) & 31));
}

uint32_t ipso__random_below(ipso__random *random, uint32_t below)
{
    assert(below >= 1);
    /* 2^32 mod below: values under it are drawn again, so that every remainder is equally likely.
     */
    uint32_t threshold = (0 - below) % below;
    uint32_t value;
    do {
        value = ipso__random_u32(random);
    } while (value < threshold);
    return value % below;
}

int ipso__random_range(ipso__random *random, int low, int high)
{
    assert(low <= high);
    uint32_t span = (uint32_t)high - (uint32_t)low;
    uint32_t step =
        span == UINT32_MAX ? ipso__random_u32(random) : ipso__random_below(random, span + 1);
    return (int)((int64_t)low + step);
}

double ipso__random_unit(ipso__random *random)
{
    return ipso__random_u32(random) * 0x1p-32;
}

/* e^-x for x >= 0 by +, * and / alone, since the last bit of libm's exp differs between systems:
 * e^-1 once for each whole unit, then the series of e^-fraction, whose 20th term is below 1e-18. */
static double exp_minus(double x)
{
    double value = 1.0;
    while (x >= 1.0) {
        value *= 0x1.78b56362cef38p-2; /* e^-1 */
        x -= 1.0;
    }
    double term = 1.0;
    double sum = 1.0;
    for (int i = 1; i <= 20; i++) {
        term *= -x / i;
        sum += term;
    }
    return value * sum;
}

/* The smallest k with P(count <= k) > u. The running sum is within 1e-12 of 1 when the terms have
 * died out and u is at most 1 - 2^-32, so the loop ends. */
int ipso__random_poisson(ipso__random *random, double mean)
{
    assert(mean >= 0.0 && mean <= 500.0);
    double u = ipso__random_unit(random);
    double term = exp_minus(mean);
    double sum = term;
    int count = 0;
    while (u >= sum) {
        count++;
        term *= mean / count;
        sum += term;
    }
    return count;
}

void ipso__random_shuffle(ipso__random *random, int *items, int count)
{
    for (int i = count - 1; i > 0; i--) {
        int j = (int)ipso__random_below(random, (uint32_t)i + 1);
        int item = items[i];
        items[i] = items[j];
        items[j] = item;
    }
}
