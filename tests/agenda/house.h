/* A practice of two sites and a plan of it, small enough to look at every start, with a bit of all
 * that an agenda knows: acute, follow-up and long care, home visits, teleconsultation, protected
 * time, extended hours, linked requests, rules of booking.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_AGENDA_HOUSE_H
#define TESTS_AGENDA_HOUSE_H

#include <ipsosched/ipsosched.h>

#include "base/random.h"

/* Practitioners, by index. */
enum { HOUSE_ADA = 0, HOUSE_BEN, HOUSE_CLEO, HOUSE_DAN, HOUSE_PEOPLE };
/* Appointment types. */
enum { HOUSE_ACUTE = 0, HOUSE_FOLLOW_UP, HOUSE_LONG, HOUSE_HOME, HOUSE_NURSING, HOUSE_TYPES };
/* Sites. */
enum { HOUSE_NORTH = 0, HOUSE_SOUTH };

typedef struct house {
    ipso_practice *practice;
    ipso_plan *plan;
    ipso_date first;
    int days;
} house;

/* Fields left 0 take these defaults. */
typedef struct house_options {
    const char *first_day;    /* "2026-11-23", a Monday */
    int days;                 /* 5 */
    ipso_booking_rules rules; /* set rules_given */
    bool rules_given;
    int grid_min;            /* 5 */
    int64_t extended_points; /* 0: the default of the practice, hard */
    bool nothing_booked;     /* no request, no fixed appointment */
} house_options;

house house_make(const house_options *options);
void house_free(house *made);

/* 08:00 of the first day, who "test". */
ipso_stamp house_stamp(const house *made, int day, int time_min);

/* A random ask: now and then with windows, own practitioner, site, modes, length, audience. Windows
 * point to *window. */
ipso_ask house_random_ask(const house *made, ipso__random *random, ipso_window *window,
                          char patient[16]);

/* Does a random change; whether it worked does not matter. */
void house_random_change(const house *made, ipso_agenda *agenda, ipso__random *random,
                         ipso_stamp *now);

#endif
