/* One session of one practitioner, run once. Internal.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_SIMULATE_RUN_H
#define IPSO_SIMULATE_RUN_H

#include <stdbool.h>

/* A patient of the session, in the order called. Minutes of the day. */
typedef struct ipso__visit {
    double told_min;    /* not called before; does not fall from one to the next */
    double arrive_min;  /* not called before; below told_min is early */
    double travel_min;  /* of the practitioner, before the service */
    double service_min; /* not looked at for one who is absent */
    bool absent;
    double called_min, left_min; /* written: the same for one who is absent, called as if present */
} ipso__visit;

/* Runs the session that begins when the practitioner is free, not before start_min, by the
 * recursion of Lindley (1952) with appointment times:
 *     called[k] = max(left[k - 1], told[k], arrive[k]),  left[k] = called[k] + travel + service
 * An absent patient takes no time, and nobody waits for him. Returns when the practitioner is free
 * again. */
double ipso__run_session(ipso__visit *visits, int count, double start_min);

/* Minutes from the later of time told and arrival to being called. */
double ipso__visit_wait(const ipso__visit *visit);

#endif
