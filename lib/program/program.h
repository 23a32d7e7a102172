/* A sparse, named integer program: what a builder states and a solver reads. Internal.
 *
 *     minimise  constant + sum over columns of cost[j] x[j]
 *     subject to  row_lower[i] <= sum over j of a[i,j] x[j] <= row_upper[i]
 *                 lower[j] <= x[j] <= upper[j],  x[j] integer where asked
 *
 * Indices are 0-based; an absent bound is -INFINITY or INFINITY. Names follow the form
 * "cover(nation,2026-11-23,morning)"; they are the words of docs/formulation.md. A program belongs
 * to its creator; reading it from several threads at once is allowed, changing it is not.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_PROGRAM_PROGRAM_H
#define IPSO_PROGRAM_PROGRAM_H

#include <ipsosched/status.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/text.h"

typedef struct ipso__program ipso__program;

typedef struct ipso__column {
    double cost, lower, upper;
    bool integer;
} ipso__column;

typedef struct ipso__term {
    int column;
    double value;
} ipso__term;

/* NULL when out of memory. name labels the objective in written models. */
ipso__program *ipso__program_new(const char *name);
void ipso__program_free(ipso__program *program);

/* Adds a column or a row and returns its index, or -1 when out of memory; after a failure the
 * program remembers it, every later call fails too, and ipso__program_status answers IPSO_NOMEM, so
 * that a builder may check once, at its end. Terms of one row name each column at most once; zero
 * coefficients are dropped. The name is printf-formatted, at most 255 bytes, cut beyond. */
int ipso__program_add_column(ipso__program *program, double cost, double lower, double upper,
                             bool integer, const char *name, ...) IPSO__PRINTF(6, 7);
int ipso__program_add_row(ipso__program *program, double lower, double upper,
                          const ipso__term *terms, size_t term_count, const char *name, ...)
    IPSO__PRINTF(6, 7);

void ipso__program_add_constant(ipso__program *program, double constant);

/* IPSO_OK, IPSO_NOMEM, or IPSO_INPUT when a number is NaN, a bound pair is crossed, a column is
 * named twice in a row or a |coefficient| exceeds 1e9 (a programmer's mistake, reported in err). */
ipso_status ipso__program_status(const ipso__program *program, ipso_error *err);

const char *ipso__program_name(const ipso__program *program);
int ipso__program_column_count(const ipso__program *program);
int ipso__program_row_count(const ipso__program *program);
size_t ipso__program_term_count(const ipso__program *program);
double ipso__program_constant(const ipso__program *program);
ipso__column ipso__program_column(const ipso__program *program, int column);
void ipso__program_set_cost(ipso__program *program, int column, double cost);
void ipso__program_row_bounds(const ipso__program *program, int row, double *lower, double *upper);
/* The terms of a row, sorted by column; valid until the next row is added. */
const ipso__term *ipso__program_row_terms(const ipso__program *program, int row, size_t *count);
const char *ipso__program_column_name(const ipso__program *program, int column);
const char *ipso__program_row_name(const ipso__program *program, int row);

/* Recounts a point without any solver: true when every bound, row and integrality holds within
 * tolerance (times the bound's magnitude where that exceeds 1); *objective is its cost.
 * *first_broken (nullable) names a violated row or column, NULL when all hold. */
bool ipso__program_holds(const ipso__program *program, const double *x, double tolerance,
                         double *objective, const char **first_broken);

/* The same for the linear relaxation: integrality is not asked. */
bool ipso__program_relaxation_holds(const ipso__program *program, const double *x, double tolerance,
                                    double *objective, const char **first_broken);

/* Appends CPLEX LP or free MPS that glpsol, CBC, HiGHS and Gurobi read. Names are mapped to the
 * characters a format allows, one to one within a program. On failure text holds part of it. */
ipso_status ipso__program_write_lp(ipso__text *text, const ipso__program *program, ipso_error *err);
ipso_status ipso__program_write_mps(ipso__text *text, const ipso__program *program,
                                    ipso_error *err);

#endif
