/* One rule broken, or paid for, on purpose: a row of the tables of tests/check.
 *
 * edit changes the draft of support/build.h, which keeps every rule and pays nothing. Then the
 * findings are exactly those of the row: that many, all of its rule, of these units and points
 * together, the first of them there.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_CHECK_RULE_CASE_H
#define TESTS_CHECK_RULE_CASE_H

#include "support/build.h"

#define BROKEN ((int64_t)-1) /* points: the findings are violations */

/* Where a finding is. */
#define P0   "/practitioners/0"
#define P1   "/practitioners/1"
#define P2   "/practitioners/2"
#define SITE "/sites/0"

typedef struct rule_case {
    const char *name; /* a sentence */
    void (*edit)(draft *draft);
    ipso_rule rule;
    int findings; /* 0: the plan is clean, rule is that it would break */
    int64_t units, points;
    const char *where;
    const char *text; /* NULL: not looked at */
} rule_case;

/* Ended by a row without a name. */
extern const rule_case roster_cases[], together_cases[], people_cases[], staffing_cases[],
    slot_cases[], booking_cases[], times_cases[];

/* Petit consults from the house by teleconsultation alone; the slot goes with the request. */
void petit_at_a_distance(draft *d);

#endif
