/* Why requests have no place: each reason on a case of its own.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "slots/tiny.h"

#include "planner/stage.h"

#include <math.h>

static const int TWENTY[] = {20, 0};
static const int FORTY[] = {40, 0};

/* Dr Morel at the centre on Monday from 09:00 for so long; reviews of 20 min, follow-ups worth 300
 * points. */
static ipso_practice *practice_of(int minutes)
{
    ipso_practice *practice = tiny_new(1);
    tiny_site(practice, "centre");
    tiny_doctor(practice, "morel");
    tiny_doctor(practice, "diallo");
    tiny_duty(practice, "duty", 0, 540, 540 + minutes);
    tiny_type(practice, "review", IPSO_CARE_FOLLOW_UP, 20, TWENTY);
    return practice;
}

/* Plans the bookings of doctors with that duty and checks them; work 0: to the end. */
static ipso_plan *book(ipso_practice *practice, int doctors, int64_t work)
{
    static const ipso_assignment roster[] = {{0, 0, 0}, {1, 0, 0}};
    ipso__stage_settings settings = {
        .deadline_s = INFINITY, .work_limit = work, .seed = 1, .threads = 1};
    ipso_plan *after;
    ipso_report *report;
    tiny_validate(practice);
    ipso_plan *before = tiny_roster(practice, roster, doctors);
    assert_int_equal(ipso__bookings_stage(&after, before, &settings, NULL), IPSO_OK);
    assert_int_equal(ipso_check(&report, after, NULL), IPSO_OK);
    for (int i = 0; i < ipso_report_finding_count(report); i++) {
        const ipso_finding *finding = ipso_report_finding(report, i);
        assert_false(finding->violation && finding->rule >= IPSO_RULE_SLOT_FIT);
    }
    ipso_report_free(report);
    ipso_plan_free(before);
    return after;
}

/* The one request without a place has that reason. */
static void expect_reason(ipso_practice *practice, int doctors, int64_t work, int request,
                          ipso_unplaced_reason reason)
{
    ipso_plan *plan = book(practice, doctors, work);
    assert_int_equal(ipso_plan_unplaced_count(plan), 1);
    assert_int_equal(ipso_plan_unplaced(plan, 0)->request, request);
    assert_int_equal(ipso_plan_unplaced(plan, 0)->reason, reason);
    ipso_plan_free(plan);
    ipso_practice_free(practice);
}

static void add(ipso_practice *practice, const ipso_request *request)
{
    assert_int_equal(ipso_practice_add_request(practice, request, NULL), IPSO_OK);
}

static ipso_request review(const char *id)
{
    ipso_request request;
    ipso_request_init(&request);
    request.id = id;
    request.patient = id;
    return request;
}

static void nobody_consults_in_the_window(void **state)
{
    (void)state;
    ipso_practice *practice = practice_of(60);
    ipso_date day0 = ipso_practice_horizon(practice)->first_day;
    ipso_window evening = {day0, day0, 1080, 1140};
    ipso_request request = review("r");
    request.windows = &evening;
    request.window_count = 1;
    add(practice, &request);
    expect_reason(practice, 1, 0, 0, IPSO_UNPLACED_NO_DUTY);
}

static void the_own_practitioner_does_not_work(void **state)
{
    (void)state;
    ipso_practice *practice = practice_of(60);
    ipso_request request = review("r");
    request.practitioner = 1;
    request.accepts_others = false;
    add(practice, &request);
    expect_reason(practice, 1, 0, 0, IPSO_UNPLACED_NO_DUTY);
}

static void the_session_is_full_of_what_is_worth_more(void **state)
{
    (void)state;
    ipso_practice *practice = practice_of(20);
    ipso_request first = review("r");
    ipso_request second = review("s");
    first.priority_percent = 50;
    add(practice, &first);
    add(practice, &second);
    expect_reason(practice, 1, 0, 0, IPSO_UNPLACED_FULL);
}

static void a_session_full_of_fixed_appointments_is_full(void **state)
{
    (void)state;
    ipso_practice *practice = practice_of(20);
    tiny_fixed(practice, "q", 0, 0, 0, 0, 540, 20);
    ipso_request request = review("r");
    add(practice, &request);
    expect_reason(practice, 1, 0, 0, IPSO_UNPLACED_FULL);
}

static void a_place_that_costs_more_than_it_is_worth_is_left(void **state)
{
    (void)state;
    /* Not met: 300 x 10 % = 30 points; with another practitioner than the own one: 40. */
    ipso_practice *practice = practice_of(60);
    ipso_request request = review("r");
    request.practitioner = 1;
    request.priority_percent = 10;
    add(practice, &request);
    expect_reason(practice, 1, 0, 0, IPSO_UNPLACED_PRICE);
}

static void a_request_does_not_go_without_the_one_before_it(void **state)
{
    (void)state;
    /* Two minutes of the other after the end of the first: no two bands of one session are so. */
    ipso_practice *practice = practice_of(60);
    ipso_request first = review("r");
    ipso_request second = review("s");
    add(practice, &first);
    second.after = 0;
    second.min_gap_min = 1440;
    add(practice, &second);
    expect_reason(practice, 1, 0, 1, IPSO_UNPLACED_LINK);
}

static void a_patient_with_a_fixed_appointment_is_elsewhere(void **state)
{
    (void)state;
    /* Patient q is with Dr Diallo from 09:00 to 09:20, all the time that Dr Morel has. */
    ipso_practice *practice = practice_of(20);
    tiny_fixed(practice, "q", 0, 1, 0, 0, 540, 20);
    ipso_request request = review("r");
    request.patient = "q";
    request.practitioner = 0;
    request.accepts_others = false;
    add(practice, &request);
    expect_reason(practice, 2, 0, 0, IPSO_UNPLACED_PATIENT);
}

static void a_search_cut_short_says_so(void **state)
{
    (void)state;
    /* 40 minutes. A review of 20 min is worth 300, 15 a minute; a long one of 40 min is worth 400 x
     * 125 % = 500, 12.5 a minute. Greedy filling takes the review, and there is no work left to see
     * that the long one is better. */
    ipso_practice *practice = practice_of(40);
    tiny_type(practice, "long", IPSO_CARE_LONG, 40, FORTY);
    ipso_request first = review("r");
    ipso_request second = review("s");
    second.type = 1;
    second.priority_percent = 125;
    add(practice, &first);
    add(practice, &second);
    expect_reason(practice, 1, 1, 1, IPSO_UNPLACED_SEARCH);
}

static void with_work_left_the_search_finds_it(void **state)
{
    (void)state;
    ipso_practice *practice = practice_of(40);
    tiny_type(practice, "long", IPSO_CARE_LONG, 40, FORTY);
    ipso_request first = review("r");
    ipso_request second = review("s");
    second.type = 1;
    second.priority_percent = 125;
    add(practice, &first);
    add(practice, &second);
    expect_reason(practice, 1, 0, 0, IPSO_UNPLACED_FULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nobody_consults_in_the_window),
        cmocka_unit_test(the_own_practitioner_does_not_work),
        cmocka_unit_test(the_session_is_full_of_what_is_worth_more),
        cmocka_unit_test(a_session_full_of_fixed_appointments_is_full),
        cmocka_unit_test(a_place_that_costs_more_than_it_is_worth_is_left),
        cmocka_unit_test(a_request_does_not_go_without_the_one_before_it),
        cmocka_unit_test(a_patient_with_a_fixed_appointment_is_elsewhere),
        cmocka_unit_test(a_search_cut_short_says_so),
        cmocka_unit_test(with_work_left_the_search_finds_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
