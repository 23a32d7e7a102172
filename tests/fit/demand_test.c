/* Demand learnt from appointments whose truth is known.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "fit/history.h"
#include "practice/small.h"
#include "support/test.h"

#include <math.h>

#define ENTRY(weekday_bits, start, end, expected)                                                  \
    {                                                                                              \
        .patient_class = IPSO_ANY, .site = IPSO_ANY, .days = {.weekdays = (weekday_bits)},         \
        .start_min = (start), .end_min = (end), .mean = (expected), .dispersion = 1.5              \
    }

static void add_patients(history *past, int day, int start_min, int count)
{
    for (int i = 0; i < count; i++)
        history_add(past, day, 0, -1)->start_min = start_min;
}

static void finish(ipso_practice *practice, ipso_practice *fitted, ipso_fit_report *report,
                   history *past)
{
    ipso_fit_report_finish(report);
    ipso_practice_free(fitted);
    ipso_practice_free(practice);
    history_free(past);
}

/* Four days of 20 where 10 were expected: the ratio 2 of 40 expected patients beside a ratio 1 that
 * counts as 10: 1/5 x 1 + 4/5 x 2 = 1.8, 18 patients a day. The ratio's variance: its patients
 * (10 + 80) / (10 + 40) = 1.8 to one expected, over 40 expected, times 4/5; of 10 a day. */
static void four_days_move_demand_by_four_fifths(void **state)
{
    static const ipso_demand entries[] = {ENTRY(IPSO_ALL_DAYS, 0, 1440, 10)};
    ipso_practice *practice = history_practice_of(1, entries, 1), *fitted;
    history past = {0};
    ipso_fit_report report;
    const ipso_fit_estimate *demand;

    (void)state;
    for (int day = 0; day < 4; day++)
        add_patients(&past, day, 540, 20);
    fitted = history_fit(practice, &past, NULL, &report);
    demand = history_estimate(&report, IPSO_FIT_DEMAND, 0);
    assert_true(fabs(demand->fitted - 18) < 1e-12);
    assert_true(demand->raw == 20 && demand->count == 80 && demand->days == 4);
    assert_true(fabs(demand->error - 10 * sqrt(0.8 * 1.8 / 40)) < 1e-12);
    assert_true(ipso_practice_demand(fitted, 0)->mean == 18);
    assert_int_equal(ipso_practice_demand(fitted, 0)->law, IPSO_COUNT_POISSON);
    finish(practice, fitted, &report, &past);
}

/* Of Mondays 8 seen where 4 were expected, of Tuesdays 24 where 4 were, on one day each; no prior.
 * Ratios 2 and 6, pooled (8 + 24) / 8 = 4, of variance 4/4 = 1 each: mean 4, Q = 4 + 4 = 8,
 * spread 2 - 2/2 = 1, between = (8 - 1) / 1 = 7. Each keeps 7/8: 4 - 7/8 x 2 = 2.25 and 5.75, of 4
 * patients each: 9 and 23. */
static void two_entries_lend_each_other_an_eighth(void **state)
{
    static const ipso_demand entries[] = {ENTRY(IPSO_MONDAY, 0, 1440, 4),
                                          ENTRY(IPSO_TUESDAY, 0, 1440, 4)};
    ipso_practice *practice = history_practice_of(1, entries, 2), *fitted;
    history past = {0};
    ipso_fit_report report;
    ipso_fit_settings settings;

    (void)state;
    ipso_fit_settings_init(&settings);
    settings.prior_count = 0;
    add_patients(&past, 0, 540, 8);
    add_patients(&past, 1, 540, 24);
    fitted = history_fit(practice, &past, &settings, &report);
    assert_true(fabs(ipso_practice_demand(fitted, 0)->mean - 9) < 1e-12);
    assert_true(fabs(ipso_practice_demand(fitted, 1)->mean - 23) < 1e-12);
    assert_true(fabs(history_estimate(&report, IPSO_FIT_DEMAND, 0)->weight - 0.875) < 1e-12);
    finish(practice, fitted, &report, &past);
}

/* True rates of four entries of very different size, 1.2 to 1.5 times what was expected. */
static void true_rates_lie_within_their_errors(void **state)
{
    static const ipso_demand entries[] = {
        ENTRY(IPSO_MONDAY, 480, 720, 4), ENTRY(IPSO_MONDAY, 720, 1080, 1),
        ENTRY(IPSO_TUESDAY, 480, 1200, 20), ENTRY(IPSO_FRIDAY, 1080, 1200, 0.5)};
    static const double ratio[] = {1.2, 1.5, 1.25, 1.4};
    static const int weekday[] = {0, 0, 1, 4}, start[] = {600, 900, 600, 1100};

    (void)state;
    for (uint64_t seed = 1; seed <= 8; seed++) {
        ipso_practice *practice = history_practice_of(1, entries, 4), *fitted;
        history past = {0};
        ipso_fit_report report;
        ipso_fit_settings settings;
        ipso__random random;

        ipso_fit_settings_init(&settings);
        settings.first_day = history_date(0);
        settings.last_day = history_date(30 * 7 - 1);
        settings.empty_days_are_open = true;
        ipso__random_init(&random, seed, 5);
        for (int week = 0; week < 30; week++)
            for (int e = 0; e < 4; e++)
                add_patients(&past, week * 7 + weekday[e], start[e],
                             ipso__random_poisson(&random, ratio[e] * entries[e].mean));
        fitted = history_fit(practice, &past, &settings, &report);
        for (int e = 0; e < 4; e++) {
            const ipso_fit_estimate *demand = history_estimate(&report, IPSO_FIT_DEMAND, e);
            double truth = ratio[e] * entries[e].mean;

            assert_int_equal(demand->days, 30);
            /* That of the counts alone is sqrt(truth / 30), up to their dispersion. */
            assert_true(demand->error < 1.3 * sqrt(truth / 30));
            assert_true(demand->error > 0.1 * sqrt(truth / 30));
            assert_true(fabs(demand->fitted - truth) < 4 * demand->error);
        }
        assert_int_equal(report.unmatched, 0);
        finish(practice, fitted, &report, &past);
    }
}

/* 10 a day from 8 to 20, and 6 more on Monday mornings: an appointment of a Monday morning may be
 * either. Their rates are known to about sqrt(10 / 350) = 0.17 and sqrt(9.3 / 50) = 0.43. */
static void entries_that_overlap_share_what_they_have_in_common(void **state)
{
    static const ipso_demand entries[] = {ENTRY(IPSO_ALL_DAYS, 480, 1200, 8),
                                          ENTRY(IPSO_MONDAY, 480, 720, 8)};
    ipso_practice *practice = history_practice_of(1, entries, 2), *fitted;
    history past = {0};
    ipso_fit_report report;
    ipso__random random;

    (void)state;
    ipso__random_init(&random, 3, 6);
    for (int day = 0; day < 350; day++) {
        int count = ipso__random_poisson(&random, 10);

        for (int i = 0; i < count; i++)
            add_patients(&past, day, ipso__random_range(&random, 480, 1199), 1);
        count = day % 7 == 0 ? ipso__random_poisson(&random, 6) : 0;
        for (int i = 0; i < count; i++)
            add_patients(&past, day, ipso__random_range(&random, 480, 719), 1);
    }
    fitted = history_fit(practice, &past, NULL, &report);
    assert_true(fabs(ipso_practice_demand(fitted, 0)->mean - 10) < 4 * 0.17);
    assert_true(fabs(ipso_practice_demand(fitted, 1)->mean - 6) < 4 * 0.45);
    /* Every appointment is one patient. */
    assert_true(fabs(history_estimate(&report, IPSO_FIT_DEMAND, 0)->count +
                     history_estimate(&report, IPSO_FIT_DEMAND, 1)->count - (double)past.count) <
                1e-6);
    finish(practice, fitted, &report, &past);
}

/* Daily means of 4 or 12, each half of the days: variance 8 + 16, three times the mean 8. */
static void overdispersed_days_get_a_negative_binomial_law(void **state)
{
    static const ipso_demand entries[] = {ENTRY(IPSO_ALL_DAYS, 0, 1440, 8)};

    (void)state;
    for (int spread = 0; spread <= 4; spread += 4) {
        ipso_practice *practice = history_practice_of(1, entries, 1), *fitted;
        history past = {0};
        ipso_fit_report report;
        ipso__random random;
        const ipso_fit_estimate *dispersion;

        ipso__random_init(&random, 9, 7);
        for (int day = 0; day < 400; day++)
            add_patients(&past, day, 540,
                         ipso__random_poisson(&random, day % 2 == 0 ? 8 - spread : 8 + spread));
        fitted = history_fit(practice, &past, NULL, &report);
        dispersion = history_estimate(&report, IPSO_FIT_DISPERSION, 0);
        /* The variance of 400 days is known to sqrt(2 / 400) = 7 % of itself. */
        assert_true(fabs(dispersion->raw - (spread > 0 ? 3 : 1)) < 4 * 0.07 * dispersion->raw);
        assert_int_equal(ipso_practice_demand(fitted, 0)->law,
                         spread > 0 ? IPSO_COUNT_NEGATIVE_BINOMIAL : IPSO_COUNT_POISSON);
        if (spread > 0)
            assert_true(fabs(ipso_practice_demand(fitted, 0)->dispersion - dispersion->fitted) <
                        0.0051);
        finish(practice, fitted, &report, &past);
    }
}

/* Two weeks; from 8 to 20 the site is open on each of the 14 days. Nobody came on the first
 * Wednesday, and the entry of Sundays is of no day after the last appointment. */
static void days_without_anybody_are_days_off_unless_said_otherwise(void **state)
{
    static const ipso_demand entries[] = {ENTRY(IPSO_ALL_DAYS, 0, 1440, 10)};
    history past = {0};

    (void)state;
    for (int day = 0; day < 13; day++)
        if (day != 2)
            add_patients(&past, day, 540, 10);
    history_add(&past, 2, 0, -1)->state = IPSO_FIT_CANCELLED;
    for (int open = 0; open < 2; open++) {
        ipso_practice *practice = history_practice_of(1, entries, 1), *fitted;
        ipso_fit_settings settings;
        ipso_fit_report report;

        ipso_fit_settings_init(&settings);
        settings.last_day = history_date(13);
        settings.empty_days_are_open = open == 1;
        fitted = history_fit(practice, &past, &settings, &report);
        assert_int_equal(history_estimate(&report, IPSO_FIT_DEMAND, 0)->days, open == 1 ? 14 : 12);
        assert_int_equal(report.empty_days, 2);
        assert_int_equal(report.closed_days, 0);
        ipso_fit_report_finish(&report);
        ipso_practice_free(fitted);
        ipso_practice_free(practice);
    }
    history_free(&past);
}

/* Open on weekdays but on the first Tuesday: of 14 days, 4 are of weekends and 1 is closed. */
static void closed_days_do_not_count(void **state)
{
    static const ipso_hours hours[] = {
        {IPSO_MONDAY | IPSO_TUESDAY | IPSO_WEDNESDAY | IPSO_THURSDAY | IPSO_FRIDAY, 480, 1200}};
    ipso_date_range closure = {history_date(1), history_date(1)};
    ipso_practice *practice = small_practice(), *fitted;
    ipso_site site = *ipso_practice_site(practice, 0);
    ipso_demand demand;
    history past = {0};
    ipso_fit_report report;

    (void)state;
    site.id = "weekdays";
    site.hours = hours;
    site.hours_count = 1;
    site.closures = &closure;
    site.closure_count = 1;
    assert_int_equal(ipso_practice_add_site(practice, &site, NULL), IPSO_OK);
    ipso_demand_init(&demand);
    demand.site = 1;
    demand.mean = 10;
    assert_int_equal(ipso_practice_add_demand(practice, &demand, NULL), IPSO_OK);
    assert_int_equal(ipso_practice_validate(practice, NULL, NULL, NULL), IPSO_OK);
    for (int day = 0; day < 14; day++)
        for (int i = 0; i < 10; i++)
            history_add(&past, day, 0, -1)->site = 1;
    fitted = history_fit(practice, &past, NULL, &report);
    assert_int_equal(history_estimate(&report, IPSO_FIT_DEMAND, 1)->days, 9);
    finish(practice, fitted, &report, &past);
}

/* Frail patients belong to their own entry, others to that of everybody. */
static void patients_of_a_class_belong_to_its_entry(void **state)
{
    ipso_demand entries[] = {ENTRY(IPSO_ALL_DAYS, 0, 1440, 10), ENTRY(IPSO_ALL_DAYS, 0, 1440, 2)};
    ipso_practice *practice, *fitted;
    history past = {0};
    ipso_fit_report report;

    (void)state;
    entries[1].patient_class = 0;
    practice = history_practice_of(1, entries, 2);
    for (int day = 0; day < 10; day++) {
        add_patients(&past, day, 540, 7);
        history_add(&past, day, 0, -1)->patient_class = 0;
    }
    fitted = history_fit(practice, &past, NULL, &report);
    assert_true(history_estimate(&report, IPSO_FIT_DEMAND, 0)->raw == 7);
    assert_true(history_estimate(&report, IPSO_FIT_DEMAND, 1)->raw == 1);
    finish(practice, fitted, &report, &past);
}

/* Nobody phoned: phone calls may not be in the list. Visits before 8 are no entry's. */
static void what_the_list_does_not_hold_stays_as_it_was(void **state)
{
    ipso_demand entries[] = {ENTRY(IPSO_ALL_DAYS, 480, 1440, 10), ENTRY(IPSO_ALL_DAYS, 0, 1440, 6)};
    ipso_practice *practice, *fitted;
    history past = {0};
    ipso_fit_report report;
    ipso_fit_settings settings;

    (void)state;
    entries[1].type = 1;
    practice = history_practice_of(1, entries, 2);
    ipso_fit_settings_init(&settings);
    settings.last_day = history_date(3);
    for (int day = 0; day < 4; day++)
        add_patients(&past, day, 540, 20);
    add_patients(&past, 0, 420, 3);
    add_patients(&past, 4, 540, 5);
    fitted = history_fit(practice, &past, &settings, &report);
    assert_true(ipso_practice_demand(fitted, 0)->mean == 18);
    assert_true(ipso_practice_demand(fitted, 1)->mean == 6);
    assert_null(history_estimate(&report, IPSO_FIT_DEMAND, 1));
    assert_int_equal(report.unmatched, 3);
    assert_int_equal(report.unmatched_of_type[0], 3);
    assert_int_equal(report.unmatched_of_type[1], 0);
    assert_int_equal(report.outside, 5);
    finish(practice, fitted, &report, &past);
}

/* The entry of Sundays expected 5 and was never observed: it follows the ratio 1.8 of the other,
 * that of four_days_move_demand_by_four_fifths. */
static void an_entry_never_observed_follows_the_others_of_its_type(void **state)
{
    ipso_demand entries[] = {
        ENTRY(IPSO_MONDAY | IPSO_TUESDAY | IPSO_WEDNESDAY | IPSO_THURSDAY, 0, 1440, 10),
        ENTRY(IPSO_SUNDAY, 0, 1440, 5)};
    ipso_practice *practice = history_practice_of(1, entries, 2), *fitted;
    history past = {0};
    ipso_fit_report report;
    const ipso_fit_estimate *sunday;

    (void)state;
    for (int day = 0; day < 4; day++)
        add_patients(&past, day, 540, 20);
    fitted = history_fit(practice, &past, NULL, &report);
    sunday = history_estimate(&report, IPSO_FIT_DEMAND, 1);
    assert_true(sunday->weight == 0 && sunday->days == 0 && isnan(sunday->raw));
    assert_true(fabs(sunday->fitted - 9) < 1e-12);
    assert_true(ipso_practice_demand(fitted, 1)->mean == 9);
    finish(practice, fitted, &report, &past);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(four_days_move_demand_by_four_fifths),
        cmocka_unit_test(two_entries_lend_each_other_an_eighth),
        cmocka_unit_test(true_rates_lie_within_their_errors),
        cmocka_unit_test(entries_that_overlap_share_what_they_have_in_common),
        cmocka_unit_test(overdispersed_days_get_a_negative_binomial_law),
        cmocka_unit_test(days_without_anybody_are_days_off_unless_said_otherwise),
        cmocka_unit_test(closed_days_do_not_count),
        cmocka_unit_test(patients_of_a_class_belong_to_its_entry),
        cmocka_unit_test(what_the_list_does_not_hold_stays_as_it_was),
        cmocka_unit_test(an_entry_never_observed_follows_the_others_of_its_type),
    };
    return cmocka_run_group_tests_name("fit demand", tests, NULL, NULL);
}
