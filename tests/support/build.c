/* Practices and plans for tests.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/test.h"

#include "support/build.h"

#include <string.h>

static const ipso_hours OPENING[] = {{IPSO_ALL_DAYS, AT(7, 0), AT(21, 0)}};
static const ipso_interval LUNCH[] = {{AT(12, 0), AT(13, 0)}};
static const int VISIT_LENGTHS[] = {15, 30};

#define TAKE(list) (assert_true(d->list##_count < DRAFT_ROOM), &d->list[d->list##_count++])

ipso_date date_of(int day)
{
    ipso_date monday;

    assert_true(ipso_date_from_ymd(&monday, 2026, 11, 23));
    return monday + day;
}

/* ---- parts ---- */

static void add_site(draft *d, const char *id)
{
    ipso_site *site = TAKE(sites);

    ipso_site_init(site);
    site->id = id;
    site->hours = OPENING;
    site->hours_count = 1;
}

static void add_gp(draft *d, const char *id, const char *name)
{
    ipso_practitioner *person = TAKE(people);

    ipso_practitioner_init(person);
    person->id = id;
    person->name = name;
    person->role = "gp";
}

static void add_type(draft *d, const char *id, ipso_care care, size_t lengths)
{
    ipso_type *type = TAKE(types);

    ipso_type_init(type);
    type->id = id;
    type->care = care;
    type->lengths_min = VISIT_LENGTHS;
    type->length_count = lengths;
    type->law.kind = IPSO_LAW_DETERMINISTIC;
    type->law.mean_min = 15;
}

ipso_duty *with_duty(draft *d, const char *id, int site, int start_min, int end_min)
{
    ipso_duty *duty = TAKE(duties);

    ipso_duty_init(duty);
    duty->id = duty->kind = id;
    duty->site = site;
    duty->start_min = start_min;
    duty->end_min = end_min;
    return duty;
}

ipso_pin *with_pin(draft *d, int practitioner, int day, int duty)
{
    ipso_pin *pin = TAKE(pins);

    ipso_pin_init(pin);
    pin->practitioner = practitioner;
    pin->date = date_of(day);
    pin->duty = duty;
    return pin;
}

ipso_cover *with_cover(draft *d, unsigned weekdays, int start_min, int end_min)
{
    ipso_cover *cover = TAKE(covers);

    ipso_cover_init(cover);
    cover->id = "reception";
    cover->days.weekdays = weekdays;
    cover->start_min = start_min;
    cover->end_min = end_min;
    return cover;
}

ipso_succession *with_succession(draft *d, const char *before, const char *after)
{
    ipso_succession *succession = TAKE(successions);

    ipso_succession_init(succession);
    succession->before = before;
    succession->after = after;
    return succession;
}

ipso_kind_limit *with_kind_limit(draft *d, const char *kind, int max)
{
    ipso_kind_limit *limit = TAKE(kind_limits);

    ipso_kind_limit_init(limit);
    limit->kind = kind;
    limit->max = max;
    return limit;
}

ipso_fair *with_fair(draft *d, ipso_turn turn)
{
    ipso_fair *fair = TAKE(fair);

    ipso_fair_init(fair);
    fair->id = "evenings";
    fair->turn = turn;
    return fair;
}

ipso_protected *with_protected(draft *d, unsigned weekdays, int start_min, int end_min)
{
    ipso_protected *time = TAKE(protected_time);

    ipso_protected_init(time);
    time->id = "meeting";
    time->name = "the team meeting";
    time->days.weekdays = weekdays;
    time->start_min = start_min;
    time->end_min = end_min;
    return time;
}

/* Exactly mean patients, rounded. */
ipso_demand *with_demand(draft *d, int type, int site, unsigned weekdays, double mean)
{
    ipso_demand *demand = TAKE(demand);

    ipso_demand_init(demand);
    demand->type = type;
    demand->site = site;
    demand->days.weekdays = weekdays;
    demand->mean = mean;
    demand->law = IPSO_COUNT_FIXED;
    return demand;
}

ipso_request *with_request(draft *d, const char *patient, int type)
{
    ipso_request *request = TAKE(requests);

    ipso_request_init(request);
    request->id = request->patient = patient;
    request->type = type;
    return request;
}

ipso_fixed *with_fixed(draft *d, const char *patient, int practitioner, int day, int start_min)
{
    ipso_fixed *fixed = TAKE(fixed);

    ipso_fixed_init(fixed);
    fixed->id = fixed->patient = patient;
    fixed->practitioner = practitioner;
    fixed->date = date_of(day);
    fixed->start_min = start_min;
    fixed->length_min = 15;
    return fixed;
}

void works(draft *d, int practitioner, int day, int duty)
{
    *TAKE(work) = (ipso_assignment){practitioner, day, duty};
}

void does_not_work(draft *d, int practitioner, int day)
{
    int kept = 0;

    for (int i = 0; i < d->work_count; i++)
        if (d->work[i].practitioner != practitioner || d->work[i].day != day)
            d->work[kept++] = d->work[i];
    d->work_count = kept;
}

ipso_slot *with_slot(draft *d, int practitioner, int day, int start_min, int type)
{
    ipso_slot *slot = TAKE(slots);

    ipso_slot_init(slot);
    slot->practitioner = practitioner;
    slot->day = day;
    slot->site = HOUSE;
    slot->start_min = start_min;
    slot->length_min = 15;
    slot->type = type;
    return slot;
}

void without_slot(draft *d, int slot)
{
    for (int i = slot; i + 1 < d->slots_count; i++)
        d->slots[i] = d->slots[i + 1];
    d->slots_count--;
}

/* ---- the whole ---- */

static void add_duties(draft *d)
{
    with_duty(d, "day", HOUSE, AT(8, 0), AT(18, 0));
    with_duty(d, "annexe", ANNEXE, AT(8, 0), AT(18, 0));
    with_duty(d, "late", HOUSE, AT(12, 0), AT(21, 0));
    with_duty(d, "morning", HOUSE, AT(8, 0), AT(12, 0));
    with_duty(d, "afternoon", HOUSE, AT(14, 0), AT(18, 0));
    with_duty(d, "remote", IPSO_ANY, AT(9, 0), AT(12, 0));
    for (int duty = DAY; duty <= AT_ANNEXE; duty++) {
        d->duties[duty].breaks = LUNCH;
        d->duties[duty].break_count = 1;
    }
}

static void add_slots(draft *d)
{
    with_request(d, "Anna", VISIT)->practitioner = MOREL;
    with_request(d, "Bert", VISIT)->practitioner = PETIT;
    with_fixed(d, "Carl", MOREL, MONDAY, AT(9, 0))->site = HOUSE;
    with_slot(d, MOREL, MONDAY, AT(8, 0), VISIT)->use = IPSO_SLOT_BOOKED;
    with_slot(d, MOREL, MONDAY, AT(8, 15), VISIT);
    with_slot(d, MOREL, MONDAY, AT(9, 0), VISIT)->use = IPSO_SLOT_FIXED;
    with_slot(d, PETIT, MONDAY, AT(8, 0), VISIT)->use = IPSO_SLOT_BOOKED;
    d->slots[ANNA_SLOT].request = 0;
    d->slots[CARL_SLOT].fixed = 0;
    d->slots[BERT_SLOT].request = 1;
}

void a_draft(draft *d)
{
    memset(d, 0, sizeof *d);
    ipso_horizon_init(&d->horizon);
    d->horizon.first_day = date_of(MONDAY);
    ipso_extended_init(&d->extended);
    ipso_weights_init(&d->weights);
    d->weights.staffing_points = 0;
    d->weights.direct_wait_points = d->weights.idle_points = d->weights.overtime_points = 0;
    add_site(d, "house");
    add_site(d, "annexe");
    add_gp(d, "morel", "Dr Morel");
    add_gp(d, "petit", "Dr Petit");
    add_gp(d, "roux", "Dr Roux");
    add_duties(d);
    add_type(d, "visit", IPSO_CARE_OTHER, 2);
    add_type(d, "urgent", IPSO_CARE_ACUTE, 1);
    works(d, MOREL, MONDAY, DAY);
    works(d, MOREL, TUESDAY, DAY);
    works(d, PETIT, MONDAY, DAY);
    add_slots(d);
    d->last_stage = IPSO_STAGE_TIMES;
}

void roster_alone(draft *d)
{
    d->fixed_count = d->slots_count = 0;
    d->last_stage = IPSO_STAGE_ROSTER;
}

void start_on(draft *d, int day)
{
    d->horizon.first_day = date_of(day);
}

/* ---- building ---- */

static void must(ipso_status status, const ipso_error *err)
{
    if (status != IPSO_OK)
        print_error("%s: %s\n", err->where, err->text);
    assert_int_equal(status, IPSO_OK);
}

/* Hands every element of a list of the draft to a function of the practice or the plan. */
#define ADD_ALL(target, function, list)                                                            \
    for (int i = 0; i < d->list##_count; i++)                                                      \
    must(function(target, &d->list[i], &err), &err)

static void build_practice(const draft *d, ipso_practice *practice)
{
    ipso_error err;

    ipso_error_init(&err);
    must(ipso_practice_set_extended(practice, &d->extended, &err), &err);
    must(ipso_practice_set_weights(practice, &d->weights, &err), &err);
    ADD_ALL(practice, ipso_practice_add_site, sites);
    ADD_ALL(practice, ipso_practice_add_class, classes);
    ADD_ALL(practice, ipso_practice_add_fair, fair);
    ADD_ALL(practice, ipso_practice_add_practitioner, people);
    ADD_ALL(practice, ipso_practice_add_duty, duties);
    ADD_ALL(practice, ipso_practice_add_pin, pins);
    ADD_ALL(practice, ipso_practice_add_cover, covers);
    ADD_ALL(practice, ipso_practice_add_succession, successions);
    ADD_ALL(practice, ipso_practice_add_kind_limit, kind_limits);
    ADD_ALL(practice, ipso_practice_add_type, types);
    ADD_ALL(practice, ipso_practice_add_protected, protected_time);
    ADD_ALL(practice, ipso_practice_add_demand, demand);
    ADD_ALL(practice, ipso_practice_add_request, requests);
    ADD_ALL(practice, ipso_practice_add_fixed, fixed);
    must(ipso_practice_validate(practice, NULL, NULL, &err), &err);
}

void build(const draft *d, ipso_practice **practice, ipso_plan **plan)
{
    ipso_stage_report ran = {.ran = true, .outcome = IPSO_FEASIBLE};
    ipso_error err;

    ipso_error_init(&err);
    must(ipso_practice_new(practice, &d->horizon, &err), &err);
    build_practice(d, *practice);
    must(ipso_plan_new(plan, *practice, &err), &err);
    ADD_ALL(*plan, ipso_plan_add_assignment, work);
    ADD_ALL(*plan, ipso_plan_add_slot, slots);
    for (int stage = 0; stage <= d->last_stage; stage++)
        must(ipso_plan_set_stage(*plan, (ipso_stage)stage, &ran, &err), &err);
}
