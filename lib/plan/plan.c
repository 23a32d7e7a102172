/* The plan's storage. Assignments and slots are kept sorted as they are added: builders add them
 * almost in order, so that an insertion is cheap.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <ipsosched/plan.h>

#include "base/error.h"
#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

struct ipso_plan {
    const ipso_practice *practice;
    ipso_assignment *assignments;
    size_t assignment_count, assignment_capacity;
    ipso_slot *slots;
    size_t slot_count, slot_capacity;
    ipso_unplaced *unplaced;
    size_t unplaced_count, unplaced_capacity;
    ipso_stage_report stages[IPSO_STAGE_COUNT];
    ipso_joint_report joint;
};

ipso_status ipso_plan_new(ipso_plan **plan, const ipso_practice *practice, ipso_error *err)
{
    ipso_plan *made;

    if (!ipso_practice_validated(practice))
        return ipso__fail(err, IPSO_STATE, "", "the practice is not validated");
    made = ipso__calloc(1, sizeof *made);
    if (made == NULL)
        return ipso__fail_nomem(err);
    made->practice = practice;
    *plan = made;
    return IPSO_OK;
}

void ipso_plan_free(ipso_plan *plan)
{
    if (plan == NULL)
        return;
    free(plan->assignments);
    free(plan->slots);
    free(plan->unplaced);
    free(plan);
}

static ipso_status expect_index(int value, int count, bool any_allowed, const char *what,
                                ipso_error *err)
{
    if ((value >= 0 && value < count) || (any_allowed && value == IPSO_ANY))
        return IPSO_OK;
    return ipso__fail(err, IPSO_INPUT, "", "%s %d does not exist; there are %d", what, value,
                      count);
}

static ipso_status expect_person_day(const ipso_plan *plan, int practitioner, int day,
                                     ipso_error *err)
{
    ipso_status status = expect_index(
        practitioner, ipso_practice_practitioner_count(plan->practice), false, "practitioner", err);

    if (status == IPSO_OK)
        status = expect_index(day, ipso_practice_horizon(plan->practice)->days, false, "day", err);
    return status;
}

static int compare3(const int *a, const int *b)
{
    for (int i = 0; i < 3; i++)
        if (a[i] != b[i])
            return a[i] < b[i] ? -1 : 1;
    return 0;
}

static bool assignment_after(const ipso_plan *plan, const ipso_assignment *a,
                             const ipso_assignment *b)
{
    int start_a = ipso_practice_duty(plan->practice, a->duty)->start_min;
    int start_b = ipso_practice_duty(plan->practice, b->duty)->start_min;
    int x[3] = {a->practitioner, a->day, start_a}, y[3] = {b->practitioner, b->day, start_b};
    int order = compare3(x, y);

    return order > 0 || (order == 0 && a->duty > b->duty);
}

static bool slot_after(const ipso_slot *a, const ipso_slot *b)
{
    int x[3] = {a->practitioner, a->day, a->start_min};
    int y[3] = {b->practitioner, b->day, b->start_min};

    return compare3(x, y) > 0;
}

ipso_status ipso_plan_add_assignment(ipso_plan *plan, const ipso_assignment *assignment,
                                     ipso_error *err)
{
    ipso_status status = expect_person_day(plan, assignment->practitioner, assignment->day, err);
    size_t at = plan->assignment_count;

    if (status == IPSO_OK)
        status = expect_index(assignment->duty, ipso_practice_duty_count(plan->practice), false,
                              "duty", err);
    if (status != IPSO_OK)
        return status;
    if (!ipso__grow(&plan->assignments, &plan->assignment_capacity, at + 1,
                    sizeof *plan->assignments))
        return ipso__fail_nomem(err);
    for (; at > 0 && assignment_after(plan, &plan->assignments[at - 1], assignment); at--)
        plan->assignments[at] = plan->assignments[at - 1];
    plan->assignments[at] = *assignment;
    plan->assignment_count++;
    return IPSO_OK;
}

void ipso_slot_init(ipso_slot *slot)
{
    *slot = (ipso_slot){.site = IPSO_ANY,
                        .mode = IPSO_MODE_SITE,
                        .demand = IPSO_ANY,
                        .request = IPSO_ANY,
                        .fixed = IPSO_ANY};
}

static ipso_status expect_slot(const ipso_plan *plan, const ipso_slot *slot, ipso_error *err)
{
    const ipso_practice *practice = plan->practice;
    ipso_status status = expect_person_day(plan, slot->practitioner, slot->day, err);
    bool booked = slot->use == IPSO_SLOT_BOOKED, fixed = slot->use == IPSO_SLOT_FIXED;

    if (status == IPSO_OK)
        status = expect_index(slot->site, ipso_practice_site_count(practice), true, "site", err);
    if (status == IPSO_OK)
        status = expect_index(slot->type, ipso_practice_type_count(practice), false, "type", err);
    if (status == IPSO_OK)
        status =
            expect_index(slot->demand, ipso_practice_demand_count(practice), true, "demand", err);
    if (status == IPSO_OK && slot->demand != IPSO_ANY)
        status = expect_index(slot->demand_day, ipso_practice_horizon(practice)->days, false,
                              "demand day", err);
    if (status == IPSO_OK)
        status = expect_index(slot->request, ipso_practice_request_count(practice), !booked,
                              "request", err);
    if (status == IPSO_OK)
        status = expect_index(slot->fixed, ipso_practice_fixed_count(practice), !fixed,
                              "fixed appointment", err);
    if (status == IPSO_OK && (slot->start_min < 0 || slot->start_min > IPSO_DAY_MIN ||
                              slot->length_min < 1 || slot->length_min > IPSO_DAY_MIN ||
                              slot->travel_min < 0 || slot->travel_min > IPSO_DAY_MIN))
        status = ipso__fail(err, IPSO_INPUT, "", "a slot of %d min at minute %d is not in a day",
                            slot->length_min, slot->start_min);
    if (status == IPSO_OK && slot->mode != IPSO_MODE_SITE && slot->mode != IPSO_MODE_TELE &&
        slot->mode != IPSO_MODE_HOME)
        status = ipso__fail(err, IPSO_INPUT, "", "slot mode %u is none", slot->mode);
    if (status == IPSO_OK && (unsigned)slot->use > IPSO_SLOT_FIXED)
        status = ipso__fail(err, IPSO_INPUT, "", "slot use %d is none", (int)slot->use);
    return status;
}

ipso_status ipso_plan_add_slot(ipso_plan *plan, const ipso_slot *slot, ipso_error *err)
{
    ipso_status status = expect_slot(plan, slot, err);
    size_t at = plan->slot_count;

    if (status != IPSO_OK)
        return status;
    if (!ipso__grow(&plan->slots, &plan->slot_capacity, at + 1, sizeof *plan->slots))
        return ipso__fail_nomem(err);
    for (; at > 0 && slot_after(&plan->slots[at - 1], slot); at--)
        plan->slots[at] = plan->slots[at - 1];
    plan->slots[at] = *slot;
    plan->slot_count++;
    return IPSO_OK;
}

ipso_status ipso_plan_add_unplaced(ipso_plan *plan, const ipso_unplaced *unplaced, ipso_error *err)
{
    ipso_status status = expect_index(
        unplaced->request, ipso_practice_request_count(plan->practice), false, "request", err);

    if (status != IPSO_OK)
        return status;
    if (!ipso__grow(&plan->unplaced, &plan->unplaced_capacity, plan->unplaced_count + 1,
                    sizeof *plan->unplaced))
        return ipso__fail_nomem(err);
    plan->unplaced[plan->unplaced_count++] = *unplaced;
    return IPSO_OK;
}

ipso_status ipso_plan_set_stage(ipso_plan *plan, ipso_stage stage, const ipso_stage_report *report,
                                ipso_error *err)
{
    if ((unsigned)stage >= IPSO_STAGE_COUNT)
        return ipso__fail(err, IPSO_INPUT, "", "stage %d is none", (int)stage);
    plan->stages[stage] = *report;
    return IPSO_OK;
}

void ipso_plan_set_joint(ipso_plan *plan, const ipso_joint_report *report)
{
    plan->joint = *report;
}

/* ---- reading ---- */

const ipso_joint_report *ipso_plan_joint(const ipso_plan *plan)
{
    return &plan->joint;
}

const ipso_practice *ipso_plan_practice(const ipso_plan *plan)
{
    return plan->practice;
}

int ipso_plan_assignment_count(const ipso_plan *plan)
{
    return (int)plan->assignment_count;
}

const ipso_assignment *ipso_plan_assignment(const ipso_plan *plan, int index)
{
    return index >= 0 && (size_t)index < plan->assignment_count ? &plan->assignments[index] : NULL;
}

int ipso_plan_slot_count(const ipso_plan *plan)
{
    return (int)plan->slot_count;
}

const ipso_slot *ipso_plan_slot(const ipso_plan *plan, int index)
{
    return index >= 0 && (size_t)index < plan->slot_count ? &plan->slots[index] : NULL;
}

int ipso_plan_unplaced_count(const ipso_plan *plan)
{
    return (int)plan->unplaced_count;
}

const ipso_unplaced *ipso_plan_unplaced(const ipso_plan *plan, int index)
{
    return index >= 0 && (size_t)index < plan->unplaced_count ? &plan->unplaced[index] : NULL;
}

const ipso_stage_report *ipso_plan_stage(const ipso_plan *plan, ipso_stage stage)
{
    return (unsigned)stage < IPSO_STAGE_COUNT ? &plan->stages[stage] : NULL;
}

int ipso_plan_last_stage(const ipso_plan *plan)
{
    for (int stage = IPSO_STAGE_COUNT - 1; stage >= 0; stage--)
        if (plan->stages[stage].ran)
            return stage;
    return -1;
}
