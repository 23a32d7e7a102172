/* The Lagrangian bound and its descent.
 *
 * Relaxed: that the units a row is credited with are the units placed,
 *
 *     units[r] = sum over options o of weight[r,o] x[o]        price[r] per unit.
 *
 * What remains falls apart into rows and bins, and is an upper bound at any prices:
 *
 *     L(price) = sum over rows r of  max over k of  phi_r(k) - price[r] k
 *              + sum over bins b of  max over fillings of  sum over o of
 *                                    (sum over r of price[r] weight[r,o] - cost[o]) x[o]
 *
 * (Fisher 1981, The Lagrangian relaxation method for solving integer programming problems). The row
 * term is a walk down the marginals, the bin term an exact knapsack (packing_knapsack.c). Prices
 * are integers of 1/1024 point, so L is exact; values are integers, so it rounds down to a bound.
 *
 * Descent: L falls along d = 0.2 g + 0.8 d, where g = units placed - units credited (deflected
 * subgradient; Camerini, Fratta and Maffioli 1975, On improving relaxation methods by modified
 * gradient techniques), with step f (L - target) / |d|^2, each row's price stretched by its range
 * of prices over its range of units, so that a row of forty units and a single request move alike
 * (without this, rows of many units took three times the sweeps); f grows while the bound falls
 * sweep by sweep; after 20 sweeps without a better bound f falls by a quarter and the search
 * returns to the best prices. Where prices tie, the credited units are those nearest to the placed
 * ones. The mean of the knapsack solutions, newest weighted most, approaches an optimal solution of
 * the dual of the relaxation (the volume algorithm; Barahona and Anbil 2000) and is what the dive
 * follows.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "solve/packing_scope.h"

#include <math.h>
#include <string.h>

enum { PATIENCE = 20, EAGER = 3 };
#define LONGEST 2.0

/* Row term at the present price; *credited becomes the maximiser nearest to the units placed. */
static double row_term(const ipso__packing_scope *scope, int r, int *credited)
{
    const ipso__packing_model *model = scope->model;
    const double *slope = model->slope + model->gain_first[r];
    int top = model->top[r], base = scope->state->units[r], k = base;
    double price = scope->price[r], sum = 0;
    for (; k < top && slope[k] > price; k++)
        sum += slope[k] - price;
    int placed = base + scope->chosen[r];
    while (k < placed && k < top && slope[k] == price)
        k++;
    if (k < placed && k >= top && !model->hard[r] && price == 0)
        k = placed;
    *credited = k - base;
    return sum;
}

/* L at the present prices; chosen becomes the subgradient, units placed less units credited. */
static double sweep(ipso__packing_scope *scope, int64_t *work)
{
    double bound = scope->fixed;
    for (int i = 0; i < scope->row_count; i++)
        scope->chosen[scope->rows[i]] = 0;
    scope->pick_count = 0;
    for (int i = 0; i < scope->bin_count; i++)
        bound += ipso__packing_scope_fill_bin(scope, scope->bins[i], work);
    for (int i = 0; i < scope->row_count; i++) {
        int r = scope->rows[i], credited;
        bound += row_term(scope, r, &credited);
        scope->chosen[r] -= credited;
    }
    *work += scope->row_count / 2;
    return bound;
}

static void average_picks(ipso__packing_scope *scope, double weight)
{
    const ipso__packing_model *model = scope->model;
    for (int i = 0; i < scope->bin_count; i++) {
        double *average = scope->average;
        const int *open = scope->open + model->first[scope->bins[i]];
        for (int j = 0; j < scope->open_count[scope->bins[i]]; j++)
            average[open[j]] *= 1 - weight;
    }
    for (int i = 0; i < scope->pick_count; i++)
        scope->average[scope->pick[i]] += weight * scope->pick_copies[i];
}

/* Highest useful price with the units that stand: a dearer row is credited with nothing anyway. */
static double highest(const ipso__packing_scope *scope, int r)
{
    const ipso__packing_model *model = scope->model;
    int base = scope->state->units[r];
    if (base < model->top[r])
        return model->slope[model->gain_first[r] + base];
    return model->price_low[r] > 0 ? model->price_low[r] : 0;
}

static double turn(ipso__packing_scope *scope)
{
    double norm = 0;
    for (int i = 0; i < scope->row_count; i++) {
        int r = scope->rows[i];
        double d = 0.2 * scope->chosen[r] + 0.8 * scope->direction[r];
        if ((d > 0 && scope->price[r] <= scope->model->price_low[r]) ||
            (d < 0 && scope->price[r] >= highest(scope, r)))
            d = 0;
        scope->direction[r] = d;
        norm += scope->model->stretch[r] * d * d;
    }
    return norm;
}

static void move(ipso__packing_scope *scope, double step)
{
    for (int i = 0; i < scope->row_count; i++) {
        int r = scope->rows[i];
        double high = highest(scope, r), low = scope->model->price_low[r];
        double price =
            rint(scope->price[r] - step * scope->model->stretch[r] * scope->direction[r]);
        price = price > high ? high : price;
        scope->price[r] = price < low ? low : price;
    }
}

static void copy_prices(const ipso__packing_scope *scope, double *to, const double *from)
{
    for (int i = 0; i < scope->row_count; i++)
        to[scope->rows[i]] = from[scope->rows[i]];
}

static void back_to_best(ipso__packing_scope *scope)
{
    copy_prices(scope, scope->price, scope->best_price);
    for (int i = 0; i < scope->row_count; i++)
        scope->direction[scope->rows[i]] = 0;
}

static double target_distance(const ipso__packing_scope *scope, double bound, double value)
{
    double below = 0.003 * (scope->best_bound - scope->fixed);
    double gap = scope->best_bound - value * IPSO__PACKING_SCALE;
    below = gap < below ? gap : below;
    below = below < 1 ? 1 : below;
    return bound - scope->best_bound + below;
}

double ipso__packing_scope_descend(ipso__packing_scope *scope, const ipso__packing_descent *descent,
                                   double value, ipso__packing_meter *meter)
{
    double step = descent->step;
    int failures = 0, successes = 0;
    scope->best_bound = INFINITY;
    for (int i = 0; i < scope->row_count; i++)
        scope->direction[scope->rows[i]] = 0;
    for (int i = 0; i < descent->sweeps; i++) {
        int64_t work = 0;
        double bound = sweep(scope, &work);
        if (bound < scope->best_bound) {
            scope->best_bound = bound;
            copy_prices(scope, scope->best_price, scope->price);
            failures = 0;
            if (++successes >= EAGER && step < LONGEST)
                step *= 1.1;
        } else {
            failures++;
            successes = 0;
        }
        if (descent->average_weight > 0 && i >= descent->average_from)
            average_picks(scope, descent->average_weight);
        bool stop = ipso__packing_meter_add(meter, work);
        if (stop || scope->best_bound < descent->enough)
            break;
        double norm = turn(scope);
        if (norm == 0)
            break;
        move(scope, step * target_distance(scope, bound, value) / norm);
        if (failures >= PATIENCE) {
            step *= 0.75;
            failures = 0;
            back_to_best(scope);
        }
    }
    copy_prices(scope, scope->price, scope->best_price);
    return scope->best_bound;
}
