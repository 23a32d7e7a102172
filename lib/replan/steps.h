/* The steps of replanning. Internal to lib/replan.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_REPLAN_STEPS_H
#define IPSO_REPLAN_STEPS_H

#include "replan/choose.h"

/* One call of the replanner. */
typedef struct ipso__replanning {
    ipso__changes changes;
    const ipso_replan_settings *settings;
    ipso__limits limits;
    ipso_report *before;   /* check of the plan before */
    ipso_practice *closed; /* the changed practice without requests and appointments, to be read */
    ipso_assignment *work; /* the new roster */
    int work_count;
    ipso__agenda agenda;
    ipso__places places;
    ipso_replan_totals totals;
} ipso__replanning;

/* The new roster, in r->work. *outcome is INFEASIBLE or UNKNOWN when there is none. */
ipso_status ipso__replan_roster(ipso__replanning *r, ipso_outcome *outcome,
                                ipso_finding_fn conflict, void *conflict_user, ipso_error *err);

/* Places for all that is touched and all requests tried, in r->agenda; totals but counts. */
ipso_status ipso__replan_places(ipso__replanning *r, ipso_error *err);

/* A touched fixed appointment as the request that it becomes without a place. */
ipso_request ipso__as_request(const ipso__agenda *agenda, const ipso__appointment *item,
                              const ipso_replan_settings *settings, ipso_window *window);

/* How many violations of a rule a report holds. */
int ipso__violations(const ipso_report *report, ipso_rule rule);

/* The new practice and plan from the agenda, and what has changed. */
ipso_status ipso__replan_finish(ipso_replan **replan, ipso__replanning *r, ipso_error *err);

/* What a result is. */
struct ipso_replan {
    ipso_practice *practice;
    ipso_plan *plan;
    ipso_replan_totals totals;
    ipso_move *moves;
    int move_count;
    ipso_call *calls;
    int call_count;
    ipso_duty_change *duties;
    int duty_count;
    ipso__arena arena; /* of all texts and lists */
};

#endif
