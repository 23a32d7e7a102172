/* Laws of minutes against arithmetic, tables and integrals.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/clinic.h"
#include "session/law.h"

#include <math.h>

static ipso_service law(ipso_service_kind kind, double mean, double cv)
{
    return (ipso_service){.kind = kind, .mean_min = mean, .cv = cv, .phases = 1};
}

static void incomplete_gamma_of_a_whole_shape_is_a_poisson_sum(void **state)
{
    (void)state;
    /* Q(n, x) = P(a Poisson count of mean x is below n) = e^-x times the sum of x^k / k!, k < n. */
    for (int n = 1; n <= 60; n += 3) {
        for (double x = 0.25; x < 100; x *= 1.7) {
            double term = exp(-x), sum = 0;
            for (int k = 0; k < n; k++) {
                sum += term;
                term *= x / (k + 1);
            }
            assert_close(ipso__gamma_q(n, x), sum, 2e-13);
        }
    }
    /* Q(1/2, x) = erfc(sqrt x). */
    for (double x = 0.1; x < 30; x *= 1.5)
        assert_close(ipso__gamma_q(0.5, x), erfc(sqrt(x)), 1e-13);
    /* ln Gamma(1/2) = ln sqrt pi; Gamma(11) = 10!; Gamma(21) = 20!. */
    assert_close(ipso__log_gamma(0.5), 0.5 * log(3.14159265358979323846), 1e-14);
    assert_close(ipso__log_gamma(11), log(3628800.0), 1e-13);
    assert_close(ipso__log_gamma(21), log(2432902008176640000.0), 1e-13);
}

/* E[(S - x)+] is the integral of P(S > s) from x on, and twice the integral of E[(S - x)+] from 0
 * on is E[S^2]; by Simpson's rule. */
static void excess_is_the_integral_of_the_tail(void **state)
{
    static const ipso_service_kind kinds[] = {IPSO_SERVICE_GAMMA, IPSO_SERVICE_LOGNORMAL,
                                              IPSO_SERVICE_WEIBULL};
    static const double cvs[] = {0.3, 0.8};
    (void)state;
    for (size_t i = 0; i < 6; i++) {
        ipso_service s = law(kinds[i % 3], 17, cvs[i / 3]);
        const double end = 2000, step = 0.25, from = 12;
        double tails = 0, excesses = 0;
        for (double x = from; x < end; x += 2 * step)
            tails += (ipso_service_tail(&s, x) + 4 * ipso_service_tail(&s, x + step) +
                      ipso_service_tail(&s, x + 2 * step)) *
                     step / 3;
        for (double x = 0; x < end; x += 2 * step)
            excesses +=
                (ipso_service_excess_min(&s, x) + 4 * ipso_service_excess_min(&s, x + step) +
                 ipso_service_excess_min(&s, x + 2 * step)) *
                step / 3;
        assert_close(ipso_service_excess_min(&s, from), tails, 1e-5);
        assert_close(2 * excesses, 17 * 17 * (1 + cvs[i / 3] * cvs[i / 3]), 1e-3);
        assert_close(ipso_service_mean_min(&s), 17, 1e-12);
        assert_close(ipso_service_deviation_min(&s), 17 * cvs[i / 3], 1e-9);
    }
}

static void laws_that_are_one_law_agree(void **state)
{
    ipso_service erlang = erlang_service(12, 4), gamma = law(IPSO_SERVICE_GAMMA, 12, 0.5);
    ipso_service exponential = exponential_service(12), weibull = law(IPSO_SERVICE_WEIBULL, 12, 1);
    (void)state;
    for (double x = 0; x < 60; x += 3) {
        assert_close(ipso_service_excess_min(&erlang, x), ipso_service_excess_min(&gamma, x),
                     1e-12);
        assert_close(ipso_service_excess_min(&exponential, x), ipso_service_excess_min(&weibull, x),
                     1e-10);
        assert_close(ipso_service_tail(&exponential, x), ipso_service_tail(&weibull, x), 1e-11);
    }
}

static void mixture_adds_up_its_parts(void **state)
{
    const ipso_service parts[] = {fixed_service(0), fixed_service(10)};
    const double shares[] = {.2, .8};
    ipso_service mixture = {
        .kind = IPSO_SERVICE_MIXTURE, .parts = parts, .shares = shares, .count = 2};
    (void)state;
    /* Mean 8, variance .8 x 100 - 64 = 16, E[(S - 4)+] = .8 x 6. */
    assert_int_equal(ipso_service_check(&mixture, NULL), IPSO_OK);
    assert_close(ipso_service_mean_min(&mixture), 8, 1e-12);
    assert_close(ipso_service_deviation_min(&mixture), 4, 1e-12);
    assert_close(ipso_service_excess_min(&mixture, 4), 4.8, 1e-12);
    assert_close(ipso_service_tail(&mixture, 5), .8, 1e-12);
}

static void fitted_law_has_the_moments_of_the_durations(void **state)
{
    /* Mean 15; squared deviations 25, 4, 1, 4, 16: variance 50 / 4 = 12.5. */
    const double minutes[] = {10, 13, 16, 17, 19};
    static const ipso_service_kind kinds[] = {IPSO_SERVICE_GAMMA, IPSO_SERVICE_LOGNORMAL,
                                              IPSO_SERVICE_WEIBULL};
    (void)state;
    for (size_t i = 0; i < 3; i++) {
        ipso_service fitted;
        assert_int_equal(ipso_service_fit(&fitted, kinds[i], minutes, 5, NULL), IPSO_OK);
        assert_close(ipso_service_mean_min(&fitted), 15, 1e-12);
        assert_close(ipso_service_deviation_min(&fitted), sqrt(12.5), 1e-9);
    }
}

static void equal_durations_fit_a_fixed_time(void **state)
{
    const double minutes[] = {12, 12, 12}, wrong[] = {12, -1}, unknown[] = {12, NAN};
    ipso_service fitted;
    (void)state;
    assert_int_equal(ipso_service_fit(&fitted, IPSO_SERVICE_GAMMA, minutes, 3, NULL), IPSO_OK);
    assert_int_equal(fitted.kind, IPSO_SERVICE_FIXED);
    assert_close(fitted.mean_min, 12, 0);
    assert_int_equal(ipso_service_fit(&fitted, IPSO_SERVICE_GAMMA, minutes, 1, NULL), IPSO_INPUT);
    assert_int_equal(ipso_service_fit(&fitted, IPSO_SERVICE_GAMMA, wrong, 2, NULL), IPSO_INPUT);
    assert_int_equal(ipso_service_fit(&fitted, IPSO_SERVICE_GAMMA, unknown, 2, NULL), IPSO_INPUT);
    assert_int_equal(ipso_service_fit(&fitted, IPSO_SERVICE_ERLANG, minutes, 3, NULL), IPSO_INPUT);
}

static void phases_have_the_asked_mean_and_cv(void **state)
{
    (void)state;
    for (double cv = 0.06; cv < 4; cv *= 1.13) {
        ipso_service fitted, parts[2];
        double shares[2];
        assert_int_equal(ipso_service_fit_phases(&fitted, parts, shares, 16, cv, NULL), IPSO_OK);
        assert_int_equal(ipso_service_check(&fitted, NULL), IPSO_OK);
        assert_close(ipso_service_mean_min(&fitted), 16, 1e-9);
        assert_close(ipso_service_deviation_min(&fitted), 16 * cv, 1e-7);
    }
}

static void expect_refusal(const ipso_service *service, const char *where, const char *text)
{
    ipso_error err;
    ipso_error_init(&err);
    assert_int_equal(ipso_service_check(service, &err), IPSO_INPUT);
    assert_string_equal(err.where, where);
    assert_string_equal(err.text, text);
}

static void bad_laws_are_named(void **state)
{
    const double minutes[] = {5, 10}, negative[] = {5, -1}, half[] = {.5, .5}, less[] = {.5, .4};
    const double minus[] = {1.5, -.5}, unknown[] = {.5, NAN};
    ipso_service s = {
        .kind = IPSO_SERVICE_EMPIRICAL, .minutes = minutes, .shares = less, .count = 2};
    (void)state;
    expect_refusal(&s, "/shares", "the shares add up to 0.9, not to 1");
    s.shares = minus;
    expect_refusal(&s, "/shares/0", "the share 1.5 is not from 0 to 1");
    s.shares = unknown;
    expect_refusal(&s, "/shares/1", "the share nan is not from 0 to 1");
    s.shares = half;
    s.minutes = negative;
    expect_refusal(&s, "/minutes/1", "-1 minutes are not from 0 to 1440");
    s.count = 0;
    expect_refusal(&s, "/minutes", "the law is empty");
    s = law(IPSO_SERVICE_GAMMA, -3, 1);
    expect_refusal(&s, "/mean_min", "a mean of -3 min is not from 0 to 1440");
    s = law(IPSO_SERVICE_GAMMA, NAN, 1);
    expect_refusal(&s, "/mean_min", "a mean of nan min is not from 0 to 1440");
    s = law(IPSO_SERVICE_EXPONENTIAL, 0, 1);
    expect_refusal(&s, "/mean_min", "a mean of 0 min is not above 0");
    s = law(IPSO_SERVICE_LOGNORMAL, 15, 0);
    expect_refusal(&s, "/cv", "a coefficient of variation of 0 is not from 0.01 to 5");
    s = erlang_service(15, 0);
    expect_refusal(&s, "/phases", "0 phases are not from 1 to 1000");
    s = law((ipso_service_kind)99, 15, 0);
    expect_refusal(&s, "/law", "99 is no kind of law");
}

static void bad_part_of_a_mixture_is_named(void **state)
{
    const double half[] = {.5, .5};
    ipso_service parts[] = {fixed_service(5), exponential_service(-1)};
    ipso_service s = {.kind = IPSO_SERVICE_MIXTURE, .parts = parts, .shares = half, .count = 2};
    (void)state;
    expect_refusal(&s, "/parts/1/mean_min", "a mean of -1 min is not from 0 to 1440");
    parts[1] = s;
    expect_refusal(&s, "/parts/1", "a part of a mixture is a mixture itself");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(incomplete_gamma_of_a_whole_shape_is_a_poisson_sum),
        cmocka_unit_test(excess_is_the_integral_of_the_tail),
        cmocka_unit_test(laws_that_are_one_law_agree),
        cmocka_unit_test(mixture_adds_up_its_parts),
        cmocka_unit_test(fitted_law_has_the_moments_of_the_durations),
        cmocka_unit_test(equal_durations_fit_a_fixed_time),
        cmocka_unit_test(phases_have_the_asked_mean_and_cv),
        cmocka_unit_test(bad_laws_are_named),
        cmocka_unit_test(bad_part_of_a_mixture_is_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
