/* Writing the fields of a description.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "json/write.h"

#include <math.h>
#include <string.h>

static const void *at(const ipso__field *field, const void *description)
{
    return (const char *)description + field->offset;
}

static size_t count_of(const ipso__field *field, const void *description)
{
    size_t count;
    memcpy(&count, (const char *)description + field->count_offset, sizeof count);
    return count;
}

static const void *items_of(const ipso__field *field, const void *description)
{
    const void *items;
    memcpy(&items, at(field, description), sizeof items);
    return items;
}

/* ---- what is left out ---- */

static bool same_text(const char *a, const char *b)
{
    return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

static bool same_objects(const ipso__field *field, const void *a, const void *b)
{
    for (size_t i = 0; i < field->shape->field_count; i++)
        if (!ipso__field_same(&field->shape->fields[i], at(field, a), at(field, b)))
            return false;
    return true;
}

static bool same_days(const ipso_days *a, const ipso_days *b)
{
    return a->weekdays == b->weekdays && a->date_count == 0 && b->date_count == 0;
}

bool ipso__field_same(const ipso__field *field, const void *a, const void *b)
{
    const void *x = at(field, a), *y = at(field, b);
    switch (field->kind) {
    case IPSO__FIELD_STRING:
        return same_text(*(const char *const *)x, *(const char *const *)y);
    case IPSO__FIELD_NAME:
        return same_text(*(const char *const *)x, *(const char *const *)a);
    case IPSO__FIELD_BOOL:
        return *(const bool *)x == *(const bool *)y;
    case IPSO__FIELD_INT64:
    case IPSO__FIELD_POINTS:
    case IPSO__FIELD_PRICE:
        return *(const int64_t *)x == *(const int64_t *)y;
    case IPSO__FIELD_NUMBER:
        return *(const double *)x == *(const double *)y;
    case IPSO__FIELD_INT:
    case IPSO__FIELD_MAX:
    case IPSO__FIELD_TIME:
    case IPSO__FIELD_DATE:
    case IPSO__FIELD_DAY:
    case IPSO__FIELD_WEEKDAYS:
    case IPSO__FIELD_WORD:
    case IPSO__FIELD_MODE:
    case IPSO__FIELD_MODES:
    case IPSO__FIELD_REF:
        return memcmp(x, y, sizeof(int)) == 0;
    case IPSO__FIELD_REMOTE:
        return *(const int *)x != IPSO_ANY;
    case IPSO__FIELD_DAYS:
        return same_days(x, y);
    case IPSO__FIELD_OBJECT:
        return same_objects(field, a, b);
    case IPSO__FIELD_STRINGS:
    case IPSO__FIELD_INTS:
    case IPSO__FIELD_NUMBERS:
    case IPSO__FIELD_DATES:
    case IPSO__FIELD_REFS:
    case IPSO__FIELD_OBJECTS:
        return count_of(field, a) == 0 && count_of(field, b) == 0;
    }
    return false;
}

/* ---- single values ---- */

static void put_string(ipso__json *value, const char *string)
{
    value->kind = IPSO__JSON_STRING;
    value->as.string = string;
}

static void put_integer(ipso__json *value, int64_t number)
{
    value->kind = IPSO__JSON_INTEGER;
    value->as.integer = number;
}

static void put_number(ipso__json *value, double number)
{
    value->kind = isfinite(number) ? IPSO__JSON_REAL : IPSO__JSON_NULL;
    value->as.real = number;
}

/* A text that lives as long as the document. */
static void put_copy(ipso__writer *writer, ipso__json *value, const char *text)
{
    bool ok = true;
    put_string(value, ipso__arena_string(writer->arena, text, &ok));
    if (!ok) {
        writer->failed = true;
        put_string(value, "");
    }
}

static void put_time(ipso__writer *writer, ipso__json *value, int minutes)
{
    char text[IPSO_TIME_SIZE];
    ipso_time_format(minutes, text);
    put_copy(writer, value, text);
}

static void put_date(ipso__writer *writer, ipso__json *value, ipso_date date)
{
    char text[IPSO_DATE_SIZE];
    ipso_date_format(date, text);
    put_copy(writer, value, text);
}

static void put_price(ipso__json *value, int64_t points)
{
    if (points == IPSO_HARD)
        put_string(value, "hard");
    else
        put_integer(value, points);
}

static void put_max(ipso__json *value, int max)
{
    if (max == IPSO_NO_MAX)
        put_string(value, "none");
    else
        put_integer(value, max);
}

/* ---- sets ---- */

static void put_words(ipso__writer *writer, ipso__json *value, unsigned set,
                      const ipso__words *words, size_t more)
{
    ipso__doc_list(writer, value, IPSO__JSON_ARRAY, (size_t)words->count + more);
    for (int i = 0; i < words->count; i++)
        if ((set >> i & 1) != 0)
            put_string(ipso__doc_item(writer, value, NULL), words->names[i]);
}

static void put_weekdays(ipso__writer *writer, ipso__json *value, unsigned set)
{
    if (set == IPSO_ALL_DAYS)
        put_string(value, "every");
    else if (set == (IPSO_MONDAY | IPSO_TUESDAY | IPSO_WEDNESDAY | IPSO_THURSDAY | IPSO_FRIDAY))
        put_string(value, "weekdays");
    else
        put_words(writer, value, set, &ipso__day_words, 0);
}

static void put_days(ipso__writer *writer, ipso__json *value, const ipso_days *days)
{
    if (days->date_count == 0) {
        put_weekdays(writer, value, days->weekdays);
        return;
    }
    put_words(writer, value, days->weekdays, &ipso__day_words, days->date_count);
    for (size_t i = 0; i < days->date_count; i++)
        put_date(writer, ipso__doc_item(writer, value, NULL), days->dates[i]);
}

static int lowest_bit(unsigned set)
{
    int index = 0;
    while (set > 1 && (set & 1) == 0) {
        set >>= 1;
        index++;
    }
    return index;
}

/* ---- lists ---- */

static void put_item(ipso__writer *writer, ipso__json *value, const ipso__field *field,
                     const void *items, size_t index)
{
    if (field->kind == IPSO__FIELD_STRINGS)
        put_string(value, ((const char *const *)items)[index]);
    else if (field->kind == IPSO__FIELD_INTS)
        put_integer(value, ((const int *)items)[index]);
    else if (field->kind == IPSO__FIELD_NUMBERS)
        put_number(value, ((const double *)items)[index]);
    else if (field->kind == IPSO__FIELD_DATES)
        put_date(writer, value, ((const ipso_date *)items)[index]);
    else
        put_string(value, ipso__ref_id(writer->practice, field->ref, ((const int *)items)[index]));
}

static void put_list(ipso__writer *writer, ipso__json *value, const ipso__field *field,
                     const void *description)
{
    size_t count = count_of(field, description);
    const void *items = items_of(field, description);
    ipso__doc_list(writer, value, IPSO__JSON_ARRAY, count);
    for (size_t i = 0; i < count; i++)
        put_item(writer, ipso__doc_item(writer, value, NULL), field, items, i);
}

static void put_objects(ipso__writer *writer, ipso__json *value, const ipso__field *field,
                        const void *description)
{
    size_t count = count_of(field, description);
    const char *items = items_of(field, description);
    void *defaults = ipso__arena_alloc(writer->arena, 1, field->shape->size);
    if (defaults == NULL) {
        writer->failed = true;
        return;
    }
    ipso__shape_init(field->shape, defaults);
    ipso__doc_list(writer, value, IPSO__JSON_ARRAY, count);
    for (size_t i = 0; i < count; i++)
        ipso__doc_fields(writer, ipso__doc_item(writer, value, NULL), field->shape,
                         items + i * field->shape->size, defaults);
}

/* ---- fields ---- */

/* Times, dates and words. */
static void put_named(ipso__writer *writer, ipso__json *value, const ipso__field *field,
                      const void *from)
{
    const ipso_date first_day = ipso_practice_horizon(writer->practice)->first_day;
    if (field->kind == IPSO__FIELD_TIME)
        put_time(writer, value, *(const int *)from);
    else if (field->kind == IPSO__FIELD_DATE)
        put_date(writer, value, *(const ipso_date *)from);
    else if (field->kind == IPSO__FIELD_DAY)
        put_date(writer, value, first_day + *(const int *)from);
    else if (field->kind == IPSO__FIELD_WEEKDAYS)
        put_weekdays(writer, value, *(const unsigned *)from);
    else if (field->kind == IPSO__FIELD_DAYS)
        put_days(writer, value, from);
    else if (field->kind == IPSO__FIELD_WORD)
        put_string(value, field->words->names[*(const int *)from]);
    else if (field->kind == IPSO__FIELD_MODE)
        put_string(value, field->words->names[lowest_bit(*(const unsigned *)from)]);
    else if (field->kind == IPSO__FIELD_MODES)
        put_words(writer, value, *(const unsigned *)from, field->words, 0);
    else
        put_string(value, ipso__ref_id(writer->practice, field->ref, *(const int *)from));
}

static void put_field(ipso__writer *writer, ipso__json *value, const ipso__field *field,
                      const void *description, const void *defaults)
{
    const void *from = at(field, description);
    switch (field->kind) {
    case IPSO__FIELD_STRING:
    case IPSO__FIELD_NAME:
        put_string(value, *(const char *const *)from);
        return;
    case IPSO__FIELD_BOOL:
        value->kind = IPSO__JSON_BOOL;
        value->as.boolean = *(const bool *)from;
        return;
    case IPSO__FIELD_REMOTE:
        value->kind = IPSO__JSON_BOOL;
        value->as.boolean = true;
        return;
    case IPSO__FIELD_INT:
        put_integer(value, *(const int *)from);
        return;
    case IPSO__FIELD_MAX:
        put_max(value, *(const int *)from);
        return;
    case IPSO__FIELD_INT64:
    case IPSO__FIELD_POINTS:
        put_integer(value, *(const int64_t *)from);
        return;
    case IPSO__FIELD_NUMBER:
        put_number(value, *(const double *)from);
        return;
    case IPSO__FIELD_PRICE:
        put_price(value, *(const int64_t *)from);
        return;
    case IPSO__FIELD_TIME:
    case IPSO__FIELD_DATE:
    case IPSO__FIELD_DAY:
    case IPSO__FIELD_WEEKDAYS:
    case IPSO__FIELD_DAYS:
    case IPSO__FIELD_WORD:
    case IPSO__FIELD_MODE:
    case IPSO__FIELD_MODES:
    case IPSO__FIELD_REF:
        put_named(writer, value, field, from);
        return;
    case IPSO__FIELD_STRINGS:
    case IPSO__FIELD_INTS:
    case IPSO__FIELD_NUMBERS:
    case IPSO__FIELD_DATES:
    case IPSO__FIELD_REFS:
        put_list(writer, value, field, description);
        return;
    case IPSO__FIELD_OBJECT:
        ipso__doc_fields(writer, value, field->shape, from, at(field, defaults));
        return;
    case IPSO__FIELD_OBJECTS:
        put_objects(writer, value, field, description);
        return;
    }
}

void ipso__doc_fields(ipso__writer *writer, ipso__json *value, const ipso__shape *shape,
                      const void *description, const void *defaults)
{
    ipso__doc_list(writer, value, IPSO__JSON_OBJECT, shape->field_count);
    for (size_t i = 0; i < shape->field_count && !writer->failed; i++) {
        const ipso__field *field = &shape->fields[i];
        if (field->required || !ipso__field_same(field, description, defaults))
            put_field(writer, ipso__doc_item(writer, value, field->key), field, description,
                      defaults);
    }
}
