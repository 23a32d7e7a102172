/* A string that grows.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/test.h"

#include "base/text.h"

#include <stdlib.h>
#include <string.h>

static void an_empty_text_is_an_empty_string(void **state)
{
    (void)state;
    ipso__text text = {0};
    assert_string_equal(ipso__text_string(&text), "");
    ipso__text_finish(&text);
}

static void pieces_are_joined_in_order(void **state)
{
    (void)state;
    ipso__text text = {0};
    ipso__text_append(&text, "cover(");
    ipso__text_printf(&text, "%s,%d", "Saint-Martin", 12);
    ipso__text_append(&text, ")");
    assert_string_equal(ipso__text_string(&text), "cover(Saint-Martin,12)");
    assert_int_equal(text.length, strlen("cover(Saint-Martin,12)"));
    assert_false(text.failed);
    ipso__text_finish(&text);
}

/* Two pieces of every length from 0 to 40 meet every boundary of the first rooms (8, 12, 18, 27).
 */
static void pieces_of_any_length_fit(void **state)
{
    (void)state;
    for (int first = 0; first <= 40; first++) {
        for (int second = 0; second <= 40; second++) {
            ipso__text text = {0};
            ipso__text_printf(&text, "%*s", first, "");
            ipso__text_printf(&text, "%*s", second, "");
            assert_int_equal(text.length, first + second);
            assert_int_equal(strlen(ipso__text_string(&text)), first + second);
            ipso__text_finish(&text);
        }
    }
}

static void a_taken_string_belongs_to_the_caller(void **state)
{
    (void)state;
    ipso__text text = {0};
    ipso__text_append(&text, "taken");
    char *taken = ipso__text_take(&text);
    assert_string_equal(taken, "taken");
    assert_string_equal(ipso__text_string(&text), "");
    free(taken);
    taken = ipso__text_take(&text);
    assert_string_equal(taken, "");
    free(taken);
}

static void a_cleared_text_starts_again(void **state)
{
    (void)state;
    ipso__text text = {0};
    ipso__text_clear(&text);
    ipso__text_append(&text, "first");
    ipso__text_clear(&text);
    assert_string_equal(ipso__text_string(&text), "");
    ipso__text_append(&text, "second");
    assert_string_equal(ipso__text_string(&text), "second");
    ipso__text_finish(&text);
}

static void a_failed_text_takes_nothing_more_and_gives_nothing(void **state)
{
    (void)state;
    ipso__text text = {0};
    ipso__text_append(&text, "before");
    text.failed = true;
    ipso__text_append(&text, "after");
    ipso__text_printf(&text, "%d", 1);
    ipso__text_clear(&text);
    assert_true(text.failed);
    assert_null(ipso__text_take(&text));
    assert_false(text.failed);
    assert_null(text.bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_empty_text_is_an_empty_string),
        cmocka_unit_test(pieces_are_joined_in_order),
        cmocka_unit_test(pieces_of_any_length_fit),
        cmocka_unit_test(a_taken_string_belongs_to_the_caller),
        cmocka_unit_test(a_cleared_text_starts_again),
        cmocka_unit_test(a_failed_text_takes_nothing_more_and_gives_nothing),
    };
    return cmocka_run_group_tests_name("text", tests, NULL, NULL);
}
