/* Slots of a roster while both are changed: what they are, and steps taken back.
 *
 * The slots of a roster are a packing of the bins of its duties (slots_packing.c). Here it is
 * changed a slot at a time (joint_slots_moves.c), counted as it is but for S6, B3 and B4, of which
 * links have the root's prices.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "planner/joint_slots.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_OUT = 512 };

/* ---- state ---- */

static void count_row(ipso__joint_slots *s, int r)
{
    const ipso__slot_tables *t = s->tables;
    int units = s->units[r], count = t->first_gain[r + 1] - t->first_gain[r];
    const int *gains = t->gains + t->first_gain[r];
    s->next[r] = units < count ? gains[units] : t->hard[r] ? IPSO__NO_MORE : 0;
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
    s->at = ipso__arena_room(&s->arena, tables->first_gain[rows], sizeof(int), &ok);
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
    COPY(at, from->tables->first_gain[rows - 1]);
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

/* Where units of a row are, as many as may gain. */
static void note_place(ipso__joint_slots *s, int r, int bin)
{
    const ipso__slot_tables *t = s->tables;
    if (r < t->rows && s->units[r] < t->first_gain[r + 1] - t->first_gain[r])
        s->at[t->first_gain[r] + s->units[r]] = bin;
}

static void forget_place(ipso__joint_slots *s, int r, int bin)
{
    int *at = s->at + s->tables->first_gain[r], last = ipso__joint_slots_known(s, r) - 1, i = last;
    while (i >= 0 && at[i] != bin)
        i--;
    if (i < 0)
        return;
    at[i] = at[last];
    at[last] = -1;
}

static void place(ipso__joint_slots *s, int choice, int bin)
{
    const ipso__slot_choice *c = &s->tables->choices[choice];
    s->gain += ipso__slot_gain(s, c);
    note_place(s, c->need, bin);
    add_unit(s, c->need, 1);
    add_unit(s, c->target, 1);
    s->room[bin] -= c->width;
    s->items[s->tables->item_first[bin] + s->item_count[bin]++] = choice;
}

static void take_out(ipso__joint_slots *s, int bin, int index)
{
    int *items = s->items + s->tables->item_first[bin];
    const ipso__slot_choice *c = &s->tables->choices[items[index]];
    s->gain -= ipso__slot_gain_kept(s, c);
    forget_place(s, c->need, bin);
    add_unit(s, c->need, -1);
    add_unit(s, c->target, -1);
    s->room[bin] += c->width;
    items[index] = items[--s->item_count[bin]];
}

void ipso__joint_slots_put(ipso__joint_slots *slots, int choice, int bin)
{
    place(slots, choice, bin);
    note(slots, choice, bin, true);
}

void ipso__joint_slots_eject(ipso__joint_slots *slots, int bin, int index)
{
    ipso__joint_slots *s = slots;
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
            ipso__joint_slots_eject(slots, b, slots->item_count[b] - 1);
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
