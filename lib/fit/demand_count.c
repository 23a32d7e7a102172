/* Which demand entry an appointment belongs to.
 *
 * An appointment belongs to an entry of its type whose site, times and days take it in; to one of
 * its patient class where any entry of the type names that class, else to one that names none.
 * Where several take it in, demand adds up: the entries are then independent Poisson processes,
 * each spread evenly over its times, and an appointment belongs to each with the probability that
 * maximises the likelihood (EM: Dempster, Laird & Rubin 1977),
 *
 *     share[a][e] ~ rate[e] / (end[e] - start[e]),   rate[e] = sum over a of share[a][e] / days[e]
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "fit/demand.h"

#include "base/error.h"

#include <math.h>
#include <stdlib.h>

enum { MOST_ROUNDS = 500 };

#define SETTLED 1e-10

/* One entry that may have had an appointment; runs of one appointment follow each other. */
typedef struct match {
    size_t entry;
    int day;
    bool last; /* of its appointment */
} match;

typedef struct matching {
    ipso__type_demand *demand;
    const ipso__fit *fit;
    ipso_date first_day;
    match *items;
    size_t count, capacity;
    double *rate, *next;
} matching;

static const ipso_demand *entry_of(const matching *m, size_t e)
{
    return &m->fit->demand[m->demand->entries[e]];
}

static double intensity(const matching *m, size_t e)
{
    return m->rate[e] / (entry_of(m, e)->end_min - entry_of(m, e)->start_min);
}

static bool names_class(const matching *m, int patient_class)
{
    for (size_t e = 0; e < m->demand->count; e++)
        if (entry_of(m, e)->patient_class == patient_class)
            return true;
    return false;
}

static bool takes_in(const matching *m, size_t e, const ipso_fit_appointment *a, int patient_class)
{
    const ipso_demand *entry = entry_of(m, e);
    const int day = a->date - m->first_day;

    return entry->patient_class == patient_class &&
           (entry->site == IPSO_ANY || a->site == IPSO_ANY || entry->site == a->site) &&
           a->start_min >= entry->start_min && a->start_min < entry->end_min &&
           m->demand->counts[e * (size_t)m->demand->days + (size_t)day];
}

/* Adds the matches of an appointment; -1 without memory, else how many. */
static int add_matches(matching *m, const ipso_fit_appointment *a)
{
    const int patient_class = names_class(m, a->patient_class) ? a->patient_class : IPSO_ANY;
    int found = 0;

    for (size_t e = 0; e < m->demand->count; e++) {
        if (!takes_in(m, e, a, patient_class))
            continue;
        if (!ipso__grow(&m->items, &m->capacity, m->count + 1, sizeof *m->items))
            return -1;
        m->items[m->count++] = (match){e, a->date - m->first_day, false};
        found++;
    }
    if (found > 0)
        m->items[m->count - 1].last = true;
    return found;
}

static ipso_status find_matches(matching *m, ipso_fit_report *report)
{
    for (size_t i = 0; i < m->fit->count; i++) {
        const ipso_fit_appointment *a = &m->fit->appointments[i];
        int found;

        if (a->type != m->demand->type || a->state == IPSO_FIT_CANCELLED ||
            a->date < report->first_day || a->date > report->last_day)
            continue;
        found = add_matches(m, a);
        if (found < 0)
            return ipso__fail_nomem(m->fit->err);
        report->unmatched += found == 0;
        report->unmatched_of_type[a->type] += found == 0;
    }
    return IPSO_OK;
}

/* Calls for each appointment with its run of matches. */
static void share_out(matching *m, void (*give)(matching *m, const match *to, double share))
{
    for (size_t first = 0, end; first < m->count; first = end) {
        double sum = 0;

        for (end = first; end == first || !m->items[end - 1].last; end++)
            sum += intensity(m, m->items[end].entry);
        for (size_t i = first; i < end; i++)
            give(m, &m->items[i],
                 sum > 0 ? intensity(m, m->items[i].entry) / sum : 1.0 / (double)(end - first));
    }
}

static void give_rate(matching *m, const match *to, double share)
{
    m->next[to->entry] += share / m->demand->open_days[to->entry];
}

static void give_patient(matching *m, const match *to, double share)
{
    m->demand->total[to->entry] += share;
    m->demand->patients[to->entry * (size_t)m->demand->days + (size_t)to->day] += share;
}

static bool overlap(const matching *m)
{
    for (size_t i = 0; i < m->count; i++)
        if (!m->items[i].last)
            return true;
    return false;
}

/* Rates from those of the practice to the most likely ones; without overlap every share is 1. */
static void find_rates(matching *m)
{
    double change = overlap(m) ? INFINITY : 0;

    for (size_t e = 0; e < m->demand->count; e++)
        m->rate[e] =
            fmax(ipso_practice_demand_mean(m->fit->practice, m->demand->entries[e]), 0.001);
    for (int round = 0; round < MOST_ROUNDS && change > SETTLED; round++) {
        change = 0;
        for (size_t e = 0; e < m->demand->count; e++)
            m->next[e] = 0;
        share_out(m, give_rate);
        for (size_t e = 0; e < m->demand->count; e++) {
            change = fmax(change, fabs(m->next[e] - m->rate[e]));
            m->rate[e] = m->next[e];
        }
    }
}

/* ---- the entries of a type ---- */

static bool find_entries(ipso__type_demand *demand, ipso__fit *fit, const ipso__fit_days *days)
{
    const size_t all = (size_t)ipso_practice_demand_count(fit->practice);
    const size_t span = (size_t)days->count;

    demand->days = days->count;
    demand->entries = ipso__arena_alloc(&fit->arena, all, sizeof *demand->entries);
    if (demand->entries == NULL)
        return false;
    for (size_t e = 0; e < all; e++)
        if (fit->demand[e].type == demand->type)
            demand->entries[demand->count++] = (int)e;
    demand->counts = ipso__arena_alloc(&fit->arena, demand->count * span, sizeof(bool));
    demand->patients = ipso__arena_alloc(&fit->arena, demand->count * span, sizeof(double));
    demand->open_days = ipso__arena_alloc(&fit->arena, demand->count, sizeof(int));
    demand->total = ipso__arena_alloc(&fit->arena, demand->count, sizeof(double));
    return demand->counts != NULL && demand->patients != NULL && demand->open_days != NULL &&
           demand->total != NULL;
}

static void find_days(ipso__type_demand *demand, const ipso__fit *fit, const ipso__fit_days *days)
{
    for (size_t e = 0; e < demand->count; e++)
        for (int day = 0; day < days->count; day++) {
            bool counts = ipso__fit_day_counts(days, &fit->demand[demand->entries[e]], day,
                                               fit->settings.empty_days_are_open);

            demand->counts[e * (size_t)days->count + (size_t)day] = counts;
            demand->open_days[e] += counts;
        }
}

ipso_status ipso__fit_count_patients(ipso__type_demand *demand, ipso__fit *fit,
                                     const ipso__fit_days *days, int type)
{
    matching m = {.demand = demand, .fit = fit, .first_day = days->first};
    ipso_status status;

    *demand = (ipso__type_demand){.type = type};
    if (!find_entries(demand, fit, days))
        return ipso__fail_nomem(fit->err);
    find_days(demand, fit, days);
    m.rate = ipso__arena_alloc(&fit->arena, demand->count, sizeof *m.rate);
    m.next = ipso__arena_alloc(&fit->arena, demand->count, sizeof *m.next);
    if (m.rate == NULL || m.next == NULL)
        return ipso__fail_nomem(fit->err);
    status = find_matches(&m, &fit->report);
    if (status == IPSO_OK) {
        find_rates(&m);
        share_out(&m, give_patient);
    }
    free(m.items);
    return status;
}
