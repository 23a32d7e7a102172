/* Sessions run one after the other with random services.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/error.h"
#include "session/draw.h"
#include "session/session.h"

#include <math.h>
#include <stdlib.h>

/* A mean and its spread, one value after the other (Welford 1962). */
typedef struct spread {
    int64_t count;
    double mean, square;
} spread;

static void spread_add(spread *s, double value)
{
    double off = value - s->mean;
    s->count++;
    s->mean += off / (double)s->count;
    s->square += off * (value - s->mean);
}

static double spread_error(const spread *s)
{
    return sqrt(s->square / (double)(s->count - 1) / (double)s->count);
}

/* What was drawn for one patient of the model. */
typedef struct fate {
    bool comes;
    double service, late;
} fate;

typedef struct run {
    const ipso_session *session;
    const ipso_session_times *times;
    ipso__arena arena;
    ipso__draw *service, *late; /* by patient */
    ipso__draw delay, walk_in;
    fate *fates;
    spread *waits;
    /* of the session at hand: */
    ipso__random random;
    double free;      /* when the practitioner is free */
    double next_walk; /* when the next emergency walks in, INFINITY none */
    double busy, breaks, delayed;
    int breaks_done;
} run;

/* Measures as an array of spreads. */
enum {
    COST,
    WAIT,
    WAIT_BOOKED,
    ATTENDING,
    BUSY,
    IDLE,
    OVERTIME,
    IDLE_LAST,
    AFTER_LAST,
    END,
    MEASURES
};

static bool run_begin(run *r, const ipso_session *session, const ipso_session_times *times)
{
    const ipso_session_model *model = &session->model;
    size_t patients = (size_t)model->patient_count;
    *r = (run){.session = session, .times = times};
    r->service = ipso__arena_alloc(&r->arena, patients, sizeof *r->service);
    r->late = ipso__arena_alloc(&r->arena, patients, sizeof *r->late);
    r->fates = ipso__arena_alloc(&r->arena, patients, sizeof *r->fates);
    r->waits = ipso__arena_alloc(&r->arena, patients, sizeof *r->waits);
    if (r->service == NULL || r->late == NULL || r->fates == NULL || r->waits == NULL)
        return false;
    for (size_t i = 0; i < patients; i++)
        if (!ipso__draw_prepare(&r->service[i], &r->arena, &model->patients[i].service) ||
            !ipso__draw_prepare(&r->late[i], &r->arena, &model->patients[i].late))
            return false;
    return ipso__draw_prepare(&r->delay, &r->arena, &model->delay) &&
           ipso__draw_prepare(&r->walk_in, &r->arena, &model->walk_in);
}

static double walk_in_until(const ipso_session_model *model)
{
    return fmin(model->walk_in_until_min, model->length_min);
}

/* The next emergency after that time; on the grid it counts from the begin of its cell on. */
static void draw_walk(run *r, double after)
{
    const ipso_session_model *model = &r->session->model;
    r->next_walk = after + 60 / model->walk_ins_per_hour * ipso__draw_exponential(&r->random);
    if (r->next_walk >= walk_in_until(model))
        r->next_walk = INFINITY;
}

static double walks_from(const run *r)
{
    double grid = r->session->model.grid_min;
    return isinf(r->next_walk) ? INFINITY : floor(r->next_walk / grid) * grid;
}

static void draw_session(run *r, uint64_t seed, int64_t index)
{
    const ipso_session_model *model = &r->session->model;
    ipso__random_init(&r->random, seed, (uint64_t)index + 1);
    for (int i = 0; i < model->patient_count; i++) {
        r->fates[i].comes = ipso__draw_unit(&r->random) < r->session->come[i];
        r->fates[i].service = ipso__draw_one(&r->service[i], &r->random);
        r->fates[i].late = ipso__draw_one(&r->late[i], &r->random);
    }
    r->free = r->delayed = ipso__draw_one(&r->delay, &r->random);
    r->busy = r->breaks = 0;
    r->breaks_done = 0;
    r->next_walk = INFINITY;
    if (model->walk_ins_per_hour > 0)
        draw_walk(r, 0);
}

/* Sees the emergencies that walk in before the practitioner is free for somebody who is there from
 * that time on. */
static void see_walk_ins(run *r, double arrival)
{
    while (walks_from(r) < fmax(r->free, arrival)) {
        double service = ipso__draw_one(&r->walk_in, &r->random);
        r->free = fmax(r->free, walks_from(r)) + service;
        r->busy += service;
        draw_walk(r, r->next_walk);
    }
}

static void take_breaks(run *r, double until)
{
    const ipso_session_model *model = &r->session->model;
    while (r->breaks_done < model->break_count &&
           model->breaks[r->breaks_done].start_min <= until + 1e-9) {
        const ipso_session_break *pause = &model->breaks[r->breaks_done++];
        see_walk_ins(r, pause->start_min);
        r->free = fmax(r->free, pause->start_min) + pause->length_min;
        r->breaks += pause->length_min;
    }
}

/* What idle time and overtime are once everybody was seen. */
static void close_session(run *r, double values[MEASURES])
{
    const ipso_session_model *model = &r->session->model;
    int count = r->times->count;
    double last = count > 0 ? r->times->start_min[count - 1] : 0;
    values[AFTER_LAST] = fmax(0, r->free - last);
    values[IDLE_LAST] = model->walk_ins_per_hour > 0
                            ? NAN
                            : last + values[AFTER_LAST] - r->busy - r->breaks - r->delayed;
    take_breaks(r, INFINITY);
    if (model->walk_ins_per_hour > 0) {
        see_walk_ins(r, walk_in_until(model));
        r->free = fmax(r->free, walk_in_until(model));
    }
    values[END] = r->free;
    values[BUSY] = r->busy;
    values[OVERTIME] = fmax(0, r->free - model->length_min);
    values[IDLE] = model->length_min + values[OVERTIME] - r->busy - r->breaks - r->delayed;
    values[COST] +=
        model->idle_weight * values[ipso__idle_by_plan(model) ? IDLE : IDLE_LAST] +
        model->overtime_weight * values[ipso__overtime_by_plan(model) ? OVERTIME : AFTER_LAST];
}

static void run_session(run *r, double values[MEASURES])
{
    const ipso_session_model *model = &r->session->model;
    for (int i = 0; i < MEASURES; i++)
        values[i] = 0;
    for (int k = 0; k < r->times->count; k++) {
        int patient = ipso__seen(r->times, k);
        const fate *drawn = &r->fates[patient];
        double arrival = r->times->start_min[k] + drawn->late;
        take_breaks(r, r->times->start_min[k]);
        see_walk_ins(r, arrival);
        double wait = fmax(0, r->free - arrival);
        double price = model->wait_weight * model->patients[patient].wait_weight;
        spread_add(&r->waits[k], wait);
        values[WAIT_BOOKED] += wait;
        if (model->waits == IPSO_WAITS_BOOKED || drawn->comes)
            values[COST] += price * wait;
        if (!drawn->comes)
            continue;
        values[WAIT] += wait;
        values[ATTENDING]++;
        r->busy += drawn->service;
        r->free = fmax(r->free, arrival) + drawn->service;
    }
    close_session(r, values);
}

static ipso_session_measures measures_of(const double v[MEASURES])
{
    return (ipso_session_measures){.cost = v[COST],
                                   .wait = v[WAIT],
                                   .wait_booked = v[WAIT_BOOKED],
                                   .attending = v[ATTENDING],
                                   .busy = v[BUSY],
                                   .idle = v[IDLE],
                                   .overtime = v[OVERTIME],
                                   .idle_to_last = v[IDLE_LAST],
                                   .overtime_after_last = v[AFTER_LAST],
                                   .end = v[END]};
}

static void run_all(run *r, int64_t sessions, uint64_t seed, ipso_session_sample *sample)
{
    spread spreads[MEASURES] = {{0}};
    double values[MEASURES], errors[MEASURES];
    for (int64_t i = 0; i < sessions; i++) {
        draw_session(r, seed, i);
        run_session(r, values);
        for (int m = 0; m < MEASURES; m++)
            spread_add(&spreads[m], values[m]);
    }
    for (int m = 0; m < MEASURES; m++) {
        values[m] = spreads[m].mean;
        errors[m] = spread_error(&spreads[m]);
    }
    sample->mean = measures_of(values);
    sample->error = measures_of(errors);
    for (int k = 0; k < r->times->count; k++) {
        sample->wait[k] = r->waits[k].mean;
        sample->wait_error[k] = spread_error(&r->waits[k]);
    }
}

ipso_status ipso_session_simulate(ipso_session_sample *sample, const ipso_session *session,
                                  const ipso_session_times *times, int64_t sessions, uint64_t seed,
                                  ipso_error *err)
{
    ipso_session_sample found = {.sessions = sessions, .count = times->count};
    ipso_status status = ipso__times_check(session, times, err);
    run r;
    if (status != IPSO_OK)
        return status;
    if (sessions < 2 || sessions > 1000000000)
        return ipso__fail(err, IPSO_INPUT, "/sessions", "%lld sessions are not from 2 to 1e9",
                          (long long)sessions);
    found.wait = ipso__calloc((size_t)times->count, sizeof *found.wait);
    found.wait_error = ipso__calloc((size_t)times->count, sizeof *found.wait_error);
    bool ok = run_begin(&r, session, times) && found.wait != NULL && found.wait_error != NULL;
    if (ok)
        run_all(&r, sessions, seed, &found);
    ipso__arena_finish(&r.arena);
    if (!ok) {
        ipso_session_sample_finish(&found);
        return ipso__fail_nomem(err);
    }
    *sample = found;
    return IPSO_OK;
}

void ipso_session_sample_finish(ipso_session_sample *sample)
{
    if (sample == NULL)
        return;
    free(sample->wait);
    free(sample->wait_error);
    *sample = (ipso_session_sample){0};
}
