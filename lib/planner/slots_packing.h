/* A table of options as an instance of the packing search. Internal to lib/planner.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_PLANNER_SLOTS_PACKING_H
#define IPSO_PLANNER_SLOTS_PACKING_H

#include "base/memory.h"
#include "model/options.h"
#include "solve/packing.h"

/* cost of the plan = base - value of the packing. Option i of the packing is option of_packing[i]
 * of the table; where that is below 0, it says that need -1 - of_packing[i] is left out, as a
 * request that others follow must be when it has no place, if the cost is to be that of the plan. A
 * request without the place of the one before it (B4) is so dear that it pays no more; that it is
 * not there is left to the caller, and so are conflicts when complete is false. */
typedef struct ipso__table_packing {
    ipso__packing packing;
    int64_t base;
    int *of_packing;
    int *row_of_need, *row_of_extended, *row_of_target; /* rows of the packing, -1 none */
    int *
        row_of_day; /* relaxed: of a need with links the row of day 0, those of the days after it
                       following: the places of the need on that day, which gain nothing; else -1 */
    int *twin;      /* relaxed: by bin, the first of the bins with the same options and cells, which
                       alone has them */
    bool complete;
    ipso__arena arena;
} ipso__table_packing;

/* shut (nullable): one flag per need; options of these needs are left out, and then the bound of
 * the packing is none of the table. */
ipso_status ipso__table_packing_make(ipso__table_packing *made, const ipso__table *table,
                                     const unsigned char *shut, ipso_error *err);
/* The same without conflicts and without being left out: for the bound of many duties of which few
 * are worked. Bins of one practitioner and day with the same options and cells are told once. */
ipso_status ipso__table_packing_relaxed(ipso__table_packing *made, const ipso__table *table,
                                        ipso_error *err);
/* Gives the options of each bin to its twin; options and of_packing are packed. same[b] is a
 * number that bins must share to be compared, rising with b. IPSO_NOMEM. */
ipso_status ipso__packing_merge_twins(ipso__packing *packing, ipso__packing_option *options,
                                      int *of_packing, const int *same, int *twin, ipso_error *err);

void ipso__table_packing_finish(ipso__table_packing *made);

#endif
