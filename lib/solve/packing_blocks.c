/* Blocks of bins that share rows, bounded together.
 *
 * The Lagrangian bound (packing_bound.c) takes each bin by itself and has a price on every row. Of
 * a need that few bins can meet, it may so combine a filling of one bin that meets much of it and
 * one that meets little, in parts. Bins that share such rows are put into one block, its rows stay
 * as they are, and only rows that reach beyond have a price:
 *
 *     L(price) = sum over rows r beyond a block of  max over k of phi_r(k) - price[r] k
 *              + sum over blocks of the best value of the packing of its bins, where an option
 *                costs its price of rows beyond more, and a request has one place within the block
 *
 * At the same prices this is never above the bound by bins. Each block is a small packing again, in
 * points of 1/1024; the solver's bound on it is enough, proven or not.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "solve/packing_blocks.h"

#include "base/clock.h"
#include "solve/packing_scope.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_BINS = 6, LEAST_TOTAL = 2 * MOST_BINS };
enum { BEYOND = -1, NOWHERE = -2 }; /* in place of a block */
#define LEAST_WORK 200000           /* for each bin of a block, or it is not worth while */
#define MOST_WORK  4000000          /* for each bin of a block */
#define GENEROUS   3                /* shares of what is left: most blocks need less */
#define PRECISION  0.25             /* of a block's bound, points */

typedef struct blocks {
    const ipso__packing_model *model;
    const double *price;
    int *leader;    /* by bin: the first of its block, by way of others */
    int *size;      /* by bin: of a leader, bins of its block */
    int *place;     /* by bin: its index in the packing of its block */
    int *row_block; /* by row: the leader of the block it lies in, BEYOND or NOWHERE */
    int *row_place; /* by row: its index in the packing of the block at hand, or -1 */
    int *used_rows; /* those with such an index */
    double *alone;  /* by bin: best value of the bin, scaled */
    int joined;     /* bins in blocks worth solving, not solved yet */
    ipso__arena arena;
} blocks;

/* The packing of one block. */
typedef struct block {
    ipso__packing packing;
    int *capacity;
    ipso__packing_row *rows;
    ipso__packing_option *options;
    int64_t *marginals;
    int marginal_count;
} block;

static void *room(blocks *all, int count, size_t size, bool *ok)
{
    void *memory = ipso__arena_alloc(&all->arena, (size_t)count + 1, size);
    *ok = *ok && memory != NULL;
    return memory;
}

static bool allocate(blocks *all, block *one)
{
    const ipso__packing_model *model = all->model;
    int bins = model->bin_count, rows = model->row_count;
    bool ok = true;
    all->leader = room(all, bins, sizeof(int), &ok);
    all->size = room(all, bins, sizeof(int), &ok);
    all->place = room(all, bins, sizeof(int), &ok);
    all->alone = room(all, bins, sizeof(double), &ok);
    all->row_block = room(all, rows, sizeof(int), &ok);
    all->row_place = room(all, rows, sizeof(int), &ok);
    all->used_rows = room(all, rows, sizeof(int), &ok);
    one->capacity = room(all, MOST_BINS, sizeof(int), &ok);
    one->rows = room(all, rows, sizeof *one->rows, &ok);
    one->options = room(all, model->option_count, sizeof *one->options, &ok);
    one->marginals = room(all, model->row[rows].gain_first, sizeof *one->marginals, &ok);
    return ok;
}

static int leader_of(blocks *all, int b)
{
    while (all->leader[b] != b)
        b = all->leader[b] = all->leader[all->leader[b]];
    return b;
}

/* Lists the bins of a row, which is in bin order; returns how many, MOST_BINS + 1 for more. */
static int bins_of_row(const ipso__packing_model *model, int r, int *bins)
{
    int count = 0;
    for (int e = model->first_entry[r]; e < model->first_entry[r + 1]; e++) {
        int b = model->entry[e].bin;
        if (count > 0 && bins[count - 1] == b)
            continue;
        if (count == MOST_BINS)
            return MOST_BINS + 1;
        bins[count++] = b;
    }
    return count;
}

/* Puts the bins of a row into one block, unless that grew too large. Its first bin leads it. */
static void unite(blocks *all, const int *bins, int count)
{
    int total = 0, leaders[MOST_BINS], leader_count = 0, first = leader_of(all, bins[0]);
    for (int i = 0; i < count; i++) {
        int leader = leader_of(all, bins[i]), j = 0;
        while (j < leader_count && leaders[j] != leader)
            j++;
        if (j == leader_count) {
            leaders[leader_count++] = leader;
            total += all->size[leader];
            first = leader < first ? leader : first;
        }
    }
    if (total > MOST_BINS)
        return;
    for (int j = 0; j < leader_count; j++)
        all->leader[leaders[j]] = first;
    all->size[first] = total;
}

/* A row that the solver keeps in a block: of the caller's, and not of one unit. */
static bool is_need(const ipso__packing_model *model, int r)
{
    return r < model->packing->row_count && model->row[r].top > 1;
}

/* Leader of the block that all usable options of a row lie in, BEYOND when they lie in several,
 * NOWHERE when there is none. */
static int block_of_row(blocks *all, int r)
{
    const ipso__packing_model *model = all->model;
    int found = NOWHERE;
    for (int e = model->first_entry[r]; e < model->first_entry[r + 1]; e++) {
        int o = model->entry[e].option;
        int leader = leader_of(all, model->option[o].bin);
        if (model->option[o].limit == 0 || leader == found)
            continue;
        if (found != NOWHERE || r >= model->packing->row_count)
            return BEYOND;
        found = leader;
    }
    return found;
}

/* Blocks of rows of few bins first. */
static void form(blocks *all)
{
    const ipso__packing_model *model = all->model;
    int bins[MOST_BINS];
    for (int b = 0; b < model->bin_count; b++) {
        all->leader[b] = b;
        all->size[b] = 1;
    }
    for (int count = 2; count <= MOST_BINS; count++)
        for (int r = 0; r < model->packing->row_count; r++)
            if (is_need(model, r) && bins_of_row(model, r, bins) == count)
                unite(all, bins, count);
    for (int r = 0; r < model->row_count; r++) {
        all->row_place[r] = -1;
        all->row_block[r] = block_of_row(all, r);
    }
}

/* Sets size to 0 for blocks without a row of their own: there the bins by themselves say as much.
 */
static void drop_empty(blocks *all)
{
    const ipso__packing_model *model = all->model;
    for (int b = 0; b < model->bin_count; b++)
        all->place[b] = 0;
    for (int r = 0; r < model->row_count; r++)
        if (all->row_block[r] >= 0 && is_need(model, r))
            all->place[all->row_block[r]] = 1;
    for (int b = 0; b < model->bin_count; b++) {
        if (all->place[b] == 0 || leader_of(all, b) != b)
            all->size[b] = 0;
        all->joined += all->size[b];
    }
}

/* Credit of a row at its price: max over k of phi(k) - price k. */
static double credit(const blocks *all, int r)
{
    const ipso__packing_model *model = all->model;
    const double *slope = model->slope + model->row[r].gain_first;
    double sum = 0;
    for (int k = 0; k < model->row[r].top && slope[k] > all->price[r]; k++)
        sum += slope[k] - all->price[r];
    return sum;
}

/* Index of a row in the block at hand; within, it gains what it gains, else a place only. */
static int enter_row(blocks *all, block *one, int r, bool within)
{
    const ipso__packing_model *model = all->model;
    if (all->row_place[r] >= 0)
        return all->row_place[r];
    int at = one->packing.row_count++, top = model->row[r].top;
    int64_t *marginals = one->marginals + one->marginal_count;
    for (int k = 0; k < top; k++)
        marginals[k] = within ? (int64_t)model->slope[model->row[r].gain_first + k] : 0;
    one->marginal_count += top;
    one->rows[at] = (ipso__packing_row){
        .marginals = marginals, .marginal_count = top, .hard = model->row[r].hard};
    all->used_rows[at] = r;
    all->row_place[r] = at;
    return at;
}

/* Adds an option of the model to the block with the given leader. */
static void enter_option(blocks *all, block *one, int o, int leader)
{
    const ipso__packing_model *model = all->model;
    ipso__packing_option made = {.bin = all->place[model->option[o].bin],
                                 .width = model->option[o].width,
                                 .limit = model->option[o].limit};
    double cost = -model->face[o].worth;
    for (int l = model->option[o].link; l < model->option[o + 1].link; l++) {
        int r = model->links[l].row, weight = model->links[l].weight;
        bool within = all->row_block[r] == leader;
        if (!within)
            cost -= weight * all->price[r];
        bool single = model->row[r].hard && model->row[r].top == 1 && r < model->packing->row_count;
        if (!within && !single)
            continue;
        made.rows[made.row_count] = enter_row(all, one, r, within);
        made.weights[made.row_count++] = weight;
    }
    made.cost = (int64_t)cost;
    one->options[one->packing.option_count++] = made;
}

static void fill(blocks *all, block *one, int leader)
{
    const ipso__packing_model *model = all->model;
    one->packing =
        (ipso__packing){.capacity = one->capacity, .rows = one->rows, .options = one->options};
    one->marginal_count = 0;
    for (int b = leader; b < model->bin_count; b++) {
        if (leader_of(all, b) != leader)
            continue;
        all->place[b] = one->packing.bin_count;
        one->capacity[one->packing.bin_count++] = model->capacity[b];
        for (int o = model->first[b]; o < model->first[b + 1]; o++)
            if (model->option[o].limit > 0)
                enter_option(all, one, o, leader);
    }
    for (int i = 0; i < one->packing.row_count; i++)
        all->row_place[all->used_rows[i]] = -1;
}

static int pass_on(void *user, int64_t value, int64_t bound, int64_t work)
{
    (void)value;
    (void)bound;
    (void)work;
    return ipso__packing_meter_look(user);
}

/* Lowers *value to the solver's bound on the block. */
static ipso_status solve(const block *one, const ipso__packing_blocks_search *how, int64_t work,
                         ipso__packing_meter *meter, double *value)
{
    ipso__packing_settings settings;
    ipso__packing_result result;
    ipso__packing_settings_init(&settings);
    settings.time_limit_s = fmax(0, meter->deadline_s - ipso__clock_now_s());
    settings.work_limit = work;
    settings.gap_base = IPSO__PACKING_SCALE;
    settings.gap = PRECISION;
    settings.seed = how->seed;
    settings.progress = pass_on;
    settings.progress_user = meter;
    ipso_status status = ipso__packing_solve(&result, &one->packing, &settings, NULL);
    if (status != IPSO_OK)
        return status;
    *value = fmin(*value, (double)result.bound);
    ipso__packing_meter_add(meter, result.work);
    ipso__packing_result_finish(&result);
    return IPSO_OK;
}

/* Values every bin by itself. False when out of memory. */
static bool value_bins(blocks *all, ipso__packing_meter *meter)
{
    const ipso__packing_model *model = all->model;
    ipso__packing_state empty;
    ipso__packing_scope scope;
    int64_t work = 0;
    if (!ipso__packing_state_init(&empty, model))
        return false;
    bool ok = ipso__packing_scope_init(&scope, model);
    if (ok) {
        for (int b = 0; b < model->bin_count; b++)
            all->place[b] = b;
        ipso__packing_scope_open(&scope, &empty, all->place, model->bin_count);
        memcpy(scope.price, all->price, (size_t)model->row_count * sizeof *scope.price);
        for (int i = 0; i < scope.bin_count; i++) {
            scope.pick_count = 0;
            all->alone[scope.bins[i]] = ipso__packing_scope_fill_bin(&scope, scope.bins[i], &work);
        }
        ipso__packing_meter_add(meter, work);
        ipso__packing_scope_finish(&scope);
    }
    ipso__packing_state_finish(&empty);
    return ok;
}

/* What a block is worth by its bins and rows alone. */
static double by_bins(blocks *all, int leader)
{
    const ipso__packing_model *model = all->model;
    double value = 0;
    for (int b = leader; b < model->bin_count; b++)
        if (leader_of(all, b) == leader)
            value += all->alone[b];
    for (int r = 0; r < model->row_count; r++)
        if (all->row_block[r] == leader)
            value += credit(all, r);
    return value;
}

/* Sums the bound; false when out of memory. */
static bool sum(blocks *all, block *one, const ipso__packing_blocks_search *how,
                ipso__packing_meter *meter, double *bound)
{
    const ipso__packing_model *model = all->model;
    int64_t until = meter->work + how->work;
    *bound = 0;
    for (int r = 0; r < model->row_count; r++)
        if (all->row_block[r] == BEYOND)
            *bound += credit(all, r);
    for (int b = 0; b < model->bin_count; b++) {
        if (leader_of(all, b) != b)
            continue;
        double value = by_bins(all, b);
        if (all->size[b] > 0 && !meter->stopped) {
            double share = GENEROUS * (double)(until - meter->work) / all->joined;
            fill(all, one, b);
            if (share > 1 && solve(one, how, (int64_t)(fmin(share, MOST_WORK) * all->size[b]),
                                   meter, &value) == IPSO_NOMEM)
                return false;
            all->joined -= all->size[b];
        }
        *bound += value;
    }
    return true;
}

bool ipso__packing_blocks_bound(const ipso__packing_model *model,
                                const ipso__packing_blocks_search *how, ipso__packing_meter *meter,
                                double *bound)
{
    blocks all = {.model = model, .price = how->price};
    block one = {0};
    *bound = INFINITY;
    if (model->bin_count < LEAST_TOTAL)
        return true;
    bool ok = allocate(&all, &one);
    if (ok) {
        form(&all);
        drop_empty(&all);
    }
    if (ok && all.joined > 0 && how->work / all.joined >= LEAST_WORK)
        ok = value_bins(&all, meter) && sum(&all, &one, how, meter, bound);
    ipso__arena_finish(&all.arena);
    return ok;
}
