/* Missed and cancelled appointments and hours of booking, learnt from a list whose truth is known.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "fit/history.h"
#include "support/test.h"

#include <math.h>

static void finish(ipso_practice *practice, ipso_practice *fitted, ipso_fit_report *report,
                   history *past)
{
    ipso_fit_report_finish(report);
    ipso_practice_free(fitted);
    ipso_practice_free(practice);
    history_free(past);
}

static void add_booked(history *past, int day, int lead, ipso_fit_state state)
{
    ipso_fit_appointment *item = history_add(past, day, 0, -1);

    item->booked_on = history_date(day - lead);
    item->state = state;
}

/* 40 appointments booked for the same day, 4 missed; the practice says 1.9 % for these, so that
 * 0.76 were expected: a ratio of 4 / 0.76. What the practice says counts as 10 appointments of 50:
 * the share is 0.2 x 0.019 + 0.8 x 0.1 = 0.0838. Longer leads follow: 0.2 x s + 0.8 x s x 4 / 0.76.
 */
static void shares_missed_move_by_four_fifths(void **state)
{
    ipso_practice *practice = history_practice(0), *fitted;
    history past = {0};
    ipso_fit_report report;
    const ipso_behaviour *behaviour;

    (void)state;
    for (int i = 0; i < 40; i++)
        add_booked(&past, i, 0, i < 4 ? IPSO_FIT_MISSED : IPSO_FIT_ATTENDED);
    fitted = history_fit(practice, &past, NULL, &report);
    behaviour = ipso_practice_behaviour(fitted);
    assert_true(fabs(history_estimate(&report, IPSO_FIT_NO_SHOW, 0)->fitted - 0.0838) < 1e-12);
    assert_true(fabs(history_estimate(&report, IPSO_FIT_NO_SHOW, 0)->raw - 0.1) < 1e-12);
    assert_true(fabs(history_estimate(&report, IPSO_FIT_NO_SHOW, 1)->fitted -
                     0.05 * (0.2 + 0.8 * 4 / 0.76)) < 1e-12);
    assert_int_equal(behaviour->no_show_count, 5);
    assert_int_equal(behaviour->no_shows[0].lead_days, 0);
    assert_true(fabs(behaviour->no_shows[0].share - 0.0838) < 1e-12);
    finish(practice, fitted, &report, &past);
}

/* The shares of Vitoria 2016 by lead time (110,527 appointments), 1,000 appointments a class. */
static void true_shares_lie_within_their_errors(void **state)
{
    static const int lead[] = {0, 1, 5, 10, 20}, edge[] = {0, 1, 7, 14, 30};
    static const double truth[] = {0.046, 0.214, 0.247, 0.305, 0.326};

    (void)state;
    for (uint64_t seed = 1; seed <= 5; seed++) {
        ipso_practice *practice = history_practice(0), *fitted;
        history past = {0};
        ipso_fit_report report;
        ipso__random random;

        ipso__random_init(&random, seed, 8);
        for (int i = 0; i < 5000; i++)
            add_booked(&past, 40 + i % 50, lead[i % 5],
                       ipso__random_unit(&random) < truth[i % 5] ? IPSO_FIT_MISSED
                                                                 : IPSO_FIT_ATTENDED);
        fitted = history_fit(practice, &past, NULL, &report);
        for (int k = 0; k < 5; k++) {
            const ipso_fit_estimate *share = history_estimate(&report, IPSO_FIT_NO_SHOW, edge[k]);

            /* A binomial share of 1,000 is known to sqrt(p (1 - p) / 1000). */
            assert_true(share->error < 1.3 * sqrt(truth[k] * (1 - truth[k]) / 1000));
            assert_true(share->error > 0.6 * sqrt(truth[k] * (1 - truth[k]) / 1000));
            assert_true(fabs(share->fitted - truth[k]) < 4 * share->error);
            assert_true(fabs(ipso_practice_behaviour(fitted)->no_shows[k].share - share->fitted) <
                        0.00006);
        }
        finish(practice, fitted, &report, &past);
    }
}

/* 15 of 40 booked ahead were given back, beside 10 of which 5 % are: (0.5 + 15) / 50. */
static void the_share_cancelled_is_of_those_booked_ahead(void **state)
{
    ipso_practice *practice = history_practice(0), *fitted;
    history past = {0};
    ipso_fit_report report;

    (void)state;
    for (int i = 0; i < 40; i++)
        add_booked(&past, 10 + i, 3, i < 15 ? IPSO_FIT_CANCELLED : IPSO_FIT_ATTENDED);
    for (int i = 0; i < 40; i++)
        add_booked(&past, 10 + i, 0, IPSO_FIT_ATTENDED);
    fitted = history_fit(practice, &past, NULL, &report);
    assert_true(fabs(ipso_practice_behaviour(fitted)->cancelled - 0.31) < 1e-12);
    assert_int_equal(report.cancelled, 15);
    /* Nobody missed an appointment: shares missed are not learnt. */
    assert_int_equal(ipso_practice_behaviour(fitted)->no_show_count, 0);
    finish(practice, fitted, &report, &past);
}

/* 90 bookings at 9, beside 10 at the hours that the practice says. */
static void bookings_show_the_hours_at_which_patients_ask(void **state)
{
    ipso_practice *practice = history_practice(0), *fitted;
    history past = {0};
    ipso_fit_report report;
    double sum = 0, nine;

    (void)state;
    for (int i = 0; i < 90; i++)
        history_add(&past, i, 0, -1)->booked_at_min = 540 + i % 60;
    fitted = history_fit(practice, &past, NULL, &report);
    assert_int_equal(ipso_practice_behaviour(fitted)->hour_count, 24);
    for (int hour = 0; hour < 24; hour++)
        sum += history_estimate(&report, IPSO_FIT_HOUR, hour)->before;
    assert_true(fabs(sum - 1) < 1e-12);
    nine = history_estimate(&report, IPSO_FIT_HOUR, 9)->before;
    assert_true(nine > 0.1 && nine < 0.2);
    assert_true(fabs(history_estimate(&report, IPSO_FIT_HOUR, 9)->fitted - (0.9 + 0.1 * nine)) <
                1e-12);
    assert_true(fabs(ipso_practice_behaviour(fitted)->hours[9] - (90 + 10 * nine)) < 0.0051);
    finish(practice, fitted, &report, &past);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shares_missed_move_by_four_fifths),
        cmocka_unit_test(true_shares_lie_within_their_errors),
        cmocka_unit_test(the_share_cancelled_is_of_those_booked_ahead),
        cmocka_unit_test(bookings_show_the_hours_at_which_patients_ask),
    };
    return cmocka_run_group_tests_name("fit behaviour", tests, NULL, NULL);
}
