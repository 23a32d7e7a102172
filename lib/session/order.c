/* The order of patients who differ.
 *
 * Few orders are all searched. Else: by rising deviation of the service, then two patients change
 * places, nearest neighbours first, everybody between them moved by the difference of their mean
 * services; where that alone makes the session cheaper, start times are searched anew.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/error.h"
#include "session/search.h"
#include "session/trials.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_ORDERS = 720, WIDEST = 6 };

bool ipso__patients_alike(const ipso_session *session, int a, int b)
{
    const ipso_session_patient *p = &session->model.patients[a], *q = &session->model.patients[b];
    return session->law[a] == session->law[b] && p->no_show == q->no_show &&
           p->cancel == q->cancel && p->wait_weight == q->wait_weight &&
           p->earliest_min == q->earliest_min && p->latest_min == q->latest_min &&
           p->apart_min == q->apart_min && p->reward == q->reward &&
           ipso__service_equal(&p->late, &q->late);
}

typedef struct trial {
    const ipso_session *session;
    ipso_session_settings settings;
    int count;
    ipso__trials trials;
} trial;

static ipso_status try_order(trial *t, const int *order, const double *first_min, ipso_error *err)
{
    ipso_session_plan plan;
    ipso_session_settings settings = t->settings;
    settings.work_limit = ipso__trials_left(&t->trials);
    ipso_status status =
        ipso__optimize_from(&plan, t->session, order, t->count, first_min, &settings, err);
    if (status == IPSO_OK)
        ipso__trials_keep(&t->trials, &plan);
    return status;
}

/* ---- all orders ---- */

/* Orders of patients that are not alike: n! / the product of the sizes of groups!; beyond the most
 * there may be, more than that. */
static int count_orders(const ipso_session *session)
{
    int n = session->model.patient_count;
    double orders = 1;
    for (int i = 0; i < n; i++) {
        int alike = 1;
        for (int j = 0; j < i; j++)
            alike += ipso__patients_alike(session, i, j);
        orders *= (double)(i + 1) / alike;
    }
    return orders > MOST_ORDERS + 0.5 ? MOST_ORDERS + 1 : (int)(orders + 0.5);
}

/* The next arrangement of kinds in the order of dictionaries; false after the last. */
static bool next_kinds(int *kinds, int n)
{
    int i = n - 2, j = n - 1;
    while (i >= 0 && kinds[i] >= kinds[i + 1])
        i--;
    if (i < 0)
        return false;
    while (kinds[j] <= kinds[i])
        j--;
    int swap = kinds[i];
    kinds[i] = kinds[j];
    kinds[j] = swap;
    for (int a = i + 1, b = n - 1; a < b; a++, b--) {
        swap = kinds[a];
        kinds[a] = kinds[b];
        kinds[b] = swap;
    }
    return true;
}

static int compare_ints(const void *a, const void *b)
{
    return (*(const int *)a > *(const int *)b) - (*(const int *)a < *(const int *)b);
}

/* The patients themselves, those alike by rising number; kinds are the lowest number of each. */
static void name_patients(const int *kind, const int *kinds, int n, int *order)
{
    int from[IPSO__MOST_PATIENTS];
    for (int i = 0; i < n; i++)
        from[i] = i;
    for (int k = 0; k < n; k++) {
        int i = from[kinds[k]];
        order[k] = i++;
        while (i < n && kind[i] != kinds[k])
            i++;
        from[kinds[k]] = i;
    }
}

/* Windows may leave no start times for an order: that order is none. */
static ipso_status try_any(trial *t, const int *order, ipso_error *err)
{
    ipso_error why = {0};
    ipso_status status = try_order(t, order, NULL, &why);
    if (status == IPSO_INPUT)
        return IPSO_OK;
    return status == IPSO_OK ? IPSO_OK : ipso__fail(err, status, why.where, "%s", why.text);
}

static ipso_status try_all(trial *t, ipso_error *err)
{
    const ipso_session *session = t->session;
    int n = t->count, kind[IPSO__MOST_PATIENTS], kinds[IPSO__MOST_PATIENTS] = {0};
    int order[IPSO__MOST_PATIENTS];
    ipso_status status = IPSO_OK;
    for (int i = 0; i < n; i++) {
        kind[i] = 0;
        while (!ipso__patients_alike(session, kind[i], i))
            kind[i]++;
        kinds[i] = kind[i];
    }
    qsort(kinds, (size_t)n, sizeof *kinds, compare_ints);
    bool more = true;
    while (status == IPSO_OK && more && !ipso__trials_spent(&t->trials)) {
        name_patients(kind, kinds, n, order);
        status = try_any(t, order, err);
        more = next_kinds(kinds, n);
    }
    t->trials.proven = t->trials.proven && !more;
    return status;
}

/* ---- exchanges ---- */

static double deviation_of(const ipso_session *session, int patient)
{
    const ipso_session_patient *p = &session->model.patients[patient];
    double mean = session->mean_min[patient], come = session->come[patient];
    double spread = ipso_service_deviation_min(&p->service);
    return come * spread * spread + come * (1 - come) * mean * mean;
}

static void sort_by_deviation(const ipso_session *session, int *order, int count)
{
    double square[IPSO__MOST_PATIENTS];
    for (int i = 0; i < count; i++) {
        int j = i;
        square[i] = deviation_of(session, i);
        for (; j > 0 && square[order[j - 1]] > square[i]; j--)
            order[j] = order[j - 1];
        order[j] = i;
    }
}

/* The best plan's order and start times with the patients at i < j exchanged. */
static void exchange(const trial *t, int i, int j, int *order, double *start)
{
    const ipso_session *session = t->session;
    const ipso_session_times *best = &t->trials.best.times;
    memcpy(order, best->order, (size_t)t->count * sizeof *order);
    memcpy(start, best->start_min, (size_t)t->count * sizeof *start);
    order[i] = best->order[j];
    order[j] = best->order[i];
    double longer = session->mean_min[order[i]] - session->mean_min[order[j]];
    double grid = session->model.time == IPSO_SESSION_GRID ? session->model.grid_min : 0;
    if (grid > 0)
        longer = floor(longer / grid + 0.5) * grid;
    for (int k = i + 1; k <= j; k++) {
        start[k] += longer;
        start[k] = fmax(start[k - 1], start[k]);
        start[k] = fmin(start[k], j + 1 < t->count ? start[j + 1] : best->start_min[t->count - 1]);
    }
}

/* Exchanges at that distance; *better: some paid. */
static ipso_status try_exchanges(trial *t, int distance, bool *better, ipso_error *err)
{
    int order[IPSO__MOST_PATIENTS];
    double start[IPSO__MOST_PATIENTS];
    ipso_status status = IPSO_OK;
    for (int i = 0; status == IPSO_OK && i + distance < t->count && !ipso__trials_spent(&t->trials);
         i++) {
        double cost = t->trials.best.objective;
        ipso_session_measures measures;
        exchange(t, i, i + distance, order, start);
        if (ipso__patients_alike(t->session, order[i], order[i + distance]))
            continue;
        const ipso_session_times times = {t->count, order, start};
        status = ipso_session_measure(&measures, t->session, &times, err);
        t->trials.evaluations += t->count;
        t->trials.work += (int64_t)t->count * 1000;
        if (status != IPSO_OK || measures.cost > cost - 1e-7 * fmax(1, fabs(cost)))
            continue;
        ipso_error why = {0};
        status = try_order(t, order, start, &why);
        if (status == IPSO_OK) {
            *better = *better || t->trials.best.objective < cost - 1e-9;
        } else if (status == IPSO_INPUT) {
            status = IPSO_OK; /* windows that this order cannot keep */
        } else {
            ipso__fail(err, status, why.where, "%s", why.text);
        }
    }
    return status;
}

static ipso_status try_some(trial *t, ipso_error *err)
{
    int order[IPSO__MOST_PATIENTS];
    ipso_status status;
    bool better = true;
    t->settings.certify = false;
    sort_by_deviation(t->session, order, t->count);
    status = try_any(t, order, err);
    for (int i = 0; i < t->count; i++)
        order[i] = i;
    if (status == IPSO_OK)
        status = try_any(t, order, err);
    while (status == IPSO_OK && t->trials.has_best && better && !ipso__trials_spent(&t->trials)) {
        better = false;
        for (int distance = 1; status == IPSO_OK && distance <= WIDEST; distance++)
            status = try_exchanges(t, distance, &better, err);
    }
    t->trials.proven = false;
    return status;
}

ipso_status ipso_session_optimize_order(ipso_session_plan *plan, const ipso_session *session,
                                        const ipso_session_settings *settings, ipso_error *err)
{
    trial t = {.session = session, .settings = *settings, .count = session->model.patient_count};
    double step, last;
    ipso_status status = ipso__settings_check(session, settings, &step, &last, err);
    if (status != IPSO_OK)
        return status;
    ipso__trials_init(&t.trials, settings->work_limit);
    status = count_orders(session) <= MOST_ORDERS ? try_all(&t, err) : try_some(&t, err);
    if (status == IPSO_OK && !t.trials.has_best)
        status = ipso__fail(err, IPSO_INPUT, "/patients",
                            "no order was found whose start times fit every window");
    return ipso__trials_end(&t.trials, status, plan);
}
