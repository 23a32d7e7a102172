/* The integer program of a table of options: row families that the slots and the bookings stage
 * share. Internal to lib/model.
 *
 * Columns stand in the order: options (column o is option o of the table), then the unmet segments
 * of every need, then the minutes over and the slots missing of the lines of S6 and S7.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_MODEL_OPTIONS_PROGRAM_H
#define IPSO_MODEL_OPTIONS_PROGRAM_H

#include "model/options.h"
#include "program/program.h"

/* A program under construction, or, without program, a count of what it would have. */
typedef struct ipso__table_program {
    const ipso__table *table;
    ipso__program *program; /* NULL: count alone */
    int64_t rows, columns;
    ipso__term *terms; /* of the row being written */
    int term_count;
    size_t term_room;
    int *by_band; /* options in the order of bands; those of band b from band_first[b] on */
    int *band_first;
    bool failed; /* memory ran out */
} ipso__table_program;

bool ipso__table_program_start(ipso__table_program *build, const ipso__table *table,
                               ipso__program *program);
void ipso__table_program_finish(ipso__table_program *build);

/* Columns of the options: slots(...) and place(...). */
void ipso__table_program_options(ipso__table_program *build);

/* Row families, each described above its definition. */
void ipso__table_program_fit(ipso__table_program *build);      /* S1 */
void ipso__table_program_needs(ipso__table_program *build);    /* S2, S3 */
void ipso__table_program_requests(ipso__table_program *build); /* B2 */
void ipso__table_program_extended(ipso__table_program *build); /* S6 */
void ipso__table_program_targets(ipso__table_program *build);  /* S7 */
void ipso__table_program_pairs(ipso__table_program *build);    /* B3 */
void ipso__table_program_links(ipso__table_program *build);    /* B4 */

/* Appends a term to the row being written. */
void ipso__table_program_term(ipso__table_program *build, int column, double value);

/* Adds the row of two requests, "<family>(<first>,<second>,<number>)", of the terms appended. */
void ipso__table_program_row(ipso__table_program *build, double lower, double upper,
                             const char *family, int first_request, int second_request, int number);

#endif
