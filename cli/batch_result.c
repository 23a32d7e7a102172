/* One document of a batch: planned, and its line written.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "batch.h"

#include <stdlib.h>
#include <string.h>

#define MOST_DETAILS 100

/* ---- errors ---- */

/* The errors of a document, or the rules that cannot hold together, as they are found. */
typedef struct details {
    FILE *stream; /* NULL without memory: there are none then */
    char *text;
    size_t size;
    int count;
    char pointer[IPSO_ERROR_WHERE_SIZE]; /* of the first */
} details;

static void add_detail(void *user, const char *where, const char *text)
{
    details *found = user;

    if (found->stream == NULL || found->count == MOST_DETAILS)
        return;
    if (found->count++ == 0)
        snprintf(found->pointer, sizeof found->pointer, "%s", where);
    else
        fputs(", ", found->stream);
    fputs("{\"message\": ", found->stream);
    print_json_text(found->stream, text);
    fputs(", \"pointer\": ", found->stream);
    print_json_text(found->stream, where);
    fputc('}', found->stream);
}

static void write_error(FILE *out, const char *name, const char *text, const char *pointer,
                        details *found)
{
    fputs("\"error\": {\"name\": ", out);
    print_json_text(out, name);
    fputs(", \"message\": ", out);
    print_json_text(out, text);
    fputs(", \"pointer\": ", out);
    print_json_text(out, pointer);
    if (found != NULL && found->stream != NULL && found->count > 0 && fflush(found->stream) == 0)
        fprintf(out, ", \"details\": [%s]", found->text);
    fputs("}}\n", out);
}

static void write_head(FILE *out, int code, const ipso_practice *practice)
{
    fprintf(out, "%d, \"practice\": ", code);
    if (practice == NULL)
        fputs("null", out);
    else
        print_json_text(out, ipso_practice_horizon(practice)->name);
    fputs(", ", out);
}

void write_failure(FILE *out, int code, const char *name, const char *text)
{
    write_head(out, code, NULL);
    write_error(out, name, text, "", NULL);
}

static void write_status(FILE *out, const ipso_practice *practice, ipso_status status,
                         const ipso_error *err, details *found)
{
    const char *name = ipso_status_name(status);

    write_head(out, status == IPSO_INPUT ? CODE_INPUT : CODE_FAILED, practice);
    write_error(out, name, err->text[0] != '\0' ? err->text : name, err->where, found);
}

/* ---- plans ---- */

/* A document without its line ends and the blanks that open a line. A text holds none: they are
 * escaped there. */
static void write_in_a_line(FILE *out, const char *text, size_t length)
{
    const char *end = text + length;

    while (text < end) {
        const char *stop = memchr(text, '\n', (size_t)(end - text));

        stop = stop == NULL ? end : stop;
        fwrite(text, 1, (size_t)(stop - text), out);
        for (text = stop; text < end && (*text == '\n' || *text == ' ');)
            text++;
    }
}

static void write_plan(FILE *out, const ipso_practice *practice, const ipso_plan *plan,
                       ipso_outcome outcome)
{
    ipso_report *report = NULL;
    char *text = NULL;
    size_t length;
    ipso_error err;
    ipso_status status;

    ipso_error_init(&err);
    status = ipso_check(&report, plan, &err);
    if (status == IPSO_OK)
        status = ipso_plan_to_json(&text, &length, plan, report, &err);
    if (status != IPSO_OK) {
        write_status(out, practice, status, &err, NULL);
    } else {
        write_head(out, CODE_DONE, practice);
        fprintf(out, "\"outcome\": \"%s\", \"plan\": ", ipso_outcome_name(outcome));
        write_in_a_line(out, text, length);
        fputs("}\n", out);
    }
    ipso_text_free(text);
    ipso_report_free(report);
}

static void write_no_plan(FILE *out, const ipso_practice *practice, ipso_outcome outcome,
                          const ipso_error *err, details *found)
{
    if (outcome == IPSO_INFEASIBLE) {
        write_head(out, CODE_INFEASIBLE, practice);
        write_error(out, "infeasible",
                    err->text[0] != '\0' ? err->text : "no roster keeps every hard rule",
                    found->pointer, found);
        return;
    }
    write_head(out, CODE_NO_PLAN, practice);
    write_error(out, "no plan", "no plan was found within the limit; allow more time or work", "",
                NULL);
}

static void plan_practice(FILE *out, const ipso_practice *practice, const ipso_settings *settings,
                          details *found)
{
    ipso_outcome outcome = IPSO_UNKNOWN;
    ipso_plan *plan = NULL;
    ipso_status status;
    ipso_error err;

    ipso_error_init(&err);
    status = ipso_plan_make(&plan, practice, settings, &outcome, add_detail, found, &err);
    if (status != IPSO_OK)
        write_status(out, practice, status, &err, NULL);
    else if (plan == NULL)
        write_no_plan(out, practice, outcome, &err, found);
    else
        write_plan(out, practice, plan, outcome);
    ipso_plan_free(plan);
}

bool write_result(FILE *out, const batch_item *item, const ipso_settings *settings)
{
    ipso_practice *practice = NULL;
    details found = {.count = 0};
    ipso_status status;
    ipso_error err;

    found.stream = open_memstream(&found.text, &found.size);
    ipso_error_init(&err);
    status = ipso_practice_from_json(&practice, item->text, item->length, add_detail, &found, &err);
    if (status != IPSO_OK)
        write_status(out, NULL, status, &err, &found);
    else
        plan_practice(out, practice, settings, &found);
    ipso_practice_free(practice);
    if (found.stream != NULL)
        fclose(found.stream);
    free(found.text);
    return fflush(out) == 0 && !ferror(out);
}
