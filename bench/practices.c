/* The suite "practices": rosters of practices alone, one row each, beside what is promised of them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "practices.h"

#include "fair.h"

#include <string.h>

typedef struct promise {
    const char *name;
    int weeks; /* of the network, 0: not of it */
    double time_limit_s, gap;
    const char *summary;
} promise;

static const promise PROMISES[] = {
    {"symmetric", 0, 5, 0, "eight doctors alike in everything, one site, one week"},
    {"ipso-1", 1, 5, 0.005, "the network's week"},
    {"ipso-4", 4, 30, 0.005, "four weeks of the network at once"},
    {"ipso-12", 12, 300, 0.01, "twelve"},
};
#define PROMISE_COUNT (sizeof PROMISES / sizeof PROMISES[0])

static void help(void)
{
    puts("usage: ipsosched-bench practices [OPTION...] [PRACTICE...]\n"
         "\n"
         "Makes the roster of practices, or of those named, and prints a CSV row for each:\n");
    for (size_t i = 0; i < PROMISE_COUNT; i++)
        printf("  %-10s %3g s, gap %-5g  %s\n", PROMISES[i].name, PROMISES[i].time_limit_s,
               PROMISES[i].gap, PROMISES[i].summary);
    puts("\n"
         "Columns:\n"
         "\n"
         "  instance    practice\n"
         "  people, days\n"
         "  seed        of the search\n"
         "  threads\n"
         "  rows        of the whole integer program\n"
         "  columns\n"
         "  seconds     wall time\n"
         "  work        units of about 10 nanoseconds, counted\n"
         "  outcome     optimal (proven within the gap asked), feasible, unknown\n"
         "  stop        why it stopped: done, gap, time, work\n"
         "  value       cost of the roster\n"
         "  bound       proven: no roster costs less\n"
         "  gap\n"
         "  peak_kb     memory of the process so far: one practice per process for its own\n"
         "  check       ok, the number of violations (the roster then counts as none), or none\n"
         "  limit_s     time promised\n"
         "  gap_asked   gap promised\n"
         "  met         met or missed: both at once\n"
         "  revision    of the sources\n");
    bench_options_help(stdout, BENCH_PRACTICES);
    puts("\n"
         "example:\n"
         "  ipsosched-bench practices ipso-4 --threads 2");
}

static const promise *find(const char *name)
{
    for (size_t i = 0; i < PROMISE_COUNT; i++)
        if (strcmp(name, PROMISES[i].name) == 0)
            return &PROMISES[i];
    return NULL;
}

static ipso_status make(ipso_practice **practice, const promise *p, uint64_t seed, ipso_error *err)
{
    ipso_practice *week = NULL;
    if (p->weeks == 0)
        return symmetric_practice(practice, err);
    ipso_status status = ipso_scenario_generate(&week, "ipso", seed, err);
    if (status == IPSO_OK)
        status =
            fair_practice(practice, week, &(fair_weeks){.count = p->weeks, .priced = true}, err);
    ipso_practice_free(week);
    return status;
}

static void print_row(const promise *p, const ipso_practice *practice, const bench_options *options,
                      const bench_run *run)
{
    const ipso_stage_report *report = &run->stages[IPSO_STAGE_ROSTER];
    bool met = run->has_plan && run->seconds <= p->time_limit_s && report->gap <= p->gap;
    printf("%s,%d,%d,%llu,%d,%lld,%lld,%.3f,%lld,%s,%s,", p->name,
           ipso_practice_practitioner_count(practice), ipso_practice_horizon(practice)->days,
           (unsigned long long)options->settings.seed, options->settings.threads,
           (long long)report->rows, (long long)report->columns, run->seconds,
           (long long)report->work,
           run->status == IPSO_OK ? ipso_outcome_name(run->outcome) : "error",
           report->ran ? ipso_stop_name(report->stop) : "");
    if (run->has_plan)
        printf("%lld,%lld,%.6f", (long long)report->cost, (long long)report->bound, report->gap);
    else
        fputs(",,", stdout);
    printf(",%ld,", bench_peak_kb());
    bench_csv_check(stdout, run);
    printf(",%g,%g,%s,%s\n", p->time_limit_s, p->gap, met ? "met" : "missed", bench_revision());
    fflush(stdout);
}

/* True when the call worked and the roster passes the check. */
static bool measure(const promise *p, const bench_options *given)
{
    bench_options options = *given;
    ipso_practice *practice = NULL;
    bench_run run;
    ipso_error err;
    ipso_error_init(&err);
    options.settings.last_stage = IPSO_STAGE_ROSTER;
    if (options.settings.time_limit_s == 0)
        options.settings.time_limit_s = 0.98 * p->time_limit_s;
    if (options.settings.gap < 0)
        options.settings.gap = p->gap;
    bool ok = make(&practice, p, options.instance_seed, &err) == IPSO_OK;
    if (ok) {
        ok = bench_run_make(&run, NULL, practice, &options, &err);
        print_row(p, practice, &options, &run);
    }
    if (!ok)
        bench_complain(p->name, &err);
    ipso_practice_free(practice);
    return ok && run.violations <= 0;
}

int bench_practices(int argc, char **argv)
{
    bench_options options;
    bool ok = true;
    if (!bench_options_read(&options, BENCH_PRACTICES, argc, argv))
        return BENCH_USAGE;
    if (options.help) {
        help();
        return BENCH_DONE;
    }
    for (int i = 0; i < options.name_count; i++)
        if (find(options.names[i]) == NULL) {
            fprintf(stderr, "ipsosched-bench: no practice is named \"%s\"\n", options.names[i]);
            return BENCH_USAGE;
        }
    puts("instance,people,days,seed,threads,rows,columns,seconds,work,outcome,stop,value,bound,gap,"
         "peak_kb,check,limit_s,gap_asked,met,revision");
    fflush(stdout);
    for (size_t i = 0; i < PROMISE_COUNT; i++) {
        bool asked = options.name_count == 0;
        for (int k = 0; k < options.name_count; k++)
            asked = asked || find(options.names[k]) == &PROMISES[i];
        if (asked)
            ok = measure(&PROMISES[i], &options) && ok;
    }
    return ok ? BENCH_DONE : BENCH_FAILED;
}
