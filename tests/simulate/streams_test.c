/* Random streams: laws drawn from them, and that a stream depends on nothing but its name.
 *
 * A mean of n draws is within 4 standard errors of the law's mean for the fixed seeds used here.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/test.h"

#include "simulate/streams.h"

#include <math.h>

enum { DRAWS = 40000 };

/* Mean and variance of DRAWS draws. */
typedef struct moments {
    double mean, variance;
} moments;

static moments of_counts(double mean, double dispersion)
{
    double sum = 0, square = 0;

    for (int i = 0; i < DRAWS; i++) {
        ipso__random random;
        ipso__stream_open(&random, ipso__stream_key(1, IPSO__PURPOSE_COUNT, 3, (uint64_t)i));
        double count = ipso__random_count(&random, mean, dispersion);
        sum += count;
        square += count * count;
    }
    return (moments){sum / DRAWS, square / DRAWS - (sum / DRAWS) * (sum / DRAWS)};
}

static void counts_have_the_mean_and_the_dispersion_asked_for(void **state)
{
    (void)state;
    moments poisson = of_counts(4, 1), wide = of_counts(4, 2.5), rare = of_counts(0.5, 1.5);

    assert_true(fabs(poisson.mean - 4) < 4 * sqrt(4.0 / DRAWS));
    assert_true(fabs(wide.mean - 4) < 4 * sqrt(10.0 / DRAWS));
    assert_true(fabs(rare.mean - 0.5) < 4 * sqrt(0.75 / DRAWS));
    assert_true(fabs(poisson.variance / 4 - 1) < 0.05);
    assert_true(fabs(wide.variance / 10 - 1) < 0.05);
    assert_true(fabs(rare.variance / 0.75 - 1) < 0.05);
}

/* Geometric on 0, 1, 2 ... of mean 3: P(0) = 1 / (1 + 3), variance 3 x 4. */
static void geometric_days_have_their_mean_and_begin_at_none(void **state)
{
    (void)state;
    ipso__random random;
    double sum = 0;
    int none = 0;

    ipso__stream_open(&random, 7);
    for (int i = 0; i < DRAWS; i++) {
        int days = ipso__random_geometric(&random, 3);
        sum += days;
        none += days == 0;
    }
    assert_true(fabs(sum / DRAWS - 3) < 4 * sqrt(12.0 / DRAWS));
    assert_true(fabs((double)none / DRAWS - 0.25) < 4 * sqrt(0.25 * 0.75 / DRAWS));
    assert_int_equal(ipso__random_geometric(&random, 0), 0);
}

/* Midpoints of DRAWS equal shares integrate the quantile function: its integral is the mean. */
static double mean_of_quantiles(const ipso_law *law, double factor)
{
    double sum = 0;

    for (int i = 0; i < DRAWS; i++)
        sum += ipso__law_quantile(law, factor, (i + 0.5) / DRAWS);
    return sum / DRAWS;
}

static void service_times_have_the_mean_of_their_law(void **state)
{
    (void)state;
    const double minutes[] = {3, 5, 8}, shares[] = {0.2, 0.3, 0.5};
    ipso_law lognormal, exponential, fixed, table;

    ipso_law_init(&lognormal);
    lognormal.mean_min = 15;
    exponential = fixed = table = lognormal;
    exponential.kind = IPSO_LAW_EXPONENTIAL;
    fixed.kind = IPSO_LAW_DETERMINISTIC;
    table.kind = IPSO_LAW_EMPIRICAL;
    table.minutes = minutes;
    table.shares = shares;
    table.count = 3;
    assert_true(fabs(mean_of_quantiles(&lognormal, 1.2) - 18) < 0.01);
    assert_true(fabs(mean_of_quantiles(&exponential, 1) - 15) < 0.01);
    assert_true(fabs(mean_of_quantiles(&fixed, 2) - 30) < 1e-9);
    assert_true(fabs(mean_of_quantiles(&table, 1) - 6.1) < 0.01); /* .6 + 1.5 + 4 */
}

static void a_stream_depends_on_nothing_but_its_name(void **state)
{
    (void)state;
    uint64_t first = ipso__stream_key(5, IPSO__PURPOSE_ASK, 1, 2);
    ipso__random one, other;

    assert_true(first == ipso__stream_key(5, IPSO__PURPOSE_ASK, 1, 2));
    assert_true(first != ipso__stream_key(5, IPSO__PURPOSE_ASK, 2, 1));
    assert_true(first != ipso__stream_key(5, IPSO__PURPOSE_COUNT, 1, 2));
    assert_true(first != ipso__stream_key(6, IPSO__PURPOSE_ASK, 1, 2));
    ipso__stream_open(&one, first);
    ipso__stream_open(&other, first);
    for (int i = 0; i < 100; i++)
        assert_true(ipso__random_u32(&one) == ipso__random_u32(&other));
}

/* Two neighbouring streams are uncorrelated: with 40000 pairs of uniforms the correlation is within
 * 4 / sqrt(40000) of 0. */
static void neighbouring_streams_are_uncorrelated(void **state)
{
    (void)state;
    double sum = 0;

    for (int i = 0; i < DRAWS; i++) {
        ipso__random one, other;
        ipso__stream_open(&one, ipso__stream_key(1, IPSO__PURPOSE_ASK, (uint64_t)i, 0));
        ipso__stream_open(&other, ipso__stream_key(1, IPSO__PURPOSE_ASK, (uint64_t)i + 1, 0));
        sum += (ipso__random_open(&one) - 0.5) * (ipso__random_open(&other) - 0.5) * 12;
    }
    assert_true(fabs(sum / DRAWS) < 4 / sqrt(DRAWS));
}

/* Student's table: 12.706, 4.303, 2.262 and 1.984 for 1, 2, 9 and 99 degrees; and none of the
 * replications that may be asked for sends GSL to its error handler, which would end the program.
 */
static void student_quantiles_are_those_of_the_table(void **state)
{
    (void)state;
    assert_true(fabs(ipso__student_quantile(0.975, 1) - 12.706) < 5e-4);
    assert_true(fabs(ipso__student_quantile(0.975, 2) - 4.303) < 5e-4);
    assert_true(fabs(ipso__student_quantile(0.975, 9) - 2.262) < 5e-4);
    assert_true(fabs(ipso__student_quantile(0.975, 99) - 1.984) < 5e-4);
    for (int degrees = 1; degrees < 10000; degrees++)
        assert_true(ipso__student_quantile(0.975, degrees) > 1.9599);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts_have_the_mean_and_the_dispersion_asked_for),
        cmocka_unit_test(geometric_days_have_their_mean_and_begin_at_none),
        cmocka_unit_test(service_times_have_the_mean_of_their_law),
        cmocka_unit_test(a_stream_depends_on_nothing_but_its_name),
        cmocka_unit_test(neighbouring_streams_are_uncorrelated),
        cmocka_unit_test(student_quantiles_are_those_of_the_table),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
