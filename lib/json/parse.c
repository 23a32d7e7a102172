/* JSON text to values: jansson parses it, and what it makes is copied into the arena.
 *
 * Two defects of jansson 2.14 show here. It skips a NUL byte behind a number: scan() refuses NUL
 * bytes beforehand. And it never says that memory ran out: ran_out_of_memory() knows that by other
 * signs; but when the buffer for the characters of a text or number cannot grow, jansson may read
 * past its end or stop the process at an assertion, and nothing here can prevent that.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "json/value.h"

#include <jansson.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

typedef struct document {
    const char *text;
    size_t length;
    ipso_error *err;
} document;

static bool continues_character(char byte)
{
    return ((unsigned char)byte & 0xc0) == 0x80;
}

static ipso_status fail(const document *d, size_t at, const char *format, ...) IPSO__PRINTF(3, 4);

/* Records an error at a byte of the text, by line and column. */
static ipso_status fail(const document *d, size_t at, const char *format, ...)
{
    size_t line = 1, column = 1;
    for (size_t i = 0; i < at; i++) {
        column += !continues_character(d->text[i]);
        if (d->text[i] == '\n') {
            line++;
            column = 1;
        }
    }
    char message[IPSO_ERROR_TEXT_SIZE];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    return ipso__fail(d->err, IPSO_INPUT, "", "line %zu, column %zu: %s", line, column, message);
}

/* Refuses beforehand what jansson would spend memory on, or miss. Values are counted where they
 * begin: at the start, behind an opening bracket, and behind a comma. */
static ipso_status scan(const document *d)
{
    size_t values = 0, depth = 0;
    bool begins = true, quoted = false;
    for (size_t i = 0; i < d->length; i++) {
        char c = d->text[i];
        if (c == '\0')
            return fail(d, i, "byte 0x00: a document is text in UTF-8");
        if (quoted) {
            i += c == '\\';
            quoted = c != '"';
            continue;
        }
        if (strchr(" \t\r\n", c) != NULL)
            continue;
        bool opens = c == '[' || c == '{', closes = c == ']' || c == '}';
        if (begins && !closes && ++values > IPSO__JSON_MAX_VALUES)
            return fail(d, i, "more than %d values", IPSO__JSON_MAX_VALUES);
        if (opens && ++depth > IPSO__JSON_MAX_DEPTH)
            return fail(d, i, "nested more than %d deep", IPSO__JSON_MAX_DEPTH);
        depth -= closes && depth > 0;
        begins = opens || c == ',';
        quoted = c == '"';
    }
    return values > 0 ? IPSO_OK : fail(d, d->length, "the document is empty");
}

/* jansson's phrases begin with these. */
static const struct {
    const char *theirs, *ours;
} phrases[] = {
    {"string or '}' expected", "expected a field name in quotes"},
    {"':' expected", "expected ':'"},
    {"'}' expected", "expected ',' or '}'"},
    {"']' expected", "expected ',' or ']'"},
    {"unexpected token", "expected a value"},
    {"invalid token", "malformed value"},
    {"end of file expected", "expected the end of the document"},
    {"unexpected newline", "the line ends inside a text"},
    {"control character", "a control character inside a text"},
    {"invalid escape", "unknown escape in a text (a backslash is \\\\)"},
    {"invalid Unicode", "half of a character in a text"},
    {"\\u0000", "\\u0000 is not allowed in a text"},
    {"NUL byte", "\\u0000 is not allowed in a field name"},
    {"duplicate object key", "the field is given twice"},
    {"too big", "too large a whole number"},
    {"real number overflow", "too large a number"},
};

static bool begins_with(const char *text, const char *beginning)
{
    return strncmp(text, beginning, strlen(beginning)) == 0;
}

/* A sound text that could not be kept is called no token, or no field name. */
static bool ran_out_of_memory(const document *d, const json_error_t *error)
{
    bool behind_text = error->position > 0 && d->text[error->position - 1] == '"';
    bool unkept = begins_with(error->text, "invalid token") ||
                  begins_with(error->text, "string or '}' expected");
    return error->text[0] == '\0' || json_error_code(error) == json_error_out_of_memory ||
           (behind_text && unkept);
}

/* The error in our words, at the last character that jansson read. What stands there follows,
 * "near '...'", when jansson quotes it and it is plain. */
static ipso_status fail_as_told(const document *d, const json_error_t *error)
{
    size_t read = (size_t)error->position;
    if (ran_out_of_memory(d, error))
        return ipso__fail_nomem(d->err);
    if (json_error_code(error) == json_error_invalid_utf8)
        return fail(d, read, "byte 0x%02x is not UTF-8", (unsigned)(unsigned char)d->text[read]);
    if (json_error_code(error) == json_error_premature_end_of_input)
        return fail(d, d->length, "the document ends too early");
    const char *near = strstr(error->text, " near '"), *phrase = error->text;
    int length = (int)(near != NULL ? (size_t)(near - phrase) : strlen(phrase));
    for (size_t i = 0; i < sizeof phrases / sizeof phrases[0]; i++)
        if (begins_with(error->text, phrases[i].theirs)) {
            phrase = phrases[i].ours;
            length = (int)strlen(phrase);
        }
    bool plain = near != NULL;
    for (const char *c = near; plain && *c != '\0'; c++)
        plain = *c >= ' ' && *c <= '~';
    while (read > 1 && continues_character(d->text[read - 1]))
        read--;
    return fail(d, read > 0 ? read - 1 : 0, "%.*s%s%s", length, phrase, plain ? "," : "",
                plain ? near : "");
}

static bool convert(ipso__json *to, json_t *from, ipso__arena *arena);

static bool convert_object(ipso__json *to, json_t *from, ipso__arena *arena)
{
    ipso__json *item = to->as.list.items;
    bool good = true;
    for (void *at = json_object_iter(from); at != NULL && good;
         at = json_object_iter_next(from, at), item++) {
        good = convert(item, json_object_iter_value(at), arena);
        item->key = ipso__arena_string(arena, json_object_iter_key(at), &good);
    }
    return good;
}

static bool convert_list(ipso__json *to, json_t *from, ipso__arena *arena)
{
    bool object = json_is_object(from), good = true;
    to->kind = object ? IPSO__JSON_OBJECT : IPSO__JSON_ARRAY;
    to->as.list.count = object ? json_object_size(from) : json_array_size(from);
    to->as.list.items = ipso__arena_alloc(arena, to->as.list.count, sizeof *to);
    if (to->as.list.items == NULL)
        return false;
    if (object)
        return convert_object(to, from, arena);
    for (size_t i = 0; i < to->as.list.count && good; i++)
        good = convert(&to->as.list.items[i], json_array_get(from, i), arena);
    return good;
}

/* False when memory ran out. Goes no deeper than IPSO__JSON_MAX_DEPTH. */
static bool convert(ipso__json *to, json_t *from, ipso__arena *arena)
{
    bool good = true;
    switch (json_typeof(from)) {
    case JSON_OBJECT:
    case JSON_ARRAY:
        return convert_list(to, from, arena);
    case JSON_STRING:
        to->kind = IPSO__JSON_STRING;
        to->as.string = ipso__arena_string(arena, json_string_value(from), &good);
        return good;
    case JSON_INTEGER:
        to->kind = IPSO__JSON_INTEGER;
        to->as.integer = json_integer_value(from);
        return true;
    case JSON_REAL:
        to->kind = IPSO__JSON_REAL;
        to->as.real = json_real_value(from);
        return true;
    case JSON_TRUE:
    case JSON_FALSE:
        to->kind = IPSO__JSON_BOOL;
        to->as.boolean = json_is_true(from);
        return true;
    case JSON_NULL:
        break;
    }
    to->kind = IPSO__JSON_NULL;
    return true;
}

ipso_status ipso__json_parse(ipso__json *value, ipso__arena *arena, const char *text, size_t length,
                             ipso_error *err)
{
    bool marked = text != NULL && length >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0;
    const document d = {marked ? text + 3 : text,
                        marked         ? length - 3
                        : text != NULL ? length
                                       : 0,
                        err};
    ipso__json root = {0};
    json_error_t error;
    ipso_status status = scan(&d);
    if (status != IPSO_OK)
        return status;
    json_t *loaded = json_loadb(d.text, d.length, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &error);
    if (loaded == NULL)
        return fail_as_told(&d, &error);
    bool good = convert(&root, loaded, arena);
    json_decref(loaded);
    if (!good)
        return ipso__fail_nomem(err);
    *value = root;
    return IPSO_OK;
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
