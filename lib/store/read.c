/* Rows as events. Whoever wrote the file may be wrong: every value is looked at, and the first that
 * no event has is the one error.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/store.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

/* A row being read; the first thing that is wrong is its answer. */
typedef struct row {
    ipso_sqlite *store;
    sqlite3_stmt *statement;
    int64_t seq; /* that it must have */
    ipso_status status;
    ipso_error *err;
    ipso__arena arena;
} row;

static void refuse(row *r, ipso__column column, const char *what)
{
    char where[IPSO_ERROR_WHERE_SIZE];
    const char *name = sqlite3_column_name(r->statement, (int)column);
    if (r->status != IPSO_OK)
        return;
    snprintf(where, sizeof where, "/events/%lld/%s", (long long)r->seq, name != NULL ? name : "");
    r->status = ipso__fail(r->err, IPSO_INPUT, where, "%s is damaged: event %lld: \"%s\" %s",
                           ipso__shown_path(r->store->path), (long long)r->seq,
                           name != NULL ? name : "", what);
}

static bool is_null(const row *r, ipso__column column)
{
    return sqlite3_column_type(r->statement, (int)column) == SQLITE_NULL;
}

static int64_t take_integer(row *r, ipso__column column, int64_t low, int64_t high)
{
    int64_t value = sqlite3_column_int64(r->statement, (int)column);
    if (sqlite3_column_type(r->statement, (int)column) != SQLITE_INTEGER)
        refuse(r, column, "is not a whole number");
    else if (value < low || value > high)
        refuse(r, column, "is out of range");
    else
        return value;
    return low;
}

/* NULL for NULL; valid until the next row. */
static const char *take_text(row *r, ipso__column column)
{
    const char *text;
    if (is_null(r, column))
        return NULL;
    if (sqlite3_column_type(r->statement, (int)column) != SQLITE_TEXT) {
        refuse(r, column, "is not a text");
        return NULL;
    }
    text = (const char *)sqlite3_column_text(r->statement, (int)column);
    if (text == NULL && r->status == IPSO_OK)
        r->status = ipso__fail_nomem(r->err);
    else if (text != NULL &&
             strlen(text) != (size_t)sqlite3_column_bytes(r->statement, (int)column))
        refuse(r, column, "holds a NUL");
    return text;
}

static ipso_date take_date(row *r, ipso__column column)
{
    const char *text = take_text(r, column);
    ipso_date date = 0;
    if (text != NULL && (!ipso_date_parse(&date, text) || date == 0))
        refuse(r, column, "is not a date");
    return date;
}

static int take_id(row *r, ipso__column column, ipso__ref ref)
{
    static const char *const names[IPSO__REF_COUNT] = {
        [IPSO__REF_PRACTITIONER] = "practitioner",
        [IPSO__REF_SITE] = "site",
        [IPSO__REF_TYPE] = "appointment type",
        [IPSO__REF_CLASS] = "patient class",
    };
    const char *id = take_text(r, column);
    char what[64];
    int index;
    if (id == NULL)
        return IPSO_ANY;
    index = ipso__ids_find(&r->store->ids[ref], id);
    if (index < 0) {
        snprintf(what, sizeof what, "is no %s of its practice", names[ref]);
        refuse(r, column, what);
    }
    return index;
}

/* The index of a text among count words, -1 for none of them. */
static int take_word(row *r, ipso__column column, int count, const char *(*word)(int))
{
    const char *text = take_text(r, column);
    for (int i = 0; i < count && text != NULL; i++)
        if (strcmp(text, word(i)) == 0)
            return i;
    refuse(r, column, "is not a word known here");
    return -1;
}

static unsigned take_words(row *r, ipso__column column, int count, const char *(*word)(int))
{
    const char *text = take_text(r, column);
    unsigned bits = 0;
    if (text != NULL && !ipso__words_read(&bits, text, count, word))
        refuse(r, column, "is not a list of words known here");
    return bits;
}

static const char *kind_word(int kind)
{
    return ipso_event_name((ipso_event_kind)kind);
}

/* ---- parts of an event ---- */

static void take_windows(row *r, ipso_request *request)
{
    const char *text = take_text(r, COLUMN_WINDOWS);
    bool nomem = false;
    if (text == NULL)
        return;
    if (ipso__windows_read(&request->windows, &request->window_count, &nomem, &r->arena, text))
        return;
    if (nomem && r->status == IPSO_OK)
        r->status = ipso__fail_nomem(r->err);
    refuse(r, COLUMN_WINDOWS, "is not a list of windows");
}

static double take_share(row *r, ipso__column column)
{
    double value = sqlite3_column_double(r->statement, (int)column);
    if (sqlite3_column_type(r->statement, (int)column) != SQLITE_FLOAT || !(value >= 0) ||
        value > 1)
        refuse(r, column, "is not a share from 0 to 1");
    return value;
}

/* An event without a patient asks for nothing. */
static void take_ask(row *r, ipso_ask *ask)
{
    ipso_request *request = &ask->request;
    ipso_ask_init(ask);
    request->patient = take_text(r, COLUMN_PATIENT);
    if (request->patient == NULL)
        return;
    request->type = take_id(r, COLUMN_TYPE, IPSO__REF_TYPE);
    if (request->type == IPSO_ANY)
        refuse(r, COLUMN_TYPE, "is missing");
    request->patient_class = take_id(r, COLUMN_PATIENT_CLASS, IPSO__REF_CLASS);
    request->practitioner = take_id(r, COLUMN_OWN_PRACTITIONER, IPSO__REF_PRACTITIONER);
    request->accepts_others = take_integer(r, COLUMN_ACCEPTS_OTHERS, 0, 1) == 1;
    request->accepts_tele = take_integer(r, COLUMN_ACCEPTS_TELE, 0, 1) == 1;
    request->site = take_id(r, COLUMN_WANTED_SITE, IPSO__REF_SITE);
    request->wanted = take_date(r, COLUMN_WANTED_DATE);
    ask->length_min = (int)take_integer(r, COLUMN_WANTED_LENGTH_MIN, 0, IPSO_DAY_MIN);
    take_windows(r, request);
    request->priority_percent = (int)take_integer(r, COLUMN_PRIORITY_PERCENT, 0, INT_MAX);
    request->no_show = take_share(r, COLUMN_NO_SHOW);
    ask->after = take_integer(r, COLUMN_AFTER, INT64_MIN, INT64_MAX);
    request->min_gap_min = (int)take_integer(r, COLUMN_MIN_GAP_MIN, 0, INT_MAX);
    if (!is_null(r, COLUMN_MAX_GAP_MIN))
        request->max_gap_min = (int)take_integer(r, COLUMN_MAX_GAP_MIN, 0, INT_MAX);
    ask->modes = take_words(r, COLUMN_MODES, 3, ipso__mode_word);
    ask->audience =
        (ipso_audience)take_word(r, COLUMN_AUDIENCE, IPSO_AUDIENCE_COUNT, ipso__audience_word);
}

static void take_stamp(row *r, ipso_stamp *stamp)
{
    stamp->date = take_date(r, COLUMN_AT_DATE);
    stamp->time_min = (int)take_integer(r, COLUMN_AT_MIN, 0, IPSO_DAY_MIN - 1);
    stamp->unix_s = take_integer(r, COLUMN_AT_UNIX_S, INT64_MIN, INT64_MAX);
    stamp->who = take_text(r, COLUMN_WHO);
    stamp->key = take_text(r, COLUMN_KEY);
}

static void take_place(row *r, ipso_event *event)
{
    event->practitioner = take_id(r, COLUMN_PRACTITIONER, IPSO__REF_PRACTITIONER);
    event->date = take_date(r, COLUMN_DATE);
    event->start_min = (int)take_integer(r, COLUMN_START_MIN, 0, IPSO_DAY_MIN);
    event->length_min = (int)take_integer(r, COLUMN_LENGTH_MIN, 0, IPSO_DAY_MIN);
    event->travel_min = (int)take_integer(r, COLUMN_TRAVEL_MIN, 0, IPSO_DAY_MIN);
    event->last = take_date(r, COLUMN_LAST_DATE);
    event->end_min = (int)take_integer(r, COLUMN_END_MIN, 0, IPSO_DAY_MIN);
    event->site = take_id(r, COLUMN_SITE, IPSO__REF_SITE);
    if (!is_null(r, COLUMN_MODE))
        event->mode = 1u << (take_word(r, COLUMN_MODE, 3, ipso__mode_word) & 3);
    event->overrides = take_words(r, COLUMN_OVERRIDES, IPSO_WHY_COUNT, ipso__why_word);
}

static void take_event(row *r, ipso_event *event)
{
    *event = (ipso_event){.practitioner = IPSO_ANY, .site = IPSO_ANY};
    event->seq = take_integer(r, COLUMN_SEQ, 1, INT64_MAX);
    if (event->seq != r->seq)
        refuse(r, COLUMN_SEQ, "is not the next: an event is missing");
    event->kind = (ipso_event_kind)take_word(r, COLUMN_KIND, IPSO_EVENT_COUNT, kind_word);
    take_stamp(r, &event->stamp);
    event->number = take_integer(r, COLUMN_NUMBER, INT64_MIN, INT64_MAX);
    take_place(r, event);
    event->expires_s = take_integer(r, COLUMN_EXPIRES_UNIX_S, 0, INT64_MAX);
    event->wait = take_integer(r, COLUMN_WAIT, 0, INT64_MAX);
    event->reason = take_text(r, COLUMN_REASON);
    take_ask(r, &event->ask);
}

/* ---- reading on ---- */

/* One row; the event read last (seq after_seq) is there to show that the file is still the same. */
static void read_row(row *r, int64_t after_seq, ipso_event_fn take, void *user)
{
    ipso_event event;
    take_event(r, &event);
    if (r->status == IPSO_OK && event.seq > after_seq)
        r->status = take(user, &event, r->err);
    ipso__arena_finish(&r->arena);
    r->seq++;
}

static ipso_status read_rows(row *r, int64_t after_seq, ipso_event_fn take, void *user)
{
    int code = SQLITE_ROW;
    while (r->status == IPSO_OK) {
        code = sqlite3_step(r->statement);
        if (code != SQLITE_ROW)
            break;
        read_row(r, after_seq, take, user);
    }
    if (r->status != IPSO_OK)
        return r->status;
    if (code != SQLITE_DONE)
        return ipso__sqlite_fail(r->store->db, r->store->path, code, "read", r->err);
    if (r->seq <= after_seq)
        return ipso__fail(r->err, IPSO_IO, "",
                          "%s cannot be read: event %lld, which it held, is gone: is it another "
                          "file?",
                          ipso__shown_path(r->store->path), (long long)after_seq);
    return IPSO_OK;
}

static bool know_ids(ipso_sqlite *store)
{
    const unsigned named = 1u << IPSO__REF_PRACTITIONER | 1u << IPSO__REF_SITE |
                           1u << IPSO__REF_TYPE | 1u << IPSO__REF_CLASS;
    store->named =
        store->named || ipso__ids_collect(store->ids, &store->ids_room, store->practice, named);
    return store->named;
}

ipso_status ipso__store_read(void *self, int64_t after_seq, ipso_event_fn take, void *user,
                             ipso_error *err)
{
    ipso_sqlite *store = self;
    row r = {
        .store = store, .statement = store->read, .seq = after_seq > 0 ? after_seq : 1, .err = err};
    ipso_status status;
    int code;
    if (store->practice == NULL)
        return ipso__fail(err, IPSO_STATE, "", "the store knows no practice yet");
    if (!know_ids(store))
        return ipso__fail_nomem(err);
    code = sqlite3_bind_int64(store->read, 1, r.seq);
    status = code == SQLITE_OK ? read_rows(&r, after_seq, take, user)
                               : ipso__sqlite_fail(store->db, store->path, code, "read", err);
    sqlite3_reset(store->read);
    return status;
}
