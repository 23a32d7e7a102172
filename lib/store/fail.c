/* What SQLite answers, in our words.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/store.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static bool is_folder(const char *path)
{
    struct stat is;
    return stat(path, &is) == 0 && S_ISDIR(is.st_mode);
}

static const char *reason_of(sqlite3 *db, const char *path, int code)
{
    switch (code & 0xff) {
    case SQLITE_FULL:
        return "the disk is full, or the file may not grow";
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return "another program has kept it locked too long";
    case SQLITE_READONLY:
        return "it, or its -wal or -shm beside it, is read-only";
    case SQLITE_CORRUPT:
        return "the file is damaged";
    case SQLITE_NOTADB:
        return "it is not an agenda";
    case SQLITE_CANTOPEN:
        return is_folder(path) ? "it is a folder" : "there is no such file, or no leave to open it";
    case SQLITE_IOERR:
        return "the disk failed, or is full";
    default:
        return db != NULL ? sqlite3_errmsg(db) : sqlite3_errstr(code);
    }
}

ipso_status ipso__sqlite_fail(sqlite3 *db, const char *path, int code, const char *doing,
                              ipso_error *err)
{
    if ((code & 0xff) == SQLITE_NOMEM || code == SQLITE_IOERR_NOMEM)
        return ipso__fail_nomem(err);
    return ipso__fail(err, IPSO_IO, "", "%s cannot be %s: %s", ipso__shown_path(path), doing,
                      reason_of(db, path, code));
}

ipso_status ipso__sqlite_run(sqlite3 *db, const char *path, const char *sql, const char *doing,
                             ipso_error *err)
{
    int code = sqlite3_exec(db, sql, NULL, NULL, NULL);
    return code == SQLITE_OK ? IPSO_OK : ipso__sqlite_fail(db, path, code, doing, err);
}

/* SQLite takes ":memory:", "" and, where so built, "file:..." for something else than files. */
char *ipso__sqlite_path(const char *path)
{
    size_t length = strlen(path);
    char *whole = ipso__calloc(length + 3, 1);
    if (whole == NULL)
        return NULL;
    memcpy(whole, "./", 2);
    memcpy(whole + (path[0] == '/' ? 0 : 2), path, length + 1);
    return whole;
}

const char *ipso__shown_path(const char *path)
{
    return path[0] == '/' ? path : path + 2;
}
