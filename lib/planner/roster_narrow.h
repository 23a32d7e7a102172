/* Schedules of the options that an LP takes. Internal to lib/planner.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_PLANNER_ROSTER_NARROW_H
#define IPSO_PLANNER_ROSTER_NARROW_H

#include "base/memory.h"
#include "solve/schedules.h"

/* The instance with some options alone, and how they are numbered in the wide one. */
typedef struct ipso__roster_narrow {
    ipso__schedules schedules;
    int *first;  /* per person: its first among the options of all in the wide one */
    int *number; /* per option of all in the wide one: its number here, -1 none */
    int **wide;  /* per person: the number of each option there */
    ipso__schedules_columns columns; /* those that are schedules here */
    ipso__arena arena;
} ipso__roster_narrow;

/* Keeps the options of columns that have a share, and those of the start (NULL none). The wide
 * instance must outlive this one. False: memory is out. */
bool ipso__roster_narrow_make(ipso__roster_narrow *narrow, const ipso__schedules *wide,
                              const ipso__schedules_columns *columns, const int *start);
void ipso__roster_narrow_finish(ipso__roster_narrow *narrow);

/* Choices of the wide instance as those of this one, whose options must be there, and back. */
void ipso__roster_narrow_get(const ipso__roster_narrow *narrow, const int *wide, int *choice);
void ipso__roster_narrow_put(const ipso__roster_narrow *narrow, const int *choice, int *wide);

#endif
