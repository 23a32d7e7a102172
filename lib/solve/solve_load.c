/* A program as a GLPK problem: 1-based, one matrix load, bounds by kind.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "solve/solve_job.h"

#include <math.h>

/* An integer bound this close to an integer is that integer. */
#define BOUND_TOLERANCE 1e-9

static int bound_kind(double lower, double upper)
{
    if (lower == -INFINITY)
        return upper == INFINITY ? GLP_FR : GLP_UP;
    if (upper == INFINITY)
        return GLP_LO;
    return lower == upper ? GLP_FX : GLP_DB; /* GLPK refuses GLP_DB with equal bounds */
}

static bool load_column(ipso__solve_job *job, glp_prob *lp, int column, const double *fixed)
{
    ipso__column subject = ipso__program_column(job->program, column);
    bool integer = subject.integer && !job->settings.relax;
    if (integer) {
        subject.lower = ceil(subject.lower - BOUND_TOLERANCE);
        subject.upper = floor(subject.upper + BOUND_TOLERANCE);
        if (subject.lower > subject.upper)
            return false;
    }
    if (integer && fixed != NULL)
        subject.lower = subject.upper = fixed[column];
    glp_set_obj_coef(lp, column + 1, subject.cost);
    glp_set_col_bnds(lp, column + 1, bound_kind(subject.lower, subject.upper), subject.lower,
                     subject.upper);
    glp_set_col_kind(lp, column + 1, integer && fixed == NULL ? GLP_IV : GLP_CV);
    return true;
}

/* Sets the bounds of the rows and gathers their terms; returns how many there are. */
static int load_rows(ipso__solve_job *job, glp_prob *lp)
{
    int total = 0;
    for (int i = 0; i < ipso__program_row_count(job->program); i++) {
        double lower, upper;
        size_t count;
        ipso__program_row_bounds(job->program, i, &lower, &upper);
        const ipso__term *terms = ipso__program_row_terms(job->program, i, &count);
        glp_set_row_bnds(lp, i + 1, bound_kind(lower, upper), lower, upper);
        for (size_t k = 0; k < count; k++) {
            total++;
            job->term_row[total] = i + 1;
            job->term_column[total] = terms[k].column + 1;
            job->term_value[total] = terms[k].value;
        }
    }
    return total;
}

glp_prob *ipso__solve_load(ipso__solve_job *job, const double *fixed)
{
    glp_prob *lp = glp_create_prob();
    int columns = ipso__program_column_count(job->program);
    glp_set_obj_dir(lp, GLP_MIN);
    glp_set_obj_coef(lp, 0, ipso__program_constant(job->program));
    glp_add_rows(lp, ipso__program_row_count(job->program));
    glp_add_cols(lp, columns);
    for (int j = 0; j < columns; j++) {
        if (!load_column(job, lp, j, fixed)) {
            glp_delete_prob(lp);
            return NULL;
        }
    }
    int total = load_rows(job, lp);
    glp_load_matrix(lp, total, job->term_row, job->term_column, job->term_value);
    glp_scale_prob(lp, GLP_SF_AUTO);
    return lp;
}
