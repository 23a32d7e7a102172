/* Reading objects by their shapes: known fields, required fields, lists that belong together.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "json/reader.h"

#include <string.h>

enum { MAX_FIELDS = 32 };

void ipso__reader_know(ipso__reader *reader, const ipso_practice *practice, unsigned kinds)
{
    if (!ipso__ids_collect(reader->ids, reader->arena, practice, kinds))
        ipso__reader_nomem(reader);
}

bool ipso__expect_object(ipso__reader *reader, const ipso__path *path, const ipso__json *value)
{
    char shown[IPSO__SHOWN_SIZE];
    if (value->kind != IPSO__JSON_OBJECT)
        ipso__report(reader, path, "%s is not an object {...}", ipso__show(value, shown));
    return value->kind == IPSO__JSON_OBJECT;
}

bool ipso__expect_array(ipso__reader *reader, const ipso__path *path, const ipso__json *value)
{
    char shown[IPSO__SHOWN_SIZE];
    if (value->kind != IPSO__JSON_ARRAY)
        ipso__report(reader, path, "%s is not a list [...]", ipso__show(value, shown));
    return value->kind == IPSO__JSON_ARRAY;
}

static const ipso__field *find_field(const ipso__shape *shape, const char *key)
{
    for (size_t i = 0; i < shape->field_count; i++)
        if (strcmp(shape->fields[i].key, key) == 0)
            return &shape->fields[i];
    return NULL;
}

static bool refuse_unknown(ipso__reader *reader, const ipso__path *path, const ipso__json *value,
                           const ipso__shape *shape)
{
    const char *known[MAX_FIELDS];
    size_t count = 0;
    bool good = true;
    for (; count < shape->field_count && count < MAX_FIELDS; count++)
        known[count] = shape->fields[count].key;
    for (size_t i = 0; i < value->as.list.count; i++) {
        const char *key = value->as.list.items[i].key;
        if (find_field(shape, key) != NULL)
            continue;
        ipso__report_unknown(reader, path, key, known, count);
        good = false;
    }
    return good;
}

/* Two lists that share one count (minutes and shares of a law) are given together, equally long. */
static bool check_pair(ipso__reader *reader, const ipso__path *path, const ipso__json *value,
                       const ipso__field *first, const ipso__field *second)
{
    const ipso__json *a = ipso__json_member(value, first->key);
    const ipso__json *b = ipso__json_member(value, second->key);
    if ((a == NULL) == (b == NULL) && (a == NULL || a->as.list.count == b->as.list.count))
        return true;
    ipso__report(reader, path, "\"%s\" has %zu entries and \"%s\" has %zu: they go in pairs",
                 first->key, a != NULL ? a->as.list.count : 0, second->key,
                 b != NULL ? b->as.list.count : 0);
    return false;
}

static bool check_pairs(ipso__reader *reader, const ipso__path *path, const ipso__json *value,
                        const ipso__shape *shape)
{
    for (size_t i = 1; i < shape->field_count; i++) {
        const ipso__field *first = &shape->fields[i - 1], *second = &shape->fields[i];
        if (second->kind == IPSO__FIELD_NUMBERS && first->kind == IPSO__FIELD_NUMBERS &&
            first->count_offset == second->count_offset)
            return check_pair(reader, path, value, first, second);
    }
    return true;
}

/* A thing that may be remote says so, or names its site: one of the two. */
static bool check_remote(ipso__reader *reader, const ipso__path *path, const ipso__json *value,
                         const ipso__shape *shape)
{
    if (find_field(shape, "remote") == NULL)
        return true;
    const ipso__json *site = ipso__json_member(value, "site");
    const ipso__json *remote = ipso__json_member(value, "remote");
    bool away = remote != NULL && remote->as.boolean;
    if (site == NULL && !away)
        ipso__report(reader, path, "%s needs \"site\", or \"remote\": true", shape->what);
    if (site != NULL && away)
        ipso__report(reader, path, "%s has a \"site\" or is \"remote\", not both", shape->what);
    return (site != NULL) != away;
}

static bool check_required(ipso__reader *reader, const ipso__path *path, const ipso__json *value,
                           const ipso__shape *shape)
{
    bool good = true;
    for (size_t i = 0; i < shape->field_count; i++) {
        const ipso__field *field = &shape->fields[i];
        if (!field->required || ipso__json_member(value, field->key) != NULL)
            continue;
        ipso__report(reader, path, "%s needs \"%s\"", shape->what, field->key);
        good = false;
    }
    return good;
}

bool ipso__read_fields(ipso__reader *reader, const ipso__path *path, const ipso__json *value,
                       const ipso__shape *shape, void *description)
{
    if (!ipso__expect_object(reader, path, value))
        return false;
    bool good = refuse_unknown(reader, path, value, shape);
    good = check_required(reader, path, value, shape) && good;
    for (size_t i = 0; i < shape->field_count; i++) {
        const ipso__field *field = &shape->fields[i];
        const ipso__json *member = ipso__json_member(value, field->key);
        const ipso__path step = {path, field->key, 0};
        if (member != NULL && ipso__reader_goes_on(reader))
            good = ipso__read_value(reader, &step, member, field, description) && good;
    }
    return good && check_pairs(reader, path, value, shape) &&
           check_remote(reader, path, value, shape);
}
