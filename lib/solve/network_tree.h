/* The basis of a network (network_tree.c). Internal to network*.c.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_SOLVE_NETWORK_TREE_H
#define IPSO_SOLVE_NETWORK_TREE_H

#include "solve/network.h"

static inline bool ipso__network_is_bin(const ipso__network *network, int node)
{
    return node >= network->of.need_count;
}

/* What an arc of that width takes of the row of a node for each unit. */
static inline double ipso__network_takes(const ipso__network *network, int node, int width)
{
    return ipso__network_is_bin(network, node) ? width : 1;
}

static inline bool ipso__network_has_slack(const ipso__network *network, int node)
{
    return network->node[node].parent < 0 && network->node[node].loop < 0;
}

static inline int ipso__network_units(const ipso__network *network, int need)
{
    return network->of.first_gain[need + 1] - network->of.first_gain[need];
}

/* What a need loses with a unit more undone, `level` being so already. */
static inline double ipso__network_loss(const ipso__network *network, int need, int level)
{
    return network->of.gains[network->of.first_gain[need + 1] - 1 - level];
}

/* Puts a need into a set of needs. */
static inline void ipso__network_add(const ipso__network *network, uint64_t *set, int need)
{
    unsigned place = (unsigned)need % (64 * (unsigned)network->words);
    set[place / 64] |= UINT64_C(1) << (place % 64);
}

/* rate becomes how columns of the basis change when the row of a node is used by so much more;
 * two nodes at once, or other -1. */
void ipso__network_balance(ipso__network *network, int node, double used, int other,
                           double used_there);
/* rate becomes 0 again. */
void ipso__network_forget(ipso__network *network);

/* The column of a node leaves the basis; node becomes the root of what hung from it. */
void ipso__network_cut(ipso__network *network, int node);
/* Hangs what is below a root without a column at one of its nodes instead. */
void ipso__network_turn(ipso__network *network, int node);
bool ipso__network_is_below(const ipso__network *network, int node, int above);
/* A root gets an arc as its column: to a node of another tree, or of its own. */
void ipso__network_join(ipso__network *network, int root, int other);
/* The prices of a node, whose column is new, and of all below it. */
void ipso__network_spread(ipso__network *network, int node);
int ipso__network_root(const ipso__network *network, int node);

#endif
