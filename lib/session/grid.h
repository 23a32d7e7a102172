/* A session on the grid, patient after patient. Internal.
 *
 * The state between two patients is the law of the cell in which the practitioner is free of all
 * before. A patient who comes is called at max(free, arrival); one who does not leaves it as it is.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_SESSION_GRID_H
#define IPSO_SESSION_GRID_H

#include "session/session.h"

/* Room for the work between two states; zero-initialise, finish with ipso__grid_room_finish. */
typedef struct ipso__grid_room {
    ipso__pmf called;
} ipso__grid_room;

void ipso__grid_room_finish(ipso__grid_room *room);

/* What a patient who comes meets, in cells; limit_cells -1: late is not asked for. */
typedef struct ipso__meeting {
    int limit_cells;
    double wait; /* expected */
    double late; /* P(wait > limit) */
} ipso__meeting;

/* The state before anybody. These three are false when out of memory. */
bool ipso__grid_begin(const ipso_session *session, ipso__pmf *free);

/* The state behind a patient whose start time is that cell. free and next are not the same. */
bool ipso__grid_patient(const ipso_session *session, ipso__grid_room *room, const ipso__pmf *free,
                        int patient, int start, ipso__pmf *next, ipso__meeting *meeting);

/* The state behind a break. */
bool ipso__grid_break(const ipso_session *session, ipso__grid_room *room, const ipso__pmf *free,
                      int index, ipso__pmf *next);

#endif
