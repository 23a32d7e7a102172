/* Valuing start times on the grid.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/error.h"
#include "session/evaluate.h"
#include "session/grid.h"

#include <math.h>

/* A walk along the session: two states that take turns. */
typedef struct walk {
    const ipso_session *session;
    ipso__grid_room room;
    ipso__pmf states[2];
    int now;
    int before; /* the start of the patient seen before, -1 none */
} walk;

static ipso__pmf *here(walk *w)
{
    return &w->states[w->now];
}

static void walk_finish(walk *w)
{
    ipso__grid_room_finish(&w->room);
    ipso__pmf_finish(&w->states[0]);
    ipso__pmf_finish(&w->states[1]);
}

/* Sees the k-th patient. False when out of memory. */
static bool see(walk *w, const ipso_session_times *times, int k, ipso__tally *tally,
                ipso_session_value *value)
{
    const ipso_session_model *model = &w->session->model;
    int patient = ipso__seen(times, k);
    int start = ipso__cells(times->start_min[k], model->grid_min);
    ipso__meeting meeting = {.limit_cells = -1};
    if (value != NULL)
        meeting.limit_cells = (int)floor(model->wait_limit_min / model->grid_min + 1e-6);
    if (!ipso__grid_step(w->session, &w->room, here(w), patient, w->before, start, false,
                         &w->states[1 - w->now], &meeting))
        return false;
    w->now = 1 - w->now;
    w->before = start;
    ipso__tally_add(tally, w->session, patient, meeting.wait * model->grid_min);
    if (value != NULL) {
        value->wait[k] = meeting.wait * model->grid_min;
        value->late_share[k] = meeting.late;
    }
    return true;
}

/* The law of the end into value. False when out of memory. */
static bool keep_end(ipso_session_value *value, const ipso__pmf *end, double grid_min)
{
    int count = end->end - end->first;
    double sum = 0;
    value->end_min = ipso__calloc((size_t)count, sizeof *value->end_min);
    value->end_share = ipso__calloc((size_t)count, sizeof *value->end_share);
    if (value->end_min == NULL || value->end_share == NULL)
        return false;
    for (int i = 0; i < count; i++) {
        sum += end->share[end->first + i];
        value->end_min[i] = (end->first + i) * grid_min;
        value->end_share[i] = fmin(1, sum);
    }
    value->end_count = count;
    return true;
}

static bool walk_through(walk *w, const ipso_session_times *times, ipso__tally *tally,
                         ipso_session_measures *measures, ipso_session_value *value)
{
    const ipso_session *session = w->session;
    double grid = session->model.grid_min;
    double last = times->count > 0 ? times->start_min[times->count - 1] : 0;
    if (!ipso__grid_begin(session, &w->room, here(w)))
        return false;
    for (int k = 0; k < times->count; k++)
        if (!see(w, times, k, tally, value))
            return false;
    double planned, after_last;
    int until = times->count > 0 ? ipso__cells(last, grid) : -1;
    if (!ipso__grid_close(session, &w->room, here(w), until, &planned, &after_last))
        return false;
    const ipso__pmf *end = ipso__grid_end(session, &w->room, here(w), until);
    if (end == NULL || (value != NULL && !keep_end(value, end, grid)))
        return false;
    ipso__tally_measures(measures, tally, session, last, planned, after_last,
                         grid * ipso__pmf_mean(end));
    return true;
}

ipso_status ipso__grid_evaluate(ipso_session_measures *measures, ipso_session_value *value,
                                const ipso_session *session, const ipso_session_times *times,
                                ipso_error *err)
{
    walk w = {.session = session, .before = -1};
    ipso__tally tally = {0};
    bool ok = walk_through(&w, times, &tally, measures, value);
    walk_finish(&w);
    return ok ? IPSO_OK : ipso__fail_nomem(err);
}
