/* The command line of ipsosched replan.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_CLI_REPLAN_OPTIONS_H
#define IPSO_CLI_REPLAN_OPTIONS_H

#include "cli.h"

#define MAX_CHANGES 64

/* One --away or --close as it was given. */
typedef struct replan_days {
    const char *text;
    ipso_date first, last;
    int start_min, end_min;
    char id[96]; /* of the practitioner or the site */
} replan_days;

typedef struct replan_options {
    replan_days away[MAX_CHANGES], shut[MAX_CHANGES];
    int away_count, shut_count;
    const char *additions; /* NULL none */
    ipso_date now;         /* 0 none */
    int now_min;
    const char *output, *practice_output; /* NULL none */
    ipso_replan_settings settings;
    bool json, quiet;
    bool apply;
    const char *who;  /* NULL nobody named */
    bool tele_priced; /* --price tele was given */
    char **files;     /* the practice and the plan, */
    char *agenda;     /* or an agenda; NULL none */
} replan_options;

extern const char replan_help[];

/* CODE_DONE, or CODE_USAGE with what is wrong printed; *helped: the help was printed. */
int read_replan_options(replan_options *wanted, int count, char **arguments, bool *helped);

/* What a replan did, for people. */
void show_replan(FILE *out, const ipso_replan *replan);

#endif
