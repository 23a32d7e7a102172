/* What is in an agenda, entry by entry.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "agenda/agenda.h"

#include "agenda/place.h"
#include "base/error.h"

#include <stdlib.h>
#include <string.h>

void ipso_entry_filter_init(ipso_entry_filter *filter)
{
    *filter = (ipso_entry_filter){.states = 1u << IPSO_ENTRY_HELD | 1u << IPSO_ENTRY_BOOKED |
                                            1u << IPSO_ENTRY_NO_SHOW,
                                  .practitioner = IPSO_ANY};
}

bool ipso__filter_days(const ipso_entry_filter *filter, ipso_date first, ipso_date last)
{
    return (filter->first == 0 || last >= filter->first) &&
           (filter->last == 0 || first <= filter->last);
}

/* ---- entries as they are told ---- */

static bool in_way(const ipso__state *state, const ipso__entry *entry)
{
    int start, end;

    for (size_t i = 0; i < state->blocks.count; i++) {
        const ipso__block *block = state->blocks.items[i];
        if (block->practitioner == entry->practitioner &&
            ipso__block_span(state, block, entry->day, &start, &end) &&
            start < ipso__entry_end(entry) && end > entry->start_min)
            return true;
    }
    return false;
}

static ipso_entry tell_ask(int64_t number, ipso_entry_state state, const ipso_ask *ask,
                           const ipso__made *made)
{
    const ipso_request *request = &ask->request;

    return (ipso_entry){.number = number,
                        .version = number,
                        .state = state,
                        .ask = ask,
                        .made = made->date,
                        .made_min = made->time_min,
                        .patient = request->patient,
                        .type = request->type,
                        .patient_class = request->patient_class,
                        .own_practitioner = request->practitioner,
                        .practitioner = IPSO_ANY,
                        .site = IPSO_ANY,
                        .no_show = request->no_show,
                        .after = ask->after};
}

static ipso_entry tell_entry(const ipso__state *state, const ipso__entry *entry)
{
    ipso_entry told = tell_ask(entry->number, entry->state, &entry->ask, &entry->made);

    told.version = entry->version;
    if (told.after != 0 && ipso__state_entry(state, told.after) == NULL)
        told.after = 0; /* what it followed is over */
    told.practitioner = entry->practitioner;
    told.site = entry->site;
    told.date = state->horizon->first_day + entry->day;
    told.start_min = entry->start_min;
    told.length_min = entry->length_min;
    told.travel_min = entry->travel_min;
    told.mode = entry->mode;
    told.wait = entry->state == IPSO_ENTRY_HELD ? entry->wait : 0;
    told.expires_s = entry->expires_s;
    told.overrides = entry->overrides;
    told.in_way = in_way(state, entry);
    return told;
}

static ipso_entry tell_wait(const ipso__wait *wait)
{
    ipso_entry told = tell_ask(wait->number, IPSO_ENTRY_WAITING, &wait->ask, &wait->made);

    told.proposed = wait->hold;
    return told;
}

static ipso_entry tell_recall(const ipso__recall *recall)
{
    ipso_entry told = tell_ask(recall->number, IPSO_ENTRY_DUE, &recall->ask, &recall->made);

    told.date = recall->due;
    return told;
}

/* Whether a booked appointment settles a recall. */
static bool is_settled(const ipso__state *state, const ipso__recall *recall)
{
    const ipso_request *wanted = &recall->ask.request;

    for (const ipso__entry *entry = ipso__state_patient(state, wanted->patient); entry != NULL;
         entry = entry->same_patient)
        if (entry->state == IPSO_ENTRY_BOOKED && entry->ask.request.type == wanted->type &&
            strcmp(entry->ask.request.patient, wanted->patient) == 0 &&
            state->horizon->first_day + entry->day >= recall->due - 30)
            return true;
    return false;
}

/* ---- listing ---- */

typedef struct listing {
    const ipso__state *state;
    const ipso_entry_filter *filter;
    const ipso_stamp *now;
    ipso_entry *entries;
    size_t count, capacity;
    bool failed;
} listing;

static bool is_wanted(const listing *list, const ipso_entry *entry)
{
    const ipso_entry_filter *filter = list->filter;
    bool placed = entry->state < IPSO_ENTRY_WAITING;
    int practitioner = placed ? entry->practitioner : entry->own_practitioner;

    if ((filter->states & 1u << entry->state) == 0 || (filter->in_way && !entry->in_way))
        return false;
    if (filter->practitioner != IPSO_ANY && filter->practitioner != practitioner)
        return false;
    if (filter->patient != NULL && strcmp(filter->patient, entry->patient) != 0)
        return false;
    if (entry->state != IPSO_ENTRY_WAITING && !ipso__filter_days(filter, entry->date, entry->date))
        return false;
    return entry->state != IPSO_ENTRY_HELD || list->now == NULL ||
           entry->expires_s > list->now->unix_s;
}

static void add(listing *list, ipso_entry entry)
{
    if (list->failed || !is_wanted(list, &entry))
        return;
    if (!ipso__grow(&list->entries, &list->capacity, list->count + 1, sizeof *list->entries)) {
        list->failed = true;
        return;
    }
    list->entries[list->count++] = entry;
}

/* Places first, then the waiting, then the due. */
static int group_of(const ipso_entry *entry)
{
    return entry->state < IPSO_ENTRY_WAITING ? 0 : (int)entry->state;
}

static int compare_entries(const void *a, const void *b)
{
    const ipso_entry *x = a, *y = b;
    int groups = group_of(x) - group_of(y);

    if (groups != 0)
        return groups;
    if (x->state != IPSO_ENTRY_WAITING) {
        if (x->date != y->date)
            return x->date < y->date ? -1 : 1;
        if (x->start_min != y->start_min)
            return x->start_min < y->start_min ? -1 : 1;
        if (x->practitioner != y->practitioner)
            return x->practitioner < y->practitioner ? -1 : 1;
    }
    return (x->number > y->number) - (x->number < y->number);
}

static void collect(listing *list)
{
    const ipso__state *state = list->state;

    for (int cell = 0; cell < state->people * state->days; cell++)
        for (size_t i = 0; i < state->cells[cell].entries.count; i++)
            add(list, tell_entry(state, state->cells[cell].entries.items[i]));
    for (size_t i = 0; i < state->waits.count; i++)
        add(list, tell_wait(state->waits.items[i]));
    for (size_t i = 0; i < state->recalls.count; i++) {
        const ipso__recall *recall = state->recalls.items[i];
        if (!is_settled(state, recall))
            add(list, tell_recall(recall));
    }
}

static pthread_rwlock_t *lock_of(const ipso_agenda *agenda)
{
    return &((ipso_agenda *)(uintptr_t)agenda)->reading;
}

ipso_status ipso_agenda_list(const ipso_agenda *agenda, const ipso_entry_filter *filter,
                             const ipso_stamp *now, ipso_entry_fn entry, void *user,
                             ipso_error *err)
{
    listing list = {.filter = filter, .now = now};
    ipso_status status = IPSO_OK;

    pthread_rwlock_rdlock(lock_of(agenda));
    list.state = agenda->state;
    collect(&list);
    if (list.failed)
        status = ipso__fail_nomem(err);
    else if (list.count > 0)
        qsort(list.entries, list.count, sizeof *list.entries, compare_entries);
    for (size_t i = 0; i < list.count && status == IPSO_OK; i++)
        if (entry(user, &list.entries[i]) != 0)
            break;
    pthread_rwlock_unlock(lock_of(agenda));
    free(list.entries);
    return status;
}

static ipso_status tell_number(const ipso__state *state, ipso_entry *entry, int64_t number,
                               ipso_error *err)
{
    ipso__thing thing = ipso__state_thing(state, number);

    switch ((int)thing.kind) {
    case IPSO__THING_ENTRY:
        *entry = tell_entry(state, thing.thing);
        return IPSO_OK;
    case IPSO__THING_WAIT:
        *entry = tell_wait(thing.thing);
        return IPSO_OK;
    case IPSO__THING_RECALL:
        if (!is_settled(state, thing.thing)) {
            *entry = tell_recall(thing.thing);
            return IPSO_OK;
        }
        break;
    default:
        break;
    }
    return ipso__fail(err, IPSO_INPUT, "/number", "there is no entry %lld", (long long)number);
}

ipso_status ipso_agenda_entry(const ipso_agenda *agenda, ipso_entry *entry, int64_t number,
                              ipso_error *err)
{
    ipso_status status;

    pthread_rwlock_rdlock(lock_of(agenda));
    status = tell_number(agenda->state, entry, number, err);
    pthread_rwlock_unlock(lock_of(agenda));
    return status;
}
