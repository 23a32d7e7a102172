/* A question about starts: what is worked out once for an ask at a moment.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "agenda/query.h"

#include "agenda/ask.h"
#include "agenda/rank.h"
#include "base/error.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- the patient ---- */

static bool is_of_patient(const ipso__query *query, const ipso__entry *entry)
{
    return entry != query->self && strcmp(entry->ask.request.patient, query->request->patient) == 0;
}

/* Where the patient is; counted only, when query->busy is NULL. */
static int find_busy(const ipso__query *query)
{
    int count = 0;

    for (const ipso__entry *entry = ipso__state_patient(query->state, query->request->patient);
         entry != NULL; entry = entry->same_patient) {
        if (!is_of_patient(query, entry))
            continue;
        if (query->busy != NULL) {
            int64_t midnight = (int64_t)entry->day * IPSO_DAY_MIN;
            query->busy[count] =
                (ipso__span){midnight + entry->start_min, midnight + ipso__entry_end(entry)};
        }
        count++;
    }
    return count;
}

/* ---- notice ---- */

/* The first moment from which a start has the notice: so many open minutes lie before it. */
static int64_t notice_end(const ipso__query *query, int site)
{
    const ipso__state *state = query->state;
    int64_t left = state->rules->notice_min, now = query->now;
    int first = query->today < -IPSO__DAYS_BEFORE ? -IPSO__DAYS_BEFORE : query->today;

    for (int day = first; day < state->days; day++) {
        const ipso__opening *opening = ipso__state_opening(state, site, day);
        int64_t midnight = (int64_t)day * IPSO_DAY_MIN;
        for (int i = 0; i < opening->count; i++) {
            const ipso_interval *hours = &state->openings[opening->first + i];
            int64_t start = midnight + hours->start_min, end = midnight + hours->end_min;
            if (start < now)
                start = now;
            if (end - start >= left)
                return start + left;
            if (end > start)
                left -= end - start;
        }
    }
    return INT64_MAX;
}

static void find_notice(ipso__query *query)
{
    bool asked = query->ask->audience != IPSO_AUDIENCE_STAFF && query->state->rules->notice_min > 0;

    for (int site = IPSO_ANY; site < query->state->sites; site++)
        query->notice[site + 1] = asked ? notice_end(query, site) : INT64_MIN;
}

/* ---- links, turns, lengths ---- */

static void find_link(ipso__query *query)
{
    const ipso__entry *before =
        query->ask->after == 0 ? NULL : ipso__state_entry(query->state, query->ask->after);
    int64_t end;

    query->link_first = INT64_MIN;
    query->link_last = INT64_MAX;
    if (before == NULL)
        return;
    end = (int64_t)before->day * IPSO_DAY_MIN + ipso__entry_end(before);
    query->link_first = end + query->request->min_gap_min;
    query->link_last = end + query->request->max_gap_min;
}

static void find_turns(ipso__query *query)
{
    const ipso__state *state = query->state;

    for (int p = 0; p < state->people; p++)
        if (state->may[query->request->type * state->people + p] && state->consulting_min[p] > 0) {
            query->all_without_own += state->without_own[p];
            query->all_consulting_min += state->consulting_min[p];
        }
}

static void find_length_points(ipso__query *query)
{
    const ipso__state *state = query->state;
    size_t count = query->type->length_count, row = (size_t)(state->classes + 1);
    size_t first = (size_t)state->first_length[query->request->type];
    size_t class = (size_t)(query->request->patient_class + 1);
    double share = (double)state->weights->overrun_points * (1 - query->request->no_show);

    for (int p = 0; p < state->people; p++) {
        if (!state->may[query->request->type * state->people + p])
            continue;
        for (size_t l = 0; l < count; l++) {
            size_t at = ((first + l) * (size_t)state->people + (size_t)p) * row + class;
            query->length_points[(size_t)p * count + l] =
                (int64_t)floor(share * state->overrun_min[at] + 0.5);
        }
    }
}

static void find_wanted(ipso__query *query)
{
    const ipso_request *request = query->request;
    ipso_date first = query->state->horizon->first_day;

    query->wanted = query->today;
    if (request->wanted != 0)
        query->wanted = request->wanted - first;
    else if (request->window_count > 0)
        query->wanted = request->windows[0].first - first;
}

/* ---- parts of days ---- */

static void find_parts(ipso__query *query)
{
    const ipso__state *state = query->state;
    const ipso_request *request = query->request;
    unsigned all = (1u << IPSO__DAY_PARTS) - 1;

    memset(query->parts, request->window_count == 0 ? (int)all : 0, (size_t)state->days);
    for (size_t i = 0; i < request->window_count; i++) {
        const ipso_window *window = &request->windows[i];
        int first = window->first - state->horizon->first_day;
        int last = window->last - state->horizon->first_day;
        unsigned parts = ipso__day_parts(window->start_min, window->end_min - 1);
        for (int day = first < 0 ? 0 : first; day <= last && day < state->days; day++)
            query->parts[day] |= (unsigned char)parts;
    }
    if (query->today >= 0 && query->today < state->days)
        query->parts[query->today] &= (unsigned char)ipso__day_parts(
            (int)(query->now - (int64_t)query->today * IPSO_DAY_MIN), IPSO_DAY_MIN - 1);
}

/* ---- making ---- */

/* One block for all arrays, the widest first. */
static bool allocate(ipso__query *query)
{
    const ipso__state *state = query->state;
    size_t starts = (size_t)(IPSO_DAY_MIN / state->grid_min);
    size_t lengths = (size_t)state->people * query->type->length_count;
    size_t notice = (size_t)state->sites + 1, busy = (size_t)query->busy_count;
    char *block = malloc(starts * sizeof *query->starts + busy * sizeof *query->busy +
                         (lengths + notice) * sizeof(int64_t) + (size_t)state->days);

    if (block == NULL)
        return false;
    query->starts = (ipso__start *)(void *)block;
    query->busy = (ipso__span *)(void *)(query->starts + starts);
    query->length_points = (int64_t *)(void *)(query->busy + busy);
    query->notice = query->length_points + lengths;
    query->parts = (unsigned char *)(query->notice + notice);
    return true;
}

ipso_status ipso__query_init(ipso__query *query, const ipso__state *state, const ipso_ask *ask,
                             const ipso_stamp *now, const ipso__entry *self, ipso_error *err)
{
    ipso__query made = {.state = state,
                        .ask = ask,
                        .request = &ask->request,
                        .type = ipso_practice_type(state->practice, ask->request.type),
                        .self = self,
                        .modes = ipso__ask_modes(state, ask),
                        .length_min = ask->length_min,
                        .now = ipso__absolute_min(state, now->date, now->time_min),
                        .today = now->date - state->horizon->first_day};

    made.acute = made.type->care == IPSO_CARE_ACUTE;
    made.busy_count = find_busy(&made);
    if (!allocate(&made))
        return ipso__fail_nomem(err);
    find_busy(&made);
    find_notice(&made);
    find_link(&made);
    find_turns(&made);
    find_length_points(&made);
    find_wanted(&made);
    find_parts(&made);
    *query = made;
    return IPSO_OK;
}

void ipso__query_finish(ipso__query *query)
{
    free(query->starts);
    query->starts = NULL;
}
