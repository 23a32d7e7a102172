/* Recounting schedules from the instance alone: nothing here is shared with the search.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "solve/schedules.h"

#include <stdlib.h>

#include "base/memory.h"

/* The days of one person while they are counted. */
typedef struct recount {
    const ipso__schedules *all;
    const ipso__schedules_person *person;
    const int *choice;
    int64_t cost;
    bool holds;
} recount;

static void pay(recount *r, int64_t units, int64_t price)
{
    if (units <= 0 || price == 0)
        return;
    if (price == IPSO__NEVER)
        r->holds = false;
    else
        r->cost += units * price;
}

static const ipso__schedules_option *option_on(const recount *r, int day)
{
    return r->choice[day] < 0 ? NULL : &r->person->options[r->choice[day]];
}

static bool choices_are_listed(const recount *r)
{
    for (int t = 0; t < r->all->day_count; t++) {
        int choice = r->choice[t];
        if (choice >= 0 && (choice < r->person->first[t] || choice >= r->person->first[t + 1]))
            return false;
    }
    return true;
}

static void count_days(recount *r)
{
    for (int t = 0; t < r->all->day_count; t++) {
        const ipso__schedules_option *option = option_on(r, t);
        if (option != NULL)
            r->cost += option->cost;
        else if (r->person->off_cost != NULL && r->person->off_cost[t] == IPSO__NEVER)
            r->holds = false;
        else if (r->person->off_cost != NULL)
            r->cost += r->person->off_cost[t];
    }
}

static void count_successions(recount *r)
{
    const ipso__schedules_history *history = &r->person->history;
    int before = history->known && history->work_run > 0 ? history->last_class : -1;
    for (int t = 0; t < r->all->day_count && r->person->follow != NULL; t++) {
        const ipso__schedules_option *option = option_on(r, t);
        if (option != NULL && before >= 0)
            pay(r, 1, r->person->follow[before * r->all->class_count + option->class_id]);
        before = option != NULL ? option->class_id : -1;
    }
}

/* A long rest before the horizon satisfies any minimum and has used up any maximum. */
static int run_before(const ipso__schedules_person *person)
{
    const ipso__schedules_runs *runs = &person->runs;
    if (!person->history.known)
        return 0;
    if (person->history.work_run > 0)
        return person->history.work_run;
    if (person->history.off_run != IPSO__UNLIMITED)
        return person->history.off_run;
    return runs->off_max > runs->off_min ? runs->off_max : runs->off_min;
}

/* Each day that makes a run too long pays; a run that ends too short pays when it ends. */
static void count_runs(recount *r)
{
    const ipso__schedules_runs *runs = &r->person->runs;
    bool work = r->person->history.known && r->person->history.work_run > 0;
    bool began_unknown = !r->person->history.known;
    int length = run_before(r->person);
    for (int t = 0; t < r->all->day_count; t++) {
        bool on = r->choice[t] >= 0;
        if (on != work || (t == 0 && began_unknown)) {
            if (!began_unknown)
                pay(r, (work ? runs->work_min : runs->off_min) - length,
                    work ? runs->work_min_price : runs->off_min_price);
            began_unknown = t == 0 && began_unknown;
            length = 0;
            work = on;
        }
        length++;
        int most = work ? runs->work_max : runs->off_max;
        if (most != IPSO__UNLIMITED && length > most)
            pay(r, 1, work ? runs->work_max_price : runs->off_max_price);
    }
}

static int64_t measured(const recount *r, const ipso__schedules_limit *limit)
{
    int64_t sum = 0;
    int weekend = -1;
    for (int t = limit->first_day; t <= limit->last_day; t++) {
        const ipso__schedules_option *option = option_on(r, t);
        if (option == NULL || (limit->kinds != 0 && (option->kinds & limit->kinds) == 0))
            continue;
        if (limit->measure == IPSO__MEASURE_DAYS)
            sum++;
        else if (limit->measure == IPSO__MEASURE_MINUTES)
            sum += option->minutes;
        else if (r->all->weekend != NULL && r->all->weekend[t] >= 0 &&
                 r->all->weekend[t] != weekend) {
            weekend = r->all->weekend[t];
            sum++;
        }
    }
    return sum;
}

static void count_limits(recount *r)
{
    for (int i = 0; i < r->person->limit_count; i++) {
        const ipso__schedules_limit *limit = &r->person->limits[i];
        int64_t sum = measured(r, limit);
        pay(r, limit->lower - sum, limit->under_price);
        if (limit->upper != IPSO__NEVER)
            pay(r, sum - limit->upper, limit->over_price);
    }
}

/* The group behind after an option (NULL: a day off). */
static int group_after(const recount *r, int last, const ipso__schedules_option *option)
{
    const ipso__schedules_person *who = r->person;
    if (option == NULL)
        return last >= 0 && who->group_after_off != NULL ? who->group_after_off[last] : last;
    if (option->group < 0)
        return last;
    return last >= 0 && who->group_after != NULL
               ? who->group_after[last * r->all->group_count + option->group]
               : option->group;
}

static void count_groups(recount *r)
{
    int last = r->person->history.last_group;
    bool works = false;
    for (int t = 0; t < r->all->day_count; t++) {
        const ipso__schedules_option *option = option_on(r, t);
        works = works || option != NULL;
        if (option != NULL && option->group >= 0 && last >= 0 && r->person->change_cost != NULL)
            pay(r, 1, r->person->change_cost[last * r->all->group_count + option->group]);
        last = group_after(r, last, option);
    }
    if (!works)
        return;
    r->cost += r->person->work_cost;
    if (last >= 0 && r->person->end_group_cost != NULL &&
        r->person->end_group_cost[last] == IPSO__NEVER)
        r->holds = false;
    else if (last >= 0 && r->person->end_group_cost != NULL)
        r->cost += r->person->end_group_cost[last];
}

bool ipso__schedules_person_value(const ipso__schedules *schedules, int person, const int *choice,
                                  int64_t *value)
{
    recount r = {
        .all = schedules, .person = &schedules->persons[person], .choice = choice, .holds = true};
    if (!choices_are_listed(&r))
        return false;
    count_days(&r);
    count_successions(&r);
    count_runs(&r);
    count_limits(&r);
    count_groups(&r);
    if (r.holds)
        *value = r.cost;
    return r.holds;
}

static void add_uses(const ipso__schedules *schedules, const int *choice, int64_t *activity)
{
    for (int p = 0; p < schedules->person_count; p++) {
        for (int t = 0; t < schedules->day_count; t++) {
            int chosen = choice[p * schedules->day_count + t];
            if (chosen < 0)
                continue;
            const ipso__schedules_option *option = &schedules->persons[p].options[chosen];
            for (int u = 0; u < option->use_count; u++)
                activity[option->uses[u].row] += option->uses[u].units;
        }
    }
}

/* Whole steps of a shortage or an excess. */
static int64_t steps_of(const ipso__schedules_row *row, int64_t units)
{
    int64_t step = row->step > 0 ? row->step : 1;
    return (units + step - 1) / step;
}

static void count_rows(recount *r, const int64_t *activity)
{
    for (int i = 0; i < r->all->row_count; i++) {
        const ipso__schedules_row *row = &r->all->rows[i];
        if (row->lower != INT64_MIN && activity[i] < row->lower)
            pay(r, steps_of(row, row->lower - activity[i]), row->under_price);
        if (row->upper != IPSO__NEVER && activity[i] > row->upper)
            pay(r, steps_of(row, activity[i] - row->upper), row->over_price);
    }
}

/* ---- turns ---- */

static int64_t turns_of(const ipso__schedules *all, const ipso__schedules_turns *turns, int p,
                        const int *choice)
{
    int64_t sum = 0;
    for (int t = 0; t < all->day_count && turns->share[p] > 0; t++) {
        int chosen = choice[p * all->day_count + t];
        sum += chosen >= 0 && (all->persons[p].options[chosen].kinds & turns->kinds) != 0;
    }
    return sum;
}

static int64_t above_free(const ipso__schedules_turns *turns, int p, int64_t own, int64_t all)
{
    int64_t due = turns->share[p] * (turns->before_sum + all) - turns->share_sum * turns->before[p];
    int64_t may = due > 0 ? (due + turns->share_sum - 1) / turns->share_sum : 0;
    return own > may ? own - may : 0;
}

/* What the limits of the persons do not charge. */
static void count_turns(recount *r, const int *choice)
{
    for (int i = 0; i < r->all->turn_count; i++) {
        const ipso__schedules_turns *turns = &r->all->turns[i];
        int64_t sum = 0;
        for (int p = 0; p < r->all->person_count; p++)
            sum += turns_of(r->all, turns, p, choice);
        for (int p = 0; p < r->all->person_count; p++) {
            int64_t own = turns_of(r->all, turns, p, choice);
            pay(r, above_free(turns, p, own, sum) - above_free(turns, p, own, turns->most),
                turns->price);
        }
    }
}

bool ipso__schedules_value(const ipso__schedules *schedules, const int *choice, int64_t *value)
{
    recount r = {.all = schedules, .holds = true};
    for (int p = 0; p < schedules->person_count; p++) {
        int64_t cost;
        if (!ipso__schedules_person_value(schedules, p, &choice[p * schedules->day_count], &cost))
            return false;
        r.cost += cost;
    }
    int64_t *activity = ipso__calloc((size_t)schedules->row_count, sizeof *activity);
    if (activity == NULL) {
        *value = INT64_MIN;
        return false;
    }
    add_uses(schedules, choice, activity);
    count_rows(&r, activity);
    free(activity);
    count_turns(&r, choice);
    if (r.holds)
        *value = r.cost;
    return r.holds;
}
