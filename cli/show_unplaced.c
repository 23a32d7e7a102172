/* What could not be done: requests without a place by reason, shortages by rule.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "show.h"

#include <stdlib.h>

#define LONG_LIST  12 /* above so many entries a list is cut ... */
#define SHOWN_EACH 4  /* ... to so many of each group */
#define NO_REASON  ((int)IPSO_UNPLACED_SEARCH + 1)
#define PLACED     ((int)IPSO_UNPLACED_SEARCH + 2)

static void print_window(FILE *out, const ipso_request *request)
{
    char first[SHORT_DATE_SIZE], last[SHORT_DATE_SIZE], start[IPSO_TIME_SIZE], end[IPSO_TIME_SIZE];

    for (size_t i = 0; i < request->window_count; i++) {
        const ipso_window *window = &request->windows[i];

        format_short_date(window->first, first);
        format_short_date(window->last, last);
        ipso_time_format(window->start_min, start);
        ipso_time_format(window->end_min, end);
        fprintf(out, "%s%s", i > 0 ? ", " : "", first);
        if (window->last != window->first)
            fprintf(out, " to %s", last);
        if (window->start_min != 0 || window->end_min != IPSO_DAY_MIN)
            fprintf(out, " %s-%s", start, end);
    }
    if (request->window_count == 0)
        fputs("any time", out);
}

static void print_request(FILE *out, const ipso_practice *practice, const ipso_request *request)
{
    fprintf(out, "    %s (%s), %s, ", request->patient, request->id,
            ipso_practice_type(practice, request->type)->name);
    print_window(out, request);
    fputc('\n', out);
}

/* Why each request has no place: a reason, PLACED, or NO_REASON for a plan that says nothing of it.
 * NULL without memory; free it. */
static int *list_reasons(const ipso_plan *plan)
{
    int count = ipso_practice_request_count(ipso_plan_practice(plan));
    int *reasons = malloc(((size_t)count + 1) * sizeof *reasons);

    if (reasons == NULL)
        return NULL;
    for (int i = 0; i < count; i++)
        reasons[i] = NO_REASON;
    for (int i = 0; i < ipso_plan_unplaced_count(plan); i++)
        reasons[ipso_plan_unplaced(plan, i)->request] = (int)ipso_plan_unplaced(plan, i)->reason;
    for (int i = 0; i < ipso_plan_slot_count(plan); i++)
        if (ipso_plan_slot(plan, i)->use == IPSO_SLOT_BOOKED)
            reasons[ipso_plan_slot(plan, i)->request] = PLACED;
    return reasons;
}

static void print_reason(FILE *out, const ipso_practice *practice, const int *reasons, int reason,
                         int most)
{
    int count = 0, shown = 0;

    for (int i = 0; i < ipso_practice_request_count(practice); i++)
        count += reasons[i] == reason;
    if (count == 0)
        return;
    fprintf(out, "  %d: %s\n", count,
            reason == NO_REASON ? "the plan gives no reason"
                                : ipso_unplaced_text((ipso_unplaced_reason)reason));
    for (int i = 0; shown < count && shown < most; i++)
        if (reasons[i] == reason) {
            print_request(out, practice, ipso_practice_request(practice, i));
            shown++;
        }
    if (count > shown)
        fprintf(out, "    ... and %d more\n", count - shown);
}

static bool show_requests(FILE *out, const ipso_plan *plan, bool all)
{
    const ipso_practice *practice = ipso_plan_practice(plan);
    int requests = ipso_practice_request_count(practice), count = 0, most;
    int *reasons = list_reasons(plan);

    if (reasons == NULL)
        return false;
    for (int i = 0; i < requests; i++)
        count += reasons[i] != PLACED;
    most = all || count <= LONG_LIST ? count : SHOWN_EACH;
    print_heading(out, "Requests without a place: %d of %d\n", count, requests);
    for (int reason = 0; reason <= NO_REASON; reason++)
        print_reason(out, practice, reasons, reason, most);
    if (most < count)
        fputs("  All of them: ipsosched show PRACTICE PLAN unplaced\n", out);
    fputc('\n', out);
    free(reasons);
    return true;
}

/* ---- shortages ---- */

static bool is_shortage(const ipso_finding *finding)
{
    ipso_rule rule = finding->rule;

    return !finding->violation && finding->points > 0 &&
           (rule == IPSO_RULE_COVER || rule == IPSO_RULE_ATTENDANCE || rule == IPSO_RULE_STAFFING ||
            rule == IPSO_RULE_TARGET || rule == IPSO_RULE_WISH);
}

/* Rules in their order, the dearest of each first, then as the check found them. */
static int compare_shortages(const void *a, const void *b)
{
    const ipso_finding *x = *(const ipso_finding *const *)a, *y = *(const ipso_finding *const *)b;

    if (x->rule != y->rule)
        return x->rule < y->rule ? -1 : 1;
    if (x->points != y->points)
        return x->points > y->points ? -1 : 1;
    return (x > y) - (x < y);
}

/* One group, all of one rule; answers how many there are. */
static int print_rule(FILE *out, const ipso_finding *const *first, int left, int most)
{
    int64_t points = 0;
    int count = 0;

    while (count < left && first[count]->rule == first[0]->rule)
        points += first[count++]->points;
    fprintf(out, "  %s %s: %d, %lld points\n", ipso_rule_label(first[0]->rule),
            ipso_rule_name(first[0]->rule), count, (long long)points);
    for (int i = 0; i < count && i < most; i++)
        fprintf(out, "    %s (%lld points)\n", first[i]->text, (long long)first[i]->points);
    if (count > most)
        fprintf(out, "    ... and %d more\n", count - most);
    return count;
}

static void print_shortages(FILE *out, const ipso_finding *const *found, int count, bool all)
{
    int most = all || count <= LONG_LIST ? count : SHOWN_EACH;

    if (count == 0)
        return;
    print_heading(out, "Not met\n");
    for (int i = 0; i < count;)
        i += print_rule(out, found + i, count - i, most);
    if (most < count)
        fputs("  All of them: ipsosched show PRACTICE PLAN unplaced\n", out);
    fputc('\n', out);
}

static bool show_shortages(FILE *out, const ipso_report *report, bool all)
{
    int total = ipso_report_finding_count(report), count = 0;
    const ipso_finding **found = calloc((size_t)total + 1, sizeof *found);

    if (found == NULL)
        return false;
    for (int i = 0; i < total; i++)
        if (is_shortage(ipso_report_finding(report, i)))
            found[count++] = ipso_report_finding(report, i);
    qsort(found, (size_t)count, sizeof *found, compare_shortages);
    print_shortages(out, found, count, all);
    free(found);
    return true;
}

bool show_unplaced(FILE *out, const ipso_plan *plan, const ipso_report *report,
                   const show_filter *filter)
{
    bool booked =
        ipso_plan_last_stage(plan) >= IPSO_STAGE_BOOKINGS || ipso_plan_last_stage(plan) < 0;

    if (booked && !show_requests(out, plan, filter->all))
        return false;
    return show_shortages(out, report, filter->all);
}
