/* Valuing start times in continuous time.
 *
 * The end of work is by t when nobody is being seen at t and none of those who start later comes;
 * its mean is the integral of P(end > t). Between two start times x apart the expected time that
 * nobody is seen is x less the work done: work at the beginning less work at the end.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/error.h"
#include "session/evaluate.h"
#include "session/phases.h"

#include <math.h>
#include <stdlib.h>

typedef struct walk {
    const ipso_session *session;
    const ipso_session_times *times;
    int order[IPSO__MOST_PATIENTS];
    double nobody[IPSO__MOST_PATIENTS + 1]; /* P(none of the k-th and those after comes) */
    ipso__pmf now, passed;
    double work; /* of now, minutes */
    double end;  /* expected, so far */
    int64_t units;
} walk;

static void walk_begin(walk *w, const ipso_session *session, const ipso_session_times *times)
{
    *w = (walk){.session = session, .times = times};
    w->nobody[times->count] = 1;
    for (int k = times->count - 1; k >= 0; k--) {
        w->order[k] = ipso__seen(times, k);
        w->nobody[k] = w->nobody[k + 1] * (1 - session->come[w->order[k]]);
    }
}

/* P(wait > limit): the work before the k-th is not done within it. False when out of memory. */
static bool late_share(walk *w, int k, double *share)
{
    ipso__pmf later = {0};
    bool ok = ipso__phases_pass(w->session, &w->passed, w->order, k,
                                w->session->model.wait_limit_min, &later, &w->units);
    if (ok)
        *share = fmax(0, 1 - later.share[0]);
    ipso__pmf_finish(&later);
    return ok;
}

/* The end by each whole minute from the one before the first start on. False when out of memory. */
static bool keep_end(walk *w, ipso_session_value *value, int k, double from, double until)
{
    ipso__pmf later = {0};
    bool ok = true;
    for (double minute = ceil(from); ok && minute < until; minute++) {
        int at = value->end_count;
        ok = ipso__phases_pass(w->session, &w->now, w->order, k, minute - from, &later, &w->units);
        if (!ok || at >= IPSO__MOST_CELLS)
            break;
        value->end_min[at] = minute;
        value->end_share[at] = fmin(1, later.share[0] * w->nobody[k]);
        value->end_count++;
        if (until == INFINITY && later.share[0] > 1 - 1e-9)
            break;
    }
    ipso__pmf_finish(&later);
    return ok;
}

/* Passes to the start of the k-th and lets him come. False when out of memory. */
static bool see(walk *w, int k, ipso__tally *tally, ipso_session_value *value)
{
    double from = k == 0 ? 0 : w->times->start_min[k - 1];
    double length = w->times->start_min[k] - from;
    if (value != NULL && !keep_end(w, value, k, from, w->times->start_min[k]))
        return false;
    if (!ipso__phases_pass(w->session, &w->now, w->order, k, length, &w->passed, &w->units))
        return false;
    double wait = ipso__phases_work(w->session, &w->passed, w->order, k);
    w->end += length - w->nobody[k] * (length - (w->work - wait));
    ipso__tally_add(tally, w->session, w->order[k], wait);
    if (value != NULL) {
        value->wait[k] = wait;
        if (!late_share(w, k, &value->late_share[k]))
            return false;
    }
    if (!ipso__phases_arrive(w->session, &w->passed, w->order, k, &w->now))
        return false;
    w->work = ipso__phases_work(w->session, &w->now, w->order, k + 1);
    return true;
}

static bool walk_through(walk *w, ipso__tally *tally, ipso_session_measures *measures,
                         ipso_session_value *value)
{
    const ipso_session *session = w->session;
    int count = w->times->count;
    double last = count > 0 ? w->times->start_min[count - 1] : 0;
    double left = session->model.length_min - last, planned;
    if (!ipso__phases_begin(session, &w->now))
        return false;
    for (int k = 0; k < count; k++)
        if (!see(w, k, tally, value))
            return false;
    if (value != NULL && !keep_end(w, value, count, last, INFINITY))
        return false;
    if (!ipso__phases_left(session, &w->now, w->order, count, fmax(0, left), &planned, &w->units))
        return false;
    /* A last start after the planned end: until it, work is over time when somebody is seen. */
    ipso__tally_measures(measures, tally, session, last, planned, w->work, w->end + w->work);
    return true;
}

/* Room for the law of the end, which is known to be short. */
static bool end_room(ipso_session_value *value)
{
    value->end_min = ipso__calloc(IPSO__MOST_CELLS, sizeof *value->end_min);
    value->end_share = ipso__calloc(IPSO__MOST_CELLS, sizeof *value->end_share);
    return value->end_min != NULL && value->end_share != NULL;
}

ipso_status ipso__phases_evaluate(ipso_session_measures *measures, ipso_session_value *value,
                                  const ipso_session *session, const ipso_session_times *times,
                                  ipso_error *err)
{
    walk *w = ipso__calloc(1, sizeof *w);
    ipso__tally tally = {0};
    if (w == NULL)
        return ipso__fail_nomem(err);
    walk_begin(w, session, times);
    bool ok = (value == NULL || end_room(value)) && walk_through(w, &tally, measures, value);
    ipso__pmf_finish(&w->now);
    ipso__pmf_finish(&w->passed);
    free(w);
    return ok ? IPSO_OK : ipso__fail_nomem(err);
}
