/* The SQLite store keeps the contract of a store.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/test.h"

#include "practice/small.h"
#include "store_case.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void documents_come_back_byte_for_byte(void **state)
{
    ipso_practice *practice = small_practice();
    char *texts[2];
    size_t lengths[2];

    new_file(*state);
    ipso_sqlite *store = open_file(*state, practice);
    assert_int_equal(
        ipso_sqlite_documents(store, &texts[0], &lengths[0], &texts[1], &lengths[1], NULL),
        IPSO_OK);
    assert_int_equal(lengths[0], strlen(PRACTICE_TEXT));
    assert_string_equal(texts[0], PRACTICE_TEXT);
    assert_int_equal(lengths[1], strlen(PLAN_TEXT));
    assert_string_equal(texts[1], PLAN_TEXT);
    ipso_text_free(texts[0]);
    ipso_text_free(texts[1]);
    ipso_sqlite_close(store);
    ipso_practice_free(practice);
}

static ipso_status compare_with_next(void *user, const ipso_event *event, ipso_error *err)
{
    const ipso_event **next = user;

    (void)err;
    assert_same_event(event, (*next)++);
    return IPSO_OK;
}

static void every_field_of_every_event_comes_back(void **state)
{
    ipso_practice *practice = small_practice();
    ipso_event events[4] = {event_hold(1), event_cancel(2, 1), event_block(3), event_release(4)};
    const ipso_event *next = events;

    events[1].stamp.key = "a key";
    new_file(*state);
    ipso_sqlite *store = open_file(*state, practice);
    for (int i = 0; i < 4; i++)
        keep_well(store, events[i]);
    assert_int_equal(count_events(store, 0, compare_with_next, &next), 4);
    ipso_sqlite_close(store);
    store = open_file(*state, practice);
    next = events + 2;
    assert_int_equal(count_events(store, 2, compare_with_next, &next), 2);
    assert_int_equal(count_events(store, 4, NULL, NULL), 0);
    ipso_sqlite_close(store);
    ipso_practice_free(practice);
}

static void what_is_rolled_back_was_never_there(void **state)
{
    ipso_practice *practice = small_practice();
    ipso_event one = event_hold(1), other = event_block(1);
    const ipso_event *next = &other;

    new_file(*state);
    ipso_sqlite *store = open_file(*state, practice);
    const ipso_store *f = ipso_sqlite_store(store);
    assert_int_equal(f->begin(f->self, NULL), IPSO_OK);
    assert_int_equal(f->append(f->self, &one, NULL), IPSO_OK);
    f->rollback(f->self);
    f->rollback(f->self); /* of nothing: nothing */
    assert_int_equal(count_events(store, 0, NULL, NULL), 0);
    keep_well(store, other);
    assert_int_equal(count_events(store, 0, compare_with_next, &next), 1);
    ipso_sqlite_close(store);
    ipso_practice_free(practice);
}

static void others_see_a_change_once_it_is_committed(void **state)
{
    ipso_practice *practice = small_practice();
    ipso_event event = event_hold(1);

    new_file(*state);
    ipso_sqlite *writer = open_file(*state, practice), *reader = open_file(*state, practice);
    const ipso_store *f = ipso_sqlite_store(writer);
    assert_int_equal(f->begin(f->self, NULL), IPSO_OK);
    assert_int_equal(f->append(f->self, &event, NULL), IPSO_OK);
    assert_int_equal(count_events(reader, 0, NULL, NULL), 0);
    assert_int_equal(f->commit(f->self, NULL), IPSO_OK);
    assert_int_equal(count_events(reader, 0, NULL, NULL), 1);
    keep_well(reader, event_block(2));
    assert_int_equal(count_events(writer, 1, NULL, NULL), 1);
    ipso_sqlite_close(writer);
    ipso_sqlite_close(reader);
    ipso_practice_free(practice);
}

static void a_key_is_kept_once(void **state)
{
    ipso_practice *practice = small_practice();
    ipso_event event = event_block(1), again = event_block(2);
    ipso_error err;

    ipso_error_init(&err);
    event.stamp.key = again.stamp.key = "web-77";
    new_file(*state);
    ipso_sqlite *store = open_file(*state, practice);
    keep_well(store, event);
    assert_int_equal(keep(store, &again, &err), IPSO_STATE);
    assert_string_equal(err.text, "the key \"web-77\" was used before");
    keep_well(store, event_block(2));
    ipso_sqlite_close(store);
    ipso_practice_free(practice);
}

static void numbers_are_without_gap_and_used_once(void **state)
{
    ipso_practice *practice = small_practice();
    ipso_event late = event_block(3), again = event_block(1), none = event_block(0);

    new_file(*state);
    ipso_sqlite *store = open_file(*state, practice);
    assert_int_equal(keep(store, &none, NULL), IPSO_IO);
    keep_well(store, event_block(1));
    assert_int_equal(keep(store, &late, NULL), IPSO_IO);
    assert_int_equal(keep(store, &again, NULL), IPSO_IO);
    assert_int_equal(count_events(store, 0, NULL, NULL), 1);
    ipso_sqlite_close(store);
    ipso_practice_free(practice);
}

static void an_event_that_names_nothing_is_refused(void **state)
{
    ipso_practice *practice = small_practice();
    ipso_event person = event_block(1), kind = event_block(1), mode = event_hold(1),
               rule = event_hold(1), day = event_block(1);

    person.practitioner = 2; /* there are two: 0 and 1 */
    kind.kind = (ipso_event_kind)IPSO_EVENT_COUNT;
    mode.mode = IPSO_MODE_SITE | IPSO_MODE_TELE;
    rule.overrides = 1u << IPSO_WHY_COUNT;
    day.date = INT32_MAX;
    new_file(*state);
    ipso_sqlite *store = open_file(*state, practice);
    assert_int_equal(keep(store, &person, NULL), IPSO_INPUT);
    assert_int_equal(keep(store, &kind, NULL), IPSO_INPUT);
    assert_int_equal(keep(store, &mode, NULL), IPSO_INPUT);
    assert_int_equal(keep(store, &rule, NULL), IPSO_INPUT);
    assert_int_equal(keep(store, &day, NULL), IPSO_INPUT);
    assert_int_equal(count_events(store, 0, NULL, NULL), 0);
    ipso_sqlite_close(store);
    ipso_practice_free(practice);
}

static ipso_status stop_reading(void *user, const ipso_event *event, ipso_error *err)
{
    (void)user, (void)event, (void)err;
    return IPSO_STATE;
}

static void a_reader_may_stop_and_read_again(void **state)
{
    ipso_practice *practice = small_practice();

    new_file(*state);
    ipso_sqlite *store = open_file(*state, practice);
    const ipso_store *f = ipso_sqlite_store(store);
    keep_well(store, event_block(1));
    keep_well(store, event_block(2));
    assert_int_equal(f->read(f->self, 0, stop_reading, NULL, NULL), IPSO_STATE);
    assert_int_equal(count_events(store, 0, NULL, NULL), 2);
    ipso_sqlite_close(store);
    ipso_practice_free(practice);
}

static void without_a_practice_no_event_can_be_told(void **state)
{
    ipso_event event = event_block(1);
    ipso_sqlite *store;

    new_file(*state);
    store = open_file(*state, NULL);
    assert_int_equal(keep(store, &event, NULL), IPSO_STATE);
    ipso_sqlite_close(store);
}

static void a_file_is_never_made_over_another(void **state)
{
    const scratch *s = *state;
    ipso_practice *practice = small_practice();
    ipso_error err;

    ipso_error_init(&err);
    new_file(s);
    ipso_sqlite *store = open_file(s, practice);
    keep_well(store, event_block(1));
    assert_int_equal(ipso_sqlite_create(s->path, "1", 1, "2", 1, &err), IPSO_IO);
    assert_non_null(strstr(err.text, "exists"));
    assert_int_equal(count_events(store, 0, NULL, NULL), 1);
    ipso_sqlite_close(store);
    ipso_practice_free(practice);
}

static void a_new_file_is_its_owners_alone(void **state)
{
    const scratch *s = *state;
    struct stat status;

    new_file(s);
    assert_int_equal(stat(s->path, &status), 0);
    assert_int_equal(status.st_mode & 0777, 0600);
}

/* Whoever writes to the file: 0 where SQLite lets the statement through. */
static int try_sql(const scratch *s, const char *sql)
{
    sqlite3 *db = NULL;
    int code;

    assert_int_equal(sqlite3_open(s->path, &db), SQLITE_OK);
    code = sqlite3_exec(db, sql, NULL, NULL, NULL);
    sqlite3_close(db);
    return code;
}

static void the_file_itself_refuses_to_change_the_past(void **state)
{
    static const char *const wrongs[] = {"UPDATE events SET patient = 'x'",
                                         "DELETE FROM events",
                                         "UPDATE events SET seq = 9",
                                         "INSERT OR REPLACE INTO events SELECT * FROM events",
                                         "UPDATE documents SET text = ''",
                                         "DELETE FROM documents WHERE name = 'plan'",
                                         "INSERT INTO documents VALUES ('more', '')"};
    ipso_practice *practice = small_practice();

    new_file(*state);
    ipso_sqlite *store = open_file(*state, practice);
    keep_well(store, event_hold(1));
    ipso_sqlite_close(store);
    for (size_t i = 0; i < sizeof wrongs / sizeof wrongs[0]; i++)
        assert_int_equal(try_sql(*state, wrongs[i]), SQLITE_CONSTRAINT);
    assert_int_equal(try_sql(*state, "SELECT * FROM history"), SQLITE_OK);
    ipso_practice_free(practice);
}

static int keep_column(void *user, int count, char **values, char **names)
{
    (void)count, (void)names;
    snprintf(user, 200, "%s", values[0] != NULL ? values[0] : "NULL");
    return 0;
}

static void people_can_query_the_file(void **state)
{
    static const struct {
        const char *sql, *answer;
    } cases[] = {{"SELECT practitioner FROM events WHERE seq = 1", "petit"},
                 {"SELECT date || ' ' || start FROM history WHERE seq = 1", "2026-11-24 10:00"},
                 {"SELECT json_extract(windows, '$[0].to') FROM events WHERE seq = 1", "12:00"},
                 {"SELECT json_extract(overrides, '$[1]') FROM events WHERE seq = 1", "reserved"},
                 {"SELECT kind FROM events WHERE seq = 2", "cancel"},
                 {"SELECT patient FROM events WHERE seq = 2", "NULL"},
                 {"SELECT value FROM meta WHERE name = 'format'", "ipsosched-agenda/1"}};
    const scratch *s = *state;
    ipso_practice *practice = small_practice();
    sqlite3 *db = NULL;

    new_file(s);
    ipso_sqlite *store = open_file(s, practice);
    keep_well(store, event_hold(1));
    keep_well(store, event_cancel(2, 1));
    assert_int_equal(sqlite3_open(s->path, &db), SQLITE_OK);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char answer[200] = "";
        assert_int_equal(sqlite3_exec(db, cases[i].sql, keep_column, answer, NULL), SQLITE_OK);
        assert_string_equal(answer, cases[i].answer);
    }
    sqlite3_close(db);
    ipso_sqlite_close(store);
    ipso_practice_free(practice);
}

#define SCRATCH_TEST(test) cmocka_unit_test_setup_teardown(test, scratch_setup, scratch_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCRATCH_TEST(documents_come_back_byte_for_byte),
        SCRATCH_TEST(every_field_of_every_event_comes_back),
        SCRATCH_TEST(what_is_rolled_back_was_never_there),
        SCRATCH_TEST(others_see_a_change_once_it_is_committed),
        SCRATCH_TEST(a_key_is_kept_once),
        SCRATCH_TEST(numbers_are_without_gap_and_used_once),
        SCRATCH_TEST(an_event_that_names_nothing_is_refused),
        SCRATCH_TEST(a_reader_may_stop_and_read_again),
        SCRATCH_TEST(without_a_practice_no_event_can_be_told),
        SCRATCH_TEST(a_file_is_never_made_over_another),
        SCRATCH_TEST(a_new_file_is_its_owners_alone),
        SCRATCH_TEST(the_file_itself_refuses_to_change_the_past),
        SCRATCH_TEST(people_can_query_the_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
