/* The times stage: the order and the start times of the appointments of every session.
 *
 * Days of practitioners do not touch each other: each is searched by itself, on as many threads as
 * the settings allow, with a share of the work that depends on its appointments alone, so that
 * threads change nothing. The cost of a day never rises above that of the present times.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "planner/times.h"

#include "base/clock.h"
#include "base/error.h"
#include "base/memory.h"
#include "model/times_program.h"
#include "planner/times_search.h"
#include "solve/worker.h"

#include <math.h>
#include <stdatomic.h>
#include <stdlib.h>

/* How often the caller hears of the progress. */
#define TELL_S 0.1

/* The days of a plan, and who searches them. */
typedef struct team {
    const ipso__times_facts *facts;
    const ipso__stage_settings *settings;
    ipso__times_day *days;
    int day_count;
    int *start_min; /* per appointment of the facts */
    atomic_int next;
    atomic_bool halted;
} team;

/* One of those who search; the first is the caller's thread. */
typedef struct member {
    team *team;
    bool calls; /* may call the caller's functions */
    double told_s;
    pthread_t thread;
} member;

/* ---- from the plan ---- */

static int copy_slots(const ipso__layout *layout, ipso_slot *slots, int *bands)
{
    for (int i = 0; i < layout->laid_count; i++) {
        slots[i] = layout->laid[i].slot;
        bands[i] = layout->laid[i].band;
    }
    return layout->laid_count;
}

/* The appointments of the plan by session, with the bands in which they may be moved. */
static ipso_status times_facts_of(ipso__times_facts *facts, const ipso_plan *before,
                                  ipso_error *err)
{
    ipso__layout layout;
    ipso_status status = ipso__times_layout(&layout, before, err);
    if (status != IPSO_OK)
        return status;
    if (!ipso__layout_add_fixed(&layout))
        status = ipso__fail_nomem(err);
    size_t room = (size_t)layout.laid_count;
    ipso_slot *slots = ipso__calloc(room, sizeof *slots);
    int *bands = ipso__calloc(room, sizeof *bands);
    if (slots == NULL || bands == NULL)
        status = ipso__fail_nomem(err);
    if (status == IPSO_OK) {
        int count = copy_slots(&layout, slots, bands);
        status = ipso__times_facts_build(facts, layout.practice, &layout.bands, slots, bands, count,
                                         err);
    }
    free(slots);
    free(bands);
    ipso__layout_finish(&layout);
    return status;
}

/* ---- the team ---- */

/* Days in the order of the facts; the work by the square of what a session has to order. */
static bool find_days(team *t)
{
    const ipso__times_facts *facts = t->facts;
    double all = 0;
    t->days = ipso__calloc((size_t)facts->session_count, sizeof *t->days);
    t->start_min = ipso__calloc((size_t)facts->timed_count, sizeof *t->start_min);
    if (t->days == NULL || t->start_min == NULL)
        return false;
    for (int i = 0; i < facts->session_count; i++) {
        const ipso__timed_session *session = &facts->sessions[i];
        bool same = i > 0 && session[-1].practitioner == session->practitioner &&
                    session[-1].day == session->day;
        if (!same)
            t->days[t->day_count++].first = i;
        t->days[t->day_count - 1].count++;
        all += (double)session->count * session->count;
    }
    for (int d = 0; d < t->day_count && t->settings->work_limit > 0; d++) {
        double weight = 0;
        for (int i = t->days[d].first; i < t->days[d].first + t->days[d].count; i++)
            weight += (double)facts->sessions[i].count * facts->sessions[i].count;
        t->days[d].work_limit =
            (int64_t)fmax(1, floor((double)t->settings->work_limit * weight / all));
    }
    return true;
}

static void tell(member *m, double now_s)
{
    const ipso__stage_settings *settings = m->team->settings;
    const ipso_progress progress = {.stage = IPSO_STAGE_TIMES, .has_plan = false};
    m->told_s = now_s;
    if (settings->progress != NULL && settings->progress(settings->progress_user, &progress) != 0)
        atomic_store(&m->team->halted, true);
}

static bool should_stop(void *user)
{
    member *m = user;
    double now_s = ipso__clock_now_s();
    if (now_s >= m->team->settings->deadline_s)
        atomic_store(&m->team->halted, true);
    if (m->calls && now_s >= m->told_s + TELL_S)
        tell(m, now_s);
    return atomic_load(&m->team->halted);
}

static void *search_days(void *user)
{
    member *m = user;
    team *t = m->team;
    for (int d = atomic_fetch_add(&t->next, 1); d < t->day_count; d = atomic_fetch_add(&t->next, 1))
        ipso__times_day_search(&t->days[d], t->facts, t->start_min, should_stop, m);
    return NULL;
}

/* False when out of memory. */
static bool search_all(team *t)
{
    int threads = t->settings->threads < t->day_count ? t->settings->threads : t->day_count;
    int started = 0;
    member *members = ipso__calloc((size_t)(threads > 0 ? threads : 1), sizeof *members);
    if (members == NULL)
        return false;
    members[0] = (member){.team = t, .calls = true, .told_s = -INFINITY};
    for (int i = 1; i < threads; i++) {
        members[i] = (member){.team = t};
        if (!ipso__worker_start(&members[i].thread, search_days, &members[i]))
            break;
        started = i;
    }
    search_days(&members[0]);
    for (int i = 1; i <= started; i++)
        pthread_join(members[i].thread, NULL);
    free(members);
    return true;
}

/* ---- the plan ---- */

static ipso_status first_failure(const team *t, ipso_error *err)
{
    for (int d = 0; d < t->day_count; d++)
        if (t->days[d].status != IPSO_OK)
            return ipso__fail(err, t->days[d].status, t->days[d].err.where, "%s",
                              t->days[d].err.text);
    return IPSO_OK;
}

static void sum_up(const team *t, ipso_stage_report *report)
{
    bool spent = false;
    *report = (ipso_stage_report){.ran = true, .stop = IPSO_STOP_DONE};
    for (int d = 0; d < t->day_count; d++) {
        report->cost += t->days[d].cost;
        report->bound += t->days[d].bound;
        report->work += t->days[d].work;
        spent = spent || t->days[d].spent;
    }
    if (atomic_load(&t->halted))
        report->stop =
            ipso__clock_now_s() >= t->settings->deadline_s ? IPSO_STOP_TIME : IPSO_STOP_CANCEL;
    else if (spent)
        report->stop = IPSO_STOP_WORK;
    report->outcome = report->cost == report->bound ? IPSO_OPTIMAL : IPSO_FEASIBLE;
    report->gap = (double)(report->cost - report->bound) / fmax(1, (double)report->cost);
}

static ipso_status add_slots(const team *t, ipso_plan *plan, ipso_error *err)
{
    ipso_status status = IPSO_OK;
    for (int i = 0; i < t->facts->timed_count && status == IPSO_OK; i++) {
        ipso_slot slot = t->facts->timed[i].slot;
        slot.start_min = t->start_min[i];
        status = ipso_plan_add_slot(plan, &slot, err);
    }
    for (int i = 0; i < t->facts->other_count && status == IPSO_OK; i++)
        status = ipso_plan_add_slot(plan, &t->facts->others[i], err);
    return status;
}

static ipso_status write_plan(ipso_plan **after, const team *t, const ipso_plan *before,
                              ipso_error *err)
{
    ipso_plan *plan;
    ipso_stage_report report;
    ipso_status status = ipso__plan_before(&plan, before, IPSO_STAGE_TIMES, err);
    if (status != IPSO_OK)
        return status;
    sum_up(t, &report);
    ipso__times_program_size(&report.rows, &report.columns, t->facts);
    status = add_slots(t, plan, err);
    if (status == IPSO_OK)
        status = ipso_plan_set_stage(plan, IPSO_STAGE_TIMES, &report, err);
    if (status != IPSO_OK) {
        ipso_plan_free(plan);
        return status;
    }
    *after = plan;
    return IPSO_OK;
}

ipso_status ipso__times_stage(ipso_plan **after, const ipso_plan *before,
                              const ipso__stage_settings *settings, ipso_error *err)
{
    ipso__times_facts facts;
    team t = {.facts = &facts, .settings = settings};
    ipso_status status = times_facts_of(&facts, before, err);
    if (status != IPSO_OK)
        return status;
    atomic_init(&t.next, 0);
    atomic_init(&t.halted, false);
    if (!find_days(&t) || !search_all(&t))
        status = ipso__fail_nomem(err);
    if (status == IPSO_OK)
        status = first_failure(&t, err);
    if (status == IPSO_OK)
        status = write_plan(after, &t, before, err);
    free(t.days);
    free(t.start_min);
    ipso__times_facts_finish(&facts);
    return status;
}

ipso_status ipso__times_model(struct ipso__program **program, const ipso_plan *before,
                              ipso_error *err)
{
    ipso__times_facts facts;
    ipso_status status = times_facts_of(&facts, before, err);
    if (status != IPSO_OK)
        return status;
    status = ipso__times_program(program, &facts, err);
    ipso__times_facts_finish(&facts);
    return status;
}
