/* Errors at a field of a thing.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/fail.h"

#include <stdarg.h>
#include <stdio.h>

ipso_status ipso__fail_field(ipso_error *err, const char *where, const char *field,
                             const char *format, ...)
{
    char place[IPSO_ERROR_WHERE_SIZE], text[IPSO_ERROR_TEXT_SIZE];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    snprintf(place, sizeof place, "%.110s%.40s", where, field);
    return ipso__fail(err, IPSO_INPUT, place, "%s", text);
}
