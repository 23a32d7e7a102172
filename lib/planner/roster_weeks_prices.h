/* Prices of what joins weeks: what its files share. Internal to lib/planner.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_PLANNER_ROSTER_WEEKS_PRICES_H
#define IPSO_PLANNER_ROSTER_WEEKS_PRICES_H

#include "planner/roster_weeks.h"

enum { IPSO__WEEKS_PASSES = 400 };

/* What the weeks alone told at some prices. Arrays by number of a row over weeks, as in rows. */
typedef struct ipso__weeks_pass {
    int64_t *y;
    double *value;    /* per week: of its LP */
    double *activity; /* [week][row] of where the week's LP ended */
    double sum;       /* of the bounds of the weeks, and what the rows add */
    double slack;     /* of the weeks' LPs above these bounds */
} ipso__weeks_pass;

struct ipso__weeks_prices {
    const ipso__schedules *all;
    int *rows;       /* over several weeks */
    int *row_number; /* per row of all: its place in rows */
    double *size;    /* per place: what a price of it is measured by */
    int row_count, rule_count;
    int rule;   /* the dearest, the turns of which are told apart */
    int64_t *y; /* per row of all: the prices now, 0 but for rows */
    ipso__weeks_pass passes[IPSO__WEEKS_PASSES];
    int pass_count;
    double *level;  /* per number of turns of the rule: the bound of rosters with so many */
    int *best;      /* the pass that told it */
    int64_t target; /* turns of the least level */
    double bound;   /* that level */
    double radius;  /* of the box of prices, in sizes */
    double close;   /* how near to their LPs weeks are solved, a share */
    double promise; /* what the model says of the prices now */
    bool at_edge;   /* prices now are on the box */
    double *mean;   /* [week][row]: what the model expects the week to bring */
    double *prices; /* of rows of the weeks */
    ipso__schedules_columns *kept; /* per week: where it ended in the best pass before the last */
    int kept_pass;                 /* which one; -1 none */
};

/* roster_weeks_model.c: sets y to the prices that the passes so far promise most of, within the
 * radius of those best for the target; *found is false when there are none. False: the search is
 * over, or failed. */
bool ipso__weeks_model_prices(ipso__weeks *w, bool *found);

/* Solves all weeks at the prices now, y, of which any do within their spans, and raises the bound;
 * *told: of rosters with the turns aimed at. False: the search is over, or failed. */
bool ipso__weeks_price_pass(ipso__weeks *w, double *told);

/* The least and the greatest price that a row may have. */
void ipso__weeks_price_span(const ipso__schedules_row *row, double *least, double *most);
/* The option of a rule's person that tells so many turns. */
const ipso__schedules_option *ipso__weeks_turn_option(const ipso__weeks *w, int rule, int64_t n);
int64_t ipso__weeks_most_turns(const ipso__weeks *w, int rule);

#endif
