/* Tasks side by side. Threads wait for a job and take its tasks as they come.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "solve/team.h"

#include "solve/worker.h"

#include <time.h>

#define MOMENT_NS 10000000

static bool init_begin_and_done(ipso__team *team)
{
    pthread_condattr_t attributes;
    if (pthread_condattr_init(&attributes) != 0)
        return false;
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    bool begin = pthread_cond_init(&team->begin, &attributes) == 0;
    bool done = begin && pthread_cond_init(&team->done, &attributes) == 0;
    if (begin && !done)
        pthread_cond_destroy(&team->begin);
    pthread_condattr_destroy(&attributes);
    return done;
}

bool ipso__team_init(ipso__team *team, int threads)
{
    *team = (ipso__team){.threads = threads < IPSO__TEAM_MOST ? threads : IPSO__TEAM_MOST};
    if (pthread_mutex_init(&team->lock, NULL) != 0)
        return false;
    if (init_begin_and_done(team))
        return true;
    pthread_mutex_destroy(&team->lock);
    return false;
}

/* Does tasks while there are any to be begun; with the lock, but for the tasks themselves. */
static void take_tasks(ipso__team *team, int thread)
{
    const ipso__team_job *job = team->job;
    while (job != NULL && team->next < job->count) {
        int i = team->next++;
        team->busy++;
        pthread_mutex_unlock(&team->lock);
        job->task(job->user, i, thread);
        pthread_mutex_lock(&team->lock);
        team->busy--;
    }
}

static void *help(void *argument)
{
    const struct ipso__team_helper *helper = argument;
    ipso__team *team = helper->team;
    pthread_mutex_lock(&team->lock);
    while (!team->ending) {
        take_tasks(team, helper->thread);
        if (team->busy == 0)
            pthread_cond_signal(&team->done);
        pthread_cond_wait(&team->begin, &team->lock);
    }
    pthread_mutex_unlock(&team->lock);
    return NULL;
}

static void start_helpers(ipso__team *team)
{
    while (team->helpers + 1 < team->threads) {
        struct ipso__team_helper *helper = &team->helper[team->helpers];
        *helper = (struct ipso__team_helper){.team = team, .thread = team->helpers + 1};
        if (!ipso__worker_start(&helper->id, help, helper))
            break;
        team->helpers++;
    }
    team->threads = team->helpers + 1;
}

void ipso__team_finish(ipso__team *team)
{
    pthread_mutex_lock(&team->lock);
    team->ending = true;
    pthread_cond_broadcast(&team->begin);
    pthread_mutex_unlock(&team->lock);
    for (int i = 0; i < team->helpers; i++)
        pthread_join(team->helper[i].id, NULL);
    pthread_cond_destroy(&team->begin);
    pthread_cond_destroy(&team->done);
    pthread_mutex_destroy(&team->lock);
}

static void wait_for_helpers(ipso__team *team, const ipso__team_job *job)
{
    while (team->busy > 0) {
        struct timespec until;
        clock_gettime(CLOCK_MONOTONIC, &until);
        until.tv_nsec += MOMENT_NS;
        until.tv_sec += until.tv_nsec / 1000000000;
        until.tv_nsec %= 1000000000;
        pthread_cond_timedwait(&team->done, &team->lock, &until);
        if (job->meanwhile != NULL) {
            pthread_mutex_unlock(&team->lock);
            job->meanwhile(job->user);
            pthread_mutex_lock(&team->lock);
        }
    }
}

void ipso__team_run(ipso__team *team, const ipso__team_job *job)
{
    if (team == NULL || job->count <= 1) { /* nobody else is woken */
        for (int i = 0; i < job->count; i++)
            job->task(job->user, i, 0);
        return;
    }
    start_helpers(team);
    pthread_mutex_lock(&team->lock);
    team->job = job;
    team->next = 0;
    if (team->helpers > 0)
        pthread_cond_broadcast(&team->begin);
    take_tasks(team, 0);
    wait_for_helpers(team, job);
    team->job = NULL;
    pthread_mutex_unlock(&team->lock);
}
