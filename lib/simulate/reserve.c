/* What a day keeps for acute need that is still to come.
 *
 * Acute patients take any time after they ask, so that what counts is the time left from each hour
 * of the day on. For the hours h of a day
 *
 *     kept(h) = mean(h) + z sd(h)
 *
 * with mean(h) and sd(h) of the minutes that acute patients still ask for from h on, by the demand
 * of the practice, and z the normal quantile of 1 - chance; what the minutes free from h on cannot
 * meet is not counted at hours before, whose minutes are no use to those who ask later. An
 * appointment that can wait may take no minute from h on when fewer than kept(h) and its own are
 * free from there on.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "simulate/reserve.h"

#include "simulate/streams.h"

#include <math.h>
#include <string.h>

/* Of the first chance, at loads of the practitioners. */
#define EASY_LOAD    0.9
#define EASY_CHANCE  0.001
#define HEAVY_LOAD   1.2
#define HEAVY_CHANCE 0.4

/* Share of what an acute patient is worth that is lost when there is no time on the day: most come
 * on the next. */
#define LOST 0.3

enum { HOURS = 24 };

/* Hour by hour of one day at one site. */
struct hours {
    double free_min[HOURS], mean_min[HOURS], variance[HOURS];
    bool met[IPSO_DAY_MIN]; /* per cell: somebody gives acute care then */
};

static bool elsewhere(int site, int other)
{
    return site != IPSO_ANY && other != IPSO_ANY && site != other;
}

static void count_free(struct hours *hours, const ipso_sim_calendar *calendar, int site, int day,
                       int practitioner)
{
    const ipso__world *world = calendar->world;
    const ipso__layout *layout = ipso__world_layout(world, day, practitioner);
    const uint64_t *bits = ipso__calendar_day(calendar, practitioner, day)->free;
    int from = day == calendar->now_day ? calendar->now_min : 0;

    for (int s = 0; s < layout->stretch_count; s++) {
        const ipso__stretch *stretch = &layout->stretches[s];

        if (!stretch->acute || elsewhere(site, stretch->site))
            continue;
        for (int cell = stretch->start_min / world->grid_min;
             cell < stretch->end_min / world->grid_min; cell++) {
            hours->met[cell] = true;
            if (cell * world->grid_min >= from && (bits[cell / 64] >> (cell % 64) & 1) != 0)
                hours->free_min[cell * world->grid_min / 60] += world->grid_min;
        }
    }
}

static void add_need(struct hours *hours, const ipso_sim_calendar *calendar,
                     const ipso__source *source, int day)
{
    const ipso__world *world = calendar->world;
    double mean = source->mean[day % world->cycle_days];
    double length = ipso__planned_length(ipso_practice_type(world->practice, source->type));
    int now = day == calendar->now_day ? calendar->now_min : 0;

    for (int h = source->start_min / 60; h < HOURS && mean > 0; h++) {
        int from = source->start_min > h * 60 ? source->start_min : h * 60;
        int end = source->end_min < h * 60 + 60 ? source->end_min : h * 60 + 60;

        if (from < now)
            from = now;
        if (end <= from)
            continue;
        double count = mean * (end - from) / (source->end_min - source->start_min);
        hours->mean_min[h] += count * length;
        hours->variance[h] += count * fmax(source->dispersion, 0) * length * length;
    }
}

static int site_of(const ipso__world *world, const ipso_sim_ask *ask)
{
    if (ask->site != IPSO_ANY || ask->practitioner == IPSO_ANY)
        return ask->site;
    return world->home[ask->practitioner];
}

static void fill_hours(struct hours *hours, const ipso_sim_calendar *calendar, int site, int day)
{
    const ipso__world *world = calendar->world;

    for (int p = 0; p < world->people; p++)
        if (world->gives_acute[p])
            count_free(hours, calendar, site, day, p);
    for (int s = 0; s < world->source_count; s++) {
        const ipso__source *source = &world->sources[s];

        if (source->entry != IPSO_ANY && !elsewhere(site, source->site) &&
            ipso_practice_type(world->practice, source->type)->care == IPSO_CARE_ACUTE)
            add_need(hours, calendar, source, day);
    }
}

/* The minute from which on nothing is left. */
static int kept_from(const struct hours *hours, int now_min, double chance, int width)
{
    double z = ipso__normal_quantile(1 - chance);
    double free_min = 0, mean = 0, variance = 0;
    int from = IPSO_DAY_MIN;

    for (int h = HOURS - 1; h >= now_min / 60; h--) {
        free_min += hours->free_min[h];
        mean += hours->mean_min[h];
        variance += hours->variance[h];
        if (mean <= 0)
            continue;
        if (free_min > 0 && free_min - fmax(0, mean + z * sqrt(variance)) < width)
            from = h * 60;
        double met = fmin(1, free_min / mean);
        mean *= met;
        variance *= met * met;
    }
    return from;
}

static int leave_gaps(ipso__minutes left[], int count, const struct hours *hours, int from,
                      int grid_min)
{
    for (int cell = from / grid_min; cell < IPSO_DAY_MIN / grid_min; cell++) {
        int minute = cell * grid_min;

        if (hours->met[cell])
            continue;
        if (count > 0 && left[count - 1].end_min == minute)
            left[count - 1].end_min = minute + grid_min;
        else if (count < IPSO__MOST_LEFT)
            left[count++] = (ipso__minutes){minute, minute + grid_min};
    }
    return count;
}

int ipso__reserve_leave(ipso__minutes left[IPSO__MOST_LEFT], const ipso_sim_calendar *calendar,
                        const ipso_sim_ask *ask, int day, double chance)
{
    const ipso__world *world = calendar->world;
    int width = ipso__planned_length(ipso_practice_type(world->practice, ask->type));
    struct hours hours;
    int from = IPSO_DAY_MIN;

    left[0] = (ipso__minutes){0, IPSO_DAY_MIN};
    if (chance >= 1 || !world->meets_acute[ask->type] || day < calendar->now_day ||
        day >= calendar->now_day + calendar->ahead_days)
        return 1;
    memset(&hours, 0, sizeof hours);
    fill_hours(&hours, calendar, site_of(world, ask), day);
    from = kept_from(&hours, day == calendar->now_day ? calendar->now_min : 0, chance, width);
    left[0].end_min = from;
    return leave_gaps(left, from > 0, &hours, from, world->grid_min);
}

bool ipso__reserve_meets(const ipso__world *world, int practitioner, int day, int start_min)
{
    const ipso__layout *layout = ipso__world_layout(world, day, practitioner);

    for (int s = 0; s < layout->stretch_count && world->gives_acute[practitioner]; s++)
        if (start_min >= layout->stretches[s].start_min && start_min < layout->stretches[s].end_min)
            return layout->stretches[s].acute;
    return false;
}

double ipso__reserve_chance(const ipso__world *world, int type)
{
    int64_t acute = 0, unmet = ipso_practice_type(world->practice, type)->unmet_points;

    for (int t = 0; t < world->types; t++) {
        const ipso_type *other = ipso_practice_type(world->practice, t);

        if (other->care == IPSO_CARE_ACUTE && other->unmet_points > acute)
            acute = other->unmet_points;
    }
    return acute > 0 ? 1 - LOST * (1 - (double)unmet / (double)acute) : 1;
}

double ipso__reserve_first_chance(const ipso__world *world, int type)
{
    double loaded = (world->load[type] - EASY_LOAD) / (HEAVY_LOAD - EASY_LOAD);
    double chance = EASY_CHANCE + fmin(1, fmax(0, loaded)) * (HEAVY_CHANCE - EASY_CHANCE);

    return fmin(chance, ipso__reserve_chance(world, type));
}
