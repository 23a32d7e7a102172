/* The slots stage: every session cut into slots, for forecast need and known requests together.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/slots_program.h"
#include "planner/slots_layout.h"
#include "planner/slots_search.h"

static ipso_status build_table(ipso__table *table, const ipso__layout *layout, ipso_error *err)
{
    ipso__scope scope = {.forecasts = true, .requests = true};
    return ipso__table_build(table, layout->practice, &layout->bands, &scope, err);
}

/* The plan with the slots of x and the stage's report. */
static ipso_status write_plan(ipso_plan **after, const ipso_plan *before, ipso__layout *layout,
                              const ipso__table *table, const ipso__search_result *found,
                              ipso_error *err)
{
    ipso_plan *plan;
    ipso_status status = ipso__plan_before(&plan, before, IPSO_STAGE_SLOTS, err);
    if (status != IPSO_OK)
        return status;
    status = ipso__layout_add(layout, table, found->x, true, err);
    if (status == IPSO_OK)
        status = ipso__layout_write(layout, plan, false, err);
    if (status == IPSO_OK)
        status = ipso_plan_set_stage(plan, IPSO_STAGE_SLOTS, &found->report, err);
    if (status != IPSO_OK) {
        ipso_plan_free(plan);
        return status;
    }
    *after = plan;
    return IPSO_OK;
}

ipso_status ipso__slots_stage(ipso_plan **after, const ipso_plan *before,
                              const ipso__stage_settings *settings, ipso_error *err)
{
    ipso__layout layout;
    ipso__table table;
    ipso_status status = ipso__layout_start(&layout, before, 0, NULL, err);
    if (status != IPSO_OK)
        return status;
    status = build_table(&table, &layout, err);
    if (status == IPSO_OK) {
        ipso__search_result found;
        status = ipso__table_search(&found, &table, IPSO_STAGE_SLOTS, NULL, settings, err);
        if (status == IPSO_OK) {
            status = write_plan(after, before, &layout, &table, &found, err);
            ipso__search_finish(&found);
        }
        ipso__table_finish(&table);
    }
    ipso__layout_finish(&layout);
    return status;
}

ipso_status ipso__slots_model(struct ipso__program **program, const ipso_plan *before,
                              ipso_error *err)
{
    ipso__layout layout;
    ipso__table table;
    ipso_status status = ipso__layout_start(&layout, before, 0, NULL, err);
    if (status != IPSO_OK)
        return status;
    status = build_table(&table, &layout, err);
    if (status == IPSO_OK) {
        status = ipso__table_program_make(program, &table, "slots", err);
        ipso__table_finish(&table);
    }
    ipso__layout_finish(&layout);
    return status;
}
