/* Rules R18 to R20, R24 and R25: turns, sites and fees of people.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "rule_case.h"

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

const rule_case people_cases[] = {
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
    {0},
};
