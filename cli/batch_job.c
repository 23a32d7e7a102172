/* A document of a batch is planned in a process of its own: one that runs out of memory or dies
 * takes no other along, and its memory goes back as a whole.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "batch.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define PIECE_BYTES ((size_t)1 << 16)

/* ---- the process ---- */

/* A process whose starter is gone has nobody to plan for. */
static int end_when_alone(void *user, const ipso_progress *progress)
{
    const pid_t *starter = user;

    (void)progress;
    if (getppid() != *starter)
        _exit(CODE_FAILED);
    return 0;
}

static void work(const batch_item *item, const ipso_settings *wanted, int descriptor, pid_t starter)
{
    ipso_settings settings = *wanted;
    FILE *out = fdopen(descriptor, "w");

    settings.progress = end_when_alone;
    settings.progress_user = &starter;
    if (out == NULL || !write_result(out, item, &settings))
        _exit(CODE_FAILED);
    _exit(CODE_DONE);
}

/* What asks to end goes to the starter, which ends its processes. */
static void set_signals(int how, sigset_t *before)
{
    sigset_t set;

    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGHUP);
    sigprocmask(how, &set, before);
}

static void ignore_signals(void)
{
    signal(SIGINT, SIG_IGN);
    signal(SIGTERM, SIG_IGN);
    signal(SIGHUP, SIG_IGN);
}

bool start_job(batch_job *job, const ipso_settings *settings, const batch_job *others,
               size_t other_count)
{
    pid_t starter = getpid();
    sigset_t before;
    int ends[2];

    if (pipe(ends) != 0)
        return false;
    set_signals(SIG_BLOCK, &before);
    job->pid = fork();
    if (job->pid == 0) {
        ignore_signals();
        sigprocmask(SIG_SETMASK, &before, NULL);
        for (size_t i = 0; i < other_count; i++)
            if (others[i].pid > 0)
                close(others[i].descriptor);
        close(ends[0]);
        work(&job->item, settings, ends[1], starter);
    }
    sigprocmask(SIG_SETMASK, &before, NULL);
    close(ends[1]);
    job->descriptor = ends[0];
    if (job->pid > 0) {
        free(job->item.text);
        job->item.text = NULL;
        return true;
    }
    close(ends[0]);
    job->pid = 0;
    return false;
}

/* ---- its line ---- */

static bool make_room(batch_job *job, size_t length)
{
    size_t capacity = job->capacity == 0 ? PIECE_BYTES : job->capacity;
    char *line;

    while (capacity < job->length + length)
        capacity *= 2;
    if (capacity == job->capacity)
        return true;
    line = realloc(job->line, capacity);
    if (line == NULL)
        return false;
    job->line = line;
    job->capacity = capacity;
    return true;
}

static bool append_text(batch_job *job, const char *text, size_t length)
{
    if (!make_room(job, length))
        return false;
    memcpy(job->line + job->length, text, length);
    job->length += length;
    return true;
}

static bool open_line(batch_job *job)
{
    char digest[64];
    int length = snprintf(digest, sizeof digest, ", \"digest\": %s, \"code\": ", job->item.digest);

    job->length = 0;
    job->opening = strlen(job->item.origin) + (size_t)length;
    return append_text(job, job->item.origin, strlen(job->item.origin)) &&
           append_text(job, digest, (size_t)length);
}

bool fail_job(batch_job *job, const char *name, const char *text)
{
    char *rest = NULL;
    size_t length;
    FILE *out = open_memstream(&rest, &length);
    bool ok;

    if (out == NULL)
        return false;
    write_failure(out, CODE_FAILED, name, text);
    ok = fclose(out) == 0 && open_line(job) && append_text(job, rest, length);
    job->code = CODE_FAILED;
    free(rest);
    return ok;
}

static bool end_job(batch_job *job)
{
    char text[80] = "the process that planned it ended early";
    int status = 0;

    close(job->descriptor);
    while (waitpid(job->pid, &status, 0) < 0 && errno == EINTR)
        continue;
    job->pid = 0;
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0 && job->length > 0 &&
        job->line[job->length - 1] == '\n') {
        job->code = atoi(job->line + job->opening);
        return true;
    }
    if (WIFSIGNALED(status))
        snprintf(text, sizeof text, "the process that planned it was ended by signal %d",
                 WTERMSIG(status));
    return fail_job(job, "crash", text);
}

bool read_job(batch_job *job)
{
    ssize_t got;

    if (job->length == 0 && !open_line(job))
        return false;
    if (!make_room(job, PIECE_BYTES))
        return false;
    got = read(job->descriptor, job->line + job->length, PIECE_BYTES);
    if (got < 0)
        return errno == EINTR || end_job(job);
    job->length += (size_t)got;
    return got > 0 || end_job(job);
}

void stop_job(batch_job *job)
{
    if (job->pid > 0) {
        kill(job->pid, SIGKILL);
        close(job->descriptor);
        while (waitpid(job->pid, NULL, 0) < 0 && errno == EINTR)
            continue;
    }
    free_item(&job->item);
    free(job->line);
    *job = (batch_job){.pid = 0};
}
