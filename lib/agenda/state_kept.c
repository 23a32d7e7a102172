/* Kept times of an agenda: the open and held slots of its plan, and what they are worth.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "agenda/kept.h"

#include "base/error.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- worth ---- */

/* v_j = round(unmet x P(D >= j)) for j = 1..count, at [j]; beyond, a need is worth nothing. */
static const int64_t *worths_of(ipso__state *state, int demand, int count)
{
    int64_t *worths = ipso__arena_alloc(&state->arena, (size_t)count + 2, sizeof *worths);
    int type = ipso_practice_demand(state->practice, demand)->type;
    double unmet = (double)ipso_practice_type(state->practice, type)->unmet_points;

    for (int j = 1; j <= count && worths != NULL; j++)
        worths[j] =
            (int64_t)floor(unmet * ipso_practice_demand_tail(state->practice, demand, j) + 0.5);
    return worths;
}

static int64_t held_worth(const ipso__state *state, const ipso_slot *slot)
{
    int64_t unmet = ipso_practice_type(state->practice, slot->type)->unmet_points;
    const ipso_request *request = ipso_practice_request(state->practice, slot->request);

    if (slot->use == IPSO_SLOT_OPEN)
        return ipso_practice_type(state->practice, slot->type)->target_points;
    return request == NULL ? unmet : (unmet * request->priority_percent + 50) / 100;
}

/* ---- the list ---- */

static bool is_kept(const ipso_slot *slot)
{
    return slot->use == IPSO_SLOT_OPEN || slot->use == IPSO_SLOT_HELD;
}

static ipso__kept kept_of(const ipso__state *state, int index)
{
    const ipso_slot *slot = ipso_plan_slot(state->plan, index);
    bool open = slot->use == IPSO_SLOT_OPEN;
    ipso__kept kept = {.cell = ipso__cell_of(state, slot->practitioner, slot->day),
                       .start_min = slot->start_min,
                       .end_min = slot->start_min + slot->length_min + slot->travel_min,
                       .type = slot->type,
                       .site = slot->site,
                       .slot = index,
                       .need = -1};

    kept.acute = open && ipso_practice_type(state->practice, slot->type)->care == IPSO_CARE_ACUTE;
    if (!open && slot->request != IPSO_ANY)
        kept.patient = ipso_practice_request(state->practice, slot->request)->patient;
    if (!open || slot->demand == IPSO_ANY)
        kept.worth_points = held_worth(state, slot);
    return kept;
}

/* Slots of the plan are in the order of cells and starts, and so are kept times. */
static bool list_kept(ipso__state *state)
{
    int slots = ipso_plan_slot_count(state->plan);

    for (int i = 0; i < slots; i++)
        state->kept_count += is_kept(ipso_plan_slot(state->plan, i));
    state->kept =
        ipso__arena_alloc(&state->arena, (size_t)state->kept_count + 1, sizeof *state->kept);
    if (state->kept == NULL)
        return false;
    state->kept_count = 0;
    for (int i = 0; i < slots; i++) {
        if (!is_kept(ipso_plan_slot(state->plan, i)))
            continue;
        ipso__kept *kept = &state->kept[state->kept_count];
        *kept = kept_of(state, i);
        ipso__cell *cell = &state->cells[kept->cell];
        if (cell->kept_count++ == 0)
            cell->first_kept = state->kept_count;
        state->kept_count++;
    }
    return true;
}

/* ---- needs ---- */

/* A kept time with the need it is for: demand x days + day. */
typedef struct keyed {
    int key, kept;
} keyed;

static int by_key(const void *a, const void *b)
{
    const keyed *x = a, *y = b;

    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    return (x->kept > y->kept) - (x->kept < y->kept);
}

/* Kept times with a demand, sorted by need. NULL when memory is out. */
static keyed *sort_by_need(const ipso__state *state, int *count)
{
    keyed *list = ipso__calloc((size_t)state->kept_count, sizeof *list);

    *count = 0;
    for (int i = 0; i < state->kept_count && list != NULL; i++) {
        const ipso_slot *slot = ipso_plan_slot(state->plan, state->kept[i].slot);
        if (slot->use == IPSO_SLOT_OPEN && slot->demand != IPSO_ANY)
            list[(*count)++] = (keyed){slot->demand * state->days + slot->demand_day, i};
    }
    if (list != NULL)
        qsort(list, (size_t)*count, sizeof *list, by_key);
    return list;
}

static bool add_need(ipso__state *state, const keyed *list, int first, int past)
{
    int demand = list[first].key / state->days;
    ipso__need *need = &state->needs[state->need_count];
    const ipso__need *last = state->need_count > 0 ? need - 1 : NULL;

    *need = (ipso__need){.demand = demand,
                         .day = list[first].key % state->days,
                         .kept = past - first,
                         .level = INT32_MAX,
                         .first_slot = first,
                         .slot_count = past - first};
    if (last != NULL && last->demand == demand && last->slot_count >= need->slot_count)
        need->worths = last->worths;
    else
        need->worths = worths_of(state, demand, need->slot_count);
    for (int i = first; i < past; i++) {
        state->need_slots[i] = list[i].kept;
        state->kept[list[i].kept].need = state->need_count;
    }
    state->need_count++;
    return need->worths != NULL;
}

ipso_status ipso__state_make_kept(ipso__state *state, ipso_error *err)
{
    keyed *list = NULL;
    int count = 0;
    bool ok = list_kept(state);

    if (ok)
        list = sort_by_need(state, &count);
    state->needs = ipso__arena_alloc(&state->arena, (size_t)count + 1, sizeof *state->needs);
    state->need_slots =
        ipso__arena_alloc(&state->arena, (size_t)count + 1, sizeof *state->need_slots);
    ok = ok && list != NULL && state->needs != NULL && state->need_slots != NULL;
    for (int i = 0, past; i < count && ok; i = past) {
        for (past = i; past < count && list[past].key == list[i].key;)
            past++;
        ok = add_need(state, list, i, past);
    }
    free(list);
    return ok ? IPSO_OK : ipso__fail_nomem(err);
}

/* ---- what is asked of kept times ---- */

int64_t ipso__kept_worth(const ipso__state *state, const ipso__kept *kept, int nth, int today)
{
    const ipso__need *need;

    if (kept->need < 0)
        return kept->worth_points;
    need = &state->needs[kept->need];
    if (need->day < today || need->kept - nth < 1)
        return 0;
    return need->worths[need->kept - nth];
}

/* The level lies some slots above those there are: as many may come back before what was worked out
 * with it must be worked out anew. */
int64_t ipso__kept_least_worth(const ipso__state *state, const ipso__kept *kept, int nth, int today)
{
    ipso__need *need;
    int level;

    if (kept->need < 0)
        return kept->patient == NULL ? kept->worth_points : 0;
    need = &state->needs[kept->need];
    level = need->kept + 3 + need->kept / 2;
    if (level > need->slot_count)
        level = need->slot_count;
    if (level < atomic_load_explicit(&need->level, memory_order_relaxed))
        atomic_store_explicit(&need->level, level, memory_order_relaxed);
    if (need->day < today || level - nth < 1)
        return 0;
    return need->worths[level - nth];
}

/* Whether a kept time is for what is asked. */
static bool kept_for(const ipso__kept *kept, const ipso_request *request)
{
    if (kept->type != request->type)
        return false;
    return kept->patient == NULL ||
           (request->patient != NULL && strcmp(kept->patient, request->patient) == 0);
}

int ipso__kept_before(const ipso__state *state, int first, int at, int used)
{
    int nth = 0;

    if (state->kept[at].need < 0)
        return 0;
    for (int i = first; i < at; i++)
        nth +=
            i != used && state->kept[i].covers == 0 && state->kept[i].need == state->kept[at].need;
    return nth;
}

int ipso__kept_first(const ipso__state *state, int cell, int start_min)
{
    const ipso__cell *at = &state->cells[cell];
    int low = at->first_kept, past = low + at->kept_count;

    while (low < past) {
        int middle = low + (past - low) / 2;
        if (state->kept[middle].end_min <= start_min)
            low = middle + 1;
        else
            past = middle;
    }
    return low;
}

int ipso__kept_used(const ipso__state *state, int first, int past, int start_min, int end_min,
                    const ipso_request *request)
{
    int best = -1, most = 0;

    for (int i = first; i < past && state->kept[i].start_min < end_min; i++) {
        const ipso__kept *kept = &state->kept[i];
        int common = ipso__common_min(start_min, end_min, kept->start_min, kept->end_min);
        if (kept->covers == 0 && common > most && kept_for(kept, request)) {
            best = i;
            most = common;
        }
    }
    return best;
}
