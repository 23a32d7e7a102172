/* Random minutes of a law. Internal.
 *
 * Draws use IEEE arithmetic, sqrt, and a logarithm and an exponential of our own, so that a stream
 * gives the same numbers on every machine.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_SESSION_DRAW_H
#define IPSO_SESSION_DRAW_H

#include "base/memory.h"
#include "base/random.h"
#include "session/law.h"

typedef struct ipso__draw {
    ipso_service_kind kind;
    ipso__law law;
    const double *minutes;    /* EMPIRICAL */
    double *until;            /* EMPIRICAL, MIXTURE: shares added up */
    struct ipso__draw *parts; /* MIXTURE */
    size_t count;
} ipso__draw;

/* Prepares a law that is kept by the caller; memory from arena. False when out of memory. */
bool ipso__draw_prepare(ipso__draw *draw, ipso__arena *arena, const ipso_service *service);

double ipso__draw_one(const ipso__draw *draw, ipso__random *random);

/* Uniform in (0, 1) with 53 bits; exponential of mean 1. */
double ipso__draw_unit(ipso__random *random);
double ipso__draw_exponential(ipso__random *random);

#endif
