/* Diving: a way from a relaxation to an integer point that GLPK's own roundings do not find.
 *
 * On a copy of the node's problem, fractional integers are rounded up, the nearly decided ones
 * together, and the relaxation is solved again, until it is integral, infeasible or no better than
 * what is known. A step that leads nowhere is taken back, and its first column rounded down
 * instead, once; when that leads nowhere either the dive ends.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "solve/solve_job.h"

#include <float.h>
#include <math.h>

#define INTEGRAL       1e-6
#define NEARLY_DECIDED 0.8
#define RATHER_UP      0.51 /* of columns that exclude one another at most one is above it */
#define STEPS          20   /* aim at no more steps than about this */
#define BUCKETS        10
#define LEAST_BUDGET   1000
#define SLICE          200

typedef struct dive {
    ipso__solve_job *job;
    glp_prob *lp;
    int64_t budget; /* iterations left */
    int at_once;    /* columns to round up in one step */
    int chosen;     /* the most decided fractional column of the last step, 1-based */
    double value;   /* its value then */
} dive;

static double fraction_of(glp_prob *lp, int column)
{
    double value = glp_get_col_prim(lp, column);
    return value - floor(value);
}

static bool is_fractional(glp_prob *lp, int column)
{
    double fraction = fraction_of(lp, column);
    return glp_get_col_kind(lp, column) != GLP_CV && fraction > INTEGRAL && fraction < 1 - INTEGRAL;
}

static void set_bounds(glp_prob *lp, int column, double lower, double upper)
{
    int kind = lower == upper                          ? GLP_FX
               : lower == -DBL_MAX && upper == DBL_MAX ? GLP_FR
               : lower == -DBL_MAX                     ? GLP_UP
               : upper == DBL_MAX                      ? GLP_LO
                                                       : GLP_DB;
    glp_set_col_bnds(lp, column, kind, lower, upper);
}

static void round_up(glp_prob *lp, int column)
{
    set_bounds(lp, column, ceil(glp_get_col_prim(lp, column)), glp_get_col_ub(lp, column));
}

/* The most decided fractional column, or 0 when there is none. */
static int choose(glp_prob *lp)
{
    int chosen = 0;
    for (int j = 1; j <= glp_get_num_cols(lp); j++) {
        if (is_fractional(lp, j) &&
            (chosen == 0 || fraction_of(lp, j) > fraction_of(lp, chosen) + 1e-9))
            chosen = j;
    }
    return chosen;
}

static int count_fractional(glp_prob *lp)
{
    int count = 0;
    for (int j = 1; j <= glp_get_num_cols(lp); j++)
        count += is_fractional(lp, j);
    return count;
}

/* Fractions at or above it are rounded up together: about as many as make STEPS steps of the whole
 * dive, but none below RATHER_UP and all above NEARLY_DECIDED. */
static double threshold(const dive *self)
{
    int buckets[BUCKETS] = {0}, wanted = self->at_once, bucket = BUCKETS - 1;
    for (int j = 1; j <= glp_get_num_cols(self->lp); j++) {
        if (is_fractional(self->lp, j))
            buckets[(int)(fraction_of(self->lp, j) * BUCKETS)]++;
    }
    while (bucket > 0 && (wanted -= buckets[bucket]) > 0)
        bucket--;
    return fmin(NEARLY_DECIDED, fmax(RATHER_UP, (double)bucket / BUCKETS));
}

/* Remembers the lower bounds in job->candidate, and rounds up. */
static void step_up(dive *self)
{
    glp_prob *lp = self->lp;
    double least = threshold(self);
    for (int j = 1; j <= glp_get_num_cols(lp); j++) {
        self->job->candidate[j] = glp_get_col_lb(lp, j);
        if (j == self->chosen || (is_fractional(lp, j) && fraction_of(lp, j) >= least))
            round_up(lp, j);
    }
}

static void take_back_and_step_down(dive *self)
{
    glp_prob *lp = self->lp;
    for (int j = 1; j <= glp_get_num_cols(lp); j++) {
        if (glp_get_col_lb(lp, j) != self->job->candidate[j])
            set_bounds(lp, j, self->job->candidate[j], glp_get_col_ub(lp, j));
    }
    set_bounds(lp, self->chosen, glp_get_col_lb(lp, self->chosen), floor(self->value));
}

static bool is_better(const ipso__solve_job *job, double cost)
{
    return job->best == INFINITY || cost < job->best - 1e-9 * fmax(1, fabs(job->best));
}

/* True when the relaxation has an optimum that is better than the best known point. */
static bool solve_again(dive *self)
{
    glp_smcp settings;
    glp_init_smcp(&settings);
    settings.msg_lev = GLP_MSG_OFF;
    settings.meth = GLP_DUAL;
    settings.obj_ul = self->job->best < INFINITY ? self->job->best : DBL_MAX;
    int answer = GLP_EITLIM;
    while (answer == GLP_EITLIM && self->budget > 0 && !ipso__solve_must_stop(self->job)) {
        int before = glp_get_it_cnt(self->lp);
        settings.it_lim = ipso__solve_remaining_work(self->job, SLICE);
        answer = glp_simplex(self->lp, &settings);
        self->budget -= glp_get_it_cnt(self->lp) - before;
        self->job->work += glp_get_it_cnt(self->lp) - before;
    }
    return answer == 0 && glp_get_status(self->lp) == GLP_OPT &&
           is_better(self->job, glp_get_obj_val(self->lp));
}

static void offer(dive *self)
{
    ipso__solve_job *job = self->job;
    for (int j = 0; j < ipso__program_column_count(job->program); j++)
        job->candidate[j] = glp_get_col_prim(self->lp, j + 1);
    ipso__solve_offer(job, job->candidate, true);
}

static void go_down(dive *self)
{
    while ((self->chosen = choose(self->lp)) != 0) {
        self->value = glp_get_col_prim(self->lp, self->chosen);
        step_up(self);
        if (solve_again(self))
            continue;
        take_back_and_step_down(self);
        if (!solve_again(self))
            return;
    }
    offer(self);
}

bool ipso__solve_dive(ipso__solve_job *job, glp_prob *node)
{
    double before = job->best;
    int64_t effort = before < INFINITY ? 1 : 3; /* the first point is worth the most */
    dive self = {.job = job, .budget = LEAST_BUDGET + effort * job->work};
    int64_t work = job->work;
    self.lp = glp_create_prob();
    glp_copy_prob(self.lp, node, GLP_OFF);
    self.at_once = count_fractional(self.lp) / STEPS;
    go_down(&self);
    glp_delete_prob(self.lp);
    job->dive_work += job->work - work;
    return job->best < before;
}
