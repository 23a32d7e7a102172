/* The step of the search that chooses whole schedules by column generation.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/clock.h"
#include "base/error.h"
#include "base/memory.h"
#include "planner/roster_columns.h"
#include "planner/roster_search.h"

#include <math.h>
#include <stdlib.h>

#define UNITS       3         /* of planner.h in a unit of work of the engine */
#define WORK_AT_ALL 300000000 /* of the engine, when there is no limit at all */

static int listen(void *user, int64_t best, int64_t bound, int64_t work)
{
    ipso__roster_search *s = user;
    double proven = bound == INT64_MIN ? -INFINITY : (double)bound;
    double cost = best == IPSO__NEVER ? INFINITY : (double)best;
    return ipso__search_tell(s, s->found ? fmin(cost, s->cost) : cost, fmax(s->bound, proven),
                             s->work + UNITS * work);
}

static void set_limits(ipso__roster_search *s, double share, ipso__schedules_settings *settings)
{
    const ipso__stage_settings *limits = s->settings;
    ipso__schedules_settings_init(settings);
    settings->gap = limits->gap;
    settings->seed = limits->seed;
    settings->threads = limits->threads;
    settings->progress = listen;
    settings->progress_user = s;
    settings->time_limit_s = INFINITY;
    if (limits->deadline_s < INFINITY)
        settings->time_limit_s = fmax(
            0.001, s->begin_s + share * (limits->deadline_s - s->begin_s) - ipso__clock_now_s());
    if (limits->work_limit > 0)
        settings->work_limit =
            (int64_t)fmax(1, (share * (double)limits->work_limit - (double)s->work) / UNITS);
    else if (limits->deadline_s == INFINITY)
        settings->work_limit = WORK_AT_ALL;
}

/* Takes over what the engine found: its roster when the recount holds it, its bound always. */
static void take(ipso__roster_search *s, const ipso__roster_columns *columns,
                 const ipso__schedules_result *result)
{
    const ipso__program *program = s->program->program;
    bool *chosen = ipso__calloc((size_t)s->roster->option_count, sizeof *chosen);
    double *x = ipso__calloc((size_t)ipso__program_column_count(program), sizeof *x);
    double cost;
    if (chosen == NULL || x == NULL)
        s->status = ipso__fail_nomem(s->err);
    if (s->status == IPSO_OK && result->choice != NULL) {
        ipso__roster_columns_decode(columns, s->roster, result->choice, chosen);
        ipso__roster_encode(s->program, chosen, x);
        if (ipso__program_holds(program, x, 1e-6, &cost, NULL))
            ipso__search_improve(s, x, round(cost));
    }
    if (result->outcome == IPSO_INFEASIBLE)
        s->infeasible = !s->found;
    else if (result->bound > INT64_MIN)
        s->bound = fmax(s->bound, (double)result->bound);
    if (s->found && s->bound > s->cost)
        s->bound = s->cost;
    free(chosen);
    free(x);
}

static int *start_of(ipso__roster_search *s, const ipso__roster_columns *columns)
{
    size_t cells = (size_t)s->roster->people * (size_t)s->roster->days;
    bool *chosen = ipso__calloc((size_t)s->roster->option_count, sizeof *chosen);
    int *choice = ipso__calloc(cells, sizeof *choice);
    if (chosen == NULL || choice == NULL) {
        s->status = ipso__fail_nomem(s->err);
    } else {
        ipso__roster_decode(s->program, s->x, chosen);
        ipso__roster_columns_encode(columns, s->roster, chosen, choice);
    }
    free(chosen);
    return choice;
}

void ipso__search_columns(ipso__roster_search *s, double share, int64_t most, int64_t unsolved)
{
    ipso__schedules_settings settings;
    ipso__schedules_result result;
    ipso__roster_columns columns;
    int *start = NULL;
    if (ipso__search_over(s) || ipso__search_used(s) >= share ||
        !ipso__roster_columns_fit(s->roster))
        return;
    s->status = ipso__roster_columns_make(&columns, s->roster, s->err);
    if (s->status != IPSO_OK)
        return;
    set_limits(s, share, &settings);
    settings.unsolved_work_limit = unsolved;
    if (most > 0 && (settings.work_limit == 0 || most < settings.work_limit))
        settings.work_limit = most;
    if (s->found)
        start = start_of(s, &columns);
    settings.start = start;
    if (s->status == IPSO_OK)
        s->status = ipso__schedules_solve(&result, &columns.schedules, &settings, s->err);
    if (s->status == IPSO_OK) {
        s->work += UNITS * result.work;
        take(s, &columns, &result);
        ipso__schedules_result_finish(&result);
    }
    free(start);
    ipso__roster_columns_finish(&columns);
}
