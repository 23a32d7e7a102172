/* From a plan to bands and back.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "planner/slots_layout.h"

#include "model/needs.h"

#include <stdlib.h>
#include <string.h>

static int slot_width(const ipso_slot *slot)
{
    return slot->length_min + slot->travel_min;
}

static bool append(ipso__layout *layout, const ipso_slot *slot, int band)
{
    if (!ipso__grow(&layout->laid, &layout->laid_room, (size_t)layout->laid_count + 1,
                    sizeof *layout->laid))
        return false;
    layout->laid[layout->laid_count++] = (ipso__laid){*slot, band};
    return true;
}

/* Copies the slots to keep; band is IPSO_ANY for those that stay in any case, else 0. */
static bool collect(ipso__layout *layout, const ipso_plan *before, unsigned uses,
                    const unsigned char *stays)
{
    for (int i = 0; i < ipso_plan_slot_count(before); i++) {
        const ipso_slot *slot = ipso_plan_slot(before, i);
        bool stay = stays != NULL && stays[i];
        if ((uses >> slot->use & 1u) && !append(layout, slot, stay ? IPSO_ANY : 0))
            return false;
    }
    return true;
}

static ipso_status build_bands(ipso__layout *layout, const ipso_plan *before, ipso_error *err)
{
    int duties = ipso_plan_assignment_count(before);
    ipso_assignment *assignments = ipso__calloc((size_t)duties, sizeof *assignments);
    ipso__hole *holes = ipso__calloc((size_t)layout->laid_count, sizeof *holes);
    int count = 0;
    for (int i = 0; assignments != NULL && i < duties; i++)
        assignments[i] = *ipso_plan_assignment(before, i);
    for (int i = 0; holes != NULL && i < layout->laid_count; i++) {
        const ipso_slot *slot = &layout->laid[i].slot;
        if (layout->laid[i].band == IPSO_ANY)
            holes[count++] = (ipso__hole){slot->practitioner, slot->day, slot->start_min,
                                          slot->start_min + slot_width(slot)};
    }
    ipso__bands_finish(&layout->bands);
    ipso_status status = IPSO_NOMEM;
    if (assignments != NULL && holes != NULL)
        status = ipso__bands_build(&layout->bands, layout->practice, assignments, duties, holes,
                                   count, err);
    free(assignments);
    free(holes);
    return status == IPSO_NOMEM ? ipso__fail_nomem(err) : status;
}

/* Finds the band of each slot that does not stay; those without one, or in a band too full, stay
 * from now on. *changed tells whether any did. False when out of memory. */
static bool find_bands(ipso__layout *layout, bool *changed)
{
    const ipso__bands *bands = &layout->bands;
    int grid = ipso_practice_horizon(layout->practice)->grid_min;
    int *used = ipso__calloc((size_t)bands->band_count, sizeof *used);
    if (used == NULL)
        return false;
    *changed = false;
    for (int i = 0; i < layout->laid_count; i++) {
        ipso__laid *laid = &layout->laid[i];
        const ipso_slot *slot = &laid->slot;
        if (laid->band == IPSO_ANY)
            continue;
        laid->band = ipso__bands_find(bands, slot->practitioner, slot->day, slot->start_min,
                                      slot->start_min + slot_width(slot));
        if (laid->band < 0)
            *changed = true;
        else
            used[laid->band] += (slot_width(slot) + grid - 1) / grid * grid;
    }
    for (int i = 0; i < layout->laid_count; i++) {
        ipso__laid *laid = &layout->laid[i];
        const ipso__band *band = laid->band < 0 ? NULL : &bands->bands[laid->band];
        if (band != NULL && used[laid->band] > band->end_min - band->start_min) {
            laid->band = IPSO_ANY;
            *changed = true;
        }
    }
    free(used);
    return true;
}

ipso_status ipso__layout_start(ipso__layout *layout, const ipso_plan *before, unsigned uses,
                               const unsigned char *stays, ipso_error *err)
{
    ipso__layout made = {.practice = ipso_plan_practice(before)};
    ipso_status status = collect(&made, before, uses, stays) ? IPSO_OK : ipso__fail_nomem(err);
    bool changed = true;
    while (status == IPSO_OK && changed) {
        status = build_bands(&made, before, err);
        if (status == IPSO_OK && !find_bands(&made, &changed))
            status = ipso__fail_nomem(err);
    }
    if (status != IPSO_OK) {
        ipso__layout_finish(&made);
        return status;
    }
    *layout = made;
    return IPSO_OK;
}

void ipso__layout_finish(ipso__layout *layout)
{
    ipso__bands_finish(&layout->bands);
    free(layout->laid);
    *layout = (ipso__layout){0};
}

/* The slots that stay, as a table wants them; the caller frees them. NULL when out of memory. */
static ipso_slot *kept_slots(const ipso__layout *layout)
{
    ipso_slot *slots = ipso__calloc((size_t)layout->laid_count, sizeof *slots);
    for (int i = 0; slots != NULL && i < layout->laid_count; i++)
        slots[i] = layout->laid[i].slot;
    return slots;
}

ipso_status ipso__laid_table_start(ipso__laid_table *laid, const ipso_plan *before, unsigned uses,
                                   bool forecasts, ipso_error *err)
{
    ipso__layout *layout = &laid->layout;
    ipso_status status = ipso__layout_start(layout, before, uses, NULL, err);
    if (status != IPSO_OK)
        return status;
    ipso_slot *kept = kept_slots(layout);
    ipso__scope scope = {
        .forecasts = forecasts, .requests = true, .kept = kept, .kept_count = layout->laid_count};
    status = kept == NULL
                 ? ipso__fail_nomem(err)
                 : ipso__table_build(&laid->table, layout->practice, &layout->bands, &scope, err);
    free(kept);
    if (status != IPSO_OK)
        ipso__layout_finish(layout);
    return status;
}

void ipso__laid_table_finish(ipso__laid_table *laid)
{
    ipso__table_finish(&laid->table);
    ipso__layout_finish(&laid->layout);
}

ipso_status ipso__layout_add(ipso__layout *layout, const ipso__table *table, const int *x,
                             bool held, ipso_error *err)
{
    for (int o = 0; o < table->option_count; o++) {
        const ipso__option *option = &table->options[o];
        for (int copy = 0; copy < x[o]; copy++) {
            ipso_slot slot =
                ipso__option_slot(table, option, table->bands->bands[option->band].start_min);
            if (held && slot.use == IPSO_SLOT_BOOKED)
                slot.use = IPSO_SLOT_HELD;
            if (!append(layout, &slot, option->band))
                return ipso__fail_nomem(err);
        }
    }
    return IPSO_OK;
}

static int compare_slots(const void *left, const void *right)
{
    const ipso__laid *a = left;
    const ipso__laid *b = right;
    const ipso_slot *s = &a->slot;
    const ipso_slot *t = &b->slot;
    if (a->band != b->band)
        return a->band < b->band ? -1 : 1;
    const int keys[][2] = {
        {s->type, t->type},     {s->length_min, t->length_min}, {(int)s->use, (int)t->use},
        {s->demand, t->demand}, {s->demand_day, t->demand_day}, {s->request, t->request},
    };
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        if (keys[i][0] != keys[i][1])
            return keys[i][0] < keys[i][1] ? -1 : 1;
    }
    return 0;
}

/* Sets the starts, back to back in each band, each rounded up to the grid. */
static void set_starts(const ipso__layout *layout, ipso__laid *slots, int count)
{
    int grid = ipso_practice_horizon(layout->practice)->grid_min;
    int reached = 0;
    for (int i = 0; i < count; i++) {
        ipso__laid *laid = &slots[i];
        if (laid->band == IPSO_ANY)
            continue;
        if (i == 0 || slots[i - 1].band != laid->band)
            reached = layout->bands.bands[laid->band].start_min;
        laid->slot.start_min = reached;
        reached += (slot_width(&laid->slot) + grid - 1) / grid * grid;
    }
}

static int compare_starts(const void *left, const void *right)
{
    const ipso_slot *a = &((const ipso__laid *)left)->slot;
    const ipso_slot *b = &((const ipso__laid *)right)->slot;
    if (a->practitioner != b->practitioner)
        return a->practitioner < b->practitioner ? -1 : 1;
    if (a->day != b->day)
        return a->day < b->day ? -1 : 1;
    return (a->start_min > b->start_min) - (a->start_min < b->start_min);
}

/* The fixed appointments of the horizon, as slots. */
bool ipso__layout_add_fixed(ipso__layout *layout)
{
    const ipso_horizon *horizon = ipso_practice_horizon(layout->practice);
    for (int i = 0; i < ipso_practice_fixed_count(layout->practice); i++) {
        const ipso_fixed *fixed = ipso_practice_fixed(layout->practice, i);
        int width = ipso__slot_width(layout->practice, fixed->type, fixed->mode, fixed->length_min);
        ipso_slot slot;
        ipso_slot_init(&slot);
        slot.practitioner = fixed->practitioner;
        slot.day = fixed->date - horizon->first_day;
        slot.site = fixed->site;
        slot.start_min = fixed->start_min;
        slot.length_min = fixed->length_min;
        slot.travel_min = width - fixed->length_min;
        slot.type = fixed->type;
        slot.mode = fixed->mode;
        slot.use = IPSO_SLOT_FIXED;
        slot.fixed = i;
        if (slot.day >= 0 && slot.day < horizon->days && !append(layout, &slot, IPSO_ANY))
            return false;
    }
    return true;
}

ipso_status ipso__layout_write(ipso__layout *layout, ipso_plan *plan, ipso_error *err)
{
    if (!ipso__layout_add_fixed(layout))
        return ipso__fail_nomem(err);
    int count = layout->laid_count;
    if (count > 1)
        qsort(layout->laid, (size_t)count, sizeof *layout->laid, compare_slots);
    set_starts(layout, layout->laid, count);
    if (count > 1)
        qsort(layout->laid, (size_t)count, sizeof *layout->laid, compare_starts);
    ipso_status status = IPSO_OK;
    for (int i = 0; i < count && status == IPSO_OK; i++)
        status = ipso_plan_add_slot(plan, &layout->laid[i].slot, err);
    return status;
}
