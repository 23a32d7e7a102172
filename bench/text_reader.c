/* Errors of instance files, and the memory they are read into.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "text_reader.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FIRST_ROOM 64

/* Whether this is the first error, and there is somebody to tell. */
static bool begin_error(text_reader *r, ipso_status status)
{
    if (r->status != IPSO_OK)
        return false;
    r->status = status;
    if (r->err == NULL)
        return false;
    r->err->status = status;
    if (r->line > 0)
        snprintf(r->err->where, sizeof r->err->where, "line %d", r->line);
    return true;
}

bool text_fail(text_reader *r, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    if (begin_error(r, IPSO_INPUT))
        vsnprintf(r->err->text, sizeof r->err->text, format, arguments);
    va_end(arguments);
    return false;
}

bool text_fail_nomem(text_reader *r)
{
    if (begin_error(r, IPSO_NOMEM))
        snprintf(r->err->text, sizeof r->err->text, "out of memory");
    return false;
}

char *text_copy(text_reader *r, const char *text, size_t length)
{
    char *copy = malloc(length + 1);
    if (copy == NULL) {
        text_fail_nomem(r);
        return NULL;
    }
    memcpy(copy, text, length);
    copy[length] = '\0';
    r->at = copy;
    return copy;
}

void *text_grown(text_reader *r, void *things, size_t *room, size_t count, size_t size)
{
    if (things != NULL && count < *room)
        return things;
    size_t wanted = *room == 0 ? FIRST_ROOM : 2 * *room;
    void *more = realloc(things, wanted * size);
    if (more == NULL)
        text_fail_nomem(r);
    else
        *room = wanted;
    return more;
}
