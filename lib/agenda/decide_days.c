/* Changes that are no appointments: blocks, releases, waiting patients, recalls.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "agenda/ask.h"
#include "agenda/change.h"

#include "base/error.h"

/* ---- blocks ---- */

typedef struct absence {
    int practitioner;
    ipso_date first, last;
    int first_min, last_min;
    const char *reason;
} absence;

static ipso_status check_absence(const ipso__state *state, const absence *away, ipso_error *err)
{
    if (away->practitioner < 0 || away->practitioner >= state->people)
        return ipso__fail(err, IPSO_INPUT, "/practitioner",
                          "practitioner %d does not exist; there are %d", away->practitioner,
                          state->people);
    if (away->first_min < 0 || away->first_min >= IPSO_DAY_MIN || away->last_min < 0 ||
        away->last_min > IPSO_DAY_MIN)
        return ipso__fail(err, IPSO_INPUT, "/first_min", "minutes %d and %d are not of a day",
                          away->first_min, away->last_min);
    if (away->first > away->last ||
        (away->first == away->last && away->first_min >= away->last_min))
        return ipso__fail(err, IPSO_INPUT, "/last", "the absence ends before it begins");
    if (away->last < state->horizon->first_day ||
        away->first >= state->horizon->first_day + state->days)
        return ipso__fail(err, IPSO_INPUT, "/first", "the absence lies outside the planned days");
    return IPSO_OK;
}

static ipso_status decide_block(const ipso__state *state, const void *what, const ipso_stamp *stamp,
                                ipso__draft *draft, ipso_error *err)
{
    const absence *away = what;
    ipso_status status = check_absence(state, away, err);
    ipso_event *event;

    if (status != IPSO_OK)
        return status;
    event = ipso__draft_add(draft, state, IPSO_EVENT_BLOCK, stamp);
    if (event == NULL)
        return ipso__fail_nomem(err);
    event->practitioner = away->practitioner;
    event->date = away->first;
    event->start_min = away->first_min;
    event->last = away->last;
    event->end_min = away->last_min;
    event->reason = away->reason;
    return IPSO_OK;
}

ipso_status ipso_agenda_block(ipso_agenda *agenda, int64_t *number, int practitioner,
                              ipso_date first, int first_min, ipso_date last, int last_min,
                              const char *reason, const ipso_stamp *stamp, ipso_error *err)
{
    absence away = {practitioner, first, last, first_min, last_min, reason};
    ipso__change change = {decide_block, &away, stamp, IPSO_EVENT_BLOCK, 0, false};
    ipso_status status = ipso__reason_check(reason, err);

    return status == IPSO_OK ? ipso__change_do(agenda, &change, number, err) : status;
}

/* Ends what a number stands for, by an event of a kind. */
typedef struct ending {
    int64_t number;
    ipso__thing_kind kind;
    ipso_event_kind event;
    const char *name;
} ending;

static ipso_status decide_ending(const ipso__state *state, const void *what,
                                 const ipso_stamp *stamp, ipso__draft *draft, ipso_error *err)
{
    const ending *end = what;
    ipso__thing thing = ipso__state_thing(state, end->number);
    ipso_event *event;

    if (thing.kind != end->kind)
        return ipso__fail(err, IPSO_INPUT, "/number", "there is no %s %lld", end->name,
                          (long long)end->number);
    event = ipso__draft_add(draft, state, end->event, stamp);
    if (event == NULL)
        return ipso__fail_nomem(err);
    event->number = end->number;
    if (end->kind != IPSO__THING_WAIT || ((ipso__wait *)thing.thing)->hold == 0)
        return IPSO_OK;
    event = ipso__draft_add(draft, state, IPSO_EVENT_CANCEL, stamp);
    if (event == NULL)
        return ipso__fail_nomem(err);
    event->number = ((ipso__wait *)thing.thing)->hold;
    return IPSO_OK;
}

ipso_status ipso_agenda_unblock(ipso_agenda *agenda, int64_t number, const ipso_stamp *stamp,
                                ipso_error *err)
{
    ending end = {number, IPSO__THING_BLOCK, IPSO_EVENT_UNBLOCK, "block"};
    ipso__change change = {decide_ending, &end, stamp, IPSO_EVENT_UNBLOCK, number, false};

    return ipso__change_do(agenda, &change, NULL, err);
}

/* ---- releases ---- */

static ipso_status decide_release(const ipso__state *state, const void *what,
                                  const ipso_stamp *stamp, ipso__draft *draft, ipso_error *err)
{
    const ipso_event *wanted = what;
    ipso_event *event;

    if (wanted->site != IPSO_ANY && (wanted->site < 0 || wanted->site >= state->sites))
        return ipso__fail(err, IPSO_INPUT, "/site", "site %d does not exist; there are %d",
                          wanted->site, state->sites);
    if (wanted->date < state->horizon->first_day ||
        wanted->date >= state->horizon->first_day + state->days)
        return ipso__fail(err, IPSO_INPUT, "/date", "the day is not planned");
    if (wanted->start_min < 0 || wanted->start_min >= wanted->end_min ||
        wanted->end_min > IPSO_DAY_MIN)
        return ipso__fail(err, IPSO_INPUT, "/start_min",
                          "from minute %d to minute %d is not a span of a day", wanted->start_min,
                          wanted->end_min);
    event = ipso__draft_add(draft, state, IPSO_EVENT_RELEASE, stamp);
    if (event == NULL)
        return ipso__fail_nomem(err);
    event->site = wanted->site;
    event->date = wanted->date;
    event->start_min = wanted->start_min;
    event->end_min = wanted->end_min;
    return IPSO_OK;
}

ipso_status ipso_agenda_release(ipso_agenda *agenda, int site, ipso_date date, int start_min,
                                int end_min, const ipso_stamp *stamp, ipso_error *err)
{
    ipso_event wanted = {.site = site, .date = date, .start_min = start_min, .end_min = end_min};
    ipso__change change = {decide_release, &wanted, stamp, IPSO_EVENT_RELEASE, 0, false};

    return ipso__change_do(agenda, &change, NULL, err);
}

/* ---- waiting patients ---- */

static ipso_status decide_wait(const ipso__state *state, const void *what, const ipso_stamp *stamp,
                               ipso__draft *draft, ipso_error *err)
{
    const ipso_ask *ask = what;
    ipso_status status = ipso__ask_check(state, ask, true, err);
    ipso_event *event;

    if (status != IPSO_OK)
        return status;
    event = ipso__draft_add(draft, state, IPSO_EVENT_WAIT, stamp);
    if (event == NULL)
        return ipso__fail_nomem(err);
    event->ask = *ask;
    event->ask.request.id = NULL;
    return IPSO_OK;
}

ipso_status ipso_agenda_wait(ipso_agenda *agenda, int64_t *number, const ipso_ask *ask,
                             const ipso_stamp *stamp, ipso_error *err)
{
    ipso__change change = {decide_wait, ask, stamp, IPSO_EVENT_WAIT, 0, false};

    return ipso__change_do(agenda, &change, number, err);
}

ipso_status ipso_agenda_unwait(ipso_agenda *agenda, int64_t number, const ipso_stamp *stamp,
                               ipso_error *err)
{
    ending end = {number, IPSO__THING_WAIT, IPSO_EVENT_UNWAIT, "waiting patient"};
    ipso__change change = {decide_ending, &end, stamp, IPSO_EVENT_UNWAIT, number, false};

    return ipso__change_do(agenda, &change, NULL, err);
}

/* ---- recalls ---- */

typedef struct recall {
    ipso_ask ask;
    ipso_date due;
} recall;

static ipso_status decide_recall(const ipso__state *state, const void *what,
                                 const ipso_stamp *stamp, ipso__draft *draft, ipso_error *err)
{
    const recall *wanted = what;
    ipso_status status = ipso__ask_check(state, &wanted->ask, true, err);
    ipso_event *event;

    if (status == IPSO_OK && !ipso__date_known(wanted->due))
        status = ipso__fail(err, IPSO_INPUT, "/due", "due is not a date of 1583 to 9999");
    if (status != IPSO_OK)
        return status;
    event = ipso__draft_add(draft, state, IPSO_EVENT_RECALL, stamp);
    if (event == NULL)
        return ipso__fail_nomem(err);
    event->ask = wanted->ask;
    event->date = wanted->due;
    return IPSO_OK;
}

ipso_status ipso_agenda_recall(ipso_agenda *agenda, int64_t *number, const char *patient, int type,
                               int patient_class, int practitioner, ipso_date due,
                               const ipso_stamp *stamp, ipso_error *err)
{
    recall wanted = {.due = due};
    ipso__change change = {decide_recall, &wanted, stamp, IPSO_EVENT_RECALL, 0, false};

    ipso_ask_init(&wanted.ask);
    wanted.ask.request.patient = patient;
    wanted.ask.request.type = type;
    wanted.ask.request.patient_class = patient_class;
    wanted.ask.request.practitioner = practitioner;
    return ipso__change_do(agenda, &change, number, err);
}
