/* Whom to book.
 *
 * Patients alike are booked by rising number, so that how many of each kind are booked is all there
 * is to choose. Few combinations are all searched; else one patient at a time is added or dropped
 * while that pays, from everybody and from nobody on.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/error.h"
#include "session/search.h"
#include "session/trials.h"

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
    ipso__trials trials;
} choice;

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
    settings.work_limit = ipso__trials_left(&c->trials);
    ipso_status status = ipso_session_optimize(&plan, c->session, order, count, &settings, &why);
    *objective = INFINITY;
    if (status == IPSO_INPUT)
        return IPSO_OK;
    if (status != IPSO_OK)
        return ipso__fail(err, status, why.where, "%s", why.text);
    plan.objective -= reward;
    plan.bound -= reward;
    *objective = plan.objective;
    ipso__trials_keep(&c->trials, &plan);
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
    while (status == IPSO_OK && more && !ipso__trials_spent(&c->trials)) {
        status = try_booked(c, &objective, err);
        more = next_booked(c);
    }
    c->trials.proven = c->trials.proven && !more;
    return status;
}

/* ---- one at a time ---- */

static ipso_status climb(choice *c, ipso_error *err)
{
    double now, found;
    bool better = true;
    ipso_status status = try_booked(c, &now, err);
    while (status == IPSO_OK && better && !ipso__trials_spent(&c->trials)) {
        better = false;
        for (int i = 0; status == IPSO_OK && i < 2 * c->kinds && !ipso__trials_spent(&c->trials);
             i++) {
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
    if (status == IPSO_OK && !ipso__trials_spent(&c->trials))
        status = climb(c, err);
    c->trials.proven = false;
    return status;
}

ipso_status ipso_session_overbook(ipso_session_plan *plan, const ipso_session *session,
                                  const ipso_session_settings *settings, ipso_error *err)
{
    choice c = {.session = session, .settings = *settings};
    double step, last;
    ipso_status status = ipso__settings_check(session, settings, &step, &last, err);
    if (status != IPSO_OK)
        return status;
    ipso__trials_init(&c.trials, settings->work_limit);
    find_kinds(&c);
    status = few(&c) ? try_all(&c, err) : try_some(&c, err);
    /* Nobody booked always fits, but for a work limit. */
    if (status == IPSO_OK && !c.trials.has_best)
        status = ipso__fail(err, IPSO_INPUT, "/search/work_limit",
                            "the limit is too small to book anybody");
    return ipso__trials_end(&c.trials, status, plan);
}
