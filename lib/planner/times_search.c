/* The search for the order and start times of one practitioner's day.
 *
 * Session after session, each begun with what the one before runs over into it: lib/session
 * exchanges appointments and moves them, from the present times and from those of rising variance,
 * first on the plan's grid, then on whole minutes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "planner/times_search.h"

#include "base/memory.h"
#include "planner/times_session.h"
#include "session/arrange.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define LEAST_SHARE 1e-15
#define PROOF_WORK  20000000 /* units for the proof of an order */

/* Appointments by their place: order[k] of the session's appointments is the k-th. */
typedef struct line {
    int *order;
    double *start_min;
} line;

typedef struct searcher {
    ipso__times_day *day;
    const ipso__times_facts *facts;
    const ipso__timed_session *session;
    ipso__arena arena; /* of the day */
    ipso__times_prices prices;
    line present, trial, best;
    ipso__times_stop stop;
    void *stop_user;
    ipso_error *err;
} searcher;

/* Expected minutes of a day. */
typedef struct expected {
    double wait, idle, overtime;
} expected;

static const ipso__timed *timed_of(const searcher *s, int i)
{
    return &s->facts->timed[s->session->first + i];
}

static ipso_status make_session(ipso_session **made, const searcher *s,
                                const ipso__times_carry *late, double grid_min, bool rough)
{
    return ipso__times_session_make(made, s->facts, s->session, late, &s->prices, grid_min, rough,
                                    s->err);
}

/* ---- values ---- */

/* What is left of the end of work after the start of the next session. */
static bool carry_over(searcher *s, const ipso_session_value *value, int pause_min,
                       ipso__times_carry *late)
{
    size_t room = (size_t)value->end_count + 1;
    *late =
        (ipso__times_carry){.minutes = ipso__arena_alloc(&s->arena, room, sizeof *late->minutes),
                            .shares = ipso__arena_alloc(&s->arena, room, sizeof *late->shares)};
    double before = 0, sum = 0;
    if (late->minutes == NULL || late->shares == NULL)
        return false;
    late->minutes[late->count++] = 0;
    for (int i = 0; i < value->end_count; i++) {
        double share = value->end_share[i] - before;
        double minutes = fmin(1440, value->end_min[i] - pause_min);
        before = value->end_share[i];
        if (minutes <= 0) {
            late->shares[0] += share;
        } else if (share > LEAST_SHARE) {
            late->minutes[late->count] = minutes;
            late->shares[late->count++] = share;
        }
    }
    for (size_t i = 0; i < late->count; i++)
        sum += late->shares[i];
    for (size_t i = 0; i < late->count; i++)
        late->shares[i] /= sum;
    return true;
}

/* The value of times of the session, added to *sum; *next: the carry to the session after it. */
static ipso_status value_times(searcher *s, const ipso_session *exact, const line *times,
                               expected *sum, ipso__times_carry *next)
{
    const ipso__timed_session *session = s->session;
    const ipso_session_times given = {session->count, times->order, times->start_min};
    ipso_session_value value;
    ipso_status status = ipso_session_evaluate(&value, exact, &given, s->err);
    if (status != IPSO_OK)
        return status;
    sum->wait += value.measures.wait;
    sum->idle += value.measures.idle_to_last;
    sum->overtime += value.measures.overtime;
    bool last = session == &s->facts->sessions[s->day->first + s->day->count - 1];
    if (!last && !carry_over(s, &value, session[1].start_min - session->start_min, next))
        status = ipso__fail_nomem(s->err);
    ipso_session_value_finish(&value);
    return status;
}

/* ---- candidates ---- */

/* The times as the plan has them. */
static void set_present(const searcher *s, line *times)
{
    for (int i = 0; i < s->session->count; i++) {
        times->order[i] = i;
        times->start_min[i] = timed_of(s, i)->slot.start_min - s->session->start_min;
    }
}

static double variance_of(const searcher *s, int i)
{
    const ipso__timed *timed = timed_of(s, i);
    const ipso__timed_law *law = &s->facts->laws[timed->law];
    return timed->come * (law->variance + (1 - timed->come) * law->mean_min * law->mean_min);
}

/* Within each band those of low variance first (an insertion sort), one after the other. */
static void set_rising(const searcher *s, line *times)
{
    double reached = 0;
    set_present(s, times);
    for (int k = 1; k < s->session->count; k++) {
        int moved = times->order[k], j = k;
        const ipso__timed *timed = timed_of(s, moved);
        for (; j > 0; j--) {
            const ipso__timed *before = timed_of(s, times->order[j - 1]);
            if (timed->band == IPSO_ANY || before->band != timed->band ||
                variance_of(s, times->order[j - 1]) <= variance_of(s, moved))
                break;
            times->order[j] = times->order[j - 1];
        }
        times->order[j] = moved;
    }
    for (int k = 0; k < s->session->count; k++) {
        const ipso__timed *timed = timed_of(s, times->order[k]);
        times->start_min[k] = fmax(reached, timed->early_min - s->session->start_min);
        reached = times->start_min[k] + ipso__timed_width(timed);
    }
}

static void copy_line(line *to, const line *from, int count)
{
    memcpy(to->order, from->order, (size_t)count * sizeof *to->order);
    memcpy(to->start_min, from->start_min, (size_t)count * sizeof *to->start_min);
}

/* Improves times. *cost is INFINITY when they do not fit. */
static ipso_status arrange(searcher *s, const ipso_session *session, line *times, double *cost)
{
    ipso__arrange_settings settings = {.step_min =
                                           ipso_practice_horizon(s->facts->practice)->grid_min,
                                       .stop = s->stop,
                                       .stop_user = s->stop_user};
    ipso__arranged arranged;
    ipso__times_day *day = s->day;
    *cost = INFINITY;
    if (day->work_limit > 0) {
        day->spent = day->spent || day->work >= day->work_limit;
        settings.work_limit = day->work_limit - day->work;
    }
    if (day->spent)
        return IPSO_OK;
    ipso_status status = ipso__session_arrange(&arranged, session, times->order, times->start_min,
                                               &settings, s->err);
    if (status == IPSO_INPUT) /* a plan made by hand, whose slots overlap */
        return IPSO_OK;
    if (status != IPSO_OK)
        return status;
    *cost = arranged.cost;
    day->work += arranged.work;
    day->spent = day->spent || arranged.spent;
    return IPSO_OK;
}

/* The best of both beginnings, on a grid. *found: some fit. */
static ipso_status arrange_both(searcher *s, const ipso_session *session, bool *found)
{
    double least = INFINITY;
    ipso_status status = IPSO_OK;
    for (int i = 0; i < 2 && status == IPSO_OK; i++) {
        double cost;
        if (i == 0)
            set_present(s, &s->trial);
        else
            set_rising(s, &s->trial);
        status = arrange(s, session, &s->trial, &cost);
        if (status == IPSO_OK && cost < least) {
            least = cost;
            copy_line(&s->best, &s->trial, s->session->count);
        }
    }
    *found = least < INFINITY;
    return status;
}

/* best: times of the session given what it begins with. */
static ipso_status search_session(searcher *s, const ipso__times_carry *late)
{
    double grid_min = ipso_practice_horizon(s->facts->practice)->grid_min, cost;
    ipso_session *coarse = NULL, *fine = NULL;
    bool found = false;
    set_present(s, &s->best);
    ipso_status status = make_session(&coarse, s, late, grid_min, true);
    if (status == IPSO_OK)
        status = arrange_both(s, coarse, &found);
    if (status == IPSO_OK && found && grid_min > 1)
        status = make_session(&fine, s, late, 1, true);
    if (status == IPSO_OK && fine != NULL)
        status = arrange(s, fine, &s->best, &cost);
    ipso_session_free(coarse);
    ipso_session_free(fine);
    return status;
}

/* ---- the day ---- */

static bool begin(searcher *s)
{
    int most = 0;
    for (int i = 0; i < s->day->count; i++) {
        int count = s->facts->sessions[s->day->first + i].count;
        most = count > most ? count : most;
    }
    line *lines[] = {&s->present, &s->trial, &s->best};
    for (int i = 0; i < 3; i++) {
        lines[i]->order = ipso__arena_alloc(&s->arena, (size_t)most, sizeof(int));
        lines[i]->start_min = ipso__arena_alloc(&s->arena, (size_t)most, sizeof(double));
        if (lines[i]->order == NULL || lines[i]->start_min == NULL)
            return false;
    }
    return true;
}

/* The value of the present times, and whether better ones are looked for. */
static ipso_status value_present(searcher *s, expected *sum)
{
    ipso__times_carry late = {0};
    ipso_status status = IPSO_OK;
    for (int i = 0; i < s->day->count && status == IPSO_OK; i++) {
        ipso_session *exact = NULL;
        s->session = &s->facts->sessions[s->day->first + i];
        set_present(s, &s->present);
        status = make_session(&exact, s, &late, 1, false);
        if (status == IPSO_OK)
            status = value_times(s, exact, &s->present, sum, &late);
        ipso_session_free(exact);
    }
    return status;
}

static ipso_status search_sessions(searcher *s, expected *sum, int *start_min)
{
    ipso__times_carry late = {0};
    ipso_status status = IPSO_OK;
    for (int i = 0; i < s->day->count && status == IPSO_OK; i++) {
        ipso_session *exact = NULL;
        s->session = &s->facts->sessions[s->day->first + i];
        status = search_session(s, &late);
        if (status == IPSO_OK)
            status = make_session(&exact, s, &late, 1, false);
        if (status == IPSO_OK)
            status = value_times(s, exact, &s->best, sum, &late);
        ipso_session_free(exact);
        for (int k = 0; status == IPSO_OK && k < s->session->count; k++)
            start_min[s->session->first + s->best.order[k]] =
                (int)floor(s->best.start_min[k] + 0.5) + s->session->start_min;
    }
    return status;
}

static int64_t points_of(const searcher *s, const expected *sum)
{
    const ipso__times_prices *prices = &s->prices;
    return ipso__times_points(prices->wait * sum->wait + prices->idle * sum->idle +
                              prices->overtime * sum->overtime);
}

static void keep_present(const searcher *s, int *start_min)
{
    for (int i = 0; i < s->day->count; i++) {
        const ipso__timed_session *session = &s->facts->sessions[s->day->first + i];
        for (int k = session->first; k < session->first + session->count; k++)
            start_min[k] = s->facts->timed[k].slot.start_min;
    }
}

/* The most minutes by which a session can run over: services beyond their widths. */
static double most_overrun(const searcher *s, const ipso__timed_session *session)
{
    double sum = 0;
    for (int i = session->first; i < session->first + session->count; i++) {
        const ipso__timed *timed = &s->facts->timed[i];
        const ipso__timed_law *law = &s->facts->laws[timed->law];
        sum += fmax(0, law->minutes[law->count - 1] - ipso__timed_width(timed));
    }
    return sum;
}

/* The sum of what sessions that begin on time cost at least. A session that may run into the next
 * saves that one a minute of idle time for each of overtime, at most: so much less is overtime
 * worth here, and idle time there not more than overtime. */
static ipso_status bound_day(searcher *s)
{
    const ipso__times_prices full = s->prices;
    double sum = 0, idle = full.idle;
    ipso_status status = IPSO_OK;
    for (int i = 0; i < s->day->count && status == IPSO_OK; i++) {
        const ipso__timed_session *session = &s->facts->sessions[s->day->first + i];
        ipso__times_prices prices = {full.wait, idle, full.overtime};
        double bound = 0;
        bool runs_over = i + 1 < s->day->count &&
                         session->end_min + most_overrun(s, session) > session[1].start_min;
        idle = runs_over ? fmin(full.idle, full.overtime) : full.idle;
        prices.overtime -= runs_over ? idle : 0;
        status = ipso__times_session_bound(&bound, s->facts, session, &prices, PROOF_WORK,
                                           &s->day->work, s->err);
        sum += bound;
    }
    s->day->bound = ipso__times_points(sum);
    return status;
}

void ipso__times_day_search(ipso__times_day *day, const ipso__times_facts *facts, int *start_min,
                            ipso__times_stop stop, void *stop_user)
{
    searcher s = {
        .day = day, .facts = facts, .stop = stop, .stop_user = stop_user, .err = &day->err};
    s.prices = ipso__times_prices_of(facts->practice);
    expected present = {0}, found = {0};
    ipso_error_init(&day->err);
    day->status = begin(&s) ? value_present(&s, &present) : ipso__fail_nomem(s.err);
    day->cost = points_of(&s, &present);
    day->spent = stop(stop_user);
    keep_present(&s, start_min);
    if (day->status == IPSO_OK && !day->spent && day->cost > 0)
        day->status = bound_day(&s);
    if (day->status == IPSO_OK && !day->spent && day->cost > day->bound) {
        day->status = search_sessions(&s, &found, start_min);
        int64_t cost = points_of(&s, &found);
        if (day->status == IPSO_OK && cost < day->cost)
            day->cost = cost;
        else
            keep_present(&s, start_min);
    }
    ipso__arena_finish(&s.arena);
}
