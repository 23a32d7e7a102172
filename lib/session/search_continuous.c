/* Continuous start times of services made of phases.
 *
 * The derivative of the cost comes backward: with v_k the state before patient k comes, L_k the
 * expected cost from then on of each state, A the generator of k patients, the derivative by the
 * time between patients k - 1 and k is v_k A L_k. Spectral projected gradients (Birgin, Martinez &
 * Raydan 2000) walk on start times that do not fall within 0..last; the projection pools adjacent
 * violators and cuts. As the cost is convex, it is nowhere less than cost - max over y of
 * gradient (t - y), the y being steps of 0 and then last (Frank & Wolfe 1956).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/phases.h"
#include "session/search.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MEMORY = 8, MOST_ROUNDS = 3000 };

typedef struct climb {
    const ipso_session *session;
    const int *order;
    int count, size; /* patients; entries of the last state */
    double last;     /* of the start times */
    double constant;
    ipso__pmf *before, *after; /* states before and behind each patient */
    double *value;             /* backward: size entries */
    double *jumped;            /* size entries */
    double *room;              /* 2 x size */
    double *spread;            /* derivative by each interval, count + 1 */
    int64_t work, evaluations;
} climb;

static double price_of(const climb *c, int k)
{
    const ipso_session_model *model = &c->session->model;
    int patient = c->order[k];
    double counts = model->waits == IPSO_WAITS_BOOKED ? 1 : c->session->come[patient];
    return model->wait_weight * model->patients[patient].wait_weight * counts;
}

/* ---- the cost and its derivative ---- */

static bool forward(climb *c, const double *start, double *cost)
{
    const ipso_session *session = c->session;
    const ipso_session_model *model = &session->model;
    double left = 0;
    double sum = c->constant;
    for (int k = 0; k < c->count; k++) {
        double since = start[k] - (k > 0 ? start[k - 1] : 0);
        ipso__pmf first = {0};
        bool ok = k > 0 || ipso__phases_begin(session, &first);
        ok = ok &&
             ipso__phases_pass(session, k > 0 ? &c->after[k - 1] : &first, c->order, k, since,
                               &c->before[k], &c->work) &&
             ipso__phases_arrive(session, &c->before[k], c->order, k, &c->after[k]);
        ipso__pmf_finish(&first);
        if (!ok)
            return false;
        sum += price_of(c, k) * ipso__phases_work(session, &c->before[k], c->order, k);
    }
    double last = start[c->count - 1];
    double both = model->idle_weight + model->overtime_weight;
    bool planned = model->horizon == IPSO_HORIZON_PLANNED;
    if (!ipso__phases_left(session, &c->after[c->count - 1], c->order, c->count,
                           planned ? fmax(0, model->length_min - last) : 0, &left, &c->work))
        return false;
    *cost = sum + both * left + (planned ? 0 : model->idle_weight * last);
    c->evaluations += c->count;
    return true;
}

/* state x A x value of k patients. */
static double generator(climb *c, const ipso__pmf *state, int k, const double *value)
{
    double sum = 0;
    int size = ipso__phases_size(c->session, c->order, k);
    ipso__phases_jump_back(c->session, c->order, k, value, c->jumped);
    for (int i = 0; i < size; i++)
        sum += state->share[i] * (c->jumped[i] - value[i]);
    return c->session->fastest * sum;
}

/* Value before the k-th comes from the value behind him, in place; the price of his wait is added.
 */
static void come_back(climb *c, int k)
{
    const ipso_session *session = c->session;
    const struct ipso__phases *law = &session->phases[session->law[c->order[k]]];
    int size = ipso__phases_size(session, c->order, k), at = size;
    double idle = c->value[0], some = 0, called = 0;
    for (int b = 0; b < law->branches; b++) {
        double share = session->come[c->order[k]] * law->share[b];
        called += share * c->value[at];
        some += share;
        at += law->length[b];
    }
    ipso__phases_value(session, c->order, k, c->jumped);
    for (int i = 0; i < size; i++)
        c->value[i] += price_of(c, k) * c->jumped[i];
    c->value[0] = called + (1 - some) * idle;
}

static bool derive(climb *c, const double *start, double *gradient)
{
    const ipso_session *session = c->session;
    const ipso_session_model *model = &session->model;
    int n = c->count;
    double both = model->idle_weight + model->overtime_weight;
    double left = model->length_min - start[n - 1];
    bool planned = model->horizon == IPSO_HORIZON_PLANNED;
    ipso__phases_value(session, c->order, n, c->value);
    for (int i = 0; i < c->size; i++)
        c->value[i] *= both;
    c->spread[n] = 0;
    if (planned) {
        ipso__phases_expect(session, c->order, n, fmax(0, left), c->value, c->room, &c->work);
        c->spread[n] = generator(c, &c->after[n - 1], n, c->value);
    }
    for (int k = n - 1; k >= 0; k--) {
        come_back(c, k);
        c->spread[k] = generator(c, &c->before[k], k, c->value);
        if (k > 0)
            ipso__phases_expect(session, c->order, k, start[k] - start[k - 1], c->value, c->room,
                                &c->work);
    }
    for (int k = 0; k < n; k++)
        gradient[k] = c->spread[k] - c->spread[k + 1];
    if (!planned)
        gradient[n - 1] += model->idle_weight;
    return true;
}

/* ---- the walk ---- */

/* The nearest start times that do not fall, within 0..last. */
static void project(double *start, int count, double last, double *mean, int *length)
{
    int blocks = 0;
    for (int k = 0; k < count; k++) {
        mean[blocks] = start[k];
        length[blocks++] = 1;
        while (blocks > 1 && mean[blocks - 2] > mean[blocks - 1]) {
            int both = length[blocks - 2] + length[blocks - 1];
            mean[blocks - 2] =
                (mean[blocks - 2] * length[blocks - 2] + mean[blocks - 1] * length[blocks - 1]) /
                both;
            length[--blocks - 1] = both;
        }
    }
    for (int b = 0, k = 0; b < blocks; b++)
        for (int i = 0; i < length[b]; i++)
            start[k++] = fmin(last, fmax(0, mean[b]));
}

/* How much less the cost may be anywhere. */
static double room_below(const climb *c, const double *start, const double *gradient)
{
    double here = 0, suffix = 0, least = 0;
    for (int k = c->count - 1; k >= 0; k--) {
        here += gradient[k] * start[k];
        suffix += gradient[k];
        least = fmin(least, c->last * suffix);
    }
    return fmax(0, here - least);
}

typedef struct path {
    double *start, *gradient, *trial, *slope, *mean; /* count entries each */
    int *length;
    double recent[MEMORY];
} path;

/* A step along trial - start that the last few costs allow; trial and *cost are where it ends. */
static bool search_line(climb *c, path *p, double *cost)
{
    double highest = p->recent[0], along = 0, factor = 1, found;
    for (int i = 1; i < MEMORY; i++)
        highest = fmax(highest, p->recent[i]);
    for (int k = 0; k < c->count; k++) {
        p->slope[k] = p->trial[k] - p->start[k];
        along += p->slope[k] * p->gradient[k];
    }
    for (int tries = 0; tries < 40; tries++) {
        for (int k = 0; k < c->count; k++)
            p->trial[k] = p->start[k] + factor * p->slope[k];
        if (!forward(c, p->trial, &found))
            return false;
        if (found <= highest + 1e-4 * factor * along)
            break;
        double better = -along * factor * factor / (2 * (found - *cost - factor * along));
        factor = better > 0.1 * factor && better < 0.9 * factor ? better : factor / 2;
    }
    *cost = found;
    return true;
}

/* One round: the next start times, and the length of the step after. */
static bool round_of(climb *c, path *p, int round, double *length, double *cost)
{
    double step = 0, turn = 0;
    for (int k = 0; k < c->count; k++)
        p->trial[k] = p->start[k] - *length * p->gradient[k];
    project(p->trial, c->count, c->last, p->mean, p->length);
    p->recent[round % MEMORY] = *cost;
    if (!search_line(c, p, cost))
        return false;
    for (int k = 0; k < c->count; k++) {
        p->slope[k] = p->trial[k] - p->start[k];
        p->start[k] = p->trial[k];
        p->mean[k] = p->gradient[k];
        step += p->slope[k] * p->slope[k];
    }
    if (!derive(c, p->start, p->gradient))
        return false;
    for (int k = 0; k < c->count; k++)
        turn += p->slope[k] * (p->gradient[k] - p->mean[k]);
    *length = turn > 0 ? fmin(1e8, fmax(1e-8, step / turn)) : 1e3;
    return true;
}

static bool walk(climb *c, path *p, double *best, double *cost, double *bound, int64_t work_limit)
{
    double now, length = 1;
    if (!forward(c, p->start, &now) || !derive(c, p->start, p->gradient))
        return false;
    for (int i = 0; i < MEMORY; i++)
        p->recent[i] = now;
    *cost = INFINITY;
    *bound = -INFINITY;
    for (int round = 0; round < MOST_ROUNDS; round++) {
        *bound = fmax(*bound, now - room_below(c, p->start, p->gradient));
        if (now < *cost) {
            *cost = now;
            memcpy(best, p->start, (size_t)c->count * sizeof *best);
        }
        if (*cost - *bound <= 1e-8 * fmax(1, *cost) || (work_limit > 0 && c->work >= work_limit))
            break;
        if (!round_of(c, p, round, &length, &now))
            return false;
    }
    return true;
}

/* ---- memory ---- */

static bool climb_begin(climb *c)
{
    size_t n = (size_t)c->count, size;
    c->size = ipso__phases_size(c->session, c->order, c->count);
    size = (size_t)c->size;
    c->before = ipso__calloc(n, sizeof *c->before);
    c->after = ipso__calloc(n, sizeof *c->after);
    c->value = ipso__calloc(size, sizeof *c->value);
    c->jumped = ipso__calloc(size, sizeof *c->jumped);
    c->room = ipso__calloc(2 * size, sizeof *c->room);
    c->spread = ipso__calloc(n + 1, sizeof *c->spread);
    return c->before != NULL && c->after != NULL && c->value != NULL && c->jumped != NULL &&
           c->room != NULL && c->spread != NULL;
}

static void climb_finish(climb *c)
{
    for (int k = 0; k < c->count; k++) {
        if (c->before != NULL)
            ipso__pmf_finish(&c->before[k]);
        if (c->after != NULL)
            ipso__pmf_finish(&c->after[k]);
    }
    free(c->before);
    free(c->after);
    free(c->value);
    free(c->jumped);
    free(c->room);
    free(c->spread);
}

static bool path_begin(path *p, const double *start, size_t n)
{
    p->start = ipso__calloc(n, sizeof *p->start);
    p->gradient = ipso__calloc(n, sizeof *p->gradient);
    p->trial = ipso__calloc(n, sizeof *p->trial);
    p->slope = ipso__calloc(n, sizeof *p->slope);
    p->mean = ipso__calloc(n, sizeof *p->mean);
    p->length = ipso__calloc(n, sizeof *p->length);
    if (p->start == NULL || p->gradient == NULL || p->trial == NULL || p->slope == NULL ||
        p->mean == NULL || p->length == NULL)
        return false;
    memcpy(p->start, start, n * sizeof *start);
    return true;
}

static void path_finish(path *p)
{
    free(p->start);
    free(p->gradient);
    free(p->trial);
    free(p->slope);
    free(p->mean);
    free(p->length);
}

bool ipso__search_continuous(const ipso_session *session, const int *order, int count,
                             double last_min, double *start_min, double *cost, double *bound,
                             int64_t work_limit, int64_t *work, int64_t *evaluations)
{
    climb c = {.session = session, .order = order, .count = count, .last = last_min};
    path p = {0};
    c.constant = ipso__constant_cost(session, order, count);
    bool ok = climb_begin(&c) && path_begin(&p, start_min, (size_t)count) &&
              walk(&c, &p, start_min, cost, bound, work_limit);
    *work += c.work;
    *evaluations += c.evaluations;
    path_finish(&p);
    climb_finish(&c);
    return ok;
}
