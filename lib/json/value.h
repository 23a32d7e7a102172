/* JSON values in memory, read from text and printed as text. Internal; knows nothing of practices.
 *
 * The values of a document live in one arena and die with it. Parsing is strict RFC 8259 with
 * limits, by jansson, which only parse.c sees.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_JSON_VALUE_H
#define IPSO_JSON_VALUE_H

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { IPSO__JSON_MAX_DEPTH = 64, IPSO__JSON_MAX_VALUES = 2000000 };

typedef enum ipso__json_kind {
    IPSO__JSON_NULL = 0,
    IPSO__JSON_BOOL,
    IPSO__JSON_INTEGER, /* written without fraction and exponent, fits int64 */
    IPSO__JSON_REAL,
    IPSO__JSON_STRING,
    IPSO__JSON_ARRAY,
    IPSO__JSON_OBJECT
} ipso__json_kind;

typedef struct ipso__json {
    const char *key; /* of a member of an object, else NULL */
    ipso__json_kind kind;
    union {
        bool boolean;
        int64_t integer;
        double real;        /* finite */
        const char *string; /* UTF-8 without NUL */
        struct {
            struct ipso__json *items;
            size_t count;
        } list; /* of an array or an object */
    } as;
} ipso__json;

/* Parses a document into arena. A byte-order mark is skipped. IPSO_INPUT with line and column in
 * the text of err (columns count characters behind the mark), or IPSO_NOMEM. */
ipso_status ipso__json_parse(ipso__json *value, ipso__arena *arena, const char *text, size_t length,
                             ipso_error *err);

/* The member of that name, or NULL. */
const ipso__json *ipso__json_member(const ipso__json *object, const char *key);

/* Prints value, indented by two spaces and ended by a newline; what fits into width bytes is kept
 * on one line; SIZE_MAX: all of it. */
void ipso__json_print(ipso__text *text, const ipso__json *value, size_t width);

#define IPSO__JSON_NUMBER_SIZE 40

/* The shortest text of 15 to 17 digits that reads back as number, which is finite. */
void ipso__json_number_format(double number, char text[IPSO__JSON_NUMBER_SIZE]);

#endif
