/* Every allocation of the stages and of their programs fails in turn.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "slots/random_practice.h"

#include "planner/stage.h"
#include "support/failing_malloc.h"

#include <math.h>

/* What one run works on: practices are made beforehand. */
typedef struct run {
    const ipso_plan *roster;
    const ipso_plan *booked;
} run;

static ipso__stage_settings few_units(void)
{
    return (ipso__stage_settings){
        .deadline_s = INFINITY, .work_limit = 20000, .seed = 1, .threads = 1};
}

static bool run_stages(void *context)
{
    const run *r = context;
    ipso__stage_settings settings = few_units();
    ipso_plan *slots = NULL, *booked = NULL, *timed = NULL;
    ipso_error err;
    ipso_error_init(&err);
    bool ok = ipso__slots_stage(&slots, r->roster, &settings, &err) == IPSO_OK &&
              ipso__bookings_stage(&booked, slots, &settings, &err) == IPSO_OK &&
              ipso__times_stage(&timed, booked, &settings, &err) == IPSO_OK;
    ipso_plan_free(slots);
    ipso_plan_free(booked);
    ipso_plan_free(timed);
    return ok;
}

static bool run_models(void *context)
{
    const run *r = context;
    ipso__program *slots = NULL, *bookings = NULL, *times = NULL;
    bool ok = ipso__slots_model(&slots, r->roster, NULL) == IPSO_OK &&
              ipso__bookings_model(&bookings, r->roster, NULL) == IPSO_OK &&
              ipso__times_model(&times, r->booked, NULL) == IPSO_OK;
    ipso__program_free(slots);
    ipso__program_free(bookings);
    ipso__program_free(times);
    return ok;
}

/* Runs work on practices with links, pairs, targets and extended hours among them. */
static void expect_survival(bool (*work)(void *context))
{
    if (!failing_malloc_works())
        skip();
    for (uint64_t seed = 1; seed <= 20; seed++) {
        random_practice made = random_practice_make(seed);
        ipso__stage_settings settings = few_units();
        ipso_plan *roster = tiny_roster(made.practice, made.roster, made.roster_count);
        ipso_plan *booked;
        assert_int_equal(ipso__bookings_stage(&booked, roster, &settings, NULL), IPSO_OK);
        run r = {roster, booked};
        for (int once = 0; once <= 1; once++) {
            failing_report report = failing_malloc_each(work, &r, once ? FAIL_ONCE : FAIL_ON, 1);
            assert_true(report.runs > 20);
            assert_int_equal(report.unreported, 0);
            assert_int_equal(report.leaks, 0);
        }
        ipso_plan_free(roster);
        ipso_plan_free(booked);
        ipso_practice_free(made.practice);
    }
}

static void stages_survive_every_failed_allocation(void **state)
{
    (void)state;
    expect_survival(run_stages);
}

static void programs_survive_every_failed_allocation(void **state)
{
    (void)state;
    expect_survival(run_models);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(stages_survive_every_failed_allocation),
        cmocka_unit_test(programs_survive_every_failed_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
