/* Reading rostering instances, and recounting rosters of them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/test.h"

#include "bench/clinic.h"
#include "nrp_recount.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- reading ---- */

static void every_field_is_read(void **state)
{
    (void)state;
    nrp_instance *n = clinic();
    assert_int_equal(n->days, 14);
    assert_int_equal(n->shift_count, 2);
    assert_string_equal(n->shifts[1].id, "L");
    assert_int_equal(n->shifts[1].minutes, 600);
    const bool barred[] = {false, false, true, false}; /* E after L alone */
    assert_memory_equal(n->barred, barred, sizeof barred);
    assert_int_equal(n->person_count, 2);
    assert_string_equal(n->people[1].id, "bob");
    const int most[] = {14, 2, 0, 14};
    assert_memory_equal(n->most, most, sizeof most);
    assert_int_equal(n->people[0].max_minutes, 2880);
    assert_int_equal(n->people[0].min_minutes, 960);
    assert_int_equal(n->people[0].max_run, 5);
    assert_int_equal(n->people[1].min_run, 1);
    assert_int_equal(n->people[0].min_off, 2);
    assert_int_equal(n->people[1].max_weekends, 2);
    for (int i = 0; i < 28; i++)
        assert_int_equal(n->days_off[i], i == 3);
    assert_int_equal(n->request_count, 2);
    const nrp_request *against = &n->requests[1];
    assert_true(n->requests[0].on && !against->on);
    assert_int_equal(against->person, 1);
    assert_int_equal(against->day, 4);
    assert_int_equal(against->shift, 1);
    assert_int_equal(against->price, 3);
    assert_int_equal(n->cover_count, 3);
    assert_int_equal(n->covers[1].shift, 1);
    assert_int_equal(n->covers[1].wanted, 1);
    assert_int_equal(n->covers[1].short_price, 50);
    assert_int_equal(n->covers[2].day, 1);
    assert_int_equal(n->covers[2].over_price, 7);
    nrp_free(n);
}

static nrp_instance *read_text(const char *text)
{
    nrp_instance *instance = NULL;
    ipso_error err;
    ipso_error_init(&err);
    if (nrp_read(&instance, text, strlen(text), &err) != IPSO_OK)
        fail_msg("%s: %s", err.where, err.text);
    return instance;
}

static void ends_of_lines_of_either_kind_comments_blanks_and_spaces_say_nothing(void **state)
{
    (void)state;
    char *text = clinic_text(OFF_LINE, "# who is away\r\n\r\n \r\n  ann , 3 ", "\r\n");
    text[strlen(text) - 2] = '\0'; /* the last line has no end */
    nrp_instance *n = read_text(text);
    assert_true(n->days_off[3]);
    assert_int_equal(n->covers[2].over_price, 7);
    nrp_free(n);
    free(text);
}

static void zero_may_be_written_with_a_sign(void **state)
{
    (void)state;
    char *text = clinic_text(COVER_LINE, "0,E,-0,100,1", "\n");
    nrp_instance *n = read_text(text);
    assert_int_equal(n->covers[0].wanted, 0);
    nrp_free(n);
    free(text);
}

static void lines_and_lists_may_be_of_any_length(void **state)
{
    (void)state;
    enum { SHIFTS = 400 };
    char *shifts = calloc(64, SHIFTS), *most = calloc(64, SHIFTS), *text = calloc(256, SHIFTS);
    assert_true(shifts != NULL && most != NULL && text != NULL);
    for (int i = 0, s = 0, m = 0; i < SHIFTS; i++) {
        s += sprintf(shifts + s, "a_shift_with_a_long_name_%d,480,\n", i);
        m += sprintf(most + m, "%sa_shift_with_a_long_name_%d=%d", i > 0 ? "|" : "", i, i);
    }
    sprintf(text,
            "SECTION_HORIZON\n7\nSECTION_SHIFTS\n%sSECTION_STAFF\na,%s,480,0,5,2,2,1\n"
            "SECTION_DAYS_OFF\nSECTION_SHIFT_ON_REQUESTS\nSECTION_SHIFT_OFF_REQUESTS\n"
            "SECTION_COVER\n",
            shifts, most);
    nrp_instance *n = read_text(text);
    assert_int_equal(n->shift_count, SHIFTS);
    assert_int_equal(n->most[SHIFTS - 1], SHIFTS - 1);
    nrp_free(n);
    free(shifts);
    free(most);
    free(text);
}

typedef struct bad_line {
    int line;
    const char *replacement;
    int at; /* the line that is named, counted in the changed text */
    const char *words;
} bad_line;

static const bad_line BAD_LINES[] = {
    {1, "14", 1, "SECTION_HORIZON is wanted here"},
    {1, "SECTION_COVER", 1, "SECTION_COVER where SECTION_HORIZON is wanted"},
    {DAYS_LINE, "fourteen", 2, "the number of days \"fourteen\" is not a whole number"},
    {DAYS_LINE, "-14", 2, "the number of days \"-14\" is not a whole number"},
    {DAYS_LINE, "0", 2, "the number of days 0 is outside 1 to 10000"},
    {DAYS_LINE, "", 3, "the number of days is missing"},
    {DAYS_LINE, "14\n14", 3, "a second line of the horizon"},
    {DAYS_LINE, "3", 10, "day 3 is outside 0 to 2"},
    {E_LINE, "E,480", 4, "2 fields where 3 are wanted"},
    {E_LINE, "E,0,", 4, "length 0 is outside 1 to 1440"},
    {E_LINE, "L,480,", 5, "the id \"L\" is given twice"},
    {E_LINE, ",480,", 4, "\"\" is not an id"},
    {E_LINE, "E=F,480,", 4, "\"E=F\" is not an id"},
    {L_LINE, "L,600,N", 5, "no shift has the id \"N\""},
    {L_LINE, "L,600,E|E", 5, "shift \"E\" is barred twice"},
    {L_LINE, "L,600,E|", 5, "no shift has the id \"\""},
    {STAFF_LINE, "SECTION_NURSES", 6, "SECTION_NURSES where SECTION_STAFF is wanted"},
    {ANN_LINE, "ann,E=14,2880,960,5,2,2,1", 7, "shift \"L\" has no maximum"},
    {ANN_LINE, "ann,E=14|E=2,2880,960,5,2,2,1", 7, "shift \"E\" wants one maximum"},
    {ANN_LINE, "ann,E=14|L,2880,960,5,2,2,1", 7, "shift \"L\" wants one maximum"},
    {ANN_LINE, "ann,E=14|L=x,2880,960,5,2,2,1", 7, "maximum \"x\" is not a whole number"},
    {ANN_LINE, "ann,E=14|L=2,2880,960,5,2,2", 7, "7 fields where 8 are wanted"},
    {ANN_LINE, "ann,E=14|L=2,2880,960,5,2,2,1.5", 7, "most weekends \"1.5\" is not a whole number"},
    {BOB_LINE, "ann,E=0|L=14,6000,0,5,1,2,2", 8, "the id \"ann\" is given twice"},
    {OFF_LINE, "carl,3", 10, "nobody has the id \"carl\""},
    {OFF_LINE, "ann", 10, "no day is named"},
    {OFF_LINE, "ann,3,14", 10, "day 14 is outside 0 to 13"},
    {ON_LINE, "ann,0,E,-2", 12, "price \"-2\" is not a whole number"},
    {ON_LINE, "ann,0,E,99999999999999999999", 12,
     "price 99999999999999999999 is outside 0 to 1000000000"},
    {ON_LINE, "# SECTION_X\nann,0,N,2", 13, "no shift has the id \"N\""},
    {AGAINST_LINE, "bob,4,L", 14, "3 fields where 4 are wanted"},
    {COVER_LINE, "0,E,1,100", 16, "4 fields where 5 are wanted"},
    {CLINIC_LINES, "SECTION_COVER", 18, "SECTION_COVER where nothing more is wanted"},
};

static void a_line_that_is_not_in_the_format_is_named(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof BAD_LINES / sizeof BAD_LINES[0]; i++) {
        const bad_line *bad = &BAD_LINES[i];
        char *text = clinic_text(bad->line, bad->replacement, "\n"), where[32];
        nrp_instance *instance = NULL;
        ipso_error err;
        ipso_error_init(&err);
        assert_int_equal(nrp_read(&instance, text, strlen(text), &err), IPSO_INPUT);
        assert_null(instance);
        snprintf(where, sizeof where, "line %d", bad->at);
        assert_string_equal(err.text, bad->words);
        assert_string_equal(err.where, where);
        free(text);
    }
}

static void a_text_that_breaks_off_is_refused(void **state)
{
    (void)state;
    const char *text = "SECTION_HORIZON\n14\nSECTION_SHIFTS\nE,480,\n";
    nrp_instance *instance = NULL;
    ipso_error err;
    ipso_error_init(&err);
    assert_int_equal(nrp_read(&instance, text, strlen(text), &err), IPSO_INPUT);
    assert_string_equal(err.text, "the text ends where SECTION_STAFF is wanted");
    assert_string_equal(err.where, "line 4");
}

static void a_zero_byte_is_refused(void **state)
{
    (void)state;
    char *text = clinic_text(0, "", "\n");
    nrp_instance *instance = NULL;
    ipso_error err;
    ipso_error_init(&err);
    assert_int_equal(nrp_read(&instance, text, strlen(text) + 1, &err), IPSO_INPUT);
    assert_string_equal(err.text, "a zero byte follows");
    assert_null(instance);
    free(text);
}

/* ---- recounting ---- */

static nrp_count recount(const nrp_instance *n, const char *ann, const char *bob)
{
    int roster[28];
    nrp_count count;
    const char *const people[] = {ann, bob};
    write_roster(roster, n, people);
    nrp_recount(&count, n, roster);
    return count;
}

#define RESTS "--------------"

static void missing_heads_and_requests_are_paid_for(void **state)
{
    (void)state;
    nrp_instance *n = clinic();
    nrp_count count = recount(n, RESTS, RESTS);
    assert_int_equal(count.cover, 100 + 50); /* an E and an L missing on day 0 */
    assert_int_equal(count.requests, 2);     /* Ann's E */
    assert_int_equal(count.objective, 152);
    nrp_free(n);
}

static void heads_over_and_shifts_asked_against_are_paid_for(void **state)
{
    (void)state;
    nrp_instance *n = clinic();
    nrp_count count = recount(n, "EE--EE--------", "LL--L---------");
    assert_int_equal(count.cover, 7);    /* one L too many on day 1 */
    assert_int_equal(count.requests, 3); /* Bob's L on day 4 */
    assert_int_equal(count.objective, 10);
    assert_int_equal(count.broken, 0);
    nrp_free(n);
}

static void another_shift_than_the_one_asked_for_does_not_do(void **state)
{
    (void)state;
    nrp_instance *n = clinic();
    /* E missing (100), Ann's request (2), one L too many on day 1 (7). */
    assert_int_equal(recount(n, "LL------------", RESTS).objective, 109);
    nrp_free(n);
}

static void each_hard_rule_is_recounted(void **state)
{
    (void)state;
    nrp_instance *n = clinic();
    for (int i = 0; i < HARD_CASE_COUNT; i++) {
        nrp_count count = recount(n, HARD_CASES[i].ann, RESTS);
        assert_int_equal(count.broken, HARD_CASES[i].broken);
        assert_non_null(strstr(count.first, HARD_CASES[i].words));
    }
    nrp_free(n);
}

static void every_broken_rule_counts(void **state)
{
    (void)state;
    nrp_instance *n = clinic();
    /* Ann: day off (day 3), E after L (days 1 and 3), three L of two. Bob: E, of which he may none.
     */
    nrp_count count = recount(n, "LELEL---------", "E-------------");
    assert_int_equal(count.broken, 1 + 2 + 1 + 1);
    nrp_free(n);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_field_is_read),
        cmocka_unit_test(ends_of_lines_of_either_kind_comments_blanks_and_spaces_say_nothing),
        cmocka_unit_test(zero_may_be_written_with_a_sign),
        cmocka_unit_test(lines_and_lists_may_be_of_any_length),
        cmocka_unit_test(a_line_that_is_not_in_the_format_is_named),
        cmocka_unit_test(a_text_that_breaks_off_is_refused),
        cmocka_unit_test(a_zero_byte_is_refused),
        cmocka_unit_test(missing_heads_and_requests_are_paid_for),
        cmocka_unit_test(heads_over_and_shifts_asked_against_are_paid_for),
        cmocka_unit_test(another_shift_than_the_one_asked_for_does_not_do),
        cmocka_unit_test(each_hard_rule_is_recounted),
        cmocka_unit_test(every_broken_rule_counts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
