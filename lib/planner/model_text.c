/* A stage's integer program as a text.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "planner/stage.h"

#include "base/error.h"
#include "base/text.h"
#include "program/program.h"

static ipso_status build(ipso__program **program, const ipso_practice *practice, ipso_stage stage,
                         const ipso_plan *start, ipso_error *err)
{
    if (stage == IPSO_STAGE_ROSTER)
        return ipso__roster_model(program, practice, err);
    if (start == NULL || ipso_plan_practice(start) != practice)
        return ipso__fail(err, IPSO_INPUT, "",
                          "the %s stage needs a plan of this practice with the stages before it",
                          ipso_stage_name(stage));
    ipso_status status = ipso__expect_stages_before(start, stage, err);
    if (status != IPSO_OK)
        return status;
    if (stage == IPSO_STAGE_SLOTS)
        return ipso__slots_model(program, start, err);
    if (stage == IPSO_STAGE_BOOKINGS)
        return ipso__bookings_model(program, start, err);
    return ipso__times_model(program, start, err);
}

ipso_status ipso_model_to_text(char **text, size_t *length, const ipso_practice *practice,
                               ipso_stage stage, const ipso_plan *start, ipso_model_format format,
                               ipso_error *err)
{
    ipso__program *program = NULL;
    ipso__text written = {0};
    ipso_status status;

    if (!ipso_practice_validated(practice))
        return ipso__fail(err, IPSO_STATE, "", "the practice is not validated");
    status = build(&program, practice, stage, start, err);
    if (status != IPSO_OK)
        return status;
    status = format == IPSO_MODEL_MPS ? ipso__program_write_mps(&written, program, err)
                                      : ipso__program_write_lp(&written, program, err);
    ipso__program_free(program);
    if (status != IPSO_OK) {
        ipso__text_finish(&written);
        return status;
    }
    *length = written.length;
    *text = ipso__text_take(&written);
    return IPSO_OK;
}
