/* The slots that may be in each bin of each duty, sorted for those who try them.
 *
 * What a choice loses is taken at given prices: the value of the best filling of its bin, less that
 * of the best filling with one copy of it, each choice of a hard row taken once. Prices best for
 * one roster are not for the next, so that nothing is left out for what it loses; but what loses
 * little is tried first.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "planner/joint_slots.h"

#include "base/error.h"

#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef enum role { OTHER = 0, NEED, TARGET, DAY } role;

static int points_of(int64_t price)
{
    return (int)lrint((double)price / IPSO__PACKING_PRICE_UNIT);
}

static const ipso__packing *packing_of(const ipso__slot_tables *t)
{
    return &t->joint->packing.packing;
}

static void find_roles(ipso__slot_tables *t)
{
    const ipso__joint *joint = t->joint;
    int days = ipso_practice_horizon(joint->practice)->days;
    for (int g = 0; g < joint->table.need_count; g++) {
        if (joint->packing.row_of_need[g] >= 0)
            t->role[joint->packing.row_of_need[g]] = NEED;
        for (int d = 0; joint->packing.row_of_day[g] >= 0 && d < days; d++)
            t->role[joint->packing.row_of_day[g] + d] = DAY;
    }
    for (int i = 0; i < joint->table.target_count; i++)
        if (joint->table.targets[i].missing > 0)
            t->role[joint->packing.row_of_target[i]] = TARGET;
}

static void fill_rows(ipso__slot_tables *t)
{
    for (int r = 0; r < t->rows; r++) {
        const ipso__packing_row *row = &packing_of(t)->rows[r];
        t->hard[r] = row->hard;
        for (int k = 0; k < row->marginal_count; k++)
            t->gains[t->first_gain[r] + k] = (int)row->marginals[k];
    }
}

static ipso__slot_choice make_choice(const ipso__slot_tables *t, int i)
{
    const ipso__packing_option *option = &packing_of(t)->options[i];
    ipso__slot_choice made = {.need = t->rows,
                              .target = t->rows,
                              .width = option->width,
                              .twin = option->bin,
                              .option = i,
                              .cost = (int)option->cost};
    for (int k = 0; k < option->row_count; k++) {
        int r = option->rows[k];
        if (t->role[r] == NEED)
            made.need = r;
        else if (t->role[r] == TARGET)
            made.target = r;
        else if (t->role[r] == DAY)
            made.cost -= points_of(t->joint->paid[r]);
    }
    return made;
}

/* ---- lists ---- */

static void list_by_bin(ipso__slot_tables *t)
{
    const ipso__packing *packing = packing_of(t);
    int *first = t->first_of_bin, count = packing->option_count;
    for (int i = 0; i < count; i++)
        first[packing->options[i].bin + 1]++;
    for (int b = 0; b < t->bins; b++)
        first[b + 1] += first[b];
    for (int i = count - 1; i >= 0; i--)
        t->choices[--first[packing->options[i].bin + 1]] = make_choice(t, i);
    for (int b = 0; b < t->bins; b++)
        first[b] = first[b + 1];
    first[t->bins] = count;
}

static void count_by_row(ipso__slot_tables *t)
{
    int *first = t->first_of_row;
    for (int i = 0; i < packing_of(t)->option_count; i++)
        first[t->choices[i].need + 1]++;
    for (int r = 0; r <= t->rows; r++)
        first[r + 1] += first[r];
}

/* Lists the options by need, those of lower bins first, while choices are in the order of bins. */
static void list_by_twin(ipso__slot_tables *t)
{
    int *first = t->first_of_row, count = packing_of(t)->option_count;
    for (int i = 0; i < count; i++)
        t->by_twin[first[t->choices[i].need]++] = t->choices[i].option;
    for (int r = t->rows + 1; r > 0; r--)
        first[r] = first[r - 1];
    first[0] = 0;
}

static void list_bins(ipso__slot_tables *t)
{
    const ipso__joint *joint = t->joint;
    int options = joint->roster->option_count;
    for (int b = 0; b < t->bins; b++) {
        t->item_first[b + 1] = t->item_first[b] + packing_of(t)->capacity[b];
        t->first_bin[joint->option_of_bin[b] + 1]++;
    }
    for (int o = 0; o < options; o++)
        t->first_bin[o + 1] += t->first_bin[o];
    for (int b = t->bins - 1; b >= 0; b--)
        t->bins_of[--t->first_bin[joint->option_of_bin[b] + 1]] = b;
    for (int o = 0; o < options; o++)
        t->first_bin[o] = t->first_bin[o + 1];
    t->first_bin[options] = t->bins;
}

/* ---- order ---- */

static int compare(const void *one, const void *two)
{
    const ipso__slot_choice *a = one, *b = two;
    if (a->loss != b->loss)
        return a->loss < b->loss ? -1 : 1;
    return a->option < b->option ? -1 : a->option > b->option;
}

static int gain_at(const ipso__slot_tables *t, const ipso__slot_choice *c)
{
    return t->worth[c->need] + t->worth[c->target] - c->cost;
}

/* Lets fillings take such an item once. */
static void add_once(int *value, int capacity, int width, int gain)
{
    for (int c = capacity; c >= width; c--)
        if (value[c - width] + gain > value[c])
            value[c] = value[c - width] + gain;
}

/* The value of the best filling of so many cells, for all numbers of them. */
static void fill_cells(ipso__slot_tables *t, const ipso__slot_choice *from, int count, int capacity)
{
    int *value = t->value, *best = t->value + capacity + 1;
    memset(best, 0, ((size_t)capacity + 1) * sizeof *best);
    for (int i = 0; i < count; i++)
        if (!t->hard[from[i].need] && from[i].width <= capacity &&
            gain_at(t, &from[i]) > best[from[i].width])
            best[from[i].width] = gain_at(t, &from[i]);
    value[0] = 0;
    for (int c = 1; c <= capacity; c++) {
        value[c] = value[c - 1];
        for (int w = 1; w <= c; w++)
            if (best[w] > 0 && value[c - w] + best[w] > value[c])
                value[c] = value[c - w] + best[w];
    }
    for (int i = 0; i < count; i++)
        if (t->hard[from[i].need] && gain_at(t, &from[i]) > 0)
            add_once(value, capacity, from[i].width, gain_at(t, &from[i]));
}

static void sort_bin(ipso__slot_tables *t, int b)
{
    ipso__slot_choice *from = t->choices + t->first_of_bin[b];
    int count = t->first_of_bin[b + 1] - t->first_of_bin[b], all = packing_of(t)->capacity[b];
    fill_cells(t, from, count, all);
    for (int i = 0; i < count; i++)
        from[i].loss = from[i].width > all
                           ? INT_MAX
                           : t->value[all] - t->value[all - from[i].width] - gain_at(t, &from[i]);
    qsort(from, (size_t)count, sizeof *from, compare);
}

/* Lists the choices by need, those that lose least first. */
static void sort_rows(ipso__slot_tables *t)
{
    int *first = t->first_of_row, count = packing_of(t)->option_count;
    for (int i = 0; i < count; i++)
        t->by_row[first[t->choices[i].need]++] = t->choices[i];
    for (int r = t->rows + 1; r > 0; r--)
        first[r] = first[r - 1];
    first[0] = 0;
    for (int r = 0; r <= t->rows; r++)
        qsort(t->by_row + first[r], (size_t)(first[r + 1] - first[r]), sizeof *t->by_row, compare);
    for (int i = 0; i < count; i++)
        t->choice_of[t->choices[i].option] = i;
    for (int i = 0; i < count; i++)
        t->of_row[i] = t->choice_of[t->by_row[i].option];
}

void ipso__slot_tables_sort(ipso__slot_tables *tables, const int64_t *price)
{
    for (int r = 0; r < tables->rows; r++)
        tables->worth[r] = points_of(price[r]);
    for (int b = 0; b < tables->bins; b++)
        sort_bin(tables, b);
    sort_rows(tables);
}

/* ---- frame ---- */

static int most_cells(const ipso__slot_tables *t)
{
    int most = 0;
    for (int b = 0; b < t->bins; b++)
        most = packing_of(t)->capacity[b] > most ? packing_of(t)->capacity[b] : most;
    return most;
}

static bool allocate(ipso__slot_tables *t)
{
    int count = packing_of(t)->option_count;
    bool ok = true;
    t->choices = ipso__arena_room(&t->arena, count, sizeof *t->choices, &ok);
    t->by_row = ipso__arena_room(&t->arena, count, sizeof *t->by_row, &ok);
    t->of_row = ipso__arena_room(&t->arena, count, sizeof(int), &ok);
    t->by_twin = ipso__arena_room(&t->arena, count, sizeof(int), &ok);
    t->choice_of = ipso__arena_room(&t->arena, count, sizeof(int), &ok);
    t->first_of_bin = ipso__arena_room(&t->arena, t->bins, sizeof(int), &ok);
    t->first_of_row = ipso__arena_room(&t->arena, t->rows + 1, sizeof(int), &ok);
    t->first_gain = ipso__arena_room(&t->arena, t->rows, sizeof(int), &ok);
    t->worth = ipso__arena_room(&t->arena, t->rows, sizeof(int), &ok);
    t->hard = ipso__arena_room(&t->arena, t->rows, sizeof(bool), &ok);
    t->role = ipso__arena_room(&t->arena, t->rows, 1, &ok);
    t->item_first = ipso__arena_room(&t->arena, t->bins, sizeof(int), &ok);
    t->bins_of = ipso__arena_room(&t->arena, t->bins, sizeof(int), &ok);
    t->first_bin = ipso__arena_room(&t->arena, t->joint->roster->option_count, sizeof(int), &ok);
    t->value = ipso__arena_room(&t->arena, 2 * most_cells(t), sizeof(int), &ok);
    for (int r = 0; ok && r < t->rows; r++)
        t->first_gain[r + 1] = t->first_gain[r] + packing_of(t)->rows[r].marginal_count;
    if (ok)
        t->gains = ipso__arena_room(&t->arena, t->first_gain[t->rows], sizeof(int), &ok);
    return ok;
}

ipso_status ipso__slot_tables_make(ipso__slot_tables *tables, ipso__joint *joint, ipso_error *err)
{
    *tables = (ipso__slot_tables){.joint = joint,
                                  .bins = joint->packing.packing.bin_count,
                                  .rows = joint->packing.packing.row_count};
    if (!allocate(tables))
        return ipso__fail_nomem(err);
    ipso__joint_set_prices(joint, joint->root);
    ipso__joint_links_pay(joint, joint->paid);
    find_roles(tables);
    fill_rows(tables);
    list_by_bin(tables);
    count_by_row(tables);
    list_by_twin(tables);
    list_bins(tables);
    ipso__slot_tables_sort(tables, joint->root);
    return IPSO_OK;
}

void ipso__slot_tables_finish(ipso__slot_tables *tables)
{
    ipso__arena_finish(&tables->arena);
    *tables = (ipso__slot_tables){0};
}
