/* Pricing by dynamic programming over days.
 *
 *   1. Bundles: of the options that no rule tells apart only the cheapest counts.
 *   2. Backwards over (day, state, main counter), the lanes priced (schedules_relax.c):
 * table[t][s][m] less the credit of a label's lanes is at most the cost of days t and on from
 * there.
 *   3. Forwards with all counters. A label is dropped when its reach plus table exceeds a
 * threshold, or when another label dominates it. A threshold that nothing survives is raised; the
 * answer is exact once a schedule within the threshold is found, or none below question->below.
 *
 * Dominance: a dominates b when any completion of b is allowed after a and costs no more in all.
 * That holds if both have the same class, group and main counter, each run minimum that a has not
 * reached b has not either (equal run lengths, or a's past the minimum), a's run is not longer, the
 * same weekends are touched, each hard lane of a is at most b's, and the cost of a plus the price
 * of what its priced lanes have more than b's is at most the cost of b: each unit more can cost its
 * price once.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "solve/schedules_relax.h"

#include <stdlib.h>
#include <string.h>

#include "solve/schedules_lanes.h"

enum { MOST_LABELS = 4000000, MOST_WORK = 30000000, LOOK = 4096 };
#define DEAREST 1e300

void ipso__price_scratch_finish(ipso__price_scratch *scratch)
{
    free(scratch->option_cost);
    free(scratch->bundle_cost);
    free(scratch->bundle_price);
    free(scratch->bundle_touch);
    free(scratch->alive);
    free(scratch->table);
    free(scratch->spare);
    free(scratch->lane_price);
    free(scratch->lane_best);
    free(scratch->lane_slope);
    free(scratch->bundle_option);
    free(scratch->head);
    free(scratch->day_first);
    free(scratch->labels);
    free(scratch->lanes);
    free(scratch->draft);
    free(scratch->arcs);
    free(scratch->arc_lanes);
    free(scratch->arc_head);
    memset(scratch, 0, sizeof *scratch);
}

/* ---- forwards ---- */

static bool lanes_no_more(const ipso__walk *walk, const uint64_t *a, const uint64_t *b)
{
    for (int w = 0; w < walk->words; w++)
        if ((((b[w] | IPSO__LANE_TOPS) - a[w]) & IPSO__LANE_TOPS) != IPSO__LANE_TOPS)
            return false;
    return true;
}

/* Price of what a's lanes have more than b's; INFINITY when a hard one has. */
static double lanes_price(const ipso__walk *walk, const uint64_t *a, const uint64_t *b)
{
    double price = 0;
    for (int i = 0; i < walk->lane_count; i++) {
        int more = ipso__walk_lane_get(a, i) - ipso__walk_lane_get(b, i);
        if (more > 0 && walk->lanes[i].hard)
            return INFINITY;
        if (more > 0)
            price += more * walk->lanes[i].unit * walk->lanes[i].price;
    }
    return price;
}

static const uint64_t *lanes_of(const ipso__pricing *p, int label)
{
    return &p->s->lanes[(size_t)label * (size_t)p->walk->words];
}

static bool dominates(const ipso__pricing *p, const ipso__price_label *a, const uint64_t *a_lanes,
                      const ipso__price_label *b, const uint64_t *b_lanes)
{
    const ipso__walk *walk = p->walk;
    if (p->rough)
        return a->reach <= b->reach;
    if (a->cost > b->cost)
        return false;
    int a_run = walk->states[a->state].work, b_run = walk->states[b->state].work;
    if (a_run > b_run || (a_run < b_run && a_run < walk->who->runs.work_min))
        return false;
    if (a->touched != b->touched)
        return false;
    if (lanes_no_more(walk, a_lanes, b_lanes))
        return true;
    return walk->priced && a->cost + lanes_price(walk, a_lanes, b_lanes) <= b->cost;
}

/* Notes an arc into a label, with the lanes of what was dominated. */
static void record(ipso__pricing *p, int to, ipso__price_arc arc, const uint64_t *lanes)
{
    ipso__price_scratch *s = p->s;
    size_t known = s->arc_head_room, need = (size_t)s->arc_count + 1;
    size_t words = (size_t)p->walk->words;
    if (s->arc_count >= MOST_LABELS) {
        p->overfull = true;
        return;
    }
    if (!ipso__grow(&s->arcs, &s->arc_room, need, sizeof *s->arcs) ||
        !ipso__grow(&s->arc_lanes, &s->arc_lane_room, need * words + 1, sizeof *s->arc_lanes) ||
        !ipso__grow(&s->arc_head, &s->arc_head_room, (size_t)to + 1, sizeof *s->arc_head)) {
        p->failed = true;
        return;
    }
    if (s->arc_head_room > known)
        memset(&s->arc_head[known], 0xFF, (s->arc_head_room - known) * sizeof *s->arc_head);
    arc.next = s->arc_head[to];
    s->arc_head[to] = s->arc_count;
    memcpy(&s->arc_lanes[(size_t)s->arc_count * words], lanes, words * sizeof *lanes);
    s->arcs[s->arc_count++] = arc;
}

/* What the lanes of a dominated label may still save against those of the best. */
static double savings(const ipso__pricing *p, const uint64_t *lanes, const uint64_t *best)
{
    return p->walk->priced ? lanes_price(p->walk, best, lanes) : 0;
}

/* Drops a label of the bucket for the new one. */
static void drop(ipso__pricing *p, int at)
{
    ipso__price_label *other = &p->s->labels[at];
    if (p->records)
        record(p, p->label_count,
               (ipso__price_arc){-savings(p, lanes_of(p, at), p->s->draft), at,
                                 IPSO__PRICE_DOMINATED, -1, p->walk->states[other->state].work,
                                 other->touched},
               lanes_of(p, at));
    other->state = -1;
}

/* The label of the bucket that dominates the new one, or -1; those it dominates are dropped. As
 * dominance is transitive, none is dropped before one is found that dominates. */
static int enter_bucket(ipso__pricing *p, const ipso__price_label *label, int *head)
{
    const uint64_t *lanes = p->s->draft;
    bool dropped = false;
    int *link = head;
    while (*link >= 0) {
        int at = *link;
        ipso__price_label *other = &p->s->labels[at];
        p->work++;
        if (!dropped && dominates(p, other, lanes_of(p, at), label, lanes))
            return at;
        if (dominates(p, label, lanes, other, lanes_of(p, at))) {
            *link = other->next;
            drop(p, at);
            dropped = true;
        } else {
            link = &other->next;
        }
    }
    return -1;
}

/* Notes the way into the new label, or into the one that dominates it. */
static void record_way(ipso__pricing *p, const ipso__price_label *label, int bundle, int by)
{
    double cost = label->cost;
    if (by >= 0)
        cost -= savings(p, p->s->draft, lanes_of(p, by));
    record(p, by >= 0 ? by : p->label_count,
           (ipso__price_arc){cost - p->s->labels[label->parent].cost, label->parent, bundle, -1,
                             by >= 0 ? p->walk->states[label->state].work : -1, label->touched},
           p->s->draft);
}

static bool label_room(ipso__pricing *p)
{
    ipso__price_scratch *s = p->s;
    size_t need = (size_t)p->label_count + 1, words = (size_t)p->walk->words;
    if (p->label_count >= MOST_LABELS)
        p->overfull = true;
    else if (!ipso__grow(&s->labels, &s->label_room, need, sizeof *s->labels) ||
             !ipso__grow(&s->lanes, &s->lane_room, need * words + 1, sizeof *s->lanes))
        p->failed = true;
    return !p->overfull && !p->failed;
}

/* Adds what a bundle uses to the draft's lanes and prices it; false when a hard limit breaks. */
static bool use_lanes(ipso__pricing *p, const ipso__walk_bundle *bundle, ipso__price_label *label)
{
    const ipso__walk *walk = p->walk;
    for (int i = 0; i < walk->lane_count; i++) {
        const ipso__walk_lane *lane = &walk->lanes[i];
        int units = bundle->units[i];
        if (units == 0 || (lane->touch_bit >= 0 && (label->touched >> lane->touch_bit & 1) != 0))
            continue;
        if (lane->touch_bit >= 0)
            label->touched |= (uint32_t)1 << lane->touch_bit;
        int before = ipso__walk_lane_get(p->s->draft, i), after = before + units;
        if (lane->need) {
            after = before > units ? before - units : 0;
        } else if (after > lane->size && lane->hard) {
            return false;
        } else if (!lane->hard) {
            label->cost += ipso__lane_excess(lane, after) - ipso__lane_excess(lane, before);
            after = after < lane->size ? after : lane->size;
        }
        ipso__walk_lane_set(p->s->draft, i, after);
    }
    return true;
}

/* Settles the limits that end on the day, drops what cannot be made up, merges equal futures. */
static bool end_day(ipso__pricing *p, int day, ipso__price_label *label)
{
    const ipso__walk *walk = p->walk;
    for (int i = 0; i < walk->lane_count; i++) {
        const ipso__walk_lane *lane = &walk->lanes[i];
        if (!lane->need || day > lane->limit->last_day)
            continue;
        int missing = ipso__walk_lane_get(p->s->draft, i);
        if (day == lane->limit->last_day)
            label->cost += ipso__lane_shortage(lane, missing);
        else if (lane->hard && missing > lane->left[day + 1])
            return false;
    }
    for (int w = 0; w < walk->words; w++) {
        uint64_t floors = walk->floors[day * walk->words + w], value = p->s->draft[w];
        uint64_t tops = ((value | IPSO__LANE_TOPS) - floors) & IPSO__LANE_TOPS;
        uint64_t above = (tops - (tops >> 15)) | tops;
        value = (value & above) | (floors & ~above);
        p->s->draft[w] = value & walk->keep[day * walk->words + w];
    }
    label->touched &= walk->touch_keep[day];
    return label->cost < INFINITY;
}

static int main_after(const ipso__walk *walk, int day, int main)
{
    int last = walk->main_size - 1;
    if (!walk->main_full)
        return main < last ? main : last;
    int harmless = last - walk->main_left[day + 1];
    return main < harmless && main >= walk->main_lower ? harmless : main;
}

/* Extends a label by one day, by a bundle or -1 for off, at a cost, and at a price with lanes. */
static void extend(ipso__pricing *p, int day, int from, int bundle, double cost, double price)
{
    const ipso__walk *walk = p->walk;
    const ipso__price_label *before = &p->s->labels[from];
    const ipso__walk_bundle *work = bundle < 0 ? NULL : &walk->bundles[bundle];
    ipso__price_label label = {.cost = before->cost + cost,
                               .parent = from,
                               .option = bundle < 0 ? -1 : p->s->bundle_option[bundle],
                               .main = before->main + (work != NULL ? work->main : 0),
                               .touched = before->touched};
    label.state = work == NULL ? walk->off_to[before->state]
                               : walk->work_to[before->state * walk->combo_count + work->combo];
    if (walk->main_full && label.main >= walk->main_size)
        return;
    label.main = main_after(walk, day, label.main);
    const double *rest = &ipso__relax_cells(p, day + 1, label.state)[label.main];
    if (!(before->reach + price + *rest <= p->threshold))
        return;
    p->work++;
    memcpy(p->s->draft, lanes_of(p, from), (size_t)walk->words * sizeof *p->s->draft);
    if ((work != NULL && !use_lanes(p, work, &label)) || !end_day(p, day, &label))
        return;
    label.reach = label.cost - ipso__relax_credit(p, day, p->s->draft);
    if (!(label.reach + *rest <= p->threshold))
        return;
    int *head = &p->s->head[walk->bucket[label.state] * walk->main_size + label.main];
    int by = enter_bucket(p, &label, head);
    if (p->records)
        record_way(p, &label, bundle, by);
    if (by >= 0 || !label_room(p))
        return;
    label.next = *head;
    *head = p->label_count;
    memcpy(&p->s->lanes[(size_t)p->label_count * (size_t)walk->words], p->s->draft,
           (size_t)walk->words * sizeof *p->s->draft);
    p->s->labels[p->label_count++] = label;
}

static void extend_label(ipso__pricing *p, int day, int from, double off)
{
    const ipso__walk *walk = p->walk;
    int state = p->s->labels[from].state;
    int is_free = ipso__walk_is_free(walk, state, day);
    double cost = off + walk->off_cost[is_free][state];
    if (cost < INFINITY)
        extend(p, day, from, -1, cost, cost);
    for (int i = walk->bundle_first[day]; i < walk->bundle_first[day + 1]; i++) {
        double arc = walk->work_cost[is_free][state * walk->combo_count + walk->bundles[i].combo];
        if (p->s->bundle_cost[i] + arc < INFINITY)
            extend(p, day, from, i, p->s->bundle_cost[i] + arc,
                   ipso__relax_price(p, day, state, i) + arc);
    }
}

static bool must_leave(ipso__pricing *p, int label)
{
    p->overfull = p->overfull || (p->work > MOST_WORK && !p->rough);
    if (label % LOOK == 0 && p->question->gives_up != NULL)
        p->halted = p->halted || p->question->gives_up(p->question->user);
    return p->overfull || p->failed || p->halted;
}

/* False when memory, the label cap or the halt flag ended it early. */
static bool price_forwards(ipso__pricing *p)
{
    const ipso__walk *walk = p->walk;
    size_t buckets = (size_t)walk->bucket_count * (size_t)walk->main_size;
    p->label_count = 0;
    p->overfull = false;
    if (!label_room(p))
        return false;
    p->s->labels[0] = (ipso__price_label){.state = walk->start,
                                          .parent = -1,
                                          .next = -1,
                                          .reach = -ipso__relax_credit(p, -1, walk->first_lanes)};
    memcpy(p->s->lanes, walk->first_lanes, (size_t)walk->words * sizeof *p->s->lanes);
    p->label_count = 1;
    p->s->day_first[0] = 0;
    for (int t = 0; t < walk->days; t++) {
        p->s->day_first[t + 1] = p->label_count;
        memset(p->s->head, 0xFF, buckets * sizeof *p->s->head);
        double off = ipso__relax_day_off(p, t);
        for (int i = p->s->day_first[t]; i < p->s->day_first[t + 1]; i++) {
            if (p->s->labels[i].state >= 0)
                extend_label(p, t, i, off);
            if (must_leave(p, i))
                return false;
        }
    }
    p->s->day_first[walk->days + 1] = p->label_count;
    return true;
}

/* ---- the answer ---- */

static void trace(const ipso__pricing *p, int label, int *choice)
{
    for (int t = p->walk->days - 1; t >= 0; t--) {
        choice[t] = p->s->labels[label].option;
        label = p->s->labels[label].parent;
    }
}

void ipso__price_keep(ipso__price_answer *answer, int *best, int i, double cost)
{
    int at = answer->count < IPSO__PRICE_KEEP ? answer->count++ : IPSO__PRICE_KEEP;
    for (; at > 0 && answer->cost[at - 1] > cost; at--) {
        if (at < IPSO__PRICE_KEEP) {
            answer->cost[at] = answer->cost[at - 1];
            best[at] = best[at - 1];
        }
    }
    if (at < IPSO__PRICE_KEEP) {
        answer->cost[at] = cost;
        best[at] = i;
    }
}

/* Best complete labels within the threshold, cheapest first, earlier found first. */
static void collect(const ipso__pricing *p, ipso__price_answer *answer)
{
    const ipso__walk *walk = p->walk;
    int best[IPSO__PRICE_KEEP];
    answer->count = 0;
    for (int i = p->s->day_first[walk->days]; i < p->label_count; i++) {
        const ipso__price_label *label = &p->s->labels[i];
        if (label->state < 0)
            continue;
        double cost = label->cost + ipso__relax_end(p, label->state);
        if (label->main < walk->main_lower || !(cost <= p->threshold) ||
            !(cost < p->question->below))
            continue;
        ipso__price_keep(answer, best, i, cost);
    }
    for (int k = 0; k < answer->count; k++)
        trace(p, best[k], &answer->choice[k * walk->days]);
}

/* One label per state, within wider and wider thresholds. */
static void search_roughly(ipso__pricing *p, ipso__price_answer *answer, double relaxed)
{
    double below = fmin(p->question->below, DEAREST);
    p->rough = true;
    for (double margin = 4; answer->count == 0; margin *= margin < 1e9 ? 4 : INFINITY) {
        p->threshold = fmin(relaxed + margin, below);
        if (!price_forwards(p))
            return;
        collect(p, answer);
        if (p->threshold >= below)
            return;
    }
}

/* Raises the threshold from the relaxed optimum until something is found or nothing can be. Where
 * that takes too much work, what the last threshold proved and a rough search must do. */
static void search(ipso__pricing *p, ipso__price_answer *answer)
{
    double relaxed = answer->lower, below = p->question->below;
    double margin = fmax(p->question->margin, 1);
    for (;; margin *= margin < 1e9 ? 3 : INFINITY) {
        p->threshold = fmin(fmin(relaxed + margin, below), DEAREST);
        if (!price_forwards(p)) {
            if (p->overfull && !p->failed)
                search_roughly(p, answer, relaxed);
            return;
        }
        collect(p, answer);
        answer->lower = p->threshold < DEAREST ? p->threshold : INFINITY;
        if (answer->count > 0)
            answer->lower = answer->cost[0];
        if (answer->count > 0 || p->threshold >= below || p->threshold >= DEAREST)
            break;
    }
    answer->margin = answer->count > 0 ? 1.5 * (answer->cost[0] - relaxed) : margin;
}

void ipso__price(ipso__price_answer *answer, const ipso__price_question *question,
                 ipso__price_scratch *scratch)
{
    ipso__pricing p = {.walk = question->walk, .question = question, .s = scratch};
    answer->count = 0;
    answer->lower = -INFINITY;
    answer->margin = question->margin;
    answer->failed = !ipso__relax_room(&p);
    if (answer->failed)
        return;
    double relaxed = ipso__relax(&p);
    answer->lower = relaxed;
    if (relaxed < question->below && question->rough)
        search_roughly(&p, answer, relaxed);
    else if (relaxed < question->below)
        search(&p, answer);
    else if (question->below < INFINITY)
        answer->lower = question->below;
    answer->failed = p.failed;
    answer->work = p.work;
}

bool ipso__price_record(ipso__price_answer *answer, const ipso__price_question *question,
                        ipso__price_scratch *scratch, double within)
{
    ipso__pricing p = {.walk = question->walk,
                       .question = question,
                       .s = scratch,
                       .threshold = within,
                       .records = true};
    bool whole = ipso__relax_room(&p);
    p.failed = !whole;
    scratch->arc_count = 0;
    if (scratch->arc_head_room > 0)
        memset(scratch->arc_head, 0xFF, scratch->arc_head_room * sizeof *scratch->arc_head);
    if (whole) {
        ipso__relax(&p);
        whole = price_forwards(&p);
    }
    answer->failed = p.failed;
    answer->work = p.work;
    return whole && !p.failed && !p.overfull;
}
