/* The whole search against the enumeration of tiny instances with all rules in random subsets.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/test.h"

#include "tiny.h"

#include <math.h>
#include <stdlib.h>

/* True when the search proved its answer; then it must be right, and on the way never wrong. */
static bool check(tiny *t, uint64_t seed, bool hard_rows, int64_t work_limit)
{
    tiny_make(t, seed, hard_rows);
    int64_t optimum = tiny_optimum(t), value;
    ipso__schedules_settings settings;
    ipso__schedules_settings_init(&settings);
    settings.work_limit = work_limit;
    ipso__schedules_result result;
    ipso_error err;
    ipso_error_init(&err);
    ipso_status status = ipso__schedules_solve(&result, &t->schedules, &settings, &err);
    assert_string_equal(err.text, "");
    assert_int_equal(status, IPSO_OK);
    bool ended = result.outcome == IPSO_OPTIMAL || result.outcome == IPSO_INFEASIBLE;
    if (result.bound > optimum || result.value < optimum || (ended && result.value != optimum))
        fail_msg("seed %d: bound %lld, optimum %lld, value %lld", (int)seed,
                 (long long)result.bound, (long long)optimum, (long long)result.value);
    if (result.choice != NULL) {
        assert_true(ipso__schedules_value(&t->schedules, result.choice, &value));
        assert_int_equal(value, result.value);
    }
    if (ended)
        assert_int_equal(result.outcome, optimum < IPSO__NEVER ? IPSO_OPTIMAL : IPSO_INFEASIBLE);
    ipso__schedules_result_finish(&result);
    return ended;
}

static void optima_equal_enumeration_and_are_proven(void **state)
{
    (void)state;
    tiny *t = malloc(sizeof *t);
    for (uint64_t seed = 1; seed <= 500; seed++)
        assert_true(check(t, seed, false, 0));
    free(t);
}

/* Hard joint rows make a few instances slow to refute: they stop at the limit. */
static void hard_joint_rows_hold_or_are_refuted(void **state)
{
    (void)state;
    tiny *t = malloc(sizeof *t);
    int ended = 0;
    for (uint64_t seed = 1; seed <= 200; seed++)
        ended += check(t, seed, true, 5000000);
    assert_true(ended >= 190);
    free(t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(optima_equal_enumeration_and_are_proven),
        cmocka_unit_test(hard_joint_rows_hold_or_are_refuted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
