/* Places that an appointment may have, and what each costs. Internal to lib/replan.
 *
 * A place is a start on the grid in a sitting of the new roster that admits the type, in time that
 * no appointment which stays has, while the patient is free. Its cost is that of the move plus, by
 * the minute, what the open slots there are worth.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_REPLAN_PLACES_H
#define IPSO_REPLAN_PLACES_H

#include "replan/agenda.h"

typedef struct ipso__place {
    int appointment;
    int sitting;
    int start_min, length_min, width_min;
    unsigned mode;
    bool stays; /* the old place of an appointment that the change left alone */
    int64_t cost;
} ipso__place;

/* A patient's other appointment that stays, in minutes of the horizon. */
typedef struct ipso__engagement {
    int start_min, end_min;
} ipso__engagement;

/* When a linked appointment may start and end, in minutes of the horizon, for those it is linked to
 * that stay where they are. */
typedef struct ipso__span {
    int64_t start_from, start_to, end_from, end_to;
    bool never;
} ipso__span;

typedef struct ipso__places {
    const ipso__agenda *agenda;
    const ipso_replan_settings *settings;
    int grid, cells, days, people;
    int *taken;       /* of practitioner p, day t: cells taken before cell i, at [(p days + t)
                         (cells + 1) + i] */
    int64_t *reserve; /* likewise, thousandths of points of the open slots before cell i */
    int64_t *same;    /* likewise, of the open slots of the type in hand alone; for requests */
    int same_type;
    int *first_engagement; /* of each appointment; one more at the end */
    ipso__engagement *engagements;
    ipso__span *spans; /* of each appointment */
} ipso__places;

/* IPSO_NOMEM leaves *places untouched. The agenda and the settings are borrowed. */
ipso_status ipso__places_start(ipso__places *places, const ipso__agenda *agenda,
                               const ipso_replan_settings *settings, ipso_error *err);
void ipso__places_finish(ipso__places *places);

/* Reads the agenda again, after appointments have become movable. */
ipso_status ipso__places_refresh(ipso__places *places, ipso_error *err);

typedef void (*ipso__place_fn)(void *user, const ipso__place *place);

/* Gives every place of a movable appointment, in the order practitioner, day, start, length. With
 * crowded, also those in time that other appointments have. Returns the work done. */
int64_t ipso__places_each(ipso__places *places, int appointment, bool crowded, ipso__place_fn place,
                          void *user);

/* Why there is none: the first of no duty, link, patient and full that holds. */
ipso_unplaced_reason ipso__places_why(ipso__places *places, int appointment);

/* Whether there is a free place whatever the patient accepts. */
bool ipso__places_unasked(ipso__places *places, int appointment);

/* The place where an appointment that the change left alone is. */
ipso__place ipso__places_old(const ipso__places *places, int appointment);

/* The slot that a place stands for. */
ipso_slot ipso__place_slot(const ipso__places *places, const ipso__place *place);

/* Whether the open slot is in the new roster at all and lies ahead; its worth in points. */
bool ipso__open_slot_counts(const ipso__agenda *agenda, const ipso_slot *slot);
int64_t ipso__open_slot_points(const ipso__agenda *agenda, const ipso_slot *slot);

/* Points of having no place. */
int64_t ipso__call_points(const ipso__places *places, int appointment);

/* Minutes of the extended hours of the place's site and day that it takes from what other types may
 * have; 0 for acute care and where S6 is not hard. */
int ipso__place_extended(const ipso__places *places, const ipso__place *place);

#endif
