/* The command line of ipsosched plan.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plan_options.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

const char plan_help[] =
    "Plans a practice: roster, slots, bookings and times, and writes the plan.\n"
    "\n"
    "usage: ipsosched plan [OPTION...] PRACTICE\n"
    "       ipsosched plan --batch [OPTION...] [FOLDER]\n"
    "\n"
    "  -o, --output FILE      where to write the plan (default: standard output)\n"
    "      --time-limit T     at most so long: 20, 20s, 500ms, 2m, 1h (default 60s,\n"
    "                         or none with --work-limit)\n"
    "      --work-limit N     at most N units of work, of about 10 ns of one core:\n"
    "                         the same plan on every run (default: none)\n"
    "      --mip-gap G        a stage ends at this proven gap: 0.5% or 0.005 (default\n"
    "                         0.05%)\n"
    "      --seed N           seed of the search (default 1)\n"
    "      --threads N        threads (default 1); the plan does not depend on it\n"
    "      --stage S          last stage: roster, slots, bookings or times (default\n"
    "                         times)\n"
    "      --apart            plan the roster for itself alone, not for the slots and\n"
    "                         bookings it makes room for\n"
    "      --after PLAN       the plan of the days before: what it leaves to each\n"
    "                         practitioner is their history\n"
    "      --published-until DATE\n"
    "                         the days of that plan up to this one are kept\n"
    "      --from PLAN        start from this plan and run only the stage of --stage\n"
    "      --write-model FILE write the integer program of --stage as CPLEX LP (.lp)\n"
    "                         or free MPS (.mps) and end; stages after the roster\n"
    "                         need --from\n"
    "      --batch            plan each line of standard input, or each *.json of\n"
    "                         FOLDER, and write a line of JSON for each; with -o, go\n"
    "                         on where an interrupted run of this command ended\n"
    "      --jobs N           documents of a batch planned at a time (default 1)\n"
    "      --log FILE         a log of the search, - for standard error\n"
    "      --progress WHEN    progress on standard error: auto (on a terminal),\n"
    "                         always, never\n"
    "      --json             errors, conflicts, progress and summary as JSON lines\n"
    "                         on standard error\n"
    "  -q, --quiet            no summary and no progress\n"
    "  -h, --help             this text\n"
    "\n"
    "Exit codes: 0 done, 3 bad document, 4 infeasible (the rules that cannot hold\n"
    "together are named), 5 no plan within the limit, 7 documents of a batch have no\n"
    "plan, 130 interrupted (SIGINT, SIGTERM, SIGHUP), the best plan so far written,\n"
    "or the complete lines of a batch; a second signal ends at once.\n"
    "\n"
    "examples:\n"
    "  ipsosched plan practice.json --time-limit 20s -o plan.json\n"
    "  ipsosched generate didier | ipsosched plan - --quiet > plan.json\n"
    "  ipsosched plan practice.json --stage roster --write-model roster.lp\n"
    "  ipsosched plan week2.json --after plan1.json -o plan2.json\n"
    "  ipsosched plan practice.json --from plan.json --stage times -o better.json\n"
    "  ipsosched plan --batch --jobs 4 --work-limit 500000000 -o out.jsonl practices/\n";

static const struct option options[] = {{"output", required_argument, NULL, 'o'},
                                        {"time-limit", required_argument, NULL, OPTION_TIME},
                                        {"work-limit", required_argument, NULL, OPTION_WORK},
                                        {"mip-gap", required_argument, NULL, OPTION_GAP},
                                        {"seed", required_argument, NULL, OPTION_SEED},
                                        {"threads", required_argument, NULL, OPTION_THREADS},
                                        {"stage", required_argument, NULL, OPTION_STAGE},
                                        {"apart", no_argument, NULL, OPTION_APART},
                                        FOLLOW_OPTIONS,
                                        {"from", required_argument, NULL, OPTION_FROM},
                                        {"write-model", required_argument, NULL, OPTION_MODEL},
                                        {"batch", no_argument, NULL, OPTION_BATCH},
                                        {"jobs", required_argument, NULL, OPTION_JOBS},
                                        {"log", required_argument, NULL, OPTION_LOG},
                                        {"progress", required_argument, NULL, OPTION_PROGRESS},
                                        {"json", no_argument, NULL, OPTION_JSON},
                                        {"quiet", no_argument, NULL, 'q'},
                                        {"help", no_argument, NULL, OPTION_HELP},
                                        {NULL, 0, NULL, 0}};

static int read_time(plan_options *wanted, const char *text)
{
    double seconds;

    if (!parse_seconds(text, &seconds) || seconds <= 0)
        return usage_error(&plan_command, "time limit \"%s\" is not a time such as 20s or 2m",
                           text);
    wanted->settings.time_limit_s = seconds;
    wanted->timed = true;
    return CODE_DONE;
}

static int read_work(ipso_settings *settings, const char *text)
{
    long long value;

    if (!parse_count(text, 1, INT64_MAX, &value))
        return usage_error(&plan_command, "work limit \"%s\" is not a whole number above 0", text);
    settings->work_limit = value;
    return CODE_DONE;
}

static int read_gap(ipso_settings *settings, const char *text)
{
    if (parse_share(text, &settings->gap))
        return CODE_DONE;
    return usage_error(&plan_command, "gap \"%s\" is not a share such as 0.5%% or 0.005", text);
}

static int read_seed(ipso_settings *settings, const char *text)
{
    long long value;

    if (!parse_count(text, 0, INT64_MAX, &value))
        return usage_error(&plan_command, "seed \"%s\" is not a whole number of 0 or more", text);
    settings->seed = (uint64_t)value;
    return CODE_DONE;
}

static int read_threads(ipso_settings *settings, const char *text)
{
    long long value;

    if (!parse_count(text, 1, 1024, &value))
        return usage_error(&plan_command, "threads \"%s\" is not a number from 1 to 1024", text);
    settings->threads = (int)value;
    return CODE_DONE;
}

static int read_jobs(plan_options *wanted, const char *text)
{
    long long value;

    if (!parse_count(text, 1, 256, &value))
        return usage_error(&plan_command, "jobs \"%s\" is not a number from 1 to 256", text);
    wanted->jobs = (int)value;
    return CODE_DONE;
}

static int read_stage(ipso_settings *settings, const char *text)
{
    for (int i = 0; i < IPSO_STAGE_COUNT; i++)
        if (strcmp(text, ipso_stage_name((ipso_stage)i)) == 0) {
            settings->last_stage = (ipso_stage)i;
            return CODE_DONE;
        }
    return usage_error(&plan_command,
                       "there is no stage \"%s\"; they are roster, slots, bookings, times", text);
}

static int read_progress(plan_options *wanted, const char *text)
{
    static const char *const names[] = {"auto", "always", "never"};

    for (int i = 0; i <= (int)PROGRESS_NEVER; i++)
        if (strcmp(text, names[i]) == 0) {
            wanted->progress = (progress_when)i;
            return CODE_DONE;
        }
    return usage_error(&plan_command, "progress is auto, always or never, not \"%s\"", text);
}

static int read_setting(plan_options *wanted, int option)
{
    switch (option) {
    case OPTION_TIME:
        return read_time(wanted, optarg);
    case OPTION_WORK:
        return read_work(&wanted->settings, optarg);
    case OPTION_GAP:
        return read_gap(&wanted->settings, optarg);
    case OPTION_SEED:
        return read_seed(&wanted->settings, optarg);
    case OPTION_THREADS:
        return read_threads(&wanted->settings, optarg);
    case OPTION_JOBS:
        return read_jobs(wanted, optarg);
    case OPTION_STAGE:
        return read_stage(&wanted->settings, optarg);
    default:
        return read_progress(wanted, optarg);
    }
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
    case OPTION_APART:
        wanted->settings.apart = true;
        return CODE_DONE;
    case OPTION_BATCH:
        wanted->batch = true;
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
    case OPTION_AFTER:
    case OPTION_PUBLISHED:
        return read_follow(&wanted->follow, option, &plan_command);
    default:
        return read_setting(wanted, option);
    }
}

static bool ends_with(const char *text, const char *end)
{
    size_t length = strlen(text), tail = strlen(end);

    return length >= tail && strcmp(text + length - tail, end) == 0;
}

static int settle_model(plan_options *wanted)
{
    if (wanted->model == NULL)
        return CODE_DONE;
    if (!ends_with(wanted->model, ".lp") && !ends_with(wanted->model, ".mps"))
        return usage_error(&plan_command, "\"%s\" ends neither in .lp nor in .mps", wanted->model);
    if (wanted->from == NULL && wanted->settings.last_stage != IPSO_STAGE_ROSTER)
        return usage_error(&plan_command,
                           "the program of the %s stage needs --from PLAN, or say "
                           "--stage roster",
                           ipso_stage_name(wanted->settings.last_stage));
    if (wanted->output != NULL)
        return usage_error(&plan_command, "--write-model makes no plan: leave --output out");
    wanted->format = ends_with(wanted->model, ".mps") ? IPSO_MODEL_MPS : IPSO_MODEL_LP;
    return CODE_DONE;
}

/* What is of one practice has no meaning for many. */
static int settle_batch(plan_options *wanted)
{
    const char *name = wanted->from != NULL          ? "from"
                       : wanted->follow.plan != NULL ? "after"
                       : wanted->model != NULL       ? "write-model"
                       : wanted->log != NULL         ? "log"
                                                     : NULL;

    if (!wanted->batch && wanted->jobs > 0)
        return usage_error(&plan_command, "--jobs is for --batch");
    if (wanted->batch && name != NULL)
        return usage_error(&plan_command, "--%s is of one practice: it does not go with --batch",
                           name);
    if (wanted->batch && wanted->progress == PROGRESS_ALWAYS)
        return usage_error(&plan_command, "--batch shows no progress");
    if (wanted->jobs == 0)
        wanted->jobs = 1;
    return CODE_DONE;
}

/* What the options say together. A work limit alone is not cut short by the clock. */
static int settle_options(plan_options *wanted)
{
    char *documents[3] = {(char *)wanted->practice};
    int count = 1;

    if (wanted->from != NULL && wanted->settings.last_stage == IPSO_STAGE_ROSTER)
        return usage_error(&plan_command, "the roster stage starts from no plan: --from is for "
                                          "slots, bookings and times");
    if (wanted->from != NULL)
        wanted->settings.first_stage = wanted->settings.last_stage;
    if (wanted->settings.work_limit > 0 && !wanted->timed)
        wanted->settings.time_limit_s = INFINITY;
    if (wanted->from != NULL)
        documents[count++] = (char *)wanted->from;
    if (wanted->follow.plan != NULL)
        documents[count++] = (char *)wanted->follow.plan;
    if (expect_one_standard_input(&plan_command, count, documents) != CODE_DONE ||
        expect_kept(&plan_command, wanted->output, wanted->practice, "practice") != CODE_DONE ||
        settle_follow(&wanted->follow, &plan_command) != CODE_DONE ||
        settle_batch(wanted) != CODE_DONE)
        return CODE_USAGE;
    return settle_model(wanted);
}

int read_plan_options(plan_options *wanted, int count, char **arguments, bool *helped)
{
    option_line line = {.command = &plan_command, .options = options, .letters = "o:q"};

    *wanted = (plan_options){.practice = NULL};
    ipso_settings_init(&wanted->settings);
    while (next_option(&line, count, arguments))
        line.code = read_option(wanted, line.option);
    *helped = line.helped;
    if (options_end(&line))
        return line.code;
    if (count - optind > 1 && wanted->batch)
        return usage_error(&plan_command, "name one folder, or none for standard input");
    if (count - optind != 1 && !wanted->batch)
        return usage_error(&plan_command, "name one practice document");
    wanted->practice = optind < count ? arguments[optind] : "-";
    return settle_options(wanted);
}
