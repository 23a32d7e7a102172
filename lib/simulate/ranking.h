/* Booking on a live agenda: its offers, bookings, cancels and absences. Internal.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_SIMULATE_RANKING_H
#define IPSO_SIMULATE_RANKING_H

#include <ipsosched/agenda.h>

#include "simulate/calendar.h"

typedef struct ipso__ranking {
    const ipso__world *world;
    const ipso_sim_calendar *calendar; /* of the same replication */
    ipso_agenda *agenda;               /* of one replication */
    ipso_window *windows;
    size_t window_capacity;
} ipso__ranking;

ipso_status ipso__ranking_open(ipso__ranking *ranking, const ipso_sim_calendar *calendar);
void ipso__ranking_close(ipso__ranking *ranking);

/* Books an offer for an ask, in days up to last_day: acute need soon, other need where it leaves
 * acute need its time (docs/simulation.md); *number is that of the appointment, 0 when there is no
 * offer. */
ipso_status ipso__ranking_book(ipso__ranking *ranking, ipso_sim_offer *offer, int64_t *number,
                               const ipso_sim_ask *ask, int last_day);
ipso_status ipso__ranking_cancel(ipso__ranking *ranking, int64_t number, int day);
/* The practitioner is away on a day. */
ipso_status ipso__ranking_close_day(ipso__ranking *ranking, int practitioner, int day);

#endif
