/* Counters: each limit becomes at most two lanes, units used against the upper bound and units
 * still missing to the lower bound, so that in every lane less is better. A side that cannot be
 * broken has no lane.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "solve/schedules_lanes.h"
#include "base/divisor.h"

#include <limits.h>
#include <math.h>

#include "base/error.h"

enum { MAIN_SIZE = 400 };

static bool counts(const ipso__schedules_limit *limit, const ipso__schedules_option *option)
{
    return limit->kinds == 0 || (option->kinds & limit->kinds) != 0;
}

static bool in_span(const ipso__schedules_limit *limit, int day)
{
    return day >= limit->first_day && day <= limit->last_day;
}

int ipso__lane_units(const ipso__walk *walk, const ipso__schedules_limit *limit, int unit, int day,
                     const ipso__schedules_option *option)
{
    if (!in_span(limit, day) || !counts(limit, option))
        return 0;
    switch (limit->measure) {
    case IPSO__MEASURE_DAYS:
        return 1;
    case IPSO__MEASURE_MINUTES:
        return option->minutes / unit;
    case IPSO__MEASURE_WEEKENDS:
        return walk->all->weekend != NULL && walk->all->weekend[day] >= 0;
    }
    return 0;
}

int ipso__lane_main_units(const ipso__walk *walk, int day, int o)
{
    if (walk->main_limit == NULL)
        return 0;
    return ipso__lane_units(walk, walk->main_limit, walk->main_unit, day, &walk->who->options[o]);
}

double ipso__lane_excess(const ipso__walk_lane *lane, int used)
{
    int64_t over = (int64_t)used * lane->unit - lane->limit->upper;
    return over > 0 ? (double)over * lane->price : 0;
}

double ipso__lane_shortage(const ipso__walk_lane *lane, int missing)
{
    if (missing <= 0)
        return 0;
    if (lane->hard)
        return INFINITY;
    int64_t done = (int64_t)(lane->size - missing) * lane->unit;
    return (double)(lane->limit->lower - done) * lane->price;
}

static int unit_of(const ipso__walk *walk, const ipso__schedules_limit *limit)
{
    int unit = 0;
    if (limit->measure != IPSO__MEASURE_MINUTES)
        return 1;
    for (int t = limit->first_day; t <= limit->last_day; t++)
        for (int o = walk->who->first[t]; o < walk->who->first[t + 1]; o++)
            if (counts(limit, &walk->who->options[o]))
                unit = (int)ipso__common_divisor(walk->who->options[o].minutes, unit);
    return unit > 0 ? unit : 1;
}

/* Most units from each day on; a weekend is counted on the last of its days that can count. */
static int *most_left(const ipso__walk *walk, const ipso__schedules_limit *limit, int unit,
                      ipso__arena *arena)
{
    int *left = ipso__arena_alloc(arena, (size_t)walk->days + 1, sizeof *left);
    int weekend = -1;
    for (int t = walk->days - 1; t >= 0 && left != NULL; t--) {
        int most = 0;
        for (int o = walk->who->first[t]; o < walk->who->first[t + 1]; o++) {
            int units = ipso__lane_units(walk, limit, unit, t, &walk->who->options[o]);
            most = units > most ? units : most;
        }
        if (limit->measure == IPSO__MEASURE_WEEKENDS && most > 0) {
            most = walk->all->weekend[t] != weekend;
            weekend = walk->all->weekend[t];
        }
        left[t] = left[t + 1] + most;
    }
    return left;
}

/* ---- the main counter ---- */

static bool can_be_main(const ipso__walk *walk, const ipso__schedules_limit *limit)
{
    bool whole = limit->first_day == 0 && limit->last_day == walk->days - 1 && limit->kinds == 0;
    bool hard_below = limit->lower <= 0 || limit->under_price == IPSO__NEVER;
    bool hard_above = limit->upper == IPSO__NEVER || limit->over_price == IPSO__NEVER;
    return whole && hard_below && hard_above && limit->measure != IPSO__MEASURE_WEEKENDS;
}

static int64_t divide_up(int64_t a, int64_t b)
{
    return a <= 0 ? 0 : (a + b - 1) / b;
}

static bool take_as_main(ipso__walk *walk, const ipso__schedules_limit *limit, const int *left,
                         int unit)
{
    bool full = limit->upper != IPSO__NEVER && limit->upper / unit < left[0];
    int64_t lower = divide_up(limit->lower, unit), last = full ? limit->upper / unit : lower;
    if (last == 0 || last >= MAIN_SIZE || limit->upper < 0)
        return false;
    walk->main_limit = limit;
    walk->main_unit = unit;
    walk->main_full = full;
    walk->main_lower = (int)(lower > INT_MAX ? INT_MAX : lower);
    walk->main_size = (int)last + 1;
    return true;
}

static bool choose_main(ipso__walk *walk, ipso__arena *arena)
{
    walk->main_size = 1;
    walk->main_unit = 1;
    for (int i = 0; i < walk->who->limit_count && walk->main_limit == NULL; i++) {
        const ipso__schedules_limit *limit = &walk->who->limits[i];
        if (!can_be_main(walk, limit))
            continue;
        int unit = unit_of(walk, limit);
        int *left = most_left(walk, limit, unit, arena);
        if (left == NULL)
            return false;
        if (take_as_main(walk, limit, left, unit))
            walk->main_left = left;
    }
    if (walk->main_left == NULL)
        walk->main_left = ipso__arena_alloc(arena, (size_t)walk->days + 1, sizeof(int));
    return walk->main_left != NULL;
}

/* ---- lanes ---- */

static ipso_status add_lane(ipso__walk *walk, ipso__walk_lane lane, int person, ipso_error *err)
{
    int64_t size = lane.need   ? divide_up(lane.limit->lower, lane.unit)
                   : lane.hard ? lane.limit->upper / lane.unit
                               : divide_up(lane.limit->upper, lane.unit);
    /* a shortage that can be paid but never avoided still counts from what can be done */
    if (size > IPSO__LANE_MAX - lane.left[0] || lane.left[0] > IPSO__LANE_MAX / 2)
        return ipso__fail(err, IPSO_INPUT, "", "a limit of person %d counts %lld units of %d",
                          person, (long long)size, lane.unit);
    lane.size = (int)size;
    lane.touch_bit = -1;
    if (lane.limit->measure == IPSO__MEASURE_WEEKENDS) {
        lane.touch_bit = walk->lane_count;
        if (lane.touch_bit >= IPSO__TOUCH_BITS)
            return ipso__fail(err, IPSO_INPUT, "", "person %d has over %d limits", person,
                              IPSO__TOUCH_BITS);
    }
    walk->priced = walk->priced || !lane.hard;
    walk->lanes[walk->lane_count++] = lane;
    return IPSO_OK;
}

static ipso_status add_limit(ipso__walk *walk, const ipso__schedules_limit *limit, int person,
                             ipso__arena *arena, ipso_error *err)
{
    int unit = unit_of(walk, limit);
    ipso__walk_lane lane = {.limit = limit, .unit = unit};
    lane.left = most_left(walk, limit, unit, arena);
    if (lane.left == NULL)
        return ipso__fail_nomem(err);
    ipso_status status = IPSO_OK;
    if (limit->upper != IPSO__NEVER && limit->over_price != 0 &&
        (int64_t)lane.left[0] * unit > limit->upper) {
        lane.hard = limit->over_price == IPSO__NEVER;
        lane.price = lane.hard ? INFINITY : (double)limit->over_price;
        status = add_lane(walk, lane, person, err);
    }
    if (status == IPSO_OK && limit->lower > 0 && limit->under_price != 0) {
        lane.need = true;
        lane.hard = limit->under_price == IPSO__NEVER;
        lane.price = lane.hard ? INFINITY : (double)limit->under_price;
        status = add_lane(walk, lane, person, err);
    }
    return status;
}

static uint32_t touches_kept(const ipso__walk *walk, int day)
{
    const int *weekend = walk->all->weekend;
    for (int t = day + 1; weekend != NULL && t < walk->days; t++)
        if (weekend[t] >= 0)
            return weekend[day] < 0 || weekend[t] == weekend[day] ? UINT32_MAX : 0;
    return 0;
}

/* On day t a used lane may be raised to what leaves room for all that can come: below that nothing
 * can break it. */
static void fill_day(ipso__walk *walk, int day)
{
    uint64_t *floors = &walk->floors[(size_t)day * (size_t)walk->words];
    uint64_t *keep = &walk->keep[(size_t)day * (size_t)walk->words];
    for (int i = 0; i < walk->lane_count; i++) {
        const ipso__walk_lane *lane = &walk->lanes[i];
        int64_t harmless = lane->limit->upper / lane->unit - lane->left[day + 1];
        bool open = day >= lane->limit->first_day && day < lane->limit->last_day;
        if (!lane->need && open && harmless > 0)
            ipso__walk_lane_set(floors, i, (int)harmless);
        if (day < lane->limit->last_day)
            ipso__walk_lane_set(keep, i, 0xFFFF);
    }
    walk->touch_keep[day] = touches_kept(walk, day);
}

static bool fill_tables(ipso__walk *walk, ipso__arena *arena)
{
    walk->words = (walk->lane_count + IPSO__LANES_PER_WORD - 1) / IPSO__LANES_PER_WORD;
    size_t words = (size_t)walk->words, days = (size_t)walk->days;
    walk->first_lanes = ipso__arena_alloc(arena, words, sizeof *walk->first_lanes);
    walk->floors = ipso__arena_alloc(arena, days * words, sizeof *walk->floors);
    walk->keep = ipso__arena_alloc(arena, days * words, sizeof *walk->keep);
    walk->touch_keep = ipso__arena_alloc(arena, days, sizeof *walk->touch_keep);
    if (walk->first_lanes == NULL || walk->floors == NULL || walk->keep == NULL ||
        walk->touch_keep == NULL)
        return false;
    for (int i = 0; i < walk->lane_count; i++)
        if (walk->lanes[i].need)
            ipso__walk_lane_set(walk->first_lanes, i, walk->lanes[i].size);
    for (int t = 0; t < walk->days; t++)
        fill_day(walk, t);
    return true;
}

ipso_status ipso__lanes_init(ipso__walk *walk, int person, ipso__arena *arena, ipso_error *err)
{
    const ipso__schedules_person *who = walk->who;
    walk->lanes = ipso__arena_alloc(arena, 2 * (size_t)who->limit_count, sizeof *walk->lanes);
    if (walk->lanes == NULL || !choose_main(walk, arena))
        return ipso__fail_nomem(err);
    for (int i = 0; i < who->limit_count; i++) {
        if (&who->limits[i] == walk->main_limit)
            continue;
        ipso_status status = add_limit(walk, &who->limits[i], person, arena, err);
        if (status != IPSO_OK)
            return status;
    }
    return fill_tables(walk, arena) ? IPSO_OK : ipso__fail_nomem(err);
}
