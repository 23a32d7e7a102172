/* The roster as a grid: a row per person, a column per day, a block per week.
 *
 * Days of a week on which nobody works have no column, so that most weeks fit 100 columns. A name
 * too long for its column goes on in the lines below.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "show.h"

#include <string.h>

#define MIN_NAME_WIDTH 8
#define MAX_NAME_WIDTH 20
#define CELL_WIDTH     11
#define HOURS_WIDTH    7
#define WEEK_DAYS      7

/* The days of one week that are shown. */
typedef struct week_grid {
    int days[WEEK_DAYS];
    int count;
    int first, last; /* of the week within the horizon, last excluded */
    int name_width;
} week_grid;

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

static void put_duty(table_line *line, const ipso_plan *plan, int person, int day, int n)
{
    const ipso_practice *practice = ipso_plan_practice(plan);
    const ipso_assignment *work = find_assignment(plan, person, day, n);
    ipso_date date = ipso_practice_horizon(practice)->first_day + day;
    char start[IPSO_TIME_SIZE], end[IPSO_TIME_SIZE], text[2 * IPSO_TIME_SIZE + 2];

    if (work == NULL) {
        const ipso_practitioner *someone = ipso_practice_practitioner(practice, person);

        put_cell(line, n > 0 ? "" : on_leave(someone, date) ? "leave" : "-", CELL_WIDTH);
        return;
    }
    ipso_time_format(ipso_practice_duty(practice, work->duty)->start_min, start);
    ipso_time_format(ipso_practice_duty(practice, work->duty)->end_min, end);
    snprintf(text, sizeof text, "%s-%s", start, end);
    put_cell(line, text, CELL_WIDTH);
}

static void put_site(table_line *line, const ipso_plan *plan, int person, int day)
{
    const ipso_practice *practice = ipso_plan_practice(plan);
    const ipso_assignment *work = find_assignment(plan, person, day, 0);
    const char *name = "";

    if (work != NULL) {
        int site = ipso_practice_duty(practice, work->duty)->site;

        name = site == IPSO_ANY ? "(remote)" : ipso_practice_site(practice, site)->name;
    }
    put_cell(line, name, CELL_WIDTH);
}

/* What a person does in a week. */
typedef struct week_work {
    int minutes;
    bool split, leave;
} week_work;

static week_work work_of_week(const ipso_plan *plan, int person, const week_grid *week)
{
    const ipso_practice *practice = ipso_plan_practice(plan);
    ipso_date first = ipso_practice_horizon(practice)->first_day;
    week_work work = {0, false, false};

    for (int day = week->first; day < week->last; day++) {
        const ipso_assignment *duty;

        for (int n = 0; (duty = find_assignment(plan, person, day, n)) != NULL; n++) {
            work.minutes += worked_minutes(ipso_practice_duty(practice, duty->duty));
            work.split |= n > 0;
        }
        work.leave |= on_leave(ipso_practice_practitioner(practice, person), first + day);
    }
    return work;
}

/* '+' above the hours agreed for the week, '-' below them, ' ' within; a week cut by leave or by
 * the horizon is not judged to be too short. */
static char hours_mark(const ipso_practitioner *person, const week_grid *week,
                       const week_work *work)
{
    const ipso_limit *agreed = &person->rules.week_minutes;
    int minutes = work->minutes + (week->first == 0 ? person->history.week_minutes : 0);
    bool whole = week->last - week->first == WEEK_DAYS && !work->leave;

    if (minutes > agreed->max)
        return '+';
    return whole && minutes < agreed->min ? '-' : ' ';
}

/* A person's row: duties and hours; second duties of split days; sites; what is left of the name.
 * Answers the mark of the hours. */
static char print_person(FILE *out, const ipso_plan *plan, int person, const week_grid *week)
{
    const ipso_practice *practice = ipso_plan_practice(plan);
    const ipso_practitioner *someone = ipso_practice_practitioner(practice, person);
    week_work work = work_of_week(plan, person, week);
    bool split = work.split, sites = ipso_practice_site_count(practice) > 1 && work.minutes > 0;
    char mark = hours_mark(someone, week, &work), hours[24];
    table_line line = {out, 0};
    const char *name = someone->name;

    put_wrapped(&line, &name, week->name_width);
    for (int i = 0; i < week->count; i++)
        put_duty(&line, plan, person, week->days[i], 0);
    snprintf(hours, sizeof hours, "%3d:%02d%.*s", work.minutes / 60, work.minutes % 60, mark != ' ',
             &mark);
    put_cell(&line, hours, HOURS_WIDTH);
    end_line(&line);
    while (split || sites || *name != '\0') {
        put_wrapped(&line, &name, week->name_width);
        for (int i = 0; (split || sites) && i < week->count; i++) {
            if (split)
                put_duty(&line, plan, person, week->days[i], 1);
            else
                put_site(&line, plan, person, week->days[i]);
        }
        end_line(&line);
        sites = sites && split;
        split = false;
    }
    return mark;
}

static int heads_of_day(const ipso_plan *plan, int day)
{
    int heads = 0;

    for (int person = 0; person < ipso_practice_practitioner_count(ipso_plan_practice(plan));
         person++)
        heads += find_assignment(plan, person, day, 0) != NULL;
    return heads;
}

static void print_heads(FILE *out, const ipso_plan *plan, const week_grid *week)
{
    table_line line = {out, 0};
    char text[16];

    put_cell(&line, "on duty", week->name_width);
    for (int i = 0; i < week->count; i++) {
        snprintf(text, sizeof text, "%d", heads_of_day(plan, week->days[i]));
        put_cell(&line, text, CELL_WIDTH);
    }
    end_line(&line);
}

/* The days of the week without a column. */
static void print_idle_days(FILE *out, const ipso_practice *practice, const week_grid *week)
{
    int next = 0;
    bool any = false;

    for (int day = week->first; day < week->last; day++) {
        char date[SHORT_DATE_SIZE];

        if (next < week->count && week->days[next] == day) {
            next++;
            continue;
        }
        format_short_date(ipso_practice_horizon(practice)->first_day + day, date);
        fprintf(out, "%s%s", any ? ", " : "nobody on duty: ", date);
        any = true;
    }
    if (any)
        fputc('\n', out);
}

static void print_week_head(FILE *out, const ipso_practice *practice, const week_grid *week)
{
    table_line line = {out, 0};

    put_cell(&line, "Roster", week->name_width);
    for (int i = 0; i < week->count; i++) {
        char text[SHORT_DATE_SIZE + 2], date[SHORT_DATE_SIZE];

        format_short_date(ipso_practice_horizon(practice)->first_day + week->days[i], date);
        snprintf(text, sizeof text, "%s%s", date,
                 ipso_practice_is_holiday(practice, week->days[i]) ? "*" : "");
        put_cell(&line, text, CELL_WIDTH);
    }
    put_cell(&line, " hours", HOURS_WIDTH);
    end_line(&line);
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

/* The week that begins at a day of the horizon, with the days on which somebody works; with all of
 * them when nobody does. */
static week_grid week_from(const ipso_plan *plan, int first)
{
    const ipso_practice *practice = ipso_plan_practice(plan);
    const ipso_horizon *horizon = ipso_practice_horizon(practice);
    int last = first + WEEK_DAYS - ipso_date_weekday(horizon->first_day + first);
    week_grid made = {.first = first, .last = last < horizon->days ? last : horizon->days};
    bool idle = true;

    for (int day = first; day < made.last; day++)
        idle = idle && heads_of_day(plan, day) == 0;
    for (int day = first; day < made.last; day++)
        if (idle || heads_of_day(plan, day) > 0)
            made.days[made.count++] = day;
    made.name_width = MIN_NAME_WIDTH;
    for (int person = 0; person < ipso_practice_practitioner_count(practice); person++) {
        int columns = text_columns(ipso_practice_practitioner(practice, person)->name);

        if (columns > made.name_width)
            made.name_width = columns < MAX_NAME_WIDTH ? columns : MAX_NAME_WIDTH;
    }
    return made;
}

static void print_legend(FILE *out, bool holiday, bool above, bool below)
{
    if (holiday)
        fputs("* public holiday\n", out);
    if (above)
        fputs("+ more hours than agreed for the week\n", out);
    if (below)
        fputs("- fewer hours than agreed for the week\n", out);
    if (holiday || above || below)
        fputc('\n', out);
}

void show_roster(FILE *out, const ipso_plan *plan, const show_filter *filter)
{
    const ipso_practice *practice = ipso_plan_practice(plan);
    bool alone = filter->practitioner != IPSO_ANY || filter->site != IPSO_ANY;
    bool holiday = false, above = false, below = false;
    week_grid week;

    for (int first = 0; first < ipso_practice_horizon(practice)->days; first = week.last) {
        week = week_from(plan, first);
        print_week_head(out, practice, &week);
        for (int person = 0; person < ipso_practice_practitioner_count(practice); person++) {
            char mark = ' ';

            if (is_shown(plan, filter, person))
                mark = print_person(out, plan, person, &week);
            above |= mark == '+';
            below |= mark == '-';
        }
        if (!alone && ipso_practice_practitioner_count(practice) > 1)
            print_heads(out, plan, &week);
        print_idle_days(out, practice, &week);
        for (int i = 0; i < week.count; i++)
            holiday |= ipso_practice_is_holiday(practice, week.days[i]);
        fputc('\n', out);
    }
    print_legend(out, holiday, above, below);
}
