/* ipsosched plan: plans a practice.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "batch.h"
#include "plan_options.h"
#include "progress.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const char subject[] = "ipsosched plan";

/* ---- summary ---- */

static void print_stage(const ipso_plan *plan, ipso_stage stage)
{
    const ipso_stage_report *report = ipso_plan_stage(plan, stage);

    fprintf(stderr, "%-9s %-9s cost %8lld  bound %8lld  gap %6.2f %%  stopped by %s\n",
            ipso_stage_name(stage), ipso_outcome_name(report->outcome), (long long)report->cost,
            (long long)report->bound, 100 * report->gap, ipso_stop_name(report->stop));
}

static void print_json_stage(const ipso_plan *plan, ipso_stage stage)
{
    const ipso_stage_report *report = ipso_plan_stage(plan, stage);

    fprintf(stderr,
            "{\"stage\": \"%s\", \"outcome\": \"%s\", \"stop\": \"%s\", \"cost\": %lld, "
            "\"bound\": %lld, \"gap\": %.6f}\n",
            ipso_stage_name(stage), ipso_outcome_name(report->outcome),
            ipso_stop_name(report->stop), (long long)report->cost, (long long)report->bound,
            report->gap);
}

static void print_counts(const ipso_plan *plan, const ipso_report *report)
{
    const ipso_measures *measures = ipso_report_measures(report);
    int duties = ipso_plan_assignment_count(plan);

    fprintf(stderr, "%d %s, %d %s, %d of %d requests placed; total cost %lld points\n", duties,
            duties == 1 ? "duty" : "duties", measures->slots,
            measures->slots == 1 ? "slot" : "slots", measures->placed, measures->requests,
            (long long)ipso_report_cost(report));
}

static void print_json_counts(const ipso_plan *plan, const ipso_report *report,
                              ipso_outcome outcome)
{
    const ipso_measures *measures = ipso_report_measures(report);

    fprintf(stderr,
            "{\"outcome\": \"%s\", \"interrupted\": %s, \"cost\": %lld, \"duties\": %d, "
            "\"slots\": %d, \"requests\": %d, \"placed\": %d}\n",
            ipso_outcome_name(outcome), was_interrupted() ? "true" : "false",
            (long long)ipso_report_cost(report), ipso_plan_assignment_count(plan), measures->slots,
            measures->requests, measures->placed);
}

static void print_summary(const plan_options *wanted, const ipso_plan *plan,
                          const ipso_report *report, ipso_outcome outcome)
{
    if (wanted->quiet)
        return;
    for (int stage = 0; stage < IPSO_STAGE_COUNT; stage++) {
        if (!ipso_plan_stage(plan, (ipso_stage)stage)->ran)
            continue;
        if (wanted->json)
            print_json_stage(plan, (ipso_stage)stage);
        else
            print_stage(plan, (ipso_stage)stage);
    }
    if (wanted->json) {
        print_json_counts(plan, report, outcome);
        return;
    }
    print_counts(plan, report);
    if (was_interrupted())
        fprintf(stderr, "%s: interrupted; the best plan so far was written\n", subject);
}

/* ---- no plan ---- */

static void print_conflict(void *user, const char *where, const char *text)
{
    (void)user;
    fprintf(stderr, "  %s%s%s\n", where, where[0] != '\0' ? ": " : "", text);
}

static void print_json_conflict(void *user, const char *where, const char *text)
{
    (void)user;
    fputs("{\"conflict\": ", stderr);
    print_json_text(stderr, text);
    fputs(", \"pointer\": ", stderr);
    print_json_text(stderr, where);
    fputs("}\n", stderr);
}

static int explain_no_plan(const plan_options *wanted, ipso_outcome outcome, const ipso_error *err)
{
    bool infeasible = outcome == IPSO_INFEASIBLE;
    const char *text = "no plan was found within the limit; allow more time or work";

    if (infeasible)
        text = err->text[0] != '\0' ? err->text : "no roster keeps every hard rule";
    else if (was_interrupted())
        text = "interrupted before there was a plan; nothing was written";
    if (wanted->json) {
        fprintf(stderr,
                "{\"outcome\": \"%s\", \"interrupted\": %s, \"text\": ", ipso_outcome_name(outcome),
                was_interrupted() ? "true" : "false");
        print_json_text(stderr, text);
        fputs("}\n", stderr);
    } else {
        fprintf(stderr, "%s: %s%s\n", subject, infeasible ? "infeasible: " : "", text);
    }
    if (infeasible)
        return CODE_INFEASIBLE;
    return was_interrupted() ? CODE_INTERRUPTED : CODE_NO_PLAN;
}

/* ---- planning ---- */

static int write_plan(const plan_options *wanted, const ipso_plan *plan, ipso_outcome outcome)
{
    message_style style = {stderr, wanted->json};
    ipso_report *report = NULL;
    char *text = NULL;
    size_t length;
    ipso_error err;
    ipso_status status;
    int code = was_interrupted() ? CODE_INTERRUPTED : CODE_DONE;

    ipso_error_init(&err);
    status = ipso_check(&report, plan, &err);
    if (status == IPSO_OK)
        status = ipso_plan_to_json(&text, &length, plan, report, &err);
    if (status != IPSO_OK)
        code = report_failure(style, subject, status, &err);
    else if (!write_document(wanted->output, text, length))
        code = CODE_FAILED;
    else
        print_summary(wanted, plan, report, outcome);
    ipso_text_free(text);
    ipso_report_free(report);
    return code;
}

static bool is_broken(const ipso_plan *plan)
{
    ipso_report *report = NULL;
    bool broken = plan != NULL && ipso_check(&report, plan, NULL) == IPSO_OK &&
                  ipso_report_violation_count(report) > 0;

    ipso_report_free(report);
    return broken;
}

/* A start that breaks a hard rule in what this run does not plan anew is a bad document. */
static int explain_failure(const plan_options *wanted, ipso_status status, const ipso_error *err)
{
    message_style style = {stderr, wanted->json};

    if (status != IPSO_SOLVER || !is_broken(wanted->settings.start))
        return report_failure(style, subject, status, err);
    print_error(style, shown_path(wanted->from), "", err->text);
    return CODE_INPUT;
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
        return explain_failure(wanted, status, &err);
    if (plan == NULL)
        return explain_no_plan(wanted, outcome, &err);
    code = write_plan(wanted, plan, outcome);
    ipso_plan_free(plan);
    return code;
}

static int write_model(const plan_options *wanted, const ipso_practice *practice)
{
    const ipso_settings *settings = &wanted->settings;
    char *text = NULL;
    size_t length;
    ipso_status status;
    ipso_error err;
    bool written;

    ipso_error_init(&err);
    status = ipso_model_to_text(&text, &length, practice, settings->last_stage, settings->start,
                                wanted->format, &err);
    if (status != IPSO_OK)
        return report_failure((message_style){stderr, wanted->json}, subject, status, &err);
    written = write_document(wanted->model, text, length);
    ipso_text_free(text);
    return written ? CODE_DONE : CODE_FAILED;
}

/* ---- hooks ---- */

static bool open_log(plan_options *wanted, progress_line *line)
{
    if (wanted->log == NULL)
        return true;
    line->log = strcmp(wanted->log, "-") == 0 ? stderr : fopen(wanted->log, "w");
    if (line->log == NULL) {
        fprintf(stderr, "ipsosched: cannot write %s: %s\n", wanted->log, strerror(errno));
        return false;
    }
    if (line->log != stderr)
        setvbuf(line->log, NULL, _IOLBF, BUFSIZ);
    wanted->settings.log = write_log_line;
    wanted->settings.log_user = line;
    return true;
}

static int close_log(const plan_options *wanted, const progress_line *line, int code)
{
    int number = line->log_error;

    if (line->log == NULL || line->log == stderr)
        return code;
    if (fclose(line->log) != 0 && number == 0)
        number = errno;
    if (number == 0)
        return code;
    fprintf(stderr, "ipsosched: cannot write %s: %s\n", wanted->log, strerror(number));
    return code == CODE_DONE ? CODE_FAILED : code;
}

static void set_progress(plan_options *wanted, progress_line *line)
{
    bool terminal = is_terminal(STDERR_FILENO) && !wanted->json;

    line->json = wanted->json;
    line->rewrites = terminal;
    line->last_s = -INFINITY;
    line->shown = !wanted->quiet && (wanted->progress == PROGRESS_ALWAYS ||
                                     (wanted->progress == PROGRESS_AUTO && terminal));
    wanted->settings.progress = show_progress;
    wanted->settings.progress_user = line;
}

static int run_plan(int count, char **arguments)
{
    ipso_practice *practice = NULL;
    ipso_plan *start = NULL;
    progress_line line = {.shown = false};
    plan_options wanted;
    message_style style;
    bool helped;
    int code = read_plan_options(&wanted, count, arguments, &helped);

    if (code != CODE_DONE || helped)
        return code;
    if (wanted.batch)
        return run_batch(&wanted);
    style = (message_style){stderr, wanted.json};
    code = load_following(&practice, wanted.practice, &wanted.follow, style);
    if (code == CODE_DONE && wanted.from != NULL) {
        code = load_plan(&start, practice, wanted.from, style);
        wanted.settings.start = start;
    }
    if (code == CODE_DONE && !expect_writable(wanted.model != NULL ? wanted.model : wanted.output))
        code = CODE_FAILED;
    if (code == CODE_DONE && !open_log(&wanted, &line))
        code = CODE_FAILED;
    set_progress(&wanted, &line);
    if (code == CODE_DONE)
        code = wanted.model != NULL ? write_model(&wanted, practice)
                                    : make_plan(&wanted, practice, &line);
    code = close_log(&wanted, &line, code);
    ipso_plan_free(start);
    ipso_practice_free(practice);
    return code;
}

const struct command plan_command = {"plan", "plan a practice and write the plan document",
                                     plan_help, run_plan};
