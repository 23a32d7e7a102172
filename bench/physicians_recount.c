/* Recounts a physician roster.
 *
 * A station marked common is not counted in changes of station, and its shifts 1 and 2 are wanted
 * each for itself. It belongs to a department all the same.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "physicians_recount.h"

#include <stdio.h>

#define MOST_RUN_DAYS 6 /* where the horizon has a week or more */
#define LONG_SHIFT    2

typedef struct counter {
    const physicians *instance;
    const physicians_work *roster;
    physicians_count *count;
} counter;

static void broken(const counter *c, const char *rule, int who, int when)
{
    if (c->count->broken++ == 0)
        snprintf(c->count->first, sizeof c->count->first, "%s (%d, day %d)", rule, who, when + 1);
}

static const physicians_work *work_of(const counter *c, int p, int t)
{
    return &c->roster[(size_t)p * (size_t)c->instance->days + (size_t)t];
}

/* Department of a station; 0 for none. */
static int department_of(const counter *c, int station)
{
    return station > 0 ? c->instance->station_department[station] : 0;
}

/* ---- a person ---- */

static void count_days(const counter *c, int p)
{
    const physicians *n = c->instance;
    int before = n->last_shift[p];
    for (int t = 0; t < n->days; t++) {
        const physicians_work *work = work_of(c, p, t);
        if (work->shift > 0) {
            int price = physicians_preference(n, p, work->station, work->skill);
            c->count->preference += price;
            if (price == 4)
                broken(c, "a station or skill that is barred", p + 1, t);
            if (n->day_off[(size_t)p * (size_t)n->days + (size_t)t])
                broken(c, "a forbidden day", p + 1, t);
            if (n->barred[(size_t)before * (size_t)(n->shifts + 1) + (size_t)work->shift])
                broken(c, "a forbidden sequence", p + 1, t);
        }
        before = work->shift;
    }
}

static void count_hours(const counter *c, int p)
{
    const physicians *n = c->instance;
    for (int first = 0; first + 7 <= n->days; first += 7) {
        int hours = 0;
        for (int t = first; t < first + 7; t++) {
            int shift = work_of(c, p, t)->shift;
            hours += shift > 0 ? n->shift_hours[shift] : 0;
        }
        if (hours > n->week_hours[p])
            broken(c, "too many hours in a week", p + 1, first);
    }
}

/* Each day that makes a run longer than the most there may be. */
static void count_runs(const counter *c, int p)
{
    const physicians *n = c->instance;
    int run = n->run_days[p];
    for (int t = 0; t < n->days && n->days >= 7; t++) {
        run = work_of(c, p, t)->shift > 0 ? run + 1 : 0;
        if (run > MOST_RUN_DAYS)
            broken(c, "too many days in a row", p + 1, t);
    }
}

/* Whether p is in a department on some day from first on; day -1 is the last station before the
 * horizon, and department 0 is being nowhere. */
static bool is_in(const counter *c, int p, int department, int first)
{
    for (int t = first; t < c->instance->days; t++) {
        int station = t < 0 ? c->instance->last_station[p] : work_of(c, p, t)->station;
        if (department_of(c, station) == department)
            return true;
    }
    return false;
}

/* One department, that of the last station before the horizon counted. The published model counts
 * days off as a department of their own and allows two in all, so that who works on every day may
 * work in two; the published optima of instances 03 and 13 (1505 and 3475, which would be 1515 and
 * 3530) have such people. */
static void count_departments(const counter *c, int p)
{
    int departments = 0;
    for (int d = 0; d <= c->instance->departments; d++)
        departments += is_in(c, p, d, -1);
    if (departments > 2)
        broken(c, "a second department", p + 1, 0);
}

/* Activity, risk, and changes from one station that is not common to the next. */
static void count_person(const counter *c, int p)
{
    const physicians *n = c->instance;
    int last = n->station_common[n->last_station[p]] ? 0 : n->last_station[p];
    bool works = false;
    for (int t = 0; t < n->days; t++) {
        int station = work_of(c, p, t)->station;
        works |= station > 0;
        if (station == 0 || n->station_common[station])
            continue;
        c->count->changes += last > 0 && station != last;
        last = station;
    }
    c->count->people += works;
    if (works && n->at_risk[p])
        c->count->risk += department_of(c, last);
    if (!works && n->must_work[p])
        broken(c, "who must work does not", p + 1, 0);
}

/* ---- demand ---- */

/* People at the station with the skill on shifts first..last. */
static int heads(const counter *c, int station, int first, int last, int day, int skill)
{
    int sum = 0;
    for (int p = 0; p < c->instance->people; p++) {
        const physicians_work *work = work_of(c, p, day);
        sum += work->station == station && work->skill == skill && first <= work->shift &&
               work->shift <= last;
    }
    return sum;
}

/* At stations that are not common the long shift covers the short one: both together are wanted. */
static void count_demand(const counter *c, int station, int day, int skill)
{
    const physicians *n = c->instance;
    int first = 1;
    if (!n->station_common[station]) {
        if (heads(c, station, 1, LONG_SHIFT, day, skill) !=
            physicians_demand(n, station, 1, day, skill))
            broken(c, "demand of a station", station, day);
        first = LONG_SHIFT + 1;
    }
    for (int k = first; k <= n->shifts; k++) {
        if (heads(c, station, k, k, day, skill) != physicians_demand(n, station, k, day, skill))
            broken(c, "demand of a station", station, day);
    }
}

static void count_sum(const counter *c, int i, int day)
{
    const physicians *n = c->instance;
    int sum = 0;
    for (int p = 0; p < n->people; p++) {
        const physicians_work *work = work_of(c, p, day);
        sum += work->shift == LONG_SHIFT && !n->station_common[work->station] &&
               n->station_department[work->station] == n->sum_department[i] &&
               n->sum_skill[(size_t)i * (size_t)(n->skills + 1) + (size_t)work->skill];
    }
    if (sum != n->sum_demand[(size_t)i * (size_t)n->days + (size_t)day])
        broken(c, "long shifts of a department", i + 1, day);
}

void physicians_recount(physicians_count *count, const physicians *n, const physicians_work *roster)
{
    const counter c = {n, roster, count};
    *count = (physicians_count){.broken = 0};
    for (int p = 0; p < n->people; p++) {
        count_days(&c, p);
        count_hours(&c, p);
        count_runs(&c, p);
        count_departments(&c, p);
        count_person(&c, p);
    }
    for (int t = 0; t < n->days; t++) {
        for (int station = 1; station <= n->stations; station++) {
            for (int skill = 1; skill <= n->skills; skill++)
                count_demand(&c, station, t, skill);
        }
        for (int i = 0; i < n->sums; i++)
            count_sum(&c, i, t);
    }
    count->people *= n->person_weight;
    count->preference *= n->preference_weight;
    count->risk *= n->risk_weight;
    count->changes *= n->station_weight;
    count->objective = count->people + count->preference + count->risk + count->changes;
}
