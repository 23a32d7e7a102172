/* The new roster: what the change leaves of the old one, and what must or may change with it.
 *
 * Duties that fall away are gone; all others are pinned. When that breaks a hard rule of the
 * roster, or somebody may work who did not, the roster stage decides about the free days alone:
 * those of new colleagues; with a price, days off of colleagues on days when a duty falls away;
 * and, when a hard rule asks for it, the duties of trainees on such days.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "replan/steps.h"

#include "base/clock.h"
#include "planner/stage.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Share of the time and work left that the roster may have. */
#define ROSTER_SHARE 0.5
/* Price of a duty of a trainee that falls with the supervisor's, where none is set. */
#define TRAINEE_POINTS 1000

int ipso__violations(const ipso_report *report, ipso_rule rule)
{
    int count = 0;

    for (int i = 0; i < ipso_report_finding_count(report); i++) {
        const ipso_finding *finding = ipso_report_finding(report, i);
        count += finding->violation && finding->rule == rule;
    }
    return count;
}

/* Whether a window has a day from now on. */
static bool meets(const ipso_window *windows, size_t count, const ipso_window *days)
{
    for (size_t i = 0; i < count; i++)
        if (windows[i].first <= days->last && windows[i].last >= days->first)
            return true;
    return false;
}

/* What the patient of a fixed appointment accepts. */
static void take_accepted(ipso_request *request, const ipso_fixed *fixed, const ipso_window *days)
{
    if (meets(fixed->windows, fixed->window_count, days)) {
        request->windows = fixed->windows;
        request->window_count = fixed->window_count;
    }
    if (fixed->own_practitioner != IPSO_ANY)
        request->practitioner = fixed->own_practitioner;
    request->accepts_others = request->accepts_others && fixed->accepts_others;
    request->site = fixed->wanted_site;
    if (fixed->accepted_modes != 0)
        request->accepts_tele =
            request->accepts_tele && (fixed->accepted_modes & IPSO_MODE_TELE) != 0;
}

ipso_request ipso__as_request(const ipso__agenda *agenda, const ipso__appointment *item,
                              const ipso_replan_settings *settings, ipso_window *window)
{
    const ipso__changes *changes = agenda->changes;
    ipso_date first = ipso_practice_horizon(agenda->base)->first_day;
    int from = item->old.day - settings->most_days, to = item->old.day + settings->most_days;
    int now = changes->now_day > 0 ? changes->now_day : 0;
    ipso_request request;

    ipso_window_init(window);
    window->first = first + (from > now ? from : now);
    window->last = first + (to < changes->days ? to : changes->days - 1);
    ipso_request_init(&request);
    request.id = item->id;
    request.patient = item->patient;
    request.type = item->type;
    request.patient_class = item->patient_class;
    request.windows = window;
    request.window_count = 1;
    request.practitioner = item->old.practitioner;
    request.accepts_others = settings->practitioner_points != IPSO_HARD;
    request.accepts_tele = settings->tele_points != IPSO_HARD || item->old.mode == IPSO_MODE_TELE;
    request.no_show = item->no_show;
    request.wanted = first + item->old.day;
    if (item->fixed != IPSO_ANY)
        take_accepted(&request, ipso_practice_fixed(agenda->base, item->fixed), window);
    return request;
}

/* ---- the practice that the roster is planned for ---- */

/* Its lists, and which days are free. */
typedef struct drafting {
    ipso__replanning *r;
    const ipso__agenda *agenda; /* under what is left of the old roster */
    bool *hit;                  /* per day: a duty falls away */
    int *kept;                  /* per practitioner and day: first assignment left, or -1 */
    bool trainees;              /* trainees' duties may fall too */
    ipso__changed changed;
    ipso_request *requests;
    ipso_window *windows;
    ipso_fixed *fixed;
    ipso_pin *pins;
    size_t pin_room;
    ipso_wish *wishes;
    ipso_date *wish_dates;
    int *wishers;
    ipso_error *err;
} drafting;

static int old_people(const drafting *d)
{
    return ipso_practice_practitioner_count(ipso_plan_practice(d->r->changes.plan));
}

static bool lies_ahead(const drafting *d, int day)
{
    const ipso__changes *c = &d->r->changes;

    return day > c->now_day || (day == c->now_day && c->now_min == 0);
}

static bool works(const drafting *d, int p, int day)
{
    return d->kept[p * d->r->changes.days + day] >= 0;
}

/* Whether the duties of that day may be others than before. */
static bool is_free(const drafting *d, int p, int day)
{
    const ipso__changes *c = &d->r->changes;
    const ipso_practitioner *person = ipso_practice_practitioner(c->base, p);

    if (!lies_ahead(d, day))
        return false;
    if (p >= old_people(d))
        return true;
    if (!d->hit[day] || c->away[p * c->days + day])
        return false;
    if (!works(d, p, day))
        return d->r->settings->duty_points != IPSO_HARD;
    return d->trainees && person->supervisor_count > 0;
}

static ipso_status add_pin(drafting *d, int p, int day, int duty, bool forbidden)
{
    if (!ipso__grow(&d->pins, &d->pin_room, (size_t)d->changed.pin_count + 1, sizeof *d->pins))
        return ipso__fail_nomem(d->err);
    ipso_pin *pin = &d->pins[d->changed.pin_count++];
    ipso_pin_init(pin);
    pin->practitioner = p;
    pin->date = ipso_practice_horizon(d->r->changes.base)->first_day + day;
    pin->duty = duty;
    pin->forbidden = forbidden;
    return IPSO_OK;
}

/* Whether p works the duty on the day still. */
static bool is_kept(const drafting *d, int p, int day, int duty)
{
    const ipso__changes *c = &d->r->changes;

    for (int i = d->kept[p * c->days + day]; i >= 0 && i < ipso_plan_assignment_count(c->plan);
         i++) {
        const ipso_assignment *work = ipso_plan_assignment(c->plan, i);
        if (work->practitioner != p || work->day != day)
            break;
        if (work->duty == duty && !c->lost[i])
            return true;
    }
    return false;
}

/* Pins the day as it is. Where two duties a day are allowed, the others are ruled out one by one.
 */
static ipso_status pin_day(drafting *d, int p, int day)
{
    const ipso_practice *base = d->r->changes.base;
    bool two = ipso_practice_practitioner(base, p)->rules.duties_per_day > 1;
    ipso_status status = IPSO_OK;

    if (d->r->changes.away[p * d->r->changes.days + day])
        return IPSO_OK;
    if (!works(d, p, day))
        return add_pin(d, p, day, IPSO_ANY, true);
    for (int k = 0; k < ipso_practice_duty_count(base) && status == IPSO_OK; k++) {
        const ipso_duty *duty = ipso_practice_duty(base, k);
        if (is_kept(d, p, day, k))
            status = add_pin(d, p, day, k, false);
        else if (two && ipso_practice_day_matches(base, &duty->days, day) &&
                 ipso_practice_who_matches(base, &duty->who, p))
            status = add_pin(d, p, day, k, true);
    }
    return status;
}

/* A free day of somebody who was there before has its price. */
static void price_day(drafting *d, int p, int day)
{
    const ipso__changes *c = &d->r->changes;
    int64_t points = d->r->settings->duty_points;
    int i = d->changed.wish_count++;
    ipso_wish *wish = &d->wishes[i];

    ipso_wish_init(wish);
    d->wish_dates[i] = ipso_practice_horizon(c->base)->first_day + day;
    wish->days = (ipso_days){.dates = &d->wish_dates[i], .date_count = 1};
    wish->points = points == IPSO_HARD ? TRAINEE_POINTS : points;
    wish->wanted = false;
    wish->kind = NULL;
    wish->site = IPSO_ANY;
    d->wishers[i] = p;
    if (works(d, p, day)) {
        const ipso_assignment *work = ipso_plan_assignment(c->plan, d->kept[p * c->days + day]);
        const ipso_duty *duty = ipso_practice_duty(c->base, work->duty);
        wish->wanted = true;
        wish->kind = duty->kind;
        wish->site = duty->site;
    }
}

static ipso_status draft_days(drafting *d)
{
    const ipso__changes *c = &d->r->changes;
    ipso_status status = IPSO_OK;

    for (int p = 0; p < c->people; p++)
        for (int t = 0; t < c->days && status == IPSO_OK; t++) {
            if (!is_free(d, p, t))
                status = pin_day(d, p, t);
            else if (p < old_people(d))
                price_day(d, p, t);
        }
    return status;
}

/* Fixed appointments that stay hold their duties; touched ones, and those on free days, ask for
 * time as requests do. Those booked outside consulting time hold nothing. */
static void draft_appointments(drafting *d)
{
    const ipso__agenda *a = d->agenda;
    int requests = ipso_practice_request_count(a->base);

    for (int i = 0; i < requests; i++)
        d->requests[i] = *ipso_practice_request(a->base, i);
    for (int i = 0; i < a->fixed_count; i++) {
        const ipso__appointment *item = &a->items[i];
        if (!item->touched && ipso__agenda_sitting(a, &item->old, false) < 0)
            continue;
        if (!item->touched && (item->past || !is_free(d, item->old.practitioner, item->old.day))) {
            d->fixed[d->changed.fixed_count++] = *ipso_practice_fixed(a->base, i);
            continue;
        }
        d->requests[requests] = ipso__as_request(a, item, d->r->settings, &d->windows[i]);
        requests++;
    }
    d->changed.requests = d->requests;
    d->changed.request_count = requests;
    d->changed.fixed = d->fixed;
}

static bool allocate(drafting *d)
{
    const ipso__changes *c = &d->r->changes;
    size_t cells = (size_t)c->people * (size_t)c->days, fixed = (size_t)d->agenda->fixed_count;

    d->hit = ipso__calloc((size_t)c->days, sizeof *d->hit);
    d->kept = ipso__calloc(cells, sizeof *d->kept);
    d->requests = ipso__calloc((size_t)d->agenda->count, sizeof *d->requests);
    d->windows = ipso__calloc(fixed, sizeof *d->windows);
    d->fixed = ipso__calloc(fixed, sizeof *d->fixed);
    d->wishes = ipso__calloc(cells, sizeof *d->wishes);
    d->wish_dates = ipso__calloc(cells, sizeof *d->wish_dates);
    d->wishers = ipso__calloc(cells, sizeof *d->wishers);
    return d->hit != NULL && d->kept != NULL && d->requests != NULL && d->windows != NULL &&
           d->fixed != NULL && d->wishes != NULL && d->wish_dates != NULL && d->wishers != NULL;
}

static void finish(drafting *d)
{
    free(d->hit);
    free(d->kept);
    free(d->requests);
    free(d->windows);
    free(d->fixed);
    free(d->pins);
    free(d->wishes);
    free(d->wish_dates);
    free(d->wishers);
}

static bool draft_start(drafting *d)
{
    const ipso__changes *c = &d->r->changes;

    if (!allocate(d))
        return false;
    for (int i = 0; i < c->people * c->days; i++)
        d->kept[i] = -1;
    for (int i = ipso_plan_assignment_count(c->plan) - 1; i >= 0; i--) {
        const ipso_assignment *work = ipso_plan_assignment(c->plan, i);
        if (c->lost[i])
            d->hit[work->day] = true;
        else
            d->kept[work->practitioner * c->days + work->day] = i;
    }
    draft_appointments(d);
    return true;
}

/* ---- is what is left enough? ---- */

/* Whether what is left of the roster breaks no hard rule that it did not break before. */
static ipso_status judge_rest(drafting *d, bool *holds)
{
    ipso_practice *practice;
    ipso_plan *plan = NULL;
    ipso_report *report = NULL;
    ipso_stage_report stage = {.ran = true};
    ipso_status status = ipso__changed_make(&practice, &d->r->changes, &d->changed, d->err);

    if (status != IPSO_OK)
        return status;
    status = ipso_plan_new(&plan, practice, d->err);
    for (int i = 0; i < d->r->work_count && status == IPSO_OK; i++)
        status = ipso_plan_add_assignment(plan, &d->r->work[i], d->err);
    if (status == IPSO_OK)
        status = ipso_plan_set_stage(plan, IPSO_STAGE_ROSTER, &stage, d->err);
    if (status == IPSO_OK)
        status = ipso_check(&report, plan, d->err);
    *holds = true;
    for (int rule = 0; rule < IPSO_RULE_COUNT && status == IPSO_OK; rule++)
        if (ipso_rule_stage((ipso_rule)rule) == IPSO_STAGE_ROSTER &&
            ipso__violations(report, (ipso_rule)rule) >
                ipso__violations(d->r->before, (ipso_rule)rule))
            *holds = false;
    ipso_report_free(report);
    ipso_plan_free(plan);
    ipso_practice_free(practice);
    return status;
}

static bool is_asked(const drafting *d)
{
    const ipso__changes *c = &d->r->changes;

    if (c->people > old_people(d))
        return true;
    for (int t = 0; t < c->days; t++)
        if (d->hit[t] && d->r->settings->duty_points != IPSO_HARD)
            return true;
    return false;
}

/* ---- solving ---- */

static ipso_status take_work(ipso__replanning *r, const ipso_plan *plan, ipso_error *err)
{
    int count = ipso_plan_assignment_count(plan);
    ipso_assignment *work = ipso__calloc((size_t)count, sizeof *work);

    if (work == NULL)
        return ipso__fail_nomem(err);
    for (int i = 0; i < count; i++)
        work[i] = *ipso_plan_assignment(plan, i);
    free(r->work);
    r->work = work;
    r->work_count = count;
    r->limits.work += ipso_plan_stage(plan, IPSO_STAGE_ROSTER)->work;
    return IPSO_OK;
}

static ipso__stage_settings limits_of(const ipso__replanning *r)
{
    const ipso_settings *settings = r->limits.settings;
    double now = ipso__clock_now_s();
    ipso__stage_settings stage = {.deadline_s =
                                      now + fmax(0, r->limits.deadline_s - now) * ROSTER_SHARE,
                                  .gap = settings->gap,
                                  .seed = settings->seed,
                                  .threads = settings->threads,
                                  .progress = settings->progress,
                                  .progress_user = settings->progress_user,
                                  .log = settings->log,
                                  .log_user = settings->log_user};

    if (settings->work_limit > 0)
        stage.work_limit =
            1 + (int64_t)((double)(settings->work_limit - r->limits.work) * ROSTER_SHARE);
    return stage;
}

/* Solves the roster with the free days of the draft. */
static ipso_status solve(drafting *d, ipso_outcome *outcome, ipso_finding_fn conflict,
                         void *conflict_user)
{
    ipso__stage_settings stage = limits_of(d->r);
    ipso_practice *practice;
    ipso_plan *plan = NULL;
    ipso_status status;

    d->changed.pin_count = 0;
    d->changed.wish_count = 0;
    d->changed.fixed_count = 0;
    draft_appointments(d);
    status = draft_days(d);
    d->changed.pins = d->pins;
    d->changed.wishes = d->wishes;
    d->changed.wishers = d->wishers;
    if (status == IPSO_OK)
        status = ipso__changed_make(&practice, &d->r->changes, &d->changed, d->err);
    if (status != IPSO_OK)
        return status;
    status = ipso__roster_stage(&plan, practice, &stage, outcome, conflict, conflict_user, d->err);
    if (status == IPSO_OK && plan != NULL)
        status = take_work(d->r, plan, d->err);
    ipso_plan_free(plan);
    ipso_practice_free(practice);
    return status;
}

static bool has_trainees(const drafting *d)
{
    const ipso__changes *c = &d->r->changes;

    for (int p = 0; p < old_people(d); p++)
        for (int t = 0; t < c->days; t++)
            if (d->hit[t] && works(d, p, t) && lies_ahead(d, t) &&
                ipso_practice_practitioner(c->base, p)->supervisor_count > 0)
                return true;
    return false;
}

static ipso_status decide(drafting *d, ipso_outcome *outcome, ipso_finding_fn conflict,
                          void *conflict_user)
{
    bool holds = false, trainees = has_trainees(d);
    ipso_error *err = d->err, quiet;
    ipso_status status = judge_rest(d, &holds);

    *outcome = IPSO_FEASIBLE;
    if (status != IPSO_OK || (holds && !is_asked(d)))
        return status;
    ipso_error_init(&quiet);
    if (trainees)
        d->err = &quiet;
    status = solve(d, outcome, trainees ? NULL : conflict, conflict_user);
    d->err = err;
    if (status != IPSO_OK)
        return trainees ? ipso__fail(err, status, quiet.where, "%s", quiet.text) : status;
    if (trainees && *outcome == IPSO_INFEASIBLE) {
        d->trainees = true;
        status = solve(d, outcome, conflict, conflict_user);
    }
    return status;
}

ipso_status ipso__replan_roster(ipso__replanning *r, ipso_outcome *outcome,
                                ipso_finding_fn conflict, void *conflict_user, ipso_error *err)
{
    ipso__agenda agenda;
    drafting d = {.r = r, .err = err};
    ipso_status status;
    int count = ipso_plan_assignment_count(r->changes.plan);

    r->work = ipso__calloc((size_t)count, sizeof *r->work);
    if (r->work == NULL)
        return ipso__fail_nomem(err);
    for (int i = 0; i < count; i++)
        if (!r->changes.lost[i])
            r->work[r->work_count++] = *ipso_plan_assignment(r->changes.plan, i);
    status =
        ipso__agenda_start(&agenda, &r->changes, r->closed, r->work, r->work_count, false, err);
    if (status != IPSO_OK)
        return status;
    d.agenda = &agenda;
    status = draft_start(&d) ? decide(&d, outcome, conflict, conflict_user) : ipso__fail_nomem(err);
    finish(&d);
    ipso__agenda_finish(&agenda);
    return status;
}
