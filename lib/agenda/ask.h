/* Asks, stamps and places: whether they make sense, and copies of asks. Internal.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_AGENDA_ASK_H
#define IPSO_AGENDA_ASK_H

#include "agenda/state.h"

#define IPSO__MAX_TEXT_BYTES   200
#define IPSO__MAX_REASON_BYTES 500

/* IPSO_INPUT with the field that is wrong. A patient is needed for what changes the agenda. */
ipso_status ipso__ask_check(const ipso__state *state, const ipso_ask *ask, bool patient_needed,
                            ipso_error *err);
ipso_status ipso__stamp_check(const ipso_stamp *stamp, ipso_error *err);
ipso_status ipso__place_check(const ipso__state *state, const ipso_ask *ask,
                              const ipso_place *place, ipso_error *err);
ipso_status ipso__reason_check(const char *reason, ipso_error *err);

/* Whether a date is one of 1583 to 9999: others are not counted with. */
bool ipso__date_known(ipso_date date);

/* Whether the windows of a request, which may come from a store, are in order. */
bool ipso__windows_known(const ipso_request *request);

/* Modes that an ask accepts. */
unsigned ipso__ask_modes(const ipso__state *state, const ipso_ask *ask);

/* size bytes, zeroed, whose ask at ask_offset is a copy of ask, its texts and windows behind; the
 * request's id is not kept. NULL when memory is out. One free() frees all. */
void *ipso__ask_copy(size_t size, size_t ask_offset, const ipso_ask *ask);

#endif
