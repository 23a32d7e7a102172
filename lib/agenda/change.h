/* Changes: decided, stored, then in effect. Internal.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_AGENDA_CHANGE_H
#define IPSO_AGENDA_CHANGE_H

#include "agenda/agenda.h"

/* The events of a change, not in effect yet. */
typedef struct ipso__draft {
    ipso_event *events;
    size_t count, capacity;
} ipso__draft;

/* An event of a draft with the next number and a stamp, all else unused; NULL when memory is out.
 * It is valid until the next. */
ipso_event *ipso__draft_add(ipso__draft *draft, const ipso__state *state, ipso_event_kind kind,
                            const ipso_stamp *stamp);

/* Gives an event the time and place of an offer. */
void ipso__event_place(ipso_event *event, const ipso_offer *offer);

/* Decides a change against the state, which it does not touch: no event means that nothing is to be
 * done. What the events point to lives as long as `what` and the state. */
typedef ipso_status (*ipso__decide_fn)(const ipso__state *state, const void *what,
                                       const ipso_stamp *stamp, ipso__draft *draft,
                                       ipso_error *err);

/* Minutes that a change has freed. */
typedef struct ipso__freed {
    int practitioner, site; /* IPSO_ANY all */
    int64_t start, end;     /* minutes since the first midnight of the horizon */
    int64_t wait;           /* not for this waiting patient; 0 for all */
} ipso__freed;

typedef struct ipso__freed_list {
    ipso__freed *items;
    size_t count, capacity;
} ipso__freed_list;

typedef struct ipso__change {
    ipso__decide_fn decide;
    const void *what;
    const ipso_stamp *stamp;
    ipso_event_kind kind;
    int64_t number; /* that it is about; 0 for what is new */
    bool keyless;   /* the stamp's key is not looked at, nor stored */
} ipso__change;

/* Does a change, and what goes before and after it: holds that expire, proposals. *number (NULL
 * allowed) is that of its first event, or of that of an earlier change with its key. */
ipso_status ipso__change_do(ipso_agenda *agenda, const ipso__change *change, int64_t *number,
                            ipso_error *err);

/* One transaction: while holds are due, their expiry first. Freed minutes are added to the list;
 * *events is how many the change itself had. `changing` is held. */
ipso_status ipso__transact(ipso_agenda *agenda, const ipso__change *change, int64_t *number,
                           size_t *events, ipso__freed_list *freed, ipso_error *err);

/* Proposes freed minutes to waiting patients; with everybody, all free time to those to whom
 * nothing was proposed yet. *proposed counts holds. `changing` is held. */
ipso_status ipso__propose(ipso_agenda *agenda, const ipso__freed_list *freed, bool everybody,
                          const ipso_stamp *stamp, int *proposed, ipso_error *err);

/* Takes the events that a store has and the state has not. `changing` is held, or the state is not
 * anybody else's. reading may be NULL. */
ipso_status ipso__take_events(ipso__state *state, const ipso_store *store,
                              pthread_rwlock_t *reading, ipso_error *err);

#endif
