/* The point under change.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "solve/packing_state.h"

#include <stdlib.h>
#include <string.h>

enum { DIRTY = 1, TOUCHED = 2 };

static void *array(ipso__packing_state *state, int count, size_t size, bool *ok)
{
    void *memory = ipso__arena_alloc(&state->arena, (size_t)count + 1, size);
    if (memory == NULL)
        *ok = false;
    return memory;
}

static bool allocate(ipso__packing_state *state, const ipso__packing_model *model)
{
    bool ok = true;
    int options = model->option_count, links = model->option[options].link;
    state->option = array(state, options, sizeof *state->option, &ok);
    state->links = array(state, links, sizeof *state->links, &ok);
    state->row = array(state, model->row_count, sizeof *state->row, &ok);
    state->best = array(state, options, sizeof(int), &ok);
    state->dirty = array(state, options, sizeof(int), &ok);
    state->touched = array(state, options, sizeof(int), &ok);
    state->sorted = array(state, model->row_count, 1, &ok);
    state->placed = array(state, options, sizeof(int), &ok);
    state->room = array(state, model->bin_count, sizeof(int), &ok);
    state->placed_count = array(state, model->bin_count, sizeof(int), &ok);
    return ok && ipso__grow(&state->moved, &state->moved_capacity, 256, sizeof *state->moved);
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
        state->row[r].head = -1;
    return true;
}

void ipso__packing_state_finish(ipso__packing_state *state)
{
    ipso__arena_finish(&state->arena);
    free(state->moved);
    free(state->kept);
    state->moved = NULL;
    state->kept = NULL;
}

bool ipso__packing_state_allows(const ipso__packing_state *state, int o)
{
    const ipso__packing_model *model = state->model;
    if (state->option[o].x >= model->option[o].limit || state->option[o].blocked > 0)
        return false;
    for (int l = model->option[o].link; l < model->option[o + 1].link; l++) {
        int r = model->links[l].row;
        if (model->row[r].hard && state->row[r].units + model->links[l].weight > model->row[r].top)
            return false;
    }
    return true;
}

bool ipso__packing_state_fits(const ipso__packing_state *state, int o)
{
    return state->model->option[o].width <= state->room[state->model->option[o].bin] &&
           ipso__packing_state_allows(state, o);
}

static int64_t row_value(const ipso__packing_model *model, int r, int units)
{
    return model
        ->gain[model->row[r].gain_first + (units < model->row[r].top ? units : model->row[r].top)];
}

int64_t ipso__packing_state_gain(const ipso__packing_state *state, int o)
{
    const ipso__packing_model *model = state->model;
    int64_t gain = -model->option[o].cost;
    for (int l = model->option[o].link; l < model->option[o + 1].link; l++) {
        int r = model->links[l].row, units = state->row[r].units;
        gain += row_value(model, r, units + model->links[l].weight) - row_value(model, r, units);
    }
    return gain;
}

static int64_t loss_of(const ipso__packing_state *state, int o)
{
    const ipso__packing_model *model = state->model;
    int64_t loss = -model->option[o].cost;
    for (int l = model->option[o].link; l < model->option[o + 1].link; l++) {
        int r = model->links[l].row, units = state->row[r].units;
        loss += row_value(model, r, units) - row_value(model, r, units - model->links[l].weight);
    }
    return loss;
}

static void enlist(ipso__packing_state *state, int o)
{
    const ipso__packing_model *model = state->model;
    int b = model->option[o].bin;
    state->option[o].at = state->placed_count[b];
    state->placed[model->first[b] + state->placed_count[b]++] = o;
    for (int l = model->option[o].link; l < model->option[o + 1].link; l++) {
        int r = model->links[l].row;
        state->links[l].prev = -1;
        state->links[l].next = state->row[r].head;
        if (state->row[r].head >= 0)
            state->links[state->row[r].head].prev = l;
        state->row[r].head = l;
    }
    for (int i = model->option[o].clash; i < model->option[o + 1].clash; i++)
        state->option[model->clash_option[i]].blocked++;
}

static void delist(ipso__packing_state *state, int o)
{
    const ipso__packing_model *model = state->model;
    int b = model->option[o].bin, base = model->first[b], at = state->option[o].at;
    int last = state->placed[base + --state->placed_count[b]];
    state->placed[base + at] = last;
    state->option[last].at = at;
    for (int l = model->option[o].link; l < model->option[o + 1].link; l++) {
        if (state->links[l].prev >= 0)
            state->links[state->links[l].prev].next = state->links[l].next;
        else
            state->row[model->links[l].row].head = state->links[l].next;
        if (state->links[l].next >= 0)
            state->links[state->links[l].next].prev = state->links[l].prev;
    }
    for (int i = model->option[o].clash; i < model->option[o + 1].clash; i++)
        state->option[model->clash_option[i]].blocked--;
}

static void note(ipso__packing_state *state, int o)
{
    if ((state->option[o].changed & DIRTY) == 0)
        state->dirty[state->dirty_count++] = o;
    if ((state->option[o].changed & TOUCHED) == 0)
        state->touched[state->touched_count++] = o;
    state->option[o].changed = DIRTY | TOUCHED;
}

static void change(ipso__packing_state *state, int o, int sign)
{
    const ipso__packing_model *model = state->model;
    if (state->option[o].changed != (DIRTY | TOUCHED))
        note(state, o);
    state->room[model->option[o].bin] -= sign * model->option[o].width;
    for (int l = model->option[o].link; l < model->option[o + 1].link; l++)
        state->row[model->links[l].row].units += sign * model->links[l].weight;
    state->option[o].x += sign;
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
    if (state->option[o].x == 0)
        enlist(state, o);
    change(state, o, 1);
}

static void take(ipso__packing_state *state, int o)
{
    state->value -= loss_of(state, o);
    change(state, o, -1);
    if (state->option[o].x == 0)
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

static void record_kept(ipso__packing_state *state, int o)
{
    int copies = state->option[o].x - state->best[o];
    if (copies == 0)
        return;
    if (!ipso__grow(&state->kept, &state->kept_capacity, state->kept_count + 1,
                    sizeof *state->kept)) {
        state->broken = true;
        return;
    }
    state->kept[state->kept_count++] = (ipso__packing_change){o, copies};
}

void ipso__packing_state_keep(ipso__packing_state *state)
{
    for (int i = 0; i < state->dirty_count; i++) {
        int o = state->dirty[i];
        if (state->keeps_changes)
            record_kept(state, o);
        state->best[o] = state->option[o].x;
        state->option[o].changed &= ~DIRTY;
    }
    state->dirty_count = 0;
    state->best_value = state->value;
}

void ipso__packing_state_restore(ipso__packing_state *state)
{
    state->moved_count = 0;
    for (int i = 0; i < state->dirty_count; i++)
        while (state->option[state->dirty[i]].x > state->best[state->dirty[i]])
            take(state, state->dirty[i]);
    for (int i = 0; i < state->dirty_count; i++) {
        int o = state->dirty[i];
        while (state->option[o].x < state->best[o])
            add(state, o);
        state->option[o].changed &= ~DIRTY;
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

static void forget_touched(ipso__packing_state *state)
{
    for (int i = 0; i < state->touched_count; i++)
        state->option[state->touched[i]].changed &= ~TOUCHED;
    state->touched_count = 0;
}

void ipso__packing_state_copy(ipso__packing_state *state, const ipso__packing_state *from)
{
    const ipso__packing_model *model = state->model;
    for (int b = 0; b < model->bin_count; b++)
        while (state->placed_count[b] > 0)
            take(state, state->placed[model->first[b] + state->placed_count[b] - 1]);
    for (int o = 0; o < model->option_count; o++)
        while (state->option[o].x < from->best[o])
            add(state, o);
    ipso__packing_state_mark(state);
    ipso__packing_state_keep(state);
    forget_touched(state);
}

/* Puts the placed options of bin b in the order in which a copy would have them. */
static void sort_placed(ipso__packing_state *state, int b)
{
    int *placed = state->placed + state->model->first[b];
    for (int i = 1; i < state->placed_count[b]; i++) {
        int o = placed[i], at = i;
        for (; at > 0 && placed[at - 1] > o; at--)
            placed[at] = placed[at - 1];
        placed[at] = o;
    }
    for (int i = 0; i < state->placed_count[b]; i++)
        state->option[placed[i]].at = i;
}

/* Takes link l out of the list of row r, or puts it back before `next`. */
static void unchain(ipso__packing_state *state, int r, int l)
{
    int next = state->links[l].next, prev = state->links[l].prev;
    if (prev >= 0)
        state->links[prev].next = next;
    else
        state->row[r].head = next;
    if (next >= 0)
        state->links[next].prev = prev;
}

static void chain_after(ipso__packing_state *state, int r, int prev, int l)
{
    int next = prev >= 0 ? state->links[prev].next : state->row[r].head;
    state->links[l] = (ipso__packing_chain){.next = next, .prev = prev};
    if (prev >= 0)
        state->links[prev].next = l;
    else
        state->row[r].head = l;
    if (next >= 0)
        state->links[next].prev = l;
}

/* The same with the list of row r: the last link first. */
static void sort_chain(ipso__packing_state *state, int r)
{
    int last = state->row[r].head;
    if (last < 0)
        return;
    for (int l = state->links[last].next; l >= 0; l = state->links[last].next) {
        int prev = last;
        while (prev >= 0 && prev < l)
            prev = state->links[prev].prev;
        if (prev == last) {
            last = l;
            continue;
        }
        unchain(state, r, l);
        chain_after(state, r, prev, l);
    }
}

/* Puts the lists that touched options are or were in, into the order of a copy. */
static void sort_touched(ipso__packing_state *state)
{
    const ipso__packing_model *model = state->model;
    for (int i = 0; i < state->touched_count; i++) {
        int o = state->touched[i];
        sort_placed(state, model->option[o].bin);
        for (int l = model->option[o].link; l < model->option[o + 1].link; l++)
            if (!state->sorted[model->links[l].row]) {
                state->sorted[model->links[l].row] = 1;
                sort_chain(state, model->links[l].row);
            }
    }
    for (int i = 0; i < state->touched_count; i++) {
        int o = state->touched[i];
        for (int l = model->option[o].link; l < model->option[o + 1].link; l++)
            state->sorted[model->links[l].row] = 0;
    }
}

static void make_equal(ipso__packing_state *state, const ipso__packing_state *from, int o)
{
    while (state->option[o].x > from->best[o])
        take(state, o);
    while (state->option[o].x < from->best[o])
        add(state, o);
}

void ipso__packing_state_follow(ipso__packing_state *state, const ipso__packing_state *from,
                                const int *changed, size_t count)
{
    for (size_t i = 0; i < count; i++)
        make_equal(state, from, changed[i]);
    for (int i = 0; i < state->touched_count; i++)
        make_equal(state, from, state->touched[i]);
    sort_touched(state);
    ipso__packing_state_mark(state);
    ipso__packing_state_keep(state);
    forget_touched(state);
}
