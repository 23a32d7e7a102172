/* ipsosched agenda: offers, bookings and all else that happens to a plan once patients call.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "agenda.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char help[] =
    "Keeps the agendas of a planned practice in one file, which any number of\n"
    "programs may use at once: what is free, who is booked, and what happened.\n"
    "\n"
    "usage: ipsosched agenda VERB AGENDA [OPERAND...] [OPTION...]\n"
    "\n"
    "verbs:\n"
    "  init PRACTICE PLAN           make the file AGENDA of a practice and its plan\n"
    "  offer                        the best times for a patient, with their costs\n"
    "  why WHO DATE START           why that time is offered, or is not\n"
    "  hold WHO DATE START          keep a time while a patient decides\n"
    "  book WHO DATE START          book a time\n"
    "  book NUMBER                  book what is held\n"
    "  move NUMBER WHO DATE START   move an appointment\n"
    "  cancel NUMBER                cancel an appointment, give a hold back\n"
    "  no-show NUMBER               the patient did not come\n"
    "  block WHO FIRST LAST         a practitioner is away (DATE or DATETHH:MM)\n"
    "  unblock NUMBER               and is not\n"
    "  release DATE                 free what is kept for acute need\n"
    "  wait, unwait NUMBER          put a patient on the waiting list, or off it\n"
    "  waitlist, holds              who waits, for when; what is held, until when\n"
    "  blocks, releases             who is away; what was freed\n"
    "  recall                       a patient is due from a day on\n"
    "  tick                         let holds expire, propose what is free\n"
    "  list                         who is booked\n"
    "  history                      what happened, when, by whom\n"
    "  snapshot PRACTICE PLAN       write the agenda as it stands as documents\n"
    "  serve                        operations as lines of JSON on standard input\n"
    "\n"
    "who asks, for what (offer, why, hold, book, wait; recall the first four):\n"
    "      --patient ID         required\n"
    "      --type ID            appointment type, required\n"
    "      --class ID           class of the patient\n"
    "      --practitioner ID    the patient's own (list: of this one alone)\n"
    "      --only-own           nobody else will do\n"
    "      --tele               by video will do\n"
    "      --mode MODE          site, tele or home; several with commas\n"
    "      --site ID            at this site (release: of this one alone)\n"
    "      --window WINDOW      DATE[..DATE][@HH:MM-HH:MM]; may be given again\n"
    "      --wanted DATE        the day from which waiting counts\n"
    "      --priority PERCENT   100 is ordinary\n"
    "      --no-show SHARE      how likely the patient does not come\n"
    "      --follows NUMBER     after that appointment,\n"
    "      --min-gap MIN        so many minutes after it at least,\n"
    "      --max-gap MIN        and at most\n"
    "      --length MIN         so long, and no other length\n"
    "      --as WHO             patient (default), professional or staff\n"
    "      --due DATE           recall: the day\n"
    "\n"
    "how:\n"
    "      --most N             offer, why: so many offers (default 10)\n"
    "      --for TIME           hold: so long, 10m by default\n"
    "      --override           staff: book against the rules, which is recorded\n"
    "      --reason TEXT        why, for the history\n"
    "      --key KEY            a change with the key of an earlier one is that one\n"
    "      --if-version N       only if it has not changed since version N (--json)\n"
    "      --who NAME           who does it, for the history\n"
    "      --now DATETIME       the time it is, YYYY-MM-DDTHH:MM\n"
    "\n"
    "which (list, waitlist, holds, blocks, releases, release, history):\n"
    "      --day DATE           list: that day\n"
    "      --from FROM          list: from that day on; release: from that time on\n"
    "      --to TO              list: to that day; release: to that time\n"
    "      --state STATE        held, booked, no-show, waiting, due; with commas\n"
    "      --in-way             whose practitioner is away\n"
    "      --number NUMBER      list, history: of this one alone\n"
    "      --after NUMBER       history: from the event after this one\n"
    "\n"
    "      --json               answer with one line of JSON, errors too\n"
    "  -h, --help               this text\n"
    "\n"
    "exit codes: 0 done, 1 the file failed, 2 usage, 3 bad input, 8 it cannot be done\n"
    "\n"
    "examples:\n"
    "  ipsosched agenda init w.db practice.json plan.json\n"
    "  ipsosched agenda offer w.db --patient 4711 --type acute\n"
    "  ipsosched agenda book w.db anna 2026-11-24 09:30 --patient 4711 --type acute\n"
    "  ipsosched agenda serve w.db\n";

#define VALUE(name, index)                                                                         \
    {                                                                                              \
        name, required_argument, NULL, OPTION_AGENDA + (index)                                     \
    }
#define FLAG(name, index)                                                                          \
    {                                                                                              \
        name, no_argument, NULL, OPTION_AGENDA + (index)                                           \
    }

/* Each is its own index behind OPTION_AGENDA. */
const struct option agenda_options[] = {VALUE("patient", 0),
                                        VALUE("type", 1),
                                        VALUE("class", 2),
                                        VALUE("practitioner", 3),
                                        FLAG("only-own", 4),
                                        FLAG("tele", 5),
                                        VALUE("mode", 6),
                                        VALUE("site", 7),
                                        VALUE("window", 8),
                                        VALUE("wanted", 9),
                                        VALUE("priority", 10),
                                        VALUE("no-show", 11),
                                        VALUE("follows", 12),
                                        VALUE("min-gap", 13),
                                        VALUE("max-gap", 14),
                                        VALUE("length", 15),
                                        VALUE("as", 16),
                                        VALUE("due", 17),
                                        VALUE("most", 18),
                                        VALUE("for", 19),
                                        FLAG("override", 20),
                                        VALUE("reason", 21),
                                        VALUE("key", 22),
                                        VALUE("who", 23),
                                        VALUE("now", 24),
                                        VALUE("day", 25),
                                        VALUE("from", 26),
                                        VALUE("to", 27),
                                        VALUE("state", 28),
                                        FLAG("in-way", 29),
                                        VALUE("number", 30),
                                        VALUE("after", 31),
                                        VALUE("if-version", 32),
                                        {"json", no_argument, NULL, OPTION_JSON},
                                        {"help", no_argument, NULL, OPTION_HELP},
                                        {NULL, 0, NULL, 0}};

/* ---- init and serve ---- */

/* Verbs with operands alone; of the options --json, and --now where now is not NULL. */
static int read_operands(int count, char **arguments, int wanted, const char *usage, bool *json,
                         const char **now)
{
    option_line line = {.command = &agenda_command, .options = agenda_options};

    while (next_option(&line, count, arguments)) {
        if (line.option == OPTION_JSON) {
            *json = true;
            continue;
        }
        const char *name = agenda_options[line.option - OPTION_AGENDA].name;
        if (now != NULL && strcmp(name, "now") == 0)
            *now = optarg;
        else
            line.code = usage_error(&agenda_command, "%s takes no --%s", arguments[0], name);
    }
    if (options_end(&line))
        return line.helped ? OPTION_HELP : line.code;
    if (count - optind != wanted)
        return usage_error(&agenda_command, "%s takes %s", arguments[0], usage);
    return CODE_DONE;
}

static int run_init(int count, char **arguments)
{
    message_style style = {stderr, false};
    int code = read_operands(count, arguments, 3, "AGENDA PRACTICE PLAN", &style.json, NULL);

    if (code == CODE_DONE)
        code = expect_one_standard_input(&agenda_command, 2, arguments + optind + 1);
    if (code != CODE_DONE)
        return code == OPTION_HELP ? CODE_DONE : code;
    return agenda_make(arguments[optind], arguments + optind + 1, style);
}

static int run_serve(int count, char **arguments)
{
    message_style style = {stderr, true};
    agenda_file file;
    int code = read_operands(count, arguments, 1, "AGENDA alone", &style.json, NULL);

    if (code != CODE_DONE)
        return code == OPTION_HELP ? CODE_DONE : code;
    code = agenda_open(&file, arguments[optind], style);
    if (code == CODE_DONE)
        code = agenda_serve(&file);
    agenda_close(&file);
    return code;
}

/* The time that --now says, as that of an operation. */
static int read_now(ipso_operation *operation, const agenda_file *file, const char *now,
                    message_style style)
{
    char line[80], id[IPSO_OPERATION_ID_SIZE];
    ipso_status status;
    ipso_error err;

    ipso_error_init(&err);
    snprintf(line, sizeof line,
             now != NULL ? "{\"op\": \"tick\", \"now\": \"%.40s\"}" : "{\"op\": \"tick\"}%.0s",
             now != NULL ? now : "");
    status = ipso_operation_from_json(operation, id, file->practice, line, strlen(line), &err);
    return status == IPSO_OK ? CODE_DONE : report_failure(style, "ipsosched agenda", status, &err);
}

/* The practice and the plan of a snapshot can both be written, and beside the agenda. */
static int expect_outputs(const char *agenda, char *const *outputs)
{
    int code =
        expect_two_outputs(&agenda_command, outputs[0], outputs[1], "the practice and the plan");

    for (int i = 0; i < 2 && code == CODE_DONE; i++)
        code = expect_kept(&agenda_command, outputs[i], agenda, "agenda");
    for (int i = 0; i < 2 && code == CODE_DONE; i++)
        code = expect_writable(outputs[i]) ? CODE_DONE : CODE_FAILED;
    return code;
}

static int run_snapshot(int count, char **arguments)
{
    message_style style = {stderr, false};
    ipso_operation operation = {.kind = IPSO_OPERATION_TICK};
    const char *now = NULL;
    agenda_file file;
    int code = read_operands(count, arguments, 3, "AGENDA PRACTICE PLAN", &style.json, &now);

    if (code == CODE_DONE)
        code = expect_outputs(arguments[optind], arguments + optind + 1);
    if (code != CODE_DONE)
        return code == OPTION_HELP ? CODE_DONE : code;
    code = agenda_open(&file, arguments[optind], style);
    if (code == CODE_DONE)
        code = read_now(&operation, &file, now, style);
    if (code == CODE_DONE)
        code = agenda_write_snapshot(&file, &operation, arguments + optind + 1, style);
    ipso_operation_finish(&operation);
    agenda_close(&file);
    return code;
}

/* ---- one operation ---- */

static int do_line(agenda_file *file, const char *line, bool json)
{
    ipso_operation operation = {.kind = IPSO_OPERATION_OFFER};
    char id[IPSO_OPERATION_ID_SIZE];
    ipso_status status;
    ipso_error err;
    int code;

    ipso_error_init(&err);
    status = ipso_operation_from_json(&operation, id, file->practice, line, strlen(line), &err);
    if (status != IPSO_OK) {
        if (json)
            agenda_error_line(stdout, "", status, &err);
        else
            print_error((message_style){stderr, false}, "ipsosched agenda", err.where, err.text);
        return agenda_code(status);
    }
    code = json ? agenda_answer_line(stdout, file, &operation, "")
                : agenda_answer_text(stdout, file, &operation);
    ipso_operation_finish(&operation);
    return code;
}

static int run_verb(const agenda_verb *verb, int count, char **arguments)
{
    message_style style = {stderr, false};
    const char *path = NULL;
    agenda_words words;
    agenda_file file;
    int code = agenda_read_words(&words, verb, count, arguments, &path, &style.json);

    if (code == CODE_DONE) {
        code = agenda_open(&file, path, style);
        if (code == CODE_DONE)
            code = do_line(&file, words.line, style.json);
        agenda_close(&file);
    }
    agenda_words_finish(&words);
    return code == OPTION_HELP ? CODE_DONE : code;
}

/* The verb comes first; arguments[0] is the command's name. */
static int run_agenda(int count, char **arguments)
{
    const agenda_verb *verb;

    if (count < 2)
        return usage_error(&agenda_command, "say what to do: init, offer, book, list ...");
    if (strcmp(arguments[1], "init") == 0)
        return run_init(count - 1, arguments + 1);
    if (strcmp(arguments[1], "serve") == 0)
        return run_serve(count - 1, arguments + 1);
    if (strcmp(arguments[1], "snapshot") == 0)
        return run_snapshot(count - 1, arguments + 1);
    if (arguments[1][0] == '-') {
        option_line line = {.command = &agenda_command, .options = agenda_options};

        next_option(&line, count, arguments);
        return options_end(&line)
                   ? line.code
                   : usage_error(&agenda_command, "say what to do before the options");
    }
    verb = agenda_find_verb(arguments[1]);
    return verb == NULL ? CODE_USAGE : run_verb(verb, count - 1, arguments + 1);
}

const struct command agenda_command = {"agenda", "keep the live agendas: offer, book, list ...",
                                       help, run_agenda};
