/* The shared part of a simulation: people, and who gives what.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "simulate/world.h"

#include "base/error.h"
#include "simulate/cycle.h"
#include "simulate/lengths.h"

#include <stdlib.h>
#include <string.h>

int ipso__planned_length(const ipso_type *type)
{
    double mean = ipso_law_mean_min(&type->law, 1);

    for (size_t i = 0; i < type->length_count; i++)
        if (type->lengths_min[i] >= mean)
            return type->lengths_min[i];
    return type->lengths_min[type->length_count - 1];
}

unsigned ipso__day_bit(const ipso__world *world, int day)
{
    const ipso_horizon *horizon = ipso_practice_horizon(world->practice);

    if (ipso_practice_is_holiday(world->practice, day % world->cycle_days))
        return IPSO_HOLIDAY;
    return 1u << ipso_date_weekday(horizon->first_day + day);
}

const ipso__layout *ipso__world_layout(const ipso__world *world, int day, int practitioner)
{
    int cycle = day / world->cycle_days;

    if (world->cycle_count == 1)
        cycle = 0;
    return &world->layouts[(cycle * world->cycle_days + day % world->cycle_days) * world->people +
                           practitioner];
}

static bool list_givers(ipso__world *world)
{
    int count = 0;

    world->first_giver = ipso__arena_alloc(&world->arena, (size_t)world->types + 1, sizeof(int));
    world->givers =
        ipso__arena_alloc(&world->arena, (size_t)world->types * (size_t)world->people, sizeof(int));
    world->works = ipso__arena_alloc(&world->arena, (size_t)world->people, sizeof(bool));
    if (world->first_giver == NULL || world->givers == NULL || world->works == NULL)
        return false;
    for (int t = 0; t < world->types; t++) {
        const ipso_who *who = &ipso_practice_type(world->practice, t)->who;

        world->first_giver[t] = count;
        for (int p = 0; p < world->people; p++)
            if (ipso_practice_who_matches(world->practice, who, p))
                world->givers[count++] = p;
    }
    world->first_giver[world->types] = count;
    return true;
}

static bool mark_acute(ipso__world *world)
{
    world->gives_acute = ipso__arena_alloc(&world->arena, (size_t)world->people, sizeof(bool));
    world->meets_acute = ipso__arena_alloc(&world->arena, (size_t)world->types, sizeof(bool));
    if (world->gives_acute == NULL || world->meets_acute == NULL)
        return false;
    for (int t = 0; t < world->types; t++)
        for (int i = world->first_giver[t]; i < world->first_giver[t + 1]; i++)
            world->gives_acute[world->givers[i]] |=
                ipso_practice_type(world->practice, t)->care == IPSO_CARE_ACUTE;
    for (int t = 0; t < world->types; t++)
        for (int i = world->first_giver[t]; i < world->first_giver[t + 1]; i++)
            world->meets_acute[t] |= world->gives_acute[world->givers[i]];
    return true;
}

ipso_status ipso__world_build(ipso__world *world, const ipso_practice *practice,
                              const ipso_sim_settings *settings, int days, ipso_error *err)
{
    const ipso_horizon *horizon = ipso_practice_horizon(practice);

    *world = (ipso__world){.practice = practice,
                           .settings = settings,
                           .people = ipso_practice_practitioner_count(practice),
                           .types = ipso_practice_type_count(practice),
                           .cycle_days = horizon->days,
                           .grid_min = horizon->grid_min,
                           .words = (IPSO_DAY_MIN / horizon->grid_min + 63) / 64};
    if (!list_givers(world) || !mark_acute(world))
        return ipso__fail_nomem(err);
    ipso_status status = ipso__world_fill_demand(world, err);
    if (status == IPSO_OK)
        status = ipso__world_lay_out(world, days, err);
    if (status == IPSO_OK)
        status = ipso__lengths_weigh(world, err);
    if (status == IPSO_OK && settings->booking->ranks)
        status = ipso__world_join(world, days, err);
    return status;
}

void ipso__world_finish(ipso__world *world)
{
    for (int c = 0; c < world->cycle_count; c++) {
        if (world->plans != NULL)
            ipso_plan_free(world->plans[c]);
        if (world->cycles != NULL)
            ipso_practice_free(world->cycles[c]);
    }
    ipso_plan_free(world->whole_plan);
    ipso_practice_free(world->whole);
    ipso__arena_finish(&world->arena);
}
