/* The new practice and its plan: kept, moved and called appointments, open slots that have room.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "replan/finish.h"

#include "model/needs.h"

#include <stdlib.h>
#include <string.h>

/* ---- lists of the new practice ---- */

static bool is_call(const ipso__appointment *item)
{
    return item->booked && !item->placed;
}

static void take_accepted(ipso_fixed *fixed, const ipso_practice *base, const ipso_request *request)
{
    unsigned modes = ipso_practice_type(base, request->type)->modes;

    fixed->windows = request->windows;
    fixed->window_count = request->window_count;
    fixed->own_practitioner = request->practitioner;
    fixed->accepts_others = request->accepts_others;
    fixed->wanted_site = request->site;
    fixed->min_gap_min = request->min_gap_min;
    fixed->max_gap_min = request->max_gap_min;
    fixed->accepted_modes = request->accepts_tele || modes == IPSO_MODE_TELE
                                ? modes
                                : modes & ~(unsigned)IPSO_MODE_TELE;
}

/* A fixed appointment where it is now. A request that keeps its place although S6 no longer has
 * room for it is fixed from now on. */
static ipso_fixed as_fixed(const ipso__agenda *a, const ipso__appointment *item)
{
    ipso_fixed fixed;

    ipso_fixed_init(&fixed);
    if (item->fixed != IPSO_ANY)
        fixed = *ipso_practice_fixed(a->base, item->fixed);
    else
        take_accepted(&fixed, a->base, ipso_practice_request(a->base, item->request));
    fixed.id = item->id;
    fixed.patient = item->patient;
    fixed.type = item->type;
    fixed.patient_class = item->patient_class;
    fixed.practitioner = item->place.practitioner;
    fixed.site = item->place.site;
    fixed.mode = item->place.mode;
    fixed.date = ipso_practice_horizon(a->base)->first_day + item->place.day;
    fixed.start_min = item->place.start_min;
    fixed.length_min = item->place.length_min;
    fixed.no_show = item->no_show;
    return fixed;
}

/* Of linked requests that are both fixed from now on, the later one follows the other. */
static void list_fixed(ipso__finishing *f)
{
    const ipso__agenda *a = &f->r->agenda;

    for (int i = 0; i < a->count; i++) {
        const ipso__appointment *item = &a->items[i];
        f->fixed_of[i] = IPSO_ANY;
        if (!item->placed || !(item->fixed != IPSO_ANY || f->frozen[i]))
            continue;
        f->fixed_of[i] = f->changed.fixed_count;
        ipso_fixed *fixed = &f->fixed[f->changed.fixed_count++];
        *fixed = as_fixed(a, item);
        if (f->frozen[i] && item->after != IPSO_ANY && f->frozen[item->after])
            fixed->follows = a->items[item->after].id;
    }
    f->changed.fixed = f->fixed;
}

/* Requests that are none any more are left out; a link holds only between requests that both have,
 * or both lack, a place, or whose later one lacks it. */
static void list_requests(ipso__finishing *f)
{
    const ipso__agenda *a = &f->r->agenda;
    int count = 0;

    for (int i = a->fixed_count; i < a->count; i++)
        f->request_of[i] = f->frozen[i] ? IPSO_ANY : count++;
    for (int i = 0; i < a->fixed_count; i++)
        f->request_of[i] = is_call(&a->items[i]) ? count++ : IPSO_ANY;
    for (int i = 0; i < a->count; i++) {
        const ipso__appointment *item = &a->items[i];
        if (f->request_of[i] == IPSO_ANY)
            continue;
        ipso_request *request = &f->requests[f->request_of[i]];
        if (item->request == IPSO_ANY) {
            *request = ipso__as_request(a, item, f->r->settings, &f->windows[i]);
            continue;
        }
        *request = *ipso_practice_request(a->base, item->request);
        if (request->after == IPSO_ANY)
            continue;
        int other = a->fixed_count + request->after;
        request->after = f->request_of[other];
        if (item->placed && !a->items[other].placed)
            request->after = IPSO_ANY;
    }
    f->changed.requests = f->requests;
    f->changed.request_count = count;
}

/* ---- open slots ---- */

static bool overlaps(const ipso_slot *a, const ipso_slot *b)
{
    return a->practitioner == b->practitioner && a->day == b->day &&
           a->start_min < b->start_min + b->length_min + b->travel_min &&
           b->start_min < a->start_min + a->length_min + a->travel_min;
}

/* Open slots stay where the new roster has them and nobody else is. */
static void list_open(ipso__finishing *f)
{
    const ipso__agenda *a = &f->r->agenda;
    const ipso_plan *plan = a->changes->plan;

    for (int i = 0; i < ipso_plan_slot_count(plan); i++) {
        const ipso_slot *slot = ipso_plan_slot(plan, i);
        f->keeps[i] = slot->use == IPSO_SLOT_OPEN && ipso__agenda_sitting(a, slot, true) >= 0;
    }
    for (int k = 0; k < a->count; k++) {
        const ipso__appointment *item = &a->items[k];
        if (!item->placed || (item->booked && !item->movable))
            continue;
        for (int i = 0; i < ipso_plan_slot_count(plan); i++)
            if (f->keeps[i] && overlaps(ipso_plan_slot(plan, i), &item->place))
                f->keeps[i] = false;
    }
}

/* ---- the plan ---- */

static ipso_status add_appointment(ipso__finishing *f, int index)
{
    const ipso__appointment *item = &f->r->agenda.items[index];
    ipso_slot slot = item->place;

    if (!item->placed)
        return IPSO_OK;
    slot.fixed = f->fixed_of[index];
    slot.request = f->request_of[index];
    slot.use = slot.fixed != IPSO_ANY ? IPSO_SLOT_FIXED : IPSO_SLOT_BOOKED;
    slot.demand = IPSO_ANY;
    return ipso_plan_add_slot(f->made->plan, &slot, f->err);
}

static ipso_status add_unplaced(ipso__finishing *f, int index)
{
    const ipso__appointment *item = &f->r->agenda.items[index];
    ipso_unplaced unplaced = {f->request_of[index], IPSO_UNPLACED_FULL};

    if (item->placed || unplaced.request == IPSO_ANY)
        return IPSO_OK;
    unplaced.reason = f->why[index];
    return ipso_plan_add_unplaced(f->made->plan, &unplaced, f->err);
}

/* Marks the stages as run; with a report of the check, with what they cost. */
static ipso_status set_stages(ipso__finishing *f, const ipso_report *report)
{
    int last = ipso_plan_last_stage(f->r->changes.plan);
    ipso_status status = IPSO_OK;

    if (last < 0)
        last = IPSO_STAGE_BOOKINGS;
    for (int stage = 0; stage <= last && status == IPSO_OK; stage++) {
        ipso_stage_report of = {.ran = true, .outcome = IPSO_FEASIBLE, .stop = IPSO_STOP_DONE};
        if (report != NULL)
            of.cost = ipso_report_stage_cost(report, (ipso_stage)stage);
        of.gap = of.cost > 0 ? 1 : 0;
        status = ipso_plan_set_stage(f->made->plan, (ipso_stage)stage, &of, f->err);
    }
    return status;
}

static ipso_status make_plan(ipso__finishing *f)
{
    const ipso__agenda *a = &f->r->agenda;
    const ipso_plan *old = a->changes->plan;
    ipso_status status = ipso_plan_new(&f->made->plan, f->made->practice, f->err);

    for (int i = 0; i < a->work_count && status == IPSO_OK; i++)
        status = ipso_plan_add_assignment(f->made->plan, &a->work[i], f->err);
    for (int i = 0; i < a->count && status == IPSO_OK; i++)
        status = add_appointment(f, i);
    for (int i = 0; i < ipso_plan_slot_count(old) && status == IPSO_OK; i++)
        if (f->keeps[i])
            status = ipso_plan_add_slot(f->made->plan, ipso_plan_slot(old, i), f->err);
    for (int i = a->fixed_count; i < a->count && status == IPSO_OK; i++)
        status = add_unplaced(f, i);
    for (int i = 0; i < a->fixed_count && status == IPSO_OK; i++)
        status = add_unplaced(f, i);
    return status == IPSO_OK ? set_stages(f, NULL) : status;
}

/* ---- why there is no place ---- */

typedef struct free_place {
    int64_t cheapest;
    bool any;
} free_place;

static void look(void *user, const ipso__place *place)
{
    free_place *found = user;

    if (!found->any || place->cost < found->cheapest)
        found->cheapest = place->cost;
    found->any = true;
}

/* What the plan before said of a request that was not tried again. */
static ipso_unplaced_reason old_reason(const ipso__agenda *a, int request)
{
    const ipso_plan *plan = a->changes->plan;

    for (int i = 0; i < ipso_plan_unplaced_count(plan); i++)
        if (ipso_plan_unplaced(plan, i)->request == request)
            return ipso_plan_unplaced(plan, i)->reason;
    return IPSO_UNPLACED_SEARCH;
}

static ipso_status find_reasons(ipso__finishing *f)
{
    ipso__replanning *r = f->r;
    bool proven = r->totals.outcome == IPSO_OPTIMAL;

    for (int i = 0; i < r->agenda.count; i++) {
        f->tried[i] = r->agenda.items[i].movable;
        r->agenda.items[i].movable = false;
    }
    ipso_status status = ipso__places_refresh(&r->places, f->err);
    for (int i = 0; i < r->agenda.count && status == IPSO_OK; i++) {
        const ipso__appointment *item = &r->agenda.items[i];
        free_place found = {0, false};
        if (item->placed)
            continue;
        if (!f->tried[i]) {
            f->why[i] = old_reason(&r->agenda, item->request);
            continue;
        }
        f->why[i] = ipso__places_why(&r->places, i);
        ipso__places_each(&r->places, i, false, look, &found);
        if (found.any)
            f->why[i] = found.cheapest >= ipso__call_points(&r->places, i) ? IPSO_UNPLACED_PRICE
                                                                           : IPSO_UNPLACED_SEARCH;
        else if (f->why[i] == IPSO_UNPLACED_FULL && !proven)
            f->why[i] = IPSO_UNPLACED_SEARCH;
        f->unsuited[i] = !found.any && ipso__places_unasked(&r->places, i);
    }
    for (int i = 0; i < r->agenda.count; i++)
        r->agenda.items[i].movable = f->tried[i];
    return status;
}

/* ---- the check ---- */

/* The first violation that the plan before did not have, as an error. */
static ipso_status require_check(ipso__finishing *f, const ipso_report *report)
{
    f->made->totals.violations = ipso_report_violation_count(report);
    for (int i = 0; i < ipso_report_finding_count(report); i++) {
        const ipso_finding *finding = ipso_report_finding(report, i);
        if (finding->violation &&
            ipso__violations(report, finding->rule) > ipso__violations(f->r->before, finding->rule))
            return ipso__fail(f->err, IPSO_SOLVER, finding->where,
                              "the plan did not pass its check (%s): %s",
                              ipso_rule_name(finding->rule), finding->text);
    }
    return IPSO_OK;
}

static ipso_status check_plan(ipso__finishing *f)
{
    ipso_report *report;
    ipso_status status = ipso_check(&report, f->made->plan, f->err);

    if (status != IPSO_OK)
        return status;
    status = require_check(f, report);
    if (status == IPSO_OK)
        status = set_stages(f, report);
    ipso_report_free(report);
    return status;
}

/* ---- all of it ---- */

static bool allocate(ipso__finishing *f)
{
    ipso__arena *arena = &f->arena;
    size_t count = (size_t)f->r->agenda.count;

    f->made = ipso__calloc(1, sizeof *f->made);
    f->requests = ipso__arena_alloc(arena, count, sizeof *f->requests);
    f->windows = ipso__arena_alloc(arena, count, sizeof *f->windows);
    f->fixed = ipso__arena_alloc(arena, count, sizeof *f->fixed);
    f->fixed_of = ipso__arena_alloc(arena, count, sizeof *f->fixed_of);
    f->request_of = ipso__arena_alloc(arena, count, sizeof *f->request_of);
    f->frozen = ipso__arena_alloc(arena, count, sizeof *f->frozen);
    f->tried = ipso__arena_alloc(arena, count, sizeof *f->tried);
    f->why = ipso__arena_alloc(arena, count, sizeof *f->why);
    f->unsuited = ipso__arena_alloc(arena, count, sizeof *f->unsuited);
    f->keeps = ipso__arena_alloc(arena, (size_t)ipso_plan_slot_count(f->r->changes.plan),
                                 sizeof *f->keeps);
    return f->made != NULL && f->requests != NULL && f->windows != NULL && f->fixed != NULL &&
           f->fixed_of != NULL && f->request_of != NULL && f->frozen != NULL && f->tried != NULL &&
           f->why != NULL && f->unsuited != NULL && f->keeps != NULL;
}

static void conclude(ipso__replanning *r)
{
    ipso_replan_totals *t = &r->totals;
    double gap = (double)(t->cost - t->bound);

    t->work = r->limits.work;
    t->outcome = gap <= r->limits.settings->gap * (t->cost > 1 ? (double)t->cost : 1)
                     ? IPSO_OPTIMAL
                     : IPSO_FEASIBLE;
    t->stop = t->outcome != IPSO_OPTIMAL ? r->limits.stop
              : gap > 0                  ? IPSO_STOP_GAP
                                         : IPSO_STOP_DONE;
    for (int i = 0; i < r->agenda.count; i++) {
        const ipso__appointment *item = &r->agenda.items[i];
        t->requests_placed += !item->booked && item->placed;
    }
}

ipso_status ipso__replan_finish(ipso_replan **replan, ipso__replanning *r, ipso_error *err)
{
    ipso__finishing f = {.r = r, .err = err};
    ipso_status status = allocate(&f) ? IPSO_OK : ipso__fail_nomem(err);

    conclude(r);
    if (status == IPSO_OK)
        status = find_reasons(&f);
    if (status == IPSO_OK) {
        list_open(&f);
        ipso__keep_extended(&f);
        list_fixed(&f);
        list_requests(&f);
        status = ipso__changed_make(&f.made->practice, &r->changes, &f.changed, err);
    }
    if (status == IPSO_OK)
        status = make_plan(&f);
    if (status == IPSO_OK)
        status = ipso__fill_new_duties(&f);
    if (status == IPSO_OK) {
        f.made->totals = r->totals;
        status = check_plan(&f);
    }
    if (status == IPSO_OK)
        status = ipso__list_changes(&f);
    ipso__arena_finish(&f.arena);
    if (status != IPSO_OK) {
        ipso_replan_free(f.made);
        return status;
    }
    *replan = f.made;
    return IPSO_OK;
}
