/* The ids of one kind of thing, looked up by text. Internal.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_JSON_IDS_H
#define IPSO_JSON_IDS_H

#include "base/memory.h"

#include <stdbool.h>
#include <stddef.h>

typedef struct ipso__id {
    const char *text; /* borrowed */
    int index;
} ipso__id;

typedef struct ipso__ids {
    ipso__id *items;    /* in the order of their texts, then of their indexes */
    const char **texts; /* of the items, in their order */
    size_t count;
} ipso__ids;

/* Room for capacity ids in arena; false when out of memory. */
bool ipso__ids_reserve(ipso__ids *ids, ipso__arena *arena, size_t capacity);

/* Adds an id, NULL not at all; sort before looking up. */
void ipso__ids_add(ipso__ids *ids, const char *text, int index);
void ipso__ids_sort(ipso__ids *ids);

/* The lowest index with that id, or -1. */
int ipso__ids_find(const ipso__ids *ids, const char *text);

#endif
