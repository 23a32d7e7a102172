/* What the terminal can show.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

bool is_terminal(int descriptor)
{
    return isatty(descriptor) != 0;
}

static bool shows_colour(void)
{
    const char *no_color = getenv("NO_COLOR"), *term = getenv("TERM");

    return (no_color == NULL || no_color[0] == '\0') && is_terminal(STDOUT_FILENO) &&
           term != NULL && strcmp(term, "dumb") != 0;
}

void print_heading(FILE *out, const char *format, ...)
{
    bool bold = out == stdout && shows_colour();
    va_list arguments;

    if (bold)
        fputs("\033[1m", out);
    va_start(arguments, format);
    vfprintf(out, format, arguments);
    va_end(arguments);
    if (bold)
        fputs("\033[0m", out);
}

void format_short_date(ipso_date date, char text[SHORT_DATE_SIZE])
{
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    int month, day;

    ipso_date_to_ymd(date, NULL, &month, &day);
    snprintf(text, SHORT_DATE_SIZE, "%.3s %2d %s", ipso_weekday_name(ipso_date_weekday(date)), day,
             months[month - 1]);
}
