/* Writing a stage's integer program to a file.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "planner/stage.h"

#include "base/error.h"
#include "base/file.h"
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

ipso_status ipso_write_model(const ipso_practice *practice, ipso_stage stage,
                             const ipso_plan *start, ipso_model_format format, const char *path,
                             ipso_error *err)
{
    ipso__program *program = NULL;
    ipso__file file;
    ipso_status status;

    if (!ipso_practice_validated(practice))
        return ipso__fail(err, IPSO_STATE, "", "the practice is not validated");
    status = build(&program, practice, stage, start, err);
    if (status != IPSO_OK)
        return status;
    status = ipso__file_begin(&file, path, err);
    if (status == IPSO_OK) {
        status = format == IPSO_MODEL_MPS ? ipso__program_write_mps(program, file.stream, err)
                                          : ipso__program_write_lp(program, file.stream, err);
        if (status == IPSO_OK)
            status = ipso__file_commit(&file, err);
        else
            ipso__file_abandon(&file);
    }
    ipso__program_free(program);
    return status;
}
