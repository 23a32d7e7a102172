/* ipsosched-bench: what its suites share. A user of the public headers, but for packing_*.c.
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
#define BENCH_MAX_LIST  32

/* What the suite "policies" has on top. */
typedef struct bench_policies_options {
    const char *policies[BENCH_MAX_LIST]; /* --policy; as many as there are, then NULL */
    const char *against;                  /* --against, NULL none */
    int loads[BENCH_MAX_LIST];            /* --load, in percent; then 0 */
    uint64_t seeds[BENCH_MAX_LIST];       /* --seed */
    int load_count, seed_count;
    ipso_sim_settings simulation; /* --weeks ...; weeks and replications 0 when not given */
    const char *output;           /* --output, NULL none */
    const char *format;           /* --format, NULL when not given */
    bool table, quick;            /* --table, --quick */
} bench_policies_options;

typedef struct bench_options {
    const char *names[BENCH_MAX_NAMES]; /* --scenario, or a suite's own arguments */
    int name_count;
    const char *data;       /* --data, NULL none */
    uint64_t instance_seed; /* --instance-seed: of the scenarios or generated instances */
    int scale;              /* --scale: of generated instances */
    ipso_settings settings;
    bool by_stage; /* --by-stage */
    int weeks;     /* --weeks: of the suites "fair" and "year" */
    bool whole;    /* --whole: all weeks at once */
    bool by_site;  /* --by-site */
    bool csv;      /* --csv */
    bool help;
    const char *solvers; /* --solvers: names with commas between, NULL none */
    const char *python;  /* --python, NULL python3 */
    bench_policies_options policies;
} bench_options;

/* Which options there are. */
typedef enum bench_suite {
    BENCH_WEEKS = 0,
    BENCH_ROSTERS,
    BENCH_BOOKINGS,
    BENCH_FAIR,
    BENCH_PRACTICES,
    BENCH_AGENDAS,
    BENCH_JOINT,
    BENCH_REPLAN,
    BENCH_POLICIES,
    BENCH_YEAR
} bench_suite;

/* Reads a suite's arguments, argv[0] being the suite's name. False with a message on standard error
 * when they are wrong. */
bool bench_options_read(bench_options *options, bench_suite suite, int argc, char **argv);

/* What bench_options_read knows, for a suite's --help. */
void bench_options_help(FILE *out, bench_suite suite);

/* ---- instances ---- */

/* A practice to plan, by the name it has in the table. */
typedef struct bench_instance {
    char name[128];
    ipso_practice *practice;
    bool roster_alone; /* of a public format, which asks for no more */
} bench_instance;

/* A scenario. IPSO_INPUT for an unknown name. */
ipso_status bench_instance_generate(bench_instance *instance, const char *name, uint64_t seed,
                                    ipso_error *err);

/* A practice document, or an instance of a public format (rosters.h), by the ending of its file. */
ipso_status bench_instance_load(bench_instance *instance, const char *folder, const char *file,
                                ipso_error *err);

void bench_instance_finish(bench_instance *instance);

/* Whether every name is that of a scenario, with a message on standard error; to be asked before
 * the first run, which may be long. */
bool bench_names_known(const bench_options *options);

/* The i-th scenario to measure: of those named, or without names of all; NULL past the last. */
const char *bench_scenario(const bench_options *options, int i);

/* Reads the arguments of a suite whose names are scenarios, or prints its help. False when there is
 * no more to do, with the exit code in *code. */
bool bench_begin(bench_options *options, bench_suite suite, int argc, char **argv,
                 void (*help)(void), int *code);

/* A suite that takes the options of BENCH_JOINT and measures scenarios one after the other: prints
 * the header of its CSV, then has `measure` (BENCH_DONE or BENCH_FAILED) add the rows of each. The
 * worst code. */
int bench_scenarios(int argc, char **argv, void (*help)(void), const char *header,
                    int (*measure)(const char *name, bench_options *options));

/* Standard error: "ipsosched-bench: name: where: text". */
void bench_complain(const char *name, const ipso_error *err);

/* ---- files ---- */

/* The names of the files of a folder that end so (".json"), in the order of their bytes and of the
 * numbers in them; *count of them. NULL with a message in err when there is none or the folder
 * cannot be read. Free with bench_files_free. */
char **bench_files(const char *folder, const char *ending, size_t *count, ipso_error *err);
void bench_files_free(char **files, size_t count);

/* How much of a file's name stands before its ending. */
int bench_name_length(const char *file);

/* The bytes of a file, *length of them, for the caller to free. NULL, with err filled, when it
 * cannot be read or holds more than IPSO_MAX_DOCUMENT_BYTES. */
char *bench_file_read(const char *folder, const char *file, size_t *length, ipso_error *err);

/* ---- runs ---- */

/* One call of the planner, or one call for each stage, and what became of it. */
typedef struct bench_run {
    ipso_status status;
    ipso_outcome outcome;
    bool has_plan;
    int violations;                         /* of the plan, -1 without a plan */
    int64_t cost;                           /* of the whole plan */
    int64_t stage_costs[IPSO_STAGE_COUNT];  /* of the plan's rules, by the stage they belong to */
    double seconds;                         /* wall time of the planner */
    double cpu_seconds;                     /* of the processor, in all threads */
    double stage_seconds[IPSO_STAGE_COUNT]; /* one call for each stage only, else negative */
    double stage_cpu_seconds[IPSO_STAGE_COUNT]; /* likewise */
    ipso_stage_report stages[IPSO_STAGE_COUNT];
} bench_run;

/* Plans the practice; a plan that does not pass ipso_check counts as unsolved. The plan goes to
 * *kept (NULL allowed) for the caller to free, NULL when there is none. False, with err filled,
 * when a call fails. */
bool bench_run_make(bench_run *run, ipso_plan **kept, const ipso_practice *practice,
                    const bench_options *options, ipso_error *err);

/* The largest gap of the stages that ran up to the bookings, whose bounds are those of integer
 * programs; 1 without a plan. */
double bench_run_gap(const bench_run *run);

/* High-water mark of the memory of this process so far, in kB. */
long bench_peak_kb(void);

/* git describe of the sources this was built from, or "unknown". */
const char *bench_revision(void);

/* Seconds of a clock that never goes back. */
double bench_now_s(void);

/* Seconds that this process has had of processors so far, all threads together, outside the
 * kernel: what to compare on a machine with other work on it. */
double bench_cpu_s(void);

/* Writes a CSV field, quoted where it must be. */
void bench_csv_text(FILE *out, const char *text);

/* What the check said: "ok", the number of violations, or "none" without a plan; and writes it. */
#define BENCH_CHECK_SIZE 16
void bench_check_text(char text[BENCH_CHECK_SIZE], const bench_run *run);
void bench_csv_check(FILE *out, const bench_run *run);

/* ---- the packing solver alone ---- */

/* A generated instance, and what the packing solver made of it. */
typedef struct bench_packing {
    int bins, rows, options;
    double seconds, cpu_s; /* wall time of the solver, processor time */
    ipso_stop stop;
    int64_t work, value, bound;
    bool recounted; /* a count from the instance alone finds the point feasible and worth value */
} bench_packing;

/* Name of the i-th kind of generated instance, NULL past the last; and what it is. */
const char *bench_packing_name(int i);
const char *bench_packing_summary(const char *name);

/* Generates and solves an instance of a known kind. False, with err filled, when a call fails. */
bool bench_packing_run(bench_packing *run, const char *name, const bench_options *options,
                       ipso_error *err);

/* ---- suites ---- */

/* Each reads its arguments, argv[0] being its name, and returns an exit code. */
int bench_week(int argc, char **argv);
int bench_joint(int argc, char **argv);
int bench_figures(int argc, char **argv);
int bench_rosters(int argc, char **argv);
int bench_bookings(int argc, char **argv);
int bench_fair(int argc, char **argv);
int bench_practices(int argc, char **argv);
int bench_session(int argc, char **argv);
int bench_policies(int argc, char **argv);
int bench_times(int argc, char **argv);
int bench_year(int argc, char **argv);
int bench_agendas(int argc, char **argv);
int bench_agenda(int argc, char **argv);
int bench_replan(int argc, char **argv);
int bench_store(int argc, char **argv);

#endif
