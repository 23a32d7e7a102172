/* Moves of the slots of a roster.
 *
 * A slot is pushed into a bin, one of its need moving there if it has all it may have. What it
 * pushes out goes where the slot came from, or where there is room; what room is then left there is
 * filled. Slots of a duty that ends also push out what gains less.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "planner/joint_slots.h"

enum {
    PLACES = 4,     /* with room that are compared */
    OPEN = 12,      /* open bins that are looked at for them */
    MOST_LOSS = 60, /* points */
    TRIES = 4       /* to push a need in */
};

/* ---- filling ---- */

static int less(int a, int b)
{
    return a < b ? a : b;
}

/* What a choice gains, or what its need can be had for elsewhere, if that is less. */
static int likely_gain(const ipso__joint_slots *s, const ipso__slot_choice *c)
{
    const int *worth = s->tables->worth;
    return less(s->next[c->need], worth[c->need]) + less(s->next[c->target], worth[c->target]) -
           c->cost;
}

/* The choice of most gain for its cells that fits, -1 none gains. */
static int best_in(ipso__joint_slots *s, int bin,
                   int gain(const ipso__joint_slots *, const ipso__slot_choice *))
{
    const ipso__slot_tables *t = s->tables;
    int twin = t->joint->packing.twin[bin], best = -1;
    int64_t most = 0, width = 1;
    for (int i = t->first_of_bin[twin]; i < t->first_of_bin[twin + 1]; i++) {
        const ipso__slot_choice *c = &t->choices[i];
        int64_t points = c->width > s->room[bin] ? 0 : gain(s, c);
        if (points <= 0 || points * width <= most * c->width)
            continue;
        best = i;
        most = points;
        width = c->width;
    }
    s->work += (t->first_of_bin[twin + 1] - t->first_of_bin[twin]) / 4;
    return best;
}

static void fill_room(ipso__joint_slots *s, int bin)
{
    for (int best; (best = best_in(s, bin, ipso__slot_gain)) >= 0;)
        ipso__joint_slots_put(s, best, bin);
}

static void fill_bin(ipso__joint_slots *s, int bin)
{
    for (int best; (best = best_in(s, bin, likely_gain)) >= 0;)
        ipso__joint_slots_put(s, best, bin);
    fill_room(s, bin);
}

void ipso__joint_slots_fill(ipso__joint_slots *slots, int option)
{
    const ipso__slot_tables *t = slots->tables;
    for (int i = t->first_bin[option]; i < t->first_bin[option + 1]; i++)
        fill_bin(slots, t->bins_of[i]);
}

/* ---- places ---- */

/* The open bin of a choice with most room, -1 none. */
static int roomiest(const ipso__joint_slots *s, int twin)
{
    int best = -1;
    for (int b = s->first_open[twin]; b >= 0; b = s->next_open[b])
        if (best < 0 || s->room[b] > s->room[best])
            best = b;
    return best;
}

/* The first of the options of a need in a bin or a later one. */
static int find_twin(const ipso__slot_tables *t, int need, int twin)
{
    const ipso__packing_option *options = t->joint->packing.packing.options;
    int low = t->first_of_row[need], high = t->first_of_row[need + 1];
    while (low < high) {
        int middle = low + (high - low) / 2;
        if (options[t->by_twin[middle]].bin < twin)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The choice of a need that gains most of those that a bin has room for, -1 none gains. */
static int choice_at(const ipso__joint_slots *s, int need, int bin)
{
    const ipso__slot_tables *t = s->tables;
    const ipso__packing_option *options = t->joint->packing.packing.options;
    int twin = t->joint->packing.twin[bin], best = -1, most = 0;
    for (int i = find_twin(t, need, twin);
         i < t->first_of_row[need + 1] && options[t->by_twin[i]].bin == twin; i++) {
        const ipso__slot_choice *c = &t->choices[t->choice_of[t->by_twin[i]]];
        int gain = c->width <= s->room[bin] ? ipso__slot_gain(s, c) : 0;
        if (gain > most) {
            most = gain;
            best = t->choice_of[t->by_twin[i]];
        }
    }
    return best;
}

/* A place for a slot and what it gains there. */
typedef struct slot_place {
    int choice, bin, gain; /* choice -1: none */
} slot_place;

/* The best of the first places of a need that have room, if it gains more there. */
static void look_around(ipso__joint_slots *s, int need, slot_place *best)
{
    const ipso__slot_tables *t = s->tables;
    int places = 0, open = 0;
    for (int i = t->first_of_row[need];
         i < t->first_of_row[need + 1] && places < PLACES && open < OPEN; i++) {
        const ipso__slot_choice *c = &t->by_row[i];
        s->work++;
        if (c->loss > MOST_LOSS)
            break;
        open += s->first_open[c->twin] >= 0;
        int gain = ipso__slot_gain(s, c), b = gain > 0 ? roomiest(s, c->twin) : -1;
        if (b < 0 || s->room[b] < c->width)
            continue;
        places++;
        if (gain > best->gain)
            *best = (slot_place){t->of_row[i], b, gain};
    }
}

/* Puts a need where there is room and it gains most: in a bin (-1 none) or somewhere else. */
static void put_back(ipso__joint_slots *s, int need, int bin)
{
    slot_place best = {-1, bin, 0};
    if (need >= s->tables->rows || s->next[need] <= 0)
        return;
    if (bin >= 0 && s->room[bin] > 0) {
        best.choice = choice_at(s, need, bin);
        if (best.choice >= 0)
            best.gain = ipso__slot_gain(s, &s->tables->choices[best.choice]);
        s->work += 3;
    }
    look_around(s, need, &best);
    s->work += 5;
    if (best.choice >= 0)
        ipso__joint_slots_put(s, best.choice, best.bin);
}

/* One of two items, that which gains less for its cells. */
static int draw_item(const ipso__joint_slots *s, int bin, ipso__random *random)
{
    const ipso__slot_choice *choices = s->tables->choices;
    const int *items = s->items + s->tables->item_first[bin];
    uint32_t count = (uint32_t)s->item_count[bin];
    int i = (int)ipso__random_below(random, count), j = (int)ipso__random_below(random, count);
    const ipso__slot_choice *a = &choices[items[i]], *b = &choices[items[j]];
    int64_t first = ipso__slot_gain_kept(s, a), second = ipso__slot_gain_kept(s, b);
    return first * b->width <= second * a->width ? i : j;
}

/* Takes one unit of a need from where it is; the bin it was in, -1 when that is not known. */
static int lift(ipso__joint_slots *s, int need, ipso__random *random)
{
    const ipso__slot_tables *t = s->tables;
    int known = ipso__joint_slots_known(s, need), out = s->out_count;
    int drawn = known > 1 ? (int)ipso__random_below(random, (uint32_t)known) : 0;
    int bin = s->at[t->first_gain[need] + drawn];
    if (bin < 0)
        return -1;
    const int *items = s->items + t->item_first[bin];
    int i = s->item_count[bin] - 1;
    while (i > 0 && t->choices[items[i]].need != need)
        i--;
    ipso__joint_slots_eject(s, bin, i);
    s->out_count = out;
    return bin;
}

/* Whether a unit of its need is there to move to where the choice is. */
static bool may_move(const ipso__joint_slots *s, const ipso__slot_choice *c)
{
    return ipso__joint_slots_known(s, c->need) > 0;
}

/* Puts a choice into a bin, whatever it pushes out, and that where there is room. */
static void push_in(ipso__joint_slots *s, int choice, int bin, ipso__random *random)
{
    const ipso__slot_choice *c = &s->tables->choices[choice];
    int first = s->out_count, from = -1;
    if (ipso__slot_gain(s, c) <= 0 && may_move(s, c))
        from = lift(s, c->need, random);
    while (s->room[bin] < c->width)
        ipso__joint_slots_eject(s, bin, draw_item(s, bin, random));
    ipso__joint_slots_put(s, choice, bin);
    while (s->out_count > first)
        put_back(s, s->tables->choices[s->out[--s->out_count]].need, from);
    if (from >= 0 && s->room[from] > 0)
        fill_room(s, from);
    s->work += 10;
}

/* Any of the bins that are open with the choices of that one, -1 none. */
static int draw_bin(const ipso__joint_slots *s, int twin, ipso__random *random)
{
    int found = -1, count = 0;
    for (int b = s->first_open[twin]; b >= 0; b = s->next_open[b])
        if (++count == 1 || ipso__random_below(random, (uint32_t)count) == 0)
            found = b;
    return found;
}

static bool fits(const ipso__joint_slots *s, const ipso__slot_choice *c, int bin)
{
    return c->width <= s->tables->joint->packing.packing.capacity[bin] &&
           (ipso__slot_gain(s, c) > 0 || may_move(s, c));
}

/* Pushes a choice in if that gains. */
static void try_choice(ipso__joint_slots *s, int choice, int bin, ipso__random *random)
{
    size_t mark = s->log_count;
    int64_t before = s->gain;
    int out = s->out_count;
    if (!fits(s, &s->tables->choices[choice], bin))
        return;
    push_in(s, choice, bin, random);
    if (s->gain < before)
        ipso__joint_slots_undo(s, mark);
    s->out_count = out;
}

static void try_places(ipso__joint_slots *s, int need, ipso__random *random)
{
    const ipso__slot_tables *t = s->tables;
    int count = t->first_of_row[need + 1] - t->first_of_row[need];
    for (int tries = 0; tries < TRIES && count > 0 && s->next[need] > 0; tries++) {
        int i = t->first_of_row[need] + (int)ipso__random_below(random, (uint32_t)count);
        int bin = draw_bin(s, t->by_row[i].twin, random);
        s->work += 2;
        if (bin >= 0)
            try_choice(s, t->of_row[i], bin, random);
    }
}

void ipso__joint_slots_settle(ipso__joint_slots *slots, ipso__random *random)
{
    for (int i = 0; i < slots->out_count; i++)
        put_back(slots, slots->tables->choices[slots->out[i]].need, -1);
    for (int i = 0; i < slots->out_count; i++) {
        int need = slots->tables->choices[slots->out[i]].need;
        if (need < slots->tables->rows && slots->next[need] > 0)
            try_places(slots, need, random);
    }
}

/* A choice of the bin, mostly one that loses little; -1 there is none. */
static int draw_choice(const ipso__joint_slots *s, int bin, ipso__random *random)
{
    const int *first = &s->tables->first_of_bin[s->tables->joint->packing.twin[bin]];
    double unit = ipso__random_unit(random), square = unit * unit;
    return first[0] == first[1] ? -1
                                : first[0] + (int)((first[1] - first[0]) * square * square * unit);
}

void ipso__joint_slots_move(ipso__joint_slots *slots, ipso__random *random)
{
    ipso__joint_slots *s = slots;
    s->work++;
    if (s->open_count == 0)
        return;
    int bin = s->open[ipso__random_below(random, (uint32_t)s->open_count)];
    int choice = draw_choice(s, bin, random);
    if (choice >= 0 && fits(s, &s->tables->choices[choice], bin))
        push_in(s, choice, bin, random);
}

void ipso__joint_slots_polish(ipso__joint_slots *slots, int tries, ipso__random *random)
{
    ipso__joint_slots *s = slots;
    for (int i = 0; i < tries && s->log_count > 0; i++) {
        int bin = s->log[ipso__random_below(random, (uint32_t)s->log_count)].bin;
        int choice = s->is_open[bin] ? draw_choice(s, bin, random) : -1;
        s->work++;
        if (choice >= 0)
            try_choice(s, choice, bin, random);
    }
}
