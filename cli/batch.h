/* A batch: many practice documents, a line of JSON for each.
 *
 * Documents come one after the other from a batch_input, each is planned by a process of its own
 * (start_job), and the lines go in the order of the documents to a batch_output, which knows those
 * that an earlier run has left complete.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_CLI_BATCH_H
#define IPSO_CLI_BATCH_H

#include "plan_options.h"

#include <sys/stat.h>
#include <sys/types.h>

/* ---- documents ---- */

typedef struct batch_item {
    char *origin;     /* the opening of its line: format, and its file or line number */
    char *text;       /* the document, length bytes; NULL when it could not be read */
    char digest[24];  /* of the document as JSON: 16 hexadecimal digits in quotes, or null */
    char reason[160]; /* why it could not be read */
    size_t length;
} batch_item;

void free_item(batch_item *item);

typedef struct batch_input {
    const char *folder; /* NULL: lines of standard input */
    char **names;       /* of the folder's documents, sorted by bytes */
    size_t name_count, next;
    bool ready; /* standard input can be read without waiting */
    bool ended;
    long long line_number;
    char *chunk, *line; /* read and not looked at yet; the line begun */
    size_t at, got, length, capacity;
} batch_input;

typedef enum batch_step {
    BATCH_ITEM, /* *item is the next document; free it */
    BATCH_WAIT, /* nothing there yet: poll standard input and set ready */
    BATCH_END,
    BATCH_FAILED /* said on standard error */
} batch_step;

/* path is a folder, or "-" for standard input. A file that is the output is passed by. CODE_DONE,
 * or CODE_USAGE or CODE_FAILED, said on standard error. */
int open_input(batch_input *input, const char *path, const struct stat *output);
batch_step next_item(batch_input *input, batch_item *item);
void close_input(batch_input *input);

/* ---- lines ---- */

typedef struct batch_output {
    const char *path;
    int descriptor;
    FILE *kept; /* NULL: there is nothing to go on from */
    char *line;
    size_t capacity;
    off_t end; /* of the complete lines */
} batch_output;

typedef enum batch_kept {
    KEPT_LINE, /* the item's line is there: *code is its exit code */
    KEPT_NONE, /* no further line is: what is left of one was cut off */
    KEPT_FAILED
} batch_kept;

/* path NULL is standard output. False when it cannot be written, which is said. */
bool open_output(batch_output *output, const char *path);

/* Looks for the line of the next item (NULL: there is no further item). */
batch_kept take_kept(batch_output *output, const batch_item *item, int *code);

bool append_line(batch_output *output, const char *line, size_t length);
bool close_output(batch_output *output);

/* ---- planning ---- */

/* A document on its way to its line. */
typedef struct batch_job {
    batch_item item;
    pid_t pid;      /* of its process, 0 when that has ended */
    int descriptor; /* the pipe from it */
    char *line;
    size_t length, capacity;
    size_t opening; /* bytes of line before what the process writes */
    int code;       /* of the complete line */
} batch_job;

/* Plans an item and writes what follows its digest; false when out cannot be written. */
bool write_result(FILE *out, const batch_item *item, const ipso_settings *settings);

/* The rest of a line of an error without details. */
void write_failure(FILE *out, int code, const char *name, const char *text);

/* Starts the process that plans job->item, and frees the document here. False when there is no
 * process to be had: the job is as it was. others are the jobs whose pipes are not its own. */
bool start_job(batch_job *job, const ipso_settings *settings, const batch_job *others,
               size_t other_count);

/* Reads what the process has written; at its end the line is made. False without memory. */
bool read_job(batch_job *job);

/* The line of an item that was not planned. False without memory. */
bool fail_job(batch_job *job, const char *name, const char *text);

/* Ends the process, and frees all. */
void stop_job(batch_job *job);

/* Plans a batch as the options say; an exit code. */
int run_batch(const plan_options *wanted);

#endif
