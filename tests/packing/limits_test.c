/* Limits, cancelling, starts and repetition of a packing search.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/test.h"

#include "packing_instances.h"

#include <math.h>
#include <string.h>

static ipso__packing_result solve(const struct instance *made,
                                  const ipso__packing_settings *settings)
{
    ipso__packing_result result;
    ipso_error err;
    ipso_error_init(&err);
    ipso_status status = ipso__packing_solve(&result, &made->packing, settings, &err);
    assert_string_equal(err.text, "");
    assert_int_equal(status, IPSO_OK);
    return result;
}

static void assert_sound(const struct instance *made, const ipso__packing_result *result)
{
    int64_t value;
    assert_true(ipso__packing_value(&made->packing, result->x, &value));
    assert_int_equal(value, result->value);
    assert_true(result->value <= result->bound);
}

static void the_same_seed_and_work_give_the_same_bytes_on_one_and_two_threads(void **state)
{
    (void)state;
    struct instance *made[2] = {bookings_instance(3, 9, 1, 0), slots_instance(8, 60, 120)};
    for (int i = 0; i < 2; i++) {
        ipso__packing_settings settings;
        ipso__packing_settings_init(&settings);
        settings.work_limit = 40000000;
        ipso__packing_result one = solve(made[i], &settings);
        ipso__packing_result again = solve(made[i], &settings);
        settings.threads = 2;
        ipso__packing_result two = solve(made[i], &settings);
        size_t size = (size_t)made[i]->packing.option_count * sizeof *one.x;
        assert_int_equal(one.stop, IPSO_STOP_WORK);
        assert_int_equal(one.work, again.work);
        assert_int_equal(one.bound, again.bound);
        assert_memory_equal(one.x, again.x, size);
        assert_int_equal(one.work, two.work);
        assert_int_equal(one.bound, two.bound);
        assert_memory_equal(one.x, two.x, size);
        assert_sound(made[i], &one);
        ipso__packing_result_finish(&one);
        ipso__packing_result_finish(&again);
        ipso__packing_result_finish(&two);
        instance_free(made[i]);
    }
}

static int cancel_at_third(void *user, int64_t value, int64_t bound, int64_t work)
{
    (void)work;
    assert_true(value <= bound);
    return ++*(int *)user == 3;
}

static void a_cancelled_search_returns_its_best(void **state)
{
    (void)state;
    struct instance *made = bookings_instance(5, 28, 1, 0);
    ipso__packing_settings settings;
    ipso__packing_settings_init(&settings);
    int calls = 0;
    settings.progress = cancel_at_third;
    settings.progress_user = &calls;
    ipso__packing_result result = solve(made, &settings);
    assert_int_equal(result.stop, IPSO_STOP_CANCEL);
    assert_int_equal(calls, 3);
    assert_true(result.value > 0);
    assert_sound(made, &result);
    ipso__packing_result_finish(&result);
    instance_free(made);
}

static void without_time_the_greedy_plan_comes_back(void **state)
{
    (void)state;
    struct instance *made = bookings_instance(5, 2, 1, 0);
    ipso__packing_settings settings;
    ipso__packing_settings_init(&settings);
    settings.time_limit_s = 0;
    ipso__packing_result result = solve(made, &settings);
    assert_int_equal(result.stop, IPSO_STOP_TIME);
    assert_sound(made, &result);
    ipso__packing_result_finish(&result);
    instance_free(made);
}

static void a_search_never_ends_below_its_start(void **state)
{
    (void)state;
    struct instance *made = bookings_instance(6, 3, 1, 0);
    ipso__packing_settings settings;
    ipso__packing_settings_init(&settings);
    settings.work_limit = 60000000;
    ipso__packing_result good = solve(made, &settings);
    settings.start = good.x;
    settings.work_limit = 1000;
    ipso__packing_result result = solve(made, &settings);
    assert_true(result.value >= good.value);
    assert_sound(made, &result);
    ipso__packing_result_finish(&good);
    ipso__packing_result_finish(&result);
    instance_free(made);
}

static void a_wide_gap_stops_early(void **state)
{
    (void)state;
    struct instance *made = bookings_instance(7, 3, 1, 0);
    ipso__packing_settings settings;
    ipso__packing_settings_init(&settings);
    settings.gap = 0.05;
    ipso__packing_result result = solve(made, &settings);
    assert_int_equal(result.stop, IPSO_STOP_GAP);
    assert_int_equal(result.outcome, IPSO_OPTIMAL);
    assert_true((double)(result.bound - result.value) <= 0.05 * (double)result.bound);
    ipso__packing_result_finish(&result);
    instance_free(made);
}

/* Half the work of the first search is enough for these gaps; they guard against regressions. */
static void bookings_and_slots_of_a_few_people_get_near_their_bound(void **state)
{
    (void)state;
    struct instance *made[2] = {bookings_instance(8, 3, 1, 0), slots_instance(8, 15, 60)};
    static const double gap[2] = {0.01, 0.015};
    for (int i = 0; i < 2; i++) {
        ipso__packing_settings settings;
        ipso__packing_settings_init(&settings);
        settings.work_limit = 100000000;
        ipso__packing_result result = solve(made[i], &settings);
        assert_sound(made[i], &result);
        assert_true((double)(result.bound - result.value) <= gap[i] * (double)result.bound);
        ipso__packing_result_finish(&result);
        instance_free(made[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_seed_and_work_give_the_same_bytes_on_one_and_two_threads),
        cmocka_unit_test(a_cancelled_search_returns_its_best),
        cmocka_unit_test(without_time_the_greedy_plan_comes_back),
        cmocka_unit_test(a_search_never_ends_below_its_start),
        cmocka_unit_test(a_wide_gap_stops_early),
        cmocka_unit_test(bookings_and_slots_of_a_few_people_get_near_their_bound),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
