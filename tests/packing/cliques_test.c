/* Conflicts as rows: which cliques there are, and that bounds with them hold.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/test.h"

#include "packing_instances.h"
#include "solve/packing_scope.h"

#include <math.h>

enum { DAYS = 3 };

static void make_single(struct instance *made, int row, int64_t gain)
{
    made->rows[row].hard = true;
    made->rows[row].marginal_count = 1;
    made->marginals[row][0] = gain;
}

/* Two appointments worth 10, each on one of three days, every place a bin of its own: options 0 to
 * 2 are the first, 3 to 5 the second, which must come on a later day. The conflict of the last day
 * of both is given twice. */
static struct instance *in_order(void)
{
    struct instance *made = instance_new(2 * DAYS, 2, 7);
    int conflict = 0;
    for (int o = 0; o < 2 * DAYS; o++) {
        made->capacity[o] = 1;
        instance_link(instance_add(made, o, 1, 1, 0), o / DAYS, 1);
    }
    for (int first = 0; first < DAYS; first++)
        for (int second = 0; second <= first; second++, conflict++) {
            made->conflicts[conflict][0] = first;
            made->conflicts[conflict][1] = DAYS + second;
        }
    made->conflicts[conflict][0] = 5;
    made->conflicts[conflict][1] = 2;
    make_single(made, 0, 10);
    make_single(made, 1, 10);
    return made;
}

static int members(const ipso__packing_cliques *cliques, int clique)
{
    int set = 0;
    for (int o = 0; o < 2 * DAYS; o++)
        for (int i = cliques->first[o]; i < cliques->first[o + 1]; i++)
            if (cliques->clique[i] == clique)
                set |= 1 << o;
    return set;
}

/* Day 1 of the first excludes day 1 of the second, as days 2 and 3 do; day 2 excludes days 1 and 2,
 * as day 3 does; day 3 excludes all. */
static void each_different_set_of_excluded_days_is_a_clique(void **state)
{
    (void)state;
    struct instance *made = in_order();
    ipso__packing_cliques cliques;
    assert_true(ipso__packing_cliques_find(&cliques, &made->packing));
    assert_int_equal(cliques.count, 3);
    assert_int_equal(members(&cliques, 0), 7 | 1 << 3);
    assert_int_equal(members(&cliques, 1), 6 | 3 << 3);
    assert_int_equal(members(&cliques, 2), 4 | 7 << 3);
    ipso__packing_cliques_finish(&cliques);
    instance_free(made);
}

/* The first appointment may now take place twice, so two of its days do not exclude each other. */
static void conflicts_of_rows_of_more_units_are_in_no_clique(void **state)
{
    (void)state;
    struct instance *made = in_order();
    made->rows[0].marginal_count = 2;
    made->marginals[0][1] = 5;
    ipso__packing_cliques cliques;
    assert_true(ipso__packing_cliques_find(&cliques, &made->packing));
    assert_int_equal(cliques.count, 0);
    ipso__packing_cliques_finish(&cliques);
    instance_free(made);
}

/* Of two appointments worth 10 that exclude each other on all days, one is placed. Without prices
 * on conflicts no descent comes below 20. */
static void the_bound_alone_sees_a_conflict(void **state)
{
    (void)state;
    struct instance *made = instance_new(4, 2, 4);
    int bins[4] = {0, 1, 2, 3};
    for (int o = 0; o < 4; o++) {
        made->capacity[o] = 1;
        made->conflicts[o][0] = o / 2;
        made->conflicts[o][1] = 2 + o % 2;
        instance_link(instance_add(made, o, 1, 1, 0), o / 2, 1);
    }
    make_single(made, 0, 10);
    make_single(made, 1, 10);
    ipso__packing_settings settings;
    ipso__packing_settings_init(&settings);
    ipso__packing_meter meter;
    ipso__packing_meter_init(&meter, &settings);
    ipso__packing_model model;
    ipso__packing_state point;
    ipso__packing_scope scope;
    assert_int_equal(ipso__packing_model_init(&model, &made->packing, NULL), IPSO_OK);
    assert_true(ipso__packing_state_init(&point, &model));
    assert_true(ipso__packing_scope_init(&scope, &model));
    ipso__packing_scope_open(&scope, &point, bins, 4);
    assert_true(ipso__packing_scope_start(&scope, &meter));
    ipso__packing_descent descent = {.sweeps = 300, .step = 0.1, .fresh = true};
    double bound = ipso__packing_scope_descend(&scope, &descent, 10, &meter);
    assert_true(floor(bound / IPSO__PACKING_SCALE) >= 10);
    assert_true(floor(bound / IPSO__PACKING_SCALE) <= 11);
    ipso__packing_scope_finish(&scope);
    ipso__packing_state_finish(&point);
    ipso__packing_model_finish(&model);
    instance_free(made);
}

/* Who prices bins knows of the two rows alone: nothing is written past them. Each bin holds one
 * place at 10 - 3 or 20 - 3 points, and each row is placed in all three of its bins. */
static void cliques_are_not_told_of(void **state)
{
    (void)state;
    struct instance *made = in_order();
    for (int o = 0; o < 2 * DAYS; o++)
        made->options[o].cost = 3;
    const int64_t price[2] = {10 * 1024, 20 * 1024};
    const double weight[2 * DAYS] = {1, 1, 1, 1, 1, 1};
    int64_t value[2 * DAYS];
    double units[3] = {-1, -1, -1};
    ipso__packing_pricer *pricer;
    assert_int_equal(ipso__packing_pricer_new(&pricer, &made->packing, NULL), IPSO_OK);
    ipso__packing_pricer_fill(pricer, price, value);
    ipso__packing_pricer_units(pricer, weight, units);
    for (int b = 0; b < 2 * DAYS; b++)
        assert_int_equal(value[b], (b < DAYS ? 7 : 17) * 1024);
    assert_true(units[0] == DAYS && units[1] == DAYS);
    assert_true(units[2] == -1);
    ipso__packing_pricer_free(pricer);
    instance_free(made);
}

enum { OPTIONS = 10 };

/* Up to ten places of two to four appointments in one to three bins, many in conflict. */
static struct instance *linked(uint64_t seed)
{
    ipso__random random;
    ipso__random_init(&random, seed, 9);
    int rows = ipso__random_range(&random, 2, 4), bins = ipso__random_range(&random, 1, 3);
    struct instance *made = instance_new(bins, rows, 20);
    for (int b = 0; b < bins; b++)
        made->capacity[b] = ipso__random_range(&random, 2, 8);
    for (int r = 0; r < rows; r++)
        make_single(made, r, ipso__random_range(&random, 5, 40));
    for (int o = 0; o < OPTIONS; o++)
        instance_link(instance_add(made, ipso__random_range(&random, 0, bins - 1),
                                   ipso__random_range(&random, 1, 4), 1,
                                   ipso__random_range(&random, -3, 10)),
                      o % rows, 1);
    for (int c = 0; c < 20; c++) {
        made->conflicts[c][0] = ipso__random_range(&random, 0, OPTIONS - 1);
        made->conflicts[c][1] =
            (made->conflicts[c][0] + ipso__random_range(&random, 1, OPTIONS - 1)) % OPTIONS;
    }
    return made;
}

static int64_t enumerate(const ipso__packing *packing)
{
    int64_t best = INT64_MIN, value;
    for (int set = 0; set < 1 << OPTIONS; set++) {
        int x[OPTIONS];
        for (int o = 0; o < OPTIONS; o++)
            x[o] = set >> o & 1;
        if (ipso__packing_value(packing, x, &value) && value > best)
            best = value;
    }
    return best;
}

/* Cut short after `seed` units of work or not at all, the optimum lies between value and bound. */
static void linked_appointments_are_solved_and_never_bounded_below_the_optimum(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 300; seed++) {
        struct instance *made = linked(seed);
        int64_t optimum = enumerate(&made->packing);
        for (int whole = 0; whole < 2; whole++) {
            ipso__packing_settings settings;
            ipso__packing_settings_init(&settings);
            settings.work_limit = whole ? 0 : (int64_t)(10 * seed);
            ipso__packing_result result;
            assert_int_equal(ipso__packing_solve(&result, &made->packing, &settings, NULL),
                             IPSO_OK);
            assert_true(result.value <= optimum);
            assert_true(result.bound >= optimum);
            if (whole) {
                assert_int_equal(result.value, optimum);
                assert_int_equal(result.bound, optimum);
            }
            ipso__packing_result_finish(&result);
        }
        instance_free(made);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_different_set_of_excluded_days_is_a_clique),
        cmocka_unit_test(conflicts_of_rows_of_more_units_are_in_no_clique),
        cmocka_unit_test(cliques_are_not_told_of),
        cmocka_unit_test(the_bound_alone_sees_a_conflict),
        cmocka_unit_test(linked_appointments_are_solved_and_never_bounded_below_the_optimum),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
