/* Checked allocation, growing arrays and arenas.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/test.h"

#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

static void a_product_that_overflows_is_out_of_memory(void **state)
{
    (void)state;
    assert_null(ipso__calloc(SIZE_MAX / 2, 4));
    assert_null(ipso__calloc(SIZE_MAX, SIZE_MAX));
}

static void zero_bytes_are_a_valid_pointer(void **state)
{
    (void)state;
    void *nothing = ipso__calloc(0, 8);
    assert_non_null(nothing);
    free(nothing);
    nothing = ipso__calloc(SIZE_MAX, 0);
    assert_non_null(nothing);
    free(nothing);
}

static void allocated_bytes_are_zero(void **state)
{
    (void)state;
    unsigned char *bytes = ipso__calloc(300, 3);
    assert_non_null(bytes);
    for (int i = 0; i < 900; i++)
        assert_int_equal(bytes[i], 0);
    free(bytes);
}

static void a_growing_array_keeps_its_elements(void **state)
{
    (void)state;
    int *items = NULL;
    size_t capacity = 0;
    for (int i = 0; i < 1000; i++) {
        assert_true(ipso__grow(&items, &capacity, (size_t)i + 1, sizeof *items));
        assert_true(capacity >= (size_t)i + 1);
        items[i] = i * i;
    }
    for (int i = 0; i < 1000; i++)
        assert_int_equal(items[i], i * i);
    for (size_t extra = 1; extra < 6; extra++) {
        size_t need = capacity + capacity / 2 + extra;
        assert_true(ipso__grow(&items, &capacity, need, sizeof *items));
        assert_true(capacity >= need);
    }
    assert_int_equal(items[999], 999 * 999);
    free(items);
}

static void an_array_with_room_is_left_alone(void **state)
{
    (void)state;
    char *items = NULL;
    size_t capacity = 0;
    assert_true(ipso__grow(&items, &capacity, 0, 1));
    assert_null(items);
    assert_true(ipso__grow(&items, &capacity, 5, 1));
    char *before = items;
    size_t room = capacity;
    assert_true(ipso__grow(&items, &capacity, room, 1));
    assert_ptr_equal(items, before);
    assert_int_equal(capacity, room);
    free(items);
}

static void growth_that_overflows_leaves_the_array_as_it_was(void **state)
{
    (void)state;
    double *items = NULL;
    size_t capacity = 0;
    assert_true(ipso__grow(&items, &capacity, 3, sizeof *items));
    items[2] = 2.5;
    double *before = items;
    size_t room = capacity;
    assert_false(ipso__grow(&items, &capacity, SIZE_MAX / 4, sizeof *items));
    assert_false(ipso__grow(&items, &capacity, SIZE_MAX, sizeof *items));
    assert_ptr_equal(items, before);
    assert_int_equal(capacity, room);
    assert_true(items[2] == 2.5);
    free(items);
}

static void arena_memory_is_zero_aligned_and_apart(void **state)
{
    (void)state;
    ipso__arena arena = {NULL};
    unsigned char *parts[400];
    size_t sizes[400];
    for (size_t i = 0; i < 400; i++) {
        sizes[i] = i * 37 % 613 + (i == 200 ? 100000 : 0);
        parts[i] = ipso__arena_alloc(&arena, sizes[i], 1);
        assert_non_null(parts[i]);
        assert_int_equal((uintptr_t)parts[i] % _Alignof(max_align_t), 0);
        for (size_t j = 0; j < sizes[i]; j++)
            assert_int_equal(parts[i][j], 0);
        memset(parts[i], (int)(i % 251) + 1, sizes[i]);
    }
    for (size_t i = 0; i < 400; i++) {
        for (size_t j = 0; j < sizes[i]; j++)
            assert_int_equal(parts[i][j], i % 251 + 1);
    }
    ipso__arena_finish(&arena);
    assert_null(arena.blocks);
    ipso__arena_finish(&arena);
}

static void an_arena_refuses_what_overflows(void **state)
{
    (void)state;
    ipso__arena arena = {NULL};
    assert_null(ipso__arena_alloc(&arena, SIZE_MAX, 2));
    assert_null(ipso__arena_alloc(&arena, PTRDIFF_MAX, 1));
    assert_null(ipso__arena_alloc(&arena, PTRDIFF_MAX - sizeof(max_align_t), 1));
    assert_non_null(ipso__arena_alloc(&arena, 1, 1));
    ipso__arena_finish(&arena);
}

static void an_arena_copies_items_and_strings(void **state)
{
    (void)state;
    ipso__arena arena = {NULL};
    const int items[3] = {4, 5, 6};
    int *copy = ipso__arena_copy(&arena, items, 3, sizeof items[0]);
    assert_non_null(copy);
    assert_ptr_not_equal(copy, items);
    assert_memory_equal(copy, items, sizeof items);
    assert_non_null(ipso__arena_copy(&arena, NULL, 0, sizeof items[0]));

    bool ok = true;
    assert_string_equal(ipso__arena_string(&arena, "Saint-Martin", &ok), "Saint-Martin");
    assert_string_equal(ipso__arena_string(&arena, "", &ok), "");
    assert_null(ipso__arena_string(&arena, NULL, &ok));
    assert_true(ok);
    ipso__arena_finish(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_product_that_overflows_is_out_of_memory),
        cmocka_unit_test(zero_bytes_are_a_valid_pointer),
        cmocka_unit_test(allocated_bytes_are_zero),
        cmocka_unit_test(a_growing_array_keeps_its_elements),
        cmocka_unit_test(an_array_with_room_is_left_alone),
        cmocka_unit_test(growth_that_overflows_leaves_the_array_as_it_was),
        cmocka_unit_test(arena_memory_is_zero_aligned_and_apart),
        cmocka_unit_test(an_arena_refuses_what_overflows),
        cmocka_unit_test(an_arena_copies_items_and_strings),
    };
    return cmocka_run_group_tests_name("memory", tests, NULL, NULL);
}
