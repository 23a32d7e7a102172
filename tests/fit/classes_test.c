/* Class factors learnt from appointments.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "fit/history.h"
#include "practice/small.h"
#include "support/test.h"

#include <math.h>

/* The small practice with the classes "frail" of factor 1.2 and "young" of factor 1. */
static ipso_practice *practice_with_classes(void)
{
    ipso_practice *practice = small_practice();
    ipso_patient_class class;

    ipso_patient_class_init(&class);
    class.id = "frail";
    class.time_factor = 1.2;
    assert_int_equal(ipso_practice_add_class(practice, &class, NULL), IPSO_OK);
    class.id = "young";
    class.time_factor = 1;
    assert_int_equal(ipso_practice_add_class(practice, &class, NULL), IPSO_OK);
    assert_int_equal(ipso_practice_validate(practice, NULL, NULL, NULL), IPSO_OK);
    return practice;
}

/* Two of 10 min without class, two frail ones of 12 e^0.4: at factor 1.2 they are 0.4 above, in
 * logarithms. A = 2 - 4/4 = 1, b = 0.8 - 2 x 0.8 / 4 = 0.4: alone they say 0.4, beside ten that say
 * nothing changes 0.4 / 11. */
static void a_class_moves_by_its_share(void **state)
{
    ipso_practice *practice = practice_with_classes(), *fitted;
    history past = {0};
    ipso_fit_report report;
    const ipso_fit_estimate *frail;

    (void)state;
    for (int i = 0; i < 2; i++) {
        history_add(&past, i, 0, 10);
        history_add(&past, i, 0, 12 * exp(0.4))->patient_class = 0;
    }
    fitted = history_fit(practice, &past, NULL, &report);
    frail = history_estimate(&report, IPSO_FIT_CLASS_FACTOR, 0);
    assert_true(fabs(frail->raw - 1.2 * exp(0.4)) < 1e-5);
    assert_true(fabs(frail->fitted - 1.2 * exp(0.4 / 11)) < 1e-12);
    assert_true(fabs(frail->weight - 1.0 / 11) < 1e-12);
    assert_true(fabs(ipso_practice_class(fitted, 0)->time_factor - 1.244) < 1e-12);
    assert_null(history_estimate(&report, IPSO_FIT_CLASS_FACTOR, 1));
    assert_true(ipso_practice_class(fitted, 1)->time_factor == 1);
    ipso_fit_report_finish(&report);
    ipso_practice_free(fitted);
    ipso_practice_free(practice);
    history_free(&past);
}

/* Frail patients take 1.5 times as long and young ones 0.8 times; the fast practitioner sees most
 * of the frail, which would hide the factor if practitioners were not told apart. */
static void true_factors_lie_within_their_errors(void **state)
{
    static const double factors[] = {1.5, 0.8, 1};
    (void)state;
    for (uint64_t seed = 1; seed <= 5; seed++) {
        ipso_practice *practice = practice_with_classes(), *fitted;
        history past = {0};
        ipso_fit_report report;
        ipso__random random;

        ipso__random_init(&random, seed, 3);
        for (int i = 0; i < 1500; i++) {
            int person = (int)ipso__random_below(&random, 2);
            int class = ipso__random_unit(&random) < (person == 0 ? 0.6 : 0.1)
                            ? 0
                            : 1 + (int)ipso__random_below(&random, 2);
            double mean = (person == 0 ? 12 : 20) * factors[class];

            history_add(&past, i % 50, person, history_minutes(&random, mean, 0.3))->patient_class =
                class == 2 ? IPSO_ANY : class;
        }
        fitted = history_fit(practice, &past, NULL, &report);
        for (int c = 0; c < 2; c++) {
            const ipso_fit_estimate *factor = history_estimate(&report, IPSO_FIT_CLASS_FACTOR, c);

            assert_true(factor->error > 0.01 && factor->error < 0.06);
            assert_true(fabs(factor->fitted - factors[c]) < 3.5 * factor->error);
        }
        ipso_fit_report_finish(&report);
        ipso_practice_free(fitted);
        ipso_practice_free(practice);
        history_free(&past);
    }
}

/* Where every patient has a class, only the ratio of the factors is seen. */
static void without_patients_of_no_class_the_ratio_is_learnt(void **state)
{
    ipso_practice *practice = practice_with_classes(), *fitted;
    history past = {0};
    ipso_fit_report report;
    double ratio;

    (void)state;
    for (int i = 0; i < 2000; i++) {
        double off = i % 4 < 2 ? 0.9 : 1.1;

        history_add(&past, i % 50, 0, off * (i % 2 == 0 ? 30 : 15))->patient_class = i % 2;
    }
    fitted = history_fit(practice, &past, NULL, &report);
    ratio =
        ipso_practice_class(fitted, 0)->time_factor / ipso_practice_class(fitted, 1)->time_factor;
    assert_true(fabs(ratio - 2) < 0.02);
    ipso_fit_report_finish(&report);
    ipso_practice_free(fitted);
    ipso_practice_free(practice);
    history_free(&past);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_class_moves_by_its_share),
        cmocka_unit_test(true_factors_lie_within_their_errors),
        cmocka_unit_test(without_patients_of_no_class_the_ratio_is_learnt),
    };
    return cmocka_run_group_tests_name("fit classes", tests, NULL, NULL);
}
