/* A few threads that do the tasks of one caller side by side. Internal.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_SOLVE_TEAM_H
#define IPSO_SOLVE_TEAM_H

#include <pthread.h>
#include <stdbool.h>

enum { IPSO__TEAM_MOST = 4 }; /* threads, the caller's among them */

typedef struct ipso__team_job {
    void (*task)(void *user, int i, int thread); /* thread: 0 is the caller's */
    void (*meanwhile)(void *user); /* about every 10 ms while the caller waits; or NULL */
    void *user;
    int count; /* tasks 0 to count - 1, begun in this order */
} ipso__team_job;

typedef struct ipso__team {
    int threads; /* at most; the caller's is one */
    int helpers; /* started */
    struct ipso__team_helper {
        struct ipso__team *team;
        int thread;
        pthread_t id;
    } helper[IPSO__TEAM_MOST];
    pthread_mutex_t lock; /* of what follows */
    pthread_cond_t begin, done;
    const ipso__team_job *job;
    int next, busy; /* task to be begun; tasks that are being done */
    bool ending;
} ipso__team;

/* Nothing is started before the first job. False when the system has no means for it. */
bool ipso__team_init(ipso__team *team, int threads);
void ipso__team_finish(ipso__team *team);

/* Does all tasks and returns. Threads that cannot be started leave theirs to the others; without a
 * team, NULL, all are the caller's. */
void ipso__team_run(ipso__team *team, const ipso__team_job *job);

#endif
