/* Bins that are alike, put together for a tighter bound.
 *
 * Two bins are alike when they have the same options: as many, of the same widths, limits, costs,
 * rows and weights. As one bin with the cells of both and the limits of both, they hold whatever
 * they held as two, so that the best value of the new packing is at least that of the old. But its
 * Lagrangian bound is usually lower: a row of one unit is exact within a bin, and a knapsack of 96
 * cells that may take each request once wastes no more than one of 24 that shares the request with
 * three others at a price. Options in conflict are tied to their own bins: those stay apart.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "solve/packing_alike.h"

#include "solve/packing_scope.h"

#include <math.h>
#include <stdlib.h>

/* The options of a bin, in an order that does not depend on the caller's. */
typedef struct contents {
    const ipso__packing_option **options;
    int count, bin;
    int tied; /* has conflicts */
} contents;

/* Bins that must go into others before a bound is worth its time: one in so many. */
#define WORTH 10

/* Working memory of a merge. */
typedef struct merge {
    const ipso__packing *packing;
    const ipso__packing_option **sorted; /* options by bin, then by what they are */
    contents *bins;
    int *into;   /* by bin: the new bin */
    int *size;   /* by new bin: how many it was */
    int *leader; /* by new bin: the first of them */
    int *moved;  /* by option: its new index, -1 dropped */
    int count;   /* of new bins */
    ipso__arena arena;
} merge;

static int order(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

/* By rows first: so are options mostly listed, and then there is nothing to sort. */
static int compare_options(const ipso__packing_option *a, const ipso__packing_option *b)
{
    int by = order(a->row_count, b->row_count);
    for (int i = 0; i < a->row_count && by == 0; i++) {
        by = order(a->rows[i], b->rows[i]);
        by = by != 0 ? by : order(a->weights[i], b->weights[i]);
    }
    by = by != 0 ? by : order(a->width, b->width);
    by = by != 0 ? by : order(a->cost, b->cost);
    return by != 0 ? by : order(a->limit, b->limit);
}

static int by_content(const void *a, const void *b)
{
    const ipso__packing_option *const *left = a, *const *right = b;
    int by = compare_options(*left, *right);
    return by != 0 ? by : order(*left - *right, 0);
}

static int compare_contents(const contents *a, const contents *b)
{
    int by = order(a->tied, b->tied);
    by = by != 0 ? by : order(a->count, b->count);
    for (int i = 0; i < a->count && by == 0; i++)
        by = compare_options(a->options[i], b->options[i]);
    return by;
}

static int by_contents(const void *a, const void *b)
{
    const contents *left = a, *right = b;
    int by = compare_contents(left, right);
    return by != 0 ? by : order(left->bin, right->bin);
}

static bool merge_init(merge *m, const ipso__packing *packing)
{
    bool ok = true;
    *m = (merge){.packing = packing};
    m->sorted = ipso__arena_room(&m->arena, packing->option_count, sizeof *m->sorted, &ok);
    m->bins = ipso__arena_room(&m->arena, packing->bin_count, sizeof *m->bins, &ok);
    m->into = ipso__arena_room(&m->arena, packing->bin_count, sizeof(int), &ok);
    m->size = ipso__arena_room(&m->arena, packing->bin_count, sizeof(int), &ok);
    m->leader = ipso__arena_room(&m->arena, packing->bin_count, sizeof(int), &ok);
    m->moved = ipso__arena_room(&m->arena, packing->option_count, sizeof(int), &ok);
    return ok;
}

static void sort_options(contents *bin)
{
    int sorted = 1;
    while (sorted < bin->count && by_content(&bin->options[sorted - 1], &bin->options[sorted]) <= 0)
        sorted++;
    if (sorted < bin->count)
        qsort(bin->options, (size_t)bin->count, sizeof *bin->options, by_content);
}

/* Lists the contents of all bins, each sorted. */
static void list_contents(merge *m)
{
    const ipso__packing *packing = m->packing;
    const ipso__packing_option **end = m->sorted;
    for (int o = 0; o < packing->option_count; o++)
        m->bins[packing->options[o].bin].count++;
    for (int b = 0; b < packing->bin_count; b++) {
        m->bins[b].options = end;
        m->bins[b].bin = b;
        end += m->bins[b].count;
        m->bins[b].count = 0;
    }
    for (int o = 0; o < packing->option_count; o++) {
        contents *bin = &m->bins[packing->options[o].bin];
        bin->options[bin->count++] = &packing->options[o];
    }
    for (int b = 0; b < packing->bin_count; b++)
        sort_options(&m->bins[b]);
}

/* Puts equal contents next to each other. */
static void sort_bins(merge *m)
{
    const ipso__packing *packing = m->packing;
    list_contents(m);
    for (int c = 0; c < packing->conflict_count; c++)
        for (int side = 0; side < 2; side++)
            m->bins[packing->options[packing->conflicts[c][side]].bin].tied = 1;
    if (packing->bin_count > 1)
        qsort(m->bins, (size_t)packing->bin_count, sizeof *m->bins, by_contents);
}

/* Decides which bins go together, as far as a bin may grow: into becomes the first of them. */
static void assign(merge *m)
{
    int64_t sum = 0;
    for (int i = 0; i < m->packing->bin_count; i++) {
        int b = m->bins[i].bin;
        bool joins = i > 0 && !m->bins[i].tied &&
                     sum + m->packing->capacity[b] <= IPSO__PACKING_MAX_CAPACITY &&
                     compare_contents(&m->bins[i - 1], &m->bins[i]) == 0;
        sum = (joins ? sum : 0) + m->packing->capacity[b];
        m->into[b] = joins ? m->into[m->bins[i - 1].bin] : b;
    }
}

/* Numbers the new bins in the order of the first of each, so that what was near stays near, and
 * sums their cells. No bin goes into one after it. */
static void number(merge *m, int *capacity)
{
    for (int b = 0; b < m->packing->bin_count; b++) {
        if (m->into[b] == b) {
            m->leader[m->count] = b;
            m->into[b] = m->count++;
        } else {
            m->into[b] = m->into[m->into[b]];
        }
        m->size[m->into[b]]++;
        capacity[m->into[b]] += m->packing->capacity[b];
    }
}

/* The options of the first of the bins that went together stand for all; first as in the header. */
static int copy_options(merge *m, ipso__packing_option *options, int *first)
{
    int count = 0;
    for (int o = 0; o < m->packing->option_count; o++) {
        const ipso__packing_option *option = &m->packing->options[o];
        int bin = m->into[option->bin], size = m->size[bin];
        m->moved[o] = -1;
        if (m->leader[bin] != option->bin)
            continue;
        options[count] = *option;
        options[count].bin = bin;
        int64_t limit = (int64_t)option->limit * size;
        options[count].limit =
            (int)(limit < IPSO__PACKING_MAX_CAPACITY ? limit : IPSO__PACKING_MAX_CAPACITY);
        first[count + 1] = first[count] + size;
        m->moved[o] = count++;
    }
    return count;
}

/* Lists what each new option stands for: equal contents are in the same order. */
static void list_copies(const merge *m, ipso__packing_alike *alike)
{
    const ipso__packing_option *options = m->packing->options;
    for (int i = 0; i < m->packing->bin_count;) {
        const contents *bins = &m->bins[i];
        int size = m->size[m->into[bins->bin]];
        for (int j = 0; j < bins->count; j++) {
            int at = alike->first[m->moved[bins->options[j] - options]];
            for (int k = 0; k < size; k++)
                alike->copy[at + k] = (int)(bins[k].options[j] - options);
        }
        i += size;
    }
}

static bool fill(merge *m, ipso__packing_alike *alike)
{
    const ipso__packing *packing = m->packing;
    size_t conflicts = (size_t)packing->conflict_count;
    int *capacity =
        ipso__arena_alloc(&alike->arena, (size_t)packing->bin_count + 1, sizeof *capacity);
    ipso__packing_option *options =
        ipso__arena_alloc(&alike->arena, (size_t)packing->option_count + 1, sizeof *options);
    int(*pairs)[2] = ipso__arena_alloc(&alike->arena, conflicts + 1, sizeof *pairs);
    alike->first = ipso__arena_alloc(&alike->arena, (size_t)packing->option_count + 1, sizeof(int));
    alike->copy = ipso__arena_alloc(&alike->arena, (size_t)packing->option_count + 1, sizeof(int));
    if (capacity == NULL || options == NULL || pairs == NULL || alike->first == NULL ||
        alike->copy == NULL)
        return false;
    sort_bins(m);
    assign(m);
    number(m, capacity);
    alike->packing = *packing;
    alike->packing.capacity = capacity;
    alike->packing.bin_count = m->count;
    alike->packing.options = options;
    alike->packing.option_count = copy_options(m, options, alike->first);
    list_copies(m, alike);
    for (size_t c = 0; c < conflicts; c++)
        for (int side = 0; side < 2; side++)
            pairs[c][side] = m->moved[packing->conflicts[c][side]];
    alike->packing.conflicts = (const int(*)[2])pairs;
    return true;
}

bool ipso__packing_alike_make(ipso__packing_alike *alike, const ipso__packing *packing)
{
    merge m;
    *alike = (ipso__packing_alike){0};
    bool ok = merge_init(&m, packing) && fill(&m, alike);
    ipso__arena_finish(&m.arena);
    return ok;
}

void ipso__packing_alike_finish(ipso__packing_alike *alike)
{
    ipso__arena_finish(&alike->arena);
}

/* Descends on the whole of a model from the given prices; *bound as in ipso__packing_alike_bound.
 */
static bool descend(const ipso__packing_model *model, const ipso__packing_alike_descent *how,
                    ipso__packing_meter *meter, double *bound)
{
    ipso__packing_state empty;
    ipso__packing_scope scope;
    int *bins = ipso__calloc((size_t)model->bin_count, sizeof *bins);
    if (bins == NULL || !ipso__packing_state_init(&empty, model)) {
        free(bins);
        return false;
    }
    bool ok = ipso__packing_scope_init(&scope, model);
    if (ok) {
        ok = ipso__packing_scope_share(&scope, how->team);
        for (int b = 0; b < model->bin_count; b++)
            bins[b] = b;
        ipso__packing_scope_open(&scope, &empty, bins, model->bin_count);
        for (int i = 0; i < scope.row_count; i++)
            scope.price[scope.rows[i]] = how->price[scope.rows[i]];
        int64_t before = meter->work;
        ipso__packing_descent descent = {.sweeps = 1, .step = 0.1};
        *bound = ipso__packing_scope_descend(&scope, &descent, how->value, meter);
        double sweeps = (double)how->work / (double)(meter->work - before + 1);
        descent.sweeps = (int)(sweeps < how->most_sweeps ? sweeps : how->most_sweeps);
        double lower = ipso__packing_scope_descend(&scope, &descent, how->value, meter);
        *bound = lower < *bound ? lower : *bound;
        ipso__packing_scope_finish(&scope);
    }
    ipso__packing_state_finish(&empty);
    free(bins);
    return ok;
}

bool ipso__packing_alike_bound(const ipso__packing *packing, const ipso__packing_alike_descent *how,
                               ipso__packing_meter *meter, double *bound)
{
    ipso__packing_alike alike;
    ipso__packing_model model;
    bool ok = ipso__packing_alike_make(&alike, packing);
    int fewer = ok ? packing->bin_count - alike.packing.bin_count : 0;
    *bound = INFINITY;
    if (ok && fewer > packing->bin_count / WORTH) {
        ipso_status status = ipso__packing_model_init(&model, &alike.packing, NULL);
        if (status == IPSO_OK) {
            ok = descend(&model, how, meter, bound);
            ipso__packing_model_finish(&model);
        }
        ok = ok && status != IPSO_NOMEM;
    }
    ipso__packing_alike_finish(&alike);
    return ok;
}
