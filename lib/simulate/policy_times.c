/* When patients are told to come.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <ipsosched/session.h>
#include <ipsosched/simulate.h>

#include "base/memory.h"
#include "planner/times_session.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* At the start of the slot. */
static ipso_status tell_slots(const ipso_times_policy *policy, int *told_min,
                              const ipso_sim_sitting *sitting)
{
    (void)policy;
    for (int k = 0; k < sitting->count; k++)
        told_min[k] = sitting->slots[k].start_min;
    return IPSO_OK;
}

/* Bailey (1952), Welch & Bailey (1952): two patients at the start, then one each interval: each but
 * the first of patients in a row comes when the slot before begins. */
static ipso_status tell_bailey_welch(const ipso_times_policy *policy, int *told_min,
                                     const ipso_sim_sitting *sitting)
{
    (void)policy;
    for (int k = 0; k < sitting->count; k++) {
        const ipso_sim_slot *slot = &sitting->slots[k];
        bool in_a_row = k > 0 && slot[-1].start_min + slot[-1].length_min == slot->start_min;

        told_min[k] = in_a_row ? slot[-1].start_min : slot->start_min;
    }
    return IPSO_OK;
}

/* ---- optimised ---- */

static ipso_session_patient patient_of(const ipso_times_policy *policy,
                                       const ipso_sim_sitting *sitting, int k)
{
    const ipso_sim_slot *slot = &sitting->slots[k];
    int at = slot->start_min - sitting->start_min;
    ipso_session_patient patient;

    ipso_session_patient_init(&patient);
    patient.service =
        (ipso_service){.kind = slot->cv < 0.01 ? IPSO_SERVICE_FIXED : IPSO_SERVICE_LOGNORMAL,
                       .mean_min = slot->mean_min,
                       .cv = slot->cv};
    patient.no_show = slot->no_show;
    patient.earliest_min = at > policy->early_min ? at - policy->early_min : 0;
    patient.latest_min = at + policy->shift_min;
    return patient;
}

static ipso_status make_session(ipso_session **session, const ipso_times_policy *policy,
                                const ipso_sim_sitting *sitting)
{
    ipso_session_patient *patients = ipso__calloc((size_t)sitting->count, sizeof *patients);
    ipso__times_prices prices = ipso__times_prices_of(sitting->practice);
    ipso_session_model model;

    if (patients == NULL)
        return IPSO_NOMEM;
    for (int k = 0; k < sitting->count; k++)
        patients[k] = patient_of(policy, sitting, k);
    ipso_session_model_init(&model);
    model.grid_min = ipso_practice_horizon(sitting->practice)->grid_min;
    model.length_min = sitting->end_min - sitting->start_min;
    model.patients = patients;
    model.patient_count = sitting->count;
    model.wait_weight = prices.wait;
    model.idle_weight = prices.idle;
    model.overtime_weight = prices.overtime;
    model.horizon = IPSO_HORIZON_MIXED;
    ipso_status status = ipso_session_new(session, &model, NULL);
    free(patients);
    return status;
}

/* Times on the grid of least expected cost at the prices of the practice for waits, idle time and
 * overtime, none more than early_min before its slot or shift_min after it: exact values, searched
 * for so much work. Of a session that cannot be valued the slots are told. */
static ipso_status tell_optimised(const ipso_times_policy *policy, int *told_min,
                                  const ipso_sim_sitting *sitting)
{
    ipso_session *session = NULL;
    ipso_session_settings settings;
    ipso_session_plan plan = {.objective = 0};
    ipso_status status = make_session(&session, policy, sitting);

    ipso_session_settings_init(&settings);
    settings.certify = false;
    settings.work_limit = policy->work_limit;
    tell_slots(policy, told_min, sitting);
    if (status == IPSO_OK)
        status = ipso_session_optimize(&plan, session, NULL, sitting->count, &settings, NULL);
    for (int k = 0; status == IPSO_OK && k < plan.times.count; k++)
        told_min[k] = sitting->start_min + (int)floor(plan.times.start_min[k] + 0.5);
    ipso_session_plan_finish(&plan);
    ipso_session_free(session);
    return status == IPSO_NOMEM ? IPSO_NOMEM : IPSO_OK;
}

static const ipso_times_policy policies[] = {
    {.name = "slots", .summary = "at the start of the slot", .tell = tell_slots},
    {.name = "bailey-welch",
     .summary = "two at the start, then each one slot early",
     .tell = tell_bailey_welch},
    {.name = "optimised",
     .summary = "the times of least expected waits, idle time and overtime, near the slots",
     .shift_min = 10,
     .early_min = 5,
     .work_limit = 100000,
     .tell = tell_optimised},
};

const ipso_times_policy *ipso_times_policy_get(int index)
{
    return index >= 0 && index < (int)(sizeof policies / sizeof policies[0]) ? &policies[index]
                                                                             : NULL;
}

const ipso_times_policy *ipso_times_policy_named(const char *name)
{
    for (int i = 0; ipso_times_policy_get(i) != NULL; i++)
        if (strcmp(policies[i].name, name) == 0)
            return &policies[i];
    return NULL;
}
