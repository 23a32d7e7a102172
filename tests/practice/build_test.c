/* Building a practice in memory: copies, defaults, ranges, matching.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "practice/small.h"

#include <math.h>
#include <string.h>

static void descriptions_are_copied(void **state)
{
    char id[] = "nation";
    ipso_hours hours[] = {{IPSO_MONDAY, 480, 720}};
    ipso_practice *practice = small_practice();
    ipso_site site;

    (void)state;
    ipso_site_init(&site);
    site.id = id;
    site.hours = hours;
    site.hours_count = 1;
    assert_int_equal(ipso_practice_add_site(practice, &site, NULL), IPSO_OK);
    memset(id, 'x', sizeof id - 1);
    hours[0].end_min = 0;
    assert_string_equal(ipso_practice_site(practice, 1)->id, "nation");
    assert_string_equal(ipso_practice_site(practice, 1)->name, "nation");
    assert_int_equal(ipso_practice_site(practice, 1)->hours[0].end_min, 720);
    ipso_practice_free(practice);
}

static void a_type_takes_the_defaults_of_its_care_class(void **state)
{
    static const int lengths[] = {15};
    ipso_practice *practice = small_practice();
    ipso_type type;

    (void)state;
    ipso_type_init(&type);
    type.id = "acute";
    type.care = IPSO_CARE_ACUTE;
    type.lengths_min = lengths;
    type.length_count = 1;
    type.law.mean_min = 12;
    assert_int_equal(ipso_practice_add_type(practice, &type, NULL), IPSO_OK);
    assert_int_equal(ipso_practice_type(practice, 1)->unmet_points, 600);
    assert_int_equal(ipso_practice_type(practice, 1)->lead_max_days, 0);
    assert_int_equal(ipso_practice_type(practice, 0)->unmet_points, 200);
    assert_int_equal(ipso_practice_type(practice, 0)->lead_max_days, 6);
    ipso_practice_free(practice);
}

/* Adds the type and expects the error at where. */
static void expect_bad_type(const ipso_type *type, const char *where)
{
    ipso_practice *practice = small_practice();
    ipso_error err;

    ipso_error_init(&err);
    assert_int_equal(ipso_practice_add_type(practice, type, &err), IPSO_INPUT);
    assert_string_equal(err.where, where);
    assert_true(err.text[0] != '\0');
    assert_int_equal(ipso_practice_type_count(practice), 1);
    ipso_practice_free(practice);
}

static void bad_types_are_refused_with_a_pointer(void **state)
{
    static const int falling[] = {20, 15}, off_grid[] = {12}, good[] = {15};
    static const double minutes[] = {5, 10}, shares[] = {0.5, 0.4};
    ipso_type type;

    (void)state;
    ipso_type_init(&type);
    type.id = "t";
    type.law.mean_min = 10;
    expect_bad_type(&type, "/appointment_types/1/lengths_min");
    type.lengths_min = falling;
    type.length_count = 2;
    expect_bad_type(&type, "/appointment_types/1/lengths_min/1");
    type.lengths_min = off_grid;
    type.length_count = 1;
    expect_bad_type(&type, "/appointment_types/1/lengths_min/0");
    type.lengths_min = good;
    type.law.mean_min = NAN;
    expect_bad_type(&type, "/appointment_types/1/service_time/mean_min");
    type.law =
        (ipso_law){.kind = IPSO_LAW_EMPIRICAL, .minutes = minutes, .shares = shares, .count = 2};
    expect_bad_type(&type, "/appointment_types/1/service_time/shares");
    type.law = (ipso_law){.kind = IPSO_LAW_EXPONENTIAL, .mean_min = 10};
    type.id = "";
    expect_bad_type(&type, "/appointment_types/1/id");
    type.id = "\xff";
    expect_bad_type(&type, "/appointment_types/1/id");
}

static void a_duty_rule_makes_a_duty_for_each_start_and_length(void **state)
{
    static const int lengths[] = {240, 480};
    static const ipso_interval lunch[] = {{720, 780}};
    ipso_practice *practice = small_practice();
    ipso_duty_rule rule;

    (void)state;
    ipso_duty_rule_init(&rule);
    rule.id = "r";
    rule.earliest_start_min = 480;
    rule.latest_start_min = 540;
    rule.lengths_min = lengths;
    rule.length_count = 2;
    rule.breaks = lunch;
    rule.break_count = 1;
    assert_int_equal(ipso_practice_add_duty_rule(practice, &rule, NULL), IPSO_OK);
    /* starts 08:00, 08:30, 09:00, two lengths each, beside the one duty there was */
    assert_int_equal(ipso_practice_duty_count(practice), 7);
    assert_string_equal(ipso_practice_duty(practice, 1)->id, "r/centre/08:00-12:00");
    assert_int_equal(ipso_practice_duty(practice, 1)->break_count, 0);
    assert_string_equal(ipso_practice_duty(practice, 2)->id, "r/centre/08:00-16:00");
    assert_int_equal(ipso_practice_duty(practice, 2)->break_count, 1);
    ipso_practice_free(practice);
}

static void a_failed_duty_rule_adds_nothing(void **state)
{
    static const int lengths[] = {240};
    static const ipso_interval odd[] = {{721, 780}};
    ipso_practice *practice = small_practice();
    ipso_duty_rule rule;

    (void)state;
    ipso_duty_rule_init(&rule);
    rule.id = "r";
    rule.earliest_start_min = rule.latest_start_min = 480;
    rule.lengths_min = lengths;
    rule.length_count = 1;
    rule.breaks = odd;
    rule.break_count = 1;
    assert_int_equal(ipso_practice_add_duty_rule(practice, &rule, NULL), IPSO_INPUT);
    assert_int_equal(ipso_practice_duty_count(practice), 1);
    ipso_practice_free(practice);
}

static void a_public_holiday_matches_holiday_only(void **state)
{
    ipso_days mondays = {.weekdays = IPSO_MONDAY}, holidays = {.weekdays = IPSO_HOLIDAY};
    ipso_date extra = 0, first;
    ipso_practice *practice;
    ipso_horizon horizon;

    (void)state;
    ipso_date_from_ymd(&first, 2026, 11, 9); /* Monday; Wednesday is 11 November */
    extra = first;
    ipso_horizon_init(&horizon);
    horizon.first_day = first;
    horizon.holidays = &extra;
    horizon.holiday_count = 1;
    assert_int_equal(ipso_practice_new(&practice, &horizon, NULL), IPSO_OK);
    assert_true(ipso_practice_is_holiday(practice, 0));
    assert_true(ipso_practice_is_holiday(practice, 2));
    assert_false(ipso_practice_is_holiday(practice, 3));
    assert_false(ipso_practice_day_matches(practice, &mondays, 0));
    assert_true(ipso_practice_day_matches(practice, &holidays, 0));
    mondays.dates = &extra;
    mondays.date_count = 1;
    assert_true(ipso_practice_day_matches(practice, &mondays, 0));
    ipso_practice_free(practice);
}

static void who_asks_for_role_skills_and_person(void **state)
{
    static const char *const roles[] = {"nurse", "gp"}, *const skills[] = {"ultrasound"};
    static const int second[] = {1};
    ipso_practice *practice = small_practice();
    ipso_who who = {.roles = roles, .role_count = 2};

    (void)state;
    assert_true(ipso_practice_who_matches(practice, &who, 0));
    assert_false(ipso_practice_who_matches(practice, &who, 2));
    who.practitioners = second;
    who.practitioner_count = 1;
    assert_false(ipso_practice_who_matches(practice, &who, 0));
    assert_true(ipso_practice_who_matches(practice, &who, 1));
    who.skills = skills;
    who.skill_count = 1;
    assert_false(ipso_practice_who_matches(practice, &who, 1));
    ipso_practice_free(practice);
}

static void the_most_special_service_time_wins(void **state)
{
    static const int lengths[] = {15};
    const ipso_type_law laws[] = {
        {.practitioner = IPSO_ANY,
         .patient_class = 0,
         .law = {IPSO_LAW_EXPONENTIAL, 20, 0, 0, 0, 0}},
        {.practitioner = 1,
         .patient_class = IPSO_ANY,
         .law = {IPSO_LAW_EXPONENTIAL, 30, 0, 0, 0, 0}},
        {.practitioner = 1, .patient_class = 0, .law = {IPSO_LAW_EXPONENTIAL, 40, 0, 0, 0, 0}}};
    ipso_practice *practice = small_practice();
    ipso_patient_class elderly;
    double factor;
    ipso_type type;

    (void)state;
    ipso_patient_class_init(&elderly);
    elderly.id = "elderly";
    elderly.time_factor = 1.2;
    assert_int_equal(ipso_practice_add_class(practice, &elderly, NULL), IPSO_OK);
    ipso_type_init(&type);
    type.id = "t";
    type.lengths_min = lengths;
    type.length_count = 1;
    type.law.mean_min = 10;
    type.laws = laws;
    type.law_count = 3;
    assert_int_equal(ipso_practice_add_type(practice, &type, NULL), IPSO_OK);
    assert_true(ipso_practice_service_law(practice, 1, 0, IPSO_ANY, &factor).mean_min == 10);
    assert_true(factor == 1.0);
    assert_true(ipso_practice_service_law(practice, 1, 0, 0, &factor).mean_min == 20);
    assert_true(factor == 1.0); /* pace of practitioner 0 */
    assert_true(ipso_practice_service_law(practice, 1, 1, IPSO_ANY, &factor).mean_min == 30);
    assert_true(ipso_practice_service_law(practice, 1, 1, 0, &factor).mean_min == 40);
    assert_true(ipso_practice_service_law(practice, 0, 1, 0, &factor).mean_min == 16);
    assert_true(factor == 1.2);
    ipso_practice_free(practice);
}

static void a_validated_practice_is_closed(void **state)
{
    ipso_practice *practice = small_practice();
    ipso_weights weights;

    (void)state;
    ipso_weights_init(&weights);
    assert_int_equal(ipso_practice_validate(practice, NULL, NULL, NULL), IPSO_OK);
    assert_true(ipso_practice_validated(practice));
    assert_int_equal(ipso_practice_set_weights(practice, &weights, NULL), IPSO_STATE);
    assert_int_equal(ipso_practice_validate(practice, NULL, NULL, NULL), IPSO_STATE);
    ipso_practice_free(practice);
}

static void rules_of_booking_have_defaults_and_ranges(void **state)
{
    ipso_practice *practice = small_practice();
    ipso_booking_rules rules;
    ipso_error err;

    (void)state;
    assert_int_equal(ipso_practice_booking(practice)->ahead_days, IPSO_MAX_DAYS);
    assert_int_equal(ipso_practice_booking(practice)->patient_open_h, IPSO_NO_MAX);
    assert_int_equal(ipso_practice_booking(practice)->proposal_s, 3600);
    ipso_booking_rules_init(&rules);
    rules.proposal_s = 0;
    ipso_error_init(&err);
    assert_int_equal(ipso_practice_set_booking(practice, &rules, &err), IPSO_INPUT);
    assert_string_equal(err.where, "/booking/proposal_s");
    assert_int_equal(ipso_practice_booking(practice)->proposal_s, 3600);
    rules.proposal_s = 60;
    rules.patient_open_h = 24;
    assert_int_equal(ipso_practice_set_booking(practice, &rules, NULL), IPSO_OK);
    assert_int_equal(ipso_practice_booking(practice)->patient_open_h, 24);
    assert_int_equal(ipso_practice_validate(practice, NULL, NULL, NULL), IPSO_OK);
    assert_int_equal(ipso_practice_set_booking(practice, &rules, NULL), IPSO_STATE);
    ipso_practice_free(practice);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(descriptions_are_copied),
        cmocka_unit_test(a_type_takes_the_defaults_of_its_care_class),
        cmocka_unit_test(bad_types_are_refused_with_a_pointer),
        cmocka_unit_test(a_duty_rule_makes_a_duty_for_each_start_and_length),
        cmocka_unit_test(a_failed_duty_rule_adds_nothing),
        cmocka_unit_test(a_public_holiday_matches_holiday_only),
        cmocka_unit_test(who_asks_for_role_skills_and_person),
        cmocka_unit_test(the_most_special_service_time_wins),
        cmocka_unit_test(a_validated_practice_is_closed),
        cmocka_unit_test(rules_of_booking_have_defaults_and_ranges),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
