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
#include "solve/worker.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define UNIT        ((double)IPSO__PACKING_PRICE_UNIT)
#define NEWEST      0.2 /* most weight of the newest subgradient */
#define LONGEST     2.0
#define FIRST_STEP  0.7
#define VALUE_STEP  1.0
#define LAST_STEP   1e-4
#define HOPE        0.02 /* share of the bound that it is hoped to rise by */
#define FIRST_SHARE 0.2  /* of the limits, for the first prices */

#define STEP_WORK 1000 /* of a step, beside what grows with rows, values and options */

/* A step is shortened after so many that did not gain. */
#define SHORTER       0.66
#define BRISK_SHORTER 0.8

enum { PATIENCE = 10, BRISK_PATIENCE = 5, MOST_STEPS = 2000, FIRST_STEPS = 150 };

typedef struct ascent {
    ipso__joint_climb *of;
    double step;
    double terms; /* of needs, at the last prices: the size of things while the bound is poor */
    int failures;
} ascent;

double ipso__joint_used(const ipso__joint *joint)
{
    const ipso__stage_settings *settings = joint->settings;
    double share = 0;
    if (settings->work_limit > 0)
        share = (double)joint->work / (double)settings->work_limit;
    if (settings->deadline_s < INFINITY) {
        double now = ipso__clock_now_s(), whole = settings->deadline_s - joint->begin_s;
        share = fmax(share, whole > 0 ? (now - joint->begin_s) / whole : 1);
    }
    return share;
}

static int64_t clamp(const ipso__joint_prices *prices, int row, double price)
{
    return (int64_t)fmax((double)prices->low[row], fmin((double)prices->high[row], rint(price)));
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

static void fill_worth(ipso__joint *joint)
{
    ipso__joint_links_pay(joint, joint->paid);
    joint->work += ipso__packing_pricer_fill(joint->bins, joint->paid, joint->value);
    for (int o = 0; o < joint->roster->option_count; o++)
        joint->worth[o] = 0;
    for (int b = 0; b < joint->packing.packing.bin_count; b++)
        joint->worth[joint->option_of_bin[b]] +=
            (double)joint->value[joint->packing.twin[b]] / UNIT;
}

/* What is in the rows of the packing, of what is worked. */
static void count_units(ipso__joint *joint)
{
    const ipso__packing *packing = &joint->packing.packing;
    memset(joint->weight, 0, (size_t)packing->bin_count * sizeof *joint->weight);
    for (int b = 0; b < packing->bin_count; b++)
        joint->weight[joint->packing.twin[b]] += joint->worked[joint->option_of_bin[b]];
    ipso__packing_pricer_units(joint->bins, joint->weight, joint->prices.slope);
}

/* Sets the slopes of the packing's rows and of links, from what is in them and met; returns the
 * terms of needs. */
static double slopes(ipso__joint *joint)
{
    ipso__joint_links_slope(joint, joint->prices.slope,
                            joint->prices.slope + joint->prices.first_link);
    double terms = need_terms(joint);
    for (int i = 0; i < joint->table.target_count; i++) {
        double *slope = &joint->prices.slope[joint->packing.row_of_target[i]];
        *slope = joint->met[i] * joint->table.targets[i].missing - *slope;
    }
    return terms;
}

/* The part at the present prices: its least cost, what is worked, and what that brings to rows. */
static ipso_status relax(ipso__joint *joint, double *least, bool *exact, ipso_error *err)
{
    fill_worth(joint);
    ipso_status status = ipso__joint_relax(joint, least, exact, err);
    if (status == IPSO_OK)
        count_units(joint);
    return status;
}

/* ---- half of the people beside the others ---- */

typedef struct half {
    ipso__joint *joint;
    double least;
    bool exact;
    ipso_status status;
    ipso_error err;
} half;

static void *relax_half(void *user)
{
    half *h = user;
    ipso_error_init(&h->err);
    h->status = relax(h->joint, &h->least, &h->exact, &h->err);
    return NULL;
}

/* What the other half brings. */
static void add_half(ipso__joint *joint, const ipso__joint *other)
{
    for (int r = 0; r < joint->prices.first_link; r++)
        joint->prices.slope[r] += other->prices.slope[r];
    for (int o = 0; o < joint->roster->option_count; o++)
        joint->worked[o] += other->worked[o];
    for (int i = 0; i < joint->table.target_count; i++)
        joint->met[i] += other->met[i];
}

static ipso_status relax_halves(ipso__joint *joint, double *least, bool *exact, ipso_error *err)
{
    ipso__joint *other = joint->other;
    half own = {.joint = joint}, beside = {.joint = other};
    int64_t before = other->work;
    pthread_t thread;
    memcpy(other->prices.now, joint->prices.now,
           (size_t)joint->prices.count * sizeof *joint->prices.now);
    bool aside = joint->aside && ipso__worker_start(&thread, relax_half, &beside);
    relax_half(&own);
    if (aside)
        pthread_join(thread, NULL);
    else
        relax_half(&beside);
    joint->work += other->work - before;
    const half *failed = own.status != IPSO_OK ? &own : &beside;
    if (failed->status != IPSO_OK)
        return ipso__fail(err, failed->status, failed->err.where, "%s", failed->err.text);
    add_half(joint, other);
    *least = own.least + beside.least + ipso__joint_relax_rows(joint);
    *exact = own.exact && beside.exact;
    return IPSO_OK;
}

/* ---- the climb ---- */

/* Takes the step's bound; adapts the length of the next step. */
static void judge(ipso__joint *joint, ascent *c, double bound, double along)
{
    if (bound > c->of->bound) {
        c->of->bound = bound;
        memcpy(joint->prices.best, joint->prices.now,
               (size_t)joint->prices.count * sizeof *joint->prices.now);
        c->failures = 0;
        if (along >= 0)
            c->step = fmin(LONGEST, c->step * 1.1);
    } else if (++c->failures >= (c->of->brisk ? BRISK_PATIENCE : PATIENCE)) {
        c->failures = 0;
        c->step *= c->of->brisk ? BRISK_SHORTER : SHORTER;
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
static void move(ipso__joint *joint, const ascent *c, double norm)
{
    ipso__joint_prices *prices = &joint->prices;
    double bound = c->of->bound;
    double hope =
        (c->of->hope > 0 ? c->of->hope : fmax(1, HOPE * fmax(c->terms, fabs(bound)))) * UNIT;
    for (int r = 0; r < prices->count; r++)
        prices->now[r] =
            clamp(prices, r,
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

/* Whether the climb goes on after this step. */
static bool goes_on(const ipso__joint *joint, ascent *c)
{
    c->of->cut = joint->stopped || ipso__joint_used(joint) >= c->of->until;
    return c->of->bound > -INFINITY && c->step > fmax(LAST_STEP, c->of->last) &&
           c->of->done < c->of->steps && !c->of->cut;
}

/* One bound at the present prices, and the next prices; *more is false when the climb is over. */
static ipso_status step(ipso__joint *joint, ascent *c, bool *more, ipso_error *err)
{
    double least, along = 0;
    bool exact;
    ipso_status status = joint->other != NULL ? relax_halves(joint, &least, &exact, err)
                                              : relax(joint, &least, &exact, err);
    if (status != IPSO_OK)
        return status;
    joint->work += STEP_WORK + 4 * (int64_t)joint->prices.count + joint->table.value_count +
                   joint->roster->option_count;
    ipso__joint_tell(joint, 0);
    double terms = c->terms = slopes(joint);
    double weight = c->of->done == 0 ? 1 : best_weight(&joint->prices, &along);
    c->of->none = c->of->none || least == INFINITY;
    if (isfinite(least))
        judge(joint, c, terms + least - tolerance(terms, least), along);
    average(joint, weight);
    double norm = turn(&joint->prices, weight);
    c->of->done++;
    *more = exact && norm > 0 && goes_on(joint, c);
    if (*more)
        move(joint, c, norm);
    return IPSO_OK;
}

ipso_status ipso__joint_climb_part(ipso__joint *joint, ipso__joint_climb *part, ipso_error *err)
{
    ascent c = {.of = part, .step = part->step};
    ipso_status status = IPSO_OK;
    bool more = true;
    part->bound = -INFINITY;
    part->done = 0;
    part->none = false;
    while (more && status == IPSO_OK)
        status = step(joint, &c, &more, err);
    part->step = c.step;
    memcpy(joint->prices.now, joint->prices.best,
           (size_t)joint->prices.count * sizeof *joint->prices.now);
    return status;
}

/* ---- the bound of all rosters, and of one ---- */

ipso_status ipso__joint_value(ipso__joint *joint, const bool *chosen, int steps, double *value,
                              bool *settled, ipso_error *err)
{
    ipso__joint_climb climb = {.steps = steps, .until = 1, .step = VALUE_STEP};
    bool keeps;
    int64_t cost;
    *value = INFINITY;
    ipso_status status = ipso__roster_value(joint->program, chosen, &keeps, &cost, err);
    if (status != IPSO_OK || !keeps)
        return status;
    ipso__joint_take_roster(joint, chosen, (double)cost);
    status = ipso__joint_climb_part(joint, &climb, err);
    *value = climb.bound;
    if (settled != NULL)
        *settled = !climb.cut;
    return status;
}

void ipso__joint_set_prices(ipso__joint *joint, const int64_t *price)
{
    memcpy(joint->prices.now, price, (size_t)joint->prices.count * sizeof *price);
}

void ipso__joint_worth(ipso__joint *joint, const int64_t *price)
{
    ipso__joint_open(joint);
    ipso__joint_set_prices(joint, price);
    fill_worth(joint);
}

/* Prices at which the slots of plan's roster are worth most; chosen becomes that roster. */
static ipso_status first_prices(ipso__joint *joint, const ipso_plan *plan, bool *chosen,
                                ipso_error *err)
{
    double value;
    ipso__joint_choose_plan(joint, plan, chosen);
    for (int r = 0; r < joint->packing.packing.row_count; r++)
        joint->prices.now[r] = joint->prices.high[r] / 2;
    return ipso__joint_value(joint, chosen, FIRST_STEPS, &value, NULL, err);
}

ipso_status ipso__joint_begin(ipso__joint *joint, const ipso_plan *plan, ipso_error *err)
{
    bool *chosen = ipso__calloc((size_t)joint->roster->option_count + 1, sizeof *chosen);
    if (chosen == NULL)
        return ipso__fail_nomem(err);
    ipso_status status = first_prices(joint, plan, chosen, err);
    memcpy(joint->root, joint->prices.best, (size_t)joint->prices.count * sizeof *joint->root);
    free(chosen);
    return status;
}

static ipso_status start_prices(ipso__joint *joint, const ipso_plan *plan, double share,
                                ipso_error *err)
{
    bool *chosen = ipso__calloc((size_t)joint->roster->option_count, sizeof *chosen);
    if (chosen == NULL)
        return ipso__fail_nomem(err);
    ipso_status status = first_prices(joint, plan, chosen, err);
    ipso__joint_open(joint);
    if (status == IPSO_OK) {
        fill_worth(joint);
        status = ipso__joint_price_people(joint, chosen, false, FIRST_SHARE * share, err);
    }
    free(chosen);
    return status;
}

ipso_status ipso__joint_ascend(ipso__joint *joint, const ipso_plan *plan, double share,
                               ipso_error *err)
{
    ipso__joint_climb climb = {.steps = MOST_STEPS, .until = share, .step = FIRST_STEP};
    ipso_status status = start_prices(joint, plan, share, err);
    if (status == IPSO_OK)
        status = ipso__joint_climb_part(joint, &climb, err);
    if (status == IPSO_OK && climb.bound > joint->bound) {
        joint->bound = climb.bound;
        memcpy(joint->root, joint->prices.best, (size_t)joint->prices.count * sizeof *joint->root);
    }
    return status;
}
