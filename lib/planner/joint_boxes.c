/* The joint bound in boxes of fair turns, each at prices of its own.
 *
 * Rows let fair turns (R18) go free in fractions; by ranges of the turns that all take they are
 * limits of each person alone (label (C3) of docs/rosters.md), which whole schedules hold exactly.
 * Ranges, one for each rule, are split into boxes that make up all rosters, so that
 *
 *     joint cost  >=  min over boxes of  max over prices of  L(box, prices),
 *
 * L being the bound of joint_bound.c with the schedules of the box. Prices of needs differ from box
 * to box: what is good where few turns are taken is not where many are. Each box begins at prices
 * of the box it was split from; rows between people at those that column generation finds best.
 *
 * At first turns that are likely are parted from those that are not, rule by rule. The likely box
 * climbs from afar; its prices are the root's, at which all others begin. A box is split where what
 * is free of turns next rises above those that its relaxation takes, of the rule whose part of
 * fewer turns is dearest by it. People are branched on one by one (joint_branch.c) in the box of
 * least bound, whose nodes serve all boxes, each at its own prices. Then the box of the least bound
 * climbs, is split and counts the nodes by turns. Two boxes are climbed side by side, and half of
 * the people are branched on beside the others, whatever the number of threads.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "planner/joint_boxes.h"

#include "base/error.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Share of the bound that the part of fewer turns must rise by where a box is split. */
#define WORTH 0.0005

typedef ipso__joint_boxes boxes;
typedef ipso__joint_box box;
typedef ipso__boxes_worker worker;

/* ---- boxes ---- */

static box *add_box(boxes *b, const box *of)
{
    size_t prices = (size_t)b->workers[0].joint.prices.count;
    const box copied = *of; /* of may be one of the list */
    if (!ipso__grow(&b->list, &b->room, (size_t)b->count + 1, sizeof *b->list))
        return NULL;
    box *made = &b->list[b->count];
    *made = copied;
    made->range =
        ipso__arena_copy(&b->arena, copied.range, (size_t)b->rules + 1, sizeof *made->range);
    made->price = ipso__arena_copy(&b->arena, copied.price, prices, sizeof *made->price);
    made->turns =
        ipso__arena_copy(&b->arena, copied.turns, (size_t)b->rules + 1, sizeof *made->turns);
    if (made->range == NULL || made->price == NULL || made->turns == NULL)
        return NULL;
    b->count++;
    return made;
}

/* Parts the turns of a rule up to `last` from others, where there are any. False: memory is out. */
static bool part(boxes *b, int at, int rule, int64_t last)
{
    if (last >= b->list[at].range[rule].most)
        return true;
    box *above = add_box(b, &b->list[at]);
    if (above == NULL)
        return false;
    b->list[at].range[rule].most = last;
    above->range[rule].least = last + 1;
    b->list[at].state = above->state = IPSO__BOX_NEW;
    return true;
}

/* The turns that nobody can tell from so many in the box. */
static int64_t level(const boxes *b, const box *one, int rule, int64_t turns)
{
    return ipso__turn_range_level(&one->range[rule], b->joint->roster, rule, &b->shares[rule],
                                  turns);
}

/* The box of least bound but for one (-1: none); like: of those in its state. */
static int least_box(const boxes *b, int but, bool like)
{
    int best = -1;
    for (int i = 0; i < b->count; i++)
        if (i != but && b->list[i].bound < INFINITY &&
            (!like || b->list[i].state == b->list[but].state) &&
            (best < 0 || b->list[i].bound < b->list[best].bound))
            best = i;
    return best;
}

/* ---- rounds ---- */

static ipso_status climb_boxes(boxes *b, int at, ipso_error *err)
{
    b->workers[0].box = at;
    b->workers[1].box = least_box(b, at, true);
    return ipso__boxes_work(b, err);
}

static ipso_status branch_box(boxes *b, int at, ipso_error *err)
{
    box *one = &b->list[at];
    double root = -INFINITY, gained = 0;
    one->state = IPSO__BOX_SETTLED;
    for (int i = 0; i < IPSO__BOXES_WORKERS; i++)
        b->workers[i].box = at;
    ipso_status status = ipso__boxes_work(b, err);
    for (int i = 0; i < IPSO__BOXES_WORKERS && status == IPSO_OK; i++) {
        root = ipso__branching_root(b->workers[i].branching);
        gained += ipso__branching_gained(b->workers[i].branching);
    }
    one->bound = fmax(one->bound, root + gained);
    one->state = IPSO__BOX_COUNTED;
    return status;
}

/* A box that climbs no more: its nodes are split further. */
static ipso_status branch_on(boxes *b, int at, ipso_error *err)
{
    double before = b->list[at].bound;
    ipso_status status = branch_box(b, at, err);
    b->spent = b->list[at].bound <= before + IPSO__BOX_LEAST_GAIN * fabs(before);
    return status;
}

/* What the box comes to at its prices with the turns of a rule up to `last` alone. */
static ipso_status value_part(boxes *b, const box *one, int rule, int64_t last, double *value,
                              ipso_error *err)
{
    ipso__joint *joint = &b->workers[0].joint;
    ipso__joint_climb part = {
        .steps = 1, .until = 1, .hope = IPSO__BOX_HOPE, .step = IPSO__BOX_FIRST_STEP};
    int64_t most = one->range[rule].most;
    one->range[rule].most = last;
    ipso_status status = ipso__joint_narrow(joint, one->range, err);
    one->range[rule].most = most;
    if (status != IPSO_OK)
        return status;
    ipso__joint_open(joint);
    ipso__joint_set_prices(joint, one->price);
    status = ipso__joint_climb_part(joint, &part, err);
    *value = part.none ? INFINITY : part.bound;
    return status;
}

/* Splits a box above the turns that its relaxation takes, of the rule whose part of fewer turns is
 * dearest by it; where no part is much dearer its nodes are to be counted. */
static ipso_status divide(boxes *b, int at, ipso_error *err)
{
    box *one = &b->list[at];
    double value, best = one->climbed + WORTH * fabs(one->climbed);
    int chosen = -1;
    ipso_status status = IPSO_OK;
    ipso__boxes_set_limits(b, &b->workers[0], 1);
    for (int i = 0; i < b->rules && status == IPSO_OK; i++) {
        int64_t last = level(b, one, i, (int64_t)one->turns[i]);
        if (last >= one->range[i].most)
            continue;
        status = value_part(b, one, i, last, &value, err);
        if (status == IPSO_OK && value > best) {
            best = value;
            chosen = i;
        }
    }
    b->joint->work += b->workers[0].joint.work - b->workers[0].begun;
    if (status != IPSO_OK)
        return status;
    if (chosen < 0) {
        one->state = IPSO__BOX_SETTLED;
        return IPSO_OK;
    }
    one->done = false;
    if (!part(b, at, chosen, level(b, one, chosen, (int64_t)one->turns[chosen])))
        return ipso__fail_nomem(err);
    one = &b->list[at];
    one->climbed = best;
    one->bound = fmax(one->bound, best);
    return IPSO_OK;
}

/* The box of least bound gets on, unless it has come so far. */
static ipso_status go_round(boxes *b, ipso__box_state last, bool *more, ipso_error *err)
{
    int at = least_box(b, -1, false);
    *more = at >= 0 && b->list[at].bound < b->joint->enough && b->list[at].state < last &&
            !(b->list[at].state == IPSO__BOX_COUNTED && b->list[at].done && b->spent);
    if (!*more)
        return IPSO_OK;
    if (b->list[at].state == IPSO__BOX_COUNTED && b->list[at].done)
        return branch_on(b, at, err);
    if (b->list[at].state == IPSO__BOX_MOVED)
        return divide(b, at, err);
    return b->list[at].state == IPSO__BOX_SETTLED ? branch_box(b, at, err)
                                                  : climb_boxes(b, at, err);
}

static void note_bound(boxes *b)
{
    double least = INFINITY;
    for (int i = 0; i < b->count; i++)
        least = fmin(least, b->list[i].bound);
    if (b->count > 0 && least < INFINITY)
        b->joint->bound = fmax(b->joint->bound, least);
}

/* ---- frame ---- */

/* The box of all turns there may be. */
static ipso_status find_ranges(boxes *b, box *whole, ipso_error *err)
{
    const ipso__roster *roster = b->joint->roster;
    int rules = ipso_practice_fair_count(b->joint->practice);
    size_t room = (size_t)rules + 1;
    whole->range = ipso__arena_alloc(&b->arena, room, sizeof *whole->range);
    b->shares = ipso__arena_alloc(&b->arena, room, sizeof *b->shares);
    b->known = ipso__arena_alloc(&b->arena, room, sizeof *b->known);
    if (whole->range == NULL || b->shares == NULL || b->known == NULL)
        return ipso__fail_nomem(err);
    b->rules = ipso__roster_columns_tell_turns(roster) ? rules : 0;
    for (int i = 0; i < b->rules; i++) {
        if (ipso__roster_fair_shares(&b->shares[i], roster, i, &b->arena) != IPSO_OK)
            return ipso__fail_nomem(err);
        whole->range[i].most = ipso__roster_columns_most_turns(roster, i, b->shares[i].share);
    }
    if (b->rules > 0)
        ipso__roster_columns_count_turns(roster, b->chosen, b->known);
    return IPSO_OK;
}

static ipso_status start_worker(boxes *b, int number, const box *whole, ipso_error *err)
{
    worker *w = &b->workers[number];
    w->of = b;
    w->number = number;
    w->on_caller = true;
    atomic_init(&w->done, true);
    ipso_error_init(&w->err);
    w->settings = *b->joint->settings;
    w->settings.threads = 1;
    w->settings.progress = ipso__boxes_on_progress;
    w->settings.progress_user = w;
    w->settings.log = NULL;
    return ipso__joint_start_beside(&w->joint, b->joint, b->rules > 0 ? whole->range : NULL,
                                    &w->settings, err);
}

/* The prices of needs and links, to those of another program. */
static void copy_prices(const ipso__joint *joint, int64_t *to, int to_links, const int64_t *from,
                        int from_links)
{
    memcpy(to, from, (size_t)joint->packing.packing.row_count * sizeof *to);
    memcpy(to + to_links, from + from_links, (size_t)joint->links.row_count * sizeof *to);
}

/* The whole, at the root's prices, with the likely box parted from it. */
static ipso_status begin(boxes *b, ipso_error *err)
{
    ipso__joint *joint = b->joint;
    size_t options = (size_t)joint->roster->option_count + 1;
    box whole = {.bound = -INFINITY, .climbed = -INFINITY, .step = IPSO__BOX_FIRST_STEP};
    b->chosen = ipso__arena_alloc(&b->arena, options, sizeof *b->chosen);
    if (b->chosen == NULL)
        return ipso__fail_nomem(err);
    memcpy(b->chosen, joint->roster_of, (options - 1) * sizeof *b->chosen);
    ipso_status status = find_ranges(b, &whole, err);
    for (; b->started < IPSO__BOXES_WORKERS && status == IPSO_OK; b->started += status == IPSO_OK)
        status = start_worker(b, b->started, &whole, err);
    if (status != IPSO_OK)
        return status;
    const ipso__joint_prices *own = &b->workers[0].joint.prices;
    whole.price = ipso__arena_alloc(&b->arena, (size_t)own->count + 1, sizeof *whole.price);
    whole.turns = ipso__arena_alloc(&b->arena, (size_t)b->rules + 1, sizeof *whole.turns);
    if (whole.price == NULL || whole.turns == NULL)
        return ipso__fail_nomem(err);
    copy_prices(joint, whole.price, own->first_link, joint->root, joint->prices.first_link);
    bool ok = add_box(b, &whole) != NULL;
    for (int i = 0; i < b->rules && ok; i++)
        ok = part(b, 0, i, level(b, &b->list[0], i, b->known[i] + b->known[i] / 3 + 1));
    return ok ? IPSO_OK : ipso__fail_nomem(err);
}

/* Steps with boxes until the least one has come so far, or the limits are used up. */
static ipso_status advance(boxes *b, ipso__box_state last, ipso_error *err)
{
    ipso_status status = IPSO_OK;
    for (bool more = true;
         more && status == IPSO_OK && !b->joint->stopped && ipso__joint_used(b->joint) < b->share;)
        status = go_round(b, last, &more, err);
    if (status == IPSO_OK)
        note_bound(b);
    return status;
}

/* The likely box; then a bound of every other one. */
static ipso_status climb_first(boxes *b, ipso_error *err)
{
    ipso__joint *joint = b->joint;
    worker *first = &b->workers[0];
    ipso__boxes_set_limits(b, first, 1);
    ipso_status status = ipso__boxes_climb_far(b, err);
    joint->work += first->joint.work - first->begun;
    if (status != IPSO_OK)
        return status;
    copy_prices(joint, joint->root, joint->prices.first_link, b->list[0].price,
                first->joint.prices.first_link);
    memcpy(joint->guide, first->joint.share,
           (size_t)joint->roster->option_count * sizeof *joint->guide);
    b->share = 1;
    return advance(b, IPSO__BOX_SETTLED, err);
}

ipso_status ipso__joint_boxes_new(ipso__joint_boxes **made, ipso__joint *joint, double share,
                                  ipso_error *err)
{
    boxes *b = ipso__calloc(1, sizeof *b);
    if (b == NULL)
        return ipso__fail_nomem(err);
    b->joint = joint;
    b->share = share;
    atomic_init(&b->halted, false);
    ipso_status status = begin(b, err);
    if (status == IPSO_OK)
        status = climb_first(b, err);
    if (status == IPSO_OK)
        *made = b;
    else
        ipso__joint_boxes_free(b);
    return status;
}

ipso_status ipso__joint_boxes_run(ipso__joint_boxes *b, double share, ipso_error *err)
{
    ipso_status status = IPSO_OK;
    b->share = share;
    int at = least_box(b, -1, false);
    if (b->workers[0].branching == NULL && !b->joint->stopped && at >= 0)
        status = branch_box(b, at, err);
    return status == IPSO_OK ? advance(b, IPSO__BOX_END, err) : status;
}

void ipso__joint_boxes_free(ipso__joint_boxes *b)
{
    if (b == NULL)
        return;
    for (int i = 0; i < b->started; i++) {
        ipso__branching_free(b->workers[i].branching);
        ipso__joint_finish(&b->workers[i].joint);
    }
    free(b->list);
    ipso__arena_finish(&b->arena);
    free(b);
}
