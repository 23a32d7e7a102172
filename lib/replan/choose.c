/* Column generation over places, then branch-and-cut over those that the gap leaves open.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "replan/choose.h"

#include "base/clock.h"
#include "solve/solve.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Places that come in for each appointment and round. */
#define ADDED 8
/* Rounds of column generation after which the bound is taken as it is. */
#define MOST_ROUNDS 60
/* Places given to branch-and-cut at most. */
#define MOST_COLUMNS 30000
/* Costs are whole: a reduced cost this near to the limit is on its far side only by rounding. */
#define TOLERANCE 1e-6
/* Work of one iteration of GLPK, and of so many terms more. */
#define UNIT_BASE  300
#define UNIT_TERMS 4
#define MEMORY_MB  1500.0

bool ipso__limits_over(ipso__limits *limits)
{
    const ipso_settings *settings = limits->settings;

    if (limits->cancelled)
        limits->stop = IPSO_STOP_CANCEL;
    else if (settings->work_limit > 0 && limits->work >= settings->work_limit)
        limits->stop = IPSO_STOP_WORK;
    else if (ipso__clock_now_s() >= limits->deadline_s)
        limits->stop = IPSO_STOP_TIME;
    else
        return false;
    return true;
}

static void report(ipso__limits *limits, double cost, double bound)
{
    ipso_progress progress = {.stage = IPSO_STAGE_BOOKINGS,
                              .elapsed_s = ipso__clock_now_s() - limits->started_s,
                              .work = limits->work,
                              .has_plan = true,
                              .has_bound = isfinite(bound),
                              .cost = cost,
                              .bound = bound};

    if (progress.has_bound)
        progress.gap = (cost - bound) / fmax(1, fabs(cost));
    if (limits->settings->progress != NULL &&
        limits->settings->progress(limits->settings->progress_user, &progress) != 0)
        limits->cancelled = true;
}

static bool is_proven(const ipso__choosing *c)
{
    double gap = (double)c->best_cost - c->bound;

    return gap <= 0 || gap <= c->limits->settings->gap * fmax(1, fabs((double)c->best_cost));
}

/* ---- solving a program over the known places ---- */

typedef struct watching {
    ipso__choosing *c;
    int64_t unit;
} watching;

static int watch(void *user, double best, double bound, int64_t work)
{
    watching *w = user;

    (void)best;
    (void)bound;
    (void)work;
    report(w->c->limits, (double)w->c->best_cost, w->c->bound);
    return w->c->limits->cancelled;
}

static ipso_status solve(ipso__choosing *c, const ipso__choice_program *made, const double *start,
                         ipso__solve_result *result, ipso_error *err)
{
    ipso__limits *limits = c->limits;
    watching w = {c, UNIT_BASE + (int64_t)ipso__program_term_count(made->program) / UNIT_TERMS};
    ipso__solve_settings settings;

    ipso__solve_settings_init(&settings);
    settings.relax = start == NULL;
    settings.start = start;
    settings.integral_cost = true;
    settings.gap = limits->settings->gap;
    settings.memory_mb = MEMORY_MB;
    settings.time_limit_s = fmax(0, limits->deadline_s - ipso__clock_now_s());
    if (limits->settings->work_limit > 0)
        settings.work_limit = (limits->settings->work_limit - limits->work) / w.unit + 1;
    settings.progress = watch;
    settings.progress_user = &w;
    ipso_status status = ipso__solve(result, made->program, &settings, err);
    if (status == IPSO_OK)
        limits->work += result->work * w.unit;
    return status;
}

/* ---- prices and the bound ---- */

static void sum_prices(ipso__choosing *c)
{
    int cells = c->places->cells;

    for (int row = 0; row < c->cell_rows * c->places->days; row++)
        for (int i = 0; i < cells; i++)
            c->price[row * (cells + 1) + i + 1] += c->price[row * (cells + 1) + i];
}

/* Prices of P5: what a minute of start and end, and a call, cost more for it. */
static void take_link_prices(ipso__choosing *c, const ipso__choice_program *made,
                             const double *dual)
{
    double last = (double)c->places->days * IPSO_DAY_MIN;

    for (int l = 0; l < c->link_count; l++) {
        const ipso__mover_link *link = &c->links[l];
        const double *of = &dual[made->first_link + 3 * l];
        double after = fmax(0, of[0]), least = fmax(0, of[1]), most = fmax(0, -of[2]);

        c->add_call[link->later] -= after + least * (link->min_gap_min + last);
        c->add_call[link->earlier] += after;
        c->add_start[link->later] += most - least;
        c->add_end[link->earlier] += least - most;
        c->constant += least * link->min_gap_min - most * link->max_gap_min;
    }
}

/* The duals of P2 to P5 as prices, and the constant of the Lagrangian bound. */
static void take_prices(ipso__choosing *c, const ipso__choice_program *made, const double *dual)
{
    size_t movers = (size_t)c->mover_count * sizeof(double);
    size_t lines = (size_t)c->places->agenda->changes->sites * (size_t)c->places->days;
    size_t cells = (size_t)c->cell_rows * (size_t)c->places->days * (size_t)(c->places->cells + 1);

    memset(c->price, 0, cells * sizeof *c->price);
    memset(c->extended_price, 0, lines * sizeof *c->extended_price);
    memset(c->add_start, 0, movers);
    memset(c->add_end, 0, movers);
    memset(c->add_call, 0, movers);
    c->constant = 0;
    for (int i = 0; i < made->cell_count; i++) {
        double price = fmax(0, -dual[made->first_cell + i]);
        c->price[made->cell[i] + 1] = price;
        c->constant -= price;
    }
    sum_prices(c);
    c->other_price = made->other_row >= 0 ? fmax(0, -dual[made->other_row]) : 0;
    c->constant -= c->other_price * c->others_most;
    for (int i = 0; i < made->extended_count; i++) {
        double price = fmax(0, -dual[made->first_extended + i]);
        c->extended_price[made->extended_line[i]] = price;
        c->constant -= price * c->extended_room[made->extended_line[i]];
    }
    take_link_prices(c, made, dual);
}

/* Cost of a place at the prices. */
static double price_place(const ipso__choosing *choosing, int mover, const ipso__place *place)
{
    const ipso__places *p = choosing->places;
    const ipso__sitting *sitting = &p->agenda->bands.sittings[place->sitting];
    int minutes = ipso__place_extended(p, place), from, to;
    double start = sitting->day * (double)IPSO_DAY_MIN + place->start_min;
    double cost = (double)place->cost;

    for (int which = 0; which < (choosing->second_row[mover] >= 0 ? 2 : 1); which++) {
        ipso__choosing_cells(choosing, mover, place, which, &from, &to);
        cost += choosing->price[to] - choosing->price[from];
    }
    if (minutes > 0)
        cost += minutes * choosing->extended_price[sitting->site * p->days + sitting->day];
    if (!place->stays && !ipso__mover_may_call(choosing, mover))
        cost += choosing->other_price;
    return cost + choosing->add_start[mover] * start +
           choosing->add_end[mover] * (start + place->width_min);
}

/* ---- pricing ---- */

/* The cheapest places of one mover at the prices, below a limit. */
typedef struct pricing {
    ipso__choosing *c;
    int mover;
    double least, limit;
    struct {
        ipso__place place;
        double price;
    } kept[ADDED];
    int count;
} pricing;

static void look(void *user, const ipso__place *place)
{
    pricing *p = user;
    double price = price_place(p->c, p->mover, place);
    int at = p->count;

    if (price < p->least)
        p->least = price;
    if (price >= p->limit || (at == ADDED && price >= p->kept[ADDED - 1].price))
        return;
    if (at < ADDED)
        p->count++;
    else
        at = ADDED - 1;
    for (; at > 0 && p->kept[at - 1].price > price; at--)
        p->kept[at] = p->kept[at - 1];
    p->kept[at].place = *place;
    p->kept[at].price = price;
}

/* What a mover costs at least at the prices, of the places known and its call. */
static double *known_prices(const ipso__choosing *c)
{
    double *least = ipso__calloc((size_t)c->mover_count, sizeof *least);

    for (int m = 0; least != NULL && m < c->mover_count; m++)
        least[m] =
            ipso__mover_may_call(c, m) ? (double)ipso__mover_call(c, m) + c->add_call[m] : INFINITY;
    for (int i = 0; least != NULL && i < c->column_count; i++) {
        double price = price_place(c, c->mover_of[i], &c->columns[i]);
        if (price < least[c->mover_of[i]])
            least[c->mover_of[i]] = price;
    }
    return least;
}

/* Brings in places that are cheaper at the prices than all known ones; *added tells whether there
 * were any. Raises the bound. */
static ipso_status price_places(ipso__choosing *c, bool *added, ipso_error *err)
{
    double *known = known_prices(c);
    ipso_status status = known == NULL ? ipso__fail_nomem(err) : IPSO_OK;

    *added = false;
    c->lagrange = c->constant;
    for (int m = 0; m < c->mover_count && status == IPSO_OK; m++) {
        pricing p = {.c = c, .mover = m, .least = known[m], .limit = known[m] - TOLERANCE};
        c->limits->work += ipso__places_each(c->places, c->movers[m], false, look, &p);
        c->least[m] = p.least;
        c->lagrange += p.least;
        for (int i = 0; i < p.count && status == IPSO_OK; i++)
            status = ipso__choosing_add(c, m, &p.kept[i].place, err);
        *added = *added || p.count > 0;
    }
    free(known);
    if (status == IPSO_OK)
        c->bound = fmax(c->bound, ceil(c->lagrange - TOLERANCE));
    return status;
}

/* Column generation: the bound of the relaxation over all places. */
static ipso_status relax(ipso__choosing *c, ipso_error *err)
{
    ipso_status status = IPSO_OK;
    bool added = true;

    for (int round = 0; round < MOST_ROUNDS && added && status == IPSO_OK && !is_proven(c) &&
                        !ipso__limits_over(c->limits);
         round++) {
        ipso__choice_program made;
        ipso__solve_result result;
        status = ipso__choice_program_make(&made, c, false, err);
        if (status != IPSO_OK)
            return status;
        status = solve(c, &made, NULL, &result, err);
        added = false;
        if (status == IPSO_OK) {
            if (result.row_dual != NULL && result.outcome == IPSO_OPTIMAL) {
                take_prices(c, &made, result.row_dual);
                status = price_places(c, &added, err);
            }
            ipso__solve_result_finish(&result);
        }
        ipso__choice_program_finish(&made);
        report(c->limits, (double)c->best_cost, c->bound);
    }
    return status;
}

/* ---- whole choices ---- */

static void take_point(ipso__choosing *c, const double *x)
{
    for (int m = 0; m < c->mover_count; m++)
        c->best[m] = -1;
    for (int i = 0; i < c->column_count; i++)
        if (x[i] > 0.5)
            c->best[c->mover_of[i]] = i;
    c->best_cost = 0;
    for (int m = 0; m < c->mover_count; m++)
        c->best_cost += c->best[m] >= 0 ? c->columns[c->best[m]].cost : ipso__mover_call(c, m);
}

static double *best_point(const ipso__choosing *c, const ipso__choice_program *made)
{
    double *x = ipso__calloc((size_t)ipso__program_column_count(made->program), sizeof *x);

    for (int m = 0; x != NULL && m < c->mover_count; m++)
        x[c->best[m] >= 0 ? c->best[m] : made->call_column[m]] = 1;
    return x;
}

/* Branch-and-cut over the places known. complete: they hold every place of a better choice, so that
 * its bound is one on all choices. */
static ipso_status branch(ipso__choosing *c, bool complete, ipso_error *err)
{
    ipso__choice_program made;
    ipso__solve_result result;
    ipso_status status = ipso__choice_program_make(&made, c, true, err);

    if (status != IPSO_OK)
        return status;
    double *start = best_point(c, &made);
    status = start == NULL ? ipso__fail_nomem(err) : solve(c, &made, start, &result, err);
    free(start);
    if (status == IPSO_OK) {
        if (result.x != NULL && result.best < (double)c->best_cost - 0.5)
            take_point(c, result.x);
        if (complete && isfinite(result.bound))
            c->bound = fmax(c->bound, fmin((double)c->best_cost, ceil(result.bound - TOLERANCE)));
        ipso__solve_result_finish(&result);
    }
    ipso__choice_program_finish(&made);
    return status;
}

/* A place for the last program: those that a choice better than the best may have. */
typedef struct filling {
    ipso__choosing *c;
    int mover;
    double limit;
    ipso_status status;
    ipso_error *err;
} filling;

static void fill(void *user, const ipso__place *place)
{
    filling *f = user;

    if (f->status == IPSO_OK && f->c->column_count < MOST_COLUMNS &&
        price_place(f->c, f->mover, place) <= f->limit)
        f->status = ipso__choosing_add(f->c, f->mover, place, f->err);
}

/* Keeps of the known places those of the best choice and the old ones alone. */
static void forget(ipso__choosing *c)
{
    int kept = 0;

    for (int i = 0; i < c->column_count; i++) {
        int mover = c->mover_of[i];
        bool best = c->best[mover] == i;
        if (!best && !c->columns[i].stays)
            continue;
        c->columns[kept] = c->columns[i];
        c->mover_of[kept] = mover;
        if (best)
            c->best[mover] = kept;
        kept++;
    }
    c->column_count = kept;
}

/* All places whose reduced cost lies within the gap: no other is in a choice better than the best.
 * *complete is false when there are too many. */
static ipso_status fill_gap(ipso__choosing *c, bool *complete, ipso_error *err)
{
    filling f = {.c = c, .status = IPSO_OK, .err = err};

    forget(c);
    for (int m = 0; m < c->mover_count && f.status == IPSO_OK; m++) {
        f.mover = m;
        f.limit = INFINITY;
        if (isfinite(c->lagrange))
            f.limit = c->least[m] + (double)c->best_cost - 1 - c->lagrange + TOLERANCE;
        c->limits->work += ipso__places_each(c->places, c->movers[m], false, fill, &f);
    }
    *complete = c->column_count < MOST_COLUMNS;
    return f.status;
}

ipso_status ipso__choosing_run(ipso__choosing *choosing, ipso_error *err)
{
    ipso__choosing *c = choosing;
    ipso_status status = relax(c, err);
    bool complete = false;

    if (status == IPSO_OK && !is_proven(c) && !ipso__limits_over(c->limits))
        status = branch(c, false, err);
    if (status != IPSO_OK || is_proven(c) || ipso__limits_over(c->limits))
        return status;
    status = fill_gap(c, &complete, err);
    return status == IPSO_OK ? branch(c, complete, err) : status;
}
