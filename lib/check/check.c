/* Check: prepares the plan, runs the rules of the stages that ran, and orders the findings.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "check/checking.h"

#include <stdlib.h>
#include <string.h>

/* ---- helpers of the rules ---- */

const ipso_duty *ipso__check_worked_duty(const ipso__checking *checking, int assignment)
{
    return ipso_practice_duty(checking->practice,
                              ipso_plan_assignment(checking->plan, assignment)->duty);
}

bool ipso__check_works(const ipso__checking *checking, int practitioner, int day)
{
    const int *first = &checking->first_work[ipso__check_cell(checking, practitioner, day)];

    return first[1] > first[0];
}

int ipso__check_duty_minutes(const ipso_duty *duty)
{
    int minutes = duty->end_min - duty->start_min;

    for (size_t i = 0; i < duty->break_count; i++)
        minutes -= duty->breaks[i].end_min - duty->breaks[i].start_min;
    return minutes;
}

bool ipso__check_duty_spans(const ipso_duty *duty, int start_min, int end_min)
{
    return duty->start_min <= start_min && duty->end_min >= end_min;
}

bool ipso__check_same_text(const char *a, const char *b)
{
    return a != NULL && b != NULL && strcmp(a, b) == 0;
}

int ipso__check_common_minutes(int a0, int a1, int b0, int b1)
{
    int from = a0 > b0 ? a0 : b0, to = a1 < b1 ? a1 : b1;

    return to > from ? to - from : 0;
}

int ipso__check_extended_minutes(const ipso__checking *checking, int day, int start_min,
                                 int end_min)
{
    const int *edge = checking->day[day].extended;

    if (edge[0] >= edge[1])
        return end_min - start_min;
    return ipso__check_common_minutes(start_min, end_min, 0, edge[0]) +
           ipso__check_common_minutes(start_min, end_min, edge[1], IPSO_DAY_MIN);
}

int ipso__check_slot_width(const ipso_slot *slot)
{
    return slot->length_min + slot->travel_min;
}

int ipso__check_days_present(const ipso__checking *checking, int practitioner, int first, int past)
{
    int days = 0;

    for (int t = first; t < past; t++)
        days += !checking->leave[ipso__check_cell(checking, practitioner, t)];
    return days;
}

int64_t ipso__check_nearest(double value)
{
    return (int64_t)(value + 0.5);
}

/* ---- preparation ---- */

/* Where the extended minutes of a day end in the morning and begin again; all day when the first is
 * not before the second. */
static void find_extended(const ipso_extended *extended, ipso__checking_day *day)
{
    bool whole = day->holiday ? extended->holidays
                              : (day->weekday == 5 && extended->saturdays) ||
                                    (day->weekday == 6 && extended->sundays);

    day->extended[0] = whole ? IPSO_DAY_MIN : extended->before_min;
    day->extended[1] = whole ? 0 : extended->after_min;
}

static void find_days(ipso__checking *checking)
{
    const ipso_horizon *horizon = ipso_practice_horizon(checking->practice);
    int before = ipso_date_weekday(horizon->first_day);

    for (int t = 0; t < checking->days; t++) {
        ipso__checking_day *day = &checking->day[t];
        day->date = horizon->first_day + t;
        day->holiday = ipso_practice_is_holiday(checking->practice, t);
        day->weekday = (before + t) % 7;
        day->week = (before + t) / 7;
        find_extended(ipso_practice_extended(checking->practice), day);
    }
    checking->weeks = checking->day[checking->days - 1].week + 1;
}

static void find_leave(ipso__checking *checking)
{
    for (int p = 0; p < checking->practitioners; p++) {
        const ipso_practitioner *person = ipso_practice_practitioner(checking->practice, p);
        for (size_t i = 0; i < person->leave_count; i++)
            for (int t = 0; t < checking->days; t++)
                if (checking->day[t].date >= person->leave[i].first &&
                    checking->day[t].date <= person->leave[i].last)
                    checking->leave[ipso__check_cell(checking, p, t)] = true;
    }
}

/* Turns counts per cell, counted at cell + 1, into the index of each cell's first. */
static void add_up(int *first, int cells)
{
    for (int c = 0; c < cells; c++)
        first[c + 1] += first[c];
}

static void find_cells(ipso__checking *checking)
{
    int cells = checking->practitioners * checking->days;

    for (int i = 0; i < ipso_plan_assignment_count(checking->plan); i++) {
        const ipso_assignment *work = ipso_plan_assignment(checking->plan, i);
        checking->first_work[ipso__check_cell(checking, work->practitioner, work->day) + 1]++;
    }
    for (int i = 0; i < ipso_plan_slot_count(checking->plan); i++) {
        const ipso_slot *slot = ipso_plan_slot(checking->plan, i);
        checking->first_slot[ipso__check_cell(checking, slot->practitioner, slot->day) + 1]++;
    }
    add_up(checking->first_work, cells);
    add_up(checking->first_slot, cells);
}

static bool make_room(ipso__checking *checking)
{
    ipso__arena *arena = &checking->arena;
    size_t cells = (size_t)checking->practitioners * (size_t)checking->days;
    size_t slots = (size_t)ipso_plan_slot_count(checking->plan);

    checking->day = ipso__arena_alloc(arena, (size_t)checking->days, sizeof *checking->day);
    checking->leave = ipso__arena_alloc(arena, cells, sizeof *checking->leave);
    checking->first_work = ipso__arena_alloc(arena, cells + 1, sizeof *checking->first_work);
    checking->first_slot = ipso__arena_alloc(arena, cells + 1, sizeof *checking->first_slot);
    checking->first_session = ipso__arena_alloc(arena, cells + 1, sizeof *checking->first_session);
    checking->slot_session = ipso__arena_alloc(arena, slots, sizeof *checking->slot_session);
    checking->overrun_min = ipso__arena_alloc(arena, slots, sizeof *checking->overrun_min);
    checking->request_slot =
        ipso__arena_alloc(arena, (size_t)ipso_practice_request_count(checking->practice),
                          sizeof *checking->request_slot);
    checking->group_slots = ipso__arena_alloc(
        arena, (size_t)ipso_practice_demand_count(checking->practice) * (size_t)checking->days,
        sizeof *checking->group_slots);
    checking->first_tail =
        ipso__arena_alloc(arena, (size_t)ipso_practice_demand_count(checking->practice) + 1,
                          sizeof *checking->first_tail);
    return checking->first_tail != NULL && checking->group_slots != NULL && checking->day != NULL &&
           checking->leave != NULL && checking->first_work != NULL &&
           checking->first_slot != NULL && checking->first_session != NULL &&
           checking->slot_session != NULL && checking->overrun_min != NULL &&
           checking->request_slot != NULL;
}

/* The class of patients that a slot is for, IPSO_ANY when unknown. */
int ipso__check_slot_class(const ipso__checking *checking, const ipso_slot *slot)
{
    if (slot->use == IPSO_SLOT_OPEN && slot->demand != IPSO_ANY)
        return ipso_practice_demand(checking->practice, slot->demand)->patient_class;
    if (slot->use == IPSO_SLOT_BOOKED && slot->request != IPSO_ANY)
        return ipso_practice_request(checking->practice, slot->request)->patient_class;
    if (slot->use == IPSO_SLOT_FIXED && slot->fixed != IPSO_ANY)
        return ipso_practice_fixed(checking->practice, slot->fixed)->patient_class;
    return IPSO_ANY;
}

static void find_overruns(ipso__checking *checking)
{
    for (int i = 0; i < ipso_plan_slot_count(checking->plan); i++) {
        const ipso_slot *slot = ipso_plan_slot(checking->plan, i);
        double factor = 1;
        ipso_law law = ipso_practice_service_law(checking->practice, slot->type, slot->practitioner,
                                                 ipso__check_slot_class(checking, slot), &factor);
        checking->overrun_min[i] = ipso_law_overrun_min(&law, factor, slot->length_min);
    }
}

static void find_request_slots(ipso__checking *checking)
{
    for (int r = 0; r < ipso_practice_request_count(checking->practice); r++)
        checking->request_slot[r] = -1;
    for (int i = 0; i < ipso_plan_slot_count(checking->plan); i++) {
        const ipso_slot *slot = ipso_plan_slot(checking->plan, i);
        if (slot->use == IPSO_SLOT_BOOKED && slot->request != IPSO_ANY &&
            checking->request_slot[slot->request] < 0)
            checking->request_slot[slot->request] = i;
    }
}

/* Tails are looked at until they are this small. */
#define TAIL_END 1e-12

static bool find_tails(ipso__checking *checking)
{
    int demands = ipso_practice_demand_count(checking->practice);

    for (int d = 0; d < demands; d++) {
        double tail = ipso_practice_demand_tail(checking->practice, d, 1);
        checking->first_tail[d] = checking->tail_count;
        for (int j = 2; tail > TAIL_END; j++) {
            if (!ipso__grow(&checking->tails, &checking->tail_capacity, checking->tail_count + 1,
                            sizeof *checking->tails))
                return false;
            checking->tails[checking->tail_count++] = tail;
            tail = ipso_practice_demand_tail(checking->practice, d, j);
        }
    }
    checking->first_tail[demands] = checking->tail_count;
    return true;
}

static void count_group_slots(ipso__checking *checking)
{
    for (int i = 0; i < ipso_plan_slot_count(checking->plan); i++) {
        const ipso_slot *slot = ipso_plan_slot(checking->plan, i);
        if (slot->use == IPSO_SLOT_OPEN && slot->demand != IPSO_ANY && slot->demand_day >= 0 &&
            slot->demand_day < checking->days)
            checking->group_slots[slot->demand * checking->days + slot->demand_day]++;
    }
}

static bool prepare(ipso__checking *checking, const ipso_plan *plan)
{
    checking->plan = plan;
    checking->practice = ipso_plan_practice(plan);
    checking->practitioners = ipso_practice_practitioner_count(checking->practice);
    checking->days = ipso_practice_horizon(checking->practice)->days;
    checking->sites = ipso_practice_site_count(checking->practice);
    checking->types = ipso_practice_type_count(checking->practice);
    checking->last_stage = ipso_plan_last_stage(plan);
    if (checking->last_stage < 0)
        checking->last_stage = IPSO_STAGE_TIMES;
    checking->report = ipso__calloc(1, sizeof *checking->report);
    if (checking->report == NULL || !make_room(checking))
        return false;
    find_days(checking);
    find_leave(checking);
    find_cells(checking);
    find_overruns(checking);
    find_request_slots(checking);
    count_group_slots(checking);
    return find_tails(checking) && ipso__check_find_sessions(checking);
}

/* ---- the check ---- */

static void run_rules(ipso__checking *checking)
{
    ipso__check_roster_days(checking);
    ipso__check_roster_time(checking);
    ipso__check_cover(checking);
    ipso__check_fair(checking);
    ipso__check_sites(checking);
    ipso__check_consulting(checking);
    if (checking->last_stage >= IPSO_STAGE_SLOTS) {
        ipso__check_slots(checking);
        ipso__check_fixed_kept(checking);
    }
    if (checking->last_stage >= IPSO_STAGE_BOOKINGS)
        ipso__check_bookings(checking);
    ipso__check_times(checking);
}

/* Puts the findings in the order of the rules, keeping the order within each: a counting sort. */
static bool sort_findings(ipso_report *report)
{
    size_t next[IPSO_RULE_COUNT + 1] = {0};
    ipso_finding *sorted = ipso__calloc(report->finding_count, sizeof *sorted);

    if (sorted == NULL)
        return false;
    for (size_t i = 0; i < report->finding_count; i++)
        next[report->findings[i].rule + 1]++;
    for (int rule = 0; rule < IPSO_RULE_COUNT; rule++)
        next[rule + 1] += next[rule];
    for (size_t i = 0; i < report->finding_count; i++)
        sorted[next[report->findings[i].rule]++] = report->findings[i];
    free(report->findings);
    report->findings = sorted;
    report->finding_capacity = report->finding_count;
    return true;
}

ipso_status ipso_check(ipso_report **report, const ipso_plan *plan, ipso_error *err)
{
    ipso__checking checking = {0};
    bool ok;

    if (!ipso_practice_validated(ipso_plan_practice(plan)))
        return ipso__fail(err, IPSO_STATE, "", "the practice is not validated");
    ok = prepare(&checking, plan);
    if (ok) {
        run_rules(&checking);
        ipso__check_measure(&checking);
        ok = !checking.failed && sort_findings(checking.report);
    }
    ipso__arena_finish(&checking.arena);
    free(checking.sessions);
    free(checking.tails);
    if (!ok) {
        ipso_report_free(checking.report);
        return ipso__fail_nomem(err);
    }
    *report = checking.report;
    return IPSO_OK;
}
