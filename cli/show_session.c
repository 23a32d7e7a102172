/* A session as a table with a timeline: start times, expected waits, and what they come to.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "show_session.h"

#include "cli.h"

#include <math.h>
#include <string.h>

enum { TIMELINE = 48, NAME_WIDTH = 18 };

/* "08:45" where the document says when the session starts, else minutes: "15" or "15.25". */
static const char *moment(const ipso_session_document *document, double minutes, char text[24])
{
    double day = document->start_of_day_min + minutes;
    bool whole = fabs(minutes - floor(minutes + 0.5)) < 1e-6;

    if (document->start_of_day_min < 0)
        snprintf(text, 24, whole ? "%.0f" : "%.2f", minutes);
    else if (whole)
        snprintf(text, 24, "%02d:%02d", (int)(day + 0.5) / 60, (int)(day + 0.5) % 60);
    else
        snprintf(text, 24, "%02d:%05.2f", (int)day / 60, fmod(day, 60));
    return text;
}

/* The text's first characters, as many as fit; a cut one ends with a dot. */
static void print_name(FILE *out, const char *name)
{
    int width = 0, bytes = 0;

    while (name[bytes] != '\0' && width < NAME_WIDTH) {
        do
            bytes++;
        while (((unsigned char)name[bytes] & 0xc0) == 0x80);
        width++;
    }
    fprintf(out, "%.*s%*s", bytes, name, NAME_WIDTH - width, "");
}

/* ---- timeline ---- */

/* Minutes of one column: 1, 2, 5, 10, 15, 20, 30, 60 or more. */
static double column_of(const ipso_session_document *document, const ipso_session_times *times,
                        const ipso_session_value *value)
{
    static const double nice[] = {1, 2, 3, 5, 10, 15, 20, 30, 60};
    double end = document->model.length_min;

    for (int k = 0; k < times->count; k++)
        end = fmax(end, times->start_min[k] + value->wait[k]);
    for (int i = 0; i < document->model.break_count; i++)
        end = fmax(end, document->model.breaks[i].start_min + document->model.breaks[i].length_min);
    for (size_t i = 0; i < sizeof nice / sizeof nice[0]; i++)
        if (end / nice[i] <= TIMELINE)
            return nice[i];
    return 120;
}

/* From one minute to another in the mark; something always shows. */
static void draw(char line[TIMELINE + 2], double from, double to, double column, char mark)
{
    int first = (int)floor(from / column + 0.5), end = (int)floor(to / column + 0.5);

    if (end <= first)
        end = first + 1;
    for (int i = first; i < end && i <= TIMELINE; i++)
        line[i] = mark;
}

static void finish_line(char line[TIMELINE + 2])
{
    int end = TIMELINE + 1;

    while (end > 0 && line[end - 1] == ' ')
        end--;
    line[end] = '\0';
}

static void print_patient(FILE *out, const ipso_session_document *document,
                          const ipso_session_times *times, const ipso_session_value *value, int k,
                          double column)
{
    int patient = times->order == NULL ? k : times->order[k];
    double start = times->start_min[k], called = start + value->wait[k];
    double service = ipso_service_mean_min(&document->model.patients[patient].service);
    char line[TIMELINE + 2], text[24];

    memset(line, ' ', sizeof line);
    draw(line, called, called + service, column, '=');
    if (value->wait[k] >= column / 2)
        draw(line, start, called, column, '.');
    finish_line(line);
    fprintf(out, "%3d  ", k + 1);
    print_name(out, document->ids[patient]);
    fprintf(out, " %8s  %6.1f  %6.1f %%  %s\n", moment(document, start, text), value->wait[k],
            100 * value->late_share[k], line);
}

static void print_break(FILE *out, const ipso_session_document *document, int index, double column)
{
    const ipso_session_break *pause = &document->model.breaks[index];
    char line[TIMELINE + 2], text[24];

    memset(line, ' ', sizeof line);
    draw(line, pause->start_min, pause->start_min + pause->length_min, column, '#');
    finish_line(line);
    fprintf(out, "     %-*s %8s                    %s\n", NAME_WIDTH, "break",
            moment(document, pause->start_min, text), line);
}

static void print_table(FILE *out, const ipso_session_document *document,
                        const ipso_session_times *times, const ipso_session_value *value)
{
    double column = column_of(document, times, value);
    int pauses = 0;
    char late[24];

    snprintf(late, sizeof late, "> %g min", document->model.wait_limit_min);
    print_heading(out, "  #  %-*s %8s  %6s  %8s  one column is %g min\n", NAME_WIDTH, "patient",
                  "start", "wait", late, column);
    for (int k = 0; k <= times->count; k++) {
        while (
            pauses < document->model.break_count &&
            (k == times->count || document->model.breaks[pauses].start_min <= times->start_min[k]))
            print_break(out, document, pauses++, column);
        if (k < times->count)
            print_patient(out, document, times, value, k, column);
    }
    fputs("     . waits, expected   = is seen, at the expected time and for the mean service\n\n",
          out);
}

/* ---- measures ---- */

static double end_by(const ipso_session_value *value, double share)
{
    for (int i = 0; i < value->end_count; i++)
        if (value->end_share[i] >= share - 1e-12)
            return value->end_min[i];
    return value->measures.end;
}

void show_session(FILE *out, const ipso_session_document *document, const ipso_session_times *times,
                  const ipso_session_value *value)
{
    const ipso_session_measures *m = &value->measures;
    bool idle_last = document->model.horizon != IPSO_HORIZON_PLANNED;
    bool last = document->model.horizon == IPSO_HORIZON_LAST;
    char first_text[24], second_text[24], third_text[24];

    if (document->name != NULL)
        fprintf(out, "%s\n", document->name);
    print_table(out, document, times, value);
    fprintf(out, "wait      %8.1f min in all, %.1f for each of the %.1f expected to come\n",
            m->wait, m->attending > 0 ? m->wait / m->attending : 0, m->attending);
    fprintf(out, "idle      %8.1f min up to %s\n", idle_last ? m->idle_to_last : m->idle,
            idle_last ? "the last start" : "the planned end");
    fprintf(out, "overtime  %8.1f min after %s\n", last ? m->overtime_after_last : m->overtime,
            last ? "the last start" : "the planned end");
    fprintf(out, "end       %8s on average, by %s in half and by %s in nine of ten sessions\n",
            moment(document, floor(m->end + 0.5), first_text),
            moment(document, ceil(end_by(value, .5)), second_text),
            moment(document, ceil(end_by(value, .9)), third_text));
    fprintf(out, "cost      %8.2f\n", m->cost);
}

void show_session_sample(FILE *out, const ipso_session_sample *sample)
{
    const ipso_session_measures *m = &sample->mean, *e = &sample->error;

    fprintf(out,
            "simulated %8.2f +- %.2f (standard error, %lld sessions): wait %.1f, idle %.1f, "
            "overtime %.1f\n",
            m->cost, e->cost, (long long)sample->sessions, m->wait, m->idle, m->overtime);
}
