/* Figures, lines and the cancel flag between two threads.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "solve/solve_mail.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define MOST_WAITING_BYTES ((size_t)1 << 20)
#define WAIT_NS            20000000L

static bool init_condition(pthread_cond_t *condition)
{
    pthread_condattr_t attributes;
    if (pthread_condattr_init(&attributes) != 0)
        return false;
    bool made = pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC) == 0 &&
                pthread_cond_init(condition, &attributes) == 0;
    pthread_condattr_destroy(&attributes);
    return made;
}

ipso_status ipso__mail_init(ipso__mail *mail, ipso_error *err)
{
    memset(mail, 0, sizeof *mail);
    atomic_init(&mail->cancelled, false);
    mail->best = INFINITY;
    mail->bound = -INFINITY;
    if (pthread_mutex_init(&mail->mutex, NULL) != 0)
        return ipso__fail_nomem(err);
    if (!init_condition(&mail->changed)) {
        pthread_mutex_destroy(&mail->mutex);
        return ipso__fail_nomem(err);
    }
    return IPSO_OK;
}

void ipso__mail_finish(ipso__mail *mail)
{
    pthread_cond_destroy(&mail->changed);
    pthread_mutex_destroy(&mail->mutex);
    ipso__text_finish(&mail->lines);
}

void ipso__mail_post_figures(ipso__mail *mail, double best, double bound, int64_t work)
{
    pthread_mutex_lock(&mail->mutex);
    mail->best = best;
    mail->bound = bound;
    mail->work = work;
    pthread_mutex_unlock(&mail->mutex);
}

void ipso__mail_post_line(ipso__mail *mail, const char *line)
{
    pthread_mutex_lock(&mail->mutex);
    if (mail->lines.length < MOST_WAITING_BYTES) {
        ipso__text_append(&mail->lines, line);
        ipso__text_append(&mail->lines, "\n");
    }
    pthread_mutex_unlock(&mail->mutex);
}

void ipso__mail_post_done(ipso__mail *mail)
{
    pthread_mutex_lock(&mail->mutex);
    mail->done = true;
    pthread_cond_signal(&mail->changed);
    pthread_mutex_unlock(&mail->mutex);
}

static void deliver_lines(char *lines, const ipso__solve_settings *settings)
{
    for (char *line = lines, *end; (end = strchr(line, '\n')) != NULL; line = end + 1) {
        *end = '\0';
        settings->log(settings->log_user, line);
    }
}

/* Runs the callbacks with the mutex released; the caller holds it before and after. */
static void deliver(ipso__mail *mail, const ipso__solve_settings *settings)
{
    char *lines = mail->lines.length > 0 ? ipso__text_take(&mail->lines) : NULL;
    double best = mail->best, bound = mail->bound;
    int64_t work = mail->work;
    bool wanted = settings->progress != NULL && !mail->done && !atomic_load(&mail->cancelled);
    pthread_mutex_unlock(&mail->mutex);
    if (lines != NULL)
        deliver_lines(lines, settings);
    free(lines);
    if (wanted && settings->progress(settings->progress_user, best, bound, work) != 0)
        atomic_store(&mail->cancelled, true);
    pthread_mutex_lock(&mail->mutex);
}

static void wait_a_moment(ipso__mail *mail)
{
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_nsec += WAIT_NS;
    if (until.tv_nsec >= 1000000000L) {
        until.tv_nsec -= 1000000000L;
        until.tv_sec++;
    }
    pthread_cond_timedwait(&mail->changed, &mail->mutex, &until);
}

void ipso__mail_wait(ipso__mail *mail, const ipso__solve_settings *settings)
{
    bool has_callbacks = settings->progress != NULL || settings->log != NULL;
    pthread_mutex_lock(&mail->mutex);
    while (!mail->done) {
        if (!has_callbacks) {
            pthread_cond_wait(&mail->changed, &mail->mutex);
            continue;
        }
        wait_a_moment(mail);
        deliver(mail, settings);
    }
    if (mail->lines.length > 0)
        deliver(mail, settings);
    pthread_mutex_unlock(&mail->mutex);
}
