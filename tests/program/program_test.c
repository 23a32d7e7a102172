/* Building a program and recounting a point.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/test.h"

#include <math.h>
#include <string.h>

#include "program/program.h"

static ipso__program *program_with_columns(int count)
{
    ipso__program *program = ipso__program_new("test");
    assert_non_null(program);
    for (int j = 0; j < count; j++)
        assert_int_equal(ipso__program_add_column(program, j + 1, 0, 3, true, "x%d", j), j);
    return program;
}

static void terms_come_back_sorted_and_without_zeros(void **state)
{
    (void)state;
    ipso__program *program = program_with_columns(4);
    ipso__term terms[] = {{3, 4}, {0, 1}, {2, 0}, {1, -2}};
    assert_int_equal(ipso__program_add_row(program, 0, 5, terms, 4, "first"), 0);
    assert_int_equal(ipso__program_add_row(program, 1, 1, terms, 1, "second"), 1);
    size_t count;
    const ipso__term *row = ipso__program_row_terms(program, 0, &count);
    assert_int_equal(count, 3);
    assert_int_equal(row[0].column, 0);
    assert_int_equal(row[1].column, 1);
    assert_true(row[1].value == -2);
    assert_int_equal(row[2].column, 3);
    row = ipso__program_row_terms(program, 1, &count);
    assert_int_equal(count, 1);
    assert_int_equal(row[0].column, 3);
    assert_int_equal(ipso__program_term_count(program), 4);
    ipso__program_free(program);
}

static void names_are_formatted_and_cut_at_255_bytes(void **state)
{
    (void)state;
    char longest[400];
    memset(longest, 'y', sizeof longest - 1);
    longest[sizeof longest - 1] = '\0';
    ipso__program *program = program_with_columns(1);
    ipso__program_add_column(program, 0, 0, 1, false, "%s", longest);
    ipso__program_add_row(program, 0, 1, NULL, 0, "cover(%s,%d)", "nation", 7);
    assert_string_equal(ipso__program_column_name(program, 0), "x0");
    assert_int_equal(strlen(ipso__program_column_name(program, 1)), 255);
    assert_string_equal(ipso__program_row_name(program, 0), "cover(nation,7)");
    ipso__program_free(program);
}

static void assert_refused(ipso__program *program, const char *named)
{
    ipso_error err;
    ipso_error_init(&err);
    assert_int_equal(ipso__program_status(program, &err), IPSO_INPUT);
    assert_non_null(strstr(err.text, named));
    assert_int_equal(ipso__program_add_column(program, 0, 0, 1, false, "later"), -1);
    assert_int_equal(ipso__program_add_row(program, 0, 1, NULL, 0, "later"), -1);
    ipso__program_free(program);
}

static void impossible_numbers_are_refused_by_name(void **state)
{
    (void)state;
    const double costs[] = {NAN, INFINITY, -2e9};
    for (int i = 0; i < 3; i++) {
        ipso__program *program = program_with_columns(1);
        assert_int_equal(ipso__program_add_column(program, costs[i], 0, 1, false, "bad"), -1);
        assert_refused(program, "bad");
    }
    const double bounds[][2] = {
        {NAN, 1}, {0, NAN}, {2, 1}, {INFINITY, INFINITY}, {-INFINITY, -INFINITY}};
    for (int i = 0; i < 5; i++) {
        ipso__program *program = program_with_columns(1);
        ipso__program_add_row(program, bounds[i][0], bounds[i][1], NULL, 0, "bad");
        assert_refused(program, "bad");
        program = program_with_columns(1);
        ipso__program_add_column(program, 0, bounds[i][0], bounds[i][1], false, "wide");
        assert_refused(program, "wide");
    }
}

static void impossible_terms_are_refused_by_name(void **state)
{
    (void)state;
    const ipso__term terms[][2] = {{{0, 1}, {0, 2}},
                                   {{0, 1}, {2, 1}},
                                   {{-1, 1}, {0, 1}},
                                   {{0, NAN}, {1, 1}},
                                   {{0, 1}, {1, 2e9}}};
    for (int i = 0; i < 5; i++) {
        ipso__program *program = program_with_columns(2);
        assert_int_equal(ipso__program_add_row(program, 0, 1, terms[i], 2, "bad"), -1);
        assert_refused(program, "bad");
    }
}

static void first_mistake_is_the_one_reported(void **state)
{
    (void)state;
    ipso__program *program = program_with_columns(1);
    ipso__program_add_column(program, 0, 3, 2, false, "wide");
    ipso__program_add_constant(program, NAN);
    assert_refused(program, "wide");
}

/* 1 x0 + 2 x1 between 3 and 5, x in 0..3, cost 10 + x0 + 2 x1 + 3 x2 with x2 continuous above -1.
 */
static ipso__program *recountable(void)
{
    ipso__program *program = program_with_columns(2);
    ipso__program_add_column(program, 3, -1, INFINITY, false, "x2");
    ipso__program_add_constant(program, 10);
    ipso__term terms[] = {{0, 1}, {1, 2}};
    ipso__program_add_row(program, 3, 5, terms, 2, "row");
    return program;
}

static void point_that_holds_is_costed(void **state)
{
    (void)state;
    ipso__program *program = recountable();
    const double x[] = {1, 2, 0.5};
    double cost;
    const char *broken = "";
    assert_true(ipso__program_holds(program, x, 0, &cost, &broken));
    assert_true(cost == 10 + 1 + 4 + 1.5);
    assert_null(broken);
    assert_true(ipso__program_holds(program, x, 0, &cost, NULL));
    ipso__program_free(program);
}

static void violated_part_is_named(void **state)
{
    (void)state;
    ipso__program *program = recountable();
    const struct {
        double x[3];
        const char *broken;
    } cases[] = {
        {{1, 3, 0}, "row"},  {{1, 0, 0}, "row"},       {{4, 0, 0}, "x0"},
        {{-1, 2, 0}, "x0"},  {{1, 1.5, 0}, "x1"},      {{1, 2, -1.1}, "x2"},
        {{1, 2, NAN}, "x2"}, {{1, 2, INFINITY}, "x2"}, {{1, NAN, 0}, "x1"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        double cost;
        const char *broken;
        assert_false(ipso__program_holds(program, cases[i].x, 1e-6, &cost, &broken));
        assert_string_equal(broken, cases[i].broken);
    }
    ipso__program_free(program);
}

static void relaxation_does_not_ask_for_integers(void **state)
{
    (void)state;
    ipso__program *program = recountable();
    const double fractional[] = {0.5, 1.5, 0}, outside[] = {0.5, 2.5, 0};
    double cost;
    assert_true(ipso__program_relaxation_holds(program, fractional, 1e-6, &cost, NULL));
    assert_true(cost == 10 + 0.5 + 3);
    assert_false(ipso__program_relaxation_holds(program, outside, 1e-6, &cost, NULL));
    ipso__program_free(program);
}

static void tolerance_grows_with_the_bound_alone(void **state)
{
    (void)state;
    ipso__program *program = ipso__program_new("large");
    ipso__program_add_column(program, 1, 0, 1e6, false, "large");
    ipso__program_add_column(program, 1, 0, 1, false, "small");
    const double near[] = {1e6 + 0.5, 1}, far[] = {1e6 + 1.5, 1}, off[] = {0, 1.00001};
    double cost;
    assert_true(ipso__program_holds(program, near, 1e-6, &cost, NULL));
    assert_false(ipso__program_holds(program, far, 1e-6, &cost, NULL));
    assert_false(ipso__program_holds(program, off, 1e-6, &cost, NULL));
    ipso__program_free(program);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(terms_come_back_sorted_and_without_zeros),
        cmocka_unit_test(names_are_formatted_and_cut_at_255_bytes),
        cmocka_unit_test(impossible_numbers_are_refused_by_name),
        cmocka_unit_test(impossible_terms_are_refused_by_name),
        cmocka_unit_test(first_mistake_is_the_one_reported),
        cmocka_unit_test(point_that_holds_is_costed),
        cmocka_unit_test(violated_part_is_named),
        cmocka_unit_test(relaxation_does_not_ask_for_integers),
        cmocka_unit_test(tolerance_grows_with_the_bound_alone),
    };
    return cmocka_run_group_tests_name("program", tests, NULL, NULL);
}
