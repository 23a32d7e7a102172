/* Free MPS. Every bound is stated, because readers differ in the default bounds of integer columns.
 * The constant is the cost of a column "constant~" fixed at 1: as the right-hand side of the
 * objective GLPK reads it with one sign and CBC with the other. The default sense, minimise, is
 * left unsaid: not every reader knows the OBJSENSE section.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "program/write.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"

/* MPS goes by columns: the terms of the program, turned. */
typedef struct turned {
    size_t *first; /* per column, and one past the last */
    int *row;
    double *value;
} turned;

typedef struct writer {
    const ipso__program *program;
    ipso__written_names names;
    turned terms;
    ipso__text *text;
} writer;

static void turned_finish(turned *terms)
{
    free(terms->first);
    free(terms->row);
    free(terms->value);
}

static void place_terms(turned *terms, const ipso__program *program)
{
    for (int i = 0; i < ipso__program_row_count(program); i++) {
        size_t count;
        const ipso__term *row = ipso__program_row_terms(program, i, &count);
        for (size_t k = 0; k < count; k++) {
            size_t at = terms->first[row[k].column + 1]++;
            terms->row[at] = i;
            terms->value[at] = row[k].value;
        }
    }
}

/* After counting, first[j + 1] holds the start of column j, and moves to its end as terms come in.
 */
static bool turned_init(turned *terms, const ipso__program *program)
{
    size_t columns = (size_t)ipso__program_column_count(program);
    size_t count = ipso__program_term_count(program), start = 0;
    terms->first = ipso__calloc(columns + 2, sizeof *terms->first);
    terms->row = ipso__calloc(count, sizeof *terms->row);
    terms->value = ipso__calloc(count, sizeof *terms->value);
    if (terms->first == NULL || terms->row == NULL || terms->value == NULL)
        return false;
    for (int i = 0; i < ipso__program_row_count(program); i++) {
        size_t row_count;
        const ipso__term *row = ipso__program_row_terms(program, i, &row_count);
        for (size_t k = 0; k < row_count; k++)
            terms->first[row[k].column + 1]++;
    }
    for (size_t j = 1; j <= columns; j++) {
        size_t length = terms->first[j];
        terms->first[j] = start;
        start += length;
    }
    place_terms(terms, program);
    return true;
}

static void put_row_kinds(writer *out)
{
    ipso__text_printf(out->text, "ROWS\n N %s\n", out->names.objective);
    for (int i = 0; i < ipso__program_row_count(out->program); i++) {
        double lower, upper;
        ipso__program_row_bounds(out->program, i, &lower, &upper);
        char kind = lower == upper ? 'E' : lower > -INFINITY ? 'G' : upper < INFINITY ? 'L' : 'N';
        ipso__text_printf(out->text, " %c %s\n", kind, out->names.rows[i]);
    }
}

static void put_marker(writer *out, int number, bool begins)
{
    ipso__text_printf(out->text, " m%d 'MARKER' '%s'\n", number, begins ? "INTORG" : "INTEND");
}

static void put_column(writer *out, int column, double cost)
{
    char number[IPSO__NUMBER_SIZE];
    const char *name = out->names.columns[column];
    size_t first = out->terms.first[column], end = out->terms.first[column + 1];
    if (cost != 0 || first == end)
        ipso__text_printf(out->text, " %s %s %s\n", name, out->names.objective,
                          ipso__write_number(number, cost));
    for (size_t k = first; k < end; k++)
        ipso__text_printf(out->text, " %s %s %s\n", name, out->names.rows[out->terms.row[k]],
                          ipso__write_number(number, out->terms.value[k]));
}

static void put_columns(writer *out)
{
    char number[IPSO__NUMBER_SIZE];
    bool integer = false;
    int markers = 0;
    ipso__text_append(out->text, "COLUMNS\n");
    for (int j = 0; j < ipso__program_column_count(out->program); j++) {
        ipso__column column = ipso__program_column(out->program, j);
        if (column.integer != integer)
            put_marker(out, ++markers, column.integer);
        integer = column.integer;
        put_column(out, j, column.cost);
    }
    if (integer)
        put_marker(out, ++markers, false);
    double constant = ipso__program_constant(out->program);
    if (constant != 0)
        ipso__text_printf(out->text, " constant~ %s %s\n", out->names.objective,
                          ipso__write_number(number, constant));
}

static void put_sides(writer *out)
{
    char number[IPSO__NUMBER_SIZE];
    ipso__text_append(out->text, "RHS\n");
    for (int i = 0; i < ipso__program_row_count(out->program); i++) {
        double lower, upper;
        ipso__program_row_bounds(out->program, i, &lower, &upper);
        double side = lower > -INFINITY ? lower : upper;
        if (isfinite(side) && side != 0)
            ipso__text_printf(out->text, " rhs %s %s\n", out->names.rows[i],
                              ipso__write_number(number, side));
    }
}

static void put_ranges(writer *out)
{
    char number[IPSO__NUMBER_SIZE];
    bool opened = false;
    for (int i = 0; i < ipso__program_row_count(out->program); i++) {
        double lower, upper;
        ipso__program_row_bounds(out->program, i, &lower, &upper);
        if (lower == upper || !isfinite(lower) || !isfinite(upper))
            continue;
        if (!opened)
            ipso__text_append(out->text, "RANGES\n");
        opened = true;
        ipso__text_printf(out->text, " rng %s %s\n", out->names.rows[i],
                          ipso__write_number(number, upper - lower));
    }
}

static void put_bound(writer *out, const char *kind, const char *name, double value)
{
    char number[IPSO__NUMBER_SIZE];
    ipso__text_printf(out->text, " %s bnd %s", kind, name);
    if (isfinite(value))
        ipso__text_printf(out->text, " %s", ipso__write_number(number, value));
    ipso__text_append(out->text, "\n");
}

static void put_bounds(writer *out)
{
    ipso__text_append(out->text, "BOUNDS\n");
    for (int j = 0; j < ipso__program_column_count(out->program); j++) {
        ipso__column column = ipso__program_column(out->program, j);
        const char *name = out->names.columns[j];
        bool has_lower = column.lower > -INFINITY, has_upper = column.upper < INFINITY;
        if (!has_lower && !has_upper) {
            put_bound(out, "FR", name, INFINITY);
        } else if (column.lower == column.upper) {
            put_bound(out, "FX", name, column.lower);
        } else {
            put_bound(out, has_lower ? "LO" : "MI", name, column.lower);
            put_bound(out, has_upper ? "UP" : "PL", name, column.upper);
        }
    }
    if (ipso__program_constant(out->program) != 0)
        put_bound(out, "FX", "constant~", 1);
}

static void put_program(writer *out)
{
    ipso__text_printf(out->text, "NAME %s FREE\n", out->names.objective);
    put_row_kinds(out);
    put_columns(out);
    put_sides(out);
    put_ranges(out);
    put_bounds(out);
    ipso__text_append(out->text, "ENDATA\n");
}

ipso_status ipso__program_write_mps(ipso__text *text, const ipso__program *program, ipso_error *err)
{
    writer out = {.program = program, .text = text};
    ipso_status status = ipso__written_names_init(&out.names, program, "(),.-:", err);
    if (status != IPSO_OK)
        return status;
    bool turned_all = turned_init(&out.terms, program);
    if (turned_all)
        put_program(&out);
    turned_finish(&out.terms);
    ipso__written_names_finish(&out.names);
    return turned_all && !text->failed ? IPSO_OK : ipso__fail_nomem(err);
}
