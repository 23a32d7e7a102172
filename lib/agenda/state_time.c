/* What the plan gives an agenda: sessions, what fits into a stretch, opening and extended hours.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "agenda/state.h"

#include "base/error.h"
#include "practice/consulting.h"

#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- sessions ---- */

static void mark_free(ipso__state *state, const ipso__agenda_session *session)
{
    uint64_t *bits = state->cells[session->cell].free;

    for (int at = session->start_min; at < session->end_min; at += state->grid_min) {
        int bit = at / state->grid_min;
        bits[bit / 64] |= UINT64_C(1) << (bit % 64);
    }
}

static ipso_status add_session(ipso__state *state, int cell, int duty, const ipso__session *found,
                               ipso_error *err)
{
    int grid = state->grid_min;
    ipso__agenda_session session = {.cell = cell,
                                    .duty = duty,
                                    .site = ipso_practice_duty(state->practice, duty)->site,
                                    .start_min = (found->start_min + grid - 1) / grid * grid,
                                    .end_min = found->end_min / grid * grid};
    size_t capacity = (size_t)state->session_capacity;

    if (session.start_min >= session.end_min)
        return IPSO_OK;
    if (found->admits != NULL) {
        session.admits = ipso__arena_copy(&state->arena, found->admits, (size_t)state->types, 1);
        if (session.admits == NULL)
            return ipso__fail_nomem(err);
    }
    if (!ipso__grow(&state->sessions, &capacity, (size_t)state->session_count + 1,
                    sizeof *state->sessions))
        return ipso__fail_nomem(err);
    state->session_capacity = (int)capacity;
    state->sessions[state->session_count++] = session;
    state->consulting_min[cell / state->days] += session.end_min - session.start_min;
    mark_free(state, &session);
    return IPSO_OK;
}

/* Assignments are in the order of cells, and within one of start, and so the sessions. */
ipso_status ipso__state_make_sessions(ipso__state *state, ipso_error *err)
{
    ipso_status status = IPSO_OK;

    for (int i = 0; i < ipso_plan_assignment_count(state->plan) && status == IPSO_OK; i++) {
        const ipso_assignment *work = ipso_plan_assignment(state->plan, i);
        int cell = ipso__cell_of(state, work->practitioner, work->day);
        ipso__consulting consulting;
        int before = state->session_count;

        status = ipso__consulting_make(&consulting, state->practice, work->practitioner, work->day,
                                       work->duty, err);
        if (status != IPSO_OK)
            break;
        for (int s = 0; s < consulting.session_count && status == IPSO_OK; s++)
            status = add_session(state, cell, work->duty, &consulting.sessions[s], err);
        ipso__consulting_finish(&consulting);
        if (state->cells[cell].work_count++ == 0)
            state->cells[cell].first_work = i;
        if (state->cells[cell].session_count == 0)
            state->cells[cell].first_session = before;
        state->cells[cell].session_count += state->session_count - before;
    }
    return status;
}

/* ---- waste ---- */

/* Widths, in steps of the grid, of what may be given in a session: fits[w] counts the lengths of
 * types that are so wide. */
static void find_widths(const ipso__state *state, const ipso__agenda_session *session, int *fits,
                        int steps)
{
    int practitioner = session->cell / state->days;

    memset(fits, 0, ((size_t)steps + 1) * sizeof *fits);
    for (int c = 0; c < state->types; c++) {
        const ipso_type *type = ipso_practice_type(state->practice, c);
        unsigned mode = ipso__first_mode(ipso__duty_modes(state, practitioner, session->duty, c));
        int travel = mode == IPSO_MODE_HOME ? type->travel_min : 0;

        if (mode == 0 || !state->may[c * state->people + practitioner] ||
            !ipso__session_gives(session, c))
            continue;
        for (size_t l = 0; l < type->length_count; l++) {
            int width = (type->lengths_min[l] + travel + state->grid_min - 1) / state->grid_min;
            if (width <= steps)
                fits[width]++;
        }
    }
}

/* waste[x]: x minutes, rounded down to the grid, less the largest sum of widths up to it. */
static void fill_waste(const ipso__state *state, const int *fits, int steps, int *waste)
{
    int grid = state->grid_min;

    for (int x = 1; x <= steps; x++) {
        int least = waste[(x - 1) * grid] + grid;
        for (int width = 1; width <= x; width++)
            if (fits[width] > 0 && waste[(x - width) * grid] < least)
                least = waste[(x - width) * grid];
        waste[x * grid] = least;
    }
    for (int minutes = 0; minutes < steps * grid; minutes++)
        waste[minutes] = waste[minutes / grid * grid];
}

/* The least loss of what [0, x) steps have left when width is taken of them, wherever it lies best.
 */
static int least_loss(const int *loss, int grid, int x, int width)
{
    int least = INT_MAX;

    for (int left = 0; 2 * left <= x - width; left++) {
        int both = loss[left * grid] + loss[(x - width - left) * grid];
        if (both < least)
            least = both;
    }
    return least;
}

/* loss[x]: hundredths of a minute left of x minutes, rounded down to the grid, when one length
 * after the other of those that still fit, each as likely, is put where it leaves least. */
static void fill_loss(const int *fits, int steps, int grid, int *loss)
{
    for (int x = 1; x <= steps; x++) {
        int64_t sum = 0, count = 0;
        for (int width = 1; width <= x; width++)
            if (fits[width] > 0) {
                sum += (int64_t)fits[width] * least_loss(loss, grid, x, width);
                count += fits[width];
            }
        loss[x * grid] = count == 0 ? 100 * x * grid : (int)((2 * sum + count) / (2 * count));
    }
    for (int minutes = 0; minutes < steps * grid; minutes++)
        loss[minutes] = loss[minutes / grid * grid];
}

/* The tables of waste and loss for widths; those made before for the same widths are shared. */
typedef struct waste_table {
    struct waste_table *next;
    int *fits, *waste, *loss;
} waste_table;

static const waste_table *waste_of(ipso__state *state, waste_table **tables, const int *fits,
                                   int steps)
{
    size_t bytes = ((size_t)steps + 1) * sizeof *fits;
    waste_table *table = *tables;

    while (table != NULL && memcmp(table->fits, fits, bytes) != 0)
        table = table->next;
    if (table != NULL)
        return table;
    table = ipso__arena_alloc(&state->arena, 1, sizeof *table);
    if (table == NULL)
        return NULL;
    table->fits = ipso__arena_copy(&state->arena, fits, (size_t)steps + 1, sizeof *fits);
    table->waste = ipso__arena_alloc(&state->arena, IPSO_DAY_MIN + 1, sizeof *table->waste);
    table->loss = ipso__arena_alloc(&state->arena, IPSO_DAY_MIN + 1, sizeof *table->loss);
    if (table->fits == NULL || table->waste == NULL || table->loss == NULL)
        return NULL;
    fill_waste(state, fits, steps, table->waste);
    fill_loss(fits, steps, state->grid_min, table->loss);
    table->next = *tables;
    *tables = table;
    return table;
}

/* A start spares its practitioner at most what is expected to be left of the stretch it is in. */
static void raise_spared(ipso__state *state, const ipso__agenda_session *session)
{
    int practitioner = session->cell / state->days;

    for (int x = session->end_min - session->start_min; x > 0; x -= state->grid_min) {
        int64_t points = (state->minute_points[practitioner] * session->loss[x] + 999) / 1000;
        if (points > state->spared_points[practitioner])
            state->spared_points[practitioner] = points;
    }
}

ipso_status ipso__state_make_waste(ipso__state *state, ipso_error *err)
{
    int steps = IPSO_DAY_MIN / state->grid_min;
    int *fits = ipso__calloc((size_t)steps + 1, sizeof *fits);
    waste_table *tables = NULL;
    bool ok = fits != NULL;

    for (int i = 0; i < state->session_count && ok; i++) {
        ipso__agenda_session *session = &state->sessions[i];
        const waste_table *table;
        find_widths(state, session, fits, steps);
        table = waste_of(state, &tables, fits, steps);
        ok = table != NULL;
        session->waste_min = ok ? table->waste : NULL;
        session->loss = ok ? table->loss : NULL;
        if (ok)
            raise_spared(state, session);
    }
    free(fits);
    return ok ? IPSO_OK : ipso__fail_nomem(err);
}

/* ---- opening hours ---- */

static int by_start(const void *a, const void *b)
{
    const ipso_interval *x = a, *y = b;

    return (x->start_min > y->start_min) - (x->start_min < y->start_min);
}

/* Sorts intervals and joins those that touch; how many are left. */
static int join_intervals(ipso_interval *items, int count)
{
    int kept = 0;

    qsort(items, (size_t)count, sizeof *items, by_start);
    for (int i = 0; i < count; i++)
        if (kept > 0 && items[i].start_min <= items[kept - 1].end_min) {
            if (items[i].end_min > items[kept - 1].end_min)
                items[kept - 1].end_min = items[i].end_min;
        } else
            items[kept++] = items[i];
    return kept;
}

static bool is_holiday(const ipso_horizon *horizon, ipso_date date)
{
    bool holiday = ipso_calendar_holiday(horizon->calendar, date) != NULL;

    for (size_t i = 0; i < horizon->holiday_count; i++)
        holiday |= horizon->holidays[i] == date;
    return holiday;
}

/* Appends the hours of a site on a date. */
static int add_hours(const ipso__state *state, int site, ipso_date date, ipso_interval *items)
{
    const ipso_site *place = ipso_practice_site(state->practice, site);
    unsigned bit =
        is_holiday(state->horizon, date) ? (unsigned)IPSO_HOLIDAY : 1u << ipso_date_weekday(date);
    int count = 0;

    for (size_t i = 0; i < place->closure_count; i++)
        if (place->closures[i].first <= date && date <= place->closures[i].last)
            return 0;
    for (size_t i = 0; i < place->hours_count; i++)
        if ((place->hours[i].days & bit) != 0)
            items[count++] = (ipso_interval){place->hours[i].start_min, place->hours[i].end_min};
    return count;
}

/* Opening intervals of a site (IPSO_ANY: of any) on a date; items has room for all hours. */
static int site_hours(const ipso__state *state, int site, ipso_date date, ipso_interval *items)
{
    int count = 0;

    for (int s = 0; s < state->sites; s++)
        if (site == IPSO_ANY || site == s)
            count += add_hours(state, s, date, items + count);
    return join_intervals(items, count);
}

/* Appends the opening of a line (a site, or 0 for any) on a date to the openings. */
static bool add_opening(ipso__state *state, int line, int day, ipso_interval *room, int *count,
                        size_t *capacity)
{
    int found = site_hours(state, line - 1, state->horizon->first_day + day, room);
    ipso__opening *opening = ipso__state_opening(state, line - 1, day);

    if (!ipso__grow(&state->openings, capacity, (size_t)(*count + found), sizeof *state->openings))
        return false;
    if (found > 0)
        memcpy(state->openings + *count, room, (size_t)found * sizeof *room);
    *opening = (ipso__opening){*count, found};
    *count += found;
    return true;
}

ipso__opening *ipso__state_opening(const ipso__state *state, int site, int day)
{
    size_t row = (size_t)(state->days + IPSO__DAYS_BEFORE);

    return &state->opening[(size_t)(site + 1) * row + (size_t)(day + IPSO__DAYS_BEFORE)];
}

ipso_status ipso__state_make_openings(ipso__state *state, ipso_error *err)
{
    size_t lines = (size_t)state->sites + 1, hours = 0, capacity = 0;
    size_t days = (size_t)(state->days + IPSO__DAYS_BEFORE);
    ipso_interval *room;
    int count = 0;
    bool ok;

    for (int s = 0; s < state->sites; s++)
        hours += ipso_practice_site(state->practice, s)->hours_count;
    room = ipso__calloc(hours, sizeof *room);
    state->opening = ipso__arena_alloc(&state->arena, lines * days, sizeof *state->opening);
    ok = room != NULL && state->opening != NULL;
    for (int line = 0; line <= state->sites && ok; line++)
        for (int day = -IPSO__DAYS_BEFORE; day < state->days && ok; day++)
            ok = add_opening(state, line, day, room, &count, &capacity);
    free(room);
    return ok ? IPSO_OK : ipso__fail_nomem(err);
}

/* ---- extended hours ---- */

static void set_extended_day(ipso__state *state, int day)
{
    const ipso_extended *extended = ipso_practice_extended(state->practice);
    int weekday = ipso_date_weekday(state->horizon->first_day + day);
    bool whole = (weekday == 5 && extended->saturdays) || (weekday == 6 && extended->sundays);

    if (ipso_practice_is_holiday(state->practice, day))
        whole = extended->holidays;
    state->ext_before[day] = whole ? IPSO_DAY_MIN : extended->before_min;
    state->ext_after[day] = whole ? 0 : extended->after_min;
}

/* Minutes that acute need is expected to take of the extended hours of a site (A of S6). */
static int acute_extended(const ipso__state *state, int site, int day)
{
    const ipso__opening *opening = ipso__state_opening(state, site, day);
    double minutes = 0;
    int open_from, open_to;

    if (opening->count == 0)
        return 0;
    open_from = state->openings[opening->first].start_min;
    open_to = state->openings[opening->first + opening->count - 1].end_min;
    for (int d = 0; d < ipso_practice_demand_count(state->practice); d++) {
        const ipso_demand *demand = ipso_practice_demand(state->practice, d);
        const ipso_type *type = ipso_practice_type(state->practice, demand->type);
        int from = demand->start_min > open_from ? demand->start_min : open_from;
        int to = demand->end_min < open_to ? demand->end_min : open_to;
        bool here = demand->site == site || (demand->site == IPSO_ANY && state->sites == 1);
        if (type->care != IPSO_CARE_ACUTE || !here || from >= to ||
            !ipso_practice_day_matches(state->practice, &demand->days, day))
            continue;
        minutes += ipso_practice_demand_mean(state->practice, d) * type->lengths_min[0] *
                   ipso__extended_min(state, day, from, to) / (to - from);
    }
    return (int)ceil(minutes - 1e-9);
}

/* Adds the extended minutes of sessions, and takes off those of fixed slots (M of S6). */
static void count_extended(ipso__state *state)
{
    for (int i = 0; i < state->session_count; i++) {
        const ipso__agenda_session *session = &state->sessions[i];
        int day = session->cell % state->days;
        if (ipso__session_extended(state, session)) {
            int site = ipso_practice_duty(state->practice, session->duty)->site;
            state->ext_room[site * state->days + day] +=
                ipso__extended_min(state, day, session->start_min, session->end_min);
        }
    }
    for (int i = 0; i < ipso_plan_slot_count(state->plan); i++) {
        const ipso_slot *slot = ipso_plan_slot(state->plan, i);
        int end = slot->start_min + slot->length_min + slot->travel_min;
        int cell = ipso__cell_of(state, slot->practitioner, slot->day);
        const ipso__agenda_session *session =
            ipso__state_session(state, cell, slot->start_min, end);
        if (slot->use == IPSO_SLOT_FIXED && session != NULL &&
            ipso__session_extended(state, session)) {
            int site = ipso_practice_duty(state->practice, session->duty)->site;
            state->ext_room[site * state->days + slot->day] -=
                ipso__extended_min(state, slot->day, slot->start_min, end);
        }
    }
}

ipso_status ipso__state_make_extended(ipso__state *state, ipso_error *err)
{
    size_t days = (size_t)state->days;

    state->ext_before = ipso__arena_alloc(&state->arena, days, sizeof *state->ext_before);
    state->ext_after = ipso__arena_alloc(&state->arena, days, sizeof *state->ext_after);
    state->ext_room =
        ipso__arena_alloc(&state->arena, (size_t)state->sites * days, sizeof *state->ext_room);
    if (state->ext_before == NULL || state->ext_after == NULL || state->ext_room == NULL)
        return ipso__fail_nomem(err);
    for (int day = 0; day < state->days; day++)
        set_extended_day(state, day);
    count_extended(state);
    for (int s = 0; s < state->sites; s++)
        for (int day = 0; day < state->days; day++) {
            int *room = &state->ext_room[s * state->days + day];
            int left = *room - acute_extended(state, s, day);
            *room = left > 0 ? left : 0;
        }
    return IPSO_OK;
}
