/* Limits, cancelling, threads and refusals of a schedules search.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/test.h"

#include "tiny.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Instance 6 of the seeds has three persons; 81 is not proven at the root. */
static ipso__schedules_result solve(tiny *t, uint64_t seed, int threads, int64_t work_limit)
{
    tiny_make(t, seed, false);
    ipso__schedules_settings settings;
    ipso__schedules_settings_init(&settings);
    settings.threads = threads;
    settings.work_limit = work_limit;
    ipso__schedules_result result;
    assert_int_equal(ipso__schedules_solve(&result, &t->schedules, &settings, NULL), IPSO_OK);
    return result;
}

static void assert_same(const tiny *t, const ipso__schedules_result *a,
                        const ipso__schedules_result *b)
{
    size_t cells = (size_t)(t->schedules.person_count * t->schedules.day_count);
    assert_int_equal(a->value, b->value);
    assert_int_equal(a->bound, b->bound);
    assert_int_equal(a->work, b->work);
    assert_int_equal(a->stop, b->stop);
    assert_int_equal(a->choice == NULL, b->choice == NULL);
    if (a->choice != NULL)
        assert_memory_equal(a->choice, b->choice, cells * sizeof *a->choice);
}

static void the_same_work_limit_gives_the_same_bytes_on_any_number_of_threads(void **state)
{
    (void)state;
    tiny *t = malloc(sizeof *t);
    for (uint64_t seed = 1; seed <= 60; seed++) {
        int64_t limit = (int64_t)seed * 300;
        ipso__schedules_result one = solve(t, seed, 1, limit), again = solve(t, seed, 1, limit);
        ipso__schedules_result two = solve(t, seed, 2, limit), five = solve(t, seed, 5, limit);
        assert_same(t, &one, &again);
        assert_same(t, &one, &two);
        assert_same(t, &one, &five);
        ipso__schedules_result_finish(&one);
        ipso__schedules_result_finish(&again);
        ipso__schedules_result_finish(&two);
        ipso__schedules_result_finish(&five);
    }
    free(t);
}

static void a_solution_offered_is_never_made_worse(void **state)
{
    (void)state;
    tiny *t = malloc(sizeof *t);
    ipso__schedules_result best = solve(t, 81, 1, 0), again;
    ipso__schedules_settings settings;
    ipso__schedules_settings_init(&settings);
    settings.work_limit = 1;
    settings.start = best.choice;
    assert_int_equal(ipso__schedules_solve(&again, &t->schedules, &settings, NULL), IPSO_OK);
    assert_int_equal(again.stop, IPSO_STOP_WORK);
    assert_int_equal(again.value, best.value);
    ipso__schedules_result_finish(&best);
    ipso__schedules_result_finish(&again);
    free(t);
}

static void no_time_is_no_failure(void **state)
{
    (void)state;
    tiny *t = malloc(sizeof *t);
    tiny_make(t, 6, false);
    ipso__schedules_settings settings;
    ipso__schedules_settings_init(&settings);
    settings.time_limit_s = 0;
    ipso__schedules_result result;
    assert_int_equal(ipso__schedules_solve(&result, &t->schedules, &settings, NULL), IPSO_OK);
    assert_int_equal(result.stop, IPSO_STOP_TIME);
    ipso__schedules_result_finish(&result);
    free(t);
}

/* A person who must work on a day that offers nothing has no schedule. */
static void a_person_without_any_schedule_is_named(void **state)
{
    (void)state;
    int first[3] = {0, 0, 0};
    int64_t off_cost[2] = {0, IPSO__NEVER};
    ipso__schedules_person person = {
        .first = first,
        .off_cost = off_cost,
        .runs = {.work_max = IPSO__UNLIMITED, .off_max = IPSO__UNLIMITED},
        .history = {.last_class = -1, .last_group = -1}};
    ipso__schedules schedules = {.day_count = 2, .persons = &person, .person_count = 1};
    ipso__schedules_settings settings;
    ipso__schedules_settings_init(&settings);
    ipso__schedules_result result;
    assert_int_equal(ipso__schedules_solve(&result, &schedules, &settings, NULL), IPSO_OK);
    assert_int_equal(result.outcome, IPSO_INFEASIBLE);
    assert_int_equal(result.blocked_person, 0);
    assert_null(result.choice);
    ipso__schedules_result_finish(&result);
}

static void a_malformed_instance_is_refused_by_name(void **state)
{
    (void)state;
    tiny *t = malloc(sizeof *t);
    tiny_make(t, 1, false);
    t->options[1][0].class_id = 2;
    ipso__schedules_settings settings;
    ipso__schedules_settings_init(&settings);
    ipso__schedules_result result;
    ipso_error err;
    ipso_error_init(&err);
    assert_int_equal(ipso__schedules_solve(&result, &t->schedules, &settings, &err), IPSO_INPUT);
    assert_string_equal(err.text, "option 0 of person 1 is malformed");
    free(t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_work_limit_gives_the_same_bytes_on_any_number_of_threads),
        cmocka_unit_test(a_solution_offered_is_never_made_worse),
        cmocka_unit_test(no_time_is_no_failure),
        cmocka_unit_test(a_person_without_any_schedule_is_named),
        cmocka_unit_test(a_malformed_instance_is_refused_by_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
