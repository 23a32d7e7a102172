/* What is booked in the plan becomes the first entries of an agenda.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "agenda/apply.h"
#include "agenda/ask.h"

#include "base/error.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

/* The ask that a fixed appointment answers. Where its patient did not say which modes will do, the
 * practice may move it to any. */
static void ask_of_fixed(const ipso_fixed *fixed, ipso_ask *ask)
{
    ipso_request *request = &ask->request;

    request->patient = fixed->patient;
    request->type = fixed->type;
    request->patient_class = fixed->patient_class;
    request->no_show = fixed->no_show;
    request->windows = fixed->windows;
    request->window_count = fixed->window_count;
    request->practitioner = fixed->own_practitioner;
    request->accepts_others = fixed->accepts_others;
    request->site = fixed->wanted_site;
    request->min_gap_min = fixed->min_gap_min;
    request->max_gap_min = fixed->max_gap_min;
    ask->modes = fixed->accepted_modes != 0 ? fixed->accepted_modes | fixed->mode
                                            : IPSO_MODE_SITE | IPSO_MODE_TELE | IPSO_MODE_HOME;
}

static ipso__entry *make_entry(const ipso__state *state, const ipso_slot *slot)
{
    const ipso_fixed *fixed = ipso_practice_fixed(state->practice, slot->fixed);
    const ipso_request *request = ipso_practice_request(state->practice, slot->request);
    ipso__entry *entry;
    ipso_ask ask;

    ipso_ask_init(&ask);
    if (fixed != NULL)
        ask_of_fixed(fixed, &ask);
    else if (request != NULL)
        ask.request = *request;
    ask.request.after = IPSO_ANY;
    ask.request.type = slot->type;
    entry = ipso__ask_copy(sizeof *entry, offsetof(ipso__entry, ask), &ask);
    if (entry == NULL)
        return NULL;
    entry->state = IPSO_ENTRY_BOOKED;
    entry->practitioner = slot->practitioner;
    entry->day = slot->day;
    entry->site = slot->site;
    entry->start_min = slot->start_min;
    entry->length_min = slot->length_min;
    entry->travel_min = slot->travel_min;
    entry->mode = slot->mode;
    entry->used = -1;
    entry->fixed = slot->use == IPSO_SLOT_FIXED;
    entry->was_fixed = entry->fixed;
    entry->any_mode = fixed != NULL && fixed->accepted_modes == 0;
    entry->plan_id = fixed != NULL ? fixed->id : request != NULL ? request->id : NULL;
    return entry;
}

static bool is_entry(const ipso_slot *slot)
{
    return slot->use == IPSO_SLOT_BOOKED || slot->use == IPSO_SLOT_FIXED;
}

/* The number of the entry of a request, 0 when it has none. */
static int64_t number_of_request(const ipso__state *state, int request)
{
    int64_t number = 0;

    for (int i = 0; i < ipso_plan_slot_count(state->plan); i++) {
        const ipso_slot *slot = ipso_plan_slot(state->plan, i);
        number -= is_entry(slot);
        if (slot->use == IPSO_SLOT_BOOKED && slot->request == request)
            return number;
    }
    return 0;
}

/* The number of the entry of the fixed appointment of that id, 0 when it has none. */
static int64_t number_of_fixed(const ipso__state *state, const char *id)
{
    int64_t number = 0;

    for (int i = 0; i < ipso_plan_slot_count(state->plan); i++) {
        const ipso_slot *slot = ipso_plan_slot(state->plan, i);
        number -= is_entry(slot);
        if (slot->use == IPSO_SLOT_FIXED &&
            strcmp(ipso_practice_fixed(state->practice, slot->fixed)->id, id) == 0)
            return number;
    }
    return 0;
}

/* Entries of linked requests, and of linked fixed appointments, follow one another by number. */
static void link_entry(ipso__state *state, ipso__entry *entry, const ipso_slot *slot)
{
    const ipso_request *request = ipso_practice_request(state->practice, slot->request);
    const ipso_fixed *fixed = ipso_practice_fixed(state->practice, slot->fixed);

    if (slot->use == IPSO_SLOT_BOOKED && request != NULL && request->after != IPSO_ANY)
        entry->ask.after = number_of_request(state, request->after);
    else if (slot->use == IPSO_SLOT_FIXED && fixed != NULL && fixed->follows != NULL)
        entry->ask.after = number_of_fixed(state, fixed->follows);
    if (entry->ask.after == entry->number)
        entry->ask.after = 0;
}

ipso_status ipso__state_make_entries(ipso__state *state, ipso_error *err)
{
    int slots = ipso_plan_slot_count(state->plan), count = 0;

    for (int i = 0; i < slots; i++)
        count += is_entry(ipso_plan_slot(state->plan, i));
    state->plan_entries =
        ipso__arena_alloc(&state->arena, (size_t)count + 1, sizeof(ipso__entry *));
    if (state->plan_entries == NULL)
        return ipso__fail_nomem(err);
    for (int i = 0; i < slots; i++) {
        const ipso_slot *slot = ipso_plan_slot(state->plan, i);
        ipso__entry *entry;
        if (!is_entry(slot))
            continue;
        entry = make_entry(state, slot);
        if (entry == NULL)
            return ipso__fail_nomem(err);
        state->plan_entries[state->plan_entry_count++] = entry;
        entry->number = -state->plan_entry_count;
        entry->version = entry->number;
        link_entry(state, entry, slot);
        if (!ipso__plan_entry_add(state, entry))
            return ipso__fail_nomem(err);
    }
    return IPSO_OK;
}
