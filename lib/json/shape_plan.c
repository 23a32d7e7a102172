/* Shapes of the plan document.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "json/shape_plan.h"

#include "json/shape_fields.h"

INIT(ipso_slot)

WORDS(outcomes, "an outcome", "unknown", "optimal", "feasible", "infeasible")
WORDS(stops, "a reason to stop", "done", "gap", "time", "work", "cancel")
WORDS(modes, "a mode", "site", "tele", "home")
WORDS(uses, "a use of a slot", "open", "held", "booked", "fixed")

static const char *const reason_names[] = {"no-duty", "full", "price", "link", "patient", "search"};
const ipso__words ipso__reason_words = {"a reason", reason_names, COUNT(reason_names)};

static const ipso__field stage_fields[] = {
    REQUIRED_WORD(ipso_stage_report, "outcome", WORD, outcome, outcomes),
    REQUIRED_WORD(ipso_stage_report, "stop", WORD, stop, stops),
    REQUIRED(ipso_stage_report, "cost", INT64, cost),
    REQUIRED(ipso_stage_report, "bound", INT64, bound),
    REQUIRED(ipso_stage_report, "gap", NUMBER, gap),
    REQUIRED(ipso_stage_report, "work", INT64, work),
    REQUIRED(ipso_stage_report, "rows", INT64, rows),
    REQUIRED(ipso_stage_report, "columns", INT64, columns),
};
const ipso__shape ipso__stage_shape = {"a stage", sizeof(ipso_stage_report), NULL, stage_fields,
                                       COUNT(stage_fields)};

static const ipso__field joint_fields[] = {
    REQUIRED(ipso_joint_report, "cost", INT64, cost),
    REQUIRED(ipso_joint_report, "bound", INT64, bound),
    REQUIRED(ipso_joint_report, "gap", NUMBER, gap),
    REQUIRED(ipso_joint_report, "work", INT64, work),
};
const ipso__shape ipso__joint_shape = {"a joint cost", sizeof(ipso_joint_report), NULL,
                                       joint_fields, COUNT(joint_fields)};

static const ipso__field assignment_fields[] = {
    REQUIRED_REF(ipso_assignment, "practitioner", practitioner, PRACTITIONER),
    REQUIRED(ipso_assignment, "date", DAY, day),
    REQUIRED_REF(ipso_assignment, "duty", duty, DUTY),
};
const ipso__shape ipso__assignment_shape = {"an assignment", sizeof(ipso_assignment), NULL,
                                            assignment_fields, COUNT(assignment_fields)};

static const ipso__field slot_fields[] = {
    REQUIRED_REF(ipso_slot, "practitioner", practitioner, PRACTITIONER),
    REQUIRED(ipso_slot, "date", DAY, day),
    REQUIRED(ipso_slot, "start", TIME, start_min),
    REQUIRED(ipso_slot, "length_min", INT, length_min),
    SCALAR(ipso_slot, "travel_min", INT, travel_min),
    REF(ipso_slot, "site", site, SITE),
    SCALAR(ipso_slot, "remote", REMOTE, site),
    REQUIRED_REF(ipso_slot, "type", type, TYPE),
    REQUIRED_WORD(ipso_slot, "mode", MODE, mode, modes),
    REQUIRED_WORD(ipso_slot, "use", WORD, use, uses),
    SCALAR(ipso_slot, "demand", INT, demand),
    SCALAR(ipso_slot, "demand_date", DAY, demand_day),
    REF(ipso_slot, "request", request, REQUEST),
    REF(ipso_slot, "fixed", fixed, FIXED),
};
const ipso__shape ipso__slot_shape = {"a slot", sizeof(ipso_slot), init_ipso_slot, slot_fields,
                                      COUNT(slot_fields)};

static const ipso__field unplaced_fields[] = {
    REQUIRED_REF(ipso__unplaced_entry, "request", unplaced.request, REQUEST),
    REQUIRED_WORD(ipso__unplaced_entry, "reason", WORD, unplaced.reason, ipso__reason_words),
    SCALAR(ipso__unplaced_entry, "text", STRING, text),
};
const ipso__shape ipso__unplaced_shape = {"an unplaced request", sizeof(ipso__unplaced_entry), NULL,
                                          unplaced_fields, COUNT(unplaced_fields)};

const char *const ipso__plan_keys[IPSO__PLAN_KEY_COUNT] = {
    "format", "practice", "stages",   "joint",    "cost",    "measures",
    "roster", "slots",    "unplaced", "findings", "history",
};
