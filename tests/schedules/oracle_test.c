/* The whole search against the enumeration of tiny instances with all rules in random subsets.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/test.h"

#include "tiny.h"

#include <math.h>
#include <stdlib.h>

static void check(tiny *t, uint64_t seed, bool hard_rows)
{
    tiny_make(t, seed, hard_rows);
    int64_t optimum = tiny_optimum(t), value;
    ipso__schedules_settings settings;
    ipso__schedules_settings_init(&settings);
    ipso__schedules_result result;
    ipso_error err;
    ipso_error_init(&err);
    ipso_status status = ipso__schedules_solve(&result, &t->schedules, &settings, &err);
    assert_string_equal(err.text, "");
    assert_int_equal(status, IPSO_OK);
    assert_true(result.bound <= optimum);
    if (result.choice != NULL) {
        assert_true(ipso__schedules_value(&t->schedules, result.choice, &value));
        assert_int_equal(value, result.value);
        assert_true(result.value >= optimum);
    }
    ipso__schedules_result_finish(&result);
}

static void bounds_and_values_enclose_the_optimum(void **state)
{
    (void)state;
    tiny *t = malloc(sizeof *t);
    for (uint64_t seed = 1; seed <= 400; seed++)
        check(t, seed, false);
    free(t);
}

static void hard_joint_rows_hold_or_nothing_is_returned(void **state)
{
    (void)state;
    tiny *t = malloc(sizeof *t);
    for (uint64_t seed = 1; seed <= 300; seed++)
        check(t, seed, true);
    free(t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bounds_and_values_enclose_the_optimum),
        cmocka_unit_test(hard_joint_rows_hold_or_nothing_is_returned),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
