/* The days of people in a roster: what they cost, and changes of them.
 *
 * A change gives a person another duty or day, lets two people change places, or sends a person to
 * another site. Costs are those of check, but for fair turns where they cannot be told by ranges.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "planner/joint_days.h"

#include "solve/schedules_charge.h"

#include <string.h>

/* A cost as high breaks a hard rule. */
#define TOO_DEAR INT64_C(1000000000000)

/* Percent of the options drawn that follow the relaxation. */
enum { GUIDED = 90 };

/* ---- the roster ---- */

static int64_t points(int64_t units, int64_t price)
{
    return units * (price == IPSO__NEVER ? TOO_DEAR : price);
}

static int64_t row_cost(const ipso__schedules_row *row, int64_t activity)
{
    int64_t price, units = ipso__row_units(row, activity, &price);
    return points(units, price);
}

static int64_t turns_cost(const ipso__joint_days *d, int i)
{
    const ipso__schedules_turns *turns = &d->columns->schedules.turns[i];
    int people = d->joint->roster->people;
    return points(ipso__turns_units(turns, people, d->taken + i * people, d->taken_sum[i]),
                  turns->price);
}

/* Counts a duty in the lines of S7 that it serves. */
static void count_lines(ipso__joint_days *d, int p, int o, int sign)
{
    const ipso__joint *joint = d->joint;
    for (int l = d->first_line[p]; l < d->first_line[p + 1]; l++) {
        int i = d->lines[l];
        const ipso__target_line *line = &joint->table.targets[i];
        if (!joint->serves[(size_t)i * (size_t)joint->roster->option_count + (size_t)o])
            continue;
        bool before = d->serving[i] > 0;
        d->serving[i] += sign;
        d->missing += ((d->serving[i] > 0) - before) * line->missing *
                      ipso_practice_type(joint->practice, line->type)->target_points;
    }
}

/* Counts an option of a person in joint rows, turns and lines of S7, `sign` times. */
static void count_option(ipso__joint_days *d, int p, int k, int sign)
{
    const ipso__joint *joint = d->joint;
    const ipso__schedules *all = &d->columns->schedules;
    const ipso__schedules_option *option = &all->persons[p].options[k];
    for (int u = 0; u < option->use_count; u++) {
        int r = option->uses[u].row;
        d->roster -= row_cost(&all->rows[r], d->activity[r]);
        d->activity[r] += sign * option->uses[u].units;
        d->roster += row_cost(&all->rows[r], d->activity[r]);
    }
    for (int i = 0; i < all->turn_count; i++)
        if ((option->kinds & all->turns[i].kinds) != 0 && all->turns[i].share[p] > 0) {
            d->taken[i * joint->roster->people + p] += sign;
            d->taken_sum[i] += sign;
            d->turned[i] = true;
        }
    d->work += 10 + option->use_count;
    count_lines(d, p, d->columns->option[p][k], sign);
}

static void count_turns(ipso__joint_days *d)
{
    for (int i = 0; i < d->columns->schedules.turn_count; i++) {
        if (!d->turned[i])
            continue;
        int64_t cost = turns_cost(d, i);
        d->roster += cost - d->turn_cost[i];
        d->turn_cost[i] = cost;
        d->turned[i] = false;
        d->work += 10;
    }
}

static int64_t personal_cost(const ipso__joint_days *d, int p)
{
    int64_t cost;
    return ipso__schedules_person_value(&d->columns->schedules, p,
                                        &d->choice[p * d->joint->roster->days], &cost)
               ? cost
               : TOO_DEAR;
}

static void count_person(ipso__joint_days *d, int p)
{
    int64_t cost = personal_cost(d, p);
    d->roster += cost - d->personal[p];
    d->personal[p] = cost;
    d->work += 30;
}

static void set_day(ipso__joint_days *d, int p, int t, int k)
{
    int *now = &d->choice[p * d->joint->roster->days + t];
    if (*now >= 0)
        count_option(d, p, *now, -1);
    if (k >= 0)
        count_option(d, p, k, 1);
    *now = k;
}

/* ---- moves of the roster ---- */

/* Notes a change; nothing when that day changes already. */
static void change_day(ipso__joint_days *d, int p, int t, int k)
{
    int now = d->choice[p * d->joint->roster->days + t];
    if (k == now || d->change_count == IPSO__MOST_CHANGES)
        return;
    for (int i = 0; i < d->change_count; i++)
        if (d->changes[i].person == p && d->changes[i].day == t)
            return;
    d->changes[d->change_count++] = (ipso__day_change){p, t, now, d->personal[p]};
    set_day(d, p, t, k);
}

/* What the relaxation does on the day, as often as it does so; -1 off. */
static int draw_likely(ipso__joint_days *d, int p, int t)
{
    const int *first = d->columns->schedules.persons[p].first + t;
    double unit = ipso__random_unit(&d->random);
    for (int k = first[0]; k < first[1]; k++) {
        unit -= d->guide[d->columns->option[p][k]];
        if (unit < 0)
            return k;
    }
    return -1;
}

static int draw_option(ipso__joint_days *d, int p, int t)
{
    if (d->guide != NULL && ipso__random_below(&d->random, 100) < GUIDED)
        return draw_likely(d, p, t);
    const int *first = d->columns->schedules.persons[p].first + t;
    int count = first[1] - first[0];
    int drawn = (int)ipso__random_below(&d->random, (uint32_t)count + 1);
    return drawn == count ? -1 : first[0] + drawn;
}

/* An option of p on day t at a site, of the same duty if there is one; -1 none. */
static int option_like(ipso__joint_days *d, int p, int t, int site, int duty)
{
    const int *first = d->columns->schedules.persons[p].first + t;
    int found = -1, seen = 0;
    for (int k = first[0]; k < first[1]; k++) {
        const ipso__roster_option *option = &d->joint->roster->options[d->columns->option[p][k]];
        if (option->duty == duty)
            return k;
        if (option->site == site && ipso__random_below(&d->random, (uint32_t)++seen) == 0)
            found = k;
    }
    return found;
}

static const ipso__roster_option *worked(const ipso__joint_days *d, int p, int t)
{
    int k = d->choice[p * d->joint->roster->days + t];
    return k < 0 ? NULL : &d->joint->roster->options[d->columns->option[p][k]];
}

static void change_one(ipso__joint_days *d, int p, int t)
{
    change_day(d, p, t, draw_option(d, p, t));
}

/* What p does on day t goes to q on day u, what is there back. */
static void change_places(ipso__joint_days *d, int p, int t, int q, int u)
{
    const ipso__roster_option *here = worked(d, p, t), *there = worked(d, q, u);
    if ((p == q && t == u) || (here == NULL && there == NULL))
        return;
    int k = here == NULL ? -1 : option_like(d, q, u, here->site, here->duty);
    int l = there == NULL ? -1 : option_like(d, p, t, there->site, there->duty);
    if ((here != NULL && k < 0) || (there != NULL && l < 0))
        return;
    change_day(d, q, u, k);
    change_day(d, p, t, l);
}

static void change_days(ipso__joint_days *d, int p, int t)
{
    int other = (int)ipso__random_below(&d->random, (uint32_t)d->joint->roster->days);
    change_places(d, p, t, p, other);
}

static void change_people(ipso__joint_days *d, int p, int t)
{
    int other = (int)ipso__random_below(&d->random, (uint32_t)d->joint->roster->people);
    change_places(d, p, t, other, t);
}

/* A person goes to another site for the days worked at one. */
static void change_site(ipso__joint_days *d, int p, int t)
{
    const ipso__roster_option *here = worked(d, p, t);
    int k = draw_option(d, p, t);
    if (here == NULL || k < 0)
        return;
    int from = here->site, to = d->joint->roster->options[d->columns->option[p][k]].site;
    for (int day = 0; day < d->joint->roster->days && from != to; day++) {
        const ipso__roster_option *now = worked(d, p, day);
        if (now != NULL && now->site == from)
            change_day(d, p, day, day == t ? k : option_like(d, p, day, to, -1));
    }
}

void ipso__joint_days_draw(ipso__joint_days *days)
{
    ipso__joint_days *d = days;
    int p = (int)ipso__random_below(&d->random, (uint32_t)d->joint->roster->people);
    int t = (int)ipso__random_below(&d->random, (uint32_t)d->joint->roster->days);
    uint32_t kind = ipso__random_below(&d->random, 100);
    d->change_count = 0;
    if (kind < 45)
        change_one(d, p, t);
    else if (kind < 65)
        change_days(d, p, t);
    else if (kind < 90)
        change_people(d, p, t);
    else
        change_site(d, p, t);
    for (int i = 0; i < d->change_count; i++)
        if (i == 0 || d->changes[i].person != d->changes[i - 1].person)
            count_person(d, d->changes[i].person);
    count_turns(d);
    d->work += 20;
}

void ipso__joint_days_undo(ipso__joint_days *days)
{
    ipso__joint_days *d = days;
    for (int i = d->change_count - 1; i >= 0; i--) {
        const ipso__day_change *made = &d->changes[i];
        set_day(d, made->person, made->day, made->before);
        d->roster += made->personal - d->personal[made->person];
        d->personal[made->person] = made->personal;
    }
    count_turns(d);
}

static int roster_option(const ipso__joint_days *d, int p, int k)
{
    return k < 0 ? -1 : d->columns->option[p][k];
}

int ipso__joint_days_before(const ipso__joint_days *days, int change)
{
    const ipso__day_change *made = &days->changes[change];
    return roster_option(days, made->person, made->before);
}

int ipso__joint_days_now(const ipso__joint_days *days, int change)
{
    const ipso__day_change *made = &days->changes[change];
    int cell = made->person * days->joint->roster->days + made->day;
    return roster_option(days, made->person, days->choice[cell]);
}

/* ---- frame ---- */

static bool allocate(ipso__joint_days *d)
{
    const ipso__schedules *all = &d->columns->schedules;
    int people = d->joint->roster->people, lines = d->joint->table.target_count;
    bool ok = true;
    d->choice = ipso__arena_room(&d->arena, people * d->joint->roster->days, sizeof(int), &ok);
    d->activity = ipso__arena_room(&d->arena, all->row_count, sizeof(int64_t), &ok);
    d->personal = ipso__arena_room(&d->arena, people, sizeof(int64_t), &ok);
    d->taken = ipso__arena_room(&d->arena, people * all->turn_count, sizeof(int64_t), &ok);
    d->taken_sum = ipso__arena_room(&d->arena, all->turn_count, sizeof(int64_t), &ok);
    d->turn_cost = ipso__arena_room(&d->arena, all->turn_count, sizeof(int64_t), &ok);
    d->turned = ipso__arena_room(&d->arena, all->turn_count, sizeof(bool), &ok);
    d->serving = ipso__arena_room(&d->arena, lines, sizeof(int), &ok);
    d->lines = ipso__arena_room(&d->arena, lines, sizeof(int), &ok);
    d->first_line = ipso__arena_room(&d->arena, people, sizeof(int), &ok);
    return ok;
}

static void list_lines(ipso__joint_days *d)
{
    const ipso__table *table = &d->joint->table;
    int count = 0;
    for (int p = 0; p < d->joint->roster->people; p++) {
        for (int i = 0; i < table->target_count; i++)
            if (table->targets[i].practitioner == p && table->targets[i].missing > 0)
                d->lines[count++] = i;
        d->first_line[p + 1] = count;
    }
}

static void begin_roster(ipso__joint_days *d, const int *choice)
{
    const ipso__roster *r = d->joint->roster;
    const ipso__schedules *all = &d->columns->schedules;
    list_lines(d);
    for (int i = 0; i < all->row_count; i++)
        d->roster += row_cost(&all->rows[i], 0);
    for (int i = 0; i < all->turn_count; i++)
        d->turned[i] = true;
    for (int cell = 0; cell < r->people * r->days; cell++)
        d->choice[cell] = -1;
    for (int p = 0; p < r->people; p++) {
        for (int t = 0; t < r->days; t++)
            set_day(d, p, t, choice[p * r->days + t]);
        count_person(d, p);
    }
    count_turns(d);
}

bool ipso__joint_days_init(ipso__joint_days *days, const ipso__joint *joint,
                           const ipso__roster_columns *columns, const double *guide,
                           const int *choice, uint64_t stream)
{
    *days = (ipso__joint_days){.joint = joint, .columns = columns, .guide = guide};
    ipso__random_init(&days->random, joint->settings->seed, stream);
    if (!allocate(days))
        return false;
    begin_roster(days, choice);
    return true;
}

void ipso__joint_days_finish(ipso__joint_days *days)
{
    ipso__arena_finish(&days->arena);
    *days = (ipso__joint_days){0};
}

#define COPY(field, count) memcpy(to->field, from->field, (size_t)(count) * sizeof *to->field)

void ipso__joint_days_copy(ipso__joint_days *to, const ipso__joint_days *from)
{
    const ipso__schedules *all = &from->columns->schedules;
    int people = from->joint->roster->people;
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
