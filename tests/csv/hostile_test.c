/* Tables that are damaged, cut short, huge or no tables: read, or refused by one line that says
 * what is wrong; never more.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "fit/history.h"
#include "json/support.h"

#include <ipsosched/csv.h>

#include <stdlib.h>

static const char table[] =
    "date,start,type,practitioner,patient_class,site,minutes,state,booked_on\n"
    "2026-03-02,09:05,visit,morel,frail,centre,17.5,attended,2026-02-27\n"
    "2026-03-02,09:30,phone,petit,,centre,,no_show,\n"
    "\"2026-03-03\",\"10:00\",visit,,,,\"20\",attended,\n";

static ipso_practice *practice(void)
{
    static const ipso_demand demand = {.patient_class = IPSO_ANY,
                                       .site = IPSO_ANY,
                                       .days = {.weekdays = IPSO_ALL_DAYS},
                                       .end_min = IPSO_DAY_MIN,
                                       .mean = 10};

    return history_practice_of(1, &demand, 1);
}

/* What people would be told is one line of text that can be read. */
static void assert_one_line(const ipso_error *err)
{
    assert_true(err->text[0] != '\0');
    for (const char *at = err->text; *at != '\0'; at++)
        assert_true((unsigned char)*at >= ' ' && *at != 0x7f);
}

/* Reads, and answers whether it is a good table. */
static bool read_any(const ipso_practice *of, const char *text, size_t length, ipso_error *err)
{
    ipso_fit_appointments list = {.count = 77};
    ipso_status status;

    ipso_error_init(err);
    status = ipso_fit_appointments_from_csv(&list, of, text, length, false, NULL, NULL, err);
    if (status == IPSO_OK) {
        ipso_fit_appointments_finish(&list);
        return true;
    }
    assert_int_equal(status, IPSO_INPUT);
    assert_int_equal(list.count, 77);
    assert_one_line(err);
    return false;
}

static void a_table_cut_at_any_byte_is_read_or_refused(void **state)
{
    ipso_practice *of = practice();
    size_t length = strlen(table);
    int good = 0;
    ipso_error err;

    (void)state;
    assert_true(read_any(of, table, length, &err));
    for (size_t cut = 0; cut < length; cut++) {
        char *text = malloc(cut + 1); /* of that size, so that a read behind it is seen */
        assert_non_null(text);
        memcpy(text, table, cut);
        good += read_any(of, text, cut, &err);
        free(text);
    }
    assert_true(good > 3 && good < (int)length / 2); /* at the ends of rows, and within a few */
    ipso_practice_free(of);
}

/* Knuth's linear congruential generator (MMIX). */
static unsigned below(uint64_t *seed, unsigned n)
{
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)(*seed >> 33) % n;
}

static void damaged_tables_are_read_or_refused(void **state)
{
    static const char bad[] = "\",;\t\r\n\0 -.:\xff\xc3\xef\xbb\xbf\x7f\x01";
    ipso_practice *of = practice();
    size_t length = strlen(table);
    uint64_t seed = 1;
    int refused = 0;
    ipso_error err;

    (void)state;
    for (int round = 0; round < 4000; round++) {
        char text[sizeof table];
        memcpy(text, table, sizeof table);
        for (unsigned i = 0; i <= below(&seed, 4); i++)
            text[below(&seed, (unsigned)length)] = bad[below(&seed, sizeof bad - 1)];
        refused += !read_any(of, text, length, &err);
    }
    assert_true(refused > 2000); /* half of them */
    ipso_practice_free(of);
}

static void bytes_that_are_no_text_are_refused(void **state)
{
    ipso_practice *of = practice();
    uint64_t seed = 7;
    char bytes[4096];
    ipso_error err;

    (void)state;
    for (int round = 0; round < 200; round++) {
        for (size_t i = 0; i < sizeof bytes; i++)
            bytes[i] = (char)below(&seed, 256);
        assert_false(read_any(of, bytes, sizeof bytes, &err));
    }
    /* A spreadsheet saved as one, and UTF-16. */
    assert_false(read_any(of, "PK\003\004\024\000\006\000", 8, &err));
    assert_string_equal(err.text, "line 1: byte 0x00: a table is text in UTF-8");
    assert_false(read_any(of,
                          "\xff\xfe"
                          "d\000a\000",
                          6, &err));
    assert_string_equal(err.text, "line 1: not UTF-8: save the table in this encoding");
    ipso_practice_free(of);
}

/* The same rows, whatever a spreadsheet puts around them. */
static void marks_and_line_ends_of_spreadsheets_do_no_harm(void **state)
{
    ipso_practice *of = practice();
    ipso_fit_appointments list = {0};
    char text[2 * sizeof table] = "\xef\xbb\xbf";
    size_t length = 3;

    (void)state;
    for (const char *at = table; *at != '\0'; at++) {
        if (*at == '\n')
            text[length++] = '\r';
        text[length++] = *at;
    }
    assert_int_equal(
        ipso_fit_appointments_from_csv(&list, of, text, length, false, NULL, NULL, NULL), IPSO_OK);
    assert_int_equal(list.count, 3);
    assert_true(list.items[0].minutes == 17.5);
    assert_int_equal(list.items[2].start_min, 600);
    ipso_fit_appointments_finish(&list);
    ipso_practice_free(of);
}

enum { HUGE_BYTES = 4 << 20 };

/* A field of 4 MiB, quoted and not, closed and not; 4 MiB of separators, of quotes, of line ends.
 */
static void huge_fields_and_rows_are_refused_in_one_line(void **state)
{
    static const char fills[] = "x,\";\n";
    ipso_practice *of = practice();
    char *text = malloc(HUGE_BYTES + 200);
    ipso_error err;

    (void)state;
    assert_non_null(text);
    for (size_t i = 0; i + 1 < sizeof fills; i++) {
        int length = sprintf(text, "date,start,type\n2026-03-02,09:05,");
        memset(text + length, fills[i], HUGE_BYTES);
        assert_false(read_any(of, text, (size_t)length + HUGE_BYTES, &err));
        text[0] = fills[i]; /* and as the names of columns */
        memset(text, fills[i], HUGE_BYTES);
        assert_false(read_any(of, text, HUGE_BYTES, &err));
    }
    ipso_practice_free(of);
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_table_cut_at_any_byte_is_read_or_refused),
        cmocka_unit_test(damaged_tables_are_read_or_refused),
        cmocka_unit_test(bytes_that_are_no_text_are_refused),
        cmocka_unit_test(marks_and_line_ends_of_spreadsheets_do_no_harm),
        cmocka_unit_test(huge_fields_and_rows_are_refused_in_one_line),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
