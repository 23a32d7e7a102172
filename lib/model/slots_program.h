/* The integer programs of the slots stage and the bookings stage (docs/formulation.md). Internal.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_MODEL_SLOTS_PROGRAM_H
#define IPSO_MODEL_SLOTS_PROGRAM_H

#include "model/options.h"
#include "program/program.h"

/* The program of a table: slots over forecasts and requests together, or bookings over requests
 * alone. Column o is option o. The caller frees it. */
ipso_status ipso__table_program_make(ipso__program **program, const ipso__table *table,
                                     const char *name, ipso_error *err);

/* How large it is, without making it. */
ipso_status ipso__table_program_size(int64_t *rows, int64_t *columns, const ipso__table *table,
                                     ipso_error *err);

/* The point of program (made from table) that x, copies per option, stands for: every column,
 * slacks at their least. NULL when out of memory; the caller frees it. */
double *ipso__table_program_point(const ipso__table *table, const ipso__program *program,
                                  const int *x);

#endif
