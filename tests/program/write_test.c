/* Written programs against goldens kept beside this file.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/test.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "program/program.h"

typedef ipso_status write_fn(ipso__text *text, const ipso__program *program, ipso_error *err);

/* One of everything: binaries, a general integer, free, fixed, one-sided and boxed columns, all
 * kinds of rows, an empty and a free row, two rows of one name, a constant, a name that starts with
 * a digit. */
static ipso__program *two_clinics(void)
{
    ipso__program *program = ipso__program_new("two clinics");
    assert_non_null(program);
    int ann = ipso__program_add_column(program, 3, 0, 1, true, "duty(%s,mon-%d)", "ann", 8);
    int bob = ipso__program_add_column(program, 2.5, 0, 1, true, "duty(%s,mon-%d)", "bob", 8);
    int short_heads = ipso__program_add_column(program, 10, 0, 4, false, "short(mon)");
    int spare = ipso__program_add_column(program, -0.25, -INFINITY, INFINITY, false, "spare");
    int days = ipso__program_add_column(program, 0, -3, 5, true, "days");
    ipso__program_add_column(program, 0, 0, INFINITY, false, "2nd");
    ipso__program_add_column(program, 0, 2, 2, false, "fixed");
    ipso__program_add_column(program, 0, -INFINITY, 0, false, "low");
    ipso__program_add_constant(program, 7);

    ipso__term cover[] = {{short_heads, 1}, {ann, 1}, {bob, 1}};
    ipso__program_add_row(program, 1, INFINITY, cover, 3, "cover(mon-8)");
    ipso__term minutes[] = {{ann, 480}, {bob, 240}, {spare, -1}};
    ipso__program_add_row(program, 0, 0, minutes, 3, "minutes");
    ipso__term fair[] = {{ann, 1}, {bob, -1}};
    ipso__program_add_row(program, -1, 1, fair, 2, "fair");
    ipso__program_add_row(program, -INFINITY, 4, &cover[0], 1, "cap");
    ipso__term cap[] = {{days, 1}, {ann, 0}};
    ipso__program_add_row(program, -INFINITY, 5, cap, 2, "cap");
    ipso__program_add_row(program, -INFINITY, 2, NULL, 0, "nothing");
    ipso__program_add_row(program, -INFINITY, INFINITY, NULL, 0, "idle");
    assert_int_equal(ipso__program_status(program, NULL), IPSO_OK);
    return program;
}

static char *read_all(FILE *stream)
{
    size_t room = 1 << 16;
    char *text = calloc(1, room);
    assert_non_null(text);
    assert_true(fread(text, 1, room - 1, stream) < room - 1);
    return text;
}

static char *written(const ipso__program *program, write_fn *write)
{
    ipso__text text = {0};
    assert_int_equal(write(&text, program, NULL), IPSO_OK);
    return ipso__text_take(&text);
}

static void assert_written_as(const char *golden, write_fn *write)
{
    FILE *file = fopen(golden, "r");
    assert_non_null(file);
    char *expected = read_all(file);
    fclose(file);
    ipso__program *program = two_clinics();
    char *text = written(program, write);
    assert_string_equal(text, expected);
    ipso__program_free(program);
    free(text);
    free(expected);
}

static void lp_is_written_as_the_golden_has_it(void **state)
{
    (void)state;
    assert_written_as(GOLDEN "/two_clinics.lp", ipso__program_write_lp);
}

static void mps_is_written_as_the_golden_has_it(void **state)
{
    (void)state;
    assert_written_as(GOLDEN "/two_clinics.mps", ipso__program_write_mps);
}

static void names_that_fall_together_stay_apart(void **state)
{
    (void)state;
    ipso__program *program = ipso__program_new("names");
    char longest[256];
    memset(longest, 'a', 255);
    longest[255] = '\0';
    ipso__program_add_column(program, 1, 0, 1, false, "a b");
    ipso__program_add_column(program, 2, 0, 1, false, "a_b");
    ipso__program_add_column(program, 3, 0, 1, false, "%s", longest);
    longest[254] = 'b';
    ipso__program_add_column(program, 4, 0, 1, false, "%s", longest);
    ipso__program_add_column(program, 5, 0, 1, false, "e3");
    ipso__program_add_column(program, 6, 0, 1, false, "Free");
    ipso__program_add_column(program, 7, 0, 1, false, "\xc3\xa9t\xc3\xa9");
    char *text = written(program, ipso__program_write_lp);
    assert_non_null(strstr(text, "+ 1 a_b +"));
    assert_non_null(strstr(text, "+ 2 a_b~1 +"));
    assert_non_null(strstr(text, "aaaa~2 +"));
    assert_non_null(strstr(text, "aaaa~3 +"));
    assert_non_null(strstr(text, "+ 5 _e3 +"));
    assert_non_null(strstr(text, "+ 6 _Free\n"));
    assert_non_null(strstr(text, "+ 7 __t__\n"));
    free(text);
    ipso__program_free(program);
}

static void numbers_read_back_as_they_were(void **state)
{
    (void)state;
    ipso__program *program = ipso__program_new("numbers");
    ipso__program_add_column(program, 123456789, 0, 1e6, false, "whole");
    ipso__program_add_column(program, 0.1, -0.0, 1e15, false, "tenth");
    ipso__program_add_column(program, 1.0 / 3, 0, 1, false, "third");
    char *text = written(program, ipso__program_write_lp);
    assert_non_null(strstr(text, "+ 123456789 whole + 0.1 tenth + 0.33333333333333331 third"));
    assert_non_null(strstr(text, "0 <= whole <= 1000000\n"));
    assert_non_null(strstr(text, "0 <= tenth <= 1e+15\n"));
    free(text);
    ipso__program_free(program);
}

static void program_without_anything_is_still_written(void **state)
{
    (void)state;
    ipso__program *program = ipso__program_new("empty");
    char *text = written(program, ipso__program_write_lp);
    assert_string_equal(text, "Minimize\n empty: + 0 constant~\n"
                              "Subject To\n idle~: + 0 constant~ <= 0\n"
                              "Bounds\n constant~ = 1\nEnd\n");
    free(text);
    ipso__program_free(program);
}

static void broken_program_is_not_written(void **state)
{
    (void)state;
    ipso__program *program = ipso__program_new("broken");
    ipso__program_add_column(program, NAN, 0, 1, false, "x");
    ipso__text text = {0};
    assert_int_equal(ipso__program_write_lp(&text, program, NULL), IPSO_INPUT);
    assert_int_equal(ipso__program_write_mps(&text, program, NULL), IPSO_INPUT);
    assert_int_equal(text.length, 0);
    ipso__text_finish(&text);
    ipso__program_free(program);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lp_is_written_as_the_golden_has_it),
        cmocka_unit_test(mps_is_written_as_the_golden_has_it),
        cmocka_unit_test(names_that_fall_together_stay_apart),
        cmocka_unit_test(numbers_read_back_as_they_were),
        cmocka_unit_test(program_without_anything_is_still_written),
        cmocka_unit_test(broken_program_is_not_written),
    };
    return cmocka_run_group_tests_name("program written", tests, NULL, NULL);
}
