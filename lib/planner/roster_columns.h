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
    const int **option;   /* per person: the roster's option of each option of that person */
    const int *line_row;  /* per line of the roster, and the end: its first row */
    const int *turn_row;  /* per fair rule told by ranges: its row, -1 none */
    const int *turn_rule; /* per entry of turns in the schedules: its fair rule */
    ipso__arena arena;
} ipso__roster_columns;

/* Whether the roster can be made of whole schedules: nobody works two duties a day. */
bool ipso__roster_columns_fit(const ipso__roster *roster);

/* How many turns of a fair rule (R18) all take together in the horizon. */
typedef struct ipso__turn_range {
    int64_t least, most;
} ipso__turn_range;

/* The turns in the range that are nearest to so many. */
int64_t ipso__turn_range_nearest(const ipso__turn_range *range, int64_t turns);
/* The rule whose range, one per rule, lets most points go free beyond the turns in it that are
 * likely; -1 when no rule lets more go than least. */
int ipso__turn_ranges_widest(const ipso__turn_range *range, int rules, const ipso__roster *roster,
                             const ipso__fair_shares *shares, const int64_t *likely, double least);

/* The most turns in the range of which nobody may take more for nothing than of so many. */
int64_t ipso__turn_range_level(const ipso__turn_range *range, const ipso__roster *roster, int rule,
                               const ipso__fair_shares *shares, int64_t turns);

/* Whether fair turns can be told by ranges: there are rules at a price, and kinds to spare. */
bool ipso__roster_columns_tell_turns(const ipso__roster *roster);

/* Reads a roster that fits; it must outlive the instance. turns, one per fair rule, where fair
 * turns are told by ranges: the instance is that of rosters in the ranges, and its costs are
 * theirs; its bounds are those of rosters where all take the most. NULL: whatever the turns, and
 * fair turns are told as rows, which let some who have a history go free. IPSO_NOMEM. */
ipso_status ipso__roster_columns_make(ipso__roster_columns *columns, const ipso__roster *roster,
                                      const ipso__turn_range *turns, ipso_error *err);
void ipso__roster_columns_finish(ipso__roster_columns *columns);

/* Turns of each fair rule that all take together with the options chosen, taken[rule]. */
void ipso__roster_columns_count_turns(const ipso__roster *roster, const bool *chosen,
                                      int64_t *taken);

/* The most turns of a fair rule there can be, a day of a person being one at most: of those who
 * have a share (by person; NULL: of all). */
int64_t ipso__roster_columns_most_turns(const ipso__roster *roster, int rule, const int64_t *share);

/* Choices of persons to options chosen, and back. */
void ipso__roster_columns_decode(const ipso__roster_columns *columns, const ipso__roster *roster,
                                 const int *choice, bool *chosen);
void ipso__roster_columns_encode(const ipso__roster_columns *columns, const ipso__roster *roster,
                                 const bool *chosen, int *choice);

#endif
