/* Rosters of a week put together: each person's day as one of several rosters has it, which of
 * them being decided by branch and cut on the whole program.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "planner/roster_weeks.h"

#include "base/error.h"
#include "base/memory.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { LEAST_PARENTS = 2 };

typedef struct merger {
    ipso__weeks *w;
    const ipso__weeks_parents *parents;
    bool *is_free; /* per cell of the roster */
    bool *may;     /* per option of the roster */
    bool *chosen;
    double *x;
} merger;

static bool allocate(merger *m)
{
    const ipso__roster_search *s = m->w->search;
    size_t options = (size_t)s->roster->option_count;
    m->is_free = ipso__calloc((size_t)s->roster->people * (size_t)s->roster->days, 1);
    m->may = ipso__calloc(options, sizeof *m->may);
    m->chosen = ipso__calloc(options, sizeof *m->chosen);
    m->x = ipso__calloc((size_t)ipso__program_column_count(s->program->program), sizeof *m->x);
    if (m->is_free != NULL && m->may != NULL && m->chosen != NULL && m->x != NULL)
        return true;
    m->w->search->status = ipso__fail_nomem(m->w->search->err);
    return false;
}

static void finish(merger *m)
{
    free(m->is_free);
    free(m->may);
    free(m->chosen);
    free(m->x);
}

/* Opens the days on which the parent does otherwise than the roster in hand. */
static void open_cells(merger *m, const int *parent)
{
    const ipso__weeks *w = m->w;
    int days = w->columns.schedules.day_count, first = m->parents->first_day;
    for (int p = 0; p < w->people; p++)
        for (int t = 0; t < m->parents->days; t++) {
            const int o = parent[p * m->parents->days + t];
            const int own = w->choice[p * days + first + t];
            if (o == own)
                continue;
            m->is_free[p * days + first + t] = true;
            if (o >= 0)
                m->may[w->columns.option[p][o]] = true;
            if (own >= 0)
                m->may[w->columns.option[p][own]] = true;
        }
}

/* The part with what the rosters do alone. */
static bool make_part(merger *m, ipso__roster_part *part)
{
    ipso__roster_search *s = m->w->search;
    s->status = ipso__roster_part_make(part, s->program, m->is_free, s->x, s->err);
    if (s->status != IPSO_OK)
        return false;
    for (int j = 0; j < ipso__program_column_count(part->program); j++)
        if (part->column[j] < s->roster->option_count && !m->may[part->column[j]])
            ipso__program_set_bounds(part->program, j, 0, 0);
    s->work += (int64_t)ipso__program_term_count(s->program->program);
    return true;
}

/* Takes over the part's values where they cost less. */
static void take(merger *m, const ipso__roster_part *part, const double *values)
{
    ipso__weeks *w = m->w;
    ipso__roster_search *s = w->search;
    double cost;
    ipso__roster_decode(s->program, s->x, m->chosen);
    for (int j = 0; j < ipso__program_column_count(part->program); j++)
        if (part->column[j] < s->roster->option_count)
            m->chosen[part->column[j]] = values[j] > 0.5;
    ipso__roster_encode(s->program, m->chosen, m->x);
    if (!ipso__program_holds(s->program->program, m->x, 1e-6, &cost, NULL) ||
        round(cost) >= s->cost)
        return;
    ipso__search_improve(s, m->x, round(cost));
    ipso__roster_columns_encode(&w->columns, s->roster, m->chosen, w->choice);
    ipso__roster_columns_count_turns(s->roster, m->chosen, w->taken);
    w->value = round(cost);
}

/* *solved: to its end. False: the search is over, or failed. */
static bool solve(merger *m, int64_t work, bool *solved)
{
    ipso__roster_search *s = m->w->search;
    ipso__roster_part part;
    ipso__solve_result result = {0};
    if (!make_part(m, &part))
        return false;
    bool went_on =
        ipso__program_column_count(part.program) == 0 ||
        ipso__search_solve(s, &result, part.program, part.start, work, m->w->share, false, false);
    *solved = result.outcome == IPSO_OPTIMAL;
    if (went_on && result.x != NULL)
        take(m, &part, result.x);
    ipso__solve_result_finish(&result);
    ipso__roster_part_finish(&part);
    return went_on;
}

bool ipso__weeks_merge(ipso__weeks *w, const ipso__weeks_parents *parents, int64_t work)
{
    merger m = {.w = w, .parents = parents};
    ipso__roster_search *s = w->search;
    bool ok = true, solved = true;
    if (!s->found || w->value != s->cost || parents->count < LEAST_PARENTS)
        return true;
    ok = allocate(&m);
    for (int n = LEAST_PARENTS; n <= parents->count && ok && solved; n++) {
        memset(m.is_free, 0, (size_t)s->roster->people * (size_t)s->roster->days);
        memset(m.may, 0, (size_t)s->roster->option_count * sizeof *m.may);
        for (int i = 0; i < n; i++)
            open_cells(&m, parents->choice[i]);
        ok = solve(&m, work, &solved);
    }
    finish(&m);
    return ok && s->status == IPSO_OK;
}
