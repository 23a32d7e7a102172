/* How good packings get in how long, on generated instances of the sizes that matter. Run by hand:
 *
 *     packing_speed (bookings|noisy|lengths|slots|practice) EFFORT [SEED [SCALE]]
 *
 * with an effort of EFFORT times 1e8 units of work (about a second each), prints one CSV row:
 * instance, seed, bins, rows, options, seconds, work, value, bound, gap in percent.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "packing_instances.h"

#include "base/clock.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int report(void *user, int64_t value, int64_t bound, int64_t work)
{
    double *began_s = user, now_s = ipso__clock_now_s();
    if (now_s - began_s[0] >= began_s[1]) {
        began_s[1] = began_s[1] * 1.5;
        fprintf(stderr, "%7.2f s work %12lld value %10lld bound %10lld gap %.3f %%\n",
                now_s - began_s[0], (long long)work, (long long)value, (long long)bound,
                100.0 * (double)(bound - value) / (double)bound);
    }
    return 0;
}

int main(int argc, char **argv)
{
    if (argc < 3) {
        fprintf(stderr, "usage: packing_speed (bookings|noisy|lengths|slots|practice) EFFORT [SEED "
                        "[SCALE [THREADS]]]\n");
        return 2;
    }
    struct instance *instance = NULL;
    uint64_t seed = argc > 3 ? (uint64_t)atoll(argv[3]) : 1;
    int scale = argc > 4 ? atoi(argv[4]) : 1;
    if (strcmp(argv[1], "bookings") == 0)
        instance = bookings_instance(seed, 28 * scale, 1, 0);
    else if (strcmp(argv[1], "noisy") == 0)
        instance = bookings_instance(seed, 28 * scale, 1, 20);
    else if (strcmp(argv[1], "lengths") == 0)
        instance = bookings_instance(seed, 28 * scale, 3, 0);
    else if (strcmp(argv[1], "slots") == 0)
        instance = slots_instance(seed, 150 * scale, 300 * scale);
    else if (strcmp(argv[1], "practice") == 0)
        instance = slots_instance(seed, 12 * scale, 60 * scale);
    if (instance == NULL)
        return 2;
    double began_s[2] = {ipso__clock_now_s(), 0.1};
    ipso__packing_settings settings;
    ipso__packing_settings_init(&settings);
    settings.work_limit = (int64_t)(1e8 * atof(argv[2]));
    settings.seed = seed;
    settings.threads = argc > 5 ? atoi(argv[5]) : 1;
    settings.progress = report;
    settings.progress_user = began_s;
    ipso__packing_result result;
    ipso_error err;
    ipso_error_init(&err);
    if (ipso__packing_solve(&result, &instance->packing, &settings, &err) != IPSO_OK) {
        fprintf(stderr, "%s\n", err.text);
        return 1;
    }
    printf("%s,%llu,%d,%d,%d,%.3f,%lld,%lld,%lld,%.4f,%s\n", argv[1], (unsigned long long)seed,
           instance->packing.bin_count, instance->packing.row_count, instance->packing.option_count,
           ipso__clock_now_s() - began_s[0], (long long)result.work, (long long)result.value,
           (long long)result.bound,
           100.0 * (double)(result.bound - result.value) / (double)result.bound,
           ipso_stop_name(result.stop));
    ipso__packing_result_finish(&result);
    instance_free(instance);
    return 0;
}
