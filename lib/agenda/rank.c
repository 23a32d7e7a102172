/* Offers: the best starts of all days.
 *
 * Days are looked at in the order of a bound below which none of their starts costs. The bound is
 * the sum of what is the same for all starts of the day and, over the lengths, the least of the
 * points of the length and of the least reserve and unusable points at which so long an appointment
 * fits anywhere that day. The latter does not depend on the patient; it is kept until the day
 * changes, by cell and length, as
 *
 *     last day of the horizon on which it is still valid, in the upper 32 bits; points in the lower
 *
 * or -1 for unknown. Worths only fall by the change of the date (a need's day passes), or by a
 * change that place.c knows of. Threads that work the same one out at once store the same.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "agenda/rank.h"
#include "agenda/kept.h"

#include "base/error.h"

#include <stdlib.h>

/* ---- the least points of a day ---- */

#define NOWHERE INT32_MAX /* so long an appointment fits nowhere */

typedef struct least_search {
    const ipso__query *query;
    const ipso__agenda_session *session;
    int cell, travel_min;
    int64_t *least; /* by length of the type */
} least_search;

/* Whether an acute time that other care may not have yet lies in [start, end). */
static bool touches_acute(const ipso__query *query, int cell, int start_min, int end_min)
{
    const ipso__state *state = query->state;
    int past = state->cells[cell].first_kept + state->cells[cell].kept_count;

    for (int i = ipso__kept_first(state, cell, start_min);
         i < past && state->kept[i].start_min < end_min; i++)
        if (state->kept[i].acute && state->kept[i].covers == 0 && !state->kept[i].released)
            return true;
    return false;
}

static void least_of_start(least_search *search, int start_min, int from_min, int to_min)
{
    const ipso__query *query = search->query;
    const ipso__state *state = query->state;
    int64_t worth = state->minute_points[search->cell / state->days];

    for (size_t l = 0; l < query->type->length_count; l++) {
        int end = start_min + query->type->lengths_min[l] + search->travel_min;
        int64_t points;
        if (end > to_min || (!query->acute && touches_acute(query, search->cell, start_min, end)))
            return;
        points =
            worth * ipso__unusable_min(state, search->session, start_min, end, from_min, to_min);
        if (points < search->least[l])
            points += ipso__reserve_points(query, search->cell, start_min, end, true);
        if (points < search->least[l])
            search->least[l] = points;
    }
}

static void least_of_session(least_search *search)
{
    const ipso__query *query = search->query;
    const ipso__agenda_session *session = search->session;
    int practitioner = search->cell / query->state->days;
    unsigned mode = ipso__first_mode(
        ipso__duty_modes(query->state, practitioner, session->duty, query->request->type));
    int from = session->start_min, to;

    if (mode == 0 || !ipso__session_gives(session, query->request->type))
        return;
    search->travel_min = mode == IPSO_MODE_HOME ? query->type->travel_min : 0;
    for (; ipso__free_stretch(query->state, session, &from, &to); from = to)
        for (int at = from; at < to; at += query->state->grid_min)
            least_of_start(search, at, from, to);
}

/* The last day on which the worths of a cell are what they are today. */
static int valid_until(const ipso__query *query, int cell)
{
    const ipso__state *state = query->state;
    const ipso__cell *at = &state->cells[cell];
    int last = INT32_MAX;

    for (int i = at->first_kept; i < at->first_kept + at->kept_count; i++) {
        int need = state->kept[i].need;
        if (need >= 0 && state->needs[need].day >= query->today && state->needs[need].day < last)
            last = state->needs[need].day;
    }
    return last;
}

#define MAX_LENGTHS 20

static void find_least(const ipso__query *query, int cell, _Atomic int64_t *kept)
{
    const ipso__state *state = query->state;
    const ipso__cell *at = &state->cells[cell];
    int64_t least[MAX_LENGTHS], last = valid_until(query, cell);
    least_search search = {.query = query, .cell = cell, .least = least};

    for (int l = 0; l < MAX_LENGTHS; l++)
        least[l] = NOWHERE;
    for (int i = 0; i < at->session_count; i++) {
        search.session = &state->sessions[at->first_session + i];
        least_of_session(&search);
    }
    for (size_t l = 0; l < query->type->length_count; l++)
        atomic_store_explicit(&kept[l], last << 32 | least[l], memory_order_relaxed);
}

/* ---- bounds ---- */

/* Whether the least points of a cell hold for the query: they know nothing of times released by the
 * clock, nor of an ask that travel is left out of, or added to. */
static bool least_holds(const ipso__query *query, int cell)
{
    const ipso__state *state = query->state;
    int64_t midnight = (int64_t)(cell % state->days) * IPSO_DAY_MIN;
    unsigned modes = query->type->modes;

    if ((modes & IPSO_MODE_HOME) != 0 && (query->modes & modes) != modes)
        return false;
    return state->rules->release_h == 0 ||
           midnight - query->now > 60 * (int64_t)state->rules->release_h;
}

/* The least of length, reserve and unusable points of a cell; INT64_MAX when nothing fits. */
static int64_t length_bound(const ipso__query *query, int cell)
{
    const ipso__state *state = query->state;
    size_t count = query->type->length_count;
    const int64_t *points = &query->length_points[(size_t)(cell / state->days) * count];
    _Atomic int64_t *kept = &state->least[(size_t)cell * (size_t)state->lengths +
                                          (size_t)state->first_length[query->request->type]];
    bool holds = least_holds(query, cell);
    int64_t bound = INT64_MAX;

    for (size_t l = 0; l < count; l++) {
        int64_t least = 0;
        if (query->length_min != 0 && query->type->lengths_min[l] != query->length_min)
            continue;
        if (holds) {
            int64_t known = atomic_load_explicit(&kept[l], memory_order_relaxed);
            if (known < 0 || known >> 32 < query->today) {
                find_least(query, cell, kept);
                known = atomic_load_explicit(&kept[l], memory_order_relaxed);
            }
            least = known & INT32_MAX;
        }
        if (least != NOWHERE && points[l] + least < bound)
            bound = points[l] + least;
    }
    return bound;
}

/* What every start of the cell costs at least, INT64_MAX when there can be none. */
static int64_t cell_bound(const ipso__query *query, int cell, int64_t fixed)
{
    const ipso__state *state = query->state;
    int day = cell % state->days;
    int64_t late = day > query->wanted ? day - query->wanted : 0;
    int64_t bound;

    if (state->cells[cell].session_count == 0)
        return INT64_MAX;
    bound = length_bound(query, cell);
    if (bound == INT64_MAX)
        return INT64_MAX;
    return bound + fixed + late * state->weights->wait_points * (query->acute ? 10 : 1);
}

/* ---- the days in the order of their bounds ---- */

typedef struct day_bound {
    int64_t bound;
    int cell, day;
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
    int64_t fixed = own != IPSO_ANY && own != practitioner ? state->weights->continuity_points : 0;

    if (!state->may[query->request->type * state->people + practitioner] ||
        (!query->request->accepts_others && own != practitioner))
        return;
    fixed += ipso__turn_points(query, practitioner);
    for (int day = first; day <= last; day++) {
        int cell = ipso__cell_of(state, practitioner, day);
        int64_t bound = cell_bound(query, cell, fixed);
        if (bound != INT64_MAX)
            heap->items[heap->count++] = (day_bound){bound, cell, day};
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
    best_list best = {offers, room, 0};
    day_heap heap;
    ipso_status status = make_heap(query, &heap, err);

    if (status != IPSO_OK)
        return status;
    while (heap.count > 0 && !is_beaten(&best, &heap.items[0])) {
        day_bound next = take_first(&heap);
        if (!ties_behind(query, &best, &next))
            ipso__cell_offers(query, next.cell, keep_best, &best);
    }
    free(heap.items);
    *count = best.count;
    return IPSO_OK;
}
