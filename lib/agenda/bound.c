/* What a start of a day costs at least.
 *
 * The bound is, over the lengths and the parts of the day that a start may lie in, the least of the
 * points of the length and of the least reserve, unusable and hour's points at which so long an
 * appointment fits anywhere there. The latter does not depend on the patient; it is kept until the
 * day changes, by cell, length and part, as
 *
 *     last day of the horizon on which it is still valid, in the upper 32 bits; points in the lower
 *
 * or below 0 for unknown. It changes by the date (a need's day passes, a day comes near), or
 * by a change of the agenda, which place.c knows of: on the day itself, or of the slots of a need.
 * Threads that work the same one out at once store the same.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "agenda/kept.h"
#include "agenda/rank.h"

#define SHIFT       (1 << 27)          /* least points are above -SHIFT, and kept as so much more */
#define NOWHERE     INT32_MAX          /* so long an appointment fits nowhere */
#define VALID       (INT64_C(1) << 32) /* what one more valid day counts */
#define MAX_LENGTHS 20                 /* of a type */

/* Starts before 10:00, 13:00, 16:00 and after. */
static const int PART_ENDS[IPSO__DAY_PARTS] = {600, 780, 960, IPSO_DAY_MIN};

static int part_of(int start_min)
{
    int part = 0;

    while (start_min >= PART_ENDS[part])
        part++;
    return part;
}

unsigned ipso__day_parts(int first_min, int last_min)
{
    unsigned parts = 0;

    for (int part = 0; part < IPSO__DAY_PARTS; part++) {
        int start = part == 0 ? 0 : PART_ENDS[part - 1];
        if (first_min < PART_ENDS[part] && last_min >= start)
            parts |= 1u << part;
    }
    return parts;
}

/* ---- the least points of a day ---- */

typedef struct least_search {
    const ipso__query *query;
    const ipso__agenda_session *session;
    int cell, travel_min;
    int64_t least[MAX_LENGTHS][IPSO__DAY_PARTS];
} least_search;

/* The least points of the kept times that [start, end) displaces; -1 when one of them may not be
 * had by care that is not acute. */
static int64_t least_reserve(const least_search *search, int start_min, int end_min)
{
    const ipso__query *query = search->query;
    const ipso__state *state = query->state;
    int past = ipso__kept_past(state, search->cell);
    int first = ipso__kept_first(state, search->cell, start_min), used;
    int64_t points = 0;

    if (first == past || state->kept[first].start_min >= end_min)
        return 0;
    used = ipso__kept_used(state, first, past, start_min, end_min, query->request);
    for (int i = first; i < past && state->kept[i].start_min < end_min; i++) {
        const ipso__kept *kept = &state->kept[i];
        if (i == used || kept->covers > 0 || kept->released)
            continue;
        if (kept->acute && !query->acute)
            return -1;
        points += ipso__kept_least_worth(state, kept, ipso__kept_before(state, first, i, used),
                                         query->today);
    }
    return points;
}

static void least_of_start(least_search *search, int start_min, int from_min, int to_min)
{
    const ipso__query *query = search->query;
    const ipso__state *state = query->state;
    int64_t worth = state->minute_points[search->cell / state->days];
    int64_t hour = SHIFT + ipso__hour_points(state, start_min);
    bool soon = ipso__is_soon(query, search->cell % state->days);
    int part = part_of(start_min);

    for (size_t l = 0; l < query->type->length_count; l++) {
        int end = start_min + query->type->lengths_min[l] + search->travel_min;
        int64_t points, reserve;
        if (end > to_min)
            return;
        points = hour + ipso__unusable_points(search->session, worth, soon, start_min, end,
                                              from_min, to_min);
        if (points >= search->least[l][part])
            continue;
        reserve = least_reserve(search, start_min, end);
        if (reserve < 0)
            return;
        if (points + reserve < search->least[l][part])
            search->least[l][part] = points + reserve;
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

/* The last day on which the points of a cell are what they are today. */
static int valid_until(const ipso__query *query, int cell)
{
    const ipso__state *state = query->state;
    int day = cell % state->days;
    int last = ipso__is_soon(query, day) ? INT32_MAX : day - 2;

    for (int i = state->cells[cell].first_kept; i < ipso__kept_past(state, cell); i++) {
        int need = state->kept[i].need;
        if (need >= 0 && state->needs[need].day >= query->today && state->needs[need].day < last)
            last = state->needs[need].day;
    }
    return last;
}

static void find_least(const ipso__query *query, int cell, _Atomic int64_t *kept)
{
    const ipso__state *state = query->state;
    const ipso__cell *at = &state->cells[cell];
    int64_t last = valid_until(query, cell);
    least_search search = {.query = query, .cell = cell};

    for (int l = 0; l < MAX_LENGTHS; l++)
        for (int part = 0; part < IPSO__DAY_PARTS; part++)
            search.least[l][part] = NOWHERE;
    for (int i = 0; i < at->session_count; i++) {
        search.session = &state->sessions[at->first_session + i];
        least_of_session(&search);
    }
    for (size_t i = query->type->length_count * IPSO__DAY_PARTS; i-- > 0;)
        atomic_store_explicit(&kept[i],
                              last * VALID + search.least[i / IPSO__DAY_PARTS][i % IPSO__DAY_PARTS],
                              memory_order_release);
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

/* Whether the least points of a cell are known, and still valid today. All are worked out at once.
 */
static bool is_known(const ipso__query *query, _Atomic int64_t *kept)
{
    int64_t known = atomic_load_explicit(kept, memory_order_acquire);

    return known >= 0 && known / VALID >= query->today;
}

/* The least points of a cell for a length, over parts of the day. Another thread may work them out
 * anew meanwhile: it finds the same, or a bound for a later day. */
static int64_t least_of_parts(_Atomic int64_t *kept, size_t l, unsigned parts)
{
    int64_t least = NOWHERE;

    for (size_t part = 0; part < IPSO__DAY_PARTS; part++) {
        int64_t known =
            atomic_load_explicit(&kept[l * IPSO__DAY_PARTS + part], memory_order_relaxed);
        if ((parts & 1u << part) != 0 && (known & INT32_MAX) < least)
            least = known & INT32_MAX;
    }
    return least;
}

/* What the least points of a cell cannot be below. */
static int64_t least_of_unknown(const ipso__state *state, int cell)
{
    const ipso__agenda_session *first = &state->sessions[state->cells[cell].first_session];

    return SHIFT + ipso__hour_points(state, first->start_min) -
           state->spared_points[cell / state->days];
}

/* Whether a session of the cell is at the site asked for. */
static bool at_site(const ipso__query *query, int cell)
{
    const ipso__cell *at = &query->state->cells[cell];
    const ipso__agenda_session *sessions = &query->state->sessions[at->first_session];
    int site = query->request->site;

    for (int i = 0; i < at->session_count; i++)
        if (site == IPSO_ANY || sessions[i].site == IPSO_ANY || sessions[i].site == site)
            return true;
    return false;
}

int64_t ipso__cell_bound(const ipso__query *query, int cell, unsigned parts, bool search,
                         bool *exact)
{
    const ipso__state *state = query->state;
    size_t count = query->type->length_count;
    size_t first =
        (size_t)cell * (size_t)state->lengths + (size_t)state->first_length[query->request->type];
    _Atomic int64_t *kept = &state->least[first * IPSO__DAY_PARTS];
    const int64_t *points = &query->length_points[(size_t)(cell / state->days) * count];
    bool holds = least_holds(query, cell);
    int64_t bound = INT64_MAX, least;

    *exact = true;
    if (!at_site(query, cell))
        return INT64_MAX;
    if (holds && !is_known(query, kept)) {
        if (search)
            find_least(query, cell, kept);
        *exact = holds = search;
    }
    least = holds ? 0 : least_of_unknown(state, cell);
    for (size_t l = 0; l < count; l++) {
        if (query->length_min != 0 && query->type->lengths_min[l] != query->length_min)
            continue;
        if (holds)
            least = least_of_parts(kept, l, parts);
        if (least != NOWHERE && points[l] + least < bound)
            bound = points[l] + least;
    }
    return bound == INT64_MAX ? bound : bound - SHIFT;
}
