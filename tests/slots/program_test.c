/* The rows that each rule adds to the slots program, on practices small enough to write them by
 * hand. Everywhere: Monday 2 November 2026, a duty of Dr Morel at the centre, services that last
 * exactly so long, 10 points a minute of overrun, 5 points a day of wait.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "slots/tiny.h"

#include "planner/stage.h"

#include <stdlib.h>

static const int TWENTY[] = {20, 0};
static const int TEN_TWENTY[] = {10, 20, 0};

static const ipso_assignment MONDAY = {0, 0, 0};

static ipso_practice *practice_of(int days, int start_min, int end_min)
{
    ipso_practice *practice = tiny_new(days);
    tiny_site(practice, "centre");
    tiny_doctor(practice, "morel");
    tiny_duty(practice, "duty", 0, start_min, end_min);
    return practice;
}

static void expect_lp(ipso_practice *practice, const char *expected)
{
    ipso__program *program;
    tiny_validate(practice);
    ipso_plan *plan = tiny_roster(practice, &MONDAY, 1);
    assert_int_equal(ipso__slots_model(&program, plan, NULL), IPSO_OK);
    char *text = tiny_lp(program);
    assert_string_equal(text, expected);
    free(text);
    ipso__program_free(program);
    ipso_plan_free(plan);
    ipso_practice_free(practice);
}

static void slots_fit_into_a_band_and_unmet_need_is_paid(void **state)
{
    (void)state;
    /* Two acute patients (600 points each unmet) and 40 minutes; a slot of 20 min is 5 min short,
     * 50 points. */
    ipso_practice *practice = practice_of(1, 540, 580);
    tiny_type(practice, "acute", IPSO_CARE_ACUTE, 25, TWENTY);
    tiny_demand(practice, 0, 2, 0, IPSO_DAY_MIN);
    expect_lp(practice,
              "Minimize\n"
              " slots: + 50 slots(morel,2026_11_02,09_00,acute,20,d0,2026_11_02) + 600 "
              "unmet(d0,2026_11_02,1)\n"
              "Subject To\n"
              " need(d0,2026_11_02): + 1 slots(morel,2026_11_02,09_00,acute,20,d0,2026_11_02) + 1 "
              "unmet(d0,2026_11_02,1) >= 2\n"
              " fit(morel,2026_11_02,09_00): + 20 "
              "slots(morel,2026_11_02,09_00,acute,20,d0,2026_11_02) <= 40\n"
              "Bounds\n"
              " 0 <= slots(morel,2026_11_02,09_00,acute,20,d0,2026_11_02) <= 2\n"
              " 0 <= unmet(d0,2026_11_02,1) <= 2\n"
              "Generals\n"
              " slots(morel,2026_11_02,09_00,acute,20,d0,2026_11_02)\n"
              "End\n");
}

static void later_patients_are_worth_less(void **state)
{
    (void)state;
    /* Poisson of mean 1 at 300 points: 300 (1 - e^-1) = 189.6, 300 (1 - 2 e^-1) = 79.3, 300 (1 -
     * 5/2 e^-1) = 24.1, 300 (1 - 8/3 e^-1) = 5.7, 300 (1 - 65/24 e^-1) = 1.1, then 0.2: 190, 79,
     * 24, 6, 1. */
    ipso_practice *practice = practice_of(1, 540, 560);
    tiny_type(practice, "review", IPSO_CARE_FOLLOW_UP, 20, TWENTY);
    ipso_demand demand;
    ipso_demand_init(&demand);
    demand.type = 0;
    demand.mean = 1;
    assert_int_equal(ipso_practice_add_demand(practice, &demand, NULL), IPSO_OK);
    expect_lp(practice,
              "Minimize\n"
              " slots: + 190 unmet(d0,2026_11_02,1) + 79 unmet(d0,2026_11_02,2) + 24 "
              "unmet(d0,2026_11_02,3) + 6 unmet(d0,2026_11_02,4) + 1 unmet(d0,2026_11_02,5)\n"
              "Subject To\n"
              " need(d0,2026_11_02): + 1 slots(morel,2026_11_02,09_00,review,20,d0,2026_11_02) + 1 "
              "unmet(d0,2026_11_02,1) + 1 unmet(d0,2026_11_02,2) + 1 unmet(d0,2026_11_02,3) + 1 "
              "unmet(d0,2026_11_02,4) + 1 unmet(d0,2026_11_02,5) >= 5\n"
              " fit(morel,2026_11_02,09_00): + 20 "
              "slots(morel,2026_11_02,09_00,review,20,d0,2026_11_02) <= 20\n"
              "Bounds\n"
              " 0 <= unmet(d0,2026_11_02,1) <= 1\n"
              " 0 <= unmet(d0,2026_11_02,2) <= 1\n"
              " 0 <= unmet(d0,2026_11_02,3) <= 1\n"
              " 0 <= unmet(d0,2026_11_02,4) <= 1\n"
              " 0 <= unmet(d0,2026_11_02,5) <= 1\n"
              "Binaries\n"
              " slots(morel,2026_11_02,09_00,review,20,d0,2026_11_02)\n"
              "End\n");
}

static void a_request_has_one_place_or_pays(void **state)
{
    (void)state;
    /* 10 min are 10 min short of 20: 100 points; 20 min none. Unplaced: 300 points (follow-up). */
    ipso_practice *practice = practice_of(1, 540, 560);
    tiny_type(practice, "review", IPSO_CARE_FOLLOW_UP, 20, TEN_TWENTY);
    tiny_request(practice, "r", 0);
    expect_lp(practice, "Minimize\n"
                        " slots: + 100 place(r,morel,2026_11_02,09_00,10) + 300 unplaced(r)\n"
                        "Subject To\n"
                        " request(r): + 1 place(r,morel,2026_11_02,09_00,10) + 1 "
                        "place(r,morel,2026_11_02,09_00,20) + 1 unplaced(r) = 1\n"
                        " fit(morel,2026_11_02,09_00): + 10 place(r,morel,2026_11_02,09_00,10) + "
                        "20 place(r,morel,2026_11_02,09_00,20) <= 20\n"
                        "Bounds\n"
                        " 0 <= unplaced(r) <= 1\n"
                        "Binaries\n"
                        " place(r,morel,2026_11_02,09_00,10)\n"
                        " place(r,morel,2026_11_02,09_00,20)\n"
                        "End\n");
}

static void other_types_leave_extended_hours_to_acute_need(void **state)
{
    (void)state;
    /* 07:00 to 08:00 is extended: M = 60. Three acute patients of 20 min ask between 06:00 and
     * 10:00, half of which is extended: A = 3 x 20 x 1/2 = 30, R = 30. */
    ipso_practice *practice = practice_of(1, 420, 480);
    tiny_type(practice, "acute", IPSO_CARE_ACUTE, 20, TWENTY);
    tiny_type(practice, "review", IPSO_CARE_FOLLOW_UP, 20, TWENTY);
    tiny_demand(practice, 0, 3, 360, 600);
    tiny_request(practice, "r", 1);
    expect_lp(
        practice,
        "Minimize\n"
        " slots: + 600 unmet(d0,2026_11_02,1) + 300 unplaced(r)\n"
        "Subject To\n"
        " need(d0,2026_11_02): + 1 slots(morel,2026_11_02,07_00,acute,20,d0,2026_11_02) + 1 "
        "unmet(d0,2026_11_02,1) >= 3\n"
        " request(r): + 1 place(r,morel,2026_11_02,07_00,20) + 1 unplaced(r) = 1\n"
        " fit(morel,2026_11_02,07_00): + 20 slots(morel,2026_11_02,07_00,acute,20,d0,2026_11_02) + "
        "20 place(r,morel,2026_11_02,07_00,20) <= 60\n"
        " extended(centre,2026_11_02): + 20 place(r,morel,2026_11_02,07_00,20) <= 30\n"
        "Bounds\n"
        " 0 <= slots(morel,2026_11_02,07_00,acute,20,d0,2026_11_02) <= 3\n"
        " 0 <= unmet(d0,2026_11_02,1) <= 3\n"
        " 0 <= unplaced(r) <= 1\n"
        "Binaries\n"
        " place(r,morel,2026_11_02,07_00,20)\n"
        "Generals\n"
        " slots(morel,2026_11_02,07_00,acute,20,d0,2026_11_02)\n"
        "End\n");
}

static void minutes_of_priority_may_have_a_price(void **state)
{
    (void)state;
    ipso_practice *practice = practice_of(1, 420, 480);
    ipso_extended extended;
    ipso_extended_init(&extended);
    extended.other_points = 7;
    assert_int_equal(ipso_practice_set_extended(practice, &extended, NULL), IPSO_OK);
    tiny_type(practice, "acute", IPSO_CARE_ACUTE, 20, TWENTY);
    tiny_type(practice, "review", IPSO_CARE_FOLLOW_UP, 20, TWENTY);
    tiny_demand(practice, 0, 3, 360, 600);
    tiny_request(practice, "r", 1);
    expect_lp(
        practice,
        "Minimize\n"
        " slots: + 600 unmet(d0,2026_11_02,1) + 300 unplaced(r) + 7 over(centre,2026_11_02)\n"
        "Subject To\n"
        " need(d0,2026_11_02): + 1 slots(morel,2026_11_02,07_00,acute,20,d0,2026_11_02) + 1 "
        "unmet(d0,2026_11_02,1) >= 3\n"
        " request(r): + 1 place(r,morel,2026_11_02,07_00,20) + 1 unplaced(r) = 1\n"
        " fit(morel,2026_11_02,07_00): + 20 slots(morel,2026_11_02,07_00,acute,20,d0,2026_11_02) + "
        "20 place(r,morel,2026_11_02,07_00,20) <= 60\n"
        " extended(centre,2026_11_02): + 20 place(r,morel,2026_11_02,07_00,20) - 1 "
        "over(centre,2026_11_02) <= 30\n"
        "Bounds\n"
        " 0 <= slots(morel,2026_11_02,07_00,acute,20,d0,2026_11_02) <= 3\n"
        " 0 <= unmet(d0,2026_11_02,1) <= 3\n"
        " 0 <= unplaced(r) <= 1\n"
        " over(centre,2026_11_02) >= 0\n"
        "Binaries\n"
        " place(r,morel,2026_11_02,07_00,20)\n"
        "Generals\n"
        " slots(morel,2026_11_02,07_00,acute,20,d0,2026_11_02)\n"
        "End\n");
}

static void a_target_counts_the_slots_of_a_week(void **state)
{
    (void)state;
    /* Two long reviews a week wanted, one fixed: one missing, 150 points. The slot kept for it
     * alone is exactly long enough. */
    ipso_practice *practice = practice_of(1, 540, 600);
    ipso_type type;
    ipso_type_init(&type);
    type.id = "long";
    type.care = IPSO_CARE_LONG;
    type.law.kind = IPSO_LAW_DETERMINISTIC;
    type.law.mean_min = 30;
    static const int thirty[] = {30};
    type.lengths_min = thirty;
    type.length_count = 1;
    type.target_per_week = 2;
    assert_int_equal(ipso_practice_add_type(practice, &type, NULL), IPSO_OK);
    tiny_fixed(practice, "p", 0, 0, 0, 0, 540, 30);
    expect_lp(
        practice,
        "Minimize\n"
        " slots: + 150 short(long,morel,0)\n"
        "Subject To\n"
        " fit(morel,2026_11_02,09_30): + 30 slots(morel,2026_11_02,09_30,long,30,target) <= 30\n"
        " target(long,morel,0): + 1 slots(morel,2026_11_02,09_30,long,30,target) + 1 "
        "short(long,morel,0) >= 1\n"
        "Bounds\n"
        " 0 <= short(long,morel,0) <= 1\n"
        "Binaries\n"
        " slots(morel,2026_11_02,09_30,long,30,target)\n"
        "End\n");
}

static void a_need_that_waits_pays_by_the_day(void **state)
{
    (void)state;
    /* One follow-up patient asks on each of two days, only Tuesday is worked: Monday's waits a day,
     * 5 points. Horizon Monday and Tuesday; the duty of this test is worked on day 1. */
    ipso_practice *practice = practice_of(2, 540, 560);
    tiny_type(practice, "review", IPSO_CARE_FOLLOW_UP, 20, TWENTY);
    tiny_demand(practice, 0, 1, 0, IPSO_DAY_MIN);
    tiny_validate(practice);
    ipso_assignment tuesday = {0, 1, 0};
    ipso__program *program;
    ipso_plan *plan = tiny_roster(practice, &tuesday, 1);
    assert_int_equal(ipso__slots_model(&program, plan, NULL), IPSO_OK);
    char *text = tiny_lp(program);
    assert_string_equal(
        text,
        "Minimize\n"
        " slots: + 5 slots(morel,2026_11_03,09_00,review,20,d0,2026_11_02) + 300 "
        "unmet(d0,2026_11_02,1) + 300 unmet(d0,2026_11_03,1)\n"
        "Subject To\n"
        " need(d0,2026_11_02): + 1 slots(morel,2026_11_03,09_00,review,20,d0,2026_11_02) + 1 "
        "unmet(d0,2026_11_02,1) >= 1\n"
        " need(d0,2026_11_03): + 1 slots(morel,2026_11_03,09_00,review,20,d0,2026_11_03) + 1 "
        "unmet(d0,2026_11_03,1) >= 1\n"
        " fit(morel,2026_11_03,09_00): + 20 slots(morel,2026_11_03,09_00,review,20,d0,2026_11_02) "
        "+ 20 slots(morel,2026_11_03,09_00,review,20,d0,2026_11_03) <= 20\n"
        "Bounds\n"
        " 0 <= unmet(d0,2026_11_02,1) <= 1\n"
        " 0 <= unmet(d0,2026_11_03,1) <= 1\n"
        "Binaries\n"
        " slots(morel,2026_11_03,09_00,review,20,d0,2026_11_02)\n"
        " slots(morel,2026_11_03,09_00,review,20,d0,2026_11_03)\n"
        "End\n");
    free(text);
    ipso__program_free(program);
    ipso_plan_free(plan);
    ipso_practice_free(practice);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(slots_fit_into_a_band_and_unmet_need_is_paid),
        cmocka_unit_test(later_patients_are_worth_less),
        cmocka_unit_test(a_request_has_one_place_or_pays),
        cmocka_unit_test(other_types_leave_extended_hours_to_acute_need),
        cmocka_unit_test(minutes_of_priority_may_have_a_price),
        cmocka_unit_test(a_target_counts_the_slots_of_a_week),
        cmocka_unit_test(a_need_that_waits_pays_by_the_day),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
