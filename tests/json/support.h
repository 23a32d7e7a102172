/* Reading files and gathering findings, for the tests of documents.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_JSON_SUPPORT_H
#define TESTS_JSON_SUPPORT_H

#include "support/test.h"

#include <ipsosched/json.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The bytes of a file and a terminator, to be freed; NULL when there is none. */
static inline char *read_file(const char *path, size_t *length)
{
    *length = 0;
    FILE *file = fopen(path, "rb");
    if (file == NULL)
        return NULL;
    fseek(file, 0, SEEK_END);
    *length = (size_t)ftell(file);
    rewind(file);
    char *bytes = calloc(1, *length + 1);
    assert_non_null(bytes);
    assert_int_equal(fread(bytes, 1, *length, file), *length);
    fclose(file);
    return bytes;
}

/* Findings as lines "<pointer>: <text>". */
typedef struct lines {
    char text[65536];
    size_t length;
    int count;
} lines;

static inline void gather(void *user, const char *where, const char *text)
{
    lines *to = user;
    size_t room = sizeof to->text - to->length;
    int added = snprintf(to->text + to->length, room, "%s: %s\n", where, text);
    to->length += (size_t)added < room ? (size_t)added : room - 1;
    to->count++;
}

#endif
