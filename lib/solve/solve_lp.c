/* The linear relaxation, and the bound that its duals prove.
 *
 * One glp_simplex call can run for minutes and looks at no flag of ours, so each call gets a slice
 * of counted iterations and continues from the basis of the last. Between slices the limits are
 * looked at. A method that stalls or fails hands over to the next of a short list.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "solve/solve_job.h"

#include <limits.h>
#include <math.h>

#define SHORTEST_SLICE 100
#define LONGEST_SLICE  2000

typedef enum first_basis { PRESENT_BASIS, ADVANCED_BASIS, STANDARD_BASIS } first_basis;

typedef struct attempt {
    int method, ratio_test;
    first_basis basis;
    int64_t iterations_per_row; /* the most allowed, 0 = no cap */
} attempt;

/* Dual simplex with the long-step test is best on nearly all our programs. */
static const attempt attempts[] = {
    {GLP_DUAL, GLP_RT_FLIP, PRESENT_BASIS, 50},
    {GLP_PRIMAL, GLP_RT_HAR, PRESENT_BASIS, 50},
    {GLP_DUAL, GLP_RT_STD, ADVANCED_BASIS, 50},
    {GLP_PRIMAL, GLP_RT_STD, STANDARD_BASIS, 0},
};

/* About the same time per slice whatever the size: an iteration touches rows, columns and terms.
 * Depends on the program alone, because where slices end changes the path. */
static int slice_length(const ipso__solve_job *job)
{
    size_t size = (size_t)ipso__program_row_count(job->program) +
                  (size_t)ipso__program_column_count(job->program) +
                  ipso__program_term_count(job->program);
    size_t length = 20000000 / (size + 1);
    if (length < SHORTEST_SLICE)
        return SHORTEST_SLICE;
    return length > LONGEST_SLICE ? LONGEST_SLICE : (int)length;
}

static void count_work(ipso__solve_job *job, int before, glp_prob *lp)
{
    job->work += glp_get_it_cnt(lp) - before;
}

/* GLPK's answer; GLP_EITLIM when the attempt's cap is used up, GLP_ESTOP when a limit is reached.
 */
static int run_attempt(ipso__solve_job *job, glp_prob *lp, const attempt *how)
{
    glp_smcp settings;
    glp_init_smcp(&settings);
    settings.meth = how->method;
    settings.r_test = how->ratio_test;
    int slice = slice_length(job);
    int64_t used = 0, cap = how->iterations_per_row * glp_get_num_rows(lp) + 5000;
    while (!ipso__solve_must_stop(job)) {
        int before = glp_get_it_cnt(lp);
        settings.it_lim = ipso__solve_remaining_work(job, slice);
        int answer = glp_simplex(lp, &settings);
        used += glp_get_it_cnt(lp) - before;
        count_work(job, before, lp);
        ipso__solve_publish(job);
        if (answer != GLP_EITLIM || (how->iterations_per_row > 0 && used >= cap))
            return answer;
    }
    return GLP_ESTOP;
}

static void set_basis(glp_prob *lp, first_basis basis)
{
    if (basis == ADVANCED_BASIS)
        glp_adv_basis(lp, 0);
    else if (basis == STANDARD_BASIS)
        glp_std_basis(lp);
}

/* "Infeasible" counts when two attempts say it: without a good scaling the dual simplex alone can
 * be wrong about it. An LP without a dual solution goes on to the primal simplex, which tells
 * unbounded from infeasible. */
ipso__lp_end ipso__solve_lp(ipso__solve_job *job, glp_prob *lp)
{
    int infeasible_claims = 0;
    for (size_t i = 0; i < sizeof attempts / sizeof attempts[0]; i++) {
        set_basis(lp, attempts[i].basis);
        int answer = run_attempt(job, lp, &attempts[i]);
        if (answer == GLP_ESTOP)
            return IPSO__LP_STOPPED;
        if (answer != 0)
            continue;
        int status = glp_get_status(lp);
        if (status == GLP_OPT)
            return IPSO__LP_OPTIMAL;
        if (status == GLP_UNBND)
            return IPSO__LP_UNBOUNDED;
        if (status == GLP_NOFEAS && ++infeasible_claims == 2)
            return IPSO__LP_INFEASIBLE;
    }
    return IPSO__LP_FAILED;
}

/* What one row or column adds to the bound: its multiplier times the bound that it pushes against.
 */
static double pushed(double multiplier, double lower, double upper)
{
    if (multiplier == 0)
        return 0;
    return multiplier * (multiplier > 0 ? lower : upper);
}

static double fetch_dual(glp_prob *lp, int row, double lower, double upper)
{
    double dual = glp_get_row_dual(lp, row + 1);
    if (!isfinite(dual) || (dual > 0 && lower == -INFINITY) || (dual < 0 && upper == INFINITY))
        return 0;
    return dual;
}

/* Weak duality, for any y whose sign fits the open side of its row (Neumaier and Shcherbina 2004):
 *
 *     constant + sum over rows of  y[i] (row_lower[i] if y[i] > 0 else row_upper[i])
 *              + sum over columns of d[j] (lower[j] if d[j] > 0 else upper[j])
 *     with d[j] = cost[j] - sum over rows of y[i] a[i,j]
 *
 * -INFINITY when some d[j] points at a missing bound. */
double ipso__solve_dual_bound(ipso__solve_job *job, glp_prob *lp)
{
    const ipso__program *program = job->program;
    int columns = ipso__program_column_count(program);
    double bound = ipso__program_constant(program);
    for (int j = 0; j < columns; j++)
        job->reduced[j] = ipso__program_column(program, j).cost;
    for (int i = 0; i < ipso__program_row_count(program); i++) {
        double lower, upper;
        size_t count;
        ipso__program_row_bounds(program, i, &lower, &upper);
        const ipso__term *terms = ipso__program_row_terms(program, i, &count);
        double dual = fetch_dual(lp, i, lower, upper);
        bound += pushed(dual, lower, upper);
        for (size_t k = 0; k < count; k++)
            job->reduced[terms[k].column] -= dual * terms[k].value;
    }
    for (int j = 0; j < columns; j++) {
        ipso__column column = ipso__program_column(program, j);
        bound += pushed(job->reduced[j], column.lower, column.upper);
    }
    return isnan(bound) ? -INFINITY : bound;
}
