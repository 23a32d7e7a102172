/* Listing all schedules of one person within a cost.
 *
 * Forwards, labels are kept within the cost and by dominance, with all ways into each, those of the
 * dominated too: they lead into the label that dominates. A schedule is then a way back from a
 * complete label to the start, and the cost of the label plus that of the days after it is the
 * least of any schedule that ends in these days: no way is followed in vain but those that a limit
 * forbids to the dominated alone. These are found by recounting.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "solve/schedules_all.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_STEPS = 20000000, MOST_MISSES = 20 };

typedef struct listing {
    ipso__all *all;
    const ipso__price_question *question;
    const ipso__walk *walk;
    const ipso__price_scratch *s;
    int person, most;
    int64_t steps, misses;
    double within;
    int *choice;
    int *used; /* per lane: units of the days gone back over */
    int *last; /* per lane: the weekend counted last */
} listing;

void ipso__all_finish(ipso__all *all)
{
    free(all->choice);
    free(all->cost);
    memset(all, 0, sizeof *all);
}

static bool goes_on(listing *l)
{
    ipso__all *all = l->all;
    l->steps++;
    if (all->count >= l->most || l->steps > MOST_STEPS ||
        l->misses > MOST_MISSES * (int64_t)l->most)
        all->whole = false;
    return all->whole && !all->failed;
}

static void keep(listing *l)
{
    ipso__all *all = l->all;
    size_t days = (size_t)l->walk->days, count = (size_t)all->count;
    int64_t cost;
    if (!ipso__schedules_person_value(l->walk->all, l->person, l->choice, &cost)) {
        l->misses++;
        return;
    }
    if (!ipso__grow(&all->choice, &all->room, (count + 1) * days, sizeof *all->choice) ||
        !ipso__grow(&all->cost, &all->cost_room, count + 1, sizeof *all->cost)) {
        all->failed = true;
        return;
    }
    memcpy(&all->choice[count * days], l->choice, days * sizeof *l->choice);
    all->cost[all->count++] = cost;
}

/* ---- what the days gone back over use ---- */

static int work_ahead(const listing *l, int day)
{
    int t = day;
    while (t < l->walk->days && l->choice[t] >= 0)
        t++;
    return t - day;
}

/* The last weekend with a day before this one. */
static int last_weekend(const ipso__walk *walk, int day)
{
    while (day > 0 && walk->all->weekend[day - 1] < 0)
        day--;
    return day > 0 ? walk->all->weekend[day - 1] : -1;
}

/* False when the days from this one on break a hard limit after what was dominated. */
static bool can_follow(const listing *l, int day, int arc)
{
    const ipso__schedules_runs *runs = &l->walk->who->runs;
    const ipso__price_arc *a = &l->s->arcs[arc];
    const uint64_t *lanes = &l->s->arc_lanes[(size_t)arc * (size_t)l->walk->words];
    if (runs->work_max != IPSO__UNLIMITED && runs->work_max_price == IPSO__NEVER && a->work > 0 &&
        a->work + work_ahead(l, day) > runs->work_max)
        return false;
    for (int i = 0; i < l->walk->lane_count; i++) {
        const ipso__walk_lane *lane = &l->walk->lanes[i];
        int value = ipso__walk_lane_get(lanes, i), used = l->used[i];
        if (!lane->hard)
            continue;
        bool again = lane->touch_bit >= 0 && (a->touched >> lane->touch_bit & 1) != 0 && used > 0 &&
                     l->last[i] == last_weekend(l->walk, day);
        used -= again;
        if (lane->need ? value > used : value + used > lane->size)
            return false;
    }
    return true;
}

static void go_back(listing *l, int day, int label, double after);

/* Goes on before a day of the bundle, with what it uses counted. */
static void go_back_using(listing *l, int day, const ipso__price_arc *arc, double after)
{
    const ipso__walk_bundle *bundle = &l->walk->bundles[arc->bundle];
    uint64_t added = 0;
    int before[IPSO__TOUCH_BITS];
    for (int i = 0; i < l->walk->lane_count; i++) {
        const ipso__walk_lane *lane = &l->walk->lanes[i];
        int units = bundle->units[i];
        if (lane->touch_bit < 0) {
            l->used[i] += units;
        } else {
            int weekend = l->walk->all->weekend != NULL ? l->walk->all->weekend[day] : -1;
            before[lane->touch_bit] = l->last[i];
            if (units > 0 && (l->used[i] == 0 || l->last[i] != weekend)) {
                l->used[i]++;
                added |= (uint64_t)1 << lane->touch_bit;
            }
            if (units > 0)
                l->last[i] = weekend;
        }
    }
    go_back(l, day, arc->from, after);
    for (int i = 0; i < l->walk->lane_count; i++) {
        const ipso__walk_lane *lane = &l->walk->lanes[i];
        if (lane->touch_bit < 0) {
            l->used[i] -= bundle->units[i];
        } else {
            l->used[i] -= (int)(added >> lane->touch_bit & 1);
            l->last[i] = before[lane->touch_bit];
        }
    }
}

/* All options of the bundle, of which the labels know the cheapest. */
static void go_back_by(listing *l, int day, const ipso__price_arc *arc, double after)
{
    const ipso__walk_bundle *bundle = &l->walk->bundles[arc->bundle];
    double before = l->s->labels[arc->from].cost + arc->cost + after;
    for (int k = 0; k < bundle->option_count; k++) {
        int o = bundle->options[k];
        double more = ipso__price_option(l->question, o) - l->s->bundle_cost[arc->bundle];
        if (!(before + more <= l->within))
            continue;
        l->choice[day - 1] = o;
        go_back_using(l, day - 1, arc, arc->cost + after + more);
    }
}

static void go_back(listing *l, int day, int label, double after)
{
    if (!goes_on(l) || !(l->s->labels[label].cost + after <= l->within))
        return;
    if (day == 0) {
        keep(l);
        return;
    }
    for (int i = l->s->arc_head[label]; i >= 0; i = l->s->arcs[i].next) {
        const ipso__price_arc *arc = &l->s->arcs[i];
        if (!(l->s->labels[arc->from].cost + arc->cost + after <= l->within) ||
            (arc->work >= 0 && !can_follow(l, day, i)))
            continue;
        if (arc->bundle == IPSO__PRICE_DOMINATED) {
            go_back(l, day, arc->from, arc->cost + after);
        } else if (arc->bundle >= 0) {
            go_back_by(l, day, arc, after);
        } else {
            l->choice[day - 1] = -1;
            go_back(l, day - 1, arc->from, arc->cost + after);
        }
    }
}

void ipso__all_list(ipso__all *all, const ipso__price_question *question, int person,
                    ipso__price_scratch *scratch, double within, int most)
{
    const ipso__walk *walk = question->walk;
    ipso__price_answer answer;
    listing l = {.all = all,
                 .question = question,
                 .walk = walk,
                 .s = scratch,
                 .person = person,
                 .most = most,
                 .within = within};
    all->count = 0;
    all->whole = ipso__price_record(&answer, question, scratch, within);
    all->failed = answer.failed;
    all->work = answer.work;
    l.choice = ipso__calloc((size_t)walk->days, sizeof *l.choice);
    l.used = ipso__calloc((size_t)walk->lane_count, sizeof *l.used);
    l.last = ipso__calloc((size_t)walk->lane_count, sizeof *l.last);
    all->failed = all->failed || l.choice == NULL || l.used == NULL || l.last == NULL;
    bool goes = all->whole && !all->failed;
    for (int i = scratch->day_first[walk->days]; goes && i < scratch->day_first[walk->days + 1];
         i++) {
        const ipso__price_label *label = &scratch->labels[i];
        if (label->state >= 0 && label->main >= walk->main_lower)
            go_back(&l, walk->days, i, walk->end_cost[label->state]);
    }
    all->work += l.steps;
    free(l.choice);
    free(l.used);
    free(l.last);
}
