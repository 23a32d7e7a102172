/* Programs without rows or without columns, which GLPK's simplex does not take: every column goes
 * to its cheaper bound, and what rows there are hold zero or do not.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "solve/solve_job.h"

#include <math.h>

#define BOUND_TOLERANCE 1e-9

static double cheapest(ipso__column column)
{
    if (column.cost > 0)
        return column.lower;
    if (column.cost < 0)
        return column.upper;
    return fmin(fmax(0, column.lower), column.upper);
}

void ipso__solve_trivial(ipso__solve_job *job)
{
    for (int j = 0; j < ipso__program_column_count(job->program); j++) {
        ipso__column column = ipso__program_column(job->program, j);
        if (column.integer && !job->settings.relax) {
            column.lower = ceil(column.lower - BOUND_TOLERANCE);
            column.upper = floor(column.upper + BOUND_TOLERANCE);
        }
        if (column.lower > column.upper) {
            ipso__solve_conclude_infeasible(job);
            return;
        }
        job->candidate[j] = cheapest(column);
        if (isinf(job->candidate[j])) {
            job->status = IPSO_SOLVER;
            job->complaint = "the program is unbounded: its cost falls for ever";
            return;
        }
    }
    if (!ipso__solve_offer(job, job->candidate, false)) {
        ipso__solve_conclude_infeasible(job);
        return;
    }
    job->has_dual = true; /* no row has any influence: all zero */
    job->outcome = IPSO_OPTIMAL;
    job->stop = IPSO_STOP_DONE;
    job->bound = job->best;
}
