/* Expected patients of each demand entry.
 *
 * An entry e of the practice expects mean[e] patients on each of its days; E[e] = mean[e] x days
 * observed. What is learnt is the ratio of patients seen to patients expected (the standardised
 * ratio of disease mapping), so that entries of very different size can lend each other strength:
 *
 *     patients[e] ~ overdispersed Poisson, mean ratio[e] E[e], variance phi x mean
 *     ratio[e]    ~ mean rho, variance v, over the entries of one type
 *
 * v is found and the ratios are drawn to rho by pool.c, the gamma-Poisson model's posterior mean
 * (Clayton & Kaldor 1987, Marshall 1991). rho itself is drawn to 1, what the practice said, which
 * counts as prior_count patients; phi, Pearson's sum over degrees of freedom (McCullagh & Nelder
 * 1989, 6.2.3) of daily patients, to the dispersion of the practice, which counts as prior_count
 * days. An entry that expected nobody has no ratio: it takes its own rate.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "fit/demand.h"

#include "base/error.h"
#include "fit/pool.h"

#include <math.h>

#define MOST_PATIENTS 500.0 /* of an entry and day */

typedef struct dispersion {
    double raw, fitted;
    double degrees;  /* of freedom, of the days */
    double variance; /* of raw, were the patients Poisson */
    int days;
    double patients;
    double before;
} dispersion;

static double mean_before(const ipso__fit *fit, const ipso__type_demand *d, size_t e)
{
    return ipso_practice_demand_mean(fit->practice, d->entries[e]);
}

/* ---- dispersion ---- */

static void add_pearson(dispersion *phi, const ipso__type_demand *d, size_t e)
{
    const size_t span = (size_t)d->days;
    const double rate = d->total[e] / d->open_days[e];

    for (size_t day = 0; day < span; day++) {
        double off = d->patients[e * span + day] - rate;

        if (d->counts[e * span + day])
            phi->raw += off * off / rate;
    }
    phi->degrees += d->open_days[e] - 1;
    phi->variance += (d->open_days[e] - 1) * (2 + 1 / rate);
    phi->days += d->open_days[e];
    phi->patients += d->total[e];
}

static double dispersion_before(const ipso_demand *entry)
{
    return entry->law == IPSO_COUNT_NEGATIVE_BINOMIAL ? entry->dispersion : 1;
}

static dispersion find_dispersion(const ipso__fit *fit, const ipso__type_demand *d)
{
    const double prior = fit->settings.prior_count;
    dispersion phi = {.before = 0};

    for (size_t e = 0; e < d->count; e++) {
        phi.before += dispersion_before(&fit->demand[d->entries[e]]) / (double)d->count;
        if (d->open_days[e] > 1 && d->total[e] > 0)
            add_pearson(&phi, d, e);
    }
    phi.fitted = phi.before;
    if (phi.degrees > 0) {
        phi.raw /= phi.degrees;
        phi.variance /= phi.degrees * phi.degrees;
        phi.fitted = (prior * phi.before + phi.degrees * phi.raw) / (prior + phi.degrees);
    }
    return phi;
}

/* More dispersed than Poisson counts are in nineteen cases of twenty. */
static bool is_overdispersed(const dispersion *phi)
{
    return phi->degrees > 0 && phi->fitted > 1 + 1.645 * sqrt(phi->variance);
}

static ipso_status report_dispersion(ipso__fit *fit, const ipso__type_demand *d,
                                     const dispersion *phi)
{
    ipso_fit_estimate estimate = ipso__fit_estimate(IPSO_FIT_DISPERSION);

    if (!(phi->degrees > 0))
        return IPSO_OK;
    estimate.type = d->type;
    estimate.count = phi->patients;
    estimate.days = phi->days;
    estimate.before = phi->before;
    estimate.raw = phi->raw;
    estimate.weight = phi->degrees / (fit->settings.prior_count + phi->degrees);
    estimate.fitted = phi->fitted;
    estimate.error = estimate.weight * phi->fitted * sqrt(phi->variance);
    estimate.low = fmax(0, phi->fitted - 1.96 * estimate.error);
    estimate.high = phi->fitted + 1.96 * estimate.error;
    return ipso__fit_add(fit, &estimate);
}

/* ---- ratios ---- */

/* The ratio of each entry; a group without data where nobody was expected. */
static void find_ratios(ipso__group *groups, const ipso__fit *fit, const ipso__type_demand *d,
                        double phi)
{
    const double prior = fit->settings.prior_count;
    double expected = 0, seen = 0, ratio;
    ipso__pool_centre centre;

    for (size_t e = 0; e < d->count; e++) {
        double here = mean_before(fit, d, e) * d->open_days[e];

        expected += here;
        seen += here > 0 ? d->total[e] : 0;
    }
    if (!(expected > 0))
        return;
    ratio = (prior + seen) / (prior + expected);
    for (size_t e = 0; e < d->count; e++) {
        double here = mean_before(fit, d, e) * d->open_days[e];

        groups[e].variance = here > 0 ? phi * fmax(ratio, 1 / expected) / here : -1;
        groups[e].raw = here > 0 ? d->total[e] / here : 0;
        groups[e].sparse = ratio * here < phi; /* less than one event */
    }
    ipso__pool(&centre, groups, d->count, 1, prior / (prior + expected));
}

static void set_estimate(ipso_fit_estimate *estimate, const ipso__type_demand *d, size_t e,
                         const ipso__group *group, double phi)
{
    const double days = d->open_days[e];
    const double rate = days > 0 ? d->total[e] / days : NAN;

    estimate->type = d->type;
    estimate->demand = d->entries[e];
    estimate->count = d->total[e];
    estimate->days = d->open_days[e];
    estimate->raw = rate;
    if (estimate->before > 0) {
        estimate->weight = group->weight;
        ipso__fit_set_log(estimate, group->fitted * estimate->before,
                          group->fitted > 0 ? group->error / group->fitted : 0);
        return;
    }
    estimate->weight = 1;
    estimate->fitted = rate;
    estimate->error = sqrt(phi * fmax(d->total[e], 1)) / days;
    estimate->low = fmax(0, rate - 1.96 * estimate->error);
    estimate->high = rate + 1.96 * estimate->error;
}

static double in_range(double mean)
{
    return ipso__fit_rounded(fmin(mean, MOST_PATIENTS), 1000);
}

static void set_entry(ipso_demand *entry, const ipso_fit_estimate *estimate, const dispersion *phi)
{
    if (estimate->before > 0) {
        entry->mean = in_range(entry->mean * estimate->fitted / estimate->before);
        entry->per_1000_panel =
            in_range(entry->per_1000_panel * estimate->fitted / estimate->before);
    } else {
        entry->mean = in_range(estimate->fitted);
    }
    if (entry->law == IPSO_COUNT_FIXED || !(phi->degrees > 0))
        return;
    entry->law = is_overdispersed(phi) ? IPSO_COUNT_NEGATIVE_BINOMIAL : IPSO_COUNT_POISSON;
    if (entry->law == IPSO_COUNT_NEGATIVE_BINOMIAL)
        entry->dispersion = ipso__fit_rounded(fmin(phi->fitted, 100), 100);
}

/* An entry none of whose days was observed follows the others of its type. */
static ipso_status fit_entries(ipso__fit *fit, const ipso__type_demand *d, const dispersion *phi)
{
    ipso__group *groups = ipso__arena_alloc(&fit->arena, d->count, sizeof *groups);
    const double scale = fmax(1, phi->fitted);
    ipso_status status = IPSO_OK;

    if (groups == NULL)
        return ipso__fail_nomem(fit->err);
    find_ratios(groups, fit, d, scale);
    for (size_t e = 0; e < d->count && status == IPSO_OK; e++) {
        ipso_fit_estimate estimate = ipso__fit_estimate(IPSO_FIT_DEMAND);

        estimate.before = mean_before(fit, d, e);
        if (d->open_days[e] == 0 && !(estimate.before > 0))
            continue;
        set_estimate(&estimate, d, e, &groups[e], scale);
        set_entry(&fit->demand[d->entries[e]], &estimate, phi);
        status = ipso__fit_add(fit, &estimate);
    }
    return status;
}

/* A type of which the appointments hold none is left alone: they may come from a list without it.
 */
static bool has_patients(const ipso__type_demand *d)
{
    for (size_t e = 0; e < d->count; e++)
        if (d->total[e] > 0)
            return true;
    return false;
}

static void count_outside(ipso__fit *fit)
{
    for (size_t i = 0; i < fit->count; i++) {
        const ipso_fit_appointment *a = &fit->appointments[i];

        fit->report.outside += a->state != IPSO_FIT_CANCELLED &&
                               (a->date < fit->report.first_day || a->date > fit->report.last_day);
    }
}

ipso_status ipso__fit_demand(ipso__fit *fit)
{
    ipso__fit_days days;
    ipso_status status = IPSO_OK;

    if (!ipso__fit_days_make(&days, fit))
        return ipso__fail_nomem(fit->err);
    count_outside(fit);
    for (int type = 0; type < ipso_practice_type_count(fit->practice); type++) {
        ipso__type_demand demand;
        dispersion phi;

        status = ipso__fit_count_patients(&demand, fit, &days, type);
        if (status != IPSO_OK)
            return status;
        if (!has_patients(&demand))
            continue;
        phi = find_dispersion(fit, &demand);
        status = report_dispersion(fit, &demand, &phi);
        if (status == IPSO_OK)
            status = fit_entries(fit, &demand, &phi);
        if (status != IPSO_OK)
            return status;
    }
    return status;
}
