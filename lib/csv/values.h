/* Fields of a table as values. Internal.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_CSV_VALUES_H
#define IPSO_CSV_VALUES_H

#include "base/memory.h"

#include <stdbool.h>
#include <stddef.h>

/* The ids of one kind of thing, sorted. */
typedef struct ipso__csv_ids {
    struct ipso__csv_id *items;
    size_t count;
} ipso__csv_ids;

/* Takes count ids, the i-th being get(from, i); they are borrowed. False without memory. */
bool ipso__csv_ids_make(ipso__csv_ids *ids, ipso__arena *arena, const void *from, size_t count,
                        const char *(*get)(const void *from, int index));

/* The index of an id, -1 when there is none. */
int ipso__csv_ids_find(const ipso__csv_ids *ids, const char *id);

/* A decimal number without exponent: digits, with a fraction behind a point or, where comma is
 * true, a comma; at most 15 digits. Independent of the locale. */
bool ipso__csv_number(double *number, const char *text, bool comma);

/* text in quotes, cut and without control characters, for a message. */
#define IPSO__CSV_SHOWN_SIZE 72
const char *ipso__csv_show(const char *text, char shown[IPSO__CSV_SHOWN_SIZE]);

#endif
