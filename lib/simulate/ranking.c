/* Booking on a live agenda.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "simulate/ranking.h"

#include "base/error.h"
#include "simulate/cycle.h"
#include "simulate/lengths.h"
#include "simulate/reserve.h"

#include <stdio.h>
#include <stdlib.h>

enum { SOON_MIN = 15, ROOM = 64 };

/* ---- the plan of all days ---- */

/* Times for acute need are not kept one by one: what is left of a day is (reserve.h). */
static bool is_acute(const ipso_practice *practice, const ipso_slot *slot)
{
    return slot->use == IPSO_SLOT_OPEN && slot->demand != IPSO_ANY &&
           ipso_practice_type(practice, slot->type)->care == IPSO_CARE_ACUTE;
}

static ipso_status add_cycle(ipso__world *world, const ipso_plan *plan, int first_day,
                             ipso_error *err)
{
    ipso_status status = IPSO_OK;

    for (int a = 0; a < ipso_plan_assignment_count(plan) && status == IPSO_OK; a++) {
        ipso_assignment worked = *ipso_plan_assignment(plan, a);

        worked.day += first_day;
        status = ipso_plan_add_assignment(world->whole_plan, &worked, err);
    }
    for (int i = 0; i < ipso_plan_slot_count(plan) && status == IPSO_OK; i++) {
        ipso_slot slot = *ipso_plan_slot(plan, i);

        if (is_acute(world->practice, &slot))
            continue;
        slot.day += first_day;
        if (slot.use == IPSO_SLOT_OPEN && slot.demand != IPSO_ANY)
            slot.demand_day += first_day;
        status = ipso_plan_add_slot(world->whole_plan, &slot, err);
    }
    return status;
}

/* What is kept is free for everybody when the practice says, else when the slot mix does. */
static ipso_status make_whole(ipso__world *world, int repeats, ipso_error *err)
{
    int hours = (world->settings->mix->release_min + 59) / 60;

    return ipso__whole_practice(&world->whole, world->practice, repeats,
                                world->settings->load_percent, hours, err);
}

ipso_status ipso__world_join(ipso__world *world, int days, ipso_error *err)
{
    const ipso_stage_report ran = {.ran = true, .outcome = IPSO_FEASIBLE};
    int repeats = (days - 1) / world->cycle_days + 1;

    if (repeats * world->cycle_days > IPSO_MAX_DAYS)
        return ipso__fail(err, IPSO_INPUT, "",
                          "a live agenda holds %d days at most, and the simulation has %d",
                          IPSO_MAX_DAYS, repeats * world->cycle_days);
    ipso_status status = make_whole(world, repeats, err);
    if (status == IPSO_OK)
        status = ipso_plan_new(&world->whole_plan, world->whole, err);
    for (int c = 0; c < repeats && status == IPSO_OK; c++)
        status = add_cycle(world, world->plans[world->cycle_count == 1 ? 0 : c],
                           c * world->cycle_days, err);
    if (status == IPSO_OK)
        status = ipso_plan_set_stage(world->whole_plan, IPSO_STAGE_ROSTER, &ran, err);
    if (status == IPSO_OK)
        status = ipso_plan_set_stage(world->whole_plan, IPSO_STAGE_SLOTS, &ran, err);
    return status;
}

/* ---- one replication ---- */

ipso_status ipso__ranking_open(ipso__ranking *ranking, const ipso_sim_calendar *calendar)
{
    const ipso__world *world = calendar->world;

    *ranking = (ipso__ranking){.world = world, .calendar = calendar};
    return ipso_agenda_new(&ranking->agenda, world->whole_plan, NULL);
}

void ipso__ranking_close(ipso__ranking *ranking)
{
    ipso_agenda_free(ranking->agenda);
    free(ranking->windows);
}

static ipso_stamp stamp_of(const ipso__world *world, int day, int time_min)
{
    return (ipso_stamp){.date = ipso_practice_horizon(world->practice)->first_day + day,
                        .time_min = time_min,
                        .unix_s = day * INT64_C(86400) + time_min * INT64_C(60)};
}

/* ---- one try ---- */

/* Where a patient is offered times. */
struct attempt {
    int last_day, length_min;
    int start_min, end_min; /* of each day */
    double chance;          /* of the reserve (reserve.h) */
    bool spares_acute;      /* only where no acute care is given */
};

static void add_window(ipso__ranking *ranking, ipso_request *request, int day, int start_min,
                       int end_min)
{
    ipso_date date = ipso_practice_horizon(ranking->world->practice)->first_day + day;

    if (start_min < end_min)
        ranking->windows[request->window_count++] = (ipso_window){date, date, start_min, end_min};
}

static int later(int one, int other)
{
    return one > other ? one : other;
}

static int earlier(int one, int other)
{
    return one < other ? one : other;
}

/* The part of a day's minutes in which an ask is offered times. */
static void add_minutes(ipso__ranking *ranking, ipso_request *request, const ipso_sim_ask *ask,
                        int day, ipso__minutes minutes)
{
    if (ask->window_count == 0)
        add_window(ranking, request, day, minutes.start_min, minutes.end_min);
    for (int i = 0; i < ask->window_count; i++)
        if ((ask->windows[i].weekdays & ipso__day_bit(ranking->world, day)) != 0)
            add_window(ranking, request, day, later(minutes.start_min, ask->windows[i].start_min),
                       earlier(minutes.end_min, ask->windows[i].end_min));
}

/* The windows of an ask, day by day. */
static bool fill_windows(ipso__ranking *ranking, ipso_request *request, const ipso_sim_ask *ask,
                         const struct attempt *try)
{
    size_t days = (size_t)(try->last_day - ask->wanted_day + 1);
    size_t most = days * (size_t)(ask->window_count + 1) * IPSO__MOST_LEFT;

    if (!ipso__grow(&ranking->windows, &ranking->window_capacity, most, sizeof(ipso_window)))
        return false;
    request->windows = ranking->windows;
    for (int day = ask->wanted_day; day <= try->last_day; day++) {
        ipso__minutes left[IPSO__MOST_LEFT];
        int count = ipso__reserve_leave(left, ranking->calendar, ask, day, try->chance);

        for (int i = 0; i < count; i++)
            add_minutes(ranking, request, ask, day,
                        (ipso__minutes){later(left[i].start_min, try->start_min),
                                        earlier(left[i].end_min, try->end_min)});
    }
    return true;
}

static ipso_ask ask_of(const ipso__ranking *ranking, const ipso_sim_ask *ask, const char *patient)
{
    ipso_date first = ipso_practice_horizon(ranking->world->practice)->first_day;
    ipso_ask asked;

    ipso_ask_init(&asked);
    asked.request.patient = patient;
    asked.request.type = ask->type;
    asked.request.patient_class = ask->patient_class;
    asked.request.practitioner = ask->practitioner;
    asked.request.accepts_others = ask->accepts_others;
    asked.request.accepts_tele = ask->accepts_tele;
    asked.request.site = ask->site;
    asked.request.wanted = first + ask->wanted_day;
    return asked;
}

/* The first of the offers that an attempt takes, or NULL. */
static const ipso_offer *first_taken(const ipso__ranking *ranking, const struct attempt *try,
                                     const ipso_offer *offers, int count)
{
    ipso_date first = ipso_practice_horizon(ranking->world->practice)->first_day;

    for (int i = 0; i < count; i++)
        if (!try->spares_acute || !ipso__reserve_meets(ranking->world, offers[i].practitioner,
                                                       offers[i].date - first, offers[i].start_min))
            return &offers[i];
    return NULL;
}

static ipso_place place_of(const ipso_offer *offer)
{
    ipso_place place;

    ipso_place_init(&place);
    place.practitioner = offer->practitioner;
    place.date = offer->date;
    place.start_min = offer->start_min;
    place.mode = offer->mode;
    place.length_min = offer->length_min;
    return place;
}

/* Books the best offer; *number stays 0 when there is none. */
static ipso_status book_in(ipso__ranking *ranking, ipso_sim_offer *offer, int64_t *number,
                           const ipso_sim_ask *ask, const struct attempt *try)
{
    ipso_date first = ipso_practice_horizon(ranking->world->practice)->first_day;
    ipso_stamp now = stamp_of(ranking->world, ask->day, ask->time_min);
    ipso_offer offers[ROOM];
    char patient[32];
    int count = 0;

    snprintf(patient, sizeof patient, "patient-%d", ask->patient);
    ipso_ask asked = ask_of(ranking, ask, patient);
    asked.length_min = try->length_min;
    if (!fill_windows(ranking, &asked.request, ask, try))
        return IPSO_NOMEM;
    if (asked.request.window_count == 0)
        return IPSO_OK;
    ipso_status status = ipso_agenda_offer(ranking->agenda, offers, try->spares_acute ? ROOM : 1,
                                           &count, &asked, &now, NULL);
    const ipso_offer *best = first_taken(ranking, try, offers, count);
    if (status != IPSO_OK || best == NULL)
        return status;
    ipso_place place = place_of(best);
    *offer = (ipso_sim_offer){best->practitioner, best->date - first, best->start_min,
                              best->length_min,   best->travel_min,   best->mode};
    return ipso_agenda_book(ranking->agenda, number, &asked, &place, &now, NULL);
}

/* ---- one patient ---- */

static struct attempt any_time(int last_day, int length_min)
{
    return (struct attempt){
        .last_day = last_day, .length_min = length_min, .end_min = IPSO_DAY_MIN, .chance = 1};
}

/* Books as an attempt says, unless a time was found before. */
static ipso_status book_next(ipso__ranking *ranking, ipso_sim_offer *offer, int64_t *number,
                             const ipso_sim_ask *ask, const struct attempt *try)
{
    return *number != 0 ? IPSO_OK : book_in(ranking, offer, number, ask, try);
}

/* Acute need: as soon as possible on the day, in a time that grows by half again and again, so that
 * later hours are left to those who ask later; in the shortest length, when there is no other time
 * on the day; else on another day. */
static ipso_status book_acute(ipso__ranking *ranking, ipso_sim_offer *offer, int64_t *number,
                              const ipso_sim_ask *ask, int last_day)
{
    int length = ipso__length_for(ranking->world, ask);
    int shortest = ipso_practice_type(ranking->world->practice, ask->type)->lengths_min[0];
    struct attempt try = any_time(ask->wanted_day, length);
    ipso_status status = IPSO_OK;

    if (ask->wanted_day == ask->day)
        try.start_min = ask->time_min;
    for (int within = SOON_MIN; status == IPSO_OK && try.start_min > 0 && within < IPSO_DAY_MIN;
         within += within / 2) {
        try.end_min = earlier(try.start_min + within, IPSO_DAY_MIN);
        status = book_next(ranking, offer, number, ask, &try);
    }
    for (int day = ask->wanted_day; day <= last_day && status == IPSO_OK;
         day += later(last_day - day, 1)) {
        try = any_time(day, length);
        status = book_next(ranking, offer, number, ask, &try);
        try.length_min = shortest;
        if (status == IPSO_OK && shortest != length)
            status = book_next(ranking, offer, number, ask, &try);
    }
    return status;
}

/* Need that can wait: first on the wanted day and then on any, where acute patients seldom miss the
 * time; then where it is worth more than to them; in the shortest length, when there is no other
 * time; at last in any in which no acute care is given. */
static ipso_status book_other(ipso__ranking *ranking, ipso_sim_offer *offer, int64_t *number,
                              const ipso_sim_ask *ask, int last_day)
{
    const ipso__world *world = ranking->world;
    int length = ipso__length_for(world, ask);
    int shortest = ipso_practice_type(world->practice, ask->type)->lengths_min[0];
    double chance = ipso__reserve_chance(world, ask->type);
    struct attempt tries[5];
    ipso_status status = IPSO_OK;

    for (int i = 0; i < 5; i++)
        tries[i] = any_time(last_day, i < 3 ? length : shortest);
    tries[0].last_day = ask->wanted_day;
    tries[0].chance = tries[1].chance = ipso__reserve_first_chance(world, ask->type);
    tries[2].chance = tries[3].chance = chance;
    tries[4].spares_acute = true;
    for (int i = 0; i < 5 && status == IPSO_OK; i++)
        status = book_next(ranking, offer, number, ask, &tries[i]);
    return status;
}

ipso_status ipso__ranking_book(ipso__ranking *ranking, ipso_sim_offer *offer, int64_t *number,
                               const ipso_sim_ask *ask, int last_day)
{
    *number = 0;
    if (last_day > ask->last_day)
        last_day = ask->last_day;
    if (last_day < ask->wanted_day)
        return IPSO_OK;
    return ask->care == IPSO_CARE_ACUTE ? book_acute(ranking, offer, number, ask, last_day)
                                        : book_other(ranking, offer, number, ask, last_day);
}

ipso_status ipso__ranking_cancel(ipso__ranking *ranking, int64_t number, int day)
{
    ipso_stamp now = stamp_of(ranking->world, day, 0);

    return ipso_agenda_cancel(ranking->agenda, number, NULL, &now, NULL);
}

ipso_status ipso__ranking_close_day(ipso__ranking *ranking, int practitioner, int day)
{
    ipso_stamp now = stamp_of(ranking->world, day, 0);
    int64_t number;

    return ipso_agenda_block(ranking->agenda, &number, practitioner, now.date, 0, now.date,
                             IPSO_DAY_MIN, NULL, &now, NULL);
}
