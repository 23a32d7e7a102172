/* Simulated annealing with ejections.
 *
 * A move draws an option and makes room for one copy of it: from each of its full hard rows it
 * takes a placed copy (a request moves), it removes what excludes it, then random occupants of its
 * bin until it fits. Those ejected for cells go to the best place of their home row where they fit
 * and gain, or out. The move stands when the value rises, or with probability exp(change /
 * temperature) (Kirkpatrick, Gelatt and Vecchi 1983), else it is undone.
 *
 * Options drawn from everywhere would each wait for memory once the instance outgrows the caches:
 * they are drawn from a window that goes over all of them, which are in bin order, some tens of
 * times while it cools.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "solve/packing_search.h"

#include <math.h>

enum { MAX_EJECTED = 64, MAX_LOOKED_AT = 64, WALK = 4 };
enum {
    WINDOW = 4096,
    PASSES = 20
}; /* options drawn from at a time; times that all are gone over */

typedef struct ejection {
    int option[MAX_EJECTED];
    int count;
} ejection;

struct annealer {
    ipso__packing_state *state;
    const ipso__packing_annealing *how;
    ipso__random *random;
    ejection out;
    int64_t work;
    int first, window;   /* options drawn from: so many from first on, around the end */
    int64_t stay, moved; /* moves in one window; those made in it */
};

static bool may_fill(const struct annealer *annealer, int b)
{
    return annealer->how->inside == NULL || annealer->how->inside[b];
}

static bool may_change(const struct annealer *annealer, int o)
{
    return may_fill(annealer, annealer->state->model->option[o].bin);
}

/* A placed option of row r that may change, or -1. */
static int placed_of_row(struct annealer *annealer, int r)
{
    const ipso__packing_state *state = annealer->state;
    const ipso__packing_model *model = state->model;
    int found = -1;
    int steps = model->row[r].top > 1 ? (int)ipso__random_below(annealer->random, WALK) : 0;
    for (int l = state->row[r].head; l >= 0; l = state->links[l].next) {
        int o = model->link_option[l];
        if (may_change(annealer, o))
            found = o;
        if (found >= 0 && steps-- <= 0)
            break;
    }
    return found;
}

/* Removes copies from the full hard rows of o. */
static bool clear_rows(struct annealer *annealer, int o)
{
    ipso__packing_state *state = annealer->state;
    const ipso__packing_model *model = state->model;
    for (int l = model->option[o].link; l < model->option[o + 1].link; l++) {
        int r = model->links[l].row;
        while (model->row[r].hard &&
               state->row[r].units + model->links[l].weight > model->row[r].top) {
            int leaving = placed_of_row(annealer, r);
            if (leaving < 0 || leaving == o)
                return false;
            ipso__packing_state_remove(state, leaving);
        }
    }
    return true;
}

static bool eject(struct annealer *annealer, int o)
{
    if (annealer->out.count == MAX_EJECTED || !may_change(annealer, o))
        return false;
    ipso__packing_state_remove(annealer->state, o);
    annealer->out.option[annealer->out.count++] = o;
    return true;
}

static bool clear_clashes(struct annealer *annealer, int o)
{
    ipso__packing_state *state = annealer->state;
    const ipso__packing_model *model = state->model;
    for (int i = model->option[o].clash;
         i < model->option[o + 1].clash && state->option[o].blocked > 0; i++)
        while (state->option[model->clash_option[i]].x > 0)
            if (!eject(annealer, model->clash_option[i]))
                return false;
    return true;
}

static bool clear_cells(struct annealer *annealer, int o)
{
    ipso__packing_state *state = annealer->state;
    const ipso__packing_model *model = state->model;
    int b = model->option[o].bin, width = model->option[o].width;
    while (state->room[b] < width) {
        int count = state->placed_count[b];
        if (count == 0)
            return false;
        int leaving = state->placed[model->first[b] +
                                    (int)ipso__random_below(annealer->random, (uint32_t)count)];
        if (leaving == o && count == 1)
            return false;
        if (!eject(annealer, leaving))
            return false;
    }
    return true;
}

/* Puts one copy of the best fitting gainful option of o's home row, if any. */
static void settle(struct annealer *annealer, int o)
{
    ipso__packing_state *state = annealer->state;
    const ipso__packing_model *model = state->model;
    int r = model->option[o].home;
    if (r < 0)
        return;
    int from = model->first_entry[r], count = model->first_entry[r + 1] - from, best = -1;
    int64_t most = 0;
    int at = 0, looks = count;
    if (count > MAX_LOOKED_AT) {
        at = (int)ipso__random_below(annealer->random, (uint32_t)count);
        looks = MAX_LOOKED_AT;
    }
    for (; looks > 0; looks--, at++) {
        const ipso__packing_entry *entry = &model->entry[from + (at < count ? at : at - count)];
        if (entry->width > state->room[entry->bin] || !may_fill(annealer, entry->bin) ||
            !ipso__packing_state_allows(state, entry->option))
            continue;
        int64_t gain = ipso__packing_state_gain(state, entry->option);
        if (gain > most) {
            most = gain;
            best = entry->option;
        }
    }
    annealer->work += count < MAX_LOOKED_AT ? count / 4 : MAX_LOOKED_AT / 4;
    if (best >= 0)
        ipso__packing_state_add(state, best);
}

static bool place(struct annealer *annealer, int o)
{
    annealer->out.count = 0;
    if (annealer->state->option[o].x >= annealer->state->model->option[o].limit)
        return false;
    if (!clear_rows(annealer, o) || !clear_clashes(annealer, o) || !clear_cells(annealer, o))
        return false;
    ipso__packing_state_add(annealer->state, o);
    for (int i = 0; i < annealer->out.count; i++)
        settle(annealer, annealer->out.option[i]);
    return true;
}

static bool accepted(struct annealer *annealer, int64_t change, double temperature)
{
    if (change >= 0)
        return true;
    double exponent = (double)change / temperature;
    return exponent > -15 && ipso__random_unit(annealer->random) < exp(exponent);
}

static void set_window(struct annealer *annealer)
{
    const ipso__packing_annealing *how = annealer->how;
    annealer->window = how->option_count < WINDOW ? how->option_count : WINDOW;
    annealer->first = (int)ipso__random_below(annealer->random, (uint32_t)how->option_count);
    annealer->stay = how->moves * annealer->window / how->option_count / PASSES + 1;
}

static int draw(struct annealer *annealer)
{
    const ipso__packing_annealing *how = annealer->how;
    if (annealer->moved++ == annealer->stay) {
        annealer->moved = 0;
        annealer->first = (annealer->first + annealer->window) % how->option_count;
    }
    int at =
        annealer->first + (int)ipso__random_below(annealer->random, (uint32_t)annealer->window);
    return how->options[at < how->option_count ? at : at - how->option_count];
}

static void move(struct annealer *annealer, double temperature)
{
    ipso__packing_state *state = annealer->state;
    int o = draw(annealer);
    int64_t before = state->value;
    ipso__packing_state_mark(state);
    annealer->work += 40;
    if (!place(annealer, o) || !accepted(annealer, state->value - before, temperature)) {
        ipso__packing_state_undo(state);
        return;
    }
    if (state->value > state->best_value)
        ipso__packing_state_keep(state);
}

void ipso__packing_anneal(ipso__packing_state *state, const ipso__packing_annealing *how,
                          ipso__random *random, ipso__packing_meter *meter)
{
    struct annealer annealer = {.state = state, .how = how, .random = random};
    double temperature = how->hot, cooling = 1;
    if (how->option_count == 0)
        return;
    set_window(&annealer);
    if (how->moves > 0)
        cooling = pow(how->cold / how->hot, 100.0 / (double)how->moves);
    for (int64_t i = 0; i < how->moves; i++) {
        move(&annealer, temperature);
        if (i % 100 == 99) {
            temperature *= cooling;
            bool stop = ipso__packing_meter_add(meter, annealer.work);
            annealer.work = 0;
            if (stop || state->broken)
                break;
        }
    }
    if (state->value < state->best_value)
        ipso__packing_state_restore(state);
    ipso__packing_state_mark(state);
}

double ipso__packing_temperature(const ipso__packing_state *state)
{
    double cells = 1;
    for (int b = 0; b < state->model->bin_count; b++)
        cells += state->model->capacity[b] - state->room[b];
    return fmax(0.1, 0.012 * fabs((double)state->value) / cells);
}
