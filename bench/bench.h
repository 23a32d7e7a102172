/* ipsosched-bench: what its suites share. A user of the public headers, nothing more.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BENCH_BENCH_H
#define BENCH_BENCH_H

#include <ipsosched/ipsosched.h>

#include <stdio.h>

/* Exit codes; 2 to 5 as those of ipsosched. */
enum {
    BENCH_DONE = 0,
    BENCH_FAILED = 1, /* a run failed, or a figure was missed */
    BENCH_USAGE = 2,
    BENCH_INPUT = 3
};

/* ---- options ---- */

#define BENCH_MAX_NAMES 64

typedef struct bench_options {
    const char *names[BENCH_MAX_NAMES]; /* --scenario, or a suite's own arguments */
    int name_count;
    const char *data;       /* --data, NULL none */
    uint64_t instance_seed; /* --instance-seed: of the scenarios */
    ipso_settings settings;
    bool by_stage; /* --by-stage */
    bool help;
} bench_options;

/* Reads a suite's arguments, argv[0] being the suite's name. False with a message on standard error
 * when they are wrong. */
bool bench_options_read(bench_options *options, int argc, char **argv);

/* What bench_options_read knows, for a suite's --help. */
void bench_options_help(FILE *out);

/* ---- instances ---- */

/* A practice to plan, by the name it has in the table. */
typedef struct bench_instance {
    char name[128];
    ipso_practice *practice;
} bench_instance;

/* A scenario. IPSO_INPUT for an unknown name. */
ipso_status bench_instance_generate(bench_instance *instance, const char *name, uint64_t seed,
                                    ipso_error *err);

/* A practice document. */
ipso_status bench_instance_load(bench_instance *instance, const char *folder, const char *file,
                                ipso_error *err);

void bench_instance_finish(bench_instance *instance);

/* The names of the files of a folder that end in ".json", in the order of their bytes; *count of
 * them. NULL with a message in err when it cannot be read. Free with bench_files_free. */
char **bench_files(const char *folder, size_t *count, ipso_error *err);
void bench_files_free(char **files, size_t count);

/* Standard error: "ipsosched-bench: name: where: text". */
void bench_complain(const char *name, const ipso_error *err);

/* ---- runs ---- */

/* One call of the planner, or one call for each stage, and what became of it. */
typedef struct bench_run {
    ipso_status status;
    ipso_outcome outcome;
    bool has_plan;
    int violations;                         /* of the plan, -1 without a plan */
    int64_t cost;                           /* of the whole plan */
    double seconds;                         /* wall time of the planner */
    double stage_seconds[IPSO_STAGE_COUNT]; /* one call for each stage only, else negative */
    ipso_stage_report stages[IPSO_STAGE_COUNT];
} bench_run;

/* Plans the practice; a plan that does not pass ipso_check counts as unsolved. False, with err
 * filled, when a call fails. */
bool bench_run_make(bench_run *run, const ipso_practice *practice, const bench_options *options,
                    ipso_error *err);

/* The largest gap of the stages that ran; 1 without a plan. */
double bench_run_gap(const bench_run *run);

/* High-water mark of the memory of this process so far, in kB. */
long bench_peak_kb(void);

/* git describe of the sources this was built from, or "unknown". */
const char *bench_revision(void);

/* Writes a CSV field, quoted where it must be. */
void bench_csv_text(FILE *out, const char *text);

/* ---- suites ---- */

/* Each reads its arguments, argv[0] being its name, and returns an exit code. */
int bench_week(int argc, char **argv);
int bench_figures(int argc, char **argv);

#endif
