/* The command line of ipsosched plan.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_CLI_PLAN_OPTIONS_H
#define IPSO_CLI_PLAN_OPTIONS_H

#include "cli.h"

typedef enum progress_when { PROGRESS_AUTO = 0, PROGRESS_ALWAYS, PROGRESS_NEVER } progress_when;

typedef struct plan_options {
    const char *practice, *output, *from, *model, *log; /* NULL where not given */
    follow_options follow;
    ipso_settings settings;
    progress_when progress;
    ipso_model_format format; /* of model */
    bool json, quiet, timed;  /* timed: --time-limit was given */
    bool batch;               /* practice is a folder, or "-" for lines of standard input */
    int jobs;                 /* documents of a batch at a time; 0 not given */
} plan_options;

extern const char plan_help[];

/* Reads and settles the options. CODE_DONE, with *helped when --help was all; or CODE_USAGE. */
int read_plan_options(plan_options *wanted, int count, char **arguments, bool *helped);

#endif
