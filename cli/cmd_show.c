/* ipsosched show: a plan as tables.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli.h"

#include "show.h"

#include <stdio.h>
#include <string.h>

static const char help[] =
    "Shows a plan as tables: who works when, the agenda of a day, measures, costs,\n"
    "what was not placed and why.\n"
    "\n"
    "usage: ipsosched show [OPTION...] PRACTICE PLAN [PART]\n"
    "\n"
    "      --after PLAN        the plan of the days before: its history counts\n"
    "      --published-until DATE\n"
    "                          the days of that plan up to this one are pinned\n"
    "      --day DATE          day of the agenda, YYYY-MM-DD (default: the first one\n"
    "                          on which somebody works)\n"
    "      --practitioner ID   roster and agenda of this practitioner alone\n"
    "      --site ID           roster and agenda of those who work at this site alone\n"
    "  -h, --help              this text\n"
    "\n"
    "PART is roster, agenda, measures, costs or unplaced; without it all are shown.\n"
    "Long lists of what was not placed are cut, unless the part is unplaced.\n"
    "\n"
    "examples:\n"
    "  ipsosched show practice.json plan.json\n"
    "  ipsosched show practice.json plan.json agenda --day 2026-11-24\n";

typedef enum part {
    PART_ROSTER,
    PART_AGENDA,
    PART_MEASURES,
    PART_COSTS,
    PART_UNPLACED,
    PART_ALL
} part;

static const char *const part_names[] = {"roster", "agenda", "measures", "costs", "unplaced"};

static bool parse_part(const char *text, part *wanted)
{
    for (int i = 0; i < (int)PART_ALL; i++)
        if (strcmp(text, part_names[i]) == 0) {
            *wanted = (part)i;
            return true;
        }
    return false;
}

/* Names of the filter as they were given, before the practice is read. */
typedef struct filter_names {
    const char *day, *practitioner, *site;
} filter_names;

static int resolve_day(const ipso_practice *practice, const char *text, int *day)
{
    const ipso_horizon *horizon = ipso_practice_horizon(practice);
    ipso_date date;

    if (!ipso_date_parse(&date, text))
        return usage_error(&show_command, "\"%s\" is not a date (YYYY-MM-DD)", text);
    if (date < horizon->first_day || date >= horizon->first_day + horizon->days)
        return usage_error(&show_command, "%s is not a day of this plan", text);
    *day = (int)(date - horizon->first_day);
    return CODE_DONE;
}

static int resolve(const ipso_practice *practice, const filter_names *names, show_filter *filter)
{
    *filter = (show_filter){IPSO_ANY, IPSO_ANY, IPSO_ANY, false};
    for (int i = 0; names->practitioner != NULL && i < ipso_practice_practitioner_count(practice);
         i++)
        if (strcmp(ipso_practice_practitioner(practice, i)->id, names->practitioner) == 0)
            filter->practitioner = i;
    for (int i = 0; names->site != NULL && i < ipso_practice_site_count(practice); i++)
        if (strcmp(ipso_practice_site(practice, i)->id, names->site) == 0)
            filter->site = i;
    if (names->practitioner != NULL && filter->practitioner == IPSO_ANY)
        return usage_error(&show_command, "there is no practitioner \"%s\"", names->practitioner);
    if (names->site != NULL && filter->site == IPSO_ANY)
        return usage_error(&show_command, "there is no site \"%s\"", names->site);
    return names->day == NULL ? CODE_DONE : resolve_day(practice, names->day, &filter->day);
}

/* A plan made by hand may break rules; who reads it should know. */
static void warn_of_violations(const ipso_report *report)
{
    int count = ipso_report_violation_count(report);

    if (count > 0)
        printf("This plan breaks %d hard rule%s: see ipsosched check.\n\n", count,
               count == 1 ? "" : "s");
}

static bool show_parts(const ipso_plan *plan, const ipso_report *report, part wanted,
                       const show_filter *filter)
{
    bool ok = true;

    if (wanted == PART_ROSTER || wanted == PART_ALL)
        show_roster(stdout, plan, filter);
    if (wanted == PART_AGENDA || wanted == PART_ALL)
        show_agenda(stdout, plan, filter);
    if (wanted == PART_UNPLACED || wanted == PART_ALL)
        ok = show_unplaced(stdout, plan, report, filter);
    if (wanted == PART_MEASURES || wanted == PART_ALL)
        show_measures(stdout, plan, report);
    if (wanted == PART_COSTS || wanted == PART_ALL)
        show_costs(stdout, plan, report);
    return ok;
}

static int show_plan(const ipso_plan *plan, part wanted, const show_filter *filter)
{
    ipso_report *report;
    ipso_error err;
    ipso_status status;

    ipso_error_init(&err);
    status = ipso_check(&report, plan, &err);
    if (status == IPSO_OK) {
        show_title(stdout, ipso_plan_practice(plan));
        warn_of_violations(report);
        if (!show_parts(plan, report, wanted, filter))
            status = IPSO_NOMEM;
        ipso_report_free(report);
    }
    if (status != IPSO_OK)
        return report_failure((message_style){stderr, false}, "ipsosched show", status, &err);
    return CODE_DONE;
}

static int load_and_show(char **files, part wanted, const filter_names *names,
                         const follow_options *follow)
{
    message_style style = {stderr, false};
    ipso_practice *practice = NULL;
    ipso_plan *plan = NULL;
    show_filter filter = {.day = IPSO_ANY};
    int code = load_following(&practice, files[0], follow, style);

    if (code == CODE_DONE)
        code = resolve(practice, names, &filter);
    if (code == CODE_DONE)
        code = load_plan(&plan, practice, files[1], style);
    filter.all = wanted == PART_UNPLACED;
    if (code == CODE_DONE)
        code = show_plan(plan, wanted, &filter);
    ipso_plan_free(plan);
    ipso_practice_free(practice);
    return code;
}

/* Takes an option; CODE_DONE or CODE_USAGE. */
static int read_option(int option, filter_names *names, follow_options *follow)
{
    if (option == OPTION_AFTER || option == OPTION_PUBLISHED)
        return read_follow(follow, option, &show_command);
    if (option == OPTION_DAY)
        names->day = optarg;
    if (option == OPTION_PRACTITIONER)
        names->practitioner = optarg;
    if (option == OPTION_SITE)
        names->site = optarg;
    return CODE_DONE;
}

static int run_show(int count, char **arguments)
{
    static const struct option options[] = {
        FOLLOW_OPTIONS,
        {"day", required_argument, NULL, OPTION_DAY},
        {"practitioner", required_argument, NULL, OPTION_PRACTITIONER},
        {"site", required_argument, NULL, OPTION_SITE},
        {"help", no_argument, NULL, OPTION_HELP},
        {NULL, 0, NULL, 0}};
    filter_names names = {NULL, NULL, NULL};
    follow_options follow = {.plan = NULL};
    part wanted = PART_ALL;
    option_line line = {.command = &show_command, .options = options};

    while (next_option(&line, count, arguments))
        line.code = read_option(line.option, &names, &follow);
    if (options_end(&line))
        return line.code;
    if (count - optind != 2 && count - optind != 3)
        return usage_error(&show_command, "name a practice and a plan");
    if (count - optind == 3 && !parse_part(arguments[optind + 2], &wanted))
        return usage_error(&show_command,
                           "there is no part \"%s\"; they are roster, agenda, measures, costs, "
                           "unplaced",
                           arguments[optind + 2]);
    char *documents[] = {arguments[optind], arguments[optind + 1], (char *)follow.plan};
    if (settle_follow(&follow, &show_command) != CODE_DONE ||
        expect_one_standard_input(&show_command, follow.plan != NULL ? 3 : 2, documents) !=
            CODE_DONE)
        return CODE_USAGE;
    return load_and_show(arguments + optind, wanted, &names, &follow);
}

const struct command show_command = {"show", "show a plan as tables", help, run_show};
