/* The SQLite store of an agenda, inside. Internal; the only folder that sees <sqlite3.h>.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_STORE_STORE_H
#define IPSO_STORE_STORE_H

#include <ipsosched/store.h>

#include "base/error.h"
#include "base/memory.h"
#include "practice/ids.h"

#include <sqlite3.h>

/* ---- the file ---- */

enum {
    IPSO__APPLICATION_ID = 0x4950534f, /* "IPSO", bytes 68 to 71 of the file */
    IPSO__STORE_FORMAT = 1,            /* bytes 60 to 63 */
    IPSO__BUSY_MS = 20000              /* how long a writer waits for the others */
};

/* What a file holds, in the order of the names: its schema must be this, triggers and all. */
typedef struct ipso__schema_item {
    const char *name, *sql;
} ipso__schema_item;

#define IPSO__SCHEMA_COUNT 10
extern const ipso__schema_item ipso__store_schema[IPSO__SCHEMA_COUNT];

/* Columns of the table of events, in their order. */
typedef enum ipso__column {
    COLUMN_SEQ = 0,
    COLUMN_KIND,
    COLUMN_AT_DATE,
    COLUMN_AT_MIN,
    COLUMN_AT_UNIX_S,
    COLUMN_WHO,
    COLUMN_KEY,
    COLUMN_NUMBER,
    COLUMN_PRACTITIONER,
    COLUMN_DATE,
    COLUMN_START_MIN,
    COLUMN_LENGTH_MIN,
    COLUMN_TRAVEL_MIN,
    COLUMN_LAST_DATE,
    COLUMN_END_MIN,
    COLUMN_SITE,
    COLUMN_MODE,
    COLUMN_OVERRIDES,
    COLUMN_EXPIRES_UNIX_S,
    COLUMN_WAIT,
    COLUMN_REASON,
    COLUMN_PATIENT,
    COLUMN_TYPE,
    COLUMN_PATIENT_CLASS,
    COLUMN_OWN_PRACTITIONER,
    COLUMN_ACCEPTS_OTHERS,
    COLUMN_ACCEPTS_TELE,
    COLUMN_WANTED_SITE,
    COLUMN_WANTED_DATE,
    COLUMN_WANTED_LENGTH_MIN,
    COLUMN_WINDOWS,
    COLUMN_PRIORITY_PERCENT,
    COLUMN_NO_SHOW,
    COLUMN_AFTER,
    COLUMN_MIN_GAP_MIN,
    COLUMN_MAX_GAP_MIN,
    COLUMN_MODES,
    COLUMN_AUDIENCE
} ipso__column;
#define IPSO__COLUMN_COUNT 38

/* ---- lists of words and windows, as JSON ---- */

#define IPSO__WORDS_SIZE 400

/* Bits as a list of words: ["notice","reserved"]. False when a bit has no word. */
bool ipso__words_write(char text[IPSO__WORDS_SIZE], unsigned bits, int count,
                       const char *(*word)(int bit));
/* What ipso__words_write wrote. False for anything else. */
bool ipso__words_read(unsigned *bits, const char *text, int count, const char *(*word)(int bit));

const char *ipso__mode_word(int bit);
const char *ipso__audience_word(int audience);
const char *ipso__why_word(int bit);

/* Windows as a list of objects as in the documents. NULL without memory, or for a date out of
 * range; free it. */
char *ipso__windows_write(const ipso_window *windows, size_t count);
/* What ipso__windows_write wrote, in arena. False for anything else, with *nomem said. */
bool ipso__windows_read(const ipso_window **windows, size_t *count, bool *nomem, ipso__arena *arena,
                        const char *text);

/* ---- a store ---- */

struct ipso_sqlite {
    sqlite3 *db;
    char *path; /* see ipso__sqlite_path */
    const ipso_practice *practice;
    ipso__ids ids[IPSO__REF_COUNT]; /* of the kinds that records name */
    ipso__arena ids_room;
    bool named; /* ids are those of practice */
    ipso_store functions;
    sqlite3_stmt *begin, *commit, *rollback, *insert, *read;
};

/* Records what SQLite answered as "path: cannot be <doing>: reason"; the status that fits. */
ipso_status ipso__sqlite_fail(sqlite3 *db, const char *path, int code, const char *doing,
                              ipso_error *err);

/* Runs statements that answer nothing. */
ipso_status ipso__sqlite_run(sqlite3 *db, const char *path, const char *sql, const char *doing,
                             ipso_error *err);

/* path as SQLite takes it for a file whatever its first letters; NULL without memory. Free it. */
char *ipso__sqlite_path(const char *path);
/* Such a path as the caller named it, for messages. */
const char *ipso__shown_path(const char *path);

ipso_status ipso__store_append(void *self, const ipso_event *event, ipso_error *err);
ipso_status ipso__store_read(void *self, int64_t after_seq, ipso_event_fn take, void *user,
                             ipso_error *err);

#endif
