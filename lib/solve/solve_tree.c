/* Branch and cut by glp_intopt, steered from its callback.
 *
 * What is on and off here is the outcome of measurements, not taste: cover cuts share static
 * variables between threads, the presolver aborts and cannot be interrupted, the feasibility pump
 * can run for ever and the proximity search minds no limit. Limits are looked at in every callback,
 * so a stop waits for at most one re-optimisation of a node's relaxation, one round of cuts or one
 * choice of a branching column; the last two are kept short here.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "solve/solve_job.h"

#include <math.h>

#define WORK_PER_NODE 100
/* One in so many units of work goes into dives. */
#define DIVE_SHARE 4
/* At this share of the memory cap the search ends by itself, before GLPK gives up. */
#define MEMORY_SHARE 0.8

static void count_work(ipso__solve_job *job, glp_prob *lp)
{
    int iterations = glp_get_it_cnt(lp);
    job->work += iterations - job->counted;
    job->counted = iterations;
}

/* Gomory cuts and branching by Driebeck and Tomlin compute a tableau row, which passes over the
 * whole matrix, for each fractional column. Above this many steps, half a second or so, that is
 * not done: no callback comes meanwhile. */
#define MOST_TABLEAU_STEPS 1000000

static bool is_tableau_cheap(ipso__solve_job *job, glp_tree *tree)
{
    int columns = ipso__program_column_count(job->program);
    size_t size = ipso__program_term_count(job->program) + (size_t)columns, fractional = 0;
    for (int j = 1; j <= columns; j++)
        fractional += glp_ios_can_branch(tree, j) != 0;
    return fractional * size <= MOST_TABLEAU_STEPS;
}

/* Below the root Gomory cuts take more time than they save: 1.5 ms a node became 7 on set
 * partitioning. GLPK reads the settings of its caller again before each round of cuts. */
static void choose_cuts(ipso__solve_job *job, glp_tree *tree)
{
    bool at_root = glp_ios_node_level(tree, glp_ios_curr_node(tree)) == 0;
    bool cuts = at_root && !job->plain && is_tableau_cheap(job, tree);
    job->tree.gmi_cuts = cuts ? GLP_ON : GLP_OFF;
}

/* Leaves the choice to GLPK unless that is too slow: then the fraction nearest to a half. */
static void choose_branch(ipso__solve_job *job, glp_tree *tree, glp_prob *lp)
{
    int chosen = 0;
    double nearest = 1;
    if (is_tableau_cheap(job, tree))
        return;
    for (int j = 1; j <= ipso__program_column_count(job->program); j++) {
        double value = glp_get_col_prim(lp, j), distance = fabs(value - floor(value) - 0.5);
        if (glp_ios_can_branch(tree, j) && distance < nearest) {
            chosen = j;
            nearest = distance;
        }
    }
    if (chosen != 0)
        glp_ios_branch_upon(tree, chosen, GLP_UP_BRNCH);
}

static void count_node(ipso__solve_job *job)
{
    job->nodes++;
    job->work += WORK_PER_NODE;
}

/* Copies GLPK's incumbent out when it is new: it would not survive a fatal error. GLPK prunes by it
 * even when it does not hold, or holds at a higher cost after a repair, and it cannot be taken
 * back: from then on its cost caps the bound. */
static void look_at_incumbent(ipso__solve_job *job, glp_prob *lp)
{
    int status = glp_mip_status(lp);
    if ((status != GLP_FEAS && status != GLP_OPT) || glp_mip_obj_val(lp) == job->seen_best)
        return;
    double cost = job->seen_best = glp_mip_obj_val(lp);
    for (int j = 0; j < ipso__program_column_count(job->program); j++)
        job->candidate[j] = glp_mip_col_val(lp, j + 1);
    bool held = ipso__solve_offer(job, job->candidate, true);
    if (!held || job->best > cost + IPSO__SOLVE_TOLERANCE * fmax(1, fabs(cost)))
        job->false_best = fmin(job->false_best, cost);
}

static void look_at_bound(ipso__solve_job *job, glp_tree *tree)
{
    int node = glp_ios_best_node(tree);
    if (node != 0)
        ipso__solve_raise_bound(job, glp_ios_node_bound(tree, node));
}

/* GLPK takes any vector here unchecked; this one has been checked. */
static void tell_best(ipso__solve_job *job, glp_tree *tree)
{
    for (int j = 0; j < ipso__program_column_count(job->program); j++)
        job->candidate[j + 1] = job->x[j];
    glp_ios_heur_sol(tree, job->candidate);
}

/* The first dive is at the root; after that dives get a quarter of the work. */
static void look_for_points(ipso__solve_job *job, glp_tree *tree, glp_prob *lp)
{
    bool found = !job->start_offered && job->best < INFINITY;
    job->start_offered = true;
    if (DIVE_SHARE * job->dive_work <= job->work && ipso__solve_dive(job, lp))
        found = true;
    if (found)
        tell_best(job, tree);
}

static bool is_memory_short(ipso__solve_job *job)
{
    size_t bytes;
    if (!(job->settings.memory_mb > 0))
        return false;
    glp_mem_usage(NULL, NULL, &bytes, NULL);
    if ((double)bytes < MEMORY_SHARE * job->settings.memory_mb * 1048576)
        return false;
    job->stop = IPSO_STOP_WORK;
    return true;
}

static void steer(ipso__solve_job *job, glp_tree *tree, glp_prob *lp)
{
    switch (glp_ios_reason(tree)) {
    case GLP_IHEUR:
        look_for_points(job, tree, lp);
        break;
    case GLP_ICUTGEN:
        choose_cuts(job, tree);
        break;
    case GLP_IBRANCH:
        choose_branch(job, tree, lp);
        break;
    default:
        break;
    }
}

static void at_event(glp_tree *tree, void *info)
{
    ipso__solve_job *job = info;
    glp_prob *lp = glp_ios_get_prob(tree);
    if (glp_ios_reason(tree) == GLP_ISELECT)
        count_node(job);
    count_work(job, lp);
    look_at_incumbent(job, lp);
    look_at_bound(job, tree);
    ipso__solve_publish(job);
    if (ipso__solve_gap_reached(job) || ipso__solve_must_stop(job) || is_memory_short(job))
        glp_ios_terminate(tree);
    else
        steer(job, tree, lp);
}

static void set_up(ipso__solve_job *job)
{
    glp_iocp *settings = &job->tree;
    int cuts = job->plain ? GLP_OFF : GLP_ON;
    glp_init_iocp(settings);
    settings->msg_lev = job->settings.log != NULL ? GLP_MSG_ALL : GLP_MSG_OFF;
    settings->br_tech = GLP_BR_DTH;
    settings->presolve = GLP_OFF;
    settings->cov_cuts = GLP_OFF;
    settings->fp_heur = GLP_OFF;
    settings->ps_heur = GLP_OFF;
    settings->gmi_cuts = cuts;
    settings->mir_cuts = cuts;
    settings->clq_cuts = cuts;
    settings->cb_func = at_event;
    settings->cb_info = job;
}

/* The tree is empty. GLPK prunes what is not better than its incumbent by 1e-7 relatively; to that
 * accuracy best is the optimum, unless an incumbent that pruned did not hold. */
static void conclude_searched(ipso__solve_job *job, glp_prob *lp)
{
    job->stop = IPSO_STOP_DONE;
    if (glp_mip_status(lp) == GLP_NOFEAS) {
        ipso__solve_conclude_infeasible(job);
        return;
    }
    ipso__solve_raise_bound(job, job->best);
    ipso__solve_conclude_stopped(job);
}

void ipso__solve_tree(ipso__solve_job *job, glp_prob *lp)
{
    set_up(job);
    job->counted = glp_get_it_cnt(lp);
    int answer = glp_intopt(lp, &job->tree);
    count_work(job, lp);
    look_at_incumbent(job, lp);
    if (answer == 0) {
        conclude_searched(job, lp);
    } else if (answer == GLP_ESTOP) {
        ipso__solve_conclude_stopped(job);
    } else {
        job->failed = true;
        job->complaint = "a relaxation inside branch and cut could not be solved";
    }
}
