/* Files that are damaged, foreign, of a newer program, read-only or without room: one clear error,
 * and nothing is lost.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/test.h"

#include "practice/small.h"
#include "store_case.h"

#include <dirent.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

/* Opening must fail so, and leave the pointer alone. */
static void assert_not_opened(const char *path, const char *words)
{
    ipso_sqlite *store = NULL;
    ipso_error err;

    ipso_error_init(&err);
    assert_int_equal(ipso_sqlite_open(&store, path, &err), IPSO_IO);
    assert_null(store);
    if (strstr(err.text, words) == NULL)
        fail_msg("\"%s\" does not say \"%s\"", err.text, words);
}

static void write_bytes(const char *path, const char *bytes, size_t length)
{
    FILE *file = fopen(path, "wb");

    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, length, file), length);
    fclose(file);
}

static void what_is_no_agenda_is_not_opened(void **state)
{
    const scratch *s = *state;
    char noise[4096];

    assert_not_opened(s->path, "there is no such file");
    assert_not_opened(s->folder, "cannot be opened");
    assert_not_opened("", "cannot be opened");
    assert_not_opened(":memory:", "there is no such file");
    write_bytes(s->path, "", 0);
    assert_not_opened(s->path, "it is not an agenda");
    memset(noise, 'x', sizeof noise);
    write_bytes(s->path, noise, sizeof noise);
    assert_not_opened(s->path, "it is not an agenda");
    unlink(s->path);
    run_sql(s, "CREATE TABLE t (x)");
    assert_not_opened(s->path, "it is not an agenda");
}

static void a_newer_format_is_not_opened(void **state)
{
    const scratch *s = *state;

    new_file(s);
    run_sql(s, "PRAGMA user_version = 2");
    assert_not_opened(s->path, "format 2, of a newer program; this one reads 1");
    run_sql(s, "PRAGMA user_version = 0");
    assert_not_opened(s->path, "there is no format 0");
}

static void tables_and_triggers_must_be_ours(void **state)
{
    const scratch *s = *state;

    new_file(s);
    run_sql(s, "CREATE VIEW mine AS SELECT 1; CREATE INDEX by_patient ON events (patient)");
    ipso_sqlite_close(open_file(s, NULL));
    run_sql(s, "CREATE TRIGGER evil AFTER INSERT ON events BEGIN DELETE FROM meta; END");
    assert_not_opened(s->path, "its tables are not those of an agenda");
    run_sql(s, "DROP TRIGGER evil; DROP TRIGGER events_removed");
    assert_not_opened(s->path, "its tables are not those of an agenda");
}

/* ---- rows that no event has ---- */

static const struct {
    const char *sql, *where;
} wrong_rows[] = {
    {"SET kind = 'dance'", "/events/2/kind"},
    {"SET practitioner = 'nobody'", "/events/2/practitioner"},
    {"SET type = 'nothing'", "/events/2/type"},
    {"SET type = NULL", "/events/2/type"},
    {"SET site = 'nowhere'", "/events/2/site"},
    {"SET patient_class = 'none'", "/events/2/patient_class"},
    {"SET date = '2026-02-30'", "/events/2/date"},
    {"SET at_date = ''", "/events/2/at_date"},
    {"SET at_min = 1440", "/events/2/at_min"},
    {"SET start_min = -5", "/events/2/start_min"},
    {"SET length_min = 1441", "/events/2/length_min"},
    {"SET mode = 'smoke signals'", "/events/2/mode"},
    {"SET overrides = '[\"notice\",\"notice\"]'", "/events/2/overrides"},
    {"SET overrides = '[notice]'", "/events/2/overrides"},
    {"SET modes = '[\"site\"'", "/events/2/modes"},
    {"SET windows = '[{}]'", "/events/2/windows"},
    {"SET windows = '[{\"first_day\":\"2026-11-2'", "/events/2/windows"},
    {"SET windows = 'null'", "/events/2/windows"},
    {"SET accepts_others = 2", "/events/2/accepts_others"},
    {"SET audience = 'public'", "/events/2/audience"},
    {"SET audience = NULL", "/events/2/audience"},
    {"SET no_show = 1.5", "/events/2/no_show"},
    {"SET patient = 'a' || char(0) || 'b'", "/events/2/patient"},
    {"SET min_gap_min = 3000000000", "/events/2/min_gap_min"},
};

static ipso_status take_all(void *user, const ipso_event *event, ipso_error *err)
{
    (void)user, (void)event, (void)err;
    return IPSO_OK;
}

static void a_damaged_event_is_named(void **state)
{
    const scratch *s = *state;
    ipso_practice *practice = small_practice();

    for (size_t i = 0; i < sizeof wrong_rows / sizeof wrong_rows[0]; i++) {
        char sql[600];
        ipso_error err;

        ipso_error_init(&err);
        new_file(s);
        ipso_sqlite *store = open_file(s, practice);
        const ipso_store *f = ipso_sqlite_store(store);
        keep_well(store, event_block(1));
        keep_well(store, event_hold(2));
        snprintf(sql, sizeof sql, "DROP TRIGGER events_changed; UPDATE events %s WHERE seq = 2",
                 wrong_rows[i].sql);
        run_sql(s, sql);
        assert_int_equal(f->read(f->self, 0, take_all, NULL, &err), IPSO_INPUT);
        assert_string_equal(err.where, wrong_rows[i].where);
        ipso_sqlite_close(store);
        unlink(s->path);
    }
    ipso_practice_free(practice);
}

static void an_event_that_is_gone_is_missed(void **state)
{
    const scratch *s = *state;
    ipso_practice *practice = small_practice();
    ipso_error err;

    ipso_error_init(&err);
    new_file(s);
    ipso_sqlite *store = open_file(s, practice);
    const ipso_store *f = ipso_sqlite_store(store);
    for (int i = 1; i <= 3; i++)
        keep_well(store, event_block(i));
    run_sql(s, "DROP TRIGGER events_removed; DELETE FROM events WHERE seq = 2");
    assert_int_equal(f->read(f->self, 0, take_all, NULL, &err), IPSO_INPUT);
    assert_string_equal(err.where, "/events/2/seq");
    run_sql(s, "DELETE FROM events WHERE seq = 3");
    ipso_error_init(&err);
    assert_int_equal(f->read(f->self, 3, take_all, NULL, &err), IPSO_IO);
    assert_non_null(strstr(err.text, "event 3, which it held, is gone"));
    ipso_sqlite_close(store);
    ipso_practice_free(practice);
}

/* Every byte of pages 1 to 12 in turn would be long: every 97th is, 97 being prime to the sizes of
 * pages and cells. Whatever it hits, opening and reading end in an answer. */
static void a_changed_byte_is_no_crash(void **state)
{
    const scratch *s = *state;
    ipso_practice *practice = small_practice();
    static char bytes[1 << 17];
    size_t length;
    FILE *file;

    new_file(s);
    ipso_sqlite *store = open_file(s, practice);
    for (int i = 1; i <= 20; i++)
        keep_well(store, event_hold(i));
    ipso_sqlite_close(store);
    file = fopen(s->path, "rb");
    assert_non_null(file);
    length = fread(bytes, 1, sizeof bytes, file);
    fclose(file);
    assert_in_range(length, 4096, sizeof bytes - 1);
    for (size_t at = 0; at < length; at += 97) {
        char kept = bytes[at];
        ipso_sqlite *damaged = NULL;

        bytes[at] = (char)~bytes[at];
        write_bytes(s->path, bytes, length);
        bytes[at] = kept;
        if (ipso_sqlite_open(&damaged, s->path, NULL) != IPSO_OK)
            continue;
        ipso_sqlite_set_practice(damaged, practice);
        const ipso_store *f = ipso_sqlite_store(damaged);
        f->read(f->self, 0, take_all, NULL, NULL);
        ipso_sqlite_close(damaged);
    }
    ipso_practice_free(practice);
}

/* ---- no leave, no room ---- */

/* Root writes where it likes: it becomes somebody else for a while. */
static void step_down(const scratch *s)
{
    const uid_t nobody = 65534;

    if (geteuid() != 0)
        return;
    assert_int_equal(chown(s->folder, nobody, (gid_t)-1), 0);
    assert_int_equal(seteuid(nobody), 0);
}

/* SQLite gives its log and index the mode of the file. */
static void allow_writing(const scratch *s)
{
    static const char *const endings[] = {"", "-wal", "-shm"};

    for (int i = 0; i < 3; i++) {
        char name[120];

        snprintf(name, sizeof name, "%s%s", s->path, endings[i]);
        chmod(name, 0600);
    }
}

static void a_read_only_file_is_read_and_not_written(void **state)
{
    const scratch *s = *state;
    ipso_practice *practice = small_practice();
    ipso_event event = event_block(2);
    ipso_error err;

    ipso_error_init(&err);
    step_down(s);
    new_file(s);
    ipso_sqlite *store = open_file(s, practice);
    keep_well(store, event_block(1));
    ipso_sqlite_close(store);
    chmod(s->path, 0400);
    store = open_file(s, practice);
    assert_int_equal(count_events(store, 0, NULL, NULL), 1);
    assert_int_equal(keep(store, &event, &err), IPSO_IO);
    assert_non_null(strstr(err.text, "is read-only"));
    ipso_sqlite_close(store);
    allow_writing(s);
    store = open_file(s, practice);
    assert_int_equal(count_events(store, 0, NULL, NULL), 1);
    keep_well(store, event);
    ipso_sqlite_close(store);
    ipso_practice_free(practice);
    assert_int_equal(seteuid(getuid()), 0);
}

/* What cannot be written beside the file: everything read stays readable, nothing is half kept. */
static void expect_not_written(const scratch *s, const ipso_practice *practice)
{
    ipso_event event = event_block(2);
    ipso_sqlite *store = NULL;
    ipso_status status;
    ipso_error err;

    ipso_error_init(&err);
    status = ipso_sqlite_open(&store, s->path, &err);
    if (status == IPSO_OK) {
        ipso_sqlite_set_practice(store, practice);
        assert_int_equal(count_events(store, 0, NULL, NULL), 1);
        status = keep(store, &event, &err);
        ipso_sqlite_close(store);
    }
    assert_int_equal(status, IPSO_IO);
    assert_non_null(strstr(err.text, s->path));
    assert_null(strchr(err.text, '\n'));
}

static void expect_written(const scratch *s, const ipso_practice *practice)
{
    ipso_sqlite *store = open_file(s, practice);

    assert_int_equal(count_events(store, 0, NULL, NULL), 1);
    keep_well(store, event_block(2));
    ipso_sqlite_close(store);
}

/* One event in a file that nobody has open. */
static void keep_one(const scratch *s, const ipso_practice *practice)
{
    ipso_sqlite *store;

    step_down(s);
    new_file(s);
    store = open_file(s, practice);
    keep_well(store, event_block(1));
    ipso_sqlite_close(store);
}

static void a_read_only_folder_is_an_error(void **state)
{
    const scratch *s = *state;
    ipso_practice *practice = small_practice();

    keep_one(s, practice);
    assert_int_equal(chmod(s->folder, 0500), 0);
    expect_not_written(s, practice);
    assert_int_equal(chmod(s->folder, 0700), 0);
    expect_written(s, practice);
    ipso_practice_free(practice);
    assert_int_equal(seteuid(getuid()), 0);
}

static void a_log_or_an_index_that_cannot_be_written_is_an_error(void **state)
{
    const scratch *s = *state;
    static const char *const endings[] = {"-wal", "-shm"};
    ipso_practice *practice = small_practice();
    char name[120];

    keep_one(s, practice);
    for (int i = 0; i < 2; i++) {
        snprintf(name, sizeof name, "%s%s", s->path, endings[i]);
        write_bytes(name, "", 0);
        assert_int_equal(chmod(name, 0400), 0);
        expect_not_written(s, practice);
        allow_writing(s);
    }
    expect_written(s, practice);
    ipso_practice_free(practice);
    assert_int_equal(seteuid(getuid()), 0);
}

/* Files may grow to so many bytes, which is how a full disk looks to a program. */
static void limit_files(rlim_t bytes)
{
    struct rlimit limit;

    signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &limit);
    limit.rlim_cur = bytes < limit.rlim_max ? bytes : limit.rlim_max;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

static void a_full_disk_loses_nothing_that_was_kept(void **state)
{
    const scratch *s = *state;
    ipso_practice *practice = small_practice();
    ipso_error err;
    int kept = 0, failed = 0;

    new_file(s);
    ipso_sqlite *store = open_file(s, practice);
    limit_files(300000);
    for (int i = 0; i < 400 && failed < 5; i++) {
        ipso_event event = event_hold(kept + 1);

        ipso_error_init(&err);
        if (keep(store, &event, &err) == IPSO_OK) {
            kept++;
            continue;
        }
        assert_int_equal(err.status, IPSO_IO);
        failed++;
    }
    assert_int_equal(failed, 5);
    assert_int_equal(count_events(store, 0, NULL, NULL), kept);
    limit_files(RLIM_INFINITY);
    keep_well(store, event_hold(kept + 1)); /* room again: it goes on */
    ipso_sqlite_close(store);
    store = open_file(s, practice);
    assert_int_equal(count_events(store, 0, NULL, NULL), kept + 1);
    ipso_sqlite_close(store);
    ipso_practice_free(practice);
}

static int count_files(const char *folder)
{
    DIR *opened = opendir(folder);
    int count = -2; /* . and .. */

    while (readdir(opened) != NULL)
        count++;
    closedir(opened);
    return count;
}

static void what_cannot_be_made_leaves_nothing_behind(void **state)
{
    const scratch *s = *state;
    char *text = malloc(200000), deep[200], log[200];
    ipso_error err;

    assert_non_null(text);
    memset(text, 'x', 200000);
    ipso_error_init(&err);
    limit_files(100000);
    assert_int_equal(ipso_sqlite_create(s->path, text, 200000, "", 0, &err), IPSO_IO);
    limit_files(RLIM_INFINITY);
    assert_int_equal(count_files(s->folder), 0);
    snprintf(deep, sizeof deep, "%s/none/agenda.db", s->folder);
    assert_int_equal(ipso_sqlite_create(deep, text, 1, "", 0, NULL), IPSO_IO);
    snprintf(log, sizeof log, "%s-wal", s->path);
    write_bytes(log, "left", 4);
    ipso_error_init(&err);
    assert_int_equal(ipso_sqlite_create(s->path, text, 1, "", 0, &err), IPSO_IO);
    assert_non_null(strstr(err.text, "agenda.db-wal exists"));
    assert_int_equal(count_files(s->folder), 1);
    free(text);
}

#define SCRATCH_TEST(test) cmocka_unit_test_setup_teardown(test, scratch_setup, scratch_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCRATCH_TEST(what_is_no_agenda_is_not_opened),
        SCRATCH_TEST(a_newer_format_is_not_opened),
        SCRATCH_TEST(tables_and_triggers_must_be_ours),
        SCRATCH_TEST(a_damaged_event_is_named),
        SCRATCH_TEST(an_event_that_is_gone_is_missed),
        SCRATCH_TEST(a_changed_byte_is_no_crash),
        SCRATCH_TEST(a_read_only_file_is_read_and_not_written),
        SCRATCH_TEST(a_read_only_folder_is_an_error),
        SCRATCH_TEST(a_log_or_an_index_that_cannot_be_written_is_an_error),
        SCRATCH_TEST(a_full_disk_loses_nothing_that_was_kept),
        SCRATCH_TEST(what_cannot_be_made_leaves_nothing_behind),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
