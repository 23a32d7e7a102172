/* The improvement loop: what slots and bookings would make of each duty goes back to the roster.
 *
 *   1. Prices of needs at which the joint bound is best (joint_bound.c) say what a duty is worth:
 *      W(lambda), the slots that its bands would hold.
 *   2. Cuts say what the slots of a roster cost at least; programs with them give better rosters,
 *      a better bound, and the next cuts (joint_rosters.c).
 *   3. Where the program of the roster is large, it is bounded in boxes (joint_boxes.c), and
 *      rosters are annealed at the linear relaxation of their slots (joint_anneal.c).
 *
 * Whether the plan of a roster is the better one in truth is for the caller to see.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "planner/joint.h"

#include "base/clock.h"
#include "base/error.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define SECONDS_PER_OPTION 3e-6 /* what a few steps take, at least */
#define WORK_PER_OPTION    100

/* Shares of the limits at which the steps end. */
#define BOUND_SHARE  0.3
#define ANNEAL_SHARE 0.5  /* of large programs */
#define ANNEAL_PART  0.35 /* of what the steps before have left, if it ends later so */

/* What plans of a roster cost more than its relaxation, at most, nearly always. */
#define WHOLE 0.01

enum { VALUE_STEPS = 300 };

/* Whether the table of all duties can be priced a few times within the limits. */
static bool is_affordable(const ipso__joint *joint)
{
    const ipso__stage_settings *settings = joint->settings;
    double options = joint->table.option_count;
    return settings->deadline_s - ipso__clock_now_s() > options * SECONDS_PER_OPTION &&
           (settings->work_limit == 0 || (double)settings->work_limit > options * WORK_PER_OPTION);
}

/* Where annealing ends. */
static double anneal_share(const ipso__joint *joint)
{
    double used = ipso__joint_used(joint);
    return fmax(ANNEAL_SHARE, used + ANNEAL_PART * (1 - used));
}

static ipso_status improve(ipso__joint *joint, ipso__joint_result *result, const ipso_plan *plan,
                           ipso_error *err)
{
    size_t options = (size_t)joint->roster->option_count;
    double value = INFINITY;
    bool *chosen = ipso__calloc(options, sizeof *chosen);
    if (chosen == NULL)
        return ipso__fail_nomem(err);
    ipso__joint_choose_plan(joint, plan, chosen);
    ipso__joint_set_prices(joint, joint->root);
    ipso_status status = ipso__joint_value(joint, chosen, VALUE_STEPS, &value, NULL, err);
    result->other = value;
    if (status == IPSO_OK && ipso__joint_is_small(joint))
        status = ipso__joint_cut_rosters(joint, plan, chosen, &value, 1, err);
    else if (status == IPSO_OK)
        status = ipso__joint_anneal(joint, chosen, &value, anneal_share(joint), err);
    if (status == IPSO_OK && value < result->other - 0.5)
        status = ipso__joint_make_plan(&result->plan, joint, chosen, plan, err);
    if (!ipso__joint_is_small(joint))
        value += WHOLE * fabs(value);
    joint->enough = value - joint->settings->gap * fabs(value);
    free(chosen);
    return status;
}

/* A small program: roster and cuts, then the bound person by person. */
static ipso_status improve_small(ipso__joint *joint, ipso__joint_result *result,
                                 const ipso_plan *plan, bool bound_only, ipso_error *err)
{
    ipso_status status = ipso__joint_ascend(joint, plan, BOUND_SHARE, err);
    if (status == IPSO_OK && !bound_only && !joint->stopped && joint->bound > -INFINITY)
        status = improve(joint, result, plan, err);
    if (status == IPSO_OK && !joint->stopped)
        status = ipso__joint_branch(joint, 1, err);
    return status;
}

/* A large one: the bound in boxes, before the roster is changed and after that. */
static ipso_status improve_large(ipso__joint *joint, ipso__joint_result *result,
                                 const ipso_plan *plan, bool bound_only, ipso_error *err)
{
    ipso__joint_boxes *boxes = NULL;
    ipso_status status = ipso__joint_begin(joint, plan, err);
    if (status == IPSO_OK)
        status = ipso__joint_boxes_new(&boxes, joint, BOUND_SHARE, err);
    if (status == IPSO_OK && !bound_only && !joint->stopped && joint->bound > -INFINITY)
        status = improve(joint, result, plan, err);
    if (status == IPSO_OK && !joint->stopped)
        status = ipso__joint_boxes_run(boxes, 1, err);
    ipso__joint_boxes_free(boxes);
    return status;
}

ipso_status ipso__joint_improve(ipso__joint_result *result, const ipso_plan *plan, bool bound_only,
                                const ipso__stage_settings *settings, ipso_error *err)
{
    ipso__joint joint;
    ipso_error local;
    *result = (ipso__joint_result){.bound = -INFINITY, .other = -INFINITY};
    ipso_error_init(&local);
    ipso_status status = ipso__joint_start(&joint, ipso_plan_practice(plan), settings, &local);
    if (status == IPSO_INPUT)
        return IPSO_OK;
    if (status == IPSO_OK && is_affordable(&joint)) {
        status = ipso__joint_is_small(&joint)
                     ? improve_small(&joint, result, plan, bound_only, &local)
                     : improve_large(&joint, result, plan, bound_only, &local);
        result->bound = joint.bound;
    }
    if (status == IPSO_SOLVER) /* a failure of GLPK ends the loop: what is known stands */
        status = IPSO_OK;
    result->work = joint.work;
    if (status != IPSO_OK) {
        ipso_plan_free(result->plan);
        result->plan = NULL;
    }
    ipso__joint_finish(&joint);
    return status == IPSO_OK ? status : ipso__fail(err, status, local.where, "%s", local.text);
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

ipso_status ipso__joint_report(ipso_joint_report *report, const ipso_plan *plan,
                               const ipso__joint_result *result, ipso_error *err)
{
    int64_t cost, bound = ipso_plan_stage(plan, IPSO_STAGE_ROSTER)->bound;
    ipso_status status = recount(&cost, plan, err);
    if (status != IPSO_OK)
        return status;
    if (result->bound > (double)bound)
        bound = (int64_t)ceil(result->bound);
    *report = (ipso_joint_report){.ran = true, .cost = cost, .bound = bound, .work = result->work};
    report->gap = (double)(cost - bound) / fmax(1, fabs((double)cost));
    return IPSO_OK;
}
