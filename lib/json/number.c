/* Numbers as text, free of the locale: printf and strtod use the decimal point of the host's, so
 * that a number is tried with it, and then whatever is no digit, sign or exponent is made a dot.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "json/value.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void ipso__json_number_format(double number, char text[IPSO__JSON_NUMBER_SIZE])
{
    char printed[IPSO__JSON_NUMBER_SIZE];
    size_t length = 0;
    for (int digits = 15; digits <= 17; digits++) {
        snprintf(printed, sizeof printed, "%.*g", digits, number);
        if (strtod(printed, NULL) == number)
            break;
    }
    for (const char *from = printed; *from != '\0'; from++) { /* the point may be several bytes */
        if (strchr("0123456789+-e", *from) != NULL)
            text[length++] = *from;
        else if (length > 0 && text[length - 1] != '.')
            text[length++] = '.';
    }
    text[length] = '\0';
}
