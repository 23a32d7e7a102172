/* ipsosched simulate: the life of a practice under one policy, or two compared.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli.h"

#include "show_simulation.h"

#include <stdlib.h>
#include <string.h>

static const char help[] =
    "Simulates a practice day by day under a policy: patients ask, are given times,\n"
    "cancel, miss, wait; sessions run with random service times. With a second\n"
    "policy or practice both meet the same patients, and the differences are shown.\n"
    "\n"
    "usage: ipsosched simulate [OPTION...] PRACTICE\n"
    "       ipsosched simulate --list\n"
    "\n"
    "      --policy R/M/B/T  roster, slot mix, booking and session times, by name;\n"
    "                    what is left out is the first of --list\n"
    "      --against R/M/B/T\n"
    "                    a policy to compare with\n"
    "      --beside FILE a practice to compare with, under the policy of --against or\n"
    "                    the same\n"
    "      --weeks N     weeks measured, 1 to 520 (default 8)\n"
    "      --warmup N    weeks before them, not measured (default 4)\n"
    "      --replications R\n"
    "                    independent runs, 1 to 10000 (default 10)\n"
    "      --load P      percent of the practice's demand, 1 to 500 (default 100)\n"
    "      --ahead N     days open for booking, 7 to 182 (default 28)\n"
    "      --seed N      seed (default 1)\n"
    "      --threads N   threads (default 1); results do not depend on it\n"
    "      --work-limit N\n"
    "                    of each plan of the integer program (default 2e8, about 2 s)\n"
    "      --csv         a line for each measure\n"
    "      --json        an ipsosched-simulation/1 document; errors as JSON lines on\n"
    "                    standard error\n"
    "      --list        the policies\n"
    "  -h, --help        this text\n"
    "\n"
    "Exit code 0 done, 3 for a bad document, 1 when it cannot be read.\n"
    "\n"
    "examples:\n"
    "  ipsosched simulate practice.json --weeks 12 --replications 20\n"
    "  ipsosched simulate practice.json --policy fixed/program/ranking/slots \\\n"
    "      --against template/uniform/first/slots --load 110\n"
    "  ipsosched simulate care-manager.json --beside care-manager-without.json\n";

typedef struct simulate_options {
    const char *policy, *against, *beside;
    ipso_sim_settings settings;
    bool json, csv, list;
} simulate_options;

/* ---- policies by name ---- */

static void list_policies(void)
{
    printf("roster\n");
    for (int i = 0; ipso_roster_policy_get(i) != NULL; i++)
        printf("  %-14s %s\n", ipso_roster_policy_get(i)->name, ipso_roster_policy_get(i)->summary);
    printf("slot mix\n");
    for (int i = 0; ipso_mix_policy_get(i) != NULL; i++)
        printf("  %-14s %s\n", ipso_mix_policy_get(i)->name, ipso_mix_policy_get(i)->summary);
    printf("booking\n");
    for (int i = 0; ipso_booking_policy_get(i) != NULL; i++)
        printf("  %-14s %s\n", ipso_booking_policy_get(i)->name,
               ipso_booking_policy_get(i)->summary);
    printf("session times\n");
    for (int i = 0; ipso_times_policy_get(i) != NULL; i++)
        printf("  %-14s %s\n", ipso_times_policy_get(i)->name, ipso_times_policy_get(i)->summary);
}

static bool take_part(ipso_sim_settings *settings, int part, const char *name)
{
    const ipso_roster_policy *roster = part == 0 ? ipso_roster_policy_named(name) : NULL;
    const ipso_mix_policy *mix = part == 1 ? ipso_mix_policy_named(name) : NULL;
    const ipso_booking_policy *booking = part == 2 ? ipso_booking_policy_named(name) : NULL;
    const ipso_times_policy *times = part == 3 ? ipso_times_policy_named(name) : NULL;

    if (roster != NULL)
        settings->roster = roster;
    if (mix != NULL)
        settings->mix = mix;
    if (booking != NULL)
        settings->booking = booking;
    if (times != NULL)
        settings->times = times;
    return roster != NULL || mix != NULL || booking != NULL || times != NULL;
}

/* Takes "R/M/B/T"; an empty or missing part keeps its default. */
static int take_policy(ipso_sim_settings *settings, const char *text)
{
    static const char *const parts[] = {"roster", "slot mix", "booking", "session times"};
    const char *at = text;

    for (int part = 0; part < 4 && at != NULL; part++) {
        size_t length = strcspn(at, "/");
        char name[32];

        if (length >= sizeof name)
            return usage_error(&simulate_command, "no policy for %s is named \"%.*s\"; see --list",
                               parts[part], (int)length, at);
        memcpy(name, at, length);
        name[length] = '\0';
        if (length > 0 && !take_part(settings, part, name))
            return usage_error(&simulate_command, "no policy for %s is named \"%s\"; see --list",
                               parts[part], name);
        at = at[length] == '/' ? at + length + 1 : NULL;
    }
    if (at != NULL)
        return usage_error(&simulate_command,
                           "\"%s\" has more than four parts: roster/mix/booking/times", text);
    return CODE_DONE;
}

static void name_policy(char name[POLICY_NAME_SIZE], const ipso_sim_settings *settings)
{
    snprintf(name, POLICY_NAME_SIZE, "%s/%s/%s/%s", settings->roster->name, settings->mix->name,
             settings->booking->name, settings->times->name);
}

/* ---- options ---- */

static int take_number(simulate_options *wanted, int option)
{
    ipso_sim_settings *settings = &wanted->settings;
    const struct {
        int option;
        const char *name;
        int *value;
        long long low, high;
    } numbers[] = {
        {OPTION_WEEKS, "weeks", &settings->weeks, 1, 520},
        {OPTION_WARMUP, "warmup", &settings->warmup_weeks, 0, 104},
        {OPTION_REPLICATIONS, "replications", &settings->replications, 1, 10000},
        {OPTION_LOAD, "load", &settings->load_percent, 1, 500},
        {OPTION_AHEAD, "ahead", &settings->ahead_days, 7, 182},
        {OPTION_THREADS, "threads", &settings->threads, 1, 256},
    };
    long long value;

    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        if (numbers[i].option != option)
            continue;
        if (!parse_count(optarg, numbers[i].low, numbers[i].high, &value))
            return usage_error(&simulate_command, "--%s \"%s\" is not a number from %lld to %lld",
                               numbers[i].name, optarg, numbers[i].low, numbers[i].high);
        *numbers[i].value = (int)value;
    }
    return CODE_DONE;
}

static int take_large(simulate_options *wanted, int option)
{
    long long value;

    if (option != OPTION_SEED && option != OPTION_WORK)
        return CODE_DONE;
    if (!parse_count(optarg, option == OPTION_WORK, INT64_MAX, &value))
        return usage_error(&simulate_command, "--%s \"%s\" is not a whole number from %d on",
                           option == OPTION_WORK ? "work-limit" : "seed", optarg,
                           option == OPTION_WORK);
    if (option == OPTION_SEED)
        wanted->settings.seed = (uint64_t)value;
    else
        wanted->settings.plan_work = value;
    return CODE_DONE;
}

static int take_option(simulate_options *wanted, int option)
{
    int code = take_number(wanted, option);

    wanted->json |= option == OPTION_JSON;
    wanted->csv |= option == OPTION_CSV;
    wanted->list |= option == OPTION_LIST;
    if (option == OPTION_POLICY)
        wanted->policy = optarg;
    if (option == OPTION_AGAINST)
        wanted->against = optarg;
    if (option == OPTION_BESIDE)
        wanted->beside = optarg;
    return code == CODE_DONE ? take_large(wanted, option) : code;
}

/* ---- running ---- */

static int run_policy(simulated *what, int index, const ipso_practice *practice,
                      const ipso_sim_settings *settings, message_style style)
{
    ipso_error err;

    ipso_error_init(&err);
    name_policy(what->name[index], settings);
    ipso_status status = ipso_simulate(&what->run[index], practice, settings, &err);
    return status == IPSO_OK
               ? CODE_DONE
               : report_failure(style,
                                index == 1 && what->beside != NULL ? what->beside : what->practice,
                                status, &err);
}

/* The policy of the first run, or that of --against. */
static int take_second_policy(ipso_sim_settings *settings, const simulate_options *wanted)
{
    return take_policy(settings, wanted->against != NULL ? wanted->against : wanted->policy);
}

static void print_simulation(const simulate_options *wanted, const simulated *what)
{
    if (wanted->json)
        print_simulation_json(stdout, what);
    else if (wanted->csv)
        print_simulation_csv(stdout, what);
    else
        print_simulation_table(stdout, what);
}

static int simulate(const simulate_options *wanted, const char *path)
{
    simulated what = {.practice = shown_path(path), .settings = wanted->settings};
    message_style style = {stderr, wanted->json};
    ipso_sim_settings other = wanted->settings;
    ipso_practice *practice = NULL, *beside = NULL;
    bool compared = wanted->against != NULL || wanted->beside != NULL;
    int code = take_policy(&what.settings, wanted->policy);

    if (wanted->beside != NULL)
        what.beside = shown_path(wanted->beside);
    if (code == CODE_DONE && compared)
        code = take_second_policy(&other, wanted);
    if (code == CODE_DONE)
        code = load_practice(&practice, path, style);
    if (code == CODE_DONE && wanted->beside != NULL)
        code = load_practice(&beside, wanted->beside, style);
    if (code == CODE_DONE)
        code = run_policy(&what, 0, practice, &what.settings, style);
    if (code == CODE_DONE && compared)
        code = run_policy(&what, 1, beside != NULL ? beside : practice, &other, style);
    if (code == CODE_DONE)
        print_simulation(wanted, &what);
    ipso_simulation_free(what.run[0]);
    ipso_simulation_free(what.run[1]);
    ipso_practice_free(practice);
    ipso_practice_free(beside);
    return code;
}

static int run_simulate(int count, char **arguments)
{
    static const struct option options[] = {
        {"policy", required_argument, NULL, OPTION_POLICY},
        {"against", required_argument, NULL, OPTION_AGAINST},
        {"beside", required_argument, NULL, OPTION_BESIDE},
        {"weeks", required_argument, NULL, OPTION_WEEKS},
        {"warmup", required_argument, NULL, OPTION_WARMUP},
        {"replications", required_argument, NULL, OPTION_REPLICATIONS},
        {"load", required_argument, NULL, OPTION_LOAD},
        {"ahead", required_argument, NULL, OPTION_AHEAD},
        {"seed", required_argument, NULL, OPTION_SEED},
        {"threads", required_argument, NULL, OPTION_THREADS},
        {"work-limit", required_argument, NULL, OPTION_WORK},
        {"csv", no_argument, NULL, OPTION_CSV},
        {"json", no_argument, NULL, OPTION_JSON},
        {"list", no_argument, NULL, OPTION_LIST},
        {"help", no_argument, NULL, OPTION_HELP},
        {NULL, 0, NULL, 0}};
    simulate_options wanted = {.policy = ""};
    option_line line = {.command = &simulate_command, .options = options};

    ipso_sim_settings_init(&wanted.settings);
    while (next_option(&line, count, arguments))
        line.code = take_option(&wanted, line.option);
    if (options_end(&line))
        return line.code;
    if (wanted.json && wanted.csv)
        return usage_error(&simulate_command, "--json and --csv exclude each other");
    if (wanted.list && count == optind) {
        list_policies();
        return CODE_DONE;
    }
    if (count - optind != 1)
        return usage_error(&simulate_command, "name one practice document");
    return simulate(&wanted, arguments[optind]);
}

const struct command simulate_command = {"simulate", "compare policies on a simulated practice",
                                         help, run_simulate};
