/* What the times of a session cost at least.
 *
 * Few orders: the least of their optima, each proven by lib/session. Else the sum of
 *
 *     overtime:       that of all services one after the other from the start of the session on
 *     wait and idle:  with x the time from the start of appointment i to the next, at least its
 *                     width, the next waits (S - x)+ at least, and idle time up to the last start
 * is at least the sum of x less the services before it. So each appointment but the last costs at
 * least
 *
 *                         h[i] = min over x >= width[i] of
 *                                    wait x come x E[(S[i] - x)+]  +  idle x (x - E[S[i]])
 *
 *                     with come the least probability of coming: the last may be any of them, so
 * that the largest h[i] is left out.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/memory.h"
#include "planner/times_session.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_ORDERS = 6, MOST_PROVEN = 40 };

typedef struct bounder {
    const ipso__times_facts *facts;
    const ipso__timed_session *session;
    const ipso__times_prices *prices;
    const ipso_session *exact;
    int *order, *kind; /* by place; the first appointment of its band alike */
    double *zeros;
    ipso_session_settings settings;
    int64_t *work;
    double least; /* of the orders so far */
    ipso_error *err;
} bounder;

static const ipso__timed *timed_of(const bounder *b, int i)
{
    return &b->facts->timed[b->session->first + i];
}

/* ---- by its parts ---- */

/* E[(S - x)+] with S the service of one who may not come. */
static double excess_of(const ipso__timed *timed, const ipso__timed_law *law, double x)
{
    double sum = 0;
    for (int i = law->count - 1; i >= 0 && law->minutes[i] > x; i--)
        sum += law->shares[i] * (law->minutes[i] - x);
    return timed->come * sum;
}

static double least_pair(const bounder *b, const ipso__timed *timed, double come)
{
    const ipso__timed_law *law = &b->facts->laws[timed->law];
    double mean = timed->come * law->mean_min;
    double longest = law->minutes[law->count - 1];
    double least = INFINITY;
    for (double x = ipso__timed_width(timed);; x += 1) {
        double cost =
            b->prices->wait * come * excess_of(timed, law, x) + b->prices->idle * (x - mean);
        if (cost >= least || x > longest)
            return fmin(least, cost);
        least = cost;
    }
}

static ipso_status bound_parts(const bounder *b, double *bound)
{
    double come = 1, sum = 0, most = -INFINITY;
    ipso_session_measures together;
    const ipso_session_times at_once = {b->session->count, NULL, b->zeros};
    ipso_status status = ipso_session_measure(&together, b->exact, &at_once, b->err);
    if (status != IPSO_OK)
        return status;
    for (int i = 0; i < b->session->count; i++)
        come = fmin(come, timed_of(b, i)->come);
    for (int i = 0; i < b->session->count; i++) {
        double least = least_pair(b, timed_of(b, i), come);
        sum += least;
        most = fmax(most, least);
    }
    *bound = fmax(0, sum - most) + b->prices->overtime * together.overtime;
    return IPSO_OK;
}

/* ---- by its orders ---- */

static bool alike(const ipso__timed *a, const ipso__timed *b)
{
    return a->band == b->band && a->law == b->law && a->come == b->come &&
           ipso__timed_width(a) == ipso__timed_width(b);
}

/* Orders within bands, those alike counted once; more than the most there may be beyond it. */
static double count_orders(bounder *b)
{
    double orders = 1;
    for (int i = 0, first = 0; i < b->session->count; i++) {
        const ipso__timed *timed = timed_of(b, i);
        int same = 1;
        if (timed->band == IPSO_ANY || timed->band != timed_of(b, first)->band)
            first = i;
        b->kind[i] = i;
        for (int j = i - 1; j >= first; j--) {
            if (!alike(timed, timed_of(b, j)))
                continue;
            b->kind[i] = j;
            same++;
        }
        orders *= (double)(i - first + 1) / same;
    }
    return orders;
}

static ipso_status prove_order(bounder *b)
{
    ipso_session_plan plan;
    ipso_status status =
        ipso_session_optimize(&plan, b->exact, b->order, b->session->count, &b->settings, b->err);
    if (status == IPSO_INPUT) /* no times fit this order */
        return IPSO_OK;
    if (status != IPSO_OK)
        return status;
    b->least = fmin(b->least, plan.bound);
    *b->work += plan.work;
    ipso_session_plan_finish(&plan);
    return IPSO_OK;
}

/* All orders from the place at on: each kind of the band once at each place. */
static ipso_status prove_orders(bounder *b, int at)
{
    ipso_status status = IPSO_OK;
    int count = b->session->count;
    if (at == count)
        return prove_order(b);
    for (int i = at; i < count && status == IPSO_OK; i++) {
        const ipso__timed *here = timed_of(b, b->order[at]), *there = timed_of(b, b->order[i]);
        bool tried = i > at && (here->band == IPSO_ANY || there->band != here->band);
        for (int j = at; j < i && !tried; j++)
            tried = b->kind[b->order[j]] == b->kind[b->order[i]];
        if (tried)
            continue;
        int kept = b->order[at];
        b->order[at] = b->order[i];
        b->order[i] = kept;
        status = prove_orders(b, at + 1);
        b->order[i] = b->order[at];
        b->order[at] = kept;
    }
    return status;
}

static ipso_status bound_orders(bounder *b, double *bound)
{
    b->least = INFINITY;
    for (int i = 0; i < b->session->count; i++)
        b->order[i] = i;
    ipso_status status = prove_orders(b, 0);
    if (status == IPSO_OK && b->least < INFINITY)
        *bound = fmax(*bound, b->least);
    return status;
}

ipso_status ipso__times_session_bound(double *bound, const ipso__times_facts *facts,
                                      const ipso__timed_session *session,
                                      const ipso__times_prices *prices, int64_t work_limit,
                                      int64_t *work, ipso_error *err)
{
    size_t count = (size_t)session->count;
    const ipso__times_carry none = {0};
    ipso_session *exact = NULL;
    bounder b = {.facts = facts, .session = session, .prices = prices, .work = work, .err = err};
    b.order = ipso__calloc(count, sizeof *b.order);
    b.kind = ipso__calloc(count, sizeof *b.kind);
    b.zeros = ipso__calloc(count, sizeof *b.zeros);
    ipso_session_settings_init(&b.settings);
    b.settings.step_min = ipso_practice_horizon(facts->practice)->grid_min;
    b.settings.work_limit = work_limit;
    bool ok = b.order != NULL && b.kind != NULL && b.zeros != NULL;
    ipso_status status =
        ok ? ipso__times_session_make(&exact, facts, session, &none, prices, 1, false, err)
           : ipso__fail_nomem(err);
    b.exact = exact;
    if (status == IPSO_OK)
        status = bound_parts(&b, bound);
    if (status == IPSO_OK && session->count <= MOST_PROVEN && count_orders(&b) < MOST_ORDERS + 0.5)
        status = bound_orders(&b, bound);
    ipso_session_free(exact);
    free(b.order);
    free(b.kind);
    free(b.zeros);
    return status;
}
