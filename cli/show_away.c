/* Time on duty without ordinary appointments: breaks, meetings, phone and mail.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "show.h"

/* The search for the next one: of all that are offered, the first after another. */
typedef struct away_search {
    show_away after, best;
    int order; /* of the one on offer */
    bool found;
} away_search;

static bool comes_before(const show_away *a, const show_away *b)
{
    return a->start_min != b->start_min ? a->start_min < b->start_min : a->order < b->order;
}

static void offer(away_search *search, int start_min, int end_min, const char *name)
{
    show_away away = {start_min, end_min, search->order++, name};

    if (start_min >= end_min || !comes_before(&search->after, &away))
        return;
    if (!search->found || comes_before(&away, &search->best))
        search->best = away;
    search->found = true;
}

static int larger(int a, int b)
{
    return a > b ? a : b;
}

static int smaller(int a, int b)
{
    return a < b ? a : b;
}

static void offer_protected(away_search *search, const ipso_duty *duty, const ipso_protected *time)
{
    int start = duty->start_min, end = duty->end_min;

    if (time->end_min > time->start_min) {
        offer(search, larger(start, time->start_min), smaller(end, time->end_min), time->name);
        return;
    }
    offer(search, start, smaller(end, start + time->minutes_at_start), time->name);
    offer(search, larger(start, end - time->minutes_at_end), end, time->name);
}

static void offer_duty(away_search *search, const ipso_practice *practice, int person, int day,
                       const ipso_duty *duty)
{
    for (size_t i = 0; i < duty->break_count; i++)
        offer(search, duty->breaks[i].start_min, duty->breaks[i].end_min, "break");
    for (int i = 0; i < ipso_practice_protected_count(practice); i++) {
        const ipso_protected *time = ipso_practice_protected(practice, i);

        if ((time->site == IPSO_ANY || time->site == duty->site) &&
            ipso_practice_who_matches(practice, &time->who, person) &&
            ipso_practice_day_matches(practice, &time->days, day))
            offer_protected(search, duty, time);
    }
}

bool show_next_away(const ipso_plan *plan, int person, int day, show_away *away)
{
    const ipso_practice *practice = ipso_plan_practice(plan);
    away_search search = {.after = *away};

    for (int i = 0; i < ipso_plan_assignment_count(plan); i++) {
        const ipso_assignment *work = ipso_plan_assignment(plan, i);

        if (work->practitioner == person && work->day == day)
            offer_duty(&search, practice, person, day, ipso_practice_duty(practice, work->duty));
    }
    if (search.found)
        *away = search.best;
    return search.found;
}
