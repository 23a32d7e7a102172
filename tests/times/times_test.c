/* The order and start times of the slots of sessions.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "slots/random_practice.h"

#include "base/random.h"
#include "planner/stage.h"

#include <math.h>
#include <stdlib.h>

static const int TWENTY[] = {20, 0};

/* Dr Morel on Monday from 09:00 to 10:00; three types of 20 min whose services last exactly 25, 20
 * and 32 min. */
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

static void expect_slot(const ipso_plan *plan, int index, int type, int start_min)
{
    assert_int_equal(ipso_plan_slot(plan, index)->type, type);
    assert_int_equal(ipso_plan_slot(plan, index)->start_min, start_min);
}

/* Cost of T1 to T3 that the check counts; nothing may be broken. */
static int64_t checked_cost(const ipso_plan *plan)
{
    ipso_report *report;
    assert_int_equal(ipso_check(&report, plan, NULL), IPSO_OK);
    for (int i = 0; i < ipso_report_finding_count(report); i++) {
        const ipso_finding *finding = ipso_report_finding(report, i);
        if (finding->violation && finding->rule >= IPSO_RULE_SLOT_FIT)
            fail_msg("%s: %s", ipso_rule_label(finding->rule), finding->text);
    }
    int64_t cost = ipso_report_stage_cost(report, IPSO_STAGE_TIMES);
    ipso_report_free(report);
    return cost;
}

static void set_weights(ipso_practice *practice, int wait, int idle, int overtime)
{
    ipso_weights weights;
    ipso_weights_init(&weights);
    weights.direct_wait_points = wait;
    weights.idle_points = idle;
    weights.overtime_points = overtime;
    assert_int_equal(ipso_practice_set_weights(practice, &weights, NULL), IPSO_OK);
}

static void overruns_come_last(void **state)
{
    (void)state;
    /* b until 09:20, a until 09:45, c, 5 min late, until 10:17: 5 points of wait and 17 x 8 of
     * overtime, which no order avoids. */
    ipso_practice *practice = three_types();
    tiny_validate(practice);
    ipso_plan *before = tiny_roster(practice, &MONDAY, 1);
    add_open(before, 2, 540);
    add_open(before, 0, 560);
    add_open(before, 1, 580);
    ipso_plan *after = set_times(before);
    expect_slot(after, 0, 1, 540);
    expect_slot(after, 1, 0, 560);
    expect_slot(after, 2, 2, 580);
    assert_int_equal(ipso_plan_stage(after, IPSO_STAGE_TIMES)->cost, 5 + 17 * 8);
    assert_int_equal(checked_cost(after), 5 + 17 * 8);
    ipso_plan_free(before);
    ipso_plan_free(after);
    ipso_practice_free(practice);
}

static void bands_of_a_session_keep_one_another_waiting(void **state)
{
    (void)state;
    /* A fixed appointment of type c from 09:20 to 09:40 cuts the hour in two bands of one slot: b
     * until 09:20, c until 09:52, a waits 12 min and is there until 10:17. */
    ipso_practice *practice = three_types();
    tiny_fixed(practice, "q", 2, 0, 0, 0, 560, 20);
    tiny_validate(practice);
    ipso_plan *before = tiny_roster(practice, &MONDAY, 1);
    add_open(before, 1, 540);
    add_open(before, 0, 580);
    ipso_plan *after = set_times(before);
    assert_int_equal(ipso_plan_slot_count(after), 3);
    assert_int_equal(ipso_plan_stage(after, IPSO_STAGE_TIMES)->cost, 12 + 17 * 8);
    ipso_plan_free(before);
    ipso_plan_free(after);
    ipso_practice_free(practice);
}

/* Two slots of 20 min in an hour whose services last 10 or 30 min, as likely. */
static ipso_practice *two_random_slots(void)
{
    static const double minutes[] = {10, 30}, shares[] = {0.5, 0.5};
    ipso_practice *practice = tiny_new(1);
    ipso_type type;
    tiny_site(practice, "centre");
    tiny_doctor(practice, "morel");
    tiny_duty(practice, "duty", 0, 540, 600);
    ipso_type_init(&type);
    type.id = "visit";
    type.care = IPSO_CARE_FOLLOW_UP;
    type.lengths_min = TWENTY;
    type.length_count = 1;
    type.law =
        (ipso_law){.kind = IPSO_LAW_EMPIRICAL, .minutes = minutes, .shares = shares, .count = 2};
    assert_int_equal(ipso_practice_add_type(practice, &type, NULL), IPSO_OK);
    tiny_demand(practice, 0, 2, 0, IPSO_DAY_MIN);
    return practice;
}

static void spare_minutes_go_where_they_are_worth_most(void **state)
{
    (void)state;
    /* A second start at 09:20 + x: wait (30 - 20 - x)+ / 2, idle (10 + x) / 2 + (x - 10)+ / 2. At
     * prices 1 and 5: x = 0 costs 5 + 25, every minute more 2. At 5 and 1: x = 10 costs 0 + 10, a
     * minute less 2 more, a minute more 1 more. All is done by 10:00 up to x = 10. */
    for (int dear_wait = 0; dear_wait < 2; dear_wait++) {
        ipso_practice *practice = two_random_slots();
        set_weights(practice, dear_wait ? 5 : 1, dear_wait ? 1 : 5, 8);
        tiny_validate(practice);
        ipso_plan *before = tiny_roster(practice, &MONDAY, 1);
        add_open(before, 0, 540);
        add_open(before, 0, 565);
        ipso_plan *after = set_times(before);
        expect_slot(after, 0, 0, 540);
        expect_slot(after, 1, 0, dear_wait ? 570 : 560);
        assert_int_equal(ipso_plan_stage(after, IPSO_STAGE_TIMES)->cost, dear_wait ? 10 : 30);
        assert_int_equal(checked_cost(after), dear_wait ? 10 : 30);
        ipso_plan_free(before);
        ipso_plan_free(after);
        ipso_practice_free(practice);
    }
}

#define DAY "morel,2026_11_02,09_00"

static void the_program_states_a_day_of_two_slots(void **state)
{
    (void)state;
    /* a (25 min) and c (32) in any order: the first overruns by 5 or 12 of its 20 min. The second
     * starts after 20 min at the earliest, or the 25 of a: nobody waits, nobody is idle, 0 points.
     */
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
        " times: + 160 at(" DAY ",0,1) + 125 at(" DAY ",1,1) + 25 tick(" DAY ",1) + 1 wait(" DAY
        ",0,0) + 5 behind(" DAY ",1,0) + 1 wait(" DAY ",1,0)\n"
        "    + 8 over(" DAY ",0,0) - 2985 constant~\n"
        "Subject To\n"
        " slot(" DAY ",0): + 1 at(" DAY ",0,0) + 1 at(" DAY ",0,1) = 1\n"
        " slot(" DAY ",1): + 1 at(" DAY ",1,0) + 1 at(" DAY ",1,1) = 1\n"
        " position(" DAY ",0): + 1 at(" DAY ",0,0) + 1 at(" DAY ",1,0) = 1\n"
        " position(" DAY ",1): + 1 at(" DAY ",0,1) + 1 at(" DAY ",1,1) = 1\n"
        " ends(" DAY ",0): + 20 at(" DAY ",0,0) + 20 at(" DAY ",1,0) + 5 tick(" DAY ",0) <= 600\n"
        " ends(" DAY ",1): + 20 at(" DAY ",0,1) + 20 at(" DAY ",1,1) + 5 tick(" DAY ",1) <= 600\n"
        " apart(" DAY ",1): - 20 at(" DAY ",0,0) - 20 at(" DAY ",1,0) - 5 tick(" DAY
        ",0) + 5 tick(" DAY ",1) >= 0\n"
        " there(" DAY ",0,0): - 1 behind(" DAY ",0,0) + 1 wait(" DAY ",0,0) >= 0\n"
        " there(" DAY ",1,0): - 1 behind(" DAY ",1,0) + 1 wait(" DAY ",1,0) >= 0\n"
        " free(" DAY ",1,0): - 32 at(" DAY ",0,0) - 25 at(" DAY ",1,0) - 5 tick(" DAY
        ",0) + 5 tick(" DAY ",1) - 1 behind(" DAY ",0,0) + 1 behind(" DAY ",1,0) >= 0\n"
        " over(" DAY ",0,0): - 32 at(" DAY ",0,1) - 25 at(" DAY ",1,1) - 5 tick(" DAY
        ",1) - 1 behind(" DAY ",1,0) + 1 over(" DAY ",0,0) >= -600\n"
        "Bounds\n"
        " 108 <= tick(" DAY ",0) <= 120\n"
        " 108 <= tick(" DAY ",1) <= 120\n"
        " behind(" DAY ",0,0) >= 0\n"
        " wait(" DAY ",0,0) >= 0\n"
        " behind(" DAY ",1,0) >= 0\n"
        " wait(" DAY ",1,0) >= 0\n"
        " over(" DAY ",0,0) >= 0\n"
        " constant~ = 1\n"
        "Binaries\n"
        " at(" DAY ",0,0)\n"
        " at(" DAY ",0,1)\n"
        " at(" DAY ",1,0)\n"
        " at(" DAY ",1,1)\n"
        "Generals\n"
        " tick(" DAY ",0)\n"
        " tick(" DAY ",1)\n"
        "End\n");
    assert_true(fabs(tiny_optimum(program)) < 1e-6);
    free(text);
    ipso__program_free(program);
    ipso_plan_free(before);
    ipso_practice_free(practice);
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
    /* s comes after r, which runs 12 min over: the other order would cost nothing. */
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
    assert_int_equal(checked_cost(after), 12);
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
     * band (r first, which does not overrun) would put r at 09:00. */
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
    assert_int_equal(checked_cost(after), 12);
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
     * is made all the same, as a would have no band without it. The open slot at 11:00 (32 min) and
     * a at 11:20 are turned round within 10:30 to 12:00. */
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
    /* q waits 12 min and is there until 09:52; nobody until 10:30. */
    assert_int_equal(checked_cost(after), 12 + 38 * 5);
    ipso_plan_free(before);
    ipso_plan_free(after);
    ipso_practice_free(practice);
}

/* Two sessions of a day, 20 min apart, with two to four slots of 20 min each of three types whose
 * services last whole minutes. */
typedef struct random_day {
    ipso_practice *practice;
    ipso_plan *plan;
} random_day;

static random_day random_day_make(uint64_t seed)
{
    static const char *const ids[] = {"a", "b", "c"};
    ipso__random random;
    random_day made = {.practice = tiny_new(1)};
    int count[2];
    ipso__random_init(&random, seed, 0);
    tiny_site(made.practice, "centre");
    tiny_doctor(made.practice, "morel");
    for (int c = 0; c < 3; c++)
        tiny_type(made.practice, ids[c], IPSO_CARE_FOLLOW_UP, ipso__random_range(&random, 8, 35),
                  TWENTY);
    for (int d = 0, at = 540; d < 2; d++) {
        count[d] = ipso__random_range(&random, 2, 4);
        int end = at + 20 * count[d] + 5 * ipso__random_range(&random, 0, 4);
        tiny_duty(made.practice, d == 0 ? "first" : "second", 0, at, end);
        at = end + 20;
    }
    tiny_demand(made.practice, 0, 1, 0, IPSO_DAY_MIN);
    set_weights(made.practice, ipso__random_range(&random, 1, 4), ipso__random_range(&random, 0, 5),
                ipso__random_range(&random, 5, 8));
    tiny_validate(made.practice);
    const ipso_assignment both[] = {{0, 0, 0}, {0, 0, 1}};
    made.plan = tiny_roster(made.practice, both, 2);
    for (int d = 0; d < 2; d++)
        for (int i = 0; i < count[d]; i++) {
            ipso_slot slot;
            ipso_slot_init(&slot);
            slot.site = 0;
            slot.start_min = ipso_practice_duty(made.practice, d)->start_min + 20 * i;
            slot.length_min = 20;
            slot.type = ipso__random_range(&random, 0, 2);
            assert_int_equal(ipso_plan_add_slot(made.plan, &slot, NULL), IPSO_OK);
        }
    return made;
}

static void random_day_free(random_day *made)
{
    ipso_plan_free(made->plan);
    ipso_practice_free(made->practice);
}

/* The cost of the times that a plan has: no time is left to find others. */
static int64_t present_cost(const ipso_plan *plan)
{
    ipso__stage_settings late = {.deadline_s = 0, .seed = 1, .threads = 1};
    ipso_plan *after;
    assert_int_equal(ipso__times_stage(&after, plan, &late, NULL), IPSO_OK);
    int64_t cost = checked_cost(after);
    ipso_plan_free(after);
    return cost;
}

static void no_times_beat_the_optimum_of_the_program(void **state)
{
    (void)state;
    int equal = 0;
    for (uint64_t seed = 1; seed <= 60; seed++) {
        random_day made = random_day_make(seed);
        ipso__program *program;
        ipso_plan *after = set_times(made.plan);
        const ipso_stage_report *report = ipso_plan_stage(after, IPSO_STAGE_TIMES);
        assert_int_equal(ipso__times_model(&program, made.plan, NULL), IPSO_OK);
        assert_int_equal(ipso__program_row_count(program), report->rows);
        assert_int_equal(ipso__program_column_count(program), report->columns);
        int64_t optimum = llround(tiny_optimum(program));
        assert_true(report->cost >= optimum);
        assert_true(report->bound <= optimum);
        assert_true(report->cost <= present_cost(made.plan));
        assert_int_equal(checked_cost(after), report->cost);
        equal += report->cost == optimum;
        ipso__program_free(program);
        ipso_plan_free(after);
        random_day_free(&made);
    }
    assert_true(equal >= 57);
}

/* The slots and bookings of a random practice; the caller frees it. */
static ipso_plan *book(const random_practice *made)
{
    ipso__stage_settings settings = {
        .deadline_s = INFINITY, .work_limit = 20000000, .seed = 1, .threads = 1};
    ipso_plan *roster = tiny_roster(made->practice, made->roster, made->roster_count);
    ipso_plan *slots, *booked;
    assert_int_equal(ipso__slots_stage(&slots, roster, &settings, NULL), IPSO_OK);
    assert_int_equal(ipso__bookings_stage(&booked, slots, &settings, NULL), IPSO_OK);
    ipso_plan_free(roster);
    ipso_plan_free(slots);
    return booked;
}

/* Points of slots and bookings. */
static int64_t cost_before(const ipso_plan *plan)
{
    ipso_report *report;
    assert_int_equal(ipso_check(&report, plan, NULL), IPSO_OK);
    int64_t cost = ipso_report_stage_cost(report, IPSO_STAGE_SLOTS) +
                   ipso_report_stage_cost(report, IPSO_STAGE_BOOKINGS);
    ipso_report_free(report);
    return cost;
}

static void the_cost_is_what_the_check_counts(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 100; seed++) {
        random_practice made = random_practice_make(seed);
        ipso_plan *booked = book(&made);
        ipso_plan *timed = set_times(booked);
        const ipso_stage_report *report = ipso_plan_stage(timed, IPSO_STAGE_TIMES);
        assert_int_equal(checked_cost(timed), report->cost);
        assert_true(report->bound <= report->cost);
        assert_true(report->cost <= present_cost(booked));
        assert_int_equal(cost_before(timed), cost_before(booked));
        ipso_plan_free(booked);
        ipso_plan_free(timed);
        ipso_practice_free(made.practice);
    }
}

static void expect_same_slots(const ipso_plan *a, const ipso_plan *b)
{
    assert_int_equal(ipso_plan_slot_count(a), ipso_plan_slot_count(b));
    for (int i = 0; i < ipso_plan_slot_count(a); i++)
        expect_slot(a, i, ipso_plan_slot(b, i)->type, ipso_plan_slot(b, i)->start_min);
}

static void threads_change_nothing(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 40; seed++) {
        random_practice made = random_practice_make(seed);
        ipso_plan *booked = book(&made), *alone, *shared;
        ipso__stage_settings settings = {
            .deadline_s = INFINITY, .work_limit = 1000 * (int64_t)seed, .seed = 1, .threads = 1};
        assert_int_equal(ipso__times_stage(&alone, booked, &settings, NULL), IPSO_OK);
        settings.threads = 3;
        assert_int_equal(ipso__times_stage(&shared, booked, &settings, NULL), IPSO_OK);
        expect_same_slots(alone, shared);
        assert_int_equal(ipso_plan_stage(alone, IPSO_STAGE_TIMES)->work,
                         ipso_plan_stage(shared, IPSO_STAGE_TIMES)->work);
        ipso_plan_free(booked);
        ipso_plan_free(alone);
        ipso_plan_free(shared);
        ipso_practice_free(made.practice);
    }
}

static int cancel_at_once(void *user, const ipso_progress *progress)
{
    (void)progress;
    ++*(int *)user;
    return 1;
}

static void a_stage_out_of_time_keeps_the_times_there_are(void **state)
{
    (void)state;
    int calls = 0;
    random_day made = random_day_make(3);
    ipso__stage_settings late = {.deadline_s = 0, .seed = 1, .threads = 1};
    ipso__stage_settings cancelled = {.deadline_s = INFINITY,
                                      .seed = 1,
                                      .threads = 1,
                                      .progress = cancel_at_once,
                                      .progress_user = &calls};
    ipso_plan *after;
    assert_int_equal(ipso__times_stage(&after, made.plan, &late, NULL), IPSO_OK);
    expect_same_slots(after, made.plan);
    assert_int_equal(ipso_plan_stage(after, IPSO_STAGE_TIMES)->stop, IPSO_STOP_TIME);
    ipso_plan_free(after);
    assert_int_equal(ipso__times_stage(&after, made.plan, &cancelled, NULL), IPSO_OK);
    expect_same_slots(after, made.plan);
    assert_int_equal(calls, 1);
    assert_int_equal(ipso_plan_stage(after, IPSO_STAGE_TIMES)->stop, IPSO_STOP_CANCEL);
    ipso_plan_free(after);
    random_day_free(&made);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(overruns_come_last),
        cmocka_unit_test(bands_of_a_session_keep_one_another_waiting),
        cmocka_unit_test(spare_minutes_go_where_they_are_worth_most),
        cmocka_unit_test(the_program_states_a_day_of_two_slots),
        cmocka_unit_test(no_times_beat_the_optimum_of_the_program),
        cmocka_unit_test(the_cost_is_what_the_check_counts),
        cmocka_unit_test(a_stage_out_of_time_keeps_the_times_there_are),
        cmocka_unit_test(threads_change_nothing),
        cmocka_unit_test(appointments_linked_within_a_band_by_hand_are_not_moved),
        cmocka_unit_test(an_appointment_in_part_of_a_band_by_hand_keeps_its_window),
        cmocka_unit_test(windows_hold_in_the_bands_that_what_stays_leaves),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
