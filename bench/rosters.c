/* The suite "rosters": public staff rostering instances, one row each.
 *
 * Each instance is read, turned into a practice and planned as any user could; the roster is turned
 * back and recounted by code that knows the instance alone.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench.h"

#include "rosters.h"

#include <stdlib.h>
#include <string.h>

static void help(void)
{
    puts("usage: ipsosched-bench rosters --data DIR [OPTION...] [INSTANCE...]\n"
         "\n"
         "Makes a roster for each instance of a folder, or for those named, and prints a CSV row\n"
         "for each: staff rostering (*.txt, schedulingbenchmarks.org) and physician scheduling\n"
         "(*.dzn, MiniZinc Challenge 2021). Columns:\n"
         "\n"
         "  instance    name of the file\n"
         "  method      planner (the roster stage of ipso_plan_make)\n"
         "  people\n"
         "  days\n"
         "  shifts\n"
         "  seed        of the search\n"
         "  threads\n"
         "  rows        of the integer program\n"
         "  columns\n"
         "  seconds     wall time of the planner\n"
         "  work        units of about 10 nanoseconds, counted\n"
         "  outcome     optimal, feasible, infeasible, unknown; error when the call failed\n"
         "  stop        why it stopped: done, gap, time, work, cancel\n"
         "  value       objective, recounted from the instance\n"
         "  bound       proven lower bound\n"
         "  gap         (value - bound) / value\n"
         "  peak_kb     memory of the process so far: one instance per process for its own\n"
         "  check       of the library: ok, the number of violations, or none\n"
         "  recount     ok, or what is wrong: the roster then counts as unsolved\n"
         "  best_known  published values, where the instance is one of those\n"
         "  gurobi_10   in 10 minutes\n"
         "  gurobi_60   in 60 minutes\n"
         "  gurobi_20   in 20 minutes; likewise cplex_20, cbc_20, cpsat_20 and chuffed_20\n"
         "  revision    of the sources");
    bench_options_help(stdout, BENCH_ROSTERS);
    puts("\n"
         "example:\n"
         "  ipsosched-bench rosters --data instances --time-limit 20 Instance1 Instance2");
}

/* ---- one instance ---- */

/* An instance of a file, and the practice of it. */
typedef struct rosters_case {
    char name[256];
    const rosters_format *format;
    void *instance;
    ipso_practice *practice;
} rosters_case;

/* The roster of the plan, recounted; said is what is wrong with it, or "ok". */
static bool recount(rosters_count *count, char said[200], const rosters_case *c,
                    const ipso_plan *plan, int64_t cost, ipso_error *err)
{
    if (!c->format->recount(count, c->instance, plan, err))
        return false;
    if (count->broken > 0)
        snprintf(said, 200, "%s", count->first);
    else if (count->objective != cost)
        snprintf(said, 200, "the plan costs %lld", (long long)cost);
    else
        snprintf(said, 200, "ok");
    return true;
}

static void print_published(const rosters_case *c, rosters_size size)
{
    const int *values = rosters_published(c->name, size);
    for (int i = 0; i < ROSTERS_PUBLISHED; i++) {
        fputc(',', stdout);
        if (values != NULL && values[i] != 0)
            printf("%d", values[i]);
    }
}

static void print_row(const rosters_case *c, const bench_options *options, const bench_run *run,
                      const rosters_count *count, const char *said)
{
    const ipso_stage_report *report = &run->stages[IPSO_STAGE_ROSTER];
    rosters_size size = c->format->size(c->instance);
    bool solved = run->has_plan && strcmp(said, "ok") == 0;
    bench_csv_text(stdout, c->name);
    printf(",planner,%d,%d,%d,%llu,%d,%lld,%lld,%.3f,%lld,", size.people, size.days, size.shifts,
           (unsigned long long)options->settings.seed, options->settings.threads,
           (long long)report->rows, (long long)report->columns, run->seconds,
           (long long)report->work);
    if (run->status != IPSO_OK)
        fputs("error", stdout);
    else
        fputs(ipso_outcome_name(run->has_plan && !solved ? IPSO_UNKNOWN : run->outcome), stdout);
    printf(",%s,", report->ran ? ipso_stop_name(report->stop) : "");
    if (run->has_plan)
        printf("%lld,%lld,%.6f", (long long)count->objective, (long long)report->bound,
               report->gap);
    else
        fputs(",,", stdout);
    printf(",%ld,", bench_peak_kb());
    bench_csv_check(stdout, run);
    fputc(',', stdout);
    bench_csv_text(stdout, said);
    print_published(c, size);
    printf(",%s\n", bench_revision());
    fflush(stdout);
}

static bool solve(const rosters_case *c, const bench_options *options)
{
    ipso_plan *plan = NULL;
    bench_run run;
    ipso_error err;
    rosters_count count = {.objective = 0};
    char said[200] = "none";
    ipso_error_init(&err);
    bool ok = bench_run_make(&run, &plan, c->practice, options, &err);
    if (ok && plan != NULL)
        ok = recount(&count, said, c, plan, run.cost, &err);
    if (!ok)
        bench_complain(c->name, &err);
    ipso_plan_free(plan);
    print_row(c, options, &run, &count, said);
    return ok && run.violations <= 0 && (!run.has_plan || strcmp(said, "ok") == 0);
}

/* Reads the instance of a file and makes a practice of it. */
static ipso_status load(rosters_case *c, const char *folder, const char *file, ipso_error *err)
{
    size_t length = 0;
    char *text = bench_file_read(folder, file, &length, err);
    if (text == NULL)
        return IPSO_IO;
    ipso_status status = c->format->read(&c->instance, text, length, err);
    free(text);
    return status == IPSO_OK ? c->format->make(&c->practice, c->instance, c->name, err) : status;
}

static int measure(rosters_case *c, const char *file, const bench_options *options)
{
    ipso_error err;
    ipso_error_init(&err);
    ipso_status status = load(c, options->data, file, &err);
    int code = BENCH_DONE;
    if (status != IPSO_OK) {
        bench_complain(c->name, &err);
        code = status == IPSO_NOMEM ? BENCH_FAILED : BENCH_INPUT;
    } else if (!solve(c, options)) {
        code = BENCH_FAILED;
    }
    ipso_practice_free(c->practice);
    c->format->free(c->instance);
    return code;
}

/* ---- the folder ---- */

/* The files of each format. */
typedef struct rosters_files {
    char **names[ROSTERS_FORMATS];
    size_t counts[ROSTERS_FORMATS];
} rosters_files;

/* The file's name without the ending of its format. */
static void name_of(char name[256], const char *file, const rosters_format *format)
{
    snprintf(name, 256, "%.*s", (int)(strlen(file) - strlen(format->ending)), file);
}

static bool is_wanted(const bench_options *options, const char *name)
{
    for (int i = 0; i < options->name_count; i++) {
        if (strcmp(options->names[i], name) == 0)
            return true;
    }
    return options->name_count == 0;
}

static bool holds(const rosters_files *files, const char *wanted)
{
    for (int k = 0; k < ROSTERS_FORMATS; k++) {
        for (size_t f = 0; f < files->counts[k]; f++) {
            char name[256];
            name_of(name, files->names[k][f], &rosters_formats[k]);
            if (strcmp(name, wanted) == 0)
                return true;
        }
    }
    return false;
}

static bool names_known(const bench_options *options, const rosters_files *files)
{
    for (int i = 0; i < options->name_count; i++) {
        if (!holds(files, options->names[i])) {
            fprintf(stderr, "ipsosched-bench: %s holds no instance \"%s\"\n", options->data,
                    options->names[i]);
            return false;
        }
    }
    return true;
}

static void print_head(void)
{
    fputs("instance,method,people,days,shifts,seed,threads,rows,columns,seconds,work,outcome,stop,"
          "value,bound,gap,peak_kb,check,recount",
          stdout);
    for (int i = 0; i < ROSTERS_PUBLISHED; i++)
        printf(",%s", rosters_published_names[i]);
    puts(",revision");
    fflush(stdout);
}

static int measure_files(const bench_options *options, const rosters_files *files)
{
    int code = BENCH_DONE;
    print_head();
    for (int k = 0; k < ROSTERS_FORMATS; k++) {
        for (size_t f = 0; f < files->counts[k]; f++) {
            rosters_case c = {.format = &rosters_formats[k]};
            name_of(c.name, files->names[k][f], c.format);
            int own =
                is_wanted(options, c.name) ? measure(&c, files->names[k][f], options) : BENCH_DONE;
            code = own > code ? own : code;
        }
    }
    return code;
}

/* False, with a message, when the folder holds no file of any format. */
static bool find_files(rosters_files *files, const char *folder)
{
    ipso_error err;
    bool found = false;
    for (int k = 0; k < ROSTERS_FORMATS; k++) {
        ipso_error_init(&err);
        files->names[k] = bench_files(folder, rosters_formats[k].ending, &files->counts[k], &err);
        if (files->names[k] == NULL)
            files->counts[k] = 0;
        found |= files->names[k] != NULL;
    }
    if (!found)
        bench_complain("--data", &err);
    return found;
}

int bench_rosters(int argc, char **argv)
{
    bench_options options;
    if (!bench_options_read(&options, BENCH_ROSTERS, argc, argv))
        return BENCH_USAGE;
    if (options.help) {
        help();
        return BENCH_DONE;
    }
    if (options.data == NULL) {
        fputs("ipsosched-bench: rosters wants --data DIR, the folder of the instances\n", stderr);
        return BENCH_USAGE;
    }
    options.settings.last_stage = IPSO_STAGE_ROSTER;
    rosters_files files = {{NULL}, {0}};
    if (!find_files(&files, options.data))
        return BENCH_INPUT;
    int code = names_known(&options, &files) ? measure_files(&options, &files) : BENCH_USAGE;
    for (int k = 0; k < ROSTERS_FORMATS; k++)
        bench_files_free(files.names[k], files.counts[k]);
    return code;
}
