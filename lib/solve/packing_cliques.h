/* Rows that say what the conflicts of a packing say, and that a price can be put on. Internal to
 * the packing solver.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_SOLVE_PACKING_CLIQUES_H
#define IPSO_SOLVE_PACKING_CLIQUES_H

#include "base/memory.h"
#include "solve/packing.h"

/* Sets of options of which at most one is above zero, each of them in at most one copy. */
typedef struct ipso__packing_cliques {
    int count;
    int *
        first; /* those of option o (the caller's index) are clique[first[o]] .. first[o + 1] - 1 */
    int *clique;
    ipso__arena arena;
} ipso__packing_cliques;

/* False when out of memory; finish is needed in any case. */
bool ipso__packing_cliques_find(ipso__packing_cliques *cliques, const ipso__packing *packing);
void ipso__packing_cliques_finish(ipso__packing_cliques *cliques);

#endif
