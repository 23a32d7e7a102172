/* The whole search against the enumeration of tiny instances with all rules in random subsets.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/test.h"

#include "tiny.h"

#include <math.h>
#include <stdlib.h>

/* True when the search proved its answer; then it must be right, and on the way never wrong. */
static bool check_made(tiny *t, uint64_t seed, int64_t work_limit)
{
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

static bool check(tiny *t, uint64_t seed, bool hard_rows, int64_t work_limit)
{
    tiny_make(t, seed, hard_rows);
    return check_made(t, seed, work_limit);
}

static void optima_equal_enumeration_and_are_proven(void **state)
{
    (void)state;
    tiny *t = malloc(sizeof *t);
    for (uint64_t seed = 1; seed <= 500; seed++)
        assert_true(check(t, seed, false, 0));
    free(t);
}

/* Rows that are equalities can be cut. */
static void optima_with_exact_rows_equal_enumeration_and_are_proven(void **state)
{
    (void)state;
    tiny *t = malloc(sizeof *t);
    for (uint64_t seed = 2001; seed <= 2150; seed++) {
        tiny_make(t, seed, false);
        tiny_make_exact(t);
        assert_true(check_made(t, seed, 0));
    }
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

/* Groups as the states of an automaton; all costs multiples of five, so that bounds round up to
 * such. */
static void optima_with_automata_equal_enumeration_and_are_proven(void **state)
{
    (void)state;
    tiny *t = malloc(sizeof *t);
    for (uint64_t seed = 1001; seed <= 1300; seed++) {
        tiny_make(t, seed, false);
        tiny_enrich(t);
        assert_true(check_made(t, seed, 0));
    }
    free(t);
}

/* Groups 0 and 1 are sites, 2 is "site 1, having been off". Work at 0, off, work at 1: from 0 the
 * day off leaves 0, the third day leads to 1 for 7 points; from 1, which history says, the first
 * day leads to 0 for 3 points. A day off behind 1 leaves 2, which is forbidden as the last. */
static void a_day_leaves_the_group_that_the_tables_say(void **state)
{
    (void)state;
    const ipso__schedules_option options[] = {{.group = 0}, {.group = 1}, {.group = 1}};
    const int first[] = {0, 1, 2, 3}, after[] = {0, 1, 0, 0, 1, 0, 0, 2, 0}, off[] = {0, 2, 2};
    const int64_t change[] = {0, 7, 0, 3, 0, 0, 0, 0, 0}, end[] = {0, 11, IPSO__NEVER};
    const ipso__schedules_person person = {.options = options,
                                           .first = first,
                                           .history = {.last_group = 1},
                                           .change_cost = change,
                                           .end_group_cost = end,
                                           .group_after = after,
                                           .group_after_off = off};
    const ipso__schedules all = {
        .day_count = 3, .class_count = 1, .group_count = 3, .persons = &person, .person_count = 1};
    int64_t value = 0;
    assert_true(ipso__schedules_person_value(&all, 0, (const int[]){0, -1, 2}, &value));
    assert_int_equal(value, 3 + 7 + 11);
    assert_false(ipso__schedules_person_value(&all, 0, (const int[]){-1, 1, 2}, &value));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_day_leaves_the_group_that_the_tables_say),
        cmocka_unit_test(optima_equal_enumeration_and_are_proven),
        cmocka_unit_test(optima_with_automata_equal_enumeration_and_are_proven),
        cmocka_unit_test(optima_with_exact_rows_equal_enumeration_and_are_proven),
        cmocka_unit_test(hard_joint_rows_hold_or_are_refuted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
