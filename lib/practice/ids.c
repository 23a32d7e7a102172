/* The ids of a practice, by index and by text.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "practice/ids.h"

#include <stdlib.h>
#include <string.h>

int ipso__ref_count(const ipso_practice *practice, ipso__ref ref)
{
    switch (ref) {
    case IPSO__REF_SITE:
        return ipso_practice_site_count(practice);
    case IPSO__REF_CLASS:
        return ipso_practice_class_count(practice);
    case IPSO__REF_FAIR:
        return ipso_practice_fair_count(practice);
    case IPSO__REF_PRACTITIONER:
        return ipso_practice_practitioner_count(practice);
    case IPSO__REF_DUTY:
        return ipso_practice_duty_count(practice);
    case IPSO__REF_TYPE:
        return ipso_practice_type_count(practice);
    case IPSO__REF_REQUEST:
        return ipso_practice_request_count(practice);
    case IPSO__REF_FIXED:
        return ipso_practice_fixed_count(practice);
    }
    return 0;
}

const char *ipso__ref_id(const ipso_practice *practice, ipso__ref ref, int index)
{
    switch (ref) {
    case IPSO__REF_SITE:
        return ipso_practice_site(practice, index)->id;
    case IPSO__REF_CLASS:
        return ipso_practice_class(practice, index)->id;
    case IPSO__REF_FAIR:
        return ipso_practice_fair(practice, index)->id;
    case IPSO__REF_PRACTITIONER:
        return ipso_practice_practitioner(practice, index)->id;
    case IPSO__REF_DUTY:
        return ipso_practice_duty(practice, index)->id;
    case IPSO__REF_TYPE:
        return ipso_practice_type(practice, index)->id;
    case IPSO__REF_REQUEST:
        return ipso_practice_request(practice, index)->id;
    case IPSO__REF_FIXED:
        return ipso_practice_fixed(practice, index)->id;
    }
    return "";
}

bool ipso__ids_reserve(ipso__ids *ids, ipso__arena *arena, size_t capacity)
{
    ids->count = 0;
    ids->items = ipso__arena_alloc(arena, capacity, sizeof *ids->items);
    ids->texts = ipso__arena_alloc(arena, capacity, sizeof *ids->texts);
    return ids->items != NULL && ids->texts != NULL;
}

void ipso__ids_add(ipso__ids *ids, const char *text, int index)
{
    if (text != NULL)
        ids->items[ids->count++] = (ipso__id){text, index};
}

static int by_text(const void *a, const void *b)
{
    const ipso__id *x = a, *y = b;
    int order = strcmp(x->text, y->text);
    return order != 0 ? order : (x->index > y->index) - (x->index < y->index);
}

void ipso__ids_sort(ipso__ids *ids)
{
    if (ids->count > 1)
        qsort(ids->items, ids->count, sizeof *ids->items, by_text);
    for (size_t i = 0; i < ids->count; i++)
        ids->texts[i] = ids->items[i].text;
}

int ipso__ids_find(const ipso__ids *ids, const char *text)
{
    size_t low = 0, high = ids->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(ids->items[middle].text, text) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    bool found = low < ids->count && strcmp(ids->items[low].text, text) == 0;
    return found ? ids->items[low].index : -1;
}

static bool collect(ipso__ids *ids, ipso__arena *arena, const ipso_practice *practice,
                    ipso__ref ref)
{
    int count = ipso__ref_count(practice, ref);
    if (!ipso__ids_reserve(ids, arena, (size_t)count))
        return false;
    for (int i = 0; i < count; i++)
        ipso__ids_add(ids, ipso__ref_id(practice, ref, i), i);
    ipso__ids_sort(ids);
    return true;
}

bool ipso__ids_collect(ipso__ids ids[IPSO__REF_COUNT], ipso__arena *arena,
                       const ipso_practice *practice, unsigned kinds)
{
    bool ok = true;
    for (int ref = 0; ref < IPSO__REF_COUNT && ok; ref++)
        ok = (kinds >> ref & 1) == 0 || collect(&ids[ref], arena, practice, (ipso__ref)ref);
    return ok;
}
