/* Rules R21 to R23: consulting time, its price, and fixed appointments.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "rule_case.h"

/* ---- R21 ---- */

static void staffing_alone(draft *d)
{
    roster_alone(d);
    d->requests_count = 0;
    d->weights.staffing_points = 10;
}

/* 40 visits of 15 min are 600 min; Morel alone consults for 540 on Tuesday. */
static ipso_demand *forty_visits(draft *d, int site)
{
    roster_alone(d);
    return with_demand(d, VISIT, site, IPSO_TUESDAY, 40);
}

static void too_little_consulting_time(draft *d)
{
    staffing_alone(d);
    forty_visits(d, HOUSE);
}

static void too_little_at_the_only_site(draft *d)
{
    staffing_alone(d);
    forty_visits(d, IPSO_ANY);
    d->sites_count = 1;
    d->duties[AT_ANNEXE].site = HOUSE;
}

static void need_at_any_site(draft *d)
{
    staffing_alone(d);
    forty_visits(d, IPSO_ANY);
}

/* Remote consulting, 180 min, counts over all sites together. */
static void remote_time_counts_for_all(draft *d)
{
    staffing_alone(d);
    forty_visits(d, HOUSE);
    works(d, ROUX, TUESDAY, REMOTE);
}

static void protected_time_is_not_consulting_time(draft *d)
{
    staffing_alone(d);
    ipso_protected *phone = with_protected(d, IPSO_TUESDAY, 0, 0);

    roster_alone(d);
    phone->minutes_at_start = 30;
    phone->minutes_at_end = 60;
    with_demand(d, VISIT, HOUSE, IPSO_TUESDAY, 30.5);
}

static void nobody_may_give_it(draft *d)
{
    staffing_alone(d);
    static const char *const nurse[] = {"nurse"};

    roster_alone(d);
    d->types[URGENT].who.roles = nurse;
    d->types[URGENT].who.role_count = 1;
    with_demand(d, URGENT, HOUSE, IPSO_TUESDAY, 2.5);
}

static void nested_sets(draft *d)
{
    staffing_alone(d);
    static const int morel[] = {MOREL};

    forty_visits(d, IPSO_ANY)->days.weekdays = IPSO_MONDAY;
    with_demand(d, URGENT, IPSO_ANY, IPSO_MONDAY, 40);
    d->types[URGENT].who.practitioners = morel;
    d->types[URGENT].who.practitioner_count = 1;
}

/* A mean of 20 min asks for the length of 30, and 10 min of travel: 16 x 40 = 640. */
static void reference_length_with_travel(draft *d)
{
    staffing_alone(d);
    roster_alone(d);
    d->types[VISIT].law.mean_min = 20;
    d->types[VISIT].modes = IPSO_MODE_HOME;
    d->types[VISIT].travel_min = 10;
    with_demand(d, VISIT, IPSO_ANY, IPSO_TUESDAY, 16);
}

/* No length is as long as the mean: 18 x 30 = 540, and another is 30 more. */
static void reference_length_of_long_care(draft *d)
{
    staffing_alone(d);
    roster_alone(d);
    d->types[VISIT].law.mean_min = 40;
    with_demand(d, VISIT, IPSO_ANY, IPSO_TUESDAY, 19);
}

/* ---- R22 and R23 ---- */

/* A visit of 15 min asked for on Wednesday and Thursday, when nobody works. */
static void request_on_two_days(draft *d)
{
    static ipso_window window;

    staffing_alone(d);
    ipso_window_init(&window);
    window.first = date_of(WEDNESDAY);
    window.last = date_of(THURSDAY);
    with_request(d, "Dora", VISIT)->windows = &window;
    d->requests[0].window_count = 1;
    d->requests[0].site = HOUSE;
}

/* The same, but the house is shut on Thursday. */
static void request_on_a_day_shut(draft *d)
{
    static const ipso_hours not_thursday[] = {
        {IPSO_ALL_DAYS & ~IPSO_THURSDAY, AT(7, 0), AT(21, 0)}};

    request_on_two_days(d);
    d->sites[HOUSE].hours = not_thursday;
}

static void hours_have_a_price(draft *d)
{
    d->weights.duty_hour_points = 10;
}

/* 590 min at 1 point an hour are 9.83, 9 for each of three duties. */
static void hours_are_rounded_down_per_duty(draft *d)
{
    d->duties[DAY].end_min = AT(18, 50);
    d->weights.duty_hour_points = 1;
}

static void move_carl(draft *d, int start_min)
{
    d->fixed[0].start_min = start_min;
    d->slots[CARL_SLOT].start_min = start_min;
}

static void fixed_in_the_break(draft *d)
{
    move_carl(d, AT(12, 30));
}

static void fixed_into_the_break(draft *d)
{
    d->fixed[0].length_min = d->slots[CARL_SLOT].length_min = 30;
    move_carl(d, AT(11, 45));
}

static void fixed_at_another_site(draft *d)
{
    d->fixed[0].site = d->slots[CARL_SLOT].site = ANNEXE;
}

static void fixed_in_protected_time(draft *d)
{
    with_protected(d, IPSO_MONDAY, AT(9, 0), AT(10, 0));
}

static void fixed_in_time_for_its_type(draft *d)
{
    static const int visits[] = {VISIT};
    ipso_protected *time = with_protected(d, IPSO_MONDAY, AT(9, 0), AT(10, 0));

    time->admits = visits;
    time->admit_count = 1;
}

static void fixed_in_time_for_another_type(draft *d)
{
    static const int urgent[] = {URGENT};
    ipso_protected *time = with_protected(d, IPSO_MONDAY, AT(9, 0), AT(10, 0));

    time->admits = urgent;
    time->admit_count = 1;
}

/* 15 minutes of care and 10 of travel. */
static void fixed_home_visit(draft *d)
{
    d->types[URGENT].modes = IPSO_MODE_HOME;
    d->types[URGENT].travel_min = 10;
    d->fixed[0].type = d->slots[CARL_SLOT].type = URGENT;
    d->fixed[0].mode = d->slots[CARL_SLOT].mode = IPSO_MODE_HOME;
    d->slots[CARL_SLOT].travel_min = 10;
    move_carl(d, AT(11, 35));
}

static void fixed_home_visit_into_the_break(draft *d)
{
    fixed_home_visit(d);
    move_carl(d, AT(11, 40));
}

/* Face to face in a duty of teleconsultation. */
static void fixed_in_a_tele_duty(draft *d)
{
    petit_at_a_distance(d);
    with_fixed(d, "Dora", PETIT, MONDAY, AT(10, 0))->site = HOUSE;
}

const rule_case staffing_cases[] = {
    /* 600 - 540 at the house and over all sites: 2 x 60 min at 10 points */
    {"need_without_consulting_time_is_paid", too_little_consulting_time, IPSO_RULE_STAFFING, 2, 120,
     1200, SITE,
     "those who may give visit have 9 h for the 10 h expected on Tuesday 24 November at house"},
    {"one_site_has_one_line", too_little_at_the_only_site, IPSO_RULE_STAFFING, 1, 60, 600, SITE,
     NULL},
    {"need_at_any_site_is_one_line", need_at_any_site, IPSO_RULE_STAFFING, 1, 60, 600, "", NULL},
    {"remote_time_counts_over_all_sites", remote_time_counts_for_all, IPSO_RULE_STAFFING, 1, 60,
     600, SITE, NULL},
    /* 540 - 30 - 60 = 450 min for 30.5 x 15 = 457.5, so 458: 8 short, twice */
    {"protected_time_is_not_consulting_time", protected_time_is_not_consulting_time,
     IPSO_RULE_STAFFING, 2, 16, 160, SITE, NULL},
    /* 2.5 x 15 = 37.5, so 38: at the house and over all sites */
    {"need_that_nobody_may_meet_is_short", nobody_may_give_it, IPSO_RULE_STAFFING, 2, 76, 760, SITE,
     NULL},
    /* Monday: urgent need 600 of Morel's 540; all need 1200 of the 1080 of Morel and Petit */
    {"sets_of_people_are_counted_apart_and_together", nested_sets, IPSO_RULE_STAFFING, 2, 180, 1800,
     "", NULL},
    /* 640 - 540 */
    {"the_reference_length_fits_the_mean_and_travel", reference_length_with_travel,
     IPSO_RULE_STAFFING, 1, 100, 1000, "", NULL},
    /* 19 x 30 - 540 */
    {"the_reference_length_is_at_most_the_longest", reference_length_of_long_care,
     IPSO_RULE_STAFFING, 1, 30, 300, "", NULL},
    /* 7.5 min a day, so 8: on two days, at the house and over all sites */
    {"a_request_asks_in_equal_parts_on_its_days", request_on_two_days, IPSO_RULE_STAFFING, 4, 32,
     320, SITE, NULL},
    /* 15 min on Wednesday, at the house and over all sites */
    {"a_request_asks_nothing_of_a_day_shut", request_on_a_day_shut, IPSO_RULE_STAFFING, 2, 30, 300,
     SITE, NULL},
    /* 2 x 540 x 10 / 60 and 540 x 10 / 60 */
    {"hours_on_duty_have_a_price", hours_have_a_price, IPSO_RULE_DUTY_HOURS, 2, 1620, 270, P0,
     "Dr Morel is on duty for 18 h"},
    /* 3 x 590 min, 3 x 9 points */
    {"hours_on_duty_are_rounded_down_per_duty", hours_are_rounded_down_per_duty,
     IPSO_RULE_DUTY_HOURS, 2, 1770, 27, P0, NULL},
    {"a_fixed_appointment_is_not_in_a_break", fixed_in_the_break, IPSO_RULE_FIXED_DUTY, 1, 1,
     BROKEN, "/fixed_appointments/0",
     "Dr Morel does not consult on Monday 23 November at 12:30, when the fixed appointment Carl "
     "is"},
    {"a_fixed_appointment_ends_before_a_break", fixed_into_the_break, IPSO_RULE_FIXED_DUTY, 1, 1,
     BROKEN, "/fixed_appointments/0", NULL},
    {"a_fixed_appointment_is_at_its_site", fixed_at_another_site, IPSO_RULE_FIXED_DUTY, 1, 1,
     BROKEN, "/fixed_appointments/0", NULL},
    {"a_fixed_appointment_is_not_in_protected_time", fixed_in_protected_time, IPSO_RULE_FIXED_DUTY,
     1, 1, BROKEN, "/fixed_appointments/0", NULL},
    {"a_fixed_appointment_may_be_in_time_for_its_type", fixed_in_time_for_its_type,
     IPSO_RULE_FIXED_DUTY, 0, 0, 0, NULL, NULL},
    {"a_fixed_appointment_is_not_in_time_for_another_type", fixed_in_time_for_another_type,
     IPSO_RULE_FIXED_DUTY, 1, 1, BROKEN, "/fixed_appointments/0", NULL},
    {"a_fixed_home_visit_has_its_travel", fixed_home_visit, IPSO_RULE_FIXED_DUTY, 0, 0, 0, NULL,
     NULL},
    {"travel_of_a_fixed_home_visit_is_consulting_time_too", fixed_home_visit_into_the_break,
     IPSO_RULE_FIXED_DUTY, 1, 1, BROKEN, "/fixed_appointments/0", NULL},
    {"a_fixed_visit_is_not_in_a_tele_duty", fixed_in_a_tele_duty, IPSO_RULE_FIXED_DUTY, 1, 1,
     BROKEN, "/fixed_appointments/0", NULL},
    {0},
};
