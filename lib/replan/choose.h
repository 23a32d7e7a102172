/* Choosing a place for each movable appointment, all together. Internal to lib/replan.
 *
 * Minimise over places x[a,c] (binary) of the movable appointments a, and calls u[a]:
 *
 *     sum over a, c of cost[a,c] x[a,c]  +  sum over a of call_points u[a]
 *
 *     P1  place     sum over c of x[a,c] + u[a] = 1           an untouched one is never called
 *     P2  apart     sum over c that cover cell i of x <= 1    for each cell of each practitioner's
 *                   day, and of each patient with several movable appointments
 *     P3  others    sum over untouched a, c that do not stay of x <= so many as may move
 *     P4  extended  minutes of types that are not acute in a site's extended hours <= their room
 *     P5  link      b after a: u[b] >= u[a], and min_gap <= start of b - end of a <= max_gap
 *
 * Places are made as they are wanted: the linear relaxation over some of them prices the cells, and
 * every place that is cheaper at these prices comes in (Dantzig & Wolfe 1960). At any prices of
 * P2..P5 the sum of each appointment's cheapest place is a lower bound (Lagrange). At last all
 * places that the gap between the best choice and that bound leaves open are given to
 * branch-and-cut together, which is then a proof.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_REPLAN_CHOOSE_H
#define IPSO_REPLAN_CHOOSE_H

#include "program/program.h"
#include "replan/places.h"

/* What a call of the replanner may use; work and stop are counted here. */
typedef struct ipso__limits {
    const ipso_settings *settings;
    double started_s, deadline_s;
    int64_t work;
    bool cancelled;
    ipso_stop stop; /* DONE while no limit was met */
} ipso__limits;

bool ipso__limits_over(ipso__limits *limits);

/* A link between two movable appointments. */
typedef struct ipso__mover_link {
    int earlier, later; /* movers */
    int min_gap_min, max_gap_min;
} ipso__mover_link;

typedef struct ipso__choosing {
    ipso__places *places;
    ipso__limits *limits;
    const int *movers; /* appointments, so that those that others follow come first */
    int mover_count;
    int *second_row; /* per mover: the row of cells of its patient, or -1 */
    int cell_rows;   /* rows of cells: practitioners, then patients; each days x (cells + 1) */
    ipso__mover_link *links;
    int link_count;
    int *extended_room; /* per site and day */
    int others_most;
    /* places known, by mover */
    ipso__place *columns;
    int *mover_of;
    int column_count;
    size_t column_room, mover_room;
    /* prices: of cells summed along each row, of P3, P4; and what P5 adds */
    double *price;
    double other_price, *extended_price;
    double *add_start, *add_end, *add_call, constant;
    double *least;   /* per mover: of all its places and its call, at these prices */
    double lagrange; /* their sum and the constant: a bound; -INFINITY before there are prices */
    /* the best choice: a column per mover, or -1 */
    int *best;
    int64_t best_cost;
    double bound;
} ipso__choosing;

/* Starts with a greedy choice. movers is borrowed; extended_room too. On failure there is nothing
 * to finish. */
ipso_status ipso__choosing_start(ipso__choosing *choosing, ipso__places *places, const int *movers,
                                 int mover_count, int others_most, int *extended_room,
                                 ipso__limits *limits, ipso_error *err);
void ipso__choosing_finish(ipso__choosing *choosing);

/* Betters the choice and its bound until both meet or a limit. */
ipso_status ipso__choosing_run(ipso__choosing *choosing, ipso_error *err);

/* ---- between the files of this module ---- */

ipso_status ipso__choosing_add(ipso__choosing *choosing, int mover, const ipso__place *place,
                               ipso_error *err);
/* First and last cell of a place in the row of its practitioner, as an index of price. */
void ipso__choosing_cells(const ipso__choosing *choosing, int mover, const ipso__place *place,
                          int which, int *from, int *to);
int64_t ipso__mover_call(const ipso__choosing *choosing, int mover);
bool ipso__mover_may_call(const ipso__choosing *choosing, int mover);

/* A program over the known columns, and what its rows are. */
typedef struct ipso__choice_program {
    ipso__program *program;
    int *call_column; /* per mover, -1 none */
    int other_row, first_extended, extended_count, first_link, first_cell, cell_count;
    int *extended_line; /* of the rows from first_extended on */
    int *cell;          /* of the rows from first_cell on: index of price */
} ipso__choice_program;

ipso_status ipso__choice_program_make(ipso__choice_program *made, const ipso__choosing *choosing,
                                      bool integer, ipso_error *err);
void ipso__choice_program_finish(ipso__choice_program *made);

#endif
