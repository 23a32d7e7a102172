/* What a site has on a day, as a person of its own. Internal to lib/planner.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_PLANNER_ROSTER_HEADS_H
#define IPSO_PLANNER_ROSTER_HEADS_H

#include "planner/roster_columns.h"

/* Staffing (R21) of a site on a day, told by heads: how many work there with each number of
 * minutes. Its schedule has a day for each sort of head, or for a few; an option is so many heads.
 */
typedef struct ipso__site_heads {
    int day; /* of the roster */
    ipso__schedules_person person;
    ipso__schedules_row *rows; /* one per sort: heads there less heads counted on */
    int row_count, first_row;
    int *option_sort; /* per option of the roster from first_option on: its sort, or -1 */
} ipso__site_heads;

typedef struct ipso__heads {
    ipso__site_heads *sites;
    int count, row_count;
    int *row_of;   /* per option of the roster: its row, -1 none */
    bool *is_told; /* per row of the columns: told by heads */
} ipso__heads;

/* Tells what can be told; rows are numbered from first_row on, days is how many days persons have.
 * Lives in arena. False: memory is out. */
bool ipso__heads_make(ipso__heads *heads, const ipso__roster *roster,
                      const ipso__roster_columns *columns, int first_row, int days,
                      ipso__arena *arena);

#endif
