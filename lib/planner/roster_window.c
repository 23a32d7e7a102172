/* Some days of whole schedules, the others as they are.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "planner/roster_window.h"

#include "base/error.h"

#include <math.h>
#include <string.h>

#define FORBIDDEN ((int64_t)1 << 20) /* points, of what the day after forbids */

typedef struct maker {
    ipso__roster_window *window;
    const ipso__schedules *all;
    const ipso__window_outside *outside;
    int first, days;
    bool failed;
} maker;

static void *room(maker *m, size_t count, size_t size)
{
    void *block = ipso__arena_alloc(&m->window->arena, count + 1, size);
    m->failed |= block == NULL;
    return block;
}

/* ---- what was before ---- */

static int group_after_day(const maker *m, const ipso__schedules_person *who, int group, int choice)
{
    int groups = m->all->group_count, of = choice >= 0 ? who->options[choice].group : -1;
    if (choice < 0)
        return group >= 0 && who->group_after_off != NULL ? who->group_after_off[group] : group;
    if (of < 0)
        return group;
    return group >= 0 && who->group_after != NULL ? who->group_after[group * groups + of] : of;
}

/* History, the days before the window counted. */
static ipso__schedules_history history_of(const maker *m, int p)
{
    const ipso__schedules_person *who = &m->all->persons[p];
    const int *choice = &m->outside->choice[p * m->all->day_count];
    ipso__schedules_history h = who->history;
    if (m->first > 0 && !m->outside->before)
        return (ipso__schedules_history){
            .last_class = -1, .last_group = who->group_after != NULL ? -1 : h.last_group};
    for (int t = 0; t < m->first; t++) {
        bool works = choice[t] >= 0, knew = h.known || t > 0;
        h.last_group = group_after_day(m, who, h.last_group, choice[t]);
        h.last_class = works ? who->options[choice[t]].class_id : -1;
        if (works) {
            h.work_run = knew && h.work_run > 0 ? h.work_run + 1 : 1;
            h.off_run = 0;
        } else {
            bool rested = knew && h.work_run == 0;
            h.off_run = rested && h.off_run != IPSO__UNLIMITED ? h.off_run + 1
                        : rested                               ? h.off_run
                                                               : 1;
            h.work_run = 0;
        }
        h.known = true;
    }
    return h;
}

/* ---- what comes after ---- */

/* What changes of group cost on the days after the window, from a group at its end. */
static int64_t cost_from(const maker *m, const ipso__schedules_person *who, const int *choice,
                         int group)
{
    int64_t sum = 0;
    for (int t = m->first + m->days; t < m->all->day_count; t++) {
        int of = choice[t] >= 0 ? who->options[choice[t]].group : -1;
        if (of >= 0 && group >= 0 && who->change_cost != NULL) {
            int64_t cost = who->change_cost[group * m->all->group_count + of];
            if (cost == IPSO__NEVER)
                return cost;
            sum += cost;
        }
        group = group_after_day(m, who, group, choice[t]);
    }
    if (group < 0 || who->end_group_cost == NULL)
        return sum;
    return who->end_group_cost[group] == IPSO__NEVER ? IPSO__NEVER
                                                     : sum + who->end_group_cost[group];
}

static void end_groups(maker *m, const ipso__schedules_person *who, const int *choice,
                       ipso__schedules_person *one)
{
    int64_t *end = room(m, (size_t)m->all->group_count, sizeof *end);
    for (int g = 0; g < m->all->group_count && !m->failed; g++)
        end[g] = cost_from(m, who, choice, g);
    one->end_group_cost = end;
}

/* What the day after asks of the last day, as costs of its options. */
static const ipso__schedules_option *options_before(maker *m, const ipso__schedules_person *who,
                                                    const int *choice)
{
    int end = m->first + m->days, first = who->first[m->first];
    size_t count = (size_t)(who->first[end] - first);
    ipso__schedules_option *options =
        ipso__arena_copy(&m->window->arena, &who->options[first], count, sizeof *options);
    int next = choice[end] >= 0 ? who->options[choice[end]].class_id : -1;
    m->failed |= options == NULL;
    for (int o = who->first[end - 1] - first; o < (int)count && next >= 0 && !m->failed; o++) {
        int64_t cost = who->follow[options[o].class_id * m->all->class_count + next];
        options[o].cost += cost == IPSO__NEVER ? FORBIDDEN : cost;
    }
    return options;
}

static void take_after(maker *m, int p, ipso__schedules_person *one)
{
    const ipso__schedules_person *who = &m->all->persons[p];
    const int *choice = &m->outside->choice[p * m->all->day_count];
    if (m->first + m->days == m->all->day_count)
        return;
    one->end_group_cost = NULL;
    if (!m->outside->after)
        return;
    if (who->change_cost != NULL || who->end_group_cost != NULL)
        end_groups(m, who, choice, one);
    if (who->follow != NULL)
        one->options = options_before(m, who, choice);
}

/* ---- limits ---- */

/* Units that are left below a bound when `outside` of it are used: the lower of two whole numbers
 * that it is between, and the share of the lower. */
static int64_t left_of(int64_t bound, double outside, double *share)
{
    double left = (double)bound - outside, whole = floor(left + 1e-6);
    *share = 1 - fmax(0, left - whole);
    return whole < 0 ? 0 : (int64_t)whole;
}

static int64_t part_of(int64_t price, double share)
{
    return price == IPSO__NEVER ? price : (int64_t)floor((double)price * share + 0.5);
}

/* A limit that reaches beyond the window becomes one or two, at parts of its price. */
static int cut_limit(const ipso__schedules_limit *limit, double outside, ipso__schedules_limit *cut)
{
    double share;
    int count = 0;
    ipso__schedules_limit one = *limit;
    one.lower = limit->lower > 0 ? (int64_t)ceil((double)limit->lower - outside - 1e-6) : 0;
    one.lower = one.lower > 0 ? one.lower : 0;
    if (limit->upper == IPSO__NEVER || limit->over_price == IPSO__NEVER) {
        if (limit->upper != IPSO__NEVER)
            one.upper = left_of(limit->upper, outside, &share);
        cut[count++] = one;
        return count;
    }
    one.upper = left_of(limit->upper, outside, &share);
    one.over_price = part_of(limit->over_price, share);
    cut[count++] = one;
    if (one.over_price < limit->over_price) {
        one.lower = 0;
        one.upper++;
        one.over_price = limit->over_price - cut[0].over_price;
        cut[count++] = one;
    }
    return count;
}

static void make_limits(maker *m, const ipso__schedules_person *who, const double *outside,
                        ipso__schedules_person *one)
{
    ipso__schedules_limit *limits = room(m, 2 * (size_t)who->limit_count, sizeof *limits);
    int last = m->first + m->days - 1;
    one->limits = limits;
    one->limit_count = 0;
    for (int i = 0; i < who->limit_count && !m->failed; i++) {
        ipso__schedules_limit limit = who->limits[i];
        if (limit.last_day < m->first || limit.first_day > last)
            continue;
        bool beyond = limit.first_day < m->first || limit.last_day > last;
        limit.first_day = limit.first_day > m->first ? limit.first_day - m->first : 0;
        limit.last_day = (limit.last_day < last ? limit.last_day : last) - m->first;
        if (beyond)
            one->limit_count += cut_limit(&limit, outside[i], &limits[one->limit_count]);
        else
            limits[one->limit_count++] = limit;
    }
}

/* ---- the whole ---- */

static void make_person(maker *m, int p, const double *outside, ipso__schedules_person *one)
{
    const ipso__schedules_person *who = &m->all->persons[p];
    int *first = room(m, (size_t)m->days + 1, sizeof *first);
    *one = *who;
    for (int t = 0; t <= m->days && !m->failed; t++)
        first[t] = who->first[m->first + t] - who->first[m->first];
    one->first = first;
    one->options = who->options + who->first[m->first];
    one->off_cost = who->off_cost == NULL ? NULL : who->off_cost + m->first;
    one->history = history_of(m, p);
    for (int t = 0; t < m->all->day_count; t++)
        if ((t < m->first || t >= m->first + m->days) &&
            m->outside->choice[p * m->all->day_count + t] >= 0)
            one->work_cost = 0;
    make_limits(m, who, outside, one);
    if (!m->failed)
        take_after(m, p, one);
}

ipso_status ipso__roster_window_make(ipso__roster_window *window, const ipso__schedules *all,
                                     int first_day, int days, const ipso__window_outside *outside,
                                     ipso_error *err)
{
    maker m = {.window = window, .all = all, .outside = outside, .first = first_day, .days = days};
    int limits = 0;
    *window = (ipso__roster_window){.schedules = *all, .first_day = first_day};
    ipso__schedules_person *persons = room(&m, (size_t)all->person_count, sizeof *persons);
    for (int p = 0; p < all->person_count && !m.failed; p++) {
        make_person(&m, p, &outside->of_limit[limits], &persons[p]);
        limits += all->persons[p].limit_count;
    }
    window->schedules.persons = persons;
    window->schedules.day_count = days;
    window->schedules.weekend = all->weekend == NULL ? NULL : all->weekend + first_day;
    window->schedules.turn_count = 0;
    if (!m.failed)
        return IPSO_OK;
    ipso__roster_window_finish(window);
    return ipso__fail_nomem(err);
}

void ipso__roster_window_finish(ipso__roster_window *window)
{
    ipso__arena_finish(&window->arena);
}

void ipso__roster_window_put(const ipso__roster_window *window, const ipso__schedules *all,
                             const int *inside, int *whole)
{
    int days = window->schedules.day_count;
    for (int p = 0; p < all->person_count; p++)
        for (int t = 0; t < days; t++) {
            int taken = inside[p * days + t];
            whole[p * all->day_count + window->first_day + t] =
                taken >= 0 ? taken + all->persons[p].first[window->first_day] : -1;
        }
}

void ipso__roster_window_get(const ipso__roster_window *window, const ipso__schedules *all,
                             const int *whole, int *inside)
{
    int days = window->schedules.day_count;
    for (int p = 0; p < all->person_count; p++)
        for (int t = 0; t < days; t++) {
            int taken = whole[p * all->day_count + window->first_day + t];
            inside[p * days + t] =
                taken >= 0 ? taken - all->persons[p].first[window->first_day] : -1;
        }
}
