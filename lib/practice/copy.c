/* Copying descriptions into a practice.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "practice/copy.h"

#include "base/error.h"

#include <string.h>

bool ipso__copy_text(ipso__arena *arena, const char **text)
{
    bool ok = true;

    *text = ipso__arena_string(arena, *text, &ok);
    return ok;
}

bool ipso__copy_texts(ipso__arena *arena, const char *const **texts, size_t count)
{
    const char **copies = ipso__arena_alloc(arena, count + 1, sizeof *copies);

    if (copies == NULL)
        return false;
    for (size_t i = 0; i < count; i++) {
        copies[i] = (*texts)[i];
        if (!ipso__copy_text(arena, &copies[i]))
            return false;
    }
    *texts = copies;
    return true;
}

bool ipso__copy_days(ipso__arena *arena, ipso_days *days)
{
    const ipso_date *dates =
        ipso__arena_copy(arena, days->dates, days->date_count, sizeof *days->dates);

    if (dates == NULL)
        return false;
    days->dates = dates;
    return true;
}

bool ipso__copy_who(ipso__arena *arena, ipso_who *who)
{
    const int *practitioners =
        ipso__arena_copy(arena, who->practitioners, who->practitioner_count, sizeof(int));

    if (practitioners == NULL || !ipso__copy_texts(arena, &who->roles, who->role_count) ||
        !ipso__copy_texts(arena, &who->skills, who->skill_count))
        return false;
    who->practitioners = practitioners;
    return true;
}

bool ipso__copy_law(ipso__arena *arena, ipso_law *law)
{
    const double *minutes = ipso__arena_copy(arena, law->minutes, law->count, sizeof(double));
    const double *shares = ipso__arena_copy(arena, law->shares, law->count, sizeof(double));

    if (minutes == NULL || shares == NULL)
        return false;
    law->minutes = minutes;
    law->shares = shares;
    return true;
}

ipso_status ipso__list_append(ipso__list *list, const void *item, size_t size, ipso_error *err)
{
    if (list->count >= INT32_MAX ||
        !ipso__grow(&list->items, &list->capacity, list->count + 1, size))
        return ipso__fail_nomem(err);
    memcpy((char *)list->items + list->count * size, item, size);
    list->count++;
    return IPSO_OK;
}

ipso_status ipso__practice_open(const ipso_practice *practice, ipso_error *err)
{
    if (practice->validated)
        return ipso__fail(err, IPSO_STATE, "", "the practice is validated: nothing can be added");
    return IPSO_OK;
}
