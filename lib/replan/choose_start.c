/* What choosing places starts from: rows of cells, links, a greedy choice.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "replan/choose.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Cheapest places of each appointment known from the start. */
#define SEEDS 24

static const ipso__appointment *item_of(const ipso__choosing *c, int mover)
{
    return &c->places->agenda->items[c->movers[mover]];
}

bool ipso__mover_may_call(const ipso__choosing *choosing, int mover)
{
    const ipso__appointment *item = item_of(choosing, mover);

    return item->touched || !item->booked;
}

int64_t ipso__mover_call(const ipso__choosing *choosing, int mover)
{
    return ipso__call_points(choosing->places, choosing->movers[mover]);
}

/* ---- rows of cells ---- */

typedef struct named_mover {
    const char *patient;
    int mover;
} named_mover;

static int by_patient(const void *left, const void *right)
{
    const named_mover *a = left, *b = right;
    int order = strcmp(a->patient, b->patient);

    return order != 0 ? order : (a->mover > b->mover) - (a->mover < b->mover);
}

/* Gives each patient with several movers a row of cells of their own. */
static bool note_patients(ipso__choosing *c)
{
    named_mover *names = ipso__calloc((size_t)c->mover_count, sizeof *names);
    int next = c->places->people;

    if (names == NULL)
        return false;
    for (int m = 0; m < c->mover_count; m++)
        names[m] = (named_mover){item_of(c, m)->patient, m};
    if (c->mover_count > 0)
        qsort(names, (size_t)c->mover_count, sizeof *names, by_patient);
    for (int i = 0, end; i < c->mover_count; i = end) {
        for (end = i + 1; end < c->mover_count && strcmp(names[end].patient, names[i].patient) == 0;
             end++) {
        }
        for (int k = i; k < end; k++)
            c->second_row[names[k].mover] = end - i > 1 ? next : -1;
        next += end - i > 1;
    }
    c->cell_rows = next;
    free(names);
    return true;
}

void ipso__choosing_cells(const ipso__choosing *choosing, int mover, const ipso__place *place,
                          int which, int *from, int *to)
{
    const ipso__places *p = choosing->places;
    int row, day;

    if (place->sitting >= 0) {
        const ipso__sitting *sitting = &p->agenda->bands.sittings[place->sitting];
        row = sitting->practitioner;
        day = sitting->day;
    } else {
        row = item_of(choosing, mover)->old.practitioner;
        day = item_of(choosing, mover)->old.day;
    }
    if (which == 1)
        row = choosing->second_row[mover];
    row = (row * p->days + day) * (p->cells + 1);
    *from = row + place->start_min / p->grid;
    *to = row + (place->start_min + place->width_min + p->grid - 1) / p->grid;
}

/* ---- links ---- */

static int mover_of(const ipso__choosing *c, int appointment)
{
    for (int m = 0; m < c->mover_count; m++)
        if (c->movers[m] == appointment)
            return m;
    return -1;
}

static bool note_links(ipso__choosing *c)
{
    c->links = ipso__calloc((size_t)c->mover_count, sizeof *c->links);
    for (int m = 0; c->links != NULL && m < c->mover_count; m++) {
        const ipso__appointment *item = item_of(c, m);
        int earlier = item->after == IPSO_ANY ? -1 : mover_of(c, item->after);
        if (earlier >= 0)
            c->links[c->link_count++] =
                (ipso__mover_link){earlier, m, item->min_gap_min, item->max_gap_min};
    }
    return c->links != NULL;
}

/* ---- columns ---- */

ipso_status ipso__choosing_add(ipso__choosing *choosing, int mover, const ipso__place *place,
                               ipso_error *err)
{
    size_t need = (size_t)choosing->column_count + 1;

    if (!ipso__grow(&choosing->columns, &choosing->column_room, need, sizeof *choosing->columns) ||
        !ipso__grow(&choosing->mover_of, &choosing->mover_room, need, sizeof *choosing->mover_of))
        return ipso__fail_nomem(err);
    choosing->columns[choosing->column_count] = *place;
    choosing->mover_of[choosing->column_count++] = mover;
    return IPSO_OK;
}

/* ---- greedy ---- */

/* The greedy choice so far, and the appointment in hand. */
typedef struct greedy {
    ipso__choosing *c;
    unsigned char *taken; /* per cell of price */
    int *extended_left;
    int mover, others_left;
    ipso__place best;
    bool found;
    ipso__place seeds[SEEDS]; /* by rising cost */
    int seed_count;
} greedy;

static bool cells_free(const greedy *g, int which, const ipso__place *place)
{
    int from, to;

    ipso__choosing_cells(g->c, g->mover, place, which, &from, &to);
    for (int i = from; i < to; i++)
        if (g->taken[i])
            return false;
    return true;
}

static void take_cells(greedy *g, const ipso__place *place, bool taken)
{
    int from, to;

    for (int which = 0; which < (g->c->second_row[g->mover] >= 0 ? 2 : 1); which++) {
        ipso__choosing_cells(g->c, g->mover, place, which, &from, &to);
        for (int i = from; i < to; i++)
            g->taken[i] = taken;
    }
}

static int extended_line(const ipso__choosing *c, const ipso__place *place)
{
    const ipso__sitting *sitting = &c->places->agenda->bands.sittings[place->sitting];

    return sitting->site * c->places->days + sitting->day;
}

static int absolute(const ipso__choosing *c, const ipso__place *place)
{
    return c->places->agenda->bands.sittings[place->sitting].day * IPSO_DAY_MIN + place->start_min;
}

/* Whether the links to what this one follows let it start there. */
static bool links_hold(const greedy *g, const ipso__place *place)
{
    const ipso__choosing *c = g->c;

    for (int i = 0; i < c->link_count; i++) {
        const ipso__mover_link *link = &c->links[i];
        if (link->later != g->mover)
            continue;
        if (c->best[link->earlier] < 0)
            return false;
        const ipso__place *before = &c->columns[c->best[link->earlier]];
        int64_t gap = (int64_t)absolute(c, place) - absolute(c, before) - before->width_min;
        if (gap < link->min_gap_min || gap > link->max_gap_min)
            return false;
    }
    return true;
}

static void keep_seed(greedy *g, const ipso__place *place)
{
    int at = g->seed_count;

    if (at == SEEDS && place->cost >= g->seeds[SEEDS - 1].cost)
        return;
    if (at < SEEDS)
        g->seed_count++;
    else
        at = SEEDS - 1;
    for (; at > 0 && g->seeds[at - 1].cost > place->cost; at--)
        g->seeds[at] = g->seeds[at - 1];
    g->seeds[at] = *place;
}

static void look(void *user, const ipso__place *place)
{
    greedy *g = user;
    int minutes = ipso__place_extended(g->c->places, place);

    keep_seed(g, place);
    if ((g->found && place->cost >= g->best.cost) || !cells_free(g, 0, place) ||
        (g->c->second_row[g->mover] >= 0 && !cells_free(g, 1, place)) ||
        (minutes > 0 && minutes > g->extended_left[extended_line(g->c, place)]) ||
        !links_hold(g, place))
        return;
    g->best = *place;
    g->found = true;
}

static ipso_status add_seeds(greedy *g, ipso_error *err)
{
    ipso_status status = IPSO_OK;

    for (int i = 0; i < g->seed_count && status == IPSO_OK; i++)
        status = ipso__choosing_add(g->c, g->mover, &g->seeds[i], err);
    return status;
}

/* Gives one mover its cheapest place that is left; one that may stay stays. */
static ipso_status place_one(greedy *g, ipso_error *err)
{
    ipso__choosing *c = g->c;
    bool may_call = ipso__mover_may_call(c, g->mover);
    ipso_status status = IPSO_OK;

    g->found = false;
    g->seed_count = 0;
    c->limits->work += ipso__places_each(c->places, c->movers[g->mover], false, look, g);
    if (!may_call) {
        c->best_cost += c->columns[c->best[g->mover]].cost;
        return add_seeds(g, err);
    }
    c->best[g->mover] = -1;
    if (!g->found || g->best.cost >= ipso__mover_call(c, g->mover)) {
        c->best_cost += ipso__mover_call(c, g->mover);
        return add_seeds(g, err);
    }
    c->best_cost += g->best.cost;
    take_cells(g, &g->best, true);
    int minutes = ipso__place_extended(c->places, &g->best);
    if (minutes > 0)
        g->extended_left[extended_line(c, &g->best)] -= minutes;
    c->best[g->mover] = c->column_count;
    status = ipso__choosing_add(c, g->mover, &g->best, err);
    return status == IPSO_OK ? add_seeds(g, err) : status;
}

static ipso_status choose_greedily(ipso__choosing *choosing, ipso_error *err)
{
    const ipso__places *p = choosing->places;
    size_t cells = (size_t)choosing->cell_rows * (size_t)p->days * (size_t)(p->cells + 1);
    size_t lines = (size_t)p->agenda->changes->sites * (size_t)p->days;
    greedy g = {.c = choosing, .taken = ipso__calloc(cells, 1)};
    ipso_status status = IPSO_OK;

    g.extended_left = ipso__calloc(lines, sizeof *g.extended_left);
    if (g.taken == NULL || g.extended_left == NULL)
        status = ipso__fail_nomem(err);
    else
        memcpy(g.extended_left, choosing->extended_room, lines * sizeof *g.extended_left);
    for (int m = 0; m < choosing->mover_count && status == IPSO_OK; m++) {
        if (ipso__mover_may_call(choosing, m))
            continue;
        ipso__place old = ipso__places_old(p, choosing->movers[m]);
        g.mover = m;
        take_cells(&g, &old, true);
        int minutes = ipso__place_extended(p, &old);
        if (minutes > 0)
            g.extended_left[extended_line(choosing, &old)] -= minutes;
        choosing->best[m] = choosing->column_count;
        status = ipso__choosing_add(choosing, m, &old, err);
    }
    for (int m = 0; m < choosing->mover_count && status == IPSO_OK; m++) {
        g.mover = m;
        status = place_one(&g, err);
    }
    free(g.taken);
    free(g.extended_left);
    return status;
}

/* ---- start and finish ---- */

static bool allocate(ipso__choosing *c)
{
    size_t movers = (size_t)c->mover_count;
    size_t days = (size_t)c->places->days;

    c->second_row = ipso__calloc(movers, sizeof *c->second_row);
    c->add_start = ipso__calloc(movers, sizeof *c->add_start);
    c->add_end = ipso__calloc(movers, sizeof *c->add_end);
    c->add_call = ipso__calloc(movers, sizeof *c->add_call);
    c->least = ipso__calloc(movers, sizeof *c->least);
    c->best = ipso__calloc(movers, sizeof *c->best);
    c->extended_price =
        ipso__calloc((size_t)c->places->agenda->changes->sites * days, sizeof *c->extended_price);
    if (c->second_row == NULL || c->add_start == NULL || c->add_end == NULL ||
        c->add_call == NULL || c->least == NULL || c->best == NULL || c->extended_price == NULL ||
        !note_patients(c) || !note_links(c))
        return false;
    c->price = ipso__calloc((size_t)c->cell_rows * days * (size_t)(c->places->cells + 1),
                            sizeof *c->price);
    return c->price != NULL;
}

ipso_status ipso__choosing_start(ipso__choosing *choosing, ipso__places *places, const int *movers,
                                 int mover_count, int others_most, int *extended_room,
                                 ipso__limits *limits, ipso_error *err)
{
    ipso__choosing c = {.places = places,
                        .limits = limits,
                        .movers = movers,
                        .mover_count = mover_count,
                        .others_most = others_most,
                        .extended_room = extended_room,
                        .bound = -INFINITY,
                        .lagrange = -INFINITY};
    ipso_status status = allocate(&c) ? choose_greedily(&c, err) : ipso__fail_nomem(err);

    if (status != IPSO_OK) {
        ipso__choosing_finish(&c);
        return status;
    }
    *choosing = c;
    return IPSO_OK;
}

void ipso__choosing_finish(ipso__choosing *choosing)
{
    free(choosing->second_row);
    free(choosing->links);
    free(choosing->columns);
    free(choosing->mover_of);
    free(choosing->price);
    free(choosing->extended_price);
    free(choosing->add_start);
    free(choosing->add_end);
    free(choosing->add_call);
    free(choosing->least);
    free(choosing->best);
    *choosing = (ipso__choosing){0};
}
