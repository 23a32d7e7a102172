/* Changing a practice that is validated already.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "practice/rewrite.h"

#include "base/error.h"
#include "practice/copy.h"

#include <stdlib.h>

static bool copy_history(ipso__arena *arena, ipso_history *history)
{
    history->turns = IPSO__COPIED(arena, history->turns, history->turn_count);
    return history->turns != NULL && ipso__copy_text(arena, &history->last_kind);
}

/* Copies of the histories; NULL when memory is out. Free it. */
static ipso_history *copy_histories(ipso_practice *practice, const ipso_history *const *histories)
{
    ipso_history *copies = ipso__calloc(practice->practitioners.count, sizeof *copies);

    for (size_t p = 0; copies != NULL && p < practice->practitioners.count; p++) {
        if (histories[p] == NULL)
            continue;
        copies[p] = *histories[p];
        if (!copy_history(&practice->arena, &copies[p])) {
            free(copies);
            copies = NULL;
        }
    }
    return copies;
}

ipso_status ipso__practice_rewrite(ipso_practice *practice, const ipso_history *const *histories,
                                   const ipso_pin *pins, size_t pin_count, ipso_error *err)
{
    ipso_history *copies = copy_histories(practice, histories);
    size_t pins_before = practice->pins.count;
    ipso_status status = IPSO_OK;

    if (copies == NULL)
        return ipso__fail_nomem(err);
    for (size_t i = 0; i < pin_count && status == IPSO_OK; i++)
        status = ipso__list_append(&practice->pins, &pins[i], sizeof pins[i], err);
    if (status != IPSO_OK)
        practice->pins.count = pins_before;
    for (size_t p = 0; p < practice->practitioners.count && status == IPSO_OK; p++)
        if (histories[p] != NULL)
            IPSO__ITEM(practice->practitioners, ipso_practitioner, p)->history = copies[p];
    free(copies);
    return status;
}

ipso_status ipso__practice_close(ipso_practice *practice, ipso_error *err)
{
    practice->demand_mean = ipso__arena_alloc(&practice->arena, practice->demand.count + 1,
                                              sizeof *practice->demand_mean);
    if (practice->demand_mean == NULL)
        return ipso__fail_nomem(err);
    practice->validated = true;
    return IPSO_OK;
}
