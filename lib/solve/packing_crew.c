/* Regions in epochs, on one thread or several.
 *
 * In each epoch a fixed number of lanes search regions, each one after the other on a copy of the
 * same point and in bins of its own, with its own random stream, until so much work is done. Then
 * their changes are put into the point region by region, of each lane in turn, where they still fit
 * and the value does not fall. Which thread runs which lanes makes no difference to any of this:
 * what its copy has changed is put back before every lane, so that not even the order of its lists
 * remembers what it did before.
 *
 * The longer an epoch, the less do threads wait for the last lane; with several times the work the
 * regions gained less, as the lanes' bins change with the epochs. Without bins of their own lanes
 * found the same: in longer epochs half of what they gained was lost. Annealing takes few moves
 * while regions gain without it, and more the longer none has.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "solve/packing_lane.h"

#include <stdlib.h>

enum { MOST_LANES = IPSO__TEAM_MOST, BINS_A_LANE = 60 };
enum { LEAST_MOVES = 5, MOST_MOVES = 20 }; /* of annealing for each option of a region */
/* Work after which a lane begins no region: this, or a part of what the dearest region took. */
#define EPOCH_WORK  1000000
#define EPOCH_SHARE 0.4

struct crew {
    const ipso__packing_region_search *how;
    ipso__packing_state *state; /* the point; read by all during an epoch */
    ipso__packing_meter *meter;
    ipso__packing_bench bench[MOST_LANES]; /* by thread, made when it has its first lane */
    bool made[MOST_LANES];
    uint64_t epoch_of[MOST_LANES]; /* epoch whose point a copy was made equal to */
    ipso__packing_lane lane[MOST_LANES];
    int *changed; /* options that the last epoch may have changed in the point */
    size_t changed_count, changed_capacity;
    int lane_count;
    ipso__packing_sizes sizes;
    uint64_t epochs, regions;
    int64_t dearest;           /* work of a region */
    int *part;                 /* by bin: lane whose regions it may be in */
    int *members;              /* bins of lane i: members[i * bin_count ..] */
    int idle;                  /* regions since the last gain */
    ipso__packing_meter watch; /* of the caller's thread between lanes */
    atomic_bool halt;
};

/* Makes a thread's copy equal to the point, where it is not known to be. False when out of memory.
 */
static bool follow(struct crew *crew, int thread)
{
    size_t count = crew->epoch_of[thread] == crew->epochs ? 0 : crew->changed_count;
    crew->epoch_of[thread] = crew->epochs;
    if (!crew->made[thread])
        return crew->made[thread] = ipso__packing_bench_init(&crew->bench[thread], crew->state);
    ipso__packing_state_follow(&crew->bench[thread].state, crew->state, crew->changed, count);
    return true;
}

/* Runs lane i; the caller's thread alone reports. */
static void run_lane(void *user, int i, int thread)
{
    struct crew *crew = user;
    ipso__packing_lane *lane = &crew->lane[i];
    lane->ok = follow(crew, thread);
    if (!lane->ok)
        return;
    if (thread == 0) {
        lane->meter.progress = crew->watch.progress;
        lane->meter.next_report_s = crew->watch.next_report_s;
    }
    ipso__packing_lane_run(lane, &crew->bench[thread]);
    if (thread == 0)
        crew->watch.next_report_s = lane->meter.next_report_s;
}

static void report(void *user)
{
    struct crew *crew = user;
    ipso__packing_meter_look(&crew->watch);
}

/* Copies of threads that had no lane follow as well, as changes are known for one epoch. */
static void run_lanes(struct crew *crew)
{
    const ipso__team_job job = {
        .task = run_lane, .meanwhile = report, .user = crew, .count = crew->lane_count};
    ipso__team_run(crew->how->team, &job);
    for (int t = 0; t < MOST_LANES; t++)
        if (crew->made[t] && crew->epoch_of[t] != crew->epochs)
            follow(crew, t);
}

/* One more for each time that all bins have led a region; where bins are dived for, few are best.
 */
static int annealing_moves(const struct crew *crew)
{
    uint64_t rounds = crew->regions / ((uint64_t)crew->state->model->bin_count + 1);
    if (crew->how->dive_by_bin || rounds == 0)
        return LEAST_MOVES;
    return rounds < MOST_MOVES - LEAST_MOVES ? LEAST_MOVES + (int)rounds : MOST_MOVES;
}

static int draw(ipso__random *random, int count)
{
    return (int)ipso__random_below(random, (uint32_t)count);
}

/* A bin of no lane yet, next to one of the lane where that is soon found. */
static int find_next(struct crew *crew, const int *members, int count, ipso__random *random)
{
    const ipso__packing_model *model = crew->state->model;
    for (int tries = 0; count > 0 && tries < 8; tries++) {
        int b = ipso__packing_neighbour(model, members[draw(random, count)], random);
        if (crew->part[b] < 0)
            return b;
    }
    int b = draw(random, model->bin_count);
    while (crew->part[b] >= 0)
        b = b + 1 < model->bin_count ? b + 1 : 0;
    return b;
}

/* Parts of equal size, each grown from bin to bin, so that lanes change different bins. */
static void part_bins(struct crew *crew)
{
    int bins = crew->state->model->bin_count, counts[MOST_LANES] = {0};
    ipso__random random;
    ipso__random_init(&random, crew->how->seed, crew->epochs * (MOST_LANES + 1));
    for (int b = 0; b < bins; b++)
        crew->part[b] = -1;
    for (int i = 0; i < bins; i++) {
        int lane = i % crew->lane_count, *members = crew->members + lane * bins;
        int b = find_next(crew, members, counts[lane], &random);
        crew->part[b] = lane;
        members[counts[lane]++] = b;
    }
}

static int64_t least(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

static int64_t epoch_work(const struct crew *crew)
{
    int64_t share = (int64_t)(EPOCH_SHARE * (double)crew->dearest);
    return share > EPOCH_WORK ? share : EPOCH_WORK;
}

static void plan_lane(struct crew *crew, ipso__packing_lane *lane, int stream, int most)
{
    const ipso__packing_meter *meter = crew->meter;
    int64_t left = (meter->work_limit - meter->work) / crew->lane_count + 1,
            wanted = (crew->how->until - meter->work) / crew->lane_count + 1;
    ipso__random_init(&lane->random, crew->how->seed,
                      crew->epochs * (MOST_LANES + 1) + (uint64_t)stream + 1);
    lane->sizes = crew->sizes;
    lane->how = (ipso__packing_regions){.price = crew->how->price,
                                        .part = crew->part,
                                        .own = stream,
                                        .dive_by_bin = crew->how->dive_by_bin,
                                        .temperature = ipso__packing_temperature(crew->state),
                                        .moves = annealing_moves(crew)};
    ipso__packing_meter_part(&lane->meter, meter, &crew->halt);
    if (meter->work_limit != INT64_MAX)
        lane->meter.work_limit = meter->work + left;
    lane->until = meter->work + least(epoch_work(crew), least(left, wanted));
    lane->enough = crew->how->enough;
    lane->most = most;
    lane->lanes = crew->lane_count;
}

/* Puts changes into the point where they fit; undoes them when the value falls. */
static int64_t merge(ipso__packing_state *state, const ipso__packing_change *changes, size_t count)
{
    int64_t before = state->value;
    ipso__packing_state_mark(state);
    for (size_t i = 0; i < count; i++)
        for (int k = changes[i].copies; k < 0 && state->option[changes[i].option].x > 0; k++)
            ipso__packing_state_remove(state, changes[i].option);
    for (size_t i = 0; i < count; i++)
        for (int k = changes[i].copies; k > 0; k--)
            if (ipso__packing_state_fits(state, changes[i].option))
                ipso__packing_state_add(state, changes[i].option);
    if (state->value < before)
        ipso__packing_state_undo(state);
    ipso__packing_state_mark(state);
    ipso__packing_state_keep(state);
    return state->value - before;
}

/* Adds what a lane would change to what the copies must look at in the next epoch. */
static bool spread_changes(struct crew *crew, const ipso__packing_lane *lane)
{
    size_t count = crew->changed_count + lane->change_count;
    if (!ipso__grow(&crew->changed, &crew->changed_capacity, count + 1, sizeof *crew->changed))
        return false;
    for (size_t i = 0; i < lane->change_count; i++)
        crew->changed[crew->changed_count++] = lane->changes[i].option;
    return true;
}

static void merge_step(struct crew *crew, const ipso__packing_lane *lane, size_t i)
{
    const ipso__packing_step *step = &lane->steps[i];
    size_t from = i > 0 ? lane->steps[i - 1].end : 0;
    int64_t gain = merge(crew->state, lane->changes + from, step->end - from);
    ipso__packing_sizes_learn(&crew->sizes, step->size, (double)gain, (double)step->work);
    crew->idle = gain > 0 ? 0 : crew->idle + 1;
    crew->regions++;
    crew->dearest = step->work > crew->dearest ? step->work : crew->dearest;
}

/* The first regions of all lanes, then the second ones, and so on. */
static void merge_lanes(struct crew *crew)
{
    bool more = true;
    for (size_t i = 0; more; i++) {
        more = false;
        for (int j = 0; j < crew->lane_count; j++)
            if (i < crew->lane[j].step_count) {
                merge_step(crew, &crew->lane[j], i);
                more = true;
            }
    }
}

/* One epoch of at most so many regions a lane; false when out of memory. */
static bool epoch(struct crew *crew, int most)
{
    ipso__packing_meter *meter = crew->meter;
    int64_t before = meter->work;
    bool ok = true;
    crew->epochs++;
    part_bins(crew);
    for (int i = 0; i < crew->lane_count; i++)
        plan_lane(crew, &crew->lane[i], i, most);
    run_lanes(crew);
    crew->changed_count = 0;
    ipso__packing_meter_join(meter, &crew->watch, crew->watch.work);
    for (int i = 0; i < crew->lane_count; i++) {
        ok = ok && crew->lane[i].ok && spread_changes(crew, &crew->lane[i]);
        ipso__packing_meter_join(meter, &crew->lane[i].meter, before);
    }
    merge_lanes(crew);
    meter->value = crew->state->best_value;
    meter->next_look = 0;
    meter->next_report_s = crew->watch.next_report_s;
    ipso__packing_meter_add(meter, 0);
    return ok && !crew->state->broken;
}

/* A power of two: so many cores are as busy with the lanes as they can be. */
static int count_lanes(int bins)
{
    int lanes = 1;
    while (lanes < MOST_LANES && 2 * lanes * BINS_A_LANE <= bins)
        lanes *= 2;
    return lanes;
}

static bool crew_init(struct crew *crew)
{
    int bins = crew->state->model->bin_count;
    crew->lane_count = count_lanes(bins);
    crew->part = ipso__calloc((size_t)bins, sizeof *crew->part);
    crew->members = ipso__calloc((size_t)bins * (size_t)crew->lane_count, sizeof *crew->members);
    if (crew->part == NULL || crew->members == NULL)
        return false;
    atomic_init(&crew->halt, false);
    ipso__packing_meter_part(&crew->watch, crew->meter, &crew->halt);
    crew->watch.progress = crew->meter->progress;
    crew->watch.work_limit = INT64_MAX;
    ipso__packing_sizes_init(&crew->sizes, crew->state);
    return true;
}

static void crew_finish(struct crew *crew)
{
    for (int t = 0; t < MOST_LANES; t++)
        if (crew->made[t])
            ipso__packing_bench_finish(&crew->bench[t]);
    for (int i = 0; i < crew->lane_count; i++)
        ipso__packing_lane_finish(&crew->lane[i]);
    free(crew->changed);
    free(crew->part);
    free(crew->members);
}

bool ipso__packing_search_regions(ipso__packing_state *state,
                                  const ipso__packing_region_search *how,
                                  ipso__packing_meter *meter)
{
    struct crew crew = {.how = how, .state = state, .meter = meter};
    bool ok = crew_init(&crew);
    int patience = 400 + 64 * state->model->bin_count;
    while (ok && crew.idle < patience) {
        ok = epoch(&crew, (patience - crew.idle) / crew.lane_count + 1);
        crew.watch.value = meter->value;
        if (meter->stopped || meter->work >= how->until || state->value >= how->enough)
            break;
    }
    crew_finish(&crew);
    return ok;
}
