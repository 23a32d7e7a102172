/* ipso__solve when memory runs out, at every allocation in turn.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/test.h"

#include <stdlib.h>

#include "solve/solve.h"
#include "support/failing_malloc.h"
#include "support/small_program.h"

static int skip_under_a_sanitizer(void **state)
{
    (void)state;
    if (!failing_malloc_works()) {
        print_message("skipped: a sanitizer owns malloc here\n");
        exit(77);
    }
    return 0;
}

/* The program is made beforehand: its own failures are another test's. */
static bool solve_it(void *context)
{
    ipso__solve_settings settings;
    ipso__solve_settings_init(&settings);
    settings.work_limit = 500;
    ipso__solve_result result;
    if (ipso__solve(&result, context, &settings, NULL) != IPSO_OK)
        return false;
    ipso__solve_result_finish(&result);
    return true;
}

typedef struct sweep {
    long runs, unreported, losing_runs, worst_loss;
} sweep;

static sweep fail_each_in_turn(ipso__program *program, failing_mode mode)
{
    sweep seen = {0, 0, 0, 0};
    solve_it(program);
    for (long n = 1;; n++) {
        long live = failing_malloc_live_block_count();
        failing_malloc_fail_at(n, mode);
        bool solved = solve_it(program);
        bool met = failing_malloc_failure_count() > 0;
        failing_malloc_fail_never();
        long loss = failing_malloc_live_block_count() - live;
        if (!met)
            return seen;
        seen.runs++;
        seen.unreported += solved;
        seen.losing_runs += loss != 0;
        seen.worst_loss = loss > seen.worst_loss ? loss : seen.worst_loss;
    }
}

/* GLPK forgets a block before it reallocates it and loses it when realloc fails: one block in the
 * few runs where the failing call is one of its reallocs, about one allocation in sixty. */
static void every_failing_allocation_of_a_solve_is_a_status(void **state)
{
    (void)state;
    ipso__program *program = partition_program(3, 20, 8);
    for (int mode = FAIL_ONCE; mode <= FAIL_ON; mode++) {
        sweep seen = fail_each_in_turn(program, (failing_mode)mode);
        assert_true(seen.runs > 100);
        assert_int_equal(seen.unreported, 0);
        assert_in_range(seen.worst_loss, 0, 1);
        assert_in_range(seen.losing_runs, 0, seen.runs / 40);
    }
    ipso__program_free(program);
}

static bool build_it(void *context)
{
    (void)context;
    ipso__program *program = ipso__program_new("built");
    if (program == NULL)
        return false;
    for (int j = 0; j < 200; j++)
        ipso__program_add_column(program, 1, 0, 1, true, "column(%d)", j);
    for (int i = 0; i < 100; i++) {
        ipso__term terms[] = {{2 * i, 1}, {2 * i + 1, 1}};
        ipso__program_add_row(program, 1, 1, terms, 2, "row(%d)", i);
    }
    bool built = ipso__program_status(program, NULL) == IPSO_OK;
    ipso__program_free(program);
    return built;
}

static void every_failing_allocation_of_a_program_is_remembered(void **state)
{
    (void)state;
    failing_report report = failing_malloc_each(build_it, NULL, FAIL_ONCE, 1);
    assert_true(report.runs > 10);
    assert_int_equal(report.unreported, 0);
    assert_int_equal(report.leaks, 0);
}

static bool write_it(void *context)
{
    ipso__text lp = {0}, mps = {0};
    bool ok = ipso__program_write_lp(&lp, context, NULL) == IPSO_OK &&
              ipso__program_write_mps(&mps, context, NULL) == IPSO_OK;
    ipso__text_finish(&lp);
    ipso__text_finish(&mps);
    return ok;
}

static void every_failing_allocation_of_a_writer_is_a_status(void **state)
{
    (void)state;
    ipso__program *program = partition_program(3, 5, 3);
    failing_report report = failing_malloc_each(write_it, program, FAIL_ONCE, 1);
    assert_true(report.runs > 10);
    assert_int_equal(report.unreported, 0);
    assert_int_equal(report.leaks, 0);
    ipso__program_free(program);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_failing_allocation_of_a_solve_is_a_status),
        cmocka_unit_test(every_failing_allocation_of_a_program_is_remembered),
        cmocka_unit_test(every_failing_allocation_of_a_writer_is_a_status),
    };
    return cmocka_run_group_tests_name("solve without memory", tests, skip_under_a_sanitizer, NULL);
}
