/* Service times learnt from appointments whose truth is known.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "fit/history.h"
#include "support/test.h"

#include <math.h>

/* 10 and 20 min by one practitioner, against a law of mean 16 and cv 0.3 that counts as 10.
 *   sum of squares within   2 (ln 2 / 2)^2                          = 0.2402265
 *   s2                      (10 ln 1.09 + 0.2402265) / (10 + 1)      = 0.1001822
 *   middle                  (10 (ln 16 - s2 / 2) + 2 ln sqrt 200) / 12 = 2.7102747
 *   mean                    exp(2.7102747 + s2 / 2)                  = 15.8056 */
static void two_appointments_move_a_type_by_a_sixth(void **state)
{
    ipso_practice *practice = history_practice(0), *fitted;
    history past = {0};
    ipso_fit_report report;
    const ipso_fit_estimate *mean, *cv;

    (void)state;
    history_add(&past, 0, 0, 10);
    history_add(&past, 1, 0, 20);
    fitted = history_fit(practice, &past, NULL, &report);
    mean = history_estimate(&report, IPSO_FIT_TYPE_MEAN, 0);
    cv = history_estimate(&report, IPSO_FIT_TYPE_CV, 0);
    assert_true(fabs(mean->fitted - 15.8056) < 1e-3);
    assert_true(fabs(mean->raw - sqrt(200) * exp(0.1001822 / 2)) < 1e-5);
    assert_true(fabs(mean->weight - 2.0 / 12) < 1e-12);
    assert_true(mean->before == 16 && mean->count == 2);
    assert_true(fabs(cv->fitted - sqrt(expm1(0.1001822))) < 1e-6);
    assert_true(fabs(cv->raw - sqrt(expm1(0.2402265))) < 1e-6);
    assert_true(fabs(cv->before - 0.3) < 1e-12);
    assert_true(fabs(ipso_practice_type(fitted, 0)->law.mean_min - 15.81) < 1e-9);
    assert_int_equal(ipso_practice_type(fitted, 0)->law_count, 0);
    assert_null(history_estimate(&report, IPSO_FIT_PRACTITIONER_MEAN, 0));
    ipso_fit_report_finish(&report);
    ipso_practice_free(fitted);
    ipso_practice_free(practice);
    history_free(&past);
}

enum { PEOPLE = 8, EACH = 200 };

/* Type mean 17 min, cv 0.3, persons' effects of standard deviation 0.15 (ln minutes). */
static void generate(history *past, double effects[PEOPLE], uint64_t seed)
{
    ipso__random random;

    ipso__random_init(&random, seed, 1);
    for (int p = 0; p < PEOPLE; p++) {
        effects[p] = 0.15 * history_normal(&random);
        for (int i = 0; i < EACH; i++)
            history_add(past, i % 28, p, history_minutes(&random, 17 * exp(effects[p]), 0.3));
    }
}

static void true_laws_lie_within_their_errors(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 5; seed++) {
        ipso_practice *practice = history_practice(PEOPLE - 2), *fitted;
        history past = {0};
        double effects[PEOPLE];
        ipso_fit_report report;
        const ipso_fit_estimate *mean, *cv;

        generate(&past, effects, seed);
        fitted = history_fit(practice, &past, NULL, &report);
        mean = history_estimate(&report, IPSO_FIT_TYPE_MEAN, 0);
        cv = history_estimate(&report, IPSO_FIT_TYPE_CV, 0);
        /* 0.15 / sqrt 8 of the effects: about 5 % of 17 min. */
        assert_true(mean->error > 0.3 && mean->error < 2);
        assert_true(fabs(mean->fitted - 17) < 3 * mean->error);
        /* 0.3 / sqrt(2 x 1600) x about 1.05: the error of a coefficient of variation. */
        assert_true(cv->error > 0.004 && cv->error < 0.008);
        assert_true(fabs(cv->fitted - 0.3) < 4 * cv->error);
        for (int p = 0; p < PEOPLE; p++) {
            const ipso_fit_estimate *own = history_estimate(&report, IPSO_FIT_PRACTITIONER_MEAN, p);
            double factor;
            ipso_law law = ipso_practice_service_law(fitted, 0, p, IPSO_ANY, &factor);

            /* 0.3 / sqrt 200 is 2.1 %. */
            assert_true(own->error > 0.015 * own->fitted && own->error < 0.03 * own->fitted);
            assert_true(fabs(own->fitted - 17 * exp(effects[p])) < 4 * own->error);
            assert_true(own->low < own->fitted && own->fitted < own->high);
            assert_true(fabs(ipso_law_mean_min(&law, factor) - own->fitted) < 0.0051);
        }
        ipso_fit_report_finish(&report);
        ipso_practice_free(fitted);
        ipso_practice_free(practice);
        history_free(&past);
    }
}

/* Three practitioners of 5,000 appointments, of 14, 17 and 20 min, and one of two of 40 min. */
static void few_appointments_stay_near_the_type_and_many_go_their_own_way(void **state)
{
    static const double truth[] = {14, 17, 20};
    ipso_practice *practice = history_practice(2), *fitted;
    history past = {0};
    ipso_fit_report report;
    ipso__random random;
    const ipso_fit_estimate *type, *few;

    (void)state;
    ipso__random_init(&random, 7, 1);
    for (int p = 0; p < 3; p++)
        for (int i = 0; i < 5000; i++)
            history_add(&past, i % 100, p, history_minutes(&random, truth[p], 0.3));
    history_add(&past, 0, 3, 40);
    history_add(&past, 1, 3, 40);
    fitted = history_fit(practice, &past, NULL, &report);
    for (int p = 0; p < 3; p++) {
        const ipso_fit_estimate *own = history_estimate(&report, IPSO_FIT_PRACTITIONER_MEAN, p);

        assert_true(own->weight > 0.99);
        assert_true(fabs(own->fitted - truth[p]) < 0.02 * truth[p]);
    }
    type = history_estimate(&report, IPSO_FIT_TYPE_MEAN, 0);
    few = history_estimate(&report, IPSO_FIT_PRACTITIONER_MEAN, 3);
    assert_true(few->raw > 35);
    assert_true(few->fitted > type->fitted);
    assert_true(few->fitted - type->fitted < 0.5 * (few->raw - type->fitted));
    ipso_fit_report_finish(&report);
    ipso_practice_free(fitted);
    ipso_practice_free(practice);
    history_free(&past);
}

/* The same list twice: each practitioner keeps more of his own times. */
static void twice_the_appointments_move_everybody_towards_his_own_times(void **state)
{
    ipso_practice *practice = history_practice(PEOPLE - 2), *once, *twice;
    history past = {0};
    double effects[PEOPLE];
    ipso_fit_report before, after;
    size_t count;

    (void)state;
    generate(&past, effects, 11);
    past.count = 0;
    for (int p = 0; p < PEOPLE; p++)
        for (int i = 0; i < 20; i++)
            past.items[past.count++] = past.items[p * EACH + i];
    once = history_fit(practice, &past, NULL, &before);
    count = past.count;
    for (size_t i = 0; i < count; i++)
        past.items[past.count++] = past.items[i];
    twice = history_fit(practice, &past, NULL, &after);
    for (int p = 0; p < PEOPLE; p++) {
        const ipso_fit_estimate *a = history_estimate(&before, IPSO_FIT_PRACTITIONER_MEAN, p);
        const ipso_fit_estimate *b = history_estimate(&after, IPSO_FIT_PRACTITIONER_MEAN, p);

        assert_true(b->weight > a->weight);
        assert_true(fabs(log(b->fitted / b->raw)) < fabs(log(a->fitted / a->raw)));
    }
    ipso_fit_report_finish(&before);
    ipso_fit_report_finish(&after);
    ipso_practice_free(once);
    ipso_practice_free(twice);
    ipso_practice_free(practice);
    history_free(&past);
}

static const ipso_demand any_day = {.patient_class = IPSO_ANY,
                                    .site = IPSO_ANY,
                                    .days = {.weekdays = IPSO_ALL_DAYS},
                                    .end_min = IPSO_DAY_MIN,
                                    .mean = 10};

/* With pace 1.25 a practitioner is expected to take 1.25 times what the type's law says. */
static void a_pace_is_where_a_practitioner_is_drawn_to(void **state)
{
    ipso_practice *practice = history_practice_of(1.25, &any_day, 1), *fitted;
    history past = {0};
    ipso_fit_report report;

    (void)state;
    for (int i = 0; i < 50; i++) {
        history_add(&past, i, 0, i % 2 == 0 ? 25 : 37.5);
        history_add(&past, i, 1, i % 2 == 0 ? 20 : 30);
    }
    fitted = history_fit(practice, &past, NULL, &report);
    /* At pace 1 both are the same. */
    assert_true(fabs(history_estimate(&report, IPSO_FIT_PRACTITIONER_MEAN, 0)->fitted -
                     1.25 * history_estimate(&report, IPSO_FIT_PRACTITIONER_MEAN, 1)->fitted) <
                1e-9);
    ipso_fit_report_finish(&report);
    ipso_practice_free(fitted);
    ipso_practice_free(practice);
    history_free(&past);
}

/* Times of somebody who has left count for the type, and for nobody's own law. */
static void times_without_a_practitioner_count_for_the_type(void **state)
{
    ipso_practice *practice = history_practice(0), *fitted;
    history past = {0};
    ipso_fit_report report;

    (void)state;
    for (int i = 0; i < 40; i++)
        history_add(&past, i, IPSO_ANY, i % 2 == 0 ? 30 : 34);
    fitted = history_fit(practice, &past, NULL, &report);
    assert_true(history_estimate(&report, IPSO_FIT_TYPE_MEAN, 0)->fitted > 25);
    assert_int_equal(ipso_practice_type(fitted, 0)->law_count, 0);
    ipso_fit_report_finish(&report);
    ipso_practice_free(fitted);
    ipso_practice_free(practice);
    history_free(&past);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_appointments_move_a_type_by_a_sixth),
        cmocka_unit_test(true_laws_lie_within_their_errors),
        cmocka_unit_test(few_appointments_stay_near_the_type_and_many_go_their_own_way),
        cmocka_unit_test(twice_the_appointments_move_everybody_towards_his_own_times),
        cmocka_unit_test(a_pace_is_where_a_practitioner_is_drawn_to),
        cmocka_unit_test(times_without_a_practitioner_count_for_the_type),
    };
    return cmocka_run_group_tests_name("fit service", tests, NULL, NULL);
}
