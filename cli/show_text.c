/* Text in columns, and dates in words.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "show.h"

#include <string.h>

#define ELLIPSIS "\xe2\x80\xa6"

static bool begins_character(char byte)
{
    return ((unsigned char)byte & 0xc0) != 0x80;
}

int text_columns(const char *text)
{
    int columns = 0;

    for (; *text != '\0'; text++)
        columns += begins_character(*text);
    return columns;
}

/* Bytes of the first width characters, or of all. */
static int leading_bytes(const char *text, int width)
{
    int bytes = 0;

    for (; text[bytes] != '\0'; bytes++)
        if (begins_character(text[bytes]) && width-- == 0)
            break;
    return bytes;
}

static void put_bytes(table_line *line, const char *text, int bytes)
{
    fprintf(line->out, "%*s%.*s", line->blanks, "", bytes, text);
    line->blanks = 0;
}

void put_cell(table_line *line, const char *text, int width)
{
    int columns = text_columns(text);

    if (columns > width) {
        put_bytes(line, text, leading_bytes(text, width - 1));
        fputs(ELLIPSIS, line->out);
        columns = width;
    } else if (columns > 0) {
        put_bytes(line, text, (int)strlen(text));
    }
    line->blanks += width - columns + 1;
}

void end_line(table_line *line)
{
    fputc('\n', line->out);
    line->blanks = 0;
}

void put_wrapped(table_line *line, const char **text, int width)
{
    char piece[256];
    int bytes = leading_bytes(*text, width), end = bytes;

    if ((*text)[bytes] != '\0') {
        while (end > 0 && (*text)[end] != ' ')
            end--;
        if (end == 0)
            end = bytes;
    }
    snprintf(piece, sizeof piece, "%.*s", end, *text);
    *text += end + ((*text)[end] == ' ');
    put_cell(line, piece, width);
}

void format_long_date(ipso_date date, char text[LONG_DATE_SIZE])
{
    static const char *const months[] = {"January",   "February", "March",    "April",
                                         "May",       "June",     "July",     "August",
                                         "September", "October",  "November", "December"};
    int year, month, day;

    ipso_date_to_ymd(date, &year, &month, &day);
    snprintf(text, LONG_DATE_SIZE, "%s %d %s %d", ipso_weekday_name(ipso_date_weekday(date)), day,
             months[month - 1], year);
}

void show_title(FILE *out, const ipso_practice *practice)
{
    const ipso_horizon *horizon = ipso_practice_horizon(practice);
    char first[LONG_DATE_SIZE], last[LONG_DATE_SIZE];
    bool week = horizon->days == 7 && ipso_date_weekday(horizon->first_day) == 0;

    format_long_date(horizon->first_day, first);
    format_long_date(horizon->first_day + horizon->days - 1, last);
    print_heading(out, "%s%s%s%s%s%s\n", horizon->name, horizon->name[0] != '\0' ? ": " : "",
                  week ? "week of " : "", first, week || horizon->days == 1 ? "" : " to ",
                  week || horizon->days == 1 ? "" : last);
    fputc('\n', out);
}
