/* The basis of a network: trees of needs and bins.
 *
 * Each node has one column of the basis: the arc to its parent; of a root its slack, or an arc that
 * closes a loop. A use of a row is balanced on the way to the root, where the slack takes what is
 * left, or the loop does after as many turns as it takes (Dantzig 1963, ch. 21; Kennington and
 * Helgason 1980).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "solve/network_tree.h"

#include <math.h>

/* ---- trees ---- */

static void hang(ipso__network *n, int i, int parent)
{
    ipso__network_node *nodes = n->node;
    nodes[i].parent = parent;
    nodes[i].previous = -1;
    nodes[i].next = nodes[parent].child;
    if (nodes[parent].child >= 0)
        nodes[nodes[parent].child].previous = i;
    nodes[parent].child = i;
}

static void unhang(ipso__network *n, int i)
{
    ipso__network_node *nodes = n->node;
    if (nodes[i].parent < 0)
        return;
    if (nodes[i].previous >= 0)
        nodes[nodes[i].previous].next = nodes[i].next;
    else
        nodes[nodes[i].parent].child = nodes[i].next;
    if (nodes[i].next >= 0)
        nodes[nodes[i].next].previous = nodes[i].previous;
    nodes[i].parent = nodes[i].previous = nodes[i].next = -1;
}

int ipso__network_root(const ipso__network *network, int node)
{
    while (network->node[node].parent >= 0)
        node = network->node[node].parent;
    return node;
}

bool ipso__network_is_below(const ipso__network *network, int node, int above)
{
    while (node != above && network->node[node].parent >= 0)
        node = network->node[node].parent;
    return node == above;
}

void ipso__network_cut(ipso__network *network, int node)
{
    ipso__network_node *nodes = network->node;
    if (nodes[node].parent < 0) {
        nodes[node].loop = -1;
        return;
    }
    int root = ipso__network_root(network, node), loop = nodes[root].loop;
    unhang(network, node);
    if (loop >= 0 && ipso__network_is_below(network, loop, node)) {
        nodes[root].loop = -1; /* the loop was cut: what is left of it hangs from its arc */
        hang(network, root, loop);
    }
}

void ipso__network_turn(ipso__network *network, int node)
{
    ipso__network_node *nodes = network->node, column = {0};
    for (int i = node, below = -1; i >= 0;) {
        ipso__network_node was = nodes[i];
        unhang(network, i);
        if (below >= 0)
            hang(network, i, below);
        nodes[i].width = column.width;
        nodes[i].cost = column.cost;
        nodes[i].x = column.x;
        column = was;
        below = i;
        i = was.parent;
    }
}

void ipso__network_join(ipso__network *network, int root, int other)
{
    if (ipso__network_is_below(network, other, root))
        network->node[root].loop = other;
    else
        hang(network, root, other);
}

/* ---- flows ---- */

static void add_rate(ipso__network *n, int i, double rate)
{
    if (!n->is_touched[i]) {
        n->is_touched[i] = true;
        n->touched[n->touched_count++] = i;
    }
    n->rate[i] += rate;
}

/* Balances a use of row i on the way up; *used becomes that of the root's row. Returns the root. */
static int rise(ipso__network *n, int i, double *used)
{
    const ipso__network_node *nodes = n->node;
    for (; nodes[i].parent >= 0; i = nodes[i].parent) {
        double rate = -*used / ipso__network_takes(n, i, nodes[i].width);
        add_rate(n, i, rate);
        *used = rate * ipso__network_takes(n, nodes[i].parent, nodes[i].width);
        n->work++;
    }
    return i;
}

/* What a use of row i is at the root. */
static double use_at_root(ipso__network *n, int i)
{
    const ipso__network_node *nodes = n->node;
    double used = 1;
    for (; nodes[i].parent >= 0; i = nodes[i].parent) {
        used *= -ipso__network_takes(n, nodes[i].parent, nodes[i].width) /
                ipso__network_takes(n, i, nodes[i].width);
        n->work++;
    }
    return used;
}

/* Balances a use of the row of a root. */
static void balance_root(ipso__network *n, int root, double used)
{
    const ipso__network_node *r = &n->node[root];
    if (r->loop < 0) {
        add_rate(n, root, -used);
        return;
    }
    double there = ipso__network_takes(n, r->loop, r->width);
    double here = ipso__network_takes(n, root, r->width) + there * use_at_root(n, r->loop);
    double rate = -used / here;
    add_rate(n, root, rate);
    there *= rate;
    rise(n, r->loop, &there);
}

void ipso__network_balance(ipso__network *network, int node, double used, int other,
                           double used_there)
{
    int root = rise(network, node, &used);
    int second = other < 0 ? root : rise(network, other, &used_there);
    if (other >= 0 && second == root)
        used += used_there;
    else if (other >= 0)
        balance_root(network, second, used_there);
    balance_root(network, root, used);
}

void ipso__network_forget(ipso__network *network)
{
    while (network->touched_count > 0) {
        int i = network->touched[--network->touched_count];
        network->is_touched[i] = false;
        network->rate[i] = 0;
    }
}

/* ---- prices ---- */

/* What the column of i, an arc to other, costs: more while its bin is closed. */
static double cost_of(const ipso__network *n, int i, int other)
{
    int bin = (ipso__network_is_bin(n, i) ? i : other) - n->of.need_count;
    return n->node[i].cost + (n->is_open[bin] ? 0 : n->never);
}

/* At which the column of i, an arc to other, is worth what it costs. */
static double price_beside(const ipso__network *n, int i, int other)
{
    const ipso__network_node *node = &n->node[i];
    double there = ipso__network_takes(n, other, node->width) * n->price[other];
    return (cost_of(n, i, other) - there) / ipso__network_takes(n, i, node->width);
}

/* The price of a root with a loop: those down to its other end are a + b times as high. */
static double price_of_loop(ipso__network *n, int root)
{
    const ipso__network_node *nodes = n->node, *r = &nodes[root];
    double a = 0, b = 1;
    int depth = 0;
    for (int i = r->loop; nodes[i].parent >= 0; i = nodes[i].parent)
        n->stack[depth++] = i;
    while (depth > 0) {
        int i = n->stack[--depth], parent = nodes[i].parent;
        double here = ipso__network_takes(n, i, nodes[i].width);
        double there = ipso__network_takes(n, parent, nodes[i].width);
        a = (cost_of(n, i, parent) - there * a) / here;
        b *= -there / here;
    }
    double there = ipso__network_takes(n, r->loop, r->width);
    return (cost_of(n, root, r->loop) - there * a) /
           (ipso__network_takes(n, root, r->width) + there * b);
}

static double price_of(ipso__network *n, int i)
{
    const ipso__network_node *node = &n->node[i];
    if (node->parent >= 0)
        return price_beside(n, i, node->parent);
    if (node->loop >= 0)
        return price_of_loop(n, i);
    return ipso__network_is_bin(n, i) ? 0 : ipso__network_loss(n, i, node->level);
}

static void set_price(ipso__network *n, int i, double price)
{
    bool rises = price > n->price[i], is_need = !ipso__network_is_bin(n, i);
    n->price[i] = price;
    if (is_need && !n->is_queued[i]) {
        n->is_queued[i] = true;
        n->queue[n->queue_count++] = i;
    }
    if (is_need && rises)
        ipso__network_add(n, n->rose, i);
    else if (rises)
        n->is_stale[i - n->of.need_count] = true;
}

void ipso__network_spread(ipso__network *network, int node)
{
    const ipso__network_node *nodes = network->node;
    int count = 0;
    set_price(network, node, price_of(network, node));
    network->stack[count++] = node;
    while (count > 0) {
        int parent = network->stack[--count];
        for (int i = nodes[parent].child; i >= 0; i = nodes[i].next) {
            set_price(network, i, price_beside(network, i, parent));
            network->stack[count++] = i;
        }
        network->work++;
    }
}
