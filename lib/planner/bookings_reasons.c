/* Why requests have no place.
 *
 * What is asked, in this order, of every stretch of time the request could be given in:
 *   1. Does anybody who may give it consult then?                 else no duty
 *   2. Is there a band as far from the request it follows as the
 *      link wants, that one being placed?                         else link
 *   3. Is the patient free at one of these?                       else patient
 *   4. Is there room for it? Then its price forbids it: price.    (search, should it even pay)
 *   5. Without room: full, when the bookings are proven, or when in each such band any appointment
 *      that could make way is worth as much; else the search stopped too early: search.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "planner/bookings_reasons.h"

#include "model/needs.h"

#include <string.h>

/* A band that a request may use, and what stands against it. */
typedef struct look {
    const ipso__choice *choice;
    int need;
    const ipso_request *request;
    bool any_time, any_link, any_patient, any_room, any_gain, any_exchange;
} look;

/* Whether a fixed appointment of the patient has a minute of the band. */
static bool is_elsewhere(const look *l, const ipso__band *band, int day)
{
    const ipso_practice *practice = l->choice->table->practice;
    ipso_date date = ipso_practice_horizon(practice)->first_day + day;
    for (int i = 0; i < ipso_practice_fixed_count(practice); i++) {
        const ipso_fixed *fixed = ipso_practice_fixed(practice, i);
        int end = fixed->start_min +
                  ipso__slot_width(practice, fixed->type, fixed->mode, fixed->length_min);
        if (fixed->date == date && strcmp(fixed->patient, l->request->patient) == 0 &&
            fixed->start_min < band->end_min && band->start_min < end)
            return true;
    }
    return false;
}

/* Whether all links (or all pairs) of the need hold in the band. */
static bool joins_hold(const look *l, int band, bool links)
{
    const ipso__choice *choice = l->choice;
    for (int i = choice->join_first[l->need]; i < choice->join_first[l->need + 1]; i++) {
        int join = choice->joins[i];
        if ((join < choice->table->link_count) == links &&
            !ipso__choice_join_holds(choice, join, l->need, band))
            return false;
    }
    return true;
}

/* Whether the shortest slot there is fits into the band. */
static bool has_room(const look *l, int band)
{
    const ipso__table *table = l->choice->table;
    const ipso__sitting *sitting = ipso__band_sitting(table->bands, band);
    ipso__option shortest = {.need = l->need, .band = band};
    int type = table->needs[l->need].type;
    int length = ipso_practice_type(table->practice, type)->lengths_min[0];
    shortest.width_min = ipso__slot_width(table->practice, type, sitting->modes[type], length);
    return ipso__choice_fits(l->choice, &shortest);
}

/* Whether a booked appointment of the option's band would make room for it and is worth less. */
static bool has_exchange(const look *l, const ipso__option *option)
{
    const ipso__choice *choice = l->choice;
    const ipso__table *table = choice->table;
    int64_t gain = ipso__choice_gain(choice, option);
    for (int g = 0; g < table->need_count; g++) {
        const ipso__option *other = &table->options[choice->chosen[g] < 0 ? 0 : choice->chosen[g]];
        if (choice->chosen[g] < 0 || other->band != option->band ||
            choice->room_min[option->band] + other->width_min < option->width_min)
            continue;
        const ipso__need *need = &table->needs[g];
        int64_t value = need->value_count > 0 ? table->values[need->first_value] : 0;
        if (gain > value - other->cost)
            return true;
    }
    return false;
}

/* Looks among the options that break no rule between requests for one that pays, and for one that
 * would pay in another's place. */
static void look_at_options(look *l)
{
    const ipso__table *table = l->choice->table;
    const ipso__need *need = &table->needs[l->need];
    for (int o = need->first_option; o < need->first_option + need->option_count; o++) {
        const ipso__option *option = &table->options[o];
        if (!joins_hold(l, option->band, true) || !joins_hold(l, option->band, false))
            continue;
        if (ipso__choice_fits(l->choice, option))
            l->any_gain = l->any_gain || ipso__choice_gain(l->choice, option) > 0;
        else if (!l->any_exchange)
            l->any_exchange = has_exchange(l, option);
    }
}

static void look_at_band(look *l, int band)
{
    const ipso__bands *bands = l->choice->table->bands;
    const ipso__sitting *sitting = ipso__band_sitting(bands, band);
    const ipso__band *piece = &bands->bands[band];
    if (!ipso__request_open(l->choice->table->practice, l->request, sitting->day, piece->start_min,
                            piece->end_min) ||
        !joins_hold(l, band, true))
        return;
    l->any_link = true;
    if (is_elsewhere(l, piece, sitting->day) || !joins_hold(l, band, false))
        return;
    l->any_patient = true;
    l->any_room = l->any_room || has_room(l, band);
}

/* Whether one of the windows shares room for a slot with the sitting. */
static bool has_time(const look *l, const ipso__sitting *sitting, unsigned mode)
{
    const ipso_practice *practice = l->choice->table->practice;
    int length = ipso_practice_type(practice, l->request->type)->lengths_min[0];
    int width = ipso__slot_width(practice, l->request->type, mode, length);
    for (int start = sitting->start_min; start + width <= sitting->end_min; start++) {
        if (ipso__request_open(practice, l->request, sitting->day, start, start + width))
            return true;
    }
    return false;
}

static ipso_unplaced_reason reason_of(const ipso__choice *choice, int need, bool proven)
{
    const ipso__table *table = choice->table;
    look l = {.choice = choice, .need = need};
    l.request = ipso_practice_request(table->practice, table->needs[need].request);
    for (int i = 0; i < table->bands->sitting_count; i++) {
        const ipso__sitting *sitting = &table->bands->sittings[i];
        unsigned mode = sitting->modes[l.request->type];
        if (!ipso__request_reaches(table->practice, l.request, sitting->practitioner, sitting->site,
                                   mode) ||
            !has_time(&l, sitting, mode))
            continue;
        l.any_time = true;
        for (int b = sitting->first_band; b < sitting->first_band + sitting->band_count; b++)
            look_at_band(&l, b);
    }
    if (!l.any_time)
        return IPSO_UNPLACED_NO_DUTY;
    if (!l.any_link)
        return l.request->after != IPSO_ANY ? IPSO_UNPLACED_LINK : IPSO_UNPLACED_FULL;
    if (!l.any_patient)
        return IPSO_UNPLACED_PATIENT;
    look_at_options(&l);
    if (l.any_room)
        return l.any_gain ? IPSO_UNPLACED_SEARCH : IPSO_UNPLACED_PRICE;
    return proven || !l.any_exchange ? IPSO_UNPLACED_FULL : IPSO_UNPLACED_SEARCH;
}

ipso_status ipso__add_unplaced(ipso_plan *plan, const ipso__choice *choice, bool proven,
                               ipso_error *err)
{
    const ipso__table *table = choice->table;
    ipso_status status = IPSO_OK;
    for (int g = 0; g < table->need_count && status == IPSO_OK; g++) {
        if (table->needs[g].kind != IPSO__NEED_REQUEST || choice->chosen[g] >= 0)
            continue;
        ipso_unplaced unplaced = {table->needs[g].request, reason_of(choice, g, proven)};
        status = ipso_plan_add_unplaced(plan, &unplaced, err);
    }
    return status;
}
