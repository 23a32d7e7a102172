/* Options that suites share.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

typedef struct known {
    const char *name;  /* "": the help goes on */
    const char *value; /* NULL: takes none */
    const char *help;
} known;

/* Each list ends with --help. */
static const known WEEK[] = {
    {"--scenario", "NAME", "a scenario to plan (may be repeated; default: all)"},
    {"--data", "DIR", "plan the practice documents (*.json) of a folder, and rosters for its"},
    {"", "", "public instances (*.txt, *.dzn)"},
    {"--instance-seed", "N", "seed of the scenarios (default 1)"},
    {"--time-limit", "S", "wall seconds for a whole run, such as 2 or 2s (default 60)"},
    {"--work-limit", "N", "units of work for a whole run (default: none)"},
    {"--gap", "G", "a stage ends at this gap (default 0.0005)"},
    {"--seed", "N", "seed of the search (default 1)"},
    {"--threads", "N", "threads, 1 to 1024 (default 1)"},
    {"--by-stage", NULL, "call the planner once for each stage, and time each"},
    {"--solvers", "LIST", "each stage also by these, names with commas between: greedy, glpsol,"},
    {"", "", "cbc, highs, cpsat; or all. The time limit is for each solver and stage"},
    {"--python", "FILE", "the Python that runs them, with its packages (default: python3)"},
    {"--help", NULL, "this text"},
};

static const known JOINT[] = {
    {"--instance-seed", "N", "seed of the scenarios (default 1)"},
    {"--time-limit", "S", "wall seconds for each plan, such as 10 or 10s (default 60)"},
    {"--work-limit", "N", "units of work for each plan (default: none)"},
    {"--gap", "G", "a stage ends at this gap (default 0.0005)"},
    {"--seed", "N", "seed of the search (default 1)"},
    {"--threads", "N", "threads, 1 to 1024 (default 1)"},
    {"--help", NULL, "this text"},
};

static const known ROSTERS[] = {
    {"--data", "DIR", "the folder of the instances (required)"},
    {"--time-limit", "S", "wall seconds for each instance, such as 20 or 20s (default 60)"},
    {"--work-limit", "N", "units of work for each instance (default: none)"},
    {"--gap", "G", "an instance ends at this gap (default 0: proven)"},
    {"--seed", "N", "seed of the search (default 1)"},
    {"--threads", "N", "threads, 1 to 1024 (default 1)"},
    {"--help", NULL, "this text"},
};

static const known BOOKINGS[] = {
    {"--instance-seed", "N", "seed of the instances (default 1)"},
    {"--scale", "N", "instances N times as large, 1 to 64 (default 1)"},
    {"--time-limit", "S", "wall seconds for each instance, such as 10 or 10s (default 60)"},
    {"--work-limit", "N", "units of work for each instance, whatever the time (default: none)"},
    {"--gap", "G", "an instance ends at this gap (default 0: proven)"},
    {"--seed", "N", "seed of the search (default 1)"},
    {"--threads", "N", "threads, 1 to 1024 (default 1)"},
    {"--help", NULL, "this text"},
};

static const known FAIR[] = {
    {"--weeks", "N", "weeks, 1 to 52 (default 12)"},
    {"--whole", NULL, "plan all weeks at once, not one after the other"},
    {"--by-site", NULL, "turns are shared within each site"},
    {"--csv", NULL, "a row for each figure instead of tables"},
    {"--instance-seed", "N", "seed of the scenario (default 1)"},
    {"--time-limit", "S", "wall seconds for each plan, such as 10 or 10s (default 60)"},
    {"--work-limit", "N", "units of work for each plan (default 500000000 a week)"},
    {"--gap", "G", "a plan ends at this gap (default 0.0005)"},
    {"--seed", "N", "seed of the search (default 1)"},
    {"--threads", "N", "threads, 1 to 1024 (default 1)"},
    {"--help", NULL, "this text"},
};

static const known PRACTICES[] = {
    {"--instance-seed", "N", "seed of the network (default 1)"},
    {"--time-limit", "S", "wall seconds for each practice, such as 5 or 5s (default: promised)"},
    {"--work-limit", "N", "units of work for each practice (default: none)"},
    {"--gap", "G", "a practice ends at this gap (default: promised)"},
    {"--seed", "N", "seed of the search (default 1)"},
    {"--threads", "N", "threads, 1 to 1024 (default 1)"},
    {"--help", NULL, "this text"},
};

static const known AGENDAS[] = {
    {"--instance-seed", "N", "seed of the scenarios (default 1)"},
    {"--scale", "N", "N practices side by side as one, 1 to 64 (default 1)"},
    {"--time-limit", "S", "wall seconds, such as 5 or 5s (default: promised)"},
    {"--work-limit", "N", "units of work (default: none)"},
    {"--gap", "G", "a stage ends at this gap (default 0: proven)"},
    {"--seed", "N", "seed of the search (default 1)"},
    {"--threads", "N", "threads, 1 to 1024 (default 1)"},
    {"--help", NULL, "this text"},
};

static const known REPLAN[] = {
    {"--instance-seed", "N", "seed of the scenarios and of what is booked (default 1)"},
    {"--time-limit", "S", "wall seconds for each replan, such as 10 or 10s (default 60)"},
    {"--work-limit", "N", "units of work for each replan (default 200000000)"},
    {"--gap", "G", "a replan ends at this gap (default 0.0005)"},
    {"--seed", "N", "seed of the search (default 1)"},
    {"--threads", "N", "threads, 1 to 1024 (default 1)"},
    {"--help", NULL, "this text"},
};

static const known POLICIES[] = {
    {"--policy", "R/M/B/T",
     "roster/mix/booking/times, by the names that ipsosched simulate --list"},
    {"", "", "has; what is left out is the first (may be repeated; default: six)"},
    {"--against", "R/M/B/T", "what they are compared with (default: template/uniform/first/slots)"},
    {"--load", "P[,P...]", "percent of the scenario's demand (default 80,90,100,110)"},
    {"--seed", "N[,N...]", "seeds of the random draws and of the plans (default 1)"},
    {"--replications", "N", "of each cell, 2 to 10000 (default 10)"},
    {"--weeks", "N", "measured, 1 to 520 (default 8)"},
    {"--warmup", "N", "weeks before them, not measured, 0 to 104 (default 4)"},
    {"--ahead", "N", "days open for booking, 7 to 182 (default 28)"},
    {"--work-limit", "N", "of each plan of the integer program (default 200000000)"},
    {"--instance-seed", "N", "seed of the scenarios (default 1)"},
    {"--threads", "N", "1 to 256 (default 1); results do not depend on it"},
    {"--output", "FILE", "rows go there, cell by cell; what it holds already is not run again"},
    {"--format", "F", "csv or ndjson (default: csv)"},
    {"--table", NULL, "a summary for people on standard output (default on a terminal)"},
    {"--quick", NULL, "saint-martin at 100 %, 6 replications of 4 weeks, the first policy and"},
    {"", "", "the last; fails unless each policy is clearly better in direct wait, overtime"},
    {"", "", "and acute need met the same day and not clearly worse in attended fill, with"},
    {"", "", "hours on duty within 1 %"},
    {"--help", NULL, "this text"},
};

static const known YEAR[] = {
    {"--scenario", "NAME", "one scenario (may be repeated; default: ipso)"},
    {"--instance-seed", "N", "seed of the scenarios (default 1)"},
    {"--weeks", "N", "measured, 1 to 52 (default 52)"},
    {"--work-limit", "N", "of each plan of the integer program (default 200000000)"},
    {"--help", NULL, "this text"},
};

static const known *options_of(bench_suite suite)
{
    static const known *const lists[] = {
        [BENCH_WEEKS] = WEEK,  [BENCH_ROSTERS] = ROSTERS,     [BENCH_BOOKINGS] = BOOKINGS,
        [BENCH_FAIR] = FAIR,   [BENCH_PRACTICES] = PRACTICES, [BENCH_AGENDAS] = AGENDAS,
        [BENCH_JOINT] = JOINT, [BENCH_REPLAN] = REPLAN,       [BENCH_POLICIES] = POLICIES,
        [BENCH_YEAR] = YEAR};
    return lists[suite];
}

void bench_options_help(FILE *out, bench_suite suite)
{
    const known *option = options_of(suite);
    int width = suite == BENCH_POLICIES ? 8 : 5;
    fputs("options:\n", out);
    for (bool last = false; !last; option++) {
        fprintf(out, "  %-16s %-*s %s\n", option->name, width,
                option->value != NULL ? option->value : "", option->help);
        last = strcmp(option->name, "--help") == 0;
    }
}

static bool complain(const char *option, const char *value, const char *wanted)
{
    fprintf(stderr, "ipsosched-bench: %s %s: %s is wanted\n", option, value, wanted);
    return false;
}

/* A whole number of low..high, digits alone. */
static bool read_whole(uint64_t *out, const char *text, uint64_t low, uint64_t high)
{
    if (text[0] < '0' || text[0] > '9')
        return false;
    char *end = NULL;
    errno = 0;
    unsigned long long value = strtoull(text, &end, 10);
    if (errno != 0 || *end != '\0' || value < low || value > high)
        return false;
    *out = value;
    return true;
}

/* A number in (low, high], with an optional unit after it. */
static bool read_real(double *out, const char *text, const char *unit, double low, double high)
{
    if ((text[0] < '0' || text[0] > '9') && text[0] != '.')
        return false;
    char *end = NULL;
    double value = strtod(text, &end);
    if (end == text || (*end != '\0' && strcmp(end, unit) != 0))
        return false;
    if (!(value > low && value <= high))
        return false;
    *out = value;
    return true;
}

static bool add_name(bench_options *options, const char *name)
{
    if (options->name_count == BENCH_MAX_NAMES) {
        fprintf(stderr, "ipsosched-bench: more than %d names\n", BENCH_MAX_NAMES);
        return false;
    }
    options->names[options->name_count++] = name;
    return true;
}

static void set_switch(bench_options *options, const char *name)
{
    options->help = options->help || strcmp(name, "--help") == 0;
    options->by_stage = options->by_stage || strcmp(name, "--by-stage") == 0;
    options->whole = options->whole || strcmp(name, "--whole") == 0;
    options->by_site = options->by_site || strcmp(name, "--by-site") == 0;
    options->csv = options->csv || strcmp(name, "--csv") == 0;
    options->policies.table = options->policies.table || strcmp(name, "--table") == 0;
    options->policies.quick = options->policies.quick || strcmp(name, "--quick") == 0;
}

/* Adds the whole numbers of low..high, with commas between them, to a list. */
static bool read_list(uint64_t list[BENCH_MAX_LIST], int *count, const char *text, uint64_t low,
                      uint64_t high)
{
    for (const char *at = text; at != NULL;) {
        char number[32];
        size_t length = strcspn(at, ",");
        if (length >= sizeof number || *count == BENCH_MAX_LIST)
            return false;
        memcpy(number, at, length);
        number[length] = '\0';
        if (!read_whole(&list[*count], number, low, high))
            return false;
        ++*count;
        at = at[length] == ',' ? at + length + 1 : NULL;
    }
    return true;
}

/* A number of the suite "policies"; *taken is false when name is none of them. */
static bool set_number_of_policies(bench_policies_options *policies, const char *name,
                                   const char *value, bool *taken)
{
    ipso_sim_settings *simulation = &policies->simulation;
    const struct {
        const char *name;
        int *number;
        uint64_t low, high;
    } numbers[] = {{"--weeks", &simulation->weeks, 1, 520},
                   {"--warmup", &simulation->warmup_weeks, 0, 104},
                   {"--replications", &simulation->replications, 2, 10000},
                   {"--ahead", &simulation->ahead_days, 7, 182},
                   {"--threads", &simulation->threads, 1, 256}};
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        uint64_t whole = 0;
        char wanted[64];
        if (strcmp(name, numbers[i].name) != 0)
            continue;
        snprintf(wanted, sizeof wanted, "a whole number from %d to %d", (int)numbers[i].low,
                 (int)numbers[i].high);
        if (!read_whole(&whole, value, numbers[i].low, numbers[i].high))
            return complain(name, value, wanted);
        *numbers[i].number = (int)whole;
        return true;
    }
    *taken = false;
    return true;
}

static bool set_loads(bench_policies_options *policies, const char *value)
{
    uint64_t loads[BENCH_MAX_LIST];
    int count = 0;
    if (!read_list(loads, &count, value, 1, 500) || count > BENCH_MAX_LIST - policies->load_count)
        return complain("--load", value, "at most 32 percentages from 1 to 500, commas between,");
    for (int i = 0; i < count; i++)
        policies->loads[policies->load_count++] = (int)loads[i];
    return true;
}

static bool add_policy(bench_policies_options *policies, const char *value)
{
    int count = 0;
    while (policies->policies[count] != NULL)
        count++;
    if (count == 25)
        return complain("--policy", value, "at most 25 policies");
    policies->policies[count] = value;
    return true;
}

/* Sets an option that the suite "policies" alone has, or reads in its own way; *taken is false when
 * it is none of them. */
static bool set_value_of_policies(bench_policies_options *policies, const char *name,
                                  const char *value, bool *taken)
{
    *taken = true;
    if (strcmp(name, "--policy") == 0)
        return add_policy(policies, value);
    if (strcmp(name, "--load") == 0)
        return set_loads(policies, value);
    if (strcmp(name, "--seed") == 0)
        return read_list(policies->seeds, &policies->seed_count, value, 0, UINT64_MAX) ||
               complain(name, value, "at most 32 whole numbers from 0, commas between,");
    if (strcmp(name, "--format") == 0) {
        policies->format = value;
        return strcmp(value, "csv") == 0 || strcmp(value, "ndjson") == 0 ||
               complain(name, value, "csv or ndjson");
    }
    if (strcmp(name, "--against") == 0)
        policies->against = value;
    else if (strcmp(name, "--output") == 0)
        policies->output = value;
    else
        return set_number_of_policies(policies, name, value, taken);
    return true;
}

/* Sets the option that takes a value. */
static bool set_value(bench_options *options, const char *name, const char *value)
{
    ipso_settings *settings = &options->settings;
    uint64_t whole = 0;
    if (strcmp(name, "--scenario") == 0)
        return add_name(options, value);
    if (strcmp(name, "--data") == 0) {
        options->data = value;
        return true;
    }
    if (strcmp(name, "--time-limit") == 0)
        return read_real(&settings->time_limit_s, value, "s", 0.0, 1e9) ||
               complain(name, value, "a number of seconds above 0");
    if (strcmp(name, "--solvers") == 0)
        options->solvers = value;
    if (strcmp(name, "--python") == 0)
        options->python = value;
    if (strcmp(name, "--solvers") == 0 || strcmp(name, "--python") == 0)
        return true;
    if (strcmp(name, "--gap") == 0)
        return read_real(&settings->gap, value, "", -1.0, 1.0) ||
               complain(name, value, "a number from 0 to 1");
    if (strcmp(name, "--instance-seed") == 0)
        return read_whole(&options->instance_seed, value, 0, UINT64_MAX) ||
               complain(name, value, "a whole number from 0");
    if (strcmp(name, "--seed") == 0)
        return read_whole(&settings->seed, value, 0, UINT64_MAX) ||
               complain(name, value, "a whole number from 0");
    if (strcmp(name, "--work-limit") == 0) {
        if (!read_whole(&whole, value, 1, INT64_MAX))
            return complain(name, value, "a whole number from 1");
        settings->work_limit = (int64_t)whole;
        return true;
    }
    if (strcmp(name, "--scale") == 0) {
        if (!read_whole(&whole, value, 1, 64))
            return complain(name, value, "a whole number from 1 to 64");
        options->scale = (int)whole;
        return true;
    }
    if (strcmp(name, "--weeks") == 0) {
        if (!read_whole(&whole, value, 1, 52))
            return complain(name, value, "a whole number from 1 to 52");
        options->weeks = (int)whole;
        return true;
    }
    if (!read_whole(&whole, value, 1, 1024))
        return complain(name, value, "a whole number from 1 to 1024");
    settings->threads = (int)whole;
    return true;
}

static const known *find(bench_suite suite, const char *name)
{
    for (const known *option = options_of(suite);; option++) {
        if (strcmp(name, option->name) == 0)
            return option;
        if (strcmp(option->name, "--help") == 0)
            return NULL;
    }
}

/* "--name=value" as "--name value": the name is copied to name, the value returned or NULL. */
static const char *split(char *name, size_t size, const char *argument)
{
    const char *equals = strchr(argument, '=');
    size_t length = equals != NULL ? (size_t)(equals - argument) : strlen(argument);
    if (length >= size)
        length = size - 1;
    memcpy(name, argument, length);
    name[length] = '\0';
    return equals != NULL ? equals + 1 : NULL;
}

/* Reads the argument at *at, and the one after it when that is its value. */
static bool read_option(bench_options *options, bench_suite suite, int argc, char **argv, int *at)
{
    char name[64];
    const char *value = split(name, sizeof name, argv[*at]);
    const known *option = find(suite, name);
    if (option == NULL) {
        fprintf(stderr, "ipsosched-bench: %s has no option %s\n", argv[0], argv[*at]);
        return false;
    }
    if (option->value == NULL) {
        if (value != NULL) {
            fprintf(stderr, "ipsosched-bench: %s takes no value\n", name);
            return false;
        }
        set_switch(options, name);
        return true;
    }
    if (value == NULL && *at + 1 < argc)
        value = argv[++*at];
    if (value == NULL) {
        fprintf(stderr, "ipsosched-bench: %s wants a value, %s\n", name, option->value);
        return false;
    }
    bool taken = false;
    if (suite == BENCH_POLICIES && !set_value_of_policies(&options->policies, name, value, &taken))
        return false;
    return taken || set_value(options, name, value);
}

bool bench_options_read(bench_options *options, bench_suite suite, int argc, char **argv)
{
    *options =
        (bench_options){.instance_seed = 1, .scale = 1, .weeks = suite == BENCH_YEAR ? 52 : 12};
    ipso_settings_init(&options->settings);
    if (suite != BENCH_WEEKS && suite != BENCH_FAIR && suite != BENCH_REPLAN)
        options->settings.gap = 0.0;
    if (suite == BENCH_PRACTICES) { /* not given: each practice has its own */
        options->settings.time_limit_s = 0;
        options->settings.gap = -1;
    }
    if (suite == BENCH_REPLAN) { /* as ipsosched replan has them */
        ipso_replan_settings replan;
        ipso_replan_settings_init(&replan);
        options->settings = replan.planner;
    }
    ipso_sim_settings_init(&options->policies.simulation);
    options->policies.simulation.weeks = options->policies.simulation.replications = 0;
    if (suite == BENCH_AGENDAS) /* not given: each scenario has its own */
        options->settings.time_limit_s = 0;
    for (int at = 1; at < argc; at++) {
        if (argv[at][0] == '-') {
            if (!read_option(options, suite, argc, argv, &at))
                return false;
        } else if (!add_name(options, argv[at])) {
            return false;
        }
    }
    return true;
}
