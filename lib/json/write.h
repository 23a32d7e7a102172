/* Writing descriptions as JSON values, by their shapes. Internal.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_JSON_WRITE_H
#define IPSO_JSON_WRITE_H

#include "json/shape.h"

/* Widths of lines: a practice is read and edited by people; a plan has an entry to a line. */
enum { IPSO__PRACTICE_WIDTH = 100, IPSO__PLAN_WIDTH = 240 };

typedef struct ipso__writer {
    ipso__arena *arena;
    const ipso_practice *practice; /* of the ids that are written */
    bool failed;                   /* memory ran out; what is made from then on means nothing */
    ipso__json spare;              /* takes what has no room then */
} ipso__writer;

/* Makes value an empty array or object with room for most items. */
void ipso__doc_list(ipso__writer *writer, ipso__json *value, ipso__json_kind kind, size_t most);

/* A new item at the end of a list, key NULL in an array; valid as long as the document. */
ipso__json *ipso__doc_item(ipso__writer *writer, ipso__json *list, const char *key);

/* New members of an object. A number that is not finite becomes null. */
void ipso__doc_string(ipso__writer *writer, ipso__json *object, const char *key,
                      const char *string);
void ipso__doc_integer(ipso__writer *writer, ipso__json *object, const char *key, int64_t number);
void ipso__doc_number(ipso__writer *writer, ipso__json *object, const char *key, double number);
void ipso__doc_bool(ipso__writer *writer, ipso__json *object, const char *key, bool boolean);

/* Makes value an object of description's fields: the required ones, and those that differ from
 * defaults. */
void ipso__doc_fields(ipso__writer *writer, ipso__json *value, const ipso__shape *shape,
                      const void *description, const void *defaults);

/* Whether a field is the same in both; two lists only when both are empty. */
bool ipso__field_same(const ipso__field *field, const void *a, const void *b);

/* Prints the document (ipso__json_print) and frees the arena; IPSO_NOMEM when memory ran out. */
ipso_status ipso__doc_finish(ipso__writer *writer, const ipso__json *root, size_t width,
                             char **text, size_t *length, ipso_error *err);

#endif
