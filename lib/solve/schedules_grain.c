/* What every cost is a multiple of: a bound rounds up to the next multiple.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/divisor.h"
#include "solve/schedules_search.h"

#include <stdlib.h>

static int64_t take(int64_t grain, int64_t cost)
{
    return cost == IPSO__NEVER ? grain : ipso__common_divisor(llabs(cost), grain);
}

static int64_t take_all(int64_t grain, const int64_t *costs, int count)
{
    for (int i = 0; costs != NULL && i < count; i++)
        grain = take(grain, costs[i]);
    return grain;
}

/* Minutes below or above a bound are multiples of what the minutes that count and the bound are. */
static int64_t take_limit(int64_t grain, const ipso__schedules_person *who,
                          const ipso__schedules_limit *limit)
{
    int64_t unit = limit->measure == IPSO__MEASURE_MINUTES ? 0 : 1;
    for (int o = who->first[limit->first_day]; unit != 1 && o < who->first[limit->last_day + 1];
         o++)
        if (limit->kinds == 0 || (who->options[o].kinds & limit->kinds) != 0)
            unit = ipso__common_divisor(who->options[o].minutes, unit);
    int64_t under = ipso__common_divisor(limit->lower, unit);
    int64_t over = limit->upper == IPSO__NEVER ? unit : ipso__common_divisor(limit->upper, unit);
    if (limit->lower > 0 && limit->under_price != IPSO__NEVER)
        grain = take(grain, limit->under_price * under);
    if (limit->upper != IPSO__NEVER && limit->over_price != IPSO__NEVER)
        grain = take(grain, limit->over_price * over);
    return grain;
}

static int64_t take_person(int64_t grain, const ipso__schedules *all,
                           const ipso__schedules_person *who)
{
    const ipso__schedules_runs *runs = &who->runs;
    for (int o = 0; o < who->first[all->day_count]; o++)
        grain = take(grain, who->options[o].cost);
    grain = take_all(grain, who->off_cost, all->day_count);
    grain = take_all(grain, who->follow, all->class_count * all->class_count);
    grain = take_all(grain, who->change_cost, all->group_count * all->group_count);
    grain = take_all(grain, who->end_group_cost, all->group_count);
    for (int i = 0; i < who->limit_count; i++)
        grain = take_limit(grain, who, &who->limits[i]);
    grain = take(take(grain, runs->work_max_price), runs->work_min_price);
    grain = take(take(grain, runs->off_max_price), runs->off_min_price);
    return take(grain, who->work_cost);
}

int64_t ipso__sched_grain(const ipso__schedules *all)
{
    int64_t grain = 0;
    for (int r = 0; r < all->row_count; r++)
        grain = take(take(grain, all->rows[r].under_price), all->rows[r].over_price);
    for (int p = 0; p < all->person_count && grain != 1; p++)
        grain = take_person(grain, all, &all->persons[p]);
    return grain > 0 ? grain : 1;
}
