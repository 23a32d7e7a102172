/* Reporting what is wrong with a document: pointers, values in short, suggestions.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "json/reader.h"

#include "json/nearest.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { MAX_FINDINGS = 1000, MAX_SEARCHES = 200, MAX_CANDIDATES = 5000, MAX_LISTED = 20 };

bool ipso__reader_goes_on(const ipso__reader *reader)
{
    return reader->status != IPSO_NOMEM && reader->findings < MAX_FINDINGS;
}

void ipso__reader_nomem(ipso__reader *reader)
{
    if (reader->status == IPSO_OK)
        ipso__fail_nomem(reader->err);
    reader->status = IPSO_NOMEM;
}

/* Appends a step of a pointer, '~' and '/' escaped. */
static size_t append_step(char *where, size_t length, const char *step)
{
    const size_t room = IPSO_ERROR_WHERE_SIZE - 3;
    if (length < room)
        where[length++] = '/';
    for (; *step != '\0' && length < room; step++) {
        bool escaped = *step == '~' || *step == '/';
        if (escaped)
            where[length++] = '~';
        where[length++] = escaped ? (*step == '~' ? '0' : '1') : *step;
    }
    where[length] = '\0';
    return length;
}

static size_t format_path(const ipso__path *path, char *where)
{
    if (path == NULL) {
        where[0] = '\0';
        return 0;
    }
    size_t length = format_path(path->up, where);
    char index[24];
    snprintf(index, sizeof index, "%zu", path->index);
    return append_step(where, length, path->key != NULL ? path->key : index);
}

void ipso__path_format(const ipso__path *path, char where[IPSO_ERROR_WHERE_SIZE])
{
    format_path(path, where);
}

static void send(ipso__reader *reader, const char *where, const char *text)
{
    ipso_error finding = {0};
    ipso__fail(&finding, IPSO_INPUT, where, "%s", text);
    if (reader->found != NULL)
        reader->found(reader->user, finding.where, finding.text);
    reader->status = ipso__fail(reader->err, IPSO_INPUT, finding.where, "%s", finding.text);
}

static void report(ipso__reader *reader, const char *where, const char *text)
{
    if (!ipso__reader_goes_on(reader))
        return;
    send(reader, where, text);
    if (++reader->findings == MAX_FINDINGS)
        send(reader, "", "too many errors: there may be more than the 1000 reported");
}

void ipso__report(ipso__reader *reader, const ipso__path *path, const char *format, ...)
{
    char where[IPSO_ERROR_WHERE_SIZE], text[IPSO_ERROR_TEXT_SIZE];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    ipso__path_format(path, where);
    report(reader, where, text);
}

void ipso__report_at(ipso__reader *reader, const char *where, const char *format, ...)
{
    char text[IPSO_ERROR_TEXT_SIZE];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    report(reader, where, text);
}

/* ---- values and words in messages ---- */

/* Quotes string, cut at a character to leave room for the quotes and an ellipsis. */
static void show_string(const char *string, char text[IPSO__SHOWN_SIZE])
{
    const size_t most = IPSO__SHOWN_SIZE - 6;
    size_t length = strlen(string);
    bool cut = length > most;
    if (cut)
        for (length = most; length > 0 && ((unsigned char)string[length] & 0xc0) == 0x80;)
            length--;
    snprintf(text, IPSO__SHOWN_SIZE, "\"%.*s%s\"", (int)length, string, cut ? "..." : "");
}

static void show_real(double real, char text[IPSO__SHOWN_SIZE])
{
    char number[IPSO__JSON_NUMBER_SIZE];
    ipso__json_number_format(real, number);
    snprintf(text, IPSO__SHOWN_SIZE, "%s%s", number, strpbrk(number, ".e") != NULL ? "" : ".0");
}

const char *ipso__show(const ipso__json *value, char text[IPSO__SHOWN_SIZE])
{
    if (value->kind == IPSO__JSON_STRING)
        show_string(value->as.string, text);
    else if (value->kind == IPSO__JSON_INTEGER)
        snprintf(text, IPSO__SHOWN_SIZE, "%" PRId64, value->as.integer);
    else if (value->kind == IPSO__JSON_REAL)
        show_real(value->as.real, text);
    else if (value->kind == IPSO__JSON_BOOL)
        snprintf(text, IPSO__SHOWN_SIZE, "%s", value->as.boolean ? "true" : "false");
    else if (value->kind == IPSO__JSON_ARRAY)
        snprintf(text, IPSO__SHOWN_SIZE, "a list");
    else if (value->kind == IPSO__JSON_OBJECT)
        snprintf(text, IPSO__SHOWN_SIZE, "an object");
    else
        snprintf(text, IPSO__SHOWN_SIZE, "null");
    return text;
}

void ipso__message_add(ipso__message *message, const char *format, ...)
{
    const size_t room = sizeof message->text - message->length;
    va_list arguments;
    va_start(arguments, format);
    int added = vsnprintf(message->text + message->length, room, format, arguments);
    va_end(arguments);
    if (added > 0)
        message->length += (size_t)added < room ? (size_t)added : room - 1;
}

void ipso__message_suggest(ipso__reader *reader, ipso__message *message, const char *wanted,
                           const char *const *known, size_t count)
{
    ipso__nearest nearest = ipso__nearest_to(wanted);
    if (reader->searches++ < MAX_SEARCHES)
        for (size_t i = 0; i < count && i < MAX_CANDIDATES; i++)
            ipso__nearest_offer(&nearest, known[i]);
    if (nearest.best != NULL) {
        ipso__message_add(message, "; did you mean \"%s\"?", nearest.best);
        return;
    }
    for (size_t i = 0; i < count && i < MAX_LISTED; i++)
        ipso__message_add(message, "%s%s", i == 0 ? "; known here: " : ", ", known[i]);
    if (count > MAX_LISTED)
        ipso__message_add(message, " and %zu more", count - MAX_LISTED);
}

void ipso__report_unknown(ipso__reader *reader, const ipso__path *path, const char *key,
                          const char *const *known, size_t count)
{
    ipso__message message = {{0}, 0};
    ipso__json name = {.kind = IPSO__JSON_STRING, .as.string = key};
    char shown[IPSO__SHOWN_SIZE];
    const ipso__path member = {path, key, 0};
    ipso__message_add(&message, "unknown field %s", ipso__show(&name, shown));
    ipso__message_suggest(reader, &message, key, known, count);
    ipso__report(reader, &member, "%s", message.text);
}
