/* A practice by hand: Ada and Ben, one site, visits and acute problems with service times that do
 * not vary, so that every point can be worked out on paper.
 *
 * visit: follow-up, 20 or 30 min, takes 25 min: 5 min x 10 points too short at 20 min, none at 30.
 * A need unmet is 300 points, of an acute problem (10 min, takes 10) 600. A minute of theirs is
 * worth 300 / 30 = 10 points. Widths of 10, 20 and 30 min fill every stretch but one of 5 min.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_AGENDA_CORNER_H
#define TESTS_AGENDA_CORNER_H

#include <ipsosched/ipsosched.h>

enum { ADA = 0, BEN };
enum { VISIT = 0, ACUTE };
enum { VISIT_DEMAND = 0, ACUTE_DEMAND };

typedef struct corner {
    ipso_practice *practice;
    ipso_plan *plan;
    ipso_agenda *agenda;
    ipso_date first; /* Friday 2026-11-20 */
} corner;

/* A kept slot of Ada, on a day for the need of a day. */
typedef struct corner_slot {
    int start_min, type, day, need_day;
} corner_slot;

/* Both work 09:00 to 11:00 (first_min to last_min when given) on Friday and Monday, days 0 and 3;
 * the site is open from 08:00 to 18:00 on weekdays. */
typedef struct corner_options {
    const ipso_booking_rules *rules;
    int first_min, last_min;
    const corner_slot *slots; /* ended by a type below 0; NULL none */
    const char *first_day;
    bool visits_alone;     /* no acute type */
    bool around_the_clock; /* the site is open all day, every day, and so are the duties' days */
} corner_options;

corner corner_make(const corner_options *options);
void corner_free(corner *made);

ipso_stamp corner_stamp(const corner *made, int day, int time_min);
ipso_ask corner_ask(const char *patient, int type);
ipso_place corner_place(const corner *made, int practitioner, int day, int start_min);

/* Books, and answers the number; fails the test when it cannot. */
int64_t corner_book(const corner *made, const char *patient, int type, int practitioner, int day,
                    int start_min, int length_min, const ipso_stamp *stamp);

/* What why says of a start, among the best 10. */
ipso_why corner_why(const corner *made, const ipso_ask *ask, int practitioner, int day,
                    int start_min, const ipso_stamp *stamp);

#endif
