/* First prices of the rows: a market of cells.
 *
 * Let a cell of bin b cost mu[b]. A unit of row r is then cheapest at
 *
 *     price[r] = min over options o of r of (cost[o] + mu[bin] width[o]) / weight[r,o]
 *
 * and so many units are wanted as have a marginal above that. One price of all cells, by bisection,
 * makes the whole demand meet the whole capacity. From there each bin's price rises or falls with
 * the load on it, for some rounds (a tatonnement; Walras 1874). A demand that went to the cheapest
 * place alone would jump from bin to bin: it is spread over the places that are little dearer, the
 * less so the longer the market lasts. What rows of an option are worth beyond its cells at the end
 * comes off its rarest row, so that no unit is paid twice.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "solve/packing_scope.h"

#include <math.h>

enum { BISECTIONS = 20, ROUNDS = 30 };

#define WIDEST  2.0 /* spread of the first round and the last, in prices of a cell */
#define NARROW  0.5
#define FASTEST 0.1 /* most that a price changes in the first round, a share of it */
#define SLOWEST 0.03
#define ENOUGH  0.05  /* precision of the price of all cells, a share of it */
#define LEAST   0.001 /* share of the first price that a cell's price keeps */

/* Weight of o in its home row. */
static int home_weight(const ipso__packing_model *model, int o)
{
    int l = model->option[o].link;
    while (model->links[l].row != model->option[o].home)
        l++;
    return model->links[l].weight;
}

/* Sets the cheapest price of a unit of each row (INFINITY: no row of its own) in scope->price, and
 * of each option in scope->average. */
static void price_units(ipso__packing_scope *scope)
{
    const ipso__packing_model *model = scope->model;
    for (int i = 0; i < scope->row_count; i++)
        scope->price[scope->rows[i]] = INFINITY;
    for (int i = 0; i < scope->bin_count; i++) {
        int b = scope->bins[i];
        for (int j = 0; j < scope->open_count[b]; j++) {
            int o = scope->open[model->first[b] + j], r = model->option[o].home;
            if (r < 0)
                continue;
            double price = scope->cell_price[b] * model->option[o].width - model->face[o].worth;
            price /= home_weight(model, o);
            scope->average[o] = price;
            if (price < scope->price[r])
                scope->price[r] = price;
        }
    }
}

/* Units of row r wanted at its price, spread like the places. */
static double demand(const ipso__packing_scope *scope, int r, double spread)
{
    const ipso__packing_model *model = scope->model;
    const double *slope = model->slope + model->row[r].gain_first;
    double units = 0;
    for (int k = scope->state->row[r].units; k < model->row[r].top; k++) {
        double part = 0.5 + (slope[k] - scope->price[r]) / spread;
        if (part <= 0)
            break;
        units += part < 1 ? part : 1;
    }
    return units;
}

/* How much of a row's demand an option gets, beside the others. */
static double appeal(const ipso__packing_scope *scope, int o, double spread)
{
    double near = 1 - (scope->average[o] - scope->price[scope->model->option[o].home]) / spread;
    return near > 0 ? near * near : 0;
}

/* Sums what each bin is asked for into scope->load. */
static void ask(ipso__packing_scope *scope, double spread)
{
    const ipso__packing_model *model = scope->model;
    double *share = scope->direction;
    for (int i = 0; i < scope->row_count; i++)
        share[scope->rows[i]] = 0;
    for (int i = 0; i < scope->bin_count; i++)
        for (int j = 0; j < scope->open_count[scope->bins[i]]; j++) {
            int o = scope->open[model->first[scope->bins[i]] + j];
            if (model->option[o].home >= 0)
                share[model->option[o].home] += appeal(scope, o, spread);
        }
    for (int i = 0; i < scope->row_count; i++)
        if (share[scope->rows[i]] > 0)
            share[scope->rows[i]] = demand(scope, scope->rows[i], spread) / share[scope->rows[i]];
    for (int i = 0; i < scope->bin_count; i++) {
        int b = scope->bins[i];
        scope->load[b] = 0;
        for (int j = 0; j < scope->open_count[b]; j++) {
            int o = scope->open[model->first[b] + j], r = model->option[o].home;
            if (r >= 0 && share[r] > 0)
                scope->load[b] += appeal(scope, o, spread) * share[r] * model->option[o].width /
                                  home_weight(model, o);
        }
    }
}

static void set_cell_prices(ipso__packing_scope *scope, double price)
{
    for (int i = 0; i < scope->bin_count; i++)
        scope->cell_price[scope->bins[i]] = price;
}

/* The price of all cells at which the bins together are asked for what they hold. */
static double bisect(ipso__packing_scope *scope, int64_t options, ipso__packing_meter *meter)
{
    double room = 0, low = 0, high = 0;
    for (int i = 0; i < scope->bin_count; i++)
        room += scope->state->room[scope->bins[i]];
    for (int i = 0; i < scope->row_count; i++)
        high = fmax(high, scope->model->price_high[scope->rows[i]]);
    high *= 2;
    for (int round = 0; round < BISECTIONS && high - low > fmax(1, ENOUGH * high); round++) {
        double middle = (low + high) / 2, asked = 0;
        set_cell_prices(scope, middle);
        price_units(scope);
        ask(scope, NARROW * middle + 1);
        for (int i = 0; i < scope->bin_count; i++)
            asked += scope->load[scope->bins[i]];
        if (asked > room)
            low = middle;
        else
            high = middle;
        if (ipso__packing_meter_add(meter, 2 * options))
            break;
    }
    set_cell_prices(scope, high);
    return high;
}

static void trade(ipso__packing_scope *scope, double first_price, int64_t options,
                  ipso__packing_meter *meter)
{
    for (int round = 0; round < ROUNDS && !meter->stopped; round++) {
        double part = (double)round / ROUNDS;
        double pace = FASTEST + (SLOWEST - FASTEST) * part;
        price_units(scope);
        ask(scope, first_price * WIDEST * pow(NARROW / WIDEST, part));
        for (int i = 0; i < scope->bin_count; i++) {
            int b = scope->bins[i], room = scope->state->room[b];
            double excess = fmin(1, (scope->load[b] - room) / room);
            scope->cell_price[b] =
                fmax(scope->cell_price[b] * (1 + pace * excess), LEAST * first_price);
        }
        ipso__packing_meter_add(meter, 2 * options);
    }
}

static double within_range(const ipso__packing_model *model, int r, double price)
{
    return floor(fmax(model->price_low[r], fmin(price, model->price_high[r])));
}

/* The row of an option with a price to lose and the fewest options; *weight its weight. */
static int rarest_row(const ipso__packing_scope *scope, int o, int *weight)
{
    const ipso__packing_model *model = scope->model;
    int rarest = -1, fewest = 0;
    for (int l = model->option[o].link; l < model->option[o + 1].link; l++) {
        int r = model->links[l].row, count = model->first_entry[r + 1] - model->first_entry[r];
        if (scope->price[r] <= fmax(0, model->price_low[r]) || (rarest >= 0 && count >= fewest))
            continue;
        rarest = r;
        fewest = count;
        *weight = model->links[l].weight;
    }
    return rarest;
}

/* Takes off the rows of an option what they are worth beyond its cells. */
static void take_off(ipso__packing_scope *scope, int o)
{
    const ipso__packing_model *model = scope->model;
    double excess =
        model->face[o].worth - scope->cell_price[model->option[o].bin] * model->option[o].width;
    int weight = 1;
    for (int l = model->option[o].link; l < model->option[o + 1].link; l++)
        excess += model->links[l].weight * scope->price[model->links[l].row];
    int r = excess > 1 ? rarest_row(scope, o, &weight) : -1;
    if (r >= 0)
        scope->price[r] = within_range(model, r, scope->price[r] - excess / weight);
}

void ipso__packing_scope_start(ipso__packing_scope *scope, ipso__packing_meter *meter)
{
    int64_t options = 0;
    for (int i = 0; i < scope->bin_count; i++)
        options += scope->open_count[scope->bins[i]];
    double first_price = bisect(scope, options, meter);
    trade(scope, first_price, options, meter);
    price_units(scope);
    for (int i = 0; i < scope->row_count; i++) {
        int r = scope->rows[i];
        scope->price[r] = within_range(scope->model, r, scope->price[r]);
    }
    for (int i = 0; i < scope->bin_count; i++)
        for (int j = 0; j < scope->open_count[scope->bins[i]]; j++)
            take_off(scope, scope->open[scope->model->first[scope->bins[i]] + j]);
}
