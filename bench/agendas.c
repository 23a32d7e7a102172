/* The suite "agendas": slots and bookings of a given roster at several time limits.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "agendas.h"

#include <string.h>

/* What is promised of a scenario within a time. */
typedef struct promise {
    const char *scenario;
    double time_limit_s, gap;
} promise;

static const promise PROMISES[] = {
    {"ipso", 2, 0.01}, {"ipso", 10, 0.004}, {"ipso", 60, 0.0015}, {"saint-martin", 30, 0.001}};
#define PROMISE_COUNT (sizeof PROMISES / sizeof PROMISES[0])

static void help(void)
{
    puts("usage: ipsosched-bench agendas [OPTION...] [SCENARIO...]\n"
         "\n"
         "Makes a roster, then cuts it into slots and places the requests, anew for each time\n"
         "limit, and prints a CSV row for each. Scenarios and limits, unless others are given:\n");
    for (size_t i = 0; i < PROMISE_COUNT; i++)
        printf("  %-14s %2.0f s  promised: within %g %% of the bound\n", PROMISES[i].scenario,
               PROMISES[i].time_limit_s, 100 * PROMISES[i].gap);
    puts("\n"
         "With --time-limit or --work-limit each scenario is run once with that limit instead.\n"
         "--scale plans so many such practices as one. Columns:\n"
         "\n"
         "  instance        scenario\n"
         "  scale           practices side by side\n"
         "  instance_seed   of the first of them\n"
         "  seed            of the search\n"
         "  threads\n"
         "  limit_s         time limit of slots and bookings together; none with a work limit\n"
         "  seconds         wall time\n"
         "  cpu_seconds     processor time of all threads, outside the kernel\n"
         "  work            units of about 10 nanoseconds, counted\n"
         "  slots_cost      points\n"
         "  slots_bound     proven lower bound of slots and bookings together, given the roster\n"
         "  slots_gap\n"
         "  bookings_cost   points\n"
         "  bookings_bound  proven lower bound, given the roster and the open slots\n"
         "  bookings_gap\n"
         "  cost            of slots and bookings together, recounted\n"
         "  gap             (cost - slots_bound) / cost\n"
         "  promised        gap, or none\n"
         "  met             yes or no, by the gap alone\n"
         "  peak_kb         memory of the process so far\n"
         "  check           ok, the number of violations, or none without a plan\n"
         "  revision        of the sources\n");
    bench_options_help(stdout, BENCH_AGENDAS);
    puts("\n"
         "example:\n"
         "  ipsosched-bench agendas ipso");
}

/* Cost of slots and bookings together. */
static int64_t cost_of(const bench_run *run)
{
    return run->stage_costs[IPSO_STAGE_SLOTS] + run->stage_costs[IPSO_STAGE_BOOKINGS];
}

static double gap_of(const bench_run *run)
{
    int64_t cost = cost_of(run);
    if (!run->has_plan)
        return 1;
    return (double)(cost - run->stages[IPSO_STAGE_SLOTS].bound) / (cost > 1 ? (double)cost : 1);
}

static void print_stage(const ipso_stage_report *report)
{
    printf(",%lld,%lld,%.6f", (long long)report->cost, (long long)report->bound, report->gap);
}

static void print(const bench_run *run, const char *scenario, const bench_options *options,
                  double promised, double cpu_s)
{
    const ipso_settings *settings = &options->settings;
    double gap = gap_of(run);
    int64_t work = run->stages[IPSO_STAGE_SLOTS].work + run->stages[IPSO_STAGE_BOOKINGS].work;
    printf("%s,%d,%llu,%llu,%d,", scenario, options->scale,
           (unsigned long long)options->instance_seed, (unsigned long long)settings->seed,
           settings->threads);
    if (settings->work_limit == 0)
        printf("%g", settings->time_limit_s);
    printf(",%.3f,%.3f,%lld", run->seconds, cpu_s, (long long)work);
    print_stage(&run->stages[IPSO_STAGE_SLOTS]);
    print_stage(&run->stages[IPSO_STAGE_BOOKINGS]);
    printf(",%lld,%.6f,", (long long)cost_of(run), gap);
    if (promised > 0)
        printf("%g,%s,", promised, gap <= promised ? "yes" : "no");
    else
        fputs(",,", stdout);
    printf("%ld,", bench_peak_kb());
    bench_csv_check(stdout, run);
    printf(",%s\n", bench_revision());
    fflush(stdout);
}

/* Plans slots and bookings once; true when a plan came of it, and the promise (0: none) is kept. */
static bool measure(const agenda_case *made, const char *scenario, const bench_options *options,
                    double promised)
{
    bench_run run;
    ipso_error err;
    ipso_error_init(&err);
    bench_options one = *options;
    one.settings.first_stage = IPSO_STAGE_SLOTS;
    one.settings.last_stage = IPSO_STAGE_BOOKINGS;
    one.settings.start = made->roster;
    double began_s = bench_cpu_s();
    bool ok = bench_run_make(&run, NULL, made->practice, &one, &err);
    double cpu_s = bench_cpu_s() - began_s;
    if (!ok)
        bench_complain(scenario, &err);
    print(&run, scenario, options, promised, cpu_s);
    return ok && run.has_plan && (promised <= 0 || gap_of(&run) <= promised);
}

static bool measure_promises(const agenda_case *made, const char *scenario,
                             const bench_options *given)
{
    bool met = true;
    for (size_t i = 0; i < PROMISE_COUNT; i++) {
        bench_options options = *given;
        if (strcmp(PROMISES[i].scenario, scenario) != 0)
            continue;
        options.settings.time_limit_s = PROMISES[i].time_limit_s;
        met = measure(made, scenario, &options, PROMISES[i].gap) && met;
    }
    return met;
}

static bool measure_scenario(const char *scenario, const bench_options *given)
{
    agenda_case made;
    ipso_error err;
    ipso_error_init(&err);
    bench_options options = *given;
    bool limited = given->settings.time_limit_s > 0 || given->settings.work_limit > 0;
    if (agenda_case_make(&made, scenario, given, &err) != IPSO_OK) {
        bench_complain(scenario, &err);
        return false;
    }
    if (given->settings.time_limit_s <= 0)
        options.settings.time_limit_s = 1e9;
    bool ok = limited ? measure(&made, scenario, &options, 0)
                      : measure_promises(&made, scenario, &options);
    agenda_case_finish(&made);
    return ok;
}

int bench_agendas(int argc, char **argv)
{
    bench_options options;
    int code;
    if (!bench_begin(&options, BENCH_AGENDAS, argc, argv, help, &code))
        return code;
    if (options.name_count == 0) {
        options.names[options.name_count++] = "ipso";
        options.names[options.name_count++] = "saint-martin";
    }
    puts("instance,scale,instance_seed,seed,threads,limit_s,seconds,cpu_seconds,work,slots_cost,"
         "slots_bound,slots_gap,bookings_cost,bookings_bound,bookings_gap,cost,gap,promised,met,"
         "peak_kb,"
         "check,revision");
    fflush(stdout);
    bool ok = true;
    for (int i = 0; i < options.name_count; i++)
        ok = measure_scenario(options.names[i], &options) && ok;
    return ok ? BENCH_DONE : BENCH_FAILED;
}
