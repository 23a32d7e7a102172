/* The roster as whole schedules: the instance that column generation solves. Internal.
 *
 * Each practitioner's personal rules become the rules of a person's schedule, and what joins people
 * becomes joint rows. What cannot be said so is left out, which only lowers costs and allows more:
 * a bound of the instance is a bound of the roster, and a solution is recounted before it is used.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_PLANNER_ROSTER_COLUMNS_H
#define IPSO_PLANNER_ROSTER_COLUMNS_H

#include "base/memory.h"
#include "model/roster.h"
#include "solve/schedules.h"

typedef struct ipso__roster_columns {
    ipso__schedules schedules;
    const int **option; /* per person: the roster's option of each option of that person */
    ipso__arena arena;
} ipso__roster_columns;

/* Whether the roster can be made of whole schedules: nobody works two duties a day. */
bool ipso__roster_columns_fit(const ipso__roster *roster);

/* Reads a roster that fits; it must outlive the instance. IPSO_NOMEM. */
ipso_status ipso__roster_columns_make(ipso__roster_columns *columns, const ipso__roster *roster,
                                      ipso_error *err);
void ipso__roster_columns_finish(ipso__roster_columns *columns);

/* Choices of persons to options chosen, and back. */
void ipso__roster_columns_decode(const ipso__roster_columns *columns, const ipso__roster *roster,
                                 const int *choice, bool *chosen);
void ipso__roster_columns_encode(const ipso__roster_columns *columns, const ipso__roster *roster,
                                 const bool *chosen, int *choice);

#endif
