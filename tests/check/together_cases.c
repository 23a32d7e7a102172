/* Rules R6 and R15 to R17: who must be there together.
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

void petit_at_a_distance(draft *d)
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

const rule_case together_cases[] = {
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
    {0},
};
