/* A practice of one day, as small as a plan can be while every stage has something to decide.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "api/clinic.h"

#include <stdio.h>

/* 300 minutes a week are two duties of 120 and a half: the roster's relaxation is fractional, so
 * that branch and cut has work. */
static ipso_status add_people(ipso_practice *practice, int people)
{
    ipso_status status = IPSO_OK;
    ipso_practitioner gp;
    char id[16];

    for (int i = 0; i < people && status == IPSO_OK; i++) {
        ipso_practitioner_init(&gp);
        snprintf(id, sizeof id, "gp%d", i);
        gp.id = id;
        gp.role = "gp";
        gp.rules.week_minutes.max = 300;
        status = ipso_practice_add_practitioner(practice, &gp, NULL);
    }
    return status;
}

static ipso_status add_duties(ipso_practice *practice)
{
    ipso_status status;
    ipso_duty duty;

    ipso_duty_init(&duty);
    duty.id = "morning";
    duty.kind = "morning";
    duty.site = 0;
    duty.start_min = 540;
    duty.end_min = 660;
    status = ipso_practice_add_duty(practice, &duty, NULL);
    duty.id = "noon";
    duty.kind = "noon";
    duty.start_min = 600;
    duty.end_min = 720;
    return status == IPSO_OK ? ipso_practice_add_duty(practice, &duty, NULL) : status;
}

/* Somebody at noon, every day. */
static ipso_status add_cover(ipso_practice *practice)
{
    ipso_cover cover;

    ipso_cover_init(&cover);
    cover.id = "noon";
    cover.start_min = 690;
    cover.end_min = 720;
    return ipso_practice_add_cover(practice, &cover, NULL);
}

static ipso_status add_types(ipso_practice *practice)
{
    static const int lengths[] = {15, 20};
    ipso_status status;
    ipso_type type;

    ipso_type_init(&type);
    type.id = "acute";
    type.care = IPSO_CARE_ACUTE;
    type.lengths_min = lengths;
    type.length_count = 2;
    type.law.mean_min = 14;
    status = ipso_practice_add_type(practice, &type, NULL);
    type.id = "follow-up";
    type.care = IPSO_CARE_FOLLOW_UP;
    type.lead_max_days = -1;
    return status == IPSO_OK ? ipso_practice_add_type(practice, &type, NULL) : status;
}

static ipso_status add_patients(ipso_practice *practice, int people)
{
    ipso_status status;
    ipso_request request;
    ipso_demand demand;
    char id[16];

    ipso_demand_init(&demand);
    demand.mean = 5.0 * people;
    status = ipso_practice_add_demand(practice, &demand, NULL);
    for (int i = 0; i < 3 * people && status == IPSO_OK; i++) {
        ipso_request_init(&request);
        snprintf(id, sizeof id, "r%d", i);
        request.id = id;
        request.patient = id;
        request.type = 1;
        request.practitioner = i % people;
        status = ipso_practice_add_request(practice, &request, NULL);
    }
    return status;
}

ipso_practice *make_clinic(int days, int people)
{
    static const ipso_hours hours[] = {{IPSO_ALL_DAYS, 480, 1200}};
    ipso_practice *practice = NULL;
    ipso_horizon horizon;
    ipso_status status;
    ipso_site site;

    ipso_horizon_init(&horizon);
    ipso_date_from_ymd(&horizon.first_day, 2026, 11, 23);
    horizon.days = days;
    status = ipso_practice_new(&practice, &horizon, NULL);
    ipso_site_init(&site);
    site.id = "centre";
    site.hours = hours;
    site.hours_count = 1;
    if (status == IPSO_OK)
        status = ipso_practice_add_site(practice, &site, NULL);
    if (status == IPSO_OK)
        status = add_people(practice, people);
    if (status == IPSO_OK)
        status = add_duties(practice);
    if (status == IPSO_OK)
        status = add_cover(practice);
    if (status == IPSO_OK)
        status = add_types(practice);
    if (status == IPSO_OK)
        status = add_patients(practice, people);
    if (status == IPSO_OK)
        status = ipso_practice_validate(practice, NULL, NULL, NULL);
    if (status != IPSO_OK) {
        ipso_practice_free(practice);
        return NULL;
    }
    return practice;
}
