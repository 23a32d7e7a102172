/* Kept times: what they are worth, and which of them an appointment uses. Internal.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_AGENDA_KEPT_H
#define IPSO_AGENDA_KEPT_H

#include "agenda/state.h"

/* Points lost when a kept time that nothing covers is displaced, as the nth + 1-th of its need by
 * one appointment; today is the day of the horizon. A released time is worth nothing, which the
 * caller looks at. */
int64_t ipso__kept_worth(const ipso__state *state, const ipso__kept *kept, int nth, int today);

/* A bound below ipso__kept_worth whoever asks, which holds until the need has more slots than its
 * level; remembers the level. */
int64_t ipso__kept_least_worth(const ipso__state *state, const ipso__kept *kept, int nth,
                               int today);

/* How many of the kept times [first, at) of the same need are displaced along with that at `at`. */
int ipso__kept_before(const ipso__state *state, int first, int at, int used);

/* The first kept time of a cell that ends after start_min, or the end of the cell's. Slots of a
 * plan do not overlap, so that those behind it end later still. */
int ipso__kept_first(const ipso__state *state, int cell, int start_min);

/* The end of the kept times of a cell. */
static inline int ipso__kept_past(const ipso__state *state, int cell)
{
    return state->cells[cell].first_kept + state->cells[cell].kept_count;
}

/* The kept time that an appointment would use: of those for it that nothing covers the one with
 * the longest overlap, of equals the earliest; -1 none. first is ipso__kept_first of its start. */
int ipso__kept_used(const ipso__state *state, int first, int past, int start_min, int end_min,
                    const ipso_request *request);

#endif
