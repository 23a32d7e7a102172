/* Regions one after the other, and which sizes of region pay.
 *
 * That changes during a search: small ones first, larger ones when the small are optimal all over.
 * Three draws of four take the size that has lately gained most for its work, the fourth the one
 * that has had least work so far: a large region costs as much as a hundred small ones.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "solve/packing_lane.h"

#include <stdlib.h>

enum { SIZES = IPSO__PACKING_SIZES };
enum { MOST_COPIES = 450 }; /* placed in a region, on average */

static const int region_size[SIZES] = {3, 5, 8, 12, 18, 27, 40, 60};

/* Counts the sizes worth a trial: of up to all bins, and MOST_COPIES placed on average. */
static int count_sizes(const ipso__packing_state *state)
{
    const ipso__packing_model *model = state->model;
    double copies = 0;
    int count = 1;
    for (int b = 0; b < model->bin_count; b++)
        for (int i = 0; i < state->placed_count[b]; i++)
            copies += state->option[state->placed[model->first[b] + i]].x;
    while (count < SIZES && region_size[count - 1] < model->bin_count &&
           region_size[count] * copies <= MOST_COPIES * (double)model->bin_count)
        count++;
    return count;
}

void ipso__packing_sizes_init(ipso__packing_sizes *sizes, const ipso__packing_state *state)
{
    *sizes = (ipso__packing_sizes){.count = count_sizes(state)};
    for (int i = 0; i < SIZES; i++)
        sizes->gain[i] = sizes->work[i] = 1;
}

static int choose_size(const ipso__packing_sizes *sizes, ipso__random *random)
{
    int best = 0;
    bool try_out = ipso__random_below(random, 4) == 0;
    for (int i = 1; i < sizes->count; i++)
        if (try_out ? sizes->spent[i] < sizes->spent[best]
                    : sizes->gain[i] * sizes->work[best] > sizes->gain[best] * sizes->work[i])
            best = i;
    return best;
}

void ipso__packing_sizes_learn(ipso__packing_sizes *sizes, int size, double gain, double work)
{
    sizes->gain[size] += gain;
    sizes->work[size] += work;
    sizes->spent[size] += work;
    for (int i = 0; i < SIZES; i++) {
        sizes->gain[i] *= 0.98;
        sizes->work[i] *= 0.98;
    }
}

bool ipso__packing_bench_init(ipso__packing_bench *bench, const ipso__packing_state *state)
{
    bool ok = ipso__packing_state_init(&bench->state, state->model);
    ok = ok && ipso__packing_scope_init(&bench->scope, state->model);
    ok = ok && ipso__packing_ground_init(&bench->ground, state->model);
    if (ok)
        ipso__packing_state_copy(&bench->state, state);
    else
        ipso__packing_bench_finish(bench);
    bench->state.keeps_changes = ok;
    return ok;
}

void ipso__packing_bench_finish(ipso__packing_bench *bench)
{
    ipso__packing_state_finish(&bench->state);
    ipso__packing_scope_finish(&bench->scope);
    ipso__packing_ground_finish(&bench->ground);
}

void ipso__packing_lane_finish(ipso__packing_lane *lane)
{
    free(lane->steps);
    free(lane->changes);
}

static int by_option(const void *a, const void *b)
{
    const ipso__packing_change *left = a, *right = b;
    return left->option - right->option;
}

/* Sums changes by option, in the order of the options; returns how many are left. */
static size_t sum_changes(ipso__packing_change *changes, size_t count)
{
    size_t kept = 0;
    if (count > 1)
        qsort(changes, count, sizeof *changes, by_option);
    for (size_t i = 0; i < count;) {
        ipso__packing_change sum = changes[i];
        for (i++; i < count && changes[i].option == sum.option; i++)
            sum.copies += changes[i].copies;
        if (sum.copies != 0)
            changes[kept++] = sum;
    }
    return kept;
}

/* Adds a step with what the state has kept since the last; false when out of memory. */
static bool record(ipso__packing_lane *lane, ipso__packing_state *state, int size, int64_t work)
{
    size_t count = sum_changes(state->kept, state->kept_count);
    state->kept_count = 0;
    if (!ipso__grow(&lane->steps, &lane->step_capacity, lane->step_count + 1,
                    sizeof *lane->steps) ||
        !ipso__grow(&lane->changes, &lane->change_capacity, lane->change_count + count + 1,
                    sizeof *lane->changes))
        return false;
    for (size_t i = 0; i < count; i++)
        lane->changes[lane->change_count++] = state->kept[i];
    lane->steps[lane->step_count++] = (ipso__packing_step){size, work, lane->change_count};
    return true;
}

void ipso__packing_lane_run(ipso__packing_lane *lane, ipso__packing_bench *bench)
{
    ipso__packing_state *state = &bench->state;
    lane->step_count = lane->change_count = state->kept_count = 0;
    lane->ok = true;
    for (int i = 0; i < lane->most && lane->ok; i++) {
        int size = choose_size(&lane->sizes, &lane->random);
        int64_t work = lane->meter.work;
        lane->how.size = region_size[size];
        lane->ok = ipso__packing_region(&bench->ground, &bench->scope, state, &lane->how,
                                        &lane->random, &lane->meter) &&
                   !state->broken;
        work = lane->meter.work - work;
        lane->ok = lane->ok && record(lane, state, size, work);
        lane->sizes.spent[size] += lane->lanes * (double)work;
        if (lane->meter.stopped || lane->meter.work >= lane->until || state->value >= lane->enough)
            break;
    }
}
