/* What a model must be.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/session_check.h"

#include "session/fail.h"
#include "session/law.h"
#include "session/session.h"

#include <math.h>
#include <stdio.h>

static bool within(double value, double low, double high)
{
    return value >= low && value <= high;
}

static ipso_status check_law(const ipso_service *service, const char *where, const char *field,
                             ipso_error *err)
{
    char place[IPSO_ERROR_WHERE_SIZE];
    snprintf(place, sizeof place, "%.80s%s", where, field);
    return ipso__service_check(service, place, err);
}

static bool always_zero(const ipso_service *service)
{
    return service->kind == IPSO_SERVICE_FIXED && service->mean_min == 0;
}

/* Exponential, Erlang, or a mixture of them and of "no time at all". */
static bool has_phases(const ipso_service *service)
{
    if (service->kind == IPSO_SERVICE_MIXTURE) {
        for (size_t i = 0; i < service->count; i++)
            if (!has_phases(&service->parts[i]))
                return false;
        return true;
    }
    return service->kind == IPSO_SERVICE_EXPONENTIAL || service->kind == IPSO_SERVICE_ERLANG ||
           always_zero(service);
}

static ipso_status check_patient(const ipso_session_model *model, int index, ipso_error *err)
{
    const ipso_session_patient *patient = &model->patients[index];
    char where[40];
    snprintf(where, sizeof where, "/patients/%d", index);
    ipso_status status = check_law(&patient->service, where, "/service", err);
    if (status == IPSO_OK)
        status = check_law(&patient->late, where, "/late", err);
    if (status != IPSO_OK)
        return status;
    if (!within(patient->no_show, 0, 1))
        return ipso__fail_field(err, where, "/no_show", "a share of %g is not from 0 to 1",
                                patient->no_show);
    if (!within(patient->cancel, 0, 1))
        return ipso__fail_field(err, where, "/cancel", "a share of %g is not from 0 to 1",
                                patient->cancel);
    if (patient->no_show + patient->cancel > 1 + 1e-12)
        return ipso__fail_field(err, where, "", "no_show and cancel add up to %g, more than 1",
                                patient->no_show + patient->cancel);
    if (!within(patient->wait_weight, 0, 1e6))
        return ipso__fail_field(err, where, "/wait_weight",
                                "a weight of %g is not from 0 to 1000000", patient->wait_weight);
    if (!within(patient->reward, 0, 1e6))
        return ipso__fail_field(err, where, "/reward", "a reward of %g is not from 0 to 1000000",
                                patient->reward);
    if (!within(patient->earliest_min, 0, 1440))
        return ipso__fail_field(err, where, "/earliest_min", "%g min is not from 0 to 1440",
                                patient->earliest_min);
    if (!(patient->latest_min >= patient->earliest_min))
        return ipso__fail_field(err, where, "/latest_min", "%g min is before the earliest",
                                patient->latest_min);
    if (!within(patient->apart_min, 0, 1440))
        return ipso__fail_field(err, where, "/apart_min", "%g min is not from 0 to 1440",
                                patient->apart_min);
    if (model->time == IPSO_SESSION_PHASES && !has_phases(&patient->service))
        return ipso__fail_field(
            err, where, "/service",
            "only exponential and Erlang laws and mixtures of them have phases");
    if (model->time == IPSO_SESSION_PHASES && !always_zero(&patient->late))
        return ipso__fail_field(err, where, "/late", "lateness is valued on the grid only");
    return IPSO_OK;
}

static ipso_status check_breaks(const ipso_session_model *model, ipso_error *err)
{
    double free_from = 0;
    if (model->break_count < 0 || (model->break_count > 0 && model->breaks == NULL))
        return ipso__fail_field(err, "", "/breaks", "%d breaks are none", model->break_count);
    if (model->time == IPSO_SESSION_PHASES && model->break_count > 0)
        return ipso__fail_field(err, "", "/breaks", "breaks are valued on the grid only");
    for (int i = 0; i < model->break_count; i++) {
        const ipso_session_break *pause = &model->breaks[i];
        char where[40];
        snprintf(where, sizeof where, "/breaks/%d", i);
        if (!within(pause->start_min, 0, 1440) || !within(pause->length_min, 0, 1440) ||
            pause->length_min <= 0)
            return ipso__fail_field(err, where, "",
                                    "a break of %g min is not above 0 and within a day",
                                    pause->length_min);
        if (pause->start_min < free_from)
            return ipso__fail_field(err, where, "/start_min",
                                    "the break at %g min begins during another", pause->start_min);
        if (ipso__cells(pause->start_min, model->grid_min) < 0)
            return ipso__fail_field(err, where, "/start_min", "%g min is not on the grid",
                                    pause->start_min);
        if (ipso__cells(pause->length_min, model->grid_min) < 0)
            return ipso__fail_field(err, where, "/length_min", "%g min is not on the grid",
                                    pause->length_min);
        free_from = pause->start_min + pause->length_min;
    }
    return IPSO_OK;
}

static ipso_status check_numbers(const ipso_session_model *model, ipso_error *err)
{
    bool grid = model->time == IPSO_SESSION_GRID;
    if (!grid && model->time != IPSO_SESSION_PHASES)
        return ipso__fail_field(err, "", "/time", "%d is no kind of time", (int)model->time);
    if (!within(model->length_min, 1e-3, 1440))
        return ipso__fail_field(err, "", "/length_min",
                                "a session of %g min is not above 0 and within a day",
                                model->length_min);
    if (grid && !within(model->grid_min, 0.01, 60))
        return ipso__fail_field(err, "", "/grid_min", "a grid of %g min is not from 0.01 to 60",
                                model->grid_min);
    if (grid && ipso__cells(model->length_min, model->grid_min) < 0)
        return ipso__fail_field(err, "", "/length_min", "%g min is not on the grid",
                                model->length_min);
    if (!within(model->wait_limit_min, 0, 1440))
        return ipso__fail_field(err, "", "/wait_limit_min", "%g min is not from 0 to 1440",
                                model->wait_limit_min);
    if (!within(model->wait_weight, 0, 1e6) || !within(model->idle_weight, 0, 1e6) ||
        !within(model->overtime_weight, 0, 1e6))
        return ipso__fail_field(err, "", "/weights", "a weight is not from 0 to 1000000");
    if ((int)model->waits < IPSO_WAITS_ATTENDING || (int)model->waits > IPSO_WAITS_BOOKED)
        return ipso__fail_field(err, "", "/waits", "%d says not whose waits count",
                                (int)model->waits);
    if ((int)model->horizon < IPSO_HORIZON_PLANNED || (int)model->horizon > IPSO_HORIZON_MIXED)
        return ipso__fail_field(err, "", "/horizon", "%d says not which end counts",
                                (int)model->horizon);
    if (!grid && model->horizon == IPSO_HORIZON_MIXED)
        return ipso__fail_field(err, "", "/horizon",
                                "the horizon mixed is valued on the grid only");
    return IPSO_OK;
}

static ipso_status check_walk_ins(const ipso_session_model *model, ipso_error *err)
{
    if (!within(model->walk_ins_per_hour, 0, 60))
        return ipso__fail_field(err, "", "/walk_ins/per_hour",
                                "%g walk-ins an hour are not from 0 to 60",
                                model->walk_ins_per_hour);
    if (model->walk_ins_per_hour == 0)
        return IPSO_OK;
    if (model->time == IPSO_SESSION_PHASES)
        return ipso__fail_field(err, "", "/walk_ins", "walk-ins are valued on the grid only");
    if (!(model->walk_in_until_min >= 0))
        return ipso__fail_field(err, "", "/walk_ins/until_min", "%g min is before the session",
                                model->walk_in_until_min);
    if (model->horizon != IPSO_HORIZON_PLANNED)
        return ipso__fail_field(
            err, "", "/walk_ins",
            "walk-ins have no idle time up to the last start: the horizon must be "
            "planned");
    ipso_status status = check_law(&model->walk_in, "/walk_ins", "/service", err);
    double load = model->walk_ins_per_hour / 60 *
                  (status == IPSO_OK ? ipso_service_mean_min(&model->walk_in) : 0);
    if (load >= 1)
        return ipso__fail_field(err, "", "/walk_ins", "walk-ins bring %g minutes of work a minute",
                                load);
    return status;
}

ipso_status ipso__model_check(const ipso_session_model *model, ipso_error *err)
{
    if (model->patient_count < 1 || model->patient_count > IPSO__MOST_PATIENTS ||
        model->patients == NULL)
        return ipso__fail_field(err, "", "/patients", "%d patients are not from 1 to %d",
                                model->patient_count, IPSO__MOST_PATIENTS);
    ipso_status status = check_numbers(model, err);
    for (int i = 0; status == IPSO_OK && i < model->patient_count; i++)
        status = check_patient(model, i, err);
    if (status == IPSO_OK)
        status = check_breaks(model, err);
    if (status == IPSO_OK)
        status = check_law(&model->delay, "", "/delay", err);
    if (status == IPSO_OK && model->time == IPSO_SESSION_PHASES && !always_zero(&model->delay))
        status = ipso__fail_field(err, "", "/delay", "a delay is valued on the grid only");
    if (status == IPSO_OK)
        status = check_walk_ins(model, err);
    return status;
}
