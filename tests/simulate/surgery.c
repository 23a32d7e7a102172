/* A surgery whose days can be worked out by hand.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "surgery.h"

#include "support/test.h"

#include <stdio.h>

enum { WORKDAYS = IPSO_MONDAY | IPSO_TUESDAY | IPSO_WEDNESDAY | IPSO_THURSDAY | IPSO_FRIDAY };

static const double at_five[24] = {[5] = 1};
static const int quarter = 15;

void surgery_init(struct surgery *surgery)
{
    *surgery = (struct surgery){.doctors = 1};
    ipso_horizon_init(&surgery->horizon);
    ipso_date_from_ymd(&surgery->horizon.first_day, 2026, 11, 23);
    surgery->horizon.calendar = IPSO_CALENDAR_NONE;
    ipso_behaviour_init(&surgery->behaviour);
    surgery->behaviour.hours = at_five;
    surgery->behaviour.hour_count = 24;
    surgery->behaviour.cancelled = surgery->behaviour.ill = 0;
    surgery->behaviour.early_min = surgery->behaviour.early_sd_min = 0;
    surgery->care = (ipso_care_behaviour){IPSO_CARE_FOLLOW_UP, 0, 0, 1, 0, 0, 14};
    surgery->no_show = (ipso_no_show_share){0, 0};
    ipso_practitioner_init(&surgery->doctor);
    surgery->doctor.role = "gp";
    surgery->doctor.panel = 1000;
    ipso_type_init(&surgery->type);
    surgery->type.id = "visit";
    surgery->type.care = IPSO_CARE_FOLLOW_UP;
    surgery->type.lengths_min = &quarter;
    surgery->type.length_count = 1;
    surgery->type.law.kind = IPSO_LAW_DETERMINISTIC;
    surgery->type.law.mean_min = 15;
    ipso_demand_init(&surgery->demand);
    surgery->demand.days.weekdays = WORKDAYS;
    surgery->demand.mean = 6;
    surgery->demand.law = IPSO_COUNT_FIXED;
}

static void add_place(ipso_practice *practice)
{
    const ipso_hours hours = {WORKDAYS, 540, 720};
    ipso_site site;

    ipso_site_init(&site);
    site.id = "house";
    site.hours = &hours;
    site.hours_count = 1;
    assert_int_equal(ipso_practice_add_site(practice, &site, NULL), IPSO_OK);
}

static void add_work(ipso_practice *practice)
{
    ipso_duty duty;

    ipso_duty_init(&duty);
    duty.id = "morning";
    duty.site = 0;
    duty.days.weekdays = WORKDAYS;
    duty.start_min = 540;
    duty.end_min = 720;
    assert_int_equal(ipso_practice_add_duty(practice, &duty, NULL), IPSO_OK);
}

ipso_practice *surgery_build(const struct surgery *surgery)
{
    ipso_practice *practice = NULL;
    ipso_behaviour behaviour = surgery->behaviour;

    assert_int_equal(ipso_practice_new(&practice, &surgery->horizon, NULL), IPSO_OK);
    behaviour.cares = &surgery->care;
    behaviour.care_count = 1;
    behaviour.no_shows = &surgery->no_show;
    behaviour.no_show_count = 1;
    add_place(practice);
    for (int p = 0; p < surgery->doctors; p++) {
        ipso_practitioner doctor = surgery->doctor;
        char id[32];

        snprintf(id, sizeof id, "doctor-%d", p);
        doctor.id = id;
        assert_int_equal(ipso_practice_add_practitioner(practice, &doctor, NULL), IPSO_OK);
    }
    add_work(practice);
    assert_int_equal(ipso_practice_add_type(practice, &surgery->type, NULL), IPSO_OK);
    assert_int_equal(ipso_practice_add_demand(practice, &surgery->demand, NULL), IPSO_OK);
    assert_int_equal(ipso_practice_set_behaviour(practice, &behaviour, NULL), IPSO_OK);
    assert_int_equal(ipso_practice_validate(practice, NULL, NULL, NULL), IPSO_OK);
    return practice;
}

static ipso_status plan_everybody(const ipso_roster_policy *policy, ipso_plan **plan,
                                  const ipso_practice *practice, const ipso_settings *settings,
                                  ipso_error *err)
{
    ipso_plan *made = NULL;
    ipso_status status = ipso_plan_new(&made, practice, err);

    (void)policy;
    (void)settings;
    for (int p = 0; p < ipso_practice_practitioner_count(practice); p++)
        for (int day = 0; day < ipso_practice_horizon(practice)->days; day++) {
            const ipso_assignment worked = {p, day, 0};

            if (status == IPSO_OK &&
                ipso_practice_day_matches(practice, &ipso_practice_duty(practice, 0)->days, day))
                status = ipso_plan_add_assignment(made, &worked, err);
        }
    if (status == IPSO_OK)
        *plan = made;
    else
        ipso_plan_free(made);
    return status;
}

const ipso_roster_policy everybody_works = {"everybody", "the one duty, by everybody", true,
                                            plan_everybody};

void surgery_settings(ipso_sim_settings *settings)
{
    ipso_sim_settings_init(settings);
    settings->weeks = 2;
    settings->warmup_weeks = 1;
    settings->replications = 2;
    settings->roster = &everybody_works;
}
