/* JSON text to values: a recursive descent, at most IPSO__JSON_MAX_DEPTH deep.
 *
 * Strings are decoded into one pool: a string needs at least two bytes more in the text than its
 * characters, so a pool of the text's length always suffices. The values of open lists wait on a
 * stack and are copied to the arena when their list closes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "json/value.h"

#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct parser {
    const char *text;
    size_t length;
    size_t at;
    char *pool;
    ipso__arena *arena;
    ipso__json *stack;
    size_t stacked, capacity;
    size_t values;
    int depth;
    ipso_status status;
    ipso_error *err;
} parser;

static bool parse_value(parser *p, ipso__json *value);

static bool fail(parser *p, size_t at, const char *format, ...) IPSO__PRINTF(3, 4);

/* Records an error at a byte of the text, by line and column; false. */
static bool fail(parser *p, size_t at, const char *format, ...)
{
    size_t line = 1, column = 1;
    for (size_t i = 0; i < at; i++) {
        column += ((unsigned char)p->text[i] & 0xc0) != 0x80;
        if (p->text[i] == '\n') {
            line++;
            column = 1;
        }
    }
    char message[IPSO_ERROR_TEXT_SIZE];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    p->status =
        ipso__fail(p->err, IPSO_INPUT, "", "line %zu, column %zu: %s", line, column, message);
    return false;
}

static bool fail_nomem(parser *p)
{
    p->status = ipso__fail_nomem(p->err);
    return false;
}

/* The byte at the present place, or -1 at the end. */
static int peek(const parser *p)
{
    return p->at < p->length ? (unsigned char)p->text[p->at] : -1;
}

static void skip_space(parser *p)
{
    while (p->at < p->length && memchr(" \t\r\n", p->text[p->at], 4) != NULL)
        p->at++;
}

/* What was met where something else was expected. */
static bool fail_expected(parser *p, const char *expected)
{
    int byte = peek(p);
    if (byte < 0)
        return fail(p, p->at, "the document ends where %s is expected", expected);
    if (byte > 0x20 && byte < 0x7f)
        return fail(p, p->at, "expected %s, found '%c'", expected, byte);
    return fail(p, p->at, "expected %s, found byte 0x%02x", expected, (unsigned)byte);
}

static int hex_digit(char character)
{
    const char *digits = "0123456789abcdef";
    if (character >= 'A' && character <= 'F')
        character = (char)(character - 'A' + 'a');
    const char *found = character != '\0' ? strchr(digits, character) : NULL;
    return found != NULL ? (int)(found - digits) : -1;
}

/* The four hexadecimal digits after "\u", or -1. */
static int read_unit(parser *p)
{
    int unit = 0;
    for (int i = 0; i < 4; i++, p->at++) {
        int digit = p->at < p->length ? hex_digit(p->text[p->at]) : -1;
        if (digit < 0)
            return -1;
        unit = 16 * unit + digit;
    }
    return unit;
}

static void put_utf8(parser *p, unsigned point)
{
    if (point < 0x80) {
        *p->pool++ = (char)point;
        return;
    }
    int tail = point < 0x800 ? 1 : point < 0x10000 ? 2 : 3;
    static const unsigned lead[] = {0, 0xc0, 0xe0, 0xf0};
    *p->pool++ = (char)(lead[tail] | point >> 6 * tail);
    while (tail-- > 0)
        *p->pool++ = (char)(0x80 | (point >> 6 * tail & 0x3f));
}

/* A "\u" escape, or a pair of them for a character above U+FFFF; p is behind the 'u'. */
static bool parse_unicode(parser *p, size_t start)
{
    int unit = read_unit(p);
    unsigned point = (unsigned)unit;
    if (unit < 0)
        return fail(p, start, "\\u needs four hexadecimal digits");
    if (unit >= 0xd800 && unit <= 0xdbff) {
        int low = -1;
        if (p->length - p->at >= 6 && memcmp(p->text + p->at, "\\u", 2) == 0) {
            p->at += 2;
            low = read_unit(p);
        }
        if (low < 0xdc00 || low > 0xdfff)
            return fail(p, start, "\\u%04x is half a character", (unsigned)unit);
        point = 0x10000 + (((unsigned)unit - 0xd800) << 10) + ((unsigned)low - 0xdc00);
    } else if (unit >= 0xdc00 && unit <= 0xdfff) {
        return fail(p, start, "\\u%04x is half a character", (unsigned)unit);
    } else if (unit == 0) {
        return fail(p, start, "\\u0000 is not allowed in a text");
    }
    put_utf8(p, point);
    return true;
}

static bool parse_escape(parser *p)
{
    static const char names[] = "\"\\/bfnrt", meant[] = "\"\\/\b\f\n\r\t";
    size_t start = p->at++;
    int byte = peek(p);
    if (byte < 0)
        return fail(p, start, "the document ends inside a text");
    p->at++;
    if (byte == 'u')
        return parse_unicode(p, start);
    const char *name = byte != 0 ? strchr(names, byte) : NULL;
    if (name == NULL)
        return fail(p, start, "unknown escape in a text: a backslash is written \\\\");
    *p->pool++ = meant[name - names];
    return true;
}

/* Bytes of the UTF-8 character at the present place, 0 when it is none (RFC 3629). */
static size_t utf8_length(const parser *p)
{
    const unsigned char *byte = (const unsigned char *)p->text + p->at;
    size_t left = p->length - p->at;
    size_t length = byte[0] < 0x80                      ? 1
                    : byte[0] >= 0xc2 && byte[0] < 0xe0 ? 2
                    : byte[0] >= 0xe0 && byte[0] < 0xf0 ? 3
                    : byte[0] >= 0xf0 && byte[0] < 0xf5 ? 4
                                                        : 0;
    if (length == 0 || length > left)
        return 0;
    for (size_t i = 1; i < length; i++)
        if ((byte[i] & 0xc0) != 0x80)
            return 0;
    bool overlong = (byte[0] == 0xe0 && byte[1] < 0xa0) || (byte[0] == 0xf0 && byte[1] < 0x90);
    bool beyond = (byte[0] == 0xed && byte[1] > 0x9f) || (byte[0] == 0xf4 && byte[1] > 0x8f);
    return overlong || beyond ? 0 : length;
}

static bool parse_character(parser *p)
{
    int byte = peek(p);
    if (byte < 0)
        return fail(p, p->at, "the document ends inside a text");
    if (byte == '\\')
        return parse_escape(p);
    if (byte < 0x20)
        return fail(p, p->at, "byte 0x%02x inside a text: a text ends on its line with a quote",
                    (unsigned)byte);
    size_t length = utf8_length(p);
    if (length == 0)
        return fail(p, p->at, "byte 0x%02x is not UTF-8", (unsigned)byte);
    memcpy(p->pool, p->text + p->at, length);
    p->pool += length;
    p->at += length;
    return true;
}

/* A string into the pool; p stands on its opening quote. */
static bool parse_string(parser *p, const char **string)
{
    *string = p->pool;
    p->at++;
    while (peek(p) != '"')
        if (!parse_character(p))
            return false;
    p->at++;
    *p->pool++ = '\0';
    return true;
}

static size_t skip_digits(parser *p)
{
    size_t start = p->at;
    while (peek(p) >= '0' && peek(p) <= '9')
        p->at++;
    return p->at - start;
}

/* Moves over a number and says whether it is whole; false when it is malformed. */
static bool skip_number(parser *p, bool *whole)
{
    *whole = true;
    if (peek(p) == '-')
        p->at++;
    bool zero = peek(p) == '0';
    size_t digits = skip_digits(p);
    if (digits == 0 || (zero && digits > 1))
        return false;
    if (peek(p) == '.') {
        *whole = false;
        p->at++;
        if (skip_digits(p) == 0)
            return false;
    }
    if (peek(p) == 'e' || peek(p) == 'E') {
        *whole = false;
        p->at++;
        if (peek(p) == '+' || peek(p) == '-')
            p->at++;
        if (skip_digits(p) == 0)
            return false;
    }
    return true;
}

static bool parse_number(parser *p, ipso__json *value)
{
    size_t start = p->at;
    bool whole;
    if (!skip_number(p, &whole))
        return fail(p, start, "malformed number");
    size_t length = p->at - start;
    if (length > IPSO__JSON_MAX_NUMBER)
        return fail(p, start, "a number of %zu characters (at most %d)", length,
                    IPSO__JSON_MAX_NUMBER);
    char copy[IPSO__JSON_MAX_NUMBER + 1] = {0};
    memcpy(copy, p->text + start, length);
    if (whole) {
        errno = 0;
        value->kind = IPSO__JSON_INTEGER;
        value->as.integer = strtoll(copy, NULL, 10);
        return errno == 0 || fail(p, start, "%s is too large a whole number", copy);
    }
    value->kind = IPSO__JSON_REAL;
    value->as.real = ipso__json_number_read(copy, length);
    return isfinite(value->as.real) || fail(p, start, "%s is too large a number", copy);
}

static bool parse_word(parser *p, ipso__json *value)
{
    static const char *const words[] = {"null", "false", "true"};
    for (int i = 0; i < 3; i++) {
        size_t length = strlen(words[i]);
        if (p->length - p->at < length || memcmp(p->text + p->at, words[i], length) != 0)
            continue;
        p->at += length;
        value->kind = i == 0 ? IPSO__JSON_NULL : IPSO__JSON_BOOL;
        value->as.boolean = i == 2;
        return true;
    }
    return fail_expected(p, "a value");
}

static bool push(parser *p, const ipso__json *value)
{
    if (!ipso__grow(&p->stack, &p->capacity, p->stacked + 1, sizeof *p->stack))
        return fail_nomem(p);
    p->stack[p->stacked++] = *value;
    return true;
}

/* A member's name and colon; its name must be new among the members since mark. */
static bool parse_key(parser *p, size_t mark, const char **key)
{
    size_t start = p->at;
    if (peek(p) != '"')
        return fail_expected(p, "a field name in quotes");
    if (!parse_string(p, key))
        return false;
    if (p->stacked - mark >= IPSO__JSON_MAX_MEMBERS)
        return fail(p, start, "an object with more than %d fields", IPSO__JSON_MAX_MEMBERS);
    for (size_t i = mark; i < p->stacked; i++)
        if (strcmp(p->stack[i].key, *key) == 0)
            return fail(p, start, "field \"%.60s\" is given twice", *key);
    skip_space(p);
    if (peek(p) != ':')
        return fail_expected(p, "':'");
    p->at++;
    return true;
}

static bool parse_item(parser *p, size_t mark, bool object)
{
    const char *key = NULL;
    ipso__json item = {0};
    skip_space(p);
    if (object && !parse_key(p, mark, &key))
        return false;
    skip_space(p);
    if (!parse_value(p, &item))
        return false;
    item.key = key;
    return push(p, &item);
}

/* The items of a list up to its closing bracket; p stands on the opening one. */
static bool parse_items(parser *p, size_t mark, bool object)
{
    const char closing = object ? '}' : ']';
    p->at++;
    skip_space(p);
    if (peek(p) == closing) {
        p->at++;
        return true;
    }
    for (;;) {
        if (!parse_item(p, mark, object))
            return false;
        skip_space(p);
        int byte = peek(p);
        if (byte != ',' && byte != closing)
            return fail_expected(p, object ? "',' or '}'" : "',' or ']'");
        p->at++;
        if (byte == closing)
            return true;
    }
}

static bool parse_list(parser *p, ipso__json *value)
{
    const bool object = peek(p) == '{';
    const size_t mark = p->stacked;
    if (p->depth >= IPSO__JSON_MAX_DEPTH)
        return fail(p, p->at, "nested more than %d deep", IPSO__JSON_MAX_DEPTH);
    p->depth++;
    if (!parse_items(p, mark, object))
        return false;
    p->depth--;
    size_t count = p->stacked - mark;
    value->kind = object ? IPSO__JSON_OBJECT : IPSO__JSON_ARRAY;
    value->as.list.count = count;
    value->as.list.items = NULL;
    if (count > 0) {
        value->as.list.items = ipso__arena_copy(p->arena, p->stack + mark, count, sizeof *p->stack);
        if (value->as.list.items == NULL)
            return fail_nomem(p);
    }
    p->stacked = mark;
    return true;
}

static bool parse_value(parser *p, ipso__json *value)
{
    if (++p->values > IPSO__JSON_MAX_VALUES)
        return fail(p, p->at, "more than %d values", IPSO__JSON_MAX_VALUES);
    int byte = peek(p);
    if (byte == '{' || byte == '[')
        return parse_list(p, value);
    if (byte == '"') {
        value->kind = IPSO__JSON_STRING;
        return parse_string(p, &value->as.string);
    }
    if (byte == '-' || (byte >= '0' && byte <= '9'))
        return parse_number(p, value);
    return parse_word(p, value);
}

static bool parse_document(parser *p, ipso__json *value)
{
    if (p->length >= 3 && memcmp(p->text, "\xef\xbb\xbf", 3) == 0)
        p->at = 3;
    skip_space(p);
    if (p->at == p->length)
        return fail(p, p->at, "the document is empty");
    if (!parse_value(p, value))
        return false;
    skip_space(p);
    return p->at == p->length || fail_expected(p, "the end of the document");
}

ipso_status ipso__json_parse(ipso__json *value, ipso__arena *arena, const char *text, size_t length,
                             ipso_error *err)
{
    parser p = {.text = text, .length = text != NULL ? length : 0, .arena = arena, .err = err};
    ipso__json root = {0};
    p.pool = ipso__arena_alloc(arena, p.length + 1, 1);
    if (p.pool == NULL)
        return ipso__fail_nomem(err);
    bool parsed = parse_document(&p, &root);
    free(p.stack);
    if (parsed)
        *value = root;
    return p.status;
}

const ipso__json *ipso__json_member(const ipso__json *object, const char *key)
{
    if (object == NULL || object->kind != IPSO__JSON_OBJECT)
        return NULL;
    for (size_t i = 0; i < object->as.list.count; i++)
        if (strcmp(object->as.list.items[i].key, key) == 0)
            return &object->as.list.items[i];
    return NULL;
}
