/* Base when memory runs out.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/test.h"

#include "base/memory.h"
#include "base/text.h"
#include "support/failing_malloc.h"

#include <stdlib.h>
#include <string.h>

static int skip_where_malloc_is_taken(void **state)
{
    (void)state;
    if (!failing_malloc_works()) {
        print_message("skipped: a sanitizer or valgrind owns malloc here\n");
        exit(77);
    }
    return 0;
}

/* A growth that failed has left array and capacity alone, or the process would crash here. */
static bool grow_to_a_thousand(void *context)
{
    (void)context;
    int *items = NULL;
    size_t capacity = 0, count = 0;
    while (count < 1000 && ipso__grow(&items, &capacity, count + 1, sizeof *items))
        items[count++] = 1;
    int sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += items[i];
    free(items);
    return sum == 1000;
}

static bool fill_an_arena(void *context)
{
    (void)context;
    ipso__arena arena = {NULL};
    bool ok = true;
    for (int i = 0; i < 2000; i++) {
        ipso__arena_string(&arena, "a name of some length", &ok);
        ok = ipso__arena_alloc(&arena, i % 100 == 0 ? 9000 : 10, 1) != NULL && ok;
    }
    ipso__arena_finish(&arena);
    return ok;
}

static bool write_a_long_text(void *context)
{
    (void)context;
    ipso__text text = {0};
    for (int i = 0; i < 300; i++) {
        ipso__text_printf(&text, "number %d ", i);
        ipso__text_append(&text, "and so on, ");
    }
    char *taken = ipso__text_take(&text);
    bool ok = taken != NULL;
    free(taken);
    return ok;
}

/* Each kind of work reports the failure of any of its allocations and loses no block; least is how
 * many allocations it makes at the very least. */
static void assert_safe(bool (*work)(void *), long least)
{
    failing_report once = failing_malloc_each(work, NULL, FAIL_ONCE, 1);
    failing_report on = failing_malloc_each(work, NULL, FAIL_ON, 1);
    assert_true(once.runs >= least);
    assert_int_equal(on.runs, once.runs);
    assert_int_equal(once.unreported + on.unreported, 0);
    assert_int_equal(once.leaks + on.leaks, 0);
}

static void an_array_survives_a_failed_growth(void **state)
{
    (void)state;
    assert_safe(grow_to_a_thousand, 10); /* 8, 12, 18, 27, 40, 60, 90, 135, 202, 303, ... */
}

static void an_arena_survives_a_failed_block(void **state)
{
    (void)state;
    assert_safe(fill_an_arena, 20); /* a block of its own for each 9,000 bytes */
}

static void a_text_remembers_that_it_failed(void **state)
{
    (void)state;
    assert_safe(write_a_long_text, 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_array_survives_a_failed_growth),
        cmocka_unit_test(an_arena_survives_a_failed_block),
        cmocka_unit_test(a_text_remembers_that_it_failed),
    };
    return cmocka_run_group_tests_name("base failure", tests, skip_where_malloc_is_taken, NULL);
}
