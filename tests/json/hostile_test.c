/* Documents that are cut, damaged, huge or hostile: an error, and nothing else.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "json/support.h"

#include "base/random.h"

enum { MUTATIONS = 10000, MEGABYTE = 1 << 20 };

static ipso_status read_quietly(const char *text, size_t length, ipso_error *err, lines *found)
{
    ipso_practice *practice = NULL;
    *err = (ipso_error){0};
    found->length = 0;
    found->count = 0;
    ipso_status status = ipso_practice_from_json(&practice, text, length, gather, found, err);
    assert_true((status == IPSO_OK) == (practice != NULL));
    assert_true((status == IPSO_OK) == (found->count == 0));
    assert_int_equal(err->status, status);
    ipso_practice_free(practice);
    return status;
}

static ipso_error refused(const char *text, size_t length)
{
    static lines found;
    ipso_error err;
    assert_int_equal(read_quietly(text, length, &err, &found), IPSO_INPUT);
    return err;
}

/* Every proper beginning of a document lacks its closing brace. */
static void a_document_cut_at_any_byte_is_refused(void **state)
{
    (void)state;
    size_t length;
    char *text = read_file(EXAMPLES_DIR "/first.json", &length);
    assert_non_null(text);
    while (length > 0 && text[length - 1] != '}')
        length--;
    for (size_t cut = 0; cut < length; cut++) {
        char *copy = malloc(cut + 1); /* exact, so that a sanitizer sees a byte read too far */
        memcpy(copy, text, cut);
        ipso_error err = refused(copy, cut);
        assert_string_equal(err.where, "");
        assert_memory_equal(err.text, "line ", 5);
        free(copy);
    }
    free(text);
}

/* Replaces, inserts, removes or copies a few bytes. */
static size_t mutate(char *text, size_t length, size_t room, ipso__random *random)
{
    static const char special[] = "{}[],:\"\\0159-.eE+tfn \n\xc3\xff\x01";
    int edits = 1 + (int)ipso__random_below(random, 4);
    for (int i = 0; i < edits && length > 1; i++) {
        size_t at = (size_t)ipso__random_below(random, (uint32_t)length);
        char byte = special[ipso__random_below(random, sizeof special - 1)];
        uint32_t how = ipso__random_below(random, 4);
        if (how == 0) {
            text[at] = byte;
        } else if (how == 1 && length + 1 < room) {
            memmove(text + at + 1, text + at, length - at);
            text[at] = byte;
            length++;
        } else if (how == 2) {
            memmove(text + at, text + at + 1, length - at - 1);
            length--;
        } else {
            text[at] = text[ipso__random_below(random, (uint32_t)length)];
        }
    }
    return length;
}

static void damaged_documents_are_read_or_refused(void **state)
{
    (void)state;
    static lines found;
    size_t length;
    char *text = read_file(EXAMPLES_DIR "/first.json", &length);
    assert_non_null(text);
    char *copy = malloc(length + 64);
    ipso__random random;
    ipso__random_init(&random, 20261123, 0);
    int accepted = 0;
    for (int i = 0; i < MUTATIONS; i++) {
        ipso_error err;
        memcpy(copy, text, length);
        size_t damaged = mutate(copy, length, length + 64, &random);
        ipso_status status = read_quietly(copy, damaged, &err, &found);
        assert_true(status == IPSO_OK || status == IPSO_INPUT);
        accepted += status == IPSO_OK;
    }
    assert_true(accepted > 0); /* a change inside a name or between values does no harm */
    assert_true(accepted < MUTATIONS / 2);
    free(copy);
    free(text);
}

/* Places of the texts in quotes of a document that has no escapes. */
static size_t find_texts(const char *text, size_t places[], size_t most)
{
    size_t count = 0;
    for (const char *at = strchr(text, '"'); at != NULL && count < most; count++) {
        places[count] = (size_t)(at - text);
        at = strchr(strchr(at + 1, '"') + 1, '"');
    }
    return count;
}

/* Puts the text at one place of a document at another one. */
static size_t copy_text(char *copy, const char *text, size_t to, size_t from)
{
    size_t to_length = (size_t)(strchr(text + to + 1, '"') + 1 - (text + to));
    size_t from_length = (size_t)(strchr(text + from + 1, '"') + 1 - (text + from));
    memcpy(copy, text, to);
    memcpy(copy + to, text + from, from_length);
    strcpy(copy + to + from_length, text + to + to_length);
    return strlen(copy);
}

/* Unlike damaged bytes, this leaves sound JSON: names, ids, dates and words in wrong places. */
static void texts_in_wrong_places_are_read_or_refused(void **state)
{
    (void)state;
    static lines found;
    size_t length, places[2000];
    char *text = read_file(CASES_DIR "/valid/duties-by-rule/practice.json", &length);
    assert_non_null(text);
    size_t count = find_texts(text, places, 2000);
    char *copy = malloc(length + 256);
    int syntax = 0;
    for (size_t to = 0; to < count; to++)
        for (size_t from = 0; from < count; from++) {
            ipso_error err;
            size_t changed = copy_text(copy, text, places[to], places[from]);
            ipso_status status = read_quietly(copy, changed, &err, &found);
            assert_true(status == IPSO_OK || status == IPSO_INPUT);
            syntax += strncmp(err.text, "line ", 5) == 0 && strstr(err.text, "twice") == NULL;
        }
    assert_true(count > 60);
    assert_int_equal(syntax, 0);
    free(copy);
    free(text);
}

/* ---- size ---- */

static void deep_nesting_is_refused(void **state)
{
    (void)state;
    enum { DEEP = 100000 };
    char *text = malloc(6 * DEEP);
    memset(text, '[', DEEP);
    assert_string_equal(refused(text, DEEP).text, "line 1, column 65: nested more than 64 deep");
    for (int i = 0; i < DEEP; i++)
        memcpy(text + 5 * i, "{\"a\":", 5);
    assert_non_null(strstr(refused(text, 5 * DEEP).text, "nested more than 64 deep"));
    free(text);
}

static void a_document_over_the_cap_is_refused_unread(void **state)
{
    (void)state;
    size_t length = (size_t)100 * MEGABYTE;
    char *text = calloc(length, 1); /* never touched, so that it costs no memory */
    assert_string_equal(refused(text, length).text,
                        "the document has 104857600 bytes, more than the 67108864 allowed");
    free(text);
}

static void too_many_values_are_refused(void **state)
{
    (void)state;
    size_t length = (size_t)8 * MEGABYTE;
    char *text = malloc(length);
    text[0] = '[';
    for (size_t i = 1; i + 3 <= length; i += 3)
        memcpy(text + i, "{},", 3);
    assert_non_null(strstr(refused(text, length - 2).text, "more than 2000000 values"));
    free(text);
}

static void endless_errors_come_to_an_end(void **state)
{
    (void)state;
    enum { SITES = 300000 };
    static lines found;
    ipso_error err;
    const char head[] = "{\"format\":\"ipsosched-practice/1\",\"sites\":[";
    char *text = malloc(sizeof head + 3 * SITES);
    strcpy(text, head);
    for (size_t i = 0; i < SITES; i++)
        memcpy(text + sizeof head - 1 + 3 * i, i + 1 < SITES ? "{}," : "{}]", 3);
    text[sizeof head - 1 + 3 * SITES] = '}';
    assert_int_equal(read_quietly(text, sizeof head + 3 * SITES, &err, &found), IPSO_INPUT);
    assert_int_equal(found.count, 1001);
    free(text);
}

/* Each is looked for among the fields before it, and among those that are known. */
static void an_object_of_many_fields_does_not_take_long(void **state)
{
    (void)state;
    enum { FIELDS = 300000, BYTES = 16 };
    static lines found;
    ipso_error err;
    char *text = malloc((size_t)FIELDS * BYTES);
    size_t length = 0;
    for (int i = 0; i < FIELDS; i++)
        length += (size_t)sprintf(text + length, "%c\"f%d\":1", i == 0 ? '{' : ',', i);
    text[length++] = '}';
    assert_int_equal(read_quietly(text, length, &err, &found), IPSO_INPUT);
    assert_int_equal(found.count, 1001);
    free(text);
}

/* 100,000 requests that all name the same practitioner amiss: looked up by halving, compared with
 * near names only for the first of them. */
static void many_wrong_ids_do_not_take_long(void **state)
{
    (void)state;
    enum { REQUESTS = 100000, BYTES = 64 };
    static lines found;
    ipso_error err;
    char *text = malloc((size_t)REQUESTS * BYTES + 256);
    size_t length = (size_t)sprintf(text, "{\"format\":\"ipsosched-practice/1\",\"requests\":[");
    for (int i = 0; i < REQUESTS; i++)
        length += (size_t)sprintf(text + length, "{\"id\":\"r%d\",\"after\":\"x%d\"}%s", i, i,
                                  i + 1 < REQUESTS ? "," : "]}");
    assert_int_equal(read_quietly(text, length, &err, &found), IPSO_INPUT);
    assert_int_equal(found.count, 1001);
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_document_cut_at_any_byte_is_refused),
        cmocka_unit_test(damaged_documents_are_read_or_refused),
        cmocka_unit_test(texts_in_wrong_places_are_read_or_refused),
        cmocka_unit_test(deep_nesting_is_refused),
        cmocka_unit_test(a_document_over_the_cap_is_refused_unread),
        cmocka_unit_test(too_many_values_are_refused),
        cmocka_unit_test(endless_errors_come_to_an_end),
        cmocka_unit_test(an_object_of_many_fields_does_not_take_long),
        cmocka_unit_test(many_wrong_ids_do_not_take_long),
    };
    return cmocka_run_group_tests_name("json hostile", tests, NULL, NULL);
}
