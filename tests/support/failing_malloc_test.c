/* The tool that makes allocations fail.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/test.h"

#include "support/failing_malloc.h"

#include <glpk.h>
#include <jansson.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static bool malloc_succeeds(void)
{
    void *kept = malloc(8);
    bool succeeded = kept != NULL;
    free(kept);
    return succeeded;
}

static int skip_where_malloc_is_taken(void **state)
{
    (void)state;
    if (!failing_malloc_works()) {
        print_message("skipped: a sanitizer or valgrind owns malloc here\n");
        exit(77);
    }
    return 0;
}

static void the_chosen_allocation_alone_fails(void **state)
{
    (void)state;
    failing_malloc_fail_at(2, FAIL_ONCE);
    bool first = malloc_succeeds(), second = malloc_succeeds(), third = malloc_succeeds();
    long asked = failing_malloc_allocation_count(), failed = failing_malloc_failure_count();
    failing_malloc_fail_never();
    assert_true(first);
    assert_false(second);
    assert_true(third);
    assert_int_equal(asked, 3);
    assert_int_equal(failed, 1);
}

static void every_allocation_from_the_chosen_one_fails(void **state)
{
    (void)state;
    failing_malloc_fail_at(2, FAIL_ON);
    bool first = malloc_succeeds(), second = malloc_succeeds(), third = malloc_succeeds();
    failing_malloc_fail_never();
    assert_true(first);
    assert_false(second);
    assert_false(third);
    assert_true(malloc_succeeds());
}

static void every_way_to_allocate_can_fail(void **state)
{
    (void)state;
    void *volatile block = malloc(1); /* hides the realloc that is made to fail */
    void *aligned = NULL;
    failing_malloc_fail_at(1, FAIL_ON);
    void *by_calloc = calloc(1, 1);
    void *by_realloc = realloc(block, 1000);
    void *by_aligned = aligned_alloc(64, 64);
    int by_posix = posix_memalign(&aligned, 64, 64);
    char *by_strdup = strdup("libc");
    json_t *by_jansson = json_string("jansson");
    int by_glpk = glp_init_env(); /* 2: out of memory */
    failing_malloc_fail_never();
    assert_null(by_calloc);
    assert_null(by_realloc);
    assert_null(by_aligned);
    assert_int_not_equal(by_posix, 0);
    assert_null(by_strdup);
    assert_null(by_jansson);
    assert_int_equal(by_glpk, 2);
    /* cppcheck-suppress doubleFree; the realloc was made to fail */
    free(block);
}

static void live_blocks_are_those_not_freed(void **state)
{
    (void)state;
    long before = failing_malloc_live_block_count();
    void *blocks[4] = {malloc(1), calloc(2, 3), aligned_alloc(64, 64), NULL};
    blocks[3] = realloc(NULL, 5);
    long four = failing_malloc_live_block_count();
    blocks[0] = realloc(blocks[0], 100);
    long still_four = failing_malloc_live_block_count();
    for (int i = 0; i < 4; i++)
        free(blocks[i]);
    free(NULL);
    assert_int_equal(four - before, 4);
    assert_int_equal(still_four - before, 4);
    assert_int_equal(failing_malloc_live_block_count(), before);
}

static void *allocate_often(void *refusals)
{
    for (int i = 0; i < 10000; i++)
        *(int *)refusals += !malloc_succeeds();
    return NULL;
}

static void one_allocation_fails_among_four_threads(void **state)
{
    (void)state;
    pthread_t threads[4];
    int refusals[4] = {0};
    failing_malloc_fail_at(20000, FAIL_ONCE);
    for (int i = 0; i < 4; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, allocate_often, &refusals[i]), 0);
    for (int i = 0; i < 4; i++)
        pthread_join(threads[i], NULL);
    long asked = failing_malloc_allocation_count();
    failing_malloc_fail_never();
    assert_int_equal(refusals[0] + refusals[1] + refusals[2] + refusals[3], 1);
    assert_true(asked >= 40000);
}

typedef struct sample {
    bool leaks, lies;
} sample;

/* Three allocations; a leaking sample forgets the first block when the second fails, a lying one
 * calls the failure of the third a success. */
static bool allocate_three(void *context)
{
    const sample *how = context;
    void *first = malloc(1);
    void *second = first != NULL ? malloc(1) : NULL;
    void *third = second != NULL ? malloc(1) : NULL;
    bool succeeded = third != NULL || (how->lies && second != NULL);
    if (second != NULL || !how->leaks)
        free(first);
    free(second);
    free(third);
    return succeeded;
}

static void each_allocation_fails_in_its_turn(void **state)
{
    (void)state;
    sample sound = {false, false};
    failing_report report = failing_malloc_each(allocate_three, &sound, FAIL_ONCE, 1);
    assert_int_equal(report.runs, 3);
    assert_int_equal(report.unreported, 0);
    assert_int_equal(report.leaks, 0);
    report = failing_malloc_each(allocate_three, &sound, FAIL_ON, 2);
    assert_int_equal(report.runs, 2);
}

static void a_leak_and_a_hidden_failure_are_found(void **state)
{
    (void)state;
    sample bad = {true, true};
    failing_report report = failing_malloc_each(allocate_three, &bad, FAIL_ONCE, 1);
    assert_int_equal(report.runs, 3);
    assert_int_equal(report.leaks, 1);
    assert_int_equal(report.first_leak, 2);
    assert_int_equal(report.unreported, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_chosen_allocation_alone_fails),
        cmocka_unit_test(every_allocation_from_the_chosen_one_fails),
        cmocka_unit_test(every_way_to_allocate_can_fail),
        cmocka_unit_test(live_blocks_are_those_not_freed),
        cmocka_unit_test(one_allocation_fails_among_four_threads),
        cmocka_unit_test(each_allocation_fails_in_its_turn),
        cmocka_unit_test(a_leak_and_a_hidden_failure_are_found),
    };
    return cmocka_run_group_tests_name("failing malloc", tests, skip_where_malloc_is_taken, NULL);
}
