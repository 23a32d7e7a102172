/* Every rule, broken or paid for on purpose, is reported, alone, with its units and its price.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/test.h"

#include "rule_case.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_CASES = 300 };

static const rule_case *const tables[] = {roster_cases,   together_cases, people_cases,
                                          staffing_cases, slot_cases,     booking_cases,
                                          times_cases};

/* Checks the draft; the caller frees all three. */
static ipso_report *check_draft(const draft *d, ipso_practice **practice, ipso_plan **plan)
{
    ipso_report *report = NULL;

    build(d, practice, plan);
    assert_int_equal(ipso_check(&report, *plan, NULL), IPSO_OK);
    return report;
}

static void print_findings(const ipso_report *report)
{
    for (int i = 0; i < ipso_report_finding_count(report); i++) {
        const ipso_finding *finding = ipso_report_finding(report, i);
        print_message("%s %s: %lld units, %lld points: %s\n", ipso_rule_name(finding->rule),
                      finding->where, (long long)finding->units, (long long)finding->points,
                      finding->text);
    }
}

static void compare(const rule_case *expected, const ipso_report *report)
{
    int count = ipso_report_finding_count(report);
    int64_t units = 0, points = 0;
    bool broken = expected->points == BROKEN;

    if (count != expected->findings)
        print_findings(report);
    assert_int_equal(count, expected->findings);
    assert_int_equal(ipso_report_violation_count(report), broken ? count : 0);
    for (int i = 0; i < count; i++) {
        const ipso_finding *finding = ipso_report_finding(report, i);
        assert_string_equal(ipso_rule_name(finding->rule), ipso_rule_name(expected->rule));
        assert_int_equal(finding->violation, broken);
        units += finding->units;
        points += finding->points;
    }
    assert_int_equal(units, expected->units);
    assert_int_equal(points, broken ? 0 : expected->points);
    assert_int_equal(ipso_report_cost(report), points);
    if (count > 0)
        assert_string_equal(ipso_report_finding(report, 0)->where, expected->where);
    if (count > 0 && expected->text != NULL)
        assert_string_equal(ipso_report_finding(report, 0)->text, expected->text);
}

static void run_case(void **state)
{
    const rule_case *expected = *state;
    static draft d;
    ipso_practice *practice;
    ipso_plan *plan;
    ipso_report *report;

    a_draft(&d);
    expected->edit(&d);
    report = check_draft(&d, &practice, &plan);
    compare(expected, report);
    ipso_report_free(report);
    ipso_plan_free(plan);
    ipso_practice_free(practice);
}

/* The tables hold at least one broken or priced case of each rule. */
static void every_rule_is_reported_by_a_test(void **state)
{
    bool seen[IPSO_RULE_COUNT] = {false};

    (void)state;
    for (size_t t = 0; t < sizeof tables / sizeof tables[0]; t++)
        for (const rule_case *row = tables[t]; row->name != NULL; row++)
            if (row->findings > 0)
                seen[row->rule] = true;
    for (int rule = 0; rule < IPSO_RULE_COUNT; rule++) {
        if (!seen[rule])
            print_message("no case of %s\n", ipso_rule_name((ipso_rule)rule));
        assert_true(seen[rule]);
    }
}

int main(void)
{
    static struct CMUnitTest tests[MOST_CASES];
    size_t count = 0;

    tests[count++] = (struct CMUnitTest)cmocka_unit_test(every_rule_is_reported_by_a_test);
    for (size_t t = 0; t < sizeof tables / sizeof tables[0]; t++)
        for (const rule_case *row = tables[t]; row->name != NULL && count < MOST_CASES; row++)
            tests[count++] = (struct CMUnitTest){
                .name = row->name, .test_func = run_case, .initial_state = (void *)(uintptr_t)row};
    if (count == MOST_CASES)
        return EXIT_FAILURE;
    return _cmocka_run_group_tests("check rules", tests, count, NULL, NULL);
}
