/* Rosters week by week.
 *
 * A window is a week of everybody, the other weeks being as they are, or as the LP expects them.
 * Turns that the others take count against each fair share, and a turn more of all has the price
 * that it saves those who are above theirs. What a roster costs is always told by the whole
 * program.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "planner/roster_weeks.h"

#include "base/error.h"
#include "base/memory.h"
#include "planner/roster_window.h"
#include "solve/schedules_charge.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { TURNS_TO_SPARE = 3 };

bool ipso__weeks_complete(const ipso__weeks *w)
{
    bool all = true;
    for (int i = 0; i < w->count; i++)
        all = all && w->decided[i];
    return all;
}

bool ipso__weeks_make_columns(ipso__weeks *w, const int64_t *most)
{
    ipso__roster_search *s = w->search;
    ipso__turn_range range[IPSO__WEEKS_RULES] = {{0}};
    for (int i = 0; i < w->rules; i++)
        range[i].most = most[i];
    if (w->has_columns)
        ipso__roster_columns_finish(&w->columns);
    s->status = ipso__roster_columns_make(&w->columns, s->roster, range, s->err);
    w->has_columns = s->status == IPSO_OK;
    return w->has_columns;
}

/* ---- what is decided ---- */

/* What the choices of a week bring to each limit. */
static void count_week(ipso__weeks *w, int week)
{
    const ipso__schedules *all = &w->columns.schedules;
    const int *start = &w->search->roster->week_start[week];
    double *of_limit = &w->of_limit[week * w->limit_count];
    for (int p = 0; p < w->people; p++) {
        const ipso__schedules_person *who = &all->persons[p];
        for (int i = 0; i < who->limit_count; i++) {
            *of_limit = 0;
            for (int t = start[0]; t < start[1]; t++) {
                int o = w->choice[p * all->day_count + t];
                if (o >= 0)
                    *of_limit += ipso__limit_units(&who->limits[i], &who->options[o], t);
            }
            of_limit++;
        }
    }
}

/* Cost of the choices in the whole program, INFINITY when they break a hard rule; keeps them when
 * they are the best. Ranges of turns follow the roster. */
static double value_of(ipso__weeks *w)
{
    ipso__roster_search *s = w->search;
    size_t columns = (size_t)ipso__program_column_count(s->program->program);
    bool *chosen = ipso__calloc((size_t)s->roster->option_count, sizeof *chosen);
    double *x = ipso__calloc(columns, sizeof *x), cost = INFINITY;
    if (chosen == NULL || x == NULL) {
        s->status = ipso__fail_nomem(s->err);
    } else {
        ipso__roster_columns_decode(&w->columns, s->roster, w->choice, chosen);
        ipso__roster_encode(s->program, chosen, x);
        if (ipso__program_holds(s->program->program, x, 1e-6, &cost, NULL))
            ipso__search_improve(s, x, round(cost));
        else
            cost = INFINITY;
        ipso__roster_columns_count_turns(s->roster, chosen, w->taken);
    }
    free(chosen);
    free(x);
    return cost < INFINITY ? round(cost) : cost;
}

/* ---- windows ---- */

typedef struct opening {
    ipso__roster_window window;
    ipso__schedules all; /* the columns with rows of the week alone */
    ipso__schedules_columns columns;
    ipso__arena arena;
} opening;

static bool failed(ipso__weeks *w, const void *block)
{
    if (block == NULL && w->search->status == IPSO_OK)
        w->search->status = ipso__fail_nomem(w->search->err);
    return w->search->status != IPSO_OK;
}

/* Rows of the week as they are, others without bounds; turns of all have a price. */
static const ipso__schedules_row *make_rows(ipso__weeks *w, int week, ipso__arena *arena)
{
    const ipso__schedules *all = &w->columns.schedules;
    const ipso__schedules_row none = {.lower = INT64_MIN, .upper = IPSO__NEVER};
    size_t count = (size_t)all->row_count;
    ipso__schedules_row *rows = ipso__arena_alloc(arena, count + 1, sizeof *rows);
    if (failed(w, rows))
        return NULL;
    for (int r = 0; r < all->row_count; r++)
        rows[r] = w->row_week[r] == week ? all->rows[r] : none;
    for (int i = 0; i < w->rules; i++) {
        int64_t price = (int64_t)floor(w->turn_price[i] + 0.5);
        int64_t likely = w->taken[i] / w->count + w->taken[i] / (2 * w->count) + TURNS_TO_SPARE;
        if (w->columns.turn_row[i] >= 0 && price > 0)
            rows[w->columns.turn_row[i]] =
                (ipso__schedules_row){.lower = likely, .upper = IPSO__NEVER, .under_price = price};
    }
    return rows;
}

/* The LP's columns of the week. */
static bool make_columns(ipso__weeks *w, int week, int days, opening *o)
{
    int count = w->lps[w->guide].columns.count, span = w->apart.schedules.day_count;
    size_t most = (size_t)count + 1;
    o->columns.person = ipso__arena_alloc(&o->arena, most, sizeof *o->columns.person);
    o->columns.choice =
        ipso__arena_alloc(&o->arena, most, (size_t)days * sizeof *o->columns.choice);
    if (failed(w, o->columns.person) || failed(w, o->columns.choice))
        return false;
    for (int c = 0; c < count; c++) {
        int of, p = ipso__roster_apart_person(&w->apart, w->lps[w->guide].columns.person[c], &of);
        if (p < 0 || of != week)
            continue;
        memcpy(&o->columns.choice[o->columns.count * days],
               &w->lps[w->guide].columns.choice[c * span],
               (size_t)days * sizeof *o->columns.choice);
        o->columns.person[o->columns.count++] = p;
    }
    return true;
}

static bool make_window(ipso__weeks *w, int week, opening *o)
{
    ipso__roster_search *s = w->search;
    int first = s->roster->week_start[week], days = s->roster->week_start[week + 1] - first;
    double *outside = ipso__arena_alloc(&o->arena, (size_t)w->limit_count + 1, sizeof *outside);
    o->all = w->columns.schedules;
    o->all.rows = make_rows(w, week, &o->arena);
    if (failed(w, outside) || o->all.rows == NULL)
        return false;
    for (int v = 0; v < w->count; v++)
        for (int i = 0; i < w->limit_count && v != week; i++)
            outside[i] += w->of_limit[v * w->limit_count + i];
    ipso__window_outside rest = {.choice = w->choice,
                                 .before = week > 0 && w->decided[week - 1],
                                 .after = week + 1 < w->count && w->decided[week + 1],
                                 .of_limit = outside};
    s->status = ipso__roster_window_make(&o->window, &o->all, first, days, &rest, s->err);
    return s->status == IPSO_OK && make_columns(w, week, days, o);
}

static void set_job(ipso__weeks *w, int week, int beside, const opening *o, ipso__weeks_job *job)
{
    ipso__weeks_job_init(job, w->search, &o->window.schedules, w->share, (int64_t)w->work, beside);
    job->settings.seed += (uint64_t)(w->round * w->count + week);
    job->settings.columns = &o->columns;
    job->settings.until = IPSO__UNTIL_START;
    job->settings.anneal_work = job->settings.work_limit / 10 * 9;
}

static bool open_week(ipso__weeks *w, int week, int beside, opening *o, ipso__weeks_job *job)
{
    if (!make_window(w, week, o))
        return false;
    set_job(w, week, beside, o, job);
    if (!w->decided[week])
        return true;
    size_t cells = (size_t)w->people * (size_t)o->window.schedules.day_count;
    int *start = ipso__arena_alloc(&o->arena, cells + 1, sizeof *start);
    if (failed(w, start))
        return false;
    ipso__roster_window_get(&o->window, &w->columns.schedules, w->choice, start);
    job->settings.start = start;
    return true;
}

/* Keeps the window's roster unless the whole costs more with it. */
static bool take_week(ipso__weeks *w, int week, const opening *o, const ipso__weeks_job *job)
{
    const ipso__schedules *all = &w->columns.schedules;
    size_t cells = (size_t)w->people * (size_t)all->day_count;
    if (!ipso__weeks_job_has_result(job) || job->result.choice == NULL)
        return true;
    int *before = ipso__calloc(cells, sizeof *before);
    if (failed(w, before))
        return false;
    int64_t taken[IPSO__WEEKS_RULES];
    memcpy(before, w->choice, cells * sizeof *before);
    memcpy(taken, w->taken, sizeof taken);
    ipso__roster_window_put(&o->window, all, job->result.choice, w->choice);
    bool was_complete = ipso__weeks_complete(w);
    w->decided[week] = true;
    double value = ipso__weeks_complete(w) ? value_of(w) : INFINITY;
    if (was_complete && value > w->value) {
        memcpy(w->choice, before, cells * sizeof *before);
        memcpy(w->taken, taken, sizeof taken);
    } else {
        w->value = value;
    }
    free(before);
    count_week(w, week);
    return w->search->status == IPSO_OK;
}

static void close_week(opening *o, ipso__weeks_job *job)
{
    ipso__weeks_job_finish(job);
    ipso__roster_window_finish(&o->window);
    ipso__arena_finish(&o->arena);
}

bool ipso__weeks_improve(ipso__weeks *w, const int *weeks, int count)
{
    enum { MOST = 2 };
    ipso__weeks_job jobs[MOST] = {{0}};
    opening open[MOST];
    bool ok = count <= MOST;
    memset(open, 0, sizeof open);
    for (int k = 0; k < count && ok; k++)
        ok = open_week(w, weeks[k], count, &open[k], &jobs[k]);
    ok = ok && ipso__weeks_run(w->search, jobs, count);
    for (int k = 0; k < count; k++) {
        bool taken = w->search->status == IPSO_OK && take_week(w, weeks[k], &open[k], &jobs[k]);
        ok = ok && taken;
        close_week(&open[k], &jobs[k]);
    }
    return ok;
}
