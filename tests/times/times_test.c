/* The order of slots within their bands.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "slots/random_practice.h"

#include "planner/stage.h"

#include <math.h>
#include <stdlib.h>

static const int TWENTY[] = {20, 0};

/* Dr Morel on Monday from 09:00 to 10:00; three types of 20 min whose services last exactly 25, 20
 * and 32 min: at 1 point a minute and later patient they pass on 5, 0 and 12. */
static ipso_practice *three_types(void)
{
    ipso_practice *practice = tiny_new(1);
    tiny_site(practice, "centre");
    tiny_doctor(practice, "morel");
    tiny_duty(practice, "duty", 0, 540, 600);
    tiny_type(practice, "a", IPSO_CARE_FOLLOW_UP, 25, TWENTY);
    tiny_type(practice, "b", IPSO_CARE_FOLLOW_UP, 20, TWENTY);
    tiny_type(practice, "c", IPSO_CARE_FOLLOW_UP, 32, TWENTY);
    for (int c = 0; c < 3; c++)
        tiny_demand(practice, c, 1, 0, IPSO_DAY_MIN);
    return practice;
}

static const ipso_assignment MONDAY = {0, 0, 0};

static void add_open(ipso_plan *plan, int type, int start_min)
{
    ipso_slot slot;
    ipso_slot_init(&slot);
    slot.site = 0;
    slot.start_min = start_min;
    slot.length_min = 20;
    slot.type = type;
    slot.demand = type;
    assert_int_equal(ipso_plan_add_slot(plan, &slot, NULL), IPSO_OK);
}

static ipso_plan *set_times(const ipso_plan *before)
{
    ipso__stage_settings settings = {.deadline_s = INFINITY, .seed = 1, .threads = 1};
    ipso_plan *after;
    assert_int_equal(ipso__times_stage(&after, before, &settings, NULL), IPSO_OK);
    return after;
}

static void the_longest_overruns_come_last(void **state)
{
    (void)state;
    /* b, a, c: 0 x 2 + 5 x 1 + 12 x 0 = 5 points. */
    ipso_practice *practice = three_types();
    tiny_validate(practice);
    ipso_plan *before = tiny_roster(practice, &MONDAY, 1);
    add_open(before, 2, 540);
    add_open(before, 0, 560);
    add_open(before, 1, 580);
    ipso_plan *after = set_times(before);
    const int types[] = {1, 0, 2};
    for (int i = 0; i < 3; i++) {
        assert_int_equal(ipso_plan_slot(after, i)->type, types[i]);
        assert_int_equal(ipso_plan_slot(after, i)->start_min, 540 + 20 * i);
    }
    assert_int_equal(ipso_plan_stage(after, IPSO_STAGE_TIMES)->cost, 5);
    assert_int_equal(ipso_plan_stage(after, IPSO_STAGE_TIMES)->bound, 5);
    ipso_plan_free(before);
    ipso_plan_free(after);
    ipso_practice_free(practice);
}

static void bands_of_a_session_delay_one_another(void **state)
{
    (void)state;
    /* A fixed appointment of type c from 09:20 to 09:40 cuts the hour in two bands of one slot: b
     * (0), c (12), a. b passes nothing on, c 12 to the one after it. */
    ipso_practice *practice = three_types();
    tiny_fixed(practice, "q", 2, 0, 0, 0, 560, 20);
    tiny_validate(practice);
    ipso_plan *before = tiny_roster(practice, &MONDAY, 1);
    add_open(before, 1, 540);
    add_open(before, 0, 580);
    ipso_plan *after = set_times(before);
    assert_int_equal(ipso_plan_slot_count(after), 3);
    assert_int_equal(ipso_plan_stage(after, IPSO_STAGE_TIMES)->cost, 12);
    ipso_plan_free(before);
    ipso_plan_free(after);
    ipso_practice_free(practice);
}

static void the_program_gives_each_slot_a_position(void **state)
{
    (void)state;
    /* Two slots, a (5) and c (12): the first of them delays the other. */
    ipso_practice *practice = three_types();
    ipso__program *program;
    tiny_validate(practice);
    ipso_plan *before = tiny_roster(practice, &MONDAY, 1);
    add_open(before, 2, 540);
    add_open(before, 0, 560);
    assert_int_equal(ipso__times_model(&program, before, NULL), IPSO_OK);
    char *text = tiny_lp(program);
    assert_string_equal(
        text,
        "Minimize\n"
        " times: + 5 first(morel,2026_11_02,09_00,0,0) + 12 first(morel,2026_11_02,09_00,1,0)\n"
        "Subject To\n"
        " slot(morel,2026_11_02,09_00,0): + 1 first(morel,2026_11_02,09_00,0,0) + 1 "
        "first(morel,2026_11_02,09_00,0,1) = 1\n"
        " slot(morel,2026_11_02,09_00,1): + 1 first(morel,2026_11_02,09_00,1,0) + 1 "
        "first(morel,2026_11_02,09_00,1,1) = 1\n"
        " position(morel,2026_11_02,09_00,0): + 1 first(morel,2026_11_02,09_00,0,0) + 1 "
        "first(morel,2026_11_02,09_00,1,0) = 1\n"
        " position(morel,2026_11_02,09_00,1): + 1 first(morel,2026_11_02,09_00,0,1) + 1 "
        "first(morel,2026_11_02,09_00,1,1) = 1\n"
        "Bounds\n"
        "Binaries\n"
        " first(morel,2026_11_02,09_00,0,0)\n"
        " first(morel,2026_11_02,09_00,0,1)\n"
        " first(morel,2026_11_02,09_00,1,0)\n"
        " first(morel,2026_11_02,09_00,1,1)\n"
        "End\n");
    free(text);
    ipso__program_free(program);
    ipso_plan_free(before);
    ipso_practice_free(practice);
}

/* Cost of T1 that the check counts; nothing may be broken. */
static int64_t checked_delay(const ipso_plan *plan)
{
    ipso_report *report;
    assert_int_equal(ipso_check(&report, plan, NULL), IPSO_OK);
    for (int i = 0; i < ipso_report_finding_count(report); i++) {
        const ipso_finding *finding = ipso_report_finding(report, i);
        if (finding->violation && finding->rule >= IPSO_RULE_SLOT_FIT)
            fail_msg("%s: %s", ipso_rule_label(finding->rule), finding->text);
    }
    int64_t cost = ipso_report_rule_cost(report, IPSO_RULE_DELAY).points;
    ipso_report_free(report);
    return cost;
}

static void the_sorted_order_is_the_optimum_of_the_program(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 150; seed++) {
        random_practice made = random_practice_make(seed);
        ipso__stage_settings settings = {
            .deadline_s = INFINITY, .work_limit = 20000000, .seed = 1, .threads = 1};
        ipso_plan *roster = tiny_roster(made.practice, made.roster, made.roster_count);
        ipso_plan *slots, *booked;
        ipso__program *program;
        assert_int_equal(ipso__slots_stage(&slots, roster, &settings, NULL), IPSO_OK);
        assert_int_equal(ipso__bookings_stage(&booked, slots, &settings, NULL), IPSO_OK);
        ipso_plan *timed = set_times(booked);
        int64_t cost = ipso_plan_stage(timed, IPSO_STAGE_TIMES)->cost;
        assert_int_equal(checked_delay(timed), cost);
        assert_int_equal(ipso__times_model(&program, booked, NULL), IPSO_OK);
        if (ipso__program_column_count(program) > 0)
            assert_int_equal(llround(tiny_optimum(program)), cost);
        ipso__program_free(program);
        ipso_plan_free(roster);
        ipso_plan_free(slots);
        ipso_plan_free(booked);
        ipso_plan_free(timed);
        ipso_practice_free(made.practice);
    }
}

static void add_booked(ipso_plan *plan, int request, int type, int start_min)
{
    ipso_slot slot;
    ipso_slot_init(&slot);
    slot.site = 0;
    slot.start_min = start_min;
    slot.length_min = 20;
    slot.type = type;
    slot.use = IPSO_SLOT_BOOKED;
    slot.request = request;
    assert_int_equal(ipso_plan_add_slot(plan, &slot, NULL), IPSO_OK);
}

static void appointments_linked_within_a_band_by_hand_are_not_moved(void **state)
{
    (void)state;
    /* s (which passes 0 on) comes after r (12): the sorted order would turn them round. */
    ipso_practice *practice = three_types();
    ipso_request request;
    ipso_request_init(&request);
    request.id = "r";
    request.patient = "p";
    request.type = 2;
    assert_int_equal(ipso_practice_add_request(practice, &request, NULL), IPSO_OK);
    request.id = "s";
    request.type = 1;
    request.after = 0;
    assert_int_equal(ipso_practice_add_request(practice, &request, NULL), IPSO_OK);
    tiny_validate(practice);
    ipso_plan *before = tiny_roster(practice, &MONDAY, 1);
    add_booked(before, 0, 2, 540);
    add_booked(before, 1, 1, 560);
    ipso_plan *after = set_times(before);
    assert_int_equal(ipso_plan_slot(after, 0)->request, 0);
    assert_int_equal(ipso_plan_slot(after, 1)->request, 1);
    assert_int_equal(checked_delay(after), 12);
    ipso_plan_free(before);
    ipso_plan_free(after);
    ipso_practice_free(practice);
}

static void an_appointment_in_part_of_a_band_by_hand_keeps_its_window(void **state)
{
    (void)state;
    /* The window of r is 09:20 to 10:40. To cut at 09:20 would leave 20 minutes; s, who can come
     * from 09:40 to 10:00 alone, has a band cut out, which r may use too. By hand r is at 09:20, in
     * the band of 09:00 to 09:40, which does not lie in the window. To sort the two slots of that
     * band (12 before 0) would put r at 09:00. */
    ipso_practice *practice = three_types();
    ipso_date day0 = ipso_practice_horizon(practice)->first_day;
    ipso_window window = {day0, day0, 560, 640};
    ipso_window other = {day0, day0, 580, 600};
    ipso_request request;
    ipso_request_init(&request);
    request.id = "r";
    request.patient = "p";
    request.type = 1;
    request.windows = &window;
    request.window_count = 1;
    assert_int_equal(ipso_practice_add_request(practice, &request, NULL), IPSO_OK);
    request.id = "s";
    request.patient = "q";
    request.windows = &other;
    assert_int_equal(ipso_practice_add_request(practice, &request, NULL), IPSO_OK);
    tiny_validate(practice);
    ipso_plan *before = tiny_roster(practice, &MONDAY, 1);
    add_booked(before, 0, 1, 560);
    add_open(before, 2, 540);
    ipso_plan *after = set_times(before);
    assert_int_equal(ipso_plan_slot(after, 1)->request, 0);
    assert_int_equal(ipso_plan_slot(after, 1)->start_min, 560);
    assert_int_equal(checked_delay(after), 12);
    ipso_plan_free(before);
    ipso_plan_free(after);
    ipso_practice_free(practice);
}

static void windows_hold_in_the_bands_that_what_stays_leaves(void **state)
{
    (void)state;
    /* Session 09:00 to 12:00; the window of a, 10:30 to 12:00, cuts it at 10:30. Linked
     * appointments p and q stand in the band before it by hand, from 09:00 to 09:40, and stay
     * there. In what is left, 09:40 to 12:00, a cut at 10:30 is only 50 minutes from the start, and
     * is made all the same, as a would have no band without it. The open slot at 11:00 (12) and a
     * at 11:20 (0) are turned round within 10:30 to 12:00. */
    ipso_practice *practice = tiny_new(1);
    tiny_site(practice, "centre");
    tiny_doctor(practice, "morel");
    tiny_duty(practice, "duty", 0, 540, 720);
    tiny_type(practice, "a", IPSO_CARE_FOLLOW_UP, 20, TWENTY);
    tiny_type(practice, "c", IPSO_CARE_FOLLOW_UP, 32, TWENTY);
    tiny_demand(practice, 1, 1, 0, IPSO_DAY_MIN);
    ipso_date day0 = ipso_practice_horizon(practice)->first_day;
    ipso_window window = {day0, day0, 630, 720};
    ipso_request request;
    ipso_request_init(&request);
    request.id = "p";
    request.patient = "p";
    request.type = 1;
    assert_int_equal(ipso_practice_add_request(practice, &request, NULL), IPSO_OK);
    request.id = "q";
    request.patient = "q";
    request.type = 0;
    request.after = 0;
    assert_int_equal(ipso_practice_add_request(practice, &request, NULL), IPSO_OK);
    request.id = "a";
    request.patient = "a";
    request.after = IPSO_ANY;
    request.windows = &window;
    request.window_count = 1;
    assert_int_equal(ipso_practice_add_request(practice, &request, NULL), IPSO_OK);
    tiny_validate(practice);
    ipso_plan *before = tiny_roster(practice, &MONDAY, 1);
    add_booked(before, 0, 1, 540);
    add_booked(before, 1, 0, 560);
    ipso_slot open;
    ipso_slot_init(&open);
    open.site = 0;
    open.start_min = 660;
    open.length_min = 20;
    open.type = 1;
    open.demand = 0;
    assert_int_equal(ipso_plan_add_slot(before, &open, NULL), IPSO_OK);
    add_booked(before, 2, 0, 680);
    ipso_plan *after = set_times(before);
    const int starts[] = {540, 560, 630, 650};
    for (int i = 0; i < 4; i++)
        assert_int_equal(ipso_plan_slot(after, i)->start_min, starts[i]);
    assert_int_equal(ipso_plan_slot(after, 2)->request, 2);
    /* p delays three by 12 points. */
    assert_int_equal(checked_delay(after), 36);
    ipso_plan_free(before);
    ipso_plan_free(after);
    ipso_practice_free(practice);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_longest_overruns_come_last),
        cmocka_unit_test(bands_of_a_session_delay_one_another),
        cmocka_unit_test(the_program_gives_each_slot_a_position),
        cmocka_unit_test(the_sorted_order_is_the_optimum_of_the_program),
        cmocka_unit_test(appointments_linked_within_a_band_by_hand_are_not_moved),
        cmocka_unit_test(an_appointment_in_part_of_a_band_by_hand_keeps_its_window),
        cmocka_unit_test(windows_hold_in_the_bands_that_what_stays_leaves),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
