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

/* A document while it is read, and where its errors go. */
typedef struct source {
    message_style style;
    const char *file; /* its name for people */
    int findings;
    char *text;
    size_t length;
    ipso_error err;
} source;

static void print_finding(void *user, const char *where, const char *text)
{
    source *from = user;

    from->findings++;
    print_error(from->style, from->file, where, text);
}

/* False when the text cannot be had, which is said. */
static bool open_source(source *from, const char *path, message_style style)
{
    char reason[160];

    *from = (source){.style = style, .file = shown_path(path)};
    ipso_error_init(&from->err);
    from->text = read_document(path, &from->length);
    if (from->text != NULL)
        return true;
    snprintf(reason, sizeof reason, "cannot be read: %s", strerror(errno));
    print_error(style, from->file, "", reason);
    return false;
}

/* The exit code for what became of the document. */
static int close_source(source *from, ipso_status status)
{
    free(from->text);
    if (status == IPSO_OK)
        return CODE_DONE;
    if (from->findings > 0)
        return CODE_INPUT;
    return report_failure(from->style, from->file, status, &from->err);
}

int load_session(ipso_session_document *document, const char *path, message_style style)
{
    source from;
    ipso_status status;

    if (!open_source(&from, path, style))
        return CODE_FAILED;
    status =
        ipso_session_from_json(document, from.text, from.length, print_finding, &from, &from.err);
    return close_source(&from, status);
}

int load_practice(ipso_practice **practice, const char *path, message_style style)
{
    source from;

    if (!open_source(&from, path, style))
        return CODE_FAILED;
    return close_source(&from, ipso_practice_from_json(practice, from.text, from.length,
                                                       print_finding, &from, &from.err));
}

int load_additions(ipso_practice **grown, const ipso_practice *practice, const char *path,
                   message_style style)
{
    source from;

    if (!open_source(&from, path, style))
        return CODE_FAILED;
    return close_source(&from, ipso_practice_grow_from_json(grown, practice, from.text, from.length,
                                                            print_finding, &from, &from.err));
}

int load_plan(ipso_plan **plan, const ipso_practice *practice, const char *path,
              message_style style)
{
    source from;

    if (!open_source(&from, path, style))
        return CODE_FAILED;
    return close_source(&from, ipso_plan_from_json(plan, practice, from.text, from.length,
                                                   print_finding, &from, &from.err));
}

int load_past(ipso_past **past, const char *path, message_style style)
{
    source from;

    if (!open_source(&from, path, style))
        return CODE_FAILED;
    return close_source(
        &from, ipso_past_from_json(past, from.text, from.length, print_finding, &from, &from.err));
}

/* A document begins with a brace, behind a byte-order mark and blanks. */
static bool is_json(const char *text, size_t length)
{
    size_t at = length >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;

    while (at < length && strchr(" \t\r\n", text[at]) != NULL && text[at] != '\0')
        at++;
    return at < length && text[at] == '{';
}

int load_appointments(ipso_fit_appointments *appointments, const ipso_practice *practice,
                      const char *path, bool set_aside, message_style style)
{
    source from;
    ipso_status status;

    if (!open_source(&from, path, style))
        return CODE_FAILED;
    if (is_json(from.text, from.length))
        status = ipso_fit_appointments_from_json(appointments, practice, from.text, from.length,
                                                 set_aside, print_finding, &from, &from.err);
    else
        status = ipso_fit_appointments_from_csv(appointments, practice, from.text, from.length,
                                                set_aside, print_finding, &from, &from.err);
    return close_source(&from, status);
}

int write_practice(const ipso_practice *practice, const char *path, const char *subject,
                   message_style style)
{
    char *text = NULL;
    size_t length;
    ipso_error err;
    ipso_status status;
    int code = CODE_DONE;

    ipso_error_init(&err);
    status = ipso_practice_to_json(&text, &length, practice, &err);
    if (status != IPSO_OK)
        code = report_failure(style, subject, status, &err);
    else if (!write_document(path, text, length))
        code = CODE_FAILED;
    ipso_text_free(text);
    return code;
}
