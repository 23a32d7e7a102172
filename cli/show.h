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
    bool all;         /* long lists in full */
} show_filter;

/* ---- text in columns; a UTF-8 character counts as one ---- */

int text_columns(const char *text);

/* A line of cells under way; blanks are held back until a cell follows. */
typedef struct table_line {
    FILE *out;
    int blanks;
} table_line;

/* text in exactly width columns and a blank: padded, or cut with an ellipsis at its end. */
void put_cell(table_line *line, const char *text, int width);
void end_line(table_line *line);

/* The next piece of *text in a cell, words whole where they can; *text moves on to what is left. */
void put_wrapped(table_line *line, const char **text, int width);

/* "Monday 23 November 2026" */
#define LONG_DATE_SIZE 40
void format_long_date(ipso_date date, char text[LONG_DATE_SIZE]);

/* Time of a duty without ordinary appointments. */
typedef struct show_away {
    int start_min, end_min;
    int order; /* among those that start at the same time */
    const char *name;
} show_away;

/* The next one of a person's day after *away, -1 minutes at first; false when there is none. */
bool show_next_away(const ipso_plan *plan, int person, int day, show_away *away);

/* ---- tables ---- */

/* The practice and its days in words. */
void show_title(FILE *out, const ipso_practice *practice);

/* Who works when: a row per person, a column per day, a block per week. */
void show_roster(FILE *out, const ipso_plan *plan, const show_filter *filter);

/* The agenda of a day: per practitioner, the slots by time. */
void show_agenda(FILE *out, const ipso_plan *plan, const show_filter *filter);

/* Fill, time per patient, acute need, continuity. */
void show_measures(FILE *out, const ipso_plan *plan, const ipso_report *report);

/* Cost by tier and rule, and what each stage proved. */
void show_costs(FILE *out, const ipso_plan *plan, const ipso_report *report);

/* Requests without a place by reason and what else is not met by rule, the dearest first. False
 * without memory. */
bool show_unplaced(FILE *out, const ipso_plan *plan, const ipso_report *report,
                   const show_filter *filter);

#endif
