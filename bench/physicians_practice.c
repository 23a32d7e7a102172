/* Turns a physician scheduling instance into a practice, and a plan of it back into a roster.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "physicians_practice.h"

#include <stdio.h>
#include <stdlib.h>

enum { LONG_SHIFT = 2, MOST_RUN_DAYS = 6, TEXT = 48 };

typedef struct maker {
    const physicians *instance;
    ipso_practice *practice;
    ipso_date first_day;
    physicians_work *duties; /* what each duty of the practice is */
    int duty_count;
    char (*kinds)[TEXT]; /* [shift * (skills + 1) + skill] */
    int *people;         /* room for one index per person */
    int *sites;          /* room for one index per station */
    ipso_date *dates;    /* one per day */
    ipso_practitioner_site *person_sites;
    ipso_wish *wishes; /* room for one per duty */
    const char **names;
    ipso_error *err;
} maker;

static ipso_status fail(ipso_error *err, ipso_status status, const char *text)
{
    if (err != NULL) {
        ipso_error_init(err);
        err->status = status;
        snprintf(err->text, sizeof err->text, "%s", text);
    }
    return status;
}

/* ---- what is offered ---- */

static bool counts_in_sum(const physicians *n, int i, const physicians_work *work)
{
    return work->shift == LONG_SHIFT && !n->station_common[work->station] &&
           n->station_department[work->station] == n->sum_department[i] &&
           n->sum_skill[(size_t)i * (size_t)(n->skills + 1) + (size_t)work->skill];
}

/* Whether a long shift there is wanted by a sum, and by all that count it. */
static bool long_is_wanted(const physicians *n, const physicians_work *work, int day)
{
    bool wanted = false;
    for (int i = 0; i < n->sums; i++) {
        if (!counts_in_sum(n, i, work))
            continue;
        if (n->sum_demand[(size_t)i * (size_t)n->days + (size_t)day] == 0)
            return false;
        wanted = true;
    }
    return wanted;
}

static bool is_offered(const physicians *n, const physicians_work *work, int day)
{
    bool covers_short = work->shift == LONG_SHIFT && !n->station_common[work->station];
    int shift = covers_short ? 1 : work->shift;
    return physicians_demand(n, work->station, shift, day, work->skill) > 0 &&
           (!covers_short || long_is_wanted(n, work, day));
}

/* The duties, in their order: each shift, station and skill that some day wants. */
static int list_duties(const physicians *n, physicians_work *duties)
{
    int count = 0;
    for (int station = 1; station <= n->stations; station++) {
        for (int shift = 1; shift <= n->shifts; shift++) {
            for (int skill = 1; skill <= n->skills; skill++) {
                physicians_work work = {shift, station, skill};
                bool offered = false;
                for (int t = 0; t < n->days; t++)
                    offered |= is_offered(n, &work, t);
                if (offered)
                    duties[count++] = work;
            }
        }
    }
    return count;
}

static size_t most_duties(const physicians *n)
{
    return (size_t)n->stations * (size_t)n->shifts * (size_t)n->skills;
}

static const char *kind_of(const maker *m, int shift, int skill)
{
    return m->kinds[shift * (m->instance->skills + 1) + skill];
}

static bool has_kind(const maker *m, int shift, int skill)
{
    for (int k = 0; k < m->duty_count; k++) {
        if (m->duties[k].shift == shift && m->duties[k].skill == skill)
            return true;
    }
    return false;
}

/* ---- frame and stations ---- */

static ipso_status begin(maker *m, const char *name)
{
    ipso_horizon horizon;
    ipso_horizon_init(&horizon);
    ipso_date_from_ymd(&m->first_day, 2026, 1, 5); /* a Monday */
    horizon.name = name;
    horizon.first_day = m->first_day;
    horizon.days = m->instance->days;
    horizon.calendar = IPSO_CALENDAR_NONE;
    return ipso_practice_new(&m->practice, &horizon, m->err);
}

static ipso_status set_weights(maker *m)
{
    ipso_weights weights;
    ipso_weights_init(&weights);
    weights.staffing_points = 0;
    weights.duty_hour_points = 0;
    return ipso_practice_set_weights(m->practice, &weights, m->err);
}

static ipso_status add_site(maker *m, int station)
{
    const ipso_hours always = {IPSO_ALL_DAYS, 0, IPSO_DAY_MIN};
    int department = m->instance->station_department[station];
    char id[TEXT], group[TEXT];
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

/* Somebody to see, without whom there is no practice. */
static ipso_status add_demand(maker *m)
{
    static const int length_min = 15;
    ipso_type type;
    ipso_type_init(&type);
    type.id = "appointment";
    type.care = IPSO_CARE_OTHER;
    type.lengths_min = &length_min;
    type.length_count = 1;
    type.law.kind = IPSO_LAW_DETERMINISTIC;
    type.law.mean_min = length_min;
    ipso_status status = ipso_practice_add_type(m->practice, &type, m->err);
    ipso_demand demand;
    ipso_demand_init(&demand);
    demand.type = 0;
    demand.site = 0;
    demand.mean = 1;
    return status == IPSO_OK ? ipso_practice_add_demand(m->practice, &demand, m->err) : status;
}

/* ---- people ---- */

static size_t gather_wishes(maker *m, int p)
{
    size_t count = 0;
    for (int k = 0; k < m->duty_count; k++) {
        const physicians_work *duty = &m->duties[k];
        int preference = physicians_preference(m->instance, p, duty->station, duty->skill);
        if (preference == 0 || preference > 3)
            continue;
        ipso_wish *wish = &m->wishes[count++];
        ipso_wish_init(wish);
        wish->kind = kind_of(m, duty->shift, duty->skill);
        wish->site = duty->station - 1;
        wish->wanted = false;
        wish->points = (int64_t)preference * m->instance->preference_weight;
    }
    return count;
}

static void set_sites(maker *m, int p, ipso_practitioner *made)
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

static ipso_limit hard(int min, int max)
{
    return (ipso_limit){.min = min, .max = max, .points = IPSO_HARD};
}

static void set_rules(const physicians *n, int p, ipso_roster_rules *rules)
{
    bool whole_weeks = n->days >= 7;
    int last = n->last_station[p];
    rules->rest_min = 0;
    rules->week_days = hard(0, IPSO_NO_MAX);
    rules->run_days = hard(0, whole_weeks ? MOST_RUN_DAYS : IPSO_NO_MAX);
    if (whole_weeks)
        rules->week_minutes = hard(0, 60 * n->week_hours[p]);
    rules->horizon_minutes = hard(n->must_work[p] ? 1 : 0, IPSO_NO_MAX);
    rules->site_change_points = n->station_weight;
    rules->activation_points = n->person_weight;
    rules->site_groups = hard(0, 1);
    rules->every_day_groups = last > 0 && n->station_department[last] > 0;
}

static ipso_status add_person(maker *m, int p)
{
    const physicians *n = m->instance;
    char id[TEXT];
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

/* ---- duties ---- */

static ipso_status add_duty(maker *m, int k)
{
    static const char *const nobody[] = {"nobody"};
    const physicians *n = m->instance;
    const physicians_work *work = &m->duties[k];
    char id[TEXT];
    ipso_duty duty;
    ipso_duty_init(&duty);
    snprintf(id, sizeof id, "duty-%d-%d-%d", work->station, work->shift, work->skill);
    duty.id = id;
    duty.kind = kind_of(m, work->shift, work->skill);
    duty.site = work->station - 1;
    duty.end_min = 60 * n->shift_hours[work->shift];
    duty.days = (ipso_days){.dates = m->dates};
    for (int t = 0; t < n->days; t++) {
        if (is_offered(n, work, t))
            m->dates[duty.days.date_count++] = m->first_day + t;
    }
    duty.who.practitioners = m->people;
    for (int p = 0; p < n->people; p++) {
        if (physicians_preference(n, p, work->station, work->skill) <= 3)
            m->people[duty.who.practitioner_count++] = p;
    }
    if (duty.who.practitioner_count == 0)
        duty.who = (ipso_who){.roles = nobody, .role_count = 1};
    return ipso_practice_add_duty(m->practice, &duty, m->err);
}

static ipso_status add_succession(maker *m, const char *before, const char *after)
{
    ipso_succession rule;
    ipso_succession_init(&rule);
    rule.before = before;
    rule.after = after;
    return ipso_practice_add_succession(m->practice, &rule, m->err);
}

/* No duty of shift b follows one of shift a, whatever their skills. */
static ipso_status add_successions(maker *m, int a, int b)
{
    ipso_status status = IPSO_OK;
    for (int i = 1; i <= m->instance->skills; i++) {
        for (int j = 1; j <= m->instance->skills && status == IPSO_OK; j++) {
            if (has_kind(m, a, i) && has_kind(m, b, j))
                status = add_succession(m, kind_of(m, a, i), kind_of(m, b, j));
        }
    }
    return status;
}

static bool is_barred(const physicians *n, int before, int after)
{
    return n->barred[(size_t)before * (size_t)(n->shifts + 1) + (size_t)after];
}

static ipso_status add_all_successions(maker *m)
{
    ipso_status status = IPSO_OK;
    for (int a = 1; a <= m->instance->shifts; a++) {
        for (int b = 1; b <= m->instance->shifts && status == IPSO_OK; b++) {
            if (is_barred(m->instance, a, b))
                status = add_successions(m, a, b);
        }
    }
    return status;
}

static ipso_status forbid(maker *m, int p, int day, int duty)
{
    ipso_pin pin;
    ipso_pin_init(&pin);
    pin.practitioner = p;
    pin.date = m->first_day + day;
    pin.duty = duty;
    pin.forbidden = true;
    return ipso_practice_add_pin(m->practice, &pin, m->err);
}

/* Forbidden days, and what may not follow the shift of the eve. */
static ipso_status add_pins(maker *m, int p)
{
    const physicians *n = m->instance;
    ipso_status status = IPSO_OK;
    for (int t = 0; t < n->days && status == IPSO_OK; t++) {
        if (n->day_off[(size_t)p * (size_t)n->days + (size_t)t])
            status = forbid(m, p, t, IPSO_ANY);
    }
    for (int k = 0; k < m->duty_count && status == IPSO_OK; k++) {
        if (is_barred(n, n->last_shift[p], m->duties[k].shift))
            status = forbid(m, p, 0, k);
    }
    return status;
}

/* ---- demand ---- */

/* Exactly so many duties of the first kind_count names at the first site_count sites on a day. */
static ipso_status add_cover(maker *m, const char *id, int day, int heads, size_t site_count,
                             size_t kind_count)
{
    const ipso_date date = m->first_day + day;
    ipso_cover cover;
    ipso_cover_init(&cover);
    cover.id = id;
    cover.days = (ipso_days){.dates = &date, .date_count = 1};
    cover.sites = m->sites;
    cover.site_count = site_count;
    cover.kinds = m->names;
    cover.kind_count = kind_count;
    cover.min = cover.max = heads;
    cover.short_points = cover.over_points = IPSO_HARD;
    return ipso_practice_add_cover(m->practice, &cover, m->err);
}

static ipso_status add_demand_of(maker *m, int station, int shift, int skill, int day)
{
    const physicians *n = m->instance;
    int heads = physicians_demand(n, station, shift, day, skill);
    bool both = shift == 1 && !n->station_common[station];
    char id[2 * TEXT];
    if (heads == 0)
        return IPSO_OK;
    snprintf(id, sizeof id, "demand-%d-%d-%d-%d", station, shift, skill, day + 1);
    m->sites[0] = station - 1;
    m->names[0] = kind_of(m, shift, skill);
    m->names[1] = kind_of(m, LONG_SHIFT, skill);
    return add_cover(m, id, day, heads, 1, both ? 2 : 1);
}

static ipso_status add_station_demand(maker *m, int station)
{
    const physicians *n = m->instance;
    ipso_status status = IPSO_OK;
    for (int shift = 1; shift <= n->shifts; shift++) {
        if (shift == LONG_SHIFT && !n->station_common[station])
            continue;
        for (int skill = 1; skill <= n->skills; skill++) {
            for (int t = 0; t < n->days && status == IPSO_OK; t++)
                status = add_demand_of(m, station, shift, skill, t);
        }
    }
    return status;
}

/* Nobody offers long shifts where none is wanted: then there is no rule either. */
static ipso_status add_sum(maker *m, int i, int day)
{
    const physicians *n = m->instance;
    int heads = n->sum_demand[(size_t)i * (size_t)n->days + (size_t)day];
    size_t sites = 0, kinds = 0;
    char id[TEXT];
    for (int station = 1; station <= n->stations; station++) {
        if (!n->station_common[station] && n->station_department[station] == n->sum_department[i])
            m->sites[sites++] = station - 1;
    }
    for (int skill = 1; skill <= n->skills; skill++) {
        if (n->sum_skill[(size_t)i * (size_t)(n->skills + 1) + (size_t)skill])
            m->names[kinds++] = kind_of(m, LONG_SHIFT, skill);
    }
    if (heads == 0)
        return IPSO_OK;
    if (sites == 0 || kinds == 0)
        return fail(m->err, IPSO_INPUT, "long shifts are wanted where nobody can work them");
    snprintf(id, sizeof id, "long-%d-%d", i + 1, day + 1);
    return add_cover(m, id, day, heads, sites, kinds);
}

/* ---- all of it ---- */

static ipso_status add_stations(maker *m)
{
    ipso_status status = IPSO_OK;
    for (int station = 1; station <= m->instance->stations && status == IPSO_OK; station++)
        status = add_site(m, station);
    return status;
}

static ipso_status add_people(maker *m)
{
    ipso_status status = IPSO_OK;
    for (int p = 0; p < m->instance->people && status == IPSO_OK; p++)
        status = add_person(m, p);
    for (int k = 0; k < m->duty_count && status == IPSO_OK; k++)
        status = add_duty(m, k);
    for (int p = 0; p < m->instance->people && status == IPSO_OK; p++)
        status = add_pins(m, p);
    return status == IPSO_OK ? add_all_successions(m) : status;
}

static ipso_status add_work(maker *m)
{
    ipso_status status = IPSO_OK;
    for (int station = 1; station <= m->instance->stations && status == IPSO_OK; station++)
        status = add_station_demand(m, station);
    for (int i = 0; i < m->instance->sums; i++) {
        for (int t = 0; t < m->instance->days && status == IPSO_OK; t++)
            status = add_sum(m, i, t);
    }
    return status;
}

static ipso_status make(maker *m, const char *name)
{
    static ipso_status (*const steps[])(maker *) = {set_weights, add_stations, add_people, add_work,
                                                    add_demand};
    if (m->instance->days > 7 && m->instance->days % 7 != 0)
        return fail(m->err, IPSO_INPUT, "a horizon of more than a week is not of whole weeks");
    ipso_status status = begin(m, name);
    for (size_t i = 0; i < sizeof steps / sizeof steps[0] && status == IPSO_OK; i++)
        status = steps[i](m);
    return status == IPSO_OK ? ipso_practice_validate(m->practice, NULL, NULL, m->err) : status;
}

static bool allocate(maker *m)
{
    const physicians *n = m->instance;
    size_t kinds = (size_t)(n->shifts + 1) * (size_t)(n->skills + 1), duties = most_duties(n);
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

static void prepare(maker *m)
{
    const physicians *n = m->instance;
    m->duty_count = list_duties(n, m->duties);
    for (int shift = 1; shift <= n->shifts; shift++) {
        for (int skill = 1; skill <= n->skills; skill++)
            snprintf(m->kinds[shift * (n->skills + 1) + skill], TEXT, "shift-%d-skill-%d", shift,
                     skill);
    }
}

ipso_status physicians_practice_make(ipso_practice **practice, const physicians *instance,
                                     const char *name, ipso_error *err)
{
    maker m = {.instance = instance, .err = err};
    ipso_status status;
    if (allocate(&m)) {
        prepare(&m);
        status = make(&m, name);
    } else {
        status = fail(err, IPSO_NOMEM, "out of memory");
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
    physicians_work *duties = calloc(most_duties(instance), sizeof *duties);
    ipso_status status = IPSO_OK;
    if (made == NULL || duties == NULL)
        status = fail(err, IPSO_NOMEM, "out of memory");
    else
        list_duties(instance, duties);
    for (int i = 0; i < ipso_plan_assignment_count(plan) && status == IPSO_OK; i++) {
        const ipso_assignment *work = ipso_plan_assignment(plan, i);
        physicians_work *cell = &made[(size_t)work->practitioner * days + (size_t)work->day];
        if (cell->shift != 0)
            status = fail(err, IPSO_SOLVER, "somebody works two shifts on a day");
        *cell = duties[work->duty];
    }
    free(duties);
    if (status == IPSO_OK)
        *roster = made;
    else
        free(made);
    return status == IPSO_OK;
}
