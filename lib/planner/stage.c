/* What the stages of planning share.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "planner/stage.h"

#include "base/error.h"

static ipso_status copy_parts(ipso_plan *copy, const ipso_plan *before, ipso_stage stage,
                              ipso_error *err)
{
    ipso_status status = IPSO_OK;

    for (int i = 0; i < ipso_plan_assignment_count(before) && status == IPSO_OK; i++)
        status = ipso_plan_add_assignment(copy, ipso_plan_assignment(before, i), err);
    for (int i = 0; i < (int)stage && status == IPSO_OK; i++)
        status =
            ipso_plan_set_stage(copy, (ipso_stage)i, ipso_plan_stage(before, (ipso_stage)i), err);
    if (stage != IPSO_STAGE_TIMES)
        return status;
    for (int i = 0; i < ipso_plan_unplaced_count(before) && status == IPSO_OK; i++)
        status = ipso_plan_add_unplaced(copy, ipso_plan_unplaced(before, i), err);
    return status;
}

ipso_status ipso__plan_before(ipso_plan **copy, const ipso_plan *before, ipso_stage stage,
                              ipso_error *err)
{
    ipso_plan *made;
    ipso_status status = ipso_plan_new(&made, ipso_plan_practice(before), err);

    if (status != IPSO_OK)
        return status;
    status = copy_parts(made, before, stage, err);
    if (status != IPSO_OK) {
        ipso_plan_free(made);
        return status;
    }
    *copy = made;
    return IPSO_OK;
}

ipso_status ipso__expect_stages_before(const ipso_plan *start, ipso_stage stage, ipso_error *err)
{
    int last = ipso_plan_last_stage(start);

    if (last < 0 || last + 1 >= (int)stage)
        return IPSO_OK;
    return ipso__fail(
        err, IPSO_INPUT, "",
        "the %s stage starts from a plan that has been through the %s stage; this one "
        "ends with the %s stage",
        ipso_stage_name(stage), ipso_stage_name((ipso_stage)((int)stage - 1)),
        ipso_stage_name((ipso_stage)last));
}
