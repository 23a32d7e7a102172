/* Every allocation made to fail in turn: an error or a whole answer, no leak, no crash.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/clinic.h"

#include "support/failing_malloc.h"

#include <math.h>

static bool run(ipso_session *session, const clinic *c)
{
    ipso_session_settings settings;
    ipso_session_value value = {0};
    ipso_session_sample sample = {0};
    ipso_session_plan plan = {0}, order = {0}, booked = {0};
    double starts[CLINIC_MOST];
    ipso_session_settings_init(&settings);
    bool ok = ipso_session_evaluate(&value, session, &c->times, NULL) == IPSO_OK &&
              ipso_session_simulate(&sample, session, &c->times, 10, 1, NULL) == IPSO_OK &&
              ipso_session_optimize(&plan, session, NULL, 3, &settings, NULL) == IPSO_OK &&
              ipso_session_optimize_order(&order, session, &settings, NULL) == IPSO_OK &&
              ipso_session_overbook(&booked, session, &settings, NULL) == IPSO_OK &&
              ipso_session_by_rule(starts, session, NULL, 3, IPSO_RULE_EQUAL, 0, &settings, NULL) ==
                  IPSO_OK;
    ipso_session_value_finish(&value);
    ipso_session_sample_finish(&sample);
    ipso_session_plan_finish(&plan);
    ipso_session_plan_finish(&order);
    ipso_session_plan_finish(&booked);
    return ok;
}

static bool use_once(void *context)
{
    ipso_session *session = NULL;
    const clinic *c = context;
    bool ok = ipso_session_new(&session, &c->model, NULL) == IPSO_OK && run(session, c);
    ipso_session_free(session);
    return ok;
}

static void expect_survival(clinic *c)
{
    failing_report report = failing_malloc_each(use_once, c, FAIL_ONCE, 7);
    assert_true(report.runs > 5);
    assert_int_equal(report.unreported, 0);
    assert_int_equal(report.leaks, 0);
}

static void sessions_on_the_grid_survive_every_failed_allocation(void **state)
{
    static const double minutes[] = {0, 10, 20}, shares[] = {.2, .3, .5}, half[] = {.5, .5};
    const ipso_service parts[] = {fixed_service(10), exponential_service(10)};
    const ipso_service service = {
        .kind = IPSO_SERVICE_EMPIRICAL, .minutes = minutes, .shares = shares, .count = 3};
    const ipso_session_break pause = {20, 10};
    clinic c;
    (void)state;
    if (!failing_malloc_works())
        skip();
    clinic_init(&c, 3, &service, .1);
    c.patients[1].service =
        (ipso_service){.kind = IPSO_SERVICE_MIXTURE, .parts = parts, .shares = half, .count = 2};
    c.model.grid_min = 10;
    c.model.length_min = 40;
    expect_survival(&c);
    c.model.breaks = &pause;
    c.model.break_count = 1;
    c.model.walk_ins_per_hour = 1;
    c.model.walk_in = fixed_service(10);
    expect_survival(&c);
}

static void sessions_in_continuous_time_survive_every_failed_allocation(void **state)
{
    const ipso_service service = exponential_service(10);
    clinic c;
    (void)state;
    if (!failing_malloc_works())
        skip();
    clinic_init(&c, 3, &service, .1);
    c.model.time = IPSO_SESSION_PHASES;
    c.model.length_min = 40;
    expect_survival(&c);
}

static bool average_once(void *context)
{
    const clinic *c = context;
    ipso_session *session = NULL;
    ipso_session_average average = {0};
    ipso_session_average_settings settings;
    ipso_session_settings times;
    ipso_session_settings_init(&times);
    ipso_session_average_settings_init(&settings);
    settings.scenarios = 3;
    settings.replications = 2;
    settings.evaluation = 5;
    bool ok =
        ipso_session_new(&session, &c->model, NULL) == IPSO_OK &&
        ipso_session_sample_average(&average, session, NULL, 3, &times, &settings, NULL) == IPSO_OK;
    ipso_session_average_finish(&average);
    ipso_session_free(session);
    return ok;
}

/* GLPK loses one block when a realloc of its own fails: the one exception. */
static void programs_over_scenarios_survive_every_failed_allocation(void **state)
{
    const ipso_service service = exponential_service(10);
    clinic c;
    (void)state;
    if (!failing_malloc_works())
        skip();
    clinic_init(&c, 3, &service, .1);
    c.model.length_min = 40;
    failing_report report = failing_malloc_each(average_once, &c, FAIL_ONCE, 5);
    assert_true(report.runs > 5);
    assert_int_equal(report.unreported, 0);
    assert_int_equal(report.leaks, report.realloc_losses);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sessions_on_the_grid_survive_every_failed_allocation),
        cmocka_unit_test(sessions_in_continuous_time_survive_every_failed_allocation),
        cmocka_unit_test(programs_over_scenarios_survive_every_failed_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
