/* Greedy filling by gain per cell.
 *
 * Gains only fall while a point grows (rows are concave), so a heap of stale gains is enough: the
 * top is valued anew and either taken or put back (lazy greedy; Minoux 1978, Accelerated greedy
 * algorithms for maximizing submodular set functions).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "solve/packing_search.h"

#include <stdlib.h>

typedef struct candidate {
    double density;
    int option;
} candidate;

static bool before(const candidate *a, const candidate *b)
{
    return a->density > b->density || (a->density == b->density && a->option < b->option);
}

static void sift_down(candidate *heap, size_t count, size_t at)
{
    candidate item = heap[at];
    for (size_t child = 2 * at + 1; child < count; child = 2 * at + 1) {
        if (child + 1 < count && before(&heap[child + 1], &heap[child]))
            child++;
        if (!before(&heap[child], &item))
            break;
        heap[at] = heap[child];
        at = child;
    }
    heap[at] = item;
}

static double density(const ipso__packing_state *state, int o)
{
    return (double)ipso__packing_state_gain(state, o) / state->model->option[o].width;
}

static void run(ipso__packing_state *state, candidate *heap, size_t count,
                ipso__packing_meter *meter)
{
    for (size_t i = count / 2; i-- > 0;)
        sift_down(heap, count, i);
    while (count > 0) {
        int o = heap[0].option;
        double now = ipso__packing_state_fits(state, o) ? density(state, o) : 0;
        if (now <= 0) {
            heap[0] = heap[--count];
        } else if (now >= heap[0].density) {
            ipso__packing_state_add(state, o);
            heap[0].density = density(state, o);
        } else {
            heap[0].density = now;
        }
        if (count > 0)
            sift_down(heap, count, 0);
        if (ipso__packing_meter_add(meter, 10))
            break;
    }
}

bool ipso__packing_greedy(ipso__packing_state *state, const int *bins, int bin_count,
                          ipso__packing_meter *meter)
{
    const ipso__packing_model *model = state->model;
    candidate *heap = NULL;
    size_t capacity = 0, count = 0;
    for (int i = 0; i < bin_count; i++)
        for (int o = model->first[bins[i]]; o < model->first[bins[i] + 1]; o++) {
            if (!ipso__packing_state_fits(state, o) || ipso__packing_state_gain(state, o) <= 0)
                continue;
            if (count == capacity && !ipso__grow(&heap, &capacity, count + 1, sizeof *heap)) {
                free(heap);
                return false;
            }
            heap[count++] = (candidate){density(state, o), o};
        }
    run(state, heap, count, meter);
    free(heap);
    return true;
}
