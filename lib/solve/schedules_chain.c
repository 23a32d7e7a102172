/* Moves of annealing: what they cost, and taking them back.
 *
 * Hard personal rules are never broken; hard rows are paid for at their stand-in price.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "solve/schedules_chain.h"

#include "solve/schedules_charge.h"

#include <math.h>
#include <string.h>

/* About a unit for what a pricing label takes. */
enum { MOVE_WORK = 2, MOVER_WORK = 2, CHANGE_WORK = 2 };

typedef ipso__sched_chain chain;

/* ---- what they bring to rows and turns ---- */

/* Adds sign times what an option brings; what the rows cost more. */
static double use_option(chain *c, int person, int option, int sign)
{
    const ipso__tally *tally = &c->field->tally;
    const int *first = &tally->first[person][option];
    double more = 0;
    for (int u = first[0]; u < first[1]; u++) {
        const ipso__tally_use *use = &tally->uses[person][u];
        int64_t *activity = &c->activity[use->part], before = *activity;
        *activity += sign * use->units;
        more += ipso__tally_cost(tally, use->part, *activity) -
                ipso__tally_cost(tally, use->part, before);
    }
    return more;
}

/* Takes back what was added, whatever it costs. */
static void unuse_option(chain *c, int person, int option, int sign)
{
    const ipso__tally *tally = &c->field->tally;
    const int *first = &tally->first[person][option];
    for (int u = first[0]; u < first[1]; u++)
        c->activity[tally->uses[person][u].part] -= sign * tally->uses[person][u].units;
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

static void count_turns(chain *c, int person, int choice, int sign)
{
    if (choice >= 0 && c->search->all->turn_count > 0)
        count_turn(c, person, &c->search->all->persons[person].options[choice], sign);
}

/* What has changed comes, what was before goes: what the rows cost more. */
static double move_rows(chain *c)
{
    double more = 0;
    for (int i = 0; i < c->change_count; i++) {
        const ipso__change *change = &c->changes[i];
        int now = *ipso__sched_chain_at(c, change->person, change->day);
        if (change->before >= 0)
            more += use_option(c, change->person, change->before, -1);
        if (now >= 0)
            more += use_option(c, change->person, now, 1);
        count_turns(c, change->person, change->before, -1);
        count_turns(c, change->person, now, 1);
    }
    c->rows_moved = true;
    return more;
}

static void move_rows_back(chain *c)
{
    for (int i = 0; i < c->change_count; i++) {
        const ipso__change *change = &c->changes[i];
        int now = *ipso__sched_chain_at(c, change->person, change->day);
        if (change->before >= 0)
            unuse_option(c, change->person, change->before, -1);
        if (now >= 0)
            unuse_option(c, change->person, now, 1);
        count_turns(c, change->person, change->before, 1);
        count_turns(c, change->person, now, -1);
    }
}

static void forget(chain *c)
{
    for (int i = 0; i < c->search->all->turn_count; i++)
        c->turn_changed[i] = false;
    c->change_count = c->mover_count = 0;
    c->rows_moved = false;
}

/* ---- what they cost ---- */

/* What the turns of a rule cost beyond the limits of the persons. */
static double turns_cost(chain *c, int rule)
{
    const ipso__schedules_turns *turns = &c->search->all->turns[rule];
    int persons = c->search->persons;
    int64_t units =
        ipso__turns_units(turns, persons, &c->taken[rule * persons], c->taken_sum[rule]);
    c->work += 1 + persons / 4;
    return (double)units *
           (turns->price == IPSO__NEVER ? c->search->hard_price : (double)turns->price);
}

/* Sums of a mover's limits and what they cost; false when one that is hard is broken. */
static bool count_limits(chain *c, ipso__mover *mover)
{
    const ipso__meter_person *who = &c->field->meter.persons[mover->person];
    for (int i = 0; i < who->limit_count; i++)
        mover->sums[i] = c->sums[mover->person][i];
    for (int i = 0; i < c->change_count; i++) {
        const ipso__change *change = &c->changes[i];
        if (change->person == mover->person)
            ipso__meter_change(who, change->before,
                               *ipso__sched_chain_at(c, change->person, change->day), mover->sums);
    }
    mover->cost = 0;
    return ipso__meter_limits(who, mover->sums, &mover->cost);
}

/* What the movers' days cost more; INFINITY when they break a hard rule. */
static double movers_more(chain *c)
{
    int64_t more = 0;
    for (int i = 0; i < c->mover_count; i++)
        if (!count_limits(c, &c->movers[i]))
            return INFINITY;
    c->work += c->mover_count * (MOVER_WORK + c->search->days / 3);
    for (int i = 0; i < c->mover_count; i++) {
        ipso__mover *mover = &c->movers[i];
        if (!ipso__meter_days(&c->field->meter, mover->person,
                              ipso__sched_chain_at(c, mover->person, 0), &mover->cost))
            return INFINITY;
        more += mover->cost - c->person_cost[mover->person];
    }
    return (double)more;
}

/* What turns cost more. */
static double turns_more(chain *c)
{
    double more = 0;
    for (int i = 0; i < c->search->all->turn_count; i++)
        if (c->turn_changed[i]) {
            c->turn_trial[i] = turns_cost(c, i);
            more += c->turn_trial[i] - c->turn_cost[i];
        }
    return more;
}

double ipso__sched_chain_move(chain *c)
{
    ipso__sched_chain_draw(c);
    c->work += MOVE_WORK;
    if (c->change_count == 0)
        return INFINITY;
    double more = movers_more(c);
    if (!(more < c->most))
        return INFINITY;
    c->work += CHANGE_WORK * c->change_count;
    more += move_rows(c);
    return more + turns_more(c);
}

void ipso__sched_chain_keep(chain *c, double more)
{
    size_t cells = (size_t)c->search->persons * (size_t)c->search->days;
    for (int i = 0; i < c->mover_count; i++) {
        ipso__mover *mover = &c->movers[i];
        int *sums = c->sums[mover->person];
        c->person_cost[mover->person] = mover->cost;
        c->sums[mover->person] = mover->sums;
        mover->sums = sums;
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
        move_rows_back(c);
    while (c->change_count > 0) {
        const ipso__change *change = &c->changes[--c->change_count];
        *ipso__sched_chain_at(c, change->person, change->day) = change->before;
    }
    forget(c);
}

/* ---- beginning ---- */

static bool make_sums(chain *c, ipso__arena *arena)
{
    const ipso__meter *meter = &c->field->meter;
    size_t most = (size_t)meter->most_limits + 1;
    bool ok = true;
    for (int p = 0; p < c->search->persons && ok; p++) {
        c->sums[p] = ipso__arena_alloc(arena, most, sizeof **c->sums);
        ok = c->sums[p] != NULL;
    }
    for (int i = 0; i < IPSO__CHAIN_MOVERS && ok; i++) {
        c->movers[i].sums = ipso__arena_alloc(arena, most, sizeof **c->sums);
        ok = c->movers[i].sums != NULL;
    }
    return ok;
}

bool ipso__sched_chain_init(chain *c, ipso__sched *search, const ipso__chain_field *field,
                            uint64_t stream)
{
    ipso__arena *arena = &search->arena;
    size_t persons = (size_t)search->persons + 1, days = (size_t)search->days;
    size_t rules = (size_t)search->all->turn_count + 1, parts = (size_t)field->tally.part_count + 1;
    *c = (chain){.search = search, .field = field};
    ipso__random_init(&c->random, search->settings->seed, stream);
    c->choice = ipso__arena_alloc(arena, persons * days, sizeof *c->choice);
    c->best = ipso__arena_alloc(arena, persons * days, sizeof *c->best);
    c->activity = ipso__arena_alloc(arena, parts, sizeof *c->activity);
    c->person_cost = ipso__arena_alloc(arena, persons, sizeof *c->person_cost);
    c->sums = ipso__arena_alloc(arena, persons, sizeof *c->sums);
    c->changes = ipso__arena_alloc(arena, 2 * days + 2, sizeof *c->changes);
    c->taken = ipso__arena_alloc(arena, rules * persons, sizeof *c->taken);
    c->taken_sum = ipso__arena_alloc(arena, rules, sizeof *c->taken_sum);
    c->turn_cost = ipso__arena_alloc(arena, rules, sizeof *c->turn_cost);
    c->turn_trial = ipso__arena_alloc(arena, rules, sizeof *c->turn_trial);
    c->turn_changed = ipso__arena_alloc(arena, rules, sizeof *c->turn_changed);
    return c->choice != NULL && c->best != NULL && c->activity != NULL && c->person_cost != NULL &&
           c->sums != NULL && c->changes != NULL && c->taken != NULL && c->taken_sum != NULL &&
           c->turn_cost != NULL && c->turn_trial != NULL && c->turn_changed != NULL &&
           make_sums(c, arena);
}

static void begin_person(chain *c, int p)
{
    const ipso__meter_person *who = &c->field->meter.persons[p];
    ipso__schedules_person_value(c->search->all, p, ipso__sched_chain_at(c, p, 0),
                                 &c->person_cost[p]);
    memset(c->sums[p], 0, (size_t)who->limit_count * sizeof **c->sums);
    for (int t = 0; t < c->search->days; t++) {
        int choice = *ipso__sched_chain_at(c, p, t);
        ipso__meter_change(who, -1, choice, c->sums[p]);
        count_turns(c, p, choice, 1);
        if (choice >= 0)
            unuse_option(c, p, choice, -1);
    }
}

void ipso__sched_chain_begin(chain *c)
{
    const ipso__sched *search = c->search;
    size_t persons = (size_t)search->persons, cells = persons * (size_t)search->days;
    size_t rules = (size_t)search->all->turn_count, parts = (size_t)c->field->tally.part_count;
    memset(c->taken, 0, rules * persons * sizeof *c->taken);
    memset(c->taken_sum, 0, rules * sizeof *c->taken_sum);
    memset(c->activity, 0, parts * sizeof *c->activity);
    memcpy(c->choice, search->best, cells * sizeof *c->choice);
    for (int p = 0; p < search->persons; p++)
        begin_person(c, p);
    for (int i = 0; i < search->all->turn_count; i++)
        c->turn_cost[i] = turns_cost(c, i);
    forget(c);
    c->cost = c->best_cost = (double)search->value;
    c->most = INFINITY;
    c->work = 0;
}
