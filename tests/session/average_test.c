/* The sample-average program against arithmetic and against the exact search.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/clinic.h"

#include <math.h>

static ipso_session *make(const clinic *c)
{
    ipso_session *session;
    ipso_error err;
    ipso_error_init(&err);
    if (ipso_session_new(&session, &c->model, &err) != IPSO_OK)
        fail_msg("%s: %s", err.where, err.text);
    return session;
}

static ipso_session_average solve(const ipso_session *session,
                                  const ipso_session_average_settings *settings)
{
    ipso_session_settings times;
    ipso_session_average average;
    ipso_error err;
    ipso_error_init(&err);
    ipso_session_settings_init(&times);
    if (ipso_session_sample_average(&average, session, NULL, ipso_session_patient_count(session),
                                    &times, settings, &err) != IPSO_OK)
        fail_msg("%s: %s", err.where, err.text);
    return average;
}

/* One scenario alone, services 10, 25 and 5: start times 0, 10, 35 cost nothing but the 20 idle
 * minutes up to the end at 60, and nothing can cost less. */
static void one_scenario_is_met_exactly(void **state)
{
    static const double given[] = {10, 25, 5};
    const ipso_service any = fixed_service(13);
    ipso_session_average_settings settings;
    clinic c;
    (void)state;
    clinic_init(&c, 3, &any, 0);
    c.model.length_min = 60;
    ipso_session *session = make(&c);
    ipso_session_average_settings_init(&settings);
    settings.given_count = 1;
    settings.given_service_min = given;
    settings.scenarios = 3;
    settings.replications = 2;
    settings.evaluation = 10;
    ipso_session_average a = solve(session, &settings);
    assert_close(a.lower, 20, 1e-6);
    assert_close(a.upper, 20, 1e-6);
    assert_close(a.gap, 0, 1e-6);
    assert_close(a.upper_error + a.lower_error, 0, 1e-6);
    ipso_session_average_finish(&a);
    ipso_session_free(session);
}

/* The lower bound is below the proven optimum and the plan above it, within four standard errors.
 */
static void bounds_lie_around_the_exact_optimum(void **state)
{
    const ipso_service service = exponential_service(10);
    ipso_session_average_settings settings;
    ipso_session_settings times;
    ipso_session_plan plan;
    clinic c;
    (void)state;
    for (int i = 0; i < 3; i++) {
        clinic_init(&c, 5, &service, .1);
        c.model.length_min = 60;
        c.model.overtime_weight = 2;
        c.model.horizon = (ipso_session_horizon)i;
        c.patients[1].apart_min = 18;
        c.patients[3].earliest_min = 35;
        ipso_session *session = make(&c);
        ipso_session_average_settings_init(&settings);
        ipso_session_settings_init(&times);
        ipso_session_average a = solve(session, &settings);
        assert_int_equal(ipso_session_optimize(&plan, session, NULL, 5, &times, NULL), IPSO_OK);
        assert_int_equal(plan.outcome, IPSO_OPTIMAL);
        assert_true(a.lower <= plan.measures.cost + 4 * a.lower_error);
        assert_true(a.plan.measures.cost >= plan.measures.cost - 1e-9);
        assert_true(a.plan.measures.cost <= 1.1 * plan.measures.cost);
        assert_close(a.upper, a.plan.measures.cost, 4 * a.upper_error);
        assert_true(a.plan.times.start_min[3] >= 35);
        assert_true(a.plan.times.start_min[2] >= a.plan.times.start_min[1] + 18);
        ipso_session_plan_finish(&plan);
        ipso_session_average_finish(&a);
        ipso_session_free(session);
    }
}

/* Two scenarios: both first patients take 10, or both take 30. Dependence changes what is best:
 * seen as independent, the third would meet 20, 40 or 60; here 20 or 60. The program's value is
 * that of enumeration over the whole minutes. */
static void dependence_is_seen(void **state)
{
    static const double given[] = {10, 10, 5, 30, 30, 5};
    const ipso_service any = fixed_service(13);
    ipso_session_average_settings settings;
    double least = INFINITY;
    clinic c;
    (void)state;
    clinic_init(&c, 3, &any, 0);
    c.model.length_min = 60;
    c.model.overtime_weight = 0;
    ipso_session *session = make(&c);
    ipso_session_average_settings_init(&settings);
    settings.given_count = 2;
    settings.given_service_min = given;
    settings.scenarios = 2000;
    settings.replications = 2;
    ipso_session_average a = solve(session, &settings);
    /* Waits and idle time of both scenarios, each with probability 1/2. */
    for (int second = 0; second <= 60; second++) {
        for (int third = second; third <= 60; third++) {
            double cost = 0;
            for (int s = 0; s < 2; s++) {
                double x = s == 0 ? 10 : 30, call = fmax(x, second), last = fmax(call + x, third);
                double over = fmax(0, last + 5 - 60);
                cost += (call - second + last - third + 60 + over - 2 * x - 5) / 2;
            }
            least = fmin(least, cost);
        }
    }
    assert_close(a.upper, least, 4 * a.upper_error + 1e-6);
    assert_close(a.lower, least, 2);
    ipso_session_average_finish(&a);
    ipso_session_free(session);
}

static void programs_that_cannot_be_are_named(void **state)
{
    static const double given[] = {-1, 5};
    const ipso_service ten = fixed_service(10);
    const ipso_session_break pause = {20, 10};
    ipso_session_average_settings settings;
    ipso_session_settings times;
    ipso_session_average a;
    ipso_error err;
    clinic c;
    (void)state;
    clinic_init(&c, 2, &ten, 0);
    ipso_session *session = make(&c);
    ipso_session_settings_init(&times);
    ipso_session_average_settings_init(&settings);
    settings.given_count = 1;
    settings.given_service_min = given;
    ipso_error_init(&err);
    assert_int_equal(ipso_session_sample_average(&a, session, NULL, 2, &times, &settings, &err),
                     IPSO_INPUT);
    assert_string_equal(err.text, "a service of -1 min is not from 0 to 1440");
    ipso_session_average_settings_init(&settings);
    settings.scenarios = 1;
    assert_int_equal(ipso_session_sample_average(&a, session, NULL, 2, &times, &settings, NULL),
                     IPSO_INPUT);
    ipso_session_free(session);
    c.model.breaks = &pause;
    c.model.break_count = 1;
    session = make(&c);
    ipso_session_average_settings_init(&settings);
    ipso_error_init(&err);
    assert_int_equal(ipso_session_sample_average(&a, session, NULL, 2, &times, &settings, &err),
                     IPSO_INPUT);
    assert_string_equal(err.where, "/breaks");
    ipso_session_free(session);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_scenario_is_met_exactly),
        cmocka_unit_test(bounds_lie_around_the_exact_optimum),
        cmocka_unit_test(dependence_is_seen),
        cmocka_unit_test(programs_that_cannot_be_are_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
