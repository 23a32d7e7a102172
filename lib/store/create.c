/* Making a new file: whole under a temporary name, then given its own.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/store.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* What is made: the temporary file beside path. */
typedef struct maker {
    char *path, *temporary;
    ipso_error *err;
} maker;

static ipso_status fail_errno(const maker *m, int number)
{
    if (number == ENOMEM)
        return ipso__fail_nomem(m->err);
    return ipso__fail(m->err, IPSO_IO, "", "%s cannot be made: %s", ipso__shown_path(m->path),
                      strerror(number));
}

/* Whether a file of path with an ending is there. */
static bool is_there(const char *path, const char *ending, bool *nomem)
{
    size_t size = strlen(path) + strlen(ending) + 1;
    char *name = ipso__calloc(size, 1);
    bool there = false;
    *nomem = name == NULL;
    if (name != NULL) {
        snprintf(name, size, "%s%s", path, ending);
        there = access(name, F_OK) == 0;
    }
    free(name);
    return there;
}

/* A log left by a file that was removed would be taken for the new one's. */
static ipso_status expect_none(const maker *m)
{
    static const char *const endings[] = {"", "-wal", "-journal"};
    for (int i = 0; i < 3; i++) {
        bool nomem;
        if (is_there(m->path, endings[i], &nomem))
            return ipso__fail(m->err, IPSO_IO, "", "%s cannot be made: %s%s exists",
                              ipso__shown_path(m->path), ipso__shown_path(m->path), endings[i]);
        if (nomem)
            return ipso__fail_nomem(m->err);
    }
    return IPSO_OK;
}

/* ---- filling ---- */

static ipso_status put(const maker *m, sqlite3 *db, const char *sql, const char *name,
                       const char *text, size_t length)
{
    sqlite3_stmt *statement = NULL;
    int code = sqlite3_prepare_v2(db, sql, -1, &statement, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_bind_text(statement, 1, name, -1, SQLITE_STATIC);
    if (code == SQLITE_OK)
        code = sqlite3_bind_text64(statement, 2, text, length, SQLITE_STATIC, SQLITE_UTF8);
    if (code == SQLITE_OK)
        code = sqlite3_step(statement);
    sqlite3_finalize(statement);
    return code == SQLITE_DONE ? IPSO_OK : ipso__sqlite_fail(db, m->path, code, "made", m->err);
}

static ipso_status make_tables(const maker *m, sqlite3 *db)
{
    char sql[120];
    ipso_status status = IPSO_OK;
    for (int i = 0; i < IPSO__SCHEMA_COUNT && status == IPSO_OK; i++)
        status = ipso__sqlite_run(db, m->path, ipso__store_schema[i].sql, "made", m->err);
    snprintf(sql, sizeof sql, "PRAGMA application_id = %d; PRAGMA user_version = %d",
             IPSO__APPLICATION_ID, IPSO__STORE_FORMAT);
    return status == IPSO_OK ? ipso__sqlite_run(db, m->path, sql, "made", m->err) : status;
}

typedef struct document {
    const char *name, *text;
    size_t length;
} document;

static ipso_status fill(const maker *m, sqlite3 *db, const document documents[2])
{
    ipso_status status = ipso__sqlite_run(
        db, m->path, "PRAGMA journal_mode = MEMORY; PRAGMA synchronous = FULL; BEGIN", "made",
        m->err);
    if (status == IPSO_OK)
        status = make_tables(m, db);
    for (int i = 0; i < 2 && status == IPSO_OK; i++)
        status = put(m, db, "INSERT INTO documents VALUES (?, ?)", documents[i].name,
                     documents[i].text, documents[i].length);
    if (status == IPSO_OK)
        status = put(m, db, "INSERT INTO meta VALUES (?, ?)", "format", "ipsosched-agenda/1", 18);
    if (status == IPSO_OK)
        status = put(m, db, "INSERT INTO meta VALUES (?, ?)", "made_by", ipso_version(),
                     strlen(ipso_version()));
    if (status == IPSO_OK)
        status = ipso__sqlite_run(db, m->path, "COMMIT; PRAGMA journal_mode = WAL", "made", m->err);
    return status;
}

static ipso_status fill_file(const maker *m, const document documents[2])
{
    sqlite3 *db = NULL;
    int code = sqlite3_open_v2(
        m->temporary, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE,
        NULL);
    ipso_status status = code == SQLITE_OK ? fill(m, db, documents)
                                           : ipso__sqlite_fail(db, m->path, code, "made", m->err);
    code = sqlite3_close(db);
    if (status == IPSO_OK && code != SQLITE_OK)
        status = ipso__sqlite_fail(NULL, m->path, code, "made", m->err);
    return status;
}

/* ---- naming ---- */

static int sync_path(const char *path, int flags)
{
    int descriptor = open(path, flags | O_CLOEXEC), number = 0;
    if (descriptor < 0)
        return errno;
    if (fsync(descriptor) != 0)
        number = errno;
    close(descriptor);
    return number;
}

/* The name reaches the disk with its folder; where folders cannot be synced that is nothing new. */
static void sync_folder(const maker *m)
{
    char *slash = strrchr(m->temporary, '/');
    *slash = '\0';
    sync_path(m->temporary[0] != '\0' ? m->temporary : "/", O_RDONLY | O_DIRECTORY);
    *slash = '/';
}

/* Where the file system has no links, the name is taken by an empty file first. */
static int claim_and_rename(const maker *m)
{
    int descriptor = open(m->path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600), number = 0;
    if (descriptor < 0)
        return errno;
    close(descriptor);
    if (rename(m->temporary, m->path) != 0) {
        number = errno;
        unlink(m->path);
    }
    return number;
}

/* Gives the file its name unless that is taken. */
static ipso_status give_name(const maker *m)
{
    int number = sync_path(m->temporary, O_RDWR);
    if (number == 0 && link(m->temporary, m->path) != 0)
        number = errno == EPERM || errno == EOPNOTSUPP || errno == ENOSYS || errno == EMLINK
                     ? claim_and_rename(m)
                     : errno;
    if (number != 0)
        return fail_errno(m, number);
    unlink(m->temporary);
    sync_folder(m);
    return IPSO_OK;
}

/* The temporary file and what SQLite may have laid beside it. */
static void remove_temporary(const maker *m)
{
    static const char *const endings[] = {"", "-wal", "-shm", "-journal"};
    size_t length = strlen(m->temporary);
    for (int i = 0; i < 4; i++) {
        strcpy(m->temporary + length, endings[i]);
        unlink(m->temporary);
    }
    m->temporary[length] = '\0';
}

static ipso_status make_file(const maker *m, const document documents[2])
{
    int descriptor = mkstemp(m->temporary);
    ipso_status status;
    if (descriptor < 0)
        return fail_errno(m, errno);
    close(descriptor);
    status = fill_file(m, documents);
    if (status == IPSO_OK)
        status = give_name(m);
    if (status != IPSO_OK)
        remove_temporary(m);
    return status;
}

ipso_status ipso_sqlite_create(const char *path, const char *practice_text, size_t practice_length,
                               const char *plan_text, size_t plan_length, ipso_error *err)
{
    static const char ending[] = ".XXXXXX";
    const document documents[2] = {{"practice", practice_text, practice_length},
                                   {"plan", plan_text, plan_length}};
    size_t size = strlen(path) + sizeof "./" + sizeof ending + sizeof "-journal";
    maker m = {.path = ipso__sqlite_path(path), .temporary = ipso__calloc(size, 1), .err = err};
    ipso_status status;
    if (m.path == NULL || m.temporary == NULL) {
        status = ipso__fail_nomem(err);
    } else {
        snprintf(m.temporary, size, "%s%s", m.path, ending);
        status = expect_none(&m);
        if (status == IPSO_OK)
            status = make_file(&m, documents);
    }
    free(m.path);
    free(m.temporary);
    return status;
}
