/* Filling the caller's ipso_error.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/error.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

/* Bytes of the UTF-8 sequence that lead opens; 1 for ASCII and for what opens none. */
static size_t sequence_length(unsigned char lead)
{
    if (lead >= 0xf0)
        return 4;
    if (lead >= 0xe0)
        return 3;
    return lead >= 0xc0 ? 2 : 1;
}

/* Drops a sequence that was cut in its middle from the end of text. */
static void drop_partial_sequence(char *text)
{
    size_t end = strlen(text);
    size_t start = end;
    while (start > 0 && end - start < 3 && ((unsigned char)text[start - 1] & 0xc0) == 0x80)
        start--;
    if (start > 0 && start - 1 + sequence_length((unsigned char)text[start - 1]) > end)
        text[start - 1] = '\0';
}

static void replace_controls(char *text)
{
    for (; *text != '\0'; text++) {
        unsigned char byte = (unsigned char)*text;
        if (byte < 0x20 || byte == 0x7f)
            *text = '?';
    }
}

static void fill(char *out, size_t size, const char *format, va_list arguments) IPSO__PRINTF(3, 0);

static void fill(char *out, size_t size, const char *format, va_list arguments)
{
    int length = vsnprintf(out, size, format, arguments);
    if (length < 0)
        out[0] = '\0';
    else if ((size_t)length >= size)
        drop_partial_sequence(out);
    replace_controls(out);
}

static void fill_format(char *out, size_t size, const char *format, ...) IPSO__PRINTF(3, 4);

static void fill_format(char *out, size_t size, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fill(out, size, format, arguments);
    va_end(arguments);
}

ipso_status ipso__fail(ipso_error *err, ipso_status status, const char *where, const char *format,
                       ...)
{
    if (err == NULL || err->status != IPSO_OK)
        return status;

    err->status = status;
    fill_format(err->where, sizeof err->where, "%s", where != NULL ? where : "");
    va_list arguments;
    va_start(arguments, format);
    fill(err->text, sizeof err->text, format, arguments);
    va_end(arguments);
    return status;
}

ipso_status ipso__fail_nomem(ipso_error *err)
{
    return ipso__fail(err, IPSO_NOMEM, "", "out of memory");
}
