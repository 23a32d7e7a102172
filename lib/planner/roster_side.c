/* Bounding boxes of fair turns beside the search for rosters.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "planner/roster_side.h"

#include "base/error.h"
#include "solve/worker.h"

#include <math.h>
#include <stdlib.h>

static int tell(void *user, const ipso_progress *progress)
{
    (void)progress;
    return atomic_load(&((ipso__side *)user)->halted);
}

bool ipso__side_init(ipso__side *side, const ipso__roster_search *s)
{
    side->settings = *s->settings;
    side->settings.threads = 1;
    side->settings.progress = tell;
    side->settings.progress_user = side;
    side->settings.log = NULL;
    ipso_error_init(&side->err);
    side->search = (ipso__roster_search){.roster = s->roster,
                                         .program = s->program,
                                         .settings = &side->settings,
                                         .err = &side->err,
                                         .begin_s = s->begin_s};
    return ipso__search_keep_prices(&side->search, s->prices, s->price_count);
}

void ipso__side_finish(ipso__side *side)
{
    free(side->search.prices);
    ipso__schedules_columns_finish(&side->search.columns);
}

static void *work(void *user)
{
    ipso__side *side = user;
    side->task(side->user);
    return NULL;
}

void ipso__side_start(ipso__side *side, const ipso__roster_search *s, int64_t units, double share,
                      void (*task)(void *user), void *user)
{
    side->search.work = side->begun = s->work;
    side->search.stopped = false;
    side->search.found = s->found;
    side->search.cost = s->cost;
    side->search.bound = -INFINITY;
    side->units = IPSO__ROSTER_UNITS * units;
    side->share = share;
    side->task = task;
    side->user = user;
    atomic_store(&side->halted, false);
    side->on_thread = s->settings->threads > 1 && ipso__worker_start(&side->thread, work, side);
}

void ipso__side_join(ipso__side *side, ipso__roster_search *s)
{
    if (s->stopped || s->status != IPSO_OK)
        atomic_store(&side->halted, true);
    if (side->on_thread)
        pthread_join(side->thread, NULL);
    else
        work(side);
    s->work += side->search.work - side->begun;
    if (side->search.status != IPSO_OK && s->status == IPSO_OK) {
        s->status = side->search.status;
        *s->err = side->err;
    }
}

bool ipso__side_goes_on(ipso__side *side)
{
    return !ipso__search_over(&side->search) && side->search.work < side->begun + side->units &&
           ipso__search_used(&side->search) < side->share;
}

bool ipso__side_bound(ipso__side *side, const ipso__turn_range *turns, double enough, double *bound)
{
    ipso__columns_run run = {.share = side->share,
                             .most = side->units / IPSO__ROSTER_UNITS + 1,
                             .turns = turns,
                             .until = IPSO__UNTIL_ROOT,
                             .enough = enough,
                             .only_bound = true};
    ipso__search_columns_run(&side->search, &run);
    *bound = run.none ? INFINITY : run.bound;
    return run.ended;
}

void ipso__side_fail(ipso__side *side)
{
    side->search.status = ipso__fail_nomem(&side->err);
}
