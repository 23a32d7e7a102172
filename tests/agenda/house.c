/* A practice of two sites and a plan of it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/test.h"

#include "agenda/house.h"

#include <stdio.h>
#include <string.h>

static void must(ipso_status status, const ipso_error *err)
{
    if (status != IPSO_OK)
        fail_msg("%s: %s", err->where, err->text);
}

/* ---- the practice ---- */

static void add_sites(ipso_practice *practice, ipso_error *err)
{
    ipso_hours hours[] = {{IPSO_ALL_DAYS & ~(IPSO_SUNDAY | IPSO_HOLIDAY), 450, 1260},
                          {IPSO_MONDAY, 600, 1290}};
    ipso_site site;

    ipso_site_init(&site);
    site.hours = hours;
    site.hours_count = 2;
    site.id = "north";
    must(ipso_practice_add_site(practice, &site, err), err);
    site.id = "south";
    must(ipso_practice_add_site(practice, &site, err), err);
}

static void add_people(ipso_practice *practice, ipso_error *err)
{
    static const char *const ids[] = {"ada", "ben", "cleo", "dan"};
    static const char *const skills[] = {"home"};
    ipso_practitioner person;

    for (int p = 0; p < HOUSE_PEOPLE; p++) {
        ipso_practitioner_init(&person);
        person.id = ids[p];
        person.role = p == HOUSE_DAN ? "nurse" : "gp";
        person.skills = skills;
        person.skill_count = p == HOUSE_ADA ? 1 : 0;
        person.pace = p == HOUSE_BEN ? 1.1 : 1;
        person.teleconsultation = p != HOUSE_CLEO;
        must(ipso_practice_add_practitioner(practice, &person, err), err);
    }
}

static void add_duties(ipso_practice *practice, ipso_error *err)
{
    static const int who[HOUSE_PEOPLE] = {HOUSE_ADA, HOUSE_BEN, HOUSE_CLEO, HOUSE_DAN};
    static const int starts[HOUSE_PEOPLE] = {450, 540, 780, 510};
    static const int ends[HOUSE_PEOPLE] = {750, 840, 1260, 720};
    static const int sites[HOUSE_PEOPLE] = {HOUSE_NORTH, HOUSE_SOUTH, HOUSE_NORTH, HOUSE_SOUTH};
    ipso_interval pause = {1020, 1050};
    char id[16];
    ipso_duty duty;

    for (int p = 0; p < HOUSE_PEOPLE; p++) {
        ipso_duty_init(&duty);
        snprintf(id, sizeof id, "duty%d", p);
        duty.id = id;
        duty.site = sites[p];
        duty.start_min = starts[p];
        duty.end_min = ends[p];
        duty.who.practitioners = &who[p];
        duty.who.practitioner_count = 1;
        duty.breaks = &pause;
        duty.break_count = p == HOUSE_CLEO ? 1 : 0;
        must(ipso_practice_add_duty(practice, &duty, err), err);
    }
    ipso_duty_init(&duty);
    duty.id = "remote";
    duty.site = IPSO_ANY;
    duty.start_min = 960;
    duty.end_min = 1080;
    duty.who.practitioners = &who[HOUSE_BEN];
    duty.who.practitioner_count = 1;
    must(ipso_practice_add_duty(practice, &duty, err), err);
}

static void add_type(ipso_practice *practice, const char *id, ipso_care care, unsigned modes,
                     const int *lengths, size_t count, double mean_min, ipso_error *err)
{
    static const char *const gp[] = {"gp"}, *const nurse[] = {"nurse"}, *const home[] = {"home"};
    ipso_type type;

    ipso_type_init(&type);
    type.id = id;
    type.care = care;
    type.modes = modes;
    type.lengths_min = lengths;
    type.length_count = count;
    type.law.mean_min = mean_min;
    type.who.roles = care == IPSO_CARE_OTHER ? nurse : gp;
    type.who.role_count = 1;
    if ((modes & IPSO_MODE_HOME) != 0) {
        type.who.skills = home;
        type.who.skill_count = 1;
        type.travel_min = 15;
    }
    if (care == IPSO_CARE_LONG)
        type.target_per_week = 2;
    if (care == IPSO_CARE_FOLLOW_UP)
        type.lead_max_days = 2;
    must(ipso_practice_add_type(practice, &type, err), err);
}

static void add_types(ipso_practice *practice, ipso_error *err)
{
    static const int acute[] = {10, 15}, follow_up[] = {15, 20, 25}, longer[] = {30, 40};
    static const int home[] = {20, 30}, nursing[] = {20, 30};
    ipso_patient_class old;

    ipso_patient_class_init(&old);
    old.id = "old";
    old.time_factor = 1.2;
    must(ipso_practice_add_class(practice, &old, err), err);
    add_type(practice, "acute", IPSO_CARE_ACUTE, IPSO_MODE_SITE | IPSO_MODE_TELE, acute, 2, 11,
             err);
    add_type(practice, "follow-up", IPSO_CARE_FOLLOW_UP, IPSO_MODE_SITE | IPSO_MODE_TELE, follow_up,
             3, 16, err);
    add_type(practice, "long", IPSO_CARE_LONG, IPSO_MODE_SITE, longer, 2, 31, err);
    add_type(practice, "home", IPSO_CARE_PREVENTION, IPSO_MODE_HOME, home, 2, 18, err);
    add_type(practice, "nursing", IPSO_CARE_OTHER, IPSO_MODE_SITE, nursing, 2, 19, err);
}

static void add_demand(ipso_practice *practice, int type, int site, int start_min, int end_min,
                       double mean, ipso_error *err)
{
    ipso_demand demand;

    ipso_demand_init(&demand);
    demand.type = type;
    demand.site = site;
    demand.start_min = start_min;
    demand.end_min = end_min;
    demand.mean = mean;
    must(ipso_practice_add_demand(practice, &demand, err), err);
}

static void add_needs(ipso_practice *practice, ipso_error *err)
{
    static const int home_type[] = {HOUSE_HOME};
    static const int ada[] = {HOUSE_ADA};
    ipso_protected visits;

    add_demand(practice, HOUSE_ACUTE, HOUSE_NORTH, 450, 720, 3, err);
    add_demand(practice, HOUSE_ACUTE, HOUSE_NORTH, 1080, 1260, 3, err);
    add_demand(practice, HOUSE_ACUTE, HOUSE_SOUTH, 540, 840, 3, err);
    add_demand(practice, HOUSE_FOLLOW_UP, IPSO_ANY, 0, 1440, 10, err);
    add_demand(practice, HOUSE_HOME, IPSO_ANY, 0, 1440, 0.8, err);
    add_demand(practice, HOUSE_NURSING, IPSO_ANY, 0, 1440, 5, err);
    ipso_protected_init(&visits);
    visits.id = "visits";
    visits.who.practitioners = ada;
    visits.who.practitioner_count = 1;
    visits.start_min = 660;
    visits.end_min = 750;
    visits.admits = home_type;
    visits.admit_count = 1;
    must(ipso_practice_add_protected(practice, &visits, err), err);
}

static void add_patients(ipso_practice *practice, ipso_date first, ipso_error *err)
{
    ipso_request request;
    ipso_fixed fixed;
    char id[16], patient[16];

    for (int r = 0; r < 6; r++) {
        ipso_request_init(&request);
        snprintf(id, sizeof id, "r%d", r);
        snprintf(patient, sizeof patient, "p%d", r % 5);
        request.id = id;
        request.patient = patient;
        request.type = r == 2 ? HOUSE_LONG : HOUSE_FOLLOW_UP;
        request.practitioner = r % 2 == 0 ? HOUSE_BEN : IPSO_ANY;
        request.after = r == 5 ? 0 : IPSO_ANY;
        must(ipso_practice_add_request(practice, &request, err), err);
    }
    ipso_fixed_init(&fixed);
    fixed.id = "f0";
    fixed.patient = "p9";
    fixed.type = HOUSE_FOLLOW_UP;
    fixed.practitioner = HOUSE_CLEO;
    fixed.site = HOUSE_NORTH;
    fixed.date = first + 1;
    fixed.start_min = 840;
    fixed.length_min = 20;
    must(ipso_practice_add_fixed(practice, &fixed, err), err);
}

static ipso_practice *make_practice(const house_options *options, ipso_date first, int days)
{
    ipso_practice *practice = NULL;
    ipso_horizon horizon;
    ipso_extended extended;
    ipso_error err;

    ipso_error_init(&err);
    ipso_horizon_init(&horizon);
    horizon.first_day = first;
    horizon.days = days;
    if (options->grid_min != 0)
        horizon.grid_min = options->grid_min;
    must(ipso_practice_new(&practice, &horizon, &err), &err);
    ipso_extended_init(&extended);
    if (options->extended_points != 0)
        extended.other_points = options->extended_points;
    must(ipso_practice_set_extended(practice, &extended, &err), &err);
    if (options->rules_given)
        must(ipso_practice_set_booking(practice, &options->rules, &err), &err);
    add_sites(practice, &err);
    add_people(practice, &err);
    add_duties(practice, &err);
    add_types(practice, &err);
    add_needs(practice, &err);
    if (!options->nothing_booked)
        add_patients(practice, first, &err);
    must(ipso_practice_validate(practice, NULL, NULL, &err), &err);
    return practice;
}

/* ---- the plan ---- */

/* Everybody works every day that is open; Ben works remotely on the second day. */
static ipso_plan *make_roster(const ipso_practice *practice, int days)
{
    ipso_stage_report ran = {.ran = true, .outcome = IPSO_FEASIBLE};
    ipso_plan *plan = NULL;
    ipso_error err;

    ipso_error_init(&err);
    must(ipso_plan_new(&plan, practice, &err), &err);
    for (int day = 0; day < days; day++) {
        int weekday = ipso_date_weekday(ipso_practice_horizon(practice)->first_day + day);
        if (weekday == 6 || ipso_practice_is_holiday(practice, day))
            continue;
        for (int p = 0; p < HOUSE_PEOPLE; p++) {
            ipso_assignment work = {p, day, day == 1 && p == HOUSE_BEN ? HOUSE_PEOPLE : p};
            must(ipso_plan_add_assignment(plan, &work, &err), &err);
        }
    }
    must(ipso_plan_set_stage(plan, IPSO_STAGE_ROSTER, &ran, &err), &err);
    return plan;
}

house house_make(const house_options *options)
{
    house made = {.days = options->days == 0 ? 5 : options->days};
    ipso_outcome outcome = IPSO_UNKNOWN;
    ipso_settings settings;
    ipso_plan *roster;
    ipso_error err;
    ipso_status status;

    ipso_error_init(&err);
    assert_true(ipso_date_parse(&made.first,
                                options->first_day == NULL ? "2026-11-23" : options->first_day));
    made.practice = make_practice(options, made.first, made.days);
    roster = make_roster(made.practice, made.days);
    ipso_settings_init(&settings);
    settings.work_limit = 20000000;
    settings.time_limit_s = 1000;
    settings.first_stage = IPSO_STAGE_SLOTS;
    settings.last_stage = IPSO_STAGE_BOOKINGS;
    settings.start = roster;
    status = ipso_plan_make(&made.plan, made.practice, &settings, &outcome, NULL, NULL, &err);
    must(status, &err);
    assert_non_null(made.plan);
    ipso_plan_free(roster);
    return made;
}

void house_free(house *made)
{
    ipso_plan_free(made->plan);
    ipso_practice_free(made->practice);
}

ipso_stamp house_stamp(const house *made, int day, int time_min)
{
    ipso_stamp stamp = {.date = made->first + day, .time_min = time_min, .who = "test"};

    stamp.unix_s = (int64_t)stamp.date * 86400 + (int64_t)time_min * 60;
    return stamp;
}

/* ---- at random ---- */

static bool chance(ipso__random *random, int percent)
{
    return ipso__random_below(random, 100) < (uint32_t)percent;
}

static void narrow_ask(const house *made, ipso__random *random, ipso_ask *ask, ipso_window *window)
{
    ipso_request *request = &ask->request;

    if (chance(random, 30)) {
        window->first = made->first + ipso__random_range(random, 0, made->days - 1);
        window->last = window->first + ipso__random_range(random, 0, 2);
        window->start_min = 60 * ipso__random_range(random, 7, 16);
        window->end_min = window->start_min + 15 * ipso__random_range(random, 1, 20);
        request->windows = window;
        request->window_count = 1;
    }
    if (chance(random, 40)) {
        request->practitioner = ipso__random_range(random, 0, HOUSE_PEOPLE - 1);
        request->accepts_others = chance(random, 70);
    }
    if (chance(random, 20))
        request->site = ipso__random_range(random, 0, 1);
    if (chance(random, 15))
        ask->modes = (unsigned)ipso__random_range(random, 1, 7);
    if (chance(random, 10))
        request->wanted = made->first + ipso__random_range(random, 0, made->days - 1);
}

ipso_ask house_random_ask(const house *made, ipso__random *random, ipso_window *window,
                          char patient[16])
{
    ipso_ask ask;

    ipso_ask_init(&ask);
    snprintf(patient, 16, "p%d", ipso__random_range(random, 0, 30));
    ask.request.patient = patient;
    ask.request.type = ipso__random_range(random, 0, HOUSE_TYPES - 1);
    ask.request.patient_class = ipso__random_range(random, -1, 0);
    ask.request.accepts_tele = chance(random, 50);
    ask.request.no_show = chance(random, 50) ? 0.05 : 0;
    ask.request.priority_percent = chance(random, 50) ? 100 : 150;
    ask.audience = (ipso_audience)ipso__random_range(random, 0, 2);
    narrow_ask(made, random, &ask, window);
    if (chance(random, 20)) {
        const ipso_type *type = ipso_practice_type(made->practice, ask.request.type);
        ask.length_min =
            type->lengths_min[ipso__random_below(random, (uint32_t)type->length_count)];
    }
    return ask;
}

/* A place for an ask: mostly one that is offered, else any. */
static ipso_place random_place(const house *made, const ipso_agenda *agenda, const ipso_ask *ask,
                               ipso__random *random, const ipso_stamp *now)
{
    ipso_offer offers[8];
    int count = 0;
    ipso_place place;

    ipso_place_init(&place);
    place.practitioner = ipso__random_range(random, 0, HOUSE_PEOPLE - 1);
    place.date = made->first + ipso__random_range(random, 0, made->days - 1);
    place.start_min = 5 * ipso__random_range(random, 80, 255);
    if (chance(random, 70) &&
        ipso_agenda_offer(agenda, offers, 8, &count, ask, now, NULL) == IPSO_OK && count > 0) {
        const ipso_offer *offer = &offers[ipso__random_below(random, (uint32_t)count)];
        place.practitioner = offer->practitioner;
        place.date = offer->date;
        place.start_min = offer->start_min;
    }
    place.override = ask->audience == IPSO_AUDIENCE_STAFF && chance(random, 30);
    return place;
}

typedef struct picking {
    int64_t numbers[400];
    int count;
} picking;

static int pick(void *user, const ipso_entry *entry)
{
    picking *list = user;

    if (list->count < 400)
        list->numbers[list->count++] = entry->number;
    return 0;
}

/* The number of a random entry of some states; 0 when there is none. */
static int64_t random_number(const ipso_agenda *agenda, ipso__random *random, unsigned states)
{
    ipso_entry_filter filter;
    picking list = {.count = 0};

    ipso_entry_filter_init(&filter);
    filter.states = states;
    ipso_agenda_list(agenda, &filter, NULL, pick, &list, NULL);
    return list.count == 0 ? 0 : list.numbers[ipso__random_below(random, (uint32_t)list.count)];
}

#define BOOKED (1u << IPSO_ENTRY_BOOKED)
#define HELD   (1u << IPSO_ENTRY_HELD)

static void change_place(const house *made, ipso_agenda *agenda, ipso__random *random,
                         const ipso_stamp *now, int what)
{
    ipso_window window = {0};
    char patient[16];
    ipso_ask ask = house_random_ask(made, random, &window, patient);
    ipso_place place;
    int64_t number;

    if (chance(random, 10)) {
        ask.after = random_number(agenda, random, BOOKED);
        ask.request.max_gap_min = chance(random, 50) ? 4000 : IPSO_NO_MAX;
    }
    place = random_place(made, agenda, &ask, random, now);
    if (what < 40)
        ipso_agenda_book(agenda, &number, &ask, &place, now, NULL);
    else if (what < 50)
        ipso_agenda_hold(agenda, &number, &ask, &place, ipso__random_range(random, 60, 7200), now,
                         NULL);
    else if (what < 57)
        ipso_agenda_wait(agenda, &number, &ask, now, NULL);
    else if (what < 64)
        ipso_agenda_move(agenda, random_number(agenda, random, BOOKED), &place, now, NULL);
    else
        ipso_agenda_recall(agenda, &number, patient, ask.request.type, IPSO_ANY, IPSO_ANY,
                           made->first + ipso__random_range(random, -20, 60), now, NULL);
}

static void change_other(const house *made, ipso_agenda *agenda, ipso__random *random,
                         const ipso_stamp *now, int what)
{
    ipso_date day = made->first + ipso__random_range(random, 0, made->days - 1);
    int64_t number;

    if (what < 80)
        ipso_agenda_cancel(agenda, random_number(agenda, random, BOOKED | HELD), NULL, now, NULL);
    else if (what < 85)
        ipso_agenda_book_held(agenda, random_number(agenda, random, HELD), now, NULL);
    else if (what < 88)
        ipso_agenda_no_show(agenda, random_number(agenda, random, BOOKED), now, NULL);
    else if (what < 91)
        ipso_agenda_block(agenda, &number, ipso__random_range(random, 0, HOUSE_PEOPLE - 1), day,
                          60 * ipso__random_range(random, 7, 12),
                          day + ipso__random_range(random, 0, 1),
                          60 * ipso__random_range(random, 13, 20), "ill", now, NULL);
    else if (what < 94)
        ipso_agenda_unblock(agenda, ipso__random_range(random, 1, 1 + (int)ipso_agenda_seq(agenda)),
                            now, NULL);
    else if (what < 96)
        ipso_agenda_release(agenda, ipso__random_range(random, -1, 1), day, 480, 900, now, NULL);
    else if (what < 98)
        ipso_agenda_unwait(agenda, random_number(agenda, random, 1u << IPSO_ENTRY_WAITING), now,
                           NULL);
    else
        ipso_agenda_tick(agenda, NULL, now, NULL);
}

void house_random_change(const house *made, ipso_agenda *agenda, ipso__random *random,
                         ipso_stamp *now)
{
    int what = ipso__random_range(random, 0, 99);

    if (chance(random, 15)) {
        int minutes = now->time_min + ipso__random_range(random, 1, 40);
        ipso_stamp later =
            house_stamp(made, now->date - made->first + minutes / 1440, minutes % 1440);
        *now = later;
    }
    if (what < 68)
        change_place(made, agenda, random, now, what);
    else
        change_other(made, agenda, random, now, what);
}
