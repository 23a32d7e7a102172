/* Filling the caller's ipso_error, and the names of answers.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/test.h"

#include "base/error.h"

#include <string.h>

static void a_failure_records_status_where_and_text(void **state)
{
    (void)state;
    ipso_error err;
    ipso_error_init(&err);
    assert_int_equal(
        ipso__fail(&err, IPSO_INPUT, "/sites/2", "%d rooms are below %s", 0, "the least of 1"),
        IPSO_INPUT);
    assert_int_equal(err.status, IPSO_INPUT);
    assert_string_equal(err.where, "/sites/2");
    assert_string_equal(err.text, "0 rooms are below the least of 1");
}

static void the_first_failure_wins(void **state)
{
    (void)state;
    ipso_error err;
    ipso_error_init(&err);
    ipso__fail(&err, IPSO_INPUT, "/first", "first");
    assert_int_equal(ipso__fail(&err, IPSO_IO, "/second", "second"), IPSO_IO);
    assert_int_equal(err.status, IPSO_INPUT);
    assert_string_equal(err.where, "/first");
    assert_string_equal(err.text, "first");
}

static void an_error_may_be_null(void **state)
{
    (void)state;
    ipso_error_init(NULL);
    assert_int_equal(ipso__fail(NULL, IPSO_SOLVER, "", "nobody reads this"), IPSO_SOLVER);
    assert_int_equal(ipso__fail_nomem(NULL), IPSO_NOMEM);
}

static void where_may_be_null(void **state)
{
    (void)state;
    ipso_error err;
    ipso_error_init(&err);
    ipso__fail(&err, IPSO_IO, NULL, "no place");
    assert_string_equal(err.where, "");
}

static void running_out_of_memory_has_one_text(void **state)
{
    (void)state;
    ipso_error err;
    ipso_error_init(&err);
    assert_int_equal(ipso__fail_nomem(&err), IPSO_NOMEM);
    assert_int_equal(err.status, IPSO_NOMEM);
    assert_string_equal(err.text, "out of memory");
}

static void control_characters_become_question_marks(void **state)
{
    (void)state;
    ipso_error err;
    ipso_error_init(&err);
    ipso__fail(&err, IPSO_INPUT, "/a\nb", "tab\tbell\aescape\x1b[2Jdelete\x7f%s", "\r\x1f ");
    assert_string_equal(err.where, "/a?b");
    assert_string_equal(err.text, "tab?bell?escape?[2Jdelete??? ");
}

static void a_text_that_just_fits_is_whole(void **state)
{
    (void)state;
    char text[IPSO_ERROR_TEXT_SIZE];
    memset(text, 'x', sizeof text - 3);
    strcpy(text + sizeof text - 3, "\xc3\xa9"); /* e with an acute accent */
    ipso_error err;
    ipso_error_init(&err);
    ipso__fail(&err, IPSO_INPUT, "", "%s", text);
    assert_string_equal(err.text, text);
}

/* Puts each UTF-8 sequence at each place over the end of the room and asserts that the text ends
 * before it. */
static void a_long_text_is_never_cut_inside_a_character(void **state)
{
    (void)state;
    static const char *const sequences[] = {"\xc3\xa9", "\xe2\x82\xac", "\xf0\x9f\xa9\xba"};
    const size_t room = IPSO_ERROR_TEXT_SIZE - 1;
    for (size_t s = 0; s < 3; s++) {
        size_t length = strlen(sequences[s]);
        for (size_t inside = 1; inside < length; inside++) {
            char text[2 * IPSO_ERROR_TEXT_SIZE] = {0};
            memset(text, 'x', room - inside);
            strcpy(text + room - inside, sequences[s]);
            for (int tail = 0; tail < 2; tail++) {
                ipso_error err;
                ipso_error_init(&err);
                ipso__fail(&err, IPSO_INPUT, text, "%s", text);
                assert_int_equal(strlen(err.text), room - inside);
                assert_int_equal(err.text[room - inside - 1], 'x');
                assert_int_equal(strlen(err.where), IPSO_ERROR_WHERE_SIZE - 1);
                strcat(text, "tail");
            }
        }
    }
}

static void a_character_that_ends_where_the_room_ends_is_kept(void **state)
{
    (void)state;
    const size_t room = IPSO_ERROR_TEXT_SIZE - 1;
    char text[2 * IPSO_ERROR_TEXT_SIZE] = {0};
    memset(text, 'x', room - 3);
    strcpy(text + room - 3, "\xe2\x82\xac"
                            "tail");
    ipso_error err;
    ipso_error_init(&err);
    ipso__fail(&err, IPSO_INPUT, "", "%s", text);
    assert_int_equal(strlen(err.text), room);
    assert_memory_equal(err.text + room - 3, "\xe2\x82\xac", 3);
}

static void answers_have_names(void **state)
{
    (void)state;
    assert_string_equal(ipso_status_name(IPSO_OK), "ok");
    assert_string_equal(ipso_status_name((ipso_status)99), "unknown status");
    assert_string_equal(ipso_outcome_name(IPSO_OPTIMAL), "optimal");
    assert_string_equal(ipso_stop_name(IPSO_STOP_TIME), "time");
}

static void the_version_is_that_of_the_project(void **state)
{
    (void)state;
    assert_string_equal(ipso_version(), EXPECTED_VERSION);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_failure_records_status_where_and_text),
        cmocka_unit_test(the_first_failure_wins),
        cmocka_unit_test(an_error_may_be_null),
        cmocka_unit_test(where_may_be_null),
        cmocka_unit_test(running_out_of_memory_has_one_text),
        cmocka_unit_test(control_characters_become_question_marks),
        cmocka_unit_test(a_text_that_just_fits_is_whole),
        cmocka_unit_test(a_long_text_is_never_cut_inside_a_character),
        cmocka_unit_test(a_character_that_ends_where_the_room_ends_is_kept),
        cmocka_unit_test(answers_have_names),
        cmocka_unit_test(the_version_is_that_of_the_project),
    };
    return cmocka_run_group_tests_name("error", tests, NULL, NULL);
}
