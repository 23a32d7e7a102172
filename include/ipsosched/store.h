/* The embedded store of an agenda: one SQLite file with the practice, the plan and every event.
 *
 * The file is in WAL mode with full durability: when a change is acknowledged it is on disk. Any
 * number of processes may open one file; each change is one immediate transaction, in which the
 * agenda first takes what others changed since. Events are only ever added.
 *
 * A store is used by one thread at a time (an agenda it is attached to sees to that).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSOSCHED_STORE_H
#define IPSOSCHED_STORE_H

#include <ipsosched/agenda.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct ipso_sqlite ipso_sqlite;

/* Makes a new file with the documents of a practice and its plan (ipso_practice_to_json,
 * ipso_plan_to_json). IPSO_IO when the file exists or cannot be made; nothing is left behind then.
 */
IPSO_API ipso_status ipso_sqlite_create(const char *path, const char *practice_text,
                                        size_t practice_length, const char *plan_text,
                                        size_t plan_length, ipso_error *err);

/* Opens a file. IPSO_IO: there is none, it is none of ours, or a newer program wrote it. */
IPSO_API ipso_status ipso_sqlite_open(ipso_sqlite **store, const char *path, ipso_error *err);
IPSO_API void ipso_sqlite_close(ipso_sqlite *store);

/* The documents that the file was made with; free them with ipso_text_free. */
IPSO_API ipso_status ipso_sqlite_documents(ipso_sqlite *store, char **practice_text,
                                           size_t *practice_length, char **plan_text,
                                           size_t *plan_length, ipso_error *err);

/* Says which practice the events are of, before the store is attached: events name practitioners,
 * types, classes and sites by id in the file. It must outlive the store. */
IPSO_API void ipso_sqlite_set_practice(ipso_sqlite *store, const ipso_practice *practice);

/* The functions of the store, for ipso_agenda_attach. */
IPSO_API const ipso_store *ipso_sqlite_store(ipso_sqlite *store);

#ifdef __cplusplus
}
#endif
#endif
