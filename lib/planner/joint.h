/* The joint program: roster, slots and bookings together. Internal to lib/planner.
 *
 * Every duty that may be worked has its bands, and these depend on the duty alone; so the tables of
 * all rosters are parts of one table, that of all duties at once. The joint program chooses a
 * roster and options of that table in bands of duties worked.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_PLANNER_JOINT_H
#define IPSO_PLANNER_JOINT_H

#include "model/options.h"
#include "model/roster.h"
#include "planner/roster_columns.h"
#include "planner/slots_packing.h"
#include "planner/stage.h"
#include "solve/schedules_pricer.h"

/* What relaxed rows of the joint program cost: the rows of the packing, then those that join the
 * schedules of several people. Arrays by row; prices in 1/IPSO__PACKING_PRICE_UNIT points. */
typedef struct ipso__joint_prices {
    int count;
    int64_t *now, *best;
    int64_t *low, *high; /* between these the bound is one */
    double *stretch;     /* how far a price moves per unit */
    double *slope;       /* of the bound at the last prices */
    double *direction;   /* running mean of slopes */
} ipso__joint_prices;

typedef struct ipso__joint {
    const ipso_practice *practice;
    const ipso__stage_settings *settings;
    ipso__roster *roster;
    ipso__bands bands; /* of every duty that may be worked */
    ipso__table table;
    ipso__table_packing packing;
    ipso__packing_pricer *bins;

    /* The roster: whole schedules where they fit (people is then there), else its program. */
    ipso__roster_columns columns;
    ipso__schedules_pricer *people;
    ipso__roster_program *program; /* with a column more for each line of S7: presence */
    int *presence;                 /* by line of S7: its column of the program, -1 without one */
    double *duty_cost;             /* by roster option: its own cost in the program */

    int *option_of_bin;    /* roster option whose duty the bin is a piece of */
    unsigned char *serves; /* [line of S7][roster option]: its duty has a session for the line */
    int *serving_days;     /* by line of S7: days of the week with such a duty */
    bool *always;          /* by line of S7: any work of the person is of this kind */
    ipso__joint_prices prices;
    int64_t *value; /* by bin, at the last prices */
    double *weight; /* by bin: whether its duty is worked in the last relaxation */
    double *worth;  /* by roster option: points of the slots in its bands at the last prices */
    double *worked; /* by roster option: in the last relaxation */
    double *share;  /* by roster option: running mean of worked */
    double *met;    /* by line of S7: whether it counts in the last relaxation */
    double *cost;   /* of one person's options */
    int *choice;    /* one person's days */

    double bound; /* best proven, at prices.best; -INFINITY none */
    int64_t work;
    bool stopped; /* by a limit or the caller */
    ipso__arena arena;
} ipso__joint;

/* settings are borrowed. IPSO_INPUT when prices are too large to be added up; IPSO_NOMEM. */
ipso_status ipso__joint_start(ipso__joint *joint, const ipso_practice *practice,
                              const ipso__stage_settings *settings, ipso_error *err);
void ipso__joint_finish(ipso__joint *joint);

/* Sets value and worth at the present prices. */
void ipso__joint_fill_worth(ipso__joint *joint);

/* The least cost of a roster whose duties are worth so much: a lower bound, and worked and met of
 * what attains it. With schedules, rows that join people are at their prices, and the slopes of
 * these are set. */
ipso_status ipso__joint_relax(ipso__joint *joint, double *least, bool *exact, ipso_error *err);

/* Sets the prices of the rows that join people to good ones for the present worth of duties. */
ipso_status ipso__joint_price_people(ipso__joint *joint, double share, ipso_error *err);

/* Raises joint->bound, from the prices at which the slots of plan's roster are worth most, until
 * `share` of the limits is used up or it rises no more. cost is that of plan. */
ipso_status ipso__joint_ascend(ipso__joint *joint, const ipso_plan *plan, double cost, double share,
                               ipso_error *err);

/* Cost and bound of a plan through its bookings stage, within the limits; where they do not allow
 * the table of all duties, the bound is that of the roster alone. *report is untouched when prices
 * are too large to be added up. */
ipso_status ipso__joint_report(ipso_joint_report *report, const ipso_plan *plan,
                               const ipso__stage_settings *settings, ipso_error *err);

#endif
