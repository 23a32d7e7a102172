/* A practice with what an additions document puts behind its lists.
 *
 * The practice is written as a document, the lists of the additions are put behind its own, and the
 * whole is read again: so that additions are checked as any part of a practice is.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <ipsosched/json.h>

#include "json/document.h"
#include "json/sections.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ADDITIONS_FORMAT "ipsosched-additions/1"

static const char *const growing[] = {"practitioners", "duties", "requests", "pins"};
enum { GROWING = sizeof growing / sizeof growing[0] };

/* Where errors of the whole go: by their place in the additions. */
typedef struct relaying {
    ipso_finding_fn found;
    void *user;
    ipso_error *err;
    size_t before[GROWING]; /* things of each list that the practice has already */
    ipso_status status;
} relaying;

static void relay(void *user, const char *where, const char *text)
{
    relaying *r = user;
    char moved[2 * IPSO_ERROR_WHERE_SIZE];

    snprintf(moved, sizeof moved, "%s", where);
    for (int i = 0; i < GROWING; i++) {
        size_t length = strlen(growing[i]);
        if (where[0] != '/' || strncmp(where + 1, growing[i], length) != 0 ||
            where[1 + length] != '/')
            continue;
        char *rest;
        size_t index = strtoul(where + length + 2, &rest, 10);
        if (index >= r->before[i])
            snprintf(moved, sizeof moved, "/%s/%zu%s", growing[i], index - r->before[i], rest);
    }
    if (r->found != NULL)
        r->found(r->user, moved, text);
    r->status = ipso__fail(r->err, IPSO_INPUT, moved, "%s", text);
}

static void refuse_unknown(ipso__reader *reader, const ipso__json *additions)
{
    for (size_t i = 0; i < additions->as.list.count; i++) {
        const char *key = additions->as.list.items[i].key;
        const ipso__path path = {NULL, key, 0};
        bool known = strcmp(key, "format") == 0;
        for (int j = 0; j < GROWING && !known; j++)
            if (strcmp(key, growing[j]) == 0)
                known = ipso__expect_array(reader, &path, &additions->as.list.items[i]) || true;
        if (!known)
            ipso__report_unknown(reader, NULL, key, growing, GROWING);
    }
}

/* The list of that key of a document, which gets one when it has none; NULL when out of memory. */
static ipso__json *list_of(ipso__arena *arena, ipso__json *root, const char *key)
{
    for (size_t i = 0; i < root->as.list.count; i++)
        if (strcmp(root->as.list.items[i].key, key) == 0)
            return &root->as.list.items[i];
    ipso__json *items = ipso__arena_alloc(arena, root->as.list.count + 1, sizeof *items);
    if (items == NULL)
        return NULL;
    memcpy(items, root->as.list.items, root->as.list.count * sizeof *items);
    root->as.list.items = items;
    ipso__json *list = &items[root->as.list.count++];
    *list = (ipso__json){.key = key, .kind = IPSO__JSON_ARRAY};
    return list;
}

/* Puts the items of the additions' lists behind those of the practice's; false when out of memory.
 */
static bool append_lists(ipso__arena *arena, ipso__json *root, const ipso__json *additions,
                         relaying *r)
{
    for (int i = 0; i < GROWING; i++) {
        const ipso__json *more = ipso__json_member(additions, growing[i]);
        if (more == NULL)
            continue;
        ipso__json *list = list_of(arena, root, growing[i]);
        size_t before = list == NULL ? 0 : list->as.list.count, added = more->as.list.count;
        ipso__json *items = ipso__arena_alloc(arena, before + added, sizeof *items);
        if (list == NULL || items == NULL)
            return false;
        for (size_t k = 0; k < before + added; k++)
            items[k] = k < before ? list->as.list.items[k] : more->as.list.items[k - before];
        list->as.list.items = items;
        list->as.list.count = before + added;
        r->before[i] = before;
    }
    return true;
}

/* Reads the whole: the practice's text with the additions. */
static ipso_status read_whole(ipso_practice **grown, ipso__arena *arena, const char *practice_text,
                              size_t practice_length, const ipso__json *additions, relaying *r)
{
    ipso__json root;
    ipso__text whole = {0};
    ipso_error err = {0};
    ipso_status status = ipso__json_parse(&root, arena, practice_text, practice_length, r->err);

    if (status != IPSO_OK)
        return status;
    if (!append_lists(arena, &root, additions, r))
        return ipso__fail_nomem(r->err);
    ipso__json_print(&whole, &root, 0);
    if (whole.failed)
        status = ipso__fail_nomem(r->err);
    else
        status =
            ipso_practice_from_json(grown, ipso__text_string(&whole), whole.length, relay, r, &err);
    ipso__text_finish(&whole);
    if (status != IPSO_OK && status != IPSO_NOMEM && r->status == IPSO_OK)
        ipso__fail(r->err, status, err.where, "%s", err.text);
    return status == IPSO_NOMEM ? ipso__fail_nomem(r->err) : status;
}

ipso_status ipso_practice_grow_from_json(ipso_practice **grown, const ipso_practice *practice,
                                         const char *text, size_t length, ipso_finding_fn found,
                                         void *user, ipso_error *err)
{
    ipso__arena arena = {NULL};
    ipso__reader reader = {.found = found, .user = user, .err = err, .arena = &arena};
    relaying r = {.found = found, .user = user, .err = err};
    ipso__json additions;
    char *written = NULL;
    size_t written_length;
    ipso_status status = IPSO_OK;

    if (!ipso_practice_validated(practice))
        return ipso__fail(err, IPSO_STATE, "", "the practice is not validated");
    if (ipso__document_parse(&reader, &additions, text, length, ADDITIONS_FORMAT))
        refuse_unknown(&reader, &additions);
    status = reader.status;
    if (status == IPSO_OK)
        status = ipso_practice_to_json(&written, &written_length, practice, err);
    if (status == IPSO_OK)
        status = read_whole(grown, &arena, written, written_length, &additions, &r);
    ipso_text_free(written);
    ipso__arena_finish(&arena);
    return status;
}
