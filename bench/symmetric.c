/* A practice in which nothing tells people apart: eight doctors of one site, one week.
 *
 * Each roster of it is one of 8! that cost the same, which is what makes it hard to prove.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "practices.h"

#define AT(hour, minute) ((hour)*60 + (minute))
#define WORKDAYS         (IPSO_MONDAY | IPSO_TUESDAY | IPSO_WEDNESDAY | IPSO_THURSDAY | IPSO_FRIDAY)
#define COUNT(array)     (sizeof(array) / sizeof(array)[0])

enum { DOCTORS = 8 };

static const ipso_interval NOON = {AT(12, 30), AT(13, 30)};

static ipso_status start(ipso_practice **practice, ipso_error *err)
{
    static const ipso_hours hours[] = {{WORKDAYS, AT(8, 0), AT(20, 0)},
                                       {IPSO_SATURDAY, AT(9, 0), AT(17, 0)}};
    ipso_horizon horizon;
    ipso_site site;
    ipso_horizon_init(&horizon);
    horizon.name = "symmetric";
    ipso_date_parse(&horizon.first_day, "2026-11-23");
    ipso_site_init(&site);
    site.id = "centre";
    site.hours = hours;
    site.hours_count = COUNT(hours);
    site.rooms = 6;
    ipso_status status = ipso_practice_new(practice, &horizon, err);
    return status == IPSO_OK ? ipso_practice_add_site(*practice, &site, err) : status;
}

static ipso_status add_doctors(ipso_practice *practice, ipso_error *err)
{
    ipso_status status = IPSO_OK;
    for (int i = 0; i < DOCTORS && status == IPSO_OK; i++) {
        char id[16];
        ipso_practitioner doctor;
        snprintf(id, sizeof id, "gp-%d", i + 1);
        ipso_practitioner_init(&doctor);
        doctor.id = id;
        doctor.role = "gp";
        doctor.rules.week_minutes = (ipso_limit){1800, 2100, 3};
        doctor.rules.week_days.max = 5;
        doctor.rules.run_days.max = 5;
        status = ipso_practice_add_practitioner(practice, &doctor, err);
    }
    return status;
}

static ipso_status add_duties(ipso_practice *practice, ipso_error *err)
{
    static const struct {
        const char *kind;
        unsigned days;
        int start_min, end_min;
    } list[] = {
        {"early", WORKDAYS, AT(8, 0), AT(16, 0)},
        {"day", WORKDAYS, AT(9, 0), AT(18, 0)},
        {"late", WORKDAYS, AT(11, 0), AT(20, 0)},
        {"morning", WORKDAYS, AT(8, 0), AT(12, 0)},
        {"saturday", IPSO_SATURDAY, AT(9, 0), AT(17, 0)},
    };
    ipso_status status = IPSO_OK;
    for (size_t i = 0; i < COUNT(list) && status == IPSO_OK; i++) {
        ipso_duty duty;
        ipso_duty_init(&duty);
        duty.id = duty.kind = list[i].kind;
        duty.site = 0;
        duty.days.weekdays = list[i].days;
        duty.start_min = list[i].start_min;
        duty.end_min = list[i].end_min;
        duty.breaks = &NOON;
        duty.break_count = duty.end_min > NOON.start_min;
        status = ipso_practice_add_duty(practice, &duty, err);
    }
    return status;
}

static ipso_status add_cover(ipso_practice *practice, ipso_error *err)
{
    static const struct {
        const char *id;
        unsigned days;
        int start_min, end_min, min;
    } list[] = {
        {"opening", WORKDAYS, AT(8, 0), AT(8, 30), 1},
        {"morning", WORKDAYS, AT(9, 30), AT(12, 0), 3},
        {"afternoon", WORKDAYS, AT(14, 0), AT(15, 0), 3},
        {"evening", WORKDAYS, AT(18, 0), AT(20, 0), 2},
        {"saturday", IPSO_SATURDAY, AT(9, 0), AT(17, 0), 2},
    };
    ipso_status status = IPSO_OK;
    for (size_t i = 0; i < COUNT(list) && status == IPSO_OK; i++) {
        ipso_cover cover;
        ipso_cover_init(&cover);
        cover.id = list[i].id;
        cover.days.weekdays = list[i].days;
        cover.start_min = list[i].start_min;
        cover.end_min = list[i].end_min;
        cover.min = list[i].min;
        status = ipso_practice_add_cover(practice, &cover, err);
    }
    return status;
}

static ipso_status add_rules(ipso_practice *practice, ipso_error *err)
{
    ipso_succession succession;
    ipso_fair fair;
    ipso_weights weights = *ipso_practice_weights(practice);
    ipso_succession_init(&succession);
    succession.before = "late";
    succession.after = "early";
    succession.points = 40;
    ipso_status status = ipso_practice_add_succession(practice, &succession, err);
    ipso_fair_init(&fair);
    fair.id = "saturdays";
    fair.turn = IPSO_TURN_SATURDAY;
    if (status == IPSO_OK)
        status = ipso_practice_add_fair(practice, &fair, err);
    weights.duty_hour_points = 30;
    if (status == IPSO_OK)
        status = ipso_practice_set_weights(practice, &weights, err);
    return status;
}

static ipso_status add_demand(ipso_practice *practice, ipso_error *err)
{
    static const double mean[7] = {150, 125, 120, 125, 140, 50, 0};
    static const int length = 20;
    ipso_type type;
    ipso_type_init(&type);
    type.id = "visit";
    type.care = IPSO_CARE_FOLLOW_UP;
    type.lengths_min = &length;
    type.length_count = 1;
    type.law.mean_min = 18;
    ipso_status status = ipso_practice_add_type(practice, &type, err);
    for (int day = 0; day < 7 && status == IPSO_OK; day++) {
        ipso_demand demand;
        ipso_demand_init(&demand);
        demand.type = 0;
        demand.site = 0;
        demand.days.weekdays = 1u << day;
        demand.mean = mean[day];
        if (mean[day] > 0)
            status = ipso_practice_add_demand(practice, &demand, err);
    }
    return status;
}

ipso_status symmetric_practice(ipso_practice **practice, ipso_error *err)
{
    ipso_practice *made = NULL;
    ipso_status status = start(&made, err);
    static ipso_status (*const add[])(ipso_practice *, ipso_error *) = {
        add_doctors, add_duties, add_cover, add_rules, add_demand};
    for (size_t i = 0; i < COUNT(add) && status == IPSO_OK; i++)
        status = add[i](made, err);
    if (status == IPSO_OK)
        status = ipso_practice_validate(made, NULL, NULL, err);
    if (status == IPSO_OK)
        *practice = made;
    else
        ipso_practice_free(made);
    return status;
}
