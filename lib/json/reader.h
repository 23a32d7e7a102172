/* Reading descriptions out of JSON values, by their shapes, and reporting every error. Internal.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_JSON_READER_H
#define IPSO_JSON_READER_H

#include <ipsosched/practice.h>

#include "json/shape.h"

/* Where a value stands in its document: a chain of steps kept on the callers' stacks. */
typedef struct ipso__path {
    const struct ipso__path *up;
    const char *key; /* NULL: a step into an array */
    size_t index;
} ipso__path;

typedef struct ipso__reader {
    ipso_finding_fn found;
    void *user;
    ipso_error *err;
    ipso_status status; /* IPSO_OK until something was reported or memory ran out */
    int findings;
    int searches; /* for a near word; dear, so that there is an end to them */
    ipso__arena *arena;
    ipso__ids ids[IPSO__REF_COUNT];
    bool duties_open;            /* ids of duties are not all known: an unknown one is no error */
    const ipso_horizon *horizon; /* for fields that name a day of it */
} ipso__reader;

/* Whether to go on: memory is not out and findings have not reached their end. */
bool ipso__reader_goes_on(const ipso__reader *reader);

/* Reports one error. The last that is reported says that there may be more. */
void ipso__report(ipso__reader *reader, const ipso__path *path, const char *format, ...)
    IPSO__PRINTF(3, 4);

/* ipso__report at a pointer already written. */
void ipso__report_at(ipso__reader *reader, const char *where, const char *format, ...)
    IPSO__PRINTF(3, 4);

void ipso__reader_nomem(ipso__reader *reader);

/* Lets the reader know the ids of some kinds (bits 1 << IPSO__REF_*). Reports when out of memory.
 */
void ipso__reader_know(ipso__reader *reader, const ipso_practice *practice, unsigned kinds);

/* JSON pointer of path (RFC 6901), cut to the size. */
void ipso__path_format(const ipso__path *path, char where[IPSO_ERROR_WHERE_SIZE]);

/* Reports unless value is an object, or an array. */
bool ipso__expect_object(ipso__reader *reader, const ipso__path *path, const ipso__json *value);
bool ipso__expect_array(ipso__reader *reader, const ipso__path *path, const ipso__json *value);

/* Reads the fields that value has into description, which holds the defaults already. False when
 * something was reported. */
bool ipso__read_fields(ipso__reader *reader, const ipso__path *path, const ipso__json *value,
                       const ipso__shape *shape, void *description);

/* Reports a field of an object that is none of the known. */
void ipso__report_unknown(ipso__reader *reader, const ipso__path *path, const char *key,
                          const char *const *known, size_t count);

/* A value in one short piece of text: "\"abc\"", "7.0", "a list". */
#define IPSO__SHOWN_SIZE 72
const char *ipso__show(const ipso__json *value, char text[IPSO__SHOWN_SIZE]);

/* One field's value into description; for reader.c. */
bool ipso__read_value(ipso__reader *reader, const ipso__path *path, const ipso__json *value,
                      const ipso__field *field, void *description);

/* Adds "; did you mean ..." or the known words to a message. */
typedef struct ipso__message {
    char text[IPSO_ERROR_TEXT_SIZE];
    size_t length;
} ipso__message;
void ipso__message_add(ipso__message *message, const char *format, ...) IPSO__PRINTF(2, 3);
void ipso__message_suggest(ipso__reader *reader, ipso__message *message, const char *wanted,
                           const char *const *known, size_t count);

#endif
