/* Recounts a roster against its instance: objective and hard rules, from the instance alone.
 *
 * It shares nothing with the practice that nrp_practice makes of an instance, nor with
 * libipsosched.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BENCH_NRP_RECOUNT_H
#define BENCH_NRP_RECOUNT_H

#include "nrp.h"

typedef struct nrp_count {
    int64_t requests;  /* paid for requests not honoured */
    int64_t cover;     /* paid for heads missing and over */
    int64_t objective; /* both */
    int broken;        /* places where a hard rule is broken */
    char first[160];   /* the first of them in words; "" when there is none */
} nrp_count;

/* roster[person * days + day] is a shift or NRP_OFF. */
void nrp_recount(nrp_count *count, const nrp_instance *instance, const int *roster);

#endif
