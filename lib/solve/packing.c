/* Searching a packing: limits, phases and the result.
 *
 *   1. greedy filling, so that a plan is always there (packing_greedy.c);
 *   2. first prices from a market of cells (packing_start.c), and from them the Lagrangian bound of
 * the whole by the volume algorithm (packing_bound.c), a quarter of the effort at most;
 *   3. a dive along it (packing_dive.c);
 *   4. on the smallest instances, branch and bound (packing_branch.c);
 *   5. simulated annealing with ejections (packing_anneal.c);
 *   6. where bins are alike, the bound of the packing that has them as one (packing_alike.c), else
 * the bound once more, and that of blocks of bins (packing_blocks.c);
 *   7. region search until a limit, the gap, or a long run of regions without gain
 * (packing_region.c, several at a time by packing_crew.c);
 *   8. on small instances, what the bound has not closed goes to GLPK (packing_program.c).
 *
 * The effort of each phase is a share of the work planned for: the work limit, or 1e8 units for
 * each second of the time limit, or else 1e9 units. The clock decides nothing but when to stop.
 * Without limits the search ends when 400 + 64 x bins regions in a row gained nothing.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "solve/packing_alike.h"
#include "solve/packing_blocks.h"
#include "solve/packing_search.h"

#include "base/error.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define WORK_PER_S     1e8
#define DEFAULT_EFFORT ((int64_t)1000000000)

enum {
    MAX_SWEEPS = 1200,
    MIN_SWEEPS = 40,
    MAX_MOVES = 4000000, /* or, of large instances, so many for each option */
    MOVES_AN_OPTION = 10,
    PROGRAM_OPTIONS = 2000,
    BIN_DIVE_SWEEPS = 15,
    DIVE_SWEEPS = 30
};
enum { SMALL_OPTIONS = 200, SMALL_WORK = 20000000 };

struct search {
    const ipso__packing *packing;
    const ipso__packing_settings *settings;
    ipso__packing_model model;
    ipso__packing_state state;
    ipso__packing_scope scope;
    ipso__packing_meter meter;
    ipso__team team;
    ipso__random random;
    double *price; /* best of the whole */
    int *bins;     /* all of them */
    int64_t *unit_price;
    int *x;
    int64_t bound;
    double best_bound; /* scaled, at price */
    int64_t effort;    /* work planned for */
    bool dive_by_bin;
    double sweep_work; /* of the whole */
    const ipso__packing_known *known;
};

void ipso__packing_settings_init(ipso__packing_settings *settings)
{
    *settings = (ipso__packing_settings){.time_limit_s = INFINITY, .seed = 1, .threads = 1};
}

void ipso__packing_result_finish(ipso__packing_result *result)
{
    free(result->x);
    free(result->price);
    result->x = NULL;
    result->price = NULL;
}

/* Value from which the gap is closed. */
static int64_t enough_value(const struct search *search)
{
    double base = search->settings->gap_base;
    if (base <= 0)
        base = fmax(1, fabs((double)search->bound));
    return search->bound - (int64_t)floor(fmin(base * search->settings->gap, 1e15));
}

static bool close_enough(const struct search *search)
{
    return search->state.best_value >= enough_value(search);
}

/* The best point by option of the instance. */
static const int *best_point(struct search *search)
{
    for (int o = 0; o < search->model.option_count; o++)
        search->x[search->model.original[o]] = search->state.best[o];
    return search->x;
}

static void publish(struct search *search)
{
    search->meter.value = search->state.best_value;
    search->meter.bound = search->bound;
    if (search->known->kept != NULL)
        search->known->kept(search->known->user, best_point(search), search->state.best_value);
}

/* Ends a phase on the best point; true when nothing more is to be done. */
static bool settled(struct search *search)
{
    ipso__packing_state *state = &search->state;
    if (state->value > state->best_value)
        ipso__packing_state_keep(state);
    else if (state->dirty_count > 0)
        ipso__packing_state_restore(state);
    publish(search);
    return search->meter.stopped || close_enough(search);
}

static void lower_bound_to(struct search *search, double scaled)
{
    double whole = floor(scaled / IPSO__PACKING_SCALE);
    if (whole < (double)search->bound)
        search->bound = (int64_t)whole;
    publish(search);
}

/* Every row at its most, every option that pays by itself in all its copies. */
static int64_t trivial_bound(const ipso__packing_model *model)
{
    int64_t bound = 0;
    for (int r = 0; r < model->row_count; r++) {
        int64_t most = 0;
        for (int k = 0; k <= model->row[r].top; k++) {
            int64_t gain = model->gain[model->row[r].gain_first + k];
            most = gain > most ? gain : most;
        }
        bound += most;
    }
    for (int o = 0; o < model->option_count; o++)
        if (model->option[o].cost < 0)
            bound -= model->option[o].cost * model->option[o].limit;
    return bound;
}

static void empty(ipso__packing_state *state)
{
    for (int b = 0; b < state->model->bin_count; b++)
        while (state->placed_count[b] > 0)
            ipso__packing_state_remove(state, state->placed[state->model->first[b]]);
    ipso__packing_state_mark(state);
}

static bool bound_whole(struct search *search)
{
    ipso__packing_scope *scope = &search->scope;
    ipso__packing_descent descent = {
        .sweeps = 3, .step = 0.01, .follow = !search->dive_by_bin, .fresh = true};
    if (!ipso__packing_scope_start(scope, &search->meter))
        return false;
    int64_t before = search->meter.work;
    double value = (double)search->state.best_value;
    double bound = ipso__packing_scope_descend(scope, &descent, value, &search->meter);
    search->sweep_work = (double)(search->meter.work - before) / 3 + 1;
    double share = search->dive_by_bin ? 0.15 : 0.22; /* options are dived for by the averages */
    double sweeps = share * (double)search->effort / search->sweep_work;
    descent.sweeps = (int)fmax(MIN_SWEEPS, fmin(sweeps, MAX_SWEEPS));
    lower_bound_to(search, bound);
    bound = ipso__packing_scope_descend(scope, &descent, value, &search->meter);
    lower_bound_to(search, bound);
    search->best_bound = bound;
    memcpy(search->price, scope->best_price, (size_t)search->model.row_count * sizeof(double));
    return true;
}

/* One unit a row on average or little more: requests rather than slots. */
static bool rows_are_single(const ipso__packing_model *model)
{
    int64_t units = 0, rows = 0;
    for (int o = 0; o < model->option_count; o++)
        if (model->option[o].home >= 0) {
            units += model->row[model->option[o].home].top;
            rows++;
        }
    return units < 2 * rows;
}

static bool dive_whole(struct search *search)
{
    /* a careful dive costs about so many sweeps of the whole; by bins it may take more, as regions
     * have little to mend after it */
    double effort = (double)search->effort, left = effort - (double)search->meter.work;
    ipso__packing_diving diving = {.sweeps = DIVE_SWEEPS,
                                   .haste = 800 * search->sweep_work / (0.3 * effort)};
    if (search->dive_by_bin)
        diving = (ipso__packing_diving){.by_bin = &search->random,
                                        .sweeps = BIN_DIVE_SWEEPS,
                                        .haste = 200 * search->sweep_work / (0.6 * fmax(left, 1))};
    return search->meter.stopped ||
           ipso__packing_dive(&search->scope, &search->state, &diving, &search->meter);
}

/* Opens everything on the present point, at the best prices of the whole. */
static void open_whole(struct search *search)
{
    ipso__packing_scope *scope = &search->scope;
    ipso__packing_scope_open(scope, &search->state, search->bins, search->model.bin_count);
    for (int i = 0; i < scope->row_count; i++)
        scope->price[scope->rows[i]] = search->price[scope->rows[i]];
}

/* Lowers the bound further, now that a good point is there whatever the clock does. */
static void bound_again(struct search *search)
{
    ipso__packing_scope *scope = &search->scope;
    double sweeps = 0.15 * (double)search->effort / search->sweep_work;
    ipso__packing_descent descent = {.sweeps = (int)fmin(sweeps, MAX_SWEEPS), .step = 0.02};
    double value = (double)search->state.best_value;
    empty(&search->state);
    open_whole(search);
    double bound = ipso__packing_scope_descend(scope, &descent, value, &search->meter);
    ipso__packing_state_restore(&search->state);
    if (bound >= search->best_bound)
        return;
    lower_bound_to(search, bound);
    search->best_bound = bound;
    memcpy(search->price, scope->best_price, (size_t)search->model.row_count * sizeof(double));
}

/* Bounds the packing that has alike bins as one; the prices stay those of the bins. Where few are
 * alike, bounds the bins as they are once more. */
static bool bound_more(struct search *search)
{
    double bound;
    ipso__packing_alike_descent how = {.price = search->price,
                                       .value = (double)search->state.best_value,
                                       .work = (int64_t)(0.15 * (double)search->effort),
                                       .most_sweeps = MAX_SWEEPS,
                                       .team = &search->team};
    bool ok = ipso__packing_alike_bound(search->packing, &how, &search->meter, &bound);
    if (ok && isinf(bound) && !search->meter.stopped)
        bound_again(search);
    else if (ok)
        lower_bound_to(search, bound);
    return ok;
}

/* Bounds blocks of bins together, at the prices of the bins. */
static bool bound_blocks(struct search *search)
{
    double bound;
    ipso__packing_blocks_search how = {.price = search->price,
                                       .work = (int64_t)(0.15 * (double)search->effort),
                                       .seed = search->settings->seed,
                                       .team = &search->team};
    bool ok = ipso__packing_blocks_bound(&search->model, &how, &search->meter, &bound);
    if (ok)
        lower_bound_to(search, bound);
    return ok;
}

static void anneal_whole(struct search *search)
{
    int count = 0, *options = search->x;
    for (int o = 0; o < search->model.option_count; o++)
        if (search->model.option[o].limit > 0)
            options[count++] = o;
    double hot = ipso__packing_temperature(&search->state);
    ipso__packing_annealing annealing = {
        .hot = hot, .cold = hot / 5, .options = options, .option_count = count};
    double most = fmax(MAX_MOVES, MOVES_AN_OPTION * (double)search->model.option_count);
    double share = search->dive_by_bin ? 0.1 : 0.2; /* dives by bins leave little to it */
    annealing.moves = (int64_t)fmin(most, share * (double)search->effort / 100);
    ipso__packing_anneal(&search->state, &annealing, &search->random, &search->meter);
}

static bool search_regions(struct search *search)
{
    ipso__packing_region_search how = {.price = search->price,
                                       .dive_by_bin = search->dive_by_bin,
                                       .team = &search->team,
                                       .seed = search->settings->seed,
                                       .until = INT64_MAX,
                                       .enough = enough_value(search)};
    if (how.enough > search->known->enough)
        how.enough = search->known->enough;
    if (search->model.option_count <= PROGRAM_OPTIONS) /* half of the effort is left to GLPK */
        how.until = search->effort / 2;
    return ipso__packing_search_regions(&search->state, &how, &search->meter);
}

static bool branch(struct search *search)
{
    bool proven = false;
    empty(&search->state);
    open_whole(search);
    bool ok = ipso__packing_branch(&search->scope, &search->state, search->bins,
                                   search->model.bin_count, SMALL_WORK, &search->meter, &proven);
    if (proven)
        search->bound = search->state.best_value;
    return ok;
}

/* Small instances: the gap that is left, to GLPK. */
static bool solve_rest(struct search *search)
{
    ipso__packing_scope *scope = &search->scope;
    int64_t bound = search->bound, work = search->effort - search->meter.work;
    empty(&search->state);
    open_whole(search);
    scope->best_bound = search->best_bound;
    bool ok = true;
    int left = ipso__packing_scope_close(scope, (double)search->state.best_value, &search->meter);
    ipso__packing_scope_refresh(scope);
    if (left <= PROGRAM_OPTIONS && work > 0 && !search->meter.stopped)
        ok = ipso__packing_solve_program(scope, &search->state, work, &search->meter, &bound);
    ipso__packing_scope_reopen(scope, search->bins, search->model.bin_count);
    lower_bound_to(search, (double)bound * IPSO__PACKING_SCALE);
    return ok;
}

/* The phases; false when out of memory. */
static bool run(struct search *search)
{
    ipso__packing_state *state = &search->state;
    int bins = search->model.bin_count;
    if (search->settings->start != NULL)
        ipso__packing_state_load(state, search->settings->start);
    if (!ipso__packing_greedy(state, search->bins, bins, &search->meter))
        return false;
    ipso__packing_state_keep(state);
    publish(search);
    empty(state);
    ipso__packing_scope_open(&search->scope, state, search->bins, bins);
    search->dive_by_bin = rows_are_single(&search->model);
    bool ok = bound_whole(search) && dive_whole(search);
    if (!settled(search) && ok && search->model.option_count <= SMALL_OPTIONS)
        ok = branch(search);
    if (!settled(search) && ok)
        anneal_whole(search);
    if (!settled(search) && ok)
        ok = bound_more(search);
    if (!settled(search) && ok)
        ok = bound_blocks(search);
    if (!settled(search) && ok)
        ok = search_regions(search);
    if (!settled(search) && ok)
        ok = solve_rest(search);
    settled(search);
    return ok && !state->broken;
}

/* What is left to do where bound, prices and a point near the best are known. */
static bool improve(struct search *search)
{
    const ipso__packing_known *known = search->known;
    ipso__packing_state *state = &search->state;
    for (int r = 0; r < search->packing->row_count; r++)
        search->price[r] = (double)known->price[r];
    if (known->bound < search->bound)
        search->bound = known->bound;
    search->meter.work = known->work;
    search->meter.stopped = known->stopped;
    search->dive_by_bin = rows_are_single(&search->model);
    ipso__packing_state_load(state, search->settings->start);
    bool ok = ipso__packing_greedy(state, search->bins, search->model.bin_count, &search->meter);
    if (!settled(search) && ok && state->best_value < known->enough)
        ok = search_regions(search);
    settled(search);
    return ok && !state->broken;
}

static bool allocate(struct search *search)
{
    const ipso__packing_model *model = &search->model;
    search->price = ipso__calloc((size_t)model->row_count, sizeof *search->price);
    search->bins = ipso__calloc((size_t)model->bin_count, sizeof *search->bins);
    search->x = ipso__calloc((size_t)model->option_count, sizeof *search->x);
    search->unit_price = ipso__calloc((size_t)model->row_count, sizeof *search->unit_price);
    if (search->price == NULL || search->bins == NULL || search->x == NULL ||
        search->unit_price == NULL)
        return false;
    for (int b = 0; b < model->bin_count; b++)
        search->bins[b] = b;
    return ipso__packing_state_init(&search->state, model) &&
           ipso__packing_scope_init(&search->scope, model) &&
           ipso__packing_scope_share(&search->scope, &search->team);
}

static void finish(struct search *search)
{
    ipso__packing_state_finish(&search->state);
    ipso__packing_scope_finish(&search->scope);
    ipso__packing_model_finish(&search->model);
    free(search->price);
    free(search->bins);
    free(search->x);
    free(search->unit_price);
}

/* Hands the best point over, recounted from the instance alone. */
static ipso_status hand_over(struct search *search, ipso__packing_result *result, ipso_error *err)
{
    int64_t value;
    bool holds;
    for (int r = 0; r < search->packing->row_count; r++)
        search->unit_price[r] = (int64_t)search->price[r];
    if (!ipso__packing_recount(search->packing, best_point(search), &value, &holds))
        return ipso__fail_nomem(err);
    if (!holds || value != search->state.best_value || value > search->bound)
        return ipso__fail(err, IPSO_SOLVER, "", "a packing did not survive its recount");
    bool proven = close_enough(search);
    *result = (ipso__packing_result){.outcome = proven ? IPSO_OPTIMAL : IPSO_FEASIBLE,
                                     .stop = search->meter.reason,
                                     .value = value,
                                     .bound = search->bound,
                                     .work = search->meter.work,
                                     .x = search->x,
                                     .price = search->unit_price};
    if (proven && !search->meter.stopped)
        result->stop = value == search->bound ? IPSO_STOP_DONE : IPSO_STOP_GAP;
    search->x = NULL;
    search->unit_price = NULL;
    return IPSO_OK;
}

static void plan_effort(struct search *search)
{
    const ipso__packing_settings *settings = search->settings;
    search->effort = DEFAULT_EFFORT;
    if (settings->time_limit_s < 1e6)
        search->effort = (int64_t)(settings->time_limit_s * WORK_PER_S);
    if (settings->work_limit > 0 &&
        (settings->work_limit < search->effort || settings->time_limit_s >= 1e6))
        search->effort = settings->work_limit;
}

ipso_status ipso__packing_search(ipso__packing_result *result, const ipso__packing *packing,
                                 const ipso__packing_settings *settings,
                                 const ipso__packing_known *known, ipso_error *err)
{
    struct search search = {.packing = packing, .settings = settings, .known = known};
    ipso__packing_meter_init(&search.meter, settings);
    ipso__random_init(&search.random, settings->seed, 0);
    plan_effort(&search);
    ipso_status status = ipso__packing_model_init(&search.model, packing, err);
    if (status != IPSO_OK)
        return status;
    if (!ipso__team_init(&search.team, settings->threads)) {
        ipso__packing_model_finish(&search.model);
        return ipso__fail_nomem(err);
    }
    search.bound = trivial_bound(&search.model);
    if (allocate(&search) && (known->price != NULL ? improve(&search) : run(&search)))
        status = hand_over(&search, result, err);
    else
        status = ipso__fail_nomem(err);
    finish(&search);
    ipso__team_finish(&search.team);
    return status;
}
