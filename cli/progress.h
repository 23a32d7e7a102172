/* Progress of a running plan on standard error, and the interrupt.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_CLI_PROGRESS_H
#define IPSO_CLI_PROGRESS_H

#include "cli.h"

typedef struct progress_line {
    bool shown;       /* whether lines are printed at all */
    bool rewrites;    /* on a terminal one line is rewritten in place */
    double last_s;    /* time of the last line */
    ipso_stage stage; /* of the last line */
    int width;        /* of the line that stands now */
} progress_line;

/* From now on the first SIGINT or SIGTERM makes show_progress cancel, the second ends the program.
 */
void catch_interrupts(void);
bool was_interrupted(void);

/* An ipso_progress_fn; user is a progress_line. */
int show_progress(void *user, const ipso_progress *progress);

/* Clears the line that stands. */
void end_progress(progress_line *line);

#endif
