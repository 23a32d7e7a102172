/* A practice with the change made: a copy of the base, part by part.
 *
 * Who loses a duty is no longer held to hard minimums: what falls away cannot be worked.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "replan/changes.h"

#include "practice/rewrite.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A copy being made. */
typedef struct copying {
    const ipso__changes *changes;
    const ipso__changed *changed;
    const ipso_practice *base;
    ipso_practice *made;
    ipso_date_range *ranges; /* for the leave or the closures of one */
    ipso_wish *wishes;       /* for those of one */
    ipso_error *err;
} copying;

/* Appends the runs of days that are set to the ranges before; the count of all. */
static size_t add_runs(copying *c, const ipso_date_range *before, size_t count, const bool *set)
{
    ipso_date first = ipso_practice_horizon(c->base)->first_day;

    for (size_t i = 0; i < count; i++)
        c->ranges[i] = before[i];
    for (int t = 0; t < c->changes->days; t++) {
        if (!set[t])
            continue;
        if (t == 0 || !set[t - 1])
            c->ranges[count++] = (ipso_date_range){first + t, first + t};
        c->ranges[count - 1].last = first + t;
    }
    return count;
}

/* Room for the ranges and wishes of anybody. */
static bool make_room(copying *c)
{
    size_t ranges = 0, wishes = 0;

    for (int s = 0; s < c->changes->sites; s++) {
        const ipso_site *site = ipso_practice_site(c->base, s);
        ranges = site->closure_count > ranges ? site->closure_count : ranges;
    }
    for (int p = 0; p < c->changes->people; p++) {
        const ipso_practitioner *person = ipso_practice_practitioner(c->base, p);
        ranges = person->leave_count > ranges ? person->leave_count : ranges;
        wishes = person->wish_count > wishes ? person->wish_count : wishes;
    }
    c->ranges = ipso__calloc(ranges + (size_t)c->changes->days, sizeof *c->ranges);
    c->wishes = ipso__calloc(wishes + (size_t)c->changed->wish_count, sizeof *c->wishes);
    return c->ranges != NULL && c->wishes != NULL;
}

static ipso_status add_sites(copying *c)
{
    ipso_status status = IPSO_OK;

    for (int s = 0; s < c->changes->sites && status == IPSO_OK; s++) {
        ipso_site site = *ipso_practice_site(c->base, s);
        site.closure_count =
            add_runs(c, site.closures, site.closure_count, &c->changes->shut[s * c->changes->days]);
        site.closures = c->ranges;
        status = ipso_practice_add_site(c->made, &site, c->err);
    }
    return status;
}

static void lift_minimum(ipso_limit *limit)
{
    if (limit->points == IPSO_HARD)
        limit->min = 0;
}

static void lift_minimums(ipso_roster_rules *rules)
{
    lift_minimum(&rules->week_minutes);
    lift_minimum(&rules->horizon_minutes);
    lift_minimum(&rules->week_days);
    lift_minimum(&rules->run_days);
    lift_minimum(&rules->run_off_days);
}

static ipso_status add_people(copying *c)
{
    const ipso__changed *changed = c->changed;
    ipso_status status = IPSO_OK;
    int next = 0;

    for (int p = 0; p < c->changes->people && status == IPSO_OK; p++) {
        ipso_practitioner person = *ipso_practice_practitioner(c->base, p);
        person.leave_count =
            add_runs(c, person.leave, person.leave_count, &c->changes->away[p * c->changes->days]);
        person.leave = c->ranges;
        for (size_t i = 0; i < person.wish_count; i++)
            c->wishes[i] = person.wishes[i];
        for (; next < changed->wish_count && changed->wishers[next] == p; next++)
            c->wishes[person.wish_count++] = changed->wishes[next];
        person.wishes = c->wishes;
        if (c->changes->hurt[p])
            lift_minimums(&person.rules);
        status = ipso_practice_add_practitioner(c->made, &person, c->err);
    }
    return status;
}

/* Whether a pin asks for work that the change makes impossible. */
static bool pin_falls(const ipso__changes *c, const ipso_pin *pin)
{
    int day = pin->date - ipso_practice_horizon(c->base)->first_day;

    if (pin->forbidden || day < 0 || day >= c->days)
        return false;
    if (c->away[pin->practitioner * c->days + day])
        return true;
    for (int i = 0; i < ipso_plan_assignment_count(c->plan); i++) {
        const ipso_assignment *work = ipso_plan_assignment(c->plan, i);
        if (c->lost[i] && work->practitioner == pin->practitioner && work->day == day)
            return true;
    }
    return false;
}

static ipso_status add_pins(copying *c)
{
    ipso_status status = IPSO_OK;

    for (int i = 0; i < ipso_practice_pin_count(c->base) && status == IPSO_OK; i++) {
        const ipso_pin *pin = ipso_practice_pin(c->base, i);
        if (!pin_falls(c->changes, pin))
            status = ipso_practice_add_pin(c->made, pin, c->err);
    }
    for (int i = 0; i < c->changed->pin_count && status == IPSO_OK; i++)
        status = ipso_practice_add_pin(c->made, &c->changed->pins[i], c->err);
    return status;
}

/* Adds the parts of one list as they are. */
#define COPY_LIST(c, status, list, add)                                                            \
    for (int i_ = 0; (status) == IPSO_OK && i_ < ipso_practice_##list##_count((c)->base); i_++)    \
    (status) = ipso_practice_add_##add((c)->made, ipso_practice_##list((c)->base, i_), (c)->err)

static bool has_protected_id(const ipso_practice *practice, const char *id)
{
    for (int i = 0; i < ipso_practice_protected_count(practice); i++)
        if (strcmp(ipso_practice_protected(practice, i)->id, id) == 0)
            return true;
    return false;
}

/* A closing is protected time that admits nothing. */
static ipso_status add_closing(copying *c, const ipso__closing *part)
{
    ipso_date date = ipso_practice_horizon(c->base)->first_day + part->day;
    char id[80], day[IPSO_DATE_SIZE];
    ipso_protected time;

    ipso_protected_init(&time);
    ipso_date_format(date, day);
    for (int number = 1; number == 1 || has_protected_id(c->made, id); number++)
        snprintf(id, sizeof id, "closed/%s/%d", day, number);
    time.id = id;
    time.name = part->site == IPSO_ANY ? "away" : "closed";
    if (part->practitioner != IPSO_ANY) {
        time.who.practitioners = &part->practitioner;
        time.who.practitioner_count = 1;
    }
    time.site = part->site;
    time.days = (ipso_days){.dates = &date, .date_count = 1};
    time.start_min = part->start_min;
    time.end_min = part->end_min;
    return ipso_practice_add_protected(c->made, &time, c->err);
}

static ipso_status add_rules(copying *c)
{
    ipso_status status = IPSO_OK;

    COPY_LIST(c, status, duty, duty);
    if (status == IPSO_OK)
        status = add_pins(c);
    COPY_LIST(c, status, cover, cover);
    COPY_LIST(c, status, succession, succession);
    COPY_LIST(c, status, kind_limit, kind_limit);
    COPY_LIST(c, status, type, type);
    COPY_LIST(c, status, protected, protected);
    for (int i = 0; i < c->changes->closing_count && status == IPSO_OK; i++)
        status = add_closing(c, &c->changes->closings[i]);
    COPY_LIST(c, status, demand, demand);
    return status;
}

static ipso_status add_parts(copying *c)
{
    ipso_status status =
        ipso_practice_set_extended(c->made, ipso_practice_extended(c->base), c->err);

    if (status == IPSO_OK)
        status = ipso_practice_set_weights(c->made, ipso_practice_weights(c->base), c->err);
    if (status == IPSO_OK)
        status = ipso_practice_set_booking(c->made, ipso_practice_booking(c->base), c->err);
    if (status == IPSO_OK)
        status = add_sites(c);
    COPY_LIST(c, status, class, class);
    COPY_LIST(c, status, fair, fair);
    if (status == IPSO_OK)
        status = add_people(c);
    if (status == IPSO_OK)
        status = add_rules(c);
    for (int i = 0; i < c->changed->request_count && status == IPSO_OK; i++)
        status = ipso_practice_add_request(c->made, &c->changed->requests[i], c->err);
    for (int i = 0; i < c->changed->fixed_count && status == IPSO_OK; i++)
        status = ipso_practice_add_fixed(c->made, &c->changed->fixed[i], c->err);
    if (status == IPSO_OK)
        status = ipso_practice_set_behaviour(c->made, ipso_practice_behaviour(c->base), c->err);
    return status;
}

ipso_status ipso__changed_make(ipso_practice **made, const ipso__changes *changes,
                               const ipso__changed *changed, ipso_error *err)
{
    copying c = {.changes = changes, .changed = changed, .base = changes->base, .err = err};
    ipso_status status = ipso_practice_new(&c.made, ipso_practice_horizon(c.base), err);

    if (status != IPSO_OK)
        return status;
    status = make_room(&c) ? add_parts(&c) : ipso__fail_nomem(err);
    if (status == IPSO_OK)
        status = changed->only_read ? ipso__practice_close(c.made, err)
                                    : ipso_practice_validate(c.made, NULL, NULL, err);
    free(c.ranges);
    free(c.wishes);
    if (status != IPSO_OK) {
        ipso_practice_free(c.made);
        return status;
    }
    *made = c.made;
    return IPSO_OK;
}
