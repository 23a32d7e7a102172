/* Proof that no set of patients gains by moving together.
 *
 * g(S) = cost with S moved - cost is submodular, g(empty) = 0. Its base polytope has for each order
 * of the patients the vertex whose entries are the gains one after the other. The point x of least
 * norm in it, a mixture of vertices, bounds g from below: g(S) >= x(S) >= sum of min(x_i, 0).
 * Wolfe's algorithm holds a few affinely independent vertices, goes to the point of least norm of
 * their affine hull, drops vertices until it lies inside, and adds the vertex that the point is
 * least drawn to (patients by rising x). Sets met on the way that gain are taken at once.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/search.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct wolfe {
    ipso__chain *chain;
    double cost, slack;
    int delta;
    int size;        /* patients that can be moved */
    int *patient;    /* which */
    int *sorted;     /* of the vertex being made: indices into patient */
    double *x;       /* the point, size entries */
    double *vertex;  /* (size + 1) x size */
    double *share;   /* of each vertex in x */
    double *product; /* (size + 1) x (size + 1): vertices by vertices */
    double *matrix;  /* (size + 2) x (size + 3) */
    int held;        /* vertices */
    ipso__proof *proof;
} wolfe;

static bool wolfe_begin(wolfe *w, ipso__chain *chain)
{
    size_t n = (size_t)chain->count;
    w->chain = chain;
    w->patient = ipso__calloc(n, sizeof *w->patient);
    w->sorted = ipso__calloc(n, sizeof *w->sorted);
    w->x = ipso__calloc(n, sizeof *w->x);
    w->vertex = ipso__calloc((n + 1) * n, sizeof *w->vertex);
    w->share = ipso__calloc(n + 2, sizeof *w->share);
    w->product = ipso__calloc((n + 1) * (n + 1), sizeof *w->product);
    w->matrix = ipso__calloc((n + 2) * (n + 3), sizeof *w->matrix);
    for (int k = 0; w->patient != NULL && k < chain->count; k++) {
        int tick = chain->tick[k] + w->delta;
        if (tick >= chain->low[k] && tick <= chain->high[k])
            w->patient[w->size++] = k;
    }
    return w->patient != NULL && w->sorted != NULL && w->x != NULL && w->vertex != NULL &&
           w->share != NULL && w->product != NULL && w->matrix != NULL;
}

static void wolfe_finish(wolfe *w)
{
    free(w->patient);
    free(w->sorted);
    free(w->x);
    free(w->vertex);
    free(w->share);
    free(w->product);
    free(w->matrix);
}

static double *vertex_of(const wolfe *w, int i)
{
    return w->vertex + (size_t)i * (size_t)w->size;
}

static double *product_of(const wolfe *w, int i, int j)
{
    return &w->product[(size_t)i * ((size_t)w->chain->count + 1) + (size_t)j];
}

static double dot(const double *a, const double *b, int size)
{
    double sum = 0;
    for (int i = 0; i < size; i++)
        sum += a[i] * b[i];
    return sum;
}

/* Insertion sort: few patients, nearly sorted. */
static void sort_by_x(wolfe *w)
{
    for (int i = 0; i < w->size; i++) {
        int j = i;
        for (; j > 0 && w->x[w->sorted[j - 1]] > w->x[i]; j--)
            w->sorted[j] = w->sorted[j - 1];
        w->sorted[j] = i;
    }
}

/* The vertex of the patients by rising x, into place held; a set that gains ends it. */
static bool add_vertex(wolfe *w)
{
    unsigned char *marked = w->proof->marked;
    double before = 0;
    double *vertex = vertex_of(w, w->held);
    sort_by_x(w);
    memset(marked, 0, (size_t)w->chain->count);
    for (int i = 0; i < w->size; i++) {
        double cost;
        marked[w->patient[w->sorted[i]]] = 1;
        if (!ipso__chain_marked(w->chain, marked, w->delta, &cost))
            return false;
        if (cost < w->cost - w->slack) {
            w->proof->better = true;
            return true;
        }
        vertex[w->sorted[i]] = cost - w->cost - before;
        before = cost - w->cost;
    }
    return true;
}

/* Takes the vertex at place held among those held. */
static void hold_vertex(wolfe *w)
{
    int at = w->held++;
    for (int i = 0; i <= at; i++) {
        *product_of(w, i, at) = dot(vertex_of(w, i), vertex_of(w, at), w->size);
        *product_of(w, at, i) = *product_of(w, i, at);
    }
    w->share[at] = at == 0 ? 1 : 0;
}

static void drop_vertex(wolfe *w, int at)
{
    int last = --w->held;
    if (at == last)
        return;
    memcpy(vertex_of(w, at), vertex_of(w, last), (size_t)w->size * sizeof(double));
    w->share[at] = w->share[last];
    for (int i = 0; i <= last; i++)
        *product_of(w, at, i) = *product_of(w, last, i);
    for (int i = 0; i <= last; i++)
        *product_of(w, i, at) = *product_of(w, i, last);
    *product_of(w, at, at) = dot(vertex_of(w, at), vertex_of(w, at), w->size);
}

/* Gauss with pivots on the rows x (rows + 1) matrix; the answer is in its last column. False when
 * it is singular. */
static bool solve(double *matrix, int rows)
{
    int width = rows + 1;
    for (int c = 0; c < rows; c++) {
        int pivot = c;
        for (int r = c + 1; r < rows; r++)
            if (fabs(matrix[r * width + c]) > fabs(matrix[pivot * width + c]))
                pivot = r;
        if (fabs(matrix[pivot * width + c]) < 1e-300)
            return false;
        for (int j = 0; j < width; j++) {
            double swap = matrix[c * width + j];
            matrix[c * width + j] = matrix[pivot * width + j];
            matrix[pivot * width + j] = swap;
        }
        for (int r = 0; r < rows; r++) {
            double factor = r == c ? 0 : matrix[r * width + c] / matrix[c * width + c];
            for (int j = c; factor != 0 && j < width; j++)
                matrix[r * width + j] -= factor * matrix[c * width + j];
        }
    }
    for (int r = 0; r < rows; r++)
        matrix[r * width + rows] /= matrix[r * width + r];
    return true;
}

/* The shares of the point of least norm of the affine hull: products x share + multiplier = 0,
 * shares add up to 1. They are entries 0..held-1 of the matrix's last column. */
static bool affine_minimum(wolfe *w)
{
    int rows = w->held + 1, width = rows + 1;
    double scale = 1e-30;
    for (int i = 0; i < w->held; i++)
        scale = fmax(scale, *product_of(w, i, i));
    for (int i = 0; i < rows; i++) {
        for (int j = 0; j < rows; j++)
            w->matrix[i * width + j] = i < w->held && j < w->held ? *product_of(w, i, j) / scale
                                       : i == j                   ? 0
                                                                  : 1;
        w->matrix[i * width + rows] = i == w->held;
    }
    return solve(w->matrix, rows);
}

static void set_point(wolfe *w)
{
    memset(w->x, 0, (size_t)w->size * sizeof *w->x);
    for (int i = 0; i < w->held; i++)
        for (int j = 0; j < w->size; j++)
            w->x[j] += w->share[i] * vertex_of(w, i)[j];
}

/* Goes to the point of least norm of the hull, dropping vertices that would get shares below 0.
 * False when the vertices have become dependent. */
static bool descend(wolfe *w)
{
    for (;;) {
        int width = w->held + 2, drop = -1;
        double far = 1;
        if (!affine_minimum(w))
            return false;
        for (int i = 0; i < w->held; i++) {
            double to = w->matrix[i * width + w->held + 1];
            if (to < 1e-12 && w->share[i] - to > 0 && w->share[i] / (w->share[i] - to) < far) {
                far = w->share[i] / (w->share[i] - to);
                drop = i;
            }
        }
        for (int i = 0; i < w->held; i++)
            w->share[i] += far * (w->matrix[i * width + w->held + 1] - w->share[i]);
        if (drop < 0)
            break;
        drop_vertex(w, drop);
    }
    set_point(w);
    return true;
}

/* What the point proves. */
static double loss_of(const wolfe *w)
{
    double loss = 0;
    for (int i = 0; i < w->size; i++)
        loss += w->x[i] < 0 ? -w->x[i] : 0;
    return loss;
}

static bool minimise(wolfe *w, int64_t work_limit)
{
    ipso__proof *proof = w->proof;
    if (w->size == 0) {
        proof->proven = true;
        proof->loss = 0;
        return true;
    }
    for (int round = 0; round < 30 * w->size + 50; round++) {
        if (work_limit > 0 && w->chain->work >= work_limit)
            return true;
        if (!add_vertex(w))
            return false;
        if (proof->better)
            return true;
        bool drawn = round > 0 && dot(w->x, vertex_of(w, w->held), w->size) >=
                                      dot(w->x, w->x, w->size) - 1e-16 * w->slack * w->slack;
        if (!drawn) {
            hold_vertex(w);
            drawn = !descend(w);
        }
        proof->loss = loss_of(w);
        proof->proven = proof->loss <= w->slack * w->size;
        if (drawn || proof->proven)
            return true;
    }
    return true;
}

bool ipso__search_prove(ipso__chain *chain, double cost, int delta, int64_t work_limit,
                        ipso__proof *proof)
{
    wolfe w = {.cost = cost, .delta = delta, .proof = proof};
    w.slack = IPSO__SEARCH_SLACK * fmax(1, fabs(cost));
    proof->proven = proof->better = false;
    proof->loss = INFINITY;
    bool ok = wolfe_begin(&w, chain) && minimise(&w, work_limit);
    wolfe_finish(&w);
    return ok;
}
