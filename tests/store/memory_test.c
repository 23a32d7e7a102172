/* Whichever allocation fails, of the store or of SQLite: an error, no leak, nothing lost.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/failing_malloc.h"
#include "support/test.h"

#include "practice/small.h"
#include "store_case.h"

#include <string.h>
#include <unistd.h>

typedef struct work {
    const scratch *s;
    const ipso_practice *practice;
    ipso_status status;
    int events;
    int acknowledged;
} work;

static bool open_work(void *context)
{
    work *w = context;
    ipso_sqlite *store = NULL;
    char *texts[2] = {NULL, NULL};
    size_t lengths[2];
    ipso_error err;

    ipso_error_init(&err);
    w->status = ipso_sqlite_open(&store, w->s->path, &err);
    if (w->status == IPSO_OK)
        w->status =
            ipso_sqlite_documents(store, &texts[0], &lengths[0], &texts[1], &lengths[1], &err);
    ipso_text_free(texts[0]);
    ipso_text_free(texts[1]);
    ipso_sqlite_close(store);
    return w->status == IPSO_OK;
}

static ipso_status count_one(void *user, const ipso_event *event, ipso_error *err)
{
    work *w = user;

    (void)event, (void)err;
    w->events++;
    return IPSO_OK;
}

/* Reads all and appends what is the next. */
static bool change_work(void *context)
{
    work *w = context;
    ipso_sqlite *store = NULL;
    ipso_event event = event_hold(1);
    ipso_error err;

    ipso_error_init(&err);
    w->events = 0;
    w->status = ipso_sqlite_open(&store, w->s->path, &err);
    if (w->status != IPSO_OK)
        return false;
    ipso_sqlite_set_practice(store, w->practice);
    const ipso_store *f = ipso_sqlite_store(store);
    w->status = f->read(f->self, 0, count_one, w, &err);
    event.seq = event.number = w->events + 1;
    if (w->status == IPSO_OK)
        w->status = keep(store, &event, &err);
    w->acknowledged += w->status == IPSO_OK;
    ipso_sqlite_close(store);
    return w->status == IPSO_OK;
}

static bool create_work(void *context)
{
    work *w = context;
    ipso_error err;

    ipso_error_init(&err);
    w->status = ipso_sqlite_create(w->s->path, "p", 1, "q", 1, &err);
    if (w->status == IPSO_OK)
        unlink(w->s->path);
    return w->status == IPSO_OK;
}

/* SQLite itself does without some of its memory (a cache, a hash); so unreported is no fault. */
static void assert_sound(failing_report report)
{
    assert_in_range(report.runs, 20, 100000);
    assert_int_equal(report.leaks, 0);
}

static void every_failed_allocation_is_an_error_and_no_leak(void **state)
{
    ipso_practice *practice;
    work w = {.s = *state};

    if (!failing_malloc_works())
        skip();
    practice = small_practice();
    w.practice = practice;
    assert_sound(failing_malloc_each(create_work, &w, FAIL_ONCE, 1));
    new_file(*state);
    assert_sound(failing_malloc_each(open_work, &w, FAIL_ONCE, 1));
    assert_sound(failing_malloc_each(open_work, &w, FAIL_ON, 1));
    assert_sound(failing_malloc_each(change_work, &w, FAIL_ONCE, 1));
    failing_malloc_fail_never();
    assert_true(change_work(&w));
    assert_int_equal(w.events + 1, w.acknowledged);
    ipso_practice_free(practice);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_failed_allocation_is_an_error_and_no_leak,
                                        scratch_setup, scratch_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
