/* Moves of annealing, what they cost, and taking them back.
 *
 * A move gives one person another choice on a day or on two, lets two persons trade some days, or
 * takes a whole schedule of the pool. Hard personal rules are never broken; hard rows are paid for
 * at their stand-in price.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "solve/schedules_chain.h"

#include <math.h>
#include <string.h>

enum { LONGEST_TRADE = 7, NEAR_DAYS = 14, NO_LIKE = -2 };

typedef ipso__sched_chain chain;

static int *choice_at(const chain *c, int person, int day)
{
    return &c->choice[(size_t)person * (size_t)c->search->days + (size_t)day];
}

/* ---- moves: first the choices alone ---- */

static void set(chain *c, int person, int day, int choice)
{
    int *at = choice_at(c, person, day);
    if (*at == choice)
        return;
    c->changes[c->change_count++] = (ipso__change){person, day, *at};
    *at = choice;
}

static int draw_below(chain *c, int most)
{
    return (int)ipso__random_below(&c->random, (uint32_t)most);
}

/* Any choice of the day, a day off as likely as each other. */
static int draw_choice(chain *c, int person, int day)
{
    const ipso__schedules_person *who = &c->search->all->persons[person];
    int count = who->first[day + 1] - who->first[day], at = draw_below(c, count + 1);
    return at == count ? -1 : who->first[day] + at;
}

static void change_day(chain *c)
{
    int p = draw_below(c, c->search->persons), t = draw_below(c, c->search->days);
    set(c, p, t, draw_choice(c, p, t));
}

/* Work moves to a day off near it, or two days of work change. */
static void change_two(chain *c)
{
    int days = c->search->days, span = days < NEAR_DAYS ? days : NEAR_DAYS;
    int p = draw_below(c, c->search->persons), t = draw_below(c, days);
    int u = (t + 1 + draw_below(c, span)) % days;
    bool works = *choice_at(c, p, t) >= 0, works_too = *choice_at(c, p, u) >= 0;
    if (!works && !works_too)
        return;
    set(c, p, t, works && !works_too ? -1 : draw_choice(c, p, t));
    if (u != t)
        set(c, p, u, works_too && !works ? -1 : draw_choice(c, p, u));
}

/* The choice of a person that is the like of another's on the day, or NO_LIKE. */
static int like(const chain *c, int person, int day, int other, int choice)
{
    const ipso__schedules_person *who = &c->search->all->persons[person];
    if (choice < 0)
        return -1;
    for (int o = who->first[day]; o < who->first[day + 1]; o++)
        if (c->twin[person][o] == c->twin[other][choice])
            return o;
    return NO_LIKE;
}

/* Two persons trade some days, where each can do what the other did. */
static void trade(chain *c)
{
    int p = draw_below(c, c->search->persons), q = draw_below(c, c->search->persons);
    int first = draw_below(c, c->search->days);
    int length = draw_below(c, 2) == 0 ? 1 : 1 + draw_below(c, LONGEST_TRADE);
    for (int t = first; t < first + length && t < c->search->days && p != q; t++) {
        int mine = *choice_at(c, p, t), yours = *choice_at(c, q, t);
        int give = like(c, q, t, p, mine), take = like(c, p, t, q, yours);
        if (give == NO_LIKE || take == NO_LIKE)
            continue;
        set(c, p, t, take);
        set(c, q, t, give);
    }
}

static void take_schedule(chain *c)
{
    const ipso__pool *pool = &c->search->pool;
    if (pool->count == 0)
        return;
    int column = draw_below(c, pool->count), p = pool->columns[column].person;
    const int *choice = ipso__pool_choice(c->search, column);
    for (int t = 0; t < c->search->days; t++)
        set(c, p, t, choice[t]);
}

static void draw_move(chain *c)
{
    int kind = draw_below(c, 20);
    if (kind < 7)
        change_day(c);
    else if (kind < 11)
        change_two(c);
    else if (kind < 18)
        trade(c);
    else
        take_schedule(c);
}

/* ---- what they bring to rows and turns ---- */

static void use_option(chain *c, const ipso__schedules_option *option, int sign)
{
    for (int u = 0; u < option->use_count; u++) {
        int row = option->uses[u].row;
        if (!c->is_touched[row]) {
            c->is_touched[row] = true;
            c->row_cost[row] = ipso__sched_row_cost(c->search, row, c->activity[row]);
            c->touched[c->touched_count++] = row;
        }
        c->activity[row] += sign * option->uses[u].units;
    }
}

static void count_turn(chain *c, int person, const ipso__schedules_option *option, int sign)
{
    const ipso__schedules *all = c->search->all;
    for (int i = 0; i < all->turn_count; i++) {
        if ((option->kinds & all->turns[i].kinds) == 0 || all->turns[i].share[person] == 0)
            continue;
        c->taken[i * all->person_count + person] += sign;
        c->taken_sum[i] += sign;
        c->turn_changed[i] = true;
    }
}

static void bring(chain *c, int person, int choice, int sign)
{
    if (choice < 0)
        return;
    const ipso__schedules_option *option = &c->search->all->persons[person].options[choice];
    use_option(c, option, sign);
    count_turn(c, person, option, sign);
}

/* sign 1: what has changed comes, what was before goes; -1: the other way. */
static void move_rows(chain *c, int sign)
{
    for (int i = 0; i < c->change_count; i++) {
        const ipso__change *change = &c->changes[i];
        bring(c, change->person, change->before, -sign);
        bring(c, change->person, *choice_at(c, change->person, change->day), sign);
    }
    c->rows_moved = sign > 0;
}

static void forget(chain *c)
{
    for (int i = 0; i < c->touched_count; i++)
        c->is_touched[c->touched[i]] = false;
    for (int i = 0; i < c->search->all->turn_count; i++)
        c->turn_changed[i] = false;
    c->touched_count = c->change_count = 0;
    c->rows_moved = false;
}

/* ---- what they cost ---- */

static int64_t above_free(const ipso__schedules_turns *turns, int p, int64_t own, int64_t all)
{
    int64_t due = turns->share[p] * (turns->before_sum + all) - turns->share_sum * turns->before[p];
    int64_t may = due > 0 ? (due + turns->share_sum - 1) / turns->share_sum : 0;
    return own > may ? own - may : 0;
}

/* What the turns of a rule cost beyond the limits of the persons. */
static double turns_cost(chain *c, int rule)
{
    const ipso__schedules_turns *turns = &c->search->all->turns[rule];
    int64_t units = 0;
    for (int p = 0; p < c->search->persons; p++) {
        int64_t own = c->taken[rule * c->search->persons + p];
        if (own > 0)
            units += above_free(turns, p, own, c->taken_sum[rule]) -
                     above_free(turns, p, own, turns->most);
    }
    c->work += 1 + c->search->persons / 4;
    return (double)units *
           (turns->price == IPSO__NEVER ? c->search->hard_price : (double)turns->price);
}

/* What the person's new days cost more; INFINITY when they break a hard rule. */
static double person_more(chain *c, int p)
{
    const ipso__schedules *all = c->search->all;
    c->work += 1 + all->day_count * (all->persons[p].limit_count + 12) / 12;
    if (!ipso__schedules_person_value(all, p, choice_at(c, p, 0), &c->person_trial[p]))
        return INFINITY;
    return (double)(c->person_trial[p] - c->person_cost[p]);
}

/* A move is of two persons at most, who take turns in the list of changes. */
static double persons_more(chain *c)
{
    int first = c->changes[0].person, last = c->changes[c->change_count - 1].person;
    double more = person_more(c, first);
    return last == first || more == INFINITY ? more : more + person_more(c, last);
}

double ipso__sched_chain_move(chain *c)
{
    draw_move(c);
    if (c->change_count == 0)
        return INFINITY;
    double more = persons_more(c);
    if (more == INFINITY)
        return INFINITY;
    move_rows(c, 1);
    for (int i = 0; i < c->touched_count; i++) {
        int row = c->touched[i];
        more += ipso__sched_row_cost(c->search, row, c->activity[row]) - c->row_cost[row];
    }
    for (int i = 0; i < c->search->all->turn_count; i++)
        if (c->turn_changed[i]) {
            c->turn_trial[i] = turns_cost(c, i);
            more += c->turn_trial[i] - c->turn_cost[i];
        }
    c->work += 1 + c->touched_count / 3;
    return more;
}

void ipso__sched_chain_keep(chain *c, double more)
{
    size_t cells = (size_t)c->search->persons * (size_t)c->search->days;
    for (int i = 0; i < c->change_count; i++) {
        int p = c->changes[i].person;
        c->person_cost[p] = c->person_trial[p];
    }
    for (int i = 0; i < c->search->all->turn_count; i++)
        if (c->turn_changed[i])
            c->turn_cost[i] = c->turn_trial[i];
    forget(c);
    c->cost += more;
    if (c->cost >= c->best_cost)
        return;
    c->best_cost = c->cost;
    c->work += (int64_t)cells / 100;
    memcpy(c->best, c->choice, cells * sizeof *c->best);
}

void ipso__sched_chain_undo(chain *c)
{
    if (c->rows_moved)
        move_rows(c, -1);
    while (c->change_count > 0) {
        const ipso__change *change = &c->changes[--c->change_count];
        *choice_at(c, change->person, change->day) = change->before;
    }
    forget(c);
}

/* ---- beginning ---- */

bool ipso__sched_chain_init(chain *c, ipso__sched *search, uint64_t *const *twin, uint64_t stream)
{
    ipso__arena *arena = &search->arena;
    size_t persons = (size_t)search->persons + 1, rows = (size_t)search->rows + 1;
    size_t days = (size_t)search->days, rules = (size_t)search->all->turn_count + 1;
    *c = (chain){.search = search, .twin = twin};
    ipso__random_init(&c->random, search->settings->seed, stream);
    c->choice = ipso__arena_alloc(arena, persons * days, sizeof *c->choice);
    c->best = ipso__arena_alloc(arena, persons * days, sizeof *c->best);
    c->activity = ipso__arena_alloc(arena, rows, sizeof *c->activity);
    c->person_cost = ipso__arena_alloc(arena, persons, sizeof *c->person_cost);
    c->person_trial = ipso__arena_alloc(arena, persons, sizeof *c->person_trial);
    c->changes = ipso__arena_alloc(arena, 2 * days + 2, sizeof *c->changes);
    c->touched = ipso__arena_alloc(arena, rows, sizeof *c->touched);
    c->row_cost = ipso__arena_alloc(arena, rows, sizeof *c->row_cost);
    c->is_touched = ipso__arena_alloc(arena, rows, sizeof *c->is_touched);
    c->taken = ipso__arena_alloc(arena, rules * persons, sizeof *c->taken);
    c->taken_sum = ipso__arena_alloc(arena, rules, sizeof *c->taken_sum);
    c->turn_cost = ipso__arena_alloc(arena, rules, sizeof *c->turn_cost);
    c->turn_trial = ipso__arena_alloc(arena, rules, sizeof *c->turn_trial);
    c->turn_changed = ipso__arena_alloc(arena, rules, sizeof *c->turn_changed);
    return c->choice != NULL && c->best != NULL && c->activity != NULL && c->person_cost != NULL &&
           c->person_trial != NULL && c->changes != NULL && c->touched != NULL &&
           c->row_cost != NULL && c->is_touched != NULL && c->taken != NULL &&
           c->taken_sum != NULL && c->turn_cost != NULL && c->turn_trial != NULL &&
           c->turn_changed != NULL;
}

void ipso__sched_chain_begin(chain *c)
{
    const ipso__sched *search = c->search;
    size_t persons = (size_t)search->persons, cells = persons * (size_t)search->days;
    size_t rules = (size_t)search->all->turn_count;
    memset(c->taken, 0, rules * persons * sizeof *c->taken);
    memset(c->taken_sum, 0, rules * sizeof *c->taken_sum);
    memset(c->activity, 0, (size_t)search->rows * sizeof *c->activity);
    memcpy(c->choice, search->best, cells * sizeof *c->choice);
    for (int p = 0; p < search->persons; p++) {
        ipso__schedules_person_value(search->all, p, choice_at(c, p, 0), &c->person_cost[p]);
        for (int t = 0; t < search->days; t++)
            bring(c, p, *choice_at(c, p, t), 1);
    }
    for (int i = 0; i < search->all->turn_count; i++)
        c->turn_cost[i] = turns_cost(c, i);
    forget(c);
    c->cost = c->best_cost = (double)search->value;
    c->work = 0;
}
