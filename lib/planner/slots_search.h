/* Solving a table of options within limits: what the slots and the bookings stage share. Internal
 * to lib/planner.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_PLANNER_SLOTS_SEARCH_H
#define IPSO_PLANNER_SLOTS_SEARCH_H

#include "model/options.h"
#include "planner/stage.h"

/* The best choice found: copies per option, and its report (rows and columns included). */
typedef struct ipso__search_result {
    int *x;
    ipso_stage_report report;
} ipso__search_result;

/* Minimises the cost of table. start: copies per option that hold, or NULL. There is always an x,
 * if only the empty one. IPSO_NOMEM and IPSO_SOLVER leave *result untouched; else free it with
 * ipso__search_finish. */
ipso_status ipso__table_search(ipso__search_result *result, const ipso__table *table,
                               ipso_stage stage, const int *start,
                               const ipso__stage_settings *settings, ipso_error *err);
void ipso__search_finish(ipso__search_result *result);

/* Makes x keep B3 and B4: drops the requests that break them, then gives requests without a place
 * the cheapest one that fits, while that pays. dropped (nullable): one flag per need, set for those
 * still without a place after they were dropped; *count is how many. */
ipso_status ipso__table_repair(const ipso__table *table, int *x, unsigned char *dropped, int *count,
                               ipso_error *err);

#endif
