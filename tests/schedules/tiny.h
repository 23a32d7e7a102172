/* Random tiny instances with every rule switched on in random subsets, and their enumeration.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_SCHEDULES_TINY_H
#define TESTS_SCHEDULES_TINY_H

#include "base/random.h"
#include "solve/schedules.h"

enum { TINY_PERSONS = 3, TINY_DAYS = 7, TINY_OPTIONS = 2, TINY_ROWS = 24, TINY_LIMITS = 8 };

typedef struct tiny {
    ipso__schedules schedules;
    ipso__random random;
    int weekend[TINY_DAYS];
    ipso__schedules_row rows[TINY_ROWS];
    ipso__schedules_person persons[TINY_PERSONS];
    ipso__schedules_option options[TINY_PERSONS][TINY_DAYS * TINY_OPTIONS];
    ipso__schedules_use uses[TINY_PERSONS][TINY_DAYS * TINY_OPTIONS][3];
    int first[TINY_PERSONS][TINY_DAYS + 1];
    int64_t off_cost[TINY_PERSONS][TINY_DAYS];
    int64_t follow[TINY_PERSONS][4], change[TINY_PERSONS][4], end[TINY_PERSONS][2];
    int after[TINY_PERSONS][4], after_off[TINY_PERSONS][2];
    ipso__schedules_limit limits[TINY_PERSONS][TINY_LIMITS];
} tiny;

/* An instance of its own for each seed; hard joint rows only when asked for. */
void tiny_make(tiny *t, uint64_t seed, bool hard_rows);

/* Gives the persons automata of two states, and makes every cost a multiple of five. */
void tiny_enrich(tiny *t);

/* Makes the rows equalities in steps of one unit, at prices that leave the optimum between columns.
 */
void tiny_make_exact(tiny *t);

/* All lawful schedules of a person: [count][day] choices and costs; free both. */
int tiny_list(const tiny *t, int person, int **choices, int64_t **costs);

/* The least cost of all combinations; IPSO__NEVER when none is lawful. */
int64_t tiny_optimum(const tiny *t);

#endif
