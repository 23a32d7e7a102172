/* Rosters that promise a low joint cost, tried by the slots stage.
 *
 * What the cuts say of a roster leaves out some of what the slots must keep (B3, most of B4), which
 * costs some rosters more than others. So those that promise most get their slots for a short
 * while, and the one whose slots turn out cheapest is taken.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "planner/joint_rosters.h"

#include "base/clock.h"
#include "base/error.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_TRIALS = 5 };

static ipso_status make_plan(ipso_plan **plan, const ipso__joint *joint, const bool *chosen,
                             ipso_error *err)
{
    ipso_plan *made;
    ipso_status status = ipso_plan_new(&made, joint->practice, err);
    if (status != IPSO_OK)
        return status;
    for (int o = 0; o < joint->roster->option_count && status == IPSO_OK; o++) {
        const ipso__roster_option *option = &joint->roster->options[o];
        ipso_assignment work = {option->practitioner, option->day, option->duty};
        if (chosen[o])
            status = ipso_plan_add_assignment(made, &work, err);
    }
    if (status != IPSO_OK) {
        ipso_plan_free(made);
        return status;
    }
    *plan = made;
    return IPSO_OK;
}

/* The roster stage's report for a roster of another cost: what was proven holds for it too. */
static ipso_status report_roster(ipso_plan *made, const ipso__joint *joint, const bool *chosen,
                                 const ipso_plan *plan, ipso_error *err)
{
    ipso_stage_report report = *ipso_plan_stage(plan, IPSO_STAGE_ROSTER);
    bool keeps;
    ipso_status status = ipso__roster_value(joint->program, chosen, &keeps, &report.cost, err);
    if (status != IPSO_OK)
        return status;
    report.gap = (double)(report.cost - report.bound) / fmax(1, fabs((double)report.cost));
    if (report.gap > joint->settings->gap)
        report.outcome = IPSO_FEASIBLE;
    return ipso_plan_set_stage(made, IPSO_STAGE_ROSTER, &report, err);
}

ipso_status ipso__joint_make_plan(ipso_plan **made, const ipso__joint *joint, const bool *chosen,
                                  const ipso_plan *plan, ipso_error *err)
{
    ipso_status status = make_plan(made, joint, chosen, err);
    if (status == IPSO_OK) {
        status = report_roster(*made, joint, chosen, plan, err);
        if (status != IPSO_OK) {
            ipso_plan_free(*made);
            *made = NULL;
        }
    }
    return status;
}

/* What is left until `share` of the limits is used up, for one of so many trials. */
static ipso__stage_settings part_of(const ipso__joint *joint, double share, int trials)
{
    ipso__stage_settings part = *joint->settings;
    double now = ipso__clock_now_s();
    if (part.deadline_s < INFINITY) {
        double end = joint->begin_s + share * (part.deadline_s - joint->begin_s);
        part.deadline_s = now + fmax(0, end - now) / trials;
    }
    if (part.work_limit > 0)
        part.work_limit =
            (int64_t)fmax(1, (share * (double)part.work_limit - (double)joint->work) / trials);
    return part;
}

/* The cost of roster and slots after a short search for the slots. */
static ipso_status try_one(ipso__joint_rosters *s, const ipso__known_roster *one,
                           const ipso_plan *plan, const ipso__stage_settings *part, double *cost,
                           ipso_error *err)
{
    ipso_plan *made = NULL, *after = NULL;
    ipso_status status = ipso__joint_make_plan(&made, s->joint, one->chosen, plan, err);
    if (status == IPSO_OK)
        status = ipso__slots_stage(&after, made, part, err);
    if (status == IPSO_OK) {
        *cost = (double)ipso_plan_stage(after, IPSO_STAGE_ROSTER)->cost +
                (double)ipso_plan_stage(after, IPSO_STAGE_SLOTS)->cost;
        s->joint->work += ipso_plan_stage(after, IPSO_STAGE_SLOTS)->work;
    }
    ipso_plan_free(made);
    ipso_plan_free(after);
    return status;
}

ipso_status ipso__joint_try_rosters(ipso__joint_rosters *s, const ipso_plan *plan, double share,
                                    int *best, ipso_error *err)
{
    ipso__joint *joint = s->joint;
    double least = INFINITY, cost = 0;
    bool *tried = ipso__calloc((size_t)s->known_count + 1, sizeof *tried);
    ipso_status status = tried == NULL ? ipso__fail_nomem(err) : IPSO_OK;
    *best = s->known_count == 1 ? 0 : -1;
    for (int left = MOST_TRIALS; status == IPSO_OK && left > 0 && s->known_count > 1; left--) {
        int k = left == MOST_TRIALS ? 0 : ipso__joint_cheapest_roster(s, tried, &cost);
        ipso__stage_settings part = part_of(joint, share, left);
        if (k < 0 || joint->stopped || (*best >= 0 && ipso__joint_used(joint) >= share))
            break;
        tried[k] = true;
        status = try_one(s, &s->known[k], plan, &part, &cost, err);
        if (status == IPSO_OK && cost < least) {
            least = cost;
            *best = k;
        }
    }
    free(tried);
    return status;
}
