/* libipsosched: plans primary-care practices. The one header a user includes.
 *
 * Build a practice in memory (practice.h) or from JSON (json.h), plan it (planner.h), check and
 * read the plan (check.h, plan.h). Once patients call, the plan becomes an agenda (agenda.h), which
 * a file keeps (store.h).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSOSCHED_IPSOSCHED_H
#define IPSOSCHED_IPSOSCHED_H

#include <ipsosched/agenda.h>
#include <ipsosched/appointments.h>
#include <ipsosched/behaviour.h>
#include <ipsosched/check.h>
#include <ipsosched/civil.h>
#include <ipsosched/csv.h>
#include <ipsosched/fit.h>
#include <ipsosched/json.h>
#include <ipsosched/operation.h>
#include <ipsosched/past.h>
#include <ipsosched/people.h>
#include <ipsosched/plan.h>
#include <ipsosched/planner.h>
#include <ipsosched/practice.h>
#include <ipsosched/replan.h>
#include <ipsosched/scenario.h>
#include <ipsosched/session.h>
#include <ipsosched/simulate.h>
#include <ipsosched/status.h>
#include <ipsosched/store.h>

#endif
