/* Probabilities of whole numbers of grid cells.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/pmf.h"

#include "base/error.h"
#include "base/memory.h"
#include "session/law.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define CUT 1e-11 /* of the mean, given up in the tail of a law */

void ipso__pmf_finish(ipso__pmf *pmf)
{
    free(pmf->share);
    *pmf = (ipso__pmf){0};
}

bool ipso__pmf_clear(ipso__pmf *pmf, int first, int end)
{
    if (!ipso__grow(&pmf->share, &pmf->capacity, (size_t)(end > 0 ? end : 1), sizeof *pmf->share))
        return false;
    pmf->first = first;
    pmf->end = end;
    if (end > first)
        memset(pmf->share + first, 0, (size_t)(end - first) * sizeof *pmf->share);
    return true;
}

bool ipso__pmf_extend(ipso__pmf *pmf, int first, int end)
{
    if (pmf->end <= pmf->first)
        return ipso__pmf_clear(pmf, first, end);
    if (end > pmf->end) {
        if (!ipso__grow(&pmf->share, &pmf->capacity, (size_t)end, sizeof *pmf->share))
            return false;
        for (int i = pmf->end; i < end; i++)
            pmf->share[i] = 0;
        pmf->end = end;
    }
    for (; pmf->first > first; pmf->share[pmf->first] = 0)
        pmf->first--;
    return true;
}

bool ipso__pmf_point(ipso__pmf *pmf, int cell)
{
    if (!ipso__pmf_clear(pmf, cell, cell + 1))
        return false;
    pmf->share[cell] = 1;
    return true;
}

bool ipso__pmf_copy(ipso__pmf *to, const ipso__pmf *from)
{
    if (!ipso__pmf_clear(to, from->first, from->end))
        return false;
    memcpy(to->share + from->first, from->share + from->first,
           (size_t)(from->end - from->first) * sizeof *to->share);
    return true;
}

void ipso__pmf_trim(ipso__pmf *pmf, double mass)
{
    double below = 0;
    double above = 0;
    while (pmf->first + 1 < pmf->end && (below += pmf->share[pmf->first]) < mass)
        pmf->first++;
    while (pmf->first + 1 < pmf->end && (above += pmf->share[pmf->end - 1]) < mass)
        pmf->end--;
}

void ipso__pmf_add_sum(ipso__pmf *sum, const ipso__pmf *a, const ipso__pmf *b, double factor)
{
    /* The inner loop runs over the longer of the two, the outer over what is not 0 in the other. */
    const ipso__pmf *outer = a->end - a->first < b->end - b->first ? a : b;
    const ipso__pmf *inner = outer == a ? b : a;
    for (int i = outer->first; i < outer->end; i++) {
        double share = factor * outer->share[i];
        double *restrict to = sum->share + i;
        const double *restrict from = inner->share;
        if (share == 0)
            continue;
        for (int j = inner->first; j < inner->end; j++)
            to[j] += share * from[j];
    }
}

double ipso__pmf_mean(const ipso__pmf *pmf)
{
    double sum = 0;
    for (int i = pmf->first; i < pmf->end; i++)
        sum += i * pmf->share[i];
    return sum;
}

double ipso__pmf_excess(const ipso__pmf *pmf, int cell)
{
    double sum = 0;
    for (int i = cell + 1 > pmf->first ? cell + 1 : pmf->first; i < pmf->end; i++)
        sum += (i - cell) * pmf->share[i];
    return sum;
}

double ipso__pmf_tail(const ipso__pmf *pmf, int cell)
{
    double sum = 0;
    for (int i = cell + 1 > pmf->first ? cell + 1 : pmf->first; i < pmf->end; i++)
        sum += pmf->share[i];
    return sum;
}

/* ---- laws on the grid ---- */

/* Mass m at minute x goes to the two cells around it, in proportion. */
static void add_minute(ipso__pmf *pmf, double minute, double grid, double mass)
{
    double place = minute / grid;
    double low = floor(place + 1e-9);
    double above = place - low;
    if (above < 1e-9)
        above = 0;
    pmf->share[(int)low] += mass * (1 - above);
    if (above > 0)
        pmf->share[(int)low + 1] += mass * above;
}

/* Cells so that the excess at the last is next to nothing, or most + 1. */
static int cells_of(const ipso_service *service, double grid, int most)
{
    double cells = 1;
    if (service->kind == IPSO_SERVICE_EMPIRICAL) {
        for (size_t i = 0; i < service->count; i++)
            cells = fmax(cells, floor(service->minutes[i] / grid) + 3);
    } else if (service->kind == IPSO_SERVICE_FIXED) {
        cells = floor(service->mean_min / grid) + 3;
    } else {
        ipso__law law = ipso__law_of(service);
        while (cells <= most && ipso__law_excess(&law, cells * grid) > CUT * law.mean)
            cells = floor(cells * 1.25) + 1;
    }
    return cells <= most ? (int)cells : most + 1;
}

/* With M(x) = E[(S - x)+], cell k gets (M(k+1) - 2 M(k) + M(k-1)) / grid, cell 0 gets
 * 1 - (M(0) - M(1)) / grid; the last cell gets what is left, so that
 * M of it alone is lost of the mean. The sums telescope: shares add up to 1. */
static void add_law(ipso__pmf *pmf, const ipso_service *service, double grid, double factor)
{
    ipso__law law = ipso__law_of(service);
    int last = cells_of(service, grid, pmf->end) - 1;
    double before = law.mean + grid;
    double here = law.mean;
    for (int k = 0; k <= last; k++) {
        double next = k < last ? ipso__law_excess(&law, (k + 1) * grid) : here;
        pmf->share[k] += factor * fmax(0, (next - 2 * here + before) / grid);
        before = here;
        here = next;
    }
}

static void add_service(ipso__pmf *pmf, const ipso_service *service, double grid, double factor)
{
    if (service->kind == IPSO_SERVICE_EMPIRICAL) {
        for (size_t i = 0; i < service->count; i++)
            add_minute(pmf, service->minutes[i], grid, factor * service->shares[i]);
    } else if (service->kind == IPSO_SERVICE_FIXED) {
        add_minute(pmf, service->mean_min, grid, factor);
    } else {
        add_law(pmf, service, grid, factor);
    }
}

/* The shares of a caller add up to 1 within 1e-9, those of a law within rounding. */
static void make_whole(ipso__pmf *pmf)
{
    double sum = 0;
    for (int i = pmf->first; i < pmf->end; i++)
        sum += pmf->share[i];
    for (int i = pmf->first; i < pmf->end; i++)
        pmf->share[i] /= sum;
}

ipso_status ipso__pmf_of_service(ipso__pmf *pmf, const ipso_service *service, double grid_min,
                                 int most, const char *where, ipso_error *err)
{
    bool mixture = service->kind == IPSO_SERVICE_MIXTURE;
    size_t parts = mixture ? service->count : 1;
    int cells = 0;
    for (size_t i = 0; i < parts; i++) {
        int need = cells_of(mixture ? &service->parts[i] : service, grid_min, most);
        cells = need > cells ? need : cells;
    }
    if (cells > most)
        return ipso__fail(err, IPSO_INPUT, where,
                          "the law needs more than %d cells of %g min: a coarser grid, or a law of "
                          "a shorter tail",
                          most, grid_min);
    if (!ipso__pmf_clear(pmf, 0, cells))
        return ipso__fail_nomem(err);
    for (size_t i = 0; i < parts; i++)
        add_service(pmf, mixture ? &service->parts[i] : service, grid_min,
                    mixture ? service->shares[i] : 1);
    while (pmf->end > 1 && pmf->share[pmf->end - 1] == 0)
        pmf->end--;
    while (pmf->first + 1 < pmf->end && pmf->share[pmf->first] == 0)
        pmf->first++;
    make_whole(pmf);
    return IPSO_OK;
}
