/* ipsosched agenda: what its parts share.
 *
 * Every command becomes one operation (ipsosched/operation.h), written as JSON and read by the
 * library, as those of a service are: so options and lines obey the same rules and meet the same
 * errors.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_CLI_AGENDA_H
#define IPSO_CLI_AGENDA_H

#include "cli.h"

#include <stdint.h>

/* ---- the file ---- */

typedef struct agenda_file {
    const char *path;
    ipso_sqlite *store;
    ipso_practice *practice;
    ipso_plan *plan;
    ipso_agenda *agenda;
} agenda_file;

/* Makes an agenda of a practice and its plan; an exit code. */
int agenda_make(const char *path, char **documents, message_style style);

/* Opens an agenda with all that happened to it; an exit code, with what is wrong printed, or a
 * status. Close it in any case. */
int agenda_open(agenda_file *file, const char *path, message_style style);
ipso_status agenda_open_file(agenda_file *file, const char *path, ipso_error *err);
void agenda_close(agenda_file *file);

/* Writes the agenda as it stands at the time of the operation, as a practice and its plan; an exit
 * code. */
int agenda_write_snapshot(const agenda_file *file, const ipso_operation *operation, char **outputs,
                          message_style style);

/* ---- operations ---- */

/* What an operation gave. */
typedef struct agenda_answer {
    ipso_status status;
    ipso_error err;
    ipso_offer *offers;
    int offer_count;
    ipso_why why;
    int64_t number; /* that was changed or made, 0 none */
    bool has_entry; /* whether entry says how it stands now */
    ipso_entry entry;
    ipso_entry *entries; /* valid until the agenda changes */
    size_t entry_count;
    ipso_absence *absences; /* valid as long */
    size_t absence_count;
    ipso_opening *openings;
    size_t opening_count;
    int proposed;
    ipso_stamp asked; /* when it was asked */
} agenda_answer;

/* Does what is asked, all but HISTORY. Finish the answer. */
void agenda_perform(agenda_file *file, const ipso_operation *operation, agenda_answer *answer);
void agenda_answer_finish(agenda_answer *answer);

/* Gives each event that the operation HISTORY asks for. */
ipso_status agenda_history(agenda_file *file, const ipso_operation *operation, ipso_event_fn event,
                           void *user, ipso_error *err);

/* The stamp of an operation: the time it names, or that of the clock in the practice's zone.
 * IPSO_STATE when this machine does not know the zone. */
ipso_status agenda_stamp(ipso_stamp *stamp, const agenda_file *file,
                         const ipso_operation *operation, ipso_error *err);

/* Makes the pointer of an error one into the line of the operation. */
void agenda_point(const ipso_operation *operation, ipso_error *err);

/* ---- answers ---- */

/* One line: {"id": ..., "ok": {...}} or {"id": ..., "error": {...}}; id "" none. Performs the
 * operation. Returns the exit code of what became of it. */
int agenda_answer_line(FILE *out, agenda_file *file, const ipso_operation *operation,
                       const char *id);
void agenda_error_line(FILE *out, const char *id, ipso_status status, const ipso_error *err);

/* The same for people; errors on standard error. */
int agenda_answer_text(FILE *out, agenda_file *file, const ipso_operation *operation);

/* Reads operations from standard input, a line each, and answers each by a line, until the input
 * ends; an exit code. */
int agenda_serve(agenda_file *file);

/* The exit code of a status. */
int agenda_code(ipso_status status);

/* ---- tables ---- */

void agenda_show_offers(FILE *out, const ipso_practice *practice, const ipso_offer *offers,
                        int count);
void agenda_show_why(FILE *out, const ipso_practice *practice, const ipso_why *why);
void agenda_show_entries(FILE *out, const ipso_practice *practice, const ipso_entry *entries,
                         size_t count);
/* Who waits: since when, for when; and what is held, for how much longer. */
void agenda_show_waiting(FILE *out, const ipso_practice *practice, const ipso_entry *entries,
                         size_t count);
void agenda_show_holds(FILE *out, const ipso_practice *practice, const ipso_entry *entries,
                       size_t count, int64_t now_s);
void agenda_show_absences(FILE *out, const ipso_practice *practice, const ipso_absence *absences,
                          size_t count);
void agenda_show_openings(FILE *out, const ipso_practice *practice, const ipso_opening *openings,
                          size_t count);
/* "17  booked  Tue 24 Nov 09:30 ..." */
void agenda_show_entry(FILE *out, const ipso_practice *practice, const ipso_entry *entry);
void agenda_show_event(FILE *out, const ipso_practice *practice, const ipso_event *event);

/* ---- the command line ---- */

/* Every option; those but --json and --help have OPTION_AGENDA and their index. */
enum { OPTION_AGENDA = 2000 };
extern const struct option agenda_options[];

/* One command with its options, as an operation in JSON. */
typedef struct agenda_words {
    FILE *parts[4]; /* members of the operation, its ask, its place; windows of the ask */
    char *texts[4];
    size_t lengths[4];
    char *line; /* the whole */
} agenda_words;

typedef struct agenda_verb agenda_verb;

/* The verb of that name; NULL with a message when there is none. */
const agenda_verb *agenda_find_verb(const char *name);

/* Reads options and operands behind the verb: *json, *path and words->line. CODE_DONE, CODE_USAGE,
 * CODE_FAILED, or OPTION_HELP when the help was asked for. */
int agenda_read_words(agenda_words *words, const agenda_verb *verb, int count, char **arguments,
                      const char **path, bool *json);
void agenda_words_finish(agenda_words *words);

#endif
