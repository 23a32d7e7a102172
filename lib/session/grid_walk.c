/* Emergencies that walk in, on the grid.
 *
 * The work of a cell is compound Poisson: with rate L in a cell and s(i) the probability of i cells
 * of service, a(0) = exp(-L (1 - s(0))) and a(j) = L / j x sum over i = 1..j of i s(i) a(j - i)
 * (Panjer 1981). The work left follows cell by cell: left + walked in - 1.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/grid_walk.h"

#include "base/error.h"

#include <math.h>

#define GIVEN_UP 1e-12 /* mass of the work of a cell */

void ipso__tide_finish(ipso__tide *tide)
{
    ipso__pmf_finish(&tide->left);
    ipso__pmf_finish(&tide->more);
}

/* Panjer's recursion until next to nothing is left. */
static bool compound(ipso__pmf *work, const ipso__pmf *service, double rate)
{
    double none = service->first == 0 ? service->share[0] : 0;
    double sum;
    if (!ipso__pmf_point(work, 0))
        return false;
    sum = work->share[0] = exp(-rate * (1 - none));
    for (int j = 1; sum < 1 - GIVEN_UP && j < IPSO__MOST_CELLS; j++) {
        double share = 0;
        int last = j < service->end - 1 ? j : service->end - 1;
        if (!ipso__pmf_extend(work, 0, j + 1))
            return false;
        for (int i = service->first > 1 ? service->first : 1; i <= last; i++)
            share += i * service->share[i] * work->share[j - i];
        work->share[j] = rate / j * share;
        sum += work->share[j];
    }
    return true;
}

ipso_status ipso__walk_ins_prepare(ipso_session *session, ipso_error *err)
{
    const ipso_session_model *model = &session->model;
    double until = fmin(model->walk_in_until_min, model->length_min);
    ipso__pmf service = {0};
    if (model->walk_ins_per_hour == 0)
        return IPSO_OK;
    session->walk_in_until = (int)floor(until / model->grid_min + 1e-6);
    session->walk_in_work = model->walk_ins_per_hour / 60 * session->walk_in_until *
                            model->grid_min * ipso_service_mean_min(&model->walk_in);
    ipso_status status = ipso__pmf_of_service(&service, &model->walk_in, model->grid_min,
                                              IPSO__MOST_CELLS, "/walk_ins/service", err);
    if (status == IPSO_OK &&
        !compound(&session->walk_in, &service, model->walk_ins_per_hour / 60 * model->grid_min))
        status = ipso__fail_nomem(err);
    ipso__pmf_finish(&service);
    return status;
}

static bool empty(const ipso__pmf *pmf)
{
    return pmf->end <= pmf->first;
}

/* A cell passes: work walks in and one cell of it is done. What is left then stays in left, from 0
 * on; those with nothing left and those already idle are both at 0. */
static bool pass(const ipso_session *session, ipso__tide *tide)
{
    const ipso__pmf *in = &session->walk_in;
    ipso__pmf *left = &tide->left, *more = &tide->more;
    if (!ipso__pmf_clear(more, left->first + in->first, left->end + in->end - 1))
        return false;
    ipso__pmf_add_sum(more, left, in, 1);
    ipso__pmf_trim(more, IPSO__TIDE_TRIMMED);
    if (!ipso__pmf_clear(left, more->first > 0 ? more->first - 1 : 0,
                         more->end > 1 ? more->end - 1 : 1))
        return false;
    for (int r = more->first; r < more->end; r++)
        left->share[r > 0 ? r - 1 : 0] += more->share[r];
    return true;
}

/* Takes those with nothing left out of left. */
static double take_done(ipso__pmf *left)
{
    double done = 0;
    while (!empty(left) && (left->first == 0 || left->share[left->first] == 0)) {
        if (left->first == 0)
            done += left->share[0];
        left->first++;
    }
    return done;
}

static bool add(ipso__pmf *pmf, int cell, double mass)
{
    if (!ipso__pmf_extend(pmf, empty(pmf) ? cell : pmf->first, cell + 1))
        return false;
    pmf->share[cell] += mass;
    return true;
}

/* Nobody walks in any more: what is left at cell now is done when it is. */
static bool drain(ipso__tide *tide, int now, ipso__pmf *done)
{
    ipso__pmf *left = &tide->left;
    for (int r = left->first; r < left->end; r++)
        if (!add(done, now + r, left->share[r]))
            return false;
    left->end = left->first;
    return true;
}

/* From the cell now on, until no work is left in left. */
static bool run_out(const ipso_session *session, ipso__tide *tide, int now, ipso__pmf *done)
{
    while (!empty(&tide->left) && now < session->walk_in_until) {
        if (!pass(session, tide))
            return false;
        now++;
        double mass = take_done(&tide->left);
        if (mass > 0 && !add(done, now, mass))
            return false;
    }
    return drain(tide, now, done);
}

bool ipso__tide_busy(const ipso_session *session, ipso__tide *tide, const ipso__pmf *begin,
                     const ipso__pmf *length, ipso__pmf *free)
{
    ipso__pmf *left = &tide->left;
    if (!ipso__pmf_clear(free, begin->first, begin->first + 1) || !ipso__pmf_clear(left, 1, 1))
        return false;
    for (int now = begin->first; now < begin->end; now++) {
        double mass = begin->share[now];
        int first = empty(left) || length->first < left->first ? length->first : left->first;
        if (!ipso__pmf_extend(left, first, length->end))
            return false;
        for (int s = length->first; s < length->end; s++)
            left->share[s] += mass * length->share[s];
        mass = take_done(left);
        if (mass > 0 && !add(free, now, mass))
            return false;
        if (now >= session->walk_in_until) {
            if (!drain(tide, now, free))
                return false;
            continue;
        }
        if (!empty(left) && !pass(session, tide))
            return false;
        mass = take_done(left);
        if (mass > 0 && !add(free, now + 1, mass))
            return false;
    }
    return run_out(session, tide, begin->end, free);
}

/* left becomes the work that walked in and is not done at the cell until, of those free by then. */
static bool wait_until(const ipso_session *session, ipso__tide *tide, const ipso__pmf *free,
                       int until)
{
    ipso__pmf *left = &tide->left;
    if (!ipso__pmf_clear(left, 0, 1))
        return false;
    for (int now = free->first; now <= until; now++) {
        if (!ipso__pmf_extend(left, 0, 1))
            return false;
        if (now < free->end)
            left->share[0] += free->share[now];
        if (now == until)
            break;
        if (now < session->walk_in_until) {
            if (!pass(session, tide))
                return false;
        } else if (left->end > 1) {
            for (int r = 1; r < left->end; r++)
                left->share[r - 1] = (r == 1 ? left->share[0] : 0) + left->share[r];
            left->end--;
        }
    }
    return true;
}

bool ipso__tide_call(const ipso_session *session, ipso__tide *tide, const ipso__pmf *free,
                     int arrival, ipso__pmf *called)
{
    if (!ipso__pmf_clear(called, arrival, arrival + 1))
        return false;
    if (free->first <= arrival) {
        if (!wait_until(session, tide, free, arrival))
            return false;
        double mass = take_done(&tide->left);
        if (!add(called, arrival, mass) || !run_out(session, tide, arrival, called))
            return false;
    }
    for (int f = arrival + 1 > free->first ? arrival + 1 : free->first; f < free->end; f++)
        if (!add(called, f, free->share[f]))
            return false;
    return true;
}

bool ipso__tide_end(const ipso_session *session, ipso__tide *tide, const ipso__pmf *free,
                    ipso__pmf *end)
{
    return ipso__tide_call(session, tide, free, session->walk_in_until, end);
}
