/* Small random integer programs and their optimum by enumeration.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_SUPPORT_SMALL_PROGRAM_H
#define TESTS_SUPPORT_SMALL_PROGRAM_H

#include <stdbool.h>
#include <stdint.h>

#include "program/program.h"

#define SMALL_COLUMNS 8

/* Up to SMALL_COLUMNS integer columns of at most 4096 points together and up to 6 rows of every
 * kind; some have no solution. The caller frees it. */
ipso__program *small_program(uint64_t seed);

/* True when some point holds; *best is then the least cost. Tries every point. */
bool small_program_enumerate(const ipso__program *program, double *best);

/* Walks all points between the bounds, rows not looked at; false after the last. */
void small_program_first_point(const ipso__program *program, int *x);
bool small_program_next_point(const ipso__program *program, int *x);

/* A set-partition-like program: each of rows items is covered exactly once by chosen columns, or is
 * left out at 100 points; columns cover 2 to 4 items and cost 5 to 40 points. Always feasible. */
ipso__program *partition_program(uint64_t seed, int columns, int rows);

#endif
