/* Entries, blocks and releases on their days: free time, kept times, and who is counted. Internal.
 *
 * Each changes the state, has its memory reserved, and cannot fail.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_AGENDA_PLACE_H
#define IPSO_AGENDA_PLACE_H

#include "agenda/state.h"

/* On its day, and off it: what a move changes. */
void ipso__entry_put(ipso__state *state, ipso__entry *entry);
void ipso__entry_take(ipso__state *state, ipso__entry *entry);

/* Among the appointments of its patient, and out of them. */
void ipso__entry_enlist(ipso__state *state, ipso__entry *entry);
void ipso__entry_delist(ipso__state *state, ipso__entry *entry);

void ipso__block_put(ipso__state *state, ipso__block *block);
void ipso__block_take(ipso__state *state, ipso__block *block);
void ipso__release_put(ipso__state *state, const ipso__release *release);

/* Minutes of a day that a block takes; false when none. */
bool ipso__block_span(const ipso__state *state, const ipso__block *block, int day, int *start_min,
                      int *end_min);

/* Takes out an item that is in the list. */
void ipso__pointers_remove(ipso__pointers *list, const void *item);

#endif
