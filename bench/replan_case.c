/* An agenda as it may stand on a Monday morning: a plan part of whose open slots are booked.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "replan.h"

#include <stdio.h>
#include <stdlib.h>

/* Work of the planner for the plan that patients book into. */
#define PLAN_WORK 1000000000

/* A splitmix64 step (Steele, Lea & Flood 2014): which open slots are booked. */
static uint64_t draw(uint64_t *state)
{
    uint64_t z = (*state += 0x9e3779b97f4a7c15u);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

#define COPY(status, from, to, list, add, err)                                                     \
    for (int i_ = 0; (status) == IPSO_OK && i_ < ipso_practice_##list##_count(from); i_++)         \
    (status) = ipso_practice_add_##add(to, ipso_practice_##list(from, i_), err)

static ipso_status copy_parts(ipso_practice *to, const ipso_practice *from, ipso_error *err)
{
    ipso_status status = ipso_practice_set_extended(to, ipso_practice_extended(from), err);
    if (status == IPSO_OK)
        status = ipso_practice_set_weights(to, ipso_practice_weights(from), err);
    if (status == IPSO_OK)
        status = ipso_practice_set_booking(to, ipso_practice_booking(from), err);
    COPY(status, from, to, site, site, err);
    COPY(status, from, to, class, class, err);
    COPY(status, from, to, fair, fair, err);
    COPY(status, from, to, practitioner, practitioner, err);
    COPY(status, from, to, duty, duty, err);
    COPY(status, from, to, pin, pin, err);
    COPY(status, from, to, cover, cover, err);
    COPY(status, from, to, succession, succession, err);
    COPY(status, from, to, kind_limit, kind_limit, err);
    COPY(status, from, to, type, type, err);
    COPY(status, from, to, protected, protected, err);
    COPY(status, from, to, demand, demand, err);
    COPY(status, from, to, request, request, err);
    COPY(status, from, to, fixed, fixed, err);
    if (status == IPSO_OK)
        status = ipso_practice_set_behaviour(to, ipso_practice_behaviour(from), err);
    return status;
}

/* Extended hours are in priority for acute care: what is open there stays open, so that the plan
 * still keeps S6. */
static bool is_extended(const ipso_practice *practice, const ipso_slot *slot)
{
    const ipso_extended *extended = ipso_practice_extended(practice);
    int weekday = ipso_date_weekday(ipso_practice_horizon(practice)->first_day + slot->day);
    return weekday >= 5 || ipso_practice_is_holiday(practice, slot->day) ||
           slot->start_min < extended->before_min ||
           slot->start_min + slot->length_min + slot->travel_min > extended->after_min;
}

/* Books a share of the open slots; is_booked says which. */
static ipso_status book(ipso_practice *to, const ipso_plan *plan, double share, uint64_t seed,
                        bool *is_booked, ipso_error *err)
{
    const ipso_practice *from = ipso_plan_practice(plan);
    uint64_t state = seed;
    ipso_status status = IPSO_OK;
    for (int i = 0; i < ipso_plan_slot_count(plan) && status == IPSO_OK; i++) {
        const ipso_slot *slot = ipso_plan_slot(plan, i);
        double lot = (double)(draw(&state) >> 11) * 0x1p-53;
        if (slot->use != IPSO_SLOT_OPEN || lot >= share || is_extended(from, slot))
            continue;
        char id[32], patient[32];
        snprintf(id, sizeof id, "booking-%d", i);
        snprintf(patient, sizeof patient, "caller-%d", i);
        ipso_fixed fixed;
        ipso_fixed_init(&fixed);
        fixed.id = id;
        fixed.patient = patient;
        fixed.type = slot->type;
        fixed.patient_class = slot->demand == IPSO_ANY
                                  ? IPSO_ANY
                                  : ipso_practice_demand(from, slot->demand)->patient_class;
        fixed.practitioner = slot->practitioner;
        fixed.site = slot->site;
        fixed.mode = slot->mode;
        fixed.date = ipso_practice_horizon(from)->first_day + slot->day;
        fixed.start_min = slot->start_min;
        fixed.length_min = slot->length_min;
        is_booked[i] = true;
        status = ipso_practice_add_fixed(to, &fixed, err);
    }
    return status;
}

/* The plan of the booked practice: the same, with the booked slots fixed. */
static ipso_status rewrite(ipso_plan **made, const ipso_practice *booked, const ipso_plan *plan,
                           const bool *is_booked, ipso_error *err)
{
    int fixed = ipso_practice_fixed_count(ipso_plan_practice(plan));
    ipso_status status = ipso_plan_new(made, booked, err);
    for (int i = 0; status == IPSO_OK && i < ipso_plan_assignment_count(plan); i++)
        status = ipso_plan_add_assignment(*made, ipso_plan_assignment(plan, i), err);
    for (int i = 0; status == IPSO_OK && i < ipso_plan_slot_count(plan); i++) {
        ipso_slot slot = *ipso_plan_slot(plan, i);
        if (is_booked[i]) {
            slot.use = IPSO_SLOT_FIXED;
            slot.demand = IPSO_ANY;
            slot.fixed = fixed++;
        }
        status = ipso_plan_add_slot(*made, &slot, err);
    }
    for (int i = 0; status == IPSO_OK && i < ipso_plan_unplaced_count(plan); i++)
        status = ipso_plan_add_unplaced(*made, ipso_plan_unplaced(plan, i), err);
    for (int i = 0; status == IPSO_OK && i < IPSO_STAGE_COUNT; i++)
        status =
            ipso_plan_set_stage(*made, (ipso_stage)i, ipso_plan_stage(plan, (ipso_stage)i), err);
    return status;
}

static ipso_status make_booked(replan_case *made, const ipso_plan *plan, double share,
                               uint64_t seed, ipso_error *err)
{
    const ipso_practice *from = ipso_plan_practice(plan);
    bool *is_booked = calloc((size_t)ipso_plan_slot_count(plan) + 1, sizeof *is_booked);
    if (is_booked == NULL)
        return IPSO_NOMEM;
    ipso_status status = ipso_practice_new(&made->practice, ipso_practice_horizon(from), err);
    if (status == IPSO_OK)
        status = copy_parts(made->practice, from, err);
    if (status == IPSO_OK)
        status = book(made->practice, plan, share, seed, is_booked, err);
    if (status == IPSO_OK)
        status = ipso_practice_validate(made->practice, NULL, NULL, err);
    if (status == IPSO_OK)
        status = rewrite(&made->plan, made->practice, plan, is_booked, err);
    free(is_booked);
    return status;
}

ipso_status replan_case_make(replan_case *made, const char *scenario, double share, uint64_t seed,
                             ipso_error *err)
{
    bench_instance instance;
    ipso_settings settings;
    ipso_plan *plan = NULL;
    ipso_outcome outcome;
    *made = (replan_case){0};
    ipso_status status = bench_instance_generate(&instance, scenario, seed, err);
    if (status != IPSO_OK)
        return status;
    ipso_settings_init(&settings);
    settings.time_limit_s = 3600;
    settings.work_limit = PLAN_WORK;
    status = ipso_plan_make(&plan, instance.practice, &settings, &outcome, NULL, NULL, err);
    if (status == IPSO_OK && plan != NULL)
        status = make_booked(made, plan, share, seed, err);
    ipso_plan_free(plan);
    bench_instance_finish(&instance);
    return status == IPSO_OK && made->plan == NULL ? IPSO_SOLVER : status;
}

void replan_case_finish(replan_case *made)
{
    ipso_plan_free(made->plan);
    ipso_practice_free(made->practice);
    *made = (replan_case){0};
}
