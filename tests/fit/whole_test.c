/* Fitting as a whole: what is kept, what is refused, what makes no difference.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "fit/history.h"
#include "support/test.h"

#include <ipsosched/json.h>
#include <ipsosched/scenario.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

static char *document_of(const ipso_practice *practice)
{
    char *text = NULL;
    size_t length;

    assert_int_equal(ipso_practice_to_json(&text, &length, practice, NULL), IPSO_OK);
    return text;
}

/* One cancelled appointment teaches nothing: every section of a practice must come out as it went
 * in. */
static void a_practice_that_learns_nothing_is_the_same_document(void **state)
{
    static const char *const names[] = {"didier", "yasmine",      "saint-martin",
                                        "ipso",   "care-manager", "capitation"};

    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        ipso_practice *practice = NULL, *fitted;
        history past = {0};
        char *before, *after;

        assert_int_equal(ipso_scenario_generate(&practice, names[i], 1, NULL), IPSO_OK);
        history_add(&past, 0, 0, -1)->state = IPSO_FIT_CANCELLED;
        fitted = history_fit(practice, &past, NULL, NULL);
        before = document_of(practice);
        after = document_of(fitted);
        assert_string_equal(before, after);
        ipso_text_free(before);
        ipso_text_free(after);
        ipso_practice_free(fitted);
        ipso_practice_free(practice);
        history_free(&past);
    }
}

/* Of a year of two practitioners: what may be learnt of everything. */
static void generate(history *past, int count)
{
    ipso__random random;

    ipso__random_init(&random, 21, 1);
    for (int i = 0; i < count; i++) {
        int person = (int)ipso__random_below(&random, 2),
            lead = (int)ipso__random_below(&random, 9);
        int day = 10 + (int)ipso__random_below(&random, 300);
        double minutes = history_minutes(&random, person == 0 ? 14 : 19, 0.3);
        ipso_fit_appointment *item = history_add(past, day, person, minutes);

        item->start_min = 480 + 15 * (int)ipso__random_below(&random, 40);
        item->booked_on = history_date(day - lead);
        item->booked_at_min = 480 + (int)ipso__random_below(&random, 600);
        item->site = 0;
        if (ipso__random_below(&random, 10) > 1)
            continue;
        item->minutes = -1;
        item->state = ipso__random_below(&random, 2) == 0 ? IPSO_FIT_MISSED : IPSO_FIT_CANCELLED;
    }
}

static void a_fitted_practice_is_a_valid_document(void **state)
{
    ipso_practice *practice = history_practice(0), *fitted, *again = NULL;
    history past = {0};
    char *text, *second;

    (void)state;
    generate(&past, 3000);
    fitted = history_fit(practice, &past, NULL, NULL);
    text = document_of(fitted);
    assert_non_null(strstr(text, "service_times"));
    assert_non_null(strstr(text, "no_shows"));
    assert_int_equal(ipso_practice_from_json(&again, text, strlen(text), NULL, NULL, NULL),
                     IPSO_OK);
    second = document_of(again);
    assert_string_equal(text, second);
    ipso_text_free(text);
    ipso_text_free(second);
    ipso_practice_free(again);
    ipso_practice_free(fitted);
    ipso_practice_free(practice);
    history_free(&past);
}

static bool same(double a, double b)
{
    return a == b || (isnan(a) && isnan(b));
}

/* To the last bit. */
static void the_order_of_the_appointments_makes_no_difference(void **state)
{
    ipso_practice *practice = history_practice(0), *a, *b;
    history past = {0};
    ipso_fit_report first, second;
    ipso__random random;
    char *before, *after;

    (void)state;
    generate(&past, 2000);
    a = history_fit(practice, &past, NULL, &first);
    ipso__random_init(&random, 5, 5);
    for (size_t i = past.count - 1; i > 0; i--) {
        size_t j = ipso__random_below(&random, (uint32_t)i + 1);
        ipso_fit_appointment other = past.items[i];

        past.items[i] = past.items[j];
        past.items[j] = other;
    }
    b = history_fit(practice, &past, NULL, &second);
    assert_int_equal(first.estimate_count, second.estimate_count);
    assert_true(first.estimate_count > 30);
    for (size_t i = 0; i < first.estimate_count; i++) {
        const ipso_fit_estimate *x = &first.estimates[i], *y = &second.estimates[i];

        assert_int_equal(x->kind, y->kind);
        assert_true(same(x->fitted, y->fitted) && same(x->raw, y->raw));
        assert_true(same(x->error, y->error) && same(x->count, y->count));
    }
    before = document_of(a);
    after = document_of(b);
    assert_string_equal(before, after);
    ipso_text_free(before);
    ipso_text_free(after);
    ipso_fit_report_finish(&first);
    ipso_fit_report_finish(&second);
    ipso_practice_free(a);
    ipso_practice_free(b);
    ipso_practice_free(practice);
    history_free(&past);
}

/* ---- what is refused ---- */

static void assert_refused(ipso_fit_appointment item, const ipso_fit_settings *settings,
                           const char *where)
{
    ipso_practice *practice = history_practice(0), *fitted = NULL;
    ipso_fit_report report = {.appointments = 77};
    ipso_error err;

    ipso_error_init(&err);
    assert_int_equal(ipso_fit(&fitted, &report, practice, &item, 1, settings, &err), IPSO_INPUT);
    assert_string_equal(err.where, where);
    assert_true(err.text[0] != '\0');
    assert_null(fitted);
    assert_int_equal(report.appointments, 77);
    ipso_practice_free(practice);
}

static ipso_fit_appointment good(void)
{
    history past = {0};
    ipso_fit_appointment item = *history_add(&past, 0, 0, 15);

    history_free(&past);
    return item;
}

#define ASSERT_FIELD_REFUSED(field, value, where)                                                  \
    do {                                                                                           \
        ipso_fit_appointment wrong_ = good();                                                      \
        wrong_.field = (value);                                                                    \
        assert_refused(wrong_, NULL, "/appointments/0/" where);                                    \
    } while (0)

static void appointments_out_of_range_are_named(void **state)
{
    (void)state;
    ASSERT_FIELD_REFUSED(date, INT32_MAX, "date");
    ASSERT_FIELD_REFUSED(start_min, 1440, "start");
    ASSERT_FIELD_REFUSED(start_min, -1, "start");
    ASSERT_FIELD_REFUSED(type, 1, "type");
    ASSERT_FIELD_REFUSED(type, IPSO_ANY, "type");
    ASSERT_FIELD_REFUSED(practitioner, 2, "practitioner");
    ASSERT_FIELD_REFUSED(practitioner, -2, "practitioner");
    ASSERT_FIELD_REFUSED(own_practitioner, 2, "own_practitioner");
    ASSERT_FIELD_REFUSED(patient_class, 0, "patient_class");
    ASSERT_FIELD_REFUSED(site, 1, "site");
    ASSERT_FIELD_REFUSED(booked_on, history_date(1), "booked_on");
    ASSERT_FIELD_REFUSED(booked_on, INT32_MIN, "booked_on");
    ASSERT_FIELD_REFUSED(booked_at_min, 1440, "booked_at");
    ASSERT_FIELD_REFUSED(state, (ipso_fit_state)3, "state");
    ASSERT_FIELD_REFUSED(state, IPSO_FIT_MISSED, "minutes");
    ASSERT_FIELD_REFUSED(minutes, 0, "minutes");
    ASSERT_FIELD_REFUSED(minutes, -5, "minutes");
    ASSERT_FIELD_REFUSED(minutes, 480.5, "minutes");
    ASSERT_FIELD_REFUSED(minutes, (double)NAN, "minutes");
    ASSERT_FIELD_REFUSED(minutes, (double)INFINITY, "minutes");
}

static void settings_out_of_range_are_named(void **state)
{
    ipso_fit_settings settings;

    (void)state;
    ipso_fit_settings_init(&settings);
    settings.prior_count = -1;
    assert_refused(good(), &settings, "/prior_count");
    settings.prior_count = NAN;
    assert_refused(good(), &settings, "/prior_count");
    ipso_fit_settings_init(&settings);
    settings.first_day = history_date(1);
    assert_refused(good(), &settings, "/first_day");
    settings.last_day = history_date(IPSO_FIT_MAX_DAYS + 1);
    assert_refused(good(), &settings, "/first_day");
    settings.first_day = INT32_MIN;
    settings.last_day = INT32_MAX;
    assert_refused(good(), &settings, "/first_day");
}

static void no_appointment_is_refused(void **state)
{
    ipso_practice *practice = history_practice(0), *fitted = NULL;
    ipso_error err;

    (void)state;
    ipso_error_init(&err);
    assert_int_equal(ipso_fit(&fitted, NULL, practice, NULL, 0, NULL, &err), IPSO_INPUT);
    assert_string_equal(err.where, "/appointments");
    ipso_practice_free(practice);
}

/* Two rows and no prior: variances that the data do not say must not become numbers from nowhere.
 */
static void without_prior_little_data_gives_finite_numbers(void **state)
{
    ipso_practice *practice = history_practice(0), *fitted;
    history past = {0};
    ipso_fit_settings settings;
    ipso_fit_report report;

    (void)state;
    ipso_fit_settings_init(&settings);
    settings.prior_count = 0;
    history_add(&past, 0, 0, 15)->booked_on = history_date(0);
    history_add(&past, 0, 1, 15)->booked_on = history_date(0);
    past.items[1].state = IPSO_FIT_MISSED;
    past.items[1].minutes = -1;
    fitted = history_fit(practice, &past, &settings, &report);
    for (size_t i = 0; i < report.estimate_count; i++) {
        assert_true(isfinite(report.estimates[i].fitted));
        assert_true(isfinite(report.estimates[i].error));
    }
    ipso_fit_report_finish(&report);
    ipso_practice_free(fitted);
    ipso_practice_free(practice);
    history_free(&past);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_practice_that_learns_nothing_is_the_same_document),
        cmocka_unit_test(a_fitted_practice_is_a_valid_document),
        cmocka_unit_test(the_order_of_the_appointments_makes_no_difference),
        cmocka_unit_test(appointments_out_of_range_are_named),
        cmocka_unit_test(settings_out_of_range_are_named),
        cmocka_unit_test(no_appointment_is_refused),
        cmocka_unit_test(without_prior_little_data_gives_finite_numbers),
    };
    return cmocka_run_group_tests_name("fit whole", tests, NULL, NULL);
}
