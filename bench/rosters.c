/* The suite "rosters": public staff rostering instances, one row each.
 *
 * Each instance is read, turned into a practice and planned as any user could; the roster is turned
 * back and recounted by code that knows the instance alone.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench.h"

#include "nrp_practice.h"
#include "nrp_recount.h"

#include <stdlib.h>
#include <string.h>

static void help(void)
{
    puts("usage: ipsosched-bench rosters --data DIR [OPTION...] [INSTANCE...]\n"
         "\n"
         "Makes a roster for each staff rostering instance (*.txt, schedulingbenchmarks.org) of a\n"
         "folder, or for those named, and prints a CSV row for each. Columns:\n"
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
         "  revision    of the sources");
    bench_options_help(stdout, BENCH_ROSTERS);
    puts("\n"
         "example:\n"
         "  ipsosched-bench rosters --data instances --time-limit 20 Instance1 Instance2");
}

/* ---- published values ---- */

/* Gurobi: Curtois & Qu 2014; best known: as listed in wssuite/NurseScheduler. */
static const struct published {
    const char *name;
    int days, people, shifts; /* an instance of that name is meant only if it has that size */
    int best_known, gurobi_10, gurobi_60;
} PUBLISHED[] = {
    {"Instance1", 14, 8, 1, 607, 607, 607},          {"Instance2", 14, 14, 2, 828, 828, 828},
    {"Instance3", 14, 20, 3, 1001, 1001, 1001},      {"Instance4", 28, 10, 2, 1716, 1716, 1716},
    {"Instance5", 28, 16, 2, 1143, 1143, 1143},      {"Instance6", 28, 18, 3, 1950, 1950, 1950},
    {"Instance7", 28, 20, 3, 1056, 1056, 1056},      {"Instance8", 28, 30, 4, 1300, 8995, 1323},
    {"Instance10", 28, 40, 5, 4631, 4631, 4631},     {"Instance12", 28, 60, 10, 4040, 4045, 4040},
    {"Instance13", 28, 120, 18, 1348, 500410, 3109}, {"Instance15", 42, 45, 6, 3829, 78144, 4964},
    {"Instance16", 56, 20, 3, 3225, 3521, 3233},     {"Instance18", 84, 22, 3, 4459, 7950, 4760},
};
#define PUBLISHED_COUNT (sizeof PUBLISHED / sizeof PUBLISHED[0])

static void print_published(const char *name, const nrp_instance *instance)
{
    for (size_t i = 0; i < PUBLISHED_COUNT; i++) {
        const struct published *known = &PUBLISHED[i];
        if (strcmp(known->name, name) == 0 && known->days == instance->days &&
            known->people == instance->person_count && known->shifts == instance->shift_count) {
            printf("%d,%d,%d", known->best_known, known->gurobi_10, known->gurobi_60);
            return;
        }
    }
    fputs(",,", stdout);
}

/* ---- one instance ---- */

/* The roster of the plan, recounted; said is what is wrong with it, or "ok". */
static bool recount(nrp_count *count, char said[200], const nrp_instance *instance,
                    const ipso_plan *plan, int64_t cost, ipso_error *err)
{
    int *roster = NULL;
    if (!nrp_practice_roster(&roster, instance, plan, err))
        return false;
    nrp_recount(count, instance, roster);
    free(roster);
    if (count->broken > 0)
        snprintf(said, 200, "%s", count->first);
    else if (count->objective != cost)
        snprintf(said, 200, "the plan costs %lld", (long long)cost);
    else
        snprintf(said, 200, "ok");
    return true;
}

static void print_row(const char *name, const nrp_instance *instance, const bench_options *options,
                      const bench_run *run, const nrp_count *count, const char *said)
{
    const ipso_stage_report *report = &run->stages[IPSO_STAGE_ROSTER];
    bool solved = run->has_plan && strcmp(said, "ok") == 0;
    bench_csv_text(stdout, name);
    printf(",planner,%d,%d,%d,%llu,%d,%lld,%lld,%.3f,%lld,", instance->person_count, instance->days,
           instance->shift_count, (unsigned long long)options->settings.seed,
           options->settings.threads, (long long)report->rows, (long long)report->columns,
           run->seconds, (long long)report->work);
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
    fputc(',', stdout);
    print_published(name, instance);
    printf(",%s\n", bench_revision());
    fflush(stdout);
}

static bool solve(const char *name, const nrp_instance *instance, const ipso_practice *practice,
                  const bench_options *options)
{
    ipso_plan *plan = NULL;
    bench_run run;
    ipso_error err;
    nrp_count count = {.objective = 0};
    char said[200] = "none";
    ipso_error_init(&err);
    bool ok = bench_run_make(&run, &plan, practice, options, &err);
    if (ok && plan != NULL)
        ok = recount(&count, said, instance, plan, run.cost, &err);
    if (!ok)
        bench_complain(name, &err);
    ipso_plan_free(plan);
    print_row(name, instance, options, &run, &count, said);
    return ok && run.violations <= 0 && (!run.has_plan || strcmp(said, "ok") == 0);
}

/* Reads the instance of a file. */
static ipso_status load(nrp_instance **instance, const char *folder, const char *file,
                        ipso_error *err)
{
    size_t length = 0;
    char *text = bench_file_read(folder, file, &length, err);
    if (text == NULL)
        return IPSO_IO;
    ipso_status status = nrp_read(instance, text, length, err);
    free(text);
    return status;
}

static int measure(const char *folder, const char *file, const char *name,
                   const bench_options *options)
{
    nrp_instance *instance = NULL;
    ipso_practice *practice = NULL;
    ipso_error err;
    ipso_error_init(&err);
    ipso_status status = load(&instance, folder, file, &err);
    if (status == IPSO_OK)
        status = nrp_practice_make(&practice, instance, name, &err);
    int code = BENCH_DONE;
    if (status != IPSO_OK) {
        bench_complain(name, &err);
        code = status == IPSO_NOMEM ? BENCH_FAILED : BENCH_INPUT;
    } else if (!solve(name, instance, practice, options)) {
        code = BENCH_FAILED;
    }
    ipso_practice_free(practice);
    nrp_free(instance);
    return code;
}

/* ---- the folder ---- */

/* The file's name without its ending. */
static void name_of(char *name, size_t size, const char *file)
{
    snprintf(name, size, "%.*s", (int)(strlen(file) - strlen(".txt")), file);
}

static bool is_wanted(const bench_options *options, const char *name)
{
    for (int i = 0; i < options->name_count; i++) {
        if (strcmp(options->names[i], name) == 0)
            return true;
    }
    return options->name_count == 0;
}

static bool names_known(const bench_options *options, char **files, size_t count)
{
    for (int i = 0; i < options->name_count; i++) {
        bool found = false;
        for (size_t f = 0; f < count && !found; f++) {
            char name[256];
            name_of(name, sizeof name, files[f]);
            found = strcmp(name, options->names[i]) == 0;
        }
        if (!found) {
            fprintf(stderr, "ipsosched-bench: %s holds no instance \"%s\"\n", options->data,
                    options->names[i]);
            return false;
        }
    }
    return true;
}

static int measure_files(const bench_options *options, char **files, size_t count)
{
    int code = BENCH_DONE;
    puts("instance,method,people,days,shifts,seed,threads,rows,columns,seconds,work,outcome,stop,"
         "value,bound,gap,peak_kb,check,recount,best_known,gurobi_10,gurobi_60,revision");
    fflush(stdout);
    for (size_t f = 0; f < count; f++) {
        char name[256];
        name_of(name, sizeof name, files[f]);
        int own =
            is_wanted(options, name) ? measure(options->data, files[f], name, options) : BENCH_DONE;
        code = own > code ? own : code;
    }
    return code;
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
    ipso_error err;
    ipso_error_init(&err);
    size_t count = 0;
    char **files = bench_files(options.data, ".txt", &count, &err);
    if (files == NULL) {
        bench_complain("--data", &err);
        return BENCH_INPUT;
    }
    int code =
        names_known(&options, files, count) ? measure_files(&options, files, count) : BENCH_USAGE;
    bench_files_free(files, count);
    return code;
}
