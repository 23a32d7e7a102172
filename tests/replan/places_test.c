/* Where replanning puts appointments, in small practices worked out by hand.
 *
 * Default prices: a move 100, a day 20, an hour 6 by the minute, another practitioner 60, another
 * site 150, an appointment that the change left alone 200 more, a call 3000. In the draft Dr Morel
 * sees Anna at 08:00 and Carl (fixed) at 09:00 on Monday, and works on Tuesday with nobody booked;
 * Dr Petit sees Bert at 08:00 on Monday. Each patient's own practitioner is the one booked.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/test.h"

#include "replan/replanned.h"

#include <string.h>

static void without_a_change_nothing_moves(void **state)
{
    static replanned r;

    (void)state;
    start(&r);
    replan_well(&r);
    assert_int_equal(ipso_replan_move_count(r.result), 0);
    assert_int_equal(ipso_replan_call_count(r.result), 0);
    assert_int_equal(ipso_replan_duty_change_count(r.result), 0);
    assert_int_equal(ipso_plan_slot_count(ipso_replan_plan(r.result)),
                     ipso_plan_slot_count(r.plan));
    assert_int_equal(r.outcome, IPSO_OPTIMAL);
    assert_int_equal(ipso_replan_summary(r.result)->cost, 0);
    finish(&r);
}

static void appointments_of_a_day_away_go_to_the_next_with_the_same_doctor(void **state)
{
    static replanned r;

    (void)state;
    start(&r);
    is_away(&r, MOREL, MONDAY, MONDAY);
    replan_well(&r);
    /* Tuesday at the same time: 100 + 20 each. With Dr Petit on Monday Carl would cost
     * 100 + 60. */
    must_be_at(&r, "Anna", MOREL, TUESDAY, AT(8, 0));
    must_be_at(&r, "Carl", MOREL, TUESDAY, AT(9, 0));
    must_be_at(&r, "Bert", PETIT, MONDAY, AT(8, 0));
    assert_int_equal(move_of(&r, "Anna")->points, 120);
    assert_int_equal(ipso_replan_summary(r.result)->cost, 240);
    assert_int_equal(ipso_replan_summary(r.result)->bound, 240);
    assert_string_equal(move_of(&r, "Carl")->reason, "Dr Morel is away on Monday 2026-11-23");
    finish(&r);
}

static void where_days_are_dear_a_colleague_helps_the_same_day(void **state)
{
    static replanned r;

    (void)state;
    start(&r);
    is_away(&r, MOREL, MONDAY, MONDAY);
    r.settings.day_points = 100;
    replan_well(&r);
    /* Carl with Dr Petit at 09:00: 100 + 60. Anna's 08:00 there is Bert's; 08:15 is 15 min off:
     * 15 x 6 / 60 = 1.5, rounded 2: 162. */
    must_be_at(&r, "Carl", PETIT, MONDAY, AT(9, 0));
    must_be_at(&r, "Anna", PETIT, MONDAY, AT(8, 15));
    assert_int_equal(ipso_replan_summary(r.result)->cost, 322);
    assert_int_equal(ipso_replan_summary(r.result)->bound, 322);
    finish(&r);
}

static void what_finds_no_place_is_a_call_and_a_request_of_the_new_practice(void **state)
{
    static replanned r;
    const ipso_call *call;

    (void)state;
    start(&r);
    does_not_work(&r.d, MOREL, TUESDAY);
    does_not_work(&r.d, PETIT, MONDAY);
    without_slot(&r.d, BERT_SLOT);
    is_away(&r, MOREL, MONDAY, TUESDAY);
    replan_well(&r);
    assert_int_equal(ipso_replan_call_count(r.result), 2);
    assert_int_equal(ipso_replan_summary(r.result)->cost,
                     2 * 3000 + 200); /* Bert's request waits: 200 for other care */
    call = call_of(&r, "Carl");
    assert_non_null(call);
    assert_int_equal(call->why, IPSO_UNPLACED_NO_DUTY);
    assert_string_equal(call->reason, "Dr Morel is away on Monday 2026-11-23");
    assert_int_equal(ipso_practice_fixed_count(ipso_replan_practice(r.result)), 0);
    assert_int_equal(ipso_plan_unplaced_count(ipso_replan_plan(r.result)), 3);
    finish(&r);
}

/* Dr Petit alone on Monday, 08:00 to 08:45, Bert at 08:15 between two gaps of 15 min; Carl's
 * appointment of 30 min with Dr Morel at 09:00. */
static void a_tight_morning(replanned *r)
{
    start(r);
    with_duty(&r->d, "short", HOUSE, AT(8, 0), AT(8, 45));
    does_not_work(&r->d, MOREL, TUESDAY);
    does_not_work(&r->d, PETIT, MONDAY);
    works(&r->d, PETIT, MONDAY, REMOTE + 1);
    r->d.slots[BERT_SLOT].start_min = AT(8, 15);
    r->d.slots[CARL_SLOT].length_min = 30;
    r->d.fixed[0].length_min = 30;
    without_slot(&r->d, ANNA_SLOT);
    r->settings.waiting = false;
    is_away(r, MOREL, MONDAY, MONDAY);
}

static void one_who_was_left_alone_makes_room_to_save_a_call(void **state)
{
    static replanned r;

    (void)state;
    a_tight_morning(&r);
    r.settings.most_others = 1;
    replan_well(&r);
    /* Bert 15 min earlier: 100 + 200 + 2. Carl at 08:15, 45 min earlier: 45 x 6 / 60 = 4.5,
     * rounded 5; 100 + 60 + 5. */
    must_be_at(&r, "Bert", PETIT, MONDAY, AT(8, 0));
    must_be_at(&r, "Carl", PETIT, MONDAY, AT(8, 15));
    assert_int_equal(ipso_replan_summary(r.result)->cost, 302 + 165);
    assert_int_equal(ipso_replan_summary(r.result)->others_moved, 1);
    assert_false(move_of(&r, "Bert")->touched);
    assert_string_equal(move_of(&r, "Bert")->reason, "makes room for Carl of Carl");
    finish(&r);
}

static void others_stay_where_few_may_move(void **state)
{
    static replanned r;

    (void)state;
    a_tight_morning(&r); /* 1 % of one appointment is none */
    replan_well(&r);
    assert_int_equal(ipso_replan_move_count(r.result), 0);
    assert_int_equal(call_of(&r, "Carl")->why, IPSO_UNPLACED_FULL);
    assert_int_equal(ipso_replan_summary(r.result)->cost, 3000);
    finish(&r);
}

static void others_stay_where_moving_them_costs_more_than_a_call(void **state)
{
    static replanned r;

    (void)state;
    a_tight_morning(&r);
    r.settings.most_others = 1;
    r.settings.call_points = 466; /* one less than both moves */
    replan_well(&r);
    assert_int_equal(ipso_replan_move_count(r.result), 0);
    assert_int_equal(ipso_replan_summary(r.result)->cost, 466);
    finish(&r);
}

static void nothing_before_now_moves(void **state)
{
    static replanned r;

    (void)state;
    start(&r);
    is_away(&r, MOREL, MONDAY, MONDAY);
    r.change.now = date_of(MONDAY);
    r.change.now_min = AT(8, 30);
    replan_well(&r);
    /* Anna has been seen; the duty has begun and stays, its rest is closed. */
    must_be_at(&r, "Anna", MOREL, MONDAY, AT(8, 0));
    must_be_at(&r, "Carl", MOREL, TUESDAY, AT(9, 0));
    assert_int_equal(ipso_replan_duty_change_count(r.result), 0);
    assert_int_equal(ipso_replan_summary(r.result)->touched, 1);
    finish(&r);
}

static void what_has_begun_is_finished(void **state)
{
    static replanned r;

    (void)state;
    start(&r);
    is_away(&r, MOREL, MONDAY, MONDAY);
    r.change.now = date_of(MONDAY);
    r.change.now_min = AT(8, 3); /* Anna is there until 8:20 */
    replan_well(&r);
    must_be_at(&r, "Anna", MOREL, MONDAY, AT(8, 0));
    must_be_at(&r, "Carl", MOREL, TUESDAY, AT(9, 0));
    assert_int_equal(ipso_replan_summary(r.result)->touched, 1);
    finish(&r);
}

static void what_has_begun_at_a_site_that_closes_is_finished(void **state)
{
    static replanned r;

    (void)state;
    start(&r);
    is_shut(&r, HOUSE, MONDAY, MONDAY);
    r.change.now = date_of(MONDAY);
    r.change.now_min = AT(8, 3);
    replan_well(&r);
    must_be_at(&r, "Anna", MOREL, MONDAY, AT(8, 0));
    assert_int_equal(ipso_replan_summary(r.result)->touched, 1);
    finish(&r);
}

static void places_before_now_are_none(void **state)
{
    static replanned r;

    (void)state;
    start(&r);
    r.settings.day_points = 100;
    is_away(&r, MOREL, MONDAY, MONDAY)->start_min = AT(8, 30);
    r.change.now = date_of(MONDAY);
    r.change.now_min = AT(8, 30);
    is_away(&r, MOREL, TUESDAY, TUESDAY);
    replan_well(&r);
    must_be_at(&r, "Carl", PETIT, MONDAY, AT(9, 0)); /* 100 + 60 */
    assert_int_equal(ipso_replan_summary(r.result)->cost, 160);
    finish(&r);
}

static void away_for_an_hour_moves_by_the_hour(void **state)
{
    static replanned r;
    ipso_away *away;

    (void)state;
    start(&r);
    away = is_away(&r, MOREL, MONDAY, MONDAY);
    away->start_min = AT(8, 30);
    away->end_min = AT(10, 0);
    replan_well(&r);
    /* 10:00 the same day: 100 + 6. At 08:15 there is an open slot, worth 150. */
    must_be_at(&r, "Carl", MOREL, MONDAY, AT(10, 0));
    assert_int_equal(ipso_replan_summary(r.result)->cost, 106);
    assert_int_equal(ipso_replan_duty_change_count(r.result), 0);
    finish(&r);
}

static void an_open_slot_that_makes_room_is_paid_and_goes(void **state)
{
    static replanned r;
    ipso_away *away;

    (void)state;
    start(&r);
    away = is_away(&r, MOREL, MONDAY, MONDAY);
    away->start_min = AT(8, 30);
    away->end_min = AT(10, 0);
    r.settings.reserve_percent = 2; /* of 150: 3 points */
    replan_well(&r);
    /* 45 min earlier: 5, and the slot 3; an hour later: 6, and nothing. */
    must_be_at(&r, "Carl", MOREL, MONDAY, AT(10, 0));
    finish(&r);

    start(&r);
    away = is_away(&r, MOREL, MONDAY, MONDAY);
    away->start_min = AT(8, 30);
    away->end_min = AT(10, 0);
    r.settings.reserve_percent = 0;
    replan_well(&r);
    must_be_at(&r, "Carl", MOREL, MONDAY, AT(8, 15));
    for (int i = 0; i < ipso_plan_slot_count(ipso_replan_plan(r.result)); i++)
        assert_int_not_equal(ipso_plan_slot(ipso_replan_plan(r.result), i)->use, IPSO_SLOT_OPEN);
    finish(&r);
}

static void a_closed_site_takes_all_its_duties(void **state)
{
    static replanned r;

    (void)state;
    start(&r);
    is_shut(&r, HOUSE, MONDAY, MONDAY);
    replan_well(&r);
    assert_int_equal(ipso_replan_duty_change_count(r.result), 2);
    assert_string_equal(ipso_replan_duty_change(r.result, 0)->reason,
                        "house is closed on Monday 2026-11-23");
    /* Tuesday with Dr Morel: Carl 120; Anna and Bert both want 08:00, one of them is 15 min off:
     * 120 + 182 or 122 + 180. */
    assert_int_equal(ipso_replan_summary(r.result)->cost, 120 + 302);
    assert_int_equal(ipso_replan_summary(r.result)->touched, 3);
    finish(&r);
}

static void patients_keep_their_own_windows(void **state)
{
    static replanned r;
    static ipso_window monday;

    (void)state;
    start(&r);
    ipso_window_init(&monday);
    monday.first = monday.last = date_of(MONDAY);
    r.d.requests[0].windows = &monday;
    r.d.requests[0].window_count = 1;
    r.d.requests[0].accepts_others = false;
    is_away(&r, MOREL, MONDAY, MONDAY);
    replan_well(&r);
    /* Anna can come on Monday alone, and to Dr Morel alone. */
    assert_int_equal(call_of(&r, "Anna")->why, IPSO_UNPLACED_NO_DUTY);
    must_be_at(&r, "Carl", MOREL, TUESDAY, AT(9, 0));
    finish(&r);
}

static void a_patient_is_never_in_two_places(void **state)
{
    static replanned r;

    (void)state;
    start(&r);
    r.d.fixed[0].patient = "Anna"; /* both are Anna's */
    with_fixed(&r.d, "Dora", ROUX, TUESDAY, AT(8, 0))->site = HOUSE;
    r.d.fixed[1].patient = "Anna";
    r.d.fixed[1].length_min = 60;
    works(&r.d, ROUX, TUESDAY, DAY);
    with_slot(&r.d, ROUX, TUESDAY, AT(8, 0), VISIT)->use = IPSO_SLOT_FIXED;
    r.d.slots[4].fixed = 1;
    r.d.slots[4].length_min = 60;
    is_away(&r, MOREL, MONDAY, MONDAY);
    replan_well(&r);
    /* On Tuesday she is with Dr Roux until 09:00. Carl's at 09:00 and Anna's at 09:15, 75 min off:
     * 120 + 120 + 7.5, rounded 8; the other way round 60 min off and 15 min off: 126 + 122. */
    assert_int_equal(ipso_replan_summary(r.result)->cost, 248);
    assert_int_equal(move_of(&r, "Carl")->to.day, TUESDAY);
    assert_true(move_of(&r, "Carl")->to.start_min >= AT(9, 0));
    finish(&r);
}

static void linked_appointments_keep_their_gap(void **state)
{
    static replanned r;

    (void)state;
    start(&r);
    /* Dora follows Anna by 60 to 90 min: 09:15 on Monday. */
    with_request(&r.d, "Dora", VISIT)->after = 0;
    r.d.requests[2].min_gap_min = 60;
    r.d.requests[2].max_gap_min = 90;
    with_slot(&r.d, MOREL, MONDAY, AT(9, 15), VISIT)->use = IPSO_SLOT_BOOKED;
    r.d.slots[4].request = 2;
    is_away(&r, MOREL, MONDAY, MONDAY);
    replan_well(&r);
    /* All three move to Tuesday at their times: Dora's own practitioner is none, 120 as well. */
    assert_int_equal(ipso_replan_summary(r.result)->cost, 360);
    must_be_at(&r, "Dora", MOREL, TUESDAY, AT(9, 15));
    finish(&r);

    start(&r);
    with_request(&r.d, "Dora", VISIT)->after = 0;
    r.d.requests[2].min_gap_min = 60;
    r.d.requests[2].max_gap_min = 90;
    with_slot(&r.d, PETIT, MONDAY, AT(9, 15), VISIT)->use = IPSO_SLOT_BOOKED;
    r.d.slots[4].request = 2;
    is_away(&r, MOREL, MONDAY, MONDAY);
    replan_well(&r);
    /* Dora stays with Dr Petit on Monday at 09:15, so Anna ends between 07:45 and 08:15 there:
     * 08:00 is Bert's. She is called. */
    assert_int_equal(call_of(&r, "Anna")->why, IPSO_UNPLACED_FULL);
    must_be_at(&r, "Dora", PETIT, MONDAY, AT(9, 15));
    finish(&r);
}

static void a_call_calls_who_follows_it(void **state)
{
    static replanned r;
    static ipso_window monday;

    (void)state;
    start(&r);
    ipso_window_init(&monday);
    monday.first = monday.last = date_of(MONDAY);
    r.d.requests[0].windows = &monday;
    r.d.requests[0].window_count = 1;
    r.d.requests[0].accepts_others = false;
    with_request(&r.d, "Dora", VISIT)->after = 0;
    with_slot(&r.d, MOREL, MONDAY, AT(9, 15), VISIT)->use = IPSO_SLOT_BOOKED;
    r.d.slots[4].request = 2;
    is_away(&r, MOREL, MONDAY, MONDAY);
    replan_well(&r);
    assert_non_null(call_of(&r, "Anna"));
    assert_int_equal(call_of(&r, "Dora")->why, IPSO_UNPLACED_LINK);
    finish(&r);
}

static void a_new_request_finds_a_place(void **state)
{
    static replanned r;

    (void)state;
    start(&r);
    r.grown = r.d;
    r.has_grown = true;
    with_request(&r.grown, "Emma", VISIT)->practitioner = PETIT;
    replan_well(&r);
    assert_int_equal(ipso_replan_move_count(r.result), 0);
    assert_int_equal(ipso_replan_summary(r.result)->requests, 1);
    assert_int_equal(ipso_replan_summary(r.result)->requests_placed, 1);
    /* With her own doctor, on the first day, for 15 min that are just enough: nothing is paid. */
    assert_int_equal(ipso_replan_summary(r.result)->cost, 0);
    finish(&r);
}

static void the_same_arguments_give_the_same_result(void **state)
{
    static replanned a, b;

    (void)state;
    start(&a);
    is_shut(&a, HOUSE, MONDAY, MONDAY);
    replan_well(&a);
    start(&b);
    is_shut(&b, HOUSE, MONDAY, MONDAY);
    replan_well(&b);
    assert_int_equal(ipso_replan_move_count(a.result), ipso_replan_move_count(b.result));
    for (int i = 0; i < ipso_replan_move_count(a.result); i++) {
        const ipso_move *x = ipso_replan_move(a.result, i), *y = ipso_replan_move(b.result, i);
        assert_string_equal(x->id, y->id);
        assert_int_equal(x->to.practitioner, y->to.practitioner);
        assert_int_equal(x->to.start_min, y->to.start_min);
    }
    assert_int_equal(ipso_replan_summary(a.result)->work, ipso_replan_summary(b.result)->work);
    finish(&a);
    finish(&b);
}

static void a_result_can_be_replanned_again(void **state)
{
    static replanned r;
    ipso_replan *again = NULL;
    ipso_outcome outcome;
    ipso_away away;
    ipso_change change;

    (void)state;
    start(&r);
    is_away(&r, MOREL, MONDAY, MONDAY);
    replan_well(&r);
    ipso_away_init(&away);
    away.practitioner = MOREL;
    away.first = away.last = date_of(TUESDAY);
    ipso_change_init(&change);
    change.away = &away;
    change.away_count = 1;
    assert_int_equal(ipso_replan_make(&again, ipso_replan_plan(r.result), &change, &r.settings,
                                      &outcome, NULL, NULL, NULL),
                     IPSO_OK);
    must_lose_nothing(ipso_replan_plan(r.result), again);
    /* Both now go to Dr Petit on Monday, a day earlier: 100 + 20 + 60, and 2 for 15 min. */
    assert_int_equal(ipso_replan_summary(again)->cost, 180 + 182);
    ipso_replan_free(again);
    finish(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_a_change_nothing_moves),
        cmocka_unit_test(appointments_of_a_day_away_go_to_the_next_with_the_same_doctor),
        cmocka_unit_test(where_days_are_dear_a_colleague_helps_the_same_day),
        cmocka_unit_test(what_finds_no_place_is_a_call_and_a_request_of_the_new_practice),
        cmocka_unit_test(one_who_was_left_alone_makes_room_to_save_a_call),
        cmocka_unit_test(others_stay_where_few_may_move),
        cmocka_unit_test(others_stay_where_moving_them_costs_more_than_a_call),
        cmocka_unit_test(nothing_before_now_moves),
        cmocka_unit_test(what_has_begun_is_finished),
        cmocka_unit_test(what_has_begun_at_a_site_that_closes_is_finished),
        cmocka_unit_test(places_before_now_are_none),
        cmocka_unit_test(away_for_an_hour_moves_by_the_hour),
        cmocka_unit_test(an_open_slot_that_makes_room_is_paid_and_goes),
        cmocka_unit_test(a_closed_site_takes_all_its_duties),
        cmocka_unit_test(patients_keep_their_own_windows),
        cmocka_unit_test(a_patient_is_never_in_two_places),
        cmocka_unit_test(linked_appointments_keep_their_gap),
        cmocka_unit_test(a_call_calls_who_follows_it),
        cmocka_unit_test(a_new_request_finds_a_place),
        cmocka_unit_test(the_same_arguments_give_the_same_result),
        cmocka_unit_test(a_result_can_be_replanned_again),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
