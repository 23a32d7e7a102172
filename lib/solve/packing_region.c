/* Region search.
 *
 * A region is some bins around a random one, found by walking from a bin to an option in it, to
 * another option of the same row, to that option's bin. Its bins are emptied and priced anew from
 * the prices of the whole; if even the bound of the region is below the value as it stands plus
 * one, nothing better exists there and the region is left; else a dive and a short annealing try,
 * and the result stays unless it is worse.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "solve/packing_search.h"

#include <math.h>
#include <stdlib.h>

enum { SWEEPS = 60, DIVE_SWEEPS = 10, BRANCH_OPTIONS = 150, BRANCH_WORK = 1000000 };

bool ipso__packing_ground_init(ipso__packing_ground *ground, const ipso__packing_model *model)
{
    ground->bins = ipso__calloc((size_t)model->bin_count, sizeof *ground->bins);
    ground->inside = ipso__calloc((size_t)model->bin_count, 1);
    ground->options = ipso__calloc((size_t)model->option_count, sizeof *ground->options);
    return ground->bins != NULL && ground->inside != NULL && ground->options != NULL;
}

void ipso__packing_ground_finish(ipso__packing_ground *ground)
{
    free(ground->bins);
    free(ground->inside);
    free(ground->options);
}

/* Forgets the last region. */
static void clear(ipso__packing_ground *region)
{
    for (int i = 0; i < region->bin_count; i++)
        region->inside[region->bins[i]] = 0;
    region->bin_count = 0;
    region->option_count = 0;
}

static void include(ipso__packing_ground *region, const ipso__packing_regions *how, int b)
{
    if (!region->inside[b] && (how->part == NULL || how->part[b] == how->own)) {
        region->inside[b] = 1;
        region->bins[region->bin_count++] = b;
    }
}

static int draw(ipso__random *random, int count)
{
    return (int)ipso__random_below(random, (uint32_t)count);
}

int ipso__packing_neighbour(const ipso__packing_model *model, int b, ipso__random *random)
{
    int count = model->first[b + 1] - model->first[b];
    if (count == 0)
        return b;
    int o = model->first[b] + draw(random, count),
        links = model->option[o + 1].link - model->option[o].link;
    if (links == 0)
        return b;
    int r = model->links[model->option[o].link + draw(random, links)].row;
    int e = model->first_entry[r] + draw(random, model->first_entry[r + 1] - model->first_entry[r]);
    return model->entry[e].bin;
}

static void grow(ipso__packing_ground *region, const ipso__packing_model *model,
                 const ipso__packing_regions *how, ipso__random *random)
{
    int size = how->size < model->bin_count ? how->size : model->bin_count;
    while (region->bin_count == 0)
        include(region, how, draw(random, model->bin_count));
    for (int tries = 0; region->bin_count < size && tries < 20 * size; tries++)
        include(
            region, how,
            ipso__packing_neighbour(model, region->bins[draw(random, region->bin_count)], random));
    for (int tries = 0; region->bin_count < size && tries < 20 * size; tries++)
        include(region, how, draw(random, model->bin_count));
}

static void empty(ipso__packing_state *state, const ipso__packing_ground *region)
{
    for (int i = 0; i < region->bin_count; i++)
        while (state->placed_count[region->bins[i]] > 0)
            ipso__packing_state_remove(state, state->placed[state->model->first[region->bins[i]]]);
}

static void list_options(ipso__packing_ground *region, const ipso__packing_scope *scope)
{
    for (int i = 0; i < scope->bin_count; i++) {
        int b = scope->bins[i];
        for (int j = 0; j < scope->open_count[b]; j++)
            region->options[region->option_count++] = scope->open[scope->model->first[b] + j];
    }
}

static void open_region(ipso__packing_scope *scope, ipso__packing_state *state,
                        ipso__packing_ground *region, const double *price)
{
    empty(state, region);
    ipso__packing_scope_open(scope, state, region->bins, region->bin_count);
    for (int i = 0; i < scope->row_count; i++)
        scope->price[scope->rows[i]] = price[scope->rows[i]];
}

static bool dive_and_anneal(ipso__packing_scope *scope, ipso__packing_state *state,
                            const ipso__packing_ground *region, const ipso__packing_regions *how,
                            ipso__random *random, ipso__packing_meter *meter)
{
    ipso__packing_annealing annealing = {.moves = (int64_t)region->option_count * how->moves,
                                         .hot = how->temperature,
                                         .cold = how->temperature / 5,
                                         .inside = region->inside,
                                         .options = region->options,
                                         .option_count = region->option_count};
    ipso__packing_diving diving = {.by_bin = how->dive_by_bin ? random : NULL,
                                   .sweeps = DIVE_SWEEPS};
    if (!ipso__packing_dive(scope, state, &diving, meter))
        return false;
    ipso__packing_anneal(state, &annealing, random, meter);
    return true;
}

/* Closes what no better filling of the region can use, then searches the rest: exactly when little
 * is left, else by a dive and annealing. */
static bool refill(ipso__packing_scope *scope, ipso__packing_state *state,
                   ipso__packing_ground *region, const ipso__packing_regions *how, int64_t value,
                   ipso__random *random, ipso__packing_meter *meter)
{
    bool ok, proven = false;
    int left = ipso__packing_scope_close(scope, (double)value, meter);
    if (left <= BRANCH_OPTIONS) {
        ok = ipso__packing_branch(scope, state, region->bins, region->bin_count, BRANCH_WORK, meter,
                                  &proven);
    } else {
        ipso__packing_scope_refresh(scope);
        list_options(region, scope);
        ok = dive_and_anneal(scope, state, region, how, random, meter);
    }
    ipso__packing_scope_reopen(scope, region->bins, region->bin_count);
    return ok;
}

static bool search(ipso__packing_scope *scope, ipso__packing_state *state,
                   ipso__packing_ground *region, const ipso__packing_regions *how,
                   ipso__random *random, ipso__packing_meter *meter)
{
    int64_t value = state->value;
    bool ok = true;
    open_region(scope, state, region, how->price);
    double enough = (double)(value + 1) * IPSO__PACKING_SCALE;
    ipso__packing_descent descent = {.sweeps = SWEEPS,
                                     .step = 0.05,
                                     .follow = !how->dive_by_bin,
                                     .fresh = true,
                                     .enough = enough};
    if (ipso__packing_scope_descend(scope, &descent, (double)value, meter) >= enough)
        ok = refill(scope, state, region, how, value, random, meter);
    if (state->value < state->best_value)
        ipso__packing_state_restore(state);
    else
        ipso__packing_state_keep(state);
    return ok;
}

bool ipso__packing_region(ipso__packing_ground *ground, ipso__packing_scope *scope,
                          ipso__packing_state *state, const ipso__packing_regions *how,
                          ipso__random *random, ipso__packing_meter *meter)
{
    const ipso__packing_model *model = scope->model;
    clear(ground);
    grow(ground, model, how, random);
    ipso__packing_state_mark(state);
    bool ok = search(scope, state, ground, how, random, meter);
    ipso__packing_state_mark(state);
    return ok;
}
