/* A string that grows.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/text.h"

#include <ipsosched/status.h>

#include "base/memory.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Makes room for extra bytes and a terminator behind the present length. */
static bool reserve(ipso__text *text, size_t extra)
{
    if (!text->failed && (extra > SIZE_MAX - 1 - text->length ||
                          !ipso__grow(&text->bytes, &text->capacity, text->length + extra + 1, 1)))
        text->failed = true;
    return !text->failed;
}

void ipso__text_append(ipso__text *text, const char *string)
{
    size_t extra = strlen(string);
    if (!reserve(text, extra))
        return;
    memcpy(text->bytes + text->length, string, extra + 1);
    text->length += extra;
}

void ipso__text_printf(ipso__text *text, const char *format, ...)
{
    if (!reserve(text, 0))
        return;
    va_list arguments, again;
    va_start(arguments, format);
    va_copy(again, arguments);
    size_t room = text->capacity - text->length;
    int extra = vsnprintf(text->bytes + text->length, room, format, arguments);
    if (extra < 0) {
        text->failed = true;
    } else if ((size_t)extra < room) {
        text->length += (size_t)extra;
    } else if (reserve(text, (size_t)extra)) {
        vsnprintf(text->bytes + text->length, (size_t)extra + 1, format, again);
        text->length += (size_t)extra;
    }
    va_end(again);
    va_end(arguments);
    text->bytes[text->length] = '\0';
}

const char *ipso__text_string(const ipso__text *text)
{
    return text->bytes != NULL ? text->bytes : "";
}

char *ipso__text_take(ipso__text *text)
{
    ipso__text_append(text, "");
    char *bytes = text->bytes;
    if (text->failed) {
        free(bytes);
        bytes = NULL;
    }
    *text = (ipso__text){NULL, 0, 0, false};
    return bytes;
}

void ipso__text_clear(ipso__text *text)
{
    text->length = 0;
    if (text->bytes != NULL)
        text->bytes[0] = '\0';
}

void ipso__text_finish(ipso__text *text)
{
    free(text->bytes);
    *text = (ipso__text){NULL, 0, 0, false};
}

void ipso_text_free(char *text)
{
    free(text);
}

size_t ipso__utf8_length(const unsigned char *text)
{
    size_t length = text[0] < 0x80                      ? 1
                    : text[0] >= 0xc2 && text[0] < 0xe0 ? 2
                    : text[0] >= 0xe0 && text[0] < 0xf0 ? 3
                    : text[0] >= 0xf0 && text[0] < 0xf5 ? 4
                                                        : 0;

    for (size_t i = 1; i < length; i++)
        if ((text[i] & 0xc0) != 0x80)
            return 0;
    if ((text[0] == 0xe0 && text[1] < 0xa0) || (text[0] == 0xed && text[1] > 0x9f) ||
        (text[0] == 0xf0 && text[1] < 0x90) || (text[0] == 0xf4 && text[1] > 0x8f))
        return 0;
    return length;
}
