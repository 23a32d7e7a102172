/* What the parts of one replication share: its bookings, its nights and its sessions. Internal.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_SIMULATE_REPLICATION_PARTS_H
#define IPSO_SIMULATE_REPLICATION_PARTS_H

#include "simulate/asks.h"
#include "simulate/calendar.h"
#include "simulate/journeys.h"
#include "simulate/ranking.h"
#include "simulate/run.h"
#include "simulate/tallies.h"

enum { IPSO__MORNING = 8 * 60, IPSO__MOST_VISITS = IPSO_DAY_MIN };

typedef struct ipso__appointment {
    ipso__ask of;
    ipso_sim_offer offer;
    int64_t ranked; /* number in the live agenda, 0 none */
    int booked_day;
    bool stands;
} ipso__appointment;

/* Appointments to cancel on a day, by number and by the key of their ask. */
typedef struct ipso__cancel {
    int number;
    uint64_t key;
} ipso__cancel;

typedef struct ipso__due {
    ipso__cancel *cancels;
    size_t count, capacity;
    ipso__asks asks; /* that come back or follow up */
} ipso__due;

typedef struct ipso__replication {
    const ipso__world *world;
    uint64_t seed;
    int days, first_measured, end_measured;
    ipso_sim_calendar calendar;
    bool ranks;
    ipso__ranking ranking; /* in use when booking ranks */
    ipso_status status;    /* of the live agenda, of the times told */
    ipso__appointment *appointments;
    size_t appointment_count, appointment_capacity;
    int *unused; /* numbers of appointments that are over */
    size_t unused_count, unused_capacity;
    ipso__due *due; /* per day */
    ipso__asks asks;
    bool *ill;
    ipso__random *illness;
    ipso__tallies tallies;
    double *role_min; /* minutes with patients, per role of the details */
    ipso__journeys journeys;
    ipso__visit visits[IPSO__MOST_VISITS];
    ipso_sim_slot slots[IPSO__MOST_VISITS];
    int numbers[IPSO__MOST_VISITS], told[IPSO__MOST_VISITS];
} ipso__replication;

/* Whether what happens on a day counts. */
bool ipso__is_measured(const ipso__replication *run, int day);
/* Whether a call worked; if not, why is kept. */
bool ipso__replication_note(ipso__replication *run, ipso_status status);
/* Has an ask come on its day. */
bool ipso__ask_later(ipso__replication *run, const ipso__ask *ask);
/* Has the steps of journeys that can begin asked for on their days. */
bool ipso__begin_steps(ipso__replication *run);

/* Whoever asks gets the start that the policy gives, or asks again, or goes elsewhere. */
bool ipso__serve(ipso__replication *run, ipso__ask *ask);
bool ipso__ask_is_acute(const ipso__ask *ask);
/* The appointment of that number is over, or off. */
bool ipso__give_number_back(ipso__replication *run, int number);
/* What the night before a day brings: illness, cancellations, the calendar a day further. */
bool ipso__pass_night(ipso__replication *run, int day);
/* The sessions of a day. */
bool ipso__run_day(ipso__replication *run, int day);

#endif
