/* The stages of a week by the planner, by its first plan alone, and by general solvers on the
 * written programs.
 *
 * bench/solve_model.py runs the solvers, as programs or through their Python packages: none is
 * linked.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "week.h"

#include "folder.h"

#include <errno.h>
#include <math.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

static const char *const SOLVERS[] = {"greedy", "glpsol", "cbc", "highs", "cpsat"};
enum { SOLVER_COUNT = sizeof SOLVERS / sizeof SOLVERS[0], WORD_SIZE = 32, PATH_SIZE = 4096 };

/* ---- which solvers ---- */

/* Whether the list, names with commas between, holds the name. */
static bool is_in(const char *list, const char *name)
{
    for (const char *at = list; at != NULL;) {
        size_t length = strcspn(at, ",");
        if (strlen(name) == length && strncmp(at, name, length) == 0)
            return true;
        at = at[length] == ',' ? at + length + 1 : NULL;
    }
    return false;
}

bool week_solvers_known(const bench_options *options)
{
    for (const char *at = options->solvers; at != NULL;) {
        size_t length = strcspn(at, ",");
        bool known = length == strlen("all") && strncmp(at, "all", length) == 0;
        for (int i = 0; i < SOLVER_COUNT; i++)
            known |= strlen(SOLVERS[i]) == length && strncmp(at, SOLVERS[i], length) == 0;
        if (!known) {
            fprintf(stderr,
                    "ipsosched-bench: no solver is named \"%.*s\"; greedy, glpsol, cbc, highs, "
                    "cpsat or all is wanted\n",
                    (int)length, at);
            return false;
        }
        at = at[length] == ',' ? at + length + 1 : NULL;
    }
    return true;
}

/* ---- the planner ---- */

static void print_planned(const char *name, ipso_stage stage, const char *method,
                          const bench_run *run, const bench_options *options)
{
    const ipso_stage_report *report = &run->stages[stage];
    ipso_outcome outcome = run->has_plan ? report->outcome : run->outcome;
    char check[BENCH_CHECK_SIZE];

    bench_check_text(check, run);
    week_print_row(
        &(week_row){.instance = name,
                    .method = method,
                    .stage = ipso_stage_name(stage),
                    .rows = report->ran ? report->rows : -1,
                    .columns = report->ran ? report->columns : -1,
                    .seconds = run->seconds,
                    .cpu_seconds = run->cpu_seconds,
                    .work = report->work,
                    .outcome = run->status == IPSO_OK ? ipso_outcome_name(outcome) : "error",
                    .stop = report->ran ? ipso_stop_name(report->stop) : "",
                    .has_cost = run->has_plan,
                    .has_bound = run->has_plan,
                    .cost = (double)report->cost,
                    .bound = (double)report->bound,
                    .gap = run->has_plan ? report->gap : -1.0,
                    .check = check},
        options);
}

/* One stage by the planner, the plan to *made (NULL when there is none). */
static bool plan_stage(ipso_plan **made, const char *name, const ipso_practice *practice,
                       const ipso_plan *start, ipso_stage stage, const bench_options *options)
{
    bench_options one = *options;
    bench_run run;
    ipso_error err;

    ipso_error_init(&err);
    one.by_stage = false;
    one.settings.first_stage = one.settings.last_stage = stage;
    one.settings.start = start;
    bool ok = bench_run_make(&run, made, practice, &one, &err);
    print_planned(name, stage, "planner", &run, options);
    if (!ok)
        bench_complain(name, &err);
    return ok && run.violations <= 0;
}

/* The first plan of a stage: that of 1 unit of work, or of ten times as many until one is left. */
static bool plan_greedily(const char *name, const ipso_practice *practice, const ipso_plan *start,
                          ipso_stage stage, const bench_options *options)
{
    bench_options one = *options;
    bench_run run = {.has_plan = false, .outcome = IPSO_UNKNOWN};
    ipso_error err;
    bool ok = true;

    ipso_error_init(&err);
    one.by_stage = false;
    one.settings.first_stage = one.settings.last_stage = stage;
    one.settings.start = start;
    for (int64_t work = 1; ok && !run.has_plan && run.outcome == IPSO_UNKNOWN; work *= 10) {
        one.settings.work_limit = work;
        ok = bench_run_make(&run, NULL, practice, &one, &err) && run.violations <= 0;
        if (run.seconds >= options->settings.time_limit_s)
            break;
    }
    print_planned(name, stage, "greedy", &run, options);
    if (!ok)
        bench_complain(name, &err);
    return ok;
}

/* ---- solvers on the written program ---- */

/* Runs a program without standard input and reads a line of what it prints; false when it fails. */
static bool read_line_of(char *line, int size, char *const *command)
{
    posix_spawn_file_actions_t actions;
    int ends[2], status = -1;
    pid_t pid = -1;

    if (pipe(ends) != 0)
        return false;
    bool ok = posix_spawn_file_actions_init(&actions) == 0;
    if (ok) {
        ok = posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO) == 0 &&
             posix_spawn_file_actions_addclose(&actions, ends[0]) == 0 &&
             posix_spawn_file_actions_addclose(&actions, ends[1]) == 0 &&
             posix_spawnp(&pid, command[0], &actions, NULL, command, environ) == 0;
        posix_spawn_file_actions_destroy(&actions);
    }
    close(ends[1]);
    FILE *said = fdopen(ends[0], "r");
    ok = ok && said != NULL && fgets(line, size, said) != NULL;
    if (said != NULL)
        fclose(said);
    else
        close(ends[0]);
    while (pid > 0 && waitpid(pid, &status, 0) < 0 && errno == EINTR)
        continue;
    return ok && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

static double number_of(const char *word)
{
    return strcmp(word, "-") == 0 ? NAN : strtod(word, NULL);
}

/* "not installed" for a solver that is missing; else the word, "" for none. */
static const char *text_of(const char *word)
{
    if (strcmp(word, "missing") == 0)
        return "not installed";
    return strcmp(word, "-") == 0 ? "" : word;
}

/* The row of nine words as solve_model.py prints them. */
static bool print_answer(const char *name, const char *solver, ipso_stage stage, const char *line,
                         const bench_options *options)
{
    char w[9][WORD_SIZE];

    if (sscanf(line, "%31s %31s %31s %31s %31s %31s %31s %31s %31s", w[0], w[1], w[2], w[3], w[4],
               w[5], w[6], w[7], w[8]) != 9)
        return false;
    double seconds = number_of(w[2]), user = number_of(w[3]);
    double value = number_of(w[6]), bound = number_of(w[7]);
    double gap = (value - bound) / fmax(1, fabs(value));
    week_print_row(&(week_row){.instance = name,
                               .method = solver,
                               .stage = ipso_stage_name(stage),
                               .rows = strtoll(w[0], NULL, 10),
                               .columns = strtoll(w[1], NULL, 10),
                               .seconds = isnan(seconds) ? -1.0 : seconds,
                               .cpu_seconds = isnan(user) ? -1.0 : user,
                               .work = -1,
                               .outcome = text_of(w[4]),
                               .stop = text_of(w[5]),
                               .has_cost = !isnan(value),
                               .has_bound = !isnan(bound),
                               .cost = value,
                               .bound = bound,
                               .gap = isnan(gap) ? -1.0 : fmax(0, gap),
                               .check = strcmp(w[8], "-") == 0 ? "none" : w[8]},
                   options);
    return true;
}

static bool solve_stage(const char *name, const char *solver, ipso_stage stage, const char *model,
                        const bench_options *options)
{
    char python[PATH_SIZE], script[PATH_SIZE], solver_word[WORD_SIZE], path[PATH_SIZE];
    char limit_name[] = "--limit", gap_name[] = "--gap", limit[WORD_SIZE], gap[WORD_SIZE];
    char no_files[] = "-B", line[512];
    char *const command[] = {python,     no_files, script,   solver_word, path,
                             limit_name, limit,    gap_name, gap,         NULL};

    snprintf(python, sizeof python, "%s", options->python != NULL ? options->python : "python3");
    snprintf(script, sizeof script, "%s/solve_model.py", BENCH_FOLDER);
    snprintf(solver_word, sizeof solver_word, "%s", solver);
    snprintf(path, sizeof path, "%s", model);
    snprintf(limit, sizeof limit, "%.9g", options->settings.time_limit_s);
    snprintf(gap, sizeof gap, "%.9g", options->settings.gap);
    if (read_line_of(line, sizeof line, command) &&
        print_answer(name, solver, stage, line, options))
        return true;
    fprintf(stderr, "ipsosched-bench: %s: %s %s %s failed\n", name, python, script, solver);
    return false;
}

/* Writes the program of the stage that plan leaves to a file. */
static bool write_model(const char *path, const char *name, const ipso_practice *practice,
                        ipso_stage stage, const ipso_plan *plan)
{
    ipso_error err;
    char *text = NULL;
    size_t length = 0;

    ipso_error_init(&err);
    if (ipso_model_to_text(&text, &length, practice, stage, plan, IPSO_MODEL_MPS, &err) !=
        IPSO_OK) {
        bench_complain(name, &err);
        return false;
    }
    FILE *out = fopen(path, "wb");
    bool ok = out != NULL && fwrite(text, 1, length, out) == length;
    ok = out != NULL && fclose(out) == 0 && ok;
    ipso_text_free(text);
    if (!ok)
        fprintf(stderr, "ipsosched-bench: %s: %s\n", path, strerror(errno));
    return ok;
}

static bool solve_by_all(const char *folder, const char *name, const ipso_practice *practice,
                         ipso_stage stage, const ipso_plan *plan, const bench_options *options)
{
    char path[PATH_SIZE];
    bool all = is_in(options->solvers, "all"), ok = true, written = false;

    snprintf(path, sizeof path, "%.4000s/model.mps", folder);
    for (int i = 1; i < SOLVER_COUNT && ok; i++) {
        if (!all && !is_in(options->solvers, SOLVERS[i]))
            continue;
        ok = (written || write_model(path, name, practice, stage, plan)) &&
             solve_stage(name, SOLVERS[i], stage, path, options);
        written = true;
    }
    unlink(path);
    return ok;
}

bool week_compare(const char *name, const ipso_practice *practice, ipso_stage last,
                  const bench_options *options)
{
    const char *temporary = getenv("TMPDIR");
    char folder[PATH_SIZE];
    ipso_plan *plan = NULL;
    bool greedy = is_in(options->solvers, "all") || is_in(options->solvers, "greedy"), ok = true;

    snprintf(folder, sizeof folder, "%.4000s/ipsosched-bench-XXXXXX",
             temporary != NULL && temporary[0] != '\0' ? temporary : "/tmp");
    if (mkdtemp(folder) == NULL) {
        fprintf(stderr, "ipsosched-bench: %s: %s\n", folder, strerror(errno));
        return false;
    }
    for (int s = 0; s <= (int)last && ok; s++) {
        ipso_stage stage = (ipso_stage)s;

        if (s > 0 && plan == NULL) /* no plan to go on from */
            break;
        /* The times stage is written as a sample of scenarios, whose values are others. */
        if (stage <= IPSO_STAGE_BOOKINGS)
            ok = solve_by_all(folder, name, practice, stage, plan, options);
        if (greedy)
            ok = plan_greedily(name, practice, plan, stage, options) && ok;
        ipso_plan *made = NULL;
        ok = plan_stage(&made, name, practice, plan, stage, options) && ok;
        ipso_plan_free(plan);
        plan = made;
    }
    rmdir(folder);
    ipso_plan_free(plan);
    return ok;
}
