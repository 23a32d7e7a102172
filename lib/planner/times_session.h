/* A session of the times rules as lib/session sees it. Internal to lib/planner.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_PLANNER_TIMES_SESSION_H
#define IPSO_PLANNER_TIMES_SESSION_H

#include "base/error.h"
#include "model/times_facts.h"

#include <ipsosched/session.h>

/* By how much a session begins late: minutes[i] with probability shares[i]; none: on time. */
typedef struct ipso__times_carry {
    double *minutes, *shares;
    size_t count;
} ipso__times_carry;

/* Points of a minute. */
typedef struct ipso__times_prices {
    double wait, idle, overtime;
} ipso__times_prices;

ipso__times_prices ipso__times_prices_of(const ipso_practice *practice);

/* The appointments as patients, in their order, minutes counted from the start of the session;
 * rough: with laws that end where next to nothing is left, for a search. */
ipso_status ipso__times_session_make(ipso_session **made, const ipso__times_facts *facts,
                                     const ipso__timed_session *session,
                                     const ipso__times_carry *late,
                                     const ipso__times_prices *prices, double grid_min, bool rough,
                                     ipso_error *err);

/* A number that the points of the session's times, whatever their order and starts, are not below
 * when the session begins on time. Adds to *work; work_limit: units for this, above 0. */
ipso_status ipso__times_session_bound(double *bound, const ipso__times_facts *facts,
                                      const ipso__timed_session *session,
                                      const ipso__times_prices *prices, int64_t work_limit,
                                      int64_t *work, ipso_error *err);

#endif
