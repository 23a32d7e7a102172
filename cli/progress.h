/* Progress of a running plan on standard error, its log, and the interrupt.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_CLI_PROGRESS_H
#define IPSO_CLI_PROGRESS_H

#include "cli.h"

typedef struct progress_line {
    bool shown;       /* whether lines are printed at all */
    bool json;        /* as JSON lines */
    bool rewrites;    /* on a terminal one line is rewritten in place */
    double last_s;    /* time of the last line; -INFINITY before the first */
    ipso_stage stage; /* of the last line */
    int width;        /* of the line that stands now */
    FILE *log;        /* NULL none */
    int log_error;    /* errno of the first line of the log that could not be written, else 0 */
} progress_line;

/* From now on the first SIGINT, SIGTERM or SIGHUP makes show_progress cancel, the second ends the
 * program. Signals that were ignored stay so. */
void catch_interrupts(void);
bool was_interrupted(void);

/* An ipso_progress_fn and an ipso_log_fn; user is a progress_line. */
int show_progress(void *user, const ipso_progress *progress);
void write_log_line(void *user, const char *text);

/* Clears the line that stands. */
void end_progress(progress_line *line);

#endif
