/* JSON values to text.
 *
 * A list stays on one line when it fits into the width; else each item has its own. The top level
 * and the lists directly below it that hold lists are always spread, so that a document reads the
 * same however short its entries are.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "json/value.h"

#include <inttypes.h>
#include <stdint.h>
#include <string.h>

enum { INDENT = 2 };

typedef struct printer {
    ipso__text *text;
    ipso__text flat; /* the line being tried */
    size_t width;
} printer;

static void print_string(ipso__text *text, const char *string)
{
    ipso__text_append(text, "\"");
    for (; *string != '\0'; string++) {
        const char *named = strchr("\"\"\\\\\bb\ff\nn\rr\tt", *string);
        unsigned char byte = (unsigned char)*string;
        char plain[2] = {*string, '\0'};
        if (byte == '"' || byte == '\\')
            ipso__text_printf(text, "\\%c", byte);
        else if (byte < 0x20 && named != NULL)
            ipso__text_printf(text, "\\%c", named[1]);
        else if (byte < 0x20 || byte == 0x7f)
            ipso__text_printf(text, "\\u%04x", byte);
        else
            ipso__text_append(text, plain);
    }
    ipso__text_append(text, "\"");
}

static bool is_list(const ipso__json *value)
{
    return value->kind == IPSO__JSON_ARRAY || value->kind == IPSO__JSON_OBJECT;
}

static void print_scalar(ipso__text *text, const ipso__json *value)
{
    char number[IPSO__JSON_NUMBER_SIZE];
    if (value->kind == IPSO__JSON_STRING) {
        print_string(text, value->as.string);
    } else if (value->kind == IPSO__JSON_INTEGER) {
        ipso__text_printf(text, "%" PRId64, value->as.integer);
    } else if (value->kind == IPSO__JSON_REAL) {
        ipso__json_number_format(value->as.real, number);
        ipso__text_append(text, number);
    } else if (value->kind == IPSO__JSON_BOOL) {
        ipso__text_append(text, value->as.boolean ? "true" : "false");
    } else {
        ipso__text_append(text, "null");
    }
}

static void print_key(ipso__text *text, const ipso__json *value)
{
    if (value->key == NULL)
        return;
    print_string(text, value->key);
    ipso__text_append(text, ": ");
}

/* value on one line, given up once text is longer than limit. */
static void print_flat(ipso__text *text, const ipso__json *value, size_t limit)
{
    print_key(text, value);
    if (!is_list(value)) {
        print_scalar(text, value);
        return;
    }
    const bool object = value->kind == IPSO__JSON_OBJECT;
    ipso__text_append(text, object ? "{" : "[");
    for (size_t i = 0; i < value->as.list.count && text->length <= limit; i++) {
        if (i > 0)
            ipso__text_append(text, ", ");
        print_flat(text, &value->as.list.items[i], limit);
    }
    ipso__text_append(text, object ? "}" : "]");
}

static bool holds_lists(const ipso__json *value)
{
    for (size_t i = 0; i < value->as.list.count; i++)
        if (is_list(&value->as.list.items[i]))
            return true;
    return false;
}

static bool always_spread(const ipso__json *value, int level)
{
    if (value->as.list.count == 0)
        return false;
    return level == 0 || (level == 1 && value->kind == IPSO__JSON_ARRAY && holds_lists(value));
}

static void print_line(printer *out, const ipso__json *value, int level);

static void print_spread(printer *out, const ipso__json *value, int level)
{
    ipso__text *text = out->text;
    const bool object = value->kind == IPSO__JSON_OBJECT;
    const size_t count = value->as.list.count;
    print_key(text, value);
    ipso__text_append(text, object ? "{\n" : "[\n");
    for (size_t i = 0; i < count; i++) {
        print_line(out, &value->as.list.items[i], level + 1);
        ipso__text_append(text, i + 1 < count ? ",\n" : "\n");
    }
    ipso__text_printf(text, "%*s%s", INDENT * level, "", object ? "}" : "]");
}

static void print_line(printer *out, const ipso__json *value, int level)
{
    const size_t margin = (size_t)(INDENT * level + 1); /* a comma may follow */
    const size_t room = out->width > margin ? out->width - margin : 0;
    ipso__text_printf(out->text, "%*s", INDENT * level, "");
    ipso__text_clear(&out->flat);
    print_flat(&out->flat, value, room);
    out->text->failed = out->text->failed || out->flat.failed;
    if (!is_list(value) || out->width == SIZE_MAX ||
        (out->flat.length <= room && !always_spread(value, level)))
        ipso__text_append(out->text, ipso__text_string(&out->flat));
    else
        print_spread(out, value, level);
}

void ipso__json_print(ipso__text *text, const ipso__json *value, size_t width)
{
    printer out = {text, {0}, width};
    print_line(&out, value, 0);
    ipso__text_append(text, "\n");
    ipso__text_finish(&out.flat);
}
