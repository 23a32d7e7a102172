/* The suite "policies": policies on simulated practices, each beside what practices do today.
 *
 * One row for each scenario, load, seed, policy and measure: mean and 95 % interval, and the
 * difference to the policy compared with, replication by replication, with what that says: better,
 * worse or nothing. Rows are written cell by cell; a run that was stopped goes on where it was.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "policies.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The first is what the others are compared with: slots of 15 minutes, first come, first served. */
static const char *const POLICIES[][4] = {
    {"template", "uniform", "first", "slots"},
    {"template", "carve-out", "own", "slots"},
    {"template", "open-access", "first", "slots"},
    {"template", "two-blocks", "first", "bailey-welch"},
    {"template", "program", "first", "slots"},
    {"equal", "program", "ranking", "optimised"},
};
enum { POLICY_COUNT = sizeof POLICIES / sizeof POLICIES[0], FULL = POLICY_COUNT - 1 };

#define MOST_HOURS 0.01 /* of the hours on duty, that the full policy may have more or less */

static const int ALL_LOADS[] = {80, 90, 100, 110};
enum { LOAD_COUNT = sizeof ALL_LOADS / sizeof ALL_LOADS[0], NAME_SIZE = 128 };

static void print_help(void)
{
    puts("usage: ipsosched-bench policies [OPTION...] [SCENARIO...]\n"
         "\n"
         "Simulates scenarios (default: all) at several loads and seeds under several policies:\n"
         "one cell each. A cell has a row for each measure, with its 95 % interval over the\n"
         "replications and the difference to the policy compared with, replication by\n"
         "replication. Rows go to standard output, or to a file that a later run goes on with:\n"
         "cells that are finished are skipped, a cell cut off by a kill is done again, and a file\n"
         "of other settings or of another revision is refused. Columns:\n"
         "\n"
         "  scenario, load_percent, seed, policy\n"
         "              the cell\n"
         "  measure, unit\n"
         "              as of ipsosched simulate; shares are from 0 to 1\n"
         "  mean, half_width\n"
         "              over the replications: mean +- half_width\n"
         "  difference, difference_half_width\n"
         "              to the policy of the column against; empty for that policy itself\n"
         "  verdict     better or worse where the interval of the difference leaves out 0\n"
         "  values      of each replication\n"
         "  against, instance_seed, weeks, warmup_weeks, ahead_days, replications, plan_work\n"
         "              settings of the run\n"
         "  revision    of the sources\n");
    bench_options_help(stdout, BENCH_POLICIES);
    puts("\n"
         "examples:\n"
         "  ipsosched-bench policies saint-martin --load 90,100 --output rows.csv --threads 2\n"
         "  ipsosched-bench policies didier --policy fixed/program/ranking/slots --table\n"
         "bench/plot_policies.py rows.csv draws such a file.");
}

/* ---- policies by name ---- */

typedef struct named_policy {
    char name[NAME_SIZE]; /* all four parts */
    ipso_sim_settings settings;
} named_policy;

/* Sets one of the four parts; false when none is named so. */
static bool take_part(ipso_sim_settings *settings, int part, const char *name)
{
    const ipso_roster_policy *roster = part == 0 ? ipso_roster_policy_named(name) : NULL;
    const ipso_mix_policy *mix = part == 1 ? ipso_mix_policy_named(name) : NULL;
    const ipso_booking_policy *booking = part == 2 ? ipso_booking_policy_named(name) : NULL;
    const ipso_times_policy *times = part == 3 ? ipso_times_policy_named(name) : NULL;

    settings->roster = roster != NULL ? roster : settings->roster;
    settings->mix = mix != NULL ? mix : settings->mix;
    settings->booking = booking != NULL ? booking : settings->booking;
    settings->times = times != NULL ? times : settings->times;
    return roster != NULL || mix != NULL || booking != NULL || times != NULL;
}

/* Reads "R/M/B/T"; what is left out stays. False with a line on standard error. */
static bool read_policy(named_policy *policy, const char *text)
{
    static const char *const parts[] = {"roster", "slot mix", "booking", "session times"};
    ipso_sim_settings *settings = &policy->settings;
    const char *at = text;

    for (int part = 0; part < 4 && at != NULL; part++) {
        size_t length = strcspn(at, "/");
        char name[32];

        snprintf(name, sizeof name, "%.*s", (int)length, at);
        if (length > 0 && !take_part(settings, part, name)) {
            fprintf(stderr, "ipsosched-bench: %s: no policy for %s is named \"%.*s\"\n", text,
                    parts[part], (int)length, at);
            return false;
        }
        at = at[length] == '/' ? at + length + 1 : NULL;
    }
    if (at != NULL) {
        fprintf(stderr, "ipsosched-bench: %s: more than roster/mix/booking/times\n", text);
        return false;
    }
    if (settings->booking->ranks && !settings->mix->slots) {
        fprintf(stderr, "ipsosched-bench: %s: booking %s needs a slot mix with slots of a plan\n",
                text, settings->booking->name);
        return false;
    }
    snprintf(policy->name, sizeof policy->name, "%s/%s/%s/%s", settings->roster->name,
             settings->mix->name, settings->booking->name, settings->times->name);
    return true;
}

/* ---- the run ---- */

typedef struct policies_run {
    const bench_policies_options *options;
    named_policy policies[BENCH_MAX_LIST]; /* the first is the one compared with */
    const char *names[BENCH_MAX_LIST + 1]; /* theirs, then NULL */
    int policy_count;
    const char *scenarios[BENCH_MAX_NAMES + 1]; /* then NULL */
    int loads[BENCH_MAX_LIST];
    uint64_t seeds[BENCH_MAX_LIST];
    int scenario_count, load_count, seed_count;
    policies_cells cells;
    policies_progress progress;
    policies_format format;
    FILE *rows; /* NULL: nowhere */
    bool table;
} policies_run;

/* Adds a policy unless it is there already. */
static bool add_policy(policies_run *run, const char *text)
{
    named_policy *policy = &run->policies[run->policy_count];

    policy->settings = run->options->simulation;
    if (!read_policy(policy, text))
        return false;
    for (int i = 0; i < run->policy_count; i++)
        if (strcmp(run->policies[i].name, policy->name) == 0)
            return true;
    run->names[run->policy_count++] = policy->name;
    return true;
}

static bool add_policies(policies_run *run)
{
    const bench_policies_options *options = run->options;
    char text[NAME_SIZE];

    for (int i = 0; i < POLICY_COUNT; i++) {
        bool wanted = i == 0 ? options->against == NULL
                             : options->policies[0] == NULL && (i == FULL || !options->quick);

        snprintf(text, sizeof text, "%s/%s/%s/%s", POLICIES[i][0], POLICIES[i][1], POLICIES[i][2],
                 POLICIES[i][3]);
        if (i == 0 && options->against != NULL && !add_policy(run, options->against))
            return false;
        if (wanted && !add_policy(run, text))
            return false;
    }
    for (int i = 0; options->policies[i] != NULL; i++)
        if (!add_policy(run, options->policies[i]))
            return false;
    return true;
}

/* What was not asked for in words. */
static void fill_defaults(policies_run *run, bench_options *options)
{
    bench_policies_options *policies = &options->policies;
    ipso_sim_settings *simulation = &policies->simulation;
    bool quick = policies->quick;

    if (simulation->weeks == 0)
        simulation->weeks = quick ? 4 : 8;
    if (simulation->replications == 0)
        simulation->replications = quick ? 6 : 10;
    if (options->settings.work_limit > 0)
        simulation->plan_work = options->settings.work_limit;
    if (quick && options->name_count == 0)
        options->names[options->name_count++] = "saint-martin";
    if (quick && policies->load_count == 0)
        policies->loads[policies->load_count++] = 100;
    for (int i = 0; policies->load_count == 0 && i < LOAD_COUNT; i++)
        run->loads[run->load_count++] = ALL_LOADS[i];
    if (policies->seed_count == 0)
        policies->seeds[policies->seed_count++] = 1;
    run->format = policies->format != NULL && strcmp(policies->format, "ndjson") == 0
                      ? POLICIES_NDJSON
                      : POLICIES_CSV;
    run->table = policies->table ||
                 (isatty(STDOUT_FILENO) && (policies->format == NULL || policies->output != NULL));
}

/* Takes loads and seeds once each. */
static void take_lists(policies_run *run)
{
    const bench_policies_options *options = run->options;

    for (int i = 0; i < options->load_count; i++) {
        bool known = false;
        for (int k = 0; k < run->load_count; k++)
            known |= run->loads[k] == options->loads[i];
        if (!known)
            run->loads[run->load_count++] = options->loads[i];
    }
    for (int i = 0; i < options->seed_count; i++) {
        bool known = false;
        for (int k = 0; k < run->seed_count; k++)
            known |= run->seeds[k] == options->seeds[i];
        if (!known)
            run->seeds[run->seed_count++] = options->seeds[i];
    }
}

static void take_scenarios(policies_run *run, const bench_options *options)
{
    for (int i = 0; i < BENCH_MAX_NAMES && bench_scenario(options, i) != NULL; i++) {
        bool known = false;
        for (int k = 0; k < run->scenario_count; k++)
            known |= strcmp(run->scenarios[k], bench_scenario(options, i)) == 0;
        if (!known)
            run->scenarios[run->scenario_count++] = bench_scenario(options, i);
    }
}

static void take_settings(policies_run *run, const bench_options *options)
{
    const ipso_sim_settings *simulation = &run->options->simulation;
    policies_settings *settings = &run->cells.settings;

    settings->instance_seed = options->instance_seed;
    settings->weeks = simulation->weeks;
    settings->warmup_weeks = simulation->warmup_weeks;
    settings->ahead_days = simulation->ahead_days;
    settings->replications = simulation->replications;
    settings->plan_work = simulation->plan_work;
    snprintf(settings->against, sizeof settings->against, "%s", run->names[0]);
}

/* ---- cells ---- */

typedef struct place {
    int scenario, load, seed, policy; /* indexes of the run */
} place;

static const policies_cell *find_cell(const policies_run *run, place at)
{
    return policies_cells_find(&run->cells, run->scenarios[at.scenario], run->loads[at.load],
                               run->seeds[at.seed], run->names[at.policy]);
}

/* The place after, in the order of the rows; false past the last. */
static bool next_place(const policies_run *run, place *at)
{
    if (++at->policy < run->policy_count)
        return true;
    at->policy = 0;
    if (++at->seed < run->seed_count)
        return true;
    at->seed = 0;
    if (++at->load < run->load_count)
        return true;
    at->load = 0;
    return ++at->scenario < run->scenario_count;
}

/* Counts what is to be done. */
static void count_cells(policies_run *run)
{
    place at = {0, 0, 0, 0};

    run->progress.shown = isatty(STDERR_FILENO) == 1;
    run->progress.replications = run->cells.settings.replications;
    do {
        int missing = find_cell(run, at) == NULL;

        run->progress.cells += missing;
        run->progress.left[at.scenario][at.policy] += missing;
    } while (next_place(run, &at));
}

/* Keeps what came of a simulation as a cell, and writes its rows. */
static bool keep_cell(policies_run *run, place at, const ipso_simulation *made)
{
    int count = run->cells.settings.replications;
    policies_cell cell = {.load = run->loads[at.load], .seed = run->seeds[at.seed]};
    const policies_cell *other = NULL;

    snprintf(cell.scenario, sizeof cell.scenario, "%s", run->scenarios[at.scenario]);
    snprintf(cell.policy, sizeof cell.policy, "%s", run->names[at.policy]);
    cell.values = malloc((size_t)count * IPSO_SIM_MEASURE_COUNT * sizeof *cell.values);
    if (cell.values == NULL)
        return false;
    for (int m = 0; m < IPSO_SIM_MEASURE_COUNT; m++)
        for (int r = 0; r < count; r++)
            cell.values[m * count + r] = ipso_simulation_value(made, (ipso_sim_measure)m, r);
    if (!policies_cells_add(&run->cells, &cell)) {
        free(cell.values);
        return false;
    }
    if (at.policy != 0)
        other = find_cell(run, (place){at.scenario, at.load, at.seed, 0});
    if (run->rows == NULL)
        return true;
    return policies_write_cell(run->rows, run->format, &cell, other, &run->cells.settings) &&
           fflush(run->rows) == 0;
}

static bool run_cell(policies_run *run, place at, const ipso_practice *practice)
{
    ipso_sim_settings settings = run->policies[at.policy].settings;
    ipso_simulation *made = NULL;
    ipso_error err;

    ipso_error_init(&err);
    settings.load_percent = run->loads[at.load];
    settings.seed = run->seeds[at.seed];
    settings.progress = policies_progress_tell;
    settings.progress_user = &run->progress;
    policies_progress_begin(&run->progress, at.scenario, at.policy);
    bool ok = ipso_simulate(&made, practice, &settings, &err) == IPSO_OK;
    policies_progress_end(&run->progress);
    if (!ok) {
        fprintf(stderr, "ipsosched-bench: %s at %d %%, seed %llu, %s: %s\n",
                run->scenarios[at.scenario], settings.load_percent,
                (unsigned long long)settings.seed, run->names[at.policy], err.text);
        return false;
    }
    ok = keep_cell(run, at, made);
    if (!ok)
        fputs("ipsosched-bench: the rows cannot be written\n", stderr);
    ipso_simulation_free(made);
    return ok;
}

/* The cells of all scenarios that are not finished. A cell that fails leaves out those that are
 * compared with it. */
static int run_cells(policies_run *run)
{
    bench_instance instance = {.practice = NULL};
    int made = -1, code = BENCH_DONE;
    place at = {0, 0, 0, 0};

    do {
        place base = {at.scenario, at.load, at.seed, 0};
        ipso_error err;

        if (find_cell(run, at) != NULL || (at.policy > 0 && find_cell(run, base) == NULL))
            continue;
        ipso_error_init(&err);
        if (made != at.scenario) {
            bench_instance_finish(&instance);
            made = at.scenario;
            if (bench_instance_generate(&instance, run->scenarios[made],
                                        run->cells.settings.instance_seed, &err) != IPSO_OK) {
                bench_complain(run->scenarios[made], &err);
                code = BENCH_FAILED;
            }
        }
        if (instance.practice == NULL || !run_cell(run, at, instance.practice))
            code = BENCH_FAILED;
    } while (next_place(run, &at));
    bench_instance_finish(&instance);
    return code;
}

/* ---- what is expected ---- */

/* Whether a measure may be so: word is what its difference must not be, or with `must` what it must
 * be. */
static bool expect(const policies_run *run, place at, ipso_sim_measure measure, const char *word,
                   bool must)
{
    const policies_cell *cell = find_cell(run, at);
    const policies_cell *base = find_cell(run, (place){at.scenario, at.load, at.seed, 0});
    ipso_sim_interval difference;

    if (cell == NULL || base == NULL ||
        !policies_difference(&difference, cell, base, &run->cells.settings, measure))
        return false;
    if ((strcmp(policies_verdict(measure, difference), word) == 0) == must)
        return true;
    fprintf(stderr, "ipsosched-bench: %s at %d %%: %s of %s is %s\n", cell->scenario, cell->load,
            ipso_sim_measure_title(measure), cell->policy,
            must ? "not clearly better" : "clearly worse");
    return false;
}

/* The hours on duty of a policy, within MOST_HOURS of those of the policy it is compared with. */
static bool expect_equal_hours(const policies_run *run, place at)
{
    const policies_cell *cell = find_cell(run, at);
    const policies_cell *base = find_cell(run, (place){at.scenario, at.load, at.seed, 0});
    int count = run->cells.settings.replications;
    ipso_sim_interval hours, more;

    if (cell == NULL || base == NULL ||
        !policies_difference(&more, cell, base, &run->cells.settings, IPSO_SIM_HOURS_PER_WEEK))
        return false;
    hours = ipso_sim_interval_of(&base->values[IPSO_SIM_HOURS_PER_WEEK * count], count);
    if (fabs(more.mean) <= MOST_HOURS * hours.mean)
        return true;
    fprintf(stderr, "ipsosched-bench: %s at %d %%: %s has %+.2f hours on duty a week beside %.2f\n",
            cell->scenario, cell->load, cell->policy, more.mean, hours.mean);
    return false;
}

static int expect_outcomes(const policies_run *run)
{
    place at = {0, 0, 0, 0};
    bool met = true;

    do {
        if (at.policy == 0)
            continue;
        met &= expect(run, at, IPSO_SIM_DIRECT_WAIT, "better", true);
        met &= expect(run, at, IPSO_SIM_OVERTIME, "better", true);
        met &= expect(run, at, IPSO_SIM_ATTENDED_FILL, "worse", false);
        met &= expect(run, at, IPSO_SIM_ACUTE_SAME_DAY, "better", true);
        met &= expect_equal_hours(run, at);
    } while (next_place(run, &at));
    return met ? BENCH_DONE : BENCH_FAILED;
}

/* ---- the suite ---- */

/* Opens what the rows go to; false with a line on standard error. */
static bool open_rows(policies_run *run)
{
    const char *path = run->options->output;

    run->rows = path == NULL && !run->table ? stdout : NULL;
    if (path == NULL) {
        if (run->rows != NULL && run->format == POLICIES_CSV)
            policies_write_head(run->rows);
        return true;
    }
    run->rows = policies_open(&run->cells, path, run->format);
    return run->rows != NULL;
}

static int run_all(policies_run *run)
{
    if (!open_rows(run))
        return BENCH_INPUT;
    count_cells(run);
    int code = run_cells(run);
    policies_wanted wanted = {run->scenarios,  run->names, run->loads,
                              run->load_count, run->seeds, run->seed_count};
    if (run->table && !policies_print_table(stdout, &run->cells, &wanted))
        code = BENCH_FAILED;
    if (run->options->quick && code == BENCH_DONE)
        code = expect_outcomes(run);
    if (run->rows != NULL && run->rows != stdout && fclose(run->rows) != 0) {
        fprintf(stderr, "ipsosched-bench: %s cannot be written\n", run->options->output);
        code = BENCH_FAILED;
    }
    return code;
}

int bench_policies(int argc, char **argv)
{
    bench_options options;
    int code;

    if (!bench_begin(&options, BENCH_POLICIES, argc, argv, print_help, &code))
        return code;
    policies_run *run = calloc(1, sizeof *run);
    if (run == NULL)
        return BENCH_FAILED;
    run->options = &options.policies;
    fill_defaults(run, &options);
    take_lists(run);
    take_scenarios(run, &options);
    code = BENCH_USAGE;
    if (add_policies(run)) {
        take_settings(run, &options);
        code = run_all(run);
    }
    policies_cells_finish(&run->cells);
    free(run);
    return code;
}
