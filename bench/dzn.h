/* MiniZinc data files (.dzn): assignments of numbers, booleans, texts, sets of whole numbers, and
 * arrays of them.
 *
 *   name = 5;   name = true;   name = "text";   name = {1, 2};   name = 1..4;
 *   name = [1, 2, 3];   name = array2d(1..days, 0..3, [...]);
 *
 * A bound of a range is a whole number or a name assigned before. '%' begins a comment. Other
 * expressions of the language are not read.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BENCH_DZN_H
#define BENCH_DZN_H

#include <ipsosched/status.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define DZN_MAX_DIMENSIONS 4

typedef enum dzn_kind { DZN_NUMBER = 0, DZN_TRUTH, DZN_TEXT, DZN_SET } dzn_kind;

typedef struct dzn_value {
    dzn_kind kind;
    int number;          /* NUMBER; TRUTH: 0 or 1 */
    size_t first, count; /* SET: its members in dzn_file.members, as written */
} dzn_value;

typedef struct dzn_item {
    const char *name;
    int line;
    int dimensions; /* 0: a single value */
    int low[DZN_MAX_DIMENSIONS], high[DZN_MAX_DIMENSIONS];
    size_t first, count; /* its values in dzn_file.values, the last index fastest */
} dzn_item;

typedef struct dzn_file {
    dzn_item *items;
    dzn_value *values;
    int *members;
    size_t item_count, value_count, member_count;
    char *text; /* into which the names point */
} dzn_file;

/* Reads a data file. IPSO_INPUT with the line in err->where ("line 12") for what is not in the
 * format, IPSO_NOMEM. Free with dzn_free. */
ipso_status dzn_read(dzn_file **file, const char *text, size_t length, ipso_error *err);
void dzn_free(dzn_file *file);

/* The item of that name, or NULL. */
const dzn_item *dzn_find(const dzn_file *file, const char *name);

#endif
