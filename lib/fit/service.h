/* Service times as rows of logarithms. Internal.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_FIT_SERVICE_H
#define IPSO_FIT_SERVICE_H

#include "fit/fit.h"

/* One attended appointment whose minutes are known. */
typedef struct ipso__service_row {
    int type;
    int person;        /* practitioner; their number for one unknown */
    int patient_class; /* IPSO_ANY none */
    double log_min;    /* ln of the minutes at pace 1 and the class factors known so far */
} ipso__service_row;

/* Variance of ln minutes when nothing is known: coefficient of variation 0.30 (docs/fit.md). */
double ipso__service_variance(double cv);

/* Rows [first, *end) are of one type and person; rows are sorted by these. */
size_t ipso__service_cell_end(const ipso__service_row *rows, size_t first, size_t count);

/* Learns the class factors and takes their change out of the rows. */
ipso_status ipso__fit_classes(ipso__fit *fit, ipso__service_row *rows, size_t count);

#endif
