/* The times stage: the slots of each band in the order that passes least delay on.
 *
 * Why sorting by rising delay is optimal. Slots stand back to back in their band, so that an order
 * is all there is to choose, band by band: whatever the orders, a slot comes before every slot of
 * a later band of its session and after every slot of an earlier one, and the points between
 * bands are the same. Within a band of n slots, the slot in position k = 0 .. n-1 costs delay x
 * (n - 1 - k). Exchange two neighbours, i before j: only their order changes, and the cost with it
 * by delay[j] - delay[i]. So an order in which some neighbours have delay[i] > delay[j] is not
 * optimal, and all orders without such neighbours, the sorted ones, cost the same. The assignment
 * program of lib/model has therefore the sorted order as an optimum; the stage needs no solver, and
 * its bound is its cost.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/memory.h"
#include "model/needs.h"
#include "model/times_program.h"
#include "planner/slots_layout.h"

#include <stdlib.h>
#include <string.h>

#define ALL_BUT_FIXED (1u << IPSO_SLOT_OPEN | 1u << IPSO_SLOT_HELD | 1u << IPSO_SLOT_BOOKED)

/* Booked slots that may not move: were their bands to keep the rules for them, it would be by
 * chance. Slots of the bookings stage never are among them; a plan made by hand may have some. */
typedef struct stayer {
    const ipso_plan *plan;
    const ipso_practice *practice;
    const ipso__bands *bands;
    int *slot_of_request; /* -1: not booked */
    unsigned char *stays; /* per slot of the plan */
} stayer;

static int band_of(const stayer *s, int slot)
{
    const ipso_slot *found = ipso_plan_slot(s->plan, slot);
    return ipso__bands_find(s->bands, found->practitioner, found->day, found->start_min,
                            found->start_min + found->length_min + found->travel_min);
}

/* A slot in a band outside the windows of its request, or beside a fixed appointment of the
 * patient, stays. */
static void check_alone(stayer *s, int slot)
{
    const ipso_slot *booked = ipso_plan_slot(s->plan, slot);
    const ipso_request *request = ipso_practice_request(s->practice, booked->request);
    ipso_date date = ipso_practice_horizon(s->practice)->first_day + booked->day;
    int band = band_of(s, slot);
    const ipso__band *piece = band < 0 ? NULL : &s->bands->bands[band];
    if (piece == NULL ||
        !ipso__request_open(s->practice, request, booked->day, piece->start_min, piece->end_min)) {
        s->stays[slot] = 1;
        return;
    }
    for (int i = 0; i < ipso_practice_fixed_count(s->practice); i++) {
        const ipso_fixed *fixed = ipso_practice_fixed(s->practice, i);
        int width = ipso__slot_width(s->practice, fixed->type, fixed->mode, fixed->length_min);
        if (fixed->date == date && strcmp(fixed->patient, request->patient) == 0 &&
            fixed->start_min < piece->end_min && piece->start_min < fixed->start_min + width)
            s->stays[slot] = 1;
    }
}

/* Two booked slots whose bands do not keep them as they must be: both stay. */
static void check_two(stayer *s, int earlier, int later, const ipso_request *link)
{
    int a = band_of(s, earlier);
    int b = band_of(s, later);
    bool fine = a >= 0 && b >= 0 && !s->stays[earlier] && !s->stays[later];
    if (fine && link != NULL)
        fine = ipso__bands_linked(s->bands, a, b, link->min_gap_min, link->max_gap_min);
    else if (fine)
        fine = !ipso__bands_overlap(s->bands, a, b);
    if (!fine)
        s->stays[earlier] = s->stays[later] = 1;
}

static void check_links(stayer *s)
{
    for (int r = 0; r < ipso_practice_request_count(s->practice); r++) {
        const ipso_request *request = ipso_practice_request(s->practice, r);
        int slot = s->slot_of_request[r];
        int before = request->after == IPSO_ANY ? -1 : s->slot_of_request[request->after];
        if (slot >= 0 && before >= 0)
            check_two(s, before, slot, request);
    }
}

/* A booked slot under its patient's name. */
typedef struct visit {
    const char *patient;
    int slot;
} visit;

static int compare_visits(const void *left, const void *right)
{
    const visit *a = left;
    const visit *b = right;
    int order = strcmp(a->patient, b->patient);
    return order != 0 ? order : (a->slot > b->slot) - (a->slot < b->slot);
}

/* Looks at each two booked slots of one patient. False when out of memory. */
static bool check_patients(stayer *s)
{
    int requests = ipso_practice_request_count(s->practice);
    visit *visits = ipso__calloc((size_t)requests, sizeof *visits);
    int count = 0;
    if (visits == NULL)
        return false;
    for (int r = 0; r < requests; r++) {
        if (s->slot_of_request[r] >= 0)
            visits[count++] =
                (visit){ipso_practice_request(s->practice, r)->patient, s->slot_of_request[r]};
    }
    if (count > 1)
        qsort(visits, (size_t)count, sizeof *visits, compare_visits);
    for (int i = 0; i < count; i++) {
        for (int j = i + 1; j < count && strcmp(visits[i].patient, visits[j].patient) == 0; j++)
            check_two(s, visits[i].slot, visits[j].slot, NULL);
    }
    free(visits);
    return true;
}

/* Adds to stays, flags of ipso__layout_start, the slots that may not move in these bands. False
 * when out of memory. */
static bool find_stayers(const ipso_plan *before, const ipso__bands *bands, unsigned char *stays)
{
    stayer s = {.plan = before, .practice = ipso_plan_practice(before), .bands = bands};
    int requests = ipso_practice_request_count(s.practice);
    s.stays = stays;
    s.slot_of_request = ipso__calloc((size_t)requests, sizeof *s.slot_of_request);
    if (s.slot_of_request == NULL)
        return false;
    for (int r = 0; r < requests; r++)
        s.slot_of_request[r] = -1;
    for (int i = 0; i < ipso_plan_slot_count(before); i++) {
        if (ipso_plan_slot(before, i)->use != IPSO_SLOT_BOOKED)
            continue;
        s.slot_of_request[ipso_plan_slot(before, i)->request] = i;
        check_alone(&s, i);
    }
    check_links(&s);
    bool ok = check_patients(&s);
    free(s.slot_of_request);
    return ok;
}

static int count_flags(const unsigned char *flags, int count)
{
    int set = 0;
    for (int i = 0; i < count; i++)
        set += flags[i];
    return set;
}

/* The layout of a plan all of whose slots have a band or stay. What stays cuts the bands anew, so
 * that others may have to stay with it: until none is added. */
static ipso_status start(ipso__layout *layout, const ipso_plan *before, ipso_error *err)
{
    int slots = ipso_plan_slot_count(before);
    unsigned char *stays = ipso__calloc((size_t)slots, 1);
    ipso_status status = stays == NULL ? ipso__fail_nomem(err) : IPSO_OK;
    bool settled = false;
    while (status == IPSO_OK && !settled) {
        int staying = count_flags(stays, slots);
        status = ipso__layout_start(layout, before, ALL_BUT_FIXED, stays, err);
        if (status != IPSO_OK)
            break;
        if (!find_stayers(before, &layout->bands, stays))
            status = ipso__fail_nomem(err);
        settled = count_flags(stays, slots) == staying;
        if (!settled || status != IPSO_OK)
            ipso__layout_finish(layout);
    }
    free(stays);
    return status;
}

/* The sitting in which a slot stands, or -1: sittings are in the order practitioner, day, start. */
static int sitting_of(const ipso__bands *bands, const ipso_slot *slot)
{
    int low = 0;
    int high = bands->sitting_count;
    while (low < high) {
        int middle = low + (high - low) / 2;
        const ipso__sitting *sitting = &bands->sittings[middle];
        bool after = sitting->practitioner != slot->practitioner
                         ? sitting->practitioner > slot->practitioner
                     : sitting->day != slot->day ? sitting->day > slot->day
                                                 : sitting->start_min > slot->start_min;
        if (after)
            high = middle;
        else
            low = middle + 1;
    }
    const ipso__sitting *found = low == 0 ? NULL : &bands->sittings[low - 1];
    bool inside = found != NULL && found->practitioner == slot->practitioner &&
                  found->day == slot->day && slot->start_min < found->end_min;
    return inside ? low - 1 : -1;
}

/* Cost of T1: slots of a plan stand by practitioner, day and start. */
static int64_t delay_cost(const ipso__layout *layout, const ipso_plan *plan)
{
    int64_t cost = 0;
    int64_t passed = 0; /* by the slots of the session so far */
    int last = -1;
    for (int i = 0; i < ipso_plan_slot_count(plan); i++) {
        const ipso_slot *slot = ipso_plan_slot(plan, i);
        int sitting = sitting_of(&layout->bands, slot);
        if (sitting < 0)
            continue;
        if (sitting != last)
            passed = 0;
        last = sitting;
        cost += passed;
        passed += ipso__delay_points(layout->practice, slot);
    }
    return cost;
}

/* Slots with a band, in no order. NULL when out of memory. */
static ipso__timed *timed_slots(const ipso__layout *layout, int *count)
{
    ipso__timed *timed = ipso__calloc((size_t)layout->laid_count, sizeof *timed);
    *count = 0;
    for (int i = 0; timed != NULL && i < layout->laid_count; i++) {
        const ipso__laid *laid = &layout->laid[i];
        if (laid->band != IPSO_ANY)
            timed[(*count)++] =
                (ipso__timed){laid->band, ipso__delay_points(layout->practice, &laid->slot)};
    }
    return timed;
}

/* Rows and columns of the assignment program. False when out of memory. */
static bool count_program(const ipso__layout *layout, ipso_stage_report *report)
{
    int64_t *slots = ipso__calloc((size_t)layout->bands.band_count, sizeof *slots);
    if (slots == NULL)
        return false;
    for (int i = 0; i < layout->laid_count; i++) {
        if (layout->laid[i].band != IPSO_ANY)
            slots[layout->laid[i].band]++;
    }
    for (int b = 0; b < layout->bands.band_count; b++) {
        report->rows += 2 * slots[b];
        report->columns += slots[b] * slots[b];
    }
    free(slots);
    return true;
}

static ipso_status write_plan(ipso_plan **after, const ipso_plan *before, ipso__layout *layout,
                              ipso_error *err)
{
    ipso_plan *plan;
    ipso_stage_report report = {.ran = true, .outcome = IPSO_OPTIMAL, .stop = IPSO_STOP_DONE};
    ipso_status status = ipso__plan_before(&plan, before, IPSO_STAGE_TIMES, err);
    if (status != IPSO_OK)
        return status;
    status = count_program(layout, &report) ? ipso__layout_write(layout, plan, true, err)
                                            : ipso__fail_nomem(err);
    if (status == IPSO_OK) {
        report.cost = report.bound = delay_cost(layout, plan);
        report.work = ipso_plan_slot_count(plan);
        status = ipso_plan_set_stage(plan, IPSO_STAGE_TIMES, &report, err);
    }
    if (status != IPSO_OK) {
        ipso_plan_free(plan);
        return status;
    }
    *after = plan;
    return IPSO_OK;
}

ipso_status ipso__times_stage(ipso_plan **after, const ipso_plan *before,
                              const ipso__stage_settings *settings, ipso_error *err)
{
    ipso__layout layout;
    (void)settings; /* a sort: no limit comes near */
    ipso_status status = start(&layout, before, err);
    if (status != IPSO_OK)
        return status;
    status = write_plan(after, before, &layout, err);
    ipso__layout_finish(&layout);
    return status;
}

/* Points that the slots of a band of n cost in the program, in the order of the sorted optimum. */
static int compare_timed(const void *left, const void *right)
{
    const ipso__timed *a = left;
    const ipso__timed *b = right;
    if (a->band != b->band)
        return a->band < b->band ? -1 : 1;
    return (a->delay > b->delay) - (a->delay < b->delay);
}

/* What the sorted order costs within bands; sorts timed. */
static int64_t cost_within(ipso__timed *timed, int count)
{
    int64_t cost = 0;
    if (count > 1)
        qsort(timed, (size_t)count, sizeof *timed, compare_timed);
    for (int i = 0, next; i < count; i = next) {
        for (next = i + 1; next < count && timed[next].band == timed[i].band;)
            next++;
        for (int k = i; k < next; k++)
            cost += timed[k].delay * (next - 1 - k);
    }
    return cost;
}

ipso_status ipso__times_model(struct ipso__program **program, const ipso_plan *before,
                              ipso_error *err)
{
    ipso__layout layout;
    ipso_plan *sorted = NULL;
    int count;
    ipso_status status = start(&layout, before, err);
    if (status != IPSO_OK)
        return status;
    ipso__timed *timed = timed_slots(&layout, &count);
    status = timed == NULL ? ipso__fail_nomem(err) : write_plan(&sorted, before, &layout, err);
    if (status == IPSO_OK) {
        int64_t between =
            ipso_plan_stage(sorted, IPSO_STAGE_TIMES)->cost - cost_within(timed, count);
        status = ipso__times_program(program, layout.practice, &layout.bands, timed, count, between,
                                     err);
    }
    ipso_plan_free(sorted);
    free(timed);
    ipso__layout_finish(&layout);
    return status;
}
