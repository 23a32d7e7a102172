/* JSON text to values: what each piece of a text becomes, and where the limits are.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "json/support.h"

#include "json/value.h"

typedef struct parsed {
    ipso__arena arena;
    ipso__json root;
    ipso_error err;
    ipso_status status;
} parsed;

static int set_up(void **state)
{
    static parsed p;
    p = (parsed){.arena = {NULL}};
    *state = &p;
    return 0;
}

static int tear_down(void **state)
{
    ipso__arena_finish(&((parsed *)*state)->arena);
    return 0;
}

static const ipso__json *parse_bytes(void **state, const char *text, size_t length)
{
    parsed *p = *state;
    p->err = (ipso_error){0};
    p->status = ipso__json_parse(&p->root, &p->arena, text, length, &p->err);
    return &p->root;
}

static const ipso__json *parse(void **state, const char *text)
{
    const ipso__json *root = parse_bytes(state, text, strlen(text));
    assert_int_equal(((parsed *)*state)->status, IPSO_OK);
    return root;
}

static void expect_real(void **state, const char *text, double expected)
{
    const ipso__json *value = parse(state, text);
    assert_int_equal(value->kind, IPSO__JSON_REAL);
    assert_memory_equal(&value->as.real, &expected, sizeof expected);
}

static void expect_integer(void **state, const char *text, int64_t expected)
{
    const ipso__json *value = parse(state, text);
    assert_int_equal(value->kind, IPSO__JSON_INTEGER);
    assert_true(value->as.integer == expected);
}

static void a_number_with_a_fraction_or_exponent_is_real(void **state)
{
    expect_real(state, "0.1250e1", 1.25);
    expect_real(state, "-2.5E-3", -0.0025);
    expect_real(state, "1e3", 1000);
    expect_real(state, "7.0", 7);
    expect_real(state, "1e-999", 0);
    expect_real(state, "0.1000000000000000055511151231257827", 0.1);
    /* 2^53 + 1 lies between two doubles; the even one below it is nearer by the rule for ties */
    expect_real(state, "9007199254740993.0", 9007199254740992.0);
}

static void a_number_without_is_whole(void **state)
{
    expect_integer(state, "0", 0);
    expect_integer(state, "-0", 0);
    expect_integer(state, "-17", -17);
    expect_integer(state, "9223372036854775807", INT64_MAX);
    expect_integer(state, "-9223372036854775808", INT64_MIN);
}

static void texts_are_decoded(void **state)
{
    const ipso__json *value =
        parse(state, "\"\\u00e9\\ud83d\\ude00\\n\\\\\\\"\\/\\b\\f\\t\\r\xc3\xa9\"");
    assert_int_equal(value->kind, IPSO__JSON_STRING);
    assert_string_equal(value->as.string, "\xc3\xa9\xf0\x9f\x98\x80\n\\\"/\b\f\t\r\xc3\xa9");
}

static void words_and_lists_become_values_of_their_kind(void **state)
{
    const ipso__json *value = parse(state, " [true, false,\tnull, [], {}, [[1]]]\r\n");
    assert_int_equal(value->kind, IPSO__JSON_ARRAY);
    assert_int_equal(value->as.list.count, 6);
    const ipso__json *items = value->as.list.items;
    assert_true(items[0].kind == IPSO__JSON_BOOL && items[0].as.boolean);
    assert_true(items[1].kind == IPSO__JSON_BOOL && !items[1].as.boolean);
    assert_int_equal(items[2].kind, IPSO__JSON_NULL);
    assert_true(items[3].kind == IPSO__JSON_ARRAY && items[3].as.list.count == 0);
    assert_true(items[4].kind == IPSO__JSON_OBJECT && items[4].as.list.count == 0);
    assert_int_equal(items[5].as.list.items[0].as.list.items[0].as.integer, 1);
}

/* Twenty of them, so that an order by hash would show. */
static void members_keep_their_order(void **state)
{
    char text[512] = "", key[16];
    for (int i = 0; i < 20; i++)
        sprintf(text + strlen(text), "%c\"k\xc3\xa9%d\":%d", i == 0 ? '{' : ',', 7 * i % 20, i);
    strcat(text, "}");
    const ipso__json *value = parse(state, text);
    assert_int_equal(value->kind, IPSO__JSON_OBJECT);
    assert_int_equal(value->as.list.count, 20);
    for (int i = 0; i < 20; i++) {
        sprintf(key, "k\xc3\xa9%d", 7 * i % 20);
        assert_string_equal(value->as.list.items[i].key, key);
        assert_int_equal(value->as.list.items[i].as.integer, i);
        assert_ptr_equal(ipso__json_member(value, key), &value->as.list.items[i]);
    }
    assert_null(ipso__json_member(value, "k"));
}

/* Sixty-four brackets hold; a bracket in a text is none. */
static void nesting_is_allowed_to_its_limit(void **state)
{
    char text[256];
    memset(text, '[', 64);
    strcpy(text + 64, "\"[[{{\\\"[[\"");
    size_t length = strlen(text);
    memset(text + length, ']', 64);
    text[length + 64] = '\0';
    parse(state, text);
}

/* [{"k":0},{"k":0},...]: the list, and two values in each object. 999,999 objects make 1,999,999
 * values and one more number makes 2,000,000. */
static void values_are_counted_exactly(void **state)
{
    enum { OBJECTS = 999999 };
    parsed *p = *state;
    char *text = malloc((size_t)OBJECTS * 8 + 8);
    text[0] = '[';
    for (size_t i = 0; i < OBJECTS; i++)
        memcpy(text + 1 + 8 * i, "{\"k\":0},", 8);
    size_t length = 1 + (size_t)OBJECTS * 8;
    memcpy(text + length, "0]", 2);
    parse_bytes(state, text, length + 2);
    ipso_status at_the_limit = p->status;
    memcpy(text + length, "0,0]", 4);
    parse_bytes(state, text, length + 4);
    free(text);
    assert_int_equal(at_the_limit, IPSO_OK);
    assert_int_equal(p->status, IPSO_INPUT);
    assert_string_equal(p->err.text, "line 1, column 7999996: more than 2000000 values");
}

static void no_text_is_an_empty_document(void **state)
{
    parse_bytes(state, NULL, 0);
    assert_int_equal(((parsed *)*state)->status, IPSO_INPUT);
    assert_string_equal(((parsed *)*state)->err.text, "line 1, column 1: the document is empty");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_number_with_a_fraction_or_exponent_is_real),
        TEST(a_number_without_is_whole),
        TEST(texts_are_decoded),
        TEST(words_and_lists_become_values_of_their_kind),
        TEST(members_keep_their_order),
        TEST(nesting_is_allowed_to_its_limit),
        TEST(values_are_counted_exactly),
        TEST(no_text_is_an_empty_document),
    };
    return cmocka_run_group_tests_name("json parse", tests, NULL, NULL);
}
