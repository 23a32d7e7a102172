/* The planner: from a practice to a checked plan.
 *
 * Four stages, each an integer program (docs/formulation.md): the roster, the slots of every
 * session, the requests booked into them, and the start times. Each reads the practice and what the
 * earlier stages fixed, and can be run alone on a plan made by hand.
 *
 * Every plan returned has passed ipso_check; a plan with a broken hard rule is never returned. The
 * same practice, settings with a work limit and seed give the same plan, whatever the number of
 * threads. Any number of threads may plan at once, each its own call, even of one practice.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSOSCHED_PLANNER_H
#define IPSOSCHED_PLANNER_H

#include <ipsosched/check.h>

#ifdef __cplusplus
extern "C" {
#endif

/* State of the search, given to the progress callback. */
typedef struct ipso_progress {
    ipso_stage stage;
    double elapsed_s;
    int64_t work;  /* of this stage so far */
    bool has_plan; /* the stage has a solution: cost is meaningful */
    bool has_bound;
    double cost, bound, gap; /* of the stage's program */
} ipso_progress;

/* A nonzero return cancels: the best plan so far is completed quickly and returned. Called on the
 * thread that called the planner, a few times a second at most. */
typedef int (*ipso_progress_fn)(void *user, const ipso_progress *progress);

/* One line of the log, without a newline. On the thread that called the planner. */
typedef void (*ipso_log_fn)(void *user, const char *line);

typedef enum ipso_model_format { IPSO_MODEL_LP = 0, IPSO_MODEL_MPS } ipso_model_format;

typedef struct ipso_settings {
    double time_limit_s; /* wall seconds for the whole call, > 0; default 60; INFINITY none */
    int64_t work_limit;  /* units of work for the whole call, 0 (default) none. A unit is about 10
                            nanoseconds of one core; work is counted, never timed. */
    double gap;          /* a stage ends when its gap is at most this; default 0.0005 */
    uint64_t seed;       /* default 1 */
    int threads;         /* 1.. ; default 1; the plan does not depend on it */
    ipso_stage first_stage, last_stage; /* default roster..times */
    bool apart; /* the roster is planned for itself alone; default false: with slots to plan too,
                   what they and the bookings gain by each duty goes back to the roster, whose own
                   cost may then be above the least */
    const ipso_plan *start; /* with first_stage after the roster: the plan whose earlier stages are
                               kept; NULL otherwise. Of the same practice. */
    ipso_progress_fn progress; /* NULL none */
    void *progress_user;
    ipso_log_fn log; /* NULL silence */
    void *log_user;
} ipso_settings;

/* Fills the defaults. */
IPSO_API void ipso_settings_init(ipso_settings *settings);

/* Plans a validated practice. IPSO_OK means that the call worked; what came of it is *outcome
 * (required):
 *   IPSO_OPTIMAL       *plan is the plan, and every stage that ran proved its asked gap
 *   IPSO_FEASIBLE      *plan is the plan; its stage reports say what is proven, and why each
 *                      stopped
 *   IPSO_INFEASIBLE    *plan is NULL: no roster keeps every hard rule. conflict (NULL allowed) is
 *                      called for each of the rules that cannot hold together; err, though the
 *                      status is OK, holds one line that names them
 *   IPSO_UNKNOWN       *plan is NULL: no plan was found within the limits
 * Otherwise *plan and *outcome are untouched:
 *   IPSO_INPUT         a setting is out of range, or start does not fit
 *   IPSO_STATE         the practice is not validated
 *   IPSO_SOLVER        GLPK failed, or the plan did not pass its check
 *   IPSO_NOMEM */
IPSO_API ipso_status ipso_plan_make(ipso_plan **plan, const ipso_practice *practice,
                                    const ipso_settings *settings, ipso_outcome *outcome,
                                    ipso_finding_fn conflict, void *conflict_user, ipso_error *err);

/* The integer program of one stage, given the earlier stages of start (NULL for the roster), as a
 * text of *length bytes; free it with ipso_text_free. */
IPSO_API ipso_status ipso_model_to_text(char **text, size_t *length, const ipso_practice *practice,
                                        ipso_stage stage, const ipso_plan *start,
                                        ipso_model_format format, ipso_error *err);

#ifdef __cplusplus
}
#endif
#endif
