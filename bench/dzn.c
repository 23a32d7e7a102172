/* Reads MiniZinc data files by recursive descent.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "dzn.h"

#include "text_reader.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_NUMBER 1000000000
#define MAX_SET    100000

typedef struct reader {
    text_reader in;
    dzn_file *file;
    size_t item_room, value_room, member_room;
} reader;

/* ---- words ---- */

static void skip_blanks(reader *r)
{
    for (;; r->in.at++) {
        if (*r->in.at == '%')
            r->in.at += strcspn(r->in.at, "\n");
        if (*r->in.at == '\n')
            r->in.line++;
        else if (*r->in.at == '\0' || strchr(" \t\r", *r->in.at) == NULL)
            return;
    }
}

/* Goes past the word, when it is next. */
static bool take(reader *r, const char *word)
{
    size_t length = strlen(word);
    skip_blanks(r);
    if (strncmp(r->in.at, word, length) != 0)
        return false;
    r->in.at += length;
    return true;
}

/* How many bytes of what is next to show in a message. */
static int shown(const reader *r)
{
    size_t length = strcspn(r->in.at, "\r\n");
    return length < 10 ? (int)length : 10;
}

static bool expect(reader *r, const char *word)
{
    return take(r, word) ||
           text_fail(&r->in, "'%s' is wanted before \"%.*s\"", word, shown(r), r->in.at);
}

static bool is_name_byte(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || byte == '_' ||
           (byte >= '0' && byte <= '9');
}

/* The length of the name that is next, 0 when none is. */
static size_t name_length(reader *r)
{
    size_t length = 0;
    skip_blanks(r);
    if (*r->in.at >= '0' && *r->in.at <= '9')
        return 0;
    while (is_name_byte(r->in.at[length]))
        length++;
    return length;
}

static bool read_number(reader *r, int *number)
{
    bool negative = take(r, "-");
    int64_t sum = 0;
    if (*r->in.at < '0' || *r->in.at > '9')
        return text_fail(&r->in, "a whole number is wanted before \"%.*s\"", shown(r), r->in.at);
    for (; *r->in.at >= '0' && *r->in.at <= '9'; r->in.at++) {
        sum = 10 * sum + (*r->in.at - '0');
        if (sum > MAX_NUMBER)
            return text_fail(&r->in, "a number is beyond %d", MAX_NUMBER);
    }
    *number = (int)(negative ? -sum : sum);
    return true;
}

/* ---- values ---- */

static bool add_member(reader *r, dzn_value *value, int member)
{
    dzn_file *file = r->file;
    int *members =
        text_grown(&r->in, file->members, &r->member_room, file->member_count, sizeof *members);
    if (members == NULL)
        return false;
    file->members = members;
    members[file->member_count++] = member;
    value->count++;
    return true;
}

static bool read_members(reader *r, dzn_value *value)
{
    int member;
    if (take(r, "}"))
        return true;
    do {
        if (!read_number(r, &member) || !add_member(r, value, member))
            return false;
    } while (take(r, ","));
    return expect(r, "}");
}

/* The set low..high, low being read. */
static bool read_span(reader *r, dzn_value *value)
{
    int low = value->number, high;
    if (!read_number(r, &high))
        return false;
    if (high - low >= MAX_SET)
        return text_fail(&r->in, "a set of more than %d", MAX_SET);
    value->kind = DZN_SET;
    for (int member = low; member <= high; member++) {
        if (!add_member(r, value, member))
            return false;
    }
    return true;
}

static bool read_text(reader *r)
{
    size_t length = strcspn(r->in.at, "\"\n");
    if (r->in.at[length] != '"')
        return text_fail(&r->in, "a text has no end");
    r->in.at += length + 1;
    return true;
}

static bool read_value(reader *r, dzn_value *value)
{
    size_t length = name_length(r);
    *value = (dzn_value){.first = r->file->member_count};
    if ((length == 4 && take(r, "true")) || (length == 5 && take(r, "false"))) {
        value->kind = DZN_TRUTH;
        value->number = length == 4;
        return true;
    }
    if (take(r, "\"")) {
        value->kind = DZN_TEXT;
        return read_text(r);
    }
    if (take(r, "{")) {
        value->kind = DZN_SET;
        return read_members(r, value);
    }
    return read_number(r, &value->number) && (!take(r, "..") || read_span(r, value));
}

static bool add_value(reader *r, dzn_item *item)
{
    dzn_file *file = r->file;
    dzn_value *values =
        text_grown(&r->in, file->values, &r->value_room, file->value_count, sizeof *values);
    dzn_value value;
    if (values == NULL)
        return false;
    file->values = values;
    if (!read_value(r, &value))
        return false;
    values[file->value_count++] = value;
    item->count++;
    return true;
}

/* The values of a list, its '[' being read. */
static bool read_list(reader *r, dzn_item *item)
{
    if (take(r, "]"))
        return true;
    do {
        if (!add_value(r, item))
            return false;
    } while (take(r, ","));
    return expect(r, "]");
}

/* ---- arrays ---- */

static bool read_bound(reader *r, int *bound)
{
    size_t length = name_length(r);
    if (length == 0)
        return read_number(r, bound);
    for (size_t i = 0; i < r->file->item_count; i++) {
        const dzn_item *item = &r->file->items[i];
        if (strlen(item->name) == length && memcmp(item->name, r->in.at, length) == 0 &&
            item->dimensions == 0 && r->file->values[item->first].kind == DZN_NUMBER) {
            *bound = r->file->values[item->first].number;
            r->in.at += length;
            return true;
        }
    }
    return text_fail(&r->in, "no number is named %.*s", (int)length, r->in.at);
}

/* arrayNd(ranges, [values]), the word being read. */
static bool read_array(reader *r, dzn_item *item)
{
    int64_t room = 1;
    for (int d = 0; d < item->dimensions; d++) {
        if (!expect(r, d == 0 ? "(" : ",") || !read_bound(r, &item->low[d]) || !expect(r, "..") ||
            !read_bound(r, &item->high[d]))
            return false;
        int64_t extent = (int64_t)item->high[d] - item->low[d] + 1;
        if (extent < 0 || extent > MAX_NUMBER || (room *= extent) > MAX_NUMBER)
            return text_fail(&r->in, "%d..%d is not a range of an array", item->low[d],
                             item->high[d]);
    }
    if (!expect(r, ",") || !expect(r, "[") || !read_list(r, item) || !expect(r, ")"))
        return false;
    return item->count == (size_t)room ||
           text_fail(&r->in, "%zu values where %lld are wanted", item->count, (long long)room);
}

static bool read_right_side(reader *r, dzn_item *item)
{
    static const char *const WORDS[] = {"array1d", "array2d", "array3d", "array4d"};
    if (take(r, "[")) {
        item->dimensions = 1;
        item->low[0] = 1;
        if (!read_list(r, item))
            return false;
        item->high[0] = (int)item->count;
        return true;
    }
    for (int d = 1; d <= DZN_MAX_DIMENSIONS; d++) {
        if (name_length(r) == strlen(WORDS[d - 1]) && take(r, WORDS[d - 1])) {
            item->dimensions = d;
            return read_array(r, item);
        }
    }
    return add_value(r, item);
}

/* ---- the file ---- */

/* name = right side; the name is ended where the blanks or '=' after it were. */
static bool read_item(reader *r)
{
    dzn_file *file = r->file;
    size_t length = name_length(r);
    dzn_item item = {.name = r->in.at, .line = r->in.line, .first = file->value_count};
    if (length == 0)
        return text_fail(&r->in, "a name is wanted before \"%.*s\"", shown(r), r->in.at);
    r->in.at += length;
    char *end = r->in.at;
    if (!expect(r, "="))
        return false;
    *end = '\0';
    if (dzn_find(file, item.name) != NULL)
        return text_fail(&r->in, "%s is assigned twice", item.name);
    if (!read_right_side(r, &item) || !expect(r, ";"))
        return false;
    dzn_item *items =
        text_grown(&r->in, file->items, &r->item_room, file->item_count, sizeof *items);
    if (items == NULL)
        return false;
    file->items = items;
    items[file->item_count++] = item;
    return true;
}

ipso_status dzn_read(dzn_file **file, const char *text, size_t length, ipso_error *err)
{
    reader r = {.in = {.line = 1, .err = err}};
    r.file = calloc(1, sizeof *r.file);
    char *copy = text_copy(&r.in, text, length);
    if (r.file == NULL || copy == NULL) {
        free(copy);
        free(r.file);
        text_fail_nomem(&r.in);
        return r.in.status;
    }
    r.file->text = copy;
    for (skip_blanks(&r); r.in.status == IPSO_OK && *r.in.at != '\0'; skip_blanks(&r))
        read_item(&r);
    if (r.in.at != copy + length)
        text_fail(&r.in, "a zero byte");
    if (r.in.status == IPSO_OK)
        *file = r.file;
    else
        dzn_free(r.file);
    return r.in.status;
}

void dzn_free(dzn_file *file)
{
    if (file == NULL)
        return;
    free(file->items);
    free(file->values);
    free(file->members);
    free(file->text);
    free(file);
}

const dzn_item *dzn_find(const dzn_file *file, const char *name)
{
    for (size_t i = 0; i < file->item_count; i++) {
        if (strcmp(file->items[i].name, name) == 0)
            return &file->items[i];
    }
    return NULL;
}
