/* A roster with slots: what both cost, and moves of them.
 *
 * A move of the roster changes days of a person or two. The slots of duties that end are out, those
 * of duties that begin are filled, what gains most for its cells first, and what is out goes where
 * it can. Where this is near to what may stand, bins that changed are polished before it is judged:
 * else hardly any roster would do, as slots found their places one by one in the one before.
 *
 * Costs are those of check, but for what joint_days.c and joint_slots.c say.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "planner/joint_chain.h"

#include <math.h>
#include <string.h>

/* Points from what may stand: polished so far away at first, half as far away each time. */
enum { NEAR = 400, NEAREST = 50, POLISH = 30 };

int64_t ipso__joint_chain_cost(const ipso__joint_chain *chain)
{
    return ipso__joint_days_cost(&chain->days) - chain->slots.gain;
}

int64_t ipso__joint_chain_work(const ipso__joint_chain *chain)
{
    return chain->days.work + chain->slots.work;
}

/* The slots follow the roster. */
static void follow(ipso__joint_chain *c)
{
    const ipso__joint_days *d = &c->days;
    int now[IPSO__MOST_CHANGES];
    for (int i = 0; i < d->change_count; i++) {
        int before = ipso__joint_days_before(d, i);
        now[i] = ipso__joint_days_now(d, i);
        if (before >= 0)
            ipso__joint_slots_close(&c->slots, before);
    }
    for (int i = 0; i < d->change_count; i++)
        if (now[i] >= 0)
            ipso__joint_slots_open(&c->slots, now[i]);
    for (int i = 0; i < d->change_count; i++)
        if (now[i] >= 0)
            ipso__joint_slots_fill(&c->slots, now[i]);
    ipso__joint_slots_settle(&c->slots, &c->days.random);
}

/* The most that a move may cost more. */
static int64_t allowed(ipso__joint_chain *c, double heat)
{
    double unit = ipso__random_unit(&c->days.random);
    return (int64_t)floor(-heat * log(unit + 1e-12));
}

/* Whether the move stands after some polishing, which is done while it is near. */
static bool stands(ipso__joint_chain *c, int64_t most)
{
    for (int64_t near = NEAR; near >= NEAREST; near /= 2) {
        int64_t cost = ipso__joint_chain_cost(c);
        if (cost <= most)
            return true;
        if (cost > most + near)
            return false;
        ipso__joint_slots_polish(&c->slots, POLISH, &c->days.random);
    }
    return ipso__joint_chain_cost(c) <= most;
}

bool ipso__joint_chain_move_roster(ipso__joint_chain *chain, double heat)
{
    int64_t before = ipso__joint_chain_cost(chain), most = before + allowed(chain, heat);
    ipso__joint_days_draw(&chain->days);
    if (chain->days.change_count == 0)
        return false;
    double lost = ipso__joint_days_worth_lost(&chain->days);
    if ((double)ipso__joint_chain_cost(chain) + lost > (double)most) {
        ipso__joint_days_undo(&chain->days);
        return false;
    }
    follow(chain);
    if (stands(chain, most)) {
        ipso__joint_slots_keep(&chain->slots);
        return true;
    }
    ipso__joint_slots_undo(&chain->slots, 0);
    ipso__joint_days_undo(&chain->days);
    return true;
}

void ipso__joint_chain_move_slot(ipso__joint_chain *chain, double heat)
{
    int64_t before = chain->slots.gain, most = allowed(chain, heat);
    ipso__joint_slots_move(&chain->slots, &chain->days.random);
    if (before - chain->slots.gain <= most)
        ipso__joint_slots_keep(&chain->slots);
    else
        ipso__joint_slots_undo(&chain->slots, 0);
}

/* ---- a chain ---- */

void ipso__joint_chain_note(ipso__joint_chain *chain)
{
    const ipso__roster *r = chain->days.joint->roster;
    if (ipso__joint_chain_cost(chain) >= chain->best_cost)
        return;
    chain->best_cost = ipso__joint_chain_cost(chain);
    memcpy(chain->best, chain->days.choice, (size_t)(r->people * r->days) * sizeof *chain->best);
}

bool ipso__joint_chain_init(ipso__joint_chain *chain, const ipso__joint *joint,
                            const ipso__roster_columns *columns, const ipso__slot_tables *tables,
                            const double *worth, const double *guide, const bool *chosen,
                            uint64_t stream)
{
    int cells = joint->roster->people * joint->roster->days;
    bool ok = true;
    *chain = (ipso__joint_chain){0};
    chain->best = ipso__arena_room(&chain->arena, cells, sizeof(int), &ok);
    if (!ipso__joint_slots_init(&chain->slots, tables) || !ok)
        return false;
    ipso__roster_columns_encode(columns, joint->roster, chosen, chain->best);
    if (!ipso__joint_days_init(&chain->days, joint, columns, worth, guide, chain->best, stream))
        return false;
    for (int o = 0; o < joint->roster->option_count; o++)
        if (chosen[o]) {
            ipso__joint_slots_open(&chain->slots, o);
            ipso__joint_slots_fill(&chain->slots, o);
        }
    ipso__joint_slots_keep(&chain->slots);
    chain->best_cost = ipso__joint_chain_cost(chain);
    return true;
}

void ipso__joint_chain_finish(ipso__joint_chain *chain)
{
    ipso__joint_slots_finish(&chain->slots);
    ipso__joint_days_finish(&chain->days);
    ipso__arena_finish(&chain->arena);
    *chain = (ipso__joint_chain){0};
}

void ipso__joint_chain_copy(ipso__joint_chain *to, const ipso__joint_chain *from)
{
    ipso__joint_slots_copy(&to->slots, &from->slots);
    ipso__joint_days_copy(&to->days, &from->days);
}
