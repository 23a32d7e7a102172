/* Storage of a program and the recount of a point.
 *
 * Rows lie one after another in a single array of terms; names live in an arena, so that a name
 * handed out stays where it is while the program grows. The first mistake is kept as an ipso_error
 * and ends the building: a builder checks once, at its end.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "program/program.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

#define NAME_SIZE       256
#define LARGEST_ALLOWED 1e9
#define LARGEST_TERMS   500000000u

typedef struct named_column {
    ipso__column column;
    const char *name;
} named_column;

typedef struct named_row {
    double lower, upper;
    const char *name;
    size_t first_term;
} named_row;

struct ipso__program {
    ipso__arena names;
    const char *name;
    double constant;
    named_column *columns;
    size_t column_count, column_capacity;
    named_row *rows;
    size_t row_count, row_capacity;
    ipso__term *terms;
    size_t term_count, term_capacity;
    ipso_error failure; /* status IPSO_OK while nothing went wrong */
};

static const char *keep_name(ipso__program *program, const char *text)
{
    const char *kept = ipso__arena_copy(&program->names, text, strlen(text) + 1, 1);
    if (kept == NULL)
        ipso__fail_nomem(&program->failure);
    return kept;
}

static void format_name(char name[NAME_SIZE], const char *format, va_list arguments)
    IPSO__PRINTF(2, 0);

static void format_name(char name[NAME_SIZE], const char *format, va_list arguments)
{
    if (vsnprintf(name, NAME_SIZE, format, arguments) < 0)
        name[0] = '\0';
}

ipso__program *ipso__program_new(const char *name)
{
    ipso__program *program = ipso__calloc(1, sizeof *program);
    if (program == NULL)
        return NULL;
    char cut[NAME_SIZE];
    snprintf(cut, sizeof cut, "%s", name);
    program->name = keep_name(program, cut);
    if (program->name == NULL) {
        ipso__program_free(program);
        return NULL;
    }
    return program;
}

void ipso__program_free(ipso__program *program)
{
    if (program == NULL)
        return;
    free(program->columns);
    free(program->rows);
    free(program->terms);
    ipso__arena_finish(&program->names);
    free(program);
}

static bool has_failed(const ipso__program *program)
{
    return program->failure.status != IPSO_OK;
}

/* False, with the mistake recorded, unless lower <= upper and each is a number or points outwards.
 */
static bool check_bounds(ipso__program *program, double lower, double upper, const char *name)
{
    if (lower <= upper && lower < INFINITY && upper > -INFINITY)
        return true;
    ipso__fail(&program->failure, IPSO_INPUT, "", "bounds %g and %g of %s do not fit together",
               lower, upper, name);
    return false;
}

static bool check_coefficient(ipso__program *program, double value, const char *name)
{
    if (fabs(value) <= LARGEST_ALLOWED)
        return true;
    ipso__fail(&program->failure, IPSO_INPUT, "", "coefficient %g of %s exceeds %g", value, name,
               LARGEST_ALLOWED);
    return false;
}

static int add_column(ipso__program *program, ipso__column column, const char *name)
{
    if (!check_bounds(program, column.lower, column.upper, name) ||
        !check_coefficient(program, column.cost, name))
        return -1;
    if (!ipso__grow(&program->columns, &program->column_capacity, program->column_count + 1,
                    sizeof *program->columns)) {
        ipso__fail_nomem(&program->failure);
        return -1;
    }
    const char *kept = keep_name(program, name);
    if (kept == NULL)
        return -1;
    program->columns[program->column_count] = (named_column){column, kept};
    return (int)program->column_count++;
}

int ipso__program_add_column(ipso__program *program, double cost, double lower, double upper,
                             bool integer, const char *name, ...)
{
    char text[NAME_SIZE];
    va_list arguments;
    if (has_failed(program))
        return -1;
    va_start(arguments, name);
    format_name(text, name, arguments);
    va_end(arguments);
    return add_column(program, (ipso__column){cost, lower, upper, integer}, text);
}

static int compare_terms(const void *a, const void *b)
{
    int left = ((const ipso__term *)a)->column, right = ((const ipso__term *)b)->column;
    return (left > right) - (left < right);
}

/* Appends the terms, zeros left out, sorted by column; the caller has made room. Returns how many.
 */
static size_t append_terms(ipso__program *program, const ipso__term *terms, size_t term_count)
{
    ipso__term *first = program->terms + program->term_count;
    size_t kept = 0;
    bool sorted = true;
    for (size_t i = 0; i < term_count; i++) {
        if (terms[i].value == 0)
            continue;
        sorted = sorted && (kept == 0 || first[kept - 1].column < terms[i].column);
        first[kept++] = terms[i];
    }
    if (!sorted)
        qsort(first, kept, sizeof *first, compare_terms);
    return kept;
}

static bool check_terms(ipso__program *program, const ipso__term *terms, size_t term_count,
                        const char *name)
{
    for (size_t i = 0; i < term_count; i++) {
        if (!check_coefficient(program, terms[i].value, name))
            return false;
        if (terms[i].column < 0 || (size_t)terms[i].column >= program->column_count) {
            ipso__fail(&program->failure, IPSO_INPUT, "", "row %s names column %d of %zu", name,
                       terms[i].column, program->column_count);
            return false;
        }
    }
    return true;
}

static bool check_once_each(ipso__program *program, size_t count, const char *name)
{
    const ipso__term *first = program->terms + program->term_count;
    for (size_t i = 1; i < count; i++) {
        if (first[i].column == first[i - 1].column) {
            ipso__fail(&program->failure, IPSO_INPUT, "", "row %s names column %s twice", name,
                       program->columns[first[i].column].name);
            return false;
        }
    }
    return true;
}

/* One term more than needed, so that the terms of an empty row are somewhere too. */
static bool reserve_row(ipso__program *program, size_t term_count)
{
    if (term_count > LARGEST_TERMS - program->term_count ||
        !ipso__grow(&program->rows, &program->row_capacity, program->row_count + 1,
                    sizeof *program->rows) ||
        !ipso__grow(&program->terms, &program->term_capacity, program->term_count + term_count + 1,
                    sizeof *program->terms)) {
        ipso__fail_nomem(&program->failure);
        return false;
    }
    return true;
}

static int add_row(ipso__program *program, named_row row, const ipso__term *terms,
                   size_t term_count)
{
    if (!check_bounds(program, row.lower, row.upper, row.name) ||
        !check_terms(program, terms, term_count, row.name) || !reserve_row(program, term_count))
        return -1;
    size_t kept = append_terms(program, terms, term_count);
    if (!check_once_each(program, kept, row.name))
        return -1;
    row.name = keep_name(program, row.name);
    if (row.name == NULL)
        return -1;
    row.first_term = program->term_count;
    program->term_count += kept;
    program->rows[program->row_count] = row;
    return (int)program->row_count++;
}

int ipso__program_add_row(ipso__program *program, double lower, double upper,
                          const ipso__term *terms, size_t term_count, const char *name, ...)
{
    char text[NAME_SIZE];
    va_list arguments;
    if (has_failed(program))
        return -1;
    va_start(arguments, name);
    format_name(text, name, arguments);
    va_end(arguments);
    return add_row(program, (named_row){lower, upper, text, 0}, terms, term_count);
}

void ipso__program_add_constant(ipso__program *program, double constant)
{
    program->constant += constant;
    if (!isfinite(program->constant))
        ipso__fail(&program->failure, IPSO_INPUT, "", "constant %g of %s is not a number",
                   program->constant, program->name);
}

ipso_status ipso__program_status(const ipso__program *program, ipso_error *err)
{
    if (!has_failed(program))
        return IPSO_OK;
    return ipso__fail(err, program->failure.status, program->failure.where, "%s",
                      program->failure.text);
}

const char *ipso__program_name(const ipso__program *program)
{
    return program->name;
}

int ipso__program_column_count(const ipso__program *program)
{
    return (int)program->column_count;
}

int ipso__program_row_count(const ipso__program *program)
{
    return (int)program->row_count;
}

size_t ipso__program_term_count(const ipso__program *program)
{
    return program->term_count;
}

double ipso__program_constant(const ipso__program *program)
{
    return program->constant;
}

ipso__column ipso__program_column(const ipso__program *program, int column)
{
    return program->columns[column].column;
}

void ipso__program_set_cost(ipso__program *program, int column, double cost)
{
    program->columns[column].column.cost = cost;
}

void ipso__program_row_bounds(const ipso__program *program, int row, double *lower, double *upper)
{
    *lower = program->rows[row].lower;
    *upper = program->rows[row].upper;
}

const ipso__term *ipso__program_row_terms(const ipso__program *program, int row, size_t *count)
{
    size_t first = program->rows[row].first_term;
    bool last = (size_t)row + 1 == program->row_count;
    *count = (last ? program->term_count : program->rows[row + 1].first_term) - first;
    return program->terms + first;
}

const char *ipso__program_column_name(const ipso__program *program, int column)
{
    return program->columns[column].name;
}

const char *ipso__program_row_name(const ipso__program *program, int row)
{
    return program->rows[row].name;
}

/* The comparisons are written so that NaN fails them. */
static bool is_within(double value, double lower, double upper, double tolerance)
{
    return (lower == -INFINITY || value >= lower - tolerance * fmax(1, fabs(lower))) &&
           (upper == INFINITY || value <= upper + tolerance * fmax(1, fabs(upper)));
}

static bool is_integral(double value, double tolerance)
{
    return fabs(value - floor(value + 0.5)) <= tolerance;
}

static double row_value(const ipso__program *program, int row, const double *x)
{
    size_t count;
    const ipso__term *terms = ipso__program_row_terms(program, row, &count);
    double sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += terms[i].value * x[terms[i].column];
    return sum;
}

/* The first violated column or row, or NULL. */
static const char *find_broken(const ipso__program *program, const double *x, double tolerance,
                               bool with_integrality)
{
    for (size_t j = 0; j < program->column_count; j++) {
        const ipso__column *column = &program->columns[j].column;
        if (!isfinite(x[j]) || !is_within(x[j], column->lower, column->upper, tolerance) ||
            (with_integrality && column->integer && !is_integral(x[j], tolerance)))
            return program->columns[j].name;
    }
    for (size_t i = 0; i < program->row_count; i++) {
        const named_row *row = &program->rows[i];
        double value = row_value(program, (int)i, x);
        if (!isfinite(value) || !is_within(value, row->lower, row->upper, tolerance))
            return row->name;
    }
    return NULL;
}

static bool recount(const ipso__program *program, const double *x, double tolerance,
                    bool with_integrality, double *objective, const char **first_broken)
{
    const char *broken = find_broken(program, x, tolerance, with_integrality);
    *objective = program->constant;
    for (size_t j = 0; j < program->column_count; j++)
        *objective += program->columns[j].column.cost * x[j];
    if (first_broken != NULL)
        *first_broken = broken;
    return broken == NULL;
}

bool ipso__program_holds(const ipso__program *program, const double *x, double tolerance,
                         double *objective, const char **first_broken)
{
    return recount(program, x, tolerance, true, objective, first_broken);
}

bool ipso__program_relaxation_holds(const ipso__program *program, const double *x, double tolerance,
                                    double *objective, const char **first_broken)
{
    return recount(program, x, tolerance, false, objective, first_broken);
}
