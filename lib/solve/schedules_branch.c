/* Branch and price.
 *
 * A node is the instance with decisions on slacks of rows and on days of persons; its bound is the
 * Lagrangian one of column generation under them. Slacks integral and every day of every person
 * decided, the LP's schedules are whole. The child of lower bound is followed until it is pruned;
 * then the open node of least bound.
 *
 * Where the gap is small trees look for solutions of at most a target alone, over lists of
 * schedules (schedules_listed.c). When the tree is empty the bound passes the target, and the next
 * begins.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "solve/schedules_branch.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "solve/schedules_lists.h"

#define SHAKEN 0.05 /* fraction while the rows are shaken */

void ipso__tree_finish(ipso__tree *tree)
{
    free(tree->nodes);
    free(tree->open);
    memset(tree, 0, sizeof *tree);
}

static ipso__master *master_of(const ipso__sched *search)
{
    return search->tree->listed ? search->listed : search->root;
}

static bool add_node(ipso__sched *search, int parent, ipso__branch branch, double bound)
{
    ipso__tree *tree = search->tree;
    if (!ipso__grow(&tree->nodes, &tree->room, (size_t)tree->count + 1, sizeof *tree->nodes) ||
        !ipso__grow(&tree->open, &tree->open_room, (size_t)tree->open_count + 1,
                    sizeof *tree->open)) {
        search->failed = true;
        return false;
    }
    tree->nodes[tree->count] = (ipso__node){parent, branch, bound, true};
    tree->open[tree->open_count++] = tree->count++;
    return true;
}

/* ---- the scope of a node ---- */

static void must_take(ipso__sched *search, const ipso__branch *branch)
{
    const ipso__schedules_person *who = &search->all->persons[branch->who];
    uint8_t *banned = search->whole.banned + search->ban_first[branch->who];
    for (int o = who->first[branch->day]; o < who->first[branch->day + 1]; o++)
        banned[o] |= o != branch->what;
    if (branch->what >= 0)
        banned[who->first[search->days] + branch->day] = 1;
}

/* Bans the day's options of the group, or all others and the day off. */
static void ban_group(ipso__sched *search, const ipso__branch *branch, bool others)
{
    const ipso__schedules_person *who = &search->all->persons[branch->who];
    uint8_t *banned = search->whole.banned + search->ban_first[branch->who];
    for (int o = who->first[branch->day]; o < who->first[branch->day + 1]; o++)
        banned[o] |= (who->options[o].group != branch->what) == others;
    if (others)
        banned[who->first[search->days] + branch->day] = 1;
}

static void forbid_work(ipso__sched *search, int person)
{
    const ipso__schedules_person *who = &search->all->persons[person];
    memset(search->whole.banned + search->ban_first[person], 1, (size_t)who->first[search->days]);
}

static void apply(ipso__sched *search, const ipso__branch *branch)
{
    ipso__scope *scope = &search->whole;
    const ipso__schedules_person *who = &search->all->persons[branch->who];
    switch (branch->kind) {
    case IPSO__BRANCH_SLACK_MAX:
        if (scope->slack_max[branch->who] < 0 || branch->what < scope->slack_max[branch->who])
            scope->slack_max[branch->who] = branch->what;
        break;
    case IPSO__BRANCH_SLACK_MIN:
        if (branch->what > scope->slack_min[branch->who])
            scope->slack_min[branch->who] = branch->what;
        scope->slack_max[branch->who ^ 1] = 0; /* a row is not short and long at once */
        break;
    case IPSO__BRANCH_MUST:
        must_take(search, branch);
        break;
    case IPSO__BRANCH_BAN:
        scope->banned[search->ban_first[branch->who] +
                      (branch->what >= 0 ? branch->what : who->first[search->days] + branch->day)] =
            1;
        break;
    case IPSO__BRANCH_MUST_GROUP:
    case IPSO__BRANCH_BAN_GROUP:
        ban_group(search, branch, branch->kind == IPSO__BRANCH_MUST_GROUP);
        break;
    case IPSO__BRANCH_IDLE:
        forbid_work(search, branch->who);
        break;
    case IPSO__BRANCH_WORK:
        scope->banned[search->ban_first[branch->who + 1] - 1] = 1;
        break;
    }
}

/* What is hard may not be bought in the tree: nodes that need it cost more than any solution. */
static void close_hard_sides(ipso__sched *search)
{
    for (int r = 0; r < search->rows; r++) {
        if (search->all->rows[r].under_price == IPSO__NEVER)
            search->whole.slack_max[2 * r] = 0;
        if (search->all->rows[r].over_price == IPSO__NEVER)
            search->whole.slack_max[2 * r + 1] = 0;
    }
}

/* child: of the node entered last. */
static void enter_node(ipso__sched *search, int node, bool child)
{
    const ipso__tree *tree = search->tree;
    ipso__scope_open(&search->whole, search);
    close_hard_sides(search);
    if (tree->listed) {
        search->whole.within = search->lists->within;
        ipso__lists_enter(search, child);
    }
    for (; node > 0; node = tree->nodes[node].parent)
        apply(search, &tree->nodes[node].branch);
    ipso__master_apply_bans(master_of(search));
    if (tree->listed)
        ipso__master_purge(search->listed);
}

static void offer_shares(ipso__sched *search)
{
    memset(search->trial, 0xFF,
           (size_t)search->persons * (size_t)search->days * sizeof *search->trial);
    for (int i = 0; i < master_of(search)->count; i++) {
        if (ipso__master_share(master_of(search), i) < 0.5)
            continue;
        int column = master_of(search)->column[i], p = search->pool.columns[column].person;
        memcpy(&search->trial[(size_t)p * (size_t)search->days], ipso__pool_choice(search, column),
               (size_t)search->days * sizeof *search->trial);
    }
    ipso__sched_offer(search, search->trial);
}

static ipso__branch opposite(ipso__branch branch)
{
    if (branch.kind == IPSO__BRANCH_SLACK_MAX)
        branch.what++;
    branch.kind = branch.kind == IPSO__BRANCH_SLACK_MAX    ? IPSO__BRANCH_SLACK_MIN
                  : branch.kind == IPSO__BRANCH_MUST_GROUP ? IPSO__BRANCH_BAN_GROUP
                  : branch.kind == IPSO__BRANCH_IDLE       ? IPSO__BRANCH_WORK
                                                           : IPSO__BRANCH_BAN;
    return branch;
}

/* ---- the tree ---- */

int64_t ipso__tree_cutoff(const ipso__sched *search)
{
    int64_t cutoff = ipso__sched_cutoff(search), target = search->tree->target;
    return target < cutoff ? target + 1 : cutoff;
}

bool ipso__tree_refuted(const ipso__sched *search, double bound)
{
    return ipso__sched_round_up(bound) >= ipso__tree_cutoff(search);
}

static int64_t open_bound(const ipso__sched *search)
{
    const ipso__tree *tree = search->tree;
    int64_t least = tree->target < IPSO__NEVER ? tree->target + 1 : IPSO__NEVER;
    least = tree->lost < least ? tree->lost : least;
    for (int i = 0; i < tree->open_count; i++) {
        int64_t bound = ipso__sched_round_up(tree->nodes[tree->open[i]].bound);
        least = bound < least ? bound : least;
    }
    return least;
}

/* The open node to go on with: where schedules are listed the latest, for all must be refuted and
 * near ones share lists; else that of least bound. */
static int next_node(const ipso__tree *tree)
{
    int at = 0;
    for (int i = 0; i < tree->open_count; i++) {
        const ipso__node *node = &tree->nodes[tree->open[i]], *best = &tree->nodes[tree->open[at]];
        if (tree->open[i] == tree->next)
            return i;
        if (tree->listed ? tree->open[i] > tree->open[at] : node->bound < best->bound)
            at = i;
    }
    return at;
}

/* Takes a node off the open list; child: it is one of the node taken last. */
static int take_node(ipso__tree *tree, bool *child)
{
    int at = next_node(tree), node = tree->open[at];
    *child = node == tree->next;
    tree->open[at] = tree->open[--tree->open_count];
    tree->next = -1;
    return node;
}

static void put_back(ipso__sched *search, int node)
{
    search->tree->open[search->tree->open_count++] = node;
}

/* Branches at a solved node, or offers its whole schedules. */
static bool split(ipso__sched *search, int node, double bound)
{
    ipso__branch branch;
    bool chosen = ipso__branch_choose(&branch, search, master_of(search));
    if (search->failed)
        return false;
    if (!chosen) {
        offer_shares(search);
        return true;
    }
    bool ok =
        add_node(search, node, opposite(branch), bound) && add_node(search, node, branch, bound);
    search->tree->next = search->tree->count - 1;
    return ok;
}

/* A whole LP solution that is not worth the bound of its node leaves the node unsolved: priced
 * parts of steps make it dearer than the LP says. */
static void note_lost(ipso__sched *search, double bound)
{
    int64_t whole = ipso__sched_round_up(bound);
    if (whole < ipso__tree_cutoff(search) && whole < search->tree->lost)
        search->tree->lost = whole;
}

/* Branches where the shaken LP is clearly in doubt; else the LP is solved as it is first. */
static bool split_listed(ipso__sched *search, int node, ipso__generation *generation)
{
    ipso__tree *tree = search->tree;
    int nodes = tree->count;
    tree->doubt = SHAKEN;
    bool ok = split(search, node, generation->bound);
    tree->doubt = 0;
    if (!ok || tree->count > nodes)
        return ok;
    ok = ipso__listed_settle(search, generation);
    if (ok && !ipso__tree_refuted(search, generation->bound))
        ok = split(search, node, generation->bound);
    if (!ok || (tree->count == nodes && !ipso__tree_refuted(search, generation->bound)))
        note_lost(search, generation->bound);
    return !ipso__sched_must_stop(search);
}

static bool branch(ipso__sched *search, int node, ipso__generation *generation)
{
    int nodes = search->tree->count;
    if (search->tree->listed)
        return split_listed(search, node, generation);
    if (!split(search, node, generation->bound))
        return false;
    if (search->tree->count == nodes)
        note_lost(search, generation->bound);
    return true;
}

static bool solve_node(ipso__sched *search, int node, bool child)
{
    ipso__tree *tree = search->tree;
    double known = tree->nodes[node].bound;
    if (ipso__tree_refuted(search, known))
        return true;
    enter_node(search, node, child);
    ipso__generation generation = {
        .warm = !tree->listed, .cutoff = ipso__tree_cutoff(search), .center = search->dive_center};
    bool ok = tree->listed ? ipso__listed_generate(search, node, &generation)
                           : ipso__generate(master_of(search), &generation);
    generation.bound = fmax(known, generation.bound);
    tree->solved++;
    if (ipso__tree_refuted(search, generation.bound))
        return true;
    if (ok && ipso__listed_goes_on(tree, node)) {
        tree->nodes[node].bound = generation.bound;
        tree->next = node;
        put_back(search, node);
        return !ipso__sched_must_stop(search);
    }
    if (!ok || !ipso__master_solve(master_of(search))) {
        if (ipso__sched_must_stop(search))
            put_back(search, node);
        else
            note_lost(search, generation.bound);
        return !ipso__sched_must_stop(search);
    }
    return branch(search, node, &generation);
}

/* ---- trees ---- */

/* Nothing is left to be shown but what nodes that could not be solved hide. */
static bool is_last(const ipso__sched *search)
{
    const ipso__tree *tree = search->tree;
    return !tree->listed ||
           (tree->lost == IPSO__NEVER && tree->target >= ipso__sched_cutoff(search) - 1);
}

bool ipso__branch_done(const ipso__sched *search)
{
    return search->tree->count > 0 && search->tree->open_count == 0 && is_last(search);
}

bool ipso__branch_refuted(const ipso__sched *search)
{
    return ipso__branch_done(search) && search->tree->lost == IPSO__NEVER &&
           search->value == IPSO__NEVER;
}

/* The whole is a tree without lists once a tree has left something unsolved. */
static bool start_tree(ipso__sched *search)
{
    ipso__tree *tree = search->tree;
    bool lost = tree->count > 0 && tree->lost < IPSO__NEVER;
    tree->count = tree->open_count = 0;
    tree->lost = IPSO__NEVER;
    tree->next = -1;
    tree->target = IPSO__NEVER;
    tree->listed = false;
    ipso__scope_open(&search->whole, search);
    if (!lost && !ipso__listed_begin(search))
        return false;
    return add_node(search, -1, (ipso__branch){.kind = IPSO__BRANCH_BAN}, -INFINITY);
}

/* An unfinished tree whose lists are not longer than they must be. */
static bool is_fit(const ipso__sched *search)
{
    const ipso__tree *tree = search->tree;
    return tree->open_count > 0 && (!tree->listed || tree->target < ipso__sched_cutoff(search));
}

static bool take_step(ipso__sched *search)
{
    bool child;
    int node = take_node(search->tree, &child);
    bool ok = solve_node(search, node, child);
    int64_t bound = open_bound(search);
    if (bound > INT64_MIN && search->value < IPSO__NEVER)
        ipso__sched_raise(search, bound < IPSO__NEVER ? (double)bound : 1e14);
    return ok;
}

bool ipso__branch_run(ipso__sched *search, int64_t work)
{
    int64_t until = search->work + work;
    bool ok = true;
    search->tree->until = until;
    memcpy(search->dive_center, search->root_dual,
           (size_t)search->rows * sizeof *search->dive_center);
    while (ok && !ipso__branch_done(search) && search->work < until &&
           !ipso__sched_must_stop(search))
        ok = is_fit(search) ? take_step(search) : start_tree(search);
    ipso__scope_open(&search->whole, search);
    ipso__master_apply_bans(search->root);
    return ok && !ipso__sched_must_stop(search);
}
