/* Writing plan and report documents.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <ipsosched/json.h>

#include "plan/past.h"
#include "json/past.h"
#include "json/shape_plan.h"
#include "json/write.h"

static void write_practice(ipso__writer *writer, ipso__json *root)
{
    const ipso_horizon *horizon = ipso_practice_horizon(writer->practice);
    ipso__json *object = ipso__doc_item(writer, root, "practice");
    char *first_day = ipso__arena_alloc(writer->arena, IPSO_DATE_SIZE, 1);
    ipso__doc_list(writer, object, IPSO__JSON_OBJECT, 3);
    if (first_day == NULL) {
        writer->failed = true;
        return;
    }
    ipso_date_format(horizon->first_day, first_day);
    ipso__doc_string(writer, object, "name", horizon->name);
    ipso__doc_string(writer, object, "first_day", first_day);
    ipso__doc_integer(writer, object, "days", horizon->days);
}

static void write_stages(ipso__writer *writer, ipso__json *root, const ipso_plan *plan)
{
    const ipso_stage_report none = {0};
    ipso__json *object = ipso__doc_item(writer, root, "stages");
    ipso__doc_list(writer, object, IPSO__JSON_OBJECT, IPSO_STAGE_COUNT);
    for (int i = 0; i < IPSO_STAGE_COUNT; i++) {
        const ipso_stage_report *stage = ipso_plan_stage(plan, (ipso_stage)i);
        if (stage->ran)
            ipso__doc_fields(writer, ipso__doc_item(writer, object, ipso_stage_name((ipso_stage)i)),
                             &ipso__stage_shape, stage, &none);
    }
}

static void write_joint(ipso__writer *writer, ipso__json *root, const ipso_plan *plan)
{
    const ipso_joint_report none = {0};
    const ipso_joint_report *joint = ipso_plan_joint(plan);
    if (joint->ran)
        ipso__doc_fields(writer, ipso__doc_item(writer, root, "joint"), &ipso__joint_shape, joint,
                         &none);
}

/* ---- what the check says ---- */

static void write_rule_costs(ipso__writer *writer, ipso__json *cost, const ipso_report *report)
{
    ipso__json *list = ipso__doc_item(writer, cost, "by_rule");
    ipso__doc_list(writer, list, IPSO__JSON_ARRAY, IPSO_RULE_COUNT);
    for (int i = 0; i < IPSO_RULE_COUNT; i++) {
        const ipso_rule rule = (ipso_rule)i;
        const ipso_rule_cost paid = ipso_report_rule_cost(report, rule);
        if (paid.units == 0 && paid.points == 0)
            continue;
        ipso__json *entry = ipso__doc_item(writer, list, NULL);
        ipso__doc_list(writer, entry, IPSO__JSON_OBJECT, 4);
        ipso__doc_string(writer, entry, "rule", ipso_rule_name(rule));
        ipso__doc_string(writer, entry, "label", ipso_rule_label(rule));
        ipso__doc_integer(writer, entry, "units", paid.units);
        ipso__doc_integer(writer, entry, "points", paid.points);
    }
}

static void write_cost(ipso__writer *writer, ipso__json *root, const ipso_report *report)
{
    ipso__json *cost = ipso__doc_item(writer, root, "cost");
    ipso__doc_list(writer, cost, IPSO__JSON_OBJECT, 4);
    ipso__doc_integer(writer, cost, "total", ipso_report_cost(report));
    ipso__doc_integer(writer, cost, "violations", ipso_report_violation_count(report));
    ipso__json *tiers = ipso__doc_item(writer, cost, "by_tier");
    ipso__doc_list(writer, tiers, IPSO__JSON_OBJECT, IPSO_TIER_COUNT);
    for (int i = 0; i < IPSO_TIER_COUNT; i++)
        ipso__doc_integer(writer, tiers, ipso_tier_name((ipso_tier)i),
                          ipso_report_tier_cost(report, (ipso_tier)i));
    write_rule_costs(writer, cost, report);
}

static void write_measures(ipso__writer *writer, ipso__json *root, const ipso_measures *measures)
{
    ipso__json *object = ipso__doc_item(writer, root, "measures");
    ipso__doc_list(writer, object, IPSO__JSON_OBJECT, 25);
    ipso__doc_integer(writer, object, "duty_min", measures->duty_min);
    ipso__doc_integer(writer, object, "consulting_min", measures->consulting_min);
    ipso__doc_integer(writer, object, "offered_min", measures->offered_min);
    ipso__doc_integer(writer, object, "booked_min", measures->booked_min);
    ipso__doc_number(writer, object, "booked_fill", measures->booked_fill);
    ipso__doc_number(writer, object, "offered_share", measures->offered_share);
    ipso__doc_integer(writer, object, "slots", measures->slots);
    ipso__doc_integer(writer, object, "booked", measures->booked);
    ipso__doc_integer(writer, object, "open_acute", measures->open_acute);
    ipso__doc_integer(writer, object, "open_other", measures->open_other);
    ipso__doc_integer(writer, object, "requests", measures->requests);
    ipso__doc_integer(writer, object, "placed", measures->placed);
    ipso__doc_number(writer, object, "own_practitioner_share", measures->own_practitioner_share);
    ipso__doc_number(writer, object, "wait_days_mean", measures->wait_days_mean);
    ipso__doc_number(writer, object, "acute_expected", measures->acute_expected);
    ipso__doc_number(writer, object, "acute_met_share", measures->acute_met_share);
    ipso__doc_number(writer, object, "extended_acute_share", measures->extended_acute_share);
    ipso__doc_number(writer, object, "minutes_per_patient", measures->minutes_per_patient);
    ipso__doc_number(writer, object, "overrun_min_per_patient", measures->overrun_min_per_patient);
    ipso__doc_number(writer, object, "idle_min_share", measures->idle_min_share);
    ipso__doc_number(writer, object, "direct_wait_min", measures->direct_wait_min);
    ipso__doc_number(writer, object, "idle_min", measures->idle_min);
    ipso__doc_number(writer, object, "overtime_min", measures->overtime_min);
    ipso__doc_number(writer, object, "session_late_mean_min", measures->session_late_mean_min);
    ipso__doc_number(writer, object, "session_late_max_min", measures->session_late_max_min);
}

static void write_findings(ipso__writer *writer, ipso__json *root, const ipso_report *report)
{
    int count = ipso_report_finding_count(report);
    ipso__json *list = ipso__doc_item(writer, root, "findings");
    ipso__doc_list(writer, list, IPSO__JSON_ARRAY, (size_t)count);
    for (int i = 0; i < count && !writer->failed; i++) {
        const ipso_finding *finding = ipso_report_finding(report, i);
        ipso__json *entry = ipso__doc_item(writer, list, NULL);
        ipso__doc_list(writer, entry, IPSO__JSON_OBJECT, 6);
        ipso__doc_string(writer, entry, "rule", ipso_rule_name(finding->rule));
        ipso__doc_bool(writer, entry, "violation", finding->violation);
        ipso__doc_integer(writer, entry, "units", finding->units);
        ipso__doc_integer(writer, entry, "points", finding->points);
        ipso__doc_string(writer, entry, "where", finding->where);
        ipso__doc_string(writer, entry, "text", finding->text);
    }
}

/* ---- the plan itself ---- */

static void write_roster(ipso__writer *writer, ipso__json *root, const ipso_plan *plan)
{
    const ipso_assignment none = {0};
    int count = ipso_plan_assignment_count(plan);
    ipso__json *list = ipso__doc_item(writer, root, "roster");
    ipso__doc_list(writer, list, IPSO__JSON_ARRAY, (size_t)count);
    for (int i = 0; i < count && !writer->failed; i++)
        ipso__doc_fields(writer, ipso__doc_item(writer, list, NULL), &ipso__assignment_shape,
                         ipso_plan_assignment(plan, i), &none);
}

static void write_slots(ipso__writer *writer, ipso__json *root, const ipso_plan *plan)
{
    int count = ipso_plan_slot_count(plan);
    ipso__json *list = ipso__doc_item(writer, root, "slots");
    ipso__doc_list(writer, list, IPSO__JSON_ARRAY, (size_t)count);
    for (int i = 0; i < count && !writer->failed; i++) {
        const ipso_slot *slot = ipso_plan_slot(plan, i);
        ipso_slot defaults;
        ipso_slot_init(&defaults);
        /* The day of the need is told whenever there is a need, and never else. */
        defaults.demand_day = slot->demand == IPSO_ANY ? slot->demand_day : IPSO_ANY;
        ipso__doc_fields(writer, ipso__doc_item(writer, list, NULL), &ipso__slot_shape, slot,
                         &defaults);
    }
}

static void write_unplaced(ipso__writer *writer, ipso__json *root, const ipso_plan *plan)
{
    const ipso__unplaced_entry none = {{0, IPSO_UNPLACED_NO_DUTY}, NULL};
    int count = ipso_plan_unplaced_count(plan);
    ipso__json *list = ipso__doc_item(writer, root, "unplaced");
    ipso__doc_list(writer, list, IPSO__JSON_ARRAY, (size_t)count);
    for (int i = 0; i < count && !writer->failed; i++) {
        const ipso_unplaced *unplaced = ipso_plan_unplaced(plan, i);
        const ipso__unplaced_entry entry = {*unplaced, ipso_unplaced_text(unplaced->reason)};
        ipso__doc_fields(writer, ipso__doc_item(writer, list, NULL), &ipso__unplaced_shape, &entry,
                         &none);
    }
}

/* What the plan leaves to the next. */
static ipso_status write_history(ipso__writer *writer, ipso__json *root, const ipso_past *past,
                                 ipso_error *err)
{
    const ipso_practice *whole = writer->practice;
    writer->practice = past->practice;
    ipso_status status =
        ipso__write_past_practice(writer, ipso__doc_item(writer, root, "history"), err);
    writer->practice = whole;
    return status;
}

/* ---- the documents ---- */

static void write_plan(ipso__writer *writer, ipso__json *root, const ipso_plan *plan,
                       const ipso_report *report)
{
    ipso__doc_list(writer, root, IPSO__JSON_OBJECT, IPSO__PLAN_KEY_COUNT);
    ipso__doc_string(writer, root, "format", IPSO__PLAN_FORMAT);
    write_practice(writer, root);
    write_stages(writer, root, plan);
    write_joint(writer, root, plan);
    write_cost(writer, root, report);
    write_measures(writer, root, ipso_report_measures(report));
    write_roster(writer, root, plan);
    write_slots(writer, root, plan);
    write_unplaced(writer, root, plan);
    write_findings(writer, root, report);
}

ipso_status ipso_plan_to_json(char **text, size_t *length, const ipso_plan *plan,
                              const ipso_report *report, ipso_error *err)
{
    ipso__arena arena = {NULL};
    ipso__writer writer = {.arena = &arena, .practice = ipso_plan_practice(plan)};
    ipso__json root = {0};
    ipso_past *past = NULL;
    ipso_status status = ipso_past_new(&past, plan, err);
    if (status != IPSO_OK)
        return status;
    write_plan(&writer, &root, plan, report);
    status = write_history(&writer, &root, past, err);
    if (status == IPSO_OK)
        status = ipso__doc_finish(&writer, &root, IPSO__PLAN_WIDTH, text, length, err);
    else
        ipso__arena_finish(&arena);
    ipso_past_free(past);
    return status;
}

ipso_status ipso_report_to_json(char **text, size_t *length, const ipso_plan *plan,
                                const ipso_report *report, ipso_error *err)
{
    ipso__arena arena = {NULL};
    ipso__writer writer = {.arena = &arena, .practice = ipso_plan_practice(plan)};
    ipso__json root = {0};
    ipso__doc_list(&writer, &root, IPSO__JSON_OBJECT, 5);
    ipso__doc_string(&writer, &root, "format", IPSO__REPORT_FORMAT);
    write_practice(&writer, &root);
    write_cost(&writer, &root, report);
    write_measures(&writer, &root, ipso_report_measures(report));
    write_findings(&writer, &root, report);
    return ipso__doc_finish(&writer, &root, IPSO__PLAN_WIDTH, text, length, err);
}
