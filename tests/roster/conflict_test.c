/* A practice without a roster names the rules that cannot hold together, and no others.
 *
 * Each case gives what makes it infeasible, the pointers expected, worked out by hand, and for each
 * of them a change that takes this rule alone away: then there is a roster, so that the set is
 * irreducible.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/test.h"

#include "planner/stage.h"
#include "support/build.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { MOST_RULES = 4 };

typedef void (*change_fn)(draft *d);

typedef struct conflict_case {
    const char *name;
    change_fn make;
    const char *rule[MOST_RULES]; /* sorted */
    change_fn without[MOST_RULES];
} conflict_case;

static draft drafted;

/* ---- changes ---- */

static void drop_pin(draft *d, int index)
{
    for (int i = index; i + 1 < d->pins_count; i++)
        d->pins[i] = d->pins[i + 1];
    d->pins_count--;
}

static void without_first_pin(draft *d)
{
    drop_pin(d, 0);
}

static void without_second_pin(draft *d)
{
    drop_pin(d, 1);
}

static void without_leave(draft *d)
{
    for (int p = 0; p < d->people_count; p++)
        d->people[p].leave_count = 0;
}

static void without_rest(draft *d)
{
    d->people[MOREL].rules.rest_min = 0;
}

static void without_week_days(draft *d)
{
    d->people[MOREL].rules.week_days.max = IPSO_NO_MAX;
}

static void without_site_groups(draft *d)
{
    d->people[MOREL].rules.site_groups.max = IPSO_NO_MAX;
}

static void without_cover(draft *d)
{
    d->covers_count = 0;
}

static void without_rooms(draft *d)
{
    d->sites[HOUSE].rooms = IPSO_ANY;
}

static void without_successions(draft *d)
{
    d->successions_count = 0;
}

static void without_fixed(draft *d)
{
    d->fixed_count = 0;
}

static void without_closure(draft *d)
{
    d->sites[HOUSE].closure_count = 0;
}

static void without_supervisors(draft *d)
{
    d->people[PETIT].supervisor_count = 0;
}

static void on_leave(draft *d, int person, int day)
{
    static ipso_date_range leave;
    leave = (ipso_date_range){date_of(day), date_of(day)};
    d->people[person].leave = &leave;
    d->people[person].leave_count = 1;
}

/* ---- cases ---- */

static void pinned_on_leave(draft *d)
{
    with_pin(d, MOREL, TUESDAY, DAY);
    on_leave(d, MOREL, TUESDAY);
}

static void pinned_and_forbidden(draft *d)
{
    with_pin(d, MOREL, TUESDAY, DAY);
    with_pin(d, MOREL, TUESDAY, IPSO_ANY)->forbidden = true;
}

/* From 21:00 to 08:00 are 660 minutes. */
static void pinned_without_rest(draft *d)
{
    d->people[MOREL].rules.rest_min = 661;
    with_pin(d, MOREL, MONDAY, LATE);
    with_pin(d, MOREL, TUESDAY, MORNING);
}

static void pinned_two_days_of_one(draft *d)
{
    d->people[MOREL].rules.week_days.max = 1;
    with_pin(d, MOREL, MONDAY, IPSO_ANY);
    with_pin(d, MOREL, FRIDAY, IPSO_ANY);
}

static void pinned_in_two_departments(draft *d)
{
    d->sites[HOUSE].group = "old";
    d->sites[ANNEXE].group = "new";
    d->people[MOREL].rules.site_groups.max = 1;
    with_pin(d, MOREL, MONDAY, DAY);
    with_pin(d, MOREL, TUESDAY, AT_ANNEXE);
}

/* Three heads of three people, one of them away. */
static void covered_by_more_than_are_there(draft *d)
{
    ipso_cover *cover = with_cover(d, IPSO_MONDAY, AT(9, 0), AT(10, 0));
    cover->min = 3;
    cover->short_points = IPSO_HARD;
    on_leave(d, ROUX, MONDAY);
}

static void pinned_without_room(draft *d)
{
    d->sites[HOUSE].rooms = 1;
    with_pin(d, MOREL, MONDAY, DAY);
    with_pin(d, PETIT, MONDAY, MORNING);
}

static void pinned_in_succession(draft *d)
{
    with_succession(d, "late", "day");
    with_pin(d, MOREL, MONDAY, LATE);
    with_pin(d, MOREL, TUESDAY, DAY);
    d->duties[LATE].kind = "late";
    d->duties[DAY].kind = "day";
}

static void fixed_where_closed(draft *d)
{
    static ipso_date_range closure;
    closure = (ipso_date_range){date_of(MONDAY), date_of(MONDAY)};
    d->sites[HOUSE].closures = &closure;
    d->sites[HOUSE].closure_count = 1;
    with_fixed(d, "carl", MOREL, MONDAY, AT(9, 0))->site = HOUSE;
}

/* Roux alone supervises Petit, and is away. */
static void trainee_alone(draft *d)
{
    static const int supervisor = ROUX;
    d->people[PETIT].supervisors = &supervisor;
    d->people[PETIT].supervisor_count = 1;
    with_pin(d, PETIT, MONDAY, DAY);
    on_leave(d, ROUX, MONDAY);
}

static const conflict_case cases[] = {
    {"pinned on a day of leave",
     pinned_on_leave,
     {"/pins/0", "/practitioners/0/leave/0"},
     {without_first_pin, without_leave}},
    {"pinned and forbidden",
     pinned_and_forbidden,
     {"/pins/0", "/pins/1"},
     {without_first_pin, without_second_pin}},
    {"pinned without rest",
     pinned_without_rest,
     {"/pins/0", "/pins/1", "/practitioners/0/rules/rest_min"},
     {without_first_pin, without_second_pin, without_rest}},
    {"pinned in two groups of sites where one is the most",
     pinned_in_two_departments,
     {"/pins/0", "/pins/1", "/practitioners/0/rules/site_groups"},
     {without_first_pin, without_second_pin, without_site_groups}},
    {"pinned on two days where one is the most",
     pinned_two_days_of_one,
     {"/pins/0", "/pins/1", "/practitioners/0/rules/week_days"},
     {without_first_pin, without_second_pin, without_week_days}},
    {"more heads than there are people",
     covered_by_more_than_are_there,
     {"/cover/0", "/practitioners/2/leave/0"},
     {without_cover, without_leave}},
    {"two people pinned to one room",
     pinned_without_room,
     {"/pins/0", "/pins/1", "/sites/0/rooms"},
     {without_first_pin, without_second_pin, without_rooms}},
    {"pinned in a forbidden succession",
     pinned_in_succession,
     {"/pins/0", "/pins/1", "/successions/0"},
     {without_first_pin, without_second_pin, without_successions}},
    {"an appointment where the site is closed",
     fixed_where_closed,
     {"/fixed_appointments/0", "/sites/0/closures/0"},
     {without_fixed, without_closure}},
    {"a trainee whose supervisor is away",
     trainee_alone,
     {"/pins/0", "/practitioners/1/supervisors", "/practitioners/2/leave/0"},
     {without_first_pin, without_supervisors, without_leave}},
};

/* ---- running ---- */

typedef struct heard {
    char where[8][64];
    int count;
} heard;

static void hear(void *user, const char *where, const char *text)
{
    heard *h = user;
    assert_true(h->count < 8);
    assert_true(strlen(text) > 0);
    int at = h->count++;
    while (at > 0 && strcmp(h->where[at - 1], where) > 0) {
        strcpy(h->where[at], h->where[at - 1]);
        at--;
    }
    snprintf(h->where[at], sizeof h->where[at], "%s", where);
}

static ipso_outcome plan_roster(change_fn make, change_fn without, heard *h, ipso_error *err)
{
    ipso__stage_settings settings = {.deadline_s = INFINITY, .gap = 1, .seed = 1, .threads = 1};
    ipso_practice *practice = NULL;
    ipso_plan *unused = NULL, *plan = NULL;
    ipso_outcome outcome = IPSO_UNKNOWN;
    a_draft(&drafted);
    roster_alone(&drafted);
    make(&drafted);
    if (without != NULL)
        without(&drafted);
    build(&drafted, &practice, &unused);
    ipso_error_init(err);
    assert_int_equal(ipso__roster_stage(&plan, practice, &settings, &outcome, hear, h, err),
                     IPSO_OK);
    assert_int_equal(plan == NULL, outcome == IPSO_INFEASIBLE || outcome == IPSO_UNKNOWN);
    ipso_plan_free(plan);
    ipso_plan_free(unused);
    ipso_practice_free(practice);
    return outcome;
}

static void check_case(const conflict_case *c)
{
    heard h = {.count = 0};
    ipso_error err;
    int expected = 0;
    while (expected < MOST_RULES && c->rule[expected] != NULL)
        expected++;
    if (plan_roster(c->make, NULL, &h, &err) != IPSO_INFEASIBLE)
        fail_msg("%s: not found infeasible", c->name);
    for (int i = 0; i < h.count && i < expected; i++) {
        if (strcmp(h.where[i], c->rule[i]) != 0)
            fail_msg("%s: %s instead of %s", c->name, h.where[i], c->rule[i]);
    }
    if (h.count != expected)
        fail_msg("%s: %d rules instead of %d", c->name, h.count, expected);
    assert_memory_equal(err.text, "no roster keeps all of: ", 24);
    assert_int_equal(err.status, IPSO_OK);
}

static void conflicting_rules_are_named_and_no_others(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        check_case(&cases[i]);
}

static void without_any_one_of_the_rules_there_is_a_roster(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        for (int k = 0; k < MOST_RULES && cases[i].rule[k] != NULL; k++) {
            heard h = {.count = 0};
            ipso_error err;
            ipso_outcome outcome = plan_roster(cases[i].make, cases[i].without[k], &h, &err);
            if (outcome != IPSO_FEASIBLE && outcome != IPSO_OPTIMAL)
                fail_msg("%s: no roster without %s", cases[i].name, cases[i].rule[k]);
            assert_int_equal(h.count, 0);
        }
    }
}

static void summary_names_the_practitioner_the_duty_and_the_date(void **state)
{
    heard h = {.count = 0};
    ipso_error err;
    (void)state;
    assert_int_equal(plan_roster(pinned_on_leave, NULL, &h, &err), IPSO_INFEASIBLE);
    assert_non_null(strstr(err.text, "Dr Morel is pinned to duty 'day' on 2026-11-24"));
    assert_non_null(strstr(err.text, "Dr Morel is on leave from 2026-11-24 to 2026-11-24"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(conflicting_rules_are_named_and_no_others),
        cmocka_unit_test(without_any_one_of_the_rules_there_is_a_roster),
        cmocka_unit_test(summary_names_the_practitioner_the_duty_and_the_date),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
