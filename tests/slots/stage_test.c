/* What the slots stage decides, on cases counted by hand, and how it keeps its limits.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "slots/random_practice.h"

#include "base/clock.h"
#include "planner/stage.h"

#include <math.h>
#include <stdio.h>

static const int TWENTY[] = {20, 0};
static const int TEN_TO_THIRTY[] = {10, 20, 30, 0};

static const ipso_assignment MONDAY = {0, 0, 0};

static ipso__stage_settings settings_of(int64_t work, int threads)
{
    return (ipso__stage_settings){
        .deadline_s = INFINITY, .work_limit = work, .gap = 0, .seed = 1, .threads = threads};
}

static ipso_practice *practice_of(int start_min, int end_min)
{
    ipso_practice *practice = tiny_new(1);
    tiny_site(practice, "centre");
    tiny_doctor(practice, "morel");
    tiny_duty(practice, "duty", 0, start_min, end_min);
    return practice;
}

static ipso_plan *plan_slots(ipso_practice *practice, const ipso_assignment *roster, int count)
{
    ipso__stage_settings settings = settings_of(100000000, 1);
    ipso_plan *before = tiny_roster(practice, roster, count);
    ipso_plan *after;
    assert_int_equal(ipso__slots_stage(&after, before, &settings, NULL), IPSO_OK);
    ipso_plan_free(before);
    return after;
}

static int count_slots(const ipso_plan *plan, ipso_slot_use use, int type, int length_min)
{
    int count = 0;
    for (int i = 0; i < ipso_plan_slot_count(plan); i++) {
        const ipso_slot *slot = ipso_plan_slot(plan, i);
        count += slot->use == use && slot->type == type && slot->length_min == length_min;
    }
    return count;
}

static void as_many_acute_slots_are_kept_as_a_newsvendor_would(void **state)
{
    (void)state;
    /* 120 minutes, slots of 20. Acute need is Poisson of mean 3 at 600 points; six reviews are
     * known for certain at 300 points each. An acute slot more is worth 600 P(D >= j), a review
     * 300: keep acute slots while P(D >= j) > 1/2. With e^-3 = 0.0498: P(D >= 3) = 1 - 8.5 e^-3 =
     * 0.577, P(D >= 4) = 1 - 13 e^-3 = 0.353. So three acute slots and three reviews. */
    ipso_practice *practice = practice_of(540, 660);
    tiny_type(practice, "acute", IPSO_CARE_ACUTE, 20, TWENTY);
    tiny_type(practice, "review", IPSO_CARE_FOLLOW_UP, 20, TWENTY);
    tiny_demand(practice, 1, 6, 0, IPSO_DAY_MIN);
    ipso_demand acute;
    ipso_demand_init(&acute);
    acute.type = 0;
    acute.mean = 3;
    assert_int_equal(ipso_practice_add_demand(practice, &acute, NULL), IPSO_OK);
    tiny_validate(practice);
    ipso_plan *plan = plan_slots(practice, &MONDAY, 1);
    assert_int_equal(count_slots(plan, IPSO_SLOT_OPEN, 0, 20), 3);
    assert_int_equal(count_slots(plan, IPSO_SLOT_OPEN, 1, 20), 3);
    ipso_plan_free(plan);
    ipso_practice_free(practice);
}

static void a_slack_week_gives_each_patient_more_time(void **state)
{
    (void)state;
    /* Services last exactly 25 min; slots of 10, 20 and 30 min are 15, 5 and 0 min short: 150, 50
     * and 0 points. Unmet costs 300. In 120 minutes: 4 patients fit with 30 each. 6 patients: six
     * of 20 cost 300; leaving one out (300) gives five in 120, three of 20 and two of 30, 150 +
     * 300: more; so six of 20. 8 patients: x of 10 and y of 20 with x + y = 8, 10 x + 20 y <= 120
     * gives y = 4: 4 x 150 + 4 x 50 = 800; 7 patients, one out: y = 5, 2 x 150 + 5 x 50 + 300 =
     * 850. */
    const struct {
        int patients, tens, twenties, thirties;
    } cases[] = {{4, 0, 0, 4}, {6, 0, 6, 0}, {8, 4, 4, 0}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        ipso_practice *practice = practice_of(540, 660);
        tiny_type(practice, "review", IPSO_CARE_FOLLOW_UP, 25, TEN_TO_THIRTY);
        tiny_demand(practice, 0, cases[i].patients, 0, IPSO_DAY_MIN);
        tiny_validate(practice);
        ipso_plan *plan = plan_slots(practice, &MONDAY, 1);
        assert_int_equal(count_slots(plan, IPSO_SLOT_OPEN, 0, 10), cases[i].tens);
        assert_int_equal(count_slots(plan, IPSO_SLOT_OPEN, 0, 20), cases[i].twenties);
        assert_int_equal(count_slots(plan, IPSO_SLOT_OPEN, 0, 30), cases[i].thirties);
        ipso_plan_free(plan);
        ipso_practice_free(practice);
    }
}

static void extended_hours_go_to_others_only_beyond_acute_need(void **state)
{
    (void)state;
    /* 07:00 to 08:00: M = 60. Two acute patients of 20 min ask between 07:00 and 08:00: A = 40, so
     * that others have R = 20 minutes: one review of the two wanted, though a review is worth more
     * here (1000 points against 600). */
    ipso_practice *practice = practice_of(420, 480);
    tiny_type(practice, "acute", IPSO_CARE_ACUTE, 20, TWENTY);
    ipso_type review;
    ipso_type_init(&review);
    review.id = "review";
    review.care = IPSO_CARE_FOLLOW_UP;
    review.law.kind = IPSO_LAW_DETERMINISTIC;
    review.law.mean_min = 20;
    review.lengths_min = TWENTY;
    review.length_count = 1;
    review.unmet_points = 1000;
    assert_int_equal(ipso_practice_add_type(practice, &review, NULL), IPSO_OK);
    tiny_demand(practice, 0, 2, 420, 480);
    tiny_demand(practice, 1, 3, 0, IPSO_DAY_MIN);
    tiny_validate(practice);
    ipso_plan *plan = plan_slots(practice, &MONDAY, 1);
    assert_int_equal(count_slots(plan, IPSO_SLOT_OPEN, 0, 20), 2);
    assert_int_equal(count_slots(plan, IPSO_SLOT_OPEN, 1, 20), 1);
    assert_int_equal(ipso_plan_stage(plan, IPSO_STAGE_SLOTS)->cost, 2000);
    ipso_plan_free(plan);
    ipso_practice_free(practice);
}

static void known_requests_have_slots_held_for_them(void **state)
{
    (void)state;
    ipso_practice *practice = practice_of(540, 600);
    tiny_type(practice, "review", IPSO_CARE_FOLLOW_UP, 20, TWENTY);
    tiny_demand(practice, 0, 3, 0, IPSO_DAY_MIN);
    tiny_request(practice, "r", 0);
    tiny_validate(practice);
    /* Three slots for four equal needs; every one not met costs 300. */
    ipso_plan *plan = plan_slots(practice, &MONDAY, 1);
    assert_int_equal(
        count_slots(plan, IPSO_SLOT_OPEN, 0, 20) + count_slots(plan, IPSO_SLOT_HELD, 0, 20), 3);
    assert_int_equal(ipso_plan_stage(plan, IPSO_STAGE_SLOTS)->cost, 300);
    ipso_plan_free(plan);
    ipso_practice_free(practice);
}

static void a_roster_without_duties_has_no_slots(void **state)
{
    (void)state;
    ipso_practice *practice = practice_of(540, 600);
    tiny_type(practice, "review", IPSO_CARE_FOLLOW_UP, 20, TWENTY);
    tiny_demand(practice, 0, 2, 0, IPSO_DAY_MIN);
    tiny_validate(practice);
    ipso_plan *plan = plan_slots(practice, NULL, 0);
    const ipso_stage_report *report = ipso_plan_stage(plan, IPSO_STAGE_SLOTS);
    assert_int_equal(ipso_plan_slot_count(plan), 0);
    assert_int_equal(report->cost, 600);
    assert_int_equal(report->bound, 600);
    assert_int_equal(report->outcome, IPSO_OPTIMAL);
    ipso_plan_free(plan);
    ipso_practice_free(practice);
}

/* ---- more of something ---- */

/* One or two doctors on a day of two hours and six patients, with one request more or less. */
static int64_t cost_of(int doctors, int requests, bool reversed)
{
    static const char *const names[] = {"a", "b", "c", "d", "e", "f", "g", "h"};
    ipso_practice *practice = tiny_new(1);
    ipso_assignment roster[2] = {{0, 0, 0}, {1, 0, 0}};
    tiny_site(practice, "centre");
    for (int p = 0; p < doctors; p++)
        tiny_doctor(practice, p == 0 ? "morel" : "diallo");
    tiny_duty(practice, "duty", 0, 450, 570);
    tiny_type(practice, "review", IPSO_CARE_FOLLOW_UP, 25, TEN_TO_THIRTY);
    tiny_type(practice, "acute", IPSO_CARE_ACUTE, 15, TEN_TO_THIRTY);
    tiny_demand(practice, 1, 2, 420, 540);
    for (int r = 0; r < requests; r++)
        tiny_request(practice, names[reversed ? requests - 1 - r : r], r % 2);
    tiny_validate(practice);
    ipso_plan *plan = plan_slots(practice, roster, doctors);
    const ipso_stage_report *report = ipso_plan_stage(plan, IPSO_STAGE_SLOTS);
    assert_int_equal(report->outcome, IPSO_OPTIMAL);
    int64_t cost = report->cost;
    ipso_plan_free(plan);
    ipso_practice_free(practice);
    return cost;
}

static void one_request_more_costs_at_most_its_own_price(void **state)
{
    (void)state;
    for (int requests = 0; requests < 8; requests++) {
        int64_t more = cost_of(1, requests + 1, false) - cost_of(1, requests, false);
        assert_true(more >= 0);
        assert_true(more <= (requests % 2 == 0 ? 300 : 600));
    }
}

static void one_doctor_more_never_costs_more(void **state)
{
    (void)state;
    for (int requests = 0; requests <= 8; requests += 2)
        assert_true(cost_of(2, requests, false) <= cost_of(1, requests, false));
}

static void the_order_and_names_of_requests_change_no_optimum(void **state)
{
    (void)state;
    assert_int_equal(cost_of(1, 8, true), cost_of(1, 8, false));
    assert_int_equal(cost_of(2, 7, true), cost_of(2, 7, false));
}

static void a_place_dearer_than_all_it_allows_is_no_option(void **state)
{
    (void)state;
    /* An acute request that should have come 400 days ago, at a million points a day and ten times
     * that for acute care: 4e9 points wherever it goes. It is worth 600, the one that waits for it
     * 300: both are left. */
    ipso_practice *practice = practice_of(540, 600);
    tiny_type(practice, "acute", IPSO_CARE_ACUTE, 20, TWENTY);
    tiny_type(practice, "review", IPSO_CARE_FOLLOW_UP, 20, TWENTY);
    ipso_weights weights;
    ipso_weights_init(&weights);
    weights.wait_points = IPSO_MAX_POINTS;
    assert_int_equal(ipso_practice_set_weights(practice, &weights, NULL), IPSO_OK);
    ipso_request request;
    ipso_request_init(&request);
    request.id = request.patient = "r";
    request.wanted = ipso_practice_horizon(practice)->first_day - 400;
    assert_int_equal(ipso_practice_add_request(practice, &request, NULL), IPSO_OK);
    request.id = request.patient = "s";
    request.type = 1;
    request.after = 0;
    assert_int_equal(ipso_practice_add_request(practice, &request, NULL), IPSO_OK);
    tiny_validate(practice);
    ipso_plan *plan = plan_slots(practice, &MONDAY, 1);
    assert_int_equal(ipso_plan_stage(plan, IPSO_STAGE_SLOTS)->cost, 900);
    assert_int_equal(ipso_plan_stage(plan, IPSO_STAGE_SLOTS)->bound, 900);
    ipso_plan_free(plan);
    ipso_practice_free(practice);
}

static void prices_too_large_to_add_up_still_give_a_plan(void **state)
{
    (void)state;
    /* 700 requests worth 10 million points each, at 27,000 points a day of wait, with two lengths
     * on each of 366 days: 700 x 2 x 27,000 x (0 + ... + 365) = 2.5e12 points, more than the
     * packing search adds up. An hour a day has room for them all: 3 x 366 = 1,098. */
    static const int lengths[] = {20, 30};
    static ipso_assignment year[366];
    char id[8];
    ipso_practice *practice = tiny_new(366);
    tiny_site(practice, "centre");
    tiny_doctor(practice, "morel");
    tiny_duty(practice, "duty", 0, 540, 600);
    ipso_type type;
    ipso_type_init(&type);
    type.id = "review";
    type.law.kind = IPSO_LAW_DETERMINISTIC;
    type.law.mean_min = 25;
    type.lengths_min = lengths;
    type.length_count = 2;
    type.unmet_points = IPSO_MAX_POINTS;
    assert_int_equal(ipso_practice_add_type(practice, &type, NULL), IPSO_OK);
    ipso_weights weights;
    ipso_weights_init(&weights);
    weights.wait_points = 27000;
    assert_int_equal(ipso_practice_set_weights(practice, &weights, NULL), IPSO_OK);
    for (int r = 0; r < 700; r++) {
        ipso_request request;
        ipso_request_init(&request);
        snprintf(id, sizeof id, "r%d", r);
        request.id = request.patient = id;
        request.priority_percent = 1000;
        assert_int_equal(ipso_practice_add_request(practice, &request, NULL), IPSO_OK);
    }
    tiny_validate(practice);
    for (int t = 0; t < 366; t++)
        year[t] = (ipso_assignment){0, t, 0};
    ipso_plan *plan = plan_slots(practice, year, 366);
    assert_int_equal(
        count_slots(plan, IPSO_SLOT_HELD, 0, 20) + count_slots(plan, IPSO_SLOT_HELD, 0, 30), 700);
    assert_int_equal(ipso_plan_stage(plan, IPSO_STAGE_SLOTS)->outcome, IPSO_FEASIBLE);
    assert_int_equal(ipso_plan_stage(plan, IPSO_STAGE_SLOTS)->bound, 0); /* nothing was proven */
    ipso_plan_free(plan);
    ipso_practice_free(practice);
}

/* ---- limits ---- */

/* Many needs of several lengths on two doctors: no proof comes quickly. */
static ipso_practice *busy_practice(void)
{
    static const int lengths[] = {10, 15, 20, 25, 30, 0};
    ipso_practice *practice = tiny_new(2);
    tiny_site(practice, "centre");
    tiny_doctor(practice, "morel");
    tiny_doctor(practice, "diallo");
    tiny_duty(practice, "duty", 0, 450, 795);
    const double minutes[] = {13, 17, 23, 28, 19};
    static const char *const ids[] = {"acute", "review", "long", "prevention", "other"};
    for (int c = 0; c < 5; c++) {
        tiny_type(practice, ids[c], (ipso_care)c, minutes[c], lengths);
        tiny_demand(practice, c, 9 - c, c < 2 ? 0 : 420, c < 2 ? IPSO_DAY_MIN : 600 + 45 * c);
    }
    for (int r = 0; r < 40; r++) {
        static const char *const digits = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGH";
        char id[2] = {digits[r], '\0'};
        tiny_request(practice, id, r % 5);
    }
    tiny_validate(practice);
    return practice;
}

static const ipso_assignment BUSY[] = {{0, 0, 0}, {1, 0, 0}, {0, 1, 0}, {1, 1, 0}};

static ipso_plan *plan_busy(const ipso_practice *practice, const ipso__stage_settings *settings)
{
    ipso_plan *before = tiny_roster(practice, BUSY, 4);
    ipso_plan *after;
    assert_int_equal(ipso__slots_stage(&after, before, settings, NULL), IPSO_OK);
    ipso_plan_free(before);
    return after;
}

static void expect_same(const ipso_plan *first, const ipso_plan *second)
{
    const ipso_stage_report *a = ipso_plan_stage(first, IPSO_STAGE_SLOTS);
    const ipso_stage_report *b = ipso_plan_stage(second, IPSO_STAGE_SLOTS);
    assert_int_equal(a->cost, b->cost);
    assert_int_equal(a->bound, b->bound);
    assert_int_equal(a->work, b->work);
    assert_int_equal(ipso_plan_slot_count(first), ipso_plan_slot_count(second));
    for (int i = 0; i < ipso_plan_slot_count(first); i++) {
        const ipso_slot *s = ipso_plan_slot(first, i);
        const ipso_slot *t = ipso_plan_slot(second, i);
        assert_int_equal(s->start_min, t->start_min);
        assert_int_equal(s->length_min, t->length_min);
        assert_int_equal(s->type, t->type);
        assert_int_equal(s->demand, t->demand);
        assert_int_equal(s->request, t->request);
    }
}

static void the_same_work_gives_the_same_plan_on_one_or_two_threads(void **state)
{
    (void)state;
    ipso_practice *practice = busy_practice();
    ipso__stage_settings one = settings_of(40000000, 1);
    ipso__stage_settings two = settings_of(40000000, 2);
    ipso_plan *first = plan_busy(practice, &one);
    ipso_plan *again = plan_busy(practice, &one);
    ipso_plan *threads = plan_busy(practice, &two);
    expect_same(first, again);
    expect_same(first, threads);
    ipso_plan_free(first);
    ipso_plan_free(again);
    ipso_plan_free(threads);
    ipso_practice_free(practice);
}

static void more_work_never_gives_a_worse_plan_or_bound(void **state)
{
    (void)state;
    ipso_practice *practice = busy_practice();
    ipso__stage_settings little = settings_of(1000000, 1);
    ipso__stage_settings much = settings_of(60000000, 1);
    ipso_plan *first = plan_busy(practice, &little);
    ipso_plan *second = plan_busy(practice, &much);
    const ipso_stage_report *a = ipso_plan_stage(first, IPSO_STAGE_SLOTS);
    const ipso_stage_report *b = ipso_plan_stage(second, IPSO_STAGE_SLOTS);
    assert_true(b->cost <= a->cost);
    assert_true(b->bound <= b->cost);
    assert_true(a->bound <= b->cost);
    assert_int_equal(a->stop, IPSO_STOP_WORK);
    ipso_plan_free(first);
    ipso_plan_free(second);
    ipso_practice_free(practice);
}

static void a_deadline_that_has_passed_still_gives_a_plan(void **state)
{
    (void)state;
    ipso_practice *practice = busy_practice();
    ipso__stage_settings settings = settings_of(0, 1);
    settings.deadline_s = ipso__clock_now_s() - 1;
    ipso_plan *plan = plan_busy(practice, &settings);
    const ipso_stage_report *report = ipso_plan_stage(plan, IPSO_STAGE_SLOTS);
    assert_int_equal(report->stop, IPSO_STOP_TIME);
    assert_int_equal(report->outcome, IPSO_FEASIBLE);
    assert_true(ipso_plan_slot_count(plan) > 0);
    ipso_plan_free(plan);
    ipso_practice_free(practice);
}

static int cancel_at_once(void *user, const ipso_progress *progress)
{
    assert_int_equal(progress->stage, IPSO_STAGE_SLOTS);
    assert_true(progress->has_plan);
    ++*(int *)user;
    return 1;
}

static void a_cancel_ends_the_stage_with_what_there_is(void **state)
{
    (void)state;
    int calls = 0;
    ipso_practice *practice = busy_practice();
    ipso__stage_settings settings = settings_of(0, 1);
    settings.progress = cancel_at_once;
    settings.progress_user = &calls;
    ipso_plan *plan = plan_busy(practice, &settings);
    assert_int_equal(ipso_plan_stage(plan, IPSO_STAGE_SLOTS)->stop, IPSO_STOP_CANCEL);
    assert_int_equal(calls, 1);
    ipso_plan_free(plan);
    ipso_practice_free(practice);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(as_many_acute_slots_are_kept_as_a_newsvendor_would),
        cmocka_unit_test(a_slack_week_gives_each_patient_more_time),
        cmocka_unit_test(extended_hours_go_to_others_only_beyond_acute_need),
        cmocka_unit_test(known_requests_have_slots_held_for_them),
        cmocka_unit_test(a_roster_without_duties_has_no_slots),
        cmocka_unit_test(one_request_more_costs_at_most_its_own_price),
        cmocka_unit_test(one_doctor_more_never_costs_more),
        cmocka_unit_test(the_order_and_names_of_requests_change_no_optimum),
        cmocka_unit_test(a_place_dearer_than_all_it_allows_is_no_option),
        cmocka_unit_test(prices_too_large_to_add_up_still_give_a_plan),
        cmocka_unit_test(the_same_work_gives_the_same_plan_on_one_or_two_threads),
        cmocka_unit_test(more_work_never_gives_a_worse_plan_or_bound),
        cmocka_unit_test(a_deadline_that_has_passed_still_gives_a_plan),
        cmocka_unit_test(a_cancel_ends_the_stage_with_what_there_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
