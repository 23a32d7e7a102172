/* JSON documents: ipsosched-practice/1, ipsosched-plan/1, ipsosched-additions/1 and
 * ipsosched-replan/1 (docs/formats.md), and ipsosched-session/1 (docs/session.md).
 *
 * Reading is strict: unknown fields, duplicate keys, wrong types and values out of range are errors
 * with a JSON pointer. Text is UTF-8 (a byte-order mark is accepted), at most
 * IPSO_MAX_DOCUMENT_BYTES. Writing is deterministic: the same content gives the same bytes. Any
 * number of threads may read and write at once.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSOSCHED_JSON_H
#define IPSOSCHED_JSON_H

#include <ipsosched/check.h>
#include <ipsosched/fit.h>
#include <ipsosched/past.h>
#include <ipsosched/replan.h>
#include <ipsosched/session.h>

#ifdef __cplusplus
extern "C" {
#endif

#define IPSO_MAX_DOCUMENT_BYTES ((size_t)64 << 20)

/* Reads and validates a practice document. Every error found goes to found (NULL allowed), the
 * first also to err; on failure *practice is untouched. */
IPSO_API ipso_status ipso_practice_from_json(ipso_practice **practice, const char *text,
                                             size_t length, ipso_finding_fn found, void *user,
                                             ipso_error *err);

/* A practice as a document, ended by a newline; free it with ipso_text_free. Duties made by rule
 * come out one by one, and fields at their default are left out. */
IPSO_API ipso_status ipso_practice_to_json(char **text, size_t *length,
                                           const ipso_practice *practice, ipso_error *err);

/* Reads an additions document (ipsosched-additions/1) and makes a practice that has what it says
 * behind what practice has: practitioners, duties, requests and pins (replan.h). Errors are
 * reported as by ipso_practice_from_json, with pointers into the additions where they are its own.
 */
IPSO_API ipso_status ipso_practice_grow_from_json(ipso_practice **grown,
                                                  const ipso_practice *practice, const char *text,
                                                  size_t length, ipso_finding_fn found, void *user,
                                                  ipso_error *err);

/* What a replan did, as an ipsosched-replan/1 document ended by a newline; its practice and plan
 * are documents of their own. */
IPSO_API ipso_status ipso_replan_to_json(char **text, size_t *length, const ipso_replan *replan,
                                         ipso_error *err);

/* Reads a plan document against its practice. The document names practitioners, duties, types and
 * so on by id; it is not checked against the rules (ipso_check is). */
IPSO_API ipso_status ipso_plan_from_json(ipso_plan **plan, const ipso_practice *practice,
                                         const char *text, size_t length, ipso_finding_fn found,
                                         void *user, ipso_error *err);

/* Reads the past that a plan document holds, without the practice it was planned for: its "history"
 * and its roster. Errors are reported as by ipso_practice_from_json. */
IPSO_API ipso_status ipso_past_from_json(ipso_past **past, const char *text, size_t length,
                                         ipso_finding_fn found, void *user, ipso_error *err);

/* A plan with what its check found (report of this plan), as a document ended by a newline. */
IPSO_API ipso_status ipso_plan_to_json(char **text, size_t *length, const ipso_plan *plan,
                                       const ipso_report *report, ipso_error *err);

/* The findings, costs and measures of a check alone, as a document ended by a newline. */
IPSO_API ipso_status ipso_report_to_json(char **text, size_t *length, const ipso_plan *plan,
                                         const ipso_report *report, ipso_error *err);

/* What a session document says. Everything it points to belongs to it. */
typedef struct ipso_session_document {
    const char *name;         /* NULL none */
    int start_of_day_min;     /* time of day of minute 0, -1 when it is not said */
    ipso_session_model model; /* passes ipso_session_new */
    const char *const *ids;   /* of each patient of the model; those of an entry with a count are
                                 numbered: "check-up 2" */
    const int *entries;       /* of each patient of the model: the index of the entry in the
                                 document that stands for it */
    ipso_session_times times; /* count 0: none are given; else they fit the model */
    ipso_session_settings settings;
    void *memory;
} ipso_session_document;

/* Reads and checks a session document. Errors are reported as by ipso_practice_from_json; on
 * failure *document is untouched. */
IPSO_API ipso_status ipso_session_from_json(ipso_session_document *document, const char *text,
                                            size_t length, ipso_finding_fn found, void *user,
                                            ipso_error *err);
/* A zeroed document is allowed. */
IPSO_API void ipso_session_document_finish(ipso_session_document *document);

/* The value of start times of a document's session, as an ipsosched-session-value/1 document ended
 * by a newline. plan: what a search said of them, NULL none; sample: what a simulation of them
 * said, NULL none. */
IPSO_API ipso_status ipso_session_value_to_json(char **text, size_t *length,
                                                const ipso_session_document *document,
                                                const ipso_session_times *times,
                                                const ipso_session_value *value,
                                                const ipso_session_plan *plan,
                                                const ipso_session_sample *sample, ipso_error *err);

/* Reads past appointments of a practice, which the document names by id. Errors are reported as by
 * ipso_practice_from_json; with set_aside wrong appointments are reported, left out and counted,
 * the first thousand of them reported. Finish them with ipso_fit_appointments_finish. */
IPSO_API ipso_status ipso_fit_appointments_from_json(ipso_fit_appointments *appointments,
                                                     const ipso_practice *practice,
                                                     const char *text, size_t length,
                                                     bool set_aside, ipso_finding_fn found,
                                                     void *user, ipso_error *err);

/* What a fit learnt, as an ipsosched-fit/1 document ended by a newline. set_aside: appointments
 * that were left out of the list. */
IPSO_API ipso_status ipso_fit_report_to_json(char **text, size_t *length,
                                             const ipso_practice *practice,
                                             const ipso_fit_report *report, size_t set_aside,
                                             ipso_error *err);

/* The JSON Schema of "practice", "plan", "report", "result" (a line of a batch), "message" (a line
 * of the program's --json), "session", "session-value", "appointments", "fit", "additions",
 * "replan", "simulation", "agenda-operation" or "agenda-answer" (a line of operation.h, and what it
 * gives), a static string; NULL for another name. */
IPSO_API const char *ipso_schema(const char *name);

#ifdef __cplusplus
}
#endif
#endif
