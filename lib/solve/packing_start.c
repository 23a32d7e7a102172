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
 * comes off its rarest row, so that no unit is paid twice. A round goes over the offers row by row,
 * which are copied side by side for that: so it reads each once, and nothing else that is large.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "solve/packing_scope.h"

#include <math.h>
#include <stdlib.h>

enum { BISECTIONS = 20, ROUNDS = 30, OFFERS_A_UNIT = 2 };

#define WIDEST  2.0 /* spread of the first round and the last, in prices of a cell */
#define NARROW  0.5
#define FASTEST 0.1 /* most that a price changes in the first round, a share of it */
#define SLOWEST 0.03
#define ENOUGH  0.05  /* precision of the price of all cells, a share of it */
#define LEAST   0.001 /* share of the first price that a cell's price keeps */

/* An open option on the market of its home row, by the unit. */
typedef struct offer {
    double worth, width;
    int bin;
} offer;

typedef struct market {
    ipso__packing_scope *scope;
    offer *offers;
    int *first; /* by row of the model: its offers are first[r] .. first[r + 1] - 1 */
    int offer_count;
} market;

/* Weight of o in its home row. */
static int home_weight(const ipso__packing_model *model, int o)
{
    int l = model->option[o].link;
    while (model->links[l].row != model->option[o].home)
        l++;
    return model->links[l].weight;
}

static offer offer_of(const ipso__packing_model *model, int o)
{
    int weight = home_weight(model, o);
    return (offer){.worth = model->face[o].worth / weight,
                   .width = (double)model->option[o].width / weight,
                   .bin = model->option[o].bin};
}

/* Counts the offers of row r in first[r + 1], or with put enters them from first[r] on, which
 * moves.
 */
static void list_offers(market *m, bool put)
{
    const ipso__packing_scope *scope = m->scope;
    const ipso__packing_model *model = scope->model;
    for (int i = 0; i < scope->bin_count; i++) {
        const int *open = scope->open + model->first[scope->bins[i]];
        for (int j = 0; j < scope->open_count[scope->bins[i]]; j++) {
            int r = model->option[open[j]].home;
            if (r >= 0 && put)
                m->offers[m->first[r]++] = offer_of(model, open[j]);
            else if (r >= 0)
                m->first[r + 1]++;
        }
    }
}

static bool market_init(market *m, ipso__packing_scope *scope)
{
    int rows = scope->model->row_count;
    *m = (market){.scope = scope};
    m->first = ipso__calloc((size_t)rows + 1, sizeof *m->first);
    if (m->first == NULL)
        return false;
    list_offers(m, false);
    for (int r = 0; r < rows; r++)
        m->first[r + 1] += m->first[r];
    m->offer_count = m->first[rows];
    m->offers = ipso__calloc((size_t)m->offer_count, sizeof *m->offers);
    if (m->offers == NULL)
        return false;
    list_offers(m, true);
    for (int r = rows; r > 0; r--)
        m->first[r] = m->first[r - 1];
    m->first[0] = 0;
    return true;
}

static void market_finish(market *m)
{
    free(m->offers);
    free(m->first);
}

/* Price of a unit at its bin's price of a cell. */
static double ask(const ipso__packing_scope *scope, const offer *one)
{
    return scope->cell_price[one->bin] * one->width - one->worth;
}

/* The cheapest price of a unit of row r, INFINITY without offers. */
static double cheapest(const market *m, int r)
{
    double least = INFINITY;
    for (int i = m->first[r]; i < m->first[r + 1]; i++) {
        double price = ask(m->scope, &m->offers[i]);
        least = price < least ? price : least;
    }
    return least;
}

/* Units of row r wanted at a price, spread like the places. */
static double demand(const ipso__packing_scope *scope, int r, double price, double spread)
{
    const ipso__packing_model *model = scope->model;
    const double *slope = model->slope + model->row[r].gain_first;
    double units = 0;
    for (int k = scope->state->row[r].units; k < model->row[r].top; k++) {
        double part = 0.5 + (slope[k] - price) / spread;
        if (part <= 0)
            break;
        units += part < 1 ? part : 1;
    }
    return units;
}

/* How much of a row's demand an offer gets, beside the others. */
static double appeal(const market *m, const offer *one, double least, double spread)
{
    double near = 1 - (ask(m->scope, one) - least) / spread;
    return near > 0 ? near * near : 0;
}

/* Sums what each bin is asked for into scope->load. */
static void trade_once(const market *m, double spread)
{
    ipso__packing_scope *scope = m->scope;
    for (int i = 0; i < scope->bin_count; i++)
        scope->load[scope->bins[i]] = 0;
    for (int i = 0; i < scope->row_count; i++) {
        int r = scope->rows[i];
        double least = cheapest(m, r), appeals = 0;
        double units = least < INFINITY ? demand(scope, r, least, spread) : 0;
        if (units <= 0)
            continue;
        for (int j = m->first[r]; j < m->first[r + 1]; j++)
            appeals += appeal(m, &m->offers[j], least, spread);
        for (int j = m->first[r]; j < m->first[r + 1]; j++) {
            const offer *one = &m->offers[j];
            scope->load[one->bin] += appeal(m, one, least, spread) / appeals * units * one->width;
        }
    }
}

static void set_cell_prices(ipso__packing_scope *scope, double price)
{
    for (int i = 0; i < scope->bin_count; i++)
        scope->cell_price[scope->bins[i]] = price;
}

/* The price of all cells at which the bins together are asked for what they hold. */
static double bisect(const market *m, ipso__packing_meter *meter)
{
    ipso__packing_scope *scope = m->scope;
    double room = 0, low = 0, high = 0;
    for (int i = 0; i < scope->bin_count; i++)
        room += scope->state->room[scope->bins[i]];
    for (int i = 0; i < scope->row_count; i++)
        high = fmax(high, scope->model->price_high[scope->rows[i]]);
    high *= 2;
    for (int round = 0; round < BISECTIONS && high - low > fmax(1, ENOUGH * high); round++) {
        double middle = (low + high) / 2, asked = 0;
        set_cell_prices(scope, middle);
        trade_once(m, NARROW * middle + 1);
        for (int i = 0; i < scope->bin_count; i++)
            asked += scope->load[scope->bins[i]];
        if (asked > room)
            low = middle;
        else
            high = middle;
        if (ipso__packing_meter_add(meter, m->offer_count / OFFERS_A_UNIT))
            break;
    }
    set_cell_prices(scope, high);
    return high;
}

static void trade(const market *m, double first_price, ipso__packing_meter *meter)
{
    ipso__packing_scope *scope = m->scope;
    for (int round = 0; round < ROUNDS && !meter->stopped; round++) {
        double part = (double)round / ROUNDS;
        double pace = FASTEST + (SLOWEST - FASTEST) * part;
        trade_once(m, first_price * WIDEST * pow(NARROW / WIDEST, part));
        for (int i = 0; i < scope->bin_count; i++) {
            int b = scope->bins[i], room = scope->state->room[b];
            double excess = fmin(1, (scope->load[b] - room) / room);
            scope->cell_price[b] =
                fmax(scope->cell_price[b] * (1 + pace * excess), LEAST * first_price);
        }
        ipso__packing_meter_add(meter, m->offer_count / OFFERS_A_UNIT);
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

bool ipso__packing_scope_start(ipso__packing_scope *scope, ipso__packing_meter *meter)
{
    market m;
    bool ok = market_init(&m, scope);
    if (ok) {
        double first_price = bisect(&m, meter);
        trade(&m, first_price, meter);
        for (int i = 0; i < scope->row_count; i++) {
            int r = scope->rows[i];
            scope->price[r] = within_range(scope->model, r, cheapest(&m, r));
        }
        for (int i = 0; i < scope->bin_count; i++)
            for (int j = 0; j < scope->open_count[scope->bins[i]]; j++)
                take_off(scope, scope->open[scope->model->first[scope->bins[i]] + j]);
    }
    market_finish(&m);
    return ok;
}
