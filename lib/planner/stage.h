/* What the stages of planning share: their limits, their hooks and their signatures. Internal.
 *
 * A stage reads the plan of the stages before it and gives a new plan: the earlier parts copied,
 * its own added, its report set. It never returns a plan that breaks a hard rule. It ends at the
 * first of: its gap, its work limit, the deadline, a cancel; then with the best it has.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_PLANNER_STAGE_H
#define IPSO_PLANNER_STAGE_H

#include <ipsosched/planner.h>

typedef struct ipso__stage_settings {
    double deadline_s;  /* on ipso__clock_now_s, INFINITY none */
    int64_t work_limit; /* units for this stage (planner.h), 0 none */
    double gap;
    uint64_t seed;
    int threads;
    /* Called as ipso_settings says, on the calling thread, with stage, cost, bound, gap, has_plan,
     * has_bound and work filled; the planner completes the rest. NULL none. Nonzero cancels. */
    ipso_progress_fn progress;
    void *progress_user;
    ipso_log_fn log; /* NULL silence */
    void *log_user;
} ipso__stage_settings;

/* The roster of practice. *after is NULL when *outcome is INFEASIBLE (each conflicting rule given
 * to conflict, a summary in err) or UNKNOWN. */
ipso_status ipso__roster_stage(ipso_plan **after, const ipso_practice *practice,
                               const ipso__stage_settings *settings, ipso_outcome *outcome,
                               ipso_finding_fn conflict, void *conflict_user, ipso_error *err);

/* Open, held and fixed slots for the roster of before. */
ipso_status ipso__slots_stage(ipso_plan **after, const ipso_plan *before,
                              const ipso__stage_settings *settings, ipso_error *err);

/* Requests booked beside the open and fixed slots of before; its held slots are free again. */
ipso_status ipso__bookings_stage(ipso_plan **after, const ipso_plan *before,
                                 const ipso__stage_settings *settings, ipso_error *err);

/* The slots of before in their best order, with start times. */
ipso_status ipso__times_stage(ipso_plan **after, const ipso_plan *before,
                              const ipso__stage_settings *settings, ipso_error *err);

/* IPSO_INPUT unless start has been through the stage before; a plan made by hand, without any stage
 * marked, is taken as it is. */
ipso_status ipso__expect_stages_before(const ipso_plan *start, ipso_stage stage, ipso_error *err);

/* What a stage starts from: the assignments of before and the reports of the stages before it; for
 * the times stage its unplaced requests too. Slots are never copied: each stage adds its own. */
ipso_status ipso__plan_before(ipso_plan **copy, const ipso_plan *before, ipso_stage stage,
                              ipso_error *err);

/* The integer program of a stage, for ipso_model_to_text. */
struct ipso__program;
ipso_status ipso__roster_model(struct ipso__program **program, const ipso_practice *practice,
                               ipso_error *err);
ipso_status ipso__slots_model(struct ipso__program **program, const ipso_plan *before,
                              ipso_error *err);
ipso_status ipso__bookings_model(struct ipso__program **program, const ipso_plan *before,
                                 ipso_error *err);
ipso_status ipso__times_model(struct ipso__program **program, const ipso_plan *before,
                              ipso_error *err);

#endif
