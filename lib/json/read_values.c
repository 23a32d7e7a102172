/* Reading one field's value into a description.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "json/reader.h"

#include <string.h>

/* What every reader of a kind gets: at is where the field lies. */
typedef struct target {
    const ipso__path *path;
    const ipso__field *field;
    void *at;
    size_t *count; /* of a list */
} target;

/* "<value> is not <expected>". */
static bool refuse(ipso__reader *reader, const ipso__path *path, const ipso__json *value,
                   const char *expected)
{
    char shown[IPSO__SHOWN_SIZE];
    ipso__report(reader, path, "%s is not %s", ipso__show(value, shown), expected);
    return false;
}

static bool read_string(ipso__reader *reader, const target *to, const ipso__json *value)
{
    if (value->kind != IPSO__JSON_STRING)
        return refuse(reader, to->path, value, "a text in quotes");
    *(const char **)to->at = value->as.string;
    return true;
}

static bool read_bool(ipso__reader *reader, const target *to, const ipso__json *value)
{
    if (value->kind != IPSO__JSON_BOOL)
        return refuse(reader, to->path, value, "true or false");
    *(bool *)to->at = value->as.boolean;
    return true;
}

/* A whole number from 0 to below INT32_MAX, which stands for "none" in a maximum. */
static bool read_count(ipso__reader *reader, const ipso__path *path, const ipso__json *value,
                       int *number)
{
    if (value->kind != IPSO__JSON_INTEGER || value->as.integer < 0)
        return refuse(reader, path, value, "a whole number, 0 or more");
    if (value->as.integer >= INT32_MAX)
        return refuse(reader, path, value, "a number below 2147483647");
    *number = (int)value->as.integer;
    return true;
}

static bool read_int(ipso__reader *reader, const target *to, const ipso__json *value)
{
    return read_count(reader, to->path, value, to->at);
}

static bool is_word(const ipso__json *value, const char *word)
{
    return value->kind == IPSO__JSON_STRING && strcmp(value->as.string, word) == 0;
}

static bool read_max(ipso__reader *reader, const target *to, const ipso__json *value)
{
    if (is_word(value, "none")) {
        *(int *)to->at = IPSO_NO_MAX;
        return true;
    }
    if (value->kind == IPSO__JSON_STRING)
        return refuse(reader, to->path, value, "a whole number or \"none\"");
    return read_count(reader, to->path, value, to->at);
}

static bool read_int64(ipso__reader *reader, const target *to, const ipso__json *value)
{
    if (value->kind != IPSO__JSON_INTEGER)
        return refuse(reader, to->path, value, "a whole number");
    *(int64_t *)to->at = value->as.integer;
    return true;
}

static bool read_real(ipso__reader *reader, const ipso__path *path, const ipso__json *value,
                      double *number)
{
    if (value->kind != IPSO__JSON_INTEGER && value->kind != IPSO__JSON_REAL)
        return refuse(reader, path, value, "a number");
    *number = value->kind == IPSO__JSON_REAL ? value->as.real : (double)value->as.integer;
    return true;
}

static bool read_number(ipso__reader *reader, const target *to, const ipso__json *value)
{
    return read_real(reader, to->path, value, to->at);
}

static bool read_points(ipso__reader *reader, const target *to, const ipso__json *value)
{
    if (value->kind != IPSO__JSON_INTEGER || value->as.integer < 0)
        return refuse(reader, to->path, value, "a price here: whole points from 0 to 1000000");
    *(int64_t *)to->at = value->as.integer;
    return true;
}

static bool read_price(ipso__reader *reader, const target *to, const ipso__json *value)
{
    if (is_word(value, "hard")) {
        *(int64_t *)to->at = IPSO_HARD;
        return true;
    }
    if (value->kind != IPSO__JSON_INTEGER || value->as.integer < 0)
        return refuse(reader, to->path, value,
                      "a price: whole points from 0 to 1000000, or \"hard\"");
    *(int64_t *)to->at = value->as.integer;
    return true;
}

static bool read_time(ipso__reader *reader, const target *to, const ipso__json *value)
{
    if (value->kind != IPSO__JSON_STRING || !ipso_time_parse(to->at, value->as.string))
        return refuse(reader, to->path, value, "a time of day (\"HH:MM\", 00:00 to 24:00)");
    return true;
}

static bool is_date(const ipso__json *value, ipso_date *date)
{
    return value->kind == IPSO__JSON_STRING && ipso_date_parse(date, value->as.string);
}

static bool read_one_date(ipso__reader *reader, const ipso__path *path, const ipso__json *value,
                          ipso_date *date)
{
    return is_date(value, date) || refuse(reader, path, value, "a date (\"YYYY-MM-DD\")");
}

static bool read_date(ipso__reader *reader, const target *to, const ipso__json *value)
{
    return read_one_date(reader, to->path, value, to->at);
}

static bool read_day(ipso__reader *reader, const target *to, const ipso__json *value)
{
    const ipso_horizon *horizon = reader->horizon;
    ipso_date date;
    if (!read_one_date(reader, to->path, value, &date))
        return false;
    if (date < horizon->first_day || date - horizon->first_day >= horizon->days)
        return refuse(reader, to->path, value, "a day of the practice's horizon");
    *(int *)to->at = date - horizon->first_day;
    return true;
}

/* ---- words ---- */

static bool find_word(ipso__reader *reader, const ipso__path *path, const ipso__json *value,
                      const ipso__words *words, int *index)
{
    char shown[IPSO__SHOWN_SIZE];
    ipso__message message = {{0}, 0};
    for (*index = 0; *index < words->count; ++*index)
        if (is_word(value, words->names[*index]))
            return true;
    ipso__message_add(&message, "%s is not %s", ipso__show(value, shown), words->what);
    ipso__message_suggest(reader, &message,
                          value->kind == IPSO__JSON_STRING ? value->as.string : "", words->names,
                          (size_t)words->count);
    ipso__report(reader, path, "%s", message.text);
    return false;
}

static bool read_word(ipso__reader *reader, const target *to, const ipso__json *value)
{
    int index;
    if (!find_word(reader, to->path, value, to->field->words, &index))
        return false;
    *(int *)to->at = index;
    return true;
}

static bool read_mode(ipso__reader *reader, const target *to, const ipso__json *value)
{
    int index;
    if (!find_word(reader, to->path, value, to->field->words, &index))
        return false;
    *(unsigned *)to->at = 1u << index;
    return true;
}

static bool read_modes(ipso__reader *reader, const target *to, const ipso__json *value)
{
    unsigned set = 0;
    bool good = ipso__expect_array(reader, to->path, value);
    for (size_t i = 0; good && i < value->as.list.count; i++) {
        const ipso__path step = {to->path, NULL, i};
        int index;
        good = find_word(reader, &step, &value->as.list.items[i], to->field->words, &index);
        set |= good ? 1u << index : 0;
    }
    if (good)
        *(unsigned *)to->at = set;
    return good;
}

/* ---- days ---- */

/* The set of days a word stands for, 0 when it stands for none. */
static unsigned day_set(const ipso__json *value)
{
    const unsigned weekdays =
        IPSO_MONDAY | IPSO_TUESDAY | IPSO_WEDNESDAY | IPSO_THURSDAY | IPSO_FRIDAY;
    if (is_word(value, "weekdays"))
        return weekdays;
    if (is_word(value, "every"))
        return IPSO_ALL_DAYS;
    for (int i = 0; i < ipso__day_words.count; i++)
        if (is_word(value, ipso__day_words.names[i]))
            return 1u << i;
    return 0;
}

static bool refuse_day(ipso__reader *reader, const ipso__path *path, const ipso__json *value,
                       bool dates)
{
    return refuse(reader, path, value,
                  dates ? "a day: mon, tue, wed, thu, fri, sat, sun, holiday, weekdays, every or "
                          "a date (\"YYYY-MM-DD\")"
                        : "a day: mon, tue, wed, thu, fri, sat, sun, holiday, weekdays or every");
}

static bool refuse_days(ipso__reader *reader, const ipso__path *path, const ipso__json *value,
                        bool dates)
{
    return refuse(reader, path, value,
                  dates ? "\"every\", \"weekdays\", a day (mon, tue, wed, thu, fri, sat, sun, "
                          "holiday) or a list [...] of these and of dates"
                        : "\"every\", \"weekdays\", a day (mon, tue, wed, thu, fri, sat, sun, "
                          "holiday) or a list [...] of these");
}

/* A word, or a list of words and, where dates is not NULL, of dates: room for as many as the list
 * has entries. */
static bool read_day_list(ipso__reader *reader, const ipso__path *path, const ipso__json *value,
                          unsigned *weekdays, ipso_date *dates, size_t *date_count)
{
    bool good = true;
    *weekdays = day_set(value);
    if (*weekdays != 0)
        return true;
    if (value->kind != IPSO__JSON_ARRAY)
        return refuse_days(reader, path, value, dates != NULL);
    for (size_t i = 0; i < value->as.list.count; i++) {
        const ipso__path step = {path, NULL, i};
        const ipso__json *item = &value->as.list.items[i];
        unsigned set = day_set(item);
        *weekdays |= set;
        if (set == 0 && dates != NULL && is_date(item, &dates[*date_count]))
            ++*date_count;
        else if (set == 0)
            good = refuse_day(reader, &step, item, dates != NULL);
    }
    return good;
}

static bool read_weekdays(ipso__reader *reader, const target *to, const ipso__json *value)
{
    return read_day_list(reader, to->path, value, to->at, NULL, NULL);
}

static bool read_days(ipso__reader *reader, const target *to, const ipso__json *value)
{
    ipso_days *days = to->at;
    size_t most = value->kind == IPSO__JSON_ARRAY ? value->as.list.count : 0;
    ipso_date *dates = ipso__arena_alloc(reader->arena, most, sizeof *dates);
    if (dates == NULL) {
        ipso__reader_nomem(reader);
        return false;
    }
    days->dates = dates;
    days->date_count = 0;
    return read_day_list(reader, to->path, value, &days->weekdays, dates, &days->date_count);
}

/* ---- references ---- */

static void report_no_such(ipso__reader *reader, const ipso__path *path, const char *id,
                           ipso__ref ref)
{
    const ipso__ids *ids = &reader->ids[ref];
    const ipso__json name = {.kind = IPSO__JSON_STRING, .as.string = id};
    char shown[IPSO__SHOWN_SIZE];
    ipso__message message = {{0}, 0};
    ipso__message_add(&message, "no %s has the id %s", ipso__ref_name(ref),
                      ipso__show(&name, shown));
    if (ids->count == 0)
        ipso__message_add(&message, "; there is none at all");
    else
        ipso__message_suggest(reader, &message, id, ids->texts, ids->count);
    ipso__report(reader, path, "%s", message.text);
}

static bool read_id(ipso__reader *reader, const ipso__path *path, const ipso__json *value,
                    ipso__ref ref, int *index)
{
    char expected[64] = "the id of a ";
    if (value->kind != IPSO__JSON_STRING)
        return refuse(reader, path, value, strcat(expected, ipso__ref_name(ref)));
    int found = ipso__ids_find(&reader->ids[ref], value->as.string);
    if (found < 0 && ref == IPSO__REF_DUTY && reader->duties_open)
        return true;
    if (found < 0) {
        report_no_such(reader, path, value->as.string, ref);
        return false;
    }
    *index = found;
    return true;
}

static bool read_ref(ipso__reader *reader, const target *to, const ipso__json *value)
{
    return read_id(reader, to->path, value, to->field->ref, to->at);
}

/* The site next to it stays IPSO_ANY, its default. */
static bool read_remote(ipso__reader *reader, const target *to, const ipso__json *value)
{
    if (value->kind != IPSO__JSON_BOOL)
        return refuse(reader, to->path, value, "true or false");
    return true;
}

/* ---- lists ---- */

/* Reads each item of a list with one of the functions below; the array goes into the field. */
typedef bool item_fn(ipso__reader *reader, const ipso__path *path, const ipso__field *field,
                     const ipso__json *value, void *item);

static bool string_item(ipso__reader *reader, const ipso__path *path, const ipso__field *field,
                        const ipso__json *value, void *item)
{
    return read_string(reader, &(target){path, field, item, NULL}, value);
}

static bool int_item(ipso__reader *reader, const ipso__path *path, const ipso__field *field,
                     const ipso__json *value, void *item)
{
    (void)field;
    return read_count(reader, path, value, item);
}

static bool number_item(ipso__reader *reader, const ipso__path *path, const ipso__field *field,
                        const ipso__json *value, void *item)
{
    (void)field;
    return read_real(reader, path, value, item);
}

static bool date_item(ipso__reader *reader, const ipso__path *path, const ipso__field *field,
                      const ipso__json *value, void *item)
{
    (void)field;
    return read_one_date(reader, path, value, item);
}

static bool ref_item(ipso__reader *reader, const ipso__path *path, const ipso__field *field,
                     const ipso__json *value, void *item)
{
    return read_id(reader, path, value, field->ref, item);
}

static bool object_item(ipso__reader *reader, const ipso__path *path, const ipso__field *field,
                        const ipso__json *value, void *item)
{
    ipso__shape_init(field->shape, item);
    return ipso__read_fields(reader, path, value, field->shape, item);
}

static bool read_list(ipso__reader *reader, const target *to, const ipso__json *value, size_t size,
                      item_fn *read_item)
{
    if (!ipso__expect_array(reader, to->path, value))
        return false;
    size_t count = value->as.list.count;
    char *items = ipso__arena_alloc(reader->arena, count, size);
    if (items == NULL) {
        ipso__reader_nomem(reader);
        return false;
    }
    bool good = true;
    for (size_t i = 0; i < count && ipso__reader_goes_on(reader); i++) {
        const ipso__path step = {to->path, NULL, i};
        good =
            read_item(reader, &step, to->field, &value->as.list.items[i], items + i * size) && good;
    }
    memcpy(to->at, &items, sizeof items);
    *to->count = count;
    return good;
}

static bool read_strings(ipso__reader *reader, const target *to, const ipso__json *value)
{
    return read_list(reader, to, value, sizeof(const char *), string_item);
}

static bool read_ints(ipso__reader *reader, const target *to, const ipso__json *value)
{
    return read_list(reader, to, value, sizeof(int), int_item);
}

static bool read_numbers(ipso__reader *reader, const target *to, const ipso__json *value)
{
    return read_list(reader, to, value, sizeof(double), number_item);
}

static bool read_dates(ipso__reader *reader, const target *to, const ipso__json *value)
{
    return read_list(reader, to, value, sizeof(ipso_date), date_item);
}

static bool read_refs(ipso__reader *reader, const target *to, const ipso__json *value)
{
    return read_list(reader, to, value, sizeof(int), ref_item);
}

static bool read_object(ipso__reader *reader, const target *to, const ipso__json *value)
{
    return ipso__read_fields(reader, to->path, value, to->field->shape, to->at);
}

static bool read_objects(ipso__reader *reader, const target *to, const ipso__json *value)
{
    return read_list(reader, to, value, to->field->shape->size, object_item);
}

bool ipso__read_value(ipso__reader *reader, const ipso__path *path, const ipso__json *value,
                      const ipso__field *field, void *description)
{
    typedef bool read_fn(ipso__reader *, const target *, const ipso__json *);
    static read_fn *const readers[] = {
        [IPSO__FIELD_STRING] = read_string,     [IPSO__FIELD_NAME] = read_string,
        [IPSO__FIELD_BOOL] = read_bool,         [IPSO__FIELD_INT] = read_int,
        [IPSO__FIELD_MAX] = read_max,           [IPSO__FIELD_INT64] = read_int64,
        [IPSO__FIELD_NUMBER] = read_number,     [IPSO__FIELD_POINTS] = read_points,
        [IPSO__FIELD_PRICE] = read_price,       [IPSO__FIELD_TIME] = read_time,
        [IPSO__FIELD_DATE] = read_date,         [IPSO__FIELD_DAY] = read_day,
        [IPSO__FIELD_WEEKDAYS] = read_weekdays, [IPSO__FIELD_DAYS] = read_days,
        [IPSO__FIELD_WORD] = read_word,         [IPSO__FIELD_MODE] = read_mode,
        [IPSO__FIELD_MODES] = read_modes,       [IPSO__FIELD_REF] = read_ref,
        [IPSO__FIELD_REMOTE] = read_remote,     [IPSO__FIELD_STRINGS] = read_strings,
        [IPSO__FIELD_INTS] = read_ints,         [IPSO__FIELD_NUMBERS] = read_numbers,
        [IPSO__FIELD_DATES] = read_dates,       [IPSO__FIELD_REFS] = read_refs,
        [IPSO__FIELD_OBJECT] = read_object,     [IPSO__FIELD_OBJECTS] = read_objects};
    char *base = description;
    size_t *count = (size_t *)(void *)(base + field->count_offset);
    const target to = {path, field, base + field->offset, count};
    return readers[field->kind](reader, &to, value);
}
