/* The greatest common divisor of whole numbers of 0 or more, by Euclid; that of a and 0 is a.
 * Internal.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_BASE_DIVISOR_H
#define IPSO_BASE_DIVISOR_H

#include <stdint.h>

int64_t ipso__common_divisor(int64_t a, int64_t b);

#endif
