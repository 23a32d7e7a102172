/* Offers: the best starts of all days, looked at in the order of their bounds (bound.c).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "agenda/rank.h"

#include "base/error.h"

#include <stdlib.h>

/* ---- the days in the order of their bounds ---- */

typedef struct day_bound {
    int64_t bound;
    int64_t fixed; /* part of it: own practitioner, wait, turn */
    int cell, day;
    bool exact; /* else a search may raise it */
} day_bound;

typedef struct day_heap {
    day_bound *items;
    int count;
} day_heap;

static bool comes_before(const day_bound *a, const day_bound *b)
{
    if (a->bound != b->bound)
        return a->bound < b->bound;
    return a->day != b->day ? a->day < b->day : a->cell < b->cell;
}

static void sift_down(day_heap *heap, int at)
{
    day_bound item = heap->items[at];

    for (int child; (child = 2 * at + 1) < heap->count; at = child) {
        if (child + 1 < heap->count && comes_before(&heap->items[child + 1], &heap->items[child]))
            child++;
        if (!comes_before(&heap->items[child], &item))
            break;
        heap->items[at] = heap->items[child];
    }
    heap->items[at] = item;
}

static day_bound take_first(day_heap *heap)
{
    day_bound first = heap->items[0];

    heap->items[0] = heap->items[--heap->count];
    if (heap->count > 0)
        sift_down(heap, 0);
    return first;
}

/* Makes the first bound exact; true when it was not. */
static bool raise_first(const ipso__query *query, day_heap *heap)
{
    day_bound *first = &heap->items[0];
    int64_t bound;

    if (first->exact)
        return false;
    bound = ipso__cell_bound(query, first->cell, query->parts[first->day], true, &first->exact);
    if (bound == INT64_MAX) {
        take_first(heap);
        return true;
    }
    first->bound = bound + first->fixed;
    sift_down(heap, 0);
    return true;
}

/* First and last day of the horizon on which a start could lie. */
static void find_days(const ipso__query *query, int *first, int *last)
{
    const ipso__state *state = query->state;
    const ipso_request *request = query->request;
    int64_t ahead = (int64_t)query->today + state->rules->ahead_days;
    int from = state->days, to = -1;

    *first = query->today > 0 ? query->today : 0;
    *last = state->days - 1;
    if (query->ask->audience != IPSO_AUDIENCE_STAFF && ahead < *last)
        *last = (int)ahead;
    if (query->link_first > 0 && query->link_first / IPSO_DAY_MIN > *first)
        *first = (int)(query->link_first / IPSO_DAY_MIN);
    if (query->link_last < (int64_t)*last * IPSO_DAY_MIN)
        *last = query->link_last < 0 ? -1 : (int)(query->link_last / IPSO_DAY_MIN);
    for (size_t i = 0; i < request->window_count; i++) {
        int start = request->windows[i].first - state->horizon->first_day;
        int end = request->windows[i].last - state->horizon->first_day;
        from = start < from ? start : from;
        to = end > to ? end : to;
    }
    if (request->window_count > 0) {
        *first = from > *first ? from : *first;
        *last = to < *last ? to : *last;
    }
}

static void add_practitioner(const ipso__query *query, day_heap *heap, int practitioner, int first,
                             int last)
{
    const ipso__state *state = query->state;
    int own = query->request->practitioner;
    int64_t a_day = state->weights->wait_points * (query->acute ? 10 : 1);
    int64_t fixed = own != IPSO_ANY && own != practitioner ? state->weights->continuity_points : 0;

    if (!state->may[query->request->type * state->people + practitioner] ||
        (!query->request->accepts_others && own != practitioner))
        return;
    fixed += ipso__turn_points(query, practitioner);
    for (int day = first; day <= last; day++) {
        int cell = ipso__cell_of(state, practitioner, day);
        int64_t late = day > query->wanted ? day - query->wanted : 0;
        bool exact;
        int64_t bound = ipso__cell_bound(query, cell, query->parts[day], false, &exact);
        int64_t more = fixed + late * a_day;
        if (bound != INT64_MAX)
            heap->items[heap->count++] = (day_bound){bound + more, more, cell, day, exact};
    }
}

static ipso_status make_heap(const ipso__query *query, day_heap *heap, ipso_error *err)
{
    int first, last;

    find_days(query, &first, &last);
    heap->count = 0;
    heap->items = malloc(((size_t)query->state->people * (size_t)query->state->days + 1) *
                         sizeof *heap->items);
    if (heap->items == NULL)
        return ipso__fail_nomem(err);
    for (int p = 0; p < query->state->people && first <= last; p++)
        add_practitioner(query, heap, p, first, last);
    for (int i = heap->count / 2 - 1; i >= 0; i--)
        sift_down(heap, i);
    return IPSO_OK;
}

/* ---- the best ---- */

int ipso__offer_order(const ipso_offer *a, const ipso_offer *b)
{
    if (a->cost != b->cost)
        return a->cost < b->cost ? -1 : 1;
    if (a->date != b->date)
        return a->date < b->date ? -1 : 1;
    if (a->start_min != b->start_min)
        return a->start_min < b->start_min ? -1 : 1;
    return (a->practitioner > b->practitioner) - (a->practitioner < b->practitioner);
}

/* The best so far, sorted. */
typedef struct best_list {
    ipso_offer *offers;
    int room, count;
    int64_t limit; /* what a start may cost to be among them */
} best_list;

static bool keep_best(void *user, const ipso_offer *offer)
{
    best_list *best = user;
    int at = best->count;

    if (at == best->room) {
        if (ipso__offer_order(offer, &best->offers[at - 1]) >= 0)
            return true;
        at--;
    } else
        best->count++;
    for (; at > 0 && ipso__offer_order(offer, &best->offers[at - 1]) < 0; at--)
        best->offers[at] = best->offers[at - 1];
    best->offers[at] = *offer;
    if (best->count == best->room)
        best->limit = best->offers[best->count - 1].cost;
    return true;
}

/* Whether no start of a day can be among the best any more. */
static bool is_beaten(const best_list *best, const day_bound *next)
{
    return best->count == best->room && next->bound > best->offers[best->count - 1].cost;
}

/* Whether a day comes behind the worst of the best even if it is as cheap as its bound. */
static bool ties_behind(const ipso__query *query, const best_list *best, const day_bound *next)
{
    const ipso_offer *worst = &best->offers[best->count - 1];

    return best->count == best->room && next->bound == worst->cost &&
           query->state->horizon->first_day + next->day > worst->date;
}

ipso_status ipso__rank(const ipso__query *query, ipso_offer *offers, int room, int *count,
                       ipso_error *err)
{
    best_list best = {offers, room, 0, INT64_MAX};
    day_heap heap;
    ipso_status status = make_heap(query, &heap, err);

    if (status != IPSO_OK)
        return status;
    while (heap.count > 0 && !is_beaten(&best, &heap.items[0])) {
        day_bound next;
        if (raise_first(query, &heap))
            continue;
        next = take_first(&heap);
        if (!ties_behind(query, &best, &next))
            ipso__cell_offers(query, next.cell, &best.limit, keep_best, &best);
    }
    free(heap.items);
    *count = best.count;
    return IPSO_OK;
}
