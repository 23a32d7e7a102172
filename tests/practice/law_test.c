/* Service-time and demand laws against arithmetic and numerical integration.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <ipsosched/practice.h>

#include <math.h>

static void assert_close(double got, double expected, double tolerance)
{
    if (!(fabs(got - expected) <= tolerance))
        fail_msg("%.12g is not %.12g within %g", got, expected, tolerance);
}

/* E[(S - l)+] = integral from l to infinity of P(S > s) ds, by the trapezoid rule on a fine grid.
 */
static double integrate_tail(double (*tail)(double), double from)
{
    const double step = 0.001, end = 400;
    double sum = 0.5 * tail(from);

    for (double s = from + step; s < end; s += step)
        sum += tail(s);
    return sum * step;
}

static double lognormal_tail(double s)
{
    double variance = log(1 + 0.3 * 0.3);
    double z = (log(s) - (log(17.0) - variance / 2)) / sqrt(variance);

    return 0.5 * erfc(z / sqrt(2.0));
}

static void lognormal_overrun_is_the_integral_of_the_tail(void **state)
{
    ipso_law law;

    (void)state;
    ipso_law_init(&law);
    law.mean_min = 17;
    for (int length = 5; length <= 40; length += 5)
        assert_close(ipso_law_overrun_min(&law, 1, length), integrate_tail(lognormal_tail, length),
                     1e-5);
}

static void exponential_overrun_has_no_memory(void **state)
{
    ipso_law law = {.kind = IPSO_LAW_EXPONENTIAL, .mean_min = 10};

    (void)state;
    /* E[(S - l)+] = P(S > l) x mean; factor 2 makes the mean 20. */
    assert_close(ipso_law_overrun_min(&law, 1, 15), exp(-1.5) * 10, 1e-12);
    assert_close(ipso_law_overrun_min(&law, 2, 15), exp(-0.75) * 20, 1e-12);
}

static void deterministic_overrun_is_what_is_left(void **state)
{
    ipso_law law = {.kind = IPSO_LAW_DETERMINISTIC, .mean_min = 17};
    ipso_law steady = {.kind = IPSO_LAW_LOGNORMAL, .mean_min = 17, .cv = 0};

    (void)state;
    assert_close(ipso_law_overrun_min(&law, 1, 15), 2, 0);
    assert_close(ipso_law_overrun_min(&law, 1, 20), 0, 0);
    assert_close(ipso_law_overrun_min(&steady, 1, 15), 2, 0);
}

static void empirical_overrun_is_a_sum(void **state)
{
    static const double minutes[] = {3, 5, 8}, shares[] = {.2, .3, .5};
    ipso_law law = {.kind = IPSO_LAW_EMPIRICAL, .minutes = minutes, .shares = shares, .count = 3};

    (void)state;
    /* .5 x (8 - 5) = 1.5; mean .6 + 1.5 + 4 = 6.1; doubled times: .2 x 1 + .3 x 5 + .5 x 11 = 7.2
     */
    assert_close(ipso_law_overrun_min(&law, 1, 5), 1.5, 1e-12);
    assert_close(ipso_law_mean_min(&law, 1), 6.1, 1e-12);
    assert_close(ipso_law_overrun_min(&law, 2, 5), 7.2, 1e-12);
}

static void a_longer_slot_never_overruns_more(void **state)
{
    ipso_law law;

    (void)state;
    ipso_law_init(&law);
    for (law.mean_min = 5; law.mean_min < 60; law.mean_min += 5)
        for (int length = 5; length < 120; length += 5)
            assert_true(ipso_law_overrun_min(&law, 1, length + 5) <=
                        ipso_law_overrun_min(&law, 1, length));
}

static ipso_practice *practice_with_demand(ipso_count_law count_law, double mean,
                                           double per_1000_panel)
{
    static const int lengths[] = {15};
    ipso_practice *practice;
    ipso_horizon horizon;
    ipso_practitioner gp;
    ipso_demand demand;
    ipso_type type;
    ipso_site site;

    ipso_horizon_init(&horizon);
    ipso_date_from_ymd(&horizon.first_day, 2026, 11, 23);
    assert_int_equal(ipso_practice_new(&practice, &horizon, NULL), IPSO_OK);
    ipso_site_init(&site);
    site.id = "site";
    assert_int_equal(ipso_practice_add_site(practice, &site, NULL), IPSO_OK);
    ipso_practitioner_init(&gp);
    gp.id = "gp";
    gp.role = "gp";
    gp.panel = 1050;
    assert_int_equal(ipso_practice_add_practitioner(practice, &gp, NULL), IPSO_OK);
    ipso_type_init(&type);
    type.id = "acute";
    type.care = IPSO_CARE_ACUTE;
    type.lengths_min = lengths;
    type.length_count = 1;
    type.law.mean_min = 15;
    assert_int_equal(ipso_practice_add_type(practice, &type, NULL), IPSO_OK);
    ipso_demand_init(&demand);
    demand.mean = mean;
    demand.per_1000_panel = per_1000_panel;
    demand.law = count_law;
    demand.dispersion = 2;
    assert_int_equal(ipso_practice_add_demand(practice, &demand, NULL), IPSO_OK);
    return practice;
}

static void poisson_tail_is_one_minus_the_shares_below(void **state)
{
    ipso_practice *practice = practice_with_demand(IPSO_COUNT_POISSON, 2, 0);

    (void)state;
    /* e^-2 (1 + 2 + 2) = 0.676676416 is P(D <= 2) */
    assert_close(ipso_practice_demand_tail(practice, 0, 0), 1, 0);
    assert_close(ipso_practice_demand_tail(practice, 0, 1), 1 - exp(-2), 1e-12);
    assert_close(ipso_practice_demand_tail(practice, 0, 3), 0.323323583817, 1e-11);
    ipso_practice_free(practice);
}

static void negative_binomial_has_the_asked_mean_and_spread(void **state)
{
    ipso_practice *practice = practice_with_demand(IPSO_COUNT_NEGATIVE_BINOMIAL, 6, 0);
    double mean = 0, square = 0;

    (void)state;
    /* E[D] = sum of P(D >= j); E[D^2] = sum of (2j - 1) P(D >= j); variance = mean x dispersion */
    for (int j = 1; j < 200; j++) {
        double tail = ipso_practice_demand_tail(practice, 0, j);

        mean += tail;
        square += (2 * j - 1) * tail;
    }
    assert_close(mean, 6, 1e-9);
    assert_close(square - mean * mean, 12, 1e-8);
    ipso_practice_free(practice);
}

static void fixed_count_is_the_rounded_mean(void **state)
{
    ipso_practice *practice = practice_with_demand(IPSO_COUNT_FIXED, 3.5, 0);

    (void)state;
    assert_close(ipso_practice_demand_tail(practice, 0, 4), 1, 0);
    assert_close(ipso_practice_demand_tail(practice, 0, 5), 0, 0);
    ipso_practice_free(practice);
}

static void demand_grows_with_the_panel(void **state)
{
    ipso_practice *practice = practice_with_demand(IPSO_COUNT_POISSON, 1, 4);

    (void)state;
    /* 1 + 4 x 1050 / 1000 = 5.2 */
    assert_close(ipso_practice_demand_mean(practice, 0), 5.2, 1e-12);
    ipso_practice_free(practice);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lognormal_overrun_is_the_integral_of_the_tail),
        cmocka_unit_test(exponential_overrun_has_no_memory),
        cmocka_unit_test(deterministic_overrun_is_what_is_left),
        cmocka_unit_test(empirical_overrun_is_a_sum),
        cmocka_unit_test(a_longer_slot_never_overruns_more),
        cmocka_unit_test(poisson_tail_is_one_minus_the_shares_below),
        cmocka_unit_test(negative_binomial_has_the_asked_mean_and_spread),
        cmocka_unit_test(fixed_count_is_the_rounded_mean),
        cmocka_unit_test(demand_grows_with_the_panel),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
