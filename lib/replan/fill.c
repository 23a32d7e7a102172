/* Open slots in the time of duties that are new.
 *
 * The slots program (S1 to S7) over the forecast need that the open slots of the plan leave unmet,
 * with everything that is there kept, and bands of the new duties alone.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "replan/finish.h"

#include "base/clock.h"
#include "planner/slots_layout.h"
#include "planner/slots_search.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Work for it, and the gap at which it is good enough. */
#define FILL_WORK 50000000
#define FILL_GAP  0.005

static bool is_new_duty(const ipso_plan *before, const ipso__sitting *sitting)
{
    for (int i = 0; i < ipso_plan_assignment_count(before); i++) {
        const ipso_assignment *work = ipso_plan_assignment(before, i);
        if (work->practitioner == sitting->practitioner && work->day == sitting->day &&
            work->duty == sitting->duty)
            return false;
    }
    return true;
}

static bool has_new_duty(const ipso__finishing *f)
{
    const ipso__bands *bands = &f->r->agenda.bands;

    for (int i = 0; i < bands->sitting_count; i++)
        if (is_new_duty(f->r->changes.plan, &bands->sittings[i]))
            return true;
    return false;
}

/* Keeps the options of new duties ahead of now alone. */
static void keep_new(const ipso__finishing *f, ipso__table *table)
{
    int kept = 0;

    for (int g = 0; g < table->need_count; g++) {
        ipso__need *need = &table->needs[g];
        int first = kept;
        for (int o = need->first_option; o < need->first_option + need->option_count; o++) {
            const ipso__sitting *sitting = ipso__band_sitting(table->bands, table->options[o].band);
            int start = table->bands->bands[table->options[o].band].start_min;
            if (is_new_duty(f->r->changes.plan, sitting) &&
                !ipso__changes_past(&f->r->changes, sitting->day, start))
                table->options[kept++] = table->options[o];
        }
        need->first_option = first;
        need->option_count = kept - first;
    }
    table->option_count = kept;
}

/* Takes from each need what the open slots of the plan meet already: its greatest values. */
static void meet_needs(const ipso_plan *plan, ipso__table *table)
{
    for (int i = 0; i < ipso_plan_slot_count(plan); i++) {
        const ipso_slot *slot = ipso_plan_slot(plan, i);
        if (slot->use != IPSO_SLOT_OPEN || slot->demand == IPSO_ANY)
            continue;
        for (int g = 0; g < table->need_count; g++) {
            ipso__need *need = &table->needs[g];
            if (need->kind != IPSO__NEED_FORECAST || need->demand != slot->demand ||
                need->day != slot->demand_day || need->value_count == 0)
                continue;
            need->first_value++;
            need->value_count--;
            break;
        }
    }
}

/* The plan's parts but its slots. */
static ipso_status copy_plan(ipso_plan **copy, const ipso_plan *plan, ipso_error *err)
{
    ipso_status status = ipso_plan_new(copy, ipso_plan_practice(plan), err);

    for (int i = 0; i < ipso_plan_assignment_count(plan) && status == IPSO_OK; i++)
        status = ipso_plan_add_assignment(*copy, ipso_plan_assignment(plan, i), err);
    for (int i = 0; i < ipso_plan_unplaced_count(plan) && status == IPSO_OK; i++)
        status = ipso_plan_add_unplaced(*copy, ipso_plan_unplaced(plan, i), err);
    for (int i = 0; i < IPSO_STAGE_COUNT && status == IPSO_OK; i++)
        status =
            ipso_plan_set_stage(*copy, (ipso_stage)i, ipso_plan_stage(plan, (ipso_stage)i), err);
    return status;
}

static ipso_status search(ipso__search_result *found, const ipso__finishing *f,
                          const ipso__table *table)
{
    const ipso__limits *limits = &f->r->limits;
    ipso__stage_settings settings = {
        .deadline_s = fmax(limits->deadline_s, ipso__clock_now_s()),
        .work_limit = FILL_WORK,
        .gap = FILL_GAP,
        .seed = limits->settings->seed,
        .threads = limits->settings->threads,
    };

    return ipso__table_search(found, table, IPSO_STAGE_SLOTS, NULL, &settings, f->err);
}

/* Fills the bands of the layout by a search over the table, into *filled. */
static ipso_status fill(ipso_plan **filled, ipso__finishing *f, ipso__layout *layout,
                        ipso__table *table)
{
    ipso__search_result found;
    ipso_status status;

    meet_needs(f->made->plan, table);
    keep_new(f, table);
    status = search(&found, f, table);
    if (status != IPSO_OK)
        return status;
    f->r->limits.work += found.report.work;
    status = ipso__layout_add(layout, table, found.x, false, f->err);
    if (status == IPSO_OK)
        status = copy_plan(filled, f->made->plan, f->err);
    if (status == IPSO_OK)
        status = ipso__layout_write(layout, *filled, f->err);
    ipso__search_finish(&found);
    return status;
}

/* What the table keeps: every slot of the plan but the fixed, which the bands know of. */
static ipso_slot *kept_slots(const ipso__layout *layout)
{
    ipso_slot *slots = ipso__calloc((size_t)layout->laid_count, sizeof *slots);

    for (int i = 0; slots != NULL && i < layout->laid_count; i++)
        slots[i] = layout->laid[i].slot;
    return slots;
}

static ipso_status make_filled(ipso_plan **filled, ipso__finishing *f)
{
    const ipso_plan *plan = f->made->plan;
    size_t count = (size_t)ipso_plan_slot_count(plan);
    unsigned char *stays = ipso__calloc(count, 1);
    ipso__layout layout;
    ipso__table table;
    ipso_status status;

    if (stays == NULL)
        return ipso__fail_nomem(f->err);
    memset(stays, 1, count);
    status = ipso__layout_start(&layout, plan, 1u << IPSO_SLOT_OPEN | 1u << IPSO_SLOT_BOOKED, stays,
                                f->err);
    free(stays);
    if (status != IPSO_OK)
        return status;
    ipso_slot *kept = kept_slots(&layout);
    const ipso__scope scope = {.forecasts = true, .kept = kept, .kept_count = layout.laid_count};
    status = kept == NULL
                 ? ipso__fail_nomem(f->err)
                 : ipso__table_build(&table, f->made->practice, &layout.bands, &scope, f->err);
    if (status == IPSO_OK) {
        status = fill(filled, f, &layout, &table);
        ipso__table_finish(&table);
    }
    free(kept);
    ipso__layout_finish(&layout);
    return status;
}

ipso_status ipso__fill_new_duties(ipso__finishing *finishing)
{
    ipso_plan *filled = NULL;
    ipso_status status;

    if (!has_new_duty(finishing))
        return IPSO_OK;
    status = make_filled(&filled, finishing);
    if (status != IPSO_OK) {
        ipso_plan_free(filled);
        return status;
    }
    ipso_plan_free(finishing->made->plan);
    finishing->made->plan = filled;
    return IPSO_OK;
}
