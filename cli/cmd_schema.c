/* ipsosched schema: prints the JSON Schema of a document.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli.h"

#include <string.h>

#define NAMES                                                                                      \
    "practice, plan, report, result, message, session, session-value, additions, replan, "         \
    "agenda-operation, agenda-answer, appointments, fit, simulation"

static const char help[] = "Prints the JSON Schema (draft 2020-12) of a document.\n"
                           "\n"
                           "usage: ipsosched schema NAME\n"
                           "\n"
                           "  practice      what is planned\n"
                           "  plan          a plan\n"
                           "  report        what check --json says of a plan\n"
                           "  result        a line of plan --batch\n"
                           "  message       any other line of --json\n"
                           "  session       a session to value or to search\n"
                           "  session-value what session --json says of it\n"
                           "  appointments  past appointments to learn from\n"
                           "  fit           what fit --json says it learnt\n"
                           "  simulation    what simulate --json measured\n"
                           "  additions     what replan --add puts behind a practice\n"
                           "  replan        what replan --json says it did\n"
                           "  agenda-operation\n"
                           "                a line for agenda serve\n"
                           "  agenda-answer a line that agenda serve answers, or agenda --json\n"
                           "\n"
                           "  -h, --help    this text\n"
                           "\n"
                           "examples:\n"
                           "  ipsosched schema practice > practice.schema.json\n";

static int run_schema(int count, char **arguments)
{
    static const struct option options[] = {{"help", no_argument, NULL, OPTION_HELP},
                                            {NULL, 0, NULL, 0}};
    option_line line = {.command = &schema_command, .options = options};
    const char *schema;

    next_option(&line, count, arguments);
    if (options_end(&line))
        return line.code;
    if (count - optind != 1)
        return usage_error(&schema_command, "name one document: " NAMES);
    schema = ipso_schema(arguments[optind]);
    if (schema == NULL)
        return usage_error(&schema_command, "there is no schema \"%s\", only " NAMES,
                           arguments[optind]);
    return write_document(NULL, schema, strlen(schema)) ? CODE_DONE : CODE_FAILED;
}

const struct command schema_command = {"schema", "print the JSON Schema of a document", help,
                                       run_schema};
