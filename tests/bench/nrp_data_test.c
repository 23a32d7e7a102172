/* Published rostering instances, where a folder of them is at hand (the first argument).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/test.h"

#include "bench.h"
#include "nrp_practice.h"
#include "nrp_recount.h"

#include <stdlib.h>
#include <string.h>

static const char *folder;

/* The instance of a file, or NULL when there is none: a checkout has none. */
static nrp_instance *instance_of(const char *file)
{
    nrp_instance *instance = NULL;
    size_t length = 0;
    ipso_error err;
    ipso_error_init(&err);
    char *text = bench_file_read(folder, file, &length, &err);
    if (text == NULL) {
        print_message("no published instance at hand: %s\n", err.text);
        return NULL;
    }
    if (nrp_read(&instance, text, length, &err) != IPSO_OK)
        fail_msg("%s: %s: %s", file, err.where, err.text);
    free(text);
    return instance;
}

static nrp_count count_roster(const nrp_instance *n, const int *roster)
{
    nrp_count count;
    nrp_recount(&count, n, roster);
    return count;
}

/* 71 heads are wanted on the 14 days, each 100 when missing; requests for shifts, by person: 2 x 2
 * (A), 5 x 3 (B), 5 x 1 (C), 2 x 2 (D), 2 x 2 (F), 5 x 1 (H): 7100 + 37. */
static void everybody_off_on_instance_1_costs_7137(void **state)
{
    (void)state;
    int roster[8 * 14];
    nrp_instance *n = instance_of("Instance1.txt");
    if (n == NULL)
        skip();
    for (int i = 0; i < 8 * 14; i++)
        roster[i] = NRP_OFF;
    assert_int_equal(n->person_count * n->days, 8 * 14);
    assert_int_equal(count_roster(n, roster).requests, 37);
    assert_int_equal(count_roster(n, roster).objective, 7137);
    nrp_free(n);
}

/* Two heads fewer are missing and A's two requests are honoured: 7137 - 200 - 4. */
static void only_A_at_work_on_days_2_and_3_of_instance_1_costs_6933(void **state)
{
    (void)state;
    int roster[8 * 14];
    nrp_instance *n = instance_of("Instance1.txt");
    if (n == NULL)
        skip();
    for (int i = 0; i < 8 * 14; i++)
        roster[i] = i == 2 || i == 3 ? 0 : NRP_OFF;
    assert_int_equal(count_roster(n, roster).objective, 6933);
    nrp_free(n);
}

/* The check's cost of the plan that works the roster. */
static int64_t cost_of(const ipso_practice *practice, const nrp_instance *n, const int *roster)
{
    const ipso_stage_report ran = {.ran = true};
    ipso_plan *plan = NULL;
    ipso_report *report = NULL;
    assert_int_equal(ipso_plan_new(&plan, practice, NULL), IPSO_OK);
    for (int i = 0; i < n->person_count * n->days; i++) {
        const ipso_assignment work = {i / n->days, i % n->days, roster[i]};
        if (roster[i] != NRP_OFF)
            assert_int_equal(ipso_plan_add_assignment(plan, &work, NULL), IPSO_OK);
    }
    assert_int_equal(ipso_plan_set_stage(plan, IPSO_STAGE_ROSTER, &ran, NULL), IPSO_OK);
    assert_int_equal(ipso_check(&report, plan, NULL), IPSO_OK);
    int64_t cost = ipso_report_cost(report);
    ipso_report_free(report);
    ipso_plan_free(plan);
    return cost;
}

static void expect_same_cost(const char *file)
{
    nrp_instance *n = instance_of(file);
    ipso_practice *practice = NULL;
    assert_non_null(n);
    assert_int_equal(nrp_practice_make(&practice, n, file, NULL), IPSO_OK);
    int *roster = calloc((size_t)n->person_count * (size_t)n->days, sizeof *roster);
    assert_non_null(roster);
    for (int i = 0; i < n->person_count * n->days; i++) /* a third of the days are off */
        roster[i] = i % 3 == 0 ? NRP_OFF : i * 7 % n->shift_count;
    assert_int_equal(cost_of(practice, n, roster), count_roster(n, roster).objective);
    free(roster);
    ipso_practice_free(practice);
    nrp_free(n);
}

static void every_instance_costs_the_same_as_a_practice(void **state)
{
    (void)state;
    size_t count = 0;
    ipso_error err;
    char **files = bench_files(folder, ".txt", &count, &err);
    if (files == NULL) {
        print_message("no published instance at hand: %s\n", err.text);
        skip();
    }
    for (size_t i = 0; i < count; i++)
        expect_same_cost(files[i]);
    bench_files_free(files, count);
}

int main(int argc, char **argv)
{
    folder = argc > 1 ? argv[1] : ".";
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(everybody_off_on_instance_1_costs_7137),
        cmocka_unit_test(only_A_at_work_on_days_2_and_3_of_instance_1_costs_6933),
        cmocka_unit_test(every_instance_costs_the_same_as_a_practice),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
