/* From a plan to bands and back: which slots stay in which bands, and slots laid into them with
 * start times. Internal to lib/planner.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_PLANNER_SLOTS_LAYOUT_H
#define IPSO_PLANNER_SLOTS_LAYOUT_H

#include "model/options.h"
#include "planner/stage.h"

/* A slot and the band it is laid into; IPSO_ANY when it stays where it is. */
typedef struct ipso__laid {
    ipso_slot slot;
    int band;
} ipso__laid;

/* The bands of a plan's roster and the slots of the plan that stay. A slot that no band holds
 * whole, or in a band too full for its slots, keeps its start and its minutes are taken out. */
typedef struct ipso__layout {
    const ipso_practice *practice;
    ipso__bands bands;
    ipso__laid *laid;
    int laid_count;
    size_t laid_room;
} ipso__layout;

/* uses: one bit (1 << use) for each use of slots that stay. stays (nullable): one flag per slot of
 * the plan, set for those that keep their start in any case. IPSO_NOMEM leaves *layout untouched.
 */
ipso_status ipso__layout_start(ipso__layout *layout, const ipso_plan *before, unsigned uses,
                               const unsigned char *stays, ipso_error *err);
void ipso__layout_finish(ipso__layout *layout);

/* A layout and what may be laid into it. The table points into the layout: it is not copied. */
typedef struct ipso__laid_table {
    ipso__layout layout;
    ipso__table table;
} ipso__laid_table;

/* The table of the plan's requests, and of forecast demand when told so, beside the slots of these
 * uses. On failure there is nothing to finish. */
ipso_status ipso__laid_table_start(ipso__laid_table *laid, const ipso_plan *before, unsigned uses,
                                   bool forecasts, ipso_error *err);
void ipso__laid_table_finish(ipso__laid_table *laid);

/* Adds the slots of a choice of options. With held, requests get held slots. */
ipso_status ipso__layout_add(ipso__layout *layout, const ipso__table *table, const int *x,
                             bool held, ipso_error *err);

/* Adds the fixed appointments of the horizon, which stay. False when out of memory. */
bool ipso__layout_add_fixed(ipso__layout *layout);

/* Adds the fixed appointments, orders the slots of each band by what they are, gives them their
 * starts from the start of the band on, and adds all of them to plan. */
ipso_status ipso__layout_write(ipso__layout *layout, ipso_plan *plan, ipso_error *err);

#endif
