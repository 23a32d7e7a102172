/* What every document has: its size, its text, its "format".
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "json/document.h"

#include <ipsosched/json.h>

#include <string.h>

/* What a document of that format is, "plan" for "ipsosched-plan/1"; NULL where it is none of ours.
 */
static const char *kind_of(const char *format)
{
    static const struct {
        const char *word, *name;
    } kinds[] = {{"practice", "practice"},  {"plan", "plan"},
                 {"report", "report"},      {"result", "result"},
                 {"session", "session"},    {"appointments", "list of appointments"},
                 {"additions", "additions"}};
    const char *kind = strchr(format, '-');
    for (size_t i = 0; kind != NULL && i < sizeof kinds / sizeof kinds[0]; i++) {
        size_t length = strlen(kinds[i].word);
        if (strncmp(kind + 1, kinds[i].word, length) == 0 && kind[1 + length] == '/')
            return kinds[i].name;
    }
    return NULL;
}

static void report_format(ipso__reader *reader, const ipso__json *value, const char *format)
{
    const ipso__path path = {NULL, "format", 0};
    const char *found = value->kind == IPSO__JSON_STRING ? kind_of(value->as.string) : NULL;
    const char *wanted = kind_of(format);
    char shown[IPSO__SHOWN_SIZE];
    ipso__show(value, shown);
    if (found != NULL && wanted != NULL && found != wanted)
        ipso__report(reader, &path, "this is a %s (%s) where a %s (\"%s\") is wanted", found, shown,
                     wanted, format);
    else
        ipso__report(reader, &path, "%s is not \"%s\", the format read here", shown, format);
}

static bool check_format(ipso__reader *reader, const ipso__json *root, const char *format)
{
    const ipso__json *value = ipso__json_member(root, "format");
    if (value == NULL) {
        ipso__report(reader, NULL, "the document needs \"format\": \"%s\"", format);
        return true; /* the rest may well be of it */
    }
    if (value->kind == IPSO__JSON_STRING && strcmp(value->as.string, format) == 0)
        return true;
    report_format(reader, value, format);
    return false;
}

bool ipso__document_parse(ipso__reader *reader, ipso__json *root, const char *text, size_t length,
                          const char *format)
{
    ipso_error err = {0};
    if (length > IPSO_MAX_DOCUMENT_BYTES) {
        ipso__report(reader, NULL, "the document has %zu bytes, more than the %zu allowed", length,
                     IPSO_MAX_DOCUMENT_BYTES);
        return false;
    }
    ipso_status status = ipso__json_parse(root, reader->arena, text, length, &err);
    if (status == IPSO_NOMEM)
        ipso__reader_nomem(reader);
    else if (status != IPSO_OK)
        ipso__report_at(reader, "", "%s", err.text);
    return status == IPSO_OK && ipso__expect_object(reader, NULL, root) &&
           check_format(reader, root, format);
}
