/* Orders, overbooking and rules.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/clinic.h"

#include <math.h>

static ipso_session *make(const clinic *c)
{
    ipso_session *session;
    ipso_error err;
    ipso_error_init(&err);
    if (ipso_session_new(&session, &c->model, &err) != IPSO_OK)
        fail_msg("%s: %s", err.where, err.text);
    return session;
}

static ipso_session_settings every(double step, double last)
{
    ipso_session_settings settings;
    ipso_session_settings_init(&settings);
    settings.step_min = step;
    settings.last_start_min = last;
    return settings;
}

/* Four patients of mean 10: two of fixed time, two exponential. */
static void two_kinds(clinic *c)
{
    const ipso_service fixed = fixed_service(10), random = exponential_service(10);
    clinic_init(c, 4, &random, 0);
    c->patients[1].service = c->patients[2].service = fixed;
    c->model.length_min = 40;
    c->model.grid_min = 2;
}

/* The six orders of two and two patients, each searched by itself. */
static void best_order_is_the_best_of_all(void **state)
{
    static const int orders[6][4] = {{0, 3, 1, 2}, {0, 1, 3, 2}, {0, 1, 2, 3},
                                     {1, 0, 3, 2}, {1, 0, 2, 3}, {1, 2, 0, 3}};
    const ipso_session_settings settings = every(2, 40);
    ipso_session_plan plan, one;
    double least = INFINITY;
    clinic c;
    (void)state;
    two_kinds(&c);
    ipso_session *session = make(&c);
    assert_int_equal(ipso_session_optimize_order(&plan, session, &settings, NULL), IPSO_OK);
    for (int i = 0; i < 6; i++) {
        assert_int_equal(ipso_session_optimize(&one, session, orders[i], 4, &settings, NULL),
                         IPSO_OK);
        least = fmin(least, one.measures.cost);
        ipso_session_plan_finish(&one);
    }
    assert_close(plan.measures.cost, least, 1e-9);
    assert_int_equal(plan.outcome, IPSO_OPTIMAL);
    /* Smallest variance first: Weiss 1990 shows it for two, and here it holds. */
    assert_int_equal(plan.times.order[0], 1);
    assert_int_equal(plan.times.order[1], 2);
    ipso_session_plan_finish(&plan);
    ipso_session_free(session);
}

/* Twelve patients in a bad order, the long and random ones first: the order found costs less than
 * the one given, and each patient is in it once. */
static void order_of_many_is_better_than_the_one_given(void **state)
{
    const ipso_session_settings settings = every(5, INFINITY);
    const ipso_service none = fixed_service(0);
    ipso_session_plan given, found;
    clinic c;
    (void)state;
    clinic_init(&c, 12, &none, .05);
    for (int i = 0; i < 12; i++)
        c.patients[i].service = lognormal_service(20 - i, .9 - .06 * i);
    c.model.length_min = 180;
    c.model.grid_min = 5;
    ipso_session *session = make(&c);
    assert_int_equal(ipso_session_optimize(&given, session, NULL, 12, &settings, NULL), IPSO_OK);
    assert_int_equal(ipso_session_optimize_order(&found, session, &settings, NULL), IPSO_OK);
    int seen[12] = {0};
    for (int k = 0; k < 12; k++)
        seen[found.times.order[k]]++;
    for (int k = 0; k < 12; k++)
        assert_int_equal(seen[k], 1);
    assert_true(found.measures.cost < 0.9 * given.measures.cost);
    assert_int_equal(found.outcome, IPSO_FEASIBLE);
    ipso_session_plan_finish(&given);
    ipso_session_plan_finish(&found);
    ipso_session_free(session);
}

/* Two slots of 10 minutes, visits of exactly 10, the end at 20, idle time free, half of the
 * patients not coming; waits cost 1 and overtime 2 a minute, a visit earns 8. Nobody books: 0. Each
 * of m patients earns 4 expected; two, one in each slot, cost nothing: -8. A third, with the second
 * slot's: both come with probability 1/4, 10 minutes of wait and 10 of overtime then: 1/4 x 30
 * = 7.5, and less than that cannot be had: in the first slot he would push the second with 1/4 x 10
 * for himself, and with 1/4 too much for the second slot at 10, which waits and overtime pay again.
 */
static void overbooking_stops_where_it_does_not_pay(void **state)
{
    const ipso_session_settings settings = every(10, 10);
    const ipso_service ten = fixed_service(10);
    ipso_session_plan plan;
    clinic c;
    (void)state;
    clinic_init(&c, 5, &ten, .5);
    c.model.length_min = 20;
    c.model.grid_min = 10;
    c.model.idle_weight = 0;
    c.model.overtime_weight = 2;
    for (int i = 0; i < 5; i++)
        c.patients[i].reward = 8;
    ipso_session *session = make(&c);
    assert_int_equal(ipso_session_overbook(&plan, session, &settings, NULL), IPSO_OK);
    assert_int_equal(plan.times.count, 2);
    assert_close(plan.objective, -8, 1e-12);
    assert_int_equal(plan.outcome, IPSO_OPTIMAL);
    ipso_session_plan_finish(&plan);
    ipso_session_free(session);
}

/* The same with a visit that earns 40, 20 expected: the third pays, as 20 is more than all it can
 * cost. */
static void overbooking_is_done_where_it_pays(void **state)
{
    const ipso_session_settings settings = every(10, 10);
    const ipso_service ten = fixed_service(10);
    ipso_session_plan plan, best;
    clinic c;
    (void)state;
    clinic_init(&c, 5, &ten, .5);
    c.model.length_min = 20;
    c.model.grid_min = 10;
    c.model.idle_weight = 0;
    c.model.overtime_weight = 2;
    for (int i = 0; i < 5; i++)
        c.patients[i].reward = 40;
    ipso_session *session = make(&c);
    assert_int_equal(ipso_session_overbook(&plan, session, &settings, NULL), IPSO_OK);
    assert_true(plan.times.count > 2);
    for (int count = 0; count <= 5; count++) {
        assert_int_equal(ipso_session_optimize(&best, session, NULL, count, &settings, NULL),
                         IPSO_OK);
        assert_true(plan.objective <= best.measures.cost - 20 * count + 1e-9);
        ipso_session_plan_finish(&best);
    }
    ipso_session_plan_finish(&plan);
    ipso_session_free(session);
}

static void expect_rule(const ipso_session *session, ipso_session_rule rule, double parameter,
                        const double *expected)
{
    const ipso_session_settings settings = every(5, 50);
    double starts[6];
    assert_int_equal(
        ipso_session_by_rule(starts, session, NULL, 6, rule, parameter, &settings, NULL), IPSO_OK);
    for (int k = 0; k < 6; k++)
        assert_close(starts[k], expected[k], 0);
}

/* Six patients of 12 minutes and a standard deviation of 6, steps of 5, the last start at 50. */
static void rules_are_those_published(void **state)
{
    const ipso_service service = lognormal_service(12, .5);
    clinic c;
    (void)state;
    clinic_init(&c, 6, &service, 0);
    ipso_session *session = make(&c);
    expect_rule(session, IPSO_RULE_EQUAL, 0, (double[]){0, 10, 20, 35, 45, 50});
    expect_rule(session, IPSO_RULE_EQUAL, 10, (double[]){0, 10, 20, 30, 40, 50});
    expect_rule(session, IPSO_RULE_BAILEY_WELCH, 0, (double[]){0, 0, 10, 20, 35, 45});
    expect_rule(session, IPSO_RULE_PAIRS, 0, (double[]){0, 0, 20, 20, 45, 45});
    expect_rule(session, IPSO_RULE_BLOCK, 0, (double[]){0, 0, 0, 0, 0, 0});
    expect_rule(session, IPSO_RULE_DEVIATION, .5, (double[]){0, 15, 30, 45, 50, 50});
    ipso_session_free(session);
}

static void wrong_rules_are_refused(void **state)
{
    const ipso_session_settings settings = every(5, 50);
    const ipso_service ten = fixed_service(10);
    double starts[2];
    clinic c;
    (void)state;
    clinic_init(&c, 2, &ten, 0);
    ipso_session *session = make(&c);
    assert_int_equal(
        ipso_session_by_rule(starts, session, NULL, 2, IPSO_RULE_EQUAL, -1, &settings, NULL),
        IPSO_INPUT);
    assert_int_equal(
        ipso_session_by_rule(starts, session, NULL, 2, IPSO_RULE_EQUAL, NAN, &settings, NULL),
        IPSO_INPUT);
    assert_int_equal(
        ipso_session_by_rule(starts, session, NULL, 2, (ipso_session_rule)9, 1, &settings, NULL),
        IPSO_INPUT);
    ipso_session_free(session);
}

/* Optimised start times cost no more than those of any rule. */
static void no_rule_is_better_than_the_search(void **state)
{
    const ipso_session_settings settings = every(0, INFINITY);
    const ipso_service service = lognormal_service(12, .5);
    double starts[10];
    ipso_session_plan plan;
    clinic c;
    (void)state;
    clinic_init(&c, 10, &service, .1);
    c.model.length_min = 120;
    ipso_session *session = make(&c);
    assert_int_equal(ipso_session_optimize(&plan, session, NULL, 10, &settings, NULL), IPSO_OK);
    for (int rule = IPSO_RULE_EQUAL; rule <= IPSO_RULE_DEVIATION; rule++) {
        const ipso_session_times times = {10, NULL, starts};
        ipso_session_measures m;
        assert_int_equal(ipso_session_by_rule(starts, session, NULL, 10, (ipso_session_rule)rule, 0,
                                              &settings, NULL),
                         IPSO_OK);
        assert_int_equal(ipso_session_measure(&m, session, &times, NULL), IPSO_OK);
        assert_true(m.cost > plan.measures.cost);
    }
    ipso_session_plan_finish(&plan);
    ipso_session_free(session);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(best_order_is_the_best_of_all),
        cmocka_unit_test(order_of_many_is_better_than_the_one_given),
        cmocka_unit_test(overbooking_stops_where_it_does_not_pay),
        cmocka_unit_test(overbooking_is_done_where_it_pays),
        cmocka_unit_test(rules_are_those_published),
        cmocka_unit_test(wrong_rules_are_refused),
        cmocka_unit_test(no_rule_is_better_than_the_search),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
