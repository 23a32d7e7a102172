/* The search for start times. Internal.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_SESSION_SEARCH_H
#define IPSO_SESSION_SEARCH_H

#include "session/chain.h"

/* What counts as cheaper, and as proven. */
#define IPSO__SEARCH_SLACK 1e-9

/* Moves neighbours together, by many steps first, while that makes the chain cheaper. *cost is that
 * of the chain, before and after. *spent: the work limit was reached. False when out of memory. */
bool ipso__search_blocks(ipso__chain *chain, double *cost, int64_t work_limit, bool *spent);

/* The least that a set of patients gains when moved by delta together, by the minimum-norm point of
 * the base polytope (Fujishige 2005, 7.1; Wolfe 1976). */
typedef struct ipso__proof {
    bool proven;           /* no set gains more than loss */
    double loss;           /* >= 0, INFINITY where nothing is proven */
    bool better;           /* marked is a set that gains */
    unsigned char *marked; /* count of the chain: the caller's */
} ipso__proof;

/* Looks for a better set or a proof that there is none; neither when the work limit was reached.
 * False when out of memory. */
bool ipso__search_prove(ipso__chain *chain, double cost, int delta, int64_t work_limit,
                        ipso__proof *proof);

/* Continuous times of PHASES within 0..last_min: start_min has the first guess. *bound is proven.
 */
bool ipso__search_continuous(const ipso_session *session, const int *order, int count,
                             double last_min, double *start_min, double *cost, double *bound,
                             int64_t work_limit, int64_t *work, int64_t *evaluations);

/* The step and the last start time that settings mean; IPSO_INPUT when they are out of range. */
ipso_status ipso__settings_check(const ipso_session *session, const ipso_session_settings *settings,
                                 double *step_min, double *last_min, ipso_error *err);

/* ipso_session_optimize from given start times on, NULL for its own guess. */
ipso_status ipso__optimize_from(ipso_session_plan *plan, const ipso_session *session,
                                const int *order, int count, const double *first_min,
                                const ipso_session_settings *settings, ipso_error *err);

/* Whether two patients of a session are alike in all that matters. */
bool ipso__patients_alike(const ipso_session *session, int a, int b);

#endif
