/* The slots stage: every session cut into slots, for forecast need and known requests together.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/slots_program.h"
#include "planner/slots_layout.h"
#include "planner/slots_search.h"

/* The plan with the slots of x and the stage's report. */
static ipso_status write_plan(ipso_plan **after, const ipso_plan *before, ipso__laid_table *laid,
                              const ipso__search_result *found, ipso_error *err)
{
    ipso_plan *plan;
    ipso_status status = ipso__plan_before(&plan, before, IPSO_STAGE_SLOTS, err);
    if (status != IPSO_OK)
        return status;
    status = ipso__layout_add(&laid->layout, &laid->table, found->x, true, err);
    if (status == IPSO_OK)
        status = ipso__layout_write(&laid->layout, plan, err);
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
    ipso__laid_table laid;
    ipso__search_result found;
    ipso_status status = ipso__laid_table_start(&laid, before, 0, true, err);
    if (status != IPSO_OK)
        return status;
    status = ipso__table_search(&found, &laid.table, IPSO_STAGE_SLOTS, NULL, settings, err);
    if (status == IPSO_OK) {
        status = write_plan(after, before, &laid, &found, err);
        ipso__search_finish(&found);
    }
    ipso__laid_table_finish(&laid);
    return status;
}

ipso_status ipso__slots_model(struct ipso__program **program, const ipso_plan *before,
                              ipso_error *err)
{
    ipso__laid_table laid;
    ipso_status status = ipso__laid_table_start(&laid, before, 0, true, err);
    if (status != IPSO_OK)
        return status;
    status = ipso__table_program_make(program, &laid.table, "slots", err);
    ipso__laid_table_finish(&laid);
    return status;
}
