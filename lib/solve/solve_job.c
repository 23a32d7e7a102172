/* A job's storage, limits and figures.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "solve/solve_job.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/memory.h"

/* Beyond this a double's own spacing comes near the tolerance of the rounding. */
#define LARGEST_ROUNDED 1e9
/* Best and bound this close, relatively, are the same number; where costs are integral, their
 * integer parts may come from a sum with continuous columns, and the tolerance decides. */
#define EXACT 1e-12

static bool is_integral(double value)
{
    return value == floor(value);
}

static bool costs_are_integral(const ipso__program *program)
{
    for (int j = 0; j < ipso__program_column_count(program); j++) {
        ipso__column column = ipso__program_column(program, j);
        if (column.cost != 0 && (!column.integer || !is_integral(column.cost)))
            return false;
    }
    return is_integral(ipso__program_constant(program));
}

static bool allocate(ipso__solve_job *job)
{
    size_t columns = (size_t)ipso__program_column_count(job->program);
    size_t rows = (size_t)ipso__program_row_count(job->program);
    size_t terms = ipso__program_term_count(job->program);
    job->x = ipso__calloc(columns, sizeof *job->x);
    job->row_dual = ipso__calloc(rows, sizeof *job->row_dual);
    job->point = ipso__calloc(columns, sizeof *job->point);
    job->candidate = ipso__calloc(columns + 1, sizeof *job->candidate);
    job->reduced = ipso__calloc(columns, sizeof *job->reduced);
    job->term_row = ipso__calloc(terms + 1, sizeof *job->term_row);
    job->term_column = ipso__calloc(terms + 1, sizeof *job->term_column);
    job->term_value = ipso__calloc(terms + 1, sizeof *job->term_value);
    return job->x != NULL && job->row_dual != NULL && job->point != NULL &&
           job->candidate != NULL && job->reduced != NULL && job->term_row != NULL &&
           job->term_column != NULL && job->term_value != NULL;
}

static void release(ipso__solve_job *job)
{
    free(job->x);
    free(job->row_dual);
    free(job->point);
    free(job->candidate);
    free(job->reduced);
    free(job->term_row);
    free(job->term_column);
    free(job->term_value);
}

ipso_status ipso__solve_job_init(ipso__solve_job *job, const ipso__program *program,
                                 const ipso__solve_settings *settings, ipso_error *err)
{
    memset(job, 0, sizeof *job);
    job->program = program;
    job->settings = *settings;
    job->deadline_s = ipso__clock_now_s() + settings->time_limit_s;
    job->integral_cost =
        !settings->relax && (settings->integral_cost || costs_are_integral(program));
    job->best = job->false_best = job->seen_best = INFINITY;
    job->bound = -INFINITY;
    if (!allocate(job)) {
        release(job);
        return ipso__fail_nomem(err);
    }
    ipso_status status = ipso__mail_init(&job->mail, err);
    if (status != IPSO_OK)
        release(job);
    return status;
}

void ipso__solve_job_finish(ipso__solve_job *job)
{
    ipso__mail_finish(&job->mail);
    release(job);
}

bool ipso__solve_must_stop(ipso__solve_job *job)
{
    if (atomic_load(&job->mail.cancelled))
        job->stop = IPSO_STOP_CANCEL;
    else if (job->settings.work_limit > 0 && job->work >= job->settings.work_limit)
        job->stop = IPSO_STOP_WORK;
    else if (job->deadline_s < INFINITY && ipso__clock_now_s() >= job->deadline_s)
        job->stop = IPSO_STOP_TIME;
    else
        return false;
    return true;
}

int ipso__solve_remaining_work(const ipso__solve_job *job, int wanted)
{
    int64_t left = job->settings.work_limit - job->work;
    return job->settings.work_limit > 0 && left < wanted ? (int)left : wanted;
}

void ipso__solve_publish(ipso__solve_job *job)
{
    if (job->settings.progress != NULL)
        ipso__mail_post_figures(&job->mail, job->best, job->bound, job->work);
}

/* Where costs are integral a bound of 3.2 proves 4, and 3.0000001, which may be 3 badly computed,
 * proves 3. */
static double round_up(double bound)
{
    if (!(fabs(bound) < LARGEST_ROUNDED))
        return bound;
    return ceil(bound - 1e-5 - 1e-9 * fabs(bound)) + 0.0; /* never -0 */
}

void ipso__solve_raise_bound(ipso__solve_job *job, double bound)
{
    bound = fmin(bound, job->false_best);
    if (job->integral_cost)
        bound = round_up(bound);
    bound = fmin(bound, job->best);
    if (bound > job->bound)
        job->bound = bound;
}

bool ipso__solve_gap_reached(ipso__solve_job *job)
{
    double distance = job->best - job->bound, unit = fmax(1, fabs(job->best));
    double exact = job->integral_cost ? IPSO__SOLVE_TOLERANCE : EXACT;
    if (!(job->best < INFINITY) || !(distance <= fmax(job->settings.gap, exact) * unit))
        return false;
    job->stop = distance <= exact * unit ? IPSO_STOP_DONE : IPSO_STOP_GAP;
    return true;
}

void ipso__solve_conclude_stopped(ipso__solve_job *job)
{
    if (ipso__solve_gap_reached(job))
        job->outcome = IPSO_OPTIMAL;
    else
        job->outcome = job->best < INFINITY ? IPSO_FEASIBLE : IPSO_UNKNOWN;
}

/* A start that holds within the tolerance can lie just outside what GLPK takes for feasible. */
void ipso__solve_conclude_infeasible(ipso__solve_job *job)
{
    job->stop = IPSO_STOP_DONE;
    if (job->best < INFINITY) {
        job->outcome = IPSO_FEASIBLE;
        return;
    }
    job->outcome = IPSO_INFEASIBLE;
    job->bound = INFINITY;
}
