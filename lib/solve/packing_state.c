/* The point under change.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "solve/packing_state.h"

#include <stdlib.h>
#include <string.h>

static int *ints(ipso__packing_state *state, int count, bool *ok)
{
    int *memory = ipso__arena_alloc(&state->arena, (size_t)count + 1, sizeof *memory);
    if (memory == NULL)
        *ok = false;
    return memory;
}

static bool allocate(ipso__packing_state *state, const ipso__packing_model *model)
{
    bool ok = true;
    int options = model->option_count, links = model->link[options];
    state->x = ints(state, options, &ok);
    state->blocked = ints(state, options, &ok);
    state->best = ints(state, options, &ok);
    state->dirty = ints(state, options, &ok);
    state->placed = ints(state, options, &ok);
    state->placed_at = ints(state, options, &ok);
    state->next = ints(state, links, &ok);
    state->prev = ints(state, links, &ok);
    state->units = ints(state, model->row_count, &ok);
    state->head = ints(state, model->row_count, &ok);
    state->room = ints(state, model->bin_count, &ok);
    state->placed_count = ints(state, model->bin_count, &ok);
    state->is_dirty = ipso__arena_alloc(&state->arena, (size_t)options, 1);
    return ok && state->is_dirty != NULL &&
           ipso__grow(&state->moved, &state->moved_capacity, 256, sizeof *state->moved);
}

bool ipso__packing_state_init(ipso__packing_state *state, const ipso__packing_model *model)
{
    *state = (ipso__packing_state){.model = model};
    if (!allocate(state, model)) {
        ipso__packing_state_finish(state);
        return false;
    }
    memcpy(state->room, model->capacity, (size_t)model->bin_count * sizeof *state->room);
    for (int r = 0; r < model->row_count; r++)
        state->head[r] = -1;
    return true;
}

void ipso__packing_state_finish(ipso__packing_state *state)
{
    ipso__arena_finish(&state->arena);
    free(state->moved);
    state->moved = NULL;
}

bool ipso__packing_state_allows(const ipso__packing_state *state, int o)
{
    const ipso__packing_model *model = state->model;
    if (state->x[o] >= model->limit[o] || state->blocked[o] > 0)
        return false;
    for (int l = model->link[o]; l < model->link[o + 1]; l++) {
        int r = model->link_row[l];
        if (model->hard[r] && state->units[r] + model->link_weight[l] > model->top[r])
            return false;
    }
    return true;
}

bool ipso__packing_state_fits(const ipso__packing_state *state, int o)
{
    return state->model->width[o] <= state->room[state->model->bin[o]] &&
           ipso__packing_state_allows(state, o);
}

static int64_t row_value(const ipso__packing_model *model, int r, int units)
{
    return model->gain[model->gain_first[r] + (units < model->top[r] ? units : model->top[r])];
}

int64_t ipso__packing_state_gain(const ipso__packing_state *state, int o)
{
    const ipso__packing_model *model = state->model;
    int64_t gain = -model->cost[o];
    for (int l = model->link[o]; l < model->link[o + 1]; l++) {
        int r = model->link_row[l], units = state->units[r];
        gain += row_value(model, r, units + model->link_weight[l]) - row_value(model, r, units);
    }
    return gain;
}

int64_t ipso__packing_state_loss(const ipso__packing_state *state, int o)
{
    const ipso__packing_model *model = state->model;
    int64_t loss = -model->cost[o];
    for (int l = model->link[o]; l < model->link[o + 1]; l++) {
        int r = model->link_row[l], units = state->units[r];
        loss += row_value(model, r, units) - row_value(model, r, units - model->link_weight[l]);
    }
    return loss;
}

static void enlist(ipso__packing_state *state, int o)
{
    const ipso__packing_model *model = state->model;
    int b = model->bin[o];
    state->placed_at[o] = state->placed_count[b];
    state->placed[model->first[b] + state->placed_count[b]++] = o;
    for (int l = model->link[o]; l < model->link[o + 1]; l++) {
        int r = model->link_row[l];
        state->prev[l] = -1;
        state->next[l] = state->head[r];
        if (state->head[r] >= 0)
            state->prev[state->head[r]] = l;
        state->head[r] = l;
    }
    for (int i = model->clash[o]; i < model->clash[o + 1]; i++)
        state->blocked[model->clash_option[i]]++;
}

static void delist(ipso__packing_state *state, int o)
{
    const ipso__packing_model *model = state->model;
    int b = model->bin[o], base = model->first[b], at = state->placed_at[o];
    int last = state->placed[base + --state->placed_count[b]];
    state->placed[base + at] = last;
    state->placed_at[last] = at;
    for (int l = model->link[o]; l < model->link[o + 1]; l++) {
        if (state->prev[l] >= 0)
            state->next[state->prev[l]] = state->next[l];
        else
            state->head[model->link_row[l]] = state->next[l];
        if (state->next[l] >= 0)
            state->prev[state->next[l]] = state->prev[l];
    }
    for (int i = model->clash[o]; i < model->clash[o + 1]; i++)
        state->blocked[model->clash_option[i]]--;
}

static void change(ipso__packing_state *state, int o, int sign)
{
    const ipso__packing_model *model = state->model;
    if (!state->is_dirty[o]) {
        state->is_dirty[o] = 1;
        state->dirty[state->dirty_count++] = o;
    }
    state->room[model->bin[o]] -= sign * model->width[o];
    for (int l = model->link[o]; l < model->link[o + 1]; l++)
        state->units[model->link_row[l]] += sign * model->link_weight[l];
    state->x[o] += sign;
}

static void record(ipso__packing_state *state, int entry)
{
    if (state->moved_count == state->moved_capacity &&
        !ipso__grow(&state->moved, &state->moved_capacity, state->moved_count + 1,
                    sizeof *state->moved)) {
        state->broken = true;
        return;
    }
    state->moved[state->moved_count++] = entry;
}

static void add(ipso__packing_state *state, int o)
{
    state->value += ipso__packing_state_gain(state, o);
    if (state->x[o] == 0)
        enlist(state, o);
    change(state, o, 1);
}

static void take(ipso__packing_state *state, int o)
{
    state->value -= ipso__packing_state_loss(state, o);
    change(state, o, -1);
    if (state->x[o] == 0)
        delist(state, o);
}

void ipso__packing_state_add(ipso__packing_state *state, int o)
{
    add(state, o);
    record(state, o);
}

void ipso__packing_state_remove(ipso__packing_state *state, int o)
{
    take(state, o);
    record(state, -1 - o);
}

void ipso__packing_state_mark(ipso__packing_state *state)
{
    state->moved_count = 0;
}

void ipso__packing_state_undo(ipso__packing_state *state)
{
    while (state->moved_count > 0) {
        int entry = state->moved[--state->moved_count];
        if (entry >= 0)
            take(state, entry);
        else
            add(state, -1 - entry);
    }
}

void ipso__packing_state_keep(ipso__packing_state *state)
{
    for (int i = 0; i < state->dirty_count; i++) {
        int o = state->dirty[i];
        state->best[o] = state->x[o];
        state->is_dirty[o] = 0;
    }
    state->dirty_count = 0;
    state->best_value = state->value;
}

void ipso__packing_state_restore(ipso__packing_state *state)
{
    state->moved_count = 0;
    for (int i = 0; i < state->dirty_count; i++)
        while (state->x[state->dirty[i]] > state->best[state->dirty[i]])
            take(state, state->dirty[i]);
    for (int i = 0; i < state->dirty_count; i++) {
        int o = state->dirty[i];
        while (state->x[o] < state->best[o])
            add(state, o);
        state->is_dirty[o] = 0;
    }
    state->dirty_count = 0;
}

void ipso__packing_state_load(ipso__packing_state *state, const int *x)
{
    ipso__packing_state_mark(state);
    for (int o = 0; o < state->model->option_count; o++)
        for (int i = 0; i < x[state->model->original[o]]; i++)
            if (ipso__packing_state_fits(state, o))
                ipso__packing_state_add(state, o);
    ipso__packing_state_mark(state);
}

void ipso__packing_state_copy(ipso__packing_state *state, const ipso__packing_state *from)
{
    const ipso__packing_model *model = state->model;
    for (int b = 0; b < model->bin_count; b++)
        while (state->placed_count[b] > 0)
            take(state, state->placed[model->first[b] + state->placed_count[b] - 1]);
    for (int o = 0; o < model->option_count; o++)
        while (state->x[o] < from->best[o])
            add(state, o);
    ipso__packing_state_mark(state);
    ipso__packing_state_keep(state);
}
