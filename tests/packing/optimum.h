/* The optimum of a small packing, by enumeration.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_PACKING_OPTIMUM_H
#define TESTS_PACKING_OPTIMUM_H

#include "solve/packing.h"

/* Best value over all copies of options from o on, x filled before; every x is tried. */
int64_t packing_optimum(const ipso__packing *packing, int *x, int o);

#endif
