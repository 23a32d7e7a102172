/* Journeys of single patients through one replication. Internal.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_SIMULATE_JOURNEYS_H
#define IPSO_SIMULATE_JOURNEYS_H

#include "simulate/asks.h"
#include "simulate/details.h"
#include "simulate/run.h"

/* A step: -1 not yet. */
typedef struct ipso__stage {
    int wanted_day, over_day;
} ipso__stage;

/* How far a journey is, and what it has taken so far. */
typedef struct ipso__progress {
    ipso__stage *stages; /* per step */
    int over;            /* steps over, those outside that end in the future counted */
    int last_day;        /* on which the last of these ends */
    double wait_days, contacts, trips, minutes;
    double *party_min; /* per party of the track */
} ipso__progress;

typedef struct ipso__journeys {
    const ipso__world *world;
    uint64_t seed;       /* of the replication */
    ipso__progress *all; /* per journey */
    ipso__asks begun;    /* asks of the steps that can begin by now, for the caller to take */
    ipso__arena arena;
} ipso__journeys;

/* Opens the journeys, the first steps of which are among `begun`; first_day: the first measured.
 * False when memory is out; to be finished all the same. */
bool ipso__journeys_open(ipso__journeys *journeys, const ipso__world *world, uint64_t seed,
                         int first_day);
void ipso__journeys_finish(ipso__journeys *journeys);

/* The same ask on the next morning. */
void ipso__journeys_retry(ipso__ask *again, const ipso__ask *of);

/* An appointment that a journey asked for has taken place; `begun` then holds what comes next. */
bool ipso__journeys_see(ipso__journeys *journeys, const ipso__ask *of, const ipso_sim_offer *offer,
                        const ipso__visit *visit);

/* Writes the details of all journeys; end_day: the first day not simulated. */
void ipso__journeys_measure(double *details, const ipso__journeys *journeys, int end_day);

#endif
