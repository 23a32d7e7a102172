/* Searches of one session one after another, the best kept: of its orders, or of who is booked.
 * Internal.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_SESSION_TRIALS_H
#define IPSO_SESSION_TRIALS_H

#include <ipsosched/session.h>

typedef struct ipso__trials {
    ipso_session_plan best; /* where has_best */
    bool has_best, proven;  /* proven: each search was to its proof, and none was left out */
    double bound;           /* the least of them */
    int64_t work, evaluations;
    int64_t limit; /* of work; 0 none */
} ipso__trials;

void ipso__trials_init(ipso__trials *trials, int64_t limit);

/* Whether the work limit is reached. */
bool ipso__trials_spent(const ipso__trials *trials);

/* The work limit of the next search. */
int64_t ipso__trials_left(const ipso__trials *trials);

/* Counts the plan of a search, and keeps it when it is the best so far, else finishes it. */
void ipso__trials_keep(ipso__trials *trials, ipso_session_plan *plan);

/* Hands the best plan out as that of all searches; where status is a failure, finishes it instead
 * and answers status. */
ipso_status ipso__trials_end(ipso__trials *trials, ipso_status status, ipso_session_plan *plan);

#endif
