/* Which slots the times stage may move, and in which bands.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "planner/times.h"

#include "base/memory.h"
#include "model/needs.h"

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

/* What stays cuts the bands anew, so that others may have to stay with it: until none is added. */
ipso_status ipso__times_layout(ipso__layout *layout, const ipso_plan *before, ipso_error *err)
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
