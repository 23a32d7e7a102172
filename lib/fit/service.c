/* Service-time laws by type and practitioner.
 *
 *     ln minutes[i] = m[type] + ln pace[person] + ln factor[class] + b[type][person] + noise
 *
 * with lognormal times (their law in general practice: docs/fit.md), b of variance `between` and
 * noise of variance s2, both of the type. Paces are those of the practice, factors those just
 * learnt; m and b are found by pool.c. s2 is the variance within persons, drawn towards the law
 * that the practice had, which counts as prior_count degrees of freedom (the scaled inverse
 * chi-squared posterior mean, as in Smyth 2004). A law's mean is exp(m + s2 / 2), not exp(m).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "fit/service.h"

#include "base/error.h"
#include "fit/pool.h"

#include <math.h>
#include <stdlib.h>

#define DEFAULT_CV     0.30
#define LEAST_VARIANCE 1e-6

double ipso__service_variance(double cv)
{
    return log1p(cv * cv);
}

size_t ipso__service_cell_end(const ipso__service_row *rows, size_t first, size_t count)
{
    size_t end = first + 1;

    while (end < count && rows[end].type == rows[first].type &&
           rows[end].person == rows[first].person)
        end++;
    return end;
}

/* ---- rows ---- */

static bool has_class_law(const ipso_type *type, int patient_class)
{
    for (size_t i = 0; patient_class != IPSO_ANY && i < type->law_count; i++)
        if (type->laws[i].patient_class == patient_class)
            return true;
    return false;
}

static double pace_of(const ipso__fit *fit, int person)
{
    const ipso_practitioner *known = ipso_practice_practitioner(fit->practice, person);

    return known == NULL ? 1 : known->pace;
}

static int by_cell(const void *a, const void *b)
{
    const ipso__service_row *x = a, *y = b;

    if (x->type != y->type)
        return x->type < y->type ? -1 : 1;
    if (x->person != y->person)
        return x->person < y->person ? -1 : 1;
    if (x->patient_class != y->patient_class)
        return x->patient_class < y->patient_class ? -1 : 1;
    return (x->log_min > y->log_min) - (x->log_min < y->log_min);
}

static size_t collect_rows(ipso__fit *fit, ipso__service_row *rows)
{
    const int people = ipso_practice_practitioner_count(fit->practice);
    size_t count = 0;

    for (size_t i = 0; i < fit->count; i++) {
        const ipso_fit_appointment *a = &fit->appointments[i];
        int person = a->practitioner == IPSO_ANY ? people : a->practitioner;
        double factor = a->patient_class == IPSO_ANY ? 1 : fit->class_factors[a->patient_class];

        if (!(a->minutes > 0))
            continue;
        if (has_class_law(&fit->types[a->type], a->patient_class)) {
            fit->report.by_class_law++;
            continue;
        }
        rows[count++] = (ipso__service_row){a->type, person, a->patient_class,
                                            log(a->minutes / (factor * pace_of(fit, person)))};
    }
    qsort(rows, count, sizeof *rows, by_cell);
    return count;
}

/* ---- one type ---- */

typedef struct type_fit {
    int type;
    const ipso__service_row *rows;
    size_t count;
    ipso__group *groups; /* one per person, the unknown one last */
    double *counts;      /* rows of each */
    int people;          /* with rows */
    double within;       /* sum of squares within persons */
    double s2, s2_degrees;
    ipso__pool_centre centre;
} type_fit;

static void sum_groups(type_fit *t)
{
    for (size_t first = 0, end; first < t->count; first = end) {
        const int person = t->rows[first].person;
        double sum = 0, mean;

        end = ipso__service_cell_end(t->rows, first, t->count);
        for (size_t i = first; i < end; i++)
            sum += t->rows[i].log_min;
        mean = sum / (double)(end - first);
        for (size_t i = first; i < end; i++)
            t->within += (t->rows[i].log_min - mean) * (t->rows[i].log_min - mean);
        t->groups[person].raw = mean;
        t->counts[person] = (double)(end - first);
        t->people++;
    }
}

static double prior_variance(const ipso_law *law)
{
    return ipso__service_variance(law->kind == IPSO_LAW_LOGNORMAL ? law->cv : DEFAULT_CV);
}

static void pool_type(type_fit *t, const ipso__fit *fit, size_t people)
{
    const double prior = fit->settings.prior_count, n = (double)t->count;
    const ipso_law *law = &ipso_practice_type(fit->practice, t->type)->law;
    const double degrees = n - t->people;

    t->s2 = prior_variance(law);
    t->s2_degrees = prior + degrees;
    if (t->s2_degrees > 0)
        t->s2 = (prior * t->s2 + t->within) / t->s2_degrees;
    t->s2 = fmax(t->s2, LEAST_VARIANCE);
    for (size_t p = 0; p < people; p++)
        t->groups[p].variance = t->counts[p] > 0 ? t->s2 / t->counts[p] : -1;
    ipso__pool(&t->centre, t->groups, people, log(ipso_law_mean_min(law, 1)) - t->s2 / 2,
               prior / (prior + n));
}

/* Minutes of an effect on the scale of logarithms. */
static double mean_of(const type_fit *t, double log_middle)
{
    return exp(log_middle + t->s2 / 2);
}

/* Standard error of ln mean: of the middle and of half the variance. */
static double log_error(const type_fit *t, double middle_error)
{
    double of_variance = t->s2_degrees > 0 ? t->s2 * t->s2 / (2 * t->s2_degrees) : 0;

    return sqrt(middle_error * middle_error + of_variance);
}

static double cv_of(double variance)
{
    return sqrt(expm1(variance));
}

static double law_cv(const ipso_law *law)
{
    const double mean = ipso_law_mean_min(law, 1);
    double squares = 0;

    if (law->kind != IPSO_LAW_EMPIRICAL)
        return law->kind == IPSO_LAW_LOGNORMAL     ? law->cv
               : law->kind == IPSO_LAW_EXPONENTIAL ? 1
                                                   : 0;
    for (size_t i = 0; i < law->count; i++)
        squares += law->shares[i] * (law->minutes[i] - mean) * (law->minutes[i] - mean);
    return mean > 0 ? sqrt(squares) / mean : 0;
}

static ipso_status report_type(ipso__fit *fit, const type_fit *t)
{
    const ipso_law *before = &ipso_practice_type(fit->practice, t->type)->law;
    const double prior = fit->settings.prior_count, degrees = t->s2_degrees - prior;
    const double n = (double)t->count;
    ipso_fit_estimate mean = ipso__fit_estimate(IPSO_FIT_TYPE_MEAN);
    ipso_fit_estimate cv = ipso__fit_estimate(IPSO_FIT_TYPE_CV);
    ipso_status status;

    mean.type = cv.type = t->type;
    mean.count = cv.count = n;
    mean.before = ipso_law_mean_min(before, 1);
    mean.raw = mean_of(t, t->centre.raw);
    mean.weight = n / (prior + n);
    ipso__fit_set_log(&mean, mean_of(t, t->centre.fitted), log_error(t, t->centre.error));
    status = ipso__fit_add(fit, &mean);
    cv.before = law_cv(before);
    if (degrees > 0)
        cv.raw = cv_of(t->within / degrees);
    cv.weight = t->s2_degrees > 0 ? degrees / t->s2_degrees : 0;
    cv.fitted = cv_of(t->s2);
    if (t->s2_degrees > 0)
        cv.error = exp(t->s2) / (2 * cv.fitted) * t->s2 * sqrt(2 / t->s2_degrees);
    cv.low = fmax(0, cv.fitted - 1.96 * cv.error);
    cv.high = cv.fitted + 1.96 * cv.error;
    return status == IPSO_OK ? ipso__fit_add(fit, &cv) : status;
}

static double person_mean(const ipso__fit *fit, const type_fit *t, int person)
{
    return pace_of(fit, person) * mean_of(t, t->groups[person].fitted);
}

static ipso_status report_people(ipso__fit *fit, const type_fit *t)
{
    ipso_status status = IPSO_OK;
    int people = ipso_practice_practitioner_count(fit->practice);

    for (int p = 0; t->people > 1 && p < people && status == IPSO_OK; p++) {
        const ipso__group *group = &t->groups[p];
        ipso_fit_estimate mean = ipso__fit_estimate(IPSO_FIT_PRACTITIONER_MEAN);
        double factor;
        ipso_law before = ipso_practice_service_law(fit->practice, t->type, p, IPSO_ANY, &factor);

        if (t->counts[p] == 0)
            continue;
        mean.type = t->type;
        mean.practitioner = p;
        mean.count = t->counts[p];
        mean.before = ipso_law_mean_min(&before, factor);
        mean.raw = pace_of(fit, p) * mean_of(t, group->raw);
        mean.weight = group->weight;
        ipso__fit_set_log(&mean, person_mean(fit, t, p), log_error(t, group->error));
        status = ipso__fit_add(fit, &mean);
    }
    return status;
}

static ipso_law law_of(const type_fit *t, double mean)
{
    ipso_law law;

    ipso_law_init(&law);
    law.mean_min = ipso__fit_rounded(fmin(fmax(mean, 0.01), IPSO__FIT_MAX_MINUTES), 100);
    law.cv = ipso__fit_rounded(fmin(cv_of(t->s2), 3), 1000);
    return law;
}

/* The type's law and its exceptions: those of classes and of persons without data stay, persons
 * whose mean is not what the type's law and their pace say already get their own. */
static ipso_status set_laws(ipso__fit *fit, const type_fit *t)
{
    ipso_type *type = &fit->types[t->type];
    const int people = ipso_practice_practitioner_count(fit->practice);
    ipso_type_law *laws =
        ipso__arena_alloc(&fit->arena, type->law_count + (size_t)people, sizeof *laws);
    size_t count = 0;

    if (laws == NULL)
        return ipso__fail_nomem(fit->err);
    type->law = law_of(t, mean_of(t, t->centre.fitted));
    for (size_t i = 0; i < type->law_count; i++) {
        const ipso_type_law *old = &type->laws[i];

        if (old->patient_class != IPSO_ANY || old->practitioner == IPSO_ANY ||
            t->counts[old->practitioner] == 0)
            laws[count++] = *old;
    }
    for (int p = 0; p < people; p++)
        if (t->counts[p] > 0 &&
            fabs(person_mean(fit, t, p) - pace_of(fit, p) * type->law.mean_min) >= 0.005)
            laws[count++] = (ipso_type_law){p, IPSO_ANY, law_of(t, person_mean(fit, t, p))};
    type->laws = laws;
    type->law_count = count;
    return IPSO_OK;
}

static ipso_status fit_type(ipso__fit *fit, const ipso__service_row *rows, size_t count)
{
    const size_t people = (size_t)ipso_practice_practitioner_count(fit->practice) + 1;
    type_fit t = {.type = rows[0].type, .rows = rows, .count = count};
    ipso_status status;

    t.groups = ipso__arena_alloc(&fit->arena, people, sizeof *t.groups);
    t.counts = ipso__arena_alloc(&fit->arena, people, sizeof *t.counts);
    if (t.groups == NULL || t.counts == NULL)
        return ipso__fail_nomem(fit->err);
    sum_groups(&t);
    pool_type(&t, fit, people);
    status = report_type(fit, &t);
    if (status == IPSO_OK)
        status = report_people(fit, &t);
    return status == IPSO_OK ? set_laws(fit, &t) : status;
}

ipso_status ipso__fit_service(ipso__fit *fit)
{
    ipso__service_row *rows = ipso__arena_alloc(&fit->arena, fit->report.timed, sizeof *rows);
    ipso_status status;
    size_t count;

    if (rows == NULL)
        return ipso__fail_nomem(fit->err);
    count = collect_rows(fit, rows);
    status = ipso__fit_classes(fit, rows, count);
    for (size_t first = 0, end; first < count && status == IPSO_OK; first = end) {
        for (end = first; end < count && rows[end].type == rows[first].type; end++)
            continue;
        status = fit_type(fit, rows + first, end - first);
    }
    return status;
}
