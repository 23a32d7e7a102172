/* What passes between the thread that solves and the thread that waits. Internal.
 *
 * The worker posts its figures and log lines and reads the cancel flag; the waiting thread collects
 * them and runs the host's callbacks, so that no callback ever runs on a thread the host did not
 * bring.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_SOLVE_SOLVE_MAIL_H
#define IPSO_SOLVE_SOLVE_MAIL_H

#include <pthread.h>
#include <stdatomic.h>

#include "base/text.h"
#include "solve/solve.h"

typedef struct ipso__mail {
    atomic_bool cancelled;
    pthread_mutex_t mutex; /* guards all below */
    pthread_cond_t changed;
    bool done;
    double best, bound;
    int64_t work;
    ipso__text lines; /* each ended by a newline */
} ipso__mail;

ipso_status ipso__mail_init(ipso__mail *mail, ipso_error *err);
void ipso__mail_finish(ipso__mail *mail);

/* The worker's side. Lines are dropped while more than a megabyte waits to be collected. */
void ipso__mail_post_figures(ipso__mail *mail, double best, double bound, int64_t work);
void ipso__mail_post_line(ipso__mail *mail, const char *line);
void ipso__mail_post_done(ipso__mail *mail);

/* The waiting side: returns when the worker is done; runs the callbacks of settings every 20 ms. */
void ipso__mail_wait(ipso__mail *mail, const ipso__solve_settings *settings);

#endif
