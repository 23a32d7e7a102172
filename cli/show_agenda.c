/* The agenda of a day: one block per practitioner, one line per slot.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "show.h"

#include <string.h>

#define MAX_TYPE_WIDTH 28

static const char *mode_name(unsigned mode)
{
    return mode == IPSO_MODE_TELE ? "tele" : mode == IPSO_MODE_HOME ? "home" : "";
}

/* Whether a slot touches extended hours. */
static bool is_extended(const ipso_practice *practice, const ipso_slot *slot)
{
    const ipso_extended *extended = ipso_practice_extended(practice);
    ipso_date date = ipso_practice_horizon(practice)->first_day + slot->day;
    int weekday = ipso_date_weekday(date);

    bool whole_day = (weekday == 5 && extended->saturdays) || (weekday == 6 && extended->sundays);

    if (ipso_practice_is_holiday(practice, slot->day))
        whole_day = extended->holidays;
    return whole_day || slot->start_min < extended->before_min ||
           slot->start_min + slot->length_min + slot->travel_min > extended->after_min;
}

static void print_use(FILE *out, const ipso_practice *practice, const ipso_slot *slot)
{
    if (slot->use == IPSO_SLOT_BOOKED) {
        const ipso_request *request = ipso_practice_request(practice, slot->request);

        fprintf(out, "%s (%s)", request->patient, request->id);
        if (request->practitioner != IPSO_ANY && request->practitioner != slot->practitioner)
            fprintf(out, ", patient of %s",
                    ipso_practice_practitioner(practice, request->practitioner)->name);
    } else if (slot->use == IPSO_SLOT_FIXED) {
        const ipso_fixed *fixed = ipso_practice_fixed(practice, slot->fixed);

        fprintf(out, "%s (%s), fixed", fixed->patient, fixed->id);
    } else if (slot->use == IPSO_SLOT_HELD) {
        fputs("held for a request", out);
    } else if (slot->demand == IPSO_ANY) {
        fputs("open: asked for each week", out);
    } else {
        bool acute = ipso_practice_type(practice, slot->type)->care == IPSO_CARE_ACUTE;

        fputs(acute ? "open: acute" : "open", out);
    }
}

static void print_slot(FILE *out, const ipso_practice *practice, const ipso_slot *slot,
                       int type_width)
{
    char start[IPSO_TIME_SIZE], length[24];
    table_line line = {out, 0};

    ipso_time_format(slot->start_min, start);
    snprintf(length, sizeof length, "%s%c %3d min", start, is_extended(practice, slot) ? '+' : ' ',
             slot->length_min);
    put_cell(&line, "", 1);
    put_cell(&line, length, 15);
    put_cell(&line, ipso_practice_type(practice, slot->type)->name, type_width);
    put_cell(&line, mode_name(slot->mode), 4);
    put_cell(&line, "", 0);
    fprintf(out, "%*s", line.blanks, "");
    print_use(out, practice, slot);
    if (slot->travel_min > 0)
        fprintf(out, ", then %d min of travel", slot->travel_min);
    fputc('\n', out);
}

static void print_away(FILE *out, const show_away *away)
{
    char start[IPSO_TIME_SIZE];

    ipso_time_format(away->start_min, start);
    fprintf(out, "  %s  %3d min  (%s)\n", start, away->end_min - away->start_min, away->name);
}

/* Slots and other time, by start. */
static void print_day(FILE *out, const ipso_plan *plan, int person, int day, int type_width)
{
    show_away away = {.start_min = -1};
    bool more = show_next_away(plan, person, day, &away);

    for (int i = 0; i < ipso_plan_slot_count(plan); i++) {
        const ipso_slot *slot = ipso_plan_slot(plan, i);

        if (slot->practitioner != person || slot->day != day)
            continue;
        for (; more && away.start_min <= slot->start_min;
             more = show_next_away(plan, person, day, &away))
            print_away(out, &away);
        print_slot(out, ipso_plan_practice(plan), slot, type_width);
    }
    for (; more; more = show_next_away(plan, person, day, &away))
        print_away(out, &away);
}

/* Columns for the names of the types. */
static int width_of_types(const ipso_practice *practice)
{
    int width = 8;

    for (int i = 0; i < ipso_practice_type_count(practice); i++) {
        int columns = text_columns(ipso_practice_type(practice, i)->name);

        if (columns > width)
            width = columns < MAX_TYPE_WIDTH ? columns : MAX_TYPE_WIDTH;
    }
    return width;
}

static void print_duties(FILE *out, const ipso_plan *plan, int person, int day)
{
    const ipso_practice *practice = ipso_plan_practice(plan);

    fputs(ipso_practice_practitioner(practice, person)->name, out);
    for (int i = 0; i < ipso_plan_assignment_count(plan); i++) {
        const ipso_assignment *work = ipso_plan_assignment(plan, i);
        const ipso_duty *duty = ipso_practice_duty(practice, work->duty);
        char start[IPSO_TIME_SIZE], end[IPSO_TIME_SIZE];

        if (work->practitioner != person || work->day != day)
            continue;
        ipso_time_format(duty->start_min, start);
        ipso_time_format(duty->end_min, end);
        fprintf(out, ", %s-%s %s", start, end,
                duty->site == IPSO_ANY ? "remote" : ipso_practice_site(practice, duty->site)->name);
    }
    fputc('\n', out);
}

static bool works_on(const ipso_plan *plan, int person, int day, int site)
{
    for (int i = 0; i < ipso_plan_assignment_count(plan); i++) {
        const ipso_assignment *work = ipso_plan_assignment(plan, i);
        int at = ipso_practice_duty(ipso_plan_practice(plan), work->duty)->site;

        if (work->practitioner == person && work->day == day && (site == IPSO_ANY || site == at))
            return true;
    }
    return false;
}

static int first_worked_day(const ipso_plan *plan)
{
    int first = 0;

    for (int i = 0; i < ipso_plan_assignment_count(plan); i++) {
        int day = ipso_plan_assignment(plan, i)->day;

        if (i == 0 || day < first)
            first = day;
    }
    return first;
}

void show_agenda(FILE *out, const ipso_plan *plan, const show_filter *filter)
{
    const ipso_practice *practice = ipso_plan_practice(plan);
    int day = filter->day != IPSO_ANY ? filter->day : first_worked_day(plan);
    int type_width = width_of_types(practice);
    char date[LONG_DATE_SIZE];

    format_long_date(ipso_practice_horizon(practice)->first_day + day, date);
    print_heading(out, "Agenda of %s%s   (+ extended hours)\n\n", date,
                  ipso_practice_is_holiday(practice, day) ? ", public holiday" : "");
    for (int person = 0; person < ipso_practice_practitioner_count(practice); person++) {
        if ((filter->practitioner != IPSO_ANY && filter->practitioner != person) ||
            !works_on(plan, person, day, filter->site))
            continue;
        print_duties(out, plan, person, day);
        print_day(out, plan, person, day, type_width);
        fputc('\n', out);
    }
}
