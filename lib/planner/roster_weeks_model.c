/* Which prices to try next for what joins weeks: a cutting-plane model within a box.
 *
 * Each pass k tells of each week w the value of its LP at prices y[k], and what that LP brings to
 * the rows, a[w,k]. At other prices the week is at most that value less (y - y[k]) a[w,k], but for
 * the prices of its own rows. The prices that promise most, within a box v <= y <= u around the
 * best known for the turns aimed at, are the duals of
 *
 *     minimise    sum over w, k of (value[w,k] + y[k] a[w,k]) l[w,k]
 *                 + sum over r of (u[r] under[r] - v[r] over[r])
 *     subject to  lower[r] <= sum over w, k of a[w,k,r] l[w,k]
 *                             + sum over i, n of units[i,n,r] m[i,n]
 *                             + under[r] - over[r] <= upper[r]                   for each row r
 *                 sum over k of l[w,k] = 1 for each week, sum over n of m[i,n] = 1 for each rule
 *
 * (Marsten, Hogan and Blankenship 1975 for the box, Ruszczynski 1986 for cuts of each part), where
 * m[i,n] says how many turns are counted on under rule i: those aimed at under the dearest.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "planner/roster_weeks_prices.h"

#include "base/error.h"
#include "base/memory.h"
#include "solve/solve.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define TINY 1e-9
#define STEP 0.5 /* of the way to what the model promises most of */

typedef struct model {
    ipso__weeks *w;
    struct ipso__weeks_prices *m;
    ipso__program *program;
    const int64_t *center;
    ipso__term **terms; /* per row of the model */
    size_t *count, *room;
    double *v, *u; /* the box, per row over weeks */
    bool failed;
    ipso__arena arena;
} model;

static void add_term(model *d, int row, int column, double value)
{
    if (value == 0)
        return;
    if (!ipso__grow(&d->terms[row], &d->room[row], d->count[row] + 1, sizeof *d->terms[row])) {
        d->failed = true;
        return;
    }
    d->terms[row][d->count[row]++] = (ipso__term){column, value};
}

static int add_column(model *d, double cost, const char *kind)
{
    int column = ipso__program_add_column(d->program, cost, 0, INFINITY, false, "%s(%d)", kind,
                                          ipso__program_column_count(d->program));
    d->failed |= column < 0;
    return column;
}

/* ---- columns ---- */

static void add_cut(model *d, const ipso__weeks_pass *pass, int week)
{
    int rows = d->m->row_count;
    const double *activity = &pass->activity[(size_t)week * (size_t)rows];
    double cost = pass->value[week];
    for (int i = 0; i < rows; i++)
        cost += (double)pass->y[i] * activity[i];
    int column = add_column(d, cost, "week");
    for (int i = 0; i < rows; i++)
        add_term(d, i, column, fabs(activity[i]) > TINY ? activity[i] : 0);
    add_term(d, rows + week, column, 1);
}

static void add_turns(model *d, int rule, int64_t n)
{
    const ipso__schedules_option *option = ipso__weeks_turn_option(d->w, rule, n);
    int column = add_column(d, 0, "turns");
    for (int u = 0; u < option->use_count; u++) {
        int at = d->m->row_number[option->uses[u].row];
        if (at >= 0)
            add_term(d, at, column, option->uses[u].units);
    }
    add_term(d, d->m->row_count + d->w->count + rule, column, 1);
}

/* The cuts come first, pass by pass. */
static void add_columns(model *d)
{
    struct ipso__weeks_prices *m = d->m;
    for (int k = 0; k < m->pass_count && !d->failed; k++)
        for (int week = 0; week < d->w->count; week++)
            add_cut(d, &m->passes[k], week);
    for (int i = 0; i < m->rule_count && !d->failed; i++)
        for (int64_t n = 0; n <= ipso__weeks_most_turns(d->w, i); n++)
            if (i != m->rule || n == m->target)
                add_turns(d, i, n);
}

/* A side without slack is left to the sign that the row's bounds give its dual. */
static void add_box(model *d)
{
    struct ipso__weeks_prices *m = d->m;
    for (int i = 0; i < m->row_count; i++) {
        double least, most, reach = fmax(1, m->radius * m->size[i]);
        ipso__weeks_price_span(&m->all->rows[m->rows[i]], &least, &most);
        d->v[i] = fmax(least, (double)d->center[i] - reach);
        d->u[i] = fmin(most, (double)d->center[i] + reach);
        add_term(d, i, add_column(d, d->u[i], "under"), 1);
        add_term(d, i, add_column(d, -d->v[i], "over"), -1);
    }
}

static void add_rows(model *d)
{
    struct ipso__weeks_prices *m = d->m;
    int ones = d->w->count + m->rule_count;
    for (int i = 0; i < m->row_count + ones && !d->failed; i++) {
        double lower = 1, upper = 1;
        if (i < m->row_count) {
            const ipso__schedules_row *row = &m->all->rows[m->rows[i]];
            lower = row->lower == INT64_MIN ? -INFINITY : (double)row->lower;
            upper = row->upper == IPSO__NEVER ? INFINITY : (double)row->upper;
        }
        d->failed |= ipso__program_add_row(d->program, lower, upper, d->terms[i], d->count[i],
                                           "row(%d)", i) < 0;
    }
}

/* ---- the prices ---- */

static void take_prices(model *d, const ipso__solve_result *result)
{
    struct ipso__weeks_prices *m = d->m;
    m->promise = result->best;
    m->at_edge = false;
    for (int i = 0; i < m->row_count; i++) {
        double y = fmin(d->u[i], fmax(d->v[i], result->row_dual[i]));
        bool inner = y > d->v[i] + TINY && y < d->u[i] - TINY;
        double least, most;
        ipso__weeks_price_span(&m->all->rows[m->rows[i]], &least, &most);
        m->at_edge |= !inner && y > least && y < most;
        m->y[m->rows[i]] = (int64_t)floor(STEP * y + (1 - STEP) * (double)d->center[i] + 0.5);
    }
}

/* What each week is expected to bring to the rows: its cuts, mixed as the model does. */
static void take_means(model *d, const double *x)
{
    struct ipso__weeks_prices *m = d->m;
    size_t rows = (size_t)m->row_count, weeks = (size_t)d->w->count;
    for (size_t i = 0; i < weeks * rows; i++)
        m->mean[i] = 0;
    for (size_t k = 0; k < (size_t)m->pass_count; k++)
        for (size_t i = 0; i < weeks * rows; i++)
            m->mean[i] += x[k * weeks + i / rows] * m->passes[k].activity[i];
}

static bool begin(model *d, ipso__weeks *w)
{
    struct ipso__weeks_prices *m = w->many;
    size_t rows = (size_t)(m->row_count + w->count + m->rule_count);
    *d = (model){.w = w, .m = m, .center = m->passes[m->best[m->target]].y};
    d->program = ipso__program_new("prices");
    d->terms = ipso__arena_alloc(&d->arena, rows + 1, sizeof *d->terms);
    d->count = ipso__arena_alloc(&d->arena, rows + 1, sizeof *d->count);
    d->room = ipso__arena_alloc(&d->arena, rows + 1, sizeof *d->room);
    d->v = ipso__arena_alloc(&d->arena, rows + 1, sizeof *d->v);
    d->u = ipso__arena_alloc(&d->arena, rows + 1, sizeof *d->u);
    return d->program != NULL && d->terms != NULL && d->count != NULL && d->room != NULL &&
           d->v != NULL && d->u != NULL;
}

static void finish(model *d)
{
    int rows = d->m->row_count + d->w->count + d->m->rule_count;
    for (int i = 0; i < rows && d->terms != NULL; i++)
        free(d->terms[i]);
    ipso__program_free(d->program);
    ipso__arena_finish(&d->arena);
}

bool ipso__weeks_model_prices(ipso__weeks *w, bool *found)
{
    model d;
    *found = false;
    ipso__solve_result result = {0};
    bool ok = begin(&d, w);
    if (ok) {
        add_columns(&d);
        add_box(&d);
    }
    if (ok && !d.failed)
        add_rows(&d);
    ok = ok && !d.failed;
    if (!ok && w->search->status == IPSO_OK)
        w->search->status = ipso__fail_nomem(w->search->err);
    ok = ok && ipso__search_solve(w->search, &result, d.program, NULL, 0, w->share, false, true);
    *found = ok && result.outcome == IPSO_OPTIMAL && result.row_dual != NULL && result.x != NULL;
    if (*found) {
        take_prices(&d, &result);
        take_means(&d, result.x);
    }
    ipso__solve_result_finish(&result);
    finish(&d);
    return ok;
}
