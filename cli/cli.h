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
    CODE_SOME_FAILED = 7,  /* documents of a batch have no plan; their lines say why */
    CODE_REFUSED = 8,      /* the agenda cannot do that now; the error says why */
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
    generate_command, schema_command, history_command, session_command, simulate_command,
    replan_command, agenda_command, fit_command;

/* ---- options ---- */

/* Options without a letter. */
enum {
    OPTION_HELP = 1000,
    OPTION_ADD,
    OPTION_AFTER,
    OPTION_AGAINST,
    OPTION_BESIDE,
    OPTION_AHEAD,
    OPTION_APPLY,
    OPTION_AWAY,
    OPTION_BATCH,
    OPTION_CLOSE,
    OPTION_CSV,
    OPTION_DAY,
    OPTION_EMPTY_DAYS_OPEN,
    OPTION_FACTOR,
    OPTION_FROM,
    OPTION_GAP,
    OPTION_INTERVAL,
    OPTION_JOBS,
    OPTION_JSON,
    OPTION_LIST,
    OPTION_LOAD,
    OPTION_LOG,
    OPTION_MODEL,
    OPTION_MOST_DAYS,
    OPTION_MOST_OTHERS,
    OPTION_NOW,
    OPTION_OPTIMIZE,
    OPTION_ORDER,
    OPTION_OVERBOOK,
    OPTION_POLICY,
    OPTION_PRACTICE_OUT,
    OPTION_PRACTITIONER,
    OPTION_PRICE,
    OPTION_PRIOR,
    OPTION_PROGRESS,
    OPTION_PUBLISHED,
    OPTION_REPLICATIONS,
    OPTION_RULE,
    OPTION_APART,
    OPTION_SEED,
    OPTION_SET_ASIDE,
    OPTION_SIMULATE,
    OPTION_SITE,
    OPTION_STAGE,
    OPTION_THREADS,
    OPTION_TIME,
    OPTION_TO,
    OPTION_WARMUP,
    OPTION_WEEKS,
    OPTION_WHO,
    OPTION_WORK
};

/* The options of a command line while they are read. Options without a letter have values from
 * OPTION_HELP on. */
typedef struct option_line {
    const struct command *command;
    const struct option *options; /* as for getopt_long, */
    const char *letters;          /* and as for getopt; NULL none but h */
    int option;                   /* the one at hand; its value is optarg */
    int code;                     /* whoever takes it says other than CODE_DONE to end */
    bool helped;                  /* the help was printed, which is all there is to do */
} option_line;

/* The next option by getopt_long, options and operands in any order. False at the end, when code
 * says so, at --help, which prints the help of the command, and at a wrong option, when what is
 * wrong is printed and code is CODE_USAGE. */
bool next_option(option_line *line, int count, char **arguments);

/* Whether there is nothing to do behind the options: help was all, or one was wrong. */
bool options_end(const option_line *line);

/* Prints "ipsosched <command>: text" and where help is; answers CODE_USAGE. */
int usage_error(const struct command *command, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Numbers with units: "20", "20s", "2m", "500ms" as seconds; "0.5%" or "0.005" as a share; a whole
 * number within bounds. False when text is none. */
bool parse_seconds(const char *text, double *seconds);
bool parse_share(const char *text, double *share);
bool parse_count(const char *text, long long low, long long high, long long *value);

/* Refuses "-" given twice among the operands: standard input can be read once. CODE_DONE or
 * CODE_USAGE. */
int expect_one_standard_input(const struct command *command, int count, char **operands);

/* The nearest of count names to text, within edit distance 2; NULL when none is near. */
const char *nearest_name(const char *text, const char *const *names, size_t count);

/* ---- files ---- */

/* The whole of a file, "-" for standard input; free it. NULL with errno set when it cannot be. */
char *read_document(const char *path, size_t *length);

/* False with errno set when not all of it could be written. */
bool write_all(int descriptor, const char *text, size_t length);

/* Whether a document can be written to path, as far as can be known before hours of planning:
 * prints what is wrong and answers false. */
bool expect_writable(const char *path);

/* Whether both name one file, under whatever names; standard input and output are none. */
bool same_file(const char *a, const char *b);

/* Refuses an output (NULL or "-" none) that would take the place of a document of another kind that
 * it is made of, called what. CODE_DONE or CODE_USAGE. */
int expect_kept(const struct command *command, const char *output, const char *document,
                const char *what);

/* Refuses two outputs (NULL none) to one file, or both to standard output; they are called what.
 * CODE_DONE or CODE_USAGE. */
int expect_two_outputs(const struct command *command, const char *a, const char *b,
                       const char *what);

/* Writes length bytes to path, whole or not at all; NULL or "-" for standard output. Prints what
 * went wrong and answers false; a reader of standard output that has left is no word worth. */
bool write_document(const char *path, const char *text, size_t length);

/* ---- documents ---- */

/* Where errors go: "file: /pointer: text" or {"error": text, "file": file, "pointer": pointer}. */
typedef struct message_style {
    FILE *stream;
    bool json;
} message_style;

/* The name of a document for people. */
const char *shown_path(const char *path);

/* A validated practice or a plan of it from a file; prints every error. The answer is CODE_DONE,
 * CODE_INPUT or CODE_FAILED. */
int load_practice(ipso_practice **practice, const char *path, message_style style);
int load_plan(ipso_plan **plan, const ipso_practice *practice, const char *path,
              message_style style);

/* The practice with what an additions document puts behind it; as load_practice. */
int load_additions(ipso_practice **grown, const ipso_practice *practice, const char *path,
                   message_style style);

/* A session document; as load_practice. Finish it when the answer is CODE_DONE. */
int load_session(ipso_session_document *document, const char *path, message_style style);

/* Past appointments of a practice, from a document or, where it does not begin with a brace, a
 * table (CSV); as load_plan. What is set aside is printed too. Finish them. */
int load_appointments(ipso_fit_appointments *appointments, const ipso_practice *practice,
                      const char *path, bool set_aside, message_style style);

/* The past that a plan document holds; as load_plan. */
int load_past(ipso_past **past, const char *path, message_style style);

/* Writes a practice to path as write_document does; failures of the library are told as those of
 * subject. CODE_DONE or what report_failure answers. */
int write_practice(const ipso_practice *practice, const char *path, const char *subject,
                   message_style style);

/* What --after and --published-until say: the plan that the practice follows, and to which of its
 * days it was published. */
typedef struct follow_options {
    const char *plan;          /* NULL: the practice follows none */
    const char *until;         /* as it was given, NULL none */
    ipso_date published_until; /* 0 none */
} follow_options;

/* Takes --after or --published-until; CODE_DONE or CODE_USAGE. */
int read_follow(follow_options *follow, int option, const struct command *command);

/* Refuses --published-until without --after; CODE_DONE or CODE_USAGE. */
int settle_follow(const follow_options *follow, const struct command *command);

/* load_practice, with the history and the pins of the plan that it follows. */
int load_following(ipso_practice **practice, const char *path, const follow_options *follow,
                   message_style style);

#define FOLLOW_OPTIONS                                                                             \
    {"after", required_argument, NULL, OPTION_AFTER},                                              \
    {                                                                                              \
        "published-until", required_argument, NULL, OPTION_PUBLISHED                               \
    }

/* Prints one error. */
void print_error(message_style style, const char *file, const char *where, const char *text);

/* Prints a failure of the library; answers the exit code that fits its status. */
int report_failure(message_style style, const char *subject, ipso_status status,
                   const ipso_error *err);

/* text as a JSON string with its quotes. */
void print_json_text(FILE *out, const char *text);

/* ---- terminal ---- */

bool is_terminal(int descriptor);

/* A heading, bold on a terminal unless NO_COLOR is set and not empty. */
void print_heading(FILE *out, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* "Mon 23 Nov" */
#define SHORT_DATE_SIZE 16
void format_short_date(ipso_date date, char text[SHORT_DATE_SIZE]);

#endif
