/* Every allocation of a schedules search made to fail in turn: an error or a right answer, no
 * leak.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/test.h"

#include "support/failing_malloc.h"
#include "tiny.h"

typedef struct solving {
    const tiny *t;
    int64_t optimum;
    int threads;
    long wrong; /* runs that failed with another status than NOMEM or SOLVER, or claim too much */
} solving;

static bool solve_once(void *context)
{
    solving *work = context;
    ipso__schedules_settings settings;
    ipso__schedules_result result;
    ipso__schedules_settings_init(&settings);
    settings.threads = work->threads;
    ipso_status status = ipso__schedules_solve(&result, &work->t->schedules, &settings, NULL);
    if (status != IPSO_OK) {
        work->wrong += status != IPSO_NOMEM && status != IPSO_SOLVER;
        return false;
    }
    work->wrong += result.value < work->optimum || result.bound > work->optimum ||
                   (result.outcome == IPSO_OPTIMAL && result.value != work->optimum);
    ipso__schedules_result_finish(&result);
    return true;
}

/* GLPK loses one block when a realloc of its own fails (its bug): the one exception. An allocation
 * that fails where a thread is started, or in GLPK, is met by going on without. */
static void check(uint64_t seed, int threads, failing_mode mode, long stride)
{
    static tiny t;
    tiny_make(&t, seed, false);
    solving work = {.t = &t, .optimum = tiny_optimum(&t), .threads = threads};
    failing_report report = failing_malloc_each(solve_once, &work, mode, stride);
    print_message("%ld runs, %ld went on without, %ld lost a block in GLPK\n", report.runs,
                  report.unreported, report.realloc_losses);
    assert_true(report.runs > 100);
    assert_int_equal(work.wrong, 0);
    assert_int_equal(report.leaks, report.realloc_losses);
}

/* The second is not proven at the root: neighbourhoods, lists and trees follow, in so many
 * allocations that every seventh must do. */
static void a_search_survives_every_failed_allocation(void **state)
{
    (void)state;
    if (!failing_malloc_works())
        skip();
    check(6, 2, FAIL_ONCE, 1);
    check(83, 1, FAIL_ONCE, 7);
}

static void a_search_survives_when_memory_stays_out(void **state)
{
    (void)state;
    if (!failing_malloc_works())
        skip();
    check(6, 2, FAIL_ON, 1);
    check(83, 1, FAIL_ON, 7);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_search_survives_every_failed_allocation),
        cmocka_unit_test(a_search_survives_when_memory_stays_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
