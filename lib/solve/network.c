/* Linear programs of needs and bins by the simplex method on trees.
 *
 * The basis is never factored: its columns are trees (network_tree.c), so that a step goes through
 * a few of their nodes. Undone units lose more and more, in segments of one unit each; a slack
 * rests between two of them, or is in the basis within one. A bin that closes keeps what flows into
 * it at a cost that nothing is worth, and the next steps drive it out: the solution at hand is
 * always feasible.
 *
 * Slacks of needs whose prices changed are looked at after each step, as it is cheap and saves more
 * than half of the steps. Then the arc of a bin enters that gains about most, of the bins that were
 * listed. These are listed anew when none of them gains: only a bin with a need whose price rose
 * since the last time, or whose own price did, can be one.
 *
 * Right sides are a little above what they are, by different amounts, lest bases be degenerate.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "solve/network_tree.h"

#include "base/random.h"

#include <math.h>
#include <string.h>

#define TOLERANCE 1e-7  /* of prices */
#define LEAST     1e-9  /* of rates */
#define TIE       1e-12 /* of steps */
#define MORE      1e-5  /* of right sides, at most */

enum {
    HALVINGS = 14,     /* of the range of the price of a cell */
    MOST_PIVOTS = 100, /* per node, in one solution */
    MOST_WORDS = 64,   /* of a set of needs: in larger networks needs share places */
    PIVOT_WORK = 25,
    ARCS_PER_WORK = 10,
    BINS_PER_WORK = 10,
    NODES_PER_WORK = 2
};

/* ---- steps ---- */

/* How far the column of a node can go at its rate. */
static double reach(const ipso__network *n, int i)
{
    const ipso__network_node *node = &n->node[i];
    double rate = n->rate[i], low = 0;
    if (!ipso__network_is_bin(n, i) && ipso__network_has_slack(n, i)) {
        low = node->level;
        if (rate > 0 && node->level + 1 < ipso__network_units(n, i))
            return fmax(0, (low + 1 - node->x) / rate);
    }
    return rate < 0 ? fmax(0, (node->x - low) / -rate) : INFINITY;
}

/* The node whose column stops a step first, shortened to *step; -1: none before that. */
static int find_first(const ipso__network *n, double *step)
{
    double size = 0;
    int first = -1;
    for (int t = 0; t < n->touched_count; t++) {
        int i = n->touched[t];
        double rate = fabs(n->rate[i]), to = rate < LEAST ? INFINITY : reach(n, i);
        if (to > *step + TIE || (to > *step - TIE && rate <= size))
            continue;
        *step = fmin(*step, to);
        size = rate;
        first = i;
    }
    return isfinite(*step) ? first : -1;
}

static void go(ipso__network *n, double step)
{
    for (int t = 0; t < n->touched_count; t++)
        n->node[n->touched[t]].x += step * n->rate[n->touched[t]];
}

static void count_pivot(ipso__network *n)
{
    n->work += PIVOT_WORK;
    n->failed =
        n->failed || ++n->pivots > MOST_PIVOTS * (int64_t)n->node_count || !isfinite(n->cost);
}

/* The column of a node leaves; a slack of a need rests at the end of its segment. */
static void leave(ipso__network *n, int i)
{
    if (!ipso__network_is_bin(n, i) && ipso__network_has_slack(n, i) && n->rate[i] > 0)
        n->node[i].level++;
    ipso__network_forget(n);
    ipso__network_cut(n, i);
    count_pivot(n);
}

/* Moves along an arc that gains. */
static void enter_arc(ipso__network *n, const ipso__network_arc *arc, int bin, double gain)
{
    int need = arc->need, node = n->of.need_count + bin;
    double step = INFINITY;
    ipso__network_balance(n, need, 1, node, arc->width);
    int first = find_first(n, &step);
    if (first < 0) {
        ipso__network_forget(n);
        n->failed = true;
        return;
    }
    go(n, step);
    n->cost -= gain * step;
    leave(n, first);
    bool turns_need = ipso__network_is_below(n, need, first);
    int root = turns_need ? need : node, other = turns_need ? node : need;
    n->failed = n->failed || !ipso__network_is_below(n, root, first);
    if (n->failed)
        return;
    ipso__network_turn(n, root);
    n->node[root].width = arc->width;
    n->node[root].cost = arc->cost;
    n->node[root].x = step;
    ipso__network_join(n, root, other);
    ipso__network_spread(n, root);
}

/* Moves a slack that is not in the basis, up or down. */
static void enter_slack(ipso__network *n, int i, int way, double gain)
{
    ipso__network_node *node = &n->node[i];
    bool is_need = !ipso__network_is_bin(n, i);
    int segment = is_need ? node->level - (way < 0) : 0;
    bool ends = is_need && segment + 1 < ipso__network_units(n, i);
    double step = ends || way < 0 ? 1 : INFINITY;
    ipso__network_balance(n, i, way, -1, 0);
    int first = find_first(n, &step);
    n->failed = n->failed || (first < 0 && isinf(step));
    if (n->failed) {
        ipso__network_forget(n);
        return;
    }
    go(n, step);
    n->cost -= gain * step;
    if (first < 0) {
        ipso__network_forget(n);
        node->level += way;
        count_pivot(n);
        return;
    }
    double x = (is_need ? node->level : 0) + way * step;
    leave(n, first);
    ipso__network_turn(n, i);
    node->x = x;
    node->level = segment;
    ipso__network_spread(n, i);
}

/* ---- pricing ---- */

/* The arc of an open bin that gains most, NULL none does; *gain is what it does. */
static const ipso__network_arc *find_arc(ipso__network *n, int bin, double *gain)
{
    const ipso__network_arc *best = NULL, *end = n->of.arcs + n->of.end_arc[bin];
    double price = n->price[n->of.need_count + bin];
    *gain = TOLERANCE;
    for (const ipso__network_arc *arc = n->of.arcs + n->of.first_arc[bin]; arc < end; arc++) {
        double gained = n->price[arc->need] + arc->width * price - arc->cost;
        if (gained > *gain) {
            *gain = gained;
            best = arc;
        }
    }
    n->work += (n->of.end_arc[bin] - n->of.first_arc[bin]) / ARCS_PER_WORK;
    return best;
}

/* What the best column of a bin gains for a unit, 0 none does. *arc: it, NULL for the slack. */
static double price_bin(ipso__network *n, int bin, const ipso__network_arc **arc)
{
    int node = n->of.need_count + bin;
    double gain = 0, slack = ipso__network_has_slack(n, node) ? 0 : n->price[node];
    *arc = n->is_open[bin] ? find_arc(n, bin, &gain) : NULL;
    if (*arc != NULL && gain >= slack)
        return gain;
    *arc = NULL;
    return slack > TOLERANCE ? slack : 0;
}

/* Lets the slack of a need enter if that gains. */
static bool improve_need(ipso__network *n, int need)
{
    int level = n->node[need].level;
    double price = n->price[need];
    if (ipso__network_has_slack(n, need))
        return false;
    if (level < ipso__network_units(n, need) &&
        price > ipso__network_loss(n, need, level) + TOLERANCE)
        enter_slack(n, need, 1, price - ipso__network_loss(n, need, level));
    else if (level > 0 && price < ipso__network_loss(n, need, level - 1) - TOLERANCE)
        enter_slack(n, need, -1, ipso__network_loss(n, need, level - 1) - price);
    else
        return false;
    return !n->failed;
}

static void improve_needs(ipso__network *n)
{
    while (n->queue_count > 0) {
        int need = n->queue[--n->queue_count];
        n->is_queued[need] = false;
        while (improve_need(n, need))
            ;
    }
}

static bool is_to_be_priced(const ipso__network *n, int bin)
{
    const uint64_t *uses = n->uses + (size_t)bin * (size_t)n->words;
    bool is_used = n->is_stale[bin];
    for (int i = 0; n->is_open[bin] && !is_used && i < n->words; i++)
        is_used = (uses[i] & n->now[i]) != 0;
    return is_used;
}

/* Lists the bins that gain, of those that may since they were priced. */
static int list_bins(ipso__network *n)
{
    const ipso__network_arc *arc;
    int count = 0;
    memcpy(n->now, n->rose, (size_t)n->words * sizeof *n->now);
    memset(n->rose, 0, (size_t)n->words * sizeof *n->rose);
    for (int b = 0; b < n->of.bin_count; b++) {
        if (!is_to_be_priced(n, b))
            continue;
        n->is_stale[b] = false;
        n->best[b] = price_bin(n, b, &arc);
        if (n->best[b] > 0)
            n->listed[count++] = b;
    }
    n->work += n->of.bin_count / BINS_PER_WORK;
    return count;
}

static int find_best(const ipso__network *n, int count)
{
    int best = 0;
    for (int i = 1; i < count; i++)
        if (n->best[n->listed[i]] > n->best[n->listed[best]])
            best = i;
    return best;
}

/* Lets columns of listed bins enter, one that gains about most each time, until none gains. */
static void improve_bins(ipso__network *n, int count)
{
    while (count > 0 && !n->failed) {
        const ipso__network_arc *arc;
        int i = find_best(n, count), bin = n->listed[i];
        double before = n->best[bin], gain = n->best[bin] = price_bin(n, bin, &arc);
        n->work += count / BINS_PER_WORK;
        if (gain <= 0)
            n->listed[i] = n->listed[--count];
        else if (gain < before / 2)
            continue;
        else if (arc == NULL)
            enter_slack(n, n->of.need_count + bin, 1, gain);
        else
            enter_arc(n, arc, bin, gain);
        improve_needs(n);
    }
}

bool ipso__network_solve(ipso__network *network)
{
    ipso__network *n = network;
    n->pivots = 0;
    for (int count = 1; count > 0 && !n->failed;) {
        improve_needs(n);
        count = list_bins(n);
        improve_bins(n, count);
    }
    return !n->failed && isfinite(n->cost);
}

/* ---- bins ---- */

/* What flows into the bin is paid for anew. */
void ipso__network_set(ipso__network *network, int bin, bool open)
{
    ipso__network *n = network;
    int node = n->of.need_count + bin, root = ipso__network_root(n, node);
    const ipso__network_node *nodes = n->node;
    double flow = nodes[root].loop == node && root != node ? nodes[root].x : 0;
    if (n->is_open[bin] == open)
        return;
    if (!ipso__network_has_slack(n, node))
        flow += nodes[node].x;
    for (int i = nodes[node].child; i >= 0; i = nodes[i].next)
        flow += nodes[i].x;
    n->cost += open ? -flow * n->never : flow * n->never;
    n->is_open[bin] = open;
    n->is_stale[bin] = true;
    ipso__network_spread(n, root);
}

bool ipso__network_is_open(const ipso__network *network, int bin)
{
    return network->is_open[bin];
}

/* What the arcs of a bin gain at a price of its cells, with what those are worth. */
static double value_at(const ipso__network *n, int count, double each, int capacity)
{
    double value = each * capacity;
    for (int i = 0; i < count; i++)
        value += fmax(0, n->gain[i] - each * n->wide[i]);
    return value;
}

/* The most that a bin holds, in parts, is the least of these over prices of its cells (Dantzig
 * 1957); any price is an upper bound. */
static double value_of_closed(const ipso__network *n, int bin)
{
    const int *first = n->of.first_gain;
    int count = 0, capacity = n->of.capacity[bin];
    double low = 0, high = 0;
    for (int i = n->of.first_arc[bin]; i < n->of.end_arc[bin]; i++) {
        const ipso__network_arc *arc = &n->of.arcs[i];
        double gain = n->price[arc->need] - arc->cost;
        int most = first[arc->need + 1] - first[arc->need];
        if (gain <= 0)
            continue;
        high = fmax(high, gain / arc->width);
        n->gain[count] = gain * most;
        n->wide[count++] = (double)arc->width * most;
    }
    for (int i = 0; i < HALVINGS; i++) {
        double each = (low + high) / 2, wide = 0;
        for (int k = 0; k < count; k++)
            wide += n->gain[k] > each * n->wide[k] ? n->wide[k] : 0;
        if (wide > capacity)
            low = each;
        else
            high = each;
    }
    return value_at(n, count, high, capacity);
}

double ipso__network_bin_value(ipso__network *network, int bin)
{
    int arcs = network->of.end_arc[bin] - network->of.first_arc[bin];
    if (network->is_open[bin])
        return -network->price[network->of.need_count + bin] * network->of.capacity[bin];
    network->work += arcs / 2;
    return value_of_closed(network, bin);
}

/* ---- frame ---- */

static void begin(ipso__network *n)
{
    ipso__random random;
    ipso__random_init(&random, 1, 1);
    for (int i = 0; i < n->node_count; i++) {
        ipso__network_node *node = &n->node[i];
        double more = MORE * (1 + ipso__random_unit(&random)) / 2;
        *node =
            (ipso__network_node){.parent = -1, .child = -1, .next = -1, .previous = -1, .loop = -1};
        if (ipso__network_is_bin(n, i)) {
            node->x = n->of.capacity[i - n->of.need_count] + more;
            continue;
        }
        node->level = ipso__network_units(n, i) - 1;
        node->x = node->level + 1 + more;
        n->price[i] = ipso__network_loss(n, i, node->level);
        n->cost += more * n->price[i];
        for (int j = 0; j <= node->level; j++)
            n->cost += ipso__network_loss(n, i, j);
    }
}

static double find_never(const ipso__network_instance *of)
{
    double most = 1;
    for (int i = 0; i < of->first_gain[of->need_count]; i++)
        most = fmax(most, of->gains[i]);
    for (int b = 0; b < of->bin_count; b++)
        for (int i = of->first_arc[b]; i < of->end_arc[b]; i++)
            most = fmax(most, fabs(of->arcs[i].cost));
    return 4 * most;
}

static int most_arcs(const ipso__network_instance *of)
{
    int most = 0;
    for (int b = 0; b < of->bin_count; b++)
        if (of->end_arc[b] - of->first_arc[b] > most)
            most = of->end_arc[b] - of->first_arc[b];
    return most;
}

static bool find_uses(ipso__network *n, ipso__arena *arena)
{
    bool ok = true;
    uint64_t *uses = ipso__arena_room(arena, n->of.bin_count * n->words, sizeof *uses, &ok);
    n->uses = uses;
    for (int b = 0; ok && b < n->of.bin_count; b++)
        for (int i = n->of.first_arc[b]; i < n->of.end_arc[b]; i++)
            ipso__network_add(n, uses + (size_t)b * (size_t)n->words, n->of.arcs[i].need);
    return ok;
}

static bool allocate(ipso__network *n, ipso__arena *arena)
{
    int nodes = n->node_count, bins = n->of.bin_count, arcs = most_arcs(&n->of);
    bool ok = true;
    n->node = ipso__arena_room(arena, nodes, sizeof *n->node, &ok);
    n->price = ipso__arena_room(arena, nodes, sizeof *n->price, &ok);
    n->is_open = ipso__arena_room(arena, bins, sizeof *n->is_open, &ok);
    n->rate = ipso__arena_room(arena, nodes, sizeof *n->rate, &ok);
    n->touched = ipso__arena_room(arena, nodes, sizeof *n->touched, &ok);
    n->is_touched = ipso__arena_room(arena, nodes, sizeof *n->is_touched, &ok);
    n->stack = ipso__arena_room(arena, nodes, sizeof *n->stack, &ok);
    n->rose = ipso__arena_room(arena, n->words, sizeof *n->rose, &ok);
    n->now = ipso__arena_room(arena, n->words, sizeof *n->now, &ok);
    n->is_stale = ipso__arena_room(arena, bins, sizeof *n->is_stale, &ok);
    n->is_queued = ipso__arena_room(arena, n->of.need_count, sizeof *n->is_queued, &ok);
    n->queue = ipso__arena_room(arena, n->of.need_count, sizeof *n->queue, &ok);
    n->listed = ipso__arena_room(arena, bins, sizeof *n->listed, &ok);
    n->best = ipso__arena_room(arena, bins, sizeof *n->best, &ok);
    n->gain = ipso__arena_room(arena, arcs, sizeof *n->gain, &ok);
    n->wide = ipso__arena_room(arena, arcs, sizeof *n->wide, &ok);
    return ok;
}

bool ipso__network_init(ipso__network *network, const ipso__network_instance *instance,
                        ipso__arena *arena)
{
    int words = instance->need_count / 64 + 1;
    *network = (ipso__network){.of = *instance,
                               .node_count = instance->need_count + instance->bin_count,
                               .never = find_never(instance),
                               .words = words < MOST_WORDS ? words : MOST_WORDS};
    if (!allocate(network, arena) || !find_uses(network, arena))
        return false;
    begin(network);
    return true;
}

bool ipso__network_init_like(ipso__network *network, const ipso__network *like, ipso__arena *arena)
{
    *network = (ipso__network){.of = like->of,
                               .node_count = like->node_count,
                               .never = like->never,
                               .words = like->words,
                               .uses = like->uses};
    if (!allocate(network, arena))
        return false;
    ipso__network_copy(network, like);
    return true;
}

void ipso__network_copy(ipso__network *to, const ipso__network *from)
{
    size_t nodes = (size_t)from->node_count;
    memcpy(to->node, from->node, nodes * sizeof *to->node);
    memcpy(to->price, from->price, nodes * sizeof *to->price);
    memcpy(to->is_open, from->is_open, (size_t)from->of.bin_count * sizeof *to->is_open);
    memset(to->rose, 0, (size_t)to->words * sizeof *to->rose);
    memset(to->is_stale, 0, (size_t)to->of.bin_count * sizeof *to->is_stale);
    while (to->queue_count > 0)
        to->is_queued[to->queue[--to->queue_count]] = false;
    to->cost = from->cost;
    to->failed = from->failed;
    to->work += from->node_count / NODES_PER_WORK;
}
