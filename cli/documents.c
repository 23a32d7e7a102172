/* Documents: practices and plans from files, errors of the library as lines.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *shown_path(const char *path)
{
    return strcmp(path, "-") == 0 ? "standard input" : path;
}

void print_error(message_style style, const char *file, const char *where, const char *text)
{
    if (style.json) {
        fputs("{\"error\": ", style.stream);
        print_json_text(style.stream, text);
        fputs(", \"file\": ", style.stream);
        print_json_text(style.stream, file);
        fputs(", \"pointer\": ", style.stream);
        print_json_text(style.stream, where);
        fputs("}\n", style.stream);
        return;
    }
    fprintf(style.stream, "%s: %s%s%s\n", file, where, where[0] == '\0' ? "" : ": ", text);
}

int report_failure(message_style style, const char *subject, ipso_status status,
                   const ipso_error *err)
{
    print_error(style, subject, err->where,
                err->text[0] != '\0' ? err->text : ipso_status_name(status));
    return status == IPSO_INPUT ? CODE_INPUT : CODE_FAILED;
}

/* Errors of one document on their way to the user. */
typedef struct finding_sink {
    message_style style;
    const char *file;
    int count;
} finding_sink;

static void print_finding(void *user, const char *where, const char *text)
{
    finding_sink *sink = user;

    sink->count++;
    print_error(sink->style, sink->file, where, text);
}

/* The text of a document; NULL when it cannot be read, which is said. */
static char *read_or_explain(const finding_sink *sink, const char *path, size_t *length)
{
    char *text = read_document(path, length);
    char reason[160];

    if (text != NULL)
        return text;
    snprintf(reason, sizeof reason, "cannot be read: %s", strerror(errno));
    print_error(sink->style, sink->file, "", reason);
    return NULL;
}

static int code_of(const finding_sink *sink, ipso_status status, const ipso_error *err)
{
    if (status == IPSO_OK)
        return CODE_DONE;
    if (sink->count > 0)
        return CODE_INPUT;
    return report_failure(sink->style, sink->file, status, err);
}

int load_practice(ipso_practice **practice, const char *path, message_style style)
{
    finding_sink sink = {style, shown_path(path), 0};
    size_t length;
    char *text = read_or_explain(&sink, path, &length);
    ipso_status status;
    ipso_error err;

    if (text == NULL)
        return CODE_FAILED;
    ipso_error_init(&err);
    status = ipso_practice_from_json(practice, text, length, print_finding, &sink, &err);
    free(text);
    return code_of(&sink, status, &err);
}

int load_plan(ipso_plan **plan, const ipso_practice *practice, const char *path,
              message_style style)
{
    finding_sink sink = {style, shown_path(path), 0};
    size_t length;
    char *text = read_or_explain(&sink, path, &length);
    ipso_status status;
    ipso_error err;

    if (text == NULL)
        return CODE_FAILED;
    ipso_error_init(&err);
    status = ipso_plan_from_json(plan, practice, text, length, print_finding, &sink, &err);
    free(text);
    return code_of(&sink, status, &err);
}

int load_past(ipso_past **past, const char *path, message_style style)
{
    finding_sink sink = {style, shown_path(path), 0};
    size_t length;
    char *text = read_or_explain(&sink, path, &length);
    ipso_status status;
    ipso_error err;

    if (text == NULL)
        return CODE_FAILED;
    ipso_error_init(&err);
    status = ipso_past_from_json(past, text, length, print_finding, &sink, &err);
    free(text);
    return code_of(&sink, status, &err);
}
