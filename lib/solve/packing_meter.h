/* The limits of one packing search: work counted, clock and callback looked at now and then.
 * Internal to the packing solver. Each meter belongs to one thread; only that of the calling thread
 * has the callback.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_SOLVE_PACKING_METER_H
#define IPSO_SOLVE_PACKING_METER_H

#include "solve/packing.h"

#include <stdatomic.h>

typedef struct ipso__packing_meter {
    int64_t work;
    int64_t work_limit; /* INT64_MAX = none */
    int64_t next_look;  /* work at which the clock is read again */
    double deadline_s, next_report_s;
    int64_t value, bound; /* what the callback is told */
    ipso__packing_progress_fn progress;
    void *user;
    atomic_bool *halt; /* shared by the meters of several threads: one stops, all stop; or NULL */
    bool stopped;
    ipso_stop reason;
} ipso__packing_meter;

void ipso__packing_meter_init(ipso__packing_meter *meter, const ipso__packing_settings *settings);

/* Reads the clock, calls back when it is time; use through ipso__packing_meter_add. */
bool ipso__packing_meter_look(ipso__packing_meter *meter);

/* A meter for a part of what meter counts, to be done on some thread: from the same work on, with
 * the same limits and no callback. halt is shared by all parts. */
void ipso__packing_meter_part(ipso__packing_meter *part, const ipso__packing_meter *meter,
                              atomic_bool *halt);
/* Adds to meter what the part has done since its meter had counted so much, and why it stopped,
 * unless that was for its work alone. */
void ipso__packing_meter_join(ipso__packing_meter *meter, const ipso__packing_meter *part,
                              int64_t began);

/* Counts units of work (about 10 ns each); true when the search must stop now. */
static inline bool ipso__packing_meter_add(ipso__packing_meter *meter, int64_t units)
{
    meter->work += units;
    return meter->work < meter->next_look ? meter->stopped : ipso__packing_meter_look(meter);
}

#endif
