/* Fitting a practice to past appointments: checks, order, report.
 *
 * Sums of doubles depend on their order, so the appointments are first put into an order that
 * follows from their content alone.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "fit/fit.h"

#include "base/error.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* ---- descriptions ---- */

void ipso_fit_appointment_init(ipso_fit_appointment *appointment)
{
    *appointment = (ipso_fit_appointment){.practitioner = IPSO_ANY,
                                          .patient_class = IPSO_ANY,
                                          .site = IPSO_ANY,
                                          .own_practitioner = IPSO_ANY,
                                          .booked_at_min = -1,
                                          .minutes = -1};
}

void ipso_fit_settings_init(ipso_fit_settings *settings)
{
    *settings = (ipso_fit_settings){.prior_count = 10};
}

void ipso_fit_report_finish(ipso_fit_report *report)
{
    if (report == NULL)
        return;
    free(report->estimates);
    free(report->unmatched_of_type);
    *report = (ipso_fit_report){0};
}

void ipso_fit_appointments_finish(ipso_fit_appointments *appointments)
{
    if (appointments == NULL)
        return;
    free(appointments->items);
    *appointments = (ipso_fit_appointments){0};
}

const char *ipso_fit_kind_name(ipso_fit_kind kind)
{
    static const char *const names[IPSO_FIT_KIND_COUNT] = {
        [IPSO_FIT_TYPE_MEAN] = "type_mean",
        [IPSO_FIT_TYPE_CV] = "type_cv",
        [IPSO_FIT_PRACTITIONER_MEAN] = "practitioner_mean",
        [IPSO_FIT_CLASS_FACTOR] = "class_factor",
        [IPSO_FIT_DEMAND] = "demand",
        [IPSO_FIT_DISPERSION] = "dispersion",
        [IPSO_FIT_NO_SHOW] = "no_show",
        [IPSO_FIT_CANCELLED_SHARE] = "cancelled",
        [IPSO_FIT_HOUR] = "hour",
    };

    return (unsigned)kind < IPSO_FIT_KIND_COUNT ? names[kind] : "unknown";
}

/* ---- estimates ---- */

ipso_fit_estimate ipso__fit_estimate(ipso_fit_kind kind)
{
    return (ipso_fit_estimate){.kind = kind,
                               .type = IPSO_ANY,
                               .practitioner = IPSO_ANY,
                               .patient_class = IPSO_ANY,
                               .demand = IPSO_ANY,
                               .lead_days = IPSO_ANY,
                               .hour = IPSO_ANY,
                               .raw = NAN};
}

ipso_status ipso__fit_add(ipso__fit *fit, const ipso_fit_estimate *estimate)
{
    ipso_fit_report *report = &fit->report;

    if (!ipso__grow(&report->estimates, &fit->estimate_capacity, report->estimate_count + 1,
                    sizeof *report->estimates))
        return ipso__fail_nomem(fit->err);
    report->estimates[report->estimate_count++] = *estimate;
    return IPSO_OK;
}

void ipso__fit_set_log(ipso_fit_estimate *estimate, double fitted, double log_error)
{
    estimate->fitted = fitted;
    estimate->error = fitted * log_error;
    estimate->low = fitted * exp(-1.96 * log_error);
    estimate->high = fitted * exp(1.96 * log_error);
}

double ipso__fit_rounded(double number, double steps)
{
    return round(number * steps) / steps;
}

static int by_kind(const void *a, const void *b)
{
    const ipso_fit_estimate *x = a, *y = b;
    const int left[] = {(int)x->kind, x->type,      x->practitioner, x->patient_class,
                        x->demand,    x->lead_days, x->hour};
    const int right[] = {(int)y->kind, y->type,      y->practitioner, y->patient_class,
                         y->demand,    y->lead_days, y->hour};

    for (size_t i = 0; i < sizeof left / sizeof left[0]; i++)
        if (left[i] != right[i])
            return left[i] < right[i] ? -1 : 1;
    return 0;
}

/* ---- appointments ---- */

static bool is_index(int value, int count, bool any_allowed)
{
    return (value >= 0 && value < count) || (any_allowed && value == IPSO_ANY);
}

static bool is_date(ipso_date date)
{
    char text[IPSO_DATE_SIZE];

    ipso_date_format(date, text);
    return text[0] != '-';
}

static const char *time_problem(const ipso_fit_appointment *appointment, const char **field)
{
    *field = "date";
    if (!is_date(appointment->date))
        return "date is none of the years 1583 to 9999";
    *field = "start";
    if (appointment->start_min < 0 || appointment->start_min >= IPSO_DAY_MIN)
        return "start is outside 00:00 to 23:59";
    *field = "booked_on";
    if (appointment->booked_on != 0 && !is_date(appointment->booked_on))
        return "booked_on is no date of the years 1583 to 9999";
    if (appointment->booked_on > appointment->date)
        return "booked_on is after the date of the appointment";
    *field = "booked_at";
    if (appointment->booked_at_min < -1 || appointment->booked_at_min >= IPSO_DAY_MIN)
        return "booked_at is outside 00:00 to 23:59";
    return NULL;
}

static const char *index_problem(const ipso_practice *practice,
                                 const ipso_fit_appointment *appointment, const char **field)
{
    const int people = ipso_practice_practitioner_count(practice);

    *field = "type";
    if (!is_index(appointment->type, ipso_practice_type_count(practice), false))
        return "type is none of the practice";
    *field = "practitioner";
    if (!is_index(appointment->practitioner, people, true))
        return "practitioner is none of the practice";
    *field = "patient_class";
    if (!is_index(appointment->patient_class, ipso_practice_class_count(practice), true))
        return "patient_class is none of the practice";
    *field = "site";
    if (!is_index(appointment->site, ipso_practice_site_count(practice), true))
        return "site is none of the practice";
    *field = "own_practitioner";
    if (!is_index(appointment->own_practitioner, people, true))
        return "own_practitioner is none of the practice";
    return NULL;
}

const char *ipso__fit_problem(const ipso_practice *practice,
                              const ipso_fit_appointment *appointment, const char **field)
{
    const char *problem = time_problem(appointment, field);

    if (problem == NULL)
        problem = index_problem(practice, appointment, field);
    if (problem != NULL)
        return problem;
    *field = "state";
    if ((unsigned)appointment->state > IPSO_FIT_CANCELLED)
        return "state is none of attended, no_show and cancelled";
    *field = "minutes";
    if (!isfinite(appointment->minutes))
        return "minutes is no number";
    if (appointment->state != IPSO_FIT_ATTENDED && appointment->minutes != -1 &&
        appointment->minutes != 0)
        return "an appointment that was missed or cancelled took no minutes";
    if (appointment->state == IPSO_FIT_ATTENDED && appointment->minutes != -1 &&
        !(appointment->minutes > 0 && appointment->minutes <= IPSO__FIT_MAX_MINUTES))
        return "an attended appointment takes more than 0 and at most 480 minutes; leave unknown "
               "ones out";
    return NULL;
}

static int by_content(const void *a, const void *b)
{
    const ipso_fit_appointment *x = a, *y = b;
    const int left[] = {x->date,          x->start_min,       x->type,       x->practitioner,
                        x->site,          x->patient_class,   (int)x->state, x->booked_on,
                        x->booked_at_min, x->own_practitioner};
    const int right[] = {y->date,          y->start_min,       y->type,       y->practitioner,
                         y->site,          y->patient_class,   (int)y->state, y->booked_on,
                         y->booked_at_min, y->own_practitioner};

    for (size_t i = 0; i < sizeof left / sizeof left[0]; i++)
        if (left[i] != right[i])
            return left[i] < right[i] ? -1 : 1;
    return (x->minutes > y->minutes) - (x->minutes < y->minutes);
}

static ipso_status check_appointments(const ipso__fit *fit,
                                      const ipso_fit_appointment *appointments)
{
    if (fit->count == 0)
        return ipso__fail(fit->err, IPSO_INPUT, "/appointments", "there is no appointment");
    for (size_t i = 0; i < fit->count; i++) {
        const char *field;
        const char *problem = ipso__fit_problem(fit->practice, &appointments[i], &field);
        char where[IPSO_ERROR_WHERE_SIZE];

        if (problem == NULL)
            continue;
        snprintf(where, sizeof where, "/appointments/%zu/%s", i, field);
        return ipso__fail(fit->err, IPSO_INPUT, where, "%s", problem);
    }
    return IPSO_OK;
}

static ipso_status take_appointments(ipso__fit *fit, const ipso_fit_appointment *appointments)
{
    ipso_status status = check_appointments(fit, appointments);

    if (status != IPSO_OK)
        return status;
    fit->appointments =
        ipso__arena_copy(&fit->arena, appointments, fit->count, sizeof *fit->appointments);
    if (fit->appointments == NULL)
        return ipso__fail_nomem(fit->err);
    qsort(fit->appointments, fit->count, sizeof *fit->appointments, by_content);
    return IPSO_OK;
}

/* ---- settings ---- */

static ipso_status settle_days(ipso__fit *fit)
{
    ipso_fit_report *report = &fit->report;
    ipso_date first = fit->settings.first_day, last = fit->settings.last_day;

    report->first_day = first != 0 ? first : fit->appointments[0].date;
    report->last_day = last != 0 ? last : fit->appointments[fit->count - 1].date;
    if (!is_date(report->first_day) || !is_date(report->last_day))
        return ipso__fail(fit->err, IPSO_INPUT, "/first_day",
                          "the days observed are none of the years 1583 to 9999");
    if (report->first_day > report->last_day)
        return ipso__fail(fit->err, IPSO_INPUT, "/first_day",
                          "the first day observed is after the last");
    if ((int64_t)report->last_day - report->first_day >= IPSO_FIT_MAX_DAYS)
        return ipso__fail(fit->err, IPSO_INPUT, "/first_day", "%lld days observed are more than %d",
                          (long long)report->last_day - report->first_day + 1, IPSO_FIT_MAX_DAYS);
    return IPSO_OK;
}

static ipso_status check_settings(const ipso__fit *fit)
{
    if (fit->settings.prior_count >= 0 && fit->settings.prior_count <= 1e6)
        return IPSO_OK;
    return ipso__fail(fit->err, IPSO_INPUT, "/prior_count", "prior_count is %g, outside 0 to 1e6",
                      fit->settings.prior_count);
}

/* ---- the parts ---- */

static void count_states(ipso__fit *fit)
{
    ipso_fit_report *report = &fit->report;

    report->appointments = fit->count;
    for (size_t i = 0; i < fit->count; i++) {
        report->attended += fit->appointments[i].state == IPSO_FIT_ATTENDED;
        report->no_shows += fit->appointments[i].state == IPSO_FIT_MISSED;
        report->cancelled += fit->appointments[i].state == IPSO_FIT_CANCELLED;
        report->timed += fit->appointments[i].minutes > 0;
    }
}

/* Copies of what may change. */
static ipso_status copy_parts(ipso__fit *fit)
{
    const ipso_practice *practice = fit->practice;
    const size_t types = (size_t)ipso_practice_type_count(practice);
    const size_t classes = (size_t)ipso_practice_class_count(practice);
    const size_t entries = (size_t)ipso_practice_demand_count(practice);

    fit->types = ipso__arena_alloc(&fit->arena, types, sizeof *fit->types);
    fit->class_factors = ipso__arena_alloc(&fit->arena, classes, sizeof *fit->class_factors);
    fit->demand = ipso__arena_alloc(&fit->arena, entries, sizeof *fit->demand);
    fit->report.unmatched_of_type = ipso__calloc(types, sizeof *fit->report.unmatched_of_type);
    if (fit->types == NULL || fit->class_factors == NULL || fit->demand == NULL ||
        fit->report.unmatched_of_type == NULL)
        return ipso__fail_nomem(fit->err);
    fit->behaviour = *ipso_practice_behaviour(practice);
    for (size_t i = 0; i < types; i++)
        fit->types[i] = *ipso_practice_type(practice, (int)i);
    for (size_t i = 0; i < classes; i++)
        fit->class_factors[i] = ipso_practice_class(practice, (int)i)->time_factor;
    for (size_t i = 0; i < entries; i++)
        fit->demand[i] = *ipso_practice_demand(practice, (int)i);
    return IPSO_OK;
}

static ipso_status learn(ipso__fit *fit, const ipso_fit_appointment *appointments,
                         ipso_practice **made)
{
    ipso_status status = check_settings(fit);

    if (status == IPSO_OK)
        status = take_appointments(fit, appointments);
    if (status == IPSO_OK)
        status = settle_days(fit);
    if (status == IPSO_OK)
        status = copy_parts(fit);
    if (status != IPSO_OK)
        return status;
    count_states(fit);
    status = ipso__fit_service(fit);
    if (status == IPSO_OK)
        status = ipso__fit_demand(fit);
    if (status == IPSO_OK)
        status = ipso__fit_behaviour(fit);
    if (status == IPSO_OK)
        status = ipso__fit_rebuild(made, fit);
    if (status == IPSO_OK && fit->report.estimate_count > 0)
        qsort(fit->report.estimates, fit->report.estimate_count, sizeof *fit->report.estimates,
              by_kind);
    return status;
}

ipso_status ipso_fit(ipso_practice **fitted, ipso_fit_report *report, const ipso_practice *practice,
                     const ipso_fit_appointment *appointments, size_t count,
                     const ipso_fit_settings *settings, ipso_error *err)
{
    ipso__fit fit = {.practice = practice, .count = count, .err = err};
    ipso_practice *made = NULL;
    ipso_status status;

    if (!ipso_practice_validated(practice))
        return ipso__fail(err, IPSO_STATE, "", "the practice is not validated");
    ipso_fit_settings_init(&fit.settings);
    if (settings != NULL)
        fit.settings = *settings;
    status = learn(&fit, appointments, &made);
    ipso__arena_finish(&fit.arena);
    if (status == IPSO_OK)
        *fitted = made;
    if (status == IPSO_OK && report != NULL)
        *report = fit.report;
    else
        ipso_fit_report_finish(&fit.report);
    return status;
}
