/* Bounding boxes of fair turns beside the search for rosters. Internal to lib/planner.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_PLANNER_ROSTER_SIDE_H
#define IPSO_PLANNER_ROSTER_SIDE_H

#include "planner/roster_search.h"

#include <pthread.h>
#include <stdatomic.h>

/* What is done beside a search. It has copies of what it needs of the search, and touches nothing
 * of it between start and join. */
typedef struct ipso__side {
    ipso__roster_search search; /* its own limits, prices and columns */
    ipso__stage_settings settings;
    ipso_error err;
    int64_t begun, units; /* work at the beginning, and of the task */
    double share;
    void (*task)(void *user);
    void *user;
    pthread_t thread;
    bool on_thread;
    atomic_bool halted; /* the search was stopped */
} ipso__side;

/* False when memory is out. */
bool ipso__side_init(ipso__side *side, const ipso__roster_search *s);
void ipso__side_finish(ipso__side *side);

/* Starts a task of so much work: on a thread where the settings allow two, else when it is joined.
 * Joining adds the work to that of the search, and passes on a failure. */
void ipso__side_start(ipso__side *side, const ipso__roster_search *s, int64_t work, double share,
                      void (*task)(void *user), void *user);
void ipso__side_join(ipso__side *side, ipso__roster_search *s);

/* For the task: whether there is work left. */
bool ipso__side_goes_on(ipso__side *side);
/* The bound of the rosters in a box, by the root of its column generation, up to so much below the
 * best roster, a share of it. False when a limit ended it; INFINITY when there are no rosters. */
bool ipso__side_bound(ipso__side *side, const ipso__turn_range *turns, double enough,
                      double *bound);
/* Memory is out. */
void ipso__side_fail(ipso__side *side);

#endif
