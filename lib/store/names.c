/* The ids of a practice, looked up by text.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/store.h"

#include <stdlib.h>
#include <string.h>

const char *ipso__id_kind_name(ipso__id_kind kind)
{
    static const char *const names[IPSO__ID_KIND_COUNT] = {"practitioner", "site",
                                                           "appointment type", "patient class"};
    return names[kind];
}

static int count_of(const ipso_practice *practice, ipso__id_kind kind)
{
    switch (kind) {
    case ID_PRACTITIONER:
        return ipso_practice_practitioner_count(practice);
    case ID_SITE:
        return ipso_practice_site_count(practice);
    case ID_TYPE:
        return ipso_practice_type_count(practice);
    case ID_CLASS:
        return ipso_practice_class_count(practice);
    }
    return 0;
}

const char *ipso__store_id(const ipso_practice *practice, ipso__id_kind kind, int index)
{
    if (index < 0 || index >= count_of(practice, kind))
        return NULL;
    switch (kind) {
    case ID_PRACTITIONER:
        return ipso_practice_practitioner(practice, index)->id;
    case ID_SITE:
        return ipso_practice_site(practice, index)->id;
    case ID_TYPE:
        return ipso_practice_type(practice, index)->id;
    case ID_CLASS:
        return ipso_practice_class(practice, index)->id;
    }
    return NULL;
}

static int compare(const void *a, const void *b)
{
    return strcmp(((const ipso__named *)a)->id, ((const ipso__named *)b)->id);
}

bool ipso__store_names_fill(ipso__names names[IPSO__ID_KIND_COUNT], const ipso_practice *practice)
{
    for (int kind = 0; kind < IPSO__ID_KIND_COUNT; kind++) {
        int count = count_of(practice, (ipso__id_kind)kind);
        names[kind].items = ipso__calloc((size_t)count, sizeof *names[kind].items);
        if (names[kind].items == NULL) {
            ipso__store_names_finish(names);
            return false;
        }
        names[kind].count = count;
        for (int i = 0; i < count; i++)
            names[kind].items[i] =
                (ipso__named){ipso__store_id(practice, (ipso__id_kind)kind, i), i};
        qsort(names[kind].items, (size_t)count, sizeof *names[kind].items, compare);
    }
    return true;
}

void ipso__store_names_finish(ipso__names names[IPSO__ID_KIND_COUNT])
{
    for (int kind = 0; kind < IPSO__ID_KIND_COUNT; kind++) {
        free(names[kind].items);
        names[kind] = (ipso__names){NULL, 0};
    }
}

int ipso__store_names_find(const ipso__names *names, const char *id)
{
    const ipso__named wanted = {id, 0};
    const ipso__named *found =
        names->count > 0
            ? bsearch(&wanted, names->items, (size_t)names->count, sizeof *names->items, compare)
            : NULL;
    return found != NULL ? found->index : IPSO_ANY;
}
