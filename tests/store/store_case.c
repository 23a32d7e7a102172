/* Agenda files to write, read and break.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/test.h"

#include "store_case.h"

#include "practice/small.h"

#include <dirent.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int scratch_setup(void **state)
{
    scratch *s = calloc(1, sizeof *s);

    assert_non_null(s);
    /* In memory where there is such a folder: what is tested is not the disk. */
    strcpy(s->folder, access("/dev/shm", W_OK) == 0 ? "/dev/shm/ipsosched-store.XXXXXX"
                                                    : "/tmp/ipsosched-store.XXXXXX");
    assert_non_null(mkdtemp(s->folder));
    snprintf(s->path, sizeof s->path, "%s/agenda.db", s->folder);
    *state = s;
    return 0;
}

int scratch_teardown(void **state)
{
    scratch *s = *state;
    DIR *folder = opendir(s->folder);
    char name[400];

    for (struct dirent *entry; (entry = readdir(folder)) != NULL;) {
        snprintf(name, sizeof name, "%s/%s", s->folder, entry->d_name);
        unlink(name);
    }
    closedir(folder);
    rmdir(s->folder);
    free(s);
    return 0;
}

void new_file(const scratch *s)
{
    ipso_error err;

    ipso_error_init(&err);
    if (ipso_sqlite_create(s->path, PRACTICE_TEXT, strlen(PRACTICE_TEXT), PLAN_TEXT,
                           strlen(PLAN_TEXT), &err) != IPSO_OK)
        fail_msg("%s", err.text);
}

ipso_sqlite *open_file(const scratch *s, const ipso_practice *practice)
{
    ipso_sqlite *store = NULL;
    ipso_error err;

    ipso_error_init(&err);
    if (ipso_sqlite_open(&store, s->path, &err) != IPSO_OK)
        fail_msg("%s", err.text);
    ipso_sqlite_set_practice(store, practice);
    return store;
}

/* ---- events ---- */

static ipso_event plain_event(int64_t seq, ipso_event_kind kind)
{
    ipso_event event = {.seq = seq, .kind = kind, .practitioner = IPSO_ANY, .site = IPSO_ANY};

    event.stamp = (ipso_stamp){.date = small_date(0), .time_min = 545, .unix_s = 1795000000};
    ipso_ask_init(&event.ask);
    return event;
}

ipso_event event_hold(int64_t seq)
{
    static ipso_window windows[2];
    ipso_event event = plain_event(seq, IPSO_EVENT_HOLD);
    ipso_request *request = &event.ask.request;

    windows[0] = (ipso_window){small_date(0), small_date(2), 480, 720};
    windows[1] = (ipso_window){small_date(4), small_date(4), 0, 1440};
    event.stamp.who = "Zo\xc3\xab's desk";
    event.number = seq;
    event.practitioner = 1;
    event.site = 0;
    event.date = small_date(1);
    event.start_min = 600;
    event.length_min = 20;
    event.travel_min = 5;
    event.mode = IPSO_MODE_HOME;
    event.overrides = 1u << IPSO_WHY_NOTICE | 1u << IPSO_WHY_RESERVED;
    event.expires_s = 1795000600;
    event.wait = 3;
    event.reason = "asked; \"quoted\", O'Neill\n";
    request->patient = "patient 12";
    request->practitioner = 1;
    request->windows = windows;
    request->window_count = 2;
    request->accepts_tele = true;
    request->site = 0;
    request->priority_percent = 250;
    request->no_show = 0.1;
    request->wanted = small_date(1);
    request->min_gap_min = 60;
    request->max_gap_min = 2880;
    event.ask.after = -4;
    event.ask.modes = IPSO_MODE_SITE | IPSO_MODE_HOME;
    event.ask.audience = IPSO_AUDIENCE_STAFF;
    event.ask.length_min = 20;
    return event;
}

ipso_event event_cancel(int64_t seq, int64_t number)
{
    ipso_event event = plain_event(seq, IPSO_EVENT_CANCEL);

    event.number = number;
    return event;
}

ipso_event event_block(int64_t seq)
{
    ipso_event event = plain_event(seq, IPSO_EVENT_BLOCK);

    event.number = seq;
    event.practitioner = 0;
    event.date = small_date(2);
    event.start_min = 0;
    event.last = small_date(3);
    event.end_min = 1440;
    event.reason = "ill";
    return event;
}

ipso_event event_release(int64_t seq)
{
    ipso_event event = plain_event(seq, IPSO_EVENT_RELEASE);

    event.number = seq;
    event.site = 0;
    event.date = small_date(2);
    event.start_min = 1080;
    event.end_min = 1200;
    return event;
}

/* ---- keeping and reading ---- */

ipso_status keep(ipso_sqlite *store, const ipso_event *event, ipso_error *err)
{
    const ipso_store *f = ipso_sqlite_store(store);
    ipso_status status = f->begin(f->self, err);

    if (status != IPSO_OK)
        return status;
    status = f->append(f->self, event, err);
    if (status == IPSO_OK)
        return f->commit(f->self, err);
    f->rollback(f->self);
    return status;
}

void keep_well(ipso_sqlite *store, ipso_event event)
{
    ipso_error err;

    ipso_error_init(&err);
    if (keep(store, &event, &err) != IPSO_OK)
        fail_msg("%s", err.text);
}

typedef struct counting {
    ipso_event_fn check;
    void *user;
    int count;
} counting;

static ipso_status count_one(void *user, const ipso_event *event, ipso_error *err)
{
    counting *c = user;

    c->count++;
    return c->check != NULL ? c->check(c->user, event, err) : IPSO_OK;
}

int count_events(ipso_sqlite *store, int64_t after, ipso_event_fn check, void *user)
{
    const ipso_store *f = ipso_sqlite_store(store);
    counting c = {check, user, 0};
    ipso_error err;

    ipso_error_init(&err);
    if (f->read(f->self, after, count_one, &c, &err) != IPSO_OK)
        fail_msg("%s", err.text);
    return c.count;
}

static void assert_same_text(const char *a, const char *b)
{
    if (a == NULL || b == NULL)
        assert_ptr_equal(a, b);
    else
        assert_string_equal(a, b);
}

static void assert_same_request(const ipso_request *a, const ipso_request *b)
{
    assert_same_text(a->patient, b->patient);
    assert_int_equal(a->type, b->type);
    assert_int_equal(a->patient_class, b->patient_class);
    assert_int_equal(a->window_count, b->window_count);
    for (size_t i = 0; i < a->window_count; i++) {
        assert_int_equal(a->windows[i].first, b->windows[i].first);
        assert_int_equal(a->windows[i].last, b->windows[i].last);
        assert_int_equal(a->windows[i].start_min, b->windows[i].start_min);
        assert_int_equal(a->windows[i].end_min, b->windows[i].end_min);
    }
    assert_int_equal(a->practitioner, b->practitioner);
    assert_int_equal(a->accepts_others, b->accepts_others);
    assert_int_equal(a->accepts_tele, b->accepts_tele);
    assert_int_equal(a->site, b->site);
    assert_int_equal(a->priority_percent, b->priority_percent);
    assert_true(a->no_show == b->no_show);
    assert_int_equal(a->wanted, b->wanted);
    assert_int_equal(a->after, b->after);
    assert_int_equal(a->min_gap_min, b->min_gap_min);
    assert_int_equal(a->max_gap_min, b->max_gap_min);
}

void assert_same_event(const ipso_event *a, const ipso_event *b)
{
    assert_int_equal(a->seq, b->seq);
    assert_int_equal(a->kind, b->kind);
    assert_int_equal(a->stamp.date, b->stamp.date);
    assert_int_equal(a->stamp.time_min, b->stamp.time_min);
    assert_int_equal(a->stamp.unix_s, b->stamp.unix_s);
    assert_same_text(a->stamp.who, b->stamp.who);
    assert_same_text(a->stamp.key, b->stamp.key);
    assert_int_equal(a->number, b->number);
    assert_int_equal(a->practitioner, b->practitioner);
    assert_int_equal(a->date, b->date);
    assert_int_equal(a->start_min, b->start_min);
    assert_int_equal(a->length_min, b->length_min);
    assert_int_equal(a->travel_min, b->travel_min);
    assert_int_equal(a->last, b->last);
    assert_int_equal(a->end_min, b->end_min);
    assert_int_equal(a->site, b->site);
    assert_int_equal(a->mode, b->mode);
    assert_int_equal(a->overrides, b->overrides);
    assert_int_equal(a->expires_s, b->expires_s);
    assert_int_equal(a->wait, b->wait);
    assert_same_text(a->reason, b->reason);
    assert_same_request(&a->ask.request, &b->ask.request);
    assert_int_equal(a->ask.after, b->ask.after);
    assert_int_equal(a->ask.modes, b->ask.modes);
    assert_int_equal(a->ask.audience, b->ask.audience);
    assert_int_equal(a->ask.length_min, b->ask.length_min);
}

void run_sql(const scratch *s, const char *sql)
{
    sqlite3 *db = NULL;
    char *text = NULL;

    assert_int_equal(sqlite3_open(s->path, &db), SQLITE_OK);
    if (sqlite3_exec(db, sql, NULL, NULL, &text) != SQLITE_OK)
        fail_msg("%s: %s", sql, text);
    sqlite3_close(db);
}
