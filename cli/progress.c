/* Progress of a running plan on standard error, and the interrupt.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "progress.h"

#include <signal.h>
#include <stdio.h>

#define INTERVAL_S 0.2 /* between two lines on a terminal */
#define SLOW_S     2.0 /* between two lines in a file */

static volatile sig_atomic_t interrupted;

static void on_signal(int number)
{
    (void)number;
    interrupted = 1;
}

/* SA_RESETHAND: a second signal meets the default, which ends the program. */
void catch_interrupts(void)
{
    struct sigaction action = {.sa_handler = on_signal, .sa_flags = (int)SA_RESETHAND};

    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
}

bool was_interrupted(void)
{
    return interrupted != 0;
}

static int print_state(char *text, size_t size, const ipso_progress *progress)
{
    int length =
        snprintf(text, size, "%-8s %6.1f s", ipso_stage_name(progress->stage), progress->elapsed_s);

    if (progress->has_plan)
        length += snprintf(text + length, size - (size_t)length, "  cost %.0f", progress->cost);
    else
        length += snprintf(text + length, size - (size_t)length, "  no plan yet");
    if (progress->has_bound)
        length += snprintf(text + length, size - (size_t)length, "  bound %.0f", progress->bound);
    if (progress->has_plan && progress->has_bound)
        length +=
            snprintf(text + length, size - (size_t)length, "  gap %.2f %%", 100 * progress->gap);
    return length;
}

int show_progress(void *user, const ipso_progress *progress)
{
    progress_line *line = user;
    double interval = line->rewrites ? INTERVAL_S : SLOW_S;
    char text[160];
    int length;

    if (!line->shown)
        return was_interrupted();
    if (progress->stage == line->stage && progress->elapsed_s - line->last_s < interval)
        return was_interrupted();
    length = print_state(text, sizeof text, progress);
    if (line->rewrites)
        fprintf(stderr, "\r%-*s", line->width > length ? line->width : length, text);
    else
        fprintf(stderr, "%s\n", text);
    line->width = length;
    line->last_s = progress->elapsed_s;
    line->stage = progress->stage;
    return was_interrupted();
}

void end_progress(progress_line *line)
{
    if (line->shown && line->rewrites && line->width > 0)
        fprintf(stderr, "\r%*s\r", line->width, "");
    line->width = 0;
}
