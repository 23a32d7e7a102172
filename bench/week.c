/* The suite "week": plans whole weeks, one row for each stage and one ("all") for the run; or each
 * stage beside other solvers, one row for each.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "week.h"

#include <string.h>

static void help(void)
{
    puts(
        "usage: ipsosched-bench week [OPTION...] [NAME...]\n"
        "\n"
        "Plans the week of each scenario, or of each practice document, and prints a CSV row for\n"
        "each stage and one, \"all\", for the run. With --solvers each stage is also solved by\n"
        "other means, all on the integer program that the planner's stages before it leave:\n"
        "\n"
        "  planner     the stage by itself\n"
        "  greedy      its first plan alone: the first of 1, 10, 100 ... units of work that\n"
        "              leaves one\n"
        "  glpsol      plain GLPK on the written program; and so cbc (COIN-OR), highs (HiGHS, the\n"
        "              program or the Python package highspy) and cpsat (CP-SAT, the Python\n"
        "              package ortools), where they are installed, each on one thread. Not of the\n"
        "              times stage, which is written as a sample: its values are others\n"
        "\n"
        "NAME is a scenario, or an instance of the folder of --data (without its ending). Of\n"
        "public instances the roster alone is planned. Columns:\n"
        "\n"
        "  instance    scenario, or name of the file\n"
        "  method      pipeline (one call), stages (--by-stage), or the solver\n"
        "  stage       roster, slots, bookings, times; all\n"
        "  seed        of the search; of the planner, as threads\n"
        "  threads\n"
        "  rows        of the stage's integer program; of other solvers, of the program written\n"
        "  columns\n"
        "  seconds     wall time; of a stage with --by-stage or --solvers only\n"
        "  cpu_seconds of the processor, all threads, outside the kernel; likewise\n"
        "  work        units of about 10 nanoseconds, counted; of the planner\n"
        "  outcome     optimal (within the gap), feasible, infeasible, unknown; error when the\n"
        "              call failed; not installed\n"
        "  stop        why it stopped: done, gap, time, work, cancel; late when a solver was\n"
        "              stopped 5 s after its limit\n"
        "  cost        points; of the stage, or of the whole plan; of other solvers recounted on\n"
        "              the written program\n"
        "  bound       lower bound of the stage, given the stages before it: proven by the\n"
        "              planner, told by other solvers\n"
        "  gap         of the stage; in \"all\" the largest of the stages up to the bookings\n"
        "  peak_kb     memory of the process so far: one instance per process for its own\n"
        "  check       ok, the number of violations (the plan then counts as unsolved), or none;\n"
        "              of other solvers, rows, bounds and whole numbers broken\n"
        "  revision    of the sources\n");
    bench_options_help(stdout, BENCH_WEEKS);
    puts("\n"
         "examples:\n"
         "  ipsosched-bench week --scenario saint-martin --time-limit 30 --gap 0.01\n"
         "  ipsosched-bench week didier --solvers all --time-limit 10");
}

static void print_stage(const char *instance, const bench_options *options, const bench_run *run,
                        ipso_stage stage)
{
    const ipso_stage_report *report = &run->stages[stage];
    char check[BENCH_CHECK_SIZE];
    bench_check_text(check, run);
    week_print_row(
        &(week_row){.instance = instance,
                    .method = options->by_stage ? "stages" : "pipeline",
                    .stage = ipso_stage_name(stage),
                    .rows = report->rows,
                    .columns = report->columns,
                    .seconds = run->stage_seconds[stage],
                    .cpu_seconds = run->stage_cpu_seconds[stage],
                    .work = report->work,
                    .outcome = ipso_outcome_name(run->has_plan ? report->outcome : IPSO_UNKNOWN),
                    .stop = ipso_stop_name(report->stop),
                    .has_cost = true,
                    .has_bound = true,
                    .cost = (double)report->cost,
                    .bound = (double)report->bound,
                    .gap = report->gap,
                    .check = check},
        options);
}

static void print_all(const char *instance, const bench_options *options, const bench_run *run)
{
    int64_t work = 0;
    char check[BENCH_CHECK_SIZE];
    bench_check_text(check, run);
    for (int s = 0; s < IPSO_STAGE_COUNT; s++)
        work += run->stages[s].work;
    week_print_row(
        &(week_row){.instance = instance,
                    .method = options->by_stage ? "stages" : "pipeline",
                    .stage = "all",
                    .rows = -1,
                    .columns = -1,
                    .seconds = run->seconds,
                    .cpu_seconds = run->cpu_seconds,
                    .work = work,
                    .outcome = run->status == IPSO_OK ? ipso_outcome_name(run->outcome) : "error",
                    .stop = "",
                    .has_cost = run->has_plan,
                    .cost = (double)run->cost,
                    .gap = run->has_plan ? bench_run_gap(run) : -1.0,
                    .check = check},
        options);
}

/* Plans one instance and prints its rows; true when the call worked. */
static bool measure(const bench_instance *instance, const bench_options *given)
{
    bench_options options = *given;
    bench_run run;
    ipso_error err;
    ipso_error_init(&err);
    if (instance->roster_alone) {
        options.settings.last_stage = IPSO_STAGE_ROSTER;
        options.by_stage = false;
    }
    if (options.solvers != NULL)
        return week_compare(instance->name, instance->practice, options.settings.last_stage,
                            &options);
    bool ok = bench_run_make(&run, NULL, instance->practice, &options, &err);
    if (!ok)
        bench_complain(instance->name, &err);
    for (int s = 0; s < IPSO_STAGE_COUNT; s++) {
        if (run.stages[s].ran)
            print_stage(instance->name, &options, &run, (ipso_stage)s);
    }
    print_all(instance->name, &options, &run);
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

static int measure_scenario(const char *name, const bench_options *options)
{
    bench_instance instance;
    ipso_error err;
    ipso_error_init(&err);
    ipso_status status = bench_instance_generate(&instance, name, options->instance_seed, &err);
    return measure_read(&instance, status, &err, options);
}

/* ---- the folder ---- */

static const char *const ENDINGS[] = {".json", ".txt", ".dzn"};
enum { ENDING_COUNT = sizeof ENDINGS / sizeof ENDINGS[0] };

/* The files of a folder, by their endings; name, unless NULL, is that of the file without it. Calls
 * found for each of them; the worst of what it returns, -1 when there is none. */
static int each_file(const bench_options *options, const char *name,
                     int (*found)(const bench_options *options, const char *file), ipso_error *err)
{
    int code = -1;
    for (int e = 0; e < ENDING_COUNT; e++) {
        size_t count = 0;
        ipso_error_init(err);
        char **files = bench_files(options->data, ENDINGS[e], &count, err);
        for (size_t i = 0; files != NULL && i < count; i++) {
            size_t length = (size_t)bench_name_length(files[i]);
            if (name == NULL || (strlen(name) == length && strncmp(name, files[i], length) == 0))
                code = worse(code, found(options, files[i]));
        }
        bench_files_free(files, files != NULL ? count : 0);
    }
    return code;
}

static int measure_file(const bench_options *options, const char *file)
{
    bench_instance instance;
    ipso_error err;
    ipso_error_init(&err);
    ipso_status status = bench_instance_load(&instance, options->data, file, &err);
    return measure_read(&instance, status, &err, options);
}

static int count_file(const bench_options *options, const char *file)
{
    (void)options;
    (void)file;
    return BENCH_DONE;
}

static bool is_of_folder(const bench_options *options, const char *name)
{
    ipso_error err;
    return options->data != NULL && each_file(options, name, count_file, &err) >= 0;
}

/* Whether each name is that of a scenario or of a file; with a line on standard error. */
static bool names_found(const bench_options *options)
{
    for (int i = 0; i < options->name_count; i++) {
        const char *name = options->names[i];
        if (ipso_scenario_summary(name) != NULL || is_of_folder(options, name))
            continue;
        fprintf(stderr, "ipsosched-bench: no scenario is named \"%s\"", name);
        if (options->data != NULL)
            fprintf(stderr, ", and %s holds no instance of that name", options->data);
        fputc('\n', stderr);
        return false;
    }
    return true;
}

/* All files of the folder. */
static int measure_folder(const bench_options *options)
{
    ipso_error err;
    int code = each_file(options, NULL, measure_file, &err);
    if (code >= 0)
        return code;
    size_t count = 0; /* none: the message for documents */
    bench_files_free(bench_files(options->data, ENDINGS[0], &count, &err), 0);
    bench_complain("--data", &err);
    return BENCH_INPUT;
}

/* The names in their order; the folder when none of them is of it. */
static int measure_all(const bench_options *options)
{
    bool folder = options->data != NULL;
    int code = BENCH_DONE;
    for (int i = 0; i < options->name_count; i++) {
        const char *name = options->names[i];
        ipso_error err;
        bool scenario = ipso_scenario_summary(name) != NULL;
        code = worse(code, scenario ? measure_scenario(name, options)
                                    : each_file(options, name, measure_file, &err));
        folder = folder && scenario;
    }
    for (int i = 0; options->name_count == 0 && !folder && ipso_scenario_name(i) != NULL; i++)
        code = worse(code, measure_scenario(ipso_scenario_name(i), options));
    return folder ? worse(code, measure_folder(options)) : code;
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
    if (!names_found(&options) || !week_solvers_known(&options))
        return BENCH_USAGE;
    week_print_head();
    return measure_all(&options);
}
