/* One replication: the days one after the other.
 *
 * A day begins with what the night brought: illness, the appointments cancelled, the calendar a day
 * further. Then those who ask are served in the order they come, and at the end the sessions run.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "simulate/replication.h"

#include "practice/behaviour.h"
#include "simulate/replication_parts.h"

#include <stdlib.h>

bool ipso__is_measured(const ipso__replication *run, int day)
{
    return day >= run->first_measured && day < run->end_measured;
}

bool ipso__replication_note(ipso__replication *run, ipso_status status)
{
    if (status != IPSO_OK)
        run->status = status;
    return status == IPSO_OK;
}

/* ---- making and freeing ---- */

static bool open_illness(ipso__replication *run)
{
    const ipso__world *world = run->world;

    run->ill = ipso__calloc((size_t)world->people, sizeof *run->ill);
    run->illness = ipso__calloc((size_t)world->people, sizeof *run->illness);
    if (run->ill == NULL || run->illness == NULL)
        return false;
    for (int p = 0; p < world->people; p++) {
        ipso__stream_open(&run->illness[p],
                          ipso__stream_key(run->seed, IPSO__PURPOSE_ILLNESS, (uint64_t)p, 0));
        run->ill[p] =
            ipso__random_open(&run->illness[p]) < ipso_practice_behaviour(world->practice)->ill;
    }
    return true;
}

bool ipso__ask_later(ipso__replication *run, const ipso__ask *ask)
{
    return ask->ask.day >= run->days || ipso__asks_add(&run->due[ask->ask.day].asks, ask);
}

bool ipso__begin_steps(ipso__replication *run)
{
    ipso__asks *begun = &run->journeys.begun;
    bool ok = true;

    for (size_t i = 0; i < begun->count && ok; i++)
        ok = ipso__ask_later(run, &begun->items[i]);
    begun->count = 0;
    return ok;
}

static bool open_replication(ipso__replication *run, const ipso__world *world, int index)
{
    const ipso_sim_settings *settings = world->settings;

    run->world = world;
    run->seed = ipso__stream_key(settings->seed, IPSO__PURPOSE_COUNT, (uint64_t)index + 1, 77);
    run->first_measured = settings->warmup_weeks * 7;
    run->end_measured = run->first_measured + settings->weeks * 7;
    run->days = run->end_measured;
    run->due = ipso__calloc((size_t)run->days, sizeof *run->due);
    run->ranks = settings->booking->ranks;
    if (!ipso__calendar_init(&run->calendar, world) || run->due == NULL)
        return false;
    if (run->ranks &&
        !ipso__replication_note(run, ipso__ranking_open(&run->ranking, &run->calendar)))
        return false;
    run->role_min = ipso__calloc((size_t)world->details->role_count, sizeof(double));
    return run->role_min != NULL && open_illness(run) && ipso__tallies_init(&run->tallies, world) &&
           ipso__journeys_open(&run->journeys, world, run->seed, run->first_measured) &&
           ipso__begin_steps(run);
}

static void close_replication(ipso__replication *run)
{
    for (int day = 0; run->due != NULL && day < run->days; day++) {
        free(run->due[day].cancels);
        free(run->due[day].asks.items);
    }
    free(run->due);
    free(run->ill);
    free(run->illness);
    free(run->appointments);
    free(run->unused);
    free(run->asks.items);
    free(run->role_min);
    ipso__journeys_finish(&run->journeys);
    ipso__ranking_close(&run->ranking);
    ipso__calendar_finish(&run->calendar);
    ipso__tallies_finish(&run->tallies);
}

/* ---- the days ---- */

/* The length by which the third next time of a practitioner is looked for: that of the first type
 * of no acute care he gives, else of the first he gives; 0 when he gives none. */
static int usual_length(const ipso__world *world, int practitioner)
{
    int found = 0;

    for (int t = 0; t < world->types; t++) {
        const ipso_type *type = ipso_practice_type(world->practice, t);

        if (!ipso_practice_who_matches(world->practice, &type->who, practitioner))
            continue;
        if (type->care != IPSO_CARE_ACUTE)
            return ipso__planned_length(type);
        if (found == 0)
            found = ipso__planned_length(type);
    }
    return found;
}

static void sample_third_next(ipso__replication *run)
{
    const ipso__world *world = run->world;

    for (int p = 0; p < world->people; p++) {
        int length = usual_length(world, p);
        bool panel = !world->panels || ipso_practice_practitioner(world->practice, p)->panel > 0;

        if (length == 0 || !panel || !world->works[p] || run->ill[p])
            continue;
        run->tallies.third_next_days += ipso__calendar_third_next(&run->calendar, p, length);
        run->tallies.third_next++;
    }
}

static bool live_day(ipso__replication *run, int day)
{
    bool ok = ipso__pass_night(run, day);

    if (ok && ipso__is_measured(run, day) && (day - run->first_measured) % 7 == 0)
        sample_third_next(run);
    run->asks.count = 0;
    ok = ok && ipso__asks_draw(&run->asks, run->world, run->seed, day);
    for (size_t i = 0; i < run->due[day].asks.count && ok; i++)
        ok = ipso__asks_add(&run->asks, &run->due[day].asks.items[i]);
    ipso__asks_sort(&run->asks);
    for (size_t i = 0; i < run->asks.count && ok; i++)
        ok = ipso__serve(run, &run->asks.items[i]);
    return ok && ipso__run_day(run, day);
}

static void measure(double *measures, ipso__replication *run)
{
    const ipso__world *world = run->world;
    double *details = measures + IPSO_SIM_MEASURE_COUNT;

    ipso__tallies_measure(measures, &run->tallies, world);
    for (int i = 0; i < world->details->role_count; i++)
        details[i] = run->role_min[i] / world->settings->weeks;
    ipso__journeys_measure(details, &run->journeys, run->days);
}

ipso_status ipso__replicate(double *measures, const ipso__world *world, int index)
{
    ipso__replication *run = ipso__calloc(1, sizeof *run);
    bool ok = run != NULL && open_replication(run, world, index);

    for (int day = 0; ok && day < run->days; day++)
        ok = live_day(run, day);
    if (ok)
        measure(measures, run);
    ipso_status status = run != NULL && run->status != IPSO_OK ? run->status : IPSO_NOMEM;
    if (run != NULL)
        close_replication(run);
    free(run);
    return ok ? IPSO_OK : status;
}
