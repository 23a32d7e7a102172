/* Slots of a roster while both are changed.
 *
 * The slots of a roster are a packing of the bins of its duties (slots_packing.c). Here it is
 * changed a slot at a time, counted as it is but for S6, B3 and B4, of which links have the root's
 * prices. Slots pushed out go where there is room; those of a duty that ends also push out what
 * gains less.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "planner/joint_slots.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define NO_MORE (-1000000000)

enum {
    MOST_OUT = 512,
    PLACES = 4,     /* with room that are compared */
    OPEN = 12,      /* open bins that are looked at for them */
    MOST_LOSS = 60, /* points */
    TRIES = 4       /* to push a need in */
};

/* ---- state ---- */

static void count_row(ipso__joint_slots *s, int r)
{
    const ipso__slot_tables *t = s->tables;
    int units = s->units[r], count = t->first_gain[r + 1] - t->first_gain[r];
    const int *gains = t->gains + t->first_gain[r];
    s->next[r] = units < count ? gains[units] : t->hard[r] ? NO_MORE : 0;
    s->last[r] = units > 0 && units <= count ? gains[units - 1] : 0;
}

bool ipso__joint_slots_init(ipso__joint_slots *slots, const ipso__slot_tables *tables)
{
    ipso__joint_slots *s = slots;
    int rows = tables->rows, bins = tables->bins;
    bool ok = true;
    *s = (ipso__joint_slots){.tables = tables};
    s->is_open = ipso__arena_room(&s->arena, bins, sizeof(bool), &ok);
    s->room = ipso__arena_room(&s->arena, bins, sizeof(int), &ok);
    s->items = ipso__arena_room(&s->arena, tables->item_first[bins], sizeof(int), &ok);
    s->item_count = ipso__arena_room(&s->arena, bins, sizeof(int), &ok);
    s->units = ipso__arena_room(&s->arena, rows, sizeof(int), &ok);
    s->next = ipso__arena_room(&s->arena, rows, sizeof(int), &ok);
    s->last = ipso__arena_room(&s->arena, rows, sizeof(int), &ok);
    s->at = ipso__arena_room(&s->arena, rows, sizeof(int), &ok);
    s->first_open = ipso__arena_room(&s->arena, bins, sizeof(int), &ok);
    s->next_open = ipso__arena_room(&s->arena, bins, sizeof(int), &ok);
    s->open = ipso__arena_room(&s->arena, bins, sizeof(int), &ok);
    s->open_at = ipso__arena_room(&s->arena, bins, sizeof(int), &ok);
    s->out = ipso__arena_room(&s->arena, MOST_OUT, sizeof(int), &ok);
    for (int r = 0; ok && r < rows; r++)
        count_row(s, r);
    for (int b = 0; ok && b < bins; b++)
        s->first_open[b] = -1;
    return ok;
}

void ipso__joint_slots_finish(ipso__joint_slots *slots)
{
    free(slots->log);
    ipso__arena_finish(&slots->arena);
    *slots = (ipso__joint_slots){0};
}

void ipso__joint_slots_forget(ipso__joint_slots *slots)
{
    const ipso__slot_tables *t = slots->tables;
    for (int b = 0; b < t->bins; b++)
        for (int i = t->item_first[b]; i < t->item_first[b] + slots->item_count[b]; i++)
            slots->items[i] = t->choices[slots->items[i]].option;
}

void ipso__joint_slots_find(ipso__joint_slots *slots)
{
    const ipso__slot_tables *t = slots->tables;
    for (int b = 0; b < t->bins; b++)
        for (int i = t->item_first[b]; i < t->item_first[b] + slots->item_count[b]; i++)
            slots->items[i] = t->choice_of[slots->items[i]];
}

#define COPY(field, count) memcpy(to->field, from->field, (size_t)(count) * sizeof *to->field)

void ipso__joint_slots_copy(ipso__joint_slots *to, const ipso__joint_slots *from)
{
    int bins = from->tables->bins, rows = from->tables->rows + 1;
    COPY(is_open, bins);
    COPY(room, bins);
    COPY(items, from->tables->item_first[bins]);
    COPY(item_count, bins);
    COPY(units, rows);
    COPY(next, rows);
    COPY(last, rows);
    COPY(at, rows);
    COPY(first_open, bins);
    COPY(next_open, bins);
    COPY(open, bins);
    COPY(open_at, bins);
    to->open_count = from->open_count;
    to->gain = from->gain;
    to->log_count = 0;
    to->out_count = 0;
}

static void note(ipso__joint_slots *s, int choice, int bin, bool placed)
{
    if (!ipso__grow(&s->log, &s->log_room, s->log_count + 1, sizeof *s->log))
        s->failed = true;
    else
        s->log[s->log_count++] = (ipso__slot_change){choice, bin, placed};
}

static void add_unit(ipso__joint_slots *s, int r, int units)
{
    s->units[r] += units;
    if (r < s->tables->rows)
        count_row(s, r);
}

static int gain_of(const ipso__joint_slots *s, const ipso__slot_choice *c)
{
    return s->next[c->need] + s->next[c->target] - c->cost;
}

/* What a choice that is placed has gained. */
static int gain_kept(const ipso__joint_slots *s, const ipso__slot_choice *c)
{
    return s->last[c->need] + s->last[c->target] - c->cost;
}

static void place(ipso__joint_slots *s, int choice, int bin)
{
    const ipso__slot_choice *c = &s->tables->choices[choice];
    s->gain += gain_of(s, c);
    s->at[c->need] = bin;
    add_unit(s, c->need, 1);
    add_unit(s, c->target, 1);
    s->room[bin] -= c->width;
    s->items[s->tables->item_first[bin] + s->item_count[bin]++] = choice;
}

static void take_out(ipso__joint_slots *s, int bin, int index)
{
    int *items = s->items + s->tables->item_first[bin];
    const ipso__slot_choice *c = &s->tables->choices[items[index]];
    s->gain -= gain_kept(s, c);
    add_unit(s, c->need, -1);
    add_unit(s, c->target, -1);
    s->room[bin] += c->width;
    items[index] = items[--s->item_count[bin]];
}

static void put(ipso__joint_slots *s, int choice, int bin)
{
    place(s, choice, bin);
    note(s, choice, bin, true);
}

/* Takes an item out of a bin; it is among those that are out. */
static void eject(ipso__joint_slots *s, int bin, int index)
{
    int choice = s->items[s->tables->item_first[bin] + index];
    take_out(s, bin, index);
    note(s, choice, bin, false);
    if (s->out_count < MOST_OUT)
        s->out[s->out_count++] = choice;
}

static int index_of(const ipso__joint_slots *s, int bin, int choice)
{
    const int *items = s->items + s->tables->item_first[bin];
    int i = s->item_count[bin] - 1;
    while (i > 0 && items[i] != choice)
        i--;
    return i;
}

void ipso__joint_slots_keep(ipso__joint_slots *slots)
{
    slots->log_count = 0;
    slots->out_count = 0;
}

/* ---- bins ---- */

static void list_bin(ipso__joint_slots *s, int bin)
{
    int twin = s->tables->joint->packing.twin[bin];
    s->is_open[bin] = true;
    s->room[bin] = s->tables->joint->packing.packing.capacity[bin];
    s->next_open[bin] = s->first_open[twin];
    s->first_open[twin] = bin;
    s->open_at[bin] = s->open_count;
    s->open[s->open_count++] = bin;
}

static void unlist_bin(ipso__joint_slots *s, int bin)
{
    int *from = &s->first_open[s->tables->joint->packing.twin[bin]];
    while (*from != bin)
        from = &s->next_open[*from];
    *from = s->next_open[bin];
    s->is_open[bin] = false;
    int last = s->open[--s->open_count];
    s->open[s->open_at[bin]] = last;
    s->open_at[last] = s->open_at[bin];
}

void ipso__joint_slots_open(ipso__joint_slots *slots, int option)
{
    const ipso__slot_tables *t = slots->tables;
    for (int i = t->first_bin[option]; i < t->first_bin[option + 1]; i++) {
        list_bin(slots, t->bins_of[i]);
        note(slots, -1, t->bins_of[i], true);
    }
}

void ipso__joint_slots_close(ipso__joint_slots *slots, int option)
{
    const ipso__slot_tables *t = slots->tables;
    for (int i = t->first_bin[option]; i < t->first_bin[option + 1]; i++) {
        int b = t->bins_of[i];
        while (slots->item_count[b] > 0)
            eject(slots, b, slots->item_count[b] - 1);
        unlist_bin(slots, b);
        note(slots, -1, b, false);
    }
}

static void undo_one(ipso__joint_slots *s, const ipso__slot_change *c)
{
    if (c->choice < 0 && c->placed)
        unlist_bin(s, c->bin);
    else if (c->choice < 0)
        list_bin(s, c->bin);
    else if (c->placed)
        take_out(s, c->bin, index_of(s, c->bin, c->choice));
    else
        place(s, c->choice, c->bin);
}

void ipso__joint_slots_undo(ipso__joint_slots *slots, size_t from)
{
    while (slots->log_count > from)
        undo_one(slots, &slots->log[--slots->log_count]);
    slots->out_count = 0;
}

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

static void fill_bin(ipso__joint_slots *s, int bin)
{
    for (int best; (best = best_in(s, bin, likely_gain)) >= 0;)
        put(s, best, bin);
    for (int best; (best = best_in(s, bin, gain_of)) >= 0;)
        put(s, best, bin);
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

/* Puts a need where there is room and it gains most, of the first places that have room. */
static void put_back(ipso__joint_slots *s, int need)
{
    const ipso__slot_tables *t = s->tables;
    int best = -1, most = 0, bin = -1, places = 0, open = 0;
    if (need >= t->rows || s->next[need] <= 0)
        return;
    for (int i = t->first_of_row[need];
         i < t->first_of_row[need + 1] && places < PLACES && open < OPEN; i++) {
        const ipso__slot_choice *c = &t->by_row[i];
        s->work++;
        if (c->loss > MOST_LOSS)
            break;
        open += s->first_open[c->twin] >= 0;
        int gain = gain_of(s, c), b = gain > 0 ? roomiest(s, c->twin) : -1;
        if (b < 0 || s->room[b] < c->width)
            continue;
        places++;
        if (gain > most) {
            most = gain;
            best = t->of_row[i];
            bin = b;
        }
    }
    s->work += 5;
    if (best >= 0)
        put(s, best, bin);
}

/* One of two items, that which gains less for its cells. */
static int draw_item(const ipso__joint_slots *s, int bin, ipso__random *random)
{
    const ipso__slot_choice *choices = s->tables->choices;
    const int *items = s->items + s->tables->item_first[bin];
    uint32_t count = (uint32_t)s->item_count[bin];
    int i = (int)ipso__random_below(random, count), j = (int)ipso__random_below(random, count);
    const ipso__slot_choice *a = &choices[items[i]], *b = &choices[items[j]];
    int64_t first = gain_kept(s, a), second = gain_kept(s, b);
    return first * b->width <= second * a->width ? i : j;
}

/* Takes a need of one unit from where it is. */
static void lift(ipso__joint_slots *s, int need)
{
    int bin = s->at[need], i = s->item_count[bin] - 1, out = s->out_count;
    const int *items = s->items + s->tables->item_first[bin];
    while (i > 0 && s->tables->choices[items[i]].need != need)
        i--;
    eject(s, bin, i);
    s->out_count = out;
}

static bool is_taken(const ipso__joint_slots *s, const ipso__slot_choice *c)
{
    return s->next[c->need] == NO_MORE;
}

/* Puts a choice into a bin, whatever it pushes out, and that where there is room. */
static void push_in(ipso__joint_slots *s, int choice, int bin, ipso__random *random)
{
    const ipso__slot_choice *c = &s->tables->choices[choice];
    int first = s->out_count;
    if (is_taken(s, c))
        lift(s, c->need);
    while (s->room[bin] < c->width)
        eject(s, bin, draw_item(s, bin, random));
    put(s, choice, bin);
    while (s->out_count > first)
        put_back(s, s->tables->choices[s->out[--s->out_count]].need);
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
           (gain_of(s, c) > 0 || is_taken(s, c));
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
        put_back(slots, slots->tables->choices[slots->out[i]].need);
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
