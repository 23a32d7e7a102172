/* The report of a check: findings, costs, and their words.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "check/checking.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

void ipso_report_free(ipso_report *report)
{
    if (report == NULL)
        return;
    ipso__arena_finish(&report->strings);
    free(report->findings);
    free(report);
}

int ipso_report_violation_count(const ipso_report *report)
{
    return report->violation_count;
}

int ipso_report_finding_count(const ipso_report *report)
{
    return (int)report->finding_count;
}

const ipso_finding *ipso_report_finding(const ipso_report *report, int index)
{
    if (index < 0 || (size_t)index >= report->finding_count)
        return NULL;
    return &report->findings[index];
}

ipso_rule_cost ipso_report_rule_cost(const ipso_report *report, ipso_rule rule)
{
    if ((int)rule < 0 || (int)rule >= IPSO_RULE_COUNT)
        return (ipso_rule_cost){0, 0};
    return report->costs[rule];
}

int64_t ipso_report_stage_cost(const ipso_report *report, ipso_stage stage)
{
    int64_t points = 0;

    for (int rule = 0; rule < IPSO_RULE_COUNT; rule++)
        if (ipso_rule_stage((ipso_rule)rule) == stage)
            points += report->costs[rule].points;
    return points;
}

int64_t ipso_report_tier_cost(const ipso_report *report, ipso_tier tier)
{
    int64_t points = 0;

    for (int rule = 0; rule < IPSO_RULE_COUNT; rule++)
        if (ipso_rule_tier((ipso_rule)rule) == tier)
            points += report->costs[rule].points;
    return points;
}

int64_t ipso_report_cost(const ipso_report *report)
{
    int64_t points = 0;

    for (int rule = 0; rule < IPSO_RULE_COUNT; rule++)
        points += report->costs[rule].points;
    return points;
}

const ipso_measures *ipso_report_measures(const ipso_report *report)
{
    return &report->measures;
}

/* ---- recording ---- */

/* Copies the finding and its strings into the report, and adds up. */
static void keep(ipso__checking *checking, ipso_finding finding)
{
    ipso_report *report = checking->report;
    bool ok = !checking->failed;

    finding.text = ipso__arena_string(&report->strings, finding.text, &ok);
    finding.where = ipso__arena_string(&report->strings, finding.where, &ok);
    ok = ok && ipso__grow(&report->findings, &report->finding_capacity, report->finding_count + 1,
                          sizeof *report->findings);
    if (!ok) {
        checking->failed = true;
        return;
    }
    report->findings[report->finding_count++] = finding;
    if (finding.violation) {
        report->violation_count++;
        return;
    }
    report->costs[finding.rule].units += finding.units;
    report->costs[finding.rule].points += finding.points;
}

void ipso__check_record(ipso__checking *checking, ipso_rule rule, bool violation, int64_t units,
                        int64_t points, const char *where, const char *format, ...)
{
    char line[1024];
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    keep(checking, (ipso_finding){.rule = rule,
                                  .violation = violation,
                                  .units = units,
                                  .points = points,
                                  .where = where,
                                  .text = line});
}

void ipso__check_charge_range(ipso__checking *checking, ipso_rule rule, const ipso_limit *limit,
                              int64_t least, int64_t done, const char *where, const char *format,
                              ...)
{
    bool over = limit->max != IPSO_NO_MAX && done > limit->max;
    int64_t edge = over ? limit->max : least;
    bool minutes = rule != IPSO_RULE_WEEK_DAYS;
    char line[600];
    va_list arguments;

    if (limit->points == 0 || (!over && done >= least))
        return;
    va_start(arguments, format);
    vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    if (minutes)
        ipso__check_charge(checking, rule, limit->points, over ? done - edge : edge - done, where,
                           "%s, %lld min %s the %lld min limit", line,
                           (long long)(over ? done - edge : edge - done), over ? "over" : "under",
                           (long long)edge);
    else
        ipso__check_charge(checking, rule, limit->points, over ? done - edge : edge - done, where,
                           "%s, %s %lld", line, over ? "more than" : "fewer than", (long long)edge);
}
