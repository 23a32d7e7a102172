/* What a fit learnt, as tables: a block for each kind of number.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "show_fit.h"

#include "show.h"

#include <math.h>
#include <string.h>

enum { NAME = 42, NUMBER = 8, TEXT_SIZE = 240 };

/* How the numbers of a kind are shown: in units of 1 / scale. */
typedef struct block {
    ipso_fit_kind kind;
    const char *title;
    const char *count; /* what is counted */
    double scale;
    int decimals;
} block;

static const block blocks[] = {
    {IPSO_FIT_TYPE_MEAN, "Service times of types, minutes", "timed", 1, 2},
    {IPSO_FIT_TYPE_CV, "Spread of service times, coefficient of variation", "timed", 1, 3},
    {IPSO_FIT_PRACTITIONER_MEAN, "Service times of practitioners, minutes", "timed", 1, 2},
    {IPSO_FIT_CLASS_FACTOR, "Time factors of patient classes", "timed", 1, 3},
    {IPSO_FIT_DEMAND, "Demand, patients a day", "patients", 1, 2},
    {IPSO_FIT_DISPERSION, "Dispersion of demand, variance / mean", "patients", 1, 2},
    {IPSO_FIT_NO_SHOW, "Missed appointments by lead time, per cent", "booked", 100, 2},
    {IPSO_FIT_CANCELLED_SHARE, "Cancelled before their day, per cent", "booked", 100, 2},
    {IPSO_FIT_HOUR, "Hours of booking, per cent", "bookings", 100, 2},
};

/* ---- names ---- */

static size_t add_text(char *text, size_t length, const char *more)
{
    int added = snprintf(text + length, TEXT_SIZE - length, "%s", more);

    return length + (size_t)added < TEXT_SIZE ? length + (size_t)added : TEXT_SIZE - 1;
}

/* "mon tue", "mon-fri", "every day", "on given dates" */
static size_t add_days(char *text, size_t length, const ipso_days *days)
{
    static const char *const names[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun", "holiday"};

    if (days->weekdays == IPSO_ALL_DAYS)
        return add_text(text, length, " every day");
    for (int day = 0; day < 8; day++) {
        int last = day;

        if ((days->weekdays & 1u << day) == 0)
            continue;
        while (last + 1 < 7 && (days->weekdays & 1u << (last + 1)) != 0)
            last++;
        length = add_text(text, length, " ");
        length = add_text(text, length, names[day]);
        if (day < 7 && last > day + 1) {
            length = add_text(text, length, "-");
            length = add_text(text, length, names[last]);
            day = last;
        }
    }
    return days->weekdays == 0 ? add_text(text, length, " on dates") : length;
}

static void name_demand(char text[TEXT_SIZE], const ipso_practice *practice, int index)
{
    const ipso_demand *entry = ipso_practice_demand(practice, index);
    char from[IPSO_TIME_SIZE], to[IPSO_TIME_SIZE], times[2 * IPSO_TIME_SIZE + 4];
    size_t length = add_text(text, 0, ipso_practice_type(practice, entry->type)->id);

    if (entry->patient_class != IPSO_ANY) {
        length = add_text(text, length, "/");
        length = add_text(text, length, ipso_practice_class(practice, entry->patient_class)->id);
    }
    if (entry->site != IPSO_ANY) {
        length = add_text(text, length, "@");
        length = add_text(text, length, ipso_practice_site(practice, entry->site)->id);
    }
    length = add_days(text, length, &entry->days);
    ipso_time_format(entry->start_min, from);
    ipso_time_format(entry->end_min, to);
    snprintf(times, sizeof times, " %s-%s", from, to);
    if (entry->start_min > 0 || entry->end_min < IPSO_DAY_MIN)
        add_text(text, length, times);
}

/* The leads that the k-th estimate of missed appointments stands for. */
static void name_lead(char text[TEXT_SIZE], const ipso_fit_report *report, size_t k)
{
    const ipso_fit_estimate *estimate = &report->estimates[k];
    bool first = k == 0 || estimate[-1].kind != IPSO_FIT_NO_SHOW;
    bool last = k + 1 == report->estimate_count || estimate[1].kind != IPSO_FIT_NO_SHOW;
    int from = first ? 0 : estimate[-1].lead_days + 1;

    if (last)
        snprintf(text, TEXT_SIZE, "booked %d days before or more", from);
    else if (estimate->lead_days == 0)
        snprintf(text, TEXT_SIZE, "booked on the day");
    else if (from == estimate->lead_days)
        snprintf(text, TEXT_SIZE, "booked %d day%s before", from, from == 1 ? "" : "s");
    else
        snprintf(text, TEXT_SIZE, "booked %d to %d days before", from, estimate->lead_days);
}

static void name_estimate(char text[TEXT_SIZE], const ipso_practice *practice,
                          const ipso_fit_report *report, size_t k)
{
    const ipso_fit_estimate *estimate = &report->estimates[k];

    if (estimate->demand != IPSO_ANY)
        name_demand(text, practice, estimate->demand);
    else if (estimate->practitioner != IPSO_ANY)
        snprintf(text, TEXT_SIZE, "%.100s, %.100s",
                 ipso_practice_type(practice, estimate->type)->id,
                 ipso_practice_practitioner(practice, estimate->practitioner)->id);
    else if (estimate->patient_class != IPSO_ANY)
        add_text(text, 0, ipso_practice_class(practice, estimate->patient_class)->id);
    else if (estimate->type != IPSO_ANY)
        add_text(text, 0, ipso_practice_type(practice, estimate->type)->id);
    else if (estimate->kind == IPSO_FIT_NO_SHOW)
        name_lead(text, report, k);
    else if (estimate->kind == IPSO_FIT_HOUR)
        snprintf(text, TEXT_SIZE, "%02d:00-%02d:59", estimate->hour, estimate->hour);
    else
        add_text(text, 0, "all booked ahead");
}

/* ---- tables ---- */

static void put_right(table_line *line, const char *text, int width)
{
    line->blanks += width - text_columns(text);
    put_cell(line, text, text_columns(text));
}

static void put_number(table_line *line, const block *shown, double number)
{
    char text[64];

    if (isnan(number))
        snprintf(text, sizeof text, "-");
    else
        snprintf(text, sizeof text, "%.*f", shown->decimals, shown->scale * number);
    put_right(line, text, NUMBER);
}

static void put_row(FILE *out, const block *shown, const ipso_fit_estimate *estimate,
                    const char *name)
{
    table_line line = {out, 2};
    char text[64];

    put_cell(&line, name, NAME);
    snprintf(text, sizeof text, "%.0f", estimate->count);
    put_right(&line, text, NUMBER);
    put_number(&line, shown, estimate->before);
    put_number(&line, shown, estimate->raw);
    put_number(&line, shown, estimate->fitted);
    put_number(&line, shown, estimate->low);
    put_number(&line, shown, estimate->high);
    end_line(&line);
}

static void put_titles(FILE *out, const block *shown)
{
    const char *const titles[] = {shown->count, "before", "seen", "learnt", "95 %", "interval"};
    table_line line = {out, 0};

    print_heading(out, "\n%s\n", shown->title);
    line.blanks = NAME + 3;
    for (size_t i = 0; i < sizeof titles / sizeof titles[0]; i++)
        put_right(&line, titles[i], NUMBER);
    end_line(&line);
}

/* At night nobody books, and nobody was thought to. */
static bool is_idle_hour(const ipso_fit_estimate *estimate)
{
    return estimate->kind == IPSO_FIT_HOUR && estimate->count == 0 && estimate->before == 0;
}

static void show_block(FILE *out, const block *shown, const ipso_practice *practice,
                       const ipso_fit_report *report)
{
    bool titled = false;

    for (size_t k = 0; k < report->estimate_count; k++) {
        char name[TEXT_SIZE];

        if (report->estimates[k].kind != shown->kind || is_idle_hour(&report->estimates[k]))
            continue;
        if (!titled)
            put_titles(out, shown);
        titled = true;
        name_estimate(name, practice, report, k);
        put_row(out, shown, &report->estimates[k], name);
    }
}

static const char *counted(size_t count, const char *one, const char *many)
{
    return count == 1 ? one : many;
}

static void show_counts(FILE *out, const ipso_fit_report *report, size_t set_aside)
{
    char first[IPSO_DATE_SIZE], last[IPSO_DATE_SIZE];

    ipso_date_format(report->first_day, first);
    ipso_date_format(report->last_day, last);
    fprintf(out, "%zu %s: %zu attended, %zu of them with minutes, %zu missed, %zu cancelled",
            report->appointments, counted(report->appointments, "appointment", "appointments"),
            report->attended, report->timed, report->no_shows, report->cancelled);
    if (set_aside > 0)
        fprintf(out, "; %zu wrong %s set aside", set_aside, counted(set_aside, "row", "rows"));
    fprintf(out, "\n%d %s observed, %s to %s: %d closed, %d without an appointment\n",
            report->last_day - report->first_day + 1,
            counted((size_t)(report->last_day - report->first_day + 1), "day", "days"), first, last,
            report->closed_days, report->empty_days);
}

/* What was not used and why. */
static void show_unused(FILE *out, const ipso_practice *practice, const ipso_fit_report *report)
{
    if (report->by_class_law > 0)
        fprintf(out, "%zu times of patients whose class has its own law were not used\n",
                report->by_class_law);
    if (report->outside > 0)
        fprintf(out, "%zu %s on days not observed and no demand\n", report->outside,
                counted(report->outside, "appointment was", "appointments were"));
    for (int i = 0; i < ipso_practice_type_count(practice); i++)
        if (report->unmatched_of_type[i] > 0)
            fprintf(out, "%zu of type %s fit%s no demand entry: other times, days or site\n",
                    report->unmatched_of_type[i], ipso_practice_type(practice, i)->id,
                    counted(report->unmatched_of_type[i], "s", ""));
}

void show_fit(FILE *out, const ipso_practice *practice, const ipso_fit_report *report,
              size_t set_aside)
{
    show_counts(out, report, set_aside);
    show_unused(out, practice, report);
    for (size_t i = 0; i < sizeof blocks / sizeof blocks[0]; i++)
        show_block(out, &blocks[i], practice, report);
    if (report->estimate_count == 0)
        fputs("Nothing was learnt: the practice stays as it is.\n", out);
}
