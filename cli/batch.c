/* The course of a batch.
 *
 * Documents wait in a ring, in their order. A few of them are planned at a time; those that are
 * done before their turn hold their line until it comes, and when the ring is full no further one
 * is begun: memory is bounded by the jobs, not by the batch.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "batch.h"
#include "progress.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define RING_PER_JOB 4
#define LOOK_MS      250 /* an interrupt is seen within this time */

typedef struct batch {
    const plan_options *wanted;
    batch_input input;
    batch_output output;
    batch_job *ring;
    struct pollfd *polled;
    size_t size, first, count; /* of the ring; its jobs in order */
    int running;
    bool waits;   /* for standard input */
    bool ended;   /* there are no further documents */
    bool resumed; /* the lines of an earlier run have been passed */
    bool failed;
    long long planned, unplanned, kept;
} batch;

static batch_job *job_at(batch *b, size_t place)
{
    return &b->ring[(b->first + place) % b->size];
}

static void count_line(batch *b, int code)
{
    if (code == CODE_DONE)
        b->planned++;
    else
        b->unplanned++;
}

static bool give_up(batch *b)
{
    if (!b->failed)
        fputs("ipsosched: out of memory\n", stderr);
    b->failed = true;
    return false;
}

/* ---- a new document ---- */

/* The item's line is there already: true. */
static bool pass_kept(batch *b, const batch_item *item)
{
    int code = CODE_DONE;
    batch_kept kept = b->resumed ? KEPT_NONE : take_kept(&b->output, item, &code);

    b->resumed = kept != KEPT_LINE;
    b->failed = b->failed || kept == KEPT_FAILED;
    if (kept != KEPT_LINE)
        return false;
    b->kept++;
    count_line(b, code);
    return true;
}

/* A job that cannot have a process now waits for one to end; alone, it fails. */
static void launch(batch *b, batch_job *job)
{
    if (start_job(job, &b->wanted->settings, b->ring, b->size))
        b->running++;
    else if (b->running == 0 && !fail_job(job, "out of memory", "no process could be started"))
        give_up(b);
}

static void enter(batch *b, const batch_item *item)
{
    batch_job *job = job_at(b, b->count++);

    *job = (batch_job){.item = *item};
    if (item->text != NULL)
        launch(b, job);
    else if (!fail_job(job, ipso_status_name(IPSO_IO), item->reason))
        give_up(b);
}

/* The next document into the ring; false when there is none now. */
static bool take_next(batch *b)
{
    batch_item item;
    batch_step step = next_item(&b->input, &item);

    b->waits = step == BATCH_WAIT;
    b->ended = step == BATCH_END;
    b->failed = b->failed || step == BATCH_FAILED;
    if (b->ended && !b->resumed)
        pass_kept(b, NULL);
    if (step != BATCH_ITEM)
        return false;
    if (pass_kept(b, &item) || b->failed)
        free_item(&item);
    else
        enter(b, &item);
    return !b->failed;
}

/* The first job that still has its document and no line: it found no process. */
static batch_job *find_waiting(batch *b)
{
    for (size_t i = 0; i < b->count; i++)
        if (job_at(b, i)->item.text != NULL && job_at(b, i)->length == 0)
            return job_at(b, i);
    return NULL;
}

static bool fill(batch *b)
{
    bool filled = false;

    while (b->running < b->wanted->jobs && !b->failed && !was_interrupted()) {
        batch_job *waiting = find_waiting(b);
        int before = b->running;

        if (waiting != NULL)
            launch(b, waiting);
        else if (b->ended || b->count == b->size || !take_next(b))
            break;
        if (waiting != NULL && b->running == before)
            break;
        filled = true;
    }
    return filled;
}

/* ---- lines ---- */

static bool is_done(const batch_job *job)
{
    return job->pid == 0 && job->length > 0;
}

/* Writes the lines whose turn it is. */
static void drain(batch *b)
{
    while (b->count > 0 && is_done(job_at(b, 0)) && !b->failed) {
        batch_job *job = job_at(b, 0);

        b->failed = !append_line(&b->output, job->line, job->length);
        if (!b->failed)
            count_line(b, job->code);
        stop_job(job);
        b->first = (b->first + 1) % b->size;
        b->count--;
    }
}

static nfds_t gather(batch *b)
{
    nfds_t count = 0;

    if (b->waits)
        b->polled[count++] = (struct pollfd){.fd = STDIN_FILENO, .events = POLLIN};
    for (size_t i = 0; i < b->count; i++)
        if (job_at(b, i)->pid > 0)
            b->polled[count++] = (struct pollfd){.fd = job_at(b, i)->descriptor, .events = POLLIN};
    return count;
}

/* Waits for a document or a piece of a line. */
static void await(batch *b)
{
    nfds_t count = gather(b), at = 0;

    if (poll(b->polled, count, LOOK_MS) <= 0)
        return;
    if (b->waits)
        b->input.ready = b->polled[at++].revents != 0;
    for (size_t i = 0; i < b->count; i++) {
        batch_job *job = job_at(b, i);

        if (job->pid == 0 || b->polled[at++].revents == 0)
            continue;
        if (!read_job(job))
            give_up(b);
        b->running -= job->pid == 0;
    }
}

/* ---- the whole ---- */

static void course(batch *b)
{
    do {
        do
            drain(b);
        while (fill(b));
        drain(b);
        if (b->failed || was_interrupted() || (b->ended && b->count == 0))
            return;
        await(b);
    } while (true);
}

static void print_counts(const batch *b, bool interrupted)
{
    long long documents = b->planned + b->unplanned;

    if (b->wanted->quiet)
        return;
    if (b->wanted->json) {
        fprintf(stderr,
                "{\"documents\": %lld, \"planned\": %lld, \"failed\": %lld, \"kept\": %lld, "
                "\"interrupted\": %s}\n",
                documents, b->planned, b->unplanned, b->kept, interrupted ? "true" : "false");
        return;
    }
    fprintf(stderr, "%lld %s: %lld planned, %lld failed", documents,
            documents == 1 ? "document" : "documents", b->planned, b->unplanned);
    if (b->kept > 0)
        fprintf(stderr, "; %lld of them by an earlier run", b->kept);
    fputc('\n', stderr);
    if (interrupted)
        fputs("ipsosched plan: interrupted; the lines of these documents are written\n", stderr);
}

static int plan_batch(batch *b)
{
    bool interrupted;

    b->size = (size_t)b->wanted->jobs * RING_PER_JOB;
    b->ring = calloc(b->size, sizeof *b->ring);
    b->polled = calloc(b->size + 1, sizeof *b->polled);
    if (b->ring == NULL || b->polled == NULL) {
        give_up(b);
        return CODE_FAILED;
    }
    catch_interrupts();
    course(b);
    interrupted = was_interrupted() && !(b->ended && b->count == 0);
    for (size_t i = 0; i < b->size; i++)
        stop_job(&b->ring[i]);
    if (b->failed)
        return CODE_FAILED;
    print_counts(b, interrupted);
    if (interrupted)
        return CODE_INTERRUPTED;
    return b->unplanned > 0 ? CODE_SOME_FAILED : CODE_DONE;
}

/* Which file the output is, so that it is not read as a document; path NULL standard output. */
static struct stat tell_output(const char *path)
{
    struct stat status;

    if ((path == NULL ? fstat(STDOUT_FILENO, &status) : stat(path, &status)) != 0)
        return (struct stat){.st_ino = 0};
    return status;
}

int run_batch(const plan_options *wanted)
{
    batch b = {.wanted = wanted};
    bool standard = wanted->output == NULL || strcmp(wanted->output, "-") == 0;
    const char *path = standard ? NULL : wanted->output;
    struct stat output = tell_output(path);
    int code = open_input(&b.input, wanted->practice, &output);

    if (code == CODE_DONE) {
        code = open_output(&b.output, path) ? plan_batch(&b) : CODE_FAILED;
        if (!close_output(&b.output) && code == CODE_DONE)
            code = CODE_FAILED;
    }
    close_input(&b.input);
    free(b.ring);
    free(b.polled);
    return code;
}
