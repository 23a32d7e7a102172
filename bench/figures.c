/* The suite "figures": what is promised of whole weeks, measured, one row each.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench.h"

#include <string.h>

typedef struct figure {
    const char *name;
    const char *scenario;
    double time_limit_s; /* given to the planner */
    double end_by_s;     /* the call returns by then */
    double gap;          /* stages up to the bookings are proven within it; 1: any gap will do */
} figure;

static const figure FIGURES[] = {
    {"didier", "didier", 4.5, 5.0, 0.005},
    {"yasmine", "yasmine", 4.5, 5.0, 0.005},
    {"saint-martin", "saint-martin", 29.0, 30.0, 0.01},
    {"ipso", "ipso", 60.0, 61.0, 1.0},
    {"ipso-limit", "ipso", 2.0, 3.0, 1.0},
};
#define FIGURE_COUNT (sizeof FIGURES / sizeof FIGURES[0])

static void help(void)
{
    puts("usage: ipsosched-bench figures [OPTION...] [FIGURE...]\n"
         "\n"
         "Plans a scenario under a time limit and says whether the promise is met: a plan that\n"
         "passes the check, in time, each stage up to the bookings proven within a gap of its own\n"
         "optimum. All figures, or those named:\n");
    for (size_t i = 0; i < FIGURE_COUNT; i++) {
        const figure *one = &FIGURES[i];
        printf("  %-14s %-14s limit %4.1f s, ends by %2.0f s, ", one->name, one->scenario,
               one->time_limit_s, one->end_by_s);
        if (one->gap < 1.0)
            printf("gap %g\n", one->gap);
        else
            puts("any gap");
    }
    puts("\n"
         "Time limit and gap are the figure's; of the options, --seed, --instance-seed and\n"
         "--threads are used.\n");
    bench_options_help(stdout, BENCH_WEEKS);
}

static const figure *find(const char *name)
{
    for (size_t i = 0; i < FIGURE_COUNT; i++) {
        if (strcmp(name, FIGURES[i].name) == 0)
            return &FIGURES[i];
    }
    return NULL;
}

/* Measures a figure; true when it is met. */
static bool measure(const figure *one, const bench_options *given)
{
    bench_options options = *given;
    options.settings.time_limit_s = one->time_limit_s;
    options.settings.work_limit = 0;
    options.settings.apart = true;
    options.by_stage = false;
    if (one->gap < 1.0)
        options.settings.gap = one->gap;

    bench_instance instance;
    bench_run run = {.violations = -1};
    ipso_error err;
    ipso_error_init(&err);
    ipso_status status =
        bench_instance_generate(&instance, one->scenario, options.instance_seed, &err);
    if (status != IPSO_OK || !bench_run_make(&run, NULL, instance.practice, &options, &err))
        bench_complain(one->name, &err);
    bench_instance_finish(&instance);

    double gap = bench_run_gap(&run);
    bool met = run.has_plan && run.seconds <= one->end_by_s && gap <= one->gap;
    printf("%s,%s,%g,%g,%g,%.3f,%.6f,%s,%s,%ld,%s\n", one->name, one->scenario, one->time_limit_s,
           one->end_by_s, one->gap, run.seconds, gap, run.has_plan ? "ok" : "none",
           met ? "met" : "missed", bench_peak_kb(), bench_revision());
    fflush(stdout);
    return met;
}

int bench_figures(int argc, char **argv)
{
    bench_options options;
    if (!bench_options_read(&options, BENCH_WEEKS, argc, argv))
        return BENCH_USAGE;
    if (options.help) {
        help();
        return BENCH_DONE;
    }
    for (int i = 0; i < options.name_count; i++) {
        if (find(options.names[i]) == NULL) {
            fprintf(stderr, "ipsosched-bench: no figure is named \"%s\"\n", options.names[i]);
            return BENCH_USAGE;
        }
    }
    puts("figure,scenario,time_limit_s,end_by_s,gap_asked,seconds,gap,check,met,peak_kb,revision");
    bool met = true;
    for (size_t i = 0; i < FIGURE_COUNT; i++) {
        bool asked = options.name_count == 0;
        for (int k = 0; k < options.name_count; k++)
            asked = asked || find(options.names[k]) == &FIGURES[i];
        if (asked && !measure(&FIGURES[i], &options))
            met = false;
    }
    return met ? BENCH_DONE : BENCH_FAILED;
}
