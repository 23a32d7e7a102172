/* Solving a table of options within limits.
 *
 * The course: a quick packing, so that there is a choice and a bound at once; then, where the
 * integer program is small enough for branch and cut, GLPK from that choice, which proves small
 * practices exactly; then the packing search with what is left. The bound is the best one proven.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "planner/slots_search.h"

#include "base/clock.h"
#include "model/slots_program.h"
#include "planner/slots_packing.h"
#include "solve/solve.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define QUICK_WORK      ((int64_t)30000000) /* of the first packing, when GLPK comes next */
#define GLPK_COLUMNS    6000                /* largest program given to branch and cut */
#define GLPK_SHARE      0.5                 /* of what is left */
#define GLPK_WORK       3e9                 /* its units of work when there is no limit at all */
#define GLPK_UNIT_BASE  300                 /* units of work of one unit of ipso__solve: so many, */
#define GLPK_UNIT_TERMS 4                   /* and one more for each so many terms */
#define GLPK_MEMORY_MB  1024

typedef struct searcher {
    const ipso__table *table;
    ipso_stage stage;
    const ipso__stage_settings *settings;
    int *x;
    int64_t cost;
    int64_t bound; /* 0 at first: no price is negative */
    int64_t work;  /* before the solver that is running */
    int64_t unit;  /* work of one unit of the solver that is running */
    ipso_stop stop;
    bool cancelled;
    int64_t rows, columns;
} searcher;

static double gap_of(const searcher *s)
{
    return (double)(s->cost - s->bound) / fmax(1.0, fabs((double)s->cost));
}

static bool is_proven(const searcher *s)
{
    return gap_of(s) <= s->settings->gap || s->cost <= s->bound;
}

static double seconds_left(const searcher *s)
{
    return s->settings->deadline_s - ipso__clock_now_s();
}

/* Whether a limit ends the search; s->stop says which. */
static bool is_over(searcher *s)
{
    if (s->cancelled)
        s->stop = IPSO_STOP_CANCEL;
    else if (s->settings->work_limit > 0 && s->work >= s->settings->work_limit)
        s->stop = IPSO_STOP_WORK;
    else if (seconds_left(s) <= 0)
        s->stop = IPSO_STOP_TIME;
    else
        return false;
    return true;
}

static int report_progress(searcher *s, int64_t work)
{
    ipso_progress progress = {
        .stage = s->stage,
        .work = s->work + work * s->unit,
        .has_plan = true,
        .has_bound = true,
        .cost = (double)s->cost,
        .bound = (double)s->bound,
        .gap = gap_of(s),
    };
    if (s->settings->progress != NULL &&
        s->settings->progress(s->settings->progress_user, &progress) != 0)
        s->cancelled = true;
    return s->cancelled;
}

static int on_packing(void *user, int64_t value, int64_t bound, int64_t work)
{
    (void)value;
    (void)bound;
    return report_progress(user, work);
}

static int on_solve(void *user, double best, double bound, int64_t work)
{
    (void)best;
    (void)bound;
    return report_progress(user, work);
}

/* Keeps x when it holds and is the best so far. */
static ipso_status offer(searcher *s, const int *x, ipso_error *err)
{
    bool holds;
    int64_t cost;
    ipso_status status = ipso__table_recount(s->table, x, &holds, &cost, err);
    if (status == IPSO_OK && holds && cost < s->cost) {
        s->cost = cost;
        memcpy(s->x, x, (size_t)s->table->option_count * sizeof *x);
    }
    return status;
}

static void raise_bound(searcher *s, int64_t bound)
{
    if (bound > s->bound)
        s->bound = bound;
}

/* The packing's choice as options of the table, repaired. dropped and *count as in
 * ipso__table_repair. */
static ipso_status take_packing(searcher *s, const ipso__table_packing *made,
                                const ipso__packing_result *result, unsigned char *dropped,
                                int *count, ipso_error *err)
{
    int *x = ipso__calloc((size_t)s->table->option_count, sizeof *x);
    if (x == NULL)
        return ipso__fail_nomem(err);
    for (int i = 0; i < made->packing.option_count; i++)
        if (made->of_packing[i] >= 0)
            x[made->of_packing[i]] = result->x[i];
    ipso_status status = ipso__table_repair(s->table, x, dropped, count, err);
    if (status == IPSO_OK)
        status = offer(s, x, err);
    free(x);
    return status;
}

static void limit_packing(searcher *s, int64_t most, ipso__packing_settings *settings)
{
    ipso__packing_settings_init(settings);
    settings->work_limit = most;
    if (s->settings->work_limit > 0) {
        int64_t left = s->settings->work_limit - s->work;
        left = left > 1 ? left : 1;
        settings->work_limit = most == 0 || left < most ? left : most;
    }
    settings->time_limit_s = fmax(0, seconds_left(s));
    settings->gap = s->settings->gap;
    settings->gap_base = fmax(1.0, (double)s->bound);
    settings->seed = s->settings->seed;
    settings->threads = s->settings->threads;
    settings->progress = on_packing;
    settings->progress_user = s;
    s->unit = 1;
}

static bool has_place(const searcher *s, int need)
{
    const ipso__need *described = &s->table->needs[need];
    for (int o = described->first_option; o < described->first_option + described->option_count;
         o++)
        if (s->x[o] > 0)
            return true;
    return false;
}

/* The packing search from s->x. Prices too large for it leave s->x as the answer, unproven. */
static ipso_status run_packing(searcher *s, const ipso__table_packing *made, int64_t most,
                               ipso__packing_result *result, ipso_error *err)
{
    ipso__packing_settings settings;
    ipso_error local;
    int *start = ipso__calloc((size_t)made->packing.option_count, sizeof *start);
    if (start == NULL)
        return ipso__fail_nomem(err);
    for (int i = 0; i < made->packing.option_count; i++)
        start[i] = made->of_packing[i] >= 0 ? s->x[made->of_packing[i]]
                                            : !has_place(s, -1 - made->of_packing[i]);
    ipso_error_init(&local);
    limit_packing(s, most, &settings);
    settings.start = start;
    ipso_status status = ipso__packing_solve(result, &made->packing, &settings, &local);
    if (status == IPSO_INPUT) {
        *result = (ipso__packing_result){.bound = made->base, .x = start};
        return IPSO_OK;
    }
    free(start);
    return status == IPSO_OK ? status : ipso__fail(err, status, local.where, "%s", local.text);
}

/* Runs the packing search from s->x, with at most `most` units of work (0: what is left). shut as
 * in ipso__table_packing_make; dropped and *count as in ipso__table_repair. */
static ipso_status pack(searcher *s, int64_t most, const unsigned char *shut,
                        unsigned char *dropped, int *count, ipso_error *err)
{
    ipso__table_packing made;
    ipso__packing_result result;
    ipso_status status = ipso__table_packing_make(&made, s->table, shut, err);
    if (status != IPSO_OK)
        return status;
    status = run_packing(s, &made, most, &result, err);
    if (status == IPSO_OK) {
        s->work += result.work;
        if (shut == NULL)
            raise_bound(s, made.base - result.bound);
        status = take_packing(s, &made, &result, dropped, count, err);
        ipso__packing_result_finish(&result);
    }
    ipso__table_packing_finish(&made);
    return status;
}

/* A packing; when requests were left out because another that they follow has no place, once more
 * without them, so that others may have the room. */
static ipso_status pack_and_repair(searcher *s, int64_t most, ipso_error *err)
{
    unsigned char *dropped = ipso__calloc((size_t)s->table->need_count, 1);
    int count = 0;
    if (dropped == NULL)
        return ipso__fail_nomem(err);
    ipso_status status = pack(s, most, NULL, dropped, &count, err);
    if (status == IPSO_OK && count > 0 && !is_over(s) && !is_proven(s))
        status = pack(s, most > 0 ? most : QUICK_WORK, dropped, NULL, &count, err);
    free(dropped);
    return status;
}

static void limit_solve(searcher *s, ipso__solve_settings *solve, const ipso__program *program)
{
    s->unit = GLPK_UNIT_BASE + (int64_t)ipso__program_term_count(program) / GLPK_UNIT_TERMS;
    solve->integral_cost = true;
    solve->gap = s->settings->gap;
    solve->memory_mb = GLPK_MEMORY_MB;
    solve->progress = on_solve;
    solve->progress_user = s;
    solve->log = s->settings->log;
    solve->log_user = s->settings->log_user;
    solve->time_limit_s = fmax(0, seconds_left(s)) * GLPK_SHARE;
    if (s->settings->work_limit > 0)
        solve->work_limit =
            (int64_t)((double)(s->settings->work_limit - s->work) * GLPK_SHARE / (double)s->unit) +
            1;
}

/* Branch and cut on the whole program, from s->x; not when its prices are too large for that. */
static ipso_status branch(searcher *s, ipso_error *err)
{
    ipso__program *program;
    ipso_status status = ipso__table_program_make(
        &program, s->table, s->stage == IPSO_STAGE_SLOTS ? "slots" : "bookings", NULL);
    if (status != IPSO_OK)
        return status == IPSO_INPUT ? IPSO_OK : ipso__fail_nomem(err);
    ipso__solve_settings settings;
    ipso__solve_result result;
    ipso__solve_settings_init(&settings);
    limit_solve(s, &settings, program);
    double *start = ipso__table_program_point(s->table, program, s->x);
    settings.start = start;
    status = start == NULL ? ipso__fail_nomem(err) : ipso__solve(&result, program, &settings, err);
    free(start);
    if (status == IPSO_OK) {
        s->work += result.work * s->unit;
        if (isfinite(result.bound))
            raise_bound(s, (int64_t)ceil(result.bound - 1e-6));
        int *x = result.x == NULL ? NULL : ipso__calloc((size_t)s->table->option_count, sizeof *x);
        for (int o = 0; x != NULL && o < s->table->option_count; o++)
            x[o] = (int)lround(result.x[o]);
        if (x != NULL)
            status = offer(s, x, err);
        else if (result.x != NULL)
            status = ipso__fail_nomem(err);
        free(x);
        ipso__solve_result_finish(&result);
    }
    ipso__program_free(program);
    return status;
}

static ipso_status run(searcher *s, const int *start, ipso_error *err)
{
    ipso_status status = offer(s, s->x, err);
    if (status == IPSO_OK && start != NULL)
        status = offer(s, start, err);
    bool small = s->columns <= GLPK_COLUMNS;
    if (status == IPSO_OK && !is_proven(s))
        status = pack_and_repair(s, small ? QUICK_WORK : 0, err);
    if (status == IPSO_OK && small && !is_proven(s) && !is_over(s))
        status = branch(s, err);
    if (status == IPSO_OK && small && !is_proven(s) && !is_over(s))
        status = pack_and_repair(s, 0, err);
    return status;
}

static void fill_report(searcher *s, ipso_stage_report *report)
{
    s->stop = IPSO_STOP_DONE;
    if (is_proven(s))
        s->stop = s->cost > s->bound ? IPSO_STOP_GAP : IPSO_STOP_DONE;
    else
        is_over(s);
    *report = (ipso_stage_report){
        .ran = true,
        .outcome = is_proven(s) ? IPSO_OPTIMAL : IPSO_FEASIBLE,
        .stop = s->stop,
        .cost = s->cost,
        .bound = s->bound,
        .gap = gap_of(s),
        .work = s->work,
        .rows = s->rows,
        .columns = s->columns,
    };
}

ipso_status ipso__table_search(ipso__search_result *result, const ipso__table *table,
                               ipso_stage stage, const int *start,
                               const ipso__stage_settings *settings, ipso_error *err)
{
    searcher s = {.table = table, .stage = stage, .settings = settings, .unit = 1};
    s.cost = INT64_MAX / 2;
    s.work = table->option_count;
    s.x = ipso__calloc((size_t)table->option_count, sizeof *s.x);
    ipso_status status = s.x == NULL ? ipso__fail_nomem(err) : IPSO_OK;
    if (status == IPSO_OK)
        status = ipso__table_program_size(&s.rows, &s.columns, table, err);
    if (status == IPSO_OK)
        status = run(&s, start, err);
    if (status != IPSO_OK) {
        free(s.x);
        return status;
    }
    result->x = s.x;
    fill_report(&s, &result->report);
    return IPSO_OK;
}

void ipso__search_finish(ipso__search_result *result)
{
    free(result->x);
    result->x = NULL;
}
