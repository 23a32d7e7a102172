/* A small practice to change and break: one site, two practitioners, one duty, one type.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_PRACTICE_SMALL_H
#define TESTS_PRACTICE_SMALL_H

#include <ipsosched/practice.h>

/* Week of Monday 2026-11-23; fails the running test on any error. */
ipso_practice *small_practice(void);
ipso_date small_date(int day); /* day of the horizon as a date */

#endif
