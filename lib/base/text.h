/* A string that grows: names of rows, messages, tables. Internal.
 *
 * Zero-initialise before use; finish frees. A failed allocation is remembered in failed and turns
 * every later call into nothing, so that a caller checks once, at the end.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_BASE_TEXT_H
#define IPSO_BASE_TEXT_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>

typedef struct ipso__text {
    char *bytes; /* NULL until something is appended; else length bytes and a terminator */
    size_t length;
    size_t capacity;
    bool failed; /* memory ran out, or a format could not be printed */
} ipso__text;

void ipso__text_append(ipso__text *text, const char *string);

void ipso__text_printf(ipso__text *text, const char *format, ...) IPSO__PRINTF(2, 3);

/* What was written so far, "" when nothing was; valid until the next call that changes text. */
const char *ipso__text_string(const ipso__text *text);

/* Hands the string to the caller, who frees it; NULL when text failed. text is empty again. */
char *ipso__text_take(ipso__text *text);

/* Empties text for reuse, keeping its memory; a remembered failure stays. */
void ipso__text_clear(ipso__text *text);

/* Frees the memory; text is as if zero-initialised. */
void ipso__text_finish(ipso__text *text);

/* Length of the UTF-8 sequence that begins at text, which is ended by a zero byte; 0 when it is not
 * well formed (RFC 3629). */
size_t ipso__utf8_length(const unsigned char *text);

#endif
