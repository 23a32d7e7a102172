/* Reading an operation on an agenda.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "json/document.h"
#include "json/shape_agenda.h"

#include <stdlib.h>
#include <string.h>

/* Kinds of ids that operations name. */
enum {
    NAMED = 1u << IPSO__REF_SITE | 1u << IPSO__REF_CLASS | 1u << IPSO__REF_PRACTITIONER |
            1u << IPSO__REF_TYPE
};

typedef struct memory {
    ipso__arena arena;
} memory;

/* ---- the id of the line ---- */

/* Takes the member out: it is for who asked, whatever the operation. */
static bool take_id(ipso__reader *reader, ipso__json *root, char id[IPSO_OPERATION_ID_SIZE])
{
    const ipso__path path = {NULL, "id", 0};
    ipso__json *member = (ipso__json *)ipso__json_member(root, "id"), bare;
    ipso__text text = {0};
    bool fits;
    if (member == NULL)
        return true;
    bare = *member;
    memmove(member, member + 1,
            (size_t)(root->as.list.items + --root->as.list.count - member) * sizeof *member);
    if (bare.kind != IPSO__JSON_STRING && bare.kind != IPSO__JSON_INTEGER) {
        ipso__report(reader, &path, "an id is a text or a whole number");
        return false;
    }
    bare.key = NULL;
    ipso__json_print(&text, &bare, 0);
    if (text.failed)
        ipso__reader_nomem(reader);
    fits = !text.failed && text.length <= IPSO_OPERATION_ID_SIZE;
    if (fits)
        memcpy(id, text.bytes, text.length - 1), id[text.length - 1] = '\0';
    else if (!text.failed)
        ipso__report(reader, &path, "an id has at most %d bytes, quotes counted",
                     IPSO_OPERATION_ID_SIZE - 1);
    ipso__text_finish(&text);
    return fits;
}

/* ---- the operation ---- */

static int find_kind(ipso__reader *reader, const ipso__json *root)
{
    const ipso__path path = {NULL, "op", 0};
    const ipso__json *op = ipso__json_member(root, "op");
    ipso__message message = {{0}, 0};
    char shown[IPSO__SHOWN_SIZE];
    if (op == NULL) {
        ipso__report(reader, NULL, "an operation needs \"op\"");
        return -1;
    }
    for (int i = 0; op->kind == IPSO__JSON_STRING && i < IPSO_OPERATION_COUNT; i++)
        if (strcmp(op->as.string, ipso__operation_words.names[i]) == 0)
            return i;
    ipso__message_add(&message, "%s is not an operation", ipso__show(op, shown));
    ipso__message_suggest(reader, &message, op->kind == IPSO__JSON_STRING ? op->as.string : "",
                          ipso__operation_words.names, IPSO_OPERATION_COUNT);
    ipso__report(reader, &path, "%s", message.text);
    return -1;
}

/* "2026-11-24T09:30" */
static void read_now(ipso__reader *reader, ipso__operation_line *line)
{
    const ipso__path path = {NULL, "now", 0};
    char day[IPSO_DATE_SIZE] = "";
    bool good;
    if (line->now == NULL)
        return;
    good = strlen(line->now) == 16 && line->now[10] == 'T';
    if (good)
        memcpy(day, line->now, IPSO_DATE_SIZE - 1);
    good = good && ipso_date_parse(&line->operation.now_date, day) &&
           ipso_time_parse(&line->operation.now_min, line->now + 11) &&
           line->operation.now_min < IPSO_DAY_MIN;
    if (!good)
        ipso__report(reader, &path, "\"%.40s\" is not a time (\"YYYY-MM-DDTHH:MM\")", line->now);
}

/* A booking is of a hold, or of an ask and a place. */
static void check_book(ipso__reader *reader, const ipso__json *root)
{
    bool number = ipso__json_member(root, "number") != NULL;
    bool ask = ipso__json_member(root, "ask") != NULL;
    bool place = ipso__json_member(root, "place") != NULL;
    if (number ? ask || place : !ask || !place)
        ipso__report(reader, NULL, "the operation book needs \"number\", or \"ask\" and \"place\"");
}

static void load(ipso__reader *reader, ipso__operation_line *line, char *id, const char *text,
                 size_t length)
{
    ipso_error err = {0};
    ipso__json root;
    int kind;
    ipso_status status = ipso__json_parse(&root, reader->arena, text, length, &err);
    if (status == IPSO_NOMEM)
        ipso__reader_nomem(reader);
    else if (status != IPSO_OK)
        ipso__report_at(reader, "", "%s", err.text);
    if (status != IPSO_OK || !ipso__expect_object(reader, NULL, &root) ||
        !take_id(reader, &root, id))
        return;
    kind = find_kind(reader, &root);
    if (kind < 0)
        return;
    ipso__shape_init(&ipso__operation_shapes[kind], line);
    line->operation.kind = (ipso_operation_kind)kind;
    if (!ipso__read_fields(reader, NULL, &root, &ipso__operation_shapes[kind], line))
        return;
    read_now(reader, line);
    if (kind == IPSO_OPERATION_BOOK)
        check_book(reader, &root);
}

ipso_status ipso_operation_from_json(ipso_operation *operation, char id[IPSO_OPERATION_ID_SIZE],
                                     const ipso_practice *practice, const char *text, size_t length,
                                     ipso_error *err)
{
    memory *kept = ipso__calloc(1, sizeof *kept);
    ipso__operation_line line;
    id[0] = '\0';
    if (kept == NULL)
        return ipso__fail_nomem(err);
    ipso__reader reader = {
        .err = err, .arena = &kept->arena, .horizon = ipso_practice_horizon(practice)};
    ipso__reader_know(&reader, practice, NAMED);
    if (reader.status == IPSO_OK)
        load(&reader, &line, id, text, length);
    if (reader.status != IPSO_OK) {
        ipso__arena_finish(&kept->arena);
        free(kept);
        return reader.status;
    }
    line.operation.memory = kept;
    *operation = line.operation;
    return IPSO_OK;
}

void ipso_operation_finish(ipso_operation *operation)
{
    memory *kept = operation == NULL ? NULL : operation->memory;
    if (kept != NULL)
        ipso__arena_finish(&kept->arena);
    free(kept);
    if (operation != NULL)
        *operation = (ipso_operation){.kind = IPSO_OPERATION_OFFER};
}
