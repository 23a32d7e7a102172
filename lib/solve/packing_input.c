/* What a packing instance must satisfy, and the value of a point recounted from the instance alone.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "solve/packing_model.h"

#include "base/error.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MAX_POINTS ((int64_t)1 << 40)

static ipso_status check_bins(const ipso__packing *packing, ipso_error *err)
{
    for (int b = 0; b < packing->bin_count; b++)
        if (packing->capacity[b] < 0 || packing->capacity[b] > IPSO__PACKING_MAX_CAPACITY)
            return ipso__fail(err, IPSO_INPUT, "", "packing bin %d has %d cells, not in 0..%d", b,
                              packing->capacity[b], IPSO__PACKING_MAX_CAPACITY);
    return IPSO_OK;
}

static ipso_status check_row(const ipso__packing_row *row, int r, int64_t *total, ipso_error *err)
{
    if (row->marginal_count < 0 || (row->marginal_count > 0 && row->marginals == NULL))
        return ipso__fail(err, IPSO_INPUT, "", "packing row %d has %d marginals", r,
                          row->marginal_count);
    for (int k = 0; k < row->marginal_count; k++) {
        int64_t gain = row->marginals[k];
        if (gain > MAX_POINTS || gain < -MAX_POINTS)
            return ipso__fail(err, IPSO_INPUT, "", "marginal %d of packing row %d is too large", k,
                              r);
        if (k > 0 && gain > row->marginals[k - 1])
            return ipso__fail(err, IPSO_INPUT, "", "marginal %d of packing row %d rises to %lld", k,
                              r, (long long)gain);
        *total += gain < 0 ? -gain : gain;
        if (*total > IPSO__PACKING_MAX_TOTAL)
            return ipso__fail(err, IPSO_INPUT, "", "the marginals of a packing sum to over 2^41");
    }
    return IPSO_OK;
}

static ipso_status check_links(const ipso__packing *packing, int o, ipso_error *err)
{
    const ipso__packing_option *option = &packing->options[o];
    if (option->row_count < 0 || option->row_count > IPSO__PACKING_ROWS)
        return ipso__fail(err, IPSO_INPUT, "", "packing option %d has %d rows, not 0..%d", o,
                          option->row_count, IPSO__PACKING_ROWS);
    for (int i = 0; i < option->row_count; i++) {
        if (option->rows[i] < 0 || option->rows[i] >= packing->row_count)
            return ipso__fail(err, IPSO_INPUT, "", "packing option %d names row %d of %d", o,
                              option->rows[i], packing->row_count);
        if (option->weights[i] < 1 || option->weights[i] > IPSO__PACKING_MAX_CAPACITY)
            return ipso__fail(err, IPSO_INPUT, "", "packing option %d has weight %d, not in 1..%d",
                              o, option->weights[i], IPSO__PACKING_MAX_CAPACITY);
        for (int j = 0; j < i; j++)
            if (option->rows[j] == option->rows[i])
                return ipso__fail(err, IPSO_INPUT, "", "packing option %d names row %d twice", o,
                                  option->rows[i]);
    }
    return IPSO_OK;
}

static ipso_status check_option(const ipso__packing *packing, int o, int64_t *total,
                                ipso_error *err)
{
    const ipso__packing_option *option = &packing->options[o];
    if (option->bin < 0 || option->bin >= packing->bin_count)
        return ipso__fail(err, IPSO_INPUT, "", "packing option %d names bin %d of %d", o,
                          option->bin, packing->bin_count);
    if (option->width < 1)
        return ipso__fail(err, IPSO_INPUT, "", "packing option %d is %d cells wide", o,
                          option->width);
    if (option->limit < 1)
        return ipso__fail(err, IPSO_INPUT, "", "packing option %d allows %d copies", o,
                          option->limit);
    if (option->cost > MAX_POINTS || option->cost < -MAX_POINTS)
        return ipso__fail(err, IPSO_INPUT, "", "the cost of packing option %d is too large", o);
    int64_t copies = packing->capacity[option->bin] / option->width;
    copies = copies < option->limit ? copies : option->limit;
    *total += (option->cost < 0 ? -option->cost : option->cost) * copies;
    if (*total > IPSO__PACKING_MAX_TOTAL)
        return ipso__fail(err, IPSO_INPUT, "", "the costs of a packing sum to over 2^41");
    return check_links(packing, o, err);
}

static ipso_status check_conflicts(const ipso__packing *packing, ipso_error *err)
{
    for (int i = 0; i < packing->conflict_count; i++)
        for (int side = 0; side < 2; side++) {
            int o = packing->conflicts[i][side];
            if (o < 0 || o >= packing->option_count)
                return ipso__fail(err, IPSO_INPUT, "", "packing conflict %d names option %d of %d",
                                  i, o, packing->option_count);
            if (o == packing->conflicts[i][1 - side])
                return ipso__fail(err, IPSO_INPUT, "",
                                  "packing conflict %d sets option %d against itself", i, o);
        }
    return IPSO_OK;
}

static ipso_status check_settings(const ipso__packing_settings *settings, ipso_error *err)
{
    if (isnan(settings->time_limit_s) || settings->time_limit_s < 0)
        return ipso__fail(err, IPSO_INPUT, "", "a packing's time limit of %g s is not 0 or more",
                          settings->time_limit_s);
    if (settings->work_limit < 0)
        return ipso__fail(err, IPSO_INPUT, "", "a packing's work limit is negative");
    if (!(settings->gap >= 0))
        return ipso__fail(err, IPSO_INPUT, "", "a packing's gap of %g is not 0 or more",
                          settings->gap);
    if (settings->threads < 1)
        return ipso__fail(err, IPSO_INPUT, "", "a packing asks for %d threads", settings->threads);
    return IPSO_OK;
}

static bool counts_are_sane(const ipso__packing *packing)
{
    return packing->bin_count >= 0 && packing->row_count >= 0 && packing->option_count >= 0 &&
           packing->conflict_count >= 0 && packing->option_count <= INT32_MAX / 8 &&
           packing->conflict_count <= INT32_MAX / 8;
}

ipso_status ipso__packing_validate(const ipso__packing *packing,
                                   const ipso__packing_settings *settings, ipso_error *err)
{
    int64_t total = 0;
    if (!counts_are_sane(packing))
        return ipso__fail(err, IPSO_INPUT, "", "a packing has a negative or too large count");
    ipso_status status = check_settings(settings, err);
    if (status == IPSO_OK)
        status = check_bins(packing, err);
    for (int r = 0; r < packing->row_count && status == IPSO_OK; r++)
        status = check_row(&packing->rows[r], r, &total, err);
    for (int o = 0; o < packing->option_count && status == IPSO_OK; o++)
        status = check_option(packing, o, &total, err);
    if (status == IPSO_OK)
        status = check_conflicts(packing, err);
    if (status == IPSO_OK && settings->start != NULL) {
        int64_t value;
        bool holds;
        if (!ipso__packing_recount(packing, settings->start, &value, &holds))
            return ipso__fail_nomem(err);
        if (!holds)
            return ipso__fail(err, IPSO_INPUT, "", "the start of a packing is not feasible");
    }
    return status;
}

static bool row_value(const ipso__packing_row *row, int64_t units, int64_t *value)
{
    int64_t counted = units < row->marginal_count ? units : row->marginal_count;
    for (int64_t k = 0; k < counted; k++)
        *value += row->marginals[k];
    return !row->hard || units <= row->marginal_count;
}

static bool conflicts_hold(const ipso__packing *packing, const int *x)
{
    for (int i = 0; i < packing->conflict_count; i++)
        if (x[packing->conflicts[i][0]] > 0 && x[packing->conflicts[i][1]] > 0)
            return false;
    return true;
}

bool ipso__packing_recount(const ipso__packing *packing, const int *x, int64_t *value, bool *holds)
{
    int64_t *used = ipso__calloc((size_t)packing->bin_count, sizeof *used);
    int64_t *units = ipso__calloc((size_t)packing->row_count, sizeof *units);
    bool ok = used != NULL && units != NULL;
    *holds = ok;
    *value = 0;
    for (int o = 0; o < packing->option_count && *holds; o++) {
        const ipso__packing_option *option = &packing->options[o];
        if (x[o] == 0)
            continue;
        *holds = x[o] > 0 && x[o] <= option->limit &&
                 x[o] <= packing->capacity[option->bin] / option->width;
        if (!*holds)
            break;
        *value -= option->cost * x[o];
        used[option->bin] += (int64_t)option->width * x[o];
        *holds = *holds && used[option->bin] <= packing->capacity[option->bin];
        for (int i = 0; i < option->row_count; i++)
            units[option->rows[i]] += (int64_t)option->weights[i] * x[o];
    }
    for (int r = 0; r < packing->row_count && *holds; r++)
        *holds = row_value(&packing->rows[r], units[r], value);
    *holds = *holds && conflicts_hold(packing, x);
    free(used);
    free(units);
    return ok;
}

bool ipso__packing_value(const ipso__packing *packing, const int *x, int64_t *value)
{
    bool holds;
    return ipso__packing_recount(packing, x, value, &holds) && holds;
}
