/* The cost of start times, kept patient by patient.
 *
 * Forward, the law of being free before each patient (grid.c, phases.c). Backward, on the grid
 * without breaks and walk-ins, the cost to go: with G_k(f) the expected cost from patient k on when
 * the practitioner is free at f, a the arrival, S the service, c the probability of coming, w the
 * price of a minute of this patient's wait,
 *
 *     G_k(f) = w E[(f - a)+] + c E[G_k+1(max(f, a) + S)] + (1 - c) G_k+1(max(f, start))
 *     G_n(f) = (idle + overtime) x (f - end)+       the planned end, or the last start: then with
 *                                                   idle x last start beside it
 *
 * so that a change of patients i .. j costs their steps and one product with G_j+1. From the last
 * time that matters on (every start and arrival, the planned end) G_k is linear: the tables end
 * there.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/chain.h"

#include "session/phases.h"

#include <math.h>
#include <stdlib.h>

static bool on_grid(const ipso__chain *chain)
{
    return chain->session->model.time == IPSO_SESSION_GRID;
}

/* Price of a minute of the k-th patient's wait. */
static double wait_price(const ipso__chain *chain, int k)
{
    const ipso_session_model *model = &chain->session->model;
    int patient = chain->order[k];
    double counts = model->waits == IPSO_WAITS_BOOKED ? 1 : chain->session->come[patient];
    return model->wait_weight * model->patients[patient].wait_weight * counts;
}

/* More than any start time moved by one step can save. */
static double disorder_price(const ipso__chain *chain)
{
    const ipso_session_model *model = &chain->session->model;
    double sum = model->idle_weight + model->overtime_weight;
    for (int k = 0; k < chain->count; k++)
        sum += wait_price(chain, k);
    return 1.01 * sum * chain->step_min;
}

double ipso__constant_cost(const ipso_session *session, const int *order, int count)
{
    const ipso_session_model *model = &session->model;
    double known = ipso_service_mean_min(&model->delay) + session->walk_in_work;
    for (int k = 0; k < count; k++)
        known += session->come[order[k]] * session->mean_min[order[k]];
    if (model->horizon == IPSO_HORIZON_PLANNED)
        known += session->breaks_min - model->length_min;
    return -model->idle_weight * known;
}

/* The last cell that matters, over all ticks that may be. */
static int last_cell(const ipso__chain *chain)
{
    int last = chain->session->length_cells;
    for (int k = 0; k < chain->count; k++) {
        int arrival =
            chain->high[k] * chain->step_cells + chain->session->late[chain->order[k]].end;
        last = arrival > last ? arrival : last;
    }
    return last;
}

bool ipso__chain_begin(ipso__chain *chain, const ipso_session *session, const int *order, int count,
                       double step_min, int *tick, int *low, int *high)
{
    size_t states = (size_t)count + 1;
    *chain = (ipso__chain){.session = session,
                           .count = count,
                           .order = order,
                           .step_min = step_min,
                           .tick = tick,
                           .low = low,
                           .high = high};
    chain->disorder = disorder_price(chain);
    chain->constant = ipso__constant_cost(session, order, count);
    chain->state = ipso__calloc(states, sizeof *chain->state);
    chain->clock = ipso__calloc(states, sizeof *chain->clock);
    chain->spent = ipso__calloc(states, sizeof *chain->spent);
    if (chain->state == NULL || chain->clock == NULL || chain->spent == NULL)
        return false;
    if (!on_grid(chain))
        return true;
    chain->step_cells = ipso__cells(step_min, session->model.grid_min);
    chain->has_go = session->model.break_count == 0 && session->model.walk_ins_per_hour == 0;
    if (!chain->has_go)
        return true;
    chain->go_cells = last_cell(chain);
    chain->go = ipso__calloc(states * ((size_t)chain->go_cells + 1), sizeof *chain->go);
    chain->slope = ipso__calloc(states, sizeof *chain->slope);
    chain->called = ipso__calloc((size_t)chain->go_cells + 1, sizeof *chain->called);
    return chain->go != NULL && chain->slope != NULL && chain->called != NULL;
}

void ipso__chain_finish(ipso__chain *chain)
{
    for (int k = 0; chain->state != NULL && k <= chain->count; k++)
        ipso__pmf_finish(&chain->state[k]);
    free(chain->state);
    free(chain->clock);
    free(chain->spent);
    free(chain->go);
    free(chain->slope);
    free(chain->called);
    for (int i = 0; i < 2; i++) {
        ipso__pmf_finish(&chain->moved[i]);
        ipso__pmf_finish(&chain->after[i]);
    }
    ipso__grid_room_finish(&chain->room);
}

/* ---- forward ---- */

/* Takes the k-th patient at a tick; clock is the latest tick before. The cost of the wait is added
 * to *cost. */
static bool step(ipso__chain *chain, int k, const ipso__pmf *from, int clock, int tick,
                 ipso__pmf *to, double *cost)
{
    const ipso_session *session = chain->session;
    double wait;
    chain->evaluations++;
    if (on_grid(chain)) {
        ipso__meeting meeting = {.limit_cells = -1};
        int cells = chain->step_cells;
        chain->work += ipso__grid_work(session, from, chain->order[k]);
        if (!ipso__grid_step(session, &chain->room, from, chain->order[k],
                             clock < 0 ? -1 : clock * cells, tick * cells, true, to, &meeting))
            return false;
        wait = meeting.wait * session->model.grid_min;
    } else {
        double since = (tick - (clock < 0 ? 0 : clock)) * chain->step_min;
        if (!ipso__phases_step(session, from, chain->order, k, fmax(0, since), to, &wait,
                               &chain->work))
            return false;
        wait += fmax(0, -since);
    }
    *cost += wait_price(chain, k) * wait;
    return true;
}

/* Minutes of work after the planned end and after the last start time. */
static bool left_over(ipso__chain *chain, const ipso__pmf *state, int clock, int last,
                      double *planned, double *after_last)
{
    const ipso_session *session = chain->session;
    if (on_grid(chain))
        return ipso__grid_close(session, &chain->room, state, last * chain->step_cells, planned,
                                after_last);
    double now = clock * chain->step_min;
    *after_last = ipso__phases_work(session, state, chain->order, chain->count) + now -
                  last * chain->step_min;
    *planned = 0;
    return session->model.horizon == IPSO_HORIZON_LAST ||
           ipso__phases_left(session, state, chain->order, chain->count,
                             fmax(0, session->model.length_min - now), planned, &chain->work);
}

/* Adds what comes after the last patient, who starts at the tick last; clock is the latest. */
static bool close(ipso__chain *chain, const ipso__pmf *state, int clock, int last, double *cost)
{
    const ipso_session_model *model = &chain->session->model;
    double last_min = last * chain->step_min;
    double planned, after_last;
    if (!left_over(chain, state, clock, last, &planned, &after_last))
        return false;
    *cost += model->overtime_weight * (ipso__overtime_by_plan(model) ? planned : after_last);
    *cost +=
        model->idle_weight * (ipso__idle_by_plan(model)
                                  ? planned
                                  : after_last + last_min - ipso__breaks_before(model, last_min));
    return true;
}

static int later(int a, int b)
{
    return a > b ? a : b;
}

static bool forward(ipso__chain *chain)
{
    bool ok = on_grid(chain) ? ipso__grid_begin(chain->session, &chain->room, &chain->state[0])
                             : ipso__phases_begin(chain->session, &chain->state[0]);
    chain->clock[0] = -1;
    for (int k = 0; ok && k < chain->count; k++) {
        double cost = chain->spent[k];
        ok = step(chain, k, &chain->state[k], chain->clock[k], chain->tick[k], &chain->state[k + 1],
                  &cost);
        chain->spent[k + 1] = cost;
        chain->clock[k + 1] = later(chain->clock[k], chain->tick[k]);
    }
    return ok;
}

/* ---- backward ---- */

static double *go_of(const ipso__chain *chain, int k)
{
    return chain->go + (size_t)k * ((size_t)chain->go_cells + 1);
}

/* G_n: the cost after the last patient. */
static void close_go(ipso__chain *chain)
{
    const ipso_session_model *model = &chain->session->model;
    double *go = go_of(chain, chain->count);
    double idle = model->idle_weight * model->grid_min;
    double overtime = model->overtime_weight * model->grid_min;
    int last = chain->count > 0 ? chain->tick[chain->count - 1] * chain->step_cells : 0;
    int length = chain->session->length_cells;
    int idle_end = ipso__idle_by_plan(model) ? length : last;
    int over_end = ipso__overtime_by_plan(model) ? length : last;
    double base = ipso__idle_by_plan(model) ? 0 : idle * last;
    for (int f = 0; f <= chain->go_cells; f++)
        go[f] = base + (f > idle_end ? idle * (f - idle_end) : 0) +
                (f > over_end ? overtime * (f - over_end) : 0);
    chain->slope[chain->count] = idle + overtime;
}

/* called[x] = E[G(x + S)] for the cells of the table. */
static void expect_service(ipso__chain *chain, const ipso__pmf *service, const double *go,
                           double slope)
{
    int last = chain->go_cells;
    double *restrict called = chain->called;
    for (int x = 0; x <= last; x++)
        called[x] = 0;
    for (int s = service->first; s < service->end; s++) {
        double share = service->share[s];
        int inside = last - s + 1; /* cells x with x + s in the table */
        if (share == 0)
            continue;
        for (int x = 0; x < inside; x++)
            called[x] += share * go[x + s];
        for (int x = inside > 0 ? inside : 0; x <= last; x++)
            called[x] += share * (go[last] + slope * (x + s - last));
    }
}

static void back(ipso__chain *chain, int k)
{
    const ipso_session *session = chain->session;
    int patient = chain->order[k], last = chain->go_cells;
    int start = chain->tick[k] * chain->step_cells;
    const ipso__pmf *late = &session->late[patient];
    const double *next = go_of(chain, k + 1);
    double *go = go_of(chain, k);
    double come = session->come[patient];
    double price = wait_price(chain, k) * session->model.grid_min;
    chain->work += 20 + (int64_t)(last + 1) * (session->service[session->law[patient]].end) / 8;
    expect_service(chain, &session->service[session->law[patient]], next, chain->slope[k + 1]);
    for (int f = 0; f <= last; f++)
        go[f] = (1 - come) * next[f > start ? f : start];
    for (int a = late->first; a < late->end; a++) {
        int arrival = start + a;
        for (int f = 0; late->share[a] > 0 && f <= last; f++)
            go[f] += late->share[a] * (come * chain->called[f > arrival ? f : arrival] +
                                       (f > arrival ? price * (f - arrival) : 0));
    }
    chain->slope[k] = price + chain->slope[k + 1];
}

static double meet_go(const ipso__chain *chain, const ipso__pmf *state, int k)
{
    const double *go = go_of(chain, k);
    int last = chain->go_cells;
    double sum = 0;
    int inside = state->end <= last + 1 ? state->end : last + 1;
    for (int f = state->first; f < inside; f++)
        sum += state->share[f] * go[f];
    for (int f = inside > state->first ? inside : state->first; f < state->end; f++)
        sum += state->share[f] * (go[last] + chain->slope[k] * (f - last));
    return sum;
}

/* ---- costs ---- */

/* Where a walk over moved patients is: before patient k, in that state. */
typedef struct place {
    const ipso__pmf *state;
    int k, clock;
    double cost;
} place;

static place place_at(const ipso__chain *chain, int k)
{
    return (place){&chain->state[k], k, chain->clock[k], chain->constant + chain->spent[k]};
}

/* Takes the next patient at a tick, in the room of two states that take turns. */
static bool walk(ipso__chain *chain, place *at, int tick, ipso__pmf room[2])
{
    ipso__pmf *to = &room[at->state == &room[0]];
    if (!step(chain, at->k, at->state, at->clock, tick, to, &at->cost))
        return false;
    at->state = to;
    at->clock = later(at->clock, tick);
    at->k++;
    return true;
}

/* The cost when all patients from here on keep their ticks; last_moved: the tick of the one before.
 * The cost to go does not know of a last patient who moved and moved the horizon with him. */
static bool rest(ipso__chain *chain, place at, int last_moved, double *cost)
{
    bool planned = chain->session->model.horizon == IPSO_HORIZON_PLANNED;
    int last = last_moved;
    if (chain->has_go && (planned || at.k < chain->count)) {
        *cost = at.cost + meet_go(chain, at.state, at.k);
        return true;
    }
    while (at.k < chain->count) {
        last = chain->tick[at.k];
        if (!walk(chain, &at, last, chain->after))
            return false;
    }
    if (!close(chain, at.state, at.clock, last, &at.cost))
        return false;
    *cost = at.cost;
    return true;
}

bool ipso__chain_update(ipso__chain *chain, double *cost)
{
    int last = chain->count - 1;
    if (!forward(chain))
        return false;
    if (chain->has_go) {
        close_go(chain);
        for (int k = last; k >= 0; k--)
            back(chain, k);
    }
    return rest(chain, place_at(chain, chain->count), last < 0 ? 0 : chain->tick[last], cost);
}

bool ipso__chain_shifts(ipso__chain *chain, int from, int last, int delta, double *cost)
{
    place at = place_at(chain, from);
    for (int k = from; k <= last; k++) {
        int tick = chain->tick[k] + delta, size = k - from + 1;
        if (!walk(chain, &at, tick, chain->moved))
            return false;
        /* Without the cost to go each costs a walk to the end: groups of 1, 2, 4 ... and the last.
         */
        cost[k] = INFINITY;
        if ((chain->has_go || (size & (size - 1)) == 0 || k == last) &&
            !rest(chain, at, tick, &cost[k]))
            return false;
    }
    return true;
}

int ipso__chain_apart(const ipso__chain *chain, int k)
{
    return ipso__apart_ticks(chain->session, chain->order[k], chain->step_min);
}

bool ipso__chain_try(ipso__chain *chain, int from, int last, const int *tick, double *cost)
{
    place at = place_at(chain, from);
    for (int k = from; k <= last; k++)
        if (!walk(chain, &at, tick[k], chain->moved))
            return false;
    return rest(chain, at, last < from ? 0 : tick[last], cost);
}

bool ipso__chain_marked(ipso__chain *chain, const unsigned char *marked, int delta, double *cost)
{
    int first = 0, last = chain->count - 1, tick = 0;
    while (first < chain->count && !marked[first])
        first++;
    while (last >= first && !marked[last])
        last--;
    place at = place_at(chain, first);
    for (int k = first; k <= last; k++) {
        int before = k == first ? (k > 0 ? chain->tick[k - 1] : 0) : tick;
        int least = k > 0 ? before + ipso__chain_apart(chain, k - 1) : 0;
        tick = chain->tick[k] + (marked[k] ? delta : 0);
        at.cost += least > tick ? (least - tick) * chain->disorder : 0;
        if (!walk(chain, &at, tick, chain->moved))
            return false;
    }
    int least = last + 1 < chain->count ? tick + ipso__chain_apart(chain, last) : 0;
    if (last + 1 < chain->count && least > chain->tick[last + 1])
        at.cost += (least - chain->tick[last + 1]) * chain->disorder;
    return rest(chain, at, tick, cost);
}
