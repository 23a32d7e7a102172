/* The pins of published days, and what cannot follow a plan.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plan/follow_case.h"

#include "support/test.h"

/* ---- published days ---- */

static void expect_pin(const follow_case *c, int index, int practitioner, int day, int duty)
{
    const ipso_pin *pin = ipso_practice_pin(c->next, index);

    assert_non_null(pin);
    assert_int_equal(pin->practitioner, practitioner);
    assert_int_equal(pin->date, date_of(day));
    assert_int_equal(pin->duty, duty);
    assert_int_equal(pin->forbidden, duty == IPSO_ANY);
}

static void published_days_are_pinned_worked_or_off(void **state)
{
    follow_case *c = *state;

    c->before.horizon.days = 14;
    works(&c->before, MOREL, 7, DAY);
    works(&c->before, MOREL, 9, DAY); /* after the last day published */
    works(&c->before, PETIT, 8, AT_ANNEXE);
    follow_well(c, date_of(8));
    assert_int_equal(ipso_practice_pin_count(c->next), 3 * 2);
    expect_pin(c, 0, MOREL, 7, DAY);
    expect_pin(c, 1, MOREL, 8, IPSO_ANY);
    expect_pin(c, 2, PETIT, 7, IPSO_ANY);
    expect_pin(c, 3, PETIT, 8, AT_ANNEXE);
    expect_pin(c, 4, ROUX, 7, IPSO_ANY);
    expect_pin(c, 5, ROUX, 8, IPSO_ANY);
}

static void nothing_is_pinned_of_days_that_are_over(void **state)
{
    follow_case *c = *state;

    works(&c->before, MOREL, MONDAY, DAY);
    follow_well(c, date_of(SUNDAY));
    assert_int_equal(ipso_practice_pin_count(c->next), 0);
}

static void beside_a_published_duty_no_second_one_is_allowed(void **state)
{
    follow_case *c = *state;

    c->before.horizon.days = 14;
    c->after.people[MOREL].rules.duties_per_day = 2;
    c->after.duties[LATE].days.weekdays = IPSO_TUESDAY; /* cannot be worked on Monday */
    works(&c->before, MOREL, 7, MORNING);
    follow_well(c, date_of(7));
    /* Morel: the morning, and day, annexe, afternoon, remote forbidden; two days off */
    assert_int_equal(ipso_practice_pin_count(c->next), 1 + 4 + 2);
    expect_pin(c, 0, MOREL, 7, MORNING);
    for (int i = 1; i <= 4; i++) {
        assert_true(ipso_practice_pin(c->next, i)->forbidden);
        assert_int_not_equal(ipso_practice_pin(c->next, i)->duty, MORNING);
        assert_int_not_equal(ipso_practice_pin(c->next, i)->duty, LATE);
    }
}

static void leave_taken_since_frees_published_days(void **state)
{
    static ipso_date_range leave;
    follow_case *c = *state;

    leave = (ipso_date_range){date_of(7), date_of(7)};
    c->before.horizon.days = 14;
    c->after.people[MOREL].leave = &leave;
    c->after.people[MOREL].leave_count = 1;
    works(&c->before, MOREL, 7, DAY);
    works(&c->before, MOREL, 8, DAY);
    follow_well(c, date_of(8));
    assert_int_equal(ipso_practice_pin_count(c->next), 1 + 2 + 2);
    expect_pin(c, 0, MOREL, 8, DAY);
}

static void a_plan_that_keeps_the_published_days_keeps_the_pins(void **state)
{
    follow_case *c = *state;
    ipso_report *report = NULL;
    ipso_plan *plan = NULL;
    const ipso_stage_report ran = {.ran = true};

    c->before.horizon.days = 14;
    works(&c->before, MOREL, 7, DAY);
    follow_well(c, date_of(13));
    assert_int_equal(ipso_plan_new(&plan, c->next, NULL), IPSO_OK);
    assert_int_equal(ipso_plan_set_stage(plan, IPSO_STAGE_ROSTER, &ran, NULL), IPSO_OK);
    assert_int_equal(ipso_check(&report, plan, NULL), IPSO_OK);
    assert_int_equal(ipso_report_violation_count(report), 1); /* Morel does not work yet */
    ipso_report_free(report);
    assert_int_equal(ipso_plan_add_assignment(plan, &(ipso_assignment){MOREL, 0, DAY}, NULL),
                     IPSO_OK);
    assert_int_equal(ipso_check(&report, plan, NULL), IPSO_OK);
    assert_int_equal(ipso_report_violation_count(report), 0);
    ipso_report_free(report);
    ipso_plan_free(plan);
}

/* ---- what does not fit ---- */

static void expect_refusal(follow_case *c, ipso_date until, const char *where, const char *text)
{
    ipso_error err;

    assert_int_equal(follow_on(c, until, &err), IPSO_INPUT);
    assert_string_equal(err.where, where);
    assert_string_equal(err.text, text);
    /* Nothing has changed. */
    assert_int_equal(ipso_practice_pin_count(c->next), 0);
    for (int p = MOREL; p <= ROUX; p++)
        expect_run(history_of(c, p), 0, 0);
}

static void the_plan_of_another_practice_is_refused(void **state)
{
    follow_case *c = *state;

    c->before.horizon.name = "Nation";
    c->after.horizon.name = "Italie";
    expect_refusal(c, 0, "/practice/name", "this is a plan of \"Nation\", not of \"Italie\"");
}

static void a_plan_of_other_people_is_refused(void **state)
{
    static const char *const ids[] = {"a", "b", "c"};
    follow_case *c = *state;

    for (int p = MOREL; p <= ROUX; p++)
        c->after.people[p].id = ids[p];
    expect_refusal(c, 0, "/history/practitioners",
                   "none of the plan's 3 practitioners is in the practice that is to follow it");
}

static void days_between_plan_and_practice_are_refused(void **state)
{
    follow_case *c = *state;

    start_on(&c->after, 8);
    expect_refusal(c, 0, "/practice/days",
                   "the plan ends on 2026-11-29, before the eve of the practice that is to follow "
                   "it, which starts on 2026-12-01: the days between are unknown");
}

static void a_plan_that_starts_after_the_practice_is_refused(void **state)
{
    follow_case *c = *state;

    start_on(&c->before, 8);
    expect_refusal(c, 0, "/practice/first_day",
                   "the plan starts on 2026-12-01, after the first day of the practice that is to "
                   "follow it, 2026-11-30");
}

static void publishing_more_than_is_planned_is_refused(void **state)
{
    follow_case *c = *state;

    expect_refusal(c, date_of(7), "/practice/days",
                   "the plan ends on 2026-11-29: no days can be published until 2026-11-30");
}

static void a_published_duty_that_is_gone_is_refused(void **state)
{
    follow_case *c = *state;

    c->before.horizon.days = 14;
    c->after.duties[DAY].id = "new-day";
    works(&c->before, MOREL, 7, DAY);
    expect_refusal(c, date_of(7), "/roster",
                   "the published duty \"day\" is not one of the practice");
}

static void a_published_duty_that_has_changed_is_refused(void **state)
{
    follow_case *c = *state;

    c->before.horizon.days = 14;
    c->after.duties[DAY].end_min = AT(17, 0);
    works(&c->before, MOREL, 7, DAY);
    expect_refusal(c, date_of(7), "/roster",
                   "the published duty \"day\" has other times or another site in the practice");
}

static void a_practice_that_is_open_cannot_follow(void **state)
{
    follow_case *c = *state;
    ipso_practice *open = NULL;
    ipso_past *past = NULL;

    follow_well(c, 0);
    assert_int_equal(ipso_past_new(&past, c->plan, NULL), IPSO_OK);
    assert_int_equal(ipso_practice_new(&open, &c->after.horizon, NULL), IPSO_OK);
    assert_int_equal(ipso_practice_follow(open, past, 0, NULL), IPSO_STATE);
    assert_int_equal(ipso_past_first_day(past), date_of(MONDAY));
    assert_int_equal(ipso_past_last_day(past), date_of(SUNDAY));
    ipso_practice_free(open);
    ipso_past_free(past);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FOLLOW_CASE(published_days_are_pinned_worked_or_off),
        FOLLOW_CASE(nothing_is_pinned_of_days_that_are_over),
        FOLLOW_CASE(beside_a_published_duty_no_second_one_is_allowed),
        FOLLOW_CASE(leave_taken_since_frees_published_days),
        FOLLOW_CASE(a_plan_that_keeps_the_published_days_keeps_the_pins),
        FOLLOW_CASE(the_plan_of_another_practice_is_refused),
        FOLLOW_CASE(a_plan_of_other_people_is_refused),
        FOLLOW_CASE(days_between_plan_and_practice_are_refused),
        FOLLOW_CASE(a_plan_that_starts_after_the_practice_is_refused),
        FOLLOW_CASE(publishing_more_than_is_planned_is_refused),
        FOLLOW_CASE(a_published_duty_that_is_gone_is_refused),
        FOLLOW_CASE(a_published_duty_that_has_changed_is_refused),
        FOLLOW_CASE(a_practice_that_is_open_cannot_follow),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
