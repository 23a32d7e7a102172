/* Tiny random practices whose rosters can all be enumerated, for tests of the roster.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_ROSTER_TINY_H
#define TESTS_ROSTER_TINY_H

#include <ipsosched/ipsosched.h>

/* One to three practitioners, two to four days, one to three duties at one or two sites, and each
 * rule of the roster in one case of a few, hard or priced, with and without history. order permutes
 * practitioners and duties, and names are changed with it: 0 is the plain order. Fails the running
 * test when the practice is refused. */
ipso_practice *tiny_practice(uint64_t seed, unsigned order);

/* Practitioner and duty that stand at a place under order. */
int tiny_place(int count, unsigned order, int index);

enum { TINY_CHOICES = 8 };

/* What one practitioner may do on one day: nothing, a duty, or two. */
typedef struct tiny_choice {
    int duty[2];
    int count;
} tiny_choice;

/* The choices of a practitioner, whether or not a rule forbids them. */
int tiny_choices(const ipso_practice *practice, int practitioner, tiny_choice *choices);

/* Number of rosters of a practice. */
long tiny_rosters(const ipso_practice *practice);

/* The least cost of a roster without violation, each judged by ipso_check; false when there is
 * none. */
bool tiny_optimum(const ipso_practice *practice, int64_t *cost);

/* What ipso_check says of a roster; free it with ipso_report_free. */
ipso_report *tiny_report(const ipso_practice *practice, const ipso_assignment *work, int count);

/* Whether ipso_check finds no violation in a roster, and its cost. */
bool tiny_check(const ipso_practice *practice, const ipso_assignment *work, int count,
                int64_t *cost);

#endif
