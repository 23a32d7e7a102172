/* Measures that depend on the practice: minutes with patients by role, and of each journey.
 * Internal.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_SIMULATE_DETAILS_H
#define IPSO_SIMULATE_DETAILS_H

#include <ipsosched/simulate.h>

#include "base/memory.h"

/* Details of a journey, in this order; the minutes with each party follow. */
enum {
    IPSO__JOURNEY_FINISHED = 0,
    IPSO__JOURNEY_DAYS,
    IPSO__JOURNEY_WAIT,
    IPSO__JOURNEY_CONTACTS,
    IPSO__JOURNEY_TRIPS,
    IPSO__JOURNEY_MINUTES,
    IPSO__JOURNEY_DETAILS
};

/* A journey among the details. Its parties are the roles it may meet, then who is outside. */
typedef struct ipso__track {
    int first; /* of its details */
    const char **parties;
    int party_count;
} ipso__track;

/* roles[i] of the practice has detail i; role_of: per practitioner, place among the roles. */
typedef struct ipso__details {
    ipso__arena arena; /* all below, texts included */
    ipso_sim_detail *items;
    int count;
    const char **roles;
    int role_count;
    int *role_of;
    ipso__track *tracks; /* per journey */
} ipso__details;

/* False when memory is out; to be finished all the same. Nothing of the practice is kept. */
bool ipso__details_init(ipso__details *details, const ipso_practice *practice);
void ipso__details_finish(ipso__details *details);

/* The detail of that name, -1 for none. */
int ipso__details_find(const ipso__details *details, const char *name);

/* The place of a role or of somebody outside among a track's parties, -1 for none. */
int ipso__track_party(const ipso__track *track, const char *name);

#endif
