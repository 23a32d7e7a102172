/* The changes of an agenda: what each decides.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "agenda/ask.h"
#include "agenda/change.h"
#include "agenda/judge.h"

#include "base/error.h"

/* ---- places ---- */

/* IPSO_STATE, in the words of why. */
static ipso_status refuse(const ipso__query *query, const ipso_place *place,
                          const ipso__verdict *verdict, ipso_error *err)
{
    char text[IPSO_WHY_TEXT_SIZE];

    ipso__why_text(query, place, verdict, text);
    return ipso__fail(err, IPSO_STATE, "", "%s: %s", ipso_why_name(verdict->code), text);
}

static void set_place(ipso_event *event, const ipso__verdict *verdict)
{
    ipso__event_place(event, &verdict->offer);
    event->overrides = verdict->overrides;
}

/* A hold or a booking. */
typedef struct wanted_place {
    ipso_event_kind kind;
    const ipso_ask *ask;
    const ipso_place *place;
    int hold_s;
} wanted_place;

static ipso_status decide_place(const ipso__state *state, const void *what, const ipso_stamp *stamp,
                                ipso__draft *draft, ipso_error *err)
{
    const wanted_place *wanted = what;
    ipso__query query;
    ipso__verdict verdict;
    ipso_event *event;
    ipso_status status = ipso__ask_check(state, wanted->ask, true, err);

    if (status == IPSO_OK)
        status = ipso__place_check(state, wanted->ask, wanted->place, err);
    if (status == IPSO_OK)
        status = ipso__query_init(&query, state, wanted->ask, stamp, NULL, err);
    if (status != IPSO_OK)
        return status;
    ipso__judge(&query, wanted->place, wanted->place->override, &verdict);
    if (verdict.code != IPSO_WHY_OFFERED)
        status = refuse(&query, wanted->place, &verdict, err);
    ipso__query_finish(&query);
    if (status != IPSO_OK)
        return status;
    event = ipso__draft_add(draft, state, wanted->kind, stamp);
    if (event == NULL)
        return ipso__fail_nomem(err);
    set_place(event, &verdict);
    event->ask = *wanted->ask;
    event->ask.request.id = NULL;
    event->reason = wanted->place->reason;
    if (wanted->kind == IPSO_EVENT_HOLD)
        event->expires_s = stamp->unix_s + wanted->hold_s;
    return IPSO_OK;
}

ipso_status ipso_agenda_hold(ipso_agenda *agenda, int64_t *number, const ipso_ask *ask,
                             const ipso_place *place, int hold_s, const ipso_stamp *stamp,
                             ipso_error *err)
{
    wanted_place wanted = {IPSO_EVENT_HOLD, ask, place, hold_s};
    ipso__change change = {decide_place, &wanted, stamp, IPSO_EVENT_HOLD, 0, false};

    if (hold_s < 1 || hold_s > 86400)
        return ipso__fail(err, IPSO_INPUT, "/hold_s", "%d s is outside 1 to 86400", hold_s);
    return ipso__change_do(agenda, &change, number, err);
}

ipso_status ipso_agenda_book(ipso_agenda *agenda, int64_t *number, const ipso_ask *ask,
                             const ipso_place *place, const ipso_stamp *stamp, ipso_error *err)
{
    wanted_place wanted = {IPSO_EVENT_BOOK, ask, place, 0};
    ipso__change change = {decide_place, &wanted, stamp, IPSO_EVENT_BOOK, 0, false};

    return ipso__change_do(agenda, &change, number, err);
}

/* ---- what is there ---- */

/* A change of something by its number. */
typedef struct about {
    int64_t number;
    const ipso_place *place;
    const char *reason;
} about;

static ipso_status unknown(int64_t number, const char *what, ipso_error *err)
{
    return ipso__fail(err, IPSO_INPUT, "/number", "there is no %s %lld", what, (long long)number);
}

static ipso_status add_about(const ipso__state *state, const about *it, ipso_event_kind kind,
                             const ipso_stamp *stamp, ipso__draft *draft, ipso_error *err)
{
    ipso_event *event = ipso__draft_add(draft, state, kind, stamp);

    if (event == NULL)
        return ipso__fail_nomem(err);
    event->number = it->number;
    event->reason = it->reason;
    return IPSO_OK;
}

static ipso_status decide_book_held(const ipso__state *state, const void *what,
                                    const ipso_stamp *stamp, ipso__draft *draft, ipso_error *err)
{
    const about *it = what;
    const ipso__entry *entry = ipso__state_entry(state, it->number);
    ipso_status status;
    ipso_event *event;

    if (entry == NULL)
        return unknown(it->number, "hold (any more)", err);
    if (entry->state != IPSO_ENTRY_HELD)
        return ipso__fail(err, IPSO_STATE, "/number", "%lld is booked already",
                          (long long)it->number);
    status = add_about(state, it, IPSO_EVENT_BOOK, stamp, draft, err);
    if (status != IPSO_OK)
        return status;
    event = &draft->events[0];
    event->practitioner = entry->practitioner;
    event->date = state->horizon->first_day + entry->day;
    event->start_min = entry->start_min;
    event->length_min = entry->length_min;
    event->travel_min = entry->travel_min;
    event->site = entry->site;
    event->mode = entry->mode;
    event->overrides = entry->overrides;
    event->wait = entry->wait;
    return IPSO_OK;
}

ipso_status ipso_agenda_book_held(ipso_agenda *agenda, int64_t number, const ipso_stamp *stamp,
                                  ipso_error *err)
{
    about it = {number, NULL, NULL};
    ipso__change change = {decide_book_held, &it, stamp, IPSO_EVENT_BOOK, number, false};

    return ipso__change_do(agenda, &change, NULL, err);
}

/* The ask by which a move is judged. */
static ipso_ask ask_of_move(const ipso__entry *entry, const ipso_place *place)
{
    ipso_ask ask = entry->ask;

    ask.request.accepts_others = true;
    ask.request.site = IPSO_ANY;
    ask.request.windows = NULL;
    ask.request.window_count = 0;
    if (place->override)
        ask.audience = IPSO_AUDIENCE_STAFF;
    return ask;
}

static ipso_status decide_move(const ipso__state *state, const void *what, const ipso_stamp *stamp,
                               ipso__draft *draft, ipso_error *err)
{
    const about *it = what;
    const ipso__entry *entry = ipso__state_entry(state, it->number);
    ipso_place place = *it->place;
    ipso__query query;
    ipso__verdict verdict;
    ipso_ask ask;
    ipso_status status;

    if (entry == NULL)
        return unknown(it->number, "appointment", err);
    if (entry->state != IPSO_ENTRY_BOOKED)
        return ipso__fail(err, IPSO_STATE, "/number", "%lld is a %s, not an appointment",
                          (long long)it->number,
                          entry->state == IPSO_ENTRY_HELD ? "hold" : "no-show");
    ask = ask_of_move(entry, &place);
    status = ipso__place_check(state, &ask, &place, err);
    if (status == IPSO_OK)
        status = ipso__query_init(&query, state, &ask, stamp, entry, err);
    if (status != IPSO_OK)
        return status;
    if (place.length_min == 0)
        place.length_min = entry->length_min;
    ipso__judge(&query, &place, place.override, &verdict);
    if (verdict.code != IPSO_WHY_OFFERED)
        status = refuse(&query, &place, &verdict, err);
    ipso__query_finish(&query);
    if (status == IPSO_OK)
        status = add_about(state, it, IPSO_EVENT_MOVE, stamp, draft, err);
    if (status == IPSO_OK)
        set_place(&draft->events[0], &verdict);
    return status;
}

ipso_status ipso_agenda_move(ipso_agenda *agenda, int64_t number, const ipso_place *place,
                             const ipso_stamp *stamp, ipso_error *err)
{
    about it = {number, place, place->reason};
    ipso__change change = {decide_move, &it, stamp, IPSO_EVENT_MOVE, number, false};

    return ipso__change_do(agenda, &change, NULL, err);
}

static ipso_status decide_cancel(const ipso__state *state, const void *what,
                                 const ipso_stamp *stamp, ipso__draft *draft, ipso_error *err)
{
    const about *it = what;
    ipso__thing_kind kind = ipso__state_thing(state, it->number).kind;

    if (kind != IPSO__THING_ENTRY && kind != IPSO__THING_RECALL)
        return unknown(it->number, "appointment, hold or recall", err);
    return add_about(state, it, IPSO_EVENT_CANCEL, stamp, draft, err);
}

ipso_status ipso_agenda_cancel(ipso_agenda *agenda, int64_t number, const char *reason,
                               const ipso_stamp *stamp, ipso_error *err)
{
    about it = {number, NULL, reason};
    ipso__change change = {decide_cancel, &it, stamp, IPSO_EVENT_CANCEL, number, false};
    ipso_status status = ipso__reason_check(reason, err);

    return status == IPSO_OK ? ipso__change_do(agenda, &change, NULL, err) : status;
}

static ipso_status decide_no_show(const ipso__state *state, const void *what,
                                  const ipso_stamp *stamp, ipso__draft *draft, ipso_error *err)
{
    const about *it = what;
    const ipso__entry *entry = ipso__state_entry(state, it->number);

    if (entry == NULL)
        return unknown(it->number, "appointment", err);
    if (entry->state != IPSO_ENTRY_BOOKED)
        return ipso__fail(err, IPSO_STATE, "/number", "%lld is %s", (long long)it->number,
                          entry->state == IPSO_ENTRY_HELD ? "a hold" : "a no-show already");
    if ((int64_t)entry->day * IPSO_DAY_MIN + entry->start_min >
        ipso__absolute_min(state, stamp->date, stamp->time_min))
        return ipso__fail(err, IPSO_STATE, "/number", "appointment %lld has not begun",
                          (long long)it->number);
    return add_about(state, it, IPSO_EVENT_NO_SHOW, stamp, draft, err);
}

ipso_status ipso_agenda_no_show(ipso_agenda *agenda, int64_t number, const ipso_stamp *stamp,
                                ipso_error *err)
{
    about it = {number, NULL, NULL};
    ipso__change change = {decide_no_show, &it, stamp, IPSO_EVENT_NO_SHOW, number, false};

    return ipso__change_do(agenda, &change, NULL, err);
}
