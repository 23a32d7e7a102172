/* An agenda and its store: taking events, and whether they fit.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "agenda/apply.h"
#include "agenda/ask.h"
#include "agenda/change.h"

#include "base/error.h"

#include <string.h>

/* ---- whether an event fits ---- */

static ipso_status misfit(const ipso_event *event, const char *why, ipso_error *err)
{
    return ipso__fail(err, IPSO_INPUT, "", "event %lld (%s) does not fit: %s",
                      (long long)event->seq, ipso_event_name(event->kind), why);
}

static bool is_index(int value, int count, bool any)
{
    return (value >= 0 && value < count) || (any && value == IPSO_ANY);
}

static bool is_ask(const ipso__state *state, const ipso_ask *ask)
{
    const ipso_request *request = &ask->request;

    return is_index(request->type, state->types, false) &&
           is_index(request->patient_class, state->classes, true) &&
           is_index(request->practitioner, state->people, true) &&
           is_index(request->site, state->sites, true) && request->no_show >= 0 &&
           request->no_show <= 1 && ipso__windows_known(request) && request->min_gap_min >= 0 &&
           request->max_gap_min >= request->min_gap_min &&
           (request->wanted == 0 || ipso__date_known(request->wanted)) &&
           (unsigned)ask->audience < IPSO_AUDIENCE_COUNT;
}

static bool is_day(const ipso__state *state, ipso_date date)
{
    return date >= state->horizon->first_day && date < state->horizon->first_day + state->days;
}

/* Whether nobody but `self` is in the way of an event's place. */
static bool is_free(const ipso__state *state, const ipso_event *event, const ipso__entry *self)
{
    int cell = ipso__cell_of(state, event->practitioner, event->date - state->horizon->first_day);
    const ipso__pointers *list = &state->cells[cell].entries;
    int end = event->start_min + event->length_min + event->travel_min;

    for (size_t i = 0; i < list->count; i++) {
        const ipso__entry *entry = list->items[i];
        if (entry != self && entry->start_min < end && ipso__entry_end(entry) > event->start_min)
            return false;
    }
    return true;
}

static const char *place_fault(const ipso__state *state, const ipso_event *event,
                               const ipso__entry *self)
{
    if (!is_index(event->practitioner, state->people, false))
        return "there is no such practitioner";
    if (!is_day(state, event->date))
        return "its day is not planned";
    if (!is_index(event->site, state->sites, true))
        return "there is no such site";
    if (event->start_min < 0 || event->start_min % state->grid_min != 0 || event->length_min < 1 ||
        event->travel_min < 0 || event->length_min > IPSO_DAY_MIN ||
        event->travel_min > IPSO_DAY_MIN ||
        event->start_min + event->length_min + event->travel_min > IPSO_DAY_MIN)
        return "it is not within a day, or off the grid";
    if (event->mode != IPSO_MODE_SITE && event->mode != IPSO_MODE_TELE &&
        event->mode != IPSO_MODE_HOME)
        return "its mode is none";
    return is_free(state, event, self) ? NULL : "its time is taken";
}

static const char *entry_fault(const ipso__state *state, const ipso_event *event)
{
    const ipso__entry *entry = ipso__state_entry(state, event->number);
    bool held = entry != NULL && entry->state == IPSO_ENTRY_HELD;

    if (event->number == event->seq) {
        if (event->kind == IPSO_EVENT_MOVE)
            return "there is no such appointment";
        return is_ask(state, &event->ask) ? place_fault(state, event, NULL) : "its ask is none";
    }
    if (event->kind == IPSO_EVENT_MOVE)
        return entry == NULL ? "there is no such appointment" : place_fault(state, event, entry);
    return event->kind == IPSO_EVENT_BOOK && held ? NULL : "there is no such hold";
}

static const char *absence_fault(const ipso__state *state, const ipso_event *event)
{
    bool in_order = event->date < event->last ||
                    (event->date == event->last && event->start_min < event->end_min);

    if (!is_index(event->practitioner, state->people, false))
        return "there is no such practitioner";
    if (!in_order || !ipso__date_known(event->date) || !ipso__date_known(event->last) ||
        event->start_min < 0 || event->start_min > IPSO_DAY_MIN || event->end_min < 0 ||
        event->end_min > IPSO_DAY_MIN)
        return "its times are none";
    return NULL;
}

static const char *release_fault(const ipso__state *state, const ipso_event *event)
{
    bool ok = is_index(event->site, state->sites, true) && is_day(state, event->date) &&
              event->start_min >= 0 && event->start_min < event->end_min &&
              event->end_min <= IPSO_DAY_MIN;

    return ok ? NULL : "its site or times are none";
}

/* What is wrong with what an event is about; NULL when nothing is. */
static const char *kind_fault(const ipso__state *state, const ipso_event *event)
{
    ipso__thing thing = ipso__state_thing(state, event->number);
    const ipso__entry *entry = thing.kind == IPSO__THING_ENTRY ? thing.thing : NULL;
    bool known;

    switch ((int)event->kind) {
    case IPSO_EVENT_HOLD:
    case IPSO_EVENT_BOOK:
    case IPSO_EVENT_MOVE:
        return entry_fault(state, event);
    case IPSO_EVENT_BLOCK:
        return absence_fault(state, event);
    case IPSO_EVENT_RELEASE:
        return release_fault(state, event);
    case IPSO_EVENT_WAIT:
        return is_ask(state, &event->ask) ? NULL : "its ask is none";
    case IPSO_EVENT_RECALL:
        return is_ask(state, &event->ask) && ipso__date_known(event->date) ? NULL
                                                                           : "its ask is none";
    case IPSO_EVENT_CANCEL:
        known = entry != NULL || thing.kind == IPSO__THING_RECALL;
        break;
    case IPSO_EVENT_EXPIRE:
        known = entry != NULL && entry->state == IPSO_ENTRY_HELD;
        break;
    case IPSO_EVENT_NO_SHOW:
        known = entry != NULL;
        break;
    case IPSO_EVENT_UNBLOCK:
        known = thing.kind == IPSO__THING_BLOCK;
        break;
    case IPSO_EVENT_UNWAIT:
        known = thing.kind == IPSO__THING_WAIT;
        break;
    default:
        return "its kind is none";
    }
    return known ? NULL : "what it is about is not there";
}

static bool makes_something(const ipso_event *event)
{
    return event->kind == IPSO_EVENT_BLOCK || event->kind == IPSO_EVENT_WAIT ||
           event->kind == IPSO_EVENT_RECALL || event->kind == IPSO_EVENT_HOLD ||
           event->kind == IPSO_EVENT_RELEASE;
}

ipso_status ipso__event_check(const ipso__state *state, const ipso_event *event, ipso_error *err)
{
    const char *fault;

    if (event->seq != state->seq + 1)
        return misfit(event, "an event before it is missing", err);
    if (makes_something(event) && event->number != event->seq)
        return misfit(event, "its number is not its own", err);
    fault = kind_fault(state, event);
    return fault == NULL ? IPSO_OK : misfit(event, fault, err);
}

/* ---- attach and refresh ---- */

static ipso_status attach(ipso_agenda *agenda, const ipso_store *store, ipso_error *err)
{
    ipso__state *fresh = NULL;
    ipso_status status;

    if (agenda->stored || agenda->state->seq != 0)
        return ipso__fail(err, IPSO_STATE, "", "the agenda has events or a store already");
    status = ipso__state_new(&fresh, agenda->state->plan, err);
    if (status == IPSO_OK)
        status = ipso__take_events(fresh, store, NULL, err);
    if (status == IPSO_OK) {
        ipso__state *old = agenda->state;
        pthread_rwlock_wrlock(&agenda->reading);
        agenda->state = fresh;
        agenda->store = *store;
        agenda->stored = true;
        pthread_rwlock_unlock(&agenda->reading);
        fresh = old;
    }
    ipso__state_free(fresh);
    return status;
}

ipso_status ipso_agenda_attach(ipso_agenda *agenda, const ipso_store *store, ipso_error *err)
{
    ipso_status status;

    pthread_mutex_lock(&agenda->changing);
    status = attach(agenda, store, err);
    pthread_mutex_unlock(&agenda->changing);
    return status;
}

ipso_status ipso_agenda_refresh(ipso_agenda *agenda, ipso_error *err)
{
    ipso_status status = IPSO_OK;

    pthread_mutex_lock(&agenda->changing);
    if (agenda->stored)
        status = ipso__take_events(agenda->state, &agenda->store, &agenda->reading, err);
    pthread_mutex_unlock(&agenda->changing);
    return status;
}
