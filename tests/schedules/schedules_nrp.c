/* Solves NRP files and prints one line each; run by hand:
 *
 *     schedules_nrp SECONDS THREADS SEED FILE...
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "nrp_reader.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"

typedef struct trace {
    double start_s;
    int64_t best, bound;
} trace;

static int show(void *user, int64_t best, int64_t bound, int64_t work)
{
    trace *t = user;
    if (best != t->best || bound != t->bound)
        fprintf(stderr, "%7.2f s  best %" PRId64 "  bound %" PRId64 "  work %" PRId64 "\n",
                ipso__clock_now_s() - t->start_s, best == IPSO__NEVER ? -1 : best, bound, work);
    t->best = best;
    t->bound = bound;
    return 0;
}

static int solve(const char *path, double seconds, int threads, uint64_t seed)
{
    nrp *n = nrp_read(path);
    if (n == NULL)
        return 1;
    trace t = {.start_s = ipso__clock_now_s()};
    ipso__schedules_settings settings;
    ipso__schedules_settings_init(&settings);
    settings.time_limit_s = seconds;
    settings.threads = threads;
    settings.seed = seed;
    settings.progress = show;
    settings.progress_user = &t;
    ipso__schedules_result result;
    ipso_error err;
    ipso_error_init(&err);
    ipso_status status = ipso__schedules_solve(&result, &n->schedules, &settings, &err);
    const char *name = strrchr(path, '/');
    if (status != IPSO_OK)
        printf("%s: %s\n", path, err.text);
    else
        printf("%s,%" PRId64 ",%" PRId64 ",%.2f,%" PRId64 ",%d\n", name != NULL ? name + 1 : path,
               result.value, result.bound, ipso__clock_now_s() - t.start_s, result.work,
               (int)result.stop);
    fflush(stdout);
    if (status == IPSO_OK)
        ipso__schedules_result_finish(&result);
    nrp_free(n);
    return status != IPSO_OK;
}

int main(int argc, char **argv)
{
    if (argc < 5)
        return 2;
    int failures = 0;
    for (int i = 4; i < argc; i++)
        failures += solve(argv[i], atof(argv[1]), atoi(argv[2]), (uint64_t)atoll(argv[3]));
    return failures > 0;
}
