/* Valuing given start times: the public calls, and what they count.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/evaluate.h"

#include "base/error.h"

#include <math.h>
#include <stdlib.h>

void ipso__tally_add(ipso__tally *tally, const ipso_session *session, int patient, double wait_min)
{
    const ipso_session_model *model = &session->model;
    double come = session->come[patient];
    double counts = model->waits == IPSO_WAITS_BOOKED ? 1 : come;
    tally->weighted += model->patients[patient].wait_weight * counts * wait_min;
    tally->wait += come * wait_min;
    tally->wait_booked += wait_min;
    tally->attending += come;
    tally->work += come * session->mean_min[patient];
}

double ipso__breaks_before(const ipso_session_model *model, double last_start_min)
{
    double sum = 0;
    for (int i = 0; i < model->break_count; i++)
        if (model->breaks[i].start_min <= last_start_min)
            sum += model->breaks[i].length_min;
    return sum;
}

void ipso__tally_measures(ipso_session_measures *measures, const ipso__tally *tally,
                          const ipso_session *session, double last_start_min, double overtime,
                          double after_last, double end)
{
    const ipso_session_model *model = &session->model;
    double delay = ipso_service_mean_min(&model->delay);
    double idle = model->length_min + overtime - tally->work - session->walk_in_work -
                  session->breaks_min - delay;
    double idle_to_last = last_start_min + after_last - tally->work -
                          ipso__breaks_before(model, last_start_min) - delay;
    *measures = (ipso_session_measures){
        .wait = tally->wait,
        .wait_booked = tally->wait_booked,
        .attending = tally->attending,
        .busy = tally->work + session->walk_in_work,
        .idle = fmax(0, idle),
        .overtime = overtime,
        .idle_to_last = model->walk_ins_per_hour > 0 ? NAN : fmax(0, idle_to_last),
        .overtime_after_last = after_last,
        .end = end};
    double idle_counts = ipso__idle_by_plan(model) ? measures->idle : measures->idle_to_last;
    double overtime_counts =
        ipso__overtime_by_plan(model) ? measures->overtime : measures->overtime_after_last;
    measures->cost = model->wait_weight * tally->weighted + model->idle_weight * idle_counts +
                     model->overtime_weight * overtime_counts;
}

static ipso_status evaluate(ipso_session_measures *measures, ipso_session_value *value,
                            const ipso_session *session, const ipso_session_times *times,
                            ipso_error *err)
{
    if (session->model.time == IPSO_SESSION_PHASES)
        return ipso__phases_evaluate(measures, value, session, times, err);
    return ipso__grid_evaluate(measures, value, session, times, err);
}

ipso_status ipso_session_measure(ipso_session_measures *measures, const ipso_session *session,
                                 const ipso_session_times *times, ipso_error *err)
{
    ipso_session_measures found;
    ipso_status status = ipso__times_check(session, times, err);
    if (status == IPSO_OK)
        status = evaluate(&found, NULL, session, times, err);
    if (status == IPSO_OK)
        *measures = found;
    return status;
}

ipso_status ipso_session_evaluate(ipso_session_value *value, const ipso_session *session,
                                  const ipso_session_times *times, ipso_error *err)
{
    ipso_session_value found = {.count = times->count};
    ipso_status status = ipso__times_check(session, times, err);
    if (status != IPSO_OK)
        return status;
    found.wait = ipso__calloc((size_t)times->count, sizeof *found.wait);
    found.late_share = ipso__calloc((size_t)times->count, sizeof *found.late_share);
    status = found.wait == NULL || found.late_share == NULL
                 ? ipso__fail_nomem(err)
                 : evaluate(&found.measures, &found, session, times, err);
    if (status == IPSO_OK)
        *value = found;
    else
        ipso_session_value_finish(&found);
    return status;
}

void ipso_session_value_finish(ipso_session_value *value)
{
    if (value == NULL)
        return;
    free(value->wait);
    free(value->late_share);
    free(value->end_min);
    free(value->end_share);
    *value = (ipso_session_value){0};
}
