/* Allocations that fail inside a packing search.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/test.h"

#include "packing_instances.h"
#include "support/failing_malloc.h"

static bool solve(void *context)
{
    const struct instance *made = context;
    ipso__packing_settings settings;
    ipso__packing_settings_init(&settings);
    settings.work_limit = 3000000;
    ipso__packing_result result;
    ipso_status status = ipso__packing_solve(&result, &made->packing, &settings, NULL);
    if (status == IPSO_OK)
        ipso__packing_result_finish(&result);
    return status == IPSO_OK;
}

static void every_failed_allocation_is_reported_and_nothing_leaks(void **state)
{
    (void)state;
    if (!failing_malloc_works())
        skip();
    struct instance *made = slots_instance(1, 4, 8);
    failing_report report = failing_malloc_each(solve, made, FAIL_ONCE, 1);
    instance_free(made);
    assert_true(report.runs > 20);
    assert_int_equal(report.unreported, 0);
    assert_int_equal(report.leaks, 0);
}

static bool solve_briefly(void *context)
{
    const struct instance *made = context;
    ipso__packing_settings settings;
    ipso__packing_settings_init(&settings);
    settings.work_limit = 200000;
    ipso__packing_result result;
    ipso_status status = ipso__packing_solve(&result, &made->packing, &settings, NULL);
    if (status == IPSO_OK)
        ipso__packing_result_finish(&result);
    return status == IPSO_OK;
}

static void a_search_of_alike_bins_reports_every_failed_allocation(void **state)
{
    (void)state;
    if (!failing_malloc_works())
        skip();
    struct instance *made = bookings_instance(1, 2, 1, 0);
    failing_report report = failing_malloc_each(solve_briefly, made, FAIL_ONCE, 1);
    instance_free(made);
    assert_true(report.runs > 20);
    assert_int_equal(report.unreported, 0);
    assert_int_equal(report.leaks, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_failed_allocation_is_reported_and_nothing_leaks),
        cmocka_unit_test(a_search_of_alike_bins_reports_every_failed_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
