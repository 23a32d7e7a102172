/* ipsosched session: values the start times of one session, or searches them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli.h"

#include "show_session.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char help[] =
    "Values the start times of one session exactly: expected waits, idle time,\n"
    "overtime, the end. Searches the best ones where the document gives none.\n"
    "\n"
    "usage: ipsosched session [OPTION...] FILE\n"
    "\n"
    "      --optimize    search start times even where the document gives some\n"
    "      --order       search the order of the patients too\n"
    "      --overbook    choose whom to book by their rewards, in the given order\n"
    "      --rule NAME   start times by a rule: equal, bailey-welch, pairs, block,\n"
    "                    deviation\n"
    "      --interval MIN\n"
    "                    of equal, bailey-welch and pairs; default the mean service\n"
    "      --factor K    of deviation: standard deviations added to each mean\n"
    "                    service; default 0\n"
    "      --simulate N  simulate as many sessions too\n"
    "      --seed N      of the simulation (with --simulate), default 1\n"
    "      --work-limit N\n"
    "                    end the search after so much work, in units of about 10 ns\n"
    "      --json        an ipsosched-session-value/1 document; errors as JSON lines\n"
    "                    on standard error\n"
    "  -h, --help        this text\n"
    "\n"
    "Exit code 0 done, 3 for a bad document, 1 when it cannot be read.\n"
    "\n"
    "examples:\n"
    "  ipsosched session morning.json\n"
    "  ipsosched session morning.json --rule bailey-welch --simulate 100000\n"
    "  ipsosched session morning.json --order --json | jq .measures\n";

typedef enum method { AS_GIVEN, OPTIMIZE, ORDER, OVERBOOK, BY_RULE } method;

static const char *const RULES[] = {"equal", "bailey-welch", "pairs", "block", "deviation"};
enum { RULE_COUNT = sizeof RULES / sizeof RULES[0] };

typedef struct session_options {
    method method;
    int methods; /* how many were asked for */
    int rule;
    double parameter;
    bool interval, factor, seeded; /* were given */
    long long sessions, seed, work;
    bool json;
} session_options;

/* What there is of one session. */
typedef struct session_work {
    const session_options *wanted;
    ipso_session_document document;
    ipso_session *session;
    double starts[200]; /* of a rule; a document has at most 200 patients */
    ipso_session_times times;
    ipso_session_plan plan;
    bool searched;
    ipso_session_value value;
    ipso_session_sample sample;
} session_work;

/* ---- options ---- */

static int read_number(double *number, const char *text, double highest)
{
    char *end;

    *number = strtod(text, &end);
    if (end == text || *end != '\0' || !(*number >= 0 && *number <= highest))
        return usage_error(&session_command, "\"%s\" is not a number from 0 to %g", text, highest);
    return CODE_DONE;
}

static int read_whole(long long *number, const char *text, long long low, long long high)
{
    if (!parse_count(text, low, high, number))
        return usage_error(&session_command, "\"%s\" is not a whole number from %lld to %lld", text,
                           low, high);
    return CODE_DONE;
}

static int read_rule(session_options *wanted, const char *name)
{
    const char *nearest = nearest_name(name, RULES, RULE_COUNT);

    for (wanted->rule = 0; wanted->rule < RULE_COUNT; wanted->rule++)
        if (strcmp(name, RULES[wanted->rule]) == 0)
            return CODE_DONE;
    if (nearest != NULL)
        return usage_error(&session_command, "there is no rule \"%s\"; did you mean \"%s\"?", name,
                           nearest);
    return usage_error(&session_command,
                       "there is no rule \"%s\", only equal, bailey-welch, pairs, block, deviation",
                       name);
}

static void choose(session_options *wanted, method chosen)
{
    wanted->method = chosen;
    wanted->methods++;
}

static int read_option(session_options *wanted, int option)
{
    switch (option) {
    case OPTION_OPTIMIZE:
        choose(wanted, OPTIMIZE);
        return CODE_DONE;
    case OPTION_ORDER:
        choose(wanted, ORDER);
        return CODE_DONE;
    case OPTION_OVERBOOK:
        choose(wanted, OVERBOOK);
        return CODE_DONE;
    case OPTION_RULE:
        choose(wanted, BY_RULE);
        return read_rule(wanted, optarg);
    case OPTION_INTERVAL:
        wanted->interval = true;
        return read_number(&wanted->parameter, optarg, 1440);
    case OPTION_FACTOR:
        wanted->factor = true;
        return read_number(&wanted->parameter, optarg, 1440);
    case OPTION_SIMULATE:
        return read_whole(&wanted->sessions, optarg, 2, 1000000000);
    case OPTION_SEED:
        wanted->seeded = true;
        return read_whole(&wanted->seed, optarg, 0, 9223372036854775807);
    case OPTION_WORK:
        return read_whole(&wanted->work, optarg, 1, 9223372036854775807);
    case OPTION_JSON:
        wanted->json = true;
        return CODE_DONE;
    default:
        return CODE_USAGE;
    }
}

static int settle_options(const session_options *wanted)
{
    bool ruled = wanted->method == BY_RULE;
    bool deviation = ruled && wanted->rule == IPSO_RULE_DEVIATION;

    if (wanted->methods > 1)
        return usage_error(&session_command,
                           "--optimize, --order, --overbook and --rule exclude each other");
    if (wanted->interval && (!ruled || deviation || wanted->rule == IPSO_RULE_BLOCK))
        return usage_error(&session_command,
                           "--interval goes with --rule equal, bailey-welch or pairs");
    if (wanted->factor && !deviation)
        return usage_error(&session_command, "--factor goes with --rule deviation");
    if (wanted->seeded && wanted->sessions == 0)
        return usage_error(&session_command, "--seed goes with --simulate");
    return CODE_DONE;
}

/* ---- work ---- */

static ipso_status find_times(session_work *work, ipso_error *err)
{
    const session_options *wanted = work->wanted;
    const ipso_session_document *document = &work->document;
    ipso_session_settings settings = document->settings;
    int count = document->model.patient_count;
    method how = wanted->method;

    settings.work_limit = wanted->work;
    if (how == AS_GIVEN && document->times.count == 0)
        how = OPTIMIZE;
    work->searched = how != AS_GIVEN && how != BY_RULE;
    work->times = document->times;
    if (how == BY_RULE) {
        work->times = (ipso_session_times){count, NULL, work->starts};
        return ipso_session_by_rule(work->starts, work->session, NULL, count,
                                    (ipso_session_rule)wanted->rule, wanted->parameter, &settings,
                                    err);
    }
    if (how == OPTIMIZE)
        return ipso_session_optimize(&work->plan, work->session, NULL, count, &settings, err);
    if (how == ORDER)
        return ipso_session_optimize_order(&work->plan, work->session, &settings, err);
    if (how == OVERBOOK)
        return ipso_session_overbook(&work->plan, work->session, &settings, err);
    return IPSO_OK;
}

static ipso_status do_work(session_work *work, ipso_error *err)
{
    const session_options *wanted = work->wanted;
    ipso_status status = ipso_session_new(&work->session, &work->document.model, err);

    if (status == IPSO_OK)
        status = find_times(work, err);
    if (status == IPSO_OK && work->searched)
        work->times = work->plan.times;
    if (status == IPSO_OK)
        status = ipso_session_evaluate(&work->value, work->session, &work->times, err);
    if (status == IPSO_OK && wanted->sessions > 0)
        status = ipso_session_simulate(&work->sample, work->session, &work->times, wanted->sessions,
                                       (uint64_t)wanted->seed, err);
    return status;
}

static void print_search(const session_work *work)
{
    const ipso_session_plan *plan = &work->plan;
    int booked = work->times.count, all = work->document.model.patient_count;

    if (work->wanted->method == OVERBOOK)
        printf("booked    %8d of %d; cost less expected rewards %.2f\n", booked, all,
               plan->objective);
    if (plan->outcome == IPSO_OPTIMAL)
        printf("search    %8s: proven that nothing else costs less\n", "optimal");
    else if (isfinite(plan->bound))
        printf("search    %8s: nothing costs less than %.2f\n", "feasible", plan->bound);
    else
        printf("search    %8s: the best found, without a proof%s\n", "feasible",
               plan->stop == IPSO_STOP_WORK ? "; the work limit ended it" : "");
}

static int print_json(const session_work *work)
{
    ipso_error err;
    char *text;
    size_t length;
    ipso_status status;
    bool written;

    ipso_error_init(&err);
    status = ipso_session_value_to_json(&text, &length, &work->document, &work->times, &work->value,
                                        work->searched ? &work->plan : NULL,
                                        work->wanted->sessions > 0 ? &work->sample : NULL, &err);
    if (status != IPSO_OK)
        return report_failure((message_style){stderr, true}, "ipsosched session", status, &err);
    written = write_document(NULL, text, length);
    ipso_text_free(text);
    return written ? CODE_DONE : CODE_FAILED;
}

/* The library names a patient of the model; the user wants the entry of the document, and the
 * patient by name. */
static void name_entry(ipso_error *err, const ipso_session_document *document)
{
    static const char list[] = "/patients/";
    ipso_error said = *err;
    const char *rest = said.where + strlen(list);
    char *end;
    long patient;

    if (strncmp(said.where, list, strlen(list)) != 0)
        return;
    patient = strtol(rest, &end, 10);
    if (end == rest || patient < 0 || patient >= document->model.patient_count)
        return;
    snprintf(err->where, sizeof err->where, "/patients/%d%.80s", document->entries[patient], end);
    snprintf(err->text, sizeof err->text, "patient %.200s: %.*s", document->ids[patient],
             (int)sizeof err->text - 220, said.text);
}

static int run_file(const session_options *wanted, const char *path)
{
    message_style style = {stderr, wanted->json};
    session_work work = {.wanted = wanted};
    int code = load_session(&work.document, path, style);
    ipso_error err;
    ipso_status status;

    if (code != CODE_DONE)
        return code;
    ipso_error_init(&err);
    status = do_work(&work, &err);
    if (status != IPSO_OK) {
        name_entry(&err, &work.document);
        code = report_failure(style, shown_path(path), status, &err);
    } else if (wanted->json) {
        code = print_json(&work);
    } else {
        show_session(stdout, &work.document, &work.times, &work.value);
        if (work.searched)
            print_search(&work);
        if (wanted->sessions > 0)
            show_session_sample(stdout, &work.sample);
    }
    ipso_session_plan_finish(&work.plan);
    ipso_session_value_finish(&work.value);
    ipso_session_sample_finish(&work.sample);
    ipso_session_free(work.session);
    ipso_session_document_finish(&work.document);
    return code;
}

static int run_session(int count, char **arguments)
{
    static const struct option options[] = {{"optimize", no_argument, NULL, OPTION_OPTIMIZE},
                                            {"order", no_argument, NULL, OPTION_ORDER},
                                            {"overbook", no_argument, NULL, OPTION_OVERBOOK},
                                            {"rule", required_argument, NULL, OPTION_RULE},
                                            {"interval", required_argument, NULL, OPTION_INTERVAL},
                                            {"factor", required_argument, NULL, OPTION_FACTOR},
                                            {"simulate", required_argument, NULL, OPTION_SIMULATE},
                                            {"seed", required_argument, NULL, OPTION_SEED},
                                            {"work-limit", required_argument, NULL, OPTION_WORK},
                                            {"json", no_argument, NULL, OPTION_JSON},
                                            {"help", no_argument, NULL, OPTION_HELP},
                                            {NULL, 0, NULL, 0}};
    session_options wanted = {.seed = 1};
    option_line line = {.command = &session_command, .options = options};
    int code;

    while (next_option(&line, count, arguments))
        line.code = read_option(&wanted, line.option);
    if (options_end(&line))
        return line.code;
    code = settle_options(&wanted);
    if (code != CODE_DONE)
        return code;
    if (count - optind != 1)
        return usage_error(&session_command, "name one session document");
    return run_file(&wanted, arguments[optind]);
}

const struct command session_command = {"session", "value or search the times of one session", help,
                                        run_session};
