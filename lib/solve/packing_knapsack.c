/* The knapsack of one bin at given prices, by dynamic programming over its cells.
 *
 * Options of equal width compete for the same places: of each width only the best fit-many copies
 * can be part of an optimum, so the rest never enters the table. Options of one group are
 * alternatives in one stage (multiple-choice knapsack); copies are split into powers of two. Gains
 * are integers held in doubles, or in single precision where that holds them: sums are exact, and
 * the way back through the table compares with ==.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "solve/packing_scope.h"

#include <string.h>

enum { BLOCK = 4 };

static double reduced(const ipso__packing_scope *scope, const ipso__packing_face *face)
{
    const ipso__packing_model *model = scope->model;
    double gain = face->worth + face->weight * scope->price[face->row];
    if (face->more >= 0) {
        int end = model->option[face - model->face + 1].link;
        for (int l = face->more; l < end; l++)
            gain += model->links[l].weight * scope->price[model->links[l].row];
    }
    return gain;
}

static void put_stage(ipso__packing_scope *scope, ipso__packing_item item)
{
    int at = scope->stage[scope->stage_count++];
    scope->items[at] = item;
    scope->stage[scope->stage_count] = at + 1;
}

static void put_copies(ipso__packing_scope *scope, ipso__packing_item item, int copies)
{
    for (int part = 1; copies > 0; part *= 2) {
        int taken = part < copies ? part : copies;
        put_stage(scope,
                  (ipso__packing_item){item.gain * taken, item.width * taken, item.option, taken});
        copies -= taken;
    }
}

/* Puts item among the best `most` of its width, dearest first; it is one of them. */
static int rank(ipso__packing_item *ranked, int count, int most, ipso__packing_item item)
{
    int at = count < most ? count++ : count - 1;
    for (; at > 0 && ranked[at - 1].gain < item.gain; at--)
        ranked[at] = ranked[at - 1];
    ranked[at] = item;
    return count;
}

static void put_width(ipso__packing_scope *scope, int count, int most)
{
    for (int i = 0; i < count && most > 0; i++) {
        ipso__packing_item item = scope->ranked[i];
        int copies = scope->model->face[item.option].limit;
        if (copies > 1)
            copies -= scope->state->option[item.option].x;
        copies = copies < most ? copies : most;
        put_copies(scope, item, copies);
        most -= copies;
    }
}

/* Moves the ranked, whose places in open stand for their copies, to places from on in that order.
 */
static void bring_forward(ipso__packing_item *ranked, int count, int *open, int from)
{
    for (int i = 0; i < count; i++) {
        int to = from + i, at = ranked[i].copies;
        if (at == to)
            continue;
        open[at] = open[to];
        open[to] = ranked[i].option;
        for (int j = i + 1; j < count; j++)
            if (ranked[j].copies == to)
                ranked[j].copies = at;
    }
}

/* Stages of the ungrouped options, which come first in the bin. Returns how many those are. Those
 * ranked go to the front of their width: they will be the best again at much the same prices, and
 * then the others are seen to be none of the best at one glance. */
static int stage_widths(ipso__packing_scope *scope, int *open, int count, int bin)
{
    const ipso__packing_face *face = scope->model->face;
    int i = 0, grouped = scope->model->first_grouped[bin], room = scope->state->room[bin];
    while (i < count && open[i] < grouped) {
        int from = i, width = face[open[i]].width, most = room / width, ranked = 0;
        double least = 0; /* of the ranked, once they are as many as can be */
        for (; i < count && open[i] < grouped && face[open[i]].width == width; i++) {
            int o = open[i];
            double gain = reduced(scope, &face[o]);
            if (gain <= least || most == 0)
                continue;
            ranked = rank(scope->ranked, ranked, most, (ipso__packing_item){gain, width, o, i});
            if (ranked == most)
                least = scope->ranked[most - 1].gain;
        }
        bring_forward(scope->ranked, ranked, open, from);
        put_width(scope, ranked, most);
    }
    return i;
}

static void stage_groups(ipso__packing_scope *scope, const int *open, int count)
{
    const ipso__packing_face *face = scope->model->face;
    const int *group_of = scope->model->group;
    for (int i = 0; i < count;) {
        int group = group_of[open[i]], from = scope->stage[scope->stage_count], at = from;
        for (; i < count && group_of[open[i]] == group; i++) {
            double gain = reduced(scope, &face[open[i]]);
            if (gain > 0 && (at == from || gain > scope->items[at - 1].gain))
                scope->items[at++] = (ipso__packing_item){gain, face[open[i]].width, open[i], 1};
        }
        if (at > from)
            scope->stage[++scope->stage_count] = at;
    }
}

/* Sums below are exact in single precision, in which twice as many go through the table at once. */
#define MOST_SINGLE 16777216.0

/* out[c] = max(in[c], in[c - width] + gain), where in[c] counts as minus infinity for c < 0; rows
 * have BLOCK spare. */
static void offer_first(double *restrict out, const double *restrict in, int width, double gain,
                        int stride)
{
    for (int c = 0; c < width; c++)
        out[c] = in[c];
    for (int c = width; c < stride; c += BLOCK)
        for (int j = 0; j < BLOCK; j++) {
            double sum = in[c + j - width] + gain;
            out[c + j] = sum > in[c + j] ? sum : in[c + j];
        }
}

static void offer_first_single(float *restrict out, const float *restrict in, int width, float gain,
                               int stride)
{
    for (int c = 0; c < width; c++)
        out[c] = in[c];
    for (int c = width; c < stride; c += BLOCK)
        for (int j = 0; j < BLOCK; j++) {
            float sum = in[c + j - width] + gain;
            out[c + j] = sum > in[c + j] ? sum : in[c + j];
        }
}

/* out[c] = max(out[c], in[c - width] + gain) for c = width .. stride - 1. */
static void offer(double *restrict out, const double *restrict in, int width, double gain,
                  int stride)
{
    for (int c = width; c < stride; c += BLOCK)
        for (int j = 0; j < BLOCK; j++) {
            double sum = in[c + j - width] + gain;
            out[c + j] = sum > out[c + j] ? sum : out[c + j];
        }
}

static void offer_single(float *restrict out, const float *restrict in, int width, float gain,
                         int stride)
{
    for (int c = width; c < stride; c += BLOCK)
        for (int j = 0; j < BLOCK; j++) {
            float sum = in[c + j - width] + gain;
            out[c + j] = sum > out[c + j] ? sum : out[c + j];
        }
}

static void pick(ipso__packing_scope *scope, const ipso__packing_item *item)
{
    const ipso__packing_model *model = scope->model;
    int o = item->option, more = model->face[o].more;
    scope->pick[scope->pick_count] = o;
    scope->pick_copies[scope->pick_count++] = item->copies;
    scope->chosen[model->face[o].row] += model->face[o].weight * item->copies;
    for (int l = more; more >= 0 && l < model->option[o + 1].link; l++)
        scope->chosen[model->links[l].row] += model->links[l].weight * item->copies;
}

/* Everything at its best, when that fits together; else a negative number. */
static double take_all(ipso__packing_scope *scope, int room)
{
    int width = 0;
    double gain = 0;
    for (int s = 0; s < scope->stage_count && width <= room; s++) {
        width += scope->items[scope->stage[s + 1] - 1].width;
        gain += scope->items[scope->stage[s + 1] - 1].gain;
    }
    if (width > room)
        return -1;
    for (int s = 0; s < scope->stage_count; s++)
        pick(scope, &scope->items[scope->stage[s + 1] - 1]);
    return gain;
}

/* ---- the table, in double or single precision ---- */

static double entry(const ipso__packing_scope *scope, size_t at)
{
    return scope->is_single ? (double)scope->single_table[at] : scope->table[at];
}

static void walk_back(ipso__packing_scope *scope, int room, int stride)
{
    int c = room;
    for (int s = scope->stage_count - 1; s >= 0; s--) {
        size_t before = (size_t)s * (size_t)stride;
        double value = entry(scope, before + (size_t)stride + (size_t)c);
        if (value == entry(scope, before + (size_t)c))
            continue;
        for (int i = scope->stage[s]; i < scope->stage[s + 1]; i++) {
            const ipso__packing_item *item = &scope->items[i];
            if (item->width <= c &&
                entry(scope, before + (size_t)(c - item->width)) + item->gain == value) {
                pick(scope, item);
                c -= item->width;
                break;
            }
        }
    }
}

static void fill_double(ipso__packing_scope *scope, int stride, int length)
{
    for (int c = 0; c < length; c++)
        scope->table[c] = 0;
    for (int s = 0; s < scope->stage_count; s++) {
        const double *in = scope->table + (size_t)s * (size_t)length;
        double *out = scope->table + (size_t)(s + 1) * (size_t)length;
        int first = scope->stage[s];
        offer_first(out, in, scope->items[first].width, scope->items[first].gain, stride);
        for (int i = first + 1; i < scope->stage[s + 1]; i++)
            offer(out, in, scope->items[i].width, scope->items[i].gain, stride);
    }
}

static void fill_single(ipso__packing_scope *scope, int stride, int length)
{
    float *table = scope->single_table;
    for (int c = 0; c < length; c++)
        table[c] = 0;
    for (int s = 0; s < scope->stage_count; s++) {
        const float *in = table + (size_t)s * (size_t)length;
        float *out = table + (size_t)(s + 1) * (size_t)length;
        const ipso__packing_item *item = &scope->items[scope->stage[s]];
        offer_first_single(out, in, item->width, (float)item->gain, stride);
        for (int i = scope->stage[s] + 1; i < scope->stage[s + 1]; i++)
            offer_single(out, in, scope->items[i].width, (float)scope->items[i].gain, stride);
    }
}

/* Whether what any stage can bring adds up exactly in single precision. Gains are positive. */
static bool is_small(const ipso__packing_scope *scope)
{
    double sum = 0;
    for (int i = 0; i < scope->stage[scope->stage_count]; i++)
        sum += scope->items[i].gain;
    return sum < MOST_SINGLE;
}

/* Fills the table for every number of cells; returns the distance of its rows. */
static int tabulate(ipso__packing_scope *scope, int room, int64_t *work)
{
    int stride = (room + 1 + BLOCK - 1) / BLOCK * BLOCK, length = stride + BLOCK;
    scope->is_single = is_small(scope);
    if (scope->is_single)
        fill_single(scope, stride, length);
    else
        fill_double(scope, stride, length);
    *work += (int64_t)scope->stage[scope->stage_count] * stride / 10;
    return length;
}

static void set_stages(ipso__packing_scope *scope, int bin, int64_t *work)
{
    int *open = scope->open + scope->model->first[bin], count = scope->open_count[bin];
    scope->stage_count = 0;
    scope->stage[0] = 0;
    int done = stage_widths(scope, open, count, bin);
    stage_groups(scope, open + done, count - done);
    *work += 2 + count / 2;
}

double ipso__packing_scope_fill_bin(ipso__packing_scope *scope, int bin, int64_t *work)
{
    int room = scope->state->room[bin];
    set_stages(scope, bin, work);
    double all = take_all(scope, room);
    if (all >= 0)
        return all;
    int length = tabulate(scope, room, work);
    walk_back(scope, room, length);
    return entry(scope, (size_t)scope->stage_count * (size_t)length + (size_t)room);
}

int ipso__packing_scope_close_bin(ipso__packing_scope *scope, int bin, double slack, int64_t *work)
{
    int *open = scope->open + scope->model->first[bin];
    int room = scope->state->room[bin], kept = 0;
    set_stages(scope, bin, work);
    int length = tabulate(scope, room, work);
    size_t last = (size_t)scope->stage_count * (size_t)length;
    double best = entry(scope, last + (size_t)room);
    for (int i = 0; i < scope->open_count[bin]; i++) {
        int o = open[i];
        double with = reduced(scope, &scope->model->face[o]) +
                      entry(scope, last + (size_t)(room - scope->model->option[o].width));
        if (best - with > slack)
            scope->closed[o] = 1;
        else
            open[kept++] = o;
    }
    scope->open_count[bin] = kept;
    return kept;
}
