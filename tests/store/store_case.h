/* Agenda files in a scratch folder, events made by hand, and what reading them gives.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_STORE_STORE_CASE_H
#define TESTS_STORE_STORE_CASE_H

#include <ipsosched/store.h>

/* A fresh folder, and a file name in it; the folder goes with all that it holds. */
typedef struct scratch {
    char folder[64], path[96];
} scratch;

int scratch_setup(void **state);
int scratch_teardown(void **state);

/* Bytes of the documents of new_file: the store looks into none. */
#define PRACTICE_TEXT "{\"practice\": \"\xc3\xa9\"}\n"
#define PLAN_TEXT     "{\"plan\": 1}\n"

/* A new agenda, opened, with the small practice as its own. Each fails the test on any error. */
void new_file(const scratch *s);
ipso_sqlite *open_file(const scratch *s, const ipso_practice *practice);

/* Events: a hold with every field of an ask, a cancel, a block, a release. */
ipso_event event_hold(int64_t seq);
ipso_event event_cancel(int64_t seq, int64_t number);
ipso_event event_block(int64_t seq);
ipso_event event_release(int64_t seq);

/* Appends one event in a transaction of its own. */
ipso_status keep(ipso_sqlite *store, const ipso_event *event, ipso_error *err);
void keep_well(ipso_sqlite *store, ipso_event event);

/* How many events there are after one; each passes through check (NULL none). */
int count_events(ipso_sqlite *store, int64_t after, ipso_event_fn check, void *user);

/* Fails the test unless both are the same, field by field. */
void assert_same_event(const ipso_event *a, const ipso_event *b);

/* Changes the file by hand, with other means than the library's. */
void run_sql(const scratch *s, const char *sql);

#endif
