/* What both writers share: names a format accepts and numbers that do not depend on the locale.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IPSO_PROGRAM_WRITE_H
#define IPSO_PROGRAM_WRITE_H

#include "program/program.h"

#define IPSO__NUMBER_SIZE 40

/* Sanitised names of one program, one to one. Rows and columns are separate spaces; the objective
 * counts as a row. Zero-initialise before use. */
typedef struct ipso__written_names {
    char **columns;
    char **rows;
    char *objective;
    char **storage; /* rows, then the objective, then columns: one block of pointers */
    size_t count;
} ipso__written_names;

/* punctuation lists the characters kept besides letters, digits and '_'; every other byte becomes
 * '_'. Names are at most 100 bytes, the least limit among the readers; two names that would fall
 * together get "~<index>" appended, and '~' occurs nowhere else. */
ipso_status ipso__written_names_init(ipso__written_names *names, const ipso__program *program,
                                     const char *punctuation, ipso_error *err);
void ipso__written_names_finish(ipso__written_names *names);

/* The shortest of 15 and 17 digits that reads back as value, with a point whatever the locale. */
const char *ipso__write_number(char text[IPSO__NUMBER_SIZE], double value);

#endif
