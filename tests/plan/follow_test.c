/* The history that a plan leaves, and the pins of its published days: every field by hand.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plan/follow_case.h"

#include "support/test.h"

#include <string.h>

/* One case at a time; it is large. */
static follow_case the_case;

static void expect_run(const ipso_history *history, int worked, int off)
{
    assert_int_equal(history->run_days, worked);
    assert_int_equal(history->run_off_days, off);
}

static void expect_turns(const ipso_history *history, size_t entry, int turns, int weeks, int days)
{
    assert_true(entry < history->turn_count);
    assert_int_equal(history->turns[entry].turns, turns);
    assert_int_equal(history->turns[entry].weeks, weeks);
    assert_int_equal(history->turns[entry].days, days);
}

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

/* ---- turns ---- */

static void fair_in_both(follow_case *c, ipso_turn turn)
{
    with_fair(&c->before, turn);
    with_fair(&c->after, turn);
}

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

/* ---- documents ---- */

static char *document_of(const ipso_practice *practice)
{
    char *text = NULL;
    size_t length;

    assert_int_equal(ipso_practice_to_json(&text, &length, practice, NULL), IPSO_OK);
    return text;
}

static void a_plan_document_leaves_the_history_that_its_plan_does(void **state)
{
    static const ipso_turns turns[] = {{.fair_rule = 0, .turns = 4, .weeks = 3, .days = 6}};
    follow_case *c = *state;
    ipso_practice *other = NULL;
    ipso_plan *empty = NULL;
    ipso_past *past = NULL;
    ipso_report *report = NULL;
    char *plan, *direct, *by_document;
    size_t length;

    c->before.horizon.days = 14;
    fair_in_both(c, IPSO_TURN_EXTENDED);
    c->before.people[MOREL].history.turns = turns;
    c->before.people[MOREL].history.turn_count = 1;
    c->before.people[PETIT].history.run_off_days = 3;
    works(&c->before, MOREL, SUNDAY, LATE);
    works(&c->before, ROUX, 8, AT_ANNEXE);
    follow_well(c, date_of(10));
    assert_int_equal(ipso_check(&report, c->plan, NULL), IPSO_OK);
    assert_int_equal(ipso_plan_to_json(&plan, &length, c->plan, report, NULL), IPSO_OK);
    assert_int_equal(ipso_past_from_json(&past, plan, length, NULL, NULL, NULL), IPSO_OK);
    build(&c->after, &other, &empty);
    assert_int_equal(ipso_practice_follow(other, past, date_of(10), NULL), IPSO_OK);
    direct = document_of(c->next);
    by_document = document_of(other);
    assert_string_equal(direct, by_document);
    assert_non_null(strstr(direct, "\"turns\": 5, \"weeks\": 4, \"days\": 6"));
    ipso_text_free(direct);
    ipso_text_free(by_document);
    ipso_text_free(plan);
    ipso_report_free(report);
    ipso_past_free(past);
    ipso_plan_free(empty);
    ipso_practice_free(other);
}

static void expect_bad_document(const char *text, const char *where, const char *message)
{
    ipso_past *past = NULL;
    ipso_error err;

    ipso_error_init(&err);
    assert_int_equal(ipso_past_from_json(&past, text, strlen(text), NULL, NULL, &err), IPSO_INPUT);
    assert_null(past);
    assert_string_equal(err.where, where);
    assert_string_equal(err.text, message);
}

#define HEAD "{\"format\": \"ipsosched-plan/1\", \"practice\": {\"first_day\": \"2026-11-23\"}, "
#define PEOPLE                                                                                     \
    "\"history\": {\"horizon\": {\"first_day\": \"2026-11-23\"}, \"practitioners\": "              \
    "[{\"id\": \"morel\", \"role\": \"gp\"}]"

static void bad_plan_documents_are_named_where_they_are_bad(void **state)
{
    (void)state;
    expect_bad_document(
        HEAD "\"roster\": []}", "",
        "a plan needs \"history\", as ipsosched writes it, to be followed by another");
    expect_bad_document(HEAD "\"roster\": [], \"history\": []}", "/history",
                        "a list is not an object {...}");
    expect_bad_document(HEAD "\"roster\": [], \"history\": {\"horizon\": {}}}", "/history/horizon",
                        "a horizon needs \"first_day\"");
    expect_bad_document(HEAD "\"roster\": [{\"practitioner\": \"moral\", \"date\": \"2026-11-23\", "
                             "\"duty\": \"day\"}], " PEOPLE "}}",
                        "/roster/0/practitioner",
                        "no practitioner has the id \"moral\"; did you mean \"morel\"?");
    expect_bad_document("{\"format\": \"ipsosched-plan/1\", \"practice\": {\"first_day\": "
                        "\"2026-11-30\"}, \"roster\": [], " PEOPLE "}}",
                        "/practice/first_day",
                        "\"2026-11-30\" is not the first day of this practice, 2026-11-23");
    expect_bad_document(HEAD PEOPLE "}}", "", "a plan needs \"roster\"");
}

static int set_up(void **state)
{
    a_follow_case(&the_case);
    *state = &the_case;
    return 0;
}

static int tear_down(void **state)
{
    end_follow_case(*state);
    return 0;
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(days_worked_to_the_eve_make_the_run),
        CASE(days_off_to_the_eve_make_the_run_off),
        CASE(a_day_at_a_common_site_leaves_the_last_site_as_it_was),
        CASE(a_run_longer_than_the_plan_goes_on_from_its_history),
        CASE(a_run_is_at_most_a_year),
        CASE(of_two_duties_the_later_one_counts),
        CASE(of_two_duties_the_one_that_a_succession_names_counts),
        CASE(a_practice_that_starts_mid_week_takes_the_hours_of_the_week),
        CASE(a_plan_that_starts_mid_week_adds_the_week_before_it),
        CASE(two_duties_of_a_day_are_one_day_of_the_week),
        CASE(a_practice_that_starts_on_a_sunday_knows_of_the_saturday),
        CASE(a_practice_that_starts_with_the_plan_takes_its_history),
        CASE(turns_and_days_of_presence_are_added),
        CASE(two_duties_of_a_day_are_one_turn),
        CASE(a_public_holiday_is_a_holiday_alone),
        CASE(turns_of_a_kind_and_of_sundays_are_counted),
        CASE(a_rule_that_is_new_starts_from_nothing),
        CASE(a_rule_that_was_not_theirs_counts_no_days),
        CASE(days_of_another_contract_share_are_converted),
        CASE(ten_years_of_turns_are_kept_in_proportion),
        CASE(people_and_sites_are_found_by_id),
        CASE(a_newcomer_keeps_what_the_practice_says_and_a_leaver_is_gone),
        CASE(a_site_that_is_gone_is_unknown),
        CASE(published_days_are_pinned_worked_or_off),
        CASE(nothing_is_pinned_of_days_that_are_over),
        CASE(beside_a_published_duty_no_second_one_is_allowed),
        CASE(leave_taken_since_frees_published_days),
        CASE(a_plan_that_keeps_the_published_days_keeps_the_pins),
        CASE(the_plan_of_another_practice_is_refused),
        CASE(a_plan_of_other_people_is_refused),
        CASE(days_between_plan_and_practice_are_refused),
        CASE(a_plan_that_starts_after_the_practice_is_refused),
        CASE(publishing_more_than_is_planned_is_refused),
        CASE(a_published_duty_that_is_gone_is_refused),
        CASE(a_published_duty_that_has_changed_is_refused),
        CASE(a_practice_that_is_open_cannot_follow),
        CASE(a_plan_document_leaves_the_history_that_its_plan_does),
        CASE(bad_plan_documents_are_named_where_they_are_bad),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
