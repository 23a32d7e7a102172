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
 * Descent: the volume algorithm (Barahona and Anbil 2000, The volume algorithm: producing primal
 * solutions with a subgradient method). v is a running mean of the subgradients g = units placed -
 * units credited, a deflected direction as in Camerini, Fratta and Maffioli 1975 (On improving
 * relaxation methods by modified gradient techniques) whose newest weight is the one that makes
 * |v| least, within limits. Each sweep prices at best - f (L - target) / |v|^2 v; the best prices
 * move only when the bound falls, then f grows by a tenth if g still points along v, and after ten
 * sweeps in vain f falls by a third. The same mean of the knapsack solutions approaches an optimal
 * solution of the relaxation and is what the dive follows. Against a step from the present prices
 * with fixed deflection this halved the sweeps, and where bins are alike it ended lower.
 *
 * Two more things matter. Each row's price is stretched by its range of prices over its range of
 * units, so that a row of forty units and a single request move alike (three times fewer sweeps).
 * Where prices tie, the credited units are those nearest to the placed ones. The first steps are
 * short, as the first prices are good (packing_start.c).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "solve/packing_scope.h"

#include <math.h>
#include <string.h>

enum { PATIENCE = 10, CALM = 100, PARTS = 16 };

#define LONGEST 2.0  /* share of the Polyak step */
#define NEWEST  0.2  /* most weight of the newest subgradient, at first */
#define TINIEST 1e-8 /* steps below which the descent ends */
#define STALLED 2e-6 /* it ends as well when so many sweeps lower the bound by less, relatively */

/* Row term at the present price; *credited becomes the maximiser nearest to the units placed. */
static double row_term(const ipso__packing_scope *scope, int r, int *credited)
{
    const ipso__packing_model *model = scope->model;
    const double *slope = model->slope + model->row[r].gain_first;
    int top = model->row[r].top, base = scope->state->row[r].units, k = base;
    double price = scope->price[r], sum = 0;
    for (; k < top && slope[k] > price; k++)
        sum += slope[k] - price;
    int placed = base + scope->chosen[r];
    while (k < placed && k < top && slope[k] == price)
        k++;
    if (k < placed && k >= top && !model->row[r].hard && price == 0)
        k = placed;
    *credited = k - base;
    return sum;
}

/* The bins of a sweep, in parts that threads fill side by side. */
struct filling {
    ipso__packing_scope *scope;
    double gain[IPSO__TEAM_MOST]; /* by thread; integers, of which any order of adding is exact */
    int64_t work[IPSO__TEAM_MOST];
};

static ipso__packing_scope *scope_of(ipso__packing_scope *scope, int thread)
{
    return thread == 0 ? scope : &scope->mate[thread - 1];
}

static void fill_part(void *user, int i, int thread)
{
    struct filling *filling = user;
    const ipso__packing_scope *scope = filling->scope;
    ipso__packing_scope *mine = scope_of(filling->scope, thread);
    int from = (int)((int64_t)scope->bin_count * i / PARTS),
        to = (int)((int64_t)scope->bin_count * (i + 1) / PARTS);
    int64_t work = 0;
    double gain = 0;
    for (int b = from; b < to; b++)
        gain += ipso__packing_scope_fill_bin(mine, scope->bins[b], &work);
    filling->gain[thread] += gain;
    filling->work[thread] += work;
}

static void forget_fillings(ipso__packing_scope *scope, const int *rows, int row_count)
{
    for (int i = 0; i < row_count; i++)
        scope->chosen[rows[i]] = 0;
    scope->pick_count = 0;
}

/* Fills the bins side by side; the picks of a bin are those of one thread. */
static double fill_together(ipso__packing_scope *scope, int64_t *work)
{
    struct filling filling = {.scope = scope};
    const ipso__team_job job = {.task = fill_part, .user = &filling, .count = PARTS};
    double gain = 0;
    for (int t = 1; t < scope->team->threads; t++) {
        scope->mate[t - 1].state = scope->state;
        forget_fillings(&scope->mate[t - 1], scope->rows, scope->row_count);
    }
    ipso__team_run(scope->team, &job);
    for (int t = 0; t < scope->team->threads; t++) {
        gain += filling.gain[t];
        *work += filling.work[t];
    }
    for (int t = 1; t < scope->team->threads; t++)
        for (int i = 0; i < scope->row_count; i++)
            scope->chosen[scope->rows[i]] += scope->mate[t - 1].chosen[scope->rows[i]];
    return gain;
}

/* L at the present prices; chosen becomes the subgradient, units placed less units credited. */
static double sweep(ipso__packing_scope *scope, bool together, int64_t *work)
{
    double bound = scope->fixed;
    forget_fillings(scope, scope->rows, scope->row_count);
    if (together)
        bound += fill_together(scope, work);
    for (int i = 0; i < scope->bin_count && !together; i++)
        bound += ipso__packing_scope_fill_bin(scope, scope->bins[i], work);
    for (int i = 0; i < scope->row_count; i++) {
        int r = scope->rows[i], credited;
        bound += row_term(scope, r, &credited);
        scope->chosen[r] -= credited;
    }
    return bound;
}

static void average_picks(ipso__packing_scope *scope, bool together, double weight)
{
    const ipso__packing_model *model = scope->model;
    for (int i = 0; i < scope->bin_count; i++) {
        double *average = scope->average;
        const int *open = scope->open + model->first[scope->bins[i]];
        for (int j = 0; j < scope->open_count[scope->bins[i]]; j++)
            average[open[j]] *= 1 - weight;
    }
    for (int t = 0; t < (together ? scope->team->threads : 1); t++) {
        const ipso__packing_scope *filled = scope_of(scope, t);
        for (int i = 0; i < filled->pick_count; i++)
            scope->average[filled->pick[i]] += weight * filled->pick_copies[i];
    }
}

/* Is so much open that threads are worth waking for each sweep? */
static bool is_shared(const ipso__packing_scope *scope)
{
    int64_t open = 0;
    for (int i = 0; i < scope->bin_count; i++)
        open += scope->open_count[scope->bins[i]];
    return scope->team != NULL && open >= IPSO__PACKING_SHARED;
}

/* Highest useful price with the units that stand: a dearer row is credited with nothing anyway. */
static double highest(const ipso__packing_scope *scope, int r)
{
    const ipso__packing_model *model = scope->model;
    int base = scope->state->row[r].units;
    if (base < model->row[r].top)
        return model->slope[model->row[r].gain_first + base];
    return model->price_low[r] > 0 ? model->price_low[r] : 0;
}

static void copy_prices(const ipso__packing_scope *scope, double *to, const double *from)
{
    for (int i = 0; i < scope->row_count; i++)
        to[scope->rows[i]] = from[scope->rows[i]];
}

/* The running descent: v in scope->direction, the newest g in scope->chosen. */
struct descent {
    double step;   /* f */
    double newest; /* most weight of g in v */
    int failures;
};

/* Weight of g that makes |(1 - weight) v + weight g| least; *along is v . g. */
static double best_weight(const ipso__packing_scope *scope, double newest, double *along)
{
    double vv = 0, vg = 0, gg = 0;
    for (int i = 0; i < scope->row_count; i++) {
        int r = scope->rows[i];
        double v = scope->direction[r], g = scope->chosen[r], stretch = scope->model->stretch[r];
        vv += stretch * v * v;
        vg += stretch * v * g;
        gg += stretch * g * g;
    }
    *along = vg;
    double spread = vv - 2 * vg + gg, weight = spread > 0 ? (vv - vg) / spread : newest;
    return fmin(newest, fmax(weight, newest / 10));
}

static void start_direction(ipso__packing_scope *scope)
{
    for (int i = 0; i < scope->row_count; i++)
        scope->direction[scope->rows[i]] = scope->chosen[scope->rows[i]];
}

/* Turns v towards g; returns its stretched square without the prices that cannot move along it. */
static double turn(ipso__packing_scope *scope, double weight)
{
    double norm = 0;
    for (int i = 0; i < scope->row_count; i++) {
        int r = scope->rows[i];
        double v = weight * scope->chosen[r] + (1 - weight) * scope->direction[r];
        scope->direction[r] = v;
        if (v > 0 ? scope->best_price[r] > scope->model->price_low[r]
                  : scope->best_price[r] < highest(scope, r))
            norm += scope->model->stretch[r] * v * v;
    }
    return norm;
}

static void move(ipso__packing_scope *scope, double step)
{
    for (int i = 0; i < scope->row_count; i++) {
        int r = scope->rows[i];
        double high = highest(scope, r), low = scope->model->price_low[r];
        double price =
            rint(scope->best_price[r] - step * scope->model->stretch[r] * scope->direction[r]);
        price = price > high ? high : price;
        scope->price[r] = price < low ? low : price;
    }
}

/* How far below the best bound a minimum is hoped for. */
static double hope(const ipso__packing_scope *scope, double value)
{
    double below = 0.01 * (scope->best_bound - scope->fixed);
    double gap = scope->best_bound - value * IPSO__PACKING_SCALE;
    below = gap < below ? gap : below;
    return below < 1 ? 1 : below;
}

/* Records the outcome of a sweep and adapts the step; returns the weight of g in v. */
static double judge(ipso__packing_scope *scope, struct descent *run, double bound)
{
    double along, weight = best_weight(scope, run->newest, &along);
    if (bound < scope->best_bound) {
        scope->best_bound = bound;
        copy_prices(scope, scope->best_price, scope->price);
        run->failures = 0;
        if (along >= 0 && run->step < LONGEST)
            run->step *= 1.1;
    } else if (++run->failures >= PATIENCE) {
        run->failures = 0;
        run->step *= 0.66;
    }
    return weight;
}

double ipso__packing_scope_descend(ipso__packing_scope *scope, const ipso__packing_descent *descent,
                                   double value, ipso__packing_meter *meter)
{
    struct descent run = {.step = descent->step, .newest = NEWEST};
    bool together = is_shared(scope);
    double before = INFINITY; /* the bound so many sweeps ago */
    scope->best_bound = INFINITY;
    for (int i = 0; i < descent->sweeps && run.step > TINIEST; i++) {
        int64_t work = scope->row_count;
        double bound = sweep(scope, together, &work);
        if (i == 0)
            start_direction(scope);
        double weight = judge(scope, &run, bound);
        if (descent->follow)
            average_picks(scope, together, i == 0 && descent->fresh ? 1 : weight);
        bool stop = ipso__packing_meter_add(meter, work);
        if (stop || scope->best_bound < descent->enough)
            break;
        double norm = turn(scope, weight);
        if (norm == 0)
            break;
        move(scope, run.step * hope(scope, value) / norm);
        if (i % CALM != CALM - 1)
            continue;
        if (before - scope->best_bound < STALLED * fabs(scope->best_bound))
            break;
        before = scope->best_bound;
        if (run.newest > NEWEST / 20)
            run.newest *= 0.7;
    }
    copy_prices(scope, scope->price, scope->best_price);
    return scope->best_bound;
}
