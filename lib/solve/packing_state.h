/* A feasible point under change: copies, units and cells kept up to date, gains by difference, a
 * log to undo a move, and the best point seen. Internal to the packing solver. Every function keeps
 * the point feasible; options are those of the model, in bin order.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_SOLVE_PACKING_STATE_H
#define IPSO_SOLVE_PACKING_STATE_H

#include "solve/packing_model.h"

/* What a move changes of an option, of a link and of a row: each side by side in memory. */
typedef struct ipso__packing_copies {
    int x;       /* copies */
    int blocked; /* placed options that exclude it */
    int at;      /* where it stands among the placed of its bin */
    int changed; /* flags: x may differ from the best (in dirty); was changed (in touched) */
} ipso__packing_copies;

typedef struct ipso__packing_chain {
    int next, prev; /* links of placed options of the same row */
} ipso__packing_chain;

typedef struct ipso__packing_tally {
    int units, head; /* head: the first link of a placed option, or -1 */
} ipso__packing_tally;

/* So many copies of an option more, or less. */
typedef struct ipso__packing_change {
    int option, copies;
} ipso__packing_change;

typedef struct ipso__packing_state {
    const ipso__packing_model *model;
    int64_t value;
    ipso__packing_copies *option;
    ipso__packing_chain *links;
    ipso__packing_tally *row;
    int *room; /* by bin: free cells */

    int *placed;       /* options above zero of bin b: placed[first[b] ..] */
    int *placed_count; /* by bin */

    int *moved; /* log since the last ipso__packing_state_mark: o for +1, -1 - o for -1 */
    size_t moved_count, moved_capacity;
    bool broken; /* the log could not grow: the caller must give up */

    int64_t best_value;
    int *best;
    int *dirty; /* options whose x may differ from best */
    int dirty_count;
    int *touched; /* options changed since ipso__packing_state_copy or ..._follow */
    int touched_count;
    ipso__packing_change *kept; /* how the best came about, change by change, where it keeps them */
    size_t kept_count, kept_capacity;
    bool keeps_changes;
    unsigned char *sorted; /* by row: working memory of ipso__packing_state_follow */

    ipso__arena arena;
} ipso__packing_state;

/* The empty point, which is feasible. False when out of memory. */
bool ipso__packing_state_init(ipso__packing_state *state, const ipso__packing_model *model);
void ipso__packing_state_finish(ipso__packing_state *state);

/* Is one more copy of o feasible? */
bool ipso__packing_state_fits(const ipso__packing_state *state, int o);
/* The same but for the cells. */
bool ipso__packing_state_allows(const ipso__packing_state *state, int o);

/* Value gained by one more copy of o, feasible or not; by one copy less (x[o] > 0). */
int64_t ipso__packing_state_gain(const ipso__packing_state *state, int o);

/* One copy more of an option that fits; one copy less of one that is placed. */
void ipso__packing_state_add(ipso__packing_state *state, int o);
void ipso__packing_state_remove(ipso__packing_state *state, int o);

/* Starts a move; undoes everything since. */
void ipso__packing_state_mark(ipso__packing_state *state);
void ipso__packing_state_undo(ipso__packing_state *state);

/* Records the point as the best; goes back to the best. */
void ipso__packing_state_keep(ipso__packing_state *state);
void ipso__packing_state_restore(ipso__packing_state *state);

/* Makes state, of the same model, equal to the best of another, in a way that depends on that
 * alone. */
void ipso__packing_state_copy(ipso__packing_state *state, const ipso__packing_state *from);
/* The same when state was so before, at the expense of what has changed since then: of state, which
 * knows, and of the best of the other the given options. */
void ipso__packing_state_follow(ipso__packing_state *state, const ipso__packing_state *from,
                                const int *changed, size_t count);

/* Makes the state equal to the given copies where they fit. */
void ipso__packing_state_load(ipso__packing_state *state, const int *x);

#endif
