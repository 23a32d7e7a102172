/* The numbers of patient behaviour: defaults, what a practice gives instead, what is refused.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/test.h"

#include "practice/behaviour.h"

#include <math.h>

static ipso_practice *clinic(void)
{
    ipso_practice *practice = NULL;
    ipso_horizon horizon;
    ipso_patient_class elderly;

    ipso_horizon_init(&horizon);
    ipso_date_from_ymd(&horizon.first_day, 2026, 11, 23);
    assert_int_equal(ipso_practice_new(&practice, &horizon, NULL), IPSO_OK);
    ipso_patient_class_init(&elderly);
    elderly.id = "elderly";
    assert_int_equal(ipso_practice_add_class(practice, &elderly, NULL), IPSO_OK);
    return practice;
}

/* English general practice: 1.9 % the same day, 5 % the next, 6.8 % within the week, then 8.2 to
 * 8.9 %. */
static void longer_leads_are_missed_more_often(void **state)
{
    (void)state;
    ipso_behaviour behaviour;

    ipso_behaviour_init(&behaviour);
    assert_true(ipso__behaviour_no_show(&behaviour, 0) == 0.019);
    assert_true(ipso__behaviour_no_show(&behaviour, 1) == 0.05);
    assert_true(ipso__behaviour_no_show(&behaviour, 2) == 0.068);
    assert_true(ipso__behaviour_no_show(&behaviour, 7) == 0.068);
    assert_true(ipso__behaviour_no_show(&behaviour, 8) == 0.085);
    assert_true(ipso__behaviour_no_show(&behaviour, 300) == 0.085);
}

/* DREES 2018: demand peaks from 8:00 to 10:00; the scenarios take 30 %. */
static void three_in_ten_ask_between_eight_and_ten(void **state)
{
    (void)state;
    ipso_behaviour behaviour;
    double sum = 0;

    ipso_behaviour_init(&behaviour);
    for (int hour = 0; hour < IPSO__HOURS; hour++)
        sum += ipso__behaviour_hours(&behaviour)[hour];
    assert_true(
        fabs((ipso__behaviour_hours(&behaviour)[8] + ipso__behaviour_hours(&behaviour)[9]) / sum -
             0.30) < 1e-12);
}

static void a_care_class_keeps_its_defaults_where_none_is_given(void **state)
{
    (void)state;
    ipso_practice *practice = clinic();
    ipso_behaviour behaviour;
    ipso_care_behaviour acute;

    ipso_behaviour_init(&behaviour);
    ipso_care_behaviour_init(&acute);
    acute.care = IPSO_CARE_ACUTE;
    acute.patience_days = 3;
    behaviour.cares = &acute;
    behaviour.care_count = 1;
    assert_int_equal(ipso_practice_set_behaviour(practice, &behaviour, NULL), IPSO_OK);
    ipso_care_behaviour read = ipso_practice_care_behaviour(practice, IPSO_CARE_ACUTE);
    assert_true(read.patience_days == 3);
    assert_true(read.ahead_days == 0);
    assert_true(read.accepts_others == 0.9);
    read = ipso_practice_care_behaviour(practice, IPSO_CARE_LONG);
    assert_true(read.ahead_days == 10);
    ipso_practice_free(practice);
}

static void what_is_out_of_range_changes_nothing(void **state)
{
    (void)state;
    ipso_practice *practice = clinic();
    ipso_behaviour behaviour;
    ipso_class_behaviour class;
    ipso_error err = {0};

    ipso_behaviour_init(&behaviour);
    ipso_class_behaviour_init(&class);
    class.patient_class = 1;
    behaviour.classes = &class;
    behaviour.class_count = 1;
    behaviour.ill = 0.1;
    assert_int_equal(ipso_practice_set_behaviour(practice, &behaviour, &err), IPSO_INPUT);
    assert_string_equal(err.where, "/behaviour/classes/0/patient_class");
    assert_true(ipso_practice_behaviour(practice)->ill == 0.02);
    ipso_practice_free(practice);
}

/* ---- journeys ---- */

static ipso_journey_step outside(const char *id, const char *const *after, size_t count)
{
    ipso_journey_step step;

    ipso_journey_step_init(&step);
    step.id = id;
    step.after = after;
    step.after_count = count;
    step.outside = "hospital";
    return step;
}

static void a_journey_is_copied_with_its_steps(void **state)
{
    (void)state;
    ipso_practice *practice = clinic();
    char first[] = "first", then[] = "then";
    const char *after[] = {first};
    ipso_journey_step steps[] = {outside(first, NULL, 0), outside(then, after, 1)};
    ipso_journey journey;
    ipso_behaviour behaviour;

    ipso_behaviour_init(&behaviour);
    ipso_journey_init(&journey);
    journey.id = "amara";
    journey.steps = steps;
    journey.step_count = 2;
    behaviour.journeys = &journey;
    behaviour.journey_count = 1;
    assert_int_equal(ipso_practice_set_behaviour(practice, &behaviour, NULL), IPSO_OK);
    first[0] = then[0] = '?';
    const ipso_journey *copy = ipso_practice_behaviour(practice)->journeys;
    assert_string_equal(copy->name, "amara");
    assert_string_equal(copy->steps[1].id, "then");
    assert_string_equal(copy->steps[1].after[0], "first");
    assert_string_equal(copy->steps[1].outside, "hospital");
    ipso_practice_free(practice);
}

static void expect_journey_refused(const ipso_journey *journey, const char *where)
{
    ipso_practice *practice = clinic();
    ipso_behaviour behaviour;
    ipso_error err = {0};

    ipso_behaviour_init(&behaviour);
    behaviour.journeys = journey;
    behaviour.journey_count = 1;
    assert_int_equal(ipso_practice_set_behaviour(practice, &behaviour, &err), IPSO_INPUT);
    assert_string_equal(err.where, where);
    assert_int_equal(ipso_practice_behaviour(practice)->journey_count, 0);
    ipso_practice_free(practice);
}

static void a_journey_that_cannot_be_is_refused(void **state)
{
    (void)state;
    const char *const after[] = {"b"};
    ipso_journey_step steps[] = {outside("a", NULL, 0), outside("b", NULL, 0)};
    ipso_journey journey;

    ipso_journey_init(&journey);
    journey.id = "j";
    journey.steps = steps;
    expect_journey_refused(&journey, "/behaviour/journeys/0/steps");
    journey.step_count = 2;
    steps[1].id = "a"; /* twice */
    expect_journey_refused(&journey, "/behaviour/journeys/0/steps/1/id");
    steps[1].id = "b";
    steps[0].after = after; /* what stands behind it */
    steps[0].after_count = 1;
    expect_journey_refused(&journey, "/behaviour/journeys/0/steps/0/after/0");
    steps[0].after_count = 0;
    steps[1].outside = NULL; /* neither */
    expect_journey_refused(&journey, "/behaviour/journeys/0/steps/1");
    steps[1].type = 0; /* no such type */
    expect_journey_refused(&journey, "/behaviour/journeys/0/steps/1/type");
    steps[1] = outside("b", NULL, 0);
    steps[1].days = IPSO_MAX_DAYS + 1;
    expect_journey_refused(&journey, "/behaviour/journeys/0/steps/1/days");
    steps[1].days = 0;
    journey.accepts_others = false;
    expect_journey_refused(&journey, "/behaviour/journeys/0/accepts_others");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(longer_leads_are_missed_more_often),
        cmocka_unit_test(three_in_ten_ask_between_eight_and_ten),
        cmocka_unit_test(a_care_class_keeps_its_defaults_where_none_is_given),
        cmocka_unit_test(what_is_out_of_range_changes_nothing),
        cmocka_unit_test(a_journey_is_copied_with_its_steps),
        cmocka_unit_test(a_journey_that_cannot_be_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
