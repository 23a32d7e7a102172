/* The storage of a past: a plan of a practice cut down to what history needs. Internal.
 *
 * The practice of a past has its horizon, extended hours, sites (id, common), fair rules,
 * practitioners (id, role, skills, contract share, leave, history) and the duties that the plan
 * works. It is closed and cannot be planned.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_PLAN_PAST_H
#define IPSO_PLAN_PAST_H

#include <ipsosched/past.h>

#include "base/memory.h"

struct ipso_past {
    ipso_practice *practice;
    ipso_plan *plan; /* its roster alone */
};

/* A past that owns both from then on. On failure they are the caller's still. */
ipso_status ipso__past_wrap(ipso_past **past, ipso_practice *practice, ipso_plan *plan,
                            ipso_error *err);

/* The history that practitioner `from` of the past takes into practitioner `to` of the practice,
 * which starts days after the past does, at most one day after its end. What history points to lies
 * in arena or in the past. */
ipso_status ipso__past_history(ipso_history *history, const ipso_past *past, int from,
                               const ipso_practice *practice, int to, int days, ipso__arena *arena,
                               ipso_error *err);

/* The first assignment of a past's plan at or after that of (practitioner, day). */
int ipso__past_find(const ipso_past *past, int practitioner, int day);

/* Assignments of (practitioner, day): [first, ipso__past_find(practitioner, day + 1)). */
bool ipso__past_works(const ipso_past *past, int practitioner, int day);

/* Whether the practitioner is on leave on a date. */
bool ipso__on_leave(const ipso_practitioner *person, ipso_date date);

/* Turns of a fair rule of the past's practice taken on its first days, and days present on them. */
int ipso__past_turns(const ipso_past *past, int practitioner, int fair, int days);

#endif
