/* The report as a whole: sums, order, stages, and memory running out.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/test.h"

#include "support/build.h"
#include "support/failing_malloc.h"

#include <math.h>
#include <string.h>

typedef struct checked {
    draft draft;
    ipso_practice *practice;
    ipso_plan *plan;
    ipso_report *report;
} checked;

static int begin(void **state)
{
    static checked all;

    memset(&all, 0, sizeof all);
    a_draft(&all.draft);
    *state = &all;
    return 0;
}

static int end(void **state)
{
    checked *all = *state;

    ipso_report_free(all->report);
    ipso_plan_free(all->plan);
    ipso_practice_free(all->practice);
    return 0;
}

static void check(checked *all)
{
    build(&all->draft, &all->practice, &all->plan);
    assert_int_equal(ipso_check(&all->report, all->plan, NULL), IPSO_OK);
}

static void a_plan_that_keeps_every_rule_has_no_findings(void **state)
{
    checked *all = *state;

    check(all);
    assert_int_equal(ipso_report_finding_count(all->report), 0);
    assert_int_equal(ipso_report_violation_count(all->report), 0);
    assert_int_equal(ipso_report_cost(all->report), 0);
    assert_null(ipso_report_finding(all->report, 0));
    assert_null(ipso_report_finding(all->report, -1));
}

static void a_plan_without_stages_is_checked_whole(void **state)
{
    checked *all = *state;

    all->draft.last_stage = -1;
    all->draft.requests[ROUX - 1].practitioner = MOREL; /* Bert's; he is with Petit */
    check(all);
    assert_int_equal(ipso_report_cost(all->report), 40);
}

/* Morel's Tuesday is out of the duty's days (roster), the open slot in the break (slots), Bert with
 * another doctor (bookings). */
static void break_three_stages(draft *d)
{
    d->duties[DAY].days.weekdays = IPSO_MONDAY;
    d->slots[OPEN_SLOT].start_min = AT(12, 30);
    d->requests[1].practitioner = MOREL;
}

static void rules_of_stages_to_come_are_not_counted(void **state)
{
    checked *all = *state;
    const int findings[] = {1, 2, 3, 3};

    break_three_stages(&all->draft);
    for (int stage = IPSO_STAGE_ROSTER; stage <= IPSO_STAGE_TIMES; stage++) {
        end(state);
        all->report = NULL;
        all->draft.last_stage = stage;
        check(all);
        assert_int_equal(ipso_report_finding_count(all->report), findings[stage]);
    }
}

static void findings_come_in_the_order_of_the_rules(void **state)
{
    checked *all = *state;
    const ipso_rule expected[] = {IPSO_RULE_OPENING, IPSO_RULE_SLOT_FIT, IPSO_RULE_CONTINUITY};

    break_three_stages(&all->draft);
    check(all);
    assert_int_equal(ipso_report_finding_count(all->report), 3);
    for (int i = 0; i < 3; i++)
        assert_int_equal(ipso_report_finding(all->report, i)->rule, expected[i]);
    assert_int_equal(ipso_report_violation_count(all->report), 2);
}

/* Bert with another doctor, 40 points (bookings, access); two wishes of Morel's not honoured, 2 x 7
 * (roster, wishes); a violation, which costs nothing. */
static void costs_add_up_by_rule_stage_and_tier(void **state)
{
    checked *all = *state;
    ipso_wish wish;

    ipso_wish_init(&wish);
    wish.wanted = false;
    wish.points = 7;
    all->draft.people[MOREL].wishes = &wish;
    all->draft.people[MOREL].wish_count = 1;
    all->draft.requests[1].practitioner = MOREL;
    all->draft.slots[OPEN_SLOT].start_min = AT(12, 30);
    check(all);
    assert_int_equal(ipso_report_rule_cost(all->report, IPSO_RULE_WISH).units, 2);
    assert_int_equal(ipso_report_rule_cost(all->report, IPSO_RULE_WISH).points, 14);
    assert_int_equal(ipso_report_rule_cost(all->report, IPSO_RULE_SLOT_FIT).units, 0);
    assert_int_equal(ipso_report_stage_cost(all->report, IPSO_STAGE_ROSTER), 14);
    assert_int_equal(ipso_report_stage_cost(all->report, IPSO_STAGE_SLOTS), 0);
    assert_int_equal(ipso_report_stage_cost(all->report, IPSO_STAGE_BOOKINGS), 40);
    assert_int_equal(ipso_report_tier_cost(all->report, IPSO_TIER_WISHES), 14);
    assert_int_equal(ipso_report_tier_cost(all->report, IPSO_TIER_ACCESS), 40);
    assert_int_equal(ipso_report_tier_cost(all->report, IPSO_TIER_LAW), 0);
    assert_int_equal(ipso_report_cost(all->report), 54);
}

/* ---- measures ---- */

static void assert_near(double actual, double expected)
{
    assert_true(fabs(actual - expected) < 1e-6);
}

/* Three duties of 540 min, all of it consulting time; four slots of 15 min, three of them booked or
 * fixed. Nobody waits, both requests see their own doctor, nothing overruns. */
static void measures_of_the_draft(void **state)
{
    checked *all = *state;
    const ipso_measures *m;

    check(all);
    m = ipso_report_measures(all->report);
    assert_int_equal(m->duty_min, 1620);
    assert_int_equal(m->consulting_min, 1620);
    assert_int_equal(m->offered_min, 60);
    assert_int_equal(m->booked_min, 45);
    assert_near(m->booked_fill, 0.75);
    assert_near(m->offered_share, 60.0 / 1620);
    assert_near(m->idle_min_share, 1560.0 / 1620);
    assert_int_equal(m->slots, 4);
    assert_int_equal(m->booked, 3);
    assert_int_equal(m->open_acute, 0);
    assert_int_equal(m->open_other, 1);
    assert_int_equal(m->requests, 2);
    assert_int_equal(m->placed, 2);
    assert_near(m->own_practitioner_share, 1);
    assert_near(m->wait_days_mean, 0);
    assert_near(m->minutes_per_patient, 15);
    assert_near(m->overrun_min_per_patient, 0);
    assert_near(m->acute_expected, 0);
    assert_true(isnan(m->acute_met_share));
    assert_true(isnan(m->extended_acute_share));
    /* Morel has nobody from 08:30 to 09:00 and ends at 09:15, Petit at 08:15, both sessions at
     * 12:00. */
    assert_near(m->direct_wait_min, 0);
    assert_near(m->idle_min, 30);
    assert_near(m->overtime_min, 0);
    assert_near(m->session_late_mean_min, -(165 + 225) / 2.0);
    assert_near(m->session_late_max_min, -165);
}

/* Visits of 90 min: at 08:00 until 09:30, at 08:15 until 11:00, at 09:00 until 12:30. Waits 75 and
 * 120 min of Morel's three patients, no-shows apart: Carl comes with probability a half, then the
 * wait counts half and the end is 11:00 half the time. Petit's one patient is seen until 09:30. */
static void measures_of_waits_and_late_ends(void **state)
{
    checked *all = *state;
    const ipso_measures *m;

    all->draft.types[VISIT].law.mean_min = 90;
    all->draft.fixed[0].no_show = 0.5;
    check(all);
    m = ipso_report_measures(all->report);
    assert_near(m->direct_wait_min, (75 + 0.5 * 120) / 3.5);
    assert_near(m->idle_min, 0);
    assert_near(m->overtime_min, 0.5 * 30);
    assert_near(m->session_late_mean_min, (0.5 * 30 - 0.5 * 60 - 150) / 2);
    assert_near(m->session_late_max_min, -15);
}

/* A protected hour for each of three duties leaves 1440 min. Anna waits a day and Bert sees another
 * doctor. Four urgent patients are expected on Tuesday and one slot is kept for them, from 19:50 to
 * 20:05, of 20 min of care; beside it a visit of 30 min to 20:35: extended 5 of 35 min. The slots
 * have 4 x 15 + 15 + 30 = 105 min and an overrun of 5. */
static void measures_of_a_changed_draft(void **state)
{
    checked *all = *state;
    draft *d = &all->draft;
    const ipso_measures *m;
    ipso_slot *slot;

    with_protected(d, IPSO_ALL_DAYS, 0, 0)->minutes_at_end = 60;
    works(d, ROUX, TUESDAY, LATE);
    d->duties[LATE].days.weekdays = IPSO_TUESDAY;
    d->slots[ANNA_SLOT].day = TUESDAY;
    d->requests[1].practitioner = MOREL;
    d->types[URGENT].law.mean_min = 20;
    with_demand(d, URGENT, HOUSE, IPSO_TUESDAY, 4);
    slot = with_slot(d, ROUX, TUESDAY, AT(19, 50), URGENT);
    slot->demand = 0;
    slot->demand_day = TUESDAY;
    with_slot(d, ROUX, TUESDAY, AT(20, 5), VISIT)->length_min = 30;
    check(all);
    m = ipso_report_measures(all->report);
    assert_int_equal(m->duty_min, 1620 + 540);
    assert_int_equal(m->consulting_min, 3 * 480 + 480);
    assert_int_equal(m->offered_min, 105);
    assert_int_equal(m->open_acute, 1);
    assert_int_equal(m->open_other, 2);
    assert_near(m->own_practitioner_share, 0.5);
    assert_near(m->wait_days_mean, 0.5);
    assert_near(m->acute_expected, 4);
    assert_near(m->acute_met_share, 0.25);
    assert_near(m->extended_acute_share, 5.0 / 35);
    assert_near(m->minutes_per_patient, 105.0 / 6);
    assert_near(m->overrun_min_per_patient, 5.0 / 6);
    /* the visit lies in the protected hour from 20:00 on: 30 of its minutes and 5 of the urgent
     * slot's are no consulting time, so that neither lies in a session */
    assert_near(m->idle_min_share, (1920.0 - 60) / 1920);
}

/* ---- memory ---- */

static bool check_once(void *context)
{
    checked *all = context;
    ipso_report *report = NULL;
    ipso_error err;
    ipso_status status;

    ipso_error_init(&err);
    status = ipso_check(&report, all->plan, &err);
    ipso_report_free(report);
    return status == IPSO_OK;
}

static void a_check_without_memory_says_so_and_loses_nothing(void **state)
{
    checked *all = *state;
    failing_report once, on;

    if (!failing_malloc_works())
        skip();
    break_three_stages(&all->draft);
    with_protected(&all->draft, IPSO_TUESDAY, AT(9, 0), AT(10, 0));
    with_demand(&all->draft, URGENT, HOUSE, IPSO_TUESDAY, 3);
    check(all);
    once = failing_malloc_each(check_once, all, FAIL_ONCE, 1);
    on = failing_malloc_each(check_once, all, FAIL_ON, 1);
    assert_true(once.runs > 5);
    assert_int_equal(once.unreported + on.unreported, 0);
    assert_int_equal(once.leaks + on.leaks, 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_plan_that_keeps_every_rule_has_no_findings),
        TEST(a_plan_without_stages_is_checked_whole),
        TEST(rules_of_stages_to_come_are_not_counted),
        TEST(findings_come_in_the_order_of_the_rules),
        TEST(costs_add_up_by_rule_stage_and_tier),
        TEST(measures_of_the_draft),
        TEST(measures_of_waits_and_late_ends),
        TEST(measures_of_a_changed_draft),
        TEST(a_check_without_memory_says_so_and_loses_nothing),
    };

    return cmocka_run_group_tests_name("check report", tests, NULL, NULL);
}
