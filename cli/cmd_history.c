/* ipsosched history: writes the practice that follows a plan.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli.h"

#include <stdio.h>

static const char help[] =
    "Writes the practice that follows a plan: the history that the plan leaves to\n"
    "each practitioner is filled in, and days that were published are pinned.\n"
    "\n"
    "usage: ipsosched history [OPTION...] PRACTICE --after PLAN\n"
    "\n"
    "      --after PLAN  the plan of the days before (required)\n"
    "      --published-until DATE\n"
    "                    the days of that plan up to this one are kept as they are\n"
    "  -o, --output FILE where to write the practice (default: standard output)\n"
    "      --json        errors as JSON lines on standard error\n"
    "  -h, --help        this text\n"
    "\n"
    "plan, check and show take --after themselves: this command shows what it does,\n"
    "and gives a document for other programs.\n"
    "\n"
    "examples:\n"
    "  ipsosched history week2.json --after plan1.json -o ready2.json\n"
    "  ipsosched history may.json --after april.json --published-until 2026-05-10\n";

static int run_history(int count, char **arguments)
{
    static const struct option options[] = {FOLLOW_OPTIONS,
                                            {"output", required_argument, NULL, 'o'},
                                            {"json", no_argument, NULL, OPTION_JSON},
                                            {"help", no_argument, NULL, OPTION_HELP},
                                            {NULL, 0, NULL, 0}};
    follow_options follow = {.plan = NULL};
    message_style style = {stderr, false};
    ipso_practice *practice = NULL;
    const char *output = NULL;
    option_line line = {.command = &history_command, .options = options, .letters = "o:"};
    int code;

    while (next_option(&line, count, arguments)) {
        style.json |= line.option == OPTION_JSON;
        if (line.option == 'o')
            output = optarg;
        if (line.option == OPTION_AFTER || line.option == OPTION_PUBLISHED)
            line.code = read_follow(&follow, line.option, &history_command);
    }
    if (options_end(&line))
        return line.code;
    if (count - optind != 1)
        return usage_error(&history_command, "name one practice document");
    if (follow.plan == NULL)
        return usage_error(&history_command,
                           "name the plan that the practice follows: --after PLAN");
    char *documents[] = {arguments[optind], (char *)follow.plan};
    code = expect_one_standard_input(&history_command, 2, documents);
    if (code == CODE_DONE)
        code = expect_kept(&history_command, output, follow.plan, "plan");
    if (code == CODE_DONE)
        code = load_following(&practice, arguments[optind], &follow, style);
    if (code == CODE_DONE)
        code = write_practice(practice, output, "ipsosched history", style);
    ipso_practice_free(practice);
    return code;
}

const struct command history_command = {"history", "fill in the history that a plan leaves", help,
                                        run_history};
