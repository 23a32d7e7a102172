/* The session handle.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/session.h"

#include "base/error.h"
#include "session/grid_walk.h"
#include "session/phases.h"
#include "session/session_check.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void ipso_session_patient_init(ipso_session_patient *patient)
{
    *patient = (ipso_session_patient){.wait_weight = 1, .latest_min = INFINITY};
    ipso_service_init(&patient->service);
    ipso_service_init(&patient->late);
}

void ipso_session_model_init(ipso_session_model *model)
{
    *model = (ipso_session_model){.grid_min = 1,
                                  .length_min = 240,
                                  .walk_in_until_min = INFINITY,
                                  .wait_limit_min = 15,
                                  .wait_weight = 1,
                                  .idle_weight = 1,
                                  .overtime_weight = 1};
    ipso_service_init(&model->delay);
    ipso_service_init(&model->walk_in);
}

int ipso__cells(double minutes, double grid_min)
{
    double cells = floor(minutes / grid_min + 0.5);
    bool whole = cells >= 0 && cells <= 10 * (double)IPSO__MOST_CELLS &&
                 fabs(minutes - cells * grid_min) <= 1e-6 * grid_min;
    return whole ? (int)cells : -1;
}

int ipso__seen(const ipso_session_times *times, int k)
{
    return times->order == NULL ? k : times->order[k];
}

static bool same_list(const ipso_service *a, const ipso_service *b)
{
    for (size_t i = 0; i < a->count; i++) {
        if (a->shares[i] != b->shares[i])
            return false;
        if (a->kind == IPSO_SERVICE_EMPIRICAL ? a->minutes[i] != b->minutes[i]
                                              : !ipso__service_equal(&a->parts[i], &b->parts[i]))
            return false;
    }
    return true;
}

bool ipso__service_equal(const ipso_service *a, const ipso_service *b)
{
    if (a->kind != b->kind)
        return false;
    if (a->kind == IPSO_SERVICE_EMPIRICAL || a->kind == IPSO_SERVICE_MIXTURE)
        return a->count == b->count && same_list(a, b);
    if (a->mean_min != b->mean_min)
        return false;
    if (a->kind == IPSO_SERVICE_ERLANG)
        return a->phases == b->phases;
    return a->kind == IPSO_SERVICE_FIXED || a->kind == IPSO_SERVICE_EXPONENTIAL || a->cv == b->cv;
}

/* ---- copying ---- */

/* False when out of memory. */
static bool copy_law(ipso__arena *arena, ipso_service *service)
{
    bool mixture = service->kind == IPSO_SERVICE_MIXTURE;
    bool list = mixture || service->kind == IPSO_SERVICE_EMPIRICAL;
    if (list)
        service->shares =
            ipso__arena_copy(arena, service->shares, service->count, sizeof *service->shares);
    if (service->kind == IPSO_SERVICE_EMPIRICAL)
        service->minutes =
            ipso__arena_copy(arena, service->minutes, service->count, sizeof *service->minutes);
    if (mixture) {
        ipso_service *parts =
            ipso__arena_copy(arena, service->parts, service->count, sizeof *service->parts);
        for (size_t i = 0; parts != NULL && i < service->count; i++)
            if (!copy_law(arena, &parts[i]))
                return false;
        service->parts = parts;
    }
    return !list || (service->shares != NULL &&
                     (mixture ? service->parts != NULL : service->minutes != NULL));
}

static bool copy_model(ipso_session *session, const ipso_session_model *model)
{
    ipso__arena *arena = &session->arena;
    size_t count = (size_t)model->patient_count;
    ipso_session_patient *patients =
        ipso__arena_copy(arena, model->patients, count, sizeof *patients);
    ipso_session_break *breaks =
        ipso__arena_copy(arena, model->breaks, (size_t)model->break_count, sizeof *breaks);
    session->model = *model;
    session->model.patients = patients;
    session->model.breaks = breaks;
    session->law = ipso__arena_alloc(arena, count, sizeof *session->law);
    session->mean_min = ipso__arena_alloc(arena, count, sizeof *session->mean_min);
    session->come = ipso__arena_alloc(arena, count, sizeof *session->come);
    if (patients == NULL || breaks == NULL || session->law == NULL || session->mean_min == NULL ||
        session->come == NULL)
        return false;
    for (size_t i = 0; i < count; i++)
        if (!copy_law(arena, &patients[i].service) || !copy_law(arena, &patients[i].late))
            return false;
    return copy_law(arena, &session->model.delay) && copy_law(arena, &session->model.walk_in);
}

/* ---- preparing ---- */

static void number_laws(ipso_session *session)
{
    const ipso_session_patient *patients = session->model.patients;
    for (int i = 0; i < session->model.patient_count; i++) {
        int same = 0;
        while (same < i && !ipso__service_equal(&patients[same].service, &patients[i].service))
            same++;
        session->law[i] = same < i ? session->law[same] : session->law_count++;
        session->come[i] = fmax(0, 1 - patients[i].no_show - patients[i].cancel);
        session->mean_min[i] =
            same < i ? session->mean_min[same] : ipso_service_mean_min(&patients[i].service);
    }
}

static ipso_status prepare_patients(ipso_session *session, ipso_error *err)
{
    const ipso_session_model *model = &session->model;
    char where[48];
    int ready = 0;
    ipso_status status = IPSO_OK;
    for (int i = 0; status == IPSO_OK && i < model->patient_count; i++) {
        snprintf(where, sizeof where, "/patients/%d/service", i);
        if (session->law[i] == ready)
            status = ipso__pmf_of_service(&session->service[ready++], &model->patients[i].service,
                                          model->grid_min, IPSO__MOST_CELLS, where, err);
        snprintf(where, sizeof where, "/patients/%d/late", i);
        if (status == IPSO_OK)
            status = ipso__pmf_of_service(&session->late[i], &model->patients[i].late,
                                          model->grid_min, IPSO__MOST_CELLS, where, err);
    }
    return status;
}

static ipso_status prepare_grid(ipso_session *session, ipso_error *err)
{
    const ipso_session_model *model = &session->model;
    ipso__arena *arena = &session->arena;
    size_t breaks = (size_t)model->break_count;
    session->service =
        ipso__arena_alloc(arena, (size_t)session->law_count, sizeof *session->service);
    session->late = ipso__arena_alloc(arena, (size_t)model->patient_count, sizeof *session->late);
    session->break_start = ipso__arena_alloc(arena, breaks, sizeof *session->break_start);
    session->break_cells = ipso__arena_alloc(arena, breaks, sizeof *session->break_cells);
    if (session->service == NULL || session->late == NULL || session->break_start == NULL ||
        session->break_cells == NULL)
        return ipso__fail_nomem(err);
    for (size_t i = 0; i < breaks; i++) {
        session->break_start[i] = ipso__cells(model->breaks[i].start_min, model->grid_min);
        session->break_cells[i] = ipso__cells(model->breaks[i].length_min, model->grid_min);
        session->breaks_min += model->breaks[i].length_min;
    }
    session->length_cells = ipso__cells(model->length_min, model->grid_min);
    ipso_status status = prepare_patients(session, err);
    if (status == IPSO_OK)
        status = ipso__pmf_of_service(&session->delay, &model->delay, model->grid_min,
                                      IPSO__MOST_CELLS, "/delay", err);
    return status == IPSO_OK ? ipso__walk_ins_prepare(session, err) : status;
}

ipso_status ipso_session_new(ipso_session **session, const ipso_session_model *model,
                             ipso_error *err)
{
    ipso_status status = ipso__model_check(model, err);
    if (status != IPSO_OK)
        return status;
    ipso_session *made = ipso__calloc(1, sizeof *made);
    if (made == NULL)
        return ipso__fail_nomem(err);
    if (!copy_model(made, model)) {
        ipso_session_free(made);
        return ipso__fail_nomem(err);
    }
    number_laws(made);
    status = model->time == IPSO_SESSION_GRID ? prepare_grid(made, err)
                                              : ipso__phases_prepare(made, err);
    if (status != IPSO_OK) {
        ipso_session_free(made);
        return status;
    }
    *session = made;
    return IPSO_OK;
}

void ipso_session_free(ipso_session *session)
{
    if (session == NULL)
        return;
    for (int i = 0; session->service != NULL && i < session->law_count; i++)
        ipso__pmf_finish(&session->service[i]);
    for (int i = 0; session->late != NULL && i < session->model.patient_count; i++)
        ipso__pmf_finish(&session->late[i]);
    ipso__pmf_finish(&session->delay);
    ipso__pmf_finish(&session->walk_in);
    ipso__arena_finish(&session->arena);
    free(session);
}

int ipso_session_patient_count(const ipso_session *session)
{
    return session->model.patient_count;
}

/* ---- times ---- */

int ipso__apart_ticks(const ipso_session *session, int patient, double step_min)
{
    return (int)ceil(session->model.patients[patient].apart_min / step_min - 1e-9);
}

static ipso_status check_order(const ipso_session *session, const ipso_session_times *times,
                               ipso_error *err)
{
    unsigned char taken[IPSO__MOST_PATIENTS] = {0};
    for (int k = 0; k < times->count; k++) {
        int patient = ipso__seen(times, k);
        char where[40];
        snprintf(where, sizeof where, "/order/%d", k);
        if (patient < 0 || patient >= session->model.patient_count)
            return ipso__fail(err, IPSO_INPUT, where, "there is no patient %d", patient);
        if (taken[patient]++)
            return ipso__fail(err, IPSO_INPUT, where, "patient %d is in the order twice", patient);
    }
    return IPSO_OK;
}

ipso_status ipso__times_check(const ipso_session *session, const ipso_session_times *times,
                              ipso_error *err)
{
    const ipso_session_model *model = &session->model;
    double before = 0;
    if (times->count < 0 || times->count > model->patient_count ||
        (times->count > 0 && times->start_min == NULL))
        return ipso__fail(err, IPSO_INPUT, "/starts_min", "%d start times for %d patients",
                          times->count, model->patient_count);
    ipso_status status = check_order(session, times, err);
    for (int k = 0; status == IPSO_OK && k < times->count; k++) {
        double start = times->start_min[k];
        char where[40];
        snprintf(where, sizeof where, "/starts_min/%d", k);
        if (!(start >= 0 && start <= 1440))
            return ipso__fail(err, IPSO_INPUT, where, "a start at %g min is not from 0 to 1440",
                              start);
        if (start < before)
            return ipso__fail(err, IPSO_INPUT, where,
                              "the start at %g min is before the one of the patient seen earlier, "
                              "at %g",
                              start, before);
        if (model->time == IPSO_SESSION_PHASES && start > model->length_min)
            return ipso__fail(err, IPSO_INPUT, where,
                              "a start at %g min is after the planned end: on the grid only",
                              start);
        if (model->time == IPSO_SESSION_GRID && ipso__cells(start, model->grid_min) < 0)
            return ipso__fail(err, IPSO_INPUT, where, "a start at %g min is not on the grid of %g",
                              start, model->grid_min);
        before = start;
    }
    return status;
}
