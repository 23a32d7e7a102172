/* Opening a file: is it ours, whole, and of a format known here?
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- looking at the file ---- */

/* The number that a pragma answers, -1 when it cannot be had (*code says why). */
static int ask_number(ipso_sqlite *store, const char *sql, int *code)
{
    sqlite3_stmt *statement = NULL;
    int number = -1;
    *code = sqlite3_prepare_v2(store->db, sql, -1, &statement, NULL);
    if (*code == SQLITE_OK) {
        *code = sqlite3_step(statement);
        if (*code == SQLITE_ROW) {
            number = sqlite3_column_int(statement, 0);
            *code = SQLITE_OK;
        }
    }
    sqlite3_finalize(statement);
    return number;
}

static ipso_status check_format(ipso_sqlite *store, ipso_error *err)
{
    int code, application, format = 0;
    application = ask_number(store, "PRAGMA application_id", &code);
    if (code == SQLITE_OK)
        format = ask_number(store, "PRAGMA user_version", &code);
    if (code != SQLITE_OK)
        return ipso__sqlite_fail(store->db, store->path, code, "opened", err);
    if (application != IPSO__APPLICATION_ID)
        return ipso__fail(err, IPSO_IO, "", "%s cannot be opened: it is not an agenda",
                          ipso__shown_path(store->path));
    if (format > IPSO__STORE_FORMAT)
        return ipso__fail(err, IPSO_IO, "",
                          "%s cannot be opened: it has format %d, of a newer program; this one "
                          "reads %d",
                          ipso__shown_path(store->path), format, IPSO__STORE_FORMAT);
    if (format != IPSO__STORE_FORMAT)
        return ipso__fail(err, IPSO_IO, "", "%s cannot be opened: there is no format %d",
                          ipso__shown_path(store->path), format);
    return IPSO_OK;
}

static bool is_view(const ipso__schema_item *item)
{
    return strncmp(item->sql, "CREATE VIEW", 11) == 0;
}

/* The next table or trigger is the next of ours. */
static bool is_next(sqlite3_stmt *statement, int *at)
{
    const char *name = (const char *)sqlite3_column_text(statement, 0);
    const char *sql = (const char *)sqlite3_column_text(statement, 1);
    while (*at < IPSO__SCHEMA_COUNT && is_view(&ipso__store_schema[*at]))
        ++*at;
    if (*at == IPSO__SCHEMA_COUNT || name == NULL || sql == NULL)
        return false;
    *at += 1;
    return strcmp(name, ipso__store_schema[*at - 1].name) == 0 &&
           strcmp(sql, ipso__store_schema[*at - 1].sql) == 0;
}

/* Tables and triggers are those we make, to the letter: then what they promise holds. Views and
 * indexes are anybody's. */
static ipso_status check_schema(ipso_sqlite *store, ipso_error *err)
{
    sqlite3_stmt *statement = NULL;
    int at = 0, code;
    bool same = true;
    code = sqlite3_prepare_v2(store->db,
                              "SELECT name, sql FROM sqlite_schema WHERE type IN ('table',"
                              " 'trigger') AND name NOT LIKE 'sqlite~_%' ESCAPE '~' ORDER BY name",
                              -1, &statement, NULL);
    while (code == SQLITE_OK || code == SQLITE_ROW) {
        code = sqlite3_step(statement);
        if (code == SQLITE_ROW)
            same = same && is_next(statement, &at);
    }
    sqlite3_finalize(statement);
    while (at < IPSO__SCHEMA_COUNT && is_view(&ipso__store_schema[at]))
        at++;
    if (code != SQLITE_DONE)
        return ipso__sqlite_fail(store->db, store->path, code, "opened", err);
    if (!same || at < IPSO__SCHEMA_COUNT)
        return ipso__fail(err, IPSO_IO, "",
                          "%s cannot be opened: its tables are not those of an agenda",
                          ipso__shown_path(store->path));
    return IPSO_OK;
}

/* ---- settings ---- */

static ipso_status harden(ipso_sqlite *store, ipso_error *err)
{
    sqlite3_busy_timeout(store->db, IPSO__BUSY_MS);
    sqlite3_extended_result_codes(store->db, 1);
    sqlite3_db_config(store->db, SQLITE_DBCONFIG_DEFENSIVE, 1, (int *)NULL);
    return ipso__sqlite_run(store->db, store->path,
                            "PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON", "opened",
                            err);
}

/* Somebody may have changed the journal's mode by hand. */
static ipso_status set_durable(ipso_sqlite *store, ipso_error *err)
{
    if (sqlite3_db_readonly(store->db, "main") == 1)
        return IPSO_OK;
    return ipso__sqlite_run(store->db, store->path,
                            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL", "opened", err);
}

static ipso_status prepare(ipso_sqlite *store, ipso_error *err)
{
    char insert[64 + 2 * IPSO__COLUMN_COUNT] = "INSERT INTO events VALUES (?";
    const struct {
        sqlite3_stmt **statement;
        const char *sql;
    } all[] = {{&store->begin, "BEGIN IMMEDIATE"},
               {&store->commit, "COMMIT"},
               {&store->rollback, "ROLLBACK"},
               {&store->insert, insert},
               {&store->read, "SELECT * FROM events WHERE seq >= ? ORDER BY seq"}};
    for (int i = 1; i < IPSO__COLUMN_COUNT; i++)
        strcat(insert, ",?");
    strcat(insert, ")");
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        int code = sqlite3_prepare_v3(store->db, all[i].sql, -1, SQLITE_PREPARE_PERSISTENT,
                                      all[i].statement, NULL);
        if (code != SQLITE_OK)
            return ipso__sqlite_fail(store->db, store->path, code, "opened", err);
    }
    return IPSO_OK;
}

/* ---- transactions ---- */

/* Runs a kept statement that answers nothing. */
static int run_kept(sqlite3_stmt *statement)
{
    int code = sqlite3_step(statement);
    sqlite3_reset(statement);
    return code;
}

static void roll_back(void *self)
{
    ipso_sqlite *store = self;
    if (!sqlite3_get_autocommit(store->db))
        run_kept(store->rollback);
}

/* SQLite begins a transaction on a file that it cannot write, and fails at the first change only.
 */
static ipso_status begin(void *self, ipso_error *err)
{
    ipso_sqlite *store = self;
    int code =
        sqlite3_db_readonly(store->db, "main") == 1 ? SQLITE_READONLY : run_kept(store->begin);
    if (code == SQLITE_DONE)
        return IPSO_OK;
    return ipso__sqlite_fail(store->db, store->path, code, "changed", err);
}

static ipso_status commit(void *self, ipso_error *err)
{
    ipso_sqlite *store = self;
    ipso_status status;
    int code = run_kept(store->commit);
    if (code == SQLITE_DONE)
        return IPSO_OK;
    status = ipso__sqlite_fail(store->db, store->path, code, "changed", err);
    roll_back(store);
    return status;
}

/* ---- the whole ---- */

static ipso_status open_file(ipso_sqlite *store, ipso_error *err)
{
    ipso_status status;
    int code = sqlite3_open_v2(
        store->path, &store->db,
        SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE, NULL);
    if (code != SQLITE_OK)
        return ipso__sqlite_fail(store->db, store->path, code, "opened", err);
    status = harden(store, err);
    if (status == IPSO_OK)
        status = check_format(store, err);
    if (status == IPSO_OK)
        status = check_schema(store, err);
    if (status == IPSO_OK)
        status = set_durable(store, err);
    if (status == IPSO_OK)
        status = prepare(store, err);
    return status;
}

ipso_status ipso_sqlite_open(ipso_sqlite **store, const char *path, ipso_error *err)
{
    ipso_sqlite *made = ipso__calloc(1, sizeof *made);
    ipso_status status;
    if (made != NULL)
        made->path = ipso__sqlite_path(path);
    if (made == NULL || made->path == NULL) {
        free(made);
        return ipso__fail_nomem(err);
    }
    status = open_file(made, err);
    if (status != IPSO_OK) {
        ipso_sqlite_close(made);
        return status;
    }
    made->functions = (ipso_store){.self = made,
                                   .begin = begin,
                                   .read = ipso__store_read,
                                   .append = ipso__store_append,
                                   .commit = commit,
                                   .rollback = roll_back};
    *store = made;
    return IPSO_OK;
}

void ipso_sqlite_close(ipso_sqlite *store)
{
    if (store == NULL)
        return;
    sqlite3_finalize(store->begin);
    sqlite3_finalize(store->commit);
    sqlite3_finalize(store->rollback);
    sqlite3_finalize(store->insert);
    sqlite3_finalize(store->read);
    sqlite3_close(store->db);
    ipso__arena_finish(&store->ids_room);
    free(store->path);
    free(store);
}

void ipso_sqlite_set_practice(ipso_sqlite *store, const ipso_practice *practice)
{
    ipso__arena_finish(&store->ids_room);
    store->named = false;
    store->practice = practice;
}

const ipso_store *ipso_sqlite_store(ipso_sqlite *store)
{
    return &store->functions;
}

/* ---- documents ---- */

static ipso_status copy_document(ipso_sqlite *store, const char *name, char **text, size_t *length,
                                 ipso_error *err)
{
    sqlite3_stmt *statement = NULL;
    int code = sqlite3_prepare_v2(store->db, "SELECT text FROM documents WHERE name = ?", -1,
                                  &statement, NULL);
    const void *found = NULL;
    if (code == SQLITE_OK)
        code = sqlite3_bind_text(statement, 1, name, -1, SQLITE_STATIC);
    if (code == SQLITE_OK)
        code = sqlite3_step(statement);
    if (code == SQLITE_ROW) {
        found = sqlite3_column_text(statement, 0);
        *length = (size_t)sqlite3_column_bytes(statement, 0);
        *text = found != NULL ? ipso__calloc(*length + 1, 1) : NULL;
        if (*text != NULL)
            memcpy(*text, found, *length);
    }
    sqlite3_finalize(statement);
    if (code == SQLITE_DONE)
        return ipso__fail(err, IPSO_IO, "", "%s cannot be read: it has no %s",
                          ipso__shown_path(store->path), name);
    if (code != SQLITE_ROW)
        return ipso__sqlite_fail(store->db, store->path, code, "read", err);
    return *text != NULL ? IPSO_OK : ipso__fail_nomem(err);
}

ipso_status ipso_sqlite_documents(ipso_sqlite *store, char **practice_text, size_t *practice_length,
                                  char **plan_text, size_t *plan_length, ipso_error *err)
{
    char *practice = NULL, *plan = NULL;
    size_t lengths[2] = {0, 0};
    ipso_status status = copy_document(store, "practice", &practice, &lengths[0], err);
    if (status == IPSO_OK)
        status = copy_document(store, "plan", &plan, &lengths[1], err);
    if (status != IPSO_OK) {
        free(practice);
        return status;
    }
    *practice_text = practice;
    *practice_length = lengths[0];
    *plan_text = plan;
    *plan_length = lengths[1];
    return IPSO_OK;
}
