/* The cheapest schedule of each person at given costs of options, many times over: the person terms
 * of a Lagrangian bound whose prices somebody else moves. Internal.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_SOLVE_SCHEDULES_PRICER_H
#define IPSO_SOLVE_SCHEDULES_PRICER_H

#include "solve/schedules.h"

/* Costs asked about are multiples of one in so many, so that their sums are exact. */
#define IPSO__SCHEDULES_GRID 65536.0

/* One thread at a time. */
typedef struct ipso__schedules_pricer ipso__schedules_pricer;

/* schedules is borrowed. IPSO_INPUT as ipso__schedules_solve. */
ipso_status ipso__schedules_pricer_new(ipso__schedules_pricer **pricer,
                                       const ipso__schedules *schedules, ipso_error *err);
void ipso__schedules_pricer_free(ipso__schedules_pricer *pricer);

/* extra[k] is added to the cost of option k of the person; joint rows cost nothing by themselves.
 * banned: per option, then per day for being off, then 0; NULL: nothing is. *lower: no schedule of
 * the person costs less; INFINITY: the person has none. choice: [day], of a schedule of about that
 * cost (-1 off), untouched when none was found. Adds to *work. IPSO_NOMEM. */
ipso_status ipso__schedules_pricer_ask(ipso__schedules_pricer *pricer, int person,
                                       const double *extra, const uint8_t *banned, double *lower,
                                       int *choice, int64_t *work, ipso_error *err);

#endif
