/* The search for a roster: limits, and solves within them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "planner/roster_search.h"

#include "base/clock.h"

#include <math.h>
#include <string.h>

/* Units of planner.h for one unit of solver work, per row: an iteration takes about a tenth of a
 * microsecond per row. */
#define UNITS_PER_ROW 10

static double gap_of(const ipso__roster_search *s)
{
    if (!s->found || s->bound == -INFINITY)
        return INFINITY;
    return (s->cost - s->bound) / fmax(1, fabs(s->cost));
}

static void stop(ipso__roster_search *s, ipso_stop reason)
{
    if (!s->stopped)
        s->stop = reason;
    s->stopped = true;
}

int ipso__search_tell(ipso__roster_search *s, double cost, double bound, int64_t work)
{
    ipso_progress progress = {.stage = IPSO_STAGE_ROSTER, .work = work};
    if (s->settings->progress == NULL)
        return 0;
    progress.has_plan = cost < INFINITY;
    progress.has_bound = bound > -INFINITY;
    progress.cost = progress.has_plan ? cost : 0;
    progress.bound = progress.has_bound ? bound : 0;
    if (progress.has_plan && progress.has_bound)
        progress.gap = (cost - bound) / fmax(1, fabs(cost));
    if (s->settings->progress(s->settings->progress_user, &progress) != 0)
        stop(s, IPSO_STOP_CANCEL);
    return s->stopped;
}

bool ipso__search_over(ipso__roster_search *s)
{
    const ipso__stage_settings *settings = s->settings;
    if (s->status != IPSO_OK || s->stopped)
        return true;
    if (s->infeasible || gap_of(s) <= settings->gap) {
        stop(s, s->infeasible || s->cost <= s->bound ? IPSO_STOP_DONE : IPSO_STOP_GAP);
        return true;
    }
    if (settings->work_limit > 0 && s->work >= settings->work_limit)
        stop(s, IPSO_STOP_WORK);
    else if (ipso__clock_now_s() >= settings->deadline_s)
        stop(s, IPSO_STOP_TIME);
    return s->stopped;
}

double ipso__search_used(const ipso__roster_search *s)
{
    double used = 0;
    if (s->settings->work_limit > 0)
        used = (double)s->work / (double)s->settings->work_limit;
    if (s->settings->deadline_s < INFINITY) {
        double now = ipso__clock_now_s();
        double whole = s->settings->deadline_s - s->begin_s;
        used = fmax(used, whole > 0 ? (now - s->begin_s) / whole : 1);
    }
    return fmin(used, 1);
}

void ipso__search_improve(ipso__roster_search *s, const double *x, double cost)
{
    if (s->found && cost > s->cost)
        return;
    memcpy(s->x, x, (size_t)ipso__program_column_count(s->program->program) * sizeof *x);
    s->found = true;
    s->cost = cost;
}

/* The hook of a solve. */
typedef struct listener {
    ipso__roster_search *search;
    int64_t unit;
    bool whole;
} listener;

static int listen(void *user, double best, double bound, int64_t work)
{
    listener *l = user;
    ipso__roster_search *s = l->search;
    double cost = s->found ? s->cost : INFINITY;
    if (l->whole) {
        cost = fmin(cost, best);
        bound = fmax(bound, s->bound);
    } else {
        bound = s->bound;
    }
    return ipso__search_tell(s, cost, bound, s->work + work * l->unit);
}

static int64_t unit_of(const ipso__program *program)
{
    return UNITS_PER_ROW * (50 + (int64_t)ipso__program_row_count(program));
}

static void set_limits(ipso__roster_search *s, ipso__solve_settings *settings, int64_t unit,
                       int64_t most, double share)
{
    double now = ipso__clock_now_s();
    settings->work_limit = most;
    if (s->settings->work_limit > 0) {
        double left = share * (double)s->settings->work_limit - (double)s->work;
        int64_t units = left > 0 ? (int64_t)(left / (double)unit) + 1 : 1;
        if (most == 0 || units < most)
            settings->work_limit = units;
    }
    if (s->settings->deadline_s < INFINITY)
        settings->time_limit_s =
            fmax(0.001, s->begin_s + share * (s->settings->deadline_s - s->begin_s) - now);
    else
        settings->time_limit_s = INFINITY;
}

bool ipso__search_solve(ipso__roster_search *s, ipso__solve_result *result,
                        const ipso__program *program, const double *start, int64_t most,
                        double share, bool whole, bool relax)
{
    int64_t unit = unit_of(program);
    listener l = {s, unit, whole};
    ipso__solve_settings settings;
    *result = (ipso__solve_result){0};
    if (ipso__search_over(s))
        return false;
    ipso__solve_settings_init(&settings);
    set_limits(s, &settings, unit, most, share);
    settings.gap = whole ? s->settings->gap : 0;
    settings.integral_cost = true;
    settings.relax = relax;
    settings.start = start;
    settings.progress = listen;
    settings.progress_user = &l;
    if (whole) {
        settings.log = s->settings->log;
        settings.log_user = s->settings->log_user;
    }
    s->status = ipso__solve(result, program, &settings, s->err);
    if (s->status != IPSO_OK)
        return false;
    s->work += (result->work + 1) * unit;
    return true;
}
