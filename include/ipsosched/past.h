/* The past of a practice: what one plan leaves to the next.
 *
 * Weeks are planned one after the other, or several at once and then again from the second on. The
 * plan before says what each practitioner brings along: the run of days worked or off, the end and
 * the kind of the last duty, the site, the hours of a week that has begun, the turns taken. A past
 * holds what that takes, without the practice it was planned for; ipso_practice_follow writes it
 * into the practice that comes next.
 *
 * A past is made by one thread; afterwards any number of threads may read it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSOSCHED_PAST_H
#define IPSOSCHED_PAST_H

#include <ipsosched/plan.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct ipso_past ipso_past;

/* The past that a plan makes; plan and practice may be freed afterwards. A plan document holds one
 * too: ipso_past_from_json (json.h). */
IPSO_API ipso_status ipso_past_new(ipso_past **past, const ipso_plan *plan, ipso_error *err);
/* NULL allowed. */
IPSO_API void ipso_past_free(ipso_past *past);

/* First and last day that the past knows of. */
IPSO_API ipso_date ipso_past_first_day(const ipso_past *past);
IPSO_API ipso_date ipso_past_last_day(const ipso_past *past);

/* Lets a validated practice follow on a past, before it is planned and before any plan or other
 * thread reads it: pointers to its practitioners' histories and to its pins are no longer valid.
 *
 * History: the past is looked at up to the eve of the practice's first day, and its practitioners
 * are found by id. Whoever is in both gets a whole new history:
 *   run_days, run_off_days  days worked, or off, in a row up to the eve, those before the past
 *                           counted; at most 366 and 100000
 *   last_end_min, last_kind of the eve; with two duties that day the kind that a succession of the
 *                           practice forbids to be followed, else that of the later one
 *   last_site               of the last day worked at a site that is not common; unknown when it is
 *                           gone
 *   week_minutes, week_days of the running week, unless the practice starts on a Monday
 *   weekend_worked          the Saturday before a practice that starts on a Sunday
 *   turns                   by id of the fair rule: turns and days of presence of the past added to
 *                           those before it, where the rule was the practitioner's. Days of another
 *                           contract share are converted, days x old share / new share (rounded);
 *                           more than 520 weeks become 520, turns in proportion
 * Whoever has left is left out. Newcomers keep the history that the practice gives them; they, and
 * everybody under a new rule, start with no turns and no weeks, hence with no backlog.
 *
 * Pins: of the days of the practice up to published_until (0: none) that the past plans, every duty
 * worked is pinned and every day off forbidden, but for those on leave since. Those of people
 * unknown to the past stay free.
 *
 * IPSO_INPUT, with the pointer into the plan document, and the practice unchanged: the plan is of a
 * practice of another name or with nobody in common; starts after the practice or ends before its
 * eve; ends before published_until; or a published duty is none of the practice or has changed.
 * IPSO_STATE: the practice is not validated. IPSO_NOMEM. */
IPSO_API ipso_status ipso_practice_follow(ipso_practice *practice, const ipso_past *past,
                                          ipso_date published_until, ipso_error *err);

#ifdef __cplusplus
}
#endif
#endif
