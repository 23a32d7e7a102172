/* Sessions of slots.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/clinic.h"

#include <math.h>

void assert_close(double got, double expected, double tolerance)
{
    if (!(fabs(got - expected) <= tolerance))
        fail_msg("%.12g is not %.12g within %g", got, expected, tolerance);
}

void clinic_init(clinic *c, int patients, const ipso_service *service, double no_show)
{
    *c = (clinic){.times = {.count = patients}};
    ipso_session_model_init(&c->model);
    assert_true(patients <= CLINIC_MOST);
    for (int i = 0; i < patients; i++) {
        ipso_session_patient_init(&c->patients[i]);
        c->patients[i].service = *service;
        c->patients[i].no_show = no_show;
    }
    c->model.patients = c->patients;
    c->model.patient_count = patients;
    c->times.start_min = c->starts;
}

void clinic_slots(clinic *c, const int *counts, int slots, double slot_min)
{
    int k = 0;
    for (int i = 0; i < slots; i++)
        for (int j = 0; j < counts[i]; j++)
            c->starts[k++] = i * slot_min;
    assert_int_equal(k, c->model.patient_count);
    c->model.length_min = slots * slot_min;
}

ipso_session_measures clinic_measure(const clinic *c)
{
    ipso_session *session = NULL;
    ipso_session_measures measures = {0};
    ipso_error err;
    ipso_error_init(&err);
    if (ipso_session_new(&session, &c->model, &err) != IPSO_OK ||
        ipso_session_measure(&measures, session, &c->times, &err) != IPSO_OK)
        fail_msg("%s: %s", err.where, err.text);
    ipso_session_free(session);
    return measures;
}

ipso_service fixed_service(double mean)
{
    return (ipso_service){.kind = IPSO_SERVICE_FIXED, .mean_min = mean};
}

ipso_service exponential_service(double mean)
{
    return (ipso_service){.kind = IPSO_SERVICE_EXPONENTIAL, .mean_min = mean};
}

ipso_service erlang_service(double mean, int phases)
{
    return (ipso_service){.kind = IPSO_SERVICE_ERLANG, .mean_min = mean, .phases = phases};
}

ipso_service lognormal_service(double mean, double cv)
{
    return (ipso_service){.kind = IPSO_SERVICE_LOGNORMAL, .mean_min = mean, .cv = cv};
}
