/* Proposals: what is free, to who waits.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "agenda/ask.h"
#include "agenda/change.h"
#include "agenda/rank.h"

#include "base/error.h"

#include <stdlib.h>

/* What is proposed, and to whom. */
typedef struct proposing {
    const ipso__freed_list *freed;
    bool everybody;
} proposing;

/* The best offer to a waiting patient among freed minutes. */
typedef struct finding {
    const ipso__query *query;
    const ipso__freed *freed;
    ipso_offer best;
    bool found;
} finding;

static bool overlaps(const finding *find, const ipso_offer *offer)
{
    const ipso__state *state = find->query->state;
    int64_t start = ipso__absolute_min(state, offer->date, offer->start_min);
    int64_t end = start + offer->length_min + offer->travel_min;

    return start < find->freed->end && end > find->freed->start &&
           (find->freed->site == IPSO_ANY || offer->site == find->freed->site);
}

static bool look_at(void *user, const ipso_offer *offer)
{
    finding *find = user;

    if (overlaps(find, offer) && (!find->found || ipso__offer_order(offer, &find->best) < 0)) {
        find->best = *offer;
        find->found = true;
    }
    return true;
}

/* Looks through the days that an item of freed minutes touches. */
static void look_through(finding *find)
{
    const ipso__state *state = find->query->state;
    const ipso__freed *freed = find->freed;
    int64_t last = (freed->end - 1) / IPSO_DAY_MIN;
    int first = freed->start < 0 ? 0 : (int)(freed->start / IPSO_DAY_MIN);

    for (int p = 0; p < state->people; p++) {
        if (freed->practitioner != IPSO_ANY && freed->practitioner != p)
            continue;
        for (int day = first; day < state->days && day <= last; day++) {
            int cell = ipso__cell_of(state, p, day);
            if (ipso__cell_suits(find->query, cell))
                ipso__cell_offers(find->query, cell, NULL, look_at, find);
        }
    }
}

/* The best offer of what is proposed to a waiting patient; *found is false when there is none. */
static ipso_status find_offer(const ipso__state *state, const proposing *what,
                              const ipso__wait *wait, const ipso_stamp *stamp, ipso_offer *offer,
                              bool *found, ipso_error *err)
{
    ipso__query query;
    int count = 0;
    ipso_status status = ipso__query_init(&query, state, &wait->ask, stamp, NULL, err);

    *found = false;
    if (status != IPSO_OK)
        return status;
    if (what->everybody)
        status = ipso__rank(&query, offer, 1, &count, err);
    *found = status == IPSO_OK && count == 1;
    for (size_t i = 0; !what->everybody && i < what->freed->count; i++) {
        finding find = {.query = &query, .freed = &what->freed->items[i]};
        if (find.freed->wait == wait->number)
            continue;
        look_through(&find);
        if (find.found && (!*found || ipso__offer_order(&find.best, offer) < 0))
            *offer = find.best;
        *found = *found || find.found;
    }
    ipso__query_finish(&query);
    return status;
}

/* A proposal, and what makes it better than another. */
typedef struct proposal {
    const ipso__wait *wait;
    ipso_offer offer;
    int64_t gain;
} proposal;

static bool is_better(const proposal *a, const proposal *b)
{
    if (b->wait == NULL || a->wait->proposals != b->wait->proposals)
        return b->wait == NULL || a->wait->proposals < b->wait->proposals;
    if (a->gain != b->gain)
        return a->gain > b->gain;
    return a->wait->number < b->wait->number;
}

static ipso_status add_hold(const ipso__state *state, const proposal *best, const ipso_stamp *stamp,
                            ipso__draft *draft, ipso_error *err)
{
    ipso_event *event = ipso__draft_add(draft, state, IPSO_EVENT_HOLD, stamp);

    if (event == NULL)
        return ipso__fail_nomem(err);
    ipso__event_place(event, &best->offer);
    event->ask = best->wait->ask;
    event->wait = best->wait->number;
    event->expires_s = stamp->unix_s + state->rules->proposal_s;
    return IPSO_OK;
}

static ipso_status decide_proposal(const ipso__state *state, const void *what,
                                   const ipso_stamp *stamp, ipso__draft *draft, ipso_error *err)
{
    const proposing *proposed = what;
    proposal best = {.wait = NULL};
    ipso_status status = IPSO_OK;

    for (size_t i = 0; i < state->waits.count && status == IPSO_OK; i++) {
        proposal one = {.wait = state->waits.items[i]};
        const ipso_request *request = &one.wait->ask.request;
        bool found;
        if (one.wait->hold != 0 || (proposed->everybody && one.wait->proposals > 0))
            continue;
        status = find_offer(state, proposed, one.wait, stamp, &one.offer, &found, err);
        if (status != IPSO_OK || !found)
            continue;
        one.gain = ipso_practice_type(state->practice, request->type)->unmet_points *
                       request->priority_percent / 100 -
                   one.offer.cost;
        if (one.gain > 0 && is_better(&one, &best))
            best = one;
    }
    if (status != IPSO_OK || best.wait == NULL)
        return status;
    return add_hold(state, &best, stamp, draft, err);
}

ipso_status ipso__propose(ipso_agenda *agenda, const ipso__freed_list *freed, bool everybody,
                          const ipso_stamp *stamp, int *proposed, ipso_error *err)
{
    proposing what = {freed, everybody};
    ipso__change change = {decide_proposal, &what, stamp, IPSO_EVENT_HOLD, 0, true};
    ipso__freed_list none = {NULL, 0, 0};
    ipso_status status = IPSO_OK;
    size_t events = 1;

    while (agenda->state->waits.count > 0 && events > 0 && status == IPSO_OK) {
        status = ipso__transact(agenda, &change, NULL, &events, &none, err);
        *proposed += (int)events;
    }
    free(none.items);
    return status;
}

/* ---- tick ---- */

static ipso_status decide_nothing(const ipso__state *state, const void *what,
                                  const ipso_stamp *stamp, ipso__draft *draft, ipso_error *err)
{
    (void)state;
    (void)what;
    (void)stamp;
    (void)draft;
    (void)err;
    return IPSO_OK;
}

ipso_status ipso_agenda_tick(ipso_agenda *agenda, int *proposed, const ipso_stamp *stamp,
                             ipso_error *err)
{
    ipso__change change = {decide_nothing, NULL, stamp, IPSO_EVENT_EXPIRE, 0, true};
    ipso__freed_list freed = {NULL, 0, 0};
    ipso_status status = ipso__stamp_check(stamp, err);
    int made = 0;
    size_t events;

    if (status != IPSO_OK)
        return status;
    pthread_mutex_lock(&agenda->changing);
    status = ipso__transact(agenda, &change, NULL, &events, &freed, err);
    if (status == IPSO_OK && freed.count > 0)
        status = ipso__propose(agenda, &freed, false, stamp, &made, err);
    if (status == IPSO_OK)
        status = ipso__propose(agenda, &freed, true, stamp, &made, err);
    pthread_mutex_unlock(&agenda->changing);
    free(freed.items);
    if (status == IPSO_OK && proposed != NULL)
        *proposed = made;
    return status;
}
