/* Events take effect. Internal.
 *
 * prepare reserves all memory that an event needs, and may fail; apply then cannot. Between the two
 * the event may be stored. Several events may be prepared before the first is applied, and are
 * applied in the same order.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_AGENDA_APPLY_H
#define IPSO_AGENDA_APPLY_H

#include "agenda/state.h"

typedef struct ipso__prepared {
    ipso_event event; /* texts are borrowed, and not looked at by apply */
    void *made;       /* entry, block, wait or recall; NULL for none */
    ipso__key *key;   /* NULL none */
} ipso__prepared;

/* Reserves memory for an event, count of which have been prepared and not applied before it.
 * IPSO_NOMEM leaves *prepared untouched. */
ipso_status ipso__prepare(ipso__state *state, ipso__prepared *prepared, const ipso_event *event,
                          size_t count, ipso_error *err);

/* Gives back what was reserved for an event that is not applied. */
void ipso__prepared_finish(ipso__prepared *prepared);

/* The event takes effect: nobody else may read the state meanwhile. It must fit. */
void ipso__apply(ipso__state *state, ipso__prepared *prepared);

/* Whether an event from a store fits the state: IPSO_INPUT when not. */
ipso_status ipso__event_check(const ipso__state *state, const ipso_event *event, ipso_error *err);

/* An entry that the plan gives, as if an event had made it. */
bool ipso__plan_entry_add(ipso__state *state, ipso__entry *entry);

#endif
