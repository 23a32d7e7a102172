/* Agendas to measure: a scenario's week, planned once and repeated; random patients.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "agenda.h"

#include <stdio.h>

#define WEEK_DAYS   7
#define ROSTER_WORK ((int64_t)100000000)
#define SLOTS_WORK  ((int64_t)200000000)
#define DAY_START   (7 * 60 + 30)
#define DAY_END     (21 * 60)

/* ---- the practice ---- */

#define COPY_ALL(noun, kind)                                                                       \
    static ipso_status copy_##noun(ipso_practice *to, const ipso_practice *from, ipso_error *err)  \
    {                                                                                              \
        ipso_status status = IPSO_OK;                                                              \
        for (int i = 0; i < ipso_practice_##noun##_count(from) && status == IPSO_OK; i++) {        \
            kind item = *ipso_practice_##noun(from, i);                                            \
            status = ipso_practice_add_##noun(to, &item, err);                                     \
        }                                                                                          \
        return status;                                                                             \
    }

COPY_ALL(site, ipso_site)
COPY_ALL(class, ipso_patient_class)
COPY_ALL(fair, ipso_fair)
COPY_ALL(practitioner, ipso_practitioner)
COPY_ALL(duty, ipso_duty)
COPY_ALL(type, ipso_type)
COPY_ALL(protected, ipso_protected)
COPY_ALL(demand, ipso_demand)

/* What an agenda looks at, over another number of days; neither requests nor fixed appointments. */
static ipso_practice *stretch(const ipso_practice *from, int days, ipso_error *err)
{
    static ipso_status (*const parts[])(ipso_practice *, const ipso_practice *, ipso_error *) = {
        copy_site, copy_class, copy_fair,      copy_practitioner,
        copy_duty, copy_type,  copy_protected, copy_demand};
    ipso_horizon horizon = *ipso_practice_horizon(from);
    ipso_practice *made = NULL;
    ipso_status status;

    horizon.days = days;
    status = ipso_practice_new(&made, &horizon, err);
    if (status == IPSO_OK)
        status = ipso_practice_set_extended(made, ipso_practice_extended(from), err);
    if (status == IPSO_OK)
        status = ipso_practice_set_weights(made, ipso_practice_weights(from), err);
    for (size_t i = 0; i < sizeof parts / sizeof parts[0] && status == IPSO_OK; i++)
        status = parts[i](made, from, err);
    if (status == IPSO_OK)
        status = ipso_practice_validate(made, NULL, NULL, err);
    if (status == IPSO_OK)
        return made;
    ipso_practice_free(made);
    return NULL;
}

/* ---- the plan ---- */

/* The week of the scenario's roster, and slots for its forecast demand alone. */
static ipso_plan *plan_week(const ipso_practice *scenario, const ipso_practice *bare, bool slots,
                            ipso_error *err)
{
    ipso_settings settings;
    ipso_outcome outcome;
    ipso_plan *roster = NULL, *plan = NULL;

    ipso_settings_init(&settings);
    settings.last_stage = IPSO_STAGE_ROSTER;
    settings.work_limit = ROSTER_WORK;
    settings.time_limit_s = 600;
    if (ipso_plan_make(&roster, scenario, &settings, &outcome, NULL, NULL, err) != IPSO_OK)
        return NULL;
    if (!slots)
        return roster;
    settings.first_stage = IPSO_STAGE_SLOTS;
    settings.last_stage = IPSO_STAGE_SLOTS;
    settings.work_limit = SLOTS_WORK;
    if (ipso_plan_new(&plan, bare, err) != IPSO_OK)
        goto done;
    for (int i = 0; i < ipso_plan_assignment_count(roster); i++)
        if (ipso_plan_add_assignment(plan, ipso_plan_assignment(roster, i), err) != IPSO_OK)
            goto done;
    ipso_plan_set_stage(plan, IPSO_STAGE_ROSTER, ipso_plan_stage(roster, IPSO_STAGE_ROSTER), err);
    settings.start = plan;
    {
        ipso_plan *cut = NULL;
        if (ipso_plan_make(&cut, bare, &settings, &outcome, NULL, NULL, err) != IPSO_OK)
            cut = NULL;
        ipso_plan_free(plan);
        plan = cut;
    }
done:
    ipso_plan_free(roster);
    return plan;
}

static bool repeat_work(ipso_plan *to, const ipso_plan *week, int offset, ipso_error *err)
{
    for (int i = 0; i < ipso_plan_assignment_count(week); i++) {
        ipso_assignment work = *ipso_plan_assignment(week, i);
        work.day += offset;
        if (ipso_plan_add_assignment(to, &work, err) != IPSO_OK)
            return false;
    }
    return true;
}

static bool repeat_slots(ipso_plan *to, const ipso_plan *week, int offset, ipso_error *err)
{
    for (int i = 0; i < ipso_plan_slot_count(week); i++) {
        ipso_slot slot = *ipso_plan_slot(week, i);
        slot.day += offset;
        slot.demand_day += offset;
        if (slot.use == IPSO_SLOT_OPEN && ipso_plan_add_slot(to, &slot, err) != IPSO_OK)
            return false;
    }
    return true;
}

static int64_t minutes_of(const ipso_plan *plan)
{
    ipso_report *report = NULL;
    int64_t minutes = 0;

    if (ipso_check(&report, plan, NULL) == IPSO_OK)
        minutes = ipso_report_measures(report)->consulting_min;
    ipso_report_free(report);
    return minutes;
}

bool agenda_weeks_make(agenda_weeks *made, const char *scenario, uint64_t seed, int weeks,
                       bool slots, ipso_error *err)
{
    ipso_stage_report ran = {.ran = true, .outcome = IPSO_FEASIBLE};
    ipso_practice *original = NULL, *bare = NULL;
    ipso_plan *week = NULL;
    bool ok = ipso_scenario_generate(&original, scenario, seed, err) == IPSO_OK;

    *made = (agenda_weeks){.weeks = weeks, .days = weeks * WEEK_DAYS};
    ok = ok && (bare = stretch(original, WEEK_DAYS, err)) != NULL;
    ok = ok && (week = plan_week(original, bare, slots, err)) != NULL;
    ok = ok && (made->practice = stretch(original, made->days, err)) != NULL;
    ok = ok && ipso_plan_new(&made->plan, made->practice, err) == IPSO_OK;
    for (int w = 0; w < weeks && ok; w++)
        ok = repeat_work(made->plan, week, w * WEEK_DAYS, err) &&
             (!slots || repeat_slots(made->plan, week, w * WEEK_DAYS, err));
    ok = ok && ipso_plan_set_stage(made->plan, IPSO_STAGE_ROSTER, &ran, err) == IPSO_OK &&
         ipso_plan_set_stage(made->plan, IPSO_STAGE_SLOTS, &ran, err) == IPSO_OK;
    if (ok)
        made->consulting_min = minutes_of(made->plan);
    ipso_plan_free(week);
    ipso_practice_free(bare);
    ipso_practice_free(original);
    if (!ok)
        agenda_weeks_free(made);
    return ok;
}

void agenda_weeks_free(agenda_weeks *made)
{
    ipso_plan_free(made->plan);
    ipso_practice_free(made->practice);
    *made = (agenda_weeks){0};
}

/* ---- patients ---- */

static uint32_t next_random(agenda_random *random)
{
    uint64_t old = random->state;
    uint32_t mixed = (uint32_t)(((old >> 18) ^ old) >> 27);
    uint32_t turn = (uint32_t)(old >> 59);

    random->state = old * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return mixed >> turn | mixed << ((32 - turn) & 31);
}

uint32_t agenda_random_below(agenda_random *random, uint32_t below)
{
    return (uint32_t)(((uint64_t)next_random(random) * below) >> 32);
}

/* A demand entry, each as likely as its patients are many. */
static const ipso_demand *draw_demand(const ipso_practice *practice, agenda_random *random)
{
    int count = ipso_practice_demand_count(practice);
    double all = 0, at;

    for (int d = 0; d < count; d++)
        all += ipso_practice_demand_mean(practice, d);
    at = all * agenda_random_below(random, 1000000) / 1e6;
    for (int d = 0; d < count; d++) {
        at -= ipso_practice_demand_mean(practice, d);
        if (at < 0)
            return ipso_practice_demand(practice, d);
    }
    return ipso_practice_demand(practice, 0);
}

/* Half-days on which a patient can come. */
static void draw_windows(agenda_patient *patient, const agenda_weeks *weeks, agenda_random *random,
                         int day)
{
    ipso_date first = ipso_practice_horizon(weeks->practice)->first_day;
    int count = 1 + (int)agenda_random_below(random, 4);

    for (int i = 0; i < count; i++) {
        bool morning = agenda_random_below(random, 2) == 0;
        int from = day + (int)agenda_random_below(random, (uint32_t)(weeks->days - day));
        patient->windows[i].first = first + from;
        patient->windows[i].last = first + from;
        patient->windows[i].start_min = morning ? 420 : 780;
        patient->windows[i].end_min = morning ? 780 : DAY_END;
    }
    patient->ask.request.windows = patient->windows;
    patient->ask.request.window_count = (size_t)count;
}

/* An own practitioner who may give the type, of the site if one is asked for. */
static void draw_own(agenda_patient *patient, const ipso_practice *practice, agenda_random *random)
{
    ipso_request *request = &patient->ask.request;
    const ipso_type *type = ipso_practice_type(practice, request->type);
    int people = ipso_practice_practitioner_count(practice);
    int at = (int)agenda_random_below(random, (uint32_t)people);

    for (int i = 0; i < people; i++) {
        int p = (at + i) % people;
        const ipso_practitioner *person = ipso_practice_practitioner(practice, p);
        bool here = request->site == IPSO_ANY || person->site_count == 0 ||
                    person->sites[0].site == request->site;
        if (here && ipso_practice_who_matches(practice, &type->who, p)) {
            request->practitioner = p;
            return;
        }
    }
}

void agenda_patient_draw(agenda_patient *patient, const agenda_weeks *weeks, agenda_random *random,
                         int day)
{
    const ipso_demand *demand = draw_demand(weeks->practice, random);
    ipso_request *request = &patient->ask.request;
    int classes = ipso_practice_class_count(weeks->practice);

    ipso_ask_init(&patient->ask);
    snprintf(patient->name, sizeof patient->name, "p%u", agenda_random_below(random, 1000000));
    request->patient = patient->name;
    request->type = demand->type;
    request->patient_class = (int)agenda_random_below(random, (uint32_t)(classes + 3)) - 3;
    if (request->patient_class < 0)
        request->patient_class = IPSO_ANY;
    request->no_show = 0.04;
    request->site = agenda_random_below(random, 2) == 0 ? demand->site : IPSO_ANY;
    request->accepts_tele = agenda_random_below(random, 3) == 0;
    if (agenda_random_below(random, 10) < 6)
        draw_own(patient, weeks->practice, random);
    if (request->practitioner != IPSO_ANY)
        request->accepts_others = agenda_random_below(random, 10) < 7;
    if (agenda_random_below(random, 10) < 5)
        draw_windows(patient, weeks, random, day);
}

static int stretch_min(const agenda_patient *patient, const ipso_practice *practice,
                       agenda_random *random, bool one_hour)
{
    const ipso_request *request = &patient->ask.request;
    int width = patient->ask.length_min + ipso_practice_type(practice, request->type)->travel_min;

    if (!one_hour)
        return 60 + 15 * (int)agenda_random_below(random, 13);
    return width > 60 ? width : 60;
}

void agenda_patient_hours(agenda_patient *patient, const agenda_weeks *weeks, agenda_random *random,
                          bool one_hour)
{
    ipso_date first = ipso_practice_horizon(weeks->practice)->first_day;

    patient->ask.request.windows = patient->windows;
    patient->ask.request.window_count = one_hour ? 1 : 1 + agenda_random_below(random, 4);
    for (size_t i = 0; i < patient->ask.request.window_count; i++) {
        ipso_window *window = &patient->windows[i];
        int length = stretch_min(patient, weeks->practice, random, one_hour);
        uint32_t starts = (uint32_t)(DAY_END - DAY_START - length) / 5 + 1;
        window->first = first + (int)agenda_random_below(random, (uint32_t)weeks->days);
        window->last = window->first;
        window->start_min = DAY_START + 5 * (int)agenda_random_below(random, starts);
        window->end_min = window->start_min + length;
    }
}
