/* Practices joined side by side, with their rosters.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "agendas.h"

#include <math.h>
#include <stdlib.h>

#define ROSTER_WORK    ((int64_t)100000000) /* for the roster of each */
#define MAX_COLLEAGUES 16

/* Where the things of the practice being added begin in the joined one. */
typedef struct offsets {
    int number; /* of the practice, from 1 */
    int site, practitioner, duty, request;
} offsets;

typedef struct joining {
    ipso_practice *practice;
    const ipso_practice *part;
    offsets at;
    ipso_status status;
    ipso_error *err;
    char id[256], patient[256];
} joining;

static const char *name(joining *j, char text[256], const char *id)
{
    snprintf(text, 256, "%d/%s", j->at.number, id);
    return text;
}

static int shift(int index, int by)
{
    return index == IPSO_ANY ? IPSO_ANY : index + by;
}

static void add_site(joining *j, int i)
{
    ipso_site site = *ipso_practice_site(j->part, i);
    site.id = name(j, j->id, site.id);
    j->status = ipso_practice_add_site(j->practice, &site, j->err);
}

/* The person without what only rosters look at. */
static void add_person(joining *j, int i)
{
    ipso_practitioner person = *ipso_practice_practitioner(j->part, i);
    ipso_practitioner_site sites[MAX_COLLEAGUES];
    int supervisors[MAX_COLLEAGUES];
    if (person.site_count > MAX_COLLEAGUES || person.supervisor_count > MAX_COLLEAGUES) {
        j->status = IPSO_INPUT;
        return;
    }
    for (size_t k = 0; k < person.site_count; k++) {
        sites[k] = person.sites[k];
        sites[k].site += j->at.site;
    }
    for (size_t k = 0; k < person.supervisor_count; k++)
        supervisors[k] = person.supervisors[k] + j->at.practitioner;
    person.id = name(j, j->id, person.id);
    person.sites = sites;
    person.supervisors = supervisors;
    ipso_history_init(&person.history);
    ipso_roster_rules_init(&person.rules);
    j->status = ipso_practice_add_practitioner(j->practice, &person, j->err);
}

static void add_duty(joining *j, int i)
{
    ipso_duty duty = *ipso_practice_duty(j->part, i);
    duty.id = name(j, j->id, duty.id);
    duty.site = shift(duty.site, j->at.site);
    j->status = ipso_practice_add_duty(j->practice, &duty, j->err);
}

static void add_demand(joining *j, int i)
{
    ipso_demand demand = *ipso_practice_demand(j->part, i);
    demand.site = shift(demand.site, j->at.site);
    j->status = ipso_practice_add_demand(j->practice, &demand, j->err);
}

static void add_request(joining *j, int i)
{
    ipso_request request = *ipso_practice_request(j->part, i);
    request.id = name(j, j->id, request.id);
    request.patient = name(j, j->patient, request.patient);
    request.practitioner = shift(request.practitioner, j->at.practitioner);
    request.site = shift(request.site, j->at.site);
    request.after = shift(request.after, j->at.request);
    j->status = ipso_practice_add_request(j->practice, &request, j->err);
}

static void add_fixed(joining *j, int i)
{
    ipso_fixed fixed = *ipso_practice_fixed(j->part, i);
    fixed.id = name(j, j->id, fixed.id);
    fixed.patient = name(j, j->patient, fixed.patient);
    fixed.practitioner = shift(fixed.practitioner, j->at.practitioner);
    fixed.site = shift(fixed.site, j->at.site);
    j->status = ipso_practice_add_fixed(j->practice, &fixed, j->err);
}

/* What a joined practice is made of, in an order in which each finds what it refers to. */
typedef struct kind {
    int (*count)(const ipso_practice *practice);
    void (*add)(joining *j, int i);
} kind;

static const kind PEOPLE[] = {{ipso_practice_site_count, add_site},
                              {ipso_practice_practitioner_count, add_person},
                              {ipso_practice_duty_count, add_duty}};
static const kind NEEDS[] = {{ipso_practice_demand_count, add_demand},
                             {ipso_practice_request_count, add_request},
                             {ipso_practice_fixed_count, add_fixed}};

static void add_kinds(joining *j, const kind *kinds, int count)
{
    for (int k = 0; k < count; k++)
        for (int i = 0; j->status == IPSO_OK && i < kinds[k].count(j->part); i++)
            kinds[k].add(j, i);
}

/* What all parts have alike: prices, classes, types and protected time. */
static void add_common(joining *j)
{
    const ipso_practice *part = j->part;
    j->status = ipso_practice_set_extended(j->practice, ipso_practice_extended(part), j->err);
    if (j->status == IPSO_OK)
        j->status = ipso_practice_set_weights(j->practice, ipso_practice_weights(part), j->err);
    for (int i = 0; j->status == IPSO_OK && i < ipso_practice_class_count(part); i++)
        j->status = ipso_practice_add_class(j->practice, ipso_practice_class(part, i), j->err);
    for (int i = 0; j->status == IPSO_OK && i < ipso_practice_type_count(part); i++)
        j->status = ipso_practice_add_type(j->practice, ipso_practice_type(part, i), j->err);
    for (int i = 0; j->status == IPSO_OK && i < ipso_practice_protected_count(part); i++)
        j->status =
            ipso_practice_add_protected(j->practice, ipso_practice_protected(part, i), j->err);
}

static void advance(offsets *at, const ipso_practice *part)
{
    at->number++;
    at->site += ipso_practice_site_count(part);
    at->practitioner += ipso_practice_practitioner_count(part);
    at->duty += ipso_practice_duty_count(part);
    at->request += ipso_practice_request_count(part);
}

static ipso_status join_practices(ipso_practice **joined, const agenda_case *parts, int count,
                                  ipso_error *err)
{
    joining j = {.err = err};
    j.status = ipso_practice_new(&j.practice, ipso_practice_horizon(parts[0].practice), err);
    for (int stage = 0; stage < 2; stage++) {
        j.at = (offsets){.number = 1};
        for (int p = 0; p < count && j.status == IPSO_OK; p++) {
            j.part = parts[p].practice;
            add_kinds(&j, stage == 0 ? PEOPLE : NEEDS, 3);
            advance(&j.at, j.part);
        }
        j.part = parts[0].practice;
        if (stage == 0 && j.status == IPSO_OK)
            add_common(&j);
    }
    if (j.status == IPSO_OK)
        j.status = ipso_practice_validate(j.practice, NULL, NULL, err);
    if (j.status == IPSO_OK)
        *joined = j.practice;
    else
        ipso_practice_free(j.practice);
    return j.status;
}

static ipso_status join_rosters(ipso_plan *plan, const agenda_case *parts, int count,
                                ipso_error *err)
{
    offsets at = {.number = 1};
    ipso_stage_report ran = {.ran = true, .outcome = IPSO_FEASIBLE};
    ipso_status status = ipso_plan_set_stage(plan, IPSO_STAGE_ROSTER, &ran, err);
    for (int p = 0; p < count; p++) {
        for (int i = 0; status == IPSO_OK && i < ipso_plan_assignment_count(parts[p].roster); i++) {
            ipso_assignment one = *ipso_plan_assignment(parts[p].roster, i);
            one.practitioner += at.practitioner;
            one.duty += at.duty;
            status = ipso_plan_add_assignment(plan, &one, err);
        }
        advance(&at, parts[p].practice);
    }
    return status;
}

static ipso_status join(agenda_case *made, const agenda_case *parts, int count, ipso_error *err)
{
    *made = (agenda_case){0};
    ipso_status status = join_practices(&made->practice, parts, count, err);
    if (status == IPSO_OK)
        status = ipso_plan_new(&made->roster, made->practice, err);
    if (status == IPSO_OK)
        status = join_rosters(made->roster, parts, count, err);
    if (status != IPSO_OK)
        agenda_case_finish(made);
    return status;
}

static ipso_status make_part(agenda_case *made, const char *scenario, uint64_t seed,
                             ipso_error *err)
{
    *made = (agenda_case){0};
    ipso_settings settings;
    ipso_outcome outcome;
    ipso_settings_init(&settings);
    settings.time_limit_s = INFINITY;
    settings.work_limit = ROSTER_WORK;
    settings.last_stage = IPSO_STAGE_ROSTER;
    ipso_status status = ipso_scenario_generate(&made->practice, scenario, seed, err);
    if (status == IPSO_OK)
        status =
            ipso_plan_make(&made->roster, made->practice, &settings, &outcome, NULL, NULL, err);
    return status == IPSO_OK && made->roster == NULL ? IPSO_SOLVER : status;
}

ipso_status agenda_case_make(agenda_case *made, const char *scenario, const bench_options *options,
                             ipso_error *err)
{
    int count = options->scale;
    agenda_case *parts = calloc((size_t)count, sizeof *parts);
    ipso_status status = parts == NULL ? IPSO_NOMEM : IPSO_OK;
    for (int p = 0; p < count && status == IPSO_OK; p++)
        status = make_part(&parts[p], scenario, options->instance_seed + (uint64_t)p, err);
    if (status == IPSO_OK && count > 1)
        status = join(made, parts, count, err);
    else if (status == IPSO_OK)
        *made = parts[0];
    for (int p = 0; parts != NULL && p < count && (count > 1 || status != IPSO_OK); p++)
        agenda_case_finish(&parts[p]);
    free(parts);
    return status;
}

void agenda_case_finish(agenda_case *made)
{
    ipso_plan_free(made->roster);
    ipso_practice_free(made->practice);
    *made = (agenda_case){0};
}
