/* Rules S1 to S7.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "rule_case.h"

/* ---- S1 ---- */

static void slot_in_the_break(draft *d)
{
    d->slots[OPEN_SLOT].start_min = AT(12, 30);
}

static void slots_overlap(draft *d)
{
    d->slots[OPEN_SLOT].start_min = AT(8, 10);
}

static void slot_off_duty(draft *d)
{
    with_slot(d, PETIT, TUESDAY, AT(9, 0), VISIT);
}

static void slot_at_another_site(draft *d)
{
    d->slots[OPEN_SLOT].site = ANNEXE;
}

static void slot_of_a_type_one_may_not_give(draft *d)
{
    static const int roux[] = {ROUX};

    with_slot(d, MOREL, TUESDAY, AT(9, 0), URGENT);
    d->types[URGENT].who.practitioners = roux;
    d->types[URGENT].who.practitioner_count = 1;
}

static void slot_in_a_mode_that_does_not_fit(draft *d)
{
    d->types[VISIT].modes = IPSO_MODE_SITE | IPSO_MODE_TELE;
    d->slots[OPEN_SLOT].mode = IPSO_MODE_TELE;
}

static void slot_off_the_grid(draft *d)
{
    d->slots[OPEN_SLOT].start_min = AT(8, 33);
}

static void slot_of_no_length_of_its_type(draft *d)
{
    d->slots[OPEN_SLOT].length_min = 20;
}

static void slot_with_travel(draft *d)
{
    d->slots[OPEN_SLOT].travel_min = 10;
}

/* The hour from 08:00 on Tuesday is kept, at the start of each duty, for nothing. */
static void slot_in_protected_minutes(draft *d)
{
    with_protected(d, IPSO_TUESDAY, 0, 0)->minutes_at_start = 60;
    with_slot(d, MOREL, TUESDAY, AT(8, 45), VISIT);
}

static ipso_protected *time_for_urgent_care(draft *d)
{
    static const int urgent[] = {URGENT};
    ipso_protected *time = with_protected(d, IPSO_TUESDAY, AT(9, 0), AT(10, 0));

    time->admits = urgent;
    time->admit_count = 1;
    return time;
}

static void slot_in_time_for_another_type(draft *d)
{
    time_for_urgent_care(d);
    with_slot(d, MOREL, TUESDAY, AT(9, 0), VISIT);
}

static void slot_across_the_edge_of_a_session(draft *d)
{
    time_for_urgent_care(d);
    with_slot(d, MOREL, TUESDAY, AT(9, 50), URGENT);
}

static void slots_in_time_for_their_types(draft *d)
{
    time_for_urgent_care(d);
    with_slot(d, MOREL, TUESDAY, AT(9, 0), URGENT);
    with_slot(d, MOREL, TUESDAY, AT(10, 0), VISIT);
}

/* Two protected times that admit one type each admit none together. */
static void slot_where_two_admissions_cross(draft *d)
{
    static const int visit[] = {VISIT};
    ipso_protected *time;

    time_for_urgent_care(d);
    time = with_protected(d, IPSO_TUESDAY, AT(9, 30), AT(10, 30));
    time->id = "visits";
    time->admits = visit;
    time->admit_count = 1;
    with_slot(d, MOREL, TUESDAY, AT(9, 0), URGENT);
    with_slot(d, MOREL, TUESDAY, AT(10, 0), VISIT);
    with_slot(d, MOREL, TUESDAY, AT(9, 45), VISIT);
}

static void remote_slots(draft *d)
{
    ipso_slot *slot;

    d->types[VISIT].modes = IPSO_MODE_SITE | IPSO_MODE_TELE;
    works(d, ROUX, TUESDAY, REMOTE);
    slot = with_slot(d, ROUX, TUESDAY, AT(9, 0), VISIT);
    slot->mode = IPSO_MODE_TELE;
    slot->site = IPSO_ANY;
}

/* 15 minutes and 10 of travel, from 11:35 to the break. */
static void home_visit(draft *d)
{
    ipso_slot *slot;

    d->types[URGENT].modes = IPSO_MODE_HOME;
    d->types[URGENT].travel_min = 10;
    slot = with_slot(d, MOREL, TUESDAY, AT(11, 35), URGENT);
    slot->mode = IPSO_MODE_HOME;
    slot->travel_min = 10;
}

static void home_visit_into_the_break(draft *d)
{
    home_visit(d);
    d->slots[d->slots_count - 1].start_min = AT(11, 40);
}

static void home_visit_in_a_remote_duty(draft *d)
{
    home_visit(d);
    works(d, ROUX, TUESDAY, REMOTE);
    d->slots[d->slots_count - 1].practitioner = ROUX;
    d->slots[d->slots_count - 1].site = IPSO_ANY;
}

/* 08:00-12:00 and 12:00-21:00 on Tuesday. */
static void slot_across_two_duties(draft *d)
{
    does_not_work(d, MOREL, TUESDAY);
    works(d, MOREL, TUESDAY, MORNING);
    works(d, MOREL, TUESDAY, LATE);
    d->people[MOREL].rules.duties_per_day = 2;
    d->people[MOREL].rules.split_gap_min = 0;
    with_slot(d, MOREL, TUESDAY, AT(11, 55), VISIT);
}

/* ---- S2 and S3, and the needs that slots are kept for ---- */

static ipso_slot *slot_for(draft *d, int day, int start_min, int demand, int demand_day)
{
    ipso_slot *slot = with_slot(d, MOREL, day, start_min, d->demand[demand].type);

    slot->demand = demand;
    slot->demand_day = demand_day;
    return slot;
}

static ipso_demand *three_urgent(draft *d)
{
    ipso_demand *demand = with_demand(d, URGENT, HOUSE, IPSO_TUESDAY, 3);

    slot_for(d, TUESDAY, AT(9, 0), 0, TUESDAY);
    return demand;
}

static void acute_need_unmet(draft *d)
{
    three_urgent(d);
}

static void acute_need_met(draft *d)
{
    three_urgent(d);
    slot_for(d, TUESDAY, AT(9, 15), 0, TUESDAY);
    slot_for(d, TUESDAY, AT(9, 30), 0, TUESDAY);
}

static void acute_need_by_chance(draft *d)
{
    ipso_demand *demand = three_urgent(d);

    demand->mean = 1;
    demand->law = IPSO_COUNT_POISSON;
}

static void other_need_unmet(draft *d)
{
    with_demand(d, VISIT, HOUSE, IPSO_TUESDAY | IPSO_WEDNESDAY, 2);
    slot_for(d, TUESDAY, AT(9, 0), 0, TUESDAY);
    works(d, PETIT, WEDNESDAY, DAY); /* or the need would be short of staff besides */
}

static void slot_of_another_day_than_its_need(draft *d)
{
    with_demand(d, URGENT, HOUSE, IPSO_MONDAY, 1); /* acute care: the same day only */
    slot_for(d, TUESDAY, AT(9, 0), 0, MONDAY);
}

static void slot_outside_the_window_of_its_need(draft *d)
{
    with_demand(d, URGENT, HOUSE, IPSO_TUESDAY, 1)->end_min = AT(9, 10);
    slot_for(d, TUESDAY, AT(9, 0), 0, TUESDAY);
}

static void slot_for_a_need_at_another_site(draft *d)
{
    with_demand(d, URGENT, ANNEXE, IPSO_TUESDAY, 1);
    slot_for(d, TUESDAY, AT(9, 0), 0, TUESDAY);
    works(d, ROUX, TUESDAY, AT_ANNEXE);
}

/* A need of any site is met at the house, one of the house by a teleconsultation from anywhere. */
static void slots_where_needs_may_be_met(draft *d)
{
    ipso_slot *slot;

    works(d, ROUX, TUESDAY, REMOTE);
    d->types[URGENT].modes = IPSO_MODE_SITE | IPSO_MODE_TELE;
    with_demand(d, URGENT, IPSO_ANY, IPSO_TUESDAY, 1);
    with_demand(d, URGENT, HOUSE, IPSO_TUESDAY, 1);
    slot_for(d, TUESDAY, AT(9, 0), 0, TUESDAY);
    slot = slot_for(d, TUESDAY, AT(9, 0), 1, TUESDAY);
    slot->practitioner = ROUX;
    slot->site = IPSO_ANY;
    slot->mode = IPSO_MODE_TELE;
}

static void slot_for_a_need_of_no_such_day(draft *d)
{
    with_demand(d, VISIT, HOUSE, IPSO_MONDAY, 1);
    slot_for(d, MONDAY, AT(10, 0), 0, MONDAY);
    slot_for(d, TUESDAY, AT(9, 0), 0, TUESDAY);
}

/* ---- S4 and S5 ---- */

static void need_that_waits(draft *d)
{
    with_demand(d, VISIT, HOUSE, IPSO_MONDAY, 2);
    slot_for(d, MONDAY, AT(10, 0), 0, MONDAY);
    slot_for(d, TUESDAY, AT(10, 0), 0, MONDAY);
}

static void need_that_waits_two_days_twice(draft *d)
{
    need_that_waits(d);
    works(d, MOREL, WEDNESDAY, DAY);
    d->slots[d->slots_count - 1].day = WEDNESDAY;
    d->slots[d->slots_count - 2].day = WEDNESDAY;
    d->slots[d->slots_count - 2].start_min = AT(9, 0);
}

/* One open slot of 15 min for 22 min of care: 7 x 10 points. */
static void slot_too_short(draft *d)
{
    d->types[URGENT].law.mean_min = 22;
    with_slot(d, MOREL, TUESDAY, AT(9, 0), URGENT);
}

static void slot_of_a_slow_doctor(draft *d)
{
    d->people[MOREL].pace = 1.2;
    d->last_stage = IPSO_STAGE_SLOTS;
}

static void slot_for_a_slow_class(draft *d)
{
    ipso_patient_class *aged = &d->classes[d->classes_count++];

    ipso_patient_class_init(aged);
    aged->id = "aged";
    aged->time_factor = 2;
    with_demand(d, URGENT, HOUSE, IPSO_TUESDAY, 1)->patient_class = 0;
    slot_for(d, TUESDAY, AT(9, 0), 0, TUESDAY);
}

/* E[(S - l)+] = m e^(-l/m) of an exponential S: 15/e = 5.518 min, 55.18 points. */
static void slot_by_chance(draft *d)
{
    d->types[URGENT].law.kind = IPSO_LAW_EXPONENTIAL;
    with_slot(d, MOREL, TUESDAY, AT(9, 0), URGENT);
}

/* ---- S6 ---- */

/* Roux works from 12:00 to 21:00 on Tuesday, so for 60 extended minutes; mean urgent patients of 15
 * min ask for the hour from 20:00. Their need costs nothing here. */
static void evening(draft *d, double mean)
{
    works(d, ROUX, TUESDAY, LATE);
    d->types[URGENT].unmet_points = 0;
    with_demand(d, URGENT, HOUSE, IPSO_TUESDAY, mean)->start_min = AT(20, 0);
    with_slot(d, ROUX, TUESDAY, AT(20, 0), VISIT);
    with_slot(d, ROUX, TUESDAY, AT(20, 15), VISIT);
}

static void evening_taken(draft *d)
{
    evening(d, 3);
}

static void evening_taken_at_a_price(draft *d)
{
    evening(d, 3);
    d->extended.other_points = 4;
}

static void evening_left_free(draft *d)
{
    evening(d, 2);
}

/* Neither other care nor urgent care elsewhere counts as acute need of the house. */
static void evening_of_other_needs(draft *d)
{
    evening(d, 2);
    d->types[VISIT].unmet_points = 0;
    with_demand(d, VISIT, HOUSE, IPSO_TUESDAY, 2)->start_min = AT(20, 0);
    with_demand(d, URGENT, ANNEXE, IPSO_TUESDAY, 2)->start_min = AT(20, 0);
    with_demand(d, URGENT, HOUSE, IPSO_WEDNESDAY, 2)->start_min = AT(20, 0);
    d->weights.staffing_points = 0;
}

static void evening_of_need_anywhere(draft *d)
{
    evening(d, 3);
    d->demand[0].site = IPSO_ANY;
}

static void evening_at_the_only_site(draft *d)
{
    evening_of_need_anywhere(d);
    d->sites_count = 1;
    d->duties[AT_ANNEXE].site = HOUSE;
}

/* Sunday is extended all day: 540 min, of which 35 urgent patients ask for 525. */
static void whole_sunday(draft *d)
{
    evening(d, 35);
    d->demand[0].days.weekdays = IPSO_SUNDAY;
    d->demand[0].start_min = 0;
    works(d, ROUX, SUNDAY, DAY);
    for (int last = 1; last <= 2; last++) {
        d->slots[d->slots_count - last].day = SUNDAY;
        d->slots[d->slots_count - last].start_min = AT(8 + last, 0);
    }
}

static void evening_taken_in_part(draft *d)
{
    evening(d, 4);
    without_slot(d, d->slots_count - 1);
    d->slots[d->slots_count - 1].start_min = AT(19, 45);
    d->slots[d->slots_count - 1].length_min = 30;
}

/* The window of the need, cut to 07:00-21:00, has 840 min, of which 2 hours are extended: 14
 * patients of 15 min ask for 210 x 120 / 840 = 30 of them, so 60 - 30 = 30 remain. */
static void evening_in_a_share_of_the_day(draft *d)
{
    evening(d, 14);
    d->demand[0].start_min = 0;
    with_slot(d, ROUX, TUESDAY, AT(20, 30), VISIT);
}

static void evening_with_a_fixed_appointment(draft *d)
{
    evening(d, 1);
    with_slot(d, ROUX, TUESDAY, AT(20, 45), VISIT)->use = IPSO_SLOT_FIXED;
    d->slots[d->slots_count - 1].fixed = 1;
    with_fixed(d, "Dora", ROUX, TUESDAY, AT(20, 45))->site = HOUSE;
    with_slot(d, ROUX, TUESDAY, AT(20, 30), VISIT);
}

static void evening_at_a_distance(draft *d)
{
    evening(d, 4);
    d->types[VISIT].modes = IPSO_MODE_SITE | IPSO_MODE_TELE;
    d->duties[LATE].tele = true;
    d->slots[d->slots_count - 1].mode = IPSO_MODE_TELE;
    d->slots[d->slots_count - 2].mode = IPSO_MODE_TELE;
}

/* ---- S7 ---- */

/* Morel has three visits; Petit one; Roux does not work. */
static void target_missed(draft *d)
{
    d->types[VISIT].target_per_week = 3;
}

static void target_where_it_cannot_be_given(draft *d)
{
    works(d, ROUX, TUESDAY, REMOTE); /* visits are held at a site */
    d->types[VISIT].target_per_week = 1;
}

static void target_each_week(draft *d)
{
    works(d, ROUX, FRIDAY, DAY);
    works(d, ROUX, SUNDAY + 1, DAY);
    with_slot(d, ROUX, FRIDAY, AT(9, 0), VISIT);
    d->horizon.days = 9;
    d->types[VISIT].target_per_week = 1;
}

static void before_bookings(draft *d)
{
    d->last_stage = IPSO_STAGE_SLOTS;
    d->slots[ANNA_SLOT].use = d->slots[BERT_SLOT].use = IPSO_SLOT_HELD;
    d->slots[ANNA_SLOT].request = d->slots[BERT_SLOT].request = IPSO_ANY;
}

const rule_case slot_cases[] = {
    {"a_slot_is_not_in_a_break", slot_in_the_break, IPSO_RULE_SLOT_FIT, 1, 1, BROKEN, P0,
     "visit at 12:30 on Monday 23 November with Dr Morel is not inside consulting time"},
    /* 08:10 to 08:15 twice */
    {"slots_of_a_doctor_do_not_overlap", slots_overlap, IPSO_RULE_SLOT_FIT, 1, 5, BROKEN, P0,
     "visit at 08:10 on Monday 23 November with Dr Morel overlaps an earlier one"},
    {"a_slot_is_in_a_duty", slot_off_duty, IPSO_RULE_SLOT_FIT, 1, 1, BROKEN, P1, NULL},
    {"a_slot_is_at_the_site_of_its_duty", slot_at_another_site, IPSO_RULE_SLOT_FIT, 1, 1, BROKEN,
     P0, NULL},
    {"a_slot_is_of_a_type_one_may_give", slot_of_a_type_one_may_not_give, IPSO_RULE_SLOT_FIT, 1, 1,
     BROKEN, P0, NULL},
    {"a_slot_is_in_the_mode_of_its_place", slot_in_a_mode_that_does_not_fit, IPSO_RULE_SLOT_FIT, 1,
     1, BROKEN, P0, NULL},
    {"a_slot_starts_on_the_grid", slot_off_the_grid, IPSO_RULE_SLOT_FIT, 1, 1, BROKEN, P0, NULL},
    {"a_slot_has_a_length_of_its_type", slot_of_no_length_of_its_type, IPSO_RULE_SLOT_FIT, 1, 1,
     BROKEN, P0, NULL},
    {"a_slot_at_a_site_has_no_travel", slot_with_travel, IPSO_RULE_SLOT_FIT, 1, 1, BROKEN, P0,
     NULL},
    {"a_slot_is_not_in_protected_minutes", slot_in_protected_minutes, IPSO_RULE_SLOT_FIT, 1, 1,
     BROKEN, P0, NULL},
    {"a_slot_is_not_in_time_for_another_type", slot_in_time_for_another_type, IPSO_RULE_SLOT_FIT, 1,
     1, BROKEN, P0,
     "visit at 09:00 on Tuesday 24 November with Dr Morel is in time kept for something else"},
    {"a_slot_is_in_one_session", slot_across_the_edge_of_a_session, IPSO_RULE_SLOT_FIT, 1, 1,
     BROKEN, P0, NULL},
    {"a_slot_may_be_in_time_for_its_type", slots_in_time_for_their_types, IPSO_RULE_SLOT_FIT, 0, 0,
     0, NULL, NULL},
    {"overlapping_protected_times_admit_what_both_do", slot_where_two_admissions_cross,
     IPSO_RULE_SLOT_FIT, 1, 1, BROKEN, P0, NULL},
    {"a_remote_slot_is_a_teleconsultation", remote_slots, IPSO_RULE_SLOT_FIT, 0, 0, 0, NULL, NULL},
    {"a_home_visit_has_its_travel", home_visit, IPSO_RULE_SLOT_FIT, 0, 0, 0, NULL, NULL},
    {"travel_is_consulting_time_too", home_visit_into_the_break, IPSO_RULE_SLOT_FIT, 1, 1, BROKEN,
     P0, NULL},
    {"a_remote_duty_gives_no_home_visits", home_visit_in_a_remote_duty, IPSO_RULE_SLOT_FIT, 1, 1,
     BROKEN, P2, NULL},
    {"a_slot_is_in_one_duty", slot_across_two_duties, IPSO_RULE_SLOT_FIT, 1, 1, BROKEN, P0, NULL},
    /* 2 of 3 patients at 600 points */
    {"acute_need_without_a_slot_is_paid", acute_need_unmet, IPSO_RULE_ACUTE_RESERVE, 1, 2, 1200,
     "/demand/0",
     "urgent of Tuesday 24 November at house: 1 slots, 2.00 patients expected without one"},
    {"acute_need_with_slots_is_not_paid", acute_need_met, IPSO_RULE_ACUTE_RESERVE, 0, 0, 0, NULL,
     NULL},
    /* Poisson of mean 1 beyond one slot: 600 P(D >= j) for j = 2.. is 158.5, 48.2, 11.4, 2.2, 0.4,
     * so 159 + 48 + 11 + 2; E[(D - 1)+] = 1/e = 0.37 */
    {"acute_need_by_chance_is_paid_by_its_tail", acute_need_by_chance, IPSO_RULE_ACUTE_RESERVE, 1,
     0, 220, "/demand/0", NULL},
    /* Tuesday 1 of 2, Wednesday 2 of 2, at 200 points */
    {"other_need_without_a_slot_is_paid", other_need_unmet, IPSO_RULE_FORECAST_NEED, 2, 3, 600,
     "/demand/0", NULL},
    {"a_slot_is_within_the_lead_of_its_need", slot_of_another_day_than_its_need, IPSO_RULE_SLOT_FIT,
     1, 1, BROKEN, P0, NULL},
    {"a_slot_is_within_the_window_of_its_need", slot_outside_the_window_of_its_need,
     IPSO_RULE_SLOT_FIT, 1, 1, BROKEN, P0, NULL},
    {"a_slot_is_at_the_site_of_its_need", slot_for_a_need_at_another_site, IPSO_RULE_SLOT_FIT, 1, 1,
     BROKEN, P0, NULL},
    {"a_need_is_met_at_any_site_or_at_a_distance", slots_where_needs_may_be_met, IPSO_RULE_SLOT_FIT,
     0, 0, 0, NULL, NULL},
    {"a_slot_is_for_a_day_of_its_need", slot_for_a_need_of_no_such_day, IPSO_RULE_SLOT_FIT, 1, 1,
     BROKEN, P0, NULL},
    {"a_need_that_waits_is_paid_by_the_day", need_that_waits, IPSO_RULE_FORECAST_WAIT, 1, 1, 5,
     "/demand/0", "visit of Monday 23 November waits 1 days in all for its slots"},
    /* 2 slots x 2 days x 5 points */
    {"every_slot_that_waits_is_paid", need_that_waits_two_days_twice, IPSO_RULE_FORECAST_WAIT, 1, 4,
     20, "/demand/0", NULL},
    {"an_open_slot_pays_its_expected_overrun", slot_too_short, IPSO_RULE_SLOT_LENGTH, 1, 1, 70, P0,
     "1 open slots of Dr Morel on Tuesday 24 November are expected to overrun"},
    /* 1.2 x 15 - 15 = 3 min for the open slot; booked and fixed ones pay elsewhere */
    {"overrun_follows_the_pace_of_the_doctor", slot_of_a_slow_doctor, IPSO_RULE_SLOT_LENGTH, 1, 1,
     30, P0, NULL},
    /* 2 x 15 - 15 */
    {"overrun_follows_the_class_of_the_need", slot_for_a_slow_class, IPSO_RULE_SLOT_LENGTH, 1, 1,
     150, P0, NULL},
    {"overrun_is_an_expectation", slot_by_chance, IPSO_RULE_SLOT_LENGTH, 1, 1, 55, P0, NULL},
    /* 60 - 3 x 15 = 15 min are left, 30 are taken */
    {"extended_hours_are_acute_first", evening_taken, IPSO_RULE_EXTENDED, 1, 15, BROKEN,
     "/extended_hours",
     "other types take 30 min of extended hours at house on Tuesday 24 November, acute need "
     "leaves 15"},
    {"extended_hours_may_have_a_price", evening_taken_at_a_price, IPSO_RULE_EXTENDED, 1, 15, 60,
     "/extended_hours", NULL},
    /* 60 - 30 = 30 */
    {"what_acute_need_leaves_may_be_taken", evening_left_free, IPSO_RULE_EXTENDED, 0, 0, 0, NULL,
     NULL},
    {"acute_need_anywhere_is_of_no_site", evening_of_need_anywhere, IPSO_RULE_EXTENDED, 0, 0, 0,
     NULL, NULL},
    {"acute_need_anywhere_is_of_the_only_site", evening_at_the_only_site, IPSO_RULE_EXTENDED, 1, 15,
     BROKEN, "/extended_hours", NULL},
    /* 2 x 15 - (540 - 525) */
    {"a_sunday_is_extended_all_day", whole_sunday, IPSO_RULE_EXTENDED, 1, 15, BROKEN,
     "/extended_hours", NULL},
    {"only_acute_need_of_the_site_and_day_is_kept", evening_of_other_needs, IPSO_RULE_EXTENDED, 0,
     0, 0, NULL, NULL},
    /* 60 - 60 = 0; 20:00 to 20:15 of the slot */
    {"a_slot_across_the_edge_takes_its_extended_part", evening_taken_in_part, IPSO_RULE_EXTENDED, 1,
     15, BROKEN, "/extended_hours", NULL},
    /* 3 x 15 - 30 */
    {"acute_need_takes_its_share_of_the_window", evening_in_a_share_of_the_day, IPSO_RULE_EXTENDED,
     1, 15, BROKEN, "/extended_hours", NULL},
    /* 60 - 15 - 15 = 30 min are left, 45 are taken */
    {"a_fixed_appointment_leaves_less_of_extended_hours", evening_with_a_fixed_appointment,
     IPSO_RULE_EXTENDED, 1, 15, BROKEN, "/extended_hours", NULL},
    {"teleconsultations_do_not_count_in_extended_hours", evening_at_a_distance, IPSO_RULE_EXTENDED,
     0, 0, 0, NULL, NULL},
    /* Petit has 1 of 3 */
    {"a_target_missed_is_paid", target_missed, IPSO_RULE_TARGET, 1, 2, 300, "/appointment_types/0",
     "Dr Petit has 1 slots of visit in the week of 23 November, 3 are wanted"},
    {"a_target_asks_of_those_who_could", target_where_it_cannot_be_given, IPSO_RULE_TARGET, 0, 0, 0,
     NULL, NULL},
    {"a_target_is_of_each_week", target_each_week, IPSO_RULE_TARGET, 1, 1, 150,
     "/appointment_types/0",
     "Dr Roux has 0 slots of visit in the week of 30 November, 1 are wanted"},
    {"before_the_bookings_slots_are_held", before_bookings, IPSO_RULE_REQUEST_FIT, 0, 0, 0, NULL,
     NULL},
    {0},
};
