/* Building the model: cliques, counting sorts both ways, then limits, groups and price ranges.
 *
 * What is tightened, and why no optimal value is lost:
 *   - a copy limit never exceeds what the bin holds or what a hard row allows;
 *   - a soft row whose options have weight 1, no other row and no negative cost is made hard: a
 * unit beyond its last marginal gains nothing;
 *   - options of one bin that share a hard row of one unit form a group, of which one is used;
 *   - a row's price need not exceed its first marginal, and need not fall below the last marginal
 *     within reach, or below nothing when units beyond are free.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "solve/packing_model.h"

#include "base/error.h"

#include <math.h>
#include <string.h>

/* Range of prices, scaled, expected of a row that only limits. */
#define FLAT_RANGE (30 * IPSO__PACKING_SCALE)

/* What the model is built from besides the instance. */
struct draft {
    ipso__packing_cliques cliques;
    int *order, *position; /* by option */
    ipso__arena arena;
};

static bool allocate(ipso__packing_model *model, const ipso__packing *packing,
                     const ipso__packing_cliques *cliques)
{
    int links = cliques->first[packing->option_count];
    int64_t gains = (int64_t)2 * cliques->count;
    bool ok = true;
    for (int o = 0; o < packing->option_count; o++)
        links += packing->options[o].row_count;
    for (int r = 0; r < packing->row_count; r++)
        gains += packing->rows[r].marginal_count + 1;
    if (gains > INT32_MAX - 1)
        return false;
    model->first = ipso__arena_room(&model->arena, packing->bin_count, sizeof(int), &ok);
    model->first_grouped = ipso__arena_room(&model->arena, packing->bin_count, sizeof(int), &ok);
    model->original = ipso__arena_room(&model->arena, packing->option_count, sizeof(int), &ok);
    model->group = ipso__arena_room(&model->arena, packing->option_count, sizeof(int), &ok);
    model->option =
        ipso__arena_room(&model->arena, packing->option_count, sizeof *model->option, &ok);
    model->face = ipso__arena_room(&model->arena, packing->option_count, sizeof *model->face, &ok);
    model->links = ipso__arena_room(&model->arena, links, sizeof *model->links, &ok);
    model->link_option = ipso__arena_room(&model->arena, links, sizeof(int), &ok);
    model->entry = ipso__arena_room(&model->arena, links, sizeof *model->entry, &ok);
    model->clash_option =
        ipso__arena_room(&model->arena, 2 * packing->conflict_count, sizeof(int), &ok);
    model->first_entry = ipso__arena_room(&model->arena, model->row_count, sizeof(int), &ok);
    model->row = ipso__arena_room(&model->arena, model->row_count, sizeof *model->row, &ok);
    model->price_low = ipso__arena_room(&model->arena, model->row_count, sizeof(double), &ok);
    model->stretch = ipso__arena_room(&model->arena, model->row_count, sizeof(double), &ok);
    model->price_high = ipso__arena_room(&model->arena, model->row_count, sizeof(double), &ok);
    model->gain = ipso__arena_room(&model->arena, (int)gains, sizeof(int64_t), &ok);
    model->slope = ipso__arena_room(&model->arena, (int)gains, sizeof(double), &ok);
    return ok;
}

static void fill_gains(ipso__packing_model *model)
{
    int at = 0;
    for (int r = 0; r < model->packing->row_count; r++) {
        const ipso__packing_row *row = &model->packing->rows[r];
        model->row[r].gain_first = at;
        model->row[r].top = row->marginal_count;
        model->row[r].hard = row->hard;
        for (int k = 0; k < row->marginal_count; k++, at++) {
            model->gain[at + 1] = model->gain[at] + row->marginals[k];
            model->slope[at] = (double)row->marginals[k] * IPSO__PACKING_SCALE;
        }
        at++;
        model->gain[at] = 0;
    }
    for (int r = model->packing->row_count; r < model->row_count; r++, at += 2) {
        model->row[r].gain_first = at;
        model->row[r].top = 1;
        model->row[r].hard = true;
    }
    model->row[model->row_count].gain_first = at;
}

/* Rows made hard without loss; see the opening comment. */
static void harden_rows(ipso__packing_model *model)
{
    const ipso__packing *packing = model->packing;
    for (int r = 0; r < model->row_count; r++)
        model->row[r].hard = model->row[r].hard || model->row[r].top > 0;
    for (int o = 0; o < packing->option_count; o++) {
        const ipso__packing_option *option = &packing->options[o];
        for (int i = 0; i < option->row_count; i++)
            if (!packing->rows[option->rows[i]].hard &&
                (option->row_count > 1 || option->cost < 0 || option->weights[i] > 1))
                model->row[option->rows[i]].hard = false;
    }
}

static int group_of(const ipso__packing_model *model, const ipso__packing_option *option)
{
    for (int i = 0; i < option->row_count; i++)
        if (model->row[option->rows[i]].hard && model->row[option->rows[i]].top == 1)
            return option->rows[i];
    return -1;
}

static int home_of(const ipso__packing_model *model, const ipso__packing_option *option)
{
    int home = -1;
    int64_t most = 0;
    for (int i = 0; i < option->row_count; i++) {
        const ipso__packing_row *row = &model->packing->rows[option->rows[i]];
        int64_t gain = row->marginal_count > 0 ? row->marginals[0] : 0;
        if (home < 0 || gain > most) {
            home = option->rows[i];
            most = gain;
        }
    }
    return home;
}

static int tight_limit(const ipso__packing_model *model, const ipso__packing_option *option)
{
    int limit = model->capacity[option->bin] / option->width;
    if (option->limit < limit)
        limit = option->limit;
    for (int i = 0; i < option->row_count; i++) {
        int r = option->rows[i];
        if (model->row[r].hard && model->row[r].top / option->weights[i] < limit)
            limit = model->row[r].top / option->weights[i];
    }
    return limit;
}

static void copy_option(ipso__packing_model *model, const ipso__packing_cliques *cliques, int o,
                        int original, int *links)
{
    const ipso__packing_option *option = &model->packing->options[original];
    model->original[o] = original;
    model->option[o].bin = option->bin;
    model->option[o].width = option->width;
    model->option[o].limit = tight_limit(model, option);
    model->option[o].cost = option->cost;
    model->option[o].home = home_of(model, option);
    model->option[o].link = *links;
    for (int i = 0; i < option->row_count; i++, (*links)++) {
        model->links[*links].row = option->rows[i];
        model->links[*links].weight = option->weights[i];
        model->link_option[*links] = o;
    }
    for (int i = cliques->first[original]; i < cliques->first[original + 1]; i++, (*links)++) {
        model->links[*links].row = model->packing->row_count + cliques->clique[i];
        model->links[*links].weight = 1;
        model->link_option[*links] = o;
    }
}

/* Counting sort of count items by key(item) < keys; order is stable. */
static void counting_sort(int *order, const int *items, int count, const int *key, int *start,
                          int keys)
{
    memset(start, 0, ((size_t)keys + 1) * sizeof *start);
    for (int i = 0; i < count; i++)
        start[key[items[i]] + 1]++;
    for (int k = 0; k < keys; k++)
        start[k + 1] += start[k];
    for (int i = 0; i < count; i++)
        order[start[key[items[i]]]++] = items[i];
    for (int k = keys; k > 0; k--)
        start[k] = start[k - 1];
    start[0] = 0;
}

/* One counting sort by bin, group and width of the caller's options; group as given. */
static void sort_once(const ipso__packing *packing, const int *group, int *order, int *key,
                      int *other, int *start, int keys)
{
    int count = packing->option_count;
    for (int o = 0; o < count; o++)
        other[o] = o;
    for (int pass = 0; pass < 3; pass++) {
        for (int o = 0; o < count; o++) {
            int width = packing->options[o].width;
            if (width > IPSO__PACKING_MAX_CAPACITY)
                width = IPSO__PACKING_MAX_CAPACITY + 1;
            key[o] = pass == 0 ? width : pass == 1 ? group[o] + 1 : packing->options[o].bin;
        }
        counting_sort(order, other, count, key, start, keys);
        memcpy(other, order, (size_t)count * sizeof *order);
    }
}

/* A row met by one option of a bin only is no group there. */
static void drop_single_groups(const ipso__packing *packing, int *group, const int *order)
{
    int count = packing->option_count;
    for (int i = 0; i < count;) {
        int j = i + 1;
        while (j < count && group[order[j]] == group[order[i]] &&
               packing->options[order[j]].bin == packing->options[order[i]].bin)
            j++;
        if (j == i + 1)
            group[order[i]] = -1;
        i = j;
    }
}

/* Options by bin, within a bin the ungrouped by width, then the grouped by group and width. */
static bool sort_options(ipso__packing_model *model, int *order, int *group)
{
    const ipso__packing *packing = model->packing;
    size_t count = (size_t)packing->option_count;
    int keys = IPSO__PACKING_MAX_CAPACITY + 2;
    if (model->row_count + 2 > keys)
        keys = model->row_count + 2;
    if (model->bin_count + 1 > keys)
        keys = model->bin_count + 1;
    ipso__arena scratch = {0};
    int *start = ipso__arena_alloc(&scratch, (size_t)keys + 1, sizeof *start);
    int *key = ipso__arena_alloc(&scratch, count, sizeof *key);
    int *other = ipso__arena_alloc(&scratch, count, sizeof *other);
    bool ok = start != NULL && key != NULL && other != NULL;
    if (ok) {
        for (size_t o = 0; o < count; o++)
            group[o] = group_of(model, &packing->options[o]);
        sort_once(packing, group, order, key, other, start, keys);
        drop_single_groups(packing, group, order);
        sort_once(packing, group, order, key, other, start, keys);
    }
    ipso__arena_finish(&scratch);
    return ok;
}

static void fill_face(ipso__packing_model *model, int o)
{
    ipso__packing_face *face = &model->face[o];
    int from = model->option[o].link, to = model->option[o + 1].link;
    *face = (ipso__packing_face){.worth = -(double)model->option[o].cost * IPSO__PACKING_SCALE,
                                 .width = (uint16_t)model->option[o].width,
                                 .limit = (uint16_t)model->option[o].limit,
                                 .more = to - from > 1 ? from + 1 : -1};
    if (from < to) {
        face->row = model->links[from].row;
        face->weight = model->links[from].weight;
    }
}

static void fill_options(ipso__packing_model *model, const ipso__packing_cliques *cliques,
                         const int *order, const int *group)
{
    int links = 0;
    for (int o = 0; o < model->option_count; o++) {
        copy_option(model, cliques, o, order[o], &links);
        model->group[o] = group[order[o]];
        model->first[model->option[o].bin + 1]++;
    }
    model->option[model->option_count].link = links;
    for (int o = 0; o < model->option_count; o++)
        fill_face(model, o);
    for (int b = 0; b < model->bin_count; b++)
        model->first[b + 1] += model->first[b];
    for (int b = 0; b < model->bin_count; b++) {
        int o = model->first[b];
        while (o < model->first[b + 1] && model->group[o] < 0)
            o++;
        model->first_grouped[b] = o;
    }
}

static void fill_entries(ipso__packing_model *model)
{
    int links = model->option[model->option_count].link;
    for (int l = 0; l < links; l++)
        model->first_entry[model->links[l].row + 1]++;
    for (int r = 0; r < model->row_count; r++)
        model->first_entry[r + 1] += model->first_entry[r];
    for (int o = 0; o < model->option_count; o++)
        for (int l = model->option[o].link; l < model->option[o + 1].link; l++) {
            int at = model->first_entry[model->links[l].row]++;
            model->entry[at] =
                (ipso__packing_entry){o, l, model->option[o].bin, model->option[o].width};
        }
    for (int r = model->row_count; r > 0; r--)
        model->first_entry[r] = model->first_entry[r - 1];
    model->first_entry[0] = 0;
}

/* position: where each of the caller's options stands. */
static void fill_clashes(ipso__packing_model *model, const int *position)
{
    const ipso__packing *packing = model->packing;
    for (int i = 0; i < packing->conflict_count; i++)
        for (int side = 0; side < 2; side++)
            model->option[position[packing->conflicts[i][side]] + 1].clash++;
    for (int o = 0; o < model->option_count; o++)
        model->option[o + 1].clash += model->option[o].clash;
    for (int i = 0; i < packing->conflict_count; i++)
        for (int side = 0; side < 2; side++) {
            int o = position[packing->conflicts[i][side]];
            model->clash_option[model->option[o].clash++] =
                position[packing->conflicts[i][1 - side]];
        }
    for (int o = model->option_count; o > 0; o--)
        model->option[o].clash = model->option[o - 1].clash;
    model->option[0].clash = 0;
}

/* Most units of row r that the bins can hold: in each, no more than all copies give, nor more than
 * the densest option fills. The options of a row are in bin order. */
static int64_t reach_of(const ipso__packing_model *model, int r)
{
    int64_t reach = 0;
    for (int e = model->first_entry[r]; e < model->first_entry[r + 1];) {
        int b = model->entry[e].bin;
        int64_t all = 0, dense = 0;
        for (; e < model->first_entry[r + 1] && model->entry[e].bin == b; e++) {
            int o = model->entry[e].option;
            int64_t weight = model->links[model->entry[e].link].weight;
            int64_t most = model->option[o].limit > 0
                               ? model->capacity[b] * weight / model->option[o].width
                               : 0;
            all += weight * model->option[o].limit;
            dense = most > dense ? most : dense;
        }
        reach += all < dense ? all : dense;
    }
    return reach;
}

static ipso_status price_ranges(ipso__packing_model *model, ipso_error *err)
{
    for (int r = 0; r < model->row_count; r++) {
        const double *slope = model->slope + model->row[r].gain_first;
        int64_t reach = reach_of(model, r);
        int top = model->row[r].top;
        bool clique = r >= model->packing->row_count;
        bool hard = clique || model->packing->rows[r].hard;
        if (reach > INT32_MAX / 4)
            return ipso__fail(err, IPSO_INPUT, "", "packing row %d can reach %lld units", r,
                              (long long)reach);
        if (!hard && reach > top && top > 0 && slope[top - 1] < 0)
            return ipso__fail(err, IPSO_INPUT, "",
                              "packing row %d ends at a marginal of %lld while %lld units can be "
                              "reached: it would rise again",
                              r, (long long)model->packing->rows[r].marginals[top - 1],
                              (long long)reach);
        model->price_high[r] = top > 0 ? slope[0] : 0;
        if (reach > top)
            model->price_low[r] = hard ? -INFINITY : 0;
        else
            model->price_low[r] = reach > 0 ? slope[reach - 1] : model->price_high[r];
        double units = fmax(1, fmin((double)reach, top)), range = fabs(model->price_high[r]);
        model->stretch[r] = (range > 0 ? range : FLAT_RANGE) / units;
    }
    return IPSO_OK;
}

static ipso_status build(ipso__packing_model *model, const struct draft *draft, ipso_error *err)
{
    int *order = draft->order, *position = draft->position;
    fill_gains(model);
    harden_rows(model);
    if (!sort_options(model, order, position))
        return ipso__fail_nomem(err);
    fill_options(model, &draft->cliques, order, position);
    fill_entries(model);
    for (int o = 0; o < model->option_count; o++)
        position[order[o]] = o;
    fill_clashes(model, position);
    return price_ranges(model, err);
}

static bool begin_draft(struct draft *draft, const ipso__packing *packing)
{
    size_t count = (size_t)packing->option_count;
    draft->order = ipso__arena_alloc(&draft->arena, count, sizeof *draft->order);
    draft->position = ipso__arena_alloc(&draft->arena, count, sizeof *draft->position);
    return ipso__packing_cliques_find(&draft->cliques, packing) && draft->order != NULL &&
           draft->position != NULL;
}

ipso_status ipso__packing_model_init(ipso__packing_model *model, const ipso__packing *packing,
                                     ipso_error *err)
{
    struct draft draft = {0};
    bool ok = begin_draft(&draft, packing);
    *model = (ipso__packing_model){.packing = packing,
                                   .bin_count = packing->bin_count,
                                   .row_count = packing->row_count + draft.cliques.count,
                                   .option_count = packing->option_count,
                                   .capacity = packing->capacity};
    ok = ok && allocate(model, packing, &draft.cliques);
    ipso_status status = ok ? build(model, &draft, err) : ipso__fail_nomem(err);
    ipso__packing_cliques_finish(&draft.cliques);
    ipso__arena_finish(&draft.arena);
    if (status != IPSO_OK)
        ipso__packing_model_finish(model);
    return status;
}

void ipso__packing_model_finish(ipso__packing_model *model)
{
    ipso__arena_finish(&model->arena);
}
