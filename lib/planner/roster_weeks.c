/* Long horizons, week by week.
 *
 * The weeks of a long horizon have little in common but fair turns, so that both sides of the
 * search take them apart:
 *
 * 1. each week alone is bounded by the root of its column generation, then all together, joined by
 *    rows for fair turns and the limits over weeks (roster_apart.c, roster_weeks_bound.c);
 * 2. weeks are solved one after the other, first against what the LP expects of the others, then
 *    against the others as they are (roster_weeks_windows.c), two at a time.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "planner/roster_weeks.h"

#include "base/error.h"

#include <math.h>
#include <stdlib.h>

#define FIRST_WORK  60000000 /* of a window */
#define START_WORK  3000000  /* of the first roster, for each week */
#define GROWTH      1.15
#define BOUND_SHARE 0.4 /* of all work */
#define JOIN_SHARE  0.3 /* of the limits, after which the windows begin */
#define NO_LIMIT    3   /* rounds where nothing else ends them */
#define MOST_BARREN 6   /* rounds without a gain after which there is nothing more to be had */

/* Of the bound, by so many passes: the windows begin when they gain less. */
#define QUICK_GAIN 0.0004
enum { PASSES = 4 };

static bool goes_on(ipso__weeks *w)
{
    ipso__roster_search *s = w->search;
    return !ipso__search_over(s) && ipso__search_used(s) < w->share;
}

/* A roster at once, for limits that end all else. */
static void find_first(ipso__weeks *w)
{
    ipso__columns_run run = {
        .share = w->share, .most = (int64_t)START_WORK * w->count, .until = IPSO__UNTIL_START};
    if (!w->search->found)
        ipso__search_columns_run(w->search, &run);
}

/* Joins many weeks by prices, as far as the windows need to know of the turns. */
static bool find_prices(ipso__weeks *w)
{
    double likely[IPSO__WEEKS_RULES];
    bool done = false;
    ipso__weeks_count_likely(w, &w->lps[0].columns, likely);
    bool ok = ipso__weeks_price_begin(w, likely), gains = true;
    while (ok && !done && gains && ipso__search_used(w->search) < JOIN_SHARE) {
        double before = w->search->bound;
        for (int i = 0; i < PASSES && ok && !done; i++)
            ok = ipso__weeks_price(w, &done);
        gains = w->search->bound - before > QUICK_GAIN * fabs(before);
    }
    return ok && ipso__weeks_price_guide(w);
}

/* Bounds all weeks together, as far as the windows need to know of the turns. */
static bool find_turns(ipso__weeks *w)
{
    enum { STEPS = 2 };
    bool ok = true, done = false;
    if (w->count > w->joined)
        return find_prices(w);
    for (int i = 0; i < STEPS && ok && !done && ipso__search_used(w->search) < JOIN_SHARE; i++)
        ok = ipso__weeks_join(w, &done);
    return ok;
}

/* And further, where that has taken no more than its share of the work so far. */
static bool raise_bound(ipso__weeks *w)
{
    bool done = false;
    if (!goes_on(w) || (double)w->bound_work > BOUND_SHARE * (double)w->search->work)
        return true;
    if (w->count <= w->joined)
        return ipso__weeks_join(w, &done);
    bool ok = true;
    while (ok && !done && goes_on(w) &&
           (double)w->bound_work <= BOUND_SHARE * (double)w->search->work)
        ok = ipso__weeks_price(w, &done);
    return ok;
}

/* One window for each week, two at a time: the weeks of both halves of the horizon. */
static bool run_round(ipso__weeks *w)
{
    int half = (w->count + 1) / 2;
    bool ok = w->value == INFINITY || ipso__weeks_make_columns(w, w->taken);
    for (int i = 0; i < half && ok && goes_on(w); i++) {
        int weeks[2] = {i, half + i};
        ok = ipso__weeks_improve(w, weeks, weeks[1] < w->count ? 2 : 1);
    }
    w->round++;
    w->work *= GROWTH;
    return ok;
}

static bool has_limit(const ipso__weeks *w)
{
    const ipso__stage_settings *settings = w->search->settings;
    return settings->work_limit > 0 || settings->deadline_s < INFINITY;
}

void ipso__weeks_search(ipso__weeks *w)
{
    ipso__roster_search *s = w->search;
    int barren = 0, most = has_limit(w) ? MOST_BARREN : 1;
    find_first(w);
    if (!goes_on(w) || !ipso__weeks_begin(w) || !find_turns(w))
        return;
    ipso__weeks_expect(w);
    if (s->status != IPSO_OK)
        return;
    w->work = FIRST_WORK;
    if (s->settings->work_limit > 0)
        w->work =
            fmin(w->work, (double)s->settings->work_limit / (2.0 * IPSO__ROSTER_UNITS * w->count));
    while (goes_on(w) && barren < most && (has_limit(w) || w->round < NO_LIMIT)) {
        double before = s->found ? s->cost : INFINITY;
        if (!run_round(w) || !raise_bound(w))
            return;
        barren = s->found && s->cost < before ? 0 : barren + 1;
    }
}

void ipso__weeks_init(ipso__weeks *w, ipso__roster_search *s, double share, int joined)
{
    *w = (ipso__weeks){.search = s,
                       .share = share,
                       .people = s->roster->people,
                       .count = s->roster->weeks,
                       .joined = joined,
                       .value = INFINITY,
                       .rules = ipso_practice_fair_count(s->roster->practice)};
}

void ipso__weeks_finish(ipso__weeks *w)
{
    if (w->has_lp) {
        ipso__roster_apart_finish(&w->apart);
        ipso__roster_columns_finish(&w->lp_columns);
    }
    if (w->has_columns)
        ipso__roster_columns_finish(&w->columns);
    ipso__weeks_finish_boxes(w);
    ipso__arena_finish(&w->arena);
}

void ipso__search_weeks(ipso__roster_search *s, double share)
{
    ipso__weeks w;
    if (s->roster->weeks < 2 || !ipso__search_has_turns(s) || ipso__search_over(s))
        return;
    ipso__weeks_init(&w, s, share, IPSO__WEEKS_JOINED);
    ipso__weeks_search(&w);
    if (s->found && s->bound > s->cost)
        s->bound = s->cost;
    ipso__weeks_finish(&w);
}
