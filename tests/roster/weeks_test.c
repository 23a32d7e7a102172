/* Horizons of two weeks, searched week by week, against the optimum of the whole program.
 *
 * Three or four days around a Monday, with people who differ in history alone, duties of several
 * lengths, and need that no number of these meets exactly: what the weeks leave out (rules over
 * their end) is not there, so that bounds are near the optimum and one too high would show.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/test.h"

#include "base/random.h"
#include "planner/roster_weeks_prices.h"
#include "support/build.h"

#include <math.h>
#include <stdlib.h>

enum { CASES = 150, WORK = 1500000 };

static draft drafted;
static ipso_turns past[3][2];

/* Late duties and mornings are turns; each of the people has taken some. */
/* most: turns that one may have taken. */
static void a_draft_of_two_weeks(ipso__random *random, int most)
{
    a_draft(&drafted);
    roster_alone(&drafted);
    drafted.work_count = drafted.requests_count = 0;
    start_on(&drafted, 5 + ipso__random_range(random, 0, 1));
    drafted.horizon.days = 3 + ipso__random_range(random, 0, 1);
    drafted.people_count = 2 + ipso__random_range(random, 0, 1);
    drafted.weights.duty_hour_points = 60;
    drafted.weights.staffing_points = 4 + ipso__random_range(random, 0, 6);
    with_duty(&drafted, "short", HOUSE, AT(9, 0),
              AT(9, 0) + 15 * ipso__random_range(random, 6, 14));
    with_demand(&drafted, VISIT, HOUSE, IPSO_ALL_DAYS, ipso__random_range(random, 8, 60));
    with_demand(&drafted, URGENT, ANNEXE, IPSO_ALL_DAYS, ipso__random_range(random, 0, 30));
    for (int i = 0; i < 2; i++) {
        ipso_fair *fair = with_fair(&drafted, IPSO_TURN_KIND);
        fair->id = fair->kind = drafted.duties[i == 0 ? LATE : DAY].kind;
        fair->points = 40 * ipso__random_range(random, 1, 6);
    }
    for (int p = 0; p < drafted.people_count; p++) {
        ipso_history *history = &drafted.people[p].history;
        for (int i = 0; i < 2; i++)
            past[p][i] = (ipso_turns){
                .fair_rule = i, .turns = ipso__random_range(random, 0, most), .weeks = 2};
        history->turns = past[p];
        history->turn_count = 2;
    }
}

/* The optimum of the whole program, and the turns that all take in it under each fair rule. */
static double optimum(const ipso_practice *practice, int64_t *taken)
{
    ipso__solve_settings settings;
    ipso__solve_result result;
    ipso__roster *roster = NULL;
    ipso__roster_program *program = NULL;
    assert_int_equal(ipso__roster_new(&roster, practice, false, NULL), IPSO_OK);
    assert_int_equal(ipso__roster_program_new(&program, roster, NULL), IPSO_OK);
    ipso__solve_settings_init(&settings);
    settings.time_limit_s = INFINITY;
    settings.integral_cost = true;
    assert_int_equal(ipso__solve(&result, program->program, &settings, NULL), IPSO_OK);
    assert_int_equal(result.outcome, IPSO_OPTIMAL);
    double cost = round(result.best);
    bool *chosen = calloc((size_t)roster->option_count + 1, sizeof *chosen);
    assert_non_null(chosen);
    ipso__roster_decode(program, result.x, chosen);
    ipso__roster_columns_count_turns(roster, chosen, taken);
    free(chosen);
    ipso__solve_result_finish(&result);
    ipso__roster_program_free(program);
    ipso__roster_free(roster);
    return cost;
}

typedef struct found {
    double bound, cost;
    int64_t work;
} found;

/* A search as the planner begins it. */
typedef struct stage {
    ipso__stage_settings settings;
    ipso__roster *roster;
    ipso__roster_program *program;
    ipso__roster_search s;
} stage;

static void set_up(stage *b, const ipso_practice *practice, int threads)
{
    *b = (stage){
        .settings = {.deadline_s = INFINITY, .work_limit = WORK, .seed = 1, .threads = threads}};
    assert_int_equal(ipso__roster_new(&b->roster, practice, false, NULL), IPSO_OK);
    assert_int_equal(ipso__roster_program_new(&b->program, b->roster, NULL), IPSO_OK);
    assert_int_equal(b->roster->weeks, 2);
    b->s = (ipso__roster_search){
        .roster = b->roster, .program = b->program, .settings = &b->settings, .bound = -INFINITY};
    b->s.x = calloc((size_t)ipso__program_column_count(b->program->program) + 1, sizeof *b->s.x);
    assert_non_null(b->s.x);
}

static void clear_away(stage *b)
{
    free(b->s.x);
    free(b->s.prices);
    ipso__schedules_columns_finish(&b->s.columns);
    ipso__roster_program_free(b->program);
    ipso__roster_free(b->roster);
}

static found search(const ipso_practice *practice, int threads, int joined)
{
    stage b;
    ipso__weeks w;
    set_up(&b, practice, threads);
    ipso__weeks_init(&w, &b.s, 1, joined);
    ipso__weeks_search(&w);
    ipso__weeks_finish(&w);
    assert_int_equal(b.s.status, IPSO_OK);
    assert_true(b.s.found);
    clear_away(&b);
    return (found){b.s.bound, b.s.cost, b.s.work};
}

/* joined: weeks that one LP joins, of more prices do. */
static void compare_with_the_optimum(int joined)
{
    ipso__random random;
    int close = 0, optimal = 0;
    ipso__random_init(&random, 7, 1);
    for (int i = 0; i < CASES; i++) {
        ipso_practice *practice = NULL;
        ipso_plan *plan = NULL;
        a_draft_of_two_weeks(&random, 4);
        build(&drafted, &practice, &plan);
        found what = search(practice, 1, joined);
        int64_t taken[IPSO__WEEKS_RULES];
        double least = optimum(practice, taken);
        if (what.bound > least || what.cost < least)
            fail_msg("case %d: bound %.0f and cost %.0f, but the optimum is %.0f", i, what.bound,
                     what.cost, least);
        close += what.bound >= 0.98 * least;
        optimal += what.cost == least;
        ipso_plan_free(plan);
        ipso_practice_free(practice);
    }
    assert_true(close > CASES / 2);
    assert_true(optimal > CASES / 2);
}

static void weeks_joined_by_an_lp_bound_the_optimum_closely_and_often_find_it(void **state)
{
    (void)state;
    compare_with_the_optimum(IPSO__WEEKS_JOINED);
}

static void weeks_joined_by_prices_bound_the_optimum_closely_and_often_find_it(void **state)
{
    (void)state;
    compare_with_the_optimum(0);
}

/* Any prices of rows over both weeks, on the sides that they may have. */
static void draw_prices(const ipso__weeks *w, ipso__random *random)
{
    int size = 4 << ipso__random_range(random, 0, 6);
    for (int i = 0; i < w->many->row_count; i++) {
        double least, most;
        ipso__weeks_price_span(&w->many->all->rows[w->many->rows[i]], &least, &most);
        w->many->y[w->many->rows[i]] =
            ipso__random_range(random, (int)fmax(least, -size), (int)fmin(most, size));
    }
}

/* Joins the weeks by passes at random prices and at what the model makes of them. */
static void pass_at_random_prices(ipso__weeks *w, ipso__random *random)
{
    enum { PASSES = 6 };
    double likely[IPSO__WEEKS_RULES], told;
    bool done;
    assert_true(ipso__weeks_begin(w));
    ipso__weeks_count_likely(w, &w->lps[0].columns, likely);
    assert_true(ipso__weeks_price_begin(w, likely));
    for (int k = 0; k < PASSES; k++) {
        draw_prices(w, random);
        assert_true(ipso__weeks_price_pass(w, &told) && ipso__weeks_price(w, &done));
    }
}

/* The optimum takes some number of turns under the dearest rule: the level of that number, which
 * is no less than the bound, is at most the optimum. */
static void rosters_with_as_many_turns_as_the_optimum_are_bounded_by_it(void **state)
{
    ipso__random random, of_prices;
    int told = 0;
    (void)state;
    ipso__random_init(&random, 7, 1);
    ipso__random_init(&of_prices, 17, 1);
    for (int i = 0; i < CASES / 2; i++) {
        ipso_practice *practice = NULL;
        ipso_plan *plan = NULL;
        stage b;
        ipso__weeks w;
        int64_t taken[IPSO__WEEKS_RULES];
        a_draft_of_two_weeks(&random, 20);
        build(&drafted, &practice, &plan);
        double least = optimum(practice, taken), alone = 0;
        set_up(&b, practice, 1);
        ipso__weeks_init(&w, &b.s, 1, 0);
        pass_at_random_prices(&w, &of_prices);
        for (int week = 0; week < w.count; week++)
            alone += w.week_bound[week];
        double level = w.many->level[taken[w.lp_columns.turn_rule[w.many->rule]]];
        if (level > least || b.s.bound > level)
            fail_msg("case %d: bound %.0f, level %.0f, but the optimum is %.0f", i, b.s.bound,
                     level, least);
        told += level > alone;
        ipso__weeks_finish(&w);
        clear_away(&b);
        ipso_plan_free(plan);
        ipso_practice_free(practice);
    }
    assert_true(told > 0);
}

static void two_threads_find_what_one_does_with_as_much_work(void **state)
{
    ipso__random random;
    ipso_practice *practice = NULL;
    ipso_plan *plan = NULL;
    (void)state;
    ipso__random_init(&random, 11, 1);
    a_draft_of_two_weeks(&random, 4);
    build(&drafted, &practice, &plan);
    for (int joined = 0; joined <= IPSO__WEEKS_JOINED; joined += IPSO__WEEKS_JOINED) {
        found one = search(practice, 1, joined), two = search(practice, 2, joined);
        assert_true(one.bound == two.bound && one.cost == two.cost && one.work == two.work);
    }
    ipso_plan_free(plan);
    ipso_practice_free(practice);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(weeks_joined_by_an_lp_bound_the_optimum_closely_and_often_find_it),
        cmocka_unit_test(weeks_joined_by_prices_bound_the_optimum_closely_and_often_find_it),
        cmocka_unit_test(rosters_with_as_many_turns_as_the_optimum_are_bounded_by_it),
        cmocka_unit_test(two_threads_find_what_one_does_with_as_much_work),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
