/* The session handle: the model copied, its laws prepared. Internal.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_SESSION_SESSION_H
#define IPSO_SESSION_SESSION_H

#include <ipsosched/session.h>

#include "base/memory.h"
#include "session/pmf.h"

enum { IPSO__MOST_CELLS = 100000, IPSO__MOST_PATIENTS = 1440 };

struct ipso_session {
    ipso__arena arena;
    ipso_session_model model; /* patients, laws and breaks are copies of ours */
    int *law;                 /* patient -> index into service; equal laws are prepared once */
    int law_count;
    double *mean_min;               /* patient -> mean service, if he comes */
    double *come;                   /* patient -> probability of coming */
    ipso__pmf *service;             /* GRID, law_count of them */
    ipso__pmf *late;                /* GRID, one for each patient */
    ipso__pmf delay;                /* GRID */
    ipso__pmf walk_in;              /* GRID: work that walks in during one cell */
    int walk_in_until;              /* GRID: cells in which patients walk in */
    double walk_in_work;            /* mean minutes of it in the session */
    struct ipso__phases *phases;    /* PHASES, law_count of them (phases.h) */
    double fastest;                 /* PHASES: the fastest rate a minute */
    int length_cells;               /* GRID */
    int *break_start, *break_cells; /* GRID */
    double breaks_min;              /* together */
};

/* Whether two laws are written the same. */
bool ipso__service_equal(const ipso_service *a, const ipso_service *b);

/* Minutes of the breaks that come before a last patient of that start time. */
double ipso__breaks_before(const ipso_session_model *model, double last_start_min);

/* Whether idle time, and overtime, count by the planned end; else by the last start time. */
static inline bool ipso__idle_by_plan(const ipso_session_model *model)
{
    return model->horizon == IPSO_HORIZON_PLANNED;
}
static inline bool ipso__overtime_by_plan(const ipso_session_model *model)
{
    return model->horizon != IPSO_HORIZON_LAST;
}

/* The steps by which the next start time must follow that of a patient. */
int ipso__apart_ticks(const ipso_session *session, int patient, double step_min);

/* The k-th patient to be seen. */
int ipso__seen(const ipso_session_times *times, int k);

/* minutes in cells; -1 when they are none of a multiple. */
int ipso__cells(double minutes, double grid_min);

/* IPSO_INPUT when the times do not fit the session (ipso_session_evaluate). */
ipso_status ipso__times_check(const ipso_session *session, const ipso_session_times *times,
                              ipso_error *err);

#endif
