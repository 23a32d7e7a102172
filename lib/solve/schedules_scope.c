/* Scopes: what is open, and what the rest brings.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "solve/schedules_search.h"

#include <math.h>
#include <string.h>

bool ipso__scope_init(ipso__scope *scope, ipso__sched *search, ipso__arena *arena)
{
    size_t rows = (size_t)search->rows;
    scope->active = ipso__arena_alloc(arena, (size_t)search->persons, sizeof *scope->active);
    scope->banned = ipso__arena_alloc(arena, (size_t)search->ban_first[search->persons], 1);
    scope->row_at = ipso__arena_alloc(arena, rows, sizeof *scope->row_at);
    scope->rows = ipso__arena_alloc(arena, rows, sizeof *scope->rows);
    scope->fixed = ipso__arena_alloc(arena, rows, sizeof *scope->fixed);
    scope->slack_min = ipso__arena_alloc(arena, 2 * rows, sizeof *scope->slack_min);
    scope->slack_max = ipso__arena_alloc(arena, 2 * rows, sizeof *scope->slack_max);
    return scope->active != NULL && scope->banned != NULL && scope->row_at != NULL &&
           scope->rows != NULL && scope->fixed != NULL && scope->slack_min != NULL &&
           scope->slack_max != NULL;
}

void ipso__scope_open(ipso__scope *scope, ipso__sched *search)
{
    memset(scope->active, true, (size_t)search->persons * sizeof *scope->active);
    memset(scope->banned, 0, (size_t)search->ban_first[search->persons]);
    scope->within = INFINITY;
    for (int i = 0; i < 2 * search->rows; i++) {
        scope->slack_min[i] = 0;
        scope->slack_max[i] = -1;
    }
    ipso__scope_close(scope, search, NULL);
}

static void mark_live(ipso__scope *scope, const ipso__schedules_option *option)
{
    for (int u = 0; u < option->use_count; u++)
        scope->row_at[option->uses[u].row] = 0;
}

static void add_units(int64_t *activity, const ipso__schedules_option *option)
{
    for (int u = 0; u < option->use_count; u++)
        activity[option->uses[u].row] += option->uses[u].units;
}

/* Rows whose activity this day of the person can change are live; what a day brings that has but
 * one choice goes to activity. */
static void look_at_day(ipso__scope *scope, ipso__sched *search, int person, int day)
{
    const ipso__schedules_person *who = &search->all->persons[person];
    const uint8_t *banned = &scope->banned[search->ban_first[person]];
    int choices = banned[who->first[search->days] + day] ? 0 : 1, only = -1;
    for (int o = who->first[day]; o < who->first[day + 1]; o++)
        if (!banned[o]) {
            choices++;
            only = o;
        }
    if (choices == 1 && only >= 0)
        add_units(search->activity, &who->options[only]);
    for (int o = who->first[day]; o < who->first[day + 1] && choices > 1; o++)
        if (!banned[o])
            mark_live(scope, &who->options[o]);
}

static void fix_person(ipso__scope *scope, ipso__sched *search, int person, const int *choice)
{
    const ipso__schedules_person *who = &search->all->persons[person];
    int64_t cost = 0;
    ipso__schedules_person_value(search->all, person, choice, &cost);
    scope->constant += (double)cost;
    for (int t = 0; t < search->days; t++)
        if (choice[t] >= 0)
            add_units(scope->fixed, &who->options[choice[t]]);
}

static bool is_free(const ipso__schedules_row *row)
{
    return row->lower == INT64_MIN && row->upper == IPSO__NEVER;
}

void ipso__scope_close(ipso__scope *scope, ipso__sched *search, const int *choice)
{
    size_t bytes = (size_t)search->rows * sizeof *scope->fixed;
    memset(scope->fixed, 0, bytes);
    memset(search->activity, 0, bytes);
    memset(scope->row_at, 0xFF, (size_t)search->rows * sizeof *scope->row_at);
    scope->constant = 0;
    for (int r = 0; r < search->rows; r++) /* hard rows stay, to be seen broken */
        if (search->all->rows[r].under_price == IPSO__NEVER ||
            search->all->rows[r].over_price == IPSO__NEVER)
            scope->row_at[r] = 0;
    for (int p = 0; p < search->persons; p++) {
        if (!scope->active[p])
            fix_person(scope, search, p, &choice[(size_t)p * (size_t)search->days]);
        for (int t = 0; t < search->days && scope->active[p]; t++)
            look_at_day(scope, search, p, t);
    }
    scope->row_count = 0;
    for (int r = 0; r < search->rows; r++) {
        if (scope->row_at[r] < 0 || is_free(&search->all->rows[r])) {
            scope->row_at[r] = -1;
            scope->constant +=
                ipso__sched_row_cost(search, r, scope->fixed[r] + search->activity[r]);
            continue;
        }
        scope->row_at[r] = scope->row_count;
        scope->rows[scope->row_count++] = r;
    }
}
