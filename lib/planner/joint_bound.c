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
 * prices. The split is exact because bands depend on the duty alone. The minimum is bounded as
 * joint_relax.c says.
 *
 * All prices climb together by the volume algorithm (Barahona and Anbil 2000; packing_bound.c says
 * how). The subgradient in lambda_g is the number of values above it less the slots of g in the
 * bands of duties worked.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "planner/joint.h"

#include "base/clock.h"
#include "base/error.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define UNIT        ((double)IPSO__PACKING_PRICE_UNIT)
#define PRICE_WORK  ((int64_t)50000000)
#define NEWEST      0.2 /* most weight of the newest subgradient */
#define FIRST_STEP  0.5
#define LONGEST     2.0
#define LAST_STEP   1e-4
#define HOPE        0.02 /* share of the bound that it is hoped to rise by */
#define FIRST_SHARE 0.2  /* of the limits, for the first prices */

#define SECONDS_PER_OPTION 3e-6 /* what a few steps take, at least */
#define WORK_PER_OPTION    100

enum { PATIENCE = 10, MOST_STEPS = 2000 };

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

static int64_t clamp(const ipso__joint *joint, int row, double price)
{
    const ipso__joint_prices *prices = &joint->prices;
    return (int64_t)fmax((double)prices->low[row], fmin((double)prices->high[row], rint(price)));
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
        joint->prices.now[row] = clamp(joint, row, (double)price[c->packing.row_of_need[own_g]]);
    }
    for (int i = 0; i < own->target_count; i++) {
        const ipso__target_line *line = &own->targets[i];
        int cell = line->type * ipso_practice_practitioner_count(joint->practice);
        int line_of = all->target_of[(cell + line->practitioner) * all->week_count + line->week];
        if (line_of >= 0) {
            int row = joint->packing.row_of_target[line_of];
            joint->prices.now[row] = clamp(joint, row, (double)price[c->packing.row_of_target[i]]);
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
        settings.work_limit = (int64_t)fmin(
            (double)PRICE_WORK, 1 + FIRST_SHARE * share * (double)joint->settings->work_limit);
    settings.time_limit_s = FIRST_SHARE * share * seconds_left(joint);
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

/* The sum of min(v, price) over needs, in points; slope becomes the number of values above. */
static double need_terms(ipso__joint *joint)
{
    const ipso__table *table = &joint->table;
    ipso__joint_prices *prices = &joint->prices;
    double sum = 0;
    for (int g = 0; g < table->need_count; g++) {
        const ipso__need *need = &table->needs[g];
        int row = joint->packing.row_of_need[g], above = 0;
        if (row < 0)
            continue;
        for (int k = 0; k < need->value_count; k++) {
            int64_t value = table->values[need->first_value + k] * IPSO__PACKING_PRICE_UNIT;
            above += value > prices->now[row];
            sum += (double)(value < prices->now[row] ? value : prices->now[row]);
        }
        prices->slope[row] = above - prices->slope[row];
    }
    return sum / UNIT;
}

void ipso__joint_fill_worth(ipso__joint *joint)
{
    joint->work += ipso__packing_pricer_fill(joint->bins, joint->prices.now, joint->value);
    for (int o = 0; o < joint->roster->option_count; o++)
        joint->worth[o] = 0;
    for (int b = 0; b < joint->packing.packing.bin_count; b++)
        joint->worth[joint->option_of_bin[b]] += (double)joint->value[b] / UNIT;
}

/* Sets the slopes of the packing's rows for what is worked and met; returns the terms of needs. */
static double slopes(ipso__joint *joint)
{
    const ipso__packing *packing = &joint->packing.packing;
    for (int b = 0; b < packing->bin_count; b++)
        joint->weight[b] = joint->worked[joint->option_of_bin[b]];
    ipso__packing_pricer_units(joint->bins, joint->weight, joint->prices.slope);
    double terms = need_terms(joint);
    for (int i = 0; i < joint->table.target_count; i++) {
        double *slope = &joint->prices.slope[joint->packing.row_of_target[i]];
        *slope = joint->met[i] * joint->table.targets[i].missing - *slope;
    }
    return terms;
}

/* Takes the step's bound; adapts the length of the next step. */
static void judge(ipso__joint *joint, climb *c, double bound, double along)
{
    if (bound > joint->bound) {
        joint->bound = bound;
        memcpy(joint->prices.best, joint->prices.now,
               (size_t)joint->prices.count * sizeof *joint->prices.now);
        c->failures = 0;
        if (along >= 0)
            c->step = fmin(LONGEST, c->step * 1.1);
    } else if (++c->failures >= PATIENCE) {
        c->failures = 0;
        c->step *= 0.66;
    }
}

/* Weight of the slope that makes the mean of slopes least; *along is their product. */
static double best_weight(const ipso__joint_prices *prices, double *along)
{
    double vv = 0, vg = 0, gg = 0;
    for (int r = 0; r < prices->count; r++) {
        double v = prices->direction[r], g = prices->slope[r], stretch = prices->stretch[r];
        vv += stretch * v * v;
        vg += stretch * v * g;
        gg += stretch * g * g;
    }
    *along = vg;
    double spread = vv - 2 * vg + gg, weight = spread > 0 ? (vv - vg) / spread : NEWEST;
    return fmin(NEWEST, fmax(weight, NEWEST / 10));
}

/* Turns the direction towards the slope; its square, without prices that cannot move along it. */
static double turn(ipso__joint_prices *prices, double weight)
{
    double norm = 0;
    for (int r = 0; r < prices->count; r++) {
        double v = weight * prices->slope[r] + (1 - weight) * prices->direction[r];
        prices->direction[r] = v;
        if (v > 0 ? prices->best[r] < prices->high[r] : prices->best[r] > prices->low[r])
            norm += prices->stretch[r] * v * v;
    }
    return norm;
}

/* Moves from the best prices along the direction. */
static void move(ipso__joint *joint, const climb *c, double norm)
{
    ipso__joint_prices *prices = &joint->prices;
    double hope = fmax(1, fmin(c->target - joint->bound, HOPE * fabs(joint->bound))) * UNIT;
    for (int r = 0; r < prices->count; r++)
        prices->now[r] =
            clamp(joint, r,
                  (double)prices->best[r] +
                      c->step * hope / norm * prices->stretch[r] * prices->direction[r]);
}

static void average(ipso__joint *joint, double weight)
{
    for (int o = 0; o < joint->roster->option_count; o++)
        joint->share[o] += weight * (joint->worked[o] - joint->share[o]);
}

/* For rounding in the sums of a bound. */
static double tolerance(double terms, double bound)
{
    return 1e-6 + 1e-9 * (fabs(terms) + fabs(bound));
}

/* One bound at the present prices, and the next prices; *more is false when the climb is over. */
static ipso_status step(ipso__joint *joint, climb *c, bool *more, ipso_error *err)
{
    double least, along = 0, norm;
    bool exact;
    ipso__joint_fill_worth(joint);
    ipso_status status = ipso__joint_relax(joint, &least, &exact, err);
    if (status != IPSO_OK)
        return status;
    double terms = slopes(joint);
    double weight = c->steps == 0 ? 1 : best_weight(&joint->prices, &along);
    if (isfinite(least))
        judge(joint, c, terms + least - tolerance(terms, least), along);
    average(joint, weight);
    norm = turn(&joint->prices, weight);
    *more = exact && joint->bound > -INFINITY && c->step > LAST_STEP && ++c->steps < MOST_STEPS &&
            !joint->stopped && joint->bound < c->target - 1 && used(joint, c) < c->share &&
            norm > 0;
    if (*more)
        move(joint, c, norm);
    return IPSO_OK;
}

ipso_status ipso__joint_ascend(ipso__joint *joint, const ipso_plan *plan, double cost, double share,
                               ipso_error *err)
{
    climb c = {.begin_s = ipso__clock_now_s(), .share = share, .target = cost, .step = FIRST_STEP};
    ipso_status status = first_prices(joint, plan, share, err);
    if (status == IPSO_OK) {
        ipso__joint_fill_worth(joint);
        status = ipso__joint_price_people(joint, FIRST_SHARE * share, err);
    }
    bool more = status == IPSO_OK;
    while (more && status == IPSO_OK)
        status = step(joint, &c, &more, err);
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
