/* Rules R1 to R5 and R7 to R14: days and hours of one practitioner.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "rule_case.h"

/* ---- R1 ---- */

static void split_tuesday(draft *d)
{
    does_not_work(d, MOREL, TUESDAY);
    works(d, MOREL, TUESDAY, MORNING);
    works(d, MOREL, TUESDAY, AFTERNOON);
}

static void split_tuesday_allowed(draft *d)
{
    split_tuesday(d);
    d->people[MOREL].rules.duties_per_day = 2;
}

static void split_too_close(draft *d)
{
    split_tuesday_allowed(d);
    d->people[MOREL].rules.split_gap_min = 150;
}

static void two_duties_at_once(draft *d)
{
    works(d, MOREL, TUESDAY, MORNING);
    d->people[MOREL].rules.duties_per_day = 2;
}

static void two_sites_a_day(draft *d)
{
    split_tuesday_allowed(d);
    d->duties[AFTERNOON].site = ANNEXE;
}

/* ---- R2 ---- */

static void on_leave(draft *d)
{
    static ipso_date_range monday[1];

    monday[0] = (ipso_date_range){date_of(MONDAY), date_of(MONDAY)};
    d->people[PETIT].leave = monday;
    d->people[PETIT].leave_count = 1;
}

static void available_in_the_morning(draft *d)
{
    static const ipso_hours mornings[] = {{IPSO_ALL_DAYS, AT(8, 0), AT(12, 0)}};

    d->people[PETIT].availability = mornings;
    d->people[PETIT].availability_count = 1;
}

static void site_closed(draft *d)
{
    static ipso_date_range tuesday[1];

    tuesday[0] = (ipso_date_range){date_of(TUESDAY), date_of(TUESDAY)};
    d->sites[HOUSE].closures = tuesday;
    d->sites[HOUSE].closure_count = 1;
}

static void site_shuts_early(draft *d)
{
    static const ipso_hours hours[] = {{IPSO_ALL_DAYS, AT(7, 0), AT(17, 0)}};

    d->sites[HOUSE].hours = hours;
}

static void duty_not_of_that_day(draft *d)
{
    d->duties[DAY].days.weekdays = IPSO_MONDAY;
}

static void holiday_without_hours(draft *d)
{
    static const ipso_hours hours[] = {{IPSO_ALL_DAYS & ~IPSO_HOLIDAY, AT(7, 0), AT(21, 0)}};
    static ipso_date tuesday;

    tuesday = date_of(TUESDAY);
    d->horizon.holidays = &tuesday;
    d->horizon.holiday_count = 1;
    d->sites[HOUSE].hours = hours;
}

static void duty_for_nurses(draft *d)
{
    static const char *const nurse[] = {"nurse"};

    d->duties[DAY].who.roles = nurse;
    d->duties[DAY].who.role_count = 1;
}

static void not_ones_site(draft *d)
{
    static const ipso_practitioner_site annexe[] = {{.site = ANNEXE}};

    d->people[PETIT].sites = annexe;
    d->people[PETIT].site_count = 1;
}

static void remote_without_the_means(draft *d)
{
    works(d, ROUX, TUESDAY, REMOTE);
    d->people[ROUX].teleconsultation = false;
}

/* ---- R3 ---- */

static void pinned_day_off(draft *d)
{
    with_pin(d, PETIT, TUESDAY, IPSO_ANY);
}

static void pinned_to_another(draft *d)
{
    with_pin(d, MOREL, MONDAY, MORNING);
}

static void forbidden_duty(draft *d)
{
    with_pin(d, MOREL, MONDAY, DAY)->forbidden = true;
}

static void pins_kept(draft *d)
{
    with_pin(d, MOREL, MONDAY, DAY);
    with_pin(d, MOREL, TUESDAY, IPSO_ANY);
    with_pin(d, PETIT, TUESDAY, IPSO_ANY)->forbidden = true;
    with_pin(d, PETIT, MONDAY, MORNING)->forbidden = true;
}

/* ---- R4 ---- */

/* Petit's Wednesday ends at 21:00 and Thursday begins at 08:00: 11 hours. */
static void late_then_day(draft *d)
{
    works(d, PETIT, WEDNESDAY, LATE);
    works(d, PETIT, THURSDAY, DAY);
}

static void rest_too_short(draft *d)
{
    late_then_day(d);
    d->people[PETIT].rules.rest_min = 720;
}

static void rest_paid_for(draft *d)
{
    rest_too_short(d);
    d->people[PETIT].rules.rest_points = 3;
}

static void rest_over_a_day_off(draft *d)
{
    works(d, PETIT, WEDNESDAY, LATE);
    works(d, PETIT, FRIDAY, DAY);
    d->people[PETIT].rules.rest_min = 1440;
}

/* From 23:00 on Sunday to 08:00 on Monday are 9 hours. */
static void rest_after_history(draft *d)
{
    d->people[PETIT].history.last_end_min = AT(23, 0);
}

/* ---- R5 ---- */

static void day_after_late(draft *d)
{
    late_then_day(d);
    with_succession(d, "late", "day");
}

static void day_after_late_paid(draft *d)
{
    late_then_day(d);
    with_succession(d, "late", "day")->points = 50;
}

static void succession_from_history(draft *d)
{
    with_succession(d, "late", "day");
    d->people[PETIT].history.last_kind = "late";
}

static void succession_interrupted(draft *d)
{
    works(d, PETIT, WEDNESDAY, LATE);
    works(d, PETIT, FRIDAY, DAY);
    with_succession(d, "late", "day");
}

static void succession_of_others(draft *d)
{
    static const int roux[] = {ROUX};
    ipso_succession *rule = with_succession(d, "late", "day");

    late_then_day(d);
    rule->who.practitioners = roux;
    rule->who.practitioner_count = 1;
}

/* ---- R7 to R9 ---- */

/* Morel works 2 x (600 - 60) = 1080 min in the week. */
static void too_many_minutes(draft *d)
{
    d->people[MOREL].rules.week_minutes.max = 1000;
}

static void too_few_minutes(draft *d)
{
    static ipso_date_range sunday[1];

    sunday[0] = (ipso_date_range){date_of(SUNDAY), date_of(SUNDAY)};
    d->people[MOREL].leave = sunday;
    d->people[MOREL].leave_count = 1;
    d->people[MOREL].rules.week_minutes = (ipso_limit){1400, IPSO_NO_MAX, 2};
}

static void from_wednesday(draft *d)
{
    roster_alone(d);
    start_on(d, WEDNESDAY);
    d->people[MOREL].history.week_minutes = 600;
    d->people[MOREL].history.week_days = 2;
}

static void history_fills_the_week(draft *d)
{
    from_wednesday(d);
    d->people[MOREL].rules.week_minutes.max = 1500;
}

static void history_and_minimum(draft *d)
{
    from_wednesday(d);
    d->people[MOREL].history.week_minutes = 300;
    d->people[MOREL].rules.week_minutes.min = 2100;
}

static void minimum_without_history(draft *d)
{
    from_wednesday(d);
    d->people[MOREL].history.week_minutes = 0;
    d->people[MOREL].rules.week_minutes.min = 2100;
}

static void too_many_over_the_horizon(draft *d)
{
    d->people[MOREL].rules.horizon_minutes = (ipso_limit){0, 1000, 4};
}

static void too_few_over_the_horizon(draft *d)
{
    d->people[MOREL].rules.horizon_minutes.min = 1260;
}

/* 1260 x 6 days / 7 = 1080, just what is worked. */
static void leave_lowers_the_minimum(draft *d)
{
    too_few_minutes(d);
    d->people[MOREL].rules.week_minutes.min = 1260;
    d->people[MOREL].rules.horizon_minutes.min = 1260;
}

static void too_many_days(draft *d)
{
    d->people[MOREL].rules.week_days.max = 1;
}

static void history_days_count(draft *d)
{
    from_wednesday(d);
    d->people[MOREL].rules.week_days = (ipso_limit){0, 3, 70};
}

/* ---- R10 to R12 ---- */

static void run_too_long(draft *d)
{
    d->people[MOREL].rules.run_days.max = 1;
}

/* History counts for no more than max = 6 days: Monday is a 7th day in a row, Tuesday an 8th. */
static void run_from_history(draft *d)
{
    d->people[MOREL].history.run_days = 9;
}

static void run_to_the_end(draft *d)
{
    works(d, ROUX, FRIDAY, DAY);
    works(d, ROUX, SATURDAY, DAY);
    works(d, ROUX, SUNDAY, DAY);
    d->people[ROUX].rules.run_days = (ipso_limit){0, 1, 50};
}

static void run_too_short(draft *d)
{
    d->people[PETIT].history.run_off_days = 2;
    d->people[PETIT].rules.run_days.min = 3;
}

static void run_of_unknown_length(draft *d)
{
    d->people[PETIT].rules.run_days.min = 3;
}

static void run_ended_on_the_eve(draft *d)
{
    d->people[ROUX].history.run_days = 2;
    d->people[ROUX].rules.run_days.min = 3;
}

static void too_few_days_off(draft *d)
{
    works(d, MOREL, THURSDAY, DAY);
    d->people[MOREL].rules.run_off_days.min = 3;
}

static void weekend_worked(draft *d)
{
    works(d, ROUX, SATURDAY, DAY);
    works(d, ROUX, SUNDAY, DAY);
    d->people[ROUX].rules.weekends.max = 0;
}

static void weekend_cut_by_the_horizon(draft *d)
{
    works(d, ROUX, SATURDAY, DAY);
    d->horizon.days = 6;
    d->people[ROUX].rules.weekends.max = 0;
}

/* The horizon begins on a Sunday: the weekend before it is history's. */
static void weekend_of_history(draft *d)
{
    roster_alone(d);
    start_on(d, -1);
    d->people[ROUX].history.weekend_worked = true;
    d->people[ROUX].rules.weekends = (ipso_limit){0, 0, 90};
}

/* ---- R13 and R14 ---- */

static void kind_too_often(draft *d)
{
    with_kind_limit(d, "day", 1);
}

static void kind_once_a_week(draft *d)
{
    ipso_kind_limit *limit = with_kind_limit(d, "day", 1);

    roster_alone(d);
    start_on(d, SUNDAY); /* Morel works on Sunday and on the Monday of another week */
    limit->per_week = true;
}

static void kind_paid_for(draft *d)
{
    with_kind_limit(d, "day", 0)->points = 15;
}

static ipso_wish *wish_of(draft *d, int practitioner, unsigned weekdays, bool wanted)
{
    static ipso_wish wish;

    ipso_wish_init(&wish);
    wish.days.weekdays = weekdays;
    wish.wanted = wanted;
    wish.points = 30;
    d->people[practitioner].wishes = &wish;
    d->people[practitioner].wish_count = 1;
    return &wish;
}

static void wish_for_a_day_off(draft *d)
{
    wish_of(d, PETIT, IPSO_MONDAY | IPSO_TUESDAY, false);
}

static void wish_for_another_site(draft *d)
{
    wish_of(d, MOREL, IPSO_MONDAY | IPSO_TUESDAY, true)->site = ANNEXE;
}

static void wish_on_leave(draft *d)
{
    too_few_minutes(d); /* on leave on Sunday */
    d->people[MOREL].rules.week_minutes.min = 0;
    wish_of(d, MOREL, IPSO_SUNDAY, true);
}

const rule_case roster_cases[] = {
    /* 2 duties, 1 allowed */
    {"two_duties_a_day_are_one_too_many", split_tuesday, IPSO_RULE_DUTY_CHOICE, 1, 1, BROKEN, P0,
     "Dr Morel works 2 duties on Tuesday 24 November, more than 1"},
    {"a_split_duty_that_is_allowed_breaks_nothing", split_tuesday_allowed, IPSO_RULE_DUTY_CHOICE, 0,
     0, 0, NULL, NULL},
    /* 12:00 to 14:00 is 120 of 150 min */
    {"a_split_duty_keeps_its_gap", split_too_close, IPSO_RULE_DUTY_CHOICE, 1, 30, BROKEN, P0, NULL},
    /* 08:00 to 12:00 in both */
    {"duties_of_a_day_do_not_overlap", two_duties_at_once, IPSO_RULE_DUTY_CHOICE, 1, 240, BROKEN,
     P0, NULL},
    {"duties_of_a_day_are_at_one_site", two_sites_a_day, IPSO_RULE_DUTY_CHOICE, 1, 1, BROKEN, P0,
     "Dr Morel works at house and at annexe on Tuesday 24 November"},
    {"a_doctor_on_leave_does_not_work", on_leave, IPSO_RULE_AVAILABILITY, 1, 1, BROKEN, P1,
     "Dr Petit works day on Monday 23 November but is on leave"},
    {"a_duty_lies_in_ones_availability", available_in_the_morning, IPSO_RULE_AVAILABILITY, 1, 1,
     BROKEN, P1, NULL},
    {"nobody_works_at_a_closed_site", site_closed, IPSO_RULE_OPENING, 1, 1, BROKEN, P0, NULL},
    {"a_duty_ends_before_the_site_shuts", site_shuts_early, IPSO_RULE_OPENING, 3, 3, BROKEN, P0,
     NULL},
    {"a_duty_is_worked_on_its_days", duty_not_of_that_day, IPSO_RULE_OPENING, 1, 1, BROKEN, P0,
     NULL},
    {"hours_by_weekday_are_not_those_of_a_holiday", holiday_without_hours, IPSO_RULE_OPENING, 1, 1,
     BROKEN, P0, NULL},
    {"a_duty_is_worked_by_those_it_is_for", duty_for_nurses, IPSO_RULE_QUALIFICATION, 3, 3, BROKEN,
     P0, NULL},
    {"a_doctor_works_at_their_sites", not_ones_site, IPSO_RULE_QUALIFICATION, 1, 1, BROKEN, P1,
     NULL},
    {"a_remote_duty_needs_teleconsultation", remote_without_the_means, IPSO_RULE_QUALIFICATION, 1,
     1, BROKEN, P2, NULL},
    {"a_pinned_day_is_worked", pinned_day_off, IPSO_RULE_PIN, 1, 1, BROKEN, "/pins/0",
     "Dr Petit does not work a duty on Tuesday 24 November"},
    {"a_pinned_duty_is_worked", pinned_to_another, IPSO_RULE_PIN, 1, 1, BROKEN, "/pins/0", NULL},
    {"a_forbidden_duty_is_not_worked", forbidden_duty, IPSO_RULE_PIN, 1, 1, BROKEN, "/pins/0",
     NULL},
    {"pins_that_are_kept_break_nothing", pins_kept, IPSO_RULE_PIN, 0, 0, 0, NULL, NULL},
    {"eleven_hours_are_rest_enough_by_default", late_then_day, IPSO_RULE_REST, 0, 0, 0, NULL, NULL},
    /* 660 of 720 min */
    {"rest_between_days_is_kept", rest_too_short, IPSO_RULE_REST, 1, 60, BROKEN, P1,
     "Dr Petit rests 11 h before Thursday 26 November, less than 12 h"},
    {"rest_over_a_day_off_is_not_looked_at", rest_over_a_day_off, IPSO_RULE_REST, 0, 0, 0, NULL,
     NULL},
    {"rest_may_have_a_price", rest_paid_for, IPSO_RULE_REST, 1, 60, 180, P1, NULL},
    /* 540 of 660 min */
    {"rest_counts_from_the_eve", rest_after_history, IPSO_RULE_REST, 1, 120, BROKEN, P1, NULL},
    {"a_forbidden_succession_is_found", day_after_late, IPSO_RULE_SUCCESSION, 1, 1, BROKEN,
     "/successions/0", "Dr Petit works day on Thursday 26 November, the day after late"},
    {"a_succession_may_have_a_price", day_after_late_paid, IPSO_RULE_SUCCESSION, 1, 1, 50,
     "/successions/0", NULL},
    {"a_succession_counts_from_the_eve", succession_from_history, IPSO_RULE_SUCCESSION, 1, 1,
     BROKEN, "/successions/0", NULL},
    {"a_day_off_interrupts_a_succession", succession_interrupted, IPSO_RULE_SUCCESSION, 0, 0, 0,
     NULL, NULL},
    {"a_succession_concerns_its_own_people", succession_of_others, IPSO_RULE_SUCCESSION, 0, 0, 0,
     NULL, NULL},
    /* 1080 - 1000 */
    {"minutes_of_a_week_have_a_maximum", too_many_minutes, IPSO_RULE_WEEK_MINUTES, 1, 80, BROKEN,
     P0, "Dr Morel works 18 h in the week of 23 November, 80 min over the 1000 min limit"},
    /* a day of leave: 1400 x 6 / 7 = 1200, and 1080 are worked */
    {"minutes_of_a_week_have_a_minimum_without_leave", too_few_minutes, IPSO_RULE_WEEK_MINUTES, 1,
     120, 240, P0,
     "Dr Morel works 18 h in the week of 23 November, 120 min under the 1200 min limit"},
    /* 600 + 1080 - 1500 */
    {"minutes_worked_before_the_horizon_count", history_fills_the_week, IPSO_RULE_WEEK_MINUTES, 1,
     180, BROKEN, P0, NULL},
    /* Wednesday to Sunday and two days before: 2100 - (300 + 1080) = 720; then Monday and Tuesday,
     * not worked: 2100 x 2 / 7 = 600 */
    {"the_minimum_of_a_week_counts_its_days_before", history_and_minimum, IPSO_RULE_WEEK_MINUTES, 2,
     1320, BROKEN, P0, NULL},
    /* nothing known before: 2100 x 5 / 7 = 1500, less 1080; then 600 as above */
    {"a_week_cut_by_the_horizon_asks_less", minimum_without_history, IPSO_RULE_WEEK_MINUTES, 2,
     1020, BROKEN, P0, NULL},
    /* (1080 - 1000) x 4 */
    {"minutes_of_the_horizon_have_a_maximum", too_many_over_the_horizon, IPSO_RULE_HORIZON_MINUTES,
     1, 80, 320, P0, "Dr Morel works 18 h in 7 days, 80 min over the 1000 min limit"},
    /* 1260 - 1080 */
    {"minutes_of_the_horizon_have_a_minimum", too_few_over_the_horizon, IPSO_RULE_HORIZON_MINUTES,
     1, 180, BROKEN, P0, NULL},
    {"leave_lowers_the_minimum", leave_lowers_the_minimum, IPSO_RULE_WEEK_MINUTES, 0, 0, 0, NULL,
     NULL},
    {"days_of_a_week_have_a_maximum", too_many_days, IPSO_RULE_WEEK_DAYS, 1, 1, BROKEN, P0,
     "Dr Morel works 2 days in the week of 23 November, more than 1"},
    /* 2 + 2 days, 3 allowed */
    {"days_worked_before_the_horizon_count", history_days_count, IPSO_RULE_WEEK_DAYS, 1, 1, 70, P0,
     NULL},
    {"days_in_a_row_have_a_maximum", run_too_long, IPSO_RULE_RUN_DAYS, 1, 1, BROKEN, P0,
     "Dr Morel works 2 days in a row to Tuesday 24 November, more than 1"},
    {"days_in_a_row_go_on_from_history", run_from_history, IPSO_RULE_RUN_DAYS, 1, 2, BROKEN, P0,
     NULL},
    /* Friday and Saturday, Saturday and Sunday */
    {"days_in_a_row_count_to_the_last_day", run_to_the_end, IPSO_RULE_RUN_DAYS, 1, 2, 100, P2,
     NULL},
    /* one day worked between days off, 3 asked for */
    {"days_in_a_row_have_a_minimum", run_too_short, IPSO_RULE_RUN_DAYS, 1, 2, BROKEN, P1, NULL},
    {"a_run_that_may_have_begun_before_is_long_enough", run_of_unknown_length, IPSO_RULE_RUN_DAYS,
     0, 0, 0, NULL, NULL},
    {"a_run_that_ended_on_the_eve_counts", run_ended_on_the_eve, IPSO_RULE_RUN_DAYS, 1, 1, BROKEN,
     P2, NULL},
    /* Wednesday alone is off, 3 days asked for; Friday to Sunday go on beyond the horizon */
    {"days_off_in_a_row_have_a_minimum", too_few_days_off, IPSO_RULE_RUN_OFF_DAYS, 1, 2, BROKEN, P0,
     NULL},
    {"weekends_worked_have_a_maximum", weekend_worked, IPSO_RULE_WEEKENDS, 1, 1, BROKEN, P2, NULL},
    {"a_weekend_cut_by_the_horizon_counts", weekend_cut_by_the_horizon, IPSO_RULE_WEEKENDS, 1, 1,
     BROKEN, P2, NULL},
    {"a_weekend_begun_before_the_horizon_counts", weekend_of_history, IPSO_RULE_WEEKENDS, 1, 1, 90,
     P2, NULL},
    {"duties_of_a_kind_have_a_maximum", kind_too_often, IPSO_RULE_KIND_LIMIT, 1, 1, BROKEN,
     "/kind_limits/0", NULL},
    {"a_maximum_per_week_starts_anew_on_monday", kind_once_a_week, IPSO_RULE_KIND_LIMIT, 0, 0, 0,
     NULL, NULL},
    /* Morel 2, Petit 1 */
    {"duties_of_a_kind_may_have_a_price", kind_paid_for, IPSO_RULE_KIND_LIMIT, 2, 3, 45,
     "/kind_limits/0", NULL},
    {"a_day_off_wished_for_and_not_given_is_paid", wish_for_a_day_off, IPSO_RULE_WISH, 1, 1, 30, P1,
     "Dr Petit wished for no such duty on Monday 23 November"},
    {"a_duty_elsewhere_does_not_honour_a_wish", wish_for_another_site, IPSO_RULE_WISH, 2, 2, 60, P0,
     NULL},
    {"a_wish_for_a_day_of_leave_is_not_paid", wish_on_leave, IPSO_RULE_WISH, 0, 0, 0, NULL, NULL},
    {0},
};
