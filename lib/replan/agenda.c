/* Appointments under a new roster.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "replan/agenda.h"

#include <stdlib.h>
#include <string.h>

/* ---- what fits ---- */

static int find_sitting(const ipso__bands *bands, const ipso_slot *slot, bool asked)
{
    int end = slot->start_min + slot->length_min + slot->travel_min;

    /* Sittings are in the order practitioner, day, start. */
    int low = 0, high = bands->sitting_count;
    while (low < high) {
        int middle = low + (high - low) / 2;
        const ipso__sitting *s = &bands->sittings[middle];
        if (s->practitioner < slot->practitioner ||
            (s->practitioner == slot->practitioner && s->day < slot->day))
            low = middle + 1;
        else
            high = middle;
    }
    for (int i = low; i < bands->sitting_count; i++) {
        const ipso__sitting *s = &bands->sittings[i];
        if (s->practitioner != slot->practitioner || s->day != slot->day)
            break;
        if (s->site != slot->site || s->start_min > slot->start_min || s->end_min < end)
            continue;
        if (asked ? s->modes[slot->type] == slot->mode
                  : (s->admits_all || s->modes[slot->type] != 0) &&
                        (!s->tele || slot->mode == IPSO_MODE_TELE))
            return i;
    }
    return -1;
}

int ipso__agenda_sitting(const ipso__agenda *agenda, const ipso_slot *slot, bool asked)
{
    return find_sitting(&agenda->bands, slot, asked);
}

/* ---- the appointments ---- */

static void take_fixed(ipso__appointment *item, const ipso_practice *base, int index)
{
    const ipso_fixed *fixed = ipso_practice_fixed(base, index);

    *item = (ipso__appointment){.id = fixed->id,
                                .patient = fixed->patient,
                                .request = IPSO_ANY,
                                .fixed = index,
                                .type = fixed->type,
                                .patient_class = fixed->patient_class,
                                .no_show = fixed->no_show,
                                .own = fixed->own_practitioner,
                                .after = IPSO_ANY,
                                .min_gap_min = fixed->min_gap_min,
                                .max_gap_min = fixed->max_gap_min,
                                .booked = true};
    ipso_slot_init(&item->old);
    item->old.use = IPSO_SLOT_FIXED;
    item->old.fixed = index;
    item->old.practitioner = fixed->practitioner;
    item->old.day = fixed->date - ipso_practice_horizon(base)->first_day;
    item->old.site = fixed->site;
    item->old.start_min = fixed->start_min;
    item->old.length_min = fixed->length_min;
    item->old.type = fixed->type;
    item->old.mode = fixed->mode;
    if (fixed->mode == IPSO_MODE_HOME)
        item->old.travel_min = ipso_practice_type(base, fixed->type)->travel_min;
}

static void take_request(ipso__appointment *item, const ipso_practice *base, int index)
{
    const ipso_request *request = ipso_practice_request(base, index);

    *item = (ipso__appointment){.id = request->id,
                                .patient = request->patient,
                                .request = index,
                                .fixed = IPSO_ANY,
                                .type = request->type,
                                .patient_class = request->patient_class,
                                .no_show = request->no_show,
                                .own = request->practitioner,
                                .after = IPSO_ANY,
                                .min_gap_min = request->min_gap_min,
                                .max_gap_min = request->max_gap_min};
}

/* The fixed appointment of that id that is another than the one at `self`. */
static int find_fixed(const ipso__agenda *a, const char *id, int self)
{
    for (int i = 0; i < a->fixed_count; i++)
        if (i != self && strcmp(a->items[i].id, id) == 0)
            return i;
    return IPSO_ANY;
}

static void mark_links(ipso__agenda *a)
{
    for (int i = 0; i < a->count; i++) {
        ipso__appointment *item = &a->items[i];
        if (i < a->fixed_count && ipso_practice_fixed(a->base, i)->follows != NULL)
            item->after = find_fixed(a, ipso_practice_fixed(a->base, i)->follows, i);
        else if (i >= a->fixed_count && ipso_practice_request(a->base, item->request)->after >= 0)
            item->after = a->fixed_count + ipso_practice_request(a->base, item->request)->after;
        if (item->after != IPSO_ANY)
            item->linked = a->items[item->after].linked = true;
    }
}

/* Whether the appointment must leave its place: the change takes it, or the new roster no longer
 * has the consulting time that the old one had. */
static bool is_touched(const ipso__agenda *a, const ipso__bands *before, ipso__appointment *item)
{
    bool asked = item->request != IPSO_ANY;

    if (!item->booked || item->past)
        return false;
    if (ipso__changes_take(a->changes, &item->old, &item->by_site))
        return true;
    return find_sitting(before, &item->old, asked) >= 0 &&
           find_sitting(&a->bands, &item->old, asked) < 0;
}

static void take_items(ipso__agenda *a)
{
    for (int i = 0; i < a->count; i++)
        if (i < a->fixed_count)
            take_fixed(&a->items[i], a->base, i);
        else
            take_request(&a->items[i], a->base, i - a->fixed_count);
    for (int i = 0; i < ipso_plan_slot_count(a->changes->plan); i++) {
        const ipso_slot *slot = ipso_plan_slot(a->changes->plan, i);
        if (slot->use != IPSO_SLOT_BOOKED || slot->request == IPSO_ANY)
            continue;
        a->items[a->fixed_count + slot->request].booked = true;
        a->items[a->fixed_count + slot->request].old = *slot;
    }
    mark_links(a);
}

static void judge_items(ipso__agenda *a, const ipso__bands *before, bool waiting)
{
    int old_requests = ipso_practice_request_count(ipso_plan_practice(a->changes->plan));

    for (int i = 0; i < a->count; i++) {
        ipso__appointment *item = &a->items[i];
        item->past =
            item->booked && ipso__changes_past(a->changes, item->old.day, item->old.start_min);
        item->touched = is_touched(a, before, item);
        item->movable =
            item->touched || (!item->booked && (waiting || item->request >= old_requests));
        item->placed = item->booked && !item->touched;
        item->place = item->old;
    }
}

static ipso_status build_bands(ipso__agenda *a, ipso__bands *before, const ipso_practice *closed,
                               ipso_error *err)
{
    const ipso_plan *plan = a->changes->plan;
    int count = ipso_plan_assignment_count(plan);
    ipso_assignment *work = ipso__calloc((size_t)count, sizeof *work);
    ipso_status status;

    if (work == NULL)
        return ipso__fail_nomem(err);
    for (int i = 0; i < count; i++)
        work[i] = *ipso_plan_assignment(plan, i);
    status = ipso__bands_build(before, ipso_plan_practice(plan), work, count, NULL, 0, err);
    free(work);
    if (status != IPSO_OK)
        return status;
    status = ipso__bands_build(&a->bands, closed, a->work, a->work_count, NULL, 0, err);
    if (status != IPSO_OK)
        ipso__bands_finish(before);
    return status;
}

ipso_status ipso__agenda_start(ipso__agenda *agenda, const ipso__changes *changes,
                               const ipso_practice *closed, const ipso_assignment *work,
                               int work_count, bool waiting, ipso_error *err)
{
    ipso__agenda a = {.changes = changes, .base = changes->base, .work_count = work_count};
    ipso__bands before;
    ipso_status status = IPSO_NOMEM;

    a.fixed_count = ipso_practice_fixed_count(a.base);
    a.count = a.fixed_count + ipso_practice_request_count(a.base);
    a.items = ipso__calloc((size_t)a.count, sizeof *a.items);
    a.work = ipso__calloc((size_t)work_count, sizeof *a.work);
    if (a.items != NULL && a.work != NULL) {
        if (work_count > 0)
            memcpy(a.work, work, (size_t)work_count * sizeof *work);
        status = build_bands(&a, &before, closed, err);
    }
    if (status != IPSO_OK) {
        ipso__agenda_finish(&a);
        return status == IPSO_NOMEM ? ipso__fail_nomem(err) : status;
    }
    take_items(&a);
    judge_items(&a, &before, waiting);
    ipso__bands_finish(&before);
    *agenda = a;
    return IPSO_OK;
}

void ipso__agenda_finish(ipso__agenda *agenda)
{
    ipso__bands_finish(&agenda->bands);
    free(agenda->items);
    free(agenda->work);
    *agenda = (ipso__agenda){0};
}
