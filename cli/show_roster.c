/* The roster as a grid: a row per person, a column per day, a block per week.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "show.h"

#include <string.h>

#define NAME_WIDTH 22
#define CELL_WIDTH 11
#define WEEK_DAYS  7

/* Characters of text that fit width columns, as bytes; a character is taken to be one column. */
static int fitting_bytes(const char *text, int width, int *columns)
{
    int bytes = 0;

    *columns = 0;
    while (text[bytes] != '\0' && *columns < width) {
        bytes++;
        while (((unsigned char)text[bytes] & 0xc0) == 0x80)
            bytes++;
        (*columns)++;
    }
    return bytes;
}

void print_padded(FILE *out, const char *text, int width)
{
    int columns, bytes = fitting_bytes(text, width, &columns);

    fprintf(out, "%.*s%*s", bytes, text, width - columns, "");
}

static bool on_leave(const ipso_practitioner *person, ipso_date date)
{
    for (size_t i = 0; i < person->leave_count; i++)
        if (person->leave[i].first <= date && date <= person->leave[i].last)
            return true;
    return false;
}

/* The n-th assignment of a person on a day, NULL when there are fewer. */
static const ipso_assignment *find_assignment(const ipso_plan *plan, int person, int day, int n)
{
    for (int i = 0; i < ipso_plan_assignment_count(plan); i++) {
        const ipso_assignment *work = ipso_plan_assignment(plan, i);

        if (work->practitioner == person && work->day == day && n-- == 0)
            return work;
    }
    return NULL;
}

static int worked_minutes(const ipso_duty *duty)
{
    int minutes = duty->end_min - duty->start_min;

    for (size_t i = 0; i < duty->break_count; i++)
        minutes -= duty->breaks[i].end_min - duty->breaks[i].start_min;
    return minutes;
}

static void print_duty_cell(FILE *out, const ipso_plan *plan, int person, int day, int n)
{
    const ipso_practice *practice = ipso_plan_practice(plan);
    const ipso_assignment *work = find_assignment(plan, person, day, n);
    char start[IPSO_TIME_SIZE], end[IPSO_TIME_SIZE], text[2 * IPSO_TIME_SIZE + 2];
    ipso_date date = ipso_practice_horizon(practice)->first_day + day;

    if (work == NULL) {
        const ipso_practitioner *someone = ipso_practice_practitioner(practice, person);

        print_padded(out, n > 0 ? "" : on_leave(someone, date) ? "leave" : "-", CELL_WIDTH + 1);
        return;
    }
    ipso_time_format(ipso_practice_duty(practice, work->duty)->start_min, start);
    ipso_time_format(ipso_practice_duty(practice, work->duty)->end_min, end);
    snprintf(text, sizeof text, "%s-%s", start, end);
    print_padded(out, text, CELL_WIDTH + 1);
}

static void print_site_cell(FILE *out, const ipso_plan *plan, int person, int day)
{
    const ipso_practice *practice = ipso_plan_practice(plan);
    const ipso_assignment *work = find_assignment(plan, person, day, 0);
    const char *name = "";

    if (work != NULL) {
        int site = ipso_practice_duty(practice, work->duty)->site;

        name = site == IPSO_ANY ? "(remote)" : ipso_practice_site(practice, site)->id;
    }
    print_padded(out, name, CELL_WIDTH);
    fputc(' ', out);
}

static int minutes_of_week(const ipso_plan *plan, int person, int first, int last, int *split)
{
    const ipso_practice *practice = ipso_plan_practice(plan);
    int minutes = 0;

    *split = 0;
    for (int day = first; day < last; day++) {
        const ipso_assignment *work;

        for (int n = 0; (work = find_assignment(plan, person, day, n)) != NULL; n++) {
            minutes += worked_minutes(ipso_practice_duty(practice, work->duty));
            *split |= n > 0;
        }
    }
    return minutes;
}

static void print_person(FILE *out, const ipso_plan *plan, int person, int first, int last)
{
    const ipso_practice *practice = ipso_plan_practice(plan);
    int split, minutes = minutes_of_week(plan, person, first, last, &split);

    print_padded(out, ipso_practice_practitioner(practice, person)->name, NAME_WIDTH - 1);
    fputc(' ', out);
    for (int day = first; day < last; day++)
        print_duty_cell(out, plan, person, day, 0);
    fprintf(out, "%3d:%02d\n", minutes / 60, minutes % 60);
    if (split) {
        print_padded(out, "", NAME_WIDTH);
        for (int day = first; day < last; day++)
            print_duty_cell(out, plan, person, day, 1);
        fputc('\n', out);
    }
    if (ipso_practice_site_count(practice) > 1 && minutes > 0) {
        print_padded(out, "", NAME_WIDTH);
        for (int day = first; day < last; day++)
            print_site_cell(out, plan, person, day);
        fputc('\n', out);
    }
}

static void print_week_head(FILE *out, const ipso_practice *practice, int first, int last)
{
    print_padded(out, "Roster", NAME_WIDTH);
    for (int day = first; day < last; day++) {
        char text[SHORT_DATE_SIZE + 2];
        char date[SHORT_DATE_SIZE];

        format_short_date(ipso_practice_horizon(practice)->first_day + day, date);
        snprintf(text, sizeof text, "%s%s", date,
                 ipso_practice_is_holiday(practice, day) ? "*" : "");
        print_padded(out, text, CELL_WIDTH + 1);
    }
    fputs(" hours\n", out);
}

static bool works_at(const ipso_plan *plan, int person, int site)
{
    for (int i = 0; i < ipso_plan_assignment_count(plan); i++) {
        const ipso_assignment *work = ipso_plan_assignment(plan, i);

        if (work->practitioner == person &&
            ipso_practice_duty(ipso_plan_practice(plan), work->duty)->site == site)
            return true;
    }
    return false;
}

static bool is_shown(const ipso_plan *plan, const show_filter *filter, int person)
{
    if (filter->practitioner != IPSO_ANY && filter->practitioner != person)
        return false;
    return filter->site == IPSO_ANY || works_at(plan, person, filter->site);
}

void show_roster(FILE *out, const ipso_plan *plan, const show_filter *filter)
{
    const ipso_practice *practice = ipso_plan_practice(plan);
    int days = ipso_practice_horizon(practice)->days;
    bool holiday = false;
    int last;

    for (int first = 0; first < days; first = last) {
        ipso_date date = ipso_practice_horizon(practice)->first_day + first;

        last = first + WEEK_DAYS - ipso_date_weekday(date);
        last = last < days ? last : days;
        print_week_head(out, practice, first, last);
        for (int person = 0; person < ipso_practice_practitioner_count(practice); person++)
            if (is_shown(plan, filter, person))
                print_person(out, plan, person, first, last);
        for (int day = first; day < last; day++)
            holiday |= ipso_practice_is_holiday(practice, day);
        fputc('\n', out);
    }
    if (holiday)
        fputs("* public holiday\n\n", out);
}
