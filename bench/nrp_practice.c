/* Turns a staff rostering instance into a practice, and a plan of it back into a roster.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "nrp_practice.h"

#include "roster_practice.h"

#include <stdio.h>
#include <stdlib.h>

#define GRID_MIN 1

typedef struct maker {
    const nrp_instance *instance;
    ipso_practice *practice;
    ipso_date first_day;
    int *start_min;   /* by shift */
    int *people;      /* room for one index per person */
    ipso_date *dates; /* room for one date per request */
    ipso_wish *wishes;
    ipso_error *err;
} maker;

static ipso_status add_site(maker *m)
{
    const ipso_hours always = {IPSO_ALL_DAYS, 0, IPSO_DAY_MIN};
    ipso_site site;
    ipso_site_init(&site);
    site.id = "site";
    site.hours = &always;
    site.hours_count = 1;
    return ipso_practice_add_site(m->practice, &site, m->err);
}

static ipso_days one_day(const ipso_date *date)
{
    return (ipso_days){.weekdays = 0, .dates = date, .date_count = 1};
}

/* ---- people ---- */

/* The wishes of person p, in m->wishes; their number. */
static size_t gather_wishes(maker *m, int p)
{
    const nrp_instance *n = m->instance;
    size_t count = 0;
    for (size_t i = 0; i < n->request_count; i++) {
        const nrp_request *request = &n->requests[i];
        if (request->person != p)
            continue;
        ipso_wish *wish = &m->wishes[count++];
        ipso_wish_init(wish);
        m->dates[i] = m->first_day + request->day;
        wish->days = one_day(&m->dates[i]);
        wish->kind = n->shifts[request->shift].id;
        wish->wanted = request->on;
        wish->points = request->price;
    }
    return count;
}

static ipso_status add_person(maker *m, int p)
{
    const nrp_person *person = &m->instance->people[p];
    ipso_practitioner made;
    ipso_practitioner_init(&made);
    made.id = person->id;
    made.role = "nurse";
    made.wish_count = gather_wishes(m, p);
    made.wishes = m->wishes;
    made.rules.rest_min = 0;
    made.rules.week_days = roster_practice_hard(0, IPSO_NO_MAX);
    made.rules.horizon_minutes = roster_practice_hard(person->min_minutes, person->max_minutes);
    made.rules.run_days = roster_practice_hard(person->min_run, person->max_run);
    made.rules.run_off_days = roster_practice_hard(person->min_off, IPSO_NO_MAX);
    made.rules.weekends = roster_practice_hard(0, person->max_weekends);
    return ipso_practice_add_practitioner(m->practice, &made, m->err);
}

static ipso_status add_days_off(maker *m, int p)
{
    const nrp_instance *n = m->instance;
    ipso_status status = IPSO_OK;
    for (int t = 0; t < n->days && status == IPSO_OK; t++) {
        ipso_pin pin;
        ipso_pin_init(&pin);
        pin.practitioner = p;
        pin.date = m->first_day + t;
        pin.forbidden = true;
        if (n->days_off[(size_t)p * (size_t)n->days + (size_t)t])
            status = ipso_practice_add_pin(m->practice, &pin, m->err);
    }
    return status;
}

/* ---- shifts ---- */

/* Starts one minute apart, shorter shifts first: each shift then both starts and ends after every
 * one before it, so that none spans another. */
static void invent_starts(maker *m)
{
    const nrp_instance *n = m->instance;
    for (int k = 0; k < n->shift_count; k++) {
        m->start_min[k] = 0;
        for (int i = 0; i < n->shift_count; i++) {
            int minutes = n->shifts[i].minutes, own = n->shifts[k].minutes;
            m->start_min[k] += minutes < own || (minutes == own && i < k);
        }
    }
}

static int most_of(const maker *m, int p, int k)
{
    return m->instance->most[(size_t)p * (size_t)m->instance->shift_count + (size_t)k];
}

/* Who may work shift k at all. An empty list means anybody: so it is when all may, and when nobody
 * may and a kind limit must say so. */
static ipso_who qualified(maker *m, int k)
{
    size_t count = 0;
    for (int p = 0; p < m->instance->person_count; p++) {
        if (most_of(m, p, k) > 0)
            m->people[count++] = p;
    }
    if (count == (size_t)m->instance->person_count)
        count = 0;
    return (ipso_who){.practitioners = m->people, .practitioner_count = count};
}

static ipso_status add_duty(maker *m, int k)
{
    const nrp_shift *shift = &m->instance->shifts[k];
    ipso_duty duty;
    ipso_duty_init(&duty);
    duty.id = duty.kind = shift->id;
    duty.site = 0;
    duty.start_min = m->start_min[k];
    duty.end_min = m->start_min[k] + shift->minutes;
    duty.who = qualified(m, k);
    return ipso_practice_add_duty(m->practice, &duty, m->err);
}

static ipso_status add_successions(maker *m, int before)
{
    const nrp_instance *n = m->instance;
    ipso_status status = IPSO_OK;
    for (int after = 0; after < n->shift_count && status == IPSO_OK; after++) {
        ipso_succession succession;
        ipso_succession_init(&succession);
        succession.before = n->shifts[before].id;
        succession.after = n->shifts[after].id;
        if (n->barred[(size_t)before * (size_t)n->shift_count + (size_t)after])
            status = ipso_practice_add_succession(m->practice, &succession, m->err);
    }
    return status;
}

/* At most `most` duties of shift k, for all people of that maximum. */
static ipso_status add_kind_limit(maker *m, int k, int most)
{
    ipso_kind_limit limit;
    ipso_kind_limit_init(&limit);
    size_t count = 0;
    for (int p = 0; p < m->instance->person_count; p++) {
        if (most_of(m, p, k) == most)
            m->people[count++] = p;
    }
    limit.who = (ipso_who){.practitioners = m->people, .practitioner_count = count};
    limit.kind = m->instance->shifts[k].id;
    limit.per_week = false;
    limit.max = most;
    return ipso_practice_add_kind_limit(m->practice, &limit, m->err);
}

/* One kind limit for each maximum below the number of days; for a maximum of 0 only where nobody
 * may work the shift. */
static ipso_status add_kind_limits(maker *m, int k)
{
    const nrp_instance *n = m->instance;
    bool nobody = qualified(m, k).practitioner_count == 0 && most_of(m, 0, k) == 0;
    ipso_status status = IPSO_OK;
    for (int p = 0; p < n->person_count && status == IPSO_OK; p++) {
        int most = most_of(m, p, k), earlier = 0;
        while (most_of(m, earlier, k) != most)
            earlier++;
        if (earlier == p && most < n->days && (most > 0 || nobody))
            status = add_kind_limit(m, k, most);
    }
    return status;
}

/* ---- cover ---- */

static ipso_status add_cover(maker *m, size_t index)
{
    const nrp_cover *given = &m->instance->covers[index];
    const ipso_date date = m->first_day + given->day;
    char id[32];
    ipso_cover cover;
    ipso_cover_init(&cover);
    snprintf(id, sizeof id, "cover-%zu", index);
    cover.id = id;
    cover.days = one_day(&date);
    cover.start_min = m->start_min[given->shift];
    cover.end_min = cover.start_min + m->instance->shifts[given->shift].minutes;
    cover.min = cover.max = given->wanted;
    cover.short_points = given->short_price;
    cover.over_points = given->over_price;
    return ipso_practice_add_cover(m->practice, &cover, m->err);
}

/* ---- all of it ---- */

static ipso_status add_people(maker *m)
{
    ipso_status status = IPSO_OK;
    for (int p = 0; p < m->instance->person_count && status == IPSO_OK; p++)
        status = add_person(m, p);
    for (int p = 0; p < m->instance->person_count && status == IPSO_OK; p++)
        status = add_days_off(m, p);
    return status;
}

static ipso_status add_shifts(maker *m)
{
    ipso_status status = IPSO_OK;
    for (int k = 0; k < m->instance->shift_count && status == IPSO_OK; k++) {
        status = add_duty(m, k);
        if (status == IPSO_OK)
            status = add_successions(m, k);
        if (status == IPSO_OK)
            status = add_kind_limits(m, k);
    }
    for (size_t i = 0; i < m->instance->cover_count && status == IPSO_OK; i++)
        status = add_cover(m, i);
    return status;
}

static ipso_status make(maker *m, const char *name)
{
    ipso_status status =
        roster_practice_begin(&m->practice, name, m->instance->days, GRID_MIN, m->err);
    if (status == IPSO_OK)
        status = add_site(m);
    if (status == IPSO_OK)
        status = add_people(m);
    if (status == IPSO_OK)
        status = add_shifts(m);
    return status == IPSO_OK ? roster_practice_finish(m->practice, m->err) : status;
}

ipso_status nrp_practice_make(ipso_practice **practice, const nrp_instance *instance,
                              const char *name, ipso_error *err)
{
    size_t requests = instance->request_count + 1; /* never 0 */
    maker m = {.instance = instance, .first_day = roster_practice_first_day(), .err = err};
    m.start_min = calloc((size_t)instance->shift_count, sizeof *m.start_min);
    m.people = calloc((size_t)instance->person_count, sizeof *m.people);
    m.dates = calloc(requests, sizeof *m.dates);
    m.wishes = calloc(requests, sizeof *m.wishes);
    ipso_status status = IPSO_NOMEM;
    if (m.start_min == NULL || m.people == NULL || m.dates == NULL || m.wishes == NULL) {
        roster_practice_fail(err, IPSO_NOMEM, "out of memory");
    } else {
        invent_starts(&m);
        status = make(&m, name);
    }
    free(m.start_min);
    free(m.people);
    free(m.dates);
    free(m.wishes);
    if (status == IPSO_OK)
        *practice = m.practice;
    else
        ipso_practice_free(m.practice);
    return status;
}

bool nrp_practice_roster(int **roster, const nrp_instance *instance, const ipso_plan *plan,
                         ipso_error *err)
{
    size_t days = (size_t)instance->days, cells = (size_t)instance->person_count * days;
    int *made = malloc(cells * sizeof *made);
    if (made == NULL) {
        roster_practice_fail(err, IPSO_NOMEM, "out of memory");
        return false;
    }
    for (size_t i = 0; i < cells; i++)
        made[i] = NRP_OFF;
    for (int i = 0; i < ipso_plan_assignment_count(plan); i++) {
        const ipso_assignment *work = ipso_plan_assignment(plan, i);
        int *cell = &made[(size_t)work->practitioner * days + (size_t)work->day];
        if (*cell != NRP_OFF) {
            ipso_error_init(err);
            err->status = IPSO_SOLVER;
            snprintf(err->text, sizeof err->text, "%.60s works two shifts on day %d",
                     instance->people[work->practitioner].id, work->day);
            free(made);
            return false;
        }
        *cell = work->duty;
    }
    *roster = made;
    return true;
}
