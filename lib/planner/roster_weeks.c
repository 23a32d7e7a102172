/* A bound of a long horizon, week by week.
 *
 * What a roster costs is at least what its weeks cost one by one: rules that reach over a week's
 * end (horizon limits, runs and successions across it, turns that all take) are left out, and cost
 * nothing less than 0. Each week is solved by itself to the bound of its root, which takes a small
 * part of what the root of all weeks does, and leaves the prices at which that one begins.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "planner/roster_search.h"

#include "base/error.h"
#include "base/memory.h"

#include <math.h>
#include <stdlib.h>

enum { ACROSS = -2, NOWHERE = -1 };

typedef struct weeks {
    const ipso__roster *roster;
    const ipso__schedules *all;
    int *row_week; /* the week that all uses of a row are in; NOWHERE none, ACROSS several */
    ipso__arena arena;
} weeks;

static bool begin(weeks *w, const ipso__roster *roster, const ipso__schedules *all)
{
    *w = (weeks){.roster = roster, .all = all};
    w->row_week = ipso__arena_alloc(&w->arena, (size_t)all->row_count + 1, sizeof *w->row_week);
    if (w->row_week == NULL)
        return false;
    for (int r = 0; r < all->row_count; r++)
        w->row_week[r] = NOWHERE;
    for (int p = 0; p < all->person_count; p++)
        for (int t = 0; t < all->day_count; t++)
            for (int o = all->persons[p].first[t]; o < all->persons[p].first[t + 1]; o++)
                for (int u = 0; u < all->persons[p].options[o].use_count; u++) {
                    int *week = &w->row_week[all->persons[p].options[o].uses[u].row];
                    *week = *week == NOWHERE || *week == roster->week_of[t] ? roster->week_of[t]
                                                                            : ACROSS;
                }
    return true;
}

/* Rows of the week as they are, others without bounds; rows that nobody serves belong to the first.
 */
static ipso__schedules_row *rows_of(weeks *w, int week)
{
    size_t count = (size_t)w->all->row_count;
    ipso__schedules_row *rows = ipso__arena_alloc(&w->arena, count + 1, sizeof *rows);
    for (size_t r = 0; rows != NULL && r < count; r++) {
        bool own = w->row_week[r] == week || (w->row_week[r] == NOWHERE && week == 0);
        rows[r] =
            own ? w->all->rows[r] : (ipso__schedules_row){.lower = INT64_MIN, .upper = IPSO__NEVER};
    }
    return rows;
}

/* The person's week: its days, the limits inside it, and no history but in the first. */
static bool make_person(weeks *w, int week, const ipso__schedules_person *who,
                        ipso__schedules_person *one)
{
    int first = w->roster->week_start[week], days = w->roster->week_start[week + 1] - first;
    int *from = ipso__arena_alloc(&w->arena, (size_t)days + 1, sizeof *from);
    ipso__schedules_limit *limits =
        ipso__arena_alloc(&w->arena, (size_t)who->limit_count + 1, sizeof *limits);
    if (from == NULL || limits == NULL)
        return false;
    *one = *who;
    for (int t = 0; t <= days; t++)
        from[t] = who->first[first + t] - who->first[first];
    one->options = who->options + who->first[first];
    one->first = from;
    one->off_cost = who->off_cost == NULL ? NULL : who->off_cost + first;
    one->limits = limits;
    one->limit_count = 0;
    for (int i = 0; i < who->limit_count; i++) {
        ipso__schedules_limit limit = who->limits[i];
        if (limit.first_day < first || limit.last_day >= first + days)
            continue;
        limit.first_day -= first;
        limit.last_day -= first;
        limits[one->limit_count++] = limit;
    }
    one->work_cost = 0;
    one->end_group_cost = NULL;
    if (week > 0)
        one->history = (ipso__schedules_history){.last_class = -1, .last_group = -1};
    return true;
}

static bool make_week(weeks *w, int week, ipso__schedules *one)
{
    const ipso__schedules *all = w->all;
    ipso__schedules_person *persons =
        ipso__arena_alloc(&w->arena, (size_t)all->person_count, sizeof *persons);
    int first = w->roster->week_start[week];
    *one = *all;
    one->day_count = w->roster->week_start[week + 1] - first;
    one->weekend = all->weekend == NULL ? NULL : all->weekend + first;
    one->rows = rows_of(w, week);
    one->persons = persons;
    bool made = persons != NULL && one->rows != NULL;
    for (int p = 0; p < all->person_count && made; p++)
        made = make_person(w, week, &all->persons[p], &persons[p]);
    return made;
}

void ipso__search_weeks(ipso__roster_search *s, double share)
{
    ipso__roster_columns columns;
    weeks w;
    int64_t sum = 0;
    double *prices = NULL;
    if (s->roster->weeks < 2 || !ipso__roster_columns_fit(s->roster) || ipso__search_over(s))
        return;
    s->status = ipso__roster_columns_make(&columns, s->roster, NULL, s->err);
    if (s->status != IPSO_OK)
        return;
    size_t rows = (size_t)columns.schedules.row_count;
    bool made = begin(&w, s->roster, &columns.schedules), bounded = made;
    prices = ipso__arena_alloc(&w.arena, 2 * rows + 1, sizeof *prices);
    made = made && prices != NULL;
    for (int week = 0; week < s->roster->weeks && made && bounded; week++) {
        ipso__schedules one;
        int64_t bound = INT64_MIN;
        made = make_week(&w, week, &one);
        bounded = made && ipso__search_columns_bound(s, &one, share, &bound, &prices[rows]);
        sum += bounded ? bound : 0;
        for (size_t r = 0; r < rows && bounded; r++)
            if (w.row_week[r] == week)
                prices[r] = prices[rows + r];
    }
    if (!made && s->status == IPSO_OK)
        s->status = ipso__fail_nomem(s->err);
    if (bounded && ipso__search_keep_prices(s, prices, rows))
        s->bound = fmax(s->bound, (double)sum);
    if (s->found && s->bound > s->cost)
        s->bound = s->cost;
    ipso__arena_finish(&w.arena);
    ipso__roster_columns_finish(&columns);
}
