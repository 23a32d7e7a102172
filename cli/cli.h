/* What the commands of ipsosched share: exit codes, the command table, reading and writing.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_CLI_CLI_H
#define IPSO_CLI_CLI_H

#include <ipsosched/ipsosched.h>

#include <getopt.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

enum {
    CODE_DONE = 0,
    CODE_FAILED = 1,       /* a file, memory or the solver failed */
    CODE_USAGE = 2,        /* the command line is wrong */
    CODE_INPUT = 3,        /* a document is wrong */
    CODE_INFEASIBLE = 4,   /* no roster keeps every hard rule */
    CODE_NO_PLAN = 5,      /* no plan was found within the limit */
    CODE_VIOLATIONS = 6,   /* the check found broken hard rules */
    CODE_INTERRUPTED = 130 /* interrupted; the best plan so far was written */
};

/* One command. run gets its own arguments, arguments[0] being the command's name. */
struct command {
    const char *name;
    const char *summary; /* one line for the list of commands */
    const char *help;    /* the text of --help */
    int (*run)(int count, char **arguments);
};

extern const struct command validate_command, plan_command, check_command, show_command,
    generate_command, schema_command;

/* ---- options ---- */

#define OPTION_HELP 1000

/* The next option of a command line by getopt_long, options and operands in any order; -1 at the
 * end. --help prints the help of the command and answers OPTION_HELP; a wrong option prints one
 * line with the nearest known one and answers '?'. */
int next_option(int count, char **arguments, const struct option *options, const char *letters,
                const struct command *command);

/* Prints "ipsosched <command>: text" and where help is; answers CODE_USAGE. */
int usage_error(const struct command *command, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Numbers with units: "20", "20s", "2m", "500ms" as seconds; "0.5%" or "0.005" as a share; a whole
 * number within bounds. False when text is none. */
bool parse_seconds(const char *text, double *seconds);
bool parse_share(const char *text, double *share);
bool parse_count(const char *text, long long low, long long high, long long *value);

/* The nearest of count names to text, within edit distance 2; NULL when none is near. */
const char *nearest_name(const char *text, const char *const *names, size_t count);

/* ---- files ---- */

/* The whole of a file, "-" for standard input; free it. Prints what went wrong and answers NULL. */
char *read_document(const char *path, size_t *length);

/* Writes length bytes to path, whole or not at all; NULL or "-" for standard output. Prints what
 * went wrong and answers false. */
bool write_document(const char *path, const char *text, size_t length);

/* ---- documents ---- */

/* A validated practice or its plan from a file; prints every error as "file: /pointer: text". The
 * answer is CODE_DONE, CODE_INPUT or CODE_FAILED. */
int load_practice(ipso_practice **practice, const char *path);
int load_plan(ipso_plan **plan, const ipso_practice *practice, const char *path);

/* Prints an error of the library as one line; answers the exit code that fits its status. */
int report_error(const char *subject, ipso_status status, const ipso_error *err);

/* ---- terminal ---- */

bool is_terminal(int descriptor);

/* A heading, bold on a terminal unless NO_COLOR is set and not empty. */
void print_heading(FILE *out, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* "Mon 23 Nov" */
#define SHORT_DATE_SIZE 16
void format_short_date(ipso_date date, char text[SHORT_DATE_SIZE]);

#endif
