/* Tiny practices for the tests of slots, bookings and times.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "slots/tiny.h"

#include "solve/solve.h"

#include <stdlib.h>

#define EXPECT_OK(call)                                                                            \
    do {                                                                                           \
        ipso_error err;                                                                            \
        ipso_error_init(&err);                                                                     \
        ipso_status status = (call);                                                               \
        if (status != IPSO_OK)                                                                     \
            fail_msg("%s: %s %s", #call, err.where, err.text);                                     \
    } while (0)

ipso_practice *tiny_new(int days)
{
    ipso_practice *practice;
    ipso_horizon horizon;
    ipso_horizon_init(&horizon);
    assert_true(ipso_date_parse(&horizon.first_day, TINY_DAY0));
    horizon.days = days;
    EXPECT_OK(ipso_practice_new(&practice, &horizon, &err));
    return practice;
}

void tiny_site(ipso_practice *practice, const char *id)
{
    ipso_hours hours = {IPSO_ALL_DAYS, 0, IPSO_DAY_MIN};
    ipso_site site;
    ipso_site_init(&site);
    site.id = id;
    site.hours = &hours;
    site.hours_count = 1;
    EXPECT_OK(ipso_practice_add_site(practice, &site, &err));
}

void tiny_doctor(ipso_practice *practice, const char *id)
{
    ipso_practitioner doctor;
    ipso_practitioner_init(&doctor);
    doctor.id = id;
    doctor.role = "gp";
    EXPECT_OK(ipso_practice_add_practitioner(practice, &doctor, &err));
}

void tiny_duty(ipso_practice *practice, const char *id, int site, int start_min, int end_min)
{
    ipso_duty duty;
    ipso_duty_init(&duty);
    duty.id = id;
    duty.site = site;
    duty.start_min = start_min;
    duty.end_min = end_min;
    EXPECT_OK(ipso_practice_add_duty(practice, &duty, &err));
}

void tiny_type(ipso_practice *practice, const char *id, ipso_care care, double minutes,
               const int *lengths)
{
    ipso_type type;
    ipso_type_init(&type);
    type.id = id;
    type.care = care;
    type.law.kind = IPSO_LAW_DETERMINISTIC;
    type.law.mean_min = minutes;
    type.lengths_min = lengths;
    while (lengths[type.length_count] != 0)
        type.length_count++;
    EXPECT_OK(ipso_practice_add_type(practice, &type, &err));
}

void tiny_demand(ipso_practice *practice, int type, int count, int start_min, int end_min)
{
    ipso_demand demand;
    ipso_demand_init(&demand);
    demand.type = type;
    demand.mean = count;
    demand.law = IPSO_COUNT_FIXED;
    demand.start_min = start_min;
    demand.end_min = end_min;
    EXPECT_OK(ipso_practice_add_demand(practice, &demand, &err));
}

void tiny_request(ipso_practice *practice, const char *id, int type)
{
    ipso_request request;
    ipso_request_init(&request);
    request.id = id;
    request.patient = id;
    request.type = type;
    EXPECT_OK(ipso_practice_add_request(practice, &request, &err));
}

void tiny_fixed(ipso_practice *practice, const char *patient, int type, int practitioner, int site,
                int day, int start_min, int length_min)
{
    ipso_fixed fixed;
    ipso_fixed_init(&fixed);
    fixed.id = patient;
    fixed.patient = patient;
    fixed.type = type;
    fixed.patient_class = IPSO_ANY;
    fixed.practitioner = practitioner;
    fixed.site = site;
    fixed.date = ipso_practice_horizon(practice)->first_day + day;
    fixed.start_min = start_min;
    fixed.length_min = length_min;
    EXPECT_OK(ipso_practice_add_fixed(practice, &fixed, &err));
}

void tiny_validate(ipso_practice *practice)
{
    EXPECT_OK(ipso_practice_validate(practice, NULL, NULL, &err));
}

ipso_plan *tiny_roster(const ipso_practice *practice, const ipso_assignment *assignments, int count)
{
    ipso_plan *plan;
    ipso_stage_report report = {.ran = true, .outcome = IPSO_OPTIMAL};
    EXPECT_OK(ipso_plan_new(&plan, practice, &err));
    for (int i = 0; i < count; i++)
        EXPECT_OK(ipso_plan_add_assignment(plan, &assignments[i], &err));
    EXPECT_OK(ipso_plan_set_stage(plan, IPSO_STAGE_ROSTER, &report, &err));
    return plan;
}

char *tiny_lp(const ipso__program *program)
{
    ipso__text text = {0};
    EXPECT_OK(ipso__program_write_lp(&text, program, &err));
    return ipso__text_take(&text);
}

double tiny_optimum(const ipso__program *program)
{
    ipso__solve_settings settings;
    ipso__solve_result result;
    ipso__solve_settings_init(&settings);
    settings.integral_cost = true;
    EXPECT_OK(ipso__solve(&result, program, &settings, &err));
    assert_int_equal(result.outcome, IPSO_OPTIMAL);
    double best = result.best;
    ipso__solve_result_finish(&result);
    return best;
}
