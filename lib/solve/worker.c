/* Starting threads, and waiting for them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "solve/worker.h"

#include <signal.h>
#include <stddef.h>
#include <time.h>

#define STACK_BYTES ((size_t)8 << 20)
#define MOMENT_NS   10000000

bool ipso__worker_start(pthread_t *worker, void *(*work)(void *user), void *user)
{
    pthread_attr_t attributes;
    sigset_t all, before;
    if (pthread_attr_init(&attributes) != 0)
        return false;
    pthread_attr_setstacksize(&attributes, STACK_BYTES);
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    bool started = pthread_create(worker, &attributes, work, user) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    pthread_attr_destroy(&attributes);
    return started;
}

void ipso__worker_wait(const atomic_bool *done, void (*meanwhile)(void *user), void *user)
{
    const struct timespec moment = {.tv_nsec = MOMENT_NS};
    while (!atomic_load(done)) {
        nanosleep(&moment, NULL);
        meanwhile(user);
    }
}
