/* What a day keeps for acute need that is still to come. Internal.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_SIMULATE_RESERVE_H
#define IPSO_SIMULATE_RESERVE_H

#include "simulate/calendar.h"

/* Minutes of a day. */
typedef struct ipso__minutes {
    int start_min, end_min;
} ipso__minutes;

enum { IPSO__MOST_LEFT = 8 };

/* Writes what a day leaves to an appointment that can wait, and returns how many stretches these
 * are, in order: the day up to a minute, from which on the free minutes of those who give acute
 * care at the site are kept for as many acute patients as still ask with a probability of `chance`
 * or more; and later times at which nobody gives acute care. The whole day when nothing is kept,
 * or when nobody who gives the type gives acute care; chance 1 or more keeps nothing. */
int ipso__reserve_leave(ipso__minutes left[IPSO__MOST_LEFT], const ipso_sim_calendar *calendar,
                        const ipso_sim_ask *ask, int day, double chance);

/* Whether a start lies in time in which acute care is given. */
bool ipso__reserve_meets(const ipso__world *world, int practitioner, int day, int start_min);

/* Such probabilities for a type: from which on a minute is worth more to an acute patient who may
 * still come than to one of this type who is there (Littlewood 1972); ... */
double ipso__reserve_chance(const ipso__world *world, int type);
/* ... and while there may be another time for the latter: the less, the more there is. */
double ipso__reserve_first_chance(const ipso__world *world, int type);

#endif
