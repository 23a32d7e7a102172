/* One run of the packing solver on a generated instance, recounted.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench.h"

#include "packing_instances.h"

#include <math.h>
#include <string.h>

static struct instance *generate_bookings(uint64_t seed, int scale)
{
    return bookings_instance(seed, 28 * scale, 1, 0);
}

static struct instance *generate_noisy(uint64_t seed, int scale)
{
    return bookings_instance(seed, 28 * scale, 1, 20);
}

static struct instance *generate_lengths(uint64_t seed, int scale)
{
    return bookings_instance(seed, 28 * scale, 3, 0);
}

static struct instance *generate_slots(uint64_t seed, int scale)
{
    return slots_instance(seed, 150 * scale, 300 * scale);
}

static struct instance *generate_practice(uint64_t seed, int scale)
{
    return slots_instance(seed, 12 * scale, 60 * scale);
}

static const struct {
    const char *name;
    const char *summary;
    struct instance *(*generate)(uint64_t seed, int scale);
} KINDS[] = {
    {"bookings", "3,400 requests, 28 doctors of 20 half-days", generate_bookings},
    {"noisy", "the same, no two half-days of a doctor alike", generate_noisy},
    {"lengths", "the same, each request in three lengths", generate_lengths},
    {"slots", "300 needs of many slots, 150 sessions", generate_slots},
    {"practice", "60 needs of many slots, 12 sessions", generate_practice},
};
#define KIND_COUNT ((int)(sizeof KINDS / sizeof KINDS[0]))

static int find(const char *name)
{
    for (int i = 0; i < KIND_COUNT; i++) {
        if (strcmp(name, KINDS[i].name) == 0)
            return i;
    }
    return -1;
}

const char *bench_packing_name(int i)
{
    return i < KIND_COUNT ? KINDS[i].name : NULL;
}

const char *bench_packing_summary(const char *name)
{
    int kind = find(name);
    return kind >= 0 ? KINDS[kind].summary : NULL;
}

static void take(bench_packing *run, const ipso__packing *packing,
                 const ipso__packing_result *result)
{
    int64_t value = 0;
    run->stop = result->stop;
    run->work = result->work;
    run->value = result->value;
    run->bound = result->bound;
    run->recounted = ipso__packing_value(packing, result->x, &value) && value == result->value;
}

bool bench_packing_run(bench_packing *run, const char *name, const bench_options *options,
                       ipso_error *err)
{
    struct instance *instance = KINDS[find(name)].generate(options->instance_seed, options->scale);
    const ipso__packing *packing = &instance->packing;
    ipso__packing_settings settings;
    ipso__packing_settings_init(&settings);
    settings.work_limit = options->settings.work_limit;
    settings.time_limit_s = settings.work_limit > 0 ? INFINITY : options->settings.time_limit_s;
    settings.gap = options->settings.gap;
    settings.seed = options->settings.seed;
    settings.threads = options->settings.threads;
    *run = (bench_packing){
        .bins = packing->bin_count, .rows = packing->row_count, .options = packing->option_count};
    ipso__packing_result result;
    double began_s = bench_now_s(), cpu_began_s = bench_cpu_s();
    bool ok = ipso__packing_solve(&result, packing, &settings, err) == IPSO_OK;
    run->seconds = bench_now_s() - began_s;
    run->cpu_s = bench_cpu_s() - cpu_began_s;
    if (ok) {
        take(run, packing, &result);
        ipso__packing_result_finish(&result);
    }
    instance_free(instance);
    return ok;
}
