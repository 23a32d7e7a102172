/* One event as a row.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/store.h"

#include <stdlib.h>

/* A row being filled; the first thing that fails is its answer. */
typedef struct row {
    const ipso_sqlite *store;
    sqlite3_stmt *statement;
    ipso_status status;
    ipso_error *err;
    int64_t seq;
} row;

static void note(row *r, int code)
{
    if (code != SQLITE_OK && r->status == IPSO_OK)
        r->status = ipso__sqlite_fail(r->store->db, r->store->path, code, "changed", r->err);
}

static void refuse(row *r, const char *what)
{
    if (r->status == IPSO_OK)
        r->status = ipso__fail(r->err, IPSO_INPUT, "", "event %lld cannot be kept: %s",
                               (long long)r->seq, what);
}

static void put_integer(row *r, ipso__column column, int64_t value)
{
    note(r, sqlite3_bind_int64(r->statement, (int)column + 1, value));
}

/* text lives until the row is added. */
static void put_text(row *r, ipso__column column, const char *text)
{
    if (text != NULL)
        note(r, sqlite3_bind_text(r->statement, (int)column + 1, text, -1, SQLITE_STATIC));
}

static void put_copy(row *r, ipso__column column, const char *text)
{
    note(r, sqlite3_bind_text(r->statement, (int)column + 1, text, -1, SQLITE_TRANSIENT));
}

/* 0 stays NULL. */
static void put_date(row *r, ipso__column column, ipso_date date)
{
    char text[IPSO_DATE_SIZE];
    if (date == 0)
        return;
    ipso_date_format(date, text);
    if (text[0] == '-')
        refuse(r, "a date is out of range");
    put_copy(r, column, text);
}

/* IPSO_ANY stays NULL. */
static void put_id(row *r, ipso__column column, ipso__ref ref, int index)
{
    const ipso_practice *practice = r->store->practice;
    if (index >= 0 && index < ipso__ref_count(practice, ref))
        put_text(r, column, ipso__ref_id(practice, ref, index));
    else if (index != IPSO_ANY)
        refuse(r, "an index is out of range");
}

/* No bits stay NULL. */
static void put_words(row *r, ipso__column column, unsigned bits, int count,
                      const char *(*word)(int bit))
{
    char text[IPSO__WORDS_SIZE];
    if (bits == 0)
        return;
    if (ipso__words_write(text, bits, count, word))
        put_copy(r, column, text);
    else
        refuse(r, "a set has a bit without a name");
}

static void put_mode(row *r, unsigned mode)
{
    int bit = 0;
    if (mode == 0)
        return;
    while (bit < 3 && mode != 1u << bit)
        bit++;
    if (bit == 3)
        refuse(r, "its mode is not one");
    else
        put_text(r, COLUMN_MODE, ipso__mode_word(bit));
}

/* *kept is freed once the row is added. */
static void put_windows(row *r, const ipso_request *request, char **kept)
{
    if (request->window_count == 0)
        return;
    *kept = ipso__windows_write(request->windows, request->window_count);
    if (*kept != NULL)
        put_text(r, COLUMN_WINDOWS, *kept);
    else
        note(r, SQLITE_NOMEM);
}

static void put_ask(row *r, const ipso_ask *ask, char **windows)
{
    const ipso_request *request = &ask->request;
    if (request->patient == NULL)
        return;
    put_text(r, COLUMN_PATIENT, request->patient);
    put_id(r, COLUMN_TYPE, IPSO__REF_TYPE, request->type);
    put_id(r, COLUMN_PATIENT_CLASS, IPSO__REF_CLASS, request->patient_class);
    put_id(r, COLUMN_OWN_PRACTITIONER, IPSO__REF_PRACTITIONER, request->practitioner);
    put_integer(r, COLUMN_ACCEPTS_OTHERS, request->accepts_others);
    put_integer(r, COLUMN_ACCEPTS_TELE, request->accepts_tele);
    put_id(r, COLUMN_WANTED_SITE, IPSO__REF_SITE, request->site);
    put_date(r, COLUMN_WANTED_DATE, request->wanted);
    put_integer(r, COLUMN_WANTED_LENGTH_MIN, ask->length_min);
    put_windows(r, request, windows);
    put_integer(r, COLUMN_PRIORITY_PERCENT, request->priority_percent);
    note(r, sqlite3_bind_double(r->statement, COLUMN_NO_SHOW + 1, request->no_show));
    put_integer(r, COLUMN_AFTER, ask->after);
    put_integer(r, COLUMN_MIN_GAP_MIN, request->min_gap_min);
    if (request->max_gap_min != IPSO_NO_MAX)
        put_integer(r, COLUMN_MAX_GAP_MIN, request->max_gap_min);
    put_words(r, COLUMN_MODES, ask->modes, 3, ipso__mode_word);
    put_text(r, COLUMN_AUDIENCE, ipso__audience_word((int)ask->audience));
}

static void put_event(row *r, const ipso_event *event)
{
    put_integer(r, COLUMN_SEQ, event->seq);
    put_text(r, COLUMN_KIND, ipso_event_name(event->kind));
    put_date(r, COLUMN_AT_DATE, event->stamp.date);
    put_integer(r, COLUMN_AT_MIN, event->stamp.time_min);
    put_integer(r, COLUMN_AT_UNIX_S, event->stamp.unix_s);
    put_text(r, COLUMN_WHO, event->stamp.who);
    put_text(r, COLUMN_KEY, event->stamp.key);
    put_integer(r, COLUMN_NUMBER, event->number);
    put_id(r, COLUMN_PRACTITIONER, IPSO__REF_PRACTITIONER, event->practitioner);
    put_date(r, COLUMN_DATE, event->date);
    put_integer(r, COLUMN_START_MIN, event->start_min);
    put_integer(r, COLUMN_LENGTH_MIN, event->length_min);
    put_integer(r, COLUMN_TRAVEL_MIN, event->travel_min);
    put_date(r, COLUMN_LAST_DATE, event->last);
    put_integer(r, COLUMN_END_MIN, event->end_min);
    put_id(r, COLUMN_SITE, IPSO__REF_SITE, event->site);
    put_mode(r, event->mode);
    put_words(r, COLUMN_OVERRIDES, event->overrides, IPSO_WHY_COUNT, ipso__why_word);
    put_integer(r, COLUMN_EXPIRES_UNIX_S, event->expires_s);
    put_integer(r, COLUMN_WAIT, event->wait);
    put_text(r, COLUMN_REASON, event->reason);
}

/* A key used before is refused by its UNIQUE column, a number out of order by a trigger. */
static void add(row *r, const ipso_event *event)
{
    int code = sqlite3_step(r->statement);
    if (code == SQLITE_CONSTRAINT_UNIQUE && event->stamp.key != NULL)
        r->status = ipso__fail(r->err, IPSO_STATE, "", "the key \"%.100s\" was used before",
                               event->stamp.key);
    else if (code != SQLITE_DONE)
        note(r, code);
}

ipso_status ipso__store_append(void *self, const ipso_event *event, ipso_error *err)
{
    ipso_sqlite *store = self;
    row r = {.store = store, .statement = store->insert, .err = err, .seq = event->seq};
    char *windows = NULL;
    if (store->practice == NULL)
        return ipso__fail(err, IPSO_STATE, "", "the store knows no practice yet");
    if ((int)event->kind < 0 || (int)event->kind >= IPSO_EVENT_COUNT)
        return ipso__fail(err, IPSO_INPUT, "", "there is no event of kind %d", (int)event->kind);
    put_event(&r, event);
    put_ask(&r, &event->ask, &windows);
    if (r.status == IPSO_OK)
        add(&r, event);
    sqlite3_reset(store->insert);
    sqlite3_clear_bindings(store->insert);
    free(windows);
    return r.status;
}
