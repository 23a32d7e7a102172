/* Opening a part of the instance, and its first prices.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "solve/packing_scope.h"

#include <math.h>
#include <string.h>

static void *room_for(ipso__packing_scope *scope, int count, size_t size, bool *ok)
{
    void *memory = ipso__arena_alloc(&scope->arena, (size_t)count + 1, size);
    if (memory == NULL)
        *ok = false;
    return memory;
}

static int powers(int copies)
{
    int count = 1;
    for (; copies > 1; copies /= 2)
        count++;
    return count;
}

/* Most items one bin can stage, and the largest table of any bin. */
static void table_size(const ipso__packing_model *model, int *items, size_t *cells)
{
    *items = 0;
    *cells = 0;
    for (int b = 0; b < model->bin_count; b++) {
        int count = 0;
        for (int o = model->first[b]; o < model->first[b + 1]; o++)
            count += powers(model->limit[o]);
        *items = count > *items ? count : *items;
        size_t size = ((size_t)count + 1) * ((size_t)model->capacity[b] + 12);
        *cells = size > *cells ? size : *cells;
    }
}

bool ipso__packing_scope_init(ipso__packing_scope *scope, const ipso__packing_model *model)
{
    *scope = (ipso__packing_scope){.model = model};
    bool ok = true;
    int items;
    size_t cells;
    table_size(model, &items, &cells);
    scope->bins = room_for(scope, model->bin_count, sizeof(int), &ok);
    scope->open_count = room_for(scope, model->bin_count, sizeof(int), &ok);
    scope->open = room_for(scope, model->option_count, sizeof(int), &ok);
    scope->closed = room_for(scope, model->option_count, 1, &ok);
    scope->average = room_for(scope, model->option_count, sizeof(double), &ok);
    scope->rows = room_for(scope, model->row_count, sizeof(int), &ok);
    scope->row_seen = room_for(scope, model->row_count, sizeof(int), &ok);
    scope->chosen = room_for(scope, model->row_count, sizeof(int), &ok);
    scope->price = room_for(scope, model->row_count, sizeof(double), &ok);
    scope->best_price = room_for(scope, model->row_count, sizeof(double), &ok);
    scope->direction = room_for(scope, model->row_count, sizeof(double), &ok);
    scope->items = room_for(scope, items, sizeof *scope->items, &ok);
    scope->ranked = room_for(scope, items, sizeof *scope->ranked, &ok);
    scope->stage = room_for(scope, items + 1, sizeof(int), &ok);
    scope->table = ipso__arena_alloc(&scope->arena, cells + 16, sizeof(double));
    int64_t picks = 0;
    for (int o = 0; o < model->option_count; o++)
        picks += powers(model->limit[o]);
    ok = ok && picks < INT32_MAX;
    scope->pick = ok ? room_for(scope, (int)picks, sizeof(int), &ok) : NULL;
    scope->pick_copies = ok ? room_for(scope, (int)picks, sizeof(int), &ok) : NULL;
    if (!ok || scope->table == NULL) {
        ipso__packing_scope_finish(scope);
        return false;
    }
    return true;
}

void ipso__packing_scope_finish(ipso__packing_scope *scope)
{
    ipso__arena_finish(&scope->arena);
}

/* Keeps of count candidates of a bin those that still fit, and lists the rows they meet. */
static int filter_bin(ipso__packing_scope *scope, int bin, const int *candidates, int count)
{
    const ipso__packing_model *model = scope->model;
    int *open = scope->open + model->first[bin], kept = 0;
    for (int i = 0; i < count; i++) {
        int o = candidates != NULL ? candidates[i] : model->first[bin] + i;
        if (scope->closed[o] || !ipso__packing_state_fits(scope->state, o))
            continue;
        open[kept++] = o;
        for (int l = model->link[o]; l < model->link[o + 1]; l++) {
            int r = model->link_row[l];
            if (scope->row_seen[r] != scope->stamp) {
                scope->row_seen[r] = scope->stamp;
                scope->rows[scope->row_count++] = r;
            }
        }
    }
    scope->open_count[bin] = kept;
    return kept;
}

static void begin(ipso__packing_scope *scope)
{
    scope->stamp++;
    scope->row_count = 0;
    scope->fixed = (double)scope->state->value * IPSO__PACKING_SCALE;
}

void ipso__packing_scope_open(ipso__packing_scope *scope, const ipso__packing_state *state,
                              const int *bins, int bin_count)
{
    const ipso__packing_model *model = scope->model;
    scope->state = state;
    scope->bin_count = 0;
    begin(scope);
    for (int i = 0; i < bin_count; i++) {
        int b = bins[i];
        if (filter_bin(scope, b, NULL, model->first[b + 1] - model->first[b]) > 0)
            scope->bins[scope->bin_count++] = b;
    }
}

int ipso__packing_scope_refresh(ipso__packing_scope *scope)
{
    int bins = 0, total = 0;
    begin(scope);
    for (int i = 0; i < scope->bin_count; i++) {
        int b = scope->bins[i];
        int kept = filter_bin(scope, b, scope->open + scope->model->first[b], scope->open_count[b]);
        if (kept > 0)
            scope->bins[bins++] = b;
        total += kept;
    }
    scope->bin_count = bins;
    return total;
}

int ipso__packing_scope_close(ipso__packing_scope *scope, double value, ipso__packing_meter *meter)
{
    double slack = scope->best_bound - (value + 1) * IPSO__PACKING_SCALE;
    int64_t work = 0;
    int kept = 0;
    for (int i = 0; i < scope->bin_count; i++)
        kept += ipso__packing_scope_close_bin(scope, scope->bins[i], slack, &work);
    ipso__packing_meter_add(meter, work);
    return kept;
}

void ipso__packing_scope_reopen(ipso__packing_scope *scope, const int *bins, int bin_count)
{
    const int *first = scope->model->first;
    for (int i = 0; i < bin_count; i++)
        memset(scope->closed + first[bins[i]], 0, (size_t)(first[bins[i] + 1] - first[bins[i]]));
}

/* Units of row r worth placing at the price it is offered for. */
static int demand(const ipso__packing_scope *scope, int r, double price)
{
    const ipso__packing_model *model = scope->model;
    const double *slope = model->slope + model->gain_first[r];
    int base = scope->state->units[r], k = base;
    while (k < model->top[r] && slope[k] > price)
        k++;
    return k - base;
}

static double clamp_price(const ipso__packing_model *model, int r, double price)
{
    if (price > model->price_high[r])
        price = model->price_high[r];
    return price < model->price_low[r] ? model->price_low[r] : price;
}

/* Sets every open row to the least price at which an option pays cell_price for its cells; returns
 * the cells that the units worth that price would take. */
static double price_rows(ipso__packing_scope *scope, double cell_price)
{
    const ipso__packing_model *model = scope->model;
    double cells = 0;
    for (int i = 0; i < scope->row_count; i++) {
        scope->price[scope->rows[i]] = INFINITY;
        scope->direction[scope->rows[i]] = 0;
    }
    for (int i = 0; i < scope->bin_count; i++) {
        int b = scope->bins[i];
        for (int j = 0; j < scope->open_count[b]; j++) {
            int o = scope->open[model->first[b] + j], r = model->home[o];
            if (r < 0)
                continue;
            int l = model->link[o];
            while (model->link_row[l] != r)
                l++;
            double per_unit = 1.0 / model->link_weight[l];
            double price =
                ((double)model->cost[o] * IPSO__PACKING_SCALE + cell_price * model->width[o]) *
                per_unit;
            if (price < scope->price[r]) {
                scope->price[r] = price;
                scope->direction[r] = model->width[o] * per_unit;
            }
        }
    }
    for (int i = 0; i < scope->row_count; i++) {
        int r = scope->rows[i];
        if (isinf(scope->price[r]))
            scope->price[r] = 0;
        else
            cells += demand(scope, r, scope->price[r]) * scope->direction[r];
        scope->price[r] = floor(clamp_price(model, r, scope->price[r]));
    }
    return cells;
}

void ipso__packing_scope_start(ipso__packing_scope *scope, ipso__packing_meter *meter)
{
    double capacity = 0, low = 0, high = 0;
    int64_t options = 0;
    for (int i = 0; i < scope->bin_count; i++) {
        capacity += scope->state->room[scope->bins[i]];
        options += scope->open_count[scope->bins[i]];
    }
    for (int i = 0; i < scope->row_count; i++) {
        double dearest = scope->model->price_high[scope->rows[i]];
        high = dearest > high ? dearest : high;
    }
    high *= 2;
    for (int round = 0; round < 20 && high - low > 1; round++) {
        double middle = (low + high) / 2;
        if (price_rows(scope, middle) > capacity)
            low = middle;
        else
            high = middle;
        if (ipso__packing_meter_add(meter, options))
            break;
    }
    price_rows(scope, high);
}
