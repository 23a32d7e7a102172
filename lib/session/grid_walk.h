/* Emergencies that walk in, on the grid. Internal.
 *
 * In each cell before session->walk_in_until, work of the law session->walk_in (cells, often none)
 * walks in at the begin of the cell. It is done before the next patient is called. "Free" at a cell
 * means that all work of patients called before and of earlier cells is done.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_SESSION_GRID_WALK_H
#define IPSO_SESSION_GRID_WALK_H

#include "session/session.h"

/* Mass given up in each cell, at both ends: values with walk-ins are exact to about 1e-9. */
#define IPSO__TIDE_TRIMMED 1e-13

/* Room for the work left; zero-initialise. */
typedef struct ipso__tide {
    ipso__pmf left, more;
} ipso__tide;

void ipso__tide_finish(ipso__tide *tide);

/* Prepares session->walk_in, walk_in_until and walk_in_work. */
ipso_status ipso__walk_ins_prepare(ipso_session *session, ipso_error *err);

/* All are false when out of memory. */

/* The law of being free behind an activity of law length that begins at a cell of law begin. */
bool ipso__tide_busy(const ipso_session *session, ipso__tide *tide, const ipso__pmf *begin,
                     const ipso__pmf *length, ipso__pmf *free);

/* The law of when the next is called who arrives at that cell, given that of being free; a wait is
 * what lies between. */
bool ipso__tide_call(const ipso_session *session, ipso__tide *tide, const ipso__pmf *free,
                     int arrival, ipso__pmf *called);

/* The law of the end: nobody leaves while patients may walk in. */
bool ipso__tide_end(const ipso_session *session, ipso__tide *tide, const ipso__pmf *free,
                    ipso__pmf *end);

#endif
