/* Fair turns by ranges.
 *
 * What a turn of one person costs depends on the turns of all (R18): the more they take, the more
 * each may take for nothing. Where the sum X of all turns of each rule lies in a known range, a
 * bound that lets everybody have what is free at the range's end is a bound for the range, and at
 * that end it is exact: fair turns are then limits of each person alone, which columns hold without
 * fractions. So the ranges are split into boxes, a range for each rule. The box of the least bound
 * is solved by column generation to its root, and split as long as its ranges free much; the box of
 * the best roster is solved for longer. The least bound of the boxes bounds every roster.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "planner/roster_search.h"

#include "base/error.h"
#include "base/memory.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Share of the limits for a first roster over several weeks: its turns are wanted soon. */
#define FIRST_SHARE 0.6
/* Share of the best cost that a split must be worth. */
#define WORTH 0.002

enum { MOST_RULES = 8, FIRST_WORK = 20000000 };

typedef struct box {
    ipso__turn_range range[MOST_RULES];
    double bound;
    bool solved;  /* to its root */
    int64_t work; /* of its next long solve */
    double gap;   /* of the same */
} box;

typedef struct boxes {
    ipso__roster_search *search;
    int rules;
    ipso__fair_shares shares[MOST_RULES];
    int64_t known[MOST_RULES]; /* turns of the best roster, in the box that found it */
    box *list;
    int count;
    size_t room;
    int64_t root_work, long_work;
    ipso__arena arena;
} boxes;

/* ---- ranges ---- */

/* Points that fair turns cost less, when all take `most` and not `least` turns, had everybody a use
 * for them. */
static double freed(const boxes *b, int rule, int64_t least, int64_t most)
{
    const ipso__fair_shares *s = &b->shares[rule];
    const ipso_practice *practice = b->search->roster->practice;
    double sum = 0;
    for (int p = 0; p < b->search->roster->people && s->share_sum > 0; p++) {
        int64_t own = s->share_sum * s->history[p];
        int64_t low = s->share[p] * (s->history_sum + least) - own;
        int64_t high = s->share[p] * (s->history_sum + most) - own;
        if (high > 0)
            sum += ceil((double)high / (double)s->share_sum) -
                   ceil((double)(low > 0 ? low : 0) / (double)s->share_sum);
    }
    return sum * (double)ipso_practice_fair(practice, rule)->points;
}

/* The most turns of a rule there can be: a day of a person is one at most. */
static int64_t most_turns(const boxes *b, int rule)
{
    const ipso__roster *r = b->search->roster;
    const ipso_fair *fair = ipso_practice_fair(r->practice, rule);
    int64_t sum = 0;
    for (int cell = 0; cell < r->people * r->days; cell++) {
        bool turn = false;
        for (int o = r->first[cell]; o < r->first[cell + 1]; o++)
            turn |= ipso__roster_is_turn(r, fair, o);
        sum += turn && b->shares[rule].share[cell / r->days] > 0;
    }
    return sum;
}

static bool add_box(boxes *b, const box *one)
{
    if (!ipso__grow(&b->list, &b->room, (size_t)b->count + 1, sizeof *b->list)) {
        b->search->status = ipso__fail_nomem(b->search->err);
        return false;
    }
    b->list[b->count++] = *one;
    return true;
}

/* A long solve must go through all weeks, each of which has the more to do. */
static int64_t first_work(const ipso__roster_search *s)
{
    return (int64_t)FIRST_WORK * s->roster->weeks * s->roster->weeks;
}

static bool begin(boxes *b, ipso__roster_search *s)
{
    box whole = {.bound = -INFINITY, .work = first_work(s), .gap = s->settings->gap};
    *b = (boxes){.search = s, .rules = ipso_practice_fair_count(s->roster->practice)};
    for (int i = 0; i < b->rules; i++) {
        s->status = ipso__roster_fair_shares(&b->shares[i], s->roster, i, &b->arena);
        if (s->status != IPSO_OK) {
            ipso__fail_nomem(s->err);
            return false;
        }
        whole.range[i].most = most_turns(b, i);
    }
    return add_box(b, &whole);
}

/* ---- solving and splitting ---- */

static void note_bound(boxes *b)
{
    ipso__roster_search *s = b->search;
    double least = INFINITY;
    for (int i = 0; i < b->count; i++)
        least = fmin(least, b->list[i].bound);
    s->bound = fmax(s->bound, least);
    if (s->found && s->bound > s->cost)
        s->bound = s->cost;
}

static void drop(boxes *b, int at)
{
    b->list[at] = b->list[--b->count];
}

/* Solves a box: to its root, or for longer when that was done. */
static void solve(boxes *b, int at, double share, int64_t unsolved)
{
    ipso__roster_search *s = b->search;
    box *one = &b->list[at];
    int64_t taken[MOST_RULES] = {0};
    double before = s->found ? s->cost : INFINITY;
    bool first = before == INFINITY && s->roster->weeks > 1;
    ipso__columns_run run = {.share = first ? FIRST_SHARE * share : share,
                             .unsolved = unsolved,
                             .turns = one->range,
                             .until = one->solved ? IPSO__UNTIL_LIMITS
                                      : s->found  ? IPSO__UNTIL_ROOT
                                                  : IPSO__UNTIL_DIVE,
                             .most = one->solved ? one->work : 0,
                             .gap = one->solved ? one->gap : 0,
                             .taken = taken};
    ipso__search_columns_run(s, &run);
    if (run.cost < before)
        memcpy(b->known, taken, sizeof taken);
    one->work += one->solved ? one->work : 0;
    one->gap = one->solved ? s->settings->gap / 8 : one->gap;
    one->solved = true;
    one->bound = fmax(one->bound, run.bound);
    if (run.none || (s->found && one->bound >= s->cost))
        drop(b, at);
}

/* The turns in the range that are nearest to those of the best roster. */
static int64_t nearest(const boxes *b, const box *one, int rule)
{
    const ipso__turn_range *range = &one->range[rule];
    int64_t known = b->known[rule];
    return known < range->least ? range->least : known > range->most ? range->most : known;
}

/* Splits the box by every rule that frees enough points beyond the turns that are likely in it;
 * false when there is none. Each split leaves the lower part, which is split on. */
static bool split(boxes *b, int at)
{
    box one = b->list[at];
    bool done = false;
    for (int i = 0; i < b->rules; i++) {
        int64_t likely = nearest(b, &one, i), most = one.range[i].most;
        if (likely == most || freed(b, i, likely, most) <= WORTH * fabs(b->search->cost))
            continue;
        box above = one;
        int64_t last = likely + likely / 8 + 1;
        one.range[i].most = last < most ? last : likely + (most - likely) / 2;
        above.range[i].least = one.range[i].most + 1;
        above.solved = false;
        above.work = first_work(b->search);
        done = true;
        if (!add_box(b, &above))
            return false;
    }
    one.solved = one.solved && !done;
    one.work = done ? first_work(b->search) : one.work;
    b->list[at] = one;
    return done;
}

static int least_box(const boxes *b)
{
    int best = 0;
    for (int i = 1; i < b->count; i++)
        if (b->list[i].bound < b->list[best].bound)
            best = i;
    return best;
}

/* The box of the best roster, or -1. */
static int best_box(const boxes *b)
{
    for (int k = 0; k < b->count; k++) {
        bool inside = true;
        for (int i = 0; i < b->rules; i++)
            inside = inside && nearest(b, &b->list[k], i) == b->known[i];
        if (inside)
            return k;
    }
    return -1;
}

/* Whether a box holds nothing that is better by more than the gap asked for. */
static bool is_closed(const boxes *b, const box *one)
{
    const ipso__roster_search *s = b->search;
    return s->found && one->bound >= s->cost - floor(s->settings->gap * fabs(s->cost));
}

/* One step: a box is split, or solved. Long solves, of the box with the best roster, take half of
 * the work. */
static void take_step(boxes *b, double share, int64_t unsolved)
{
    ipso__roster_search *s = b->search;
    int64_t before = s->work;
    int at = b->long_work < b->root_work && b->count > 1 ? best_box(b) : -1;
    at = at >= 0 && !is_closed(b, &b->list[at]) ? at : least_box(b);
    if (b->list[at].solved && split(b, at))
        return;
    bool longer = b->list[at].solved;
    solve(b, at, share, unsolved);
    *(longer ? &b->long_work : &b->root_work) += s->work - before;
    note_bound(b);
}

void ipso__search_turns(ipso__roster_search *s, double share, int64_t unsolved)
{
    boxes b;
    bool ok = begin(&b, s);
    while (ok && b.count > 0 && !ipso__search_over(s) && ipso__search_used(s) < share) {
        take_step(&b, share, unsolved);
        ok = s->found;
    }
    if (s->status == IPSO_OK && b.count == 0) {
        s->infeasible = !s->found;
        s->bound = s->found ? s->cost : s->bound;
    }
    free(b.list);
    ipso__arena_finish(&b.arena);
}

bool ipso__search_has_turns(const ipso__roster_search *s)
{
    return ipso_practice_fair_count(s->roster->practice) <= MOST_RULES &&
           ipso__roster_columns_fit(s->roster) && ipso__roster_columns_tell_turns(s->roster);
}
