/* A practice that follows a plan, for tests.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_PLAN_FOLLOW_CASE_H
#define TESTS_PLAN_FOLLOW_CASE_H

#include <ipsosched/ipsosched.h>

#include "support/build.h"

/* What is planned and what comes next; nobody works in either, and no history is known. */
typedef struct follow_case {
    draft before, after;
    ipso_practice *planned, *next;
    ipso_plan *plan, *empty; /* of planned, and of next */
} follow_case;

/* Weeks of Monday 23 and Monday 30 November 2026. */
void a_follow_case(follow_case *c);

/* Builds both and lets the second follow on the first; the status and what went wrong. */
ipso_status follow_on(follow_case *c, ipso_date published_until, ipso_error *err);

/* Builds and follows, which must work. */
void follow_well(follow_case *c, ipso_date published_until);

const ipso_history *history_of(const follow_case *c, int practitioner);

void end_follow_case(follow_case *c);

/* The days worked, and off, up to the eve. */
void expect_run(const ipso_history *history, int worked, int off);

/* An entry of the turns taken. */
void expect_turns(const ipso_history *history, size_t entry, int turns, int weeks, int days);

/* The same rule of fair turns in both. */
void fair_in_both(follow_case *c, ipso_turn turn);

/* Gives a test a case of its own, one at a time, for it is large. */
int set_up_follow_case(void **state);
int tear_down_follow_case(void **state);
#define FOLLOW_CASE(name)                                                                          \
    cmocka_unit_test_setup_teardown(name, set_up_follow_case, tear_down_follow_case)

#endif
