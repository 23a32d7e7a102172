/* One change after the other: decided, stored, then in effect.
 *
 *     begin, read, decide, reserve memory, append, commit, apply
 *
 * Whatever fails before commit leaves nothing behind but what others did; after it nothing fails.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "agenda/change.h"

#include "agenda/apply.h"
#include "agenda/ask.h"
#include "base/error.h"

#include <stdlib.h>
#include <string.h>

/* ---- drafts ---- */

ipso_event *ipso__draft_add(ipso__draft *draft, const ipso__state *state, ipso_event_kind kind,
                            const ipso_stamp *stamp)
{
    ipso_event *event;

    if (!ipso__grow(&draft->events, &draft->capacity, draft->count + 1, sizeof *draft->events))
        return NULL;
    event = &draft->events[draft->count];
    *event = (ipso_event){.seq = state->seq + 1 + (int64_t)draft->count,
                          .kind = kind,
                          .stamp = *stamp,
                          .practitioner = IPSO_ANY,
                          .site = IPSO_ANY};
    ipso_ask_init(&event->ask);
    event->ask.request.type = IPSO_ANY;
    event->stamp.key = NULL;
    event->stamp.version = 0;
    event->number = event->seq;
    draft->count++;
    return event;
}

void ipso__event_place(ipso_event *event, const ipso_offer *offer)
{
    event->practitioner = offer->practitioner;
    event->date = offer->date;
    event->start_min = offer->start_min;
    event->length_min = offer->length_min;
    event->travel_min = offer->travel_min;
    event->site = offer->site;
    event->mode = offer->mode;
}

/* ---- what others did ---- */

typedef struct reader {
    ipso__state *state;
    pthread_rwlock_t *reading;
} reader;

static ipso_status take_event(void *user, const ipso_event *event, ipso_error *err)
{
    reader *into = user;
    ipso__prepared prepared;
    ipso_status status = ipso__event_check(into->state, event, err);

    if (status != IPSO_OK)
        return status;
    if (into->reading != NULL)
        pthread_rwlock_wrlock(into->reading);
    status = ipso__prepare(into->state, &prepared, event, 0, err);
    if (status == IPSO_OK)
        ipso__apply(into->state, &prepared);
    if (into->reading != NULL)
        pthread_rwlock_unlock(into->reading);
    return status;
}

ipso_status ipso__take_events(ipso__state *state, const ipso_store *store,
                              pthread_rwlock_t *reading, ipso_error *err)
{
    reader into = {state, reading};

    return store->read(store->self, state->seq, take_event, &into, err);
}

/* ---- freed minutes ---- */

static void add_freed(ipso__freed_list *freed, ipso__freed item)
{
    freed->items[freed->count++] = item;
}

static ipso__freed freed_of_entry(const ipso__entry *entry, bool proposal_ends)
{
    int64_t midnight = (int64_t)entry->day * IPSO_DAY_MIN;

    return (ipso__freed){.practitioner = entry->practitioner,
                         .site = IPSO_ANY,
                         .start = midnight + entry->start_min,
                         .end = midnight + ipso__entry_end(entry),
                         .wait = proposal_ends ? entry->wait : 0};
}

/* What an event will free; room for one item is there. */
static void find_freed(const ipso__state *state, const ipso_event *event, ipso__freed_list *freed)
{
    const ipso__entry *entry = ipso__state_entry(state, event->number);
    const ipso__block *block;

    switch ((int)event->kind) {
    case IPSO_EVENT_CANCEL:
    case IPSO_EVENT_EXPIRE:
    case IPSO_EVENT_MOVE:
        if (entry != NULL)
            add_freed(freed, freed_of_entry(entry, entry->state == IPSO_ENTRY_HELD));
        break;
    case IPSO_EVENT_UNBLOCK:
        block = ipso__state_thing(state, event->number).thing;
        add_freed(freed, (ipso__freed){.practitioner = block->practitioner,
                                       .site = IPSO_ANY,
                                       .start = block->start,
                                       .end = block->end});
        break;
    case IPSO_EVENT_RELEASE:
        add_freed(freed,
                  (ipso__freed){.practitioner = IPSO_ANY,
                                .site = event->site,
                                .start = ipso__absolute_min(state, event->date, event->start_min),
                                .end = ipso__absolute_min(state, event->date, event->end_min)});
        break;
    default:
        break;
    }
}

/* ---- a transaction ---- */

/* Reserves memory for every event, while nobody reads. */
static ipso_status prepare_all(ipso_agenda *agenda, const ipso__draft *draft,
                               ipso__prepared *prepared, ipso__freed_list *freed, ipso_error *err)
{
    ipso_status status = IPSO_OK;

    if (!ipso__grow(&freed->items, &freed->capacity, freed->count + draft->count,
                    sizeof *freed->items))
        return ipso__fail_nomem(err);
    pthread_rwlock_wrlock(&agenda->reading);
    for (size_t i = 0; i < draft->count && status == IPSO_OK; i++)
        status = ipso__prepare(agenda->state, &prepared[i], &draft->events[i], i, err);
    pthread_rwlock_unlock(&agenda->reading);
    return status;
}

static ipso_status store_all(ipso_agenda *agenda, const ipso__draft *draft, ipso_error *err)
{
    const ipso_store *store = &agenda->store;
    ipso_status status = IPSO_OK;

    if (!agenda->stored)
        return IPSO_OK;
    for (size_t i = 0; i < draft->count && status == IPSO_OK; i++)
        status = store->append(store->self, &draft->events[i], err);
    if (status == IPSO_OK)
        status = store->commit(store->self, err);
    return status;
}

static void apply_all(ipso_agenda *agenda, const ipso__draft *draft, ipso__prepared *prepared,
                      ipso__freed_list *freed)
{
    pthread_rwlock_wrlock(&agenda->reading);
    for (size_t i = 0; i < draft->count; i++) {
        find_freed(agenda->state, &draft->events[i], freed);
        ipso__apply(agenda->state, &prepared[i]);
    }
    pthread_rwlock_unlock(&agenda->reading);
}

/* Brings a draft into the store and into effect. */
static ipso_status commit_draft(ipso_agenda *agenda, const ipso__draft *draft,
                                ipso__freed_list *freed, ipso_error *err)
{
    ipso__prepared *prepared = ipso__calloc(draft->count, sizeof *prepared);
    ipso_status status;

    if (prepared == NULL)
        return ipso__fail_nomem(err);
    status = prepare_all(agenda, draft, prepared, freed, err);
    if (status == IPSO_OK)
        status = store_all(agenda, draft, err);
    if (status == IPSO_OK)
        apply_all(agenda, draft, prepared, freed);
    for (size_t i = 0; i < draft->count; i++)
        ipso__prepared_finish(&prepared[i]);
    free(prepared);
    return status;
}

/* ---- holds whose time has come ---- */

static bool is_due(const ipso__entry *hold, const ipso_stamp *stamp)
{
    return hold->expires_s <= stamp->unix_s;
}

static bool holds_due(const ipso__state *state, const ipso_stamp *stamp)
{
    for (size_t i = 0; i < state->holds.count; i++)
        if (is_due(state->holds.items[i], stamp))
            return true;
    return false;
}

static int by_number(const void *a, const void *b)
{
    const ipso_event *x = a, *y = b;

    return (x->number > y->number) - (x->number < y->number);
}

static ipso_status decide_expiry(const ipso__state *state, const ipso_stamp *stamp,
                                 ipso__draft *draft, ipso_error *err)
{
    for (size_t i = 0; i < state->holds.count; i++) {
        const ipso__entry *hold = state->holds.items[i];
        ipso_event *event;
        if (!is_due(hold, stamp))
            continue;
        event = ipso__draft_add(draft, state, IPSO_EVENT_EXPIRE, stamp);
        if (event == NULL)
            return ipso__fail_nomem(err);
        event->number = hold->number;
    }
    qsort(draft->events, draft->count, sizeof *draft->events, by_number);
    for (size_t i = 0; i < draft->count; i++)
        draft->events[i].seq = state->seq + 1 + (int64_t)i;
    return IPSO_OK;
}

/* ---- the change itself ---- */

/* Answers a change whose key an earlier one has. True when it is answered, well or ill. */
static bool answered(const ipso__state *state, const ipso__change *change, int64_t *number,
                     ipso_status *status, ipso_error *err)
{
    const ipso__key *key = change->keyless ? NULL : ipso__state_key(state, change->stamp->key);

    if (key == NULL)
        return false;
    if (key->kind != change->kind || (change->number != 0 && change->number != key->number))
        *status = ipso__fail(err, IPSO_INPUT, "/key", "the key is that of another change (%s %lld)",
                             ipso_event_name(key->kind), (long long)key->number);
    else if (number != NULL)
        *number = key->number;
    return true;
}

/* Whether a number is one that something has, or had. */
static bool is_used(const ipso__state *state, int64_t number)
{
    return number != 0 && number <= state->seq && number >= -state->plan_entry_count;
}

static int64_t version_of(const ipso__state *state, int64_t number)
{
    const ipso__entry *entry = ipso__state_entry(state, number);

    if (entry != NULL)
        return entry->version;
    return ipso__state_thing(state, number).kind != IPSO__THING_NONE ? number : 0;
}

/* Whether what a change is about is as its caller saw it. */
static ipso_status expect_version(const ipso__state *state, const ipso__change *change,
                                  ipso_error *err)
{
    int64_t wanted = change->keyless ? 0 : change->stamp->version, number = change->number;
    int64_t version;

    if (wanted == 0)
        return IPSO_OK;
    if (number == 0)
        return ipso__fail(err, IPSO_INPUT, "/version", "only what is there has a version");
    if (!is_used(state, number))
        return IPSO_OK; /* the change itself says that there is no such number */
    version = version_of(state, number);
    if (version == wanted)
        return IPSO_OK;
    if (version == 0)
        return ipso__fail(err, IPSO_CHANGED, "/version", "%lld, last seen at version %lld, is over",
                          (long long)number, (long long)wanted);
    return ipso__fail(err, IPSO_CHANGED, "/version",
                      "%lld is not as it was at version %lld: it is at version %lld",
                      (long long)number, (long long)wanted, (long long)version);
}

/* Decides what comes next: expiry, or the change. *last tells which. */
static ipso_status decide_next(const ipso__state *state, const ipso__change *change,
                               ipso__draft *draft, int64_t *number, bool *last, ipso_error *err)
{
    ipso_status status = IPSO_OK;

    *last = !holds_due(state, change->stamp);
    if (!*last)
        return decide_expiry(state, change->stamp, draft, err);
    if (answered(state, change, number, &status, err))
        return status;
    status = expect_version(state, change, err);
    if (status == IPSO_OK)
        status = change->decide(state, change->what, change->stamp, draft, err);
    if (status == IPSO_OK && draft->count > 0 && !change->keyless)
        draft->events[0].stamp.key = change->stamp->key;
    return status;
}

static ipso_status transact_once(ipso_agenda *agenda, const ipso__change *change,
                                 ipso__draft *draft, int64_t *number, bool *last,
                                 ipso__freed_list *freed, ipso_error *err)
{
    const ipso_store *store = &agenda->store;
    ipso_status status = agenda->stored ? store->begin(store->self, err) : IPSO_OK;
    int64_t made = 0;

    if (status != IPSO_OK)
        return status;
    if (agenda->stored)
        status = ipso__take_events(agenda->state, store, &agenda->reading, err);
    if (status == IPSO_OK)
        status = decide_next(agenda->state, change, draft, &made, last, err);
    if (status == IPSO_OK && draft->count > 0) {
        made = draft->events[0].number;
        status = commit_draft(agenda, draft, freed, err);
    } else if (status == IPSO_OK && agenda->stored)
        store->rollback(store->self);
    if (status != IPSO_OK && agenda->stored)
        store->rollback(store->self);
    if (status == IPSO_OK && *last && number != NULL)
        *number = made;
    return status;
}

ipso_status ipso__transact(ipso_agenda *agenda, const ipso__change *change, int64_t *number,
                           size_t *events, ipso__freed_list *freed, ipso_error *err)
{
    ipso_status status;
    ipso__draft draft = {NULL, 0, 0};
    bool last = false;

    do {
        draft.count = 0;
        status = transact_once(agenda, change, &draft, number, &last, freed, err);
    } while (status == IPSO_OK && !last);
    *events = status == IPSO_OK ? draft.count : 0;
    free(draft.events);
    return status;
}

ipso_status ipso__change_do(ipso_agenda *agenda, const ipso__change *change, int64_t *number,
                            ipso_error *err)
{
    ipso__freed_list freed = {NULL, 0, 0};
    ipso_status status = ipso__stamp_check(change->stamp, err);
    size_t events;
    int proposed = 0;

    if (status != IPSO_OK)
        return status;
    pthread_mutex_lock(&agenda->changing);
    status = ipso__transact(agenda, change, number, &events, &freed, err);
    if (freed.count > 0)
        ipso__propose(agenda, &freed, false, change->stamp, &proposed, NULL);
    pthread_mutex_unlock(&agenda->changing);
    free(freed.items);
    return status;
}
