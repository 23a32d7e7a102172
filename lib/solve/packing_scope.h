/* The open part of a packing: a set of bins, what may still be placed there on top of a point, and
 * its Lagrangian bound. Internal to the packing solver.
 *
 * The whole instance on an empty point gives the bound of the instance; a few bins emptied give the
 * bound of a region, everything else standing; a partly fixed point gives the bound a dive follows.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_SOLVE_PACKING_SCOPE_H
#define IPSO_SOLVE_PACKING_SCOPE_H

#include "solve/packing_meter.h"
#include "solve/packing_state.h"
#include "solve/team.h"

/* Options from which on it pays to fill bins side by side: a sweep then takes about half a ms. */
enum { IPSO__PACKING_SHARED = 10000 };

/* One way to use cells of a bin: copies of an option together. */
typedef struct ipso__packing_item {
    double gain;
    int width, option, copies;
} ipso__packing_item;

typedef struct ipso__packing_scope {
    const ipso__packing_model *model;
    const ipso__packing_state *state; /* the point below; its options outside stay */

    int *bins, bin_count;
    int *open, *open_count; /* open options of bin b: open[first[b] .. + open_count[b]] */
    int *rows, row_count;   /* rows that an open option meets */
    int *row_seen, stamp;
    unsigned char *closed; /* by option: never open, whatever fits */

    double *price, *best_price, *direction; /* by row, scaled */
    double *node_price;                     /* by row: of who opens the scope again and again */
    double best_bound;                      /* scaled, of the last descent */
    double fixed;                           /* scaled value of the point below */

    int *chosen; /* by row: units of the last knapsacks */
    int *pick, *pick_copies, pick_count;
    double *average; /* by option: running mean of the knapsacks' copies */

    ipso__packing_item *items; /* of one bin, in stages: at most one item of each is used */
    int *stage, stage_count;   /* items of stage s: stage[s] .. stage[s + 1] - 1 */
    ipso__packing_item *ranked;
    double *table;
    float *single_table; /* in its place where is_single */
    bool is_single;
    double *cell_price, *load; /* by bin, of ipso__packing_scope_start */

    ipso__team *team;                 /* fills bins side by side; NULL = one after the other */
    struct ipso__packing_scope *mate; /* of each further thread: this with working memory of its
                                         own for filling bins */

    ipso__arena arena;
} ipso__packing_scope;

bool ipso__packing_scope_init(ipso__packing_scope *scope, const ipso__packing_model *model);
void ipso__packing_scope_finish(ipso__packing_scope *scope);

/* Lets descents fill bins side by side where many options are open; that changes no result. team
 * may be NULL. False when out of memory. */
bool ipso__packing_scope_share(ipso__packing_scope *scope, ipso__team *team);

/* Opens bins on top of state: the options not closed that still fit there one by one. */
void ipso__packing_scope_open(ipso__packing_scope *scope, const ipso__packing_state *state,
                              const int *bins, int bin_count);
/* Drops what no longer fits after the state below has grown. Returns the number of open options. */
int ipso__packing_scope_refresh(ipso__packing_scope *scope);

/* Sets the prices of the open rows from prices of cells at which demand meets capacity in each bin.
 * False when out of memory. */
bool ipso__packing_scope_start(ipso__packing_scope *scope, ipso__packing_meter *meter);

/* Exact best filling of an open bin at the present prices; its picks are appended. */
double ipso__packing_scope_fill_bin(ipso__packing_scope *scope, int bin, int64_t *work);

/* Closes the open options of a bin that lose more than slack (scaled) against its best filling, at
 * the present prices, when one copy is forced in; returns how many stay open. */
int ipso__packing_scope_close_bin(ipso__packing_scope *scope, int bin, double slack, int64_t *work);

/* Closes every open option without which no completion better than value is lost, after a descent;
 * returns how many stay open. Opening the scope anew does not bring them back: ..._reopen does. */
int ipso__packing_scope_close(ipso__packing_scope *scope, double value, ipso__packing_meter *meter);
void ipso__packing_scope_reopen(ipso__packing_scope *scope, const int *bins, int bin_count);

typedef struct ipso__packing_descent {
    int sweeps;
    double step;   /* first step length, a share of the Polyak step */
    bool follow;   /* keep the averages of the knapsacks, for who follows them */
    bool fresh;    /* start the averages anew */
    double enough; /* stop below this bound (scaled) */
} ipso__packing_descent;

/* Lowers the bound of the open part by the volume algorithm. Leaves the best prices in price and
 * best_price. Returns the best bound (scaled), an upper bound on the value of any completion. */
double ipso__packing_scope_descend(ipso__packing_scope *scope, const ipso__packing_descent *descent,
                                   double value, ipso__packing_meter *meter);

#endif
