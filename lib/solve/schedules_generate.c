/* Column generation.
 *
 * Lagrangian bound (label (L) in docs/rosters.md), for any prices y[r] of the live rows with
 * -over_price/step <= y <= under_price/step wherever the slack is not bounded above:
 *
 *     L(y) = constant + sum over r of (y[r] lower[r] if y[r] > 0 else y[r] upper[r])
 *            + sum over slacks of the least of (price -+ y step) slack
 *            + sum over p of the least of cost - y units over the schedules of p
 *
 * The prices are taken on a grid of 2^-16, so that with whole costs and units L is computed exactly
 * and rounds up to a whole bound. They are a mean of those of the LP and of the best bound so far
 * (Wentges 1997; Pessoa and others 2018).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "solve/schedules_generate.h"

#include <math.h>
#include <string.h>

#include "solve/schedules_cuts.h"
#include "solve/schedules_lists.h"

#define GRID       65536.0
#define CUT_GRID   1024.0
#define SMOOTHING  0.5
#define SMALL      1e-6
#define ROUGH_GAIN 0.002
#define ROUGH_SPAN 4
#define MOST_STEPS 1000
#define LARGE      1e9
#define ROUNDING   1e-12

/* ---- prices ---- */

/* What the cuts pay for a step at search->dual. */
static double relief(const ipso__master *master, int r, int side)
{
    return master->cuts != NULL ? master->cuts->relief[2 * r + side] : 0;
}

static double clip(const ipso__master *master, int r, double price)
{
    const ipso__sched *search = master->search;
    const ipso__schedules_row *row = &search->all->rows[r];
    double step = row->step > 0 ? row->step : 1;
    double under = row->under_price == IPSO__NEVER ? search->hard_price : (double)row->under_price;
    double over = row->over_price == IPSO__NEVER ? search->hard_price : (double)row->over_price;
    price = floor(price * GRID + 0.5) / GRID;
    if (master->scope->slack_max[2 * r] < 0)
        price = fmin(price, floor((under - relief(master, r, 0)) / step * GRID) / GRID);
    if (master->scope->slack_max[2 * r + 1] < 0)
        price = fmax(price, ceil((relief(master, r, 1) - over) / step * GRID) / GRID);
    if (row->lower == INT64_MIN)
        price = fmin(price, 0);
    if (row->upper == IPSO__NEVER)
        price = fmax(price, 0);
    return price;
}

/* On a coarser grid, for they are multiplied by fractions. */
static void set_cut_prices(ipso__master *master, const double *center, double weight)
{
    ipso__sched *search = master->search;
    for (int c = 0; c < master->cuts->places; c++) {
        int i = search->rows + c;
        double price = master->row_dual[i];
        if (weight > 0)
            price = weight * center[i] + (1 - weight) * price;
        search->dual[i] = fmax(0, floor(price * CUT_GRID + 0.5) / CUT_GRID);
    }
    ipso__cuts_relieve(search);
}

/* Rows that are not live are paid for in the scope's constant: they have no price. */
static void set_prices(ipso__master *master, const double *center, double weight)
{
    memset(master->search->dual, 0, (size_t)master->search->rows * sizeof *master->search->dual);
    if (master->cuts != NULL)
        set_cut_prices(master, center, weight);
    for (int i = 0; i < master->scope->row_count; i++) {
        int r = master->scope->rows[i];
        double price = clip(master, r, master->row_dual[r]);
        if (weight > 0)
            price = clip(master, r, weight * center[r] + (1 - weight) * price);
        master->search->dual[r] = price;
    }
}

static double least_slack(const ipso__master *master, int r, int side, double cost)
{
    int low = master->scope->slack_min[2 * r + side], high = master->scope->slack_max[2 * r + side];
    return cost >= 0 ? cost * low : high < 0 ? -INFINITY : cost * high;
}

static double rows_bound(const ipso__master *master)
{
    const ipso__sched *search = master->search;
    double sum = master->scope->constant;
    for (int i = 0; i < master->scope->row_count; i++) {
        int r = master->scope->rows[i];
        const ipso__schedules_row *row = &search->all->rows[r];
        double price = search->dual[r], step = row->step > 0 ? row->step : 1;
        double under =
            row->under_price == IPSO__NEVER ? search->hard_price : (double)row->under_price;
        double over = row->over_price == IPSO__NEVER ? search->hard_price : (double)row->over_price;
        if (price > 0)
            sum += price * (double)(row->lower - master->scope->fixed[r]);
        else if (price < 0)
            sum += price * (double)(row->upper - master->scope->fixed[r]);
        sum += least_slack(master, r, 0, under - price * step - relief(master, r, 0));
        sum += least_slack(master, r, 1, over + price * step - relief(master, r, 1));
        if (master->scope->slack_min[2 * r] > 0)
            sum += fmin(0, price * (step - 1));
        if (master->scope->slack_min[2 * r + 1] > 0)
            sum += fmin(0, -price * (step - 1));
    }
    for (int c = 0; master->cuts != NULL && c < master->cuts->places; c++)
        sum += search->dual[search->rows + c];
    return sum;
}

/* Prices of cuts are on a grid of 2^-10, coefficients of 2^-12: sums beyond 2^31 may be rounded. */
static double rounding(const ipso__master *master)
{
    const ipso__sched *search = master->search;
    double size = 0;
    for (int i = 0; i < master->scope->row_count; i++) {
        const ipso__schedules_row *row = &search->all->rows[master->scope->rows[i]];
        double price = search->dual[master->scope->rows[i]];
        int64_t side = price > 0 ? row->lower : row->upper;
        size += fabs(price) * (price != 0 ? fabs((double)side) + search->persons : 0);
    }
    return size < LARGE ? 0 : size * ROUNDING;
}

static double lagrangian(const ipso__master *master)
{
    double sum = rows_bound(master);
    for (int p = 0; p < master->search->persons; p++)
        if (master->scope->active[p])
            sum += master->search->answers[p].lower;
    return master->cuts != NULL && master->cuts->places > 0 ? sum - rounding(master) : sum;
}

static double priced(const ipso__master *master, int column, const double *dual)
{
    const ipso__sched *search = master->search;
    const ipso__pool_column *schedule = &search->pool.columns[column];
    double cost = (double)schedule->cost;
    for (int e = 0; e < schedule->entry_count; e++) {
        size_t at = schedule->first_entry + (size_t)e;
        cost -= dual[search->pool.entry_row[at]] * (double)search->pool.entry_units[at];
    }
    return master->cuts != NULL ? cost - ipso__cuts_paid(search, column, dual) : cost;
}

/* The cheapest schedule known of each person at the prices: dearer ones are of no interest. */
static void set_limits(ipso__master *master)
{
    ipso__sched *search = master->search;
    for (int p = 0; p < search->persons; p++)
        search->below[p] = INFINITY;
    for (int i = 0; i < master->count; i++) {
        int column = master->column[i], p = search->pool.columns[column].person;
        if (glp_get_col_type(master->lp, master->first_column + i) != GLP_LO)
            continue;
        search->below[p] = fmin(search->below[p], priced(master, column, search->dual));
    }
}

/* ---- rounds ---- */

typedef struct rounds {
    ipso__master *master;
    ipso__generation *generation;
    double *center;
    double weight; /* of the center */
    bool rough, has_center, done_all;
    double before[ROUGH_SPAN]; /* LP values of the last rounds */
    int done;
} rounds;

/* Least cost of a step short or long at the prices: the last step may be a part of one, which a
 * price that works the other way does not see. */
static double step_cost(const ipso__master *master, int r, int side)
{
    const ipso__sched *search = master->search;
    const ipso__schedules_row *row = &search->all->rows[r];
    double step = row->step > 0 ? row->step : 1;
    double saved = side == 0 ? search->dual[r] : -search->dual[r];
    int64_t price = side == 0 ? row->under_price : row->over_price;
    if (price == IPSO__NEVER)
        return 0;
    return (double)price - (step > 1 ? fmax(0, saved) : saved) * step - relief(master, r, side);
}

/* Closes the steps of a row that cost too much. */
static void bound_slacks(ipso__master *master, int i, double above)
{
    ipso__scope *scope = &master->search->whole;
    int r = scope->rows[i];
    bool changed = false;
    for (int side = 0; side < 2; side++) {
        int *most = &scope->slack_max[2 * r + side];
        double cost = step_cost(master, r, side), steps = floor(above / cost);
        if (!(cost > 0) || steps >= MOST_STEPS || (*most >= 0 && *most <= steps) ||
            scope->slack_min[2 * r + side] > 0)
            continue;
        *most = (int)steps;
        changed = true;
    }
    if (changed) {
        master->dual_first = true;
        ipso__master_bound_slacks(master, i);
    }
}

/* Where all schedules are listed, those that are too dear at the prices for any solution below the
 * cutoff are closed. */
static void close_dear(rounds *r, double bound)
{
    ipso__master *master = r->master;
    ipso__sched *search = master->search;
    double above = (double)(r->generation->cutoff - 1) - bound;
    if (!(master->scope->within < INFINITY) || above < 0)
        return;
    ipso__lists_drop(search, above);
    for (int i = 0; i < master->scope->row_count; i++)
        bound_slacks(master, i, above);
    for (int i = 0; i < master->count; i++) {
        int column = master->column[i], p = search->pool.columns[column].person;
        if (glp_get_col_type(master->lp, master->first_column + i) != GLP_LO ||
            priced(master, column, search->dual) - search->answers[p].lower <= above)
            continue;
        if (glp_get_col_prim(master->lp, master->first_column + i) > 0)
            master->dual_first = true;
        glp_set_col_bnds(master->lp, master->first_column + i, GLP_FX, 0, 0);
    }
}

static void keep_bound(rounds *r)
{
    ipso__sched *search = r->master->search;
    double bound = lagrangian(r->master);
    close_dear(r, bound);
    if (bound <= r->generation->bound)
        return;
    r->generation->bound = bound;
    r->has_center = true;
    int lines = search->rows + (r->master->cuts != NULL ? IPSO__CUTS_MOST : 0);
    memcpy(r->center, search->dual, (size_t)lines * sizeof *r->center);
    for (int p = 0; p < search->persons && r->generation->person != NULL; p++)
        r->generation->person[p] = search->answers[p].lower;
    if (r->generation->whole)
        ipso__sched_raise(search, bound);
}

/* Adds what was found; counts the columns that improve the LP. */
static int take_columns(rounds *r)
{
    ipso__master *master = r->master;
    ipso__sched *search = master->search;
    int gaining = 0;
    for (int p = 0; p < search->persons; p++) {
        for (int k = 0; master->scope->active[p] && k < search->answers[p].count; k++) {
            const int *choice = &search->answers[p].choice[k * search->days];
            int column = ipso__pool_add(search, p, choice);
            if (column < 0)
                return -1;
            bool gains = priced(master, column, master->row_dual) < master->person_dual[p] - SMALL;
            if (!gains && k > 0)
                continue;
            gaining += gains;
            if (!ipso__master_add(master, column))
                return -1;
        }
    }
    return gaining;
}

static void leave_rough_if_slow(rounds *r)
{
    double value = r->generation->value, *before = &r->before[r->done % ROUGH_SPAN];
    if (!r->generation->only_rough && r->done > ROUGH_SPAN &&
        *before - value < ROUGH_GAIN * fabs(*before))
        r->rough = false;
    *before = value;
}

/* A value that persons without a schedule make is near nothing. */
static bool is_settled(const rounds *r)
{
    const ipso__generation *g = r->generation;
    double close = g->close > 0 && ipso__master_missing(r->master) < SMALL ? g->close : 0;
    return ipso__sched_round_up(g->bound) >= g->cutoff ||
           g->value - g->bound < fmax(SMALL, close * fabs(g->value));
}

/* One round; false when it was the last. */
static bool run_round(rounds *r, bool *ok)
{
    ipso__master *master = r->master;
    *ok = ipso__master_solve(master);
    if (!*ok)
        return false;
    r->generation->value = master->objective;
    const ipso__generation *g = r->generation;
    if (g->quits > 0 && r->done > g->quits && g->value < (double)(g->cutoff - 1))
        return false;
    if (g->bound > -INFINITY && is_settled(r))
        return false;
    leave_rough_if_slow(r);
    double weight = r->has_center ? r->weight : 0;
    set_prices(master, r->center, weight);
    set_limits(master);
    *ok = ipso__crew_price(master->search, master->scope, r->rough);
    if (!*ok)
        return false;
    keep_bound(r);
    /* closing schedules leaves the LP dual feasible, adding some primal: one after the other */
    if (master->dual_first && !is_settled(r))
        *ok = ipso__master_solve(master);
    if (!*ok)
        return false;
    int gaining = take_columns(r);
    *ok = gaining >= 0;
    if (gaining > 0)
        r->weight = SMOOTHING;
    else if (weight > 0)
        r->weight = weight > 0.1 ? weight / 2 : 0;
    else if (r->rough && !r->generation->only_rough)
        r->rough = false;
    else
        r->done_all = true;
    r->generation->exact = r->done_all && !r->rough;
    return *ok && !r->done_all && !is_settled(r);
}

bool ipso__generate(ipso__master *master, ipso__generation *generation)
{
    rounds r = {.master = master,
                .generation = generation,
                .center = generation->center,
                .weight = generation->warm ? 1 - generation->doubt : SMOOTHING,
                .has_center = generation->warm || generation->goes_on,
                .rough = generation->rough || generation->only_rough};
    bool ok = true;
    if (!generation->goes_on)
        generation->bound = -INFINITY;
    generation->exact = false;
    int64_t until = generation->work > 0 ? master->search->work + generation->work : IPSO__NEVER;
    do
        r.done++;
    while (run_round(&r, &ok) && (generation->rounds == 0 || r.done < generation->rounds) &&
           master->search->work < until);
    return ok;
}
