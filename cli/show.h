/* Tables of a plan for people. Each prints to a stream and reads only.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_CLI_SHOW_H
#define IPSO_CLI_SHOW_H

#include "cli.h"

#include <stdio.h>

/* What to show of whom. */
typedef struct show_filter {
    int practitioner; /* IPSO_ANY all */
    int site;         /* IPSO_ANY all */
    int day;          /* of the horizon; IPSO_ANY: the first day somebody works */
} show_filter;

/* text in exactly width columns, cut or padded; a UTF-8 character counts as one column. */
void print_padded(FILE *out, const char *text, int width);

/* Who works when: a row per person, a column per day, a block per week. */
void show_roster(FILE *out, const ipso_plan *plan, const show_filter *filter);

/* The agenda of a day: per practitioner, the slots by time. */
void show_agenda(FILE *out, const ipso_plan *plan, const show_filter *filter);

/* Fill, time per patient, acute need, continuity. */
void show_measures(FILE *out, const ipso_plan *plan, const ipso_report *report);

/* Cost by tier and rule, and what each stage proved. */
void show_costs(FILE *out, const ipso_plan *plan, const ipso_report *report);

/* Requests without a place and shortages of the roster, each with its reason. */
void show_unplaced(FILE *out, const ipso_plan *plan, const ipso_report *report);

#endif
