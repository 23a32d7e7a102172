/* Cuts as persons and rows of the instance of whole schedules.
 *
 * Block b is a person whose schedule is a number s[b] of points, written in digits, one a day:
 * digit j of day t costs j base^t points and brings as many units to the rows of cuts. With that a
 * cut is
 *
 *     s[b] + sum over duties worked of gain[duty] + short  >=  least,     or the sum over all b,
 *
 * a unit short costing a point. It is never cheaper to be short than to have s[b] greater, which
 * serves all cuts of the block at once, so that the cheapest s[b] is the most that a cut of the
 * block says. Where points are many and days few a digit counts `unit` points, and least is lower
 * by unit - 1: then the least multiple of unit is not above what it was.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "planner/roster_cuts.h"

#include "base/error.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_BASE = 16 };

bool ipso__roster_cuts_add(ipso__roster_cuts *cuts, int block, int64_t least, int *gain)
{
    if (!ipso__grow(&cuts->list, &cuts->room, (size_t)cuts->count + 1, sizeof *cuts->list))
        return false;
    cuts->list[cuts->count++] = (ipso__roster_cut){block, least, gain};
    return true;
}

void ipso__roster_cuts_finish(ipso__roster_cuts *cuts)
{
    for (int k = 0; k < cuts->count; k++)
        free(cuts->list[k].gain);
    free(cuts->list);
    *cuts = (ipso__roster_cuts){0};
}

static int64_t missing(const ipso__roster_cuts *cuts, const ipso__roster_cut *cut,
                       const bool *chosen)
{
    int64_t sum = cut->least;
    for (int o = 0; o < cuts->option_count; o++)
        sum -= chosen[o] ? cut->gain[o] : 0;
    return sum;
}

/* The most that a cut of the block says, 0 at least. */
int64_t ipso__roster_cuts_block_cost(const ipso__roster_cuts *cuts, int block, const bool *chosen)
{
    int64_t most = 0;
    for (int k = 0; k < cuts->count; k++)
        if (cuts->list[k].block == block) {
            int64_t cost = missing(cuts, &cuts->list[k], chosen);
            most = cost > most ? cost : most;
        }
    return most;
}

int64_t ipso__roster_cuts_cost(const ipso__roster_cuts *cuts, const bool *chosen)
{
    int64_t all = ipso__roster_cuts_block_cost(cuts, IPSO__ALL_BLOCKS, chosen), sum = 0;
    for (int b = 0; b < cuts->block_count; b++)
        sum += ipso__roster_cuts_block_cost(cuts, b, chosen);
    return sum > all ? sum : all;
}

/* ---- the instance ---- */

typedef struct teller {
    ipso__roster_columns *columns;
    const ipso__roster *roster;
    const ipso__roster_cuts *cuts;
    ipso__schedules_row *rows;
    ipso__schedules_person *persons;
    int first_row; /* of cuts */
    int64_t unit;  /* points of a digit's unit */
    int base;
    bool failed;
} teller;

static void *room(teller *w, size_t count, size_t size)
{
    void *memory = w->failed ? NULL : ipso__arena_alloc(&w->columns->arena, count + 1, size);
    w->failed = memory == NULL;
    return memory;
}

/* No roster makes a cut say more. */
static int64_t reach(const ipso__roster *r, const ipso__roster_cut *cut)
{
    int64_t sum = cut->least;
    for (int cell = 0; cell < r->people * r->days; cell++) {
        int least = 0;
        for (int o = r->first[cell]; o < r->first[cell + 1]; o++)
            least = cut->gain[o] < least ? cut->gain[o] : least;
        sum -= least;
    }
    return sum;
}

static int64_t power(int base, int days)
{
    int64_t product = 1;
    for (int t = 0; t < days && product < INT32_MAX; t++)
        product *= base;
    return product;
}

/* The digits that reach what any cut may say. */
static void choose_digits(teller *w)
{
    int64_t most = 1;
    int days = w->roster->days;
    for (int k = 0; k < w->cuts->count; k++) {
        int64_t one = reach(w->roster, &w->cuts->list[k]);
        most = one > most ? one : most;
    }
    w->unit = 1;
    while (power(MOST_BASE, days) <= most / w->unit)
        w->unit *= 2;
    w->base = 2;
    while (power(w->base, days) <= most / w->unit)
        w->base++;
}

static bool concerns(const ipso__roster_cut *cut, int block)
{
    return cut->block == block || cut->block == IPSO__ALL_BLOCKS;
}

/* What so many points bring to the rows of the block. */
static void fill_points(teller *w, int block, int64_t points, ipso__schedules_option *option)
{
    ipso__schedules_use *uses = room(w, (size_t)w->cuts->count, sizeof *uses);
    *option = (ipso__schedules_option){.group = -1, .cost = points, .uses = uses};
    for (int k = 0; k < w->cuts->count && !w->failed; k++)
        if (concerns(&w->cuts->list[k], block))
            uses[option->use_count++] = (ipso__schedules_use){w->first_row + k, (int)points};
}

static void add_person(teller *w, int block, ipso__schedules_person *person)
{
    int days = w->roster->days, at = 0;
    size_t count = (size_t)days * (size_t)(w->base - 1);
    int *first = room(w, (size_t)days + 1, sizeof *first);
    ipso__schedules_option *options = room(w, count, sizeof *options);
    int64_t points = w->unit;
    for (int t = 0; t < days && !w->failed; t++, points *= w->base) {
        first[t] = at;
        for (int digit = 1; digit < w->base && !w->failed; digit++)
            fill_points(w, block, digit * points, &options[at++]);
        first[t + 1] = at;
    }
    *person =
        (ipso__schedules_person){.options = options,
                                 .first = first,
                                 .runs = {.work_max = IPSO__UNLIMITED, .off_max = IPSO__UNLIMITED},
                                 .history = {.last_class = -1, .last_group = -1}};
}

/* An option with what its duty brings to the rows of cuts. */
static void add_gains(teller *w, int of_roster, ipso__schedules_option *option)
{
    size_t most = (size_t)option->use_count + (size_t)w->cuts->count;
    ipso__schedules_use *uses = room(w, most, sizeof *uses);
    if (w->failed)
        return;
    if (option->use_count > 0)
        memcpy(uses, option->uses, (size_t)option->use_count * sizeof *uses);
    for (int k = 0; k < w->cuts->count; k++) {
        int gain = w->cuts->list[k].gain[of_roster];
        if (gain != 0)
            uses[option->use_count++] = (ipso__schedules_use){w->first_row + k, gain};
    }
    option->uses = uses;
}

static void extend_person(teller *w, int p, ipso__schedules_person *person)
{
    int count = person->first[w->roster->days];
    ipso__schedules_option *options = room(w, (size_t)count, sizeof *options);
    for (int k = 0; k < count && !w->failed; k++) {
        options[k] = person->options[k];
        add_gains(w, w->columns->option[p][k], &options[k]);
    }
    person->options = options;
}

static void add_rows(teller *w)
{
    const ipso__schedules *told = &w->columns->schedules;
    for (int r = 0; r < told->row_count; r++)
        w->rows[r] = told->rows[r];
    for (int k = 0; k < w->cuts->count; k++)
        w->rows[told->row_count + k] =
            (ipso__schedules_row){.lower = w->cuts->list[k].least - (w->unit - 1),
                                  .upper = IPSO__NEVER,
                                  .under_price = 1};
}

static int64_t *extend(teller *w, const int64_t *numbers, int blocks)
{
    size_t people = (size_t)w->roster->people;
    int64_t *extended = room(w, people + (size_t)blocks, sizeof *extended);
    if (!w->failed)
        memcpy(extended, numbers, people * sizeof *extended);
    return extended;
}

/* The persons of blocks take no turns. */
static ipso__schedules_turns *extend_turns(teller *w, int blocks)
{
    const ipso__schedules *told = &w->columns->schedules;
    ipso__schedules_turns *turns = room(w, (size_t)told->turn_count, sizeof *turns);
    for (int i = 0; i < told->turn_count && !w->failed; i++) {
        turns[i] = told->turns[i];
        turns[i].share = extend(w, turns[i].share, blocks);
        turns[i].before = extend(w, turns[i].before, blocks);
    }
    return turns;
}

ipso_status ipso__roster_cuts_tell(ipso__roster_columns *columns, const ipso__roster *roster,
                                   const ipso__roster_cuts *cuts, ipso_error *err)
{
    ipso__schedules *told = &columns->schedules;
    int blocks = cuts->block_count, people = told->person_count;
    teller w = {.columns = columns, .roster = roster, .cuts = cuts, .first_row = told->row_count};
    choose_digits(&w);
    w.rows = room(&w, (size_t)told->row_count + (size_t)cuts->count, sizeof *w.rows);
    w.persons = room(&w, (size_t)people + (size_t)blocks, sizeof *w.persons);
    if (!w.failed)
        add_rows(&w);
    for (int p = 0; p < people && !w.failed; p++) {
        w.persons[p] = told->persons[p];
        extend_person(&w, p, &w.persons[p]);
    }
    for (int b = 0; b < blocks && !w.failed; b++)
        add_person(&w, b, &w.persons[people + b]);
    ipso__schedules_turns *turns = extend_turns(&w, blocks);
    if (w.failed)
        return ipso__fail_nomem(err);
    told->turns = turns;
    told->rows = w.rows;
    told->row_count += cuts->count;
    told->persons = w.persons;
    told->person_count += blocks;
    return IPSO_OK;
}

/* The fewest points of a block's person that are enough. */
static void encode_points(const ipso__schedules_person *person, int days, int64_t points,
                          int *choice)
{
    int per_day = person->first[1];
    int64_t unit = person->options[0].cost, number = (points + unit - 1) / unit;
    for (int t = 0; t < days; t++) {
        int digit = (int)(number % (per_day + 1));
        number /= per_day + 1;
        choice[t] = digit > 0 ? person->first[t] + digit - 1 : -1;
    }
}

void ipso__roster_cuts_encode(const ipso__roster_columns *columns, const ipso__roster *roster,
                              const ipso__roster_cuts *cuts, const bool *chosen, int *choice)
{
    int64_t left = ipso__roster_cuts_cost(cuts, chosen);
    for (int b = 0; b < cuts->block_count; b++) {
        int p = roster->people + b;
        int64_t points =
            b == cuts->block_count - 1 ? left : ipso__roster_cuts_block_cost(cuts, b, chosen);
        encode_points(&columns->schedules.persons[p], roster->days, points,
                      &choice[p * roster->days]);
        left -= points;
    }
}
