/* Fields of a table as values.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "csv/values.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_DIGITS = 15 };

bool ipso__csv_number(double *number, const char *text, bool comma)
{
    double value = 0, unit = 1;
    int digits = 0;
    bool fraction = false, negative = *text == '-';

    for (text += negative; *text != '\0'; text++) {
        if ((*text == '.' || (comma && *text == ',')) && !fraction && digits > 0) {
            fraction = true;
            continue;
        }
        if (*text < '0' || *text > '9' || ++digits > MOST_DIGITS)
            return false;
        value = 10 * value + (*text - '0');
        unit *= fraction ? 10 : 1;
    }
    if (digits == 0)
        return false;
    *number = negative ? -value / unit : value / unit;
    return true;
}

const char *ipso__csv_show(const char *text, char shown[IPSO__CSV_SHOWN_SIZE])
{
    const size_t most = IPSO__CSV_SHOWN_SIZE - 6;
    size_t length = strlen(text);
    const bool cut = length > most;

    if (cut)
        for (length = most; length > 0 && ((unsigned char)text[length] & 0xc0) == 0x80;)
            length--;
    snprintf(shown, IPSO__CSV_SHOWN_SIZE, "\"%.*s%s\"", (int)length, text, cut ? "..." : "");
    return shown;
}
