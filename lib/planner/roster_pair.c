/* Two instances solved side by side.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "planner/roster_weeks.h"

#include "base/clock.h"
#include "base/error.h"
#include "solve/worker.h"

#include <math.h>
#include <stdatomic.h>

/* What the hooks of the engine need. */
typedef struct pair {
    ipso__roster_search *search;
    atomic_bool halted; /* the search was stopped */
    atomic_bool done;   /* the job on the other thread */
    ipso__weeks_job *other;
} pair;

void ipso__weeks_job_init(ipso__weeks_job *job, ipso__roster_search *s,
                          const ipso__schedules *schedules, double share, int64_t most, int beside)
{
    const ipso__stage_settings *limits = s->settings;
    *job = (ipso__weeks_job){.schedules = schedules};
    ipso_error_init(&job->err);
    ipso__schedules_settings_init(&job->settings);
    job->settings.seed = limits->seed;
    job->settings.work_limit = most;
    if (limits->deadline_s < INFINITY)
        job->settings.time_limit_s = fmax(
            0.001, s->begin_s + share * (limits->deadline_s - s->begin_s) - ipso__clock_now_s());
    if (limits->work_limit > 0) {
        double left = (share * (double)limits->work_limit - (double)s->work) /
                      (IPSO__ROSTER_UNITS * (double)beside);
        if (most == 0 || left < (double)most)
            job->settings.work_limit = (int64_t)fmax(1, left);
    }
}

bool ipso__weeks_job_has_result(const ipso__weeks_job *job)
{
    return job->ran && job->status == IPSO_OK;
}

void ipso__weeks_job_finish(ipso__weeks_job *job)
{
    if (ipso__weeks_job_has_result(job))
        ipso__schedules_result_finish(&job->result);
    job->ran = false;
}

static int listen(void *user, int64_t best, int64_t bound, int64_t work)
{
    pair *p = user;
    ipso__roster_search *s = p->search;
    (void)best;
    (void)bound;
    int stop = ipso__search_tell(s, s->found ? s->cost : INFINITY, s->bound,
                                 s->work + IPSO__ROSTER_UNITS * work);
    if (stop)
        atomic_store(&p->halted, true);
    return stop;
}

static int wait_for_halt(void *user, int64_t best, int64_t bound, int64_t work)
{
    (void)best;
    (void)bound;
    (void)work;
    return atomic_load(&((pair *)user)->halted);
}

static void solve(ipso__weeks_job *job)
{
    job->status = ipso__schedules_solve(&job->result, job->schedules, &job->settings, &job->err);
    job->ran = true;
}

static void *solve_other(void *user)
{
    pair *p = user;
    solve(p->other);
    atomic_store(&p->done, true);
    return NULL;
}

/* Asks the caller whether to go on. */
static void ask(void *user)
{
    listen(user, 0, 0, 0);
}

bool ipso__weeks_run(ipso__roster_search *s, ipso__weeks_job *jobs, int count)
{
    pair p = {.search = s, .other = &jobs[1]};
    pthread_t thread;
    atomic_init(&p.halted, false);
    atomic_init(&p.done, false);
    for (int i = 0; i < count; i++) {
        jobs[i].settings.progress = listen;
        jobs[i].settings.progress_user = &p;
    }
    if (count == 1)
        jobs[0].settings.threads = s->settings->threads;
    else if (s->settings->threads > 1)
        jobs[1].settings.progress = wait_for_halt;
    bool on_thread =
        count > 1 && s->settings->threads > 1 && ipso__worker_start(&thread, solve_other, &p);
    solve(&jobs[0]);
    if (on_thread) {
        ipso__worker_wait(&p.done, ask, &p);
        pthread_join(thread, NULL);
    } else if (count > 1) {
        solve(&jobs[1]);
    }
    for (int i = 0; i < count; i++) {
        if (jobs[i].status == IPSO_OK) {
            s->work += IPSO__ROSTER_UNITS * jobs[i].result.work;
        } else if (s->status == IPSO_OK) {
            s->status = jobs[i].status;
            *s->err = jobs[i].err;
        }
    }
    return s->status == IPSO_OK && !s->stopped;
}
