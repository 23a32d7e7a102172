/* The agenda of a day: one block per practitioner, one line per slot.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "show.h"

#include <string.h>

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

    if (ipso_practice_is_holiday(practice, slot->day))
        return extended->holidays;
    if ((weekday == 5 && extended->saturdays) || (weekday == 6 && extended->sundays))
        return true;
    return slot->start_min < extended->before_min ||
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

static void print_slot(FILE *out, const ipso_practice *practice, const ipso_slot *slot)
{
    char start[IPSO_TIME_SIZE];

    ipso_time_format(slot->start_min, start);
    fprintf(out, "  %s%c %3d min  ", start, is_extended(practice, slot) ? '+' : ' ',
            slot->length_min);
    print_padded(out, ipso_practice_type(practice, slot->type)->name, 22);
    fputc(' ', out);
    print_padded(out, mode_name(slot->mode), 5);
    print_use(out, practice, slot);
    if (slot->travel_min > 0)
        fprintf(out, ", then %d min of travel", slot->travel_min);
    fputc('\n', out);
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
    char date[SHORT_DATE_SIZE];

    format_short_date(ipso_practice_horizon(practice)->first_day + day, date);
    print_heading(out, "Agenda of %s%s   (+ extended hours)\n\n", date,
                  ipso_practice_is_holiday(practice, day) ? ", public holiday" : "");
    for (int person = 0; person < ipso_practice_practitioner_count(practice); person++) {
        if ((filter->practitioner != IPSO_ANY && filter->practitioner != person) ||
            !works_on(plan, person, day, filter->site))
            continue;
        print_duties(out, plan, person, day);
        for (int i = 0; i < ipso_plan_slot_count(plan); i++) {
            const ipso_slot *slot = ipso_plan_slot(plan, i);

            if (slot->practitioner == person && slot->day == day)
                print_slot(out, practice, slot);
        }
        fputc('\n', out);
    }
}
