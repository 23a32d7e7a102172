/* The ids of one kind of thing, looked up by text.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "json/ids.h"

#include <stdlib.h>
#include <string.h>

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
