/* A first roster, quickly: single changes of one person's day, each the best there is.
 *
 * It reads the rows of the program alone. A row that its slack lets pay costs the slack's price,
 * one that is hard a price above all others; what one day changes is followed from its duties to
 * the columns that they decide and to the rows of these. From everybody off, every person's every
 * day is set to its best choice against the present others, round after round in random order,
 * until nothing changes; what hard rules ask for comes first. A slack that several rows share is
 * counted more than once, so this is a start, not a cost.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "planner/roster_search.h"

#include "base/error.h"
#include "base/memory.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define BROKEN_POINTS 1e6 /* for a hard row: per unit and once more for being broken at all */
#define ROUNDS        30
#define CHANGE_WORK   200 /* units of work of one change tried */

typedef struct row_price {
    double lower, upper;
    double below, above; /* points per unit of the row outside */
} row_price;

typedef struct greedy {
    ipso__roster_search *search;
    const ipso__roster *roster;
    const ipso__roster_program *program;
    int columns, rows;
    double *x, *activity;
    row_price *price;
    int *column_first, *column_row; /* the rows of each column */
    double *column_value;
    int *derived_first, *derived; /* per practitioner, the columns that its duties decide */
    int *shared;                  /* those that several practitioners' do, in their order */
    int shared_count;
    ipso__arena arena;
} greedy;

/* ---- preparing ---- */

static void price_row(greedy *g, int row)
{
    size_t count;
    row_price *price = &g->price[row];
    const ipso__term *terms = ipso__program_row_terms(g->program->program, row, &count);
    ipso__program_row_bounds(g->program->program, row, &price->lower, &price->upper);
    price->below = price->above = BROKEN_POINTS;
    for (size_t i = 0; i < count; i++) {
        double cost = ipso__program_column(g->program->program, terms[i].column).cost;
        if (g->program->roles[terms[i].column].use != IPSO__COLUMN_SLACK)
            continue;
        if (terms[i].value > 0)
            price->below = cost / terms[i].value;
        else
            price->above = -cost / terms[i].value;
    }
}

static bool is_counted(const greedy *g, int column)
{
    ipso__column_use use = g->program->roles[column].use;
    return use != IPSO__COLUMN_SLACK && use != IPSO__COLUMN_CAP;
}

static bool index_columns(greedy *g)
{
    size_t terms = ipso__program_term_count(g->program->program);
    g->column_first = ipso__arena_alloc(&g->arena, (size_t)g->columns + 2, sizeof(int));
    g->column_row = ipso__arena_alloc(&g->arena, terms, sizeof(int));
    g->column_value = ipso__arena_alloc(&g->arena, terms, sizeof(double));
    if (g->column_first == NULL || g->column_row == NULL || g->column_value == NULL)
        return false;
    for (int pass = 0; pass < 2; pass++) {
        for (int i = 0; i < g->rows; i++) {
            size_t count;
            const ipso__term *term = ipso__program_row_terms(g->program->program, i, &count);
            for (size_t k = 0; k < count; k++) {
                if (pass == 0) {
                    g->column_first[term[k].column + 2]++;
                    continue;
                }
                int at = g->column_first[term[k].column + 1]++;
                g->column_row[at] = i;
                g->column_value[at] = term[k].value;
            }
        }
        for (int j = 0; pass == 0 && j < g->columns; j++)
            g->column_first[j + 2] += g->column_first[j + 1];
    }
    return true;
}

/* The practitioner whose duties alone decide column j, or -1 for several. */
static int owner_of(const greedy *g, const int *owner, int j)
{
    const ipso__column_role *role = &g->program->roles[j];
    int found = -2;
    if (role->use == IPSO__COLUMN_LAST)
        return role->cell / g->roster->days;
    for (size_t i = 0; i < role->count; i++) {
        int p = owner[g->program->list[role->first + i]];
        if (found == -2)
            found = p;
        else if (found != p)
            return -1;
    }
    return found == -2 ? -1 : found;
}

static bool index_derived(greedy *g)
{
    int people = g->roster->people, options = g->roster->option_count;
    int *owner = ipso__arena_alloc(&g->arena, (size_t)g->columns, sizeof *owner);
    g->derived_first = ipso__arena_alloc(&g->arena, (size_t)people + 2, sizeof(int));
    g->derived = ipso__arena_alloc(&g->arena, (size_t)g->columns, sizeof(int));
    g->shared = ipso__arena_alloc(&g->arena, (size_t)g->columns, sizeof(int));
    if (owner == NULL || g->derived_first == NULL || g->derived == NULL || g->shared == NULL)
        return false;
    for (int j = 0; j < g->columns; j++) {
        owner[j] = j < options ? g->roster->options[j].practitioner : -1;
        if (j < options || !is_counted(g, j))
            continue;
        owner[j] = owner_of(g, owner, j);
        if (owner[j] < 0)
            g->shared[g->shared_count++] = j;
        else
            g->derived_first[owner[j] + 2]++;
    }
    for (int p = 0; p < people; p++)
        g->derived_first[p + 2] += g->derived_first[p + 1];
    for (int j = options; j < g->columns; j++) {
        if (owner[j] >= 0 && is_counted(g, j))
            g->derived[g->derived_first[owner[j] + 1]++] = j;
    }
    return true;
}

static bool prepare(greedy *g, ipso__roster_search *s)
{
    *g = (greedy){.search = s, .roster = s->roster, .program = s->program};
    g->columns = ipso__program_column_count(s->program->program);
    g->rows = ipso__program_row_count(s->program->program);
    g->x = ipso__arena_alloc(&g->arena, (size_t)g->columns, sizeof *g->x);
    g->activity = ipso__arena_alloc(&g->arena, (size_t)g->rows, sizeof *g->activity);
    g->price = ipso__arena_alloc(&g->arena, (size_t)g->rows, sizeof *g->price);
    if (g->x == NULL || g->activity == NULL || g->price == NULL || !index_columns(g) ||
        !index_derived(g))
        return false;
    for (int i = 0; i < g->rows; i++)
        price_row(g, i);
    return true;
}

/* ---- changing ---- */

static double row_cost(const row_price *price, double activity)
{
    const double slip = 1e-7;
    if (activity < price->lower - slip)
        return price->below * (price->lower - activity) +
               (price->below >= BROKEN_POINTS ? BROKEN_POINTS : 0);
    if (activity > price->upper + slip)
        return price->above * (activity - price->upper) +
               (price->above >= BROKEN_POINTS ? BROKEN_POINTS : 0);
    return 0;
}

/* Sets a column and returns what that costs more. */
static double set_column(greedy *g, int column, double value)
{
    double change = value - g->x[column];
    double cost = change * ipso__program_column(g->program->program, column).cost;
    if (change == 0)
        return 0;
    g->x[column] = value;
    for (int i = g->column_first[column]; i < g->column_first[column + 1]; i++) {
        int row = g->column_row[i];
        cost -= row_cost(&g->price[row], g->activity[row]);
        g->activity[row] += change * g->column_value[i];
        cost += row_cost(&g->price[row], g->activity[row]);
    }
    return cost;
}

static double follow(greedy *g, int p)
{
    double cost = 0;
    for (int i = g->derived_first[p]; i < g->derived_first[p + 1]; i++) {
        int j = g->derived[i];
        cost += set_column(g, j, ipso__roster_column_value(g->program, j, g->x));
    }
    for (int i = 0; i < g->shared_count; i++) {
        int j = g->shared[i];
        cost += set_column(g, j, ipso__roster_column_value(g->program, j, g->x));
    }
    return cost;
}

/* A person's day: no duty, one, or two. */
typedef struct choice {
    int option[2]; /* -1 none */
} choice;

static choice present(const greedy *g, int cell)
{
    choice now = {{-1, -1}};
    int count = 0;
    for (int o = g->roster->first[cell]; o < g->roster->first[cell + 1]; o++) {
        if (g->x[o] > 0.5 && count < 2)
            now.option[count++] = o;
    }
    return now;
}

static double change(greedy *g, int p, choice from, choice to)
{
    double cost = 0;
    for (int i = 0; i < 2; i++) {
        if (from.option[i] >= 0 && from.option[i] != to.option[0] && from.option[i] != to.option[1])
            cost += set_column(g, from.option[i], 0);
    }
    for (int i = 0; i < 2; i++) {
        if (to.option[i] >= 0)
            cost += set_column(g, to.option[i], 1);
    }
    g->search->work += CHANGE_WORK;
    return cost + follow(g, p);
}

/* Tries a choice and goes back; keeps it in *best when it costs less. */
static void try_choice(greedy *g, int p, choice now, choice to, choice *best, double *best_cost)
{
    double cost = change(g, p, now, to);
    change(g, p, to, now);
    if (cost < *best_cost - 1e-6) {
        *best_cost = cost;
        *best = to;
    }
}

/* Sets one person's day to its best choice when that gains more than least; false when not. */
static bool improve_day(greedy *g, int cell, double least)
{
    const ipso__roster *r = g->roster;
    int p = cell / r->days;
    bool split = ipso_practice_practitioner(r->practice, p)->rules.duties_per_day > 1;
    choice now = present(g, cell), best = now;
    double best_cost = 0;
    try_choice(g, p, now, (choice){{-1, -1}}, &best, &best_cost);
    for (int o = r->first[cell]; o < r->first[cell + 1]; o++) {
        if (r->options[o].forbidden)
            continue;
        try_choice(g, p, now, (choice){{o, -1}}, &best, &best_cost);
        if (split && now.option[0] >= 0 && now.option[1] < 0 && now.option[0] != o)
            try_choice(g, p, now, (choice){{now.option[0], o}}, &best, &best_cost);
    }
    if (best_cost >= -least)
        return false;
    change(g, p, now, best);
    return true;
}

static void start_empty(greedy *g)
{
    for (int j = 0; j < g->columns; j++) {
        if (j >= g->roster->option_count && is_counted(g, j))
            g->x[j] = ipso__roster_column_value(g->program, j, g->x);
    }
    for (int i = 0; i < g->rows; i++) {
        size_t count;
        const ipso__term *terms = ipso__program_row_terms(g->program->program, i, &count);
        for (size_t k = 0; k < count; k++)
            g->activity[i] += terms[k].value * g->x[terms[k].column];
    }
}

/* Rounds over all days in random order, of changes that gain more than least. */
static void improve_rounds(greedy *g, int *order, double least)
{
    int cells = g->roster->people * g->roster->days;
    bool changed = true;
    for (int round = 0; changed && round < ROUNDS && !ipso__search_over(g->search); round++) {
        changed = false;
        ipso__random_shuffle(&g->search->random, order, cells);
        for (int i = 0; i < cells && !g->search->stopped; i++) {
            changed |= improve_day(g, order[i], least);
            if (i % 64 == 0)
                ipso__search_over(g->search);
        }
    }
}

/* First what hard rules ask for (pins, fixed appointments, minima), while nothing else takes up the
 * minutes and days of those who must give it; then everything. */
static bool improve(greedy *g)
{
    int cells = g->roster->people * g->roster->days;
    int *order = ipso__arena_alloc(&g->arena, (size_t)cells, sizeof *order);
    if (order == NULL)
        return false;
    for (int i = 0; i < cells; i++)
        order[i] = i;
    improve_rounds(g, order, BROKEN_POINTS / 2);
    improve_rounds(g, order, 0);
    return true;
}

static ipso_status take(greedy *g, ipso__roster_search *s)
{
    double objective;
    bool *chosen = ipso__arena_alloc(&g->arena, (size_t)g->roster->option_count, sizeof *chosen);
    if (chosen == NULL)
        return IPSO_NOMEM;
    ipso__roster_decode(g->program, g->x, chosen);
    ipso__roster_encode(g->program, chosen, s->x);
    s->found = ipso__program_holds(g->program->program, s->x, 1e-6, &objective, NULL);
    s->cost = round(objective);
    return IPSO_OK;
}

void ipso__search_greedy(ipso__roster_search *s)
{
    greedy g;
    bool ok = prepare(&g, s);
    if (ok) {
        start_empty(&g);
        ok = improve(&g) && take(&g, s) == IPSO_OK;
    }
    ipso__arena_finish(&g.arena);
    if (!ok)
        s->status = ipso__fail_nomem(s->err);
}
