/* The calendar of one replication: what is free, in bits of the grid. Internal.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_SIMULATE_CALENDAR_H
#define IPSO_SIMULATE_CALENDAR_H

#include "simulate/world.h"

/* A practitioner's day as it stands. */
typedef struct ipso__agenda_day {
    uint64_t *free; /* consulting time that nobody has */
    int booked_min;
    int *booked; /* appointments, in no order */
    size_t booked_count, booked_capacity;
} ipso__agenda_day;

struct ipso_sim_calendar {
    const ipso__world *world;
    int now_day, now_min;
    int ahead_days;         /* days now_day .. now_day + ahead_days - 1 are open */
    ipso__agenda_day *days; /* a ring: day d of practitioner p at (d % ahead_days) * people + p */
    uint64_t *bits;
};

bool ipso__calendar_init(ipso_sim_calendar *calendar, const ipso__world *world);
void ipso__calendar_finish(ipso_sim_calendar *calendar);

ipso__agenda_day *ipso__calendar_day(const ipso_sim_calendar *calendar, int practitioner, int day);

/* Goes on to a day: the one before it is forgotten, and the last of the days ahead opens. */
void ipso__calendar_advance(ipso_sim_calendar *calendar, int day);
/* Takes the time of an offer for an appointment; false when out of memory. */
bool ipso__calendar_book(ipso_sim_calendar *calendar, const ipso_sim_offer *offer, int appointment);
/* Gives it back. */
void ipso__calendar_release(ipso_sim_calendar *calendar, const ipso_sim_offer *offer,
                            int appointment);
/* The practitioner is away today: nothing is free any more. */
void ipso__calendar_close(ipso_sim_calendar *calendar, int practitioner);

/* Calendar days to the third next time of length_min that is kept for nobody; ahead_days when there
 * is none in the days ahead. */
int ipso__calendar_third_next(const ipso_sim_calendar *calendar, int practitioner, int length_min);

#endif
