/* Check: recounts a plan against every rule of its practice, and its cost, without any model.
 *
 * It reads the practice and the plan alone and shares no code with the programs that made the plan,
 * so that a mistake there cannot certify itself. A pure function of its arguments: any number of
 * threads may check at once.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSOSCHED_CHECK_H
#define IPSOSCHED_CHECK_H

#include <ipsosched/plan.h>

#ifdef __cplusplus
extern "C" {
#endif

/* One place where a rule is broken or paid for. */
typedef struct ipso_finding {
    ipso_rule rule;
    bool violation;    /* a hard rule is broken; else a price is paid */
    int64_t units;     /* how much, in the rule's unit */
    int64_t points;    /* price paid; 0 for a violation */
    const char *where; /* JSON pointer into the practice document, "" when none fits */
    const char *text;  /* one line for people, with names and dates */
} ipso_finding;

typedef struct ipso_report ipso_report;

/* Checks plan as far as its last stage (ipso_plan_last_stage; with none set, every stage is
 * checked). IPSO_OK whatever is found; IPSO_NOMEM, or IPSO_STATE for a practice not validated. */
IPSO_API ipso_status ipso_check(ipso_report **report, const ipso_plan *plan, ipso_error *err);
IPSO_API void ipso_report_free(ipso_report *report);

IPSO_API int ipso_report_violation_count(const ipso_report *report);
IPSO_API int ipso_report_finding_count(const ipso_report *report);
IPSO_API const ipso_finding *ipso_report_finding(const ipso_report *report, int index);

/* Cost by rule, by stage, by tier, and of the whole plan, in points; violations cost nothing here
 * and are counted apart. A stage's cost is the sum over its rules (ipso_rule_stage). */
IPSO_API ipso_rule_cost ipso_report_rule_cost(const ipso_report *report, ipso_rule rule);
IPSO_API int64_t ipso_report_stage_cost(const ipso_report *report, ipso_stage stage);
IPSO_API int64_t ipso_report_tier_cost(const ipso_report *report, ipso_tier tier);
IPSO_API int64_t ipso_report_cost(const ipso_report *report);

/* The measures of the plan. */
IPSO_API const ipso_measures *ipso_report_measures(const ipso_report *report);

#ifdef __cplusplus
}
#endif
#endif
