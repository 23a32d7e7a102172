/* Points: rounded, checked by the program's own recount, and kept when better.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "solve/solve_job.h"

#include <math.h>
#include <string.h>

/* A continuous value this close to an integer is, most likely, that integer badly computed. */
#define NEARLY_INTEGRAL 1e-9

static double nearest(double value)
{
    return floor(value + 0.5) + 0.0; /* never -0 */
}

static double tidy_continuous(double value, ipso__column column)
{
    value = fmin(fmax(value, column.lower), column.upper);
    double whole = nearest(value);
    bool snaps = fabs(value - whole) <= NEARLY_INTEGRAL * fmax(1, fabs(value)) &&
                 whole >= column.lower && whole <= column.upper;
    return snaps ? whole : value;
}

/* Integers to the nearest, continuous columns back between their bounds. */
static void tidy(const ipso__solve_job *job, double *x)
{
    for (int j = 0; j < ipso__program_column_count(job->program); j++) {
        ipso__column column = ipso__program_column(job->program, j);
        if (column.integer && !job->settings.relax)
            x[j] = nearest(x[j]);
        else
            x[j] = tidy_continuous(x[j], column);
    }
}

static void keep(ipso__solve_job *job, const double *x, double cost)
{
    size_t columns = (size_t)ipso__program_column_count(job->program);
    if (!(cost < job->best))
        return;
    memcpy(job->x, x, columns * sizeof *x);
    job->best = cost;
    ipso__solve_publish(job);
}

static bool holds(ipso__solve_job *job, const double *x)
{
    double cost;
    bool (*check)(const ipso__program *, const double *, double, double *, const char **) =
        job->settings.relax ? ipso__program_relaxation_holds : ipso__program_holds;
    if (!check(job->program, x, IPSO__SOLVE_TOLERANCE, &cost, NULL))
        return false;
    keep(job, x, cost);
    return true;
}

static bool has_continuous(const ipso__program *program)
{
    for (int j = 0; j < ipso__program_column_count(program); j++) {
        if (!ipso__program_column(program, j).integer)
            return true;
    }
    return false;
}

static void fetch(const ipso__solve_job *job, glp_prob *lp, double *x)
{
    for (int j = 0; j < ipso__program_column_count(job->program); j++)
        x[j] = glp_get_col_prim(lp, j + 1);
    tidy(job, x);
}

/* Rounding an integer by 1e-7 moves a row with a coefficient of 1e4 by 1e-3: with the integers
 * fixed at their exact values the continuous columns are found anew. */
static bool reoptimise(ipso__solve_job *job)
{
    glp_prob *lp = ipso__solve_load(job, job->point);
    if (lp == NULL)
        return false;
    glp_smcp settings;
    glp_init_smcp(&settings);
    settings.msg_lev = GLP_MSG_OFF;
    settings.it_lim = 10 * glp_get_num_rows(lp) + 1000;
    settings.tol_bnd = 1e-9;
    bool solved = glp_simplex(lp, &settings) == 0 && glp_get_status(lp) == GLP_OPT;
    job->work += glp_get_it_cnt(lp);
    if (solved)
        fetch(job, lp, job->point);
    glp_delete_prob(lp);
    return solved && holds(job, job->point);
}

bool ipso__solve_offer(ipso__solve_job *job, const double *x, bool may_repair)
{
    size_t columns = (size_t)ipso__program_column_count(job->program);
    memcpy(job->point, x, columns * sizeof *x);
    tidy(job, job->point);
    if (holds(job, job->point))
        return true;
    return may_repair && has_continuous(job->program) && reoptimise(job);
}

/* Scaling can hide a violation: then once more, unscaled and to a tighter tolerance. */
bool ipso__solve_offer_relaxed(ipso__solve_job *job, glp_prob *lp)
{
    fetch(job, lp, job->point);
    if (holds(job, job->point))
        return true;
    glp_smcp settings;
    glp_init_smcp(&settings);
    settings.msg_lev = GLP_MSG_OFF;
    settings.it_lim = 10 * glp_get_num_rows(lp) + 1000;
    settings.tol_bnd = 1e-9;
    glp_unscale_prob(lp);
    int before = glp_get_it_cnt(lp);
    bool solved = glp_simplex(lp, &settings) == 0 && glp_get_status(lp) == GLP_OPT;
    job->work += glp_get_it_cnt(lp) - before;
    if (!solved)
        return false;
    fetch(job, lp, job->point);
    return holds(job, job->point);
}
