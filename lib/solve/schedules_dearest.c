/* A bound from above on the cost of any lawful solution, however bad: what costs more is forbidden.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "solve/schedules_search.h"

#include <math.h>
#include <stdlib.h>

static double size_of(int64_t price)
{
    return price == IPSO__NEVER || price == INT64_MIN ? 0 : fabs((double)price);
}

static double largest(const int64_t *prices, int count)
{
    double most = 0;
    for (int i = 0; prices != NULL && i < count; i++)
        most = fmax(most, size_of(prices[i]));
    return most;
}

static double dearest_limits(const ipso__schedules_person *who, int days)
{
    double sum = 0;
    int minutes = 1;
    for (int o = 0; o < who->first[days]; o++)
        minutes = who->options[o].minutes > minutes ? who->options[o].minutes : minutes;
    for (int i = 0; i < who->limit_count; i++) {
        const ipso__schedules_limit *limit = &who->limits[i];
        sum += size_of(limit->under_price) * fmax(0, (double)limit->lower);
        sum += size_of(limit->over_price) * days * (double)minutes;
    }
    return sum;
}

static double dearest_person(const ipso__schedules *all, const ipso__schedules_person *who)
{
    const ipso__schedules_runs *runs = &who->runs;
    double day = largest(who->off_cost, all->day_count);
    for (int o = 0; o < who->first[all->day_count]; o++)
        day = fmax(day, size_of(who->options[o].cost));
    day += largest(who->follow, all->class_count * all->class_count) +
           largest(who->change_cost, all->group_count * all->group_count);
    day += size_of(runs->work_max_price) + size_of(runs->off_max_price) +
           size_of(runs->work_min_price) * runs->work_min +
           size_of(runs->off_min_price) * runs->off_min;
    return all->day_count * day + dearest_limits(who, all->day_count) + size_of(who->work_cost) +
           largest(who->end_group_cost, all->group_count);
}

/* Adds to each row the most that the person's days can move it. */
static void add_reach(const ipso__schedules *all, const ipso__schedules_person *who, int64_t *reach)
{
    for (int o = 0; o < who->first[all->day_count]; o++)
        for (int u = 0; u < who->options[o].use_count; u++)
            reach[who->options[o].uses[u].row] += llabs(who->options[o].uses[u].units);
}

double ipso__sched_dearest(ipso__sched *search)
{
    const ipso__schedules *all = search->all;
    double sum = 1;
    for (int r = 0; r < all->row_count; r++)
        search->activity[r] = 0;
    for (int p = 0; p < all->person_count; p++) {
        sum += dearest_person(all, &all->persons[p]);
        add_reach(all, &all->persons[p], search->activity);
    }
    for (int r = 0; r < all->row_count; r++) {
        const ipso__schedules_row *row = &all->rows[r];
        double reach = (double)search->activity[r] + 1;
        sum += size_of(row->under_price) * (fmax(0, size_of(row->lower)) + reach);
        sum += size_of(row->over_price) * (size_of(row->upper) + reach);
    }
    return sum;
}
