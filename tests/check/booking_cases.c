/* Rules B1 to B9.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "rule_case.h"

enum { ANNA, BERT };

/* ---- B1 ---- */

static ipso_window *window_of(draft *d, int request)
{
    static ipso_window window;

    ipso_window_init(&window);
    window.first = window.last = date_of(MONDAY);
    d->requests[request].windows = &window;
    d->requests[request].window_count = 1;
    return &window;
}

static void after_the_window(draft *d)
{
    window_of(d, ANNA)->end_min = AT(8, 10);
}

static void on_another_day(draft *d)
{
    ipso_window *window = window_of(d, ANNA);

    window->first = window->last = date_of(TUESDAY);
}

static void in_the_window(draft *d)
{
    ipso_window *window = window_of(d, ANNA);

    window->start_min = AT(8, 0);
    window->end_min = AT(8, 15);
}

static void with_somebody_else(draft *d)
{
    d->requests[BERT].practitioner = MOREL;
    d->requests[BERT].accepts_others = false;
    d->weights.continuity_points = 0;
}

static void with_another_type(draft *d)
{
    d->slots[BERT_SLOT].type = URGENT;
}

static void of_another_length(draft *d)
{
    d->slots[BERT_SLOT].length_min = 20;
}

static void at_another_site(draft *d)
{
    d->requests[BERT].site = ANNEXE;
}

static void booked_twice(draft *d)
{
    ipso_slot *slot = with_slot(d, MOREL, TUESDAY, AT(9, 0), VISIT);

    slot->use = IPSO_SLOT_BOOKED;
    slot->request = ANNA;
}

static void still_held(draft *d)
{
    d->slots[OPEN_SLOT].use = IPSO_SLOT_HELD;
}

/* Roux sees Dora from home on Tuesday. */
static void from_home(draft *d)
{
    ipso_slot *slot = with_slot(d, ROUX, TUESDAY, AT(9, 0), VISIT);

    with_request(d, "Dora", VISIT)->wanted = date_of(TUESDAY);
    works(d, ROUX, TUESDAY, REMOTE);
    d->types[VISIT].modes = IPSO_MODE_SITE | IPSO_MODE_TELE;
    slot->mode = IPSO_MODE_TELE;
    slot->site = IPSO_ANY;
    slot->use = IPSO_SLOT_BOOKED;
    slot->request = 2;
}

static void teleconsultation_not_accepted(draft *d)
{
    from_home(d);
    d->weights.tele_points = 0;
}

static void teleconsultation_accepted(draft *d)
{
    from_home(d);
    d->requests[2].accepts_tele = true;
    d->requests[2].site = HOUSE;
}

/* A type that is held by teleconsultation alone needs no consent, and costs nothing. */
static void teleconsultation_by_nature(draft *d)
{
    from_home(d);
    d->types[VISIT].modes = IPSO_MODE_SITE;
    d->types[URGENT].modes = IPSO_MODE_TELE;
    d->requests[2].type = d->slots[d->slots_count - 1].type = URGENT;
}

/* ---- B2 ---- */

static void acute_unplaced(draft *d)
{
    with_request(d, "Dora", URGENT)->priority_percent = 150;
}

static void other_unplaced(draft *d)
{
    with_request(d, "Dora", VISIT);
}

static void price_rounded(draft *d)
{
    d->types[VISIT].unmet_points = 25;
    with_request(d, "Dora", VISIT)->priority_percent = 50;
}

/* ---- B3 ---- */

static void in_two_places(draft *d)
{
    d->requests[BERT].patient = "Anna";
}

/* Anna is with Petit from 09:50 to 10:05, and with Morel from 10:00. */
static void in_two_places_the_other_way_round(draft *d)
{
    in_two_places(d);
    d->slots[BERT_SLOT].start_min = AT(9, 50);
    d->slots[ANNA_SLOT].start_min = AT(10, 0);
}

/* Bert's slot moves to 09:10, five minutes before the end of his fixed appointment. */
static void at_a_fixed_appointment_too(draft *d)
{
    d->fixed[0].patient = "Bert";
    d->slots[BERT_SLOT].start_min = AT(9, 10);
}

static void one_after_the_other(draft *d)
{
    in_two_places(d);
    d->slots[BERT_SLOT].start_min = AT(8, 15);
}

/* ---- B4 ---- */

/* Bert at 08:00, Anna until 08:15. */
static void follows_too_early(draft *d)
{
    d->requests[BERT].after = ANNA;
    d->requests[BERT].min_gap_min = 60;
}

static void follows_too_late(draft *d)
{
    follows_too_early(d);
    d->requests[BERT].max_gap_min = 60;
    d->slots[BERT_SLOT].start_min = AT(9, 25);
}

static void follows_in_time(draft *d)
{
    follows_too_late(d);
    d->slots[BERT_SLOT].start_min = AT(9, 15);
}

/* Bert on Wednesday at 09:00, Anna on Tuesday until 08:15: 24 hours and 45 minutes. */
static void follows_on_the_next_day(draft *d)
{
    d->requests[BERT].after = ANNA;
    d->requests[BERT].max_gap_min = 1440;
    d->weights.wait_points = 0;
    works(d, PETIT, WEDNESDAY, DAY);
    d->slots[ANNA_SLOT].day = TUESDAY;
    d->slots[BERT_SLOT].day = WEDNESDAY;
    d->slots[BERT_SLOT].start_min = AT(9, 0);
}

static void follows_nobody(draft *d)
{
    with_request(d, "Dora", VISIT);
    d->requests[BERT].after = 2;
    d->types[VISIT].unmet_points = 0;
}

/* ---- B5 ---- */

static void fixed_dropped(draft *d)
{
    without_slot(d, CARL_SLOT);
}

static void fixed_dropped_before_bookings(draft *d)
{
    without_slot(d, CARL_SLOT);
    d->last_stage = IPSO_STAGE_SLOTS;
}

static void fixed_moved(draft *d)
{
    d->slots[CARL_SLOT].start_min = AT(9, 5);
}

static void fixed_doubled(draft *d)
{
    ipso_slot *slot = with_slot(d, MOREL, MONDAY, AT(10, 0), VISIT);

    slot->use = IPSO_SLOT_FIXED;
    slot->fixed = 0;
}

/* ---- B6 to B9 ---- */

static void not_the_own_doctor(draft *d)
{
    d->requests[BERT].practitioner = MOREL;
}

static void waits_a_day(draft *d)
{
    d->slots[ANNA_SLOT].day = TUESDAY;
}

static void waits_since_it_was_wanted(draft *d)
{
    d->requests[ANNA].wanted = date_of(MONDAY) - 3;
}

static void waits_since_its_first_window(draft *d)
{
    ipso_window *window = window_of(d, ANNA);

    window->first = date_of(TUESDAY);
    window->last = date_of(WEDNESDAY);
    works(d, MOREL, WEDNESDAY, DAY);
    d->slots[ANNA_SLOT].day = WEDNESDAY;
}

static void acute_waits(draft *d)
{
    waits_a_day(d);
    d->types[VISIT].care = IPSO_CARE_ACUTE;
}

static void earlier_than_wanted(draft *d)
{
    d->requests[ANNA].wanted = date_of(WEDNESDAY);
}

/* 20 min of care in 15: 5 min for the patients who come, 4 in 5. */
static void booked_too_short(draft *d)
{
    ipso_slot *slot = with_slot(d, PETIT, MONDAY, AT(10, 0), URGENT);

    d->types[URGENT].law.mean_min = 20;
    with_request(d, "Dora", URGENT)->no_show = 0.2;
    slot->use = IPSO_SLOT_BOOKED;
    slot->request = 2;
}

static void booked_for_a_slow_class(draft *d)
{
    ipso_patient_class *aged = &d->classes[d->classes_count++];

    ipso_patient_class_init(aged);
    aged->id = "aged";
    aged->time_factor = 2;
    d->requests[BERT].patient_class = 0;
}

#define FIXED   "/fixed_appointments/0"
#define ANNA_AT "/requests/0"
#define BERT_AT "/requests/1"
#define DORA_AT "/requests/2"

const rule_case booking_cases[] = {
    {"a_request_is_inside_its_window", after_the_window, IPSO_RULE_REQUEST_FIT, 1, 1, BROKEN,
     ANNA_AT, "request Anna, on Monday 23 November at 08:00 with Dr Morel, is outside its windows"},
    {"a_request_is_on_a_day_of_its_window", on_another_day, IPSO_RULE_REQUEST_FIT, 1, 1, BROKEN,
     ANNA_AT, NULL},
    {"a_window_may_fit_exactly", in_the_window, IPSO_RULE_REQUEST_FIT, 0, 0, 0, NULL, NULL},
    {"a_request_is_with_whom_it_accepts", with_somebody_else, IPSO_RULE_REQUEST_FIT, 1, 1, BROKEN,
     BERT_AT, NULL},
    {"a_request_has_its_type", with_another_type, IPSO_RULE_REQUEST_FIT, 1, 1, BROKEN, BERT_AT,
     NULL},
    {"a_request_has_a_length_of_its_type", of_another_length, IPSO_RULE_REQUEST_FIT, 1, 1, BROKEN,
     BERT_AT, NULL},
    {"a_request_is_at_its_site", at_another_site, IPSO_RULE_REQUEST_FIT, 1, 1, BROKEN, BERT_AT,
     NULL},
    {"a_request_has_one_slot", booked_twice, IPSO_RULE_REQUEST_FIT, 1, 1, BROKEN, ANNA_AT, NULL},
    {"no_slot_is_held_after_the_bookings", still_held, IPSO_RULE_REQUEST_FIT, 1, 1, BROKEN, "",
     NULL},
    {"a_teleconsultation_is_accepted", teleconsultation_not_accepted, IPSO_RULE_REQUEST_FIT, 1, 1,
     BROKEN, DORA_AT, NULL},
    {"a_teleconsultation_instead_of_a_visit_is_paid", teleconsultation_accepted, IPSO_RULE_MODALITY,
     1, 1, 20, DORA_AT, "request Dora is a teleconsultation"},
    {"a_teleconsultation_by_nature_is_free", teleconsultation_by_nature, IPSO_RULE_MODALITY, 0, 0,
     0, NULL, NULL},
    /* 600 x 150 % */
    {"an_acute_request_without_a_place_is_paid", acute_unplaced, IPSO_RULE_UNPLACED_ACUTE, 1, 1,
     900, DORA_AT, "request Dora for urgent has no place"},
    {"another_request_without_a_place_is_paid", other_unplaced, IPSO_RULE_UNPLACED, 1, 1, 200,
     DORA_AT, NULL},
    /* 12.5 */
    {"the_price_of_a_request_is_rounded_up_at_a_half", price_rounded, IPSO_RULE_UNPLACED, 1, 1, 13,
     DORA_AT, NULL},
    {"a_patient_is_not_in_two_places", in_two_places, IPSO_RULE_PATIENT_TWICE, 1, 15, BROKEN,
     BERT_AT, "patient Anna is in two places on Monday 23 November at 08:00"},
    {"a_patient_is_not_in_two_places_in_any_order", in_two_places_the_other_way_round,
     IPSO_RULE_PATIENT_TWICE, 1, 5, BROKEN, ANNA_AT, NULL},
    {"a_patient_is_not_elsewhere_during_a_fixed_appointment", at_a_fixed_appointment_too,
     IPSO_RULE_PATIENT_TWICE, 1, 5, BROKEN, BERT_AT, NULL},
    {"appointments_of_a_patient_may_touch", one_after_the_other, IPSO_RULE_PATIENT_TWICE, 0, 0, 0,
     NULL, NULL},
    /* 60 min after 08:15, not 15 min before it */
    {"a_linked_request_comes_after_its_gap", follows_too_early, IPSO_RULE_LINK, 1, 75, BROKEN,
     BERT_AT,
     "request Bert starts -15 min after the end of the one it follows, outside 60 to 2147483647"},
    /* 70 min after */
    {"a_linked_request_comes_before_its_gap_is_over", follows_too_late, IPSO_RULE_LINK, 1, 10,
     BROKEN, BERT_AT, NULL},
    {"a_gap_is_counted_over_days", follows_on_the_next_day, IPSO_RULE_LINK, 1, 45, BROKEN, BERT_AT,
     NULL},
    {"a_linked_request_may_come_in_time", follows_in_time, IPSO_RULE_LINK, 0, 0, 0, NULL, NULL},
    {"a_request_is_not_placed_without_its_first", follows_nobody, IPSO_RULE_LINK, 1, 1, BROKEN,
     BERT_AT, "request Bert has a place but the one it must follow has none"},
    {"a_fixed_appointment_is_not_dropped", fixed_dropped, IPSO_RULE_FIXED_KEPT, 1, 1, BROKEN, FIXED,
     "fixed appointment Carl is missing"},
    {"a_fixed_appointment_is_there_from_the_slots_stage_on", fixed_dropped_before_bookings,
     IPSO_RULE_FIXED_KEPT, 1, 1, BROKEN, FIXED, NULL},
    {"a_fixed_appointment_is_not_moved", fixed_moved, IPSO_RULE_FIXED_KEPT, 1, 1, BROKEN, FIXED,
     "fixed appointment Carl is not as it was given"},
    {"a_fixed_appointment_is_there_once", fixed_doubled, IPSO_RULE_FIXED_KEPT, 1, 1, BROKEN, FIXED,
     NULL},
    {"another_doctor_than_ones_own_is_paid", not_the_own_doctor, IPSO_RULE_CONTINUITY, 1, 1, 40,
     BERT_AT, "request Bert is with Dr Petit instead of Dr Morel"},
    {"a_day_of_waiting_is_paid", waits_a_day, IPSO_RULE_WAIT, 1, 1, 5, ANNA_AT,
     "request Anna waits 1 days, until Tuesday 24 November"},
    {"waiting_counts_from_the_day_wanted", waits_since_it_was_wanted, IPSO_RULE_WAIT, 1, 3, 15,
     ANNA_AT, NULL},
    {"waiting_counts_from_the_first_window", waits_since_its_first_window, IPSO_RULE_WAIT, 1, 1, 5,
     ANNA_AT, NULL},
    {"acute_waiting_costs_ten_times_as_much", acute_waits, IPSO_RULE_WAIT, 1, 1, 50, ANNA_AT, NULL},
    {"nobody_waits_for_an_earlier_day", earlier_than_wanted, IPSO_RULE_WAIT, 0, 0, 0, NULL, NULL},
    /* 10 x 0.8 x 5 */
    {"a_booked_slot_pays_its_expected_overrun", booked_too_short, IPSO_RULE_REQUEST_LENGTH, 1, 1,
     40, P1, "1 booked slots of Dr Petit on Monday 23 November are expected to overrun"},
    /* 10 x (2 x 15 - 15) */
    {"a_booked_slot_pays_for_the_class_of_its_patient", booked_for_a_slow_class,
     IPSO_RULE_REQUEST_LENGTH, 1, 1, 150, P1, NULL},
    {0},
};
