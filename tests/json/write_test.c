/* What a practice becomes as a document.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "json/support.h"

#include "json/sections.h"

#include <ipsosched/scenario.h>

#include <locale.h>

static ipso_practice *read_text(const char *text, size_t length)
{
    ipso_practice *practice = NULL;
    lines found = {.length = 0};
    ipso_practice_from_json(&practice, text, length, gather, &found, NULL);
    assert_string_equal(found.text, "");
    return practice;
}

static char *write_text(const ipso_practice *practice, size_t *length)
{
    char *text = NULL;
    assert_int_equal(ipso_practice_to_json(&text, length, practice, NULL), IPSO_OK);
    assert_int_equal(strlen(text), *length);
    assert_int_equal(text[*length - 1], '\n');
    return text;
}

static void a_document_in_the_written_form_comes_back_byte_by_byte(void **state)
{
    (void)state;
    size_t length, written_length;
    char *text = read_file(CASES_DIR "/valid/full/practice.json", &length);
    assert_non_null(text);
    ipso_practice *practice = read_text(text, length);
    char *written = write_text(practice, &written_length);
    assert_string_equal(written, text);
    ipso_text_free(written);
    ipso_practice_free(practice);
    free(text);
}

static void expect_fields_in(const char *text, const ipso__shape *shape)
{
    for (size_t i = 0; i < shape->field_count; i++) {
        char quoted[64];
        snprintf(quoted, sizeof quoted, "\"%s\": ", shape->fields[i].key);
        if (strstr(text, quoted) == NULL)
            fail_msg("%s of %s is not in the full document", quoted, shape->what);
        if (shape->fields[i].shape != NULL)
            expect_fields_in(text, shape->fields[i].shape);
    }
}

/* Holds the test above to its word: what it compares has every field of every shape. */
static void the_full_document_has_every_field(void **state)
{
    (void)state;
    size_t length;
    char *text = read_file(CASES_DIR "/valid/full/practice.json", &length);
    assert_non_null(text);
    for (int i = 0; i < IPSO__PRACTICE_KEY_COUNT; i++)
        assert_non_null(strstr(text, ipso__practice_keys[i]));
    for (int i = 0; i < IPSO__SECTION_COUNT; i++)
        expect_fields_in(text, ipso__sections[i].shape);
    expect_fields_in(text, &ipso__horizon_shape);
    expect_fields_in(text, &ipso__extended_shape);
    expect_fields_in(text, &ipso__weights_shape);
    expect_fields_in(text, &ipso__booking_shape);
    expect_fields_in(text, &ipso__behaviour_shape);
    expect_fields_in(text, &ipso__rules_shape);
    free(text);
}

static void expect_round_trip(const ipso_practice *practice)
{
    size_t first_length, second_length;
    char *first = write_text(practice, &first_length);
    ipso_practice *again = read_text(first, first_length);
    assert_non_null(again);
    char *second = write_text(again, &second_length);
    assert_string_equal(second, first);
    ipso_text_free(first);
    ipso_text_free(second);
    ipso_practice_free(again);
}

static void what_is_written_reads_back_as_the_same_document(void **state)
{
    (void)state;
    size_t length;
    char *text = read_file(EXAMPLES_DIR "/first.json", &length);
    assert_non_null(text);
    ipso_practice *practice = read_text(text, length);
    expect_round_trip(practice);
    ipso_practice_free(practice);
    free(text);
}

static void generated_practices_survive_the_round_trip(void **state)
{
    (void)state;
    for (int i = 0; ipso_scenario_name(i) != NULL; i++) {
        ipso_practice *practice = NULL;
        assert_int_equal(ipso_scenario_generate(&practice, ipso_scenario_name(i), 7, NULL),
                         IPSO_OK);
        expect_round_trip(practice);
        ipso_practice_free(practice);
    }
}

/* 0.1 needs 15 digits, 1/3 needs 16, and 5e-324 and the largest double are the ends of the range.
 */
static void numbers_come_back_as_the_same_doubles(void **state)
{
    (void)state;
    const double numbers[] = {0,
                              0.1,
                              1.0 / 3,
                              17,
                              -2.5,
                              1e22,
                              1e23,
                              5e-324,
                              1e-300,
                              0x1p1023,
                              2.2250738585072014e-308,
                              1.7976931348623157e308};
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        char text[IPSO__JSON_NUMBER_SIZE];
        ipso__json_number_format(numbers[i], text);
        double back = strtod(text, NULL);
        assert_memory_equal(&back, &numbers[i], sizeof back);
    }
}

static void numbers_do_not_depend_on_the_locale(void **state)
{
    (void)state;
    static const char *const commas[] = {"fr_FR.UTF-8", "de_DE.UTF-8", "fr_FR.utf8", "de_DE.utf8"};
    bool set = false;
    for (size_t i = 0; i < 4 && !set; i++)
        set = setlocale(LC_NUMERIC, commas[i]) != NULL;
    if (!set)
        skip();
    char text[IPSO__JSON_NUMBER_SIZE];
    ipso__json_number_format(0.25, text);
    ipso__arena arena = {NULL};
    ipso__json value = {0};
    ipso_status status = ipso__json_parse(&value, &arena, "0.25", 4, NULL);
    ipso__arena_finish(&arena);
    setlocale(LC_NUMERIC, "C");
    assert_string_equal(text, "0.25");
    assert_int_equal(status, IPSO_OK);
    assert_true(value.as.real == 0.25);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_document_in_the_written_form_comes_back_byte_by_byte),
        cmocka_unit_test(the_full_document_has_every_field),
        cmocka_unit_test(what_is_written_reads_back_as_the_same_document),
        cmocka_unit_test(generated_practices_survive_the_round_trip),
        cmocka_unit_test(numbers_come_back_as_the_same_doubles),
        cmocka_unit_test(numbers_do_not_depend_on_the_locale),
    };
    return cmocka_run_group_tests_name("json write", tests, NULL, NULL);
}
