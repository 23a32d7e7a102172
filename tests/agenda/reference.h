/* A second, slow agenda: docs/agenda.md written down word by word, for comparison.
 *
 * It keeps plain lists, looks through all of them for every answer, and shares no code with the
 * library beyond its public headers. It has no store and never runs out of memory (it ends the test
 * instead). Not thread-safe.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_AGENDA_REFERENCE_H
#define TESTS_AGENDA_REFERENCE_H

#include <ipsosched/agenda.h>

typedef struct reference reference;

reference *reference_new(const ipso_plan *plan);
void reference_free(reference *r);

/* All offers for an ask, as many as there are, in their order; *offers belongs to the reference and
 * lives until the next question. */
int reference_offers(reference *r, const ipso_offer **offers, const ipso_ask *ask,
                     const ipso_stamp *now);

/* The answer of ipso_agenda_why, without its text and `other`. */
void reference_why(reference *r, ipso_why *why, const ipso_ask *ask, const ipso_place *place,
                   int room, const ipso_stamp *now);

/* The changes, with the status and the number that the agenda must answer. */
ipso_status reference_hold(reference *r, int64_t *number, const ipso_ask *ask,
                           const ipso_place *place, int hold_s, const ipso_stamp *stamp);
ipso_status reference_book(reference *r, int64_t *number, const ipso_ask *ask,
                           const ipso_place *place, const ipso_stamp *stamp);
ipso_status reference_book_held(reference *r, int64_t number, const ipso_stamp *stamp);
ipso_status reference_move(reference *r, int64_t number, const ipso_place *place,
                           const ipso_stamp *stamp);
ipso_status reference_cancel(reference *r, int64_t number, const ipso_stamp *stamp);
ipso_status reference_no_show(reference *r, int64_t number, const ipso_stamp *stamp);
ipso_status reference_block(reference *r, int64_t *number, int practitioner, ipso_date first,
                            int first_min, ipso_date last, int last_min, const ipso_stamp *stamp);
ipso_status reference_unblock(reference *r, int64_t number, const ipso_stamp *stamp);
ipso_status reference_release(reference *r, int site, ipso_date date, int start_min, int end_min,
                              const ipso_stamp *stamp);
ipso_status reference_wait(reference *r, int64_t *number, const ipso_ask *ask,
                           const ipso_stamp *stamp);
ipso_status reference_unwait(reference *r, int64_t number, const ipso_stamp *stamp);
ipso_status reference_tick(reference *r, const ipso_stamp *stamp);
ipso_status reference_recall(reference *r, int64_t *number, const char *patient, int type,
                             int patient_class, int practitioner, ipso_date due,
                             const ipso_stamp *stamp);

/* All entries in the order of ipso_agenda_list without a filter for states; *entries belongs to the
 * reference and lives until the next question. */
int reference_list(reference *r, const ipso_entry **entries, const ipso_stamp *now);
int64_t reference_seq(const reference *r);
/* Why the last start was not taken, for messages. */
ipso_why_code reference_refused(const reference *r);

#endif
