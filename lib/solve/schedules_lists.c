/* Lists of all schedules of a person that matter, and pricing by them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "solve/schedules_lists.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "solve/schedules_all.h"
#include "solve/schedules_cuts.h"
#include "solve/schedules_master.h"

enum { MOST_LISTED = 500000 };

static void empty(ipso__list *list)
{
    free(list->cell);
    free(list->cost);
    free(list->open);
    free(list->reduced);
    free(list->price);
    free(list->units);
    memset(list, 0, sizeof *list);
}

void ipso__lists_finish(ipso__sched *search)
{
    for (int p = 0; search->lists->persons != NULL && p < search->persons; p++)
        empty(&search->lists->persons[p]);
    free(search->lists->persons);
    int number = search->lists->number;
    memset(search->lists, 0, sizeof *search->lists);
    search->lists->number = number + 1;
}

/* ---- building ---- */

static bool allocate(const ipso__sched *search, ipso__list *list, int person, int count)
{
    size_t days = (size_t)search->days, schedules = (size_t)count;
    int entries = search->ban_first[person + 1] - search->ban_first[person];
    list->cell = ipso__calloc(schedules * days, sizeof *list->cell);
    list->cost = ipso__calloc(schedules, sizeof *list->cost);
    list->open = ipso__calloc(schedules, sizeof *list->open);
    list->reduced = ipso__calloc(schedules, sizeof *list->reduced);
    list->price = ipso__calloc((size_t)entries, sizeof *list->price);
    return list->cell != NULL && list->cost != NULL && list->open != NULL &&
           list->reduced != NULL && list->price != NULL;
}

static void take_over(const ipso__sched *search, ipso__list *list, int person, const ipso__all *all)
{
    int offs = search->all->persons[person].first[search->days];
    for (int i = 0; i < all->count; i++) {
        const int *choice = &all->choice[(size_t)i * (size_t)search->days];
        if (ipso__sched_regret(search, person, choice, all->cost[i]) > search->lists->within)
            continue;
        uint16_t *cell = &list->cell[(size_t)list->count * (size_t)search->days];
        for (int t = 0; t < search->days; t++)
            cell[t] = (uint16_t)(choice[t] >= 0 ? choice[t] : offs + t);
        list->cost[list->count++] = (double)all->cost[i];
    }
}

static bool gives_up(const void *user)
{
    return ipso__sched_out_of_time(user);
}

/* False when there are more than most. */
static bool list_person(ipso__sched *search, int person, int most)
{
    ipso__list *list = &search->lists->persons[person];
    ipso__price_question question = {.walk = &search->walks[person],
                                     .dual = search->root_dual,
                                     .banned = &search->whole.banned[search->ban_first[person]],
                                     .lane_price = search->lane_price[person],
                                     .below = INFINITY,
                                     .gives_up = gives_up,
                                     .user = search};
    ipso__all all = {0};
    if (search->ban_first[person + 1] - search->ban_first[person] > UINT16_MAX)
        return false;
    ipso__all_list(&all, &question, person, search->scratches,
                   search->root_person[person] + search->lists->within, most);
    search->work += all.work;
    search->failed = search->failed || all.failed;
    bool whole = all.whole && !all.failed;
    if (whole) {
        search->failed = !allocate(search, list, person, all.count);
        if (!search->failed)
            take_over(search, list, person, &all);
    }
    ipso__all_finish(&all);
    return whole;
}

bool ipso__lists_build(ipso__sched *search, int64_t target)
{
    ipso__lists *lists = search->lists;
    int left = MOST_LISTED;
    ipso__lists_finish(search);
    lists->persons = ipso__calloc((size_t)search->persons, sizeof *lists->persons);
    search->failed = search->failed || lists->persons == NULL;
    lists->within = (double)target - search->root_bound;
    lists->used = !search->failed;
    for (int p = 0; p < search->persons && lists->used && !search->failed; p++) {
        lists->used = list_person(search, p, left);
        left -= lists->persons[p].count;
    }
    return !ipso__sched_must_stop(search);
}

int64_t ipso__lists_count(const ipso__sched *search)
{
    int64_t sum = 0;
    for (int p = 0; p < search->persons; p++)
        sum += search->lists->persons[p].count;
    return sum;
}

int64_t ipso__lists_open(const ipso__sched *search)
{
    int64_t sum = 0;
    for (int p = 0; p < search->persons; p++)
        sum += search->lists->persons[p].open_count;
    return sum;
}

/* ---- what is left ---- */

static void move(ipso__list *list, int days, int to, int from)
{
    memmove(&list->cell[(size_t)to * (size_t)days], &list->cell[(size_t)from * (size_t)days],
            (size_t)days * sizeof *list->cell);
    if (list->units != NULL)
        memmove(&list->units[(size_t)to * IPSO__CUTS_MOST],
                &list->units[(size_t)from * IPSO__CUTS_MOST],
                IPSO__CUTS_MOST * sizeof *list->units);
    list->cost[to] = list->cost[from];
}

void ipso__lists_keep(ipso__sched *search)
{
    for (int p = 0; p < search->persons; p++) {
        ipso__list *list = &search->lists->persons[p];
        for (int k = 0; k < list->open_count; k++) {
            move(list, search->days, k, list->open[k]);
            list->open[k] = k;
        }
        list->count = list->open_count;
    }
    ipso__master *master = search->listed;
    for (int i = 0; i < master->count; i++)
        if (glp_get_col_type(master->lp, master->first_column + i) == GLP_FX)
            search->pool.columns[master->column[i]].out_of = search->lists->number;
}

/* ---- cuts ---- */

/* What an entry of a person's days adds to the multipliers' sum. */
static void weigh_cells(const ipso__sched *search, ipso__list *list, int person,
                        const double *multiplier)
{
    const ipso__schedules_person *who = &search->all->persons[person];
    for (int o = 0; o < who->first[search->days]; o++) {
        const ipso__schedules_option *option = &who->options[o];
        list->price[o] = 0;
        for (int u = 0; u < option->use_count; u++)
            list->price[o] += multiplier[option->uses[u].row] * option->uses[u].units;
    }
}

bool ipso__lists_take_cut(ipso__sched *search, int place)
{
    const ipso__cut *cut = &search->cuts->at[place];
    for (int p = 0; p < search->persons; p++) {
        ipso__list *list = &search->lists->persons[p];
        if (list->units == NULL)
            list->units = ipso__calloc((size_t)list->count * IPSO__CUTS_MOST, sizeof *list->units);
        if (list->units == NULL) {
            search->failed = true;
            return false;
        }
        weigh_cells(search, list, p, cut->multiplier);
        for (int i = 0; i < list->count; i++) {
            double sum = cut->multiplier[search->rows + p];
            for (int t = 0; t < search->days; t++)
                sum += list->price[list->cell[(size_t)i * (size_t)search->days + (size_t)t]];
            list->units[(size_t)i * IPSO__CUTS_MOST + (size_t)place] =
                (uint16_t)ipso__cut_coefficient(cut->rest, sum);
        }
        search->work += list->count;
    }
    return true;
}

/* ---- pricing ---- */

void ipso__lists_enter(ipso__sched *search, bool added)
{
    search->lists->entered++;
    search->lists->added = added;
}

void ipso__lists_drop(ipso__sched *search, double above)
{
    for (int p = 0; p < search->persons; p++) {
        ipso__list *list = &search->lists->persons[p];
        int kept = 0;
        for (int k = 0; k < list->open_count; k++) {
            if (list->reduced[k] - search->answers[p].lower > above)
                continue;
            list->reduced[kept] = list->reduced[k];
            list->open[kept++] = list->open[k];
        }
        list->open_count = kept;
    }
}

static bool is_open(const ipso__list *list, int i, const ipso__price_question *question)
{
    int days = question->walk->days, options = question->walk->who->first[days];
    const uint16_t *cell = &list->cell[(size_t)i * (size_t)days];
    bool idle = true;
    for (int t = 0; t < days; t++) {
        idle = idle && cell[t] >= options;
        if (question->banned[cell[t]])
            return false;
    }
    return !idle || !question->banned[ipso__walk_idle(question->walk)];
}

/* Of all schedules, or of those open so far. */
static void choose_open(ipso__list *list, const ipso__price_question *question, bool added)
{
    int count = added ? list->open_count : list->count;
    list->open_count = 0;
    for (int k = 0; k < count; k++) {
        int i = added ? list->open[k] : k;
        if (is_open(list, i, question))
            list->open[list->open_count++] = i;
    }
}

static void price_cells(ipso__list *list, const ipso__price_question *question)
{
    const ipso__schedules_person *who = question->walk->who;
    for (int o = 0; o < who->first[question->walk->days]; o++)
        list->price[o] = question->banned[o]
                             ? 0
                             : ipso__price_option(question, o) - (double)who->options[o].cost;
}

static void spell_out(const ipso__list *list, int i, int days, int options, int *choice)
{
    const uint16_t *cell = &list->cell[(size_t)i * (size_t)days];
    for (int t = 0; t < days; t++)
        choice[t] = cell[t] < options ? cell[t] : -1;
}

typedef struct paid {
    double price[IPSO__CUTS_MOST];
    int place[IPSO__CUTS_MOST];
    int count;
} paid;

static void collect_prices(paid *cuts, const ipso__list *list, const double *price)
{
    cuts->count = 0;
    for (int c = 0; list->units != NULL && c < IPSO__CUTS_MOST; c++) {
        if (!(price[c] > 0))
            continue;
        cuts->price[cuts->count] = price[c] / IPSO__CUT_UNIT;
        cuts->place[cuts->count++] = c;
    }
}

static double pay(const paid *cuts, const ipso__list *list, int i)
{
    const uint16_t *units = &list->units[(size_t)i * IPSO__CUTS_MOST];
    double sum = 0;
    for (int c = 0; c < cuts->count; c++)
        sum += cuts->price[c] * units[cuts->place[c]];
    return sum;
}

void ipso__lists_price(ipso__price_answer *answer, const ipso__price_question *question,
                       ipso__lists *lists, int rows, int person)
{
    ipso__list *list = &lists->persons[person];
    paid cuts;
    int days = question->walk->days, best[IPSO__PRICE_KEEP];
    *answer = (ipso__price_answer){
        .lower = question->below, .choice = answer->choice, .margin = question->margin, .work = 1};
    if (list->entered != lists->entered) {
        answer->work += list->count / 4;
        choose_open(list, question, lists->added && list->entered + 1 == lists->entered);
        list->entered = lists->entered;
    }
    price_cells(list, question);
    collect_prices(&cuts, list, &question->dual[rows]);
    answer->work += list->open_count / 4 + (int64_t)list->open_count * cuts.count / 64;
    for (int k = 0; k < list->open_count; k++) {
        const uint16_t *cell = &list->cell[(size_t)list->open[k] * (size_t)days];
        double cost = list->cost[list->open[k]];
        for (int t = 0; t < days; t++)
            cost += list->price[cell[t]];
        if (cuts.count > 0)
            cost -= pay(&cuts, list, list->open[k]);
        list->reduced[k] = cost;
        if (cost < question->below)
            ipso__price_keep(answer, best, list->open[k], cost);
    }
    for (int k = 0; k < answer->count; k++)
        spell_out(list, best[k], days, question->walk->who->first[days],
                  &answer->choice[(size_t)k * (size_t)days]);
    if (answer->count > 0)
        answer->lower = answer->cost[0];
}
