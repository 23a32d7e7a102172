/* Making the instance of whole schedules: its state. Internal to lib/planner/roster_columns*.c.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_PLANNER_ROSTER_COLUMNS_MAKE_H
#define IPSO_PLANNER_ROSTER_COLUMNS_MAKE_H

#include "planner/roster_columns.h"

typedef struct ipso__use_entry {
    int option; /* of the roster */
    ipso__schedules_use use;
} ipso__use_entry;

typedef struct ipso__columns_maker {
    const ipso__roster *roster;
    const ipso_practice *practice;
    const ipso__turn_range *turns; /* per fair rule, or NULL */
    ipso__fair_shares *shares;     /* per fair rule, with turns */
    ipso__arena *arena;
    ipso__schedules_row *rows;
    size_t row_count, row_capacity;
    ipso__use_entry *uses; /* of all rows; gathered by option at the end */
    size_t use_count, use_capacity;
    const ipso__schedules_use **option_uses; /* per option of the roster */
    int *option_use_count;
    int *line_row;     /* per line, and the end: its first row */
    int *turn_row;     /* per fair rule: its row, -1 none */
    int *turn_rule;    /* per entry of the turns: its rule */
    int group_count;   /* of the engine */
    bool *walks_sites; /* per person: groups are states of an automaton */
    int *bit_of;       /* per site: its group of sites in a set, or -1 */
    bool failed;       /* memory is out */
} ipso__columns_maker;

/* A price of the practice as one of the engine. */
int64_t ipso__columns_price(int64_t points);

/* Rows that join people: R6, R15, R17, R18, R21; then the uses of each option. */
void ipso__columns_make_rows(ipso__columns_maker *m);

/* Sites and groups of them: how many groups the engine has; that of an option; and, after the
 * limits, the rules R19, R24 and R25 of a person. */
void ipso__columns_count_groups(ipso__columns_maker *m);
int ipso__columns_group_of(const ipso__columns_maker *m, const ipso__roster_option *option);
void ipso__columns_make_sites(ipso__columns_maker *m, int p, ipso__schedules_person *person);

/* The kinds of an option of the roster: its own, and one for each fair rule whose turns it is. */
unsigned ipso__columns_kinds(const ipso__columns_maker *m, int option);

/* Limits, runs and history of a person: R7 to R13, and R18 where turns are told by ranges. */
void ipso__columns_make_limits(ipso__columns_maker *m, int p, ipso__schedules_person *person);

/* R18 where turns are told by ranges and all take less than the most. */
void ipso__columns_make_turns(ipso__columns_maker *m, ipso__schedules *schedules);

#endif
