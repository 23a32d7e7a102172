/* An agenda: making it, and the questions about starts.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "agenda/agenda.h"

#include "agenda/ask.h"
#include "agenda/judge.h"
#include "agenda/rank.h"
#include "base/error.h"

#include <stdlib.h>

/* Locks of a made agenda do not fail: they are of the default kind and used as they must be. */
static bool make_locks(ipso_agenda *agenda)
{
    if (pthread_mutex_init(&agenda->changing, NULL) != 0)
        return false;
    if (pthread_rwlock_init(&agenda->reading, NULL) == 0)
        return true;
    pthread_mutex_destroy(&agenda->changing);
    return false;
}

ipso_status ipso_agenda_new(ipso_agenda **agenda, const ipso_plan *plan, ipso_error *err)
{
    ipso_agenda *made;
    ipso_status status;

    if (ipso_plan_last_stage(plan) < (int)IPSO_STAGE_SLOTS)
        return ipso__fail(err, IPSO_STATE, "", "the plan has no slots stage");
    made = ipso__calloc(1, sizeof *made);
    if (made == NULL || !make_locks(made)) {
        free(made);
        return ipso__fail_nomem(err);
    }
    made->plan = plan;
    status = ipso__state_new(&made->state, plan, err);
    if (status != IPSO_OK) {
        ipso_agenda_free(made);
        return status;
    }
    *agenda = made;
    return IPSO_OK;
}

void ipso_agenda_free(ipso_agenda *agenda)
{
    if (agenda == NULL)
        return;
    ipso__state_free(agenda->state);
    pthread_rwlock_destroy(&agenda->reading);
    pthread_mutex_destroy(&agenda->changing);
    free(agenda);
}

const ipso_plan *ipso_agenda_plan(const ipso_agenda *agenda)
{
    return agenda->plan;
}

pthread_rwlock_t *ipso__agenda_lock(const ipso_agenda *agenda)
{
    return &((ipso_agenda *)(uintptr_t)agenda)->reading;
}

int64_t ipso_agenda_seq(const ipso_agenda *agenda)
{
    int64_t seq;

    pthread_rwlock_rdlock(ipso__agenda_lock(agenda));
    seq = agenda->state->seq;
    pthread_rwlock_unlock(ipso__agenda_lock(agenda));
    return seq;
}

/* ---- offers ---- */

static ipso_status expect_room(int room, ipso_error *err)
{
    if (room >= 1 && room <= 1000)
        return IPSO_OK;
    return ipso__fail(err, IPSO_INPUT, "/room", "room for %d offers is outside 1 to 1000", room);
}

static ipso_status offer(const ipso__state *state, ipso_offer *offers, int room, int *count,
                         const ipso_ask *ask, const ipso_stamp *now, ipso_error *err)
{
    ipso__query query;
    ipso_status status = ipso__ask_check(state, ask, false, err);

    if (status == IPSO_OK)
        status = ipso__query_init(&query, state, ask, now, NULL, err);
    if (status != IPSO_OK)
        return status;
    status = ipso__rank(&query, offers, room, count, err);
    ipso__query_finish(&query);
    return status;
}

ipso_status ipso_agenda_offer(const ipso_agenda *agenda, ipso_offer *offers, int room, int *count,
                              const ipso_ask *ask, const ipso_stamp *now, ipso_error *err)
{
    ipso_status status = expect_room(room, err);

    if (status == IPSO_OK)
        status = ipso__stamp_check(now, err);
    if (status != IPSO_OK)
        return status;
    pthread_rwlock_rdlock(ipso__agenda_lock(agenda));
    status = offer(agenda->state, offers, room, count, ask, now, err);
    pthread_rwlock_unlock(ipso__agenda_lock(agenda));
    return status;
}

/* ---- why ---- */

/* How many offers, but for those at the start itself, come before one: by cost alone, and in the
 * order in which they are offered. */
typedef struct comparison {
    const ipso_offer *one;
    int cheaper, before;
} comparison;

static bool compare_offer(void *user, const ipso_offer *offer)
{
    comparison *with = user;

    if (offer->practitioner == with->one->practitioner && offer->date == with->one->date &&
        offer->start_min == with->one->start_min)
        return true;
    with->cheaper += offer->cost < with->one->cost;
    with->before += ipso__offer_order(offer, with->one) < 0;
    return true;
}

/* Where a start that may be booked stands among the offers. */
static void rank_start(const ipso__query *query, ipso__verdict *verdict, int room, int *rank)
{
    const ipso__state *state = query->state;
    const ipso_offer *offer = &verdict->offer;
    comparison with = {offer, 0, 0};

    for (int cell = 0; cell < state->people * state->days; cell++)
        if (ipso__cell_suits(query, cell))
            ipso__cell_offers(query, cell, NULL, compare_offer, &with);
    *rank = 1 + with.cheaper;
    if (verdict->hole && offer->cost >= ipso__cell_whole(query, verdict->frame.cell))
        verdict->code = IPSO_WHY_HOLE;
    else
        verdict->code = with.before < room ? IPSO_WHY_OFFERED : IPSO_WHY_LOWER;
}

static void explain(const ipso__query *query, ipso_why *why, const ipso_place *place, int room)
{
    ipso__verdict verdict;

    ipso__judge(query, place, false, &verdict);
    *why = (ipso_why){.code = verdict.code, .other = verdict.other};
    if (verdict.code == IPSO_WHY_OFFERED) {
        rank_start(query, &verdict, room, &why->rank);
        why->code = verdict.code;
        why->bookable = true;
        why->offer = verdict.offer;
    }
    ipso__why_text(query, place, &verdict, why->text);
}

static ipso_status why_start(const ipso__state *state, ipso_why *why, const ipso_ask *ask,
                             const ipso_place *place, int room, const ipso_stamp *now,
                             ipso_error *err)
{
    ipso__query query;
    ipso_status status = ipso__ask_check(state, ask, false, err);

    if (status == IPSO_OK)
        status = ipso__place_check(state, ask, place, err);
    if (status == IPSO_OK)
        status = ipso__query_init(&query, state, ask, now, NULL, err);
    if (status != IPSO_OK)
        return status;
    explain(&query, why, place, room);
    ipso__query_finish(&query);
    return IPSO_OK;
}

ipso_status ipso_agenda_why(const ipso_agenda *agenda, ipso_why *why, const ipso_ask *ask,
                            const ipso_place *place, int room, const ipso_stamp *now,
                            ipso_error *err)
{
    ipso_status status = expect_room(room, err);

    if (status == IPSO_OK)
        status = ipso__stamp_check(now, err);
    if (status != IPSO_OK)
        return status;
    pthread_rwlock_rdlock(ipso__agenda_lock(agenda));
    status = why_start(agenda->state, why, ask, place, room, now, err);
    pthread_rwlock_unlock(ipso__agenda_lock(agenda));
    return status;
}
