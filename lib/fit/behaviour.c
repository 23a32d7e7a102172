/* How patients behave: missed and cancelled appointments, the hours at which they book.
 *
 * Missed appointments by lead time: of each class of leads, the ratio of those missed to those that
 * the practice's shares expect (a class of patients with its own factor counted with it); as in
 * demand.c, with the variance of a binomial count, missed (1 - share). Cancelled ones and hours:
 * posterior means of the beta-binomial and Dirichlet-multinomial models, what the practice says
 * counting as prior_count appointments.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "practice/behaviour.h"

#include "base/error.h"
#include "fit/fit.h"
#include "fit/pool.h"

#include <math.h>

/* Leads that are told apart where the practice does not say which. */
static const int default_leads[] = {0, 1, 7, 14, 30};
enum { DEFAULT_LEADS = sizeof default_leads / sizeof default_leads[0] };

typedef struct lead_class {
    int lead_days;
    double before; /* share missed */
    double count, missed, expected;
} lead_class;

typedef struct leads {
    lead_class *items;
    size_t count;
    double kept, missed; /* of all of them */
} leads;

/* ---- missed appointments ---- */

static ipso_status make_leads(leads *l, ipso__fit *fit)
{
    const ipso_behaviour *behaviour = ipso_practice_behaviour(fit->practice);
    const bool given = behaviour->no_show_count > 0;

    l->count = given ? behaviour->no_show_count : DEFAULT_LEADS;
    l->items = ipso__arena_alloc(&fit->arena, l->count, sizeof *l->items);
    if (l->items == NULL)
        return ipso__fail_nomem(fit->err);
    for (size_t i = 0; i < l->count; i++) {
        l->items[i].lead_days = given ? behaviour->no_shows[i].lead_days : default_leads[i];
        l->items[i].before = ipso__behaviour_no_show(behaviour, l->items[i].lead_days);
    }
    return IPSO_OK;
}

static double class_factor(const ipso_behaviour *behaviour, int patient_class)
{
    for (size_t i = 0; i < behaviour->class_count; i++)
        if (behaviour->classes[i].patient_class == patient_class)
            return behaviour->classes[i].no_show_factor;
    return 1;
}

static void count_leads(leads *l, const ipso__fit *fit)
{
    const ipso_behaviour *behaviour = ipso_practice_behaviour(fit->practice);

    for (size_t i = 0; i < fit->count; i++) {
        const ipso_fit_appointment *a = &fit->appointments[i];
        size_t k = 0;

        if (a->booked_on == 0 || a->state == IPSO_FIT_CANCELLED)
            continue;
        while (k + 1 < l->count && a->date - a->booked_on > l->items[k].lead_days)
            k++;
        l->items[k].count++;
        l->items[k].expected +=
            fmin(1, l->items[k].before * class_factor(behaviour, a->patient_class));
        l->items[k].missed += a->state == IPSO_FIT_MISSED;
    }
    for (size_t k = 0; k < l->count; k++) {
        l->kept += l->items[k].count;
        l->missed += l->items[k].missed;
    }
}

static void pool_leads(const leads *l, ipso__group *groups, double prior)
{
    double expected = 0, missed = 0, ratio;
    ipso__pool_centre centre;

    for (size_t k = 0; k < l->count; k++) {
        expected += l->items[k].expected;
        missed += l->items[k].expected > 0 ? l->items[k].missed : 0;
    }
    if (!(expected > 0))
        return;
    /* prior appointments at the shares of the practice. */
    ratio =
        (prior * expected / l->kept + fmax(missed, 1)) / (prior * expected / l->kept + expected);
    for (size_t k = 0; k < l->count; k++) {
        const lead_class *lead = &l->items[k];
        double share = fmin(0.9, ratio * lead->before);

        groups[k].variance = lead->expected > 0 ? ratio * (1 - share) / lead->expected : -1;
        groups[k].raw = lead->expected > 0 ? lead->missed / lead->expected : 0;
        groups[k].sparse = ratio * lead->expected < 1;
    }
    ipso__pool(&centre, groups, l->count, 1, prior / (prior + l->kept));
}

static void set_share(ipso_fit_estimate *estimate, double share, double error)
{
    estimate->fitted = fmin(fmax(share, 0), 1);
    estimate->error = error;
    estimate->low = fmax(0, share - 1.96 * error);
    estimate->high = fmin(1, share + 1.96 * error);
}

static ipso_fit_estimate lead_estimate(const lead_class *lead, const ipso__group *group)
{
    ipso_fit_estimate estimate = ipso__fit_estimate(IPSO_FIT_NO_SHOW);

    estimate.lead_days = lead->lead_days;
    estimate.count = lead->count;
    estimate.before = lead->before;
    if (lead->count > 0)
        estimate.raw = lead->missed / lead->count;
    estimate.weight = group->weight;
    set_share(&estimate, lead->before * group->fitted, lead->before * group->error);
    if (lead->before > 0 || lead->count == 0)
        return estimate;
    estimate.weight = 1;
    set_share(&estimate, estimate.raw, sqrt(estimate.raw * (1 - estimate.raw) / lead->count));
    return estimate;
}

static ipso_status fit_no_shows(ipso__fit *fit)
{
    leads l = {.items = NULL};
    ipso__group *groups;
    ipso_no_show_share *shares;
    ipso_status status = make_leads(&l, fit);

    if (status != IPSO_OK)
        return status;
    count_leads(&l, fit);
    if (!(l.missed > 0))
        return IPSO_OK; /* a list of those who came says nothing of those who did not */
    groups = ipso__arena_alloc(&fit->arena, l.count, sizeof *groups);
    shares = ipso__arena_alloc(&fit->arena, l.count, sizeof *shares);
    if (groups == NULL || shares == NULL)
        return ipso__fail_nomem(fit->err);
    pool_leads(&l, groups, fit->settings.prior_count);
    for (size_t k = 0; k < l.count && status == IPSO_OK; k++) {
        ipso_fit_estimate estimate = lead_estimate(&l.items[k], &groups[k]);

        shares[k] =
            (ipso_no_show_share){l.items[k].lead_days, ipso__fit_rounded(estimate.fitted, 10000)};
        status = ipso__fit_add(fit, &estimate);
    }
    fit->behaviour.no_shows = shares;
    fit->behaviour.no_show_count = l.count;
    return status;
}

/* ---- cancelled appointments ---- */

static ipso_status fit_cancelled(ipso__fit *fit)
{
    const double prior = fit->settings.prior_count;
    ipso_fit_estimate estimate = ipso__fit_estimate(IPSO_FIT_CANCELLED_SHARE);
    double cancelled = 0, share;

    for (size_t i = 0; i < fit->count; i++) {
        const ipso_fit_appointment *a = &fit->appointments[i];
        bool ahead = a->booked_on != 0 && a->booked_on < a->date;

        estimate.count += ahead;
        cancelled += ahead && a->state == IPSO_FIT_CANCELLED;
    }
    if (!(cancelled > 0))
        return IPSO_OK;
    estimate.before = fit->behaviour.cancelled;
    estimate.raw = cancelled / estimate.count;
    estimate.weight = estimate.count / (prior + estimate.count);
    share = (prior * estimate.before + cancelled) / (prior + estimate.count);
    set_share(&estimate, share, sqrt(share * (1 - share) / (prior + estimate.count)));
    fit->behaviour.cancelled = ipso__fit_rounded(share, 10000);
    return ipso__fit_add(fit, &estimate);
}

/* ---- hours of booking ---- */

static double count_hours(const ipso__fit *fit, double counts[IPSO__HOURS])
{
    double all = 0;

    for (size_t i = 0; i < fit->count; i++) {
        const int minute = fit->appointments[i].booked_at_min;

        if (minute < 0)
            continue;
        counts[minute / 60]++;
        all++;
    }
    return all;
}

static ipso_status fit_hours(ipso__fit *fit)
{
    const double prior = fit->settings.prior_count;
    const double *before = ipso__behaviour_hours(&fit->behaviour);
    double counts[IPSO__HOURS] = {0}, sum = 0, all = count_hours(fit, counts);
    double *weights = ipso__arena_alloc(&fit->arena, IPSO__HOURS, sizeof *weights);
    ipso_status status = IPSO_OK;

    if (weights == NULL)
        return ipso__fail_nomem(fit->err);
    if (!(all > 0))
        return IPSO_OK;
    for (int hour = 0; hour < IPSO__HOURS; hour++)
        sum += before[hour];
    for (int hour = 0; hour < IPSO__HOURS && status == IPSO_OK; hour++) {
        ipso_fit_estimate estimate = ipso__fit_estimate(IPSO_FIT_HOUR);
        double share;

        estimate.hour = hour;
        estimate.count = counts[hour];
        estimate.before = before[hour] / sum;
        estimate.raw = counts[hour] / all;
        estimate.weight = all / (prior + all);
        share = (prior * estimate.before + counts[hour]) / (prior + all);
        set_share(&estimate, share, sqrt(share * (1 - share) / (prior + all)));
        weights[hour] = ipso__fit_rounded(100 * share, 100); /* per cent */
        status = ipso__fit_add(fit, &estimate);
    }
    fit->behaviour.hours = weights;
    fit->behaviour.hour_count = IPSO__HOURS;
    return status;
}

ipso_status ipso__fit_behaviour(ipso__fit *fit)
{
    ipso_status status = fit_no_shows(fit);

    if (status == IPSO_OK)
        status = fit_cancelled(fit);
    return status == IPSO_OK ? fit_hours(fit) : status;
}
