/* ipsosched validate: checks practice documents.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char help[] =
    "Checks practice documents and names every error, not only the first.\n"
    "\n"
    "usage: ipsosched validate [OPTION...] FILE...\n"
    "\n"
    "  -q, --quiet   no word about documents that are right\n"
    "  -h, --help    this text\n"
    "\n"
    "Each error is a line on standard error: file, JSON pointer, what is wrong.\n"
    "Exit code 0 when every document is right, 3 when one is not.\n"
    "\n"
    "examples:\n"
    "  ipsosched validate practice.json\n"
    "  ipsosched generate didier --seed 1 | ipsosched validate -\n";

static void print_summary(const char *path, const ipso_practice *practice)
{
    const ipso_horizon *horizon = ipso_practice_horizon(practice);
    char first[IPSO_DATE_SIZE];

    ipso_date_format(horizon->first_day, first);
    printf("%s: valid: %d practitioners, %d sites, %d duties, %d requests, %d days from %s\n",
           strcmp(path, "-") == 0 ? "standard input" : path,
           ipso_practice_practitioner_count(practice), ipso_practice_site_count(practice),
           ipso_practice_duty_count(practice), ipso_practice_request_count(practice), horizon->days,
           first);
}

static int run_validate(int count, char **arguments)
{
    static const struct option options[] = {{"quiet", no_argument, NULL, 'q'},
                                            {"help", no_argument, NULL, OPTION_HELP},
                                            {NULL, 0, NULL, 0}};
    int option, code = CODE_DONE;
    bool quiet = false;

    while ((option = next_option(count, arguments, options, "q", &validate_command)) != -1) {
        if (option == OPTION_HELP)
            return CODE_DONE;
        if (option == '?')
            return CODE_USAGE;
        quiet = true;
    }
    if (optind == count)
        return usage_error(&validate_command, "no document is named");
    for (int i = optind; i < count; i++) {
        ipso_practice *practice = NULL;
        int one = load_practice(&practice, arguments[i]);

        if (one == CODE_DONE && !quiet)
            print_summary(arguments[i], practice);
        if (code != CODE_INPUT && one != CODE_DONE)
            code = one;
        ipso_practice_free(practice);
    }
    return code;
}

const struct command validate_command = {
    "validate", "check practice documents and name every error", help, run_validate};
