/* Events take effect: memory first, then what cannot fail.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "agenda/apply.h"
#include "agenda/ask.h"
#include "agenda/place.h"

#include "base/error.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

/* ---- memory ---- */

static bool reserve_pointers(ipso__pointers *list, size_t more)
{
    return ipso__grow(&list->items, &list->capacity, list->count + more, sizeof *list->items);
}

static bool reserve_things(ipso__state *state, int64_t seq)
{
    size_t before = state->thing_capacity;

    if ((uint64_t)seq < before)
        return true;
    if (!ipso__grow(&state->things, &state->thing_capacity, (size_t)seq + 1, sizeof *state->things))
        return false;
    memset(state->things + before, 0, (state->thing_capacity - before) * sizeof *state->things);
    return true;
}

/* Doubles the buckets of the patients when they fill up. */
static bool reserve_patients(ipso__state *state, size_t more)
{
    size_t buckets = state->patient_buckets;
    ipso__entry **fresh;

    if (state->patient_count + more <= buckets)
        return true;
    while (buckets < state->patient_count + more)
        buckets = buckets == 0 ? 64 : 2 * buckets;
    fresh = ipso__calloc(buckets, sizeof *fresh);
    if (fresh == NULL)
        return false;
    for (size_t i = 0; i < state->patient_buckets; i++)
        for (ipso__entry *entry = state->patients[i], *next; entry != NULL; entry = next) {
            size_t at = ipso__text_hash(entry->ask.request.patient) % buckets;
            next = entry->same_patient;
            entry->same_patient = fresh[at];
            fresh[at] = entry;
        }
    free(state->patients);
    state->patients = fresh;
    state->patient_buckets = buckets;
    return true;
}

static bool reserve_keys(ipso__state *state, size_t more)
{
    size_t buckets = state->key_buckets;
    ipso__key **fresh;

    if (state->key_count + more <= buckets)
        return true;
    while (buckets < state->key_count + more)
        buckets = buckets == 0 ? 64 : 2 * buckets;
    fresh = ipso__calloc(buckets, sizeof *fresh);
    if (fresh == NULL)
        return false;
    for (size_t i = 0; i < state->key_buckets; i++)
        for (ipso__key *key = state->keys[i], *next; key != NULL; key = next) {
            size_t at = ipso__text_hash(key->text) % buckets;
            next = key->next;
            key->next = fresh[at];
            fresh[at] = key;
        }
    free(state->keys);
    state->keys = fresh;
    state->key_buckets = buckets;
    return true;
}

static bool is_new(const ipso_event *event)
{
    return event->number == event->seq;
}

/* Room in the lists that an event adds to. */
static bool reserve_lists(ipso__state *state, const ipso_event *event, size_t more)
{
    int day = event->date - state->horizon->first_day;
    size_t capacity = state->release_capacity;
    bool ok = reserve_things(state, event->seq);

    switch ((int)event->kind) {
    case IPSO_EVENT_HOLD:
    case IPSO_EVENT_BOOK:
    case IPSO_EVENT_MOVE:
        ok = ok && reserve_pointers(&state->holds, more) && reserve_patients(state, more);
        if (event->kind == IPSO_EVENT_MOVE || is_new(event))
            ok = ok &&
                 reserve_pointers(
                     &state->cells[ipso__cell_of(state, event->practitioner, day)].entries, more);
        break;
    case IPSO_EVENT_BLOCK:
        ok = ok && reserve_pointers(&state->blocks, more);
        break;
    case IPSO_EVENT_RELEASE:
        ok = ok && ipso__grow(&state->releases, &capacity, state->release_count + more,
                              sizeof *state->releases);
        state->release_capacity = capacity;
        break;
    case IPSO_EVENT_WAIT:
        ok = ok && reserve_pointers(&state->waits, more);
        break;
    case IPSO_EVENT_RECALL:
        ok = ok && reserve_pointers(&state->recalls, more);
        break;
    default:
        break;
    }
    return ok;
}

/* ---- what an event makes ---- */

static int64_t absolute(const ipso__state *state, ipso_date date, int minute)
{
    return ipso__absolute_min(state, date, minute);
}

static ipso__made made_at(const ipso_event *event)
{
    return (ipso__made){event->stamp.date, event->stamp.time_min};
}

static void set_place(const ipso__state *state, ipso__entry *entry, const ipso_event *event)
{
    entry->practitioner = event->practitioner;
    entry->day = event->date - state->horizon->first_day;
    entry->site = event->site;
    entry->start_min = event->start_min;
    entry->length_min = event->length_min;
    entry->travel_min = event->travel_min;
    entry->mode = event->mode;
    entry->overrides = event->overrides;
}

static ipso__entry *make_entry(const ipso__state *state, const ipso_event *event)
{
    ipso__entry *entry = ipso__ask_copy(sizeof *entry, offsetof(ipso__entry, ask), &event->ask);

    if (entry == NULL)
        return NULL;
    entry->number = event->number;
    entry->made = made_at(event);
    entry->state = event->kind == IPSO_EVENT_HOLD ? IPSO_ENTRY_HELD : IPSO_ENTRY_BOOKED;
    entry->expires_s = event->expires_s;
    entry->wait = event->wait;
    entry->used = -1;
    set_place(state, entry, event);
    return entry;
}

static ipso__block *make_block(const ipso__state *state, const ipso_event *event)
{
    size_t length = event->reason == NULL ? 0 : strlen(event->reason);
    ipso__block *block = ipso__calloc(1, sizeof *block + length + 1);
    int grid = state->grid_min;

    if (block == NULL)
        return NULL;
    block->number = event->number;
    block->practitioner = event->practitioner;
    block->start = absolute(state, event->date, event->start_min / grid * grid);
    block->end = absolute(state, event->last, (event->end_min + grid - 1) / grid * grid);
    block->made = made_at(event);
    block->has_reason = event->reason != NULL;
    if (length > 0)
        memcpy(block->reason, event->reason, length);
    return block;
}

static ipso__wait *make_wait(const ipso_event *event)
{
    ipso__wait *wait = ipso__ask_copy(sizeof *wait, offsetof(ipso__wait, ask), &event->ask);

    if (wait != NULL) {
        wait->number = event->number;
        wait->made = made_at(event);
    }
    return wait;
}

static ipso__recall *make_recall(const ipso_event *event)
{
    ipso__recall *recall = ipso__ask_copy(sizeof *recall, offsetof(ipso__recall, ask), &event->ask);

    if (recall != NULL) {
        recall->number = event->number;
        recall->made = made_at(event);
        recall->due = event->date;
    }
    return recall;
}

/* The thing that an event makes; *ok turns false when memory is out. */
static void *make_thing(const ipso__state *state, const ipso_event *event, bool *ok)
{
    void *made;

    switch ((int)event->kind) {
    case IPSO_EVENT_HOLD:
    case IPSO_EVENT_BOOK:
        if (!is_new(event))
            return NULL;
        made = make_entry(state, event);
        break;
    case IPSO_EVENT_BLOCK:
        made = make_block(state, event);
        break;
    case IPSO_EVENT_WAIT:
        made = make_wait(event);
        break;
    case IPSO_EVENT_RECALL:
        made = make_recall(event);
        break;
    default:
        return NULL;
    }
    *ok = *ok && made != NULL;
    return made;
}

static ipso__key *make_key(const ipso_event *event, bool *ok)
{
    size_t length;
    ipso__key *key;

    if (event->stamp.key == NULL || event->stamp.key[0] == '\0')
        return NULL;
    length = strlen(event->stamp.key);
    key = ipso__calloc(1, sizeof *key + length + 1);
    *ok = *ok && key != NULL;
    if (key == NULL)
        return NULL;
    key->kind = event->kind;
    key->number = event->number;
    memcpy(key->text, event->stamp.key, length + 1);
    return key;
}

ipso_status ipso__prepare(ipso__state *state, ipso__prepared *prepared, const ipso_event *event,
                          size_t count, ipso_error *err)
{
    bool ok = reserve_lists(state, event, count + 1) && reserve_keys(state, count + 1);
    ipso__prepared made = {.event = *event};

    if (ok) {
        made.made = make_thing(state, event, &ok);
        made.key = make_key(event, &ok);
    }
    if (!ok) {
        ipso__prepared_finish(&made);
        return ipso__fail_nomem(err);
    }
    *prepared = made;
    return IPSO_OK;
}

void ipso__prepared_finish(ipso__prepared *prepared)
{
    free(prepared->made);
    free(prepared->key);
    prepared->made = NULL;
    prepared->key = NULL;
}

/* ---- effects ---- */

static void set_thing(ipso__state *state, int64_t number, ipso__thing_kind kind, void *thing)
{
    if (number < 0)
        state->plan_entries[-number - 1] = thing;
    else
        state->things[number] = (ipso__thing){kind, thing};
}

static ipso__wait *wait_of(const ipso__state *state, int64_t number)
{
    ipso__thing thing = ipso__state_thing(state, number);

    return thing.kind == IPSO__THING_WAIT ? thing.thing : NULL;
}

static void end_wait(ipso__state *state, int64_t number)
{
    ipso__wait *wait = wait_of(state, number);

    if (wait == NULL)
        return;
    ipso__pointers_remove(&state->waits, wait);
    set_thing(state, number, IPSO__THING_NONE, NULL);
    free(wait);
}

static void apply_new_entry(ipso__state *state, ipso__entry *entry)
{
    ipso__wait *wait = wait_of(state, entry->wait);

    set_thing(state, entry->number, IPSO__THING_ENTRY, entry);
    ipso__entry_enlist(state, entry);
    ipso__entry_put(state, entry);
    if (entry->state == IPSO_ENTRY_HELD) {
        state->holds.items[state->holds.count++] = entry;
        if (wait != NULL) {
            wait->hold = entry->number;
            wait->proposals++;
        }
    } else
        end_wait(state, entry->wait);
}

static void apply_book_held(ipso__state *state, ipso__entry *entry)
{
    entry->state = IPSO_ENTRY_BOOKED;
    entry->expires_s = 0;
    ipso__pointers_remove(&state->holds, entry);
    end_wait(state, entry->wait);
}

static void end_entry(ipso__state *state, ipso__entry *entry)
{
    ipso__wait *wait = wait_of(state, entry->wait);

    ipso__entry_take(state, entry);
    ipso__entry_delist(state, entry);
    if (entry->state == IPSO_ENTRY_HELD) {
        ipso__pointers_remove(&state->holds, entry);
        if (wait != NULL && wait->hold == entry->number)
            wait->hold = 0;
    }
    set_thing(state, entry->number, IPSO__THING_NONE, NULL);
    free(entry);
}

static void apply_cancel(ipso__state *state, int64_t number)
{
    ipso__thing thing = ipso__state_thing(state, number);

    if (thing.kind == IPSO__THING_ENTRY) {
        end_entry(state, thing.thing);
        return;
    }
    ipso__pointers_remove(&state->recalls, thing.thing);
    set_thing(state, number, IPSO__THING_NONE, NULL);
    free(thing.thing);
}

static void apply_move(ipso__state *state, const ipso_event *event)
{
    ipso__entry *entry = ipso__state_entry(state, event->number);

    ipso__entry_take(state, entry);
    set_place(state, entry, event);
    entry->fixed = false;
    ipso__entry_put(state, entry);
}

static void apply_unblock(ipso__state *state, int64_t number)
{
    ipso__block *block = ipso__state_thing(state, number).thing;

    ipso__block_take(state, block);
    set_thing(state, number, IPSO__THING_NONE, NULL);
    free(block);
}

static void apply_release(ipso__state *state, const ipso_event *event)
{
    ipso__release release = {.number = event->number,
                             .made = made_at(event),
                             .site = event->site,
                             .day = event->date - state->horizon->first_day,
                             .start_min = event->start_min,
                             .end_min = event->end_min};

    ipso__release_put(state, &release);
}

static void apply_listed(ipso__state *state, int64_t number, ipso__thing_kind kind,
                         ipso__pointers *list, void *made)
{
    set_thing(state, number, kind, made);
    list->items[list->count++] = made;
}

static void apply_kind(ipso__state *state, const ipso_event *event, void *made)
{
    switch ((int)event->kind) {
    case IPSO_EVENT_HOLD:
    case IPSO_EVENT_BOOK:
        if (made != NULL)
            apply_new_entry(state, made);
        else
            apply_book_held(state, ipso__state_entry(state, event->number));
        break;
    case IPSO_EVENT_MOVE:
        apply_move(state, event);
        break;
    case IPSO_EVENT_CANCEL:
    case IPSO_EVENT_EXPIRE:
        apply_cancel(state, event->number);
        break;
    case IPSO_EVENT_NO_SHOW:
        ipso__state_entry(state, event->number)->state = IPSO_ENTRY_NO_SHOW;
        break;
    case IPSO_EVENT_BLOCK:
        set_thing(state, event->number, IPSO__THING_BLOCK, made);
        ipso__block_put(state, made);
        break;
    case IPSO_EVENT_UNBLOCK:
        apply_unblock(state, event->number);
        break;
    case IPSO_EVENT_RELEASE:
        apply_release(state, event);
        break;
    case IPSO_EVENT_WAIT:
        apply_listed(state, event->number, IPSO__THING_WAIT, &state->waits, made);
        break;
    case IPSO_EVENT_UNWAIT:
        end_wait(state, event->number);
        break;
    case IPSO_EVENT_RECALL:
        apply_listed(state, event->number, IPSO__THING_RECALL, &state->recalls, made);
        break;
    }
}

/* What is still there of an entry that an event was about has its version. */
static void set_version(ipso__state *state, const ipso_event *event)
{
    ipso__entry *entry = ipso__state_entry(state, event->number);

    if (entry != NULL)
        entry->version = event->seq;
}

void ipso__apply(ipso__state *state, ipso__prepared *prepared)
{
    state->seq = prepared->event.seq;
    apply_kind(state, &prepared->event, prepared->made);
    set_version(state, &prepared->event);
    prepared->made = NULL;
    if (prepared->key != NULL) {
        ipso__key **bucket =
            &state->keys[ipso__text_hash(prepared->key->text) % state->key_buckets];
        prepared->key->next = *bucket;
        *bucket = prepared->key;
        state->key_count++;
        prepared->key = NULL;
    }
}

/* ---- entries of the plan ---- */

bool ipso__plan_entry_add(ipso__state *state, ipso__entry *entry)
{
    int cell = ipso__cell_of(state, entry->practitioner, entry->day);

    if (!reserve_pointers(&state->cells[cell].entries, 1) || !reserve_patients(state, 1))
        return false;
    ipso__entry_enlist(state, entry);
    ipso__entry_put(state, entry);
    return true;
}
