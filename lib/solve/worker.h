/* Threads of the library. Internal.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_SOLVE_WORKER_H
#define IPSO_SOLVE_WORKER_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>

/* Starts work(user) on a thread of its own, with a stack deep enough for GLPK and all signals
 * blocked: the host's signal handlers have no business there. False when no thread can be had; else
 * the caller joins it. */
bool ipso__worker_start(pthread_t *worker, void *(*work)(void *user), void *user);

/* Calls meanwhile(user) every 10 ms until done is set by another thread. */
void ipso__worker_wait(const atomic_bool *done, void (*meanwhile)(void *user), void *user);

#endif
