/* Names and numbers of written programs.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "program/write.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

#define LONGEST_NAME 100
#define NAME_ROOM    (LONGEST_NAME + 1)
#define SUFFIX_ROOM  18 /* "~", ten digits, "~upper" and the end */

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Words and shapes that a reader of LP files takes for something else at the start of a name. */
static bool needs_prefix(const char *name)
{
    static const char *const words[] = {
        "inf",     "infinity", "free",     "st",       "subject",  "such", "bounds",   "bound",
        "general", "generals", "gen",      "integer",  "integers", "int",  "binary",   "binaries",
        "bin",     "end",      "minimize", "minimise", "minimum",  "min",  "maximize", "maximum",
        "max",     "semi",     "semis",    "sos",      "nan",      "s.t."};
    if (!is_letter(name[0]) && name[0] != '_')
        return true;
    if ((name[0] == 'e' || name[0] == 'E') && (name[1] == '\0' || is_digit(name[1])))
        return true;
    char lower[NAME_ROOM];
    size_t length = strlen(name);
    for (size_t i = 0; i <= length; i++)
        lower[i] = (char)tolower((unsigned char)name[i]);
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (strcmp(lower, words[i]) == 0)
            return true;
    }
    return false;
}

/* Fills out with the sanitised name; true when it had to be cut. */
static bool sanitise(char out[NAME_ROOM], const char *name, const char *punctuation)
{
    size_t most = LONGEST_NAME - SUFFIX_ROOM, length = strlen(name), kept = length;
    if (kept > most)
        kept = most;
    for (size_t i = 0; i < kept; i++) {
        char c = name[i];
        out[i] = is_letter(c) || is_digit(c) || strchr(punctuation, c) != NULL ? c : '_';
    }
    out[kept] = '\0';
    if (needs_prefix(out)) {
        memmove(out + 1, out, kept + 1);
        out[0] = '_';
    }
    return length > most;
}

static int compare_names(const void *a, const void *b)
{
    char **left = *(char **const *)a, **right = *(char **const *)b;
    int order = strcmp(*left, *right);
    return order != 0 ? order : (left > right) - (left < right);
}

static void append_index(char *name, size_t index)
{
    size_t length = strlen(name);
    snprintf(name + length, NAME_ROOM - length, "~%u", (unsigned)index);
}

/* Appends their index to names that occur twice among count names, all but the first. */
static bool separate(char **names, size_t count)
{
    char ***order = ipso__calloc(count, sizeof *order);
    if (order == NULL)
        return false;
    for (size_t i = 0; i < count; i++)
        order[i] = &names[i];
    qsort(order, count, sizeof *order, compare_names);
    for (size_t first = 0, i = 1; i < count; i++) {
        if (strcmp(*order[first], *order[i]) == 0)
            append_index(*order[i], (size_t)(order[i] - names));
        else
            first = i;
    }
    free(order);
    return true;
}

static bool keep(char **slot, const char *name, size_t index, const char *punctuation)
{
    *slot = ipso__calloc(1, NAME_ROOM);
    if (*slot == NULL)
        return false;
    if (sanitise(*slot, name, punctuation))
        append_index(*slot, index);
    return true;
}

static bool fill(ipso__written_names *names, const ipso__program *program, const char *punctuation)
{
    size_t rows = (size_t)ipso__program_row_count(program);
    size_t columns = (size_t)ipso__program_column_count(program);
    names->count = rows + 1 + columns;
    names->storage = ipso__calloc(names->count, sizeof *names->storage);
    if (names->storage == NULL)
        return false;
    names->rows = names->storage;
    names->columns = names->storage + rows + 1;
    for (size_t i = 0; i < rows; i++) {
        if (!keep(&names->rows[i], ipso__program_row_name(program, (int)i), i, punctuation))
            return false;
    }
    if (!keep(&names->rows[rows], ipso__program_name(program), rows, punctuation))
        return false;
    names->objective = names->rows[rows];
    for (size_t j = 0; j < columns; j++) {
        if (!keep(&names->columns[j], ipso__program_column_name(program, (int)j), j, punctuation))
            return false;
    }
    return separate(names->rows, rows + 1) && separate(names->columns, columns);
}

ipso_status ipso__written_names_init(ipso__written_names *names, const ipso__program *program,
                                     const char *punctuation, ipso_error *err)
{
    ipso_status status = ipso__program_status(program, err);
    if (status != IPSO_OK)
        return status;
    if (fill(names, program, punctuation))
        return IPSO_OK;
    ipso__written_names_finish(names);
    return ipso__fail_nomem(err);
}

void ipso__written_names_finish(ipso__written_names *names)
{
    for (size_t i = 0; names->storage != NULL && i < names->count; i++)
        free(names->storage[i]);
    free(names->storage);
    memset(names, 0, sizeof *names);
}

/* Replaces whatever the locale wrote between the digits by a point. */
static void use_point(char *text)
{
    char *out = text;
    bool replaced = false;
    for (const char *in = text; *in != '\0'; in++) {
        if (is_digit(*in) || strchr("+-e", *in) != NULL) {
            *out++ = *in;
        } else if (!replaced) {
            *out++ = '.';
            replaced = true;
        }
    }
    *out = '\0';
}

const char *ipso__write_number(char text[IPSO__NUMBER_SIZE], double value)
{
    if (value == 0)
        value = 0; /* never "-0" */
    snprintf(text, IPSO__NUMBER_SIZE, "%.15g", value);
    if (strtod(text, NULL) != value)
        snprintf(text, IPSO__NUMBER_SIZE, "%.17g", value);
    use_point(text);
    return text;
}
