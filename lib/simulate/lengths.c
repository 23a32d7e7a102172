/* How many minutes are planned for a patient.
 *
 * Of the lengths of the type, the nearest to the mean service time of type, own practitioner and
 * patient class, stretched by
 *
 *     stretch = FULL / load,  from LEAST to MOST
 *
 * with load what is asked of those who give the type, in minutes of service, over their consulting
 * minutes, each type being asked of all who give it alike: so that a slack week gives more time to
 * each, and a loaded one less. Where somebody gives acute care, which has a use for time to spare,
 * it is ACUTE at most. Where stretch is above 1, as many patients get the longer of two
 * lengths as the stretched mean says, by their number.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "simulate/lengths.h"

#include "base/error.h"

#include <math.h>

#define FULL  1.05
#define LEAST 0.93
#define MOST  1.4
#define ACUTE 0.97

static double consulting_min(const ipso__world *world, int practitioner)
{
    double minutes = 0;

    for (int i = 0; i < world->cycle_count * world->cycle_days; i++)
        minutes += world->layouts[i * world->people + practitioner].consulting_min;
    return minutes / world->cycle_count;
}

static double mean_min(const ipso__world *world, int type, int practitioner, int patient_class)
{
    double factor;
    ipso_law law =
        ipso_practice_service_law(world->practice, type, practitioner, patient_class, &factor);

    return ipso_law_mean_min(&law, factor);
}

/* Mean service time over the classes of patients, travel included. */
static double service_min(const ipso__world *world, int type, int practitioner)
{
    const ipso_type *described = ipso_practice_type(world->practice, type);
    double left = 1, mean = 0;

    for (int c = 0; c < ipso_practice_class_count(world->practice); c++) {
        mean += world->class_share[c] * mean_min(world, type, practitioner, c);
        left -= world->class_share[c];
    }
    if ((described->modes & IPSO_MODE_HOME) != 0 && (described->modes & IPSO_MODE_SITE) == 0)
        mean += described->travel_min;
    return mean + left * mean_min(world, type, practitioner, IPSO_ANY);
}

static void add_load(const ipso__world *world, double *load, const double *consulting, int type,
                     double asked)
{
    double all = 0;

    for (int i = world->first_giver[type]; i < world->first_giver[type + 1]; i++)
        all += consulting[world->givers[i]];
    for (int i = world->first_giver[type]; i < world->first_giver[type + 1] && all > 0; i++)
        load[world->givers[i]] += asked / all * service_min(world, type, world->givers[i]);
}

/* The mean over the consulting minutes of those who give a type. */
static double load_of(const ipso__world *world, const double *load, const double *consulting,
                      int type)
{
    double sum = 0, all = 0;

    for (int i = world->first_giver[type]; i < world->first_giver[type + 1]; i++) {
        all += consulting[world->givers[i]];
        sum += consulting[world->givers[i]] * load[world->givers[i]];
    }
    return all > 0 ? sum / all : 0;
}

ipso_status ipso__lengths_weigh(ipso__world *world, ipso_error *err)
{
    size_t people = (size_t)world->people, types = (size_t)world->types;
    double *load = ipso__arena_alloc(&world->arena, people, sizeof *load);
    double *consulting = ipso__arena_alloc(&world->arena, people, sizeof *consulting);
    double *asked = ipso__arena_alloc(&world->arena, types, sizeof *asked);

    world->stretch = ipso__arena_alloc(&world->arena, types, sizeof(double));
    world->load = ipso__arena_alloc(&world->arena, types, sizeof(double));
    if (load == NULL || consulting == NULL || asked == NULL || world->stretch == NULL ||
        world->load == NULL)
        return ipso__fail_nomem(err);
    for (int p = 0; p < world->people; p++)
        consulting[p] = consulting_min(world, p);
    ipso__world_add_asks(world, asked);
    for (int t = 0; t < world->types; t++)
        add_load(world, load, consulting, t, asked[t]);
    for (int t = 0; t < world->types; t++) {
        double most = world->meets_acute[t] ? ACUTE : MOST;

        world->load[t] = load_of(world, load, consulting, t);
        world->stretch[t] = fmin(most, fmax(LEAST, FULL / fmax(0.01, world->load[t])));
    }
    return IPSO_OK;
}

/* A number in [0,1) for each patient, spread evenly over patients. */
static double share_of(int patient)
{
    double turns = patient * 0.6180339887498949;

    return turns - floor(turns);
}

int ipso__length_for(const ipso__world *world, const ipso_sim_ask *ask)
{
    const ipso_type *type = ipso_practice_type(world->practice, ask->type);
    double mean = mean_min(world, ask->type, ask->practitioner, ask->patient_class) *
                  world->stretch[ask->type];
    double part = world->stretch[ask->type] > 1 ? share_of(ask->patient) : 0.5;
    int length = type->lengths_min[0];

    for (size_t i = 1; i < type->length_count; i++)
        if (mean > length + part * (type->lengths_min[i] - length))
            length = type->lengths_min[i];
    return length;
}
