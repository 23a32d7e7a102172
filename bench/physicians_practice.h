/* A physician scheduling instance as a practice, through the public headers alone.
 *
 *   station                 a site, always open, of its department's group, common or not
 *   shift, station, skill   a duty of a kind that the shift and the skill share, on the days that
 *                           want it, for those who are not barred from station and skill
 *   demand                  cover by kinds without a window (R6), min = max = people wanted, hard:
 *                           at a common station for each shift, elsewhere short and long shifts
 *                           together
 *   long shifts             cover of the kinds of these skills at the stations of the department
 *   preference              an unwanted wish (R14) for the kind at the station
 *   may not follow          succession (R5), hard; after the eve, duties forbidden by pins (R3)
 *   days in a row           run days (R10), at most 6 in horizons of a week or more
 *   hours in a week         week minutes (R7)
 *   forbidden day           any duty forbidden that day (R3)
 *   must work               horizon minutes (R8), at least 1
 *   person                  activation (R24); risk: activation by the last station
 *   station changes         site change (R19); common stations are passed over
 *   one department          site groups (R25), at most 1, or 2 for who works on every day and came
 *                           from a department: the published model counts days off as a department
 *                           of their own and allows two in all
 *
 * A long shift that no sum of long shifts counts is not offered: the short one costs the same and
 * bars less. The cost of the roster stage is the instance's objective. Practitioners and sites have
 * the indices of people and stations, less 1. A type, a demand for one appointment a day and a
 * staffing price of 0 make the practice valid and cost nothing.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BENCH_PHYSICIANS_PRACTICE_H
#define BENCH_PHYSICIANS_PRACTICE_H

#include "physicians_recount.h"

#include <ipsosched/plan.h>

/* Makes and validates the practice. IPSO_INPUT with words for what no practice can say: a horizon
 * of more than a week that is not of whole weeks, a price over IPSO_MAX_POINTS ... */
ipso_status physicians_practice_make(ipso_practice **practice, const physicians *instance,
                                     const char *name, ipso_error *err);

/* The roster of a plan of that practice, as physicians_recount wants it, for the caller to free.
 * False, with err filled, when memory is out or the plan has two duties on a day. */
bool physicians_practice_roster(physicians_work **roster, const physicians *instance,
                                const ipso_plan *plan, ipso_error *err);

#endif
