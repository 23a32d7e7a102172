/* What operations gave, as lines of JSON and as text.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "agenda.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int agenda_code(ipso_status status)
{
    if (status == IPSO_OK)
        return CODE_DONE;
    if (status == IPSO_STATE || status == IPSO_CHANGED)
        return CODE_REFUSED;
    return status == IPSO_INPUT ? CODE_INPUT : CODE_FAILED;
}

/* ---- lines ---- */

/* A status as a word for programs. */
static const char *code_word(ipso_status status)
{
    if (status == IPSO_INPUT)
        return "input";
    if (status == IPSO_STATE)
        return "refused";
    if (status == IPSO_CHANGED)
        return "changed";
    return status == IPSO_NOMEM ? "memory" : "io";
}

static void begin_line(FILE *out, const char *id)
{
    fputc('{', out);
    if (id[0] != '\0')
        fprintf(out, "\"id\": %s, ", id);
}

void agenda_error_line(FILE *out, const char *id, ipso_status status, const ipso_error *err)
{
    begin_line(out, id);
    fprintf(out, "\"error\": {\"code\": \"%s\", \"where\": ", code_word(status));
    print_json_text(out, err->where);
    fputs(", \"text\": ", out);
    print_json_text(out, err->text[0] != '\0' ? err->text : ipso_status_name(status));
    fputs("}}\n", out);
}

/* Prints a piece that the library wrote, and frees it. */
static ipso_status put_piece(FILE *out, ipso_status status, char *text)
{
    if (status == IPSO_OK)
        fputs(text, out);
    ipso_text_free(text);
    return status;
}

/* Writes item i of what was answered as JSON, for the caller to free. */
typedef ipso_status (*write_item_fn)(char **text, const ipso_practice *practice,
                                     const agenda_answer *answer, size_t i, ipso_error *err);

static ipso_status write_offer(char **text, const ipso_practice *practice,
                               const agenda_answer *answer, size_t i, ipso_error *err)
{
    return ipso_offer_to_json(text, practice, &answer->offers[i], err);
}

static ipso_status write_entry(char **text, const ipso_practice *practice,
                               const agenda_answer *answer, size_t i, ipso_error *err)
{
    return ipso_entry_to_json(text, practice, &answer->entries[i], err);
}

static ipso_status write_block(char **text, const ipso_practice *practice,
                               const agenda_answer *answer, size_t i, ipso_error *err)
{
    return ipso_absence_to_json(text, practice, &answer->absences[i], err);
}

static ipso_status write_release(char **text, const ipso_practice *practice,
                                 const agenda_answer *answer, size_t i, ipso_error *err)
{
    return ipso_opening_to_json(text, practice, &answer->openings[i], err);
}

/* A list of that name, of count items. */
static ipso_status put_list(FILE *out, const ipso_practice *practice, agenda_answer *answer,
                            const char *name, size_t count, write_item_fn write)
{
    ipso_status status = IPSO_OK;

    fprintf(out, ", \"%s\": [", name);
    for (size_t i = 0; i < count && status == IPSO_OK; i++) {
        char *text = NULL;

        fputs(i > 0 ? ", " : "", out);
        status = write(&text, practice, answer, i, &answer->err);
        status = put_piece(out, status, text);
    }
    fputc(']', out);
    return status;
}

static ipso_status put_why(FILE *out, const ipso_practice *practice, const agenda_answer *answer,
                           ipso_error *err)
{
    char *text = NULL;
    ipso_status status = ipso_why_to_json(&text, practice, &answer->why, err);

    fputs(", \"why\": ", out);
    return put_piece(out, status, text);
}

static ipso_status put_change(FILE *out, const ipso_practice *practice, const agenda_answer *answer,
                              ipso_error *err)
{
    char *text = NULL;
    ipso_status status;

    if (answer->number != 0)
        fprintf(out, ", \"number\": %lld", (long long)answer->number);
    if (!answer->has_entry)
        return IPSO_OK;
    status = ipso_entry_to_json(&text, practice, &answer->entry, err);
    fputs(", \"entry\": ", out);
    return put_piece(out, status, text);
}

static ipso_status put_answer(FILE *out, const agenda_file *file, ipso_operation_kind kind,
                              agenda_answer *answer)
{
    if (kind == IPSO_OPERATION_OFFER)
        return put_list(out, file->practice, answer, "offers", (size_t)answer->offer_count,
                        write_offer);
    if (kind == IPSO_OPERATION_WHY)
        return put_why(out, file->practice, answer, &answer->err);
    if (kind == IPSO_OPERATION_LIST)
        return put_list(out, file->practice, answer, "entries", answer->entry_count, write_entry);
    if (kind == IPSO_OPERATION_BLOCKS)
        return put_list(out, file->practice, answer, "blocks", answer->absence_count, write_block);
    if (kind == IPSO_OPERATION_RELEASES)
        return put_list(out, file->practice, answer, "releases", answer->opening_count,
                        write_release);
    if (kind == IPSO_OPERATION_TICK)
        fprintf(out, ", \"proposed\": %d", answer->proposed);
    return put_change(out, file->practice, answer, &answer->err);
}

/* ---- history as JSON ---- */

typedef struct event_list {
    FILE *out;
    const ipso_practice *practice;
    int count;
} event_list;

static ipso_status put_event(void *user, const ipso_event *event, ipso_error *err)
{
    event_list *list = user;
    char *text = NULL;
    ipso_status status = ipso_event_to_json(&text, list->practice, event, err);

    fputs(list->count++ > 0 ? ", " : "", list->out);
    return put_piece(list->out, status, text);
}

static ipso_status put_history(FILE *out, agenda_file *file, const ipso_operation *operation,
                               ipso_error *err)
{
    event_list list = {out, file->practice, 0};
    ipso_status status;

    fputs(", \"events\": [", out);
    status = agenda_history(file, operation, put_event, &list, err);
    fputc(']', out);
    return status;
}

/* What comes behind "ok". */
static ipso_status put_ok(FILE *out, agenda_file *file, const ipso_operation *operation,
                          ipso_error *err)
{
    agenda_answer answer;
    ipso_status status;

    if (operation->kind == IPSO_OPERATION_HISTORY) {
        status = ipso_agenda_refresh(file->agenda, err);
        return status == IPSO_OK ? put_history(out, file, operation, err) : status;
    }
    agenda_perform(file, operation, &answer);
    status = answer.status;
    if (status == IPSO_OK)
        status = put_answer(out, file, operation->kind, &answer);
    *err = answer.err;
    agenda_answer_finish(&answer);
    return status;
}

/* The line is made before a byte of it is printed: it is an answer or an error, never half of one.
 */
int agenda_answer_line(FILE *out, agenda_file *file, const ipso_operation *operation,
                       const char *id)
{
    char *text = NULL;
    size_t length;
    FILE *made = open_memstream(&text, &length);
    ipso_status status = IPSO_NOMEM;
    ipso_error err;

    ipso_error_init(&err);
    if (made != NULL) {
        status = put_ok(made, file, operation, &err);
        if (fclose(made) != 0 && status == IPSO_OK)
            status = IPSO_NOMEM;
    }
    if (status == IPSO_OK) {
        begin_line(out, id);
        fprintf(out, "\"ok\": {\"op\": \"%s\", \"seq\": %lld", ipso_operation_name(operation->kind),
                (long long)ipso_agenda_seq(file->agenda));
        fwrite(text, 1, length, out);
        fputs("}}\n", out);
    } else {
        agenda_error_line(out, id, status, &err);
    }
    free(text);
    return agenda_code(status);
}

/* ---- text ---- */

static ipso_status show_event(void *user, const ipso_event *event, ipso_error *err)
{
    const event_list *list = user;

    (void)err;
    agenda_show_event(list->out, list->practice, event);
    return IPSO_OK;
}

static ipso_status show_history(FILE *out, agenda_file *file, const ipso_operation *operation,
                                ipso_error *err)
{
    event_list list = {out, file->practice, 0};

    return agenda_history(file, operation, show_event, &list, err);
}

static void show_change(FILE *out, const agenda_file *file, const ipso_operation *operation,
                        const agenda_answer *answer)
{
    static const char *const done[IPSO_OPERATION_COUNT] = {
        [IPSO_OPERATION_CANCEL] = "is cancelled",
        [IPSO_OPERATION_BLOCK] = "blocks that time",
        [IPSO_OPERATION_UNBLOCK] = "is lifted",
        [IPSO_OPERATION_UNWAIT] = "waits no more",
        [IPSO_OPERATION_RECALL] = "is to be called back"};

    if (operation->kind == IPSO_OPERATION_TICK)
        fprintf(out, "%d time%s proposed to who waits\n", answer->proposed,
                answer->proposed == 1 ? " was" : "s were");
    else if (operation->kind == IPSO_OPERATION_RELEASE)
        fputs("the times kept there are released\n", out);
    else if (answer->has_entry)
        agenda_show_entry(out, file->practice, &answer->entry);
    else if (done[operation->kind] != NULL)
        fprintf(out, "%lld %s\n", (long long)answer->number, done[operation->kind]);
    else
        fprintf(out, "%lld\n", (long long)answer->number);
}

/* Those who wait alone, and holds alone, have tables of their own. */
static void show_list(FILE *out, const ipso_practice *practice, unsigned states,
                      const agenda_answer *answer)
{
    if (states == 1u << IPSO_ENTRY_WAITING)
        agenda_show_waiting(out, practice, answer->entries, answer->entry_count);
    else if (states == 1u << IPSO_ENTRY_HELD)
        agenda_show_holds(out, practice, answer->entries, answer->entry_count,
                          answer->asked.unix_s);
    else
        agenda_show_entries(out, practice, answer->entries, answer->entry_count);
}

static void show_answer(FILE *out, const agenda_file *file, const ipso_operation *operation,
                        const agenda_answer *answer)
{
    if (operation->kind == IPSO_OPERATION_OFFER)
        agenda_show_offers(out, file->practice, answer->offers, answer->offer_count);
    else if (operation->kind == IPSO_OPERATION_WHY)
        agenda_show_why(out, file->practice, &answer->why);
    else if (operation->kind == IPSO_OPERATION_LIST)
        show_list(out, file->practice, operation->filter.states, answer);
    else if (operation->kind == IPSO_OPERATION_BLOCKS)
        agenda_show_absences(out, file->practice, answer->absences, answer->absence_count);
    else if (operation->kind == IPSO_OPERATION_RELEASES)
        agenda_show_openings(out, file->practice, answer->openings, answer->opening_count);
    else
        show_change(out, file, operation, answer);
}

int agenda_answer_text(FILE *out, agenda_file *file, const ipso_operation *operation)
{
    agenda_answer answer = {.status = IPSO_OK};
    int code;

    ipso_error_init(&answer.err);
    if (operation->kind == IPSO_OPERATION_HISTORY)
        answer.status = show_history(out, file, operation, &answer.err);
    else
        agenda_perform(file, operation, &answer);
    if (answer.status != IPSO_OK)
        print_error((message_style){stderr, false}, "ipsosched agenda", answer.err.where,
                    answer.err.text[0] != '\0' ? answer.err.text : ipso_status_name(answer.status));
    else if (operation->kind != IPSO_OPERATION_HISTORY)
        show_answer(out, file, operation, &answer);
    code = agenda_code(answer.status);
    agenda_answer_finish(&answer);
    return code;
}
