/* The suite "week": plans whole weeks, one row for each stage and one ("all") for the run.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench.h"

static void help(void)
{
    puts("usage: ipsosched-bench week [OPTION...] [SCENARIO...]\n"
         "\n"
         "Plans the week of each scenario, or of each practice document, and prints a CSV row for\n"
         "each stage and one, \"all\", for the run. Columns:\n"
         "\n"
         "  instance    scenario, or name of the document\n"
         "  method      pipeline (one call) or stages (--by-stage)\n"
         "  stage       roster, slots, bookings, times; all\n"
         "  seed        of the search\n"
         "  threads\n"
         "  rows        of the stage's integer program\n"
         "  columns\n"
         "  seconds     wall time; of a stage with --by-stage only\n"
         "  work        units of about 10 nanoseconds, counted\n"
         "  outcome     optimal, feasible, infeasible, unknown; error when the call failed\n"
         "  stop        why it stopped: done, gap, time, work, cancel\n"
         "  cost        points; of the stage, or of the whole plan\n"
         "  bound       proven lower bound of the stage, given the stages before it\n"
         "  gap         of the stage; in \"all\" the largest of the stages up to the bookings\n"
         "  peak_kb     memory of the process so far: one instance per process for its own\n"
         "  check       ok, the number of violations (the plan then counts as unsolved), or none\n"
         "  revision    of the sources\n");
    bench_options_help(stdout, BENCH_WEEKS);
    puts("\n"
         "example:\n"
         "  ipsosched-bench week --scenario saint-martin --time-limit 30 --gap 0.01");
}

/* The columns that every row has first, and last. */
static void print_begin(const char *instance, const bench_options *options, const char *stage)
{
    bench_csv_text(stdout, instance);
    printf(",%s,%s,%llu,%d,", options->by_stage ? "stages" : "pipeline", stage,
           (unsigned long long)options->settings.seed, options->settings.threads);
}

static void print_end(const bench_run *run)
{
    printf(",%ld,", bench_peak_kb());
    bench_csv_check(stdout, run);
    printf(",%s\n", bench_revision());
}

static void print_stage(const char *instance, const bench_options *options, const bench_run *run,
                        ipso_stage stage)
{
    const ipso_stage_report *report = &run->stages[stage];
    print_begin(instance, options, ipso_stage_name(stage));
    printf("%lld,%lld,", (long long)report->rows, (long long)report->columns);
    if (run->stage_seconds[stage] >= 0.0)
        printf("%.3f", run->stage_seconds[stage]);
    printf(",%lld,%s,%s,%lld,%lld,%.6f", (long long)report->work,
           ipso_outcome_name(run->has_plan ? report->outcome : IPSO_UNKNOWN),
           ipso_stop_name(report->stop), (long long)report->cost, (long long)report->bound,
           report->gap);
    print_end(run);
}

static void print_all(const char *instance, const bench_options *options, const bench_run *run)
{
    int64_t work = 0;
    for (int s = 0; s < IPSO_STAGE_COUNT; s++)
        work += run->stages[s].work;
    print_begin(instance, options, "all");
    printf(",,%.3f,%lld,%s,,", run->seconds, (long long)work,
           run->status == IPSO_OK ? ipso_outcome_name(run->outcome) : "error");
    if (run->has_plan)
        printf("%lld,,%.6f", (long long)run->cost, bench_run_gap(run));
    else
        fputs(",,", stdout);
    print_end(run);
}

/* Plans one instance and prints its rows; true when the call worked. */
static bool measure(const bench_instance *instance, const bench_options *options)
{
    bench_run run;
    ipso_error err;
    ipso_error_init(&err);
    bool ok = bench_run_make(&run, NULL, instance->practice, options, &err);
    if (!ok)
        bench_complain(instance->name, &err);
    for (int s = 0; s < IPSO_STAGE_COUNT; s++) {
        if (run.stages[s].ran)
            print_stage(instance->name, options, &run, (ipso_stage)s);
    }
    print_all(instance->name, options, &run);
    fflush(stdout);
    return ok && run.violations <= 0;
}

/* Measures an instance that was read with that status, and frees it. */
static int measure_read(bench_instance *instance, ipso_status status, const ipso_error *err,
                        const bench_options *options)
{
    if (status != IPSO_OK) {
        bench_complain(instance->name, err);
        return status == IPSO_NOMEM ? BENCH_FAILED : BENCH_INPUT;
    }
    bool ok = measure(instance, options);
    bench_instance_finish(instance);
    return ok ? BENCH_DONE : BENCH_FAILED;
}

/* The worse of two exit codes: bad input before a failed run before done. */
static int worse(int first, int second)
{
    return first > second ? first : second;
}

static int measure_scenarios(const bench_options *options)
{
    int code = BENCH_DONE;
    for (int i = 0; bench_scenario(options, i) != NULL; i++) {
        const char *name = bench_scenario(options, i);
        bench_instance instance;
        ipso_error err;
        ipso_error_init(&err);
        ipso_status status = bench_instance_generate(&instance, name, options->instance_seed, &err);
        code = worse(code, measure_read(&instance, status, &err, options));
    }
    return code;
}

static int measure_documents(const bench_options *options)
{
    ipso_error err;
    ipso_error_init(&err);
    size_t count = 0;
    char **files = bench_files(options->data, ".json", &count, &err);
    if (files == NULL) {
        bench_complain("--data", &err);
        return BENCH_INPUT;
    }
    int code = BENCH_DONE;
    for (size_t i = 0; i < count; i++) {
        bench_instance instance;
        ipso_error_init(&err);
        ipso_status status = bench_instance_load(&instance, options->data, files[i], &err);
        code = worse(code, measure_read(&instance, status, &err, options));
    }
    bench_files_free(files, count);
    return code;
}

int bench_week(int argc, char **argv)
{
    bench_options options;
    if (!bench_options_read(&options, BENCH_WEEKS, argc, argv))
        return BENCH_USAGE;
    if (options.help) {
        help();
        return BENCH_DONE;
    }
    if (!bench_names_known(&options))
        return BENCH_USAGE;
    puts("instance,method,stage,seed,threads,rows,columns,seconds,work,outcome,stop,cost,bound,gap,"
         "peak_kb,check,revision");
    fflush(stdout);
    int code = BENCH_DONE;
    if (options.data == NULL || options.name_count > 0)
        code = measure_scenarios(&options);
    if (options.data != NULL)
        code = worse(code, measure_documents(&options));
    return code;
}
