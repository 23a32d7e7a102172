/* Whom to book.
 *
 * Patients alike are booked by rising number, so that how many of each kind are booked is all there
 * is to choose. Few combinations are all searched; else one patient at a time is added or dropped
 * while that pays, from everybody and from nobody on.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/error.h"
#include "session/search.h"

#include <math.h>
#include <string.h>

enum { MOST_COMBINATIONS = 300 };

typedef struct choice {
    const ipso_session *session;
    ipso_session_settings settings;
    int kinds;
    int kind[IPSO__MOST_PATIENTS]; /* of each patient */
    int size[IPSO__MOST_PATIENTS]; /* of each kind */
    int booked[IPSO__MOST_PATIENTS];
    ipso_session_plan best;
    bool has_best, proven;
    double bound;
    int64_t work, evaluations;
} choice;

static bool spent(const choice *c)
{
    return c->settings.work_limit > 0 && c->work >= c->settings.work_limit;
}

static void find_kinds(choice *c)
{
    int first[IPSO__MOST_PATIENTS];
    for (int i = 0; i < c->session->model.patient_count; i++) {
        int kind = 0;
        while (kind < c->kinds && !ipso__patients_alike(c->session, first[kind], i))
            kind++;
        if (kind == c->kinds) {
            first[kind] = i;
            c->size[c->kinds++] = 0;
        }
        c->kind[i] = kind;
        c->size[kind]++;
    }
}

/* The patients booked, in the order of the model; the reward expected of them. */
static int book(const choice *c, int *order, double *reward)
{
    int taken[IPSO__MOST_PATIENTS] = {0}, count = 0;
    *reward = 0;
    for (int i = 0; i < c->session->model.patient_count; i++) {
        if (taken[c->kind[i]] == c->booked[c->kind[i]])
            continue;
        taken[c->kind[i]]++;
        order[count++] = i;
        *reward += c->session->come[i] * c->session->model.patients[i].reward;
    }
    return count;
}

/* Searches the start times of those booked; *objective INFINITY when windows leave none. */
static ipso_status try_booked(choice *c, double *objective, ipso_error *err)
{
    int order[IPSO__MOST_PATIENTS];
    double reward;
    int count = book(c, order, &reward);
    ipso_session_plan plan;
    ipso_session_settings settings = c->settings;
    ipso_error why = {0};
    if (settings.work_limit > 0)
        settings.work_limit = c->work < settings.work_limit ? settings.work_limit - c->work : 1;
    ipso_status status = ipso_session_optimize(&plan, c->session, order, count, &settings, &why);
    *objective = INFINITY;
    if (status == IPSO_INPUT)
        return IPSO_OK;
    if (status != IPSO_OK)
        return ipso__fail(err, status, why.where, "%s", why.text);
    plan.objective -= reward;
    plan.bound -= reward;
    *objective = plan.objective;
    c->work += plan.work;
    c->evaluations += plan.evaluations;
    c->proven = c->proven && plan.outcome == IPSO_OPTIMAL;
    c->bound = fmin(c->bound, plan.bound);
    if (c->has_best && plan.objective >= c->best.objective - 1e-9) {
        ipso_session_plan_finish(&plan);
        return IPSO_OK;
    }
    ipso_session_plan_finish(&c->best);
    c->best = plan;
    c->has_best = true;
    return IPSO_OK;
}

/* ---- all combinations ---- */

static bool few(const choice *c)
{
    double combinations = 1;
    for (int i = 0; i < c->kinds; i++)
        combinations *= c->size[i] + 1;
    return combinations <= MOST_COMBINATIONS;
}

static bool next_booked(choice *c)
{
    for (int i = 0; i < c->kinds; i++) {
        if (c->booked[i] < c->size[i]) {
            c->booked[i]++;
            return true;
        }
        c->booked[i] = 0;
    }
    return false;
}

static ipso_status try_all(choice *c, ipso_error *err)
{
    bool more = true;
    double objective;
    ipso_status status = IPSO_OK;
    while (status == IPSO_OK && more && !spent(c)) {
        status = try_booked(c, &objective, err);
        more = next_booked(c);
    }
    c->proven = c->proven && !more;
    return status;
}

/* ---- one at a time ---- */

static ipso_status climb(choice *c, ipso_error *err)
{
    double now, found;
    bool better = true;
    ipso_status status = try_booked(c, &now, err);
    while (status == IPSO_OK && better && !spent(c)) {
        better = false;
        for (int i = 0; status == IPSO_OK && i < 2 * c->kinds && !spent(c); i++) {
            int kind = i / 2, change = i % 2 == 0 ? 1 : -1;
            c->booked[kind] += change;
            found = INFINITY;
            if (c->booked[kind] >= 0 && c->booked[kind] <= c->size[kind])
                status = try_booked(c, &found, err);
            if (status == IPSO_OK && found < now - 1e-9) {
                now = found;
                better = true;
            } else {
                c->booked[kind] -= change;
            }
        }
    }
    return status;
}

static ipso_status try_some(choice *c, ipso_error *err)
{
    c->settings.certify = false;
    memcpy(c->booked, c->size, sizeof c->booked);
    ipso_status status = climb(c, err);
    memset(c->booked, 0, sizeof c->booked);
    if (status == IPSO_OK && !spent(c))
        status = climb(c, err);
    c->proven = false;
    return status;
}

ipso_status ipso_session_overbook(ipso_session_plan *plan, const ipso_session *session,
                                  const ipso_session_settings *settings, ipso_error *err)
{
    choice c = {.session = session, .settings = *settings, .proven = true, .bound = INFINITY};
    double step, last;
    ipso_status status = ipso__settings_check(session, settings, &step, &last, err);
    if (status != IPSO_OK)
        return status;
    find_kinds(&c);
    status = few(&c) ? try_all(&c, err) : try_some(&c, err);
    if (status == IPSO_OK && !c.has_best) /* nobody booked always fits, but for a work limit */
        status = ipso__fail(err, IPSO_INPUT, "/search/work_limit",
                            "the limit is too small to book anybody");
    if (status != IPSO_OK) {
        ipso_session_plan_finish(&c.best);
        return status;
    }
    c.best.bound = c.proven ? fmin(c.bound, c.best.objective) : -INFINITY;
    c.best.outcome = c.proven ? IPSO_OPTIMAL : IPSO_FEASIBLE;
    c.best.stop = spent(&c) ? IPSO_STOP_WORK : IPSO_STOP_DONE;
    c.best.work = c.work;
    c.best.evaluations = c.evaluations;
    *plan = c.best;
    return IPSO_OK;
}
