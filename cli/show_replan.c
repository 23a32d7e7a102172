/* What a replan did, for people: duties, calls to make, moves, each under its reason.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "replan_options.h"

#include <string.h>

static const char *name_of(const ipso_practice *practice, int practitioner)
{
    return ipso_practice_practitioner(practice, practitioner)->name;
}

/* "Mon 23 Nov 08:30" */
static void print_moment(FILE *out, const ipso_practice *practice, const ipso_slot *slot)
{
    char date[SHORT_DATE_SIZE], time[IPSO_TIME_SIZE];

    format_short_date(ipso_practice_horizon(practice)->first_day + slot->day, date);
    ipso_time_format(slot->start_min, time);
    fprintf(out, "%s %s", date, time);
}

/* " with Dr Rey", and where, when that is not where it was. */
static void print_place(FILE *out, const ipso_practice *practice, const ipso_slot *to,
                        const ipso_slot *from)
{
    fputs("-> ", out);
    print_moment(out, practice, to);
    if (to->practitioner != from->practitioner)
        fprintf(out, " with %s", name_of(practice, to->practitioner));
    if (to->site != from->site && to->site != IPSO_ANY)
        fprintf(out, " at %s", ipso_practice_site(practice, to->site)->name);
    if (to->mode == IPSO_MODE_TELE && from->mode != IPSO_MODE_TELE)
        fputs(" by teleconsultation", out);
}

static void print_person(FILE *out, const char *patient, const char *id)
{
    fprintf(out, "  %s", patient);
    if (strcmp(patient, id) != 0)
        fprintf(out, " (%s)", id);
}

static void show_totals(FILE *out, const ipso_replan *replan)
{
    const ipso_replan_totals *t = ipso_replan_summary(replan);

    fprintf(out, "%d of %d appointments touched: %d moved, %d %s to make\n", t->touched, t->booked,
            t->moved, t->calls, t->calls == 1 ? "call" : "calls");
    fprintf(out, "%d of the other appointments moved, of %d that might\n", t->others_moved,
            t->others_most);
    if (t->requests > 0)
        fprintf(out, "%d of %d requests without a place found one\n", t->requests_placed,
                t->requests);
    if (t->violations > 0)
        fprintf(out, "%d hard rules were broken before and still are: ipsosched check names them\n",
                t->violations);
    fprintf(out, "cost %lld points, proven not to go below %lld\n", (long long)t->cost,
            (long long)t->bound);
}

static void show_duties(FILE *out, const ipso_replan *replan)
{
    const ipso_practice *practice = ipso_replan_practice(replan);

    if (ipso_replan_duty_change_count(replan) == 0)
        return;
    fputc('\n', out);
    print_heading(out, "Duties\n");
    for (int i = 0; i < ipso_replan_duty_change_count(replan); i++) {
        const ipso_duty_change *change = ipso_replan_duty_change(replan, i);
        char date[SHORT_DATE_SIZE];

        format_short_date(ipso_practice_horizon(practice)->first_day + change->day, date);
        fprintf(out, "  %s  %s %s %s: %s\n", date, name_of(practice, change->practitioner),
                change->added ? "works" : "no longer works",
                ipso_practice_duty(practice, change->duty)->id, change->reason);
    }
}

static void show_calls(FILE *out, const ipso_replan *replan)
{
    const ipso_practice *practice = ipso_replan_practice(replan);

    if (ipso_replan_call_count(replan) == 0)
        return;
    fputc('\n', out);
    print_heading(out, "Calls to make\n");
    for (int i = 0; i < ipso_replan_call_count(replan); i++) {
        const ipso_call *call = ipso_replan_call(replan, i);

        print_person(out, call->patient, call->id);
        fputs(", ", out);
        print_moment(out, practice, &call->from);
        fprintf(out, " with %s, %s\n    %s; %s\n", name_of(practice, call->from.practitioner),
                ipso_practice_type(practice, call->from.type)->name, call->reason,
                call->unsuited ? "other times are free, but none that the patient accepts"
                               : ipso_unplaced_text(call->why));
    }
}

static void show_moves(FILE *out, const ipso_replan *replan)
{
    const ipso_practice *practice = ipso_replan_practice(replan);
    const char *reason = "";

    if (ipso_replan_move_count(replan) == 0)
        return;
    fputc('\n', out);
    print_heading(out, "Moves\n");
    for (int i = 0; i < ipso_replan_move_count(replan); i++) {
        const ipso_move *move = ipso_replan_move(replan, i);

        if (strcmp(reason, move->reason) != 0)
            fprintf(out, "  %s\n", move->reason);
        reason = move->reason;
        fputs("  ", out);
        print_person(out, move->patient, move->id);
        fputs(", ", out);
        print_moment(out, practice, &move->from);
        if (!move->touched)
            fprintf(out, " with %s", name_of(practice, move->from.practitioner));
        fputc(' ', out);
        print_place(out, practice, &move->to, &move->from);
        fprintf(out, ", %lld points\n", (long long)move->points);
    }
}

void show_replan(FILE *out, const ipso_replan *replan)
{
    show_totals(out, replan);
    show_duties(out, replan);
    show_calls(out, replan);
    show_moves(out, replan);
}
