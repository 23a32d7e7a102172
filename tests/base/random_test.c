/* Seeded random numbers.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/test.h"

#include "base/random.h"

#include <limits.h>
#include <math.h>

/* The first round of pcg32-demo in O'Neill's pcg-c-basic 0.9 (seeded 42, 54). */
static void the_stream_is_that_of_the_published_generator(void **state)
{
    (void)state;
    static const uint32_t published[] = {0xa15c02b7, 0x7b47f409, 0xba1d3330,
                                         0x83d2f293, 0xbfa4784b, 0xcbed606e};
    ipso__random random;
    ipso__random_init(&random, 42, 54);
    for (size_t i = 0; i < sizeof published / sizeof published[0]; i++)
        assert_int_equal(ipso__random_u32(&random), published[i]);
}

static void two_streams_of_one_seed_differ(void **state)
{
    (void)state;
    ipso__random first, second;
    ipso__random_init(&first, 1, 0);
    ipso__random_init(&second, 1, 1);
    int same = 0;
    for (int i = 0; i < 1000; i++)
        same += ipso__random_u32(&first) == ipso__random_u32(&second);
    assert_int_equal(same, 0);
}

/* 70,000 draws of 7 values: each count is binomial with mean 10,000 and variance
 * 70,000 * 1/7 * 6/7 = 8,571, so 5 standard errors are 463. */
static void draws_below_a_number_are_even(void **state)
{
    (void)state;
    ipso__random random;
    ipso__random_init(&random, 3, 0);
    int counts[7] = {0};
    for (int i = 0; i < 70000; i++) {
        uint32_t draw = ipso__random_below(&random, 7);
        assert_true(draw < 7);
        counts[draw]++;
    }
    for (int i = 0; i < 7; i++)
        assert_in_range(counts[i], 10000 - 463, 10000 + 463);
}

/* Two in three of 3 * 2^30 values would be below 2^30 or 2^31 if 2^32 were merely taken modulo. The
 * share below 2^30 is 1/3 when even (1/2 when not); 30,000 draws have a standard error of 82. */
static void draws_below_a_large_number_are_even(void **state)
{
    (void)state;
    ipso__random random;
    ipso__random_init(&random, 4, 0);
    int low = 0;
    for (int i = 0; i < 30000; i++)
        low += ipso__random_below(&random, UINT32_C(3) << 30) < UINT32_C(1) << 30;
    assert_in_range(low, 10000 - 410, 10000 + 410);
}

static void a_range_includes_both_ends_and_nothing_else(void **state)
{
    (void)state;
    ipso__random random;
    ipso__random_init(&random, 5, 0);
    int seen[5] = {0};
    for (int i = 0; i < 1000; i++) {
        int draw = ipso__random_range(&random, -2, 2);
        assert_true(draw >= -2 && draw <= 2);
        seen[draw + 2]++;
    }
    for (int i = 0; i < 5; i++)
        assert_true(seen[i] > 0);
    assert_int_equal(ipso__random_range(&random, 9, 9), 9);
    int negative = 0;
    for (int i = 0; i < 1000; i++)
        negative += ipso__random_range(&random, INT_MIN, INT_MAX) < 0;
    assert_in_range(negative, 400, 600); /* half of 1,000; 6 standard errors are 95 */
}

/* A uniform has mean 1/2 and variance 1/12: 3 standard errors of 40,000 are 0.00433. */
static void units_are_in_the_half_open_interval_and_even(void **state)
{
    (void)state;
    ipso__random random;
    ipso__random_init(&random, 6, 0);
    double sum = 0.0;
    for (int i = 0; i < 40000; i++) {
        double draw = ipso__random_unit(&random);
        assert_true(draw >= 0.0 && draw < 1.0);
        sum += draw;
    }
    assert_true(fabs(sum / 40000 - 0.5) < 0.00433);
}

/* A Poisson has variance = mean, so that the mean of n draws is within 3 sqrt(mean/n), and their
 * variance within 3 sqrt((2 mean^2 + mean)/n), of the mean. */
static void poisson_counts_have_their_mean_and_variance(void **state)
{
    (void)state;
    static const double means[] = {0.01, 0.5, 3.7, 40.0, 500.0};
    const int draws = 20000;
    ipso__random random;
    ipso__random_init(&random, 7, 0);
    for (size_t m = 0; m < sizeof means / sizeof means[0]; m++) {
        double mean = means[m], sum = 0.0, squares = 0.0;
        for (int i = 0; i < draws; i++) {
            double deviation = ipso__random_poisson(&random, mean) - mean;
            sum += deviation;
            squares += deviation * deviation;
        }
        assert_true(fabs(sum / draws) < 3 * sqrt(mean / draws));
        assert_true(fabs(squares / draws - mean) < 3 * sqrt((2 * mean * mean + mean) / draws));
    }
}

/* P(0) = e^-2 = 0.135335: of 20,000 draws 2,707, standard error 48. */
static void poisson_of_mean_two_is_zero_as_often_as_it_should(void **state)
{
    (void)state;
    ipso__random random;
    ipso__random_init(&random, 8, 0);
    int zeros = 0;
    for (int i = 0; i < 20000; i++)
        zeros += ipso__random_poisson(&random, 2.0) == 0;
    assert_in_range(zeros, 2707 - 145, 2707 + 145);
}

static void poisson_of_mean_zero_is_zero(void **state)
{
    (void)state;
    ipso__random random;
    ipso__random_init(&random, 9, 0);
    for (int i = 0; i < 100; i++)
        assert_int_equal(ipso__random_poisson(&random, 0.0), 0);
}

/* Each of the 3! orders of 6,000 shuffles is binomial: mean 1,000, 5 standard errors 145. */
static void every_order_is_as_likely_after_a_shuffle(void **state)
{
    (void)state;
    ipso__random random;
    ipso__random_init(&random, 10, 0);
    int counts[27] = {0};
    for (int i = 0; i < 6000; i++) {
        int items[3] = {0, 1, 2};
        ipso__random_shuffle(&random, items, 3);
        counts[items[0] * 9 + items[1] * 3 + items[2]]++;
    }
    static const int orders[6] = {0 * 9 + 1 * 3 + 2, 0 * 9 + 2 * 3 + 1, 1 * 9 + 0 * 3 + 2,
                                  1 * 9 + 2 * 3 + 0, 2 * 9 + 0 * 3 + 1, 2 * 9 + 1 * 3 + 0};
    for (int i = 0; i < 6; i++)
        assert_in_range(counts[orders[i]], 1000 - 145, 1000 + 145);
    ipso__random_shuffle(&random, NULL, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_stream_is_that_of_the_published_generator),
        cmocka_unit_test(two_streams_of_one_seed_differ),
        cmocka_unit_test(draws_below_a_number_are_even),
        cmocka_unit_test(draws_below_a_large_number_are_even),
        cmocka_unit_test(a_range_includes_both_ends_and_nothing_else),
        cmocka_unit_test(units_are_in_the_half_open_interval_and_even),
        cmocka_unit_test(poisson_counts_have_their_mean_and_variance),
        cmocka_unit_test(poisson_of_mean_two_is_zero_as_often_as_it_should),
        cmocka_unit_test(poisson_of_mean_zero_is_zero),
        cmocka_unit_test(every_order_is_as_likely_after_a_shuffle),
    };
    return cmocka_run_group_tests_name("random", tests, NULL, NULL);
}
