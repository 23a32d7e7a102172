/* Small random practices with a plan each, and random asks.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/test.h"

#include "random_world.h"

#include <ipsosched/planner.h>

#include <stdio.h>

enum { HOUSE, ANNEXE };
enum { ACUTE, VISIT, LONG, HOME, REMOTE, TYPES };

static uint64_t next(dice *d)
{
    uint64_t z = d->state += 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

int roll(dice *d, int low, int high)
{
    return low + (int)(next(d) % (uint64_t)(high - low + 1));
}

bool chance(dice *d, int percent)
{
    return roll(d, 1, 100) <= percent;
}

#define CHECK(call) assert_int_equal(call, IPSO_OK)

/* The days are those around a change of clocks or of the year as often as not. */
static ipso_date some_day(dice *d)
{
    static const int days[][3] = {
        {2026, 10, 24}, {2027, 3, 27}, {2026, 12, 30}, {2026, 11, 24}, {2027, 5, 6}};
    const int *day = days[roll(d, 0, 4)];
    ipso_date date;
    assert_true(ipso_date_from_ymd(&date, day[0], day[1], day[2]));
    return date;
}

static void add_sites(ipso_practice *practice, dice *d, int count)
{
    static const char *const ids[] = {"house", "annexe"};
    for (int i = 0; i < count; i++) {
        ipso_hours hours[] = {{IPSO_ALL_DAYS & ~(unsigned)IPSO_HOLIDAY, 8 * 60, 13 * 60},
                              {IPSO_ALL_DAYS, 14 * 60, 21 * 60}};
        ipso_site site;
        ipso_site_init(&site);
        site.id = ids[i];
        hours[0].end_min = 14 * 60;
        hours[0].days = chance(d, 80) ? IPSO_ALL_DAYS : IPSO_ALL_DAYS & ~(unsigned)IPSO_HOLIDAY;
        site.hours = hours;
        site.hours_count = 2;
        CHECK(ipso_practice_add_site(practice, &site, NULL));
    }
}

static void add_people(ipso_practice *practice, dice *d, int count)
{
    static const char *const ids[] = {"morel", "petit", "roux"};
    for (int i = 0; i < count; i++) {
        ipso_practitioner person;
        ipso_practitioner_init(&person);
        person.id = ids[i];
        person.role = i == 2 ? "midwife" : "gp";
        person.teleconsultation = chance(d, 70);
        person.pace = chance(d, 50) ? 1 : 1.2;
        CHECK(ipso_practice_add_practitioner(practice, &person, NULL));
    }
}

static void add_duties(ipso_practice *practice, dice *d, int sites)
{
    static const char *const ids[] = {"early", "late", "annexe", "far"};
    for (int i = 0; i < 4; i++) {
        ipso_interval pause = {12 * 60, 12 * 60 + 30};
        ipso_duty duty;
        ipso_duty_init(&duty);
        duty.id = ids[i];
        duty.site = i == 3 ? IPSO_ANY : i == 2 && sites > 1 ? ANNEXE : HOUSE;
        duty.start_min = i == 1 ? 18 * 60 : 10 * 60;
        duty.end_min = i == 1 ? 21 * 60 : 13 * 60;
        duty.tele = i == 2 && chance(d, 20);
        if (i != 1 && chance(d, 50)) {
            duty.breaks = &pause;
            duty.break_count = 1;
        }
        CHECK(ipso_practice_add_duty(practice, &duty, NULL));
    }
}

static void add_types(ipso_practice *practice, dice *d)
{
    static const char *const ids[TYPES] = {"acute", "visit", "long", "home", "remote"};
    static const ipso_care cares[TYPES] = {IPSO_CARE_ACUTE, IPSO_CARE_FOLLOW_UP, IPSO_CARE_LONG,
                                           IPSO_CARE_OTHER, IPSO_CARE_OTHER};
    static const int lengths[TYPES][2] = {{10, 15}, {15, 25}, {30, 40}, {20, 30}, {10, 20}};
    static const char *const gp[] = {"gp"};
    for (int i = 0; i < TYPES; i++) {
        ipso_type type;
        ipso_type_init(&type);
        type.id = ids[i];
        type.care = cares[i];
        type.lengths_min = lengths[i];
        type.length_count = chance(d, 60) ? 2 : 1;
        type.law.mean_min = lengths[i][0];
        type.modes = i == HOME     ? IPSO_MODE_HOME | (chance(d, 50) ? IPSO_MODE_SITE : 0)
                     : i == REMOTE ? IPSO_MODE_TELE
                     : i == VISIT  ? IPSO_MODE_SITE | IPSO_MODE_TELE
                                   : IPSO_MODE_SITE;
        type.travel_min = i == HOME ? 15 : 0;
        type.target_per_week = i == LONG && chance(d, 40);
        if (i == ACUTE && chance(d, 50)) {
            type.who.roles = gp;
            type.who.role_count = 1;
        }
        CHECK(ipso_practice_add_type(practice, &type, NULL));
    }
}

static void add_protected(ipso_practice *practice, dice *d)
{
    int admits[] = {VISIT, REMOTE};
    ipso_protected p;
    ipso_protected_init(&p);
    p.id = "phone";
    p.start_min = 10 * 60 + 30;
    p.end_min = 11 * 60;
    if (chance(d, 50)) {
        p.admits = admits;
        p.admit_count = 2;
    }
    if (chance(d, 50))
        CHECK(ipso_practice_add_protected(practice, &p, NULL));
    ipso_protected_init(&p);
    p.id = "mail";
    p.minutes_at_end = 15;
    if (chance(d, 30))
        CHECK(ipso_practice_add_protected(practice, &p, NULL));
}

static void add_need(ipso_practice *practice, dice *d, int sites)
{
    int count = roll(d, 3, 6);
    for (int i = 0; i < count; i++) {
        ipso_demand demand;
        ipso_demand_init(&demand);
        demand.type = i == 0 ? ACUTE : roll(d, 0, TYPES - 1);
        demand.site = chance(d, 60) ? roll(d, 0, sites - 1) : IPSO_ANY;
        demand.mean = roll(d, 1, 30) / 10.0;
        if (chance(d, 30))
            demand.start_min = 18 * 60;
        CHECK(ipso_practice_add_demand(practice, &demand, NULL));
    }
    for (int i = roll(d, 0, 5); i > 0; i--) {
        char id[16], patient[16];
        ipso_request request;
        ipso_request_init(&request);
        snprintf(id, sizeof id, "request-%d", i);
        snprintf(patient, sizeof patient, "patient-%d", roll(d, 0, 11));
        request.id = id;
        request.patient = patient;
        request.type = roll(d, 0, TYPES - 1);
        request.accepts_tele = chance(d, 50);
        request.priority_percent = roll(d, 50, 200);
        CHECK(ipso_practice_add_request(practice, &request, NULL));
    }
}

static ipso_practice *some_practice(dice *d)
{
    ipso_horizon horizon;
    ipso_extended extended;
    ipso_booking_rules rules;
    ipso_weights weights;
    ipso_practice *practice;
    int sites = roll(d, 1, 2);

    ipso_horizon_init(&horizon);
    horizon.first_day = some_day(d);
    horizon.days = roll(d, 2, 4);
    CHECK(ipso_practice_new(&practice, &horizon, NULL));
    ipso_extended_init(&extended);
    extended.other_points = chance(d, 50) ? IPSO_HARD : roll(d, 0, 3);
    CHECK(ipso_practice_set_extended(practice, &extended, NULL));
    ipso_booking_rules_init(&rules);
    rules.notice_min = chance(d, 50) ? 0 : roll(d, 1, 300);
    rules.ahead_days = chance(d, 70) ? IPSO_MAX_DAYS : roll(d, 0, 3);
    rules.patient_open_h = chance(d, 40) ? IPSO_NO_MAX : roll(d, 1, 24);
    rules.professional_open_h = chance(d, 60) ? IPSO_NO_MAX : roll(d, 12, 48);
    rules.release_h = chance(d, 50) ? 0 : roll(d, 1, 12);
    rules.proposal_s = roll(d, 10, 120) * 60;
    CHECK(ipso_practice_set_booking(practice, &rules, NULL));
    ipso_weights_init(&weights);
    weights.continuity_points = roll(d, 0, 40);
    weights.wait_points = roll(d, 0, 10);
    CHECK(ipso_practice_set_weights(practice, &weights, NULL));
    add_sites(practice, d, sites);
    add_people(practice, d, roll(d, 2, 3));
    add_duties(practice, d, sites);
    add_types(practice, d);
    add_protected(practice, d);
    add_need(practice, d, sites);
    CHECK(ipso_practice_validate(practice, NULL, NULL, NULL));
    return practice;
}

world world_make(dice *d)
{
    world w = {0};
    ipso_settings settings;
    ipso_outcome outcome;
    w.practice = some_practice(d);
    ipso_settings_init(&settings);
    settings.time_limit_s = 1000; /* the work ends it */
    settings.work_limit = 1000000;
    settings.last_stage = chance(d, 40) ? IPSO_STAGE_SLOTS : IPSO_STAGE_TIMES;
    CHECK(ipso_plan_make(&w.plan, w.practice, &settings, &outcome, NULL, NULL, NULL));
    assert_non_null(w.plan);
    return w;
}

void world_free(world *w)
{
    ipso_plan_free(w->plan);
    ipso_practice_free(w->practice);
}

static void add_windows(const ipso_horizon *horizon, dice *d, random_ask *made)
{
    ipso_request *request = &made->ask.request;
    request->window_count = (size_t)roll(d, 1, 2);
    request->windows = made->windows;
    for (size_t i = 0; i < request->window_count; i++) {
        made->windows[i].first = horizon->first_day + roll(d, 0, horizon->days - 1);
        made->windows[i].last = made->windows[i].first + roll(d, 0, 2);
        made->windows[i].start_min = chance(d, 50) ? 0 : roll(d, 9, 18) * 60 + 5;
        made->windows[i].end_min = IPSO_DAY_MIN;
    }
}

void world_ask(const world *w, dice *d, random_ask *made)
{
    const ipso_horizon *horizon = ipso_practice_horizon(w->practice);
    ipso_request *request = &made->ask.request;
    ipso_ask_init(&made->ask);
    snprintf(made->patient, sizeof made->patient, "patient-%d", roll(d, 0, 11));
    request->patient = made->patient;
    request->type = roll(d, 0, TYPES - 1);
    if (chance(d, 40))
        add_windows(horizon, d, made);
    if (chance(d, 50)) {
        request->practitioner = roll(d, 0, ipso_practice_practitioner_count(w->practice) - 1);
        request->accepts_others = chance(d, 70);
    }
    request->accepts_tele = chance(d, 50);
    if (chance(d, 20))
        request->site = roll(d, 0, ipso_practice_site_count(w->practice) - 1);
    if (chance(d, 20))
        request->wanted = horizon->first_day + roll(d, -2, 2);
    if (chance(d, 20))
        request->no_show = 0.25;
    request->priority_percent = roll(d, 50, 200);
    made->ask.audience = (ipso_audience)roll(d, 0, IPSO_AUDIENCE_COUNT - 1);
    if (chance(d, 20))
        made->ask.modes = (unsigned)roll(d, 1, 7);
    if (chance(d, 15)) {
        const ipso_type *type = ipso_practice_type(w->practice, request->type);
        made->ask.length_min = type->lengths_min[roll(d, 0, (int)type->length_count - 1)];
    }
}
