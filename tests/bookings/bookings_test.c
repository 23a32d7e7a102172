/* The bookings stage: its program by hand, and what it keeps.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "slots/tiny.h"

#include "planner/stage.h"

#include <math.h>
#include <stdlib.h>

static const int TWENTY[] = {20, 0};

/* Dr Morel at the centre on Monday from 09:00 to 09:40, Dr Diallo from 09:00 to 09:40 (duty 1) or
 * from 10:00 to 10:40 (duty 2); reviews of exactly 20 min, worth 300 points. */
static ipso_practice *two_doctors(void)
{
    ipso_practice *practice = tiny_new(1);
    tiny_site(practice, "centre");
    tiny_doctor(practice, "morel");
    tiny_doctor(practice, "diallo");
    tiny_duty(practice, "morning", 0, 540, 580);
    tiny_duty(practice, "same", 0, 540, 580);
    tiny_duty(practice, "later", 0, 600, 640);
    tiny_type(practice, "review", IPSO_CARE_FOLLOW_UP, 20, TWENTY);
    return practice;
}

static const ipso_assignment SAME_TIME[] = {{0, 0, 0}, {1, 0, 1}};
static const ipso_assignment ONE_AFTER_THE_OTHER[] = {{0, 0, 0}, {1, 0, 2}};

static void add_review(ipso_practice *practice, const char *id, const char *patient, int after)
{
    ipso_request request;
    ipso_request_init(&request);
    request.id = id;
    request.patient = patient;
    request.after = after;
    assert_int_equal(ipso_practice_add_request(practice, &request, NULL), IPSO_OK);
}

static void expect_lp(const ipso_plan *before, const char *expected)
{
    ipso__program *program;
    assert_int_equal(ipso__bookings_model(&program, before, NULL), IPSO_OK);
    char *text = tiny_lp(program);
    assert_string_equal(text, expected);
    free(text);
    ipso__program_free(program);
}

static void one_patient_is_not_in_two_places(void **state)
{
    (void)state;
    ipso_practice *practice = two_doctors();
    add_review(practice, "r", "p", IPSO_ANY);
    add_review(practice, "s", "p", IPSO_ANY);
    tiny_validate(practice);
    ipso_plan *before = tiny_roster(practice, SAME_TIME, 2);
    expect_lp(before, "Minimize\n"
                      " bookings: + 300 unplaced(r) + 300 unplaced(s)\n"
                      "Subject To\n"
                      " request(r): + 1 place(r,morel,2026_11_02,09_00,20) + 1 "
                      "place(r,diallo,2026_11_02,09_00,20) + 1 unplaced(r) = 1\n"
                      " request(s): + 1 place(s,morel,2026_11_02,09_00,20) + 1 "
                      "place(s,diallo,2026_11_02,09_00,20) + 1 unplaced(s) = 1\n"
                      " fit(morel,2026_11_02,09_00): + 20 place(r,morel,2026_11_02,09_00,20) + 20 "
                      "place(s,morel,2026_11_02,09_00,20) <= 40\n"
                      " fit(diallo,2026_11_02,09_00): + 20 place(r,diallo,2026_11_02,09_00,20) + "
                      "20 place(s,diallo,2026_11_02,09_00,20) <= 40\n"
                      " patient(r,s,0): + 1 place(r,morel,2026_11_02,09_00,20) + 1 "
                      "place(s,diallo,2026_11_02,09_00,20) <= 1\n"
                      " patient(r,s,1): + 1 place(r,diallo,2026_11_02,09_00,20) + 1 "
                      "place(s,morel,2026_11_02,09_00,20) <= 1\n"
                      "Bounds\n"
                      " 0 <= unplaced(r) <= 1\n"
                      " 0 <= unplaced(s) <= 1\n"
                      "Binaries\n"
                      " place(r,morel,2026_11_02,09_00,20)\n"
                      " place(r,diallo,2026_11_02,09_00,20)\n"
                      " place(s,morel,2026_11_02,09_00,20)\n"
                      " place(s,diallo,2026_11_02,09_00,20)\n"
                      "End\n");
    ipso_plan_free(before);
    ipso_practice_free(practice);
}

static void a_linked_request_follows_at_a_distance(void **state)
{
    (void)state;
    /* s after r: only the band of Dr Diallo is after one of r's, that of Dr Morel; so s has no
     * place (no column) with Dr Morel. */
    ipso_practice *practice = two_doctors();
    add_review(practice, "r", "p", IPSO_ANY);
    add_review(practice, "s", "q", 0);
    tiny_validate(practice);
    ipso_plan *before = tiny_roster(practice, ONE_AFTER_THE_OTHER, 2);
    expect_lp(before,
              "Minimize\n"
              " bookings: + 300 unplaced(r) + 300 unplaced(s)\n"
              "Subject To\n"
              " request(r): + 1 place(r,morel,2026_11_02,09_00,20) + 1 "
              "place(r,diallo,2026_11_02,10_00,20) + 1 unplaced(r) = 1\n"
              " request(s): + 1 place(s,diallo,2026_11_02,10_00,20) + 1 unplaced(s) = 1\n"
              " fit(morel,2026_11_02,09_00): + 20 place(r,morel,2026_11_02,09_00,20) <= 40\n"
              " fit(diallo,2026_11_02,10_00): + 20 place(r,diallo,2026_11_02,10_00,20) + 20 "
              "place(s,diallo,2026_11_02,10_00,20) <= 40\n"
              " link(s,r,2): - 1 place(r,morel,2026_11_02,09_00,20) + 1 "
              "place(s,diallo,2026_11_02,10_00,20) <= 0\n"
              "Bounds\n"
              " 0 <= unplaced(r) <= 1\n"
              " 0 <= unplaced(s) <= 1\n"
              "Binaries\n"
              " place(r,morel,2026_11_02,09_00,20)\n"
              " place(r,diallo,2026_11_02,10_00,20)\n"
              " place(s,diallo,2026_11_02,10_00,20)\n"
              "End\n");
    ipso_plan_free(before);
    ipso_practice_free(practice);
}

static ipso_slot open_slot(int practitioner, int start_min)
{
    ipso_slot slot;
    ipso_slot_init(&slot);
    slot.practitioner = practitioner;
    slot.site = 0;
    slot.start_min = start_min;
    slot.length_min = 20;
    slot.demand = 0;
    return slot;
}

static void prices_of_a_place_add_up(void **state)
{
    (void)state;
    /* r, own practitioner Dr Diallo, may come on Monday or Tuesday, half of the time does not (no
     * show 0.5), and needs exactly 26 min: a slot of 20 is 6 short, 10 x 0.5 x 6 = 30 points. With
     * Dr Morel 40 for continuity; a day's wait 5. Open slots of Dr Diallo leave 20 of the 40
     * minutes on Monday. */
    ipso_practice *practice = tiny_new(2);
    tiny_site(practice, "centre");
    tiny_doctor(practice, "morel");
    tiny_doctor(practice, "diallo");
    tiny_duty(practice, "duty", 0, 540, 580);
    tiny_type(practice, "review", IPSO_CARE_FOLLOW_UP, 26, TWENTY);
    tiny_demand(practice, 0, 1, 0, IPSO_DAY_MIN);
    ipso_request request;
    ipso_request_init(&request);
    request.id = "r";
    request.patient = "p";
    request.practitioner = 1;
    request.no_show = 0.5;
    assert_int_equal(ipso_practice_add_request(practice, &request, NULL), IPSO_OK);
    tiny_validate(practice);
    const ipso_assignment roster[] = {{0, 1, 0}, {1, 0, 0}};
    ipso_plan *before = tiny_roster(practice, roster, 2);
    ipso_slot slot = open_slot(1, 560);
    assert_int_equal(ipso_plan_add_slot(before, &slot, NULL), IPSO_OK);
    expect_lp(before,
              "Minimize\n"
              " bookings: + 30 place(r,diallo,2026_11_02,09_00,20) + 75 "
              "place(r,morel,2026_11_03,09_00,20) + 300 unplaced(r)\n"
              "Subject To\n"
              " request(r): + 1 place(r,diallo,2026_11_02,09_00,20) + 1 "
              "place(r,morel,2026_11_03,09_00,20) + 1 unplaced(r) = 1\n"
              " fit(morel,2026_11_03,09_00): + 20 place(r,morel,2026_11_03,09_00,20) <= 40\n"
              " fit(diallo,2026_11_02,09_00): + 20 place(r,diallo,2026_11_02,09_00,20) <= 20\n"
              "Bounds\n"
              " 0 <= unplaced(r) <= 1\n"
              "Binaries\n"
              " place(r,diallo,2026_11_02,09_00,20)\n"
              " place(r,morel,2026_11_03,09_00,20)\n"
              "End\n");
    ipso_plan_free(before);
    ipso_practice_free(practice);
}

static ipso_plan *book(const ipso_plan *before)
{
    ipso__stage_settings settings = {.deadline_s = INFINITY, .seed = 1, .threads = 1};
    ipso_plan *after;
    ipso_report *report;
    assert_int_equal(ipso__bookings_stage(&after, before, &settings, NULL), IPSO_OK);
    assert_int_equal(ipso_check(&report, after, NULL), IPSO_OK);
    for (int i = 0; i < ipso_report_finding_count(report); i++) {
        const ipso_finding *finding = ipso_report_finding(report, i);
        if (finding->violation && finding->rule >= IPSO_RULE_SLOT_FIT)
            fail_msg("%s: %s", ipso_rule_label(finding->rule), finding->text);
    }
    ipso_report_free(report);
    return after;
}

static int count_uses(const ipso_plan *plan, ipso_slot_use use)
{
    int count = 0;
    for (int i = 0; i < ipso_plan_slot_count(plan); i++)
        count += ipso_plan_slot(plan, i)->use == use;
    return count;
}

static void one_patient_may_have_two_appointments_in_a_row(void **state)
{
    (void)state;
    ipso_practice *practice = two_doctors();
    add_review(practice, "r", "p", IPSO_ANY);
    add_review(practice, "s", "p", IPSO_ANY);
    tiny_validate(practice);
    ipso_plan *before = tiny_roster(practice, SAME_TIME, 1);
    ipso_plan *after = book(before);
    assert_int_equal(count_uses(after, IPSO_SLOT_BOOKED), 2);
    assert_int_equal(ipso_plan_stage(after, IPSO_STAGE_BOOKINGS)->cost, 0);
    ipso_plan_free(before);
    ipso_plan_free(after);
    ipso_practice_free(practice);
}

static void open_slots_stay_and_held_ones_are_free_again(void **state)
{
    (void)state;
    /* Morel's 40 minutes: an open slot and a held one. Two requests: one takes the held minutes,
     * the other goes to Dr Diallo. */
    ipso_practice *practice = two_doctors();
    tiny_demand(practice, 0, 1, 0, IPSO_DAY_MIN);
    add_review(practice, "r", "p", IPSO_ANY);
    add_review(practice, "s", "q", IPSO_ANY);
    tiny_validate(practice);
    ipso_plan *before = tiny_roster(practice, SAME_TIME, 2);
    ipso_slot slot = open_slot(0, 560);
    assert_int_equal(ipso_plan_add_slot(before, &slot, NULL), IPSO_OK);
    slot = open_slot(0, 540);
    slot.use = IPSO_SLOT_HELD;
    slot.demand = IPSO_ANY;
    assert_int_equal(ipso_plan_add_slot(before, &slot, NULL), IPSO_OK);
    ipso_plan *after = book(before);
    assert_int_equal(count_uses(after, IPSO_SLOT_OPEN), 1);
    assert_int_equal(count_uses(after, IPSO_SLOT_HELD), 0);
    assert_int_equal(count_uses(after, IPSO_SLOT_BOOKED), 2);
    ipso_plan_free(before);
    ipso_plan_free(after);
    ipso_practice_free(practice);
}

static void an_open_slot_across_the_edge_of_bands_stays_where_it_is(void **state)
{
    (void)state;
    /* Demand from 09:20 on cuts the session at 09:20; the slot was put from 09:10 to 09:30 by
     * hand, for demand of all day. */
    ipso_practice *practice = two_doctors();
    tiny_demand(practice, 0, 1, 0, IPSO_DAY_MIN);
    tiny_demand(practice, 0, 1, 560, IPSO_DAY_MIN);
    add_review(practice, "r", "p", IPSO_ANY);
    tiny_validate(practice);
    ipso_plan *before = tiny_roster(practice, SAME_TIME, 1);
    ipso_slot slot = open_slot(0, 550);
    assert_int_equal(ipso_plan_add_slot(before, &slot, NULL), IPSO_OK);
    ipso_plan *after = book(before);
    assert_int_equal(ipso_plan_slot_count(after), 1);
    assert_int_equal(ipso_plan_slot(after, 0)->start_min, 550);
    assert_int_equal(ipso_plan_unplaced_count(after), 1);
    ipso_plan_free(before);
    ipso_plan_free(after);
    ipso_practice_free(practice);
}

static void fixed_appointments_are_added_as_they_were_given(void **state)
{
    (void)state;
    ipso_practice *practice = two_doctors();
    tiny_fixed(practice, "q", 0, 0, 0, 0, 550, 20);
    add_review(practice, "r", "p", IPSO_ANY);
    tiny_validate(practice);
    ipso_plan *before = tiny_roster(practice, SAME_TIME, 2);
    ipso_plan *after = book(before);
    assert_int_equal(count_uses(after, IPSO_SLOT_FIXED), 1);
    assert_int_equal(count_uses(after, IPSO_SLOT_BOOKED), 1);
    ipso_plan_free(before);
    ipso_plan_free(after);
    ipso_practice_free(practice);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_patient_is_not_in_two_places),
        cmocka_unit_test(a_linked_request_follows_at_a_distance),
        cmocka_unit_test(prices_of_a_place_add_up),
        cmocka_unit_test(one_patient_may_have_two_appointments_in_a_row),
        cmocka_unit_test(open_slots_stay_and_held_ones_are_free_again),
        cmocka_unit_test(an_open_slot_across_the_edge_of_bands_stays_where_it_is),
        cmocka_unit_test(fixed_appointments_are_added_as_they_were_given),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
