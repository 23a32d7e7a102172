/* The order and the start times of patients who stand apart in windows. Internal.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_SESSION_ARRANGE_H
#define IPSO_SESSION_ARRANGE_H

#include "session/session.h"

/* Whether to stop; asked after every few thousand units of work. */
typedef bool (*ipso__arrange_stop)(void *user);

typedef struct ipso__arrange_settings {
    double step_min;         /* start times are multiples of it, and it of the grid */
    int64_t work_limit;      /* units, 0 none */
    ipso__arrange_stop stop; /* NULL none */
    void *stop_user;
} ipso__arrange_settings;

typedef struct ipso__arranged {
    double cost;
    int64_t work;
    bool spent; /* stopped by the limit or by stop */
} ipso__arranged;

/* Improves an order of all patients of a session on the grid without breaks and walk-ins, and their
 * start times, which keep to windows and distances before and after: two change places, one goes to
 * another place, neighbours move together, each where that makes the session cheaper. Times between
 * neighbours beyond their distances stay at their place in the order where patients move. order and
 * start_min have an entry for each patient. IPSO_INPUT when the times given do not fit;
 * IPSO_NOMEM leaves the arrays with times that fit. */
ipso_status ipso__session_arrange(ipso__arranged *arranged, const ipso_session *session, int *order,
                                  double *start_min, const ipso__arrange_settings *settings,
                                  ipso_error *err);

#endif
