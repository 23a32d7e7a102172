/* The history that a plan leaves: runs, weeks that are cut, people and sites by hand.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plan/follow_case.h"

#include "support/test.h"

/* ---- runs, the eve, the site ---- */

static void days_worked_to_the_eve_make_the_run(void **state)
{
    follow_case *c = *state;

    works(&c->before, MOREL, FRIDAY, DAY);
    works(&c->before, MOREL, SATURDAY, AT_ANNEXE);
    works(&c->before, MOREL, SUNDAY, LATE);
    follow_well(c, 0);
    expect_run(history_of(c, MOREL), 3, 0);
    assert_int_equal(history_of(c, MOREL)->last_end_min, AT(21, 0));
    assert_string_equal(history_of(c, MOREL)->last_kind, "late");
    assert_int_equal(history_of(c, MOREL)->last_site, HOUSE);
    /* Monday is a new week, and the weekend is over. */
    assert_int_equal(history_of(c, MOREL)->week_minutes, 0);
    assert_int_equal(history_of(c, MOREL)->week_days, 0);
    assert_false(history_of(c, MOREL)->weekend_worked);
}

static void days_off_to_the_eve_make_the_run_off(void **state)
{
    follow_case *c = *state;

    works(&c->before, PETIT, MONDAY, AT_ANNEXE);
    works(&c->before, PETIT, TUESDAY, REMOTE);
    follow_well(c, 0);
    expect_run(history_of(c, PETIT), 0, 5);
    assert_int_equal(history_of(c, PETIT)->last_end_min, 0);
    assert_null(history_of(c, PETIT)->last_kind);
    /* The remote day is passed over. */
    assert_int_equal(history_of(c, PETIT)->last_site, ANNEXE);
}

static void a_day_at_a_common_site_leaves_the_last_site_as_it_was(void **state)
{
    follow_case *c = *state;

    c->before.sites[ANNEXE].common = true;
    works(&c->before, MOREL, FRIDAY, DAY);
    works(&c->before, MOREL, SATURDAY, AT_ANNEXE);
    follow_well(c, 0);
    assert_int_equal(history_of(c, MOREL)->last_site, HOUSE);
}

static void a_run_longer_than_the_plan_goes_on_from_its_history(void **state)
{
    follow_case *c = *state;

    c->before.horizon.days = 3;
    start_on(&c->after, 3);
    c->before.people[MOREL].history.run_days = 9;
    c->before.people[PETIT].history.run_off_days = 4;
    c->before.people[PETIT].history.last_site = ANNEXE;
    c->before.people[ROUX].history.run_days = 2;
    for (int day = MONDAY; day <= WEDNESDAY; day++)
        works(&c->before, MOREL, day, DAY);
    follow_well(c, 0);
    expect_run(history_of(c, MOREL), 9 + 3, 0);
    expect_run(history_of(c, PETIT), 0, 4 + 3);
    assert_int_equal(history_of(c, PETIT)->last_site, ANNEXE);
    expect_run(history_of(c, ROUX), 0, 3); /* the run of days worked ended on Monday */
}

static void a_run_is_at_most_a_year(void **state)
{
    follow_case *c = *state;

    c->before.horizon.days = 2;
    start_on(&c->after, 2);
    c->before.people[MOREL].history.run_days = 365;
    works(&c->before, MOREL, MONDAY, DAY);
    works(&c->before, MOREL, TUESDAY, DAY);
    follow_well(c, 0);
    expect_run(history_of(c, MOREL), 366, 0);
}

static void of_two_duties_the_later_one_counts(void **state)
{
    follow_case *c = *state;

    c->before.people[MOREL].rules.duties_per_day = 2;
    works(&c->before, MOREL, SUNDAY, MORNING);
    works(&c->before, MOREL, SUNDAY, AFTERNOON);
    follow_well(c, 0);
    assert_int_equal(history_of(c, MOREL)->last_end_min, AT(18, 0));
    assert_string_equal(history_of(c, MOREL)->last_kind, "afternoon");
    expect_run(history_of(c, MOREL), 1, 0);
}

static void of_two_duties_the_one_that_a_succession_names_counts(void **state)
{
    follow_case *c = *state;

    c->before.people[MOREL].rules.duties_per_day = 2;
    works(&c->before, MOREL, SUNDAY, MORNING);
    works(&c->before, MOREL, SUNDAY, AFTERNOON);
    with_succession(&c->after, "morning", "late");
    follow_well(c, 0);
    assert_string_equal(history_of(c, MOREL)->last_kind, "morning");
    assert_int_equal(history_of(c, MOREL)->last_end_min, AT(18, 0));
}

/* ---- weeks that are cut ---- */

static void a_practice_that_starts_mid_week_takes_the_hours_of_the_week(void **state)
{
    follow_case *c = *state;

    start_on(&c->after, THURSDAY);
    works(&c->before, MOREL, MONDAY, DAY);     /* 10 h less 1 h: 540 min */
    works(&c->before, MOREL, WEDNESDAY, LATE); /* 9 h: 540 min */
    works(&c->before, MOREL, THURSDAY, DAY);   /* not before Thursday */
    follow_well(c, 0);
    assert_int_equal(history_of(c, MOREL)->week_minutes, 540 + 540);
    assert_int_equal(history_of(c, MOREL)->week_days, 2);
    expect_run(history_of(c, MOREL), 1, 0);
    assert_int_equal(history_of(c, MOREL)->last_end_min, AT(21, 0));
    assert_false(history_of(c, MOREL)->weekend_worked);
}

static void a_plan_that_starts_mid_week_adds_the_week_before_it(void **state)
{
    follow_case *c = *state;

    start_on(&c->before, WEDNESDAY);
    c->before.horizon.days = 3; /* Wednesday to Friday */
    start_on(&c->after, SATURDAY);
    c->before.people[MOREL].history.week_minutes = 600;
    c->before.people[MOREL].history.week_days = 1;
    works(&c->before, MOREL, 1, DAY); /* Thursday, 540 min */
    follow_well(c, 0);
    assert_int_equal(history_of(c, MOREL)->week_minutes, 600 + 540);
    assert_int_equal(history_of(c, MOREL)->week_days, 1 + 1);
}

static void two_duties_of_a_day_are_one_day_of_the_week(void **state)
{
    follow_case *c = *state;

    start_on(&c->after, TUESDAY);
    c->before.people[MOREL].rules.duties_per_day = 2;
    works(&c->before, MOREL, MONDAY, MORNING);   /* 240 min */
    works(&c->before, MOREL, MONDAY, AFTERNOON); /* 240 min */
    follow_well(c, 0);
    assert_int_equal(history_of(c, MOREL)->week_minutes, 480);
    assert_int_equal(history_of(c, MOREL)->week_days, 1);
}

static void a_practice_that_starts_on_a_sunday_knows_of_the_saturday(void **state)
{
    follow_case *c = *state;

    start_on(&c->after, SUNDAY);
    works(&c->before, MOREL, SATURDAY, DAY);
    works(&c->before, PETIT, FRIDAY, DAY);
    works(&c->before, PETIT, SUNDAY, DAY); /* is planned anew */
    follow_well(c, 0);
    assert_true(history_of(c, MOREL)->weekend_worked);
    assert_false(history_of(c, PETIT)->weekend_worked);
    assert_int_equal(history_of(c, MOREL)->week_minutes, 540);
}

static void a_practice_that_starts_with_the_plan_takes_its_history(void **state)
{
    static const ipso_turns turns[] = {{.fair_rule = 0, .turns = 3, .weeks = 2, .days = 4}};
    follow_case *c = *state;
    ipso_history *history = &c->before.people[MOREL].history;

    start_on(&c->before, SUNDAY);
    start_on(&c->after, SUNDAY);
    with_fair(&c->before, IPSO_TURN_EXTENDED);
    with_fair(&c->after, IPSO_TURN_EXTENDED);
    *history = (ipso_history){.run_days = 2,
                              .last_end_min = AT(19, 0),
                              .last_kind = "late",
                              .last_site = ANNEXE,
                              .week_minutes = 700,
                              .week_days = 2,
                              .weekend_worked = true,
                              .turns = turns,
                              .turn_count = 1};
    works(&c->before, MOREL, 0, LATE);
    follow_well(c, 0);
    expect_run(history_of(c, MOREL), 2, 0);
    assert_int_equal(history_of(c, MOREL)->last_end_min, AT(19, 0));
    assert_string_equal(history_of(c, MOREL)->last_kind, "late");
    assert_int_equal(history_of(c, MOREL)->last_site, ANNEXE);
    assert_int_equal(history_of(c, MOREL)->week_minutes, 700);
    assert_int_equal(history_of(c, MOREL)->week_days, 2);
    assert_true(history_of(c, MOREL)->weekend_worked);
    expect_turns(history_of(c, MOREL), 0, 3, 2, 4);
}

/* ---- people, sites ---- */

static void people_and_sites_are_found_by_id(void **state)
{
    follow_case *c = *state;
    ipso_practitioner petit = c->after.people[PETIT];
    ipso_site annexe = c->after.sites[ANNEXE];

    c->after.people[PETIT] = c->after.people[MOREL];
    c->after.people[MOREL] = petit;
    c->after.sites[ANNEXE] = c->after.sites[HOUSE];
    c->after.sites[HOUSE] = annexe;
    works(&c->before, MOREL, SUNDAY, DAY);
    works(&c->before, PETIT, SATURDAY, AT_ANNEXE);
    follow_well(c, 0);
    expect_run(history_of(c, PETIT), 1, 0);                    /* Morel stands there now */
    assert_int_equal(history_of(c, PETIT)->last_site, ANNEXE); /* and the house there */
    expect_run(history_of(c, MOREL), 0, 1);
    assert_int_equal(history_of(c, MOREL)->last_site, HOUSE);
}

static void a_newcomer_keeps_what_the_practice_says_and_a_leaver_is_gone(void **state)
{
    follow_case *c = *state;

    fair_in_both(c, IPSO_TURN_EXTENDED);
    c->after.people[ROUX].id = "durand";
    c->after.people[ROUX].history.run_days = 2;
    c->after.people[MOREL].history.run_off_days = 50; /* the plan knows better */
    works(&c->before, ROUX, SUNDAY, DAY);
    works(&c->before, MOREL, SUNDAY, DAY);
    follow_well(c, 0);
    expect_run(history_of(c, ROUX), 2, 0);
    assert_int_equal(history_of(c, ROUX)->last_end_min, 0);
    assert_int_equal(history_of(c, ROUX)->turn_count, 0);
    expect_run(history_of(c, MOREL), 1, 0);
}

static void a_site_that_is_gone_is_unknown(void **state)
{
    follow_case *c = *state;

    c->after.sites[ANNEXE].id = "new-annexe";
    works(&c->before, MOREL, SUNDAY, AT_ANNEXE);
    follow_well(c, 0);
    assert_int_equal(history_of(c, MOREL)->last_site, IPSO_ANY);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FOLLOW_CASE(days_worked_to_the_eve_make_the_run),
        FOLLOW_CASE(days_off_to_the_eve_make_the_run_off),
        FOLLOW_CASE(a_day_at_a_common_site_leaves_the_last_site_as_it_was),
        FOLLOW_CASE(a_run_longer_than_the_plan_goes_on_from_its_history),
        FOLLOW_CASE(a_run_is_at_most_a_year),
        FOLLOW_CASE(of_two_duties_the_later_one_counts),
        FOLLOW_CASE(of_two_duties_the_one_that_a_succession_names_counts),
        FOLLOW_CASE(a_practice_that_starts_mid_week_takes_the_hours_of_the_week),
        FOLLOW_CASE(a_plan_that_starts_mid_week_adds_the_week_before_it),
        FOLLOW_CASE(two_duties_of_a_day_are_one_day_of_the_week),
        FOLLOW_CASE(a_practice_that_starts_on_a_sunday_knows_of_the_saturday),
        FOLLOW_CASE(a_practice_that_starts_with_the_plan_takes_its_history),
        FOLLOW_CASE(people_and_sites_are_found_by_id),
        FOLLOW_CASE(a_newcomer_keeps_what_the_practice_says_and_a_leaver_is_gone),
        FOLLOW_CASE(a_site_that_is_gone_is_unknown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
