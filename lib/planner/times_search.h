/* The search for the order and start times of one practitioner's day. Internal to lib/planner.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_PLANNER_TIMES_SEARCH_H
#define IPSO_PLANNER_TIMES_SEARCH_H

#include "model/times_facts.h"

#include <stdint.h>

/* The sessions first..first+count-1 of the facts: those of one practitioner and day. */
typedef struct ipso__times_day {
    int first, count;
    int64_t work_limit; /* units, 0 none */
    /* The answer: */
    int64_t cost; /* points of T1 to T3 */
    int64_t bound;
    int64_t work;
    bool spent; /* a limit ended the search */
    ipso_status status;
    ipso_error err;
} ipso__times_day;

/* Whether to stop, asked every now and then from the thread that searches. */
typedef bool (*ipso__times_stop)(void *user);

/* Gives the appointments of the day their start times, start_min[i] for timed i: those they have
 * when no better ones are found. Any number of threads may search days that differ. */
void ipso__times_day_search(ipso__times_day *day, const ipso__times_facts *facts, int *start_min,
                            ipso__times_stop stop, void *stop_user);

#endif
