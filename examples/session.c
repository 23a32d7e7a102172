/* When should the patients of one session start? Compares equal intervals with the best times.
 *
 *     cc session.c $(pkg-config --cflags --libs ipsosched) && ./a.out
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <ipsosched/ipsosched.h>

#include <stdio.h>

enum { PATIENTS = 10 };

/* Visits of 15 minutes on average, one in twenty of which is missed; two reviews of 30 at the end.
 */
static void describe(ipso_session_model *model, ipso_session_patient *patients)
{
    ipso_session_model_init(model);
    for (int i = 0; i < PATIENTS; i++) {
        ipso_session_patient_init(&patients[i]);
        patients[i].service.kind = IPSO_SERVICE_LOGNORMAL;
        patients[i].service.mean_min = i < 8 ? 15 : 30;
        patients[i].service.cv = 0.35;
        patients[i].no_show = 0.05;
    }
    model->patients = patients;
    model->patient_count = PATIENTS;
    model->length_min = 180;
    model->idle_weight = 1;
    model->overtime_weight = 3; /* a minute of overtime is as bad as three minutes of waiting */
}

static void print_measures(const char *name, const ipso_session_measures *m)
{
    printf("%-16s cost %6.1f: waits %5.1f, idle %5.1f, overtime %5.1f min\n", name, m->cost,
           m->wait, m->idle, m->overtime);
}

static ipso_status compare(const ipso_session *session, ipso_error *err)
{
    double starts[PATIENTS];
    const ipso_session_times equal = {PATIENTS, NULL, starts};
    ipso_session_settings settings;
    ipso_session_measures measures;
    ipso_session_plan plan = {0};
    ipso_status status;

    ipso_session_settings_init(&settings);
    settings.step_min = 5; /* start times people can remember */
    status =
        ipso_session_by_rule(starts, session, NULL, PATIENTS, IPSO_RULE_EQUAL, 0, &settings, err);
    if (status == IPSO_OK)
        status = ipso_session_measure(&measures, session, &equal, err);
    if (status == IPSO_OK)
        status = ipso_session_optimize(&plan, session, NULL, PATIENTS, &settings, err);
    if (status != IPSO_OK)
        return status;
    print_measures("equal intervals", &measures);
    print_measures(ipso_outcome_name(plan.outcome), &plan.measures);
    printf("start times:");
    for (int k = 0; k < plan.times.count; k++)
        printf(" %g", plan.times.start_min[k]);
    printf("\n");
    ipso_session_plan_finish(&plan);
    return IPSO_OK;
}

int main(void)
{
    ipso_session_patient patients[PATIENTS];
    ipso_session_model model;
    ipso_session *session = NULL;
    ipso_error err;
    ipso_status status;

    ipso_error_init(&err);
    describe(&model, patients);
    status = ipso_session_new(&session, &model, &err);
    if (status == IPSO_OK)
        status = compare(session, &err);
    if (status != IPSO_OK)
        fprintf(stderr, "%s: %s\n", err.where, err.text);
    ipso_session_free(session);
    return status == IPSO_OK ? 0 : 1;
}
