/* Shrinkage of groups towards what they have in common. Internal.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_FIT_POOL_H
#define IPSO_FIT_POOL_H

#include <stdbool.h>
#include <stddef.h>

/* One group. */
typedef struct ipso__group {
    double raw;      /* its own estimate */
    double variance; /* of raw: its sampling variance; below 0: the group has no data */
    bool sparse;     /* raw is so far from normal that it says nothing of differences */
    double fitted, error, weight; /* set by ipso__pool: weight is that of raw in fitted */
} ipso__group;

/* What the groups have in common. */
typedef struct ipso__pool_centre {
    double raw;     /* random-effects mean of the groups */
    double fitted;  /* after the prior */
    double error;   /* standard error of fitted */
    double between; /* variance of the groups' true values */
} ipso__pool_centre;

/* Shrinks groups towards their centre, and the centre towards prior, which has prior_share of it
 * (1: the groups say nothing of it). At least one group has data, or prior_share is 1. */
void ipso__pool(ipso__pool_centre *centre, ipso__group *groups, size_t count, double prior,
                double prior_share);

#endif
