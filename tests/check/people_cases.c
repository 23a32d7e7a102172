/* Rules R6 and R15 to R25: people together, sites, fairness and consulting time.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "rule_case.h"

/* ---- R6 ---- */

/* Monday has Morel and Petit, Tuesday Morel alone. */
static ipso_cover *two_in_the_morning(draft *d)
{
    ipso_cover *cover = with_cover(d, IPSO_MONDAY | IPSO_TUESDAY, AT(9, 0), AT(12, 0));

    cover->min = 2;
    return cover;
}

static void too_few_heads(draft *d)
{
    two_in_the_morning(d);
}

static void too_few_heads_by_law(draft *d)
{
    two_in_the_morning(d)->short_points = IPSO_HARD;
}

static void too_many_heads(draft *d)
{
    ipso_cover *cover = two_in_the_morning(d);

    cover->min = 0;
    cover->max = 1;
}

static void window_not_spanned(draft *d)
{
    with_cover(d, IPSO_MONDAY, AT(7, 30), AT(9, 0));
}

static void remote_heads(draft *d)
{
    static const int house[] = {HOUSE};
    ipso_cover *cover = with_cover(d, IPSO_WEDNESDAY, AT(9, 0), AT(12, 0));

    works(d, ROUX, WEDNESDAY, REMOTE);
    with_cover(d, IPSO_WEDNESDAY, AT(9, 0), AT(12, 0))->id = "phone"; /* any site: Roux is one */
    cover->sites = house;
    cover->site_count = 1;
}

static void heads_of_others(draft *d)
{
    static const int roux[] = {ROUX};
    ipso_cover *cover = with_cover(d, IPSO_MONDAY, AT(9, 0), AT(12, 0));

    cover->who.practitioners = roux;
    cover->who.practitioner_count = 1;
}

/* Monday has Morel and Petit on DAY, whose kind is "day". */
static void heads_of_another_kind(draft *d)
{
    static const char *const late[] = {"late"};
    ipso_cover *cover = with_cover(d, IPSO_MONDAY, AT(9, 0), AT(12, 0));

    cover->kinds = late;
    cover->kind_count = 1;
}

/* Roux works MORNING and AFTERNOON on Wednesday, no minute of which is the same. */
static void duties_at_any_time(draft *d)
{
    static const char *const kinds[] = {"morning", "afternoon"};
    ipso_cover *cover = with_cover(d, IPSO_WEDNESDAY, 0, 0);

    works(d, ROUX, WEDNESDAY, MORNING);
    works(d, ROUX, WEDNESDAY, AFTERNOON);
    d->people[ROUX].rules.duties_per_day = 2;
    cover->kinds = kinds;
    cover->kind_count = 2;
    cover->min = 3;
}

/* ---- R15 ---- */

static void too_few_rooms(draft *d)
{
    d->sites[HOUSE].rooms = 1;
}

static void rooms_paid_for(draft *d)
{
    d->sites[HOUSE].rooms = 1;
    d->sites[HOUSE].rooms_points = 2;
}

/* Petit consults from the house by teleconsultation alone; the slot goes with the request. */
static void petit_at_a_distance(draft *d)
{
    with_duty(d, "tele", HOUSE, AT(8, 0), AT(18, 0))->tele = true;
    does_not_work(d, PETIT, MONDAY);
    works(d, PETIT, MONDAY, d->duties_count - 1);
    roster_alone(d);
}

static void teleconsultation_needs_no_room(draft *d)
{
    petit_at_a_distance(d);
    d->sites[HOUSE].rooms = 1;
}

static void handing_over_a_room(draft *d)
{
    roster_alone(d);
    does_not_work(d, PETIT, MONDAY);
    does_not_work(d, MOREL, MONDAY);
    works(d, MOREL, MONDAY, MORNING);
    works(d, PETIT, MONDAY, LATE);
    d->sites[HOUSE].rooms = 1;
}

/* ---- R16 and R17 ---- */

static ipso_protected *meeting_on_tuesday(draft *d)
{
    ipso_protected *meeting = with_protected(d, IPSO_TUESDAY, AT(9, 0), AT(10, 0));

    meeting->attendance_points = 70;
    return meeting;
}

static void absent_from_the_meeting(draft *d)
{
    meeting_on_tuesday(d);
}

static void meeting_by_law(draft *d)
{
    meeting_on_tuesday(d)->attendance_points = IPSO_HARD;
}

/* Petit is on leave, and Roux works at the annexe alone, where nothing spans the evening. */
static void could_not_attend(draft *d)
{
    static const ipso_practitioner_site annexe[] = {{.site = ANNEXE}};
    static ipso_date_range tuesday[1];
    ipso_protected *meeting = meeting_on_tuesday(d);

    does_not_work(d, MOREL, TUESDAY);
    works(d, MOREL, TUESDAY, LATE);
    meeting->start_min = AT(18, 0);
    meeting->end_min = AT(19, 0);
    tuesday[0] = (ipso_date_range){date_of(TUESDAY), date_of(TUESDAY)};
    d->people[PETIT].leave = tuesday;
    d->people[PETIT].leave_count = 1;
    d->people[ROUX].sites = annexe;
    d->people[ROUX].site_count = 1;
}

static void meeting_at_the_annexe(draft *d)
{
    static const int morel[] = {MOREL};
    ipso_protected *meeting = meeting_on_tuesday(d);

    meeting->site = ANNEXE;
    meeting->who.practitioners = morel;
    meeting->who.practitioner_count = 1;
}

static void trainee_alone(draft *d)
{
    static const int petit[] = {PETIT};

    d->people[MOREL].supervisors = petit;
    d->people[MOREL].supervisor_count = 1;
}

static void trainee_alone_at_a_price(draft *d)
{
    trainee_alone(d);
    d->people[MOREL].rules.supervision_points = 800;
}

static void trainee_at_another_site(draft *d)
{
    static const int petit[] = {PETIT};

    works(d, PETIT, WEDNESDAY, DAY);
    works(d, ROUX, WEDNESDAY, AT_ANNEXE);
    d->people[ROUX].supervisors = petit;
    d->people[ROUX].supervisor_count = 1;
}

/* ---- R18 ---- */

static void two_evenings(draft *d)
{
    does_not_work(d, MOREL, TUESDAY);
    works(d, MOREL, TUESDAY, LATE);
    works(d, MOREL, WEDNESDAY, LATE);
}

static void evenings_not_shared(draft *d)
{
    two_evenings(d);
    with_fair(d, IPSO_TURN_EXTENDED);
}

static void evenings_of_the_past(draft *d)
{
    static const ipso_turns turns[] = {{.fair_rule = 0, .turns = 4, .weeks = 1}};

    evenings_not_shared(d);
    d->people[PETIT].history.turns = turns;
    d->people[PETIT].history.turn_count = 1;
}

static void evenings_of_a_veteran(draft *d)
{
    static const ipso_turns turns[] = {{.fair_rule = 0, .turns = 0, .weeks = 2}};

    evenings_not_shared(d);
    d->people[MOREL].history.turns = turns;
    d->people[MOREL].history.turn_count = 1;
}

static void evenings_of_a_part_timer(draft *d)
{
    two_evenings(d);
    works(d, MOREL, THURSDAY, LATE);
    d->people[MOREL].share_percent = 50;
    with_fair(d, IPSO_TURN_KIND)->kind = "late";
}

/* Roux works on that day of two weeks. */
static void twice(draft *d, int day)
{
    d->horizon.days = 14;
    works(d, ROUX, day, DAY);
    works(d, ROUX, day + 7, DAY);
}

static void both_saturdays(draft *d)
{
    twice(d, SATURDAY);
    with_fair(d, IPSO_TURN_SATURDAY);
}

static void both_sundays(draft *d)
{
    twice(d, SUNDAY);
    with_fair(d, IPSO_TURN_SUNDAY);
}

static void both_holidays(draft *d)
{
    static ipso_date dates[2];

    dates[0] = date_of(THURSDAY);
    dates[1] = date_of(THURSDAY) + 7;
    d->horizon.holidays = dates;
    d->horizon.holiday_count = 2;
    twice(d, THURSDAY);
    with_fair(d, IPSO_TURN_HOLIDAY);
}

static void saturday_that_is_a_holiday(draft *d)
{
    static ipso_date saturday;

    saturday = date_of(SATURDAY);
    d->horizon.holidays = &saturday;
    d->horizon.holiday_count = 1;
    both_saturdays(d);
}

/* ---- R19 and R20 ---- */

static void changes_site(draft *d)
{
    works(d, MOREL, WEDNESDAY, AT_ANNEXE);
    d->people[MOREL].rules.site_change_points = 25;
}

static void changes_from_history(draft *d)
{
    d->people[MOREL].history.last_site = ANNEXE;
    d->people[MOREL].rules.site_change_points = 25;
}

static void remote_day_between(draft *d)
{
    works(d, MOREL, WEDNESDAY, REMOTE);
    works(d, MOREL, FRIDAY, DAY);
    d->people[MOREL].rules.site_change_points = 25;
}

static void common_day_between(draft *d)
{
    d->sites[ANNEXE].common = true;
    changes_site(d);
    works(d, MOREL, FRIDAY, DAY);
}

static void common_site_in_history(draft *d)
{
    d->sites[ANNEXE].common = true;
    changes_from_history(d);
}

static void dislikes_the_house(draft *d)
{
    static const ipso_practitioner_site sites[] = {{.site = ANNEXE}, {.site = HOUSE, .points = 15}};

    d->people[MOREL].sites = sites;
    d->people[MOREL].site_count = 2;
}

/* ---- R21 ---- */

static void staffing_alone(draft *d)
{
    roster_alone(d);
    d->requests_count = 0;
    d->weights.staffing_points = 10;
}

/* 40 visits of 15 min are 600 min; Morel alone consults for 540 on Tuesday. */
static ipso_demand *forty_visits(draft *d, int site)
{
    roster_alone(d);
    return with_demand(d, VISIT, site, IPSO_TUESDAY, 40);
}

static void too_little_consulting_time(draft *d)
{
    staffing_alone(d);
    forty_visits(d, HOUSE);
}

static void too_little_at_the_only_site(draft *d)
{
    staffing_alone(d);
    forty_visits(d, IPSO_ANY);
    d->sites_count = 1;
    d->duties[AT_ANNEXE].site = HOUSE;
}

static void need_at_any_site(draft *d)
{
    staffing_alone(d);
    forty_visits(d, IPSO_ANY);
}

/* Remote consulting, 180 min, counts over all sites together. */
static void remote_time_counts_for_all(draft *d)
{
    staffing_alone(d);
    forty_visits(d, HOUSE);
    works(d, ROUX, TUESDAY, REMOTE);
}

static void protected_time_is_not_consulting_time(draft *d)
{
    staffing_alone(d);
    ipso_protected *phone = with_protected(d, IPSO_TUESDAY, 0, 0);

    roster_alone(d);
    phone->minutes_at_start = 30;
    phone->minutes_at_end = 60;
    with_demand(d, VISIT, HOUSE, IPSO_TUESDAY, 30.5);
}

static void nobody_may_give_it(draft *d)
{
    staffing_alone(d);
    static const char *const nurse[] = {"nurse"};

    roster_alone(d);
    d->types[URGENT].who.roles = nurse;
    d->types[URGENT].who.role_count = 1;
    with_demand(d, URGENT, HOUSE, IPSO_TUESDAY, 2.5);
}

static void nested_sets(draft *d)
{
    staffing_alone(d);
    static const int morel[] = {MOREL};

    forty_visits(d, IPSO_ANY)->days.weekdays = IPSO_MONDAY;
    with_demand(d, URGENT, IPSO_ANY, IPSO_MONDAY, 40);
    d->types[URGENT].who.practitioners = morel;
    d->types[URGENT].who.practitioner_count = 1;
}

/* A mean of 20 min asks for the length of 30, and 10 min of travel: 16 x 40 = 640. */
static void reference_length_with_travel(draft *d)
{
    staffing_alone(d);
    roster_alone(d);
    d->types[VISIT].law.mean_min = 20;
    d->types[VISIT].modes = IPSO_MODE_HOME;
    d->types[VISIT].travel_min = 10;
    with_demand(d, VISIT, IPSO_ANY, IPSO_TUESDAY, 16);
}

/* No length is as long as the mean: 18 x 30 = 540, and another is 30 more. */
static void reference_length_of_long_care(draft *d)
{
    staffing_alone(d);
    roster_alone(d);
    d->types[VISIT].law.mean_min = 40;
    with_demand(d, VISIT, IPSO_ANY, IPSO_TUESDAY, 19);
}

/* ---- R24 ---- */

/* Morel and Petit work, Roux does not. */
static void a_fee_for_all(draft *d)
{
    for (int p = MOREL; p <= ROUX; p++)
        d->people[p].rules.activation_points = 300;
}

static void a_price_by_the_last_site(draft *d)
{
    static const ipso_practitioner_site sites[] = {{.site = ANNEXE, .activation_points = 40},
                                                   {.site = HOUSE, .activation_points = 70}};

    works(d, MOREL, WEDNESDAY, AT_ANNEXE);
    d->people[MOREL].rules.activation_points = 100;
    for (int p = MOREL; p <= ROUX; p++) {
        d->people[p].sites = sites;
        d->people[p].site_count = 2;
        d->people[p].history.last_site = HOUSE;
    }
}

/* Petit works at the house alone, which is common: the last site is that of history. */
static void a_price_by_the_site_of_history(draft *d)
{
    a_price_by_the_last_site(d);
    does_not_work(d, MOREL, WEDNESDAY);
    d->people[MOREL].rules.activation_points = 0;
    d->people[MOREL].site_count = 0;
    d->sites[HOUSE].common = true;
    d->people[PETIT].history.last_site = ANNEXE;
}

/* ---- R25 ---- */

static void works_in_two_departments(draft *d)
{
    works(d, MOREL, WEDNESDAY, AT_ANNEXE);
    d->sites[HOUSE].group = "old";
    d->sites[ANNEXE].group = "new";
    d->people[MOREL].rules.site_groups.max = 1;
}

static void came_from_another_department(draft *d)
{
    works_in_two_departments(d);
    does_not_work(d, MOREL, WEDNESDAY);
    d->sites[ANNEXE].common = true;
    d->people[MOREL].history.last_site = ANNEXE;
    d->people[MOREL].rules.site_groups.points = 80;
}

static void both_sites_are_of_one_department(draft *d)
{
    works_in_two_departments(d);
    d->sites[ANNEXE].group = "old";
}

static void has_a_day_off_in_two_departments(draft *d)
{
    works_in_two_departments(d);
    d->people[MOREL].rules.every_day_groups = 1;
}

static void works_every_day_in_two_departments(draft *d)
{
    has_a_day_off_in_two_departments(d);
    roster_alone(d);
    d->horizon.days = 3;
}

/* ---- R22 and R23 ---- */

/* A visit of 15 min asked for on Wednesday and Thursday, when nobody works. */
static void request_on_two_days(draft *d)
{
    static ipso_window window;

    staffing_alone(d);
    ipso_window_init(&window);
    window.first = date_of(WEDNESDAY);
    window.last = date_of(THURSDAY);
    with_request(d, "Dora", VISIT)->windows = &window;
    d->requests[0].window_count = 1;
    d->requests[0].site = HOUSE;
}

/* The same, but the house is shut on Thursday. */
static void request_on_a_day_shut(draft *d)
{
    static const ipso_hours not_thursday[] = {
        {IPSO_ALL_DAYS & ~IPSO_THURSDAY, AT(7, 0), AT(21, 0)}};

    request_on_two_days(d);
    d->sites[HOUSE].hours = not_thursday;
}

static void hours_have_a_price(draft *d)
{
    d->weights.duty_hour_points = 10;
}

/* 590 min at 1 point an hour are 9.83, 9 for each of three duties. */
static void hours_are_rounded_down_per_duty(draft *d)
{
    d->duties[DAY].end_min = AT(18, 50);
    d->weights.duty_hour_points = 1;
}

static void move_carl(draft *d, int start_min)
{
    d->fixed[0].start_min = start_min;
    d->slots[CARL_SLOT].start_min = start_min;
}

static void fixed_in_the_break(draft *d)
{
    move_carl(d, AT(12, 30));
}

static void fixed_into_the_break(draft *d)
{
    d->fixed[0].length_min = d->slots[CARL_SLOT].length_min = 30;
    move_carl(d, AT(11, 45));
}

static void fixed_at_another_site(draft *d)
{
    d->fixed[0].site = d->slots[CARL_SLOT].site = ANNEXE;
}

static void fixed_in_protected_time(draft *d)
{
    with_protected(d, IPSO_MONDAY, AT(9, 0), AT(10, 0));
}

static void fixed_in_time_for_its_type(draft *d)
{
    static const int visits[] = {VISIT};
    ipso_protected *time = with_protected(d, IPSO_MONDAY, AT(9, 0), AT(10, 0));

    time->admits = visits;
    time->admit_count = 1;
}

static void fixed_in_time_for_another_type(draft *d)
{
    static const int urgent[] = {URGENT};
    ipso_protected *time = with_protected(d, IPSO_MONDAY, AT(9, 0), AT(10, 0));

    time->admits = urgent;
    time->admit_count = 1;
}

/* 15 minutes of care and 10 of travel. */
static void fixed_home_visit(draft *d)
{
    d->types[URGENT].modes = IPSO_MODE_HOME;
    d->types[URGENT].travel_min = 10;
    d->fixed[0].type = d->slots[CARL_SLOT].type = URGENT;
    d->fixed[0].mode = d->slots[CARL_SLOT].mode = IPSO_MODE_HOME;
    d->slots[CARL_SLOT].travel_min = 10;
    move_carl(d, AT(11, 35));
}

static void fixed_home_visit_into_the_break(draft *d)
{
    fixed_home_visit(d);
    move_carl(d, AT(11, 40));
}

/* Face to face in a duty of teleconsultation. */
static void fixed_in_a_tele_duty(draft *d)
{
    petit_at_a_distance(d);
    with_fixed(d, "Dora", PETIT, MONDAY, AT(10, 0))->site = HOUSE;
}

#define P0   "/practitioners/0"
#define SITE "/sites/0"

const rule_case people_cases[] = {
    /* Tuesday: 1 of 2 */
    {"a_head_missing_is_paid", too_few_heads, IPSO_RULE_COVER, 1, 1, 2000, "/cover/0",
     "reception has 1 of the 2 heads it needs on Tuesday 24 November from 09:00 to 12:00"},
    {"a_head_missing_may_break_the_rule", too_few_heads_by_law, IPSO_RULE_COVER, 1, 1, BROKEN,
     "/cover/0", NULL},
    /* Monday: 2 of at most 1 */
    {"heads_have_a_maximum", too_many_heads, IPSO_RULE_COVER, 1, 1, BROKEN, "/cover/0", NULL},
    {"a_duty_covers_a_window_it_spans_whole", window_not_spanned, IPSO_RULE_COVER, 1, 1, 2000,
     "/cover/0", NULL},
    {"remote_heads_count_where_no_site_is_named", remote_heads, IPSO_RULE_COVER, 1, 1, 2000,
     "/cover/0", NULL},
    {"heads_are_those_of_who", heads_of_others, IPSO_RULE_COVER, 1, 1, 2000, "/cover/0", NULL},
    {"heads_are_of_the_kinds_named", heads_of_another_kind, IPSO_RULE_COVER, 1, 1, 2000, "/cover/0",
     NULL},
    {"without_a_window_duties_count", duties_at_any_time, IPSO_RULE_COVER, 1, 1, 2000, "/cover/0",
     "reception has 2 of the 3 heads it needs on Wednesday 25 November"},
    /* Monday 08:00-12:00 and 13:00-18:00, one room short: 48 + 60 times 5 min */
    {"people_at_work_have_a_room", too_few_rooms, IPSO_RULE_ROOMS, 2, 108, BROKEN, SITE,
     "house has more people than its 1 rooms on Monday 23 November from 08:00 to 12:00"},
    {"rooms_may_have_a_price", rooms_paid_for, IPSO_RULE_ROOMS, 2, 108, 216, SITE, NULL},
    {"teleconsultation_needs_no_room", teleconsultation_needs_no_room, IPSO_RULE_ROOMS, 0, 0, 0,
     NULL, NULL},
    {"a_room_is_handed_over_on_the_minute", handing_over_a_room, IPSO_RULE_ROOMS, 0, 0, 0, NULL,
     NULL},
    /* Petit and Roux */
    {"absence_from_a_meeting_is_paid", absent_from_the_meeting, IPSO_RULE_ATTENDANCE, 2, 2, 140,
     "/protected_time/0", "Dr Petit is not on duty for the team meeting on Tuesday 24 November"},
    {"attendance_may_be_a_hard_rule", meeting_by_law, IPSO_RULE_ATTENDANCE, 2, 2, BROKEN,
     "/protected_time/0", NULL},
    {"whoever_cannot_attend_is_not_absent", could_not_attend, IPSO_RULE_ATTENDANCE, 0, 0, 0, NULL,
     NULL},
    {"a_meeting_at_a_site_is_attended_there", meeting_at_the_annexe, IPSO_RULE_ATTENDANCE, 1, 1, 70,
     "/protected_time/0", NULL},
    /* Tuesday; on Monday Petit is there */
    {"a_trainee_works_where_a_supervisor_does", trainee_alone, IPSO_RULE_SUPERVISION, 1, 1, BROKEN,
     P0, "Dr Morel works day on Tuesday 24 November without a supervisor"},
    {"supervision_may_have_a_price", trainee_alone_at_a_price, IPSO_RULE_SUPERVISION, 1, 1, 800, P0,
     NULL},
    {"a_supervisor_elsewhere_supervises_nobody", trainee_at_another_site, IPSO_RULE_SUPERVISION, 1,
     1, BROKEN, "/practitioners/2", NULL},
    /* three equal shares of T = 2 turns: floor(2 - 2/3) = 1 above */
    {"a_whole_turn_above_ones_share_is_paid", evenings_not_shared, IPSO_RULE_FAIR_TURNS, 1, 1, 100,
     "/fair_turns/0", "Dr Morel takes 2 turns of evenings, 1 above a fair share"},
    /* T = 6; shares 7, 14 and 7 of 28 weeks' days: Morel floor(2 - 6/4) = 0, Petit floor(4 - 6/2) =
     * 1, but none of Petit's turns is in the horizon */
    {"turns_of_the_past_are_not_paid_again", evenings_of_the_past, IPSO_RULE_FAIR_TURNS, 0, 0, 0,
     NULL, NULL},
    /* T = 2; shares of 21, 7 and 7 days: floor(2 - 2 x 21 / 35) = floor(0.8) */
    {"weeks_without_a_turn_are_a_credit", evenings_of_a_veteran, IPSO_RULE_FAIR_TURNS, 0, 0, 0,
     NULL, NULL},
    /* T = 3; half a share of 2.5: floor(3 - 3/5) = 2 */
    {"a_part_timer_has_a_smaller_share", evenings_of_a_part_timer, IPSO_RULE_FAIR_TURNS, 1, 2, 200,
     "/fair_turns/0", NULL},
    /* two turns of three equal shares, as above */
    {"saturdays_are_shared", both_saturdays, IPSO_RULE_FAIR_TURNS, 1, 1, 100, "/fair_turns/0",
     NULL},
    {"sundays_are_shared", both_sundays, IPSO_RULE_FAIR_TURNS, 1, 1, 100, "/fair_turns/0", NULL},
    {"holidays_are_shared", both_holidays, IPSO_RULE_FAIR_TURNS, 1, 1, 100, "/fair_turns/0", NULL},
    /* one turn: floor(1 - 1/3) = 0 */
    {"a_saturday_that_is_a_holiday_is_no_saturday", saturday_that_is_a_holiday,
     IPSO_RULE_FAIR_TURNS, 0, 0, 0, NULL, NULL},
    {"a_change_of_site_is_paid", changes_site, IPSO_RULE_SITE_CHANGE, 1, 1, 25, P0,
     "Dr Morel changes from house to annexe on Wednesday 25 November"},
    {"a_change_counts_from_history", changes_from_history, IPSO_RULE_SITE_CHANGE, 1, 1, 25, P0,
     NULL},
    {"a_remote_day_is_no_change_of_site", remote_day_between, IPSO_RULE_SITE_CHANGE, 0, 0, 0, NULL,
     NULL},
    {"a_day_at_a_common_site_is_no_change", common_day_between, IPSO_RULE_SITE_CHANGE, 0, 0, 0,
     NULL, NULL},
    {"a_common_site_before_the_horizon_is_forgotten", common_site_in_history, IPSO_RULE_SITE_CHANGE,
     0, 0, 0, NULL, NULL},
    {"who_works_at_all_has_a_fee", a_fee_for_all, IPSO_RULE_ACTIVATION, 2, 2, 600, P0,
     "Dr Morel works in the horizon"},
    /* 100 + 40 for Morel, last at the annexe; 70 for Petit, at the house */
    {"the_last_site_has_its_fee", a_price_by_the_last_site, IPSO_RULE_ACTIVATION, 2, 2, 210, P0,
     NULL},
    {"a_common_site_leaves_the_fee_to_history", a_price_by_the_site_of_history,
     IPSO_RULE_ACTIVATION, 1, 1, 40, "/practitioners/1", NULL},
    {"a_second_group_of_sites_is_one_too_many", works_in_two_departments, IPSO_RULE_SITE_GROUPS, 1,
     1, BROKEN, P0, "Dr Morel is in 2 groups of sites, more than 1"},
    {"the_group_of_history_counts_and_common_sites_too", came_from_another_department,
     IPSO_RULE_SITE_GROUPS, 1, 1, 80, P0, NULL},
    {"sites_of_one_group_are_one", both_sites_are_of_one_department, IPSO_RULE_SITE_GROUPS, 0, 0, 0,
     NULL, NULL},
    {"a_day_off_allows_no_further_group", has_a_day_off_in_two_departments, IPSO_RULE_SITE_GROUPS,
     1, 1, BROKEN, P0, NULL},
    {"who_works_every_day_may_be_in_a_further_group", works_every_day_in_two_departments,
     IPSO_RULE_SITE_GROUPS, 0, 0, 0, NULL, NULL},
    /* 2 x 15 */
    {"a_duty_at_a_site_has_its_price", dislikes_the_house, IPSO_RULE_SITE_PREFERENCE, 1, 2, 30, P0,
     "Dr Morel works 2 duties at house"},
    /* 600 - 540 at the house and over all sites: 2 x 60 min at 10 points */
    {"need_without_consulting_time_is_paid", too_little_consulting_time, IPSO_RULE_STAFFING, 2, 120,
     1200, SITE,
     "those who may give visit have 9 h for the 10 h expected on Tuesday 24 November at house"},
    {"one_site_has_one_line", too_little_at_the_only_site, IPSO_RULE_STAFFING, 1, 60, 600, SITE,
     NULL},
    {"need_at_any_site_is_one_line", need_at_any_site, IPSO_RULE_STAFFING, 1, 60, 600, "", NULL},
    {"remote_time_counts_over_all_sites", remote_time_counts_for_all, IPSO_RULE_STAFFING, 1, 60,
     600, SITE, NULL},
    /* 540 - 30 - 60 = 450 min for 30.5 x 15 = 457.5, so 458: 8 short, twice */
    {"protected_time_is_not_consulting_time", protected_time_is_not_consulting_time,
     IPSO_RULE_STAFFING, 2, 16, 160, SITE, NULL},
    /* 2.5 x 15 = 37.5, so 38: at the house and over all sites */
    {"need_that_nobody_may_meet_is_short", nobody_may_give_it, IPSO_RULE_STAFFING, 2, 76, 760, SITE,
     NULL},
    /* Monday: urgent need 600 of Morel's 540; all need 1200 of the 1080 of Morel and Petit */
    {"sets_of_people_are_counted_apart_and_together", nested_sets, IPSO_RULE_STAFFING, 2, 180, 1800,
     "", NULL},
    /* 640 - 540 */
    {"the_reference_length_fits_the_mean_and_travel", reference_length_with_travel,
     IPSO_RULE_STAFFING, 1, 100, 1000, "", NULL},
    /* 19 x 30 - 540 */
    {"the_reference_length_is_at_most_the_longest", reference_length_of_long_care,
     IPSO_RULE_STAFFING, 1, 30, 300, "", NULL},
    /* 7.5 min a day, so 8: on two days, at the house and over all sites */
    {"a_request_asks_in_equal_parts_on_its_days", request_on_two_days, IPSO_RULE_STAFFING, 4, 32,
     320, SITE, NULL},
    /* 15 min on Wednesday, at the house and over all sites */
    {"a_request_asks_nothing_of_a_day_shut", request_on_a_day_shut, IPSO_RULE_STAFFING, 2, 30, 300,
     SITE, NULL},
    /* 2 x 540 x 10 / 60 and 540 x 10 / 60 */
    {"hours_on_duty_have_a_price", hours_have_a_price, IPSO_RULE_DUTY_HOURS, 2, 1620, 270, P0,
     "Dr Morel is on duty for 18 h"},
    /* 3 x 590 min, 3 x 9 points */
    {"hours_on_duty_are_rounded_down_per_duty", hours_are_rounded_down_per_duty,
     IPSO_RULE_DUTY_HOURS, 2, 1770, 27, P0, NULL},
    {"a_fixed_appointment_is_not_in_a_break", fixed_in_the_break, IPSO_RULE_FIXED_DUTY, 1, 1,
     BROKEN, "/fixed_appointments/0",
     "Dr Morel does not consult on Monday 23 November at 12:30, when the fixed appointment Carl "
     "is"},
    {"a_fixed_appointment_ends_before_a_break", fixed_into_the_break, IPSO_RULE_FIXED_DUTY, 1, 1,
     BROKEN, "/fixed_appointments/0", NULL},
    {"a_fixed_appointment_is_at_its_site", fixed_at_another_site, IPSO_RULE_FIXED_DUTY, 1, 1,
     BROKEN, "/fixed_appointments/0", NULL},
    {"a_fixed_appointment_is_not_in_protected_time", fixed_in_protected_time, IPSO_RULE_FIXED_DUTY,
     1, 1, BROKEN, "/fixed_appointments/0", NULL},
    {"a_fixed_appointment_may_be_in_time_for_its_type", fixed_in_time_for_its_type,
     IPSO_RULE_FIXED_DUTY, 0, 0, 0, NULL, NULL},
    {"a_fixed_appointment_is_not_in_time_for_another_type", fixed_in_time_for_another_type,
     IPSO_RULE_FIXED_DUTY, 1, 1, BROKEN, "/fixed_appointments/0", NULL},
    {"a_fixed_home_visit_has_its_travel", fixed_home_visit, IPSO_RULE_FIXED_DUTY, 0, 0, 0, NULL,
     NULL},
    {"travel_of_a_fixed_home_visit_is_consulting_time_too", fixed_home_visit_into_the_break,
     IPSO_RULE_FIXED_DUTY, 1, 1, BROKEN, "/fixed_appointments/0", NULL},
    {"a_fixed_visit_is_not_in_a_tele_duty", fixed_in_a_tele_duty, IPSO_RULE_FIXED_DUTY, 1, 1,
     BROKEN, "/fixed_appointments/0", NULL},
    {0},
};
