/* Weeks as persons of their own: a relaxation of whole schedules. Internal to lib/planner.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_PLANNER_ROSTER_APART_H
#define IPSO_PLANNER_ROSTER_APART_H

#include "model/roster.h"
#include "planner/roster_columns.h"
#include "solve/schedules.h"

/* An instance in which each person is one for each week, what a site has on a day is a person too,
 * and so are the turns that all take under a fair rule (R18). Those of a week are the people, then
 * its sites on its days; turns come after the weeks. */
typedef struct ipso__roster_apart {
    ipso__schedules schedules;
    int people, weeks;
    int *first_person;   /* of each week, then of turns, and the end */
    int first_limit_row; /* of limits over weeks, one person after the other */
    const int *row_week; /* per row: the week that all its uses are in; NOWHERE none, ACROSS more */
    ipso__arena arena;
} ipso__roster_apart;

/* What all take under each entry of turns, between these. */
typedef struct ipso__apart_box {
    ipso__schedules schedules;
    ipso__schedules_person *persons;
    ipso__schedules_limit *limits; /* per entry of turns */
} ipso__apart_box;

enum { IPSO__ROW_ACROSS = -2, IPSO__ROW_NOWHERE = -1 };

/* columns: of rosters with any turns, told by ranges; to outlive the relaxation. A bound of the
 * relaxation is a bound of theirs, and so is the sum of the bounds of its weeks alone. IPSO_NOMEM.
 */
ipso_status ipso__roster_apart_make(ipso__roster_apart *apart, const ipso__roster *roster,
                                    const ipso__roster_columns *columns, ipso_error *err);
void ipso__roster_apart_finish(ipso__roster_apart *apart);

/* Whether a limit of a person is a row here: it reaches over several weeks. These rows follow one
 * another from first_limit_row on, person by person. */
bool ipso__roster_apart_is_row(const ipso__roster *roster, const ipso__schedules_limit *limit);

/* Whom a person of the instance stands for, -1 a site or turns, and in which week. */
int ipso__roster_apart_person(const ipso__roster_apart *apart, int person, int *week);

/* The instance in which all take turns in a range alone, one for each entry; to be finished. False:
 * memory is out. */
bool ipso__apart_box_make(ipso__apart_box *box, const ipso__roster_apart *apart,
                          const ipso__turn_range *range);
void ipso__apart_box_finish(ipso__apart_box *box);

/* The instance of one week alone, whose arrays belong to apart: rows of others are without bounds.
 * False: memory is out. */
bool ipso__roster_apart_week(ipso__roster_apart *apart, int week, ipso__schedules *one);

#endif
