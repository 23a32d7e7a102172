/* Trees over lists of schedules: the lists, the master over them, and the root's cuts.
 *
 * Where the gap is small a tree looks for solutions of at most a target alone, a little above the
 * bound: few schedules can be in one, they are listed (schedules_lists.c) and pricing looks through
 * the lists. Any inequality that schedules have coefficients in can then be a row of the master:
 * the root is cut (schedules_separate.c) until that gives little.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "solve/schedules_branch.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "solve/schedules_cuts.h"
#include "solve/schedules_lists.h"
#include "solve/schedules_separate.h"

#define SHAKE       0.02
#define NODE_SHAKE  0.001
#define LARGEST_GAP 0.02 /* of the value, for lists */
#define GAIN        0.03 /* of the gap or of the schedules, by a round of cuts not in vain */

enum { ROOT_SHAKES = 30, SHAKE_ROUNDS = 6, VAIN_ROUNDS = 10, GRAINS = 16, PARTS = 16, TRIES = 3 };

/* ---- the lists ---- */

static bool may_be_listed(const ipso__sched *search)
{
    if (search->value == IPSO__NEVER || search->bound == INT64_MIN ||
        search->root_bound == -INFINITY)
        return false;
    double gap = (double)search->value - (double)search->bound;
    return gap <= fmax(GRAINS * (double)search->grain, LARGEST_GAP * fabs((double)search->value));
}

/* Lists for the lowest part of the gap, for the fewer schedules matter the less a solution may
 * cost. */
static bool list_schedules(ipso__sched *search)
{
    ipso__tree *tree = search->tree;
    int64_t part = (ipso__sched_cutoff(search) - 1 - search->bound) / PARTS;
    for (int i = 0; i < TRIES && !tree->listed; i++) {
        part = i < TRIES - 1 ? part / (i > 0 ? PARTS : 1) : 0;
        tree->target = search->bound + part;
        if (!ipso__lists_build(search, tree->target))
            return false;
        tree->listed = search->lists->used;
        if (part == 0)
            break;
    }
    if (!tree->listed)
        tree->target = IPSO__NEVER;
    return true;
}

/* The master of the lists, with the schedules of the pool that are in them. */
static bool load_listed(ipso__sched *search)
{
    ipso__cuts_clear(search);
    search->whole.within = search->lists->within;
    if (!ipso__master_init_with_cuts(search->listed, search, &search->whole))
        return false;
    for (int c = 0; c < search->pool.count; c++)
        if (ipso__pool_allowed(search, &search->whole, c) && !ipso__master_add(search->listed, c))
            return false;
    return true;
}

bool ipso__listed_begin(ipso__sched *search)
{
    search->tree->vain = -1;
    if (!may_be_listed(search))
        return true;
    return list_schedules(search) && (!search->tree->listed || load_listed(search));
}

/* ---- solving a node ---- */

/* Generates on from what is known of the node. */
static bool generate_more(ipso__sched *search, ipso__generation *generation, int rounds, int quits)
{
    ipso__generation more = {.cutoff = ipso__tree_cutoff(search),
                             .center = search->dive_center,
                             .goes_on = true,
                             .bound = generation->bound,
                             .rounds = rounds,
                             .quits = quits};
    bool ok = ipso__generate(search->listed, &more);
    generation->bound = fmax(generation->bound, more.bound);
    return ok;
}

/* Cuts for the whole tree, while they raise the bound or close schedules. Goes on at the next turn
 * where this one ends. */
static bool cut_root(ipso__sched *search, ipso__generation *generation)
{
    ipso__tree *tree = search->tree;
    ipso__master *master = search->listed;
    bool ok = true;
    while (ok && tree->vain < VAIN_ROUNDS && !ipso__tree_refuted(search, generation->bound) &&
           search->work < tree->until) {
        ipso__lists_keep(search);
        ipso__master_purge(master);
        ipso__master_shake(master, 0);
        if (!ipso__master_solve(master))
            return false;
        int64_t left = ipso__lists_count(search);
        double before = generation->bound;
        int taken = ipso__separate(master);
        if (taken < 0)
            return false;
        ok = generate_more(search, generation, 0, 0);
        ipso__separate_forget(master);
        bool gains = generation->bound - before > GAIN * ((double)tree->target - before) ||
                     (double)ipso__lists_open(search) < (1 - GAIN) * (double)left;
        tree->vain = taken == 0 ? VAIN_ROUNDS : gains ? 0 : tree->vain + 1;
    }
    return ok;
}

/* Column generation on lists. Rows shaken a little keep the simplex from stalling; shaken more they
 * lead to other prices that are as good, each of which closes schedules of its own. */
bool ipso__listed_generate(ipso__sched *search, int node, ipso__generation *generation)
{
    ipso__tree *tree = search->tree;
    int shakes = node == 0 && tree->vain < 0 ? ROOT_SHAKES : 0;
    ipso__master_shake(search->listed, NODE_SHAKE);
    generation->quits = node == 0 ? 0 : 1;
    bool ok = ipso__generate(search->listed, generation);
    for (int i = 0; i < shakes && ok && !ipso__tree_refuted(search, generation->bound); i++) {
        ipso__master_shake(search->listed, SHAKE);
        ok = generate_more(search, generation, SHAKE_ROUNDS, 0);
    }
    if (node == 0) {
        tree->vain = tree->vain < 0 ? 0 : tree->vain;
        ok = ok && cut_root(search, generation);
    }
    return ok &&
           (ipso__tree_refuted(search, generation->bound) || ipso__listed_goes_on(tree, node) ||
            generate_more(search, generation, 0, node == 0 ? 0 : 1));
}

bool ipso__listed_settle(ipso__sched *search, ipso__generation *generation)
{
    ipso__master_shake(search->listed, 0);
    return generate_more(search, generation, 0, 0) && ipso__master_solve(search->listed);
}

bool ipso__listed_goes_on(const ipso__tree *tree, int node)
{
    return tree->listed && node == 0 && tree->vain < VAIN_ROUNDS;
}
