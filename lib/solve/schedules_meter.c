/* What the days of one person cost, counted from what changes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "solve/schedules_meter.h"

#include "solve/schedules_charge.h"

static bool pay(int64_t units, int64_t price, int64_t *cost)
{
    if (units <= 0)
        return true;
    if (price == IPSO__NEVER)
        return false;
    *cost += units * price;
    return true;
}

bool ipso__meter_limits(const ipso__meter_person *person, const int *sums, int64_t *cost)
{
    for (int i = 0; i < person->limit_count; i++) {
        const ipso__meter_limit *limit = &person->limits[i];
        if ((sums[i] < limit->lower && !pay(limit->lower - sums[i], limit->under_price, cost)) ||
            (sums[i] > limit->upper && !pay(sums[i] - limit->upper, limit->over_price, cost)))
            return false;
    }
    return true;
}

/* ---- days, successions and groups ---- */

static bool pay_follow(const ipso__schedules_person *who, int classes, int before, int class_id,
                       int64_t *cost)
{
    return before < 0 || who->follow == NULL ||
           pay(1, who->follow[before * classes + class_id], cost);
}

/* The group behind after an option of a group. */
static bool pay_group(const ipso__schedules_person *who, int groups, int group, int *last,
                      int64_t *cost)
{
    if (group < 0)
        return true;
    bool lawful = *last < 0 || who->change_cost == NULL ||
                  pay(1, who->change_cost[*last * groups + group], cost);
    *last =
        *last >= 0 && who->group_after != NULL ? who->group_after[*last * groups + group] : group;
    return lawful;
}

static bool pay_end(const ipso__schedules_person *who, int last, int64_t *cost)
{
    *cost += who->work_cost;
    return last < 0 || who->end_group_cost == NULL || pay(1, who->end_group_cost[last], cost);
}

static bool pay_days(const ipso__meter *meter, const ipso__meter_person *person, const int *choice,
                     int64_t *cost)
{
    const ipso__schedules_person *who = person->who;
    int classes = meter->all->class_count, groups = meter->all->group_count;
    int before = who->history.known && who->history.work_run > 0 ? who->history.last_class : -1;
    int last = who->history.last_group;
    bool works = false, lawful = true;
    for (int t = 0; t < meter->all->day_count && lawful; t++) {
        if (choice[t] < 0) {
            lawful = who->off_cost == NULL || who->off_cost[t] == 0 ||
                     (who->off_cost[t] < IPSO__NEVER && (*cost += who->off_cost[t], true));
            if (last >= 0 && who->group_after_off != NULL)
                last = who->group_after_off[last];
            before = -1;
            continue;
        }
        const ipso__meter_option *option = &person->options[choice[t]];
        *cost += option->cost;
        lawful = pay_follow(who, classes, before, option->class_id, cost) &&
                 (!person->has_groups || pay_group(who, groups, option->group, &last, cost));
        before = option->class_id;
        works = true;
    }
    return lawful && (!works || pay_end(who, last, cost));
}

/* ---- runs ---- */

/* A long rest before the horizon satisfies any minimum and has used up any maximum. */
static int run_before(const ipso__schedules_person *who)
{
    const ipso__schedules_history *history = &who->history;
    if (!history->known || history->work_run > 0)
        return history->known ? history->work_run : 0;
    if (history->off_run != IPSO__UNLIMITED)
        return history->off_run;
    return who->runs.off_max > who->runs.off_min ? who->runs.off_max : who->runs.off_min;
}

/* The first run of a history that is not known is never too short. */
static bool pay_runs(const ipso__schedules_person *who, int days, const int *choice, int64_t *cost)
{
    const ipso__schedules_runs *runs = &who->runs;
    bool is_first = !who->history.known, lawful = true;
    bool work = is_first ? choice[0] >= 0 : who->history.work_run > 0;
    int length = run_before(who);
    for (int t = 0; t < days && lawful; t++) {
        bool on = choice[t] >= 0;
        if (on != work) {
            lawful = is_first || pay((work ? runs->work_min : runs->off_min) - length,
                                     work ? runs->work_min_price : runs->off_min_price, cost);
            is_first = false;
            length = 0;
            work = on;
        }
        length++;
        int most = work ? runs->work_max : runs->off_max;
        if (most != IPSO__UNLIMITED && length > most)
            lawful = lawful && pay(1, work ? runs->work_max_price : runs->off_max_price, cost);
    }
    return lawful;
}

static int64_t count_weekends(const ipso__schedules *all, const ipso__schedules_person *who,
                              const ipso__schedules_limit *limit, const int *choice)
{
    int64_t sum = 0;
    int weekend = -1;
    for (int t = limit->first_day; t <= limit->last_day && all->weekend != NULL; t++) {
        if (all->weekend[t] < 0 || all->weekend[t] == weekend || choice[t] < 0 ||
            (limit->kinds != 0 && (who->options[choice[t]].kinds & limit->kinds) == 0))
            continue;
        weekend = all->weekend[t];
        sum++;
    }
    return sum;
}

static bool pay_weekends(const ipso__schedules *all, const ipso__meter_person *person,
                         const int *choice, int64_t *cost)
{
    bool lawful = true;
    for (int i = 0; i < person->weekend_count && lawful; i++) {
        const ipso__schedules_limit *limit = person->weekends[i];
        int64_t sum = count_weekends(all, person->who, limit, choice);
        lawful = pay(limit->lower - sum, limit->under_price, cost) &&
                 (limit->upper == IPSO__NEVER || pay(sum - limit->upper, limit->over_price, cost));
    }
    return lawful;
}

bool ipso__meter_days(const ipso__meter *meter, int person, const int *choice, int64_t *cost)
{
    const ipso__meter_person *who = &meter->persons[person];
    return pay_days(meter, who, choice, cost) &&
           (!who->has_runs || pay_runs(who->who, meter->all->day_count, choice, cost)) &&
           (who->weekend_count == 0 || pay_weekends(meter->all, who, choice, cost));
}

/* ---- building ---- */

/* Whether some choices break the limit. */
static bool can_break(const ipso__schedules_person *who, const ipso__schedules_limit *limit,
                      int days)
{
    int64_t most = 0;
    for (int t = 0; t < days; t++) {
        int day_most = 0;
        for (int o = who->first[t]; o < who->first[t + 1]; o++) {
            int units = ipso__limit_units(limit, &who->options[o], t);
            day_most = units > day_most ? units : day_most;
        }
        most += day_most;
    }
    return limit->lower > 0 || most > limit->upper;
}

static bool measure_options(ipso__meter_person *person, const ipso__schedules_limit **kept,
                            int days, ipso__arena *arena)
{
    const ipso__schedules_person *who = person->who;
    size_t cells = (size_t)who->first[days] * (size_t)person->limit_count;
    size_t options = (size_t)who->first[days], off = (size_t)person->limit_count;
    person->units = ipso__arena_alloc(arena, cells + off + 1, sizeof *person->units);
    person->options = ipso__arena_alloc(arena, options + 1, sizeof *person->options);
    if (person->units == NULL || person->options == NULL)
        return false;
    int *units = person->units + off;
    for (size_t o = 0; o < options; o++)
        person->options[o] = (ipso__meter_option){who->options[o].cost, who->options[o].class_id,
                                                  who->options[o].group};
    for (int t = 0; t < days; t++)
        for (int o = who->first[t]; o < who->first[t + 1]; o++)
            for (int i = 0; i < person->limit_count; i++)
                *units++ = ipso__limit_units(kept[i], &who->options[o], t);
    return true;
}

static bool build_person(ipso__meter *meter, int p, ipso__arena *arena)
{
    const ipso__schedules_person *who = &meter->all->persons[p];
    ipso__meter_person *person = &meter->persons[p];
    const ipso__schedules_runs *runs = &who->runs;
    size_t limits = (size_t)who->limit_count + 1;
    const ipso__schedules_limit **kept = ipso__arena_alloc(arena, limits, sizeof *kept);
    *person = (ipso__meter_person){.who = who};
    person->has_groups = who->change_cost != NULL || who->end_group_cost != NULL;
    person->has_runs = runs->work_max != IPSO__UNLIMITED || runs->off_max != IPSO__UNLIMITED ||
                       runs->work_min > 1 || runs->off_min > 1;
    person->limits = ipso__arena_alloc(arena, limits, sizeof *person->limits);
    person->weekends = ipso__arena_alloc(arena, limits, sizeof *person->weekends);
    if (kept == NULL || person->limits == NULL || person->weekends == NULL)
        return false;
    for (int i = 0; i < who->limit_count; i++) {
        const ipso__schedules_limit *limit = &who->limits[i];
        if (limit->measure == IPSO__MEASURE_WEEKENDS) {
            person->weekends[person->weekend_count++] = limit;
        } else if (can_break(who, limit, meter->all->day_count)) {
            kept[person->limit_count] = limit;
            person->limits[person->limit_count++] = (ipso__meter_limit){
                limit->lower, limit->upper, limit->under_price, limit->over_price};
        }
    }
    if (person->limit_count > meter->most_limits)
        meter->most_limits = person->limit_count;
    return measure_options(person, kept, meter->all->day_count, arena);
}

bool ipso__meter_init(ipso__meter *meter, ipso__sched *search)
{
    *meter = (ipso__meter){.all = search->all};
    meter->persons =
        ipso__arena_alloc(&search->arena, (size_t)search->persons + 1, sizeof *meter->persons);
    bool ok = meter->persons != NULL;
    for (int p = 0; p < search->persons && ok; p++)
        ok = build_person(meter, p, &search->arena);
    return ok;
}
