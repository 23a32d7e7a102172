/* The best of the searches of one session.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/trials.h"

#include <math.h>

void ipso__trials_init(ipso__trials *trials, int64_t limit)
{
    *trials = (ipso__trials){.proven = true, .bound = INFINITY, .limit = limit};
}

bool ipso__trials_spent(const ipso__trials *trials)
{
    return trials->limit > 0 && trials->work >= trials->limit;
}

int64_t ipso__trials_left(const ipso__trials *trials)
{
    if (trials->limit <= 0)
        return 0;
    return trials->work < trials->limit ? trials->limit - trials->work : 1;
}

void ipso__trials_keep(ipso__trials *trials, ipso_session_plan *plan)
{
    trials->work += plan->work;
    trials->evaluations += plan->evaluations;
    trials->proven = trials->proven && plan->outcome == IPSO_OPTIMAL;
    trials->bound = fmin(trials->bound, plan->bound);
    if (trials->has_best && plan->objective >= trials->best.objective - 1e-9) {
        ipso_session_plan_finish(plan);
        return;
    }
    ipso_session_plan_finish(&trials->best);
    trials->best = *plan;
    trials->has_best = true;
}

ipso_status ipso__trials_end(ipso__trials *trials, ipso_status status, ipso_session_plan *plan)
{
    ipso_session_plan *best = &trials->best;

    if (status != IPSO_OK) {
        ipso_session_plan_finish(best);
        return status;
    }
    best->bound = trials->proven ? fmin(trials->bound, best->objective) : -INFINITY;
    best->outcome = trials->proven ? IPSO_OPTIMAL : IPSO_FEASIBLE;
    best->stop = ipso__trials_spent(trials) ? IPSO_STOP_WORK : IPSO_STOP_DONE;
    best->work = trials->work;
    best->evaluations = trials->evaluations;
    *plan = *best;
    return IPSO_OK;
}
