/* Numbers to and from text, free of the locale.
 *
 * strtod and printf use the decimal point of the host's locale. Reading avoids it: the digits are
 * handed over as a whole number with an exponent ("17.25" as "1725e-2"). Writing replaces it:
 * whatever is no digit, sign or exponent is the point.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "json/value.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_EXPONENT = 100000 };

static bool is_digit(char character)
{
    return character >= '0' && character <= '9';
}

/* Value of the exponent's characters ("+12"), cut to MAX_EXPONENT. */
static int read_exponent(const char *characters, size_t length)
{
    int exponent = 0;
    for (size_t i = 0; i < length; i++)
        if (is_digit(characters[i]) && exponent < MAX_EXPONENT)
            exponent = 10 * exponent + (characters[i] - '0');
    return length > 0 && characters[0] == '-' ? -exponent : exponent;
}

double ipso__json_number_read(const char *characters, size_t length)
{
    char buffer[IPSO__JSON_MAX_NUMBER + 16];
    size_t used = 0, at = 0;
    int exponent = 0;
    bool fraction = false;
    for (; at < length && characters[at] != 'e' && characters[at] != 'E'; at++) {
        if (characters[at] == '.') {
            fraction = true;
        } else if (used < IPSO__JSON_MAX_NUMBER) {
            buffer[used++] = characters[at];
            exponent -= fraction;
        }
    }
    if (at < length)
        exponent += read_exponent(characters + at + 1, length - at - 1);
    snprintf(buffer + used, sizeof buffer - used, "e%d", exponent);
    return strtod(buffer, NULL);
}

/* printf's text with the locale's point, which may be several bytes, made a dot. */
static void print_digits(double number, int digits, char text[IPSO__JSON_NUMBER_SIZE])
{
    char printed[IPSO__JSON_NUMBER_SIZE];
    snprintf(printed, sizeof printed, "%.*g", digits, number);
    size_t length = 0;
    for (const char *from = printed; *from != '\0'; from++) {
        bool plain = is_digit(*from) || strchr("+-e", *from) != NULL;
        if (plain)
            text[length++] = *from;
        else if (length > 0 && text[length - 1] != '.')
            text[length++] = '.';
    }
    text[length] = '\0';
}

void ipso__json_number_format(double number, char text[IPSO__JSON_NUMBER_SIZE])
{
    for (int digits = 15; digits <= 17; digits++) {
        print_digits(number, digits, text);
        if (ipso__json_number_read(text, strlen(text)) == number)
            return;
    }
}
