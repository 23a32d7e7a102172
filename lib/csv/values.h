/* Fields of a table as values. Internal.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_CSV_VALUES_H
#define IPSO_CSV_VALUES_H

#include <stdbool.h>
#include <stddef.h>

/* A decimal number without exponent: digits, with a fraction behind a point or, where comma is
 * true, a comma; at most 15 digits. Independent of the locale. */
bool ipso__csv_number(double *number, const char *text, bool comma);

/* text in quotes, cut and without control characters, for a message. */
#define IPSO__CSV_SHOWN_SIZE 72
const char *ipso__csv_show(const char *text, char shown[IPSO__CSV_SHOWN_SIZE]);

#endif
