/* The starts of one practitioner's day.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "agenda/rank.h"

bool ipso__cell_suits(const ipso__query *query, int cell)
{
    const ipso__state *state = query->state;
    const ipso_request *request = query->request;
    int practitioner = cell / state->days, day = cell % state->days;

    return state->cells[cell].session_count > 0 && day >= query->today &&
           state->may[request->type * state->people + practitioner] &&
           (request->accepts_others || request->practitioner == practitioner) &&
           ipso__day_open(query, day);
}

/* The starts of a day, in the query's room for them. */
typedef struct collector {
    const ipso__query *query;
    int count;
    int64_t limit; /* what costs more is left out */
    int64_t whole; /* least cost of a start that leaves no hole */
} collector;

/* Values the starts of a free stretch of a frame. */
static void collect_stretch(collector *into, const ipso__frame *frame, int from_min, int to_min)
{
    const ipso__query *query = into->query;
    int least = query->length_min != 0 ? query->length_min : query->type->lengths_min[0];

    for (int at = from_min; at + least + frame->travel_min <= to_min;
         at += query->state->grid_min) {
        ipso__start *start = &query->starts[into->count];
        int64_t moment = frame->midnight + at;
        if (ipso__past(query, moment) || !ipso__notice_kept(query, frame, at) ||
            !ipso__link_kept(query, moment) ||
            !ipso__start_value(query, frame, at, from_min, to_min, query->length_min, into->limit,
                               start))
            continue;
        if (!start->hole && start->cost < into->whole)
            into->whole = start->cost;
        into->count++;
    }
}

/* Collects the starts of a cell, session after session. */
static collector collect_cell(const ipso__query *query, int cell, int64_t limit)
{
    const ipso__cell *at = &query->state->cells[cell];
    collector into = {query, 0, limit, INT64_MAX};
    ipso__frame frame;

    for (int i = 0; i < at->session_count; i++) {
        const ipso__agenda_session *session = &query->state->sessions[at->first_session + i];
        int from = session->start_min, to;
        if (!ipso__frame_init(&frame, query, session, query->modes))
            continue;
        for (; ipso__free_stretch(query->state, session, &from, &to); from = to)
            collect_stretch(&into, &frame, from, to);
    }
    return into;
}

/* The starts of one frame are followed by those of the next, so that a frame is made anew only when
 * a start lies behind the session of the one in hand. A start beyond the limit would bar no hole
 * within it, since it costs more. */
bool ipso__cell_offers(const ipso__query *query, int cell, const int64_t *limit,
                       ipso__offer_fn take, void *user)
{
    const ipso__cell *at = &query->state->cells[cell];
    collector from = collect_cell(query, cell, limit == NULL ? INT64_MAX : *limit);
    const ipso__agenda_session *session = &query->state->sessions[at->first_session];
    bool made = false;
    ipso__frame frame;
    ipso_offer offer;

    for (int i = 0; i < from.count; i++) {
        const ipso__start *start = &query->starts[i];
        if ((limit != NULL && start->cost > *limit) || (start->hole && start->cost >= from.whole))
            continue;
        for (; start->start_min >= session->end_min; made = false)
            session++;
        if (!made)
            made = ipso__frame_init(&frame, query, session, query->modes);
        ipso__offer_fill(query, &frame, start, &offer);
        if (!take(user, &offer))
            return false;
    }
    return true;
}

int64_t ipso__cell_whole(const ipso__query *query, int cell)
{
    return collect_cell(query, cell, INT64_MAX).whole;
}
