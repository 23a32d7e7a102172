/* Past appointments whose truth is known.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "fit/history.h"

#include "practice/small.h"
#include "support/test.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

ipso_practice *history_practice(int people)
{
    ipso_practice *practice = small_practice();

    for (int i = 0; i < people; i++) {
        ipso_practitioner gp;
        char id[16];

        ipso_practitioner_init(&gp);
        snprintf(id, sizeof id, "gp-%d", i);
        gp.id = id;
        gp.role = "gp";
        assert_int_equal(ipso_practice_add_practitioner(practice, &gp, NULL), IPSO_OK);
    }
    assert_int_equal(ipso_practice_validate(practice, NULL, NULL, NULL), IPSO_OK);
    return practice;
}

static void add_types(ipso_practice *practice, const ipso_practice *base)
{
    ipso_type type = *ipso_practice_type(base, 0);

    assert_int_equal(ipso_practice_add_type(practice, &type, NULL), IPSO_OK);
    type.id = type.name = "phone";
    assert_int_equal(ipso_practice_add_type(practice, &type, NULL), IPSO_OK);
}

ipso_practice *history_practice_of(double pace, const ipso_demand *demand, size_t count)
{
    ipso_practice *base = small_practice(), *practice = NULL;
    ipso_horizon horizon = *ipso_practice_horizon(base);
    ipso_practitioner first = *ipso_practice_practitioner(base, 0);
    ipso_patient_class frail;

    horizon.calendar = IPSO_CALENDAR_NONE;
    first.pace = pace;
    ipso_patient_class_init(&frail);
    frail.id = "frail";
    assert_int_equal(ipso_practice_new(&practice, &horizon, NULL), IPSO_OK);
    ipso_practice_add_site(practice, ipso_practice_site(base, 0), NULL);
    ipso_practice_add_class(practice, &frail, NULL);
    ipso_practice_add_practitioner(practice, &first, NULL);
    ipso_practice_add_practitioner(practice, ipso_practice_practitioner(base, 1), NULL);
    ipso_practice_add_duty(practice, ipso_practice_duty(base, 0), NULL);
    add_types(practice, base);
    for (size_t i = 0; i < count; i++)
        assert_int_equal(ipso_practice_add_demand(practice, &demand[i], NULL), IPSO_OK);
    assert_int_equal(ipso_practice_validate(practice, NULL, NULL, NULL), IPSO_OK);
    ipso_practice_free(base);
    return practice;
}

ipso_date history_date(int day)
{
    ipso_date monday;

    ipso_date_from_ymd(&monday, 2026, 1, 5);
    return monday + day;
}

ipso_fit_appointment *history_add(history *past, int day, int practitioner, double minutes)
{
    ipso_fit_appointment *item;

    if (past->count == past->capacity) {
        past->capacity = past->capacity * 2 + 16;
        past->items = realloc(past->items, past->capacity * sizeof *past->items);
        assert_non_null(past->items);
    }
    item = &past->items[past->count++];
    ipso_fit_appointment_init(item);
    item->date = history_date(day);
    item->start_min = 540;
    item->practitioner = practitioner;
    item->minutes = minutes;
    return item;
}

void history_free(history *past)
{
    free(past->items);
    *past = (history){0};
}

ipso_practice *history_fit(const ipso_practice *practice, const history *past,
                           const ipso_fit_settings *settings, ipso_fit_report *report)
{
    ipso_practice *fitted = NULL;
    ipso_error err;
    ipso_status status;

    ipso_error_init(&err);
    status = ipso_fit(&fitted, report, practice, past->items, past->count, settings, &err);
    assert_string_equal(err.text, "");
    assert_int_equal(status, IPSO_OK);
    assert_true(ipso_practice_validated(fitted));
    return fitted;
}

static int last_index(const ipso_fit_estimate *estimate)
{
    if (estimate->kind == IPSO_FIT_NO_SHOW)
        return estimate->lead_days;
    if (estimate->kind == IPSO_FIT_HOUR)
        return estimate->hour;
    if (estimate->demand != IPSO_ANY)
        return estimate->demand;
    if (estimate->patient_class != IPSO_ANY)
        return estimate->patient_class;
    return estimate->practitioner != IPSO_ANY ? estimate->practitioner : estimate->type;
}

const ipso_fit_estimate *history_estimate(const ipso_fit_report *report, ipso_fit_kind kind,
                                          int index)
{
    for (size_t i = 0; i < report->estimate_count; i++)
        if (report->estimates[i].kind == kind && last_index(&report->estimates[i]) == index)
            return &report->estimates[i];
    return NULL;
}

double history_normal(ipso__random *random)
{
    double radius = sqrt(-2 * log(1 - ipso__random_unit(random)));

    return radius * cos(6.283185307179586 * ipso__random_unit(random));
}

double history_minutes(ipso__random *random, double mean, double cv)
{
    double variance = log1p(cv * cv);

    return mean * exp(sqrt(variance) * history_normal(random) - variance / 2);
}
