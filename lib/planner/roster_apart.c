/* Weeks as persons of their own.
 *
 * Each person becomes as many as there are weeks, with the days, the history and the limits of one
 * week each. A limit over several weeks becomes a joint row over the person's weeks. What else
 * reaches over a week's end (runs, successions, changes of site, activation, weekends) is left out:
 * it costs nothing less than 0, and what is hard only forbids.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "planner/roster_apart.h"

#include "base/error.h"
#include "base/memory.h"
#include "planner/roster_heads.h"
#include "planner/roster_window.h"
#include "solve/schedules_charge.h"

#include <stdlib.h>
#include <string.h>

typedef struct maker {
    ipso__roster_apart *apart;
    const ipso__roster *roster;
    const ipso__roster_columns *columns;
    const ipso__schedules *all;
    ipso__heads heads;
    int *turn_limit; /* [entry of turns][person]: row of what is above the share, -1 none */
    ipso__schedules_row *rows;
    int row_count, day_count;
    ipso__schedules_person *persons;
    bool failed;
} maker;

static void *room(maker *m, size_t count, size_t size)
{
    void *block = ipso__arena_alloc(&m->apart->arena, count + 1, size);
    m->failed |= block == NULL;
    return block;
}

static int week_days(const ipso__roster *roster, int week)
{
    return roster->week_start[week + 1] - roster->week_start[week];
}

bool ipso__roster_apart_is_row(const ipso__roster *roster, const ipso__schedules_limit *limit)
{
    return roster->week_of[limit->first_day] != roster->week_of[limit->last_day] &&
           limit->measure != IPSO__MEASURE_WEEKENDS;
}

int ipso__roster_apart_person(const ipso__roster_apart *apart, int person, int *week)
{
    *week = 0;
    while (*week < apart->weeks && person >= apart->first_person[*week + 1])
        ++*week;
    int p = person - apart->first_person[*week];
    return *week < apart->weeks && p < apart->people ? p : -1;
}

static int count_rows(const maker *m)
{
    int count = m->all->row_count;
    for (int p = 0; p < m->all->person_count; p++)
        for (int i = 0; i < m->all->persons[p].limit_count; i++)
            count += ipso__roster_apart_is_row(m->roster, &m->all->persons[p].limits[i]);
    return count;
}

/* ---- options: those of all, with uses of the person's own rows ---- */

static void add_uses(maker *m, const ipso__schedules_person *who, int first_row, int day,
                     int of_roster, ipso__schedules_option *option)
{
    ipso__schedules_use *uses =
        room(m, (size_t)option->use_count + (size_t)who->limit_count + 1, sizeof *uses);
    int count = 0, row = first_row;
    if (m->failed)
        return;
    for (int u = 0; u < option->use_count; u++)
        if (!m->heads.is_told[option->uses[u].row])
            uses[count++] = option->uses[u];
    if (m->heads.row_of[of_roster] >= 0)
        uses[count++] = (ipso__schedules_use){m->heads.row_of[of_roster], 1};
    for (int i = 0; i < who->limit_count; i++) {
        if (!ipso__roster_apart_is_row(m->roster, &who->limits[i]))
            continue;
        int units = ipso__limit_units(&who->limits[i], option, day);
        if (units != 0)
            uses[count++] = (ipso__schedules_use){row, units};
        row++;
    }
    option->uses = uses;
    option->use_count = count;
}

static ipso__schedules_option *options_of(maker *m, int p, int first_row)
{
    const ipso__schedules_person *who = &m->all->persons[p];
    size_t count = (size_t)who->first[m->all->day_count];
    ipso__schedules_option *options = room(m, count, sizeof *options);
    for (int t = 0; t < m->all->day_count && !m->failed; t++)
        for (int o = who->first[t]; o < who->first[t + 1] && !m->failed; o++) {
            options[o] = who->options[o];
            add_uses(m, who, first_row, t, m->columns->option[p][o], &options[o]);
        }
    return options;
}

/* The rows of limits over weeks. */
static void add_rows(maker *m, int p)
{
    const ipso__schedules_person *who = &m->all->persons[p];
    for (int i = 0; i < who->limit_count; i++) {
        const ipso__schedules_limit *limit = &who->limits[i];
        if (!ipso__roster_apart_is_row(m->roster, limit))
            continue;
        ipso__schedules_row row = {.lower = limit->lower > 0 ? limit->lower : INT64_MIN,
                                   .upper = limit->upper,
                                   .under_price = limit->under_price,
                                   .over_price = limit->over_price};
        for (int k = 0; k < m->all->turn_count; k++)
            if (limit->kinds == m->all->turns[k].kinds) {
                row.upper = 0;
                m->turn_limit[k * m->all->person_count + p] = m->row_count;
            }
        m->rows[m->row_count++] = row;
    }
}

/* ---- turns ---- */

/* Turns that p may take for nothing when all take so many. */
static int64_t free_turns(const ipso__schedules_turns *turns, int p, int64_t all)
{
    int64_t due = turns->share[p] * (turns->before_sum + all) - turns->share_sum * turns->before[p];
    return due > 0 ? (due + turns->share_sum - 1) / turns->share_sum : 0;
}

/* Option n of the turns of a rule: n in all, so that each may take its share of n. */
static void make_turn_option(maker *m, int k, int64_t n, ipso__schedules_option *option)
{
    const ipso__schedules_turns *turns = &m->all->turns[k];
    ipso__schedules_use *uses = room(m, (size_t)m->all->person_count + 1, sizeof *uses);
    *option = (ipso__schedules_option){.group = -1, .minutes = (int)n, .uses = uses};
    if (m->failed)
        return;
    if (n > 0)
        uses[option->use_count++] =
            (ipso__schedules_use){m->columns->turn_row[m->columns->turn_rule[k]], (int)-n};
    for (int p = 0; p < m->all->person_count; p++) {
        int row = m->turn_limit[k * m->all->person_count + p];
        int64_t may = row >= 0 ? free_turns(turns, p, n) : 0;
        if (may > 0)
            uses[option->use_count++] = (ipso__schedules_use){row, (int)-may};
    }
}

/* Turns under a rule (R18) as a person whose only day says how many all take, n; with free[p](n)
 * what is free of them for p:
 *
 *     sum over all of turns - n >= 0
 *     turns of p - free[p](n) <= 0, or the price for each more
 *
 * free[p] rises with n, so that counting on fewer turns than there are costs no less. */
static void make_turns(maker *m, int k)
{
    const ipso__schedules_turns *turns = &m->all->turns[k];
    ipso__schedules_person *one = &m->persons[m->apart->first_person[m->roster->weeks] + k];
    size_t count = (size_t)turns->most + 1;
    ipso__schedules_option *options = room(m, count, sizeof *options);
    int *first = room(m, (size_t)m->day_count + 1, sizeof *first);
    int64_t *off = room(m, (size_t)m->day_count, sizeof *off);
    if (m->failed)
        return;
    for (int64_t n = 0; n <= turns->most && !m->failed; n++)
        make_turn_option(m, k, n, &options[n]);
    for (int t = 1; t <= m->day_count; t++)
        first[t] = (int)count;
    off[0] = IPSO__NEVER;
    m->rows[m->columns->turn_row[m->columns->turn_rule[k]]] =
        (ipso__schedules_row){.lower = 0, .upper = IPSO__NEVER, .under_price = IPSO__NEVER};
    *one =
        (ipso__schedules_person){.options = options,
                                 .first = first,
                                 .off_cost = off,
                                 .runs = {.work_max = IPSO__UNLIMITED, .off_max = IPSO__UNLIMITED},
                                 .history = {.last_class = -1, .last_group = -1}};
}

/* ---- persons ---- */

/* Days beyond the end of a short week have no options, and a run is not known to end there. */
static void cut_runs(ipso__schedules_runs *runs)
{
    runs->work_min = runs->off_min = 0;
    runs->off_max = IPSO__UNLIMITED;
}

static void limit_week(maker *m, int week, const ipso__schedules_person *who,
                       ipso__schedules_person *one)
{
    int first = m->roster->week_start[week], days = week_days(m->roster, week);
    ipso__schedules_limit *limits = room(m, (size_t)who->limit_count, sizeof *limits);
    one->limits = limits;
    one->limit_count = 0;
    for (int i = 0; i < who->limit_count && !m->failed; i++) {
        ipso__schedules_limit limit = who->limits[i];
        if (limit.first_day < first || limit.last_day >= first + days ||
            limit.measure == IPSO__MEASURE_WEEKENDS)
            continue;
        limit.first_day -= first;
        limit.last_day -= first;
        limits[one->limit_count++] = limit;
    }
}

/* The person's week: no history but in the first, nor what is left behind for another. */
static void make_week(maker *m, int week, int p, const ipso__schedules_option *options)
{
    const ipso__schedules_person *who = &m->all->persons[p];
    ipso__schedules_person *one = &m->persons[m->apart->first_person[week] + p];
    int start = m->roster->week_start[week], days = week_days(m->roster, week);
    int *first = room(m, (size_t)m->day_count + 1, sizeof *first);
    int64_t *off = who->off_cost == NULL ? NULL : room(m, (size_t)m->day_count, sizeof *off);
    if (m->failed)
        return;
    *one = *who;
    for (int t = 0; t <= m->day_count; t++)
        first[t] = who->first[start + (t < days ? t : days)] - who->first[start];
    for (int t = 0; off != NULL && t < days; t++)
        off[t] = who->off_cost[start + t];
    one->options = options + who->first[start];
    one->first = first;
    one->off_cost = off;
    one->work_cost = 0;
    one->end_group_cost = NULL;
    limit_week(m, week, who, one);
    if (days < m->day_count)
        cut_runs(&one->runs);
    if (week == 0)
        return;
    one->history = (ipso__schedules_history){.last_class = -1, .last_group = -1};
    if (one->group_after != NULL || one->group_after_off != NULL)
        one->change_cost = NULL; /* the state of the automaton is not known */
    one->group_after = one->group_after_off = NULL;
}

/* ---- the whole ---- */

static void find_row_weeks(maker *m)
{
    const ipso__schedules *all = m->all;
    int *week = room(m, (size_t)m->row_count, sizeof *week);
    m->apart->row_week = week;
    for (int r = 0; r < m->row_count && !m->failed; r++)
        week[r] = r < m->apart->first_limit_row ? IPSO__ROW_NOWHERE : IPSO__ROW_ACROSS;
    for (int i = 0; i < m->heads.count && !m->failed; i++)
        for (int r = 0; r < m->heads.sites[i].row_count; r++)
            week[m->heads.sites[i].first_row + r] = m->roster->week_of[m->heads.sites[i].day];
    for (int p = 0; p < all->person_count && !m->failed; p++)
        for (int t = 0; t < all->day_count; t++)
            for (int o = all->persons[p].first[t]; o < all->persons[p].first[t + 1]; o++)
                for (int u = 0; u < all->persons[p].options[o].use_count; u++) {
                    int *of = &week[all->persons[p].options[o].uses[u].row];
                    int own = m->roster->week_of[t];
                    *of = *of == IPSO__ROW_NOWHERE || *of == own ? own : IPSO__ROW_ACROSS;
                }
}

/* Rows of all, then of heads, then of limits over weeks. */
static void place_rows(maker *m)
{
    const ipso__schedules *all = m->all;
    size_t most = (size_t)(count_rows(m) + m->heads.row_count);
    m->rows = room(m, most, sizeof *m->rows);
    if (m->failed)
        return;
    for (m->row_count = 0; m->row_count < all->row_count; m->row_count++)
        m->rows[m->row_count] =
            m->heads.is_told[m->row_count]
                ? (ipso__schedules_row){.lower = INT64_MIN, .upper = IPSO__NEVER}
                : all->rows[m->row_count];
    for (int i = 0; i < m->heads.count; i++)
        for (int r = 0; r < m->heads.sites[i].row_count; r++)
            m->rows[m->row_count++] = m->heads.sites[i].rows[r];
}

static void place_persons(maker *m)
{
    int weeks = m->roster->weeks, count = 0;
    int *first = room(m, (size_t)weeks + 2, sizeof *first);
    int *next = room(m, (size_t)weeks, sizeof *next);
    m->persons =
        room(m, (size_t)(m->all->person_count * weeks + m->heads.count + m->all->turn_count),
             sizeof *m->persons);
    m->apart->first_person = first;
    for (int w = 0; w < weeks && !m->failed; w++) {
        first[w] = count;
        next[w] = count + m->all->person_count;
        count += m->all->person_count;
        for (int i = 0; i < m->heads.count; i++)
            count += m->roster->week_of[m->heads.sites[i].day] == w;
    }
    if (m->failed)
        return;
    first[weeks] = count;
    first[weeks + 1] = count + m->all->turn_count;
    for (int i = 0; i < m->heads.count; i++)
        m->persons[next[m->roster->week_of[m->heads.sites[i].day]]++] = m->heads.sites[i].person;
}

ipso_status ipso__roster_apart_make(ipso__roster_apart *apart, const ipso__roster *roster,
                                    const ipso__roster_columns *columns, ipso_error *err)
{
    const ipso__schedules *all = &columns->schedules;
    maker m = {.apart = apart, .roster = roster, .columns = columns, .all = all};
    *apart = (ipso__roster_apart){.people = all->person_count, .weeks = roster->weeks};
    for (int w = 0; w < roster->weeks; w++)
        m.day_count = week_days(roster, w) > m.day_count ? week_days(roster, w) : m.day_count;
    m.failed =
        !ipso__heads_make(&m.heads, roster, columns, all->row_count, m.day_count, &apart->arena);
    size_t shares = (size_t)all->turn_count * (size_t)all->person_count;
    m.turn_limit = room(&m, shares, sizeof *m.turn_limit);
    for (size_t i = 0; i < shares && !m.failed; i++)
        m.turn_limit[i] = -1;
    if (!m.failed)
        place_rows(&m);
    if (!m.failed)
        place_persons(&m);
    apart->first_limit_row = m.row_count;
    for (int p = 0; p < all->person_count && !m.failed; p++) {
        const ipso__schedules_option *options = options_of(&m, p, m.row_count);
        add_rows(&m, p);
        for (int w = 0; w < roster->weeks && !m.failed; w++)
            make_week(&m, w, p, options);
    }
    for (int k = 0; k < all->turn_count && !m.failed; k++)
        make_turns(&m, k);
    find_row_weeks(&m);
    if (!m.failed)
        apart->schedules =
            (ipso__schedules){.day_count = m.day_count,
                              .class_count = all->class_count,
                              .group_count = all->group_count,
                              .rows = m.rows,
                              .row_count = m.row_count,
                              .persons = m.persons,
                              .person_count = apart->first_person[roster->weeks + 1]};
    if (!m.failed)
        return IPSO_OK;
    ipso__roster_apart_finish(apart);
    return ipso__fail_nomem(err);
}

void ipso__roster_apart_finish(ipso__roster_apart *apart)
{
    ipso__arena_finish(&apart->arena);
}

/* Rows that nobody serves belong to the first week. */
bool ipso__roster_apart_week(ipso__roster_apart *apart, int week, ipso__schedules *one)
{
    size_t count = (size_t)apart->schedules.row_count;
    ipso__schedules_row *rows = ipso__arena_alloc(&apart->arena, count + 1, sizeof *rows);
    *one = apart->schedules;
    for (size_t r = 0; rows != NULL && r < count; r++) {
        bool own =
            apart->row_week[r] == week || (apart->row_week[r] == IPSO__ROW_NOWHERE && week == 0);
        rows[r] = own ? apart->schedules.rows[r]
                      : (ipso__schedules_row){.lower = INT64_MIN, .upper = IPSO__NEVER};
    }
    one->rows = rows;
    one->persons = apart->schedules.persons + apart->first_person[week];
    one->person_count = apart->first_person[week + 1] - apart->first_person[week];
    return rows != NULL;
}

bool ipso__apart_box_make(ipso__apart_box *box, const ipso__roster_apart *apart,
                          const ipso__turn_range *range)
{
    const ipso__schedules *all = &apart->schedules;
    size_t persons = (size_t)all->person_count;
    int first = apart->first_person[apart->weeks], rules = all->person_count - first;
    box->schedules = *all;
    box->persons = ipso__calloc(persons, sizeof *box->persons);
    box->limits = ipso__calloc((size_t)rules, sizeof *box->limits);
    box->schedules.persons = box->persons;
    if (box->persons == NULL || box->limits == NULL) {
        ipso__apart_box_finish(box);
        return false;
    }
    memcpy(box->persons, all->persons, persons * sizeof *box->persons);
    for (int i = 0; i < rules; i++) {
        box->limits[i] = (ipso__schedules_limit){.measure = IPSO__MEASURE_MINUTES,
                                                 .last_day = all->day_count - 1,
                                                 .lower = range[i].least,
                                                 .upper = range[i].most,
                                                 .under_price = IPSO__NEVER,
                                                 .over_price = IPSO__NEVER};
        box->persons[first + i].limits = &box->limits[i];
        box->persons[first + i].limit_count = 1;
    }
    return true;
}

void ipso__apart_box_finish(ipso__apart_box *box)
{
    free(box->persons);
    free(box->limits);
    *box = (ipso__apart_box){0};
}
