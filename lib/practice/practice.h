/* The practice's storage. Internal: lib/practice alone changes it, other folders read it through
 * the public accessors.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_PRACTICE_PRACTICE_H
#define IPSO_PRACTICE_PRACTICE_H

#include <ipsosched/practice.h>

#include "base/memory.h"

/* A list of descriptions of one kind; items is an array of count elements of the kind. */
typedef struct ipso__list {
    void *items;
    size_t count, capacity;
} ipso__list;

struct ipso_practice {
    ipso__arena arena; /* everything the descriptions point to */
    ipso_horizon horizon;
    ipso_extended extended;
    ipso_weights weights;
    ipso_booking_rules booking;
    ipso_behaviour behaviour;
    bool *holiday; /* one per day of the horizon */
    ipso__list sites, classes, fair, practitioners, duties, pins, covers, successions, kind_limits,
        types, protected_time, demand, requests, fixed;
    double *demand_mean; /* one per demand entry, panels counted; set when validated */
    bool validated;
};

/* Element index of a list as a pointer to its kind, without a range check. */
#define IPSO__ITEM(list, kind, index) (&((kind *)(list).items)[index])

#endif
