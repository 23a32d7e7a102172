/* CPLEX LP, in the part of it that glpsol, CBC, HiGHS and Gurobi read alike.
 *
 * A row with two different finite bounds becomes two rows, "<name>" and "<name>~upper"; a row
 * without bounds is left out; the constant is the cost of a column "constant~" fixed at 1. These
 * are the forms every reader takes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "program/write.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"

#define TERMS_PER_LINE 6

typedef struct writer {
    const ipso__program *program;
    ipso__written_names names;
    ipso__text *text;
    bool *in_rows; /* per column: it stands in some row */
    int on_line;   /* terms written since the last line break */
} writer;

static void put_term(writer *out, double value, const char *name)
{
    char number[IPSO__NUMBER_SIZE];
    if (out->on_line == TERMS_PER_LINE) {
        ipso__text_append(out->text, "\n   ");
        out->on_line = 0;
    }
    ipso__text_printf(out->text, " %c %s %s", value < 0 ? '-' : '+',
                      ipso__write_number(number, fabs(value)), name);
    out->on_line++;
}

static void mark_columns(writer *out)
{
    for (int i = 0; i < ipso__program_row_count(out->program); i++) {
        size_t count;
        const ipso__term *terms = ipso__program_row_terms(out->program, i, &count);
        for (size_t k = 0; k < count; k++)
            out->in_rows[terms[k].column] = true;
    }
}

/* The formats have no empty sum: 0 times some column stands for it. */
static const char *any_column(const writer *out)
{
    return ipso__program_column_count(out->program) > 0 ? out->names.columns[0] : "constant~";
}

static bool needs_constant(const ipso__program *program)
{
    return ipso__program_constant(program) != 0 || ipso__program_column_count(program) == 0;
}

/* Columns without a cost are named only where no row does, for CBC knows no others. */
static void put_objective(writer *out)
{
    bool empty = true;
    ipso__text_printf(out->text, "Minimize\n %s:", out->names.objective);
    out->on_line = 0;
    for (int j = 0; j < ipso__program_column_count(out->program); j++) {
        double cost = ipso__program_column(out->program, j).cost;
        if (cost == 0 && out->in_rows[j])
            continue;
        put_term(out, cost, out->names.columns[j]);
        empty = false;
    }
    if (needs_constant(out->program))
        put_term(out, ipso__program_constant(out->program), "constant~");
    else if (empty)
        put_term(out, 0, any_column(out));
    ipso__text_append(out->text, "\n");
}

static void put_row(writer *out, int row, const char *suffix, const char *relation, double bound)
{
    size_t count;
    const ipso__term *terms = ipso__program_row_terms(out->program, row, &count);
    char number[IPSO__NUMBER_SIZE];
    ipso__text_printf(out->text, " %s%s:", out->names.rows[row], suffix);
    out->on_line = 0;
    for (size_t i = 0; i < count; i++)
        put_term(out, terms[i].value, out->names.columns[terms[i].column]);
    if (count == 0)
        put_term(out, 0, any_column(out));
    ipso__text_printf(out->text, " %s %s\n", relation, ipso__write_number(number, bound));
}

static void put_both_sides(writer *out, int row, double lower, double upper)
{
    if (lower == upper) {
        put_row(out, row, "", "=", lower);
        return;
    }
    if (lower > -INFINITY)
        put_row(out, row, "", ">=", lower);
    if (upper < INFINITY)
        put_row(out, row, lower > -INFINITY ? "~upper" : "", "<=", upper);
}

/* glpsol does not take a program without rows: an idle one stands in. */
static void put_rows(writer *out)
{
    bool empty = true;
    ipso__text_append(out->text, "Subject To\n");
    for (int i = 0; i < ipso__program_row_count(out->program); i++) {
        double lower, upper;
        ipso__program_row_bounds(out->program, i, &lower, &upper);
        put_both_sides(out, i, lower, upper);
        empty = empty && isinf(lower) && isinf(upper);
    }
    if (empty)
        ipso__text_printf(out->text, " idle~: + 0 %s <= 0\n", any_column(out));
}

static bool is_binary(ipso__column column)
{
    return column.integer && column.lower == 0 && column.upper == 1;
}

static void put_bound(writer *out, ipso__column column, const char *name)
{
    char lower[IPSO__NUMBER_SIZE], upper[IPSO__NUMBER_SIZE];
    bool has_lower = column.lower > -INFINITY, has_upper = column.upper < INFINITY;
    if (has_lower)
        ipso__write_number(lower, column.lower);
    if (has_upper)
        ipso__write_number(upper, column.upper);
    if (!has_lower && !has_upper)
        ipso__text_printf(out->text, " %s free\n", name);
    else if (column.lower == column.upper)
        ipso__text_printf(out->text, " %s = %s\n", name, lower);
    else if (!has_upper)
        ipso__text_printf(out->text, " %s >= %s\n", name, lower);
    else
        ipso__text_printf(out->text, " %s <= %s <= %s\n", has_lower ? lower : "-inf", name, upper);
}

static void put_bounds(writer *out)
{
    ipso__text_append(out->text, "Bounds\n");
    for (int j = 0; j < ipso__program_column_count(out->program); j++) {
        ipso__column column = ipso__program_column(out->program, j);
        if (!is_binary(column))
            put_bound(out, column, out->names.columns[j]);
    }
    if (needs_constant(out->program))
        ipso__text_append(out->text, " constant~ = 1\n");
}

static void put_kind(writer *out, const char *section, bool binary)
{
    bool opened = false;
    for (int j = 0; j < ipso__program_column_count(out->program); j++) {
        ipso__column column = ipso__program_column(out->program, j);
        if (!column.integer || is_binary(column) != binary)
            continue;
        if (!opened)
            ipso__text_printf(out->text, "%s\n", section);
        opened = true;
        ipso__text_printf(out->text, " %s\n", out->names.columns[j]);
    }
}

static void put_program(writer *out)
{
    mark_columns(out);
    put_objective(out);
    put_rows(out);
    put_bounds(out);
    put_kind(out, "Binaries", true);
    put_kind(out, "Generals", false);
    ipso__text_append(out->text, "End\n");
}

ipso_status ipso__program_write_lp(ipso__text *text, const ipso__program *program, ipso_error *err)
{
    writer out = {.program = program, .text = text};
    ipso_status status = ipso__written_names_init(&out.names, program, "(),.", err);
    if (status != IPSO_OK)
        return status;
    out.in_rows = ipso__calloc((size_t)ipso__program_column_count(program), sizeof *out.in_rows);
    bool has_room = out.in_rows != NULL;
    if (has_room)
        put_program(&out);
    free(out.in_rows);
    ipso__written_names_finish(&out.names);
    return has_room && !text->failed ? IPSO_OK : ipso__fail_nomem(err);
}
