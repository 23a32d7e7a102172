/* Moves of annealing: which choices are tried next.
 *
 * A move gives one person another choice on a day or on two, lets two persons trade their work of
 * some days, or takes a whole schedule of the pool.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "solve/schedules_chain.h"

enum { LONGEST_TRADE = 7, NEAR_DAYS = 14, NO_LIKE = -2, EVEN = 90, TRIES = 4, FEW_COLUMNS = 4 };
/* Of PARTS moves, in this order; the rest take schedules. */
enum { PARTS = 40, ONE_DAY = 12, TWO_DAYS = 5, RANGES = 2, APART = 20 };

typedef ipso__sched_chain chain;

static void add_mover(chain *c, int person)
{
    for (int i = 0; i < c->mover_count; i++)
        if (c->movers[i].person == person)
            return;
    c->movers[c->mover_count++].person = person;
}

static void set(chain *c, int person, int day, int choice)
{
    int *at = ipso__sched_chain_at(c, person, day);
    if (*at == choice)
        return;
    add_mover(c, person);
    c->changes[c->change_count++] = (ipso__change){person, day, *at};
    *at = choice;
}

/* Near enough to uniform, without a division. */
static int draw_below(chain *c, int below)
{
    return (int)((uint64_t)ipso__random_u32(&c->random) * (uint64_t)below >> 32);
}

/* Any choice of the day, a day off as likely as each other; or, half of the time, what one of the
 * person's schedules in the pool has on that day: those of an LP know what is worth trying. */
static int draw_choice(chain *c, int person, int day)
{
    const ipso__schedules_person *who = &c->search->all->persons[person];
    int count = who->first[day + 1] - who->first[day], columns = c->field->column_count[person];
    if (columns >= FEW_COLUMNS && draw_below(c, 2) == 0) {
        int column = person * IPSO__CHAIN_COLUMNS + draw_below(c, columns);
        return ipso__pool_choice(c->search, c->field->columns[column])[day];
    }
    int at = draw_below(c, count + 1);
    return at == count ? -1 : who->first[day] + at;
}

/* A day on which the person has options; near the given one where the horizon is long. */
static int draw_day(chain *c, int person, int day)
{
    const int *days = &c->field->days_of[c->field->days_first[person]];
    int count = c->field->days_first[person + 1] - c->field->days_first[person];
    if (c->search->days <= NEAR_DAYS)
        return days[draw_below(c, count)];
    return (day + 1 + draw_below(c, NEAR_DAYS)) % c->search->days;
}

static int draw_other(chain *c, int day)
{
    int first = c->field->persons_first[day], count = c->field->persons_first[day + 1] - first;
    return c->field->persons_on[first + draw_below(c, count)];
}

/* Work moves to a day off, or two days of work change. */
static void change_two(chain *c, int p, int t)
{
    int u = draw_day(c, p, t);
    bool works = *ipso__sched_chain_at(c, p, t) >= 0,
         works_too = *ipso__sched_chain_at(c, p, u) >= 0;
    if (!works && !works_too)
        return;
    set(c, p, t, works && !works_too ? -1 : draw_choice(c, p, t));
    if (u != t)
        set(c, p, u, works_too && !works ? -1 : draw_choice(c, p, u));
}

/* The choice of a person that does for another's on the day, or NO_LIKE. */
static int like(const chain *c, int person, int day, int other, int choice)
{
    const ipso__schedules_person *who = &c->search->all->persons[person];
    const int *label = c->field->label[person];
    if (choice < 0)
        return -1;
    int wanted = c->field->label[other][choice];
    for (int o = who->first[day]; o < who->first[day + 1]; o++)
        if (label[o] == wanted)
            return o;
    return NO_LIKE;
}

/* Two persons trade some days in a row, where each can do what the other did. */
static void trade_range(chain *c, int p, int q, int first)
{
    int length = draw_below(c, 2) == 0 ? 1 : 1 + draw_below(c, LONGEST_TRADE);
    for (int t = first; t < first + length && t < c->search->days; t++) {
        int mine = *ipso__sched_chain_at(c, p, t), yours = *ipso__sched_chain_at(c, q, t);
        int give = like(c, q, t, p, mine), take = like(c, p, t, q, yours);
        if (give == NO_LIKE || take == NO_LIKE)
            continue;
        set(c, p, t, take);
        set(c, q, t, give);
    }
}

/* Minutes that p gains by doing what q does on the day. */
static int gain(const chain *c, int p, int q, int day)
{
    int mine = *ipso__sched_chain_at(c, p, day), yours = *ipso__sched_chain_at(c, q, day);
    return c->field->minutes[q][yours + 1] - c->field->minutes[p][mine + 1];
}

/* A day near the given one on which p and q win back from each other what a trade on that day costs
 * them in minutes; the day itself when there is nothing to win back, -1 when none was drawn. */
static int draw_return(chain *c, int p, int q, int day)
{
    int gained = gain(c, p, q, day);
    for (int i = 0; i < TRIES; i++) {
        int t = draw_day(c, p, day);
        if (t != day && *ipso__sched_chain_at(c, p, t) < 0 && *ipso__sched_chain_at(c, q, t) < 0)
            continue;
        int sum = t == day ? gained : gained + gain(c, p, q, t);
        if (sum <= EVEN && sum >= -EVEN)
            return t;
    }
    return -1;
}

static void trade_day(chain *c, int p, int q, int t)
{
    int give = like(c, q, t, p, *ipso__sched_chain_at(c, p, t)),
        take = like(c, p, t, q, *ipso__sched_chain_at(c, q, t));
    give = give == NO_LIKE ? draw_choice(c, q, t) : give;
    take = take == NO_LIKE ? draw_choice(c, p, t) : take;
    set(c, p, t, take);
    set(c, q, t, give);
}

/* Two persons trade two days, or one, at about equal minutes; who cannot do what the other did does
 * anything. */
static void trade_apart(chain *c, int p, int q, int day)
{
    int back = draw_return(c, p, q, day);
    if (back < 0)
        return;
    trade_day(c, p, q, day);
    if (back != day)
        trade_day(c, p, q, back);
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

void ipso__sched_chain_draw(chain *c)
{
    const ipso__chain_field *field = c->field;
    const ipso__chain_cell *cell = &field->cells[draw_below(c, field->cell_count)];
    int kind = draw_below(c, PARTS), p = cell->person, t = cell->day;
    c->mover_count = 0;
    if (kind < ONE_DAY)
        set(c, p, t, draw_choice(c, p, t));
    else if (kind < ONE_DAY + TWO_DAYS)
        change_two(c, p, t);
    else if (kind < ONE_DAY + TWO_DAYS + RANGES + APART) {
        int q = draw_other(c, t);
        if (p != q && kind < ONE_DAY + TWO_DAYS + RANGES)
            trade_range(c, p, q, t);
        else if (p != q)
            trade_apart(c, p, q, t);
    } else
        take_schedule(c);
}
