/* Comma-separated values to rows, by libcsv.
 *
 * The text is given to libcsv line by line, so that a row knows on which line it began: a quoted
 * field may hold line breaks.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "csv/table.h"

#include "base/memory.h"
#include "base/text.h"

#include <csv.h>
#include <stdlib.h>
#include <string.h>

#define FIELD_STEP 65536 /* bytes that the parser's room for a field grows by: 128 by itself */

typedef struct reading {
    ipso__csv_row_fn take_row;
    void *user;
    ipso_error *err;
    ipso_status status;
    size_t line;     /* being read */
    size_t row_line; /* on which the row began, 0 between rows */
    char *bytes;     /* fields of the row, each with its terminator */
    size_t length, capacity;
    size_t *starts;
    size_t count, start_capacity;
    const char **fields;
    size_t field_capacity;
    bool filled; /* a field of the row is not empty */
} reading;

static void fail(reading *r, ipso_status status)
{
    if (r->status == IPSO_OK)
        r->status = status;
}

/* ---- rows ---- */

static void add_field(void *field, size_t length, void *user)
{
    reading *r = user;

    if (r->status != IPSO_OK)
        return;
    if (!ipso__grow(&r->bytes, &r->capacity, r->length + length + 1, 1) ||
        !ipso__grow(&r->starts, &r->start_capacity, r->count + 1, sizeof *r->starts)) {
        fail(r, ipso__fail_nomem(r->err));
        return;
    }
    r->starts[r->count++] = r->length;
    if (length > 0)
        memcpy(r->bytes + r->length, field, length);
    r->bytes[r->length + length] = '\0';
    r->length += length + 1;
    r->filled = r->filled || length > 0;
}

static void end_row(int terminator, void *user)
{
    reading *r = user;
    ipso__csv_row row = {r->row_line, r->count, NULL};

    (void)terminator;
    if (r->status == IPSO_OK && r->filled) {
        if (!ipso__grow(&r->fields, &r->field_capacity, r->count, sizeof *r->fields)) {
            fail(r, ipso__fail_nomem(r->err));
            return;
        }
        for (size_t i = 0; i < r->count; i++)
            r->fields[i] = r->bytes + r->starts[i];
        row.fields = r->fields;
        fail(r, r->take_row(r->user, &row));
    }
    r->length = r->count = r->row_line = 0;
    r->filled = false;
}

/* ---- lines ---- */

static size_t line_length(const char *text, size_t length)
{
    size_t i = 0;

    while (i < length && text[i] != '\n' && text[i] != '\r')
        i++;
    if (i + 1 < length && text[i] == '\r' && text[i + 1] == '\n')
        i++;
    return i < length ? i + 1 : i;
}

static char find_separator(const char *text, size_t length)
{
    static const char separators[] = {',', ';', '\t'};
    char best = ',';
    int most = 0;

    for (size_t s = 0; s < sizeof separators; s++) {
        int count = 0;

        for (size_t i = 0; i < length && text[i] != '\n' && text[i] != '\r'; i++)
            count += text[i] == separators[s];
        if (count > most) {
            most = count;
            best = separators[s];
        }
    }
    return best;
}

static ipso_status libcsv_failed(reading *r, struct csv_parser *parser)
{
    if (csv_error(parser) == CSV_ENOMEM)
        return ipso__fail_nomem(r->err);
    return ipso__fail(r->err, IPSO_INPUT, "",
                      "line %zu: a quote (\") stands within a field that is not quoted, or is not "
                      "doubled within one that is",
                      r->line);
}

static bool is_blank(const char *line, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (line[i] != ' ' && line[i] != '\t' && line[i] != '\r' && line[i] != '\n')
            return false;
    return true;
}

/* What is wrong with the bytes of a line, NULL nothing. */
static const char *byte_problem(const char *line, size_t length)
{
    for (size_t at = 0; at < length;) {
        unsigned char bytes[5] = {0};
        size_t taken;

        memcpy(bytes, line + at, length - at < 4 ? length - at : 4);
        if (bytes[0] == 0)
            return "byte 0x00: a table is text in UTF-8";
        taken = ipso__utf8_length(bytes);
        if (taken == 0)
            return "not UTF-8: save the table in this encoding";
        at += taken;
    }
    return NULL;
}

static void parse_lines(reading *r, struct csv_parser *parser, const char *text, size_t length)
{
    for (size_t at = 0; at < length && r->status == IPSO_OK;) {
        const size_t here = line_length(text + at, length - at);
        const char *problem = byte_problem(text + at, here);

        r->line++;
        if (r->row_line == 0 && !is_blank(text + at, here))
            r->row_line = r->line;
        if (problem != NULL)
            fail(r, ipso__fail(r->err, IPSO_INPUT, "", "line %zu: %s", r->line, problem));
        else if (csv_parse(parser, text + at, here, add_field, end_row, r) != here)
            fail(r, libcsv_failed(r, parser));
        at += here;
    }
    if (r->status == IPSO_OK && csv_fini(parser, add_field, end_row, r) != 0)
        fail(r, csv_error(parser) == CSV_ENOMEM
                    ? ipso__fail_nomem(r->err)
                    : ipso__fail(r->err, IPSO_INPUT, "",
                                 "line %zu: the quoted field that begins in this row is never "
                                 "closed",
                                 r->row_line));
}

ipso_status ipso__csv_read(char *separator, const char *text, size_t length,
                           ipso__csv_row_fn take_row, void *user, ipso_error *err)
{
    reading r = {.take_row = take_row, .user = user, .err = err};
    struct csv_parser parser;

    if (length >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0) {
        text += 3;
        length -= 3;
    }
    if (csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI) != 0)
        return ipso__fail_nomem(err);
    *separator = find_separator(text, length);
    csv_set_delim(&parser, (unsigned char)*separator);
    csv_set_blk_size(&parser, FIELD_STEP);
    parse_lines(&r, &parser, text, length);
    csv_free(&parser);
    free(r.bytes);
    free(r.starts);
    free(r.fields);
    return r.status;
}
