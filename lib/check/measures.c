/* The measures of a plan.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "check/checking.h"

#include <math.h>

static double share(double part, double whole)
{
    return whole > 0 ? part / whole : NAN;
}

static void measure_duties(const ipso__checking *checking, ipso_measures *measures)
{
    for (int i = 0; i < ipso_plan_assignment_count(checking->plan); i++)
        measures->duty_min += ipso__check_duty_minutes(ipso__check_worked_duty(checking, i));
    for (size_t i = 0; i < checking->session_count; i++)
        measures->consulting_min += checking->sessions[i].end_min - checking->sessions[i].start_min;
}

/* Counts and minutes of slots, and the sums that means are made of. */
typedef struct slot_sums {
    int64_t length_min, extended_min, extended_acute_min;
    double overrun_min;
} slot_sums;

static void measure_slot(const ipso__checking *checking, int index, ipso_measures *measures,
                         slot_sums *sums)
{
    const ipso_slot *slot = ipso_plan_slot(checking->plan, index);
    bool acute = ipso_practice_type(checking->practice, slot->type)->care == IPSO_CARE_ACUTE;
    bool taken = slot->use == IPSO_SLOT_BOOKED || slot->use == IPSO_SLOT_FIXED;
    int width = ipso__check_slot_width(slot);
    int extended =
        ipso__check_extended_minutes(checking, slot->day, slot->start_min, slot->start_min + width);

    measures->slots++;
    measures->offered_min += width;
    measures->booked += taken;
    measures->booked_min += taken ? width : 0;
    measures->open_acute += slot->use == IPSO_SLOT_OPEN && acute;
    measures->open_other += slot->use == IPSO_SLOT_OPEN && !acute;
    sums->length_min += slot->length_min;
    sums->overrun_min += checking->overrun_min[index];
    sums->extended_min += extended;
    sums->extended_acute_min += acute ? extended : 0;
}

/* Minutes of a cell's sessions that some slot takes. */
static int64_t taken_minutes(const ipso__checking *checking, int cell)
{
    int64_t taken = 0;
    int busy_until = 0;

    for (int i = checking->first_slot[cell]; i < checking->first_slot[cell + 1]; i++) {
        const ipso_slot *slot = ipso_plan_slot(checking->plan, i);
        int from = slot->start_min > busy_until ? slot->start_min : busy_until;
        int end = slot->start_min + ipso__check_slot_width(slot);
        if (checking->slot_session[i] < 0 || end <= from)
            continue;
        taken += end - from;
        busy_until = end;
    }
    return taken;
}

static void measure_slots(const ipso__checking *checking, ipso_measures *measures)
{
    int cells = checking->practitioners * checking->days;
    slot_sums sums = {0};
    int64_t taken = 0;

    for (int i = 0; i < ipso_plan_slot_count(checking->plan); i++)
        measure_slot(checking, i, measures, &sums);
    for (int cell = 0; cell < cells; cell++)
        taken += taken_minutes(checking, cell);
    measures->booked_fill = share((double)measures->booked_min, (double)measures->offered_min);
    measures->offered_share =
        share((double)measures->offered_min, (double)measures->consulting_min);
    measures->idle_min_share =
        share((double)(measures->consulting_min - taken), (double)measures->consulting_min);
    measures->minutes_per_patient = share((double)sums.length_min, measures->slots);
    measures->overrun_min_per_patient = share(sums.overrun_min, measures->slots);
    measures->extended_acute_share =
        share((double)sums.extended_acute_min, (double)sums.extended_min);
}

static void measure_requests(const ipso__checking *checking, ipso_measures *measures)
{
    int with_own = 0, own = 0;
    int64_t wait = 0;

    measures->requests = ipso_practice_request_count(checking->practice);
    for (int r = 0; r < measures->requests; r++) {
        const ipso_request *request = ipso_practice_request(checking->practice, r);
        const ipso_slot *slot;
        if (checking->request_slot[r] < 0)
            continue;
        slot = ipso_plan_slot(checking->plan, checking->request_slot[r]);
        measures->placed++;
        wait += ipso__check_wait_days(checking, request, slot);
        with_own += request->practitioner != IPSO_ANY;
        own += slot->practitioner == request->practitioner;
    }
    measures->own_practitioner_share = share(own, with_own);
    measures->wait_days_mean = share((double)wait, measures->placed);
}

/* Forecast acute patients, and those expected to find one of the group's slots. */
static void measure_acute(const ipso__checking *checking, ipso_measures *measures)
{
    double met = 0;

    for (int d = 0; d < ipso_practice_demand_count(checking->practice); d++) {
        const ipso_demand *demand = ipso_practice_demand(checking->practice, d);
        size_t first = checking->first_tail[d], past = checking->first_tail[d + 1];
        if (ipso_practice_type(checking->practice, demand->type)->care != IPSO_CARE_ACUTE)
            continue;
        for (int t = 0; t < checking->days; t++) {
            size_t met_until;
            if (!ipso_practice_day_matches(checking->practice, &demand->days, t))
                continue;
            met_until = first + (size_t)checking->group_slots[d * checking->days + t];
            for (size_t j = first; j < past; j++) {
                measures->acute_expected += checking->tails[j];
                met += j < met_until ? checking->tails[j] : 0;
            }
        }
    }
    measures->acute_met_share = share(met, measures->acute_expected);
}

void ipso__check_measure(ipso__checking *checking)
{
    ipso_measures *measures = &checking->report->measures;

    measure_duties(checking, measures);
    measure_slots(checking, measures);
    measure_requests(checking, measures);
    measure_acute(checking, measures);
}
