/* Class factors: how much longer patients of a class take with the same practitioner for the same
 * type.
 *
 *     ln minutes[i] = cell[type][person] + change[class] + noise,   change[none] = 0
 *
 * ln minutes is at the class factors of the practice, so that a change of 0 keeps them. Cells are
 * free; with each cell's mean taken out, least squares has the normal equations A change = b,
 *
 *     A[c][d] = sum over cells of  n[c] [c = d] - n[c] n[d] / n,   b[c] = sum of  S[c] - n[c] S / n
 *
 * (n rows of a cell, n[c] of class c; S sums of ln minutes). The practice's factors count as
 * prior_count appointments each: fitted change = (A + prior_count I)^-1 b (ridge regression, Hoerl
 * & Kennard 1970), with the standard errors of the posterior. Where no patient is without class the
 * data do not say the level of the factors, only their ratios; the prior then keeps the level.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "fit/service.h"

#include "base/error.h"

#include <math.h>

#define TINY_RIDGE 1e-6

typedef struct equations {
    size_t classes;
    double *a, *b;          /* A row by row, and b */
    double *inverse;        /* of A with a ridge */
    double *change;         /* fitted */
    double *raw;            /* without prior */
    double *rows;           /* of each class */
    double *in_cell, *sums; /* of one cell */
    size_t cells;
} equations;

static bool make_equations(equations *e, ipso__arena *arena, size_t classes)
{
    e->classes = classes;
    e->a = ipso__arena_alloc(arena, classes * classes, sizeof *e->a);
    e->inverse = ipso__arena_alloc(arena, classes * classes, sizeof *e->inverse);
    e->b = ipso__arena_alloc(arena, classes, sizeof *e->b);
    e->change = ipso__arena_alloc(arena, classes, sizeof *e->change);
    e->raw = ipso__arena_alloc(arena, classes, sizeof *e->raw);
    e->rows = ipso__arena_alloc(arena, classes, sizeof *e->rows);
    e->in_cell = ipso__arena_alloc(arena, classes, sizeof *e->in_cell);
    e->sums = ipso__arena_alloc(arena, classes, sizeof *e->sums);
    return e->a != NULL && e->inverse != NULL && e->b != NULL && e->change != NULL &&
           e->raw != NULL && e->rows != NULL && e->in_cell != NULL && e->sums != NULL;
}

static void add_cell(equations *e, const ipso__service_row *rows, size_t count)
{
    const double n = (double)count;
    double sum = 0;

    for (size_t c = 0; c < e->classes; c++)
        e->in_cell[c] = e->sums[c] = 0;
    for (size_t i = 0; i < count; i++) {
        int c = rows[i].patient_class;

        sum += rows[i].log_min;
        if (c == IPSO_ANY)
            continue;
        e->in_cell[c]++;
        e->sums[c] += rows[i].log_min;
    }
    for (size_t c = 0; c < e->classes; c++) {
        e->rows[c] += e->in_cell[c];
        e->b[c] += e->sums[c] - e->in_cell[c] * sum / n;
        e->a[c * e->classes + c] += e->in_cell[c];
        for (size_t d = 0; d < e->classes; d++)
            e->a[c * e->classes + d] -= e->in_cell[c] * e->in_cell[d] / n;
    }
    e->cells++;
}

/* inverse = (A + ridge I)^-1 by Gauss-Jordan steps in place; positive definite, so that no pivot is
 * chosen. */
static void invert(equations *e, double ridge)
{
    const size_t n = e->classes;
    double *m = e->inverse;

    for (size_t i = 0; i < n * n; i++)
        m[i] = e->a[i] + (i % (n + 1) == 0 ? ridge : 0);
    for (size_t k = 0; k < n; k++) {
        const double pivot = m[k * n + k];

        m[k * n + k] = 1;
        for (size_t j = 0; j < n; j++)
            m[k * n + j] /= pivot;
        for (size_t i = 0; i < n; i++) {
            const double factor = m[i * n + k];

            if (i == k)
                continue;
            m[i * n + k] = 0;
            for (size_t j = 0; j < n; j++)
                m[i * n + j] -= factor * m[k * n + j];
        }
    }
}

static void solve(equations *e, double ridge, double *change)
{
    invert(e, ridge);
    for (size_t c = 0; c < e->classes; c++) {
        change[c] = 0;
        for (size_t d = 0; d < e->classes; d++)
            change[c] += e->inverse[c * e->classes + d] * e->b[d];
    }
}

/* Takes the changes out of the rows; answers the sum of squares within cells that is left. */
static double take_out(const equations *e, ipso__service_row *rows, size_t count)
{
    double left = 0;

    for (size_t first = 0, end; first < count; first = end) {
        double mean = 0;

        end = ipso__service_cell_end(rows, first, count);
        for (size_t i = first; i < end; i++) {
            if (rows[i].patient_class != IPSO_ANY)
                rows[i].log_min -= e->change[rows[i].patient_class];
            mean += rows[i].log_min / (double)(end - first);
        }
        for (size_t i = first; i < end; i++)
            left += (rows[i].log_min - mean) * (rows[i].log_min - mean);
    }
    return left;
}

static ipso_status set_factors(ipso__fit *fit, const equations *e, double variance)
{
    const double prior = fit->settings.prior_count;
    ipso_status status = IPSO_OK;

    for (size_t c = 0; c < e->classes && status == IPSO_OK; c++) {
        const double seen = e->a[c * e->classes + c];
        ipso_fit_estimate factor = ipso__fit_estimate(IPSO_FIT_CLASS_FACTOR);

        if (e->rows[c] == 0)
            continue;
        factor.patient_class = (int)c;
        factor.count = e->rows[c];
        factor.before = fit->class_factors[c];
        if (seen > TINY_RIDGE)
            factor.raw = factor.before * exp(e->raw[c]);
        factor.weight = seen + prior > 0 ? seen / (seen + prior) : 0;
        ipso__fit_set_log(&factor, factor.before * exp(e->change[c]),
                          sqrt(variance * e->inverse[c * e->classes + c]));
        fit->class_factors[c] = ipso__fit_rounded(fmin(fmax(factor.fitted, 0.25), 4), 1000);
        status = ipso__fit_add(fit, &factor);
    }
    return status;
}

static bool any_class(const ipso__service_row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (rows[i].patient_class != IPSO_ANY)
            return true;
    return false;
}

ipso_status ipso__fit_classes(ipso__fit *fit, ipso__service_row *rows, size_t count)
{
    const double prior = fit->settings.prior_count;
    double left, degrees, variance = ipso__service_variance(0.30);
    equations e = {0};

    if (!any_class(rows, count))
        return IPSO_OK;
    if (!make_equations(&e, &fit->arena, (size_t)ipso_practice_class_count(fit->practice)))
        return ipso__fail_nomem(fit->err);
    for (size_t first = 0, end; first < count; first = end) {
        end = ipso__service_cell_end(rows, first, count);
        add_cell(&e, rows + first, end - first);
    }
    solve(&e, TINY_RIDGE, e.raw);
    solve(&e, fmax(prior, TINY_RIDGE), e.change);
    left = take_out(&e, rows, count);
    degrees = fmax(0, (double)count - (double)e.cells - (double)e.classes);
    if (prior + degrees > 0)
        variance = (prior * variance + left) / (prior + degrees);
    return set_factors(fit, &e, variance);
}
