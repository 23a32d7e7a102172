/* Offers: the starts of a day, and the best of all days. Internal.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_AGENDA_RANK_H
#define IPSO_AGENDA_RANK_H

#include "agenda/query.h"

/* Takes an offer; false ends the search. */
typedef bool (*ipso__offer_fn)(void *user, const ipso_offer *offer);

/* Gives every offer of a cell that suits and costs at most *limit (NULL: no limit), which the taker
 * may lower; holes left out, by start. False when the taker ended it. */
bool ipso__cell_offers(const ipso__query *query, int cell, const int64_t *limit,
                       ipso__offer_fn take, void *user);

/* The least cost of a start of the cell that may be booked and leaves no hole; INT64_MAX none. */
int64_t ipso__cell_whole(const ipso__query *query, int cell);

/* Whether a cell can hold an offer at all: practitioner, day, and sessions. */
bool ipso__cell_suits(const ipso__query *query, int cell);

/* Parts of a day, as bits, that starts from first to last lie in. */
unsigned ipso__day_parts(int first_min, int last_min);

/* A bound below what every start of the cell costs, less its points for own practitioner, wait and
 * turn; INT64_MAX when nothing fits there. parts are those of the day that a start may lie in.
 * Without search it makes do with what is known: *exact is false when more could be. */
int64_t ipso__cell_bound(const ipso__query *query, int cell, unsigned parts, bool search,
                         bool *exact);

/* Order of offers: cost, date, start, practitioner; below, equal or above 0. */
int ipso__offer_order(const ipso_offer *a, const ipso_offer *b);

/* The best offers, best first, at most room. */
ipso_status ipso__rank(const ipso__query *query, ipso_offer *offers, int room, int *count,
                       ipso_error *err);

#endif
