/* What every instance that asks for a roster alone has as a practice: a horizon without a calendar,
 * and a type, a demand for one appointment a day and a staffing price of 0, which make the practice
 * valid and cost nothing.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BENCH_ROSTER_PRACTICE_H
#define BENCH_ROSTER_PRACTICE_H

#include <ipsosched/practice.h>

/* The first day of every horizon, a Monday. */
ipso_date roster_practice_first_day(void);

/* A practice without sites and people, to be freed by the caller. */
ipso_status roster_practice_begin(ipso_practice **practice, const char *name, int days,
                                  int grid_min, ipso_error *err);

/* Adds the appointments, at the first site, and validates. */
ipso_status roster_practice_finish(ipso_practice *practice, ipso_error *err);

/* A hard rule of that range. */
ipso_limit roster_practice_hard(int min, int max);

/* Fills err (NULL allowed) and returns the status. */
ipso_status roster_practice_fail(ipso_error *err, ipso_status status, const char *text);

#endif
