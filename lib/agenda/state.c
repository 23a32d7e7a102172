/* The state of an agenda: making and freeing it, and what the rest asks of it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "agenda/state.h"

#include "base/error.h"

#include <stdlib.h>
#include <string.h>

/* ---- questions ---- */

int ipso__common_min(int a0, int a1, int b0, int b1)
{
    int start = a0 > b0 ? a0 : b0;
    int end = a1 < b1 ? a1 : b1;

    return end > start ? end - start : 0;
}

int ipso__extended_min(const ipso__state *state, int day, int start_min, int end_min)
{
    int before = state->ext_before[day], after = state->ext_after[day];

    if (before >= after)
        return end_min - start_min;
    return ipso__common_min(start_min, end_min, 0, before) +
           ipso__common_min(start_min, end_min, after, IPSO_DAY_MIN);
}

unsigned ipso__duty_modes(const ipso__state *state, int practitioner, int duty, int type)
{
    const ipso_duty *worked = ipso_practice_duty(state->practice, duty);
    unsigned modes = ipso_practice_type(state->practice, type)->modes;

    if (worked->site == IPSO_ANY || worked->tele)
        modes &= IPSO_MODE_TELE;
    if (!ipso_practice_practitioner(state->practice, practitioner)->teleconsultation)
        modes &= ~(unsigned)IPSO_MODE_TELE;
    return modes;
}

unsigned ipso__first_mode(unsigned modes)
{
    if ((modes & IPSO_MODE_SITE) != 0)
        return IPSO_MODE_SITE;
    return (modes & IPSO_MODE_HOME) != 0 ? IPSO_MODE_HOME : modes & IPSO_MODE_TELE;
}

bool ipso__session_extended(const ipso__state *state, const ipso__agenda_session *session)
{
    const ipso_duty *duty = ipso_practice_duty(state->practice, session->duty);

    return session->admits == NULL && duty->site != IPSO_ANY && !duty->tele;
}

const ipso__agenda_session *ipso__state_session(const ipso__state *state, int cell, int start_min,
                                                int end_min)
{
    const ipso__cell *at = &state->cells[cell];

    for (int i = 0; i < at->session_count; i++) {
        const ipso__agenda_session *session = &state->sessions[at->first_session + i];
        if (session->start_min <= start_min && end_min <= session->end_min)
            return session;
    }
    return NULL;
}

/* ---- look-ups ---- */

ipso__thing ipso__state_thing(const ipso__state *state, int64_t number)
{
    ipso__thing none = {IPSO__THING_NONE, NULL};

    if (number < 0 && number >= -state->plan_entry_count) {
        ipso__entry *entry = state->plan_entries[-number - 1];
        return entry == NULL ? none : (ipso__thing){IPSO__THING_ENTRY, entry};
    }
    if (number <= 0 || (uint64_t)number >= state->thing_capacity || number > state->seq)
        return none;
    return state->things[number];
}

ipso__entry *ipso__state_entry(const ipso__state *state, int64_t number)
{
    ipso__thing thing = ipso__state_thing(state, number);

    return thing.kind == IPSO__THING_ENTRY ? thing.thing : NULL;
}

/* FNV-1a (Fowler, Noll & Vo). */
uint64_t ipso__text_hash(const char *text)
{
    uint64_t hash = UINT64_C(14695981039346656037);

    for (; *text != '\0'; text++)
        hash = (hash ^ (unsigned char)*text) * UINT64_C(1099511628211);
    return hash;
}

ipso__entry *ipso__state_patient(const ipso__state *state, const char *patient)
{
    if (patient == NULL || patient[0] == '\0' || state->patient_buckets == 0)
        return NULL;
    return state->patients[ipso__text_hash(patient) % state->patient_buckets];
}

const ipso__key *ipso__state_key(const ipso__state *state, const char *key)
{
    const ipso__key *found;

    if (key == NULL || key[0] == '\0' || state->key_buckets == 0)
        return NULL;
    found = state->keys[ipso__text_hash(key) % state->key_buckets];
    while (found != NULL && strcmp(found->text, key) != 0)
        found = found->next;
    return found;
}

/* ---- making ---- */

static void set_sizes(ipso__state *state, const ipso_plan *plan)
{
    state->plan = plan;
    state->practice = ipso_plan_practice(plan);
    state->horizon = ipso_practice_horizon(state->practice);
    state->weights = ipso_practice_weights(state->practice);
    state->rules = ipso_practice_booking(state->practice);
    state->people = ipso_practice_practitioner_count(state->practice);
    state->days = state->horizon->days;
    state->sites = ipso_practice_site_count(state->practice);
    state->types = ipso_practice_type_count(state->practice);
    state->classes = ipso_practice_class_count(state->practice);
    state->grid_min = state->horizon->grid_min;
    state->words = (IPSO_DAY_MIN / state->grid_min + 63) / 64;
}

static int64_t minute_points(const ipso__state *state, int practitioner)
{
    int64_t least = INT64_MAX;

    for (int c = 0; c < state->types; c++) {
        const ipso_type *type = ipso_practice_type(state->practice, c);
        int64_t points = type->unmet_points / type->lengths_min[type->length_count - 1];
        if (state->may[c * state->people + practitioner] && points < least)
            least = points;
    }
    return least == INT64_MAX || least < 1 ? 1 : least;
}

/* Expected overruns of a type, by length, practitioner and class. */
static void fill_overruns(ipso__state *state, int type)
{
    const ipso_type *what = ipso_practice_type(state->practice, type);
    size_t row = (size_t)(state->classes + 1);

    for (int p = 0; p < state->people; p++)
        for (int k = IPSO_ANY; k < state->classes; k++) {
            double factor;
            ipso_law law = ipso_practice_service_law(state->practice, type, p, k, &factor);
            for (size_t l = 0; l < what->length_count; l++) {
                size_t at = ((size_t)state->first_length[type] + l) * (size_t)state->people;
                state->overrun_min[(at + (size_t)p) * row + (size_t)(k + 1)] =
                    ipso_law_overrun_min(&law, factor, what->lengths_min[l]);
            }
        }
}

static bool make_types(ipso__state *state)
{
    size_t people = (size_t)state->people, types = (size_t)state->types;

    state->may = ipso__arena_alloc(&state->arena, types * people, sizeof *state->may);
    state->first_length = ipso__arena_alloc(&state->arena, types + 1, sizeof *state->first_length);
    state->minute_points = ipso__arena_alloc(&state->arena, people, sizeof *state->minute_points);
    state->spared_points = ipso__arena_alloc(&state->arena, people, sizeof *state->spared_points);
    if (state->may == NULL || state->first_length == NULL || state->minute_points == NULL ||
        state->spared_points == NULL)
        return false;
    for (int c = 0; c < state->types; c++) {
        const ipso_type *type = ipso_practice_type(state->practice, c);
        state->first_length[c] = state->lengths;
        state->lengths += (int)type->length_count;
        for (int p = 0; p < state->people; p++)
            state->may[c * state->people + p] =
                ipso_practice_who_matches(state->practice, &type->who, p);
    }
    state->first_length[types] = state->lengths;
    state->overrun_min = ipso__arena_alloc(
        &state->arena, (size_t)state->lengths * people * (size_t)(state->classes + 1),
        sizeof *state->overrun_min);
    if (state->overrun_min == NULL)
        return false;
    for (int c = 0; c < state->types; c++)
        fill_overruns(state, c);
    for (int p = 0; p < state->people; p++)
        state->minute_points[p] = minute_points(state, p);
    return true;
}

static bool make_cells(ipso__state *state)
{
    size_t cells = (size_t)state->people * (size_t)state->days;
    size_t words = (size_t)state->words;
    uint64_t *bits = ipso__arena_alloc(&state->arena, cells * words, sizeof *bits);
    size_t entries = cells * (size_t)state->lengths * IPSO__DAY_PARTS;

    state->cells = ipso__arena_alloc(&state->arena, cells, sizeof *state->cells);
    state->consulting_min =
        ipso__arena_alloc(&state->arena, (size_t)state->people, sizeof *state->consulting_min);
    state->without_own =
        ipso__arena_alloc(&state->arena, (size_t)state->people, sizeof *state->without_own);
    state->ext_used = ipso__arena_alloc(&state->arena, (size_t)state->sites * (size_t)state->days,
                                        sizeof *state->ext_used);
    state->least = ipso__calloc(entries, sizeof *state->least);
    if (bits == NULL || state->cells == NULL || state->consulting_min == NULL ||
        state->without_own == NULL || state->ext_used == NULL || state->least == NULL)
        return false;
    for (size_t i = 0; i < cells; i++)
        state->cells[i].free = bits + i * words;
    for (size_t i = 0; i < entries; i++)
        atomic_init(&state->least[i], -1);
    return true;
}

static ipso_status make_state(ipso__state *state, ipso_error *err)
{
    ipso_status status = IPSO_OK;

    if (!make_types(state) || !make_cells(state))
        return ipso__fail_nomem(err);
    status = ipso__state_make_sessions(state, err);
    if (status == IPSO_OK)
        status = ipso__state_make_waste(state, err);
    if (status == IPSO_OK)
        status = ipso__state_make_kept(state, err);
    if (status == IPSO_OK)
        status = ipso__state_make_openings(state, err);
    if (status == IPSO_OK)
        status = ipso__state_make_extended(state, err);
    if (status == IPSO_OK)
        status = ipso__state_make_entries(state, err);
    return status;
}

ipso_status ipso__state_new(ipso__state **state, const ipso_plan *plan, ipso_error *err)
{
    ipso__state *made = ipso__calloc(1, sizeof *made);
    ipso_status status;

    if (made == NULL)
        return ipso__fail_nomem(err);
    set_sizes(made, plan);
    status = make_state(made, err);
    if (status != IPSO_OK) {
        ipso__state_free(made);
        return status;
    }
    *state = made;
    return IPSO_OK;
}

/* ---- freeing ---- */

static void free_keys(ipso__state *state)
{
    for (size_t i = 0; i < state->key_buckets; i++)
        for (ipso__key *key = state->keys[i], *next; key != NULL; key = next) {
            next = key->next;
            free(key);
        }
    free(state->keys);
}

static void free_things(ipso__state *state)
{
    for (int i = 0; i < state->plan_entry_count; i++)
        free(state->plan_entries[i]);
    for (size_t i = 1; i < state->thing_capacity && (int64_t)i <= state->seq; i++)
        free(state->things[i].thing);
    free(state->things);
}

void ipso__state_free(ipso__state *state)
{
    if (state == NULL)
        return;
    free_keys(state);
    free_things(state);
    for (int i = 0; state->cells != NULL && i < state->people * state->days; i++)
        free(state->cells[i].entries.items);
    free(state->sessions);
    free(state->openings);
    free(state->holds.items);
    free(state->waits.items);
    free(state->recalls.items);
    free(state->blocks.items);
    free(state->releases);
    free(state->patients);
    free((void *)state->least);
    ipso__arena_finish(&state->arena);
    free(state);
}
