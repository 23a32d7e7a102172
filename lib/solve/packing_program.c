/* A small packing as an integer program for GLPK.
 *
 *     minimise   sum over options o of cost[o] x[o] - sum over rows r, k of marginal[r][k] z[r][k]
 *     subject to sum over o in bin b of width[o] x[o] <= capacity[b]              bin(b)
 *                sum over o of weight[r,o] x[o] - sum over k of z[r][k] = 0 or >= 0   row(r)
 *                x[i] <= limit[i] u[c],  x[j] <= limit[j] (1 - u[c])   for a conflict c = (i, j)
 *                0 <= x[o] <= limit[o] integer,  0 <= z[r][k] <= 1,  u[c] binary
 *
 * Marginals never rise, so z fills in order and is integral once x is; equal ones are one column. A
 * row is an equality when it is hard or pays negative units, else units beyond gain nothing. A hard
 * row of one unit has no z: its gain goes into the cost of its options, and the row says "at most
 * one". A conflict of two options of limit 1 needs no u: x[i] + x[j] <= 1.
 *
 * Options that the Lagrangian bound has closed are left out: no better point uses them, so the
 * bound of the program is a bound of the whole unless the value at hand is above it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "solve/packing_search.h"

#include "base/clock.h"
#include "solve/solve.h"

#include <math.h>
#include <stdlib.h>

struct builder {
    const ipso__packing_scope *scope;
    const ipso__packing_model *model;
    ipso__program *program;
    int *column; /* by option, or -1 */
    ipso__term *terms;
    double *start;
    size_t start_room;
    int start_count;
};

static bool is_single(const ipso__packing_model *model, int r)
{
    return model->row[r].hard && model->row[r].top == 1;
}

static int add_column(struct builder *builder, double cost, double upper, bool integer,
                      double start, const char *name, int first, int second)
{
    if (!ipso__grow(&builder->start, &builder->start_room, (size_t)builder->start_count + 1,
                    sizeof *builder->start))
        return -1;
    builder->start[builder->start_count++] = start;
    return ipso__program_add_column(builder->program, cost, 0, upper, integer, "%s(%d,%d)", name,
                                    first, second);
}

static bool add_option(struct builder *builder, int o)
{
    const ipso__packing_model *model = builder->model;
    double cost = (double)model->option[o].cost;
    for (int l = model->option[o].link; l < model->option[o + 1].link; l++)
        if (is_single(model, model->links[l].row))
            cost -= model->slope[model->row[model->links[l].row].gain_first] / IPSO__PACKING_SCALE;
    int best = builder->scope->state->best[o];
    builder->column[o] =
        add_column(builder, cost, model->option[o].limit, true, best, "x", model->original[o], 0);
    return builder->column[o] >= 0;
}

static bool add_options(struct builder *builder)
{
    const ipso__packing_scope *scope = builder->scope;
    for (int o = 0; o < builder->model->option_count; o++)
        builder->column[o] = -1;
    for (int i = 0; i < scope->bin_count; i++) {
        int b = scope->bins[i];
        for (int j = 0; j < scope->open_count[b]; j++)
            if (!add_option(builder, scope->open[builder->model->first[b] + j]))
                return false;
    }
    return true;
}

/* Capacity (P1): sum over o in bin b of width[o] x[o] <= capacity[b]. */
static bool add_bins(struct builder *builder)
{
    const ipso__packing_scope *scope = builder->scope;
    for (int i = 0; i < scope->bin_count; i++) {
        int b = scope->bins[i];
        const int *open = scope->open + builder->model->first[b];
        for (int j = 0; j < scope->open_count[b]; j++)
            builder->terms[j] =
                (ipso__term){builder->column[open[j]], builder->model->option[open[j]].width};
        if (ipso__program_add_row(builder->program, -INFINITY, builder->model->capacity[b],
                                  builder->terms, (size_t)scope->open_count[b], "bin(%d)", b) < 0)
            return false;
    }
    return true;
}

static int row_terms(struct builder *builder, int r, int *start_units)
{
    const ipso__packing_model *model = builder->model;
    int count = 0;
    *start_units = 0;
    for (int e = model->first_entry[r]; e < model->first_entry[r + 1]; e++) {
        int o = model->entry[e].option, weight = model->links[model->entry[e].link].weight;
        if (builder->column[o] < 0)
            continue;
        builder->terms[count++] = (ipso__term){builder->column[o], weight};
        *start_units += weight * builder->scope->state->best[o];
    }
    return count;
}

/* Credit (P2): the units credited are the units placed, or no more than those placed. */
static bool add_row(struct builder *builder, int r)
{
    const ipso__packing_model *model = builder->model;
    int units, count = row_terms(builder, r, &units), top = model->row[r].top;
    const double *slope = model->slope + model->row[r].gain_first;
    bool single = is_single(model, r);
    bool clique = r >= model->packing->row_count;
    bool equal = clique || model->packing->rows[r].hard || (top > 0 && slope[top - 1] < 0);
    for (int k = 0; k < top && !single;) {
        int same = 1;
        while (k + same < top && slope[k + same] == slope[k])
            same++;
        double filled = fmax(0, fmin(same, units - k));
        int z =
            add_column(builder, -slope[k] / IPSO__PACKING_SCALE, same, false, filled, "z", r, k);
        if (z < 0)
            return false;
        builder->terms[count++] = (ipso__term){z, -1};
        k += same;
    }
    double lower = single ? -INFINITY : 0, upper = single ? 1 : equal ? 0 : INFINITY;
    return ipso__program_add_row(builder->program, lower, upper, builder->terms, (size_t)count,
                                 "row(%d)", r) >= 0;
}

/* Conflict (P3): at most one of two options is above zero. */
static bool add_conflict(struct builder *builder, int i, int j)
{
    const ipso__packing_model *model = builder->model;
    int left = builder->column[i], right = builder->column[j];
    if (model->option[i].limit == 1 && model->option[j].limit == 1) {
        ipso__term both[2] = {{left, 1}, {right, 1}};
        return ipso__program_add_row(builder->program, -INFINITY, 1, both, 2, "conflict(%d,%d)", i,
                                     j) >= 0;
    }
    double side = builder->scope->state->best[i] > 0 ? 1 : 0;
    int u = add_column(builder, 0, 1, true, side, "u", i, j);
    ipso__term first[2] = {{left, 1}, {u, -model->option[i].limit}};
    ipso__term second[2] = {{right, 1}, {u, model->option[j].limit}};
    return u >= 0 &&
           ipso__program_add_row(builder->program, -INFINITY, 0, first, 2, "conflict(%d,%d,0)", i,
                                 j) >= 0 &&
           ipso__program_add_row(builder->program, -INFINITY, model->option[j].limit, second, 2,
                                 "conflict(%d,%d,1)", i, j) >= 0;
}

static bool add_conflicts(struct builder *builder)
{
    const ipso__packing_model *model = builder->model;
    for (int o = 0; o < model->option_count; o++)
        for (int c = model->option[o].clash; c < model->option[o + 1].clash; c++) {
            int other = model->clash_option[c];
            if (o < other && builder->column[o] >= 0 && builder->column[other] >= 0 &&
                !add_conflict(builder, o, other))
                return false;
        }
    return true;
}

static bool build(struct builder *builder)
{
    const ipso__packing_scope *scope = builder->scope;
    bool ok = add_options(builder) && add_bins(builder);
    for (int i = 0; i < scope->row_count && ok; i++)
        ok = add_row(builder, scope->rows[i]);
    return ok && add_conflicts(builder) && ipso__program_status(builder->program, NULL) == IPSO_OK;
}

static bool builder_init(struct builder *builder, const ipso__packing_scope *scope)
{
    const ipso__packing_model *model = scope->model;
    size_t terms =
        (size_t)model->option_count + (size_t)model->row[model->row_count].gain_first + 8;
    *builder = (struct builder){.scope = scope, .model = model};
    builder->program = ipso__program_new("packing");
    builder->column = ipso__calloc((size_t)model->option_count, sizeof *builder->column);
    builder->terms = ipso__calloc(terms, sizeof *builder->terms);
    return builder->program != NULL && builder->column != NULL && builder->terms != NULL;
}

static void builder_finish(struct builder *builder)
{
    ipso__program_free(builder->program);
    free(builder->column);
    free(builder->terms);
    free(builder->start);
}

static int pass_on(void *user, double best, double bound, int64_t work)
{
    ipso__packing_meter *meter = user;
    (void)best;
    (void)bound;
    (void)work;
    return ipso__packing_meter_look(meter);
}

/* Makes state the program's solution when that is better. */
static void take_over(const struct builder *builder, ipso__packing_state *state, const double *x)
{
    const ipso__packing_model *model = builder->model;
    for (int o = 0; o < model->option_count; o++)
        for (int copies = builder->column[o] >= 0 ? (int)rint(x[builder->column[o]]) : 0;
             copies > 0; copies--)
            if (ipso__packing_state_fits(state, o))
                ipso__packing_state_add(state, o);
    ipso__packing_state_mark(state);
    if (state->value > state->best_value)
        ipso__packing_state_keep(state);
}

static ipso_status run(struct builder *builder, ipso__packing_state *state, int64_t work,
                       ipso__packing_meter *meter, int64_t *bound)
{
    ipso__solve_settings settings;
    ipso__solve_settings_init(&settings);
    ipso__solve_result result;
    settings.time_limit_s = fmax(0, meter->deadline_s - ipso__clock_now_s());
    settings.work_limit = work / IPSO__PACKING_ITERATION + 1;
    settings.start = builder->start;
    settings.integral_cost = true;
    settings.progress = pass_on;
    settings.progress_user = meter;
    ipso_status status = ipso__solve(&result, builder->program, &settings, NULL);
    if (status != IPSO_OK)
        return status;
    if (result.x != NULL)
        take_over(builder, state, result.x);
    if (isfinite(result.bound)) {
        double most = floor(-result.bound + 1e-6 * fmax(1, fabs(result.bound) * 1e-3));
        *bound = (int64_t)fmax(most, (double)state->best_value);
    }
    ipso__packing_meter_add(meter, result.work * IPSO__PACKING_ITERATION);
    ipso__solve_result_finish(&result);
    return IPSO_OK;
}

bool ipso__packing_solve_program(const ipso__packing_scope *scope, ipso__packing_state *state,
                                 int64_t work, ipso__packing_meter *meter, int64_t *bound)
{
    struct builder builder;
    bool ok = builder_init(&builder, scope) && build(&builder);
    if (ok)
        ok = run(&builder, state, work, meter, bound) != IPSO_NOMEM;
    builder_finish(&builder);
    return ok;
}
