/* Fields of a table as values.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "csv/values.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_DIGITS = 15 };

typedef struct ipso__csv_id {
    const char *text;
    int index;
} ipso__csv_id;

static int by_text(const void *a, const void *b)
{
    const ipso__csv_id *x = a, *y = b;

    return strcmp(x->text, y->text);
}

bool ipso__csv_ids_make(ipso__csv_ids *ids, ipso__arena *arena, const void *from, size_t count,
                        const char *(*get)(const void *from, int index))
{
    ids->items = ipso__arena_alloc(arena, count, sizeof *ids->items);
    if (ids->items == NULL)
        return false;
    ids->count = count;
    for (size_t i = 0; i < count; i++)
        ids->items[i] = (ipso__csv_id){get(from, (int)i), (int)i};
    qsort(ids->items, count, sizeof *ids->items, by_text);
    return true;
}

int ipso__csv_ids_find(const ipso__csv_ids *ids, const char *id)
{
    const ipso__csv_id wanted = {id, 0};
    const ipso__csv_id *found = NULL;

    if (ids->count > 0)
        found = bsearch(&wanted, ids->items, ids->count, sizeof *ids->items, by_text);
    return found == NULL ? -1 : found->index;
}

bool ipso__csv_number(double *number, const char *text, bool comma)
{
    double value = 0, unit = 1;
    int digits = 0;
    bool fraction = false, negative = *text == '-';

    for (text += negative; *text != '\0'; text++) {
        if ((*text == '.' || (comma && *text == ',')) && !fraction && digits > 0) {
            fraction = true;
            continue;
        }
        if (*text < '0' || *text > '9' || ++digits > MOST_DIGITS)
            return false;
        value = 10 * value + (*text - '0');
        unit *= fraction ? 10 : 1;
    }
    if (digits == 0)
        return false;
    *number = negative ? -value / unit : value / unit;
    return true;
}

const char *ipso__csv_show(const char *text, char shown[IPSO__CSV_SHOWN_SIZE])
{
    const size_t most = IPSO__CSV_SHOWN_SIZE - 6;
    size_t length = strlen(text);
    const bool cut = length > most;

    if (cut)
        for (length = most; length > 0 && ((unsigned char)text[length] & 0xc0) == 0x80;)
            length--;
    snprintf(shown, IPSO__CSV_SHOWN_SIZE, "\"%.*s%s\"", (int)length, text, cut ? "..." : "");
    return shown;
}
