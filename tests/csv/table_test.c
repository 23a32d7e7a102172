/* Tables as rows: quotes, line ends, separators, line numbers.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "csv/table.h"
#include "csv/values.h"
#include "support/test.h"

#include <stdio.h>
#include <string.h>

/* Rows as "line:field|field;" */
typedef struct written {
    char text[1000];
    size_t length;
} written;

static ipso_status write_row(void *user, const ipso__csv_row *row)
{
    written *to = user;

    to->length += (size_t)sprintf(to->text + to->length, "%zu:", row->line);
    for (size_t i = 0; i < row->count; i++)
        to->length +=
            (size_t)sprintf(to->text + to->length, "%s%s", i > 0 ? "|" : "", row->fields[i]);
    to->length += (size_t)sprintf(to->text + to->length, ";");
    return IPSO_OK;
}

static void assert_rows(const char *text, const char *rows)
{
    written got = {.length = 0};
    ipso_error err;
    char separator;

    ipso_error_init(&err);
    assert_int_equal(ipso__csv_read(&separator, text, strlen(text), write_row, &got, &err),
                     IPSO_OK);
    assert_string_equal(got.text, rows);
}

static void assert_refused(const char *text, size_t length, const char *begin)
{
    written got = {.length = 0};
    ipso_error err;
    char separator;

    ipso_error_init(&err);
    assert_int_equal(ipso__csv_read(&separator, text, length, write_row, &got, &err), IPSO_INPUT);
    assert_string_equal(err.where, "");
    assert_memory_equal(err.text, begin, strlen(begin));
}

static void lines_end_in_three_ways(void **state)
{
    (void)state;
    assert_rows("a,b\n1,2\n", "1:a|b;2:1|2;");
    assert_rows("a,b\r\n1,2\r\n", "1:a|b;2:1|2;");
    assert_rows("a,b\r1,2\r", "1:a|b;2:1|2;");
    assert_rows("a,b\n1,2", "1:a|b;2:1|2;");
    assert_rows("", "");
}

static void quotes_hold_separators_quotes_and_line_breaks(void **state)
{
    (void)state;
    assert_rows("a,b\n\"x,y\",\"he said \"\"no\"\"\"\n", "1:a|b;2:x,y|he said \"no\";");
    assert_rows("a,b\n\"x\ny\",1\n3,4\n", "1:a|b;2:x\ny|1;4:3|4;");
    assert_rows("a,b\n\" x \", y \n", "1:a|b;2: x |y;");
}

static void empty_rows_are_passed_over_and_counted_as_lines(void **state)
{
    (void)state;
    assert_rows("a,b\n\n1,2\n,\n , \n3,\n", "1:a|b;3:1|2;6:3|;");
}

static void a_byte_order_mark_is_no_part_of_the_first_name(void **state)
{
    (void)state;
    assert_rows("\xef\xbb\xbf"
                "a,b\n1,\xc3\xa9\n",
                "1:a|b;2:1|\xc3\xa9;");
}

static void the_first_line_says_what_separates(void **state)
{
    (void)state;
    assert_rows("a;b;c\n1,5;2;3\n", "1:a|b|c;2:1,5|2|3;");
    assert_rows("a\tb\n1;2\t3\n", "1:a|b;2:1;2|3;");
    assert_rows("a\n1\n", "1:a;2:1;");
}

static void what_is_no_table_is_refused_by_line(void **state)
{
    static const char zero[] = "a,b\n1,\0002\n";

    (void)state;
    assert_refused("a,b\n1,x\"y\n", 10, "line 2: a quote");
    assert_refused("a,b\n\"x\"y,1\n", 11, "line 2: a quote");
    assert_refused("a,b\n1,2\n\"x,1\n3,4\n", 17, "line 3: the quoted field");
    assert_refused(zero, sizeof zero - 1, "line 2: byte 0x00");
    assert_refused("a,b\n1,\xe9t\xe9\n", 10, "line 2: not UTF-8");
    assert_refused("a,b\n1,\xc3", 7, "line 2: not UTF-8");
}

static void assert_number(const char *text, bool comma, bool good, double wanted)
{
    double number = -77;

    assert_true(ipso__csv_number(&number, text, comma) == good);
    assert_true(number == (good ? wanted : -77));
}

static void numbers_are_decimal_and_know_no_locale(void **state)
{
    (void)state;
    assert_number("17", false, true, 17);
    assert_number("17.5", false, true, 17.5);
    assert_number("-0.25", false, true, -0.25);
    assert_number("17,5", true, true, 17.5);
    assert_number("17,5", false, false, 0);
    assert_number("", false, false, 0);
    assert_number("-", false, false, 0);
    assert_number(".5", false, false, 0);
    assert_number("1.2.3", false, false, 0);
    assert_number("1e3", false, false, 0);
    assert_number("nan", false, false, 0);
    assert_number("0x10", false, false, 0);
    assert_number("1234567890123456", false, false, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_end_in_three_ways),
        cmocka_unit_test(quotes_hold_separators_quotes_and_line_breaks),
        cmocka_unit_test(empty_rows_are_passed_over_and_counted_as_lines),
        cmocka_unit_test(a_byte_order_mark_is_no_part_of_the_first_name),
        cmocka_unit_test(the_first_line_says_what_separates),
        cmocka_unit_test(what_is_no_table_is_refused_by_line),
        cmocka_unit_test(numbers_are_decimal_and_know_no_locale),
    };
    return cmocka_run_group_tests_name("csv table", tests, NULL, NULL);
}
