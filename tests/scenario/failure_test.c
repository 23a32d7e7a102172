/* Generating a scenario when memory runs out.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/failing_malloc.h"
#include "support/test.h"

#include <ipsosched/scenario.h>

typedef struct scenario_size {
    const char *name;
    int requests;
} scenario_size;

/* Whether something goes wrong: a failure that is not told of, or a success with something missing.
 * A success in spite of a failure is none: qsort of glibc does without memory when it gets none. */
static bool goes_wrong(void *context)
{
    const scenario_size *size = context;
    ipso_practice *practice = NULL;
    ipso_error err;
    ipso_error_init(&err);
    ipso_status status = ipso_scenario_generate(&practice, size->name, 1, &err);
    bool wrong = false;
    if (status == IPSO_OK)
        wrong = !ipso_practice_validated(practice) ||
                ipso_practice_request_count(practice) != size->requests;
    else
        wrong = status != IPSO_NOMEM || err.status != IPSO_NOMEM || practice != NULL;
    ipso_practice_free(practice);
    return wrong;
}

static void assert_no_failure_goes_wrong(const char *name, int requests)
{
    if (!failing_malloc_works())
        skip();
    scenario_size size = {name, requests};
    failing_report report = failing_malloc_each(goes_wrong, &size, FAIL_ONCE, 1);
    assert_true(report.runs > 10);
    assert_int_equal(report.unreported, 0);
    assert_int_equal(report.leaks, 0);
}

/* The numbers of requests are those of docs/scenarios.md. */
static void no_failed_allocation_of_a_doctor_goes_wrong(void **state)
{
    (void)state;
    assert_no_failure_goes_wrong("yasmine", 54);
}

static void no_failed_allocation_of_a_team_goes_wrong(void **state)
{
    (void)state;
    assert_no_failure_goes_wrong("saint-martin", 475);
}

static void no_failed_allocation_of_a_panel_s_needs_goes_wrong(void **state)
{
    (void)state;
    assert_no_failure_goes_wrong("care-manager", 135);
    assert_no_failure_goes_wrong("capitation", 193);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_failed_allocation_of_a_doctor_goes_wrong),
        cmocka_unit_test(no_failed_allocation_of_a_team_goes_wrong),
        cmocka_unit_test(no_failed_allocation_of_a_panel_s_needs_goes_wrong),
    };
    return cmocka_run_group_tests_name("scenario failure", tests, NULL, NULL);
}
