/* Branch and price.
 *
 * A node is the instance with decisions on slacks of rows and on days of persons; its bound is the
 * Lagrangian one of column generation under them. Rows at no price first, in their order. Then
 * slacks of few steps: of the rows whose shortage or excess is fractional the dearest is rounded
 * down in one child, up in the other. Then, of what is most fractional: whether a person works at
 * all, where that has a price; in which group a person works on a day, where changes have one;
 * whether a day is off; a choice; and other slacks at last. Slacks integral and every day of every
 * person decided, the LP's schedules are whole. The child of lower bound is
 * followed until it is pruned; then the open node of least bound.
 *
 * Where the gap is small a tree looks for solutions of at most a target alone, a little above the
 * bound: few schedules can be in one, they are listed (schedules_lists.c) and pricing looks through
 * the lists. When the tree is empty the bound passes the target, and the next begins.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "solve/schedules_branch.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "solve/schedules_lists.h"

#define FRACTION    1e-5
#define CLEARLY     0.02
#define SHAKEN      0.05 /* fraction while the rows are shaken */
#define SHAKE       0.02
#define NODE_SHAKE  0.001
#define LARGEST_GAP 0.02 /* of the value, for lists */

enum {
    FEW_STEPS = 4,
    ROOT_SHAKES = 30,
    NODE_SHAKES = 2,
    SHAKE_ROUNDS = 6,
    GRAINS = 16,
    PARTS = 16,
    TRIES = 3
};

void ipso__tree_finish(ipso__tree *tree)
{
    free(tree->nodes);
    free(tree->open);
    memset(tree, 0, sizeof *tree);
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
    ipso__master_apply_bans(search->root);
    if (tree->listed)
        ipso__master_purge(search->root);
}

/* ---- choosing a branch ---- */

static double fraction(double value)
{
    double part = value - floor(value);
    return part < FRACTION || part > 1 - FRACTION ? 0 : part;
}

static double slack_price(const ipso__sched *search, int row, int side)
{
    const ipso__schedules_row *r = &search->all->rows[row];
    int64_t price = side == 0 ? r->under_price : r->over_price;
    return price == IPSO__NEVER ? search->hard_price : (double)price;
}

/* Counts in search->activity the most steps that one option brings to each row. */
static void count_steps(ipso__sched *search)
{
    memset(search->activity, 0, (size_t)search->rows * sizeof *search->activity);
    for (int p = 0; p < search->persons; p++) {
        const ipso__schedules_person *who = &search->all->persons[p];
        for (int o = 0; o < who->first[search->days]; o++)
            for (int u = 0; u < who->options[o].use_count; u++) {
                const ipso__schedules_use *use = &who->options[o].uses[u];
                int step =
                    search->all->rows[use->row].step > 0 ? search->all->rows[use->row].step : 1;
                int64_t steps = (abs(use->units) + step - 1) / step;
                if (steps > search->activity[use->row])
                    search->activity[use->row] = steps;
            }
    }
}

/* Slacks of rows to which an option brings at most so many steps: of minutes, say, one more or one
 * less decides nothing. */
static bool choose_slack(ipso__sched *search, int64_t most_steps, ipso__branch *branch)
{
    double best = 0;
    count_steps(search);
    for (int i = 0; i < search->whole.row_count; i++) {
        int row = search->whole.rows[i];
        for (int side = 0; side < 2 && search->activity[row] <= most_steps; side++) {
            double value = ipso__master_slack(search->root, row, side), part = fraction(value);
            double doubt = fmin(part, 1 - part);
            double score = doubt * (1 + slack_price(search, row, side));
            if (doubt > search->tree->doubt && score > best) {
                best = score;
                *branch =
                    (ipso__branch){IPSO__BRANCH_SLACK_MAX, 2 * row + side, 0, (int)floor(value)};
            }
        }
    }
    return best > 0;
}

/* Rows at no price are there to be branched on: the first that is clearly in doubt. */
static bool choose_count(const ipso__sched *search, ipso__branch *branch)
{
    for (int i = 0; i < search->whole.row_count; i++) {
        int row = search->whole.rows[i];
        const ipso__schedules_row *r = &search->all->rows[row];
        if (r->under_price != 0 || r->over_price != 0 || r->lower != r->upper)
            continue;
        double value = ipso__master_slack(search->root, row, 0), part = fraction(value);
        if (fmin(part, 1 - part) < CLEARLY)
            continue;
        *branch = (ipso__branch){IPSO__BRANCH_SLACK_MAX, 2 * row, 0, (int)floor(value)};
        return true;
    }
    return false;
}

static void sum_shares(const ipso__sched *search, double *entry)
{
    memset(entry, 0, (size_t)search->ban_first[search->persons] * sizeof *entry);
    for (int i = 0; i < search->root->count; i++) {
        double share = ipso__master_share(search->root, i);
        if (share < FRACTION / 10)
            continue;
        int column = search->root->column[i], p = search->pool.columns[column].person;
        const int *choice = ipso__pool_choice(search, column);
        int offs = search->ban_first[p] + search->all->persons[p].first[search->days];
        bool idle = true;
        for (int t = 0; t < search->days; t++) {
            entry[choice[t] >= 0 ? search->ban_first[p] + choice[t] : offs + t] += share;
            idle = idle && choice[t] < 0;
        }
        entry[offs + search->days] += idle ? share : 0;
    }
}

/* True when the share is more in doubt than the best so far. */
static bool in_doubt(double share, double *best)
{
    double part = fraction(share), score = fmin(part, 1 - part);
    if (part <= 0 || score <= *best + 1e-6)
        return false;
    *best = score;
    return true;
}

/* The person of whom it is most in doubt whether there is any work. */
static bool choose_idle(const ipso__sched *search, const double *entry, ipso__branch *branch)
{
    double best = search->tree->doubt;
    for (int p = 0; p < search->persons; p++)
        if (search->walks[p].tells_idle && in_doubt(entry[search->ban_first[p + 1] - 1], &best))
            *branch = (ipso__branch){.kind = IPSO__BRANCH_IDLE, .who = p};
    return best > search->tree->doubt;
}

static double group_share(const ipso__schedules_person *who, const double *mine, int day, int group)
{
    double sum = 0;
    for (int o = who->first[day]; o < who->first[day + 1]; o++)
        sum += who->options[o].group == group ? mine[o] : 0;
    return sum;
}

/* The group most in doubt of a person on a day. */
static bool choose_group(const ipso__sched *search, const double *entry, ipso__branch *branch)
{
    double best = search->tree->doubt;
    for (int p = 0; p < search->persons; p++) {
        const ipso__schedules_person *who = &search->all->persons[p];
        const double *mine = &entry[search->ban_first[p]];
        for (int t = 0; t < search->days && who->change_cost != NULL; t++)
            for (int o = who->first[t]; o < who->first[t + 1]; o++)
                if (mine[o] > FRACTION && who->options[o].group >= 0 &&
                    in_doubt(group_share(who, mine, t, who->options[o].group), &best))
                    *branch = (ipso__branch){IPSO__BRANCH_MUST_GROUP, p, t, who->options[o].group};
    }
    return best > search->tree->doubt;
}

/* The day off most in doubt, else the choice most in doubt. */
static bool choose_entry(const ipso__sched *search, const double *entry, bool off,
                         ipso__branch *branch)
{
    double best = search->tree->doubt;
    for (int p = 0; p < search->persons; p++) {
        const ipso__schedules_person *who = &search->all->persons[p];
        const double *mine = &entry[search->ban_first[p]];
        for (int t = 0; t < search->days; t++) {
            int first = off ? 0 : who->first[t], last = off ? 1 : who->first[t + 1];
            for (int o = first; o < last; o++)
                if (in_doubt(mine[off ? who->first[search->days] + t : o], &best))
                    *branch = (ipso__branch){IPSO__BRANCH_MUST, p, t, off ? -1 : o};
        }
    }
    return best > search->tree->doubt;
}

static void offer_shares(ipso__sched *search)
{
    memset(search->trial, 0xFF,
           (size_t)search->persons * (size_t)search->days * sizeof *search->trial);
    for (int i = 0; i < search->root->count; i++) {
        if (ipso__master_share(search->root, i) < 0.5)
            continue;
        int column = search->root->column[i], p = search->pool.columns[column].person;
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

static int64_t cutoff_of(const ipso__sched *search)
{
    int64_t cutoff = ipso__sched_cutoff(search), target = search->tree->target;
    return target < cutoff ? target + 1 : cutoff;
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
    bool chosen = choose_count(search, &branch) || choose_slack(search, FEW_STEPS, &branch);
    if (!chosen) {
        double *entry = ipso__calloc((size_t)search->ban_first[search->persons], sizeof *entry);
        if (entry == NULL) {
            search->failed = true;
            return false;
        }
        sum_shares(search, entry);
        chosen = choose_idle(search, entry, &branch) || choose_group(search, entry, &branch) ||
                 choose_entry(search, entry, true, &branch) ||
                 choose_entry(search, entry, false, &branch) ||
                 choose_slack(search, INT64_MAX, &branch);
        free(entry);
    }
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
    if (whole < cutoff_of(search) && whole < search->tree->lost)
        search->tree->lost = whole;
}

static bool is_refuted(const ipso__sched *search, double bound)
{
    return ipso__sched_round_up(bound) >= cutoff_of(search);
}

/* Generates on from what is known of the node. */
static bool generate_more(ipso__sched *search, ipso__generation *generation, int rounds, int quits)
{
    ipso__generation more = {.cutoff = cutoff_of(search),
                             .center = search->dive_center,
                             .goes_on = true,
                             .bound = generation->bound,
                             .rounds = rounds,
                             .quits = quits};
    bool ok = ipso__generate(search->root, &more);
    generation->bound = fmax(generation->bound, more.bound);
    return ok;
}

/* Column generation on lists. Rows shaken a little keep the simplex from stalling; shaken more they
 * lead to other prices that are as good, each of which closes schedules of its own. */
static bool generate_listed(ipso__sched *search, int node, ipso__generation *generation)
{
    int shakes = node == 0 ? ROOT_SHAKES : NODE_SHAKES;
    ipso__master_shake(search->root, NODE_SHAKE);
    generation->quits = node == 0 ? 0 : 1;
    bool ok = ipso__generate(search->root, generation);
    for (int i = 0; i < shakes && ok && !is_refuted(search, generation->bound); i++) {
        ipso__master_shake(search->root, SHAKE);
        ok = generate_more(search, generation, SHAKE_ROUNDS, 0);
    }
    return ok && (is_refuted(search, generation->bound) ||
                  generate_more(search, generation, 0, node == 0 ? 0 : 1));
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
    ipso__master_shake(search->root, 0);
    ok = generate_more(search, generation, 0, 0) && ipso__master_solve(search->root);
    if (ok && !is_refuted(search, generation->bound))
        ok = split(search, node, generation->bound);
    if (!ok || (tree->count == nodes && !is_refuted(search, generation->bound)))
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
    if (is_refuted(search, known))
        return true;
    enter_node(search, node, child);
    ipso__generation generation = {
        .warm = !tree->listed, .cutoff = cutoff_of(search), .center = search->dive_center};
    bool ok = tree->listed ? generate_listed(search, node, &generation)
                           : ipso__generate(search->root, &generation);
    generation.bound = fmax(known, generation.bound);
    tree->solved++;
    if (is_refuted(search, generation.bound))
        return true;
    if (!ok || !ipso__master_solve(search->root)) {
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
    if (!lost && may_be_listed(search) && !list_schedules(search))
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
    memcpy(search->dive_center, search->root_dual,
           (size_t)search->rows * sizeof *search->dive_center);
    while (ok && !ipso__branch_done(search) && search->work < until &&
           !ipso__sched_must_stop(search))
        ok = is_fit(search) ? take_step(search) : start_tree(search);
    ipso__scope_open(&search->whole, search);
    ipso__master_shake(search->root, 0);
    ipso__master_apply_bans(search->root);
    return ok && !ipso__sched_must_stop(search);
}
