/* The call: a worker thread, the guard, the relaxation, the tree.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "solve/solve.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "solve/solve_job.h"
#include "solve/worker.h"

void ipso__solve_settings_init(ipso__solve_settings *settings)
{
    memset(settings, 0, sizeof *settings);
    settings->time_limit_s = INFINITY;
}

static void complain(ipso__solve_job *job, const char *complaint)
{
    job->status = IPSO_SOLVER;
    job->complaint = complaint;
}

static void fetch_duals(ipso__solve_job *job, glp_prob *lp)
{
    for (int i = 0; i < ipso__program_row_count(job->program); i++)
        job->row_dual[i] = glp_get_row_dual(lp, i + 1);
    job->has_dual = true;
}

/* Where a reduced cost points at a missing bound, weak duality proves nothing by itself: then the
 * optimal value itself, less GLPK's tolerance, is the bound. */
static void take_root_bound(ipso__solve_job *job, glp_prob *lp)
{
    double bound = ipso__solve_dual_bound(job, lp);
    if (bound == -INFINITY) {
        double value = glp_get_obj_val(lp);
        bound = value - 1e-7 * fmax(1, fabs(value));
    }
    ipso__solve_raise_bound(job, bound);
}

static void conclude_relaxed(ipso__solve_job *job, glp_prob *lp)
{
    bool held = ipso__solve_offer_relaxed(job, lp);
    job->stop = IPSO_STOP_DONE;
    job->outcome = held ? IPSO_OPTIMAL : IPSO_UNKNOWN;
    fetch_duals(job, lp);
}

static void go_on_from_root(ipso__solve_job *job, glp_prob *lp)
{
    take_root_bound(job, lp);
    ipso__solve_publish(job);
    if (job->settings.relax)
        conclude_relaxed(job, lp);
    else if (ipso__solve_gap_reached(job) || ipso__solve_must_stop(job))
        ipso__solve_conclude_stopped(job);
    else
        ipso__solve_tree(job, lp);
}

static void stop_at_root(ipso__solve_job *job, glp_prob *lp)
{
    ipso__solve_raise_bound(job, ipso__solve_dual_bound(job, lp));
    if (job->settings.relax && glp_get_prim_stat(lp) == GLP_FEAS)
        ipso__solve_offer_relaxed(job, lp);
    ipso__solve_conclude_stopped(job);
}

static void solve_loaded(ipso__solve_job *job, glp_prob *lp)
{
    switch (ipso__solve_lp(job, lp)) {
    case IPSO__LP_OPTIMAL:
        go_on_from_root(job, lp);
        break;
    case IPSO__LP_INFEASIBLE:
        ipso__solve_conclude_infeasible(job);
        break;
    case IPSO__LP_UNBOUNDED:
        complain(job, "the relaxation is unbounded: its cost falls for ever");
        break;
    case IPSO__LP_STOPPED:
        stop_at_root(job, lp);
        break;
    case IPSO__LP_FAILED:
        complain(job, "no simplex method solved the relaxation");
        break;
    }
}

/* As given, before any rounding: a start with halves in it is a mistake, not a point. */
static void take_start(ipso__solve_job *job)
{
    const double *start = job->settings.start;
    double cost;
    if (start != NULL && !job->settings.relax &&
        ipso__program_holds(job->program, start, IPSO__SOLVE_TOLERANCE, &cost, NULL))
        ipso__solve_offer(job, start, false);
}

/* Runs inside the guard. */
static void solve_guarded(void *user)
{
    ipso__solve_job *job = user;
    if (!job->plain)
        take_start(job);
    if (ipso__program_row_count(job->program) == 0 ||
        ipso__program_column_count(job->program) == 0) {
        ipso__solve_trivial(job);
        return;
    }
    glp_prob *lp = ipso__solve_load(job, NULL);
    if (lp == NULL) {
        ipso__solve_conclude_infeasible(job);
        return;
    }
    solve_loaded(job, lp);
    glp_delete_prob(lp);
}

static void post_line(void *user, const char *line)
{
    ipso__mail_post_line(&((ipso__solve_job *)user)->mail, line);
}

static void forget_tree(ipso__solve_job *job)
{
    job->failed = false;
    job->complaint = NULL;
    job->start_offered = false;
    job->false_best = job->seen_best = INFINITY;
}

/* Cuts are what fails, when something does: after a failure once more without them. */
static void *solve_on_worker(void *user)
{
    ipso__solve_job *job = user;
    ipso__guard_settings guard = {.memory_mb = job->settings.memory_mb, .user = job};
    if (job->settings.log != NULL)
        guard.line = post_line;
    ipso__guard_end end = ipso__guard_run(&guard, solve_guarded, job->words);
    if (end == IPSO__GUARD_STOPPED || job->failed) {
        job->plain = true;
        forget_tree(job);
        end = ipso__guard_run(&guard, solve_guarded, job->words);
    }
    if (end == IPSO__GUARD_NOMEM)
        job->status = IPSO_NOMEM;
    else if (end == IPSO__GUARD_STOPPED || job->failed)
        job->status = IPSO_SOLVER;
    ipso__mail_post_done(&job->mail);
    return NULL;
}

static void hand_over(ipso__solve_result *result, ipso__solve_job *job)
{
    *result = (ipso__solve_result){.outcome = job->outcome,
                                   .stop = job->stop,
                                   .best = job->best,
                                   .bound = job->bound,
                                   .work = job->work,
                                   .nodes = job->nodes};
    if (job->best < INFINITY) {
        result->x = job->x;
        job->x = NULL;
    }
    if (job->settings.relax && job->has_dual) {
        result->row_dual = job->row_dual;
        job->row_dual = NULL;
    }
}

static ipso_status report(ipso__solve_job *job, ipso_error *err)
{
    if (job->status == IPSO_NOMEM && job->settings.memory_mb > 0 &&
        strstr(job->words, "limit exceeded") != NULL)
        return ipso__fail(err, IPSO_NOMEM, "", "GLPK reached its memory cap of %g MB",
                          job->settings.memory_mb);
    if (job->status == IPSO_NOMEM)
        return ipso__fail_nomem(err);
    if (job->status == IPSO_SOLVER && job->complaint != NULL)
        return ipso__fail(err, IPSO_SOLVER, "", "%s: %s", ipso__program_name(job->program),
                          job->complaint);
    if (job->status == IPSO_SOLVER)
        return ipso__fail(err, IPSO_SOLVER, "", "%s: GLPK gave up: %s",
                          ipso__program_name(job->program), job->words);
    return IPSO_OK;
}

static ipso_status run(ipso__solve_result *result, ipso__solve_job *job, ipso_error *err)
{
    pthread_t worker;
    if (!ipso__worker_start(&worker, solve_on_worker, job))
        return ipso__fail(err, IPSO_NOMEM, "", "no thread could be started for the solver");
    ipso__mail_wait(&job->mail, &job->settings);
    pthread_join(worker, NULL);
    ipso_status status = report(job, err);
    if (status == IPSO_OK)
        hand_over(result, job);
    return status;
}

ipso_status ipso__solve(ipso__solve_result *result, const ipso__program *program,
                        const ipso__solve_settings *settings, ipso_error *err)
{
    ipso_status status = ipso__program_status(program, err);
    if (status != IPSO_OK)
        return status;
    ipso__solve_job *job = ipso__calloc(1, sizeof *job);
    if (job == NULL)
        return ipso__fail_nomem(err);
    status = ipso__solve_job_init(job, program, settings, err);
    if (status == IPSO_OK) {
        status = run(result, job, err);
        ipso__solve_job_finish(job);
    }
    free(job);
    return status;
}

void ipso__solve_result_finish(ipso__solve_result *result)
{
    free(result->x);
    free(result->row_dual);
    result->x = NULL;
    result->row_dual = NULL;
}
