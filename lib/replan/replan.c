/* Replanning: the roster, the places, the new practice and its plan.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "replan/steps.h"

#include "base/clock.h"

#include <math.h>
#include <stdlib.h>

/* Up to four seconds of one core. On a machine that has no core to spare the time ends the search,
 * so that somebody who waits for it has the answer within ten seconds. */
#define DEFAULT_WORK   200000000
#define DEFAULT_TIME_S 8

void ipso_away_init(ipso_away *away)
{
    *away = (ipso_away){.end_min = IPSO_DAY_MIN};
}

void ipso_change_init(ipso_change *change)
{
    *change = (ipso_change){0};
}

void ipso_replan_settings_init(ipso_replan_settings *settings)
{
    *settings = (ipso_replan_settings){.call_points = 3000,
                                       .move_points = 100,
                                       .day_points = 20,
                                       .hour_points = 6,
                                       .practitioner_points = 60,
                                       .site_points = 150,
                                       .tele_points = 80,
                                       .tele_unasked = true,
                                       .other_points = 200,
                                       .duty_points = IPSO_HARD,
                                       .reserve_percent = 100,
                                       .most_days = 7,
                                       .most_others = 0.01,
                                       .waiting = true};
    ipso_settings_init(&settings->planner);
    settings->planner.work_limit = DEFAULT_WORK;
    settings->planner.time_limit_s = DEFAULT_TIME_S;
}

/* ---- settings ---- */

typedef struct priced {
    const char *name;
    int64_t points;
    bool hard; /* IPSO_HARD is a price too */
} priced;

static ipso_status expect_prices(const ipso_replan_settings *s, ipso_error *err)
{
    const priced prices[] = {{"call", s->call_points, false},
                             {"move", s->move_points, false},
                             {"day", s->day_points, false},
                             {"hour", s->hour_points, false},
                             {"practitioner", s->practitioner_points, true},
                             {"site", s->site_points, true},
                             {"teleconsultation", s->tele_points, true},
                             {"other appointment", s->other_points, false},
                             {"duty", s->duty_points, true}};

    for (size_t i = 0; i < sizeof prices / sizeof *prices; i++) {
        int64_t points = prices[i].points;
        if ((points < 0 || points > IPSO_MAX_POINTS) && !(prices[i].hard && points == IPSO_HARD))
            return ipso__fail(err, IPSO_INPUT, "", "the price of a %s, %lld, is outside 0 to %lld",
                              prices[i].name, (long long)points, (long long)IPSO_MAX_POINTS);
    }
    return IPSO_OK;
}

static ipso_status expect_settings(const ipso_replan_settings *s, ipso_error *err)
{
    const ipso_settings *planner = &s->planner;
    ipso_status status = expect_prices(s, err);

    if (status != IPSO_OK)
        return status;
    if (s->reserve_percent < 0 || s->reserve_percent > 1000)
        return ipso__fail(err, IPSO_INPUT, "", "reserve percent %d is outside 0 to 1000",
                          s->reserve_percent);
    if (s->most_days < 0 || s->most_days > IPSO_MAX_DAYS)
        return ipso__fail(err, IPSO_INPUT, "", "%d days are outside 0 to %d", s->most_days,
                          IPSO_MAX_DAYS);
    if (!(s->most_others >= 0) || s->most_others > 1)
        return ipso__fail(err, IPSO_INPUT, "", "share of others %g is outside 0 to 1",
                          s->most_others);
    if (!(planner->time_limit_s > 0) || planner->work_limit < 0)
        return ipso__fail(err, IPSO_INPUT, "", "a limit is not above 0");
    if (!(planner->gap >= 0) || !isfinite(planner->gap))
        return ipso__fail(err, IPSO_INPUT, "", "gap %g is not 0 or more", planner->gap);
    if (planner->threads < 1 || planner->threads > 1024)
        return ipso__fail(err, IPSO_INPUT, "", "%d threads are outside 1 to 1024",
                          planner->threads);
    return IPSO_OK;
}

static ipso_status expect_plan(const ipso_plan *plan, ipso_error *err)
{
    int last = ipso_plan_last_stage(plan);

    if (last < 0 || last >= (int)IPSO_STAGE_BOOKINGS)
        return IPSO_OK;
    return ipso__fail(
        err, IPSO_INPUT, "",
        "replanning starts from a plan with bookings; this one ends with the %s stage",
        ipso_stage_name((ipso_stage)last));
}

/* ---- steps ---- */

static ipso_status prepare(ipso__replanning *r, const ipso_plan *plan, ipso_error *err)
{
    const ipso__changed nobody = {.only_read = true};
    ipso_status status = ipso_check(&r->before, plan, err);

    if (status == IPSO_OK)
        status = ipso__changed_make(&r->closed, &r->changes, &nobody, err);
    return status;
}

static ipso_status run(ipso_replan **replan, ipso__replanning *r, const ipso_plan *plan,
                       ipso_outcome *outcome, ipso_finding_fn conflict, void *conflict_user,
                       ipso_error *err)
{
    ipso_status status = prepare(r, plan, err);

    if (status == IPSO_OK)
        status = ipso__replan_roster(r, outcome, conflict, conflict_user, err);
    if (status != IPSO_OK || *outcome == IPSO_INFEASIBLE || *outcome == IPSO_UNKNOWN)
        return status;
    status = ipso__agenda_start(&r->agenda, &r->changes, r->closed, r->work, r->work_count,
                                r->settings->waiting, err);
    if (status == IPSO_OK)
        status = ipso__replan_places(r, err);
    if (status == IPSO_OK)
        status = ipso__replan_finish(replan, r, err);
    if (status == IPSO_OK)
        *outcome = (*replan)->totals.outcome;
    return status;
}

static void finish(ipso__replanning *r)
{
    ipso__places_finish(&r->places);
    ipso__agenda_finish(&r->agenda);
    free(r->work);
    ipso_practice_free(r->closed);
    ipso_report_free(r->before);
    ipso__changes_finish(&r->changes);
}

ipso_status ipso_replan_make(ipso_replan **replan, const ipso_plan *plan, const ipso_change *change,
                             const ipso_replan_settings *settings, ipso_outcome *outcome,
                             ipso_finding_fn conflict, void *conflict_user, ipso_error *err)
{
    ipso__replanning r = {.settings = settings};
    ipso_replan *made = NULL;
    ipso_outcome reached = IPSO_FEASIBLE;
    ipso_status status = expect_settings(settings, err);

    if (status == IPSO_OK)
        status = expect_plan(plan, err);
    if (status == IPSO_OK)
        status = ipso__changes_start(&r.changes, plan, change, err);
    if (status != IPSO_OK)
        return status;
    r.limits.settings = &settings->planner;
    r.limits.started_s = ipso__clock_now_s();
    r.limits.deadline_s = r.limits.started_s + settings->planner.time_limit_s;
    status = run(&made, &r, plan, &reached, conflict, conflict_user, err);
    finish(&r);
    if (status != IPSO_OK)
        return status;
    *replan = made;
    *outcome = reached;
    return IPSO_OK;
}

/* ---- reading ---- */

void ipso_replan_free(ipso_replan *replan)
{
    if (replan == NULL)
        return;
    ipso_plan_free(replan->plan);
    ipso_practice_free(replan->practice);
    ipso__arena_finish(&replan->arena);
    free(replan);
}

const ipso_practice *ipso_replan_practice(const ipso_replan *replan)
{
    return replan->practice;
}

const ipso_plan *ipso_replan_plan(const ipso_replan *replan)
{
    return replan->plan;
}

const ipso_replan_totals *ipso_replan_summary(const ipso_replan *replan)
{
    return &replan->totals;
}

int ipso_replan_move_count(const ipso_replan *replan)
{
    return replan->move_count;
}

const ipso_move *ipso_replan_move(const ipso_replan *replan, int index)
{
    return index >= 0 && index < replan->move_count ? &replan->moves[index] : NULL;
}

int ipso_replan_call_count(const ipso_replan *replan)
{
    return replan->call_count;
}

const ipso_call *ipso_replan_call(const ipso_replan *replan, int index)
{
    return index >= 0 && index < replan->call_count ? &replan->calls[index] : NULL;
}

int ipso_replan_duty_change_count(const ipso_replan *replan)
{
    return replan->duty_count;
}

const ipso_duty_change *ipso_replan_duty_change(const ipso_replan *replan, int index)
{
    return index >= 0 && index < replan->duty_count ? &replan->duties[index] : NULL;
}
