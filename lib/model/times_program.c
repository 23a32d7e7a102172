/* The integer program of the times stage, over scenarios.
 *
 * Scenarios w = 0 .. W-1 of a practitioner's day give each appointment i a service S[i,w], 0 where
 * the patient does not come: one value out of each W-th of its law, in a random order of its own
 * (Latin hypercube sampling: McKay, Beckman & Conover 1979). Position k is the k-th of a session;
 * those of a band stay its appointments.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/times_program.h"

#include "base/random.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define NAME_SIZE 200
#define SEED      20261123

typedef struct builder {
    const ipso__times_facts *facts;
    ipso__program *program;
    const ipso__timed_session *session;
    const ipso__timed_session *before; /* of the same day, NULL none */
    char name[NAME_SIZE];
    int scenarios;
    double share;      /* of a scenario */
    double longest;    /* more minutes than a day may run late */
    double *service;   /* of timed i in scenario w, at i * IPSO__TIMES_SCENARIOS + w */
    double *width;     /* of timed i */
    double *value;     /* of timed i: work space */
    int *block, *size; /* of timed i: the first of its band's in the session, and how many */
    int *at;           /* of the first of a block: the first of its columns */
    int *tick;         /* of timed k */
    int *behind;       /* of timed k in scenario w, as service */
    ipso__term *terms;
    size_t term_count;
    double constant; /* of the row at hand: what has no column */
} builder;

/* ---- sizes ---- */

/* Appointments of one band, from the i-th on, up to past; 1 for one that stays. */
static int block_size(const ipso__times_facts *facts, int i, int past)
{
    int size = 1;
    while (facts->timed[i].band != IPSO_ANY && i + size < past &&
           facts->timed[i + size].band == facts->timed[i].band)
        size++;
    return size;
}

static bool same_day(const ipso__timed_session *a, const ipso__timed_session *b)
{
    return a->practitioner == b->practitioner && a->day == b->day;
}

/* Scenarios of the day of a session: one when nothing in it is random. */
static int scenarios_of(const ipso__times_facts *facts, int session)
{
    int first = session;
    while (first > 0 && same_day(&facts->sessions[first - 1], &facts->sessions[session]))
        first--;
    for (int s = first; s < facts->session_count; s++) {
        const ipso__timed_session *one = &facts->sessions[s];
        if (!same_day(one, &facts->sessions[session]))
            break;
        for (int i = one->first; i < one->first + one->count; i++) {
            const ipso__timed *timed = &facts->timed[i];
            bool sure = timed->come == 0 || timed->come == 1;
            if (!sure || facts->laws[timed->law].count > 1)
                return IPSO__TIMES_SCENARIOS;
        }
    }
    return 1;
}

void ipso__times_program_size(int64_t *rows, int64_t *columns, const ipso__times_facts *facts)
{
    *rows = *columns = 0;
    for (int s = 0; s < facts->session_count; s++) {
        const ipso__timed_session *session = &facts->sessions[s];
        int64_t scenarios = scenarios_of(facts, s), n = session->count;
        bool follows = s > 0 && same_day(session, session - 1);
        for (int i = session->first; i < session->first + session->count;) {
            int size = block_size(facts, i, session->first + session->count);
            *columns += size > 1 ? (int64_t)size * size : 0;
            *rows += size > 1 ? 3 * (int64_t)size : 0;
            i += size;
        }
        *columns += n + scenarios * (2 * n + 1 + (follows ? 2 : 0));
        *rows += n - 1 + scenarios * (2 * n + (follows ? 4 : 0));
    }
}

/* ---- scenarios ---- */

static double value_at(const ipso__timed_law *law, double share)
{
    double sum = 0;
    for (int i = 0; i < law->count; i++) {
        sum += law->shares[i];
        if (share < sum)
            return law->minutes[i];
    }
    return law->minutes[law->count - 1];
}

static void draw(builder *b, int i)
{
    const ipso__timed *timed = &b->facts->timed[i];
    int of_law[IPSO__TIMES_SCENARIOS], of_coming[IPSO__TIMES_SCENARIOS];
    ipso__random random;
    ipso__random_init(&random, SEED, (uint64_t)i);
    for (int w = 0; w < b->scenarios; w++)
        of_law[w] = of_coming[w] = w;
    ipso__random_shuffle(&random, of_law, b->scenarios);
    ipso__random_shuffle(&random, of_coming, b->scenarios);
    for (int w = 0; w < b->scenarios; w++) {
        bool comes = (of_coming[w] + 0.5) * b->share < timed->come;
        b->service[i * IPSO__TIMES_SCENARIOS + w] =
            comes ? value_at(&b->facts->laws[timed->law], (of_law[w] + 0.5) * b->share) : -1;
    }
}

/* Service and whether the patient comes, in a scenario. */
static double service_of(const builder *b, int i, int w)
{
    return fmax(0, b->service[i * IPSO__TIMES_SCENARIOS + w]);
}

static bool comes(const builder *b, int i, int w)
{
    return b->service[i * IPSO__TIMES_SCENARIOS + w] >= 0;
}

/* ---- rows ---- */

static void begin_row(builder *b)
{
    b->term_count = 0;
    b->constant = 0;
}

static void add_term(builder *b, int column, double value)
{
    b->terms[b->term_count++] = (ipso__term){column, value};
}

/* Adds sign x the value of whoever has the position. */
static void add_position(builder *b, int k, const double *value, double sign)
{
    int first = b->block[k], size = b->size[k];
    if (size == 1)
        b->constant += sign * value[k];
    for (int i = first; size > 1 && i < first + size; i++)
        if (value[i] != 0)
            add_term(b, b->at[first] + (i - first) * size + (k - first), sign * value[i]);
}

static int behind_of(const builder *b, int k, int w)
{
    return b->behind[k * IPSO__TIMES_SCENARIOS + w];
}

static double grid_of(const builder *b)
{
    return ipso_practice_horizon(b->facts->practice)->grid_min;
}

static void add_start(builder *b, int k, double sign)
{
    add_term(b, b->tick[k], sign * grid_of(b));
}

/* terms + constant >= lower, or <= upper. */
static void end_row(builder *b, double lower, double upper, const char *name, int k, int w)
{
    if (w < 0)
        ipso__program_add_row(b->program, lower - b->constant, upper - b->constant, b->terms,
                              b->term_count, "%s(%s,%d)", name, b->name, k);
    else
        ipso__program_add_row(b->program, lower - b->constant, upper - b->constant, b->terms,
                              b->term_count, "%s(%s,%d,%d)", name, b->name, k, w);
}

/* Order within one band of m appointments (T1 to T3):
 *
 *     at[i,k]  binary: appointment i is at position k
 *     for each appointment i:  sum over k of at[i,k]  =  1
 *     for each position k:     sum over i of at[i,k]  =  1
 *
 * Columns are named "at(<practitioner>,<day>,<start>,<i>,<k>)" with the start of the session, rows
 * "slot(...)" and "position(...)". */
static void add_block(builder *b, int first, int size)
{
    int from = b->session->first;
    for (int i = first; i < first + size; i++)
        for (int k = first; k < first + size; k++) {
            int column = ipso__program_add_column(b->program, 0, 0, 1, true, "at(%s,%d,%d)",
                                                  b->name, i - from, k - from);
            if (i == first && k == first)
                b->at[first] = column;
        }
    for (int way = 0; way < 2; way++)
        for (int i = 0; i < size; i++) {
            begin_row(b);
            for (int k = 0; k < size; k++)
                add_term(b, b->at[first] + (way == 0 ? i * size + k : k * size + i), 1);
            end_row(b, 1, 1, way == 0 ? "slot" : "position", first - from + i, -1);
        }
}

/* Start times (S1): on the grid, apart by the widths, in the band.
 *
 *     tick[k]  integer: position k starts at grid x tick[k], not before its band
 *     for each position k of a band:  grid x tick[k] + sum over i of width[i] at[i,k]  <=  band end
 *     for each position k > 0:        grid (tick[k] - tick[k-1]) - sum over i of width[i] at[i,k-1]
 *                                         >=  0
 *
 * Rows are named "ends(...)" and "apart(...)". */
static void add_starts(builder *b)
{
    const ipso__timed_session *session = b->session;
    double grid = grid_of(b);
    for (int k = session->first; k < session->first + session->count; k++) {
        const ipso__timed *timed = &b->facts->timed[k];
        double end = timed->late_min + ipso__timed_width(timed);
        double late = b->size[k] == 1 ? timed->late_min : end;
        b->tick[k] = ipso__program_add_column(b->program, 0, timed->early_min / grid, late / grid,
                                              timed->band != IPSO_ANY, "tick(%s,%d)", b->name,
                                              k - session->first);
        begin_row(b);
        add_start(b, k, 1);
        add_position(b, k, b->width, 1);
        if (b->size[k] > 1)
            end_row(b, -INFINITY, end, "ends", k - session->first, -1);
        if (k == session->first)
            continue;
        begin_row(b);
        add_start(b, k, 1);
        add_start(b, k - 1, -1);
        add_position(b, k - 1, b->width, -1);
        end_row(b, 0, INFINITY, "apart", k - session->first, -1);
    }
}

/* Adds longest x (1 - sum over i that come of at[i,k]), nothing where all come who may be there. */
static void add_absence(builder *b, int k, int w)
{
    bool all = true;
    for (int i = b->block[k]; i < b->block[k] + b->size[k]; i++) {
        b->value[i] = comes(b, i, w) ? 1 : 0;
        all = all && comes(b, i, w);
    }
    if (all)
        return;
    b->constant += b->longest;
    add_position(b, k, b->value, -b->longest);
}

/* Waits (T1) of a scenario: behind[k] minutes after the start of position k the practitioner is
 * free of those before.
 *
 *     for each position k > 0:  behind[k] >= behind[k-1] + sum over i of S[i] at[i,k-1]
 *                                                - grid (tick[k] - tick[k-1])
 *     for each position k:      wait[k] >= behind[k] - longest (1 - sum over i that come of
 * at[i,k]) cost:                     direct_wait x wait[k] / W
 *
 * Rows are named "free(...)" and "there(...)". */
static void add_waits(builder *b, int w)
{
    const ipso__timed_session *session = b->session;
    const ipso_weights *weights = ipso_practice_weights(b->facts->practice);
    double price = b->share * (double)weights->direct_wait_points;
    for (int k = session->first; k < session->first + session->count; k++) {
        int place = k - session->first;
        int behind = ipso__program_add_column(b->program, 0, 0, INFINITY, false, "behind(%s,%d,%d)",
                                              b->name, place, w);
        b->behind[k * IPSO__TIMES_SCENARIOS + w] = behind;
        int wait = ipso__program_add_column(b->program, price, 0, INFINITY, false, "wait(%s,%d,%d)",
                                            b->name, place, w);
        begin_row(b);
        add_term(b, wait, 1);
        add_term(b, behind, -1);
        add_absence(b, k, w);
        end_row(b, 0, INFINITY, "there", place, w);
        if (k == session->first)
            continue;
        for (int i = session->first; i < session->first + session->count; i++)
            b->value[i] = service_of(b, i, w);
        begin_row(b);
        add_term(b, behind, 1);
        add_term(b, behind_of(b, k - 1, w), -1);
        add_start(b, k, 1);
        add_start(b, k - 1, -1);
        add_position(b, k - 1, b->value, -1);
        end_row(b, 0, INFINITY, "free", place, w);
    }
}

/* Adds to the row, with a sign, when all of a session are seen: grid tick[n-1] + behind[n-1] +
 * S[n-1]; values are those of scenario w. */
static void add_end(builder *b, const ipso__timed_session *session, int w, double sign)
{
    int last = session->first + session->count - 1;
    add_start(b, last, sign);
    add_term(b, behind_of(b, last, w), sign);
    add_position(b, last, b->value, sign);
}

/* When the session begins, in a scenario, where another of the day comes before:
 *
 *     begin  =  max(start, end of the session before):
 *     begin  >=  start,  begin  >=  end before
 *     begin  <=  start + longest x late,  begin  <=  end before + longest (1 - late)
 *     behind[0]  >=  begin - grid tick[0]
 *
 * late  binary: the session before has run into this one. Rows are named "begin(...)". */
static int add_begin(builder *b, int w)
{
    int first = b->session->first;
    double start = b->session->start_min;
    int begin = ipso__program_add_column(b->program, 0, start, INFINITY, false, "begin(%s,0,%d)",
                                         b->name, w);
    int late = ipso__program_add_column(b->program, 0, 0, 1, true, "late(%s,0,%d)", b->name, w);
    for (int i = b->before->first; i < b->before->first + b->before->count; i++)
        b->value[i] = service_of(b, i, w);
    for (int way = 0; way < 2; way++) {
        begin_row(b);
        add_term(b, begin, 1);
        add_end(b, b->before, w, -1);
        if (way == 1)
            add_term(b, late, b->longest);
        end_row(b, way == 0 ? 0 : -INFINITY, way == 0 ? INFINITY : b->longest, "begin", way, w);
    }
    begin_row(b);
    add_term(b, begin, 1);
    add_term(b, late, -b->longest);
    end_row(b, -INFINITY, start, "begin", 2, w);
    begin_row(b);
    add_term(b, behind_of(b, first, w), 1);
    add_term(b, begin, -1);
    add_start(b, first, 1);
    end_row(b, 0, INFINITY, "begin", 3, w);
    return begin;
}

static void add_cost(builder *b, int column, double cost)
{
    if (ipso__program_status(b->program, NULL) == IPSO_OK)
        ipso__program_set_cost(b->program, column,
                               ipso__program_column(b->program, column).cost + cost);
}

/* Idle time (T2) and overtime (T3) of a scenario:
 *
 *     cost:  idle x (grid tick[n-1] + behind[n-1] - begin - services before n-1) / W
 *            + overtime x over / W
 *     over  >=  grid tick[n-1] + behind[n-1] + S[n-1] - end
 *
 * begin is the column, -1: the session's start. Rows are named "over(...)". */
static void add_close(builder *b, int w, int begin)
{
    const ipso__timed_session *session = b->session;
    const ipso_weights *weights = ipso_practice_weights(b->facts->practice);
    int last = session->first + session->count - 1;
    double idle = b->share * (double)weights->idle_points;
    double services = 0;
    int over = ipso__program_add_column(b->program, b->share * (double)weights->overtime_points, 0,
                                        INFINITY, false, "over(%s,0,%d)", b->name, w);
    for (int i = session->first; i <= last; i++) {
        b->value[i] = service_of(b, i, w);
        services += b->value[i];
    }
    begin_row(b);
    add_end(b, session, w, -1);
    add_term(b, over, 1);
    end_row(b, -session->end_min, INFINITY, "over", 0, w);
    add_cost(b, b->tick[last], idle * grid_of(b));
    add_cost(b, behind_of(b, last, w), idle);
    if (begin >= 0)
        add_cost(b, begin, -idle);
    else
        ipso__program_add_constant(b->program, -idle * session->start_min);
    ipso__program_add_constant(b->program, -idle * services);
    begin_row(b);
    add_position(b, last, b->value, idle);
    for (size_t i = 0; i < b->term_count; i++)
        add_cost(b, b->terms[i].column, b->terms[i].value);
    ipso__program_add_constant(b->program, b->constant);
}

/* ---- the program ---- */

static void set_session(builder *b, int index)
{
    const ipso__times_facts *facts = b->facts;
    const ipso__timed_session *session = &facts->sessions[index];
    char date[IPSO_DATE_SIZE], time[IPSO_TIME_SIZE];
    b->session = session;
    b->before = index > 0 && same_day(session, session - 1) ? session - 1 : NULL;
    b->scenarios = scenarios_of(facts, index);
    b->share = 1.0 / b->scenarios;
    b->longest = b->before == NULL ? IPSO_DAY_MIN : b->longest;
    ipso_date_format(ipso_practice_horizon(facts->practice)->first_day + session->day, date);
    ipso_time_format(session->start_min, time);
    snprintf(b->name, NAME_SIZE, "%.150s,%s,%s",
             ipso_practice_practitioner(facts->practice, session->practitioner)->id, date, time);
    for (int i = session->first; i < session->first + session->count; i++) {
        const ipso__timed_law *law = &facts->laws[facts->timed[i].law];
        b->width[i] = ipso__timed_width(&facts->timed[i]);
        b->longest += law->minutes[law->count - 1];
        draw(b, i);
    }
}

static void add_session(builder *b)
{
    int past = b->session->first + b->session->count;
    for (int first = b->session->first; first < past;) {
        int size = block_size(b->facts, first, past);
        for (int i = first; i < first + size; i++) {
            b->block[i] = first;
            b->size[i] = size;
        }
        if (size > 1)
            add_block(b, first, size);
        first += size;
    }
    add_starts(b);
    for (int w = 0; w < b->scenarios; w++) {
        add_waits(b, w);
        add_close(b, w, b->before != NULL ? add_begin(b, w) : -1);
    }
}

static bool make_room(builder *b)
{
    size_t timed = (size_t)b->facts->timed_count;
    b->program = ipso__program_new("times");
    b->service = ipso__calloc(timed * IPSO__TIMES_SCENARIOS, sizeof *b->service);
    b->behind = ipso__calloc(timed * IPSO__TIMES_SCENARIOS, sizeof *b->behind);
    b->width = ipso__calloc(timed, sizeof *b->width);
    b->value = ipso__calloc(timed, sizeof *b->value);
    b->block = ipso__calloc(timed, sizeof *b->block);
    b->size = ipso__calloc(timed, sizeof *b->size);
    b->at = ipso__calloc(timed, sizeof *b->at);
    b->tick = ipso__calloc(timed, sizeof *b->tick);
    b->terms = ipso__calloc(2 * timed + 8, sizeof *b->terms);
    return b->program != NULL && b->service != NULL && b->behind != NULL && b->width != NULL &&
           b->value != NULL && b->block != NULL && b->size != NULL && b->at != NULL &&
           b->tick != NULL && b->terms != NULL;
}

static void free_room(builder *b)
{
    free(b->service);
    free(b->behind);
    free(b->width);
    free(b->value);
    free(b->block);
    free(b->size);
    free(b->at);
    free(b->tick);
    free(b->terms);
}

ipso_status ipso__times_program(ipso__program **program, const ipso__times_facts *facts,
                                ipso_error *err)
{
    builder b = {.facts = facts};
    bool ok = make_room(&b);
    for (int s = 0; ok && s < facts->session_count; s++) {
        set_session(&b, s);
        add_session(&b);
    }
    free_room(&b);
    ipso_status status = ok ? ipso__program_status(b.program, err) : ipso__fail_nomem(err);
    if (status != IPSO_OK) {
        ipso__program_free(b.program);
        return status;
    }
    *program = b.program;
    return IPSO_OK;
}
