/* Solving a packing: as it is, or where most bins are alike with those put together.
 *
 * Where bins are alike, which of them an option goes to is a choice without meaning that the search
 * would make again and again. As one bin with the cells of all (packing_alike.c) they leave a
 * packing with a fraction of the bins and options, whose bound holds for the instance; its options
 * are dealt out to the bins in the end (packing_deal.c). Where bins hold several of their widest
 * options, that seldom fails to the cell; if it does, the regions of the instance are searched
 * until nothing of the value is lost or the rest of the limits is spent.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "solve/packing_deal.h"
#include "solve/packing_search.h"

#include "base/clock.h"
#include "base/error.h"

#include <math.h>
#include <stdlib.h>

enum {
    LEAST_OPTIONS = 2000, /* smaller instances are solved as they are, to a proof */
    LEAST_PLACES = 2,     /* of the widest option in its bin */
    MERGED = 2            /* bins that must go into others: one in so many */
};
#define SHARE 0.98 /* of the limits, for the packing with alike bins as one */

/* The search with alike bins as one. */
typedef struct merged {
    const ipso__packing *packing;
    const ipso__packing_settings *settings;
    ipso__packing_alike alike;
    ipso__packing_dealer *dealer;
    int *start;    /* by option of alike */
    int *dealt;    /* by option of the instance */
    int lost;      /* copies that the last deal had no place for */
    int64_t value; /* best known of the instance */
    bool broken;   /* out of memory */
    double began_s;
} merged;

/* Does each bin hold its widest option several times? */
static bool holds_several(const ipso__packing *packing)
{
    for (int o = 0; o < packing->option_count; o++) {
        const ipso__packing_option *option = &packing->options[o];
        if (option->width > packing->capacity[option->bin] / LEAST_PLACES)
            return false;
    }
    return true;
}

static bool has_many_alike(const ipso__packing *packing, const ipso__packing *whole)
{
    return packing->bin_count - whole->bin_count >= packing->bin_count / MERGED;
}

/* Deals x out; the value of what found a place. */
static int64_t deal(merged *m, const int *x, int64_t value)
{
    bool holds;
    m->lost = ipso__packing_deal(m->dealer, x, m->dealt);
    if (m->lost > 0 && !ipso__packing_recount(m->packing, m->dealt, &value, &holds))
        m->broken = true;
    return value;
}

static void on_kept(void *user, const int *x, int64_t value)
{
    merged *m = user;
    value = deal(m, x, value);
    m->value = value > m->value ? value : m->value;
}

/* Tells the caller of values of the instance, and not of the packing that is searched. */
static int relay(void *user, int64_t value, int64_t bound, int64_t work)
{
    const merged *m = user;
    (void)value;
    return m->settings->progress(m->settings->progress_user, m->value, bound, work);
}

static ipso__packing_settings inner_settings(merged *m)
{
    ipso__packing_settings settings = *m->settings;
    const ipso__packing_alike *alike = &m->alike;
    settings.time_limit_s *= SHARE;
    settings.work_limit -= (int64_t)((1 - SHARE) * (double)settings.work_limit);
    if (settings.progress != NULL) {
        settings.progress = relay;
        settings.progress_user = m;
    }
    if (settings.start != NULL) {
        for (int o = 0; o < alike->packing.option_count; o++)
            for (int i = alike->first[o]; i < alike->first[o + 1]; i++)
                m->start[o] += m->settings->start[alike->copy[i]];
        settings.start = m->start;
    }
    return settings;
}

/* Where all is dealt out, that is the plan: what gains in the instance would in the other. */
static ipso_status hand_over(merged *m, ipso__packing_result *found, ipso__packing_result *result,
                             ipso_error *err)
{
    int64_t value;
    bool holds;
    if (!ipso__packing_recount(m->packing, m->dealt, &value, &holds))
        return ipso__fail_nomem(err);
    if (!holds || value != found->value)
        return ipso__fail(err, IPSO_SOLVER, "", "a packing did not survive its recount");
    *result = *found;
    free(result->x);
    result->x = m->dealt;
    *found = (ipso__packing_result){0};
    m->dealt = NULL;
    return IPSO_OK;
}

/* The instance itself, from what of the packing with alike bins as one found a place. */
static ipso_status repair(merged *m, int64_t value, const ipso__packing_result *found,
                          ipso__packing_result *result, ipso_error *err)
{
    ipso__packing_settings settings = *m->settings;
    ipso__packing_known known = {.price = found->price,
                                 .bound = found->bound,
                                 .work = found->work,
                                 .enough = found->value,
                                 .stopped = found->stop == IPSO_STOP_CANCEL};
    int64_t before = INT64_MIN;
    bool holds;
    if (settings.start != NULL &&
        !ipso__packing_recount(m->packing, settings.start, &before, &holds))
        return ipso__fail_nomem(err);
    if (value >= before)
        settings.start = m->dealt;
    settings.time_limit_s -= ipso__clock_now_s() - m->began_s;
    settings.time_limit_s = fmax(settings.time_limit_s, 0);
    ipso_status status = ipso__packing_search(result, m->packing, &settings, &known, err);
    if (status == IPSO_OK && (result->value >= found->value || known.stopped))
        result->stop = found->stop;
    return status;
}

static ipso_status finish_off(merged *m, ipso__packing_result *found, ipso__packing_result *result,
                              ipso_error *err)
{
    int64_t value = deal(m, found->x, found->value);
    if (m->broken)
        return ipso__fail_nomem(err);
    return m->lost == 0 ? hand_over(m, found, result, err) : repair(m, value, found, result, err);
}

static ipso_status solve_merged(merged *m, ipso__packing_result *result, ipso_error *err)
{
    size_t whole_options = (size_t)m->alike.packing.option_count;
    m->dealer = ipso__packing_dealer_new(&m->alike, m->packing);
    m->start = ipso__calloc(whole_options, sizeof *m->start);
    m->dealt = ipso__calloc((size_t)m->packing->option_count, sizeof *m->dealt);
    if (m->dealer == NULL || m->start == NULL || m->dealt == NULL)
        return ipso__fail_nomem(err);
    ipso__packing_settings settings = inner_settings(m);
    ipso__packing_known known = {.enough = INT64_MAX, .kept = on_kept, .user = m};
    ipso__packing_result found;
    ipso_status status = ipso__packing_search(&found, &m->alike.packing, &settings, &known, err);
    if (status == IPSO_OK) {
        status = finish_off(m, &found, result, err);
        ipso__packing_result_finish(&found);
    }
    return status;
}

/* Puts alike bins together where that is worth while; *done tells. */
static ipso_status try_merged(ipso__packing_result *result, const ipso__packing *packing,
                              const ipso__packing_settings *settings, bool *done, ipso_error *err)
{
    merged m = {.packing = packing, .settings = settings, .began_s = ipso__clock_now_s()};
    ipso_status status = IPSO_OK;
    if (!ipso__packing_alike_make(&m.alike, packing))
        status = ipso__fail_nomem(err);
    *done = status != IPSO_OK || has_many_alike(packing, &m.alike.packing);
    if (status == IPSO_OK && *done)
        status = solve_merged(&m, result, err);
    ipso__packing_dealer_free(m.dealer);
    free(m.start);
    free(m.dealt);
    ipso__packing_alike_finish(&m.alike);
    return status;
}

ipso_status ipso__packing_solve(ipso__packing_result *result, const ipso__packing *packing,
                                const ipso__packing_settings *settings, ipso_error *err)
{
    static const ipso__packing_known nothing = {.enough = INT64_MAX};
    ipso_status status = ipso__packing_validate(packing, settings, err);
    bool done = status != IPSO_OK;
    if (!done && packing->option_count > LEAST_OPTIONS && holds_several(packing))
        status = try_merged(result, packing, settings, &done, err);
    return done ? status : ipso__packing_search(result, packing, settings, &nothing, err);
}
