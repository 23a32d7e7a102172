/* Exact depth-first branch and bound on copies.
 *
 * A node is a point and a set of closed options; its bound is that of the open part on top of the
 * point (packing_bound.c), which respects hard rows, conflicts and copies already fixed. One child
 * places one copy more of the option the knapsacks use most, the other closes that option.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "solve/packing_search.h"

#include <stdlib.h>

enum { NODE_SWEEPS = 40 };

struct tree {
    ipso__packing_scope *scope;
    ipso__packing_state *state;
    ipso__packing_meter *meter;
    const int *bins;
    int bin_count;
    int *decision; /* path: o placed once more, -1 - o closed */
    size_t depth, capacity;
    int64_t until; /* work */
};

static int branching_option(const ipso__packing_scope *scope)
{
    int best = -1;
    for (int i = 0; i < scope->bin_count; i++) {
        int b = scope->bins[i];
        const int *open = scope->open + scope->model->first[b];
        for (int j = 0; j < scope->open_count[b]; j++)
            if (best < 0 || scope->average[open[j]] > scope->average[best])
                best = open[j];
    }
    return best;
}

/* Bounds the node; returns the option to branch on, or -1 when nothing better lies below it. */
static int visit(struct tree *tree)
{
    ipso__packing_scope *scope = tree->scope;
    ipso__packing_state *state = tree->state;
    if (state->value > state->best_value)
        ipso__packing_state_keep(state);
    ipso__packing_scope_open(scope, state, tree->bins, tree->bin_count);
    for (int i = 0; i < scope->row_count; i++)
        scope->price[scope->rows[i]] = scope->node_price[scope->rows[i]];
    double enough = (double)(state->best_value + 1) * IPSO__PACKING_SCALE;
    ipso__packing_descent descent = {
        .sweeps = NODE_SWEEPS, .step = 0.1, .follow = true, .fresh = true, .enough = enough};
    double value = (double)state->best_value;
    if (ipso__packing_scope_descend(scope, &descent, value, tree->meter) < enough)
        return -1;
    return branching_option(scope);
}

static bool decide(struct tree *tree, int decision)
{
    if (!ipso__grow(&tree->decision, &tree->capacity, tree->depth + 1, sizeof *tree->decision))
        return false;
    tree->decision[tree->depth++] = decision;
    if (decision >= 0)
        ipso__packing_state_add(tree->state, decision);
    else
        tree->scope->closed[-1 - decision] = 1;
    ipso__packing_state_mark(tree->state);
    return true;
}

/* Back to the deepest placed copy, which becomes a closed option; false at the root. */
static bool backtrack(struct tree *tree, bool *ok)
{
    while (tree->depth > 0) {
        int decision = tree->decision[--tree->depth];
        if (decision >= 0) {
            ipso__packing_state_remove(tree->state, decision);
            *ok = decide(tree, -1 - decision);
            return *ok;
        }
        tree->scope->closed[-1 - decision] = 0;
    }
    return false;
}

static void copy_prices(ipso__packing_scope *scope)
{
    for (int i = 0; i < scope->row_count; i++)
        scope->node_price[scope->rows[i]] = scope->price[scope->rows[i]];
}

/* Opens again what the path closed. */
static void leave(struct tree *tree)
{
    for (size_t i = 0; i < tree->depth; i++)
        if (tree->decision[i] < 0)
            tree->scope->closed[-1 - tree->decision[i]] = 0;
    free(tree->decision);
}

bool ipso__packing_branch(ipso__packing_scope *scope, ipso__packing_state *state, const int *bins,
                          int bin_count, int64_t work, ipso__packing_meter *meter, bool *proven)
{
    struct tree tree = {.scope = scope,
                        .state = state,
                        .meter = meter,
                        .bins = bins,
                        .bin_count = bin_count,
                        .until = meter->work + work};
    bool ok = true, more = true;
    copy_prices(scope);
    *proven = false;
    while (more && !meter->stopped && meter->work < tree.until) {
        int o = visit(&tree);
        if (meter->stopped)
            break;
        if (o >= 0)
            more = ok = decide(&tree, o);
        else
            more = backtrack(&tree, &ok);
        *proven = !more && ok;
    }
    leave(&tree);
    return ok;
}
