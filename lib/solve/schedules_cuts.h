/* Cuts: inequalities that every solution meets and the master's LP does not. Internal to the
 * schedules solver.
 *
 * With multipliers u of rows that hold with equality, whose steps are of one unit, and of persons
 * (their schedules add up to 1), let f0 be the fraction of what u makes of the right-hand sides, f
 * that of what it makes of a column. Then the sum of min(f / f0, (1 - f) / (1 - f0)) over the
 * columns taken, shortage and excess among them, is at least 1 (Gomory 1960). Multipliers are
 * multiples of 2^-16, so that fractions are exact; coefficients are rounded up to 1/4096.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_SOLVE_SCHEDULES_CUTS_H
#define IPSO_SOLVE_SCHEDULES_CUTS_H

#include "solve/schedules_search.h"

enum { IPSO__CUTS_MOST = 160, IPSO__CUT_UNIT = 4096 };

typedef struct ipso__cut {
    double *multiplier; /* per joint row, then per person; in [0, 1) */
    double rest;        /* f0 */
    int lp_row;         /* 0 = the place is free */
    int idle;           /* rounds without a price */
} ipso__cut;

typedef struct ipso__cut_draft {
    double score, norm;
    int number;
    bool taken;
} ipso__cut_draft;

typedef struct ipso__cut_column {
    double share, rank;
    int number; /* of the schedule in the LP, or -1 - (2 row + side) */
} ipso__cut_column;

/* Prices of cuts stand behind those of rows: search->dual[rows + place]. */
typedef struct ipso__cuts {
    ipso__cut at[IPSO__CUTS_MOST];
    int places;         /* those from here on are free */
    bool *apt;          /* per row: may be in a cut */
    double *relief;     /* per row, short and long: what the cuts pay for a step */
    double *multiplier; /* one more cut's */
    /* separation */
    double *share;  /* per schedule in the LP */
    double *weight; /* per row of the LP */
    ipso__cut_column *column;
    uint8_t *parity, *mix, *line;
    ipso__cut_draft *draft;
    double *draft_multiplier;
    float *draft_coefficient;
    size_t share_room, weight_room, column_room, parity_room, mix_room, line_room, draft_room,
        draft_multiplier_room, draft_coefficient_room;
    int draft_count;
} ipso__cuts;

bool ipso__cuts_init(ipso__sched *search);
void ipso__cuts_finish(ipso__sched *search);
void ipso__cuts_clear(ipso__sched *search);

/* The place of a new cut of cuts->multiplier, -1 when there is none or memory is out. */
int ipso__cuts_add(ipso__sched *search, const double *multiplier);
void ipso__cuts_drop(ipso__sched *search, int place);

/* f0 of multipliers. */
double ipso__cuts_rest(const ipso__sched *search, const double *multiplier);
/* Of what the multipliers make of a column, in units of 1 / IPSO__CUT_UNIT; rest in (0, 1). */
int ipso__cut_coefficient(double rest, double activity);
/* What multipliers make of a schedule of the pool. */
double ipso__cut_activity(const ipso__sched *search, const double *multiplier, int column);
/* Of a step short (side 0) or long of a row. */
double ipso__cut_step(const ipso__sched *search, int place, int row, int side);

/* Sums what the cuts at the prices of search->dual pay for steps and, for a schedule of the pool,
 * for it at the prices given. */
void ipso__cuts_relieve(ipso__sched *search);
double ipso__cuts_paid(const ipso__sched *search, int column, const double *dual);

#endif
