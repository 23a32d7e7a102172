/* Options: getopt_long with messages that help, numbers with units.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli.h"

#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_NAME    32
#define MAX_OPTIONS 48

int usage_error(const struct command *command, const char *format, ...)
{
    va_list arguments;

    fprintf(stderr, "ipsosched %s: ", command->name);
    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fprintf(stderr, "\nTry: ipsosched %s --help\n", command->name);
    return CODE_USAGE;
}

static int min3(int a, int b, int c)
{
    int least = a < b ? a : b;

    return least < c ? least : c;
}

/* Edits (insertions, deletions, substitutions) from a to b; Wagner & Fischer 1974. */
static int edit_distance(const char *a, const char *b)
{
    int row[MAX_NAME + 1];
    size_t width = strlen(b);

    if (strlen(a) > MAX_NAME || width > MAX_NAME)
        return MAX_NAME;
    for (size_t j = 0; j <= width; j++)
        row[j] = (int)j;
    for (size_t i = 0; a[i] != '\0'; i++) {
        int diagonal = row[0];

        row[0] = (int)i + 1;
        for (size_t j = 0; j < width; j++) {
            int above = row[j + 1];

            row[j + 1] = min3(diagonal + (a[i] != b[j]), above + 1, row[j] + 1);
            diagonal = above;
        }
    }
    return row[width];
}

const char *nearest_name(const char *text, const char *const *names, size_t count)
{
    const char *nearest = NULL;
    int least = 3;

    for (size_t i = 0; i < count; i++) {
        int distance = edit_distance(text, names[i]);

        if (distance < least) {
            least = distance;
            nearest = names[i];
        }
    }
    return nearest;
}

static int unknown_option(const char *word, const struct option *options,
                          const struct command *command)
{
    const char *names[MAX_OPTIONS], *nearest;
    size_t count = 0, known = 0, length = strcspn(word, "=");
    char plain[MAX_NAME + 1];

    if (length > MAX_NAME)
        return usage_error(command, "unknown option %.*s", (int)length, word);
    memcpy(plain, word, length);
    plain[length] = '\0';
    for (; known < MAX_OPTIONS && options[known].name != NULL; known++)
        if (strncmp(options[known].name, plain + 2, length - 2) == 0)
            names[count++] = options[known].name;
    if (count > 1)
        return usage_error(command, "option %s is ambiguous: --%s or --%s", plain, names[0],
                           names[1]);
    for (count = 0; count < known; count++)
        names[count] = options[count].name;
    nearest = nearest_name(plain + 2, names, count);
    if (nearest != NULL)
        return usage_error(command, "unknown option %s; did you mean --%s?", plain, nearest);
    return usage_error(command, "unknown option %s", plain);
}

/* What getopt_long did not like: answer ':' is a value missing. A long word has always been passed
 * by, so that it stands before optind; of a cluster of letters optopt is the wrong one. */
static int explain_bad_option(int answer, const char *word, const struct option *options,
                              const char *letters, const struct command *command)
{
    bool is_long = strncmp(word, "--", 2) == 0;
    bool known = optopt >= OPTION_HELP || strchr(letters, optopt) != NULL;

    if (answer == ':' && is_long)
        return usage_error(command, "option %s needs a value", word);
    if (answer == ':')
        return usage_error(command, "option -%c needs a value", optopt);
    if (optopt == 0)
        return unknown_option(word, options, command);
    if (known)
        return usage_error(command, "option %.*s takes no value", (int)strcspn(word, "="), word);
    return usage_error(command, "unknown option -%c", optopt);
}

bool next_option(option_line *line, int count, char **arguments)
{
    const char *letters = line->letters != NULL ? line->letters : "";
    char all_letters[MAX_NAME];

    if (options_end(line))
        return false;
    opterr = 0;
    snprintf(all_letters, sizeof all_letters, ":h%s", letters);
    line->option = getopt_long(count, arguments, all_letters, line->options, NULL);
    if (line->option == 'h' || line->option == OPTION_HELP) {
        fputs(line->command->help, stdout);
        line->helped = true;
    } else if (line->option == ':' || line->option == '?') {
        line->code = explain_bad_option(line->option, arguments[optind - 1], line->options, letters,
                                        line->command);
    }
    return line->option != -1 && !options_end(line);
}

bool options_end(const option_line *line)
{
    return line->helped || line->code != CODE_DONE;
}

int expect_one_standard_input(const struct command *command, int count, char **operands)
{
    int dashes = 0;

    for (int i = 0; i < count; i++)
        dashes += strcmp(operands[i], "-") == 0;
    if (dashes > 1)
        return usage_error(command, "only one document can come from standard input");
    return CODE_DONE;
}

bool parse_count(const char *text, long long low, long long high, long long *value)
{
    char *end;
    long long parsed;

    if (text[0] != '-' && (text[0] < '0' || text[0] > '9'))
        return false;
    errno = 0;
    parsed = strtoll(text, &end, 10);
    if (end == text || *end != '\0' || errno != 0 || parsed < low || parsed > high)
        return false;
    *value = parsed;
    return true;
}

/* A plain non-negative decimal number; what follows it is *rest. */
static bool parse_number(const char *text, double *value, const char **rest)
{
    char *end;

    if ((text[0] < '0' || text[0] > '9') && text[0] != '.')
        return false;
    *value = strtod(text, &end);
    *rest = end;
    return end != text && isfinite(*value) && *value >= 0 && strpbrk(text, "xXpP") == NULL;
}

bool parse_seconds(const char *text, double *seconds)
{
    static const struct {
        const char *unit;
        double seconds;
    } units[] = {{"", 1}, {"s", 1}, {"ms", 0.001}, {"m", 60}, {"min", 60}, {"h", 3600}};
    const char *rest;
    double value;

    if (!parse_number(text, &value, &rest))
        return false;
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++)
        if (strcmp(rest, units[i].unit) == 0) {
            *seconds = value * units[i].seconds;
            return true;
        }
    return false;
}

bool parse_share(const char *text, double *share)
{
    const char *rest;
    double value;

    if (!parse_number(text, &value, &rest))
        return false;
    if (strcmp(rest, "%") == 0)
        value /= 100;
    else if (*rest != '\0')
        return false;
    if (value > 1)
        return false;
    *share = value;
    return true;
}
