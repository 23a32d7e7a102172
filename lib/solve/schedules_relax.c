/* The relaxation behind pricing: the lanes of limits are not counted but priced.
 *
 * With a price m[i] >= 0 per unit of lane i, at most what the limit itself charges for a unit,
 *
 *     cost of days t and on >= table[t][state][main] - sum over used lanes of m[i] (size[i] - used)
 *                                                    + sum over needing lanes of m[i] missing
 *
 * where the table charges each unit of the days (a unit that is needed is credited): what is used
 * above the bound costs at least its price. The prices climb by subgradient steps (Held and Karp
 * 1971; Polyak 1969) along the walk that attains the table, and are kept on the grid of the prices
 * of rows, so that all sums are exact.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "solve/schedules_relax.h"

#include <stdlib.h>
#include <string.h>

#include "solve/schedules_lanes.h"

enum { FIRST_STEPS = 24, STEPS = 6 };

#define GRID         65536.0
#define LARGEST      1e6 /* price of a unit of a hard lane */
#define FIRST_MARGIN 16.0

bool ipso__relax_room(ipso__pricing *p)
{
    const ipso__walk *walk = p->walk;
    ipso__price_scratch *s = p->s;
    size_t days = (size_t)walk->days, bundles = (size_t)walk->bundle_first[walk->days] + 1;
    size_t buckets = (size_t)walk->bucket_count * (size_t)walk->main_size;
    size_t cells = (days + 1) * (size_t)walk->state_count * (size_t)walk->main_size;
    size_t lanes = (size_t)walk->lane_count + 1;
    return ipso__grow(&s->bundle_cost, &s->bundle_cost_room, bundles, sizeof *s->bundle_cost) &&
           ipso__grow(&s->bundle_price, &s->bundle_price_room, bundles, sizeof *s->bundle_price) &&
           ipso__grow(&s->bundle_touch, &s->bundle_touch_room, bundles, sizeof *s->bundle_touch) &&
           ipso__grow(&s->bundle_option, &s->bundle_option_room, bundles,
                      sizeof *s->bundle_option) &&
           ipso__grow(&s->alive, &s->alive_room, cells, sizeof *s->alive) &&
           ipso__grow(&s->table, &s->table_room, cells, sizeof *s->table) &&
           ipso__grow(&s->spare, &s->spare_room, cells, sizeof *s->spare) &&
           ipso__grow(&s->lane_price, &s->lane_price_room, lanes, sizeof *s->lane_price) &&
           ipso__grow(&s->lane_best, &s->lane_best_room, lanes, sizeof *s->lane_best) &&
           ipso__grow(&s->lane_slope, &s->lane_slope_room, lanes, sizeof *s->lane_slope) &&
           ipso__grow(&s->head, &s->head_room, buckets, sizeof *s->head) &&
           ipso__grow(&s->day_first, &s->day_room, days + 2, sizeof *s->day_first) &&
           ipso__grow(&s->draft, &s->draft_room, (size_t)walk->words + 1, sizeof *s->draft);
}

/* ---- bundles ---- */

double ipso__price_option(const ipso__price_question *question, int o)
{
    const ipso__schedules_option *option = &question->walk->who->options[o];
    double cost = (double)option->cost;
    if (question->banned[o])
        return INFINITY;
    if (question->extra != NULL)
        return cost + question->extra[o];
    for (int u = 0; u < option->use_count; u++)
        cost -= question->dual[option->uses[u].row] * option->uses[u].units;
    return cost;
}

static void cost_bundles(ipso__pricing *p)
{
    const ipso__walk *walk = p->walk;
    for (int i = 0; i < walk->bundle_first[walk->days]; i++) {
        const ipso__walk_bundle *bundle = &walk->bundles[i];
        p->s->bundle_cost[i] = INFINITY;
        for (int k = 0; k < bundle->option_count; k++) {
            double cost = ipso__price_option(p->question, bundle->options[k]);
            if (cost < p->s->bundle_cost[i]) {
                p->s->bundle_cost[i] = cost;
                p->s->bundle_option[i] = bundle->options[k];
            }
        }
    }
    p->work += walk->who->first[walk->days];
}

double ipso__relax_end(const ipso__pricing *p, int state)
{
    const ipso__walk *walk = p->walk;
    bool idle = !walk->states[state].worked && p->question->banned[ipso__walk_idle(walk)];
    return idle ? INFINITY : walk->end_cost[state];
}

double ipso__relax_day_off(const ipso__pricing *p, int day)
{
    const ipso__schedules_person *who = p->walk->who;
    if (p->question->banned[who->first[p->walk->days] + day])
        return INFINITY;
    if (who->off_cost == NULL)
        return 0;
    return who->off_cost[day] == IPSO__NEVER ? INFINITY : (double)who->off_cost[day];
}

static void mark_next(const ipso__pricing *p, int day, int state, bool off, bool *next)
{
    const ipso__walk *walk = p->walk;
    int is_free = ipso__walk_is_free(walk, state, day);
    if (off && walk->off_cost[is_free][state] < INFINITY)
        next[walk->off_to[state]] = true;
    for (int i = walk->bundle_first[day]; i < walk->bundle_first[day + 1]; i++) {
        int arc = state * walk->combo_count + walk->bundles[i].combo;
        if (p->s->bundle_cost[i] < INFINITY && walk->work_cost[is_free][arc] < INFINITY)
            next[walk->work_to[arc]] = true;
    }
}

/* Marks the states that the options not banned can reach. */
static void mark_alive(ipso__pricing *p)
{
    const ipso__walk *walk = p->walk;
    size_t states = (size_t)walk->state_count;
    bool *alive = p->s->alive;
    memset(alive, 0, ((size_t)walk->days + 1) * states * sizeof *alive);
    alive[walk->start] = true;
    for (int t = 0; t < walk->days; t++, alive += states) {
        bool off = ipso__relax_day_off(p, t) < INFINITY;
        for (int s = 0; s < walk->state_count; s++)
            if (alive[s])
                mark_next(p, t, s, off, alive + states);
        p->work += 1 + walk->state_count / 16;
    }
}

/* ---- prices of lanes ---- */

/* True when no day before, from first_day on, is of the same weekend. */
static bool opens_weekend(const ipso__walk *walk, int first_day, int day)
{
    const int *weekend = walk->all->weekend;
    for (int t = day - 1; t >= first_day; t--)
        if (weekend[t] >= 0)
            return weekend[t] != weekend[day];
    return true;
}

bool ipso__relax_is_fresh(const ipso__walk *walk, int state, int day)
{
    const int *weekend = walk->all->weekend;
    if (weekend[day] < 0 || opens_weekend(walk, 0, day))
        return true;
    return weekend[day - 1] == weekend[day] && opens_weekend(walk, 0, day - 1) &&
           walk->states[state].work == 0;
}

/* A lane of weekends is charged on the first day worked of a weekend. Where not all options count,
 * the state does not tell which day that is: then on the weekend's first day alone. */
static bool charges(const ipso__walk *walk, const ipso__walk_lane *lane, int day, bool *fresh_only)
{
    *fresh_only = false;
    if (lane->touch_bit < 0)
        return true;
    bool whole = lane->limit->kinds == 0 && lane->limit->first_day == 0;
    *fresh_only = whole;
    return whole || opens_weekend(walk, lane->limit->first_day, day);
}

static double signed_price(const ipso__pricing *p, int lane)
{
    double price = p->s->lane_price[lane];
    return p->walk->lanes[lane].need ? -price : price;
}

static void price_bundles(ipso__pricing *p, int day)
{
    const ipso__walk *walk = p->walk;
    for (int i = walk->bundle_first[day]; i < walk->bundle_first[day + 1]; i++) {
        p->s->bundle_price[i] = p->s->bundle_cost[i];
        p->s->bundle_touch[i] = 0;
        for (int k = 0; k < walk->lane_count; k++) {
            int units = walk->bundles[i].units[k];
            bool fresh_only;
            if (units == 0 || p->s->lane_price[k] <= 0 ||
                !charges(walk, &walk->lanes[k], day, &fresh_only))
                continue;
            double *sum = fresh_only ? &p->s->bundle_touch[i] : &p->s->bundle_price[i];
            *sum += signed_price(p, k) * units;
        }
    }
}

/* A unit costs no more than the limit itself would charge for it, parts of units included. Needed
 * weekends have no price: the state does not always tell whether a weekend is counted already. */
static double highest_price(const ipso__walk_lane *lane)
{
    if (lane->need && lane->touch_bit >= 0)
        return 0;
    int64_t rounded = lane->need ? (int64_t)lane->size * lane->unit - lane->limit->lower : 0;
    return lane->hard ? LARGEST : fmin(LARGEST, lane->price * (double)(lane->unit - rounded));
}

double ipso__relax_credit(const ipso__pricing *p, int day, const uint64_t *lanes)
{
    double credit = 0;
    for (int i = 0; i < p->walk->lane_count; i++) {
        const ipso__walk_lane *lane = &p->walk->lanes[i];
        if (p->s->lane_price[i] <= 0 || day >= lane->limit->last_day)
            continue;
        int value = ipso__walk_lane_get(lanes, i);
        credit += p->s->lane_price[i] * (lane->need ? -value : lane->size - value);
    }
    return credit;
}

/* ---- the table ---- */

static double *cells_of(const ipso__pricing *p, int day, int state)
{
    size_t at = (size_t)day * (size_t)p->walk->state_count + (size_t)state;
    return &p->s->table[at * (size_t)p->walk->main_size];
}

/* cells[m] = min(cells[m], cost + next[m + units]) */
static void lower_cells(const ipso__walk *walk, double *restrict cells, const double *restrict next,
                        double cost, int units)
{
    int last = walk->main_size - 1;
    for (int m = 0; m + units <= last; m++) {
        double reached = cost + next[m + units];
        cells[m] = reached < cells[m] ? reached : cells[m];
    }
    for (int m = last - units + 1 > 0 ? last - units + 1 : 0; !walk->main_full && m <= last; m++) {
        double reached = cost + next[last];
        cells[m] = reached < cells[m] ? reached : cells[m];
    }
}

static void fill_state(ipso__pricing *p, int day, int state, double off)
{
    const ipso__walk *walk = p->walk;
    double *cells = cells_of(p, day, state);
    int is_free = ipso__walk_is_free(walk, state, day);
    for (int m = 0; m < walk->main_size; m++)
        cells[m] = INFINITY;
    double cost = off + walk->off_cost[is_free][state];
    if (cost < INFINITY)
        lower_cells(walk, cells, cells_of(p, day + 1, walk->off_to[state]), cost, 0);
    for (int i = walk->bundle_first[day]; i < walk->bundle_first[day + 1]; i++) {
        int arc = state * walk->combo_count + walk->bundles[i].combo;
        cost = ipso__relax_price(p, day, state, i) + walk->work_cost[is_free][arc];
        if (cost < INFINITY)
            lower_cells(walk, cells, cells_of(p, day + 1, walk->work_to[arc]), cost,
                        walk->bundles[i].main);
    }
    p->work += 1 + (int64_t)(walk->bundle_first[day + 1] - walk->bundle_first[day] + 1) *
                       walk->main_size / 32;
}

/* Fills the table at the lanes' present prices; the bound they give. */
static double fill_table(ipso__pricing *p)
{
    const ipso__walk *walk = p->walk;
    size_t states = (size_t)walk->state_count;
    for (int s = 0; s < walk->state_count; s++)
        for (int m = 0; m < walk->main_size; m++)
            cells_of(p, walk->days, s)[m] = m < walk->main_lower ? INFINITY : ipso__relax_end(p, s);
    for (int t = walk->days - 1; t >= 0; t--) {
        double off = ipso__relax_day_off(p, t);
        price_bundles(p, t);
        for (int s = 0; s < walk->state_count; s++)
            if (p->s->alive[(size_t)t * states + (size_t)s])
                fill_state(p, t, s, off);
    }
    return cells_of(p, 0, walk->start)[0] - ipso__relax_credit(p, -1, walk->first_lanes);
}

/* ---- the climb ---- */

static void add_slope(ipso__pricing *p, int day, int state, int bundle)
{
    const ipso__walk *walk = p->walk;
    for (int k = 0; k < walk->lane_count; k++) {
        const ipso__walk_lane *lane = &walk->lanes[k];
        int units = walk->bundles[bundle].units[k];
        bool fresh_only;
        if (units > 0 && charges(walk, lane, day, &fresh_only) &&
            (!fresh_only || ipso__relax_is_fresh(walk, state, day)))
            p->s->lane_slope[k] += lane->need ? -units : units;
    }
}

/* One day along the walk that attains the table: the bundle, or -1 for a day off. */
static int least_arc(const ipso__pricing *p, int day, int state, int main)
{
    const ipso__walk *walk = p->walk;
    int is_free = ipso__walk_is_free(walk, state, day), best = -1, last = walk->main_size - 1;
    double least = ipso__relax_day_off(p, day) + walk->off_cost[is_free][state];
    least += least < INFINITY ? cells_of(p, day + 1, walk->off_to[state])[main] : 0;
    for (int i = walk->bundle_first[day]; i < walk->bundle_first[day + 1]; i++) {
        int arc = state * walk->combo_count + walk->bundles[i].combo;
        int reached = main + walk->bundles[i].main;
        double cost = ipso__relax_price(p, day, state, i) + walk->work_cost[is_free][arc];
        if (!(cost < INFINITY) || (reached > last && walk->main_full))
            continue;
        cost += cells_of(p, day + 1, walk->work_to[arc])[reached < last ? reached : last];
        if (cost < least) {
            least = cost;
            best = i;
        }
    }
    return best;
}

/* What the attaining walk uses of each lane above its bound, or lacks of it. */
static void find_slopes(ipso__pricing *p)
{
    const ipso__walk *walk = p->walk;
    int state = walk->start, main = 0, last = walk->main_size - 1;
    for (int k = 0; k < walk->lane_count; k++) {
        int first = ipso__walk_lane_get(walk->first_lanes, k);
        p->s->lane_slope[k] = walk->lanes[k].need ? first : first - walk->lanes[k].size;
    }
    for (int t = 0; t < walk->days; t++) {
        int bundle = least_arc(p, t, state, main);
        p->work += 1 + walk->bundle_first[t + 1] - walk->bundle_first[t];
        if (bundle < 0) {
            state = walk->off_to[state];
            continue;
        }
        add_slope(p, t, state, bundle);
        state = walk->work_to[state * walk->combo_count + walk->bundles[bundle].combo];
        main += walk->bundles[bundle].main;
        main = main < last ? main : last;
    }
}

/* Moves the prices; false when they cannot move. */
static bool move_prices(ipso__pricing *p, double toward)
{
    double norm = 0;
    bool moved = false;
    for (int k = 0; k < p->walk->lane_count; k++) {
        double slope = p->s->lane_slope[k];
        if (slope > 0 || p->s->lane_price[k] > 0)
            norm += slope * slope;
    }
    for (int k = 0; k < p->walk->lane_count && norm > 0; k++) {
        double price = p->s->lane_price[k] + toward / norm * p->s->lane_slope[k];
        price = fmax(0, fmin(price, highest_price(&p->walk->lanes[k])));
        price = floor(price * GRID) / GRID;
        moved = moved || price != p->s->lane_price[k];
        p->s->lane_price[k] = price;
    }
    return moved;
}

static void swap_tables(ipso__price_scratch *s)
{
    double *table = s->table;
    size_t room = s->table_room;
    s->table = s->spare;
    s->table_room = s->spare_room;
    s->spare = table;
    s->spare_room = room;
}

/* Keeps in spare the best table, in lane_best its prices. */
static double climb(ipso__pricing *p, int steps)
{
    size_t bytes = (size_t)p->walk->lane_count * sizeof *p->s->lane_price;
    double best = -INFINITY, factor = 1;
    for (int i = 0; i < steps; i++) {
        double value = fill_table(p);
        bool better = value > best;
        if (better || i == 0) {
            best = value;
            memcpy(p->s->lane_best, p->s->lane_price, bytes);
        } else {
            factor /= 2;
        }
        if (value >= p->question->below || value == INFINITY)
            return value;
        double target = fmin(p->question->below, best + fmax(p->question->margin, FIRST_MARGIN));
        find_slopes(p);
        if (better || i == 0)
            swap_tables(p->s);
        if (!move_prices(p, factor * (target - value)))
            break;
    }
    swap_tables(p->s);
    memcpy(p->s->lane_price, p->s->lane_best, bytes);
    for (int t = 0; t < p->walk->days; t++)
        price_bundles(p, t);
    return best;
}

double ipso__relax(ipso__pricing *p)
{
    size_t bytes = (size_t)p->walk->lane_count * sizeof *p->s->lane_price;
    bool warm = false;
    cost_bundles(p);
    mark_alive(p);
    memset(p->s->lane_price, 0, bytes);
    if (p->question->lane_price == NULL || p->walk->lane_count == 0)
        return fill_table(p);
    memcpy(p->s->lane_price, p->question->lane_price, bytes);
    for (int k = 0; k < p->walk->lane_count; k++)
        warm = warm || p->s->lane_price[k] > 0;
    double bound = climb(p, warm ? STEPS : FIRST_STEPS);
    memcpy(p->question->lane_price, p->s->lane_price, bytes);
    return bound;
}
