/* Past appointments of a practice, a row each.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <ipsosched/csv.h>

#include "base/error.h"
#include "csv/table.h"
#include "csv/values.h"
#include "fit/fit.h"
#include "practice/ids.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_FINDINGS = 1000 };

typedef enum column {
    DATE = 0,
    START,
    TYPE,
    PRACTITIONER,
    PATIENT_CLASS,
    SITE,
    OWN_PRACTITIONER,
    BOOKED_ON,
    BOOKED_AT,
    STATE,
    MINUTES
} column;
#define COLUMN_COUNT 11
#define COLUMN_NAMES                                                                               \
    "date, start, type, practitioner, patient_class, site, own_practitioner, booked_on, "          \
    "booked_at, state and minutes"

static const char *const column_names[COLUMN_COUNT] = {
    "date",      "start",     "type",  "practitioner", "patient_class", "site", "own_practitioner",
    "booked_on", "booked_at", "state", "minutes"};

typedef struct loader {
    const ipso_practice *practice;
    ipso_finding_fn found;
    void *user;
    ipso_error *err;
    bool set_aside;
    char separator;
    size_t columns;                 /* of the first row; 0 before it */
    int place[COLUMN_COUNT];        /* of each column in a row, -1 where there is none */
    ipso__ids ids[IPSO__REF_COUNT]; /* of the kinds that columns name */
    ipso__arena arena;
    ipso_fit_appointments list;
    size_t capacity;
    int findings;
    bool refused; /* something is wrong that is not set aside */
} loader;

/* ---- errors ---- */

static void send(loader *l, const char *text)
{
    ipso_error finding = {0};

    ipso__fail(&finding, IPSO_INPUT, "", "%s", text); /* without control characters */
    if (l->found != NULL)
        l->found(l->user, "", finding.text);
    if (l->refused)
        ipso__fail(l->err, IPSO_INPUT, "", "%s", text);
}

static void report(loader *l, size_t line, const char *format, ...) IPSO__PRINTF(3, 4);

/* Reports what is wrong with a line; as an error when rows are not set aside. */
static void report(loader *l, size_t line, const char *format, ...)
{
    char text[IPSO_ERROR_TEXT_SIZE], detail[IPSO_ERROR_TEXT_SIZE];
    va_list arguments;

    l->refused = l->refused || !l->set_aside;
    if (l->findings >= MAX_FINDINGS)
        return;
    va_start(arguments, format);
    vsnprintf(detail, sizeof detail, format, arguments);
    va_end(arguments);
    snprintf(text, sizeof text, "line %zu%.290s", line, detail);
    send(l, text);
    if (++l->findings == MAX_FINDINGS)
        send(l, "too many errors: there may be more than the 1000 reported");
}

/* ---- the line of names ---- */

static int column_of(const char *name)
{
    for (int c = 0; c < COLUMN_COUNT; c++)
        if (strcmp(name, column_names[c]) == 0)
            return c;
    return -1;
}

static void read_names(loader *l, const ipso__csv_row *row)
{
    char shown[IPSO__CSV_SHOWN_SIZE];

    l->columns = row->count;
    l->set_aside = false; /* of the rows below alone */
    for (int c = 0; c < COLUMN_COUNT; c++)
        l->place[c] = -1;
    for (size_t i = 0; i < row->count; i++) {
        int c = column_of(row->fields[i]);

        if (c < 0)
            report(l, row->line, ": %s is no column; there are " COLUMN_NAMES,
                   ipso__csv_show(row->fields[i], shown));
        else if (l->place[c] >= 0)
            report(l, row->line, ": two columns are named \"%s\"", column_names[c]);
        else
            l->place[c] = (int)i;
    }
    for (int c = DATE; c <= TYPE; c++)
        if (l->place[c] < 0)
            report(l, row->line, ": there is no column \"%s\"", column_names[c]);
}

/* ---- fields ---- */

/* One row on its way to an appointment. */
typedef struct row_reader {
    loader *loader;
    const ipso__csv_row *row;
    bool good;
} row_reader;

/* The text of a column, "" where there is none. */
static const char *text_of(const row_reader *r, column c)
{
    const int place = r->loader->place[c];

    return place < 0 ? "" : r->row->fields[place];
}

static void refuse(row_reader *r, column c, const char *what)
{
    char shown[IPSO__CSV_SHOWN_SIZE];

    report(r->loader, r->row->line, ", column \"%s\": %s %s", column_names[c],
           ipso__csv_show(text_of(r, c), shown), what);
    r->good = false;
}

static void read_date(row_reader *r, column c, ipso_date *date, bool required)
{
    const char *text = text_of(r, c);

    if ((text[0] != '\0' || required) && !ipso_date_parse(date, text))
        refuse(r, c, "is not a date (YYYY-MM-DD)");
}

static void read_time(row_reader *r, column c, int *minutes, bool required)
{
    const char *text = text_of(r, c);

    if ((text[0] != '\0' || required) && !ipso_time_parse(minutes, text))
        refuse(r, c, "is not a time of day (HH:MM)");
}

static void read_id(row_reader *r, column c, int *index, ipso__ref ref, bool required)
{
    const char *text = text_of(r, c);

    if (text[0] == '\0' && !required)
        return;
    *index = ipso__ids_find(&r->loader->ids[ref], text);
    if (*index < 0)
        refuse(r, c, "is no id of the practice");
}

static void read_state(row_reader *r, ipso_fit_state *state)
{
    static const char *const names[] = {"attended", "no_show", "cancelled"};
    const char *text = text_of(r, STATE);

    for (int i = 0; i < 3; i++)
        if (strcmp(text, names[i]) == 0) {
            *state = (ipso_fit_state)i;
            return;
        }
    if (text[0] != '\0')
        refuse(r, STATE, "is not one of attended, no_show and cancelled");
}

static void read_minutes(row_reader *r, double *minutes)
{
    const char *text = text_of(r, MINUTES);
    double number;

    if (text[0] == '\0')
        return;
    if (!ipso__csv_number(&number, text, r->loader->separator != ','))
        refuse(r, MINUTES, "is not a number");
    else if (number < 0)
        refuse(r, MINUTES, "is below 0");
    else
        *minutes = number;
}

/* ---- rows ---- */

static bool read_fields(loader *l, const ipso__csv_row *row, ipso_fit_appointment *item)
{
    row_reader r = {l, row, true};

    ipso_fit_appointment_init(item);
    read_date(&r, DATE, &item->date, true);
    read_time(&r, START, &item->start_min, true);
    read_id(&r, TYPE, &item->type, IPSO__REF_TYPE, true);
    read_id(&r, PRACTITIONER, &item->practitioner, IPSO__REF_PRACTITIONER, false);
    read_id(&r, PATIENT_CLASS, &item->patient_class, IPSO__REF_CLASS, false);
    read_id(&r, SITE, &item->site, IPSO__REF_SITE, false);
    read_id(&r, OWN_PRACTITIONER, &item->own_practitioner, IPSO__REF_PRACTITIONER, false);
    read_date(&r, BOOKED_ON, &item->booked_on, false);
    read_time(&r, BOOKED_AT, &item->booked_at_min, false);
    read_state(&r, &item->state);
    read_minutes(&r, &item->minutes);
    return r.good;
}

/* Whether a row is an appointment; reports why not. */
static bool read_row(loader *l, const ipso__csv_row *row, ipso_fit_appointment *item)
{
    const char *problem, *field;

    if (row->count != l->columns) {
        report(l, row->line, ": %zu fields, where the first line names %zu columns", row->count,
               l->columns);
        return false;
    }
    if (!read_fields(l, row, item))
        return false;
    problem = ipso__fit_problem(l->practice, item, &field);
    if (problem != NULL)
        report(l, row->line, ", column \"%s\": %s", field, problem);
    return problem == NULL;
}

static ipso_status take_row(void *user, const ipso__csv_row *row)
{
    loader *l = user;
    const bool set_aside = l->set_aside;
    ipso_fit_appointment item;

    if (l->columns == 0) {
        read_names(l, row);
        l->set_aside = set_aside;
        return l->refused ? IPSO_INPUT : IPSO_OK;
    }
    if (!read_row(l, row, &item)) {
        l->list.set_aside++;
        return !set_aside && l->findings >= MAX_FINDINGS ? IPSO_INPUT : IPSO_OK;
    }
    if (!ipso__grow(&l->list.items, &l->capacity, l->list.count + 1, sizeof item))
        return ipso__fail_nomem(l->err);
    l->list.items[l->list.count++] = item;
    return IPSO_OK;
}

/* ---- the table ---- */

static bool collect_ids(loader *l)
{
    const unsigned named = 1u << IPSO__REF_PRACTITIONER | 1u << IPSO__REF_SITE |
                           1u << IPSO__REF_TYPE | 1u << IPSO__REF_CLASS;
    return ipso__ids_collect(l->ids, &l->arena, l->practice, named);
}

/* What libcsv finds wrong has no row: it is an error even where rows are set aside. */
static ipso_status read_table(loader *l, const char *text, size_t length)
{
    ipso_error err = {0};
    ipso_status status = ipso__csv_read(&l->separator, text, length, take_row, l, &err);

    if (status == IPSO_NOMEM)
        return ipso__fail_nomem(l->err);
    if (status != IPSO_OK || l->columns == 0)
        l->refused = true;
    if (err.status != IPSO_OK)
        send(l, err.text);
    if (l->columns == 0 && err.status == IPSO_OK)
        send(l, "the table is empty: its first line names the columns, " COLUMN_NAMES);
    return l->refused ? IPSO_INPUT : IPSO_OK;
}

ipso_status ipso_fit_appointments_from_csv(ipso_fit_appointments *appointments,
                                           const ipso_practice *practice, const char *text,
                                           size_t length, bool set_aside, ipso_finding_fn found,
                                           void *user, ipso_error *err)
{
    loader l = {
        .practice = practice, .found = found, .user = user, .err = err, .set_aside = set_aside};
    ipso_status status;

    if (length > IPSO_MAX_CSV_BYTES)
        return ipso__fail(err, IPSO_INPUT, "", "the table has %zu bytes, more than the %zu allowed",
                          length, IPSO_MAX_CSV_BYTES);
    status = collect_ids(&l) ? read_table(&l, text, length) : ipso__fail_nomem(err);
    ipso__arena_finish(&l.arena);
    if (status == IPSO_OK)
        *appointments = l.list;
    else
        ipso_fit_appointments_finish(&l.list);
    return status;
}
