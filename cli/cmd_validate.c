/* ipsosched validate: checks practice documents.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli.h"

#include <stdio.h>

static const char help[] =
    "Checks practice documents and names every error, not only the first.\n"
    "\n"
    "usage: ipsosched validate [OPTION...] FILE...\n"
    "\n"
    "      --json    errors and summaries as JSON lines on standard output\n"
    "  -q, --quiet   no word about documents that are right\n"
    "  -h, --help    this text\n"
    "\n"
    "Each error is a line on standard error: file, JSON pointer, what is wrong. With\n"
    "--json it is an object with error, file and pointer; after the errors of a file\n"
    "comes an object with file and valid, and what is in the file if it is right.\n"
    "\n"
    "Exit code 0 when every document is right, 3 when one is not, 1 when one cannot\n"
    "be read and none is wrong.\n"
    "\n"
    "examples:\n"
    "  ipsosched validate practice.json\n"
    "  ipsosched generate didier --seed 1 | ipsosched validate -\n"
    "  ipsosched validate --json *.json | jq -r 'select(.valid == false).file'\n";

static void print_count(int count, const char *one, const char *many)
{
    printf(" %d %s,", count, count == 1 ? one : many);
}

static void print_summary(const char *path, const ipso_practice *practice)
{
    const ipso_horizon *horizon = ipso_practice_horizon(practice);
    char first[IPSO_DATE_SIZE];

    ipso_date_format(horizon->first_day, first);
    printf("%s: valid:", shown_path(path));
    print_count(ipso_practice_practitioner_count(practice), "practitioner", "practitioners");
    print_count(ipso_practice_site_count(practice), "site", "sites");
    print_count(ipso_practice_duty_count(practice), "duty", "duties");
    print_count(ipso_practice_request_count(practice), "request", "requests");
    printf(" %d day%s from %s\n", horizon->days, horizon->days == 1 ? "" : "s", first);
}

/* practice is NULL for a document that is not right. */
static void print_json_summary(const char *path, const ipso_practice *practice)
{
    fputs("{\"file\": ", stdout);
    print_json_text(stdout, shown_path(path));
    printf(", \"valid\": %s", practice != NULL ? "true" : "false");
    if (practice != NULL) {
        const ipso_horizon *horizon = ipso_practice_horizon(practice);
        char first[IPSO_DATE_SIZE];

        ipso_date_format(horizon->first_day, first);
        printf(", \"practitioners\": %d, \"sites\": %d, \"duties\": %d, \"requests\": %d, "
               "\"days\": %d, \"first_day\": \"%s\"",
               ipso_practice_practitioner_count(practice), ipso_practice_site_count(practice),
               ipso_practice_duty_count(practice), ipso_practice_request_count(practice),
               horizon->days, first);
    }
    puts("}");
}

static int validate_file(const char *path, bool json, bool quiet)
{
    message_style style = {json ? stdout : stderr, json};
    ipso_practice *practice = NULL;
    int code = load_practice(&practice, path, style);

    if (json && (practice == NULL || !quiet))
        print_json_summary(path, practice);
    else if (practice != NULL && !quiet)
        print_summary(path, practice);
    ipso_practice_free(practice);
    return code;
}

static int run_validate(int count, char **arguments)
{
    static const struct option options[] = {{"json", no_argument, NULL, OPTION_JSON},
                                            {"quiet", no_argument, NULL, 'q'},
                                            {"help", no_argument, NULL, OPTION_HELP},
                                            {NULL, 0, NULL, 0}};
    bool json = false, quiet = false;
    option_line line = {.command = &validate_command, .options = options, .letters = "q"};
    int code;

    while (next_option(&line, count, arguments)) {
        json |= line.option == OPTION_JSON;
        quiet |= line.option == 'q';
    }
    if (options_end(&line))
        return line.code;
    if (optind == count)
        return usage_error(&validate_command, "no document is named");
    code = expect_one_standard_input(&validate_command, count - optind, arguments + optind);
    if (code != CODE_DONE)
        return code;
    for (int i = optind; i < count; i++) {
        int one = validate_file(arguments[i], json, quiet);

        if (code != CODE_INPUT && one != CODE_DONE)
            code = one;
    }
    return code;
}

const struct command validate_command = {
    "validate", "check practice documents and name every error", help, run_validate};
