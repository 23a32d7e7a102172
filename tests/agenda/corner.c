/* A practice by hand: Ada and Ben.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/test.h"

#include "agenda/corner.h"

static void must(ipso_status status, const ipso_error *err)
{
    if (status != IPSO_OK)
        fail_msg("%s: %s", err->where, err->text);
}

static void add_people(ipso_practice *practice, const corner_options *options, ipso_error *err)
{
    unsigned weekdays = IPSO_MONDAY | IPSO_FRIDAY | (options->around_the_clock ? IPSO_SUNDAY : 0);
    unsigned open = options->around_the_clock ? (unsigned)IPSO_ALL_DAYS : 0x1f;
    ipso_hours hours = {open, options->around_the_clock ? 0 : 480,
                        options->around_the_clock ? 1440 : 1080};
    ipso_practitioner person;
    ipso_duty duty;
    ipso_site site;

    ipso_site_init(&site);
    site.id = "corner";
    site.hours = &hours;
    site.hours_count = 1;
    must(ipso_practice_add_site(practice, &site, err), err);
    for (int p = ADA; p <= BEN; p++) {
        ipso_practitioner_init(&person);
        person.id = p == ADA ? "ada" : "ben";
        person.role = "gp";
        must(ipso_practice_add_practitioner(practice, &person, err), err);
    }
    ipso_duty_init(&duty);
    duty.id = "duty";
    duty.site = 0;
    duty.days.weekdays = weekdays;
    duty.start_min = options->first_min == 0 ? 540 : options->first_min;
    duty.end_min = options->last_min == 0 ? 660 : options->last_min;
    must(ipso_practice_add_duty(practice, &duty, err), err);
}

static void add_type(ipso_practice *practice, const char *id, ipso_care care, const int *lengths,
                     size_t count, double minutes, ipso_error *err)
{
    ipso_demand demand;
    ipso_type type;

    ipso_type_init(&type);
    type.id = id;
    type.care = care;
    type.modes = IPSO_MODE_SITE | IPSO_MODE_TELE;
    type.lengths_min = lengths;
    type.length_count = count;
    type.law = (ipso_law){.kind = IPSO_LAW_DETERMINISTIC, .mean_min = minutes};
    must(ipso_practice_add_type(practice, &type, err), err);
    ipso_demand_init(&demand);
    demand.type = ipso_practice_type_count(practice) - 1;
    demand.site = 0;
    demand.mean = 2;
    demand.law = IPSO_COUNT_FIXED;
    must(ipso_practice_add_demand(practice, &demand, err), err);
}

static void add_slots(corner *made, const corner_slot *slots, ipso_error *err)
{
    ipso_slot slot;

    for (; slots != NULL && slots->type >= 0; slots++) {
        ipso_slot_init(&slot);
        slot.practitioner = ADA;
        slot.site = 0;
        slot.start_min = slots->start_min;
        slot.length_min = slots->type == VISIT ? 30 : 10;
        slot.type = slots->type;
        slot.use = IPSO_SLOT_OPEN;
        slot.demand = slots->type;
        slot.day = slots->day;
        slot.demand_day = slots->need_day;
        must(ipso_plan_add_slot(made->plan, &slot, err), err);
    }
}

corner corner_make(const corner_options *options)
{
    static const int visit[] = {20, 30}, acute[] = {10};
    ipso_stage_report ran = {.ran = true, .outcome = IPSO_FEASIBLE};
    corner made = {NULL, NULL, NULL, 0};
    ipso_extended extended;
    ipso_horizon horizon;
    ipso_error err;

    ipso_error_init(&err);
    assert_true(ipso_date_parse(&made.first,
                                options->first_day == NULL ? "2026-11-20" : options->first_day));
    ipso_horizon_init(&horizon);
    horizon.first_day = made.first;
    must(ipso_practice_new(&made.practice, &horizon, &err), &err);
    ipso_extended_init(&extended);
    extended.other_points = 0;
    must(ipso_practice_set_extended(made.practice, &extended, &err), &err);
    if (options->rules != NULL)
        must(ipso_practice_set_booking(made.practice, options->rules, &err), &err);
    add_people(made.practice, options, &err);
    add_type(made.practice, "visit", IPSO_CARE_FOLLOW_UP, visit, 2, 25, &err);
    if (!options->visits_alone)
        add_type(made.practice, "acute", IPSO_CARE_ACUTE, acute, 1, 10, &err);
    must(ipso_practice_validate(made.practice, NULL, NULL, &err), &err);
    must(ipso_plan_new(&made.plan, made.practice, &err), &err);
    for (int day = 0; day < horizon.days; day++)
        for (int p = ADA; p <= BEN; p++) {
            ipso_assignment work = {p, day, 0};
            if (ipso_practice_day_matches(made.practice,
                                          &ipso_practice_duty(made.practice, 0)->days, day))
                must(ipso_plan_add_assignment(made.plan, &work, &err), &err);
        }
    add_slots(&made, options->slots, &err);
    must(ipso_plan_set_stage(made.plan, IPSO_STAGE_ROSTER, &ran, &err), &err);
    must(ipso_plan_set_stage(made.plan, IPSO_STAGE_SLOTS, &ran, &err), &err);
    must(ipso_agenda_new(&made.agenda, made.plan, &err), &err);
    return made;
}

void corner_free(corner *made)
{
    ipso_agenda_free(made->agenda);
    ipso_plan_free(made->plan);
    ipso_practice_free(made->practice);
}

ipso_stamp corner_stamp(const corner *made, int day, int time_min)
{
    ipso_stamp stamp = {.date = made->first + day, .time_min = time_min, .who = "desk"};

    stamp.unix_s = (int64_t)stamp.date * 86400 + (int64_t)time_min * 60;
    return stamp;
}

ipso_ask corner_ask(const char *patient, int type)
{
    ipso_ask ask;

    ipso_ask_init(&ask);
    ask.request.patient = patient;
    ask.request.type = type;
    return ask;
}

ipso_place corner_place(const corner *made, int practitioner, int day, int start_min)
{
    ipso_place place;

    ipso_place_init(&place);
    place.practitioner = practitioner;
    place.date = made->first + day;
    place.start_min = start_min;
    return place;
}

int64_t corner_book(const corner *made, const char *patient, int type, int practitioner, int day,
                    int start_min, int length_min, const ipso_stamp *stamp)
{
    ipso_ask ask = corner_ask(patient, type);
    ipso_place place = corner_place(made, practitioner, day, start_min);
    int64_t number = 0;
    ipso_error err;

    ipso_error_init(&err);
    place.length_min = length_min;
    must(ipso_agenda_book(made->agenda, &number, &ask, &place, stamp, &err), &err);
    return number;
}

ipso_why corner_why(const corner *made, const ipso_ask *ask, int practitioner, int day,
                    int start_min, const ipso_stamp *stamp)
{
    ipso_place place = corner_place(made, practitioner, day, start_min);
    ipso_error err;
    ipso_why why;

    ipso_error_init(&err);
    must(ipso_agenda_why(made->agenda, &why, ask, &place, 10, stamp, &err), &err);
    return why;
}
