/* Rules of the times stage: T1 to T3, and the measures of sessions.
 *
 * The minute at which a practitioner is free goes from appointment to appointment as a law on whole
 * minutes (Lindley 1952): free before, not before the start, plus the service of one who comes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "check/checking.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define LONGEST    1440 /* minutes at which a service is cut */
#define LAW_END    1e-9 /* expected minutes beyond, at which a law ends */
#define NEGLIGIBLE 1e-16
#define SNAP       1e-6 /* what lies so little below a half is rounded up */

/* share[m] is the probability of minute m, first <= m < end. */
typedef struct minutes {
    double *share;
    size_t capacity;
    int first, end;
} minutes;

/* What is expected of the appointments of one practitioner and day. */
typedef struct expected {
    double wait, idle, overtime;
} expected;

typedef struct walk {
    ipso__checking *checking;
    minutes free, next, service;
    ipso__check_session *day; /* the sessions of the day, those that touch as one, by start */
    int day_count;
    size_t day_capacity;
    double attending, wait, idle, overtime; /* of the whole plan */
    double late_sum, late_max;
    int sessions;
} walk;

/* ---- laws on minutes ---- */

static bool make_minutes(minutes *law, int first, int end)
{
    if (!ipso__grow(&law->share, &law->capacity, (size_t)end, sizeof *law->share))
        return false;
    for (int m = first; m < end; m++)
        law->share[m] = 0;
    law->first = first;
    law->end = end;
    return true;
}

static double mean_of(const minutes *law)
{
    double sum = 0;

    for (int m = law->first; m < law->end; m++)
        sum += m * law->share[m];
    return sum;
}

static double expected_after(const minutes *law, int minute)
{
    double sum = 0;

    for (int m = minute > law->first ? minute : law->first; m < law->end; m++)
        sum += (m - minute) * law->share[m];
    return sum;
}

/* All that is before the minute happens at it. */
static bool hold_until(minutes *law, int minute)
{
    double before = 0;

    if (law->first >= minute)
        return true;
    for (int m = law->first; m < minute && m < law->end; m++)
        before += law->share[m];
    if (law->end <= minute) {
        if (!make_minutes(law, minute, minute + 1))
            return false;
    }
    law->first = minute;
    law->share[minute] += before;
    return true;
}

static void drop_negligible(minutes *law)
{
    while (law->end - law->first > 1 && law->share[law->end - 1] < NEGLIGIBLE)
        law->end--;
    while (law->end - law->first > 1 && law->share[law->first] < NEGLIGIBLE)
        law->first++;
}

/* The service of the slot and its travel. With M(k) = E[(S - k)+], S cut at LONGEST and M(k) = 0
 * from where it is below LAW_END: k minutes with probability M(k-1) - 2 M(k) + M(k+1), 0 minutes
 * with 1 - M(0) + M(1). */
static bool find_service(walk *w, const ipso_slot *slot)
{
    double factor, before, here, beyond;
    ipso_law law = ipso_practice_service_law(w->checking->practice, slot->type, slot->practitioner,
                                             ipso__check_slot_class(w->checking, slot), &factor);
    int travel = slot->travel_min, k;

    if (!make_minutes(&w->service, travel, travel + LONGEST + 1))
        return false;
    beyond = ipso_law_overrun_min(&law, factor, LONGEST);
    here = ipso_law_mean_min(&law, factor) - beyond;
    before = here + 1;
    for (k = 0; k <= LONGEST; k++) {
        double next = ipso_law_overrun_min(&law, factor, k + 1) - beyond;
        if (k + 1 >= LONGEST || next < LAW_END)
            next = 0;
        w->service.share[travel + k] = fmax(0, before - 2 * here + next);
        before = here;
        here = next;
        if (before == 0)
            break;
    }
    w->service.end = travel + (k < LONGEST ? k : LONGEST) + 1;
    drop_negligible(&w->service);
    return true;
}

/* ---- a day ---- */

static double no_show_of(const ipso__checking *checking, const ipso_slot *slot)
{
    if (slot->use == IPSO_SLOT_FIXED && slot->fixed != IPSO_ANY)
        return ipso_practice_fixed(checking->practice, slot->fixed)->no_show;
    if (slot->use == IPSO_SLOT_BOOKED && slot->request != IPSO_ANY)
        return ipso_practice_request(checking->practice, slot->request)->no_show;
    return 0;
}

/* Adds part x the law of the sum of a and b, which are independent, to sum. */
static void add_sum(minutes *sum, const minutes *a, const minutes *b, double part)
{
    const double *restrict from = b->share;

    for (int m = a->first; m < a->end; m++) {
        double share = part * a->share[m];
        double *restrict to = &sum->share[m];
        for (int s = b->first; s < b->end; s++)
            to[s] += share * from[s];
    }
}

/* The next appointment: what it waits, and when the practitioner is free behind it; *work gets the
 * service that is expected. False when out of memory. */
static bool see(walk *w, const ipso_slot *slot, expected *day, double *work)
{
    double come = 1 - no_show_of(w->checking, slot);
    int until = w->free.end > slot->start_min ? w->free.end : slot->start_min + 1;
    minutes kept;

    day->wait += come * expected_after(&w->free, slot->start_min);
    w->attending += come;
    if (!find_service(w, slot) || !make_minutes(&w->next, w->free.first, until + w->service.end))
        return false;
    for (int m = w->free.first; m < w->free.end; m++)
        w->next.share[m] += (1 - come) * w->free.share[m];
    if (!hold_until(&w->free, slot->start_min))
        return false;
    add_sum(&w->next, &w->free, &w->service, come);
    *work += come * mean_of(&w->service);
    kept = w->free;
    w->free = w->next;
    w->next = kept;
    drop_negligible(&w->free);
    return true;
}

/* The slots first..past-1 lie in the session, or in one that touches it. */
static bool walk_session(walk *w, const ipso__check_session *session, int first, int past,
                         expected *day)
{
    double begin, late, work = 0;

    if (!hold_until(&w->free, session->start_min))
        return false;
    begin = mean_of(&w->free);
    for (int i = first; i < past; i++) {
        const ipso_slot *slot = ipso_plan_slot(w->checking->plan, i);
        if (w->checking->slot_session[i] < 0)
            continue;
        if (i == past - 1) /* all since the begin that was not work was idle */
            day->idle += slot->start_min + expected_after(&w->free, slot->start_min) - begin - work;
        if (!see(w, slot, day, &work))
            return false;
    }
    day->overtime += expected_after(&w->free, session->end_min);
    late = mean_of(&w->free) - session->end_min;
    w->late_sum += late;
    w->late_max = w->sessions == 0 || late > w->late_max ? late : w->late_max;
    w->sessions++;
    return true;
}

static int compare_sessions(const void *left, const void *right)
{
    const ipso__check_session *a = left, *b = right;

    return (a->start_min > b->start_min) - (a->start_min < b->start_min);
}

/* Sessions of the cell by start; those that touch become one. */
static bool find_day(walk *w, int cell)
{
    const ipso__checking *checking = w->checking;
    int first = checking->first_session[cell];
    int count = checking->first_session[cell + 1] - first, kept = 0;

    if (!ipso__grow(&w->day, &w->day_capacity, (size_t)count, sizeof *w->day))
        return false;
    memcpy(w->day, &checking->sessions[first], (size_t)count * sizeof *w->day);
    qsort(w->day, (size_t)count, sizeof *w->day, compare_sessions);
    for (int i = 1; i < count; i++) {
        ipso__check_session *last = &w->day[kept];
        if (w->day[i].start_min > last->end_min)
            w->day[++kept] = w->day[i];
        else if (w->day[i].end_min > last->end_min)
            last->end_min = w->day[i].end_min;
    }
    w->day_count = kept + 1;
    return true;
}

/* One past the last slot of the cell that begins before the minute, from first on. */
static int slots_until(const ipso__checking *checking, int first, int past, int minute)
{
    while (first < past && ipso_plan_slot(checking->plan, first)->start_min < minute)
        first++;
    return first;
}

/* One past the last of these slots that lies in a session. */
static int last_in_session(const ipso__checking *checking, int first, int past)
{
    while (past > first && checking->slot_session[past - 1] < 0)
        past--;
    return past;
}

static bool walk_day(walk *w, int cell, expected *day)
{
    const ipso__checking *checking = w->checking;
    int slot = checking->first_slot[cell], end = checking->first_slot[cell + 1];

    if (slot == end || checking->first_session[cell] == checking->first_session[cell + 1])
        return true;
    if (!find_day(w, cell) || !make_minutes(&w->free, 0, 1))
        return false;
    w->free.share[0] = 1;
    for (int s = 0; s < w->day_count; s++) {
        int past = slots_until(checking, slot, end, w->day[s].end_min);
        int last = last_in_session(checking, slot, past);
        if (last > slot && !walk_session(w, &w->day[s], slot, last, day))
            return false;
        slot = past;
    }
    w->wait += day->wait;
    w->idle += day->idle;
    w->overtime += day->overtime;
    return true;
}

/* ---- rules and measures ---- */

static int64_t nearest(double value)
{
    return (int64_t)floor(value + 0.5 + SNAP);
}

/* Direct wait (T1), idle (T2), overtime (T3) of a practitioner and day: each pays what it adds to
 * the rounded sum of those before it. */
static void charge(ipso__checking *checking, int practitioner, int day, const expected *found)
{
    const ipso_weights *weights = ipso_practice_weights(checking->practice);
    double wait = (double)weights->direct_wait_points * found->wait;
    double idle = wait + (double)weights->idle_points * found->idle;
    double overtime = idle + (double)weights->overtime_points * found->overtime;
    ipso__check_words where = ipso__check_pointer("practitioners", practitioner);
    const char *name = ipso__check_say_name(checking, practitioner);
    ipso__check_words date = ipso__check_say_day(checking, day);

    ipso__check_pay(checking, IPSO_RULE_DIRECT_WAIT, nearest(found->wait), nearest(wait),
                    where.text, "patients of %s on %s are expected to wait %.1f min in all", name,
                    date.text, found->wait);
    ipso__check_pay(checking, IPSO_RULE_IDLE, nearest(found->idle), nearest(idle) - nearest(wait),
                    where.text, "%s is expected to be without a patient for %.1f min on %s", name,
                    found->idle, date.text);
    ipso__check_pay(checking, IPSO_RULE_OVERTIME, nearest(found->overtime),
                    nearest(overtime) - nearest(idle), where.text,
                    "%s is expected to work %.1f min after the end of sessions on %s", name,
                    found->overtime, date.text);
}

/* To the millionth of a minute: the same on every machine. */
static double snapped(double value)
{
    return floor(value * 1e6 + 0.5) / 1e6;
}

static void measure(const walk *w, ipso_measures *measures)
{
    bool any = w->sessions > 0;

    measures->direct_wait_min = w->attending > 0 ? snapped(w->wait / w->attending) : NAN;
    measures->idle_min = snapped(w->idle);
    measures->overtime_min = snapped(w->overtime);
    measures->session_late_mean_min = any ? snapped(w->late_sum / w->sessions) : NAN;
    measures->session_late_max_min = any ? snapped(w->late_max) : NAN;
}

void ipso__check_times(ipso__checking *checking)
{
    walk w = {.checking = checking};
    bool ok = true;

    for (int p = 0; p < checking->practitioners; p++) {
        for (int t = 0; t < checking->days && ok; t++) {
            expected day = {0};
            ok = walk_day(&w, ipso__check_cell(checking, p, t), &day);
            if (ok && checking->last_stage >= IPSO_STAGE_TIMES)
                charge(checking, p, t, &day);
        }
    }
    measure(&w, &checking->report->measures);
    checking->failed = checking->failed || !ok;
    free(w.free.share);
    free(w.next.share);
    free(w.service.share);
    free(w.day);
}
