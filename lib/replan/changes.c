/* A change, clipped to the horizon and to what lies ahead, day by day.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "replan/changes.h"

#include <stdio.h>
#include <string.h>

/* ---- does it fit? ---- */

static ipso_status expect_days(const char *list, size_t index, ipso_date first, ipso_date last,
                               ipso_error *err)
{
    char where[64];

    if (first <= last)
        return IPSO_OK;
    snprintf(where, sizeof where, "/%s/%zu/last", list, index);
    return ipso__fail(err, IPSO_INPUT, where, "the last day lies before the first");
}

static ipso_status expect_change(const ipso__changes *c, const ipso_change *change, ipso_error *err)
{
    char where[64];
    ipso_status status = IPSO_OK;

    if (change->now_min < 0 || change->now_min > IPSO_DAY_MIN)
        return ipso__fail(err, IPSO_INPUT, "/now_min", "minute %d is not in a day",
                          change->now_min);
    for (size_t i = 0; i < change->away_count && status == IPSO_OK; i++) {
        const ipso_away *away = &change->away[i];
        snprintf(where, sizeof where, "/away/%zu", i);
        if (away->practitioner < 0 || away->practitioner >= c->people)
            return ipso__fail(err, IPSO_INPUT, where, "there is no practitioner %d",
                              away->practitioner);
        if (away->start_min < 0 || away->end_min > IPSO_DAY_MIN || away->start_min >= away->end_min)
            return ipso__fail(err, IPSO_INPUT, where, "minutes %d to %d are no part of a day",
                              away->start_min, away->end_min);
        status = expect_days("away", i, away->first, away->last, err);
    }
    for (size_t i = 0; i < change->shut_count && status == IPSO_OK; i++) {
        snprintf(where, sizeof where, "/shut/%zu", i);
        if (change->shut[i].site < 0 || change->shut[i].site >= c->sites)
            return ipso__fail(err, IPSO_INPUT, where, "there is no site %d", change->shut[i].site);
        status = expect_days("shut", i, change->shut[i].first, change->shut[i].last, err);
    }
    return status;
}

static ipso_status differs(const char *list, int index, ipso_error *err)
{
    char where[64];

    snprintf(where, sizeof where, "/%s/%d", list, index);
    return ipso__fail(err, IPSO_INPUT, where,
                      "the grown practice does not begin with what the plan's practice has here");
}

/* The id of the thing of a list, or NULL past its end. */
static const char *id_of(const ipso_practice *practice, int list, int index)
{
    const void *items[] = {
        ipso_practice_site(practice, index),    ipso_practice_class(practice, index),
        ipso_practice_fair(practice, index),    ipso_practice_practitioner(practice, index),
        ipso_practice_duty(practice, index),    ipso_practice_type(practice, index),
        ipso_practice_request(practice, index), ipso_practice_fixed(practice, index)};
    const char *id = NULL;

    /* Each of them keeps its id first. */
    if (items[list] != NULL)
        memcpy(&id, items[list], sizeof id);
    return id;
}

static const char *const list_name[] = {
    "sites",  "patient_classes",   "fair_turns", "practitioners",
    "duties", "appointment_types", "requests",   "fixed_appointments"};
enum { LISTS = 8, FIXED_LIST = 7 };

static ipso_status expect_grown(const ipso_practice *before, const ipso_practice *grown,
                                ipso_error *err)
{
    const ipso_horizon *a = ipso_practice_horizon(before), *b = ipso_practice_horizon(grown);

    if (!ipso_practice_validated(grown))
        return ipso__fail(err, IPSO_INPUT, "/grown", "the grown practice is not validated");
    if (a->first_day != b->first_day || a->days != b->days || a->grid_min != b->grid_min)
        return ipso__fail(err, IPSO_INPUT, "/grown",
                          "the grown practice has other days or another grid");
    for (int list = 0; list < LISTS; list++) {
        int i = 0;
        for (const char *id; (id = id_of(before, list, i)) != NULL; i++) {
            const char *other = id_of(grown, list, i);
            if (other == NULL || strcmp(id, other) != 0)
                return differs(list_name[list], i, err);
        }
        if (list == FIXED_LIST && id_of(grown, list, i) != NULL)
            return ipso__fail(err, IPSO_INPUT, "/fixed_appointments",
                              "the grown practice has further fixed appointments");
    }
    for (int d = 0; d < ipso_practice_demand_count(before); d++)
        if (ipso_practice_demand(grown, d) == NULL ||
            ipso_practice_demand(grown, d)->type != ipso_practice_demand(before, d)->type)
            return differs("demand", d, err);
    return IPSO_OK;
}

/* ---- day by day ---- */

bool ipso__changes_past(const ipso__changes *changes, int day, int start_min)
{
    return day < changes->now_day || (day == changes->now_day && start_min < changes->now_min);
}

/* Whether a duty of that day that has begun by now is one of the practitioner's, or the site's. */
static bool has_begun(const ipso__changes *c, int practitioner, int site, int day)
{
    for (int i = 0; i < ipso_plan_assignment_count(c->plan); i++) {
        const ipso_assignment *work = ipso_plan_assignment(c->plan, i);
        const ipso_duty *duty = ipso_practice_duty(c->base, work->duty);
        if (work->day == day && ipso__changes_past(c, day, duty->start_min) &&
            (practitioner == IPSO_ANY || work->practitioner == practitioner) &&
            (site == IPSO_ANY || duty->site == site))
            return true;
    }
    return false;
}

/* When what has begun on the day of now is over, of a practitioner and at a site, or of all. */
static int begun_until(const ipso__changes *c, int practitioner, int site)
{
    int until = 0;

    for (int i = 0; i < ipso_plan_slot_count(c->plan); i++) {
        const ipso_slot *slot = ipso_plan_slot(c->plan, i);
        int end = slot->start_min + slot->length_min + slot->travel_min;
        if ((slot->use == IPSO_SLOT_BOOKED || slot->use == IPSO_SLOT_FIXED) &&
            slot->day == c->now_day && slot->start_min < c->now_min && end > until &&
            (practitioner == IPSO_ANY || slot->practitioner == practitioner) &&
            (site == IPSO_ANY || slot->site == site))
            until = end;
    }
    return until;
}

/* A closing begins when what has begun by now is over. */
static void close_part(ipso__changes *c, ipso__closing part)
{
    int grid = ipso_practice_horizon(c->base)->grid_min;
    int until = part.day == c->now_day ? begun_until(c, part.practitioner, part.site) : 0;

    if (part.start_min < until)
        part.start_min = (until + grid - 1) / grid * grid;
    if (part.start_min < part.end_min)
        c->closings[c->closing_count++] = part;
}

/* The same for everybody at a site, where some may still be busy. */
static void close_site(ipso__changes *c, ipso__closing part)
{
    if (part.day != c->now_day || begun_until(c, IPSO_ANY, part.site) <= part.start_min) {
        close_part(c, part);
        return;
    }
    for (part.practitioner = 0; part.practitioner < c->people; part.practitioner++)
        close_part(c, part);
}

/* One day of the change for a practitioner or a site: the whole of it, or what lies ahead. */
static void note_day(ipso__changes *c, ipso__closing part)
{
    int grid = ipso_practice_horizon(c->base)->grid_min;
    int now = part.day == c->now_day ? c->now_min : 0;
    bool whole = part.start_min == 0 && part.end_min == IPSO_DAY_MIN;

    if (part.day < 0 || part.day >= c->days || part.day < c->now_day || part.end_min <= now)
        return;
    if (whole && !(now > 0 && has_begun(c, part.practitioner, part.site, part.day))) {
        if (part.site == IPSO_ANY)
            c->away[part.practitioner * c->days + part.day] = true;
        else
            c->shut[part.site * c->days + part.day] = true;
        return;
    }
    part.start_min = part.start_min / grid * grid;
    part.end_min = (part.end_min + grid - 1) / grid * grid;
    if (part.start_min < now)
        part.start_min = (now + grid - 1) / grid * grid;
    if (part.practitioner == IPSO_ANY)
        close_site(c, part);
    else
        close_part(c, part);
}

static int days_of(const ipso__changes *c, ipso_date first, ipso_date last, int *from)
{
    ipso_date day0 = ipso_practice_horizon(c->base)->first_day;
    int64_t start = (int64_t)first - day0, end = (int64_t)last - day0;

    *from = start < 0 ? 0 : (int)(start < c->days ? start : c->days);
    return end < 0 ? -1 : (int)(end < c->days ? end : c->days - 1);
}

static void note_days(ipso__changes *c, const ipso_change *change)
{
    int from, to;

    for (size_t i = 0; i < change->away_count; i++) {
        const ipso_away *away = &change->away[i];
        to = days_of(c, away->first, away->last, &from);
        for (int t = from; t <= to; t++)
            note_day(c, (ipso__closing){away->practitioner, IPSO_ANY, t, away->start_min,
                                        away->end_min});
    }
    for (size_t i = 0; i < change->shut_count; i++) {
        to = days_of(c, change->shut[i].first, change->shut[i].last, &from);
        for (int t = from; t <= to; t++)
            note_day(c, (ipso__closing){IPSO_ANY, change->shut[i].site, t, 0, IPSO_DAY_MIN});
    }
}

static void note_losses(ipso__changes *c)
{
    for (int i = 0; i < ipso_plan_assignment_count(c->plan); i++) {
        const ipso_assignment *work = ipso_plan_assignment(c->plan, i);
        int site = ipso_practice_duty(c->base, work->duty)->site;
        c->lost[i] = c->away[work->practitioner * c->days + work->day] ||
                     (site != IPSO_ANY && c->shut[site * c->days + work->day]);
        c->hurt[work->practitioner] = c->hurt[work->practitioner] || c->lost[i];
    }
}

static bool allocate(ipso__changes *c, const ipso_change *change)
{
    size_t closings = (change->away_count + change->shut_count) * (size_t)c->days +
                      change->shut_count * (size_t)c->people;

    c->away = ipso__arena_alloc(&c->arena, (size_t)(c->people * c->days), sizeof *c->away);
    c->shut = ipso__arena_alloc(&c->arena, (size_t)(c->sites * c->days), sizeof *c->shut);
    c->closings = ipso__arena_alloc(&c->arena, closings, sizeof *c->closings);
    c->lost =
        ipso__arena_alloc(&c->arena, (size_t)ipso_plan_assignment_count(c->plan), sizeof *c->lost);
    c->hurt = ipso__arena_alloc(&c->arena, (size_t)c->people, sizeof *c->hurt);
    return c->away != NULL && c->shut != NULL && c->closings != NULL && c->lost != NULL &&
           c->hurt != NULL;
}

ipso_status ipso__changes_start(ipso__changes *changes, const ipso_plan *plan,
                                const ipso_change *change, ipso_error *err)
{
    const ipso_practice *before = ipso_plan_practice(plan);
    ipso__changes c = {.plan = plan, .base = change->grown != NULL ? change->grown : before};
    ipso_status status = IPSO_OK;

    if (change->grown != NULL)
        status = expect_grown(before, change->grown, err);
    c.days = ipso_practice_horizon(c.base)->days;
    c.people = ipso_practice_practitioner_count(c.base);
    c.sites = ipso_practice_site_count(c.base);
    if (status == IPSO_OK)
        status = expect_change(&c, change, err);
    if (status != IPSO_OK)
        return status;
    if (change->now != 0) {
        int64_t day = (int64_t)change->now - ipso_practice_horizon(c.base)->first_day;
        c.now_day = day < -1 ? -1 : (int)(day < c.days ? day : c.days);
        c.now_min = change->now_min;
    }
    if (!allocate(&c, change)) {
        ipso__changes_finish(&c);
        return ipso__fail_nomem(err);
    }
    note_days(&c, change);
    note_losses(&c);
    *changes = c;
    return IPSO_OK;
}

void ipso__changes_finish(ipso__changes *changes)
{
    ipso__arena_finish(&changes->arena);
    *changes = (ipso__changes){0};
}

bool ipso__changes_take(const ipso__changes *changes, const ipso_slot *slot, bool *by_site)
{
    int end = slot->start_min + slot->length_min + slot->travel_min;

    *by_site = slot->site != IPSO_ANY && changes->shut[slot->site * changes->days + slot->day];
    if (*by_site || changes->away[slot->practitioner * changes->days + slot->day])
        return true;
    for (int i = 0; i < changes->closing_count; i++) {
        const ipso__closing *part = &changes->closings[i];
        if (part->day == slot->day && slot->start_min < part->end_min && part->start_min < end &&
            (part->practitioner == IPSO_ANY || part->practitioner == slot->practitioner) &&
            (part->site == IPSO_ANY || part->site == slot->site)) {
            *by_site = part->site != IPSO_ANY;
            return true;
        }
    }
    return false;
}
