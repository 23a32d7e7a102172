/* The tables of the file. People query them: things are named by id, dates are ISO, what has
 * several values is a JSON list. Events are only ever added, without a gap in their numbers: the
 * file itself refuses anything else, whoever writes it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/store.h"

#define KEPT(table, what, verb)                                                                    \
    "CREATE TRIGGER " table "_" what " BEFORE " verb " ON " table                                  \
    " BEGIN SELECT RAISE(ABORT, '" table " are never changed'); END"

/* An event of an appointment has its columns up to reason; those from patient on say what was asked
 * for, of the events that bring a new ask (hold, a new booking, wait, recall). */
static const char events[] = "CREATE TABLE events (\n"
                             "  seq INTEGER PRIMARY KEY CHECK (seq >= 1),\n"
                             "  kind TEXT NOT NULL,\n"
                             "  at_date TEXT NOT NULL,\n"
                             "  at_min INTEGER NOT NULL,\n"
                             "  at_unix_s INTEGER NOT NULL,\n"
                             "  who TEXT,\n"
                             "  key TEXT UNIQUE,\n"
                             "  number INTEGER NOT NULL,\n"
                             "  practitioner TEXT,\n"
                             "  date TEXT,\n"
                             "  start_min INTEGER NOT NULL,\n"
                             "  length_min INTEGER NOT NULL,\n"
                             "  travel_min INTEGER NOT NULL,\n"
                             "  last_date TEXT,\n"
                             "  end_min INTEGER NOT NULL,\n"
                             "  site TEXT,\n"
                             "  mode TEXT,\n"
                             "  overrides TEXT,\n"
                             "  expires_unix_s INTEGER NOT NULL,\n"
                             "  wait INTEGER NOT NULL,\n"
                             "  reason TEXT,\n"
                             "  patient TEXT,\n"
                             "  type TEXT,\n"
                             "  patient_class TEXT,\n"
                             "  own_practitioner TEXT,\n"
                             "  accepts_others INTEGER,\n"
                             "  accepts_tele INTEGER,\n"
                             "  wanted_site TEXT,\n"
                             "  wanted_date TEXT,\n"
                             "  wanted_length_min INTEGER,\n"
                             "  windows TEXT,\n"
                             "  priority_percent INTEGER,\n"
                             "  no_show REAL,\n"
                             "  after INTEGER,\n"
                             "  min_gap_min INTEGER,\n"
                             "  max_gap_min INTEGER,\n"
                             "  modes TEXT,\n"
                             "  audience TEXT\n"
                             ") STRICT";

const ipso__schema_item ipso__store_schema[IPSO__SCHEMA_COUNT] = {
    {"documents", "CREATE TABLE documents (name TEXT PRIMARY KEY, text TEXT NOT NULL) STRICT"},
    {"documents_added", "CREATE TRIGGER documents_added BEFORE INSERT ON documents WHEN"
                        " (SELECT count(*) FROM documents) >= 2 BEGIN"
                        " SELECT RAISE(ABORT, 'documents are never changed'); END"},
    {"documents_changed", KEPT("documents", "changed", "UPDATE")},
    {"documents_removed", KEPT("documents", "removed", "DELETE")},
    {"events", events},
    {"events_added", "CREATE TRIGGER events_added BEFORE INSERT ON events WHEN"
                     " NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM events) BEGIN"
                     " SELECT RAISE(ABORT, 'events are numbered without a gap'); END"},
    {"events_changed", KEPT("events", "changed", "UPDATE")},
    {"events_removed", KEPT("events", "removed", "DELETE")},
    {"history", "CREATE VIEW history AS SELECT seq, at_date AS day,"
                " printf('%02d:%02d', at_min / 60, at_min % 60) AS time, who, kind, number,"
                " patient, type, practitioner, site, date,"
                " CASE WHEN length_min > 0 THEN"
                " printf('%02d:%02d', start_min / 60, start_min % 60) END AS start,"
                " length_min, mode, overrides, reason FROM events"},
    {"meta", "CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT"},
};
