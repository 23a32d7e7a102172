/* Refusing malformed instances, so that the search need not look.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "solve/schedules_input.h"

#include <stdlib.h>

#include "base/error.h"

/* Costs and prices up to this, and their sums over a horizon, are exact in a double on the grid. */
#define LARGEST_COST  ((int64_t)1 << 24)
#define LARGEST_COUNT ((int64_t)1 << 24)
/* Times a count, within 64 bits. */
#define LARGEST_SHARE ((int64_t)1 << 36)
enum { MOST_DAYS = 400, MOST_PERSONS = 100000 };

static bool is_price(int64_t price)
{
    return price == IPSO__NEVER || (price >= 0 && price <= LARGEST_COST);
}

static bool is_cost(int64_t cost)
{
    return cost >= -LARGEST_COST && cost <= LARGEST_COST;
}

static bool is_bound(int64_t bound)
{
    return bound >= -LARGEST_COUNT && bound <= LARGEST_COUNT;
}

static ipso_status refuse(ipso_error *err, const char *what, int number)
{
    return ipso__fail(err, IPSO_INPUT, "", "%s %d of the schedules is malformed", what, number);
}

static bool row_is_sound(const ipso__schedules_row *row)
{
    bool lower = row->lower == INT64_MIN || is_bound(row->lower);
    bool upper = row->upper == IPSO__NEVER || is_bound(row->upper);
    return lower && upper && row->lower <= row->upper && is_price(row->under_price) &&
           is_price(row->over_price) && row->step >= 0;
}

static bool option_is_sound(const ipso__schedules *all, const ipso__schedules_option *option)
{
    if (option->class_id < 0 || option->class_id >= all->class_count || option->group < -1 ||
        option->group >= all->group_count || option->minutes < 0 || !is_cost(option->cost))
        return false;
    for (int u = 0; u < option->use_count; u++) {
        int row = option->uses[u].row;
        if (row < 0 || row >= all->row_count || !is_bound(option->uses[u].units))
            return false;
        for (int v = 0; v < u; v++)
            if (option->uses[v].row == row)
                return false;
    }
    return true;
}

static bool limit_is_sound(const ipso__schedules *all, const ipso__schedules_limit *limit)
{
    bool upper = limit->upper == IPSO__NEVER || (limit->upper >= 0 && is_bound(limit->upper));
    return limit->first_day >= 0 && limit->first_day <= limit->last_day &&
           limit->last_day < all->day_count && is_bound(limit->lower) && upper &&
           is_price(limit->under_price) && is_price(limit->over_price);
}

static bool runs_are_sound(const ipso__schedules *all, const ipso__schedules_person *who)
{
    const ipso__schedules_runs *runs = &who->runs;
    const ipso__schedules_history *history = &who->history;
    return runs->work_max >= -1 && runs->work_max <= MOST_DAYS && runs->off_max >= -1 &&
           runs->off_max <= MOST_DAYS && runs->work_min >= 0 && runs->work_min <= MOST_DAYS &&
           runs->off_min >= 0 && runs->off_min <= MOST_DAYS && is_price(runs->work_max_price) &&
           is_price(runs->work_min_price) && is_price(runs->off_max_price) &&
           is_price(runs->off_min_price) && history->work_run >= 0 &&
           history->off_run >= IPSO__UNLIMITED && history->last_class >= -1 &&
           history->last_class < all->class_count && history->last_group >= -1 &&
           history->last_group < all->group_count;
}

static bool prices_are_sound(const int64_t *prices, int count)
{
    for (int i = 0; prices != NULL && i < count; i++)
        if (prices[i] != IPSO__NEVER && !is_cost(prices[i]))
            return false;
    return true;
}

static bool are_groups(const int *after, int count, int groups)
{
    for (int i = 0; after != NULL && i < count; i++)
        if (after[i] < 0 || after[i] >= groups)
            return false;
    return true;
}

static bool lists_are_sound(const ipso__schedules *all, const ipso__schedules_person *who)
{
    int classes = all->class_count, groups = all->group_count;
    if (who->first[0] != 0 || who->limit_count < 0)
        return false;
    for (int t = 0; t < all->day_count; t++)
        if (who->first[t + 1] < who->first[t])
            return false;
    return is_cost(who->work_cost) && prices_are_sound(who->off_cost, all->day_count) &&
           are_groups(who->group_after, groups * groups, groups) &&
           are_groups(who->group_after_off, groups, groups) &&
           prices_are_sound(who->end_group_cost, groups) &&
           prices_are_sound(who->follow, classes * classes) &&
           prices_are_sound(who->change_cost, groups * groups);
}

static ipso_status check_person(const ipso__schedules *all, int person, ipso_error *err)
{
    const ipso__schedules_person *who = &all->persons[person];
    if (!lists_are_sound(all, who) || !runs_are_sound(all, who))
        return refuse(err, "person", person);
    for (int o = 0; o < who->first[all->day_count]; o++)
        if (!option_is_sound(all, &who->options[o]))
            return ipso__fail(err, IPSO_INPUT, "", "option %d of person %d is malformed", o,
                              person);
    for (int i = 0; i < who->limit_count; i++)
        if (!limit_is_sound(all, &who->limits[i]))
            return ipso__fail(err, IPSO_INPUT, "", "limit %d of person %d is malformed", i, person);
    return IPSO_OK;
}

static bool turns_are_sound(const ipso__schedules *all, const ipso__schedules_turns *turns)
{
    for (int p = 0; p < all->person_count; p++)
        if (turns->share[p] < 0 || turns->share[p] > LARGEST_SHARE || !is_bound(turns->before[p]))
            return false;
    return is_price(turns->price) && turns->share_sum > 0 && turns->share_sum <= LARGEST_SHARE &&
           turns->most >= 0 && is_bound(turns->before_sum) && is_bound(turns->most);
}

static bool weekends_rise(const ipso__schedules *all)
{
    int last = -1;
    for (int t = 0; all->weekend != NULL && t < all->day_count; t++) {
        if (all->weekend[t] < -1 || (all->weekend[t] >= 0 && all->weekend[t] < last))
            return false;
        last = all->weekend[t] >= 0 ? all->weekend[t] : last;
    }
    return true;
}

ipso_status ipso__schedules_validate(const ipso__schedules *all,
                                     const ipso__schedules_settings *settings, ipso_error *err)
{
    if (all->day_count < 1 || all->day_count > MOST_DAYS || all->person_count < 0 ||
        all->person_count > MOST_PERSONS || all->row_count < 0 || all->class_count < 0 ||
        all->group_count < 0)
        return ipso__fail(err, IPSO_INPUT, "", "the sizes of the schedules are malformed");
    if (settings->threads < 1 || !(settings->gap >= 0) || !(settings->time_limit_s >= 0) ||
        settings->work_limit < 0)
        return ipso__fail(err, IPSO_INPUT, "", "a setting of the schedules is malformed");
    if (!weekends_rise(all))
        return ipso__fail(err, IPSO_INPUT, "", "the weekends of the schedules do not rise");
    for (int r = 0; r < all->row_count; r++)
        if (!row_is_sound(&all->rows[r]))
            return refuse(err, "row", r);
    for (int i = 0; i < all->turn_count; i++)
        if (!turns_are_sound(all, &all->turns[i]))
            return refuse(err, "turns", i);
    for (int p = 0; p < all->person_count; p++) {
        ipso_status status = check_person(all, p, err);
        if (status != IPSO_OK)
            return status;
    }
    return IPSO_OK;
}
