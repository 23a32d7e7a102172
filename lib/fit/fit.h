/* A fit while it is made: what its parts share. Internal.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_FIT_FIT_H
#define IPSO_FIT_FIT_H

#include <ipsosched/fit.h>

#include "base/memory.h"

#define IPSO__FIT_MAX_MINUTES 480.0 /* as the mean of a law */

typedef struct ipso__fit {
    const ipso_practice *practice;
    ipso_fit_settings settings;
    ipso_fit_appointment *appointments; /* in an order of their own content */
    size_t count;
    ipso__arena arena;

    /* What the new practice has instead: one per type, class and demand entry. */
    ipso_type *types;
    double *class_factors;
    ipso_demand *demand;
    ipso_behaviour behaviour;

    ipso_fit_report report;
    size_t estimate_capacity;
    ipso_error *err;
} ipso__fit;

/* An estimate of nothing yet. */
ipso_fit_estimate ipso__fit_estimate(ipso_fit_kind kind);

/* Adds it to the report. */
ipso_status ipso__fit_add(ipso__fit *fit, const ipso_fit_estimate *estimate);

/* Sets fitted and its error from an estimate on the scale of logarithms: interval by the normal
 * law there, error by first order. */
void ipso__fit_set_log(ipso_fit_estimate *estimate, double fitted, double log_error);

/* number at that many steps to the unit: 100 keeps two decimals. */
double ipso__fit_rounded(double number, double steps);

/* What is wrong with an appointment, NULL nothing; *field is then its field. The texts are
 * static. */
const char *ipso__fit_problem(const ipso_practice *practice,
                              const ipso_fit_appointment *appointment, const char **field);

/* The parts, in their order: they fill the report and what the new practice has instead. */
ipso_status ipso__fit_service(ipso__fit *fit);
ipso_status ipso__fit_demand(ipso__fit *fit);
ipso_status ipso__fit_behaviour(ipso__fit *fit);

/* The new practice. */
ipso_status ipso__fit_rebuild(ipso_practice **made, const ipso__fit *fit);

#endif
