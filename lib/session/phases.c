/* A session of services made of exponential phases, in continuous time.
 *
 * Time passes by uniformisation (Jensen 1953): with U the fastest rate, jumps come in a Poisson
 * process of rate U, and a phase of rate r is left at a jump with probability r / U. The law after
 * x minutes is the sum over m of e^(-U x) (U x)^m / m! times the law after m jumps, cut where what
 * is left is below 1e-15.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/phases.h"

#include "base/error.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_STATES = 40000 };

/* ---- laws ---- */

/* Erlang laws of rate 0 phases are "no time" and left out. */
static void add_branch(struct ipso__phases *phases, const ipso_service *service, double share)
{
    if (service->kind == IPSO_SERVICE_FIXED)
        return;
    int length = service->kind == IPSO_SERVICE_ERLANG ? service->phases : 1;
    phases->share[phases->branches] = share;
    phases->length[phases->branches] = length;
    phases->rate[phases->branches] = length / service->mean_min;
    phases->branches++;
    phases->states += length;
}

static bool prepare_law(ipso_session *session, struct ipso__phases *phases,
                        const ipso_service *service)
{
    ipso__arena *arena = &session->arena;
    bool mixture = service->kind == IPSO_SERVICE_MIXTURE;
    size_t most = mixture ? service->count : 1;
    phases->share = ipso__arena_alloc(arena, most, sizeof *phases->share);
    phases->rate = ipso__arena_alloc(arena, most, sizeof *phases->rate);
    phases->length = ipso__arena_alloc(arena, most, sizeof *phases->length);
    if (phases->share == NULL || phases->rate == NULL || phases->length == NULL)
        return false;
    for (size_t i = 0; i < most; i++)
        add_branch(phases, mixture ? &service->parts[i] : service,
                   mixture ? service->shares[i] : 1);
    for (int b = 0; b < phases->branches; b++)
        session->fastest = fmax(session->fastest, phases->rate[b]);
    return true;
}

ipso_status ipso__phases_prepare(ipso_session *session, ipso_error *err)
{
    const ipso_session_model *model = &session->model;
    int ready = 0;
    int64_t states = 1;
    session->phases =
        ipso__arena_alloc(&session->arena, (size_t)session->law_count, sizeof *session->phases);
    if (session->phases == NULL)
        return ipso__fail_nomem(err);
    for (int i = 0; i < model->patient_count; i++) {
        if (session->law[i] == ready &&
            !prepare_law(session, &session->phases[ready++], &model->patients[i].service))
            return ipso__fail_nomem(err);
        states += session->phases[session->law[i]].states;
    }
    if (states > MOST_STATES)
        return ipso__fail(err, IPSO_INPUT, "/patients",
                          "the services have %lld phases together, more than the %d allowed",
                          (long long)states - 1, MOST_STATES);
    return IPSO_OK;
}

static const struct ipso__phases *law_of(const ipso_session *session, const int *order, int k)
{
    return &session->phases[session->law[order[k]]];
}

int ipso__phases_size(const ipso_session *session, const int *order, int count)
{
    int size = 1;
    for (int k = 0; k < count; k++)
        size += law_of(session, order, k)->states;
    return size;
}

bool ipso__phases_begin(const ipso_session *session, ipso__pmf *state)
{
    (void)session;
    return ipso__pmf_point(state, 0);
}

/* ---- jumps ---- */

/* Mass that is called at patient k at the same moment: to the first phases of those who come; what
 * comes not, or takes no time, is called at the next. at is the place of k's first phase. */
static double enter(const ipso_session *session, const int *order, int k, double ready, double *at)
{
    const struct ipso__phases *law = law_of(session, order, k);
    double come = session->come[order[k]];
    double rest = ready;
    for (int b = 0; b < law->branches; b++) {
        double share = ready * come * law->share[b];
        *at += share;
        rest -= share;
        at += law->length[b];
    }
    return fmax(0, rest);
}

/* One jump of the uniformised chain, forward on probabilities or backward on values: to = from x P
 * or to = P x from, of count patients. */
static void phases_jump(const ipso_session *session, const int *order, int count,
                        const double *from, double *to)
{
    double ready = 0; /* mass that calls the next patient */
    int at = 1;
    for (int k = 0; k < count; k++) {
        const struct ipso__phases *law = law_of(session, order, k);
        int begin = at;
        double done = 0;
        for (int b = 0; b < law->branches; b++) {
            double leaves = law->rate[b] / session->fastest;
            double moves = 0;
            for (int p = 0; p < law->length[b]; p++, at++) {
                to[at] = from[at] * (1 - leaves) + moves;
                moves = from[at] * leaves;
            }
            done += moves;
        }
        ready = enter(session, order, k, ready, to + begin) + done;
    }
    to[0] = from[0] + ready;
}

void ipso__phases_jump_back(const ipso_session *session, const int *order, int count,
                            const double *from, double *to)
{
    int at = ipso__phases_size(session, order, count);
    double ready = from[0]; /* value of calling the patient after k */
    to[0] = from[0];
    for (int k = count - 1; k >= 0; k--) {
        const struct ipso__phases *law = law_of(session, order, k);
        double come = session->come[order[k]];
        double called = 0, some = 0;
        for (int b = law->branches - 1; b >= 0; b--) {
            double leaves = law->rate[b] / session->fastest;
            double next = ready;
            for (int p = law->length[b] - 1; p >= 0; p--) {
                at--;
                double own = from[at];
                to[at] = own * (1 - leaves) + next * leaves;
                next = own;
            }
            called += come * law->share[b] * next;
            some += come * law->share[b];
        }
        ready = called + (1 - some) * ready;
    }
}

/* ---- time ---- */

typedef void (*jump_fn)(const ipso_session *session, const int *order, int count,
                        const double *from, double *to);

/* vector becomes itself after jumps of a Poisson number of that mean, at most 500. */
static void pass(const ipso_session *session, const int *order, int count, double mean,
                 double *vector, double *room, int size, jump_fn jump, int64_t *work)
{
    double *now = room, *then = room + size;
    double weight = exp(-mean), sum = weight;
    memcpy(now, vector, (size_t)size * sizeof *now);
    for (int i = 0; i < size; i++)
        vector[i] *= weight;
    for (int m = 1; sum < 1 - 1e-15 && m < 5000; m++) {
        double *swap = now;
        jump(session, order, count, now, then);
        now = then;
        then = swap;
        weight *= mean / m;
        sum += weight;
        for (int i = 0; i < size; i++)
            vector[i] += weight * now[i];
        *work += size / 2 + 2;
        if (m > mean && weight < 1e-17)
            break;
    }
}

static void pass_all(const ipso_session *session, const int *order, int count, double minutes,
                     double *vector, double *room, int size, jump_fn jump, int64_t *work)
{
    double mean = minutes * session->fastest;
    for (; mean > 0; mean -= 400)
        pass(session, order, count, fmin(mean, 400), vector, room, size, jump, work);
}

bool ipso__phases_pass(const ipso_session *session, const ipso__pmf *from, const int *order,
                       int count, double minutes, ipso__pmf *to, int64_t *work)
{
    int size = ipso__phases_size(session, order, count);
    double *room = ipso__calloc((size_t)size * 2, sizeof *room);
    bool ok = room != NULL && ipso__pmf_copy(to, from);
    if (ok)
        pass_all(session, order, count, minutes, to->share, room, size, phases_jump, work);
    free(room);
    return ok;
}

void ipso__phases_expect(const ipso_session *session, const int *order, int count, double minutes,
                         double *value, double *room, int64_t *work)
{
    int size = ipso__phases_size(session, order, count);
    pass_all(session, order, count, minutes, value, room, size, ipso__phases_jump_back, work);
}

/* ---- patients ---- */

bool ipso__phases_arrive(const ipso_session *session, const ipso__pmf *from, const int *order,
                         int k, ipso__pmf *to)
{
    int before = from->end;
    if (!ipso__pmf_clear(to, 0, before + law_of(session, order, k)->states))
        return false;
    memcpy(to->share, from->share, (size_t)before * sizeof *to->share);
    to->share[0] = enter(session, order, k, from->share[0], to->share + before);
    return true;
}

void ipso__phases_value(const ipso_session *session, const int *order, int count, double *value)
{
    int at = ipso__phases_size(session, order, count);
    double behind = 0; /* work of those who wait */
    for (int k = count - 1; k >= 0; k--) {
        const struct ipso__phases *law = law_of(session, order, k);
        for (int b = law->branches - 1; b >= 0; b--)
            for (int left = 1; left <= law->length[b]; left++)
                value[--at] = behind + left / law->rate[b];
        behind += session->come[order[k]] * session->mean_min[order[k]];
    }
    value[0] = 0;
}

double ipso__phases_work(const ipso_session *session, const ipso__pmf *state, const int *order,
                         int count)
{
    int at = state->end;
    double behind = 0;
    double sum = 0;
    for (int k = count - 1; k >= 0; k--) {
        const struct ipso__phases *law = law_of(session, order, k);
        for (int b = law->branches - 1; b >= 0; b--)
            for (int left = 1; left <= law->length[b]; left++)
                sum += state->share[--at] * (behind + left / law->rate[b]);
        behind += session->come[order[k]] * session->mean_min[order[k]];
    }
    return sum;
}

bool ipso__phases_step(const ipso_session *session, const ipso__pmf *from, const int *order, int k,
                       double minutes, ipso__pmf *to, double *wait, int64_t *work)
{
    ipso__pmf passed = {0};
    bool ok = ipso__phases_pass(session, from, order, k, minutes, &passed, work) &&
              ipso__phases_arrive(session, &passed, order, k, to);
    if (ok)
        *wait = ipso__phases_work(session, &passed, order, k);
    ipso__pmf_finish(&passed);
    return ok;
}

bool ipso__phases_left(const ipso_session *session, const ipso__pmf *from, const int *order,
                       int count, double minutes, double *left, int64_t *work)
{
    ipso__pmf passed = {0};
    bool ok = ipso__phases_pass(session, from, order, count, minutes, &passed, work);
    if (ok)
        *left = ipso__phases_work(session, &passed, order, count);
    ipso__pmf_finish(&passed);
    return ok;
}
