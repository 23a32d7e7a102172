/* Recounts a roster of a staff rostering instance.
 *
 * A person is taken to have worked, or rested, as long as it suits before day 0 and after the last
 * day: the run that holds day 0 and the run that holds the last day are never too short.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "nrp_recount.h"

#include <stdio.h>

/* One person's roster. */
typedef struct view {
    const nrp_instance *instance;
    const nrp_person *person;
    const bool *off;  /* days on which the person cannot work */
    const int *most;  /* by shift */
    const int *shift; /* by day */
    nrp_count *count;
} view;

static void broken(const view *v, const char *rule, int64_t value, int64_t bound)
{
    if (v->count->broken++ == 0)
        snprintf(v->count->first, sizeof v->count->first, "%.60s: %s: %lld against %lld",
                 v->person->id, rule, (long long)value, (long long)bound);
}

static bool works(const view *v, int day)
{
    return day >= 0 && day < v->instance->days && v->shift[day] != NRP_OFF;
}

static void count_days(const view *v)
{
    const nrp_instance *n = v->instance;
    for (int t = 0; t < n->days; t++) {
        if (works(v, t) && v->off[t])
            broken(v, "works on a day off", t, 0);
        if (works(v, t) && works(v, t + 1) &&
            n->barred[(size_t)v->shift[t] * (size_t)n->shift_count + (size_t)v->shift[t + 1]])
            broken(v, "a shift follows that may not, day", t + 1, 0);
    }
}

static void count_totals(const view *v)
{
    const nrp_instance *n = v->instance;
    int64_t minutes = 0;
    for (int k = 0; k < n->shift_count; k++) {
        int times = 0;
        for (int t = 0; t < n->days; t++)
            times += v->shift[t] == k;
        if (times > v->most[k])
            broken(v, "shifts of one kind", times, v->most[k]);
        minutes += (int64_t)times * n->shifts[k].minutes;
    }
    if (minutes > v->person->max_minutes)
        broken(v, "too many minutes", minutes, v->person->max_minutes);
    if (minutes < v->person->min_minutes)
        broken(v, "too few minutes", minutes, v->person->min_minutes);
}

/* The days first..end-1 are a run, of days worked or of days off. */
static void count_run(const view *v, bool worked, int first, int end)
{
    int length = end - first;
    bool whole = first > 0 && end < v->instance->days;
    if (worked && length > v->person->max_run)
        broken(v, "shifts in a row, too many", length, v->person->max_run);
    if (worked && whole && length < v->person->min_run)
        broken(v, "shifts in a row, too few", length, v->person->min_run);
    if (!worked && whole && length < v->person->min_off)
        broken(v, "days off in a row, too few", length, v->person->min_off);
}

static void count_runs(const view *v)
{
    int first = 0;
    for (int t = 1; t <= v->instance->days; t++) {
        if (t < v->instance->days && works(v, t) == works(v, first))
            continue;
        count_run(v, works(v, first), first, t);
        first = t;
    }
}

static void count_weekends(const view *v)
{
    int weekends = 0;
    for (int saturday = 5; saturday < v->instance->days; saturday += 7)
        weekends += works(v, saturday) || works(v, saturday + 1);
    if (weekends > v->person->max_weekends)
        broken(v, "weekends", weekends, v->person->max_weekends);
}

static void count_requests(nrp_count *count, const nrp_instance *n, const int *roster)
{
    for (size_t i = 0; i < n->request_count; i++) {
        const nrp_request *request = &n->requests[i];
        size_t at = (size_t)request->person * (size_t)n->days + (size_t)request->day;
        if ((roster[at] == request->shift) != request->on)
            count->requests += request->price;
    }
}

static void count_cover(nrp_count *count, const nrp_instance *n, const int *roster)
{
    for (size_t i = 0; i < n->cover_count; i++) {
        const nrp_cover *cover = &n->covers[i];
        int heads = 0;
        for (int p = 0; p < n->person_count; p++)
            heads += roster[(size_t)p * (size_t)n->days + (size_t)cover->day] == cover->shift;
        if (heads < cover->wanted)
            count->cover += (int64_t)(cover->wanted - heads) * cover->short_price;
        else
            count->cover += (int64_t)(heads - cover->wanted) * cover->over_price;
    }
}

void nrp_recount(nrp_count *count, const nrp_instance *n, const int *roster)
{
    *count = (nrp_count){.broken = 0};
    for (int p = 0; p < n->person_count; p++) {
        size_t days = (size_t)p * (size_t)n->days;
        view v = {.instance = n,
                  .person = &n->people[p],
                  .off = &n->days_off[days],
                  .most = &n->most[(size_t)p * (size_t)n->shift_count],
                  .shift = &roster[days],
                  .count = count};
        count_days(&v);
        count_totals(&v);
        count_runs(&v);
        count_weekends(&v);
    }
    count_requests(count, n, roster);
    count_cover(count, n, roster);
    count->objective = count->requests + count->cover;
}
