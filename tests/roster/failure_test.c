/* Every allocation of the roster's programs and of its stage fails in turn.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/test.h"

#include "model/roster.h"
#include "planner/stage.h"
#include "support/failing_malloc.h"
#include "tiny.h"

#include <math.h>

enum { PRACTICES = 6, STAGE_PRACTICES = 3, STAGE_STRIDE = 11 };

static bool build_programs(void *context)
{
    bool ok = true;
    for (int explaining = 0; ok && explaining <= 1; explaining++) {
        ipso__roster *roster = NULL;
        ipso__roster_program *program = NULL;
        ok = ipso__roster_new(&roster, context, explaining, NULL) == IPSO_OK &&
             ipso__roster_program_new(&program, roster, NULL) == IPSO_OK;
        ipso__roster_program_free(program);
        ipso__roster_free(roster);
    }
    return ok;
}

static void programs_survive_every_failed_allocation(void **state)
{
    (void)state;
    if (!failing_malloc_works())
        skip();
    for (uint64_t seed = 1; seed <= PRACTICES; seed++) {
        ipso_practice *practice = tiny_practice(seed, 0);
        for (int once = 0; once <= 1; once++) {
            failing_report report =
                failing_malloc_each(build_programs, practice, once ? FAIL_ONCE : FAIL_ON, 1);
            assert_true(report.runs > 20);
            assert_int_equal(report.unreported, 0);
            assert_int_equal(report.leaks, 0);
        }
        ipso_practice_free(practice);
    }
}

static bool run_stage(void *context)
{
    ipso__stage_settings settings = {.deadline_s = INFINITY, .seed = 1, .threads = 1};
    ipso_plan *plan = NULL;
    ipso_outcome outcome;
    bool ok = ipso__roster_stage(&plan, context, &settings, &outcome, NULL, NULL, NULL) == IPSO_OK;
    ipso_plan_free(plan);
    return ok;
}

/* GLPK itself loses a block when its realloc fails, so leaks are counted for the programs alone. */
static void stage_reports_every_failed_allocation(void **state)
{
    (void)state;
    if (!failing_malloc_works())
        skip();
    for (uint64_t seed = 1; seed <= STAGE_PRACTICES; seed++) {
        ipso_practice *practice = tiny_practice(seed, 0);
        failing_report report = failing_malloc_each(run_stage, practice, FAIL_ON, STAGE_STRIDE);
        assert_true(report.runs > 10);
        assert_int_equal(report.unreported, 0);
        ipso_practice_free(practice);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(programs_survive_every_failed_allocation),
        cmocka_unit_test(stage_reports_every_failed_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
