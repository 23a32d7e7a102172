/* Rostering instances as practices: the library's check and cost against the recount, and optima
 * known by arithmetic.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/test.h"

#include "bench/clinic.h"
#include "nrp_practice.h"
#include "nrp_recount.h"

#include <ipsosched/ipsosched.h>

#include <stdlib.h>
#include <string.h>

static ipso_practice *practice_of(const nrp_instance *instance)
{
    ipso_practice *practice = NULL;
    ipso_error err;
    ipso_error_init(&err);
    if (nrp_practice_make(&practice, instance, "clinic", &err) != IPSO_OK)
        fail_msg("%s: %s", err.where, err.text);
    return practice;
}

/* The check of the plan that works the roster. */
static ipso_report *check_roster(const ipso_practice *practice, const nrp_instance *n,
                                 const int *roster)
{
    const ipso_stage_report ran = {.ran = true};
    ipso_plan *plan = NULL;
    ipso_report *report = NULL;
    assert_int_equal(ipso_plan_new(&plan, practice, NULL), IPSO_OK);
    for (int i = 0; i < n->person_count * n->days; i++) {
        const ipso_assignment work = {i / n->days, i % n->days, roster[i]};
        if (roster[i] != NRP_OFF)
            assert_int_equal(ipso_plan_add_assignment(plan, &work, NULL), IPSO_OK);
    }
    assert_int_equal(ipso_plan_set_stage(plan, IPSO_STAGE_ROSTER, &ran, NULL), IPSO_OK);
    assert_int_equal(ipso_check(&report, plan, NULL), IPSO_OK);
    ipso_plan_free(plan);
    return report;
}

static void each_hard_rule_is_a_rule_of_the_practice(void **state)
{
    (void)state;
    nrp_instance *n = clinic();
    ipso_practice *practice = practice_of(n);
    for (int i = 0; i < HARD_CASE_COUNT; i++) {
        int roster[28];
        const char *const people[] = {HARD_CASES[i].ann, "--------------"};
        write_roster(roster, n, people);
        ipso_report *report = check_roster(practice, n, roster);
        assert_int_equal(ipso_report_violation_count(report), HARD_CASES[i].broken);
        for (int f = 0; f < ipso_report_finding_count(report); f++) {
            const ipso_finding *finding = ipso_report_finding(report, f);
            if (finding->violation)
                assert_int_equal(finding->rule, HARD_CASES[i].rule);
        }
        ipso_report_free(report);
    }
    ipso_practice_free(practice);
    nrp_free(n);
}

static unsigned next_random(unsigned *seed)
{
    *seed = *seed * 1664525u + 1013904223u; /* Numerical Recipes, 1992 */
    return *seed >> 16;
}

/* Stretches of one shift or of rest, each 1 to 5 days long. */
static void random_roster(int *roster, const nrp_instance *n, unsigned *seed)
{
    int left = 0, shift = NRP_OFF;
    for (int i = 0; i < n->person_count * n->days; i++, left--) {
        if (i % n->days == 0 || left == 0) {
            left = 1 + (int)(next_random(seed) % 5);
            shift = (int)(next_random(seed) % (unsigned)(2 * n->shift_count));
            if (shift >= n->shift_count)
                shift = NRP_OFF;
        }
        roster[i] = shift;
    }
}

static void any_roster_costs_and_breaks_the_same_both_ways(void **state)
{
    (void)state;
    nrp_instance *n = clinic();
    ipso_practice *practice = practice_of(n);
    unsigned seed = 1;
    int kept = 0, rounds = 2000;
    for (int round = 0; round < rounds; round++) {
        int roster[28];
        nrp_count count;
        random_roster(roster, n, &seed);
        nrp_recount(&count, n, roster);
        ipso_report *report = check_roster(practice, n, roster);
        assert_int_equal(ipso_report_cost(report), count.objective);
        assert_int_equal(ipso_report_violation_count(report) == 0, count.broken == 0);
        kept += count.broken == 0;
        ipso_report_free(report);
    }
    assert_true(kept > 20 && kept < rounds - 20); /* both kinds were seen */
    ipso_practice_free(practice);
    nrp_free(n);
}

/* The optimum of an instance of one shift D of 480 minutes, its roster recounted. */
static int64_t optimum(const char *text)
{
    nrp_instance *n = NULL;
    assert_int_equal(nrp_read(&n, text, strlen(text), NULL), IPSO_OK);
    ipso_practice *practice = practice_of(n);
    ipso_settings settings;
    ipso_plan *plan = NULL;
    ipso_outcome outcome;
    int *roster = NULL;
    nrp_count count;
    ipso_settings_init(&settings);
    settings.last_stage = IPSO_STAGE_ROSTER;
    settings.time_limit_s = 1e6;
    settings.gap = 0;
    assert_int_equal(ipso_plan_make(&plan, practice, &settings, &outcome, NULL, NULL, NULL),
                     IPSO_OK);
    assert_int_equal(outcome, IPSO_OPTIMAL);
    assert_true(nrp_practice_roster(&roster, n, plan, NULL));
    nrp_recount(&count, n, roster);
    assert_int_equal(count.broken, 0);
    assert_int_equal(ipso_plan_stage(plan, IPSO_STAGE_ROSTER)->cost, count.objective);
    assert_int_equal(ipso_plan_stage(plan, IPSO_STAGE_ROSTER)->bound, count.objective);
    free(roster);
    ipso_plan_free(plan);
    ipso_practice_free(practice);
    nrp_free(n);
    return count.objective;
}

#define WEEK_OF_D "SECTION_HORIZON\n7\nSECTION_SHIFTS\nD,480,\nSECTION_STAFF\n"
#define HEAD_A_DAY                                                                                 \
    "SECTION_COVER\n0,D,1,10,1\n1,D,1,10,1\n2,D,1,10,1\n3,D,1,10,1\n4,D,1,10,1\n5,D,1,10,1\n"      \
    "6,D,1,10,1\n"

/* One head a day is wanted of one person who works 3 days in a row at most and rests 2 at least, a
 * run that begins or ends with the horizon excepted. All 7 days need a pause inside, of 2 days: 5
 * are worked (DDD--DD) and 2 missing, at 10. */
static void runs_are_cut_where_it_costs_least(void **state)
{
    (void)state;
    assert_int_equal(optimum(WEEK_OF_D
                             "a,D=7,3360,0,3,1,2,1\nSECTION_DAYS_OFF\n"
                             "SECTION_SHIFT_ON_REQUESTS\nSECTION_SHIFT_OFF_REQUESTS\n" HEAD_A_DAY),
                     20);
}

/* The same with day 1 off. Either 0 and 1 are a pause that began before the horizon, and of days 2
 * to 6 at most 3 are worked; or day 0 is worked, 1 and 2 are not, and of 3 to 6 three are
 * (D--DDD-): 3 heads are missing, at 10. The shift asked for on the day off is paid for: 4. */
static void a_shift_asked_for_on_a_day_off_is_paid_for(void **state)
{
    (void)state;
    assert_int_equal(optimum(WEEK_OF_D "a,D=7,3360,0,3,1,2,1\nSECTION_DAYS_OFF\na,1\n"
                                       "SECTION_SHIFT_ON_REQUESTS\na,1,D,4\n"
                                       "SECTION_SHIFT_OFF_REQUESTS\n" HEAD_A_DAY),
                     34);
}

/* Nobody is wanted and each day worked costs 1, but 4 x 480 minutes are owed: 4, whatever the days
 * off. Were they leave, 1920 x 5 / 7 = 1371 minutes would be owed, and 3 days do. */
static void days_off_do_not_lower_the_least_minutes(void **state)
{
    (void)state;
    assert_int_equal(optimum(WEEK_OF_D "a,D=7,3360,1920,5,1,1,1\nSECTION_DAYS_OFF\na,0,1\n"
                                       "SECTION_SHIFT_ON_REQUESTS\nSECTION_SHIFT_OFF_REQUESTS\n"
                                       "a,2,D,1\na,3,D,1\na,4,D,1\na,5,D,1\na,6,D,1\n"
                                       "SECTION_COVER\n"),
                     4);
}

static void expect_refused(int line, const char *replacement, const char *where)
{
    char *text = clinic_text(line, replacement, "\n");
    nrp_instance *n = NULL;
    ipso_practice *practice = NULL;
    ipso_error err;
    ipso_error_init(&err);
    assert_int_equal(nrp_read(&n, text, strlen(text), NULL), IPSO_OK);
    assert_int_equal(nrp_practice_make(&practice, n, "clinic", &err), IPSO_INPUT);
    assert_string_equal(err.where, where);
    assert_null(practice);
    nrp_free(n);
    free(text);
}

static void what_no_practice_can_say_is_refused_in_the_words_of_the_library(void **state)
{
    (void)state;
    expect_refused(DAYS_LINE, "367", "/horizon/days");
    expect_refused(ANN_LINE, "ann,E=14|L=2,2880,960,0,0,2,1", "/practitioners/0/rules/run_days");
    expect_refused(ON_LINE, "ann,0,E,1000001", "/practitioners/0/wishes/0/price");
    expect_refused(COVER_LINE, "0,E,1,1000001,1", "/cover/0/short_price");
}

static void a_shift_that_nobody_may_work_is_worked_by_nobody(void **state)
{
    (void)state;
    char *text = clinic_text(ANN_LINE, "ann,E=0|L=2,2880,0,5,2,2,1", "\n");
    nrp_instance *n = NULL;
    int roster[28];
    assert_int_equal(nrp_read(&n, text, strlen(text), NULL), IPSO_OK);
    ipso_practice *practice = practice_of(n);
    const char *const people[] = {"EE------------", "EE------------"};
    write_roster(roster, n, people);
    ipso_report *report = check_roster(practice, n, roster);
    assert_int_equal(ipso_report_violation_count(report), 2);
    ipso_report_free(report);
    ipso_practice_free(practice);
    nrp_free(n);
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_hard_rule_is_a_rule_of_the_practice),
        cmocka_unit_test(any_roster_costs_and_breaks_the_same_both_ways),
        cmocka_unit_test(runs_are_cut_where_it_costs_least),
        cmocka_unit_test(a_shift_asked_for_on_a_day_off_is_paid_for),
        cmocka_unit_test(days_off_do_not_lower_the_least_minutes),
        cmocka_unit_test(what_no_practice_can_say_is_refused_in_the_words_of_the_library),
        cmocka_unit_test(a_shift_that_nobody_may_work_is_worked_by_nobody),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
