/* A lower bound on the joint cost of roster, slots and bookings.
 *
 * Let x be a roster, y copies of options in bands of duties worked, z[i] whether line i of S7
 * counts in the roster. The joint cost is
 *
 *     roster(x) + sum over needs g of (V_g - F_g(n_g)) + sum over o of cost[o] y[o]
 *         + sum over lines i of S7 of z[i] points (T_i - n_i)+  +  S6  +  (B3, B4 hold),
 *
 * n_g, n_i the slots of a need or line, V_g the sum of the values of g. Relaxed: S6 to nothing
 * (its room grows with the roster), B3 and B4, and with prices lambda >= 0 that n is what y gives.
 * For a need V_g - F_g(n) >= sum over k of min(v_k, lambda_g) - lambda_g n, and for a line with
 * lambda_i <= points, z points (T - n)+ >= z lambda_i T - lambda_i n, as n = 0 where z = 0. So
 *
 *     joint cost >= sum over g and k of min(v_gk, lambda_g)
 *         + min over rosters of  roster(x) + sum over i of lambda_i T_i z[i]
 *                                - sum over duties worked of W(lambda)
 *
 * with W of a duty the sum over its bands of the exact knapsack value of the best slots at these
 * prices. The split is exact because bands depend on the duty alone. The minimum is bounded by the
 * linear relaxation of the roster program, whose dual bound is recounted from its multipliers.
 *
 * The prices climb as in packing_bound.c (Barahona and Anbil 2000, The volume algorithm), one
 * linear program a step; the subgradient in lambda_g is the number of values above it less the
 * slots of g in the bands of duties worked.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "planner/joint.h"

#include "base/clock.h"
#include "base/error.h"
#include "solve/solve.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define UNIT          ((double)IPSO__PACKING_PRICE_UNIT)
#define UNITS_PER_ROW 10 /* work of one simplex iteration, per row */
#define PRICE_WORK    ((int64_t)50000000)
#define NEWEST        0.2 /* weight of the newest subgradient */
#define FIRST_STEP    0.5
#define LAST_STEP     1e-3
#define CLIMB_SHARE   0.8 /* of the limits; what the climb leaves is for branch and cut */
#define BRANCH_SHARE  0.8 /* of what is left then */

#define SECONDS_PER_OPTION 3e-6 /* what a few steps take, at least */
#define WORK_PER_OPTION    100

enum { PATIENCE = 4, MOST_STEPS = 300 };

typedef struct climb {
    double begin_s, share;
    double target; /* cost of the plan */
    double step;
    int failures, steps;
} climb;

static double used(const ipso__joint *joint, const climb *c)
{
    const ipso__stage_settings *settings = joint->settings;
    double share = 0;
    if (settings->work_limit > 0)
        share = (double)joint->work / (double)settings->work_limit;
    if (settings->deadline_s < INFINITY) {
        double now = ipso__clock_now_s(), whole = settings->deadline_s - c->begin_s;
        share = fmax(share, whole > 0 ? (now - c->begin_s) / whole : 1);
    }
    return share;
}

/* The most that the row's price may be. */
static int64_t highest(const ipso__joint *joint, int row)
{
    const ipso__packing_row *described = &joint->packing.packing.rows[row];
    return joint->stretch[row] > 0 ? described->marginals[0] * IPSO__PACKING_PRICE_UNIT : 0;
}

static int64_t clamp(const ipso__joint *joint, int row, double price)
{
    double high = (double)highest(joint, row);
    return (int64_t)fmax(0, fmin(high, rint(price)));
}

/* ---- first prices ---- */

typedef struct chosen {
    ipso__bands bands;
    ipso__table table;
    ipso__table_packing packing;
} chosen;

static void chosen_finish(chosen *c)
{
    ipso__table_packing_finish(&c->packing);
    ipso__table_finish(&c->table);
    ipso__bands_finish(&c->bands);
}

/* The packing of the roster of plan. */
static ipso_status chosen_start(chosen *c, const ipso_plan *plan, ipso_error *err)
{
    const ipso_practice *practice = ipso_plan_practice(plan);
    const ipso__scope scope = {.forecasts = true, .requests = true};
    int count = ipso_plan_assignment_count(plan);
    ipso_assignment *work = ipso__calloc((size_t)count, sizeof *work);
    *c = (chosen){0};
    if (work == NULL)
        return ipso__fail_nomem(err);
    for (int i = 0; i < count; i++)
        work[i] = *ipso_plan_assignment(plan, i);
    ipso_status status = ipso__bands_build(&c->bands, practice, work, count, NULL, 0, err);
    free(work);
    if (status == IPSO_OK)
        status = ipso__table_build(&c->table, practice, &c->bands, &scope, err);
    if (status == IPSO_OK)
        status = ipso__table_packing_relaxed(&c->packing, &c->table, err);
    return status;
}

/* Needs of forecasts and requests stand in the same order in the table of any roster; lines of S7
 * are found by what they are. */
static void take_prices(ipso__joint *joint, const chosen *c, const int64_t *price)
{
    const ipso__table *all = &joint->table, *own = &c->table;
    int g = 0;
    for (int own_g = 0; own_g < own->need_count; own_g++) {
        if (own->needs[own_g].kind == IPSO__NEED_TARGET)
            continue;
        while (all->needs[g].kind == IPSO__NEED_TARGET)
            g++;
        int row = joint->packing.row_of_need[g++];
        joint->price[row] = clamp(joint, row, (double)price[c->packing.row_of_need[own_g]]);
    }
    for (int i = 0; i < own->target_count; i++) {
        const ipso__target_line *line = &own->targets[i];
        int cell = line->type * ipso_practice_practitioner_count(joint->practice);
        int line_of = all->target_of[(cell + line->practitioner) * all->week_count + line->week];
        if (line_of >= 0) {
            int row = joint->packing.row_of_target[line_of];
            joint->price[row] = clamp(joint, row, (double)price[c->packing.row_of_target[i]]);
        }
    }
}

static double seconds_left(const ipso__joint *joint)
{
    return fmax(0, joint->settings->deadline_s - ipso__clock_now_s());
}

static ipso_status first_prices(ipso__joint *joint, const ipso_plan *plan, double share,
                                ipso_error *err)
{
    chosen c;
    ipso__packing_settings settings;
    ipso__packing_result result;
    ipso__packing_settings_init(&settings);
    settings.work_limit = PRICE_WORK;
    if (joint->settings->work_limit > 0)
        settings.work_limit = (int64_t)fmin((double)PRICE_WORK,
                                            1 + 0.2 * share * (double)joint->settings->work_limit);
    settings.time_limit_s = 0.2 * share * seconds_left(joint);
    settings.seed = joint->settings->seed;
    ipso_status status = chosen_start(&c, plan, err);
    if (status == IPSO_OK)
        status = ipso__packing_solve(&result, &c.packing.packing, &settings, err);
    if (status == IPSO_OK) {
        take_prices(joint, &c, result.price);
        joint->work += result.work;
        ipso__packing_result_finish(&result);
    }
    chosen_finish(&c);
    return status;
}

/* ---- a step ---- */

/* The sum of min(v, price) over needs, in units of the prices; and the subgradient of it. */
static double need_terms(ipso__joint *joint)
{
    const ipso__table *table = &joint->table;
    double sum = 0;
    for (int g = 0; g < table->need_count; g++) {
        const ipso__need *need = &table->needs[g];
        int row = joint->packing.row_of_need[g], above = 0;
        if (row < 0)
            continue;
        for (int k = 0; k < need->value_count; k++) {
            int64_t value = table->values[need->first_value + k] * IPSO__PACKING_PRICE_UNIT;
            above += value > joint->price[row];
            sum += (double)(value < joint->price[row] ? value : joint->price[row]);
        }
        joint->units[row] = above - joint->units[row];
    }
    return sum;
}

/* Prices the roster program: duties at their cost less W, presences at target x price. */
static void price_program(ipso__joint *joint, const double *worth)
{
    ipso__program *program = joint->program->program;
    for (int o = 0; o < joint->roster->option_count; o++)
        ipso__program_set_cost(program, o, joint->duty_cost[o] - worth[o]);
    for (int i = 0; i < joint->table.target_count; i++) {
        if (joint->presence[i] >= 0)
            ipso__program_set_cost(program, joint->presence[i],
                                   joint->table.targets[i].missing *
                                       (double)joint->price[joint->packing.row_of_target[i]] /
                                       UNIT);
    }
}

static void fill_worth(ipso__joint *joint, const int64_t *price, double *worth)
{
    joint->work += ipso__packing_pricer_fill(joint->pricer, price, joint->value);
    for (int o = 0; o < joint->roster->option_count; o++)
        worth[o] = 0;
    for (int b = 0; b < joint->packing.packing.bin_count; b++)
        worth[joint->option_of_bin[b]] += (double)joint->value[b] / UNIT;
}

static int on_solve(void *user, double best, double bound, int64_t work)
{
    ipso__joint *joint = user;
    ipso_progress progress = {.stage = IPSO_STAGE_BOOKINGS, .work = joint->work + work};
    (void)best;
    (void)bound;
    if (joint->settings->progress != NULL &&
        joint->settings->progress(joint->settings->progress_user, &progress) != 0)
        joint->stopped = true;
    return joint->stopped;
}

/* Solves the roster program at its present prices: its relaxation, or the whole until `share` of
 * the limits is used up. */
static ipso_status solve(ipso__joint *joint, ipso__solve_result *result, bool relax, double share,
                         ipso_error *err)
{
    const ipso__program *program = joint->program->program;
    int64_t unit = UNITS_PER_ROW * (50 + (int64_t)ipso__program_row_count(program));
    ipso__solve_settings settings;
    ipso__solve_settings_init(&settings);
    settings.relax = relax;
    settings.time_limit_s = share * seconds_left(joint);
    settings.progress = on_solve;
    settings.progress_user = joint;
    if (joint->settings->work_limit > 0) {
        int64_t left =
            (int64_t)(share * (double)(joint->settings->work_limit - joint->work)) / unit;
        settings.work_limit = left > 1 ? left : 1;
    }
    ipso_status status = ipso__solve(result, program, &settings, err);
    if (status == IPSO_OK)
        joint->work += (result->work + 1) * unit;
    return status;
}

/* Slots that the relaxed roster has, less those credited, as the ascent's subgradient. */
static double subgradient(ipso__joint *joint, const double *x)
{
    const ipso__packing *packing = &joint->packing.packing;
    for (int b = 0; b < packing->bin_count; b++)
        joint->weight[b] = x != NULL ? x[joint->option_of_bin[b]] : 0;
    ipso__packing_pricer_units(joint->pricer, joint->weight, joint->units);
    double terms = need_terms(joint) / UNIT;
    for (int i = 0; i < joint->table.target_count; i++) {
        int row = joint->packing.row_of_target[i];
        double present = x != NULL && joint->presence[i] >= 0 ? x[joint->presence[i]] : 0;
        joint->units[row] = present * joint->table.targets[i].missing - joint->units[row];
    }
    return terms;
}

/* Takes the step's bound; adapts the length of the next step. */
static void judge(ipso__joint *joint, climb *c, double bound)
{
    if (bound > joint->bound) {
        joint->bound = bound;
        memcpy(joint->best_price, joint->price,
               (size_t)joint->packing.packing.row_count * sizeof *joint->price);
        c->failures = 0;
        c->step = fmin(2, c->step * 1.1);
    } else if (++c->failures >= PATIENCE) {
        c->failures = 0;
        c->step *= 0.6;
    }
}

/* Turns the direction towards the subgradient and moves from the best prices along it; false when
 * there is nowhere to go. */
static bool move(ipso__joint *joint, const climb *c)
{
    int rows = joint->packing.packing.row_count;
    double newest = c->steps == 0 ? 1 : NEWEST, norm = 0;
    for (int r = 0; r < rows; r++) {
        double v = newest * joint->units[r] + (1 - newest) * joint->direction[r];
        joint->direction[r] = v;
        if (v > 0 ? joint->best_price[r] < highest(joint, r) : joint->best_price[r] > 0)
            norm += joint->stretch[r] * v * v;
    }
    double hope = fmax(1, c->target - joint->bound) * UNIT;
    for (int r = 0; r < rows && norm > 0; r++)
        joint->price[r] =
            clamp(joint, r,
                  (double)joint->best_price[r] +
                      c->step * hope / norm * joint->stretch[r] * joint->direction[r]);
    return norm > 0;
}

/* For rounding in the sums of a bound. */
static double tolerance(double terms, double bound)
{
    return 1e-6 + 1e-9 * (fabs(terms) + fabs(bound));
}

/* One bound at the present prices, and the next prices; *more is false when the climb is over. */
static ipso_status step(ipso__joint *joint, climb *c, double *worth, bool *more, ipso_error *err)
{
    ipso__solve_result result;
    fill_worth(joint, joint->price, worth);
    price_program(joint, worth);
    ipso_status status = solve(joint, &result, true, 1, err);
    if (status != IPSO_OK)
        return status;
    double terms = subgradient(joint, result.x);
    double bound = terms + result.bound;
    if (isfinite(bound))
        judge(joint, c, bound - tolerance(terms, result.bound));
    *more = result.outcome == IPSO_OPTIMAL && result.x != NULL && joint->bound > -INFINITY &&
            c->step > LAST_STEP && ++c->steps < MOST_STEPS && !joint->stopped &&
            joint->bound < c->target - 1 && used(joint, c) < c->share && move(joint, c);
    ipso__solve_result_finish(&result);
    return IPSO_OK;
}

/* Branch and cut at the best prices: no roster is a fraction of several. */
static ipso_status branch(ipso__joint *joint, double *worth, ipso_error *err)
{
    ipso__solve_result result;
    memcpy(joint->price, joint->best_price,
           (size_t)joint->packing.packing.row_count * sizeof *joint->price);
    fill_worth(joint, joint->price, worth);
    price_program(joint, worth);
    double terms = subgradient(joint, NULL);
    ipso_status status = solve(joint, &result, false, BRANCH_SHARE, err);
    if (status != IPSO_OK)
        return status;
    if (isfinite(result.bound))
        joint->bound = fmax(joint->bound, terms + result.bound - tolerance(terms, result.bound));
    ipso__solve_result_finish(&result);
    return IPSO_OK;
}

ipso_status ipso__joint_ascend(ipso__joint *joint, const ipso_plan *plan, double cost, double share,
                               ipso_error *err)
{
    climb c = {.begin_s = ipso__clock_now_s(),
               .share = CLIMB_SHARE * share,
               .target = cost,
               .step = FIRST_STEP};
    double *worth = ipso__calloc((size_t)joint->roster->option_count, sizeof *worth);
    ipso_status status = worth == NULL ? ipso__fail_nomem(err) : IPSO_OK;
    if (status == IPSO_OK)
        status = first_prices(joint, plan, share, err);
    bool more = status == IPSO_OK;
    while (more && status == IPSO_OK)
        status = step(joint, &c, worth, &more, err);
    if (status == IPSO_OK && joint->bound > -INFINITY && joint->bound < cost - 1 &&
        !joint->stopped && used(joint, &c) < 1)
        status = branch(joint, worth, err);
    free(worth);
    return status;
}

/* ---- the report ---- */

/* The cost of roster, slots and bookings by ipso_check. */
static ipso_status recount(int64_t *cost, const ipso_plan *plan, ipso_error *err)
{
    ipso_report *report;
    ipso_status status = ipso_check(&report, plan, err);
    if (status != IPSO_OK)
        return status;
    *cost = ipso_report_stage_cost(report, IPSO_STAGE_ROSTER) +
            ipso_report_stage_cost(report, IPSO_STAGE_SLOTS) +
            ipso_report_stage_cost(report, IPSO_STAGE_BOOKINGS);
    ipso_report_free(report);
    return IPSO_OK;
}

/* Whether the table of all duties can be priced a few times within the limits. */
static bool is_affordable(const ipso__joint *joint)
{
    const ipso__stage_settings *settings = joint->settings;
    double options = joint->table.option_count;
    return settings->deadline_s - ipso__clock_now_s() > options * SECONDS_PER_OPTION &&
           (settings->work_limit == 0 || (double)settings->work_limit > options * WORK_PER_OPTION);
}

static void fill_report(ipso_joint_report *report, const ipso_plan *plan, const ipso__joint *joint,
                        int64_t cost)
{
    int64_t bound = ipso_plan_stage(plan, IPSO_STAGE_ROSTER)->bound;
    if (joint->bound > (double)bound)
        bound = (int64_t)ceil(joint->bound);
    *report = (ipso_joint_report){.ran = true, .cost = cost, .bound = bound, .work = joint->work};
    report->gap = (double)(cost - bound) / fmax(1, fabs((double)cost));
}

ipso_status ipso__joint_report(ipso_joint_report *report, const ipso_plan *plan,
                               const ipso__stage_settings *settings, ipso_error *err)
{
    ipso__joint joint;
    int64_t cost;
    ipso_error local;
    ipso_status status = recount(&cost, plan, err);
    if (status != IPSO_OK)
        return status;
    ipso_error_init(&local);
    status = ipso__joint_start(&joint, ipso_plan_practice(plan), settings, &local);
    if (status == IPSO_INPUT)
        return IPSO_OK;
    if (status == IPSO_OK && is_affordable(&joint))
        status = ipso__joint_ascend(&joint, plan, (double)cost, 1, &local);
    if (status == IPSO_SOLVER) /* a failure of GLPK ends the climb: what was proven stands */
        status = IPSO_OK;
    if (status == IPSO_OK)
        fill_report(report, plan, &joint, cost);
    ipso__joint_finish(&joint);
    return status == IPSO_OK ? status : ipso__fail(err, status, local.where, "%s", local.text);
}
