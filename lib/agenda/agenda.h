/* The agenda's object: its state, its locks, its store. Internal.
 *
 * Changes hold `changing` from beginning to end, so that one follows the other. Whoever reads the
 * state holds `reading` for reading, unless it holds `changing`: nobody else writes then. What
 * takes effect does so under `reading` for writing.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_AGENDA_AGENDA_H
#define IPSO_AGENDA_AGENDA_H

#include "agenda/state.h"

#include <pthread.h>

struct ipso_agenda {
    const ipso_plan *plan;
    ipso__state *state;
    ipso_store store;
    bool stored; /* store is set */
    pthread_mutex_t changing;
    pthread_rwlock_t reading;
};

/* For questions, which do not change the agenda but take turns with what does. */
pthread_rwlock_t *ipso__agenda_lock(const ipso_agenda *agenda);

/* Whether days from first to last meet those of a filter. */
bool ipso__filter_days(const ipso_entry_filter *filter, ipso_date first, ipso_date last);

#endif
