/* Comma-separated values as rows of text. Internal; knows nothing of practices.
 *
 * By libcsv, which only table.c sees: RFC 4180, strict, with lines ended by LF, CRLF or CR.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_CSV_TABLE_H
#define IPSO_CSV_TABLE_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>

/* One row: count fields, blanks around unquoted ones removed. Valid during the call. */
typedef struct ipso__csv_row {
    size_t line; /* on which it begins, from 1 */
    size_t count;
    const char *const *fields;
} ipso__csv_row;

/* Takes a row; anything but IPSO_OK ends the reading. */
typedef ipso_status (*ipso__csv_row_fn)(void *user, const ipso__csv_row *row);

/* Calls for each row of a text, the first included; rows of empty fields alone are passed over. A
 * byte-order mark is skipped. Fields are separated by what the first line has most of: commas,
 * semicolons or tabs; *separator says which. IPSO_INPUT with the line in the text of err. */
ipso_status ipso__csv_read(char *separator, const char *text, size_t length,
                           ipso__csv_row_fn take_row, void *user, ipso_error *err);

#endif
