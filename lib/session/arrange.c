/* The order and the start times of patients who stand apart in windows.
 *
 * A change of the order between places i and j leaves the sum of distances between them what it
 * was: with the time beyond the distances kept at its places, those before i and behind j do not
 * move. The law of being free before i and the cost to go behind j value the change by the steps
 * between.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/arrange.h"

#include "base/error.h"
#include "session/search.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct arranger {
    const ipso_session *session;
    const ipso__arrange_settings *settings;
    ipso__chain chain;
    int count;
    int *order;
    int *tick, *low, *high;    /* of the places in the order as it is */
    int *early, *late, *apart; /* of the patients, in steps */
    int *trial, *kept;         /* ticks of the places that change, and those before */
    bool spare;                /* there is more time than the distances take */
    double cost;
    bool spent;
} arranger;

static bool begin(arranger *a)
{
    size_t count = (size_t)a->count;
    int *room = ipso__calloc(8 * count, sizeof *room);
    if (room == NULL)
        return false;
    a->tick = room;
    a->low = room + count;
    a->high = room + 2 * count;
    a->early = room + 3 * count;
    a->late = room + 4 * count;
    a->apart = room + 5 * count;
    a->trial = room + 6 * count;
    a->kept = room + 7 * count;
    return true;
}

static void set_patients(arranger *a)
{
    const ipso_session_model *model = &a->session->model;
    double step = a->settings->step_min;
    for (int i = 0; i < a->count; i++) {
        const ipso_session_patient *patient = &model->patients[i];
        a->early[i] = (int)ceil(patient->earliest_min / step - 1e-9);
        a->late[i] = (int)floor(fmin(patient->latest_min, model->length_min) / step + 1e-9);
        a->apart[i] = ipso__apart_ticks(a->session, i, step);
    }
}

static void set_windows(arranger *a)
{
    for (int k = 0; k < a->count; k++) {
        a->low[k] = a->early[a->order[k]];
        a->high[k] = a->late[a->order[k]];
    }
}

/* Whether a start time can move in the order as it is. */
static bool has_spare(const arranger *a)
{
    for (int k = 0; k < a->count; k++) {
        int before = k > 0 ? a->tick[k - 1] + a->apart[a->order[k - 1]] : a->low[k];
        int after = k + 1 < a->count ? a->tick[k + 1] - a->apart[a->order[k]] : a->high[k];
        if ((a->tick[k] > a->low[k] && a->tick[k] > before) ||
            (a->tick[k] < a->high[k] && a->tick[k] < after))
            return true;
    }
    return false;
}

static bool fits(const arranger *a)
{
    for (int k = 0; k < a->count; k++) {
        if (a->tick[k] < a->low[k] || a->tick[k] > a->high[k] ||
            (k > 0 && a->tick[k] < a->tick[k - 1] + a->apart[a->order[k - 1]]))
            return false;
    }
    return true;
}

static bool is_spent(arranger *a)
{
    const ipso__arrange_settings *settings = a->settings;
    if (settings->work_limit > 0 && a->chain.work >= settings->work_limit)
        a->spent = true;
    if (!a->spent && settings->stop != NULL && settings->stop(settings->stop_user))
        a->spent = true;
    return a->spent;
}

static void exchange(int *order, int i, int j)
{
    int kept = order[i];
    order[i] = order[j];
    order[j] = kept;
}

/* The patient at from goes to to, those between one place the other way. */
static void transfer(int *order, int from, int to)
{
    int kept = order[from];
    if (from < to)
        memmove(order + from, order + from + 1, (size_t)(to - from) * sizeof *order);
    else
        memmove(order + to + 1, order + to, (size_t)(from - to) * sizeof *order);
    order[to] = kept;
}

/* Times for the places first..last as the order now is; false when a window is left. */
static bool lay(arranger *a, const int *before, int first, int last)
{
    int at = a->tick[first];
    for (int k = first; k <= last; k++) {
        int patient = a->order[k];
        if (at < a->early[patient] || at > a->late[patient])
            return false;
        a->trial[k] = at;
        if (k < last)
            at += a->apart[patient] + a->tick[k + 1] - a->tick[k] - a->apart[before[k]];
    }
    return true;
}

static bool is_better(const arranger *a, double cost)
{
    return cost < a->cost - IPSO__SEARCH_SLACK * fmax(1, fabs(a->cost));
}

/* Neighbours in time move together, the order kept. */
static bool move_times(arranger *a, double *cost)
{
    bool spent = false;
    bool ok = ipso__search_blocks(&a->chain, cost, a->settings->work_limit, &spent);
    a->spent = a->spent || spent;
    return ok;
}

/* Whether the order as it now is costs less at times searched for it, which then are a's; else a's
 * times stay. */
static bool judge_moved(arranger *a, const int *before, int first, int last, bool *kept)
{
    size_t bytes = (size_t)a->count * sizeof *a->tick;
    double cost, none;
    memcpy(a->kept, a->tick, bytes);
    memcpy(a->tick + first, a->trial + first, (size_t)(last - first + 1) * sizeof *a->tick);
    set_windows(a);
    if (!ipso__chain_update(&a->chain, &cost) || !move_times(a, &cost))
        return false;
    *kept = is_better(a, cost);
    if (*kept) {
        a->cost = cost;
        return true;
    }
    memcpy(a->tick, a->kept, bytes);
    memcpy(a->order, before, (size_t)a->count * sizeof *a->order);
    set_windows(a);
    return ipso__chain_update(&a->chain, &none);
}

/* Keeps the order as it now is from first to last when that is cheaper than before. *kept: it was.
 * What is not may be at other times, where there is time to spare. False when out of memory. */
static bool judge(arranger *a, const int *before, int first, int last, bool *kept)
{
    double cost;
    *kept = false;
    if (!lay(a, before, first, last))
        return true;
    if (!ipso__chain_try(&a->chain, first, last, a->trial, &cost))
        return false;
    if (!is_better(a, cost))
        return !a->spare || judge_moved(a, before, first, last, kept);
    *kept = true;
    memcpy(a->tick + first, a->trial + first, (size_t)(last - first + 1) * sizeof *a->tick);
    set_windows(a);
    return ipso__chain_update(&a->chain, &a->cost);
}

/* Exchanges the places i < j, or lets one of them go to the other. */
static bool try_places(arranger *a, int *before, int i, int j, bool *better)
{
    for (int way = 0; way < (j == i + 1 ? 1 : 3); way++) {
        bool kept;
        if (is_spent(a))
            return true;
        if (way == 0 && ipso__patients_alike(a->session, a->order[i], a->order[j]))
            continue;
        if (way == 0)
            exchange(a->order, i, j);
        else
            transfer(a->order, way == 1 ? i : j, way == 1 ? j : i);
        if (!judge(a, before, i, j, &kept))
            return false;
        if (kept)
            memcpy(before, a->order, (size_t)a->count * sizeof *before);
        else
            memcpy(a->order, before, (size_t)a->count * sizeof *before);
        *better = *better || kept;
    }
    return true;
}

static bool improve(arranger *a)
{
    int *before = ipso__calloc((size_t)a->count, sizeof *before);
    bool ok = before != NULL, better = true;
    while (ok && better && !is_spent(a)) {
        double cost = a->cost;
        ok = move_times(a, &a->cost);
        better = false;
        memcpy(before, a->order, (size_t)a->count * sizeof *before);
        for (int distance = 1; ok && distance < a->count; distance++)
            for (int i = 0; ok && i + distance < a->count; i++)
                ok = try_places(a, before, i, i + distance, &better);
        better = better || a->cost < cost;
    }
    free(before);
    return ok;
}

static ipso_status run(arranger *a, double *start_min, ipso_error *err)
{
    double step = a->settings->step_min;
    set_patients(a);
    set_windows(a);
    for (int k = 0; k < a->count; k++)
        a->tick[k] = (int)floor(start_min[k] / step + 0.5);
    if (!fits(a))
        return ipso__fail(err, IPSO_INPUT, "/starts_min",
                          "the start times given leave windows or distances");
    a->spare = has_spare(a);
    bool ok = ipso__chain_begin(&a->chain, a->session, a->order, a->count, step, a->tick, a->low,
                                a->high) &&
              ipso__chain_update(&a->chain, &a->cost) && improve(a);
    ipso__chain_finish(&a->chain);
    for (int k = 0; ok && k < a->count; k++)
        start_min[k] = a->tick[k] * step;
    return ok ? IPSO_OK : ipso__fail_nomem(err);
}

ipso_status ipso__session_arrange(ipso__arranged *arranged, const ipso_session *session, int *order,
                                  double *start_min, const ipso__arrange_settings *settings,
                                  ipso_error *err)
{
    int count = session->model.patient_count;
    arranger a = {.session = session, .settings = settings, .count = count};
    a.order = ipso__calloc((size_t)count, sizeof *a.order);
    if (a.order == NULL || !begin(&a)) {
        free(a.order);
        return ipso__fail_nomem(err);
    }
    memcpy(a.order, order, (size_t)count * sizeof *order);
    ipso_status status = run(&a, start_min, err);
    if (status == IPSO_OK) {
        memcpy(order, a.order, (size_t)count * sizeof *order);
        *arranged = (ipso__arranged){.cost = a.cost, .work = a.chain.work, .spent = a.spent};
    }
    free(a.tick);
    free(a.order);
    return status;
}
