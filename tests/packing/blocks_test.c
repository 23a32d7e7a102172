/* Bounds by blocks of bins against enumeration and arithmetic.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/test.h"

#include "packing/optimum.h"

#include "packing_instances.h"
#include "solve/packing_blocks.h"
#include "solve/packing_scope.h"
#include "support/failing_malloc.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { BINS = 12, OPTIONS = 7 };

/* Two bins of 3 cells, the others empty. In each, a copy of 2 cells gives 2 of the 3 units that a
 * row pays 6 points for, no more being allowed, and one of 3 cells gains 9. Two copies would be 4
 * units: at most one is placed, and the best is 12 + 9 = 21. By bins at 4.5 points a unit: 2 x 9
 * for the bins and 3 x 1.5 for the row, 22.5; and no price does better, as 2 max(2p, 9) + 3 (6 - p)
 * is least there. */
static struct instance *shared_need(void)
{
    struct instance *made = instance_new(BINS, 1, 0);
    made->capacity[3] = made->capacity[8] = 3;
    made->rows[0].marginal_count = 3;
    made->rows[0].hard = true;
    for (int k = 0; k < 3; k++)
        made->marginals[0][k] = 6;
    for (int b = 3; b <= 8; b += 5) {
        instance_link(instance_add(made, b, 2, 1, 0), 0, 2);
        instance_add(made, b, 3, 1, -9);
    }
    return made;
}

/* The bound in points by blocks at the given price of row 0. */
static bool bound_at(const struct instance *made, double points, double *bound)
{
    ipso__packing_settings settings;
    ipso__packing_settings_init(&settings);
    ipso__packing_meter meter;
    ipso__packing_meter_init(&meter, &settings);
    ipso__packing_model model;
    double price[1] = {points * IPSO__PACKING_SCALE};
    ipso__packing_blocks_search how = {.price = price, .work = 20000000, .seed = 1};
    if (ipso__packing_model_init(&model, &made->packing, NULL) != IPSO_OK)
        return false;
    bool ok = ipso__packing_blocks_bound(&model, &how, &meter, bound);
    ipso__packing_model_finish(&model);
    *bound /= IPSO__PACKING_SCALE;
    return ok;
}

static void bins_that_share_a_need_are_bounded_together(void **state)
{
    (void)state;
    struct instance *made = shared_need();
    double bound;
    for (int points = 0; points <= 6; points += 3) {
        assert_true(bound_at(made, points, &bound));
        assert_true(bound >= 21 && bound <= 21.25);
    }
    instance_free(made);
}

static void few_bins_have_no_blocks(void **state)
{
    (void)state;
    struct instance *made = shared_need();
    double bound;
    made->packing.bin_count = BINS - 1;
    assert_true(bound_at(made, 4.5, &bound));
    assert_true(isinf(bound));
    instance_free(made);
}

static bool bound_within(void *context)
{
    double bound;
    return bound_at(context, 4.5, &bound);
}

static void every_failed_allocation_is_reported_and_nothing_leaks(void **state)
{
    (void)state;
    if (!failing_malloc_works())
        skip();
    struct instance *made = shared_need();
    failing_report report = failing_malloc_each(bound_within, made, FAIL_ONCE, 1);
    instance_free(made);
    assert_true(report.runs > 20);
    assert_int_equal(report.unreported, 0);
    assert_int_equal(report.leaks, 0);
}

/* Needs and requests over a few of the bins, with conflicts. */
static struct instance *tiny(ipso__random *random)
{
    int rows = ipso__random_range(random, 2, 5), conflicts = ipso__random_range(random, 0, 2);
    struct instance *made = instance_new(BINS, rows, conflicts);
    for (int b = 0; b < BINS; b++)
        made->capacity[b] = ipso__random_range(random, 1, 9);
    for (int r = 0; r < rows; r++) {
        int64_t gain = ipso__random_range(random, 10, 40);
        made->rows[r].hard = ipso__random_below(random, 2) == 0;
        made->rows[r].marginal_count = r % 2 == 0 ? 1 : ipso__random_range(random, 2, 4);
        for (int k = 0; k < made->rows[r].marginal_count; k++) {
            made->marginals[r][k] = gain;
            gain = gain * ipso__random_range(random, 3, 10) / 10;
        }
    }
    for (int o = 0; o < OPTIONS; o++) {
        ipso__packing_option *option =
            instance_add(made, ipso__random_range(random, 0, 3), ipso__random_range(random, 1, 5),
                         ipso__random_range(random, 1, 2), ipso__random_range(random, -5, 20));
        for (int r = 0; r < rows; r++)
            if (ipso__random_below(random, 2) == 0 && option->row_count < IPSO__PACKING_ROWS)
                instance_link(option, r, ipso__random_range(random, 1, 2));
    }
    for (int i = 0; i < conflicts; i++) {
        made->conflicts[i][0] = ipso__random_range(random, 0, OPTIONS - 2);
        made->conflicts[i][1] = OPTIONS - 1;
    }
    return made;
}

static void assert_a_team_bounds_the_same(const ipso__packing_model *model,
                                          ipso__packing_blocks_search how, double alone)
{
    double together;
    ipso__team team;
    ipso__packing_settings settings;
    ipso__packing_meter meter;
    ipso__packing_settings_init(&settings);
    ipso__packing_meter_init(&meter, &settings);
    assert_true(ipso__team_init(&team, 2));
    how.team = &team;
    assert_true(ipso__packing_blocks_bound(model, &how, &meter, &together));
    assert_true(together == alone);
    ipso__team_finish(&team);
}

/* The bounds by bins and by blocks, in points, at prices of some sweeps. */
static void both_bounds(const struct instance *made, int sweeps, double *by_bins, double *by_blocks)
{
    int bins[BINS];
    ipso__packing_settings settings;
    ipso__packing_settings_init(&settings);
    ipso__packing_meter meter;
    ipso__packing_meter_init(&meter, &settings);
    ipso__packing_model model;
    ipso__packing_state empty;
    ipso__packing_scope scope;
    assert_int_equal(ipso__packing_model_init(&model, &made->packing, NULL), IPSO_OK);
    assert_true(ipso__packing_state_init(&empty, &model));
    assert_true(ipso__packing_scope_init(&scope, &model));
    for (int b = 0; b < BINS; b++)
        bins[b] = b;
    ipso__packing_scope_open(&scope, &empty, bins, BINS);
    assert_true(ipso__packing_scope_start(&scope, &meter));
    ipso__packing_descent descent = {.sweeps = sweeps, .step = 0.1, .fresh = true};
    *by_bins = ipso__packing_scope_descend(&scope, &descent, 0, &meter) / IPSO__PACKING_SCALE;
    ipso__packing_blocks_search how = {.price = scope.price, .work = 20000000, .seed = 1};
    assert_true(ipso__packing_blocks_bound(&model, &how, &meter, by_blocks));
    assert_a_team_bounds_the_same(&model, how, *by_blocks);
    *by_blocks /= IPSO__PACKING_SCALE;
    ipso__packing_scope_finish(&scope);
    ipso__packing_state_finish(&empty);
    ipso__packing_model_finish(&model);
}

/* At the same prices: optimum <= bound by blocks <= bound by bins. */
static void blocks_bound_between_the_optimum_and_the_bins(void **state)
{
    (void)state;
    int bounded = 0;
    for (uint64_t seed = 1; seed <= 500; seed++) {
        ipso__random random;
        ipso__random_init(&random, seed, 9);
        struct instance *made = tiny(&random);
        int x[OPTIONS] = {0};
        double by_bins, by_blocks;
        both_bounds(made, 1 + (int)seed % 20, &by_bins, &by_blocks);
        int64_t optimum = packing_optimum(&made->packing, x, 0);
        if (isfinite(by_blocks)) {
            bounded++;
            assert_true(by_blocks >= (double)optimum);
            assert_true(by_blocks <= by_bins + 1e-9);
        }
        instance_free(made);
    }
    assert_true(bounded > 250);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bins_that_share_a_need_are_bounded_together),
        cmocka_unit_test(few_bins_have_no_blocks),
        cmocka_unit_test(every_failed_allocation_is_reported_and_nothing_leaks),
        cmocka_unit_test(blocks_bound_between_the_optimum_and_the_bins),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
