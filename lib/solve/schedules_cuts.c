/* Cuts: storage and coefficients.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "solve/schedules_cuts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { GRID = 65536 };

static bool is_apt(const ipso__schedules_row *row)
{
    return row->lower == row->upper && row->step <= 1;
}

bool ipso__cuts_init(ipso__sched *search)
{
    size_t rows = (size_t)search->rows, lines = rows + (size_t)search->persons;
    ipso__cuts *cuts = search->cuts;
    cuts->apt = ipso__arena_alloc(&search->arena, rows, sizeof *cuts->apt);
    cuts->relief = ipso__arena_alloc(&search->arena, 2 * rows, sizeof *cuts->relief);
    cuts->multiplier = ipso__arena_alloc(&search->arena, lines, sizeof *cuts->multiplier);
    if (cuts->apt == NULL || cuts->relief == NULL || cuts->multiplier == NULL)
        return false;
    for (int r = 0; r < search->rows; r++)
        cuts->apt[r] = is_apt(&search->all->rows[r]);
    return true;
}

void ipso__cuts_clear(ipso__sched *search)
{
    ipso__cuts *cuts = search->cuts;
    for (int c = 0; c < cuts->places; c++)
        ipso__cuts_drop(search, c);
    cuts->places = 0;
}

void ipso__cuts_finish(ipso__sched *search)
{
    ipso__cuts *cuts = search->cuts;
    for (int c = 0; c < IPSO__CUTS_MOST; c++)
        free(cuts->at[c].multiplier);
    free(cuts->share);
    free(cuts->parity);
    free(cuts->mix);
    free(cuts->line);
    free(cuts->column);
    free(cuts->weight);
    free(cuts->draft);
    free(cuts->draft_multiplier);
    free(cuts->draft_coefficient);
    memset(cuts, 0, sizeof *cuts);
}

int ipso__cuts_add(ipso__sched *search, const double *multiplier)
{
    ipso__cuts *cuts = search->cuts;
    size_t lines = (size_t)search->rows + (size_t)search->persons;
    int c = 0;
    while (c < IPSO__CUTS_MOST && cuts->at[c].lp_row > 0)
        c++;
    if (c == IPSO__CUTS_MOST)
        return -1;
    ipso__cut *cut = &cuts->at[c];
    if (cut->multiplier == NULL)
        cut->multiplier = ipso__calloc(lines, sizeof *cut->multiplier);
    if (cut->multiplier == NULL) {
        search->failed = true;
        return -1;
    }
    memcpy(cut->multiplier, multiplier, lines * sizeof *multiplier);
    cut->rest = ipso__cuts_rest(search, multiplier);
    cut->idle = 0;
    search->dual[search->rows + c] = search->dive_center[search->rows + c] = 0;
    cuts->places = c >= cuts->places ? c + 1 : cuts->places;
    return c;
}

void ipso__cuts_drop(ipso__sched *search, int place)
{
    search->cuts->at[place].lp_row = 0;
    search->dual[search->rows + place] = search->dive_center[search->rows + place] = 0;
}

/* ---- coefficients ---- */

double ipso__cuts_rest(const ipso__sched *search, const double *multiplier)
{
    double sum = 0;
    for (int r = 0; r < search->rows; r++)
        if (multiplier[r] > 0)
            sum += multiplier[r] * (double)search->all->rows[r].lower;
    for (int p = 0; p < search->persons; p++)
        sum += multiplier[search->rows + p];
    return sum - floor(sum);
}

int ipso__cut_coefficient(double rest, double activity)
{
    int64_t part = (int64_t)((activity - floor(activity)) * GRID), whole = (int64_t)(rest * GRID);
    if (part > whole) {
        part = GRID - part;
        whole = GRID - whole;
    }
    return (int)((part * IPSO__CUT_UNIT + whole - 1) / whole);
}

double ipso__cut_activity(const ipso__sched *search, const double *multiplier, int column)
{
    const ipso__pool_column *schedule = &search->pool.columns[column];
    double sum = multiplier[search->rows + schedule->person];
    for (int e = 0; e < schedule->entry_count; e++) {
        size_t at = schedule->first_entry + (size_t)e;
        sum += multiplier[search->pool.entry_row[at]] * (double)search->pool.entry_units[at];
    }
    return sum;
}

double ipso__cut_step(const ipso__sched *search, int place, int row, int side)
{
    const ipso__cut *cut = &search->cuts->at[place];
    double units = side == 0 ? cut->multiplier[row] : -cut->multiplier[row];
    return (double)ipso__cut_coefficient(cut->rest, units) / IPSO__CUT_UNIT;
}

/* ---- prices ---- */

void ipso__cuts_relieve(ipso__sched *search)
{
    ipso__cuts *cuts = search->cuts;
    memset(cuts->relief, 0, 2 * (size_t)search->rows * sizeof *cuts->relief);
    for (int c = 0; c < cuts->places; c++) {
        double price = search->dual[search->rows + c];
        for (int r = 0; r < search->rows && price > 0; r++)
            for (int side = 0; side < 2 && cuts->at[c].multiplier[r] > 0; side++)
                cuts->relief[2 * r + side] += price * ipso__cut_step(search, c, r, side);
    }
}

double ipso__cuts_paid(const ipso__sched *search, int column, const double *dual)
{
    const ipso__cuts *cuts = search->cuts;
    double sum = 0;
    for (int c = 0; c < cuts->places; c++) {
        const ipso__cut *cut = &cuts->at[c];
        if (!(dual[search->rows + c] > 0))
            continue;
        double activity = ipso__cut_activity(search, cut->multiplier, column);
        sum += dual[search->rows + c] * ipso__cut_coefficient(cut->rest, activity);
    }
    return sum / IPSO__CUT_UNIT;
}
