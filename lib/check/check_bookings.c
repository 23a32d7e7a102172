/* Rules of the bookings stage: B1 to B9.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "check/checking.h"

#include <stdlib.h>
#include <string.h>

/* ---- B1 ---- */

static bool in_window(const ipso__checking *checking, const ipso_request *request,
                      const ipso_slot *slot)
{
    ipso_date date = checking->day[slot->day].date;

    for (size_t i = 0; i < request->window_count; i++) {
        const ipso_window *window = &request->windows[i];
        if (date >= window->first && date <= window->last && slot->start_min >= window->start_min &&
            slot->start_min + ipso__check_slot_width(slot) <= window->end_min)
            return true;
    }
    return request->window_count == 0;
}

/* Why a slot does not suit its request, or NULL. */
static const char *unfit(const ipso__checking *checking, const ipso_request *request,
                         const ipso_slot *slot)
{
    if (slot->type != request->type)
        return "has a slot of another type";
    if (!ipso__check_length_offered(checking, slot))
        return "has a slot of a length that the type does not have";
    if (!in_window(checking, request, slot))
        return "is outside its windows";
    if (request->site != IPSO_ANY && slot->site != IPSO_ANY && slot->site != request->site)
        return "is at another site";
    if (slot->practitioner != request->practitioner && !request->accepts_others)
        return "is with another practitioner, which it does not accept";
    if (slot->mode == IPSO_MODE_TELE && !request->accepts_tele &&
        ipso_practice_type(checking->practice, request->type)->modes != IPSO_MODE_TELE)
        return "is a teleconsultation, which it does not accept";
    return NULL;
}

/* Request fit (B1): a booked slot suits its request, the only one it has; none is held any more. */
static void check_request_fit(ipso__checking *checking, int index)
{
    const ipso_slot *slot = ipso_plan_slot(checking->plan, index);
    const ipso_request *request;
    const char *why;

    if (slot->use == IPSO_SLOT_HELD ||
        (slot->use == IPSO_SLOT_BOOKED && slot->request == IPSO_ANY)) {
        ipso__check_charge(checking, IPSO_RULE_REQUEST_FIT, IPSO_HARD, 1, "",
                           "a slot of %s on %s at %s is held for no request",
                           ipso__check_say_name(checking, slot->practitioner),
                           ipso__check_say_day(checking, slot->day).text,
                           ipso__check_say_time(slot->start_min).text);
        return;
    }
    if (slot->use != IPSO_SLOT_BOOKED)
        return;
    request = ipso_practice_request(checking->practice, slot->request);
    why = unfit(checking, request, slot);
    if (why == NULL && checking->request_slot[slot->request] != index)
        why = "is booked more than once";
    if (why != NULL)
        ipso__check_charge(checking, IPSO_RULE_REQUEST_FIT, IPSO_HARD, 1,
                           ipso__check_pointer("requests", slot->request).text,
                           "request %s, on %s at %s with %s, %s", request->id,
                           ipso__check_say_day(checking, slot->day).text,
                           ipso__check_say_time(slot->start_min).text,
                           ipso__check_say_name(checking, slot->practitioner), why);
}

/* ---- B2 ---- */

/* Unplaced (B2): a request without a place pays v_1. */
static void check_unplaced(ipso__checking *checking, int index)
{
    const ipso_request *request = ipso_practice_request(checking->practice, index);
    const ipso_type *type = ipso_practice_type(checking->practice, request->type);
    int64_t points = (type->unmet_points * request->priority_percent + 50) / 100;

    if (checking->request_slot[index] < 0)
        ipso__check_pay(
            checking, type->care == IPSO_CARE_ACUTE ? IPSO_RULE_UNPLACED_ACUTE : IPSO_RULE_UNPLACED,
            1, points, ipso__check_pointer("requests", index).text,
            "request %s for %s has no place", request->id, type->name);
}

/* ---- B3 ---- */

/* An appointment of a patient, for sorting. */
typedef struct patient_visit {
    const char *patient;
    int slot, start, end; /* minutes of the horizon */
    bool fixed;
} patient_visit;

static int compare_visits(const void *a, const void *b)
{
    const patient_visit *x = a, *y = b;
    int order = strcmp(x->patient, y->patient);

    if (order == 0)
        order = (x->start > y->start) - (x->start < y->start);
    return order != 0 ? order : (x->slot > y->slot) - (x->slot < y->slot);
}

static size_t list_visits(const ipso__checking *checking, patient_visit *visits)
{
    size_t count = 0;

    for (int i = 0; i < ipso_plan_slot_count(checking->plan); i++) {
        const ipso_slot *slot = ipso_plan_slot(checking->plan, i);
        patient_visit visit = {.slot = i, .start = slot->day * IPSO_DAY_MIN + slot->start_min};
        visit.end = visit.start + ipso__check_slot_width(slot);
        visit.fixed = slot->use == IPSO_SLOT_FIXED;
        if (slot->use == IPSO_SLOT_BOOKED && slot->request != IPSO_ANY)
            visit.patient = ipso_practice_request(checking->practice, slot->request)->patient;
        else if (visit.fixed && slot->fixed != IPSO_ANY)
            visit.patient = ipso_practice_fixed(checking->practice, slot->fixed)->patient;
        if (visit.patient != NULL)
            visits[count++] = visit;
    }
    return count;
}

static void charge_visit(ipso__checking *checking, const patient_visit *visit, int minutes)
{
    const ipso_slot *slot = ipso_plan_slot(checking->plan, visit->slot);

    ipso__check_charge(checking, IPSO_RULE_PATIENT_TWICE, IPSO_HARD, minutes,
                       visit->fixed ? ipso__check_pointer("fixed_appointments", slot->fixed).text
                                    : ipso__check_pointer("requests", slot->request).text,
                       "patient %s is in two places on %s at %s", visit->patient,
                       ipso__check_say_day(checking, slot->day).text,
                       ipso__check_say_time(slot->start_min).text);
}

/* Patient twice (B3): appointments of one patient do not overlap. */
static void check_visits(ipso__checking *checking, const patient_visit *visits, size_t count)
{
    int busy_until = 0;

    for (size_t i = 0; i < count; i++) {
        const patient_visit *visit = &visits[i];
        int end = visit->end < busy_until ? visit->end : busy_until;
        if (i == 0 || strcmp(visits[i - 1].patient, visit->patient) != 0)
            busy_until = 0;
        else if (visit->start < busy_until)
            charge_visit(checking, visit, end - visit->start);
        if (visit->end > busy_until)
            busy_until = visit->end;
    }
}

static void check_patients(ipso__checking *checking)
{
    patient_visit *visits = ipso__arena_alloc(
        &checking->arena, (size_t)ipso_plan_slot_count(checking->plan), sizeof *visits);
    size_t count;

    if (visits == NULL) {
        checking->failed = true;
        return;
    }
    count = list_visits(checking, visits);
    qsort(visits, count, sizeof *visits, compare_visits);
    check_visits(checking, visits, count);
}

/* ---- B4 ---- */

/* Link (B4): a request after another has a place only if that one has, min_gap to max_gap later. */
static void check_link(ipso__checking *checking, int index)
{
    const ipso_request *request = ipso_practice_request(checking->practice, index);
    const ipso_slot *mine, *other;
    ipso__check_words where = ipso__check_pointer("requests", index);
    int64_t gap, off;

    if (request->after == IPSO_ANY || checking->request_slot[index] < 0)
        return;
    if (checking->request_slot[request->after] < 0) {
        ipso__check_charge(checking, IPSO_RULE_LINK, IPSO_HARD, 1, where.text,
                           "request %s has a place but the one it must follow has none",
                           request->id);
        return;
    }
    mine = ipso_plan_slot(checking->plan, checking->request_slot[index]);
    other = ipso_plan_slot(checking->plan, checking->request_slot[request->after]);
    gap = (int64_t)(mine->day - other->day) * IPSO_DAY_MIN + mine->start_min - other->start_min -
          ipso__check_slot_width(other);
    off = gap < request->min_gap_min ? request->min_gap_min - gap : gap - request->max_gap_min;
    ipso__check_charge(
        checking, IPSO_RULE_LINK, IPSO_HARD, off, where.text,
        "request %s starts %lld min after the end of the one it follows, outside %d to %d",
        request->id, (long long)gap, request->min_gap_min, request->max_gap_min);
}

/* ---- B5 ---- */

/* Whether a slot is the fixed appointment as it was given. */
static bool as_given(const ipso__checking *checking, const ipso_slot *slot, const ipso_fixed *fixed)
{
    int travel = fixed->mode == IPSO_MODE_HOME
                     ? ipso_practice_type(checking->practice, fixed->type)->travel_min
                     : 0;

    return slot->practitioner == fixed->practitioner && slot->site == fixed->site &&
           checking->day[slot->day].date == fixed->date && slot->start_min == fixed->start_min &&
           slot->length_min == fixed->length_min && slot->travel_min == travel &&
           slot->type == fixed->type && slot->mode == fixed->mode;
}

static void charge_fixed(ipso__checking *checking, int fixed, const char *why)
{
    ipso__check_charge(checking, IPSO_RULE_FIXED_KEPT, IPSO_HARD, 1,
                       ipso__check_pointer("fixed_appointments", fixed).text,
                       "fixed appointment %s %s",
                       ipso_practice_fixed(checking->practice, fixed)->id, why);
}

/* Fixed kept (B5): every fixed appointment of the horizon is in the plan, once, as it was given. */
void ipso__check_fixed_kept(ipso__checking *checking)
{
    int count = ipso_practice_fixed_count(checking->practice);
    int *seen = ipso__arena_alloc(&checking->arena, (size_t)count, sizeof *seen);

    if (seen == NULL) {
        checking->failed = true;
        return;
    }
    for (int i = 0; i < ipso_plan_slot_count(checking->plan); i++) {
        const ipso_slot *slot = ipso_plan_slot(checking->plan, i);
        if (slot->use != IPSO_SLOT_FIXED)
            continue;
        if (slot->fixed == IPSO_ANY) {
            ipso__check_charge(checking, IPSO_RULE_FIXED_KEPT, IPSO_HARD, 1, "",
                               "a slot of %s on %s is of no fixed appointment",
                               ipso__check_say_name(checking, slot->practitioner),
                               ipso__check_say_day(checking, slot->day).text);
            continue;
        }
        if (seen[slot->fixed]++ > 0)
            charge_fixed(checking, slot->fixed, "is there twice");
        else if (!as_given(checking, slot, ipso_practice_fixed(checking->practice, slot->fixed)))
            charge_fixed(checking, slot->fixed, "is not as it was given");
    }
    for (int f = 0; f < count; f++) {
        int day = ipso_practice_fixed(checking->practice, f)->date - checking->day[0].date;
        if (day >= 0 && day < checking->days && seen[f] == 0)
            charge_fixed(checking, f, "is missing");
    }
}

/* ---- B6 to B9 ---- */

int ipso__check_wait_days(const ipso__checking *checking, const ipso_request *request,
                          const ipso_slot *slot)
{
    ipso_date from = request->wanted;
    int days;

    if (from == 0)
        from = request->window_count > 0 ? request->windows[0].first : checking->day[0].date;
    days = checking->day[slot->day].date - from;
    return days > 0 ? days : 0;
}

/* Continuity (B6), wait (B7), modality (B8) of a request that has a place. */
static void check_placed(ipso__checking *checking, int index)
{
    const ipso_weights *weights = ipso_practice_weights(checking->practice);
    const ipso_request *request = ipso_practice_request(checking->practice, index);
    const ipso_type *type = ipso_practice_type(checking->practice, request->type);
    const ipso_slot *slot = ipso_plan_slot(checking->plan, checking->request_slot[index]);
    int wait = ipso__check_wait_days(checking, request, slot);
    int64_t pace = type->care == IPSO_CARE_ACUTE ? 10 : 1;

    if (request->practitioner != IPSO_ANY && slot->practitioner != request->practitioner)
        ipso__check_charge(checking, IPSO_RULE_CONTINUITY, weights->continuity_points, 1,
                           ipso__check_pointer("requests", index).text,
                           "request %s is with %s instead of %s", request->id,
                           ipso__check_say_name(checking, slot->practitioner),
                           ipso__check_say_name(checking, request->practitioner));
    ipso__check_pay(checking, IPSO_RULE_WAIT, wait, pace * wait * weights->wait_points,
                    ipso__check_pointer("requests", index).text,
                    "request %s waits %d days, until %s", request->id, wait,
                    ipso__check_say_day(checking, slot->day).text);
    if (slot->mode == IPSO_MODE_TELE && (type->modes & IPSO_MODE_SITE) != 0)
        ipso__check_charge(checking, IPSO_RULE_MODALITY, weights->tele_points, 1,
                           ipso__check_pointer("requests", index).text,
                           "request %s is a teleconsultation", request->id);
}

/* Request length (B9): each booked slot pays its expected overrun, less when the patient may not
 * come. One finding a day of work. */
static void check_request_lengths(ipso__checking *checking, int practitioner, int day)
{
    int64_t price = ipso_practice_weights(checking->practice)->overrun_points;
    int cell = ipso__check_cell(checking, practitioner, day);
    int64_t points = 0, slots = 0;

    for (int i = checking->first_slot[cell]; i < checking->first_slot[cell + 1]; i++) {
        const ipso_slot *slot = ipso_plan_slot(checking->plan, i);
        int64_t pays;
        if (slot->use != IPSO_SLOT_BOOKED || slot->request == IPSO_ANY)
            continue;
        pays = ipso__check_nearest(
            (double)price *
            (1 - ipso_practice_request(checking->practice, slot->request)->no_show) *
            checking->overrun_min[i]);
        points += pays;
        slots += pays > 0;
    }
    ipso__check_pay(checking, IPSO_RULE_REQUEST_LENGTH, slots, points,
                    ipso__check_pointer("practitioners", practitioner).text,
                    "%lld booked slots of %s on %s are expected to overrun", (long long)slots,
                    ipso__check_say_name(checking, practitioner),
                    ipso__check_say_day(checking, day).text);
}

void ipso__check_bookings(ipso__checking *checking)
{
    for (int i = 0; i < ipso_plan_slot_count(checking->plan); i++)
        check_request_fit(checking, i);
    for (int r = 0; r < ipso_practice_request_count(checking->practice); r++) {
        check_unplaced(checking, r);
        check_link(checking, r);
        if (checking->request_slot[r] >= 0)
            check_placed(checking, r);
    }
    check_patients(checking);
    for (int p = 0; p < checking->practitioners; p++)
        for (int t = 0; t < checking->days; t++)
            check_request_lengths(checking, p, t);
}
