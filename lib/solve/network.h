/* Linear programs of needs and bins, as flows in a network with gains. Internal.
 *
 *     minimise    sum over arcs a of cost[a] x[a] + sum over needs g of what units undone lose
 *     subject to  sum over arcs of need g of x[a] + undone[g] = units of g
 *                 sum over arcs into bin b of width[a] x[a] <= capacity[b], 0 where b is closed
 *                 x >= 0, undone >= 0
 *
 * The first unit of a need gains most, and what is undone loses the gains of the last ones. This is
 * the relaxation of a packing (packing.h) whose other rows are left out or priced. It is solved by
 * the simplex method on trees (network.c), which goes on from the last solution when bins open or
 * close, so that a change of a few bins takes milliseconds where there are 100,000 arcs.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_SOLVE_NETWORK_H
#define IPSO_SOLVE_NETWORK_H

#include "base/memory.h"

#include <stdbool.h>
#include <stdint.h>

typedef struct ipso__network_arc {
    int need;
    int width; /* cells of a unit, >= 1 */
    double cost;
} ipso__network_arc;

/* Arrays are borrowed and outlive the network. */
typedef struct ipso__network_instance {
    const ipso__network_arc *arcs;
    const int *first_arc, *end_arc; /* by bin: its arcs; bins may share them */
    const int *capacity;            /* by bin: cells */
    const double *gains;            /* of each further unit of a need, >= 0, never rising */
    const int *first_gain;          /* by need, into gains; and the end. One unit at least */
    int need_count, bin_count;
} ipso__network_instance;

/* The basis: a need or a bin each, with a column of it. Nodes make up trees; the root of a tree has
 * its own slack, or an arc to one of the nodes below it. */
typedef struct ipso__network_node {
    int parent;                /* -1: a root */
    int child, next, previous; /* first one below; beside it; -1 none */
    int loop;                  /* of a root: the other end of its arc, -1 its slack */
    int width;                 /* of the arc to the parent, or of the loop */
    int level;                 /* of a need: the segment that its slack is in, or where it rests */
    double cost;               /* of that arc */
    double x;                  /* value of the column */
} ipso__network_node;

typedef struct ipso__network {
    ipso__network_instance of;
    int node_count; /* needs, then bins */
    ipso__network_node *node;
    double *price; /* by node: dual value of the row */
    bool *is_open; /* by bin */
    double cost;   /* of the present solution */
    double never;  /* what is paid for a unit in a closed bin */
    int64_t work;  /* so far, about 1e8 per core second */
    bool failed;   /* numbers went wrong: the solution is of no use */

    double *rate; /* by node: change of its column for one unit of the one that enters */
    bool *is_touched;
    int *touched, touched_count; /* nodes whose rate may not be 0 */
    int *stack;
    int64_t pivots; /* in the present solution */

    /* What is to be priced again. */
    int words;            /* of a set of needs */
    uint64_t *uses;       /* by bin, sets: needs of its arcs */
    uint64_t *rose, *now; /* sets: needs whose prices rose since all bins were priced, and before */
    bool *is_stale;       /* by bin: its own did, or it opened */
    bool *is_queued;
    int *queue, queue_count; /* needs whose prices changed */
    int *listed;             /* bins that gain, */
    double *best;            /* and by bin: how much, when last seen */
    double *gain, *wide;     /* by arc of a bin */
} ipso__network;

/* All bins closed, nothing done. False when memory is out. What is allocated is the arena's. */
bool ipso__network_init(ipso__network *network, const ipso__network_instance *instance,
                        ipso__arena *arena);

/* The state of another one of the same instance, which must outlive it. */
bool ipso__network_init_like(ipso__network *network, const ipso__network *like, ipso__arena *arena);

/* Opens or closes a bin; to be solved again after that. */
void ipso__network_set(ipso__network *network, int bin, bool open);

/* Finds the optimum with the bins that are open; network->cost is what it is. False when it could
 * not: it is to be copied from one that is solved before it is used again. */
bool ipso__network_solve(ipso__network *network);

/* The state becomes that of another network of the same instance. Work stays. */
void ipso__network_copy(ipso__network *to, const ipso__network *from);

bool ipso__network_is_open(const ipso__network *network, int bin);

/* At the prices of the last solution: how much more the whole costs without the bin, at least, when
 * it is open, or what it would gain at most when it is not. */
double ipso__network_bin_value(ipso__network *network, int bin);

#endif
