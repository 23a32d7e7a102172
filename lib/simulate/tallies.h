/* What a replication counts, and the measures made of it. Internal.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_SIMULATE_TALLIES_H
#define IPSO_SIMULATE_TALLIES_H

#include "simulate/world.h"

/* Who saw whom. */
typedef struct ipso__seen {
    int patient, practitioner;
} ipso__seen;

typedef struct ipso__tallies {
    double duty_min, offered_min, booked_min, attended_min, busy_min;
    double seen, planned_min, service_min, overrun_min;
    double wait_min, waited;      /* of those seen anywhere but at home */
    double clinic_min, at_clinic; /* of those seen at a site */
    double wait_days, got_time;
    double asks, unserved;
    double acute_asks, acute_same_day, acute_extended;
    double third_next_days, third_next;
    double with_own, having_own;
    double appointments, no_shows;
    double overtime_min, sessions;
    double *extended_min, *present_days; /* per practitioner */
    ipso__seen *visits;
    size_t visit_count, visit_capacity;
} ipso__tallies;

bool ipso__tallies_init(ipso__tallies *tallies, const ipso__world *world);
void ipso__tallies_finish(ipso__tallies *tallies);
bool ipso__tallies_see(ipso__tallies *tallies, int patient, int practitioner);

/* Reorders the visits. */
void ipso__tallies_measure(double measures[IPSO_SIM_MEASURE_COUNT], ipso__tallies *tallies,
                           const ipso__world *world);

#endif
