/* Service-time and demand laws.
 *
 * The expected overrun E[(S - l)+] is closed for each law: for the lognormal, with s^2 = ln(1 +
 * cv^2) and m = ln(mean) - s^2/2, it is mean Phi((m + s^2 - ln l)/s) - l Phi((m - ln l)/s) (the
 * partial expectation of the lognormal law; Johnson, Kotz & Balakrishnan 1994, chapter 14); for the
 * exponential mean e^(-l/mean), by its lack of memory.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "practice/practice.h"

#include <math.h>

/* Exceptions in the order of precedence: practitioner and class, practitioner, class. */
static const ipso_type_law *find_exception(const ipso_type *type, int practitioner,
                                           int patient_class)
{
    for (size_t i = 0; i < type->law_count; i++)
        if (type->laws[i].practitioner == practitioner &&
            type->laws[i].patient_class == patient_class)
            return &type->laws[i];
    return NULL;
}

ipso_law ipso_practice_service_law(const ipso_practice *practice, int type, int practitioner,
                                   int patient_class, double *factor)
{
    const ipso_type *what = ipso_practice_type(practice, type);
    const ipso_practitioner *who = ipso_practice_practitioner(practice, practitioner);
    const ipso_patient_class *class = ipso_practice_class(practice, patient_class);
    double pace = who == NULL ? 1.0 : who->pace;
    double class_factor = class == NULL ? 1.0 : class->time_factor;
    const ipso_type_law *exception = NULL;

    *factor = pace * class_factor;
    if (who != NULL && class != NULL) {
        exception = find_exception(what, practitioner, patient_class);
        if (exception != NULL)
            *factor = 1.0;
    }
    if (exception == NULL && who != NULL) {
        exception = find_exception(what, practitioner, IPSO_ANY);
        if (exception != NULL)
            *factor = class_factor;
    }
    if (exception == NULL && class != NULL) {
        exception = find_exception(what, IPSO_ANY, patient_class);
        if (exception != NULL)
            *factor = pace;
    }
    return exception != NULL ? exception->law : what->law;
}

static double normal_share(double z)
{
    return 0.5 * erfc(-z * 0.70710678118654752440);
}

static double lognormal_overrun(double mean, double cv, double length)
{
    double variance = log1p(cv * cv), deviation = sqrt(variance);
    double middle = log(mean) - variance / 2;
    double z = (middle - log(length)) / deviation;

    return mean * normal_share(z + deviation) - length * normal_share(z);
}

static double empirical_overrun(const ipso_law *law, double factor, double length)
{
    double sum = 0;

    for (size_t i = 0; i < law->count; i++)
        sum += law->shares[i] * fmax(0, factor * law->minutes[i] - length);
    return sum;
}

double ipso_law_overrun_min(const ipso_law *law, double factor, double length_min)
{
    double mean = factor * law->mean_min;

    if (length_min <= 0)
        return ipso_law_mean_min(law, factor) - length_min;
    if (law->kind == IPSO_LAW_EMPIRICAL)
        return empirical_overrun(law, factor, length_min);
    if (law->kind == IPSO_LAW_EXPONENTIAL)
        return mean * exp(-length_min / mean);
    if (law->kind == IPSO_LAW_DETERMINISTIC || law->cv <= 0)
        return fmax(0, mean - length_min);
    return fmax(0, lognormal_overrun(mean, law->cv, length_min));
}

double ipso_law_mean_min(const ipso_law *law, double factor)
{
    if (law->kind == IPSO_LAW_EMPIRICAL)
        return empirical_overrun(law, factor, 0);
    return factor * law->mean_min;
}

double ipso_practice_demand_mean(const ipso_practice *practice, int demand)
{
    const ipso_demand *entry = ipso_practice_demand(practice, demand);
    const ipso_who *who = &ipso_practice_type(practice, entry->type)->who;
    double panel = 0;

    if (practice->demand_mean != NULL)
        return practice->demand_mean[demand];
    for (int p = 0; p < ipso_practice_practitioner_count(practice); p++) {
        const ipso_practitioner *person = ipso_practice_practitioner(practice, p);
        bool here = entry->site == IPSO_ANY ||
                    (person->site_count > 0 ? person->sites[0].site : 0) == entry->site;

        if (here && ipso_practice_who_matches(practice, who, p))
            panel += person->panel;
    }
    return entry->mean + entry->per_1000_panel * panel / 1000;
}

/* P(D >= count) by summing the probabilities below count, each from the one before. */
static double poisson_tail(double mean, int count)
{
    double share = exp(-mean), below = 0;

    for (int k = 0; k < count; k++) {
        below += share;
        share *= mean / (k + 1);
    }
    return fmin(1, fmax(0, 1 - below));
}

static double negative_binomial_tail(double mean, double dispersion, int count)
{
    double size = mean / (dispersion - 1);
    double share = exp(-size * log(dispersion)), below = 0;

    for (int k = 0; k < count; k++) {
        below += share;
        share *= (k + size) / (k + 1) * (1 - 1 / dispersion);
    }
    return fmin(1, fmax(0, 1 - below));
}

double ipso_practice_demand_tail(const ipso_practice *practice, int demand, int count)
{
    const ipso_demand *entry = ipso_practice_demand(practice, demand);
    double mean = ipso_practice_demand_mean(practice, demand);

    if (count <= 0)
        return 1;
    if (entry->law == IPSO_COUNT_FIXED)
        return count <= floor(mean + 0.5) ? 1 : 0;
    if (entry->law == IPSO_COUNT_NEGATIVE_BINOMIAL && entry->dispersion > 1 && mean > 0)
        return negative_binomial_tail(mean, entry->dispersion, count);
    return poisson_tail(mean, count);
}
