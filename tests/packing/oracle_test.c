/* Packings against enumeration.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/test.h"

#include "packing/optimum.h"

#include "packing_instances.h"
#include "solve/packing_search.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { TINY_OPTIONS = 7 };

static void random_row(struct instance *made, ipso__random *random, int r)
{
    int64_t gain = ipso__random_range(random, 0, 40);
    made->rows[r].marginal_count = ipso__random_range(random, 0, 5);
    for (int k = 0; k < made->rows[r].marginal_count; k++) {
        made->marginals[r][k] = gain;
        gain -= ipso__random_range(random, 0, 15);
    }
    made->rows[r].hard = ipso__random_below(random, 3) == 0;
    /* a soft row may not rise again after its last marginal */
    for (int k = 0; k < made->rows[r].marginal_count && !made->rows[r].hard; k++)
        if (made->marginals[r][k] < 0)
            made->rows[r].hard = true;
}

static struct instance *tiny(uint64_t seed)
{
    ipso__random random;
    ipso__random_init(&random, seed, 7);
    int bins = ipso__random_range(&random, 1, 3), rows = ipso__random_range(&random, 1, 4);
    int options = ipso__random_range(&random, 1, TINY_OPTIONS);
    int conflicts = options > 1 ? ipso__random_range(&random, 0, 3) : 0;
    struct instance *made = instance_new(bins, rows, conflicts);
    for (int b = 0; b < bins; b++)
        made->capacity[b] = ipso__random_range(&random, 0, 9);
    for (int r = 0; r < rows; r++)
        random_row(made, &random, r);
    for (int o = 0; o < options; o++) {
        ipso__packing_option *option = instance_add(
            made, ipso__random_range(&random, 0, bins - 1), ipso__random_range(&random, 1, 5),
            ipso__random_range(&random, 1, 3), ipso__random_range(&random, -8, 25));
        for (int r = 0; r < rows; r++)
            if (ipso__random_below(&random, 2) == 0 && option->row_count < IPSO__PACKING_ROWS)
                instance_link(option, r, ipso__random_range(&random, 1, 3));
    }
    for (int i = 0; i < conflicts; i++) {
        made->conflicts[i][0] = ipso__random_range(&random, 0, options - 1);
        made->conflicts[i][1] =
            (made->conflicts[i][0] + ipso__random_range(&random, 1, options - 1)) % options;
    }
    return made;
}

static void the_best_of_a_tiny_packing_is_found_and_proven(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 2000; seed++) {
        struct instance *made = tiny(seed);
        int x[TINY_OPTIONS] = {0};
        int64_t optimum = packing_optimum(&made->packing, x, 0), recount;
        ipso__packing_settings settings;
        ipso__packing_settings_init(&settings);
        ipso__packing_result result;
        assert_int_equal(ipso__packing_solve(&result, &made->packing, &settings, NULL), IPSO_OK);
        assert_int_equal(result.value, optimum);
        assert_int_equal(result.bound, optimum);
        assert_int_equal(result.outcome, IPSO_OPTIMAL);
        assert_true(ipso__packing_value(&made->packing, result.x, &recount));
        assert_int_equal(recount, result.value);
        ipso__packing_result_finish(&result);
        instance_free(made);
    }
}

/* Cut short at any point, the plan is feasible and the optimum lies between value and bound. */
static void a_search_cut_short_brackets_the_optimum(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 500; seed++) {
        struct instance *made = tiny(seed);
        int x[TINY_OPTIONS] = {0};
        int64_t optimum = packing_optimum(&made->packing, x, 0), recount;
        ipso__packing_settings settings;
        ipso__packing_settings_init(&settings);
        settings.work_limit = (int64_t)seed;
        ipso__packing_result result;
        assert_int_equal(ipso__packing_solve(&result, &made->packing, &settings, NULL), IPSO_OK);
        assert_true(result.value <= optimum);
        assert_true(result.bound >= optimum);
        assert_true(ipso__packing_value(&made->packing, result.x, &recount));
        assert_int_equal(recount, result.value);
        ipso__packing_result_finish(&result);
        instance_free(made);
    }
}

/* The integer program handed to GLPK says what the packing says: its optimum is the same. */
static void the_integer_program_has_the_same_optimum(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 300; seed++) {
        struct instance *made = tiny(seed);
        int x[TINY_OPTIONS] = {0}, bins[3] = {0, 1, 2};
        int64_t optimum = packing_optimum(&made->packing, x, 0), bound = INT64_MAX / 2;
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
        ipso__packing_scope_open(&scope, &point, bins, model.bin_count);
        assert_true(ipso__packing_solve_program(&scope, &point, 1000000000, &meter, &bound));
        assert_int_equal(point.best_value, optimum);
        assert_int_equal(bound, optimum);
        ipso__packing_scope_finish(&scope);
        ipso__packing_state_finish(&point);
        ipso__packing_model_finish(&model);
        instance_free(made);
    }
}

/* Two bins of 3 cells, gains 5 3 1 for width-2 copies and one width-1 option of cost -2 (limit 2)
 * in bin 0: bin 0 takes 2 + 1 or 1 + 1, bin 1 takes 2. Best 5 + 3 + 2 = 10. */
static void a_packing_solved_by_hand_agrees(void **state)
{
    (void)state;
    struct instance *made = instance_new(2, 1, 0);
    static const int64_t gains[3] = {5, 3, 1};
    made->capacity[0] = made->capacity[1] = 3;
    made->rows[0].marginal_count = 3;
    memcpy(made->marginals[0], gains, sizeof gains);
    for (int b = 0; b < 2; b++)
        instance_link(instance_add(made, b, 2, 9, 0), 0, 1);
    instance_add(made, 0, 1, 2, -2);
    ipso__packing_settings settings;
    ipso__packing_settings_init(&settings);
    ipso__packing_result result;
    assert_int_equal(ipso__packing_solve(&result, &made->packing, &settings, NULL), IPSO_OK);
    assert_int_equal(result.value, 10);
    assert_int_equal(result.x[0], 1);
    assert_int_equal(result.x[1], 1);
    assert_int_equal(result.x[2], 1);
    ipso__packing_result_finish(&result);
    instance_free(made);
}

/* The packing above at 3 points a unit. Bin 0: a width-2 copy is worth 3 and leaves a cell for a
 * copy worth 2; bin 1: one width-2 copy. Counted once and half, they give 1 + 1/2 units. */
static void bins_are_valued_at_the_prices_given(void **state)
{
    (void)state;
    struct instance *made = instance_new(2, 1, 0);
    static const int64_t gains[3] = {5, 3, 1}, price[1] = {3 * IPSO__PACKING_PRICE_UNIT};
    static const double weight[2] = {1, 0.5};
    int64_t value[2];
    double units[1];
    made->capacity[0] = made->capacity[1] = 3;
    made->rows[0].marginal_count = 3;
    memcpy(made->marginals[0], gains, sizeof gains);
    for (int b = 0; b < 2; b++)
        instance_link(instance_add(made, b, 2, 9, 0), 0, 1);
    instance_add(made, 0, 1, 2, -2);
    ipso__packing_pricer *pricer;
    assert_int_equal(ipso__packing_pricer_new(&pricer, &made->packing, NULL), IPSO_OK);
    for (int again = 0; again < 2; again++) {
        assert_true(ipso__packing_pricer_fill(pricer, price, value) > 0);
        assert_int_equal(value[0], 5 * IPSO__PACKING_PRICE_UNIT);
        assert_int_equal(value[1], 3 * IPSO__PACKING_PRICE_UNIT);
        ipso__packing_pricer_units(pricer, weight, units);
        assert_true(units[0] == 1.5);
    }
    ipso__packing_pricer_free(pricer);
    instance_free(made);
}

/* A bin of 8 cells, copies of 3, 4 and 5 cells, one of each: all three do not fit. 5 and 3 cells
 * are worth 60000 + n points, 4 and 3 cells 60001 + n. Single precision does not tell these apart
 * for n above 2^24, which is among those tried. */
static void bins_are_valued_exactly_however_much_is_gained(void **state)
{
    (void)state;
    for (int64_t n = 0; n <= 4000000000; n = n * 20 + 1) {
        struct instance *made = instance_new(1, 0, 0);
        int64_t value[1];
        ipso__packing_pricer *pricer;
        made->capacity[0] = 8;
        instance_add(made, 0, 3, 1, -10000);
        instance_add(made, 0, 4, 1, -50001 - n);
        instance_add(made, 0, 5, 1, -50000 - n);
        assert_int_equal(ipso__packing_pricer_new(&pricer, &made->packing, NULL), IPSO_OK);
        assert_true(ipso__packing_pricer_fill(pricer, NULL, value) > 0);
        assert_int_equal(value[0], (60001 + n) * IPSO__PACKING_PRICE_UNIT);
        ipso__packing_pricer_free(pricer);
        instance_free(made);
    }
}

/* The most that a row gains over its units at the price, in units of the prices. */
static int64_t row_surplus(const ipso__packing_row *row, int64_t price)
{
    int64_t sum = 0, best = 0;
    for (int k = 0; k < row->marginal_count; k++) {
        sum += row->marginals[k] * IPSO__PACKING_PRICE_UNIT - price;
        best = sum > best ? sum : best;
    }
    return best;
}

static void prices_handed_out_bound_the_packing(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 500; seed++) {
        struct instance *made = tiny(seed);
        int x[TINY_OPTIONS] = {0};
        int64_t optimum = packing_optimum(&made->packing, x, 0), value[3], bound = 0;
        ipso__packing_settings settings;
        ipso__packing_settings_init(&settings);
        ipso__packing_result result;
        ipso__packing_pricer *pricer;
        assert_int_equal(ipso__packing_solve(&result, &made->packing, &settings, NULL), IPSO_OK);
        assert_int_equal(ipso__packing_pricer_new(&pricer, &made->packing, NULL), IPSO_OK);
        ipso__packing_pricer_fill(pricer, result.price, value);
        for (int b = 0; b < made->packing.bin_count; b++)
            bound += value[b];
        for (int r = 0; r < made->packing.row_count; r++)
            bound += row_surplus(&made->packing.rows[r], result.price[r]);
        assert_true(bound >= optimum * IPSO__PACKING_PRICE_UNIT);
        ipso__packing_pricer_free(pricer);
        ipso__packing_result_finish(&result);
        instance_free(made);
    }
}

static void nothing_to_place_is_worth_nothing(void **state)
{
    (void)state;
    struct instance *made = instance_new(1, 1, 0);
    for (int bins = 0; bins < 2; bins++) {
        made->packing.bin_count = bins;
        ipso__packing_settings settings;
        ipso__packing_settings_init(&settings);
        ipso__packing_result result;
        assert_int_equal(ipso__packing_solve(&result, &made->packing, &settings, NULL), IPSO_OK);
        assert_int_equal(result.value, 0);
        assert_int_equal(result.bound, 0);
        assert_int_equal(result.outcome, IPSO_OPTIMAL);
        assert_int_equal(result.stop, IPSO_STOP_DONE);
        ipso__packing_result_finish(&result);
    }
    instance_free(made);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_best_of_a_tiny_packing_is_found_and_proven),
        cmocka_unit_test(a_search_cut_short_brackets_the_optimum),
        cmocka_unit_test(the_integer_program_has_the_same_optimum),
        cmocka_unit_test(a_packing_solved_by_hand_agrees),
        cmocka_unit_test(bins_are_valued_at_the_prices_given),
        cmocka_unit_test(bins_are_valued_exactly_however_much_is_gained),
        cmocka_unit_test(prices_handed_out_bound_the_packing),
        cmocka_unit_test(nothing_to_place_is_worth_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
