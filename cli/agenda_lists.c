/* Who waits, what is held, who is away, what was released: for people.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "agenda.h"
#include "show.h"

#include <stdio.h>
#include <stdlib.h>

enum { NUMBER_WIDTH = 8, MOMENT_WIDTH = 16, NAME_WIDTH = 22, SPAN_WIDTH = 36, REST_WIDTH = 2000 };

#define MOMENT_SIZE (SHORT_DATE_SIZE + IPSO_TIME_SIZE)

/* "Tue 24 Nov 09:30"; nothing for what came with the plan. */
static void format_moment(char text[MOMENT_SIZE], ipso_date date, int minute)
{
    char day[SHORT_DATE_SIZE], time[IPSO_TIME_SIZE];

    text[0] = '\0';
    if (date == 0)
        return;
    format_short_date(date, day);
    ipso_time_format(minute, time);
    snprintf(text, MOMENT_SIZE, "%s %s", day, time);
}

static const char *person(const ipso_practice *practice, int practitioner)
{
    return practitioner == IPSO_ANY ? "" : ipso_practice_practitioner(practice, practitioner)->name;
}

static void put_number(table_line *line, int64_t number)
{
    char text[24];

    snprintf(text, sizeof text, "%lld", (long long)number);
    put_cell(line, text, NUMBER_WIDTH);
}

/* Columns of the longest patient: they are never cut. */
static int patient_width(const ipso_entry *entries, size_t count)
{
    int width = NUMBER_WIDTH;

    for (size_t i = 0; i < count; i++) {
        int columns = text_columns(entries[i].patient);

        width = columns > width ? columns : width;
    }
    return width;
}

static void put_heads(FILE *out, const char *const heads[], const int widths[], int count)
{
    table_line line = {out, 0};

    for (int i = 0; i < count; i++)
        put_cell(&line, heads[i], widths[i]);
    end_line(&line);
}

static bool is_empty(FILE *out, size_t count)
{
    if (count == 0)
        fputs("there is none\n", out);
    return count == 0;
}

/* ---- the waiting list ---- */

/* "Tue 24 Nov to Fri 27 Nov 08:00-12:00" */
static void put_window(FILE *out, const ipso_window *window)
{
    char first[SHORT_DATE_SIZE], last[SHORT_DATE_SIZE], from[IPSO_TIME_SIZE], to[IPSO_TIME_SIZE];

    format_short_date(window->first, first);
    format_short_date(window->last, last);
    fputs(first, out);
    if (window->last != window->first)
        fprintf(out, " to %s", last);
    if (window->start_min == 0 && window->end_min == IPSO_DAY_MIN)
        return;
    ipso_time_format(window->start_min, from);
    ipso_time_format(window->end_min, to);
    fprintf(out, " %s-%s", from, to);
}

/* When the patient can come, and what else is to be known. The caller frees it; NULL without
 * memory. */
static char *describe_wish(const ipso_entry *entry)
{
    const ipso_request *request = &entry->ask->request;
    char *text = NULL;
    size_t length;
    FILE *out = open_memstream(&text, &length);

    if (out == NULL)
        return NULL;
    for (size_t i = 0; i < request->window_count; i++) {
        fputs(i > 0 ? ", " : "", out);
        put_window(out, &request->windows[i]);
    }
    fputs(request->window_count == 0 ? "any time" : "", out);
    if (!request->accepts_others)
        fputs("; nobody else", out);
    if (request->accepts_tele)
        fputs("; by video too", out);
    if (request->priority_percent != 100)
        fprintf(out, "; priority %d", request->priority_percent);
    if (entry->proposed != 0)
        fprintf(out, "; %lld is proposed now", (long long)entry->proposed);
    fclose(out);
    return text;
}

static void show_waiting(FILE *out, const ipso_practice *practice, const ipso_entry *entry,
                         int width)
{
    table_line line = {out, 0};
    char since[MOMENT_SIZE];
    char *wish = describe_wish(entry);

    format_moment(since, entry->made, entry->made_min);
    put_number(&line, entry->number);
    put_cell(&line, since, MOMENT_WIDTH);
    put_cell(&line, entry->patient, width);
    put_cell(&line, ipso_practice_type(practice, entry->type)->name, NAME_WIDTH);
    put_cell(&line, person(practice, entry->own_practitioner), NAME_WIDTH);
    put_cell(&line, wish != NULL ? wish : "", REST_WIDTH);
    end_line(&line);
    free(wish);
}

void agenda_show_waiting(FILE *out, const ipso_practice *practice, const ipso_entry *entries,
                         size_t count)
{
    static const char *const heads[] = {"Number",           "Since",   "Patient", "Type",
                                        "Own practitioner", "Can come"};
    int patient = patient_width(entries, count);
    const int widths[] = {NUMBER_WIDTH, MOMENT_WIDTH, patient, NAME_WIDTH, NAME_WIDTH, NAME_WIDTH};

    if (is_empty(out, count))
        return;
    put_heads(out, heads, widths, 6);
    for (size_t i = 0; i < count; i++)
        show_waiting(out, practice, &entries[i], patient);
}

/* ---- holds ---- */

/* "8 min", and for whom when it is a proposal. */
static void show_hold(FILE *out, const ipso_practice *practice, const ipso_entry *entry,
                      int64_t now_s, int width)
{
    table_line line = {out, 0};
    char time[MOMENT_SIZE], left[40], wait[60] = "";
    int64_t seconds = entry->expires_s - now_s;

    format_moment(time, entry->date, entry->start_min);
    snprintf(left, sizeof left, "%lld min", (long long)(seconds > 0 ? (seconds + 59) / 60 : 0));
    if (entry->wait != 0)
        snprintf(wait, sizeof wait, "proposed to %lld, who waits", (long long)entry->wait);
    put_number(&line, entry->number);
    put_cell(&line, time, MOMENT_WIDTH);
    put_cell(&line, person(practice, entry->practitioner), NAME_WIDTH);
    put_cell(&line, ipso_practice_type(practice, entry->type)->name, NAME_WIDTH);
    put_cell(&line, left, NUMBER_WIDTH);
    put_cell(&line, entry->patient, width);
    put_cell(&line, wait, REST_WIDTH);
    end_line(&line);
}

void agenda_show_holds(FILE *out, const ipso_practice *practice, const ipso_entry *entries,
                       size_t count, int64_t now_s)
{
    static const char *const heads[] = {"Number", "Time", "Practitioner", "Type", "For", "Patient"};
    int patient = patient_width(entries, count);
    const int widths[] = {NUMBER_WIDTH, MOMENT_WIDTH, NAME_WIDTH,
                          NAME_WIDTH,   NUMBER_WIDTH, patient};

    if (is_empty(out, count))
        return;
    put_heads(out, heads, widths, 6);
    for (size_t i = 0; i < count; i++)
        show_hold(out, practice, &entries[i], now_s, patient);
}

/* ---- blocks ---- */

static void show_absence(FILE *out, const ipso_practice *practice, const ipso_absence *absence)
{
    table_line line = {out, 0};
    char from[MOMENT_SIZE], to[MOMENT_SIZE], span[2 * MOMENT_SIZE + 8], way[24];

    format_moment(from, absence->first, absence->first_min);
    format_moment(to, absence->last, absence->last_min);
    snprintf(span, sizeof span, "%s to %s", from, to);
    snprintf(way, sizeof way, "%d", absence->in_way);
    put_number(&line, absence->number);
    put_cell(&line, span, SPAN_WIDTH);
    put_cell(&line, person(practice, absence->practitioner), NAME_WIDTH);
    put_cell(&line, way, NUMBER_WIDTH);
    put_cell(&line, absence->reason != NULL ? absence->reason : "", REST_WIDTH);
    end_line(&line);
}

void agenda_show_absences(FILE *out, const ipso_practice *practice, const ipso_absence *absences,
                          size_t count)
{
    static const char *const heads[] = {"Number", "Away", "Practitioner", "To move", "Reason"};
    static const int widths[] = {NUMBER_WIDTH, SPAN_WIDTH, NAME_WIDTH, NUMBER_WIDTH, NAME_WIDTH};

    if (is_empty(out, count))
        return;
    put_heads(out, heads, widths, 5);
    for (size_t i = 0; i < count; i++)
        show_absence(out, practice, &absences[i]);
}

/* ---- releases ---- */

static void show_opening(FILE *out, const ipso_practice *practice, const ipso_opening *opening)
{
    table_line line = {out, 0};
    char from[MOMENT_SIZE], to[IPSO_TIME_SIZE], span[MOMENT_SIZE + IPSO_TIME_SIZE + 4];
    char made[MOMENT_SIZE];

    format_moment(from, opening->date, opening->start_min);
    ipso_time_format(opening->end_min, to);
    snprintf(span, sizeof span, "%s-%s", from, to);
    format_moment(made, opening->made, opening->made_min);
    put_number(&line, opening->number);
    put_cell(&line, span, NAME_WIDTH);
    put_cell(&line,
             opening->site == IPSO_ANY ? "all sites"
                                       : ipso_practice_site(practice, opening->site)->name,
             NAME_WIDTH);
    put_cell(&line, made, MOMENT_WIDTH);
    end_line(&line);
}

void agenda_show_openings(FILE *out, const ipso_practice *practice, const ipso_opening *openings,
                          size_t count)
{
    static const char *const heads[] = {"Number", "Free for everybody", "Place", "Released"};
    static const int widths[] = {NUMBER_WIDTH, NAME_WIDTH, NAME_WIDTH, MOMENT_WIDTH};

    if (is_empty(out, count))
        return;
    put_heads(out, heads, widths, 4);
    for (size_t i = 0; i < count; i++)
        show_opening(out, practice, &openings[i]);
}
