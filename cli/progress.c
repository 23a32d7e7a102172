/* Progress of a running plan on standard error, its log, and the interrupt.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "progress.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>

#define INTERVAL_S 0.2 /* between two lines on a terminal */
#define SLOW_S     2.0 /* between two lines in a file */

static const int caught[] = {SIGINT, SIGTERM, SIGHUP};
#define CAUGHT_COUNT (sizeof caught / sizeof caught[0])

static volatile sig_atomic_t interrupted;

static void on_signal(int number)
{
    struct sigaction ending = {.sa_handler = SIG_DFL};

    (void)number;
    interrupted = 1;
    for (size_t i = 0; i < CAUGHT_COUNT; i++)
        sigaction(caught[i], &ending, NULL);
}

void catch_interrupts(void)
{
    struct sigaction action = {.sa_handler = on_signal, .sa_flags = SA_RESTART}, before;

    for (size_t i = 0; i < CAUGHT_COUNT; i++)
        sigaddset(&action.sa_mask, caught[i]);
    for (size_t i = 0; i < CAUGHT_COUNT; i++)
        if (sigaction(caught[i], NULL, &before) == 0 && before.sa_handler != SIG_IGN)
            sigaction(caught[i], &action, NULL);
}

bool was_interrupted(void)
{
    return interrupted != 0;
}

static int print_state(const ipso_progress *progress, int width)
{
    char text[160];
    int length = snprintf(text, sizeof text, "%-8s %6.1f s", ipso_stage_name(progress->stage),
                          progress->elapsed_s);
    size_t used = (size_t)length;

    if (progress->has_plan)
        used += (size_t)snprintf(text + used, sizeof text - used, "  cost %.0f", progress->cost);
    else
        used += (size_t)snprintf(text + used, sizeof text - used, "  no plan yet");
    if (progress->has_bound)
        used += (size_t)snprintf(text + used, sizeof text - used, "  bound %.0f", progress->bound);
    if (progress->has_plan && progress->has_bound)
        used +=
            (size_t)snprintf(text + used, sizeof text - used, "  gap %.2f %%", 100 * progress->gap);
    fprintf(stderr, "%-*s", width, text);
    return (int)used;
}

static void print_json_state(const ipso_progress *progress)
{
    fprintf(stderr, "{\"progress\": \"%s\", \"elapsed_s\": %.3f", ipso_stage_name(progress->stage),
            progress->elapsed_s);
    if (progress->has_plan)
        fprintf(stderr, ", \"cost\": %.0f", progress->cost);
    if (progress->has_bound)
        fprintf(stderr, ", \"bound\": %.0f", progress->bound);
    if (progress->has_plan && progress->has_bound)
        fprintf(stderr, ", \"gap\": %.6f", progress->gap);
    fputs("}\n", stderr);
}

int show_progress(void *user, const ipso_progress *progress)
{
    progress_line *line = user;
    double interval = line->rewrites ? INTERVAL_S : SLOW_S;

    if (!line->shown ||
        (progress->stage == line->stage && progress->elapsed_s - line->last_s < interval))
        return was_interrupted();
    line->last_s = progress->elapsed_s;
    line->stage = progress->stage;
    if (line->json) {
        print_json_state(progress);
    } else if (line->rewrites) {
        fputc('\r', stderr);
        line->width = print_state(progress, line->width);
    } else {
        print_state(progress, 0);
        fputc('\n', stderr);
    }
    return was_interrupted();
}

void end_progress(progress_line *line)
{
    if (line->width > 0)
        fprintf(stderr, "\r%*s\r", line->width, "");
    line->width = 0;
}

void write_log_line(void *user, const char *text)
{
    progress_line *line = user;

    if (line->log == stderr)
        end_progress(line);
    if (fprintf(line->log, "%s\n", text) < 0 && line->log_error == 0)
        line->log_error = errno;
}
