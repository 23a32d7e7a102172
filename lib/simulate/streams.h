/* Random numbers of a simulation: a stream for each purpose, patient and replication. Internal.
 *
 * A stream is named by what it is for, so that nothing one part of a simulation draws can move what
 * another does: two policies meet the same patients.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_SIMULATE_STREAMS_H
#define IPSO_SIMULATE_STREAMS_H

#include <ipsosched/practice.h>

#include "base/random.h"

/* What a stream is for. */
typedef enum ipso__purpose {
    IPSO__PURPOSE_COUNT = 1, /* how many ask: source, day */
    IPSO__PURPOSE_ASK,       /* one who asks: source and day, number */
    IPSO__PURPOSE_FOLLOW_UP, /* the follow-up of an ask: its key */
    IPSO__PURPOSE_ILLNESS,   /* practitioner */
    IPSO__PURPOSE_PATIENT,   /* what a patient is all along: number */
    IPSO__PURPOSE_JOURNEY    /* one who asks for a step of a journey: journey and step */
} ipso__purpose;

/* The key of a stream; different arguments give different keys but for one chance in 2^64. */
uint64_t ipso__stream_key(uint64_t parent, ipso__purpose purpose, uint64_t first, uint64_t second);
void ipso__stream_open(ipso__random *random, uint64_t key);

/* Uniform in (0,1): never an end. */
double ipso__random_open(ipso__random *random);

/* Geometric on 0, 1, 2 ... with that mean; mean 0 gives 0. */
int ipso__random_geometric(ipso__random *random, double mean);

/* A count of mean and variance dispersion x mean: Poisson for dispersion 1, else negative binomial,
 * as a Poisson count whose mean is a gamma draw. mean 0..500. */
int ipso__random_count(ipso__random *random, double mean, double dispersion);

/* Service time in minutes at quantile u in (0,1) of factor x law. */
double ipso__law_quantile(const ipso_law *law, double factor, double u);
/* Standard deviation / mean of a law. */
double ipso__law_cv(const ipso_law *law);
/* Standard normal and Student quantiles. */
double ipso__normal_quantile(double u);
double ipso__student_quantile(double u, int degrees);

#endif
