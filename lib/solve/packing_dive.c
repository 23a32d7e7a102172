/* The dive: fix a little, descend on what is left, repeat.
 *
 * Two ways to fix. By options: each round places the options of highest average over the knapsacks
 * of the descent, at least a small share of the candidates, and no more than a larger share however
 * sure they are. By bins: each round fills a few bins, drawn evenly, with their knapsack at the
 * present prices, one after the other, so that no cells are lost to fragments; the bins that agree
 * best with the averages first was worse, as they lie together. Bins are much the better way where
 * rows have one unit each (requests), options where a row has many units (a knapsack at one price
 * takes all of a row or nothing of it). What no knapsack wants any more is left to the greedy
 * filling at true gains.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "solve/packing_search.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define CANDIDATE   0.02 /* least average of an option to be placed */
#define SURE        0.95 /* placed at once */
#define LEAST_SHARE 0.02 /* of the candidates, each round */
#define MOST_SHARE  0.05
#define BIN_SHARE   0.03 /* of all bins, each round */
#define HASTE       10   /* most that the shares grow when there is little time */

typedef struct candidate {
    double average;
    int option;
} candidate;

static int by_average(const void *a, const void *b)
{
    const candidate *left = a, *right = b;
    if (left->average != right->average)
        return left->average > right->average ? -1 : 1;
    return (left->option > right->option) - (left->option < right->option);
}

static bool place(ipso__packing_state *state, int o)
{
    if (!ipso__packing_state_fits(state, o) || ipso__packing_state_gain(state, o) <= 0)
        return false;
    ipso__packing_state_add(state, o);
    return true;
}

static int collect_options(const ipso__packing_scope *scope, candidate *candidates)
{
    int count = 0;
    for (int i = 0; i < scope->bin_count; i++) {
        int b = scope->bins[i];
        const int *open = scope->open + scope->model->first[b];
        for (int j = 0; j < scope->open_count[b]; j++)
            if (scope->average[open[j]] > CANDIDATE)
                candidates[count++] = (candidate){scope->average[open[j]], open[j]};
    }
    return count;
}

/* Places the leading candidates where they still fit; returns how many copies. */
static int fix_options(ipso__packing_scope *scope, ipso__packing_state *state,
                       candidate *candidates, double haste)
{
    int count = collect_options(scope, candidates), placed = 0;
    int least = (int)(LEAST_SHARE * haste * count) + 1,
        most = (int)(MOST_SHARE * haste * count) + 1;
    qsort(candidates, (size_t)count, sizeof *candidates, by_average);
    for (int i = 0; i < count; i++) {
        if (placed >= (candidates[i].average <= SURE ? least : most))
            break;
        int o = candidates[i].option, copies = (int)(candidates[i].average + 1 - SURE);
        for (copies = copies < 1 ? 1 : copies; copies > 0 && place(state, o); copies--) {
            scope->average[o] -= 1;
            placed++;
        }
        if (scope->average[o] < 0)
            scope->average[o] = 0;
    }
    return placed;
}

/* The best filling of bin at the present prices, in the picks. */
static void fill_alone(ipso__packing_scope *scope, int bin, ipso__packing_meter *meter)
{
    int64_t work = 0;
    scope->pick_count = 0;
    ipso__packing_scope_fill_bin(scope, bin, &work);
    ipso__packing_meter_add(meter, work);
}

static int fill_bin(ipso__packing_scope *scope, ipso__packing_state *state, int bin,
                    ipso__packing_meter *meter)
{
    int *open = scope->open + scope->model->first[bin], kept = 0, placed = 0;
    for (int i = 0; i < scope->open_count[bin]; i++)
        if (ipso__packing_state_fits(state, open[i]) &&
            ipso__packing_state_gain(state, open[i]) > 0)
            open[kept++] = open[i];
    scope->open_count[bin] = kept;
    fill_alone(scope, bin, meter);
    for (int i = 0; i < scope->pick_count; i++)
        for (int k = 0; k < scope->pick_copies[i] && place(state, scope->pick[i]); k++)
            placed++;
    return placed;
}

/* Fills some of the bins, drawn evenly; returns how many copies were placed. The bins of the scope
 * stay in their order, in which a sweep finds them in memory. */
static int fix_bins(ipso__packing_scope *scope, ipso__packing_state *state, int most, int *drawn,
                    ipso__random *random, ipso__packing_meter *meter)
{
    int count = scope->bin_count, placed = 0;
    memcpy(drawn, scope->bins, (size_t)count * sizeof *drawn);
    ipso__random_shuffle(random, drawn, count);
    for (int i = 0; i < count && i < most; i++)
        placed += fill_bin(scope, state, drawn[i], meter);
    return placed;
}

static void dive(ipso__packing_scope *scope, ipso__packing_state *state, candidate *candidates,
                 int *drawn, const ipso__packing_diving *how, ipso__packing_meter *meter)
{
    ipso__packing_descent descent = {
        .sweeps = how->sweeps, .step = 0.05, .follow = how->by_bin == NULL};
    double haste = fmax(1, fmin(HASTE, how->haste));
    int most = (int)(BIN_SHARE * haste * scope->bin_count) + 1;
    while (!meter->stopped) {
        int placed = how->by_bin != NULL ? fix_bins(scope, state, most, drawn, how->by_bin, meter)
                                         : fix_options(scope, state, candidates, haste);
        if (placed == 0 || ipso__packing_scope_refresh(scope) == 0)
            break;
        ipso__packing_scope_descend(scope, &descent, (double)state->value, meter);
    }
}

bool ipso__packing_dive(ipso__packing_scope *scope, ipso__packing_state *state,
                        const ipso__packing_diving *how, ipso__packing_meter *meter)
{
    int open = ipso__packing_scope_refresh(scope), bin_count = scope->bin_count;
    candidate *candidates =
        ipso__calloc(how->by_bin == NULL ? (size_t)open : 0, sizeof *candidates);
    int *bins = ipso__calloc(2 * (size_t)bin_count, sizeof *bins);
    bool ok = candidates != NULL && bins != NULL;
    if (ok) {
        for (int i = 0; i < bin_count; i++)
            bins[i] = scope->bins[i];
        dive(scope, state, candidates, bins + bin_count, how, meter);
        ok = ipso__packing_greedy(state, bins, bin_count, meter);
    }
    free(candidates);
    free(bins);
    return ok;
}
