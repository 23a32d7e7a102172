/* Turns a physician scheduling instance into a practice, and a plan of it back into a roster.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "physicians_practice.h"

#include "physicians_maker.h"

#include <stdio.h>
#include <stdlib.h>

enum { MOST_RUN_DAYS = 6, GRID_MIN = 5 };

static ipso_status add_site(physicians_maker *m, int station)
{
    const ipso_hours always = {IPSO_ALL_DAYS, 0, IPSO_DAY_MIN};
    int department = m->instance->station_department[station];
    char id[PHYSICIANS_TEXT], group[PHYSICIANS_TEXT];
    ipso_site site;
    ipso_site_init(&site);
    snprintf(id, sizeof id, "station-%d", station);
    snprintf(group, sizeof group, "department-%d", department);
    site.id = id;
    site.hours = &always;
    site.hours_count = 1;
    site.group = department > 0 ? group : NULL;
    site.common = m->instance->station_common[station];
    return ipso_practice_add_site(m->practice, &site, m->err);
}

/* ---- people ---- */

static size_t gather_wishes(physicians_maker *m, int p)
{
    size_t count = 0;
    for (int k = 0; k < m->duty_count; k++) {
        const physicians_work *duty = &m->duties[k];
        int preference = physicians_preference(m->instance, p, duty->station, duty->skill);
        if (preference == 0 || preference > 3)
            continue;
        ipso_wish *wish = &m->wishes[count++];
        ipso_wish_init(wish);
        wish->kind = physicians_kind(m, duty->shift, duty->skill);
        wish->site = duty->station - 1;
        wish->wanted = false;
        wish->points = (int64_t)preference * m->instance->preference_weight;
    }
    return count;
}

static void set_sites(physicians_maker *m, int p, ipso_practitioner *made)
{
    const physicians *n = m->instance;
    for (int station = 1; station <= n->stations; station++) {
        int64_t risk = (int64_t)n->risk_weight * n->station_department[station];
        m->person_sites[station - 1] = (ipso_practitioner_site){
            .site = station - 1, .activation_points = n->at_risk[p] ? risk : 0};
    }
    made->sites = m->person_sites;
    made->site_count = (size_t)n->stations;
}

static void set_rules(const physicians *n, int p, ipso_roster_rules *rules)
{
    bool whole_weeks = n->days >= 7;
    int last = n->last_station[p];
    rules->rest_min = 0;
    rules->week_days = roster_practice_hard(0, IPSO_NO_MAX);
    rules->run_days = roster_practice_hard(0, whole_weeks ? MOST_RUN_DAYS : IPSO_NO_MAX);
    if (whole_weeks)
        rules->week_minutes = roster_practice_hard(0, 60 * n->week_hours[p]);
    rules->horizon_minutes = roster_practice_hard(n->must_work[p] ? 1 : 0, IPSO_NO_MAX);
    rules->site_change_points = n->station_weight;
    rules->activation_points = n->person_weight;
    rules->site_groups = roster_practice_hard(0, 1);
    rules->every_day_groups = last > 0 && n->station_department[last] > 0;
}

static ipso_status add_person(physicians_maker *m, int p)
{
    const physicians *n = m->instance;
    char id[PHYSICIANS_TEXT];
    ipso_practitioner made;
    ipso_practitioner_init(&made);
    snprintf(id, sizeof id, "physician-%d", p + 1);
    made.id = id;
    made.role = "physician";
    made.wish_count = gather_wishes(m, p);
    made.wishes = m->wishes;
    set_sites(m, p, &made);
    set_rules(n, p, &made.rules);
    made.history.run_days = n->run_days[p];
    made.history.last_site = n->last_station[p] > 0 ? n->last_station[p] - 1 : IPSO_ANY;
    return ipso_practice_add_practitioner(m->practice, &made, m->err);
}

/* ---- all of it ---- */

static ipso_status add_stations(physicians_maker *m)
{
    ipso_status status = IPSO_OK;
    for (int station = 1; station <= m->instance->stations && status == IPSO_OK; station++)
        status = add_site(m, station);
    return status;
}

static ipso_status add_people(physicians_maker *m)
{
    ipso_status status = IPSO_OK;
    for (int p = 0; p < m->instance->people && status == IPSO_OK; p++)
        status = add_person(m, p);
    return status;
}

static ipso_status make(physicians_maker *m, const char *name)
{
    static ipso_status (*const steps[])(physicians_maker *) = {
        add_stations, add_people, physicians_add_duties, physicians_add_demand};
    if (m->instance->days > 7 && m->instance->days % 7 != 0)
        return roster_practice_fail(m->err, IPSO_INPUT,
                                    "a horizon of more than a week is not of whole weeks");
    ipso_status status =
        roster_practice_begin(&m->practice, name, m->instance->days, GRID_MIN, m->err);
    for (size_t i = 0; i < sizeof steps / sizeof steps[0] && status == IPSO_OK; i++)
        status = steps[i](m);
    return status == IPSO_OK ? roster_practice_finish(m->practice, m->err) : status;
}

static bool allocate(physicians_maker *m)
{
    const physicians *n = m->instance;
    size_t kinds = (size_t)(n->shifts + 1) * (size_t)(n->skills + 1),
           duties = physicians_most_duties(n);
    m->duties = calloc(duties, sizeof *m->duties);
    m->kinds = calloc(kinds, sizeof *m->kinds);
    m->people = calloc((size_t)n->people, sizeof *m->people);
    m->sites = calloc((size_t)n->stations, sizeof *m->sites);
    m->dates = calloc((size_t)n->days, sizeof *m->dates);
    m->person_sites = calloc((size_t)n->stations, sizeof *m->person_sites);
    m->wishes = calloc(duties, sizeof *m->wishes);
    m->names = calloc((size_t)n->skills + 2, sizeof *m->names);
    return m->duties != NULL && m->kinds != NULL && m->people != NULL && m->sites != NULL &&
           m->dates != NULL && m->person_sites != NULL && m->wishes != NULL && m->names != NULL;
}

static void prepare(physicians_maker *m)
{
    const physicians *n = m->instance;
    m->duty_count = physicians_list_duties(n, m->duties);
    for (int shift = 1; shift <= n->shifts; shift++) {
        for (int skill = 1; skill <= n->skills; skill++)
            snprintf(m->kinds[shift * (n->skills + 1) + skill], PHYSICIANS_TEXT,
                     "shift-%d-skill-%d", shift, skill);
    }
}

ipso_status physicians_practice_make(ipso_practice **practice, const physicians *instance,
                                     const char *name, ipso_error *err)
{
    physicians_maker m = {
        .instance = instance, .first_day = roster_practice_first_day(), .err = err};
    ipso_status status;
    if (allocate(&m)) {
        prepare(&m);
        status = make(&m, name);
    } else {
        status = roster_practice_fail(err, IPSO_NOMEM, "out of memory");
    }
    free(m.duties);
    free(m.kinds);
    free(m.people);
    free(m.sites);
    free(m.dates);
    free(m.person_sites);
    free(m.wishes);
    free(m.names);
    if (status == IPSO_OK)
        *practice = m.practice;
    else
        ipso_practice_free(m.practice);
    return status;
}

bool physicians_practice_roster(physicians_work **roster, const physicians *instance,
                                const ipso_plan *plan, ipso_error *err)
{
    size_t days = (size_t)instance->days, cells = (size_t)instance->people * days;
    physicians_work *made = calloc(cells, sizeof *made);
    physicians_work *duties = calloc(physicians_most_duties(instance), sizeof *duties);
    ipso_status status = IPSO_OK;
    if (made == NULL || duties == NULL)
        status = roster_practice_fail(err, IPSO_NOMEM, "out of memory");
    else
        physicians_list_duties(instance, duties);
    for (int i = 0; i < ipso_plan_assignment_count(plan) && status == IPSO_OK; i++) {
        const ipso_assignment *work = ipso_plan_assignment(plan, i);
        physicians_work *cell = &made[(size_t)work->practitioner * days + (size_t)work->day];
        if (cell->shift != 0)
            status = roster_practice_fail(err, IPSO_SOLVER, "somebody works two shifts on a day");
        *cell = duties[work->duty];
    }
    free(duties);
    if (status == IPSO_OK)
        *roster = made;
    else
        free(made);
    return status == IPSO_OK;
}
