/* The search for start times: the public call.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/search.h"

#include "session/fail.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void ipso_session_settings_init(ipso_session_settings *settings)
{
    *settings = (ipso_session_settings){.last_start_min = INFINITY, .certify = true};
}

void ipso_session_plan_finish(ipso_session_plan *plan)
{
    if (plan == NULL)
        return;
    free((void *)plan->times.order);
    free((void *)plan->times.start_min);
    *plan = (ipso_session_plan){0};
}

/* What the search works on; the arrays have count entries. */
typedef struct task {
    const ipso_session *session;
    const ipso_session_settings *settings;
    int count;
    int *order, *tick, *low, *high;
    double *start;
    double step_min, last_min;
    ipso_session_plan *plan;
} task;

ipso_status ipso__settings_check(const ipso_session *session, const ipso_session_settings *settings,
                                 double *step_min, double *last_min, ipso_error *err)
{
    const ipso_session_model *model = &session->model;
    double step, last;
    bool grid = model->time == IPSO_SESSION_GRID;
    step = settings->step_min == 0 && grid ? model->grid_min : settings->step_min;
    last = fmin(settings->last_start_min, model->length_min);
    if (!(step >= 0 && step <= 1440))
        return ipso__fail(err, IPSO_INPUT, "/search/step_min",
                          "a step of %g min is not from 0 to 1440", step);
    if (grid && ipso__cells(step, model->grid_min) < 1)
        return ipso__fail(err, IPSO_INPUT, "/search/step_min",
                          "a step of %g min is no multiple of the grid", step);
    if (!grid && step > 0 && step < 0.01)
        return ipso__fail(err, IPSO_INPUT, "/search/step_min", "a step of %g min is below 0.01",
                          step);
    if (!(settings->last_start_min >= 0))
        return ipso__fail(err, IPSO_INPUT, "/search/last_start_min", "%g min is before the session",
                          settings->last_start_min);
    if (settings->work_limit < 0)
        return ipso__fail(err, IPSO_INPUT, "/search/work_limit", "a limit below 0");
    *step_min = step;
    *last_min = last;
    return IPSO_OK;
}

static int apart_ticks(const task *t, int k)
{
    return ipso__apart_ticks(t->session, t->order[k], t->step_min);
}

/* low and high of each patient in steps, so that those who keep their distances fit. */
static ipso_status set_windows(task *t, ipso_error *err)
{
    const ipso_session_patient *patients = t->session->model.patients;
    double step = t->step_min;
    for (int k = 0; k < t->count; k++) {
        const ipso_session_patient *patient = &patients[t->order[k]];
        double latest = fmin(patient->latest_min, t->last_min);
        t->low[k] = (int)ceil(patient->earliest_min / step - 1e-9);
        t->high[k] = (int)floor(latest / step + 1e-9);
        int after = k > 0 ? t->low[k - 1] + apart_ticks(t, k - 1) : 0;
        t->low[k] = after > t->low[k] ? after : t->low[k];
    }
    for (int k = t->count - 1; k >= 0; k--) {
        char where[48];
        if (k + 1 < t->count && t->high[k + 1] - apart_ticks(t, k) < t->high[k])
            t->high[k] = t->high[k + 1] - apart_ticks(t, k);
        snprintf(where, sizeof where, "/patients/%d/latest_min", t->order[k]);
        if (t->low[k] > t->high[k])
            return ipso__fail(err, IPSO_INPUT, where,
                              "no start time of the order fits: not before %g min, not after %g",
                              t->low[k] * step, t->high[k] * step);
    }
    return IPSO_OK;
}

static ipso_status refuse_windows(const task *t, ipso_error *err)
{
    for (int k = 0; k < t->count; k++) {
        const ipso_session_patient *patient = &t->session->model.patients[t->order[k]];
        char where[48];
        snprintf(where, sizeof where, "/patients/%d/earliest_min", t->order[k]);
        if (patient->earliest_min > 0 || patient->latest_min < t->last_min)
            return ipso__fail(err, IPSO_INPUT, where,
                              "windows are kept with a step only, not in continuous time");
        snprintf(where, sizeof where, "/patients/%d/apart_min", t->order[k]);
        if (patient->apart_min > 0)
            return ipso__fail(err, IPSO_INPUT, where,
                              "distances are kept with a step only, not in continuous time");
    }
    return IPSO_OK;
}

/* Puts the start times into ticks that windows allow. */
static void set_ticks(task *t)
{
    for (int k = 0; k < t->count && t->step_min > 0; k++) {
        int tick = (int)floor(t->start[k] / t->step_min + 1e-9);
        int after = k > 0 ? t->tick[k - 1] + apart_ticks(t, k - 1) : 0;
        tick = tick < after ? after : tick;
        tick = tick < t->low[k] ? t->low[k] : tick;
        t->tick[k] = tick > t->high[k] ? t->high[k] : tick;
    }
}

/* The first guess: each after the mean services before him, all of it shrunk to fit. */
static void guess(task *t)
{
    const ipso_session *session = t->session;
    double sum = 0, at = 0;
    for (int k = 0; k + 1 < t->count; k++)
        sum += session->come[t->order[k]] * session->mean_min[t->order[k]];
    double load = session->walk_in_work / session->model.length_min; /* of those who walk in */
    double factor = load < 0.9 ? 1 / (1 - load) : 10;
    factor = sum * factor > t->last_min ? t->last_min / sum : factor;
    for (int k = 0; k < t->count; k++) {
        t->start[k] = fmin(at * factor, t->last_min);
        at += session->come[t->order[k]] * session->mean_min[t->order[k]];
    }
}

/* ---- on steps ---- */

/* A proof may take much longer than the search: it is given up after so many times its work. */
#define PROOF_WORK  8
#define LEAST_PROOF 100000000

/* Proves, or finds better start times and goes on from them. */
static bool prove(ipso__chain *chain, task *t, double *cost, bool *spent)
{
    ipso__proof proof = {.marked = ipso__calloc((size_t)t->count, 1)};
    int64_t limit = t->settings->work_limit;
    bool ok = proof.marked != NULL;
    double below = 0;
    int64_t most = chain->work * (1 + PROOF_WORK) + LEAST_PROOF;
    most = limit > 0 && limit < most ? limit : most;
    for (int way = 0; ok && way < 2 && !*spent; way++) {
        int delta = way == 0 ? -1 : 1, far = 0;
        ok = ipso__search_prove(chain, *cost, delta, most, &proof);
        *spent = limit > 0 && chain->work >= limit;
        for (int k = 0; k < t->count; k++) {
            int room = delta > 0 ? t->high[k] - t->tick[k] : t->tick[k] - t->low[k];
            far = room > far ? room : far;
        }
        below += far > 0 ? far * proof.loss : 0;
        if (!ok || !proof.better)
            continue;
        for (int k = 0; k < t->count; k++)
            t->tick[k] += proof.marked[k] ? delta : 0;
        ok = ipso__chain_update(chain, cost) && ipso__search_blocks(chain, cost, limit, spent);
        below = 0;
        way = -1; /* both ways again */
    }
    if (ok && !*spent)
        t->plan->bound = *cost - below;
    free(proof.marked);
    return ok;
}

/* Sends one patient across the break that begins at the tick begin: the last before it to a tick
 * behind (to >= begin), or the first behind it to a tick before; those he would pass are pushed
 * along. False when there is none. */
static bool cross(const task *t, int begin, int to, int *tick)
{
    int behind = 0; /* the first patient behind the break */
    while (behind < t->count && t->tick[behind] < begin)
        behind++;
    int k = to >= begin ? behind - 1 : behind;
    if (k < 0 || k >= t->count || to < t->low[k] || to > t->high[k])
        return false;
    memcpy(tick, t->tick, (size_t)t->count * sizeof *tick);
    tick[k] = to;
    for (int i = k + 1; i < t->count; i++) {
        int least = tick[i - 1] + apart_ticks(t, i - 1);
        tick[i] = tick[i] < least ? least : tick[i];
    }
    for (int i = k - 1; i >= 0; i--) {
        int most = tick[i + 1] - apart_ticks(t, i);
        tick[i] = tick[i] > most ? most : tick[i];
    }
    for (int i = 0; i < t->count; i++)
        if (tick[i] < t->low[i] || tick[i] > t->high[i])
            return false;
    return true;
}

/* The i-th place to send somebody to: at the begin of a break, behind it, before it. */
static int crossing(const ipso_session *session, int step, int i, int *begin)
{
    int start = session->break_start[i / 3], end = start + session->break_cells[i / 3];
    *begin = (start + step - 1) / step;
    return i % 3 == 0 ? *begin : i % 3 == 1 ? (end + step - 1) / step : *begin - 1;
}

/* Start times do not move across a break little by little. Searches from those behind one crossing;
 * *better: it found cheaper ones. False when out of memory. */
static bool search_across(ipso__chain *chain, task *t, double *cost, bool *spent, bool *better)
{
    const ipso_session *session = t->session;
    size_t bytes = (size_t)t->count * sizeof *t->tick;
    int *kept = ipso__calloc((size_t)t->count, sizeof *kept);
    int *tick = ipso__calloc((size_t)t->count, sizeof *tick);
    bool ok = kept != NULL && tick != NULL;
    for (int i = 0; ok && i < 3 * session->model.break_count && !*spent && !*better; i++) {
        int begin, to = crossing(session, chain->step_cells, i, &begin);
        double found;
        if (!cross(t, begin, to, tick))
            continue;
        memcpy(kept, t->tick, bytes);
        memcpy(t->tick, tick, bytes);
        ok = ipso__chain_update(chain, &found) &&
             ipso__search_blocks(chain, &found, t->settings->work_limit, spent);
        *better = ok && found < *cost - IPSO__SEARCH_SLACK * fmax(1, fabs(*cost));
        if (*better)
            *cost = found;
        else
            memcpy(t->tick, kept, bytes);
    }
    free(kept);
    free(tick);
    return ok;
}

static bool search_steps(task *t)
{
    const ipso_session_model *model = &t->session->model;
    bool convex = model->break_count == 0 && model->walk_ins_per_hour == 0;
    ipso__chain chain;
    double cost = 0;
    bool spent = false;
    bool ok = ipso__chain_begin(&chain, t->session, t->order, t->count, t->step_min, t->tick,
                                t->low, t->high) &&
              ipso__chain_update(&chain, &cost) &&
              ipso__search_blocks(&chain, &cost, t->settings->work_limit, &spent);
    bool better = model->break_count > 0;
    while (ok && better && !spent) {
        better = false;
        ok = search_across(&chain, t, &cost, &spent, &better);
    }
    if (ok && t->settings->certify && convex && !spent)
        ok = prove(&chain, t, &cost, &spent);
    for (int k = 0; k < t->count; k++)
        t->start[k] = t->tick[k] * t->step_min;
    t->plan->stop = spent ? IPSO_STOP_WORK : IPSO_STOP_DONE;
    t->plan->work = chain.work;
    t->plan->evaluations = chain.evaluations;
    ipso__chain_finish(&chain);
    return ok;
}

static bool search(task *t)
{
    double cost;
    ipso_session_plan *plan = t->plan;
    int64_t limit = t->settings->work_limit;
    plan->bound = -INFINITY;
    if (t->count == 0)
        return true;
    if (t->step_min > 0)
        return search_steps(t);
    bool ok = ipso__search_continuous(t->session, t->order, t->count, t->last_min, t->start, &cost,
                                      &plan->bound, limit, &plan->work, &plan->evaluations);
    plan->stop = limit > 0 && plan->work >= limit ? IPSO_STOP_WORK : IPSO_STOP_DONE;
    return ok;
}

/* ---- the call ---- */

static bool task_begin(task *t, const int *order)
{
    size_t count = (size_t)t->count;
    t->order = ipso__calloc(count, sizeof *t->order);
    t->tick = ipso__calloc(count, sizeof *t->tick);
    t->low = ipso__calloc(count, sizeof *t->low);
    t->high = ipso__calloc(count, sizeof *t->high);
    t->start = ipso__calloc(count, sizeof *t->start);
    if (t->order == NULL || t->tick == NULL || t->low == NULL || t->high == NULL ||
        t->start == NULL)
        return false;
    for (int k = 0; k < t->count; k++)
        t->order[k] = order == NULL ? k : order[k];
    return true;
}

static void task_finish(task *t)
{
    free(t->order);
    free(t->tick);
    free(t->low);
    free(t->high);
    free(t->start);
}

/* Hands the start times to the plan and values them. */
static ipso_status conclude(task *t, ipso_error *err)
{
    ipso_session_plan *plan = t->plan;
    plan->times = (ipso_session_times){t->count, t->order, t->start};
    ipso_status status = ipso_session_measure(&plan->measures, t->session, &plan->times, err);
    if (status != IPSO_OK)
        return status;
    double cost = plan->measures.cost;
    if (t->count == 0)
        plan->bound = cost;
    plan->objective = cost;
    plan->bound = fmin(plan->bound, cost);
    plan->outcome = cost - plan->bound <= 1e-6 * fmax(1, fabs(cost)) ? IPSO_OPTIMAL : IPSO_FEASIBLE;
    t->order = NULL;
    t->start = NULL;
    return IPSO_OK;
}

ipso_status ipso__optimize_from(ipso_session_plan *plan, const ipso_session *session,
                                const int *order, int count, const double *first_min,
                                const ipso_session_settings *settings, ipso_error *err)
{
    double zeros[IPSO__MOST_PATIENTS] = {0};
    const ipso_session_times given = {count, order, zeros};
    ipso_session_plan found = {.stop = IPSO_STOP_DONE};
    task t = {.session = session, .settings = settings, .count = count, .plan = &found};
    ipso_status status = ipso__times_check(session, &given, err);
    if (status == IPSO_OK)
        status = ipso__settings_check(session, settings, &t.step_min, &t.last_min, err);
    if (status != IPSO_OK)
        return status;
    if (!task_begin(&t, order))
        status = ipso__fail_nomem(err);
    if (status == IPSO_OK)
        status = t.step_min > 0 ? set_windows(&t, err) : refuse_windows(&t, err);
    if (status == IPSO_OK) {
        if (first_min == NULL)
            guess(&t);
        for (int k = 0; first_min != NULL && k < count; k++)
            t.start[k] = first_min[k];
        set_ticks(&t);
        status = search(&t) ? conclude(&t, err) : ipso__fail_nomem(err);
    }
    task_finish(&t);
    if (status == IPSO_OK)
        *plan = found;
    return status;
}

ipso_status ipso_session_optimize(ipso_session_plan *plan, const ipso_session *session,
                                  const int *order, int count,
                                  const ipso_session_settings *settings, ipso_error *err)
{
    return ipso__optimize_from(plan, session, order, count, NULL, settings, err);
}
