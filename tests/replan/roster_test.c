/* Duties and rules after a change, in small practices worked out by hand; what is refused.
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

static void a_new_colleague_works_and_takes_appointments(void **state)
{
    static replanned r;

    (void)state;
    start(&r);
    does_not_work(&r.d, MOREL, TUESDAY);
    does_not_work(&r.d, PETIT, MONDAY);
    without_slot(&r.d, BERT_SLOT);
    r.settings.waiting = false;
    r.grown = r.d;
    r.has_grown = true;
    r.grown.people[3] = r.grown.people[ROUX];
    r.grown.people[3].id = "neuf";
    r.grown.people[3].name = "Dr Neuf";
    r.grown.people_count = 4;
    with_pin(&r.grown, 3, MONDAY, DAY);
    is_away(&r, MOREL, MONDAY, MONDAY);
    replan_well(&r);
    must_be_at(&r, "Anna", 3, MONDAY, AT(8, 0));
    must_be_at(&r, "Carl", 3, MONDAY, AT(9, 0));
    assert_int_equal(ipso_replan_summary(r.result)->cost, 2 * 160);
    assert_int_equal(ipso_replan_duty_change_count(r.result), 2);
    assert_string_equal(ipso_replan_duty_change(r.result, 1)->reason, "Dr Neuf is new");
    finish(&r);
}

static void new_duties_get_open_slots_for_the_need_that_is_left(void **state)
{
    static replanned r;
    int open = 0;

    (void)state;
    start(&r);
    with_demand(&r.d, URGENT, HOUSE, IPSO_WEDNESDAY, 3); /* exactly three, each worth 600 */
    r.settings.waiting = false;
    r.grown = r.d;
    r.has_grown = true;
    r.grown.people[3] = r.grown.people[ROUX];
    r.grown.people[3].id = "neuf";
    r.grown.people_count = 4;
    with_pin(&r.grown, 3, WEDNESDAY, MORNING);
    replan_well(&r);
    for (int i = 0; i < ipso_plan_slot_count(ipso_replan_plan(r.result)); i++) {
        const ipso_slot *slot = ipso_plan_slot(ipso_replan_plan(r.result), i);
        open += slot->use == IPSO_SLOT_OPEN && slot->practitioner == 3 && slot->type == URGENT;
    }
    assert_int_equal(open, 3);
    assert_int_equal(ipso_replan_move_count(r.result), 0);
    finish(&r);
}

static void a_colleague_takes_a_duty_over_where_that_has_a_price(void **state)
{
    static replanned r;

    (void)state;
    start(&r);
    with_cover(&r.d, IPSO_MONDAY, AT(8, 0), AT(12, 0))->min = 2; /* 2000 for each head short */
    is_away(&r, MOREL, MONDAY, MONDAY);
    r.settings.duty_points = 500;
    replan_well(&r);
    assert_int_equal(ipso_replan_duty_change_count(r.result), 2);
    assert_true(ipso_replan_duty_change(r.result, 1)->added);
    assert_int_equal(ipso_replan_duty_change(r.result, 1)->practitioner, ROUX);
    finish(&r);

    start(&r);
    with_cover(&r.d, IPSO_MONDAY, AT(8, 0), AT(12, 0))->min = 2;
    is_away(&r, MOREL, MONDAY, MONDAY);
    r.settings.duty_points = 2001; /* more than the head that is missing */
    replan_well(&r);
    assert_int_equal(ipso_replan_duty_change_count(r.result), 1);
    finish(&r);
}

static void a_hard_rule_that_cannot_hold_is_named(void **state)
{
    static replanned r;

    (void)state;
    start(&r);
    with_cover(&r.d, IPSO_MONDAY, AT(8, 0), AT(12, 0))->min = 2;
    r.d.covers[0].short_points = IPSO_HARD;
    is_away(&r, MOREL, MONDAY, MONDAY);
    replan(&r);
    assert_int_equal(r.status, IPSO_OK);
    assert_int_equal(r.outcome, IPSO_INFEASIBLE);
    assert_null(r.result);
    assert_true(r.conflicts > 0);
    finish(&r);
}

static void a_trainee_does_not_work_without_the_supervisor(void **state)
{
    static replanned r;
    static const int supervisor[] = {MOREL};

    (void)state;
    start(&r);
    r.d.people[PETIT].supervisors = supervisor;
    r.d.people[PETIT].supervisor_count = 1;
    is_away(&r, MOREL, MONDAY, MONDAY);
    replan_well(&r);
    assert_int_equal(ipso_replan_summary(r.result)->touched, 3);
    assert_int_equal(ipso_replan_duty_change_count(r.result), 2);
    assert_string_equal(ipso_replan_duty_change(r.result, 1)->reason,
                        "a hard rule no longer lets Dr Petit work it on Monday 2026-11-23");
    assert_string_equal(move_of(&r, "Bert")->reason,
                        "Dr Petit no longer consults then on Monday 2026-11-23");
    finish(&r);
}

static void a_minimum_does_not_hold_who_is_away(void **state)
{
    static replanned r;

    (void)state;
    start(&r);
    r.d.people[MOREL].rules.week_minutes.min = 1080; /* two days of nine hours */
    is_away(&r, MOREL, MONDAY, MONDAY);
    replan_well(&r);
    assert_int_equal(ipso_replan_summary(r.result)->moved, 2);
    finish(&r);
}

static void pins_of_days_away_fall(void **state)
{
    static replanned r;

    (void)state;
    start(&r);
    with_pin(&r.d, MOREL, MONDAY, DAY);
    with_pin(&r.d, PETIT, MONDAY, DAY);
    is_away(&r, MOREL, MONDAY, MONDAY);
    replan_well(&r);
    assert_int_equal(ipso_practice_pin_count(ipso_replan_practice(r.result)), 1);
    finish(&r);
}

/* Both work late on Wednesday: two hours after 20:00. */
static void both_work_late(replanned *r)
{
    works(&r->d, MOREL, WEDNESDAY, LATE);
    works(&r->d, PETIT, WEDNESDAY, LATE);
}

/* Four acute patients of 15 min take an hour of that: when Dr Petit is away, of two hours one is
 * left, and none for others. */
static void acute_need_takes_the_hour_left(replanned *r)
{
    with_demand(&r->d, URGENT, HOUSE, IPSO_WEDNESDAY, 4);
    r->d.demand[0].start_min = AT(20, 0);
    r->d.demand[0].end_min = AT(21, 0);
    is_away(r, PETIT, WEDNESDAY, WEDNESDAY);
}

static void extended_hours_keep_their_rule_after_a_duty_falls_away(void **state)
{
    static replanned r;

    (void)state;
    start(&r);
    /* Both work late on Wednesday: two hours after 20:00, no acute need. Two visits there. When Dr
     * Petit is away, one hour is left; the visits booked need 75 min. */
    both_work_late(&r);
    r.d.types[VISIT].target_points = 0;
    with_request(&r.d, "Dora", VISIT);
    with_slot(&r.d, MOREL, WEDNESDAY, AT(20, 0), VISIT)->use = IPSO_SLOT_BOOKED;
    r.d.slots[4].request = 2;
    acute_need_takes_the_hour_left(&r);
    replan_well(&r);
    must_be_at(&r, "Dora", MOREL, WEDNESDAY, AT(20, 0));
    assert_int_equal(ipso_practice_request_count(ipso_replan_practice(r.result)), 2);
    assert_int_equal(ipso_practice_fixed_count(ipso_replan_practice(r.result)), 2);
    finish(&r);
}

/* Dora and then Emil late on Wednesday. When Dr Petit is away, the hour left is all for the four
 * acute patients of 15 min: both are fixed, and Emil's still follows Dora's. */
static void linked_requests_stay_linked_when_both_are_fixed(void **state)
{
    static replanned r;
    const ipso_fixed *dora, *emil;
    ipso_request *later;

    (void)state;
    start(&r);
    both_work_late(&r);
    with_request(&r.d, "Dora", VISIT);
    later = with_request(&r.d, "Emil", VISIT);
    later->after = 2;
    later->min_gap_min = 5;
    later->max_gap_min = 30;
    with_slot(&r.d, MOREL, WEDNESDAY, AT(20, 0), VISIT)->use = IPSO_SLOT_BOOKED;
    r.d.slots[4].request = 2;
    with_slot(&r.d, MOREL, WEDNESDAY, AT(20, 30), VISIT)->use = IPSO_SLOT_BOOKED;
    r.d.slots[5].request = 3;
    acute_need_takes_the_hour_left(&r);
    replan_well(&r);
    assert_int_equal(ipso_practice_fixed_count(ipso_replan_practice(r.result)), 3);
    dora = ipso_practice_fixed(ipso_replan_practice(r.result), 1);
    emil = ipso_practice_fixed(ipso_replan_practice(r.result), 2);
    assert_string_equal(dora->id, "Dora");
    assert_null(dora->follows);
    assert_string_equal(emil->follows, "Dora");
    assert_int_equal(emil->min_gap_min, 5);
    assert_int_equal(emil->max_gap_min, 30);
    finish(&r);
}

/* ---- bad input ---- */

static void must_refuse(replanned *r, const char *where)
{
    replan(r);
    assert_int_equal(r->status, IPSO_INPUT);
    assert_null(r->result);
    assert_string_equal(r->err.where, where);
    finish(r);
}

static void changes_that_make_no_sense_are_refused(void **state)
{
    static replanned r;

    (void)state;
    start(&r);
    is_away(&r, 3, MONDAY, MONDAY);
    must_refuse(&r, "/away/0");
    start(&r);
    is_away(&r, MOREL, TUESDAY, MONDAY);
    must_refuse(&r, "/away/0/last");
    start(&r);
    is_away(&r, MOREL, MONDAY, MONDAY);
    is_away(&r, MOREL, MONDAY, MONDAY)->end_min = 0;
    must_refuse(&r, "/away/1");
    start(&r);
    is_shut(&r, 2, MONDAY, MONDAY);
    must_refuse(&r, "/shut/0");
    start(&r);
    is_shut(&r, HOUSE, TUESDAY, MONDAY);
    must_refuse(&r, "/shut/0/last");
    start(&r);
    r.change.now_min = 1441;
    must_refuse(&r, "/now_min");
}

static void settings_out_of_range_are_refused(void **state)
{
    static replanned r;

    (void)state;
    start(&r);
    r.settings.move_points = IPSO_HARD;
    must_refuse(&r, "");
    start(&r);
    r.settings.site_points = IPSO_MAX_POINTS + 1;
    must_refuse(&r, "");
    start(&r);
    r.settings.most_others = 1.5;
    must_refuse(&r, "");
    start(&r);
    r.settings.most_days = -1;
    must_refuse(&r, "");
    start(&r);
    r.settings.reserve_percent = 1001;
    must_refuse(&r, "");
    start(&r);
    r.settings.planner.threads = 0;
    must_refuse(&r, "");
}

static void a_practice_that_did_not_grow_from_the_plans_is_refused(void **state)
{
    static replanned r;

    (void)state;
    start(&r);
    r.grown = r.d;
    r.has_grown = true;
    r.grown.people[ROUX].id = "other";
    must_refuse(&r, "/practitioners/2");
    start(&r);
    r.grown = r.d;
    r.has_grown = true;
    with_fixed(&r.grown, "Dora", MOREL, TUESDAY, AT(9, 0))->site = HOUSE;
    must_refuse(&r, "/fixed_appointments");
}

static void a_plan_without_bookings_is_refused(void **state)
{
    static replanned r;

    (void)state;
    start(&r);
    roster_alone(&r.d);
    must_refuse(&r, "");
}

static void days_outside_the_horizon_change_nothing(void **state)
{
    static replanned r;

    (void)state;
    start(&r);
    is_away(&r, MOREL, -30, -1);
    is_away(&r, MOREL, 7, 400);
    is_shut(&r, HOUSE, 7, 7);
    replan_well(&r);
    assert_int_equal(ipso_replan_move_count(r.result), 0);
    finish(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_new_colleague_works_and_takes_appointments),
        cmocka_unit_test(new_duties_get_open_slots_for_the_need_that_is_left),
        cmocka_unit_test(a_colleague_takes_a_duty_over_where_that_has_a_price),
        cmocka_unit_test(a_hard_rule_that_cannot_hold_is_named),
        cmocka_unit_test(a_trainee_does_not_work_without_the_supervisor),
        cmocka_unit_test(a_minimum_does_not_hold_who_is_away),
        cmocka_unit_test(pins_of_days_away_fall),
        cmocka_unit_test(extended_hours_keep_their_rule_after_a_duty_falls_away),
        cmocka_unit_test(linked_requests_stay_linked_when_both_are_fixed),
        cmocka_unit_test(changes_that_make_no_sense_are_refused),
        cmocka_unit_test(settings_out_of_range_are_refused),
        cmocka_unit_test(a_practice_that_did_not_grow_from_the_plans_is_refused),
        cmocka_unit_test(a_plan_without_bookings_is_refused),
        cmocka_unit_test(days_outside_the_horizon_change_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
