/* Opening a part of the instance.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "solve/packing_scope.h"

#include <string.h>

enum { MOST_SPARSE = 8 };

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
            count += powers(model->option[o].limit);
        *items = count > *items ? count : *items;
        size_t size = ((size_t)count + 1) * ((size_t)model->capacity[b] + 12);
        *cells = size > *cells ? size : *cells;
    }
}

/* Allocates, from arena, what filling a bin works with. */
static bool allocate_filling(ipso__packing_scope *scope, ipso__arena *arena)
{
    const ipso__packing_model *model = scope->model;
    bool ok = true;
    int items;
    size_t cells;
    int64_t picks = 0;
    table_size(model, &items, &cells);
    for (int o = 0; o < model->option_count; o++)
        picks += powers(model->option[o].limit);
    if (picks >= INT32_MAX)
        return false;
    scope->chosen = ipso__arena_room(arena, model->row_count, sizeof(int), &ok);
    scope->items = ipso__arena_room(arena, items, sizeof *scope->items, &ok);
    scope->ranked = ipso__arena_room(arena, items, sizeof *scope->ranked, &ok);
    scope->stage = ipso__arena_room(arena, items + 1, sizeof(int), &ok);
    scope->table = ipso__arena_alloc(arena, cells + 16, sizeof(double));
    scope->single_table = ipso__arena_alloc(arena, cells + 16, sizeof(float));
    scope->pick = ipso__arena_room(arena, (int)picks, sizeof(int), &ok);
    scope->pick_copies = ipso__arena_room(arena, (int)picks, sizeof(int), &ok);
    return ok && scope->table != NULL && scope->single_table != NULL;
}

bool ipso__packing_scope_init(ipso__packing_scope *scope, const ipso__packing_model *model)
{
    *scope = (ipso__packing_scope){.model = model};
    bool ok = true;
    scope->bins = ipso__arena_room(&scope->arena, model->bin_count, sizeof(int), &ok);
    scope->open_count = ipso__arena_room(&scope->arena, model->bin_count, sizeof(int), &ok);
    scope->open = ipso__arena_room(&scope->arena, model->option_count, sizeof(int), &ok);
    scope->closed = ipso__arena_room(&scope->arena, model->option_count, 1, &ok);
    scope->average = ipso__arena_room(&scope->arena, model->option_count, sizeof(double), &ok);
    scope->rows = ipso__arena_room(&scope->arena, model->row_count, sizeof(int), &ok);
    scope->row_seen = ipso__arena_room(&scope->arena, model->row_count, sizeof(int), &ok);
    scope->price = ipso__arena_room(&scope->arena, model->row_count, sizeof(double), &ok);
    scope->best_price = ipso__arena_room(&scope->arena, model->row_count, sizeof(double), &ok);
    scope->node_price = ipso__arena_room(&scope->arena, model->row_count, sizeof(double), &ok);
    scope->direction = ipso__arena_room(&scope->arena, model->row_count, sizeof(double), &ok);
    scope->cell_price = ipso__arena_room(&scope->arena, model->bin_count, sizeof(double), &ok);
    scope->load = ipso__arena_room(&scope->arena, model->bin_count, sizeof(double), &ok);
    if (!ok || !allocate_filling(scope, &scope->arena)) {
        ipso__packing_scope_finish(scope);
        return false;
    }
    return true;
}

void ipso__packing_scope_finish(ipso__packing_scope *scope)
{
    ipso__arena_finish(&scope->arena);
}

bool ipso__packing_scope_share(ipso__packing_scope *scope, ipso__team *team)
{
    bool ok = true;
    if (team == NULL || team->threads == 1 || scope->model->option_count < IPSO__PACKING_SHARED)
        return true;
    scope->mate = ipso__arena_room(&scope->arena, team->threads - 1, sizeof *scope->mate, &ok);
    for (int t = 0; ok && t < team->threads - 1; t++) {
        scope->mate[t] = *scope;
        ok = allocate_filling(&scope->mate[t], &scope->arena);
    }
    scope->team = ok ? team : NULL;
    return ok;
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
        for (int l = model->option[o].link; l < model->option[o + 1].link; l++) {
            int r = model->links[l].row;
            if (scope->row_seen[r] != scope->stamp) {
                scope->row_seen[r] = scope->stamp;
                scope->rows[scope->row_count++] = r;
            }
        }
    }
    scope->open_count[bin] = kept;
    return kept;
}

/* Puts the rows into the order of memory where they are a good part of all. */
static void order_rows(ipso__packing_scope *scope)
{
    int rows = scope->model->row_count, count = 0;
    if (scope->row_count < rows / MOST_SPARSE)
        return;
    for (int r = 0; r < rows; r++)
        if (scope->row_seen[r] == scope->stamp)
            scope->rows[count++] = r;
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
    order_rows(scope);
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
    order_rows(scope);
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
