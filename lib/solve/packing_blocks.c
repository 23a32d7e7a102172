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
 * Blocks are solved in batches, those of a batch side by side. What each may do is known before its
 * batch begins, so that it is the same on any number of threads.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "solve/packing_blocks.h"

#include "base/clock.h"
#include "solve/packing_scope.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_BINS = 6, LEAST_TOTAL = 2 * MOST_BINS, BATCH = 12 };
enum { BEYOND = -1, NOWHERE = -2 }; /* in place of a block */
#define LEAST_WORK 200000           /* for each bin of a block, or it is not worth while */
#define MOST_WORK  4000000          /* for each bin of a block */
#define GENEROUS   3                /* shares of what is left: most blocks need less */
#define PRECISION  0.25             /* of a block's bound, points */

/* The packing of one block, and what it takes to make it. */
typedef struct block {
    ipso__packing packing;
    int *capacity;
    ipso__packing_row *rows;
    ipso__packing_option *options;
    int64_t *marginals;
    int marginal_count;
    int *place;     /* by bin of the block: its index in the packing */
    int *row_place; /* by row: its index in the packing, or -1 */
    int *used_rows; /* those with such an index */
} block;

/* What is to be solved of a block, and what came of it. */
struct task {
    int leader;
    int64_t work;
    double value; /* scaled */
    ipso_status status;
    ipso__packing_meter meter;
};

typedef struct blocks {
    const ipso__packing_model *model;
    const double *price;
    int *leader;    /* by bin: the first of its block, while they form by way of others */
    int *size;      /* by bin: of a leader, bins of its block; 0 when it is not worth solving */
    int *row_block; /* by row: the leader of the block it lies in, BEYOND or NOWHERE */
    double *alone;  /* by bin: best value of the bin, scaled */
    double *value;  /* by leader: bound of its block, scaled */
    int joined;     /* bins in blocks worth solving, not solved yet */
    const ipso__packing_blocks_search *how;
    block block[IPSO__TEAM_MOST]; /* by thread */
    struct task task[BATCH];
    int task_count;
    ipso__packing_meter watch; /* of the caller's thread between tasks */
    atomic_bool halt;
    ipso__arena arena;
} blocks;

static bool allocate_block(blocks *all, block *one)
{
    const ipso__packing_model *model = all->model;
    int bins = model->bin_count, rows = model->row_count;
    bool ok = true;
    one->place = ipso__arena_room(&all->arena, bins, sizeof(int), &ok);
    one->row_place = ipso__arena_room(&all->arena, rows, sizeof(int), &ok);
    one->used_rows = ipso__arena_room(&all->arena, rows, sizeof(int), &ok);
    one->capacity = ipso__arena_room(&all->arena, MOST_BINS, sizeof(int), &ok);
    one->rows = ipso__arena_room(&all->arena, rows, sizeof *one->rows, &ok);
    one->options = ipso__arena_room(&all->arena, model->option_count, sizeof *one->options, &ok);
    one->marginals =
        ipso__arena_room(&all->arena, model->row[rows].gain_first, sizeof *one->marginals, &ok);
    for (int r = 0; ok && r < rows; r++)
        one->row_place[r] = -1;
    return ok;
}

static bool allocate(blocks *all)
{
    const ipso__packing_model *model = all->model;
    int bins = model->bin_count, threads = all->how->team != NULL ? all->how->team->threads : 1;
    bool ok = true;
    all->leader = ipso__arena_room(&all->arena, bins, sizeof(int), &ok);
    all->size = ipso__arena_room(&all->arena, bins, sizeof(int), &ok);
    all->alone = ipso__arena_room(&all->arena, bins, sizeof(double), &ok);
    all->value = ipso__arena_room(&all->arena, bins, sizeof(double), &ok);
    all->row_block = ipso__arena_room(&all->arena, model->row_count, sizeof(int), &ok);
    for (int t = 0; ok && t < threads; t++)
        ok = allocate_block(all, &all->block[t]);
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
static int block_of_row(const blocks *all, int r)
{
    const ipso__packing_model *model = all->model;
    int found = NOWHERE;
    for (int e = model->first_entry[r]; e < model->first_entry[r + 1]; e++) {
        int o = model->entry[e].option;
        int leader = all->leader[model->option[o].bin];
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
    for (int b = 0; b < model->bin_count; b++)
        all->leader[b] = leader_of(all, b);
    for (int r = 0; r < model->row_count; r++)
        all->row_block[r] = block_of_row(all, r);
}

/* Sets size to 0 for blocks without a row of their own: there the bins by themselves say as much.
 */
static void drop_empty(blocks *all)
{
    const ipso__packing_model *model = all->model;
    int *has_row = all->block[0].place;
    for (int b = 0; b < model->bin_count; b++)
        has_row[b] = 0;
    for (int r = 0; r < model->row_count; r++)
        if (all->row_block[r] >= 0 && is_need(model, r))
            has_row[all->row_block[r]] = 1;
    for (int b = 0; b < model->bin_count; b++) {
        if (!has_row[b] || all->leader[b] != b)
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
static int enter_row(const blocks *all, block *one, int r, bool within)
{
    const ipso__packing_model *model = all->model;
    if (one->row_place[r] >= 0)
        return one->row_place[r];
    int at = one->packing.row_count++, top = model->row[r].top;
    int64_t *marginals = one->marginals + one->marginal_count;
    for (int k = 0; k < top; k++)
        marginals[k] = within ? (int64_t)model->slope[model->row[r].gain_first + k] : 0;
    one->marginal_count += top;
    one->rows[at] = (ipso__packing_row){
        .marginals = marginals, .marginal_count = top, .hard = model->row[r].hard};
    one->used_rows[at] = r;
    one->row_place[r] = at;
    return at;
}

/* Adds an option of the model to the block with the given leader. */
static void enter_option(const blocks *all, block *one, int o, int leader)
{
    const ipso__packing_model *model = all->model;
    ipso__packing_option made = {.bin = one->place[model->option[o].bin],
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

static void fill(const blocks *all, block *one, int leader)
{
    const ipso__packing_model *model = all->model;
    one->packing =
        (ipso__packing){.capacity = one->capacity, .rows = one->rows, .options = one->options};
    one->marginal_count = 0;
    for (int b = leader; b < model->bin_count; b++) {
        if (all->leader[b] != leader)
            continue;
        one->place[b] = one->packing.bin_count;
        one->capacity[one->packing.bin_count++] = model->capacity[b];
        for (int o = model->first[b]; o < model->first[b + 1]; o++)
            if (model->option[o].limit > 0)
                enter_option(all, one, o, leader);
    }
    for (int i = 0; i < one->packing.row_count; i++)
        one->row_place[one->used_rows[i]] = -1;
}

static int pass_on(void *user, int64_t value, int64_t bound, int64_t work)
{
    (void)value;
    (void)bound;
    (void)work;
    return ipso__packing_meter_look(user);
}

/* Lowers the value of a task to the solver's bound on its block. */
static void solve(const block *one, uint64_t seed, struct task *task)
{
    ipso__packing_settings settings;
    ipso__packing_result result;
    ipso__packing_settings_init(&settings);
    settings.time_limit_s = fmax(0, task->meter.deadline_s - ipso__clock_now_s());
    settings.work_limit = task->work;
    settings.gap_base = IPSO__PACKING_SCALE;
    settings.gap = PRECISION;
    settings.seed = seed;
    settings.progress = pass_on;
    settings.progress_user = &task->meter;
    task->status = ipso__packing_solve(&result, &one->packing, &settings, NULL);
    if (task->status != IPSO_OK)
        return;
    task->value = fmin(task->value, (double)result.bound);
    ipso__packing_meter_add(&task->meter, result.work);
    ipso__packing_result_finish(&result);
}

/* Values every bin by itself. False when out of memory. */
static bool value_bins(blocks *all, ipso__packing_meter *meter)
{
    int *bins = all->block[0].place;
    const ipso__packing_model *model = all->model;
    ipso__packing_state empty;
    ipso__packing_scope scope;
    int64_t work = 0;
    if (!ipso__packing_state_init(&empty, model))
        return false;
    bool ok = ipso__packing_scope_init(&scope, model);
    if (ok) {
        for (int b = 0; b < model->bin_count; b++)
            bins[b] = b;
        ipso__packing_scope_open(&scope, &empty, bins, model->bin_count);
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
static double by_bins(const blocks *all, int leader)
{
    const ipso__packing_model *model = all->model;
    double value = 0;
    for (int b = leader; b < model->bin_count; b++)
        if (all->leader[b] == leader)
            value += all->alone[b];
    for (int r = 0; r < model->row_count; r++)
        if (all->row_block[r] == leader)
            value += credit(all, r);
    return value;
}

static void run_task(void *user, int i, int thread)
{
    blocks *all = user;
    struct task *task = &all->task[i];
    block *one = &all->block[thread];
    if (thread == 0) {
        task->meter.progress = all->watch.progress;
        task->meter.next_report_s = all->watch.next_report_s;
    }
    fill(all, one, task->leader);
    solve(one, all->how->seed, task);
    if (thread == 0)
        all->watch.next_report_s = task->meter.next_report_s;
}

static void report(void *user)
{
    blocks *all = user;
    ipso__packing_meter_look(&all->watch);
}

/* Takes the next blocks from bin *from on, moved past them; returns how many bins they have. */
static int take_batch(blocks *all, const ipso__packing_meter *meter, int *from)
{
    int bins = 0;
    all->task_count = 0;
    for (; *from < all->model->bin_count && all->task_count < BATCH; ++*from) {
        if (all->size[*from] == 0)
            continue;
        struct task *task = &all->task[all->task_count++];
        task->leader = *from;
        task->value = all->value[*from];
        ipso__packing_meter_part(&task->meter, meter, &all->halt);
        bins += all->size[*from];
    }
    return bins;
}

/* Solves the blocks of the batch, of so many bins, with at most so much work. */
static bool solve_batch(blocks *all, int bins, double left, ipso__packing_meter *meter)
{
    const ipso__team_job job = {
        .task = run_task, .meanwhile = report, .user = all, .count = all->task_count};
    double share = fmin(GENEROUS * left / all->joined, left / bins);
    int64_t before = meter->work;
    bool ok = true;
    if (share <= 1)
        return true;
    for (int i = 0; i < all->task_count; i++)
        all->task[i].work = (int64_t)(fmin(share, MOST_WORK) * all->size[all->task[i].leader]);
    ipso__team_run(all->how->team, &job);
    ipso__packing_meter_join(meter, &all->watch, all->watch.work);
    for (int i = 0; i < all->task_count; i++) {
        ipso__packing_meter_join(meter, &all->task[i].meter, before);
        all->value[all->task[i].leader] = all->task[i].value;
        ok = ok && all->task[i].status != IPSO_NOMEM;
    }
    meter->next_look = 0;
    meter->next_report_s = all->watch.next_report_s;
    ipso__packing_meter_add(meter, 0);
    return ok;
}

/* Sums the bound; false when out of memory. */
static bool sum(blocks *all, ipso__packing_meter *meter, double *bound)
{
    const ipso__packing_model *model = all->model;
    int64_t until = meter->work + all->how->work;
    bool ok = true;
    for (int b = 0; b < model->bin_count; b++)
        if (all->leader[b] == b)
            all->value[b] = by_bins(all, b);
    ipso__packing_meter_part(&all->watch, meter, &all->halt);
    all->watch.progress = meter->progress;
    all->watch.work_limit = INT64_MAX;
    for (int from = 0; ok && all->joined > 0 && !meter->stopped;) {
        int bins = take_batch(all, meter, &from);
        ok = solve_batch(all, bins, (double)(until - meter->work), meter);
        all->joined -= bins;
    }
    *bound = 0;
    for (int r = 0; r < model->row_count; r++)
        if (all->row_block[r] == BEYOND)
            *bound += credit(all, r);
    for (int b = 0; b < model->bin_count; b++)
        if (all->leader[b] == b)
            *bound += all->value[b];
    return ok;
}

bool ipso__packing_blocks_bound(const ipso__packing_model *model,
                                const ipso__packing_blocks_search *how, ipso__packing_meter *meter,
                                double *bound)
{
    blocks all = {.model = model, .price = how->price, .how = how};
    atomic_init(&all.halt, false);
    *bound = INFINITY;
    if (model->bin_count < LEAST_TOTAL)
        return true;
    bool ok = allocate(&all);
    if (ok) {
        form(&all);
        drop_empty(&all);
    }
    if (ok && all.joined > 0 && how->work / all.joined >= LEAST_WORK)
        ok = value_bins(&all, meter) && sum(&all, meter, bound);
    ipso__arena_finish(&all.arena);
    return ok;
}
