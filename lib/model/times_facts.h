/* Appointments as the times rules see them: by session, with the laws of their services. Internal.
 *
 * Read-only once built; any number of threads may read them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_MODEL_TIMES_FACTS_H
#define IPSO_MODEL_TIMES_FACTS_H

#include "model/bands.h"

/* A service and its travel on whole minutes: minutes[i] with probability shares[i], rising. */
typedef struct ipso__timed_law {
    double *minutes, *shares;
    int count;
    double *rough_shares; /* the first rough_count minutes alone, the rest of the law at the last */
    int rough_count;
    double mean_min, variance;
} ipso__timed_law;

/* An appointment of a session. */
typedef struct ipso__timed {
    ipso_slot slot;
    int early_min, late_min; /* where its start may be; both its own when it stays */
    int band;                /* in which it may be moved, IPSO_ANY when it stays */
    int law;
    double come; /* probability that the patient comes */
} ipso__timed;

/* Sessions of a practitioner and day that touch, as one; their appointments by start. */
typedef struct ipso__timed_session {
    int practitioner, day;
    int start_min, end_min;
    int first, count; /* of timed */
} ipso__timed_session;

typedef struct ipso__times_facts {
    const ipso_practice *practice;
    ipso__timed_session *sessions; /* those with appointments, by practitioner, day, start */
    int session_count;
    ipso__timed *timed; /* by session, start */
    int timed_count;
    ipso_slot *others; /* slots of the plan in no session */
    int other_count;
    ipso__timed_law *laws;
    int law_count;
    ipso__arena arena;
} ipso__times_facts;

/* slots stand in the bands given for each, IPSO_ANY for those that stay. Slots and bands are read
 * during the call only. IPSO_NOMEM leaves *facts untouched; else finish it. */
ipso_status ipso__times_facts_build(ipso__times_facts *facts, const ipso_practice *practice,
                                    const ipso__bands *bands, const ipso_slot *slots,
                                    const int *slot_bands, int slot_count, ipso_error *err);
void ipso__times_facts_finish(ipso__times_facts *facts);

static inline int ipso__timed_width(const ipso__timed *timed)
{
    return timed->slot.length_min + timed->slot.travel_min;
}

/* The points of a practitioner's day, rounded: halves, and what is 1e-6 below them, upwards. */
int64_t ipso__times_points(double points);

#endif
