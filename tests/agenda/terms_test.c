/* What a start costs, term by term, and why it is not offered; worked out on paper.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/test.h"

#include "agenda/corner.h"

static const corner_slot KEPT[] = {
    {540, ACUTE, 0, 0}, {550, ACUTE, 0, 0}, {600, VISIT, 0, 0}, {0, -1, 0, 0}};

static void assert_points(const ipso_offer *offer, ipso_offer_term term, int64_t points)
{
    if (offer->points[term] != points)
        fail_msg("%s: %lld points, not %lld", ipso_offer_term_name(term),
                 (long long)offer->points[term], (long long)points);
}

static void a_start_costs_the_sum_of_its_terms(void **state)
{
    corner made = corner_make(&(corner_options){.rules = NULL});
    ipso_stamp now = corner_stamp(&made, 0, 480);
    ipso_ask ask = corner_ask("p", VISIT);
    ipso_why why;

    (void)state;
    ask.request.practitioner = ADA;
    ask.length_min = 20;
    ask.request.no_show = 0.1;
    why = corner_why(&made, &ask, BEN, 3, 540, &now);
    assert_points(&why.offer, IPSO_OFFER_OWN, 40);
    assert_points(&why.offer, IPSO_OFFER_WAIT, 24);   /* 3 days x 5, and 540 min x 5 / 300 */
    assert_points(&why.offer, IPSO_OFFER_LENGTH, 45); /* 5 min x 10 x (1 - 0.1) */
    assert_points(&why.offer, IPSO_OFFER_RESERVE, 0);
    assert_points(&why.offer, IPSO_OFFER_UNUSABLE, 0);
    assert_int_equal(why.offer.cost, 109);
    ask.length_min = 0; /* at 30 min nothing is too short */
    why = corner_why(&made, &ask, ADA, 0, 540, &now);
    assert_int_equal(why.offer.length_min, 30);
    assert_int_equal(why.offer.cost, 9);
    assert_int_equal(why.rank, 1);
    corner_free(&made);
}

static void an_acute_problem_waits_at_ten_times_the_price(void **state)
{
    corner made = corner_make(&(corner_options){.rules = NULL});
    ipso_stamp now = corner_stamp(&made, 0, 480);
    ipso_ask ask = corner_ask("p", ACUTE);
    ipso_why why;

    (void)state;
    why = corner_why(&made, &ask, ADA, 3, 540, &now);
    assert_points(&why.offer, IPSO_OFFER_WAIT, 159); /* 3 x 5 x 10, and 540 x 5 / 300 */
    corner_free(&made);
}

static void a_teleconsultation_costs_where_a_visit_is_possible(void **state)
{
    corner made = corner_make(&(corner_options){.rules = NULL});
    ipso_stamp now = corner_stamp(&made, 0, 480);
    ipso_ask ask = corner_ask("p", VISIT);
    ipso_why why;

    (void)state;
    ask.request.accepts_tele = true;
    why = corner_why(&made, &ask, ADA, 0, 540, &now);
    assert_int_equal(why.offer.mode, IPSO_MODE_SITE);
    ask.modes = IPSO_MODE_TELE;
    why = corner_why(&made, &ask, ADA, 0, 540, &now);
    assert_int_equal(why.offer.mode, IPSO_MODE_TELE);
    assert_points(&why.offer, IPSO_OFFER_MODE, 20);
    ask.modes = IPSO_MODE_HOME;
    assert_int_equal(corner_why(&made, &ask, ADA, 0, 540, &now).code, IPSO_WHY_MODE);
    corner_free(&made);
}

/* At 09:05 a stretch of 5 min is left before it, and nothing lasts 5 min: 5 x 10 points. */
static void a_start_that_leaves_a_hole_gives_way_to_one_that_does_not(void **state)
{
    corner made = corner_make(&(corner_options){.rules = NULL});
    ipso_stamp now = corner_stamp(&made, 0, 480);
    ipso_ask ask = corner_ask("p", VISIT);
    ipso_why why = corner_why(&made, &ask, ADA, 0, 545, &now);

    (void)state;
    assert_int_equal(why.code, IPSO_WHY_HOLE);
    assert_true(why.bookable);
    /* widths are 10, 20 and 30: what is left of a stretch is 5 min when it is an odd number of
     * fives, else 0. [545, 575) leaves 5 before it and 85 after it of 120: 10 min x 10 */
    assert_points(&why.offer, IPSO_OFFER_UNUSABLE, 100);
    assert_int_equal(corner_book(&made, "p", VISIT, ADA, 0, 545, 0, &now), 1);
    corner_free(&made);
}

/* Visits of 20 and 30 min alone. Left in hundredths of a minute: L(10) = 1000, L(20) = 0 (20 fits),
 * L(30) = (L(10) + 0) / 2 = 500; into 50, 20 fits best at an end, and leaves L(30) = 500, 30 leaves
 * L(20) = 0: L(50) = 250. */
static void a_start_pays_for_what_is_expected_to_be_left_around_it(void **state)
{
    corner made =
        corner_make(&(corner_options){.first_min = 540, .last_min = 590, .visits_alone = true});
    ipso_stamp now = corner_stamp(&made, 0, 480);
    ipso_ask ask = corner_ask("p", VISIT);
    ipso_why why;

    (void)state;
    ask.length_min = 20;
    why = corner_why(&made, &ask, ADA, 3, 540, &now);
    assert_points(&why.offer, IPSO_OFFER_UNUSABLE, 3); /* 0.1 x (500 - 250) / 100 x 300 / 30 */
    assert_int_equal(why.code, IPSO_WHY_OFFERED);      /* 30 fits: no hole */
    why = corner_why(&made, &ask, ADA, 3, 560, &now);
    assert_points(&why.offer, IPSO_OFFER_UNUSABLE, 8); /* 0.1 x (0 + 1000 - 250) / 100 x 10 = 7.5 */
    assert_int_equal(why.code, IPSO_WHY_HOLE);
    ask.length_min = 30;
    why = corner_why(&made, &ask, ADA, 3, 540, &now);
    assert_points(&why.offer, IPSO_OFFER_UNUSABLE, -2); /* 0.1 x (0 - 250) / 100 x 10 = -2.5 */
    why = corner_why(&made, &ask, ADA, 0, 540, &now);
    assert_points(&why.offer, IPSO_OFFER_UNUSABLE, 0); /* today: 20 fits exactly */
    corner_free(&made);
}

/* Two acute patients are expected for sure: either acute slot is worth 600. One visit slot is kept
 * for two visits: 300. */
static void what_displaces_a_kept_time_pays_for_it(void **state)
{
    corner made = corner_make(&(corner_options){.slots = KEPT});
    ipso_stamp now = corner_stamp(&made, 0, 480);
    ipso_ask visit = corner_ask("p", VISIT), acute = corner_ask("q", ACUTE);
    ipso_why why;

    (void)state;
    why = corner_why(&made, &acute, ADA, 0, 540, &now);
    assert_points(&why.offer, IPSO_OFFER_RESERVE, 0); /* uses its own */
    why = corner_why(&made, &acute, ADA, 0, 545, &now);
    assert_points(&why.offer, IPSO_OFFER_RESERVE, 600); /* uses the one, displaces the other */
    why = corner_why(&made, &acute, ADA, 0, 610, &now);
    assert_points(&why.offer, IPSO_OFFER_RESERVE, 300);
    why = corner_why(&made, &visit, ADA, 0, 600, &now);
    assert_points(&why.offer, IPSO_OFFER_RESERVE, 0);
    why = corner_why(&made, &visit, ADA, 0, 560, &now);
    assert_points(&why.offer, IPSO_OFFER_RESERVE, 0); /* until 590 or 580: nothing is kept there */
    assert_int_equal(corner_why(&made, &visit, ADA, 0, 540, &now).code, IPSO_WHY_RESERVED);
    corner_book(&made, "r", ACUTE, ADA, 0, 540, 0, &now);
    why = corner_why(&made, &acute, ADA, 0, 550, &now);
    assert_points(&why.offer, IPSO_OFFER_RESERVE, 0);
    corner_free(&made);
}

/* A visit slot on Monday is kept for patients who ask on Friday, the first day. */
static void needs_of_past_days_keep_nothing(void **state)
{
    static const corner_slot visits[] = {{600, VISIT, 3, 0}, {0, -1, 0, 0}};
    corner made = corner_make(&(corner_options){.slots = visits});
    ipso_ask acute = corner_ask("q", ACUTE);
    ipso_stamp friday = corner_stamp(&made, 0, 480), saturday = corner_stamp(&made, 1, 480);
    ipso_why why = corner_why(&made, &acute, ADA, 3, 600, &friday);

    (void)state;
    assert_points(&why.offer, IPSO_OFFER_RESERVE, 300);
    why = corner_why(&made, &acute, ADA, 3, 600, &saturday);
    assert_points(&why.offer, IPSO_OFFER_RESERVE, 0);
    corner_free(&made);
}

static void a_release_is_of_acute_times_alone(void **state)
{
    corner made = corner_make(&(corner_options){.slots = KEPT});
    ipso_ask acute = corner_ask("q", ACUTE), visit = corner_ask("p", VISIT);
    ipso_stamp now = corner_stamp(&made, 0, 480);
    ipso_why why;

    (void)state;
    assert_int_equal(ipso_agenda_release(made.agenda, IPSO_ANY, made.first, 0, 1440, &now, NULL),
                     IPSO_OK);
    why = corner_why(&made, &acute, ADA, 0, 600, &now);
    assert_points(&why.offer, IPSO_OFFER_RESERVE, 300);
    why = corner_why(&made, &visit, ADA, 0, 540, &now);
    assert_true(why.bookable);
    assert_points(&why.offer, IPSO_OFFER_RESERVE, 0);
    corner_free(&made);
}

static void acute_times_open_by_lead_time_and_are_released(void **state)
{
    ipso_booking_rules rules;
    ipso_ask visit = corner_ask("p", VISIT), acute = corner_ask("q", ACUTE);
    ipso_stamp early, later, soon;
    corner made;

    (void)state;
    ipso_booking_rules_init(&rules);
    rules.patient_open_h = 2;
    rules.professional_open_h = 3;
    rules.release_h = 1;
    made = corner_make(&(corner_options){.slots = KEPT, .rules = &rules});
    early = corner_stamp(&made, 0, 359); /* 3 h 1 min before 09:00 */
    later = corner_stamp(&made, 0, 420);
    soon = corner_stamp(&made, 0, 480);
    assert_int_equal(corner_why(&made, &acute, ADA, 0, 540, &early).code, IPSO_WHY_RESERVED);
    acute.audience = IPSO_AUDIENCE_PROFESSIONAL;
    assert_int_equal(corner_why(&made, &acute, ADA, 0, 540, &early).code, IPSO_WHY_RESERVED);
    assert_true(corner_why(&made, &acute, ADA, 0, 540, &later).bookable);
    acute.audience = IPSO_AUDIENCE_STAFF;
    assert_true(corner_why(&made, &acute, ADA, 0, 540, &early).bookable);
    acute.audience = IPSO_AUDIENCE_PATIENT;
    assert_true(corner_why(&made, &acute, ADA, 0, 540, &later).bookable);
    visit.length_min = 20;
    assert_int_equal(corner_why(&made, &visit, ADA, 0, 530, &later).code, IPSO_WHY_DUTY);
    /* 09:00 is released at 08:00, but 09:10 only at 08:10 */
    assert_int_equal(corner_why(&made, &visit, ADA, 0, 540, &soon).code, IPSO_WHY_RESERVED);
    soon = corner_stamp(&made, 0, 490);
    assert_true(corner_why(&made, &visit, ADA, 0, 540, &soon).bookable);
    assert_int_equal(ipso_agenda_release(made.agenda, 0, made.first, 540, 560, &early, NULL),
                     IPSO_OK);
    assert_true(corner_why(&made, &visit, ADA, 0, 540, &early).bookable);
    corner_free(&made);
}

/* Friday 17:30, open until 18:00 and again on Monday from 08:00: an hour later is Monday 08:30. */
static void notice_is_counted_in_opening_time(void **state)
{
    ipso_booking_rules rules;
    ipso_ask ask = corner_ask("p", VISIT);
    ipso_stamp friday;
    corner made;

    (void)state;
    ipso_booking_rules_init(&rules);
    rules.notice_min = 60;
    made = corner_make(&(corner_options){.rules = &rules, .first_min = 480});
    friday = corner_stamp(&made, 0, 1050);
    assert_int_equal(corner_why(&made, &ask, ADA, 3, 505, &friday).code, IPSO_WHY_NOTICE);
    assert_true(corner_why(&made, &ask, ADA, 3, 510, &friday).bookable);
    ask.audience = IPSO_AUDIENCE_STAFF;
    assert_true(corner_why(&made, &ask, ADA, 3, 480, &friday).bookable);
    corner_free(&made);
}

static void patients_book_so_many_days_ahead(void **state)
{
    ipso_booking_rules rules;
    ipso_ask ask = corner_ask("p", VISIT);
    ipso_stamp now;
    corner made;

    (void)state;
    ipso_booking_rules_init(&rules);
    rules.ahead_days = 2;
    made = corner_make(&(corner_options){.rules = &rules});
    now = corner_stamp(&made, 0, 480);
    assert_int_equal(corner_why(&made, &ask, ADA, 3, 540, &now).code, IPSO_WHY_HORIZON);
    now = corner_stamp(&made, 1, 480);
    assert_true(corner_why(&made, &ask, ADA, 3, 540, &now).bookable);
    assert_int_equal(corner_why(&made, &ask, ADA, 7, 540, &now).code, IPSO_WHY_HORIZON);
    corner_free(&made);
}

/* Of three patients without own practitioner Ada has all. Each should have ceil(3 x 240 / 480) = 2
 * of them: one too many costs a point. */
static void patients_without_own_practitioner_take_turns(void **state)
{
    corner made = corner_make(&(corner_options){.rules = NULL});
    ipso_stamp now = corner_stamp(&made, 0, 480);
    ipso_ask ask = corner_ask("p", VISIT);
    ipso_why why;

    (void)state;
    for (int i = 0; i < 3; i++)
        corner_book(&made, "q", VISIT, ADA, 0, 540 + 30 * i, 30, &now);
    why = corner_why(&made, &ask, ADA, 0, 630, &now);
    assert_points(&why.offer, IPSO_OFFER_TURN, 1);
    why = corner_why(&made, &ask, BEN, 0, 630, &now);
    assert_points(&why.offer, IPSO_OFFER_TURN, 0);
    ask.request.practitioner = ADA;
    why = corner_why(&made, &ask, ADA, 0, 630, &now);
    assert_points(&why.offer, IPSO_OFFER_TURN, 0);
    corner_free(&made);
}

static void each_rule_says_why(void **state)
{
    corner made = corner_make(&(corner_options){.rules = NULL});
    ipso_stamp now = corner_stamp(&made, 0, 550);
    ipso_window window = {made.first, made.first + 6, 560, 600};
    ipso_ask ask = corner_ask("p", VISIT);
    ipso_place place = corner_place(&made, ADA, 0, 600);
    int64_t hold = 0, block = 0;

    (void)state;
    assert_int_equal(corner_why(&made, &ask, ADA, 0, 545, &now).code, IPSO_WHY_PAST);
    assert_int_equal(corner_why(&made, &ask, ADA, 9, 600, &now).code, IPSO_WHY_HORIZON);
    assert_int_equal(corner_why(&made, &ask, ADA, 0, 601, &now).code, IPSO_WHY_GRID);
    assert_int_equal(corner_why(&made, &ask, ADA, 1, 600, &now).code, IPSO_WHY_DUTY);
    assert_int_equal(corner_why(&made, &ask, ADA, 0, 645, &now).code, IPSO_WHY_DUTY);
    ask.request.windows = &window;
    ask.request.window_count = 1;
    assert_int_equal(corner_why(&made, &ask, ADA, 0, 585, &now).code, IPSO_WHY_WINDOW);
    assert_int_equal(corner_why(&made, &ask, ADA, 0, 580, &now).offer.length_min, 20);
    ask.request.window_count = 0;
    ask.request.practitioner = BEN;
    ask.request.accepts_others = false;
    assert_int_equal(corner_why(&made, &ask, ADA, 0, 600, &now).code, IPSO_WHY_PRACTITIONER);
    ask = corner_ask("p", VISIT);
    corner_book(&made, "q", VISIT, ADA, 0, 570, 30, &now);
    assert_int_equal(corner_why(&made, &ask, ADA, 0, 555, &now).code, IPSO_WHY_OCCUPIED);
    assert_int_equal(corner_why(&made, &ask, ADA, 0, 555, &now).other, 1);
    assert_int_equal(ipso_agenda_hold(made.agenda, &hold, &ask, &place, 60, &now, NULL), IPSO_OK);
    assert_int_equal(corner_why(&made, &ask, ADA, 0, 620, &now).code, IPSO_WHY_HELD);
    assert_int_equal(corner_why(&made, &ask, BEN, 0, 620, &now).code, IPSO_WHY_PATIENT);
    assert_int_equal(ipso_agenda_block(made.agenda, &block, BEN, made.first, 630, made.first, 640,
                                       "errand", &now, NULL),
                     IPSO_OK);
    assert_int_equal(corner_why(&made, &ask, BEN, 0, 635, &now).code, IPSO_WHY_BLOCKED);
    assert_int_equal(corner_why(&made, &ask, BEN, 0, 635, &now).other, block);
    corner_free(&made);
}

static void nonsense_is_refused_by_field(void **state)
{
    corner made = corner_make(&(corner_options){.rules = NULL});
    ipso_stamp now = corner_stamp(&made, 0, 480);
    ipso_ask ask = corner_ask("p", 7);
    ipso_offer offer;
    ipso_error err;
    int count;

    (void)state;
    ipso_error_init(&err);
    assert_int_equal(ipso_agenda_offer(made.agenda, &offer, 1, &count, &ask, &now, &err),
                     IPSO_INPUT);
    assert_string_equal(err.where, "/type");
    ipso_error_init(&err);
    ask = corner_ask("p", VISIT);
    ask.length_min = 25;
    assert_int_equal(ipso_agenda_offer(made.agenda, &offer, 1, &count, &ask, &now, &err),
                     IPSO_INPUT);
    assert_string_equal(err.where, "/length_min");
    ipso_error_init(&err);
    ask = corner_ask("p", VISIT);
    ask.after = 3;
    assert_int_equal(ipso_agenda_offer(made.agenda, &offer, 1, &count, &ask, &now, &err),
                     IPSO_INPUT);
    assert_string_equal(err.where, "/after");
    ask = corner_ask("p", VISIT);
    ipso_error_init(&err);
    assert_int_equal(ipso_agenda_offer(made.agenda, &offer, 0, &count, &ask, &now, &err),
                     IPSO_INPUT);
    assert_string_equal(err.where, "/room");
    corner_free(&made);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_start_costs_the_sum_of_its_terms),
        cmocka_unit_test(an_acute_problem_waits_at_ten_times_the_price),
        cmocka_unit_test(a_teleconsultation_costs_where_a_visit_is_possible),
        cmocka_unit_test(a_start_that_leaves_a_hole_gives_way_to_one_that_does_not),
        cmocka_unit_test(a_start_pays_for_what_is_expected_to_be_left_around_it),
        cmocka_unit_test(what_displaces_a_kept_time_pays_for_it),
        cmocka_unit_test(needs_of_past_days_keep_nothing),
        cmocka_unit_test(a_release_is_of_acute_times_alone),
        cmocka_unit_test(acute_times_open_by_lead_time_and_are_released),
        cmocka_unit_test(notice_is_counted_in_opening_time),
        cmocka_unit_test(patients_book_so_many_days_ahead),
        cmocka_unit_test(patients_without_own_practitioner_take_turns),
        cmocka_unit_test(each_rule_says_why),
        cmocka_unit_test(nonsense_is_refused_by_field),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
