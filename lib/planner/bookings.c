/* The bookings stage: known requests placed beside the open and fixed slots.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/slots_program.h"
#include "planner/bookings_reasons.h"
#include "planner/slots_choice.h"
#include "planner/slots_layout.h"
#include "planner/slots_search.h"

#include "base/memory.h"

#include <stdlib.h>

#define OPEN_SLOTS (1u << IPSO_SLOT_OPEN)

/* The option of a request's need in a band and of a length, or -1. */
static int find_option(const ipso__table *table, const ipso__need *need, int band, int length_min)
{
    for (int o = need->first_option; o < need->first_option + need->option_count; o++) {
        if (table->options[o].band == band && table->options[o].length_min == length_min)
            return o;
    }
    return -1;
}

/* The requests where the slots stage had them in mind. NULL when out of memory. */
static int *held_places(const ipso__table *table, const ipso_plan *before)
{
    int *x = ipso__calloc((size_t)table->option_count, sizeof *x);
    for (int i = 0; x != NULL && i < ipso_plan_slot_count(before); i++) {
        const ipso_slot *slot = ipso_plan_slot(before, i);
        if (slot->use != IPSO_SLOT_HELD || slot->request == IPSO_ANY)
            continue;
        /* A table of requests alone has one need for each, in their order. */
        const ipso__need *need = &table->needs[slot->request];
        int band = ipso__bands_find(table->bands, slot->practitioner, slot->day, slot->start_min,
                                    slot->start_min + slot->length_min + slot->travel_min);
        int option = band < 0 ? -1 : find_option(table, need, band, slot->length_min);
        if (option >= 0)
            x[option] = 1;
    }
    return x;
}

static ipso_status write_plan(ipso_plan **after, const ipso_plan *before, ipso__laid_table *laid,
                              const ipso__search_result *found, ipso_error *err)
{
    ipso_plan *plan;
    ipso__choice choice = {0};
    ipso_status status = ipso__plan_before(&plan, before, IPSO_STAGE_BOOKINGS, err);
    if (status != IPSO_OK)
        return status;
    status = ipso__layout_add(&laid->layout, &laid->table, found->x, false, err);
    if (status == IPSO_OK)
        status = ipso__layout_write(&laid->layout, plan, err);
    if (status == IPSO_OK && !ipso__choice_start(&choice, &laid->table, found->x))
        status = ipso__fail_nomem(err);
    if (status == IPSO_OK)
        status = ipso__add_unplaced(plan, &choice, found->report.outcome == IPSO_OPTIMAL, err);
    if (status == IPSO_OK)
        status = ipso_plan_set_stage(plan, IPSO_STAGE_BOOKINGS, &found->report, err);
    ipso__choice_finish(&choice);
    if (status != IPSO_OK) {
        ipso_plan_free(plan);
        return status;
    }
    *after = plan;
    return IPSO_OK;
}

ipso_status ipso__bookings_stage(ipso_plan **after, const ipso_plan *before,
                                 const ipso__stage_settings *settings, ipso_error *err)
{
    ipso__laid_table laid;
    ipso__search_result found;
    ipso_status status = ipso__laid_table_start(&laid, before, OPEN_SLOTS, false, err);
    if (status != IPSO_OK)
        return status;
    int *held = held_places(&laid.table, before);
    status = held == NULL ? ipso__fail_nomem(err)
                          : ipso__table_search(&found, &laid.table, IPSO_STAGE_BOOKINGS, held,
                                               settings, err);
    free(held);
    if (status == IPSO_OK) {
        status = write_plan(after, before, &laid, &found, err);
        ipso__search_finish(&found);
    }
    ipso__laid_table_finish(&laid);
    return status;
}

ipso_status ipso__bookings_model(struct ipso__program **program, const ipso_plan *before,
                                 ipso_error *err)
{
    ipso__laid_table laid;
    ipso_status status = ipso__laid_table_start(&laid, before, OPEN_SLOTS, false, err);
    if (status != IPSO_OK)
        return status;
    status = ipso__table_program_make(program, &laid.table, "bookings", err);
    ipso__laid_table_finish(&laid);
    return status;
}
