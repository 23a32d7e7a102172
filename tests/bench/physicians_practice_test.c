/* Physician instances as practices: the library's check and cost against the recount, and published
 * optima.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/test.h"

#include "bench.h"
#include "physicians_practice.h"
#include "ward.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { WORK = 300000000 };

static const char *folder;
static bool at_length; /* what takes longer */

static ipso_practice *practice_of(const physicians *instance)
{
    ipso_practice *practice = NULL;
    ipso_error err;
    ipso_error_init(&err);
    if (physicians_practice_make(&practice, instance, "ward", &err) != IPSO_OK)
        fail_msg("%s: %s", err.where, err.text);
    return practice;
}

/* ---- every roster of the ward ---- */

typedef struct tally {
    int rosters, lawful;
    int64_t least;
} tally;

/* The plan whose digits, in the base of duties and off, are the number's. */
static ipso_plan *plan_of(const ipso_practice *practice, const physicians *n, long number)
{
    const ipso_stage_report ran = {.ran = true};
    ipso_plan *plan = NULL;
    int choices = ipso_practice_duty_count(practice) + 1;
    assert_int_equal(ipso_plan_new(&plan, practice, NULL), IPSO_OK);
    for (int cell = 0; cell < n->people * n->days; cell++, number /= choices) {
        const ipso_assignment work = {cell / n->days, cell % n->days, (int)(number % choices) - 1};
        if (work.duty >= 0)
            assert_int_equal(ipso_plan_add_assignment(plan, &work, NULL), IPSO_OK);
    }
    assert_int_equal(ipso_plan_set_stage(plan, IPSO_STAGE_ROSTER, &ran, NULL), IPSO_OK);
    return plan;
}

/* Check and recount agree on whether the roster is lawful, and on its cost. */
static void compare(const physicians *n, const ipso_plan *plan, tally *seen)
{
    ipso_report *report = NULL;
    physicians_work *roster = NULL;
    physicians_count count;
    assert_int_equal(ipso_check(&report, plan, NULL), IPSO_OK);
    assert_true(physicians_practice_roster(&roster, n, plan, NULL));
    physicians_recount(&count, n, roster);
    bool lawful = ipso_report_violation_count(report) == 0;
    if (lawful != (count.broken == 0))
        fail_msg("check has %d violations, the recount %d: %s", ipso_report_violation_count(report),
                 count.broken, count.first);
    if (lawful) {
        assert_int_equal(ipso_report_stage_cost(report, IPSO_STAGE_ROSTER), count.objective);
        if (seen->lawful++ == 0 || count.objective < seen->least)
            seen->least = count.objective;
    }
    seen->rosters++;
    free(roster);
    ipso_report_free(report);
}

/* Two days, four duties or off: 5^6 = 15625 rosters. Who works on day 1 is 1 and 2, one of them
 * long at station 2, the other at the common station 1, for 3 may not; on day 2 whoever was long is
 * off. Station 3 wants 3 on day 2 if 1 or 2 is to be at station 2: 50, preference 15, risk 20.
 *
 * 2 long: 50 + 5; 1 at station 1, then 2: 50 + 10, risk 10; 3: 85. In all 210.
 * 1 long: 50, risk 10; 2 at station 1, then 2, in two departments but on every day: 50 + 5; 3: 85.
 * In all 200, the least. */
static void check_and_recount_agree_on_every_roster_of_the_ward(void **state)
{
    (void)state;
    physicians *n = ward(2);
    ipso_practice *practice = practice_of(n);
    tally seen = {0};
    assert_int_equal(ipso_practice_duty_count(practice), 4);
    for (long number = 0; number < 15625; number++) {
        ipso_plan *plan = plan_of(practice, n, number);
        compare(n, plan, &seen);
        ipso_plan_free(plan);
    }
    assert_int_equal(seen.least, 200);
    ipso_practice_free(practice);
    physicians_free(n);
}

/* ---- planning ---- */

static void plan_and_recount(const physicians *n, const char *name, int64_t optimum, int64_t work)
{
    ipso_practice *practice = practice_of(n);
    ipso_settings settings;
    ipso_plan *plan = NULL;
    ipso_outcome outcome;
    tally seen = {0};
    ipso_settings_init(&settings);
    settings.time_limit_s = INFINITY;
    settings.work_limit = work;
    settings.gap = 0;
    settings.last_stage = IPSO_STAGE_ROSTER;
    assert_int_equal(ipso_plan_make(&plan, practice, &settings, &outcome, NULL, NULL, NULL),
                     IPSO_OK);
    assert_non_null(plan);
    compare(n, plan, &seen);
    const ipso_stage_report *report = ipso_plan_stage(plan, IPSO_STAGE_ROSTER);
    if (seen.lawful != 1 || seen.least != optimum || report->bound != optimum)
        fail_msg("%s: %lld, bound %lld", name, (long long)seen.least, (long long)report->bound);
    ipso_plan_free(plan);
    ipso_practice_free(practice);
}

static void the_wards_optimum_is_found_and_proven(void **state)
{
    (void)state;
    physicians *n = ward(2);
    plan_and_recount(n, "ward", 200, WORK);
    physicians_free(n);
}

/* Skips the test where the file is not at hand. */
static void plan_published(const char *file, int64_t optimum, int64_t work)
{
    size_t length = 0;
    physicians *instance = NULL;
    ipso_error err;
    ipso_error_init(&err);
    char *text = bench_file_read(folder, file, &length, &err);
    if (text == NULL) {
        print_message("no published instance at hand: %s\n", err.text);
        skip();
    }
    assert_int_equal(physicians_read(&instance, text, length, &err), IPSO_OK);
    plan_and_recount(instance, file, optimum, work);
    physicians_free(instance);
    free(text);
}

static void published_optima_are_found_and_proven(void **state)
{
    (void)state;
    plan_published("instance03_0.34.dzn", 1505, WORK);
    plan_published("instance10-duplicated_0.23.dzn", 2980, WORK);
    plan_published("instance13-duplicated_0.56.dzn", 3475, WORK);
}

/* Within the work of two minutes. */
static void the_optimum_of_a_real_week_is_found_and_proven(void **state)
{
    (void)state;
    if (!at_length)
        skip();
    plan_published("instance17_oneweek_real.dzn", 1795, 40 * (int64_t)WORK);
}

static void a_horizon_of_broken_weeks_is_refused(void **state)
{
    (void)state;
    physicians *n = ward(9);
    ipso_practice *practice = NULL;
    ipso_error err;
    ipso_error_init(&err);
    assert_int_equal(physicians_practice_make(&practice, n, "ward", &err), IPSO_INPUT);
    assert_string_equal(err.text, "a horizon of more than a week is not of whole weeks");
    assert_null(practice);
    physicians_free(n);
}

int main(int argc, char **argv)
{
    folder = argc > 1 ? argv[1] : ".";
    at_length = argc > 2;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(check_and_recount_agree_on_every_roster_of_the_ward),
        cmocka_unit_test(the_wards_optimum_is_found_and_proven),
        cmocka_unit_test(published_optima_are_found_and_proven),
        cmocka_unit_test(the_optimum_of_a_real_week_is_found_and_proven),
        cmocka_unit_test(a_horizon_of_broken_weeks_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
