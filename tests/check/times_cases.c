/* Rules T1 to T3. Morel has visits at 08:00, 08:15 and 09:00 on Monday; one price at a time is not
 * 0.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "rule_case.h"

static void visits_last(draft *d, double minutes)
{
    d->types[VISIT].law.mean_min = minutes;
    d->weights.overrun_points = 0;
}

/* 10 min or 30 min, as likely. */
static void visits_last_10_or_30(draft *d)
{
    static const double minutes[] = {10, 30}, shares[] = {0.5, 0.5};
    ipso_law *law = &d->types[VISIT].law;

    law->kind = IPSO_LAW_EMPIRICAL;
    law->minutes = minutes;
    law->shares = shares;
    law->count = 2;
    d->weights.overrun_points = 0;
}

/* ---- T1 ---- */

static void every_visit_overruns(draft *d)
{
    visits_last(d, 20);
    d->weights.direct_wait_points = 3;
}

static void some_visits_overrun(draft *d)
{
    visits_last_10_or_30(d);
    d->weights.direct_wait_points = 3;
}

static void the_first_may_not_come(draft *d)
{
    visits_last(d, 20);
    d->requests[0].no_show = 0.5;
    d->weights.direct_wait_points = 4;
}

static void the_last_may_not_come(draft *d)
{
    visits_last(d, 45);
    d->fixed[0].no_show = 0.25;
    d->weights.direct_wait_points = 2;
}

static void a_slow_class_comes_first(draft *d)
{
    ipso_patient_class *aged = &d->classes[d->classes_count++];

    ipso_patient_class_init(aged);
    aged->id = "aged";
    aged->time_factor = 2;
    d->requests[0].patient_class = 0;
    d->weights.overrun_points = 0;
    d->weights.direct_wait_points = 1;
}

static void a_visit_overruns_the_break(draft *d)
{
    d->types[URGENT].law.mean_min = 90;
    d->weights.overrun_points = 0;
    with_slot(d, MOREL, MONDAY, AT(11, 45), URGENT);
    with_slot(d, MOREL, MONDAY, AT(13, 0), VISIT);
}

static void the_break_is_not_long_enough(draft *d)
{
    a_visit_overruns_the_break(d);
    d->weights.direct_wait_points = 1;
}

static void a_home_visit_comes_first(draft *d)
{
    ipso_slot *slot = with_slot(d, PETIT, MONDAY, AT(9, 0), URGENT);

    d->types[URGENT].modes = IPSO_MODE_HOME;
    d->types[URGENT].travel_min = 20;
    d->types[URGENT].law.mean_min = 25;
    slot->mode = IPSO_MODE_HOME;
    slot->travel_min = 20;
    with_slot(d, PETIT, MONDAY, AT(9, 35), VISIT);
    d->weights.overrun_points = 0;
    d->weights.direct_wait_points = 1;
}

static void before_times(draft *d)
{
    every_visit_overruns(d);
    d->weights.idle_points = d->weights.overtime_points = 1;
    d->last_stage = IPSO_STAGE_BOOKINGS;
}

/* ---- T2 ---- */

static void half_an_hour_without_a_patient(draft *d)
{
    d->weights.idle_points = 2;
}

static void visits_of_random_length(draft *d)
{
    visits_last_10_or_30(d);
    d->weights.idle_points = 1;
}

static void one_of_two_does_not_come(draft *d)
{
    d->requests[0].no_show = 1;
    without_slot(d, CARL_SLOT);
    d->fixed_count = 0;
    d->weights.idle_points = 1;
}

static void the_break_gives_way(draft *d)
{
    a_visit_overruns_the_break(d);
    d->slots[OPEN_SLOT].start_min = AT(8, 45);
    with_slot(d, MOREL, MONDAY, AT(13, 45), VISIT);
    d->weights.idle_points = 1;
}

/* ---- T3 ---- */

static void the_last_visit_overruns(draft *d)
{
    visits_last(d, 20);
    with_slot(d, MOREL, MONDAY, AT(17, 45), VISIT);
    d->weights.overtime_points = 4;
}

static void work_in_the_break(draft *d)
{
    a_visit_overruns_the_break(d);
    d->weights.overtime_points = 1;
}

static void sessions_touch(draft *d)
{
    static const int urgent[] = {URGENT};
    ipso_protected *kept = with_protected(d, IPSO_MONDAY, AT(10, 0), AT(10, 30));

    kept->admits = urgent;
    kept->admit_count = 1;
    d->types[URGENT].law.mean_min = 40;
    with_slot(d, MOREL, MONDAY, AT(10, 15), URGENT);
    d->weights.overrun_points = 0;
    d->weights.overtime_points = 1;
}

const rule_case times_cases[] = {
    /* free at 08:20: 5 min; free at 08:40 */
    {"patients_wait_behind_an_overrun", every_visit_overruns, IPSO_RULE_DIRECT_WAIT, 1, 5, 15, P0,
     "patients of Dr Morel on Monday 23 November are expected to wait 5.0 min in all"},
    /* free at 08:10 or 08:30: 7.5 min, 22.5 points; free at 09:00 at the latest */
    {"a_half_of_a_point_is_rounded_up", some_visits_overrun, IPSO_RULE_DIRECT_WAIT, 1, 8, 23, P0,
     NULL},
    /* 5 min with probability a half */
    {"who_does_not_come_keeps_nobody_waiting", the_first_may_not_come, IPSO_RULE_DIRECT_WAIT, 1, 3,
     10, P0, NULL},
    /* 30 min, then free at 09:30: 30 min of who comes with probability 3/4 */
    {"who_does_not_come_does_not_wait", the_last_may_not_come, IPSO_RULE_DIRECT_WAIT, 1, 53, 105,
     P0, NULL},
    /* Anna takes 30 min: 15 min */
    {"a_class_has_its_service", a_slow_class_comes_first, IPSO_RULE_DIRECT_WAIT, 1, 15, 15, P0,
     NULL},
    /* from 11:45 to 13:15 */
    {"patients_wait_behind_a_break_that_is_overrun", the_break_is_not_long_enough,
     IPSO_RULE_DIRECT_WAIT, 1, 15, 15, P0, NULL},
    /* 25 min and 20 of travel: free at 09:45 */
    {"travel_is_part_of_a_home_visit", a_home_visit_comes_first, IPSO_RULE_DIRECT_WAIT, 1, 10, 10,
     P1, NULL},
    {"sessions_are_valued_after_the_times_stage_alone", before_times, IPSO_RULE_DIRECT_WAIT, 0, 0,
     0, NULL, NULL},
    {"time_between_patients_is_idle", half_an_hour_without_a_patient, IPSO_RULE_IDLE, 1, 30, 60, P0,
     "Dr Morel is expected to be without a patient for 30.0 min on Monday 23 November"},
    /* an hour less twice 20 min */
    {"idle_time_is_what_services_leave", visits_of_random_length, IPSO_RULE_IDLE, 1, 20, 20, P0,
     NULL},
    /* from 08:00 to 08:15 */
    {"the_time_of_who_does_not_come_is_idle", one_of_two_does_not_come, IPSO_RULE_IDLE, 1, 15, 15,
     P0, NULL},
    /* 08:15 to 08:45 and 09:15 to 11:45; then from 13:15, begun late, and 13:30 to 13:45 */
    {"a_session_begun_late_is_idle_less", the_break_gives_way, IPSO_RULE_IDLE, 1, 195, 195, P0,
     NULL},
    {"work_after_the_end_is_overtime", the_last_visit_overruns, IPSO_RULE_OVERTIME, 1, 5, 20, P0,
     "Dr Morel is expected to work 5.0 min after the end of sessions on Monday 23 November"},
    /* until 13:15 */
    {"work_in_a_break_is_overtime", work_in_the_break, IPSO_RULE_OVERTIME, 1, 75, 75, P0, NULL},
    /* until 10:55, in the session that follows at 10:30 */
    {"sessions_that_touch_are_one", sessions_touch, IPSO_RULE_OVERTIME, 0, 0, 0, NULL, NULL},
    {0},
};
