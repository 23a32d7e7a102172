/* A choice of options of a table and what it leaves free. Internal to lib/planner.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_PLANNER_SLOTS_CHOICE_H
#define IPSO_PLANNER_SLOTS_CHOICE_H

#include "model/options.h"

typedef struct ipso__choice {
    const ipso__table *table;
    int *x;            /* the caller's copies per option */
    int *room_min;     /* per band, left */
    int *extended_min; /* per line of S6, left; may be below 0 when priced */
    int *missing;      /* per line of S7 */
    int *chosen;       /* per need: the option of a request, or -1 */
    int *join_first;   /* links and pairs of need g: joins[join_first[g] .. join_first[g + 1]) */
    int *joins;        /* link i is i, pair i is link_count + i */
} ipso__choice;

/* False when out of memory; finish in any case. */
bool ipso__choice_start(ipso__choice *choice, const ipso__table *table, int *x);
void ipso__choice_finish(ipso__choice *choice);

/* Gives a request the option, or takes it away. */
void ipso__choice_place(ipso__choice *choice, int option);
void ipso__choice_drop(ipso__choice *choice, int option);

/* Whether a slot of that width and type may be added to the band under S1 and a hard S6. */
bool ipso__choice_fits(const ipso__choice *choice, const ipso__option *option);

/* Points that giving its request the option would gain, S6 and S7 counted. */
int64_t ipso__choice_gain(const ipso__choice *choice, const ipso__option *option);

/* Whether a link or pair lets its needs have what they have, were the option of need in band `band`
 * (-1: none); need -1 leaves all as it is. */
bool ipso__choice_join_holds(const ipso__choice *choice, int join, int need, int band);

#endif
