/* A roster with slots: what both cost, and moves of them.
 *
 * A move of the roster changes days of a person or two. The slots of duties that end are out, those
 * of duties that begin are filled, what gains most for its cells first, and what is out goes where
 * it can. Where this is near to what may stand, bins that changed are polished before it is judged:
 * else hardly any roster would do, as slots found their places one by one in the one before.
 *
 * Costs are those of check, but for S6, B3 and B4 (joint_slots.c), and fair turns where they cannot
 * be told by ranges.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "planner/joint_chain.h"

#include "solve/schedules_charge.h"

#include <math.h>
#include <string.h>

/* Points from what may stand: polished so far away at first, half as far away each time. */
enum { NEAR = 400, NEAREST = 50, POLISH = 30 };

/* Percent of the options drawn that follow the relaxation. */
enum { GUIDED = 90 };

/* ---- the roster ---- */

static int64_t points(int64_t units, int64_t price)
{
    return units * (price == IPSO__NEVER ? IPSO__TOO_DEAR : price);
}

static int64_t row_cost(const ipso__schedules_row *row, int64_t activity)
{
    int64_t price, units = ipso__row_units(row, activity, &price);
    return points(units, price);
}

static int64_t turns_cost(const ipso__joint_chain *c, int i)
{
    const ipso__schedules_turns *turns = &c->columns->schedules.turns[i];
    int people = c->joint->roster->people;
    return points(ipso__turns_units(turns, people, c->taken + i * people, c->taken_sum[i]),
                  turns->price);
}

/* Counts a duty in the lines of S7 that it serves. */
static void count_lines(ipso__joint_chain *c, int p, int o, int sign)
{
    const ipso__joint *joint = c->joint;
    for (int l = c->first_line[p]; l < c->first_line[p + 1]; l++) {
        int i = c->lines[l];
        const ipso__target_line *line = &joint->table.targets[i];
        if (!joint->serves[(size_t)i * (size_t)joint->roster->option_count + (size_t)o])
            continue;
        bool before = c->serving[i] > 0;
        c->serving[i] += sign;
        c->missing += ((c->serving[i] > 0) - before) * line->missing *
                      ipso_practice_type(joint->practice, line->type)->target_points;
    }
}

/* Counts an option of a person in joint rows, turns and lines of S7, `sign` times. */
static void count_option(ipso__joint_chain *c, int p, int k, int sign)
{
    const ipso__joint *joint = c->joint;
    const ipso__schedules *all = &c->columns->schedules;
    const ipso__schedules_option *option = &all->persons[p].options[k];
    for (int u = 0; u < option->use_count; u++) {
        int r = option->uses[u].row;
        c->roster -= row_cost(&all->rows[r], c->activity[r]);
        c->activity[r] += sign * option->uses[u].units;
        c->roster += row_cost(&all->rows[r], c->activity[r]);
    }
    for (int i = 0; i < all->turn_count; i++)
        if ((option->kinds & all->turns[i].kinds) != 0 && all->turns[i].share[p] > 0) {
            c->taken[i * joint->roster->people + p] += sign;
            c->taken_sum[i] += sign;
            c->turned[i] = true;
        }
    c->work += 10 + option->use_count;
    count_lines(c, p, c->columns->option[p][k], sign);
}

static void count_turns(ipso__joint_chain *c)
{
    for (int i = 0; i < c->columns->schedules.turn_count; i++) {
        if (!c->turned[i])
            continue;
        int64_t cost = turns_cost(c, i);
        c->roster += cost - c->turn_cost[i];
        c->turn_cost[i] = cost;
        c->turned[i] = false;
        c->work += 10;
    }
}

static int64_t personal_cost(const ipso__joint_chain *c, int p)
{
    int64_t cost;
    return ipso__schedules_person_value(&c->columns->schedules, p,
                                        &c->choice[p * c->joint->roster->days], &cost)
               ? cost
               : IPSO__TOO_DEAR;
}

static void count_person(ipso__joint_chain *c, int p)
{
    int64_t cost = personal_cost(c, p);
    c->roster += cost - c->personal[p];
    c->personal[p] = cost;
    c->work += 30;
}

static void set_day(ipso__joint_chain *c, int p, int t, int k)
{
    int *now = &c->choice[p * c->joint->roster->days + t];
    if (*now >= 0)
        count_option(c, p, *now, -1);
    if (k >= 0)
        count_option(c, p, k, 1);
    *now = k;
}

int64_t ipso__joint_chain_cost(const ipso__joint_chain *chain)
{
    return chain->roster + chain->missing - chain->slots.gain;
}

int64_t ipso__joint_chain_work(const ipso__joint_chain *chain)
{
    return chain->work + chain->slots.work;
}

/* ---- moves of the roster ---- */

/* Notes a change; nothing when that day changes already. */
static void change_day(ipso__joint_chain *c, int p, int t, int k)
{
    int now = c->choice[p * c->joint->roster->days + t];
    if (k == now || c->change_count == IPSO__MOST_CHANGES)
        return;
    for (int i = 0; i < c->change_count; i++)
        if (c->changes[i].person == p && c->changes[i].day == t)
            return;
    c->changes[c->change_count++] = (ipso__day_change){p, t, now, c->personal[p]};
    set_day(c, p, t, k);
}

/* What the relaxation does on the day, as often as it does so; -1 off. */
static int draw_likely(ipso__joint_chain *c, int p, int t)
{
    const int *first = c->columns->schedules.persons[p].first + t;
    double unit = ipso__random_unit(&c->random);
    for (int k = first[0]; k < first[1]; k++) {
        unit -= c->guide[c->columns->option[p][k]];
        if (unit < 0)
            return k;
    }
    return -1;
}

static int draw_option(ipso__joint_chain *c, int p, int t)
{
    if (c->guide != NULL && ipso__random_below(&c->random, 100) < GUIDED)
        return draw_likely(c, p, t);
    const int *first = c->columns->schedules.persons[p].first + t;
    int count = first[1] - first[0];
    int drawn = (int)ipso__random_below(&c->random, (uint32_t)count + 1);
    return drawn == count ? -1 : first[0] + drawn;
}

/* An option of p on day t at a site, of the same duty if there is one; -1 none. */
static int option_like(ipso__joint_chain *c, int p, int t, int site, int duty)
{
    const int *first = c->columns->schedules.persons[p].first + t;
    int found = -1, seen = 0;
    for (int k = first[0]; k < first[1]; k++) {
        const ipso__roster_option *option = &c->joint->roster->options[c->columns->option[p][k]];
        if (option->duty == duty)
            return k;
        if (option->site == site && ipso__random_below(&c->random, (uint32_t)++seen) == 0)
            found = k;
    }
    return found;
}

static const ipso__roster_option *worked(const ipso__joint_chain *c, int p, int t)
{
    int k = c->choice[p * c->joint->roster->days + t];
    return k < 0 ? NULL : &c->joint->roster->options[c->columns->option[p][k]];
}

static void change_one(ipso__joint_chain *c, int p, int t)
{
    change_day(c, p, t, draw_option(c, p, t));
}

/* A duty goes to another day of its person, what is there back. */
static void change_days(ipso__joint_chain *c, int p, int t)
{
    int other = (int)ipso__random_below(&c->random, (uint32_t)c->joint->roster->days);
    const ipso__roster_option *here = worked(c, p, t), *there = worked(c, p, other);
    if (other == t || (here == NULL && there == NULL))
        return;
    int k = here == NULL ? -1 : option_like(c, p, other, here->site, here->duty);
    int l = there == NULL ? -1 : option_like(c, p, t, there->site, there->duty);
    if ((here != NULL && k < 0) || (there != NULL && l < 0))
        return;
    change_day(c, p, other, k);
    change_day(c, p, t, l);
}

/* Two people change places on a day. */
static void change_people(ipso__joint_chain *c, int p, int t)
{
    int q = (int)ipso__random_below(&c->random, (uint32_t)c->joint->roster->people);
    const ipso__roster_option *mine = worked(c, p, t), *theirs = worked(c, q, t);
    if (p == q || (mine == NULL && theirs == NULL))
        return;
    int k = mine == NULL ? -1 : option_like(c, q, t, mine->site, mine->duty);
    int l = theirs == NULL ? -1 : option_like(c, p, t, theirs->site, theirs->duty);
    if ((mine != NULL && k < 0) || (theirs != NULL && l < 0))
        return;
    change_day(c, q, t, k);
    change_day(c, p, t, l);
}

/* A person goes to another site for the days worked at one. */
static void change_site(ipso__joint_chain *c, int p, int t)
{
    const ipso__roster_option *here = worked(c, p, t);
    int k = draw_option(c, p, t);
    if (here == NULL || k < 0)
        return;
    int from = here->site, to = c->joint->roster->options[c->columns->option[p][k]].site;
    for (int day = 0; day < c->joint->roster->days && from != to; day++) {
        const ipso__roster_option *now = worked(c, p, day);
        if (now != NULL && now->site == from)
            change_day(c, p, day, day == t ? k : option_like(c, p, day, to, -1));
    }
}

static void draw_changes(ipso__joint_chain *c)
{
    int p = (int)ipso__random_below(&c->random, (uint32_t)c->joint->roster->people);
    int t = (int)ipso__random_below(&c->random, (uint32_t)c->joint->roster->days);
    uint32_t kind = ipso__random_below(&c->random, 100);
    c->change_count = 0;
    if (kind < 45)
        change_one(c, p, t);
    else if (kind < 65)
        change_days(c, p, t);
    else if (kind < 90)
        change_people(c, p, t);
    else
        change_site(c, p, t);
    for (int i = 0; i < c->change_count; i++)
        if (i == 0 || c->changes[i].person != c->changes[i - 1].person)
            count_person(c, c->changes[i].person);
    count_turns(c);
    c->work += 20;
}

static void undo_changes(ipso__joint_chain *c)
{
    for (int i = c->change_count - 1; i >= 0; i--) {
        const ipso__day_change *made = &c->changes[i];
        set_day(c, made->person, made->day, made->before);
        c->roster += made->personal - c->personal[made->person];
        c->personal[made->person] = made->personal;
    }
    count_turns(c);
}

static int roster_option(const ipso__joint_chain *c, int p, int k)
{
    return k < 0 ? -1 : c->columns->option[p][k];
}

/* The slots follow the roster. */
static void follow(ipso__joint_chain *c)
{
    int days = c->joint->roster->days;
    for (int i = 0; i < c->change_count; i++) {
        const ipso__day_change *made = &c->changes[i];
        int before = roster_option(c, made->person, made->before);
        if (before >= 0)
            ipso__joint_slots_close(&c->slots, before);
    }
    for (int i = 0; i < c->change_count; i++) {
        const ipso__day_change *made = &c->changes[i];
        int now = roster_option(c, made->person, c->choice[made->person * days + made->day]);
        if (now >= 0)
            ipso__joint_slots_open(&c->slots, now);
    }
    for (int i = 0; i < c->change_count; i++) {
        const ipso__day_change *made = &c->changes[i];
        int now = roster_option(c, made->person, c->choice[made->person * days + made->day]);
        if (now >= 0)
            ipso__joint_slots_fill(&c->slots, now);
    }
    ipso__joint_slots_settle(&c->slots, &c->random);
}

/* The most that a move may cost more. */
static int64_t allowed(ipso__joint_chain *c, double heat)
{
    double unit = ipso__random_unit(&c->random);
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
        ipso__joint_slots_polish(&c->slots, POLISH, &c->random);
    }
    return ipso__joint_chain_cost(c) <= most;
}

/* What the changes make the slots worth less at the present prices: were these the best ones, what
 * slots cost would rise by as much at least, since it is convex in the duties worked. */
static double worth_lost(const ipso__joint_chain *c)
{
    double sum = 0;
    for (int i = 0; i < c->change_count; i++) {
        const ipso__day_change *made = &c->changes[i];
        int now = c->choice[made->person * c->joint->roster->days + made->day];
        int before_option = roster_option(c, made->person, made->before);
        int now_option = roster_option(c, made->person, now);
        sum += before_option >= 0 ? c->worth[before_option] : 0;
        sum -= now_option >= 0 ? c->worth[now_option] : 0;
    }
    return sum;
}

bool ipso__joint_chain_move_roster(ipso__joint_chain *chain, double heat)
{
    int64_t before = ipso__joint_chain_cost(chain), most = before + allowed(chain, heat);
    draw_changes(chain);
    if (chain->change_count == 0)
        return false;
    if ((double)ipso__joint_chain_cost(chain) + worth_lost(chain) > (double)most) {
        undo_changes(chain);
        return false;
    }
    follow(chain);
    if (stands(chain, most)) {
        ipso__joint_slots_keep(&chain->slots);
        return true;
    }
    ipso__joint_slots_undo(&chain->slots, 0);
    undo_changes(chain);
    return true;
}

void ipso__joint_chain_move_slot(ipso__joint_chain *chain, double heat)
{
    int64_t before = chain->slots.gain, most = allowed(chain, heat);
    ipso__joint_slots_move(&chain->slots, &chain->random);
    if (before - chain->slots.gain <= most)
        ipso__joint_slots_keep(&chain->slots);
    else
        ipso__joint_slots_undo(&chain->slots, 0);
}

/* ---- a chain ---- */

void ipso__joint_chain_note(ipso__joint_chain *chain)
{
    const ipso__roster *r = chain->joint->roster;
    if (ipso__joint_chain_cost(chain) >= chain->best_cost)
        return;
    chain->best_cost = ipso__joint_chain_cost(chain);
    memcpy(chain->best, chain->choice, (size_t)(r->people * r->days) * sizeof *chain->best);
}

static bool allocate(ipso__joint_chain *c)
{
    const ipso__schedules *all = &c->columns->schedules;
    size_t people = (size_t)c->joint->roster->people, days = (size_t)c->joint->roster->days;
    size_t rules = (size_t)all->turn_count + 1, lines = (size_t)c->joint->table.target_count + 1;
    c->choice = ipso__arena_alloc(&c->arena, people * days + 1, sizeof(int));
    c->best = ipso__arena_alloc(&c->arena, people * days + 1, sizeof(int));
    c->activity = ipso__arena_alloc(&c->arena, (size_t)all->row_count + 1, sizeof(int64_t));
    c->personal = ipso__arena_alloc(&c->arena, people + 1, sizeof(int64_t));
    c->taken = ipso__arena_alloc(&c->arena, people * rules + 1, sizeof(int64_t));
    c->taken_sum = ipso__arena_alloc(&c->arena, rules, sizeof(int64_t));
    c->turn_cost = ipso__arena_alloc(&c->arena, rules, sizeof(int64_t));
    c->turned = ipso__arena_alloc(&c->arena, rules, sizeof(bool));
    c->serving = ipso__arena_alloc(&c->arena, lines, sizeof(int));
    c->lines = ipso__arena_alloc(&c->arena, lines, sizeof(int));
    c->first_line = ipso__arena_alloc(&c->arena, people + 1, sizeof(int));
    return c->choice != NULL && c->best != NULL && c->activity != NULL && c->personal != NULL &&
           c->taken != NULL && c->taken_sum != NULL && c->turn_cost != NULL && c->turned != NULL &&
           c->serving != NULL && c->lines != NULL && c->first_line != NULL;
}

static void list_lines(ipso__joint_chain *c)
{
    const ipso__table *table = &c->joint->table;
    int count = 0;
    for (int p = 0; p < c->joint->roster->people; p++) {
        for (int i = 0; i < table->target_count; i++)
            if (table->targets[i].practitioner == p && table->targets[i].missing > 0)
                c->lines[count++] = i;
        c->first_line[p + 1] = count;
    }
}

static void begin_roster(ipso__joint_chain *c, const bool *chosen)
{
    const ipso__roster *r = c->joint->roster;
    const ipso__schedules *all = &c->columns->schedules;
    list_lines(c);
    for (int i = 0; i < all->row_count; i++)
        c->roster += row_cost(&all->rows[i], 0);
    for (int i = 0; i < all->turn_count; i++)
        c->turned[i] = true;
    ipso__roster_columns_encode(c->columns, r, chosen, c->best);
    for (int cell = 0; cell < r->people * r->days; cell++)
        c->choice[cell] = -1;
    for (int p = 0; p < r->people; p++) {
        for (int t = 0; t < r->days; t++)
            set_day(c, p, t, c->best[p * r->days + t]);
        count_person(c, p);
    }
    count_turns(c);
}

bool ipso__joint_chain_init(ipso__joint_chain *chain, const ipso__joint *joint,
                            const ipso__roster_columns *columns, const ipso__slot_tables *tables,
                            const double *worth, const double *guide, const bool *chosen,
                            uint64_t stream)
{
    *chain =
        (ipso__joint_chain){.joint = joint, .columns = columns, .worth = worth, .guide = guide};
    ipso__random_init(&chain->random, joint->settings->seed, stream);
    bool ok = ipso__joint_slots_init(&chain->slots, tables);
    if (!ok || !allocate(chain))
        return false;
    begin_roster(chain, chosen);
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
    ipso__arena_finish(&chain->arena);
    *chain = (ipso__joint_chain){0};
}

#define COPY(field, count) memcpy(to->field, from->field, (size_t)(count) * sizeof *to->field)

void ipso__joint_chain_copy(ipso__joint_chain *to, const ipso__joint_chain *from)
{
    const ipso__schedules *all = &from->columns->schedules;
    int people = from->joint->roster->people;
    ipso__joint_slots_copy(&to->slots, &from->slots);
    COPY(choice, people * from->joint->roster->days);
    COPY(activity, all->row_count);
    COPY(personal, people);
    COPY(taken, people * all->turn_count);
    COPY(taken_sum, all->turn_count);
    COPY(turn_cost, all->turn_count);
    COPY(serving, from->joint->table.target_count);
    to->roster = from->roster;
    to->missing = from->missing;
}
