/* Past appointments whose truth is known: the small practice with more people, and lists of
 * appointments to fit it to.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_FIT_HISTORY_H
#define TESTS_FIT_HISTORY_H

#include <ipsosched/fit.h>

#include "base/random.h"

typedef struct history {
    ipso_fit_appointment *items;
    size_t count, capacity;
} history;

/* The small practice (practice/small.h: practitioners morel and petit, type "visit" of 16 min, 10 a
 * day, open 8 to 20 every day) with people more practitioners, validated. */
ipso_practice *history_practice(int people);

/* The small practice without public holidays, of that pace of its first practitioner, with the
 * class "frail" of factor 1, a second type "phone", and this demand alone. Validated. */
ipso_practice *history_practice_of(double pace, const ipso_demand *demand, size_t count);

/* Monday 2026-01-05 and so many days more. */
ipso_date history_date(int day);

/* Adds an attended appointment of type 0 at 09:00 on that day; minutes -1 for unknown. */
ipso_fit_appointment *history_add(history *past, int day, int practitioner, double minutes);
void history_free(history *past);

/* Fits, failing the running test on any error; the report may be NULL. */
ipso_practice *history_fit(const ipso_practice *practice, const history *past,
                           const ipso_fit_settings *settings, ipso_fit_report *report);

/* The estimate of a kind whose type, practitioner, class, demand entry, lead days or hour,
 * whichever the kind names last, is that; NULL when there is none. */
const ipso_fit_estimate *history_estimate(const ipso_fit_report *report, ipso_fit_kind kind,
                                          int index);

/* Standard normal, by Box and Muller (1958). */
double history_normal(ipso__random *random);

/* A lognormal time of that mean and coefficient of variation. */
double history_minutes(ipso__random *random, double mean, double cv);

#endif
