/* Patients of demand entries, counted by day. Internal.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_FIT_DEMAND_H
#define IPSO_FIT_DEMAND_H

#include "fit/days.h"

/* The demand entries of one type. */
typedef struct ipso__type_demand {
    int type;
    int *entries; /* indexes in the practice */
    size_t count;
    int days;         /* observed */
    bool *counts;     /* for each entry, whether a day counts */
    double *patients; /* for each entry, on each day */
    int *open_days;   /* of each entry */
    double *total;    /* patients of each entry */
} ipso__type_demand;

/* Finds the entries of a type and the patients of each. */
ipso_status ipso__fit_count_patients(ipso__type_demand *demand, ipso__fit *fit,
                                     const ipso__fit_days *days, int type);

#endif
