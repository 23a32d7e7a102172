/* The suite "policies": policies on simulated practices, each beside what practices do today.
 *
 * One row for each scenario, load, policy and measure: mean and 95 % interval, and the difference
 * to the first policy, replication by replication, with what that says: better, worse or nothing.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The first is what the others are compared with: slots of 15 minutes, first come, first served. */
static const char *const POLICIES[][4] = {
    {"template", "uniform", "first", "slots"},
    {"template", "carve-out", "own", "slots"},
    {"template", "open-access", "first", "slots"},
    {"template", "two-blocks", "first", "bailey-welch"},
    {"template", "program", "first", "slots"},
    {"fixed", "program", "ranking", "optimised"},
};
enum { POLICY_COUNT = sizeof POLICIES / sizeof POLICIES[0], FULL = POLICY_COUNT - 1 };

static const int ALL_LOADS[] = {80, 90, 100, 110};

typedef struct policy_options {
    const char *names[BENCH_MAX_NAMES];
    int name_count;
    ipso_sim_settings settings;
    bool quick, help;
} policy_options;

/* ---- options ---- */

static bool take_number(const char *option, const char *text, int low, int high, int *value)
{
    char *end = NULL;
    long number = text == NULL ? 0 : strtol(text, &end, 10);

    if (text == NULL || end == text || *end != '\0' || number < low || number > high) {
        fprintf(stderr, "ipsosched-bench: %s wants a number from %d to %d\n", option, low, high);
        return false;
    }
    *value = (int)number;
    return true;
}

static bool take_option(policy_options *options, const char *option, const char *value, bool *used)
{
    ipso_sim_settings *settings = &options->settings;
    int seed = 1;

    *used = true;
    if (strcmp(option, "--weeks") == 0)
        return take_number(option, value, 1, 300, &settings->weeks);
    if (strcmp(option, "--warmup") == 0)
        return take_number(option, value, 0, 52, &settings->warmup_weeks);
    if (strcmp(option, "--replications") == 0)
        return take_number(option, value, 2, 10000, &settings->replications);
    if (strcmp(option, "--threads") == 0)
        return take_number(option, value, 1, 256, &settings->threads);
    if (strcmp(option, "--seed") == 0) {
        bool ok = take_number(option, value, 0, 1000000000, &seed);

        settings->seed = (uint64_t)seed;
        return ok;
    }
    *used = false;
    options->quick |= strcmp(option, "--quick") == 0;
    options->help |= strcmp(option, "--help") == 0 || strcmp(option, "-h") == 0;
    if (strcmp(option, "--quick") == 0 || options->help)
        return true;
    fprintf(stderr, "ipsosched-bench: policies has no option %s\n", option);
    return false;
}

static bool read_options(policy_options *options, int argc, char **argv)
{
    ipso_sim_settings_init(&options->settings);
    for (int i = 1; i < argc; i++) {
        bool used = false;

        if (argv[i][0] != '-') {
            if (options->name_count == BENCH_MAX_NAMES)
                return false;
            options->names[options->name_count++] = argv[i];
            continue;
        }
        if (!take_option(options, argv[i], i + 1 < argc ? argv[i + 1] : NULL, &used))
            return false;
        i += used;
    }
    return true;
}

static void print_help(void)
{
    puts("usage: ipsosched-bench policies [OPTION...] [SCENARIO...]\n"
         "\n"
         "Simulates scenarios (default: all) at 80, 90, 100 and 110 % of their demand under\n"
         "six policies; a CSV row for each measure, with the difference to the first policy.\n"
         "\n"
         "      --quick           saint-martin at 100 %, 6 replications of 4 weeks, the first\n"
         "                        and the last policy; fails unless the last is clearly\n"
         "                        better in direct wait and overtime and not clearly worse\n"
         "                        in attended fill\n"
         "      --weeks N         measured (default 8)\n"
         "      --warmup N        before them (default 4)\n"
         "      --replications N  (default 10)\n"
         "      --seed N          (default 1)\n"
         "      --threads N       (default 1)\n"
         "  -h, --help            this text");
}

/* ---- runs ---- */

static void choose_policy(ipso_sim_settings *settings, int policy)
{
    settings->roster = ipso_roster_policy_named(POLICIES[policy][0]);
    settings->mix = ipso_mix_policy_named(POLICIES[policy][1]);
    settings->booking = ipso_booking_policy_named(POLICIES[policy][2]);
    settings->times = ipso_times_policy_named(POLICIES[policy][3]);
}

static const char *verdict(ipso_sim_measure measure, ipso_sim_interval difference)
{
    int better = ipso_sim_measure_better(measure);

    if (better == 0 || isnan(difference.half) || fabs(difference.mean) <= difference.half)
        return "";
    return (difference.mean > 0) == (better > 0) ? "better" : "worse";
}

static void print_number(double number)
{
    if (isfinite(number))
        printf(",%.6g", number);
    else
        putchar(',');
}

static void print_rows(const char *scenario, int load, int policy, const ipso_simulation *run,
                       const ipso_simulation *first)
{
    for (int m = 0; m < IPSO_SIM_MEASURE_COUNT; m++) {
        ipso_sim_measure measure = (ipso_sim_measure)m;
        ipso_sim_interval interval = ipso_simulation_interval(run, measure);
        ipso_sim_interval difference = ipso_simulation_difference(run, first, measure);

        printf("%s,%d,%s/%s/%s/%s,%s,%s", scenario, load, POLICIES[policy][0], POLICIES[policy][1],
               POLICIES[policy][2], POLICIES[policy][3], ipso_sim_measure_name(measure),
               ipso_sim_measure_unit(measure));
        print_number(interval.mean);
        print_number(interval.half);
        print_number(difference.mean);
        print_number(difference.half);
        printf(",%s,%s\n", verdict(measure, difference), bench_revision());
    }
    fflush(stdout);
}

/* Whether a measure of the full policy may be so: word is what its difference must not be, or with
 * `must` what it must be. */
static bool expect(const ipso_simulation *run, const ipso_simulation *first,
                   ipso_sim_measure measure, const char *word, bool must)
{
    const char *found = verdict(measure, ipso_simulation_difference(run, first, measure));

    if ((strcmp(found, word) == 0) == must)
        return true;
    fprintf(stderr, "ipsosched-bench: %s of the full policy is %s\n",
            ipso_sim_measure_title(measure), must ? "not clearly better" : "clearly worse");
    return false;
}

static bool expect_outcomes(const ipso_simulation *run, const ipso_simulation *first)
{
    bool wait = expect(run, first, IPSO_SIM_DIRECT_WAIT, "better", true);
    bool overtime = expect(run, first, IPSO_SIM_OVERTIME, "better", true);
    bool fill = expect(run, first, IPSO_SIM_ATTENDED_FILL, "worse", false);

    return wait && overtime && fill;
}

/* One scenario and load under all policies. */
static int run_load(const policy_options *options, const bench_instance *instance, int load)
{
    ipso_simulation *first = NULL;
    int code = BENCH_DONE;

    for (int policy = 0; policy < POLICY_COUNT && code == BENCH_DONE; policy++) {
        ipso_sim_settings settings = options->settings;
        ipso_simulation *run = NULL;
        ipso_error err;

        if (options->quick && policy != 0 && policy != FULL)
            continue;
        ipso_error_init(&err);
        settings.load_percent = load;
        choose_policy(&settings, policy);
        if (ipso_simulate(&run, instance->practice, &settings, &err) != IPSO_OK) {
            bench_complain(instance->name, &err);
            code = BENCH_FAILED;
            break;
        }
        print_rows(instance->name, load, policy, run, policy == 0 ? run : first);
        if (options->quick && policy == FULL && !expect_outcomes(run, first))
            code = BENCH_FAILED;
        if (policy == 0)
            first = run;
        else
            ipso_simulation_free(run);
    }
    ipso_simulation_free(first);
    return code;
}

static int run_scenario(const policy_options *options, const char *name)
{
    bench_instance instance;
    ipso_error err;
    int code = BENCH_DONE;

    ipso_error_init(&err);
    if (bench_instance_generate(&instance, name, 1, &err) != IPSO_OK) {
        bench_complain(name, &err);
        return BENCH_INPUT;
    }
    for (size_t i = 0; i < sizeof ALL_LOADS / sizeof ALL_LOADS[0] && code == BENCH_DONE; i++)
        if (!options->quick || ALL_LOADS[i] == 100)
            code = run_load(options, &instance, ALL_LOADS[i]);
    bench_instance_finish(&instance);
    return code;
}

int bench_policies(int argc, char **argv)
{
    policy_options options = {.name_count = 0};
    int code = BENCH_DONE;

    if (!read_options(&options, argc, argv))
        return BENCH_USAGE;
    if (options.help) {
        print_help();
        return BENCH_DONE;
    }
    if (options.quick) {
        options.settings.weeks = 4;
        options.settings.replications = 6;
    }
    for (int i = 0; options.name_count == 0 && !options.quick && ipso_scenario_name(i) != NULL; i++)
        options.names[i] = ipso_scenario_name(i);
    while (options.name_count < BENCH_MAX_NAMES && options.names[options.name_count] != NULL)
        options.name_count++;
    if (options.name_count == 0)
        options.names[options.name_count++] = "saint-martin";
    puts("scenario,load_percent,policy,measure,unit,mean,half_width,difference,"
         "difference_half_width,verdict,revision");
    for (int i = 0; i < options.name_count && code == BENCH_DONE; i++)
        code = run_scenario(&options, options.names[i]);
    return code;
}
