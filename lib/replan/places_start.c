/* What places are looked up in: taken time, the worth of open slots, patients elsewhere, links.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "replan/places.h"

#include "model/needs.h"

#include <stdlib.h>
#include <string.h>

/* ---- open slots ---- */

bool ipso__open_slot_counts(const ipso__agenda *agenda, const ipso_slot *slot)
{
    return slot->use == IPSO_SLOT_OPEN &&
           !ipso__changes_past(agenda->changes, slot->day, slot->start_min) &&
           ipso__agenda_sitting(agenda, slot, true) >= 0;
}

int64_t ipso__open_slot_points(const ipso__agenda *agenda, const ipso_slot *slot)
{
    const ipso_plan *plan = agenda->changes->plan;
    int count = 0;

    if (slot->demand == IPSO_ANY)
        return ipso_practice_type(agenda->base, slot->type)->target_points;
    for (int i = 0; i < ipso_plan_slot_count(plan); i++) {
        const ipso_slot *other = ipso_plan_slot(plan, i);
        count += other->use == IPSO_SLOT_OPEN && other->demand == slot->demand &&
                 other->demand_day == slot->demand_day;
    }
    return ipso__demand_value(agenda->base, slot->demand, count);
}

/* ---- cells ---- */

static int row_of(const ipso__places *places, const ipso_slot *slot)
{
    return (slot->practitioner * places->days + slot->day) * (places->cells + 1);
}

static void cells_of(const ipso__places *places, const ipso_slot *slot, int *from, int *to)
{
    int end = slot->start_min + slot->length_min + slot->travel_min;

    *from = slot->start_min / places->grid;
    *to = (end + places->grid - 1) / places->grid;
    if (*to > places->cells)
        *to = places->cells;
}

/* Open slots of each (demand, day), so that the worth of each need not count them anew. */
static int *count_groups(const ipso__places *places)
{
    const ipso_plan *plan = places->agenda->changes->plan;
    int demands = ipso_practice_demand_count(places->agenda->base);
    int *counts = ipso__calloc((size_t)demands * (size_t)places->days, sizeof *counts);

    for (int i = 0; counts != NULL && i < ipso_plan_slot_count(plan); i++) {
        const ipso_slot *slot = ipso_plan_slot(plan, i);
        if (slot->use == IPSO_SLOT_OPEN && slot->demand != IPSO_ANY)
            counts[slot->demand * places->days + slot->demand_day]++;
    }
    return counts;
}

static bool note_reserve(ipso__places *places)
{
    const ipso_practice *base = places->agenda->base;
    const ipso_plan *plan = places->agenda->changes->plan;
    int *counts = count_groups(places);

    for (int i = 0; counts != NULL && i < ipso_plan_slot_count(plan); i++) {
        const ipso_slot *slot = ipso_plan_slot(plan, i);
        int from, to;
        if (!ipso__open_slot_counts(places->agenda, slot))
            continue;
        int64_t points =
            slot->demand == IPSO_ANY
                ? ipso_practice_type(base, slot->type)->target_points
                : ipso__demand_value(base, slot->demand,
                                     counts[slot->demand * places->days + slot->demand_day]);
        cells_of(places, slot, &from, &to);
        for (int c = from; c < to; c++)
            places->reserve[row_of(places, slot) + c + 1] =
                points * 10 * places->settings->reserve_percent / (to - from);
    }
    free(counts);
    return counts != NULL;
}

static void note_taken(ipso__places *places)
{
    const ipso__agenda *agenda = places->agenda;
    size_t all = (size_t)places->people * (size_t)places->days * (size_t)(places->cells + 1);

    memset(places->taken, 0, all * sizeof *places->taken);
    for (int i = 0; i < agenda->count; i++) {
        const ipso__appointment *item = &agenda->items[i];
        int from, to;
        if (!item->placed || item->movable)
            continue;
        cells_of(places, &item->place, &from, &to);
        for (int c = from; c < to; c++)
            places->taken[row_of(places, &item->place) + c + 1] = 1;
    }
}

/* Sums along each day. */
static void sum_cells(const ipso__places *places, int *counts, int64_t *sums)
{
    for (int row = 0; row < places->people * places->days; row++)
        for (int c = 0; c < places->cells; c++) {
            size_t at = (size_t)row * (size_t)(places->cells + 1) + (size_t)c;
            if (counts != NULL)
                counts[at + 1] += counts[at];
            else
                sums[at + 1] += sums[at];
        }
}

/* ---- patients ---- */

typedef struct named_patient {
    const char *patient;
    int appointment;
} named_patient;

static int by_patient(const void *left, const void *right)
{
    const named_patient *a = left, *b = right;
    int order = strcmp(a->patient, b->patient);

    return order != 0 ? order
                      : (a->appointment > b->appointment) - (a->appointment < b->appointment);
}

/* Notes, for each appointment that is movable or has no place, where its patient is besides. */
static bool note_engagements(ipso__places *places)
{
    const ipso__agenda *agenda = places->agenda;
    named_patient *names = ipso__calloc((size_t)agenda->count, sizeof *names);
    int *first = ipso__calloc((size_t)agenda->count, sizeof *first);
    int *position = ipso__calloc((size_t)agenda->count, sizeof *position);
    size_t room = 0, count = 0;
    bool ok = names != NULL && first != NULL && position != NULL;

    for (int i = 0; ok && i < agenda->count; i++)
        names[i] = (named_patient){agenda->items[i].patient, i};
    if (ok && agenda->count > 0)
        qsort(names, (size_t)agenda->count, sizeof *names, by_patient);
    for (int i = 0; ok && i < agenda->count; i++) {
        bool same = i > 0 && strcmp(names[i - 1].patient, names[i].patient) == 0;
        first[i] = same ? first[i - 1] : i;
        position[names[i].appointment] = first[i];
    }
    free(places->engagements);
    places->engagements = NULL;
    for (int i = 0; ok && i < agenda->count; i++) {
        places->first_engagement[i] = (int)count;
        for (int k = position[i];
             ok && (agenda->items[i].movable || !agenda->items[i].placed) && k < agenda->count &&
             strcmp(names[k].patient, agenda->items[i].patient) == 0;
             k++) {
            const ipso__appointment *other = &agenda->items[names[k].appointment];
            int start = other->place.day * IPSO_DAY_MIN + other->place.start_min;
            if (!other->placed || other->movable)
                continue;
            ok = ipso__grow(&places->engagements, &room, count + 1, sizeof *places->engagements);
            if (ok)
                places->engagements[count++] = (ipso__engagement){
                    start, start + other->place.length_min + other->place.travel_min};
        }
    }
    places->first_engagement[agenda->count] = (int)count;
    free(names);
    free(first);
    free(position);
    return ok;
}

/* ---- links ---- */

static bool stays(const ipso__appointment *item)
{
    return item->placed && !item->movable;
}

/* Narrows the spans of both ends of a link where the other end stays. */
static void note_link(ipso__places *places, int later)
{
    const ipso__agenda *agenda = places->agenda;
    int earlier = agenda->items[later].after;
    const ipso__appointment *a = &agenda->items[earlier], *b = &agenda->items[later];

    if (stays(a)) {
        int64_t end = (int64_t)a->place.day * IPSO_DAY_MIN + a->place.start_min +
                      a->place.length_min + a->place.travel_min;
        places->spans[later].start_from = end + b->min_gap_min;
        places->spans[later].start_to = end + b->max_gap_min;
    } else if (!a->movable) {
        places->spans[later].never = true;
    }
    if (stays(b)) {
        int64_t start = (int64_t)b->place.day * IPSO_DAY_MIN + b->place.start_min;
        ipso__span *span = &places->spans[earlier];
        span->end_to =
            start - b->min_gap_min < span->end_to ? start - b->min_gap_min : span->end_to;
        span->end_from =
            start - b->max_gap_min > span->end_from ? start - b->max_gap_min : span->end_from;
    }
}

static void note_links(ipso__places *places)
{
    const ipso__agenda *agenda = places->agenda;

    for (int i = 0; i < agenda->count; i++)
        places->spans[i] = (ipso__span){INT64_MIN, INT64_MAX, INT64_MIN, INT64_MAX, false};
    for (int i = 0; i < agenda->count; i++)
        if (agenda->items[i].after != IPSO_ANY)
            note_link(places, i);
}

/* ---- all of it ---- */

ipso_status ipso__places_refresh(ipso__places *places, ipso_error *err)
{
    note_taken(places);
    sum_cells(places, places->taken, NULL);
    note_links(places);
    return note_engagements(places) ? IPSO_OK : ipso__fail_nomem(err);
}

static bool allocate(ipso__places *p)
{
    size_t all = (size_t)p->people * (size_t)p->days * (size_t)(p->cells + 1);
    size_t count = (size_t)p->agenda->count;

    p->taken = ipso__calloc(all, sizeof *p->taken);
    p->reserve = ipso__calloc(all, sizeof *p->reserve);
    p->same = ipso__calloc(all, sizeof *p->same);
    p->first_engagement = ipso__calloc(count + 1, sizeof *p->first_engagement);
    p->spans = ipso__calloc(count, sizeof *p->spans);
    return p->taken != NULL && p->reserve != NULL && p->same != NULL &&
           p->first_engagement != NULL && p->spans != NULL;
}

ipso_status ipso__places_start(ipso__places *places, const ipso__agenda *agenda,
                               const ipso_replan_settings *settings, ipso_error *err)
{
    ipso__places p = {.agenda = agenda, .settings = settings, .same_type = -2};
    ipso_status status;

    p.grid = ipso_practice_horizon(agenda->base)->grid_min;
    p.cells = IPSO_DAY_MIN / p.grid;
    p.days = agenda->changes->days;
    p.people = agenda->changes->people;
    if (!allocate(&p) || !note_reserve(&p)) {
        ipso__places_finish(&p);
        return ipso__fail_nomem(err);
    }
    status = ipso__places_refresh(&p, err);
    if (status != IPSO_OK) {
        ipso__places_finish(&p);
        return status;
    }
    /* The worth of cells is summed last: note_same takes differences of the sums. */
    sum_cells(&p, NULL, p.reserve);
    *places = p;
    return IPSO_OK;
}

void ipso__places_finish(ipso__places *places)
{
    free(places->taken);
    free(places->reserve);
    free(places->same);
    free(places->first_engagement);
    free(places->engagements);
    free(places->spans);
    *places = (ipso__places){0};
}
