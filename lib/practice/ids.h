/* The ids of a practice, by index and by text. Internal.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_PRACTICE_IDS_H
#define IPSO_PRACTICE_IDS_H

#include <ipsosched/practice.h>

#include "base/memory.h"

#include <stdbool.h>
#include <stddef.h>

/* What an id stands for. */
typedef enum ipso__ref {
    IPSO__REF_SITE = 0,
    IPSO__REF_CLASS,
    IPSO__REF_FAIR,
    IPSO__REF_PRACTITIONER,
    IPSO__REF_DUTY,
    IPSO__REF_TYPE,
    IPSO__REF_REQUEST,
    IPSO__REF_FIXED
} ipso__ref;
#define IPSO__REF_COUNT 8

/* How many things of the kind the practice has. */
int ipso__ref_count(const ipso_practice *practice, ipso__ref ref);

/* The id of one; borrowed. */
const char *ipso__ref_id(const ipso_practice *practice, ipso__ref ref, int index);

/* The ids of one kind, looked up by text. */
typedef struct ipso__id {
    const char *text; /* borrowed */
    int index;
} ipso__id;

typedef struct ipso__ids {
    ipso__id *items;    /* in the order of their texts, then of their indexes */
    const char **texts; /* of the items, in their order */
    size_t count;
} ipso__ids;

/* All ids of some kinds (bits 1 << IPSO__REF_*), ready to be looked up, ids[ref]; they live as long
 * as the practice. False when out of memory. */
bool ipso__ids_collect(ipso__ids ids[IPSO__REF_COUNT], ipso__arena *arena,
                       const ipso_practice *practice, unsigned kinds);

/* Room for capacity ids in arena; false when out of memory. */
bool ipso__ids_reserve(ipso__ids *ids, ipso__arena *arena, size_t capacity);

/* Adds an id, NULL not at all; sort before looking up. */
void ipso__ids_add(ipso__ids *ids, const char *text, int index);
void ipso__ids_sort(ipso__ids *ids);

/* The lowest index with that id, or -1. */
int ipso__ids_find(const ipso__ids *ids, const char *text);

#endif
