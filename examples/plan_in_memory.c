/* Plans the week of a practice built in memory and prints who works when.
 *
 *     cc plan_in_memory.c $(pkg-config --cflags --libs ipsosched) && ./a.out
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <ipsosched/ipsosched.h>

#include <stdio.h>
#include <stdlib.h>

/* Two general practitioners share one site, open from Monday to Friday. */
static ipso_status describe(ipso_practice *practice, ipso_error *err)
{
    enum { WORKDAYS = IPSO_MONDAY | IPSO_TUESDAY | IPSO_WEDNESDAY | IPSO_THURSDAY | IPSO_FRIDAY };
    static const ipso_hours hours[] = {{WORKDAYS, 480, 1200}};
    static const ipso_interval lunch[] = {{720, 780}};
    static const int lengths[] = {15, 20, 25};
    static const char *const people[] = {"dr-a", "dr-b"};
    ipso_practitioner practitioner;
    ipso_demand demand;
    ipso_status status;
    ipso_site site;
    ipso_duty duty;
    ipso_type type;

    ipso_site_init(&site);
    site.id = "centre";
    site.hours = hours;
    site.hours_count = 1;
    status = ipso_practice_add_site(practice, &site, err);

    for (int i = 0; i < 2 && status == IPSO_OK; i++) {
        ipso_practitioner_init(&practitioner);
        practitioner.id = people[i];
        practitioner.role = "gp";
        practitioner.rules.week_minutes.max = 40 * 60;
        status = ipso_practice_add_practitioner(practice, &practitioner, err);
    }

    ipso_duty_init(&duty);
    duty.id = "day";
    duty.site = 0;
    duty.start_min = 480;
    duty.end_min = 1080;
    duty.breaks = lunch;
    duty.break_count = 1;
    if (status == IPSO_OK)
        status = ipso_practice_add_duty(practice, &duty, err);
    duty.id = "late";
    duty.start_min = 720;
    duty.end_min = 1200;
    duty.break_count = 0;
    if (status == IPSO_OK)
        status = ipso_practice_add_duty(practice, &duty, err);

    ipso_type_init(&type);
    type.id = "acute";
    type.care = IPSO_CARE_ACUTE;
    type.lengths_min = lengths;
    type.length_count = 3;
    type.law.mean_min = 16;
    if (status == IPSO_OK)
        status = ipso_practice_add_type(practice, &type, err);

    ipso_demand_init(&demand);
    demand.days.weekdays = WORKDAYS;
    demand.mean = 30;
    if (status == IPSO_OK)
        status = ipso_practice_add_demand(practice, &demand, err);
    return status == IPSO_OK ? ipso_practice_validate(practice, NULL, NULL, err) : status;
}

static void print_roster(const ipso_plan *plan)
{
    const ipso_practice *practice = ipso_plan_practice(plan);

    for (int i = 0; i < ipso_plan_assignment_count(plan); i++) {
        const ipso_assignment *work = ipso_plan_assignment(plan, i);
        char date[IPSO_DATE_SIZE];

        ipso_date_format(ipso_practice_horizon(practice)->first_day + work->day, date);
        printf("%s  %s works %s\n", date,
               ipso_practice_practitioner(practice, work->practitioner)->name,
               ipso_practice_duty(practice, work->duty)->id);
    }
    printf("%d slots\n", ipso_plan_slot_count(plan));
}

int main(void)
{
    ipso_practice *practice = NULL;
    ipso_plan *plan = NULL;
    ipso_outcome outcome;
    ipso_settings settings;
    ipso_horizon horizon;
    ipso_status status;
    ipso_error err;

    ipso_error_init(&err);
    ipso_horizon_init(&horizon);
    ipso_date_from_ymd(&horizon.first_day, 2026, 11, 23);
    status = ipso_practice_new(&practice, &horizon, &err);
    if (status == IPSO_OK)
        status = describe(practice, &err);
    ipso_settings_init(&settings);
    settings.time_limit_s = 10;
    if (status == IPSO_OK)
        status = ipso_plan_make(&plan, practice, &settings, &outcome, NULL, NULL, &err);
    if (plan != NULL)
        print_roster(plan);
    else
        fprintf(stderr, "no plan: %s: %s\n", ipso_status_name(status), err.text);
    status = plan == NULL ? IPSO_SOLVER : IPSO_OK;
    ipso_plan_free(plan);
    ipso_practice_free(practice);
    return status == IPSO_OK ? EXIT_SUCCESS : EXIT_FAILURE;
}
