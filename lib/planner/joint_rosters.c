/* Whole rosters against cuts: the joint bound without fractions of duties, and rosters near it.
 *
 * At any prices lambda the slots of a roster x cost at least
 *
 *     c(lambda, x) = terms of needs at lambda - sum over duties of x of v(duty, lambda),
 *
 * v being the worth of the duty less its share of what lines of S7 cost when they count
 * (joint_bound.c). So with prices lambda_0, and others lambda_1, ..., lambda_K,
 *
 *     joint cost >= min over rosters x of  roster(x) + c(lambda_0, x) + max over k of
 *                                          (c(lambda_k, x) - c(lambda_0, x))+
 *
 * where x is a whole roster under all rules, fair turns (R18) too. That is a roster program whose
 * duties cost less by v(lambda_0), with a cut for each k. Prices at which the slots of its roster
 * are worth most are the next lambda_k (Benders 1962; Geoffrion 1972): of that roster, the cuts
 * then say all that its bound knows.
 *
 * Cuts of blocks. Call a need local to a site if its slots are in duties at that site alone. Let
 * lambda_k differ from lambda_0 in needs local to sites only. Worths of duties at site b then
 * depend on needs local to b alone, so that the difference is a sum over sites, and each site may
 * have the prices that are best for it:
 *
 *     max over sites' k of the sum over b of (c_b(lambda_k, x) - c_b(lambda_0, x))+.
 *
 * A cut of all blocks, in which all prices move, stands beside them. Credits and gains round up,
 * constants down: the bound stays one.
 *
 * The program is solved by branch and cut with all cuts, again and again; each solve bounds all
 * rosters. Larger programs are bounded otherwise (joint_boxes.c).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "planner/joint_rosters.h"

#include "base/clock.h"
#include "base/error.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define ROUND_WORK   1e8  /* of the first round */
#define ALL_THE_REST 1e18 /* of a round that only the limits of the stage end */
#define LAST_ROUND   0.6  /* share after which a round gets all the rest */
#define TRY_SHARE    0.3  /* for the slots of the rosters that promise most */
#define GROWTH       1.5

/* How the prices of a roster climb from the root's: all of them, then those of blocks. */
#define STEP       1.0
#define BLOCK_STEP 0.3

enum { STEPS = 300, BLOCK_STEPS = 100 };

/* ---- rosters ---- */

/* Keeps a roster; its cost with the credits is own. */
static ipso_status keep(ipso__joint_rosters *s, const bool *chosen, double own, ipso_error *err)
{
    size_t options = (size_t)s->joint->roster->option_count;
    bool *copy = ipso__arena_copy(&s->arena, chosen, options, sizeof *copy);
    if (copy == NULL ||
        !ipso__grow(&s->known, &s->known_room, (size_t)s->known_count + 1, sizeof *s->known))
        return ipso__fail_nomem(err);
    s->known[s->known_count++] = (ipso__known_roster){copy, own};
    return IPSO_OK;
}

int ipso__joint_cheapest_roster(const ipso__joint_rosters *s, const bool *but, double *cost)
{
    int best = -1;
    for (int k = 0; k < s->known_count; k++) {
        const ipso__known_roster *one = &s->known[k];
        double points = one->own + (double)ipso__joint_cuts_cost(&s->cuts, one->chosen);
        if ((but != NULL && but[k]) || (best >= 0 && points >= *cost))
            continue;
        best = k;
        *cost = points;
    }
    return best;
}

/* Begins a round at the roster that the cuts say is cheapest. */
static void start_round(ipso__joint_rosters *s)
{
    ipso__roster_search *search = &s->search;
    int best = ipso__joint_cheapest_roster(s, NULL, &search->cost);
    search->found = best >= 0;
    if (search->found)
        ipso__roster_encode(s->program, s->known[best].chosen, search->x);
    search->bound = -INFINITY;
    search->stopped = false;
}

static bool same_roster(const ipso__joint_rosters *s, const bool *chosen)
{
    for (int k = 0; k < s->known_count; k++)
        if (memcmp(s->known[k].chosen, chosen, (size_t)s->joint->roster->option_count) == 0)
            return true;
    return false;
}

/* Searches once; s->trial becomes the roster found. */
static ipso_status search_round(ipso__joint_rosters *s, double share, ipso_error *err)
{
    ipso__roster_search *search = &s->search;
    ipso__joint *joint = s->joint;
    int64_t before = search->work = joint->work;
    start_round(s);
    s->settings = *joint->settings;
    s->settings.deadline_s =
        joint->begin_s + share * (joint->settings->deadline_s - joint->begin_s);
    s->settings.work_limit = before + (int64_t)s->round;
    if (joint->settings->work_limit > 0) {
        int64_t most = (int64_t)(share * (double)joint->settings->work_limit);
        s->settings.work_limit = most < s->settings.work_limit ? most : s->settings.work_limit;
    }
    search->status = ipso__joint_rosters_branch(s, err);
    joint->work = search->work;
    if (search->status != IPSO_OK)
        return search->status;
    joint->bound = fmax(joint->bound, s->terms + search->bound);
    ipso__roster_decode(s->program, search->x, s->trial);
    return IPSO_OK;
}

/* Climbs the prices of the roster found and cuts it off. */
static ipso_status judge(ipso__joint_rosters *s, ipso_error *err)
{
    ipso__joint *joint = s->joint;
    ipso__joint_climb climb = {.steps = STEPS, .until = 1, .step = STEP};
    int64_t own;
    double cost;
    bool keeps;
    ipso_status status = ipso__roster_value(joint->program, s->trial, &keeps, &own, err);
    if (status != IPSO_OK || !keeps)
        return status;
    ipso__joint_set_prices(joint, joint->root);
    ipso__joint_take_roster(joint, s->trial, (double)own);
    status = ipso__joint_climb_part(joint, &climb, err);
    if (status != IPSO_OK)
        return status;
    ipso__roster_encode(s->program, s->trial, s->search.x);
    ipso__program_holds(s->program->program, s->search.x, 1e-6, &cost, NULL);
    status = keep(s, s->trial, round(cost), err);
    return status == IPSO_OK
               ? ipso__joint_cuts_of(s, &s->known[s->known_count - 1], BLOCK_STEPS, BLOCK_STEP, err)
               : status;
}

/* ---- frame ---- */

static ipso_status begin_search(ipso__joint_rosters *s, ipso_error *err)
{
    ipso_status status = ipso__roster_new(&s->roster, s->joint->practice, false, err);
    if (status == IPSO_OK)
        ipso__roster_credit(s->roster, s->credit);
    if (status == IPSO_OK)
        status = ipso__roster_program_new(&s->program, s->roster, err);
    if (status != IPSO_OK)
        return status;
    s->search = (ipso__roster_search){.roster = s->roster,
                                      .program = s->program,
                                      .settings = &s->settings,
                                      .bound = -INFINITY,
                                      .begin_s = ipso__clock_now_s(),
                                      .err = err};
    int columns = ipso__program_column_count(s->program->program);
    s->search.x = ipso__calloc((size_t)columns + 1, sizeof *s->search.x);
    return s->search.x != NULL ? IPSO_OK : ipso__fail_nomem(err);
}

static void finish(ipso__joint_rosters *s)
{
    free(s->search.x);
    ipso__joint_cuts_finish(&s->cuts);
    ipso__roster_program_free(s->program);
    ipso__roster_free(s->roster);
    free(s->known);
    ipso__arena_finish(&s->arena);
}

static ipso_status begin(ipso__joint_rosters *s, const bool *chosen, ipso_error *err)
{
    ipso_status status = ipso__joint_cuts_begin(s, err);
    if (status == IPSO_OK)
        status = begin_search(s, err);
    if (status == IPSO_OK)
        memcpy(s->trial, chosen, (size_t)s->joint->roster->option_count * sizeof *s->trial);
    return status;
}

/* Whether the cuts can do no more: they were there already for the roster that is best with them.
 */
static bool is_settled(const ipso__joint_rosters *s)
{
    const ipso__roster_search *search = &s->search;
    double gap = s->joint->settings->gap * fmax(1, fabs(search->cost));
    return !search->found || (same_roster(s, s->trial) && search->cost - search->bound <= gap);
}

static bool goes_on(const ipso__joint_rosters *s, double share)
{
    const ipso__joint *joint = s->joint;
    double cost = INFINITY;
    ipso__joint_cheapest_roster(s, NULL, &cost);
    double value = s->terms + cost;
    return !joint->stopped && ipso__joint_used(joint) < share &&
           joint->bound < value - joint->settings->gap * fabs(value);
}

/* All cuts in every round. */
static ipso_status search_all(ipso__joint_rosters *s, double share, ipso_error *err)
{
    ipso_status status = judge(s, err);
    for (bool more = true; status == IPSO_OK && more && goes_on(s, share);) {
        if (ipso__joint_used(s->joint) > LAST_ROUND * share)
            s->round = ALL_THE_REST;
        status = search_round(s, share, err);
        more = !is_settled(s);
        if (same_roster(s, s->trial))
            s->round *= GROWTH;
        else if (status == IPSO_OK)
            status = judge(s, err);
    }
    return status;
}

/* Takes over the best of the rosters that promise most. */
static ipso_status take_best(ipso__joint_rosters *s, const ipso_plan *plan, bool *chosen,
                             double *value, double share, ipso_error *err)
{
    int best = -1;
    ipso_status status = ipso__joint_try_rosters(s, plan, share, &best, err);
    if (status != IPSO_OK || best < 0)
        return status;
    const ipso__known_roster *one = &s->known[best];
    size_t options = (size_t)s->joint->roster->option_count;
    if (memcmp(one->chosen, chosen, options * sizeof *chosen) == 0)
        return IPSO_OK;
    *value = s->terms + one->own + (double)ipso__joint_cuts_cost(&s->cuts, one->chosen);
    memcpy(chosen, one->chosen, options * sizeof *chosen);
    return IPSO_OK;
}

/* Rosters with all cuts, then the slots of those that promise most. */
static ipso_status search_and_try(ipso__joint_rosters *s, const ipso_plan *plan, bool *chosen,
                                  double *value, double share, ipso_error *err)
{
    double trials = TRY_SHARE * (share - ipso__joint_used(s->joint));
    ipso_status status = search_all(s, share - trials, err);
    if (status != IPSO_OK || s->joint->stopped)
        return status;
    share = fmin(share, ipso__joint_used(s->joint) + trials);
    return take_best(s, plan, chosen, value, share, err);
}

ipso_status ipso__joint_cut_rosters(ipso__joint *joint, const ipso_plan *plan, bool *chosen,
                                    double *value, double share, ipso_error *err)
{
    ipso__joint_rosters s = {.joint = joint, .round = ROUND_WORK};
    if (joint->bound == -INFINITY)
        return IPSO_OK;
    ipso_status status = begin(&s, chosen, err);
    if (status == IPSO_OK)
        status = search_and_try(&s, plan, chosen, value, share, err);
    ipso__joint_open(joint);
    finish(&s);
    return status;
}
