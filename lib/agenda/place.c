/* Entries and blocks on their days: free time, kept times, and who is counted.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "agenda/place.h"
#include "agenda/apply.h"
#include "agenda/kept.h"

#include "base/error.h"

#include <stdlib.h>
#include <string.h>

/* ---- free time ---- */

static void set_bits(uint64_t *bits, int first, int past, bool on)
{
    for (int bit = first; bit < past; bit++)
        if (on)
            bits[bit / 64] |= UINT64_C(1) << (bit % 64);
        else
            bits[bit / 64] &= ~(UINT64_C(1) << (bit % 64));
}

static void take_bits(const ipso__state *state, uint64_t *bits, int start_min, int end_min)
{
    int grid = state->grid_min, past = (end_min + grid - 1) / grid;

    set_bits(bits, start_min / grid, past < IPSO_DAY_MIN / grid ? past : IPSO_DAY_MIN / grid,
             false);
}

bool ipso__block_span(const ipso__state *state, const ipso__block *block, int day, int *start_min,
                      int *end_min)
{
    int64_t midnight = (int64_t)day * IPSO_DAY_MIN;
    int64_t start = block->start - midnight, end = block->end - midnight;

    (void)state;
    *start_min = start < 0 ? 0 : start > IPSO_DAY_MIN ? IPSO_DAY_MIN : (int)start;
    *end_min = end < 0 ? 0 : end > IPSO_DAY_MIN ? IPSO_DAY_MIN : (int)end;
    return *start_min < *end_min;
}

/* Free time of a cell from its sessions, blocks and entries. */
static void free_anew(ipso__state *state, int cell)
{
    ipso__cell *at = &state->cells[cell];
    int start, end;

    memset(at->free, 0, (size_t)state->words * sizeof *at->free);
    for (int i = 0; i < at->session_count; i++) {
        const ipso__agenda_session *session = &state->sessions[at->first_session + i];
        set_bits(at->free, session->start_min / state->grid_min, session->end_min / state->grid_min,
                 true);
    }
    for (size_t i = 0; i < at->entries.count; i++) {
        const ipso__entry *entry = at->entries.items[i];
        take_bits(state, at->free, entry->start_min, ipso__entry_end(entry));
    }
    for (size_t i = 0; i < state->blocks.count; i++) {
        const ipso__block *block = state->blocks.items[i];
        if (block->practitioner == cell / state->days &&
            ipso__block_span(state, block, cell % state->days, &start, &end))
            take_bits(state, at->free, start, end);
    }
}

/* ---- what is known of the least cost of a day (rank.c) ---- */

static void forget_least(ipso__state *state, int cell)
{
    size_t count = (size_t)state->lengths * IPSO__DAY_PARTS;
    _Atomic int64_t *least = &state->least[(size_t)cell * count];

    for (size_t l = 0; l < count; l++)
        atomic_store_explicit(&least[l], -1, memory_order_relaxed);
}

/* A need whose slots became worth less makes the days of all of them cheaper. */
static void forget_need(ipso__state *state, ipso__need *need)
{
    if (need->kept <= atomic_load_explicit(&need->level, memory_order_relaxed))
        return;
    atomic_store_explicit(&need->level, INT32_MAX, memory_order_relaxed);
    for (int i = 0; i < need->slot_count; i++)
        forget_least(state, state->kept[state->need_slots[need->first_slot + i]].cell);
}

/* ---- kept times ---- */

static void displace(ipso__state *state, const ipso__kept *kept, int by)
{
    if (kept->need < 0)
        return;
    state->needs[kept->need].kept -= by;
    if (by < 0)
        forget_need(state, &state->needs[kept->need]);
}

/* Covers the kept times that [start, end) overlaps; used is the one to be used, or -1. */
static void cover(ipso__state *state, int cell, int start_min, int end_min, int used)
{
    int past = ipso__kept_past(state, cell);

    for (int i = ipso__kept_first(state, cell, start_min);
         i < past && state->kept[i].start_min < end_min; i++) {
        ipso__kept *kept = &state->kept[i];
        if (i == used)
            kept->used = true;
        else if (kept->covers == 0)
            displace(state, kept, 1);
        kept->covers++;
    }
}

static void uncover(ipso__state *state, int cell, int start_min, int end_min, int used)
{
    int past = ipso__kept_past(state, cell);

    for (int i = ipso__kept_first(state, cell, start_min);
         i < past && state->kept[i].start_min < end_min; i++) {
        ipso__kept *kept = &state->kept[i];
        bool was_displaced = !kept->used;
        if (i == used)
            kept->used = false;
        kept->covers--;
        if (kept->covers == 0 && was_displaced)
            displace(state, kept, -1);
        else if (kept->covers > 0 && !was_displaced && !kept->used)
            displace(state, kept, 1);
    }
}

/* ---- extended hours ---- */

/* Extended minutes that an entry takes from acute need, and where (S6); 0 for most. */
static int extended_of(const ipso__state *state, const ipso__entry *entry, int *where)
{
    int cell = ipso__cell_of(state, entry->practitioner, entry->day);
    int end = ipso__entry_end(entry);
    const ipso__agenda_session *session = ipso__state_session(state, cell, entry->start_min, end);
    const ipso_type *type = ipso_practice_type(state->practice, entry->ask.request.type);

    if (entry->fixed || session == NULL || type->care == IPSO_CARE_ACUTE ||
        !ipso__session_extended(state, session))
        return 0;
    *where = ipso_practice_duty(state->practice, session->duty)->site * state->days + entry->day;
    return ipso__extended_min(state, entry->day, entry->start_min, end);
}

/* ---- entries ---- */

static void insert_entry(ipso__pointers *list, ipso__entry *entry)
{
    size_t at = list->count++;

    for (; at > 0 && ((ipso__entry *)list->items[at - 1])->start_min > entry->start_min; at--)
        list->items[at] = list->items[at - 1];
    list->items[at] = entry;
}

void ipso__pointers_remove(ipso__pointers *list, const void *item)
{
    size_t at = 0;

    while (list->items[at] != item)
        at++;
    memmove(list->items + at, list->items + at + 1, (list->count - at - 1) * sizeof *list->items);
    list->count--;
}

static ipso__entry **patient_bucket(const ipso__state *state, const char *patient)
{
    return &state->patients[ipso__text_hash(patient) % state->patient_buckets];
}

static void count_entry(ipso__state *state, ipso__entry *entry, int by)
{
    int where = 0, minutes = extended_of(state, entry, &where);

    state->ext_used[where] += by * minutes;
    if (entry->ask.request.practitioner == IPSO_ANY)
        state->without_own[entry->practitioner] += by;
}

void ipso__entry_put(ipso__state *state, ipso__entry *entry)
{
    int cell = ipso__cell_of(state, entry->practitioner, entry->day);
    int end = ipso__entry_end(entry);

    entry->used =
        ipso__kept_used(state, ipso__kept_first(state, cell, entry->start_min),
                        ipso__kept_past(state, cell), entry->start_min, end, &entry->ask.request);
    cover(state, cell, entry->start_min, end, entry->used);
    insert_entry(&state->cells[cell].entries, entry);
    count_entry(state, entry, 1);
    free_anew(state, cell);
    forget_least(state, cell);
}

void ipso__entry_take(ipso__state *state, ipso__entry *entry)
{
    int cell = ipso__cell_of(state, entry->practitioner, entry->day);

    uncover(state, cell, entry->start_min, ipso__entry_end(entry), entry->used);
    entry->used = -1;
    ipso__pointers_remove(&state->cells[cell].entries, entry);
    count_entry(state, entry, -1);
    free_anew(state, cell);
    forget_least(state, cell);
}

void ipso__entry_enlist(ipso__state *state, ipso__entry *entry)
{
    const char *patient = entry->ask.request.patient;

    state->linked_count += entry->ask.after != 0;
    if (patient == NULL || patient[0] == '\0')
        return;
    ipso__entry **bucket = patient_bucket(state, patient);
    entry->same_patient = *bucket;
    *bucket = entry;
    state->patient_count++;
}

void ipso__entry_delist(ipso__state *state, ipso__entry *entry)
{
    const char *patient = entry->ask.request.patient;

    state->linked_count -= entry->ask.after != 0;
    if (patient == NULL || patient[0] == '\0')
        return;
    ipso__entry **link = patient_bucket(state, patient);
    while (*link != entry)
        link = &(*link)->same_patient;
    *link = entry->same_patient;
    state->patient_count--;
}

/* ---- blocks ---- */

static void block_days(ipso__state *state, const ipso__block *block, bool on)
{
    int start, end;

    for (int day = 0; day < state->days; day++) {
        int cell = ipso__cell_of(state, block->practitioner, day);
        if (!ipso__block_span(state, block, day, &start, &end))
            continue;
        if (on)
            cover(state, cell, start, end, -1);
        else
            uncover(state, cell, start, end, -1);
        free_anew(state, cell);
        forget_least(state, cell);
    }
}

void ipso__block_put(ipso__state *state, ipso__block *block)
{
    state->blocks.items[state->blocks.count++] = block;
    block_days(state, block, true);
}

void ipso__block_take(ipso__state *state, ipso__block *block)
{
    ipso__pointers_remove(&state->blocks, block);
    block_days(state, block, false);
}

/* ---- releases ---- */

void ipso__release_put(ipso__state *state, const ipso__release *release)
{
    state->releases[state->release_count++] = *release;
    for (int i = 0; i < state->kept_count; i++) {
        ipso__kept *kept = &state->kept[i];
        if (kept->acute && kept->cell % state->days == release->day &&
            (release->site == IPSO_ANY || kept->site == release->site) &&
            kept->start_min >= release->start_min && kept->start_min < release->end_min) {
            kept->released = true;
            forget_least(state, kept->cell);
        }
    }
}
