/* Euclid's algorithm.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/divisor.h"

int64_t ipso__common_divisor(int64_t a, int64_t b)
{
    while (b != 0) {
        int64_t rest = a % b;

        a = b;
        b = rest;
    }
    return a;
}
