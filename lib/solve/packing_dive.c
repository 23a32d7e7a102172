/* The dive: fix what the averaged knapsacks agree on, descend on what is left, repeat.
 *
 * Each round re-prices the open part with a few sweeps and then places the options of highest
 * average: all of which are nearly always chosen, and at least a small share of the candidates.
 * What no knapsack wants any more is left to the greedy filling at true gains.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "solve/packing_search.h"

#include <stdlib.h>

#define SURE      0.95 /* place at once */
#define CANDIDATE 0.02 /* place at all */
#define SHARE     0.02 /* of the candidates, each round, at least */
#define MOST      0.05 /* of the candidates, each round, however sure */

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

static int collect(const ipso__packing_scope *scope, candidate *candidates)
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
static int fix(ipso__packing_scope *scope, ipso__packing_state *state, const candidate *candidates,
               int count)
{
    int least = (int)(SHARE * count) + 1, most = (int)(MOST * count) + 1, placed = 0;
    for (int i = 0; i < count; i++) {
        if (placed >= (candidates[i].average <= SURE ? least : most))
            break;
        int o = candidates[i].option;
        int copies = (int)(candidates[i].average + 1 - SURE);
        for (copies = copies < 1 ? 1 : copies; copies > 0; copies--) {
            if (!ipso__packing_state_fits(state, o) || ipso__packing_state_gain(state, o) <= 0)
                break;
            ipso__packing_state_add(state, o);
            scope->average[o] -= 1;
            placed++;
        }
        if (scope->average[o] < 0)
            scope->average[o] = 0;
    }
    return placed;
}

bool ipso__packing_dive(ipso__packing_scope *scope, ipso__packing_state *state, int sweeps,
                        ipso__packing_meter *meter)
{
    ipso__packing_descent descent = {.sweeps = sweeps, .step = 0.05};
    int bin_count = scope->bin_count, open = ipso__packing_scope_refresh(scope);
    candidate *candidates = ipso__calloc((size_t)open, sizeof *candidates);
    int *bins = ipso__calloc((size_t)bin_count, sizeof *bins);
    bool ok = candidates != NULL && bins != NULL;
    for (int i = 0; i < scope->bin_count && ok; i++)
        bins[i] = scope->bins[i];
    bin_count = scope->bin_count;
    while (ok && open > 0 && !meter->stopped) {
        int count = collect(scope, candidates);
        qsort(candidates, (size_t)count, sizeof *candidates, by_average);
        if (fix(scope, state, candidates, count) == 0)
            break;
        open = ipso__packing_scope_refresh(scope);
        ipso__packing_scope_descend(scope, &descent, (double)state->value, meter);
    }
    if (ok)
        ok = ipso__packing_greedy(state, bins, bin_count, meter);
    free(candidates);
    free(bins);
    return ok;
}
