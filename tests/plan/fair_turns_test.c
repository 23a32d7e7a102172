/* Fair turns (R18) over weeks: newcomers have no backlog, part-timers and people on leave take
 * their share, history counts. Shares are worked out by hand: contract percent times days present.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plan/follow_case.h"

#include "support/test.h"

static follow_case the_case;

static int64_t units_of(const ipso_plan *plan)
{
    ipso_report *report = NULL;
    int64_t units;

    assert_int_equal(ipso_check(&report, plan, NULL), IPSO_OK);
    units = ipso_report_rule_cost(report, IPSO_RULE_FAIR_TURNS).units;
    ipso_report_free(report);
    return units;
}

/* Adds evenings that a practitioner works, from a day of the horizon on, to a draft. */
static void evenings(draft *d, int practitioner, int day, int count)
{
    for (int i = 0; i < count; i++)
        works(d, practitioner, day + i, LATE);
}

/* R18's units in a draft. */
static int64_t turns_above(const draft *d)
{
    ipso_practice *practice;
    ipso_plan *plan;
    int64_t units;

    build(d, &practice, &plan);
    units = units_of(plan);
    ipso_plan_free(plan);
    ipso_practice_free(practice);
    return units;
}

static draft *fair_draft(follow_case *c)
{
    a_follow_case(c);
    with_fair(&c->before, IPSO_TURN_EXTENDED);
    return &c->before;
}

/* Morel and Petit had 12 turns each in 12 weeks, Roux comes new: shares of this week and the past
 * 100 x (84 + 7) = 9100 each and 100 x 7 = 700, together 18900. */
static draft *with_newcomer(follow_case *c)
{
    static const ipso_turns veteran[] = {{.fair_rule = 0, .turns = 12, .weeks = 12}};
    draft *d = fair_draft(c);

    for (int p = MOREL; p <= PETIT; p++) {
        d->people[p].history.turns = veteran;
        d->people[p].history.turn_count = 1;
    }
    return d;
}

static void a_newcomer_has_no_backlog_to_catch_up(void **state)
{
    follow_case *c = *state;
    draft *d = with_newcomer(c);

    /* one turn each: 27 turns, fair shares 13, 13 and 1; nobody is above */
    evenings(d, MOREL, 0, 1);
    evenings(d, PETIT, 1, 1);
    evenings(d, ROUX, 2, 1);
    assert_int_equal(turns_above(d), 0);
    /* the newcomer takes all three, 2 above the share of 1, though they have 12 fewer than others
     */
    d = with_newcomer(c);
    evenings(d, ROUX, 0, 3);
    assert_int_equal(turns_above(d), 2);
    /* the veteran takes all three: 15 - 13 = 2 above, no more and no less */
    d = with_newcomer(c);
    evenings(d, MOREL, 0, 3);
    assert_int_equal(turns_above(d), 2);
}

static void a_part_timer_takes_turns_by_contract_share(void **state)
{
    draft *d = fair_draft(*state);

    /* 50, 100 and 100 % of 7 days: 5 turns are shared 1, 2 and 2 */
    d->people[MOREL].share_percent = 50;
    evenings(d, MOREL, 0, 1);
    evenings(d, PETIT, 1, 2);
    evenings(d, ROUX, 3, 2);
    assert_int_equal(turns_above(d), 0);
    d = fair_draft(*state);
    d->people[MOREL].share_percent = 50;
    evenings(d, MOREL, 0, 2); /* 2 - 1 = 1 above */
    evenings(d, PETIT, 2, 2);
    evenings(d, ROUX, 4, 1);
    assert_int_equal(turns_above(d), 1);
}

static void leave_lessens_the_share(void **state)
{
    static ipso_date_range leave;

    leave = (ipso_date_range){date_of(MONDAY), date_of(SUNDAY)};
    for (int more = 0; more < 2; more++) {
        draft *d = fair_draft(*state);

        /* two weeks, Morel away in the first: 7, 14 and 14 days, 5 turns are shared 1, 2 and 2 */
        d->horizon.days = 14;
        d->people[MOREL].leave = &leave;
        d->people[MOREL].leave_count = 1;
        evenings(d, MOREL, 7, 1 + more);
        evenings(d, PETIT, 0, 2);
        evenings(d, ROUX, 2, 2 - more);
        assert_int_equal(turns_above(d), more);
    }
}

/* Morel took the three evenings of week 1; who takes the one of week 2? */
static int64_t second_week(follow_case *c, int practitioner)
{
    int64_t units;
    ipso_plan *plan = NULL;
    const ipso_stage_report ran = {.ran = true};

    fair_draft(c);
    with_fair(&c->after, IPSO_TURN_EXTENDED);
    evenings(&c->before, MOREL, 0, 3);
    follow_well(c, 0);
    assert_int_equal(ipso_plan_new(&plan, c->next, NULL), IPSO_OK);
    assert_int_equal(
        ipso_plan_add_assignment(plan, &(ipso_assignment){practitioner, 0, LATE}, NULL), IPSO_OK);
    assert_int_equal(ipso_plan_set_stage(plan, IPSO_STAGE_ROSTER, &ran, NULL), IPSO_OK);
    units = units_of(plan);
    ipso_plan_free(plan);
    end_follow_case(c);
    return units;
}

static void turns_of_the_week_before_count(void **state)
{
    draft *d = fair_draft(*state);

    /* alone, one turn is no whole turn above a third */
    evenings(d, MOREL, 0, 1);
    assert_int_equal(turns_above(d), 0);
    /* after week 1, 4 turns of two weeks are shared 4/3 each: Morel's 4 are 2.67 above, of which
     * the one of this week is paid; Petit's 1 is below */
    assert_int_equal(second_week(*state, MOREL), 1);
    assert_int_equal(second_week(*state, PETIT), 0);
}

/* ---- six weeks planned one after the other ---- */

enum { WEEKS = 6, DURAND = 3 };

/* One evening each weekday. Petit is away in the second week, Roux works half time, Durand comes in
 * the third week. */
static void draft_week(draft *d, int week, ipso_date_range *leave)
{
    const unsigned weekdays =
        IPSO_MONDAY | IPSO_TUESDAY | IPSO_WEDNESDAY | IPSO_THURSDAY | IPSO_FRIDAY;
    ipso_cover *cover;

    a_draft(d);
    roster_alone(d);
    d->work_count = 0;
    start_on(d, 7 * week);
    d->duties[0] = d->duties[LATE];
    d->duties[0].days.weekdays = weekdays;
    d->duties_count = 1;
    with_fair(d, IPSO_TURN_EXTENDED);
    cover = with_cover(d, weekdays, AT(18, 0), AT(21, 0));
    cover->min = cover->max = 1;
    d->people[ROUX].share_percent = 50;
    *leave = (ipso_date_range){date_of(7), date_of(13)};
    d->people[PETIT].leave = leave;
    d->people[PETIT].leave_count = 1;
    if (week >= 2) {
        d->people[DURAND] = d->people[MOREL];
        d->people[DURAND].id = d->people[DURAND].name = "durand";
        d->people_count = 4;
    }
}

/* The past of a plan of the practice, which is planned to the end and pays for no turn. */
static ipso_past *plan_week(const ipso_practice *practice)
{
    ipso_settings settings;
    ipso_outcome outcome;
    ipso_plan *plan = NULL;
    ipso_past *past = NULL;

    ipso_settings_init(&settings);
    settings.last_stage = IPSO_STAGE_ROSTER;
    settings.work_limit = 500000000;
    settings.time_limit_s = 1e9;
    assert_int_equal(ipso_plan_make(&plan, practice, &settings, &outcome, NULL, NULL, NULL),
                     IPSO_OK);
    assert_int_equal(outcome, IPSO_OPTIMAL);
    assert_int_equal(units_of(plan), 0);
    assert_int_equal(ipso_past_new(&past, plan, NULL), IPSO_OK);
    ipso_plan_free(plan);
    return past;
}

/* Planned without public holidays, 5 evenings a week are 30. Present are Morel 42 days, Petit 35,
 * Roux 42 at half time, Durand 28: shares 42 + 35 + 21 + 28 = 126, hence 10, 8.33, 5 and 6.67
 * turns, and nobody is a whole turn above. */
static void six_weeks_one_by_one_share_turns_by_presence_and_contract(void **state)
{
    static const int most[] = {10, 9, 5, 7}, days[] = {42, 35, 42, 28};
    static draft d;
    ipso_date_range leave;
    ipso_past *past = NULL;
    int sum = 0;

    (void)state;
    for (int week = 0; week <= WEEKS; week++) {
        ipso_practice *practice;
        ipso_plan *empty;

        draft_week(&d, week, &leave);
        d.horizon.calendar = IPSO_CALENDAR_NONE;
        build(&d, &practice, &empty);
        ipso_plan_free(empty);
        if (past != NULL)
            assert_int_equal(ipso_practice_follow(practice, past, 0, NULL), IPSO_OK);
        ipso_past_free(past);
        past = week < WEEKS ? plan_week(practice) : NULL;
        for (int p = MOREL; week == WEEKS && p <= DURAND; p++) {
            const ipso_turns *turns = ipso_practice_practitioner(practice, p)->history.turns;

            assert_int_equal(7 * turns->weeks + turns->days, days[p]);
            assert_in_range(turns->turns, most[p] - 1, most[p]);
            sum += turns->turns;
        }
        ipso_practice_free(practice);
    }
    assert_int_equal(sum, 30);
}

static int set_up(void **state)
{
    *state = &the_case;
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(a_newcomer_has_no_backlog_to_catch_up, set_up),
        cmocka_unit_test_setup(a_part_timer_takes_turns_by_contract_share, set_up),
        cmocka_unit_test_setup(leave_lessens_the_share, set_up),
        cmocka_unit_test_setup(turns_of_the_week_before_count, set_up),
        cmocka_unit_test(six_weeks_one_by_one_share_turns_by_presence_and_contract),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
