/* One solve: the state the worker thread works on. Internal to lib/solve.
 *
 * A job lives on the heap, and so does everything reachable from it except GLPK's own objects, so
 * that a fatal error inside GLPK can leave any function here by longjmp without losing a block.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_SOLVE_SOLVE_JOB_H
#define IPSO_SOLVE_SOLVE_JOB_H

#include <glpk.h>

#include "solve/guard.h"
#include "solve/solve.h"
#include "solve/solve_mail.h"

#define IPSO__SOLVE_TOLERANCE 1e-6

typedef enum ipso__lp_end {
    IPSO__LP_OPTIMAL,
    IPSO__LP_INFEASIBLE,
    IPSO__LP_UNBOUNDED,
    IPSO__LP_STOPPED, /* a limit or a cancel: see job->stop */
    IPSO__LP_FAILED   /* no method came to an end */
} ipso__lp_end;

typedef struct ipso__solve_job {
    const ipso__program *program;
    ipso__solve_settings settings;
    double deadline_s; /* by ipso__clock_now_s, INFINITY = none */
    bool integral_cost;
    ipso__mail mail;

    /* the answer, as far as it is known */
    ipso_outcome outcome;
    ipso_stop stop;
    double best, bound;
    int64_t work, nodes;
    double *x;        /* n values, the best point that holds; meaningful when best < INFINITY */
    double *row_dual; /* m values, relax only */
    bool has_dual;    /* row_dual is meaningful */
    ipso_status status;
    const char *complaint;             /* static text for IPSO_SOLVER */
    char words[IPSO__GUARD_LINE_SIZE]; /* GLPK's own, when it gave up */

    /* the worker's own */
    bool plain;         /* second attempt after a failure: no cuts */
    bool failed;        /* GLPK answered with an error code: see complaint */
    int counted;        /* iterations of the tree's problem already in work */
    double false_best;  /* least cost of a GLPK incumbent that did not hold, INFINITY = none */
    double seen_best;   /* cost of GLPK's incumbent last looked at */
    glp_iocp tree;      /* settings of glp_intopt while it runs */
    int64_t dive_work;  /* the part of work that went into dives */
    bool start_offered; /* the checked start went into the tree */
    double *point;      /* n values, scratch of checking */
    double *candidate;  /* n + 1 values, scratch of the tree */
    double *reduced;    /* n values, scratch of the dual bound */
    int *term_row, *term_column; /* scratch of loading, 1-based */
    double *term_value;
} ipso__solve_job;

/* solve_job.c */
ipso_status ipso__solve_job_init(ipso__solve_job *job, const ipso__program *program,
                                 const ipso__solve_settings *settings, ipso_error *err);
void ipso__solve_job_finish(ipso__solve_job *job);
/* True when the search must end now; job->stop says why. */
bool ipso__solve_must_stop(ipso__solve_job *job);
/* The most iterations a call may make that would like to make wanted. */
int ipso__solve_remaining_work(const ipso__solve_job *job, int wanted);
void ipso__solve_publish(ipso__solve_job *job);
/* Takes a proven lower bound in, rounded up where costs are integral; never lowers job->bound. */
void ipso__solve_raise_bound(ipso__solve_job *job, double bound);
/* best and bound meet within the asked gap; job->stop is then set. */
bool ipso__solve_gap_reached(ipso__solve_job *job);
/* Records the outcome of a search that ended before its natural end. */
void ipso__solve_conclude_stopped(ipso__solve_job *job);
/* Records that there is no solution, unless a start that holds says otherwise. */
void ipso__solve_conclude_infeasible(ipso__solve_job *job);

/* solve_load.c: the program as a GLPK problem; with fixed, its integers fixed at those values.
 * NULL when rounding the bounds of an integer column inwards leaves nothing. */
glp_prob *ipso__solve_load(ipso__solve_job *job, const double *fixed);

/* solve_lp.c: solves the relaxation in lp in slices of counted iterations. */
ipso__lp_end ipso__solve_lp(ipso__solve_job *job, glp_prob *lp);
/* A lower bound by the duals of lp's present basis, valid whether that basis is optimal or not. */
double ipso__solve_dual_bound(ipso__solve_job *job, glp_prob *lp);

/* solve_point.c: rounds the integers of x, checks, and keeps it when it holds and is better.
 * Returns whether it holds; with may_repair the continuous columns are found anew if it does not.
 */
bool ipso__solve_offer(ipso__solve_job *job, const double *x, bool may_repair);
/* Keeps the present point of lp as the answer of a relaxation when it holds. */
bool ipso__solve_offer_relaxed(ipso__solve_job *job, glp_prob *lp);

/* solve_dive.c: looks for a better point below the relaxation of node, which is solved; returns
 * whether it found one. Leaves node as it is. */
bool ipso__solve_dive(ipso__solve_job *job, glp_prob *node);

/* solve_tree.c: branch and cut on lp, whose relaxation is solved. */
void ipso__solve_tree(ipso__solve_job *job, glp_prob *lp);

/* solve_trivial.c: programs without rows or without columns. */
void ipso__solve_trivial(ipso__solve_job *job);

#endif
