/* The public NRP instances, where the checkout has them at ../shared/data.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/test.h"

#include "nrp_reader.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* The state is the folder that holds nrp/. */
static nrp *read_instance(void **state, int number)
{
    char path[512];
    snprintf(path, sizeof path, "%s/nrp/Instance%d.txt", (const char *)*state, number);
    nrp *instance = nrp_read(path);
    if (instance == NULL) {
        print_message("%s is not there: skipped\n", path);
        skip();
    }
    return instance;
}

static int *everybody_off(const nrp *n)
{
    int cells = n->staff_count * n->schedules.day_count;
    int *choice = calloc((size_t)cells, sizeof *choice);
    for (int i = 0; i < cells; i++)
        choice[i] = -1;
    return choice;
}

/* With the minimum minutes of 3360 set aside, as the hand checks do: cover alone costs
 * 100 (5+7+6+4+5+5+5+6+7+4+2+5+6+4) = 7100, requests not honoured 37. */
static void everybody_off_costs_7137_on_the_first_instance(void **state)
{
    nrp *n = read_instance(state, 1);
    int64_t value;
    int *choice = everybody_off(n);
    assert_false(ipso__schedules_value(&n->schedules, choice, &value));
    for (int p = 0; p < n->staff_count; p++)
        n->limits[p][0].lower = 0;
    assert_true(ipso__schedules_value(&n->schedules, choice, &value));
    assert_int_equal(value, 7137);
    free(choice);
    nrp_free(n);
}

/* 7137 - 2 x 100 for the two covered places - 2 x 2 for the two requests of A. */
static void one_person_on_two_days_costs_6933_on_the_first_instance(void **state)
{
    nrp *n = read_instance(state, 1);
    int64_t value;
    int *choice = everybody_off(n);
    for (int p = 0; p < n->staff_count; p++)
        n->limits[p][0].lower = 0;
    choice[2] = nrp_option(n, 0, 2, 0);
    choice[3] = nrp_option(n, 0, 3, 0);
    assert_true(ipso__schedules_value(&n->schedules, choice, &value));
    assert_int_equal(value, 6933);
    free(choice);
    nrp_free(n);
}

static void assert_proven(void **state, int number, int64_t best_known)
{
    nrp *n = read_instance(state, number);
    ipso__schedules_settings settings;
    ipso__schedules_settings_init(&settings);
    settings.work_limit = 1000000000;
    ipso__schedules_result result;
    int64_t value;
    assert_int_equal(ipso__schedules_solve(&result, &n->schedules, &settings, NULL), IPSO_OK);
    assert_true(ipso__schedules_value(&n->schedules, result.choice, &value));
    assert_int_equal(value, result.value);
    assert_int_equal(value, best_known);
    assert_int_equal(result.bound, best_known);
    assert_int_equal(result.outcome, IPSO_OPTIMAL);
    ipso__schedules_result_finish(&result);
    nrp_free(n);
}

/* Best known values: Curtois and Qu 2014 and the lists that followed. */
static void the_best_known_values_of_the_first_instances_are_proven(void **state)
{
    assert_proven(state, 1, 607);
    assert_proven(state, 2, 828);
    assert_proven(state, 3, 1001);
    assert_proven(state, 4, 1716);
}

/* An argument names another folder that holds nrp/. */
static int cancel(void *user, int64_t best, int64_t bound, int64_t work)
{
    (void)bound;
    (void)work;
    (void)best;
    ++*(int *)user;
    return 1;
}

/* The eighth instance takes minutes to prove. */
static void a_cancel_ends_the_search_with_what_is_known(void **state)
{
    nrp *n = read_instance(state, 8);
    int calls = 0;
    ipso__schedules_settings settings;
    ipso__schedules_settings_init(&settings);
    settings.progress = cancel;
    settings.progress_user = &calls;
    ipso__schedules_result result;
    assert_int_equal(ipso__schedules_solve(&result, &n->schedules, &settings, NULL), IPSO_OK);
    assert_int_equal(calls, 1);
    assert_int_equal(result.stop, IPSO_STOP_CANCEL);
    assert_true(result.value >= result.bound);
    ipso__schedules_result_finish(&result);
    nrp_free(n);
}

int main(int argc, char **argv)
{
    const char *folder = argc > 1 ? argv[1] : DATA_DIR;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_prestate(everybody_off_costs_7137_on_the_first_instance, (void *)folder),
        cmocka_unit_test_prestate(one_person_on_two_days_costs_6933_on_the_first_instance,
                                  (void *)folder),
        cmocka_unit_test_prestate(a_cancel_ends_the_search_with_what_is_known, (void *)folder),
        cmocka_unit_test_prestate(the_best_known_values_of_the_first_instances_are_proven,
                                  (void *)folder),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
