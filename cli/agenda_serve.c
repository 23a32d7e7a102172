/* A service on standard input: operations, a line each, answered by a line each.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "agenda.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_BYTES = 1 << 20 };

/* One line of input. */
typedef struct input_line {
    char *text; /* MOST_BYTES */
    size_t length;
    bool is_long; /* than MOST_BYTES; the rest was passed by */
} input_line;

/* False at the end of the input. A last line may lack its newline. */
static bool read_line(input_line *line)
{
    int byte = EOF;

    line->length = 0;
    line->is_long = false;
    while ((byte = getchar()) != EOF && byte != '\n') {
        if (line->length < MOST_BYTES)
            line->text[line->length++] = (char)byte;
        else
            line->is_long = true;
    }
    return byte != EOF || line->length > 0;
}

static bool is_blank(const input_line *line)
{
    for (size_t i = 0; i < line->length; i++)
        if (memchr(" \t\r", line->text[i], 3) == NULL)
            return false;
    return true;
}

static void answer(agenda_file *file, const input_line *line)
{
    ipso_operation operation = {.kind = IPSO_OPERATION_OFFER};
    char id[IPSO_OPERATION_ID_SIZE] = "";
    ipso_status status = IPSO_INPUT;
    ipso_error err;

    ipso_error_init(&err);
    if (line->is_long)
        snprintf(err.text, sizeof err.text, "the line has more than %d bytes", MOST_BYTES);
    else
        status = ipso_operation_from_json(&operation, id, file->practice, line->text, line->length,
                                          &err);
    if (status == IPSO_OK)
        agenda_answer_line(stdout, file, &operation, id);
    else
        agenda_error_line(stdout, id, status, &err);
    ipso_operation_finish(&operation);
}

int agenda_serve(agenda_file *file)
{
    input_line line = {.text = malloc(MOST_BYTES)};
    int code = CODE_DONE;

    if (line.text == NULL) {
        fputs("ipsosched agenda: out of memory\n", stderr);
        return CODE_FAILED;
    }
    while (code == CODE_DONE && read_line(&line)) {
        if (is_blank(&line))
            continue;
        answer(file, &line);
        if (fflush(stdout) != 0)
            code = CODE_FAILED; /* nobody hears the answers any more */
    }
    if (ferror(stdin)) {
        fputs("ipsosched agenda: standard input cannot be read\n", stderr);
        code = CODE_FAILED;
    }
    free(line.text);
    return code;
}
