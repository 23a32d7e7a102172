/* Places of appointments: every start that a move could take.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "replan/places.h"

#include "model/needs.h"
#include "model/options.h"

#include <stdlib.h>

/* One appointment whose places are looked at. */
typedef struct looking {
    ipso__places *places;
    const ipso__appointment *item;
    const ipso_request *request; /* NULL for a fixed appointment */
    const ipso_fixed *fixed;     /* NULL for a request */
    ipso_request when;           /* its windows */
    int index;
    bool crowded;
    bool unasked;        /* what the patient accepts is not looked at */
    ipso__place_fn give; /* NULL: only why there is none is asked */
    void *user;
    int64_t work;
    bool any_time, any_link, any_patient;
} looking;

static bool may_cost(int64_t points, int64_t *cost)
{
    *cost += points;
    return points != IPSO_HARD;
}

/* Price of moving to a practitioner, day, site and mode; false when the settings forbid it. */
static bool move_cost(const looking *l, const ipso__sitting *sitting, unsigned mode, int64_t *cost)
{
    const ipso_replan_settings *settings = l->places->settings;
    const ipso_slot *old = &l->item->old;
    const ipso_type *type = ipso_practice_type(l->places->agenda->base, l->item->type);
    int days = abs(sitting->day - old->day);

    if (days > settings->most_days)
        return false;
    *cost = settings->move_points +
            days * settings->day_points * (type->care == IPSO_CARE_ACUTE ? 10 : 1);
    if (!l->item->touched)
        *cost += settings->other_points;
    if (sitting->practitioner != old->practitioner && sitting->practitioner != l->item->own &&
        !may_cost(settings->practitioner_points, cost))
        return false;
    if (sitting->site != old->site && sitting->site != IPSO_ANY && old->site != IPSO_ANY &&
        !may_cost(settings->site_points, cost))
        return false;
    if (mode != IPSO_MODE_TELE || old->mode == IPSO_MODE_TELE)
        return true;
    if (l->fixed != NULL && l->fixed->accepted_modes == 0 && !settings->tele_unasked)
        return false;
    return may_cost(settings->tele_points, cost);
}

/* Whether the patient accepts who, where and how: that of a fixed appointment what it was, too. */
static bool is_accepted(const looking *l, const ipso__sitting *sitting, unsigned mode)
{
    const ipso_slot *old = &l->item->old;
    const ipso_fixed *fixed = l->fixed;

    if (l->unasked)
        return true;
    if (fixed == NULL)
        return ipso__request_reaches(l->places->agenda->base, l->request, sitting->practitioner,
                                     sitting->site, mode);
    if (!fixed->accepts_others && sitting->practitioner != fixed->own_practitioner &&
        sitting->practitioner != old->practitioner)
        return false;
    if (fixed->wanted_site != IPSO_ANY && sitting->site != IPSO_ANY &&
        sitting->site != fixed->wanted_site && sitting->site != old->site)
        return false;
    return fixed->accepted_modes == 0 || (mode & (fixed->accepted_modes | old->mode)) != 0;
}

/* How the appointment can be held there, or 0. A fixed one keeps its mode where that is possible.
 */
static unsigned mode_in(const looking *l, const ipso__sitting *sitting)
{
    const ipso_practice *base = l->places->agenda->base;
    unsigned mode = sitting->modes[l->item->type];
    unsigned modes = ipso_practice_type(base, l->item->type)->modes;
    unsigned old = l->item->booked ? l->item->old.mode : mode;

    if (l->request != NULL || mode == 0 || mode == old)
        return mode;
    if (old == IPSO_MODE_HOME && !sitting->tele && (modes & IPSO_MODE_HOME) != 0)
        return old;
    if (old == IPSO_MODE_TELE &&
        ipso_practice_practitioner(base, sitting->practitioner)->teleconsultation)
        return old;
    return mode == IPSO_MODE_HOME || old == IPSO_MODE_HOME ? 0 : mode;
}

static bool patient_is_free(const looking *l, int start, int end)
{
    const ipso__places *places = l->places;

    for (int i = places->first_engagement[l->index]; i < places->first_engagement[l->index + 1];
         i++)
        if (start < places->engagements[i].end_min && places->engagements[i].start_min < end)
            return false;
    return true;
}

static int64_t by_the_minute(int64_t points_per_hour, int minutes)
{
    return (points_per_hour * minutes + 30) / 60;
}

/* Gives the place at a start, when nothing stands against it. */
static void look_at(looking *l, const ipso__sitting *sitting, ipso__place *place, int64_t cost)
{
    const ipso__places *places = l->places;
    const ipso__span *span = &places->spans[l->index];
    int day_min = sitting->day * IPSO_DAY_MIN;
    int start = day_min + place->start_min, end = start + place->width_min;
    int row = (sitting->practitioner * places->days + sitting->day) * (places->cells + 1);
    int from = row + place->start_min / places->grid;
    int to = row + (place->start_min + place->width_min + places->grid - 1) / places->grid;

    l->work++;
    l->any_time = true;
    if (span->never || start < span->start_from || start > span->start_to || end < span->end_from ||
        end > span->end_to)
        return;
    l->any_link = true;
    if (!patient_is_free(l, start, end))
        return;
    l->any_patient = true;
    if (l->give == NULL || (!l->crowded && places->taken[to] > places->taken[from]))
        return;
    place->cost = cost + (places->reserve[to] - places->reserve[from] + 500) / 1000;
    if (!l->item->booked)
        place->cost -= (places->same[to] - places->same[from]) / 1000;
    else
        place->cost += by_the_minute(places->settings->hour_points,
                                     abs(place->start_min - l->item->old.start_min));
    l->give(l->user, place);
}

/* Every start of one length in the sitting. */
static void look_along(looking *l, int index, unsigned mode, int length_min, int64_t cost)
{
    const ipso__agenda *agenda = l->places->agenda;
    const ipso__sitting *sitting = &agenda->bands.sittings[index];
    int grid = l->places->grid;
    ipso__place place = {.appointment = l->index,
                         .sitting = index,
                         .length_min = length_min,
                         .width_min =
                             ipso__slot_width(agenda->base, l->item->type, mode, length_min),
                         .mode = mode};

    for (int start = (sitting->start_min + grid - 1) / grid * grid;
         start + place.width_min <= sitting->end_min; start += grid) {
        if (ipso__changes_past(agenda->changes, sitting->day, start) ||
            (!l->unasked && !ipso__request_open(agenda->base, &l->when, sitting->day, start,
                                                start + place.width_min)))
            continue;
        place.start_min = start;
        look_at(l, sitting, &place, cost);
    }
}

/* A request that waits may have any of its type's lengths, at the practice's own prices. */
static void look_for_request(looking *l, int index, unsigned mode)
{
    const ipso_practice *base = l->places->agenda->base;
    const ipso__sitting *sitting = &l->places->agenda->bands.sittings[index];
    const ipso_type *type = ipso_practice_type(base, l->item->type);
    double price = (double)ipso_practice_weights(base)->overrun_points * (1 - l->item->no_show);

    for (size_t i = 0; i < type->length_count; i++) {
        double overrun = ipso__overrun_min(base, l->item->type, sitting->practitioner,
                                           l->item->patient_class, type->lengths_min[i]);
        int64_t cost =
            ipso__request_cost(base, l->request, sitting->practitioner, sitting->day, mode) +
            ipso__round_points(price * overrun);
        look_along(l, index, mode, type->lengths_min[i], cost);
    }
}

static void look_everywhere(looking *l)
{
    const ipso__agenda *agenda = l->places->agenda;

    for (int i = 0; i < agenda->bands.sitting_count; i++) {
        const ipso__sitting *sitting = &agenda->bands.sittings[i];
        unsigned mode = mode_in(l, sitting);
        int64_t cost;
        if (mode == 0 || !is_accepted(l, sitting, mode))
            continue;
        if (!l->item->booked)
            look_for_request(l, i, mode);
        else if (move_cost(l, sitting, mode, &cost))
            look_along(l, i, mode, l->item->old.length_min, cost);
    }
}

/* The worth of open slots of one type alone, which a request of that type is what they are for. */
static void note_same(ipso__places *places, int type)
{
    const ipso_plan *plan = places->agenda->changes->plan;
    size_t all = (size_t)places->people * (size_t)places->days * (size_t)(places->cells + 1);

    if (places->same_type == type)
        return;
    places->same_type = type;
    for (size_t i = 0; i < all; i++)
        places->same[i] = 0;
    for (int i = 0; i < ipso_plan_slot_count(plan); i++) {
        const ipso_slot *slot = ipso_plan_slot(plan, i);
        int row = (slot->practitioner * places->days + slot->day) * (places->cells + 1);
        int from = slot->start_min / places->grid;
        int to = (slot->start_min + slot->length_min + slot->travel_min + places->grid - 1) /
                 places->grid;
        if (slot->type != type || !ipso__open_slot_counts(places->agenda, slot))
            continue;
        for (int c = from; c < to; c++)
            places->same[row + c + 1] = places->reserve[row + c + 1] - places->reserve[row + c];
    }
    for (int row = 0; row < places->people * places->days; row++)
        for (int c = 0; c < places->cells; c++)
            places->same[row * (places->cells + 1) + c + 1] +=
                places->same[row * (places->cells + 1) + c];
}

static looking look_for(ipso__places *places, int appointment)
{
    const ipso__appointment *item = &places->agenda->items[appointment];
    looking l = {.places = places, .item = item, .index = appointment};

    ipso_request_init(&l.when);
    if (item->request != IPSO_ANY) {
        l.request = ipso_practice_request(places->agenda->base, item->request);
        l.when = *l.request;
    } else {
        l.fixed = ipso_practice_fixed(places->agenda->base, item->fixed);
        l.when.windows = l.fixed->windows;
        l.when.window_count = l.fixed->window_count;
    }
    return l;
}

static void note_any(void *user, const ipso__place *place)
{
    (void)place;
    *(bool *)user = true;
}

bool ipso__places_unasked(ipso__places *places, int appointment)
{
    looking l = look_for(places, appointment);
    bool any = false;

    l.unasked = true;
    l.give = note_any;
    l.user = &any;
    if (!l.item->booked)
        note_same(places, l.item->type);
    look_everywhere(&l);
    return any;
}

int64_t ipso__places_each(ipso__places *places, int appointment, bool crowded, ipso__place_fn place,
                          void *user)
{
    looking l = look_for(places, appointment);

    l.crowded = crowded;
    l.give = place;
    l.user = user;
    if (!l.item->booked)
        note_same(places, l.item->type);
    look_everywhere(&l);
    return l.work;
}

ipso_unplaced_reason ipso__places_why(ipso__places *places, int appointment)
{
    looking l = look_for(places, appointment);

    look_everywhere(&l);
    if (!l.any_time)
        return IPSO_UNPLACED_NO_DUTY;
    if (!l.any_link)
        return IPSO_UNPLACED_LINK;
    return l.any_patient ? IPSO_UNPLACED_FULL : IPSO_UNPLACED_PATIENT;
}

ipso__place ipso__places_old(const ipso__places *places, int appointment)
{
    const ipso__appointment *item = &places->agenda->items[appointment];
    const ipso_slot *old = &item->old;

    return (ipso__place){.appointment = appointment,
                         .sitting =
                             ipso__agenda_sitting(places->agenda, old, item->request != IPSO_ANY),
                         .start_min = old->start_min,
                         .length_min = old->length_min,
                         .width_min = old->length_min + old->travel_min,
                         .mode = old->mode,
                         .stays = true};
}

ipso_slot ipso__place_slot(const ipso__places *places, const ipso__place *place)
{
    const ipso__appointment *item = &places->agenda->items[place->appointment];
    const ipso__sitting *sitting = &places->agenda->bands.sittings[place->sitting];
    ipso_slot slot;

    ipso_slot_init(&slot);
    slot.practitioner = sitting->practitioner;
    slot.day = sitting->day;
    slot.site = sitting->site;
    slot.start_min = place->start_min;
    slot.length_min = place->length_min;
    slot.travel_min = place->width_min - place->length_min;
    slot.type = item->type;
    slot.mode = place->mode;
    slot.use = item->fixed != IPSO_ANY ? IPSO_SLOT_FIXED : IPSO_SLOT_BOOKED;
    slot.fixed = item->fixed;
    slot.request = item->request;
    return slot;
}

int64_t ipso__call_points(const ipso__places *places, int appointment)
{
    const ipso__appointment *item = &places->agenda->items[appointment];
    const ipso_practice *base = places->agenda->base;

    if (item->booked)
        return places->settings->call_points;
    return ipso__request_value(base, ipso_practice_request(base, item->request));
}

int ipso__place_extended(const ipso__places *places, const ipso__place *place)
{
    const ipso_practice *base = places->agenda->base;
    const ipso__sitting *sitting = &places->agenda->bands.sittings[place->sitting];
    int type = places->agenda->items[place->appointment].type;

    if (sitting->tele || !sitting->admits_all ||
        ipso_practice_type(base, type)->care == IPSO_CARE_ACUTE ||
        ipso_practice_extended(base)->other_points != IPSO_HARD)
        return 0;
    return ipso__extended_minutes(base, sitting->day, place->start_min,
                                  place->start_min + place->width_min);
}
