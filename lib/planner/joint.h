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
#include "planner/slots_packing.h"
#include "planner/stage.h"

typedef struct ipso__joint {
    const ipso_practice *practice;
    const ipso__stage_settings *settings;
    ipso__roster *roster;
    ipso__roster_program *program; /* with a column more for each line of S7: presence */
    ipso__bands bands;             /* of every duty that may be worked */
    ipso__table table;
    ipso__table_packing packing;
    ipso__packing_pricer *pricer;

    int *option_of_bin; /* roster option whose duty the bin is a piece of */
    int *presence;      /* by line of S7: its column of the program, -1 without one */
    double *duty_cost;  /* by roster option: its own cost in the program */

    int64_t *price, *best_price; /* by row of the packing, in 1/IPSO__PACKING_PRICE_UNIT points */
    double *stretch;             /* by row: how far its price moves per unit */
    double *direction, *units;   /* by row */
    int64_t *value;              /* by bin, at the last prices */
    double *weight;              /* by bin: whether its duty is worked in the last relaxation */

    double bound; /* best proven at best_price, -INFINITY none */
    int64_t work;
    bool stopped; /* by a limit or the caller */
    ipso__arena arena;
} ipso__joint;

/* settings are borrowed. IPSO_INPUT when prices are too large to be added up; IPSO_NOMEM. */
ipso_status ipso__joint_start(ipso__joint *joint, const ipso_practice *practice,
                              const ipso__stage_settings *settings, ipso_error *err);
void ipso__joint_finish(ipso__joint *joint);

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
