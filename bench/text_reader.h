/* What the readers of instance files share: the text, the first error with its line, arrays that
 * grow.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BENCH_TEXT_READER_H
#define BENCH_TEXT_READER_H

#include <ipsosched/status.h>

#include <stdbool.h>
#include <stddef.h>

typedef struct text_reader {
    char *at; /* what is not read yet, ended by a zero byte */
    int line; /* the line an error is of; 0 none */
    ipso_status status;
    ipso_error *err; /* NULL allowed */
} text_reader;

/* A copy of the text, ended by a zero byte, for the caller to free; NULL, having failed, when there
 * is no memory. What is read begins at it. */
char *text_copy(text_reader *r, const char *text, size_t length);

/* Records the first error of the input, or that memory is out; false. */
#if defined(__GNUC__)
__attribute__((format(printf, 2, 3)))
#endif
bool text_fail(text_reader *r, const char *format, ...);
bool text_fail_nomem(text_reader *r);

/* Room for one more of count things of that size; NULL, having failed, when there is none. */
void *text_grown(text_reader *r, void *things, size_t *room, size_t count, size_t size);

#endif
