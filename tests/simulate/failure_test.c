/* A simulation when memory runs out.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "surgery.h"

#include "support/failing_malloc.h"
#include "support/test.h"

static bool simulate_once(void *context)
{
    ipso_simulation *simulation = NULL;
    ipso_sim_settings settings;

    surgery_settings(&settings);
    settings.replications = 1;
    settings.times = ipso_times_policy_named("optimised");
    ipso_status status = ipso_simulate(&simulation, context, &settings, NULL);
    ipso_simulation_free(simulation);
    return status == IPSO_OK;
}

static void a_simulation_survives_every_failed_allocation(void **state)
{
    (void)state;
    static const char *const after[] = {"scan"};
    const ipso_journey_step steps[] = {
        {.id = "scan", .type = IPSO_ANY, .outside = "hospital", .days = 3, .minutes = 20},
        {.id = "check", .after = after, .after_count = 1, .days = 2}};
    ipso_journey journey;
    struct surgery surgery;

    if (!failing_malloc_works())
        skip();
    surgery_init(&surgery);
    ipso_journey_init(&journey);
    journey.id = "amara";
    journey.steps = steps;
    journey.step_count = 2;
    surgery.behaviour.journeys = &journey;
    surgery.behaviour.journey_count = 1;
    surgery.behaviour.cancelled = 0.2;
    surgery.behaviour.ill = 0.1;
    surgery.care.ahead_days = 3;
    surgery.care.follow_up = 0.3;
    ipso_practice *practice = surgery_build(&surgery);
    failing_report report = failing_malloc_each(simulate_once, practice, FAIL_ONCE, 1);
    assert_true(report.runs > 50);
    assert_int_equal(report.unreported, 0);
    assert_int_equal(report.leaks, 0);
    ipso_practice_free(practice);
}

static bool rank_once(void *context)
{
    ipso_simulation *simulation = NULL;
    ipso_sim_settings settings;

    surgery_settings(&settings);
    settings.weeks = settings.warmup_weeks = settings.replications = 1;
    settings.roster = ipso_roster_policy_named("equal");
    settings.mix = ipso_mix_policy_named("program");
    settings.booking = ipso_booking_policy_named("ranking");
    settings.plan_work = 1000;
    ipso_status status = ipso_simulate(&simulation, context, &settings, NULL);
    ipso_simulation_free(simulation);
    return status == IPSO_OK;
}

static void plans_and_rankings_survive_every_failed_allocation(void **state)
{
    (void)state;
    struct surgery surgery;

    if (!failing_malloc_works())
        skip();
    surgery_init(&surgery);
    surgery.type.care = IPSO_CARE_ACUTE;
    ipso_practice *practice = surgery_build(&surgery);
    failing_report report = failing_malloc_each(rank_once, practice, FAIL_ONCE, 1);
    assert_true(report.runs > 50);
    assert_int_equal(report.unreported, 0);
    assert_int_equal(report.leaks, 0);
    ipso_practice_free(practice);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_simulation_survives_every_failed_allocation),
        cmocka_unit_test(plans_and_rankings_survive_every_failed_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
