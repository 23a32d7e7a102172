/* Fair turns by ranges.
 *
 * What a turn of one person costs depends on the turns of all (R18): the more they take, the more
 * each may take for nothing. Where the sum X of all turns of each rule lies in a known range, a
 * bound that lets everybody have what is free at the range's end is a bound for the range, and at
 * that end it is exact: fair turns are then limits of each person alone, which columns hold without
 * fractions. So the ranges are split into boxes, a range for each rule, and the least bound of the
 * boxes bounds every roster.
 *
 * In rounds two things are done side by side, on two threads where there are two. The search looks
 * for better rosters in the box of the best one, or raises the bound of a box that nothing is to be
 * gained from splitting. Beside it the other boxes are bounded by their roots and split, the least
 * bound first. Each has the same work in a round, and learns of the other at its end, so that the
 * threads change nothing.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "planner/roster_search.h"

#include "base/error.h"
#include "base/memory.h"
#include "planner/roster_side.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Share of the best cost that a split must be worth. */
#define WORTH 0.002
/* Of the gap asked for, the part that the box of the best roster may keep. */
#define FINER 8
/* What a round has more than the one before. */
#define GROWTH 1.5

enum { MOST_RULES = 8, FIRST_WORK = 10000000 };

typedef struct box {
    ipso__turn_range range[MOST_RULES];
    double bound;
    bool solved; /* to its root */
    bool stuck;  /* splitting frees too little */
} box;

typedef struct boxes {
    ipso__roster_search *search;
    ipso__side side;
    int rules;
    ipso__fair_shares shares[MOST_RULES];
    /* of the best roster when the round began */
    double cost;
    int64_t known[MOST_RULES]; /* turns */
    int64_t taken[MOST_RULES]; /* turns of the best roster since */
    box *list;
    int count;
    size_t room;
    double work; /* of a round */
    int rounds;
    ipso__arena arena;
} boxes;

/* ---- ranges ---- */

static bool add_box(boxes *b, const box *one)
{
    if (!ipso__grow(&b->list, &b->room, (size_t)b->count + 1, sizeof *b->list))
        return false;
    b->list[b->count++] = *one;
    return true;
}

/* Splits the box where that is worth it. The part of fewer turns stays in *one; the other joins the
 * list. False: memory is out. */
static bool split(boxes *b, box *one, bool *done)
{
    int rule = ipso__turn_ranges_widest(one->range, b->rules, b->search->roster, b->shares,
                                        b->known, WORTH * fabs(b->cost));
    *done = rule >= 0;
    if (rule < 0)
        return true;
    box above = *one;
    int64_t likely = ipso__turn_range_nearest(&one->range[rule], b->known[rule]),
            most = one->range[rule].most;
    int64_t last = likely + likely / 8 + 1;
    one->range[rule].most = last < most ? last : likely + (most - likely) / 2;
    above.range[rule].least = one->range[rule].most + 1;
    above.solved = one->solved = false;
    return add_box(b, &above);
}

static void drop(boxes *b, int at)
{
    b->list[at] = b->list[--b->count];
}

static int least_box(const boxes *b)
{
    int best = -1;
    for (int i = 0; i < b->count; i++)
        if (best < 0 || b->list[i].bound < b->list[best].bound)
            best = i;
    return best;
}

/* The box of the best roster, or -1. */
static int best_box(const boxes *b)
{
    for (int k = 0; k < b->count; k++) {
        bool inside = true;
        for (int i = 0; i < b->rules; i++)
            inside = inside &&
                     ipso__turn_range_nearest(&b->list[k].range[i], b->known[i]) == b->known[i];
        if (inside)
            return k;
    }
    return -1;
}

/* Whether a box holds nothing that is better by more than the gap asked for. */
static bool is_closed(const boxes *b, const box *one)
{
    return one->bound >= b->cost - floor(b->search->settings->gap * fabs(b->cost));
}

/* ---- the boxes beside the search ---- */

/* Bounds a box, or splits it. */
static void refine(boxes *b, int at)
{
    box one = b->list[at];
    double bound = -INFINITY;
    bool has_parts;
    if (!one.solved)
        one.solved = ipso__side_bound(&b->side, one.range, b->search->settings->gap, &bound);
    else if (!split(b, &one, &has_parts))
        ipso__side_fail(&b->side);
    else
        one.stuck = !has_parts;
    one.bound = fmax(one.bound, bound);
    b->list[at] = one;
    if (one.bound >= b->cost)
        drop(b, at);
}

/* Bounds and splits boxes until the work of the round is done, or there is nothing to bound. */
static void bound_boxes(void *user)
{
    boxes *b = user;
    while (ipso__side_goes_on(&b->side)) {
        int at = least_box(b);
        if (at < 0 || b->list[at].stuck || is_closed(b, &b->list[at]))
            return;
        refine(b, at);
    }
}

/* ---- the search ---- */

/* Solves a box from the best roster for so much work. */
static void solve(boxes *b, box *one, const ipso__columns_run *given)
{
    ipso__roster_search *s = b->search;
    int64_t taken[MOST_RULES] = {0};
    double before = s->found ? s->cost : INFINITY;
    ipso__columns_run run = *given;
    run.turns = one->range;
    run.taken = taken;
    ipso__search_columns_run(s, &run);
    if (run.cost < before)
        memcpy(b->taken, taken, sizeof taken);
    one->bound = fmax(one->bound, run.none ? INFINITY : run.bound);
}

/* The box that the search goes to: that of the best roster while there is something to gain, in
 * turns with one that is stuck at the least bound. */
static int choose_box(boxes *b, bool *is_best)
{
    const ipso__roster_search *s = b->search;
    int best = best_box(b), least = least_box(b);
    bool turn = b->rounds % 2 == 1 && b->list[least].stuck;
    *is_best = best >= 0 && !turn &&
               b->list[best].bound < s->cost - s->settings->gap / FINER * fabs(s->cost);
    return *is_best ? best : least;
}

static void note_bound(boxes *b)
{
    ipso__roster_search *s = b->search;
    int at = least_box(b);
    double least = at >= 0 ? b->list[at].bound : INFINITY;
    s->bound = fmax(s->bound, least);
    if (s->found && s->bound > s->cost)
        s->bound = s->cost;
}

/* Splits the box until it holds little but the turns that are likely. */
static bool narrow_down(boxes *b, box *one)
{
    bool ok = true;
    for (bool goes_on = true; goes_on && ok;)
        ok = split(b, one, &goes_on);
    return ok;
}

static void run_round(boxes *b, double share)
{
    ipso__roster_search *s = b->search;
    b->cost = s->cost;
    memcpy(b->known, b->taken, sizeof b->taken);
    bool is_best;
    int at = choose_box(b, &is_best);
    box one = b->list[at];
    drop(b, at);
    if (!narrow_down(b, &one)) {
        s->status = ipso__fail_nomem(s->err);
        return;
    }
    ipso__columns_run run = {.share = share,
                             .most = (int64_t)b->work,
                             .gap = s->settings->gap / FINER,
                             .enough = is_best ? 0 : s->settings->gap};
    ipso__side_start(&b->side, s, (int64_t)b->work, share, bound_boxes, b);
    solve(b, &one, &run);
    ipso__side_join(&b->side, s);
    b->work *= GROWTH;
    b->rounds++;
    if (one.bound < s->cost && !add_box(b, &one))
        s->status = ipso__fail_nomem(s->err);
    note_bound(b);
}

/* A roster from nothing: quickly, or else at length. */
static void find_first(boxes *b, double share, int64_t unsolved)
{
    ipso__roster_search *s = b->search;
    ipso__columns_run run = {.share = share, .unsolved = unsolved, .until = IPSO__UNTIL_START};
    if (!s->found)
        solve(b, &b->list[0], &run);
    run.until = IPSO__UNTIL_DIVE;
    if (!s->found && !ipso__search_over(s))
        solve(b, &b->list[0], &run);
    if (b->list[0].bound == INFINITY)
        drop(b, 0);
}

static bool begin(boxes *b, ipso__roster_search *s)
{
    box whole = {.bound = -INFINITY};
    *b = (boxes){.search = s,
                 .rules = ipso_practice_fair_count(s->roster->practice),
                 .work = (double)FIRST_WORK * s->roster->weeks};
    for (int i = 0; i < b->rules; i++) {
        if (ipso__roster_fair_shares(&b->shares[i], s->roster, i, &b->arena) != IPSO_OK)
            return false;
        whole.range[i].most =
            ipso__roster_columns_most_turns(b->search->roster, i, b->shares[i].share);
    }
    return add_box(b, &whole) && ipso__side_init(&b->side, s);
}

void ipso__search_turns(ipso__roster_search *s, double share, int64_t unsolved)
{
    boxes b;
    if (!begin(&b, s))
        s->status = ipso__fail_nomem(s->err);
    else
        find_first(&b, share, unsolved);
    for (int64_t before = -1; s->found && b.count > 0 && s->work > before &&
                              !ipso__search_over(s) && ipso__search_used(s) < share;) {
        before = s->work;
        run_round(&b, share);
    }
    if (s->status == IPSO_OK && b.count == 0) {
        s->infeasible = !s->found;
        s->bound = s->found ? s->cost : s->bound;
    }
    ipso__side_finish(&b.side);
    free(b.list);
    ipso__arena_finish(&b.arena);
}

bool ipso__search_has_turns(const ipso__roster_search *s)
{
    return ipso_practice_fair_count(s->roster->practice) <= MOST_RULES &&
           ipso__roster_columns_fit(s->roster) && ipso__roster_columns_tell_turns(s->roster);
}
