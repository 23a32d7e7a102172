/* ipsosched replan: an agenda after a change.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "progress.h"
#include "replan_agenda.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char subject[] = "ipsosched replan";

/* What is loaded for one run. */
typedef struct loaded {
    replan_agenda agenda;
    ipso_practice *practice, *grown;
    ipso_plan *plan;
    ipso_away *away;
    ipso_shut shut[MAX_CHANGES];
    ipso_change change;
} loaded;

static void unload(loaded *l)
{
    ipso_plan_free(l->plan);
    ipso_practice_free(l->grown);
    ipso_practice_free(l->practice);
    replan_agenda_close(&l->agenda);
    free(l->away);
}

/* ---- the change ---- */

static int unknown_id(const replan_options *wanted, const char *kind, const char *id)
{
    char text[200];

    snprintf(text, sizeof text, "there is no %s \"%.90s\" in the practice", kind, id);
    print_error((message_style){stderr, wanted->json}, subject, "", text);
    return CODE_INPUT;
}

/* Refuses days of which the plan has none: a date mistyped would change nothing, unseen. */
static int expect_planned(const loaded *l, const replan_options *wanted, const replan_days *days)
{
    const ipso_horizon *horizon = ipso_practice_horizon(l->practice);
    ipso_date last = horizon->first_day + horizon->days - 1;
    char from[IPSO_DATE_SIZE], to[IPSO_DATE_SIZE], text[200];

    if (days->last < l->change.now) {
        snprintf(text, sizeof text, "no day of %.100s lies ahead: it is %s", days->text,
                 (ipso_date_format(l->change.now, from), from));
        print_error((message_style){stderr, wanted->json}, subject, "", text);
        return CODE_INPUT;
    }
    if (days->first <= last && days->last >= horizon->first_day)
        return CODE_DONE;
    ipso_date_format(horizon->first_day, from);
    ipso_date_format(last, to);
    snprintf(text, sizeof text, "no day of %.100s is planned: the plan has %s to %s", days->text,
             from, to);
    print_error((message_style){stderr, wanted->json}, subject, "", text);
    return CODE_INPUT;
}

static int find_change(loaded *l, const replan_options *wanted)
{
    l->away = calloc(MAX_CHANGES + 3 * l->agenda.block_count, sizeof *l->away);
    if (l->away == NULL) {
        print_error((message_style){stderr, wanted->json}, subject, "", "out of memory");
        return CODE_FAILED;
    }
    ipso_change_init(&l->change);
    l->change.now = wanted->agenda != NULL ? l->agenda.now.date : wanted->now;
    l->change.now_min = wanted->agenda != NULL ? l->agenda.now.time_min : wanted->now_min;
    l->change.grown = l->grown;
    l->change.away = l->away;
    l->change.shut = l->shut;
    for (int i = 0; i < wanted->away_count; i++) {
        const replan_days *days = &wanted->away[i];
        int p = ipso_practice_practitioner_count(l->practice) - 1;
        while (p >= 0 && strcmp(ipso_practice_practitioner(l->practice, p)->id, days->id) != 0)
            p--;
        if (p < 0)
            return unknown_id(wanted, "practitioner", days->id);
        if (expect_planned(l, wanted, days) != CODE_DONE)
            return CODE_INPUT;
        l->away[l->change.away_count++] =
            (ipso_away){p, days->first, days->last, days->start_min, days->end_min};
    }
    for (int i = 0; i < wanted->shut_count; i++) {
        const replan_days *days = &wanted->shut[i];
        int s = ipso_practice_site_count(l->practice) - 1;
        while (s >= 0 && strcmp(ipso_practice_site(l->practice, s)->id, days->id) != 0)
            s--;
        if (s < 0)
            return unknown_id(wanted, "site", days->id);
        if (expect_planned(l, wanted, days) != CODE_DONE)
            return CODE_INPUT;
        l->shut[l->change.shut_count++] = (ipso_shut){s, days->first, days->last};
    }
    replan_agenda_absences(&l->agenda, l->away, &l->change.away_count);
    return CODE_DONE;
}

static int load(loaded *l, replan_options *wanted)
{
    message_style style = {stderr, wanted->json};
    int code;

    if (wanted->agenda != NULL)
        code = replan_agenda_open(&l->agenda, wanted, &l->practice, &l->plan);
    else
        code = load_practice(&l->practice, wanted->files[0], style);
    if (code == CODE_DONE && wanted->agenda == NULL)
        code = load_plan(&l->plan, l->practice, wanted->files[1], style);
    if (code == CODE_DONE && wanted->additions != NULL)
        code = load_additions(&l->grown, l->practice, wanted->additions, style);
    else if (code == CODE_DONE && wanted->agenda != NULL &&
             wanted->settings.duty_points == IPSO_HARD)
        code = replan_keep_roster(&l->grown, l->plan, style);
    return code == CODE_DONE ? find_change(l, wanted) : code;
}

/* ---- what comes of it ---- */

static int write_plan(const replan_options *wanted, const ipso_replan *replan)
{
    ipso_report *report = NULL;
    char *text = NULL;
    size_t length;
    ipso_error err;
    int code = CODE_DONE;

    ipso_error_init(&err);
    ipso_status status = ipso_check(&report, ipso_replan_plan(replan), &err);
    if (status == IPSO_OK)
        status = ipso_plan_to_json(&text, &length, ipso_replan_plan(replan), report, &err);
    if (status != IPSO_OK)
        code = report_failure((message_style){stderr, wanted->json}, subject, status, &err);
    else if (!write_document(wanted->output, text, length))
        code = CODE_FAILED;
    ipso_text_free(text);
    ipso_report_free(report);
    return code;
}

static int print_replan(const replan_options *wanted, const ipso_replan *replan)
{
    char *text = NULL;
    size_t length;
    ipso_error err;

    if (!wanted->json) {
        show_replan(stdout, replan);
        return CODE_DONE;
    }
    ipso_error_init(&err);
    ipso_status status = ipso_replan_to_json(&text, &length, replan, &err);
    if (status != IPSO_OK)
        return report_failure((message_style){stderr, true}, subject, status, &err);
    bool written = write_document(NULL, text, length);
    ipso_text_free(text);
    return written ? CODE_DONE : CODE_FAILED;
}

static int finish(const replan_options *wanted, const ipso_replan *replan)
{
    int code = CODE_DONE;

    if (wanted->practice_output != NULL)
        code = write_practice(ipso_replan_practice(replan), wanted->practice_output, subject,
                              (message_style){stderr, wanted->json});
    if (code == CODE_DONE && wanted->output != NULL)
        code = write_plan(wanted, replan);
    if (code == CODE_DONE && !wanted->quiet)
        code = print_replan(wanted, replan);
    return code == CODE_DONE && was_interrupted() ? CODE_INTERRUPTED : code;
}

/* ---- no plan ---- */

static void print_conflict(void *user, const char *where, const char *text)
{
    const replan_options *wanted = user;

    print_error((message_style){stderr, wanted->json}, "conflict", where, text);
}

static int explain_no_plan(const replan_options *wanted, ipso_outcome outcome,
                           const ipso_error *err)
{
    const char *text = "no roster was found within the limit; allow more time or work";

    if (outcome == IPSO_INFEASIBLE)
        text = err->text[0] != '\0' ? err->text : "no roster keeps every hard rule";
    print_error((message_style){stderr, wanted->json}, subject, "", text);
    if (outcome == IPSO_INFEASIBLE)
        return CODE_INFEASIBLE;
    return was_interrupted() ? CODE_INTERRUPTED : CODE_NO_PLAN;
}

static int replan(replan_options *wanted, loaded *l)
{
    progress_line line = {.json = wanted->json, .last_s = -INFINITY};
    ipso_replan *result = NULL;
    ipso_outcome outcome = IPSO_UNKNOWN;
    ipso_error err;
    int code;

    ipso_error_init(&err);
    catch_interrupts();
    wanted->settings.planner.progress = show_progress;
    wanted->settings.planner.progress_user = &line;
    ipso_status status = ipso_replan_make(&result, l->plan, &l->change, &wanted->settings, &outcome,
                                          print_conflict, wanted, &err);
    if (status != IPSO_OK)
        return report_failure((message_style){stderr, wanted->json}, subject, status, &err);
    if (result == NULL)
        return explain_no_plan(wanted, outcome, &err);
    code = finish(wanted, result);
    if (code == CODE_DONE && wanted->apply)
        code = replan_apply(&l->agenda, wanted, l->plan, &l->change, result);
    ipso_replan_free(result);
    return code;
}

static int run_replan(int count, char **arguments)
{
    replan_options *wanted = calloc(1, sizeof *wanted);
    loaded *l = calloc(1, sizeof *l);
    bool helped = false;
    int code = CODE_FAILED;

    if (wanted == NULL || l == NULL) {
        fprintf(stderr, "%s: out of memory\n", subject);
    } else {
        code = read_replan_options(wanted, count, arguments, &helped);
        if (code == CODE_DONE && !helped &&
            !(expect_writable(wanted->output) && expect_writable(wanted->practice_output)))
            code = CODE_FAILED;
        if (code == CODE_DONE && !helped) {
            code = load(l, wanted);
            if (code == CODE_DONE)
                code = replan(wanted, l);
            unload(l);
        }
    }
    free(wanted);
    free(l);
    return code;
}

const struct command replan_command = {"replan", "keep what was booked after a change", replan_help,
                                       run_replan};
