/* A session on the grid, patient after patient. Internal.
 *
 * The state between two patients is the law of the cell in which the practitioner is free of all
 * before. A patient who comes is called at max(free, arrival); one who does not leaves it as it is.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_SESSION_GRID_H
#define IPSO_SESSION_GRID_H

#include "session/grid_walk.h"

/* Room for the work between two states; zero-initialise, finish with ipso__grid_room_finish. */
typedef struct ipso__grid_room {
    ipso__pmf called;
    ipso__pmf paused[2]; /* behind breaks */
    ipso__pmf part, end;
    ipso__tide tide;
} ipso__grid_room;

void ipso__grid_room_finish(ipso__grid_room *room);

/* What a patient who comes meets, in cells; limit_cells -1: late is not asked for. */
typedef struct ipso__meeting {
    int limit_cells;
    double wait; /* expected */
    double late; /* P(wait > limit) */
} ipso__meeting;

/* The state before anybody. False when out of memory. */
bool ipso__grid_begin(const ipso_session *session, ipso__grid_room *room, ipso__pmf *free);

/* The state behind the breaks that begin after one cell and by another (from itself when there are
 * none); NULL when out of memory. */
const ipso__pmf *ipso__grid_breaks(const ipso_session *session, ipso__grid_room *room,
                                   const ipso__pmf *from, int after, int until);

/* The state behind a patient whose start time is that cell, and the breaks before him: those since
 * the start time of the patient before (-1 for none). One who does not come leaves the state as it
 * is or, with hold, not before his start time. from and next are not the same. meeting: NULL
 * allowed. False when out of memory. */
bool ipso__grid_step(const ipso_session *session, ipso__grid_room *room, const ipso__pmf *from,
                     int patient, int before, int start, bool hold, ipso__pmf *next,
                     ipso__meeting *meeting);

/* The law of the end of work behind the last patient, at that cell; NULL when out of memory. */
const ipso__pmf *ipso__grid_end(const ipso_session *session, ipso__grid_room *room,
                                const ipso__pmf *from, int last);

/* Expected minutes after the planned end, and after the start of the last patient, at that cell. */
bool ipso__grid_close(const ipso_session *session, ipso__grid_room *room, const ipso__pmf *from,
                      int last, double *planned, double *after_last);

/* Units of work of a step. */
int64_t ipso__grid_work(const ipso_session *session, const ipso__pmf *from, int patient);

#endif
