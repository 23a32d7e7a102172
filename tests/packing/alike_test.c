/* Bins put together, and the bound of what they make.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/test.h"

#include "packing_instances.h"
#include "solve/packing_alike.h"

#include <math.h>

/* One request of width 3 worth 10 and one need of two units of width 2, in any of four bins of 5
 * cells; in the last bin the need costs one point more. Option 2 b is the request in bin b. */
static struct instance *four_bins(void)
{
    struct instance *made = instance_new(4, 2, 1);
    made->rows[0].hard = true;
    made->rows[0].marginal_count = 1;
    made->marginals[0][0] = 10;
    made->rows[1].marginal_count = 2;
    made->marginals[1][0] = made->marginals[1][1] = 4;
    for (int b = 0; b < 4; b++) {
        made->capacity[b] = 5;
        instance_link(instance_add(made, b, 3, 1, 0), 0, 1);
        instance_link(instance_add(made, b, 2, 2, b == 3), 1, 1);
    }
    made->packing.conflict_count = 0;
    return made;
}

static void bins_with_the_same_options_become_one(void **state)
{
    (void)state;
    struct instance *made = four_bins();
    ipso__packing_alike alike;
    assert_true(ipso__packing_alike_make(&alike, &made->packing));
    const ipso__packing *one = &alike.packing;
    assert_int_equal(one->bin_count, 2);
    assert_int_equal(one->option_count, 4);
    int large = one->options[0].bin;
    assert_int_equal(one->capacity[large], 15); /* three bins of 5 */
    assert_int_equal(one->capacity[1 - large], 5);
    assert_int_equal(one->options[1].bin, large);
    assert_int_equal(one->options[1].limit, 6); /* three times 2 */
    assert_int_equal(one->options[3].cost, 1);
    ipso__packing_alike_finish(&alike);
    instance_free(made);
}

static void a_bin_with_a_conflict_stays_apart(void **state)
{
    (void)state;
    struct instance *made = four_bins();
    made->packing.conflict_count = 1;
    made->conflicts[0][0] = 2; /* the request in bin 1 */
    made->conflicts[0][1] = 7; /* the need in bin 3 */
    ipso__packing_alike alike;
    assert_true(ipso__packing_alike_make(&alike, &made->packing));
    const ipso__packing *one = &alike.packing;
    assert_int_equal(one->bin_count, 3);
    for (int side = 0; side < 2; side++) {
        const ipso__packing_option *kept = &one->options[one->conflicts[0][side]];
        const ipso__packing_option *given = &made->packing.options[made->conflicts[0][side]];
        assert_int_equal(kept->width, given->width);
        assert_int_equal(kept->cost, given->cost);
        assert_int_equal(one->capacity[kept->bin], 5);
    }
    ipso__packing_alike_finish(&alike);
    instance_free(made);
}

enum { PLACES = 4, REQUESTS = 3 };

/* Three requests of 2 to 5 cells, each in any of two days of two alike bins. */
static struct instance *two_days(uint64_t seed)
{
    ipso__random random;
    ipso__random_init(&random, seed, 11);
    struct instance *made = instance_new(PLACES, REQUESTS, 0);
    for (int b = 0; b < PLACES; b++)
        made->capacity[b] = ipso__random_range(&random, 4, 7);
    for (int r = 0; r < REQUESTS; r++) {
        int width = ipso__random_range(&random, 2, 5), late = ipso__random_range(&random, 0, 9);
        made->rows[r].hard = true;
        made->rows[r].marginal_count = 1;
        made->marginals[r][0] = ipso__random_range(&random, 10, 40);
        for (int b = 0; b < PLACES; b++)
            instance_link(instance_add(made, b, width, 1, b / 2 * late), r, 1);
    }
    return made;
}

/* Each request in one of the four bins, or in none (4): 5^3 points. */
static int64_t enumerate(const ipso__packing *packing)
{
    int64_t best = 0, value;
    for (int code = 0; code < 125; code++) {
        int x[PLACES * REQUESTS] = {0};
        for (int r = 0, rest = code; r < REQUESTS; r++, rest /= 5)
            if (rest % 5 < PLACES)
                x[PLACES * r + rest % 5] = 1;
        if (ipso__packing_value(packing, x, &value) && value > best)
            best = value;
    }
    return best;
}

static void the_bound_of_alike_bins_is_never_below_the_optimum(void **state)
{
    (void)state;
    static const double price[REQUESTS] = {0};
    for (uint64_t seed = 1; seed <= 500; seed++) {
        struct instance *made = two_days(seed);
        ipso__packing_settings settings;
        ipso__packing_settings_init(&settings);
        ipso__packing_meter meter;
        ipso__packing_meter_init(&meter, &settings);
        ipso__packing_alike_descent how = {.price = price, .work = 100000, .most_sweeps = 200};
        double bound;
        assert_true(ipso__packing_alike_bound(&made->packing, &how, &meter, &bound));
        assert_true(isfinite(bound));
        assert_true(floor(bound / 1024) >= (double)enumerate(&made->packing));
        instance_free(made);
    }
}

static int64_t bound_of(const struct instance *made)
{
    ipso__packing_settings settings;
    ipso__packing_settings_init(&settings);
    settings.work_limit = 30000000;
    ipso__packing_result result;
    assert_int_equal(ipso__packing_solve(&result, &made->packing, &settings, NULL), IPSO_OK);
    int64_t bound = result.bound;
    ipso__packing_result_finish(&result);
    return bound;
}

/* Two doctors of 20 half-days, four alike on each day. A useless option in each half-day, of
 * another width each, changes no value but makes them unlike: then the bound is that of half-days.
 */
static void alike_half_days_are_bounded_more_tightly(void **state)
{
    (void)state;
    struct instance *alike = bookings_instance(1, 2, 1, 0);
    struct instance *unlike = bookings_instance(1, 2, 1, 0);
    for (int b = 0; b < unlike->packing.bin_count; b++)
        instance_add(unlike, b, 1 + b % 20, 1, 1000);
    assert_true(bound_of(alike) < bound_of(unlike));
    instance_free(alike);
    instance_free(unlike);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bins_with_the_same_options_become_one),
        cmocka_unit_test(a_bin_with_a_conflict_stays_apart),
        cmocka_unit_test(the_bound_of_alike_bins_is_never_below_the_optimum),
        cmocka_unit_test(alike_half_days_are_bounded_more_tightly),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
