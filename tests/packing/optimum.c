/* The optimum of a small packing, by enumeration.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "packing/optimum.h"

int64_t packing_optimum(const ipso__packing *packing, int *x, int o)
{
    int64_t best = INT64_MIN, value;
    if (o == packing->option_count)
        return ipso__packing_value(packing, x, &value) ? value : best;
    for (x[o] = 0; x[o] <= packing->options[o].limit; x[o]++) {
        value = packing_optimum(packing, x, o + 1);
        best = value > best ? value : best;
    }
    x[o] = 0;
    return best;
}
