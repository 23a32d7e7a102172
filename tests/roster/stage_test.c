/* The roster stage: its start, its optimum, its limits, and what must not change it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/test.h"

#include "planner/roster_search.h"
#include "support/build.h"
#include "tiny.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { TINY_CASES = 400, ORDER_CASES = 120, WEEKS_CASES = 200, WEEKS_WORK = 3000000 };

static ipso__stage_settings exact(void)
{
    return (ipso__stage_settings){.deadline_s = INFINITY, .seed = 1, .threads = 1};
}

static void count_rules(void *user, const char *where, const char *text)
{
    (void)text;
    assert_int_equal(where[0], '/');
    *(int *)user += 1;
}

/* Plans the roster to optimality; false when there is none. */
static bool optimum(const ipso_practice *practice, int64_t *cost)
{
    ipso__stage_settings settings = exact();
    ipso_plan *plan = NULL;
    ipso_outcome outcome = IPSO_UNKNOWN;
    ipso_report *checked = NULL;
    ipso_error err;
    int rules = 0;
    ipso_error_init(&err);
    if (ipso__roster_stage(&plan, practice, &settings, &outcome, count_rules, &rules, &err) !=
        IPSO_OK)
        fail_msg("%s", err.text);
    assert_true(outcome == IPSO_OPTIMAL || outcome == IPSO_INFEASIBLE);
    assert_int_equal(rules > 0, outcome == IPSO_INFEASIBLE);
    if (outcome == IPSO_INFEASIBLE)
        return false;
    const ipso_stage_report *report = ipso_plan_stage(plan, IPSO_STAGE_ROSTER);
    assert_int_equal(ipso_check(&checked, plan, NULL), IPSO_OK);
    assert_int_equal(ipso_report_violation_count(checked), 0);
    assert_int_equal(ipso_report_stage_cost(checked, IPSO_STAGE_ROSTER), report->cost);
    assert_int_equal(report->bound, report->cost);
    *cost = report->cost;
    ipso_report_free(checked);
    ipso_plan_free(plan);
    return true;
}

/* ---- the start ---- */

static void begin(ipso__roster_search *s, const ipso__stage_settings *settings,
                  const ipso__roster_program *program)
{
    *s = (ipso__roster_search){
        .roster = program->roster, .program = program, .settings = settings, .bound = -INFINITY};
    ipso__random_init(&s->random, 1, 1);
    s->x = calloc((size_t)ipso__program_column_count(program->program) + 1, sizeof *s->x);
    assert_non_null(s->x);
}

/* Compares a start with the optimum; returns whether there was one. */
static bool compare_start(const ipso_practice *practice)
{
    ipso__stage_settings settings = exact();
    ipso__solve_settings solving;
    ipso__solve_result result;
    ipso__roster *roster = NULL;
    ipso__roster_program *program = NULL;
    ipso__roster_search s;
    double objective = 0;
    assert_int_equal(ipso__roster_new(&roster, practice, false, NULL), IPSO_OK);
    assert_int_equal(ipso__roster_program_new(&program, roster, NULL), IPSO_OK);
    begin(&s, &settings, program);
    ipso__search_greedy(&s);
    ipso__search_repair(&s);
    ipso__solve_settings_init(&solving);
    solving.time_limit_s = INFINITY;
    solving.integral_cost = true;
    solving.start = s.found ? s.x : NULL;
    assert_int_equal(ipso__solve(&result, program->program, &solving, NULL), IPSO_OK);
    if (s.found) {
        assert_true(ipso__program_holds(program->program, s.x, 1e-6, &objective, NULL));
        assert_true(fabs(objective - s.cost) < 1e-6);
        assert_int_equal(result.outcome, IPSO_OPTIMAL);
        assert_true(s.cost >= result.best - 1e-6);
    }
    bool had = s.found;
    free(s.x);
    ipso__solve_result_finish(&result);
    ipso__roster_program_free(program);
    ipso__roster_free(roster);
    return had;
}

static void start_is_a_roster_that_never_beats_the_optimum(void **state)
{
    int starts = 0, feasible = 0;
    (void)state;
    for (uint64_t seed = 1; seed <= TINY_CASES; seed++) {
        ipso_practice *practice = tiny_practice(seed, 0);
        int64_t cost;
        starts += compare_start(practice);
        feasible += optimum(practice, &cost);
        ipso_practice_free(practice);
    }
    /* The start may miss a roster now and then, not as a habit. */
    assert_true(feasible > TINY_CASES / 3);
    assert_true(starts >= feasible * 9 / 10);
    assert_true(starts <= feasible);
}

/* ---- bounds ---- */

/* Searches the weeks of a practice and compares what is found and proven with the optimum; returns
 * whether the weeks were bounded, found counts rosters. */
static bool compare_weeks(const ipso_practice *practice, int *found)
{
    ipso__stage_settings settings = exact();
    ipso__roster *roster = NULL;
    ipso__roster_program *program = NULL;
    ipso__roster_search s;
    double objective;
    int64_t cost;
    settings.work_limit = WEEKS_WORK;
    assert_int_equal(ipso__roster_new(&roster, practice, false, NULL), IPSO_OK);
    assert_int_equal(ipso__roster_program_new(&program, roster, NULL), IPSO_OK);
    begin(&s, &settings, program);
    ipso__search_weeks(&s, 1);
    assert_int_equal(s.status, IPSO_OK);
    bool compared =
        roster->weeks > 1 && s.bound > -INFINITY && s.bound < INFINITY && optimum(practice, &cost);
    if (compared)
        assert_true(s.bound <= (double)cost);
    if (s.found) {
        assert_true(ipso__program_holds(program->program, s.x, 1e-6, &objective, NULL));
        assert_true(fabs(objective - s.cost) < 1e-6);
        assert_true(optimum(practice, &cost) && s.cost >= (double)cost);
        *found += compared;
    }
    free(s.x);
    free(s.prices);
    ipso__schedules_columns_finish(&s.columns);
    ipso__roster_program_free(program);
    ipso__roster_free(roster);
    return compared;
}

/* Horizons of a few days that a Monday cuts into two weeks. */
static void weeks_bound_every_roster_and_what_they_find_is_one(void **state)
{
    int compared = 0, found = 0;
    (void)state;
    for (uint64_t seed = 1; compared < WEEKS_CASES; seed++) {
        ipso_practice *practice = tiny_practice(seed, 0);
        compared += compare_weeks(practice, &found);
        ipso_practice_free(practice);
    }
    assert_true(found > WEEKS_CASES / 2);
}

/* ---- what must not change the optimum ---- */

static void order_and_names_of_people_and_duties_change_no_optimum(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= ORDER_CASES; seed++) {
        int64_t cost[2] = {0, 0};
        bool found[2];
        for (unsigned order = 0; order < 2; order++) {
            ipso_practice *practice = tiny_practice(seed, order);
            found[order] = optimum(practice, &cost[order]);
            ipso_practice_free(practice);
        }
        if (found[0] != found[1] || cost[0] != cost[1])
            fail_msg("seed %llu: %lld in one order, %lld in another", (unsigned long long)seed,
                     (long long)cost[0], (long long)cost[1]);
    }
}

static draft drafted;

/* Three days of two or three equal practitioners, with need that two cannot meet. */
static void a_busy_draft(int people, double visits)
{
    a_draft(&drafted);
    roster_alone(&drafted);
    drafted.work_count = drafted.requests_count = 0;
    drafted.horizon.days = 3;
    drafted.people_count = people;
    with_demand(&drafted, VISIT, HOUSE, IPSO_ALL_DAYS, visits);
    with_demand(&drafted, URGENT, ANNEXE, IPSO_MONDAY | IPSO_WEDNESDAY, 9);
    with_cover(&drafted, IPSO_ALL_DAYS, AT(9, 0), AT(10, 0))->min = 2;
    drafted.weights.duty_hour_points = 20;
    drafted.weights.staffing_points = 10;
}

static int64_t optimum_of_draft(void)
{
    ipso_practice *practice = NULL;
    ipso_plan *plan = NULL;
    int64_t cost = 0;
    build(&drafted, &practice, &plan);
    assert_true(optimum(practice, &cost));
    ipso_plan_free(plan);
    ipso_practice_free(practice);
    return cost;
}

/* The third has the role of the others, no minimum, wish or fair turn: off all days, this one costs
 * nothing and changes nothing, so that every roster of two is one of three at the same cost. */
static void one_more_practitioner_never_costs_more(void **state)
{
    int64_t gained = 0;
    (void)state;
    for (int visits = 10; visits <= 60; visits += 10) {
        a_busy_draft(2, visits);
        int64_t two = optimum_of_draft();
        a_busy_draft(3, visits);
        int64_t three = optimum_of_draft();
        assert_true(three <= two);
        gained += two - three;
    }
    assert_true(gained > 0);
}

static void add_rule(int rule)
{
    static ipso_wish wish;
    switch (rule) {
    case 0:
        with_kind_limit(&drafted, "day", 1);
        break;
    case 1:
        with_succession(&drafted, "day", "day")->points = 35;
        break;
    case 2:
        drafted.people[MOREL].rules.week_minutes.max = 600;
        break;
    case 3:
        with_cover(&drafted, IPSO_ALL_DAYS, AT(18, 0), AT(19, 0))->id = "evening";
        break;
    case 4:
        drafted.sites[HOUSE].rooms = 1;
        break;
    case 5:
        ipso_wish_init(&wish);
        wish.wanted = false;
        drafted.people[PETIT].wishes = &wish;
        drafted.people[PETIT].wish_count = 1;
        break;
    default:
        with_pin(&drafted, PETIT, MONDAY, IPSO_ANY)->forbidden = true;
    }
}

static void one_more_rule_never_costs_less(void **state)
{
    (void)state;
    a_busy_draft(2, 40);
    int64_t plain = optimum_of_draft();
    int dearer = 0;
    for (int rule = 0; rule <= 6; rule++) {
        a_busy_draft(2, 40);
        add_rule(rule);
        int64_t ruled = optimum_of_draft();
        assert_true(ruled >= plain);
        dearer += ruled > plain;
    }
    assert_true(dearer >= 4);
}

/* ---- limits ---- */

static ipso_plan *plan_scenario(const ipso_practice *practice, int64_t work_limit, int threads)
{
    ipso__stage_settings settings = exact();
    ipso_plan *plan = NULL;
    ipso_outcome outcome;
    settings.work_limit = work_limit;
    settings.threads = threads;
    assert_int_equal(ipso__roster_stage(&plan, practice, &settings, &outcome, NULL, NULL, NULL),
                     IPSO_OK);
    assert_non_null(plan);
    return plan;
}

static void same_work_limit_and_seed_give_the_same_roster(void **state)
{
    ipso_practice *practice = NULL;
    (void)state;
    assert_int_equal(ipso_scenario_generate(&practice, "saint-martin", 1, NULL), IPSO_OK);
    ipso_plan *first = plan_scenario(practice, 40000000, 1);
    ipso_plan *second = plan_scenario(practice, 40000000, 4);
    int count = ipso_plan_assignment_count(first);
    assert_int_equal(ipso_plan_stage(first, IPSO_STAGE_ROSTER)->stop, IPSO_STOP_WORK);
    assert_int_equal(count, ipso_plan_assignment_count(second));
    for (int i = 0; i < count; i++)
        assert_memory_equal(ipso_plan_assignment(first, i), ipso_plan_assignment(second, i),
                            sizeof(ipso_assignment));
    assert_memory_equal(ipso_plan_stage(first, IPSO_STAGE_ROSTER),
                        ipso_plan_stage(second, IPSO_STAGE_ROSTER), sizeof(ipso_stage_report));
    ipso_plan_free(first);
    ipso_plan_free(second);
    ipso_practice_free(practice);
}

static int cancel(void *user, const ipso_progress *progress)
{
    *(int *)user += 1;
    return progress->has_plan;
}

static void cancelled_stage_gives_the_roster_it_has(void **state)
{
    ipso__stage_settings settings = exact();
    ipso_practice *practice = NULL;
    ipso_plan *plan = NULL;
    ipso_outcome outcome = IPSO_UNKNOWN;
    int calls = 0;
    (void)state;
    settings.progress = cancel;
    settings.progress_user = &calls;
    assert_int_equal(ipso_scenario_generate(&practice, "ipso", 1, NULL), IPSO_OK);
    assert_int_equal(ipso__roster_stage(&plan, practice, &settings, &outcome, NULL, NULL, NULL),
                     IPSO_OK);
    assert_non_null(plan);
    assert_true(calls >= 1);
    assert_int_equal(ipso_plan_stage(plan, IPSO_STAGE_ROSTER)->stop, IPSO_STOP_CANCEL);
    assert_int_equal(outcome, IPSO_FEASIBLE);
    ipso_plan_free(plan);
    ipso_practice_free(practice);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(start_is_a_roster_that_never_beats_the_optimum),
        cmocka_unit_test(weeks_bound_every_roster_and_what_they_find_is_one),
        cmocka_unit_test(order_and_names_of_people_and_duties_change_no_optimum),
        cmocka_unit_test(one_more_practitioner_never_costs_more),
        cmocka_unit_test(one_more_rule_never_costs_less),
        cmocka_unit_test(same_work_limit_and_seed_give_the_same_roster),
        cmocka_unit_test(cancelled_stage_gives_the_roster_it_has),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
