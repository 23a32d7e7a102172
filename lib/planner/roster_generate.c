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
#include <string.h>

#define UNITS       IPSO__ROSTER_UNITS
#define WORK_AT_ALL 300000000 /* of the engine, when there is no limit at all */

/* What the hook of the engine needs. */
typedef struct listener {
    ipso__roster_search *search;
    bool part; /* of the rosters: costs and bounds are not those of all */
} listener;

static int listen(void *user, int64_t best, int64_t bound, int64_t work)
{
    listener *l = user;
    ipso__roster_search *s = l->search;
    double proven = l->part || bound == INT64_MIN ? -INFINITY : (double)bound;
    double cost = l->part || best == IPSO__NEVER ? INFINITY : (double)best;
    return ipso__search_tell(s, s->found ? fmin(cost, s->cost) : cost, fmax(s->bound, proven),
                             s->work + UNITS * work);
}

static void set_limits(ipso__roster_search *s, const ipso__columns_run *run,
                       ipso__schedules_settings *settings)
{
    const ipso__stage_settings *limits = s->settings;
    ipso__schedules_settings_init(settings);
    settings->gap = run->gap;
    settings->seed = limits->seed;
    settings->threads = limits->threads;
    settings->progress = listen;
    settings->time_limit_s = INFINITY;
    settings->unsolved_work_limit = run->unsolved;
    settings->until = run->until;
    if (run->enough > 0 && s->found)
        settings->enough = (int64_t)(s->cost - floor(run->enough * fabs(s->cost)));
    if (limits->deadline_s < INFINITY)
        settings->time_limit_s =
            fmax(0.001,
                 s->begin_s + run->share * (limits->deadline_s - s->begin_s) - ipso__clock_now_s());
    if (limits->work_limit > 0)
        settings->work_limit =
            (int64_t)fmax(1, (run->share * (double)limits->work_limit - (double)s->work) / UNITS);
    else if (limits->deadline_s == INFINITY)
        settings->work_limit = WORK_AT_ALL;
    if (run->most > 0 && (settings->work_limit == 0 || run->most < settings->work_limit))
        settings->work_limit = run->most;
}

/* Takes over what the engine found, when the recount holds it, at its cost in the whole program. */
static void take(ipso__roster_search *s, const ipso__roster_columns *columns,
                 const ipso__schedules_result *result, ipso__columns_run *run)
{
    const ipso__program *program = s->program->program;
    bool *chosen = ipso__calloc((size_t)s->roster->option_count, sizeof *chosen);
    double *x = ipso__calloc((size_t)ipso__program_column_count(program), sizeof *x);
    double cost;
    if (chosen == NULL || x == NULL)
        s->status = ipso__fail_nomem(s->err);
    if (s->status == IPSO_OK && result->choice != NULL && !run->only_bound) {
        ipso__roster_columns_decode(columns, s->roster, result->choice, chosen);
        ipso__roster_encode(s->program, chosen, x);
        if (ipso__program_holds(program, x, 1e-6, &cost, NULL)) {
            run->cost = round(cost);
            ipso__search_improve(s, x, run->cost);
        }
        if (run->taken != NULL)
            ipso__roster_columns_count_turns(s->roster, chosen, run->taken);
    }
    run->value = result->value == IPSO__NEVER ? INFINITY : (double)result->value;
    run->bound = result->bound == INT64_MIN ? -INFINITY : (double)result->bound;
    run->none = result->outcome == IPSO_INFEASIBLE;
    run->ended = result->stop == IPSO_STOP_DONE || result->stop == IPSO_STOP_GAP;
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

bool ipso__search_keep_prices(ipso__roster_search *s, const double *prices, size_t count)
{
    if (!ipso__grow(&s->prices, &s->price_room, count, sizeof *s->prices)) {
        s->status = ipso__fail_nomem(s->err);
        return false;
    }
    if (count > 0)
        memcpy(s->prices, prices, count * sizeof *prices);
    s->price_count = count;
    return true;
}

/* The prices kept, for so many rows; NULL without any. */
static const double *prices_for(ipso__roster_search *s, size_t rows)
{
    if (s->price_count == 0)
        return NULL;
    if (!ipso__grow(&s->prices, &s->price_room, rows, sizeof *s->prices)) {
        s->status = ipso__fail_nomem(s->err);
        return NULL;
    }
    for (; s->price_count < rows; s->price_count++)
        s->prices[s->price_count] = 0;
    return s->prices;
}

static void swap_columns(ipso__schedules_columns *a, ipso__schedules_columns *b)
{
    ipso__schedules_columns c = *a;
    *a = *b;
    *b = c;
}

void ipso__search_columns_run(ipso__roster_search *s, ipso__columns_run *run)
{
    listener l = {s, run->turns != NULL};
    ipso__schedules_settings settings;
    ipso__schedules_result result;
    ipso__roster_columns columns;
    int *start = NULL;
    run->value = run->cost = INFINITY;
    run->bound = -INFINITY;
    run->none = run->ended = false;
    s->status = ipso__roster_columns_make(&columns, s->roster, run->turns, s->err);
    if (s->status != IPSO_OK)
        return;
    set_limits(s, run, &settings);
    settings.progress_user = &l;
    if (s->found && !run->only_bound)
        start = start_of(s, &columns);
    settings.start = start;
    if (run->until == IPSO__UNTIL_ROOT || s->roster->weeks > 1)
        settings.prices = prices_for(s, (size_t)columns.schedules.row_count);
    settings.columns = &s->columns;
    if (s->status == IPSO_OK)
        s->status = ipso__schedules_solve(&result, &columns.schedules, &settings, s->err);
    if (s->status == IPSO_OK) {
        s->work += UNITS * result.work;
        take(s, &columns, &result, run);
        if (result.bound > INT64_MIN && s->status == IPSO_OK)
            ipso__search_keep_prices(s, result.prices, (size_t)columns.schedules.row_count);
        swap_columns(&s->columns, &result.columns);
        ipso__schedules_result_finish(&result);
    }
    free(start);
    ipso__roster_columns_finish(&columns);
}

void ipso__search_columns(ipso__roster_search *s, double share, int64_t most, int64_t unsolved)
{
    ipso__columns_run run = {
        .share = share, .most = most, .unsolved = unsolved, .gap = s->settings->gap};
    if (ipso__search_over(s) || ipso__search_used(s) >= share ||
        !ipso__roster_columns_fit(s->roster))
        return;
    ipso__search_columns_run(s, &run);
    if (run.none)
        s->infeasible = !s->found;
    else
        s->bound = fmax(s->bound, run.bound);
    if (s->found && s->bound > s->cost)
        s->bound = s->cost;
}
