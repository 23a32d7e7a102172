/* Booking on a live agenda.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "simulate/ranking.h"

#include "base/error.h"
#include "simulate/cycle.h"

#include <stdio.h>
#include <stdlib.h>

/* ---- the plan of all days ---- */

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

ipso_status ipso__ranking_open(ipso__ranking *ranking, const ipso__world *world)
{
    *ranking = (ipso__ranking){.world = world};
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

/* The windows of an ask, day by day where the days of the week matter. */
static bool fill_windows(ipso__ranking *ranking, ipso_request *request, const ipso_sim_ask *ask,
                         int last_day)
{
    ipso_date first = ipso_practice_horizon(ranking->world->practice)->first_day;
    int days = last_day - ask->wanted_day + 1;
    size_t most = ask->window_count == 0 ? 1 : (size_t)(days * ask->window_count);

    if (!ipso__grow(&ranking->windows, &ranking->window_capacity, most, sizeof(ipso_window)))
        return false;
    request->windows = ranking->windows;
    if (ask->window_count == 0) {
        ranking->windows[request->window_count++] =
            (ipso_window){first + ask->wanted_day, first + last_day, 0, IPSO_DAY_MIN};
        return true;
    }
    for (int day = ask->wanted_day; day <= last_day; day++)
        for (int i = 0; i < ask->window_count; i++)
            if ((ask->windows[i].weekdays & ipso__day_bit(ranking->world, day)) != 0)
                ranking->windows[request->window_count++] = (ipso_window){
                    first + day, first + day, ask->windows[i].start_min, ask->windows[i].end_min};
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

/* Books the best offer up to last_day; *number stays 0 when there is none. */
static ipso_status book_until(ipso__ranking *ranking, ipso_sim_offer *offer, int64_t *number,
                              const ipso_sim_ask *ask, int last_day)
{
    ipso_date first = ipso_practice_horizon(ranking->world->practice)->first_day;
    ipso_stamp now = stamp_of(ranking->world, ask->day, ask->time_min);
    char patient[32];
    ipso_offer best;
    ipso_place place;
    int count = 0;

    snprintf(patient, sizeof patient, "patient-%d", ask->patient);
    ipso_ask asked = ask_of(ranking, ask, patient);
    if (!fill_windows(ranking, &asked.request, ask, last_day))
        return IPSO_NOMEM;
    if (asked.request.window_count == 0)
        return IPSO_OK;
    ipso_status status = ipso_agenda_offer(ranking->agenda, &best, 1, &count, &asked, &now, NULL);
    if (status != IPSO_OK || count == 0)
        return status;
    ipso_place_init(&place);
    place.practitioner = best.practitioner;
    place.date = best.date;
    place.start_min = best.start_min;
    place.mode = best.mode;
    place.length_min = best.length_min;
    *offer = (ipso_sim_offer){best.practitioner, best.date - first, best.start_min,
                              best.length_min,   best.travel_min,   best.mode};
    return ipso_agenda_book(ranking->agenda, number, &asked, &place, &now, NULL);
}

ipso_status ipso__ranking_book(ipso__ranking *ranking, ipso_sim_offer *offer, int64_t *number,
                               const ipso_sim_ask *ask, int last_day)
{
    ipso_status status = IPSO_OK;

    *number = 0;
    if (last_day > ask->last_day)
        last_day = ask->last_day;
    if (last_day < ask->wanted_day)
        return IPSO_OK;
    if (ask->care == IPSO_CARE_ACUTE)
        status = book_until(ranking, offer, number, ask, ask->wanted_day);
    if (status == IPSO_OK && *number == 0)
        status = book_until(ranking, offer, number, ask, last_day);
    return status;
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
