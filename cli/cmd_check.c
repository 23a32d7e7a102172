/* ipsosched check: recounts a plan against every rule of its practice.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli.h"

#include "show.h"

#include <stdio.h>
#include <string.h>

static const char help[] =
    "Recounts a plan against every rule of its practice, and its cost, without any\n"
    "model.\n"
    "\n"
    "usage: ipsosched check [OPTION...] PRACTICE PLAN\n"
    "\n"
    "      --after PLAN  the plan of the days before: its history counts\n"
    "      --published-until DATE\n"
    "                    the days of that plan up to this one are pinned\n"
    "      --json        findings, costs and measures as a JSON document; errors of\n"
    "                    the documents as JSON lines on standard error\n"
    "  -q, --quiet       only the exit code, and errors of the documents\n"
    "  -h, --help        this text\n"
    "\n"
    "Exit code 0 when every hard rule holds, 6 when one is broken, 3 for a bad\n"
    "document, 1 when one cannot be read.\n"
    "\n"
    "examples:\n"
    "  ipsosched check practice.json plan.json\n"
    "  ipsosched check week2.json plan2.json --after plan1.json\n"
    "  ipsosched check practice.json plan.json --json | jq .findings\n";

static int print_json(const ipso_plan *plan, const ipso_report *report)
{
    char *text;
    size_t length;
    ipso_error err;
    ipso_status status;
    bool written;

    ipso_error_init(&err);
    status = ipso_report_to_json(&text, &length, plan, report, &err);
    if (status != IPSO_OK)
        return report_failure((message_style){stderr, true}, "ipsosched check", status, &err);
    written = write_document(NULL, text, length);
    ipso_text_free(text);
    return written ? CODE_DONE : CODE_FAILED;
}

static void print_violations(const ipso_report *report)
{
    int count = ipso_report_violation_count(report);

    if (count == 0) {
        puts("Every hard rule holds.");
        return;
    }
    printf("%d hard rule%s broken:\n", count, count == 1 ? " is" : "s are");
    for (int i = 0; i < ipso_report_finding_count(report); i++) {
        const ipso_finding *finding = ipso_report_finding(report, i);

        if (finding->violation)
            printf("  %s %s%s%s: %s\n", ipso_rule_label(finding->rule),
                   ipso_rule_name(finding->rule), finding->where[0] != '\0' ? " " : "",
                   finding->where, finding->text);
    }
}

static int check_plan(const ipso_plan *plan, bool json, bool quiet)
{
    ipso_report *report;
    ipso_error err;
    ipso_status status;
    int code = CODE_DONE;

    ipso_error_init(&err);
    status = ipso_check(&report, plan, &err);
    if (status != IPSO_OK)
        return report_failure((message_style){stderr, json}, "ipsosched check", status, &err);
    if (json && !quiet) {
        code = print_json(plan, report);
    } else if (!quiet) {
        print_violations(report);
        putchar('\n');
        show_costs(stdout, plan, report);
    }
    if (code == CODE_DONE && ipso_report_violation_count(report) > 0)
        code = CODE_VIOLATIONS;
    ipso_report_free(report);
    return code;
}

typedef struct check_options {
    follow_options follow;
    bool json, quiet;
} check_options;

static int load_and_check(char **files, const check_options *wanted)
{
    message_style style = {stderr, wanted->json};
    ipso_practice *practice = NULL;
    ipso_plan *plan = NULL;
    int code = load_following(&practice, files[0], &wanted->follow, style);

    if (code == CODE_DONE)
        code = load_plan(&plan, practice, files[1], style);
    if (code == CODE_DONE)
        code = check_plan(plan, wanted->json, wanted->quiet);
    ipso_plan_free(plan);
    ipso_practice_free(practice);
    return code;
}

static int run_check(int count, char **arguments)
{
    static const struct option options[] = {FOLLOW_OPTIONS,
                                            {"json", no_argument, NULL, OPTION_JSON},
                                            {"quiet", no_argument, NULL, 'q'},
                                            {"help", no_argument, NULL, OPTION_HELP},
                                            {NULL, 0, NULL, 0}};
    check_options wanted = {.json = false};
    option_line line = {.command = &check_command, .options = options, .letters = "q"};
    int code;

    while (next_option(&line, count, arguments)) {
        wanted.json |= line.option == OPTION_JSON;
        wanted.quiet |= line.option == 'q';
        if (line.option == OPTION_AFTER || line.option == OPTION_PUBLISHED)
            line.code = read_follow(&wanted.follow, line.option, &check_command);
    }
    if (options_end(&line))
        return line.code;
    if (count - optind != 2)
        return usage_error(&check_command, "name a practice and a plan");
    char *documents[] = {arguments[optind], arguments[optind + 1], (char *)wanted.follow.plan};
    code = expect_one_standard_input(&check_command, wanted.follow.plan != NULL ? 3 : 2, documents);
    if (code == CODE_DONE)
        code = settle_follow(&wanted.follow, &check_command);
    return code != CODE_DONE ? code : load_and_check(arguments + optind, &wanted);
}

const struct command check_command = {"check", "recount a plan against every rule", help,
                                      run_check};
