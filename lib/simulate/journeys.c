/* Journeys: which step begins when, and what each takes.
 *
 * A step can begin once all steps that it comes after are over. One outside the practice is then
 * over so many days later. An appointment is asked for on that day, after a visit on the next
 * morning, and wanted so many days later; it is over when it has taken place. Steps stand behind
 * those they wait for, so that one pass over them finds all that can begin.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "simulate/journeys.h"

#include "practice/journeys.h"

#include <math.h>
#include <stdlib.h>

enum { MORNING = 8 * 60, WEEK = 7 };

static const ipso_journey *journey_of(const ipso__journeys *journeys, int index)
{
    return &ipso_practice_behaviour(journeys->world->practice)->journeys[index];
}

/* ---- asking ---- */

/* The patient's number comes behind those of the panels. */
static void fill_ask(const ipso__journeys *journeys, ipso__ask *ask, int index, int step)
{
    const ipso__world *world = journeys->world;
    const ipso_journey *journey = journey_of(journeys, index);
    const ipso_type *type = ipso_practice_type(world->practice, journey->steps[step].type);
    int own = journey->practitioner;
    bool given = own != IPSO_ANY && ipso_practice_who_matches(world->practice, &type->who, own);
    uint64_t at = (uint64_t)index << 32 | (uint64_t)step;

    *ask = (ipso__ask){.key = ipso__stream_key(journeys->seed, IPSO__PURPOSE_JOURNEY, at, 0),
                       .journey = index + 1,
                       .step = step,
                       .first = true,
                       .patience_days = world->settings->ahead_days};
    ipso__ask_draw_fate(ask);
    ask->ask.type = journey->steps[step].type;
    ask->ask.care = type->care;
    ask->ask.patient_class = journey->patient_class;
    ask->ask.patient = world->patients + index;
    ask->ask.practitioner = given ? own : IPSO_ANY;
    ask->ask.site = IPSO_ANY;
    ask->ask.accepts_others = journey->accepts_others || !given || !world->works[own];
    ask->ask.accepts_tele = journey->accepts_tele || type->modes == IPSO_MODE_TELE;
}

/* Asked for on ask_day or, where the wanted day would not be open by then, later. */
static bool ask_for(ipso__journeys *journeys, int index, int step, int ask_day, int wanted_day)
{
    int latest = wanted_day - journeys->world->settings->ahead_days + WEEK;
    ipso__ask ask;

    fill_ask(journeys, &ask, index, step);
    ask.ask.day = latest > ask_day ? latest : ask_day;
    ask.ask.time_min = MORNING;
    ask.ask.wanted_day = wanted_day > ask.ask.day ? wanted_day : ask.ask.day;
    ask.ask.last_day = ask.ask.wanted_day + ask.patience_days;
    journeys->all[index].stages[step].wanted_day = wanted_day;
    return ipso__asks_add(&journeys->begun, &ask);
}

void ipso__journeys_retry(ipso__ask *again, const ipso__ask *of)
{
    int tomorrow = of->ask.day + 1;

    *again = *of;
    again->ask.day = tomorrow;
    again->ask.time_min = MORNING;
    if (again->ask.wanted_day < tomorrow)
        again->ask.wanted_day = tomorrow;
    again->ask.last_day = again->ask.wanted_day + again->patience_days;
    again->first = false;
}

/* ---- steps ---- */

/* The day on which a step can begin, start_day at the earliest; -1 while one before it lasts. */
static int day_of_beginning(const ipso_journey *journey, const ipso__progress *progress, int step,
                            int start_day)
{
    const ipso_journey_step *of = &journey->steps[step];
    int day = start_day;

    for (size_t i = 0; i < of->after_count; i++) {
        int before = ipso__journey_step_find(journey, of->after[i], (size_t)step);
        int over = progress->stages[before].over_day;

        if (over < 0)
            return -1;
        if (over > day)
            day = over;
    }
    return day;
}

static void end_step(ipso__progress *progress, int step, int day)
{
    progress->stages[step].over_day = day;
    progress->over++;
    if (day > progress->last_day)
        progress->last_day = day;
}

static void spend(const ipso__journeys *journeys, int index, const char *party, double minutes)
{
    ipso__progress *progress = &journeys->all[index];
    int at = ipso__track_party(&journeys->world->details->tracks[index], party);

    progress->contacts++;
    progress->minutes += minutes;
    if (at >= 0)
        progress->party_min[at] += minutes;
}

/* What is outside without a minute spent there is waiting, and no contact. */
static void go_outside(const ipso__journeys *journeys, int index, int step, int day)
{
    const ipso_journey_step *of = &journey_of(journeys, index)->steps[step];
    ipso__progress *progress = &journeys->all[index];

    progress->stages[step].wanted_day = day;
    if (of->minutes > 0) {
        spend(journeys, index, of->outside, of->minutes);
        progress->trips++;
    }
    end_step(progress, step, day + of->days);
}

/* Begins the steps of a journey that can; next_ask: the first day on which it can ask. */
static bool begin_steps(ipso__journeys *journeys, int index, int start_day, int next_ask)
{
    const ipso_journey *journey = journey_of(journeys, index);
    ipso__progress *progress = &journeys->all[index];
    bool ok = true;

    for (size_t s = 0; s < journey->step_count && ok; s++) {
        const ipso_journey_step *step = &journey->steps[s];
        int day = day_of_beginning(journey, progress, (int)s, start_day);

        if (day < 0 || progress->stages[s].wanted_day >= 0)
            continue;
        if (step->type == IPSO_ANY)
            go_outside(journeys, index, (int)s, day);
        else
            ok =
                ask_for(journeys, index, (int)s, day > next_ask ? day : next_ask, day + step->days);
    }
    return ok;
}

/* ---- the whole ---- */

static bool open_one(ipso__journeys *journeys, int index, int start_day)
{
    const ipso_journey *journey = journey_of(journeys, index);
    ipso__progress *progress = &journeys->all[index];
    size_t parties = (size_t)journeys->world->details->tracks[index].party_count;

    progress->stages =
        ipso__arena_alloc(&journeys->arena, journey->step_count, sizeof *progress->stages);
    progress->party_min = ipso__arena_alloc(&journeys->arena, parties, sizeof(double));
    if (progress->stages == NULL || progress->party_min == NULL)
        return false;
    for (size_t s = 0; s < journey->step_count; s++)
        progress->stages[s] = (ipso__stage){-1, -1};
    return begin_steps(journeys, index, start_day, start_day);
}

bool ipso__journeys_open(ipso__journeys *journeys, const ipso__world *world, uint64_t seed,
                         int first_day)
{
    size_t count = ipso_practice_behaviour(world->practice)->journey_count;
    bool ok;

    *journeys = (ipso__journeys){.world = world, .seed = seed};
    journeys->all = ipso__arena_alloc(&journeys->arena, count, sizeof *journeys->all);
    ok = journeys->all != NULL;
    for (size_t j = 0; j < count && ok; j++)
        ok = open_one(journeys, (int)j, first_day + journey_of(journeys, (int)j)->start_days);
    return ok;
}

void ipso__journeys_finish(ipso__journeys *journeys)
{
    free(journeys->begun.items);
    ipso__arena_finish(&journeys->arena);
}

bool ipso__journeys_see(ipso__journeys *journeys, const ipso__ask *of, const ipso_sim_offer *offer,
                        const ipso__visit *visit)
{
    int index = of->journey - 1;
    ipso__progress *progress = &journeys->all[index];
    const ipso_practitioner *person =
        ipso_practice_practitioner(journeys->world->practice, offer->practitioner);

    spend(journeys, index, person->role, visit->service_min);
    progress->trips += offer->mode == IPSO_MODE_SITE;
    progress->wait_days += offer->day - progress->stages[of->step].wanted_day;
    end_step(progress, of->step, offer->day);
    return begin_steps(journeys, index, 0, offer->day + 1);
}

void ipso__journeys_measure(double *details, const ipso__journeys *journeys, int end_day)
{
    const ipso__details *known = journeys->world->details;
    int count = (int)ipso_practice_behaviour(journeys->world->practice)->journey_count;

    for (int j = 0; j < count; j++) {
        const ipso_journey *journey = journey_of(journeys, j);
        const ipso__progress *progress = &journeys->all[j];
        const ipso__track *track = &known->tracks[j];
        double *at = &details[track->first];
        bool finished = progress->over == (int)journey->step_count && progress->last_day < end_day;
        int start = journeys->world->settings->warmup_weeks * WEEK + journey->start_days;

        at[IPSO__JOURNEY_FINISHED] = finished;
        at[IPSO__JOURNEY_DAYS] = finished ? progress->last_day - start : NAN;
        at[IPSO__JOURNEY_WAIT] = finished ? progress->wait_days : NAN;
        at[IPSO__JOURNEY_CONTACTS] = finished ? progress->contacts : NAN;
        at[IPSO__JOURNEY_TRIPS] = finished ? progress->trips : NAN;
        at[IPSO__JOURNEY_MINUTES] = finished ? progress->minutes : NAN;
        for (int p = 0; p < track->party_count; p++)
            at[IPSO__JOURNEY_DETAILS + p] = finished ? progress->party_min[p] : NAN;
    }
}
