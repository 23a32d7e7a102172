/* A small physician scheduling instance for tests.
 *
 * The ward: department 2 has the common station 1 and station 3, department 1 has station 2. Shift
 * 1 lasts 7 hours, shift 2 lasts 24 and nothing follows it. Wanted are, with skill 1, shift 1 at
 * station 1 on day 1 and a shift at station 2 each day, long on day 1; with skill 2 a shift at
 * station 3 on day 2. Persons 1 and 3 are at risk, 2 must work; 3 worked shift 2 on the eve and may
 * not work on day 1. Before, 1 and 2 were at station 2. A person costs 50, preference 5, risk 10, a
 * change 500.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_BENCH_WARD_H
#define TESTS_BENCH_WARD_H

#include "physicians.h"

/* The ward's text for so many days, one of its lines (1-based; 0 none) replaced; for the caller to
 * free. */
char *ward_text(int days, int line, const char *replacement);

/* The ward of so many days; fails the running test when it is refused. */
physicians *ward(int days);

#endif
