/* Regions in epochs, on one thread or several.
 *
 * In each epoch a fixed number of regions is searched, each on a copy of the same point, with its
 * own random stream and share of the work left. Then their changes are put into the point one after
 * the other, each only where it still fits and the value does not fall. How many threads share the
 * regions of an epoch makes no difference to any of this: what a thread's copy has changed is put
 * back before every region, so that not even the order of its lists remembers what it did before.
 *
 * Which sizes of region pay changes during a search: small ones first, larger ones when the small
 * are optimal all over. Three draws of four take the size that has lately gained most for its work,
 * the fourth the one that has had least work so far: a large region costs as much as a hundred
 * small ones. Annealing takes few moves while regions gain without it, and more the longer none
 * has.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "solve/packing_search.h"
#include "solve/worker.h"

#include <math.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { SIZES = 8, MOST_TASKS = 4, BINS_A_TASK = 60 };
enum { MOST_COPIES = 450 };                /* placed in a region, on average */
enum { LEAST_MOVES = 5, MOST_MOVES = 20 }; /* of annealing for each option of a region */

static const int region_size[SIZES] = {3, 5, 8, 12, 18, 27, 40, 60};

struct sizes {
    double gain[SIZES], work[SIZES]; /* of late */
    double spent[SIZES];             /* work in all */
    int count;
};

/* One region of an epoch and what came of it. */
struct task {
    int size; /* index of region_size */
    uint64_t stream;
    ipso__packing_meter meter;
    int *option, *copies; /* changes: this option to so many copies */
    int change_count;
    bool ok;
};

struct worker {
    ipso__packing_state state;
    ipso__packing_scope scope;
    ipso__packing_ground ground;
};

struct crew {
    const ipso__packing_region_search *how;
    ipso__packing_state *state; /* the point; read by all during an epoch */
    ipso__packing_meter *meter;
    struct worker *workers;
    struct task task[MOST_TASKS];
    int *changed; /* options that the last epoch may have changed in the point */
    size_t changed_count, changed_capacity;
    int worker_count, task_count;
    struct sizes sizes;
    ipso__random random;
    uint64_t streams;
    double temperature;
    int moves;
    atomic_bool halt;
    atomic_int running; /* threads besides the caller's */
};

/* What a thread needs to know. */
struct shift {
    struct crew *crew;
    int worker;
};

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

static int choose_size(const struct sizes *sizes, ipso__random *random)
{
    int best = 0;
    bool try_out = ipso__random_below(random, 4) == 0;
    for (int i = 1; i < sizes->count; i++)
        if (try_out ? sizes->spent[i] < sizes->spent[best]
                    : sizes->gain[i] * sizes->work[best] > sizes->gain[best] * sizes->work[i])
            best = i;
    return best;
}

static void learn(struct sizes *sizes, int size, double gain, double work)
{
    sizes->gain[size] += gain;
    sizes->work[size] += work;
    sizes->spent[size] += work;
    for (int i = 0; i < SIZES; i++) {
        sizes->gain[i] *= 0.98;
        sizes->work[i] *= 0.98;
    }
}

static int by_index(const void *a, const void *b)
{
    return *(const int *)a - *(const int *)b;
}

/* Lists what the task has changed, in the order of the options. */
static void record_changes(struct task *task, const ipso__packing_state *before,
                           const ipso__packing_state *after)
{
    task->change_count = 0;
    for (int i = 0; i < after->touched_count; i++) {
        int o = after->touched[i];
        if (before->best[o] != after->best[o])
            task->option[task->change_count++] = o;
    }
    if (task->change_count > 1)
        qsort(task->option, (size_t)task->change_count, sizeof(int), by_index);
    for (int i = 0; i < task->change_count; i++)
        task->copies[i] = after->best[task->option[i]];
}

static void search_one(struct crew *crew, struct worker *worker, struct task *task)
{
    ipso__random random;
    ipso__random_init(&random, crew->how->seed, task->stream);
    ipso__packing_regions how = {.size = region_size[task->size],
                                 .price = crew->how->price,
                                 .dive_by_bin = crew->how->dive_by_bin,
                                 .temperature = crew->temperature,
                                 .moves = crew->moves};
    ipso__packing_state_follow(&worker->state, crew->state, crew->changed, crew->changed_count);
    task->ok = ipso__packing_region(&worker->ground, &worker->scope, &worker->state, &how, &random,
                                    &task->meter) &&
               !worker->state.broken;
    record_changes(task, crew->state, &worker->state);
}

/* A thread's regions of the epoch. */
static void *work_shift(void *argument)
{
    struct shift *shift = argument;
    struct crew *crew = shift->crew;
    for (int i = shift->worker; i < crew->task_count; i += crew->worker_count)
        search_one(crew, &crew->workers[shift->worker], &crew->task[i]);
    if (shift->worker > 0)
        atomic_fetch_sub(&crew->running, 1);
    return NULL;
}

static void plan_task(struct crew *crew, struct task *task, bool reports)
{
    const ipso__packing_meter *meter = crew->meter;
    int64_t share = (meter->work_limit - meter->work) / crew->task_count;
    task->size = choose_size(&crew->sizes, &crew->random);
    task->stream = ++crew->streams;
    task->meter = *meter;
    task->meter.work = task->meter.next_look = 0;
    task->meter.work_limit = meter->work_limit == INT64_MAX ? INT64_MAX : share + 1;
    task->meter.halt = &crew->halt;
    if (!reports)
        task->meter.progress = NULL;
}

/* Waits for the other threads and goes on reporting. */
static void wait_for_others(struct crew *crew)
{
    const struct timespec pause = {.tv_nsec = 500000};
    while (atomic_load(&crew->running) > 0) {
        ipso__packing_meter_look(&crew->task[0].meter);
        nanosleep(&pause, NULL);
    }
}

/* Runs the tasks; a thread that cannot be started leaves its share to this one. */
static void run_epoch(struct crew *crew)
{
    pthread_t threads[MOST_TASKS];
    struct shift shifts[MOST_TASKS] = {{crew, 0}};
    bool started[MOST_TASKS] = {false};
    atomic_store(&crew->running, crew->worker_count - 1);
    for (int w = 1; w < crew->worker_count; w++)
        shifts[w] = (struct shift){crew, w};
    for (int w = 1; w < crew->worker_count; w++)
        started[w] = ipso__worker_start(&threads[w], work_shift, &shifts[w]);
    work_shift(&shifts[0]);
    for (int w = 1; w < crew->worker_count; w++)
        if (!started[w])
            work_shift(&shifts[w]);
    wait_for_others(crew);
    for (int w = 1; w < crew->worker_count; w++)
        if (started[w])
            pthread_join(threads[w], NULL);
}

/* Puts a task's changes into the point where they fit; undoes them when the value falls. */
static void merge(struct crew *crew, const struct task *task)
{
    ipso__packing_state *state = crew->state;
    int64_t before = state->value;
    bool fits = true;
    ipso__packing_state_mark(state);
    for (int i = 0; i < task->change_count; i++)
        while (state->option[task->option[i]].x > task->copies[i])
            ipso__packing_state_remove(state, task->option[i]);
    for (int i = 0; i < task->change_count && fits; i++)
        while (fits && state->option[task->option[i]].x < task->copies[i]) {
            fits = ipso__packing_state_fits(state, task->option[i]);
            if (fits)
                ipso__packing_state_add(state, task->option[i]);
        }
    if (!fits || state->value < before)
        ipso__packing_state_undo(state);
    ipso__packing_state_mark(state);
    ipso__packing_state_keep(state);
}

static void take_stop(ipso__packing_meter *meter, const ipso__packing_meter *task)
{
    if (!task->stopped || task->reason == IPSO_STOP_WORK || task->reason == IPSO_STOP_DONE)
        return;
    if (!meter->stopped || task->reason == IPSO_STOP_CANCEL)
        meter->reason = task->reason;
    meter->stopped = true;
}

/* Adds what a task would change to what the workers must look at in the next epoch. */
static bool spread_changes(struct crew *crew, const struct task *task)
{
    size_t count = crew->changed_count + (size_t)task->change_count;
    if (task->change_count == 0)
        return true;
    if (!ipso__grow(&crew->changed, &crew->changed_capacity, count, sizeof *crew->changed))
        return false;
    memcpy(crew->changed + crew->changed_count, task->option,
           (size_t)task->change_count * sizeof *task->option);
    crew->changed_count = count;
    return true;
}

/* One epoch; false when out of memory. */
static bool epoch(struct crew *crew)
{
    bool ok = true;
    for (int i = 0; i < crew->task_count; i++)
        plan_task(crew, &crew->task[i], i % crew->worker_count == 0);
    run_epoch(crew);
    crew->changed_count = 0;
    for (int i = 0; i < crew->task_count; i++) {
        struct task *task = &crew->task[i];
        int64_t before = crew->state->value;
        ok = ok && task->ok && spread_changes(crew, task);
        merge(crew, task);
        learn(&crew->sizes, task->size, (double)(crew->state->value - before),
              (double)task->meter.work);
        take_stop(crew->meter, &task->meter);
        crew->meter->work += task->meter.work;
        if (task->meter.progress != NULL)
            crew->meter->next_report_s = task->meter.next_report_s;
    }
    crew->meter->value = crew->state->best_value;
    crew->meter->next_look = 0;
    ipso__packing_meter_add(crew->meter, 0);
    return ok && !crew->state->broken;
}

static void worker_finish(struct worker *worker)
{
    ipso__packing_state_finish(&worker->state);
    ipso__packing_scope_finish(&worker->scope);
    ipso__packing_ground_finish(&worker->ground);
}

static bool worker_init(struct worker *worker, const ipso__packing_state *state)
{
    bool ok = ipso__packing_state_init(&worker->state, state->model);
    ok = ok && ipso__packing_scope_init(&worker->scope, state->model);
    ok = ok && ipso__packing_ground_init(&worker->ground, state->model);
    if (ok)
        ipso__packing_state_copy(&worker->state, state);
    else
        worker_finish(worker);
    return ok;
}

static bool crew_init(struct crew *crew)
{
    const ipso__packing_model *model = crew->state->model;
    size_t options = (size_t)model->option_count;
    int tasks = model->bin_count / BINS_A_TASK;
    crew->task_count = tasks < 1 ? 1 : tasks > MOST_TASKS ? MOST_TASKS : tasks;
    int threads = crew->how->threads < crew->task_count ? crew->how->threads : crew->task_count;
    crew->workers = ipso__calloc((size_t)threads, sizeof *crew->workers);
    if (crew->workers == NULL)
        return false;
    for (; crew->worker_count < threads; crew->worker_count++)
        if (!worker_init(&crew->workers[crew->worker_count], crew->state))
            return false;
    bool ok = true;
    for (int i = 0; i < crew->task_count; i++) {
        crew->task[i].option = ipso__calloc(options, sizeof(int));
        crew->task[i].copies = ipso__calloc(options, sizeof(int));
        ok = ok && crew->task[i].option != NULL && crew->task[i].copies != NULL;
    }
    return ok;
}

static void crew_finish(struct crew *crew)
{
    for (int w = 0; w < crew->worker_count; w++)
        worker_finish(&crew->workers[w]);
    for (int i = 0; i < crew->task_count; i++) {
        free(crew->task[i].option);
        free(crew->task[i].copies);
    }
    free(crew->workers);
    free(crew->changed);
}

/* One more for each time that all bins have led a region; where bins are dived for, few are best.
 */
static int annealing_moves(const struct crew *crew)
{
    uint64_t rounds = crew->streams / ((uint64_t)crew->state->model->bin_count + 1);
    if (crew->how->dive_by_bin || rounds == 0)
        return LEAST_MOVES;
    return rounds < MOST_MOVES - LEAST_MOVES ? LEAST_MOVES + (int)rounds : MOST_MOVES;
}

bool ipso__packing_search_regions(ipso__packing_state *state,
                                  const ipso__packing_region_search *how,
                                  ipso__packing_meter *meter)
{
    struct crew crew = {.how = how, .state = state, .meter = meter};
    atomic_init(&crew.halt, false);
    ipso__random_init(&crew.random, how->seed, 1);
    crew.streams = 1;
    crew.sizes.count = count_sizes(state);
    for (int i = 0; i < SIZES; i++)
        crew.sizes.gain[i] = crew.sizes.work[i] = 1;
    bool ok = crew_init(&crew);
    int patience = 400 + 64 * state->model->bin_count;
    for (int idle = 0; ok && idle < patience; idle += crew.task_count) {
        int64_t value = state->value;
        crew.temperature = ipso__packing_temperature(state);
        crew.moves = annealing_moves(&crew);
        ok = epoch(&crew);
        if (state->value > value)
            idle = 0;
        if (meter->stopped || meter->work >= how->until || state->value >= how->enough)
            break;
    }
    crew_finish(&crew);
    return ok;
}
