/* ipsosched generate: makes a practice document of a scenario.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli.h"

#include <stdint.h>
#include <stdio.h>

static const char help[] =
    "Makes the practice document of a scenario, from published figures and a seed.\n"
    "\n"
    "usage: ipsosched generate [OPTION...] SCENARIO\n"
    "\n"
    "      --seed N      seed of the random draws, 0 or more (default 1)\n"
    "  -o, --output FILE where to write (default: standard output)\n"
    "      --list        list the scenarios and end\n"
    "  -h, --help        this text\n"
    "\n"
    "The same scenario and seed give the same document on every machine.\n"
    "\n"
    "examples:\n"
    "  ipsosched generate --list\n"
    "  ipsosched generate saint-martin --seed 7 -o practice.json\n";

static void print_list(void)
{
    const char *name;

    for (int i = 0; (name = ipso_scenario_name(i)) != NULL; i++)
        printf("%-20s %s\n", name, ipso_scenario_summary(name));
}

static int unknown_scenario(const char *name)
{
    const char *names[32], *nearest;
    size_t count = 0;

    while (count < 32 && ipso_scenario_name((int)count) != NULL) {
        names[count] = ipso_scenario_name((int)count);
        count++;
    }
    nearest = nearest_name(name, names, count);
    if (nearest != NULL)
        return usage_error(&generate_command, "there is no scenario \"%s\"; did you mean \"%s\"?",
                           name, nearest);
    return usage_error(&generate_command, "there is no scenario \"%s\"; see --list", name);
}

static int generate(const char *name, uint64_t seed, const char *output)
{
    const char *subject = "ipsosched generate";
    message_style style = {stderr, false};
    ipso_practice *practice = NULL;
    ipso_error err;
    int code;

    ipso_error_init(&err);
    ipso_status status = ipso_scenario_generate(&practice, name, seed, &err);
    if (status == IPSO_OK)
        code = write_practice(practice, output, subject, style);
    else
        code = report_failure(style, subject, status, &err);
    ipso_practice_free(practice);
    return code;
}

static int run_generate(int count, char **arguments)
{
    static const struct option options[] = {{"seed", required_argument, NULL, OPTION_SEED},
                                            {"output", required_argument, NULL, 'o'},
                                            {"list", no_argument, NULL, OPTION_LIST},
                                            {"help", no_argument, NULL, OPTION_HELP},
                                            {NULL, 0, NULL, 0}};
    const char *output = NULL;
    long long seed = 1;
    option_line line = {.command = &generate_command, .options = options, .letters = "o:"};

    while (next_option(&line, count, arguments)) {
        if (line.option == OPTION_LIST) {
            print_list();
            return CODE_DONE;
        }
        if (line.option == 'o')
            output = optarg;
        if (line.option == OPTION_SEED && !parse_count(optarg, 0, INT64_MAX, &seed))
            return usage_error(&generate_command, "seed \"%s\" is not a whole number of 0 or more",
                               optarg);
    }
    if (options_end(&line))
        return line.code;
    if (count - optind != 1)
        return usage_error(&generate_command, "name one scenario; see --list");
    if (ipso_scenario_summary(arguments[optind]) == NULL)
        return unknown_scenario(arguments[optind]);
    return generate(arguments[optind], (uint64_t)seed, output);
}

const struct command generate_command = {"generate", "make the practice document of a scenario",
                                         help, run_generate};
