/* Documents: practices and plans from files, errors of the library as lines.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct finding_sink {
    const char *path;
    int count;
} finding_sink;

static void print_finding(void *user, const char *where, const char *text)
{
    finding_sink *sink = user;

    sink->count++;
    fprintf(stderr, "%s: %s%s%s\n", sink->path, where, where[0] == '\0' ? "" : ": ", text);
}

int report_error(const char *subject, ipso_status status, const ipso_error *err)
{
    fprintf(stderr, "%s: %s%s%s\n", subject, err->where, err->where[0] == '\0' ? "" : ": ",
            err->text[0] != '\0' ? err->text : ipso_status_name(status));
    return status == IPSO_INPUT ? CODE_INPUT : CODE_FAILED;
}

static const char *shown_path(const char *path)
{
    return strcmp(path, "-") == 0 ? "standard input" : path;
}

int load_practice(ipso_practice **practice, const char *path)
{
    finding_sink sink = {.path = shown_path(path)};
    size_t length;
    char *text = read_document(path, &length);
    ipso_status status;
    ipso_error err;

    if (text == NULL)
        return CODE_FAILED;
    ipso_error_init(&err);
    status = ipso_practice_from_json(practice, text, length, print_finding, &sink, &err);
    free(text);
    if (status == IPSO_OK)
        return CODE_DONE;
    if (sink.count > 0)
        return CODE_INPUT;
    return report_error(sink.path, status, &err);
}

int load_plan(ipso_plan **plan, const ipso_practice *practice, const char *path)
{
    finding_sink sink = {.path = shown_path(path)};
    size_t length;
    char *text = read_document(path, &length);
    ipso_status status;
    ipso_error err;

    if (text == NULL)
        return CODE_FAILED;
    ipso_error_init(&err);
    status = ipso_plan_from_json(plan, practice, text, length, print_finding, &sink, &err);
    free(text);
    if (status == IPSO_OK)
        return CODE_DONE;
    if (sink.count > 0)
        return CODE_INPUT;
    return report_error(sink.path, status, &err);
}
