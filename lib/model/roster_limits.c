/* What a practitioner works in a week or the horizon: R7, R8, R9, R12 and R13.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/roster_build.h"

#include <math.h>
#include <stdio.h>

/* ---- the minimum as it applies ---- */

bool ipso__roster_week_has_history(const ipso__roster *roster, int week)
{
    return week == 0 && ipso_date_weekday(ipso_practice_horizon(roster->practice)->first_day) != 0;
}

static int days_without_leave(const ipso__roster *roster, int p, int first, int end)
{
    int days = 0;
    for (int t = first; t < end; t++)
        days += roster->leave[p * roster->days + t] == 0;
    return days;
}

int64_t ipso__roster_week_min(const ipso__roster *roster, int p, int week, int minimum, int history)
{
    int64_t days =
        days_without_leave(roster, p, roster->week_start[week], roster->week_start[week + 1]);
    if (history > 0 && ipso__roster_week_has_history(roster, week))
        days += ipso_date_weekday(ipso_practice_horizon(roster->practice)->first_day);
    return minimum * days / 7;
}

int64_t ipso__roster_horizon_min(const ipso__roster *roster, int p, int minimum)
{
    int64_t days = days_without_leave(roster, p, 0, roster->days);
    return minimum * days / roster->days;
}

/* ---- rows of a limit ---- */

static double divisor_of_terms(const ipso__builder *b)
{
    int64_t divisor = 0;
    for (size_t i = 0; i < b->term_count; i++) {
        int64_t value = (int64_t)b->terms[i].value;
        while (value != 0) {
            int64_t rest = divisor % value;
            divisor = value;
            value = rest;
        }
    }
    return divisor > 1 ? (double)divisor : 1;
}

/* Ends the row of the terms put, as two rows when the bounds, rounded, leave nothing between them:
 * a program has no row with crossed bounds. */
static void end_range(ipso__builder *b, double lower, double upper, const char *rule,
                      const char *what)
{
    size_t count = b->term_count;
    if (lower <= upper) {
        ipso__end_row(b, lower, upper, "%s(%s)", rule, what);
        return;
    }
    ipso__end_row(b, lower, INFINITY, "%s(%s)", rule, what);
    b->term_count = count;
    ipso__end_row(b, -INFINITY, upper, "%s(%s,most)", rule, what);
}

/* A limit on the sum of the terms put (R7 to R9, R12, R13), history moved to the right:
 *
 *     minimum - history  <=  sum  +  under  -  over  <=  maximum - history
 *
 * under, over  units outside, priced; absent when hard. The terms of a hard row are divided by
 * their common divisor and its bounds rounded inward. */
static void end_limit(ipso__builder *b, int64_t minimum, int64_t maximum, int64_t history,
                      int64_t points, const char *rule, const char *what)
{
    double divisor = points == IPSO_HARD ? divisor_of_terms(b) : 1;
    double lower = minimum > history ? (double)(minimum - history) : -INFINITY;
    double upper = maximum < IPSO_NO_MAX ? (double)(maximum - history) : INFINITY;
    double most = 0;
    for (size_t i = 0; i < b->term_count; i++) {
        most += b->terms[i].value;
        b->terms[i].value /= divisor;
    }
    if (upper >= most)
        upper = INFINITY;
    if (lower > -INFINITY)
        ipso__put(b, ipso__slack_if_priced(b, points, lower, "under-%s(%s)", rule, what), 1);
    if (upper < INFINITY)
        ipso__put(b, ipso__slack_if_priced(b, points, INFINITY, "over-%s(%s)", rule, what), -1);
    end_range(b, ceil(lower / divisor), floor(upper / divisor), rule, what);
}

static bool limit_counts(const ipso__builder *b, const ipso_limit *limit)
{
    return ipso__price_counts(b, limit->points) && (limit->min > 0 || limit->max < IPSO_NO_MAX);
}

static void put_minutes(ipso__builder *b, int p, int first, int end)
{
    const ipso__roster *r = b->roster;
    for (int t = first; t < end; t++) {
        for (int o = r->first[p * r->days + t]; o < r->first[p * r->days + t + 1]; o++)
            ipso__put(b, o, r->options[o].work_min);
    }
}

static void put_days(ipso__builder *b, int p, int first, int end)
{
    for (int t = first; t < end; t++)
        ipso__put(b, b->work[p * b->roster->days + t], 1);
}

/* Week-minutes (R7) and week-days (R9), for p and week w:
 *
 *     min[w]  <=  history  +  sum over t in w, k of minutes[k] duty[p,t,k]  <=  max
 *     min[w]  <=  history  +  sum over t in w of work[p,t]  <=  max
 *
 * min[w] is floor(min x available days / 7). */
static void build_week(ipso__builder *b, int p, int week)
{
    const ipso__roster *r = b->roster;
    const ipso_practitioner *person = ipso_practice_practitioner(b->practice, p);
    const ipso_limit *minutes = &person->rules.week_minutes, *days = &person->rules.week_days;
    int first = r->week_start[week], end = r->week_start[week + 1];
    bool history = ipso__roster_week_has_history(r, week);
    char what[128];
    snprintf(what, sizeof what, "%s,%s", person->id, r->date[first]);
    if (limit_counts(b, minutes)) {
        ipso__begin_group(b, ipso__where(b, "/practitioners/%d/rules/week_minutes", p),
                          "minutes per week of %s", ipso__name_of(b, p));
        put_minutes(b, p, first, end);
        end_limit(b, ipso__roster_week_min(r, p, week, minutes->min, person->history.week_minutes),
                  minutes->max, history ? person->history.week_minutes : 0, minutes->points,
                  "week-minutes", what);
    }
    if (limit_counts(b, days)) {
        ipso__begin_group(b, ipso__where(b, "/practitioners/%d/rules/week_days", p),
                          "days per week of %s", ipso__name_of(b, p));
        put_days(b, p, first, end);
        end_limit(b, ipso__roster_week_min(r, p, week, days->min, person->history.week_days),
                  days->max, history ? person->history.week_days : 0, days->points, "week-days",
                  what);
    }
    ipso__end_group(b);
}

/* Horizon-minutes (R8), for p:
 *
 *     floor(min x days without leave / days)  <=  sum over t, k of minutes[k] duty[p,t,k]  <=  max
 */
static void build_horizon(ipso__builder *b, int p)
{
    const ipso_limit *limit = &ipso_practice_practitioner(b->practice, p)->rules.horizon_minutes;
    if (!limit_counts(b, limit))
        return;
    ipso__begin_group(b, ipso__where(b, "/practitioners/%d/rules/horizon_minutes", p),
                      "minutes over the horizon of %s", ipso__name_of(b, p));
    put_minutes(b, p, 0, b->roster->days);
    end_limit(b, ipso__roster_horizon_min(b->roster, p, limit->min), limit->max, 0, limit->points,
              "horizon-minutes", ipso__id_of(b, p));
    ipso__end_group(b);
}

/* ---- weekends (R12) ---- */

/* Puts what tells whether the weekend of the Saturday or first Sunday t is worked. */
static void put_weekend(ipso__builder *b, int p, int t, bool two_days)
{
    int saturday = b->work[p * b->roster->days + t];
    int sunday = two_days ? b->work[p * b->roster->days + t + 1] : -1;
    size_t before = b->term_count;
    ipso__term kept[IPSO_MAX_DAYS];
    if (saturday < 0 || sunday < 0) {
        ipso__put(b, saturday >= 0 ? saturday : sunday, 1);
        return;
    }
    for (size_t i = 0; i < before; i++)
        kept[i] = b->terms[i];
    b->term_count = 0;
    ipso__put(b, saturday, 1);
    ipso__put(b, sunday, 1);
    int weekend =
        ipso__any_column(b, false, "weekend(%s,%s)", ipso__id_of(b, p), b->roster->date[t]);
    for (size_t i = 0; i < before; i++)
        ipso__put(b, kept[i].column, kept[i].value);
    ipso__put(b, weekend, 1);
}

/* Weekends (R12), for p:
 *
 *     weekend[p,w]  >=  work[p, Saturday of w]
 *     weekend[p,w]  >=  work[p, Sunday of w]
 *     sum over w of weekend[p,w]  -  over  <=  max
 *
 * weekend[p,w]  binary: p works on the weekend w; work itself where it has one day. A weekend that
 * history says is worked counts 1. */
static void build_weekends(ipso__builder *b, int p)
{
    const ipso__roster *r = b->roster;
    const ipso_practitioner *person = ipso_practice_practitioner(b->practice, p);
    const ipso_limit *limit = &person->rules.weekends;
    ipso_date first = ipso_practice_horizon(b->practice)->first_day;
    bool worked = person->history.weekend_worked && ipso_date_weekday(first) == 6;
    if (!ipso__price_counts(b, limit->points) || limit->max == IPSO_NO_MAX)
        return;
    ipso__begin_group(b, ipso__where(b, "/practitioners/%d/rules/weekends", p),
                      "weekends of %s, at most %d", ipso__name_of(b, p), limit->max);
    for (int t = worked ? 1 : 0; t < r->days && !b->failed; t++) {
        int weekday = ipso_date_weekday(first + t);
        if (weekday == 5 || (weekday == 6 && t == 0))
            put_weekend(b, p, t, weekday == 5 && t + 1 < r->days);
    }
    end_limit(b, 0, limit->max, worked ? 1 : 0, limit->points, "weekends", person->id);
    ipso__end_group(b);
}

/* ---- kind-limit (R13) ---- */

static void put_kind(ipso__builder *b, int p, int first, int end, int kind)
{
    const ipso__roster *r = b->roster;
    for (int t = first; t < end; t++) {
        for (int o = r->first[p * r->days + t]; o < r->first[p * r->days + t + 1]; o++) {
            if (r->options[o].kind == kind)
                ipso__put(b, o, 1);
        }
    }
}

/* Kind-limit (R13), for rule i, p of its who and each week w (or the horizon):
 *
 *     sum over t in w, k of the kind of duty[p,t,k]  -  over  <=  max */
static void build_kind_limit(ipso__builder *b, int index)
{
    const ipso__roster *r = b->roster;
    const ipso_kind_limit *limit = ipso_practice_kind_limit(b->practice, index);
    int kind = ipso__roster_kind(r, limit->kind);
    ipso__begin_group(b, ipso__where(b, "/kind_limits/%d", index), "at most %d duties of kind '%s'",
                      limit->max, limit->kind);
    for (int p = 0; p < r->people; p++) {
        if (!ipso_practice_who_matches(b->practice, &limit->who, p))
            continue;
        for (int w = 0; w < (limit->per_week ? r->weeks : 1); w++) {
            int first = limit->per_week ? r->week_start[w] : 0;
            char what[128];
            snprintf(what, sizeof what, "%d,%s,%s", index, ipso__id_of(b, p), r->date[first]);
            put_kind(b, p, first, limit->per_week ? r->week_start[w + 1] : r->days, kind);
            end_limit(b, 0, limit->max, 0, limit->points, "kind-limit", what);
        }
    }
    ipso__end_group(b);
}

void ipso__build_limits(ipso__builder *b)
{
    for (int p = 0; p < b->roster->people && !b->failed; p++) {
        for (int w = 0; w < b->roster->weeks; w++)
            build_week(b, p, w);
        build_horizon(b, p);
        build_weekends(b, p);
    }
    for (int i = 0; i < ipso_practice_kind_limit_count(b->practice) && !b->failed; i++) {
        if (ipso__price_counts(b, ipso_practice_kind_limit(b->practice, i)->points))
            build_kind_limit(b, i);
    }
}
