/* A staff rostering instance as a practice, through the public headers alone.
 *
 *   shift                   a duty of a kind of its own. Its start is invented, and so that no duty
 *                           spans another's hours; who may work none over the horizon is not
 *                           qualified for it
 *   may not follow          succession (R5), hard; no rest is asked for
 *   most shifts of a kind   kind limit over the horizon (R13), hard
 *   minutes                 horizon minutes (R8), hard
 *   shifts in a row         run days (R10), hard; no history, so that the ends are free
 *   days off in a row       run off days (R11), hard
 *   weekends                weekends (R12), hard
 *   day off                 any duty forbidden that day (R3). Leave would not do: it scales the
 *                           minimum of R8 and makes wishes for that day free
 *   requests                wishes (R14) for or against the kind on that day
 *   cover                   cover of the duty's own hours (R6), min = max = heads wanted
 *
 * The cost of the roster stage is the instance's objective. Practitioners and duties have the
 * indices of people and shifts. A type, a demand for one appointment a day and a staffing price of
 * 0 make the practice valid and cost nothing.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BENCH_NRP_PRACTICE_H
#define BENCH_NRP_PRACTICE_H

#include "nrp.h"

#include <ipsosched/plan.h>

/* Makes and validates the practice. IPSO_INPUT with the library's own words for what no practice
 * can say: over 366 days, a price over IPSO_MAX_POINTS, no shift in a row allowed ... */
ipso_status nrp_practice_make(ipso_practice **practice, const nrp_instance *instance,
                              const char *name, ipso_error *err);

/* The roster of a plan of that practice: person * days + day, for the caller to free. False, with
 * err filled, when memory is out or the plan has two duties on a day. */
bool nrp_practice_roster(int **roster, const nrp_instance *instance, const ipso_plan *plan,
                         ipso_error *err);

#endif
