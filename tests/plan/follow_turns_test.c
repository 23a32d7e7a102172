/* The turns that a plan leaves to the next, by hand.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plan/follow_case.h"

#include "support/test.h"

static void turns_and_days_of_presence_are_added(void **state)
{
    static const ipso_turns turns[] = {{.fair_rule = 0, .turns = 4, .weeks = 3, .days = 6}};
    static const ipso_date_range leave[] = {{20780, 20781}};
    follow_case *c = *state;

    assert_int_equal(date_of(TUESDAY), 20781); /* so that the leave is Monday and Tuesday */
    fair_in_both(c, IPSO_TURN_EXTENDED);
    c->before.people[MOREL].history.turns = turns;
    c->before.people[MOREL].history.turn_count = 1;
    c->before.people[PETIT].leave = leave;
    c->before.people[PETIT].leave_count = 1;
    works(&c->before, MOREL, WEDNESDAY, LATE); /* ends after 20:00 */
    works(&c->before, MOREL, THURSDAY, DAY);   /* no extended minute */
    works(&c->before, MOREL, SUNDAY, DAY);     /* Sundays are extended all day */
    follow_well(c, 0);
    /* 4 + 2 turns; 3 x 7 + 6 + 7 = 34 days = 4 weeks and 6 days */
    expect_turns(history_of(c, MOREL), 0, 6, 4, 6);
    expect_turns(history_of(c, PETIT), 0, 0, 0, 5);
    expect_turns(history_of(c, ROUX), 0, 0, 1, 0);
}

static void two_duties_of_a_day_are_one_turn(void **state)
{
    follow_case *c = *state;

    fair_in_both(c, IPSO_TURN_SATURDAY);
    c->before.people[MOREL].rules.duties_per_day = 2;
    works(&c->before, MOREL, SATURDAY, MORNING);
    works(&c->before, MOREL, SATURDAY, AFTERNOON);
    follow_well(c, 0);
    expect_turns(history_of(c, MOREL), 0, 1, 1, 0);
}

static void a_public_holiday_is_a_holiday_alone(void **state)
{
    static ipso_date saturday;
    follow_case *c = *state;

    saturday = date_of(SATURDAY);
    c->before.horizon.holidays = &saturday;
    c->before.horizon.holiday_count = 1;
    fair_in_both(c, IPSO_TURN_SATURDAY);
    fair_in_both(c, IPSO_TURN_HOLIDAY);
    c->before.fair[1].id = c->after.fair[1].id = "holidays";
    works(&c->before, MOREL, SATURDAY, DAY);
    follow_well(c, 0);
    expect_turns(history_of(c, MOREL), 0, 0, 1, 0);
    expect_turns(history_of(c, MOREL), 1, 1, 1, 0);
}

static void turns_of_a_kind_and_of_sundays_are_counted(void **state)
{
    follow_case *c = *state;

    fair_in_both(c, IPSO_TURN_SUNDAY);
    fair_in_both(c, IPSO_TURN_KIND);
    c->before.fair[1].id = c->after.fair[1].id = "mornings";
    c->before.fair[1].kind = c->after.fair[1].kind = "morning";
    works(&c->before, MOREL, MONDAY, MORNING);
    works(&c->before, MOREL, TUESDAY, MORNING);
    works(&c->before, MOREL, SUNDAY, DAY);
    follow_well(c, 0);
    expect_turns(history_of(c, MOREL), 0, 1, 1, 0);
    expect_turns(history_of(c, MOREL), 1, 2, 1, 0);
}

static void a_rule_that_is_new_starts_from_nothing(void **state)
{
    follow_case *c = *state;

    with_fair(&c->after, IPSO_TURN_EXTENDED);
    works(&c->before, MOREL, MONDAY, LATE);
    follow_well(c, 0);
    assert_int_equal(history_of(c, MOREL)->turn_count, 0);
}

static void a_rule_that_was_not_theirs_counts_no_days(void **state)
{
    static const int morel_alone[] = {MOREL};
    follow_case *c = *state;

    fair_in_both(c, IPSO_TURN_EXTENDED);
    c->before.fair[0].who.practitioners = morel_alone;
    c->before.fair[0].who.practitioner_count = 1;
    works(&c->before, PETIT, MONDAY, LATE);
    follow_well(c, 0);
    expect_turns(history_of(c, MOREL), 0, 0, 1, 0);
    assert_int_equal(history_of(c, PETIT)->turn_count, 0);
}

static void days_of_another_contract_share_are_converted(void **state)
{
    follow_case *c = *state;

    fair_in_both(c, IPSO_TURN_EXTENDED);
    c->before.people[MOREL].share_percent = 50;
    c->after.people[PETIT].share_percent = 80;
    works(&c->before, MOREL, MONDAY, LATE);
    follow_well(c, 0);
    /* 7 days at 50 % are 3.5 at 100 %, rounded to 4; 7 at 100 % are 8.75 at 80 %, rounded to 9 */
    expect_turns(history_of(c, MOREL), 0, 1, 0, 4);
    expect_turns(history_of(c, PETIT), 0, 0, 1, 2);
}

static void ten_years_of_turns_are_kept_in_proportion(void **state)
{
    static const ipso_turns turns[] = {{.fair_rule = 0, .turns = 1041, .weeks = 520}};
    follow_case *c = *state;

    fair_in_both(c, IPSO_TURN_EXTENDED);
    c->before.people[MOREL].history.turns = turns;
    c->before.people[MOREL].history.turn_count = 1;
    works(&c->before, MOREL, MONDAY, LATE);
    follow_well(c, 0);
    /* 1042 turns in 521 weeks are 1040 in 520 */
    expect_turns(history_of(c, MOREL), 0, 1040, 520, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FOLLOW_CASE(turns_and_days_of_presence_are_added),
        FOLLOW_CASE(two_duties_of_a_day_are_one_turn),
        FOLLOW_CASE(a_public_holiday_is_a_holiday_alone),
        FOLLOW_CASE(turns_of_a_kind_and_of_sundays_are_counted),
        FOLLOW_CASE(a_rule_that_is_new_starts_from_nothing),
        FOLLOW_CASE(a_rule_that_was_not_theirs_counts_no_days),
        FOLLOW_CASE(days_of_another_contract_share_are_converted),
        FOLLOW_CASE(ten_years_of_turns_are_kept_in_proportion),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
