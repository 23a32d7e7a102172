/* The command line of ipsosched replan.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "replan_options.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

const char replan_help[] =
    "Replans after a change: keeps what was booked, moves as little as possible, and\n"
    "lists each move with its reason and each call to make.\n"
    "\n"
    "usage: ipsosched replan [OPTION...] PRACTICE PLAN\n"
    "       ipsosched replan [OPTION...] AGENDA\n"
    "\n"
    "AGENDA is a file of ipsosched agenda: it is taken as it stands now.\n"
    "\n"
    "      --apply            record the absences and the moves in AGENDA\n"
    "      --who NAME         who does it, for the history of AGENDA\n"
    "      --away ID:DAYS     a practitioner is away; DAYS is a date, or first..last,\n"
    "                         with @HH:MM-HH:MM a part of each day (repeatable)\n"
    "      --close SITE:DAYS  a site is closed (repeatable)\n"
    "      --add FILE         new requests, colleagues, duties and pins: an\n"
    "                         ipsosched-additions/1 document\n"
    "      --now TIME         nothing before it changes: a date, or DATETHH:MM; for\n"
    "                         AGENDA the clock says it\n"
    "  -o, --output FILE      write the new plan\n"
    "      --practice-out FILE\n"
    "                         write the practice that it is a plan of\n"
    "      --price NAME=N     points of a call, move, day, hour, practitioner, site,\n"
    "                         tele, other, duty; practitioner, site, tele and duty\n"
    "                         may be never, not to happen (repeatable)\n"
    "      --most-days N      look so many days around the old day (default 7)\n"
    "      --most-others G    share of the other appointments that may move: 1% or\n"
    "                         0.01 (default 1%)\n"
    "      --time-limit T     at most so long: 10, 10s, 1m (default 8s)\n"
    "      --work-limit N     at most N units of work (default 200000000)\n"
    "      --json             what was done as a JSON document; errors as JSON lines\n"
    "                         on standard error\n"
    "  -q, --quiet            only write the documents\n"
    "  -h, --help             this text\n"
    "\n"
    "Exit codes: 0 done, whether calls are left or not, 3 bad document or change,\n"
    "4 infeasible (the rules that cannot hold together are named), 5 no roster within\n"
    "the limit, 8 not all could be recorded in AGENDA, 130 interrupted, the best so\n"
    "far written, nothing recorded.\n"
    "\n"
    "examples:\n"
    "  ipsosched replan practice.json plan.json --away gp-2:2026-11-24..2026-11-25 \\\n"
    "      -o plan2.json --practice-out practice2.json\n"
    "  ipsosched replan practice.json plan.json --now 2026-11-24T09:30 \\\n"
    "      --close nation:2026-11-24 --price site=40 --json\n"
    "  ipsosched replan week.db --away gp-2:2026-11-24 --apply --who desk\n";

/* DATE, DATE..DATE, and @HH:MM-HH:MM behind it where parts of days are allowed. */
static bool parse_days(replan_days *days, const char *text, bool parts)
{
    char word[48];
    char *at, *dots, *dash;

    if (strlen(text) >= sizeof word)
        return false;
    strcpy(word, text);
    days->start_min = 0;
    days->end_min = IPSO_DAY_MIN;
    at = strchr(word, '@');
    if (at != NULL) {
        dash = strchr(at, '-');
        if (!parts || dash == NULL)
            return false;
        *at = *dash = '\0';
        if (!ipso_time_parse(&days->start_min, at + 1) ||
            !ipso_time_parse(&days->end_min, dash + 1) || days->start_min >= days->end_min)
            return false;
    }
    dots = strstr(word, "..");
    if (dots != NULL)
        *dots = '\0';
    return ipso_date_parse(&days->first, word) &&
           ipso_date_parse(&days->last, dots != NULL ? dots + 2 : word) &&
           days->first <= days->last;
}

/* ID:DAYS; the last colon that is not within a time parts them. */
static int take_days(replan_days *list, int *count, const char *option, const char *text,
                     bool parts)
{
    const char *end = strchr(text, '@');
    const char *colon = NULL;

    for (const char *c = text; *c != '\0' && c != end; c++)
        if (*c == ':')
            colon = c;
    if (*count == MAX_CHANGES)
        return usage_error(&replan_command, "more than %d %s", MAX_CHANGES, option);
    replan_days *days = &list[*count];
    if (colon == NULL || colon == text || (size_t)(colon - text) >= sizeof days->id ||
        !parse_days(days, colon + 1, parts))
        return usage_error(&replan_command, "%s \"%s\" is not ID:DATE or ID:DATE..DATE%s", option,
                           text, parts ? ", with @HH:MM-HH:MM or without" : "");
    days->text = text;
    memcpy(days->id, text, (size_t)(colon - text));
    days->id[colon - text] = '\0';
    ++*count;
    return CODE_DONE;
}

static int take_now(replan_options *wanted, const char *text)
{
    char date[IPSO_DATE_SIZE] = "";
    bool timed = strlen(text) == 16 && (text[10] == 'T' || text[10] == ' ');

    memcpy(date, text, strlen(text) < 10 ? strlen(text) : 10);
    wanted->now_min = 0;
    if ((timed || strlen(text) == 10) && ipso_date_parse(&wanted->now, date) &&
        (!timed || ipso_time_parse(&wanted->now_min, text + 11)))
        return CODE_DONE;
    return usage_error(&replan_command, "\"%s\" is not a moment YYYY-MM-DD or YYYY-MM-DDTHH:MM",
                       text);
}

/* *tele: the price is that of a teleconsultation. */
static int take_price(ipso_replan_settings *settings, bool *tele, const char *text)
{
    const struct {
        const char *name;
        int64_t *points;
        bool never;
    } prices[] = {{"call", &settings->call_points, false},
                  {"move", &settings->move_points, false},
                  {"day", &settings->day_points, false},
                  {"hour", &settings->hour_points, false},
                  {"practitioner", &settings->practitioner_points, true},
                  {"site", &settings->site_points, true},
                  {"tele", &settings->tele_points, true},
                  {"other", &settings->other_points, false},
                  {"duty", &settings->duty_points, true}};
    size_t length = strcspn(text, "=");
    long long points;

    for (size_t i = 0; i < sizeof prices / sizeof prices[0]; i++) {
        if (strncmp(prices[i].name, text, length) != 0 || prices[i].name[length] != '\0' ||
            text[length] != '=')
            continue;
        if (prices[i].never && strcmp(text + length + 1, "never") == 0)
            *prices[i].points = IPSO_HARD;
        else if (parse_count(text + length + 1, 0, IPSO_MAX_POINTS, &points))
            *prices[i].points = points;
        else
            break;
        *tele = *tele || prices[i].points == &settings->tele_points;
        return CODE_DONE;
    }
    return usage_error(&replan_command, "\"%s\" is no price NAME=N", text);
}

static int take_limit(replan_options *wanted, int option)
{
    ipso_replan_settings *settings = &wanted->settings;
    long long number;

    if (option == OPTION_TIME)
        return parse_seconds(optarg, &settings->planner.time_limit_s) &&
                       settings->planner.time_limit_s > 0
                   ? CODE_DONE
                   : usage_error(&replan_command, "\"%s\" is not a time above 0", optarg);
    if (option == OPTION_WORK) {
        if (!parse_count(optarg, 1, INT64_MAX, &number))
            return usage_error(&replan_command, "\"%s\" is not a whole number above 0", optarg);
        settings->planner.work_limit = number;
        return CODE_DONE;
    }
    if (option == OPTION_MOST_DAYS) {
        if (!parse_count(optarg, 0, IPSO_MAX_DAYS, &number))
            return usage_error(&replan_command, "\"%s\" is not a number of days, 0 to %d", optarg,
                               IPSO_MAX_DAYS);
        settings->most_days = (int)number;
        return CODE_DONE;
    }
    return parse_share(optarg, &settings->most_others)
               ? CODE_DONE
               : usage_error(&replan_command, "\"%s\" is not a share: 1%% or 0.01", optarg);
}

static int take_option(replan_options *wanted, int option)
{
    switch (option) {
    case OPTION_AWAY:
        return take_days(wanted->away, &wanted->away_count, "--away", optarg, true);
    case OPTION_CLOSE:
        return take_days(wanted->shut, &wanted->shut_count, "--close", optarg, false);
    case OPTION_APPLY:
        wanted->apply = true;
        return CODE_DONE;
    case OPTION_WHO:
        wanted->who = optarg;
        return CODE_DONE;
    case OPTION_ADD:
        wanted->additions = optarg;
        return CODE_DONE;
    case OPTION_NOW:
        return take_now(wanted, optarg);
    case OPTION_PRICE:
        return take_price(&wanted->settings, &wanted->tele_priced, optarg);
    case OPTION_PRACTICE_OUT:
        wanted->practice_output = optarg;
        return CODE_DONE;
    case 'o':
        wanted->output = optarg;
        return CODE_DONE;
    case 'q':
        wanted->quiet = true;
        return CODE_DONE;
    case OPTION_JSON:
        wanted->json = true;
        return CODE_DONE;
    default:
        return take_limit(wanted, option);
    }
}

/* What an agenda can take: it keeps the roster it was made with. */
static int settle_agenda(const replan_options *wanted)
{
    if (wanted->agenda == NULL && (wanted->apply || wanted->who != NULL))
        return usage_error(&replan_command, "--%s is for an agenda, and not for documents",
                           wanted->apply ? "apply" : "who");
    if (wanted->who != NULL && !wanted->apply)
        return usage_error(&replan_command, "--who is for --apply: nothing is recorded without");
    if (wanted->apply && (wanted->additions != NULL || wanted->settings.duty_points != IPSO_HARD))
        return usage_error(&replan_command,
                           "--apply cannot go with %s: an agenda keeps its practice and roster;"
                           " write new documents with -o and --practice-out instead, and make a"
                           " new agenda of them (ipsosched agenda init)",
                           wanted->additions != NULL ? "--add" : "a price of duties");
    return CODE_DONE;
}

/* The new practice may take the place of the old one, and the new plan that of the old plan. */
static int settle_outputs(const replan_options *wanted)
{
    bool agenda = wanted->agenda != NULL;
    const char *practice = agenda ? wanted->agenda : wanted->files[0];
    const char *plan = agenda ? wanted->agenda : wanted->files[1];
    int code = expect_two_outputs(&replan_command, wanted->output, wanted->practice_output,
                                  "the plan and the practice");

    if (code == CODE_DONE)
        code =
            expect_kept(&replan_command, wanted->output, practice, agenda ? "agenda" : "practice");
    if (code == CODE_DONE)
        code =
            expect_kept(&replan_command, wanted->practice_output, plan, agenda ? "agenda" : "plan");
    return code;
}

static int settle(const replan_options *wanted)
{
    const char *operands[] = {wanted->agenda != NULL ? "" : wanted->files[0],
                              wanted->agenda != NULL ? "" : wanted->files[1],
                              wanted->additions != NULL ? wanted->additions : ""};
    int code = settle_agenda(wanted);

    if (code != CODE_DONE)
        return code;
    code = settle_outputs(wanted);
    if (code != CODE_DONE)
        return code;
    if ((wanted->output != NULL && strcmp(wanted->output, "-") == 0 && !wanted->quiet) ||
        (wanted->practice_output != NULL && strcmp(wanted->practice_output, "-") == 0 &&
         !wanted->quiet))
        return usage_error(&replan_command,
                           "a document on standard output needs --quiet: the list goes there too");
    return expect_one_standard_input(&replan_command, 3, (char **)operands);
}

int read_replan_options(replan_options *wanted, int count, char **arguments, bool *helped)
{
    static const struct option options[] = {
        {"apply", no_argument, NULL, OPTION_APPLY},
        {"away", required_argument, NULL, OPTION_AWAY},
        {"close", required_argument, NULL, OPTION_CLOSE},
        {"add", required_argument, NULL, OPTION_ADD},
        {"now", required_argument, NULL, OPTION_NOW},
        {"output", required_argument, NULL, 'o'},
        {"practice-out", required_argument, NULL, OPTION_PRACTICE_OUT},
        {"price", required_argument, NULL, OPTION_PRICE},
        {"most-days", required_argument, NULL, OPTION_MOST_DAYS},
        {"most-others", required_argument, NULL, OPTION_MOST_OTHERS},
        {"time-limit", required_argument, NULL, OPTION_TIME},
        {"work-limit", required_argument, NULL, OPTION_WORK},
        {"who", required_argument, NULL, OPTION_WHO},
        {"json", no_argument, NULL, OPTION_JSON},
        {"quiet", no_argument, NULL, 'q'},
        {"help", no_argument, NULL, OPTION_HELP},
        {NULL, 0, NULL, 0}};
    option_line line = {.command = &replan_command, .options = options, .letters = "o:q"};

    *wanted = (replan_options){.json = false};
    ipso_replan_settings_init(&wanted->settings);
    while (next_option(&line, count, arguments))
        line.code = take_option(wanted, line.option);
    *helped = line.helped;
    if (options_end(&line))
        return line.code;
    if (count - optind != 1 && count - optind != 2)
        return usage_error(&replan_command, "name a practice and a plan, or an agenda");
    wanted->files = arguments + optind;
    wanted->agenda = count - optind == 1 ? arguments[optind] : NULL;
    return settle(wanted);
}
