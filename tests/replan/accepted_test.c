/* What patients of fixed appointments accept, in small practices worked out by hand.
 *
 * Default prices: a move 100, a day 20, an hour 6 by the minute, another practitioner 60, another
 * site 150, a teleconsultation 80, a call 3000. Carl is fixed with Dr Morel at 09:00 on Monday, who
 * is away then and works on Tuesday; Dr Petit works on Monday with Bert at 08:00.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/test.h"

#include "replan/replanned.h"

#include <string.h>

static ipso_window window_of(int day, int start_min, int end_min)
{
    return (ipso_window){date_of(day), date_of(day), start_min, end_min};
}

/* Dr Morel away on Monday, Carl the only one touched. */
static void start_with_carl(replanned *r, const ipso_window *windows, size_t count)
{
    start(r);
    without_slot(&r->d, ANNA_SLOT);
    r->settings.waiting = false;
    r->d.fixed[0].windows = windows;
    r->d.fixed[0].window_count = count;
    is_away(r, MOREL, MONDAY, MONDAY);
}

static void a_fixed_appointment_moves_within_its_windows(void **state)
{
    static replanned r;
    const ipso_window windows[] = {window_of(MONDAY, AT(8, 45), AT(9, 0)),
                                   window_of(TUESDAY, AT(10, 0), AT(11, 0))};

    (void)state;
    start_with_carl(&r, windows, 2);
    replan_well(&r);
    /* Dr Petit at 08:45 on Monday is 100 + 60 + 1.5; Dr Morel on Tuesday at 10:00 100 + 20 + 6. */
    must_be_at(&r, "Carl", MOREL, TUESDAY, AT(10, 0));
    assert_int_equal(move_of(&r, "Carl")->points, 126);
    finish(&r);
    start_with_carl(&r, windows, 1);
    replan_well(&r);
    must_be_at(&r, "Carl", PETIT, MONDAY, AT(8, 45)); /* 1.5 is rounded to 2 */
    assert_int_equal(move_of(&r, "Carl")->points, 162);
    finish(&r);
}

static void a_call_says_when_only_the_patient_stands_against_a_time(void **state)
{
    static replanned r;
    const ipso_window wednesday = window_of(WEDNESDAY, AT(8, 0), AT(12, 0));
    const ipso_practice *made;
    const ipso_request *request;

    (void)state;
    start_with_carl(&r, &wednesday, 1); /* nobody works then */
    replan_well(&r);
    assert_int_equal(call_of(&r, "Carl")->why, IPSO_UNPLACED_NO_DUTY);
    assert_true(call_of(&r, "Carl")->unsuited);
    made = ipso_replan_practice(r.result);
    request = ipso_practice_request(made, call_of(&r, "Carl")->request);
    assert_int_equal(request->window_count, 1); /* the request keeps what was said */
    assert_int_equal(request->windows[0].first, date_of(WEDNESDAY));
    finish(&r);
    start_with_carl(&r, NULL, 0);
    does_not_work(&r.d, MOREL, TUESDAY);
    does_not_work(&r.d, PETIT, MONDAY);
    without_slot(&r.d, BERT_SLOT);
    replan_well(&r);
    assert_false(call_of(&r, "Carl")->unsuited); /* nobody works at all */
    finish(&r);
}

static void who_wants_the_own_practitioner_alone_goes_to_nobody_else(void **state)
{
    static replanned r;
    const ipso_window monday = window_of(MONDAY, AT(8, 0), AT(12, 0));

    (void)state;
    start_with_carl(&r, &monday, 1);
    r.d.fixed[0].own_practitioner = MOREL;
    replan_well(&r);
    must_be_at(&r, "Carl", PETIT, MONDAY, AT(9, 0)); /* 100 + 60 */
    assert_int_equal(move_of(&r, "Carl")->points, 160);
    finish(&r);
    start_with_carl(&r, &monday, 1);
    r.d.fixed[0].own_practitioner = MOREL;
    r.d.fixed[0].accepts_others = false;
    replan_well(&r);
    assert_true(call_of(&r, "Carl")->unsuited);
    finish(&r);
}

static void the_own_practitioner_costs_nothing_more(void **state)
{
    static replanned r;

    (void)state;
    start_with_carl(&r, NULL, 0);
    r.d.fixed[0].own_practitioner = PETIT;
    r.d.fixed[0].accepts_others = false;
    replan_well(&r);
    /* Dr Petit at the same time, 100; Dr Morel, who is accepted since Carl was there, 100 + 20. */
    must_be_at(&r, "Carl", PETIT, MONDAY, AT(9, 0));
    assert_int_equal(move_of(&r, "Carl")->points, 100);
    finish(&r);
}

/* Dr Roux at the annexe is all there is on Monday: 100 + 60 + 150. */
static void who_wants_a_site_goes_to_no_other(void **state)
{
    static replanned r;
    const ipso_window monday = window_of(MONDAY, AT(8, 0), AT(12, 0));

    (void)state;
    for (int wanted = 0; wanted < 2; wanted++) {
        start_with_carl(&r, &monday, 1);
        does_not_work(&r.d, PETIT, MONDAY);
        without_slot(&r.d, BERT_SLOT);
        works(&r.d, ROUX, MONDAY, AT_ANNEXE);
        r.d.fixed[0].wanted_site = wanted ? HOUSE : IPSO_ANY;
        replan_well(&r);
        if (wanted) {
            assert_true(call_of(&r, "Carl")->unsuited);
        } else {
            must_be_at(&r, "Carl", ROUX, MONDAY, AT(9, 0));
            assert_int_equal(move_of(&r, "Carl")->points, 310);
        }
        finish(&r);
    }
}

/* Dr Roux from afar is all there is on Monday: 100 + 60 + 80. */
static void replan_from_afar(replanned *r, unsigned accepted_modes, bool unasked)
{
    static ipso_window monday;

    monday = window_of(MONDAY, AT(8, 0), AT(12, 0));
    start_with_carl(r, &monday, 1);
    does_not_work(&r->d, PETIT, MONDAY);
    without_slot(&r->d, BERT_SLOT);
    r->d.types[VISIT].modes = IPSO_MODE_SITE | IPSO_MODE_TELE;
    r->d.people[ROUX].teleconsultation = true;
    works(&r->d, ROUX, MONDAY, REMOTE);
    r->d.fixed[0].accepted_modes = accepted_modes;
    r->settings.tele_unasked = unasked;
    replan_well(r);
}

static void nobody_is_moved_to_a_video_against_what_was_said(void **state)
{
    static replanned r;

    (void)state;
    replan_from_afar(&r, IPSO_MODE_SITE | IPSO_MODE_TELE, false);
    must_be_at(&r, "Carl", ROUX, MONDAY, AT(9, 0));
    assert_int_equal(move_of(&r, "Carl")->points, 240);
    finish(&r);
    replan_from_afar(&r, IPSO_MODE_SITE, true);
    assert_non_null(call_of(&r, "Carl"));
    finish(&r);
    replan_from_afar(&r, 0, true); /* nothing was said: the price decides */
    must_be_at(&r, "Carl", ROUX, MONDAY, AT(9, 0));
    finish(&r);
    replan_from_afar(&r, 0, false); /* or nobody is */
    assert_non_null(call_of(&r, "Carl"));
    finish(&r);
}

/* Dora's follow-up with Dr Morel at 10:00 comes 45 min after Carl's visit, which ends at 09:15, and
 * may come 30 to 60 min after it. */
static void start_with_link(replanned *r, const ipso_window *windows, size_t count)
{
    ipso_slot *slot;
    ipso_fixed *dora;

    start_with_carl(r, windows, count);
    dora = with_fixed(&r->d, "Dora", MOREL, MONDAY, AT(10, 0));
    dora->patient = "Dora";
    dora->site = HOUSE;
    dora->length_min = 15;
    dora->follows = "Carl";
    dora->min_gap_min = 30;
    dora->max_gap_min = 60;
    slot = with_slot(&r->d, MOREL, MONDAY, AT(10, 0), VISIT);
    slot->use = IPSO_SLOT_FIXED;
    slot->fixed = 1;
}

static void linked_fixed_appointments_move_together(void **state)
{
    static replanned r;
    const ipso_window late = window_of(TUESDAY, AT(11, 0), AT(12, 0));

    (void)state;
    start_with_link(&r, NULL, 0);
    replan_well(&r);
    must_be_at(&r, "Carl", MOREL, TUESDAY, AT(9, 0));
    must_be_at(&r, "Dora", MOREL, TUESDAY, AT(10, 0));
    finish(&r);
    /* Carl from 11:00 to 11:15; Dora then from 11:45, 1 h 45 min off: 100 + 20 + 10.5. */
    start_with_link(&r, &late, 1);
    replan_well(&r);
    must_be_at(&r, "Carl", MOREL, TUESDAY, AT(11, 0));
    must_be_at(&r, "Dora", MOREL, TUESDAY, AT(11, 45));
    assert_int_equal(move_of(&r, "Dora")->points, 131);
    finish(&r);
}

/* Dora's is with Dr Petit, who stays: Carl's must end between 09:00 and 09:30. */
static void who_is_followed_by_one_that_stays_keeps_the_gap(void **state)
{
    static replanned r;

    (void)state;
    start_with_link(&r, NULL, 0);
    r.d.fixed[1].practitioner = PETIT;
    r.d.slots[r.d.slots_count - 1].practitioner = PETIT;
    replan_well(&r);
    must_be_at(&r, "Dora", PETIT, MONDAY, AT(10, 0));
    must_be_at(&r, "Carl", PETIT, MONDAY, AT(9, 0));
    finish(&r);
    start_with_link(&r, NULL, 0);
    r.d.fixed[1].practitioner = PETIT;
    r.d.slots[r.d.slots_count - 1].practitioner = PETIT;
    r.d.fixed[0].own_practitioner = MOREL;
    r.d.fixed[0].accepts_others = false; /* Tuesday is after Dora's */
    replan_well(&r);
    assert_int_equal(call_of(&r, "Carl")->why, IPSO_UNPLACED_LINK);
    finish(&r);
    start_with_link(&r, NULL, 0);
    r.d.fixed[1].follows = "nobody"; /* what it followed is over */
    replan_well(&r);
    must_be_at(&r, "Dora", MOREL, TUESDAY, AT(10, 0));
    finish(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_fixed_appointment_moves_within_its_windows),
        cmocka_unit_test(a_call_says_when_only_the_patient_stands_against_a_time),
        cmocka_unit_test(who_wants_the_own_practitioner_alone_goes_to_nobody_else),
        cmocka_unit_test(the_own_practitioner_costs_nothing_more),
        cmocka_unit_test(who_wants_a_site_goes_to_no_other),
        cmocka_unit_test(nobody_is_moved_to_a_video_against_what_was_said),
        cmocka_unit_test(linked_fixed_appointments_move_together),
        cmocka_unit_test(who_is_followed_by_one_that_stays_keeps_the_gap),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
