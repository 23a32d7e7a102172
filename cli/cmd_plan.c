/* ipsosched plan: plans a practice.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli.h"

#include "progress.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char help[] =
    "Plans a practice: roster, slots, bookings and times, and writes the plan document.\n"
    "\n"
    "usage: ipsosched plan [OPTION...] PRACTICE\n"
    "\n"
    "  -o, --output FILE      where to write the plan (default: standard output)\n"
    "      --time-limit T     at most so long: 20, 20s, 500ms, 2m, 1h (default 60s)\n"
    "      --work-limit N     at most N units of work, the same plan on every run (default: none)\n"
    "      --mip-gap G        a stage ends at this proven gap: 0.5% or 0.005 (default 0.05%)\n"
    "      --seed N           seed of the search (default 1)\n"
    "      --threads N        threads (default 1); the plan does not depend on it\n"
    "      --stage S          last stage: roster, slots, bookings or times (default times)\n"
    "      --from PLAN        start from this plan and run only the stage of --stage\n"
    "      --write-model FILE write the integer program of --stage as CPLEX LP (.lp) or free MPS\n"
    "                         (.mps) and end; stages after the roster need --from\n"
    "      --log FILE         a log of the search, - for standard error\n"
    "      --progress WHEN    progress on standard error: auto (on a terminal), always, never\n"
    "      --json             errors and the summary as JSON lines on standard error\n"
    "  -q, --quiet            no summary and no progress\n"
    "  -h, --help             this text\n"
    "\n"
    "Exit codes: 0 done, 3 bad document, 4 infeasible (the rules that cannot hold together are\n"
    "named), 5 no plan within the limit, 130 interrupted, the best plan so far written.\n"
    "\n"
    "examples:\n"
    "  ipsosched plan practice.json --time-limit 20s -o plan.json\n"
    "  ipsosched generate didier | ipsosched plan - --quiet > plan.json\n"
    "  ipsosched plan practice.json --stage roster --write-model roster.lp\n"
    "  ipsosched plan practice.json --from plan.json --stage times -o better.json\n";

typedef struct plan_options {
    const char *practice, *output, *from, *model, *log;
    ipso_settings settings;
    bool json, quiet;
    int progress; /* -1 never, 0 auto, 1 always */
} plan_options;

enum {
    OPTION_TIME = 1,
    OPTION_WORK,
    OPTION_GAP,
    OPTION_SEED,
    OPTION_THREADS,
    OPTION_STAGE,
    OPTION_FROM,
    OPTION_MODEL,
    OPTION_LOG,
    OPTION_PROGRESS,
    OPTION_JSON
};

static const struct option options[] = {{"output", required_argument, NULL, 'o'},
                                        {"time-limit", required_argument, NULL, OPTION_TIME},
                                        {"work-limit", required_argument, NULL, OPTION_WORK},
                                        {"mip-gap", required_argument, NULL, OPTION_GAP},
                                        {"seed", required_argument, NULL, OPTION_SEED},
                                        {"threads", required_argument, NULL, OPTION_THREADS},
                                        {"stage", required_argument, NULL, OPTION_STAGE},
                                        {"from", required_argument, NULL, OPTION_FROM},
                                        {"write-model", required_argument, NULL, OPTION_MODEL},
                                        {"log", required_argument, NULL, OPTION_LOG},
                                        {"progress", required_argument, NULL, OPTION_PROGRESS},
                                        {"json", no_argument, NULL, OPTION_JSON},
                                        {"quiet", no_argument, NULL, 'q'},
                                        {"help", no_argument, NULL, OPTION_HELP},
                                        {NULL, 0, NULL, 0}};

/* ---- reading the options ---- */

static bool parse_stage(const char *text, ipso_stage *stage)
{
    for (int i = 0; i < IPSO_STAGE_COUNT; i++)
        if (strcmp(text, ipso_stage_name((ipso_stage)i)) == 0) {
            *stage = (ipso_stage)i;
            return true;
        }
    return false;
}

static int read_limit(plan_options *wanted, int option)
{
    ipso_settings *settings = &wanted->settings;
    long long value = 0;

    if (option == OPTION_TIME &&
        (!parse_seconds(optarg, &settings->time_limit_s) || settings->time_limit_s <= 0))
        return usage_error(&plan_command, "time limit \"%s\" is not a time such as 20s or 2m",
                           optarg);
    if (option == OPTION_GAP && !parse_share(optarg, &settings->gap))
        return usage_error(&plan_command, "gap \"%s\" is not a share such as 0.5%% or 0.005",
                           optarg);
    if (option == OPTION_WORK) {
        if (!parse_count(optarg, 1, INT64_MAX, &value))
            return usage_error(&plan_command, "work limit \"%s\" is not a whole number above 0",
                               optarg);
        settings->work_limit = value;
    }
    if (option == OPTION_SEED) {
        if (!parse_count(optarg, 0, INT64_MAX, &value))
            return usage_error(&plan_command, "seed \"%s\" is not a whole number of 0 or more",
                               optarg);
        settings->seed = (uint64_t)value;
    }
    if (option == OPTION_THREADS) {
        if (!parse_count(optarg, 1, 1024, &value))
            return usage_error(&plan_command, "threads \"%s\" is not a number from 1 to 1024",
                               optarg);
        settings->threads = (int)value;
    }
    return CODE_DONE;
}

static int read_option(plan_options *wanted, int option)
{
    switch (option) {
    case 'o':
        wanted->output = optarg;
        return CODE_DONE;
    case 'q':
        wanted->quiet = true;
        return CODE_DONE;
    case OPTION_JSON:
        wanted->json = true;
        return CODE_DONE;
    case OPTION_FROM:
        wanted->from = optarg;
        return CODE_DONE;
    case OPTION_MODEL:
        wanted->model = optarg;
        return CODE_DONE;
    case OPTION_LOG:
        wanted->log = optarg;
        return CODE_DONE;
    case OPTION_STAGE:
        if (parse_stage(optarg, &wanted->settings.last_stage))
            return CODE_DONE;
        return usage_error(&plan_command,
                           "there is no stage \"%s\"; they are roster, slots, bookings, times",
                           optarg);
    case OPTION_PROGRESS:
        if (strcmp(optarg, "auto") != 0 && strcmp(optarg, "always") != 0 &&
            strcmp(optarg, "never") != 0)
            return usage_error(&plan_command, "progress is auto, always or never, not \"%s\"",
                               optarg);
        wanted->progress = strcmp(optarg, "always") == 0  ? 1
                           : strcmp(optarg, "never") == 0 ? -1
                                                          : 0;
        return CODE_DONE;
    default:
        return read_limit(wanted, option);
    }
}

static bool ends_with(const char *text, const char *end)
{
    size_t length = strlen(text), tail = strlen(end);

    return length >= tail && strcmp(text + length - tail, end) == 0;
}

static int settle_options(plan_options *wanted)
{
    bool roster = wanted->settings.last_stage == IPSO_STAGE_ROSTER;

    if (wanted->from != NULL && roster)
        return usage_error(&plan_command, "the roster stage starts from no plan: --from is for "
                                          "slots, bookings and times");
    if (wanted->from != NULL)
        wanted->settings.first_stage = wanted->settings.last_stage;
    if (wanted->from != NULL && strcmp(wanted->from, "-") == 0 &&
        strcmp(wanted->practice, "-") == 0)
        return usage_error(&plan_command, "only one document can come from standard input");
    if (wanted->model == NULL)
        return CODE_DONE;
    if (!ends_with(wanted->model, ".lp") && !ends_with(wanted->model, ".mps"))
        return usage_error(&plan_command, "\"%s\" ends neither in .lp nor in .mps", wanted->model);
    if (wanted->from == NULL && !roster)
        return usage_error(&plan_command,
                           "the program of the %s stage needs --from PLAN, or say "
                           "--stage roster",
                           ipso_stage_name(wanted->settings.last_stage));
    return CODE_DONE;
}

static int read_options(plan_options *wanted, int count, char **arguments, bool *helped)
{
    int option, code;

    *wanted = (plan_options){.practice = NULL};
    ipso_settings_init(&wanted->settings);
    *helped = false;
    while ((option = next_option(count, arguments, options, "o:q", &plan_command)) != -1) {
        *helped = option == OPTION_HELP;
        if (*helped)
            return CODE_DONE;
        code = option == '?' ? CODE_USAGE : read_option(wanted, option);
        if (code != CODE_DONE)
            return code;
    }
    if (count - optind != 1)
        return usage_error(&plan_command, "name one practice document");
    wanted->practice = arguments[optind];
    return settle_options(wanted);
}

/* ---- messages ---- */

static void print_log_line(void *user, const char *line)
{
    fprintf(user, "%s\n", line);
}

static void print_conflict(void *user, const char *where, const char *text)
{
    (void)user;
    fprintf(stderr, "  %s%s%s\n", where, where[0] != '\0' ? ": " : "", text);
}

/* Findings as JSON lines: text and pointer hold no control characters, so that only the quote and
 * the backslash need care. */
static void print_json_string(const char *text)
{
    fputc('"', stderr);
    for (; *text != '\0'; text++) {
        if (*text == '"' || *text == '\\')
            fputc('\\', stderr);
        fputc(*text, stderr);
    }
    fputc('"', stderr);
}

static void print_json_conflict(void *user, const char *where, const char *text)
{
    (void)user;
    fputs("{\"conflict\": ", stderr);
    print_json_string(where);
    fputs(", \"text\": ", stderr);
    print_json_string(text);
    fputs("}\n", stderr);
}

static void print_stage(const ipso_plan *plan, ipso_stage stage)
{
    const ipso_stage_report *report = ipso_plan_stage(plan, stage);

    if (!report->ran)
        return;
    fprintf(stderr, "%-9s %-9s cost %8lld  bound %8lld  gap %6.2f %%  stopped by %s\n",
            ipso_stage_name(stage), ipso_outcome_name(report->outcome), (long long)report->cost,
            (long long)report->bound, 100 * report->gap, ipso_stop_name(report->stop));
}

static void print_json_stage(const ipso_plan *plan, ipso_stage stage)
{
    const ipso_stage_report *report = ipso_plan_stage(plan, stage);

    if (!report->ran)
        return;
    fprintf(stderr,
            "{\"stage\": \"%s\", \"outcome\": \"%s\", \"stop\": \"%s\", \"cost\": %lld, "
            "\"bound\": %lld, \"gap\": %.6f}\n",
            ipso_stage_name(stage), ipso_outcome_name(report->outcome),
            ipso_stop_name(report->stop), (long long)report->cost, (long long)report->bound,
            report->gap);
}

static void print_summary(const plan_options *wanted, const ipso_plan *plan,
                          const ipso_report *report)
{
    const ipso_measures *measures = ipso_report_measures(report);

    if (wanted->quiet)
        return;
    for (int stage = 0; stage < IPSO_STAGE_COUNT; stage++) {
        if (wanted->json)
            print_json_stage(plan, (ipso_stage)stage);
        else
            print_stage(plan, (ipso_stage)stage);
    }
    if (wanted->json)
        return;
    fprintf(stderr, "%d duties, %d slots, %d of %d requests placed; total cost %lld points\n",
            ipso_plan_assignment_count(plan), measures->slots, measures->placed, measures->requests,
            (long long)ipso_report_cost(report));
}

/* ---- planning ---- */

static int write_plan(const plan_options *wanted, const ipso_plan *plan)
{
    ipso_report *report = NULL;
    char *text = NULL;
    size_t length;
    ipso_error err;
    ipso_status status;
    int code = CODE_DONE;

    ipso_error_init(&err);
    status = ipso_check(&report, plan, &err);
    if (status == IPSO_OK)
        status = ipso_plan_to_json(&text, &length, plan, report, &err);
    if (status != IPSO_OK)
        code = report_error("ipsosched plan", status, &err);
    else if (!write_document(wanted->output, text, length))
        code = CODE_FAILED;
    else
        print_summary(wanted, plan, report);
    ipso_text_free(text);
    ipso_report_free(report);
    return code;
}

static int explain_no_plan(ipso_outcome outcome, const ipso_error *err)
{
    if (outcome == IPSO_INFEASIBLE) {
        fprintf(stderr, "ipsosched plan: infeasible: %s\n",
                err->text[0] != '\0' ? err->text : "no roster keeps every hard rule");
        return CODE_INFEASIBLE;
    }
    fputs("ipsosched plan: no plan was found within the limit; allow more time or work\n", stderr);
    return CODE_NO_PLAN;
}

static int make_plan(const plan_options *wanted, const ipso_practice *practice, progress_line *line)
{
    ipso_outcome outcome = IPSO_UNKNOWN;
    ipso_plan *plan = NULL;
    ipso_error err;
    ipso_status status;
    int code;

    ipso_error_init(&err);
    catch_interrupts();
    status = ipso_plan_make(&plan, practice, &wanted->settings, &outcome,
                            wanted->json ? print_json_conflict : print_conflict, NULL, &err);
    end_progress(line);
    if (status != IPSO_OK)
        return report_error("ipsosched plan", status, &err);
    if (plan == NULL)
        return was_interrupted() ? CODE_INTERRUPTED : explain_no_plan(outcome, &err);
    code = write_plan(wanted, plan);
    ipso_plan_free(plan);
    if (code == CODE_DONE && was_interrupted())
        code = CODE_INTERRUPTED;
    return code;
}

static int write_model(const plan_options *wanted, const ipso_practice *practice)
{
    ipso_model_format format = ends_with(wanted->model, ".mps") ? IPSO_MODEL_MPS : IPSO_MODEL_LP;
    ipso_status status;
    ipso_error err;

    ipso_error_init(&err);
    status = ipso_write_model(practice, wanted->settings.last_stage, wanted->settings.start, format,
                              wanted->model, &err);
    return status == IPSO_OK ? CODE_DONE : report_error("ipsosched plan", status, &err);
}

/* Opens the log and sets the hooks; NULL stays NULL. False when the log cannot be opened. */
static bool set_hooks(plan_options *wanted, progress_line *line, FILE **log)
{
    bool terminal = is_terminal(STDERR_FILENO);

    *log = NULL;
    if (wanted->log != NULL) {
        *log = strcmp(wanted->log, "-") == 0 ? stderr : fopen(wanted->log, "w");
        if (*log == NULL) {
            perror(wanted->log);
            return false;
        }
        wanted->settings.log = print_log_line;
        wanted->settings.log_user = *log;
    }
    *line = (progress_line){.rewrites = terminal, .last_s = -INFINITY};
    line->shown = !wanted->quiet && (wanted->progress > 0 || (wanted->progress == 0 && terminal));
    wanted->settings.progress = show_progress;
    wanted->settings.progress_user = line;
    return true;
}

static int run_plan(int count, char **arguments)
{
    ipso_practice *practice = NULL;
    ipso_plan *start = NULL;
    progress_line line;
    plan_options wanted;
    FILE *log = NULL;
    bool helped;
    int code = read_options(&wanted, count, arguments, &helped);

    if (code != CODE_DONE || helped)
        return code;
    if (!set_hooks(&wanted, &line, &log))
        return CODE_FAILED;
    code = load_practice(&practice, wanted.practice);
    if (code == CODE_DONE && wanted.from != NULL) {
        code = load_plan(&start, practice, wanted.from);
        wanted.settings.start = start;
    }
    if (code == CODE_DONE)
        code = wanted.model != NULL ? write_model(&wanted, practice)
                                    : make_plan(&wanted, practice, &line);
    if (log != NULL && log != stderr)
        fclose(log);
    ipso_plan_free(start);
    ipso_practice_free(practice);
    return code;
}

const struct command plan_command = {"plan", "plan a practice and write the plan document", help,
                                     run_plan};
