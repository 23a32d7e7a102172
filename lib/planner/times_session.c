/* A session of the times rules as lib/session sees it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "planner/times_session.h"

#include "base/memory.h"

#include <stdlib.h>

ipso__times_prices ipso__times_prices_of(const ipso_practice *practice)
{
    const ipso_weights *weights = ipso_practice_weights(practice);
    return (ipso__times_prices){(double)weights->direct_wait_points, (double)weights->idle_points,
                                (double)weights->overtime_points};
}

static void set_patient(const ipso__times_facts *facts, const ipso__timed_session *session, int i,
                        bool rough, ipso_session_patient *patient)
{
    const ipso__timed *timed = &facts->timed[session->first + i];
    const ipso__timed_law *law = &facts->laws[timed->law];
    ipso_session_patient_init(patient);
    patient->service = (ipso_service){.kind = IPSO_SERVICE_EMPIRICAL,
                                      .minutes = law->minutes,
                                      .shares = rough ? law->rough_shares : law->shares,
                                      .count = (size_t)(rough ? law->rough_count : law->count)};
    patient->no_show = 1 - timed->come;
    patient->earliest_min = timed->early_min - session->start_min;
    patient->latest_min = timed->late_min - session->start_min;
    patient->apart_min = ipso__timed_width(timed);
}

ipso_status ipso__times_session_make(ipso_session **made, const ipso__times_facts *facts,
                                     const ipso__timed_session *session,
                                     const ipso__times_carry *late,
                                     const ipso__times_prices *prices, double grid_min, bool rough,
                                     ipso_error *err)
{
    ipso_session_patient *patients = ipso__calloc((size_t)session->count, sizeof *patients);
    ipso_session_model model;
    if (patients == NULL)
        return ipso__fail_nomem(err);
    for (int i = 0; i < session->count; i++)
        set_patient(facts, session, i, rough, &patients[i]);
    ipso_session_model_init(&model);
    model.grid_min = grid_min;
    model.length_min = session->end_min - session->start_min;
    model.patients = patients;
    model.patient_count = session->count;
    if (late->count > 0)
        model.delay = (ipso_service){.kind = IPSO_SERVICE_EMPIRICAL,
                                     .minutes = late->minutes,
                                     .shares = late->shares,
                                     .count = late->count};
    model.wait_weight = prices->wait;
    model.idle_weight = prices->idle;
    model.overtime_weight = prices->overtime;
    model.horizon = IPSO_HORIZON_MIXED;
    ipso_status status = ipso_session_new(made, &model, err);
    free(patients);
    return status;
}
