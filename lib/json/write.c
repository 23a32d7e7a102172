/* Making JSON values, and what every document ends with.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "json/write.h"

#include <ipsosched/json.h>

#include <math.h>
#include <stdlib.h>

void ipso__doc_list(ipso__writer *writer, ipso__json *value, ipso__json_kind kind, size_t most)
{
    value->kind = kind;
    value->as.list.count = 0;
    value->as.list.items = ipso__arena_alloc(writer->arena, most, sizeof *value);
    if (value->as.list.items == NULL)
        writer->failed = true;
}

ipso__json *ipso__doc_item(ipso__writer *writer, ipso__json *list, const char *key)
{
    if (writer->failed)
        return &writer->spare;
    ipso__json *item = &list->as.list.items[list->as.list.count++];
    item->key = key;
    return item;
}

void ipso__doc_string(ipso__writer *writer, ipso__json *object, const char *key, const char *string)
{
    ipso__json *item = ipso__doc_item(writer, object, key);
    item->kind = IPSO__JSON_STRING;
    item->as.string = string;
}

void ipso__doc_integer(ipso__writer *writer, ipso__json *object, const char *key, int64_t number)
{
    ipso__json *item = ipso__doc_item(writer, object, key);
    item->kind = IPSO__JSON_INTEGER;
    item->as.integer = number;
}

void ipso__doc_number(ipso__writer *writer, ipso__json *object, const char *key, double number)
{
    ipso__json *item = ipso__doc_item(writer, object, key);
    item->kind = isfinite(number) ? IPSO__JSON_REAL : IPSO__JSON_NULL;
    item->as.real = number;
}

void ipso__doc_bool(ipso__writer *writer, ipso__json *object, const char *key, bool boolean)
{
    ipso__json *item = ipso__doc_item(writer, object, key);
    item->kind = IPSO__JSON_BOOL;
    item->as.boolean = boolean;
}

ipso_status ipso__doc_finish(ipso__writer *writer, const ipso__json *root, size_t width,
                             char **text, size_t *length, ipso_error *err)
{
    ipso__text printed = {0};
    if (!writer->failed)
        ipso__json_print(&printed, root, width);
    ipso__arena_finish(writer->arena);
    size_t printed_length = printed.length;
    char *bytes = ipso__text_take(&printed);
    if (writer->failed || bytes == NULL) {
        free(bytes);
        return ipso__fail_nomem(err);
    }
    *text = bytes;
    *length = printed_length;
    return IPSO_OK;
}
